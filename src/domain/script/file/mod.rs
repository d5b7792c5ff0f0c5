//! The file a script is written in.
//!
//! ```
//! let file = r#"
//! code = "short"
//! name = "Короткий"
//! purpose = "предложить оптовые цены"
//!
//! [[step]]
//! code = "hello"
//! say = "Здравствуйте! Это {оператор}, компания {фирма}. Хочу {цель}. Удобно?"
//! answers = [ { text = "Да", to = "bye" }, { text = "Нет", to = "bye" } ]
//!
//! [[step]]
//! code = "bye"
//! say = "Спасибо, до свидания!"
//! outcome = "not-interested"
//! "#;
//! let (script, warnings) = dozvon::domain::script::file::parse(file).unwrap();
//! assert_eq!(script.steps.len(), 2);
//! assert!(warnings.is_empty());
//! ```

mod forms;
mod step;

pub(in crate::domain) use self::step::check_words;
use super::forms::Forms;
use super::lint::{self, Placed, Whole};
use super::variable::Variable;
use super::{Script, Step};
use crate::domain::ids::ScriptId;
use crate::domain::text::{Lang, clean_line};
use crate::domain::textfile::read::Reader;
use crate::domain::textfile::{Parsed, ScriptProblem};

pub use forms::parse_forms;

/// Keys of the file.
const TOP: &[&str] = &["code", "name", "language", "advertising", "purpose", "forms", "step"];

/// Words of `language`.
const LANGUAGES: [(&str, Lang); 2] = [("ru", Lang::Ru), ("en", Lang::En)];

/// Longest purpose, in terminal cells: it is said within a sentence.
const PURPOSE_CELLS: usize = 76;

/// A script as its file has it: without what the store gives, id and version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptDraft {
    /// A stable word, the same for all versions.
    pub code: String,
    /// The name on the screen.
    pub name: String,
    /// The language the operator speaks; Russian when the file does not say.
    pub language: Lang,
    /// Whether the call is advertising; yes when the file does not say.
    pub advertising: bool,
    /// Why we call; empty when the file does not say.
    pub purpose: String,
    /// Grammatical cases of the script's own words.
    pub forms: Forms,
    /// Steps, at least one; every answer leads to one of them.
    pub steps: Vec<Step>,
}

impl ScriptDraft {
    /// The script as the store keeps it.
    pub fn into_script(self, id: ScriptId, version: u32) -> Script {
        let Self { code, name, language, advertising, purpose, forms, steps } = self;
        Script { id, code, version, name, language, advertising, purpose, forms, steps }
    }
}

impl From<Script> for ScriptDraft {
    fn from(script: Script) -> Self {
        let Script { id: _, code, version: _, name, language, advertising, purpose, forms, steps } = script;
        Self { code, name, language, advertising, purpose, forms, steps }
    }
}

/// Reads and checks a script.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<ScriptDraft> {
    read(text, None)
}

/// As [`parse`], and warns of results that are not among `outcomes`, the codes of the results in use.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse_with_outcomes(text: &str, outcomes: &[&str]) -> Parsed<ScriptDraft> {
    read(text, Some(outcomes))
}

fn read(text: &str, outcomes: Option<&[&str]>) -> Parsed<ScriptDraft> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let code = reader.code(top).value.to_owned();
    let name = reader.name(top, "name");
    let language = reader.word(top, "language", &LANGUAGES).unwrap_or_default();
    let advertising = reader.flag(top, "advertising").unwrap_or(true);
    let purpose = reader.filled_text(top, "purpose").unwrap_or_default();
    step::check_plain(&mut reader, "purpose", &purpose);
    let said = clean_line(purpose.value);
    reader.check_width(purpose.at, "purpose", &said, PURPOSE_CELLS);
    let forms =
        reader.section(top, "forms").map(|section| forms::read(&mut reader, section)).unwrap_or_default();
    let sections = reader.sections(top, "step");
    if sections.as_ref().is_some_and(Vec::is_empty) {
        reader.report(top.place("step"), ScriptProblem::NoSteps);
    }
    let sections = sections.unwrap_or_default().into_iter();
    let steps: Vec<Placed<'_>> = sections.map(|section| step::read(&mut reader, section)).collect();
    let whole = Whole { steps: &steps, language, advertising, has_purpose: !said.is_empty(), outcomes };
    lint::check(&mut reader, &whole);
    let steps = steps.into_iter().map(|placed| placed.step).collect();
    reader.finish(ScriptDraft { code, name, language, advertising, purpose: said, forms, steps })
}

/// The variable in a pair of braces, without its case.
pub(super) fn variable_of(name: &str) -> Option<Variable> {
    super::slot::Slot::parse(name).map(|slot| slot.variable)
}
