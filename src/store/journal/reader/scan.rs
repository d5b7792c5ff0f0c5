//! Going through a journal over whatever can't be read of it.

use super::damage::{GAP, HEAD_WRONG, REPEATED, RETURNED, STRAY};
use super::{Damage, Found, Reader};
use crate::domain::time::Moment;
use crate::store::error::Result;
use crate::store::journal::absent::vanished;
use crate::store::journal::segment::{self, Next, SegmentReader, name};

impl Reader {
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
            let mut told = None;
            'frames: loop {
                let begin = reader.offset();
                match reader.next(last)? {
                    Next::Entries(entries) => {
                        for entry in entries {
                            if let Some((after, first)) = bound.filter(|(after, _)| entry.seq > *after) {
                                visit(damage(begin, RETURNED, last.min(after), Some(first)))?;
                                break 'frames;
                            }
                            let hole = self.hole(segment, entry.seq);
                            if let Some(hole) = hole.filter(|hole| told != Some(*hole)) {
                                visit(damage(begin, RETURNED, last, Some(hole.to + 1)))?;
                                told = Some(hole);
                            }
                            last = entry.seq;
                            if hole.is_none() {
                                visit(Found::Entry(entry))?;
                            }
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
        vanished(self.disk.as_ref())?.map_or(Ok(()), |damage| visit(Found::Damage(damage)))
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
                            if entry.origin.at <= moment && self.hole(segment, last).is_none() {
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
