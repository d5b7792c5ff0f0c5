//! What a check has found in the files people edit.

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::Given;
use super::out;
use super::table::{Cell, Table};
use crate::domain::textfile::{self, Problem, Severity};
use crate::i18n::{Explain, Texts};
use crate::say;
use crate::tui::layered::{self, Problems};

/// One thing that is wrong.
struct Finding {
    file: String,
    /// Line and column, from 1; none when it is the file as a whole.
    place: Option<(u64, u64)>,
    severity: Severity,
    /// What is wrong, in one sentence.
    what: String,
    /// What to do, in one sentence. May be empty.
    hint: String,
}

/// Everything that was found.
#[derive(Default)]
pub(super) struct Findings {
    files: usize,
    list: Vec<Finding>,
}

impl Findings {
    /// Counts a file that was checked.
    pub(super) fn checked(&mut self) {
        self.files += 1;
    }

    /// Adds what is wrong with a file, at a place or as a whole.
    pub(super) fn add(
        &mut self,
        texts: &Texts,
        file: &str,
        place: Option<(u64, u64)>,
        severity: Severity,
        error: &impl Explain,
    ) {
        let what = texts.say(&error.what(texts));
        let hint = error.hint(texts).map(|hint| texts.say(&hint)).unwrap_or_default();
        self.list.push(Finding { file: file.to_owned(), place, severity, what, hint });
    }

    /// Adds what is wrong with a script, a process or a file of results.
    pub(super) fn add_problem(&mut self, texts: &Texts, file: &str, problem: &Problem) {
        let place = Some((problem.line.into(), problem.column.into()));
        self.add(texts, file, place, problem.severity, &problem.kind);
    }

    /// Adds what is wrong with a keymap or a theme. A problem without a place is one of `file`.
    pub(super) fn add_layered<K: Explain>(&mut self, texts: &Texts, file: &str, problems: &Problems<K>) {
        for layered::Problem { place, kind } in &problems.0 {
            let at = place.as_ref().map(|place| (place.line as u64, place.column as u64));
            let file = place.as_ref().map_or(file, |place| &place.file);
            self.add(texts, file, at, Severity::Error, kind);
        }
    }

    /// The text of a file, unless it is none.
    pub(super) fn text<'a>(&mut self, texts: &Texts, given: &'a Given) -> Option<&'a str> {
        textfile::text(&given.bytes).map_err(|problem| self.add_problem(texts, &given.shown, &problem)).ok()
    }

    fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether a file can't be used; with `strict`, whether anything was found at all.
    pub(super) fn refuse(&self, strict: bool) -> bool {
        self.count(Severity::Error) > 0 || strict && !self.list.is_empty()
    }

    /// Prints them as the result of a command: one line each, in the form editors jump by.
    pub(super) fn print(&self, context: &Context) -> Result<(), Fail> {
        if context.format() == Format::Table {
            return out::print(&context.texts, &self.lines(&context.texts));
        }
        let mut table = Table::new(&[
            "table-file",
            "table-line",
            "table-column",
            "table-severity",
            "table-message",
            "table-hint",
        ]);
        for finding in &self.list {
            let (line, column) = finding
                .place
                .map_or((Cell::none(), Cell::none()), |(line, column)| (line.into(), column.into()));
            let severity = Cell::both("", finding.severity.to_string());
            let (file, what, hint) = (&finding.file, &finding.what, &finding.hint);
            table.push(vec![
                file.as_str().into(),
                line,
                column,
                severity,
                what.as_str().into(),
                hint.as_str().into(),
            ]);
        }
        table.print(context)
    }

    /// Says them beside the result of a command.
    pub(super) fn remark(&self, context: &Context) {
        let lines = self.lines(&context.texts);
        if !lines.is_empty() {
            out::remark(lines.trim_end());
        }
    }

    fn lines(&self, texts: &Texts) -> String {
        let line = |finding: &Finding| {
            let Finding { file, place, severity, what, hint } = finding;
            let place = place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
            let said = format!("{file}{place}: {}: {what} {hint}", texts.word(severity));
            format!("{}\n", said.trim_end())
        };
        self.list.iter().map(line).collect()
    }

    /// How a check ends: with a word on what was found, and a failure when a file must be mended.
    pub(super) fn verdict(&self, context: &Context, strict: bool) -> Result<(), Fail> {
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        if self.refuse(strict) {
            let found = say!("check-failed", errors = errors, warnings = warnings);
            return Err(context.fail(Code::Failed, &found, None));
        }
        if context.format() == Format::Table {
            let files = self.files;
            out::remark(&context.say(&if warnings > 0 {
                say!("check-warned", files = files, warnings = warnings)
            } else {
                say!("check-passed", files = files)
            }));
        }
        Ok(())
    }
}
