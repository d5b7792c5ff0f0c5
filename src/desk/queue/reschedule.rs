//! Moving what was promised or planned without a call: the client wrote a letter, or his secretary has named another time.

use super::plan::may_be_planned;
use crate::desk::{DeskError, Plan, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::domain::when::until;

/// Moves a promised or planned call to another time. Attempts and what it is for stay as they are.
#[derive(Clone, Debug)]
pub struct Reschedule {
    /// The contact.
    pub entry: QueueEntryId,
    /// The new time.
    pub due: Moment,
    /// Whether a day was named and no hour: `due` is then the hour from which it is offered.
    pub whole_day: bool,
    /// Whether only whoever moves it is to make it, or anybody may; `None` leaves it as it is.
    pub personal: Option<bool>,
    /// Why, in words; what it is for stays when this is empty.
    pub reason: String,
}

impl UseCase for Reschedule {
    type Done = QueueEntry;

    const NAME: &'static str = "contact.move";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<QueueEntry> {
        let mut entry = plan.need::<QueueEntry>(What::QueueEntry, self.entry)?;
        changeable(plan, &entry)?;
        if self.due <= plan.now {
            return Err(DeskError::Past);
        }
        let client = plan.need::<Client>(What::Client, entry.client)?;
        may_be_planned(plan, &client, Some(&entry), self.due)?;
        entry.record.due = self.due;
        entry.record.state = EntryState::Waiting;
        if let Some(personal) = self.personal {
            entry.record.owner = personal.then_some(plan.who.user);
        }
        entry.record.marks.whole_day = self.whole_day;
        entry.record.marks.not_before = None;
        let reason = clean_line(&self.reason);
        // How long it was awaited at the old time says nothing of the new one.
        entry.record.reason = if reason.is_empty() { until::with("", &entry.reason) } else { reason };
        plan.change(&entry)?;
        Ok(entry.record)
    }
}

/// Whether the one who asks may move or give up what was promised or planned.
///
/// # Errors
/// [`DeskError::Finished`] when it is over, [`DeskError::Held`] when it is somebody else's, [`DeskError::NotPromised`] when
/// nobody has promised or planned it.
pub(super) fn changeable(view: &View<'_>, entry: &QueueEntry) -> Result<()> {
    if !entry.is_open() {
        return Err(DeskError::Finished);
    }
    // A supervisor changes what somebody else has promised; what somebody works on just now nobody changes.
    let others = entry.owner.is_some_and(|owner| owner != view.who.user);
    let holder = entry.holder(view.now).filter(|holder| *holder != view.who.user);
    if let Some(holder) = holder.or(entry.owner.filter(|_| others && !view.who.role.has(Right::Load))) {
        return Err(DeskError::Held(holder));
    }
    if !matches!(entry.kind, EntryKind::Promise | EntryKind::Hot | EntryKind::Planned) {
        return Err(DeskError::NotPromised);
    }
    Ok(())
}
