//! What the tests of the store's promise share: work as a firm does it, what of it was acknowledged, and what must hold
//! of a store afterwards.
//!
//! | module | what lives there |
//! |---|---|
//! | [`plug`] | the engines and the acts of the store that are tried: a new one is named there and nowhere else |
//! | [`work`] | operators, imports and bulk loads at work, through the real use-cases |
//! | [`ledger`] | what was acknowledged |
//! | [`model`] | what must be there after each commit |
//! | [`check`] | that it is all there, and nothing half |
//! | [`dice`] | chance from a seed that is told |
//! | [`faulty`] | a disk that fails at a chosen moment |
//! | [`segments`] | journal files taken apart by hand |
//! | [`wires`] | a disk that notes what is done to it, and what a cut of the power leaves |
#![allow(dead_code, unreachable_pub, reason = "every test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot set its stage has failed"
)]

pub mod check;
pub mod dice;
pub mod faulty;
pub mod ledger;
pub mod model;
pub mod plug;
pub mod segments;
pub mod wires;
pub mod work;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps other tests of this process waiting. A process that is being started holds, for a moment, the locks of all
/// folders that are open here: a store closed in that moment could not be opened again.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
