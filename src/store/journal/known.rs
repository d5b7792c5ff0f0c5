//! Damage of the journal that somebody has decided to go on with.
//!
//! The file `known-damage` has a line for each: the file, and the byte where it begins; `gap N` where commits behind N are missing
//! before the file; `first` where retention has removed what was before it. And a line `begun-anew N` for each file that a repair has
//! begun: the word of it in `begun-anew` must be there, and the file or later ones.

use std::collections::BTreeSet;

use super::anew::ANEW;
use super::reader::Damage;
use super::segment::{name, number};
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};
use crate::store::snapshot::PART;

/// Names the damage that somebody has decided to go on with, a line each.
pub(in crate::store) const KNOWN: &str = "known-damage";
/// Stands in the place of the byte where a file is the first one by decision.
const FIRST: &str = "first";

/// Damage that somebody has decided to go on with: its file, and the byte where it begins. Commits that are missing before a file
/// have a word of their own with the last one there is: what happens to the file itself later nobody has decided.
pub(in crate::store) type Decided = (String, String);

/// That commits behind `after` are missing before a file.
pub(in crate::store) fn gap_before(segment: u64, after: u64) -> Decided {
    (name(segment), gap(after))
}

/// That a repair has begun the journal anew with a file.
pub(in crate::store) fn begun(segment: u64) -> Decided {
    (ANEW.to_owned(), segment.to_string())
}

/// The file that was begun by the last repair, by its first commit; `None` when there was none.
pub(super) fn last_begun(known: &[Decided]) -> Option<u64> {
    known.iter().filter(|(file, _)| file == ANEW).filter_map(|(_, first)| first.parse().ok()).max()
}

/// All files that were begun by repairs, each with the last commit before the gap that is there, if one is.
pub(super) fn all_begun(known: &[Decided]) -> Vec<(u64, u64)> {
    let begun = known.iter().filter(|(file, _)| file == ANEW).filter_map(|(_, first)| first.parse().ok());
    let gap = |first: u64| {
        let of = known.iter().filter(|(file, _)| *file == name(first));
        of.filter_map(|(_, place)| place.strip_prefix("gap ")?.parse().ok()).min()
    };
    begun.map(|first| (first, gap(first).unwrap_or_else(|| first.saturating_sub(1)))).collect()
}

/// Whether a file is the first one by decision: retention has removed what was before it.
pub(super) fn is_first(known: &[Decided], segment: u64) -> bool {
    known.iter().any(|(file, place)| place == FIRST && number(file).is_some_and(|first| first >= segment))
}

/// Whether somebody has gone on with a gap in the journal behind a commit that stood before this file.
pub(super) fn had_more_before(known: &[Decided], segment: u64) -> bool {
    let gaps = known.iter().filter_map(|(file, place)| {
        let after: u64 = place.strip_prefix("gap ")?.parse().ok()?;
        number(file).filter(|first| *first <= segment).map(|_| after)
    });
    gaps.max().is_some_and(|after| after > 0)
}

/// Notes which file is the first one from now on, before those before it are removed.
///
/// # Errors
/// When the disk can't be written.
pub(in crate::store) fn note_first(disk: &dyn Disk, segment: u64) -> Result<()> {
    note_known(disk, &[(name(segment), FIRST.to_owned())])
}

/// What of it belongs to a copy that ends with a commit.
pub(in crate::store) fn known_until(disk: &dyn Disk, last: u64) -> Vec<Decided> {
    let is_of_it = |(file, place): &Decided| {
        let first = if file == ANEW { place.parse().ok() } else { number(file) };
        first.is_some_and(|first| first <= last.saturating_add(1))
    };
    known(disk).into_iter().filter(is_of_it).collect()
}

fn gap(after: u64) -> String {
    format!("gap {after}")
}

/// Where damage is.
pub(in crate::store) fn place_of(damage: &Damage) -> Decided {
    let place = if damage.is_gap() { gap(damage.after) } else { damage.offset.to_string() };
    (damage.segment.clone(), place)
}

/// Whether somebody has decided to go on with damage.
pub(in crate::store) fn is_known(known: &[Decided], damage: &Damage) -> bool {
    if damage.is_returned() {
        // It stands where the damage was that somebody has gone on with, and that is what nobody may mix up.
        return false;
    }
    // Builds before this one have written it so of a gap, too.
    let formerly = || damage.is_gap() && known.contains(&(damage.segment.clone(), damage.offset.to_string()));
    known.contains(&place_of(damage)) || formerly()
}

/// The damage that somebody has decided to go on with.
pub(in crate::store) fn known(disk: &dyn Disk) -> Vec<Decided> {
    let bytes = disk.read(KNOWN, 0, 1 << 20).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter_map(|line| {
        let (segment, offset) = line.split_once(' ')?;
        let number = offset.strip_prefix("gap ").unwrap_or(offset);
        // A line that was cut off is none.
        (offset == FIRST || number.parse::<u64>().is_ok()).then(|| (segment.to_owned(), offset.to_owned()))
    });
    lines.collect()
}

/// Takes back what was noted of files that have been written anew.
pub(in crate::store) fn forget_known(disk: &dyn Disk, files: &[String]) -> Result<()> {
    let known = known(disk);
    let left: Vec<&Decided> = known.iter().filter(|(segment, _)| !files.contains(segment)).collect();
    if left.len() == known.len() {
        return Ok(());
    }
    let lines: String = left.iter().map(|(segment, place)| format!("{segment} {place}\n")).collect();
    let part = KNOWN.to_owned() + PART;
    let write = || {
        if disk.len(&part).is_ok() {
            disk.remove(&part)?;
        }
        let mut file = disk.create(&part)?;
        file.append(lines.as_bytes())?;
        file.sync()?;
        disk.rename(&part, KNOWN)
    };
    write().map_err(StoreError::io(disk.path(KNOWN)))
}

/// Notes damage that somebody has decided to go on with.
pub(in crate::store) fn note_known(disk: &dyn Disk, places: &[Decided]) -> Result<()> {
    let mut known: BTreeSet<Decided> = known(disk).into_iter().collect();
    let new = places.iter().filter(|place| known.insert((*place).clone()));
    let lines: String = new.map(|(segment, offset)| format!("{segment} {offset}\n")).collect();
    let write = || {
        let mut file = match disk.len(KNOWN) {
            Ok(len) => disk.open(KNOWN, len)?,
            Err(_) => disk.create(KNOWN)?,
        };
        // A line that was cut off stays one by itself.
        file.append(format!("\n{lines}").as_bytes())?;
        file.sync()
    };
    if lines.is_empty() { Ok(()) } else { write().map_err(StoreError::io(disk.path(KNOWN))) }
}
