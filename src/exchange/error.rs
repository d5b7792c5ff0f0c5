//! Why a file can't be read as a list of clients.

use std::io;

/// Why a file can't be read. Each is found before anything is changed, except where the file breaks further down:
/// then a dry run meets it first.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing at that path.
    #[error("there is no such file")]
    NotFound,
    /// The system won't let us read it.
    #[error("no permission to read the file")]
    NoPermission,
    /// A folder.
    #[error("this is a folder, not a file")]
    Folder,
    /// A pipe or a device, which can't be read twice.
    #[error("this is not a regular file")]
    NotAFile,
    /// The disk or the network failed.
    #[error("reading failed: {0}")]
    Io(#[source] io::Error),
    /// No bytes, or nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Something, but not a list.
    #[error("this is {kind}, not a list of clients")]
    NotAList {
        /// What it looks like.
        kind: FileKind,
    },
    /// A workbook nobody can read without its password.
    #[error("the workbook is protected by a password")]
    PasswordProtected,
    /// A workbook whose end is missing: an unfinished download.
    #[error("the workbook is cut off: its end is missing")]
    Truncated,
    /// A workbook that begins like one but can't be read.
    #[error("the workbook is damaged: {detail}")]
    Damaged {
        /// What the reader stumbled over, in its own words.
        detail: String,
    },
    /// A workbook that would need too much memory. The same list as CSV has no limit.
    #[error("the workbook is too big: {bytes} bytes where {limit} can be read; save the list as CSV")]
    TooBig {
        /// What it would take, in bytes unpacked.
        bytes: u64,
        /// How many are read at most.
        limit: u64,
    },
    /// Text without line breaks: hardly a list, and it would have to be read whole.
    #[error("line {line} is longer than {limit} bytes")]
    LineTooLong {
        /// Which line, from 1.
        line: u64,
        /// How long a line may be, in bytes.
        limit: usize,
    },
    /// A heading row wider than anybody's list.
    #[error("row {line} has {columns} columns where {limit} can be read")]
    TooManyColumns {
        /// Which row, from 1.
        line: u64,
        /// How many columns it has.
        columns: usize,
        /// How many are read at most.
        limit: usize,
    },
    /// The encoding the caller named is unknown.
    #[error("the encoding {label:?} is unknown")]
    UnknownEncoding {
        /// What was given.
        label: String,
    },
    /// The delimiter the caller named can't be one: it is not a single ASCII character, or it is a quote or a line
    /// break.
    #[error("{given:?} can't be a delimiter")]
    BadDelimiter {
        /// What was given.
        given: char,
    },
    /// Text, but in no encoding we can tell, or not in the one that was named.
    #[error("line {line} is not text in {encoding}: {bad} of {lines} lines can't be read")]
    Undecodable {
        /// The encoding tried.
        encoding: &'static str,
        /// The first line that can't be read, from 1.
        line: u64,
        /// How many can't, in the part of the file that was looked at.
        bad: u64,
        /// How many of that part have anything but ASCII in them.
        lines: u64,
        /// Whether somebody has named that encoding.
        named: bool,
    },
    /// Quotes are broken all over the file; the rows can't be told apart.
    #[error("quotes are broken in too many places, last in line {line}")]
    BrokenQuotes {
        /// The line where reading stopped, from 1.
        line: u64,
    },
    /// The workbook has no sheet of that name.
    #[error("there is no sheet {name:?} in the workbook")]
    NoSuchSheet {
        /// What was asked for.
        name: String,
        /// The sheets it has.
        sheets: Vec<String>,
    },
    /// No row that looks like headings.
    #[error("no row of headings was found")]
    NoHeading {
        /// The first row that is not blank, from 1.
        line: u64,
        /// Its values.
        cells: Vec<String>,
        /// Columns (index from 0) that hold telephone numbers, to advise `1=phone`.
        phones: Vec<usize>,
    },
}

/// What a file looks like that is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// A picture.
    Image,
    /// An archive without a workbook in it.
    Archive,
    /// A text document of an office suite.
    Document,
    /// A presentation.
    Presentation,
    /// A web page; some sites give it the name `.xls`.
    WebPage,
    /// XML, «XML Spreadsheet 2003» among it.
    Xml,
    /// JSON.
    Json,
    /// Contacts of a telephone.
    VCard,
    /// Bytes that are no text at all.
    Binary,
}

impl std::fmt::Display for FileKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF",
            Self::Image => "a picture",
            Self::Archive => "an archive",
            Self::Document => "a text document",
            Self::Presentation => "a presentation",
            Self::WebPage => "a web page",
            Self::Xml => "XML",
            Self::Json => "JSON",
            Self::VCard => "a vCard",
            Self::Binary => "a binary file",
        })
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}
