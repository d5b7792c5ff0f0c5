//! Closing the shift: not while a hole is left, and then the first of them comes to the screen.

use super::{Heard, follow, is_calling};
use crate::desk::day::LooseEnd;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model, Pane};
use crate::tui::msg::{Effect, Request};
use crate::tui::update::{
    again_in_vain, answer_key, complain, enter_client, keep_draft, open_client, resume, show,
};

/// Loose ends that are named in the sentence that refuses to close a day; more of them do not fit its rows.
const ENDS_NAMED: usize = 3;

/// Something this session has begun and not finished, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hole {
    /// A client calls.
    Rings,
    /// A call has no result.
    Call,
    /// What a call has interrupted.
    Parked,
    /// A new client is not saved.
    Fresh,
    /// That nobody has answered a call is not written down yet.
    Vain,
}

impl Hole {
    fn first(model: &Model) -> Option<Self> {
        let called = model.work.as_ref().is_some_and(|work| work.state != CallState::Preview);
        [
            (model.ring.call.is_some(), Self::Rings),
            (called, Self::Call),
            (!model.ring.parked.is_empty(), Self::Parked),
            (!model.fresh.is_empty(), Self::Fresh),
            (!model.ring.vain.is_empty(), Self::Vain),
        ]
        .into_iter()
        .find_map(|(is_left, hole)| is_left.then_some(hole))
    }

    /// Brings it to the screen, and says what it is and which key leads on.
    fn jump(self, model: &mut Model, env: &Env) -> Vec<Effect> {
        match self {
            Self::Rings => {
                let key = answer_key(model, env);
                complain(model, env, say!("why-not-day-close-rings", key = key));
                // Whose card it is stands under the strip that rings.
                let found = model.ring.call.as_ref().and_then(|call| call.found.as_deref());
                let only =
                    found.and_then(|found| if let [only] = found { Some(only.client.id) } else { None });
                only.map(|client| show(model, client)).unwrap_or_default()
            }
            Self::Call => {
                complain(model, env, say!("why-not-day-close-call"));
                let client = model.work.as_ref().map(|work| work.client);
                client.map(|client| show(model, client)).unwrap_or_default()
            }
            Self::Parked => {
                let effects = resume(model, env);
                complain(model, env, say!("why-not-day-close-parked"));
                effects
            }
            Self::Fresh => {
                let effects = enter_client(model);
                complain(model, env, say!("why-not-day-close-fresh"));
                effects
            }
            Self::Vain => {
                complain(model, env, say!("why-not-day-close-missed"));
                again_in_vain(model)
            }
        }
    }
}

/// Whether the key that closes the shift leads anywhere: to its end, or to what must be done first.
pub(in crate::tui) fn may_close(model: &Model) -> bool {
    model.day.open.is_some() || is_calling(model)
}

/// Asks to close the day, unless something is left that this session knows of.
pub(in crate::tui) fn close(model: &mut Model, env: &Env) -> Vec<Effect> {
    if let Some(hole) = Hole::first(model) {
        return hole.jump(model, env);
    }
    let mut effects = follow(model, env, Heard::Nothing);
    // What has just been saved is no loose end.
    effects.extend(keep_draft(model, env));
    model.day.closing = true;
    effects.push(model.day.ask(Request::CloseDay(env.now)));
    effects
}

/// Something is left to do: the first of it comes to the screen.
pub(in crate::tui) fn loose_ends(model: &mut Model, env: &Env, ends: &[LooseEnd]) -> Vec<Effect> {
    let Some(first) = ends.first() else { return Vec::new() };
    if first.is_unfinished()
        && let Some(hole) = Hole::first(model)
    {
        return hole.jump(model, env);
    }
    let named = ends.iter().take(ENDS_NAMED).map(|end| env.texts.loose_end(end, env.zone, env.now));
    let named = named.map(|end| env.say(&end)).collect::<Vec<_>>().join(" ");
    let more = ends.len().saturating_sub(ENDS_NAMED);
    complain(model, env, say!("shift-not-closed", count = ends.len(), named = named, more = more));
    let entry = match first {
        LooseEnd::Taken { entry, .. } | LooseEnd::Overdue { entry, .. } | LooseEnd::Unkept { entry, .. } => {
            Some(*entry)
        }
        _ => None,
    };
    if let Some(entry) = entry {
        let in_rows = model.queue.rows.iter().any(|row| row.entry.id == entry);
        if let Some(client) = first.client().filter(|_| !in_rows) {
            // It sleeps, or comes far behind: the cursor can't stand on it, and Enter would take somebody else.
            return open_client(model, env, client, None);
        }
        model.queue.select(Some(entry));
        model.focus = Pane::Queue;
    }
    first.client().map(|client| show(model, client)).unwrap_or_default()
}
