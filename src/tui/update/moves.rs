//! Moving the cursor and scrolling in the panes.

use crate::tui::action::Action;
use crate::tui::model::{Model, Pane};
use crate::tui::msg::Effect;

/// Rows a page moves by.
const PAGE: usize = 10;

/// Moves in the focused pane.
pub(super) fn moved(model: &mut Model, action: Action) -> Vec<Effect> {
    match model.focus {
        Pane::Queue => {
            let place = stepped(model.queue.cursor(), action, model.queue.rows.len());
            let row = model.queue.rows.get(place).map(|row| row.entry.id);
            model.queue.select(row);
            return super::peek(model);
        }
        Pane::Card => {
            // Arrows choose a number; pages scroll what does not fit.
            match action {
                Action::PageUp => model.card.scroll = model.card.scroll.saturating_sub(PAGE),
                Action::PageDown => model.card.scroll += PAGE,
                Action::Up if model.card.number == 0 => {
                    model.card.scroll = model.card.scroll.saturating_sub(1);
                }
                _ => {
                    let numbers = crate::tui::pane::card::numbers(model).len();
                    if action == Action::Down && model.card.number + 1 >= numbers {
                        model.card.scroll += 1;
                    }
                    model.card.number = stepped(model.card.number, action, numbers);
                }
            }
        }
        Pane::Map => {
            // With several deals the arrows go from one to the next.
            let deals = model.card.dossier.as_ref().map_or(0, |dossier| dossier.deals.len());
            if deals > 1 {
                model.deal = stepped(model.deal, action, deals);
            } else {
                model.map_scroll = scrolled(model.map_scroll, action);
            }
        }
        Pane::Script => model.script_scroll = scrolled(model.script_scroll, action),
        Pane::History => {
            let last = model.events().count().saturating_sub(1);
            model.history.scroll = scrolled(model.history.scroll, action).min(last);
            if action == Action::Last {
                model.history.scroll = last;
            }
            if model.history.scroll == last && action != Action::Up {
                return super::older_history(model);
            }
        }
    }
    Vec::new()
}

/// The place a cursor goes to among `count` rows.
pub(in crate::tui) fn stepped(place: usize, action: Action, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match action {
        Action::Up => place.saturating_sub(1),
        Action::Down => place.saturating_add(1).min(last),
        Action::PageUp => place.saturating_sub(PAGE),
        Action::PageDown => place.saturating_add(PAGE).min(last),
        Action::First => 0,
        Action::Last => last,
        _ => place.min(last),
    }
}

/// The line a text is scrolled to. The view stops at the end: how long the text is depends on the width.
fn scrolled(line: usize, action: Action) -> usize {
    match action {
        Action::Up => line.saturating_sub(1),
        Action::Down => line + 1,
        Action::PageUp => line.saturating_sub(PAGE),
        Action::PageDown => line + PAGE,
        Action::First => 0,
        Action::Last => usize::from(u16::MAX),
        _ => line,
    }
}
