//! What has happened with one client, and what is planned: told event by event, oldest first.

use std::sync::Arc;

use super::clock::Clock;
use super::goods::{Order, capital};
use super::rng::Rng;
use super::{Scene, words};
use crate::desk::bulk::Records;
use crate::domain::call_list::{CallList, DEFAULT_ATTEMPTS};
use crate::domain::consent::{Consent, ConsentHow, ConsentKind, Withdrawal};
use crate::domain::contact::{ContactMethod, ContactState};
use crate::domain::deal::{Deal, DealStatus, Move};
use crate::domain::ids::{ClientId, DealId, InteractionId, PersonId, QueueEntryId, RecordId, UserId};
use crate::domain::interaction::{
    Direction, Interaction, InteractionKind, InteractionStatus, Note, ScriptRun, Subject,
};
use crate::domain::money::Money;
use crate::domain::outcome::{Ask, NextStep, Outcome};
use crate::domain::person::Role;
use crate::domain::phone::Phone;
use crate::domain::process::Process;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::script::facts::Unknown;
use crate::domain::script::question::{Number, QuestionKind, Reply};
use crate::domain::script::run::Run;
use crate::domain::script::{Script, Step};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::time::{DAY_MS, Moment};

/// Steps of a script a call goes through at most.
const STEPS_MAX: usize = 14;
/// Ways through a script that are tried before a call is told without one.
const WALKS: usize = 40;

/// Of a hundred clients, how many never agreed to advertising, and how many have taken it back.
const NEVER: u64 = 8;
const TAKEN_BACK: u64 = 4;
/// What sets the chance of consents apart from all other chance.
const CONSENTS: u64 = 0x636f_6e73_656e_7473;
/// How clients agree, to which text, and what proves it.
const AGREED: &[(ConsentHow, &str, &str)] = &[
    (ConsentHow::WebForm, "форма сайта, версия 3", "https://tehopt.example/forms/price"),
    (ConsentHow::WebForm, "форма сайта, версия 3", "https://tehopt.example/forms/price"),
    (ConsentHow::WebForm, "форма сайта, версия 2", "https://tehopt.example/forms/callback"),
    (ConsentHow::Paper, "анкета выставки 2025", "папка «Выставки», анкеты 2025"),
    (ConsentHow::Voice, "устное согласие, версия 1", "запись разговора"),
    (ConsentHow::Email, "", "письмо в ящике zakaz@tehopt.example"),
];

/// A tale under way.
pub(super) struct Tale<'s> {
    pub(super) scene: &'s Scene<'s>,
    pub(super) rng: Rng,
    pub(super) clock: Clock,
    /// What it is all about.
    pub(super) order: Order,
    pub(super) out: Records,
    client: ClientId,
    person: Option<PersonId>,
    phone: Option<Phone>,
}

/// What one call was about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct About {
    /// The subject, when it has one.
    pub(super) subject: Option<Subject>,
    /// The planned contact and which attempt at it this was.
    pub(super) entry: Option<(QueueEntryId, u16)>,
}

impl<'s> Tale<'s> {
    /// Begins the tale of a client whose card has been made.
    pub(super) fn of(scene: &'s Scene<'s>, card: Records, client: ClientId, rng: Rng) -> Self {
        let zone = card.clients.first().and_then(|client| client.zone).map(|zone| zone.tz);
        let clock = Clock { now: scene.now, hours: scene.hours.clone(), zone };
        let (person, phone) = best_number(&card);
        let mut rng = rng;
        let order = Order::any(&mut rng);
        Self { scene, rng, clock, order, out: card, client, person, phone }
    }

    /// One of some texts, with the order in it.
    pub(super) fn words(&mut self, from: &[&'static str]) -> String {
        self.order.told(self.rng.word(from))
    }

    fn owner(&mut self) -> UserId {
        self.scene.crew.any(&mut self.rng)
    }

    /// A call of ours that ended with the result of a code, in the words of chance.
    pub(super) fn call(
        &mut self,
        at: Moment,
        code: &str,
        about: About,
        owner: Option<UserId>,
    ) -> InteractionId {
        let outcome = self.scene.catalog.outcome_by_code(code);
        let asks_reason = outcome.is_some_and(|outcome| outcome.asks.contains(&Ask::Reason));
        let reasons = outcome.filter(|_| asks_reason).map_or(&[][..], |outcome| &outcome.reasons);
        let reason = self.rng.pick(reasons).map(|reason| reason.ru.clone()).unwrap_or_default();
        let text = self.words(words::talk(code, &reason));
        self.say(at, code, &reason, text, about, owner)
    }

    /// A call of ours, in given words.
    pub(super) fn say(
        &mut self,
        at: Moment,
        code: &str,
        reason: &str,
        text: String,
        about: About,
        owner: Option<UserId>,
    ) -> InteractionId {
        let outcome: Option<&Outcome> = self.scene.catalog.outcome_by_code(code);
        let human = outcome.is_some_and(|outcome| outcome.flags.human);
        let seconds = if human { self.rng.between(35, 420) } else { self.rng.between(8, 38) };
        let mut call = self.event(InteractionKind::Call, Direction::Outgoing, at, text, owner);
        call.duration_s = u32::try_from(seconds).ok();
        call.phone = self.phone;
        call.person = self.person.filter(|_| human);
        call.outcome = outcome.map(|outcome| outcome.id);
        reason.clone_into(&mut call.reason);
        call.subject = about.subject;
        if let Some((entry, attempt)) = about.entry {
            call.entry = Some(entry);
            call.attempt = attempt;
            if human && let Some(script) = self.script_of(about.subject) {
                call.script = walk(&mut self.rng, &script, code);
            }
        }
        let id = call.id;
        self.out.interactions.push(call);
        id
    }

    fn script_of(&self, subject: Option<Subject>) -> Option<Arc<Script>> {
        let Some(Subject::CallList(list)) = subject else { return None };
        let list = self.scene.lists.iter().find(|known| known.id == list)?;
        self.scene.catalog.script_by_code(list.script.as_deref()?).cloned()
    }

    /// Anything that is no call of ours: a letter, a meeting, a call from the client.
    pub(super) fn tell(
        &mut self,
        kind: InteractionKind,
        direction: Direction,
        at: Moment,
        text: String,
        subject: Option<Subject>,
    ) {
        let mut event = self.event(kind, direction, at, text, None);
        event.subject = subject;
        event.person = self.person;
        if kind == InteractionKind::Call {
            event.phone = self.phone;
            event.duration_s = u32::try_from(self.rng.between(30, 300)).ok();
        }
        self.out.interactions.push(event);
    }

    fn event(
        &mut self,
        kind: InteractionKind,
        direction: Direction,
        at: Moment,
        text: String,
        owner: Option<UserId>,
    ) -> Interaction {
        Interaction {
            id: self.scene.desk.new_id::<Interaction>(),
            client: self.client,
            person: None,
            kind,
            direction,
            status: InteractionStatus::Held,
            at,
            duration_s: None,
            phone: None,
            subject: None,
            outcome: None,
            reason: String::new(),
            owner: owner.unwrap_or_else(|| self.owner()),
            text,
            script: None,
            entry: None,
            attempt: 0,
            promised: None,
            tried: Vec::new(),
            marks: Vec::new(),
            recording: None,
        }
    }

    /// A note on the card.
    pub(super) fn note(&mut self, at: Moment, text: &str) {
        let note = Note {
            id: self.scene.desk.new_id::<Note>(),
            client: self.client,
            subject: None,
            at,
            author: self.owner(),
            text: text.to_owned(),
        };
        self.out.notes.push(note);
    }

    /// A planned contact that nobody has worked on yet. What else is to be said of it is set by the caller, who puts it
    /// among the records.
    pub(super) fn entry(
        &self,
        kind: EntryKind,
        due: Moment,
        reason: String,
        list: Option<&CallList>,
    ) -> QueueEntry {
        QueueEntry {
            id: self.scene.desk.new_id::<QueueEntry>(),
            client: self.client,
            person: None,
            phone: None,
            kind,
            due,
            reason,
            list: list.map(|list| list.id),
            attempts: 0,
            max_attempts: list.map_or(DEFAULT_ATTEMPTS, |list| list.max_attempts),
            owner: None,
            state: EntryState::Waiting,
            zone: self.clock.zone,
            created: list.map_or_else(|| self.clock.now.min(due), |list| list.created),
            marks: Marks::default(),
        }
    }

    /// When a contact comes back after a result that tries again; now when the result does not.
    pub(super) fn retry_after(&self, at: Moment, code: &str) -> Moment {
        let next = self.scene.catalog.outcome_by_code(code).map(|outcome| outcome.next);
        let minutes = if let Some(NextStep::Retry { minutes }) = next { i64::from(minutes) } else { 0 };
        self.clock.open_from(at.plus_minutes(minutes))
    }

    /// The client's wish not to be called, with the call in which it was said.
    pub(super) fn stop(&mut self, at: Moment, call: InteractionId, scope: StopScope) {
        let subject = match (self.person, self.phone) {
            (Some(person), _) => StopSubject::Person(person),
            (None, Some(phone)) => StopSubject::Phone(phone),
            (None, None) => StopSubject::Client(self.client),
        };
        let stop = StopEntry {
            id: self.scene.desk.new_id::<StopEntry>(),
            client: Some(self.client),
            subject,
            scope,
            since: at,
            until: None,
            reason: self.rng.word(words::STOPS).to_owned(),
            proof: String::new(),
            interaction: Some(call),
            by: self.owner(),
            lifted: None,
        };
        self.out.stops.push(stop);
    }

    /// The client's consent to advertising: most have given one, some never have, some have taken it back. Whoever is
    /// `certain` has one that holds. It has a chance of its own, so that tales are the same with and without it.
    pub(super) fn agree(&mut self, certain: bool) {
        let mut rng = Rng::of(self.scene.seed ^ CONSENTS, self.client.as_u64());
        let fate = rng.below(100);
        if fate < NEVER && !certain {
            return;
        }
        let days = rng.between(30, 700);
        let given = self.scene.now.plus_millis(-days * DAY_MS).plus_minutes(-rng.between(0, 600));
        let (how, text, proof) = rng.pick(AGREED).copied().unwrap_or_default();
        let by = self.scene.crew.any(&mut rng);
        let withdrawn = (fate < NEVER + TAKEN_BACK && !certain).then(|| Withdrawal {
            reason: "Просил больше не звонить с предложениями".to_owned(),
            ..Withdrawal::new(given.plus_millis(rng.between(10, days) * DAY_MS / 2), by)
        });
        self.out.consents.push(Consent {
            id: self.scene.desk.new_id::<Consent>(),
            client: self.client,
            person: None,
            kind: ConsentKind::Advertising,
            text: text.to_owned(),
            how,
            given,
            until: None,
            proof: proof.to_owned(),
            proof_hash: String::new(),
            by,
            recorded: given,
            withdrawn,
        });
    }

    /// Opens a deal at a stage of a process; the caller moves it and puts it among the records.
    pub(super) fn deal(&mut self, process: &Process, stage: usize, at: Moment) -> Deal {
        let name = capital(&self.words(words::DEALS));
        let amount = self.order.sum();
        self.named_deal(process, stage, at, name, amount)
    }

    /// A deal with a name and a sum of its own.
    pub(super) fn named_deal(
        &mut self,
        process: &Process,
        stage: usize,
        at: Moment,
        name: String,
        amount: Money,
    ) -> Deal {
        let manager = self.out.clients.first().and_then(|client| client.manager);
        Deal {
            id: self.scene.desk.new_id::<Deal>() as DealId,
            client: self.client,
            person: self.person,
            name,
            process: process.id,
            status: DealStatus::Open,
            passes: Deal::first_pass(process, stage, at),
            amount: Some(amount),
            owner: manager.unwrap_or_else(|| self.owner()),
            opened: at,
            closed: None,
            interest: self.out.clients.first().and_then(|client| client.first_interest.clone()),
        }
    }

    /// Moves a deal, with a reason where one is wanted.
    pub(super) fn advance(&mut self, deal: &mut Deal, process: &Process, step: Move, at: Moment) {
        let reason = if step == Move::Lose {
            self.rng.pick(&process.loss_reasons).map(|reason| reason.ru.clone()).unwrap_or_default()
        } else {
            self.words(words::PLANS)
        };
        let reason = if deal.wants_reason(process, step) { reason } else { String::new() };
        // A process somebody has changed may refuse the step: then the deal stays where it is.
        if deal.apply(process, step, &reason, at).is_err() {
            tracing::debug!(deal = deal.id.to_string(), "a sample deal does not move");
        }
    }

    /// The number calls go to and whose it is, and marks it as having worked.
    pub(super) fn reached(&mut self, at: Moment) {
        let Some(phone) = self.phone else { return };
        let people = self.out.people.iter_mut().flat_map(|person| &mut person.methods);
        let own = self.out.clients.iter_mut().flat_map(|client| &mut client.methods);
        for method in people.chain(own).filter(|method| method.as_phone() == Some(&phone)) {
            method.last_success = Some(at);
        }
    }
}

/// The number an operator would dial first: of who decides, of the client, of anybody.
fn best_number(card: &Records) -> (Option<PersonId>, Option<Phone>) {
    fn first(methods: &[ContactMethod]) -> Option<Phone> {
        let good = methods.iter().filter(|method| method.state == ContactState::Good);
        good.filter_map(ContactMethod::as_phone).copied().next()
    }
    let of_person = |decides: bool| {
        let people = card.people.iter().filter(move |person| {
            person.links.iter().any(|link| (link.role == Role::DecisionMaker) == decides)
        });
        people.filter_map(|person| Some((Some(person.id), Some(first(&person.methods)?)))).next()
    };
    let own = || card.clients.iter().find_map(|client| Some((None, Some(first(&client.methods)?))));
    of_person(true).or_else(own).or_else(|| of_person(false)).unwrap_or_default()
}

/// What somebody may reply to the question of a step; nothing where words or a day would have to be made up.
fn reply(rng: &mut Rng, step: &Step) -> Option<Reply> {
    Some(match &step.question.as_ref()?.kind {
        QuestionKind::Number { min, max, .. } => {
            let low = min.unwrap_or(0).max(1);
            let span = u64::try_from(max.unwrap_or(1_000_000).min(300_000) - low).unwrap_or_default();
            // People name round sums.
            let round = if span > 10_000 { 10_000 } else { 1 };
            let above = i64::try_from(rng.below(span.max(1)) / round * round).unwrap_or_default();
            Reply::Number(Number((low.max(i64::try_from(round).unwrap_or(1)) + above).into()))
        }
        QuestionKind::Scale { min, max, .. } => {
            let span = u64::try_from(max - min + 1).unwrap_or(1);
            Reply::Number(Number((min + i64::try_from(rng.below(span.max(1))).unwrap_or_default()).into()))
        }
        QuestionKind::Multiple { most } => {
            let most = usize::from(most.unwrap_or(2));
            let keys = step.options().map(|(_, answer)| answer.key().to_owned());
            let chosen: Vec<String> = keys.filter(|_| rng.below(2) == 0).collect();
            Reply::Choices(chosen.into_iter().take(most).collect())
        }
        QuestionKind::Single | QuestionKind::Date | QuestionKind::Text => return None,
    })
}

/// A way through a script that ends with the result of a code.
fn walk(rng: &mut Rng, script: &Arc<Script>, code: &str) -> Option<ScriptRun> {
    for _ in 0..WALKS {
        let mut run = Run::start(Arc::clone(script), &Unknown);
        while run.path().len() < STEPS_MAX
            && let Some(step) = run.current().filter(|step| !step.is_end())
        {
            let answers = step.answers.len() as u64;
            // Most who are asked do answer.
            let typed = if step.takes_input() && rng.below(4) > 0 { reply(rng, step) } else { None };
            let done = match typed {
                Some(reply) => run.reply(reply, &Unknown),
                None if answers > 0 => {
                    run.answer(u8::try_from(rng.below(answers) + 1).unwrap_or(1), &Unknown)
                }
                None => break,
            };
            if done.is_err() {
                break;
            }
        }
        if run.current().is_some_and(|step| step.is_end() && step.outcome.as_deref() == Some(code)) {
            return Some(run.to_record());
        }
    }
    None
}
