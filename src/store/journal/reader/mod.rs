//! Reading the journal while it is being written: history, verification, backup, states of the past.

mod damage;
mod scan;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use self::damage::{Damage, Found};
pub(super) use self::damage::{FORGOTTEN, GAP, RETURNED, VANISHED};
use super::anew::{self, Anew, Hole};
use super::segment::{self, Next, Place, SegmentReader};
use super::{Entry, Mark, name};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};

/// Places of frames are remembered this far apart, in bytes: a commit is found by reading no more than this.
const STRIDE: u64 = 256 * 1024;

/// Reads the journal of a disk, be it written to at the same time or not. It takes no lock and changes nothing.
pub struct Reader {
    disk: Arc<dyn Disk>,
    /// For each segment, where some of its frames begin, and the commit behind the last one that was passed.
    places: Mutex<HashMap<u64, Passed>>,
    /// Where repairs have begun the journal anew, and without what: the store is opened again after one.
    anew: OnceLock<(Vec<Anew>, Vec<Hole>)>,
}

#[derive(Clone, Debug, Default)]
struct Passed {
    places: Vec<Place>,
    /// Size of the file then: one that has become smaller is another file.
    size: u64,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

impl Reader {
    /// A reader of the journal on a disk.
    pub fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk, places: Mutex::default(), anew: OnceLock::new() }
    }

    fn anew(&self) -> &(Vec<Anew>, Vec<Hole>) {
        let disk = self.disk.as_ref();
        self.anew.get_or_init(|| (anew::settled(disk), anew::lacked(disk)))
    }

    /// The last commit of a segment that is of this base, and the first one of the file a repair has begun behind it.
    fn bound(&self, segment: u64) -> Option<(u64, u64)> {
        anew::bound(&self.anew().0, segment)
    }

    /// Whether a snapshot is not of this base that was finished after a commit which the journal does not have: a repair has gone by
    /// other ones there.
    pub(in crate::store) fn disowns(&self, to: u64, mark: Mark) -> bool {
        anew::disowns(&self.anew().0, to, mark)
    }

    fn is_beyond(&self, segment: u64, seq: u64) -> bool {
        self.bound(segment).is_some_and(|(after, _)| seq > after)
    }

    /// The commits in the middle that a repair has gone on without, when this is one of them.
    fn hole(&self, segment: u64, seq: u64) -> Option<Hole> {
        self.anew().1.iter().find(|hole| hole.has(segment, seq)).copied()
    }

    /// Whether a commit in a segment is not of this base.
    fn is_foreign(&self, segment: u64, seq: u64) -> bool {
        self.is_beyond(segment, seq) || self.hole(segment, seq).is_some()
    }

    /// First sequence numbers of the segments, ascending.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn segments(&self) -> Result<Vec<u64>> {
        segment::list(self.disk.as_ref())
    }

    /// Bytes of all segments.
    pub fn size(&self) -> u64 {
        let sizes = self.segments().unwrap_or_default().into_iter();
        sizes.map(|segment| segment::len(self.disk.as_ref(), segment).unwrap_or_default()).sum()
    }

    /// The commit with a sequence number; `None` when it is not kept any more, is damaged, or was never made.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn entry(&self, seq: u64) -> Result<Option<Entry>> {
        let Some(segment) = segment::holding(&self.segments()?, seq) else { return Ok(None) };
        if self.is_foreign(segment, seq) {
            return Ok(None);
        }
        let mut reader = self.before(segment, seq)?;
        let first = reader.1;
        Ok(match reader.0.next(first.saturating_sub(1))? {
            Next::Entries(entries) => entries.into_iter().find(|entry| entry.seq == seq),
            _ => None,
        })
    }

    /// A reader of a segment that stands before the frame with a commit, and that frame's first commit.
    fn before(&self, segment: u64, seq: u64) -> Result<(SegmentReader<'_>, u64)> {
        let mut passed = {
            let all = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            all.get(&segment).cloned().unwrap_or_default()
        };
        let mut reader = SegmentReader::new(self.disk.as_ref(), segment, segment::HEAD)?;
        if reader.size() < passed.size {
            passed = Passed::default();
        }
        passed.size = reader.size();
        let known = passed.places.len();
        let start = passed.places.iter().rfind(|place| place.first <= seq).copied();
        let is_headless = start.is_none() && !segment::has_head(self.disk.as_ref(), segment)?;
        let start = start.unwrap_or(Place { first: segment, offset: segment::HEAD });
        reader.go_to(start.offset);
        let mut next = start.first;
        if is_headless {
            // The frames may begin elsewhere, too: the first one is looked for.
            reader.go_to(0);
            match reader.find_frame(segment.saturating_sub(1))? {
                Some(first) => next = first,
                None => reader.go_to(start.offset),
            }
        }
        loop {
            let (passed_to, problem) = reader.pass_until(next, seq.saturating_sub(1), |place| {
                if passed.places.last().is_none_or(|last| last.offset + STRIDE <= place.offset) {
                    passed.places.push(place);
                }
            })?;
            next = passed_to;
            // What can't be read is passed over as long as the commit stands behind it.
            match problem.map(|_| reader.find_frame(next.saturating_sub(1))).transpose()?.flatten() {
                Some(first) if first <= seq => next = first,
                _ => break,
            }
        }
        if passed.places.len() > known {
            self.places.lock().unwrap_or_else(PoisonError::into_inner).insert(segment, passed);
        }
        Ok((reader, next))
    }

    /// Visits the commits behind `after`, in order, to the end or until the visitor has enough.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] at the first thing that can't be read, missing files included; when the disk can't be read.
    pub fn each_after(&self, after: u64, visit: &mut dyn FnMut(Entry) -> ControlFlow<()>) -> Result<()> {
        let segments = self.segments()?;
        let last_segment = segments.last().copied().unwrap_or_default();
        let damaged = |segment, offset, what| StoreError::Damaged { segment: name(segment), offset, what };
        let Some(begin) = segment::holding(&segments, after + 1) else {
            return segments.first().map_or(Ok(()), |first| Err(damaged(*first, 0, GAP)));
        };
        let mut next = after + 1;
        for &segment in segments.iter().filter(|segment| **segment >= begin) {
            if segment > next {
                return Err(damaged(segment, 0, GAP));
            }
            let (mut reader, mut first) = self.before(segment, next)?;
            if first > next {
                return Err(damaged(segment, reader.offset(), "commits are missing"));
            }
            'frames: loop {
                let offset = reader.offset();
                match reader.next(first.saturating_sub(1))? {
                    Next::Entries(entries) => {
                        for entry in entries {
                            if self.is_beyond(segment, entry.seq) {
                                break 'frames;
                            }
                            if entry.seq > after && self.hole(segment, entry.seq).is_some() {
                                return Err(damaged(segment, offset, RETURNED));
                            }
                            first = entry.seq + 1;
                            if entry.seq > after && visit(entry).is_break() {
                                return Ok(());
                            }
                        }
                    }
                    Next::End => break,
                    Next::Torn if segment == last_segment => break,
                    Next::Torn => return Err(damaged(segment, reader.offset(), "the file ends too early")),
                    Next::Damaged(what) => {
                        let offset = reader.offset();
                        let last = first.saturating_sub(1);
                        // What hides no commit is in nobody's way.
                        if reader.find_frame(last)? != Some(first)
                            && !self.pass_repeated(&mut reader, last)?
                        {
                            return Err(damaged(segment, offset, what));
                        }
                    }
                }
            }
            next = first;
        }
        Ok(())
    }

    /// As [`Reader::each_after`], for a visitor that may fail: its error ends the walk.
    ///
    /// # Errors
    /// As [`Reader::each_after`], and what the visitor returns.
    pub fn try_each_after(
        &self,
        after: u64,
        visit: &mut dyn FnMut(Entry) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut failed = None;
        self.each_after(after, &mut |entry| {
            visit(entry).unwrap_or_else(|error| {
                failed = Some(error);
                ControlFlow::Break(())
            })
        })?;
        failed.map_or(Ok(()), Err)
    }

    /// Passes over commits that stand earlier in the journal, too.
    pub(super) fn pass_repeated(&self, reader: &mut SegmentReader<'_>, last: u64) -> Result<bool> {
        reader.pass_repeated(last, &|entry| Ok(self.entry(entry.seq)?.as_ref() == Some(entry)))
    }

    /// Forgets where commits stand: files have been written anew.
    pub(in crate::store) fn forget_places(&self) {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The last whole commit as far as sums tell, for a progress bar; 0 when there is none.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn last_hint(&self) -> Result<u64> {
        let Some(segment) = self.segments()?.last().copied() else { return Ok(0) };
        let last = self.before(segment, u64::MAX)?.1.saturating_sub(1);
        Ok(self.bound(segment).map_or(last, |(after, _)| last.min(after)))
    }
}

#[cfg(test)]
mod tests;
