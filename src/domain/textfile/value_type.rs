//! Types of the values in a file, as people call them.

use serde::Serialize;
use toml::de::DeValue;

/// Types a value of a file may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    /// Text in quotes.
    Text,
    /// A whole number.
    Number,
    /// A number with a fraction.
    Fraction,
    /// `true` or `false`.
    Flag,
    /// A date or a time.
    Date,
    /// A list: `[ … ]`.
    List,
    /// A table: `{ … }`.
    Table,
    /// A list of tables.
    Tables,
    /// A name: text, or a table of `ru` and `en`.
    Name,
}

impl ValueType {
    pub(super) fn of(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::String(_) => Self::Text,
            DeValue::Integer(_) => Self::Number,
            DeValue::Float(_) => Self::Fraction,
            DeValue::Boolean(_) => Self::Flag,
            DeValue::Datetime(_) => Self::Date,
            DeValue::Array(_) => Self::List,
            DeValue::Table(_) => Self::Table,
        }
    }
}

impl std::fmt::Display for ValueType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "text in quotes",
            Self::Number => "a whole number",
            Self::Fraction => "a number with a fraction",
            Self::Flag => "true or false",
            Self::Date => "a date",
            Self::List => "a list",
            Self::Table => "a table",
            Self::Tables => "a list of tables, `[[…]]` or [ { … } ]",
            Self::Name => "text or { ru = \"…\", en = \"…\" }",
        })
    }
}
