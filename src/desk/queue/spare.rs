//! Sparing a client who was called just now: his contacts from other lists wait.

use crate::desk::{Plan, Result, View};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::time::Moment;

/// Puts off the client's waiting contacts that nobody has promised him or planned, those of `except` apart: none of them
/// is due before the moment `until` names for it. What an operator works on at this moment is left alone.
pub(in crate::desk) fn put_off(
    plan: &mut Plan<'_>,
    client: ClientId,
    except: &[QueueEntryId],
    until: &dyn Fn(&View<'_>, &QueueEntry) -> Result<Option<Moment>>,
) -> Result<()> {
    for mut entry in plan.reads().of_client::<QueueEntry>(client)? {
        let waits = entry.is_open() && entry.holder(plan.now).is_none();
        let movable = matches!(entry.kind, EntryKind::New | EntryKind::Retry);
        if !waits || !movable || except.contains(&entry.id) {
            continue;
        }
        if let Some(until) = until(plan, &entry)?.filter(|until| entry.due < *until) {
            entry.record.due = until;
            entry.record.state = EntryState::Waiting;
            plan.change(&entry)?;
        }
    }
    Ok(())
}
