//! Consents: written down, withdrawn, and proven.

use super::dossier::stops;
use super::gate::{Pending, block_forbidden, consents, reopen_allowed};
use super::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::consent::{Consent, ConsentHow, ConsentKind, Withdrawal};
use crate::domain::ids::{ClientId, ConsentId, InteractionId, PersonId, RecordId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::stop::StopEntry;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::store::tables::interactions_of;
use crate::store::{Kept, Walk};

/// The longest text, proof or reason that is kept, in characters.
pub const TEXT_MAX: usize = 500;

/// A line of text as it is kept.
///
/// # Errors
/// [`DeskError::TooLong`].
pub(super) fn kept_line(text: &str) -> Result<String> {
    let text = clean_line(text);
    let count = text.chars().count();
    if count > TEXT_MAX { Err(DeskError::TooLong { count, most: TEXT_MAX }) } else { Ok(text) }
}

/// Writes a consent down. Contacts of call lists that were closed for want of it come back into the queue.
#[derive(Clone, Debug)]
pub struct AddConsent {
    /// Who agreed.
    pub client: ClientId,
    /// The one of his people it holds for; `None` for the client as a whole.
    pub person: Option<PersonId>,
    /// To what.
    pub kind: ConsentKind,
    /// The version of the text.
    pub text: String,
    /// In which way.
    pub how: ConsentHow,
    /// When.
    pub given: Moment,
    /// Until when, when it is for a time.
    pub until: Option<Moment>,
    /// Where the proof is.
    pub proof: String,
    /// SHA-256 of the file of the proof; empty when it is none.
    pub proof_hash: String,
}

/// What a written consent has brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The consent.
    pub id: ConsentId,
    /// How many contacts came back into the queue.
    pub reopened: usize,
}

impl UseCase for AddConsent {
    type Done = Agreed;

    const NAME: &'static str = "consent.add";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Agreed> {
        let client = plan.need::<Client>(What::Client, self.client)?;
        if let Some(person) = self.person {
            person_of(plan, self.client, person)?;
        }
        if self.given > plan.now {
            return Err(DeskError::Future);
        }
        if self.until.is_some_and(|until| until <= self.given) {
            return Err(DeskError::Past);
        }
        let consent = Consent {
            id: plan.new_id::<Consent>(),
            client: self.client,
            person: self.person,
            kind: self.kind,
            text: kept_line(&self.text)?,
            how: self.how,
            given: self.given,
            until: self.until,
            proof: kept_line(&self.proof)?,
            proof_hash: kept_line(&self.proof_hash)?,
            by: plan.who.user,
            recorded: plan.now,
            withdrawn: None,
        };
        plan.add(&consent)?;
        let id = consent.id;
        let new = [consent];
        let reopened = reopen_allowed(plan, &client, Pending { consents: &new, ..Pending::default() })?;
        Ok(Agreed { id, reopened: reopened.len() })
    }
}

/// One of the people of a client.
///
/// # Errors
/// [`DeskError::NotFound`] when there is no such person, or he never spoke for this client.
pub(super) fn person_of(view: &View<'_>, client: ClientId, person: PersonId) -> Result<Kept<Person>> {
    let found = view.need::<Person>(What::Person, person)?;
    if found.links.iter().any(|link| link.client == client) {
        return Ok(found);
    }
    Err(DeskError::NotFound(What::Person, person.to_string()))
}

/// Withdraws what a client, or one of his people, had agreed to. Contacts nothing else allows leave the queue.
#[derive(Clone, Debug)]
pub struct WithdrawConsent {
    /// The client.
    pub client: ClientId,
    /// One of his people: only what he agreed to himself; `None` for everything the client and his people agreed to.
    pub person: Option<PersonId>,
    /// To what.
    pub kind: ConsentKind,
    /// When he said so.
    pub at: Moment,
    /// In his words.
    pub reason: String,
    /// In which talk.
    pub interaction: Option<InteractionId>,
    /// In which way he said so.
    pub how: ConsentHow,
    /// Where it can be seen.
    pub proof: String,
    /// SHA-256 of the file of the proof; empty when it is none.
    pub proof_hash: String,
}

/// What a withdrawal has brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The consents that hold no more.
    pub consents: Vec<ConsentId>,
    /// How many planned contacts left the queue.
    pub blocked: usize,
}

impl UseCase for WithdrawConsent {
    type Done = Withdrawn;

    const NAME: &'static str = "consent.withdraw";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Withdrawn> {
        let client = plan.need::<Client>(What::Client, self.client)?;
        if self.at > plan.now {
            return Err(DeskError::Future);
        }
        let withdrawal = Withdrawal {
            at: self.at,
            by: plan.who.user,
            reason: kept_line(&self.reason)?,
            interaction: self.interaction,
            how: self.how,
            proof: kept_line(&self.proof)?,
            proof_hash: kept_line(&self.proof_hash)?,
        };
        let mut changed = Vec::new();
        for mut kept in plan.reads().of_client::<Consent>(self.client)? {
            let meant = kept.kind == self.kind && (self.person.is_none() || kept.person == self.person);
            if !meant || !kept.holds(self.at) {
                continue;
            }
            kept.record.withdrawn = Some(withdrawal.clone());
            plan.change(&kept)?;
            changed.push(kept.record);
        }
        if changed.is_empty() {
            return Err(DeskError::NotFound(What::Consent, client.code()));
        }
        let pending = Pending { consents: &changed, ..Pending::default() };
        let blocked = block_forbidden(plan, &client, None, pending)?.len();
        Ok(Withdrawn { consents: changed.iter().map(|consent| consent.id).collect(), blocked })
    }
}

/// Asks for everything that proves whether a client could be called: for an answer to the authority that watches over
/// advertising (ФАС).
#[derive(Clone, Copy, Debug)]
pub struct ProofOf {
    /// The client.
    pub client: ClientId,
    /// Only calls to this number; `None` for all.
    pub phone: Option<Phone>,
    /// How many of the latest calls at most.
    pub limit: usize,
}

/// What there is to prove a client's consents and prohibitions by.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The client.
    pub client: Kept<Client>,
    /// His people, past ones included.
    pub people: Vec<Kept<Person>>,
    /// Everything he and his people ever agreed to, oldest first.
    pub consents: Vec<Consent>,
    /// Every prohibition of him, his people and his numbers, oldest first.
    pub stops: Vec<StopEntry>,
    /// Calls we made, newest first.
    pub calls: Vec<Interaction>,
    /// Whether there are older calls.
    pub more_calls: bool,
}

impl Query for ProofOf {
    type Answer = Proof;

    fn answer(&self, view: &View<'_>) -> Result<Proof> {
        let reads = view.reads();
        let client = view.need::<Client>(What::Client, self.client)?;
        let people = reads.people_of(self.client)?;
        let mut consents = consents(reads, self.client)?;
        consents.sort_by_key(|consent| (consent.given, consent.id));
        let mut stops = stops(reads, &client, people.iter().map(|kept| &kept.record))?;
        stops.sort_by_key(|stop| (stop.since, stop.id));
        let mut calls: Vec<Interaction> = Vec::new();
        reads.each::<Interaction>(&interactions_of(self.client), Walk::Down, &mut |talk| {
            let ours = talk.kind == InteractionKind::Call
                && talk.direction == Direction::Outgoing
                && talk.status == InteractionStatus::Held;
            let to = self.phone.is_none_or(|phone| talk.dialled(&phone));
            if ours && to {
                calls.push(talk.record);
            }
            if calls.len() > self.limit {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            }
        })?;
        let more_calls = calls.len() > self.limit;
        calls.truncate(self.limit);
        Ok(Proof { client, people, consents, stops, calls, more_calls })
    }
}

impl Proof {
    /// The name of one of the people; empty when he is not known any more.
    pub fn person(&self, id: PersonId) -> String {
        let found = self.people.iter().find(|person| person.id.as_u64() == id.as_u64());
        found.map(|person| person.name.clone()).unwrap_or_default()
    }

    /// The one of the people whose number this is; `None` for the client's own and unknown ones.
    pub fn owner(&self, phone: &Phone) -> Option<PersonId> {
        if self.client.phones().any(|known| known.same_line(phone)) {
            return None;
        }
        self.people.iter().find(|p| p.phones().any(|known| known.same_line(phone))).map(|person| person.id)
    }
}
