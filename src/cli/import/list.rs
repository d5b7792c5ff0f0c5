//! The list that is loaded: the file, its columns, and what both look like.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::bar::Bar;
use crate::cli::args::ImportClientsArgs;
use crate::cli::console;
use crate::cli::context::Context;
use crate::cli::fail::{Code, Fail};
use crate::cli::out::{cell, shown_path};
use crate::cli::stop::Stop;
use crate::exchange::{
    ColumnMap, ColumnTarget, FileError, Format, MapError, Options, Override, Source, parse_map,
};
use crate::i18n::{SAMPLE_ROWS, Texts};
use crate::say;

/// Rows that are looked at to tell whether there are phones.
const SAMPLE: usize = 100;
/// Headings are shown no wider than this, in cells.
const HEADING: usize = 30;

/// A list, open, with its columns understood.
pub(in crate::cli) struct List {
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) source: Source,
    pub(in crate::cli) map: ColumnMap,
}

impl List {
    /// Opens a list. Nothing is changed anywhere.
    pub(in crate::cli) fn open(context: &Context, options: &ImportClientsArgs) -> Result<Self, Fail> {
        let path = options.file.clone();
        let bad_map = |error: MapError| {
            let texts = &context.texts;
            let (what, hint) = (texts.map_error(&error), texts.map_hint(&error));
            match error {
                // Not what was said about the columns is wrong, but the list.
                MapError::NoPhoneColumn { .. } => {
                    let file = shown_path(&path);
                    let what = say!("import-file-broken", file = file, problem = what);
                    context.fail(Code::Failed, &what, Some(&hint))
                }
                _ => context.fail(Code::Usage, &what, Some(&hint)),
            }
        };
        let overrides: Vec<Override> =
            options.map.as_deref().map(parse_map).transpose().map_err(&bad_map)?.unwrap_or_default();
        let bad_file = |error: FileError| file_failed(context, &path, &error);
        let reading = Options {
            encoding: options.encoding.clone(),
            delimiter: options.delimiter,
            sheet: options.sheet.clone(),
            map: overrides.clone(),
        };
        let mut source = Source::open(&path, &reading).map_err(bad_file)?;
        let map = ColumnMap::guess(source.headings()).with_overrides(&overrides).map_err(&bad_map)?;
        let sample = source.sample(SAMPLE).map_err(bad_file)?;
        map.check(&sample).map_err(bad_map)?;
        Ok(Self { path, source, map })
    }

    /// Reads the whole file once, so that one that breaks further down changes nothing. `false` when somebody has asked
    /// to stop.
    pub(in crate::cli) fn check(&mut self, context: &Context, bar: &Bar, stop: &Stop) -> Result<bool, Fail> {
        let checked = self.source.check(&mut |progress| {
            bar.check(progress);
            !stop.is_asked()
        });
        bar.clear();
        checked.map_err(|error| file_failed(context, &self.path, &error))
    }

    /// What kind of file it is, in one line.
    pub(in crate::cli) fn about(&self, texts: &Texts) -> String {
        texts.list_format(&shown_path(&self.path), &self.source.format())
    }

    /// What each column is for, a line for each.
    pub(in crate::cli) fn columns(&self, texts: &Texts) -> Vec<String> {
        let columns = texts.list_columns(&self.map).into_iter();
        columns.map(|(name, sign, meaning)| format!("{} {sign} {meaning}", cell(&name, HEADING))).collect()
    }

    /// The first rows, as they stand in the file.
    pub(in crate::cli) fn rows(&mut self, context: &Context) -> Result<Vec<String>, Fail> {
        let rows =
            self.source.sample(SAMPLE_ROWS).map_err(|error| file_failed(context, &self.path, &error))?;
        Ok(context.texts.list_rows(&rows))
    }

    /// The same for machines.
    pub(in crate::cli) fn facts(&self) -> FileFacts {
        let (encoding, delimiter, sheet) = match self.source.format() {
            Format::Text { encoding, delimiter } => (Some(encoding), delimiter, None),
            Format::Sheet { name } => (None, None, Some(name)),
        };
        let columns = self.map.headings().iter().zip(self.map.columns()).map(|(heading, target)| {
            let (field, person, custom) = match target {
                ColumnTarget::Field(field) => (field.key(), None, None),
                ColumnTarget::Person { person, field } => (field.key(), Some(*person), None),
                ColumnTarget::Custom(name) => ("custom", None, Some(name.clone())),
                ColumnTarget::Skip => ("skip", None, None),
            };
            ColumnFacts { column: heading.position(), heading: heading.text.clone(), field, person, custom }
        });
        FileFacts {
            path: console::typed(&self.path).display().to_string(),
            encoding,
            delimiter,
            sheet,
            heading_line: self.source.heading_line(),
            columns: columns.collect(),
        }
    }
}

/// What a file is, for machines.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct FileFacts {
    path: String,
    encoding: Option<&'static str>,
    delimiter: Option<char>,
    sheet: Option<String>,
    heading_line: Option<u64>,
    columns: Vec<ColumnFacts>,
}

/// What a column is for, for machines.
#[derive(Debug, Serialize)]
struct ColumnFacts {
    /// From 1.
    column: usize,
    heading: String,
    field: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<String>,
}

/// A file that can't be read as a list.
pub(in crate::cli) fn file_failed(context: &Context, path: &Path, error: &FileError) -> Fail {
    let code = match error {
        FileError::NotFound => Code::NotFound,
        FileError::UnknownEncoding { .. }
        | FileError::BadDelimiter { .. }
        | FileError::NoSuchSheet { .. } => Code::Usage,
        _ => Code::Failed,
    };
    let texts = &context.texts;
    let what = say!("import-file-broken", file = shown_path(path), problem = texts.file_error(error));
    context.fail(code, &what, Some(&texts.file_hint(error)))
}
