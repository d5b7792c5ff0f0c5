//! The numbers a store keeps of itself: the next free ids, and the bytes of what it holds.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use crate::store::tables::Table;

/// The next free id of every table.
#[derive(Debug)]
pub(super) struct Counters {
    next: BTreeMap<u8, AtomicU64>,
    /// Bytes of all keys and values in the engine.
    pub(super) bytes: AtomicI64,
}

impl Counters {
    pub(super) fn new() -> Self {
        let next = Table::ALL.into_iter().map(|table| (table.tag(), AtomicU64::new(1))).collect();
        Self { next, bytes: AtomicI64::new(0) }
    }

    pub(super) fn take(&self, table: Table, count: u64) -> u64 {
        self.next.get(&table.tag()).map_or(0, |next| next.fetch_add(count, Ordering::Relaxed))
    }

    /// Notes that an id is in use.
    pub(super) fn used(&self, table: Table, id: u64) {
        if let Some(next) = self.next.get(&table.tag()) {
            next.fetch_max(id.saturating_add(1), Ordering::Relaxed);
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

    pub(super) fn snapshot(&self) -> Vec<(u8, u64)> {
        self.next.iter().map(|(tag, next)| (*tag, next.load(Ordering::Relaxed))).collect()
    }
}
