//! Promised calls: who is there to make them, and whose they are when nobody is.

use super::catalog::Catalog;
use super::queue::waiting_before;
use super::{Plan, Result, UseCase, View, Who};
use crate::domain::callback::Other;
use crate::domain::ids::{QueueEntryId, RecordId, UserId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus, Subject};
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::shift::ShiftHours;
use crate::domain::time::Moment;
use crate::domain::user::User;
use crate::store::tables::LaneOwner;

/// Minutes after which a call that only one user may make is anybody's, unless the settings say otherwise.
pub const COMMON_AFTER: i64 = 15;
/// Promises made common in one commit, at most; the next look takes the rest.
const AT_ONCE: usize = 100;
/// What has a time that was agreed on, and must not wait for one user only.
const SHARED: [EntryKind; 3] = [EntryKind::Promise, EntryKind::Hot, EntryKind::Planned];

/// The shifts of those who could make a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shifts {
    /// That of the operator himself; `None` when he has none.
    pub own: Option<ShiftHours>,
    /// Those of others, by the name of whoever works them.
    pub others: Vec<(String, ShiftHours)>,
}

impl Shifts {
    /// As the small tables have them.
    pub fn of(catalog: &Catalog, who: &Who) -> Self {
        let own = catalog.user(who.user).and_then(shift_of).cloned();
        let others = catalog.users().filter(|user| user.id != who.user);
        let others = others.filter_map(|user| Some((user.name.clone(), shift_of(user)?.clone())));
        Self { own, others: others.collect() }
    }

    /// The others, as the rule for callbacks wants them.
    pub fn others(&self) -> Vec<Other<'_>> {
        self.others.iter().map(|(name, hours)| Other { name, hours }).collect()
    }
}

/// The shift of a user.
fn shift_of(user: &User) -> Option<&ShiftHours> {
    user.shift.as_ref()
}

/// Makes promised calls common that only one user may make and that nobody has made in time: a promise is the firm's.
#[derive(Clone, Copy, Debug)]
pub struct ShareOverdue {
    /// Minutes after which a promise counts as abandoned.
    pub after_minutes: i64,
}

/// A promise that was made common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The contact.
    pub entry: QueueEntryId,
    /// For when it was promised.
    pub due: Moment,
    /// Whose it was.
    pub owner: UserId,
}

impl UseCase for ShareOverdue {
    type Done = Vec<Shared>;

    const NAME: &'static str = "callback.share";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Vec<Shared>> {
        let before = plan.now.plus_minutes(self.after_minutes.max(0).saturating_neg());
        let mut shared = Vec::new();
        for id in overdue(plan, before)? {
            let Some(mut entry) = plan.reads().find::<QueueEntry>(id)? else { continue };
            let timed = SHARED.contains(&entry.kind) && entry.due < before && entry.is_late(plan.now);
            let Some(owner) = entry.owner.filter(|_| timed) else {
                continue;
            };
            // Whoever is at it now keeps it.
            if !entry.is_open() || entry.holder(plan.now).is_some() {
                continue;
            }
            // The promise was his when it fell due: whoever makes the call now has not broken it.
            if entry.kind == EntryKind::Promise {
                let missed = missed(plan, &entry, owner);
                plan.add(&missed)?;
            }
            entry.record.owner = None;
            plan.change(&entry)?;
            shared.push(Shared { entry: entry.id, due: entry.due, owner });
        }
        Ok(shared)
    }
}

/// What tells of a promise that was not kept in time by whoever had made it.
fn missed(plan: &mut Plan<'_>, entry: &QueueEntry, owner: UserId) -> Interaction {
    Interaction {
        id: plan.new_id::<Interaction>(),
        client: entry.client,
        person: entry.person,
        kind: InteractionKind::Call,
        direction: Direction::Outgoing,
        status: InteractionStatus::NotHeld,
        at: entry.due,
        duration_s: None,
        phone: None,
        subject: entry.list.map(Subject::CallList),
        outcome: None,
        reason: String::new(),
        owner,
        text: String::new(),
        script: None,
        entry: Some(entry.id),
        attempt: 0,
        promised: Some(entry.due),
        tried: Vec::new(),
        marks: Vec::new(),
        recording: None,
    }
}

/// Promises of single users that were due before a moment.
fn overdue(view: &View<'_>, before: Moment) -> Result<Vec<QueueEntryId>> {
    let mut found = Vec::new();
    for user in view.catalog()?.users() {
        for kind in SHARED {
            let room = AT_ONCE.saturating_sub(found.len());
            let mine = LaneOwner::Only(user.id);
            found.extend(waiting_before(view, mine, kind, before, room)?);
        }
        if found.len() >= AT_ONCE {
            break;
        }
    }
    found.sort_unstable_by_key(|id| id.as_u64());
    Ok(found)
}
