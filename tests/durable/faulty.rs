//! A disk that fails at a chosen moment.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use dozvon::store::disk::{Disk, DiskFile, MemoryDisk};

/// How the disk fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no room: so many sixteenths of the bytes are written, and nothing can be made.
    Full(usize),
    /// A sync fails, and what was to be synced may be there.
    SyncFailsKeeping,
    /// A sync fails, and what was to be synced is gone: the system forgets it and says so only once.
    SyncFailsLosing,
}

#[derive(Debug, Default)]
struct State {
    /// Calls that change something, so far.
    calls: usize,
    /// From this call on …
    from: usize,
    /// … to this one it fails.
    until: usize,
    fault: Option<Fault>,
    /// Failures so far.
    failed: usize,
}

/// The disk. Clones are the same disk.
#[derive(Clone, Debug)]
pub struct Faulty {
    disk: MemoryDisk,
    state: Arc<Mutex<State>>,
}

fn no_room() -> io::Error {
    io::Error::from(io::ErrorKind::StorageFull)
}

impl Faulty {
    /// A disk over another one that is whole for now.
    pub fn on(disk: MemoryDisk) -> Self {
        Self { disk, state: Arc::default() }
    }

    /// Fails from the call `from` on (the first is 0) until it is mended.
    pub fn fail(&self, from: usize, fault: Fault) {
        let mut state = self.state.lock().unwrap();
        *state =
            State { calls: state.calls, from, until: usize::MAX, fault: Some(fault), failed: state.failed };
    }

    /// Works again.
    pub fn mend(&self) {
        let mut state = self.state.lock().unwrap();
        state.until = state.calls;
    }

    /// How many calls that change something there were.
    pub fn calls(&self) -> usize {
        self.state.lock().unwrap().calls
    }

    /// How many of them failed.
    pub fn failed(&self) -> usize {
        self.state.lock().unwrap().failed
    }

    /// Counts a call; says how it fails, when it does.
    fn call(&self, sync: bool) -> Option<Fault> {
        let mut state = self.state.lock().unwrap();
        let now = state.calls;
        state.calls += 1;
        let fault = state.fault.filter(|fault| sync != matches!(fault, Fault::Full(_)));
        let fault = fault.filter(|_| now >= state.from && now < state.until);
        state.failed += usize::from(fault.is_some());
        fault
    }
}

impl Disk for Faulty {
    fn list(&self) -> io::Result<Vec<String>> {
        self.disk.list()
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        if self.call(false).is_some() {
            return Err(no_room());
        }
        Ok(Box::new(FaultyFile {
            disk: self.clone(),
            name: name.into(),
            file: self.disk.create(name)?,
            synced: 0,
        }))
    }

    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        let file = self.disk.open(name, len)?;
        Ok(Box::new(FaultyFile { disk: self.clone(), name: name.into(), file, synced: len }))
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        self.disk.len(name)
    }

    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.disk.read(name, offset, len)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        if self.call(false).is_some() { Err(no_room()) } else { self.disk.rename(from, to) }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        // A full disk lets go of files.
        self.disk.remove(name)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.disk.path(name)
    }
}

struct FaultyFile {
    disk: Faulty,
    name: String,
    file: Box<dyn DiskFile>,
    synced: u64,
}

impl DiskFile for FaultyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.disk.call(false) {
            Some(Fault::Full(sixteenths)) => {
                self.file.append(&bytes[..bytes.len() * sixteenths / 16])?;
                Err(no_room())
            }
            _ => self.file.append(bytes),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        match self.disk.call(true) {
            Some(fault) => {
                if fault == Fault::SyncFailsLosing {
                    let keep = usize::try_from(self.synced).unwrap();
                    self.disk.disk.edit(&self.name, |file| file.truncate(keep))?;
                }
                // The next sync says that all is well: what was lost is not remembered.
                self.synced = self.disk.disk.len(&self.name)?;
                Err(io::Error::other("the device does not answer"))
            }
            None => {
                self.synced = self.disk.disk.len(&self.name)?;
                self.file.sync()
            }
        }
    }
}
