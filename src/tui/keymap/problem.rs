//! What may be wrong with a keymap: each with the place, and with what to do about it.

use thiserror::Error;

use super::{PRESETS, Source};
use crate::tui::key::{Key, KeyNameError, Unbindable};
use crate::tui::layered::{self, Fault};

/// Everything that is wrong with a keymap; at least one thing.
pub type Problems = layered::Problems<ProblemKind>;

/// One thing that is wrong with a keymap.
pub type Problem = layered::Problem<ProblemKind>;

/// What is wrong, in English; [`hint`](Fault::hint) says what to do. The fields are for other languages.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProblemKind {
    /// The file is not TOML.
    #[error("this is not valid TOML: {message}")]
    Syntax {
        /// What the TOML parser says, in English.
        message: String,
    },
    /// A table is called like no context.
    #[error("there is no context [{context}]")]
    UnknownContext {
        /// What it is called.
        context: String,
        /// The context that looks most like it.
        nearest: Option<String>,
    },
    /// A key is to mean an action that does not exist.
    #[error("there is no action {action:?}")]
    UnknownAction {
        /// What it is called.
        action: String,
        /// The action that looks most like it.
        nearest: Option<String>,
    },
    /// No key is called so.
    #[error("{error}")]
    UnknownKey {
        /// Why it is no key.
        error: KeyNameError,
    },
    /// A terminal cannot tell this key.
    #[error("{key} cannot be bound: {why}")]
    Unbindable {
        /// The key.
        key: Key,
        /// Why not.
        why: Unbindable,
    },
    /// One key, perhaps spelled in two ways, stands in one context twice.
    #[error("in [{context}], {second:?} means {}, but {}{} on line {first_line}",
        meaning(.second_action), same_key(first, second), meaning(.first_action))]
    Conflict {
        /// The context.
        context: String,
        /// The key as it is spelled first.
        first: String,
        /// What it means there; `None` is unbound.
        first_action: Option<String>,
        /// The line of that.
        first_line: usize,
        /// The key as it is spelled here.
        second: String,
        /// What it means here; `None` is unbound.
        second_action: Option<String>,
    },
    /// A context stands in the file twice.
    #[error("[{context}] is here already, on line {first_line}")]
    ContextTwice {
        /// The context.
        context: String,
        /// The line where it stands first.
        first_line: usize,
    },
    /// What a key means is neither a text nor `false`.
    #[error("this is {}, not an action", article(found))]
    NotAnAction {
        /// The TOML type.
        found: &'static str,
    },
    /// `name` or `inherits` is no text.
    #[error("{setting} is {}, not a text", article(found))]
    NotAName {
        /// Which of the two.
        setting: String,
        /// The TOML type.
        found: &'static str,
    },
    /// A line before the first context that is neither `name` nor `inherits`.
    #[error("{found:?} stands outside of any context")]
    OutsideContext {
        /// The word before `=`.
        found: String,
        /// Whether it is the name of a key.
        is_key: bool,
    },
    /// There is no keymap of this name.
    #[error("there is no keymap {name:?}")]
    UnknownKeymap {
        /// What was asked for.
        name: String,
        /// The keymap that looks most like it.
        nearest: Option<String>,
        /// The keymaps there are.
        known: Vec<String>,
    },
    /// Keymaps inherit one another in a circle.
    #[error("this keymap inherits itself: {}", chain.join(" → "))]
    InheritsCycle {
        /// The circle, beginning and ending with the same name.
        chain: Vec<String>,
    },
}

impl ProblemKind {
    pub(super) fn unknown_keymap(name: String, user: &[Source<'_>]) -> Self {
        let known: Vec<_> = PRESETS.iter().chain(user).map(|source| source.name.to_owned()).collect();
        let nearest = nearest(&name, known.iter().map(String::as_str));
        Self::UnknownKeymap { name, nearest, known }
    }
}

impl Fault for ProblemKind {
    fn hint(&self) -> String {
        let hint = match self {
            Self::Syntax { .. } => r#"Keys and actions stand in quotes: "Ctrl+K" = "palette"."#,
            Self::UnknownContext { nearest: Some(nearest), .. } => {
                return format!("Did you mean [{nearest}]?");
            }
            Self::UnknownContext { .. } => "`dozvon keys` lists the contexts.",
            Self::UnknownAction { nearest: Some(nearest), .. } => {
                return format!("Did you mean {nearest:?}?");
            }
            Self::UnknownAction { .. } => "`dozvon keys` lists the actions.",
            Self::UnknownKey { error } => return key_hint(error),
            Self::Unbindable { why: Unbindable::SameAs(key), .. } => {
                return format!("Bind {key}, or take another key.");
            }
            Self::Unbindable { .. } => "Take another key.",
            Self::Conflict { .. } => "Keep one of the two lines.",
            Self::ContextTwice { .. } => "Put the lines of both together.",
            Self::NotAnAction { .. } => {
                "Write the name of an action in quotes, or false to take the key away."
            }
            Self::NotAName { setting, .. } => return format!(r#"Write {setting} = "default"."#),
            Self::OutsideContext { is_key: true, .. } => {
                "Put it under a context: [global] holds the keys that work everywhere."
            }
            Self::OutsideContext { is_key: false, .. } => {
                "Only name and inherits stand before the first [context]."
            }
            Self::UnknownKeymap { nearest: Some(nearest), .. } => {
                return format!("Did you mean {nearest:?}?");
            }
            Self::UnknownKeymap { known, .. } => return format!("There are: {}.", known.join(", ")),
            Self::InheritsCycle { .. } => r#"Let one of them inherit "default"."#,
        };
        hint.to_owned()
    }
}

fn key_hint(error: &KeyNameError) -> String {
    match error {
        KeyNameError::UnknownKey { nearest: Some(nearest), .. } => format!("Did you mean {nearest}?"),
        KeyNameError::UnknownKey { .. } | KeyNameError::Empty => {
            r#"Write a character, such as "n" or "[", or a name, such as "F3", "Space" or "PageDown"."#
                .to_owned()
        }
        KeyNameError::UnknownModifier { .. } => "Write Ctrl+K, Alt+1 or Shift+Tab.".to_owned(),
        KeyNameError::ShiftedMark(_) => r#"Write the character itself, such as "?" or "!"."#.to_owned(),
        KeyNameError::CtrlShift(c) => format!("Write Ctrl+{c}, or take Alt."),
    }
}

fn meaning(action: &Option<String>) -> String {
    action.as_ref().map_or_else(|| "nothing (false)".to_owned(), |action| format!("{action:?}"))
}

fn same_key(first: &str, second: &str) -> String {
    if first == second { String::new() } else { format!("the same key {first:?} means ") }
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The name most like `word`, when one is like it at all.
pub(super) fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = word.to_lowercase();
    let scored = names.map(|name| (strsim::jaro_winkler(&word, name), name));
    // In a short word one slip is a large part of it.
    let alike = scored.filter(|(score, name)| *score > 0.8 || strsim::osa_distance(&word, name) <= 1);
    alike.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name.to_owned())
}
