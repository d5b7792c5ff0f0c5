//! What happens without the operator: time passes, others change things, the store fails and recovers; and what is typed is
//! kept.

use super::super::env::Env;
use super::super::model::{CallDraft, Draft, Model};
use super::super::msg::{Changed, Effect, Request};
use super::{clients, ring, tell};
use crate::domain::time::Moment;
use crate::say;
use crate::store::Health;
use crate::tui::{autonext, day};

/// How long a sentence about what has happened stands, in milliseconds.
const NOTICE_MS: i64 = 10_000;
/// How long typing must pause before the draft is kept, in milliseconds.
const DRAFT_PAUSE_MS: i64 = 300;
/// How often the queue is read again while others change it, in milliseconds.
const QUEUE_PACE_MS: i64 = 1000;
/// How often the queue is read again because time passes, in milliseconds.
const QUEUE_CLOCK_MS: i64 = 30_000;
/// How often it is looked whether anything can be written again, in milliseconds.
const PROBE_MS: i64 = 1000;
/// How long after a draft could not be kept it is tried again, in milliseconds.
const DRAFT_AGAIN_MS: i64 = 5000;

/// Milliseconds until [`Msg::Tick`](crate::tui::msg::Msg::Tick) is wanted, from `now`: at the next second, or sooner when something waits.
pub fn next_tick(model: &Model, now: Moment) -> i64 {
    let second = 1000 - now.millis().rem_euclid(1000);
    match model.draft_due {
        Some(due) => (due.millis() - now.millis()).clamp(1, second),
        None => second,
    }
}

pub(super) fn others_changed(model: &mut Model, changed: &Changed) -> Vec<Effect> {
    model.queue_stale |= changed.queue;
    model.lease.doubt |= changed.queue;
    if changed.queue {
        crate::tui::promises::others_changed(model);
    }
    for parked in &mut model.ring.parked {
        parked.lease.doubt |= changed.queue;
    }
    if model.card.client.is_some_and(|client| changed.clients.contains(&client)) {
        model.card_stale = true;
    }
    let mut effects = Vec::new();
    if changed.catalog {
        effects.push(Effect::Ask(Request::Catalog));
    }
    if changed.notices && model.day.greeted {
        effects.push(Effect::Ask(Request::Notices));
    }
    effects
}

pub(super) fn health_changed(model: &mut Model, env: &Env, health: Health) -> Vec<Effect> {
    let before = std::mem::replace(&mut model.health, health);
    if model.health == Health::Writable && before.may_mend() {
        // What has just been done says as much.
        if model.notice.as_ref().is_none_or(|notice| notice.error) {
            tell(model, env, say!("health-writable-again"));
        }
        keep_draft_again(model);
        return ring::again(model);
    }
    Vec::new()
}

/// Forgets that the draft was given to be kept: it is given once more.
fn keep_draft_again(model: &mut Model) {
    if model.draft_lost.is_some() {
        model.draft_kept = Draft::default();
    }
}

pub(super) fn tick(model: &mut Model, env: &Env) -> Vec<Effect> {
    if model.handed {
        // Whoever goes on with it takes no client by himself, and misses no call that rings.
        return day::sign(model, env);
    }
    let mut effects = Vec::new();
    let since = |moment: Moment| env.now.millis() - moment.millis();
    if model.health.may_mend() && since(model.probed) >= PROBE_MS {
        model.probed = env.now;
        effects.push(Effect::Probe);
    }
    if model.draft_lost.is_some_and(|lost| since(lost) >= DRAFT_AGAIN_MS) {
        keep_draft_again(model);
    }
    if model.notice.as_ref().is_some_and(|notice| env.now.millis() - notice.at.millis() >= NOTICE_MS) {
        model.notice = None;
    }
    effects.extend(day::sign(model, env));
    effects.extend(autonext::tick(model, env));
    effects.extend(ring::tick(model, env));
    effects.extend(crate::tui::lease::tick(model, env.now));
    effects.extend(crate::tui::promises::tick(model, env));
    let age = env.now.millis() - model.queue_read.millis();
    if (model.queue_stale && age >= QUEUE_PACE_MS) || age >= QUEUE_CLOCK_MS {
        effects.extend(read_queue(model, env));
    }
    if std::mem::take(&mut model.card_stale) {
        effects.extend(model.card.client.map(|client| Effect::Ask(Request::Dossier(client))));
    }
    effects
}

/// Asks for the queue.
pub(in crate::tui) fn read_queue(model: &mut Model, env: &Env) -> Vec<Effect> {
    model.queue_stale = false;
    model.queue_read = env.now;
    vec![Effect::Ask(Request::Queue)]
}

/// Keeps what is being typed once typing pauses, and forgets it once it is saved or thrown away.
pub(in crate::tui) fn keep_draft(model: &mut Model, env: &Env) -> Vec<Effect> {
    let draft = clients::draft(model);
    if draft == model.draft_kept {
        model.draft_due = None;
        return Vec::new();
    }
    let answered = |draft: &Draft| {
        let call = draft.call.clone().map(|call| CallDraft { typed: String::new(), marking: None, ..call });
        (call, draft.form.as_ref().map(|form| form.since), draft.parked.len(), draft.rang.clone())
    };
    match model.draft_due {
        // What is thrown away, saved or answered is so at once, and so is a call that rings: only typing is waited for.
        _ if draft == Draft::default() || answered(&draft) != answered(&model.draft_kept) => {}
        None => {
            model.draft_due = Some(env.now.plus_millis(DRAFT_PAUSE_MS));
            return Vec::new();
        }
        Some(due) if env.now < due => return Vec::new(),
        Some(_) => {}
    }
    model.draft_due = None;
    let bytes = draft.bytes();
    model.draft_kept = draft;
    vec![Effect::KeepDraft(bytes)]
}
