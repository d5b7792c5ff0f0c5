//! Where queue entries wait: by owner, kind, place, traits and time, so that «what next» is a handful of short ranges.

use super::{Index, Record, Table, of_client};
use crate::domain::geo;
use crate::domain::ids::{CallListId, QueueEntryId, RecordId, UserId};
use crate::domain::job::progress::RowState;
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
/// [key](LaneOwner::lane) they stand soonest first.
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
    /// Rows of a call job that nobody has been promised: they are offered while it runs, to those who work on it. A job that
    /// rests is passed over as a whole, however many rows it has.
    Job(CallListId),
    /// Those of a job, or those of everybody, whose clients this user keeps. They stand there as well.
    Keeper(UserId, Option<CallListId>),
}

/// Set in the number of the lanes of a job. No user has such an id.
const OF_JOB: u64 = 1 << 63;

impl LaneOwner {
    /// Whose lane an entry stands in while it waits. A promise is kept whatever becomes of its job.
    pub fn of(entry: &QueueEntry) -> Self {
        match (entry.owner, entry.list) {
            (Some(owner), _) => Self::Only(owner),
            (None, Some(list)) if matches!(entry.kind, EntryKind::Retry | EntryKind::New) => Self::Job(list),
            (None, _) => Self::Everybody,
        }
    }

    /// The lanes of a keeper in which those of his clients stand a second time; `None` for what is one user's only.
    pub fn kept_by(self, keeper: UserId) -> Option<Self> {
        match self {
            Self::Everybody => Some(Self::Keeper(keeper, None)),
            Self::Job(list) => Some(Self::Keeper(keeper, Some(list))),
            Self::Only(_) | Self::Keeper(..) => None,
        }
    }

    /// The beginning of the keys of all lanes.
    pub fn key(self) -> Key {
        match self {
            // Ids begin with 1, so 0 is nobody.
            Self::Everybody => Index::QueueByDue.key().number(0),
            Self::Only(user) => Index::QueueByDue.key().id(user),
            Self::Job(list) => Index::QueueByDue.key().number(OF_JOB | list.as_u64()),
            // Ids of lists begin with 1 as well.
            Self::Keeper(user, list) => {
                Index::QueueByKeeper.key().id(user).number(list.map_or(0, |list| list.as_u64()))
            }
        }
    }

    /// The beginning of the keys of one lane; time and id follow.
    pub fn lane(self, lane: Lane) -> Key {
        self.key().byte(lane.kind as u8).byte(lane.place.tag()).byte(lane.traits.byte())
    }

    /// The lane a key of this owner stands in, its time and its id.
    pub fn read(self, key: &Key) -> Option<(Lane, crate::domain::time::Moment, QueueEntryId)> {
        let mut parts = Parts::of(key.as_bytes());
        parts.number()?;
        if matches!(self, Self::Keeper(..)) {
            parts.number()?;
        }
        let kind = parts.byte()?;
        let kind = EntryKind::ALL.into_iter().find(|known| *known as u8 == kind)?;
        let place = ZonePlace::from_tag(parts.byte()?);
        let traits = Traits::from_byte(parts.byte()?);
        Some((Lane { kind, place, traits }, parts.moment()?, parts.id()?))
    }
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
    const VERSION: u8 = 3;
    type Id = QueueEntryId;

    fn id(&self) -> QueueEntryId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        match self.state {
            EntryState::Waiting => {
                let lane = Lane { kind: self.kind, place: ZonePlace::of(self), traits: self.traits() };
                let mut add = |owner: LaneOwner| out.push(owner.lane(lane).moment(self.wakes()).id(self.id));
                let owner = LaneOwner::of(self);
                add(owner);
                if let Some(kept) = self.marks.keeper.and_then(|keeper| owner.kept_by(keeper)) {
                    add(kept);
                }
            }
            EntryState::Taken { by, until } => {
                out.push(Index::QueueTaken.key().moment(until).id(self.id));
                out.push(Index::QueueByTaker.key().id(by).moment(until).id(self.id));
            }
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
            let row = JobRow::of(self);
            let [high, low] = row.attempts.to_be_bytes();
            let key = job_row_key(list).byte(row.state as u8).byte(row.place.tag()).byte(high).byte(low);
            out.push(key.id(self.id));
        }
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::queue::V1>()?.into()),
            2 => Ok(earlier.read::<upgrade::queue::V2>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}
