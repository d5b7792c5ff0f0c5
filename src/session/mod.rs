//! One operator's terminal.
//!
//! A session is fed by a [`Link`](link::Link), bytes in and bytes out, and does not know whether that is the terminal
//! of this process, a socket or SSH. Bytes become [`Input`](crate::tui::input::Input) in the [`decoder`]; frames become
//! bytes in the [`screen`].
//!
//! | module | what lives there |
//! |---|---|
//! | [`decoder`] | what a terminal sends, as keys, pastes and mouse events |
//! | [`link`] | what a session needs of its transport |
//! | `local` | the terminal this process was started in (Unix) |
//! | [`port`] | the socket a telephone exchange tells of calls on |
//! | `socket` | listening in the data folder to programs of the same user (Unix) |
//! | [`screen`] | frames as bytes, only what changed |
//! | [`handover`] | another terminal of the same operator takes the desk over |
//! | [`Session`] | the loop: drain what came, change the model, draw once |
//! | `effects`, `changes` | what the model wants done, and what commits of others mean for it |

mod changes;
pub mod decoder;
mod effects;
pub mod handover;
mod jobs;
mod left;
pub mod link;
mod loading;
#[cfg(unix)]
pub mod local;
pub mod port;
mod run;
pub mod screen;
mod sequence;
#[cfg(unix)]
pub mod socket;
mod wishes;
mod work;

pub use self::run::{Session, Settings};
pub use self::work::Clock;
