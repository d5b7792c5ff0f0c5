//! What the user says about columns: `Телефон=phone,Город=city,Фокс=skip`, `1=phone,2=name`.

use super::content::Offer;
use super::field::Field;
use super::headings::normal;
use super::table::Heading;

/// What the user says about one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Which column.
    pub column: ColumnRef,
    /// What it is for.
    pub target: Target,
}

/// How the user names a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnRef {
    /// By its place, from 1.
    Position(usize),
    /// By its heading. Several columns may have the same.
    Heading(String),
}

impl std::fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Position(position) => write!(f, "{position}"),
            Self::Heading(text) => f.write_str(text),
        }
    }
}

/// What the user says a column is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A field, with the number of the contact person where it is his: `person-phone-2`.
    Field(Field, Option<usize>),
    /// A field of the list's own: `custom`, by its heading, or `custom:Остаток`.
    Custom(Option<String>),
    /// Nothing: `skip`.
    Skip,
}

/// Why columns can't be given their meaning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not `COLUMN=FIELD`.
    #[error("{part:?} is not COLUMN=FIELD")]
    Syntax {
        /// The part that is wrong.
        part: String,
    },
    /// The list has no such heading.
    #[error("there is no column {name:?}")]
    UnknownColumn {
        /// What was given.
        name: String,
        /// The heading that is most like it, if one is.
        suggestion: Option<String>,
    },
    /// The list has no column of that number.
    #[error("there is no column {position}, the list has {columns}")]
    NoSuchPosition {
        /// What was given, from 1 when it makes sense.
        position: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// No such field.
    #[error("there is no field {name:?}")]
    UnknownField {
        /// What was given.
        name: String,
        /// The field that is most like it, if one is.
        suggestion: Option<&'static str>,
        /// All there are.
        known: Vec<&'static str>,
    },
    /// Two different things were said about one column.
    #[error("column {column:?} is given two meanings")]
    ColumnTwice {
        /// The column as it was named.
        column: String,
    },
    /// A field that a client has once was given to two columns.
    #[error("field {:?} is given to two columns", field.key())]
    FieldTwice {
        /// The field.
        field: Field,
    },
    /// No column holds a phone, the client's or a person's.
    #[error("no column of the list holds a phone")]
    NoPhoneColumn {
        /// The headings found; empty ones are empty.
        headings: Vec<String>,
        /// Columns whose values look like phones.
        offers: Vec<Offer>,
    },
}

/// Reads what the user says about columns: pairs `COLUMN=FIELD` with commas between them. A column is a number from 1
/// or a heading, in quotes when it has a comma in it (or is a number); a field is one of [`Field::key`] (of a person
/// with his number: `person-phone-2`), `custom`, `custom:NAME` or `skip`.
///
/// # Errors
/// [`MapError::Syntax`] and [`MapError::UnknownField`].
///
/// ```
/// use dozvon::exchange::{Field, Target, parse_map};
/// let map = parse_map("Телефон=phone, \"Фамилия, имя\"=name, 3=person-phone-2, Фокс=skip").unwrap();
/// assert_eq!(map[2].target, Target::Field(Field::PersonPhone, Some(2)));
/// ```
pub fn parse_map(text: &str) -> Result<Vec<Override>, MapError> {
    let parts = parts(text);
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).map(parse_part).collect()
}

/// Cuts at commas outside quotes.
fn parts(text: &str) -> Vec<String> {
    let (mut out, mut part, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        quoted ^= c == '"';
        if c == ',' && !quoted {
            out.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    out.push(part);
    out
}

fn parse_part(part: &str) -> Result<Override, MapError> {
    let syntax = || MapError::Syntax { part: part.to_owned() };
    let (column, target) = part.rsplit_once('=').ok_or_else(syntax)?;
    let (column, target) = (column.trim(), target.trim());
    let unquoted = column.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let column = match (unquoted, column.parse()) {
        (None, Ok(position)) => ColumnRef::Position(position),
        (text, _) => ColumnRef::Heading(text.unwrap_or(column).replace("\"\"", "\"").trim().to_owned()),
    };
    if column == ColumnRef::Heading(String::new()) || target.is_empty() {
        return Err(syntax());
    }
    Ok(Override { column, target: parse_target(target)? })
}

fn parse_target(text: &str) -> Result<Target, MapError> {
    let lower = text.to_lowercase();
    if lower == "skip" {
        return Ok(Target::Skip);
    }
    if lower == "custom" {
        return Ok(Target::Custom(None));
    }
    if let Some((custom, name)) = text.split_once(':')
        && custom.trim().eq_ignore_ascii_case("custom")
    {
        return Ok(Target::Custom(Some(name.trim().to_owned())));
    }
    if let Some(field) = Field::from_key(&lower) {
        return Ok(Target::Field(field, None));
    }
    let numbered = lower.rsplit_once('-').and_then(|(key, number)| {
        let field = Field::from_key(key).filter(|field| field.is_of_person())?;
        Some(Target::Field(field, Some(number.parse().ok().filter(|n| (1..=99).contains(n))?)))
    });
    numbered.ok_or_else(|| {
        let known: Vec<_> = Field::ALL.into_iter().map(Field::key).chain(["custom", "skip"]).collect();
        let suggestion = nearest(&lower, known.iter().copied());
        MapError::UnknownField { name: text.to_owned(), suggestion, known }
    })
}

/// The columns (index from 0) the user means.
pub(super) fn columns_named(headings: &[Heading], column: &ColumnRef) -> Result<Vec<usize>, MapError> {
    let name = match column {
        ColumnRef::Position(position) => {
            let (position, columns) = (*position, headings.len());
            let index = position.checked_sub(1).filter(|index| *index < columns);
            return index.map(|index| vec![index]).ok_or(MapError::NoSuchPosition { position, columns });
        }
        ColumnRef::Heading(name) => name,
    };
    let all = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
        headings.iter().filter(|heading| same(&heading.text)).map(|heading| heading.column).collect()
    };
    let exact = all(&|text| text == name);
    let found = if exact.is_empty() { all(&|text| is_same_heading(text, name)) } else { exact };
    if found.is_empty() {
        let suggestion =
            nearest(name, headings.iter().map(|heading| heading.text.as_str())).map(str::to_owned);
        return Err(MapError::UnknownColumn { name: name.clone(), suggestion });
    }
    Ok(found)
}

/// Whether two headings differ in case, spaces and punctuation only.
pub(super) fn is_same_heading(a: &str, b: &str) -> bool {
    let (words, number) = normal(a);
    !words.is_empty() && (words, number) == normal(b)
}

/// The candidate most like a text, when one is like it at all.
fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let scored = candidates.map(|c| (strsim::jaro_winkler(&text, &c.to_lowercase()), c));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| c)
}
