//! The file of companies, made: rows sorted, merged with what was there, written aside, put in place.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::book::{BLOCK_MAX, Block, Book, ENTRY, HEAD, MAGIC, VERSION, encode};
use super::runs::{Piece, Runs};
use super::{About, CompaniesError, FILE, Result, SOURCES_MAX, SourceFile, io, key};
use crate::domain::company::Company;
use crate::store::disk::{Room, sync_folder};

/// Bytes of a block before it is packed.
const BLOCK: usize = 16 << 10;
/// How hard blocks are packed.
const LEVEL: i32 = 3;
/// Blocks between two looks at the room on the disk.
const LOOK: usize = 256;
/// The folder in which it is made.
const ASIDE: &str = "loading";

/// What a load came to, in companies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Nobody had them.
    pub added: u64,
    /// Something of them has changed.
    pub updated: u64,
    /// They say the same.
    pub same: u64,
    /// What is there is newer, and stays.
    pub older: u64,
    /// Rows whose INN stood in the file before.
    pub twice: u64,
}

/// Says that nobody loads any more.
#[derive(Debug)]
pub(super) struct Free(pub(super) Arc<AtomicBool>);

impl Drop for Free {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// The folder in which a file is made; it goes with whatever is in it.
#[derive(Debug)]
struct Aside(PathBuf);

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A file that is being loaded.
#[derive(Debug)]
pub struct Loading {
    aside: Aside,
    folder: PathBuf,
    runs: Runs,
    book: Option<Arc<Book>>,
    lost: bool,
    reserve: u64,
    free: Free,
}

/// A file that is loaded and stands aside; it goes when it is not put in place.
#[derive(Debug)]
pub struct Prepared {
    _aside: Aside,
    _free: Free,
    made: PathBuf,
    place: PathBuf,
    /// What it came to.
    pub totals: Totals,
    /// What the file says of itself.
    pub about: About,
    /// It says nothing that was not there.
    pub is_same: bool,
}

impl Loading {
    pub(super) fn begin(
        folder: &Path,
        book: Option<Arc<Book>>,
        lost: bool,
        reserve: u64,
        free: Free,
    ) -> Result<Self> {
        let aside = folder.join(ASIDE);
        // What a load has left that was ended by force.
        let _ = std::fs::remove_dir_all(&aside);
        std::fs::create_dir_all(&aside).map_err(io(&aside))?;
        let runs = Runs::new(aside.clone());
        let loading =
            Self { aside: Aside(aside), folder: folder.to_owned(), runs, book, lost, reserve, free };
        loading.look_for_room()?;
        Ok(loading)
    }

    /// Takes a company.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn push(&mut self, company: &Company) -> Result<()> {
        if self.runs.push(company)? {
            self.look_for_room()?;
        }
        Ok(())
    }

    fn look_for_room(&self) -> Result<()> {
        look_for_room(&self.aside.0, self.reserve)
    }

    /// Merges what was taken with what is there. The file speaks as of its day; a newer word of a company stays. `go_on` is asked
    /// now and then with the number of companies; `None` when it has said no.
    ///
    /// # Errors
    /// When the present file can't be read or the new one can't be written.
    pub fn finish(self, source: SourceFile, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Option<Prepared>> {
        let Self { aside, folder, runs, book, lost, reserve, free } = self;
        let made = aside.0.join(FILE);
        let mut pieces = runs.sorted()?;
        let mut heap: BinaryHeap<Reverse<(u64, usize)>> = BinaryHeap::new();
        let mut heads: Vec<Option<Company>> = Vec::with_capacity(pieces.len());
        for (at, piece) in pieces.iter_mut().enumerate() {
            let head = piece.next()?;
            heap.extend(head.as_ref().map(|company| Reverse((key(company.inn), at))));
            heads.push(head);
        }
        let mut old = book.as_ref().map(|book| book.all());
        let mut next_old = || old.as_mut().and_then(Iterator::next).transpose();
        let mut known = next_old()?;
        let mut writer = Writer::begin(&made, reserve)?;
        let (mut totals, mut is_same) = (Totals::default(), !lost);
        loop {
            let new = next_new(&mut heap, &mut heads, &mut pieces, &mut totals)?;
            // Whoever stands before the next new one stays as he is.
            while let Some(company) =
                known.take_if(|known| new.as_ref().is_none_or(|new| key(known.inn) < key(new.inn)))
            {
                writer.push(&company)?;
                known = next_old()?;
            }
            let Some(new) = new else { break };
            match known.take_if(|known| known.inn == new.inn) {
                None => {
                    totals.added += 1;
                    is_same = false;
                    writer.push(&new)?;
                }
                Some(old) => {
                    known = next_old()?;
                    let stays = old.dated > new.dated;
                    let new = new.over(&old);
                    if stays {
                        totals.older += 1;
                    } else if old.says_what(&new) {
                        totals.same += 1;
                        is_same &= old.dated == new.dated;
                    } else {
                        totals.updated += 1;
                        is_same = false;
                    }
                    writer.push(if stays { &old } else { &new })?;
                }
            }
            if writer.companies.is_multiple_of(4096) && !go_on(writer.companies) {
                return Ok(None);
            }
        }
        let mut sources = book.as_ref().map(|book| book.about.sources.clone()).unwrap_or_default();
        sources.push(source);
        let many = sources.len().saturating_sub(SOURCES_MAX);
        sources.drain(..many);
        let about = writer.end(sources)?;
        let place = folder.join(FILE);
        Ok(Some(Prepared { _aside: aside, _free: free, made, place, totals, about, is_same }))
    }
}

impl Prepared {
    /// Puts the file in the place of the present one. [`Companies::forget`](super::Companies::forget) lets it be opened.
    ///
    /// # Errors
    /// When it can't be done: the present one stays.
    pub fn put(self) -> Result<()> {
        std::fs::rename(&self.made, &self.place).map_err(io(&self.place))?;
        let folder = self.place.parent().unwrap_or(&self.place);
        sync_folder(folder).map_err(io(folder))
    }
}

/// The next company of the pieces; of several with one INN the one that says most of today.
fn next_new(
    heap: &mut BinaryHeap<Reverse<(u64, usize)>>,
    heads: &mut [Option<Company>],
    pieces: &mut [Piece],
    totals: &mut Totals,
) -> Result<Option<Company>> {
    let mut best: Option<Company> = None;
    while let Some(Reverse((next, at))) = heap.peek().copied() {
        if best.as_ref().is_some_and(|best| key(best.inn) != next) {
            break;
        }
        heap.pop();
        let (Some(head), Some(piece)) = (heads.get_mut(at), pieces.get_mut(at)) else { break };
        let Some(company) = head.take() else { continue };
        *head = piece.next()?;
        heap.extend(head.as_ref().map(|company| Reverse((key(company.inn), at))));
        totals.twice += u64::from(best.is_some());
        if best.as_ref().is_none_or(|best| company.succeeds(best)) {
            best = Some(company);
        }
    }
    Ok(best)
}

/// The file while it is written.
struct Writer {
    path: PathBuf,
    out: BufWriter<File>,
    at: u64,
    block: Vec<u8>,
    first: Option<u64>,
    blocks: Vec<Block>,
    companies: u64,
    reserve: u64,
}

impl Writer {
    fn begin(path: &Path, reserve: u64) -> Result<Self> {
        let mut out = BufWriter::new(File::create(path).map_err(io(path))?);
        let mut head = MAGIC.to_vec();
        head.extend(VERSION.to_le_bytes());
        head.resize(HEAD, 0);
        out.write_all(&head).map_err(io(path))?;
        Ok(Self {
            path: path.to_owned(),
            out,
            at: HEAD as u64,
            block: Vec::new(),
            first: None,
            blocks: Vec::new(),
            companies: 0,
            reserve,
        })
    }

    fn push(&mut self, company: &Company) -> Result<()> {
        let bytes = encode(company).filter(|bytes| bytes.len() < BLOCK_MAX / 4);
        let bytes = bytes.ok_or(CompaniesError::Damaged {
            path: self.path.clone(),
            what: "a company is larger than any company",
        })?;
        self.first.get_or_insert(key(company.inn));
        self.block.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.block.extend(bytes);
        self.companies += 1;
        if self.block.len() >= BLOCK { self.cut() } else { Ok(()) }
    }

    /// Ends the block.
    fn cut(&mut self) -> Result<()> {
        let Some(first) = self.first.take() else { return Ok(()) };
        let packed = zstd::bulk::compress(&self.block, LEVEL).map_err(io(&self.path))?;
        self.block.clear();
        self.out.write_all(&packed).map_err(io(&self.path))?;
        let len = u32::try_from(packed.len()).unwrap_or(u32::MAX);
        self.blocks.push(Block { first, offset: self.at, len, crc: crc32c::crc32c(&packed) });
        self.at += u64::from(len);
        if self.blocks.len().is_multiple_of(LOOK) {
            look_for_room(self.path.parent().unwrap_or(&self.path), self.reserve)?;
        }
        Ok(())
    }

    fn end(mut self, sources: Vec<SourceFile>) -> Result<About> {
        self.cut()?;
        let about = About { companies: self.companies, sources };
        let mut end = Vec::with_capacity(self.blocks.len() * ENTRY);
        for block in &self.blocks {
            end.extend(block.first.to_le_bytes());
            end.extend(block.offset.to_le_bytes());
            end.extend(block.len.to_le_bytes());
            end.extend(block.crc.to_le_bytes());
        }
        let index = end.len();
        end.extend(encode(&about).unwrap_or_default());
        let said = end.len() - index;
        let mut foot = self.at.to_le_bytes().to_vec();
        foot.extend(u32::try_from(index).unwrap_or(u32::MAX).to_le_bytes());
        foot.extend(u32::try_from(said).unwrap_or(u32::MAX).to_le_bytes());
        foot.extend(crc32c::crc32c(&end).to_le_bytes());
        foot.extend(crc32c::crc32c(&foot).to_le_bytes());
        let mut write = || {
            self.out.write_all(&end)?;
            self.out.write_all(&foot)?;
            self.out.flush()?;
            self.out.get_ref().sync_all()
        };
        write().map_err(io(&self.path))?;
        Ok(about)
    }
}

fn look_for_room(folder: &Path, reserve: u64) -> Result<()> {
    let room = Room::of(folder).map_err(io(folder))?;
    // Loads leave operators twice the reserve.
    if room.bytes < reserve.saturating_mul(2) { Err(CompaniesError::NoRoom) } else { Ok(()) }
}
