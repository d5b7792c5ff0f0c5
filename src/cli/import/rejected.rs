//! The file of rejected rows.

use std::path::{Path, PathBuf};

use crate::cli::newfile::{free_name, newest_of};
use crate::domain::text::Lang;
use crate::exchange::{Heading, Options, Rejects, Row, Source, TableFormat, WriteError, is_reason};

/// A file of rejected rows, begun when the first of them comes.
pub(super) struct RejectedFile {
    place: Place,
    format: TableFormat,
    lang: Lang,
    open: Option<(PathBuf, Rejects)>,
    /// What went wrong with it; then the rest of the rows is not written.
    failed: Option<(PathBuf, WriteError)>,
}

/// Where the file goes.
#[derive(Clone, Debug)]
enum Place {
    Nowhere,
    /// The user has named it. What he has there is kept, unless it is such a file too.
    Named(PathBuf),
    /// Beside the list. Whatever is there is kept: somebody may be mending it.
    Beside(PathBuf),
}

impl RejectedFile {
    /// A file where the user wants it, or else beside the list. A dry run leaves nothing beside the list.
    pub(super) fn new(list: &Path, wanted: Option<&Path>, dry_run: bool, lang: Lang) -> Self {
        let is_book = TableFormat::of(list) == Some(TableFormat::Xlsx);
        let (place, format) = match wanted {
            Some(path) => (Place::Named(path.to_owned()), TableFormat::of(path).unwrap_or(TableFormat::Csv)),
            None if dry_run => (Place::Nowhere, TableFormat::Csv),
            None if is_book => (Place::Beside(beside(list, "xlsx")), TableFormat::Xlsx),
            None => (Place::Beside(beside(list, "csv")), TableFormat::Csv),
        };
        Self { place, format, lang, open: None, failed: None }
    }

    /// Whether rejected rows are written anywhere.
    pub(super) fn is_wanted(&self) -> bool {
        !matches!(self.place, Place::Nowhere)
    }

    /// Writes a row and why it was rejected.
    pub(super) fn row(&mut self, headings: &[Heading], row: &Row, reason: &str) {
        if self.failed.is_some() {
            return;
        }
        let Some(path) = self.open.as_ref().map(|(path, _)| path.clone()).or_else(|| self.path()) else {
            return;
        };
        let written = match &mut self.open {
            Some((_, rejects)) => rejects.row(row, reason),
            None => Rejects::create(&path, self.format, headings, self.lang).and_then(|mut rejects| {
                rejects.row(row, reason)?;
                self.open = Some((path.clone(), rejects));
                Ok(())
            }),
        };
        if let Err(error) = written {
            self.open = None;
            self.failed = Some((path, error));
        }
    }

    /// Ends the file and says where it is; `None` when there is none.
    ///
    /// # Errors
    /// When it could not be written.
    pub(super) fn finish(mut self) -> Result<Option<PathBuf>, (PathBuf, WriteError)> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let Some((path, rejects)) = self.open.take() else { return Ok(None) };
        let before = match &self.place {
            Place::Beside(wanted) => newest_of(wanted),
            Place::Nowhere | Place::Named(_) => None,
        };
        match rejects.finish() {
            Ok(Some(_)) => Ok(Some(without_repeating(before, path))),
            Ok(None) => Ok(None),
            Err(error) => Err((path, error)),
        }
    }

    fn path(&self) -> Option<PathBuf> {
        match &self.place {
            Place::Nowhere => None,
            Place::Named(path) if is_of_rejects(path) => Some(path.clone()),
            Place::Named(path) | Place::Beside(path) => Some(free_name(path)),
        }
    }
}

/// `list.rejected.csv` beside `list.csv`; a list that has that name itself gets no second `rejected`.
fn beside(list: &Path, ending: &str) -> PathBuf {
    let stem = list.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stem = stem.rsplit_once(".rejected").map_or(stem.as_str(), |(before, _)| before);
    list.with_file_name(format!("{stem}.rejected.{ending}"))
}

/// Whether a file holds rejected rows: one of its columns says why.
fn is_of_rejects(path: &Path) -> bool {
    Source::open(path, &Options::default())
        .is_ok_and(|source| source.headings().iter().any(|heading| is_reason(&heading.text)))
}

/// The same list rejected in the same way a second time needs no second file.
fn without_repeating(before: Option<PathBuf>, new: PathBuf) -> PathBuf {
    let same = |old: &PathBuf| matches!((std::fs::read(old), std::fs::read(&new)), (Ok(a), Ok(b)) if a == b);
    match before.filter(same) {
        Some(old) if std::fs::remove_file(&new).is_ok() => old,
        _ => new,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings() -> Vec<Heading> {
        vec![Heading { column: 0, text: "Телефон".into() }]
    }

    fn write(list: &Path, wanted: Option<&Path>, value: &str) -> PathBuf {
        let mut file = RejectedFile::new(list, wanted, false, Lang::Ru);
        let row = Row { line: 2, cells: vec![value.into()], problems: Vec::new() };
        file.row(&headings(), &row, "Это короткий номер.");
        file.finish().unwrap().unwrap()
    }

    #[test]
    fn nothing_is_ever_overwritten_beside_the_list() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        let first = write(&list, None, "112");
        assert_eq!(first, folder.path().join("list.rejected.csv"));
        // The same rows again: the same file.
        assert_eq!(write(&list, None, "112"), first);
        // Somebody has begun to mend it.
        std::fs::write(&first, "Телефон\r\n84950123456\r\n").unwrap();
        let second = write(&list, None, "112");
        assert_eq!(second, folder.path().join("list.rejected-2.csv"));
        // Loading the mended file rejects into a file beside it, whatever number it has.
        assert_eq!(write(&second, None, "113"), folder.path().join("list.rejected-3.csv"));
        assert_eq!(std::fs::read_to_string(&first).unwrap(), "Телефон\r\n84950123456\r\n");
    }

    #[test]
    fn a_named_file_is_replaced_only_when_it_is_of_this_kind() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        let wanted = folder.path().join("bad.csv");
        assert_eq!(write(&list, Some(&wanted), "112"), wanted);
        assert_eq!(write(&list, Some(&wanted), "113"), wanted);
        std::fs::write(&wanted, "Телефон\r\n84950123456\r\n").unwrap();
        assert_eq!(write(&list, Some(&wanted), "113"), folder.path().join("bad-2.csv"));
    }

    #[test]
    fn no_rejected_rows_no_file_and_a_dry_run_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.csv");
        assert_eq!(RejectedFile::new(&list, None, false, Lang::Ru).finish().unwrap(), None);
        let mut dry = RejectedFile::new(&list, None, true, Lang::Ru);
        dry.row(&headings(), &Row::default(), "нет");
        assert_eq!(dry.finish().unwrap(), None);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
