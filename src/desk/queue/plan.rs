//! Planning a contact by hand.

use crate::desk::gate::{Case, Facts, Pending};
use crate::desk::{DeskError, Plan, Result, UseCase, View, What};
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
    /// Whether a day was named and no hour: `due` is then the hour from which it is offered.
    pub whole_day: bool,
    /// Whether only whoever plans it is to make it; anybody may otherwise.
    pub personal: bool,
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
        may_be_planned(plan, &client, None, self.due)?;
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
            owner: self.personal.then_some(plan.who.user),
            state: EntryState::Waiting,
            zone,
            created: plan.now,
            marks: Marks { whole_day: self.whole_day, ..Marks::default() },
        };
        plan.add(&entry)?;
        Ok(entry.id)
    }
}

/// Whether a client may be called at a moment that is still to come, for a planned contact or a new one. Only he himself may ask
/// for a call that nothing else allows: that is a result of a call, not a plan.
pub(super) fn may_be_planned(
    view: &View<'_>,
    client: &Client,
    entry: Option<&QueueEntry>,
    due: Moment,
) -> Result<()> {
    let facts = Facts::read(view, client, Case::of(entry), Pending::default())?;
    let calendar = std::sync::Arc::clone(view.catalog()?.hours().calendar());
    let (number, times, limit) = facts.ask(client, |gate| {
        let number = gate.number(entry);
        let phone = number.as_ref().ok().map(|permit| permit.dial.phone);
        let limit = phone.and_then(|phone| gate.limit(&phone, due));
        (number, gate.times(phone.as_ref(), &calendar), limit)
    });
    // One who has no number yet may get one till then.
    if let Err(forbidden @ (Forbidden::Stopped(_) | Forbidden::NoConsent(_))) = number {
        return Err(DeskError::NoCall(forbidden));
    }
    if let Some(limit) = limit {
        let opens = times.next_open(limit.opens);
        let forbidden = opens.map_or(Forbidden::NeverOpen, |opens| Forbidden::Often { limit, opens });
        return Err(DeskError::NoCall(forbidden));
    }
    match times.next_open(due) {
        None => Err(DeskError::NoCall(Forbidden::NeverOpen)),
        Some(opens) if client.zone.is_some() && opens != due => Err(DeskError::OutsideHours { opens }),
        Some(_) => Ok(()),
    }
}
