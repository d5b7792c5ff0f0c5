//! What a terminal tells the desk, already decoded.

use super::key::Key;

/// One thing that came from the operator's terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed, or repeated itself.
    Key(Key),
    /// Text put in from the clipboard, as the terminal gave it: valid UTF-8, but not cleaned. Line ends are mostly `\r`.
    Paste(String),
    /// The mouse did something; only when its capture is switched on.
    Mouse(Mouse),
    /// The terminal has a new size, in cells: columns, then rows.
    Resize(u16, u16),
    /// The window of the terminal got the focus; only from terminals that report it unasked.
    FocusGained,
    /// The window of the terminal lost the focus.
    FocusLost,
}

/// Something the mouse did, and the cell where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// The column, from 0. Not checked against the size of the screen.
    pub x: u16,
    /// The row, from 0. Not checked against the size of the screen.
    pub y: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// A button went down.
    Down(MouseButton),
    /// A button went up.
    Up(MouseButton),
    /// The mouse moved with a button down.
    Drag(MouseButton),
    /// The wheel turned away from the user.
    ScrollUp,
    /// The wheel turned towards the user.
    ScrollDown,
}

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseButton {
    /// The main one.
    Left,
    /// The wheel, pressed.
    Middle,
    /// The one of context menus.
    Right,
}
