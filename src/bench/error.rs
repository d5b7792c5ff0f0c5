//! What may stop a measurement.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::desk::DeskError;
use crate::exchange::FileError;
use crate::store::StoreError;

/// An error of a measurement.
#[derive(Debug, Error)]
pub enum BenchError {
    /// The desk has failed.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The store has failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// SQLite has failed.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A list could not be read.
    #[error("a list: {0}")]
    List(#[from] FileError),
    /// A file or folder can't be made, read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// What was touched.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A part that runs in a process of its own has failed; it has said why itself.
    #[error("the part {name} has failed")]
    Part {
        /// Its name.
        name: String,
    },
    /// What was measured did not do what it had to: its figures would mean nothing.
    #[error("{0}")]
    Wrong(String),
}

impl BenchError {
    /// Wraps what the system said of a path.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Something is not as it has to be.
    pub fn wrong(what: impl Into<String>) -> Self {
        Self::Wrong(what.into())
    }
}

/// Result of a measurement.
pub type Result<T> = std::result::Result<T, BenchError>;
