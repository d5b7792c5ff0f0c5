//! What an operator sees and does.
//!
//! | module | what lives there |
//! |---|---|
//! | [`key`], [`input`] | one key, and everything else a terminal can tell |
//! | [`keymap`] | which action a key means, and where |
//! | [`layered`] | files that stand on one another: presets, and the user's own over them |
//! | [`action`] | the table of actions: bar, help, palette and `dozvon keys` are drawn from it |
//! | [`twin`] | the command that does what a key does |
//! | [`theme`] | how each meaning looks |
//! | [`model`] | what a session knows |
//! | [`env`](mod@env) | texts, theme, keymap and time a session works with |
//! | [`ring`] | a call that comes in, and the work it interrupts |
//! | [`undo`] | what one key takes back |
//! | [`autonext`] | the next contact taken by itself |
//! | [`loading`] | a list on its way into a call job |
//! | [`promises`] | the book of promises, and the word before one comes due |
//! | [`wishes`] | what a client wishes: hours, zone, a consent taken back, another time |
//! | [`msg`] | what comes to a session, and what it wants done |
//! | [`update`](mod@update) | how the model changes; does no I/O |
//! | [`view`](mod@view) | a frame of the model; changes nothing |
//! | [`day`] | the operator's day: states, the door, the status line |
//! | [`pane`], [`dialog`] | the parts of the screen, and the layers over it |
//! | [`hit`] | where things stand, for the mouse |
//! | [`field`] | text fields |
//! | [`typed`] | words of dialogs that were left with Esc |

pub mod action;
pub mod autonext;
mod contact;
pub mod day;
pub mod dialog;
mod draw;
pub mod env;
pub mod field;
pub mod finding;
pub mod hit;
pub mod input;
pub mod key;
pub mod keymap;
mod known;
pub mod layered;
pub mod lease;
pub mod loading;
pub mod model;
pub mod msg;
mod notice;
pub mod pane;
pub mod promises;
pub mod recording;
pub mod ring;
pub mod theme;
pub mod twin;
pub mod typed;
pub mod undo;
pub mod update;
pub mod view;
pub mod wishes;
