//! Working on a client: taking, calling, reading the script, recording the result.

use std::sync::Arc;

use super::{complain, show, tell};
use crate::desk::queue::{MayDial, Taken};
use crate::desk::result::{Answers, RecordResult, WithoutCall, without_call};
use crate::domain::gate::{Dial, Gate, Permit};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::interaction::{Direction, Tried};
use crate::domain::outcome::{NextStep, Outcome};
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryState, QueueEntry};
use crate::domain::script::Script;
use crate::domain::script::effect::Intent;
use crate::domain::script::facts::Facts;
use crate::domain::script::question::Reply;
use crate::domain::script::run::{Run, RunError};
use crate::say;
use crate::tui::action::Action;
use crate::tui::autonext;
use crate::tui::dialog::{self, Dialog};
use crate::tui::env::Env;
use crate::tui::known::Known;
use crate::tui::lease::Lease;
use crate::tui::model::{CallState, Model, Pane, Work};
use crate::tui::msg::{Effect, Request};

/// Takes the first contact of the queue.
pub(in crate::tui) fn take_next(model: &mut Model) -> Vec<Effect> {
    busy(model, Request::TakeNext)
}

/// Takes one contact.
pub(super) fn take(model: &mut Model, id: QueueEntryId) -> Vec<Effect> {
    busy(model, Request::Take(id))
}

/// Gives the contact back.
pub(super) fn release(model: &mut Model) -> Vec<Effect> {
    match model.work.as_ref().and_then(|work| work.entry) {
        Some(entry) => busy(model, Request::Release(entry)),
        None => Vec::new(),
    }
}

/// Asks for a change, unless one is under way: a key that repeats itself must not do things twice.
fn busy(model: &mut Model, request: Request) -> Vec<Effect> {
    if std::mem::replace(&mut model.busy, true) {
        return Vec::new();
    }
    vec![Effect::Ask(request)]
}

/// A contact was taken: its client comes to the screen.
pub(super) fn taken(model: &mut Model, env: &Env, taken: Taken) -> Vec<Effect> {
    let client = taken.entry.client;
    let until = match taken.entry.state {
        EntryState::Taken { until, .. } => Some(until),
        _ => None,
    };
    super::queue::taken(model, env, until);
    model.half = None;
    model.queue.select(Some(taken.entry.id));
    model.work = Some(Work {
        client,
        entry: Some(taken.entry.id),
        dial: Some(taken.dial),
        tried: Vec::new(),
        marks: Vec::new(),
        direction: Direction::Outgoing,
        state: CallState::Preview,
        began: env.now,
        over: None,
        run: None,
    });
    if let Some(script) = script_of(model, &taken.entry) {
        start(model, env, script);
    }
    model.since = env.now;
    model.focus = Pane::Card;
    model.script_scroll = 0;
    show(model, client)
}

/// The script of the contact's call list.
pub(in crate::tui) fn script_of(model: &Model, entry: &QueueEntry) -> Option<Arc<Script>> {
    let list = model.catalog.list(entry.list?)?;
    model.catalog.script_by_code(list.script.as_deref()?).cloned()
}

/// Begins a script with the client who is worked on.
fn start(model: &mut Model, env: &Env, script: Arc<Script>) {
    let run = model.work.as_ref().map(|work| Run::start(script, &Known::new(model, work, env)));
    if let Some(work) = &mut model.work {
        work.run = run;
    }
    model.script_scroll = 0;
}

/// The card of the client who is worked on has come: until the call begins, the script begins where it leads this client.
pub(super) fn card_came(model: &mut Model, env: &Env) {
    let waits = |work: &&Work| work.state == CallState::Preview;
    let looked_up = model.shown_work().filter(waits).is_some_and(|work| {
        work.run.is_none() && work.entry.is_none() && work.direction == Direction::Outgoing
    });
    if looked_up && let Some(script) = model.contact().and_then(|entry| script_of(model, entry)) {
        start(model, env, script);
    }
    let run = model.shown_work().filter(waits).and_then(|work| work.run.as_ref());
    if let Some(script) = run.filter(|run| run.path().len() < 2).map(|run| run.script().clone()) {
        start(model, env, script);
    }
    // A call of the session before stands at its question again, under the note that was begun in it.
    if model.work_is_shown() && std::mem::take(&mut model.resume) {
        let above = std::mem::take(&mut model.dialogs);
        ask_question(model, env);
        model.dialogs.extend(above);
    }
}

/// Lets the way through the script change, with what is known of the client at hand.
pub(in crate::tui) fn with_run<T>(
    model: &mut Model,
    env: &Env,
    act: impl FnOnce(&mut Run, &dyn Facts) -> T,
) -> Option<T> {
    let mut run = model.work.as_mut()?.run.take()?;
    let work = model.work.as_ref()?;
    let done = act(&mut run, &Known::new(model, work, env));
    if let Some(work) = &mut model.work {
        work.run = Some(run);
    }
    model.script_scroll = 0;
    Some(done)
}

/// Opens a client who was looked up. While a call has no result yet, he is only shown. Who is looked up by a number has most
/// likely called from it; who is looked up by name is most likely to be called.
pub(in crate::tui) fn open_client(
    model: &mut Model,
    env: &Env,
    client: ClientId,
    dial: Option<Dial>,
) -> Vec<Effect> {
    let held =
        model.work.as_ref().is_some_and(|work| work.entry.is_some() || work.state != CallState::Preview);
    if !held {
        model.work = Some(Work {
            client,
            entry: None,
            dial,
            tried: Vec::new(),
            marks: Vec::new(),
            direction: if dial.is_some() { Direction::Incoming } else { Direction::Outgoing },
            state: CallState::Preview,
            began: env.now,
            over: None,
            run: None,
        });
        model.since = env.now;
    }
    model.focus = Pane::Card;
    show(model, client)
}

/// Says that the client has called himself, or that he has not.
pub(super) fn turn(model: &mut Model) -> Vec<Effect> {
    if let Some(work) = &mut model.work {
        work.direction = match work.direction {
            Direction::Incoming => Direction::Outgoing,
            Direction::Outgoing => Direction::Incoming,
        };
    }
    Vec::new()
}

/// Begins the call, on this number when one was chosen; or ends it.
pub(in crate::tui) fn toggle(model: &mut Model, env: &Env, number: Option<Phone>) -> Vec<Effect> {
    if !model.work_is_shown() {
        complain(model, env, say!("why-not-other-client"));
        return Vec::new();
    }
    if super::can_resume(model) {
        complain(model, env, say!("why-not-parked"));
        return Vec::new();
    }
    let Some(work) = &mut model.work else { return Vec::new() };
    match work.state {
        CallState::Preview => {
            let phone = number.or(work.dial.map(|dial| dial.phone));
            let ask = MayDial { client: work.client, entry: work.entry, phone };
            busy(model, Request::Dial(ask))
        }
        CallState::Talking => {
            hang_up(model, env);
            Vec::new()
        }
        CallState::Ended => Vec::new(),
    }
}

/// The call is over. What was typed into the question that is open is its answer, or waits to be mended: a break of the call
/// loses none.
fn hang_up(model: &mut Model, env: &Env) {
    let unsaid = dialog::Question::keep_typed(model, env);
    if let Some(work) = &mut model.work {
        work.hang_up(env.now);
    }
    model.since = env.now;
    if let Some(why) = unsaid {
        complain(model, env, why);
    }
}

/// Dials the client's next number: nobody was reached on this one, and it is one attempt all the same.
pub(super) fn next_number(model: &mut Model, env: &Env) -> Vec<Effect> {
    let (Some(work), Some(dossier)) = (model.shown_work(), &model.card.dossier) else { return Vec::new() };
    let entry = model.contact();
    if dossier.is_about_debt(entry, &model.catalog) {
        complain(model, env, say!("next-number-debt"));
        return Vec::new();
    }
    let now = work.dial.map(|dial| dial.phone);
    let tried: Vec<Phone> = work.tried.iter().map(|tried| tried.phone).collect();
    let Some(next) = dossier.next_number(entry, now.as_ref(), &tried, &model.catalog, env.now) else {
        complain(model, env, say!("next-number-none"));
        return Vec::new();
    };
    let ask = MayDial { client: work.client, entry: work.entry, phone: Some(next.phone) };
    busy(model, Request::Dial(ask))
}

/// The call may begin.
pub(super) fn dialled(model: &mut Model, env: &Env, ask: &MayDial, permit: &Permit) -> Vec<Effect> {
    let dial = permit.dial;
    let Some(work) = model.work.as_mut().filter(|work| work.client == ask.client) else { return Vec::new() };
    // One attempt may take more than one number.
    let before =
        work.dial.filter(|before| work.state != CallState::Preview && !before.phone.same_line(&dial.phone));
    if let Some(before) = before {
        work.tried.push(Tried { phone: before.phone, at: Some(work.began) });
    }
    work.dial = Some(dial);
    work.state = CallState::Talking;
    work.direction = Direction::Outgoing;
    (work.began, work.over) = (env.now, None);
    // Whoever was looked up is called for what is planned with him: from now on nobody else takes that.
    let looked_up = work.entry.is_none();
    if looked_up && let Some(entry) = permit.entry {
        work.entry = Some(entry);
        model.lease = Lease { touched: env.now, ..Lease::default() };
    }
    if model.work.as_ref().is_some_and(|work| work.run.is_none())
        && let Some(script) = model.contact().and_then(|entry| script_of(model, entry))
    {
        start(model, env, script);
    }
    let Some(work) = model.work.as_mut() else { return Vec::new() };
    let has_script = work.run.is_some();
    model.since = env.now;
    if has_script {
        model.focus = Pane::Script;
        ask_question(model, env);
    }
    let ground = env.texts.ground(&permit.ground, env.calendar());
    tell(model, env, say!("dial-number", phone = env.texts.phone(&dial.phone), ground = ground));
    vec![Effect::Copy(dial.phone.without_ext().to_string())]
}

/// Reads another script to the client who is worked on, from its first step.
pub(in crate::tui) fn start_script(model: &mut Model, env: &Env, code: &str) {
    let script = model.catalog.script_by_code(code).cloned();
    if let (Some(_), Some(script)) = (&model.work, script) {
        start(model, env, script);
        model.focus = Pane::Script;
    }
}

/// The client gave an answer of the script.
pub(super) fn answer(model: &mut Model, env: &Env, number: u8) -> Vec<Effect> {
    match with_run(model, env, |run, facts| run.answer(number, facts)) {
        Some(Err(RunError::NoSuchAnswer { .. })) => complain(model, env, say!("why-not-no-answer")),
        Some(Err(error)) => {
            tracing::warn!(%error, "a script does not go on");
            complain(model, env, say!("script-broken"));
        }
        Some(Ok(())) => return ask_question(model, env),
        None => {}
    }
    Vec::new()
}

/// The client would not answer the question of the script.
pub(in crate::tui) fn decline(model: &mut Model, env: &Env) -> Vec<Effect> {
    match with_run(model, env, |run, facts| run.decline(facts)) {
        Some(Ok(true)) => return ask_question(model, env),
        Some(Ok(false)) => tell(model, env, say!("declined-where-to")),
        Some(Err(error)) => {
            tracing::warn!(%error, "a script does not go on");
            complain(model, env, say!("script-broken"));
        }
        None => {}
    }
    Vec::new()
}

/// Goes back one step of the script.
pub(in crate::tui) fn step_back(model: &mut Model, env: &Env) -> Vec<Effect> {
    with_run(model, env, |run, _| run.back());
    ask_question(model, env)
}

/// Opens the question of the step that is read, when its answer is typed or ticked.
pub(in crate::tui) fn ask_question(model: &mut Model, env: &Env) -> Vec<Effect> {
    let typed = Some(model.half_typed()).filter(|typed| !typed.is_empty());
    let typed = typed.or_else(|| answered_here(model)).unwrap_or_default();
    model.half = None;
    dialog::open(model, |model| dialog::Question::new(model, env, &typed).map(Dialog::Question))
}

/// The answer the question at which the script stands has already, as it was typed: it may be mended.
fn answered_here(model: &Model) -> Option<String> {
    let run = model.shown_work()?.run.as_ref()?;
    Some(match run.replied_here()? {
        Reply::Choices(keys) => keys.join("\n"),
        reply => reply.said(run.script().language, |key| key),
    })
}

/// Goes on with the script: back from a settled objection, or to the question that is open.
pub(super) fn go_on(model: &mut Model, env: &Env) -> Vec<Effect> {
    let aside =
        model.shown_work().and_then(|work| work.run.as_ref()?.current()).is_some_and(|step| step.is_aside());
    if aside {
        with_run(model, env, |run, _| run.settle());
    }
    ask_question(model, env)
}

/// Records the result on a key, or asks first what it wants to know.
pub(super) fn result(model: &mut Model, env: &Env, key: char) -> Vec<Effect> {
    if model.busy || model.card.dossier.is_none() {
        return Vec::new();
    }
    let Some(outcome) = model.catalog.outcome_for(key, model.occasion()).cloned() else { return Vec::new() };
    // Before anything is asked for it: the desk would refuse it in the end.
    if let Some(refusal) = refusal(model, env, &outcome) {
        let said = match refusal {
            WithoutCall::Spoken => {
                let key = env.key(Action::Call, &model.contexts()).unwrap_or_default();
                say!("result-not-called", result = outcome.name.get(env.texts.lang()), key = key)
            }
            WithoutCall::Refused(forbidden) => {
                let why = env.texts.forbidden_by(&forbidden, env.calendar());
                say!("result-without-call", why = env.say(&why))
            }
        };
        complain(model, env, said);
        return Vec::new();
    }
    if model.work.as_ref().is_some_and(|work| work.state == CallState::Talking) {
        hang_up(model, env);
    }
    if let Some(form) = model.undo.form_of(&outcome) {
        model.dialogs.push(Dialog::Result(*form));
        return Vec::new();
    }
    match dialog::ResultForm::new(model, env, &outcome) {
        Some(form) => dialog::open(model, |_| Some(Dialog::Result(form))),
        None => record(model, env, &outcome, Answers::default(), None),
    }
}

/// Why a result has no call it could be of: none was dialled, and none may be.
fn refusal(model: &Model, env: &Env, outcome: &Outcome) -> Option<WithoutCall> {
    let undialled = |work: &&Work| work.state == CallState::Preview && work.direction == Direction::Outgoing;
    let work = model.shown_work().filter(undialled)?;
    let dossier = model.card.dossier.as_ref()?;
    let (entry, phone) = (model.contact(), work.dial.map(|dial| dial.phone));
    let calendar = model.catalog.hours().calendar();
    let talk = model.talk_with(dossier.client.id, env.now);
    let ask = |gate: &Gate<'_>| gate.dial(entry, phone.as_ref(), calendar);
    without_call(outcome, || dossier.ask(entry, talk.as_ref(), &model.catalog, env.now, ask).err())
}

/// What the way through the script has come to; nothing before the call.
pub(in crate::tui) fn intent(model: &Model, env: &Env) -> Intent {
    let called = model.work.as_ref().filter(|work| work.state != CallState::Preview);
    let run = called.and_then(|work| Some(work.run.as_ref()?.intent(&Known::new(model, work, env))));
    run.unwrap_or_default()
}

/// The planned contact a result works on. `settles` is what was answered where it was asked whether an incoming call has
/// settled what was planned.
fn settled(model: &Model, work: &Work, outcome: &Outcome, settles: Option<bool>) -> Option<QueueEntryId> {
    if work.entry.is_some() {
        return work.entry;
    }
    if work.direction == Direction::Incoming {
        // Who names another time moves the promise there is.
        let moves = matches!(outcome.next, NextStep::Callback | NextStep::FollowUp);
        return model.awaited().filter(|_| settles.unwrap_or(moves)).map(|entry| entry.id);
    }
    model.contact().filter(|entry| entry.client == work.client).map(|entry| entry.id)
}

/// Asks the desk to record a result.
pub(in crate::tui) fn record(
    model: &mut Model,
    env: &Env,
    outcome: &Outcome,
    answers: Answers,
    settles: Option<bool>,
) -> Vec<Effect> {
    let intent = intent(model, env);
    autonext::asked(model);
    let Some(work) = &model.work else { return Vec::new() };
    let record = RecordResult {
        client: work.client,
        entry: settled(model, work, outcome, settles),
        person: work.dial.and_then(|dial| dial.person),
        phone: work.dial.map(|dial| dial.phone),
        direction: work.direction,
        began: work.began,
        outcome: outcome.id,
        answers: Answers {
            tried: work.tried.clone(),
            marks: work.marks.clone(),
            undialled: work.state == CallState::Preview,
            ..answers
        },
        script: work.run.as_ref().filter(|_| work.state != CallState::Preview).map(Run::to_record),
        text: intent.notes.join("\n"),
        fields: intent.fields,
    };
    busy(model, Request::Record(Box::new(record)))
}
