//! What a data folder proves of the commits that were made, whether they can be read or not; and whether an engine or a snapshot
//! has come from the commits of the journal beside it.
//!
//! Files get their names late: a file of the journal the number N when commit N−1 is on the disk, a snapshot the number of the
//! commit it was begun after when it is finished. So the names alone are evidence, and a damaged file proves as much as a
//! whole one. Opening, checking, repair, backup, restore and rebuild all ask here, so that none of them takes a lost end for
//! the end.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::applied::Applied;
use super::fill::sound;
use super::folder::doubted;
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::engine::Engine;
use crate::store::error::{Result, StoreError};
use crate::store::journal::{DIGITS, Entry, Mark, Reader, RecordChange, SEQ_MAX, begun_anew, exact_number};
use crate::store::snapshot::{self, Foot, Snapshot};
use crate::store::tables::{Revision, Table};

use super::verify::walk::Cursor;

/// So many records are compared with the commits they come from: those of the latest commits.
const SAMPLE: usize = 64;
/// So many commits behind a snapshot are asked what they have found.
const BEHIND: u64 = 1000;
/// What is wrong with a snapshot that has come from other commits than those of the journal.
pub const APART: &str = "it has come from other commits than those of the journal";

/// The last commit of which the names of files in a journal folder tell that it was made; 0 when they tell of none. Files that a
/// repair has put aside count, files that were never finished do not.
pub(in crate::store) fn by_names<'n>(names: impl IntoIterator<Item = &'n str>) -> u64 {
    let proven = names.into_iter().filter_map(|name| {
        let (number, ending) = name.split_at_checked(DIGITS)?;
        let number = exact_number(number)?;
        let ending = ending.split_once(snapshot::ASIDE).map_or(ending, |(ending, _)| ending);
        match ending {
            ".journal" => Some(number.saturating_sub(1)),
            ".snapshot" => Some(number),
            _ => None,
        }
    });
    proven.max().unwrap_or_default()
}

/// The last commit of which the files of a journal folder tell that it was made, without reading the journal: by their names, and by
/// what stands at the end of snapshots.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn by_files(disk: &dyn Disk) -> Result<u64> {
    let names = disk.list().map_err(StoreError::io(disk.path("")))?;
    // An empty file has nothing of ours: it may be there by chance. Where it is not, the commits before it are missing, and
    // opening comes upon that.
    let is_chance = |name: &&String| name.contains(".journal") && disk.len(name).is_ok_and(|len| len == 0);
    let mut proven = by_names(names.iter().filter(|name| !is_chance(name)).map(String::as_str));
    for from in snapshot::numbers(&names) {
        // One that can't be read tells no more than its name, and one may be removed meanwhile.
        let told = Snapshot::open(disk, from).map_or(0, |whole| whole.foot().to);
        proven = if told < SEQ_MAX { proven.max(told) } else { proven };
    }
    // Where a repair was to begin the journal anew, that was decided.
    let begun = begun_anew(disk).into_iter().map(|place| place.first.saturating_sub(1));
    Ok(begun.filter(|before| *before < SEQ_MAX).fold(proven, u64::max))
}

/// As [`by_files`], with the word that an opening in doubt has left in the data folder: that one may have known an engine that
/// is gone now.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn by_folder(data: &Path, disk: &dyn Disk) -> Result<u64> {
    Ok(by_files(disk)?.max(doubted(data).unwrap_or_default()))
}

/// Fails when more commits are known to have been made than the journal has.
///
/// # Errors
/// [`StoreError::JournalBehind`].
pub(in crate::store) fn refuse_a_lost_end(reached: u64, journal: u64) -> Result<()> {
    if reached > journal { Err(StoreError::JournalBehind { engine: reached, journal }) } else { Ok(()) }
}

/// Whether the journal has the commit a snapshot was finished after, and it is another one; or does not have it, and a repair has
/// gone by other snapshots than this.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn is_apart(foot: &Foot, reader: &Reader) -> Result<bool> {
    Ok(match reader.entry(foot.to)? {
        Some(entry) => !foot.mark.fits(&entry),
        None => reader.disowns(foot.to, foot.mark),
    })
}

/// Fails where a snapshot is of other commits than those of the journal beside it: they are of two bases.
///
/// # Errors
/// [`StoreError::Damaged`] with [`APART`].
pub(in crate::store) fn refuse_a_mixture(journal: &Arc<dyn Disk>) -> Result<()> {
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

/// Records of the latest commits that the journal has, to be compared with them; and records that the commits behind a snapshot
/// have found there.
pub(in crate::store) struct Kinship<'r> {
    reader: &'r Reader,
    /// The first commit of the journal and the last one.
    bounds: (u64, u64),
    sample: BTreeMap<(u64, Vec<u8>), Vec<u8>>,
    /// Keys with the revisions the records must have.
    wanted: BTreeMap<Vec<u8>, u64>,
}

impl<'r> Kinship<'r> {
    pub(in crate::store) fn new(reader: &'r Reader) -> Result<Self> {
        let first = reader.segments()?.first().copied().unwrap_or(1);
        let bounds = (first, reader.last_hint()?);
        Ok(Self { reader, bounds, sample: BTreeMap::new(), wanted: BTreeMap::new() })
    }

    /// Of a snapshot: the commits behind it tell of records they have changed which revisions these had.
    pub(in crate::store) fn of_snapshot(reader: &'r Reader, foot: &Foot) -> Result<Self> {
        let mut kinship = Self::new(reader)?;
        let mut changed = BTreeSet::new();
        let walked = reader.each_after(foot.to, &mut |entry| {
            for RecordChange { key, previous: Revision(previous), .. } in entry.changes {
                let is_first = changed.insert(key.as_bytes().to_vec());
                // Of a later revision a snapshot that took its time may have missed the change.
                if is_first && (1..=foot.from).contains(&previous) {
                    kinship.wanted.insert(key.as_bytes().to_vec(), previous);
                }
            }
            let is_enough = kinship.wanted.len() >= SAMPLE || entry.seq >= foot.to.saturating_add(BEHIND);
            if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        match walked {
            // What can't be read there says nothing of the snapshot.
            Ok(()) | Err(StoreError::Damaged { .. }) => Ok(kinship),
            Err(error) => Err(error),
        }
    }

    /// Looks at a record: its key and its value as an engine holds it.
    pub(in crate::store) fn look(&mut self, key: &[u8], value: &[u8]) {
        let Some((Revision(seq), encoded)) = codec::split_revision(value) else { return };
        if self.wanted.get(key) == Some(&seq) {
            self.wanted.remove(key);
        }
        let (first, last) = self.bounds;
        let is_full = self.sample.len() >= SAMPLE;
        let is_later = || self.sample.first_key_value().is_none_or(|((least, _), _)| seq > *least);
        if (first..=last).contains(&seq) && (!is_full || is_later()) {
            if is_full {
                self.sample.pop_first();
            }
            self.sample.insert((seq, key.to_vec()), encoded.to_vec());
        }
    }

    /// Whether one of the records is not what the journal says its commit has made of it, or was not there when a later commit
    /// came. Commits that can't be read say nothing.
    pub(in crate::store) fn is_strange(&self) -> Result<bool> {
        if !self.wanted.is_empty() {
            return Ok(true);
        }
        let mut known: Option<Entry> = None;
        for ((seq, key), encoded) in &self.sample {
            if known.as_ref().is_none_or(|entry| entry.seq != *seq) {
                known = self.reader.entry(*seq)?;
            }
            let Some(entry) = &known else { continue };
            let change = entry.changes.iter().rfind(|change| change.key.as_bytes() == key.as_slice());
            if change.and_then(|change| change.value.as_ref()) != Some(encoded) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Snapshots finished behind the last commit of the journal, `last`, that know other commits there than the engine: nothing but
/// these two can say what was there.
///
/// # Errors
/// When engine or disk can't be read.
pub(super) fn against(
    engine: &dyn Engine,
    disk: &dyn Disk,
    reader: &Reader,
    last: u64,
) -> Result<Vec<String>> {
    let known = Applied::known(engine)?;
    let mut found = Vec::new();
    for from in snapshot::list(disk)? {
        // Those that can't be read, or are not of this journal, are named as such.
        let foot = match sound(disk, reader, from, u64::MAX) {
            Ok(Some(foot)) if foot.to > last => foot,
            Ok(_) | Err(StoreError::Damaged { .. }) => continue,
            Err(error) => return Err(error),
        };
        let is_marked = foot.to == known.from && foot.mark != Mark::NONE && known.mark != Mark::NONE;
        let differs = if is_marked {
            foot.mark != known.mark
        } else {
            differs(engine, &Snapshot::open(disk, from)?, known.from, last)?
        };
        if differs {
            found.push(snapshot::name(from));
        }
    }
    Ok(found)
}

/// Whether a snapshot has a record that an engine which has come to the commit `seq` can't lack, or not have so.
pub(super) fn differs(engine: &dyn Engine, snapshot: &Snapshot<'_>, seq: u64, last: u64) -> Result<bool> {
    let foot = snapshot.foot();
    let mut differs = false;
    snapshot.each(&mut |key, value, _| {
        let revision = |value: &[u8]| codec::split_revision(value).map_or(0, |(revision, _)| revision.0);
        let theirs = revision(value);
        differs |= match engine.get(key)? {
            Some(mine) if mine == value => false,
            Some(mine) => match revision(&mine) {
                mine if mine == theirs => true,
                mine if mine < theirs => theirs <= seq,
                mine => mine <= foot.from,
            },
            // Of an earlier commit it may have been deleted since.
            None => (last + 1..=seq).contains(&theirs),
        };
        Ok(())
    })?;
    Ok(differs)
}

/// Whether the records of an engine that has come to the commit `seq` are not those the journal makes, as far as a sample
/// shows.
///
/// # Errors
/// When engine or journal can't be read.
pub(super) fn is_strange(engine: &dyn Engine, reader: &Reader) -> Result<bool> {
    let mut kinship = Kinship::new(reader)?;
    for table in Table::ALL {
        let mut cursor = Cursor::of_tag(engine, table.tag());
        while let Some((key, value)) = cursor.next()? {
            kinship.look(&key, &value);
        }
    }
    kinship.is_strange()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::MemoryDisk;

    #[test]
    fn an_empty_file_proves_nothing_and_a_damaged_one_does() {
        let disk = MemoryDisk::default();
        let name = format!("{:020}.journal", 70);
        disk.create(&name).unwrap();
        assert_eq!(by_files(&disk).unwrap(), 0);
        disk.rename(&name, &format!("{name}.damaged-1")).unwrap();
        assert_eq!(by_files(&disk).unwrap(), 0);
        disk.create(&snapshot::name(20)).unwrap();
        assert_eq!(by_files(&disk).unwrap(), 20);
        disk.edit(&format!("{name}.damaged-1"), |bytes| bytes.push(7)).unwrap();
        assert_eq!(by_files(&disk).unwrap(), 69);
    }

    #[test]
    fn names_prove_what_was_made() {
        let number = |n: u64, ending: &str| format!("{n:020}{ending}");
        for (names, proven) in [
            (vec![], 0),
            (vec![number(1, ".journal")], 0),
            (vec![number(1, ".journal"), number(16, ".journal")], 15),
            (vec![number(1, ".journal"), number(20, ".snapshot")], 20),
            (vec![number(20, ".snapshot"), number(21, ".journal")], 20),
            // Put aside by a repair.
            (vec![number(20, ".snapshot.damaged-1"), number(22, ".journal.damaged-3")], 21),
            // Never finished, or not ours.
            (vec![number(20, ".snapshot.part"), number(30, ".journal.part"), "20.snapshot".into()], 0),
            (
                vec![
                    "known-damage".into(),
                    number(40, ".txt"),
                    "ы".repeat(15),
                    number(u64::MAX, ".snapshot"),
                ],
                0,
            ),
        ] {
            assert_eq!(by_names(names.iter().map(String::as_str)), proven, "{names:?}");
        }
    }
}
