//! All that a store holds, to compare states with each other.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use dozvon::store::{Store, Walk};

/// Keys with their values.
pub type Dump = BTreeMap<Vec<u8>, Vec<u8>>;

/// All records and index entries of a store; its own bookkeeping is left out.
pub fn dump(store: &dyn Store) -> Dump {
    let mut all = Dump::new();
    store
        .range(&[1], None, Walk::Up, &mut |key, value| {
            all.insert(key.to_vec(), value.to_vec());
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}
