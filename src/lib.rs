//! STUB
pub mod domain;
pub mod session;
pub mod tui;
