//! What one thread sees of an engine.

use super::*;

pub(super) fn puts_gets_and_removes(kind: Kind) {
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

pub(super) fn the_last_word_on_a_key_wins(kind: Kind) {
    let bench = Bench::new(kind);
    bench.apply(&[(b"a", Some(b"1")), (b"b", None), (b"a", None), (b"b", Some(b"2")), (b"b", Some(b"3"))]);
    assert_eq!(range(bench.engine(), b"", None, Walk::Up), [(b"b".to_vec(), b"3".to_vec())]);
}

pub(super) fn a_key_comes_where_nothing_was_found(kind: Kind) {
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

pub(super) fn an_empty_batch_is_nothing(kind: Kind) {
    let bench = Bench::new(kind);
    bench.engine().apply(Batch::default()).unwrap();
    bench.engine().checkpoint().unwrap();
    assert!(range(bench.engine(), b"", None, Walk::Down).is_empty());
}

pub(super) fn ranges_go_both_ways_within_their_bounds(kind: Kind) {
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

pub(super) fn a_visitor_ends_the_walk(kind: Kind) {
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

pub(super) fn a_visitor_may_read(kind: Kind) {
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

pub(super) fn long_walks_miss_nothing(kind: Kind) {
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

pub(super) fn values_may_be_large(kind: Kind) {
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

pub(super) fn keys_may_be_long(kind: Kind) {
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

pub(super) fn size_tells_of_what_is_there(kind: Kind) {
    let mut bench = Bench::new(kind);
    let noise: Vec<u8> =
        (0..3_000_000_u64).map(|n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect();
    bench.apply(&[(b"a", Some(&noise))]);
    bench.reopen();
    let size = bench.engine().size();
    assert!((3_000_000..30_000_000).contains(&size), "{size}");
}

pub(super) fn all_of_it_can_be_copied(kind: Kind) {
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
