//! What to measure, where, and what is told of it.

use std::fmt;
use std::path::{Path, PathBuf};

use super::base::Contender;
use super::error::{BenchError, Result};
use super::line::{self, Line};

/// Clients when nothing else is said.
pub const CLIENTS: u64 = 100_000;
/// Interactions of every client.
pub(super) const INTERACTIONS: u32 = 5;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many clients the base has, 1 000 at least.
    pub clients: u64,
    /// The engine under the store.
    pub engine: Contender,
    /// Where bases and lists are made.
    pub folder: PathBuf,
}

/// A piece of the report.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Heads the lines that follow.
    Head(&'static str),
    /// A line.
    Line(Line),
    /// A remark on the lines before it.
    Note(String),
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head(title) => f.write_str(&line::head(title)),
            Self::Line(line) => line.fmt(f),
            Self::Note(text) => write!(f, "    {text}"),
        }
    }
}

/// The folder of a run: gone with it, unless it is to be kept.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    keep: bool,
}

impl Folder {
    /// A new folder below `parent` that is gone with this value.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn temporary(parent: &Path) -> Result<Self> {
        let path = parent.join(format!("dozvon-bench-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(BenchError::file(&path))?;
        Ok(Self { path, keep: false })
    }

    /// A folder that stays with all that was made in it; `None` when there is something in it already.
    ///
    /// # Errors
    /// When it can't be made or read.
    pub fn kept(path: &Path) -> Result<Option<Self>> {
        std::fs::create_dir_all(path).map_err(BenchError::file(path))?;
        let mut entries = std::fs::read_dir(path).map_err(BenchError::file(path))?;
        Ok(entries.next().is_none().then(|| Self { path: path.to_owned(), keep: true }))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.keep {
            // What can't be removed stays in the folder for temporary files: nothing to stop for.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_unless_it_is_kept() {
        let parent = tempfile::tempdir().unwrap();
        let temporary = Folder::temporary(parent.path()).unwrap();
        std::fs::write(temporary.path().join("base"), "").unwrap();
        drop(temporary);
        assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
        let path = parent.path().join("kept");
        let kept = Folder::kept(&path).unwrap().unwrap();
        std::fs::write(kept.path().join("base"), "").unwrap();
        drop(kept);
        assert!(path.join("base").exists());
        assert!(Folder::kept(&path).unwrap().is_none(), "what is in a folder is not written over");
    }
}
