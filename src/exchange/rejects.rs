//! The file of rejected rows: the list's own columns and values, and behind them why each row was rejected. It can be
//! mended and loaded again as it is.

use std::path::Path;

use super::headings::{is_reason, reason_heading};
use super::table::{Heading, Row};
use super::write::{TableFormat, TableWriter, WriteError, Written};
use crate::domain::text::Lang;

/// Writes rejected rows. The file appears when [`finish`](Self::finish) is called and a row was rejected.
pub struct Rejects {
    writer: TableWriter,
    /// The columns (index from 0) of the list that are kept: all but an older reason.
    kept: Vec<usize>,
    /// How many columns the list has, the older reason included.
    columns: usize,
    rows: u64,
}

impl Rejects {
    /// Begins a file of rejected rows for a list with these headings. CSV and XLSX can be loaded again.
    ///
    /// # Errors
    /// As [`TableWriter::create`].
    pub fn create(
        path: &Path,
        format: TableFormat,
        headings: &[Heading],
        lang: Lang,
    ) -> Result<Self, WriteError> {
        let kept: Vec<_> = headings.iter().filter(|h| !is_reason(&h.text)).map(|h| h.column).collect();
        let texts = headings.iter().filter(|h| !is_reason(&h.text)).map(|h| h.text.as_str());
        let texts: Vec<_> = texts.chain([reason_heading(lang)]).collect();
        let writer = TableWriter::create(path, format, &texts)?;
        Ok(Self { writer, kept, columns: headings.len(), rows: 0 })
    }

    /// Writes a row and why it was rejected. Values beside the table stand behind the reason, so that columns don't
    /// shift.
    ///
    /// # Errors
    /// As [`TableWriter::row`].
    pub fn row(&mut self, row: &Row, reason: &str) -> Result<(), WriteError> {
        let mut cells: Vec<&str> = self.kept.iter().map(|column| row.cell(*column)).collect();
        cells.push(reason);
        cells.extend(row.cells.iter().skip(self.columns).map(String::as_str));
        self.writer.row(&cells)?;
        self.rows += 1;
        Ok(())
    }

    /// Ends the file. `None` when no row was rejected: then there is no file.
    ///
    /// # Errors
    /// As [`TableWriter::finish`].
    pub fn finish(self) -> Result<Option<Written>, WriteError> {
        if self.rows == 0 { Ok(None) } else { self.writer.finish().map(Some) }
    }
}
