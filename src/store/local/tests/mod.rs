//! What must hold of a store on this machine.
//!
//! | module | what it tries |
//! |---|---|
//! | `contract` | what every store owes, on every engine |
//! | `opening` | whatever is found in the folder |
//! | `damaged` | a journal that can't be read as a whole |
//! | `proof` | engine, snapshots and journal that are not of one base; ends that are lost |
//! | `upkeep` | compacting, snapshots, what is kept of the past |
//! | `writing` | groups, bulk loads, commits of any size |
//! | `waiting` | who waits for whom |
//! | `running_out` | a fault at each single call of disk and engine |
//! | `faults` | the disk and the engine that fail when told to |

mod contract;
mod damaged;
mod faults;
mod opening;
mod proof;
mod running_out;
mod upkeep;
mod waiting;
mod writing;

use std::ops::ControlFlow;
use std::path::Path;

use super::*;
use crate::domain::client::Client;
use crate::domain::contact::ContactMethod;
use crate::domain::ids::{ClientId, RecordId, SessionId, UserId};
use crate::domain::phone::Phone;
use crate::domain::time::Moment;
use crate::store::engine::Walk;
use crate::store::settings::Settings;
use crate::store::{Index, Origin, Owner, Reads, Record};

pub(in crate::store) fn origin() -> Origin {
    Origin {
        at: Moment::from_millis(1),
        actor: UserId::from_u64(1),
        session: SessionId(1),
        use_case: "test".into(),
    }
}

pub(in crate::store) fn client(id: u64, phones: &[u64]) -> Client {
    let mut client = Client::new(ClientId::from_u64(id), format!("Клиент {id}"), Moment::from_millis(1));
    let phones = phones.iter().map(|n| ContactMethod::phone(Phone::from_e164(*n).unwrap(), ""));
    client.methods.extend(phones);
    client
}

pub(in crate::store) fn put(store: &dyn Store, record: &impl Record) -> Result<u64> {
    let mut commit = Commit::new(origin());
    commit.put(record)?;
    store.commit(commit)
}

pub(in crate::store) fn by_ending(store: &dyn Store, digits: &str) -> Vec<Owner> {
    let reversed: String = digits.chars().rev().collect();
    Reads(store).owners(&Index::Phone.key().open_text(&reversed), 100).unwrap()
}

pub(in crate::store) fn open(folder: &Path) -> Result<LocalStore> {
    LocalStore::open(folder, EngineKind::Sled, &mut |_| {})
}

/// The folder of the engine in use.
pub(in crate::store) fn engine_of(folder: &Path) -> std::path::PathBuf {
    let text = std::fs::read_to_string(folder.join("ENGINE")).unwrap();
    folder.join(text.trim().split_once(' ').unwrap().1)
}

pub(in crate::store) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Damages the frame of a commit in a store of its own file for each.
pub(in crate::store) fn damage(folder: &Path, seq: u64) {
    let file = folder.join("journal").join(crate::store::journal::segment_name(seq));
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.len() - 3;
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

/// Five clients, each in a segment of its own.
pub(in crate::store) fn five(folder: &Path) {
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let store = LocalStore::open(folder, Options { settings, ..Options::default() }, &mut |_| {}).unwrap();
    for id in 1..=5 {
        put(&store, &client(id, &[79_000_000_000 + id])).unwrap();
    }
    put(&store, &client(3, &[79_000_000_033])).unwrap();
}

/// Keys with their values.
type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// All keys and values but the engine's own note.
pub(in crate::store) fn dump(store: &LocalStore) -> Pairs {
    let mut all = Vec::new();
    store
        .range(&[1], None, Walk::Up, &mut |key, value| {
            all.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

/// What [`LocalStore::live_bytes`] must say of a store that holds these.
fn bytes_of(pairs: &Pairs) -> u64 {
    pairs.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
}
