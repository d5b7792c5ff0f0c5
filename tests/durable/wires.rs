//! A disk that writes down what is done to it, and what a cut of the power may leave of that.
//!
//! What is legal after a cut: everything that was synced is there. Of what was appended and not synced, each sector of
//! 512 bytes may have reached the disk or not, in any order; the file may have any length between the two, with zeros or
//! with whatever lay on the disk before where sectors are missing. What was about to happen to a name has happened or
//! has not. What returned from a call that promises to be durable is durable.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use dozvon::store::disk::{Disk, DiskFile, MemoryDisk};

use super::dice::Dice;

/// What a disk writes whole or not at all, in bytes.
const SECTOR: usize = 512;

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// One thing that was done to the disk, noted when it began.
#[derive(Clone, Debug)]
pub enum Op {
    /// A new file; its name is durable when the call returns.
    Create(String),
    /// Bytes at the end of a file.
    Append(String, Vec<u8>),
    /// What was appended to a file is durable when the call returns.
    Sync(String),
    /// A file is opened at a length; that is durable when the call returns.
    Open(String, u64),
    /// A file gets another name, in place of what had it; durable when the call returns.
    Rename(String, String),
    /// A file goes; durable when the call returns.
    Remove(String),
    /// Nothing of the disk: commits up to this one have been acknowledged.
    Acked(u64),
}

/// The disk. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct Wires {
    disk: MemoryDisk,
    log: Arc<Mutex<Vec<Op>>>,
}

/// A disk in memory with these files.
pub fn memory(files: &Files) -> MemoryDisk {
    let disk = MemoryDisk::default();
    for (name, bytes) in files {
        drop(disk.create(name).unwrap());
        disk.edit(name, |file| file.clone_from(bytes)).unwrap();
    }
    disk
}

/// The files of a disk.
pub fn files(disk: &dyn Disk) -> Files {
    let names = disk.list().unwrap();
    names.into_iter().map(|name| (name.clone(), disk.read(&name, 0, usize::MAX).unwrap())).collect()
}

impl Wires {
    /// A disk that holds these files for good.
    pub fn on(files: &Files) -> Self {
        Self { disk: memory(files), log: Arc::default() }
    }

    /// Notes that commits up to this one have been acknowledged.
    pub fn acked(&self, seq: u64) {
        self.note(Op::Acked(seq));
    }

    /// All that was done so far.
    pub fn log(&self) -> Vec<Op> {
        self.log.lock().unwrap().clone()
    }

    fn note(&self, op: Op) {
        self.log.lock().unwrap().push(op);
    }
}

impl Disk for Wires {
    fn list(&self) -> io::Result<Vec<String>> {
        self.disk.list()
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        self.note(Op::Create(name.into()));
        Ok(Box::new(WiredFile { wires: self.clone(), name: name.into(), file: self.disk.create(name)? }))
    }

    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        self.note(Op::Open(name.into(), len));
        Ok(Box::new(WiredFile { wires: self.clone(), name: name.into(), file: self.disk.open(name, len)? }))
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        self.disk.len(name)
    }

    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.disk.read(name, offset, len)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.note(Op::Rename(from.into(), to.into()));
        self.disk.rename(from, to)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.note(Op::Remove(name.into()));
        self.disk.remove(name)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.disk.path(name)
    }
}

struct WiredFile {
    wires: Wires,
    name: String,
    file: Box<dyn DiskFile>,
}

impl DiskFile for WiredFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.wires.note(Op::Append(self.name.clone(), bytes.to_vec()));
        self.file.append(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.wires.note(Op::Sync(self.name.clone()));
        self.file.sync()
    }
}

/// A file with a part that is durable and a part behind it that may or may not be.
#[derive(Clone, Debug, Default)]
struct Torn {
    durable: Vec<u8>,
    pending: Vec<u8>,
}

impl Torn {
    fn settle(&mut self) {
        self.durable.append(&mut self.pending);
    }
}

/// The disk at a place of the log, as a cut there may find it.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    files: BTreeMap<String, Torn>,
    /// Commits acknowledged by then.
    pub acked: u64,
}

impl Moment {
    /// Before anything was done.
    pub fn on(files: &Files) -> Self {
        let torn = |bytes: &Vec<u8>| Torn { durable: bytes.clone(), pending: Vec::new() };
        Self { files: files.iter().map(|(name, bytes)| (name.clone(), torn(bytes))).collect(), acked: 0 }
    }

    /// One thing is done to its end.
    pub fn step(&mut self, op: &Op) {
        match op {
            Op::Create(name) => {
                self.files.insert(name.clone(), Torn::default());
            }
            Op::Append(name, bytes) => self.files.get_mut(name).unwrap().pending.extend_from_slice(bytes),
            Op::Sync(name) => self.files.get_mut(name).unwrap().settle(),
            Op::Open(name, len) => {
                // A file that has the length already is not touched, and what was pending stays so.
                let file = self.files.get_mut(name).unwrap();
                let len = usize::try_from(*len).unwrap();
                if file.durable.len() + file.pending.len() != len {
                    file.settle();
                    file.durable.resize(len, 0);
                }
            }
            Op::Rename(from, to) => {
                let file = self.files.remove(from).unwrap();
                self.files.insert(to.clone(), file);
            }
            Op::Remove(name) => {
                self.files.remove(name);
            }
            Op::Acked(seq) => self.acked = *seq,
        }
    }

    /// What may be found when the power is cut while `next` is being done.
    pub fn cut(&self, next: Option<&Op>, dice: &mut Dice, random: usize) -> Vec<Files> {
        let mut ends = vec![self.clone()];
        match next {
            Some(Op::Append(..)) => {
                ends[0].step(next.unwrap());
            }
            Some(op @ (Op::Create(_) | Op::Open(..) | Op::Rename(..) | Op::Remove(_))) => {
                let mut done = self.clone();
                done.step(op);
                ends.push(done);
            }
            Some(Op::Sync(_) | Op::Acked(_)) | None => {}
        }
        let mut out = BTreeSet::new();
        for end in ends {
            end.states(dice, random, &mut out);
        }
        out.into_iter().collect()
    }

    fn states(&self, dice: &mut Dice, random: usize, out: &mut BTreeSet<Files>) {
        let durable: Files =
            self.files.iter().map(|(name, file)| (name.clone(), file.durable.clone())).collect();
        out.insert(durable.clone());
        let open = self.files.iter().filter(|(_, file)| !file.pending.is_empty());
        for (name, file) in open {
            for bytes in file.states(dice, random) {
                let mut files = durable.clone();
                files.insert(name.clone(), bytes);
                out.insert(files);
            }
        }
    }
}

/// What lies where a sector has not reached the disk.
#[derive(Clone, Copy)]
enum Hole {
    Zeros,
    Garbage,
    /// What stood earlier in the same file: whole frames, perhaps.
    Stale,
}

impl Torn {
    fn states(&self, dice: &mut Dice, random: usize) -> Vec<Vec<u8>> {
        let (from, to) = (self.durable.len(), self.durable.len() + self.pending.len());
        let first = from / SECTOR;
        let count = to.div_ceil(SECTOR) - first;
        let holes = [Hole::Zeros, Hole::Garbage, Hole::Stale];
        let mut out = Vec::new();
        // Every length at a border of sectors and at its neighbours, whole up to there: torn in the order of writing.
        for sector in first..=first + count {
            for len in [sector * SECTOR, sector * SECTOR + 1, (sector * SECTOR).saturating_sub(1), to - 1, to]
            {
                out.push(self.state(len.clamp(from, to), &mut |_| None, dice));
            }
        }
        for hole in holes {
            // Nothing but the length.
            out.push(self.state(to, &mut |_| Some(hole), dice));
            // All but one sector, and one sector alone. A file of many sectors shows nothing new in its middle.
            for one in (0..count).filter(|n| *n < 4 || *n + 4 >= count) {
                out.push(self.state(to, &mut |sector| (sector == one).then_some(hole), dice));
                out.push(self.state(to, &mut |sector| (sector != one).then_some(hole), dice));
            }
        }
        for _ in 0..random {
            let len = from + dice.below(to - from + 1);
            let lost: Vec<Option<Hole>> =
                (0..count).map(|_| if dice.one_in(2) { Some(*dice.of(&holes)) } else { None }).collect();
            out.push(self.state(len, &mut |sector| lost[sector], dice));
        }
        out
    }

    fn state(&self, len: usize, lost: &mut dyn FnMut(usize) -> Option<Hole>, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = [self.durable.as_slice(), &self.pending].concat();
        let from = self.durable.len();
        let mut at = from;
        let mut sector = 0;
        while at < bytes.len() {
            let end = ((at / SECTOR + 1) * SECTOR).min(bytes.len());
            if let Some(hole) = lost(sector) {
                let hole = match hole {
                    // The old sector held the end of the file and, behind that, zeros.
                    _ if !at.is_multiple_of(SECTOR) => vec![0; end - at],
                    Hole::Zeros => vec![0; end - at],
                    Hole::Garbage => dice.bytes(end - at),
                    Hole::Stale => {
                        let start = if from == 0 { 0 } else { dice.below(from) };
                        (start..).take(end - at).map(|n| self.durable.get(n).copied().unwrap_or(0)).collect()
                    }
                };
                bytes[at..end].copy_from_slice(&hole);
            }
            at = end;
            sector += 1;
        }
        bytes.truncate(len);
        bytes
    }
}
