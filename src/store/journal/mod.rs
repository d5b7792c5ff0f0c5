//! The journal: every commit in order, in files that are only appended to. It is the truth; the engine can be made
//! again from it.
//!
//! The files are called segments, `00000000000000000001.journal` by the number of their first commit, each begun anew
//! when the last one has grown past its bound. A segment is a head followed by frames.

mod entry;
mod frame;

pub use self::entry::{Entry, Origin, RecordChange};
use super::disk::{Disk, DiskFile};
use super::error::{Result, StoreError};

/// Marks a file as a segment; the last byte is the version of the segment head.
const MAGIC: &[u8; 8] = b"DZVJRNL\x01";
/// Magic, number of the first commit, crc32c of both.
const SEGMENT_HEAD: u64 = 8 + 8 + 4;
/// A segment that has grown past this is followed by a new one, in bytes.
const SEGMENT_MAX: u64 = 64 * 1024 * 1024;
const SUFFIX: &str = ".journal";

/// A place between two frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Sequence number of the last commit before this place; 0 at the very beginning.
    pub seq: u64,
    /// First sequence number of the segment.
    pub segment: u64,
    /// Offset in it, in bytes.
    pub offset: u64,
}

impl Position {
    /// Before the first commit.
    pub const START: Self = Self { seq: 0, segment: 1, offset: SEGMENT_HEAD };
}

/// No commit is larger, in bytes of its records and their keys: several of them must fit into one frame.
pub(in crate::store) const COMMIT_MAX: usize = frame::BODY_MAX / 4;

/// The journal, open for appending.
pub struct Journal {
    disk: Box<dyn Disk>,
    file: Box<dyn DiskFile>,
    end: Position,
    cut: u64,
    segment_max: u64,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("end", &self.end).finish_non_exhaustive()
    }
}

fn name(segment: u64) -> String {
    format!("{segment:020}{SUFFIX}")
}

impl Journal {
    /// Opens the journal on a disk and hands every commit behind `from` to `replay`, in order.
    ///
    /// A frame that is not whole at the very end was never acknowledged and is cut off.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when something before the end can't be read, and what `replay` returns.
    pub fn open(
        disk: Box<dyn Disk>,
        from: Position,
        replay: &mut dyn FnMut(Entry, Position) -> Result<()>,
    ) -> Result<Self> {
        let segments = segments(disk.as_ref())?;
        let Some(last) = segments.last().copied() else {
            if from != Position::START {
                return Err(StoreError::JournalBehind { engine: from.seq, journal: 0 });
            }
            let file = create(disk.as_ref(), Position::START.segment)?;
            return Ok(Self { disk, file, end: Position::START, cut: 0, segment_max: SEGMENT_MAX });
        };
        let damaged = |segment, offset, what| StoreError::Damaged { segment: name(segment), offset, what };
        if !segments.contains(&from.segment) {
            return Err(damaged(from.segment, 0, "the file is missing"));
        }
        let len = |segment| disk.len(&name(segment)).map_err(StoreError::io(disk.path(&name(segment))));
        if len(from.segment)? < from.offset && from != Position::START {
            return Err(StoreError::JournalBehind { engine: from.seq, journal: last_seq(disk.as_ref())? });
        }
        if from != Position::START
            && let Some((offset, what)) =
                SegmentReader::new(disk.as_ref(), from.segment, SEGMENT_HEAD)?.check_until(from.offset)?
        {
            // The engine has these commits, but it may be lost at any moment: nothing goes on behind a hole.
            return Err(damaged(from.segment, offset, what));
        }
        let mut end = from;
        for &segment in &segments {
            if segment < from.segment {
                continue;
            }
            if segment > from.segment {
                end = Position { seq: end.seq, segment, offset: SEGMENT_HEAD };
            }
            if segment != end.seq + 1 && segment != from.segment {
                return Err(damaged(segment, 0, "commits before this file are missing"));
            }
            if !check_head(disk.as_ref(), segment)? {
                // A power cut may leave the head of the newest segment unwritten: nothing in it was acknowledged.
                if segment != last || len(segment)? > SEGMENT_HEAD {
                    return Err(damaged(segment, 0, "this is not a journal file"));
                }
                end = Position { seq: end.seq, segment, offset: 0 };
                break;
            }
            let mut reader = SegmentReader::new(disk.as_ref(), segment, end.offset)?;
            loop {
                match reader.next(end.seq)? {
                    Next::Entries(entries, offset) => {
                        for entry in entries {
                            end = Position { seq: entry.seq, segment, offset };
                            replay(entry, end)?;
                        }
                    }
                    Next::End => break,
                    Next::Torn if segment == last => break,
                    Next::Torn => return Err(damaged(segment, end.offset, "the file ends too early")),
                    Next::Damaged(what) => return Err(damaged(segment, end.offset, what)),
                }
            }
        }
        let cut = len(end.segment)?.saturating_sub(end.offset);
        let file = match end.offset {
            0 => rewrite_head(disk.as_ref(), end.segment)?,
            offset => disk
                .open(&name(end.segment), offset)
                .map_err(StoreError::io(disk.path(&name(end.segment))))?,
        };
        end.offset = end.offset.max(SEGMENT_HEAD);
        Ok(Self { disk, file, end, cut, segment_max: SEGMENT_MAX })
    }

    /// Bytes of a commit that was never written to its end, and so never acknowledged: opening has cut them off.
    pub fn cut(&self) -> u64 {
        self.cut
    }

    /// Where the next commit will stand.
    pub fn end(&self) -> Position {
        self.end
    }

    /// Whether there is a journal on this disk.
    ///
    /// # Errors
    /// When the disk can't be read.
    pub fn exists(disk: &dyn Disk) -> Result<bool> {
        Ok(!segments(disk)?.is_empty())
    }

    /// Appends commits as one frame and returns when they are durable.
    ///
    /// # Errors
    /// When the disk fails. What reached it is unknown then: nothing may be acknowledged any more until the journal has
    /// been opened again.
    pub fn append(&mut self, entries: &[Entry]) -> Result<Position> {
        let Some(last) = entries.last() else { return Ok(self.end) };
        let bytes = frame::write(entries).ok_or(StoreError::TooLarge { bytes: frame::BODY_MAX })?;
        if self.end.offset > self.segment_max {
            let segment = self.end.seq + 1;
            self.file = create(self.disk.as_ref(), segment)?;
            self.end = Position { seq: self.end.seq, segment, offset: SEGMENT_HEAD };
        }
        let path = self.disk.path(&name(self.end.segment));
        self.file.append(&bytes).map_err(StoreError::io(path.clone()))?;
        self.file.sync().map_err(StoreError::io(path))?;
        self.end = Position { seq: last.seq, offset: self.end.offset + bytes.len() as u64, ..self.end };
        Ok(self.end)
    }

    /// Bytes of all segments.
    pub fn size(&self) -> u64 {
        let sizes = segments(self.disk.as_ref()).unwrap_or_default().into_iter();
        sizes.map(|segment| self.disk.len(&name(segment)).unwrap_or_default()).sum()
    }
}

/// First sequence numbers of the segments on a disk, ascending.
fn segments(disk: &dyn Disk) -> Result<Vec<u64>> {
    let names = disk.list().map_err(StoreError::io(disk.path("")))?;
    let numbers = names.iter().filter_map(|name| name.strip_suffix(SUFFIX)?.parse().ok());
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    Ok(numbers)
}

fn head_bytes(segment: u64) -> Vec<u8> {
    let mut head = [MAGIC.as_slice(), &segment.to_le_bytes()].concat();
    head.extend_from_slice(&crc32c::crc32c(&head).to_le_bytes());
    head
}

fn create(disk: &dyn Disk, segment: u64) -> Result<Box<dyn DiskFile>> {
    let path = disk.path(&name(segment));
    let mut file = disk.create(&name(segment)).map_err(StoreError::io(path.clone()))?;
    file.append(&head_bytes(segment)).and_then(|()| file.sync()).map_err(StoreError::io(path))?;
    Ok(file)
}

fn rewrite_head(disk: &dyn Disk, segment: u64) -> Result<Box<dyn DiskFile>> {
    let path = disk.path(&name(segment));
    let mut file = disk.open(&name(segment), 0).map_err(StoreError::io(path.clone()))?;
    file.append(&head_bytes(segment)).and_then(|()| file.sync()).map_err(StoreError::io(path))?;
    Ok(file)
}

fn check_head(disk: &dyn Disk, segment: u64) -> Result<bool> {
    let expected = head_bytes(segment);
    let found =
        disk.read(&name(segment), 0, expected.len()).map_err(StoreError::io(disk.path(&name(segment))))?;
    Ok(found == expected)
}

enum Next {
    Entries(Vec<Entry>, u64),
    End,
    Torn,
    Damaged(&'static str),
}

/// Reads the frames of one segment, a window of the file at a time.
struct SegmentReader<'a> {
    disk: &'a dyn Disk,
    segment: u64,
    len: u64,
    /// Offset of the first byte of `window` that was not used yet.
    offset: u64,
    window: Vec<u8>,
    used: usize,
}

const WINDOW: usize = 4 * 1024 * 1024;

impl<'a> SegmentReader<'a> {
    fn new(disk: &'a dyn Disk, segment: u64, offset: u64) -> Result<Self> {
        let len = disk.len(&name(segment)).map_err(StoreError::io(disk.path(&name(segment))))?;
        Ok(Self { disk, segment, len, offset, window: Vec::new(), used: 0 })
    }

    fn refill(&mut self, want: usize) -> Result<()> {
        let path = self.disk.path(&name(self.segment));
        self.window = self
            .disk
            .read(&name(self.segment), self.offset, want.max(WINDOW))
            .map_err(StoreError::io(path))?;
        self.used = 0;
        Ok(())
    }

    fn next(&mut self, last_seq: u64) -> Result<Next> {
        if self.offset >= self.len {
            return Ok(Next::End);
        }
        let read = match frame::read(self.window.get(self.used..).unwrap_or_default()) {
            frame::Read::Short(size) => {
                self.refill(size)?;
                frame::read(&self.window)
            }
            read => read,
        };
        match read {
            frame::Read::Frame { entries, size } => {
                if entries.first().is_some_and(|entry| entry.seq != last_seq + 1) {
                    return Ok(Next::Damaged("commits are missing"));
                }
                self.used += size;
                self.offset += size as u64;
                Ok(Next::Entries(entries, self.offset))
            }
            frame::Read::Short(_) => self.torn_or_damaged(last_seq, "a commit is not whole"),
            frame::Read::Broken(what) => self.torn_or_damaged(last_seq, what),
        }
    }

    /// Checks the sums of whole frames up to a border of frames; says where it finds none, and what is there instead.
    fn check_until(&mut self, until: u64) -> Result<Option<(u64, &'static str)>> {
        while self.offset < until {
            let checked = match frame::check(self.window.get(self.used..).unwrap_or_default()) {
                Err(frame::Read::Short(size)) => {
                    self.refill(size)?;
                    frame::check(&self.window)
                }
                checked => checked,
            };
            match checked {
                Ok(size) => {
                    self.used += size;
                    self.offset += size as u64;
                }
                Err(frame::Read::Broken(what)) => return Ok(Some((self.offset, what))),
                Err(_) => return Ok(Some((self.offset, "a commit is not whole"))),
            }
        }
        Ok((self.offset != until).then_some((self.offset, "a commit ends elsewhere")))
    }

    fn torn_or_damaged(&mut self, last_seq: u64, what: &'static str) -> Result<Next> {
        let rest = usize::try_from(self.len - self.offset).unwrap_or(usize::MAX);
        self.refill(rest)?;
        let behind = self.window.get(1..).unwrap_or_default();
        Ok(if frame::any_after(behind, last_seq) { Next::Damaged(what) } else { Next::Torn })
    }
}

/// Sequence number of the last whole commit.
fn last_seq(disk: &dyn Disk) -> Result<u64> {
    let mut seq = 0;
    for segment in segments(disk)? {
        let mut reader = SegmentReader::new(disk, segment, SEGMENT_HEAD)?;
        while let Next::Entries(entries, _) = reader.next(seq)? {
            seq = entries.last().map_or(seq, |entry| entry.seq);
        }
    }
    Ok(seq)
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

    fn open(disk: &MemoryDisk) -> Result<(Journal, Vec<u64>)> {
        let mut seen = Vec::new();
        let journal = Journal::open(Box::new(disk.clone()), Position::START, &mut |entry, _| {
            seen.push(entry.seq);
            Ok(())
        })?;
        Ok((journal, seen))
    }

    /// Three frames: commits 1–2, 3, 4–5; returns the positions behind each.
    fn three(disk: &MemoryDisk) -> Vec<Position> {
        let (mut journal, _) = open(disk).unwrap();
        [&[1, 2][..], &[3], &[4, 5]]
            .iter()
            .map(|seqs| {
                let entries: Vec<_> = seqs.iter().map(|seq| entry(*seq, &[b"abc", &[9; 2000]])).collect();
                journal.append(&entries).unwrap()
            })
            .collect()
    }

    #[test]
    fn commits_are_replayed_in_order_from_any_place() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        assert_eq!(open(&disk).unwrap().1, [1, 2, 3, 4, 5]);
        let mut seen = Vec::new();
        let journal = Journal::open(Box::new(disk), places[1], &mut |entry, place| {
            seen.push((entry.seq, place));
            Ok(())
        });
        assert_eq!(seen, [(4, Position { seq: 4, ..places[2] }), (5, places[2])]);
        assert_eq!(journal.unwrap().end(), places[2]);
    }

    #[test]
    fn a_torn_end_is_cut_at_every_byte_and_the_journal_goes_on() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        let whole = disk.read(&name(1), 0, usize::MAX).unwrap();
        let (from, to) = (places[1].offset as usize, places[2].offset as usize);
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
        let middle = places[0].offset as usize..places[1].offset as usize;
        for at in middle {
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
            let error = open(&disk).unwrap_err();
            assert!(
                matches!(error, StoreError::Damaged { offset, .. } if offset == places[0].offset),
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
        let ends = [0, places[0].offset, places[1].offset];
        for at in SEGMENT_HEAD..places[2].offset {
            let at = usize::try_from(at).unwrap();
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
            let error = Journal::open(Box::new(disk.clone()), places[2], &mut |_, _| Ok(())).unwrap_err();
            let begins = ends.iter().rfind(|end| **end <= at as u64).copied().unwrap().max(SEGMENT_HEAD);
            assert!(matches!(error, StoreError::Damaged { offset, .. } if offset == begins), "{at}: {error}");
            disk.edit(&name(1), |bytes| bytes[at] ^= 0x40).unwrap();
        }
    }

    #[test]
    fn a_journal_that_lost_its_end_is_not_written_to() {
        let disk = MemoryDisk::default();
        let places = three(&disk);
        disk.edit(&name(1), |bytes| bytes.truncate(places[1].offset as usize)).unwrap();
        let error = Journal::open(Box::new(disk.clone()), places[2], &mut |_, _| Ok(())).unwrap_err();
        assert!(matches!(error, StoreError::JournalBehind { engine: 5, journal: 3 }), "{error}");
        assert_eq!(disk.len(&name(1)).unwrap(), places[1].offset);
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
