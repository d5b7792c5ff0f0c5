//! Measuring: the store and the desk at work, beside SQLite doing the same in the same run.
//!
//! Only there with the cargo feature `bench`, which is on unless it is turned off. `docs/benchmarks.md` explains the lines.
//!
//! | module | what lives there |
//! |---|---|
//! | [`store`] | the benchmark of the store: `dozvon bench store` |
//! | [`desk`] | the benchmark of the desk: `dozvon bench desk` |
//! | [`Plan`], [`Entry`] | what to measure, and what is told of it |
//! | [`base`] | a base that is measured, on an engine of choice |
//! | [`sqlite`] | the peer: the same records and indexes in SQLite |
//! | [`list`] | client lists, and loading them into both |
//! | [`times`], [`line`] | how long an act took each time, and what is printed of it |
//! | [`machine`] | what the system tells of memory, files and their cache |
//!
//! [`line`]: mod@line

pub mod base;
pub mod desk;
mod error;
pub mod line;
pub mod list;
pub mod machine;
mod plan;
pub mod sqlite;
pub mod store;
pub mod times;

pub use self::error::{BenchError, Result};
pub use self::plan::{CLIENTS, Entry, Folder, Plan};
