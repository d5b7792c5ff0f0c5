//! Whether a store is whole: the journal and the snapshots for themselves, the engine's records, indexes and references among
//! each other, and the engine against a replay of the journal.
//!
//! | module | what it checks |
//! |---|---|
//! | `files` | journal and snapshots; needs no lock |
//! | `records` | the engine: records, what they name, indexes, counters |
//! | `deep` | the engine against a replay of the journal |
//! | `look` | a record of any table, as a check looks at it |
//! | `walk` | through an engine in steps |
//! | `finding` | what may be found, and what helps |
//! | `report` | all that was found |
//!
//! Nothing is changed. Everything is read once, in order, and memory does not grow with the base but for a bit for each id; where
//! an index is wrong, for eight bytes for each entry of it.

pub(super) mod deep;
mod files;
mod finding;
mod look;
mod records;
mod report;
pub(super) mod walk;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub use self::finding::{Cure, Fault, Finding};
pub use self::report::{Doubtful, InDoubt, NAMED, Remark, Report, Seen};
use super::folder::{doubted, is_backup, journal_of, was_opened};
use super::format::{format_of, refuse_a_lost_base};
use super::open::journal_disk;
use super::reach::merged;
use super::{Doubt, LocalStore};
use crate::domain::ids::{ClientId, RecordId};
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::error::{ReadOnly, Result, StoreError};
pub use crate::store::journal::Damage;
use crate::store::journal::begun_anew;
use crate::store::key::{Key, Parts};
use crate::store::tables::Table;

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is busy with.
    pub stage: Stage,
    /// How much of that is done: commits, bytes or keys, by the stage.
    pub done: u64,
    /// Of how much; 0 when nobody knows yet.
    pub total: u64,
}

/// What a check is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading the journal.
    Journal,
    /// Reading the snapshots, each for itself.
    Snapshots,
    /// Reading the records in the engine.
    Records,
    /// Reading the index entries in the engine.
    Indexes,
    /// Looking for the entries that are wrong, when some are.
    Naming,
    /// Replaying the journal.
    Replay,
    /// Comparing the engine with the replay.
    Compare,
}

impl LocalStore {
    /// Checks the store; with `deep`, the engine against a replay of the journal too. Nobody may write meanwhile: what is being
    /// written would be taken for damage.
    ///
    /// A store that was opened in doubt is checked as far as it goes: the engine only when it is the one of the folder.
    ///
    /// # Errors
    /// When the disk can't be read. An engine that can't be is a finding.
    pub fn verify(&self, deep: bool, progress: &mut dyn FnMut(Progress)) -> Result<Report> {
        let mut report = Report::default();
        let disk = &self.shared.disk;
        files::check(disk, &mut report, progress)?;
        let applied = self.shared.applied.load(Ordering::Acquire);
        if let Some(doubt) = &self.doubt {
            report.doubt = Some(self.doubtful(doubt));
            report.reaches(doubt.reached, report.seen.last);
            if doubt.strange {
                report.add(Finding::EngineApart);
            }
            if doubt.stranger {
                report.add(Finding::JournalApart { last: doubt.last });
            }
            for file in &doubt.against {
                report.add(Finding::Against { file: file.clone() });
            }
        }
        if self.is_stand_in {
            report.remarks.push(self.unlooked());
            report.doubt_is_left(self.doubt.is_some());
            return Ok(report);
        }
        let journal = report.seen.last;
        report.reaches(applied, journal);
        report.doubt_is_left(self.doubt.is_some());
        let last = applied.max(journal);
        let engine = self.shared.engine();
        report.seen.engine = true;
        let mut checked = records::Check::new(engine.as_ref(), last).run(&mut report, progress);
        if begun_anew(disk.as_ref()).iter().any(|place| place.lost) {
            report.accept_loss();
        }
        // A journal that is not of this base makes another state.
        let is_stranger = self.doubt.as_ref().is_some_and(|doubt| doubt.stranger);
        if checked.is_ok() && deep && !is_stranger {
            let data = self.hold.as_ref().map(|hold| hold.folder.path());
            checked = deep::compare(engine.as_ref(), disk, data, last, &mut report, progress);
        }
        match checked {
            Err(StoreError::Engine(what)) => report.add(Finding::Engine(what)),
            other => other?,
        }
        Ok(report)
    }

    /// Checks the journal and the snapshots of a data folder or a backup. It takes no lock and changes nothing: somebody may be
    /// working with the folder meanwhile.
    ///
    /// # Errors
    /// [`StoreError::NotAStore`] and [`StoreError::TooNew`] as [`LocalStore::open`]; when the disk can't be read.
    pub fn verify_files(data: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Report> {
        refuse_a_lost_base(data)?;
        format_of(data)?;
        let folder = journal_of(data);
        if !folder.is_dir() {
            return Err(StoreError::NotAStore { path: data.to_owned() });
        }
        let disk: Arc<dyn Disk> = journal_disk(&folder)?;
        let mut report = Report::default();
        files::check(&disk, &mut report, progress)?;
        report.is_backup = is_backup(data);
        let doubted = doubted(data);
        report.reaches(doubted.unwrap_or_default(), report.seen.last);
        report.doubt_is_left(doubted.is_some());
        if is_backup(data) || !was_opened(data) {
            report.remarks.push(Remark::NoEngine);
        }
        Ok(report)
    }

    /// Why the engine of the folder is not looked at, when another one stands in for it.
    fn unlooked(&self) -> Remark {
        match self.read_only {
            Some(ReadOnly::Full) => {
                let room = self.shared.disk.room().ok();
                Remark::no_files(room).unwrap_or_else(|| {
                    let free = room.map_or(0, |room| room.bytes);
                    Remark::NoRoomToLook { free, wanted: deep::room_for(self.shared.engine().as_ref(), free) }
                })
            }
            Some(ReadOnly::FileLimit) => Remark::FileLimit,
            _ => Remark::Scratch,
        }
    }

    /// What can't be vouched for, with the clients it belongs to.
    fn doubtful(&self, doubt: &Doubt) -> InDoubt {
        let records = doubt.records.iter().map(|(table, key)| Doubtful {
            table: *table,
            key: key.clone(),
            clients: self.clients_of(*table, key),
        });
        let known_end = (doubt.reached > doubt.last).then_some(doubt.reached);
        // What else there is may tell where a hole ends that the journal shows no end of.
        let hidden: Vec<(u64, Option<u64>)> = doubt
            .damages
            .iter()
            .map(|damage| {
                let to = damage.before.map(|before| before.saturating_sub(1));
                (damage.after + 1, to.or(known_end.filter(|end| *end > damage.after)))
            })
            .chain(known_end.map(|end| (doubt.last + 1, Some(end).filter(|_| !doubt.open_end))))
            .filter(|(from, to)| to.is_none_or(|to| to >= *from))
            .collect();
        let open = hidden.iter().map(|(from, to)| (*from, to.unwrap_or(u64::MAX))).collect();
        let hidden = merged(open).into_iter();
        let hidden = hidden.map(|(from, to)| (from, Some(to).filter(|to| *to < u64::MAX))).collect();
        let whole_until = doubt.whole_until();
        InDoubt { lost: doubt.lost, whole_until, hidden, count: doubt.count, records: records.collect() }
    }

    fn clients_of(&self, table: Table, key: &Key) -> Vec<ClientId> {
        if matches!(table, Table::Client | Table::Interaction | Table::Note) {
            return Parts::of(key.as_bytes()).id().into_iter().collect();
        }
        // What can't be read names nobody.
        let value = self.shared.engine().get(key.as_bytes()).ok().flatten().unwrap_or_default();
        let seen = codec::split_revision(&value).and_then(|(_, encoded)| look::look(table, encoded).ok());
        let references = seen.map(|seen| seen.references.0).unwrap_or_default();
        let clients = references.iter().filter(|(to, _)| *to == Table::Client);
        let mut clients: Vec<ClientId> = clients.map(|(_, id)| ClientId::from_u64(*id)).collect();
        clients.sort_unstable();
        clients.dedup();
        clients
    }
}

#[cfg(test)]
mod tests;
