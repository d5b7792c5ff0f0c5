//! The table of grammatical cases: `"Москва" = ["Москвы", "Москве", "Москву", "Москвой", "Москве"]`.

use crate::domain::script::forms::{FORMS, Forms};
use crate::domain::text::clean_line;
use crate::domain::textfile::read::{Reader, Section};
use crate::domain::textfile::{Parsed, ProblemKind, ScriptProblem};

/// Keys of a file that holds nothing but forms.
const TOP: &[&str] = &["forms"];

/// Reads a file that holds nothing but a table of forms.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse_forms(text: &str) -> Parsed<Forms> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let forms = match reader.section(top, "forms") {
        Some(section) => read(&mut reader, section),
        None => {
            if !top.has("forms") {
                reader.report(top.at, ProblemKind::MissingKey { key: "forms" });
            }
            Forms::default()
        }
    };
    reader.finish(forms)
}

/// Reads the table.
pub(super) fn read(reader: &mut Reader<'_>, section: Section<'_>) -> Forms {
    let mut forms = Forms::default();
    for (word, texts) in reader.text_lists(section, "forms") {
        let name = clean_line(word.value);
        for text in &texts {
            if clean_line(text.value).is_empty() {
                reader.report(text.at, ProblemKind::Empty { key: "forms" });
            }
        }
        let cleaned: Vec<String> = texts.iter().map(|text| clean_line(text.value)).collect();
        let count = cleaned.len();
        match <[String; FORMS]>::try_from(cleaned) {
            _ if name.is_empty() => reader.report(word.at, ProblemKind::Empty { key: "forms" }),
            Ok(row) => {
                if forms.0.insert(name.clone(), row).is_some() {
                    reader.report(word.at, ProblemKind::Repeated { key: "forms", text: name });
                }
            }
            Err(_) => reader.report(word.at, ScriptProblem::WrongForms { word: name, count }),
        }
    }
    forms
}
