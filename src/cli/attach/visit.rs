//! A desk that is started while another one has the base open: whose is it, may he have it, does he want it.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, Instant};

use super::SOCKET;
use super::client::other_release;
use super::holder::hear;
use super::wire::{self, FromClient, FromHost, FromVisitor, Knock, RELEASE, Refusal};
use crate::cli::context::{Context, Seat};
use crate::cli::fail::{Code, Fail};
use crate::cli::out;
use crate::cli::pin::Hush;
use crate::desk::DeskError;
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Message};
use crate::say;
use crate::session::socket::connect;

/// How long a desk that works has for an answer.
const ANSWER: Duration = Duration::from_secs(6);
/// How long it has once it has said that commands are to end first.
const GIVING: Duration = Duration::from_secs(20);
/// How long it has from then on until its process is gone and the base free: all that was said is written by then.
const LEAVING: Duration = Duration::from_secs(60);
/// How long a base that is held is tried for: whoever closes it says no more that he is there.
const CLOSING: Duration = Duration::from_secs(4);
/// How often.
const PACE: Duration = Duration::from_millis(100);

/// What has come of a visit.
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct Visit {
    /// The PIN that was given and was right.
    pub(in crate::cli) pin: Option<String>,
    /// A shift was open, and goes on here.
    pub(in crate::cli) shift: bool,
}

/// Takes a seat by `sit`, at a base that may be open in another terminal: that one is asked for it first.
///
/// # Errors
/// When it is somebody else's, can't be had now, or its user does not want it; what `sit` says.
pub(in crate::cli) fn seated_at(
    context: &Context,
    folder: &Path,
    name: &str,
    sit: impl Fn(&Visit) -> Result<Seat, Fail>,
) -> Result<Seat, Fail> {
    let mut had = Visit::default();
    let mut tried = Instant::now();
    loop {
        match visit(context, folder, name, &mut had.pin)? {
            Came::Nobody => {}
            Came::Gone => tried = Instant::now(),
            Came::Had(visit) => (had, tried) = (visit, Instant::now()),
        }
        match sit(&had) {
            Err(fail) if fail.code == Code::Busy && tried.elapsed() < CLOSING => std::thread::sleep(PACE),
            Ok(seat) => return Ok(Seat { goes_on: had.shift, ..seat }),
            failed => return failed,
        }
    }
}

/// What has come of asking a desk for its place.
enum Came {
    /// There is none.
    Nobody,
    /// It has ended before it was asked for anything.
    Gone,
    /// It has given its place away, or has ended when it was wanted: the base is free.
    Had(Visit),
}

/// Asks the desk that has the base open for its place. `pin` is one that was given before, and the one that is given now.
fn visit(context: &Context, folder: &Path, name: &str, pin: &mut Option<String>) -> Result<Came, Fail> {
    let Ok(Some(stream)) = connect(folder, SOCKET) else { return Ok(Came::Nobody) };
    let hush = Hush::begin().map_err(|error| unread(context, &error))?;
    let mut visitor = Visitor { context, stream, hush, pin: pin.take(), shift: false, wants: false };
    match visitor.speak(name) {
        Err(Trouble::Said(fail)) => return Err(fail),
        Err(Trouble::Line(error)) if is_late(&error) => return Err(hung(context)),
        // Whoever was killed, or has left, has the base open no more.
        Err(Trouble::Line(_)) | Ok(()) => {}
    }
    if visitor.wants {
        return Ok(Came::Had(Visit { pin: visitor.pin, shift: visitor.shift }));
    }
    *pin = visitor.pin;
    Ok(Came::Gone)
}

fn is_late(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

fn hung(context: &Context) -> Fail {
    context.fail(Code::Busy, &say!("visit-hung"), Some(&say!("hint-visit-hung")))
}

/// Why a visit has come to nothing.
enum Trouble {
    /// It is in words already.
    Said(Fail),
    Line(io::Error),
}

impl From<Fail> for Trouble {
    fn from(fail: Fail) -> Self {
        Self::Said(fail)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Line(error)
    }
}

/// Whoever wants the desk.
struct Visitor<'a> {
    context: &'a Context,
    stream: UnixStream,
    hush: Hush,
    /// The PIN that was said last.
    pin: Option<String>,
    /// A shift is open there.
    shift: bool,
    /// He has said that he wants it.
    wants: bool,
}

fn unread(context: &Context, error: &io::Error) -> Fail {
    context.fail(Code::Failed, &say!("error-input", error = context.texts.io_error(error)), None)
}

impl Visitor<'_> {
    fn say(&self, word: &FromVisitor) -> io::Result<()> {
        wire::say(&mut &self.stream, word)
    }

    fn fails(&self, what: &Message, hint: &Message) -> Trouble {
        Trouble::Said(self.context.fail(Code::Busy, what, Some(hint)))
    }

    /// Speaks with the desk that is open, until its process has ended.
    fn speak(&mut self, name: &str) -> Result<(), Trouble> {
        self.stream.set_write_timeout(Some(ANSWER))?;
        let environment = self.context.surroundings.pin.clone();
        let known = self.pin.clone().or_else(|| environment.clone());
        let knock = Knock { release: RELEASE.to_owned(), name: name.to_owned(), pin: known.clone() };
        self.pin = known;
        wire::say(&mut &self.stream, &FromClient::Knock(knock))?;
        let mut patience = ANSWER;
        loop {
            let Some(word) = hear::<FromHost>(&self.stream, patience)? else { return Ok(()) };
            match word {
                FromHost::PinWanted => self.give_pin(name)?,
                FromHost::WrongPin(left) => {
                    self.pin = None;
                    let wrong = self.context.desk_failed()(DeskError::WrongPin { left });
                    if environment.is_some() {
                        return Err(wrong.into());
                    }
                    self.hush.say(&wrong.message);
                }
                FromHost::Yours { since, shift } => {
                    self.shift = shift;
                    self.ask(since)?;
                    self.wants = true;
                    self.say(&FromVisitor::Take)?;
                }
                FromHost::Soon => {
                    self.hush.say(&self.context.texts.get("visit-soon"));
                    patience = GIVING;
                }
                FromHost::Ready => self.say(&FromVisitor::Go)?,
                // The stream ends with its process, and the base is free then.
                FromHost::Given => patience = LEAVING,
                last => return Err(self.refused(last)),
            }
        }
    }

    /// Asks for the PIN.
    fn give_pin(&mut self, name: &str) -> Result<(), Trouble> {
        let words = self.context.say(&say!("pin-ask", name = name));
        let given = self.hush.pin(&words).map_err(|error| unread(self.context, &error))?;
        let pin = given.ok_or_else(|| Fail::silent(Code::Busy))?;
        self.say(&FromVisitor::Pin(pin.clone()))?;
        self.pin = Some(pin);
        Ok(())
    }

    /// Asks whether he wants it.
    fn ask(&self, since: Moment) -> Result<(), Trouble> {
        let context = self.context;
        let (zone, now) = (context.zone(), context.now());
        let since = if since.date_in(zone) == now.date_in(zone) {
            context.texts.time(since, zone)
        } else {
            context.texts.stamp(since, Calendar { now, zone })
        };
        let what =
            if self.shift { say!("visit-shift", since = since) } else { say!("visit-desk", since = since) };
        if self.hush.confirm(&context.say(&what)).map_err(|error| unread(context, &error))? {
            return Ok(());
        }
        self.hush.say(&context.texts.get("visit-left"));
        Err(Fail::silent(Code::Busy).into())
    }

    /// Why it can't be had.
    fn refused(&self, last: FromHost) -> Trouble {
        let context = self.context;
        match last {
            FromHost::OtherRelease(other) => other_release(context, &other).into(),
            FromHost::Other { by } => {
                self.fails(&say!("visit-other", name = out::shown(&by, 60)), &say!("hint-visit-other"))
            }
            FromHost::Locked { until, zone } => {
                let zone = chrono_tz::Tz::from_str(&zone).unwrap_or(context.zone());
                context.desk_failed()(DeskError::Locked { until, zone }).into()
            }
            FromHost::Refused(Refusal::Commands(count)) => {
                self.fails(&say!("visit-commands", count = count), &say!("hint-visit-wait"))
            }
            FromHost::Refused(Refusal::Loading) => {
                self.fails(&say!("visit-loading"), &say!("hint-visit-loading"))
            }
            FromHost::Refused(Refusal::Unwritable) => {
                self.fails(&say!("visit-unwritable"), &say!("hint-visit-unwritable"))
            }
            FromHost::Refused(Refusal::Silent) => hung(context).into(),
            FromHost::Failed(error) => {
                let what = say!("visit-failed", error = out::shown(&error, 200));
                self.fails(&what, &say!("hint-visit-loading"))
            }
            // All others are no last words.
            _ => hung(context).into(),
        }
    }
}
