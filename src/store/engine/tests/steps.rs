//! Any steps at all: an engine does what a map does.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

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

pub(super) fn it_does_what_a_map_does(kind: Kind) {
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
                    let engine = bench.engine();
                    if batch.len() % 3 == 0 { engine.apply(batch) } else { engine.apply_later(batch) }.unwrap();
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
