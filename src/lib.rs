//! STUB
pub mod domain;
pub mod store;
pub mod tui;
