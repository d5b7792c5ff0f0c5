//! Where queue entries wait: by owner, kind, place, traits and time, so that «what next» is a handful of short ranges.

use super::{Index, Record, Table, of_client};
use crate::domain::geo;
use crate::domain::ids::{QueueEntryId, UserId};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry, Traits};
use crate::store::codec::Earlier;
use crate::store::error::Result;
use crate::store::key::{Key, Parts};
use crate::store::upgrade;

/// The places of queue entries by zone: one for each hour from Moscow, one for zones abroad, one for unknown zones.
/// Entries of one place open and close together, so a closed place is passed over as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZonePlace {
    /// A zone of Russia: place in [`geo::ZONES`], 0–10.
    Russia(u8),
    /// A zone abroad: each entry must be looked at.
    Abroad,
    /// The zone is unknown.
    Unknown,
}

impl ZonePlace {
    fn tag(self) -> u8 {
        match self {
            Self::Russia(place) => place,
            Self::Abroad => 0xFE,
            Self::Unknown => 0xFF,
        }
    }

    fn from_tag(tag: u8) -> Self {
        match tag {
            0xFE => Self::Abroad,
            0xFF => Self::Unknown,
            place => Self::Russia(place),
        }
    }

    /// The place of an entry.
    pub fn of(entry: &QueueEntry) -> Self {
        match entry.zone {
            None => Self::Unknown,
            Some(tz) => geo::zone_index(tz).map_or(Self::Abroad, Self::Russia),
        }
    }
}

/// Entries that wait in one line: contacts of one kind in one place that get the same points, time apart. Under its
/// [`key`](Lane::key) they stand soonest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane {
    /// Why they are planned.
    pub kind: EntryKind,
    /// Where the clients are.
    pub place: ZonePlace,
    /// What gives them points.
    pub traits: Traits,
}

/// Whose lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LaneOwner {
    /// Entries anybody may take.
    Everybody,
    /// Entries only this user may take.
    Only(UserId),
    /// Entries anybody may take, of clients this user keeps. They stand among those of everybody as well.
    Keeper(UserId),
}

impl LaneOwner {
    /// The beginning of the keys of all lanes.
    pub fn key(self) -> Key {
        match self {
            // Ids begin with 1, so 0 is nobody.
            Self::Everybody => Index::QueueByDue.key().number(0),
            Self::Only(user) => Index::QueueByDue.key().id(user),
            Self::Keeper(user) => Index::QueueByKeeper.key().id(user),
        }
    }

    /// The beginning of the keys of one lane; time and id follow.
    pub fn lane(self, lane: Lane) -> Key {
        self.key().byte(lane.kind as u8).byte(lane.place.tag()).byte(lane.traits.byte())
    }

    /// The lane a key stands in, its time and its id.
    pub fn read(key: &Key) -> Option<(Lane, crate::domain::time::Moment, QueueEntryId)> {
        let mut parts = Parts::of(key.as_bytes());
        parts.number()?;
        let kind = parts.byte()?;
        let kind = EntryKind::ALL.into_iter().find(|known| *known as u8 == kind)?;
        let place = ZonePlace::from_tag(parts.byte()?);
        let traits = Traits::from_byte(parts.byte()?);
        Some((Lane { kind, place, traits }, parts.moment()?, parts.id()?))
    }
}

impl Record for QueueEntry {
    const TABLE: Table = Table::QueueEntry;
    const VERSION: u8 = 2;
    type Id = QueueEntryId;

    fn id(&self) -> QueueEntryId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        match self.state {
            EntryState::Waiting => {
                let lane = Lane { kind: self.kind, place: ZonePlace::of(self), traits: self.traits() };
                let mut add = |owner: LaneOwner| out.push(owner.lane(lane).moment(self.wakes()).id(self.id));
                add(self.owner.map_or(LaneOwner::Everybody, LaneOwner::Only));
                if let (None, Some(keeper)) = (self.owner, self.marks.keeper) {
                    add(LaneOwner::Keeper(keeper));
                }
            }
            EntryState::Taken { until, .. } => out.push(Index::QueueTaken.key().moment(until).id(self.id)),
            EntryState::Done | EntryState::Exhausted | EntryState::Blocked => {}
        }
        if self.is_open() {
            out.push(of_client(self.client, Table::QueueEntry).id(self.id));
            if self.marks.raised {
                out.push(Index::QueueSkipped.key().id(self.client).id(self.id));
            }
        }
        if let Some(list) = self.list {
            out.push(Index::QueueByList.key().id(list).id(self.client).id(self.id));
        }
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::queue::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}
