//! The acceptance scenarios of calls, as key logs through the real loop with a fixed clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "scenarios/between_calls.rs"]
mod between_calls;
#[path = "scenarios/callbacks.rs"]
mod callbacks;
mod common;
#[path = "scenarios/dead_ends.rs"]
mod dead_ends;
#[path = "scenarios/looked_up.rs"]
mod looked_up;
#[path = "scenarios/s1.rs"]
mod s1;
#[path = "scenarios/s2.rs"]
mod s2;
#[path = "scenarios/s3.rs"]
mod s3;
#[path = "scenarios/s4.rs"]
mod s4;
#[path = "scenarios/s5.rs"]
mod s5;
#[path = "scenarios/s6.rs"]
mod s6;
#[path = "scenarios/s7.rs"]
mod s7;
#[path = "scenarios/s9.rs"]
mod s9;
#[path = "scenarios/undo.rs"]
mod undo;
#[path = "scenarios/unfinished.rs"]
mod unfinished;
#[path = "scenarios/winter.rs"]
mod winter;
