//! Where a command speaks and whom it asks: the streams of its own process, or those of another one that has handed it over
//! (see [`super::attach`]).
//!
//! A command that was handed over runs in a thread of its own, and its console is known by that thread. So a command prints
//! and asks in the same way wherever it runs, and can't reach the streams of the desk by accident: nothing else in the command
//! line takes hold of them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{ProgressDrawTarget, TermLike};
use serde::{Deserialize, Serialize};

use super::pin;
use super::player;
use super::stop::Stop;

/// Bytes of output that go to another process together.
const PIECE: usize = 32 << 10;

/// A stream of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    In,
    Out,
    Err,
}

/// What a command wants of whoever has started it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Wish {
    /// A line of the input; nothing when it has ended.
    Line,
    /// A PIN, asked for in these words and not shown.
    Pin(String),
    /// All of the input, up to so many bytes.
    Input(u64),
    /// This program is to be started, with these arguments, and not waited for.
    Start(Vec<String>),
}

/// The console of a command that another process has handed over.
pub(super) trait Console: Send + Sync {
    /// Writes all of these bytes.
    ///
    /// # Errors
    /// When nobody is there any more; for the output what its end has said of earlier writes, too.
    fn write(&self, end: End, bytes: &[u8]) -> io::Result<()>;

    /// Waits until the output is written where it is to be.
    ///
    /// # Errors
    /// When it could not be.
    fn flush(&self) -> io::Result<()>;

    /// Whether a stream is a terminal.
    fn is_terminal(&self, end: End) -> bool;

    /// The width of its terminal, in cells.
    fn width(&self) -> u16;

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// What whoever was asked has met, or that he is not there.
    fn ask(&self, wish: Wish) -> io::Result<Option<String>>;

    /// From now on the command can be stopped between two pieces of work.
    fn stop(&self) -> Stop;

    /// The folder the command was started in.
    fn folder(&self) -> &Path;

    /// Whether remarks are objects for machines.
    fn objects(&self) -> &AtomicBool;

    /// Whether remarks are left out: whoever has handed the command over has made them already.
    fn is_hushed(&self) -> bool;
}

thread_local! {
    static FAR: RefCell<Option<Arc<dyn Console>>> = const { RefCell::new(None) };
}

/// Whether remarks of this process are for machines. A process has one error stream.
static FOR_MACHINES: AtomicBool = AtomicBool::new(false);

/// Lets this thread speak through a console, as long as what is returned lives.
pub(super) fn enter(console: Arc<dyn Console>) -> Entered {
    Entered(FAR.replace(Some(console)))
}

/// A thread that speaks through a console.
pub(super) struct Entered(Option<Arc<dyn Console>>);

impl Drop for Entered {
    fn drop(&mut self) {
        FAR.set(self.0.take());
    }
}

/// The console of another process, where the command of this thread has one.
pub(super) fn far() -> Option<Arc<dyn Console>> {
    FAR.with_borrow(Clone::clone)
}

/// Whether remarks are objects, and a way to say so.
pub(super) fn objects<T>(with: impl FnOnce(&AtomicBool) -> T) -> T {
    match far() {
        Some(far) => with(far.objects()),
        None => with(&FOR_MACHINES),
    }
}

/// Whether remarks are left out.
pub(super) fn is_hushed() -> bool {
    far().is_some_and(|far| far.is_hushed())
}

/// Whether a stream is a terminal.
pub(super) fn is_terminal(end: End) -> bool {
    match (far(), end) {
        (Some(far), end) => far.is_terminal(end),
        (None, End::In) => io::stdin().is_terminal(),
        (None, End::Out) => io::stdout().is_terminal(),
        (None, End::Err) => io::stderr().is_terminal(),
    }
}

/// The output stream.
pub(super) fn output() -> Pipe {
    match far() {
        Some(far) => Pipe::Far(BufWriter::with_capacity(PIECE, FarPipe(far, End::Out))),
        None => Pipe::Out(io::stdout()),
    }
}

/// The error stream.
pub(super) fn errors() -> Pipe {
    match far() {
        Some(far) => Pipe::Far(BufWriter::with_capacity(PIECE, FarPipe(far, End::Err))),
        None => Pipe::Err(io::stderr()),
    }
}

/// A stream to write to.
pub(super) enum Pipe {
    Out(io::Stdout),
    Err(io::Stderr),
    Far(BufWriter<FarPipe>),
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Out(out) => out.write(bytes),
            Self::Err(err) => err.write(bytes),
            Self::Far(far) => far.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Out(out) => out.flush(),
            Self::Err(err) => err.flush(),
            Self::Far(far) => far.flush(),
        }
    }
}

/// A stream of another process.
pub(super) struct FarPipe(Arc<dyn Console>, End);

impl Write for FarPipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(self.1, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.1 == End::Out { self.0.flush() } else { Ok(()) }
    }
}

/// Asks whoever has started the command.
///
/// # Errors
/// When the system refuses what is asked for.
pub(super) fn ask(wish: Wish) -> io::Result<Option<String>> {
    match far() {
        Some(far) => far.ask(wish),
        None => ask_here(wish),
    }
}

/// The same at this very process.
///
/// # Errors
/// As for [`ask`].
pub(super) fn ask_here(wish: Wish) -> io::Result<Option<String>> {
    match wish {
        Wish::Line => {
            let mut line = String::new();
            let read = io::stdin().lock().read_line(&mut line)?;
            Ok((read > 0).then_some(line))
        }
        Wish::Pin(words) => pin::ask_here(&words),
        Wish::Input(most) => {
            let mut text = String::new();
            io::stdin().lock().take(most).read_to_string(&mut text)?;
            Ok(Some(text))
        }
        Wish::Start(words) => player::start(&words).map(|()| None),
    }
}

/// A file the command was given by name, as this process finds it.
pub(super) fn here(path: &Path) -> PathBuf {
    far().map_or_else(|| path.to_owned(), |far| far.folder().join(path))
}

/// The name of a file as whoever has started the command would type it.
pub(super) fn typed(path: &Path) -> Cow<'_, Path> {
    let Some(far) = far() else { return Cow::Borrowed(path) };
    let folder = far.folder().as_os_str().as_encoded_bytes();
    let inside = path.as_os_str().as_encoded_bytes().strip_prefix(folder);
    // Not by its parts: whoever has typed `./list.csv` is to see that again.
    match inside
        .map(|rest| rest.strip_prefix(b"/").unwrap_or(if folder.ends_with(b"/") { rest } else { b"" }))
    {
        Some(rest) if !rest.is_empty() => {
            // What was cut off ends with a separator, so what is left is a name as good as the whole one was.
            String::from_utf8(rest.to_vec()).map_or(Cow::Borrowed(path), |rest| Cow::Owned(rest.into()))
        }
        _ => Cow::Borrowed(path),
    }
}

/// Where a progress bar is drawn: on the error stream when somebody watches it.
pub(super) fn bar(hertz: u8) -> ProgressDrawTarget {
    if !is_terminal(End::Err) {
        return ProgressDrawTarget::hidden();
    }
    match far() {
        Some(far) => {
            let far = FarTerm { far, text: Mutex::default() };
            ProgressDrawTarget::term_like_with_hz(Box::new(far), hertz)
        }
        None => ProgressDrawTarget::stderr_with_hz(hertz),
    }
}

/// The terminal behind the error stream of another process.
struct FarTerm {
    far: Arc<dyn Console>,
    /// What is not sent yet.
    text: Mutex<String>,
}

impl std::fmt::Debug for FarTerm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FarTerm").finish_non_exhaustive()
    }
}

impl FarTerm {
    fn add(&self, text: &str) -> io::Result<()> {
        self.text.lock().unwrap_or_else(PoisonError::into_inner).push_str(text);
        Ok(())
    }

    fn moved(&self, n: usize, way: char) -> io::Result<()> {
        if n == 0 { Ok(()) } else { self.add(&format!("\x1b[{n}{way}")) }
    }
}

impl TermLike for FarTerm {
    fn width(&self) -> u16 {
        self.far.width()
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        self.moved(n, 'A')
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        self.moved(n, 'B')
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        self.moved(n, 'C')
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        self.moved(n, 'D')
    }

    fn write_line(&self, s: &str) -> io::Result<()> {
        self.add(s)?;
        self.add("\n")
    }

    fn write_str(&self, s: &str) -> io::Result<()> {
        self.add(s)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.add("\r\x1b[2K")
    }

    fn flush(&self) -> io::Result<()> {
        let text = std::mem::take(&mut *self.text.lock().unwrap_or_else(PoisonError::into_inner));
        if text.is_empty() { Ok(()) } else { self.far.write(End::Err, text.as_bytes()) }
    }
}

/// Whether somebody sits at a terminal who can be asked.
pub(super) fn may_ask() -> bool {
    is_terminal(End::In) && is_terminal(End::Err)
}

/// Says remarks as objects from now on, or as sentences.
pub(super) fn say_objects(yes: bool) {
    objects(|objects| objects.store(yes, Ordering::Relaxed));
}
