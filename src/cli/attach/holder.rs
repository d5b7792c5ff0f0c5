//! The process that has the base open: it listens in the data folder and does what other ones hand over, each command in a
//! thread of its own, on the store that is open.

use std::collections::HashMap;
use std::io::{self, Read};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use super::SOCKET;
use super::far::{Far, console};
use super::wire::{self, FromClient, FromHolder, Kind, Knock, RELEASE, Request};
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
    /// How long whoever takes the desk over waits for commands to end.
    pub(super) commands: Duration,
}

impl Bounds {
    /// Those of a desk.
    pub(in crate::cli) const USUAL: Self = Self {
        request: Duration::from_secs(2),
        output: Duration::from_secs(300),
        question: Duration::from_secs(1800),
        slots: 4,
        commands: Duration::from_secs(10),
    };
}

/// Those who are heard beside the commands that are done: they wait for their turn, or want the desk.
const LOBBY: usize = 28;
/// When the holder ends, commands that were asked to stop have so long until nobody listens to them any more.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// The stack of a command is that of the main thread of a process.
const STACK: usize = 8 << 20;

/// Does a command for a console; gives its exit code.
pub(in crate::cli) type Run = Arc<dyn Fn(&Request, &Far) -> Code + Send + Sync>;

/// Receives somebody who wants the desk itself.
pub(in crate::cli) type Welcome = Arc<dyn Fn(&UnixStream, &Knock, &Guest) -> io::Result<()> + Send + Sync>;

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
    pub(in crate::cli) fn open(
        folder: &Path,
        bounds: Bounds,
        run: Run,
        welcome: Welcome,
    ) -> Result<Self, SocketError> {
        let gate = Arc::new(Gate::default());
        let inside = Arc::clone(&gate);
        let serving = Socket::open(folder, SOCKET)?.serve("attach", move |stream| {
            // Whoever finds no room waits, and those behind him with him.
            let Some(guest) = Guest::enter(&inside, &stream, bounds.slots + LOBBY) else { return };
            let (run, welcome) = (Arc::clone(&run), Arc::clone(&welcome));
            let serve = move || {
                let served = serve(&stream, &guest, bounds, &run, &welcome);
                if let Err(error) = served {
                    tracing::debug!(%error, "whoever has come has gone");
                }
                if guest.is_given.load(Ordering::SeqCst) {
                    // He waits for the end of this process: the system closes it then, and not before.
                    std::mem::forget(stream);
                }
                // When nobody is there any more, nobody holds the store for him.
                drop((run, welcome));
                drop(guest);
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

/// Who is there, and who is under way.
#[derive(Debug, Default)]
struct Gate {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    is_closed: bool,
    /// The desk is being given away: no command begins.
    is_shut: bool,
    taken: usize,
    next: u64,
    /// All who are there. Their streams are closed when there is nothing more to be had, but for that of whoever has got the desk.
    guests: HashMap<u64, Option<UnixStream>>,
    /// Those whose commands are under way.
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
        for (guest, stream) in &inside.guests {
            if let Some(stream) = stream.as_ref().filter(|_| !inside.consoles.contains_key(guest)) {
                // Whoever has gone is gone already.
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        self.changed.notify_all();
    }

    /// Waits until no command is under way; so many are when that has not come about in time.
    fn wait_for_commands(&self, patience: Duration) -> usize {
        let (begun, mut inside) = (Instant::now(), self.inside());
        while inside.taken > 0 && !inside.is_closed {
            let Some(left) = patience.checked_sub(begun.elapsed()) else { break };
            inside = self.changed.wait_timeout(inside, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        inside.taken
    }

    /// Lets no command in any more, unless one is under way.
    fn shut_if_quiet(&self) -> bool {
        let mut inside = self.inside();
        if inside.taken > 0 || inside.is_closed {
            return false;
        }
        inside.is_shut = true;
        true
    }

    fn open_again(&self) {
        self.inside().is_shut = false;
        self.changed.notify_all();
    }

    fn wait_until_empty(&self) {
        let begun = Instant::now();
        let mut inside = self.inside();
        while !inside.guests.is_empty() {
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

/// Somebody who has come, as long as he is there.
pub(in crate::cli) struct Guest {
    gate: Arc<Gate>,
    number: u64,
    /// His command is under way.
    works: AtomicBool,
    /// The desk is his.
    is_given: AtomicBool,
}

impl Guest {
    /// Lets somebody in, when so few are there; `None` when nobody is let in any more.
    fn enter(gate: &Arc<Gate>, stream: &UnixStream, most: usize) -> Option<Self> {
        let ours = stream.try_clone().ok()?;
        let mut inside = gate.inside();
        while inside.guests.len() >= most && !inside.is_closed {
            inside = gate.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        if inside.is_closed {
            return None;
        }
        inside.next += 1;
        let number = inside.next;
        inside.guests.insert(number, Some(ours));
        let (works, is_given) = (AtomicBool::new(false), AtomicBool::new(false));
        Some(Self { gate: Arc::clone(gate), number, works, is_given })
    }

    /// Waits until his command may begin; `false` when it never will.
    fn waits_for_his_turn(&self, slots: usize) -> bool {
        let mut inside = self.gate.inside();
        while (inside.taken >= slots || inside.is_shut) && !inside.is_closed {
            inside = self.gate.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        if inside.is_closed {
            return false;
        }
        inside.taken += 1;
        self.works.store(true, Ordering::SeqCst);
        true
    }

    /// Tells the gate whom to ask to stop; `false` when it was closed meanwhile.
    fn is(&self, far: &Arc<Far>) -> bool {
        let mut inside = self.gate.inside();
        inside.consoles.insert(self.number, Arc::clone(far));
        !inside.is_closed
    }

    /// Waits until no command is under way; so many are when that has not come about in time.
    pub(super) fn waits_for_commands(&self, patience: Duration) -> usize {
        self.gate.wait_for_commands(patience)
    }

    /// Gives him the desk, by `give`, which says whether it has; no command begins meanwhile. `None` when one is under way.
    pub(super) fn is_given<T>(&self, give: impl FnOnce() -> (bool, T)) -> Option<T> {
        if !self.gate.shut_if_quiet() {
            return None;
        }
        let (given, what) = give();
        if given {
            self.is_given.store(true, Ordering::SeqCst);
            self.gate.inside().guests.insert(self.number, None);
        } else {
            self.gate.open_again();
        }
        Some(what)
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut inside = self.gate.inside();
        inside.guests.remove(&self.number);
        inside.consoles.remove(&self.number);
        if self.works.load(Ordering::SeqCst) {
            inside.taken = inside.taken.saturating_sub(1);
        }
        self.gate.changed.notify_all();
    }
}

/// Does what whoever has come wants.
fn serve(stream: &UnixStream, guest: &Guest, bounds: Bounds, run: &Run, welcome: &Welcome) -> io::Result<()> {
    stream.set_write_timeout(Some(bounds.request))?;
    match wanted(stream, bounds.request)? {
        Some(FromClient::Run(request)) => command(stream, &request, guest, bounds, run),
        Some(FromClient::Knock(knock)) => welcome(stream, &knock, guest),
        _ => Ok(()),
    }
}

/// Does one command.
fn command(
    stream: &UnixStream,
    request: &Request,
    guest: &Guest,
    bounds: Bounds,
    run: &Run,
) -> io::Result<()> {
    if request.release != RELEASE {
        return wire::say(&mut &*stream, &FromHolder::OtherRelease(RELEASE.to_owned()));
    }
    if !guest.waits_for_his_turn(bounds.slots) {
        return Ok(());
    }
    let far = Arc::new(Far::new(stream, request, bounds)?);
    if !guest.is(&far) {
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
            catch_unwind(AssertUnwindSafe(|| run(request, &far)))
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
fn wanted(stream: &UnixStream, patience: Duration) -> io::Result<Option<FromClient>> {
    let word = hear(stream, patience)?;
    stream.set_read_timeout(None)?;
    Ok(word)
}

/// The next word, when it comes in time and is understood.
pub(super) fn hear<W: DeserializeOwned>(stream: &UnixStream, patience: Duration) -> io::Result<Option<W>> {
    let mut input = Hasty { stream, until: Instant::now() + patience };
    let Some((Kind::Word, word)) = wire::receive(&mut input)? else { return Ok(None) };
    Ok(serde_json::from_slice(&word).ok())
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
