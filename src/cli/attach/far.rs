//! The console of a command that was handed over: what it prints goes to the process that was started, and that one is asked.

use std::collections::HashMap;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::holder::Bounds;
use super::wire::{self, FromClient, FromHolder, Kind, Request};
use crate::cli::console::{Console, End, Wish};
use crate::cli::stop::Stop;

/// Whoever waits for an answer.
type Waiting = SyncSender<io::Result<Option<String>>>;

/// What is known of the one who has handed a command over.
#[derive(Debug, Default)]
struct Known {
    /// He is there no more.
    is_gone: bool,
    /// His output can't be written any more; what his system says.
    unwritten: Option<Option<i32>>,
    waiting: HashMap<u64, Waiting>,
}

/// The console of a command that was handed over.
#[derive(Debug)]
pub(in crate::cli) struct Far {
    stream: UnixStream,
    /// Frames go out one after another.
    sending: Mutex<()>,
    known: Mutex<Known>,
    next: AtomicU64,
    stop: Stop,
    terminals: (bool, bool, bool),
    width: u16,
    folder: PathBuf,
    objects: AtomicBool,
    hushed: AtomicBool,
    bounds: Bounds,
}

impl Far {
    /// The console of whoever has sent this request.
    ///
    /// # Errors
    /// When the system gives no second handle of the stream.
    pub(super) fn new(stream: &UnixStream, request: &Request, bounds: Bounds) -> io::Result<Self> {
        stream.set_write_timeout(Some(bounds.output))?;
        Ok(Self {
            stream: stream.try_clone()?,
            sending: Mutex::default(),
            known: Mutex::default(),
            next: AtomicU64::new(1),
            stop: Stop::default(),
            terminals: request.terminals,
            // Nothing is drawn for a terminal that has no width.
            width: request.width.clamp(1, crate::session::link::SIDE_MAX),
            folder: request.folder.clone().into(),
            objects: AtomicBool::new(false),
            hushed: AtomicBool::new(true),
            bounds,
        })
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From here on remarks are made.
    pub(super) fn speak_up(&self) {
        self.hushed.store(false, Ordering::Relaxed);
    }

    /// Hears what comes until nothing does. Whoever has gone wants no more: the command is asked to stop.
    pub(super) fn hear(&self, mut stream: &UnixStream) {
        loop {
            let word = match wire::receive(&mut stream) {
                Ok(Some((Kind::Word, word))) => serde_json::from_slice(&word).ok(),
                _ => None,
            };
            match word {
                Some(FromClient::Answer { id, answer }) => {
                    if let Some(waiting) = self.known().waiting.remove(&id) {
                        // He may have given up.
                        let _ = waiting.send(answer.into());
                    }
                }
                Some(FromClient::Unwritten(code)) => self.known().unwritten = Some(code),
                Some(FromClient::Stop) => self.stop.ask(),
                Some(FromClient::Run(_) | FromClient::Knock(_)) | None => return self.part(),
            }
        }
    }

    /// Asks the command to stop; whoever waits for an answer gets none.
    pub(super) fn end(&self) {
        self.stop.ask();
        let mut known = self.known();
        known.is_gone = true;
        known.waiting.clear();
    }

    /// Speaks with him no more.
    pub(super) fn part(&self) {
        self.end();
        // Whoever has gone is gone already.
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Says a word.
    ///
    /// # Errors
    /// When he is there no more.
    pub(super) fn say(&self, word: &impl Serialize) -> io::Result<()> {
        self.frame(Kind::Word, &serde_json::to_vec(word)?)
    }

    fn frame(&self, kind: Kind, body: &[u8]) -> io::Result<()> {
        let _one = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = wire::send(&mut &self.stream, kind, body);
        sent.map_err(|_| {
            // A frame that is cut off can't be followed by another one.
            self.part();
            io::ErrorKind::BrokenPipe.into()
        })
    }

    /// Sends what is to be answered, and waits so long for the answer; [`io::ErrorKind::TimedOut`] when it does not come.
    fn call(&self, word: impl FnOnce(u64) -> FromHolder, patience: Duration) -> io::Result<Option<String>> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = sync_channel(1);
        {
            let mut known = self.known();
            if known.is_gone {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            known.waiting.insert(id, answer);
        }
        self.say(&word(id))?;
        answered.recv_timeout(patience).unwrap_or_else(|error| {
            self.known().waiting.remove(&id);
            Err(match error {
                RecvTimeoutError::Timeout => io::ErrorKind::TimedOut.into(),
                RecvTimeoutError::Disconnected => io::ErrorKind::BrokenPipe.into(),
            })
        })
    }
}

impl Console for Far {
    fn write(&self, end: End, bytes: &[u8]) -> io::Result<()> {
        let kind = if end == End::Out { Kind::Out } else { Kind::Err };
        let unwritten = self.known().unwritten;
        if let (Some(code), Kind::Out) = (unwritten, kind) {
            return Err(wire::error_of(code));
        }
        self.frame(kind, bytes)
    }

    fn flush(&self) -> io::Result<()> {
        let flushed = self.call(|id| FromHolder::Flush { id }, self.bounds.output);
        flushed.map(|_| ()).map_err(|error| {
            if error.kind() == io::ErrorKind::TimedOut {
                // He takes nothing any more.
                self.part();
                return io::ErrorKind::BrokenPipe.into();
            }
            error
        })
    }

    fn is_terminal(&self, end: End) -> bool {
        let (input, output, error) = self.terminals;
        match end {
            End::In => input,
            End::Out => output,
            End::Err => error,
        }
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn ask(&self, wish: Wish) -> io::Result<Option<String>> {
        self.call(|id| FromHolder::Ask { id, wish }, self.bounds.question)
    }

    fn stop(&self) -> Stop {
        // Whoever does not hear it has gone, and then it is asked to stop anyway.
        let _ = self.say(&FromHolder::Stoppable);
        self.stop.clone()
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    fn objects(&self) -> &AtomicBool {
        &self.objects
    }

    fn is_hushed(&self) -> bool {
        self.hushed.load(Ordering::Relaxed)
    }
}

/// The same console, for the thread of a command.
pub(super) fn console(far: &Arc<Far>) -> Arc<dyn Console> {
    Arc::clone(far) as Arc<dyn Console>
}
