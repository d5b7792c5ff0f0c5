//! The process that was started: it hands its command over, prints what comes back, and answers what is asked.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::SOCKET;
use super::wire::{self, Answer, FromClient, FromHolder, Kind, RELEASE, Request, Sight};
use crate::cli::console::{End, Wish, ask_here, is_terminal};
use crate::cli::context::Context;
use crate::cli::fail::{Code, Fail};
use crate::cli::out;
use crate::i18n::Message;
use crate::say;
use crate::session::socket::connect;

/// When whoever waits for his turn is told that he does.
const TURN: Duration = Duration::from_secs(1);

/// How handing a command over has ended.
pub(in crate::cli) enum Handed {
    /// Nobody has taken it, and nothing was done.
    NotTaken,
    /// It was done, with this exit code; all is said.
    Done(u8),
}

/// Hands a command over to whoever has the base open and listens. `changes` says whether it may change anything.
///
/// # Errors
/// When whoever does it is another release, has panicked, or is gone in the middle.
pub(in crate::cli) fn hand_over(
    context: &Context,
    arguments: &[OsString],
    changes: bool,
) -> Result<Handed, Fail> {
    let folder = context.data();
    let Ok(Some(stream)) = connect(&folder, SOCKET) else { return Ok(Handed::NotTaken) };
    // Without a working folder nothing can be said of where files are.
    let Ok(here) = std::env::current_dir() else { return Ok(Handed::NotTaken) };
    let width = crossterm::terminal::size().map_or(80, |(width, _)| width);
    let terminals = (is_terminal(End::In), is_terminal(End::Out), is_terminal(End::Err));
    let request = Request::new(arguments, &context.surroundings, &here, Sight { terminals, width });
    let line = Line { stream: Arc::new(stream), sending: Arc::default() };
    match line.say(&FromClient::Run(Box::new(request))) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            return Err(context.fail(
                Code::Failed,
                &say!("attach-too-long"),
                Some(&say!("hint-attach-too-long")),
            ));
        }
        Err(_) => return Ok(Handed::NotTaken),
    }
    let mut client = Client { context, line, begun: false, unwritten: None };
    let ended = client.listen();
    match ended {
        Ok(Some(Last::Code(code))) => Ok(Handed::Done(code)),
        Ok(Some(Last::OtherRelease(other))) => Err(other_release(context, &other)),
        Ok(Some(Last::Panicked)) => Err(client.unknown(&say!("attach-panicked"), changes, Code::Failed)),
        Ok(None) | Err(_) if !client.begun => Ok(Handed::NotTaken),
        // Whatever was saved is in the base; what was to be printed is lost, and so is the word that it was saved.
        Ok(None) | Err(_) => Err(client.unknown(&say!("attach-lost"), changes, Code::Unprinted)),
    }
}

/// Whoever has the base open is another release.
pub(super) fn other_release(context: &Context, other: &str) -> Fail {
    let what = match out::shown(other, 20) {
        nameless if nameless.is_empty() => say!("attach-unknown-release", own = RELEASE),
        other => say!("attach-other-release", other = other, own = RELEASE),
    };
    context.fail(Code::Busy, &what, Some(&say!("hint-attach-other-release")))
}

/// The last thing that is said.
enum Last {
    Code(u8),
    OtherRelease(String),
    Panicked,
}

/// A stream to which several threads write whole frames.
#[derive(Clone)]
struct Line {
    stream: Arc<UnixStream>,
    sending: Arc<Mutex<()>>,
}

impl Line {
    fn say(&self, word: &impl Serialize) -> io::Result<()> {
        let _one = self.sending.lock().unwrap_or_else(PoisonError::into_inner);
        wire::say(&mut &*self.stream, word)
    }
}

/// A command that was handed over, as whoever has started it sees it.
struct Client<'a> {
    context: &'a Context,
    line: Line,
    begun: bool,
    /// The output can't be written any more.
    unwritten: Option<Option<i32>>,
}

impl Client<'_> {
    /// How a command ends of which nobody can say what it has done.
    fn unknown(&self, what: &Message, changes: bool, code: Code) -> Fail {
        if changes {
            return self.context.fail(code, what, Some(&say!("hint-attach-unknown")));
        }
        self.context.fail(Code::Failed, what, Some(&say!("hint-attach-again")))
    }

    /// Takes in what comes until the last word; `None` when it never came.
    fn listen(&mut self) -> io::Result<Option<Last>> {
        let stream = Arc::clone(&self.line.stream);
        let Some(first) = self.first(&stream)? else { return Ok(None) };
        let mut input = first.as_slice().chain(&*stream);
        while let Some((kind, body)) = wire::receive(&mut input)? {
            match kind {
                Kind::Out => self.print(&body),
                // With the error stream gone there is nobody to tell.
                Kind::Err => _ = io::stderr().write_all(&body),
                Kind::Word => {
                    // Another release may have other words.
                    let word =
                        serde_json::from_slice(&body).unwrap_or(FromHolder::OtherRelease(String::new()));
                    if let Some(last) = self.heard(word)? {
                        return Ok(Some(last));
                    }
                }
            }
        }
        Ok(None)
    }

    /// The first byte that comes. Whoever sits before the terminal is told when there are others before him.
    fn first(&self, stream: &UnixStream) -> io::Result<Option<[u8; 1]>> {
        let mut first = [0];
        stream.set_read_timeout(Some(TURN))?;
        loop {
            match (&mut &*stream).read(&mut first) {
                Ok(0) => return Ok(None),
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                    stream.set_read_timeout(None)?;
                    if out::is_watched() {
                        out::remark(&self.context.texts.get("attach-waits"));
                    }
                }
                Err(error) => return Err(error),
            }
        }
        stream.set_read_timeout(None)?;
        Ok(Some(first))
    }

    fn print(&mut self, bytes: &[u8]) {
        if self.unwritten.is_some() {
            return;
        }
        if let Err(error) = io::stdout().write_all(bytes) {
            self.cannot_print(&error);
        }
    }

    fn cannot_print(&mut self, error: &io::Error) {
        let code = error.raw_os_error();
        self.unwritten = Some(code);
        // Whoever does not hear it has gone, which is found by itself.
        let _ = self.line.say(&FromClient::Unwritten(code));
    }

    fn heard(&mut self, word: FromHolder) -> io::Result<Option<Last>> {
        match word {
            FromHolder::Begun => self.begun = true,
            FromHolder::OtherRelease(other) => return Ok(Some(Last::OtherRelease(other))),
            FromHolder::Flush { id } => {
                if self.unwritten.is_none()
                    && let Err(error) = io::stdout().flush()
                {
                    self.cannot_print(&error);
                }
                let answer = self.unwritten.map_or(Answer::Given(None), Answer::Failed);
                self.line.say(&FromClient::Answer { id, answer })?;
            }
            FromHolder::Ask { id, wish } => self.answer(id, wish)?,
            FromHolder::Stoppable => self.heed_signals()?,
            FromHolder::Done(code) => return Ok(Some(Last::Code(code))),
            FromHolder::Panicked => return Ok(Some(Last::Panicked)),
        }
        Ok(None)
    }

    fn answer(&self, id: u64, wish: Wish) -> io::Result<()> {
        // A question about a row may stand while more is printed. All others are answered here: the terminal is hidden for a PIN,
        // and must be given back before the process ends.
        let is_beside = wish == Wish::Line;
        let line = self.line.clone();
        let answer = move || {
            let answer = ask_here(wish).into();
            line.say(&FromClient::Answer { id, answer })
        };
        if !is_beside {
            return answer();
        }
        std::thread::Builder::new().name("answer".into()).spawn(answer).map(|_| ())
    }

    /// The first Ctrl+C asks for a stop, the second one kills.
    fn heed_signals(&self) -> io::Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let line = self.line.clone();
        let heed = move || {
            let mut asked = false;
            for signal in signals.forever() {
                if asked {
                    let _ = emulate_default_handler(signal);
                }
                asked = true;
                let _ = line.say(&FromClient::Stop);
            }
        };
        std::thread::Builder::new().name("signals".into()).spawn(heed).map(|_| ())
    }
}
