//! Recording how a call ended: the interaction, what comes next, and everything the result brings with it, in one commit.

use super::deals::{NewDeal, open_deal};
use super::gate::{Pending, block_forbidden};
use super::queue::put_off;
use super::{DeskError, Plan, Result, UseCase, What};
use crate::domain::call_list::{DEFAULT_ATTEMPTS, Purpose};
use crate::domain::client::Client;
use crate::domain::contact::{ContactMethod, ContactState};
use crate::domain::gate::{Forbidden, times_of};
use crate::domain::hours::Times;
use crate::domain::ids::{ClientId, DealId, InteractionId, OutcomeId, PersonId, QueueEntryId};
use crate::domain::interaction::{
    Direction, Interaction, InteractionKind, InteractionStatus, ScriptRun, Subject,
};
use crate::domain::money::Money;
use crate::domain::outcome::{Ask, NextStep, Outcome, StopAnswer};
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::{DAY_MS, Moment};
use crate::store::Kept;

/// Records the result of a call.
#[derive(Clone, Debug)]
pub struct RecordResult {
    /// The client.
    pub client: ClientId,
    /// The contact it worked on; `None` for a call outside the queue.
    pub entry: Option<QueueEntryId>,
    /// Who was called, when known.
    pub person: Option<PersonId>,
    /// The number.
    pub phone: Option<Phone>,
    /// Who called.
    pub direction: Direction,
    /// When the call began.
    pub began: Moment,
    /// The result.
    pub outcome: OutcomeId,
    /// What the result asked.
    pub answers: Answers,
    /// The way through the script.
    pub script: Option<ScriptRun>,
    /// What was said.
    pub text: String,
    /// Fields of the firm's own that the script fills on the client's card: title and value.
    pub fields: Vec<(String, String)>,
}

/// Answers to what a result asks; see [`Ask`].
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// When to call again.
    pub when: Option<Moment>,
    /// Why.
    pub reason: String,
    /// The deal.
    pub deal: Option<DealAnswer>,
    /// What the client forbids.
    pub stop: Option<StopAnswer>,
    /// Who decides there.
    pub contact: Option<ContactAnswer>,
}

/// The deal a result makes or changes.
#[derive(Clone, Debug)]
pub enum DealAnswer {
    /// A new deal.
    New(NewDeal),
    /// A sum for a deal that is open already.
    Amount(DealId, Money),
}

/// Somebody who decides.
#[derive(Clone, Debug, Default)]
pub struct ContactAnswer {
    /// The name; may be empty when there is a number.
    pub name: String,
    /// The number.
    pub phone: Option<Phone>,
}

/// What a recorded result has brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The interaction.
    pub interaction: InteractionId,
    /// What comes next.
    pub next: Next,
    /// The deal that was made or changed.
    pub deal: Option<DealId>,
    /// How many planned contacts a prohibition has taken out of the queue.
    pub blocked: usize,
}

/// What comes next for a client after a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing is planned.
    Finished,
    /// Another contact.
    At {
        /// When.
        due: Moment,
        /// Why.
        kind: EntryKind,
        /// Another number than this time.
        phone: Option<Phone>,
    },
    /// The attempts are used up.
    Exhausted,
    /// The client forbade calls.
    Blocked,
}

impl UseCase for RecordResult {
    type Done = Recorded;

    const NAME: &'static str = "call.result";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Recorded> {
        let catalog = plan.catalog()?;
        let outcome = catalog
            .outcome(self.outcome)
            .ok_or_else(|| DeskError::NotFound(What::Outcome, self.outcome.to_string()))?;
        let mut client = plan.need::<Client>(What::Client, self.client)?;
        let filled = self.fill(&mut client);
        let entry = self.entry(plan)?;
        let times = self.times(plan, &client, entry.as_ref())?;
        self.check(plan, outcome, &client, &times)?;

        let interaction = self.interaction(plan, entry.as_ref())?;
        let deal = self.deal(plan, outcome)?;
        let added = self.contact(plan, outcome)?;
        let mut call = Call { case: self, outcome, client, filled, entry, added, times };
        let blocked = if outcome.flags.stop { call.stop(plan, interaction.id)? } else { Vec::new() };
        let other = if outcome.flags.bad_number { call.mark_number(plan)? } else { None };
        let next = if outcome.flags.stop { call.block(plan)? } else { call.next(plan, other)? };
        if call.filled {
            plan.change(&call.client)?;
        }
        call.spare(plan, &next, &blocked)?;
        plan.add(&interaction)?;
        Ok(Recorded { interaction: interaction.id, next, deal, blocked: blocked.len() })
    }
}

impl RecordResult {
    /// Fills the fields of the card; whether any of them changed.
    fn fill(&self, client: &mut Kept<Client>) -> bool {
        let mut changed = false;
        for (name, value) in &self.fields {
            let (name, value) = (clean_line(name), clean_line(value));
            if name.is_empty() || value.is_empty() {
                continue;
            }
            let custom = &mut client.record.custom;
            // A field keeps the title it was given first.
            let title = custom.keys().find(|title| title.to_lowercase() == name.to_lowercase()).cloned();
            let title = title.unwrap_or(name);
            changed |= custom.insert(title, value.clone()).as_ref() != Some(&value);
        }
        changed
    }

    /// The contact, when it is this user's to work on.
    fn entry(&self, plan: &Plan<'_>) -> Result<Option<Kept<QueueEntry>>> {
        let Some(id) = self.entry else { return Ok(None) };
        let entry = plan.need::<QueueEntry>(What::QueueEntry, id)?;
        match entry.holder(plan.now) {
            Some(holder) if holder != plan.who.user => Err(DeskError::Held(holder)),
            _ if !entry.is_open() => Err(DeskError::Finished),
            _ => Ok(Some(entry)),
        }
    }

    /// Whether every question of the result has an answer that will do.
    fn check(&self, plan: &Plan<'_>, outcome: &Outcome, client: &Client, times: &Times) -> Result<()> {
        for ask in &outcome.asks {
            let answered = match ask {
                Ask::When => match self.answers.when {
                    Some(when) if when <= plan.now => return Err(DeskError::Past),
                    Some(when) => {
                        // Whose zone is unknown has named the hour himself.
                        if client.zone.is_some() && !times.open_at(when) {
                            let opens =
                                times.next_open(when).ok_or(DeskError::NoCall(Forbidden::NeverOpen))?;
                            return Err(DeskError::OutsideHours { opens });
                        }
                        true
                    }
                    None => false,
                },
                Ask::Reason => !clean_line(&self.answers.reason).is_empty(),
                Ask::StopScope => self.answers.stop.is_some(),
                // A sum may be unknown yet, and so may the one who decides.
                Ask::Deal | Ask::Contact => true,
            };
            if !answered {
                return Err(DeskError::Unanswered(*ask));
            }
        }
        Ok(())
    }

    /// The hours in which the client may be called again.
    fn times(&self, plan: &Plan<'_>, client: &Client, entry: Option<&Kept<QueueEntry>>) -> Result<Times> {
        let catalog = plan.catalog()?;
        let list = entry.and_then(|entry| entry.list).and_then(|list| catalog.list(list));
        let purpose = list.map_or(Purpose::Advertising, |list| list.purpose);
        let window = list.and_then(|list| list.window);
        Ok(times_of(client, self.phone.as_ref(), purpose, window, catalog.hours().calendar()))
    }

    fn interaction(&self, plan: &Plan<'_>, entry: Option<&Kept<QueueEntry>>) -> Result<Interaction> {
        let seconds = plan.now.millis().saturating_sub(self.began.millis()) / 1000;
        Ok(Interaction {
            id: plan.new_id::<Interaction>(),
            client: self.client,
            person: self.person,
            kind: InteractionKind::Call,
            direction: self.direction,
            status: InteractionStatus::Held,
            at: self.began,
            duration_s: u32::try_from(seconds).ok(),
            phone: self.phone,
            subject: match (&self.answers.deal, entry.and_then(|entry| entry.list)) {
                (Some(DealAnswer::Amount(deal, _)), _) => Some(Subject::Deal(*deal)),
                (_, list) => list.map(Subject::CallList),
            },
            outcome: Some(self.outcome),
            reason: clean_line(&self.answers.reason),
            owner: plan.who.user,
            text: clean_text(&self.text),
            script: self.script.clone().filter(|run| !run.path.is_empty()),
            entry: self.entry,
            attempt: entry.map_or(0, |entry| entry.attempts.saturating_add(1)),
        })
    }

    fn deal(&self, plan: &mut Plan<'_>, outcome: &Outcome) -> Result<Option<DealId>> {
        if !outcome.asks.contains(&Ask::Deal) {
            return Ok(None);
        }
        match &self.answers.deal {
            None => Ok(None),
            Some(DealAnswer::New(new)) => open_deal(plan, self.client, self.person, new).map(Some),
            Some(DealAnswer::Amount(id, amount)) => {
                let mut deal = plan.need::<crate::domain::deal::Deal>(What::Deal, *id)?;
                if deal.client != self.client {
                    return Err(DeskError::NotFound(What::Deal, id.to_string()));
                }
                deal.record.amount = Some(*amount);
                plan.change(&deal)?;
                Ok(Some(*id))
            }
        }
    }

    /// Adds the one who decides, when somebody was named.
    fn contact(&self, plan: &mut Plan<'_>, outcome: &Outcome) -> Result<Option<Person>> {
        let Some(answer) = self.answers.contact.as_ref().filter(|_| outcome.asks.contains(&Ask::Contact))
        else {
            return Ok(None);
        };
        let name = clean_line(&answer.name);
        if name.is_empty() && answer.phone.is_none() {
            return Ok(None);
        }
        let person = Person {
            id: plan.new_id::<Person>(),
            name,
            links: vec![PersonLink {
                from: Some(plan.now.date_in(plan.who.zone)),
                ..PersonLink::new(self.client, Role::DecisionMaker, "")
            }],
            methods: answer.phone.map(|phone| ContactMethod::phone(phone, "")).into_iter().collect(),
        };
        plan.add(&person)?;
        Ok(Some(person))
    }
}

/// A call whose consequences are being worked out.
struct Call<'a> {
    case: &'a RecordResult,
    outcome: &'a Outcome,
    client: Kept<Client>,
    /// The script has filled fields of the card, and the card is not written yet.
    filled: bool,
    entry: Option<Kept<QueueEntry>>,
    /// The person the result has added.
    added: Option<Person>,
    /// When the client may be called again.
    times: Times,
}

impl Call<'_> {
    /// Writes the prohibition down and takes what it forbids out of the queue; returns which other contacts that were.
    fn stop(&self, plan: &mut Plan<'_>, interaction: InteractionId) -> Result<Vec<QueueEntryId>> {
        let scope = match self.case.answers.stop {
            Some(StopAnswer::Everything) => StopScope::Everything,
            Some(StopAnswer::ThisList) => match self.entry.as_ref().and_then(|entry| entry.list) {
                Some(list) => StopScope::List(list),
                None => StopScope::Advertising,
            },
            Some(StopAnswer::Advertising) | None => StopScope::Advertising,
        };
        // The one who spoke is protected on all his numbers, and the number that was dialled whoever answers it.
        let mut subjects: Vec<StopSubject> = Vec::new();
        subjects.extend(self.case.person.map(StopSubject::Person));
        subjects.extend(self.case.phone.map(StopSubject::Phone));
        if subjects.is_empty() {
            subjects.push(StopSubject::Client(self.client.id));
        }
        let mut stops = Vec::new();
        for subject in subjects {
            let stop = StopEntry {
                id: plan.new_id::<StopEntry>(),
                client: Some(self.client.id),
                subject,
                scope,
                since: plan.now,
                until: None,
                reason: clean_line(&self.case.answers.reason),
                proof: String::new(),
                interaction: Some(interaction),
                by: plan.who.user,
                lifted: None,
            };
            plan.add(&stop)?;
            stops.push(stop);
        }
        let pending = Pending { stops: &stops, ..Pending::default() };
        block_forbidden(plan, &self.client, self.case.entry, pending)
    }

    /// The first moment from `at` on when the client may be called; where the hours leave none, the moment itself: the gate
    /// holds the call back.
    fn open_from(&self, at: Moment) -> Moment {
        self.times.next_open(at).unwrap_or(at)
    }

    /// Sees to it that the client is not called again at once because he stands in another list as well.
    fn spare(&self, plan: &mut Plan<'_>, next: &Next, blocked: &[QueueEntryId]) -> Result<()> {
        let clock = self.client.zone.map_or(chrono_tz::Europe::Moscow, |zone| zone.tz);
        let until = match (next, self.outcome.next) {
            // What was planned now comes first, whatever the order of the ids.
            (Next::At { due, .. }, _) => self.open_from(due.plus_millis(1)),
            (_, NextStep::Rest { days }) => {
                self.open_from(plan.now.plus_millis(i64::from(days).saturating_mul(DAY_MS)))
            }
            (Next::Exhausted, NextStep::Retry { minutes }) => {
                self.open_from(plan.now.plus_minutes(i64::from(minutes)))
            }
            _ if self.outcome.flags.human => {
                self.times.next_day(clock, plan.now).unwrap_or(plan.now.plus_millis(DAY_MS))
            }
            _ => return Ok(()),
        };
        let except: Vec<QueueEntryId> = blocked.iter().copied().chain(self.case.entry).collect();
        put_off(plan, self.client.id, &except, until)
    }

    /// The contact itself is over for ever.
    fn block(&mut self, plan: &mut Plan<'_>) -> Result<Next> {
        if let Some(entry) = &mut self.entry {
            entry.record.attempts = entry.record.attempts.saturating_add(1);
            entry.record.state = EntryState::Blocked;
            plan.change(entry)?;
        }
        Ok(Next::Blocked)
    }

    /// Marks the number as unusable on every card of this client; returns another one that works.
    fn mark_number(&mut self, plan: &mut Plan<'_>) -> Result<Option<Phone>> {
        let Some(bad) = self.case.phone else { return Ok(None) };
        let mark = |methods: &mut Vec<ContactMethod>| {
            let hit = methods.iter_mut().filter(|m| m.as_phone().is_some_and(|phone| phone.same_line(&bad)));
            hit.map(|method| method.state = ContactState::NotTheirs).count() > 0
        };
        if mark(&mut self.client.record.methods) {
            self.filled = false;
            plan.change(&self.client)?;
        }
        let mut people = plan.reads().people_of(self.client.id)?;
        for person in &mut people {
            if mark(&mut person.record.methods) {
                plan.change(person)?;
            }
        }
        let good = |method: &&ContactMethod| method.state == ContactState::Good;
        let methods = people.iter().flat_map(|person| &person.methods).chain(&self.client.methods);
        Ok(methods.filter(good).filter_map(ContactMethod::as_phone).copied().next())
    }

    /// What becomes of the contact, or what contact is made where there was none.
    fn next(&mut self, plan: &mut Plan<'_>, other: Option<Phone>) -> Result<Next> {
        let attempts = self.entry.as_ref().map_or(0, |entry| entry.attempts).saturating_add(1);
        let allowed = self.entry.as_ref().map_or(DEFAULT_ATTEMPTS, |entry| entry.max_attempts);
        let next = match (self.outcome.next, self.case.answers.when) {
            (NextStep::Callback, Some(due)) => Next::At { due, kind: EntryKind::Promise, phone: None },
            (NextStep::FollowUp, Some(due)) => Next::At { due, kind: EntryKind::Hot, phone: None },
            (NextStep::Callback | NextStep::FollowUp, None) => {
                return Err(DeskError::Unanswered(Ask::When));
            }
            (NextStep::Close | NextStep::Rest { .. }, _) => Next::Finished,
            (NextStep::Retry { .. } | NextStep::OtherNumber, _) if attempts >= allowed => Next::Exhausted,
            (NextStep::OtherNumber, _) => match other {
                Some(phone) => Next::At { due: plan.now, kind: EntryKind::Retry, phone: Some(phone) },
                None => Next::Finished,
            },
            (NextStep::Retry { minutes }, _) => {
                let due = self.open_from(plan.now.plus_minutes(i64::from(minutes)));
                let phone = self.added.as_ref().and_then(|person| person.phones().next().copied());
                Next::At { due, kind: EntryKind::Retry, phone }
            }
        };
        self.replan(plan, &next, attempts)?;
        Ok(next)
    }

    fn replan(&mut self, plan: &mut Plan<'_>, next: &Next, attempts: u16) -> Result<()> {
        let added = self.added.as_ref().map(|person| person.id);
        if let Some(kept) = &mut self.entry {
            let entry = &mut kept.record;
            entry.attempts = attempts;
            entry.zone = self.client.record.zone.map(|zone| zone.tz);
            match *next {
                Next::Finished => entry.state = EntryState::Done,
                Next::Exhausted => entry.state = EntryState::Exhausted,
                Next::Blocked => entry.state = EntryState::Blocked,
                Next::At { due, kind, phone } => {
                    entry.state = EntryState::Waiting;
                    entry.due = due;
                    entry.kind = kind;
                    entry.phone = phone.or(entry.phone);
                    entry.person = added.or(entry.person);
                }
            }
            return plan.change(kept);
        }
        // A call outside the queue that leads to another one: that one is planned.
        let Next::At { due, kind, phone } = *next else { return Ok(()) };
        let entry = QueueEntry {
            id: plan.new_id::<QueueEntry>(),
            client: self.client.id,
            person: added.or(self.case.person),
            phone: phone.or(self.case.phone),
            kind,
            due,
            reason: clean_line(&self.case.answers.reason),
            list: None,
            attempts: if kind == EntryKind::Retry { 1 } else { 0 },
            max_attempts: DEFAULT_ATTEMPTS,
            owner: None,
            state: EntryState::Waiting,
            zone: self.client.zone.map(|zone| zone.tz),
            created: plan.now,
            marks: Marks::default(),
        };
        plan.add(&entry)
    }
}
