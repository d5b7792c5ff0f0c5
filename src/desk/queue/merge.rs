//! The order of all lanes: each is sorted by score already, so the first of all is the first of one of them.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};
use std::sync::Arc;

use super::hours::Hours;
use super::lanes::{OpenLane, Spot, slice, spots};
use crate::desk::catalog::Catalog;
use crate::desk::jobs::{Head, mixed};
use crate::desk::{Result, View};
use crate::domain::ids::{QueueEntryId, RecordId};
use crate::domain::queue::{Place, QueueEntry, Rank};
use crate::domain::time::Moment;
use crate::store::key::Key;
use crate::store::tables::LaneOwner;

/// Keys read from a lane at first, and at most at a time.
const BATCH: usize = 8;
const BATCH_MOST: usize = 512;

/// Contacts that are passed over on one walk, because their hours are over or somebody else's rows were wanted: these cost
/// little each, and what stands behind them should not wait.
pub(super) const PASS_MOST: usize = 8192;

/// A part of a lane whose contacts are of one class.
struct Stream {
    rank: Rank,
    owner: LaneOwner,
    /// Whether each contact in it is looked at by itself: its hours may be others.
    mixed: bool,
    key: Key,
    /// The class, and what the traits give; what waiting gives comes on top.
    points: i32,
    /// Whether these contacts come with the points of one's own client.
    own: bool,
    from: Key,
    to: Key,
    read: VecDeque<Spot>,
    /// So many keys are read next.
    batch: usize,
    /// All keys were read.
    drained: bool,
}

impl Stream {
    /// Reads on, when nothing is left of what was read.
    fn fill(&mut self, view: &View<'_>) -> Result<()> {
        if self.read.is_empty() && !self.drained {
            let found = spots(view, self.owner, &self.from, Some(&self.to), self.batch)?;
            self.drained = found.len() < self.batch;
            // Whoever wants more than a few wants many.
            self.batch = (2 * self.batch).min(BATCH_MOST);
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
pub(super) struct Merge<'v, 'd> {
    view: &'v View<'d>,
    catalog: Arc<Catalog>,
    streams: Vec<Stream>,
    /// Place of the head of each stream, or the best it can have while it is not opened; and which stream.
    heads: BinaryHeap<Reverse<(Place, usize)>>,
}

impl<'v, 'd> Merge<'v, 'd> {
    /// Of some classes in some lanes.
    pub(super) fn new(view: &'v View<'d>, lanes: &[OpenLane], ranks: &[Rank]) -> Result<Self> {
        let catalog = view.catalog()?;
        let mut merge = Self { view, catalog, streams: Vec::new(), heads: BinaryHeap::new() };
        for lane in lanes {
            merge.add(*lane, ranks);
        }
        Ok(merge)
    }

    fn add(&mut self, OpenLane { owner, lane, mixed }: OpenLane, ranks: &[Rank]) {
        let own = matches!(owner, LaneOwner::Only(_) | LaneOwner::Keeper(..));
        for rank in ranks.iter().copied() {
            let Some((from, to)) = slice(rank, lane, self.view.now) else { continue };
            let weights = self.catalog.weights();
            let Some(class) = weights.class(rank) else { continue };
            let points = class + weights.traits(rank, lane.traits, own);
            let key = owner.lane(lane);
            let (from, to) = (key.clone().moment(from), key.clone().moment(to));
            let best = points + weights.late(rank, i64::MAX);
            // Before everything of the same score: it is not known yet what stands there.
            let place = (Reverse(Some(best)), Moment::from_millis(i64::MIN), QueueEntryId::from_u64(0));
            self.heads.push(Reverse((place, self.streams.len())));
            let read = VecDeque::new();
            let (batch, drained) = (BATCH, false);
            self.streams.push(Stream {
                rank,
                owner,
                mixed,
                key,
                points,
                own,
                from,
                to,
                read,
                batch,
                drained,
            });
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

    /// The next contact in order, and whether its hours are to be looked at; `wanted` says of a class whether more of it is looked for, and a place that stands before
    /// it is waited for elsewhere.
    pub(super) fn next(
        &mut self,
        wanted: &dyn Fn(Rank) -> bool,
        before: Option<&Place>,
    ) -> Result<Option<(Head, bool)>> {
        while let Some(Reverse((place, index))) = self.heads.peek().cloned() {
            if before.is_some_and(|before| *before < place) {
                return Ok(None);
            }
            self.heads.pop();
            let Some(stream) = self.streams.get(index) else { continue };
            let (rank, own, mixed) = (stream.rank, stream.own, stream.mixed);
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
                    return Ok(Some((Head { place, rank, own }, mixed)));
                }
                Some(head) => self.heads.push(Reverse((head, index))),
                None => {}
            }
        }
        Ok(None)
    }
}

/// The first contacts of a class in some lanes, each once, best first; at most `limit`.
fn first(view: &View<'_>, hours: &Hours, lanes: &[OpenLane], rank: Rank, limit: usize) -> Result<Vec<Head>> {
    let mut merge = Merge::new(view, lanes, &[rank])?;
    let (mut seen, mut out, mut closed) = (BTreeSet::new(), Vec::new(), 0);
    while out.len() < limit && closed < PASS_MOST {
        let Some((head, mixed)) = merge.next(&|_| true, None)? else { break };
        // Those of his own clients stand twice, and come with more points the first time.
        if !seen.insert(head.place.2) {
            continue;
        }
        if mixed {
            let entry = view.reads().find::<QueueEntry>(head.place.2)?;
            if !entry.is_some_and(|entry| hours.open_for(&entry)) {
                closed += 1;
                continue;
            }
        }
        out.push(head);
    }
    Ok(out)
}

/// Contacts in the order the jobs want, each with the place at which it is its turn: the points say when, the jobs say who.
fn turns(mix: Vec<Head>) -> VecDeque<(Place, Head)> {
    let mut places: Vec<Place> = mix.iter().map(|head| head.place).collect();
    places.sort_unstable();
    places.into_iter().zip(mix).collect()
}

/// New and repeated calls in the order the jobs want, read in parts: each is as long again as all before it three times over.
pub(super) struct Mix {
    /// Each with the place at which it is its turn.
    waiting: VecDeque<(Place, Head)>,
    /// So many were read.
    read: usize,
    /// So many are read next, those before them included.
    next: usize,
    /// Whether there may be more.
    more: bool,
}

impl Mix {
    pub(super) fn new(limit: usize) -> Self {
        Self { waiting: VecDeque::new(), read: 0, next: limit.max(1), more: false }
    }

    /// The first one that is left, with the place at which it is its turn.
    pub(super) fn front(&self) -> Option<&(Place, Head)> {
        self.waiting.front()
    }

    /// Takes the first one.
    pub(super) fn pop_front(&mut self) -> Option<(Place, Head)> {
        self.waiting.pop_front()
    }

    /// Whether all that were read are gone, and there may be more.
    pub(super) fn wants_more(&self) -> bool {
        self.waiting.is_empty() && self.more
    }

    /// Reads on.
    pub(super) fn read(
        &mut self,
        view: &View<'_>,
        hours: &Hours,
        owners: &[LaneOwner],
        lanes: &[Vec<OpenLane>],
    ) -> Result<()> {
        let heads = mixed(view, owners, self.next, &mut |owner, rank| {
            lanes.get(owner).map_or(Ok(Vec::new()), |lanes| first(view, hours, lanes, rank, self.next))
        })?;
        let size = heads.len();
        self.more = size >= self.next && self.next < PASS_MOST;
        // The order of more begins as the order of fewer did.
        self.waiting.extend(turns(heads).into_iter().skip(self.read));
        (self.read, self.next) = (size, self.next.saturating_mul(4).min(PASS_MOST));
        Ok(())
    }
}
