//! The small files of a data folder, and what the engines find in their own.

use std::path::Path;
use std::sync::LazyLock;

use dozvon::store::disk::MemoryDisk;
use dozvon::store::engine::{Batch, Block, BlockEntry, Engine, MemoryEngine, lmdb_sealed, lmdb_value};
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::settings::Settings;
use dozvon::store::{Key, Store};

use super::store::{dump, put};

/// The small files, as a byte names them.
const FILES: [&str; 8] = [
    "ENGINE",
    "engine.open",
    "engine.sum",
    "in-doubt",
    "journal/known-damage",
    "journal/begun-anew",
    "engine.new",
    "backup.lock",
];
/// Longest of them that is tried, in bytes.
const LONGEST: usize = 4096;
const CLIENTS: u64 = 12;

/// A folder with a store and what is in that.
struct Sample {
    folder: tempfile::TempDir,
    state: Vec<(Vec<u8>, Vec<u8>)>,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let options =
        dozvon::store::local::Options { settings, ..dozvon::store::local::Options::from(EngineKind::Lmdb) };
    let store = LocalStore::open(folder.path(), options, &mut |_| {}).unwrap();
    for id in 1..=CLIENTS {
        put(&store, id).unwrap();
    }
    let state = dump(&store);
    drop(store);
    Sample { folder, state }
});

/// A folder whose small files are these: one after the other, a byte for which one, two for its length, then what is in it. The
/// store opens with all it had, or says what is in doubt, or is refused; and a second time it does the same.
pub fn small(bytes: &[u8]) {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    copy(SAMPLE.folder.path(), &data);
    let mut rest = bytes;
    while let [which, low, high, more @ ..] = rest {
        let len = usize::from(u16::from_le_bytes([*low, *high])).min(more.len()).min(LONGEST);
        let (file, behind) = more.split_at(len);
        std::fs::write(data.join(FILES[usize::from(*which) % FILES.len()]), file).unwrap();
        rest = behind;
    }
    let look = || {
        let store = LocalStore::open(&data, EngineKind::Lmdb, &mut |_| {}).ok()?;
        let is_whole = store.doubt().is_none();
        if is_whole {
            assert_eq!(dump(&store), SAMPLE.state);
        }
        Some(is_whole)
    };
    let first = look();
    assert_eq!(look(), first);
}

/// What the engines read of their own files: the first byte says what the others are.
pub fn engines(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    match kind % 3 {
        0 => block(bytes),
        1 => value(bytes),
        _ => note(bytes),
    }
}

/// A block of sled: up and down it holds the same, and entries in their order are found and written again.
fn block(bytes: &[u8]) {
    let Some(block) = Block::of(bytes) else { return };
    assert!(block.up.iter().eq(block.down.iter().rev()));
    let is_sorted = block.up.is_sorted_by(|one, next| one.0 < next.0);
    let of_one_table = block.up.first().is_some_and(|first| {
        block.up.iter().all(|entry| !entry.0.is_empty() && entry.0.first() == first.0.first())
    });
    if !is_sorted || !of_one_table {
        return;
    }
    let again: Vec<BlockEntry> = Block::write(&block.up)
        .iter()
        .flat_map(|bytes| Block::of(bytes).expect("what was written is read").up)
        .collect();
    assert_eq!(again, block.up);
    for bytes in Block::write(&block.up) {
        let block = Block::of(&bytes).expect("what was written is read");
        assert!(block.up.iter().map(|(_, value)| Some(value)).eq(block.found.iter().map(Option::as_ref)));
    }
}

/// A value of LMDB behind its sum: the first byte is the length of its key.
fn value(bytes: &[u8]) {
    let Some((length, rest)) = bytes.split_first() else { return };
    let (key, value) = rest.split_at(usize::from(*length).min(rest.len()));
    assert_eq!(lmdb_value(key, &lmdb_sealed(key, value)).unwrap(), value);
    if let Ok(read) = lmdb_value(key, value) {
        assert_eq!(lmdb_sealed(key, read), value);
    }
}

/// What an engine says of itself: how far it has come. Whatever it says, the store opens or is refused.
fn note(bytes: &[u8]) {
    let engine = MemoryEngine::default();
    let mut batch = Batch::default();
    let (applied, mark) = bytes.split_at(bytes.len() - bytes.len() / 4);
    batch.put(Key::new(0).byte(0), applied.to_vec());
    batch.put(Key::new(0).byte(1), mark.to_vec());
    engine.apply(batch).unwrap();
    let disk = MemoryDisk::default();
    let store = LocalStore::on(Box::new(disk.clone()), Box::<MemoryEngine>::default()).unwrap();
    put(&store, 1).unwrap();
    drop(store);
    if let Ok(store) = LocalStore::on(Box::new(disk), Box::new(engine)) {
        assert!(store.last_seq() <= 1, "it knows of commits the journal does not have");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
