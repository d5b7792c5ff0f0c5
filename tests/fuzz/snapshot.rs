//! Snapshots: one that is not as it was written is never taken for the state.

use std::sync::Arc;

use dozvon::store::StoreError;
use dozvon::store::disk::{Disk, MemoryDisk};
use dozvon::store::engine::MemoryEngine;
use dozvon::store::local::LocalStore;
use dozvon::store::settings::Settings;

use super::store::{dump, put};

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
