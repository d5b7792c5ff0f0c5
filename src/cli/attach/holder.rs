//! The process that has the base open: it listens in the data folder and does what other ones hand over, each command in a
//! thread of its own, on the store that is open.

use std::collections::HashMap;
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::SOCKET;
use super::far::{Far, console};
use super::wire::{self, FromClient, FromHolder, Kind, RELEASE, Request};
use crate::cli::console::enter;
use crate::cli::fail::Code;
use crate::session::socket::{Serving, Socket, SocketError};
use crate::store::priority::{Rank, give_way};

/// How patient the holder is, and with how many.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Bounds {
    /// Until whoever has come has said what he wants.
    pub(super) request: Duration,
    /// Until he takes a piece of output.
    pub(super) output: Duration,
    /// Until a person has answered.
    pub(super) question: Duration,
    /// Commands that are done at once; others wait.
    pub(super) slots: usize,
}

impl Bounds {
    /// Those of a desk.
    pub(in crate::cli) const USUAL: Self = Self {
        request: Duration::from_secs(2),
        output: Duration::from_secs(300),
        question: Duration::from_secs(1800),
        slots: 4,
    };
}

/// When the holder ends, commands that were asked to stop have so long until nobody listens to them any more.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// The stack of a command is that of the main thread of a process.
const STACK: usize = 8 << 20;

/// Does a command for a console; gives its exit code.
pub(in crate::cli) type Run = Arc<dyn Fn(&Request, &Far) -> Code + Send + Sync>;

/// Listens as long as it lives. Dropping it asks the commands that are under way to stop, and waits for them.
#[derive(Debug)]
pub(in crate::cli) struct Holder {
    gate: Arc<Gate>,
    serving: Option<Serving>,
}

impl Holder {
    /// Begins to listen in a data folder that this process has to itself.
    ///
    /// # Errors
    /// When something stands in the way, or the system refuses.
    pub(in crate::cli) fn open(folder: &Path, bounds: Bounds, run: Run) -> Result<Self, SocketError> {
        let gate = Arc::new(Gate::default());
        let inside = Arc::clone(&gate);
        let serving = Socket::open(folder, SOCKET)?.serve("attach", move |stream| {
            // Whoever finds all places taken waits, and those behind him with him.
            let Some(place) = Place::wait(&inside, bounds.slots) else { return };
            let run = Arc::clone(&run);
            let serve = move || {
                if let Err(error) = serve(&stream, &place, bounds, &run) {
                    tracing::debug!(%error, "whoever has handed a command over has gone");
                }
            };
            let thread = std::thread::Builder::new().name("command".into()).stack_size(STACK).spawn(serve);
            if let Err(error) = thread {
                // The stream is closed, and he does it himself or is told that the base is busy.
                tracing::warn!(%error, "no thread for a command that was handed over");
            }
        })?;
        Ok(Self { gate, serving: Some(serving) })
    }

    /// How many commands are under way.
    pub(in crate::cli) fn under_way(&self) -> usize {
        self.gate.inside().taken
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.gate.close();
        drop(self.serving.take());
        self.gate.wait_until_empty();
    }
}

/// Who is under way.
#[derive(Debug, Default)]
struct Gate {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    is_closed: bool,
    taken: usize,
    next: u64,
    consoles: HashMap<u64, Arc<Far>>,
}

impl Gate {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets nobody in any more, and asks those inside to end.
    fn close(&self) {
        let mut inside = self.inside();
        inside.is_closed = true;
        for far in inside.consoles.values() {
            far.end();
        }
        self.changed.notify_all();
    }

    fn wait_until_empty(&self) {
        let begun = Instant::now();
        let mut inside = self.inside();
        while inside.taken > 0 {
            let left = LAST_WORDS.checked_sub(begun.elapsed());
            let Some(left) = left.filter(|left| !left.is_zero()) else {
                for far in inside.consoles.values() {
                    far.part();
                }
                // What is written is written to its end, however long that takes: nothing is torn out of the base.
                inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            inside = self.changed.wait_timeout(inside, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// A place among those who are under way; dropping it gives it to the next.
struct Place {
    gate: Arc<Gate>,
    number: u64,
}

impl Place {
    /// Waits for a place; `None` when there will be none.
    fn wait(gate: &Arc<Gate>, slots: usize) -> Option<Self> {
        let mut inside = gate.inside();
        while inside.taken >= slots && !inside.is_closed {
            inside = gate.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        if inside.is_closed {
            return None;
        }
        inside.taken += 1;
        inside.next += 1;
        Some(Self { gate: Arc::clone(gate), number: inside.next })
    }

    /// Tells the gate whom to ask to stop; `false` when it was closed meanwhile.
    fn is(&self, far: &Arc<Far>) -> bool {
        let mut inside = self.gate.inside();
        inside.consoles.insert(self.number, Arc::clone(far));
        !inside.is_closed
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.gate.inside();
        inside.taken = inside.taken.saturating_sub(1);
        inside.consoles.remove(&self.number);
        self.gate.changed.notify_all();
    }
}

/// Does one command for whoever has come.
fn serve(stream: &UnixStream, place: &Place, bounds: Bounds, run: &Run) -> io::Result<()> {
    stream.set_write_timeout(Some(bounds.request))?;
    let Some(request) = request(stream, bounds.request)? else { return Ok(()) };
    if request.release != RELEASE {
        return wire::say(&mut &*stream, &FromHolder::OtherRelease(RELEASE.to_owned()));
    }
    let far = Arc::new(Far::new(stream, &request, bounds)?);
    if !place.is(&far) {
        return Ok(());
    }
    let (ears, hears) = (stream.try_clone()?, Arc::clone(&far));
    let hearing = std::thread::Builder::new().name("command-ears".into());
    let hearing = hearing.spawn(move || hears.hear(&ears))?;
    let mut ended = far.say(&FromHolder::Begun);
    if ended.is_ok() {
        // A command never goes before the operator.
        give_way(Rank::Background);
        let code = {
            let _entered = enter(console(&far));
            // Whatever becomes of it, the desk goes on. Locks it may have held are taken over as they are, as everywhere.
            catch_unwind(AssertUnwindSafe(|| run(&request, &far)))
        };
        let word = code.map_or_else(|_| FromHolder::Panicked, |code| FromHolder::Done(code as u8));
        ended = far.say(&word);
    }
    far.part();
    // It ends with the stream.
    let _ = hearing.join();
    ended
}

/// What whoever has come wants; `None` when it is nothing that is understood.
fn request(stream: &UnixStream, patience: Duration) -> io::Result<Option<Request>> {
    let mut input = Hasty { stream, until: Instant::now() + patience };
    let word = wire::receive(&mut input)?;
    stream.set_read_timeout(None)?;
    let Some((Kind::Word, word)) = word else { return Ok(None) };
    match serde_json::from_slice(&word) {
        Ok(FromClient::Run(request)) => Ok(Some(*request)),
        Ok(_) | Err(_) => Ok(None),
    }
}

/// Reads until a moment: a byte now and then is no patience without an end.
struct Hasty<'a> {
    stream: &'a UnixStream,
    until: Instant,
}

impl Read for Hasty<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        (&mut &*self.stream).read(buffer)
    }
}

#[cfg(test)]
mod tests;
