//! A list of clients before it is loaded, in words: what the file is, what its columns hold, and how its first rows look.

use super::Texts;
use crate::domain::text::{clean_line, fit};
use crate::exchange::{ColumnMap, ColumnTarget, Format, Heading, Row};
use crate::say;

/// Headings and names of sheets are shown no wider than this, in cells.
const HEADING: usize = 30;
/// A value of a row is shown no wider than this, in cells.
const VALUE: usize = 24;

/// Rows that are shown before anything is tried.
pub const SAMPLE_ROWS: usize = 3;

impl Texts {
    /// What kind of file it is, in one line; `file` is its name as it is shown.
    pub fn list_format(&self, file: &str, format: &Format) -> String {
        self.say(&match format {
            Format::Sheet { name } => say!("import-sheet-file", file = file, sheet = short(name)),
            Format::Text { encoding, delimiter: None } => {
                say!("import-text-file-plain", file = file, encoding = *encoding)
            }
            Format::Text { encoding, delimiter: Some(delimiter) } => {
                let delimiter = match delimiter {
                    '\t' => self.get("import-delimiter-tab"),
                    other => self.say(&say!("import-quoted", text = other.to_string())),
                };
                say!("import-text-file", file = file, encoding = *encoding, delimiter = delimiter)
            }
        })
    }

    /// What each column is for: its heading, a sign, and what it holds.
    pub fn list_columns(&self, map: &ColumnMap) -> Vec<(String, &'static str, String)> {
        let column = |(heading, target): (&Heading, &ColumnTarget)| {
            let name = match short(&heading.text) {
                nameless if nameless.is_empty() => {
                    self.say(&say!("import-column-nameless", column = heading.position().to_string()))
                }
                name => name,
            };
            let (sign, meaning) = match target {
                ColumnTarget::Field(field) => ("→", self.word(field)),
                ColumnTarget::Person { person, field } => {
                    let field = self.word(field);
                    let said = say!("import-column-person", person = person.to_string(), field = field);
                    ("→", self.say(&said))
                }
                ColumnTarget::Custom(own) if *own == heading.text => ("+", self.get("import-column-custom")),
                ColumnTarget::Custom(own) => {
                    ("+", self.say(&say!("import-column-custom-named", name = short(own))))
                }
                ColumnTarget::Skip => ("–", self.get("import-column-skip")),
            };
            (name, sign, meaning)
        };
        map.headings().iter().zip(map.columns()).map(column).collect()
    }

    /// The first rows as they stand in the file, a line for each: its number and its values.
    pub fn list_rows(&self, rows: &[Row]) -> Vec<String> {
        let values = |row: &Row| {
            let cells = row.cells.iter().map(|cell| cut(cell, VALUE));
            cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" │ ")
        };
        let line = |row: &Row| format!("{:>5}  {}", row.line, values(row));
        rows.iter().take(SAMPLE_ROWS).map(line).collect()
    }
}

fn short(text: &str) -> String {
    cut(text, HEADING)
}

/// A cell may be as long as a book: cleaning its beginning is enough.
fn cut(text: &str, width: usize) -> String {
    let head: String = text.chars().take(width.saturating_mul(8)).collect();
    fit(&clean_line(&head), width).into_owned()
}
