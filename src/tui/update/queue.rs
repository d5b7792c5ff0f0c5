//! What the queue answers beside its rows: skips, what holds it back, leases.

use super::{complain, fail, read_queue, tell};
use crate::desk::queue::{Emptiness, SkipContact, Skipped, SkippedClient};
use crate::domain::ids::{QueueEntryId, UserId};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::dialog::{self, Dialog};
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model, Pane};
use crate::tui::msg::{Effect, Failure, Kept, Request};
use crate::tui::ring::Parked;

/// How often what holds the queue back is counted again while nothing can be taken, in milliseconds.
const COUNT_PACE_MS: i64 = 60_000;

/// Counts what holds the queue back, and shows it.
pub(super) fn explain(model: &mut Model, env: &Env) -> Vec<Effect> {
    let effects = dialog::open(model, |_| Some(Dialog::Empty(dialog::Empty::default())));
    [effects, count(model, env)].concat()
}

/// Counts what holds the queue back, unless it is being counted.
fn count(model: &mut Model, env: &Env) -> Vec<Effect> {
    if std::mem::replace(&mut model.queue.counting, true) {
        return Vec::new();
    }
    model.queue.counted = Some(env.now);
    vec![Effect::Ask(Request::WhyEmpty)]
}

/// Rows were read: when none of them can be taken, the pane says why.
pub(super) fn rows_came(model: &mut Model, env: &Env) -> Vec<Effect> {
    if !model.queue.is_idle() || model.empty_base {
        return Vec::new();
    }
    let age = model.queue.counted.map(|at| env.now.millis().saturating_sub(at.millis()));
    if age.is_none_or(|age| age >= COUNT_PACE_MS) { count(model, env) } else { Vec::new() }
}

/// It was counted.
pub(super) fn counted(model: &mut Model, env: &Env, result: Result<Emptiness, Failure>) -> Vec<Effect> {
    model.queue.counting = false;
    // Something was done meanwhile: it is counted anew.
    let stale = model.queue.counted.is_none() && model.queue.is_idle();
    match result {
        Ok(holds) => model.queue.holds = Some(holds),
        Err(failure) => fail(model, env, failure),
    }
    if stale { count(model, env) } else { Vec::new() }
}

/// What holds the queue back is not what it was: this session has done something.
pub(super) fn forget_count(model: &mut Model) {
    model.queue.counted = None;
}

/// A contact was skipped.
pub(super) fn skipped(
    model: &mut Model,
    env: &Env,
    asked: SkipContact,
    result: Result<Skipped, Failure>,
) -> Vec<Effect> {
    model.busy = false;
    match result {
        Ok(skipped) => {
            forget_count(model);
            if model.work.as_ref().is_some_and(|work| work.entry == Some(asked.entry)) {
                model.work = None;
                model.since = env.now;
                model.focus = Pane::Queue;
            }
            let until = env.texts.moment(skipped.until, env.calendar());
            let reason = env.texts.word(&asked.reason);
            let said = if skipped.raised {
                say!("skipped-raised", until = until, reason = reason, count = skipped.count)
            } else {
                say!("skipped", until = until, reason = reason)
            };
            tell(model, env, said);
        }
        Err(failure) => fail(model, env, failure),
    }
    read_queue(model, env)
}

/// Clients who are skipped often were asked for.
pub(super) fn skips_came(
    model: &mut Model,
    env: &Env,
    result: Result<Vec<SkippedClient>, Failure>,
) -> Vec<Effect> {
    match result {
        Ok(rows) if rows.is_empty() => tell(model, env, say!("skips-none")),
        Ok(rows) => model.dialogs.push(Dialog::Skips(dialog::Skips::new(rows))),
        Err(failure) => fail(model, env, failure),
    }
    Vec::new()
}

/// The skips of a client were settled.
pub(super) fn settled(model: &mut Model, env: &Env, result: Result<usize, Failure>) -> Vec<Effect> {
    model.busy = false;
    match result {
        Ok(_) => tell(model, env, say!("skips-settled")),
        Err(failure) => fail(model, env, failure),
    }
    read_queue(model, env)
}

/// The desk was asked to keep the contact that is worked on.
pub(super) fn kept(model: &mut Model, env: &Env, entry: QueueEntryId, kept: Kept) -> Vec<Effect> {
    if model.work.as_ref().and_then(|work| work.entry) != Some(entry) {
        return kept_aside(model, env, entry, kept);
    }
    model.lease.asked = false;
    match kept {
        Kept::Until(until) => {
            model.lease.until = Some(until);
            Vec::new()
        }
        Kept::Free => Vec::new(),
        Kept::Lost(by) => lost(model, env, by),
        Kept::Failed(failure) => {
            // It is tried again at half of what is left; nothing is lost yet.
            model.lease.until = model.lease.until.or(Some(env.now));
            fail(model, env, failure);
            Vec::new()
        }
    }
}

/// The desk was asked to keep a contact that a call has interrupted.
fn kept_aside(model: &mut Model, env: &Env, entry: QueueEntryId, kept: Kept) -> Vec<Effect> {
    let of = |parked: &&mut Parked| parked.work.as_ref().and_then(|work| work.entry) == Some(entry);
    let Some(parked) = model.ring.parked.iter_mut().find(of) else { return Vec::new() };
    parked.lease.asked = false;
    match kept {
        Kept::Until(until) => parked.lease.until = Some(until),
        Kept::Free => {}
        Kept::Failed(failure) => {
            parked.lease.until = parked.lease.until.or(Some(env.now));
            fail(model, env, failure);
        }
        Kept::Lost(by) => {
            parked.lease.until = None;
            if let Some(work) = &mut parked.work {
                work.entry = None;
            }
            let name = by.and_then(|user| model.catalog.user(user)).map(|user| clean_line(&user.name));
            let said = match name {
                Some(name) => say!("lease-lost-aside", name = name),
                None => say!("lease-over-aside"),
            };
            complain(model, env, said);
            return read_queue(model, env);
        }
    }
    Vec::new()
}

/// Somebody else has the contact, or has closed it: the talk goes on, and will be recorded outside the queue.
fn lost(model: &mut Model, env: &Env, by: Option<UserId>) -> Vec<Effect> {
    model.lease.until = None;
    let preview = model.work.as_ref().is_some_and(|work| work.state == CallState::Preview);
    if preview {
        model.work = None;
        model.since = env.now;
        model.focus = Pane::Queue;
    } else if let Some(work) = &mut model.work {
        work.entry = None;
    }
    let name = |user| model.catalog.user(user).map(|user| clean_line(&user.name)).unwrap_or_default();
    let said = match (by, preview) {
        (Some(user), true) => say!("lease-lost-unseen", name = name(user)),
        (Some(user), false) => say!("lease-lost", name = name(user)),
        (None, true) => say!("lease-over-unseen"),
        (None, false) => say!("lease-over"),
    };
    complain(model, env, said);
    read_queue(model, env)
}

/// A contact was taken: its lease is known.
pub(super) fn taken(model: &mut Model, env: &Env, until: Option<Moment>) {
    model.lease = crate::tui::lease::Lease { until, touched: env.now, asked: false, doubt: false };
}

/// Asks why a contact is skipped.
pub(super) fn skip(model: &mut Model) -> Vec<Effect> {
    dialog::open(model, |model| dialog::Skip::new(model).map(Dialog::Skip))
}
