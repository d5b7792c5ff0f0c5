//! A store from a backup, or from any data folder, as it was after a commit.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::copy::{Checked, Copier, Parts, is_passing};
use super::place::{check_room, refuse_a_backup, refuse_the_inside};
use super::swap::Place;
use super::{DRAFTS, Progress, TRIES, copy_drafts};
use crate::domain::time::Moment;
use crate::store::disk::{Disk, Room};
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::journal::{
    Anew, Former, Found, Hole, Journal, Reader, begun_anew, came_back_in, end_of, end_over_damage,
    forget_known, known_until, lacked, mend, note_anew, note_known, place_of, put_back_aside, segment_name,
    settled,
};
use crate::store::local::{
    LocalStore, Options, Until, by_files, format_of, goal, is_apart, is_backup, journal_disk, journal_of,
    refuse_a_lost_base, refuse_a_mixture, refuse_a_short_journal, told_of_files, write_format,
};
use crate::store::snapshot::{self, Foot, Snapshot};
use crate::store::{Health, Store};

/// What came of a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreReport {
    /// The last commit in the restored store; 0 when it is empty.
    pub last: u64,
    /// When that was made.
    pub at: Option<Moment>,
    /// Bytes of its journal with its snapshots.
    pub bytes: u64,
    /// Where the store is now that was in the place before.
    pub kept: Option<PathBuf>,
    /// Commits of its history that can't be read, from and to: the state has what they have done.
    pub missing: Vec<(u64, u64)>,
    /// The source had gone on without some of them: what they have done is not in the state either.
    pub lost: bool,
    /// Bytes at the end of a backup that are no whole commit, and were left out: only whole ones were ever copied there.
    pub cut: u64,
}

/// Makes a store in `to` from the backup or data folder `from`, with everything up to a moment. Nobody needs to stop working
/// with `from`. A store that is in `to` already is kept beside it, as `TO.before-restore-N`.
///
/// # Errors
/// [`StoreError::TooOld`], [`StoreError::BeforeFirst`] and [`StoreError::NoSuchCommit`] when there is no such state,
/// [`StoreError::Damaged`] when commits it needs can't be read, or the last state is wanted and a snapshot is not of the journal, [`StoreError::JournalBehind`] when the last state is wanted of a
/// store whose journal has lost its end, [`StoreError::IsABackup`] when a backup is in the place, [`StoreError::Busy`] when the store in `to` is open,
/// [`StoreError::Restoring`] when another restore to it is under way, [`StoreError::NoRoomFor`] when less than the reserve would be left,
/// [`StoreError::NoFiles`] when the disk takes no more files, [`StoreError::InABase`] when `to` is inside of a base or a backup,
/// [`StoreError::NotAStore`] when one of the folders holds other things, [`StoreError::InItself`] when `to` is in `from`.
/// What is in `to` is as it was then.
pub fn restore(
    from: &Path,
    to: &Path,
    until: Until,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<RestoreReport> {
    let not_a_store = || StoreError::NotAStore { path: from.to_owned() };
    if !from.is_dir() {
        return Err(not_a_store());
    }
    refuse_a_lost_base(from)?;
    let format = format_of(from)?;
    if !journal_of(from).is_dir() {
        return Err(not_a_store());
    }
    refuse_a_backup(to)?;
    let source = journal_disk(&journal_of(from))?;
    if until == Until::Last && !is_backup(from) {
        // Without its end it is not the last state: whoever wants what is there names it.
        refuse_a_short_journal(from, &source)?;
    }
    if until == Until::Last {
        // Of two that contradict each other somebody has to choose.
        refuse_a_mixture(&source)?;
    }
    let wanted = wanted(&source, until)?;
    if let (Ok(inner), Ok(outer)) = (std::path::absolute(to), from.canonicalize())
        && inner != outer
        && inner.starts_with(outer)
    {
        return Err(StoreError::InItself { path: to.to_owned() });
    }
    refuse_the_inside(to)?;
    let place = Place::take(to).map_err(|error| told_of_files(to, error))?;
    let made = make(from, format, &source, wanted, &place, options, progress);
    let (Copied { at, missing, lost }, bytes) = match made {
        Ok(made) => made,
        Err(error) => {
            let error = told_of_files(&place.made, error);
            place.give_up();
            return Err(in_plain_words(error, to));
        }
    };
    let cut = if until == Until::Last && is_backup(from) { torn(&source)? } else { 0 };
    Ok(RestoreReport { last: wanted, at, bytes, kept: place.swap()?, missing, lost, cut })
}

/// Bytes at the end of a journal that are no whole commit.
fn torn(source: &Arc<dyn Disk>) -> Result<u64> {
    let Some(last) = Reader::new(Arc::clone(source)).segments()?.last().copied() else { return Ok(0) };
    let name = segment_name(last);
    let len = source.len(&name).map_err(StoreError::io(source.path(&name)))?;
    Ok(len.saturating_sub(end_over_damage(source.as_ref(), last, u64::MAX)?.offset))
}

/// The commit after which the state is wanted.
fn wanted(source: &Arc<dyn Disk>, until: Until) -> Result<u64> {
    let reader = Reader::new(Arc::clone(source));
    let proven = by_files(source.as_ref())?;
    let segments = reader.segments()?;
    let feet = snapshot::list(source.as_ref())?;
    let feet: Vec<_> = feet
        .into_iter()
        .filter_map(|from| Snapshot::open(source.as_ref(), from).ok().map(|whole| whole.foot().clone()))
        .collect();
    let newest = feet.iter().map(|foot| foot.to).max().unwrap_or_default();
    let last = match (until, segments.last()) {
        // A hint will not do: what can't be read at the end must not be left out in silence.
        (Until::Last, Some(segment)) => match end_of(source.as_ref(), *segment, u64::MAX) {
            Err(error @ StoreError::Damaged { .. }) => end_behind_a_snapshot(&reader, &feet)?.ok_or(error)?,
            end => end?.last,
        },
        _ => reader.last_hint()?,
    };
    let wanted = match goal(until, proven, &reader, last) {
        // How far back one can go is told below.
        Err(StoreError::TooOld { .. }) => 0,
        wanted => wanted?,
    };
    let first = segments.first().copied().unwrap_or(newest + 1);
    let oldest = match first {
        1 => 0,
        first => feet.iter().filter(|foot| foot.from + 1 >= first).map(|foot| foot.to).min().unwrap_or(first),
    };
    if wanted < oldest { Err(StoreError::TooOld { oldest }) } else { Ok(wanted) }
}

/// The last commit, when a snapshot stands behind everything that hides commits: the state needs nothing before it.
fn end_behind_a_snapshot(reader: &Reader, feet: &[Foot]) -> Result<Option<u64>> {
    let (mut last, mut is_covered) = (0, true);
    reader.scan(&mut |found| {
        match found {
            Found::Entry(entry) => last = entry.seq,
            Found::Damage(damage) => {
                let covers = |foot: &Foot| damage.before.is_some_and(|before| foot.from + 1 >= before);
                is_covered &= damage.hides_none() || feet.iter().any(covers);
            }
            Found::Torn(_) => {}
        }
        Ok(())
    })?;
    Ok(is_covered.then_some(last))
}

/// What the journal of a restored store is.
struct Copied {
    /// When its last commit was made.
    at: Option<Moment>,
    /// What can't be read of it, from and to.
    missing: Vec<(u64, u64)>,
    /// Whether the state lacks what they have done, as far as anybody has said so.
    lost: bool,
}

/// What was made is gone again: that there was no room for it is told of the place.
fn in_plain_words(error: StoreError, to: &Path) -> StoreError {
    match error.refusal() {
        Some(ReadOnly::Full) => StoreError::io(to)(std::io::ErrorKind::StorageFull.into()),
        Some(ReadOnly::FileLimit) => StoreError::io(to)(std::io::ErrorKind::FileTooLarge.into()),
        _ => error,
    }
}

/// Makes the store beside its place and opens it once. Returns what its journal is, and its bytes.
fn make(
    from: &Path,
    format: u32,
    source: &Arc<dyn Disk>,
    wanted: u64,
    place: &Place,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Copied, u64)> {
    let made = &place.made;
    place.begin()?;
    let room = Room::of(made).ok();
    let target = journal_disk(&journal_of(made))?;
    let mut tries = 0;
    let copied = loop {
        match copy(source, &target, wanted, options.settings.reserve, progress) {
            // Somebody may be working with the source.
            Err(error) if tries < TRIES && is_passing(&error) => {
                tries += 1;
                for name in target.list().map_err(StoreError::io(made))? {
                    target.remove(&name).map_err(StoreError::io(target.path(&name)))?;
                }
            }
            done => break done?,
        }
    };
    if from.join(DRAFTS).is_dir() {
        copy_drafts(from, made)?;
    }
    if !target.list().map_err(StoreError::io(made))?.is_empty() {
        // Without a journal it would be the word of a base that is lost.
        write_format(made, format)?;
    }
    let engine =
        place.present().and_then(|present| present.engine()).map_or(options.engine, |(kind, _)| kind);
    let (options, reserve) = (Options { engine, ..options.clone() }, options.settings.reserve);
    // Whoever wants to work gets a base to write to, or keeps the one he has: reading alone is no restore.
    let opening = &mut |opening| progress(Progress::Opening(opening));
    let store = LocalStore::open_for_writing(made, options, opening)?;
    if let Some(damage) = store.doubt().and_then(|doubt| doubt.damages.first()) {
        return Err(damage.error());
    }
    let last = store.last_seq();
    if last != wanted || store.doubt().is_some() {
        return Err(StoreError::JournalBehind { engine: wanted, journal: last });
    }
    if let Health::ReadOnly(why) = store.health() {
        return Err(StoreError::ReadOnly(why));
    }
    let bytes = store.size().0;
    drop(store);
    // What takes no room takes none of the reserve.
    if let (Some(before), Ok(after)) = (room, Room::of(made))
        && wanted > 0
        && after.bytes < reserve
    {
        let taken = before.bytes.saturating_sub(after.bytes);
        return Err(StoreError::NoRoomFor { free: before.bytes, bytes: taken, reserve });
    }
    Ok((copied, bytes))
}

/// Copies what makes up the state after a commit, and its history.
fn copy(
    source: &Arc<dyn Disk>,
    target: &Arc<dyn Disk>,
    wanted: u64,
    reserve: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<Copied> {
    let len = |name: &str| source.len(name).map_err(StoreError::io(source.path(name)));
    let mut files: Vec<(String, u64, Vec<u8>)> = Vec::new();
    let reader = Reader::new(Arc::clone(source));
    for from in snapshot::list(source.as_ref())? {
        let Ok(whole) = Snapshot::open(source.as_ref(), from) else { continue };
        // Those that can't be read are no help, nor are those of another journal.
        if whole.foot().to <= wanted && !is_apart(whole.foot(), &reader)? {
            let name = snapshot::name(from);
            files.push((name.clone(), len(&name)?, Vec::new()));
        }
    }
    let segments = Reader::new(Arc::clone(source)).segments()?;
    let anew = settled(source.as_ref());
    for (n, segment) in segments.iter().enumerate().filter(|(_, segment)| **segment <= wanted) {
        let name = segment_name(*segment);
        let back = came_back_in(source.as_ref(), &anew, *segment)?;
        if back.is_none() && segments.get(n + 1).is_some_and(|next| *next <= wanted + 1) {
            files.push((name.clone(), len(&name)?, Vec::new()));
        } else {
            // Whether the state needs what can't be read is seen in the copy.
            let until = back.map_or(wanted, |back| back.after.min(wanted));
            let end = end_over_damage(source.as_ref(), *segment, until)?;
            if end.last >= *segment {
                files.push((name, end.offset, end.rest));
            }
        }
    }
    let total = files.iter().map(|(_, len, _)| len).sum();
    check_room(&target.path(""), total, reserve)?;
    let mut copier = Copier::new(source.as_ref(), target.as_ref(), total, progress);
    for (name, len, tail) in &files {
        copier.copy(name, *len, tail)?;
    }
    Parts::of(target)?.take_their_names()?;
    // Where the journal goes on otherwise from here, its numbers are its own.
    let passed = begun_anew(source.as_ref()).into_iter().filter(|place| place.first <= wanted + 1);
    let passed: Vec<Anew> = passed.collect();
    let lacked: Vec<Hole> =
        lacked(source.as_ref()).into_iter().filter(|hole| hole.first <= wanted + 1).collect();
    note_anew(target.as_ref(), &passed, &lacked)?;
    put_back_aside(target.as_ref(), Former::Goes)?;
    let is_begun = passed.iter().any(|place| place.first == wanted + 1);
    if wanted > 0 && (is_begun || segments.contains(&(wanted + 1)) && !reaches(target, wanted)) {
        // A damaged end has an end: the journal went on behind it.
        Journal::begin(Arc::clone(target), wanted + 1)?;
    }
    note_known(target.as_ref(), &known_until(source.as_ref(), wanted))?;
    let mut checked = Checked::all(target, progress)?;
    let mended = mend(target, &checked.covered, Former::Goes)?;
    if !mended.is_empty() {
        forget_known(target.as_ref(), &mended)?;
        checked = Checked::all(target, progress)?;
    }
    for skipped in &checked.skipped {
        target.remove(skipped).map_err(StoreError::io(target.path(skipped)))?;
    }
    if checked.last < wanted {
        // Nobody can tell what was between.
        return Err(StoreError::Damaged {
            segment: segment_name(checked.last + 1),
            offset: 0,
            what: "commits before this file are missing",
        });
    }
    if wanted > 0 && !reaches(target, wanted) {
        // The state is that of a snapshot, and the commits before it are not there: the journal goes on behind it.
        Journal::begin(Arc::clone(target), wanted + 1)?;
        checked = Checked::all(target, progress)?;
    }
    note_known(target.as_ref(), &checked.covered.iter().map(place_of).collect::<Vec<_>>())?;
    let lost = begun_anew(target.as_ref()).iter().any(|place| place.lost);
    Ok(Copied { at: checked.at, missing: checked.missing(), lost })
}

/// Whether the last file of a journal can be read to its end, and that is no earlier commit than the one that is wanted.
fn reaches(target: &Arc<dyn Disk>, wanted: u64) -> bool {
    let last = Reader::new(Arc::clone(target)).segments().ok().and_then(|segments| segments.last().copied());
    last.and_then(|last| end_of(target.as_ref(), last, u64::MAX).ok()).is_some_and(|end| end.last >= wanted)
}
