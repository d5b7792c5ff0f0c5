//! Faults of the TOML itself.

use std::ops::Range;

use serde::Serialize;
use thiserror::Error;

/// What is wrong with the TOML of a file. The frequent slips have their own kind, so that they can be worded in the
/// author's language; the rest keeps the words of the TOML reader.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SyntaxFault {
    /// A value is neither a number nor in quotes.
    #[error("the text needs straight quotes around it: \"…\"")]
    NotQuoted,
    /// A quoted text has no closing quote.
    #[error("the text that begins here has no closing quotes")]
    TextNotClosed,
    /// A backslash before a letter that makes no sign of it.
    #[error("a backslash stands here for itself: write two of them")]
    BadEscape,
    /// `[` without `]`, or `{` without `}`.
    #[error("a bracket is not closed before this place")]
    NotClosed,
    /// Two values of a list, or two pairs of a table, stand side by side.
    #[error("a comma is missing here")]
    CommaMissing,
    /// A key is not followed by `=`.
    #[error("`=` is missing after the key")]
    EqualsMissing,
    /// Nothing stands behind `=`.
    #[error("the value is missing")]
    ValueMissing,
    /// The same key twice in one table.
    #[error("this key stands here for the second time")]
    RepeatedKey,
    /// A key has other signs than Latin letters, digits, `-` and `_`.
    #[error("a key is written in Latin letters, digits, `-` and `_`")]
    BadKey,
    /// Something follows a value on its line.
    #[error("something is left over after the value; quotes within a text are written `\\\"`")]
    LeftOver,
    /// Anything else.
    #[error("this is not TOML: {detail}")]
    Other {
        /// What the TOML reader says, in English.
        detail: String,
    },
}

impl SyntaxFault {
    /// Names a fault by the words of the TOML reader, whose errors carry no kind. A word it should change one day
    /// makes the fault an [`Other`](Self::Other).
    pub fn from_message(message: &str) -> Self {
        let about = |what: &str| message.starts_with(what);
        if about("string values must be quoted") {
            Self::NotQuoted
        } else if about("missing escaped value") {
            Self::BadEscape
        } else if about("invalid") && message.contains("string, expected `") && !message.contains("visible") {
            Self::TextNotClosed
        } else if about("unclosed") {
            Self::NotClosed
        } else if about("missing comma") || about("missing key for inline table element, expected `,`") {
            Self::CommaMissing
        } else if about("key with no value") || about("missing assignment") {
            Self::EqualsMissing
        } else if about("missing value") {
            Self::ValueMissing
        } else if about("duplicate key") {
            Self::RepeatedKey
        } else if about("invalid unquoted key") {
            Self::BadKey
        } else if about("unexpected key or value") {
            Self::LeftOver
        } else {
            Self::Other { detail: message.to_owned() }
        }
    }
}

/// The faults of a file the TOML reader could not read, each with its place as an offset into `source`. Of the faults
/// of a line only the first is given, and none behind a bracket or a text that is not closed: those are echoes.
pub(super) fn faults(
    source: &str,
    errors: &[toml::de::Error],
    line_of: impl Fn(usize) -> u32,
) -> Vec<(usize, SyntaxFault)> {
    if let Some(at) = swallowing_text(source) {
        return vec![(at, SyntaxFault::TextNotClosed)];
    }
    let mut faults: Vec<_> = errors.iter().map(|error| locate(source, error)).collect();
    faults.sort_by_key(|(at, _)| *at);
    faults.dedup_by_key(|(at, _)| line_of(*at));
    let open = |(_, fault): &(usize, SyntaxFault)| {
        matches!(fault, SyntaxFault::NotClosed | SyntaxFault::TextNotClosed)
    };
    if let Some(first) = faults.iter().position(open) {
        faults.truncate(first + 1);
    }
    faults
}

fn locate(source: &str, error: &toml::de::Error) -> (usize, SyntaxFault) {
    let Range { start, end } = error.span().unwrap_or_default();
    let line = source.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    match SyntaxFault::from_message(error.message()) {
        // Within an open bracket the next `[[step]]` looks like a list of bare words.
        SyntaxFault::NotQuoted if source.get(line..start).is_some_and(|head| head.trim() == "[[") => {
            (line, SyntaxFault::NotClosed)
        }
        SyntaxFault::NotQuoted if start == end => (start, SyntaxFault::ValueMissing),
        // The reader notices at the end of the line or of the file; the author looks for the beginning.
        SyntaxFault::TextNotClosed => {
            (opening_quote(source, line, start, error.message()).unwrap_or(start), SyntaxFault::TextNotClosed)
        }
        fault => (start, fault),
    }
}

/// Where the text began that is still open at `end`.
fn opening_quote(source: &str, line: usize, end: usize, message: &str) -> Option<usize> {
    let (from, quote) = match (message.contains("multi-line"), message.contains("literal")) {
        (true, true) => (0, "'''"),
        (true, false) => (0, TRIPLE),
        (false, true) => (line, "'"),
        (false, false) => (line, "\""),
    };
    source.get(from..end)?.rfind(quote).map(|at| from + at)
}

const TRIPLE: &str = "\"\"\"";

/// A text of several lines that was not closed runs on to the quotes where the next one opens, and everything behind is
/// read inside out. It gives itself away by the `[[…]]` it has swallowed.
fn swallowing_text(source: &str) -> Option<usize> {
    let quotes: Vec<usize> = source.match_indices(TRIPLE).map(|(at, _)| at).collect();
    let swallows = |pair: &&[usize]| match pair {
        [open, close] => source.get(*open..*close).is_some_and(|text| text.contains("\n[[")),
        _ => false,
    };
    quotes.chunks(2).find(swallows).and_then(|pair| pair.first()).copied()
}
