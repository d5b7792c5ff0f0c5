//! The file layer under the journal.
//!
//! The journal and the snapshots never touch the file system themselves: they go through [`Disk`], so that a test can
//! stand in for the disk, record what was written and synced, and replay what a power cut may leave of it.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::time::Moment;

/// A flat folder of append-only files.
pub trait Disk: Send + Sync {
    /// Names of all files, sorted.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Makes a new file and syncs the folder, so that the name survives a power cut.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;
    /// Opens a file for appending, cut to `len` bytes.
    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>>;
    /// Size of a file in bytes.
    fn len(&self, name: &str) -> io::Result<u64>;
    /// Reads up to `len` bytes from `offset`; shorter only at the end of the file.
    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>>;
    /// A file held open for reading: it stays what it is, whatever takes its name meanwhile. A disk that has no such thing
    /// reads by name.
    fn hold(&self, name: &str) -> io::Result<Option<Box<dyn HeldFile>>> {
        let _ = name;
        Ok(None)
    }
    /// Gives a file another name, in place of a file that has it. It has the one name or the other whatever happens, and
    /// the new one for good when this returns.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file; it is gone for good when this returns.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// How much room there is for more. A disk that can't tell has enough.
    fn room(&self) -> io::Result<Room> {
        Ok(Room::PLENTY)
    }
    /// When a file was last written to, by the clock of the machine; `None` where nobody tells.
    fn written_at(&self, name: &str) -> Option<Moment> {
        let _ = name;
        None
    }
    /// Where the file is, for messages.
    fn path(&self, name: &str) -> PathBuf;
}

/// A file held open for reading.
pub trait HeldFile: Send {
    /// Size in bytes, as far as it has been written now.
    fn size(&self) -> io::Result<u64>;
    /// Reads up to `len` bytes from `offset`; shorter only at the end of the file.
    fn read(&mut self, offset: u64, len: usize) -> io::Result<Vec<u8>>;
}

/// A file of a disk that is read piece by piece: held open where the disk can do that, read by its name elsewhere.
pub(super) struct Pieces<'a> {
    disk: &'a dyn Disk,
    name: String,
    held: Option<Box<dyn HeldFile>>,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(disk: &'a dyn Disk, name: &str) -> io::Result<Self> {
        Ok(Self { disk, name: name.to_owned(), held: disk.hold(name)? })
    }

    /// Size in bytes, as far as it has been written now.
    pub(super) fn size(&self) -> io::Result<u64> {
        match &self.held {
            Some(held) => held.size(),
            None => self.disk.len(&self.name),
        }
    }

    /// Reads up to `len` bytes from `offset`; shorter only at the end of the file.
    pub(super) fn read(&mut self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        match &mut self.held {
            Some(held) => held.read(offset, len),
            None => self.disk.read(&self.name, offset, len),
        }
    }

    /// Where the file is, for messages.
    pub(super) fn path(&self) -> PathBuf {
        self.disk.path(&self.name)
    }
}

/// How much room is left on a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes this user may still write.
    pub bytes: u64,
    /// Files he may still make.
    pub files: u64,
}

impl Room {
    /// No bound is known.
    pub const PLENTY: Self = Self { bytes: u64::MAX, files: u64::MAX };

    /// What is left on the file system a folder is on. Systems that don't tell have plenty.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(folder: &Path) -> io::Result<Self> {
        #[cfg(unix)]
        {
            let stat = rustix::fs::statvfs(folder)?;
            // Some file systems make files as they need them and count none.
            let files = if stat.f_files == 0 { u64::MAX } else { stat.f_favail };
            Ok(Self { bytes: stat.f_bavail.saturating_mul(stat.f_frsize), files })
        }
        #[cfg(not(unix))]
        {
            let _ = folder;
            Ok(Self::PLENTY)
        }
    }
}

/// How far the system lets a file of this process grow, in bytes; `None` when there is no bound, or the system does not tell.
pub(super) fn file_limit() -> Option<u64> {
    #[cfg(unix)]
    {
        rustix::process::getrlimit(rustix::process::Resource::Fsize).current
    }
    #[cfg(not(unix))]
    {
        None
    }
}

/// An append-only file.
pub trait DiskFile: Send {
    /// Appends all bytes. When it fails, any part of them may have been written.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when all that was appended would survive a power cut.
    fn sync(&mut self) -> io::Result<()>;
}

/// A folder of the file system.
#[derive(Debug)]
pub struct RealDisk {
    folder: PathBuf,
}

impl RealDisk {
    /// Takes a folder, making it when it is not there.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(folder: PathBuf) -> io::Result<Self> {
        if !folder.is_dir() {
            std::fs::create_dir_all(&folder)?;
            if let Some(parent) = folder.parent() {
                sync_folder(parent)?;
            }
        }
        Ok(Self { folder })
    }
}

/// Makes names created in a folder survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Only Unix lets a folder be opened and synced; elsewhere the system takes care of names itself.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Opens a file for reading. What only has the name of one is not opened: reading a pipe would wait for ever.
fn open_file(path: &Path) -> io::Result<File> {
    if std::fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::ErrorKind::IsADirectory.into())
    }
}

impl Disk for RealDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.extend(entry.file_name().into_string());
            }
        }
        names.sort();
        Ok(names)
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new().append(true).create_new(true).open(self.path(name))?;
        file.sync_all()?;
        sync_folder(&self.folder)?;
        Ok(Box::new(RealFile(file)))
    }

    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        let path = self.path(name);
        // Opening a pipe would wait for ever.
        if !std::fs::metadata(&path)?.is_file() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let file = OpenOptions::new().append(true).open(path)?;
        if file.metadata()?.len() != len {
            file.set_len(len)?;
            file.sync_all()?;
        }
        Ok(Box::new(RealFile(file)))
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        Ok(std::fs::metadata(self.path(name))?.len())
    }

    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        HeldFile::read(&mut open_file(&self.path(name))?, offset, len)
    }

    fn hold(&self, name: &str) -> io::Result<Option<Box<dyn HeldFile>>> {
        Ok(Some(Box::new(open_file(&self.path(name))?)))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        std::fs::rename(self.path(from), self.path(to))?;
        sync_folder(&self.folder)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        std::fs::remove_file(self.path(name))?;
        sync_folder(&self.folder)
    }

    fn room(&self) -> io::Result<Room> {
        Room::of(&self.folder)
    }

    fn written_at(&self, name: &str) -> Option<Moment> {
        let at = std::fs::metadata(self.path(name)).ok()?.modified().ok()?;
        let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Moment::from_millis(i64::try_from(since.as_millis()).ok()?))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl HeldFile for File {
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read(&mut self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.seek(SeekFrom::Start(offset))?;
        let mut out = Vec::new();
        self.take(len as u64).read_to_end(&mut out)?;
        Ok(out)
    }
}

struct RealFile(File);

impl DiskFile for RealFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// A folder in memory, for tests and for bases that need not outlive the process.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl MemoryDisk {
    fn with<T>(&self, name: &str, act: impl FnOnce(&mut Vec<u8>) -> T) -> io::Result<T> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.get_mut(name).map(act).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Changes the bytes of a file, as damage would.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn edit(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> io::Result<()> {
        self.with(name, change)
    }
}

impl Disk for MemoryDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if files.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        files.insert(name.to_owned(), Vec::new());
        Ok(Box::new(MemoryFile { disk: self.clone(), name: name.to_owned() }))
    }

    fn open(&self, name: &str, len: u64) -> io::Result<Box<dyn DiskFile>> {
        self.with(name, |bytes| bytes.resize(usize::try_from(len).unwrap_or(usize::MAX), 0))?;
        Ok(Box::new(MemoryFile { disk: self.clone(), name: name.to_owned() }))
    }

    fn len(&self, name: &str) -> io::Result<u64> {
        self.with(name, |bytes| bytes.len() as u64)
    }

    fn read(&self, name: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.with(name, |bytes| {
            let rest = bytes.get(usize::try_from(offset).unwrap_or(usize::MAX)..).unwrap_or_default();
            rest.get(..len).unwrap_or(rest).to_vec()
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.remove(name).map(drop).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new("memory").join(name)
    }
}

struct MemoryFile {
    disk: MemoryDisk,
    name: String,
}

impl DiskFile for MemoryFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.disk.with(&self.name, |file| file.extend_from_slice(bytes))
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}
