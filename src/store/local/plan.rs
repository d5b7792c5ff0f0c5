//! What changes of records mean for an engine: the records themselves, and the index entries that come and go.

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::store::codec;
use crate::store::commit::Change;
use crate::store::engine::{Batch, Engine, Walk};
use crate::store::error::Result;
use crate::store::journal::RecordChange;
use crate::store::key::Key;
use crate::store::tables::{Revision, index_of};

/// What this group has changed and the engine does not know yet: key → revision and encoded record (empty for an index
/// entry), `None` when removed.
pub(super) type Pending = HashMap<Key, Option<(Revision, Vec<u8>)>>;

/// The store as it will be when everything before in this group is written.
pub(super) struct View<'a> {
    pub(super) engine: &'a dyn Engine,
    pub(super) pending: &'a Pending,
}

impl<'a> View<'a> {
    /// An engine as it is.
    pub(super) fn of(engine: &'a dyn Engine) -> Self {
        static NOTHING: std::sync::LazyLock<Pending> = std::sync::LazyLock::new(Pending::new);
        Self { engine, pending: &NOTHING }
    }

    pub(super) fn record(&self, key: &Key) -> Result<Option<(Revision, Vec<u8>)>> {
        if let Some(known) = self.pending.get(key) {
            return Ok(known.clone());
        }
        let value = self.engine.get(key.as_bytes())?;
        Ok(value.as_deref().and_then(codec::split_revision).map(|(revision, body)| (revision, body.to_vec())))
    }

    pub(super) fn nothing_begins_with(&self, prefix: &Key) -> Result<bool> {
        let begins = |key: &Key| key.as_bytes().starts_with(prefix.as_bytes());
        if self.pending.iter().any(|(key, value)| value.is_some() && begins(key)) {
            return Ok(false);
        }
        let mut found = false;
        let end = prefix.prefix_end();
        let end = end.as_ref().map(Key::as_bytes);
        self.engine.range(prefix.as_bytes(), end, Walk::Up, &mut |key, _| {
            if self.pending.contains_key(&Key::from_bytes(key)) {
                return ControlFlow::Continue(());
            }
            found = true;
            ControlFlow::Break(())
        })?;
        Ok(!found)
    }
}

/// What changes of records mean for the engine.
#[derive(Default)]
pub(super) struct Changed {
    /// The records, with the revisions they had.
    pub(super) records: Vec<RecordChange>,
    /// The records, and the index entries that come and go.
    pub(super) batch: Batch,
    /// Bytes by which keys and values grow.
    pub(super) grown: i64,
}

impl Changed {
    fn come(&mut self, key: Key, value: Vec<u8>) {
        self.grown += size(&key, &value);
        self.batch.put(key, value);
    }

    fn go(&mut self, key: Key, value: &[u8]) {
        self.grown -= size(&key, value);
        self.batch.remove(key);
    }
}

fn size(key: &Key, value: &[u8]) -> i64 {
    i64::try_from(key.as_bytes().len() + value.len()).unwrap_or(i64::MAX)
}

/// Works out what changes of records mean for the engine.
pub(super) fn plan(view: &View<'_>, changes: Vec<Change>, revision: Revision) -> Result<Changed> {
    let mut out = Changed { records: Vec::with_capacity(changes.len()), ..Changed::default() };
    for Change { table, key, id, value, index, fresh } in changes {
        // A commit may change one record twice; then the first change is what the second one finds.
        let before = if fresh {
            None
        } else {
            match out.records.iter().rfind(|earlier| earlier.key == key) {
                Some(earlier) => earlier.value.clone().map(|value| (revision, value)),
                None => view.record(&key)?,
            }
        };
        let mut known = Vec::new();
        if let Some((revision, old)) = &before {
            known = index_of(table, old)?;
            known.sort_unstable();
            known.dedup();
            out.go(key.clone(), &codec::with_revision(*revision, old));
            for entry in known.iter().filter(|entry| !index.contains(entry)) {
                out.go(entry.clone(), &[]);
            }
        }
        if let Some(value) = &value {
            out.come(key.clone(), codec::with_revision(revision, value));
            let mut index = index;
            index.sort_unstable();
            index.dedup();
            for entry in index {
                if known.binary_search(&entry).is_ok() {
                    out.batch.put(entry, Vec::new());
                } else {
                    out.come(entry, Vec::new());
                }
            }
        }
        let previous = before.map_or(Revision(0), |(revision, _)| revision);
        out.records.push(RecordChange { table, key, id, value, previous });
    }
    Ok(out)
}
