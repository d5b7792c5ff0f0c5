//! A socket in a data folder, on which the process that holds the base listens to other programs of the same user.
//!
//! Nobody else may open it: it has the mode 0600 before it has its name. One that a process has left behind is replaced;
//! something else of that name is left alone.

use std::io::ErrorKind;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use thiserror::Error;

/// Why nobody can listen in a folder.
#[derive(Debug, Error)]
pub enum SocketError {
    /// Something that is no socket stands in its place.
    #[error("{0} is no socket")]
    InTheWay(PathBuf),
    /// The system refuses: the path of a socket has about a hundred bytes at most.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// A socket at which nobody listens yet.
#[derive(Debug)]
pub struct Socket {
    listener: UnixListener,
    path: PathBuf,
}

impl Socket {
    /// Makes the socket in a data folder that this process has to itself. One that a process has left behind is replaced.
    ///
    /// # Errors
    /// When something else stands there, or the system refuses.
    pub fn open(folder: &Path, name: &str) -> Result<Self, SocketError> {
        let path = folder.join(name);
        match std::fs::symlink_metadata(&path) {
            Ok(found) if !found.file_type().is_socket() => return Err(SocketError::InTheWay(path)),
            Ok(_) | Err(_) => {}
        }
        // It gets its rights before it gets its name: nobody else ever finds it open.
        let fresh = folder.join(format!("{name}.{}", std::process::id()));
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

    /// Listens in a thread of its own. `each` gets whoever comes, one after another.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn serve(
        self,
        name: &str,
        mut each: impl FnMut(UnixStream) + Send + 'static,
    ) -> std::io::Result<Serving> {
        let over = Arc::new(AtomicBool::new(false));
        let (ends, path) = (Arc::clone(&over), self.path.clone());
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            for stream in self.listener.incoming() {
                if ends.load(Ordering::SeqCst) {
                    break;
                }
                match stream {
                    Ok(stream) => each(stream),
                    Err(error) => tracing::debug!(%error, "somebody at a socket has gone"),
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

/// A socket while somebody listens at it; dropping it closes it.
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

/// Speaks to whoever listens in a data folder; `None` when nobody does.
///
/// # Errors
/// When the system refuses.
pub fn connect(folder: &Path, name: &str) -> std::io::Result<Option<UnixStream>> {
    match UnixStream::connect(folder.join(name)) {
        Ok(stream) => Ok(Some(stream)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "test.sock";

    #[test]
    fn only_its_own_user_may_open_it() {
        let folder = tempfile::tempdir().unwrap();
        let _socket = Socket::open(folder.path(), NAME).unwrap();
        let mode = std::fs::metadata(folder.path().join(NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_socket_that_was_left_behind_is_replaced_and_a_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists() && connect(folder.path(), NAME).unwrap().is_none());
        drop(Socket::open(folder.path(), NAME).unwrap());
        remove(&path).unwrap();
        std::fs::write(&path, "mine").unwrap();
        assert!(matches!(Socket::open(folder.path(), NAME), Err(SocketError::InTheWay(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn whoever_has_ended_is_not_there_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let serving = Socket::open(folder.path(), NAME).unwrap().serve("test", |_| {}).unwrap();
        assert!(connect(folder.path(), NAME).unwrap().is_some());
        drop(serving);
        assert!(connect(folder.path(), NAME).unwrap().is_none());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
