//! The engine beside a replay of the journal: key by key, value by value.

use std::path::Path;
use std::sync::Arc;

use super::walk::Cursor;
use super::{Finding, Remark, Report};
use super::{Progress, Stage};
use crate::store::disk::{Disk, Room};
use crate::store::engine::Engine;
use crate::store::error::{ReadOnly, Result, StoreError};
use crate::store::key::Key;
use crate::store::local::applied::Applied;
use crate::store::local::fill::{OnDamage, fill};
use crate::store::local::past::scratch;
use crate::store::local::want::{NO_ROOM, want_of_room};
use crate::store::local::{Counters, OpenProgress};
use crate::store::tables::{META_TAG, Table};

/// Keys between two words on how far it has come.
const STEP: u64 = 1024;
/// A replay may be so many times as large as the engine.
const FOR_REPLAY: u64 = 2;

/// Replays snapshot and journal up to the commit `last` and compares the engine with the outcome. The replay stands in the
/// data folder meanwhile, when there is one.
pub(super) fn compare(
    engine: &dyn Engine,
    disk: &Arc<dyn Disk>,
    data: Option<&Path>,
    last: u64,
    report: &mut Report,
    progress: &mut dyn FnMut(Progress),
) -> Result<()> {
    let room = data.and_then(|data| Room::of(data).ok());
    let replayed = scratch(data);
    let counters = Counters::new();
    let mut filling = |filled| {
        if let OpenProgress::Rebuilding { done, total } = filled {
            progress(Progress { stage: Stage::Replay, done, total });
        }
    };
    let filled = fill(replayed.as_ref(), &counters, disk, Some(last), OnDamage::Refuse, &mut filling);
    match filled {
        Ok(reached) if reached == last => {}
        Ok(_) | Err(StoreError::Damaged { .. } | StoreError::TooOld { .. } | StoreError::Record { .. }) => {
            report.remarks.push(Remark::NotCompared);
            return Ok(());
        }
        // That of the replay, not the one that is checked: what it has written is still there and tells why.
        Err(error @ StoreError::Engine(_)) => {
            tracing::warn!(%error, "the replay fails");
            report.remarks.push(match data.and_then(|data| want_of_room(data, &error)) {
                Some(ReadOnly::FileLimit) => Remark::FileLimit,
                Some(_) => Remark::no_files(room).unwrap_or_else(|| {
                    let free = room.map_or(0, |room| room.bytes);
                    Remark::NoRoomToCompare { free, wanted: room_for(engine, free) }
                }),
                None => Remark::NotReplayed,
            });
            return Ok(());
        }
        Err(error) => return Err(error),
    }
    let total = report.seen.records.iter().map(|(_, count)| count).sum::<u64>() + report.seen.entries;
    // Bookkeeping is compared by what it means, below.
    let behind_meta = [META_TAG + 1];
    let mut here = Cursor::new(engine, &behind_meta, None);
    let mut there = Cursor::new(replayed.as_ref(), &behind_meta, None);
    let (mut mine, mut theirs) = (here.next()?, there.next()?);
    let mut done = 0_u64;
    loop {
        done += 1;
        if done.is_multiple_of(STEP) {
            progress(Progress { stage: Stage::Compare, done, total: total.max(done) });
        }
        let order = match (&mine, &theirs) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some((mine, _)), Some((theirs, _))) => mine.cmp(theirs),
        };
        let finding = match (order, &mine, &theirs) {
            (std::cmp::Ordering::Less, Some((key, _)), _) => {
                Some(Finding::Surplus { key: Key::from_bytes(key) })
            }
            (std::cmp::Ordering::Greater, _, Some((key, _))) => {
                Some(Finding::Lacking { key: Key::from_bytes(key) })
            }
            (_, Some((key, mine)), Some((_, theirs))) if mine != theirs => {
                Some(Finding::Different { key: Key::from_bytes(key) })
            }
            _ => None,
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
        if order.is_le() {
            mine = here.next()?;
        }
        if order.is_ge() {
            theirs = there.next()?;
        }
    }
    given_out(engine, &counters, report)?;
    report.seen.compared = true;
    Ok(())
}

/// Bytes that should be free to make a state again that an engine holds, where so many were too few. The journal knows no order
/// of keys: filled as it comes, an engine is larger than one that has grown in time.
pub(in crate::store::local) fn room_for(engine: &dyn Engine, free: u64) -> u64 {
    engine.size().saturating_mul(FOR_REPLAY).max(free.saturating_add(NO_ROOM))
}

/// Looks whether the engine knows of every id that was ever in use, those of deleted records included.
fn given_out(engine: &dyn Engine, replayed: &Counters, report: &mut Report) -> Result<()> {
    // What can't be read of it was found before.
    let Ok(Some(applied)) = Applied::of(engine) else { return Ok(()) };
    for (tag, used) in replayed.snapshot() {
        let Some(table) = Table::from_tag(tag) else { continue };
        let next = applied.counters.iter().find(|(other, _)| *other == tag).map_or(1, |(_, next)| *next);
        let is_named = report
            .findings
            .iter()
            .any(|finding| matches!(finding, Finding::Counter { table: named, .. } if *named == table));
        if next < used && !is_named {
            report.add(Finding::Counter { table, next, highest: used.saturating_sub(1) });
        }
    }
    Ok(())
}
