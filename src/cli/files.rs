//! Files and folders named on the command line.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::console;
use super::context::Context;
use super::fail::{Code, Fail};
use crate::domain::text::clean_line;
use crate::say;

/// Longest file that is read, in bytes: a long script has fifty thousand.
const SIZE_MAX: u64 = 4 << 20;

/// A file as it lies on the disk.
pub(super) struct Given {
    /// The path as it was given, to be shown.
    pub(super) shown: String,
    /// The name of the file without its ending: keymaps and themes are called so.
    pub(super) name: String,
    /// What the file holds.
    pub(super) bytes: Vec<u8>,
}

/// Reads the files, and the `.toml` files of the folders, in the order they were named.
///
/// # Errors
/// [`Code::NotFound`] when one is not there or a folder has no such file, [`Code::Failed`] when one can't be read.
pub(super) fn gather(context: &Context, paths: &[PathBuf]) -> Result<Vec<Given>, Fail> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let files = folder(path).map_err(|error| unreadable(context, path, &error))?;
            if files.is_empty() {
                let message = say!("error-no-files", folder = shown(path));
                return Err(context.fail(Code::NotFound, &message, Some(&say!("hint-no-files"))));
            }
            for file in files {
                out.push(given(context, &file)?);
            }
        } else {
            out.push(given(context, path)?);
        }
    }
    Ok(out)
}

/// The `.toml` files of a folder, by name.
pub(super) fn folder(path: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    let is_toml = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml") && path.is_file();
    let mut files: Vec<PathBuf> = entries.into_iter().filter(is_toml).collect();
    files.sort();
    Ok(files)
}

/// Reads one file.
pub(super) fn given(context: &Context, path: &Path) -> Result<Given, Fail> {
    let bytes = read(path).map_err(|error| unreadable(context, path, &error))?;
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Given { shown: shown(path), name, bytes })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(SIZE_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SIZE_MAX {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// A path to be shown.
pub(super) fn shown(path: &Path) -> String {
    clean_line(&console::typed(path).display().to_string())
}

/// Why a file was not read or written.
pub(super) fn unreadable(context: &Context, path: &Path, error: &io::Error) -> Fail {
    let file = shown(path);
    match error.kind() {
        io::ErrorKind::NotFound => {
            context.fail(Code::NotFound, &say!("error-no-file", file = file), Some(&say!("hint-no-file")))
        }
        io::ErrorKind::FileTooLarge => context.fail(
            Code::Failed,
            &say!("error-file-too-large", file = file),
            Some(&say!("hint-file-too-large")),
        ),
        _ => context.fail(
            Code::Failed,
            &say!("error-file", file = file, error = context.texts.io_error(error)),
            Some(&say!("hint-file")),
        ),
    }
}
