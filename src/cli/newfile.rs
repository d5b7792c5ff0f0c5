//! A file that appears under its name only when it is whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file being written. Dropped before [`NewFile::keep`], it leaves nothing behind.
#[derive(Debug)]
pub(super) struct NewFile {
    out: BufWriter<File>,
    target: PathBuf,
    partial: Option<PathBuf>,
}

impl NewFile {
    /// Begins a file. An existing one is replaced, at the end.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub(super) fn create(target: &Path) -> io::Result<Self> {
        let mut name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
        name.push(".part");
        let partial = target.with_file_name(name);
        let out = BufWriter::new(File::create(&partial)?);
        Ok(Self { out, target: target.to_owned(), partial: Some(partial) })
    }

    /// Ends the file: it is on the disk when this returns.
    ///
    /// # Errors
    /// When it can't be written; then there is no file, or the old one.
    pub(super) fn keep(mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        if let Some(partial) = &self.partial {
            std::fs::rename(partial, &self.target)?;
        }
        self.partial = None;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(partial) = &self.partial {
            // Nobody is left to be told when it can't be removed.
            let _ = std::fs::remove_file(partial);
        }
    }
}

/// A name beside `wanted` that is free: itself, or with a number before its ending.
pub(super) fn free_name(wanted: &Path) -> PathBuf {
    numbered(wanted).find(|path| !path.exists()).unwrap_or_else(|| wanted.to_owned())
}

/// The newest file of that name or of one that [`free_name`] has made of it.
pub(super) fn newest_of(wanted: &Path) -> Option<PathBuf> {
    numbered(wanted).take_while(|path| path.exists()).last()
}

fn numbered(wanted: &Path) -> impl Iterator<Item = PathBuf> {
    let stem = wanted.file_stem().unwrap_or_default().to_owned();
    let ending = wanted.extension().map(std::ffi::OsStr::to_owned);
    let folder = wanted.to_owned();
    let further = (2_u32..).map(move |number| {
        let mut name = stem.clone();
        name.push(format!("-{number}"));
        if let Some(ending) = &ending {
            name.push(".");
            name.push(ending);
        }
        folder.with_file_name(name)
    });
    std::iter::once(wanted.to_owned()).chain(further)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.ndjson");
        let mut file = NewFile::create(&path).unwrap();
        file.write_all(b"{}\n").unwrap();
        assert!(!path.exists());
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut file = NewFile::create(&path).unwrap();
        file.write_all(b"{}\n").unwrap();
        file.keep().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"{}\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn names_are_numbered_before_their_ending() {
        let folder = tempfile::tempdir().unwrap();
        let wanted = folder.path().join("list.rejected.csv");
        assert_eq!(free_name(&wanted), wanted);
        assert_eq!(newest_of(&wanted), None);
        std::fs::write(&wanted, "").unwrap();
        let second = folder.path().join("list.rejected-2.csv");
        assert_eq!(free_name(&wanted), second);
        assert_eq!(newest_of(&wanted), Some(wanted.clone()));
        std::fs::write(&second, "").unwrap();
        assert_eq!(free_name(&wanted), folder.path().join("list.rejected-3.csv"));
        assert_eq!(newest_of(&wanted), Some(second));
    }
}
