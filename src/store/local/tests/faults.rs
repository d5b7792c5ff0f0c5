//! A disk and an engine that fail when they are told to, for tests.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};

use crate::store::disk::{Disk, DiskFile, MemoryDisk, Room};
use crate::store::engine::{Batch, Engine, MemoryEngine, Visit, Walk};
use crate::store::{Result, StoreError};

/// Something a disk or an engine does that may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Create,
    Open,
    Append,
    /// Of the journal, not of a snapshot.
    SyncJournal,
    Sync,
    Rename,
    Remove,
    Apply,
    Reopen,
    Checkpoint,
}

/// What fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    /// The operation, by its number.
    pub(super) at: usize,
    pub(super) kind: io::ErrorKind,
    /// Everything behind it fails too, until [`Faults::mend`].
    pub(super) lasting: bool,
    /// What was asked for is done all the same, or half of it.
    pub(super) done: bool,
}

#[derive(Debug)]
struct State {
    log: Vec<Op>,
    fault: Option<Fault>,
    fired: Vec<Op>,
    room: Room,
    /// Syncs that may still pass; `None`: all.
    tokens: Option<usize>,
    waiting: usize,
}

/// What a test and its disks and engines have in common.
#[derive(Debug)]
pub(super) struct Faults {
    state: Mutex<State>,
    turn: Condvar,
}

impl Faults {
    pub(super) fn new() -> Arc<Self> {
        let state = State {
            log: Vec::new(),
            fault: None,
            fired: Vec::new(),
            room: Room::PLENTY,
            tokens: None,
            waiting: 0,
        };
        Arc::new(Self { state: Mutex::new(state), turn: Condvar::new() })
    }

    /// Counts operations from here on and fails as the fault says.
    pub(super) fn arm(&self, fault: Option<Fault>) {
        let mut state = self.state.lock().unwrap();
        (state.log, state.fired, state.fault) = (Vec::new(), Vec::new(), fault);
    }

    /// From now on nothing fails.
    pub(super) fn mend(&self) {
        self.state.lock().unwrap().fault = None;
    }

    /// The operations since [`Faults::arm`].
    pub(super) fn log(&self) -> Vec<Op> {
        self.state.lock().unwrap().log.clone()
    }

    /// Those of them that failed.
    pub(super) fn fired(&self) -> Vec<Op> {
        self.state.lock().unwrap().fired.clone()
    }

    pub(super) fn set_room(&self, bytes: u64, files: u64) {
        self.state.lock().unwrap().room = Room { bytes, files };
    }

    /// From now on a sync waits until [`Faults::let_pass`] lets it.
    pub(super) fn hold_syncs(&self) {
        self.state.lock().unwrap().tokens = Some(0);
    }

    /// Waits until a sync waits.
    pub(super) fn wait_for_sync(&self) {
        let state = self.state.lock().unwrap();
        drop(self.turn.wait_while(state, |state| state.waiting == 0).unwrap());
    }

    /// Lets so many syncs pass; `None`: all from now on.
    pub(super) fn let_pass(&self, count: Option<usize>) {
        let mut state = self.state.lock().unwrap();
        state.tokens = count.map(|count| state.tokens.unwrap_or(0) + count);
        self.turn.notify_all();
    }

    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.waiting += 1;
        self.turn.notify_all();
        state = self.turn.wait_while(state, |state| state.tokens == Some(0)).unwrap();
        state.waiting -= 1;
        state.tokens = state.tokens.map(|tokens| tokens - 1);
    }

    /// The fault an operation meets.
    fn meet(&self, op: Op) -> Option<Fault> {
        let mut state = self.state.lock().unwrap();
        let number = state.log.len();
        state.log.push(op);
        let fault = state.fault.filter(|fault| number == fault.at || fault.lasting && number > fault.at)?;
        state.fired.push(op);
        Some(fault)
    }

    /// Does something that may fail.
    fn act<T>(&self, op: Op, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        match self.meet(op) {
            None => act(),
            Some(fault) => {
                if fault.done {
                    drop(act());
                }
                Err(fault.kind.into())
            }
        }
    }
}

/// A disk in memory that fails.
#[derive(Clone)]
pub(super) struct FaultyDisk(pub(super) MemoryDisk, pub(super) Arc<Faults>);

impl FaultyDisk {
    fn file(&self, name: &str, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        let sync = if name.ends_with(".journal") { Op::SyncJournal } else { Op::Sync };
        Box::new(FaultyFile { file, sync, faults: Arc::clone(&self.1) })
    }
}

impl Disk for FaultyDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        self.0.list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(name, self.1.act(Op::Create, || self.0.create(name))?))
    }
    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        Ok(self.file(name, self.1.act(Op::Open, || self.0.open(name, len))?))
    }
    fn len(&self, name: &str) -> io::Result<u64> {
        self.0.len(name)
    }
    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.0.read(name, offset, len)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.1.act(Op::Rename, || self.0.rename(from, to))
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.1.act(Op::Remove, || self.0.remove(name))
    }
    fn room(&self) -> io::Result<Room> {
        Ok(self.1.state.lock().unwrap().room)
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path(name)
    }
}

struct FaultyFile {
    file: Box<dyn DiskFile>,
    sync: Op,
    faults: Arc<Faults>,
}

impl DiskFile for FaultyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.faults.meet(Op::Append) {
            None => self.file.append(bytes),
            Some(fault) => {
                let part = if fault.done { bytes } else { bytes.split_at(bytes.len() / 2).0 };
                self.file.append(part)?;
                Err(fault.kind.into())
            }
        }
    }
    fn sync(&mut self) -> io::Result<()> {
        if self.sync == Op::SyncJournal {
            self.faults.pass();
        }
        self.faults.act(self.sync, || self.file.sync())
    }
}

/// An engine in memory that fails.
#[derive(Clone)]
pub(super) struct FaultyEngine(pub(super) Arc<MemoryEngine>, pub(super) Arc<Faults>);

impl FaultyEngine {
    /// What opening it again comes to: as it was left, or empty when it has lost everything it did not sync.
    pub(super) fn reopen(&self, forgetful: bool) -> Result<Self> {
        self.act(Op::Reopen, || {
            let engine = if forgetful { Arc::default() } else { Arc::clone(&self.0) };
            Ok(Self(engine, Arc::clone(&self.1)))
        })
    }

    fn act<T>(&self, op: Op, act: impl FnOnce() -> Result<T>) -> Result<T> {
        match self.1.meet(op) {
            None => act(),
            Some(fault) => {
                if fault.done {
                    drop(act());
                }
                Err(StoreError::Engine(fault.kind.to_string()))
            }
        }
    }
}

impl Engine for FaultyEngine {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.0.get(key)
    }
    fn range(&self, from: &[u8], to: Option<&[u8]>, walk: Walk, visit: &mut Visit<'_>) -> Result<()> {
        self.0.range(from, to, walk, visit)
    }
    fn apply(&self, batch: Batch) -> Result<()> {
        self.act(Op::Apply, || self.0.apply(batch))
    }
    fn checkpoint(&self) -> Result<()> {
        self.act(Op::Checkpoint, || self.0.checkpoint())
    }
    fn size(&self) -> u64 {
        self.0.size()
    }
}
