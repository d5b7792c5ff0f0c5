//! The client on the screen is not in the base any more: whoever has brought him has taken that back. A call with him leads on all the
//! same: what was said stands in the form of a new client, with the number, so that nothing is lost and no key is refused for ever.

use super::{clients, complain, intent, read_queue};
use crate::domain::ids::ClientId;
use crate::domain::interaction::Direction;
use crate::domain::text::clean_line;
use crate::i18n::Message;
use crate::say;
use crate::tui::dialog::{Dialog, NewClientForm};
use crate::tui::env::Env;
use crate::tui::model::{CallState, CardState, Draft, HistoryState, Model, NewClientDraft, Pane, Work};
use crate::tui::msg::Effect;

/// There is no such client.
pub(super) fn came(model: &mut Model, env: &Env, client: ClientId) -> Vec<Effect> {
    if model.card.client == Some(client) {
        (model.card, model.history) = (CardState::default(), HistoryState::default());
    }
    let words = words(model, env, client);
    let work = model.work.take_if(|work| work.client == client);
    if work.is_none() && words.is_empty() {
        return Vec::new();
    }
    // What is open asks about him, but for somebody else who is being entered.
    model.dialogs.retain(|dialog| matches!(dialog, Dialog::NewClient(_)));
    (model.half, model.resume) = (None, false);
    let (said, effects) = match work.filter(|work| work.state != CallState::Preview) {
        Some(work) => (say!("client-gone-call"), enter_anew(model, &work, words)),
        None if words.is_empty() => (say!("client-gone"), let_be(model, env)),
        None => {
            let draft = NewClientDraft { note: words.join(". "), ..NewClientDraft::default() };
            (say!("client-gone-note"), open(model, &draft))
        }
    };
    complain(model, env, said);
    effects.into_iter().chain(read_queue(model, env)).collect()
}

/// Nothing was done with him yet.
fn let_be(model: &mut Model, env: &Env) -> Vec<Effect> {
    model.since = env.now;
    model.focus = Pane::Queue;
    Vec::new()
}

/// Whoever is on the line is entered anew, and the call goes on with him.
fn enter_anew(model: &mut Model, work: &Work, words: Vec<String>) -> Vec<Effect> {
    let phone = work.dial.map(|dial| dial.phone.to_string()).unwrap_or_default();
    let draft = NewClientDraft { phone, note: words.join(". "), called: true, ..NewClientDraft::default() };
    model.ring.answered = Some(work.began);
    model.ring.outgoing = work.direction == Direction::Outgoing;
    model.since = work.began;
    open(model, &draft)
}

fn open(model: &mut Model, draft: &NewClientDraft) -> Vec<Effect> {
    let mut form = NewClientForm::of(draft);
    let effect = form.look(model);
    model.dialogs.push(Dialog::NewClient(form));
    vec![effect]
}

/// Everything that was written down in the call and the note about him, a line each.
fn words(model: &Model, env: &Env, client: ClientId) -> Vec<String> {
    let Draft { note, call, .. } = clients::draft(model);
    let call = call.filter(|call| call.client == client);
    let noted = if call.is_some() { intent(model, env).notes } else { Vec::new() };
    let work = model.work.as_ref().filter(|work| call.is_some() && work.client == client);
    let marked = work.into_iter().flat_map(|work| &work.marks).map(|mark| mark.text.clone());
    let typed = call.map(|call| call.typed);
    let note = note.filter(|note| note.client == client).map(|note| note.text);
    let all = noted.into_iter().chain(marked).chain(typed).chain(note);
    all.map(|line| clean_line(&line)).filter(|line| !line.is_empty()).collect()
}

/// What was done last has made a client: he is entered once more, with all that was typed.
pub(super) fn entered_again(model: &mut Model, client: ClientId, draft: &NewClientDraft) -> Vec<Effect> {
    model.work.take_if(|work| work.client == client);
    if model.card.client == Some(client) {
        (model.card, model.history) = (CardState::default(), HistoryState::default());
    }
    open(model, draft)
}

/// Why nothing is taken back now, where that is known without asking: what was done last is what goes on on the screen.
pub(super) fn why_not_undo(model: &Model) -> Option<Message> {
    let last = model.undo.last.as_ref()?;
    let talking = model.work.as_ref().filter(|work| work.state != CallState::Preview)?;
    let made = last.made.as_ref().is_some_and(|(client, _)| *client == talking.client);
    // Neither does the one who is talked to.
    let entered = last.person.is_some_and(|person| talking.dial.and_then(|dial| dial.person) == Some(person));
    if last.work.is_some() {
        return Some(say!("undo-in-a-call"));
    }
    (made || entered).then(|| say!("error-at-work-own"))
}
