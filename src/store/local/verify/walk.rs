//! Walking an engine in steps, so that it is never held for long.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use crate::store::engine::{Engine, Walk};
use crate::store::error::Result;

/// Keys of one step.
const STEP: usize = 1000;

/// A key and its value.
pub(in crate::store::local) type Item = (Vec<u8>, Vec<u8>);

/// Goes through the keys of an engine from the least up.
pub(in crate::store::local) struct Cursor<'a> {
    engine: &'a dyn Engine,
    /// Where the next step begins; `None` when there is nothing more.
    from: Option<Vec<u8>>,
    to: Option<Vec<u8>>,
    ahead: VecDeque<Item>,
}

impl<'a> Cursor<'a> {
    /// From `from` (included) to `to` (excluded; `None` is the end of all keys).
    pub(in crate::store::local) fn new(engine: &'a dyn Engine, from: &[u8], to: Option<&[u8]>) -> Self {
        Self { engine, from: Some(from.to_vec()), to: to.map(<[u8]>::to_vec), ahead: VecDeque::new() }
    }

    /// The keys that begin with a tag.
    pub(in crate::store::local) fn of_tag(engine: &'a dyn Engine, tag: u8) -> Self {
        let behind = tag.checked_add(1).map(|next| [next]);
        Self::new(engine, &[tag], behind.as_ref().map(<[u8; 1]>::as_slice))
    }

    /// The next key.
    ///
    /// # Errors
    /// When the engine can't be read.
    pub(in crate::store::local) fn next(&mut self) -> Result<Option<Item>> {
        if self.ahead.is_empty()
            && let Some(from) = self.from.take()
        {
            let ahead = &mut self.ahead;
            self.engine.range(&from, self.to.as_deref(), Walk::Up, &mut |key, value| {
                ahead.push_back((key.to_vec(), value.to_vec()));
                if ahead.len() < STEP { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            if self.ahead.len() == STEP {
                self.from = self.ahead.back().map(|(key, _)| [key.as_slice(), &[0]].concat());
            }
        }
        Ok(self.ahead.pop_front())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::engine::{Batch, MemoryEngine};
    use crate::store::key::Key;

    #[test]
    fn every_key_is_met_once() {
        let engine = MemoryEngine::default();
        for count in [0, 1, STEP as u64, 2 * STEP as u64, 2 * STEP as u64 + 7] {
            let mut batch = Batch::default();
            (0..count).for_each(|n| batch.put(Key::new(7).number(n), vec![]));
            for other in [6, 8, 255] {
                batch.put(Key::new(other), vec![1]);
            }
            engine.apply(batch).unwrap();
            let mut cursor = Cursor::of_tag(&engine, 7);
            for n in 0..count {
                assert_eq!(cursor.next().unwrap().unwrap().0, Key::new(7).number(n).as_bytes());
            }
            assert_eq!(cursor.next().unwrap(), None);
            assert_eq!(Cursor::of_tag(&engine, 255).next().unwrap(), Some((vec![255], vec![1])));
        }
    }
}
