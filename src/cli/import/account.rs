//! Keeping account of every row: what is shown, and the files beside the list.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::ends::RowEnd;
use super::rejected::RejectedFile;
use crate::cli::args::Format;
use crate::cli::console::{self, Pipe};
use crate::cli::newfile::NewFile;
use crate::cli::out::{json, shown, shown_path};
use crate::desk::import::{CellProblem, RowOutcome};
use crate::exchange::feed::Item;
use crate::exchange::{Heading, TableFormat, TableWriter, WriteError};
use crate::i18n::{Message, Texts};
use crate::say;

/// So many rejected rows are shown to a person, and so many skipped ones.
const SHOWN_REJECTED: usize = 20;
const SHOWN_SKIPPED: usize = 10;
/// Values in a reason are no longer than this, in cells.
const VALUE: usize = 40;

/// The account of an import.
pub(super) struct Account<'a> {
    texts: &'a Texts,
    headings: &'a [Heading],
    dry_run: bool,
    rejected: RejectedFile,
    report: Option<Report>,
    live: Live,
    /// Rows to be told at the end, and how many of each kind are kept for that.
    kept: Kept,
    keep: (usize, usize),
    troubles: Vec<Trouble>,
}

/// Rows to be told at the end.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) rejected: Vec<RowEnd>,
    pub(super) skipped: Vec<RowEnd>,
}

/// A file or a stream that could not be written. The import goes on without it.
#[derive(Debug)]
pub(super) struct Trouble {
    /// `None` is the output stream.
    pub(super) path: Option<PathBuf>,
    pub(super) what: Message,
    pub(super) hint: Message,
}

/// What is left when all rows are told.
pub(super) struct Told {
    pub(super) kept: Kept,
    pub(super) rejected_file: Option<PathBuf>,
    pub(super) report_file: Option<PathBuf>,
    pub(super) troubles: Vec<Trouble>,
    /// Whether rejected rows went into a file.
    pub(super) rejected_wanted: bool,
}

/// Rows told while they come.
enum Live {
    None,
    Ndjson(BufWriter<Pipe>),
    Csv(TableWriter),
}

/// The file with the end of every row.
struct Report {
    path: PathBuf,
    out: ReportOut,
}

enum ReportOut {
    Table(TableWriter),
    Ndjson(NewFile),
}

impl<'a> Account<'a> {
    /// Begins an account.
    ///
    /// # Errors
    /// When the report can't be begun.
    pub(super) fn new(
        texts: &'a Texts,
        headings: &'a [Heading],
        dry_run: bool,
        rejected: RejectedFile,
        report: Option<&Path>,
        format: Format,
    ) -> Result<Self, Trouble> {
        let (live, keep) = match format {
            Format::Table => (Live::None, (SHOWN_REJECTED, SHOWN_SKIPPED)),
            Format::Json => (Live::None, (usize::MAX, usize::MAX)),
            Format::Ndjson => (Live::Ndjson(BufWriter::new(console::output())), (0, 0)),
            Format::Csv => {
                let table =
                    TableWriter::stream(console::output(), TableFormat::Csv, &RowEnd::headings(texts));
                (Live::Csv(table.map_err(|error| Trouble::of(None, &error, texts))?), (0, 0))
            }
        };
        let report = report.map(|path| Report::begin(path, texts)).transpose()?;
        let (kept, troubles) = (Kept::default(), Vec::new());
        Ok(Self { texts, headings, dry_run, rejected, report, live, kept, keep, troubles })
    }

    /// Tells what became of a row.
    pub(super) fn row(&mut self, item: &Item, outcome: &RowOutcome) {
        if let RowOutcome::Rejected(problem) = outcome {
            self.rejected.row(self.headings, &item.row, &reason(problem, self.texts));
        }
        if self.list_of(outcome).is_none() && self.report.is_none() && matches!(self.live, Live::None) {
            return;
        }
        let end = RowEnd::new(item, outcome, self.dry_run, self.texts);
        let told = match &mut self.live {
            Live::None => Ok(()),
            Live::Ndjson(out) => writeln!(out, "{}", json(&end)).map_err(WriteError::from),
            Live::Csv(table) => table.row(&end.cells(self.texts)),
        };
        if let Err(error) = told {
            self.live = Live::None;
            self.trouble(None, &error);
        }
        if let Some(report) = &mut self.report
            && let Err(error) = report.row(&end, self.texts)
        {
            let path = report.path.clone();
            self.report = None;
            self.trouble(Some(path), &error);
        }
        if let Some(list) = self.list_of(outcome) {
            list.push(end);
        }
    }

    /// The list in which a row is kept to be told at the end, while there is room in it.
    fn list_of(&mut self, outcome: &RowOutcome) -> Option<&mut Vec<RowEnd>> {
        let (list, most) = match outcome {
            RowOutcome::Rejected(_) => (&mut self.kept.rejected, self.keep.0),
            RowOutcome::Skipped(_) => (&mut self.kept.skipped, self.keep.1),
            RowOutcome::Created(_) | RowOutcome::Updated(..) => return None,
        };
        (list.len() < most).then_some(list)
    }

    /// Ends the files.
    pub(super) fn finish(mut self) -> Told {
        let ended = match std::mem::replace(&mut self.live, Live::None) {
            Live::None => Ok(()),
            Live::Ndjson(mut out) => out.flush().map_err(WriteError::from),
            Live::Csv(table) => table.finish().map(|_| ()),
        };
        if let Err(error) = ended {
            self.trouble(None, &error);
        }
        let rejected_wanted = self.rejected.is_wanted();
        let rejected_file = match self.rejected.finish() {
            Ok(path) => path,
            Err((path, error)) => {
                self.troubles.push(Trouble::of(Some(path), &error, self.texts));
                None
            }
        };
        let report_file = self.report.and_then(|report| {
            let path = report.path.clone();
            match report.finish() {
                Ok(()) => Some(path),
                Err(error) => {
                    self.troubles.push(Trouble::of(Some(path), &error, self.texts));
                    None
                }
            }
        });
        Told { kept: self.kept, rejected_file, report_file, troubles: self.troubles, rejected_wanted }
    }

    fn trouble(&mut self, path: Option<PathBuf>, error: &WriteError) {
        // Whoever has closed his end of the output (`| head`) has seen enough; loading goes on.
        let is_closed = matches!(error, WriteError::Io(error) if error.kind() == io::ErrorKind::BrokenPipe);
        if path.is_some() || !is_closed {
            self.troubles.push(Trouble::of(path, error, self.texts));
        }
    }
}

impl Trouble {
    pub(super) fn of(path: Option<PathBuf>, error: &WriteError, texts: &Texts) -> Self {
        let what = match (&path, error) {
            (None, WriteError::Io(error)) => say!("error-output", error = texts.io_error(error)),
            _ => texts.write_error(error),
        };
        let hint = match error {
            WriteError::TooManyRows { .. } => say!("hint-write-too-many-rows"),
            WriteError::NotAStream => say!("hint-write-not-a-stream"),
            WriteError::Io(_) | WriteError::Workbook { .. } => say!("hint-write"),
        };
        Self { path, what, hint }
    }

    /// In one sentence; `loaded` tells whether clients were loaded all the same.
    pub(super) fn said(&self, loaded: bool) -> Message {
        let Some(path) = &self.path else { return self.what.clone() };
        let (file, error) = (shown_path(path), self.what.clone());
        if loaded {
            say!("import-side-file-failed", file = file, error = error)
        } else {
            say!("import-no-side-file", file = file, error = error)
        }
    }
}

impl Report {
    fn begin(path: &Path, texts: &Texts) -> Result<Self, Trouble> {
        let failed = |error: &WriteError| Trouble::of(Some(path.to_owned()), error, texts);
        let out = match TableFormat::of(path) {
            Some(TableFormat::Ndjson) => {
                ReportOut::Ndjson(NewFile::create(path).map_err(|error| failed(&error.into()))?)
            }
            format => {
                let format = format.unwrap_or(TableFormat::Csv);
                let table = TableWriter::create(path, format, &RowEnd::headings(texts));
                ReportOut::Table(table.map_err(|error| failed(&error))?)
            }
        };
        Ok(Self { path: path.to_owned(), out })
    }

    fn row(&mut self, end: &RowEnd, texts: &Texts) -> Result<(), WriteError> {
        match &mut self.out {
            ReportOut::Table(table) => table.row(&end.cells(texts)),
            ReportOut::Ndjson(file) => Ok(writeln!(file, "{}", json(end))?),
        }
    }

    fn finish(self) -> Result<(), WriteError> {
        match self.out {
            ReportOut::Table(table) => table.finish().map(|_| ()),
            ReportOut::Ndjson(file) => Ok(file.keep()?),
        }
    }
}

/// Why a row was rejected, for its file: the column, the value, the reason.
fn reason(problem: &CellProblem, texts: &Texts) -> String {
    let reason = texts.cell_reason(&problem.reason);
    place(&problem.column, &problem.value, texts.say(&reason), texts)
}

/// «Телефон «12». У номера нет кода города.»
pub(in crate::cli) fn place(column: &str, value: &str, reason: String, texts: &Texts) -> String {
    let (column, value) = (shown(column, VALUE), shown(value, VALUE));
    match (column.is_empty(), value.is_empty()) {
        (true, _) => reason,
        (false, true) => texts.say(&say!("import-cell-empty", column = column, reason = reason)),
        (false, false) => texts.say(&say!("import-cell", column = column, value = value, reason = reason)),
    }
}
