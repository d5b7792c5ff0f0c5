//! LMDB's files, looked at before LMDB maps them: a map of a file that holds less than it says ends in a signal, not in an
//! error.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::store::error::{Result, StoreError};

/// Bytes of a page's header and of the meta page behind it (`MDB_page`, `MDB_meta` of `mdb.c`, 64 bits).
const META_BYTES: usize = 16 + 136;
/// Marks a meta page in its header's flags.
const META_FLAG: u16 = 0x08;
const MAGIC: u32 = 0xBEEF_C0DE;
const VERSION: u32 = 1;
/// Page number of the root of an empty tree.
const NO_PAGE: u64 = u64::MAX;
/// LMDB's cursors go no deeper.
const DEPTH_MAX: u16 = 32;

/// What one of the two meta pages says.
#[derive(Debug)]
struct Meta {
    page_bytes: u32,
    /// Depth and root of the tree of free pages and of the main tree.
    trees: [(u16, u64); 2],
    main_flags: u16,
    last_page: u64,
    txn: u64,
}

/// Checks that a data file is LMDB's and as long as it says. One that is not there, or empty, is a new one.
pub(super) fn check(path: &Path) -> Result<()> {
    if cfg!(not(target_pointer_width = "64")) {
        return Err(StoreError::Engine("LMDB needs a 64-bit system".into()));
    }
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(path)(error)),
    };
    let len = file.metadata().map_err(StoreError::io(path))?.len();
    if len == 0 {
        return Ok(());
    }
    let wrong = |what: &str| StoreError::Engine(format!("{}: {what}", path.display()));
    let mut read = |at: u64| -> Result<Meta> {
        let mut bytes = [0; META_BYTES];
        let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes));
        match read {
            Ok(()) => Meta::read(&bytes).ok_or_else(|| wrong("is not a file of LMDB")),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(wrong("was cut")),
            Err(error) => Err(StoreError::io(path)(error)),
        }
    };
    let first = read(0)?;
    if !first.page_bytes.is_power_of_two() || !(256..=65_536).contains(&first.page_bytes) {
        return Err(wrong("has pages of an impossible size"));
    }
    let second = read(u64::from(first.page_bytes))?;
    if second.page_bytes != first.page_bytes {
        return Err(wrong("has meta pages that disagree"));
    }
    let meta = if second.txn > first.txn { second } else { first };
    let pages = len / u64::from(meta.page_bytes);
    if meta.last_page < 1 || meta.last_page >= pages {
        return Err(wrong("was cut"));
    }
    let sound = |(depth, root): (u16, u64)| match root {
        NO_PAGE => depth == 0,
        root => (2..=meta.last_page).contains(&root) && (1..=DEPTH_MAX).contains(&depth),
    };
    if !meta.trees.into_iter().all(sound) || meta.main_flags != 0 {
        return Err(wrong("has a meta page that makes no sense"));
    }
    Ok(())
}

impl Meta {
    fn read(bytes: &[u8; META_BYTES]) -> Option<Self> {
        let u16_at = |at: usize| Some(u16::from_ne_bytes(*bytes.get(at..)?.first_chunk()?));
        let u32_at = |at: usize| Some(u32::from_ne_bytes(*bytes.get(at..)?.first_chunk()?));
        let u64_at = |at: usize| Some(u64::from_ne_bytes(*bytes.get(at..)?.first_chunk()?));
        if u16_at(10)? & META_FLAG == 0 || u32_at(16)? != MAGIC || u32_at(20)? != VERSION {
            return None;
        }
        // Behind magic, version, address and map size stand the two trees, 48 bytes each. The size of pages stands in the
        // first field of the first.
        let tree = |at: usize| Some((u16_at(at + 6)?, u64_at(at + 40)?));
        Some(Self {
            page_bytes: u32_at(40)?,
            trees: [tree(40)?, tree(88)?],
            main_flags: u16_at(92)?,
            last_page: u64_at(136)?,
            txn: u64_at(144)?,
        })
    }
}

/// Makes the file in which LMDB notes who reads, anew and with every byte written: it is mapped for writing, and a hole in
/// it would end in a signal once the disk is full.
pub(super) fn make_lock_file(path: &Path, views: u32) -> io::Result<()> {
    // 64 bytes for each view, and a header.
    let bytes = vec![0; views as usize * 64 + 4096];
    File::create(path)?.write_all(&bytes)
}

/// Bytes a file takes on disk: holes don't count.
#[cfg(unix)]
pub(super) fn bytes_used(data: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    data.blocks() * 512
}

/// Bytes a file takes on disk.
#[cfg(not(unix))]
pub(super) fn bytes_used(data: &Metadata) -> u64 {
    data.len()
}
