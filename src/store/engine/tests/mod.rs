//! What every engine owes: the same tests over all of them.
//!
//! | module | what it tries |
//! |---|---|
//! | `contract` | what one thread sees |
//! | `threads` | what many see while one of them writes |
//! | `steps` | any steps at all, beside a map |
//! | `behind` | what a thread brings into an engine behind the back of others |
//! | `harm` | files that were cut or overwritten |

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't do its work has failed"
)]

mod behind;
mod contract;
mod harm;
mod steps;
mod threads;

use std::ops::ControlFlow;
use std::path::Path;

use super::*;

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
    /// sled as the store uses it.
    Behind,
    Lmdb,
}

fn open(kind: Kind, folder: &Path) -> Result<Box<dyn Engine>> {
    Ok(match kind {
        Kind::Memory => Box::new(MemoryEngine::default()),
        Kind::Sled => Box::new(SledEngine::open(folder)?),
        Kind::Behind => Box::new(WriteBehind::over(SledEngine::open(folder)?)?),
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
        self.engine().apply_later(batch(changes)).unwrap();
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

/// Makes each of the tests below a test of every engine.
macro_rules! contract {
    ($($file:ident: $($test:ident)*;)*) => {
        contract!(@ memory Memory $($file: $($test)*;)*);
        contract!(@ sled Sled $($file: $($test)*;)*);
        contract!(@ sled_behind Behind $($file: $($test)*;)*);
        contract!(@ lmdb Lmdb $($file: $($test)*;)*);
    };
    (@ $module:ident $kind:ident $($file:ident: $($test:ident)*;)*) => {
        mod $module {
            $($(#[test] fn $test() {
                super::$file::$test(super::Kind::$kind);
            })*)*
        }
    };
}

contract! {
    contract:
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
        size_tells_of_what_is_there
        all_of_it_can_be_copied;
    threads:
        readers_see_whole_values_while_a_writer_applies
        hundreds_may_read_at_once
        walks_miss_nothing_while_a_writer_fills_in
        what_was_seen_once_is_seen_ever_after;
    steps:
        it_does_what_a_map_does;
}
