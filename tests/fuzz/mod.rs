//! What fuzzing does with bytes: one function for each family of decoders, which panics when a law is broken.
//!
//! The crate in `fuzz/` calls these with the bytes libFuzzer makes up; `tests/fuzz.rs` with those that are kept. Beside
//! «never panics» each asserts what holds of whatever was read: what was read and is written again is read as the same,
//! a text for the screen is clean, a problem has a place in its file.
#![allow(dead_code, unreachable_pub, reason = "each of the users takes a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a broken law is a panic"
)]

pub mod disk;
pub mod files;
pub mod journal;
pub mod lists;
pub mod settings;
pub mod small;
pub mod snapshot;
pub mod store;
pub mod terminal;
pub mod values;

use dozvon::domain::text::{clean_line, clean_text};

/// A target: bytes in, a panic when a law is broken.
pub type Target = fn(&[u8]);

/// All targets by name, what reads from disk first. A decoder of snapshots belongs behind `journal`.
pub const TARGETS: [(&str, Target); 27] = [
    ("journal", journal::journal),
    ("snapshot", snapshot::snapshot),
    ("records", disk::records),
    ("keys", disk::keys),
    ("folder", disk::folder),
    ("small", small::small),
    ("engines", small::engines),
    ("drafts", disk::drafts),
    ("phones", values::phones),
    ("registry", values::registry),
    ("emails", values::emails),
    ("money", values::money),
    ("addresses", values::addresses),
    ("names", values::names),
    ("times", values::times),
    ("filters", values::filters),
    ("lists", lists::lists),
    ("columns", lists::columns),
    ("scripts", files::scripts),
    ("processes", files::processes),
    ("outcomes", files::outcomes),
    ("settings", settings::settings),
    ("typed", settings::typed),
    ("keymaps", files::keymaps),
    ("themes", files::themes),
    ("texts", files::texts),
    ("terminal", terminal::terminal),
];

/// Bytes as a text field has them.
fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Asserts that a line may be shown as it is.
fn is_clean_line(text: &str) {
    assert_eq!(text, clean_line(text), "a line that is not clean");
    assert!(!text.chars().any(char::is_control), "{text:?}");
}

/// Asserts that a text of several lines may be shown as it is.
fn is_clean_text(text: &str) {
    assert_eq!(text, clean_text(text), "a text that is not clean");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
}
