//! Call jobs from end to end: scenario S9 on the command line, and every rule of a job through the desk.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;
#[path = "jobs/debt_edges.rs"]
mod debt_edges;
#[path = "jobs/debt_month.rs"]
mod debt_month;
#[path = "jobs/desk.rs"]
mod desk;
#[path = "jobs/list.rs"]
mod list;
#[path = "jobs/load_screen.rs"]
mod load_screen;
#[path = "jobs/rules.rs"]
mod rules;
#[path = "jobs/screen.rs"]
mod screen;
#[path = "jobs/windows.rs"]
mod windows;
