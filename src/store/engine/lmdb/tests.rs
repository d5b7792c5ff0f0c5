//! What is LMDB's alone: its files, its map.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't do its work has failed"
)]

use std::fs;

use super::*;
use crate::store::key::Key;

fn put(engine: &LmdbEngine, key: &[u8], value: &[u8]) -> Result<()> {
    let mut batch = Batch::default();
    batch.put(Key::from_bytes(key), value.to_vec());
    engine.apply(batch)
}

fn why(result: Result<LmdbEngine>) -> String {
    match result {
        Err(StoreError::Engine(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn meta_pages_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let engine = LmdbEngine::open(folder.path()).unwrap();
    for n in 0..200_u8 {
        put(&engine, &[n], &[n; 500]).unwrap();
    }
    drop(engine);
    let data = folder.path().join("data.mdb");
    let sound = fs::read(&data).unwrap();
    let page = u32::from_ne_bytes(sound[40..44].try_into().unwrap()) as usize;
    let txn = |at: usize| u64::from_ne_bytes(sound[at + 144..at + 152].try_into().unwrap());
    let (newer, older) = if txn(0) > txn(page) { (0, page) } else { (page, 0) };
    let flipped = |at: usize, bit: u8| {
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << bit;
        fs::write(&data, &bytes).unwrap();
        file::check(&data)
    };
    // Magic, version and size of pages count in both; where the trees begin and how far the pages go, in the newer one.
    let both = (16..24).chain(40..44);
    let places = both.clone().map(|at| newer + at).chain(both.map(|at| older + at));
    for at in places.chain([newer + 92, newer + 93]) {
        for bit in 0..8 {
            assert!(matches!(flipped(at, bit), Err(StoreError::Engine(_))), "byte {at}, bit {bit}");
        }
    }
    // The high bytes of numbers of pages; and the depth of a tree that has a root.
    for at in [83, 87, 90 + 41, 128 + 4, 135, 136 + 3, 143] {
        assert!(flipped(newer + at, 6).is_err(), "byte {at}");
    }
    fs::write(&data, &sound).unwrap();
    assert_eq!(LmdbEngine::open(folder.path()).unwrap().get(&[7]).unwrap(), Some(vec![7; 500]));
}

#[test]
fn a_file_of_another_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let env = open_env(folder.path(), MAP_BYTES_MIN).unwrap();
    let txn = env.write_txn().unwrap();
    let theirs = env
        .create_databases_and_commit(txn, |opener, txn| {
            let theirs = opener.create_database::<Bytes, Bytes>(txn, Some("theirs"))?;
            theirs.put(txn, b"key", b"value")?;
            Ok::<_, heed::Error>(CommitOrAbort::<_, ()>::Commit(theirs))
        })
        .unwrap();
    drop((env, theirs));
    assert!(why(LmdbEngine::open(folder.path())).contains("something else"));
    // It was not changed by looking.
    assert!(why(LmdbEngine::open(folder.path())).contains("something else"));
}

#[test]
fn a_folder_is_opened_once() {
    let folder = tempfile::tempdir().unwrap();
    let first = LmdbEngine::open(folder.path()).unwrap();
    put(&first, b"a", b"1").unwrap();
    assert!(why(LmdbEngine::open(folder.path())).contains("already open"));
    put(&first, b"b", b"2").unwrap();
    assert_eq!(first.get(b"a").unwrap(), Some(b"1".to_vec()));
}

#[test]
fn a_full_map_is_an_error_and_nothing_is_half_there() {
    let folder = tempfile::tempdir().unwrap();
    let engine = LmdbEngine::open_with_map(folder.path(), 1 << 20).unwrap();
    put(&engine, b"a", b"1").unwrap();
    let mut batch = Batch::default();
    batch.put(Key::from_bytes(b"a"), b"2".to_vec());
    batch.put(Key::from_bytes(b"b"), vec![0; 2 << 20]);
    assert!(
        matches!(engine.apply(batch), Err(StoreError::Short { what, .. }) if what.contains("address space"))
    );
    assert_eq!(engine.get(b"a").unwrap(), Some(b"1".to_vec()));
    assert_eq!(engine.get(b"b").unwrap(), None);
    put(&engine, b"c", b"3").unwrap();
    drop(engine);
    // With more room the same is taken.
    let engine = LmdbEngine::open(folder.path()).unwrap();
    put(&engine, b"b", &vec![0; 2 << 20]).unwrap();
    assert_eq!(engine.get(b"b").unwrap().map(|value| value.len()), Some(2 << 20));
}

#[cfg(unix)]
#[test]
fn the_lock_file_has_no_holes_and_the_data_file_no_missing_end() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    for round in 0..3_u8 {
        let engine = LmdbEngine::open(folder.path()).unwrap();
        let lock = fs::metadata(folder.path().join("lock.mdb")).unwrap();
        assert!(lock.len() > u64::from(VIEWS_MAX) * 64);
        // Large values come and go, so that pages at the end of the file are free.
        for n in 0..20_u8 {
            put(&engine, &[n % 3], &vec![round; 40_000 * usize::from(n % 7)]).unwrap();
            let pages = engine.env.info().last_page_number as u64 + 1;
            let data = fs::metadata(folder.path().join("data.mdb")).unwrap();
            assert!(data.len() >= pages * data.blksize().min(4096));
        }
        assert!(engine.size() > 0);
    }
}

#[test]
fn an_empty_key_is_an_error_not_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let engine = LmdbEngine::open(folder.path()).unwrap();
    assert!(matches!(put(&engine, b"", b"1"), Err(StoreError::Engine(_))));
    put(&engine, b"a", b"1").unwrap();
}

#[test]
fn a_bucket_that_makes_no_sense_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let engine = LmdbEngine::open(folder.path()).unwrap();
    let key = vec![1; 600];
    put(&engine, &key, b"1").unwrap();
    let bucket = long::bucket_of(&key).unwrap();
    let mut txn = engine.env.write_txn().unwrap();
    engine.tree.put(&mut txn, &bucket, b"\x05\x00").unwrap();
    txn.commit().unwrap();
    assert!(matches!(engine.get(&key), Err(StoreError::Engine(_))));
    assert!(matches!(
        engine.range(&[0], None, Walk::Up, &mut |_, _| ControlFlow::Continue(())),
        Err(StoreError::Engine(_))
    ));
    assert!(matches!(put(&engine, &key, b"2"), Err(StoreError::Engine(_))));
}
