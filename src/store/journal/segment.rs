//! The files of the journal: names, heads, and reading one from end to end.

use super::{AppendError, frame};
use crate::store::Entry;
use crate::store::disk::{Disk, DiskFile, Pieces};
use crate::store::error::{Result, StoreError};

/// Marks a file as a segment; the last byte is the version of the segment head.
const MAGIC: &[u8; 8] = b"DZVJRNL\x01";
/// Magic, number of the first commit, crc32c of both.
pub(super) const HEAD: u64 = 8 + 8 + 4;
const SUFFIX: &str = ".journal";
/// Digits of the number in the name of a file.
pub(in crate::store) const DIGITS: usize = 20;
/// No base has made so many commits: such a name is nobody's of ours, and counting must not run over.
pub(in crate::store) const SEQ_MAX: u64 = 1 << 60;

/// The file of a segment, by the number of its first commit.
pub(in crate::store) fn name(segment: u64) -> String {
    format!("{segment:020}{SUFFIX}")
}

/// The number of the first commit, by the name of the file. What has a name that is only like ours is not ours.
pub(super) fn number(name: &str) -> Option<u64> {
    exact_number(name.strip_suffix(SUFFIX)?)
}

/// A number as it stands in the name of a file.
pub(in crate::store) fn exact_number(digits: &str) -> Option<u64> {
    let is_exact = digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|number| is_exact && *number < SEQ_MAX)
}

/// First sequence numbers of the segments on a disk, ascending.
pub(super) fn list(disk: &dyn Disk) -> Result<Vec<u64>> {
    let names = disk.list().map_err(StoreError::io(disk.path("")))?;
    let numbers = names.iter().filter_map(|name| number(name));
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The segment in which a commit stands, or would stand if it were the next one.
pub(super) fn holding(segments: &[u64], seq: u64) -> Option<u64> {
    segments.iter().rfind(|first| **first <= seq).copied()
}

pub(super) fn len(disk: &dyn Disk, segment: u64) -> Result<u64> {
    disk.len(&name(segment)).map_err(StoreError::io(disk.path(&name(segment))))
}

/// What a segment begins with.
pub(super) fn head(segment: u64) -> Vec<u8> {
    let mut head = [MAGIC.as_slice(), &segment.to_le_bytes()].concat();
    head.extend_from_slice(&crc32c::crc32c(&head).to_le_bytes());
    head
}

/// Makes a segment. A file of the same name, which holds no commit, is what an attempt that failed has left.
pub(super) fn create(disk: &dyn Disk, segment: u64) -> std::result::Result<Box<dyn DiskFile>, AppendError> {
    let name = name(segment);
    let path = disk.path(&name);
    let make = || {
        let mut file = match disk.create(&name) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                // Nobody knows whether its name has ever reached the disk: only a new one is sure to.
                disk.remove(&name)?;
                disk.create(&name)?
            }
            made => made?,
        };
        file.append(&head(segment))?;
        Ok(file)
    };
    let mut file = make().map_err(StoreError::io(&path)).map_err(AppendError::Refused)?;
    file.sync().map_err(StoreError::io(&path)).map_err(AppendError::Unknown)?;
    Ok(file)
}

/// Whether a segment begins as it must.
pub(in crate::store) fn has_head(disk: &dyn Disk, segment: u64) -> Result<bool> {
    let expected = head(segment);
    let found =
        disk.read(&name(segment), 0, expected.len()).map_err(StoreError::io(disk.path(&name(segment))))?;
    Ok(found == expected)
}

/// Whether any file of a journal begins as those of this release and of earlier ones do.
pub(in crate::store) fn begins_as_ours(disk: &dyn Disk) -> Result<bool> {
    for segment in list(disk)? {
        if has_head(disk, segment)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What stands at the next place of a segment.
pub(super) enum Next {
    /// The commits of a frame.
    Entries(Vec<Entry>),
    /// The end of the file.
    End,
    /// The end of the file, in the middle of a frame that was never finished.
    Torn,
    /// Something else, with whole frames behind it.
    Damaged(&'static str),
}

/// Where a frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Sequence number of its first commit.
    pub(super) first: u64,
    /// Its offset in the segment, in bytes.
    pub(super) offset: u64,
}

const WINDOW: usize = 4 * 1024 * 1024;

/// Reads the frames of one segment, a window of the file at a time.
pub(super) struct SegmentReader<'a> {
    /// The file itself: another may take its name while it is read.
    file: Pieces<'a>,
    len: u64,
    /// Offset of the first byte of `window` that was not used yet.
    offset: u64,
    window: Vec<u8>,
    used: usize,
}

impl<'a> SegmentReader<'a> {
    /// Begins at a border of frames; the first one is behind the head.
    pub(super) fn new(disk: &'a dyn Disk, segment: u64, offset: u64) -> Result<Self> {
        Self::of(disk, &name(segment), offset)
    }

    /// As [`SegmentReader::new`], of a segment in a file of another name.
    pub(super) fn of(disk: &'a dyn Disk, name: &str, offset: u64) -> Result<Self> {
        let failed = || StoreError::io(disk.path(name));
        let file = Pieces::of(disk, name).map_err(failed())?;
        let len = file.size().map_err(failed())?;
        Ok(Self { file, len, offset: offset.max(HEAD), window: Vec::new(), used: 0 })
    }

    /// Whether the next frame was packed anew.
    pub(super) fn is_packed(&mut self) -> Result<bool> {
        self.look(|bytes| match frame::check(bytes) {
            Err(frame::Read::Short(size)) => (Some(size), false),
            checked => (None, checked.is_ok_and(|whole| whole.packed)),
        })
    }

    /// Goes on at another border of frames, or where one is to be looked for.
    pub(super) fn go_to(&mut self, offset: u64) {
        self.offset = offset;
        self.window.clear();
        self.used = 0;
    }

    /// Size of the file when the reading began, in bytes.
    pub(super) fn size(&self) -> u64 {
        self.len
    }

    /// Where the next frame begins, in bytes.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    fn refill(&mut self, want: usize) -> Result<()> {
        let rest = usize::try_from(self.len.saturating_sub(self.offset)).unwrap_or(usize::MAX);
        let want = want.max(WINDOW).min(rest);
        let read = self.file.read(self.offset, want);
        self.window = read.map_err(StoreError::io(self.file.path()))?;
        self.used = 0;
        Ok(())
    }

    /// Looks at the next frame through `look`, which says how many bytes it wants when it has too few.
    fn look<T>(&mut self, look: impl Fn(&[u8]) -> (Option<usize>, T)) -> Result<T> {
        let (short, seen) = look(self.window.get(self.used..).unwrap_or_default());
        match short {
            Some(size) => {
                self.refill(size)?;
                Ok(look(&self.window).1)
            }
            None => Ok(seen),
        }
    }

    fn pass(&mut self, size: usize) {
        self.used += size;
        self.offset += size as u64;
    }

    /// The next frame, which must begin with the commit behind `last_seq`.
    pub(super) fn next(&mut self, last_seq: u64) -> Result<Next> {
        if self.offset >= self.len {
            return Ok(Next::End);
        }
        match self.read()? {
            frame::Read::Frame { entries, size } => {
                if entries.first().is_some_and(|entry| entry.seq != last_seq + 1) {
                    return Ok(Next::Damaged("commits are missing"));
                }
                self.pass(size);
                Ok(Next::Entries(entries))
            }
            frame::Read::Short(_) => self.torn_or_damaged(last_seq, "a commit is not whole"),
            frame::Read::Broken(what) => self.torn_or_damaged(last_seq, what),
            frame::Read::NoMemory(error) => Err(StoreError::no_memory(error)),
        }
    }

    /// Passes over whole frames with commits up to `seq`, beginning with `next`, their sums checked and their commits not
    /// looked at. Stands before the frame in which the commit behind `seq` is, or at the end of the whole frames.
    /// Returns the commit the next frame begins with; what is wrong where a frame should be, if anything is.
    pub(super) fn pass_until(
        &mut self,
        mut next: u64,
        seq: u64,
        mut visit: impl FnMut(Place),
    ) -> Result<(u64, Option<&'static str>)> {
        while next <= seq && self.offset < self.len {
            let checked = self.look(|bytes| match frame::check(bytes) {
                Err(frame::Read::Short(size)) => (Some(size), Err(frame::Read::Short(size))),
                checked => (None, checked),
            })?;
            let whole = match checked {
                Ok(whole) => whole,
                Err(frame::Read::Broken(what)) => return Ok((next, Some(what))),
                Err(_) => return Ok((next, Some("a commit is not whole"))),
            };
            if whole.first != next {
                return Ok((next, Some("commits are missing")));
            }
            let behind = next.saturating_add(u64::from(whole.count));
            if behind.saturating_sub(1) > seq {
                break;
            }
            visit(Place { first: next, offset: self.offset });
            next = behind;
            self.pass(whole.size);
        }
        Ok((next, None))
    }

    /// After damage: stands before the next whole frame with commits behind `last_seq`, and returns its first commit.
    /// `None` when there is none up to the end of the file.
    pub(super) fn find_frame(&mut self, last_seq: u64) -> Result<Option<u64>> {
        let rest = usize::try_from(self.len.saturating_sub(self.offset)).unwrap_or(usize::MAX);
        self.refill(rest)?;
        // The frame that stands here may be whole, and those before it missing.
        Ok(frame::first_after(&self.window, last_seq).map(|(at, first)| {
            self.pass(at);
            first
        }))
    }

    fn read(&mut self) -> Result<frame::Read> {
        let read = self.look(|bytes| match frame::read(bytes) {
            frame::Read::Short(size) => (Some(size), frame::Read::Short(size)),
            read => (None, read),
        })?;
        match read {
            frame::Read::NoMemory(error) => Err(StoreError::no_memory(error)),
            read => Ok(read),
        }
    }

    /// Passes over whole frames that hold nothing but commits up to `last_seq` that `is_known` knows: they stand there a second
    /// time. Says whether there were any.
    pub(super) fn pass_repeated(
        &mut self,
        last_seq: u64,
        is_known: &dyn Fn(&Entry) -> Result<bool>,
    ) -> Result<bool> {
        let mut passed = false;
        while self.offset < self.len {
            let frame::Read::Frame { entries, size } = self.read()? else { break };
            for entry in &entries {
                if entry.seq > last_seq || !is_known(entry)? {
                    return Ok(passed);
                }
            }
            self.pass(size);
            passed = true;
        }
        Ok(passed)
    }

    /// The last `size` bytes that were passed, as long as they are one frame.
    pub(super) fn passed(&self, size: u64) -> Option<&[u8]> {
        self.window.get(self.used.checked_sub(usize::try_from(size).ok()?)?..self.used)
    }

    fn torn_or_damaged(&mut self, last_seq: u64, what: &'static str) -> Result<Next> {
        let rest = usize::try_from(self.len - self.offset).unwrap_or(usize::MAX);
        self.refill(rest)?;
        let behind = self.window.get(1..).unwrap_or_default();
        let damaged = frame::first_after(behind, last_seq).is_some();
        Ok(if damaged { Next::Damaged(what) } else { Next::Torn })
    }
}
