//! Small file systems that are filled and emptied.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A small file system in memory, gone when it is dropped.
pub struct Mount {
    pub folder: tempfile::TempDir,
}

fn run(words: &[&str]) -> bool {
    let quiet = || Stdio::null();
    let done =
        Command::new(words[0]).args(&words[1..]).stdin(quiet()).stdout(quiet()).stderr(quiet()).status();
    done.is_ok_and(|status| status.success())
}

impl Mount {
    /// `None`, with a word why, where nothing may be mounted.
    pub fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        if cfg!(target_os = "linux") && run(&["mount", "-t", "tmpfs", "-o", options, "tmpfs", path]) {
            return Some(Self { folder });
        }
        println!("full disk: skipped, nothing may be mounted here (it needs root and Linux)");
        None
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn remount(&self, options: &str) -> bool {
        run(&["mount", "-o", &format!("remount,{options}"), self.folder.path().to_str().unwrap()])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        run(&["umount", "-l", self.folder.path().to_str().unwrap()]);
    }
}

/// Fills a file system, but for so many bytes.
pub fn fill(folder: &Path, but: usize) -> PathBuf {
    let filler = folder.join("filler");
    let mut file = File::create(&filler).unwrap();
    for block in [1 << 20, 1 << 16, 1 << 12, 1] {
        while file.write(&vec![1; block]).is_ok_and(|written| written > 0) {}
    }
    let len = file.metadata().unwrap().len();
    file.set_len(len.saturating_sub(but as u64)).unwrap();
    filler
}

/// Makes empty files until there can be no more.
pub fn fill_with_files(folder: &Path) -> PathBuf {
    let filler = folder.join("filler");
    if std::fs::create_dir(&filler).is_ok() {
        let mut count = 0;
        while File::create(filler.join(count.to_string())).is_ok() {
            count += 1;
        }
    }
    filler
}

pub fn remove(filler: &Path) {
    if filler.is_dir() {
        std::fs::remove_dir_all(filler).unwrap()
    } else {
        let _ = std::fs::remove_file(filler);
    }
}

/// What is in a folder, by name.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
