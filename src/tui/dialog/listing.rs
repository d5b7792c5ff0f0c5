//! A list to choose from, with a line below it that says what the keys do: the window every such dialog stands in.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::{Picker, window};
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::theme::Role;

/// What a list is called, and what stands below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing<'a> {
    /// The title of the window.
    pub(super) title: &'a str,
    /// Key of the line below the rows in `locales/`, if there is one.
    pub(super) keys: Option<&'static str>,
    /// The widest the window gets, in cells.
    pub(super) widest: u16,
}

impl Listing<'_> {
    /// Cells a row has in a window of that width on this screen.
    pub(super) fn cells(frame: &Frame<'_>, widest: u16) -> usize {
        // The frame, and a cell of air on either side.
        usize::from(Self::width(frame, widest).saturating_sub(4))
    }

    fn width(frame: &Frame<'_>, widest: u16) -> u16 {
        frame.area().width.saturating_sub(4).min(widest)
    }

    /// Draws the window with its rows.
    pub(super) fn view(
        self,
        frame: &mut Frame<'_>,
        env: &Env,
        hits: &mut HitMap,
        picker: Picker,
        rows: &[Line<'_>],
    ) {
        let most = frame.area().height.saturating_sub(6);
        let below = u16::from(self.keys.is_some());
        let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(below).min(most);
        let area = window(frame, env, hits, self.title, (Self::width(frame, self.widest), height));
        picker.view(frame, Rect { height: area.height.saturating_sub(below), ..area }, env, hits, rows);
        if let Some(keys) = self.keys {
            let keys = draw::cell(&env.text(keys), usize::from(area.width));
            let at = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            draw::line(frame, at, &Line::styled(keys, env.style(Role::Muted)));
        }
    }
}
