//! Times of one act done many times.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// How long one act took, each time it was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Does an act of this thread alone and notes how long it took. Time in which the thread could have run and the system
    /// ran something else instead is not counted, where the system tells it: that is the machine's affair.
    pub fn take<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let (done, _, worked) = timed(act);
        self.0.push(worked);
        done
    }

    /// Does an act on which other threads work too and notes how long it took by the clock on the wall.
    pub fn take_whole<T>(&mut self, act: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = std::hint::black_box(act());
        self.0.push(begun.elapsed());
        done
    }

    /// Notes a time that was taken elsewhere.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Takes over the times of another.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The time that so many of a hundred did not exceed: 50 is the median, 100 the longest. Zero when there are none.
    pub fn percentile(&self, share: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }
}

/// Does an act; returns how long it took by the clock on the wall, and without the time this thread waited for a processor.
pub fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration, Duration) {
    let waited = waited_for_processor();
    let begun = Instant::now();
    let done = std::hint::black_box(act());
    let took = begun.elapsed();
    let worked = took.saturating_sub(waited_for_processor().saturating_sub(waited));
    (done, took, worked)
}

/// How long this thread has waited for a processor so far; nothing where the system does not say.
fn waited_for_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_whitespace().nth(1).and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_taken() {
        let mut times = Times::default();
        assert_eq!(times.percentile(99), Duration::ZERO);
        (1..=200).rev().for_each(|n| times.push(Duration::from_micros(n)));
        let of = |share| times.percentile(share).as_micros();
        assert_eq!([of(0), of(50), of(99), of(100)], [1, 101, 199, 200]);
    }
}
