//! Which numbers, addresses and INN the base holds, asked of memory.
//!
//! Readers of the engine wait behind every batch that is being written, and an import writes all the time: five questions
//! a row would make it as slow as the disk twice over. Nearly every answer is «nobody has it». So after the first rows the
//! indexes are read through once, a hash of each key is kept (some 10 bytes), and the engine is asked only about those it
//! holds.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::Batch;
use crate::desk::{Desk, UseCase};
use crate::domain::ids::SessionId;
use crate::store::tables::index_of;
use crate::store::{Entry, Index, Key, Reads, Result, Walk};

/// Files up to this many rows ask the engine itself: reading through the indexes of a large base takes longer.
const SHORT_FILE: u64 = 1000;
/// Index entries that are read at a time: whoever reads waits for a writer, and he for us.
const CHUNK: usize = 4096;

/// The indexes by which duplicates are found, and how many bytes of their keys tell whose the value is.
const INDEXES: [(Index, usize); 3] = [(Index::Phone, 9), (Index::Email, 9), (Index::Inn, 8)];

/// What the base holds.
pub(super) struct BaseMarks {
    /// Hashes of the values; `None` until they have been read.
    held: Option<HashSet<u64>>,
    rows: u64,
    session: SessionId,
    /// What others write meanwhile.
    changes: Receiver<Arc<Entry>>,
}

impl BaseMarks {
    /// For an import of this session that begins now.
    pub(super) fn new(desk: &Desk, session: SessionId) -> Self {
        Self { held: None, rows: 0, session, changes: desk.subscribe() }
    }

    /// Gets ready for the next row.
    pub(super) fn next_row(&mut self, reads: Reads<'_>) -> Result<()> {
        self.rows += 1;
        if self.rows == SHORT_FILE {
            self.held = Some(read(reads)?);
        }
        while let Ok(entry) = self.changes.try_recv() {
            // What this import writes itself, it remembers row by row.
            let own = entry.origin.session == self.session && entry.origin.use_case == Batch::NAME;
            let Some(held) = self.held.as_mut().filter(|_| !own) else { continue };
            for change in &entry.changes {
                let Some(value) = &change.value else { continue };
                held.extend(index_of(change.table, value)?.iter().filter_map(|key| value_of(key.as_bytes())));
            }
        }
        Ok(())
    }

    /// Whether somebody of the base may have the value this prefix of index keys stands for. A «no» is sure.
    pub(super) fn may_hold(&self, prefix: &Key) -> bool {
        self.held.as_ref().is_none_or(|held| held.contains(&hash(prefix.as_bytes())))
    }
}

/// Reads the indexes through.
fn read(reads: Reads<'_>) -> Result<HashSet<u64>> {
    let mut held = HashSet::new();
    for (index, _) in INDEXES {
        let prefix = index.key();
        let end = prefix.prefix_end();
        let mut from = prefix;
        loop {
            let mut last = None;
            let mut count = 0;
            reads.0.range(from.as_bytes(), end.as_ref().map(Key::as_bytes), Walk::Up, &mut |key, _| {
                held.extend(value_of(key));
                count += 1;
                if count < CHUNK {
                    return ControlFlow::Continue(());
                }
                last = Some(Key::from_bytes(key));
                ControlFlow::Break(())
            })?;
            match last {
                // The next key there can be.
                Some(last) => from = last.byte(0),
                None => break,
            }
        }
    }
    Ok(held)
}

/// The hash of the value of an index key; `None` for keys of other indexes.
fn value_of(key: &[u8]) -> Option<u64> {
    let (_, owner) = INDEXES.into_iter().find(|(index, _)| key.starts_with(index.key().as_bytes()))?;
    Some(hash(key.get(..key.len().checked_sub(owner)?)?))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
