//! What readers, the writer and the keeper of an open store have in common, and the commits that wait.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc::{Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use super::folder::Folder;
use super::watched::Watched;
use super::{Counters, EngineKind, compact, fill, keeper};
use crate::store::disk::Disk;
use crate::store::engine::Engine;
use crate::store::error::Result;
use crate::store::journal::{Entry, Reader};
use crate::store::settings::Settings;
use crate::store::{Commit, Health};

/// Whoever reads waits for so long at most while an engine that has failed is opened again.
const TRY_MAX: Duration = Duration::from_secs(2);

/// What readers, writers' hands, the writer and the keeper have in common.
pub(super) struct Shared {
    /// Taken for a moment only, to get at the engine or to put another one in its place.
    pub(super) engine: RwLock<Arc<dyn Engine>>,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) reader: Reader,
    pub(super) settings: Settings,
    pub(super) inbox: Mutex<Inbox>,
    pub(super) wake: Condvar,
    /// Rung when the writer has tried to open the engine again.
    pub(super) tried: Condvar,
    pub(super) counters: Counters,
    /// The last commit that is in the journal.
    pub(super) durable: AtomicU64,
    /// The last commit that is in the engine.
    pub(super) applied: Arc<AtomicU64>,
    pub(super) subscribers: Mutex<Vec<Sender<Arc<Entry>>>>,
    pub(super) health: Mutex<Health>,
    pub(super) upkeep: keeper::Upkeep,
    /// The engine could not be read: the next opening makes it again.
    pub(super) suspect: Arc<AtomicBool>,
    /// Where the engine is, when it is in a folder that is ours.
    pub(super) home: Option<Home>,
    /// How the engine is opened again when it has failed.
    pub(super) reopen: Option<Reopen>,
}

/// The place of an engine in a data folder.
pub(super) struct Home {
    pub(super) folder: Arc<Folder>,
    pub(super) kind: EngineKind,
    /// The engine's own folder.
    pub(super) path: Arc<Mutex<PathBuf>>,
}

/// Opens the engine again where it is now.
pub(super) type Reopen = Box<dyn Fn() -> Result<Arc<dyn Engine>> + Send + Sync>;

impl Shared {
    pub(super) fn new(
        engine: Arc<dyn Engine>,
        counters: Counters,
        disk: Arc<dyn Disk>,
        settings: Settings,
        last: u64,
    ) -> Self {
        let suspect = Arc::default();
        Self {
            engine: RwLock::new(Watched::over(engine, &suspect)),
            reader: Reader::new(Arc::clone(&disk)),
            disk,
            settings,
            inbox: Mutex::new(Inbox::default()),
            wake: Condvar::new(),
            tried: Condvar::new(),
            counters,
            durable: AtomicU64::new(last),
            applied: Arc::new(AtomicU64::new(last)),
            subscribers: Mutex::new(Vec::new()),
            health: Mutex::new(Health::Writable),
            upkeep: keeper::Upkeep::default(),
            suspect,
            home: None,
            reopen: None,
        }
    }

    /// Says in which folder the engine is.
    pub(super) fn settle(&mut self, folder: Arc<Folder>, kind: EngineKind, path: PathBuf) {
        let path = Arc::new(Mutex::new(path));
        let now = Arc::clone(&path);
        self.home = Some(Home { folder, kind, path });
        self.reopen = Some(Box::new(move || {
            let path = now.lock().unwrap_or_else(PoisonError::into_inner).clone();
            fill::open_engine(kind, &path)
        }));
    }

    pub(super) fn engine(&self) -> Arc<dyn Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads from the engine; waits for it where it is just being opened again.
    pub(super) fn read<T>(&self, read: impl FnOnce(&dyn Engine) -> Result<T>) -> Result<T> {
        let mut engine = self.engine();
        if engine.is_stand_in() {
            drop(engine);
            self.ask_for_engine();
            engine = self.engine();
        }
        read(engine.as_ref())
    }

    /// Asks the writer to open the engine again, and waits until it has tried: where nobody writes, nobody else would.
    fn ask_for_engine(&self) {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.engine().is_stand_in() {
            return;
        }
        inbox.asked += 1;
        let asked = inbox.asked;
        inbox.probe = true;
        self.wake.notify_one();
        let waits = |inbox: &mut Inbox| inbox.answered < asked && !inbox.ended;
        drop(self.tried.wait_timeout_while(inbox, TRY_MAX, waits));
    }

    /// Lets go on those who wait for the engine: it is not to be had now for as many as had asked when it was tried, or is there
    /// again (`None`).
    pub(super) fn answer(&self, asked: Option<u64>) {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.answered = asked.unwrap_or(inbox.asked);
        drop(inbox);
        self.tried.notify_all();
    }

    /// An engine that is to be put in place: when it can't be read it is remembered.
    pub(super) fn watched(&self, engine: Arc<dyn Engine>) -> Arc<dyn Engine> {
        Watched::over(engine, &self.suspect)
    }

    /// Puts another engine in place; returns the one before.
    pub(super) fn put_engine(&self, engine: Arc<dyn Engine>) -> Arc<dyn Engine> {
        std::mem::replace(&mut *self.engine.write().unwrap_or_else(PoisonError::into_inner), engine)
    }

    pub(super) fn health(&self) -> Health {
        self.health.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_health(&self, health: Health) {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner) = health;
    }
}

/// Commits that wait for the writer.
#[derive(Default)]
pub(super) struct Inbox {
    /// Of operators: always first.
    pub(super) fast: Vec<Request>,
    /// Of bulk loads.
    pub(super) bulk: VecDeque<Request>,
    /// An engine that is to take the place of the present one.
    pub(super) switch: Option<compact::Switch>,
    /// Somebody wants to know whether it can be written to again.
    pub(super) probe: bool,
    /// So many readers have asked for an engine that had failed.
    pub(super) asked: u64,
    /// So many of them know whether it could be opened again.
    pub(super) answered: u64,
    pub(super) closing: bool,
    /// The writer is gone.
    pub(super) ended: bool,
}

impl Inbox {
    /// Whether commits wait.
    pub(super) fn is_busy(&self) -> bool {
        !self.fast.is_empty() || !self.bulk.is_empty()
    }

    /// Puts a request before all others of its kind.
    pub(super) fn put_back(&mut self, request: Request) {
        if request.commit.bulk {
            self.bulk.push_front(request);
        } else {
            self.fast.insert(0, request);
        }
    }
}

pub(super) struct Request {
    pub(super) commit: Commit,
    pub(super) answer: SyncSender<Result<u64>>,
}
