//! What targets need that look at whole stores: something to write, and all that is in one.

use std::ops::ControlFlow;

use dozvon::domain::client::Client;
use dozvon::domain::ids::{ClientId, RecordId, SessionId, UserId};
use dozvon::domain::time::Moment;
use dozvon::store::local::LocalStore;
use dozvon::store::{Commit, Origin, Store, StoreError, Walk};

/// Puts a client.
pub fn put(store: &LocalStore, id: u64) -> Result<u64, StoreError> {
    let at = Moment::from_millis(1);
    let origin = Origin { at, actor: UserId::from_u64(1), session: SessionId(1), use_case: "test".into() };
    let mut commit = Commit::new(origin);
    commit.put(&Client::new(ClientId::from_u64(id), format!("Клиент {id}"), at))?;
    store.commit(commit)
}

/// All keys with their values.
pub fn dump(store: &LocalStore) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    store
        .range(&[1], None, Walk::Up, &mut |key, value| {
            all.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}
