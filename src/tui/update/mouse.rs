//! Clicks and the wheel.

use super::super::action::Action;
use super::super::dialog;
use super::super::env::Env;
use super::super::hit::Hit;
use super::super::model::{Model, Pane};
use super::super::msg::Effect;
use super::{act, focus, moves, peek, ring};
use crate::tui::ring::answering;

pub(super) fn clicked(model: &mut Model, env: &Env, hit: Hit) -> Vec<Effect> {
    match hit {
        Hit::DialogRow(row) => dialog::clicked(model, env, row),
        Hit::Dialog => Vec::new(),
        Hit::Action(action) if answering(model) == Some(action) => ring::answer(model, env),
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
            model.queue.select(id);
            peek(model)
        }
    }
}

pub(super) fn wheeled(model: &mut Model, env: &Env, hit: Hit, down: bool) -> Vec<Effect> {
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
