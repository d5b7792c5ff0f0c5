//! The state of the terminal itself: whose it is, and how it is given back.
//!
//! A process has one terminal, and a panic hook or a signal must find it from anywhere: so this is the one place of a
//! session that is global.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fs::File;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, MutexGuard, Once, PoisonError, TryLockError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use signal_hook::consts::SIGWINCH;
use signal_hook::low_level::raise;

use crate::session::link::Closed;
use crate::store::is_caught_panic;

/// The other screen; pastes in brackets; no reports of the focus; no cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?1004l\x1b[?25l";
/// Buttons, moves with a button down, and numbers without an upper end.
const MOUSE: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// Everything back, and the end of an update that was cut off.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l";

/// Longest wait for a terminal that takes nothing, between two attempts.
const PAUSE_MAX: Duration = Duration::from_millis(20);
/// How many such waits it is given when it is to be given back: about a second.
const LAST_TRIES: usize = 50;
/// How often a lock is tried for, once in a pause.
const LOCK_TRIES: usize = 25;
/// How much is kept of the messages of panics that cannot be shown yet, in bytes.
const HELD_MAX: usize = 64 * 1024;

static TTY: Mutex<Tty> = Mutex::new(Tty {
    out: None,
    ours: false,
    closed: None,
    mouse: false,
    painter: None,
    held: String::new(),
});

pub(super) struct Tty {
    /// The handle to write to, as long as a link lives.
    out: Option<File>,
    /// The terminal is in raw mode and shows our screen.
    ours: bool,
    /// Nothing is written any more.
    closed: Option<Closed>,
    mouse: bool,
    /// The thread that draws. Its panic ends the session or redraws it; a panic elsewhere must not touch the screen.
    painter: Option<ThreadId>,
    /// What panics elsewhere had to say.
    held: String,
}

pub(super) fn lock() -> MutexGuard<'static, Tty> {
    TTY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The lock, unless someone keeps it for half a second: the terminal has stopped taking bytes.
pub(super) fn lock_soon() -> Option<MutexGuard<'static, Tty>> {
    for _ in 0..LOCK_TRIES {
        match TTY.try_lock() {
            Ok(tty) => return Some(tty),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE_MAX),
        }
    }
    None
}

impl Tty {
    pub(super) fn is_taken(&self) -> bool {
        self.out.is_some()
    }

    /// Takes the terminal over for a link that will write to `out`.
    pub(super) fn take(&mut self, out: File, mouse: bool) -> io::Result<()> {
        install_hook();
        self.out = Some(out);
        self.mouse = mouse;
        self.closed = None;
        self.painter = Some(thread::current().id());
        let entered = self.enter();
        if entered.is_err() {
            self.release();
        }
        entered
    }

    fn enter(&mut self) -> io::Result<()> {
        let Some(out) = &mut self.out else { return Ok(()) };
        enable_raw_mode()?;
        self.ours = true;
        write_whole(out, &[ENTER, if self.mouse { MOUSE } else { &[] }].concat(), LAST_TRIES)
    }

    /// Gives the terminal back. Whatever cannot be written is left: there is nobody to tell.
    fn leave(&mut self) {
        if !std::mem::take(&mut self.ours) {
            return;
        }
        if let Some(out) = &mut self.out {
            let _ = write_whole(out, LEAVE, LAST_TRIES);
        }
        let _ = disable_raw_mode();
        let held = std::mem::take(&mut self.held);
        let _ = io::stderr().write_all(held.as_bytes());
    }

    /// Puts the terminal into our state again, after someone else has used it.
    pub(super) fn retake(&mut self) {
        if self.ours {
            // What cannot be written now cannot be written by the next frame either, which will say so.
            let _ = disable_raw_mode();
            let _ = self.enter();
        }
    }

    /// Gives the terminal back; nothing can be written from now on.
    pub(super) fn close(&mut self, closed: Closed) {
        self.closed.get_or_insert(closed);
        self.leave();
    }

    /// Gives the terminal back; another link may take it.
    pub(super) fn release(&mut self) {
        self.leave();
        self.out = None;
    }

    /// Writes bytes of the thread that draws.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Closed> {
        if let Some(closed) = self.closed {
            return Err(closed);
        }
        self.painter = Some(thread::current().id());
        // A panic of this thread gave the terminal back and was caught: the session goes on, on an empty screen, which
        // a new size makes it draw.
        let again = !self.ours;
        let entered = if again { self.enter() } else { Ok(()) };
        let written = entered.and_then(|()| match &mut self.out {
            Some(out) => write_whole(out, bytes, usize::MAX),
            None => Err(io::ErrorKind::NotConnected.into()),
        });
        if again {
            let _ = raise(SIGWINCH);
        }
        written.map_err(|_| {
            self.close(Closed::HungUp);
            Closed::HungUp
        })
    }
}

/// Writes everything, in one call when the system lets it. A terminal that does not block is waited for, at most
/// `tries` times without progress.
fn write_whole(out: &mut impl Write, mut bytes: &[u8], tries: usize) -> io::Result<()> {
    let mut left = tries;
    let mut pause = Duration::from_millis(1);
    while !bytes.is_empty() {
        match out.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(n) => {
                bytes = bytes.get(n..).unwrap_or(&[]);
                left = tries;
                pause = Duration::from_millis(1);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && left > 0 => {
                left -= 1;
                thread::sleep(pause);
                pause = (pause * 2).min(PAUSE_MAX);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // One that the store catches ends nothing, and the screen is not given up for it.
            if is_caught_panic(info) || !restore_for(info) {
                usual(info);
            }
        }));
    });
}

/// Gives the terminal back for the message of a panic; or keeps the message, and then says so, when the panic is on
/// another thread than the one that draws: it does not end the session, and must not be written over its screen.
fn restore_for(info: &PanicHookInfo<'_>) -> bool {
    let Some(mut tty) = lock_soon() else { return false };
    if !tty.ours {
        return false;
    }
    if tty.painter == Some(thread::current().id()) {
        tty.leave();
        return false;
    }
    let thread = thread::current();
    let backtrace = Backtrace::capture();
    let mut message = format!("thread '{}' {info}\n", thread.name().unwrap_or("<unnamed>"));
    if backtrace.status() == BacktraceStatus::Captured {
        message.push_str(&format!("{backtrace}\n"));
    }
    if tty.held.len() + message.len() <= HELD_MAX {
        tty.held.push_str(&message);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A terminal that answers as it is told, and then takes everything.
    struct Script {
        answers: Vec<io::Result<usize>>,
        calls: usize,
        written: Vec<u8>,
    }

    impl Write for Script {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.calls += 1;
            let n =
                if self.answers.is_empty() { bytes.len() } else { self.answers.remove(0)?.min(bytes.len()) };
            self.written.extend_from_slice(&bytes[..n]);
            Ok(n)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn write(answers: Vec<io::Result<usize>>, tries: usize) -> (io::Result<()>, Script) {
        let mut out = Script { answers, calls: 0, written: Vec::new() };
        (write_whole(&mut out, b"one frame", tries), out)
    }

    fn error(kind: io::ErrorKind) -> io::Result<usize> {
        Err(kind.into())
    }

    #[test]
    fn a_frame_is_one_write_when_the_terminal_takes_it() {
        let (result, out) = write(vec![], 0);
        assert!(result.is_ok());
        assert_eq!((out.calls, &out.written[..]), (1, &b"one frame"[..]));
    }

    #[test]
    fn interruptions_and_a_full_terminal_lose_nothing() {
        let interruptions =
            [io::ErrorKind::Interrupted, io::ErrorKind::WouldBlock, io::ErrorKind::WouldBlock];
        let mut answers: Vec<_> = interruptions.map(error).into();
        answers.extend([Ok(3), error(io::ErrorKind::Interrupted), Ok(1)]);
        let (result, out) = write(answers, 2);
        assert!(result.is_ok());
        assert_eq!(&out.written[..], b"one frame");
    }

    #[test]
    fn a_terminal_that_is_gone_is_an_error() {
        // EIO, EPIPE, ENXIO, EBADF
        for code in [5, 32, 6, 9] {
            let (result, out) = write(vec![Ok(3), Err(io::Error::from_raw_os_error(code))], usize::MAX);
            assert_eq!(result.unwrap_err().raw_os_error(), Some(code));
            assert_eq!(&out.written[..], b"one");
        }
        assert!(write(vec![Ok(0)], 9).0.is_err());
        assert!(
            write(vec![error(io::ErrorKind::WouldBlock), error(io::ErrorKind::WouldBlock)], 1).0.is_err()
        );
    }
}
