//! A damaged journal: what can't be vouched for, and going on in spite of it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::applied::Applied;
use super::fill::{newest_snapshot, sound};
use super::{LocalStore, keeper};
use crate::domain::time::Moment;
use crate::store::codec;
use crate::store::disk::Disk;
use crate::store::engine::{Engine, Walk};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{
    ANEW, Anew, Damage, Decided, Former, Found, Hole, Journal, KNOWN, Mark, Proof, Reader, absent, begun,
    begun_anew, forget_known, gap_before, has_head, is_known, known, lacked, mend, note_anew, note_known,
    place_of, put_back_aside, segment_name,
};
use crate::store::key::Key;
use crate::store::snapshot;
use crate::store::tables::Table;

/// No more records than this are named.
const NAMED: usize = 1000;
/// Where nobody knows how many commits are lost, so many numbers are left out: a file of the journal holds fewer. Where any are
/// lost, so many ids of each table are: records may be left that name those the lost commits have made, and people remember
/// their numbers.
const LEAP: u64 = 1_000_000;

/// What can't be vouched for in a store whose journal is damaged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubt {
    /// What of the journal can't be read.
    pub damages: Vec<Damage>,
    /// The last commit that can be read.
    pub last: u64,
    /// The last commit that was made, as far as the folder proves it: the journal may have lost its end.
    pub reached: u64,
    /// The last commit the state has that can be shown.
    pub held: u64,
    /// The working state lacks commits: it was made without those that can't be read, or they were made later. Otherwise the
    /// state is whole, and only the history has a hole.
    pub lost: bool,
    /// The engine has come from other commits than those of the journal, and is left alone: one of the two is not of this base.
    pub strange: bool,
    /// The journal is not of this base behind `last`: engine and snapshots agree with each other, and know other commits.
    pub stranger: bool,
    /// Snapshots that know other commits behind the end of the journal than the engine does.
    pub against: Vec<String>,
    /// There were commits behind `reached`, and nobody knows how many: the word that said so can't be read.
    pub unnumbered: bool,
    /// The journal ends before `reached`, and no engine tells how far it went: there may have been commits behind `reached`.
    pub open_end: bool,
    /// The state is what the commits up to `held` have made, none of them left out.
    pub(super) is_led_to: bool,
    /// What of `reached` is written down for later openings.
    pub(super) noted: u64,
    /// Records that these commits have changed, as far as can be known; at most a thousand.
    pub records: Vec<(Table, Key)>,
    /// How many there are in all.
    pub count: u64,
}

impl Doubt {
    pub(super) fn survey(reader: &Reader) -> Result<Self> {
        let mut doubt = Self::default();
        reader.scan(&mut |found| {
            match found {
                Found::Entry(entry) => doubt.last = entry.seq,
                Found::Damage(damage) => doubt.damages.push(damage),
                Found::Torn(_) => {}
            }
            Ok(())
        })?;
        Ok(doubt)
    }

    /// Whether a commit is one that can't be read, or one behind the end that is left of the journal.
    fn hides(&self, seq: u64) -> bool {
        seq > self.last || self.damages.iter().any(|damage| damage.hides(seq))
    }

    /// The commits at the end that nothing has any more, from and to.
    pub fn lost_end(&self) -> Option<(u64, u64)> {
        let from = self.held.max(self.last) + 1;
        (self.lost && from <= self.reached).then_some((from, self.reached))
    }

    /// The number the next commit will get where nobody knows how many are lost; `None` where that is known.
    pub fn next_behind_the_unknown(&self) -> Option<u64> {
        let is_open = self.unnumbered || self.open_end || self.damages.iter().any(Damage::is_vanished);
        (self.lost && is_open).then(|| self.held.max(self.last).max(self.reached) + LEAP + 1)
    }

    /// The last commit with which the state is whole, where all that may be lost stood behind it; `None` where it lacks others, or none
    /// at all.
    pub fn whole_until(&self) -> Option<u64> {
        let lacks_others = self.unnumbered || self.strange || self.stranger || !self.against.is_empty();
        let is_whole =
            self.lost && self.open_end && self.is_led_to && self.held >= self.reached && !lacks_others;
        is_whole.then_some(self.held)
    }

    /// Whether commits behind `seq` are hidden, nobody knows how many.
    pub(super) fn hides_end(&self, seq: u64) -> bool {
        self.damages.iter().any(|damage| damage.before.is_none() && seq <= damage.after)
    }

    fn name(&mut self, table: Table, key: &Key) {
        self.count += 1;
        if self.records.len() < NAMED {
            self.records.push((table, key.clone()));
        }
    }

    /// Files of the journal that have come back after a repair had gone on without them.
    pub fn returned(&self) -> impl Iterator<Item = &Damage> {
        self.damages.iter().filter(|damage| damage.is_returned())
    }

    /// Whether files that have come back are all there is to decide on.
    fn is_of_returned_only(&self, accepted: &[Decided]) -> bool {
        let is_known = |damage: &Damage| damage.is_returned() || is_known(accepted, damage);
        self.returned().next().is_some()
            && !self.lost
            && !self.strange
            && !self.unnumbered
            && !self.open_end
            && !self.stranger
            && self.reached <= self.last
            && self.damages.iter().all(is_known)
    }

    /// Names the records: where the state is whole, those whose present value comes from a hidden commit; else those
    /// that a later commit has found changed by a hidden one.
    pub(super) fn name_records(&mut self, engine: &dyn Engine, reader: &Reader) -> Result<()> {
        if self.lost {
            let mut found: Vec<(Table, Key)> = Vec::new();
            reader.scan(&mut |item| {
                if let Found::Entry(entry) = item {
                    for change in entry.changes.into_iter().filter(|change| self.hides(change.previous.0)) {
                        found.push((change.table, change.key));
                    }
                }
                Ok(())
            })?;
            found.iter().for_each(|(table, key)| self.name(*table, key));
            return Ok(());
        }
        for table in Table::ALL {
            let prefix = Key::new(table.tag());
            let end = prefix.prefix_end();
            engine.range(
                prefix.as_bytes(),
                end.as_ref().map(Key::as_bytes),
                Walk::Up,
                &mut |key, value| {
                    if codec::split_revision(value).is_none_or(|(revision, _)| self.hides(revision.0)) {
                        self.name(table, &Key::from_bytes(key));
                    }
                    ControlFlow::Continue(())
                },
            )?;
        }
        Ok(())
    }
}

impl LocalStore {
    /// Makes the state as it can be read now the one to go on with: it is written down as a snapshot, and the journal goes on
    /// behind the last commit that is known to have been made: no number is given twice. A damaged file that lacks no commit is written
    /// anew, and when that was all, nothing else is done; the others stay where they are, as far as they can be read they remain
    /// history; snapshots that can't be read, or are not of this journal, are put aside.
    /// The store must be opened again afterwards.
    ///
    /// It may be ended at any moment: opening then finds the store in doubt as before, or the snapshot, and with it all that
    /// was to be kept. It is done again then.
    ///
    /// # Errors
    /// [`StoreError::NoRoom`] when less than the reserve is free; when the disk can't be written. Then it can be tried again.
    pub fn accept_doubt(self) -> Result<Doubt> {
        let Some(doubt) = &self.doubt else { return Ok(Doubt::default()) };
        if self.hold.is_none() {
            // Nobody has locked the folder.
            return Err(StoreError::ReadOnly(self.read_only.unwrap_or(ReadOnly::Damaged)));
        }
        let disk = Arc::clone(&self.shared.disk);
        refuse_odd_words(disk.as_ref())?;
        put_back_aside(disk.as_ref(), Former::Stays)?;
        self.shared.reader.forget_places();
        self.note_lacked()?;
        if doubt.is_of_returned_only(&known(disk.as_ref())) {
            return Ok(doubt.clone());
        }
        let mut present = doubt.clone();
        if !doubt.stranger && self.mend(&doubt.damages)? {
            let mut left = Doubt::survey(&self.shared.reader)?;
            let accepted = known(disk.as_ref());
            left.damages.retain(|damage| !is_known(&accepted, damage));
            if left.damages.is_empty() && left.last >= doubt.reached && !doubt.strange && !doubt.unnumbered {
                return Ok(present);
            }
            present.damages = left.damages;
        }
        let seq = self.shared.applied.load(Ordering::Acquire).max(doubt.last).max(doubt.reached);
        let seq = doubt.next_behind_the_unknown().map_or(seq, |next| seq.max(next - 1));
        let places = places(disk.as_ref(), &self.shared.reader, &present, seq)?;
        let holes = if doubt.lost { self.holes(&present, seq)? } else { Vec::new() };
        let mut writer = snapshot::Writer::begin(Arc::clone(&disk), seq)?;
        if let Err(error) = keeper::write_records(&self.shared, &mut writer) {
            drop(writer);
            // What there is of it takes room for nothing; failing to remove it is no new failure.
            let _ = snapshot::remove_parts(disk.as_ref());
            return Err(error);
        }
        // Before the snapshot has its name: with that in its place, damage in an earlier file is in nobody's way any more,
        // and opening would not come back to it.
        note_known(disk.as_ref(), &places)?;
        let mut proof = Proof { last: doubt.last, snapshots: Vec::new() };
        for from in snapshot::list(disk.as_ref())? {
            let sound = sound(disk.as_ref(), &self.shared.reader, from, u64::MAX);
            let is_against = doubt.against.contains(&snapshot::name(from));
            // Nor is one written over, whatever is wrong with it.
            if is_against || from == seq || matches!(sound, Err(StoreError::Damaged { .. })) {
                // Its name goes on telling of the commit.
                snapshot::put_aside(disk.as_ref(), &snapshot::name(from))?;
            } else if let Some(foot) = sound?.filter(|foot| foot.to > doubt.last) {
                proof.snapshots.push((foot.to, foot.mark));
            }
        }
        let at = self.shared.reader.entry(doubt.last)?.map(|entry| entry.origin.at);
        let at = at.max(keeper::last_known(disk.as_ref(), &self.shared.reader));
        let known = Applied::known(self.shared.engine().as_ref())?;
        let mark = match self.shared.reader.entry(seq)?.filter(|_| !doubt.stranger) {
            Some(entry) => entry.mark(),
            None if known.from == seq => known.mark,
            // Should the commit of this number turn up again, it is not in this state.
            None if doubt.lost || doubt.stranger => Mark::lost(writer.sum()),
            None => Mark::NONE,
        };
        proof.snapshots.push((seq, mark));
        let counters = &self.shared.counters;
        let next = if doubt.lost { counters.leap(LEAP) } else { counters.snapshot() };
        writer.finish(seq, at.unwrap_or(Moment::from_millis(0)), mark, next)?;
        // It is about to be the only thing to go by.
        snapshot::Snapshot::open(disk.as_ref(), seq)?.each(&mut |_, _, _| Ok(()))?;
        if doubt.lost
            && let Some(hold) = &self.hold
        {
            // Made without the hidden commits, or with half of them: the snapshot replaces it.
            hold.folder.forget_engine()?;
        }
        for segment in self.shared.reader.segments()?.into_iter().filter(|segment| *segment > seq) {
            move_aside(disk.as_ref(), segment)?;
        }
        // Before the file itself: what comes back behind it is told from what is written there.
        let lost = doubt.lost || mark.is_lost();
        let after = if lost { doubt.whole_until().unwrap_or(doubt.last) } else { seq };
        note_anew(disk.as_ref(), &[Anew { first: seq + 1, after, lost, proof: Some(proof) }], &holes)?;
        if doubt.stranger {
            // What it has behind the last commit that is of this base is read by nobody from here on.
            put_back_aside(disk.as_ref(), Former::Stays)?;
        }
        Journal::begin(Arc::clone(&disk), seq + 1)?;
        // Whatever can't be read from here on was so before.
        let left = Doubt::survey(&Reader::new(Arc::clone(&disk)))?.damages;
        let mut left: Vec<Decided> = left.iter().map(place_of).collect();
        left.push(begun(seq + 1));
        note_known(disk.as_ref(), &left)?;
        if doubt.unnumbered
            && let Some(hold) = &self.hold
        {
            hold.folder.clear_doubt();
        }
        Ok(doubt.clone())
    }

    /// The commits in the middle of the journal that the state lacks which a repair goes on with, behind the commit `seq`.
    fn holes(&self, doubt: &Doubt, seq: u64) -> Result<Vec<Hole>> {
        if !self.is_stand_in {
            // The engine has them.
            return Ok(Vec::new());
        }
        // The state was made from this one, which has what is before it.
        let has = newest_snapshot(self.shared.disk.as_ref(), &self.shared.reader, u64::MAX)?;
        let first = seq + 1;
        let damages =
            doubt.damages.iter().filter(|damage| !damage.is_returned() && damage.after < doubt.last);
        let holes = damages.filter_map(|damage| {
            let from = damage.after.max(has.unwrap_or_default()) + 1;
            let to = damage.before?.saturating_sub(1);
            (from <= to).then_some(Hole { from, to, first })
        });
        Ok(holes.collect())
    }

    /// Notes as known where commits are missing that a repair has gone on without: the file that had them was written anew.
    fn note_lacked(&self) -> Result<()> {
        let disk = self.shared.disk.as_ref();
        let holes = lacked(disk);
        if holes.is_empty() {
            return Ok(());
        }
        let damages = Doubt::survey(&self.shared.reader)?.damages;
        let lacked = damages.iter().filter(|damage| holes.iter().any(|hole| hole.covers(damage)));
        note_known(disk, &lacked.map(place_of).collect::<Vec<_>>())
    }

    /// Damage of the journal that opening did not come upon, because the engine has all that it hides: the state is whole,
    /// but can't be made again if the engine is lost. Damage that was accepted before is left out.
    ///
    /// # Errors
    /// When the journal can't be read at all.
    pub fn hidden_damage(&self) -> Result<Doubt> {
        let mut doubt = Doubt::survey(&self.shared.reader)?;
        doubt.damages.extend(absent(self.shared.disk.as_ref())?);
        let known = known(self.shared.disk.as_ref());
        doubt.damages.retain(|damage| !is_known(&known, damage));
        if !doubt.damages.is_empty() {
            doubt.name_records(self.shared.engine().as_ref(), &self.shared.reader)?;
        }
        Ok(doubt)
    }

    /// Makes a store with hidden damage safe: files that lack no commit are written anew; for commits that can't be read, the whole
    /// state is written down as a snapshot that stands for them.
    ///
    /// # Errors
    /// As [`LocalStore::take_snapshot`].
    pub fn accept_hidden(&self, doubt: &Doubt) -> Result<()> {
        refuse_odd_words(self.shared.disk.as_ref())?;
        self.mend(&doubt.damages)?;
        let left = self.hidden_damage()?.damages;
        if left.is_empty() {
            return Ok(());
        }
        self.take_snapshot()?;
        let is_forgotten = left.iter().any(Damage::is_forgotten);
        let left = left.iter().filter(|damage| !damage.is_forgotten());
        note_known(self.shared.disk.as_ref(), &left.map(place_of).collect::<Vec<_>>())?;
        if is_forgotten { self.note_anew_again() } else { Ok(()) }
    }

    /// Notes once more what the repairs of this base have gone by, as far as that can be known: the snapshots that are there.
    fn note_anew_again(&self) -> Result<()> {
        let disk = self.shared.disk.as_ref();
        let mut snapshots = Vec::new();
        for from in snapshot::list(disk)? {
            snapshots
                .extend(sound(disk, &self.shared.reader, from, u64::MAX)?.map(|foot| (foot.to, foot.mark)));
        }
        let named = |place: Anew| {
            let inside = |(to, _): &&(u64, Mark)| (place.after + 1..place.first).contains(to);
            let snapshots = snapshots.iter().filter(inside).copied().collect();
            let proof = place.proof.clone().unwrap_or(Proof { last: place.after, snapshots });
            Anew { proof: Some(proof), ..place }
        };
        note_anew(disk, &begun_anew(disk).into_iter().map(named).collect::<Vec<_>>(), &[])
    }

    /// Writes damaged files anew that lack no commit; says whether there were any.
    fn mend(&self, damages: &[Damage]) -> Result<bool> {
        let mended = mend(&self.shared.disk, damages, Former::Stays)?;
        self.shared.reader.forget_places();
        forget_known(self.shared.disk.as_ref(), &mended)?;
        Ok(!mended.is_empty())
    }
}

/// Where the journal will be found damaged once it goes on behind the commit `seq`: where it is so now, and where it ends too
/// early.
fn places(disk: &dyn Disk, reader: &Reader, doubt: &Doubt, seq: u64) -> Result<Vec<Decided>> {
    let next = segment_name(seq + 1);
    let damages =
        doubt.damages.iter().filter(|damage| !damage.is_returned() && !damage.is_vanished()).map(place_of);
    // Files behind what is kept are moved aside.
    let mut places: Vec<_> = damages.filter(|(segment, _)| *segment < next).collect();
    let mut torn = 0;
    reader.scan(&mut |found| {
        if let Found::Torn(bytes) = found {
            torn = bytes;
        }
        Ok(())
    })?;
    match reader.segments()?.last().copied().filter(|last| *last <= seq) {
        // An emptied file is no file of the journal any more once another one stands behind it.
        Some(last) if !has_head(disk, last)? => places.push((segment_name(last), 0.to_string())),
        Some(last) if torn > 0 => {
            let last = segment_name(last);
            let len = disk.len(&last).map_err(StoreError::io(disk.path(&last)))?;
            places.push((last, len.saturating_sub(torn).to_string()));
        }
        _ if doubt.last < seq => places.push(gap_before(seq + 1, doubt.last)),
        _ => {}
    }
    Ok(places)
}

/// Fails when what a repair has to note can't be noted, because something else has the name: before anything is changed.
fn refuse_odd_words(disk: &dyn Disk) -> Result<()> {
    for name in [KNOWN, ANEW] {
        if disk.len(name).is_ok() {
            disk.read(name, 0, 1).map_err(StoreError::io(disk.path(name)))?;
        }
    }
    Ok(())
}

/// Keeps a file that stands where the journal is to go on, or behind: nothing of it could be read, but somebody may know
/// better.
fn move_aside(disk: &dyn Disk, segment: u64) -> Result<()> {
    let name = segment_name(segment);
    if disk.len(&name).is_ok() { snapshot::put_aside(disk, &name) } else { Ok(()) }
}
