//! Groups of commits: what is acknowledged, and when.

use std::sync::atomic::AtomicU64;

use super::*;
use crate::store::disk::MemoryDisk;
use crate::store::engine::{Batch, Engine, MemoryEngine};

/// An engine that fails to apply after so many batches.
struct Failing(MemoryEngine, AtomicU64);

impl Engine for Failing {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.0.get(key)
    }
    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.0.range(from, to, walk, visit)
    }
    fn apply(&self, batch: Batch) -> Result<()> {
        if self.1.fetch_sub(1, Ordering::Relaxed) == 0 {
            return Err(StoreError::Engine("no".into()));
        }
        self.0.apply(batch)
    }
    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }
    fn size(&self) -> u64 {
        0
    }
}

#[test]
fn after_a_failed_write_nothing_is_acknowledged() {
    let disk = MemoryDisk::default();
    let engine = Failing(MemoryEngine::default(), AtomicU64::new(1));
    let store = LocalStore::on(Box::new(disk.clone()), Box::new(engine)).unwrap();
    put(&store, &client(1, &[])).unwrap();
    for id in 2..4 {
        assert!(matches!(put(&store, &client(id, &[])), Err(StoreError::NoEngine(_))));
    }
    // Opening again heals it: what the journal had of the failed write is there, and nothing is lost.
    drop(store);
    let store = LocalStore::on(Box::new(disk), Box::new(MemoryEngine::default())).unwrap();
    assert!(Reads(&store).client(ClientId::from_u64(1)).unwrap().is_some());
    put(&store, &client(9, &[])).unwrap();
}

#[test]
fn bulk_commits_come_through_while_operators_write() {
    let store = LocalStore::in_memory().unwrap();
    let tickets: Vec<_> = (1..=50)
        .map(|id| {
            let mut commit = Commit::new(origin());
            commit.put(&client(id, &[])).unwrap();
            store.submit(if id % 2 == 0 { commit.bulk() } else { commit })
        })
        .collect();
    let mut seqs: Vec<u64> = tickets.into_iter().map(|ticket| ticket.wait().unwrap()).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=50).collect::<Vec<_>>());
    let store: &dyn Store = &store;
    assert_eq!(Reads(store).all::<Client>().unwrap().len(), 50);
}

#[test]
fn a_commit_is_refused_or_read_back_however_large() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let large = |from: u64, count: u64| {
        let mut commit = Commit::new(origin());
        for id in from..from + count {
            let client = Client { address: "а".repeat(500_000), ..client(id, &[]) };
            commit.insert(&client).unwrap();
        }
        commit
    };
    // Together they are more than one frame takes.
    let tickets: Vec<_> = (0..6).map(|n| store.submit(large(1 + n * 15, 15))).collect();
    for ticket in tickets {
        ticket.wait().unwrap();
    }
    assert!(matches!(store.commit(large(1_000, 40)), Err(StoreError::TooLarge { bytes: 40_000_000.. })));
    // That was no failure of the store.
    put(&store, &client(2_000, &[])).unwrap();
    drop(store);
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    let reads = Reads(&store);
    for id in 1..=90 {
        assert_eq!(reads.client(ClientId::from_u64(id)).unwrap().unwrap().address.len(), 1_000_000);
    }
    assert!(reads.client(ClientId::from_u64(1_000)).unwrap().is_none());
    assert!(reads.client(ClientId::from_u64(2_000)).unwrap().is_some());
}
