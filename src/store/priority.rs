//! How much of the machine a thread may take from others.

/// How far behind other threads of the machine background work stands, on the scale of `nice` (0–19).
#[cfg(target_os = "linux")]
const BACKGROUND: i32 = 10;

/// Puts the thread that calls this behind those of operators, for good: loads and upkeep take the processor when nobody
/// else wants it. Only where the system knows priorities of threads (Linux); elsewhere it does nothing.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, BACKGROUND) {
        // It works as well, only less politely.
        tracing::debug!(%error, "the priority of a thread stays as it is");
    }
}
