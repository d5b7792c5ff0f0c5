//! The user's own files, and the choices that are remembered for him.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Remembers a choice made on the screen.
///
/// # Errors
/// When the file can't be written.
pub(in crate::cli) fn remember(folder: &Path, setting: &str, value: &str) -> std::io::Result<()> {
    let path = folder.join("choices.toml");
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let mut choices: BTreeMap<String, String> = toml::from_str(&known).unwrap_or_default();
    choices.insert(setting.to_owned(), value.to_owned());
    std::fs::create_dir_all(folder)?;
    let text = toml::to_string(&choices).map_err(std::io::Error::other)?;
    let temporary = path.with_extension("new");
    std::fs::write(&temporary, text)?;
    std::fs::rename(temporary, path)
}

/// A user's own files of one kind: name without ending, path, text. Sorted by name.
pub(in crate::cli) fn own_files(folder: &Path, ending: &str) -> Vec<(String, PathBuf, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let path = entry.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let fits = path.extension().is_some_and(|found| found == ending);
            fits.then(|| std::fs::read_to_string(&path).ok().map(|text| (name, path, text)))?
        })
        .collect();
    files.sort();
    files
}
