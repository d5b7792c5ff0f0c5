//! What goes over the socket: frames of bounded size, and what they say.
//!
//! A frame is a byte for its kind, its length in four bytes, the lowest first, and so many bytes. Output goes as it is; all
//! else is JSON. Both ends are the same release of the program: whoever finds another one goes no further.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::cli::config::Surroundings;
use crate::cli::console::Wish;
use crate::domain::time::Moment;
use crate::i18n::Lang;
use crate::tui::theme::ColorDepth;

/// This release: whoever hands a command over and whoever does it must read it alike.
pub(super) const RELEASE: &str = env!("CARGO_PKG_VERSION");
/// Longest frame, in bytes without its head: a whole input of a megabyte has place in it.
pub(super) const FRAME_MAX: u32 = 8 << 20;
/// Length of the head.
const HEAD: usize = 5;

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Output.
    Out,
    /// What is said beside it.
    Err,
    /// JSON.
    Word,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Out => b'o',
            Self::Err => b'e',
            Self::Word => b'w',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Out, Self::Err, Self::Word].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// What whoever hands a command over says. An answer may be a PIN, so nothing of it is ever shown.
#[derive(Serialize, Deserialize)]
pub(super) enum FromClient {
    /// Do this.
    Run(Box<Request>),
    /// An answer.
    Answer { id: u64, answer: Answer },
    /// The output can't be written any more; what the system says.
    Unwritten(Option<i32>),
    /// Stop between two pieces of work.
    Stop,
    /// Another desk is to be opened on this base.
    Knock(Knock),
}

/// Who wants the desk, and where he wants it. All that is said beside it are [`FromVisitor`] and [`FromHost`].
#[derive(Serialize, Deserialize)]
pub(in crate::cli) struct Knock {
    /// The release that wants it.
    pub(super) release: String,
    /// The name of its user.
    pub(super) name: String,
    /// The PIN, where it was given already.
    pub(super) pin: Option<String>,
}

/// A PIN must not come into a log.
impl std::fmt::Debug for Knock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Knock").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What whoever wants the desk says.
#[derive(Serialize, Deserialize)]
pub(super) enum FromVisitor {
    /// The PIN.
    Pin(String),
    /// He wants it.
    Take,
    /// He is still there, and takes it.
    Go,
}

/// What the process that has the desk says to him.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FromHost {
    /// It is another release.
    OtherRelease(String),
    /// Somebody else sits here.
    Other { by: String },
    /// Say the PIN.
    PinWanted,
    /// It is wrong; so many more wrong ones lock the name.
    WrongPin(u8),
    /// Nobody signs in under the name till then, by the clock of this zone.
    Locked { until: Moment, zone: String },
    /// The base can't be asked; what is wrong.
    Failed(String),
    /// It is his own: open since then, as a shift or only as a desk.
    Yours { since: Moment, shift: bool },
    /// Commands of others are being done.
    Soon,
    /// It can't be had now.
    Refused(Refusal),
    /// It can be had.
    Ready,
    /// It is his. When this process is gone the base is free.
    Given,
}

/// Why a desk can't be had now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Refusal {
    /// It does commands of other processes, so many.
    Commands(usize),
    /// A list is being loaded.
    Loading,
    /// Nothing can be written.
    Unwritable,
    /// Its screen does not answer.
    Silent,
}

/// What whoever does it says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum FromHolder {
    /// It has begun. Until then nothing was done.
    Begun,
    /// It is another release.
    OtherRelease(String),
    /// Answer this.
    Ask { id: u64, wish: Wish },
    /// Say when the output so far is written.
    Flush { id: u64 },
    /// From now on it can be stopped.
    Stoppable,
    /// It is done, with this exit code.
    Done(u8),
    /// It has broken off by a fault of the program.
    Panicked,
}

/// An answer to [`FromHolder::Ask`] and [`FromHolder::Flush`].
#[derive(Serialize, Deserialize)]
pub(super) enum Answer {
    Given(Option<String>),
    /// What the system says; nothing when the input is no text.
    Failed(Option<i32>),
}

impl From<io::Result<Option<String>>> for Answer {
    fn from(result: io::Result<Option<String>>) -> Self {
        result.map_or_else(|error| Self::Failed(error.raw_os_error()), Self::Given)
    }
}

impl From<Answer> for io::Result<Option<String>> {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Given(text) => Ok(text),
            Answer::Failed(code) => Err(error_of(code)),
        }
    }
}

/// What the system has said elsewhere.
pub(super) fn error_of(code: Option<i32>) -> io::Error {
    code.map_or_else(|| io::ErrorKind::InvalidData.into(), io::Error::from_raw_os_error)
}

/// A command with all it needs from where it was started.
#[derive(Serialize, Deserialize)]
pub(in crate::cli) struct Request {
    /// The release that hands it over.
    pub(super) release: String,
    /// The command line, the name of the program first.
    pub(super) arguments: Vec<OsString>,
    /// The working folder.
    pub(super) folder: OsString,
    data: OsString,
    config: OsString,
    named_lang: Option<Speech>,
    lang: Option<Speech>,
    /// Name of a zone.
    zone: String,
    login: String,
    pin: Option<String>,
    /// Whether input, output and error stream are terminals.
    pub(super) terminals: (bool, bool, bool),
    /// Width of the terminal, in cells.
    pub(super) width: u16,
}

/// A PIN must not come into a log.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("release", &self.release).finish_non_exhaustive()
    }
}

/// A language, by its name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Speech {
    Ru,
    En,
}

impl From<Lang> for Speech {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ru => Self::Ru,
            Lang::En => Self::En,
        }
    }
}

impl From<Speech> for Lang {
    fn from(speech: Speech) -> Self {
        match speech {
            Speech::Ru => Self::Ru,
            Speech::En => Self::En,
        }
    }
}

/// What a terminal is, to whom a command speaks that was handed over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    pub(super) terminals: (bool, bool, bool),
    pub(super) width: u16,
}

impl Request {
    /// A command of this process. Its folders are named from the root: whoever does it works in a folder of his own.
    pub(super) fn new(
        arguments: &[OsString],
        surroundings: &Surroundings,
        folder: &std::path::Path,
        sight: Sight,
    ) -> Self {
        let whole = |path: &std::path::Path| folder.join(path).into_os_string();
        Self {
            release: RELEASE.to_owned(),
            arguments: arguments.to_vec(),
            folder: folder.as_os_str().to_owned(),
            data: whole(&surroundings.data),
            config: whole(&surroundings.config),
            named_lang: surroundings.named_lang.map(Speech::from),
            lang: surroundings.lang.map(Speech::from),
            zone: surroundings.zone.name().to_owned(),
            login: surroundings.login.clone(),
            pin: surroundings.pin.clone(),
            terminals: sight.terminals,
            width: sight.width,
        }
    }

    /// What the environment of the command said.
    pub(super) fn surroundings(&self) -> Surroundings {
        Surroundings {
            data: self.data.clone().into(),
            config: self.config.clone().into(),
            named_lang: self.named_lang.map(Lang::from),
            lang: self.lang.map(Lang::from),
            zone: chrono_tz::Tz::from_str(&self.zone).unwrap_or(chrono_tz::Tz::Europe__Moscow),
            login: self.login.clone(),
            pin: self.pin.clone(),
            // Commands that are handed over draw no screens.
            depth: ColorDepth::None,
        }
    }
}

/// Writes a frame, in one piece.
///
/// # Errors
/// When it is too long, or can't be written.
pub(super) fn send(out: &mut impl Write, kind: Kind, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= FRAME_MAX);
    let length = length.ok_or(io::ErrorKind::FileTooLarge)?;
    let mut frame = Vec::with_capacity(HEAD + body.len());
    frame.push(kind.byte());
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(body);
    out.write_all(&frame)
}

/// Writes a word.
///
/// # Errors
/// As for [`send`].
pub(super) fn say(out: &mut impl Write, word: &impl Serialize) -> io::Result<()> {
    send(out, Kind::Word, &serde_json::to_vec(word)?)
}

/// Reads a frame; `None` when there are no more.
///
/// # Errors
/// When it is none, too long, or cut off.
pub(super) fn receive(input: &mut impl Read) -> io::Result<Option<(Kind, Vec<u8>)>> {
    let mut kind = [0];
    loop {
        match input.read(&mut kind) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let [kind] = kind;
    let kind = Kind::of(kind).ok_or(io::ErrorKind::InvalidData)?;
    let mut length = [0; HEAD - 1];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > FRAME_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // It grows by what has come: a length alone takes no memory.
    let mut body = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut body)?;
    if body.len() as u64 != u64::from(length) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some((kind, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_as_they_were_sent() {
        let mut bytes = Vec::new();
        send(&mut bytes, Kind::Out, "строка\n".as_bytes()).unwrap();
        send(&mut bytes, Kind::Err, b"").unwrap();
        say(&mut bytes, &FromHolder::Done(7)).unwrap();
        let mut input = bytes.as_slice();
        assert_eq!(receive(&mut input).unwrap(), Some((Kind::Out, "строка\n".as_bytes().to_vec())));
        assert_eq!(receive(&mut input).unwrap(), Some((Kind::Err, Vec::new())));
        let (kind, word) = receive(&mut input).unwrap().unwrap();
        assert_eq!(kind, Kind::Word);
        assert!(matches!(serde_json::from_slice(&word), Ok(FromHolder::Done(7))));
        assert_eq!(receive(&mut input).unwrap(), None);
    }

    #[test]
    fn frames_that_are_none_are_refused() {
        let of = |bytes: &[u8]| receive(&mut &*bytes).map_err(|error| error.kind());
        assert_eq!(of(b"GET / HTTP/1.1\r\n"), Err(io::ErrorKind::InvalidData));
        assert_eq!(of(b"o\xff\xff\xff\xff"), Err(io::ErrorKind::FileTooLarge));
        assert_eq!(of(b"o\x05\0\0\0abc"), Err(io::ErrorKind::UnexpectedEof));
        assert_eq!(of(b"o\x05"), Err(io::ErrorKind::UnexpectedEof));
        let long = vec![0; FRAME_MAX as usize + 1];
        assert_eq!(send(&mut io::sink(), Kind::Out, &long).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_pin_is_not_told_by_a_request() {
        let surroundings = Surroundings {
            data: "data".into(),
            config: "config".into(),
            named_lang: Some(Lang::En),
            lang: None,
            zone: chrono_tz::Asia::Omsk,
            login: "anna".into(),
            pin: Some("4711".into()),
            depth: ColorDepth::True,
        };
        let sight = Sight { terminals: (true, false, true), width: 80 };
        let request = Request::new(&["dozvon".into()], &surroundings, "/home/anna".as_ref(), sight);
        assert!(!format!("{request:?}").contains("4711"));
        let mut bytes = Vec::new();
        say(&mut bytes, &FromClient::Run(Box::new(request))).unwrap();
        let (_, word) = receive(&mut bytes.as_slice()).unwrap().unwrap();
        let Ok(FromClient::Run(read)) = serde_json::from_slice(&word) else { panic!("no request") };
        let back = read.surroundings();
        assert_eq!((back.data, back.config), ("/home/anna/data".into(), "/home/anna/config".into()));
        assert_eq!((back.named_lang, back.lang, back.zone), (Some(Lang::En), None, chrono_tz::Asia::Omsk));
        assert_eq!((back.login.as_str(), back.pin.as_deref()), ("anna", Some("4711")));
    }
}
