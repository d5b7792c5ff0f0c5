//! Planning a contact by hand.

use super::view::number;
use crate::desk::{DeskError, Plan, Result, UseCase, What};
use crate::domain::call_list::DEFAULT_ATTEMPTS;
use crate::domain::client::Client;
use crate::domain::gate::Forbidden;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;

/// Plans a contact with a client.
#[derive(Clone, Debug)]
pub struct PlanContact {
    /// The client.
    pub client: ClientId,
    /// When.
    pub due: Moment,
    /// What for.
    pub reason: String,
}

impl UseCase for PlanContact {
    type Done = QueueEntryId;

    const NAME: &'static str = "contact.plan";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<QueueEntryId> {
        let client = plan.need::<Client>(What::Client, self.client)?;
        if self.due <= plan.now {
            return Err(DeskError::Past);
        }
        let zone = client.zone.map(|zone| zone.tz);
        let opens = plan.hours().next_open(zone, self.due);
        if zone.is_some() && opens != self.due {
            return Err(DeskError::OutsideHours { opens });
        }
        // Only the client himself may ask for a call that he has forbidden: that is a result of a call, not a plan.
        if let (Err(stopped @ Forbidden::Stopped(_)), _) = number(plan, &client, None)? {
            return Err(DeskError::NoCall(stopped));
        }
        let entry = QueueEntry {
            id: plan.new_id::<QueueEntry>(),
            client: client.id,
            person: None,
            phone: None,
            kind: EntryKind::Planned,
            due: self.due,
            reason: clean_line(&self.reason),
            list: None,
            attempts: 0,
            max_attempts: DEFAULT_ATTEMPTS,
            owner: None,
            state: EntryState::Waiting,
            zone,
            created: plan.now,
        };
        plan.add(&entry)?;
        Ok(entry.id)
    }
}
