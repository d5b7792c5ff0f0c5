//! Recording how a call ended: the interaction, what comes next, and everything the result brings with it, in one commit.

mod brings;
mod ends;
mod may_be;
mod numbers;
mod stop;

use self::ends::Call;
pub use self::may_be::{WithoutCall, without_call};
use super::deals::NewDeal;
use super::drafts::CallRecorded;
use super::missed::close_missed;
use super::tasks::Given;
use super::{DeskError, Plan, Query, Result, UseCase, What};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::gate::{Forbidden, times_of};
use crate::domain::hours::Times;
use crate::domain::ids::{ClientId, DealId, InteractionId, OutcomeId, PersonId, QueueEntryId, UserId};
use crate::domain::interaction::{
    Direction, Interaction, InteractionKind, InteractionStatus, ScriptRun, Subject, Tried,
};
use crate::domain::money::Money;
use crate::domain::outcome::{Ask, Outcome, StopAnswer};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::recording::{MARKS_MAX, Mark, ordered};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Moment;
use crate::domain::when::until;
use crate::store::Kept;

/// The longest line that says what a call is for, in characters.
pub const PURPOSE_MOST: usize = 100;

/// Numbers a client may have been dialled on in one attempt: more are left out of the history.
const TRIED_MAX: usize = 16;

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
    /// What the call is for that was promised (зачем), in one line; empty when nobody has said: the reason stands for it then, else
    /// the first line of what was noted.
    pub purpose: String,
    /// The deal.
    pub deal: Option<DealAnswer>,
    /// What the client forbids.
    pub stop: Option<StopAnswer>,
    /// Who forbids it; `None` for whoever the call is with, as far as that can be told.
    pub asker: Option<Asker>,
    /// Who decides there.
    pub contact: Option<ContactAnswer>,
    /// What has brought the client.
    pub source: String,
    /// Whether the call that was promised is the operator's own; anybody may make it otherwise.
    pub personal: bool,
    /// Whether the client named a day and no hour: `when` is then the hour from which he is offered.
    pub whole_day: bool,
    /// How long the call that was promised is awaited, in words: «до 12:00»; empty when the client has named no end.
    pub until: String,
    /// Numbers of the client that were dialled before in the same attempt, and nobody was reached on.
    pub tried: Vec<Tried>,
    /// Whether no call was begun at this desk: see [`without_call`] for the results there are then. Whatever a client says who calls
    /// himself is written down in any case.
    pub undialled: bool,
    /// Places in the talk that were marked while it went on; at most [`MARKS_MAX`] are kept.
    pub marks: Vec<Mark>,
}

/// Who forbids calls in a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// One of its people: all his numbers are covered.
    Person(PersonId),
    /// None of those who are known: only the number that was dialled is covered.
    Nobody,
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
    /// The task the stage of a new deal has given.
    pub task: Option<Given>,
    /// How many planned contacts a prohibition has taken out of the queue, that of the call itself included.
    pub blocked: usize,
    /// To whom of the others the promised calls among them belonged: they are told of it.
    pub callbacks: Vec<UserId>,
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
        // Who was entered in the call may have been taken back since: what was said was said all the same.
        match self.person.map(|id| plan.reads().find::<Person>(id)).transpose()? {
            Some(None) => Self { person: None, ..self.clone() }.write(plan),
            _ => self.write(plan),
        }
    }
}

impl RecordResult {
    fn write(&self, plan: &mut Plan<'_>) -> Result<Recorded> {
        let catalog = plan.catalog()?;
        let outcome = catalog
            .outcome(self.outcome)
            .ok_or_else(|| DeskError::NotFound(What::Outcome, self.outcome.to_string()))?;
        let mut client = plan.need::<Client>(What::Client, self.client)?;
        let filled = self.fill(&mut client, outcome);
        let (entry, over) = self.entry(plan)?;
        let times = self.times(plan, &client, entry.as_ref())?;
        self.may_be(plan, outcome, &client, entry.as_ref())?;
        self.check(plan, outcome, &client, &times)?;
        if let Some(when) = self.answers.when.filter(|_| outcome.asks.contains(&Ask::When)) {
            self.may_be_promised(plan, &client, entry.as_deref(), &times, when)?;
        }

        let interaction = self.interaction(plan, outcome, entry.as_ref())?;
        let (deal, task) = self.deal(plan, outcome, entry.as_ref().and_then(|entry| entry.list))?;
        let added = self.contact(plan, outcome)?;
        let mut call = Call { case: self, outcome, client, filled, entry, added, times, over };
        let stopped = if outcome.flags.stop { call.stop(plan, interaction.id)? } else { Vec::new() };
        let other = call.numbers(plan)?;
        let next = if outcome.flags.stop { call.block(plan)? } else { call.next(plan, other)? };
        if call.filled {
            plan.change(&call.client)?;
        }
        // Whoever is reached has not called in vain any more; a prohibition has closed his rows already.
        if outcome.flags.human && !outcome.flags.stop {
            close_missed(plan, self.client, self.entry)?;
        }
        let blocked: Vec<QueueEntryId> = stopped.iter().map(|entry| entry.id).collect();
        call.spare(plan, &next, &blocked)?;
        let callbacks = call.tell_owners(plan, &stopped)?;
        plan.add(&interaction)?;
        // The row of the call itself went with its result.
        let own = usize::from(next == Next::Blocked && call.entry.is_some());
        Ok(Recorded {
            interaction: interaction.id,
            next,
            deal,
            task,
            blocked: blocked.len() + own,
            callbacks,
        })
    }

    /// The contact, when it is this user's to work on, and whether it was closed while he talked: a talk that has been is
    /// recorded all the same, outside the queue. What was recorded already is not recorded twice.
    fn entry(&self, plan: &Plan<'_>) -> Result<(Option<Kept<QueueEntry>>, bool)> {
        let Some(id) = self.entry else { return Ok((None, false)) };
        let entry = plan.reads().find::<QueueEntry>(id)?;
        match entry {
            Some(entry) if entry.holder(plan.now).is_some_and(|holder| holder != plan.who.user) => {
                Err(DeskError::Held(entry.holder(plan.now).unwrap_or(plan.who.user)))
            }
            Some(entry) if entry.is_open() => Ok((Some(entry), false)),
            _ if (CallRecorded { client: self.client, began: self.began }).answer(plan)? => {
                Err(DeskError::Finished)
            }
            _ => Ok((None, true)),
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
                Ask::Source => !clean_line(&self.answers.source).is_empty(),
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

    /// What came of the call in a few words: why, else what the next one is for.
    fn said(&self) -> String {
        let reason = clean_line(&self.answers.reason);
        if reason.is_empty() { shortened(&clean_line(&self.answers.purpose)) } else { reason }
    }

    /// The marks as they are kept, whoever has made them.
    fn marks(&self) -> Vec<Mark> {
        let marks = self.answers.marks.iter().take(MARKS_MAX);
        ordered(marks.map(|mark| Mark::new(mark.second, &mark.text)).collect())
    }

    fn interaction(
        &self,
        plan: &Plan<'_>,
        outcome: &Outcome,
        entry: Option<&Kept<QueueEntry>>,
    ) -> Result<Interaction> {
        let seconds = plan.now.millis().saturating_sub(self.began.millis()) / 1000;
        // What forbids calls may be known without one: it is no call then, and no attempt.
        let held = !(outcome.flags.stop && self.is_no_call());
        Ok(Interaction {
            id: plan.new_id::<Interaction>(),
            client: self.client,
            person: self.person,
            kind: InteractionKind::Call,
            direction: self.direction,
            status: if held { InteractionStatus::Held } else { InteractionStatus::NotHeld },
            at: self.began,
            duration_s: u32::try_from(seconds).ok().filter(|_| held),
            phone: self.phone,
            // The deal it moved has a history of its own; what a job has come to is counted by its calls.
            subject: match (entry.and_then(|entry| entry.list), &self.answers.deal) {
                (Some(list), _) => Some(Subject::CallList(list)),
                (None, Some(DealAnswer::Amount(deal, _))) => Some(Subject::Deal(*deal)),
                (None, _) => None,
            },
            outcome: Some(self.outcome),
            reason: until::said(&clean_line(&self.answers.until), &self.said()),
            owner: plan.who.user,
            text: clean_text(&self.text),
            script: self.script.clone().filter(|run| !run.path.is_empty()),
            entry: entry.map(|entry| entry.id),
            // Whoever calls himself costs us none.
            attempt: entry
                .filter(|_| held && self.direction == Direction::Outgoing)
                .map_or(0, |entry| entry.attempts.saturating_add(1)),
            promised: entry.and_then(|entry| entry.promised_for(self.began)),
            tried: self.answers.tried.iter().copied().take(TRIED_MAX).collect(),
            marks: self.marks(),
            recording: None,
        })
    }
}

/// A line no longer than [`PURPOSE_MOST`].
fn shortened(line: &str) -> String {
    if line.chars().count() <= PURPOSE_MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(PURPOSE_MOST).collect();
    format!("{}…", cut.trim_end())
}
