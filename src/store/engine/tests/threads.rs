//! What many threads see of an engine while one of them writes.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::*;

/// While one thread applies batches that set all keys to one number, others read: a single key never goes back.
pub(super) fn readers_see_whole_values_while_a_writer_applies(kind: Kind) {
    let bench = Bench::new(kind);
    let engine = bench.engine();
    let put_all = |n: u64| {
        let mut batch = Batch::default();
        (0..50_u8).for_each(|key| batch.put(Key::from_bytes(&[key]), n.to_be_bytes().to_vec()));
        engine.apply_later(batch).unwrap();
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

pub(super) fn hundreds_may_read_at_once(kind: Kind) {
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
pub(super) fn walks_miss_nothing_while_a_writer_fills_in(kind: Kind) {
    let bench = Bench::new(kind);
    let engine = bench.engine();
    let put = |numbers: &mut dyn Iterator<Item = u32>| {
        let mut batch = Batch::default();
        numbers.for_each(|n| batch.put(Key::from_bytes(&[&[5], &n.to_be_bytes()[..]].concat()), vec![9; 40]));
        engine.apply_later(batch).unwrap();
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
pub(super) fn what_was_seen_once_is_seen_ever_after(kind: Kind) {
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
        engine.apply_later(batch).unwrap();
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
