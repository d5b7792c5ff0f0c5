//! How much of the machine a thread may take from others.

/// Where a thread stands behind those that serve people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The writer: whoever waits for it waits for a disk besides, and does not notice what a screen would show.
    Writer,
    /// Loads and upkeep: they take the processor when nobody else wants it.
    Background,
}

impl Rank {
    /// On the scale of `nice` (0–19).
    #[cfg(target_os = "linux")]
    fn nice(self) -> i32 {
        match self {
            Self::Writer => 5,
            Self::Background => 10,
        }
    }
}

/// Puts the thread that calls this behind those of operators, for good. Only where the system knows priorities of threads
/// (Linux); elsewhere it does nothing.
pub fn give_way(rank: Rank) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, rank.nice()) {
        // It works as well, only less politely.
        tracing::debug!(%error, "the priority of a thread stays as it is");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = rank;
}
