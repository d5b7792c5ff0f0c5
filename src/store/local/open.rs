//! Opening: hold the folder, take the engine if it can be trusted, bring it up to the journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::applied::Applied;
use super::compact::copy_in_order;
use super::fill::{Filler, OnDamage, fill, open_engine};
use super::folder::Folder;
use super::past::scratch;
use super::{Counters, Doubt, EngineKind, Hold, LocalStore, OpenProgress, Shared, Until};
use crate::store::disk::{Disk, MemoryDisk, RealDisk};
use crate::store::engine::{Batch, Engine, MemoryEngine};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Journal, Reader};
use crate::store::settings::Settings;
use crate::store::snapshot;

/// How a store is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The engine of a new store. One that exists keeps its own: see [`LocalStore::rebuild`].
    pub engine: EngineKind,
    /// How it is kept.
    pub settings: Settings,
}

impl From<EngineKind> for Options {
    fn from(engine: EngineKind) -> Self {
        Self { engine, ..Self::default() }
    }
}

impl LocalStore {
    /// Opens the store in `folder`, making it when it is not there.
    ///
    /// An engine that does not open, or was open when the machine went down, is made anew. When the journal itself is
    /// damaged the store opens for reading only: [`LocalStore::doubt`] says what can't be vouched for.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process has it, [`StoreError::TooNew`] when a newer release wrote it,
    /// [`StoreError::NotAStore`] when the folder holds other things.
    pub fn open(
        folder: &Path,
        options: impl Into<Options>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        match Self::open_for_writing(folder, options.into(), progress) {
            // Reading goes on while nothing can be written.
            Err(error) if is_full(&error) && super::folder::format_of(folder).is_ok() => {
                Self::still(folder, Until::Last, ReadOnly::Full, progress).map_err(|_| error)
            }
            opened => opened,
        }
    }

    fn open_for_writing(
        folder: &Path,
        options: Options,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        let Options { engine: kind, settings } = options;
        let mut hold = match Folder::take(folder) {
            Err(StoreError::Io { source, .. }) if is_shut(&source) && folder.is_dir() => {
                // A folder on a medium for reading only, or of somebody else: it is shown as far as it can be read.
                return Self::still(folder, Until::Last, ReadOnly::Folder, progress);
            }
            taken => taken?,
        };
        let disk = journal_disk(&hold.journal())?;
        if hold.found < super::folder::FORMAT {
            progress(OpenProgress::Upgrading { from: hold.found });
            hold.keep_way_back()?;
        }
        snapshot::remove_parts(disk.as_ref())?;
        let engines = Engines { hold: &hold, disk: &disk, new: kind };
        let brought_up = match engines.open(progress).and_then(|opened| opened.bring_up(&disk, progress)) {
            // An engine that fails while it is read or brought up is no better than one that does not open.
            Err(StoreError::Engine(error)) => {
                tracing::warn!(error, "the engine fails and is made again");
                engines.make(engines.kind(), progress).and_then(|opened| opened.bring_up(&disk, progress))
            }
            brought_up => brought_up,
        };
        let (Opened { engine, place, counters }, mut journal) = match brought_up {
            Ok((opened, Ok(journal))) => (opened, journal),
            Ok((opened, Err(error))) => {
                return Self::in_doubt(hold, disk, Some((opened.engine, opened.counters)), &error, progress);
            }
            Err(error @ StoreError::Damaged { .. }) => {
                return Self::in_doubt(hold, disk, None, &error, progress);
            }
            Err(error) => return Err(error),
        };
        if journal.cut() > 0 {
            tracing::warn!(bytes = journal.cut(), "the end of the journal was no whole commit");
            progress(OpenProgress::TailCut(journal.cut()));
        }
        if hold.found < super::folder::FORMAT {
            hold.set_format()?;
        }
        hold.remove_unused_engines()?;
        hold.remove_scratch();
        journal.set_segment_max(settings.segment_bytes);
        let marker = hold.marker();
        let folder = Arc::new(hold);
        let mut shared = Shared::new(engine, counters, disk, settings, journal.last());
        if let Some((kind, path)) = place {
            shared.settle(Arc::clone(&folder), kind, path);
        }
        Self::start(shared, journal, Some(Hold { folder, marker }))
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// As [`LocalStore::open`]; [`StoreError::NotAStore`], too, when there is none yet.
    pub fn open_existing(
        folder: &Path,
        options: impl Into<Options>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        crate::store::backup::swap::finish(folder)?;
        super::folder::format_of(folder)?;
        Self::open(folder, options, progress)
    }

    /// Whether there is nothing in a data folder, and no folder: opening would make a new store there.
    pub fn is_bare(folder: &Path) -> bool {
        // What can't be ended is told at opening.
        let _ = crate::store::backup::swap::finish(folder);
        match std::fs::read_dir(folder) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// Empties the store in `folder`: journal and engine are removed, and nothing brings them back. Files of others stay.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another process has it; [`StoreError::TooNew`] and [`StoreError::NotAStore`] as
    /// [`LocalStore::open`].
    pub fn erase(folder: &Path) -> Result<()> {
        Folder::take(folder)?.erase()
    }

    /// A store in memory, gone with the process. For tests and trials.
    ///
    /// # Errors
    /// As [`LocalStore::open`]; a fresh one has none.
    pub fn in_memory() -> Result<Self> {
        Self::on(Box::new(MemoryDisk::default()), Box::new(MemoryEngine::default()))
    }

    /// A store on a disk and an engine of the caller's choice: how tests bring in their own.
    ///
    /// # Errors
    /// As [`LocalStore::open`]; [`StoreError::Damaged`] and [`StoreError::JournalBehind`] besides.
    pub fn on(disk: Box<dyn Disk>, engine: Box<dyn Engine>) -> Result<Self> {
        Self::on_with(Arc::from(disk), Arc::from(engine), Settings::default())
    }

    /// As [`LocalStore::on`], kept in a way of the caller's choice.
    ///
    /// # Errors
    /// As [`LocalStore::on`].
    pub fn on_with(disk: Arc<dyn Disk>, engine: Arc<dyn Engine>, settings: Settings) -> Result<Self> {
        let counters = Counters::new();
        snapshot::remove_parts(disk.as_ref())?;
        let seq = match Applied::of(engine.as_ref())? {
            Some(applied) => {
                applied.tell(&counters);
                applied.seq
            }
            None => fill(engine.as_ref(), &counters, &disk, None, OnDamage::Refuse, &mut |_| {})?,
        };
        let mut filler = Filler::new(engine.as_ref(), &counters, seq);
        let mut journal = Journal::open(Arc::clone(&disk), seq, &mut |entry| filler.take(entry))?;
        filler.flush()?;
        journal.set_segment_max(settings.segment_bytes);
        let shared = Shared::new(engine, counters, disk, settings, journal.last());
        Self::start(shared, journal, None)
    }

    /// Opens for reading what can be read of a store whose journal is damaged.
    fn in_doubt(
        hold: Folder,
        disk: Arc<dyn Disk>,
        engine: Option<(Arc<dyn Engine>, Counters)>,
        error: &StoreError,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        tracing::error!(%error, "the journal is damaged");
        let reader = Reader::new(Arc::clone(&disk));
        let mut doubt = Doubt::survey(&reader)?;
        let seq = match &engine {
            Some((engine, _)) => Applied::of(engine.as_ref())?.map_or(0, |applied| applied.seq),
            None => 0,
        };
        let (engine, counters, seq) = match engine {
            // The engine has all there is and more: nothing of the state is lost. One that ends where the end of the journal
            // becomes unreadable lacks what stands there.
            Some((engine, counters)) if seq >= doubt.last && !doubt.hides_end(seq) => (engine, counters, seq),
            _ => {
                let engine = scratch(Some(hold.path()));
                let counters = Counters::new();
                let seq = fill(engine.as_ref(), &counters, &disk, None, OnDamage::Skip, progress)?;
                doubt.lost = true;
                (engine, counters, seq)
            }
        };
        doubt.name_records(engine.as_ref(), &reader)?;
        let marker = hold.marker();
        let shared = Shared::new(engine, counters, disk, Settings::default(), seq);
        let hold = Hold { folder: Arc::new(hold), marker };
        Ok(Self::read_only(shared, ReadOnly::Damaged, Some(doubt), Some(hold)))
    }
}

/// Whether there was no room on the disk, for bytes or for files.
fn is_full(error: &StoreError) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    match error {
        StoreError::Io { source, .. } => matches!(source.kind(), StorageFull | QuotaExceeded),
        // Engines keep what the system said as a text.
        StoreError::Engine(text) => {
            ["No space left", "StorageFull", "code: 28"].iter().any(|sign| text.contains(sign))
        }
        _ => false,
    }
}

fn is_shut(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

pub(in crate::store) fn journal_disk(folder: &Path) -> Result<Arc<dyn Disk>> {
    Ok(Arc::new(RealDisk::new(folder.to_owned()).map_err(StoreError::io(folder))?))
}

/// An engine that was opened or made.
pub(super) struct Opened {
    pub(super) engine: Arc<dyn Engine>,
    /// Where it is, when it is in a folder.
    place: Option<(EngineKind, PathBuf)>,
    pub(super) counters: Counters,
}

impl Opened {
    /// Brings the engine up to the journal, which is open for appending then; or says what of the journal is damaged.
    #[allow(clippy::type_complexity, reason = "an engine is at hand whether the journal can be read or not")]
    fn bring_up(
        self,
        disk: &Arc<dyn Disk>,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<(Self, Result<Journal>)> {
        let seq = Applied::of(self.engine.as_ref())?.map_or(0, |applied| applied.seq);
        let mut filler = Filler::new(self.engine.as_ref(), &self.counters, seq);
        let mut count = 0;
        let journal = Journal::open(Arc::clone(disk), seq, &mut |entry| {
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
    fn kind(&self) -> EngineKind {
        match self.new {
            EngineKind::Memory => EngineKind::Memory,
            new => self.hold.engine().map_or(new, |(kind, _)| kind),
        }
    }

    /// The engine in use, or one made from the journal when there is none that can be trusted.
    fn open(&self, progress: &mut dyn FnMut(OpenProgress)) -> Result<Opened> {
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
                Err(error) => tracing::warn!(%error, "the engine does not open and is made again"),
            }
        }
        self.make(kind, progress)
    }

    /// An engine as it was left, unless it can't be brought up to the journal.
    pub(super) fn trusted(&self, kind: EngineKind, folder: PathBuf) -> Result<Option<Opened>> {
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
        let marker = self.hold.marker();
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
        let seq = fill(made.as_ref(), &counters, self.disk, None, OnDamage::Refuse, &mut |told| {
            progress(match told {
                OpenProgress::Rebuilding { done, total } => {
                    OpenProgress::Rebuilding { done, total: total.saturating_mul(2) }
                }
                other => other,
            });
        })?;
        let folder = self.hold.new_engine(kind)?;
        let engine = open_engine(kind, &folder)?;
        let live = counters.bytes().max(1);
        copy_in_order(&mut || Arc::clone(&made), engine.as_ref(), &mut |copied| {
            let done = live.saturating_add(copied.min(live));
            progress(OpenProgress::Rebuilding { done, total: live.saturating_mul(2) });
            Ok(())
        })?;
        drop(made);
        let mut last = Batch::default();
        Applied::note(&mut last, seq, &counters);
        engine.apply(last)?;
        engine.checkpoint()?;
        // sled reads all that was written at the first opening and is quick at the second: the first one is made here.
        drop(engine);
        let engine = open_engine(kind, &folder)?;
        if marker.speaks_against() {
            // The marker is about to name this boot: an engine that was open in another one must not be trusted for that.
            self.hold.forget_engine()?;
        }
        // The new engine is open from here on: the marker stands before anybody could trust it.
        marker.set_new()?;
        self.hold.use_engine(kind, &folder)?;
        Ok(Opened { engine, place: Some((kind, folder)), counters })
    }
}
