//! The screen that has the keys, as the day counts them.

use crate::domain::day::screens::Screen;
use crate::tui::dialog::Dialog;
use crate::tui::model::{Model, Pane};

/// The topmost dialog, else the pane in the focus.
pub(in crate::tui) fn of(model: &Model) -> Screen {
    let Some(dialog) = model.dialogs.last() else {
        return match model.focus {
            Pane::Queue => Screen::Queue,
            Pane::Card => Screen::Card,
            Pane::Map => Screen::Map,
            Pane::Script => Screen::Script,
            Pane::History => Screen::History,
        };
    };
    match dialog {
        Dialog::Result(_) => Screen::Result,
        Dialog::Question(_) | Dialog::Objections(_) | Dialog::Heard(_) => Screen::Question,
        Dialog::Note(_) => Screen::Note,
        Dialog::Mark(_) | Dialog::Listen(_) => Screen::Mark,
        Dialog::Move(_) | Dialog::Deal(_) => Screen::Deal,
        Dialog::Plan(_) | Dialog::Skip(_) => Screen::Plan,
        Dialog::Wishes(_) | Dialog::Withdraw(_) => Screen::Wishes,
        Dialog::Search(_) | Dialog::Finder(_) | Dialog::SaveFilter(_) => Screen::Search,
        Dialog::NewClient(_) | Dialog::Callers(_) => Screen::Client,
        Dialog::Palette(_) => Screen::Palette,
        Dialog::Promises(_) | Dialog::GiveUp(_) => Screen::Promises,
        Dialog::Jobs(_) | Dialog::JobSheet(_) | Dialog::Load(_) => Screen::Jobs,
        Dialog::Help(_)
        | Dialog::Why(_)
        | Dialog::Heat(_)
        | Dialog::Answers(_)
        | Dialog::Empty(_)
        | Dialog::Skips(_)
        | Dialog::Big(_) => Screen::Reading,
        Dialog::UndoReason(_)
        | Dialog::Morning(_)
        | Dialog::DayEnd(_)
        | Dialog::Pause(_)
        | Dialog::Pin(_) => Screen::Other,
    }
}
