//! The journal: every commit in order, in files that are only appended to. It is the truth; the engine can be made
//! again from it.
//!
//! The files are called segments, `00000000000000000001.journal` by the number of their first commit, each begun anew
//! when the last one has grown past its bound. A segment is a head followed by frames.

mod copy;
mod entry;
mod frame;
mod pack;
mod reader;
mod segment;

use std::sync::Arc;

pub(super) use self::copy::{end_of, end_over_damage, goes_on};
pub use self::entry::{Entry, Mark, Origin, RecordChange};
pub(super) use self::pack::pack;
pub use self::reader::{Damage, Found, Reader};
use self::segment::{Next, Place, SegmentReader, name};
pub(super) use self::segment::{begins_as_ours, has_head, name as segment_name};
use super::disk::{Disk, DiskFile};
use super::error::{Result, StoreError};

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
        let offset = offset.max(segment::HEAD);
        Ok(Self { disk, file, last, segment, offset, cut, segment_max: SEGMENT_MAX, dirty: false })
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
        Ok(Self {
            disk,
            file,
            last: first.saturating_sub(1),
            segment: first,
            offset: segment::HEAD,
            cut: 0,
            segment_max: SEGMENT_MAX,
            dirty: false,
        })
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

    /// Appends commits as one frame and returns when they are durable; says how many bytes they took.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn append(&mut self, entries: &[Entry]) -> std::result::Result<u64, AppendError> {
        let Some(last) = entries.last() else { return Ok(0) };
        let too_large = AppendError::Refused(StoreError::TooLarge { bytes: frame::BODY_MAX });
        let bytes = frame::write(entries).ok_or(too_large)?;
        self.mend().map_err(AppendError::Refused)?;
        if self.offset > self.segment_max {
            let segment = self.last + 1;
            self.file = segment::create(self.disk.as_ref(), segment)?;
            (self.segment, self.offset) = (segment, segment::HEAD);
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
pub(super) mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, SessionId, UserId};
    use crate::domain::time::Moment;
    use crate::store::disk::MemoryDisk;
    use crate::store::key::Key;
    use crate::store::tables::{Revision, Table};

    /// A commit that sets one client record for each value.
    pub(in crate::store) fn entry(seq: u64, values: &[&[u8]]) -> Entry {
        let changes = (seq * 1000..).zip(values).map(|(id, value)| RecordChange {
            table: Table::Client,
            key: Key::new(1).number(id),
            id,
            value: Some(value.to_vec()),
            previous: Revision(0),
        });
        Entry {
            seq,
            origin: Origin {
                at: Moment::from_millis(5),
                actor: UserId::from_u64(1),
                session: SessionId(2),
                use_case: "test".into(),
            },
            changes: changes.collect(),
        }
    }

    fn open_from(disk: &MemoryDisk, from: u64) -> Result<(Journal, Vec<u64>)> {
        let mut seen = Vec::new();
        let journal = Journal::open(Arc::new(disk.clone()), from, &mut |entry| {
            seen.push(entry.seq);
            Ok(())
        })?;
        Ok((journal, seen))
    }

    fn open(disk: &MemoryDisk) -> Result<(Journal, Vec<u64>)> {
        open_from(disk, 0)
    }

    /// Three frames: commits 1–2, 3, 4–5; returns the offsets behind each.
    pub(in crate::store) fn three(disk: &MemoryDisk) -> Vec<u64> {
        let (mut journal, _) = open(disk).unwrap();
        [&[1, 2][..], &[3], &[4, 5]]
            .iter()
            .map(|seqs| {
                let entries: Vec<_> = seqs.iter().map(|seq| entry(*seq, &[b"abc", &[9; 2000]])).collect();
                journal.append(&entries).unwrap();
                journal.offset
            })
            .collect()
    }

    #[test]
    fn commits_are_replayed_in_order_from_any_place() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        for from in 0..=5 {
            // Some of these stand in the middle of a frame.
            let (journal, seen) = open_from(&disk, from).unwrap();
            assert_eq!(seen, (from + 1..=5).collect::<Vec<_>>());
            assert_eq!((journal.last, journal.offset), (5, places[2]));
        }
    }

    #[test]
    fn a_torn_end_is_cut_at_every_byte_and_the_journal_goes_on() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
        let (from, to) = (places[1] as usize, places[2] as usize);
        for cut in from..to {
            let torn = MemoryDisk::default();
            drop(torn.create(&name(1)).unwrap());
            torn.edit(&name(1), |bytes| bytes.extend_from_slice(&whole[..cut])).unwrap();
            let (mut journal, seen) = open(&torn).unwrap();
            assert_eq!(seen, [1, 2, 3], "cut at {cut}");
            assert_eq!(journal.cut(), (cut - from) as u64);
            journal.append(&[entry(4, &[b"again"])]).unwrap();
            assert_eq!(open(&torn).unwrap().1, [1, 2, 3, 4], "cut at {cut}");
        }
    }

    #[test]
    fn damage_in_the_middle_is_named_and_nothing_is_cut() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
        let middle = places[0] as usize..places[1] as usize;
        for at in middle {
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
            let error = open(&disk).unwrap_err();
            assert!(
                matches!(error, StoreError::Damaged { offset, .. } if offset == places[0]),
                "byte {at}: {error}"
            );
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
        }
        assert_eq!(disk.read(&name(1), 0, usize::MAX).unwrap(), whole);
    }

    #[test]
    fn damage_behind_which_the_engine_stands_is_named() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let ends = [0, places[0], places[1]];
        for at in segment::HEAD..places[2] {
            let at = usize::try_from(at).unwrap();
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
            let error = open_from(&disk, 5).unwrap_err();
            let begins = ends.iter().rfind(|end| **end <= at as u64).copied().unwrap().max(segment::HEAD);
            assert!(matches!(error, StoreError::Damaged { offset, .. } if offset == begins), "{at}: {error}");
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
        }
    }

    #[test]
    fn a_journal_that_lost_its_end_is_not_written_to() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        disk.edit(&name(1), |bytes| bytes.truncate(places[1] as usize)).unwrap();
        let error = open_from(&disk, 5).unwrap_err();
        assert!(matches!(error, StoreError::JournalBehind { engine: 5, journal: 3 }), "{error}");
        assert_eq!(disk.len(&name(1)).unwrap(), places[1]);
    }

    #[test]
    fn a_journal_that_ends_before_what_was_made_is_not_written_to() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        disk.edit(&name(1), |bytes| bytes.extend_from_slice(&[7; 9])).unwrap();
        for (reached, fails) in [(0, false), (5, false), (6, true)] {
            let known = Known { from: 3, reached, ..Known::default() };
            let looked = Journal::look(&disk, known, &mut |_| Ok(()));
            assert_eq!(
                matches!(looked, Err(StoreError::JournalBehind { engine: 6, journal: 5 })),
                fails,
                "{reached}: {looked:?}"
            );
            if fails {
                assert!(Journal::open(Arc::new(disk.clone()), known, &mut |_| Ok(())).is_err());
                assert_eq!(disk.len(&name(1)).unwrap(), places[2] + 9, "a torn end stays");
            }
        }
        let known = Known { reached: 1, ..Known::default() };
        assert!(Journal::look(&MemoryDisk::default(), known, &mut |_| Ok(())).is_err());
    }

    #[test]
    fn another_commit_under_the_number_of_the_last_one_is_noticed() {
        let disk = MemoryDisk::default();
        three(&disk);
        let look = |from: u64, mark: Mark| {
            let known = Known { from, mark, reached: 0 };
            Journal::look(&disk, known, &mut |_| Ok(())).map(|reached| reached.map(|reached| reached.last))
        };
        // Some of these stand at the end of a frame, some in its middle.
        let right = |seq: u64| entry(seq, &[b"abc", &[9; 2000]]).mark();
        for seq in 1..=5 {
            assert_eq!(look(seq, right(seq)).unwrap(), Some(5));
            assert_eq!(look(seq, Mark::NONE).unwrap(), Some(5));
            let wrong = look(seq, entry(seq, &[b"abd"]).mark());
            assert!(matches!(wrong, Err(StoreError::Engine(_))), "{seq}: {wrong:?}");
        }
        // The file in which it stands is closed, and the next one is empty.
        Journal::begin(Arc::new(disk.clone()), 6).unwrap();
        assert_eq!(look(5, right(5)).unwrap(), Some(5));
        assert!(look(5, right(4)).is_err());
    }

    #[test]
    fn closed_segments_are_packed_once_and_read_the_same() {
        let disk = MemoryDisk::default();
        let (mut journal, _) = open(&disk).unwrap();
        journal.segment_max = 200_000;
        let value: &[u8] = "Клиент просит перезвонить после обеда, интересуется оптом.".as_bytes();
        let mut seq = 0;
        while disk.list().unwrap().len() < 3 {
            seq += 1;
            journal.append(&[entry(seq, &[value, &seq.to_le_bytes()])]).unwrap();
        }
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        let reader = Reader::new(Arc::clone(&shared));
        assert_eq!(reader.entry(700).unwrap().unwrap(), entry(700, &[value, &700_u64.to_le_bytes()]));
        let segments = reader.segments().unwrap();
        let before = reader.size();
        assert!(pack(&shared, segments[0], &|| false).unwrap());
        assert!(pack(&shared, segments[1], &|| false).unwrap());
        assert!(!pack(&shared, segments[1], &|| false).unwrap(), "it is packed already");
        assert!(reader.size() * 4 < before);
        for n in [1, 2, 700, 701, segments[1] - 1, segments[1], seq] {
            assert_eq!(reader.entry(n).unwrap().unwrap(), entry(n, &[value, &n.to_le_bytes()]));
        }
        let (journal, seen) = open_from(&disk, 650).unwrap();
        assert_eq!(seen, (651..=seq).collect::<Vec<_>>());
        assert_eq!(journal.last(), seq);
    }

    #[test]
    fn a_full_segment_is_followed_by_a_new_one() {
        let disk = MemoryDisk::default();
        let (mut journal, _) = open(&disk).unwrap();
        journal.segment_max = 100;
        for seq in 1..=4 {
            journal.append(&[entry(seq, &[&[1; 200]])]).unwrap();
        }
        assert_eq!(disk.list().unwrap(), [name(1), name(2), name(3), name(4)]);
        assert_eq!(open(&disk).unwrap().1, [1, 2, 3, 4]);
        // A file from the middle is gone: the hole is noticed.
        let holed = MemoryDisk::default();
        for segment in [1, 2, 4] {
            let bytes = disk.read(&name(segment), 0, usize::MAX).unwrap();
            drop(holed.create(&name(segment)).unwrap());
            holed.edit(&name(segment), |file| *file = bytes).unwrap();
        }
        assert!(matches!(open(&holed), Err(StoreError::Damaged { .. })));
        // The head of the newest file never reached the disk: the file is begun again.
        disk.edit(&name(4), |bytes| bytes.truncate(5)).unwrap();
        let (mut journal, seen) = open(&disk).unwrap();
        assert_eq!(seen, [1, 2, 3]);
        journal.append(&[entry(4, &[b"x"])]).unwrap();
        assert_eq!(open(&disk).unwrap().1, [1, 2, 3, 4]);
    }
}
