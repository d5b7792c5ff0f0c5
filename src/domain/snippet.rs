//! Canned notes (заготовки): a few letters that become a whole phrase, with the client's data filled in. The common ones
//! live in one file, an operator's own in another.
//!
//! ```
//! use dozvon::domain::snippet;
//! let file = r#"
//! [[snippet]]
//! short = "кп"
//! text = "Просит КП на {клиент}, срок ^"
//! "#;
//! let (snippets, _) = snippet::parse(file).unwrap();
//! let (text, cursor) = snippet::expand(&snippets[0].text, &|_| Some("Протон".to_owned()));
//! assert_eq!((text.as_str(), cursor), ("Просит КП на Протон, срок ", 26));
//! ```

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::ids::{SnippetId, UserId};
use super::layout;
use super::script::file::check_words;
use super::script::forms::Forms;
use super::script::render::{Piece, render};
use super::script::variable::Variable;
use super::text::{clean_line, clean_text};
use super::textfile::read::Reader;
use super::textfile::{Parsed, ProblemKind};

/// What stands before the letters of a snippet in a note: `;т`.
pub const MARK: char = ';';
/// Where the cursor stands in a text that was put in; at its end without.
pub const CURSOR: char = '^';
/// Most letters of a snippet.
const SHORT_MAX: usize = 12;
/// Longest text of a snippet, in characters.
const TEXT_MAX: usize = 1000;

const TOP: &[&str] = &["snippet"];
const SNIPPET: &[&str] = &["short", "text"];

/// A canned note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The id the store gave.
    pub id: SnippetId,
    /// Whose it is; `None` for those everybody has.
    pub owner: Option<UserId>,
    /// The letters it is written by, in small letters.
    pub short: String,
    /// What they become, with variables in braces.
    pub text: String,
    /// Retired ones are not offered.
    pub retired: bool,
}

/// A canned note as its file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnippetDraft {
    /// See [`Snippet::short`].
    pub short: String,
    /// See [`Snippet::text`].
    pub text: String,
}

/// Reads and checks canned notes, in the order of the file.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<Vec<SnippetDraft>> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut snippets = Vec::new();
    let sections = reader.sections(top, "snippet");
    let readable = sections.is_some();
    for section in sections.unwrap_or_default() {
        reader.check_keys(section, SNIPPET);
        let short_text = reader.text(section, "short");
        let short = clean_line(short_text.value).to_lowercase();
        let letters = short.chars().all(char::is_alphanumeric);
        if !short.is_empty() && (!letters || short.chars().count() > SHORT_MAX) {
            reader.report(short_text.at, ProblemKind::BadShort { short: short.clone(), limit: SHORT_MAX });
        }
        // «т» and «n» are one key: two snippets on it would be one too many.
        if let Some(first) = seen.insert(place_of(&short), short_text.at).filter(|_| !short.is_empty()) {
            let line = reader.line(first);
            reader.report(short_text.at, ProblemKind::DuplicateCode { code: short.clone(), line });
        }
        let words = reader.text(section, "text");
        check_words(&mut reader, "text", &words);
        let length = words.value.chars().count();
        if length > TEXT_MAX {
            reader.report(words.at, ProblemKind::LongSnippet { length, limit: TEXT_MAX });
        }
        snippets.push(SnippetDraft { short, text: clean_text(words.value) });
    }
    if readable && snippets.is_empty() {
        reader.report(top.place("snippet"), ProblemKind::NoSnippets);
    }
    reader.finish(snippets)
}

/// Letters as the keys they are typed with, whatever the layout.
fn place_of(short: &str) -> String {
    let swapped = layout::swap(short).to_lowercase();
    // Of the two spellings of the same keys the smaller one stands for both.
    swapped.min(short.to_owned())
}

/// The snippet that letters mean to a user: his own before those of everybody, the letters themselves before the same keys
/// in the other layout.
pub fn find<'s>(
    snippets: impl Iterator<Item = &'s Snippet> + Clone,
    letters: &str,
    user: UserId,
) -> Option<&'s Snippet> {
    let letters = letters.to_lowercase();
    let swapped = layout::swap(&letters).to_lowercase();
    [&letters, &swapped].into_iter().find_map(|letters| {
        let named = snippets.clone().filter(|snippet| !snippet.retired && snippet.short == *letters);
        let mine = named.clone().find(|snippet| snippet.owner == Some(user));
        mine.or_else(|| named.clone().find(|snippet| snippet.owner.is_none()))
    })
}

/// The letters behind the last mark, when a line ends with a mark and letters: `просит ;кп` gives `кп` and how many
/// characters mark and letters are together.
pub fn called(before_cursor: &str) -> Option<(String, usize)> {
    let letters: Vec<char> = before_cursor.chars().rev().take_while(|c| c.is_alphanumeric()).collect();
    let mut all: Vec<char> = before_cursor.chars().rev().take(letters.len() + 1).collect();
    let behind = all.pop().filter(|_| all.len() == letters.len())?;
    if behind == MARK && !letters.is_empty() && letters.len() <= SHORT_MAX {
        return Some((letters.iter().rev().collect(), letters.len() + 1));
    }
    None
}

/// A text with the client's data filled in, and before which of its characters the cursor stands. What is not known leaves a
/// gap that can be seen, as in a script: `‹имя›`.
pub fn expand(text: &str, value: &dyn Fn(&Variable) -> Option<String>) -> (String, usize) {
    let mut out = String::new();
    let mut cursor = None;
    for piece in render(text, &Forms::default(), value) {
        match piece {
            // Only words of the snippet place the cursor: what a client is called does not.
            Piece::Text(words) => {
                if let Some((before, after)) = words.split_once(CURSOR).filter(|_| cursor.is_none()) {
                    out.push_str(before);
                    cursor = Some(out.chars().count());
                    out.push_str(after);
                } else {
                    out.push_str(&words);
                }
            }
            Piece::Value(value) => out.push_str(&value),
            Piece::Gap(name) => out.push_str(&format!("‹{name}›")),
        }
    }
    let end = out.chars().count();
    (out, cursor.unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    fn snippet(id: u64, owner: Option<u64>, short: &str) -> Snippet {
        Snippet {
            id: SnippetId::from_u64(id),
            owner: owner.map(UserId::from_u64),
            short: short.into(),
            text: String::new(),
            retired: false,
        }
    }

    #[test]
    fn letters_behind_a_mark_are_a_call() {
        for (text, called_as) in [
            (";т", Some(("т", 2))),
            ("просит ;кп", Some(("кп", 3))),
            ("просит ;кп ", None),
            ("просит кп", None),
            (";", None),
            ("", None),
            ("а;ёж2", Some(("ёж2", 4))),
            (";оченьдлинноеслово", None),
        ] {
            let expected = called_as.map(|(letters, count)| (letters.to_owned(), count));
            assert_eq!(called(text), expected, "{text}");
        }
    }

    #[test]
    fn ones_own_come_first_and_the_layout_does_not_matter() {
        let all = [snippet(1, None, "т"), snippet(2, Some(7), "т"), snippet(3, Some(8), "кп")];
        let found =
            |letters: &str, user| find(all.iter(), letters, UserId::from_u64(user)).map(|s| s.id.as_u64());
        assert_eq!((found("т", 7), found("Т", 9), found("n", 7)), (Some(2), Some(1), Some(2)));
        assert_eq!((found("кп", 7), found("rg", 8), found("кпп", 8)), (None, Some(3), None));
    }

    #[test]
    fn a_text_is_filled_and_the_cursor_placed() {
        let value = |variable: &Variable| (*variable == Variable::Client).then(|| "А^Б".to_owned());
        assert_eq!(expand("{клиент}: ^ до {время}^", &value), ("А^Б:  до ‹время›^".to_owned(), 5));
        assert_eq!(expand("просто", &value), ("просто".to_owned(), 6));
    }
}
