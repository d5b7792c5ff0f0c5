//! Times of one act done many times, and the lines of the report.

use std::time::{Duration, Instant};

/// How long one act took, each time it was done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Does an act of this thread alone and notes how long it took. Time in which the thread could have run and the system
    /// ran something else instead is not counted, where the system tells it: that is the machine's affair.
    pub(crate) fn take<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let waited = waited_for_processor();
        let begun = Instant::now();
        let done = std::hint::black_box(act());
        let took = begun.elapsed();
        self.0.push(took.saturating_sub(waited_for_processor().saturating_sub(waited)));
        done
    }

    /// Does an act on which other threads work too and notes how long it took by the clock on the wall.
    pub(crate) fn take_whole<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = std::hint::black_box(act());
        self.0.push(begun.elapsed());
        done
    }

    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// The time that so many of a hundred did not exceed.
    pub(crate) fn percentile(&self, share: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }
}

/// How long this thread has waited for a processor so far; nothing where the system does not say.
fn waited_for_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().nth(1).and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

/// Heads the lines that follow.
pub(crate) fn head(title: &str) {
    println!("\n{title}");
    println!(
        "  {:<46} {:>10} {:>10} {:>10} {:>21} {:>7}",
        "what", "p50", "p99", "budget", "SQLite p50 / p99", "ratio"
    );
}

/// One line: what, p50, p99, the budget for p99, the peer, and how many times the peer's p50 ours is.
pub(crate) fn line(what: &str, ours: &Times, budget: Option<Duration>, peer: Option<&Times>) {
    let (half, most) = (ours.percentile(50), ours.percentile(99));
    let peers = peer.map(|peer| format!("{} / {}", told(peer.percentile(50)), told(peer.percentile(99))));
    let ratio = peer.map(|peer| format!("{:.2}", half.as_secs_f64() / peer.percentile(50).as_secs_f64()));
    let missed = if budget.is_some_and(|budget| most > budget) { "  MISSED" } else { "" };
    println!(
        "  {what:<46} {:>10} {:>10} {:>10} {:>21} {:>7}{missed}",
        told(half),
        told(most),
        budget.map_or("–".to_owned(), told),
        peers.unwrap_or_else(|| "–".to_owned()),
        ratio.unwrap_or_else(|| "–".to_owned()),
    );
}

/// One line of something that is counted by the second.
pub(crate) fn rate(what: &str, ours: f64, budget: Option<f64>, peer: Option<f64>) {
    let missed = if budget.is_some_and(|budget| ours < budget) { "  MISSED" } else { "" };
    let number = |number: f64| format!("{number:.0}/s");
    println!(
        "  {what:<46} {:>10} {:>10} {:>10} {:>21} {:>7}{missed}",
        number(ours),
        "",
        budget.map_or("–".to_owned(), number),
        peer.map_or("–".to_owned(), number),
        peer.map_or("–".to_owned(), |peer| format!("{:.2}", ours / peer)),
    );
}

/// A time for the eye.
pub(crate) fn told(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 {
        format!("{micros:.1} µs")
    } else if micros < 1_000_000.0 {
        format!("{:.2} ms", micros / 1e3)
    } else {
        format!("{:.2} s", micros / 1e6)
    }
}

pub(crate) fn micros(count: u64) -> Duration {
    Duration::from_micros(count)
}
