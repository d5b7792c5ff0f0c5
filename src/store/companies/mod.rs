//! The companies of the state register, beside the base: a file of its own, found by INN.
//!
//! Millions of rows that nobody here writes are no part of the truth the journal keeps: they would swell it, every snapshot, every
//! backup and the history for ever, and they are had again from the file they came from. So they stand in `registry/companies`,
//! which is built aside and takes the place of the former one in one step. It is opened when it is first asked, holds nothing in
//! memory but where its blocks begin (24 bytes for some forty companies), and reads one block for a question.
//!
//! What is damaged in it hinders nobody: whoever asks is told that it can't be read.

mod book;
mod build;
mod runs;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::book::Book;
pub use self::build::{Loading, Prepared, Totals};
use crate::domain::company::Company;
use crate::domain::inn::Inn;
use crate::domain::time::Moment;

/// The folder beside the journal.
pub const FOLDER: &str = "registry";
/// The file in it.
const FILE: &str = "companies";
/// Files whose names are kept; of more the oldest are forgotten.
const SOURCES_MAX: usize = 24;

/// What can go wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum CompaniesError {
    /// The system.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was touched.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not what was written.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// A later release has written it.
    #[error("{} was written by a later release", path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
    },
    /// Less than the reserve is free.
    #[error("the disk has no room for the registry")]
    NoRoom,
    /// Another load is under way.
    #[error("another registry is being loaded")]
    Busy,
    /// There is no folder: a base in memory, or a state of the past.
    #[error("this base keeps no files")]
    NoFolder,
}

type Result<T> = std::result::Result<T, CompaniesError>;

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> CompaniesError + '_ {
    move |source| CompaniesError::Io { path: path.to_owned(), source }
}

/// A file that was loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name, without the folder.
    pub name: String,
    /// As of which day it speaks, where its rows don't say so themselves.
    pub dated: NaiveDate,
    /// Rows that were taken.
    pub rows: u64,
    /// When it was loaded.
    pub loaded: Moment,
    /// By whom.
    pub by: String,
}

/// What is in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Companies.
    pub companies: u64,
    /// The files they came from, the latest last.
    pub sources: Vec<SourceFile>,
}

/// The companies of a base.
#[derive(Debug)]
pub struct Companies {
    folder: Option<PathBuf>,
    book: RwLock<Option<Arc<Book>>>,
    /// Somebody loads.
    loading: Arc<AtomicBool>,
}

impl Companies {
    /// Those beside the base in a data folder; `None` where there is no folder, and so no company.
    pub fn of(data: Option<&Path>) -> Self {
        Self { folder: data.map(|data| data.join(FOLDER)), book: RwLock::default(), loading: Arc::default() }
    }

    /// Where the file is; `None` where there is no folder for it.
    pub fn path(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(FILE))
    }

    /// The company with an INN.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn find(&self, inn: Inn) -> Result<Option<Company>> {
        self.book()?.map_or(Ok(None), |book| book.find(inn))
    }

    /// What is in the file; `None` when there is none.
    ///
    /// # Errors
    /// When the file can't be read.
    pub fn about(&self) -> Result<Option<About>> {
        Ok(self.book()?.map(|book| book.about.clone()))
    }

    /// Reads the whole file once and says how many companies are in it; `None` when there is none.
    ///
    /// # Errors
    /// At the first thing in it that is not as it was written.
    pub fn verify(&self) -> Result<Option<u64>> {
        self.book()?.map(|book| book.verify()).transpose()
    }

    /// Begins to load a file. The present companies stay in use until [`Prepared::put`].
    ///
    /// # Errors
    /// [`CompaniesError::Busy`] while another one is loaded, [`CompaniesError::NoFolder`], and when nothing can be written.
    pub fn load(&self, reserve: u64) -> Result<Loading> {
        let folder = self.folder.as_ref().ok_or(CompaniesError::NoFolder)?;
        if self.loading.swap(true, Ordering::AcqRel) {
            return Err(CompaniesError::Busy);
        }
        let free = build::Free(Arc::clone(&self.loading));
        // Of a file that can't be read nothing is taken over: loading it anew is what mends it.
        let (book, lost) = match self.book() {
            Ok(book) => (book, false),
            Err(error) => {
                tracing::warn!(%error, "the registry can't be read and is made anew");
                (None, true)
            }
        };
        Loading::begin(folder, book, lost, reserve, free)
    }

    /// Removes the file; says whether there was one.
    ///
    /// # Errors
    /// When it can't be removed.
    pub fn drop_all(&self) -> Result<bool> {
        let Some(path) = self.path() else { return Ok(false) };
        self.forget();
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(io(&path)(error)),
        }
    }

    /// Opens the file anew when it is asked next: another one stands in its place.
    pub fn forget(&self) {
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn book(&self) -> Result<Option<Arc<Book>>> {
        if let Some(book) = &*self.book.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Some(Arc::clone(book)));
        }
        let Some(path) = self.path() else { return Ok(None) };
        let Some(book) = Book::open(&path)? else { return Ok(None) };
        let book = Arc::new(book);
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&book));
        Ok(Some(book))
    }
}

/// The place of an INN in the order of the file.
fn key(inn: Inn) -> u64 {
    // The longest number has twelve digits.
    let number = inn.digits().parse::<u64>().unwrap_or_default();
    number | u64::from(inn.is_person()) << 63
}

#[cfg(test)]
mod tests;
