//! The lanes of waiting contacts: which there are, and what stands in them between two moments.

use chrono_tz::Tz;

use super::hours::{Hours, Open};
use crate::desk::{Result, View};
use crate::domain::geo;
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::{EntryKind, PROMISE_EARLY_MS, PROMISE_LATE_MS, Rank, UNKNOWN_ZONE};
use crate::domain::time::Moment;
use crate::store::key::Key;
use crate::store::tables::{Lane, LaneOwner, ZonePlace};

/// The times that make a class in a lane, from (included) to (excluded); `None` when it has none of that class. Abroad the days
/// begin at different hours: what the times allow there is looked at by itself.
pub(super) fn slice(rank: Rank, lane: Lane, now: Moment) -> Option<(Moment, Moment)> {
    let kind = match rank {
        Rank::PromiseNow | Rank::PromiseOverdue | Rank::PromiseDay => EntryKind::Promise,
        Rank::Missed => EntryKind::Missed,
        Rank::Hot => EntryKind::Hot,
        Rank::Planned => EntryKind::Planned,
        Rank::Retry => EntryKind::Retry,
        Rank::New | Rank::Later => EntryKind::New,
    };
    if kind != lane.kind {
        return None;
    }
    let (begin, next) = (Moment::from_millis(i64::MIN), now.plus_millis(1));
    let late = now.plus_millis(-PROMISE_LATE_MS);
    let today = || clock_of_place(lane.place).map(|clock| now.day_begins(clock));
    match (rank, lane.traits.is_of_day()) {
        (Rank::PromiseNow, false) => Some((late, now.plus_millis(PROMISE_EARLY_MS + 1))),
        (Rank::PromiseOverdue, false) => Some((begin, late)),
        (Rank::PromiseDay, true) => Some((today().unwrap_or(begin), next)),
        (Rank::PromiseOverdue, true) => Some((begin, today().unwrap_or(next))),
        (Rank::PromiseNow, true) | (Rank::PromiseDay, false) => None,
        _ => Some((begin, next)),
    }
}

/// By whose clock the days of a place are counted; abroad there is none for all.
fn clock_of_place(place: ZonePlace) -> Option<Tz> {
    zone_of_place(place).map(|zone| zone.unwrap_or(UNKNOWN_ZONE))
}

/// The one zone of a place, which may be an unknown one; `None` abroad, where there are many.
pub(in crate::desk) fn zone_of_place(place: ZonePlace) -> Option<Option<Tz>> {
    match place {
        ZonePlace::Russia(place) => Some(geo::ZONES.get(usize::from(place)).copied()),
        ZonePlace::Unknown => Some(None),
        ZonePlace::Abroad => None,
    }
}

/// A waiting contact in an index: when it wakes, and which one it is.
pub(super) type Spot = (Moment, QueueEntryId);

/// The lanes there are: from each the next is found by one look behind its last possible key.
pub(super) fn lanes(view: &View<'_>, owner: LaneOwner) -> Result<Vec<Lane>> {
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

/// A lane in which somebody may be called now.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLane {
    pub(super) owner: LaneOwner,
    pub(super) lane: Lane,
    /// Whether others in it may not, as far as purposes and call lists go.
    pub(super) mixed: bool,
}

/// The lanes of an owner, and those in which his contacts of the user's own clients stand a second time, where somebody may be
/// called now.
pub(super) fn open_lanes(view: &View<'_>, hours: &Hours, owner: LaneOwner) -> Result<Vec<OpenLane>> {
    let mut out = Vec::new();
    for owner in [Some(owner), owner.kept_by(view.who.user)].into_iter().flatten() {
        out.extend(lanes(view, owner)?.into_iter().filter_map(|lane| {
            let open = hours.lane(owner, lane.place);
            (open != Open::Shut).then_some(OpenLane { owner, lane, mixed: open == Open::Mixed })
        }));
    }
    Ok(out)
}

pub(super) fn spots(
    view: &View<'_>,
    owner: LaneOwner,
    from: &Key,
    to: Option<&Key>,
    limit: usize,
) -> Result<Vec<Spot>> {
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
pub(super) fn between(
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
