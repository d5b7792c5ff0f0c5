//! What befalls bases and their backups: lost ends, repairs that were cut short, rot, full disks, strange things in folders.
//! What the commands say of it is true, nothing is made worse, and what they advise works.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;
#[path = "mishaps/copies.rs"]
mod copies;
#[path = "mishaps/heads.rs"]
mod heads;
#[path = "mishaps/jobs.rs"]
mod jobs;
#[path = "mishaps/own.rs"]
mod own;
#[path = "mishaps/proof.rs"]
mod proof;
#[path = "mishaps/repairs.rs"]
mod repairs;
#[path = "mishaps/returned.rs"]
mod returned;
#[path = "mishaps/strange.rs"]
mod strange;
#[path = "mishaps/words.rs"]
mod words;

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

fn segment(data: &Path) -> PathBuf {
    segments(data)[0].clone()
}

/// Flips a bit so far into a file, in hundredths of it.
fn flip(file: &Path, hundredths: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.len() * hundredths / 100;
    bytes[at] ^= 0x10;
    std::fs::write(file, bytes).unwrap();
}

fn cut(file: &Path, bytes: usize) {
    let whole = std::fs::read(file).unwrap();
    std::fs::write(file, &whole[..whole.len() - bytes]).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
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
fn on(home: &Home, data: &Path, arguments: &[&str]) -> Said {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--data", data.to_str().unwrap(), "--lang", "ru", "--now", common::base::MORNING]);
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
