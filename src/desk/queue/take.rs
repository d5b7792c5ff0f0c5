//! Taking a contact, so that nobody else works on it, and giving it back.

use super::called::contact_of_call;
use super::pick::{self, Visit};
use super::view::Gated;
use crate::desk::gate::{Case, Facts, Pending, stopped_until};
use crate::desk::jobs::{capped, offered};
use crate::desk::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::gate::{Dial, Forbidden, Permit, times_of};
use crate::domain::ids::{CallListId, ClientId, QueueEntryId};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, LEASE_MS, QueueEntry};
use crate::domain::stop::StopEntry;
use crate::domain::time::Moment;
use crate::store::{Index, Kept};

/// How many contacts the user holds, and how many others have left behind, are looked at.
const LOOK: usize = 32;

/// How many contacts are blocked or put off at a time; more are passed over, and stay as they are till the next call.
const WRITES: usize = 256;

/// A contact that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The contact.
    pub entry: QueueEntry,
    /// The number to dial.
    pub dial: Dial,
}

/// Takes the first contact of the queue that may be called. Contacts that are forbidden for good are blocked on the way, and
/// those whose own hours or whose list's are over are put off till they open.
#[derive(Clone, Copy, Debug)]
pub struct TakeNext;

impl UseCase for TakeNext {
    /// `None` when nothing may be done now.
    type Done = Option<Taken>;

    const NAME: &'static str = "queue.take";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Option<Taken>> {
        let (mut blocked, mut closed) = (Vec::new(), Vec::new());
        let mut chosen = None;
        // A time that was promised stands, whatever the hour.
        let movable = |kind| matches!(kind, EntryKind::New | EntryKind::Retry | EntryKind::Planned);
        pick::each_due(plan, LOOK, &mut |_, entry| {
            let client = plan.need::<Client>(What::Client, entry.client)?;
            let room = blocked.len() + closed.len() < WRITES;
            let opens = match asleep(plan, &client, &entry)? {
                Some(opens) => Some(opens),
                None => match gate(plan, &client, Case::of(Some(&entry)), None)? {
                    Ok(permit) => {
                        chosen = Some((entry, permit.dial));
                        return Ok(Visit::Enough);
                    }
                    Err(
                        Forbidden::Hours { opens, .. }
                        | Forbidden::Often { opens, .. }
                        | Forbidden::Capped { opens, .. },
                    ) => Some(opens),
                    Err(Forbidden::Stopped(_)) => {
                        let facts = Facts::read(plan, &client, Case::of(Some(&entry)), Pending::default())?;
                        match stopped_until(&facts, &client, &entry) {
                            Some(end) => Some(end),
                            None => {
                                blocked.extend(room.then_some(entry));
                                return Ok(Visit::Passed);
                            }
                        }
                    }
                    Err(forbidden) if forbidden.lasts() => {
                        blocked.extend(room.then_some(entry));
                        return Ok(Visit::Passed);
                    }
                    Err(_) => None,
                },
            };
            let opens = opens.filter(|_| room && movable(entry.kind));
            closed.extend(opens.map(|opens| (entry, opens)));
            Ok(Visit::Passed)
        })?;
        for mut entry in blocked {
            entry.record.state = EntryState::Blocked;
            plan.change(&entry)?;
        }
        for (mut entry, opens) in closed {
            entry.record.due = opens;
            entry.record.state = EntryState::Waiting;
            plan.change(&entry)?;
        }
        chosen.map(|(entry, dial)| take(plan, entry, dial)).transpose()
    }
}

/// Takes one contact.
#[derive(Clone, Copy, Debug)]
pub struct Take(pub QueueEntryId);

impl UseCase for Take {
    type Done = Taken;

    const NAME: &'static str = "queue.take";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Taken> {
        let entry = plan.need::<QueueEntry>(What::QueueEntry, self.0)?;
        if !entry.is_open() {
            return Err(DeskError::Finished);
        }
        if !entry.free_for(plan.who.user, plan.now) {
            return Err(DeskError::Held(entry.holder(plan.now).or(entry.owner).unwrap_or(plan.who.user)));
        }
        offered(plan, &entry)?;
        let client = plan.need::<Client>(What::Client, entry.client)?;
        let permit = gate(plan, &client, Case::of(Some(&entry)), None)?.map_err(DeskError::NoCall)?;
        take(plan, entry, permit.dial)
    }
}

/// Till when a contact waits whatever else there is to say of it; `None` when the gate has to be asked. Looked at before the gate,
/// which has more to read.
pub(super) fn asleep(view: &View<'_>, client: &Client, entry: &QueueEntry) -> Result<Option<Moment>> {
    if let Some((_, opens)) = capped(view, entry)? {
        return Ok(Some(opens));
    }
    // A clock that is only guessed by the number is for the gate.
    let (Some(own), Some(zone)) = (client.calls, client.zone) else { return Ok(None) };
    let catalog = view.catalog()?;
    let hours = catalog.hours().with(own);
    if hours.open_at(Some(zone.tz), view.now) {
        return Ok(None);
    }
    let list = entry.list.and_then(|list| catalog.list(list));
    let (purpose, window) = list.map_or((Purpose::default(), None), |list| (list.purpose, list.window));
    Ok(times_of(client, None, purpose, window, hours.calendar()).next_open(view.now))
}

/// Asks the gate about a call at this moment, on a number that was chosen or the best one.
pub(in crate::desk) fn gate(
    view: &View<'_>,
    client: &Client,
    case: Case<'_>,
    phone: Option<&Phone>,
) -> Result<Gated> {
    let facts = Facts::read(view, client, case, Pending::default())?;
    let calendar = std::sync::Arc::clone(view.catalog()?.hours().calendar());
    Ok(facts.ask(client, |gate| gate.dial(case.entry, phone, &calendar)))
}

/// Asks the gate about a planned contact at this moment.
pub(in crate::desk) fn gate_of(view: &View<'_>, client: &Client, entry: &QueueEntry) -> Result<Gated> {
    gate(view, client, Case::of(Some(entry)), None)
}

fn take(plan: &mut Plan<'_>, mut entry: Kept<QueueEntry>, dial: Dial) -> Result<Taken> {
    entry.record.state = EntryState::Taken { by: plan.who.user, until: plan.now.plus_millis(LEASE_MS) };
    // Whoever works on it now decides anew.
    entry.record.marks.not_before = None;
    plan.change(&entry)?;
    Ok(Taken { entry: entry.record, dial })
}

/// Gives a contact back to the queue: no attempt was made.
#[derive(Clone, Copy, Debug)]
pub struct Release(pub QueueEntryId);

impl UseCase for Release {
    type Done = ();

    const NAME: &'static str = "queue.release";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        let mut entry = plan.need::<QueueEntry>(What::QueueEntry, self.0)?;
        match entry.state {
            EntryState::Taken { by, .. } if by == plan.who.user => {
                entry.record.state = EntryState::Waiting;
                plan.change(&entry)
            }
            EntryState::Taken { by, .. } => Err(DeskError::Held(by)),
            _ => Ok(()),
        }
    }
}

/// Asks whether a client may be called this very moment, and on which number: the last look before dialling.
#[derive(Clone, Copy, Debug)]
pub struct MayDial {
    /// The client.
    pub client: ClientId,
    /// The planned contact that was taken; without one it is asked about the one the call belongs to, if there is any: see
    /// [`Permit::entry`].
    pub entry: Option<QueueEntryId>,
    /// The number the operator has chosen; `None` for the best one.
    pub phone: Option<Phone>,
}

impl Query for MayDial {
    type Answer = Permit;

    fn answer(&self, view: &View<'_>) -> Result<Permit> {
        let light =
            Light { client: self.client, entry: self.entry, phone: self.phone, list: None, purpose: None };
        light.answer(view)?.map_err(DeskError::NoCall)
    }
}

/// Asks what the gate says about a call this moment, as [`MayDial`]; the answer is a verdict in any case.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    /// The client.
    pub client: ClientId,
    /// The planned contact; without one, and without a list and a purpose, the one the call belongs to.
    pub entry: Option<QueueEntryId>,
    /// A number that was chosen; `None` for the best one.
    pub phone: Option<Phone>,
    /// From which call list, when there is no planned contact.
    pub list: Option<CallListId>,
    /// What for, when there is neither. `None` is taken for advertising.
    pub purpose: Option<Purpose>,
}

impl Query for Light {
    type Answer = Gated;

    fn answer(&self, view: &View<'_>) -> Result<Gated> {
        let client = view.need::<Client>(What::Client, self.client)?;
        let entry = match self.entry {
            Some(id) => Some(view.need::<QueueEntry>(What::QueueEntry, id)?.record),
            // Whoever is looked up is called for what is planned with him, by the rules of that.
            None if self.list.is_none() && self.purpose.is_none() => contact_of_call(view, self.client)?,
            None => None,
        };
        let case = Case { entry: entry.as_ref(), list: self.list, purpose: self.purpose };
        gate(view, &client, case, self.phone.as_ref())
    }
}

/// Asks which prohibitions are in force for a number, whoever has it. The oldest comes first.
#[derive(Clone, Copy, Debug)]
pub struct StopsOfNumber(pub Phone);

impl Query for StopsOfNumber {
    type Answer = Vec<StopEntry>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<StopEntry>> {
        let prefix = Index::StopByPhone.key().number(self.0.number());
        let found = view.reads().by_index::<StopEntry>(&prefix, usize::MAX)?;
        Ok(found.into_iter().map(|kept| kept.record).filter(|stop| !stop.is_over(view.now)).collect())
    }
}
