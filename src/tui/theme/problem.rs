//! What may be wrong with a theme: each with the place, and with what to do about it.

use std::fmt;

use thiserror::Error;

use super::color::ColorFault;
use crate::domain::textfile::SyntaxFault;
use crate::tui::layered::{self, Fault};

/// Everything that is wrong with a theme; at least one thing.
pub type Problems = layered::Problems<ProblemKind>;

/// One thing that is wrong with a theme.
pub type Problem = layered::Problem<ProblemKind>;

/// What is wrong, in English; [`hint`](Fault::hint) says what to do. The fields are for other languages.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProblemKind {
    /// The bytes are not UTF-8.
    #[error("the file is not in UTF-8")]
    NotUtf8,
    /// The file is not TOML.
    #[error("{fault}")]
    Syntax {
        /// What is wrong with it.
        fault: SyntaxFault,
    },
    /// Nothing of this name stands at the top of a theme.
    #[error("a theme has no {setting:?}")]
    UnknownSetting {
        /// What it is called.
        setting: String,
        /// What looks most like it.
        nearest: Option<String>,
    },
    /// No role is called so.
    #[error("there is no role {role:?}")]
    UnknownRole {
        /// What it is called.
        role: String,
        /// The role that looks most like it.
        nearest: Option<String>,
    },
    /// A style has no such property.
    #[error("a style has no {property:?}")]
    UnknownProperty {
        /// What it is called.
        property: String,
        /// The property that looks most like it.
        nearest: Option<String>,
    },
    /// The palette has no such name, and neither is it one of the sixteen colours.
    #[error("there is no colour {color:?}")]
    UnknownColor {
        /// What it is called.
        color: String,
        /// The colour that looks most like it.
        nearest: Option<String>,
        /// Whether it stands in the palette, where colours of the palette can't be used.
        in_palette: bool,
    },
    /// A colour begins like `#rrggbb` or `ansi256:N` and goes on in another way.
    #[error("{color:?} is no colour: {fault}")]
    BadColor {
        /// What is written.
        color: String,
        /// What is wrong with it.
        fault: ColorFault,
    },
    /// `ansi` and `ansi_bg` take one of the sixteen colours.
    #[error("{color:?} is none of the sixteen colours")]
    NotAnsi {
        /// What is written.
        color: String,
        /// The one that looks most like it.
        nearest: Option<String>,
    },
    /// A colour of the palette is called like something that means another thing wherever a colour stands.
    #[error("a colour of the palette can't be called {name:?}")]
    ReservedName {
        /// What it is called.
        name: String,
    },
    /// `contrast` has two words to choose from.
    #[error("there is no contrast {word:?}")]
    UnknownContrast {
        /// What is written.
        word: String,
    },
    /// A value is of another type.
    #[error("{key:?} is {found}, not {expected}")]
    WrongType {
        /// What it is a value of.
        key: String,
        /// What it should be.
        expected: ValueKind,
        /// What it is.
        found: ValueKind,
    },
    /// There is no theme of this name.
    #[error("there is no theme {name:?}")]
    UnknownTheme {
        /// What was asked for.
        name: String,
        /// The theme that looks most like it.
        nearest: Option<String>,
        /// The themes there are.
        known: Vec<String>,
    },
    /// Themes inherit one another in a circle.
    #[error("this theme inherits itself: {}", chain.join(" → "))]
    InheritsCycle {
        /// The circle, beginning and ending with the same name.
        chain: Vec<String>,
    },
}

/// Types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Text in quotes.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A date or a time.
    Date,
    /// A list: `[ … ]`.
    List,
    /// A table: `{ … }` or the lines under `[ … ]`.
    Table,
    /// A style: a colour, or a table of properties.
    Style,
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Flag => "true or false",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::List => "a list",
            Self::Table => "a table",
            Self::Style => "a style",
        })
    }
}

impl Fault for ProblemKind {
    fn hint(&self) -> String {
        let nearest = match self {
            Self::UnknownSetting { nearest, .. }
            | Self::UnknownRole { nearest, .. }
            | Self::UnknownProperty { nearest, .. }
            | Self::UnknownColor { nearest, .. }
            | Self::NotAnsi { nearest, .. }
            | Self::UnknownTheme { nearest, .. } => nearest.as_ref(),
            _ => None,
        };
        if let Some(nearest) = nearest {
            return format!("Did you mean {nearest:?}?");
        }
        let hint = match self {
            Self::NotUtf8 => "Save it in UTF-8.",
            Self::Syntax { fault: SyntaxFault::RepeatedKey } => "Keep one of the two.",
            Self::Syntax { .. } => r##"A line of a theme looks like this: muted = "#8b95a1"."##,
            Self::UnknownSetting { .. } => {
                "It has name, inherits, contrast and the tables [palette] and [styles]."
            }
            Self::UnknownRole { .. } => "`dozvon themes` lists the roles.",
            Self::UnknownProperty { .. } => {
                "It has fg, bg, ansi, ansi_bg, bold, dim, italic, underline and reverse."
            }
            Self::UnknownColor { in_palette: true, .. } => {
                r##"Write it as "#1a2b3c", "ansi256:208" or "light-red"."##
            }
            Self::UnknownColor { .. } => {
                r##"Add it to [palette], or write "#rrggbb", "ansi256:208", "light-red", "default" or "none"."##
            }
            Self::BadColor { fault: ColorFault::Hex, .. } => r##"Write it as "#1a2b3c"."##,
            Self::BadColor { fault: ColorFault::Index, .. } => r#"Write it as "ansi256:208"."#,
            Self::NotAnsi { .. } => {
                "They are black, red, green, yellow, blue, magenta, cyan, gray, dark-gray, light-red to light-cyan, white."
            }
            Self::ReservedName { .. } => "Give it another name.",
            Self::UnknownContrast { .. } => r#"Write "normal" or "high"."#,
            Self::WrongType { expected: ValueKind::Style, .. } => {
                r#"Write "coral" or { fg = "coral", bold = true }."#
            }
            Self::WrongType { expected: ValueKind::Table, key, .. } => {
                return format!("Write [{key}] on a line of its own, and what belongs to it below.");
            }
            Self::WrongType { expected: ValueKind::Flag, .. } => "Write true or false, without quotes.",
            Self::WrongType { key, .. } => match key.as_str() {
                "name" => "Put it in quotes.",
                "inherits" => r#"Write inherits = "dark"."#,
                "contrast" => r#"Write "normal" or "high"."#,
                _ => r#"Write a colour in quotes, such as "light-red"."#,
            },
            Self::UnknownTheme { known, .. } => return format!("There are: {}.", known.join(", ")),
            Self::InheritsCycle { .. } => r#"Let one of them inherit "dark"."#,
        };
        hint.to_owned()
    }
}
