//! What in a data folder the store has made itself and may remove: what only bears such a name is somebody's.

use std::path::{Path, PathBuf};

use super::EngineKind;
use super::folder::{Folder, SCRATCH_PREFIX, WAY_BACK, engine_of, remove_all};
use crate::store::error::{Result, StoreError};
use crate::store::journal::exact_number;
use crate::store::snapshot::{ASIDE, PART};

/// Begins the name of an engine's folder.
const ENGINE_PREFIX: &str = "engine-";
/// Begins the names of folders that keep a former state.
const FORMER_PREFIX: &str = "before-";
/// Small files that were being written when a process was killed.
const HALF_WRITTEN: [&str; 4] = ["ENGINE.new", "FORMAT.new", "engine.new", "in-doubt.new"];

/// The name of the engine with this number.
pub(super) fn engine_name(kind: EngineKind, number: u32) -> String {
    format!("{ENGINE_PREFIX}{}-{number}", kind.name())
}

/// The kind of engine a folder of this name holds; `None` when it is no name of ours. The first format had one `engine-sled`.
pub(super) fn kind_by_name(name: &str) -> Option<EngineKind> {
    let rest = name.strip_prefix(ENGINE_PREFIX)?;
    let of = |kind: &EngineKind| {
        let number = rest.strip_prefix(kind.name());
        number.is_some_and(|number| number.is_empty() || number.strip_prefix('-').is_some_and(is_number))
    };
    EngineKind::ON_DISK.into_iter().find(of)
}

/// Whether a folder is an engine of ours, by its name and by everything that is in it.
pub(super) fn is_engine(folder: &Path) -> bool {
    kind_by_name(&name_of(folder)).is_some_and(|kind| {
        is_real(folder) && holds_only(folder, &|name, path| is_of_engine(kind, name, path))
    })
}

fn is_scratch(folder: &Path) -> bool {
    let name = name_of(folder);
    let numbers = name.strip_prefix(SCRATCH_PREFIX).and_then(|rest| rest.split_once('-'));
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
        && is_real(folder)
        && holds_only(folder, &|name, path| is_of_engine(EngineKind::Lmdb, name, path))
}

/// Whether a folder holds a former state and nothing else.
pub(super) fn is_way_back(folder: &Path) -> bool {
    is_real(folder)
        && holds_only(folder, &|name, path| match name {
            "FORMAT" | "FORMAT.new" => !path.is_dir(),
            "journal" => is_real(path),
            _ => false,
        })
}

/// Whether an engine of a kind makes such a file.
fn is_of_engine(kind: EngineKind, name: &str, path: &Path) -> bool {
    match (kind, name) {
        (EngineKind::Sled, "blobs") => is_real(path) && holds_only(path, &|blob, _| is_number(blob)),
        (EngineKind::Sled, "conf" | "db") | (EngineKind::Lmdb, "data.mdb" | "lock.mdb") => !path.is_dir(),
        (EngineKind::Sled, _) => {
            let place =
                name.strip_prefix("snap.").map(|rest| rest.strip_suffix(".generating").unwrap_or(rest));
            !path.is_dir() && place.is_some_and(|place| u64::from_str_radix(place, 16).is_ok())
        }
        _ => false,
    }
}

/// A folder itself, and no link to one.
fn is_real(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|there| there.is_dir())
}

/// Whether all that is in a folder fits; what can't be looked at does not.
fn holds_only(folder: &Path, fits: &dyn Fn(&str, &Path) -> bool) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.into_iter().all(|entry| {
        entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(|name| fits(name, &entry.path())))
    })
}

fn is_number(text: &str) -> bool {
    text.parse::<u64>().is_ok_and(|number| number.to_string() == text)
}

fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn folders_in(data: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(data).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir())
}

/// The folders in a data folder that only bear names like ours: nobody uses them, and nobody but their owner removes them.
pub(super) fn strangers(data: &Path) -> Vec<PathBuf> {
    let used = engine_of(data).map(|(_, folder)| folder);
    let is_strange = |folder: &PathBuf| {
        let name = name_of(folder);
        let is_ours = match name.as_str() {
            name if name.starts_with(ENGINE_PREFIX) => Some(folder) == used.as_ref() || is_engine(folder),
            name if name.starts_with(SCRATCH_PREFIX) => is_scratch(folder),
            name if name.starts_with(FORMER_PREFIX) => {
                folder.join("journal").is_dir() || name.ends_with(".part")
            }
            _ => true,
        };
        !is_ours
    };
    let mut found: Vec<PathBuf> = folders_in(data).filter(is_strange).collect();
    found.sort();
    found
}

/// What stands in the place of a file of the journal and is none.
pub const NO_FILE: &str = "this is a link or something else, and no file";

/// Whether a file of the journal or a snapshot has this name.
fn is_of_journal(name: &str) -> bool {
    let number = name.strip_suffix(".journal").or_else(|| name.strip_suffix(".snapshot"));
    number.and_then(exact_number).is_some()
}

/// Fails when something in a journal has the name of one of its files and is a link, a folder or a pipe: passed over in silence it
/// would be missed, or written over.
///
/// # Errors
/// [`StoreError::Damaged`] naming it; when the folder can't be read.
pub(super) fn refuse_what_is_no_file(journal: &Path) -> Result<()> {
    for entry in std::fs::read_dir(journal).map_err(StoreError::io(journal))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_of_journal(&name) && entry.file_type().is_ok_and(|kind| !kind.is_file()) {
            return Err(StoreError::Damaged { segment: name, offset: 0, what: NO_FILE });
        }
    }
    Ok(())
}

/// The files in a journal that only bear names like ours: nobody reads them.
pub(super) fn strange_files(journal: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(journal).into_iter().flatten().flatten();
    let is_strange = |name: &String| {
        let own = name.strip_suffix(PART).unwrap_or(name);
        let own = own.split_once(ASIDE).map_or(own, |(own, _)| own);
        (name.contains(".journal") || name.contains(".snapshot"))
            && !is_of_journal(own.strip_suffix(".mended").unwrap_or(own))
    };
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(is_strange).collect();
    names.sort();
    names
}

/// Bytes of the largest file of any engine in a data folder, whatever it is for.
pub(super) fn largest_file(data: &Path) -> u64 {
    let files =
        folders_in(data).filter(|folder| is_engine(folder) || is_scratch(folder)).flat_map(|folder| {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            entries.filter_map(|entry| entry.metadata().ok()).map(|file| file.len())
        });
    files.max().unwrap_or_default()
}

/// Removes what states that were looked at have left when their process was killed.
pub(in crate::store) fn remove_scratch(data: &Path) {
    let own = format!("{SCRATCH_PREFIX}{}-", std::process::id());
    for folder in folders_in(data).filter(|folder| is_scratch(folder) && !name_of(folder).starts_with(&own)) {
        // It is in nobody's way.
        let _ = std::fs::remove_dir_all(folder);
    }
}

impl Folder {
    /// Removes engines that are not in use: of an attempt that did not come to its end, or replaced ones.
    pub(super) fn remove_unused_engines(&self) -> Result<()> {
        std::fs::read_dir(self.path()).map_err(StoreError::io(self.path()))?;
        let used = self.engine().map(|(_, folder)| folder);
        for folder in
            folders_in(self.path()).filter(|folder| Some(folder) != used.as_ref() && is_engine(folder))
        {
            remove_all(&folder)?;
        }
        Ok(())
    }

    /// Removes what states that were looked at, and small files that were being written, have left when their process was
    /// killed. A state that somebody still looks at goes on: its files are open.
    pub(super) fn remove_leftovers(&self) {
        remove_scratch(self.path());
        for name in HALF_WRITTEN {
            // Mostly there is none, and it is in nobody's way.
            let _ = std::fs::remove_file(self.path().join(name));
        }
    }

    /// Removes what former states an upgrade has kept.
    pub(super) fn remove_ways_back(&self) -> Result<()> {
        for folder in folders_in(self.path()) {
            let name = name_of(&folder);
            let rest = name.strip_prefix(WAY_BACK);
            let is_named =
                rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_number));
            if is_named && is_way_back(&folder) {
                remove_all(&folder)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_engine_makes_is_one() {
        let data = tempfile::tempdir().unwrap();
        let made = |name: &str, files: &[&str]| {
            let folder = data.path().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            for file in files {
                std::fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
                std::fs::write(folder.join(file), "x").unwrap();
            }
            is_engine(&folder) || is_scratch(&folder)
        };
        for (name, files) in [
            ("engine-sled-1", ["db", "conf", "blobs/17", "snap.000000000033F778"].as_slice()),
            ("engine-sled", &["db", "snap.00.generating"]),
            ("engine-lmdb-12", &["data.mdb", "lock.mdb"]),
            ("engine-sled-2", &[]),
            ("scratch-17-0", &["data.mdb"]),
        ] {
            assert!(made(name, files), "{name}");
        }
        for (name, files) in [
            ("engine-mine", ["db"].as_slice()),
            ("engine-sled-1-copy", &["db", "conf"]),
            ("engine-sled-07", &["db"]),
            ("engine-sled-7", &["db", "report.xls"]),
            ("engine-sled-8", &["blobs/photo.jpg"]),
            ("engine-sled-9", &["conf/x"]),
            ("engine-lmdb-1", &["db"]),
            ("scratch-mine", &[]),
            ("scratch-1-2", &["note"]),
        ] {
            assert!(!made(name, files), "{name}");
        }
        let strange = strangers(data.path());
        assert_eq!(strange.len(), 9, "{strange:?}");
    }
}
