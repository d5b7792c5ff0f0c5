//! Where queue entries wait: by owner, kind, place and time, so that «what next» is a handful of short ranges.

use super::{Index, Record, Table, of_client};
use crate::domain::geo;
use crate::domain::ids::{QueueEntryId, RecordId, UserId};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::store::key::Key;

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
    /// All places.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..11).map(Self::Russia).chain([Self::Abroad, Self::Unknown])
    }

    fn tag(self) -> u8 {
        match self {
            Self::Russia(place) => place,
            Self::Abroad => 0xFE,
            Self::Unknown => 0xFF,
        }
    }

    fn of(entry: &QueueEntry) -> Self {
        match entry.zone {
            None => Self::Unknown,
            Some(tz) => geo::zone_index(tz).map_or(Self::Abroad, Self::Russia),
        }
    }
}

/// The beginning of the keys of waiting entries of one kind in one zone place, soonest first: those that belong to
/// `owner`, or those anybody may take.
pub fn queue_key(owner: Option<UserId>, kind: EntryKind, place: ZonePlace) -> Key {
    // Ids begin with 1, so 0 is nobody.
    Index::QueueByDue.key().number(owner.map_or(0, UserId::as_u64)).byte(kind as u8).byte(place.tag())
}

impl Record for QueueEntry {
    const TABLE: Table = Table::QueueEntry;
    type Id = QueueEntryId;

    fn id(&self) -> QueueEntryId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        match self.state {
            EntryState::Waiting => {
                out.push(queue_key(self.owner, self.kind, ZonePlace::of(self)).moment(self.due).id(self.id));
            }
            EntryState::Taken { until, .. } => out.push(Index::QueueTaken.key().moment(until).id(self.id)),
            EntryState::Done | EntryState::Exhausted | EntryState::Blocked => {}
        }
        if self.is_open() {
            out.push(of_client(self.client, Table::QueueEntry).id(self.id));
        }
        if let Some(list) = self.list {
            out.push(Index::QueueByList.key().id(list).id(self.client).id(self.id));
        }
    }
}
