//! What every engine owes: the same tests over all of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't do its work has failed"
)]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use proptest::prelude::*;

use super::*;
use crate::store::error::StoreError;

/// An engine that can be closed and opened again.
struct Bench {
    kind: Kind,
    folder: tempfile::TempDir,
    engine: Option<Box<dyn Engine>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Memory,
    Sled,
    Lmdb,
}

fn open(kind: Kind, folder: &Path) -> Result<Box<dyn Engine>> {
    Ok(match kind {
        Kind::Memory => Box::new(MemoryEngine::default()),
        Kind::Sled => Box::new(SledEngine::open(folder)?),
        Kind::Lmdb => Box::new(LmdbEngine::open(folder)?),
    })
}

impl Bench {
    fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Some(open(kind, folder.path()).unwrap());
        Self { kind, folder, engine }
    }

    fn engine(&self) -> &dyn Engine {
        self.engine.as_deref().unwrap()
    }

    /// Closes and opens, where there is something to open.
    fn reopen(&mut self) {
        if self.kind != Kind::Memory {
            self.engine().checkpoint().unwrap();
            self.engine = None;
            self.engine = Some(open(self.kind, self.folder.path()).unwrap());
        }
    }

    fn apply(&self, changes: &[(&[u8], Option<&[u8]>)]) {
        self.engine().apply(batch(changes)).unwrap();
    }
}

fn batch(changes: &[(&[u8], Option<&[u8]>)]) -> Batch {
    let mut batch = Batch::default();
    for (key, value) in changes {
        match value {
            Some(value) => batch.put(Key::from_bytes(key), value.to_vec()),
            None => batch.remove(Key::from_bytes(key)),
        }
    }
    batch
}

type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

fn range(engine: &dyn Engine, from: &[u8], to: Option<&[u8]>, walk: Walk) -> Pairs {
    let mut out = Vec::new();
    let mut visit = |key: &[u8], value: &[u8]| {
        out.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    };
    engine.range(from, to, walk, &mut visit).unwrap();
    out
}

fn keys(engine: &dyn Engine, from: &[u8], to: Option<&[u8]>, walk: Walk) -> Vec<String> {
    let pairs = range(engine, from, to, walk);
    pairs.into_iter().map(|(key, _)| String::from_utf8(key).unwrap()).collect()
}

fn puts_gets_and_removes(kind: Kind) {
    let mut bench = Bench::new(kind);
    bench.apply(&[(b"b", Some(b"2")), (b"a", Some(b"1")), (b"c", Some(b""))]);
    for _ in 0..2 {
        let get = |key: &[u8]| bench.engine().get(key).unwrap();
        assert_eq!(get(b"a"), Some(b"1".to_vec()));
        assert_eq!(get(b"c"), Some(Vec::new()), "an empty value is a value");
        assert_eq!(get(b"d"), None);
        assert_eq!(get(b""), None);
        bench.reopen();
    }
    bench.apply(&[(b"a", None), (b"d", None), (b"b", Some(b"3"))]);
    for _ in 0..2 {
        assert_eq!(bench.engine().get(b"a").unwrap(), None);
        assert_eq!(bench.engine().get(b"b").unwrap(), Some(b"3".to_vec()));
        bench.reopen();
    }
}

fn the_last_word_on_a_key_wins(kind: Kind) {
    let bench = Bench::new(kind);
    bench.apply(&[(b"a", Some(b"1")), (b"b", None), (b"a", None), (b"b", Some(b"2")), (b"b", Some(b"3"))]);
    assert_eq!(range(bench.engine(), b"", None, Walk::Up), [(b"b".to_vec(), b"3".to_vec())]);
}

fn a_key_comes_where_nothing_was_found(kind: Kind) {
    let bench = Bench::new(kind);
    bench.apply(&[(b"c1", Some(b"1"))]);
    assert_eq!(bench.engine().get(b"b").unwrap(), None);
    assert!(range(bench.engine(), b"a", Some(b"c"), Walk::Down).is_empty());
    bench.apply(&[(b"b", Some(b"2")), (b"c2", Some(b"3"))]);
    assert_eq!(bench.engine().get(b"b").unwrap(), Some(b"2".to_vec()));
    for walk in [Walk::Up, Walk::Down] {
        assert_eq!(keys(bench.engine(), b"a", Some(b"c"), walk), ["b"]);
    }
}

fn an_empty_batch_is_nothing(kind: Kind) {
    let bench = Bench::new(kind);
    bench.engine().apply(Batch::default()).unwrap();
    bench.engine().checkpoint().unwrap();
    assert!(range(bench.engine(), b"", None, Walk::Down).is_empty());
}

fn ranges_go_both_ways_within_their_bounds(kind: Kind) {
    let bench = Bench::new(kind);
    let all: [&[u8]; 5] = [b"a", b"b", b"ba", b"c", b"d"];
    bench.apply(&all.map(|key| (key, Some(&b"v"[..]))));
    let engine = bench.engine();
    for (from, to, expected) in [
        (&b""[..], None, &["a", "b", "ba", "c", "d"][..]),
        (b"b", None, &["b", "ba", "c", "d"]),
        (b"b", Some(&b"c"[..]), &["b", "ba"]),
        (b"aa", Some(b"bb"), &["b", "ba"]),
        (b"b", Some(b"ba"), &["b"]),
        (b"b", Some(b"b"), &[]),
        (b"bb", Some(b"bz"), &[]),
        (b"c", Some(b"b"), &[]),
        (b"e", None, &[]),
        (b"", Some(b""), &[]),
        (b"", Some(b"a"), &[]),
        (b"d", Some(b"\xFF"), &["d"]),
    ] {
        assert_eq!(keys(engine, from, to, Walk::Up), expected, "{from:?} to {to:?}");
        let down: Vec<_> = expected.iter().rev().copied().collect();
        assert_eq!(keys(engine, from, to, Walk::Down), down, "{from:?} to {to:?}, down");
    }
}

fn a_visitor_ends_the_walk(kind: Kind) {
    let bench = Bench::new(kind);
    bench.apply(&[(b"a", Some(b"")), (b"b", Some(b"")), (b"c", Some(b""))]);
    for (walk, expected) in [(Walk::Up, "ab"), (Walk::Down, "cb")] {
        let mut seen = String::new();
        let mut visit = |key: &[u8], _: &[u8]| {
            seen.push_str(std::str::from_utf8(key).unwrap());
            if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        bench.engine().range(b"", None, walk, &mut visit).unwrap();
        assert_eq!(seen, expected);
    }
}

fn a_visitor_may_read(kind: Kind) {
    let bench = Bench::new(kind);
    bench.apply(&[(b"a", Some(b"1")), (b"b", Some(b"2"))]);
    let engine = bench.engine();
    let mut seen = Vec::new();
    let mut visit = |key: &[u8], value: &[u8]| {
        assert_eq!(engine.get(key).unwrap().unwrap(), value);
        seen.extend(range(engine, key, None, Walk::Up));
        ControlFlow::Continue(())
    };
    engine.range(b"", None, Walk::Up, &mut visit).unwrap();
    assert_eq!(seen.len(), 3);
}

fn long_walks_miss_nothing(kind: Kind) {
    let mut bench = Bench::new(kind);
    let number = |n: u32| n.to_be_bytes();
    for from in (0..10_000).step_by(1000) {
        let mut batch = Batch::default();
        (from..from + 1000).for_each(|n| batch.put(Key::from_bytes(&number(n)), vec![1]));
        bench.engine().apply(batch).unwrap();
    }
    bench.reopen();
    let up: Vec<_> = range(bench.engine(), b"", None, Walk::Up).into_iter().map(|(key, _)| key).collect();
    assert_eq!(up, (0..10_000).map(|n| number(n).to_vec()).collect::<Vec<_>>());
    let down = range(bench.engine(), &number(100), Some(&number(9_900)), Walk::Down);
    let down: Vec<_> = down.into_iter().map(|(key, _)| key).collect();
    assert_eq!(down, (100..9_900).rev().map(|n| number(n).to_vec()).collect::<Vec<_>>());
}

fn values_may_be_large(kind: Kind) {
    let mut bench = Bench::new(kind);
    let large: Vec<u8> = (0..2_000_000_u32).map(|n| (n % 251) as u8).collect();
    bench.apply(&[(b"a", Some(b"before")), (b"b", Some(&large)), (b"c", Some(b"behind"))]);
    for _ in 0..2 {
        assert_eq!(bench.engine().get(b"b").unwrap().as_ref(), Some(&large));
        assert_eq!(range(bench.engine(), b"a", None, Walk::Up)[1].1, large);
        bench.reopen();
    }
    bench.apply(&[(b"b", Some(b"small"))]);
    bench.reopen();
    assert_eq!(bench.engine().get(b"b").unwrap(), Some(b"small".to_vec()));
}

fn keys_may_be_long(kind: Kind) {
    let mut bench = Bench::new(kind);
    // Around every border an engine might have, and far beyond; all with the same beginning.
    let mut all: Vec<Vec<u8>> = Vec::new();
    for len in [1, 509, 510, 511, 512, 513, 1000, 5000, 70_000] {
        for last in [0, b'x', 0xFF] {
            let mut key = vec![b'x'; len];
            all.push(key.clone());
            key.push(last);
            all.push(key);
        }
    }
    all.sort();
    all.dedup();
    let mut batch = Batch::default();
    all.iter().for_each(|key| batch.put(Key::from_bytes(key), key.len().to_be_bytes().to_vec()));
    bench.engine().apply(batch).unwrap();
    bench.reopen();
    let engine = bench.engine();
    for (place, from) in all.iter().enumerate() {
        assert_eq!(engine.get(from).unwrap(), Some(from.len().to_be_bytes().to_vec()));
        for end in place..=all.len() {
            let to = all.get(end).map(Vec::as_slice);
            let expected = &all[place..end];
            let up: Vec<_> = range(engine, from, to, Walk::Up).into_iter().map(|(key, _)| key).collect();
            assert_eq!(up, expected);
            let down = range(engine, from, to, Walk::Down);
            assert!(down.iter().map(|(key, _)| key).eq(expected.iter().rev()));
        }
    }
    let gone: Vec<_> = all.iter().step_by(2).map(|key| (key.as_slice(), None)).collect();
    bench.apply(&gone);
    let left: Vec<_> = all.iter().skip(1).step_by(2).cloned().collect();
    let found = range(bench.engine(), b"", None, Walk::Up);
    assert!(found.iter().map(|(key, _)| key).eq(&left));
    assert_eq!(bench.engine().get(&all[0]).unwrap(), None);
    let rest: Vec<_> = left.iter().map(|key| (key.as_slice(), None)).collect();
    bench.apply(&rest);
    bench.reopen();
    assert!(range(bench.engine(), b"", None, Walk::Up).is_empty());
}

/// While one thread applies batches that set all keys to one number, others read: a single key never goes back.
fn readers_see_whole_values_while_a_writer_applies(kind: Kind) {
    let bench = Bench::new(kind);
    let engine = bench.engine();
    let put_all = |n: u64| {
        let mut batch = Batch::default();
        (0..50_u8).for_each(|key| batch.put(Key::from_bytes(&[key]), n.to_be_bytes().to_vec()));
        engine.apply(batch).unwrap();
    };
    put_all(0);
    let done = AtomicBool::new(false);
    let value = |bytes: &[u8]| u64::from_be_bytes(bytes.try_into().unwrap());
    std::thread::scope(|scope| {
        for reader in 0..4_u8 {
            let done = &done;
            scope.spawn(move || {
                let mut last = 0;
                while !done.load(Ordering::Acquire) {
                    let got = value(&engine.get(&[reader]).unwrap().unwrap());
                    assert!(got >= last);
                    last = got;
                    let walk = if reader % 2 == 0 { Walk::Up } else { Walk::Down };
                    let all = range(engine, b"", None, walk);
                    assert_eq!(all.len(), 50);
                    assert!(all.iter().all(|(_, bytes)| value(bytes) >= last));
                }
            });
        }
        (1..=300).for_each(put_all);
        done.store(true, Ordering::Release);
    });
    assert!(range(engine, b"", None, Walk::Up).iter().all(|(_, bytes)| value(bytes) == 300));
}

fn hundreds_may_read_at_once(kind: Kind) {
    let bench = Bench::new(kind);
    bench.apply(&[(b"a", Some(b"1"))]);
    let engine = bench.engine();
    let together = std::sync::Barrier::new(300);
    std::thread::scope(|scope| {
        for _ in 0..300 {
            scope.spawn(|| {
                let mut visit = |_: &[u8], _: &[u8]| {
                    together.wait();
                    assert_eq!(engine.get(b"a").unwrap(), Some(b"1".to_vec()));
                    ControlFlow::Continue(())
                };
                engine.range(b"", None, Walk::Up, &mut visit).unwrap();
            });
        }
    });
}

/// What was there before a walk began is seen by it, once and in order, however much comes between.
fn walks_miss_nothing_while_a_writer_fills_in(kind: Kind) {
    let bench = Bench::new(kind);
    let engine = bench.engine();
    let put = |numbers: &mut dyn Iterator<Item = u32>| {
        let mut batch = Batch::default();
        numbers.for_each(|n| batch.put(Key::from_bytes(&[&[5], &n.to_be_bytes()[..]].concat()), vec![9; 40]));
        engine.apply(batch).unwrap();
    };
    put(&mut (0..2000).map(|n| n * 1000));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for walk in [Walk::Up, Walk::Down] {
            let done = &done;
            scope.spawn(move || {
                while !done.load(Ordering::Acquire) {
                    let mut seen: Vec<_> =
                        range(engine, &[5], Some(&[6]), walk).into_iter().map(|(key, _)| key).collect();
                    if walk == Walk::Down {
                        seen.reverse();
                    }
                    assert!(seen.is_sorted_by(|a, b| a < b), "{walk:?}");
                    let first = seen
                        .iter()
                        .filter(|key| u32::from_be_bytes(key[1..].try_into().unwrap()) % 1000 == 0);
                    assert_eq!(first.count(), 2000, "{walk:?}");
                }
            });
        }
        for n in 1..60 {
            put(&mut (0..200).map(|m| (m * 7919 + n * 131) % 2_000_000 / 2 * 2 + 1));
        }
        done.store(true, Ordering::Release);
    });
}

/// Whoever has seen a change, or that it was acknowledged, sees it in every later read, of whatever key.
fn what_was_seen_once_is_seen_ever_after(kind: Kind) {
    const KEYS: u32 = 40;
    let key = |n: u32| [&[5 + (n % 3) as u8], &(n * 1000).to_be_bytes()[..]].concat();
    let bench = Bench::new(kind);
    let engine = bench.engine();
    let put = |round: u32| {
        let mut batch = Batch::default();
        (0..KEYS).for_each(|n| batch.put(Key::from_bytes(&key(n)), round.to_be_bytes().to_vec()));
        // Others come between, so that blocks are cut.
        (0..20).for_each(|n| {
            let other = (n * 7919 + round * 131) % (KEYS * 1000) / 2 * 2 + 1;
            batch.put(Key::from_bytes(&[&[5], &other.to_be_bytes()[..]].concat()), vec![9; 40]);
        });
        engine.apply(batch).unwrap();
    };
    let round_of = |value: &[u8]| u32::from_be_bytes(value.try_into().unwrap());
    put(0);
    let (acknowledged, done) = (AtomicU32::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for reader in 0..3_u32 {
            let (acknowledged, done) = (&acknowledged, &done);
            scope.spawn(move || {
                let (mut seen, mut n) = (0, reader);
                while !done.load(Ordering::Acquire) {
                    seen = seen.max(acknowledged.load(Ordering::Acquire));
                    n = (n + 7) % KEYS;
                    let mut found = Vec::new();
                    match n % 3 {
                        0 => found.push(engine.get(&key(n)).unwrap().unwrap()),
                        way => {
                            let walk = if way == 1 { Walk::Up } else { Walk::Down };
                            let pairs = range(engine, &key(n), Some(&[&key(n)[..], &[0]].concat()), walk);
                            found.extend(pairs.into_iter().map(|(_, value)| value));
                        }
                    }
                    assert_eq!(found.len(), 1, "key {n}");
                    let round = round_of(&found[0]);
                    assert!(round >= seen, "key {n} is of round {round}, {seen} was seen before");
                    seen = round;
                }
            });
        }
        for round in 1..300 {
            put(round);
            acknowledged.store(round, Ordering::Release);
        }
        done.store(true, Ordering::Release);
    });
}

fn all_of_it_can_be_copied(kind: Kind) {
    for other in [Kind::Memory, Kind::Sled, Kind::Lmdb] {
        let (from, to) = (Bench::new(kind), Bench::new(other));
        assert_eq!(copy(from.engine(), to.engine(), &mut |_| {}).unwrap(), 0);
        for tag in [0, 7, 255_u8] {
            let mut batch = Batch::default();
            (0..900_u16).for_each(|n| {
                batch.put(Key::from_bytes(&[&[tag], &n.to_be_bytes()[..]].concat()), vec![tag; 9])
            });
            batch.put(Key::from_bytes(&[tag; 700]), vec![1; 3000]);
            from.engine().apply(batch).unwrap();
        }
        let mut told = Vec::new();
        assert_eq!(copy(from.engine(), to.engine(), &mut |count| told.push(count)).unwrap(), 2703);
        assert_eq!(told, [1000, 2000, 2703]);
        let all = |bench: &Bench| range(bench.engine(), b"", None, Walk::Up);
        assert_eq!(all(&from), all(&to));
    }
}

fn size_tells_of_what_is_there(kind: Kind) {
    let mut bench = Bench::new(kind);
    let noise: Vec<u8> =
        (0..3_000_000_u64).map(|n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect();
    bench.apply(&[(b"a", Some(&noise))]);
    bench.reopen();
    let size = bench.engine().size();
    assert!((3_000_000..30_000_000).contains(&size), "{size}");
}

/// Makes each of the tests below a test of every engine.
macro_rules! contract {
    ($($test:ident)*) => {
        contract!(@ memory Memory $($test)*);
        contract!(@ sled Sled $($test)*);
        contract!(@ lmdb Lmdb $($test)*);
    };
    (@ $module:ident $kind:ident $($test:ident)*) => {
        mod $module {
            $(#[test] fn $test() {
                super::$test(super::Kind::$kind);
            })*
        }
    };
}

contract! {
    puts_gets_and_removes
    the_last_word_on_a_key_wins
    a_key_comes_where_nothing_was_found
    an_empty_batch_is_nothing
    ranges_go_both_ways_within_their_bounds
    a_visitor_ends_the_walk
    a_visitor_may_read
    long_walks_miss_nothing
    values_may_be_large
    keys_may_be_long
    readers_see_whole_values_while_a_writer_applies
    hundreds_may_read_at_once
    size_tells_of_what_is_there
    walks_miss_nothing_while_a_writer_fills_in
    what_was_seen_once_is_seen_ever_after
    all_of_it_can_be_copied
    it_does_what_a_map_does
}

#[derive(Clone, Debug)]
enum Step {
    Apply(Vec<(Vec<u8>, Option<Vec<u8>>)>),
    Range(Vec<u8>, Option<Vec<u8>>, bool),
    Reopen,
}

/// Few enough keys to meet again; some long, some with long beginnings in common.
fn some_key() -> impl Strategy<Value = Vec<u8>> {
    let short = prop::collection::vec(0_u8..4, 1..4);
    let long = (505_usize..515, prop::collection::vec(0_u8..3, 0..4))
        .prop_map(|(len, tail)| [vec![1; len], tail].concat());
    prop_oneof![4 => short, 1 => long]
}

fn some_step() -> impl Strategy<Value = Step> {
    let value = prop_oneof![
        1 => Just(None),
        3 => prop::collection::vec(any::<u8>(), 0..20).prop_map(Some),
        1 => (0_u8..9, 1_000_usize..9_000).prop_map(|(byte, len)| Some(vec![byte; len])),
    ];
    prop_oneof![
        5 => prop::collection::vec((some_key(), value), 0..30).prop_map(Step::Apply),
        5 => (some_key(), prop::option::of(some_key()), any::<bool>()).prop_map(|(a, b, up)| Step::Range(a, b, up)),
        1 => Just(Step::Reopen),
    ]
}

fn it_does_what_a_map_does(kind: Kind) {
    let config = ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in prop::collection::vec(some_step(), 1..24))| {
        let mut bench = Bench::new(kind);
        let mut map: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Apply(changes) => {
                    let mut batch = Batch::default();
                    for (key, value) in changes {
                        match value {
                            Some(value) => {
                                batch.put(Key::from_bytes(&key), value.clone());
                                map.insert(key, value);
                            }
                            None => {
                                batch.remove(Key::from_bytes(&key));
                                map.remove(&key);
                            }
                        }
                    }
                    bench.engine().apply(batch).unwrap();
                }
                Step::Range(from, to, up) => {
                    let inside = |key: &[u8]| key >= from.as_slice() && to.as_deref().is_none_or(|to| key < to);
                    let mut expected: Pairs =
                        map.iter().filter(|(key, _)| inside(key)).map(|(k, v)| (k.clone(), v.clone())).collect();
                    if !up {
                        expected.reverse();
                    }
                    let walk = if up { Walk::Up } else { Walk::Down };
                    prop_assert_eq!(range(bench.engine(), &from, to.as_deref(), walk), expected);
                    prop_assert_eq!(bench.engine().get(&from).unwrap(), map.get(&from).cloned());
                }
                Step::Reopen => bench.reopen(),
            }
        }
        bench.reopen();
        let all: Pairs = map.into_iter().collect();
        prop_assert_eq!(range(bench.engine(), b"", None, Walk::Up), all);
    });
}

/// Every file of a closed engine.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out
}

/// Closes an engine with some thousands of keys in it, does something to each file, and opens again.
fn after(kind: Kind, harm: impl Fn(&Path)) -> (tempfile::TempDir, Result<Box<dyn Engine>>) {
    let mut bench = Bench::new(kind);
    for part in 0..10_u8 {
        let mut batch = Batch::default();
        (0..100_u8).for_each(|key| batch.put(Key::from_bytes(&[key, part]), vec![part; 200]));
        bench.engine().apply(batch).unwrap();
    }
    bench.engine().checkpoint().unwrap();
    bench.engine = None;
    for path in files(bench.folder.path()) {
        harm(&path);
    }
    let opened = open(kind, bench.folder.path());
    (bench.folder, opened)
}

/// Whatever was cut off: what opens holds nothing wrong, and nothing ends the process.
fn cut(kind: Kind, len: impl Fn(u64) -> u64) -> bool {
    let (_folder, opened) = after(kind, |path| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_len(len(file.metadata().unwrap().len())).unwrap();
    });
    match opened {
        Ok(engine) => {
            let read = engine.range(b"", None, Walk::Up, &mut |key, value| {
                assert_eq!(value, vec![key[1]; 200]);
                ControlFlow::Continue(())
            });
            read.is_err()
        }
        Err(error) => {
            assert!(matches!(error, StoreError::Engine(_)), "{error}");
            true
        }
    }
}

#[test]
fn cut_files_are_refused_by_lmdb() {
    for percent in [1, 10, 50, 90, 99] {
        assert!(cut(Kind::Lmdb, |len| len * percent / 100), "cut to {percent} %");
    }
    for less in [1, 4096] {
        assert!(cut(Kind::Lmdb, |len| len - less), "cut by {less}");
    }
}

#[test]
fn cut_files_do_not_make_sled_lie_or_crash() {
    for percent in [0, 1, 10, 50, 90, 99] {
        cut(Kind::Sled, |len| len * percent / 100);
    }
}

#[test]
fn garbage_is_refused() {
    for kind in [Kind::Sled, Kind::Lmdb] {
        let (_folder, opened) = after(kind, |path| {
            let len = std::fs::metadata(path).unwrap().len() as usize;
            std::fs::write(path, b"no such thing ".repeat(len / 14 + 1)).unwrap();
        });
        let Err(error) = opened else { panic!("{kind:?} opened garbage") };
        assert!(matches!(error, StoreError::Engine(_)), "{error}");
    }
}
