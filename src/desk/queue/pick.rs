//! Walking the queue in its order, a bounded number of keys at a time.
//!
//! Waiting contacts stand in lanes: under owner, kind, zone place and traits, soonest first. Everything in a lane gets the
//! same points but for the time it waits, so each lane is sorted by score already, and the order of all is a merge of their
//! heads. A lane is opened only when its best possible score is wanted.
//!
//! Rows of a call job stand in lanes of its own, which are walked while it runs and by those who work on it. Where a job has an
//! order, a share or a priority, the points say when it is the turn of a new or repeated call, and the jobs say which.

use std::collections::{BTreeMap, VecDeque};

use super::hours::Hours;
use super::lanes::{between, lanes, open_lanes};
use super::merge::{Merge, Mix, PASS_MOST};
use crate::desk::jobs::{mixes, offered, owners};
use crate::desk::{Result, View};
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::{EntryKind, EntryState, PROMISE_EARLY_MS, QueueEntry, Rank};
use crate::store::key::{Key, Parts};
use crate::store::{Index, Kept};

/// Classes of contacts whose time has come, most urgent first.
pub(super) const DUE_RANKS: [Rank; 8] = [
    Rank::PromiseNow,
    Rank::Missed,
    Rank::PromiseOverdue,
    Rank::PromiseDay,
    Rank::Hot,
    Rank::Planned,
    Rank::Retry,
    Rank::New,
];

/// Contacts one user may hold that are looked at: more than anybody can work on.
const HELD_MOST: usize = 1000;

/// Contacts left behind that are looked at for those the user may take: more than a whole hall leaves behind in a day.
const LAPSED_MOST: usize = 1024;

/// The classes among them of which jobs may want another order.
const MIXED_RANKS: [Rank; 2] = [Rank::Retry, Rank::New];

/// What whoever walks the queue says of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Visit {
    /// It is what was looked for, or there were enough.
    Enough,
    /// It is one of those that are looked at.
    Counts,
    /// It is none of those: what stands behind it is not lost for it.
    Passed,
}

/// Visits the contacts that may be worked on now, in the order of the queue, until there are enough. At most `limit` of each class
/// are looked at, and beside them so many are passed over in all that nobody waits for an answer.
pub(in crate::desk) fn each_due(
    view: &View<'_>,
    limit: usize,
    visit: &mut dyn FnMut(Rank, Kept<QueueEntry>) -> Result<Visit>,
) -> Result<()> {
    let (now, me) = (view.now, view.who.user);
    // What the user has taken already and not finished comes before everything.
    for entry in held(view)? {
        if visit(entry.rank(now), entry)? == Visit::Enough {
            return Ok(());
        }
    }
    let hours = &Hours::of(view)?;
    let catalog = view.catalog()?;
    let place = |entry: &QueueEntry| catalog.weights().place(entry, me, now);
    let mut lapsed = lapsed(view, hours, limit)?;
    lapsed.sort_by_cached_key(|entry| place(entry));
    let mut lapsed: VecDeque<_> = lapsed.into();

    let owners = owners(view)?;
    let lanes = owners.iter().map(|owner| open_lanes(view, hours, *owner)).collect::<Result<Vec<_>>>()?;
    let mut mix = Mix::new(limit);
    let is_mixed = mixes(view, &owners)?;
    if is_mixed {
        mix.read(view, hours, &owners, &lanes)?;
    }
    let ranks = DUE_RANKS.into_iter().filter(|rank| !is_mixed || !MIXED_RANKS.contains(rank));
    let mut merge = Merge::new(view, &lanes.concat(), &ranks.collect::<Vec<_>>())?;

    let mut looked: BTreeMap<Rank, usize> = BTreeMap::new();
    let mut passed = 0;
    while passed < PASS_MOST {
        // Where all of them were passed over, the jobs are asked for more.
        if passed > 0 && mix.wants_more() {
            mix.read(view, hours, &owners, &lanes)?;
        }
        let turn = mix.front().map(|(turn, _)| *turn);
        let free = lapsed.front().map(|entry| place(entry));
        let wanted = |rank: Rank| looked.get(&rank).copied().unwrap_or_default() < limit;
        let before = turn.into_iter().chain(free).min();
        let head = match merge.next(&wanted, before.as_ref())? {
            Some((head, _)) => head,
            None if free.is_some() && before == free => {
                let Some(entry) = lapsed.pop_front() else { return Ok(()) };
                if visit(entry.rank(now), entry)? == Visit::Enough {
                    return Ok(());
                }
                continue;
            }
            None => match mix.pop_front() {
                Some((_, head)) => head,
                None => return Ok(()),
            },
        };
        let Some(entry) = view.reads().find::<QueueEntry>(head.place.2)? else { continue };
        // Of everybody's contacts those of his own clients have come already, with more points.
        let twice = !head.own && entry.is_own(me);
        // Since its key was read somebody may have worked on it and planned it for another time.
        let still =
            entry.state == EntryState::Waiting && entry.free_for(me, now) && entry.rank(now) == head.rank;
        if twice || !still {
            continue;
        }
        match if hours.open_for(&entry) { visit(head.rank, entry)? } else { Visit::Passed } {
            Visit::Enough => return Ok(()),
            Visit::Counts => *looked.entry(head.rank).or_default() += 1,
            Visit::Passed => passed += 1,
        }
    }
    Ok(())
}

/// Contacts the user holds now, by the end of the lease: all of them, whatever others hold.
pub(in crate::desk) fn held(view: &View<'_>) -> Result<Vec<Kept<QueueEntry>>> {
    let mine = Index::QueueByTaker.key().id(view.who.user);
    let from = mine.clone().moment(view.now.plus_millis(1));
    let mut found = Vec::new();
    for key in view.reads().keys_between(&from, mine.prefix_end().as_ref(), HELD_MOST)? {
        let mut parts = Parts::of(key.as_bytes());
        let id = parts.number().and_then(|_| parts.moment()).and_then(|_| parts.id::<QueueEntryId>());
        let Some(id) = id else { continue };
        let entry = view.reads().find::<QueueEntry>(id)?;
        found.extend(entry.filter(|entry| entry.holder(view.now) == Some(view.who.user)));
    }
    Ok(found)
}

/// Contacts that somebody holds now, by the end of the lease.
pub(super) fn taken_now(view: &View<'_>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let from = Index::QueueTaken.key().moment(view.now.plus_millis(1));
    Ok(taken(view, &from, Index::QueueTaken.key().prefix_end().as_ref(), limit)?.0)
}

/// Contacts the user may take whose lease has run out: somebody took them and was never heard of again. Those only others may
/// take are passed over, however many there are of them.
fn lapsed(view: &View<'_>, hours: &Hours, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let prefix = Index::QueueTaken.key();
    let end = prefix.clone().moment(view.now.plus_millis(1));
    let (mut from, mut found, mut looked) = (prefix, Vec::new(), 0);
    while found.len() < limit && looked < LAPSED_MOST {
        let (entries, next) = taken(view, &from, Some(&end), limit.max(1))?;
        looked += entries.len();
        found.extend(entries.into_iter().filter(|entry| {
            entry.free_for(view.who.user, view.now)
                && entry.rank(view.now) != Rank::Later
                && hours.open_for(entry)
                && offered(view, entry).is_ok()
        }));
        match next {
            Some(next) => from = next,
            None => break,
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// Taken contacts by the end of their lease, and where those behind them begin; `None` behind the last.
#[allow(clippy::type_complexity, reason = "a page and where the next one begins")]
fn taken(
    view: &View<'_>,
    from: &Key,
    to: Option<&Key>,
    limit: usize,
) -> Result<(Vec<Kept<QueueEntry>>, Option<Key>)> {
    let keys = view.reads().keys_between(from, to, limit)?;
    let id = |key: &Key| {
        let mut parts = Parts::of(key.as_bytes());
        parts.moment()?;
        parts.id::<QueueEntryId>()
    };
    let next = keys.last().filter(|_| keys.len() >= limit).and_then(Key::prefix_end);
    let entries = keys.iter().filter_map(id).filter_map(|id| view.reads().find(id).transpose());
    Ok((entries.collect::<crate::store::Result<_>>()?, next))
}

/// The next contacts whose time has not come, soonest first; at most `limit`.
pub(super) fn later(view: &View<'_>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let mut found = Vec::new();
    for owner in owners(view)? {
        for lane in lanes(view, owner)? {
            let to_the_minute = lane.kind == EntryKind::Promise && !lane.traits.is_of_day();
            let early = if to_the_minute { PROMISE_EARLY_MS } else { 0 };
            let from = view.now.plus_millis(early + 1);
            found.extend(between(view, (owner, lane), from, None, limit)?);
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    let entries = found.into_iter().filter_map(|(_, id)| view.reads().find(id).transpose());
    Ok(entries.collect::<crate::store::Result<_>>()?)
}
