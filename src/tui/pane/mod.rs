//! The panes: each draws its part of the screen.

pub mod card;
mod history;
mod map;
mod memory;
mod queue;
pub(super) mod script;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::env::Env;
use super::hit::{Hit, HitMap};
use super::model::{Model, Pane};

/// Rows the script pane needs at this width, its title and a row of air included.
pub(super) fn script_rows(model: &Model, env: &Env, width: u16) -> u16 {
    let needed = script::needed(model, env, usize::from(width.saturating_sub(2)));
    u16::try_from(needed).unwrap_or(u16::MAX).saturating_add(2)
}

/// Draws a pane with its title.
pub(super) fn view(
    pane: Pane,
    frame: &mut Frame<'_>,
    area: Rect,
    model: &Model,
    env: &Env,
    hits: &mut HitMap,
) {
    if area.is_empty() {
        return;
    }
    hits.add(area, Hit::Pane(pane));
    let focused = model.focus == pane;
    let title = match pane {
        Pane::Queue => queue::title(model, env),
        Pane::Card => card::title(model, env),
        Pane::Map => map::title(model, env),
        Pane::Script => script::title(model, env),
        Pane::History => env.text("history-title"),
    };
    super::draw::title(frame, area, &title, focused, env);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    // A cell of air on both sides keeps neighbours apart.
    let body = Rect { x: body.x + 1, width: body.width.saturating_sub(2), ..body };
    match pane {
        Pane::Queue => queue::view(frame, body, model, env, hits),
        Pane::Card => card::view(frame, body, model, env),
        Pane::Map => map::view(frame, body, model, env),
        Pane::Script => script::view(frame, body, model, env, hits),
        Pane::History => history::view(frame, body, model, env),
    }
}

/// One line that says what a pane would say, for when it is not on the screen.
pub(super) fn summary(pane: Pane, frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) {
    let line = match pane {
        Pane::Queue => queue::summary(model, env, usize::from(area.width)),
        Pane::Map => map::summary(model, env),
        _ => return,
    };
    super::draw::line(frame, area, &line);
}
