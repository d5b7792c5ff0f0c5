//! Typing ahead: an operator who knows his way types faster than the desk answers. Keys that came while an answer is
//! awaited on which their meaning depends are held and played afterwards, so that `F3 4567 Enter Ctrl+G` does the same
//! at any speed.

use super::input_came;
use crate::tui::action::Action;
use crate::tui::day;
use crate::tui::dialog::Dialog;
use crate::tui::env::Env;
use crate::tui::input::Input;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::Effect;

/// More than this is no typing: a stuck key, or a cat.
const MOST: usize = 256;

/// Takes input in, now or once the answer is there.
pub(super) fn came(model: &mut Model, env: &Env, input: Input) -> Vec<Effect> {
    if !is_awaited(model) || (model.held.is_empty() && is_free(model, env, &input)) {
        return input_came(model, env, input);
    }
    match input {
        // What was typed blindly is taken back blindly.
        Input::Key(Key { code: KeyCode::Esc, .. }) if !model.held.is_empty() => {
            // They were pressed all the same.
            let pressed = model.held.drain(..).count() + 1;
            day::count_in_vain(model, env, pressed);
        }
        Input::Key(_) | Input::Paste(_) if model.held.len() < MOST => model.held.push_back(input),
        Input::Key(_) | Input::Paste(_) => day::count_in_vain(model, env, 1),
        _ => {}
    }
    Vec::new()
}

/// Plays what was held, until the next answer is awaited.
pub(super) fn play(model: &mut Model, env: &Env) -> Vec<Effect> {
    let mut effects = Vec::new();
    while !is_awaited(model) {
        let Some(input) = model.held.pop_front() else { break };
        effects.extend(input_came(model, env, input));
    }
    effects
}

/// Whether the meaning of the next key depends on an answer that has not come.
fn is_awaited(model: &Model) -> bool {
    let opening = matches!(model.dialogs.last(), Some(Dialog::Search(search)) if search.is_opening());
    let looking = matches!(model.dialogs.last(), Some(Dialog::NewClient(form)) if form.is_looking());
    let answering = model.ring.call.as_ref().is_some_and(|call| call.answered);
    let day = model.day.is_awaited();
    model.busy || opening || looking || answering || day || model.card.is_coming()
}

/// Whether a key means the same before and after the answer: the cursor goes on through the queue while the card is
/// read, and a search can be given up.
fn is_free(model: &Model, env: &Env, input: &Input) -> bool {
    let Input::Key(key) = input else { return false };
    if matches!(model.dialogs.last(), Some(Dialog::NewClient(_))) && !model.busy && key.types() {
        return true;
    }
    if !model.dialogs.is_empty() {
        return key.code == KeyCode::Esc && !model.busy;
    }
    let hit = env.keymap.lookup(&model.contexts(), *key);
    let action = hit.and_then(|hit| Action::from_id(hit.action));
    // Whoever closes the shift sees its report before he leaves.
    let leaves = action == Some(Action::Quit) && model.day.closing;
    !model.busy
        && !leaves
        && matches!(
            action,
            Some(
                Action::Up
                    | Action::Down
                    | Action::PageUp
                    | Action::PageDown
                    | Action::First
                    | Action::Last
                    | Action::Quit
            )
        )
}
