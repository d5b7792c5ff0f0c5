//! What a session needs of its transport: bytes in, sizes in, bytes out.
//!
//! A link knows nothing of operators, keys or frames. The terminal of this process is one ([`local`](super::local)); a
//! socket or an SSH channel will be others.

use std::io;
use std::sync::Arc;

use thiserror::Error;

/// More cells a side are not drawn: a larger size comes from a mistake or an attack, not from a screen.
pub const SIDE_MAX: u16 = 500;

/// The size of a terminal in cells, each side from 1 to [`SIDE_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    cols: u16,
    rows: u16,
}

impl Size {
    /// The size a terminal tells, made sane: a side of 0, which is «unknown», becomes that of 80×24.
    pub fn clamped(cols: u16, rows: u16) -> Self {
        let side = |told: u16, usual| if told == 0 { usual } else { told.min(SIDE_MAX) };
        Self { cols: side(cols, 80), rows: side(rows, 24) }
    }

    /// Columns.
    pub fn cols(self) -> u16 {
        self.cols
    }

    /// Rows.
    pub fn rows(self) -> u16 {
        self.rows
    }
}

/// What comes in through a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// Bytes of the terminal, cut anywhere.
    Bytes(Vec<u8>),
    /// The terminal has this size now, or shows something else than the session drew: draw everything anew.
    Resize(Size),
    /// Nothing comes any more, and nothing can be written.
    Closed(Closed),
}

/// Why a link is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Closed {
    /// The terminal is gone: its window was closed, the line was cut.
    #[error("the terminal is gone")]
    HungUp,
    /// Someone asked this process to end.
    #[error("the process was asked to end")]
    Asked,
}

/// Takes what comes in, on any thread, and says whether anyone still listens. It may wait: that holds back a terminal
/// which sends faster than the session reads.
pub type Sink = Arc<dyn Fn(Incoming) -> bool + Send + Sync>;

/// One terminal, near or far.
pub trait Link: Send {
    /// The size of the terminal now.
    fn size(&self) -> Size;

    /// Begins to hand what comes in to `sink`, in its order. [`Incoming::Closed`] comes once, the last of all. To be
    /// called once.
    ///
    /// # Errors
    ///
    /// When the system gives no thread or no handle for it.
    fn listen(&mut self, sink: Sink) -> io::Result<()>;

    /// Writes bytes to the terminal, all of them and in one piece; waits for a slow terminal.
    ///
    /// # Errors
    ///
    /// When the link is closed. The bytes may have been written in part.
    fn send(&mut self, bytes: &[u8]) -> Result<(), Closed>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_sizes_are_made_sane() {
        for (told, sane) in [
            ((0, 0), (80, 24)),
            ((0, 50), (80, 50)),
            ((120, 0), (120, 24)),
            ((65535, 65535), (500, 500)),
            ((1, 1), (1, 1)),
            ((200, 60), (200, 60)),
        ] {
            let size = Size::clamped(told.0, told.1);
            assert_eq!((size.cols(), size.rows()), sane, "{told:?}");
        }
    }
}
