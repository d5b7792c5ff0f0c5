//! Opening: hold the folder, take the engine if it can be trusted, bring it up to the journal.

use std::path::Path;
use std::sync::Arc;

use super::applied::Applied;
use super::engines::{Engines, Opened};
use super::fill::{Filler, OnDamage, fill};
use super::folder::{Folder, is_backup, refuse_a_lost_word};
use super::format::{FORMAT, format_of, refuse_a_lost_base};
use super::past::scratch;
use super::{
    Counters, Doubt, EngineKind, Hold, LocalStore, OpenProgress, Shared, Until, own, proof, stranger,
};
use crate::store::disk::{Disk, MemoryDisk, RealDisk};
use crate::store::engine::{Engine, MemoryEngine};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{Journal, Known, Reader};
use crate::store::settings::Settings;
use crate::store::snapshot;

/// How a store is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The engine of a new store. One that exists keeps its own: see [`LocalStore::rebuild`].
    pub engine: EngineKind,
    /// How it is kept.
    pub settings: Settings,
    /// Make a backup a store of its own: without this it is opened for reading only.
    pub adopt: bool,
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
            Err(error) if format_of(folder).is_ok() => match error.refusal() {
                Some(why) => Self::still(folder, Until::Last, why, progress).map_err(|_| error),
                None => Err(error),
            },
            opened => opened,
        }
    }

    /// Whether a folder is a backup: it is opened for reading only.
    pub fn is_backup(folder: &Path) -> bool {
        is_backup(folder)
    }

    /// As [`LocalStore::open`], and fails where that shows what can be read because the disk takes no more.
    pub(in crate::store) fn open_for_writing(
        folder: &Path,
        options: Options,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        let Options { engine: kind, settings, adopt } = options;
        refuse_a_lost_base(folder)?;
        if is_backup(folder) && !adopt {
            return Self::still(folder, Until::Last, ReadOnly::Backup, progress);
        }
        let mut hold = match Folder::take(folder) {
            Err(StoreError::Io { source, .. }) if is_shut(&source) && folder.is_dir() => {
                // A folder on a medium for reading only, or of somebody else: it is shown as far as it can be read.
                return Self::still(folder, Until::Last, ReadOnly::Folder, progress);
            }
            taken => taken?,
        };
        let disk = journal_disk(&hold.journal())?;
        if hold.found < FORMAT {
            progress(OpenProgress::Upgrading { from: hold.found });
            hold.keep_way_back()?;
        }
        snapshot::remove_parts(disk.as_ref())?;
        let reached = proof::by_folder(hold.path(), disk.as_ref())?;
        let engines = Engines { hold: &hold, disk: &disk, new: kind };
        let opened = engines.open(progress);
        let brought_up = match opened.and_then(|opened| opened.bring_up(&disk, reached, progress)) {
            // An engine that fails while it is read or brought up, or has come from other commits than those of the journal, is
            // no better than one that does not open.
            Err(StoreError::Engine(error)) => {
                if let Some(opened) = engines.against_the_journal()? {
                    hold.marker().set()?;
                    let error = stranger::error(&Reader::new(Arc::clone(&disk)))?;
                    let store = Self::in_doubt(hold, disk, Some(opened), settings, &error, progress)?;
                    return Ok(store.tell_doubt());
                }
                tracing::warn!(error, "the engine fails and is made again");
                let made = engines.make(engines.kind(), progress);
                made.and_then(|opened| opened.bring_up(&disk, reached, progress))
            }
            brought_up => brought_up,
        };
        let (Opened { engine, place, counters }, mut journal) = match brought_up {
            Ok((opened, Ok(journal))) => match refuse_a_lost_word(hold.path()) {
                Ok(()) => (opened, journal),
                Err(error) => {
                    let store = Self::in_doubt(hold, disk, Some(opened), settings, &error, progress)?;
                    return Ok(store.tell_doubt());
                }
            },
            Ok((opened, Err(error))) => {
                let store = Self::in_doubt(hold, disk, Some(opened), settings, &error, progress)?;
                return Ok(store.tell_doubt());
            }
            Err(error @ StoreError::Damaged { .. }) => {
                return Ok(Self::in_doubt(hold, disk, None, settings, &error, progress)?.tell_doubt());
            }
            Err(error) => return Err(error),
        };
        hold.clear_doubt();
        if journal.cut() > 0 {
            tracing::warn!(bytes = journal.cut(), "the end of the journal was no whole commit");
            progress(OpenProgress::TailCut(journal.cut()));
        }
        if hold.found < FORMAT || hold.is_new {
            hold.set_format()?;
        }
        hold.remove_unused_engines()?;
        hold.remove_leftovers();
        journal.set_segment_max(settings.segment_bytes);
        journal.set_segment_age(settings.segment_age());
        let marker = hold.marker();
        let folder = Arc::new(hold);
        let mut shared = Shared::new(engine, counters, disk, settings, journal.last());
        if let Some((kind, path)) = place {
            shared.settle(Arc::clone(&folder), kind, path);
        }
        Self::start(shared, journal, Some(Hold { folder, marker: Some(marker) }))
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
        format_of(folder)?;
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
        let known = Applied::known(engine.as_ref())?;
        let known = Known { reached: known.reached.max(proof::by_files(disk.as_ref())?), ..known };
        let mut journal = Journal::open(Arc::clone(&disk), known, &mut |entry| filler.take(entry))?;
        filler.flush()?;
        journal.set_segment_max(settings.segment_bytes);
        journal.set_segment_age(settings.segment_age());
        let shared = Shared::new(engine, counters, disk, settings, journal.last());
        Self::start(shared, journal, None)
    }

    /// Opens for reading what can be read of a store whose journal is damaged.
    pub(super) fn in_doubt(
        hold: Folder,
        disk: Arc<dyn Disk>,
        opened: Option<Opened>,
        settings: Settings,
        error: &StoreError,
        progress: &mut dyn FnMut(OpenProgress),
    ) -> Result<Self> {
        tracing::error!(%error, "the journal is damaged");
        let mut is_stand_in = false;
        let reader = Reader::new(Arc::clone(&disk));
        let mut doubt = Doubt::survey(&reader)?;
        let engine = opened.as_ref().map(|opened| opened.engine.as_ref());
        let seq = engine.map(Applied::known).transpose()?.map_or(0, |known| known.from);
        // As far as the journal is of this base, where the rest of it is not.
        let shared = engine.map(|engine| stranger::shared_until(engine, disk.as_ref(), &reader)).transpose();
        let shared = match shared {
            Err(StoreError::Engine(_)) => None,
            shared => shared?.flatten(),
        };
        let is_strange = match engine.map(|engine| proof::is_strange(engine, &reader)).transpose() {
            // One that can't be read is no better.
            Err(StoreError::Engine(_)) => true,
            found => found?.unwrap_or_default(),
        };
        let is_strange = is_strange && shared.is_none();
        doubt.stranger = shared.is_some();
        doubt.last = shared.unwrap_or(doubt.last);
        let proven = proof::by_folder(hold.path(), disk.as_ref())?.max(doubt.last);
        doubt.strange = is_strange && seq > doubt.last;
        doubt.reached = proven.max(seq);
        // One that was made of what the folder has, or was left before the last commit that is proven, tells of none behind that. What an
        // engine has told at an earlier opening stands.
        let is_of_use = opened.as_ref().is_some_and(|opened| opened.place.is_some()) && !is_strange;
        let tells = is_of_use && seq >= proven || proven > proof::by_files(disk.as_ref())?;
        doubt.open_end = proven > doubt.last && !doubt.stranger && !tells;
        let mut marker = None;
        let (engine, counters, seq) = match opened {
            // The engine has all that can be read and more. One that ends where the end of the journal becomes unreadable lacks
            // what stands there.
            Some(Opened { engine, place, counters })
                if seq >= doubt.last && !is_strange && !doubt.hides_end(seq) =>
            {
                marker = place.is_some().then(|| hold.marker());
                // Of two that know different commits, one is given up.
                if !doubt.stranger {
                    doubt.against = proof::against(engine.as_ref(), disk.as_ref(), &reader, doubt.last)?;
                }
                doubt.lost = seq < doubt.reached || !doubt.against.is_empty();
                doubt.is_led_to = true;
                (engine, counters, seq)
            }
            opened => {
                if let Some(Opened { engine, place: Some((kind, folder)), .. }) = opened {
                    // It stays as it is: whoever decides what to do may need it.
                    drop(engine);
                    hold.marker().close(kind, &folder);
                }
                let engine = scratch(Some(hold.path()));
                let counters = Counters::new();
                let seq = fill(engine.as_ref(), &counters, &disk, None, OnDamage::Skip, progress)?;
                is_stand_in = true;
                doubt.lost = true;
                (engine, counters, seq)
            }
        };
        doubt.held = seq;
        // What an engine may have had that is gone now nobody knows.
        doubt.unnumbered = refuse_a_lost_word(hold.path()).is_err();
        doubt.lost |= doubt.unnumbered || doubt.open_end;
        // What an engine says that is not of this journal is not written down as if the journal had it.
        doubt.noted = if doubt.strange { proven } else { doubt.reached };
        if !doubt.stranger {
            doubt.name_records(engine.as_ref(), &reader)?;
        }
        let shared = Shared::new(engine, counters, disk, settings, seq);
        let hold = Hold { folder: Arc::new(hold), marker };
        let mut store = Self::read_only(shared, ReadOnly::Damaged, Some(hold));
        store.is_stand_in = is_stand_in;
        store.doubt = Some(doubt);
        Ok(store)
    }

    /// Leaves word of the doubt for those who can't look into the engine.
    fn tell_doubt(self) -> Self {
        if let (Some(hold), Some(doubt)) = (&self.hold, &self.doubt) {
            // A word that can't be read goes on saying that nobody knows.
            if !doubt.unnumbered {
                hold.folder.note_doubt(doubt.noted);
            }
        }
        self
    }
}

pub(super) fn is_shut(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

pub(in crate::store) fn journal_disk(folder: &Path) -> Result<Arc<dyn Disk>> {
    let disk = RealDisk::new(folder.to_owned()).map_err(StoreError::io(folder))?;
    own::refuse_what_is_no_file(folder)?;
    Ok(Arc::new(disk))
}
