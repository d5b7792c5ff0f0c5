//! Drafts: what somebody has begun to write and not yet saved.
//!
//! A draft must survive a crash, but it is no part of the history: it is kept in a file of its own, one for each user,
//! replaced whole at every pause in typing.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::error::{Result, StoreError};
use crate::domain::ids::{RecordId, UserId};
use crate::domain::time::Moment;

/// Where drafts are kept.
pub trait Drafts: Send + Sync {
    /// Keeps a user's draft in place of the one before; an empty one removes it.
    ///
    /// # Errors
    /// When it can't be written.
    fn keep(&self, user: UserId, draft: &[u8]) -> Result<()>;

    /// The draft of a user; empty when there is none.
    ///
    /// # Errors
    /// When it can't be read.
    fn of(&self, user: UserId) -> Result<Vec<u8>>;

    /// Notes that the session of a user is alive at this moment; `None` that it has left. It costs no wait for the disk: when
    /// the power is cut the last sign may be lost, and then nothing is known.
    ///
    /// # Errors
    /// When it can't be written.
    fn sign(&self, user: UserId, at: Option<Moment>) -> Result<()> {
        let _ = (user, at);
        Ok(())
    }

    /// When the session of a user was last alive; `None` when it has left, or nothing is known.
    fn signed(&self, user: UserId) -> Option<Moment> {
        let _ = user;
        None
    }
}

/// Drafts in a folder.
#[derive(Debug)]
pub struct FileDrafts {
    folder: PathBuf,
}

impl FileDrafts {
    /// Takes a folder, making it when the first draft comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, user: UserId) -> PathBuf {
        self.folder.join(format!("{}.draft", user.as_u64()))
    }

    fn sign_path(&self, user: UserId) -> PathBuf {
        self.folder.join(format!("{}.alive", user.as_u64()))
    }

    /// Removes a file that need not be there.
    fn remove(path: PathBuf) -> Result<()> {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path)(error)),
            _ => Ok(()),
        }
    }
}

impl Drafts for FileDrafts {
    fn keep(&self, user: UserId, draft: &[u8]) -> Result<()> {
        let path = self.path(user);
        if draft.is_empty() {
            return Self::remove(path);
        }
        let temporary = path.with_extension("new");
        let write = || {
            fs::create_dir_all(&self.folder)?;
            let mut file = fs::File::create(&temporary)?;
            file.write_all(draft)?;
            file.sync_data()?;
            fs::rename(&temporary, &path)
        };
        write().map_err(StoreError::io(&path))
    }

    fn of(&self, user: UserId) -> Result<Vec<u8>> {
        match fs::read(self.path(user)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(StoreError::io(self.path(user))),
        }
    }

    fn sign(&self, user: UserId, at: Option<Moment>) -> Result<()> {
        let path = self.sign_path(user);
        let Some(at) = at else { return Self::remove(path) };
        let temporary = path.with_extension("alive-new");
        let write = || {
            fs::create_dir_all(&self.folder)?;
            fs::write(&temporary, at.millis().to_string())?;
            fs::rename(&temporary, &path)
        };
        write().map_err(StoreError::io(&path))
    }

    fn signed(&self, user: UserId) -> Option<Moment> {
        let text = fs::read_to_string(self.sign_path(user)).ok()?;
        text.trim().parse().ok().map(Moment::from_millis)
    }
}

/// Drafts in memory, for tests.
#[derive(Debug, Default)]
pub struct MemoryDrafts {
    drafts: Mutex<BTreeMap<UserId, Vec<u8>>>,
    signs: Mutex<BTreeMap<UserId, Moment>>,
}

impl Drafts for MemoryDrafts {
    fn keep(&self, user: UserId, draft: &[u8]) -> Result<()> {
        self.drafts.lock().unwrap_or_else(PoisonError::into_inner).insert(user, draft.to_vec());
        Ok(())
    }

    fn of(&self, user: UserId) -> Result<Vec<u8>> {
        Ok(self.drafts.lock().unwrap_or_else(PoisonError::into_inner).get(&user).cloned().unwrap_or_default())
    }

    fn sign(&self, user: UserId, at: Option<Moment>) -> Result<()> {
        let mut signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        match at {
            Some(at) => _ = signs.insert(user, at),
            None => _ = signs.remove(&user),
        }
        Ok(())
    }

    fn signed(&self, user: UserId) -> Option<Moment> {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner).get(&user).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_replaced_whole_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileDrafts::new(folder.path().join("drafts"));
        let memory = MemoryDrafts::default();
        for drafts in [&files as &dyn Drafts, &memory] {
            let (a, b) = (UserId::from_u64(1), UserId::from_u64(2));
            assert_eq!(drafts.of(a).unwrap(), b"");
            drafts.keep(a, b"first, long").unwrap();
            drafts.keep(a, b"second").unwrap();
            drafts.keep(b, b"other").unwrap();
            assert_eq!(drafts.of(a).unwrap(), b"second");
            drafts.keep(a, b"").unwrap();
            drafts.keep(a, b"").unwrap();
            assert_eq!(drafts.of(a).unwrap(), b"");
            assert_eq!(drafts.of(b).unwrap(), b"other");
            // A sign of life is beside it, and each user's own.
            let at = |ms| Some(Moment::from_millis(ms));
            assert_eq!(drafts.signed(a), None);
            drafts.sign(a, at(1_762_765_200_123)).unwrap();
            drafts.sign(a, at(1_762_765_230_456)).unwrap();
            drafts.sign(b, None).unwrap();
            assert_eq!((drafts.signed(a), drafts.signed(b)), (at(1_762_765_230_456), None));
            drafts.sign(a, None).unwrap();
            assert_eq!(drafts.signed(a), None);
        }
    }
}
