//! Dozvon: a CRM for call-centre operators that lives in a terminal.
//!
//! This is the map of the crate. A layer uses only the layers above it in this list; `tests/layers.rs` enforces it.
//!
//! | layer | what lives there |
//! |---|---|
//! | [`domain`] | types and rules: client, person, phone, INN, deal, process, script, outcome, queue, calling hours. Pure: no I/O, no clock |
//! | [`store`] | the journal, snapshots, the engines under it (sled, LMDB, memory), tables and indexes, backup, verification |
//! | [`desk`] | the use-cases: query, execute, subscribe; rights and authorship in one place |
//! | [`exchange`] | client lists in CSV and XLSX, in and out; extracts of the state register, in |
//! | [`sample`] | a demo base, and large bases to measure with |
//! | [`i18n`] | everything a person reads, in Russian and English; the language is passed in |
//! | [`tui`] | the screen: model, message, update, effect, view; panes, dialogs, keymaps, themes |
//! | [`session`] | one operator's terminal: bytes in, frames out; knows no transport |
//! | [`bench`] | measuring beside SQLite; there with the cargo feature `bench` |
//! | [`cli`] | the command line: one file for each command; `cli::attach` hands them to an open desk |
//!
//! Data flows one way:
//!
//! ```text
//! bytes → session::decoder → Input → keymap → Action → tui::update → Effect → Desk::execute → Store::commit
//!                                                         ▲                                        │
//!      terminal ← one write ← tui::view ← Model ◄─────────┴───────── Changed (to every session) ◄──┘
//! ```
//!
//! `docs/architecture.md` tells how a keystroke and an imported row travel, and where to put a new pane, command, table
//! or report.
//!
//! [`bench`]: mod@bench

#[cfg(feature = "bench")]
pub mod bench;
pub mod cli;
pub mod desk;
pub mod domain;
pub mod exchange;
pub mod i18n;
pub mod sample;
pub mod session;
pub mod store;
pub mod tui;
