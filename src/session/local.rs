//! The terminal this process was started in.
//!
//! While a [`Local`] lives, the terminal is in raw mode and shows its other screen. It is given back as it was when the
//! `Local` is dropped, when the thread that draws panics (before the message is printed), and when a signal tells the
//! process to end. A second such signal ends the process at once. Ctrl+C, Ctrl+Z and Ctrl+\ are keys here, so nothing
//! typed stops the process. [`std::process::exit`] drops nothing: leave by returning.

mod tty;

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};
use thiserror::Error;

use super::link::{Closed, Incoming, Link, Sink, Size};

/// How much is read at once; a paste comes in pieces of this size.
const PIECE: usize = 16 * 1024;
/// How long a terminal that does not block may say nothing before it is asked again.
const IDLE: Duration = Duration::from_millis(5);

/// Choices of the user about his terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether mouse events come in. The terminal's own selection of text then needs Shift.
    pub mouse: bool,
}

/// Why the terminal cannot be used.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Input or output is a file or a pipe.
    #[error("the input and the output must be a terminal")]
    NotATerminal,
    /// Another [`Local`] lives in this process.
    #[error("the terminal is in use already")]
    Busy,
    /// The system refused.
    #[error("the terminal cannot be set up: {0}")]
    System(#[from] io::Error),
}

/// The terminal of this process, as a link. There is one at a time.
#[derive(Debug)]
pub struct Local {
    /// Until someone listens, signals wait here.
    signals: Option<Signals>,
    handle: Handle,
    outlet: Option<Arc<Outlet>>,
}

impl Local {
    /// Takes the terminal over.
    ///
    /// # Errors
    ///
    /// When there is no terminal, or it is in use, or the system refuses.
    pub fn open(options: Options) -> Result<Self, OpenError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(OpenError::NotATerminal);
        }
        // A handle of our own: the standard one cuts what is written into lines.
        let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
        let mut tty = tty::lock();
        if tty.is_taken() {
            return Err(OpenError::Busy);
        }
        let ordinary = ordinary()?;
        let signals = Signals::new([SIGWINCH, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
        let handle = signals.handle();
        ordinary.store(false, Ordering::SeqCst);
        if let Err(error) = tty.take(out, options.mouse) {
            ordinary.store(true, Ordering::SeqCst);
            return Err(error.into());
        }
        Ok(Self { signals: Some(signals), handle, outlet: None })
    }
}

impl Link for Local {
    fn size(&self) -> Size {
        size()
    }

    /// The thread that reads the keyboard ends with the process: what is typed after the `Local` is gone may still be
    /// lost in it.
    fn listen(&mut self, sink: Sink) -> io::Result<()> {
        let Some(signals) = self.signals.take() else {
            return Err(io::Error::other("this link is listened to already"));
        };
        let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        let outlet = Arc::new(Outlet { sink, ended: AtomicBool::new(false), order: Mutex::new(()) });
        self.outlet = Some(Arc::clone(&outlet));
        let to_signals = Arc::clone(&outlet);
        thread::Builder::new().name("signals".to_owned()).spawn(move || obey(signals, &to_signals))?;
        thread::Builder::new().name("keyboard".to_owned()).spawn(move || read(input, &outlet))?;
        Ok(())
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Closed> {
        tty::lock().write(bytes)
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        if let Some(outlet) = &self.outlet {
            outlet.ended.store(true, Ordering::SeqCst);
        }
        self.handle.close();
        tty::lock().release();
        if let Some(ordinary) = ORDINARY.get() {
            ordinary.store(true, Ordering::SeqCst);
        }
    }
}

fn size() -> Size {
    let (cols, rows) = crossterm::terminal::size().unwrap_or((0, 0));
    Size::clamped(cols, rows)
}

/// Whether the signals that end a process do so. Once caught, a signal never gets its ordinary meaning back by itself.
static ORDINARY: OnceLock<Arc<AtomicBool>> = OnceLock::new();

fn ordinary() -> io::Result<&'static AtomicBool> {
    if let Some(ordinary) = ORDINARY.get() {
        return Ok(ordinary);
    }
    let ordinary = Arc::new(AtomicBool::new(true));
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&ordinary))?;
    }
    Ok(ORDINARY.get_or_init(|| ordinary))
}

/// Where everything that comes in goes, in one order and with one end.
struct Outlet {
    sink: Sink,
    ended: AtomicBool,
    order: Mutex<()>,
}

impl std::fmt::Debug for Outlet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outlet").field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl Outlet {
    /// Whether there will be a use for more.
    fn hand(&self, incoming: Incoming) -> bool {
        let _order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        if self.ended.load(Ordering::SeqCst) {
            return false;
        }
        let last = matches!(incoming, Incoming::Closed(_));
        let heard = (self.sink)(incoming);
        if last || !heard {
            self.ended.store(true, Ordering::SeqCst);
        }
        heard && !last
    }

    fn end(&self, closed: Closed) {
        if let Some(ordinary) = ORDINARY.get() {
            ordinary.store(true, Ordering::SeqCst);
        }
        // A terminal that takes no more bytes may hold the lock for ever. It is left as it is then, but the session
        // learns that it is to end.
        if let Some(mut tty) = tty::lock_soon() {
            tty.close(closed);
        }
        self.hand(Incoming::Closed(closed));
    }
}

fn obey(mut signals: Signals, outlet: &Outlet) {
    for signal in signals.forever() {
        match signal {
            SIGWINCH => {
                outlet.hand(Incoming::Resize(size()));
            }
            SIGCONT => {
                // Someone stopped the process from outside, and the shell has used the terminal since.
                if let Some(mut tty) = tty::lock_soon() {
                    tty.retake();
                }
                outlet.hand(Incoming::Resize(size()));
            }
            SIGHUP => outlet.end(Closed::HungUp),
            _ => outlet.end(Closed::Asked),
        }
    }
}

fn read(mut input: impl Read, outlet: &Outlet) {
    let mut piece = vec![0; PIECE];
    loop {
        match input.read(&mut piece) {
            Ok(0) => break,
            Ok(n) => {
                let bytes = piece.get(..n).unwrap_or(&piece).to_vec();
                if !outlet.hand(Incoming::Bytes(bytes)) {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Another program that shares the terminal has made it so.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(IDLE),
            Err(_) => break,
        }
    }
    outlet.end(Closed::HungUp);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    /// Input that comes as it is told.
    struct Script(std::vec::IntoIter<io::Result<&'static [u8]>>);

    impl Read for Script {
        fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
            let bytes = self.0.next().unwrap_or(Ok(b""))?;
            piece[..bytes.len()].copy_from_slice(bytes);
            Ok(bytes.len())
        }
    }

    fn heard(script: Vec<io::Result<&'static [u8]>>, deaf_after: usize) -> Vec<Incoming> {
        let (sender, receiver) = mpsc::channel();
        let count = Mutex::new(0);
        let sink: Sink = Arc::new(move |incoming| {
            let mut count = count.lock().unwrap();
            *count += 1;
            sender.send(incoming).is_ok() && *count < deaf_after
        });
        let outlet = Outlet { sink, ended: AtomicBool::new(false), order: Mutex::new(()) };
        read(Script(script.into_iter()), &outlet);
        assert!(!outlet.hand(Incoming::Bytes(Vec::new())));
        drop(outlet);
        receiver.iter().collect()
    }

    #[test]
    fn reading_goes_on_until_the_terminal_is_gone() {
        let bytes = |text: &str| Incoming::Bytes(text.as_bytes().to_vec());
        let closed = Incoming::Closed(Closed::HungUp);
        let error = |kind: io::ErrorKind| Err(kind.into());
        assert_eq!(
            heard(
                vec![
                    Ok(b"a"),
                    error(io::ErrorKind::Interrupted),
                    error(io::ErrorKind::WouldBlock),
                    Ok(b"b"),
                    Err(io::Error::from_raw_os_error(5)),
                    Ok(b"never read"),
                ],
                99
            ),
            [bytes("a"), bytes("b"), closed.clone()]
        );
        assert_eq!(heard(vec![Ok(b"a"), Ok(b""), Ok(b"never read")], 99), [bytes("a"), closed]);
        assert_eq!(heard(vec![Ok(b"a"), Ok(b"b"), Ok(b"c")], 2), [bytes("a"), bytes("b")]);
    }
}
