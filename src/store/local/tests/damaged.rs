//! A journal that can't be read as a whole is told of, and never passed over in silence.

use super::*;
use crate::store::ReadOnly;

#[test]
fn a_journal_that_lost_commits_is_shown_whole_and_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    put(&open(folder.path()).unwrap(), &client(1, &[])).unwrap();
    std::fs::remove_dir_all(folder.path().join("journal")).unwrap();
    for _ in 0..2 {
        let store = open(folder.path()).unwrap();
        assert!(matches!(put(&store, &client(2, &[])), Err(StoreError::ReadOnly(ReadOnly::Damaged))));
        assert!(Reads(&store).client(ClientId::from_u64(1)).unwrap().is_some());
        assert_eq!(store.doubt().map(|doubt| (doubt.lost, doubt.last)), Some((false, 0)));
        assert_eq!(std::fs::read_dir(folder.path().join("journal")).unwrap().count(), 0);
    }
    // Somebody decides to go on with what the engine has.
    open(folder.path()).unwrap().accept_doubt().unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    assert_eq!(put(&store, &client(2, &[])).unwrap(), 2);
    drop(store);
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 2);
}

#[test]
fn a_damaged_middle_is_told_and_never_skipped_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    damage(folder.path(), 3);
    // The engine has everything: the state is whole, its history is not.
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None, "opening reads the end of the journal only");
    drop(store);
    // Without the engine the damage is in the way.
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    let doubt = store.doubt().unwrap().clone();
    assert!(doubt.lost);
    assert_eq!((doubt.damages[0].after, doubt.damages[0].before), (2, Some(4)));
    assert_eq!(doubt.records, [(Table::Client, client(3, &[]).key())]);
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 5);
    assert!(matches!(put(&store, &client(9, &[])), Err(StoreError::ReadOnly(ReadOnly::Damaged))));
    store.accept_doubt().unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    assert_eq!(put(&store, &client(9, &[])).unwrap(), 7);
    assert_eq!(by_ending(&store, "79000000033").len(), 1);
    assert_eq!(store.entry(3).unwrap(), None);
    assert_eq!(store.entry(4).unwrap().unwrap().seq, 4);
}

#[test]
fn a_snapshot_makes_the_journal_before_it_dispensable() {
    let folder = tempfile::tempdir().unwrap();
    five(folder.path());
    let store = open(folder.path()).unwrap();
    let foot = store.take_snapshot().unwrap();
    assert_eq!((foot.from, foot.to, foot.total()), (6, 6, 5));
    assert_eq!(store.take_snapshot().unwrap(), foot, "there is one already");
    put(&store, &client(7, &[79_000_000_007])).unwrap();
    drop(store);
    for seq in 1..=5 {
        damage(folder.path(), seq);
    }
    std::fs::remove_dir_all(engine_of(folder.path())).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.doubt(), None);
    assert_eq!(Reads(&store).all::<Client>().unwrap().len(), 6);
    for id in [1, 2, 33, 4, 5, 7] {
        assert_eq!(by_ending(&store, &(79_000_000_000_u64 + id).to_string()).len(), 1, "{id}");
    }
    assert_eq!(store.allocate(Table::Client, 1), 8);
}
