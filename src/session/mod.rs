//! One operator's terminal.
//!
//! of this process, a socket or SSH. Bytes become [`Input`](crate::tui::input::Input) in the [`decoder`]; frames become
//!
//! | module | what lives there |
//! |---|---|
//! | [`decoder`] | what a terminal sends, as keys, pastes and mouse events |

pub mod decoder;
mod sequence;
