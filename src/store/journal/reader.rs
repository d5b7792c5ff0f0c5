//! Reading the journal while it is being written: history, verification, backup, states of the past.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::anew::{self, Anew};
use super::segment::{self, Next, Place, SegmentReader};
use super::{Entry, name};
use crate::domain::time::Moment;
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};

/// Places of frames are remembered this far apart, in bytes: a commit is found by reading no more than this.
const STRIDE: u64 = 256 * 1024;

/// Reads the journal of a disk, be it written to at the same time or not. It takes no lock and changes nothing.
pub struct Reader {
    disk: Arc<dyn Disk>,
    /// For each segment, where some of its frames begin, and the commit behind the last one that was passed.
    places: Mutex<HashMap<u64, Passed>>,
    /// Where repairs have begun the journal anew: the store is opened again after one.
    anew: OnceLock<Vec<Anew>>,
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

/// A file begins with a later commit than the one before it ends with.
const GAP: &str = "commits before this file are missing";
/// The same of a file at the end that holds nothing.
const STRAY: &str = "an empty file stands behind the end";

/// A file holds commits that a repair has gone on without.
pub(super) const RETURNED: &str = "it holds commits that a repair has gone on without";
/// The head of a file is not what its name says, or there is none.
const HEAD_WRONG: &str = "this is not a journal file";
/// Whole frames that stand before, too.
const REPEATED: &str = "commits stand there a second time";

/// Something in the journal that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// File name of the segment.
    pub segment: String,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// What is wrong there.
    pub what: &'static str,
    /// The last commit before it; 0 when there is none.
    pub after: u64,
    /// The first commit behind it that can be read, or the one the journal goes on with; `None` when nobody knows of one.
    pub before: Option<u64>,
}

impl Damage {
    /// The error that says so.
    pub fn error(&self) -> StoreError {
        StoreError::Damaged { segment: self.segment.clone(), offset: self.offset, what: self.what }
    }

    /// Whether commits are missing as a whole: the file is in order, the one before it ends too early.
    pub fn is_gap(&self) -> bool {
        self.what == GAP
    }

    /// Whether it is an empty file behind the end of the journal: it came there by chance, or the commits before it are lost.
    pub fn is_stray(&self) -> bool {
        self.what == STRAY
    }

    /// Whether it is no damage but a file that has come back: what it holds from there on is not of this base any more.
    pub fn is_returned(&self) -> bool {
        self.what == RETURNED
    }

    /// Whether no commit is missing: there is something in the file that does not belong there, or its head is damaged.
    pub fn hides_none(&self) -> bool {
        !self.is_returned() && self.before == Some(self.after + 1)
    }

    /// Whether a commit is among those that can't be read.
    pub fn hides(&self, seq: u64) -> bool {
        seq > self.after && self.before.is_none_or(|before| seq < before)
    }
}

/// What a scan of the journal comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A commit.
    Entry(Entry),
    /// Something that can't be read.
    Damage(Damage),
    /// So many bytes at the very end that are no whole commit: it is being written, or never was acknowledged.
    Torn(u64),
}

impl Reader {
    /// A reader of the journal on a disk.
    pub fn new(disk: Arc<dyn Disk>) -> Self {
        Self { disk, places: Mutex::default(), anew: OnceLock::new() }
    }

    /// The last commit of a segment that is of this base, and the first one of the file a repair has begun behind it.
    fn bound(&self, segment: u64) -> Option<(u64, u64)> {
        anew::bound(self.anew.get_or_init(|| anew::begun_anew(self.disk.as_ref())), segment)
    }

    fn is_beyond(&self, segment: u64, seq: u64) -> bool {
        self.bound(segment).is_some_and(|(after, _)| seq > after)
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
        if self.is_beyond(segment, seq) {
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
                match reader.next(first.saturating_sub(1))? {
                    Next::Entries(entries) => {
                        for entry in entries {
                            if self.is_beyond(segment, entry.seq) {
                                break 'frames;
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

    /// Reads everything from the first segment to the last, over whatever is damaged.
    ///
    /// # Errors
    /// When the disk can't be read, and what the visitor returns.
    pub fn scan(&self, visit: &mut dyn FnMut(Found) -> Result<()>) -> Result<()> {
        let segments = self.segments()?;
        let last_segment = segments.last().copied().unwrap_or_default();
        let mut last = segments.first().map_or(0, |first| first.saturating_sub(1));
        for (n, &segment) in segments.iter().enumerate() {
            let behind = segments.get(n + 1).copied();
            let damage = |offset, what, after, before| {
                Found::Damage(Damage { segment: name(segment), offset, what, after, before })
            };
            let len = segment::len(self.disk.as_ref(), segment)?;
            let has_head = segment::has_head(self.disk.as_ref(), segment)?;
            let is_empty = !has_head && segment == last_segment && len <= segment::HEAD;
            if segment != last + 1 {
                visit(damage(0, if is_empty { STRAY } else { GAP }, last, Some(segment)))?;
                last = if has_head { segment - 1 } else { last.max(segment - 1) };
            }
            if is_empty {
                visit(Found::Torn(len))?;
                continue;
            }
            let mut reader = SegmentReader::new(self.disk.as_ref(), segment, segment::HEAD)?;
            if !has_head {
                // The name says with which commit the file begins: what can be read of it is as good as ever.
                reader.go_to(0);
                let found = reader.find_frame(last)?;
                let found = found.filter(|first| behind.is_none_or(|behind| *first < behind));
                visit(damage(0, HEAD_WRONG, last, found.or(behind)))?;
                last = found.or(behind).map_or(last, |before| before - 1);
                if found.is_none() {
                    continue;
                }
            }
            let bound = self.bound(segment);
            'frames: loop {
                let begin = reader.offset();
                match reader.next(last)? {
                    Next::Entries(entries) => {
                        for entry in entries {
                            if let Some((after, first)) = bound.filter(|(after, _)| entry.seq > *after) {
                                visit(damage(begin, RETURNED, last.min(after), Some(first)))?;
                                break 'frames;
                            }
                            last = entry.seq;
                            visit(Found::Entry(entry))?;
                        }
                    }
                    Next::End => break,
                    Next::Torn if segment == last_segment => {
                        visit(Found::Torn(len.saturating_sub(reader.offset())))?;
                        break;
                    }
                    Next::Torn => {
                        visit(damage(reader.offset(), "the file ends too early", last, behind))?;
                        last = behind.map_or(last, |behind| behind - 1);
                        break;
                    }
                    Next::Damaged(what) => {
                        let offset = reader.offset();
                        let before = reader.find_frame(last)?;
                        if before.is_none() && self.pass_repeated(&mut reader, last)? {
                            visit(damage(offset, REPEATED, last, Some(last + 1)))?;
                            continue;
                        }
                        visit(damage(offset, what, last, before.or(behind)))?;
                        let Some(before) = before else {
                            last = behind.map_or(last, |behind| behind - 1);
                            break;
                        };
                        last = before - 1;
                    }
                }
            }
        }
        Ok(())
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

    /// The last commit, by its number, that bears a moment or an earlier one; 0 when there is none. One that can't be read
    /// may be of that time too: when it comes right behind, it is the answer, because nobody can say that it is not.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn last_until(&self, moment: Moment) -> Result<u64> {
        let mut behind: Option<u64> = None;
        for segment in self.segments()?.into_iter().rev() {
            let mut found = 0;
            let mut reader = SegmentReader::new(self.disk.as_ref(), segment, segment::HEAD)?;
            let mut last = segment - 1;
            'frames: loop {
                match reader.next(last)? {
                    Next::Entries(entries) => {
                        for entry in entries {
                            if self.is_beyond(segment, entry.seq) {
                                break 'frames;
                            }
                            last = entry.seq;
                            if entry.origin.at <= moment {
                                found = last;
                            }
                        }
                    }
                    Next::End => break,
                    Next::Torn if behind.is_none() => break,
                    Next::Torn | Next::Damaged(_) => return self.last_until_over_damage(moment),
                }
            }
            if behind.is_some_and(|behind| behind != last + 1) {
                return self.last_until_over_damage(moment);
            }
            if found > 0 {
                return Ok(found);
            }
            behind = Some(segment);
        }
        Ok(0)
    }

    fn last_until_over_damage(&self, moment: Moment) -> Result<u64> {
        let (mut found, mut damages) = (0, Vec::new());
        self.scan(&mut |item| {
            match item {
                Found::Entry(entry) if entry.origin.at <= moment => found = entry.seq,
                Found::Damage(damage) => damages.push(damage),
                Found::Entry(_) | Found::Torn(_) => {}
            }
            Ok(())
        })?;
        let is_hidden = damages.iter().any(|damage| damage.hides(found + 1));
        Ok(if is_hidden { found + 1 } else { found })
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame;
    use super::super::tests::three;
    use super::*;
    use crate::store::disk::MemoryDisk;

    fn scan(disk: &MemoryDisk) -> (Vec<u64>, Vec<Damage>, u64) {
        let (mut seqs, mut damages, mut torn) = (Vec::new(), Vec::new(), 0);
        Reader::new(Arc::new(disk.clone()))
            .scan(&mut |found| {
                match found {
                    Found::Entry(entry) => seqs.push(entry.seq),
                    Found::Damage(damage) => damages.push(damage),
                    Found::Torn(bytes) => torn = bytes,
                }
                Ok(())
            })
            .unwrap();
        (seqs, damages, torn)
    }

    #[test]
    fn every_commit_is_found_by_its_number() {
        let disk = MemoryDisk::default();
        three(&disk);
        let reader = Reader::new(Arc::new(disk));
        for seq in [3, 1, 5, 2, 4, 4] {
            assert_eq!(reader.entry(seq).unwrap().unwrap().seq, seq);
        }
        assert_eq!(reader.entry(6).unwrap(), None);
        assert_eq!(reader.entry(0).unwrap(), None);
        let mut seen = Vec::new();
        reader
            .each_after(1, &mut |entry| {
                seen.push(entry.seq);
                if seen.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
            .unwrap();
        assert_eq!(seen, [2, 3, 4]);
    }

    #[test]
    fn a_scan_goes_over_damage_and_names_it() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        assert_eq!(scan(&disk), (vec![1, 2, 3, 4, 5], vec![], 0));
        disk.edit(&name(1), |bytes| bytes[places[0] as usize + 30] ^= 1).unwrap();
        let (seqs, damages, torn) = scan(&disk);
        assert_eq!((seqs, torn), (vec![1, 2, 4, 5], 0));
        assert_eq!((damages[0].offset, damages[0].after, damages[0].before), (places[0], 2, Some(4)));
        assert!(damages[0].hides(3) && !damages[0].hides(4));
        let reader = Reader::new(Arc::new(disk.clone()));
        assert_eq!(reader.entry(3).unwrap(), None);
        assert!(reader.each_after(0, &mut |_| ControlFlow::Continue(())).is_err());
        disk.edit(&name(1), |bytes| {
            bytes[places[0] as usize + 30] ^= 1;
            bytes.truncate(places[2] as usize - 7);
        })
        .unwrap();
        assert_eq!(scan(&disk), (vec![1, 2, 3], vec![], places[2] - 7 - places[1]));
    }

    #[test]
    fn a_scan_goes_over_frames_that_are_missing_or_stand_there_twice() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
        let (first, second, third) = (places[0] as usize, places[1] as usize, places[2] as usize);
        disk.edit(&name(1), |bytes| drop(bytes.drain(first..second))).unwrap();
        let (seqs, damages, _) = scan(&disk);
        assert_eq!(seqs, [1, 2, 4, 5]);
        assert_eq!((damages.len(), damages[0].after, damages[0].before), (1, 2, Some(4)));
        disk.edit(&name(1), |bytes| *bytes = [&whole[..third], &whole[first..second]].concat()).unwrap();
        let (seqs, damages, _) = scan(&disk);
        assert_eq!(seqs, [1, 2, 3, 4, 5]);
        assert_eq!((damages.len(), damages[0].after, damages[0].before), (1, 5, Some(6)));
        assert!(damages[0].hides_none() && !damages[0].hides(6));
        let reader = Reader::new(Arc::new(disk.clone()));
        let mut count = 0;
        let mut visit = |_| {
            count += 1;
            ControlFlow::Continue(())
        };
        reader.each_after(0, &mut visit).unwrap();
        assert_eq!(count, 5);
        // Other commits under those numbers are no repetition: nobody knows what they mean.
        let other = frame::write(&[super::super::tests::entry(3, &[b"other"])]).unwrap();
        disk.edit(&name(1), |bytes| *bytes = [&whole[..third], &other].concat()).unwrap();
        let (seqs, damages, _) = scan(&disk);
        assert_eq!(seqs, [1, 2, 3, 4, 5]);
        assert_eq!((damages.len(), damages[0].after, damages[0].before), (1, 5, None));
    }

    #[test]
    fn a_damaged_head_costs_no_commit() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
        let head = usize::try_from(segment::HEAD).unwrap();
        let noise: Vec<u8> = vec![7; head];
        let spoilt = |at: usize| [&whole[..at], b"X", &whole[at + 1..]].concat();
        for bytes in [spoilt(3), spoilt(19), [&noise[..], &whole[head..]].concat(), whole[5..].to_vec()] {
            disk.edit(&name(1), |file| file.clone_from(&bytes)).unwrap();
            let (seqs, damages, torn) = scan(&disk);
            assert_eq!((seqs, torn), (vec![1, 2, 3, 4, 5], 0));
            assert_eq!((damages.len(), damages[0].offset), (1, 0));
            assert!(damages[0].hides_none());
            let reader = Reader::new(Arc::new(disk.clone()));
            assert_eq!(reader.entry(1).unwrap().unwrap().seq, 1);
            reader.each_after(0, &mut |_| ControlFlow::Continue(())).unwrap();
        }
        // With a part of the first frame only that is lost.
        disk.edit(&name(1), |file| *file = [&noise[..], &noise, &whole[2 * head..]].concat()).unwrap();
        let (seqs, damages, _) = scan(&disk);
        assert_eq!((seqs, damages.len()), (vec![3, 4, 5], 1));
        assert_eq!((damages[0].after, damages[0].before), (0, Some(3)));
        assert!(places[0] > 40);
        // A file of which nothing can be read hides what the next one does not have.
        disk.edit(&name(1), |file| *file = vec![7; 500]).unwrap();
        drop(crate::store::journal::Journal::begin(Arc::new(disk.clone()), 6).unwrap());
        let (seqs, damages, _) = scan(&disk);
        assert_eq!((seqs, damages.len(), damages[0].before), (vec![], 1, Some(6)));
    }

    #[test]
    fn a_state_of_the_past_ends_with_the_last_commit_by_then() {
        let disk = MemoryDisk::default();
        three(&disk);
        let reader = Reader::new(Arc::new(disk));
        assert_eq!(reader.last_until(Moment::from_millis(4)).unwrap(), 0);
        assert_eq!(reader.last_until(Moment::from_millis(5)).unwrap(), 5);
    }
}
