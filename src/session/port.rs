//! The port a telephone exchange speaks to: a socket in the data folder on which calls are told of, a line of JSON for each.
//!
//! `docs/telephony-port.md` describes it. It is for programs of the same user on the same machine: nobody else may open it.

use std::path::{Path, PathBuf};

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
        Heard::Ring { phone: text } => phone(&text).map(Call::Rings),
        Heard::Missed { phone: text } => phone(&text).map(Call::Missed),
        Heard::End { phone: text, answered: false } => phone(&text).map(Call::Ended),
        Heard::End { phone: text, answered: true } => phone(&text).map(Call::Answered),
    }
}

/// The line that tells of a call.
fn written(call: &Call) -> Vec<u8> {
    let heard = match call {
        Call::Rings(phone) => Heard::Ring { phone: phone.to_string() },
        Call::Missed(phone) => Heard::Missed { phone: phone.to_string() },
        Call::Ended(phone) => Heard::End { phone: phone.to_string(), answered: false },
        Call::Answered(phone) => Heard::End { phone: phone.to_string(), answered: true },
    };
    let mut line = serde_json::to_vec(&heard).unwrap_or_default();
    line.push(b'\n');
    line
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join(SOCKET)
}

#[cfg(unix)]
pub use self::unix::{Port, Serving, tell};

#[cfg(unix)]
mod unix {
    use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::JoinHandle;
    use std::time::Duration;

    use super::{Call, LINE_MAX, LINES_MAX, PortError, Reply, path_in, read, written};

    /// How long somebody who has connected may be silent.
    const PATIENCE: Duration = Duration::from_secs(2);
    /// How long whoever tells of a call waits for the answer.
    const ANSWER: Duration = Duration::from_secs(10);

    /// The socket while nobody listens at it yet.
    #[derive(Debug)]
    pub struct Port {
        listener: UnixListener,
        path: PathBuf,
    }

    impl Port {
        /// Makes the socket in a data folder that this process has to itself. One that a process has left behind is replaced.
        ///
        /// # Errors
        /// When something else stands there, or the system refuses: the path of a socket has about a hundred bytes at most.
        pub fn open(folder: &Path) -> Result<Self, PortError> {
            let path = path_in(folder);
            match std::fs::symlink_metadata(&path) {
                Ok(found) if !found.file_type().is_socket() => return Err(PortError::InTheWay(path)),
                Ok(_) | Err(_) => {}
            }
            // It gets its rights before it gets its name: nobody else ever finds it open.
            let fresh = folder.join(format!("{}.{}", super::SOCKET, std::process::id()));
            remove(&fresh)?;
            let listener = UnixListener::bind(&fresh)?;
            let named = std::fs::set_permissions(&fresh, std::fs::Permissions::from_mode(0o600))
                .and_then(|()| std::fs::rename(&fresh, &path));
            if let Err(error) = named {
                remove(&fresh)?;
                return Err(error.into());
            }
            Ok(Self { listener, path })
        }

        /// Listens in a thread of its own. `take` says whether a call was shown.
        ///
        /// # Errors
        /// When there is no thread to be had.
        pub fn serve(self, take: impl Fn(Call) -> bool + Send + 'static) -> std::io::Result<Serving> {
            let over = Arc::new(AtomicBool::new(false));
            let (ends, path) = (Arc::clone(&over), self.path.clone());
            let thread = std::thread::Builder::new().name("port".into()).spawn(move || {
                for stream in self.listener.incoming() {
                    if ends.load(Ordering::SeqCst) {
                        break;
                    }
                    match stream.and_then(|stream| converse(&stream, &take)) {
                        Ok(()) => {}
                        Err(error) => tracing::debug!(%error, "somebody at the port has gone"),
                    }
                }
            })?;
            Ok(Serving { over, path, thread: Some(thread) })
        }
    }

    fn remove(path: &Path) -> std::io::Result<()> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The port while it listens; dropping it closes it.
    #[derive(Debug)]
    pub struct Serving {
        over: Arc<AtomicBool>,
        path: PathBuf,
        thread: Option<JoinHandle<()>>,
    }

    impl Drop for Serving {
        fn drop(&mut self) {
            self.over.store(true, Ordering::SeqCst);
            // It waits for somebody to come: here he is.
            let woken = UnixStream::connect(&self.path).is_ok();
            if let Err(error) = remove(&self.path) {
                tracing::warn!(%error, "the socket could not be removed");
            }
            if let Some(thread) = self.thread.take().filter(|_| woken) {
                let _ = thread.join();
            }
        }
    }

    /// Answers the lines of one connection.
    fn converse(stream: &UnixStream, take: &dyn Fn(Call) -> bool) -> std::io::Result<()> {
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
                Ok(call) => answer(stream, take(call), None)?,
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
        let mut stream = match UnixStream::connect(path_in(folder)) {
            Ok(stream) => stream,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {
                return Err(PortError::Nobody);
            }
            Err(error) => return Err(error.into()),
        };
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
        use std::sync::Mutex;

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
                matches!(call, Call::Rings(_))
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
            let serving = Port::open(folder.path()).unwrap().serve(|_| true).unwrap();
            assert!(!nobody(folder.path()));
            drop(serving);
            assert!(nobody(folder.path()));
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }

        #[test]
        fn only_its_own_user_may_open_it() {
            let (folder, _serving, _) = listening();
            let mode = std::fs::metadata(path_in(folder.path())).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }

        #[test]
        fn a_socket_that_was_left_behind_is_replaced_and_a_file_is_not() {
            let folder = tempfile::tempdir().unwrap();
            drop(UnixListener::bind(path_in(folder.path())).unwrap());
            assert!(path_in(folder.path()).exists());
            drop(Port::open(folder.path()).unwrap());
            remove(&path_in(folder.path())).unwrap();
            std::fs::write(path_in(folder.path()), "mine").unwrap();
            assert!(matches!(Port::open(folder.path()), Err(PortError::InTheWay(_))));
            assert_eq!(std::fs::read_to_string(path_in(folder.path())).unwrap(), "mine");
        }

        #[test]
        fn hostile_lines_are_answered_and_harm_nobody() {
            let (folder, _serving, told) = listening();
            let said = |bytes: &[u8]| {
                let mut stream = UnixStream::connect(path_in(folder.path())).unwrap();
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
                (b"{\"event\":\"ring\",\"phone\":\"\"}\n", "no-phone"),
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
