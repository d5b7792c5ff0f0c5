//! Making the engine anew on demand: to get rid of its garbage, or to put another one in its place.

use std::path::Path;
use std::sync::Arc;

use super::applied::Applied;
use super::engines::{Engines, Opened};
use super::folder::{Folder, is_backup};
use super::format::{format_of, refuse_a_lost_base};
use super::open::journal_disk;
use super::want::told_of_files;
use super::{EngineKind, LocalStore, OpenProgress, proof, stranger};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Reader, refuse_changes_since_repair};
use crate::store::snapshot;

/// What came of making an engine anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The engine that is in use now.
    pub engine: EngineKind,
    /// The last commit in it.
    pub last: u64,
    /// Its size in bytes.
    pub size: u64,
    /// The size of the one before, in bytes; `None` when there was none that could be opened.
    pub before: Option<u64>,
}

impl LocalStore {
    /// Makes the engine of the store in `folder` anew, from the newest snapshot and the journal behind it; with another kind
    /// named, of that kind. The present one stays in use until the new one is complete.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when commits it needs can't be read, [`StoreError::JournalBehind`] when the present engine
    /// holds commits the journal has lost, or the folder proves such: it is not replaced then. [`StoreError::Busy`], [`StoreError::TooNew`] and
    /// [`StoreError::NotAStore`] as [`LocalStore::open`]; the last one, too, when there is no store in the folder yet.
    /// [`StoreError::NoFiles`] when the disk takes no more files.
    pub fn rebuild(
        folder: &Path,
        engine: Option<EngineKind>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Rebuilt> {
        Self::make_anew(folder, engine, progress).map_err(|error| told_of_files(folder, error))
    }

    fn make_anew(
        folder: &Path,
        engine: Option<EngineKind>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Rebuilt> {
        refuse_a_lost_base(folder)?;
        format_of(folder)?;
        if is_backup(folder) {
            return Err(StoreError::ReadOnly(ReadOnly::Backup));
        }
        let hold = Folder::take(folder)?;
        let disk = journal_disk(&hold.journal())?;
        snapshot::remove_parts(disk.as_ref())?;
        let used = hold.engine();
        let kind = engine.or(used.as_ref().map(|(kind, _)| *kind)).unwrap_or_default();
        let engines = Engines { hold: &hold, disk: &disk, new: kind };
        let marker = hold.marker();
        let mut present = None;
        if let Some((kind, path)) = used.filter(|(_, path)| path.is_dir())
            && !marker.speaks_against()
        {
            // One that does not open is what this command is for.
            present = match engines.trusted(kind, path) {
                Err(error @ StoreError::Short { .. }) => return Err(error),
                trusted => trusted.ok().flatten(),
            };
        }
        let place = present.as_ref().and_then(|opened| opened.place.clone());
        let rebuilt = replace(&engines, kind, present, progress);
        if rebuilt.is_err()
            && let Some((kind, path)) = place.filter(|place| hold.engine().as_ref() == Some(place))
        {
            // It was opened, and its files may look otherwise for that.
            marker.close(kind, &path);
        }
        rebuilt
    }
}

/// Puts another engine in the place of the present one, and closes it in order.
fn replace(
    engines: &Engines<'_>,
    kind: EngineKind,
    present: Option<Opened>,
    progress: &mut dyn FnMut(OpenProgress),
) -> Result<Rebuilt> {
    let (hold, disk) = (engines.hold, engines.disk);
    let before = present.as_ref().map(|opened| opened.engine.size());
    let known = match &present {
        Some(opened) => Applied::of(opened.engine.as_ref())?.map_or(0, |applied| applied.seq),
        None => 0,
    };
    refuse_changes_since_repair(disk.as_ref())?;
    let reached = known.max(proof::by_folder(hold.path(), disk.as_ref())?);
    proof::refuse_a_lost_end(reached, end_of_journal(disk)?)?;
    if let Some(opened) = &present {
        let reader = Reader::new(Arc::clone(disk));
        stranger::refuse_what_both_contradict(opened.engine.as_ref(), disk.as_ref(), &reader)?;
        let shared = stranger::shared_until(opened.engine.as_ref(), disk.as_ref(), &reader);
        if matches!(shared, Ok(Some(_))) {
            // It is the only one that knows what was there.
            return Err(stranger::error(&reader)?);
        }
    }
    // Closed before its folder goes.
    drop(present);
    let Opened { engine, place, .. } = engines.make(kind, progress)?;
    let last = Applied::of(engine.as_ref())?.map_or(0, |applied| applied.seq);
    let size = engine.size();
    drop(engine);
    let marker = hold.marker();
    match place {
        Some((kind, path)) => marker.close(kind, &path),
        None => marker.clear(),
    }
    Ok(Rebuilt { engine: kind, last, size, before })
}

/// The last commit of which the journal or a snapshot beside it tells.
pub(super) fn end_of_journal(disk: &std::sync::Arc<dyn crate::store::disk::Disk>) -> Result<u64> {
    let reader = crate::store::journal::Reader::new(std::sync::Arc::clone(disk));
    let last = reader.segments()?.last().map_or(0, |segment| segment.saturating_sub(1));
    Ok(reader.last_hint()?.max(last))
}
