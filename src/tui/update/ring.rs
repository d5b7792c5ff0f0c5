//! Answering a call that comes in, and going back to what it has interrupted.

use super::{complain, fail, show, tell};
use crate::desk::missed::MissedCall;
use crate::desk::search::Found;
use crate::domain::gate::Dial;
use crate::domain::ids::ClientId;
use crate::domain::interaction::Direction;
use crate::domain::phone::Phone;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::action::Action;
use crate::tui::dialog::{Callers, Dialog, NewClientForm, dial_of};
use crate::tui::env::Env;
use crate::tui::key::Key;
use crate::tui::keymap::GLOBAL;
use crate::tui::lease::Lease;
use crate::tui::model::{CallState, Model, Pane, RingDraft, Work};
use crate::tui::msg::{Effect, Failure, Request};
use crate::tui::ring::{Parked, RING_MS, Ringing};

/// Somebody calls. Of two who call at once the later one is on the strip; the other is named as missed.
pub(super) fn rings(model: &mut Model, env: &Env, phone: Option<Phone>) -> Vec<Effect> {
    let before = model.ring.call.take().filter(|before| before.phone != phone);
    let mut effects = before.map(|before| in_vain(model, env, &before)).unwrap_or_default();
    // What is being typed is kept at once: nobody knows how long the call will take.
    model.draft_due = model.draft_due.map(|_| env.now);
    effects.extend(shows(model, phone, env.now));
    effects
}

/// A call stands on the strip from now on.
fn shows(model: &mut Model, phone: Option<Phone>, since: Moment) -> Option<Effect> {
    model.ring.token += 1;
    // Whose number is hidden nobody can look up.
    let found = if phone.is_some() { None } else { Some(Vec::new()) };
    model.ring.call = Some(Ringing { phone, since, found, answered: false });
    phone.map(|phone| Effect::Ask(Request::Caller(model.ring.token, phone)))
}

/// Calls the session before has left unanswered: the latest rings on where it has not rung for too long, the others were in vain.
pub(super) fn left(model: &mut Model, rang: &[RingDraft], now: Moment) -> Vec<Effect> {
    // A clock that was set back makes no call ring for hours.
    let mut calls: Vec<RingDraft> =
        rang.iter().map(|call| RingDraft { since: call.since.min(now), ..call.clone() }).collect();
    let rings = calls.pop_if(|call| !call.over && now.millis() - call.since.millis() < RING_MS);
    model.ring.vain = calls.iter().map(|call| MissedCall { phone: call.phone, at: call.since }).collect();
    let mut effects = again(model);
    effects.extend(rings.and_then(|call| shows(model, Some(call.phone), call.since)));
    effects
}

/// What is to be kept of calls nobody has answered; a caller who was answered and is not known by his number rings on for it.
pub(super) fn kept(model: &Model) -> Vec<RingDraft> {
    let chosen = model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Callers(callers) => Some((callers.phone(), model.ring.answered?)),
        _ => None,
    });
    let rings = model.ring.call.as_ref().and_then(|call| Some((call.phone?, call.since))).or(chosen);
    let vain = model.ring.vain.iter().map(|call| RingDraft { phone: call.phone, since: call.at, over: true });
    vain.chain(rings.map(|(phone, since)| RingDraft { phone, since, over: false })).collect()
}

/// Asks again to write down what could not be, or was not heard of.
pub(in crate::tui) fn again(model: &Model) -> Vec<Effect> {
    model.ring.vain.iter().map(|call| Effect::Ask(Request::Missed(*call))).collect()
}

/// The desk has written down that nobody answered, or could not.
pub(super) fn written(model: &mut Model, env: &Env, call: MissedCall, result: Result<(), Failure>) {
    match result {
        Ok(()) => model.ring.vain.retain(|known| *known != call),
        // It is tried again as soon as anything can be written, and when the next session begins.
        Err(failure) => fail(model, env, failure),
    }
}

/// The caller has given up, or somebody else has answered him.
pub(super) fn ended(model: &mut Model, env: &Env, phone: &Phone, answered: bool) -> Vec<Effect> {
    let same = |call: &mut Ringing| call.phone.is_some_and(|known| known.same_line(phone));
    let call = model.ring.call.take_if(same);
    call.filter(|_| !answered).map(|call| in_vain(model, env, &call)).unwrap_or_default()
}

/// A caller who hides his number has given up, or somebody else has answered him: nobody can call him back.
pub(super) fn hidden_ended(model: &mut Model) -> Vec<Effect> {
    model.ring.call.take_if(|call| call.phone.is_none());
    Vec::new()
}

/// Nobody has answered this call.
fn in_vain(model: &mut Model, env: &Env, call: &Ringing) -> Vec<Effect> {
    match call.phone {
        Some(phone) => missed(model, env, phone, call.since),
        None => {
            tell(model, env, say!("ring-missed-hidden"));
            Vec::new()
        }
    }
}

/// Nobody has answered: whoever has called is called back.
pub(super) fn missed(model: &mut Model, env: &Env, phone: Phone, at: Moment) -> Vec<Effect> {
    tell(model, env, say!("ring-missed", phone = env.texts.phone(&phone)));
    let call = MissedCall { phone, at };
    model.ring.vain.push(call);
    vec![Effect::Ask(Request::Missed(call))]
}

/// A call that nobody answers is over some day, and with the session.
pub(super) fn tick(model: &mut Model, env: &Env) -> Vec<Effect> {
    let quit = model.quit;
    let over = |call: &mut Ringing| quit || env.now.millis() - call.since.millis() >= RING_MS;
    let call = model.ring.call.take_if(over);
    call.map(|call| in_vain(model, env, &call)).unwrap_or_default()
}

/// The caller was looked up.
pub(super) fn found(model: &mut Model, env: &Env, token: u64, result: Result<Found, Failure>) -> Vec<Effect> {
    let Some(call) = model.ring.call.as_mut().filter(|_| token == model.ring.token) else {
        return Vec::new();
    };
    // A base that can't be read keeps nobody from answering.
    call.found = Some(result.map(|found| found.matches).unwrap_or_default());
    if call.answered { answer(model, env) } else { Vec::new() }
}

/// Whether a key answers the call that rings: that of taking the next client where nothing is typed, that of calling
/// everywhere.
pub(super) fn is_answer(model: &Model, env: &Env, key: Key) -> bool {
    if model.ring.call.is_none() {
        return false;
    }
    let hit = env.keymap.lookup(&[GLOBAL], key);
    let typing = model.dialogs.last().is_some_and(Dialog::takes_text);
    match hit.and_then(|hit| Action::from_id(hit.action)) {
        Some(Action::Call) => true,
        Some(Action::Take) => !typing,
        _ => false,
    }
}

/// The key that answers the call that rings, as it is shown.
pub(in crate::tui) fn answer_key(model: &Model, env: &Env) -> String {
    let action = crate::tui::ring::answering(model).unwrap_or(Action::Take);
    env.key(action, &[GLOBAL]).unwrap_or_default()
}

/// The operator answers.
pub(super) fn answer(model: &mut Model, env: &Env) -> Vec<Effect> {
    if model.busy {
        complain(model, env, say!("busy-saving"));
        return Vec::new();
    }
    let Some(mut call) = model.ring.call.take() else { return Vec::new() };
    let Some(found) = call.found.take() else {
        // The card comes as soon as it is known whose it is.
        model.ring.call = Some(Ringing { answered: true, ..call });
        return Vec::new();
    };
    park(model);
    if found.len() != 1 {
        model.ring.answered = Some(env.now);
        model.since = env.now;
    }
    match (found.as_slice(), call.phone) {
        ([only], Some(phone)) => {
            let dial = dial_of(only).unwrap_or(Dial { phone, person: None });
            talk(model, env, only.client.id, Some(dial))
        }
        ([], Some(phone)) => {
            model.dialogs.push(Dialog::NewClient(NewClientForm::called(model, Some(phone))));
            Vec::new()
        }
        (_, Some(phone)) => {
            model.dialogs.push(Dialog::Callers(Callers::new(phone, found)));
            Vec::new()
        }
        (_, None) => {
            model.dialogs.push(Dialog::NewClient(NewClientForm::hidden()));
            Vec::new()
        }
    }
}

/// Sets the present work aside. A client who was only looked at is let go.
fn park(model: &mut Model) {
    model.typed.leave();
    let idle = |work: &Work| work.entry.is_none() && work.state == CallState::Preview;
    let work = model.work.take().filter(|work| !idle(work));
    let dialogs: Vec<Dialog> = model.dialogs.drain(..).filter(|dialog| !dialog.is_read()).collect();
    let answered = model.ring.answered.take();
    if work.is_some() || !dialogs.is_empty() {
        let (focus, client, half) = (model.focus, model.card.client, model.half.take());
        let asks = std::mem::take(&mut model.resume);
        let outgoing = std::mem::take(&mut model.ring.outgoing);
        let meter = model.day.set_aside();
        let touched = model.lease.touched;
        let lease = std::mem::replace(&mut model.lease, Lease { touched, ..Lease::default() });
        model.ring.parked.push(Parked {
            work,
            lease,
            dialogs,
            focus,
            client,
            half,
            answered,
            outgoing,
            asks,
            meter,
        });
    }
}

/// The talk with a client who calls begins; without a number when he hides it.
pub(in crate::tui) fn talk(
    model: &mut Model,
    env: &Env,
    client: ClientId,
    dial: Option<Dial>,
) -> Vec<Effect> {
    let began = model.ring.answered.take().unwrap_or(env.now);
    let outgoing = std::mem::take(&mut model.ring.outgoing);
    model.work = Some(Work {
        client,
        entry: None,
        dial,
        tried: Vec::new(),
        marks: Vec::new(),
        direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
        state: CallState::Talking,
        began,
        over: None,
        run: None,
    });
    model.since = began;
    model.focus = Pane::Card;
    model.notice = None;
    show(model, client)
}

/// Whether there is something to go back to, and nothing that keeps the operator here.
pub(in crate::tui) fn can_resume(model: &Model) -> bool {
    !model.ring.parked.is_empty()
        && model.ring.answered.is_none()
        && model.work.as_ref().is_none_or(|work| work.state == CallState::Preview && work.entry.is_none())
}

/// Back to what the call has interrupted, as it stood.
pub(in crate::tui) fn resume(model: &mut Model, env: &Env) -> Vec<Effect> {
    let effects = stand(model, env.now);
    tell(model, env, say!("ring-resumed"));
    effects
}

/// The caller whose card was not there yet is let go: back to what he has interrupted.
pub(in crate::tui) fn let_go(model: &mut Model, env: &Env) -> Vec<Effect> {
    model.ring.outgoing = false;
    if model.ring.answered.take().is_none() {
        return Vec::new();
    }
    model.since = env.now;
    if can_resume(model) { resume(model, env) } else { Vec::new() }
}

/// What a call has interrupted stands on the screen again.
pub(super) fn stand(model: &mut Model, now: Moment) -> Vec<Effect> {
    let Some(parked) = model.ring.parked.pop() else { return Vec::new() };
    model.work = parked.work;
    model.lease = Lease { touched: model.lease.touched, ..parked.lease };
    model.dialogs = parked.dialogs;
    (model.half, model.resume) = (parked.half, parked.asks);
    model.focus = parked.focus;
    (model.ring.answered, model.ring.outgoing) = (parked.answered, parked.outgoing);
    model.day.go_on(parked.meter, now);
    model.since = model.work.as_ref().map(Work::since).or(parked.answered).unwrap_or(now);
    let client = model.work.as_ref().map(|work| work.client).or(parked.client);
    client.map(|client| show(model, client)).unwrap_or_default()
}
