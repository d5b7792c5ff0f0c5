//! The stop list: written, lifted, looked through, loaded from a file.

use super::consents::{kept_line, person_of};
use super::gate::{Pending, block_forbidden, consents, reopen_allowed};
use super::{DeskError, NotLifted, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::consent::{Consent, ConsentKind, Standing, standing};
use crate::domain::ids::{CallListId, ClientId, ConsentId, InteractionId, PersonId, StopId};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::stop::{Lifted, StopEntry, StopScope, StopSubject};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Index, Kept, Key, Owner, Record, Walk};

/// Forbids calls. What it forbids leaves the queue.
#[derive(Clone, Debug)]
pub struct AddStop {
    /// Whom it protects. A person is one of the client's people.
    pub subject: StopSubject,
    /// The client on whose card it stands; for a number, that of its owner is found where none is named.
    pub client: Option<ClientId>,
    /// From which calls.
    pub scope: StopScope,
    /// Until when; `None` until it is lifted.
    pub until: Option<Moment>,
    /// Why.
    pub reason: String,
    /// Where the demand can be seen.
    pub proof: String,
    /// The call in which it was said.
    pub interaction: Option<InteractionId>,
}

/// What forbidding has brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The entry.
    pub id: StopId,
    /// Whether it was there already, or one that forbids the same and more.
    pub known: bool,
    /// How many planned contacts left the queue.
    pub blocked: usize,
}

impl UseCase for AddStop {
    type Done = Stopped;

    const NAME: &'static str = "stop.add";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Stopped> {
        if self.until.is_some_and(|until| until <= plan.now) {
            return Err(DeskError::Past);
        }
        let (reason, proof) = (kept_line(&self.reason)?, kept_line(&self.proof)?);
        if let StopScope::List(list) = self.scope {
            list_of(plan, list)?;
        }
        let clients = concerned(plan, self.client, &self.subject)?;
        if let Some(known) = known(plan, &clients, &self.subject, self.scope, self.until)? {
            return Ok(Stopped { id: known, known: true, blocked: 0 });
        }
        let stop = StopEntry {
            id: plan.new_id::<StopEntry>(),
            client: self.client.or_else(|| clients.first().copied()),
            subject: self.subject.clone(),
            scope: self.scope,
            since: plan.now,
            until: self.until,
            reason,
            proof,
            interaction: self.interaction,
            by: plan.who.user,
            lifted: None,
        };
        plan.add(&stop)?;
        let id = stop.id;
        let blocked = block_all(plan, &clients, &[stop])?;
        Ok(Stopped { id, known: false, blocked })
    }
}

fn list_of(view: &View<'_>, list: CallListId) -> Result<()> {
    let known = view.catalog()?.list(list).is_some();
    if known { Ok(()) } else { Err(DeskError::NotFound(What::CallList, list.to_string())) }
}

/// The clients whose calls an entry concerns.
fn concerned(view: &View<'_>, client: Option<ClientId>, subject: &StopSubject) -> Result<Vec<ClientId>> {
    Ok(match subject {
        StopSubject::Client(id) => {
            view.need::<Client>(What::Client, *id)?;
            vec![*id]
        }
        StopSubject::Person(id) => {
            let person = match client {
                Some(client) => person_of(view, client, *id)?,
                None => view.need::<Person>(What::Person, *id)?,
            };
            person.links.iter().map(|link| link.client).collect()
        }
        StopSubject::Phone(phone) => {
            let mut clients: Vec<ClientId> = client.into_iter().collect();
            clients.extend(owners_of(view, phone)?);
            clients.sort_unstable();
            clients.dedup();
            clients
        }
    })
}

/// The clients a number leads to: their own, and those of the people who have it.
fn owners_of(view: &View<'_>, phone: &Phone) -> Result<Vec<ClientId>> {
    let reads = view.reads();
    let prefix = Index::Phone.key().text(&phone.without_ext().reversed_digits());
    let mut clients = Vec::new();
    for owner in reads.owners(&prefix, usize::MAX)? {
        match owner {
            Owner::Client(id) => clients.push(id),
            Owner::Person(id) => {
                let person = reads.find::<Person>(id)?;
                clients.extend(person.iter().flat_map(|person| &person.links).map(|link| link.client));
            }
        }
    }
    Ok(clients)
}

/// Entries in force that protect the same.
fn entries_of(view: &View<'_>, clients: &[ClientId], subject: &StopSubject) -> Result<Vec<Kept<StopEntry>>> {
    let reads = view.reads();
    let mut found: Vec<Kept<StopEntry>> = Vec::new();
    if let StopSubject::Phone(phone) = subject {
        found = reads.by_index(&Index::StopByPhone.key().number(phone.number()), usize::MAX)?;
    } else {
        for client in clients {
            found.extend(reads.of_client::<StopEntry>(*client)?);
        }
    }
    found.retain(|stop| stop.subject == *subject && !stop.is_over(view.now));
    Ok(found)
}

/// An entry in force that forbids at least as much, for at least as long.
fn known(
    view: &View<'_>,
    clients: &[ClientId],
    subject: &StopSubject,
    scope: StopScope,
    until: Option<Moment>,
) -> Result<Option<StopId>> {
    let wider = |known: StopScope| known == scope || known == StopScope::Everything;
    let longer = |known: Option<Moment>| known.is_none_or(|known| until.is_some_and(|until| until <= known));
    let found = entries_of(view, clients, subject)?;
    Ok(found.iter().find(|stop| wider(stop.scope) && longer(stop.until)).map(|stop| stop.id))
}

fn block_all(plan: &mut Plan<'_>, clients: &[ClientId], stops: &[StopEntry]) -> Result<usize> {
    let mut blocked = 0;
    for id in clients {
        let Some(client) = plan.reads().client(*id)? else { continue };
        blocked += block_forbidden(plan, &client, None, Pending { stops, ..Pending::default() })?.len();
    }
    Ok(blocked)
}

/// Lifts a prohibition: the client has agreed to advertising after it, and that can be proven. Contacts of call lists it had
/// closed come back into the queue.
#[derive(Clone, Copy, Debug)]
pub struct LiftStop(pub StopId);

/// What lifting has brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiftedBy {
    /// By which consent.
    pub consent: ConsentId,
    /// How many contacts came back into the queue.
    pub reopened: usize,
}

impl UseCase for LiftStop {
    type Done = LiftedBy;

    const NAME: &'static str = "stop.lift";

    fn right(&self) -> Right {
        Right::Lift
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<LiftedBy> {
        let mut stop = plan.need::<StopEntry>(What::Stop, self.0)?;
        if stop.is_over(plan.now) {
            return Err(DeskError::NotLifted(NotLifted::Over));
        }
        let clients = concerned(plan, stop.client, &stop.subject)?;
        let mut found: Option<Consent> = None;
        for client in &clients {
            for consent in given_since(plan, *client, &stop)? {
                // One that can be proven is worth more than any that can't.
                if found.as_ref().is_none_or(|known| !known.is_proven() && consent.is_proven()) {
                    found = Some(consent);
                }
            }
        }
        let consent = match found {
            Some(consent) if consent.is_proven() => consent,
            Some(_) => return Err(DeskError::NotLifted(NotLifted::NoProof)),
            None => return Err(DeskError::NotLifted(NotLifted::NoConsent)),
        };
        stop.record.lifted = Some(Lifted { at: plan.now, by: plan.who.user, consent: consent.id });
        plan.change(&stop)?;
        plan.commit().expect_there(Consent::key_of(consent.id));
        let (lifted, mut reopened) = ([stop.record], 0);
        for id in &clients {
            let Some(client) = plan.reads().client(*id)? else { continue };
            reopened +=
                reopen_allowed(plan, &client, Pending { stops: &lifted, ..Pending::default() })?.len();
        }
        Ok(LiftedBy { consent: consent.id, reopened })
    }
}

/// Consents to advertising that hold, and were given after an entry by whom it protects.
fn given_since(view: &View<'_>, client: ClientId, stop: &StopEntry) -> Result<Vec<Consent>> {
    let all = consents(view.reads(), client)?;
    let who: Vec<Option<PersonId>> = match &stop.subject {
        StopSubject::Client(_) => vec![None],
        StopSubject::Person(person) => vec![Some(*person)],
        StopSubject::Phone(phone) => {
            let people = view.reads().people_of(client)?;
            let theirs = people.iter().filter(|p| p.phones().any(|known| known.same_line(phone)));
            std::iter::once(None).chain(theirs.map(|person| Some(person.id))).collect()
        }
    };
    let held = who.into_iter().filter_map(|person| {
        match standing(&all, ConsentKind::Advertising, client, person, view.now) {
            Standing::Holds(consent) if consent.given > stop.since => Some(consent.clone()),
            _ => None,
        }
    });
    Ok(held.collect())
}

/// Asks for the stop list, newest first.
#[derive(Clone, Copy, Debug)]
pub struct StopList {
    /// Only entries of this client's card.
    pub client: Option<ClientId>,
    /// Those that are over, too.
    pub over: bool,
    /// How many at most.
    pub limit: usize,
}

impl Query for StopList {
    /// The entries, and whether there are more.
    type Answer = (Vec<StopEntry>, bool);

    fn answer(&self, view: &View<'_>) -> Result<(Vec<StopEntry>, bool)> {
        let reads = view.reads();
        let wanted = |stop: &StopEntry| self.over || !stop.is_over(view.now);
        let mut found: Vec<StopEntry> = Vec::new();
        if let Some(client) = self.client {
            let kept = view.need::<Client>(What::Client, client)?;
            let people = reads.people_of(client)?;
            found = super::dossier::stops(reads, &kept, people.iter().map(|kept| &kept.record))?;
            found.retain(wanted);
            found.sort_by_key(|stop| std::cmp::Reverse((stop.since, stop.id)));
        } else {
            reads.each::<StopEntry>(&Key::new(StopEntry::TABLE.tag()), Walk::Down, &mut |kept| {
                if wanted(&kept) {
                    found.push(kept.record);
                }
                if found.len() > self.limit {
                    std::ops::ControlFlow::Break(())
                } else {
                    std::ops::ControlFlow::Continue(())
                }
            })?;
        }
        let more = found.len() > self.limit;
        found.truncate(self.limit);
        Ok((found, more))
    }
}

/// A number of a stop list file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopRow {
    /// The number.
    pub phone: Phone,
    /// Why; may be empty.
    pub reason: String,
}

/// Loads numbers of a stop list file. Numbers nobody here has are kept as well: they may come tomorrow.
#[derive(Clone, Debug)]
pub struct LoadStops {
    /// The numbers, each once.
    pub rows: Vec<StopRow>,
    /// From which calls they are protected.
    pub scope: StopScope,
    /// Where the list comes from.
    pub proof: String,
}

/// What loading a part of a stop list comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StopTotals {
    /// Entries that were added.
    pub added: usize,
    /// Numbers that were protected as much already.
    pub known: usize,
    /// Of the added ones, how many lead to a client of the base.
    pub ours: usize,
    /// Planned contacts that left the queue; a dry run does not look for them.
    pub blocked: usize,
}

impl LoadStops {
    /// What one number comes to: the clients it leads to when it is to be added.
    fn judge(
        &self,
        view: &View<'_>,
        row: &StopRow,
        totals: &mut StopTotals,
    ) -> Result<Option<Vec<ClientId>>> {
        let subject = StopSubject::Phone(row.phone);
        if known(view, &[], &subject, self.scope, None)?.is_some() {
            totals.known += 1;
            return Ok(None);
        }
        let clients = concerned(view, None, &subject)?;
        totals.added += 1;
        totals.ours += usize::from(!clients.is_empty());
        Ok(Some(clients))
    }
}

impl UseCase for LoadStops {
    type Done = StopTotals;

    const NAME: &'static str = "stop.load";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<StopTotals> {
        let mut totals = StopTotals::default();
        let proof = kept_line(&self.proof)?;
        let (mut stops, mut touched): (Vec<StopEntry>, Vec<ClientId>) = (Vec::new(), Vec::new());
        for row in &self.rows {
            let Some(clients) = self.judge(plan, row, &mut totals)? else { continue };
            let stop = StopEntry {
                id: plan.new_id::<StopEntry>(),
                client: clients.first().copied(),
                subject: StopSubject::Phone(row.phone),
                scope: self.scope,
                since: plan.now,
                until: None,
                reason: kept_line(&row.reason)?,
                proof: proof.clone(),
                interaction: None,
                by: plan.who.user,
                lifted: None,
            };
            plan.add(&stop)?;
            stops.push(stop);
            touched.extend(clients);
        }
        touched.sort_unstable();
        touched.dedup();
        totals.blocked = block_all(plan, &touched, &stops)?;
        Ok(totals)
    }
}

/// Asks what [`LoadStops`] would come to.
#[derive(Clone, Debug)]
pub struct TryStops(pub LoadStops);

impl Query for TryStops {
    type Answer = StopTotals;

    fn right(&self) -> Right {
        Right::Load
    }

    fn answer(&self, view: &View<'_>) -> Result<StopTotals> {
        let mut totals = StopTotals::default();
        for row in &self.0.rows {
            self.0.judge(view, row, &mut totals)?;
        }
        Ok(totals)
    }
}
