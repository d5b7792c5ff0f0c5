//! New clients, and what is kept so that nothing typed is lost.

use super::{fail, open_client, read_queue, ring, talk, tell};
use crate::desk::catalog::Catalog;
use crate::desk::clients::create::{AddNumber, AddedNumber, Created, NewClient, Suggestions};
use crate::desk::memos::MemoRow;
use crate::domain::gate::Dial;
use crate::domain::ids::{ClientId, PersonId};
use crate::domain::interaction::Direction;
use crate::domain::memo::MemoKind;
use crate::domain::phone::Phone;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::dialog::{self, Dialog, NewClientForm};
use crate::tui::env::Env;
use crate::tui::lease::Lease;
use crate::tui::model::{CallDraft, CallState, Draft, FormDraft, HalfTyped, Model, Pane, Work};
use crate::tui::msg::{Effect, Failure, Request};
use crate::tui::ring::Parked;

/// Opens the form: the one that was broken off last, else an empty one.
pub(in crate::tui) fn open(model: &mut Model) -> Vec<Effect> {
    let mut form = match model.fresh.pop() {
        Some(draft) => {
            let mut form = NewClientForm::of(&draft);
            form.take_up(model);
            form
        }
        None => NewClientForm::called(model, None),
    };
    let effect = form.look(model);
    model.dialogs.push(Dialog::NewClient(form));
    vec![effect]
}

/// Candidates have come.
pub(super) fn candidates(
    model: &mut Model,
    env: &Env,
    token: u64,
    result: Result<Suggestions, Failure>,
) -> Vec<Effect> {
    if token != model.search_token {
        return Vec::new();
    }
    let form = model.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
        Dialog::NewClient(form) => Some(form),
        _ => None,
    });
    let Some(form) = form else { return Vec::new() };
    match result {
        Ok(found) => form.found(found),
        Err(failure) => {
            form.found(Suggestions::default());
            fail(model, env, failure);
        }
    }
    Vec::new()
}

/// The client is made.
pub(super) fn created(
    model: &mut Model,
    env: &Env,
    asked: &NewClient,
    result: Result<Created, Failure>,
) -> Vec<Effect> {
    model.busy = false;
    match result {
        Ok(created) => {
            let mut effects = go_on(model, env, created.client, asked.sketch.phone, created.person);
            tell(model, env, say!("newclient-created"));
            effects.extend(read_queue(model, env));
            effects
        }
        Err(failure) => {
            fail(model, env, failure);
            Vec::new()
        }
    }
}

/// The number is his.
pub(super) fn number_added(
    model: &mut Model,
    env: &Env,
    asked: &AddNumber,
    result: Result<AddedNumber, Failure>,
) -> Vec<Effect> {
    model.busy = false;
    match result {
        Ok(added) => {
            let effects = go_on(model, env, asked.client, Some(asked.phone), added.person);
            tell(model, env, say!("newclient-number-added", phone = env.texts.phone(&asked.phone)));
            effects
        }
        Err(failure) => {
            fail(model, env, failure);
            Vec::new()
        }
    }
}

/// Closes the form, and goes on talking with whoever is on the line.
fn go_on(
    model: &mut Model,
    env: &Env,
    client: ClientId,
    phone: Option<Phone>,
    person: Option<PersonId>,
) -> Vec<Effect> {
    let place = model.dialogs.iter().rposition(|dialog| matches!(dialog, Dialog::NewClient(_)));
    let form = place.map(|place| model.dialogs.remove(place));
    let called = matches!(&form, Some(Dialog::NewClient(form)) if form.is_called());
    let call = form.as_ref().and_then(|form| match form {
        Dialog::NewClient(form) => form.call(),
        _ => None,
    });
    let dial = phone.map(|phone| Dial { phone, person });
    match called && !model.is_in_call() {
        true => talk(model, env, client, dial),
        false => {
            if let Some((began, outgoing)) = call {
                model.ring.parked.push(waiting(client, dial, began, outgoing, env.now));
            }
            (model.ring.answered, model.ring.outgoing) = (None, false);
            open_client(model, env, client, None)
        }
    }
}

/// A call that was over before whoever was on the line could be written down: its result waits behind the call that is under way.
fn waiting(client: ClientId, dial: Option<Dial>, began: Moment, outgoing: bool, now: Moment) -> Parked {
    let work = Work {
        client,
        entry: None,
        dial,
        tried: Vec::new(),
        marks: Vec::new(),
        direction: if outgoing { Direction::Outgoing } else { Direction::Incoming },
        state: CallState::Ended,
        began,
        over: Some(now),
        run: None,
    };
    Parked {
        work: Some(work),
        lease: Lease::default(),
        dialogs: Vec::new(),
        focus: Pane::Card,
        client: Some(client),
        half: None,
        answered: None,
        outgoing: false,
        asks: false,
        meter: None,
    }
}

/// What the operator is told of what happened without him.
pub(super) fn memos(model: &mut Model, env: &Env, rows: &[MemoRow]) -> Vec<Effect> {
    let Some(first) = rows.first() else { return Vec::new() };
    let more = rows.len() - 1;
    if let MemoKind::CallbackGone { due } = first.memo.kind {
        let due = env.texts.moment(due, env.calendar());
        tell(
            model,
            env,
            say!("memo-callback-gone", client = clean_line(&first.name), due = due, more = more),
        );
    }
    vec![Effect::Ask(Request::CloseMemos(rows.iter().map(|row| row.memo.id).collect()))]
}

/// What is to be kept so that nothing typed is lost.
pub(super) fn draft(model: &Model) -> Draft {
    let parked = model.ring.parked.iter().map(|parked| {
        let half = parked.half.as_ref().map(|half| half.text.clone());
        let draft = of(&parked.dialogs, parked.work.as_ref(), half.unwrap_or_default());
        let look = parked.work.as_ref().filter(|_| model.handed).and_then(Work::look);
        Draft { look, form: form(&parked.dialogs, parked.answered, parked.outgoing), ..draft }
    });
    Draft {
        form: form(&model.dialogs, model.ring.answered, model.ring.outgoing),
        fresh: model.fresh.clone(),
        parked: parked.collect(),
        look: model.work.as_ref().filter(|_| model.handed).and_then(Work::look),
        rang: ring::kept(model),
        typed: model.typed.kept().to_vec(),
        ..of(&model.dialogs, model.work.as_ref(), model.half_typed())
    }
}

fn form(dialogs: &[Dialog], answered: Option<Moment>, outgoing: bool) -> Option<FormDraft> {
    dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::NewClient(form) => form.open_draft(answered, outgoing),
        _ => None,
    })
}

/// `half` is what was typed into a question that is not open now.
fn of(dialogs: &[Dialog], work: Option<&Work>, half: String) -> Draft {
    let note = dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Note(note) => note.draft(),
        _ => None,
    });
    let typed = dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Question(question) => Some(question.typed()),
        _ => None,
    });
    let marking = dialogs.iter().rev().find_map(|dialog| match dialog {
        Dialog::Mark(mark) => Some(mark.typed()),
        _ => None,
    });
    let call = work.and_then(|work| work.draft(typed.unwrap_or(half), marking));
    Draft { note, call, ..Draft::default() }
}

/// Work that a call had interrupted when the session before ended.
pub(super) fn restored(
    draft: &Draft,
    catalog: &Catalog,
    call: impl FnOnce(&CallDraft, &Catalog) -> Work,
) -> Parked {
    let looked = draft.look.as_ref().map(|look| Work::looked_at(look, catalog));
    let work = draft.call.as_ref().map(|draft| call(draft, catalog)).or(looked);
    let note = draft.note.as_ref().map(|note| Dialog::Note(dialog::Note::restored(note)));
    let marking = draft.call.as_ref().and_then(dialog::MarkForm::restored).map(Dialog::Mark);
    let form = draft.form.as_ref().map(|form| Dialog::NewClient(NewClientForm::restored(form)));
    let client = work.as_ref().map(|work| work.client).or(draft.note.as_ref().map(|note| note.client));
    let half = draft.call.as_ref().filter(|call| !call.typed.is_empty());
    Parked {
        answered: draft.form.as_ref().and_then(|form| form.since),
        outgoing: draft.form.as_ref().is_some_and(|form| form.outgoing),
        // When it ends is not known: it is kept at once.
        lease: Lease::default(),
        half: half.map(|call| HalfTyped { step: None, text: call.typed.clone() }),
        meter: None,
        asks: work.as_ref().is_some_and(|work| work.state == CallState::Talking),
        focus: if work.is_some() { Pane::Script } else { Pane::Card },
        work,
        dialogs: note.into_iter().chain(marking).chain(form).collect(),
        client,
    }
}
