//! What a client wishes, told without a result of a call: his hours and zone, a consent taken back, another time for what was
//! promised.

use super::dialog::Dialog;
use super::env::Env;
use super::model::{CallState, Model, Pane};
use super::msg::{Effect, Failure, Request};
use super::promises;
use super::update::{fail, read_queue, tell};
use crate::desk::clients::SetWishes;
use crate::desk::consents::{WithdrawConsent, Withdrawn};
use crate::desk::queue::{GiveUp, Reschedule};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::QueueEntry;
use crate::domain::text::clean_line;
use crate::i18n::Message;
use crate::say;

/// What the desk is to write down.
#[derive(Clone, Debug)]
pub enum WishRequest {
    /// His hours and zone.
    Set(SetWishes),
    /// He takes back what he had agreed to.
    Withdraw(WithdrawConsent),
    /// Another time for what was promised or planned.
    Move(Reschedule),
    /// What was promised or planned is given up.
    GiveUp(GiveUp),
}

/// What was written down.
#[derive(Debug)]
pub enum WishAnswer {
    /// The client as he is now.
    Set(Box<Client>),
    /// What a withdrawal has brought about.
    Withdrawn(Withdrawn),
    /// The contact as it is now.
    Moved(Box<QueueEntry>),
    /// It will not be made.
    GivenUp {
        /// The contact.
        entry: QueueEntryId,
        /// Its client.
        client: ClientId,
    },
}

/// Why a consent can't be taken back on the screen now; `None` when it can.
pub(super) fn why_not_withdraw(model: &Model) -> Option<Message> {
    let Some(dossier) = &model.card.dossier else { return Some(say!("why-not-no-client")) };
    let holds = dossier.consents.iter().any(|consent| consent.withdrawn.is_none());
    (!holds).then(|| say!("why-not-no-consent"))
}

/// Why nothing can be moved now; `None` when something can.
pub(super) fn why_not_move(model: &Model) -> Option<Message> {
    if model.card.dossier.is_none() {
        return Some(say!("why-not-no-client"));
    }
    let calling = model.shown_work().is_some_and(|work| work.state != CallState::Preview);
    if calling {
        // The result of the call names the new time.
        return Some(say!("why-not-move-calling"));
    }
    super::dialog::movable(model).next().is_none().then(|| say!("why-not-nothing-promised"))
}

/// The desk has answered.
pub(super) fn came(model: &mut Model, env: &Env, result: Result<WishAnswer, Failure>) -> Vec<Effect> {
    model.busy = false;
    let answer = match result {
        Ok(answer) => answer,
        Err(failure) => {
            // The dialog stays open: nothing that was typed is lost.
            fail(model, env, failure);
            return Vec::new();
        }
    };
    model.dialogs.retain(|dialog| {
        !matches!(dialog, Dialog::Wishes(_) | Dialog::Withdraw(_) | Dialog::Plan(_) | Dialog::GiveUp(_))
    });
    let said = match answer {
        WishAnswer::Set(client) => {
            let window = client.calls.map(|window| env.texts.window(&window));
            let hours = window.unwrap_or_else(|| env.text("hours-usual"));
            let zone = client.zone.map(|zone| env.texts.zone(zone.tz, env.now));
            let zone = zone.unwrap_or_else(|| env.text("zone-none"));
            say!("client-set", client = clean_line(&client.name), zone = zone, hours = hours)
        }
        WishAnswer::Withdrawn(done) => {
            say!("consent-withdrawn", count = done.consents.len(), blocked = done.blocked)
        }
        WishAnswer::Moved(entry) => {
            // It is in the queue again, whoever had it open.
            put_back(model, env, entry.id);
            let zone = entry.zone;
            let when = env.texts.due_by_both_clocks(entry.due, entry.marks.whole_day, zone, env.calendar());
            say!("contact-moved", when = when)
        }
        WishAnswer::GivenUp { entry, client } => {
            put_back(model, env, entry);
            let shown = model.card.dossier.as_ref().filter(|dossier| dossier.client.id == client);
            match shown.map(|dossier| clean_line(&dossier.client.name)) {
                Some(name) => say!("contact-given-up-of", name = name),
                None => say!("contact-given-up"),
            }
        }
    };
    promises::forget(model);
    tell(model, env, said);
    let mut effects: Vec<Effect> =
        model.card.client.map(|client| Effect::Ask(Request::Dossier(client))).into_iter().collect();
    effects.extend(read_queue(model, env));
    effects.extend(promises::reread(model));
    effects
}

/// A contact is nobody's work any more.
fn put_back(model: &mut Model, env: &Env, entry: QueueEntryId) {
    if model.work.take_if(|work| work.entry == Some(entry)).is_some() {
        model.since = env.now;
        model.focus = Pane::Queue;
    }
}
