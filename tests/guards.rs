//! Bounds the system sets, places that are not to be written to, results that can't be printed: what a command must not do is
//! not done, what it has done is said, and nothing acknowledged is lost.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "guards/bounds.rs"]
mod bounds;
#[path = "guards/bulk.rs"]
mod bulk;
mod common;
#[path = "guards/places.rs"]
mod places;
#[path = "guards/printing.rs"]
mod printing;
#[path = "guards/said.rs"]
mod said;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::base::Base;
use common::cli::{Home, Said, files};

/// A home with a small base; nobody has it open.
fn small() -> Home {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    home
}

/// The files of a journal, oldest first.
fn segments(data: &Path) -> Vec<PathBuf> {
    let journal = data.join("journal");
    let names = files(&journal).into_iter().filter(|name| name.ends_with(".journal"));
    names.map(|name| journal.join(name)).collect()
}

fn cut(file: &Path, bytes: u64) {
    let file = std::fs::File::options().write(true).open(file).unwrap();
    file.set_len(file.metadata().unwrap().len() - bytes).unwrap();
}

/// Flips a bit so far into a file, in hundredths of it.
fn flip(file: &Path, hundredths: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.len() * hundredths / 100;
    bytes[at] ^= 0x10;
    std::fs::write(file, bytes).unwrap();
}

/// Every file below a folder with its content.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            out.insert(path.clone(), Vec::new());
            out.extend(content(&path));
        } else {
            out.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    out
}

/// The program on a base elsewhere.
fn on(home: &Home, data: &str, arguments: &[&str]) -> Said {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--data", data, "--lang", "ru", "--now", common::base::MORNING]);
    command.args(arguments).env("DOZVON_CONFIG", home.path("config")).current_dir(home.path(""));
    Said::of(command.stdin(std::process::Stdio::null()).output().unwrap())
}

#[track_caller]
fn says(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, code, "{said:#?}");
    for words in words {
        assert!(said.err.contains(words), "{words}: {said:#?}");
    }
}
