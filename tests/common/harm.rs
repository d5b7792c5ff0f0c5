//! Small bases that come to harm, and what the commands say of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::base::{Base, MORNING};
use super::cli::{Home, Said, files};

/// A home with a small base; nobody has it open.
pub fn small() -> Home {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    home
}

fn of_journal(data: &Path, ending: &str) -> Vec<PathBuf> {
    let journal = data.join("journal");
    let names = files(&journal).into_iter().filter(|name| name.ends_with(ending));
    names.map(|name| journal.join(name)).collect()
}

/// The files of a journal, oldest first.
pub fn segments(data: &Path) -> Vec<PathBuf> {
    of_journal(data, ".journal")
}

/// The first file of a journal.
pub fn segment(data: &Path) -> PathBuf {
    segments(data)[0].clone()
}

/// The snapshots, oldest first.
pub fn snapshots(data: &Path) -> Vec<PathBuf> {
    of_journal(data, ".snapshot")
}

/// Removes the engine, as somebody does who has read that it may be deleted.
pub fn forget_engine(data: &Path) {
    for name in files(data).into_iter().filter(|name| name.starts_with("engine") || name == "ENGINE") {
        let place = data.join(name);
        if place.is_dir() {
            std::fs::remove_dir_all(place).unwrap()
        } else {
            std::fs::remove_file(place).unwrap()
        }
    }
}

/// What `verify` says, for machines.
pub fn report(home: &Home) -> serde_json::Value {
    home.run(&["--format", "json", "verify"]).json()
}

/// The number of the last commit.
pub fn last(home: &Home) -> u64 {
    report(home)["last"].as_u64().unwrap()
}

/// Adds a note to the first client and says the number of its commit.
pub fn note(home: &Home, text: &str) -> u64 {
    home.ok(&["note", "add", "1", text]);
    last(home)
}

/// Flips a bit so far into a file, in hundredths of it.
pub fn flip(file: &Path, hundredths: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.len() * hundredths / 100;
    bytes[at] ^= 0x10;
    std::fs::write(file, bytes).unwrap();
}

/// Cuts so many bytes off the end of a file.
pub fn cut(file: &Path, bytes: u64) {
    let file = std::fs::File::options().write(true).open(file).unwrap();
    file.set_len(file.metadata().unwrap().len() - bytes).unwrap();
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file below a folder with its content.
pub fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
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

/// The program on a base elsewhere, in Russian.
pub fn on(home: &Home, data: impl AsRef<Path>, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.arg("--data").arg(data.as_ref()).args(["--lang", "ru", "--now", MORNING]);
    command.args(arguments).env("DOZVON_CONFIG", home.path("config")).current_dir(home.path(""));
    Said::of(command.stdin(Stdio::null()).output().unwrap())
}

/// Checks how a command has ended, and words it must have said on the error stream.
#[track_caller]
pub fn says(said: &Said, code: i32, words: &[&str]) {
    assert_eq!(said.code, code, "{said:#?}");
    for words in words {
        assert!(said.err.contains(words), "{words}: {said:#?}");
    }
}
