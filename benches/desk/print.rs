//! The lines of this report.

use std::time::Duration;

use dozvon::bench::line::{self, Line, Unit};
use dozvon::bench::times::Times;

/// Heads the lines that follow.
pub(crate) fn head(title: &str) {
    println!("{}", line::head(title));
}

/// One line of times: what, ours, the budget for p99, the peer.
pub(crate) fn line(what: &str, ours: &Times, budget: Option<Duration>, peer: Option<&Times>) {
    println!("{}", Line::times(what, ours, peer).p99_at_most(budget));
}

/// One line of something that is counted by the second.
pub(crate) fn rate(what: &str, ours: f64, budget: Option<f64>, peer: Option<f64>) {
    println!("{}", Line::one(what, Unit::Rate, ours, peer).at_least(budget));
}

pub(crate) fn micros(count: u64) -> Duration {
    Duration::from_micros(count)
}
