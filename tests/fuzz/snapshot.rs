//! Snapshots: one that is not as it was written is never taken for the state.

use std::ops::ControlFlow;
use std::sync::Arc;

use dozvon::domain::client::Client;
use dozvon::domain::ids::{ClientId, RecordId, SessionId, UserId};
use dozvon::domain::time::Moment;
use dozvon::store::disk::{Disk, MemoryDisk};
use dozvon::store::engine::MemoryEngine;
use dozvon::store::local::LocalStore;
use dozvon::store::settings::Settings;
use dozvon::store::{Commit, Origin, Store, StoreError, Walk};

const CLIENTS: u64 = 20;
const FILE: &str = "00000000000000000020.snapshot";

/// The first byte says what the others are: the whole file, or changes in a good one, four bytes each.
pub fn snapshot(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let disk = MemoryDisk::default();
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let store =
        LocalStore::on_with(Arc::new(disk.clone()), Arc::new(MemoryEngine::default()), settings).unwrap();
    for id in 1..=CLIENTS {
        put(&store, id).unwrap();
    }
    store.take_snapshot().unwrap();
    put(&store, CLIENTS + 1).unwrap();
    let state = dump(&store);
    drop(store);
    if kind % 2 == 0 {
        disk.edit(FILE, |file| *file = bytes.to_vec()).unwrap();
    } else {
        disk.edit(FILE, |file| change(file, bytes)).unwrap();
    }
    // With the whole journal a snapshot that can't be read is passed over.
    let whole = LocalStore::on(Box::new(disk.clone()), Box::new(MemoryEngine::default())).unwrap();
    assert_eq!(dump(&whole), state);
    drop(whole);
    // Without the journal before it, it is the state or an error.
    for seq in 1..=CLIENTS {
        disk.remove(&format!("{seq:020}.journal")).unwrap();
    }
    match LocalStore::on(Box::new(disk), Box::new(MemoryEngine::default())) {
        Ok(store) => assert_eq!(dump(&store), state),
        Err(StoreError::Damaged { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

fn change(file: &mut Vec<u8>, changes: &[u8]) {
    for change in changes.chunks_exact(4).take(8) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]]));
        if change[2] == 0 {
            file.truncate(at);
        } else if let Some(byte) = file.get_mut(at) {
            *byte = byte.wrapping_add(change[3]);
        }
    }
}

fn put(store: &LocalStore, id: u64) -> Result<u64, StoreError> {
    let at = Moment::from_millis(1);
    let origin = Origin { at, actor: UserId::from_u64(1), session: SessionId(1), use_case: "test".into() };
    let mut commit = Commit::new(origin);
    commit.put(&Client::new(ClientId::from_u64(id), format!("Клиент {id}"), at))?;
    store.commit(commit)
}

fn dump(store: &LocalStore) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    store
        .range(&[1], None, Walk::Up, &mut |key, value| {
            all.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}
