//! Where it is an hour for calls, as far as the purpose and the call list of a contact tell.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono_tz::Tz;

use super::lanes::zone_of_place;
use crate::desk::{Result, View};
use crate::domain::calendar::Calendar;
use crate::domain::call_list::Purpose;
use crate::domain::geo;
use crate::domain::hours::{Times, Window};
use crate::domain::ids::CallListId;
use crate::domain::queue::QueueEntry;
use crate::domain::time::Moment;
use crate::store::tables::{LaneOwner, ZonePlace};

/// What is open of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// All of it: nothing but a client's own hours can be in the way.
    Whole,
    /// Some contacts may be open and some closed: each is looked at by itself.
    Mixed,
    /// Nothing: it is passed over, however many stand in it.
    Shut,
}

/// The hours of every purpose and call list. Who is outside of them need not be looked at; whether one contact may be called is
/// for the gate to say.
pub(super) struct Hours {
    /// The hours of a purpose, and those a list has of its own, each pair once. The first is that of calls of no list.
    kinds: Vec<(Window, Option<Window>)>,
    of_list: BTreeMap<CallListId, usize>,
    calendar: Arc<Calendar>,
    now: Moment,
    /// What was asked for: the answer is the same for every contact of one kind in one zone.
    known: RefCell<BTreeMap<(usize, Option<&'static str>), bool>>,
}

impl Hours {
    pub(super) fn of(view: &View<'_>) -> Result<Self> {
        let catalog = view.catalog()?;
        let mut kinds = vec![(Window::of(Purpose::default()), None)];
        let mut of_list = BTreeMap::new();
        for list in catalog.lists() {
            let kind = (Window::of(list.purpose), list.window);
            let place = kinds.iter().position(|known| *known == kind).unwrap_or(kinds.len());
            if place == kinds.len() {
                kinds.push(kind);
            }
            of_list.insert(list.id, place);
        }
        let calendar = Arc::clone(catalog.hours().calendar());
        Ok(Self { kinds, of_list, calendar, now: view.now, known: RefCell::default() })
    }

    fn kind(&self, list: Option<CallListId>) -> usize {
        list.and_then(|list| self.of_list.get(&list)).copied().unwrap_or_default()
    }

    /// The hours of a kind in a zone; where none is known, those that suit the whole country.
    fn times(&self, kind: usize, zone: Option<Tz>) -> Times {
        let (widest, own) = self.kinds.get(kind).copied().unwrap_or_default();
        let zones = zone.map_or_else(|| geo::ZONES.to_vec(), |zone| vec![zone]);
        let clock = zone.unwrap_or(chrono_tz::Europe::Moscow);
        Times::new(Arc::clone(&self.calendar), widest, zones).within(own, clock)
    }

    fn open(&self, kind: usize, zone: Option<Tz>) -> bool {
        let key = (kind, zone.map(|zone| zone.name()));
        if let Some(open) = self.known.borrow().get(&key) {
            return *open;
        }
        let open = self.times(kind, zone).open_at(self.now);
        self.known.borrow_mut().insert(key, open);
        open
    }

    /// Whether a contact may be called now, as far as the hours of its purpose and its list go.
    pub(super) fn open_for(&self, entry: &QueueEntry) -> bool {
        self.open(self.kind(entry.list), entry.zone)
    }

    /// When a contact may be called, from a moment on; `None` when its hours have nothing in common.
    pub(super) fn opens_for(&self, entry: &QueueEntry, from: Moment) -> Option<Moment> {
        self.times(self.kind(entry.list), entry.zone).next_open(from.max(self.now))
    }

    /// The kinds of contacts that may stand in the lanes of an owner: rows of a job are of one.
    fn kinds_of(&self, owner: LaneOwner) -> std::ops::Range<usize> {
        match owner {
            LaneOwner::Job(list) | LaneOwner::Keeper(_, Some(list)) => {
                let kind = self.kind(Some(list));
                kind..kind + 1
            }
            LaneOwner::Everybody | LaneOwner::Only(_) | LaneOwner::Keeper(_, None) => 0..self.kinds.len(),
        }
    }

    /// What is open now of the lanes of an owner in a place.
    pub(super) fn lane(&self, owner: LaneOwner, place: ZonePlace) -> Open {
        // The clocks of one place differ.
        let Some(zone) = zone_of_place(place) else { return Open::Mixed };
        let kinds = self.kinds_of(owner);
        let size = kinds.len();
        match kinds.filter(|kind| self.open(*kind, zone)).count() {
            0 => Open::Shut,
            open if open == size => Open::Whole,
            _ => Open::Mixed,
        }
    }

    /// When the first contact in the lanes of an owner in a place may be called; `None` when none ever may, or abroad.
    pub(super) fn lane_opens(&self, owner: LaneOwner, place: ZonePlace) -> Option<Moment> {
        let zone = zone_of_place(place)?;
        self.kinds_of(owner).filter_map(|kind| self.times(kind, zone).next_open(self.now)).min()
    }
}
