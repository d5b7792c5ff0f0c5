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

mod copy;
mod place;
mod restore;
pub(in crate::store) mod swap;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(in crate::store) use self::copy::same_beginning;
use self::copy::{Checked, Copier, Parts, is_passing};
pub use self::restore::{RestoreReport, restore};
use super::disk::{Disk, Room, sync_folder};
use super::error::{Result, StoreError};
use super::journal::{ANEW, Reader, begun_anew, end_of, goes_on, segment_name};
use super::local::{
    APART, BACKUP_LOCK, Folder, KNOWN, OpenProgress, format_of, is_apart, journal_disk, journal_of, known,
    refuse_a_short_journal, remove_scratch, write_format, write_whole,
};
use super::lock::take_lock;
use super::settings::Settings;
use super::snapshot::{self, Snapshot};
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
}

/// Writes a backup of the store in `data` to the folder `to`, or brings the one that is there up to date. It takes no lock on
/// the store but for a look into the engine, and only while nobody has it: somebody may be working with the store.
///
/// # Errors
/// [`StoreError::Damaged`] when the store can't be read, or a snapshot is not of its journal, [`StoreError::JournalBehind`] when the journal has lost its end,
/// [`StoreError::OtherBase`] and [`StoreError::BackupAhead`] when `to` has commits that the store does not have,
/// [`StoreError::BackupDamaged`] when what was in `to` can't be read: the backup is as it was then. [`StoreError::Busy`] when
/// another backup to the same folder is under way, [`StoreError::NoRoom`] when less than the reserve of the store would be left
/// on its disk, [`StoreError::NotAStore`] when either folder holds other things, [`StoreError::InItself`], [`StoreError::InABase`], and
/// [`StoreError::IsABase`] when `to` is a store to work with.
pub fn backup(
    data: &Path,
    to: &Path,
    settings: &Settings,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport> {
    let format = format_of(data)?;
    let journal = journal_of(data);
    if !journal.is_dir() {
        return Err(StoreError::NotAStore { path: data.to_owned() });
    }
    place::refuse_a_base(data, to)?;
    refuse_a_lost_journal(data)?;
    refuse_a_short_journal(data, &journal_disk(&journal)?)?;
    refuse_a_mixture(&journal_disk(&journal)?)?;
    let target = Target::take(to)?;
    // Elsewhere nobody writes but us.
    let reserve = if on_one_disk(data, to) { settings.reserve } else { 0 };
    let written = write(data, &target, format, reserve, progress);
    if written.is_err() {
        target.give_up();
    }
    written
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

/// A snapshot of other commits than those of the journal beside it would make one backup of two bases.
fn refuse_a_mixture(journal: &Arc<dyn Disk>) -> Result<()> {
    let reader = Reader::new(Arc::clone(journal));
    for from in snapshot::list(journal.as_ref())? {
        // One that can't be read is left out, and one may be removed meanwhile.
        let Ok(whole) = Snapshot::open(journal.as_ref(), from) else { continue };
        if is_apart(whole.foot(), &reader)? {
            return Err(StoreError::Damaged { segment: snapshot::name(from), offset: 0, what: APART });
        }
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
    if format_of(&target.path).ok() != Some(format) {
        write_format(&target.path, format)?;
    }
    Ok(report)
}

/// The folder of a backup, ours as long as this lives.
struct Target {
    path: PathBuf,
    is_new: bool,
    _locks: (File, Option<Folder>),
}

impl Target {
    fn take(to: &Path) -> Result<Self> {
        let is_bare = match std::fs::read_dir(to) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(to).map_err(StoreError::io(to))?;
                true
            }
            Err(error) => return Err(StoreError::io(to)(error)),
        };
        let has_format = to.join(FORMAT_FILE).exists();
        if has_format {
            format_of(to)?;
        } else if !is_bare && !to.join(BACKUP_LOCK).exists() {
            return Err(StoreError::NotAStore { path: to.to_owned() });
        }
        let lock = take_lock(to, BACKUP_LOCK)?;
        remove_scratch(to);
        // Somebody may have opened the backup as a store: it is not written to under his hands.
        let opened = (has_format && to.join("store.lock").exists()).then(|| Folder::take(to)).transpose()?;
        Ok(Self { path: to.to_owned(), is_new: !has_format, _locks: (lock, opened) })
    }

    /// Leaves nothing behind of a backup that failed. What can't be removed is removed by the next attempt.
    fn give_up(&self) {
        let journal = journal_of(&self.path);
        if let Ok(disk) = journal_disk(&journal) {
            let _ = snapshot::remove_parts(disk.as_ref());
        }
        if self.is_new && std::fs::remove_dir(journal).is_ok() {
            let _ = std::fs::remove_file(self.path.join(BACKUP_LOCK));
            let _ = std::fs::remove_dir(&self.path);
        }
    }
}

/// What is to be done to a backup.
#[derive(Default)]
struct Plan {
    /// Files to write, and how many bytes of each.
    files: Vec<(String, u64)>,
}

impl Plan {
    fn bytes(&self) -> u64 {
        self.files.iter().map(|(_, len)| len).sum()
    }

    /// Copies the files, from the one with this number on, under the names of parts.
    fn copy(
        &self,
        first: usize,
        from: &Arc<dyn Disk>,
        to: &Arc<dyn Disk>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<()> {
        let files = || self.files.iter().skip(first);
        let total = files().map(|(_, len)| len).sum();
        let mut copier = Copier::new(from.as_ref(), to.as_ref(), total, progress);
        for (name, len) in files() {
            copier.copy(name, *len, &[])?;
        }
        Ok(())
    }

    /// Adds the snapshots of the store that can't be read in the backup any more, as far as they can in the store.
    fn add_rotten(&mut self, from: &Arc<dyn Disk>, to: &Arc<dyn Disk>, snapshots: &[u64]) -> Result<()> {
        for snapshot in snapshots {
            let name = snapshot::name(*snapshot);
            let is_new = self.files.iter().any(|(planned, _)| *planned == name);
            let is_rotten = || matches!(read_whole(to.as_ref(), *snapshot), Err(StoreError::Damaged { .. }));
            if !is_new && is_rotten() && read_whole(from.as_ref(), *snapshot).is_ok() {
                let len = from.len(&name).map_err(StoreError::io(from.path(&name)))?;
                self.files.push((name, len));
            }
        }
        Ok(())
    }
}

/// Reads a snapshot to its end.
fn read_whole(disk: &dyn Disk, from: u64) -> Result<()> {
    Snapshot::open(disk, from)?.each(&mut |_, _, _| Ok(()))
}

/// Brings the journal of a backup up to that of a store.
fn write_journal(
    from: &Arc<dyn Disk>,
    to: &Arc<dyn Disk>,
    path: &Path,
    reserve: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport> {
    snapshot::remove_parts(to.as_ref())?;
    let snapshots = snapshot::list(from.as_ref())?;
    let mut plan = plan_segments(from, to, path)?;
    let lens = |disk: &Arc<dyn Disk>, name: &str| disk.len(name).map_err(StoreError::io(disk.path(name)));
    for name in snapshots.iter().map(|snapshot| snapshot::name(*snapshot)) {
        let len = lens(from, &name)?;
        if to.len(&name).ok() != Some(len) {
            plan.files.push((name, len));
        }
    }
    if from.len(KNOWN).is_ok() && known(from.as_ref()) != known(to.as_ref()) {
        plan.files.push((KNOWN.to_owned(), lens(from, KNOWN)?));
    }
    if from.len(ANEW).is_ok() && begun_anew(from.as_ref()) != begun_anew(to.as_ref()) {
        plan.files.push((ANEW.to_owned(), lens(from, ANEW)?));
    }
    check_room(path, plan.bytes(), reserve)?;
    plan.copy(0, from, to, progress)?;
    let mut skipped = Vec::new();
    let (parts, checked) = loop {
        let parts = Parts::of(to)?;
        let checked = Checked::read(&parts, progress);
        if let Ok(checked) = &checked {
            skipped.extend(checked.skipped.iter().filter(|name| parts.has(name)).cloned());
            if checked.skipped.iter().all(|name| parts.has(name)) {
                break (parts, Ok(checked.clone()));
            }
        }
        // What has rotted in the backup and is whole in the store is copied once more.
        let copied = plan.files.len();
        plan.add_rotten(from, to, &snapshots)?;
        if plan.files.len() == copied {
            break (parts, checked);
        }
        check_room(path, plan.bytes(), reserve)?;
        plan.copy(copied, from, to, progress)?;
    };
    let checked = checked.map_err(|error| parts.blame(path, error))?;
    let is_gone = |old: u64| {
        let newer = checked.snapshots.iter().any(|kept| *kept > old && snapshots.contains(kept));
        !snapshots.contains(&old) && newer
    };
    for old in snapshot::list(to.as_ref())? {
        let is_rotten = checked.skipped.contains(&snapshot::name(old)) && !parts.has(&snapshot::name(old));
        if is_rotten && !is_gone(old) {
            return Err(parts.blame(path, read_whole(to.as_ref(), old).err().unwrap_or(StoreError::Conflict)));
        }
    }
    parts.take_their_names()?;
    for gone in snapshot::list(to.as_ref())? {
        if is_gone(gone) {
            let name = snapshot::name(gone);
            to.remove(&name).map_err(StoreError::io(to.path(&name)))?;
        }
    }
    let names = to.list().map_err(StoreError::io(path))?;
    let stays = |(name, _): &&(String, u64)| names.contains(name);
    Ok(BackupReport {
        last: checked.last,
        at: checked.at,
        copied: plan.files.iter().filter(stays).map(|(_, len)| len).sum(),
        total: names.iter().map(|name| to.len(name).unwrap_or_default()).sum(),
        segments: Reader::new(Arc::clone(to)).segments()?.len(),
        snapshots: snapshot::list(to.as_ref())?.len(),
        skipped,
    })
}

/// The segments that are new or longer than in the backup.
fn plan_segments(from: &Arc<dyn Disk>, to: &Arc<dyn Disk>, path: &Path) -> Result<Plan> {
    let segments = Reader::new(Arc::clone(from)).segments()?;
    let present = Reader::new(Arc::clone(to)).segments()?;
    let other = |segment: u64| {
        // A backup that has gone bad by itself is not taken for another base's.
        match Checked::read(&Parts::bare(to), &mut |_| {}) {
            Err(StoreError::Damaged { segment, offset, .. }) => {
                StoreError::BackupDamaged { path: path.to_owned(), file: segment, offset }
            }
            Ok(checked) => match end_they_share(from, to) {
                Some(base) if base < checked.last => {
                    StoreError::BackupAhead { path: path.to_owned(), backup: checked.last, base }
                }
                _ => StoreError::OtherBase { path: path.to_owned(), file: segment_name(segment) },
            },
            Err(_) => StoreError::OtherBase { path: path.to_owned(), file: segment_name(segment) },
        }
    };
    let mut plan = Plan::default();
    let mut proven = present.is_empty();
    if let Some(last) = present.last()
        && segments.last() < Some(last)
    {
        return Err(other(*last));
    }
    let damaged = known(from.as_ref());
    for (n, segment) in segments.iter().enumerate() {
        let name = segment_name(*segment);
        let is_copied = present.contains(segment);
        if is_copied && damaged.iter().any(|(file, _)| *file == name) {
            // The copy is no worse.
            continue;
        }
        let len = if n + 1 == segments.len() {
            let end = end_of(from.as_ref(), *segment, u64::MAX)?;
            settle(&from.path(&name));
            end.offset
        } else {
            from.len(&name).map_err(StoreError::io(from.path(&name)))?
        };
        if is_copied {
            let had = to.len(&name).map_err(StoreError::io(to.path(&name)))?;
            proven = true;
            if had <= len && same_beginning(from.as_ref(), to.as_ref(), &name, had)? {
                if had == len {
                    continue;
                }
            } else {
                if !goes_on(from.as_ref(), to.as_ref(), *segment)? {
                    return Err(other(*segment));
                }
                let ends = |disk: &Arc<dyn Disk>| end_of(disk.as_ref(), *segment, u64::MAX);
                if ends(from)?.last == ends(to)?.last {
                    continue;
                }
            }
        }
        // A head that never reached the disk is no segment yet.
        if len > 0 {
            plan.files.push((name, len));
        }
    }
    match present.last() {
        Some(last) if !proven => Err(other(*last)),
        _ => Ok(plan),
    }
}

/// The last commit of a store, when a backup has the same commit under its number.
fn end_they_share(from: &Arc<dyn Disk>, to: &Arc<dyn Disk>) -> Option<u64> {
    let store = Reader::new(Arc::clone(from));
    let last = store.last_hint().ok().filter(|last| *last > 0)?;
    let entry = |reader: &Reader| reader.entry(last).ok().flatten();
    (entry(&store)? == entry(&Reader::new(Arc::clone(to)))?).then_some(last)
}

/// Whether two folders are on one disk; where the system does not tell, they are not.
fn on_one_disk(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |folder: &Path| std::fs::metadata(folder).map(|there| there.dev()).ok();
        device(a).is_some_and(|here| device(b) == Some(here))
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        false
    }
}

/// Brings a file of the store to the disk: a commit of which there is a backup must not be lost by a power cut.
fn settle(file: &Path) {
    // Where this does not work, the writer has done it, or will in a moment.
    let _ = File::open(file).and_then(|file| file.sync_data());
}

/// Fails when there is no room for so many bytes, or when they would leave less than a reserve.
fn check_room(folder: &Path, bytes: u64, reserve: u64) -> Result<()> {
    // A system that does not tell will say so when it is full.
    let Ok(Room { bytes: free, .. }) = Room::of(folder) else { return Ok(()) };
    if free < bytes {
        return Err(StoreError::io(folder)(std::io::ErrorKind::StorageFull.into()));
    }
    let wanted = bytes.saturating_add(reserve);
    // What takes no room takes none of the reserve.
    if bytes > 0 && free < wanted { Err(StoreError::NoRoom { free, reserve: wanted }) } else { Ok(()) }
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
