//! Walking the queue in its order, a bounded number of keys at a time.
//!
//! Waiting contacts stand in lanes: under owner, kind, zone place and traits, soonest first. Everything in a lane gets the
//! same points but for the time it waits, so each lane is sorted by score already, and the order of all is a merge of their
//! heads. A lane is opened only when its best possible score is wanted.
//!
//! Rows of a call job stand in lanes of its own, which are walked while it runs and by those who work on it. Where a job has an
//! order, a share or a priority, the points say when it is the turn of a new or repeated call, and the jobs say which.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::sync::Arc;

use chrono_tz::Tz;

use crate::desk::catalog::Catalog;
use crate::desk::jobs::{Head, mixed, offered, owners};
use crate::desk::{Result, View};
use crate::domain::geo;
use crate::domain::hours::CallingHours;
use crate::domain::ids::{QueueEntryId, RecordId};
use crate::domain::queue::{
    EntryKind, EntryState, PROMISE_EARLY_MS, PROMISE_LATE_MS, Place, QueueEntry, Rank,
};
use crate::domain::time::Moment;
use crate::store::key::Key;
use crate::store::tables::{Lane, LaneOwner, ZonePlace};
use crate::store::{Index, Kept};

/// Classes of contacts whose time has come, most urgent first.
const DUE_RANKS: [Rank; 7] =
    [Rank::PromiseNow, Rank::Missed, Rank::PromiseOverdue, Rank::Hot, Rank::Planned, Rank::Retry, Rank::New];

/// The classes among them of which jobs may want another order.
const MIXED_RANKS: [Rank; 2] = [Rank::Retry, Rank::New];

/// Contacts abroad that are looked at, each by its own clock, for one lane; what stands behind them has to wait.
const ABROAD_LOOK: usize = 256;

/// Keys read from a lane at a time.
const BATCH: usize = 8;

/// The kind of contact and the times that make a class, from (included) to (excluded).
fn slice(rank: Rank, now: Moment) -> (EntryKind, Moment, Moment) {
    let (begin, next) = (Moment::from_millis(i64::MIN), now.plus_millis(1));
    let late = now.plus_millis(-PROMISE_LATE_MS);
    match rank {
        Rank::PromiseNow => (EntryKind::Promise, late, now.plus_millis(PROMISE_EARLY_MS + 1)),
        Rank::Missed => (EntryKind::Missed, begin, next),
        Rank::PromiseOverdue => (EntryKind::Promise, begin, late),
        Rank::Hot => (EntryKind::Hot, begin, next),
        Rank::Planned => (EntryKind::Planned, begin, next),
        Rank::Retry => (EntryKind::Retry, begin, next),
        Rank::New | Rank::Later => (EntryKind::New, begin, next),
    }
}

/// The hours of every purpose there are call lists for: who is outside of all of them need not be looked at. Whether one
/// contact may be called is for the gate to say.
pub(super) struct Hours {
    windows: Vec<CallingHours>,
    now: Moment,
    /// The zones that were asked for: the answer is the same for every contact in one.
    known: std::cell::RefCell<BTreeMap<Option<&'static str>, bool>>,
}

impl Hours {
    pub(super) fn of(view: &View<'_>) -> Result<Self> {
        let windows = view.catalog()?.widest_hours();
        Ok(Self { windows, now: view.now, known: std::cell::RefCell::default() })
    }

    /// Whether anybody in a zone may be called now.
    pub(super) fn open_in(&self, zone: Option<Tz>) -> bool {
        let name = zone.map(|zone| zone.name());
        let mut known = self.known.borrow_mut();
        *known.entry(name).or_insert_with(|| self.windows.iter().any(|hours| hours.open_at(zone, self.now)))
    }

    /// When somebody in a zone may be called, from a moment on.
    pub(super) fn opens(&self, zone: Option<Tz>, from: Moment) -> Moment {
        let from = from.max(self.now);
        self.windows.iter().map(|hours| hours.next_open(zone, from)).min().unwrap_or(from)
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

/// A waiting contact in an index: when it wakes, and which one it is.
type Spot = (Moment, QueueEntryId);

/// The lanes there are: from each the next is found by one look behind its last possible key.
fn lanes(view: &View<'_>, owner: LaneOwner) -> Result<Vec<Lane>> {
    let whole = owner.key();
    let end = whole.prefix_end();
    let (mut from, mut out) = (whole, Vec::new());
    while let Some(key) = view.reads().keys_between(&from, end.as_ref(), 1)?.into_iter().next() {
        let Some((lane, ..)) = owner.read(&key) else { break };
        out.push(lane);
        let Some(next) = owner.lane(lane).prefix_end() else { break };
        from = next;
    }
    Ok(out)
}

/// The lanes of an owner, and those in which his contacts of the user's own clients stand a second time, where somebody may be
/// called now.
fn open_lanes(view: &View<'_>, hours: &Hours, owner: LaneOwner) -> Result<Vec<(LaneOwner, Lane)>> {
    let mut out = Vec::new();
    for owner in [Some(owner), owner.kept_by(view.who.user)].into_iter().flatten() {
        let lanes = lanes(view, owner)?.into_iter().filter(|lane| hours.is_open(lane.place));
        out.extend(lanes.map(|lane| (owner, lane)));
    }
    Ok(out)
}

fn spots(view: &View<'_>, owner: LaneOwner, from: &Key, to: Option<&Key>, limit: usize) -> Result<Vec<Spot>> {
    let keys = view.reads().keys_between(from, to, limit)?;
    Ok(keys.iter().filter_map(|key| owner.read(key)).map(|(_, at, id)| (at, id)).collect())
}

/// Contacts of a kind that could be worked on before a moment, `limit` at most, as far as time alone goes.
pub(in crate::desk) fn waiting_before(
    view: &View<'_>,
    owner: LaneOwner,
    kind: EntryKind,
    before: Moment,
    limit: usize,
) -> Result<Vec<QueueEntryId>> {
    let mut found = Vec::new();
    for lane in lanes(view, owner)?.into_iter().filter(|lane| lane.kind == kind) {
        let begin = Moment::from_millis(i64::MIN);
        let room = limit.saturating_sub(found.len());
        let spots = between(view, (owner, lane), begin, Some(before), room)?;
        found.extend(spots.into_iter().map(|(_, id)| id));
    }
    Ok(found)
}

/// The contacts of a lane between two moments.
fn between(
    view: &View<'_>,
    (owner, lane): (LaneOwner, Lane),
    from: Moment,
    to: Option<Moment>,
    limit: usize,
) -> Result<Vec<Spot>> {
    let lane = owner.lane(lane);
    let end = to.map_or_else(|| lane.prefix_end(), |to| Some(lane.clone().moment(to)));
    spots(view, owner, &lane.moment(from), end.as_ref(), limit)
}

/// A part of a lane whose contacts are of one class.
struct Stream {
    rank: Rank,
    owner: LaneOwner,
    place: ZonePlace,
    key: Key,
    /// The class, and what the traits give; what waiting gives comes on top.
    points: i32,
    /// Whether these contacts come with the points of one's own client.
    own: bool,
    from: Key,
    to: Key,
    read: VecDeque<Spot>,
    /// All keys were read.
    drained: bool,
}

impl Stream {
    /// Reads on, when nothing is left of what was read.
    fn fill(&mut self, view: &View<'_>) -> Result<()> {
        if self.read.is_empty() && !self.drained {
            let found = spots(view, self.owner, &self.from, Some(&self.to), BATCH)?;
            self.drained = found.len() < BATCH;
            if let Some((at, id)) = found.last() {
                // The least key behind the last one.
                self.from = self.key.clone().moment(*at).number(id.as_u64()).byte(0);
            }
            self.read.extend(found);
        }
        Ok(())
    }
}

/// All streams of a user, and their heads in order.
struct Merge<'v, 'd> {
    view: &'v View<'d>,
    catalog: Arc<Catalog>,
    streams: Vec<Stream>,
    /// Place of the head of each stream, or the best it can have while it is not opened; and which stream.
    heads: BinaryHeap<Reverse<(Place, usize)>>,
}

impl<'v, 'd> Merge<'v, 'd> {
    /// Of some classes in some lanes.
    fn new(view: &'v View<'d>, lanes: &[(LaneOwner, Lane)], ranks: &[Rank]) -> Result<Self> {
        let catalog = view.catalog()?;
        let mut merge = Self { view, catalog, streams: Vec::new(), heads: BinaryHeap::new() };
        for (owner, lane) in lanes {
            merge.add(*owner, *lane, ranks);
        }
        Ok(merge)
    }

    fn add(&mut self, owner: LaneOwner, lane: Lane, ranks: &[Rank]) {
        let own = matches!(owner, LaneOwner::Only(_) | LaneOwner::Keeper(..));
        for rank in ranks.iter().copied() {
            let (kind, from, to) = slice(rank, self.view.now);
            let weights = self.catalog.weights();
            let Some(class) = weights.class(rank).filter(|_| kind == lane.kind) else { continue };
            let points = class + weights.traits(rank, lane.traits, own);
            let key = owner.lane(lane);
            let (from, to) = (key.clone().moment(from), key.clone().moment(to));
            let best = points + weights.late(rank, i64::MAX);
            // Before everything of the same score: it is not known yet what stands there.
            let place = (Reverse(Some(best)), Moment::from_millis(i64::MIN), QueueEntryId::from_u64(0));
            self.heads.push(Reverse((place, self.streams.len())));
            let read = VecDeque::new();
            let (place, drained) = (lane.place, false);
            self.streams.push(Stream { rank, owner, place, key, points, own, from, to, read, drained });
        }
    }

    /// The place of the head of a stream, and whether it was the head that was asked for.
    fn head(&mut self, index: usize) -> Result<Option<Place>> {
        let Some(stream) = self.streams.get_mut(index) else { return Ok(None) };
        stream.fill(self.view)?;
        let Some((at, id)) = stream.read.front().copied() else { return Ok(None) };
        let late = self.view.now.minutes_since(at).max(0);
        let points = stream.points + self.catalog.weights().late(stream.rank, late);
        Ok(Some((Reverse(Some(points)), at, id)))
    }

    /// The next contact in order; `wanted` says of a class whether more of it is looked for, and a place that stands before
    /// it is waited for elsewhere.
    fn next(
        &mut self,
        wanted: &dyn Fn(Rank) -> bool,
        before: Option<&Place>,
    ) -> Result<Option<(Head, ZonePlace)>> {
        while let Some(Reverse((place, index))) = self.heads.peek().cloned() {
            if before.is_some_and(|before| *before < place) {
                return Ok(None);
            }
            self.heads.pop();
            let Some(stream) = self.streams.get(index) else { continue };
            let (rank, own, zone) = (stream.rank, stream.own, stream.place);
            if !wanted(rank) {
                continue;
            }
            match self.head(index)? {
                Some(head) if head == place => {
                    if let Some(stream) = self.streams.get_mut(index) {
                        stream.read.pop_front();
                    }
                    // What follows is not read before it is wanted: it can stand no better than this.
                    self.heads.push(Reverse((place, index)));
                    return Ok(Some((Head { place, rank, own }, zone)));
                }
                Some(head) => self.heads.push(Reverse((head, index))),
                None => {}
            }
        }
        Ok(None)
    }
}

/// The first contacts of a class in some lanes, each once, best first; at most `limit`.
fn first(
    view: &View<'_>,
    hours: &Hours,
    lanes: &[(LaneOwner, Lane)],
    rank: Rank,
    limit: usize,
) -> Result<Vec<Head>> {
    let mut merge = Merge::new(view, lanes, &[rank])?;
    let (mut seen, mut out, mut closed) = (BTreeSet::new(), Vec::new(), 0);
    while out.len() < limit && closed < ABROAD_LOOK {
        let Some((head, zone)) = merge.next(&|_| true, None)? else { break };
        // Those of his own clients stand twice, and come with more points the first time.
        if !seen.insert(head.place.2) {
            continue;
        }
        if zone == ZonePlace::Abroad {
            let entry = view.reads().find::<QueueEntry>(head.place.2)?;
            if !entry.is_some_and(|entry| hours.open_in(entry.zone)) {
                closed += 1;
                continue;
            }
        }
        out.push(head);
    }
    Ok(out)
}

/// Visits the contacts that may be worked on now, in the order of the queue, until `visit` returns `false`. At most
/// `limit` of each class are looked at.
pub(in crate::desk) fn each_due(
    view: &View<'_>,
    limit: usize,
    visit: &mut dyn FnMut(Rank, Kept<QueueEntry>) -> Result<bool>,
) -> Result<()> {
    let (now, me) = (view.now, view.who.user);
    // What the user has taken already and not finished comes before everything.
    for entry in held(view, limit)? {
        if !visit(entry.rank(now), entry)? {
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
    let mix = mixed(view, &owners, limit, &mut |owner, rank| {
        lanes.get(owner).map_or(Ok(Vec::new()), |lanes| first(view, hours, lanes, rank, limit))
    })?;
    let ranks = DUE_RANKS.into_iter().filter(|rank| mix.is_none() || !MIXED_RANKS.contains(rank));
    let mut merge = Merge::new(view, &lanes.concat(), &ranks.collect::<Vec<_>>())?;
    let mut mix = turns(mix.unwrap_or_default());

    let mut looked: BTreeMap<Rank, usize> = BTreeMap::new();
    loop {
        let turn = mix.front().map(|(turn, _)| *turn);
        let free = lapsed.front().map(|entry| place(entry));
        let wanted = |rank: Rank| looked.get(&rank).copied().unwrap_or_default() < limit;
        let before = turn.into_iter().chain(free).min();
        let head = match merge.next(&wanted, before.as_ref())? {
            Some((head, _)) => head,
            None if free.is_some() && before == free => {
                let Some(entry) = lapsed.pop_front() else { return Ok(()) };
                if !visit(entry.rank(now), entry)? {
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
        *looked.entry(head.rank).or_default() += 1;
        if hours.open_in(entry.zone) && !visit(head.rank, entry)? {
            return Ok(());
        }
    }
}

/// Contacts in the order the jobs want, each with the place at which it is its turn: the points say when, the jobs say who.
fn turns(mix: Vec<Head>) -> VecDeque<(Place, Head)> {
    let mut places: Vec<Place> = mix.iter().map(|head| head.place).collect();
    places.sort_unstable();
    places.into_iter().zip(mix).collect()
}

/// Contacts the user holds now.
pub(super) fn held(view: &View<'_>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let mut entries = taken_now(view, limit)?;
    entries.retain(|entry| entry.holder(view.now) == Some(view.who.user));
    Ok(entries)
}

/// Contacts that somebody holds now, by the end of the lease.
pub(super) fn taken_now(view: &View<'_>, limit: usize) -> Result<Vec<Kept<QueueEntry>>> {
    let from = Index::QueueTaken.key().moment(view.now.plus_millis(1));
    taken(view, &from, Index::QueueTaken.key().prefix_end().as_ref(), limit)
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
    let mut found = Vec::new();
    for owner in owners(view)? {
        for lane in lanes(view, owner)? {
            let early = if lane.kind == EntryKind::Promise { PROMISE_EARLY_MS } else { 0 };
            let from = view.now.plus_millis(early + 1);
            found.extend(between(view, (owner, lane), from, None, limit)?);
        }
    }
    found.sort_unstable();
    found.truncate(limit);
    let entries = found.into_iter().filter_map(|(_, id)| view.reads().find(id).transpose());
    Ok(entries.collect::<crate::store::Result<_>>()?)
}

/// Contacts of a lane abroad whose time has come: how many may be called now, how many are asleep, and when the first of
/// those may be called. The clocks of one place differ.
fn abroad(view: &View<'_>, hours: &Hours, spots: &[Spot]) -> Result<(usize, usize, Option<Moment>)> {
    let (mut open, mut closed, mut opens) = (0, 0, None);
    for (_, id) in spots {
        let Some(entry) = view.reads().find::<QueueEntry>(*id)? else { continue };
        if hours.open_in(entry.zone) {
            open += 1;
        } else {
            closed += 1;
            opens = opens.into_iter().chain([hours.opens(entry.zone, view.now)]).min();
        }
    }
    Ok((open, closed, opens))
}

/// Counts contacts by whether they may be worked on, each count no further than `cap` for every class and lane.
pub(super) fn count(view: &View<'_>, cap: usize) -> Result<super::Counts> {
    let mut counts = super::Counts::default();
    let hours = &Hours::of(view)?;
    for owner in owners(view)? {
        for lane in lanes(view, owner)? {
            let line = (owner, lane);
            if lane.kind == EntryKind::Promise {
                counts.promises += between(view, line, Moment::from_millis(i64::MIN), None, cap)?.len();
            }
            for rank in DUE_RANKS {
                let (kind, from, to) = slice(rank, view.now);
                if kind != lane.kind {
                    continue;
                }
                let most = if lane.place == ZonePlace::Abroad { ABROAD_LOOK } else { cap };
                let found = between(view, line, from, Some(to), most)?;
                counts.capped |= found.len() >= most;
                let (open, closed, opens) = if lane.place == ZonePlace::Abroad {
                    abroad(view, hours, &found)?
                } else if hours.is_open(lane.place) {
                    (found.len(), 0, None)
                } else {
                    let opens = hours.opens(zone_of_place(lane.place), view.now);
                    (0, found.len(), (!found.is_empty()).then_some(opens))
                };
                counts.now += open;
                counts.overdue += if rank == Rank::PromiseOverdue { open } else { 0 };
                counts.closed += closed;
                counts.opens = counts.opens.into_iter().chain(opens).min();
            }
        }
    }
    Ok(counts)
}
