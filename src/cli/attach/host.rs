//! The desk that is open, when its user starts another one: it asks for his PIN, says since when it is open, and gives its place
//! away once he has said that he wants it.
//!
//! ```text
//! Knock ─► PinWanted ◄─► Pin ─► Yours ─► Take ─► (Soon) ─► Ready ─► Go ─► Given, and the end of this process
//! ```
//!
//! The visitor says `Go` to `Ready` at once: nothing is given to one who has lost patience with a desk that was stopped.

use std::io;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::holder::{Bounds, Guest, Welcome, hear};
use super::wire::{self, FromHost, FromVisitor, Knock, RELEASE, Refusal};
use crate::desk::day::OpenSince;
use crate::desk::{Desk, DeskError, Who};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::session::Clock;
use crate::session::handover::{Bell, Hand};

/// How long the visitor has for the word that he is still there.
const STILL_THERE: Duration = Duration::from_secs(3);

/// What a desk gives its place away with.
pub(in crate::cli) struct Host {
    pub(in crate::cli) desk: Arc<Desk>,
    /// Who sits before its screen.
    pub(in crate::cli) sits: UserId,
    /// Where its session is asked.
    pub(in crate::cli) bell: Bell,
    pub(in crate::cli) clock: Clock,
    /// Since when it is open.
    pub(in crate::cli) opened: Moment,
}

/// Receives visitors, one after another where they want the desk at once. Sessions are numbered on by `sessions`.
pub(super) fn welcome(host: Host, bounds: Bounds, sessions: Arc<AtomicU64>) -> Welcome {
    let giving = Mutex::new(());
    Arc::new(move |stream: &UnixStream, knock: &Knock, guest: &Guest| {
        let session = SessionId(sessions.fetch_add(1, Ordering::Relaxed));
        let visit = Visit { host: &host, stream, bounds, session };
        if let Some(last) = visit.answer(knock, guest, &giving)? {
            visit.say(&last)?;
        }
        Ok(())
    })
}

/// One visitor.
struct Visit<'a> {
    host: &'a Host,
    stream: &'a UnixStream,
    bounds: Bounds,
    session: SessionId,
}

impl Visit<'_> {
    fn say(&self, word: &FromHost) -> io::Result<()> {
        wire::say(&mut &*self.stream, word)
    }

    /// What the visitor says next; `None` when he has gone, or says what nobody understands.
    fn hear(&self, patience: Duration) -> io::Result<Option<FromVisitor>> {
        hear(self.stream, patience)
    }

    /// Speaks with the visitor up to the last word; `None` when there is none to say.
    fn answer(&self, knock: &Knock, guest: &Guest, giving: &Mutex<()>) -> io::Result<Option<FromHost>> {
        if knock.release != RELEASE {
            return Ok(Some(FromHost::OtherRelease(RELEASE.to_owned())));
        }
        let who = match self.recognise(knock)? {
            Ok(who) => who,
            Err(last) => return Ok(last),
        };
        let now = (self.host.clock)();
        let since = match self.host.desk.query(&who, now, &OpenSince) {
            Ok(since) => since,
            Err(error) => return Ok(Some(FromHost::Failed(error.to_string()))),
        };
        self.say(&FromHost::Yours { since: since.unwrap_or(self.host.opened), shift: since.is_some() })?;
        if !matches!(self.hear(self.bounds.question)?, Some(FromVisitor::Take)) {
            return Ok(None);
        }
        if guest.waits_for_commands(Duration::ZERO) > 0 {
            self.say(&FromHost::Soon)?;
        }
        let commands = guest.waits_for_commands(self.bounds.commands);
        if commands > 0 {
            return Ok(Some(FromHost::Refused(Refusal::Commands(commands))));
        }
        // Of two who want it at once the second one waits: he finds it gone, or still there.
        let _one = giving.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(last) = given(self.host.bell.ask()) {
            return Ok(last);
        }
        self.say(&FromHost::Ready)?;
        if !matches!(self.hear(STILL_THERE)?, Some(FromVisitor::Go)) {
            return Ok(None);
        }
        let given = guest.is_given(|| {
            let given = given(self.host.bell.take());
            (given.is_ok(), given)
        });
        Ok(match given {
            Some(Ok(())) => Some(FromHost::Given),
            Some(Err(last)) => last,
            // One has begun meanwhile.
            None => Some(FromHost::Refused(Refusal::Commands(1))),
        })
    }

    /// Who he is, once he has proved it; else the last word to him.
    fn recognise(&self, knock: &Knock) -> io::Result<Result<Who, Option<FromHost>>> {
        let Host { desk, sits, clock, .. } = self.host;
        let failed = |error: &DeskError| Ok(Err(Some(FromHost::Failed(error.to_string()))));
        let catalog = match desk.catalog() {
            Ok(catalog) => catalog,
            Err(error) => return failed(&error),
        };
        let named = catalog.user_by_name(&clean_line(&knock.name));
        let Some(user) = named.filter(|user| user.id == *sits) else {
            let by = catalog.user(*sits).map(|user| user.name.clone()).unwrap_or_default();
            return Ok(Err(Some(FromHost::Other { by })));
        };
        // Whoever has none is asked for none.
        let mut known = if user.pin.is_some() { knock.pin.clone() } else { Some(String::new()) };
        loop {
            let pin = match known.take() {
                Some(pin) => pin,
                None => {
                    self.say(&FromHost::PinWanted)?;
                    match self.hear(self.bounds.question)? {
                        Some(FromVisitor::Pin(pin)) => pin,
                        _ => return Ok(Err(None)),
                    }
                }
            };
            match desk.sign_in_with_pin(&user.name, &pin, self.session, clock()) {
                Ok(who) => return Ok(Ok(who)),
                Err(DeskError::WrongPin { left }) => self.say(&FromHost::WrongPin(left))?,
                Err(DeskError::Locked { until, zone }) => {
                    let zone = zone.name().to_owned();
                    return Ok(Err(Some(FromHost::Locked { until, zone })));
                }
                Err(error) => return failed(&error),
            }
        }
    }
}

/// What a session has answered, as the last word to the visitor where it is no yes.
fn given(hand: Option<Hand>) -> Result<(), Option<FromHost>> {
    Err(Some(FromHost::Refused(match hand {
        Some(Hand::Given) => return Ok(()),
        // He hears the end of the stream, and looks anew who is there.
        Some(Hand::Over) => return Err(None),
        Some(Hand::Loading) => Refusal::Loading,
        Some(Hand::Unwritable) => Refusal::Unwritable,
        None => Refusal::Silent,
    })))
}
