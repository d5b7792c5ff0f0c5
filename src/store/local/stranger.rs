//! A journal that is not of the base it stands in: the engine and a snapshot agree with each other, and it contradicts both.
//!
//! The engine may be made from the journal at any time, because the journal is the truth. Where two that were made one from the
//! other long ago say the same, and only the journal says something else, it was put there by somebody: then the engine is the
//! only one that knows, and stays.

use std::sync::Arc;

use super::applied::Applied;
use super::engines::{Engines, Opened};
use super::proof::{APART, differs, is_apart, is_strange};
use crate::store::disk::Disk;
use crate::store::engine::Engine;
use crate::store::error::{Result, StoreError};
use crate::store::journal::{Mark, Reader, segment_name};
use crate::store::snapshot::{self, Snapshot};

/// What is wrong with a journal that is not of the base.
pub(super) const STRANGER: &str = "engine and snapshots know other commits";

/// The last commit of the journal that is of this base as far as anybody can tell, when the rest of it is not; `None` when it is not
/// contradicted by both an engine and a snapshot that agree.
///
/// # Errors
/// When engine, snapshots or journal can't be read.
pub(super) fn shared_until(engine: &dyn Engine, disk: &dyn Disk, reader: &Reader) -> Result<Option<u64>> {
    let known = Applied::known(engine)?;
    let is_contradicted = match reader.entry(known.from)? {
        Some(entry) => !known.mark.fits(&entry),
        None => known.from > reader.last_hint()? && is_strange(engine, reader)?,
    };
    if known.mark == Mark::NONE || !is_contradicted {
        return Ok(None);
    }
    let (mut shared, mut agrees) = (0, false);
    for from in snapshot::list(disk)? {
        // What can't be read says nothing.
        let Ok(snapshot) = Snapshot::open(disk, from) else { continue };
        let foot = snapshot.foot();
        if foot.to == known.from {
            agrees |= foot.mark == known.mark;
        } else if !is_apart(foot, reader)? {
            let is_proof = foot.mark != Mark::NONE && reader.entry(foot.to)?.is_some();
            shared = if is_proof { foot.to.max(shared) } else { shared };
        } else if foot.to < known.from {
            // What is not in the engine any more was deleted since.
            agrees |= match differs(engine, &snapshot, known.from, known.from) {
                Err(StoreError::Damaged { .. }) => false,
                differs => !differs?,
            };
        }
    }
    Ok(agrees.then_some(shared))
}

/// Fails where a snapshot that is not of the journal is of the engine, though the journal ends as the engine knows it: an earlier
/// file of the journal is another base's, and the engine may be all there is of this one.
///
/// # Errors
/// [`StoreError::Damaged`] with [`APART`]; when engine, snapshots or journal can't be read.
pub(super) fn refuse_what_both_contradict(
    engine: &dyn Engine,
    disk: &dyn Disk,
    reader: &Reader,
) -> Result<()> {
    let known = Applied::known(engine)?;
    for from in snapshot::list(disk)? {
        // What can't be read says nothing.
        let Ok(snapshot) = Snapshot::open(disk, from) else { continue };
        if snapshot.foot().to >= known.from || !is_apart(snapshot.foot(), reader)? {
            continue;
        }
        match differs(engine, &snapshot, known.from, known.from) {
            Ok(false) => {
                return Err(StoreError::Damaged { segment: snapshot::name(from), offset: 0, what: APART });
            }
            Ok(true) | Err(StoreError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The error that says so.
pub(super) fn error(reader: &Reader) -> Result<StoreError> {
    let segment = segment_name(reader.segments()?.last().copied().unwrap_or(1));
    Ok(StoreError::Damaged { segment, offset: 0, what: STRANGER })
}

impl Engines<'_> {
    /// The engine in use, when it and a snapshot agree and the journal contradicts them.
    pub(super) fn against_the_journal(&self) -> Result<Option<Opened>> {
        let used = self.hold.engine().filter(|(_, folder)| folder.is_dir());
        let Some((kind, folder)) = used.filter(|_| !self.hold.marker().speaks_against()) else {
            return Ok(None);
        };
        // One that does not open knows nothing.
        let Ok(Some(opened)) = self.trusted(kind, folder) else { return Ok(None) };
        let reader = Reader::new(Arc::clone(self.disk));
        let shared = match shared_until(opened.engine.as_ref(), self.disk.as_ref(), &reader) {
            Err(StoreError::Engine(_)) => None,
            shared => shared?,
        };
        Ok(shared.map(|_| opened))
    }
}
