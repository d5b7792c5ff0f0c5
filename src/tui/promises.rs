//! The book of promises and the word before one comes due, as the screen knows them.

use std::collections::BTreeSet;

use super::dialog::{Dialog, PlanContact, PromiseBook};
use super::env::Env;
use super::model::Model;
use super::msg::{Effect, Failure, Request};
use super::update::{fail, tell};
use crate::desk::queue::{Book, SoonDue, Whose};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::text::clean_line;
use crate::domain::time::{MINUTE_MS, Moment};
use crate::say;

/// Minutes before a personal promise at which its operator is told of it, unless the settings say otherwise.
pub const REMIND_MINUTES: i64 = 10;

/// How often it is asked what comes due, in milliseconds.
const PACE_MS: i64 = 30_000;
/// How often what comes due is asked for while others change the queue, in milliseconds.
const STALE_PACE_MS: i64 = 1000;
/// Minutes ahead of the reminder for which promises are at hand, so that none is told late.
const AHEAD: i64 = 2;
/// Promises that were told of which are remembered; the earliest are forgotten first.
const TOLD_MOST: usize = 1000;

/// What a session knows of promises beside the queue.
#[derive(Debug)]
pub struct PromiseState {
    /// Minutes before a promise at which its operator is told; 0 when he is not.
    pub remind: i64,
    /// The operator's own that come due soon, soonest first.
    soon: Vec<SoonDue>,
    /// Those he was told of.
    told: BTreeSet<(Moment, QueueEntryId)>,
    /// When it was last asked what comes due and what is overdue.
    asked: Option<Moment>,
    /// The queue has changed since it was last read what comes due.
    stale: bool,
    /// When that was last asked.
    read: Option<Moment>,
    /// The contact that is to be moved once the card of its client is read.
    moving: Option<(ClientId, QueueEntryId)>,
}

impl Default for PromiseState {
    fn default() -> Self {
        Self {
            remind: REMIND_MINUTES,
            soon: Vec::new(),
            told: BTreeSet::new(),
            asked: None,
            stale: false,
            read: None,
            moving: None,
        }
    }
}

/// What the desk is asked about promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookRequest {
    /// The book.
    List(Whose),
    /// What comes due within so many minutes.
    Soon(i64),
}

/// What it answers.
#[derive(Debug)]
pub enum BookAnswer {
    /// The book.
    List(Whose, Book),
    /// What comes due.
    Soon(Vec<SoonDue>),
}

/// Asks for the operator's own promises.
pub(super) fn open() -> Vec<Effect> {
    vec![Effect::Ask(Request::Book(BookRequest::List(Whose::Mine)))]
}

/// The desk has answered.
pub(super) fn came(model: &mut Model, env: &Env, result: Result<BookAnswer, Failure>) -> Vec<Effect> {
    match result {
        Ok(BookAnswer::Soon(soon)) => {
            model.promises.soon = soon;
            remind(model, env);
        }
        Ok(BookAnswer::List(whose, book)) => {
            let open = model.dialogs.iter_mut().find_map(|dialog| match dialog {
                Dialog::Promises(open) => Some(open),
                _ => None,
            });
            match open {
                Some(open) => open.read(whose, book),
                None => model.dialogs.push(Dialog::Promises(PromiseBook::new(whose, book))),
            }
        }
        Err(failure) => fail(model, env, failure),
    }
    Vec::new()
}

/// The book is read again where it is open: something was done with what stands in it.
pub(super) fn reread(model: &Model) -> Option<Effect> {
    model.dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Promises(open) => Some(Effect::Ask(Request::Book(BookRequest::List(open.whose())))),
        _ => None,
    })
}

/// Wants this contact moved: the form opens once the card of its client is there.
pub(super) fn want_moved(model: &mut Model, client: ClientId, entry: QueueEntryId) -> Vec<Effect> {
    model.promises.moving = Some((client, entry));
    super::update::show(model, client)
}

/// The card of a client has come.
pub(super) fn card_came(model: &mut Model) {
    let shown = model.card.client;
    let wanted = model.promises.moving.take_if(|(client, _)| Some(*client) == shown);
    let on_top = matches!(model.dialogs.last(), Some(Dialog::Promises(_)));
    if let Some((_, entry)) = wanted.filter(|_| on_top)
        && let Some(form) = PlanContact::moving_one(model, Some(entry))
    {
        model.dialogs.push(Dialog::Plan(form));
    }
}

/// Time passes: asks what comes due, and says what has come near.
pub(super) fn tick(model: &mut Model, env: &Env) -> Vec<Effect> {
    remind(model, env);
    let since = |at: Moment| env.now.millis().saturating_sub(at.millis()).abs();
    if model.promises.asked.is_none_or(|at| since(at) >= PACE_MS) {
        model.promises.asked = Some(env.now);
        return [vec![Effect::Ask(Request::Share(model.common_after))], soon(model, env)].concat();
    }
    if model.promises.stale && model.promises.read.is_none_or(|at| since(at) >= STALE_PACE_MS) {
        return soon(model, env).into_iter().chain(reread(model)).collect();
    }
    Vec::new()
}

/// Asks what comes due, where the operator wants to know.
fn soon(model: &mut Model, env: &Env) -> Vec<Effect> {
    (model.promises.stale, model.promises.read) = (false, Some(env.now));
    if model.promises.remind <= 0 {
        return Vec::new();
    }
    let within = model.promises.remind.saturating_add(AHEAD);
    vec![Effect::Ask(Request::Book(BookRequest::Soon(within)))]
}

/// Somebody has changed the queue, and so perhaps what was promised: it is read again within a second.
pub(super) fn others_changed(model: &mut Model) {
    model.promises.stale = true;
}

/// The promise whose minute is near, as long as it is still to come; not the one that is worked on.
pub(super) fn near<'m>(model: &'m Model, env: &Env) -> Option<&'m SoonDue> {
    all_near(model, env).next()
}

fn all_near<'m>(model: &'m Model, env: &Env) -> impl Iterator<Item = &'m SoonDue> {
    let (now, remind) = (env.now, model.promises.remind);
    let worked = model.work.as_ref().and_then(|work| work.entry);
    let begins = move |soon: &SoonDue| soon.due.plus_millis(-remind.saturating_mul(MINUTE_MS));
    let near = move |soon: &&SoonDue| begins(soon) <= now && now < soon.due && Some(soon.entry) != worked;
    model.promises.soon.iter().filter(move |_| remind > 0).filter(near)
}

/// When the operator is reminded of a promise of his own; `None` when he wants no reminders.
pub(in crate::tui) fn reminder(model: &Model, due: Moment) -> Option<Moment> {
    let minutes = model.promises.remind;
    (minutes > 0).then(|| due.plus_minutes(minutes.saturating_neg()))
}

/// What was promised has changed: it is asked for again at once.
pub(super) fn forget(model: &mut Model) {
    model.promises.asked = None;
}

/// Says once that a promise comes due. What was just said, and whoever rings, go first; no key is taken.
fn remind(model: &mut Model, env: &Env) {
    if model.notice.is_some() || model.ring.call.is_some() {
        return;
    }
    let told = &model.promises.told;
    let untold = all_near(model, env).find(|soon| !told.contains(&(soon.due, soon.entry)));
    let Some(soon) = untold else { return };
    let told = (soon.due, soon.entry);
    let left = soon.due.millis().saturating_sub(env.now.millis());
    let minutes = left.saturating_add(MINUTE_MS - 1) / MINUTE_MS;
    let when = env.texts.both_clocks(soon.due, soon.zone, env.calendar());
    let (name, what) = (clean_line(&soon.name), clean_line(&soon.reason));
    let text = if what.is_empty() {
        say!("promise-near", minutes = minutes, name = name, when = when)
    } else {
        say!("promise-near-what", minutes = minutes, name = name, when = when, what = what)
    };
    tell(model, env, text);
    model.promises.told.insert(told);
    while model.promises.told.len() > TOLD_MOST {
        model.promises.told.pop_first();
    }
}
