//! A disk that runs out, refuses and recovers as a test tells it.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};

use dozvon::store::disk::{Disk, DiskFile, MemoryDisk, Room};

/// How the disk is.
#[derive(Clone, Copy, Debug)]
pub struct Mood {
    /// How much room there is.
    pub room: Room,
    /// What it says to every write.
    pub refuses: Option<io::ErrorKind>,
    /// What it says to a sync.
    pub loses: Option<io::ErrorKind>,
}

/// A disk in memory with a mood.
#[derive(Clone, Debug)]
pub struct MoodyDisk {
    disk: MemoryDisk,
    mood: Arc<Mutex<Mood>>,
    gate: Arc<Gate>,
}

/// Where syncs wait while it is shut.
#[derive(Debug, Default)]
struct Gate {
    /// Whether it is shut, and how many wait.
    state: Mutex<(bool, usize)>,
    turn: Condvar,
}

impl Default for MoodyDisk {
    fn default() -> Self {
        Self {
            disk: MemoryDisk::default(),
            mood: Arc::new(Mutex::new(MoodyDisk::GOOD)),
            gate: Arc::default(),
        }
    }
}

impl MoodyDisk {
    /// All is well.
    pub const GOOD: Mood = Mood { room: Room::PLENTY, refuses: None, loses: None };

    /// Changes the mood.
    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// So much room and no more, in megabytes.
    pub fn set_room(&self, megabytes: u64) {
        self.set(Mood { room: Room { bytes: megabytes << 20, files: u64::MAX }, ..Self::GOOD });
    }

    /// From now on a sync takes until [`MoodyDisk::release`].
    pub fn hold(&self) {
        self.gate.state.lock().unwrap().0 = true;
    }

    /// Waits until a sync is under way.
    pub fn wait_for_sync(&self) {
        let state = self.gate.state.lock().unwrap();
        drop(self.gate.turn.wait_while(state, |(_, waiting)| *waiting == 0).unwrap());
    }

    /// Lets all syncs come to their end.
    pub fn release(&self) {
        self.gate.state.lock().unwrap().0 = false;
        self.gate.turn.notify_all();
    }

    fn pass(&self) {
        let mut state = self.gate.state.lock().unwrap();
        state.1 += 1;
        self.gate.turn.notify_all();
        self.gate.turn.wait_while(state, |(shut, _)| *shut).unwrap().1 -= 1;
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }

    fn may(&self) -> io::Result<()> {
        self.mood().refuses.map_or(Ok(()), |kind| Err(kind.into()))
    }

    fn file(&self, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(MoodyFile(file, self.clone()))
    }
}

impl Disk for MoodyDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        self.disk.list()
    }
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        self.may()?;
        Ok(self.file(self.disk.create(name)?))
    }
    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        self.may()?;
        Ok(self.file(self.disk.open(name, len)?))
    }
    fn len(&self, name: &str) -> io::Result<u64> {
        self.disk.len(name)
    }
    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.disk.read(name, offset, len)
    }
    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.may()?;
        self.disk.rename(from, to)
    }
    fn remove(&self, name: &str) -> io::Result<()> {
        self.may()?;
        self.disk.remove(name)
    }
    fn room(&self) -> io::Result<Room> {
        Ok(self.mood().room)
    }
    fn path(&self, name: &str) -> PathBuf {
        self.disk.path(name)
    }
}

struct MoodyFile(Box<dyn DiskFile>, MoodyDisk);

impl DiskFile for MoodyFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.1.may()?;
        self.0.append(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.1.pass();
        self.1.mood().loses.map_or_else(|| self.0.sync(), |kind| Err(kind.into()))
    }
}
