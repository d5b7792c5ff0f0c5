//! Backups: the journal of a store with its snapshots, in another folder; and stores made from them.
//!
//! A backup is a data folder without an engine. It is written while somebody works: the journal is only appended to, and
//! what stands behind its last whole commit is left out. Nothing in it is touched before what is to take its place has been
//! written, synced and read back.
//!
//! | module | what it does |
//! |---|---|
//! | `copy` | files that are checked before they count |
//! | `place` | where they may go |
//! | `restore` | a store from a backup, as of a moment |
//! | `swap` | a store in the place of another, whatever happens meanwhile |
//! | `target` | the folder of a backup, while it is written to |
//! | `write` | its journal brought up to that of the store |

mod copy;
mod place;
mod restore;
pub(in crate::store) mod swap;
mod target;
mod write;

use std::path::Path;
use std::sync::Arc;

use self::copy::is_passing;
pub(in crate::store) use self::copy::same_beginning;
pub use self::restore::{RestoreReport, restore};
use self::target::Target;
use self::write::write_journal;
use super::disk::sync_folder;
use super::error::{Result, StoreError};
use super::journal::{Reader, segment_name};
use super::local::{
    OpenProgress, format_of, journal_disk, journal_of, refuse_a_lost_base, refuse_a_mixture,
    refuse_a_short_journal, says_format, told_of_files, write_format, write_whole,
};
use super::settings::Settings;
use super::snapshot;
use crate::domain::time::Moment;

const FORMAT_FILE: &str = "FORMAT";
const DRAFTS: &str = "drafts";
/// So often a copy is begun again when files change under it.
const TRIES: u32 = 5;

/// How far a backup or a restore has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Files are copied, in bytes.
    Copying {
        /// How much is done.
        done: u64,
        /// Of how much.
        total: u64,
    },
    /// What was written is read back, in commits.
    Checking {
        /// How much is done.
        done: u64,
        /// Of how much.
        total: u64,
    },
    /// The restored store is opened for the first time.
    Opening(OpenProgress),
}

/// What came of a backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// The last commit in it; 0 when there is none.
    pub last: u64,
    /// When that was made.
    pub at: Option<Moment>,
    /// Bytes that were written now.
    pub copied: u64,
    /// Bytes of the whole backup.
    pub total: u64,
    /// Files of the journal in it.
    pub segments: usize,
    /// Snapshots in it.
    pub snapshots: usize,
    /// Snapshots of the store that can't be read and were not copied: the journal has what they had.
    pub skipped: Vec<String>,
    /// Commits of its history that can't be read, from and to: somebody has decided to go on without them.
    pub missing: Vec<(u64, u64)>,
}

/// Writes a backup of the store in `data` to the folder `to`, or brings the one that is there up to date. It takes no lock on
/// the store but for a look into the engine, and only while nobody has it: somebody may be working with the store.
///
/// # Errors
/// [`StoreError::Damaged`] when the store can't be read, or a snapshot is not of its journal, [`StoreError::JournalBehind`] when the journal has lost its end,
/// [`StoreError::OtherBase`], [`StoreError::BackupPassed`] and [`StoreError::BackupAhead`] when `to` has commits that the store does not have,
/// [`StoreError::BackupDamaged`] when what was in `to` can't be read: the backup is as it was then. [`StoreError::Busy`] when
/// another backup to the same folder is under way, [`StoreError::NoRoomFor`] when less than the reserve of the store would be left
/// on its disk, [`StoreError::NoFiles`], [`StoreError::NotAStore`] when either folder holds other things, [`StoreError::InItself`], [`StoreError::InABase`], and
/// [`StoreError::IsABase`] when `to` is a store to work with.
pub fn backup(
    data: &Path,
    to: &Path,
    settings: &Settings,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport> {
    refuse_a_lost_base(data)?;
    let format = format_of(data)?;
    let journal = journal_of(data);
    if !journal.is_dir() {
        return Err(StoreError::NotAStore { path: data.to_owned() });
    }
    place::refuse_a_base(data, to)?;
    refuse_a_lost_journal(data)?;
    refuse_a_short_journal(data, &journal_disk(&journal)?)?;
    refuse_a_mixture(&journal_disk(&journal)?)?;
    let target = Target::take(to).map_err(|error| told_of_files(to, error))?;
    // Elsewhere nobody writes but us.
    let reserve = if place::on_one_disk(data, to) { settings.reserve } else { 0 };
    let written = write(data, &target, format, reserve, progress);
    if written.is_err() {
        target.give_up();
    }
    written.map_err(|error| told_of_files(to, error))
}

/// A base at work has files in its journal: with an engine and without any it has lost all of it, and a backup of nothing
/// would look like a good one.
fn refuse_a_lost_journal(data: &Path) -> Result<()> {
    let journal = journal_disk(&journal_of(data))?;
    let is_empty = Reader::new(Arc::clone(&journal)).segments()?.is_empty()
        && snapshot::list(journal.as_ref())?.is_empty();
    if is_empty && data.join("ENGINE").exists() {
        let what = "the whole journal is missing";
        return Err(StoreError::Damaged { segment: segment_name(1), offset: 0, what });
    }
    Ok(())
}

fn write(
    data: &Path,
    target: &Target,
    format: u32,
    reserve: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport> {
    let from = journal_disk(&journal_of(data))?;
    let to = journal_disk(&journal_of(&target.path))?;
    let mut tries = 0;
    let mut report = loop {
        match write_journal(&from, &to, &target.path, reserve, progress) {
            // The keeper of a store at work removes files, and puts packed ones in the place of others.
            Err(error) if tries < TRIES && is_passing(&error) => tries += 1,
            done => break done?,
        }
    };
    report.total += copy_drafts(data, &target.path)?;
    if !says_format(&target.path, format) {
        write_format(&target.path, format)?;
    }
    Ok(report)
}

/// Makes the drafts of one folder those of another; returns their bytes.
fn copy_drafts(from: &Path, to: &Path) -> Result<u64> {
    let (from, to) = (from.join(DRAFTS), to.join(DRAFTS));
    let names = |folder: &Path| -> Vec<std::ffi::OsString> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name());
        names.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "draft")).collect()
    };
    let drafts = names(&from);
    let mut bytes = 0;
    for name in &drafts {
        let source = from.join(name);
        if !source.is_file() {
            continue;
        }
        let draft = match std::fs::read(&source) {
            Ok(draft) => draft,
            // Saved, and so no draft any more.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(StoreError::io(source)(error)),
        };
        bytes += draft.len() as u64;
        let target = to.join(name);
        if std::fs::read(&target).is_ok_and(|present| present == draft) {
            continue;
        }
        std::fs::create_dir_all(&to).map_err(StoreError::io(&to))?;
        write_whole(&target, &draft)?;
    }
    for name in names(&to).iter().filter(|name| !drafts.contains(name)) {
        let gone = to.join(name);
        std::fs::remove_file(&gone).map_err(StoreError::io(gone))?;
    }
    if to.is_dir() {
        sync_folder(&to).map_err(StoreError::io(&to))?
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
