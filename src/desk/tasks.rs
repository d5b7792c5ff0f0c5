//! Tasks a stage of a process gives to whoever brings a deal to it.

use super::{Plan, Result};
use crate::domain::call_list::DEFAULT_ATTEMPTS;
use crate::domain::client::Client;
use crate::domain::ids::QueueEntryId;
use crate::domain::process::Process;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::time::Moment;

/// A task that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What is to be done.
    pub text: String,
    /// By when.
    pub due: Moment,
}

/// Gives the user the task of a stage his deal has come to. One that he has with this client already, and is open, stays as it is;
/// `ends` is the contact that is being finished, and stands for none. The law is not asked: a task is no call until somebody dials.
pub(super) fn give(
    plan: &mut Plan<'_>,
    client: &Client,
    process: &Process,
    stage: Option<usize>,
    ends: Option<QueueEntryId>,
) -> Result<Option<Given>> {
    let Some(task) = stage.and_then(|stage| process.stages.get(stage)?.task.as_ref()) else {
        return Ok(None);
    };
    let owner = plan.who.user;
    let same = |entry: &QueueEntry| {
        entry.is_open()
            && entry.kind == EntryKind::Planned
            && entry.owner == Some(owner)
            && entry.reason == task.text
            && Some(entry.id) != ends
    };
    if plan.reads().of_client::<QueueEntry>(client.id)?.iter().any(|entry| same(entry)) {
        return Ok(None);
    }
    let catalog = plan.catalog()?;
    let due = task.due_at(plan.now, plan.who.zone, catalog.hours().calendar());
    let entry = QueueEntry {
        id: plan.new_id::<QueueEntry>(),
        client: client.id,
        person: None,
        phone: None,
        kind: EntryKind::Planned,
        due,
        reason: task.text.clone(),
        list: None,
        attempts: 0,
        max_attempts: DEFAULT_ATTEMPTS,
        owner: Some(owner),
        state: EntryState::Waiting,
        zone: client.zone.map(|zone| zone.tz),
        created: plan.now,
        marks: Marks::default(),
    };
    plan.add(&entry)?;
    Ok(Some(Given { text: task.text.clone(), due }))
}
