//! How the model changes: `update(model, env, message)` gives back what is to be done. It does no I/O and reads no clock.

mod ahead;
mod answers;
mod call;
mod clients;
mod clock;
mod gone;
mod mouse;
mod moves;
mod queue;
mod ring;
mod sale;
mod undo;

use super::action::Action;
use super::autonext;
use super::day;
use super::dialog::{self, Dialog};
use super::env::Env;
use super::input::Input;
use super::key::{Key, KeyCode};
use super::model::{CallState, Draft, HalfTyped, Model, Notice, Pane, Work};
use super::msg::{Effect, Failure, Msg, Request};
use super::typed::{self, TypedState};
use crate::desk::dossier::HistoryOf;
use crate::domain::ids::ClientId;
use crate::domain::time::Moment;
use crate::i18n::Message;
use crate::say;

pub(super) use self::call::{
    ask_question, intent, open_client, record, script_of, start_script, step_back, take_next, toggle,
    with_run,
};
pub(super) use self::clients::open as enter_client;
pub use self::clock::next_tick;
pub(super) use self::clock::{keep_draft, read_queue};
pub(super) use self::moves::stepped;
pub(super) use self::ring::{again as again_in_vain, answer_key, can_resume, let_go, resume, talk};
pub(super) use self::undo::{ask as undo_because, seconds_left as undo_seconds_left};

/// Events of the history that are read at a time.
const HISTORY_PAGE: usize = 50;

/// What a session asks for when it begins.
///
/// `alive` is when the session before was last known to live, where it has not left.
pub fn begin(model: &mut Model, draft: Option<Draft>, now: Moment, alive: Option<Moment>) -> Vec<Effect> {
    model.day.came(now);
    let mut effects =
        vec![Effect::Ask(Request::Queue), Effect::Ask(Request::Shift), Effect::Ask(Request::Memos)];
    let Some(draft) = draft else { return effects };
    if let Some(call) = &draft.call {
        let work = Work::restored(call, &model.catalog, now, model.who.zone, alive);
        model.since = work.since();
        model.resume = work.state == CallState::Talking;
        model.work = Some(work);
        model.focus = Pane::Script;
        // It goes back into its field as soon as the card is read.
        model.half = (!call.typed.is_empty()).then(|| HalfTyped { step: None, text: call.typed.clone() });
        effects.extend(show(model, call.client));
    }
    if let Some(look) = draft.look.as_ref().filter(|_| model.work.is_none()) {
        model.work = Some(Work::looked_at(look, &model.catalog));
        model.since = look.began;
        model.focus = Pane::Card;
        effects.extend(show(model, look.client));
    }
    if let Some(note) = &draft.note {
        model.dialogs.push(Dialog::Note(dialog::Note::restored(note)));
        effects.extend(show(model, note.client));
    }
    model.dialogs.extend(draft.call.as_ref().and_then(dialog::MarkForm::restored).map(Dialog::Mark));
    if let Some(draft) = &draft.form {
        // Whoever is on the line is still being entered.
        let call = draft.since.map(|since| (since, draft.outgoing));
        let mut form = dialog::NewClientForm::restored(draft).of_call(call);
        form.take_up(model);
        effects.push(form.look(model));
        model.dialogs.push(Dialog::NewClient(form));
    }
    model.fresh = draft.fresh.clone();
    model.typed = TypedState::restored(draft.typed.clone());
    let parked = draft.parked.iter().map(|parked| {
        clients::restored(parked, &model.catalog, |call, catalog| {
            Work::restored(call, catalog, now, model.who.zone, alive)
        })
    });
    model.ring.parked = parked.collect();
    effects.extend(ring::left(model, &draft.rang, now));
    model.draft_kept = draft;
    // A call that was never closed comes before anything else, and so does one that another call had interrupted.
    if model.work.is_none() && model.dialogs.is_empty() {
        effects.extend(ring::stand(model, now));
    }
    effects
}

/// Whether something stands on top that is not to be answered before it was drawn, and was not yet.
pub fn unseen(model: &Model) -> bool {
    matches!(model.dialogs.last(), Some(Dialog::DayEnd(end)) if !end.seen)
}

/// The operator has given the PIN: until now he was not there, and nothing was his time.
pub fn let_in(model: &mut Model, now: Moment) {
    let waited_ms = model.day.came(now);
    if let Some(work) = model.work.as_mut().filter(|work| work.state == CallState::Ended) {
        work.over = work.over.map(|over| over.plus_millis(waited_ms));
        model.since = work.since();
    }
}

/// Changes the model and says what is to be done.
pub fn update(model: &mut Model, env: &Env, msg: Msg) -> Vec<Effect> {
    let heard = day::Heard::of(&msg);
    let mut effects = match msg {
        Msg::Input(input) => ahead::came(model, env, input),
        Msg::Click(hit) => mouse::clicked(model, env, hit),
        Msg::Wheel(hit, down) => mouse::wheeled(model, env, hit, down),
        Msg::Answer(answer) => answers::came(model, env, *answer),
        Msg::Changed(changed) => clock::others_changed(model, &changed),
        Msg::Talks(talks) => {
            // What may be taken next is not what it was.
            model.queue_stale |= !talks.are_those_of(&model.talks);
            model.talks = talks;
            Vec::new()
        }
        Msg::Drawn => {
            if let Some(Dialog::DayEnd(end)) = model.dialogs.last_mut() {
                end.seen = true;
            }
            Vec::new()
        }
        Msg::Names(loading) => {
            model.names_loading = loading;
            dialog::names_came(model)
        }
        Msg::Health(health) => clock::health_changed(model, env, health),
        Msg::Rings(phone) => ring::rings(model, env, Some(phone)),
        Msg::RingsHidden => ring::rings(model, env, None),
        Msg::HiddenEnded => ring::hidden_ended(model),
        Msg::Missed(phone) => ring::missed(model, env, phone, env.now),
        Msg::RingEnded { phone, answered } => ring::ended(model, env, &phone, answered),
        Msg::Tick => clock::tick(model, env),
    };
    effects.extend(day::follow(model, env, heard));
    effects.extend(ahead::play(model, env));
    effects.extend(day::follow(model, env, day::Heard::Nothing));
    typed::follow(model);
    effects.extend(clock::keep_draft(model, env));
    effects
}

fn input_came(model: &mut Model, env: &Env, input: Input) -> Vec<Effect> {
    model.lease.touched = env.now;
    let screen = day::screen::of(model);
    let effects = match &input {
        Input::Key(key) => key_came(model, env, *key),
        Input::Paste(text) => dialog::pasted(model, env, text),
        // The session turns the mouse into clicks, and sizes are its own matter.
        Input::Mouse(_) | Input::Resize(..) | Input::FocusGained | Input::FocusLost => Vec::new(),
    };
    // Keys that were typed ahead are played one after the other.
    typed::follow(model);
    day::count(model, env, &input, screen, &effects);
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
        let unbound = || say!("key-unbound", key = key.short(), help = help);
        complain(model, env, caps_lock(env, &contexts, key).unwrap_or_else(unbound));
        return Vec::new();
    };
    act(model, env, action)
}

/// What to say of a capital that means nothing while its small letter means something: Caps Lock may be on. The key does
/// nothing all the same: others do have a meaning with Shift, and whoever is told at once does not open one of those.
pub(super) fn caps_lock(env: &Env, contexts: &[&str], key: Key) -> Option<Message> {
    let KeyCode::Char(c) = key.code else { return None };
    let small = Key { code: KeyCode::Char(c.to_lowercase().next().filter(|small| *small != c)?), ..key };
    let action = env.keymap.lookup(contexts, small).and_then(|hit| Action::from_id(hit.action))?;
    let action = env.texts.attribute(action.text(), "bar");
    Some(say!("key-caps-lock", key = key.short(), plain = small.short(), action = action))
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
        Action::Take => {
            model.next.end();
            call::take_next(model)
        }
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
        Action::Mark => dialog::open(model, |model| dialog::MarkForm::new(model, env).map(Dialog::Mark)),
        Action::Listen => dialog::open(model, |model| dialog::Listen::new(model).map(Dialog::Listen)),
        Action::Why => match model.selected_entry() {
            Some(entry) => vec![Effect::Ask(Request::Why(entry))],
            None => dialog::open(model, |model| dialog::Why::of_nobody(model).map(Dialog::Why)),
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
        Action::Decline => call::decline(model, env),
        Action::DealForward | Action::DealBack | Action::DealWin | Action::DealLose => {
            dialog::open(model, |model| dialog::MoveDeal::new(model, env, action).map(Dialog::Move))
        }
        Action::DealNew => dialog::open(model, |model| dialog::NewDeal::new(model).map(Dialog::Deal)),
        Action::Plan => dialog::open(model, |model| dialog::PlanContact::new(model).map(Dialog::Plan)),
        Action::Filters => dialog::open(model, |_| Some(Dialog::Finder(dialog::Finder::default()))),
        Action::Load => match dialog::LoadForm::new(model, env, None) {
            Some(form) => dialog::open(model, |_| Some(Dialog::Load(form))),
            None => {
                complain(model, env, say!("load-no-job"));
                Vec::new()
            }
        },
        Action::Promises => super::promises::open(),
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
        Action::Day => vec![day::morning(model)],
        Action::DayClose => day::ends::close(model, env),
        Action::Big => dialog::open(model, |model| dialog::Big::new(model).map(Dialog::Big)),
        Action::SetPin => dialog::open(model, |model| Some(Dialog::Pin(dialog::PinForm::new(model)))),
        // Only dialogs know these.
        Action::Settle | Action::GiveUp | Action::Save | Action::Submit | Action::Yes | Action::No => {
            Vec::new()
        }
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
                Ok(()) => {
                    day::took(model, env);
                    call::take(model, id)
                }
                Err(why) => {
                    if let Some(why) = why {
                        complain(model, env, why);
                    }
                    Vec::new()
                }
            }
        }
        Pane::Card => {
            let preview = model.work.as_ref().is_some_and(|work| work.state == CallState::Preview);
            if preview && day::surplus(model, env) {
                tell(model, env, say!("enter-again-dials"));
                return Vec::new();
            }
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

/// One level back: the next contact is not taken by itself; out of the zoom, then back to the client that is worked on.
fn back(model: &mut Model, env: &Env) -> Vec<Effect> {
    if model.next.goes() {
        autonext::stop(model, env);
        return Vec::new();
    }
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
