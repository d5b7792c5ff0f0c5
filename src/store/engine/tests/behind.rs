//! What a thread brings into an engine behind the back of whoever changes it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use super::*;
use crate::store::error::StoreError;

/// What an engine and the test that watches it have in common.
#[derive(Default)]
struct Watch {
    engine: MemoryEngine,
    /// Everything that stood in the engine after each batch it got.
    states: Mutex<Vec<Pairs>>,
    /// Batches that may still come in.
    tokens: Mutex<usize>,
    turn: Condvar,
    /// Batches that waited for a token.
    came: AtomicUsize,
    /// The batch that fails, counted from one.
    fails_at: AtomicUsize,
}

impl Watch {
    fn let_in(&self, batches: usize) {
        *self.tokens.lock().unwrap() += batches;
        self.turn.notify_all();
    }
}

/// An engine that lets nothing in before it may.
struct Watched(Arc<Watch>);

impl Watched {
    fn engine(watch: &Arc<Watch>) -> WriteBehind<Self> {
        WriteBehind::over(Self(Arc::clone(watch))).unwrap()
    }
}

impl Engine for Watched {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.0.engine.get(key)
    }
    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.0.engine.range(from, to, walk, visit)
    }
    fn apply(&self, batch: Batch) -> Result<()> {
        let number = self.0.came.fetch_add(1, Ordering::AcqRel) + 1;
        let tokens = self.0.tokens.lock().unwrap();
        *self.0.turn.wait_while(tokens, |tokens| *tokens == 0).unwrap() -= 1;
        if number == self.0.fails_at.load(Ordering::Acquire) {
            // It fails in the middle.
            let mut half = Batch::default();
            for (key, value) in batch.sorted().into_iter().skip(1).step_by(2) {
                match value {
                    Some(value) => half.put(key, value),
                    None => half.remove(key),
                }
            }
            self.0.engine.apply(half)?;
            return Err(StoreError::Engine("a page is gone".into()));
        }
        self.0.engine.apply(batch)?;
        self.0.states.lock().unwrap().push(range(&self.0.engine, b"", None, Walk::Up));
        Ok(())
    }
    fn checkpoint(&self) -> Result<()> {
        Ok(())
    }
    fn size(&self) -> u64 {
        0
    }
}

#[test]
fn the_engine_always_holds_what_the_first_batches_have_made() {
    let watch = Arc::new(Watch::default());
    watch.let_in(usize::MAX / 2);
    let engine = Watched::engine(&watch);
    let mut model: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let mut after: Vec<Pairs> = vec![Vec::new()];
    for number in 1..=400_u32 {
        let mut batch = Batch::default();
        // The same keys come again and go again.
        for n in 0..number % 23 {
            let key = vec![1, ((number * 7 + n * 13) % 60) as u8];
            if (number + n) % 3 == 0 {
                model.remove(&key);
                batch.remove(Key::from_bytes(&key));
            } else {
                model.insert(key.clone(), number.to_be_bytes().to_vec());
                batch.put(Key::from_bytes(&key), number.to_be_bytes().to_vec());
            }
        }
        model.insert(vec![0], number.to_be_bytes().to_vec());
        batch.put(Key::from_bytes(&[0]), number.to_be_bytes().to_vec());
        engine.apply_later(batch).unwrap();
        after.push(model.clone().into_iter().collect());
        let walk = if number % 2 == 0 { Walk::Up } else { Walk::Down };
        let mut seen = range(&engine, b"", None, walk);
        if walk == Walk::Down {
            seen.reverse();
        }
        assert_eq!(seen, after[number as usize], "readers are never behind");
    }
    engine.checkpoint().unwrap();
    let states = watch.states.lock().unwrap();
    let mut last = 0;
    for state in states.iter() {
        let number = u32::from_be_bytes(state[0].1.as_slice().try_into().unwrap()) as usize;
        assert!(number > last);
        assert_eq!(state, &after[number]);
        last = number;
    }
    assert_eq!(last, 400, "a checkpoint waits for everything");
}

#[test]
fn readers_find_what_the_engine_does_not_have_yet() {
    let watch = Arc::new(Watch::default());
    watch.engine.apply(batch(&[(b"a", Some(b"old")), (b"c", Some(b"old")), (b"e", Some(b"old"))])).unwrap();
    let engine = Watched::engine(&watch);
    engine.apply_later(batch(&[(b"b", Some(b"1")), (b"c", None), (b"e", Some(b"1"))])).unwrap();
    engine.apply_later(batch(&[(b"f", Some(b"2")), (b"b", Some(b"2")), (b"g", None)])).unwrap();
    let look = || {
        for (walk, expected) in [(Walk::Up, ["a", "b", "e", "f"]), (Walk::Down, ["f", "e", "b", "a"])] {
            assert_eq!(keys(&engine, b"", None, walk), expected);
            let mut seen = Vec::new();
            let mut two = |key: &[u8], _: &[u8]| {
                seen.push(String::from_utf8(key.to_vec()).unwrap());
                if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            };
            engine.range(b"", None, walk, &mut two).unwrap();
            assert_eq!(seen, &expected[..2]);
        }
        assert_eq!(keys(&engine, b"b", Some(b"f"), Walk::Down), ["e", "b"]);
        let get = |key: &[u8]| engine.get(key).unwrap();
        assert_eq!((get(b"a"), get(b"b")), (Some(b"old".to_vec()), Some(b"2".to_vec())));
        assert_eq!((get(b"c"), get(b"g")), (None, None));
    };
    look();
    assert_eq!(watch.engine.get(b"b").unwrap(), None, "the engine has nothing yet");
    watch.let_in(2);
    engine.checkpoint().unwrap();
    assert_eq!(watch.engine.get(b"b").unwrap(), Some(b"2".to_vec()));
    look();
}

#[test]
fn an_engine_that_fails_is_told_of_and_readers_lose_nothing() {
    let watch = Arc::new(Watch::default());
    watch.fails_at.store(2, Ordering::Release);
    watch.let_in(2);
    let engine = Watched::engine(&watch);
    engine.apply_later(batch(&[(b"a", Some(b"1"))])).unwrap();
    engine.checkpoint().unwrap();
    engine.apply_later(batch(&[(b"a", Some(b"2"))])).unwrap();
    let told = engine.checkpoint().unwrap_err();
    assert!(told.to_string().contains("a page is gone"), "{told}");
    engine.apply_later(batch(&[(b"a", Some(b"3"))])).unwrap_err();
    engine.checkpoint().unwrap_err();
    assert_eq!(
        engine.get(b"a").unwrap(),
        Some(b"2".to_vec()),
        "what was taken is seen, what was refused is not"
    );
    assert_eq!(watch.engine.get(b"a").unwrap(), Some(b"1".to_vec()));
}

#[test]
fn a_batch_that_is_half_in_the_engine_is_read_whole() {
    for later in [false, true] {
        let watch = Arc::new(Watch::default());
        watch.let_in(usize::MAX / 2);
        let engine = Watched::engine(&watch);
        let batch = |from: u8, to: u8| {
            let mut batch = Batch::default();
            for key in from..to {
                batch.put(Key::from_bytes(&[key]), vec![from]);
            }
            batch.remove(Key::from_bytes(&[from - 1]));
            batch
        };
        engine.apply(batch(1, 9)).unwrap();
        watch.fails_at.store(2, Ordering::Release);
        if later {
            engine.apply_later(batch(5, 12)).unwrap();
            assert!(engine.checkpoint().is_err());
        } else {
            assert!(engine.apply(batch(5, 12)).is_err());
        }
        let keys = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11];
        let wanted: Pairs = keys.iter().map(|key| (vec![*key], vec![if *key < 5 { 1 } else { 5 }])).collect();
        assert_eq!(range(&engine, b"", None, Walk::Up), wanted, "later: {later}");
        assert_eq!(engine.get(&[4]).unwrap(), None);
        assert_eq!(engine.get(&[6]).unwrap(), Some(vec![5]));
        // Nothing more is taken.
        assert!(engine.apply_later(batch(20, 21)).is_err());
        assert_eq!(engine.get(&[20]).unwrap(), None);
    }
}

#[test]
fn many_changes_come_in_few_batches_and_a_large_one_alone() {
    let watch = Arc::new(Watch::default());
    let engine = Watched::engine(&watch);
    for n in 0..100_u8 {
        engine.apply_later(batch(&[(&[n], Some(b"1")), (b"count", Some(&[n]))])).unwrap();
    }
    let mut large = Batch::default();
    (0..9_000_u32).for_each(|n| large.put(Key::from_bytes(&n.to_be_bytes()), vec![1]));
    watch.let_in(usize::MAX / 2);
    engine.apply_later(large).unwrap();
    // What is not to come later comes behind all that was.
    engine.apply(batch(&[(b"count", Some(b"last"))])).unwrap();
    assert_eq!(watch.engine.get(b"count").unwrap(), Some(b"last".to_vec()));
    engine.checkpoint().unwrap();
    // The first may have gone in before there were more.
    assert!(watch.came.load(Ordering::Acquire) <= 4);
    assert_eq!(range(&engine, b"", None, Walk::Up).len(), 9_101);
}
