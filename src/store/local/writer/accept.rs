//! Whether a commit may come: what it expects is held against what is there, the commits before it in the group included.

use std::ops::ControlFlow;

use super::Writer;
use crate::store::codec;
use crate::store::commit::{Commit, Expect};
use crate::store::engine::Engine;
use crate::store::error::{Result, StoreError};
use crate::store::journal::Entry;
use crate::store::key::Key;
use crate::store::local::plan::{Changed, Pending, View, plan};
use crate::store::references::references;
use crate::store::tables::Revision;

impl Writer {
    /// Checks what a commit expects and works out what it changes; what it changes is added to `remember`, where there is
    /// somebody in the group to look at it. A refused commit leaves that as it was.
    pub(super) fn accept(
        &self,
        engine: &dyn Engine,
        commit: Commit,
        seq: u64,
        pending: &mut Pending,
        remember: bool,
        before: &[Entry],
    ) -> Result<(Entry, Changed)> {
        let view = View { engine, pending };
        for expect in &commit.expects {
            let holds = match expect {
                Expect::Revision(key, revision) => {
                    view.record(key)?.map_or(Revision(0), |(found, _)| found) == *revision
                }
                Expect::Nothing(prefix) => view.nothing_begins_with(prefix)?,
                Expect::There(key) => view.record(key)?.is_some(),
                Expect::Unreferenced { since, keys } => self.unreferenced(*since, keys, before)?,
            };
            if !holds {
                return Err(StoreError::Conflict);
            }
        }
        let mut changed = plan(&view, commit.changes, Revision(seq))?;
        let changes = std::mem::take(&mut changed.records);
        for (key, value) in changed.batch.changes().filter(|_| remember) {
            let value = value.as_deref().map(|value| {
                codec::split_revision(value)
                    .map_or((Revision(seq), Vec::new()), |(rev, body)| (rev, body.to_vec()))
            });
            pending.insert(key.clone(), value);
        }
        Ok((Entry { seq, origin: commit.origin, changes }, changed))
    }

    /// Whether no commit behind `since`, those of this group included, points at one of these records.
    fn unreferenced(&self, since: u64, keys: &[Key], group: &[Entry]) -> Result<bool> {
        let points = |entry: &Entry| {
            let values =
                entry.changes.iter().filter_map(|change| Some((change.table, change.value.as_ref()?)));
            // What can't be decoded may point anywhere.
            values.into_iter().any(|(table, value)| {
                references(table, value).map_or(true, |found| found.iter().any(|key| keys.contains(key)))
            })
        };
        if group.iter().any(points) {
            return Ok(false);
        }
        let mut found = false;
        if since < self.journal.last() {
            self.shared.reader.each_after(since, &mut |entry| {
                found = points(&entry);
                if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
        }
        Ok(!found)
    }
}
