//! Panics of sled are caught and become errors: nobody should read of them on a terminal as well.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    /// How many calls of sled this thread is in whose panics are caught.
    static CAUGHT: Cell<u32> = const { Cell::new(0) };
    /// What the last one of them said.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs what may panic; when it did, returns what the panic said. That goes to the log, and not where panics are usually
/// told.
pub(super) fn caught<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    install();
    CAUGHT.with(|depth| depth.set(depth.get() + 1));
    let done = catch_unwind(AssertUnwindSafe(act));
    CAUGHT.with(|depth| depth.set(depth.get() - 1));
    done.map_err(|_| SAID.with(RefCell::take))
}

/// Whether a panic is one of sled that is about to be caught: on this very thread, and not in code of ours that sled calls.
pub fn is_caught(info: &PanicHookInfo<'_>) -> bool {
    is_caught_in(info.location().map(std::panic::Location::file))
}

fn is_caught_in(file: Option<&str>) -> bool {
    CAUGHT.with(Cell::get) > 0 && !file.is_some_and(is_ours)
}

/// Whether a source file is one of this program: dependencies stand elsewhere.
fn is_ours(file: &str) -> bool {
    const HERE: &str = "store/engine/sled/quiet.rs";
    let root = file!().len().saturating_sub(HERE.len());
    file!().get(..root).is_some_and(|root| !root.is_empty() && file.starts_with(root))
}

/// Puts a word before the usual one on panics, once in a process.
fn install() {
    static ONCE: Once = Once::new();
    // A thread that panics may not change what is told of it; the next call does it.
    if std::thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if is_caught(info) {
                tracing::debug!(%info, "sled panics, and is caught");
                SAID.with(|said| said.replace(info.to_string()));
            } else {
                usual(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_thread_does_in_sled_is_hushed() {
        const SLED: Option<&str> = Some("/x/registry/sled-0.34.7/src/pagecache/mod.rs");
        let elsewhere = caught(|| {
            assert!(is_caught_in(SLED) && is_caught_in(None));
            assert!(!is_caught_in(Some(file!())), "a fault of ours is told");
            std::thread::spawn(|| is_caught_in(SLED)).join().unwrap()
        });
        assert_eq!(elsewhere, Ok(false), "another thread's is told");
        assert_eq!(caught(|| panic::resume_unwind(Box::new("sled"))), Err::<(), _>(String::new()));
        assert!(!is_caught_in(SLED), "and what comes later");
    }
}
