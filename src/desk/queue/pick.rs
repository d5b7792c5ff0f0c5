//! Walking the queue in its order, a bounded number of keys at a time.
//!
//! Waiting contacts stand under owner, kind, zone place and due time. Those whose time has come in places that are open
//! now are a handful of ranges, whatever the size of the base.

use chrono_tz::Tz;

use crate::desk::jobs::{mixed, offered, shelves};
use crate::desk::{Result, View};
use crate::domain::geo;
use crate::domain::hours::CallingHours;
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::{EntryKind, PROMISE_EARLY_MS, PROMISE_LATE_MS, QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::key::Key;
use crate::store::tables::{Shelf, ZonePlace, queue_key};
use crate::store::{Index, Kept};

/// Ranks of contacts whose time has come, most urgent first.
const DUE_RANKS: [Rank; 6] =
    [Rank::PromiseNow, Rank::PromiseOverdue, Rank::Hot, Rank::Planned, Rank::Retry, Rank::New];

/// Contacts abroad that are looked at, each by its own clock, for one kind; what stands behind them has to wait.
const ABROAD_LOOK: usize = 256;

/// The kind of contact and the times that make a rank, from (included) to (excluded).
fn slice(rank: Rank, now: Moment) -> (EntryKind, Moment, Moment) {
    let (begin, next) = (Moment::from_millis(i64::MIN), now.plus_millis(1));
    let late = now.plus_millis(-PROMISE_LATE_MS);
    match rank {
        Rank::PromiseNow => (EntryKind::Promise, late, now.plus_millis(PROMISE_EARLY_MS + 1)),
        Rank::PromiseOverdue => (EntryKind::Promise, begin, late),
        Rank::Hot => (EntryKind::Hot, begin, next),
        Rank::Planned => (EntryKind::Planned, begin, next),
        Rank::Retry => (EntryKind::Retry, begin, next),
        Rank::New | Rank::Later => (EntryKind::New, begin, next),
    }
}

/// The hours of every purpose there are call lists for: who is outside of all of them need not be looked at. Whether one
/// contact may be called is for the gate to say.
struct Hours {
    windows: Vec<CallingHours>,
    now: Moment,
}

impl Hours {
    fn of(view: &View<'_>) -> Result<Self> {
        Ok(Self { windows: view.catalog()?.widest_hours(), now: view.now })
    }

    /// Whether anybody in a zone may be called now.
    fn open_in(&self, zone: Option<Tz>) -> bool {
        self.windows.iter().any(|hours| hours.open_at(zone, self.now))
    }

    /// When somebody in a zone may be called.
    fn opens(&self, zone: Option<Tz>) -> Moment {
        self.windows.iter().map(|hours| hours.next_open(zone, self.now)).min().unwrap_or(self.now)
    }

    /// Whether the clients of a zone place may be called now.
    fn is_open(&self, place: ZonePlace) -> bool {
        match place {
            // Each entry abroad is looked at by itself.
            ZonePlace::Abroad => true,
            ZonePlace::Russia(_) | ZonePlace::Unknown => self.open_in(zone_of_place(place)),
        }
    }
}

/// The one zone of a place, if it has one.
fn zone_of_place(place: ZonePlace) -> Option<Tz> {
    match place {
        ZonePlace::Russia(place) => geo::ZONES.get(usize::from(place)).copied(),
        ZonePlace::Abroad | ZonePlace::Unknown => None,
    }
}

/// A waiting contact in an index: when it is due, and which one it is.
pub(super) type Spot = (Moment, QueueEntryId);

fn spots(view: &View<'_>, prefix: &Key, from: Moment, to: Option<Moment>, limit: usize) -> Result<Vec<Spot>> {
    let end = to.map_or_else(|| prefix.prefix_end(), |to| Some(prefix.clone().moment(to)));
    let keys = view.reads().keys_between(&prefix.clone().moment(from), end.as_ref(), limit)?;
    let spot = |key: &Key| {
        // Behind the tag: owner 8, kind 1, place 1, due 8, id 8 bytes.
        let mut parts = crate::store::key::Parts::of(key.as_bytes());
        parts.number()?;
        parts.byte()?;
        parts.byte()?;
        Some((parts.moment()?, parts.id()?))
    };
    Ok(keys.iter().filter_map(spot).collect())
}

/// Contacts abroad whose time has come.
#[derive(Default)]
struct Abroad {
    /// Those whose client may be called now.
    open: Vec<Spot>,
    /// How many are asleep …
    closed: usize,
    /// … and when the first of them may be called.
    opens: Option<Moment>,
}

/// Looks at contacts abroad one by one: the clocks of one place differ.
fn abroad(view: &View<'_>, hours: &Hours, prefix: &Key, from: Moment, to: Moment) -> Result<Abroad> {
    let mut found = Abroad::default();
    for spot in spots(view, prefix, from, Some(to), ABROAD_LOOK)? {
        let Some(entry) = view.reads().find::<QueueEntry>(spot.1)? else { continue };
        if hours.open_in(entry.zone) {
            found.open.push(spot);
        } else {
            found.closed += 1;
            let opens = hours.opens(entry.zone);
            found.opens = Some(found.opens.map_or(opens, |known| known.min(opens)));
        }
    }
    Ok(found)
}

/// The contacts of one rank on some shelves that may be worked on now, soonest due first; at most `limit`.
fn due(view: &View<'_>, hours: &Hours, shelves: &[Shelf], rank: Rank, limit: usize) -> Result<Vec<Spot>> {
    let (kind, from, to) = slice(rank, view.now);
    let mut found = Vec::new();
    for shelf in shelves.iter().filter(|shelf| shelf.may_hold(kind)) {
        for place in ZonePlace::all().filter(|place| hours.is_open(*place)) {
            let prefix = queue_key(*shelf, kind, place);
            if place == ZonePlace::Abroad {
                let abroad = abroad(view, hours, &prefix, from, to)?;
                found.extend(abroad.open.into_iter().take(limit));
            } else {
                found.extend(spots(view, &prefix, from, Some(to), limit)?);
            }
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    Ok(found)
}

/// Visits the contacts that may be worked on now, in the order of the queue, until `visit` returns `false`. At most
/// `limit` of each rank are looked at.
pub(in crate::desk) fn each_due(
    view: &View<'_>,
    limit: usize,
    visit: &mut dyn FnMut(Rank, Kept<QueueEntry>) -> Result<bool>,
) -> Result<()> {
    // What the user has taken already and not finished comes before everything.
    for entry in held(view, limit)? {
        if !visit(entry.rank(view.now), entry)? {
            return Ok(());
        }
    }
    let hours = &Hours::of(view)?;
    let mut lapsed = lapsed(view, hours, limit)?;
    lapsed.sort_by_key(|entry| entry.order_key(view.now));
    let mut lapsed = lapsed.into_iter().peekable();
    let shelves = shelves(view)?;
    // Where jobs have an order of their own, it stands for the last two ranks.
    let mix = mixed(view, &shelves, limit, &mut |shelf, rank| due(view, hours, &[shelf], rank, limit))?;
    let is_mixed = mix.is_some();
    let ranks = DUE_RANKS.iter().filter(|rank| !is_mixed || !matches!(rank, Rank::Retry | Rank::New));
    let by_rank = ranks.map(|rank| {
        let spots = due(view, hours, &shelves, *rank, limit)?;
        Result::Ok(spots.into_iter().map(|spot| (*rank, spot)).collect::<Vec<_>>())
    });
    for part in by_rank.chain(mix.map(Ok)) {
        for (rank, (due, id)) in part? {
            while let Some(entry) = lapsed.next_if(|entry| entry.order_key(view.now) < (rank, due, id)) {
                if !visit(entry.rank(view.now), entry)? {
                    return Ok(());
                }
            }
            let Some(entry) = view.reads().find::<QueueEntry>(id)? else { continue };
            // Since its key was read somebody may have worked on it and planned it for another time.
            let still = entry.free_for(view.who.user, view.now) && entry.rank(view.now) == rank;
            if still && !visit(rank, entry)? {
                return Ok(());
            }
        }
    }
    for entry in lapsed {
        if !visit(entry.rank(view.now), entry)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Contacts the user holds now.
pub(super) fn held(view: &View<'_>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let from = Index::QueueTaken.key().moment(view.now.plus_millis(1));
    let entries = taken(view, &from, Index::QueueTaken.key().prefix_end().as_ref(), limit)?;
    Ok(entries.into_iter().filter(|entry| entry.holder(view.now) == Some(view.who.user)).collect())
}

/// Contacts whose lease has run out: somebody took them and was never heard of again.
fn lapsed(view: &View<'_>, hours: &Hours, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let prefix = Index::QueueTaken.key();
    let end = prefix.clone().moment(view.now.plus_millis(1));
    let mut entries = taken(view, &prefix, Some(&end), limit)?;
    entries.retain(|entry| {
        entry.free_for(view.who.user, view.now)
            && entry.rank(view.now) != Rank::Later
            && hours.open_in(entry.zone)
            && offered(view, entry).is_ok()
    });
    Ok(entries)
}

/// Taken contacts by the end of their lease.
fn taken(view: &View<'_>, from: &Key, to: Option<&Key>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let keys = view.reads().keys_between(from, to, limit)?;
    let id = |key: &Key| {
        let mut parts = crate::store::key::Parts::of(key.as_bytes());
        parts.moment()?;
        parts.id::<QueueEntryId>()
    };
    let entries = keys.iter().filter_map(id).filter_map(|id| view.reads().find(id).transpose());
    Ok(entries.collect::<crate::store::Result<_>>()?)
}

/// The next contacts whose time has not come, soonest first; at most `limit`.
pub(super) fn later(view: &View<'_>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let kinds = [EntryKind::Promise, EntryKind::Hot, EntryKind::Planned, EntryKind::Retry, EntryKind::New];
    let mut found = Vec::new();
    for shelf in shelves(view)? {
        for kind in kinds.into_iter().filter(|kind| shelf.may_hold(*kind)) {
            let early = if kind == EntryKind::Promise { PROMISE_EARLY_MS } else { 0 };
            for place in ZonePlace::all() {
                let from = view.now.plus_millis(early + 1);
                found.extend(spots(view, &queue_key(shelf, kind, place), from, None, limit)?);
            }
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    let entries = found.into_iter().filter_map(|(_, id)| view.reads().find(id).transpose());
    Ok(entries.collect::<crate::store::Result<_>>()?)
}

/// Counts contacts by whether they may be worked on, each count no further than `cap` for every kind and place.
pub(super) fn count(view: &View<'_>, cap: usize) -> Result<super::Counts> {
    let mut counts = super::Counts::default();
    let hours = &Hours::of(view)?;
    for shelf in shelves(view)? {
        for place in ZonePlace::all().filter(|_| shelf.may_hold(EntryKind::Promise)) {
            let prefix = queue_key(shelf, EntryKind::Promise, place);
            counts.promises += spots(view, &prefix, Moment::from_millis(i64::MIN), None, cap)?.len();
        }
        for rank in DUE_RANKS {
            let (kind, from, to) = slice(rank, view.now);
            for place in ZonePlace::all().filter(|_| shelf.may_hold(kind)) {
                let prefix = queue_key(shelf, kind, place);
                let (open, closed, opens) = if place == ZonePlace::Abroad {
                    let abroad = abroad(view, hours, &prefix, from, to)?;
                    (abroad.open.len(), abroad.closed, abroad.opens)
                } else {
                    let found = spots(view, &prefix, from, Some(to), cap)?.len();
                    if hours.is_open(place) {
                        (found, 0, None)
                    } else {
                        let opens = hours.opens(zone_of_place(place));
                        (0, found, (found > 0).then_some(opens))
                    }
                };
                let most = if place == ZonePlace::Abroad { ABROAD_LOOK } else { cap };
                counts.capped |= open + closed >= most;
                counts.now += open;
                counts.overdue += if rank == Rank::PromiseOverdue { open } else { 0 };
                counts.closed += closed;
                counts.opens = counts.opens.into_iter().chain(opens).min();
            }
        }
    }
    Ok(counts)
}
