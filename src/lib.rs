//! STUB
pub mod domain;
pub mod store;
