//! Planned contacts before the order looked at anything but kind and time, before they could be skipped, and before a promise
//! could be for a day.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{CallListId, ClientId, PersonId, QueueEntryId, UserId};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, Marks, Priority, QueueEntry, Skip, StageBand};
use crate::domain::time::Moment;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: QueueEntryId,
    pub(super) client: ClientId,
    pub(super) person: Option<PersonId>,
    pub(super) phone: Option<Phone>,
    pub(super) kind: EntryKind,
    pub(super) due: Moment,
    pub(super) reason: String,
    pub(super) list: Option<CallListId>,
    pub(super) attempts: u16,
    pub(super) max_attempts: u16,
    pub(super) owner: Option<UserId>,
    pub(super) state: EntryState,
    pub(super) zone: Option<Tz>,
    pub(super) created: Moment,
}

impl From<V1> for QueueEntry {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            client: old.client,
            person: old.person,
            phone: old.phone,
            kind: old.kind,
            due: old.due,
            reason: old.reason,
            list: old.list,
            attempts: old.attempts,
            max_attempts: old.max_attempts,
            owner: old.owner,
            state: old.state,
            zone: old.zone,
            created: old.created,
            marks: Marks::default(),
        }
    }
}

/// Version 2.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V2 {
    pub(super) id: QueueEntryId,
    pub(super) client: ClientId,
    pub(super) person: Option<PersonId>,
    pub(super) phone: Option<Phone>,
    pub(super) kind: EntryKind,
    pub(super) due: Moment,
    pub(super) reason: String,
    pub(super) list: Option<CallListId>,
    pub(super) attempts: u16,
    pub(super) max_attempts: u16,
    pub(super) owner: Option<UserId>,
    pub(super) state: EntryState,
    pub(super) zone: Option<Tz>,
    pub(super) created: Moment,
    pub(super) marks: MarksV2,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct MarksV2 {
    pub(super) stage: StageBand,
    pub(super) priority: Priority,
    pub(super) keeper: Option<UserId>,
    pub(super) not_before: Option<Moment>,
    pub(super) skips: Vec<Skip>,
    pub(super) raised: bool,
}

impl From<V2> for QueueEntry {
    fn from(old: V2) -> Self {
        let MarksV2 { stage, priority, keeper, not_before, skips, raised } = old.marks;
        Self {
            id: old.id,
            client: old.client,
            person: old.person,
            phone: old.phone,
            kind: old.kind,
            due: old.due,
            reason: old.reason,
            list: old.list,
            attempts: old.attempts,
            max_attempts: old.max_attempts,
            owner: old.owner,
            state: old.state,
            zone: old.zone,
            created: old.created,
            // They were all for a minute.
            marks: Marks { stage, priority, keeper, not_before, skips, raised, whole_day: false },
        }
    }
}
