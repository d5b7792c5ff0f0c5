//! How the model changes: `update(model, env, message)` gives back what is to be done. It does no I/O and reads no clock.

mod ahead;
mod answers;
mod call;
mod clients;
mod moves;
mod queue;
mod ring;
mod undo;

use super::action::Action;
use super::day;
use super::dialog::{self, Dialog};
use super::env::Env;
use super::hit::Hit;
use super::input::Input;
use super::key::Key;
use super::model::{CallDraft, CallState, Draft, HalfTyped, Model, Notice, Pane, Work};
use super::msg::{Changed, Effect, Failure, Msg, Request};
use crate::desk::dossier::HistoryOf;
use crate::domain::ids::ClientId;
use crate::domain::time::Moment;
use crate::i18n::Message;
use crate::say;
use crate::store::Health;

pub(super) use self::call::{
    ask_question, intent, open_client, record, start_script, step_back, toggle, with_run,
};
pub(super) use self::moves::stepped;
pub(super) use self::ring::{can_resume, let_go, talk};
pub(super) use self::undo::ask as undo_because;

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
/// Events of the history that are read at a time.
const HISTORY_PAGE: usize = 50;

/// What a session asks for when it begins.
pub fn begin(model: &mut Model, draft: Option<Draft>, now: Moment) -> Vec<Effect> {
    let mut effects =
        vec![Effect::Ask(Request::Queue), Effect::Ask(Request::Shift), Effect::Ask(Request::Memos)];
    let Some(draft) = draft else { return effects };
    if let Some(call) = &draft.call {
        model.work = Some(Work::restored(call, &model.catalog));
        model.since = call.began;
        model.focus = Pane::Script;
        // It goes back into its field as soon as the card is read.
        model.half = (!call.typed.is_empty()).then(|| HalfTyped { step: None, text: call.typed.clone() });
        model.resume = !call.ended;
        effects.extend(show(model, call.client));
    }
    if let Some(note) = &draft.note {
        model.dialogs.push(Dialog::Note(dialog::Note::restored(note)));
        effects.extend(show(model, note.client));
    }
    model.fresh = draft.fresh.clone();
    model.ring.parked = draft.parked.iter().map(|parked| clients::restored(parked, &model.catalog)).collect();
    model.draft_kept = draft;
    // A call that was never closed comes before anything else, and so does one that another call had interrupted.
    if model.work.is_none() && model.dialogs.is_empty() {
        effects.extend(ring::stand(model, now));
    }
    effects
}

/// Changes the model and says what is to be done.
pub fn update(model: &mut Model, env: &Env, msg: Msg) -> Vec<Effect> {
    let heard = day::Heard::of(&msg);
    let mut effects = match msg {
        Msg::Input(input) => ahead::came(model, env, input),
        Msg::Click(hit) => clicked(model, env, hit),
        Msg::Wheel(hit, down) => wheeled(model, env, hit, down),
        Msg::Answer(answer) => answers::came(model, env, *answer),
        Msg::Changed(changed) => others_changed(model, &changed),
        Msg::Names(loading) => {
            model.names_loading = loading;
            dialog::names_came(model)
        }
        Msg::Health(health) => {
            health_changed(model, env, health);
            Vec::new()
        }
        Msg::Rings(phone) => ring::rings(model, env, phone),
        Msg::Missed(phone) => ring::missed(model, env, phone, env.now),
        Msg::RingEnded { phone, answered } => ring::ended(model, env, &phone, answered),
        Msg::Tick => tick(model, env),
    };
    effects.extend(day::follow(model, env, heard));
    effects.extend(ahead::play(model, env));
    effects.extend(day::follow(model, env, day::Heard::Nothing));
    effects.extend(keep_draft(model, env));
    effects
}

/// Milliseconds until [`Msg::Tick`] is wanted, from `now`: at the next second, or sooner when something waits.
pub fn next_tick(model: &Model, now: Moment) -> i64 {
    let second = 1000 - now.millis().rem_euclid(1000);
    match model.draft_due {
        Some(due) => (due.millis() - now.millis()).clamp(1, second),
        None => second,
    }
}

fn input_came(model: &mut Model, env: &Env, input: Input) -> Vec<Effect> {
    model.lease.touched = env.now;
    let effects = match &input {
        Input::Key(key) => key_came(model, env, *key),
        Input::Paste(text) => dialog::pasted(model, env, text),
        // The session turns the mouse into clicks, and sizes are its own matter.
        Input::Mouse(_) | Input::Resize(..) | Input::FocusGained | Input::FocusLost => Vec::new(),
    };
    day::count(model, env, &input, &effects);
    effects
}

fn key_came(model: &mut Model, env: &Env, key: Key) -> Vec<Effect> {
    if ring::is_answer(model, env, key) {
        return ring::answer(model, env);
    }
    if !model.dialogs.is_empty() {
        return dialog::key(model, env, key);
    }
    let contexts = model.contexts();
    let Some(action) = env.keymap.lookup(&contexts, key).and_then(|hit| Action::from_id(hit.action)) else {
        let help = env.key(Action::Help, &contexts).unwrap_or_default();
        complain(model, env, say!("key-unbound", key = key.short(), help = help));
        return Vec::new();
    };
    act(model, env, action)
}

/// Does an action, or says why it does not work.
pub(super) fn act(model: &mut Model, env: &Env, action: Action) -> Vec<Effect> {
    match action.enabled(model) {
        Ok(()) => run(model, env, action),
        Err(Some(why)) => {
            complain(model, env, why);
            Vec::new()
        }
        Err(None) => Vec::new(),
    }
}

fn run(model: &mut Model, env: &Env, action: Action) -> Vec<Effect> {
    // Whatever was said before is answered by a new key.
    model.notice = None;
    match action {
        Action::Take if ring::can_resume(model) => ring::resume(model, env),
        Action::Take => call::take_next(model),
        Action::NextNumber => call::next_number(model, env),
        Action::NewClient => clients::open(model),
        Action::Call => call::toggle(model, env, None),
        Action::Release => call::release(model),
        Action::Skip => queue::skip(model),
        Action::Empty => queue::explain(model, env),
        Action::Skipped => vec![Effect::Ask(Request::Skips)],
        Action::Open => open(model, env),
        Action::Note => dialog::open(model, |model| dialog::Note::new(model, env.now).map(Dialog::Note)),
        Action::Search => dialog::open(model, |_| Some(Dialog::Search(dialog::Search::new()))),
        Action::Undo => undo::start(model, env),
        Action::Turn => call::turn(model),
        Action::Why => match model.selected_entry() {
            Some(entry) => vec![Effect::Ask(Request::Why(entry))],
            None => Vec::new(),
        },
        Action::Objection => {
            dialog::open(model, |model| dialog::Objections::new(model).map(Dialog::Objections))
        }
        Action::Heard => dialog::open(model, |model| dialog::HeardForm::new(model).map(Dialog::Heard)),
        Action::Heat => match dialog::Heat::asked(model) {
            Some((name, calls)) => vec![Effect::Ask(Request::Heat(name, calls))],
            None => Vec::new(),
        },
        Action::Answers => match dialog::CrossTable::new(model) {
            Some((table, effect)) => {
                model.dialogs.push(Dialog::Answers(table));
                vec![effect]
            }
            None => Vec::new(),
        },
        Action::Jobs => dialog::open(model, |_| Some(Dialog::Jobs(dialog::Jobs::default()))),
        Action::ScriptBack => call::step_back(model, env),
        Action::DealForward | Action::DealBack | Action::DealWin | Action::DealLose => {
            dialog::open(model, |model| dialog::MoveDeal::new(model, env, action).map(Dialog::Move))
        }
        Action::DealNew => dialog::open(model, |model| dialog::NewDeal::new(model).map(Dialog::Deal)),
        Action::Plan => dialog::open(model, |model| dialog::PlanContact::new(model).map(Dialog::Plan)),
        Action::Load => match dialog::LoadForm::new(model, env, None) {
            Some(form) => dialog::open(model, |_| Some(Dialog::Load(form))),
            None => {
                complain(model, env, say!("load-no-job"));
                Vec::new()
            }
        },
        Action::Move => dialog::open(model, |model| dialog::PlanContact::moving(model).map(Dialog::Plan)),
        Action::Wishes => dialog::open(model, |model| dialog::Wishes::new(model, env).map(Dialog::Wishes)),
        Action::Withdraw => match dialog::Withdraw::new(model, env) {
            Some(form) => dialog::open(model, |_| Some(Dialog::Withdraw(form))),
            None => {
                complain(model, env, say!("why-not-no-consent"));
                Vec::new()
            }
        },
        Action::FocusQueue => focus(model, Pane::Queue),
        Action::FocusCard => focus(model, Pane::Card),
        Action::FocusMap => focus(model, Pane::Map),
        Action::FocusScript => focus(model, Pane::Script),
        Action::FocusHistory => focus(model, Pane::History),
        Action::FocusNext => focus(model, model.focus.step(1)),
        Action::FocusPrev => focus(model, model.focus.step(Pane::ALL.len() - 1)),
        Action::Zoom => {
            model.zoom = !model.zoom;
            Vec::new()
        }
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::First | Action::Last => {
            moves::moved(model, action)
        }
        Action::Back => back(model, env),
        Action::Palette => {
            dialog::open(model, |model| Some(Dialog::Palette(dialog::Palette::new(model, env))))
        }
        Action::Help => dialog::open(model, |model| Some(Dialog::Help(dialog::Help::new(model)))),
        Action::ThemeNext => {
            let place = env.themes.iter().position(|name| *name == env.theme.name()).unwrap_or_default();
            let next = env.themes.get((place + 1) % env.themes.len().max(1));
            next.map(|name| Effect::Theme(name.clone())).into_iter().collect()
        }
        Action::Redraw => vec![Effect::Repaint],
        Action::Quit => quit(model, env),
        Action::Pause => {
            day::toggle_pause(model, env);
            Vec::new()
        }
        Action::Day => vec![Effect::Ask(Request::Morning)],
        Action::DayClose => day::close(model, env),
        Action::Big => dialog::open(model, |model| dialog::Big::new(model).map(Dialog::Big)),
        Action::SetPin => dialog::open(model, |model| Some(Dialog::Pin(dialog::PinForm::new(model)))),
        // Only dialogs know these.
        Action::Settle | Action::Save | Action::Submit | Action::Yes | Action::No => Vec::new(),
        action => match (action.result_key(), action.answer_number()) {
            (Some(key), _) => call::result(model, env, key),
            (None, Some(number)) => call::answer(model, env, number),
            (None, None) => Vec::new(),
        },
    }
}

fn focus(model: &mut Model, pane: Pane) -> Vec<Effect> {
    model.focus = pane;
    Vec::new()
}

/// Opens what is under the cursor.
fn open(model: &mut Model, env: &Env) -> Vec<Effect> {
    match model.focus {
        Pane::Queue => {
            if ring::can_resume(model) {
                return ring::resume(model, env);
            }
            let Some(id) = model.queue.row().map(|row| row.entry.id) else { return Vec::new() };
            match Action::Take.enabled(model) {
                Ok(()) => call::take(model, id),
                Err(why) => {
                    if let Some(why) = why {
                        complain(model, env, why);
                    }
                    Vec::new()
                }
            }
        }
        Pane::Card => {
            let number = super::pane::card::numbers(model).get(model.card.number).copied();
            call::toggle(model, env, number)
        }
        Pane::History => older_history(model),
        Pane::Script => call::go_on(model, env),
        Pane::Map => Vec::new(),
    }
}

/// Asks for the next page of the history.
pub(super) fn older_history(model: &Model) -> Vec<Effect> {
    let Some(client) = model.card.client.filter(|_| model.history.more) else { return Vec::new() };
    let before = model.events().last().map(crate::desk::dossier::Event::at);
    vec![Effect::Ask(Request::History(HistoryOf { client, before, limit: HISTORY_PAGE }))]
}

/// One level back: out of the zoom, then back to the client that is worked on.
fn back(model: &mut Model, env: &Env) -> Vec<Effect> {
    if model.zoom {
        model.zoom = false;
        return Vec::new();
    }
    if ring::can_resume(model) {
        return ring::resume(model, env);
    }
    let away = !model.work_is_shown();
    match model.work.as_ref().map(|work| work.client).filter(|_| away) {
        Some(client) => show(model, client),
        None => Vec::new(),
    }
}

fn quit(model: &mut Model, env: &Env) -> Vec<Effect> {
    if model.loading.is_running() {
        complain(model, env, say!("why-not-quit-loading"));
        return Vec::new();
    }
    if !model.ring.parked.is_empty() {
        complain(model, env, say!("why-not-parked"));
        return Vec::new();
    }
    match model.work.as_ref().map(|work| (work.state, work.entry)) {
        Some((CallState::Talking | CallState::Ended, _)) => {
            complain(model, env, say!("why-not-quit-result-first"));
            Vec::new()
        }
        Some((CallState::Preview, Some(entry))) => {
            model.quit = true;
            vec![Effect::Ask(Request::Release(entry))]
        }
        _ => {
            model.quit = true;
            Vec::new()
        }
    }
}

/// Puts a client on the screen.
pub(super) fn show(model: &mut Model, client: ClientId) -> Vec<Effect> {
    if model.card.client != Some(client) {
        model.card = super::model::CardState { client: Some(client), ..Default::default() };
        model.history = super::model::HistoryState::default();
        model.deal = 0;
        model.map_scroll = 0;
        model.script_scroll = 0;
    }
    model.card_stale = false;
    vec![Effect::Ask(Request::Dossier(client))]
}

/// Shows the client of the row under the cursor, while nobody is worked on.
fn peek(model: &mut Model) -> Vec<Effect> {
    let client = model.queue.row().map(|row| row.client.id);
    match client.filter(|client| model.work.is_none() && model.card.client != Some(*client)) {
        Some(client) => show(model, client),
        None => Vec::new(),
    }
}

/// Says what has just happened.
pub(super) fn tell(model: &mut Model, env: &Env, text: Message) {
    model.notice = Some(Notice { text, hint: None, error: false, at: env.now });
}

/// Says what is wrong.
pub(super) fn complain(model: &mut Model, env: &Env, text: Message) {
    model.notice = Some(Notice { text, hint: None, error: true, at: env.now });
}

/// Says what went wrong, and what to do.
pub(super) fn fail(model: &mut Model, env: &Env, failure: Failure) {
    model.notice = Some(Notice { text: failure.text, hint: failure.hint, error: true, at: env.now });
}

fn clicked(model: &mut Model, env: &Env, hit: Hit) -> Vec<Effect> {
    match hit {
        Hit::DialogRow(row) => dialog::clicked(model, env, row),
        Hit::Dialog => Vec::new(),
        Hit::Action(action) if model.dialogs.is_empty() => act(model, env, action),
        Hit::Action(action) => dialog::act(model, env, action),
        Hit::Pane(_) | Hit::Row(_) if !model.dialogs.is_empty() => Vec::new(),
        Hit::Pane(pane) => focus(model, pane),
        Hit::Row(row) => {
            let id = model.queue.rows.get(row).map(|row| row.entry.id);
            // A second click on the row under the cursor opens it.
            if model.focus == Pane::Queue && id.is_some() && id == model.queue.selected {
                return act(model, env, Action::Open);
            }
            model.focus = Pane::Queue;
            model.queue.selected = id;
            peek(model)
        }
    }
}

fn wheeled(model: &mut Model, env: &Env, hit: Hit, down: bool) -> Vec<Effect> {
    let action = if down { Action::Down } else { Action::Up };
    if !model.dialogs.is_empty() {
        return dialog::act(model, env, action);
    }
    match hit {
        Hit::Pane(pane) => {
            let before = std::mem::replace(&mut model.focus, pane);
            let effects = moves::moved(model, action);
            model.focus = before;
            effects
        }
        Hit::Row(_) => {
            let before = std::mem::replace(&mut model.focus, Pane::Queue);
            let effects = moves::moved(model, action);
            model.focus = before;
            effects
        }
        Hit::Action(_) | Hit::DialogRow(_) | Hit::Dialog => Vec::new(),
    }
}

fn others_changed(model: &mut Model, changed: &Changed) -> Vec<Effect> {
    model.queue_stale |= changed.queue;
    model.lease.doubt |= changed.queue;
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

fn health_changed(model: &mut Model, env: &Env, health: Health) {
    let before = std::mem::replace(&mut model.health, health);
    if model.health == Health::Writable && before.may_mend() {
        // What has just been done says as much.
        if model.notice.as_ref().is_none_or(|notice| notice.error) {
            tell(model, env, say!("health-writable-again"));
        }
        keep_draft_again(model);
    }
}

/// Forgets that the draft was given to be kept: it is given once more.
fn keep_draft_again(model: &mut Model) {
    if model.draft_lost.is_some() {
        model.draft_kept = Draft::default();
    }
}

fn tick(model: &mut Model, env: &Env) -> Vec<Effect> {
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
    effects.extend(ring::tick(model, env));
    effects.extend(super::lease::tick(model, env.now));
    let age = env.now.millis() - model.queue_read.millis();
    if (model.queue_stale && age >= QUEUE_PACE_MS) || age >= QUEUE_CLOCK_MS {
        if age >= QUEUE_CLOCK_MS {
            effects.push(Effect::Ask(Request::Share(model.common_after)));
        }
        effects.extend(read_queue(model, env));
    }
    if std::mem::take(&mut model.card_stale) {
        effects.extend(model.card.client.map(|client| Effect::Ask(Request::Dossier(client))));
    }
    effects
}

/// Asks for the queue.
pub(super) fn read_queue(model: &mut Model, env: &Env) -> Vec<Effect> {
    model.queue_stale = false;
    model.queue_read = env.now;
    vec![Effect::Ask(Request::Queue)]
}

/// Keeps what is being typed once typing pauses, and forgets it once it is saved or thrown away.
fn keep_draft(model: &mut Model, env: &Env) -> Vec<Effect> {
    let draft = clients::draft(model);
    if draft == model.draft_kept {
        model.draft_due = None;
        return Vec::new();
    }
    let answered = |draft: &Draft| {
        let call = draft.call.clone().map(|call| CallDraft { typed: String::new(), ..call });
        (call, draft.parked.len())
    };
    match model.draft_due {
        // What is thrown away, saved or answered is so at once: only typing is waited for.
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
