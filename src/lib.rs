//! STUB
pub mod domain;
