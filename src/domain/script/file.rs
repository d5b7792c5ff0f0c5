//! The file a script is written in.
//!
//! ```
//! let file = r#"
//! code = "short"
//! name = "Короткий"
//!
//! [[step]]
//! code = "hello"
//! say = "Здравствуйте, {имя|коллеги}! Это {оператор}, компания {фирма}. Удобно говорить?"
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

use super::lint::{self, Placed};
use super::template::{Part, parts};
use super::variable::Variable;
use super::{Answer, MAX_ANSWERS, Script, Step};
use crate::domain::ids::ScriptId;
use crate::domain::text::{Lang, clean_line, clean_text};
use crate::domain::textfile::read::{NAME_CELLS, Reader, Section, Text};
use crate::domain::textfile::{Parsed, ProblemKind};

/// Longest step that is no burden to listen to, in characters: about forty seconds.
const SAY_MAX: usize = 600;

/// Keys of the file, of a step and of an answer.
const TOP: &[&str] = &["code", "name", "language", "advertising", "step"];
const STEP: &[&str] = &["code", "title", "say", "hint", "answers", "outcome", "objection"];
const ANSWER: &[&str] = &["text", "to"];

/// Words of `language`.
const LANGUAGES: [(&str, Lang); 2] = [("ru", Lang::Ru), ("en", Lang::En)];

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
    /// Steps, at least one; every answer leads to one of them.
    pub steps: Vec<Step>,
}

impl ScriptDraft {
    /// The script as the store keeps it.
    pub fn into_script(self, id: ScriptId, version: u32) -> Script {
        let Self { code, name, language, advertising, steps } = self;
        Script { id, code, version, name, language, advertising, steps }
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
    let sections = reader.sections(top, "step");
    if sections.as_ref().is_some_and(Vec::is_empty) {
        reader.report(top.place("step"), ProblemKind::NoSteps);
    }
    let sections = sections.unwrap_or_default().into_iter();
    let steps: Vec<Placed<'_>> = sections.map(|section| read_step(&mut reader, section)).collect();
    lint::check(&mut reader, &steps, language, advertising, outcomes);
    let steps = steps.into_iter().map(|placed| placed.step).collect();
    reader.finish(ScriptDraft { code, name, language, advertising, steps })
}

fn read_step<'t>(reader: &mut Reader<'_>, section: Section<'t>) -> Placed<'t> {
    reader.check_keys(section, STEP);
    let code = reader.code(section);
    let objection = reader.flag(section, "objection").unwrap_or(false);
    let title = if objection {
        // The title is what an objection is found by.
        reader.text(section, "title")
    } else {
        reader.optional_text(section, "title").unwrap_or_default()
    };
    check_plain(reader, "title", &title);
    reader.check_width(title.at, "title", &clean_line(title.value), NAME_CELLS);
    let say = reader.text(section, "say");
    check_template(reader, &say);
    let length = say.value.chars().count();
    if length > SAY_MAX {
        reader.report(say.at, ProblemKind::LongSay { length, limit: SAY_MAX });
    }
    let hint = reader.optional_text(section, "hint").unwrap_or_default();
    check_template(reader, &hint);
    let outcome = reader.filled_text(section, "outcome");
    let rows = reader.sections(section, "answers").unwrap_or_default();
    if rows.len() > MAX_ANSWERS {
        reader.report(section.place("answers"), ProblemKind::TooManyAnswers { count: rows.len() });
    }
    let (mut answers, mut targets) = (Vec::new(), Vec::new());
    for row in rows {
        reader.check_keys(row, ANSWER);
        let text = reader.text(row, "text");
        check_plain(reader, "text", &text);
        reader.check_width(text.at, "text", &clean_line(text.value), NAME_CELLS);
        let to = reader.text(row, "to");
        answers.push(Answer { text: clean_line(text.value), to: to.value.to_owned() });
        targets.push(to);
    }
    let step = Step {
        code: code.value.to_owned(),
        title: clean_line(title.value),
        say: clean_text(say.value),
        hint: clean_text(hint.value),
        answers,
        outcome: outcome.map(|outcome| clean_line(outcome.value)),
        objection,
    };
    Placed {
        step,
        at: section.at,
        code,
        say,
        targets,
        outcome: section.has("outcome").then(|| section.place("outcome")),
    }
}

/// Checks braces and variables of words that are filled in.
fn check_template(reader: &mut Reader<'_>, text: &Text<'_>) {
    for (at, part) in parts(text.value) {
        let kind = match part {
            Part::Text(_) => continue,
            Part::Unclosed => ProblemKind::UnclosedBrace,
            Part::Stray => ProblemKind::StrayBrace,
            Part::Slot { name, .. } if Variable::parse(name).is_some() => continue,
            Part::Slot { name, .. } => {
                ProblemKind::UnknownVariable { name: clean_line(name), suggestion: Variable::nearest(name) }
            }
        };
        let place = reader.brace_at(text, at);
        reader.report(place, kind);
    }
}

/// Checks that words which are shown as they are hold no variables.
fn check_plain(reader: &mut Reader<'_>, key: &'static str, text: &Text<'_>) {
    let variable = |part| matches!(part, Part::Slot { name, .. } if Variable::parse(name).is_some());
    if let Some((at, _)) = parts(text.value).find(|(_, part)| variable(*part)) {
        let place = reader.brace_at(text, at);
        reader.report(place, ProblemKind::VariableOutOfPlace { key });
    }
}
