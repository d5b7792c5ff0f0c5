//! What the gate looks at, read from the store: the same for loading, the queue and the dial key.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::catalog::Catalog;
use super::dossier::stops_among;
use super::jobs::{capped, debt_calls};
use super::{Plan, Result, View};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::consent::{Consent, ConsentKind, proven};
use crate::domain::deal::Deal;
use crate::domain::gate::talk::Talk;
use crate::domain::gate::{Forbidden, Gate};
use crate::domain::ids::{CallListId, ClientId, DealId, QueueEntryId};
use crate::domain::interaction::{Interaction, InteractionStatus};
use crate::domain::outcome::NextStep;
use crate::domain::person::Person;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::stop::StopEntry;
use crate::domain::time::Moment;
use crate::store::tables::interactions_of;
use crate::store::{Belongings, Index, Kept, Reads, Walk};

/// How many talks back the last one with a human is looked for.
const TALKS: usize = 20;

/// What a call is about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Case<'a> {
    /// The planned contact.
    pub(super) entry: Option<&'a QueueEntry>,
    /// The call list, when the contact names none.
    pub(super) list: Option<CallListId>,
    /// What the call is for, when there is no list. `None` is taken for advertising: a call that belongs to no list may well
    /// be a sales call, and is held to that law.
    pub(super) purpose: Option<Purpose>,
}

impl<'a> Case<'a> {
    /// The call of a planned contact.
    pub(super) fn of(entry: Option<&'a QueueEntry>) -> Self {
        Self { entry, ..Self::default() }
    }

    fn list(&self) -> Option<CallListId> {
        self.entry.and_then(|entry| entry.list).or(self.list)
    }
}

/// What a change is about to write, and the gate must know already. A record of the store with the same id gives way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pending<'a> {
    pub(super) stops: &'a [StopEntry],
    pub(super) consents: &'a [Consent],
}

/// The last time somebody spoke with a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// When.
    pub at: Moment,
    /// Which contact it was.
    pub entry: Option<QueueEntryId>,
    /// Whether he asked to be called again.
    pub asked: bool,
}

impl Reached {
    /// The last talk of a client in which a human answered, among his latest ones.
    pub(super) fn of(reads: Reads<'_>, catalog: &Catalog, client: ClientId) -> Result<Option<Self>> {
        let (mut found, mut seen) = (None, 0);
        reads.each::<Interaction>(&interactions_of(client), Walk::Down, &mut |talk| {
            found = Self::in_talk(&talk, catalog);
            seen += 1;
            if found.is_some() || seen >= TALKS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    }

    /// As [`Reached::of`], among talks that were read already, the newest first.
    pub(super) fn among<'t>(
        mut talks: impl Iterator<Item = &'t Interaction>,
        catalog: &Catalog,
    ) -> Option<Self> {
        talks.find_map(|talk| Self::in_talk(talk, catalog))
    }

    fn in_talk(talk: &Interaction, catalog: &Catalog) -> Option<Self> {
        let outcome = talk.outcome.and_then(|id| catalog.outcome(id))?;
        let reached = talk.status == InteractionStatus::Held && outcome.flags.human;
        let asked = matches!(outcome.next, NextStep::Callback | NextStep::FollowUp);
        reached.then_some(Self { at: talk.at, entry: talk.entry, asked })
    }
}

/// When the client asked for the very call a contact is planned for; for a call outside the queue, for any.
pub(super) fn asked(entry: Option<&QueueEntry>, reached: Option<Reached>) -> Option<Moment> {
    let asked = reached.filter(|reached| reached.asked);
    let by_this =
        |entry: &QueueEntry| asked.filter(|asked| asked.entry == Some(entry.id)).map(|asked| asked.at);
    match entry {
        None => asked.map(|asked| asked.at),
        Some(entry) => match entry.kind {
            // Who has called himself wants to be called back.
            EntryKind::Missed => Some(entry.due),
            EntryKind::Promise | EntryKind::Hot => by_this(entry).or(Some(entry.created)),
            EntryKind::Planned => asked.map(|asked| asked.at),
            // Nobody answered when he was called back: he is waiting still. In a call list that is so only for the contact in
            // which he asked.
            EntryKind::Retry if entry.list.is_some() => by_this(entry),
            EntryKind::Retry => asked.map(|asked| asked.at),
            EntryKind::New => None,
        },
    }
}

/// The client's consents and those of his people.
pub(super) fn consents(reads: Reads<'_>, client: ClientId) -> Result<Vec<Consent>> {
    let found = reads.of_client::<Consent>(client)?;
    Ok(found.into_iter().map(|kept| kept.record).collect())
}

/// Whether anybody is called about debts here. Whether a client was can be told by his calls only: contacts that are closed are
/// no longer found by the client.
pub(super) fn calls_about_debts(catalog: &Catalog) -> bool {
    catalog.lists().any(|list| list.purpose == Purpose::Debt)
}

/// The first of the client's deals that are under way.
fn open_deal(reads: Reads<'_>, owned: &Belongings) -> Result<Option<DealId>> {
    let deals = reads.owned::<Deal>(owned)?;
    Ok(deals.into_iter().find(|deal| deal.is_open()).map(|deal| deal.id))
}

/// Everything the gate looks at for one client.
pub(super) struct Facts {
    /// His people, past ones included.
    pub(super) people: Vec<Kept<Person>>,
    stops: Vec<StopEntry>,
    consents: Vec<Consent>,
    asked: Option<Moment>,
    deal: Option<DealId>,
    debts: Vec<Moment>,
    talk: Option<Talk>,
    cap: Option<(u16, Moment)>,
    purpose: Purpose,
    list: Option<CallListId>,
    catalog: Arc<Catalog>,
    now: Moment,
}

impl Facts {
    /// Reads what there is to know for a call.
    pub(super) fn read(
        view: &View<'_>,
        client: &Client,
        case: Case<'_>,
        pending: Pending<'_>,
    ) -> Result<Self> {
        let reads = view.reads();
        let catalog = view.catalog()?;
        let owned = reads.belongings(client.id)?;
        let people = reads.owned::<Person>(&owned)?;
        let mut stops = stops_among(reads, &owned, client, people.iter().map(|kept| &kept.record))?;
        stops.retain(|stop| pending.stops.iter().all(|other| other.id != stop.id));
        stops.extend_from_slice(pending.stops);
        let list = case.list();
        let purpose = match list {
            Some(list) => catalog.list(list).map_or(Purpose::Advertising, |list| list.purpose),
            None => case.purpose.unwrap_or_default(),
        };
        let mut facts = Self {
            people,
            stops,
            consents: Vec::new(),
            asked: None,
            deal: None,
            debts: Vec::new(),
            talk: view.talk_with(client.id)?,
            cap: case.entry.map(|entry| capped(view, entry)).transpose()?.flatten(),
            purpose,
            list,
            catalog,
            now: view.now,
        };
        match purpose {
            Purpose::Advertising => {
                facts.read_grounds(view, client, &owned, case, pending)?;
                if list.is_none() && calls_about_debts(&facts.catalog) {
                    facts.debts = debt_calls(reads, &facts.catalog, client.id, view.now)?;
                }
            }
            Purpose::Debt => facts.debts = debt_calls(reads, &facts.catalog, client.id, view.now)?,
            Purpose::Service | Purpose::Survey => {}
        }
        Ok(facts)
    }

    /// Reads on what ground the client may be called; the rest of the grounds is looked for where he has not agreed.
    fn read_grounds(
        &mut self,
        view: &View<'_>,
        client: &Client,
        owned: &Belongings,
        case: Case<'_>,
        pending: Pending<'_>,
    ) -> Result<()> {
        let reads = view.reads();
        self.consents = reads.owned::<Consent>(owned)?.into_iter().map(|kept| kept.record).collect();
        self.consents.retain(|consent| pending.consents.iter().all(|other| other.id != consent.id));
        self.consents.extend_from_slice(pending.consents);
        if proven(&self.consents, ConsentKind::Advertising, client.id, None, view.now).is_some() {
            return Ok(());
        }
        // A new contact is on nobody's wish.
        if case.entry.is_none_or(|entry| entry.kind != EntryKind::New) {
            self.asked = asked(case.entry, Reached::of(reads, &self.catalog, client.id)?);
        }
        if self.list.is_none() {
            self.deal = open_deal(reads, owned)?;
        }
        Ok(())
    }

    /// Asks the gate.
    pub(super) fn ask<T>(&self, client: &Client, ask: impl FnOnce(&Gate<'_>) -> T) -> T {
        let known = Known {
            people: &self.people,
            stops: &self.stops,
            consents: &self.consents,
            asked: self.asked,
            deal: self.deal,
            debts: &self.debts,
            talk: self.talk.as_ref(),
            cap: self.cap,
        };
        known.ask(client, self.list, self.purpose, &self.catalog, self.now, ask)
    }
}

/// What was read of a client for the gate, by whatever way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) people: &'a [Kept<Person>],
    pub(super) stops: &'a [StopEntry],
    pub(super) consents: &'a [Consent],
    pub(super) asked: Option<Moment>,
    pub(super) deal: Option<DealId>,
    pub(super) debts: &'a [Moment],
    pub(super) talk: Option<&'a Talk>,
    pub(super) cap: Option<(u16, Moment)>,
}

impl Known<'_> {
    /// Asks the gate about a call of a list, or with this purpose where it belongs to none: whoever asks, the same is said.
    pub(super) fn ask<T>(
        self,
        client: &Client,
        list: Option<CallListId>,
        purpose: Purpose,
        catalog: &Catalog,
        now: Moment,
        ask: impl FnOnce(&Gate<'_>) -> T,
    ) -> T {
        let date = now.utc().date_naive();
        let present = |kept: &&Kept<Person>| kept.link_on(client.id, date).is_some();
        let people: Vec<&Person> = self.people.iter().filter(present).map(|kept| &kept.record).collect();
        let gate = Gate {
            stops: self.stops,
            consents: self.consents,
            asked: self.asked,
            deal: self.deal,
            debts: self.debts,
            talk: self.talk,
            cap: self.cap,
            ..Gate::new(client, &people, purpose, now)
        };
        ask(&Gate { list, ..gate.of_list(list.and_then(|list| catalog.list(list))) })
    }
}

/// Till when a row of a job waits whose client is in the stop list for a time; `None` when no time ends it, and for what was
/// promised or planned.
pub(super) fn stopped_until(facts: &Facts, client: &Client, entry: &QueueEntry) -> Option<Moment> {
    let is_row = entry.list.is_some() && matches!(entry.kind, EntryKind::New | EntryKind::Retry);
    is_row.then(|| facts.ask(client, |gate| gate.stopped_until(Some(entry)))).flatten()
}

/// Takes the client's contacts out of the queue for which nothing allows a call any more; returns which those were. Rows of jobs
/// that a prohibition holds back for a time come back by themselves when it ends.
pub(super) fn block_forbidden(
    plan: &mut Plan<'_>,
    client: &Client,
    except: Option<QueueEntryId>,
    pending: Pending<'_>,
) -> Result<Vec<QueueEntry>> {
    let planned = plan.reads().of_client::<QueueEntry>(client.id)?;
    let mut blocked = Vec::new();
    for mut entry in planned {
        if Some(entry.id) == except {
            continue;
        }
        let facts = Facts::read(plan, client, Case::of(Some(&entry)), pending)?;
        if let Err(forbidden) = facts.ask(client, |gate| gate.number(Some(&entry))) {
            let stopped = matches!(forbidden, Forbidden::Stopped(_));
            match if stopped { stopped_until(&facts, client, &entry) } else { None } {
                Some(end) => {
                    entry.record.state = EntryState::Waiting;
                    entry.record.due = entry.due.max(end);
                }
                None => entry.record.state = EntryState::Blocked,
            }
            plan.change(&entry)?;
            blocked.push(entry.record);
        }
    }
    Ok(blocked)
}

/// Brings the client's contacts of call lists back into the queue that were closed by a prohibition or a missing consent and
/// are allowed again; returns which those were.
pub(super) fn reopen_allowed(
    plan: &mut Plan<'_>,
    client: &Client,
    pending: Pending<'_>,
) -> Result<Vec<QueueEntryId>> {
    let lists: Vec<CallListId> = plan.catalog()?.lists().map(|list| list.id).collect();
    let mut reopened = Vec::new();
    for list in lists {
        let index = Index::QueueByList.key().id(list).id(client.id);
        for mut entry in plan.reads().by_index::<QueueEntry>(&index, usize::MAX)? {
            // What was to wait for the end of a prohibition waits no longer when it is lifted.
            let ended = |stop: &StopEntry| stop.until == Some(entry.due);
            let waits = entry.state == EntryState::Waiting && pending.stops.iter().any(ended);
            if !waits && entry.state != EntryState::Blocked || entry.attempts >= entry.max_attempts {
                continue;
            }
            let facts = Facts::read(plan, client, Case::of(Some(&entry)), pending)?;
            if facts.ask(client, |gate| gate.number(Some(&entry))).is_ok() {
                entry.record.state = EntryState::Waiting;
                entry.record.due = if waits { plan.now } else { entry.due };
                entry.record.zone = client.zone.map(|zone| zone.tz);
                plan.change(&entry)?;
                reopened.push(entry.id);
            }
        }
    }
    Ok(reopened)
}
