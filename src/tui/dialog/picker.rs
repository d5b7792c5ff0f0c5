//! Lists to choose from, and the frame dialogs stand in.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Clear};

use crate::domain::text::fit;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::{Hit, HitMap};
use crate::tui::theme::Role;
use crate::tui::update::stepped;

/// A line of a list, with the row it is where it is one.
pub(super) type Told<'a> = (Option<usize>, Line<'a>);

/// A cursor in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Picker {
    /// The row under the cursor.
    pub(super) row: usize,
}

impl Picker {
    /// Moves among `count` rows.
    pub(super) fn moved(&mut self, action: Action, count: usize) {
        self.row = stepped(self.row, action, count);
    }

    /// Draws rows with the cursor among them, scrolled so that it is seen.
    pub(super) fn view(
        self,
        frame: &mut Frame<'_>,
        area: Rect,
        env: &Env,
        hits: &mut HitMap,
        rows: &[Line<'_>],
    ) {
        let rows: Vec<Told<'_>> =
            rows.iter().enumerate().map(|(index, row)| (Some(index), row.clone())).collect();
        self.view_told(frame, area, env, hits, &rows);
    }

    /// The same with lines among the rows that only tell something: the cursor passes them over.
    pub(super) fn view_told(
        self,
        frame: &mut Frame<'_>,
        area: Rect,
        env: &Env,
        hits: &mut HitMap,
        lines: &[Told<'_>],
    ) {
        let cursor = lines.iter().position(|(row, _)| *row == Some(self.row)).unwrap_or_default();
        let first = first_row(cursor, lines.len(), usize::from(area.height));
        for (y, (row, line)) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
            let at = Rect { y, height: 1, ..area };
            draw::line(frame, at, line);
            if let Some(row) = row {
                if *row == self.row {
                    frame.buffer_mut().set_style(at, env.style(Role::Selected));
                }
                hits.add(at, Hit::DialogRow(*row));
            }
        }
    }
}

/// The first row to show so that the one under the cursor is seen, with a row of what comes after it.
pub(in crate::tui) fn first_row(cursor: usize, count: usize, height: usize) -> usize {
    let last_first = count.saturating_sub(height);
    (cursor + 2).saturating_sub(height).min(last_first).min(cursor)
}

/// Draws an empty dialog in the middle of the screen and returns the place inside it.
pub(super) fn window(
    frame: &mut Frame<'_>,
    env: &Env,
    hits: &mut HitMap,
    title: &str,
    size: (u16, u16),
) -> Rect {
    let screen = frame.area();
    let width = size.0.min(screen.width.saturating_sub(2)).max(1);
    let height = (size.1 + 2).min(screen.height.saturating_sub(2)).max(1);
    let area = Rect {
        x: screen.x + (screen.width - width.min(screen.width)) / 2,
        // A little above the middle, and never over the bar with the keys.
        y: screen.y + (screen.height.saturating_sub(height + 1)) / 3 + 1,
        width,
        height,
    }
    .intersection(screen);
    frame.render_widget(Clear, area);
    let title = fit(title, usize::from(width.saturating_sub(4))).into_owned();
    let block = Block::new()
        .borders(Borders::ALL)
        .border_style(env.style(Role::Faint).patch(background(env)))
        .style(env.style(Role::Dialog))
        .title(Line::styled(format!(" {title} "), env.style(Role::DialogTitle)));
    let inner = block.inner(area);
    frame.render_widget(block, area);
    hits.add(area, Hit::Dialog);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

fn background(env: &Env) -> Style {
    Style { bg: env.style(Role::Dialog).bg, ..Style::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_seen() {
        for count in 0..12 {
            for height in 1..6 {
                for cursor in 0..count {
                    let first = first_row(cursor, count, height);
                    assert!(first <= cursor && cursor < first + height, "{cursor} of {count} in {height}");
                    assert!(first + height <= count.max(height));
                }
            }
        }
    }
}
