//! Planning a contact by hand.

use crate::desk::gate::{Case, Facts, Pending};
use crate::desk::{DeskError, Plan, Result, UseCase, What};
use crate::domain::call_list::DEFAULT_ATTEMPTS;
use crate::domain::client::Client;
use crate::domain::gate::Forbidden;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
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
        // Only the client himself may ask for a call that nothing else allows: that is a result of a call, not a plan.
        let facts = Facts::read(plan, &client, Case::default(), Pending::default())?;
        let calendar = std::sync::Arc::clone(plan.catalog()?.hours().calendar());
        let (number, times) = facts.ask(&client, |gate| {
            let number = gate.number(None);
            let phone = number.as_ref().ok().map(|permit| permit.dial.phone);
            (number, gate.times(phone.as_ref(), &calendar))
        });
        // One who has no number yet may get one till then.
        if let Err(forbidden @ (Forbidden::Stopped(_) | Forbidden::NoConsent(_))) = number {
            return Err(DeskError::NoCall(forbidden));
        }
        match times.next_open(self.due) {
            None => return Err(DeskError::NoCall(Forbidden::NeverOpen)),
            Some(opens) if zone.is_some() && opens != self.due => {
                return Err(DeskError::OutsideHours { opens });
            }
            Some(_) => {}
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
            marks: Marks::default(),
        };
        plan.add(&entry)?;
        Ok(entry.id)
    }
}
