//! Everything about one client that an operator sees.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::catalog::Catalog;
use super::gate::{Known, Reached, asked, calls_about_debts};
use super::jobs::{capped, debt_calls};
use super::queue::called_for;
use super::{Query, Result, View, What};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::deal::Deal;
use crate::domain::gate::Gate;
use crate::domain::gate::talk::Talk;
use crate::domain::ids::{ClientId, DealId, QueueEntryId, RecordId};
use crate::domain::interaction::{Interaction, InteractionStatus, Note};
use crate::domain::legal::LegalEntity;
use crate::domain::person::{Person, PersonLink};
use crate::domain::process::Process;
use crate::domain::queue::QueueEntry;
use crate::domain::stop::{StopEntry, StopSubject};
use crate::domain::time::Moment;
use crate::store::tables::{interactions_of, notes_of};
use crate::store::{Belongings, Index, Kept, Key, Reads, Walk};

/// How much of the history a dossier holds.
pub const HISTORY: usize = 20;

/// A client with all that belongs to him.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The client.
    pub client: Kept<Client>,
    /// His legal entities.
    pub legal: Vec<Kept<LegalEntity>>,
    /// His people: those who speak for him today first, by the weight of their role.
    pub people: Vec<Kept<Person>>,
    /// The latest events, newest first; at most [`HISTORY`].
    pub history: Vec<Event>,
    /// Whether there are older events.
    pub more_history: bool,
    /// Deals: open ones first, then newest first.
    pub deals: Vec<DealInfo>,
    /// Contacts that are still to come, soonest first.
    pub planned: Vec<Kept<QueueEntry>>,
    /// The one of these that a call to him is for, when he was not taken from the queue: it judges the call, and the result goes
    /// to it.
    pub call_for: Option<QueueEntryId>,
    /// Prohibitions of calls to him, his people and his numbers.
    pub stops: Vec<StopEntry>,
    /// His consents and those of his people.
    pub consents: Vec<Consent>,
    /// When somebody last spoke with him.
    pub reached: Option<Reached>,
    /// Calls about debts to him in the last weeks, newest first.
    pub debts: Vec<Moment>,
    /// Contacts that wait because all jobs together have called him as often as theirs allow: how often, and till when.
    pub caps: Vec<(QueueEntryId, (u16, Moment))>,
}

/// A deal with its process.
#[derive(Clone, Debug)]
pub struct DealInfo {
    /// The deal.
    pub deal: Kept<Deal>,
    /// Its process; `None` when the process is not in the store any more.
    pub process: Option<Arc<Process>>,
}

/// One event of a client's history.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "there are never more than a few pages of them")]
pub enum Event {
    /// A call, a meeting, a message.
    Interaction(Interaction),
    /// A note.
    Note(Note),
}

impl Event {
    /// When it was.
    pub fn at(&self) -> Moment {
        match self {
            Self::Interaction(interaction) => interaction.at,
            Self::Note(note) => note.at,
        }
    }
}

impl Dossier {
    /// The link of a person to this client: the present one, or the last.
    pub fn link<'p>(&self, person: &'p Person, now: Moment) -> Option<&'p PersonLink> {
        let date = now.utc().date_naive();
        person
            .link_on(self.client.id, date)
            .or_else(|| person.links.iter().rfind(|link| link.client == self.client.id))
    }

    /// People who speak for the client today.
    pub fn present_people(&self, now: Moment) -> Vec<&Person> {
        let date = now.utc().date_naive();
        let present = |kept: &&Kept<Person>| kept.link_on(self.client.id, date).is_some();
        self.people.iter().filter(present).map(|kept| &kept.record).collect()
    }

    /// Asks the gate about calls to him: those of a planned contact, or of none. It says what it says when the contact is taken
    /// and dialled. Who talks to him now is no part of what belongs to him: see [`Talks::with`](super::talks::Talks::with).
    pub fn ask<T>(
        &self,
        entry: Option<&QueueEntry>,
        talk: Option<&Talk>,
        catalog: &Catalog,
        now: Moment,
        ask: impl FnOnce(&Gate<'_>) -> T,
    ) -> T {
        let list = entry.and_then(|entry| entry.list);
        let deal = self.open_deal().filter(|_| list.is_none()).map(|info| info.deal.id);
        let known = Known {
            people: &self.people,
            stops: &self.stops,
            consents: &self.consents,
            asked: asked(entry, self.reached),
            deal,
            debts: &self.debts,
            talk,
            cap: entry
                .and_then(|entry| self.caps.iter().find(|(id, _)| *id == entry.id))
                .map(|(_, cap)| *cap),
        };
        known.ask(&self.client, list, Purpose::Advertising, catalog, now, ask)
    }

    /// The open deal that was moved last, if there is one.
    pub fn open_deal(&self) -> Option<&DealInfo> {
        self.deals.iter().find(|info| info.deal.is_open())
    }

    /// A deal by its id.
    pub fn deal(&self, id: DealId) -> Option<&DealInfo> {
        self.deals.iter().find(|info| info.deal.id == id)
    }

    /// When somebody last spoke with the client.
    pub fn last_contact(&self) -> Option<Moment> {
        self.history.iter().find_map(|event| match event {
            Event::Interaction(talk) if talk.status == InteractionStatus::Held => Some(talk.at),
            _ => None,
        })
    }
}

/// Asks for a dossier.
#[derive(Clone, Copy, Debug)]
pub struct DossierOf(pub ClientId);

impl Query for DossierOf {
    type Answer = Dossier;

    fn answer(&self, view: &View<'_>) -> Result<Dossier> {
        let reads = view.reads();
        let client = view.need::<Client>(What::Client, self.0)?;
        let today = view.now.utc().date_naive();
        let owned = reads.belongings(self.0)?;
        let mut people = reads.owned::<Person>(&owned)?;
        people.sort_by_key(|person| {
            let link = person.link_on(self.0, today);
            (link.is_none(), link.map(|link| link.role), person.id)
        });
        let (history, more_history) = history(reads, self.0, None, HISTORY)?;
        let catalog = view.catalog()?;
        let mut deals: Vec<DealInfo> = reads
            .owned::<Deal>(&owned)?
            .into_iter()
            .map(|deal| DealInfo { process: catalog.process(deal.process).cloned(), deal })
            .collect();
        deals.sort_by_key(|info| (!info.deal.is_open(), std::cmp::Reverse(info.deal.revision)));
        let mut planned = reads.owned::<QueueEntry>(&owned)?;
        planned.sort_by_key(|entry| (entry.due, entry.id));
        let stops = stops_among(reads, &owned, &client, people.iter().map(|kept| &kept.record))?;
        let legal = reads.owned::<LegalEntity>(&owned)?;
        let consents = reads.owned::<Consent>(&owned)?.into_iter().map(|kept| kept.record).collect();
        let talks = history.iter().filter_map(|event| match event {
            Event::Interaction(talk) => Some(talk),
            Event::Note(_) => None,
        });
        let reached = match Reached::among(talks, &catalog) {
            // Notes may have taken the place of talks.
            None if more_history => Reached::of(reads, &catalog, self.0)?,
            reached => reached,
        };
        // Only calls about debts are counted by the law.
        let debts = match calls_about_debts(&catalog) {
            true => debt_calls(reads, &catalog, self.0, view.now)?,
            false => Vec::new(),
        };
        let mut caps = Vec::new();
        for entry in &planned {
            caps.extend(capped(view, entry)?.map(|cap| (entry.id, cap)));
        }
        Ok(Dossier {
            client,
            legal,
            people,
            history,
            more_history,
            deals,
            call_for: called_for(view, &planned),
            planned,
            stops,
            consents,
            reached,
            debts,
            caps,
        })
    }
}

/// Asks for older events of a client, newest first.
#[derive(Clone, Copy, Debug)]
pub struct HistoryOf {
    /// The client.
    pub client: ClientId,
    /// Only events before this moment.
    pub before: Option<Moment>,
    /// How many at most.
    pub limit: usize,
}

impl Query for HistoryOf {
    /// The events, and whether there are older ones.
    type Answer = (Vec<Event>, bool);

    fn answer(&self, view: &View<'_>) -> Result<(Vec<Event>, bool)> {
        history(view.reads(), self.client, self.before, self.limit)
    }
}

fn history(
    reads: Reads<'_>,
    client: ClientId,
    before: Option<Moment>,
    limit: usize,
) -> Result<(Vec<Event>, bool)> {
    let mut events: Vec<Event> = Vec::new();
    // One more than asked for of each kind tells whether there are older ones.
    let full = |count: usize| if count > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let end = |prefix: &Key| match before {
        Some(before) => Some(prefix.clone().moment(before)),
        None => prefix.prefix_end(),
    };
    let talks = interactions_of(client);
    reads.between(&talks, end(&talks).as_ref(), Walk::Down, &mut |kept| {
        events.push(Event::Interaction(kept.record));
        full(events.len())
    })?;
    let notes = notes_of(client);
    let talks = events.len();
    reads.between(&notes, end(&notes).as_ref(), Walk::Down, &mut |kept| {
        events.push(Event::Note(kept.record));
        full(events.len() - talks)
    })?;
    events.sort_by_key(|event| std::cmp::Reverse(event.at()));
    let more = events.len() > limit;
    events.truncate(limit);
    Ok((events, more))
}

/// Prohibitions that concern a client: those written on his card, and those of his numbers wherever they were written.
pub(super) fn stops<'p>(
    reads: Reads<'_>,
    client: &Client,
    people: impl Iterator<Item = &'p Person> + Clone,
) -> Result<Vec<StopEntry>> {
    stops_among(reads, &reads.belongings(client.id)?, client, people)
}

/// As [`stops`], when it is known what belongs to the client.
pub(super) fn stops_among<'p>(
    reads: Reads<'_>,
    owned: &Belongings,
    client: &Client,
    people: impl Iterator<Item = &'p Person> + Clone,
) -> Result<Vec<StopEntry>> {
    let mut found = reads.owned::<StopEntry>(owned)?;
    // Who has forbidden calls speaking for another client has forbidden them here as well.
    for person in people.clone() {
        let elsewhere: BTreeSet<ClientId> = person.links.iter().map(|link| link.client).collect();
        for other in elsewhere.into_iter().filter(|other| *other != client.id) {
            let theirs = reads.of_client::<StopEntry>(other)?;
            found.extend(theirs.into_iter().filter(|stop| stop.subject == StopSubject::Person(person.id)));
        }
    }
    for phone in client.phones().chain(people.flat_map(|person| person.phones())) {
        found.extend(reads.by_index(&Index::StopByPhone.key().number(phone.number()), usize::MAX)?);
    }
    found.sort_by_key(|stop| stop.id.as_u64());
    found.dedup_by_key(|stop| stop.id);
    Ok(found.into_iter().map(|kept| kept.record).collect())
}
