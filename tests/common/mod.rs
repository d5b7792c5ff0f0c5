//! What whole-program tests share: a small base, a clock that stands still, and a session driven by keys.
#![allow(dead_code, unreachable_pub, reason = "every test file uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot set its stage has failed"
)]

pub mod base;
pub mod cli;
pub mod disk;
pub mod dump;
pub mod harm;
pub mod messy;
pub mod program;
pub mod stage;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;
use dozvon::domain::time::Moment;

/// A clock that moves only when it is told to.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock that shows this time.
    pub fn at(rfc3339: &str) -> Self {
        let time = Moment::from(DateTime::parse_from_rfc3339(rfc3339).unwrap());
        Self(Arc::new(AtomicI64::new(time.millis())))
    }

    /// The time it shows.
    pub fn now(&self) -> Moment {
        Moment::from_millis(self.0.load(Ordering::SeqCst))
    }

    /// Moves it on by so many milliseconds.
    pub fn forward(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets it.
    pub fn set(&self, rfc3339: &str) {
        self.0.store(Self::at(rfc3339).now().millis(), Ordering::SeqCst);
    }
}
