//! The format of a data folder: what its file says, and what the journal tells when that is lost.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use super::folder::{ENGINE_FILE, engine_of, is_backup, journal_of, read_small, write_whole};
use crate::store::codec;
use crate::store::disk::{Disk, RealDisk};
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Reader, begins_as_ours};
use crate::store::snapshot;
use crate::store::tables::Table;

/// Format of the data folder this release writes.
///
/// 1 had no snapshots and one engine, always in `engine-sled`. 2 had neither consents nor a calendar, and its clients, call
/// lists and prohibitions were of version 1: a release of that time can't read those of today, and must not try.
pub(super) const FORMAT: u32 = 3;
pub(super) const FORMAT_FILE: &str = "FORMAT";

/// The format of a data folder. It takes no lock.
///
/// # Errors
/// [`StoreError::TooNew`] when this release does not know it, [`StoreError::NotAStore`] when there is no word of it,
/// [`StoreError::NoFormat`] when nothing tells what it was.
pub(in crate::store) fn format_of(data: &Path) -> Result<u32> {
    Ok(read_format(data)?.number)
}

/// Whether a data folder says by itself that it is of a format.
pub(in crate::store) fn says_format(data: &Path, format: u32) -> bool {
    read_format(data).is_ok_and(|found| found.is_written && found.number == format)
}

/// The format of a data folder.
pub(super) struct Format {
    pub(super) number: u32,
    /// It stands in its file; otherwise the journal has told it.
    pub(super) is_written: bool,
}

pub(super) fn read_format(data: &Path) -> Result<Format> {
    let file = data.join(FORMAT_FILE);
    let not_a_store = || StoreError::NotAStore { path: data.to_owned() };
    let text = match read_small(&file) {
        Ok(text) => text,
        // The heads of the journal tell, but of a first backup that was not brought to its end.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return match journal_of(data).is_dir() && !is_begun_only(data) {
                true => match format_by_journal(data)? {
                    Some(number) => Ok(Format { number, is_written: false }),
                    None => Err(not_a_store()),
                },
                false => Err(not_a_store()),
            };
        }
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::IsADirectory) => {
            String::new()
        }
        Err(error) => return Err(StoreError::io(&file)(error)),
    };
    let word = text.trim().strip_prefix("dozvon store ").unwrap_or_default();
    match word.parse().ok() {
        Some(number @ 1..=FORMAT) => Ok(Format { number, is_written: true }),
        // A number, if one this release can't count to.
        None if !word.is_empty() && word.bytes().all(|digit| digit.is_ascii_digit()) => {
            Err(StoreError::TooNew { found: word.to_owned(), known: FORMAT })
        }
        Some(0) | None if !journal_of(data).is_dir() => Err(not_a_store()),
        Some(0) | None => match format_by_journal(data)? {
            Some(number) => Ok(Format { number, is_written: false }),
            None => Err(StoreError::NoFormat { path: data.to_owned() }),
        },
        Some(found) => Err(StoreError::TooNew { found: found.to_string(), known: FORMAT }),
    }
}

/// The format of a data folder whose own word of it is lost, by what else is there.
fn format_by_journal(data: &Path) -> Result<Option<u32>> {
    let disk = RealDisk::new(journal_of(data)).map_err(StoreError::io(data))?;
    let snapshots = snapshot::list(&disk)?;
    let is_snapshot = || snapshots.iter().any(|from| snapshot::Snapshot::open(&disk, *from).is_ok());
    let is_engine = || engine_of(data).is_some_and(|(_, folder)| folder.is_dir());
    if !begins_as_ours(&disk)? && !is_snapshot() && !is_engine() {
        return Ok(None);
    }
    let disk: Arc<dyn Disk> = Arc::new(disk);
    let is_empty = snapshots.is_empty() && Reader::new(Arc::clone(&disk)).last_hint()? == 0;
    if is_empty || is_of_today(&disk)? {
        return Ok(Some(FORMAT));
    }
    // What the second format has beside the first: snapshots, and a choice of engines. A journal alone may be of either: the
    // way up from the first is right for both.
    let is_second = !snapshots.is_empty() || data.join(ENGINE_FILE).exists();
    Ok(Some(if is_second { 2 } else { 1 }))
}

/// Whether a folder is a backup that was begun and not brought to its end: some of its files have not got their names yet.
fn is_begun_only(data: &Path) -> bool {
    let entries = std::fs::read_dir(journal_of(data)).into_iter().flatten().flatten();
    let mut names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    is_backup(data) && names.any(|name| name.ends_with(snapshot::PART))
}

/// Of a base nothing is left but the word of its format.
pub const NOTHING_LEFT: &str = "journal, snapshots and engine are missing";

/// Fails when there was a base and nothing is left of it but the word of its format: another one must not be begun in its place as if
/// there had been none.
///
/// # Errors
/// [`StoreError::Damaged`]; when the disk can't be read.
pub(in crate::store) fn refuse_a_lost_base(data: &Path) -> Result<()> {
    let is_there = data.join(FORMAT_FILE).is_file();
    if !is_there || engine_of(data).is_some_and(|(_, folder)| folder.is_dir()) {
        return Ok(());
    }
    if journal_of(data).is_dir() {
        let disk = super::open::journal_disk(&journal_of(data))?;
        let names = disk.list().map_err(StoreError::io(data))?;
        // Files that were put aside are something that is left.
        if names.iter().any(|name| name.contains(".journal") || name.contains(".snapshot")) {
            return Ok(());
        }
    }
    Err(StoreError::Damaged { segment: FORMAT_FILE.to_owned(), offset: 0, what: NOTHING_LEFT })
}

/// Whether the journal or a snapshot holds a record as no release before the third format has written any: of a table that
/// came with it, or of a later version than the first.
fn is_of_today(disk: &Arc<dyn Disk>) -> Result<bool> {
    let is_new = |table: Table, encoded: &[u8]| {
        matches!(table, Table::Consent | Table::Calendar | Table::Heard)
            || encoded.first().is_some_and(|version| *version > 1)
    };
    let mut found = false;
    let reader = Reader::new(Arc::clone(disk));
    let first = reader.segments()?.first().copied().unwrap_or(1);
    let walked = reader.each_after(first.saturating_sub(1), &mut |entry| {
        let mut values =
            entry.changes.iter().filter_map(|change| Some((change.table, change.value.as_deref()?)));
        found = values.any(|(table, encoded)| is_new(table, encoded));
        if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if let Err(error) = walked {
        tracing::debug!(%error, "the journal tells its format only as far as it can be read");
    }
    for from in snapshot::list(disk.as_ref())? {
        if found {
            break;
        }
        // What can't be read of it tells nothing.
        let _ = snapshot::Snapshot::open(disk.as_ref(), from).and_then(|snapshot| {
            snapshot.each(&mut |key, value, _| {
                let table = key.first().and_then(|tag| Table::from_tag(*tag));
                let encoded = codec::split_revision(value).map(|(_, encoded)| encoded);
                found = table.zip(encoded).is_some_and(|(table, encoded)| is_new(table, encoded));
                // An error ends the walk.
                if found { Err(StoreError::Conflict) } else { Ok(()) }
            })
        });
    }
    Ok(found)
}

/// Says of which format a data folder is.
pub(in crate::store) fn write_format(data: &Path, format: u32) -> Result<()> {
    write_whole(&data.join(FORMAT_FILE), format!("dozvon store {format}\n"))
}
