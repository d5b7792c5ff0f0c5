//! Looking at a store without touching it: how `verify` opens one, and what those learn who copy it.

use std::path::Path;
use std::sync::Arc;

use super::applied::Applied;
use super::engines::{Engines, Opened};
use super::fill::{OnDamage, fill, open_engine};
use super::folder::{Folder, engine_of, is_backup, lock_of, refuse_a_lost_word, was_opened};
use super::format::{format_of, refuse_a_lost_base};
use super::marker::OpenMarker;
use super::open::{is_shut, journal_disk};
use super::past::scratch;
use super::rebuild::end_of_journal;
use super::want::want_of_room;
use super::{Counters, EngineKind, Hold, LocalStore, OpenProgress, Shared, Until, proof, stranger};
use crate::store::disk::Disk;
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Journal, Reader, refuse_changes_since_repair};
use crate::store::settings::Settings;

impl LocalStore {
    /// Opens a store to look at it, or returns `None` when there is nothing to open: a backup, or a copy that nobody has ever
    /// opened, is journal and snapshots and nothing else.
    ///
    /// The journal, the snapshots and the word of the format stay as they are. An engine that lags behind the journal is
    /// brought up to it, as it would be at any opening; in the place of one that can't be trusted another one is made for the
    /// while, and `progress` tells of it.
    ///
    /// # Errors
    /// As [`LocalStore::open_existing`].
    pub fn look(folder: &Path, progress: &mut dyn FnMut(OpenProgress)) -> Result<Option<Self>> {
        crate::store::backup::swap::finish(folder)?;
        refuse_a_lost_base(folder)?;
        format_of(folder)?;
        if is_backup(folder) || !was_opened(folder) {
            return Ok(None);
        }
        let looked = match Folder::hold(folder) {
            Ok(hold) => Self::look_in(hold, progress),
            Err(StoreError::Io { source, .. }) if is_shut(&source) => {
                return Self::still(folder, Until::Last, ReadOnly::Folder, progress).map(Some);
            }
            Err(error) => Err(error),
        };
        match looked {
            Err(error) => match error.refusal() {
                Some(why) => Self::still(folder, Until::Last, why, progress).map_err(|_| error),
                None => Err(error),
            },
            looked => looked,
        }
        .map(Some)
    }

    fn look_in(hold: Folder, progress: &mut dyn FnMut(OpenProgress)) -> Result<Self> {
        let disk = journal_disk(&hold.journal())?;
        let engines = Engines { hold: &hold, disk: &disk, new: EngineKind::Sled };
        let marker = hold.marker();
        let used = hold.engine().filter(|(_, folder)| folder.is_dir() && !marker.speaks_against());
        let trusted = match used.map(|(kind, folder)| engines.trusted(kind, folder)).transpose() {
            Ok(trusted) => trusted.flatten(),
            Err(error @ StoreError::Short { .. }) => return Err(error),
            // Nobody has seen it, which says nothing of what it is.
            Err(error) if lacks_room(&hold, &error) => return Err(engines.told(error)),
            Err(error) => {
                tracing::warn!(%error, "the engine does not open");
                None
            }
        };
        let reached = proof::by_folder(hold.path(), disk.as_ref())?;
        let look = |opened: Opened| {
            opened.bring_up_by(reached, &mut |_| {}, |known, replay| {
                Journal::look(disk.as_ref(), known, replay)
            })
        };
        let looked = match trusted {
            Some(opened) => {
                // Another process would find what this one leaves behind when it is killed.
                marker.set()?;
                look(opened)
            }
            None => Err(StoreError::Engine("there is none that can be trusted".into())),
        };
        let looked = match looked {
            Err(StoreError::Engine(error)) => {
                if let Some(opened) = engines.against_the_journal()? {
                    marker.set()?;
                    let error = stranger::error(&Reader::new(Arc::clone(&disk)))?;
                    let settings = Settings::default();
                    return Self::in_doubt(hold, disk, Some(opened), settings, &error, progress);
                }
                tracing::warn!(error, "an engine is made for the while");
                let made = made_for_the_while(&engines, progress).and_then(look);
                made.map_err(|error| engines.told(error))
            }
            looked => looked,
        };
        match looked {
            Ok((opened, Ok(_))) if refuse_a_lost_word(hold.path()).is_err() => {
                let error = StoreError::JournalBehind { engine: 0, journal: 0 };
                Self::in_doubt(hold, disk, Some(opened), Settings::default(), &error, progress)
            }
            Ok((Opened { engine, place, counters }, Ok(reached))) => {
                let last = reached.map_or(0, |reached| reached.last);
                let shared = Shared::new(engine, counters, disk, Settings::default(), last);
                let marker = place.map(|_| marker);
                let hold = Hold { folder: Arc::new(hold), marker };
                Ok(Self::read_only(shared, ReadOnly::Past, Some(hold)))
            }
            Ok((opened, Err(error))) => {
                Self::in_doubt(hold, disk, Some(opened), Settings::default(), &error, progress)
            }
            Err(error @ StoreError::Damaged { .. }) => {
                Self::in_doubt(hold, disk, None, Settings::default(), &error, progress)
            }
            Err(error) => Err(error),
        }
    }
}

/// Whether the engine of a folder, being as it was closed, could not be opened for want of room, or since no file may grow.
fn lacks_room(hold: &Folder, error: &StoreError) -> bool {
    let lacks = error.refusal().is_some() || want_of_room(hold.path(), error).is_some();
    lacks && hold.engine().is_none_or(|(_, folder)| hold.marker().fits(&folder))
}

/// An engine in no folder of the store, made from the journal.
pub(super) fn made_for_the_while(
    engines: &Engines<'_>,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<Opened> {
    let (engine, counters) = (scratch(Some(engines.hold.path())), Counters::new());
    // What it has written is gone with it, and with that the reason why it has failed.
    fill(engine.as_ref(), &counters, engines.disk, None, OnDamage::Refuse, progress)
        .map_err(|error| engines.told(error))?;
    Ok(Opened::elsewhere(engine, counters))
}

/// Whether the journal of a data folder has lost its end: the engine, or what else is in the folder, proves later commits. The
/// engine is looked into only while nobody has the store open; whoever has it would be in doubt himself.
///
/// # Errors
/// [`StoreError::JournalBehind`] when it has, [`StoreError::Damaged`] when a file has come back that a repair has gone on
/// without; when the disk can't be read.
pub(in crate::store) fn refuse_a_short_journal(data: &Path, disk: &Arc<dyn Disk>) -> Result<()> {
    refuse_a_lost_word(data)?;
    refuse_changes_since_repair(disk.as_ref())?;
    // Before the end of the journal is looked for: somebody may be at work.
    let reached = in_engine(data).max(proof::by_folder(data, disk.as_ref())?);
    proof::refuse_a_lost_end(reached, end_of_journal(disk)?)
}

/// The last commit in the engine in use; 0 when it can't be looked into.
fn in_engine(data: &Path) -> u64 {
    let used = engine_of(data).filter(|(_, folder)| folder.is_dir() && was_opened(data));
    let Some((kind, folder)) = used else { return 0 };
    // Held as shortly as it can be: whoever wants to work now is told that the store is in use.
    let Ok(_lock) = lock_of(data) else { return 0 };
    let marker = OpenMarker::of(data);
    if marker.speaks_against() || !marker.fits(&folder) || marker.set().is_err() {
        return 0;
    }
    let applied = open_engine(kind, &folder).and_then(|engine| Applied::of(engine.as_ref()));
    marker.close(kind, &folder);
    applied.ok().flatten().map_or(0, |applied| applied.seq)
}
