//! Bounds the system sets a process.

/// Lets a file that may not grow any further (`ulimit -f`) be an error like a full disk. Unless somebody listens, the signal
/// that comes with it ends the process in the middle of whatever it does.
pub(super) fn outlive_the_file_limit() {
    #[cfg(unix)]
    {
        use std::sync::Arc;
        use std::sync::atomic::AtomicBool;
        // A handler, unlike a signal that is ignored, is not inherited by programs we start. Where the system lets nobody
        // listen, it is as it would be without us.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }
}
