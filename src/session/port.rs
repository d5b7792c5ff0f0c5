//! The port a telephone exchange speaks to: a socket in the data folder on which calls are told of, a line of JSON for each.
//!
//! `docs/telephony-port.md` describes it. It is for programs of the same user on the same machine: nobody else may open it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::phone::Phone;

/// The name of the socket in the data folder.
pub const SOCKET: &str = "ring.sock";
/// Longest line that is read, in bytes, its end included.
pub const LINE_MAX: usize = 1024;
/// Lines of one connection that are answered; who has more to say opens another one.
const LINES_MAX: usize = 64;

/// What the exchange tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Somebody calls from this number.
    Rings(Phone),
    /// He has given up: he is called back.
    Ended(Phone),
    /// Somebody else has answered him.
    Answered(Phone),
    /// He has called, and nobody was there.
    Missed(Phone),
    /// Somebody calls who hides his number.
    Hidden,
    /// He has given up, or somebody else has answered him: nobody can call him back.
    HiddenEnded,
}

/// What the desk does with a call it is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It stands on the screen.
    Shown,
    /// Nobody has given the PIN yet: a call that rings is shown as soon as somebody does.
    Locked,
    /// The desk did not take it in time.
    Lost,
}

/// What an exchange says instead of a number when the caller hides it.
const HIDDEN: [&str; 7] =
    ["anonymous", "hidden", "private", "restricted", "unavailable", "unknown", "withheld"];
/// The answer while nobody has given the PIN.
pub const LOCKED: &str = "locked";

/// Whether a text stands for a number that is hidden.
pub fn is_hidden(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || HIDDEN.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Why the port can't be used.
#[derive(Debug, Error)]
pub enum PortError {
    /// Nobody listens: no desk is open on this data folder.
    #[error("nobody listens")]
    Nobody,
    /// The desk listens and did not take the call.
    #[error("the desk did not take it: {0}")]
    Refused(String),
    /// Something that is no socket stands in its place.
    #[error("{0} is no socket")]
    InTheWay(PathBuf),
    /// The system failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// This system has no such sockets.
    #[error("this system has no Unix sockets")]
    Unsupported,
}

/// A line as it comes in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Heard {
    Ring {
        phone: String,
    },
    End {
        phone: String,
        #[serde(default)]
        answered: bool,
    },
    Missed {
        phone: String,
    },
}

/// A line that goes out.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Reply {
    shown: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Reads a line.
fn read(line: &[u8]) -> Result<Call, &'static str> {
    let heard: Heard = serde_json::from_slice(line).map_err(|_| "not-understood")?;
    let phone = |text: &str| Phone::parse(text).map_err(|_| "no-phone");
    match heard {
        Heard::Ring { phone: text } if is_hidden(&text) => Ok(Call::Hidden),
        Heard::End { phone: text, .. } if is_hidden(&text) => Ok(Call::HiddenEnded),
        Heard::Ring { phone: text } => phone(&text).map(Call::Rings),
        Heard::Missed { phone: text } => phone(&text).map(Call::Missed),
        Heard::End { phone: text, answered: false } => phone(&text).map(Call::Ended),
        Heard::End { phone: text, answered: true } => phone(&text).map(Call::Answered),
    }
}

/// The line that tells of a call.
fn written(call: &Call) -> Vec<u8> {
    let heard = match call {
        Call::Hidden => Heard::Ring { phone: String::new() },
        Call::HiddenEnded => Heard::End { phone: String::new(), answered: false },
        Call::Rings(phone) => Heard::Ring { phone: phone.to_string() },
        Call::Missed(phone) => Heard::Missed { phone: phone.to_string() },
        Call::Ended(phone) => Heard::End { phone: phone.to_string(), answered: false },
        Call::Answered(phone) => Heard::End { phone: phone.to_string(), answered: true },
    };
    let mut line = serde_json::to_vec(&heard).unwrap_or_default();
    line.push(b'\n');
    line
}

#[cfg(unix)]
pub use self::unix::{Port, tell};

#[cfg(unix)]
mod unix {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::os::unix::net::UnixStream;
    use std::path::Path;
    use std::time::Duration;

    use super::{Call, LINE_MAX, LINES_MAX, LOCKED, PortError, Reply, SOCKET, Seen, read, written};
    use crate::session::socket::{Serving, Socket, SocketError, connect};

    /// How long somebody who has connected may be silent.
    const PATIENCE: Duration = Duration::from_secs(2);
    /// How long whoever tells of a call waits for the answer.
    const ANSWER: Duration = Duration::from_secs(10);

    impl From<SocketError> for PortError {
        fn from(error: SocketError) -> Self {
            match error {
                SocketError::InTheWay(path) => Self::InTheWay(path),
                SocketError::Io(error) => Self::Io(error),
            }
        }
    }

    /// The socket while nobody listens at it yet.
    #[derive(Debug)]
    pub struct Port(Socket);

    impl Port {
        /// Makes the socket in a data folder that this process has to itself. One that a process has left behind is replaced.
        ///
        /// # Errors
        /// When something else stands there, or the system refuses: the path of a socket has about a hundred bytes at most.
        pub fn open(folder: &Path) -> Result<Self, PortError> {
            Ok(Self(Socket::open(folder, SOCKET)?))
        }

        /// Listens in a thread of its own. `take` says what became of a call.
        ///
        /// # Errors
        /// When there is no thread to be had.
        pub fn serve(self, take: impl Fn(Call) -> Seen + Send + 'static) -> std::io::Result<Serving> {
            self.0.serve("port", move |stream| {
                if let Err(error) = converse(&stream, &take) {
                    tracing::debug!(%error, "somebody at the port has gone");
                }
            })
        }
    }

    /// Answers the lines of one connection.
    fn converse(stream: &UnixStream, take: &dyn Fn(Call) -> Seen) -> std::io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut reader = BufReader::new(stream);
        for _ in 0..LINES_MAX {
            let mut line = Vec::new();
            let most = u64::try_from(LINE_MAX).unwrap_or(u64::MAX);
            (&mut reader).take(most).read_until(b'\n', &mut line)?;
            let whole = line.last() == Some(&b'\n');
            if line.is_empty() {
                return Ok(());
            }
            if !whole && line.len() >= LINE_MAX {
                return answer(stream, false, Some("line-too-long"));
            }
            match read(&line) {
                Ok(call) => match take(call) {
                    Seen::Shown => answer(stream, true, None)?,
                    Seen::Locked => answer(stream, false, Some(LOCKED))?,
                    Seen::Lost => answer(stream, false, None)?,
                },
                Err(error) => answer(stream, false, Some(error))?,
            }
        }
        Ok(())
    }

    fn answer(mut stream: &UnixStream, shown: bool, error: Option<&str>) -> std::io::Result<()> {
        let reply = Reply { shown, error: error.map(str::to_owned) };
        let mut line = serde_json::to_vec(&reply).unwrap_or_default();
        line.push(b'\n');
        stream.write_all(&line)
    }

    /// Tells the desk on a data folder of a call; returns when it is on the screen.
    ///
    /// # Errors
    /// [`PortError::Nobody`] when no desk is open there, [`PortError::Refused`] when it did not take the call.
    pub fn tell(folder: &Path, call: &Call) -> Result<(), PortError> {
        let mut stream = connect(folder, SOCKET)?.ok_or(PortError::Nobody)?;
        stream.set_read_timeout(Some(ANSWER))?;
        stream.set_write_timeout(Some(ANSWER))?;
        stream.write_all(&written(call))?;
        let mut line = Vec::new();
        let most = u64::try_from(LINE_MAX).unwrap_or(u64::MAX);
        BufReader::new(&stream).take(most).read_until(b'\n', &mut line)?;
        let reply: Reply = serde_json::from_slice(&line).unwrap_or_default();
        if reply.shown { Ok(()) } else { Err(PortError::Refused(reply.error.unwrap_or_default())) }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::domain::phone::Phone;
        use std::sync::{Arc, Mutex};

        fn phone() -> Phone {
            Phone::parse("8 (495) 123-45-67 доб. 12").unwrap()
        }

        /// A port in a folder of its own, and what it was told.
        fn listening() -> (tempfile::TempDir, Serving, Arc<Mutex<Vec<Call>>>) {
            let folder = tempfile::tempdir().unwrap();
            let told = Arc::new(Mutex::new(Vec::new()));
            let heard = Arc::clone(&told);
            let serving = Port::open(folder.path()).unwrap().serve(move |call| {
                heard.lock().unwrap().push(call);
                if matches!(call, Call::Rings(_)) { Seen::Shown } else { Seen::Lost }
            });
            (folder, serving.unwrap(), told)
        }

        #[test]
        fn a_call_is_told_and_answered() {
            let (folder, _serving, told) = listening();
            tell(folder.path(), &Call::Rings(phone())).unwrap();
            let refused = tell(folder.path(), &Call::Ended(phone()));
            assert!(matches!(refused, Err(PortError::Refused(_))), "{refused:?}");
            tell(folder.path(), &Call::Answered(phone())).unwrap_err();
            let all = [Call::Rings(phone()), Call::Ended(phone()), Call::Answered(phone())];
            assert_eq!(*told.lock().unwrap(), all);
        }

        #[test]
        fn nobody_listens_before_and_after() {
            let folder = tempfile::tempdir().unwrap();
            let nobody =
                |folder: &Path| matches!(tell(folder, &Call::Rings(phone())), Err(PortError::Nobody));
            assert!(nobody(folder.path()));
            let serving = Port::open(folder.path()).unwrap().serve(|_| Seen::Shown).unwrap();
            assert!(!nobody(folder.path()));
            drop(serving);
            assert!(nobody(folder.path()));
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }

        #[test]
        fn whoever_hides_his_number_calls_without_one() {
            let (folder, serving, told) = listening();
            for text in ["", "Anonymous", " unknown "] {
                assert!(super::super::is_hidden(text), "{text}");
            }
            assert!(!super::super::is_hidden("12345"));
            tell(folder.path(), &Call::Hidden).unwrap_err();
            tell(folder.path(), &Call::HiddenEnded).unwrap_err();
            assert_eq!(*told.lock().unwrap(), [Call::Hidden, Call::HiddenEnded]);
            drop(serving);
            let _locked = Port::open(folder.path()).unwrap().serve(|_| Seen::Locked).unwrap();
            let refused = tell(folder.path(), &Call::Rings(phone()));
            assert!(matches!(refused, Err(PortError::Refused(why)) if why == LOCKED));
        }

        #[test]
        fn hostile_lines_are_answered_and_harm_nobody() {
            let (folder, _serving, told) = listening();
            let said = |bytes: &[u8]| {
                let mut stream = connect(folder.path(), SOCKET).unwrap().unwrap();
                stream.set_read_timeout(Some(ANSWER)).unwrap();
                // Whoever is cut off in the middle of a line may not be able to write the rest of it.
                let _ = stream.write_all(bytes);
                let _ = stream.shutdown(std::net::Shutdown::Write);
                let mut line = String::new();
                let _ = BufReader::new(&stream).read_line(&mut line);
                line
            };
            for (bytes, error) in [
                (&b"\n"[..], "not-understood"),
                (b"{}\n", "not-understood"),
                (b"\xff\xfe\x00\n", "not-understood"),
                (b"{\"event\":\"missed\",\"phone\":\"\"}\n", "no-phone"),
                (b"{\"event\":\"ring\",\"phone\":\"\\u001b[2J\"}\n", "no-phone"),
                (b"{\"event\":\"format\",\"phone\":\"+74951234567\"}\n", "not-understood"),
                (&[b'['; 5000][..], "line-too-long"),
                (b"{\"event\":\"ri", "not-understood"),
            ] {
                let answer = said(bytes);
                assert!(answer.contains(error) && answer.contains("\"shown\":false"), "{answer}");
            }
            assert_eq!(said(b""), "");
            assert!(told.lock().unwrap().is_empty());
            tell(folder.path(), &Call::Rings(phone())).unwrap();
        }
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use std::path::Path;

    use super::{Call, PortError};

    /// Tells the desk of a call: there is no way to, on this system.
    ///
    /// # Errors
    /// [`PortError::Unsupported`], always.
    pub fn tell(_: &Path, _: &Call) -> Result<(), PortError> {
        Err(PortError::Unsupported)
    }
}

#[cfg(not(unix))]
pub use self::elsewhere::tell;
