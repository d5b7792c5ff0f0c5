//! Where queue entries wait: by owner, kind, place and time, so that «what next» is a handful of short ranges.

use super::{Index, Record, Table};
use crate::domain::geo;
use crate::domain::ids::{CallListId, QueueEntryId, RecordId, UserId};
use crate::domain::job::progress::RowState;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::store::key::{Key, Parts};

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

    fn from_tag(tag: u8) -> Self {
        match tag {
            0xFE => Self::Abroad,
            0xFF => Self::Unknown,
            place => Self::Russia(place),
        }
    }

    fn of(entry: &QueueEntry) -> Self {
        match entry.zone {
            None => Self::Unknown,
            Some(tz) => geo::zone_index(tz).map_or(Self::Abroad, Self::Russia),
        }
    }
}

/// Where waiting entries stand together: those that the same people may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// Anybody may take them.
    Anybody,
    /// They belong to one user.
    Of(UserId),
    /// Rows of a call job that nobody has been promised: they are offered while it runs, to those who work on it. A job that
    /// rests is passed over as a whole, however many rows it has.
    Job(CallListId),
}

/// Set in the number of a shelf of a job. No user has such an id.
const JOB_SHELF: u64 = 1 << 63;

impl Shelf {
    /// The shelf an entry stands on while it waits. A promise is kept whatever becomes of its job.
    pub fn of(entry: &QueueEntry) -> Self {
        match (entry.owner, entry.list) {
            (Some(owner), _) => Self::Of(owner),
            (None, Some(list)) if Self::holds_kind(entry.kind) => Self::Job(list),
            (None, _) => Self::Anybody,
        }
    }

    /// Whether contacts of a kind may stand on it.
    pub fn may_hold(self, kind: EntryKind) -> bool {
        !matches!(self, Self::Job(_)) || Self::holds_kind(kind)
    }

    /// Whether rows of this kind stand on the shelf of their job.
    pub fn holds_kind(kind: EntryKind) -> bool {
        matches!(kind, EntryKind::Retry | EntryKind::New)
    }

    fn number(self) -> u64 {
        match self {
            // Ids begin with 1, so 0 is nobody.
            Self::Anybody => 0,
            Self::Of(user) => user.as_u64(),
            Self::Job(list) => JOB_SHELF | list.as_u64(),
        }
    }
}

impl From<Option<UserId>> for Shelf {
    fn from(owner: Option<UserId>) -> Self {
        owner.map_or(Self::Anybody, Self::Of)
    }
}

/// The beginning of the keys of waiting entries of one kind in one zone place on one shelf, soonest first.
pub fn queue_key(shelf: impl Into<Shelf>, kind: EntryKind, place: ZonePlace) -> Key {
    Index::QueueByDue.key().number(shelf.into().number()).byte(kind as u8).byte(place.tag())
}

/// What the key of a row of a list tells without the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Its state.
    pub state: RowState,
    /// Where its client is.
    pub place: ZonePlace,
    /// Attempts made.
    pub attempts: u16,
}

impl JobRow {
    fn of(entry: &QueueEntry) -> Self {
        let state = match entry.state {
            EntryState::Waiting if entry.attempts == 0 => RowState::Unused,
            EntryState::Waiting | EntryState::Taken { .. } => RowState::InWork,
            EntryState::Done => RowState::Done,
            EntryState::Exhausted => RowState::Exhausted,
            EntryState::Blocked => RowState::Blocked,
        };
        Self { state, place: ZonePlace::of(entry), attempts: entry.attempts }
    }

    /// What a key of [`Index::JobRow`] tells; `None` when it is none.
    pub fn read(key: &[u8]) -> Option<Self> {
        let mut parts = Parts::of(key);
        parts.number()?;
        let state = RowState::from_byte(parts.byte()?)?;
        let place = ZonePlace::from_tag(parts.byte()?);
        let attempts = u16::from_be_bytes([parts.byte()?, parts.byte()?]);
        Some(Self { state, place, attempts })
    }
}

/// The beginning of the keys of the rows of a list.
pub fn job_row_key(list: CallListId) -> Key {
    Index::JobRow.key().id(list)
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
                let key = queue_key(Shelf::of(self), self.kind, ZonePlace::of(self));
                out.push(key.moment(self.due).id(self.id));
            }
            EntryState::Taken { until, .. } => out.push(Index::QueueTaken.key().moment(until).id(self.id)),
            EntryState::Done | EntryState::Exhausted | EntryState::Blocked => {}
        }
        if self.is_open() {
            out.push(Index::QueueByClient.key().id(self.client).id(self.id));
        }
        if let Some(list) = self.list {
            out.push(Index::QueueByList.key().id(list).id(self.client).id(self.id));
            let row = JobRow::of(self);
            let [high, low] = row.attempts.to_be_bytes();
            let key = job_row_key(list).byte(row.state as u8).byte(row.place.tag()).byte(high).byte(low);
            out.push(key.id(self.id));
        }
    }
}
