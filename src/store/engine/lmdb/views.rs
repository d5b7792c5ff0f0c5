//! Views of the tree that are used again: opening one costs as much as several look-ups.
//!
//! A view that nobody uses is kept only until the next change begins, and none is kept while it is made: whoever has seen
//! a change never comes upon a view from before it. So no page waits for a view that lies idle either: the newest view
//! never keeps more pages than the change before it does.

use std::sync::{Mutex, MutexGuard, PoisonError};

use heed::{Env, RoTxn, WithoutTls};

use super::{Result, failed};

type View = RoTxn<'static, WithoutTls>;

/// Most idle views: more threads do not read at the same time.
const IDLE_MAX: usize = 64;

/// The idle views of an engine.
#[derive(Default)]
pub(super) struct Views {
    idle: Mutex<Idle>,
}

#[derive(Default)]
struct Idle {
    views: Vec<View>,
    /// Counts beginnings and ends of changes: odd while one is made.
    change: u64,
}

impl Views {
    /// Looks at the state as it is now.
    pub(super) fn with<T>(&self, env: &Env<WithoutTls>, look: impl FnOnce(&View) -> Result<T>) -> Result<T> {
        let (idle, change) = {
            let mut idle = self.lock();
            (idle.views.pop(), idle.change)
        };
        let view = match idle {
            Some(view) => view,
            None => env.clone().static_read_txn().map_err(failed)?,
        };
        let answer = look(&view);
        let mut idle = self.lock();
        // It was counted before the view was opened: one that is older than the last change never comes back.
        if idle.change == change && change.is_multiple_of(2) && idle.views.len() < IDLE_MAX {
            idle.views.push(view);
        }
        answer
    }

    /// Makes a change: meanwhile views are opened anew and not kept.
    pub(super) fn change<T>(&self, make: impl FnOnce() -> T) -> T {
        self.turn();
        let made = make();
        self.turn();
        made
    }

    fn turn(&self) {
        let mut idle = self.lock();
        idle.change += 1;
        idle.views.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
