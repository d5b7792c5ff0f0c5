//! The file of companies, read.
//!
//! ```text
//! magic "dozvcomp", version u32, zeros u32
//! block…            zstd of: length u32, bincode of a company; by INN; 16 KiB each before packing
//! index             for each block: first key u64, offset u64, length u32, crc32c u32
//! about             bincode
//! foot              offset of the index u64, its length u32, length of about u32, crc32c of both u32, of the foot before this u32
//! ```

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{About, CompaniesError, Result, io, key};
use crate::domain::company::Company;
use crate::domain::inn::Inn;

/// What the file begins with.
pub(super) const MAGIC: &[u8; 8] = b"dozvcomp";
/// The version of the file.
pub(super) const VERSION: u32 = 1;
/// Bytes before the first block.
pub(super) const HEAD: usize = 16;
/// Bytes of the foot.
pub(super) const FOOT: usize = 24;
/// Bytes of a block in the index.
pub(super) const ENTRY: usize = 24;
/// No block is larger, unpacked: a longer text of a length is a damaged one.
pub(super) const BLOCK_MAX: usize = 1 << 20;

/// One block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) first: u64,
    pub(super) offset: u64,
    pub(super) len: u32,
    pub(super) crc: u32,
}

/// The file, open.
#[derive(Debug)]
pub(super) struct Book {
    path: PathBuf,
    file: Mutex<File>,
    blocks: Vec<Block>,
    pub(super) about: About,
}

/// The first bytes of some as a number.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    number(bytes, at).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    number(bytes, at).map(u64::from_le_bytes)
}

impl Book {
    /// Opens the file; `None` when there is none.
    pub(super) fn open(path: &Path) -> Result<Option<Self>> {
        // Opening a pipe would wait for its other end.
        match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(path)(error)),
            Ok(about) if !about.is_file() => {
                return Err(CompaniesError::Damaged { path: path.to_owned(), what: "it is no file" });
            }
            Ok(_) => {}
        }
        let mut file = File::open(path).map_err(io(path))?;
        let wrong = |what| CompaniesError::Damaged { path: path.to_owned(), what };
        let len = file.metadata().map_err(io(path))?.len();
        let mut read = |offset: u64, len: usize| -> Result<Vec<u8>> {
            let mut bytes = vec![0; len];
            file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(&mut bytes)).map_err(io(path))?;
            Ok(bytes)
        };
        if len < (HEAD + FOOT) as u64 {
            return Err(wrong("it is cut off"));
        }
        let head = read(0, HEAD)?;
        if !head.starts_with(MAGIC) {
            return Err(wrong("it is something else"));
        }
        if u32_at(&head, 8) != Some(VERSION) {
            return Err(CompaniesError::TooNew { path: path.to_owned() });
        }
        let foot = read(len - FOOT as u64, FOOT)?;
        let parts = || {
            let sum = u32_at(&foot, FOOT - 4)?;
            let whole = crc32c::crc32c(foot.get(..FOOT - 4)?) == sum;
            whole.then_some((u64_at(&foot, 0)?, u32_at(&foot, 8)?, u32_at(&foot, 12)?, u32_at(&foot, 16)?))
        };
        let (at, index, about, crc) = parts().ok_or_else(|| wrong("its end is missing"))?;
        let (index, about) = (index as usize, about as usize);
        if at.saturating_add((index + about + FOOT) as u64) != len {
            return Err(wrong("its end does not fit"));
        }
        let both = read(at, index + about)?;
        if crc32c::crc32c(&both) != crc {
            return Err(wrong("the sum of its index is wrong"));
        }
        let (index, about) = both.split_at_checked(index).ok_or_else(|| wrong("its end does not fit"))?;
        let blocks: Option<Vec<Block>> = index
            .chunks(ENTRY)
            .map(|entry| {
                let (first, offset) = (u64_at(entry, 0)?, u64_at(entry, 8)?);
                Some(Block { first, offset, len: u32_at(entry, 16)?, crc: u32_at(entry, 20)? })
            })
            .collect();
        let blocks = blocks.ok_or_else(|| wrong("its index is cut off"))?;
        let about = decode(about).ok_or_else(|| wrong("what it says of itself can't be read"))?;
        Ok(Some(Self { path: path.to_owned(), file: Mutex::new(file), blocks, about }))
    }

    fn wrong(&self, what: &'static str) -> CompaniesError {
        CompaniesError::Damaged { path: self.path.clone(), what }
    }

    /// The companies of a block.
    fn block(&self, block: &Block) -> Result<Vec<Company>> {
        let mut packed = vec![0; block.len as usize];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            let read = file.seek(SeekFrom::Start(block.offset)).and_then(|_| file.read_exact(&mut packed));
            match read {
                Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                    return Err(self.wrong("it is cut off"));
                }
                read => read.map_err(io(&self.path))?,
            }
        }
        if crc32c::crc32c(&packed) != block.crc {
            return Err(self.wrong("the sum of a block is wrong"));
        }
        let bytes = zstd::bulk::decompress(&packed, BLOCK_MAX)
            .map_err(|_| self.wrong("a block can't be unpacked"))?;
        let (mut companies, mut rest) = (Vec::new(), bytes.as_slice());
        while !rest.is_empty() {
            let one = || {
                let len = u32_at(rest, 0)? as usize;
                let (bytes, behind) = rest.get(4..)?.split_at_checked(len)?;
                Some((decode(bytes)?, behind))
            };
            let (company, behind) = one().ok_or_else(|| self.wrong("a company can't be read"))?;
            companies.push(company);
            rest = behind;
        }
        Ok(companies)
    }

    pub(super) fn find(&self, inn: Inn) -> Result<Option<Company>> {
        let wanted = key(inn);
        let behind = self.blocks.partition_point(|block| block.first <= wanted);
        let Some(block) = behind.checked_sub(1).and_then(|at| self.blocks.get(at)) else { return Ok(None) };
        Ok(self.block(block)?.into_iter().find(|company| company.inn == inn))
    }

    /// Reads everything once.
    pub(super) fn verify(&self) -> Result<u64> {
        let (mut count, mut last) = (0, None);
        for company in self.all() {
            let here = key(company?.inn);
            if last.is_some_and(|last| last >= here) {
                return Err(self.wrong("its order is lost"));
            }
            (count, last) = (count + 1, Some(here));
        }
        if count == self.about.companies { Ok(count) } else { Err(self.wrong("companies are missing")) }
    }

    /// All companies, by INN.
    pub(super) fn all(&self) -> impl Iterator<Item = Result<Company>> + '_ {
        self.blocks.iter().flat_map(|block| match self.block(block) {
            Ok(companies) => companies.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    }
}

/// What [`encode`] made.
pub(super) fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let config = bincode::config::standard().with_limit::<BLOCK_MAX>();
    bincode::serde::decode_from_slice(bytes, config).ok().map(|(value, _)| value)
}

/// A value as bytes.
pub(super) fn encode(value: &impl serde::Serialize) -> Option<Vec<u8>> {
    bincode::serde::encode_to_vec(value, bincode::config::standard()).ok()
}
