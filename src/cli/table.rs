//! Rows for people and for machines: one table, printed in the format that was asked for.

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use crate::domain::text::{clean_line, fit};
use crate::exchange::escape::guard;
use crate::say;

/// No cell that others follow is wider to people, in terminal cells: one long name must not push all rows apart.
const CELL: usize = 40;

/// Rows under headings.
pub(super) struct Table {
    columns: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

/// What stands in a cell: to a person and to a machine.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    shown: String,
    value: Value,
}

impl Cell {
    /// One thing to a person, another to a machine.
    pub(super) fn both(shown: impl AsRef<str>, value: impl Into<Value>) -> Self {
        Self { shown: clean_line(shown.as_ref()), value: value.into() }
    }

    /// Nothing.
    pub(super) fn none() -> Self {
        Self { shown: String::new(), value: Value::Null }
    }

    /// A text that may be missing.
    pub(super) fn option(text: Option<&str>) -> Self {
        text.map_or_else(Self::none, Self::from)
    }

    /// Several words.
    pub(super) fn list<T: AsRef<str>>(words: &[T]) -> Self {
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        Self::both(words.join(" "), words)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::both(text, text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

macro_rules! number_cells {
    ($($number:ty),*) => {$(
        impl From<$number> for Cell {
            fn from(number: $number) -> Self {
                Self::both(number.to_string(), number)
            }
        }
    )*};
}

number_cells!(u16, u32, u64, usize);

impl Table {
    /// A table with these columns. A column is the key of its heading, `table-…`; what stands behind the hyphen is its
    /// name to machines, with `_` between words.
    pub(super) fn new(columns: &'static [&'static str]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// Prints it. Nothing at all is printed for people when there are no rows: what to do then is for the command to say.
    pub(super) fn print(&self, context: &Context) -> Result<(), Fail> {
        let text = match context.format() {
            Format::Table if self.rows.is_empty() => String::new(),
            Format::Table => self.aligned(context),
            Format::Json => pretty(&Value::Array(self.objects().collect())),
            Format::Ndjson => self.objects().map(|object| format!("{object}\n")).collect(),
            Format::Csv => self.csv().map_err(|error| unwritten(context, &error))?,
        };
        out::print(&context.texts, &text)
    }

    fn names(&self) -> impl Iterator<Item = String> {
        self.columns.iter().map(|column| column.trim_start_matches("table-").replace('-', "_"))
    }

    fn objects(&self) -> impl Iterator<Item = Value> {
        self.rows.iter().map(|row| {
            let values = row.iter().map(|cell| cell.value.clone());
            Value::Object(self.names().zip(values).collect::<Map<String, Value>>())
        })
    }

    fn csv(&self) -> Result<String, csv::Error> {
        let values =
            |row: &Vec<Cell>| row.iter().map(|cell| guard(&plain(&cell.value)).into_owned()).collect();
        let rows: Vec<Vec<String>> =
            std::iter::once(self.names().collect()).chain(self.rows.iter().map(values)).collect();
        csv_of(&rows)
    }

    /// Columns as wide as what stands in them; numbers stand at the right, and the last column ends where its text does.
    fn aligned(&self, context: &Context) -> String {
        let headings: Vec<String> = self.columns.iter().map(|column| context.texts.get(column)).collect();
        let most = |at: usize| if at + 1 < self.columns.len() { CELL } else { usize::MAX };
        let cut = |row: &Vec<Cell>| -> Vec<String> {
            row.iter().enumerate().map(|(at, cell)| fit(&cell.shown, most(at)).into_owned()).collect()
        };
        let rows: Vec<Vec<String>> = self.rows.iter().map(cut).collect();
        let widths: Vec<usize> = headings
            .iter()
            .enumerate()
            .map(|(at, heading)| {
                let cells = rows.iter().filter_map(|row| Some(row.get(at)?.width()));
                cells.max().unwrap_or(0).max(heading.width())
            })
            .collect();
        let line = |cells: &mut dyn Iterator<Item = (&str, bool)>| {
            let mut out = String::new();
            for ((text, right), width) in cells.zip(&widths) {
                let space = " ".repeat(width.saturating_sub(text.width()));
                let (before, after) = if right { (space.as_str(), "") } else { ("", space.as_str()) };
                out.push_str(&format!("{before}{text}{after}  "));
            }
            format!("{}\n", out.trim_end())
        };
        let numbers =
            |at: usize| self.rows.iter().all(|row| row.get(at).is_some_and(|cell| cell.value.is_number()));
        let right: Vec<bool> = (0..self.columns.len()).map(numbers).collect();
        let mut out = line(&mut headings.iter().map(String::as_str).zip(right.iter().copied()));
        for row in &rows {
            out.push_str(&line(&mut row.iter().map(String::as_str).zip(right.iter().copied())));
        }
        out
    }
}

/// Prints one thing: to people in the words given, to machines by name and value.
pub(super) fn print_one(
    context: &Context,
    words: impl FnOnce() -> String,
    fields: &[(&str, Value)],
) -> Result<(), Fail> {
    let object =
        || Value::Object(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
    let text = match context.format() {
        Format::Table => words(),
        Format::Json => pretty(&object()),
        Format::Ndjson => format!("{}\n", object()),
        Format::Csv => {
            let mut columns = Vec::new();
            for (name, value) in fields {
                flatten(name, value, &mut columns);
            }
            let (names, values) =
                columns.into_iter().map(|(name, value)| (name, guard(&value).into_owned())).unzip();
            csv_of(&[names, values]).map_err(|error| unwritten(context, &error))?
        }
    };
    out::print(&context.texts, &text)
}

/// Rows of values as CSV, under their names.
pub(super) fn csv_rows(
    context: &Context,
    names: &[&str],
    rows: impl Iterator<Item = Vec<Value>>,
) -> Result<String, Fail> {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    let values =
        rows.map(|row| row.iter().map(|value| guard(&plain(value)).into_owned()).collect::<Vec<_>>());
    let whole: Vec<Vec<String>> = std::iter::once(names).chain(values).collect();
    csv_of(&whole).map_err(|error| unwritten(context, &error))
}

fn csv_of(rows: &[Vec<String>]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn unwritten(context: &Context, error: &csv::Error) -> Fail {
    context.fail(Code::Failed, &say!("error-output", error = error.to_string()), None)
}

/// JSON for eyes.
pub(super) fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A value as columns of CSV: a field of an object has one of its own, `snapshots.seq`; several objects stand in one cell of
/// each, one behind the other.
fn flatten(name: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                flatten(&format!("{name}.{field}"), value, out);
            }
        }
        Value::Array(values) if values.iter().any(Value::is_object) => {
            let begin = out.len();
            for value in values {
                let mut columns = Vec::new();
                flatten(name, value, &mut columns);
                for (column, cell) in columns {
                    let known = out.iter_mut().skip(begin).find(|(known, _)| *known == column);
                    match known {
                        Some((_, cells)) => cells.push_str(&format!("; {cell}")),
                        None => out.push((column, cell)),
                    }
                }
            }
        }
        value => out.push((name.to_owned(), plain(value))),
    }
}

/// A value as a cell of CSV has it.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
