//! Nobody who reads waits for a disk, and no operator waits for a bulk load.

use std::sync::mpsc;
use std::time::Duration;

use super::faults::{Faults, FaultyDisk};
use super::*;
use crate::store::disk::MemoryDisk;
use crate::store::engine::MemoryEngine;
use crate::store::{Reads, Record};

/// Far more than anything takes: a test that meets a lock fails and does not hang.
const FOR_EVER: Duration = Duration::from_secs(60);

fn store_on(faults: &Arc<Faults>) -> Arc<LocalStore> {
    let disk = FaultyDisk(MemoryDisk::default(), Arc::clone(faults));
    Arc::new(LocalStore::on(Box::new(disk), Box::<MemoryEngine>::default()).unwrap())
}

fn commit(id: u64) -> Commit {
    let mut commit = Commit::new(origin());
    commit.put(&client(id, &[79_000_000_000 + id])).unwrap();
    commit
}

#[test]
fn readers_answer_while_the_disk_is_waited_for() {
    let faults = Faults::new();
    let store = store_on(&faults);
    for id in 1..=3 {
        store.commit(commit(id)).unwrap();
    }
    faults.hold_syncs();
    let waiting = store.submit(commit(4));
    faults.wait_for_sync();
    let (told, answers) = mpsc::channel();
    let reader = Arc::clone(&store);
    std::thread::spawn(move || {
        let store: &dyn Store = reader.as_ref();
        assert!(store.get(client(2, &[]).key().as_bytes()).unwrap().is_some());
        assert!(store.get(client(4, &[]).key().as_bytes()).unwrap().is_none());
        assert_eq!(Reads(store).all::<crate::domain::client::Client>().unwrap().len(), 3);
        assert_eq!(by_ending(store, "0000003").len(), 1);
        assert_eq!((store.last_seq(), store.health()), (3, Health::Writable));
        // What is in the journal but not acknowledged is nobody's business.
        assert_eq!(store.entry(3).unwrap().unwrap().seq, 3);
        assert_eq!(store.entry(4).unwrap(), None);
        let mut seen = 0;
        store
            .each_entry(0, &mut |_| {
                seen += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(seen, 3);
        assert!(store.subscribe().try_recv().is_err());
        store.probe();
        store.allocate(Table::Client, 1);
        reader.size();
        // Another one may hand in his commit; he waits, others don't.
        drop(store.submit(commit(5)));
        told.send(()).unwrap();
    });
    answers.recv_timeout(FOR_EVER).expect("a reader waits for the disk");
    faults.let_pass(None);
    assert_eq!(waiting.wait().unwrap(), 4);
}

#[test]
fn an_operator_is_in_the_next_group_however_much_is_being_loaded() {
    let faults = Faults::new();
    let store = store_on(&faults);
    faults.hold_syncs();
    let parts: Vec<Ticket> = (1..=40).map(|id| store.submit(commit(id).bulk())).collect();
    faults.wait_for_sync();
    // The first group is on its way to the disk. It can't be known how many parts were there when it was made.
    let operator = store.submit(commit(100));
    faults.let_pass(Some(1));
    // The second group waits for the disk now: the first is acknowledged, and he is in the second, before its part.
    let first = seq_of_first_group(&store, &faults);
    faults.let_pass(None);
    assert_eq!(operator.wait().unwrap(), first + 1);
    let mut seqs: Vec<u64> = parts.into_iter().map(|part| part.wait().unwrap()).collect();
    assert!(seqs.is_sorted(), "parts of a load keep their order");
    seqs.push(first + 1);
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=41).collect::<Vec<_>>());
}

/// The last commit of the first group, once the second waits for the disk.
fn seq_of_first_group(store: &LocalStore, faults: &Faults) -> u64 {
    while store.last_seq() == 0 {
        std::thread::yield_now();
    }
    faults.wait_for_sync();
    store.last_seq()
}
