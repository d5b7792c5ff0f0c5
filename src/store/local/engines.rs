//! The engines of a data folder: the one in use, and one made from the journal in its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::applied::Applied;
use super::compact::copy_in_order;
use super::fill::{Filler, OnDamage, fill, open_engine};
use super::folder::{Folder, remove_all};
use super::look::made_for_the_while;
use super::past::scratch;
use super::rebuild::end_of_journal;
use super::want::want_of_room;
use super::{Counters, EngineKind, OpenProgress, proof};
use crate::store::disk::Disk;
use crate::store::engine::{Batch, Engine};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Entry, Journal, Known, Reader};
use crate::store::snapshot;

/// An engine that was opened or made.
pub(super) struct Opened {
    pub(super) engine: Arc<dyn Engine>,
    /// Where it is, when it is in a folder.
    pub(super) place: Option<(EngineKind, PathBuf)>,
    pub(super) counters: Counters,
}

impl Opened {
    /// One that is in no folder of the store.
    pub(super) fn elsewhere(engine: Arc<dyn Engine>, counters: Counters) -> Self {
        Self { engine, place: None, counters }
    }

    /// Brings the engine up to the journal, which is open for appending then; or says what of the journal is damaged. `reached`
    /// is the last commit the folder proves: a journal that ends before it has lost its end.
    #[allow(clippy::type_complexity, reason = "an engine is at hand whether the journal can be read or not")]
    pub(super) fn bring_up(
        self,
        disk: &Arc<dyn Disk>,
        reached: u64,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<(Self, Result<Journal>)> {
        self.bring_up_by(reached, progress, |known, replay| Journal::open(Arc::clone(disk), known, replay))
    }

    /// As [`Opened::bring_up`], by a walk through the journal of the caller's choice.
    #[allow(clippy::type_complexity, reason = "as above")]
    pub(super) fn bring_up_by<J>(
        self,
        reached: u64,
        progress: &mut dyn FnMut(OpenProgress),
        walk: impl FnOnce(Known, &mut dyn FnMut(Entry) -> Result<()>) -> Result<J>,
    ) -> Result<(Self, Result<J>)> {
        let mut known = Applied::known(self.engine.as_ref())?;
        known.reached = known.reached.max(reached);
        let mut filler = Filler::new(self.engine.as_ref(), &self.counters, known.from);
        let mut count = 0;
        let journal = walk(known, &mut |entry| {
            filler.take(entry)?;
            count += 1;
            if count % 256 == 0 {
                progress(OpenProgress::Replayed(count));
            }
            Ok(())
        });
        // What was taken before damage is whole and in its place.
        filler.flush()?;
        match journal {
            Ok(journal) => Ok((self, Ok(journal))),
            Err(error @ (StoreError::Damaged { .. } | StoreError::JournalBehind { .. })) => {
                Ok((self, Err(error)))
            }
            Err(error) => Err(error),
        }
    }
}

/// The engines of a data folder.
pub(super) struct Engines<'a> {
    pub(super) hold: &'a Folder,
    pub(super) disk: &'a Arc<dyn Disk>,
    /// What a new store gets.
    pub(super) new: EngineKind,
}

impl Engines<'_> {
    /// The kind of the engine in use, or of a new one.
    pub(super) fn kind(&self) -> EngineKind {
        match self.new {
            EngineKind::Memory => EngineKind::Memory,
            new => self.hold.engine().map_or(new, |(kind, _)| kind),
        }
    }

    /// The engine in use, or one made from the journal when there is none that can be trusted.
    pub(super) fn open(&self, progress: &mut dyn FnMut(OpenProgress)) -> Result<Opened> {
        let kind = self.kind();
        let marker = self.hold.marker();
        let used = self.hold.engine().filter(|(_, folder)| kind != EngineKind::Memory && folder.is_dir());
        if let Some((kind, folder)) = used
            && !marker.speaks_against()
        {
            match self.trusted(kind, folder) {
                Ok(Some(opened)) => {
                    marker.set()?;
                    return Ok(opened);
                }
                Ok(None) => tracing::warn!("the engine lacks what the journal no longer has"),
                // It is whole, and another one would want as much.
                Err(error @ StoreError::Short { .. }) => return Err(error),
                Err(error) => tracing::warn!(%error, "the engine does not open and is made again"),
            }
        }
        self.make(kind, progress)
    }

    /// An engine as it was left, unless it can't be brought up to the journal.
    pub(super) fn trusted(&self, kind: EngineKind, folder: PathBuf) -> Result<Option<Opened>> {
        if !self.hold.marker().fits(&folder) {
            return Err(StoreError::Engine("its files are not as they were when it was closed".into()));
        }
        let engine = open_engine(kind, &folder)?;
        let counters = Counters::new();
        let seq = Applied::take_over(engine.as_ref(), &counters)?;
        let first = Reader::new(Arc::clone(self.disk)).segments()?.first().copied().unwrap_or(1);
        // An empty engine is a new one, or one that was never brought to the disk: a snapshot fills it sooner.
        let reached = seq + 1 >= first && (seq > 0 || snapshot::list(self.disk.as_ref())?.is_empty());
        Ok(reached.then(|| Opened { engine, place: Some((kind, folder)), counters }))
    }

    /// An engine made from the journal. The one in use stays in use until this one is complete, whatever happens.
    pub(super) fn make(&self, kind: EngineKind, progress: &mut dyn FnMut(OpenProgress)) -> Result<Opened> {
        let counters = Counters::new();
        if kind == EngineKind::Memory {
            let engine = open_engine(kind, Path::new(""))?;
            fill(engine.as_ref(), &counters, self.disk, None, OnDamage::Refuse, progress)?;
            return Ok(Opened { engine, place: None, counters });
        }
        let reached = proof::by_folder(self.hold.path(), self.disk.as_ref())?;
        if reached > end_of_journal(self.disk)? {
            // Later openings would take it for one that knows where the lost end was.
            return made_for_the_while(self, progress);
        }
        // The journal knows no order of keys. Filled as it comes, an engine is several times as large as it need be: it
        // comes into one for the while, and from there, key by key, into its own.
        let is_new = Reader::new(Arc::clone(self.disk)).last_hint()? == 0
            && snapshot::list(self.disk.as_ref())?.is_empty();
        let made = if is_new {
            // There is nothing to hold: a file for it would only slow the first start.
            open_engine(EngineKind::Memory, Path::new(""))?
        } else {
            scratch(Some(self.hold.path()))
        };
        fill(made.as_ref(), &counters, self.disk, None, OnDamage::Refuse, &mut |told| {
            progress(match told {
                OpenProgress::Rebuilding { done, total } => {
                    OpenProgress::Rebuilding { done, total: total.saturating_mul(2) }
                }
                other => other,
            });
        })
        .map_err(|error| self.told(error))?;
        let folder = self.hold.new_engine(kind)?;
        let made = self.make_in(kind, &folder, made, counters, progress);
        if made.is_err() && self.hold.engine().is_none_or(|(_, used)| used != folder) {
            // What there is of it takes room for nothing. What can't be removed is removed by the next opening.
            let _ = remove_all(&folder);
        }
        made
    }

    /// As [`Engines::make`], of an engine that has the state already, in a folder that is not there yet.
    fn make_in(
        &self,
        kind: EngineKind,
        folder: &Path,
        made: Arc<dyn Engine>,
        counters: Counters,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Opened> {
        let marker = self.hold.marker();
        let engine = open_engine(kind, folder).map_err(|error| self.told(error))?;
        let live = counters.bytes().max(1);
        let Known { from: seq, mark, .. } = Applied::known(made.as_ref())?;
        copy_in_order(&mut || Arc::clone(&made), engine.as_ref(), &mut |copied| {
            let done = live.saturating_add(copied.min(live));
            progress(OpenProgress::Rebuilding { done, total: live.saturating_mul(2) });
            Ok(())
        })
        .map_err(|error| self.told(error))?;
        drop(made);
        let mut last = Batch::default();
        Applied::note(&mut last, seq, mark, &counters);
        engine.apply(last).and_then(|()| engine.checkpoint()).map_err(|error| self.told(error))?;
        // sled reads all that was written at the first opening and is quick at the second: the first one is made here.
        drop(engine);
        let engine = open_engine(kind, folder).map_err(|error| self.told(error))?;
        if marker.speaks_against() {
            // The marker is about to name this boot: an engine that was open in another one must not be trusted for that.
            self.hold.forget_engine()?;
        }
        // The new engine is open from here on: the marker stands before anybody could trust it.
        marker.set_new()?;
        self.hold.use_engine(kind, folder)?;
        Ok(Opened { engine, place: Some((kind, folder.to_owned())), counters })
    }

    /// What an engine that is being made has failed of: it knows of no full disk, and says that it can't be read.
    pub(super) fn told(&self, error: StoreError) -> StoreError {
        let kind = match want_of_room(self.hold.path(), &error) {
            Some(ReadOnly::FileLimit) => std::io::ErrorKind::FileTooLarge,
            Some(_) => std::io::ErrorKind::StorageFull,
            None => return error,
        };
        StoreError::io(self.hold.path())(kind.into())
    }
}
