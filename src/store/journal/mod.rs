//! The journal: every commit in order, in files that are only appended to. It is the truth; the engine can be made
//! again from it.
//!
//! The files are called segments, `00000000000000000001.journal` by the number of their first commit, each begun anew
//! when the last one has grown past its bound. A segment is a head followed by frames.

mod absent;
mod anew;
mod copy;
mod entry;
mod frame;
mod known;
mod mend;
mod pack;
mod reader;
mod returned;
mod segment;

use std::sync::Arc;

pub(super) use self::absent::{absent, changed_since_repair, refuse_changes_since_repair};
pub(super) use self::anew::{ANEW, Anew, Hole, Proof, begun_anew, lacked, note_anew, settled};
pub(super) use self::copy::{end_of, end_over_damage, goes_on};
pub use self::entry::{Entry, Mark, Origin, RecordChange};
pub(super) use self::known::{
    Decided, KNOWN, begun, forget_known, gap_before, is_known, known, known_until, note_first, note_known,
    place_of,
};
pub(super) use self::mend::{Former, mend};
pub(super) use self::pack::pack;
pub use self::reader::{Damage, Found, Reader};
pub(super) use self::returned::{came_back_in, put_back_aside};
pub(super) use self::segment::{
    DIGITS, SEQ_MAX, begins_as_ours, exact_number, has_head, name as segment_name,
};
use self::segment::{Next, Place, SegmentReader, name};
use super::disk::{Disk, DiskFile};
use super::error::{Result, StoreError};
use crate::domain::time::Moment;

/// A segment that has grown past this is followed by a new one, in bytes.
pub const SEGMENT_MAX: u64 = 32 * 1024 * 1024;

/// No commit is larger, in bytes of its records and their keys: several of them must fit into one frame.
pub(in crate::store) const COMMIT_MAX: usize = frame::BODY_MAX / 4;

/// The journal, open for appending.
pub struct Journal {
    disk: Arc<dyn Disk>,
    file: Box<dyn DiskFile>,
    /// Sequence number of the last commit; 0 when there is none.
    last: u64,
    /// The segment that is appended to, and where its whole frames end.
    segment: u64,
    offset: u64,
    cut: u64,
    segment_max: u64,
    /// A segment is followed by a new one, too, when its first commit is so much older than the next one, in milliseconds.
    segment_age: Option<i64>,
    /// When the first commit of the segment was made; `None` when there is none yet, or nobody has asked.
    begun: Option<Moment>,
    /// Bytes of a frame that could not be written may stand behind `offset`.
    dirty: bool,
}

/// What is known of the commits of a journal before it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The last commit somebody has from elsewhere, with everything before it: those behind it are wanted.
    pub from: u64,
    /// The fingerprint of that commit: another one under its number is another journal's.
    pub mark: Mark,
    /// The last commit that was made, as far as anybody can tell; not below `from` or of no account.
    pub reached: u64,
}

impl From<u64> for Known {
    fn from(from: u64) -> Self {
        Self { from, ..Self::default() }
    }
}

/// Where a journal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    /// The last commit.
    pub(super) last: u64,
    segment: u64,
    /// Where the whole frames of that segment end; 0 when its head never reached the disk.
    offset: u64,
}

/// Why commits were not appended.
#[derive(Debug)]
pub enum AppendError {
    /// Nothing was written: it may be tried again when the cause is gone.
    Refused(StoreError),
    /// The disk did not say whether it has them: nothing may be acknowledged any more until the journal has been opened
    /// again.
    Unknown(StoreError),
}

impl From<AppendError> for StoreError {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Refused(error) | AppendError::Unknown(error) => error,
        }
    }
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("last", &self.last).finish_non_exhaustive()
    }
}

impl Journal {
    /// Opens the journal on a disk and hands every commit behind `known.from` to `replay`, in order.
    ///
    /// A frame that is not whole at the very end was never acknowledged and is cut off. Commits up to that one may be
    /// missing as long as their files are missing as a whole; what is there of them in the file of the next commit is
    /// checked by its sums.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when something before the end can't be read, [`StoreError::JournalBehind`] when the journal
    /// ends before what is known to have been made, [`StoreError::Engine`] when the engine has come from other commits, and
    /// what `replay` returns. Nothing is changed then.
    pub fn open(
        disk: Arc<dyn Disk>,
        known: impl Into<Known>,
        replay: &mut dyn FnMut(Entry) -> Result<()>,
    ) -> Result<Self> {
        let Some(Reached { last, segment, offset }) = Self::look(disk.as_ref(), known, replay)? else {
            return Self::begin(disk, 1);
        };
        let cut = segment::len(disk.as_ref(), segment)?.saturating_sub(offset);
        let file = match offset {
            0 => segment::create(disk.as_ref(), segment)?,
            _ => disk.open(&name(segment), offset).map_err(StoreError::io(disk.path(&name(segment))))?,
        };
        Ok(Self { offset: offset.max(segment::HEAD), cut, last, ..Self::with(disk, file, segment) })
    }

    /// As [`Journal::open`], for those who only look: nothing is changed. Returns where the journal ends; `None` when there
    /// is none yet.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub(super) fn look(
        disk: &dyn Disk,
        known: impl Into<Known>,
        replay: &mut dyn FnMut(Entry) -> Result<()>,
    ) -> Result<Option<Reached>> {
        let Known { from, mark, reached } = known.into();
        let reached = reached.max(from);
        refuse_changes_since_repair(disk)?;
        let other = || StoreError::Engine(format!("its commit {from} is not the one of the journal"));
        let segments = segment::list(disk)?;
        let Some(last_segment) = segments.last().copied() else {
            if reached > 0 {
                return Err(StoreError::JournalBehind { engine: reached, journal: 0 });
            }
            return Ok(None);
        };
        let damaged = |segment, offset, what| StoreError::Damaged { segment: name(segment), offset, what };
        let Some(begin) = segment::holding(&segments, from + 1) else {
            let first = segments.first().copied().unwrap_or_default();
            return Err(damaged(first, 0, "commits before this file are missing"));
        };
        let before =
            segment::holding(&segments, from).filter(|before| *before != begin && mark != Mark::NONE);
        if let Some(before) = before
            && commit_of(disk, before, from)?.is_some_and(|entry| !mark.fits(&entry))
        {
            return Err(other());
        }
        let mut last = begin - 1;
        let mut end = (begin, segment::HEAD);
        for &segment in segments.iter().filter(|segment| **segment >= begin) {
            if segment != last + 1 {
                return Err(damaged(segment, 0, "commits before this file are missing"));
            }
            end = (segment, 0);
            if !segment::has_head(disk, segment)? {
                // A power cut may leave the head of the newest segment unwritten: nothing in it was acknowledged.
                if segment != last_segment || segment::len(disk, segment)? > segment::HEAD {
                    return Err(damaged(segment, 0, "this is not a journal file"));
                }
                break;
            }
            let mut reader = SegmentReader::new(disk, segment, segment::HEAD)?;
            let mut passed = None;
            let (next, problem) = reader.pass_until(segment, from, |place| passed = Some(place))?;
            if let Some(what) = problem {
                // The engine has these commits, but it may be lost at any moment: nothing goes on behind a hole.
                return Err(damaged(segment, reader.offset(), what));
            }
            last = next - 1;
            if let Some(Place { first, offset }) = passed.filter(|_| last == from && mark != Mark::NONE)
                && let Next::Entries(entries) =
                    SegmentReader::new(disk, segment, offset)?.next(first.saturating_sub(1))?
                && entries.iter().any(|entry| entry.seq == from && !mark.fits(entry))
            {
                return Err(other());
            }
            loop {
                match reader.next(last)? {
                    Next::Entries(entries) => {
                        for entry in entries {
                            if entry.seq == from && !mark.fits(&entry) {
                                return Err(other());
                            }
                            last = entry.seq;
                            if last > from {
                                replay(entry)?;
                            }
                        }
                    }
                    Next::End => break,
                    Next::Torn if segment == last_segment => break,
                    Next::Torn => return Err(damaged(segment, reader.offset(), "the file ends too early")),
                    Next::Damaged(what) => return Err(damaged(segment, reader.offset(), what)),
                }
            }
            end = (segment, reader.offset());
        }
        if last < reached {
            return Err(StoreError::JournalBehind { engine: reached, journal: last });
        }
        let (segment, offset) = end;
        Ok(Some(Reached { last, segment, offset }))
    }

    /// Begins a new segment with the commit `first`; what stands before it, if anything, is not looked at.
    pub(super) fn begin(disk: Arc<dyn Disk>, first: u64) -> Result<Self> {
        let file = segment::create(disk.as_ref(), first)?;
        Ok(Self::with(disk, file, first))
    }

    /// A journal that goes on with a segment in which nothing stands yet.
    fn with(disk: Arc<dyn Disk>, file: Box<dyn DiskFile>, segment: u64) -> Self {
        Self {
            disk,
            file,
            last: segment.saturating_sub(1),
            segment,
            offset: segment::HEAD,
            cut: 0,
            segment_max: SEGMENT_MAX,
            segment_age: None,
            begun: None,
            dirty: false,
        }
    }

    /// Bytes of a commit that was never written to its end, and so never acknowledged: opening has cut them off.
    pub fn cut(&self) -> u64 {
        self.cut
    }

    /// Sequence number of the last commit; 0 when there is none.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Grows segments no further than this, in bytes.
    pub(super) fn set_segment_max(&mut self, bytes: u64) {
        self.segment_max = bytes;
    }

    /// Begins a new segment when the first commit of the present one is so much older than the next one, in milliseconds;
    /// `None`: never for this reason.
    pub(super) fn set_segment_age(&mut self, millis: Option<i64>) {
        self.segment_age = millis;
    }

    /// Whether the segment holds commits that are too old for one that is made now to stand behind them.
    fn is_old(&mut self, now: Moment) -> bool {
        let Some(age) = self.segment_age.filter(|_| self.offset > segment::HEAD) else { return false };
        if self.begun.is_none() {
            // One that can't be read has passed at opening: it is read again another time.
            let first = commit_of(self.disk.as_ref(), self.segment, self.segment).ok().flatten();
            self.begun = first.map(|entry| entry.origin.at);
        }
        self.begun.is_some_and(|begun| now.millis().saturating_sub(begun.millis()) >= age)
    }

    /// Appends commits as one frame and returns when they are durable; says how many bytes they took.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn append(&mut self, entries: &[Entry]) -> std::result::Result<u64, AppendError> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(0) };
        let too_large = AppendError::Refused(StoreError::TooLarge { bytes: frame::BODY_MAX });
        let bytes = frame::write(entries).ok_or(too_large)?;
        self.mend().map_err(AppendError::Refused)?;
        if self.offset > self.segment_max || self.is_old(first.origin.at) {
            let segment = self.last + 1;
            self.file = segment::create(self.disk.as_ref(), segment)?;
            (self.segment, self.offset, self.begun) = (segment, segment::HEAD, None);
        }
        let path = self.disk.path(&name(self.segment));
        if let Err(error) = self.file.append(&bytes) {
            // What was written of it must not stand before the next commit.
            self.dirty = true;
            let _ = self.cut_back();
            return Err(AppendError::Refused(StoreError::io(path)(error)));
        }
        if let Err(error) = self.file.sync() {
            // The system may hold the frame as clean and never write it: whoever opens the journal next would take it for
            // durable and build upon it.
            self.dirty = true;
            let _ = self.cut_back();
            return Err(AppendError::Unknown(StoreError::io(path)(error)));
        }
        self.last = last.seq;
        if self.offset == segment::HEAD {
            self.begun = Some(first.origin.at);
        }
        self.offset += bytes.len() as u64;
        Ok(bytes.len() as u64)
    }

    /// Removes what a frame that could not be written has left, if anything.
    ///
    /// # Errors
    /// When the disk still fails.
    pub(super) fn mend(&mut self) -> Result<()> {
        if self.dirty { self.cut_back() } else { Ok(()) }
    }

    fn cut_back(&mut self) -> Result<()> {
        let name = name(self.segment);
        self.file = self.disk.open(&name, self.offset).map_err(StoreError::io(self.disk.path(&name)))?;
        self.dirty = false;
        Ok(())
    }
}

/// A commit, where whole frames from the beginning of its segment lead to it.
fn commit_of(disk: &dyn Disk, segment: u64, seq: u64) -> Result<Option<Entry>> {
    let mut reader = SegmentReader::new(disk, segment, segment::HEAD)?;
    let (next, _) = reader.pass_until(segment, seq.saturating_sub(1), |_| {})?;
    Ok(match reader.next(next.saturating_sub(1))? {
        Next::Entries(entries) => entries.into_iter().find(|entry| entry.seq == seq),
        _ => None,
    })
}

#[cfg(test)]
pub(super) mod tests;
