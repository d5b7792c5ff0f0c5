//! Bringing the journal of a backup up to that of a store.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use super::copy::{Checked, Copier, Parts, same_beginning};
use super::place::check_room;
use super::{BackupReport, Progress};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};
use crate::store::journal::{
    ANEW, Anew, Damage, KNOWN, Reader, absent, begun_anew, end_of, goes_on, known, lacked, segment_name,
    settled,
};
use crate::store::snapshot::{self, Snapshot};

/// What is to be done to a backup.
#[derive(Default)]
struct Plan {
    /// The last commit of the store when it was made.
    last: u64,
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
pub(super) fn write_journal(
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
    let anew = |disk: &Arc<dyn Disk>| (begun_anew(disk.as_ref()), lacked(disk.as_ref()));
    // Where the store has lost the word of a repair, the backup keeps what it has.
    let has_word = from.len(ANEW).is_ok() && !absent(from.as_ref())?.iter().any(Damage::is_forgotten);
    if has_word && anew(from) != anew(to) {
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
    refuse_a_shorter(from, &parts, plan.last, checked.last, path)?;
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
        missing: checked.missing(),
    })
}

/// Fails when a backup would lack the last commit of the store, `last`, or have another one under its number, whatever has led to
/// that: it is called complete only when it ends as the store did.
fn refuse_a_shorter(from: &Arc<dyn Disk>, parts: &Parts, last: u64, found: u64, path: &Path) -> Result<()> {
    let file = || Reader::new(Arc::clone(from)).segments().ok().and_then(|all| all.last().copied());
    let file = || segment_name(file().unwrap_or(1));
    if found < last {
        return Err(StoreError::BackupDamaged { path: path.to_owned(), file: file(), offset: 0 });
    }
    let copy: Arc<dyn Disk> = Arc::new(parts.clone());
    let entry = |disk: &Arc<dyn Disk>| Reader::new(Arc::clone(disk)).entry(last);
    match (entry(from)?, entry(&copy)?) {
        (Some(own), Some(copied)) if own != copied => {
            Err(StoreError::OtherBase { path: path.to_owned(), file: file() })
        }
        (Some(_), None) => Err(StoreError::BackupDamaged { path: path.to_owned(), file: file(), offset: 0 }),
        _ => Ok(()),
    }
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
                _ => match lost_there(from, to) {
                    Some(from) => StoreError::BackupHasLost { path: path.to_owned(), from },
                    None => StoreError::OtherBase { path: path.to_owned(), file: segment_name(segment) },
                },
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
    // What is missing before a file is no damage of that file.
    let is_damaged =
        |name: &str| damaged.iter().any(|(file, place)| file == name && place.parse::<u64>().is_ok());
    plan.last = segments.last().map_or(0, |last| last.saturating_sub(1));
    for (n, segment) in segments.iter().enumerate() {
        let name = segment_name(*segment);
        let is_copied = present.contains(segment);
        let is_last = n + 1 == segments.len();
        if is_copied && !is_last && is_damaged(&name) {
            // The copy is no worse.
            continue;
        }
        let len = if is_last {
            let end = end_of(from.as_ref(), *segment, u64::MAX)?;
            plan.last = end.last;
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
        // At the end a head that never reached the disk is no segment yet. Before it an emptied file is what the word of its damage
        // names: without it the one behind would be blamed.
        if len > 0 || !is_last {
            plan.files.push((name, len));
        }
    }
    match present.last() {
        Some(last) if !proven => Err(match segments.first() {
            Some(first) if first > last => StoreError::BackupPassed { path: path.to_owned(), first: *first },
            _ => other(*last),
        }),
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

/// The first commit that a repair of a store has gone on without and a backup has, which has the one before it as well.
fn lost_there(from: &Arc<dyn Disk>, to: &Arc<dyn Disk>) -> Option<u64> {
    let (store, backup) = (Reader::new(Arc::clone(from)), Reader::new(Arc::clone(to)));
    let entry = |reader: &Reader, seq| reader.entry(seq).ok().flatten();
    let is_lost = |place: &Anew| {
        let lost = place.after + 1;
        let is_shared = place.after == 0 || entry(&store, place.after) == entry(&backup, place.after);
        lost < place.first && is_shared && entry(&store, lost).is_none() && entry(&backup, lost).is_some()
    };
    settled(from.as_ref()).iter().find(|place| is_lost(place)).map(|place| place.after + 1)
}

/// Brings a file of the store to the disk: a commit of which there is a backup must not be lost by a power cut.
fn settle(file: &Path) {
    // Where this does not work, the writer has done it, or will in a moment.
    let _ = File::open(file).and_then(|file| file.sync_data());
}
