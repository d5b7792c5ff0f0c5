//! A table as it comes out of a file: headings, rows of raw cells, and what is wrong with a row.

/// What stands above one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// Index of the column, from 0.
    pub column: usize,
    /// The text as the file has it, without white space at its ends. Empty when the file has no heading there.
    pub text: String,
}

impl Heading {
    /// The number people give the column, from 1.
    pub fn position(&self) -> usize {
        self.column + 1
    }
}

/// One row of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it begins: the line of a text file, line breaks inside quotes counted; the row of a sheet. From 1.
    pub line: u64,
    /// Raw, uncleaned values: at least as many as there are headings, more when the row has more
    /// (see [`Problem::ExtraCells`]), never more than [`COLUMNS_MAX`](super::COLUMNS_MAX).
    pub cells: Vec<String>,
    /// What is wrong with it, in the order of columns where there is one.
    pub problems: Vec<Problem>,
}

impl Row {
    /// The value of a column (index from 0); empty when the row has no such cell.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// Whether the row can't be trusted as a whole: see [`Problem::spoils_row`].
    pub fn is_spoilt(&self) -> bool {
        self.problems.iter().any(Problem::spoils_row)
    }
}

/// Something wrong with a row, found while reading it. Columns are indexes from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A line of text with more values than there are columns: a delimiter in a value that is not quoted. Which value
    /// belongs where is unknown.
    ExtraCells {
        /// How many values it has, empty ones at its end not counted.
        cells: usize,
        /// How many columns the table has.
        columns: usize,
    },
    /// A value right of the table in a sheet: a remark beside it, say. The row itself is whole.
    BesideTable {
        /// Where it stands.
        column: usize,
    },
    /// A quote that is never closed. Either the file was cut off here, and the row has everything up to its end, or
    /// the quote is a stray one, and the row has this line only; the next line is a row of its own.
    UnclosedQuote,
    /// The row, or a part of it, is in another encoding than the file, and was read in that: two exports were glued
    /// together.
    OtherEncoding {
        /// Its name, in the WHATWG's words.
        encoding: &'static str,
    },
    /// Bytes that are no text in any encoding we can tell. The value is what could be made of them.
    Undecodable {
        /// Where.
        column: usize,
    },
    /// A formula in a sheet that ended with an error; the value is empty.
    CellError {
        /// Where.
        column: usize,
        /// As the sheet shows it: `#N/A`.
        error: String,
    },
    /// A number that a spreadsheet has rounded, so that its last digits are gone: `7,91612E+10`, or 16 digits and more.
    DigitsLost {
        /// Where.
        column: usize,
    },
}

impl Problem {
    /// Whether the row as a whole can't be trusted: its values may stand in the wrong columns or say the wrong thing.
    /// The other problems concern one value, or nothing was lost by them.
    pub fn spoils_row(&self) -> bool {
        match self {
            Self::ExtraCells { .. } | Self::UnclosedQuote | Self::Undecodable { .. } => true,
            Self::OtherEncoding { .. }
            | Self::BesideTable { .. }
            | Self::CellError { .. }
            | Self::DigitsLost { .. } => false,
        }
    }

    /// The column it concerns, where it is one column.
    pub fn column(&self) -> Option<usize> {
        match self {
            Self::BesideTable { column }
            | Self::Undecodable { column }
            | Self::CellError { column, .. }
            | Self::DigitsLost { column } => Some(*column),
            Self::ExtraCells { .. } | Self::UnclosedQuote | Self::OtherEncoding { .. } => None,
        }
    }
}

/// How far the reading has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What has been read: bytes of a text file, rows of a sheet.
    pub done: u64,
    /// All there is, in the same unit; never less than `done`. A sheet says itself how many rows it has, and may be
    /// wrong.
    pub total: u64,
}
