//! The numbers a store keeps of itself: the next free ids, and the bytes of what it holds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::store::tables::Table;

/// The next free id of every table.
#[derive(Debug)]
pub(super) struct Counters {
    tables: BTreeMap<u8, Next>,
    /// Bytes of all keys and values in the engine.
    pub(super) bytes: AtomicI64,
}

/// The next free id of a table.
#[derive(Debug)]
struct Next {
    /// Behind those that were given out.
    free: AtomicU64,
    /// Behind those that stand in commits. Only these are written down: an id that was given out for a commit that was never
    /// made is in use nowhere.
    committed: AtomicU64,
}

impl Counters {
    pub(super) fn new() -> Self {
        let first = || Next { free: AtomicU64::new(1), committed: AtomicU64::new(1) };
        let tables = Table::ALL.into_iter().map(|table| (table.tag(), first())).collect();
        Self { tables, bytes: AtomicI64::new(0) }
    }

    pub(super) fn take(&self, table: Table, count: u64) -> u64 {
        self.tables.get(&table.tag()).map_or(0, |next| next.free.fetch_add(count, Ordering::Relaxed))
    }

    /// Notes that an id stands in a commit.
    pub(super) fn used(&self, table: Table, id: u64) {
        if let Some(next) = self.tables.get(&table.tag()) {
            next.free.fetch_max(id.saturating_add(1), Ordering::Relaxed);
            next.committed.fetch_max(id.saturating_add(1), Ordering::Relaxed);
        }
    }

    /// Notes that keys and values have grown by so many bytes.
    pub(super) fn grow(&self, bytes: i64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Bytes of all keys and values in the engine.
    pub(super) fn bytes(&self) -> u64 {
        u64::try_from(self.bytes.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// Notes ids that were in use when these numbers were taken.
    pub(super) fn raise(&self, counters: &[(u8, u64)]) {
        for (tag, next) in counters {
            if let Some(table) = Table::from_tag(*tag) {
                self.used(table, next.saturating_sub(1));
            }
        }
    }

    /// As [`Counters::snapshot`], with so many ids left out behind those that are known.
    pub(super) fn leap(&self, ids: u64) -> Vec<(u8, u64)> {
        self.snapshot().into_iter().map(|(tag, next)| (tag, next.saturating_add(ids))).collect()
    }

    /// The next id of each table behind those that stand in commits, by tag.
    pub(super) fn snapshot(&self) -> Vec<(u8, u64)> {
        self.tables.iter().map(|(tag, next)| (*tag, next.committed.load(Ordering::Relaxed))).collect()
    }
}
