//! Taking back what was done last.

use super::{answers, complain, fail, gone, read_queue, show, tell};
use crate::desk::UseCase;
use crate::desk::jobs::NewJob;
use crate::desk::result::Next;
use crate::desk::undo::Undone;
use crate::domain::interaction::Subject;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::dialog::{self, Dialog, UndoReason};
use crate::tui::env::Env;
use crate::tui::lease::Lease;
use crate::tui::model::{Model, NoteDraft, Pane};
use crate::tui::msg::{Answer, Effect, Failure, Request, UndoLast};
use crate::tui::undo::Undoable;

/// Something was done, as commit `seq`: takes its answer in, and remembers how to take it back.
pub(super) fn done(model: &mut Model, env: &Env, seq: u64, answer: Answer) -> Vec<Effect> {
    let mut last = Undoable {
        seq,
        at: env.now,
        stop: false,
        work: None,
        form: None,
        note: None,
        counted: false,
        made: None,
        person: None,
        load: None,
    };
    match &answer {
        Answer::Recorded(_, Ok(recorded)) => {
            last.stop = recorded.next == Next::Blocked;
            last.work = model.work.take();
            last.form = take_form(model);
            last.counted = model.day.is_counting();
        }
        Answer::Skipped(asked, Ok(_)) => {
            last.work = model.work.take_if(|work| work.entry == Some(asked.entry));
            if last.work.is_some() {
                model.since = env.now;
                model.focus = Pane::Queue;
            }
        }
        Answer::Created(_, Ok(created)) => {
            let form = model.dialogs.iter().rev().find_map(|dialog| match dialog {
                Dialog::NewClient(form) => form.draft(),
                _ => None,
            });
            last.made = form.map(|form| (created.client, form));
        }
        Answer::NumberAdded(_, Ok(added)) => last.person = added.person.filter(|_| added.is_new),
        Answer::Noted(note, Ok(_)) => {
            let deal = match note.subject {
                Some(Subject::Deal(deal)) => Some(deal),
                _ => None,
            };
            let (client, text) = (note.client, note.text.clone());
            last.note = Some(NoteDraft { client, text, deal, begun: Some(env.now) });
        }
        _ => {}
    }
    let effects = answers::came(model, env, answer);
    model.undo.last = Some(last);
    model.undo.form = None;
    effects
}

/// The form of the result that was recorded.
fn take_form(model: &mut Model) -> Option<Box<dialog::ResultForm>> {
    let place = model.dialogs.iter().rposition(|dialog| matches!(dialog, Dialog::Result(_)))?;
    match model.dialogs.remove(place) {
        Dialog::Result(form) => Some(Box::new(form)),
        _ => None,
    }
}

/// The key was pressed: what was done last is taken back, or it is said why not.
pub(super) fn start(model: &mut Model, env: &Env) -> Vec<Effect> {
    let Some(last) = &model.undo.last else {
        complain(model, env, say!("why-not-nothing-done"));
        return Vec::new();
    };
    if last.seconds_left(env.now).is_none() {
        if let Some((list, load)) = last.load {
            return super::super::loading::undo_late(list, load);
        }
        let said = say!("undo-late", seq = last.seq.to_string());
        complain(model, env, said);
        return Vec::new();
    }
    if let Some(why) = gone::why_not_undo(model) {
        complain(model, env, why);
        return Vec::new();
    }
    if last.stop {
        return dialog::open(model, |_| Some(Dialog::UndoReason(UndoReason::new())));
    }
    ask(model, String::new())
}

/// Seconds the key still works; `None` when there is nothing it would take back now.
pub(in crate::tui) fn seconds_left(model: &Model, now: Moment) -> Option<i64> {
    model.undo.seconds_left(now).filter(|_| gone::why_not_undo(model).is_none())
}

/// Asks the desk to take it back.
pub(in crate::tui) fn ask(model: &mut Model, reason: String) -> Vec<Effect> {
    let Some(last) = &model.undo.last else { return Vec::new() };
    if let Some((list, load)) = last.load {
        return super::super::loading::unload(model, list, load, reason);
    }
    let seq = last.seq;
    // Whoever has taken the next client already gives him back.
    let release = last.work.as_ref().and_then(|_| model.work.as_ref()?.entry);
    let parked = model.ring.parked.iter().filter_map(|parked| parked.work.as_ref());
    let works = last.work.iter().chain(model.work.as_ref().filter(|_| last.work.is_none())).chain(parked);
    let holds = works.filter_map(|work| work.entry).collect();
    if std::mem::replace(&mut model.busy, true) {
        return Vec::new();
    }
    vec![Effect::Ask(Request::Undo(UndoLast { seq, reason, release, holds }))]
}

/// The desk has answered.
pub(super) fn came(model: &mut Model, env: &Env, result: Result<Undone, Failure>) -> Vec<Effect> {
    model.busy = false;
    let undone = match result {
        Ok(undone) => undone,
        Err(failure) => {
            fail(model, env, failure);
            return Vec::new();
        }
    };
    super::queue::forget_count(model);
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::UndoReason(_)));
    let name = undone.use_case.split(' ').next().unwrap_or_default().to_owned();
    tell(model, env, say!("undo-taken-back", what = env.texts.use_case(&name)));
    let mut effects = Vec::new();
    if let Some(last) = model.undo.last.take_if(|last| last.seq == undone.of) {
        model.undo.form = last.form;
        if last.counted {
            model.day.retract();
        }
        if let Some((client, draft)) = &last.made {
            effects.extend(gone::entered_again(model, *client, draft));
        }
        if let Some(note) = &last.note {
            model.dialogs.push(Dialog::Note(dialog::Note::restored(note)));
            effects.extend(show(model, note.client));
        }
        if let Some(work) = last.work {
            // What goes on again must be seen.
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Promises(_) | Dialog::Jobs(_)));
            model.since = work.since();
            model.focus = if work.run.is_some() { Pane::Script } else { Pane::Card };
            effects.extend(show(model, work.client));
            model.work = Some(work);
            // Whatever it was before: it is asked for at once.
            model.lease = Lease { touched: env.now, ..Lease::default() };
        }
    }
    if effects.is_empty() {
        effects.extend(model.card.client.map(|client| Effect::Ask(Request::Dossier(client))));
    }
    effects.extend(read_queue(model, env));
    effects.push(Effect::Ask(Request::Shift));
    crate::tui::promises::forget(model);
    effects.extend(crate::tui::promises::reread(model));
    effects.extend(dialog::Jobs::reread(model, name == NewJob::NAME));
    effects
}
