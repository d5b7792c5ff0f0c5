//! A damaged journal: what can't be vouched for, and going on in spite of it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{LocalStore, keeper};
use crate::domain::time::Moment;
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::engine::{Engine, Walk};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Damage, Found, Journal, Reader};
use crate::store::key::Key;
use crate::store::snapshot;
use crate::store::tables::Table;

/// No more records than this are named.
const NAMED: usize = 1000;
/// Names the damage that somebody has decided to go on with, a line each.
const KNOWN: &str = "known-damage";

/// What can't be vouched for in a store whose journal is damaged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// What of the journal can't be read.
    pub damages: Vec<Damage>,
    /// The last commit that can be read.
    pub last: u64,
    /// The working state lacks the commits that can't be read: it was made without them. Otherwise the state is whole, and
    /// only the history has a hole.
    pub lost: bool,
    /// Records that these commits have changed, as far as can be known; at most a thousand.
    pub records: Vec<(Table, Key)>,
    /// How many there are in all.
    pub count: u64,
}

impl Doubt {
    pub(super) fn survey(reader: &Reader) -> Result<Self> {
        let mut doubt = Self::default();
        reader.scan(&mut |found| {
            match found {
                Found::Entry(entry) => doubt.last = entry.seq,
                Found::Damage(damage) => doubt.damages.push(damage),
                Found::Torn(_) => {}
            }
            Ok(())
        })?;
        Ok(doubt)
    }

    /// Whether a commit is one that can't be read, or one behind the end that is left of the journal.
    fn hides(&self, seq: u64) -> bool {
        seq > self.last || self.damages.iter().any(|damage| damage.hides(seq))
    }

    fn name(&mut self, table: Table, key: &Key) {
        self.count += 1;
        if self.records.len() < NAMED {
            self.records.push((table, key.clone()));
        }
    }

    /// Names the records: where the state is whole, those whose present value comes from a hidden commit; else those
    /// that a later commit has found changed by a hidden one.
    pub(super) fn name_records(&mut self, engine: &dyn Engine, reader: &Reader) -> Result<()> {
        if self.lost {
            let mut found: Vec<(Table, Key)> = Vec::new();
            reader.scan(&mut |item| {
                if let Found::Entry(entry) = item {
                    for change in entry.changes.into_iter().filter(|change| self.hides(change.previous.0)) {
                        found.push((change.table, change.key));
                    }
                }
                Ok(())
            })?;
            found.iter().for_each(|(table, key)| self.name(*table, key));
            return Ok(());
        }
        for table in Table::ALL {
            let prefix = Key::new(table.tag());
            let end = prefix.prefix_end();
            engine.range(
                prefix.as_bytes(),
                end.as_ref().map(Key::as_bytes),
                Walk::Up,
                &mut |key, value| {
                    if codec::split_revision(value).is_none_or(|(revision, _)| self.hides(revision.0)) {
                        self.name(table, &Key::from_bytes(key));
                    }
                    ControlFlow::Continue(())
                },
            )?;
        }
        Ok(())
    }
}

impl LocalStore {
    /// Makes the state as it can be read now the one to go on with: it is written down as a snapshot, and the journal goes on
    /// behind it. The damaged files stay where they are, as far as they can be read they remain history. The store must be
    /// opened again afterwards.
    ///
    /// # Errors
    /// When the disk can't be written: then everything is as it was.
    pub fn accept_doubt(self) -> Result<Doubt> {
        let Some(doubt) = &self.doubt else { return Ok(Doubt::default()) };
        let disk = Arc::clone(&self.shared.disk);
        let seq = self.shared.applied.load(Ordering::Acquire).max(doubt.last);
        let mut writer = snapshot::Writer::begin(Arc::clone(&disk), seq)?;
        keeper::write_records(&self.shared, &mut writer)?;
        let at =
            self.shared.reader.entry(doubt.last)?.map_or(Moment::from_millis(0), |entry| entry.origin.at);
        writer.finish(seq, at, self.shared.counters.snapshot())?;
        if doubt.lost
            && let Some(hold) = &self.hold
        {
            // Made without the hidden commits, or with half of them: the snapshot replaces it.
            hold.folder.forget_engine()?;
        }
        note_known(disk.as_ref(), &doubt.damages)?;
        Journal::begin(Arc::clone(&disk), seq + 1)?;
        // With a file behind it, an end that was torn or lost is a hole like others.
        note_known(disk.as_ref(), &Doubt::survey(&self.shared.reader)?.damages)?;
        Ok(doubt.clone())
    }
}

/// The damage that somebody has decided to go on with: file and byte.
pub(in crate::store) fn known(disk: &dyn Disk) -> Vec<(String, u64)> {
    let bytes = disk.read(KNOWN, 0, 1 << 20).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter_map(|line| {
        let (segment, offset) = line.split_once(' ')?;
        Some((segment.to_owned(), offset.parse().ok()?))
    });
    lines.collect()
}

fn note_known(disk: &dyn Disk, damages: &[Damage]) -> Result<()> {
    let write = || {
        let mut file = match disk.len(KNOWN) {
            Ok(len) => disk.open(KNOWN, len)?,
            Err(_) => disk.create(KNOWN)?,
        };
        let lines: String =
            damages.iter().map(|damage| format!("{} {}\n", damage.segment, damage.offset)).collect();
        file.append(lines.as_bytes())?;
        file.sync()
    };
    write().map_err(StoreError::io(disk.path(KNOWN)))
}
