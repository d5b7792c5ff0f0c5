//! What is wrong with a keymap, in words.

use super::ProblemKind;
use crate::domain::text::clean_line;
use crate::domain::textfile::{SyntaxFault, ValueType};
use crate::i18n::problems::suggested;
use crate::i18n::{Explain, Message, Texts};
use crate::say;
use crate::tui::key::{KeyNameError, Unbindable};

impl Explain for ProblemKind {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::Syntax { message } => SyntaxFault::from_message(message).what(texts),
            Self::UnknownContext { context, .. } => {
                say!("fault-unknown-context", context = clean_line(context))
            }
            Self::UnknownAction { action, .. } => say!("fault-unknown-action", action = clean_line(action)),
            Self::UnknownKey { error } => wrong_key(error),
            Self::Unbindable { key, why: Unbindable::SameAs(other) } => {
                say!("fault-key-same", key = key.to_string(), other = other.to_string())
            }
            Self::Unbindable { key, why: Unbindable::NotSent } => {
                say!("fault-key-not-sent", key = key.to_string())
            }
            Self::Unbindable { key, why: Unbindable::StartsSequence } => {
                say!("fault-key-starts-sequence", key = key.to_string())
            }
            Self::Conflict { context, first, first_action, first_line, second, second_action } => say!(
                "fault-key-conflict",
                context = context,
                second = clean_line(second),
                meaning = meaning(second_action, texts),
                line = first_line.to_string(),
                first = clean_line(first),
                first_meaning = meaning(first_action, texts)
            ),
            Self::ContextTwice { context, first_line } => {
                say!("fault-context-twice", context = context, line = first_line.to_string())
            }
            Self::NotAnAction { found } => {
                say!("fault-not-an-action", found = texts.word(&value_type(found)))
            }
            Self::NotAName { setting, found } => {
                say!("fault-wrong-type", key = setting, found = texts.word(&value_type(found)))
            }
            Self::OutsideContext { found, .. } => say!("fault-outside-context", found = clean_line(found)),
            Self::UnknownKeymap { name, .. } => say!("fault-unknown-keymap", name = clean_line(name)),
            Self::InheritsCycle { chain } => {
                say!("fault-keymap-cycle", chain = clean_line(&chain.join(" → ")))
            }
        }
    }

    fn hint(&self, texts: &Texts) -> Option<Message> {
        Some(match self {
            Self::Syntax { .. } => say!("hint-keymap-line"),
            Self::UnknownContext { nearest, .. } | Self::UnknownAction { nearest, .. } => {
                suggested(nearest.as_deref(), say!("hint-list-keys"))
            }
            Self::UnknownKey { error } => key_hint(error),
            Self::Unbindable { why: Unbindable::SameAs(other), .. } => {
                say!("hint-key-same", other = other.to_string())
            }
            Self::Unbindable { .. } => say!("hint-another-key"),
            Self::Conflict { .. } => say!("hint-key-conflict"),
            Self::ContextTwice { .. } => say!("hint-context-twice"),
            Self::NotAnAction { .. } => say!("hint-not-an-action"),
            Self::NotAName { setting, .. } => say!("hint-keymap-name", setting = setting),
            Self::OutsideContext { is_key: true, .. } => say!("hint-key-outside-context"),
            Self::OutsideContext { is_key: false, .. } => say!("hint-outside-context"),
            Self::UnknownKeymap { nearest, known, .. } => {
                suggested(nearest.as_deref(), say!("hint-there-are", known = texts.quoted(known)))
            }
            Self::InheritsCycle { .. } => say!("hint-keymap-cycle"),
        })
    }
}

fn wrong_key(error: &KeyNameError) -> Message {
    match error {
        KeyNameError::Empty => say!("fault-key-empty"),
        KeyNameError::UnknownModifier { found } => say!("fault-key-modifier", found = clean_line(found)),
        KeyNameError::UnknownKey { found, .. } => say!("fault-key-unknown", found = clean_line(found)),
        KeyNameError::ShiftedMark(mark) => say!("fault-key-shifted", mark = *mark),
        KeyNameError::CtrlShift(letter) => say!("fault-key-ctrl-shift", letter = *letter),
    }
}

fn key_hint(error: &KeyNameError) -> Message {
    match error {
        KeyNameError::UnknownKey { nearest, .. } => suggested(*nearest, say!("hint-key-name")),
        KeyNameError::Empty => say!("hint-key-name"),
        KeyNameError::UnknownModifier { .. } => say!("hint-key-modifier"),
        KeyNameError::ShiftedMark(_) => say!("hint-key-shifted"),
        KeyNameError::CtrlShift(letter) => say!("hint-key-ctrl-shift", letter = *letter),
    }
}

/// What a key means: an action in quotes, or nothing.
fn meaning(action: &Option<String>, texts: &Texts) -> String {
    match action {
        Some(action) => texts.quoted(&[action]),
        None => texts.get("key-means-nothing"),
    }
}

/// The type behind the name the TOML reader has for it.
fn value_type(name: &str) -> ValueType {
    match name {
        "integer" => ValueType::Number,
        "float" => ValueType::Fraction,
        "boolean" => ValueType::Flag,
        "datetime" => ValueType::Date,
        "array" => ValueType::List,
        "table" => ValueType::Table,
        _ => ValueType::Text,
    }
}
