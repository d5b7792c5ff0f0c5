//! Where things stand on the screen, for the mouse.

use ratatui::layout::{Position, Rect};

use super::action::Action;
use super::model::Pane;

/// Something that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A pane.
    Pane(Pane),
    /// A row of the queue, from 0.
    Row(usize),
    /// An action on the bar, an answer, a result.
    Action(Action),
    /// A row of the topmost dialog, from 0.
    DialogRow(usize),
    /// The topmost dialog.
    Dialog,
}

/// What a frame has put where. Later things stand above earlier ones.
#[derive(Clone, Debug, Default)]
pub struct HitMap(Vec<(Rect, Hit)>);

impl HitMap {
    /// Notes that something stands there.
    pub fn add(&mut self, area: Rect, hit: Hit) {
        self.0.push((area, hit));
    }

    /// What stands at a cell.
    pub fn at(&self, x: u16, y: u16) -> Option<Hit> {
        self.0.iter().rfind(|(area, _)| area.contains(Position { x, y })).map(|(_, hit)| *hit)
    }
}
