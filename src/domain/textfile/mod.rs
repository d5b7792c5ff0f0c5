//! The plain files people edit, and what may be wrong with them.
//!
//! Scripts, processes and results of a call are TOML files. Reading one is a check at the same time: every problem of
//! the file is reported at once, each with its place and as a typed value, so that a screen can word it in its own
//! language. English wording comes with [`Display`](std::fmt::Display), for logs and tests.
//!
//! Only a file that is not TOML at all is told no more than that: what could be guessed from its wreck would mostly be
//! wrong.

mod place;
mod problem;
pub(crate) mod read;
mod script_problem;
mod severity;
mod syntax;
mod value_type;
pub(crate) mod write;

use serde::Serialize;
use strsim::osa_distance;

pub use problem::ProblemKind;
pub use script_problem::ScriptProblem;
pub use syntax::SyntaxFault;
pub use value_type::ValueType;

/// What reading a file gives: the draft and its warnings, or all that is wrong (errors and warnings together).
/// Problems stand in the order of the file.
pub type Parsed<T> = Result<(T, Vec<Problem>), Vec<Problem>>;

/// One thing that is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line, from 1.
    pub line: u32,
    /// The place in the line, from 1, in characters; a tab counts as one.
    pub column: u32,
    /// Whether the file can be used all the same.
    pub severity: Severity,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file can be used, but somebody should look at it.
    Warning,
    /// The file can't be used.
    Error,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl std::fmt::Display for Problem {
    /// `4:8: error: …`, the form editors jump by when a file name stands in front.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}: {}", self.line, self.column, self.severity, self.kind)
    }
}

/// The text of a file. A byte order mark is dropped.
///
/// # Errors
/// [`ProblemKind::NotUtf8`] with the place of the first byte that is not UTF-8.
pub fn text(bytes: &[u8]) -> Result<&str, Problem> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(without_mark(text)),
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok());
            let good = without_mark(good.unwrap_or_default());
            Err(place::Lines::new(good).problem(good.len(), ProblemKind::NotUtf8))
        }
    }
}

/// Windows editors put a byte order mark before the first letter.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The word of `known` that `word` is most likely a slip of: at most one wrong letter in three, two swapped letters
/// being one; or the word of which it is a part, as `days` is of `norm_days`. Letter case does not count.
pub(crate) fn nearest<'k, I>(word: &str, known: I) -> Option<String>
where
    I: IntoIterator<Item = &'k str, IntoIter: Clone>,
{
    let mut known = known.into_iter();
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    known
        .clone()
        .map(|candidate| (osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
        .or_else(|| known.find(|candidate| candidate.split(['_', '-']).any(|part| part == word)))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        let known = ["say", "hint", "title", "answers", "имя", "norm_days"];
        for (word, found) in [
            ("sya", Some("say")),
            ("Say", Some("say")),
            ("anwsers", Some("answers")),
            ("titel", Some("title")),
            ("имр", Some("имя")),
            ("", None),
            ("x", None),
            ("window", None),
            ("days", Some("norm_days")),
        ] {
            assert_eq!(nearest(word, known).as_deref(), found, "{word}");
        }
    }

    #[test]
    fn bytes_become_text_or_a_place() {
        assert_eq!(text("\u{feff}code = 1".as_bytes()), Ok("code = 1"));
        let problem = text(b"code = 'x'\nname = '\xcf\xf0\xe8'").unwrap_err();
        assert_eq!(problem.to_string(), "2:9: error: the file is not in UTF-8");
    }
}
