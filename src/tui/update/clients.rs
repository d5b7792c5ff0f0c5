//! New clients, and what is kept so that nothing typed is lost.

use super::{fail, open_client, read_queue, ring, talk, tell};
use crate::desk::catalog::Catalog;
use crate::desk::clients::create::{AddNumber, AddedNumber, Candidate, Created, NewClient};
use crate::desk::memos::MemoRow;
use crate::domain::gate::Dial;
use crate::domain::ids::{ClientId, PersonId};
use crate::domain::memo::MemoKind;
use crate::domain::phone::Phone;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::dialog::{self, Dialog, NewClientForm};
use crate::tui::env::Env;
use crate::tui::lease::Lease;
use crate::tui::model::{CallState, Draft, HalfTyped, Model, Pane, Work};
use crate::tui::msg::{Effect, Failure, Request};
use crate::tui::ring::Parked;

/// Opens the form: the one that was broken off last, else an empty one.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let mut form = match model.fresh.pop() {
        Some(draft) => NewClientForm::of(&draft),
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
    result: Result<Vec<Candidate>, Failure>,
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
        Ok(candidates) => form.found(candidates),
        Err(failure) => {
            form.found(Vec::new());
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
    let busy =
        model.work.as_ref().is_some_and(|work| work.entry.is_some() || work.state != CallState::Preview);
    match called && !busy {
        true => talk(model, env, client, phone.map(|phone| Dial { phone, person })),
        false => {
            (model.ring.answered, model.ring.outgoing) = (None, false);
            open_client(model, env, client, None)
        }
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
    let mut fresh = model.fresh.clone();
    let parked = model.ring.parked.iter().map(|parked| {
        fresh.extend(unfinished(&parked.dialogs));
        let half = parked.half.as_ref().map(|half| half.text.clone());
        of(&parked.dialogs, parked.work.as_ref(), half.unwrap_or_default())
    });
    let parked: Vec<Draft> = parked.collect();
    fresh.extend(unfinished(&model.dialogs));
    Draft {
        fresh,
        parked,
        rang: ring::kept(model),
        typed: model.typed.kept().to_vec(),
        ..of(&model.dialogs, model.work.as_ref(), model.half_typed())
    }
}

fn unfinished(dialogs: &[Dialog]) -> impl Iterator<Item = crate::tui::model::NewClientDraft> + '_ {
    dialogs.iter().filter_map(|dialog| match dialog {
        Dialog::NewClient(form) => form.draft(),
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
pub(super) fn restored(draft: &Draft, catalog: &Catalog) -> Parked {
    let work = draft.call.as_ref().map(|call| Work::restored(call, catalog));
    let note = draft.note.as_ref().map(|note| Dialog::Note(dialog::Note::restored(note)));
    let marking = draft.call.as_ref().and_then(dialog::MarkForm::restored).map(Dialog::Mark);
    let client = work.as_ref().map(|work| work.client).or(draft.note.as_ref().map(|note| note.client));
    let half = draft.call.as_ref().filter(|call| !call.typed.is_empty());
    Parked {
        answered: None,
        outgoing: false,
        // When it ends is not known: it is kept at once.
        lease: Lease::default(),
        half: half.map(|call| HalfTyped { step: None, text: call.typed.clone() }),
        meter: None,
        asks: draft.call.as_ref().is_some_and(|call| !call.ended),
        focus: if work.is_some() { Pane::Script } else { Pane::Card },
        work,
        dialogs: note.into_iter().chain(marking).collect(),
        client,
    }
}
