//! The journal and the snapshots: read to their end, record by record, without a lock.

use std::io::ErrorKind;
use std::sync::Arc;

use super::look::look;
use super::{Fault, Finding, Remark, Report};
use super::{Progress, Stage};
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Damage, Entry, Found, Reader, absent, is_known, known};
use crate::store::key::Key;
use crate::store::local::proof::{APART, Kinship, by_files, is_apart};
use crate::store::snapshot::{self, Foot, Snapshot};
use crate::store::tables::{Revision, Table};

/// Somebody who works with the store may remove an old segment while it is being read: then it is read once more.
const ATTEMPTS: u32 = 3;
/// Commits or records between two words on how far it has come.
const STEP: u64 = 1024;

/// Checks journal and snapshots, and whether they lead to the last state.
pub(super) fn check(
    disk: &Arc<dyn Disk>,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<()> {
    let reader = Reader::new(Arc::clone(disk));
    // Before the journal is read: somebody may be at work.
    let proven = by_files(disk.as_ref())?;
    let gaps = journal(disk, &reader, report, progress)?;
    let feet = snapshots(disk.as_ref(), &reader, report, progress)?;
    report.reaches(proven, report.seen.last);
    path(&reader, &gaps, &feet, report)
}

/// Reads the journal; returns where it can't be read.
fn journal(
    disk: &Arc<dyn Disk>,
    reader: &Reader,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Damage>> {
    for attempt in 1.. {
        let mut part = Report::default();
        match journal_once(disk, reader, &mut part, progress) {
            Err(StoreError::Io { source, .. })
                if source.kind() == ErrorKind::NotFound && attempt < ATTEMPTS => {}
            Err(error) => return Err(error),
            Ok(gaps) => {
                *report = part;
                return Ok(gaps);
            }
        }
    }
    Ok(Vec::new())
}

fn journal_once(
    disk: &Arc<dyn Disk>,
    reader: &Reader,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Damage>> {
    let known = known(disk.as_ref());
    let segments = reader.segments()?;
    let total = reader.last_hint()?;
    let first = segments.first().copied().unwrap_or(1);
    report.seen.segments = segments.len() as u64;
    // A segment without commits says all the same with which commit the journal goes on.
    report.seen.last = segments.last().map_or(0, |last| last.saturating_sub(1));
    let mut gaps: Vec<Damage> = Vec::new();
    reader.scan(&mut |found| {
        match found {
            Found::Entry(entry) => {
                report.seen.commits += 1;
                if report.seen.first == 0 {
                    report.seen.first = entry.seq;
                }
                report.seen.last = report.seen.last.max(entry.seq);
                if entry.seq % STEP == 0 {
                    let done = entry.seq.saturating_sub(first);
                    progress(Progress {
                        stage: Stage::Journal,
                        done,
                        total: total.saturating_sub(first).max(done),
                    });
                }
                commit(&entry, report);
            }
            Found::Damage(damage) => {
                if damage.is_stray() {
                    // Its name tells nothing of how far the journal goes.
                    report.seen.last = damage.after;
                }
                let same = |gap: &&mut Damage| (&gap.segment, gap.offset) == (&damage.segment, damage.offset);
                match gaps.iter_mut().find(same) {
                    // One place may stand for two faults: a file that is no file, behind one that is missing.
                    Some(gap) => gap.before = damage.before,
                    None => gaps.push(damage),
                }
            }
            Found::Torn(0) => {}
            Found::Torn(bytes) => report.remarks.push(Remark::Torn(bytes)),
        }
        Ok(())
    })?;
    gaps.extend(absent(disk.as_ref())?);
    for gap in &gaps {
        if is_known(&known, gap) {
            report.remarks.push(Remark::KnownDamage(gap.clone()));
        } else {
            report.add(Finding::Journal(gap.clone()));
        }
    }
    Ok(gaps)
}

fn commit(entry: &Entry, report: &mut Report) {
    for change in &entry.changes {
        report.seen.changes += 1;
        let fault = match change.value.as_deref().map(|value| look(change.table, value)) {
            // A commit may change a record twice; the second change then follows on this very commit.
            _ if change.previous > Revision(entry.seq) => {
                Some(Fault::Revision { revision: change.previous.0, last: entry.seq })
            }
            Some(Err(error)) => Some(unreadable(error)),
            Some(Ok(seen)) if seen.key != change.key => Some(Fault::WrongKey),
            Some(Ok(seen)) if seen.id != change.id => Some(Fault::WrongId),
            Some(Ok(_)) | None => None,
        };
        if let Some(fault) = fault {
            report.add(Finding::JournalRecord {
                seq: entry.seq,
                table: change.table,
                key: change.key.clone(),
                fault,
            });
        }
    }
}

/// What is wrong with a record that can't be decoded.
pub(super) fn unreadable(error: StoreError) -> Fault {
    Fault::Unreadable(match error {
        StoreError::Record { what, .. } => what,
        other => other.to_string(),
    })
}

/// Reads the snapshots; returns the feet of those that can be read to their end and are of this journal.
fn snapshots(
    disk: &dyn Disk,
    reader: &Reader,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Foot>> {
    let mut whole = Vec::new();
    for from in snapshot::list(disk)? {
        report.seen.snapshots += 1;
        match snapshot_at(disk, reader, from, report, progress) {
            Ok(foot) => whole.push(foot),
            Err(StoreError::Damaged { segment, what: APART, .. }) => {
                report.add(Finding::Apart { file: segment });
            }
            Err(StoreError::Damaged { segment, offset, what }) => {
                report.add(Finding::Snapshot { file: segment, offset, what });
            }
            // Newer ones have pushed it out meanwhile.
            Err(StoreError::Io { .. }) if !snapshot::list(disk)?.contains(&from) => {
                report.seen.snapshots -= 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(whole)
}

fn snapshot_at(
    disk: &dyn Disk,
    reader: &Reader,
    from: u64,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<Foot> {
    let snapshot = Snapshot::open(disk, from)?;
    let mut kinship = Kinship::of_snapshot(reader, snapshot.foot())?;
    let (total, last) = (snapshot.size(), snapshot.foot().to);
    let mut count = 0_u64;
    snapshot.each(&mut |key, value, read| {
        count += 1;
        kinship.look(key, value);
        if count.is_multiple_of(STEP) {
            progress(Progress { stage: Stage::Snapshots, done: read, total });
        }
        let table = key.first().and_then(|tag| Table::from_tag(*tag));
        let fault = match table {
            None => Some(Fault::UnknownTable),
            Some(table) => fault(table, key, value, last),
        };
        if let Some(fault) = fault {
            report.add(Finding::SnapshotRecord {
                file: snapshot::name(from),
                table: table.unwrap_or(Table::Client),
                key: Key::from_bytes(key),
                fault,
            });
        }
        Ok(())
    })?;
    if is_apart(snapshot.foot(), reader)? || kinship.is_strange()? {
        return Err(StoreError::Damaged { segment: snapshot::name(from), offset: 0, what: APART });
    }
    Ok(snapshot.foot().clone())
}

/// What is wrong with a record as the engine and the snapshots hold it.
fn fault(table: Table, key: &[u8], value: &[u8], last: u64) -> Option<Fault> {
    let Some((Revision(revision), encoded)) = codec::split_revision(value) else {
        return Some(Fault::Unreadable("it is too short".into()));
    };
    match look(table, encoded) {
        Err(error) => Some(unreadable(error)),
        Ok(seen) if seen.key.as_bytes() != key => Some(Fault::WrongKey),
        Ok(_) if !(1..=last).contains(&revision) => Some(Fault::Revision { revision, last }),
        Ok(_) => None,
    }
}

/// Whether an earlier state and the journal behind it lead to the last one.
fn path(reader: &Reader, gaps: &[Damage], feet: &[Foot], report: &mut Report) -> Result<()> {
    let end = report.seen.last;
    let first = reader.segments()?.first().copied().unwrap_or(1);
    let begins = std::iter::once(0).chain(feet.iter().map(|foot| foot.from));
    let leads = |from: u64| {
        let holes = || gaps.iter().filter(|gap| !gap.is_stray() && gap.before != Some(gap.after + 1));
        let no_hole = holes().all(|gap| gap.before.is_some_and(|before| before <= from + 1));
        from <= end && from + 1 >= first && no_hole
    };
    let mut ways: Vec<u64> = begins.filter(|from| leads(*from)).collect();
    ways.sort_unstable();
    report.seen.restorable = ways.first().copied();
    if ways.is_empty() {
        report.add(Finding::NoPath { last: end });
    }
    Ok(())
}
