//! Taking a contact, so that nobody else works on it, and giving it back.

use super::pick;
use super::view::{chosen_number, number};
use crate::desk::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::gate::{Dial, Forbidden};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryState, LEASE_MS, QueueEntry};
use crate::store::Kept;

/// How many contacts of a rank are looked at before the next rank: more than so many forbidden ones in a row are left
/// for the next call.
const LOOK: usize = 16;

/// A contact that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The contact.
    pub entry: QueueEntry,
    /// The number to dial.
    pub dial: Dial,
}

/// Takes the first contact of the queue that may be called. Contacts that the stop list forbids are blocked on the way.
#[derive(Clone, Copy, Debug)]
pub struct TakeNext;

impl UseCase for TakeNext {
    /// `None` when nothing may be done now.
    type Done = Option<Taken>;

    const NAME: &'static str = "queue.take";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Option<Taken>> {
        let mut blocked = Vec::new();
        let mut chosen = None;
        pick::each_due(plan, LOOK, &mut |_, entry| {
            match gate(plan, &entry)? {
                Ok(dial) => {
                    chosen = Some((entry, dial));
                    return Ok(false);
                }
                Err(Forbidden::Stopped(_) | Forbidden::NoNumber) => blocked.push(entry),
                Err(Forbidden::Hours { .. }) => {}
            }
            Ok(true)
        })?;
        for mut entry in blocked {
            entry.record.state = EntryState::Blocked;
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
        let dial = gate(plan, &entry)?.map_err(DeskError::NoCall)?;
        take(plan, entry, dial)
    }
}

/// The number to dial for a contact now, or why it may not be called.
fn gate(view: &View<'_>, entry: &QueueEntry) -> Result<std::result::Result<Dial, Forbidden>> {
    let client = view.need::<Client>(What::Client, entry.client)?;
    let (dial, _) = number(view, &client, Some(entry))?;
    Ok(dial.and_then(|dial| {
        if view.hours().open_at(entry.zone, view.now) {
            Ok(dial)
        } else {
            Err(Forbidden::Hours { opens: view.hours().next_open(entry.zone, view.now) })
        }
    }))
}

fn take(plan: &mut Plan<'_>, mut entry: Kept<QueueEntry>, dial: Dial) -> Result<Taken> {
    entry.record.state = EntryState::Taken { by: plan.who.user, until: plan.now.plus_millis(LEASE_MS) };
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
    /// The planned contact, if it is one.
    pub entry: Option<QueueEntryId>,
    /// The number the operator has chosen; `None` for the best one.
    pub phone: Option<Phone>,
}

impl Query for MayDial {
    type Answer = Dial;

    fn answer(&self, view: &View<'_>) -> Result<Dial> {
        let client = view.need::<Client>(What::Client, self.client)?;
        let entry = self.entry.map(|id| view.need::<QueueEntry>(What::QueueEntry, id)).transpose()?;
        let entry = entry.map(|kept| kept.record);
        let dial = match self.phone {
            Some(phone) => chosen_number(view, &client, entry.as_ref(), phone)?,
            None => number(view, &client, entry.as_ref())?.0,
        };
        let dial = dial.map_err(DeskError::NoCall)?;
        let zone = client.zone.map(|zone| zone.tz);
        if view.hours().open_at(zone, view.now) {
            Ok(dial)
        } else {
            Err(DeskError::NoCall(Forbidden::Hours { opens: view.hours().next_open(zone, view.now) }))
        }
    }
}
