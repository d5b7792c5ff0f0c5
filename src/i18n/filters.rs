//! What is wrong with the line of a filter, in words.

use super::{Message, Texts};
use crate::domain::filter::{Fault, FaultKind, Key, Wants};
use crate::domain::text::{Lang, clean_line, fit};
use crate::say;

/// The longest piece of a line that is told back, in cells.
const PIECE: usize = 40;

impl Texts {
    /// What is wrong with a line, and in which column.
    pub fn filter_fault(&self, fault: &Fault) -> Message {
        say!("filter-fault", column = fault.at + 1, what = self.say(&self.filter_kind(&fault.kind)))
    }

    /// The same without the column, where a mark points at it.
    pub fn filter_kind(&self, kind: &FaultKind) -> Message {
        match kind {
            FaultKind::TooLong { most } => say!("filter-too-long", most = *most),
            FaultKind::NoWord { found: None } => say!("filter-no-word-end"),
            FaultKind::NoWord { found: Some(sign) } => say!("filter-no-word", sign = sign.to_string()),
            FaultKind::UnknownKey { word, .. } => say!("filter-unknown-key", word = piece(word)),
            FaultKind::LooseWord { word, .. } => say!("filter-loose-word", word = piece(word)),
            FaultKind::NoSign { key } => say!("filter-no-sign", word = self.key_word(*key)),
            FaultKind::NoOrder { key } => say!("filter-no-order", word = self.key_word(*key)),
            FaultKind::Semicolon => say!("filter-semicolon"),
            FaultKind::OpenQuote => say!("filter-open-quote"),
            FaultKind::NoValue { wants } => say!("filter-no-value", wants = self.wanted(wants)),
            FaultKind::BadValue { found, wants, .. } => {
                say!("filter-bad-value", found = piece(found), wants = self.wanted(wants))
            }
            FaultKind::Backwards => say!("filter-backwards"),
            FaultKind::Unknown { key, found, .. } => {
                say!("filter-unknown-name", word = self.key_word(*key), name = piece(found))
            }
            FaultKind::Ambiguous { found, several, .. } => {
                say!("filter-ambiguous", name = piece(found), several = self.quoted(several))
            }
        }
    }

    /// What to do about it.
    pub fn filter_hint(&self, fault: &Fault) -> Option<Message> {
        let nearest = match &fault.kind {
            FaultKind::UnknownKey { nearest, .. }
            | FaultKind::LooseWord { nearest, .. }
            | FaultKind::BadValue { nearest, .. }
            | FaultKind::Unknown { nearest, .. } => nearest.as_deref(),
            _ => None,
        };
        match (nearest, &fault.kind) {
            (Some(word), _) => Some(say!("hint-suggested", word = clean_line(word))),
            (None, FaultKind::UnknownKey { .. }) => Some(say!("hint-filter-words")),
            (None, FaultKind::LooseWord { .. }) => Some(say!("hint-filter-quotes")),
            (None, FaultKind::Semicolon) => Some(say!("hint-filter-semicolon")),
            (None, FaultKind::Ambiguous { .. }) => Some(say!("hint-filter-ambiguous")),
            (None, _) => None,
        }
    }

    fn key_word(&self, key: Key) -> String {
        key.word(self.lang()).to_owned()
    }

    fn wanted(&self, wants: &Wants) -> String {
        self.get(match wants {
            Wants::Words(words) => {
                let words: Vec<&str> =
                    words.iter().map(|(ru, en)| if self.lang() == Lang::Ru { *ru } else { *en }).collect();
                return words.join(", ");
            }
            Wants::Name => "filter-wants-name",
            Wants::Sum => "filter-wants-sum",
            Wants::Length => "filter-wants-length",
            Wants::Date => "filter-wants-date",
            Wants::Number => "filter-wants-number",
            Wants::Zone => "filter-wants-zone",
            Wants::Region => "filter-wants-region",
            Wants::Class => "filter-wants-class",
        })
    }
}

fn piece(text: &str) -> String {
    fit(&clean_line(text), PIECE).into_owned()
}
