//! Companies sorted in pieces: what does not fit into memory goes to the disk, sorted, and is merged from there.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::book::{BLOCK_MAX, decode, encode};
use super::{CompaniesError, Result, io, key};
use crate::domain::company::Company;

/// Bytes of companies that are sorted in memory at a time.
const PIECE: usize = 32 << 20;

/// Companies in the order of the file, on their way into that of their INNs.
#[derive(Debug)]
pub(super) struct Runs {
    folder: PathBuf,
    piece: Vec<(u64, Vec<u8>)>,
    bytes: usize,
    files: Vec<PathBuf>,
}

impl Runs {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, piece: Vec::new(), bytes: 0, files: Vec::new() }
    }

    /// Takes a company; says whether a piece went to the disk.
    pub(super) fn push(&mut self, company: &Company) -> Result<bool> {
        let bytes = encode(company).filter(|bytes| bytes.len() < BLOCK_MAX / 4);
        let bytes = bytes.ok_or(CompaniesError::Damaged {
            path: self.folder.clone(),
            what: "a company is larger than any company",
        })?;
        self.bytes += bytes.len() + size_of::<(u64, Vec<u8>)>();
        self.piece.push((key(company.inn), bytes));
        if self.bytes < PIECE {
            return Ok(false);
        }
        self.spill()?;
        Ok(true)
    }

    fn spill(&mut self) -> Result<()> {
        // Stable: of two with one INN the later row of the file stays behind.
        self.piece.sort_by_key(|(key, _)| *key);
        let path = self.folder.join(format!("piece-{}", self.files.len()));
        let write = || {
            let mut out = BufWriter::new(File::create(&path)?);
            for (key, bytes) in &self.piece {
                out.write_all(&key.to_le_bytes())?;
                out.write_all(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes())?;
                out.write_all(bytes)?;
            }
            out.flush()
        };
        write().map_err(io(&path))?;
        self.piece.clear();
        self.bytes = 0;
        self.files.push(path);
        Ok(())
    }

    /// The pieces, each in its order.
    pub(super) fn sorted(mut self) -> Result<Vec<Piece>> {
        self.piece.sort_by_key(|(key, _)| *key);
        let mut pieces = Vec::with_capacity(self.files.len() + 1);
        for path in &self.files {
            let file = File::open(path).map_err(io(path))?;
            pieces.push(Piece::File(BufReader::new(file), path.clone()));
        }
        pieces.push(Piece::Memory(self.piece.into_iter()));
        Ok(pieces)
    }
}

/// Companies in the order of their INNs.
pub(super) enum Piece {
    Memory(std::vec::IntoIter<(u64, Vec<u8>)>),
    File(BufReader<File>, PathBuf),
}

impl Piece {
    /// The next one.
    pub(super) fn next(&mut self) -> Result<Option<Company>> {
        let (bytes, path) = match self {
            Self::Memory(piece) => match piece.next() {
                Some((_, bytes)) => (bytes, Path::new("")),
                None => return Ok(None),
            },
            Self::File(file, path) => match next_of(file).map_err(io(path))? {
                Some(bytes) => (bytes, path.as_path()),
                None => return Ok(None),
            },
        };
        let read = decode(&bytes);
        read.map(Some)
            .ok_or(CompaniesError::Damaged { path: path.to_owned(), what: "a company can't be read" })
    }
}

fn next_of(file: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = [0; 12];
    match file.read_exact(&mut head) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let [.., a, b, c, d] = head;
    let len = u32::from_le_bytes([a, b, c, d]) as usize;
    if len > BLOCK_MAX {
        return Err(std::io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; len];
    file.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}
