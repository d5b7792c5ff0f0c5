//! What other files say should be there and is not; what has changed since a repair.

use super::anew::{ANEW, noted};
use super::known::{had_more_before, is_first, known, last_begun};
use super::reader::{Damage, FORGOTTEN, GAP, VANISHED};
use super::returned::came_back;
use super::segment::{self, name};
use crate::store::disk::Disk;
use crate::store::error::Result;

/// The word of the last repair is gone or was cut off: nothing tells any more which snapshots it has gone by.
fn forgotten(disk: &dyn Disk) -> Option<Damage> {
    let last = last_begun(&known(disk))?;
    let is_there = noted(disk).iter().any(|place| place.first == last && place.proof.is_some());
    let (after, before) = (last.saturating_sub(1), Some(last));
    let damage = Damage { segment: ANEW.to_owned(), offset: 0, what: FORGOTTEN, after, before };
    (!is_there).then_some(damage)
}

/// The file that the last repair has begun is gone, and none is behind it: how many commits it had nobody knows.
///
/// # Errors
/// When the disk can't be read.
pub(super) fn vanished(disk: &dyn Disk) -> Result<Option<Damage>> {
    let Some(first) = last_begun(&known(disk)) else { return Ok(None) };
    let is_there = segment::list(disk)?.last().is_some_and(|last| *last >= first);
    let after = first.saturating_sub(1);
    let damage = Damage { segment: name(first), offset: 0, what: VANISHED, after, before: None };
    Ok((!is_there).then_some(damage))
}

/// What other files say should be there and is not, though no commit before or behind it is unreadable for that: the beginning of the
/// journal, which nothing of ours has removed, and the word of a repair.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn absent(disk: &dyn Disk) -> Result<Vec<Damage>> {
    let known = known(disk);
    let first = segment::list(disk)?.first().copied().unwrap_or(1);
    let is_gone = first > 1 && had_more_before(&known, first) && !is_first(&known, first);
    let damage = Damage { segment: name(first), offset: 0, what: GAP, after: 0, before: Some(first) };
    Ok(is_gone.then_some(damage).into_iter().chain(forgotten(disk)).collect())
}

/// What is not as the last repair has left it: a file has come back that it has gone on without, or the one it has begun is gone.
///
/// # Errors
/// When the disk can't be read.
pub(in crate::store) fn changed_since_repair(disk: &dyn Disk) -> Result<Option<Damage>> {
    let returned = came_back(disk)?.map(|(_, damage)| damage);
    if returned.is_some() { Ok(returned) } else { vanished(disk) }
}

/// Fails when a file has come back that a repair has gone on without, or when the one it has begun is gone.
///
/// # Errors
/// [`StoreError::Damaged`] naming it; when the disk can't be read.
pub(in crate::store) fn refuse_changes_since_repair(disk: &dyn Disk) -> Result<()> {
    changed_since_repair(disk)?.map_or(Ok(()), |damage| Err(damage.error()))
}
