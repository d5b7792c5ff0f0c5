//! Files that were cut or overwritten: what opens holds nothing wrong, and nothing ends the process.

use super::*;
use crate::store::error::StoreError;

/// Every file of a closed engine.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out
}

/// Closes an engine with some thousands of keys in it, does something to each file, and opens again.
fn after(kind: Kind, harm: impl Fn(&Path)) -> (tempfile::TempDir, Result<Box<dyn Engine>>) {
    let mut bench = Bench::new(kind);
    for part in 0..10_u8 {
        let mut batch = Batch::default();
        (0..100_u8).for_each(|key| batch.put(Key::from_bytes(&[key, part]), vec![part; 200]));
        bench.engine().apply(batch).unwrap();
    }
    bench.engine().checkpoint().unwrap();
    bench.engine = None;
    for path in files(bench.folder.path()) {
        harm(&path);
    }
    let opened = open(kind, bench.folder.path());
    (bench.folder, opened)
}

/// Whatever was cut off: what opens holds nothing wrong, and nothing ends the process.
fn cut(kind: Kind, len: impl Fn(u64) -> u64) -> bool {
    let (_folder, opened) = after(kind, |path| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        file.set_len(len(file.metadata().unwrap().len())).unwrap();
    });
    match opened {
        Ok(engine) => {
            let read = engine.range(b"", None, Walk::Up, &mut |key, value| {
                assert_eq!(value, vec![key[1]; 200]);
                ControlFlow::Continue(())
            });
            read.is_err()
        }
        Err(error) => {
            assert!(matches!(error, StoreError::Engine(_)), "{error}");
            true
        }
    }
}

#[test]
fn cut_files_are_refused_by_lmdb() {
    for percent in [1, 10, 50, 90, 99] {
        assert!(cut(Kind::Lmdb, |len| len * percent / 100), "cut to {percent} %");
    }
    for less in [1, 4096] {
        assert!(cut(Kind::Lmdb, |len| len - less), "cut by {less}");
    }
}

#[test]
fn cut_files_do_not_make_sled_lie_or_crash() {
    for percent in [0, 1, 10, 50, 90, 99] {
        cut(Kind::Sled, |len| len * percent / 100);
    }
}

#[test]
fn garbage_is_refused() {
    for kind in [Kind::Sled, Kind::Lmdb] {
        let (_folder, opened) = after(kind, |path| {
            let len = std::fs::metadata(path).unwrap().len() as usize;
            std::fs::write(path, b"no such thing ".repeat(len / 14 + 1)).unwrap();
        });
        let Err(error) = opened else { panic!("{kind:?} opened garbage") };
        assert!(matches!(error, StoreError::Engine(_)), "{error}");
    }
}
