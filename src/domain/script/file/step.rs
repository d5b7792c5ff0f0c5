//! Reading one step.

use chrono::TimeZone;
use unicode_width::UnicodeWidthStr;

use super::variable_of;
use crate::domain::money::{Currency, Money};
use crate::domain::script::condition::Condition;
use crate::domain::script::effect::Effect;
use crate::domain::script::forms::Case;
use crate::domain::script::lint::{Placed, PlacedAnswer, PlacedJump};
use crate::domain::script::question::{Question, QuestionKind};
use crate::domain::script::slot::Slot;
use crate::domain::script::template::{Part, parts};
use crate::domain::script::variable::Variable;
use crate::domain::script::{Answer, Jump, MAX_ANSWERS, Step};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::textfile::read::{NAME_CELLS, Reader, Section, Text};
use crate::domain::textfile::{ProblemKind, ScriptProblem, nearest};
use crate::domain::when;

/// Longest step that is no burden to listen to, in characters: about forty seconds.
const SAY_MAX: usize = 600;

/// Widest line that fits a terminal of 80 columns with its frame, in cells.
const LINE_CELLS: usize = 76;

/// Most of a unit or of the end of a scale, in cells.
const UNIT_CELLS: usize = 16;

/// Keys of a step, of its parts and of what it brings about.
const STEP: &[&str] =
    &["code", "title", "say", "hint", "jumps", "question", "answers", "to", "do", "outcome", "objection"];
const JUMP: &[&str] = &["when", "to"];
const ANSWER: &[&str] = &["code", "text", "to", "when", "do", "added"];
const QUESTION: &[&str] = &["code", "title", "kind", "required", "min", "max", "unit", "low", "high", "most"];
const EFFECT: &[&str] = &["outcome", "callback", "deal", "amount", "note", "field", "value"];
/// What an effect is; the other keys go with one of these.
const EFFECTS: [&str; 5] = ["outcome", "callback", "deal", "note", "field"];

/// Kinds of question, as a file names them.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Single,
    Multiple,
    Number,
    Date,
    Scale,
    Text,
}

const KINDS: [(&str, Kind); 6] = [
    ("single", Kind::Single),
    ("multiple", Kind::Multiple),
    ("number", Kind::Number),
    ("date", Kind::Date),
    ("scale", Kind::Scale),
    ("text", Kind::Text),
];

/// Bounds that `min` and `max` may have, and the ends of a scale.
const NUMBERS: std::ops::RangeInclusive<i64> = -1_000_000_000_000..=1_000_000_000_000;
const SCALE: std::ops::RangeInclusive<i64> = -100..=100;

/// Reads a step; what concerns the script as a whole is left to [`lint`](crate::domain::script::lint).
pub(super) fn read<'t>(reader: &mut Reader<'_>, section: Section<'t>) -> Placed<'t> {
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
    let jumps = read_jumps(reader, section);
    let leads_on = jumps.iter().any(|jump| jump.jump.when.is_none());
    let say = if leads_on {
        reader.filled_text(section, "say").unwrap_or_default()
    } else {
        reader.text(section, "say")
    };
    check_words(reader, "say", &say);
    let length = say.value.chars().count();
    if length > SAY_MAX {
        reader.report(say.at, ScriptProblem::LongSay { length, limit: SAY_MAX });
    }
    let hint = reader.optional_text(section, "hint").unwrap_or_default();
    check_words(reader, "hint", &hint);
    let outcome = reader.filled_text(section, "outcome");
    let question = reader.section(section, "question").map(|inner| read_question(reader, inner, &title));
    let to = section.has("to").then(|| reader.text(section, "to"));
    let mut templates = vec![say.clone(), hint.clone()];
    let mut outcomes = Vec::new();
    let effects = read_effects(reader, section, &mut templates, &mut outcomes);
    let rows = reader.sections(section, "answers").unwrap_or_default();
    if rows.len() > MAX_ANSWERS {
        reader.report(section.place("answers"), ScriptProblem::TooManyAnswers { count: rows.len() });
    }
    let mut answers = Vec::new();
    for row in rows {
        reader.check_keys(row, ANSWER);
        let text = reader.text(row, "text");
        check_plain(reader, "text", &text);
        reader.check_width(text.at, "text", &clean_line(text.value), NAME_CELLS);
        let own = if row.has("code") { reader.code(row) } else { Text::default() };
        let to = row.has("to").then(|| reader.text(row, "to"));
        let when = reader.filled_text(row, "when");
        let effects = read_effects(reader, row, &mut templates, &mut outcomes);
        let answer = Answer {
            code: own.value.to_owned(),
            text: clean_line(text.value),
            to: to.as_ref().map(|to| to.value.to_owned()),
            when: when.as_ref().map(condition),
            effects,
            added: reader.flag(row, "added").unwrap_or(false),
        };
        answers.push(PlacedAnswer { answer, at: row.at, text, to, when });
    }
    let (question, question_code) = question.unzip();
    let step = Step {
        code: code.value.to_owned(),
        title: clean_line(title.value),
        say: clean_text(say.value),
        hint: clean_text(hint.value),
        jumps: jumps.iter().map(|jump| jump.jump.clone()).collect(),
        question,
        answers: answers.iter().map(|placed| placed.answer.clone()).collect(),
        to: to.as_ref().map(|to| to.value.to_owned()),
        effects,
        outcome: outcome.map(|outcome| clean_line(outcome.value)),
        objection,
    };
    Placed {
        step,
        at: section.at,
        code,
        say,
        jumps,
        question: question_code,
        answers,
        to,
        outcome: section.has("outcome").then(|| section.place("outcome")),
        outcomes,
        templates,
    }
}

fn condition(text: &Text<'_>) -> Condition {
    Condition(clean_line(text.value))
}

fn read_jumps<'t>(reader: &mut Reader<'_>, section: Section<'t>) -> Vec<PlacedJump<'t>> {
    let mut jumps = Vec::new();
    for row in reader.sections(section, "jumps").unwrap_or_default() {
        reader.check_keys(row, JUMP);
        let when = reader.filled_text(row, "when");
        let to = reader.text(row, "to");
        let jump = Jump { when: when.as_ref().map(condition), to: to.value.to_owned() };
        // A condition that is there and of no use must not make the jump one that always holds.
        let jump =
            Jump { when: jump.when.or_else(|| row.has("when").then(|| Condition(String::new()))), ..jump };
        jumps.push(PlacedJump { jump, at: row.at, when, to });
    }
    jumps
}

fn read_question<'t>(
    reader: &mut Reader<'_>,
    section: Section<'t>,
    title: &Text<'_>,
) -> (Question, Text<'t>) {
    reader.check_keys(section, QUESTION);
    let code = reader.code(section);
    if crate::domain::script::condition::is_reserved(code.value) {
        reader.report(code.at, ProblemKind::BadCode { code: code.value.to_owned() });
    }
    let own = reader.filled_text(section, "title").unwrap_or_default();
    check_plain(reader, "title", &own);
    reader.check_width(own.at, "title", &clean_line(own.value), NAME_CELLS);
    let named = [clean_line(own.value), clean_line(title.value)].into_iter().find(|title| !title.is_empty());
    if !section.has("kind") {
        reader.report(section.at, ProblemKind::MissingKey { key: "kind" });
    }
    let kind = reader.word(section, "kind", &KINDS);
    for (key, kinds) in [
        ("min", &[Kind::Number, Kind::Scale][..]),
        ("max", &[Kind::Number, Kind::Scale]),
        ("unit", &[Kind::Number]),
        ("low", &[Kind::Scale]),
        ("high", &[Kind::Scale]),
        ("most", &[Kind::Multiple]),
    ] {
        if section.has(key) && kind.is_some_and(|kind| !kinds.contains(&kind)) {
            reader.report(section.place(key), ScriptProblem::KeyOfOtherKind { key });
        }
    }
    let mut short = |key: &'static str| {
        let text = reader.optional_text(section, key).unwrap_or_default();
        let clean = clean_line(text.value);
        reader.check_width(text.at, key, &clean, UNIT_CELLS);
        clean
    };
    let (unit, low, high) = (short("unit"), short("low"), short("high"));
    let bounds = if kind == Some(Kind::Scale) { SCALE } else { NUMBERS };
    let (min, max) = (reader.number(section, "min", bounds.clone()), reader.number(section, "max", bounds));
    let most = reader.number(section, "most", 1_u8..=9);
    let kind = match kind.unwrap_or(Kind::Text) {
        Kind::Single => QuestionKind::Single,
        Kind::Multiple => QuestionKind::Multiple { most },
        Kind::Number => QuestionKind::Number { min, max, unit },
        Kind::Date => QuestionKind::Date,
        Kind::Scale => QuestionKind::Scale { min: min.unwrap_or(0), max: max.unwrap_or(10), low, high },
        Kind::Text => QuestionKind::Text,
    };
    let ends = match kind {
        QuestionKind::Number { min: Some(min), max: Some(max), .. }
        | QuestionKind::Scale { min, max, .. } => min < max,
        _ => true,
    };
    if !ends {
        reader.report(section.place("max"), ScriptProblem::EmptyRange);
    }
    let question = Question {
        code: code.value.to_owned(),
        title: named.unwrap_or_else(|| code.value.to_owned()),
        kind,
        required: reader.flag(section, "required").unwrap_or(false),
    };
    (question, code)
}

fn read_effects<'t>(
    reader: &mut Reader<'_>,
    section: Section<'t>,
    templates: &mut Vec<Text<'t>>,
    outcomes: &mut Vec<Text<'t>>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    for row in reader.sections(section, "do").unwrap_or_default() {
        reader.check_keys(row, EFFECT);
        let mut named = EFFECTS.into_iter().filter(|key| row.has(key));
        let (Some(key), None) = (named.next(), named.next()) else {
            reader.report(row.at, ProblemKind::OneKeyWanted { key: "do", keys: EFFECTS.to_vec() });
            continue;
        };
        let goes_with = |other: &str| matches!((key, other), ("deal", "amount") | ("field", "value"));
        for other in ["amount", "value"] {
            if row.has(other) && !goes_with(other) {
                reader.report(row.place(other), ScriptProblem::KeyOfOtherKind { key: other });
            }
        }
        let text = reader.text(row, key);
        let line = clean_line(text.value);
        let filled = |reader: &mut Reader<'_>, text: &Text<'t>, templates: &mut Vec<Text<'t>>| {
            check_braces(reader, text);
            templates.push(text.clone());
        };
        effects.push(match key {
            "outcome" => {
                outcomes.push(text.clone());
                Effect::Outcome(line)
            }
            "callback" => {
                filled(reader, &text, templates);
                if !line.is_empty() && !line.contains('{') && !is_time(&line) {
                    reader.report(text.at, ScriptProblem::BadCallback { words: line.clone() });
                }
                Effect::Callback(line)
            }
            "deal" => {
                filled(reader, &text, templates);
                let amount = reader.filled_text(row, "amount").unwrap_or_default();
                filled(reader, &amount, templates);
                let sum = clean_line(amount.value);
                if !sum.is_empty() && !sum.contains('{') && Money::parse(&sum, Currency::default()).is_err() {
                    reader.report(amount.at, ScriptProblem::BadAmount { text: sum.clone() });
                }
                Effect::Deal { name: line, amount: sum }
            }
            "note" => {
                filled(reader, &text, templates);
                Effect::Note(line)
            }
            _ => {
                check_plain(reader, "field", &text);
                let value = reader.text(row, "value");
                filled(reader, &value, templates);
                Effect::Field { name: line, value: clean_line(value.value) }
            }
        });
    }
    effects
}

/// Whether words name a time, at whatever moment they are read.
fn is_time(words: &str) -> bool {
    // A Wednesday morning: no day of the week, no hour of work has passed that would not come again.
    let now = chrono::Utc.with_ymd_and_hms(2026, 1, 14, 5, 0, 0).single();
    now.is_some_and(|now| when::read(words, now.into(), chrono_tz::Europe::Moscow).is_ok())
}

/// Checks braces and variables of words that are filled in, and the width of their lines.
pub(in crate::domain) fn check_words(reader: &mut Reader<'_>, key: &'static str, text: &Text<'_>) {
    check_braces(reader, text);
    let mut at = 0;
    for line in text.value.split('\n') {
        let width = clean_line(line).width();
        if width > LINE_CELLS {
            let place = reader.place_in(text, at);
            reader.report(place, ScriptProblem::LongLine { key, width, limit: LINE_CELLS });
        }
        at += line.len() + 1;
    }
}

/// Checks braces and variables of words that are filled in.
fn check_braces(reader: &mut Reader<'_>, text: &Text<'_>) {
    for (at, part) in parts(text.value) {
        let kind = match part {
            Part::Text(_) => continue,
            Part::Unclosed => ScriptProblem::UnclosedBrace,
            Part::Stray => ScriptProblem::StrayBrace,
            Part::Slot { name, default } => match Slot::parse(name) {
                Some(Slot { case: Some(case), .. }) if case != Case::Nominative && default.is_none() => {
                    ScriptProblem::CaseWithoutDefault { name: clean_line(name) }
                }
                Some(_) => continue,
                None => ScriptProblem::UnknownVariable { name: clean_line(name), suggestion: meant(name) },
            },
        };
        let place = reader.brace_at(text, at);
        reader.report(place, kind);
    }
}

/// What an unknown name in braces may be a slip of.
fn meant(name: &str) -> Option<String> {
    if let Some((head, tail)) = name.rsplit_once(':')
        && Variable::parse(head).is_some()
    {
        let case = nearest(tail.trim(), Case::names())?;
        return Some(format!("{}:{case}", clean_line(head)));
    }
    Variable::nearest(name)
}

/// Checks that words which are shown as they are hold no variables.
pub(super) fn check_plain(reader: &mut Reader<'_>, key: &'static str, text: &Text<'_>) {
    let variable = |part| matches!(part, Part::Slot { name, .. } if variable_of(name).is_some());
    if let Some((at, _)) = parts(text.value).find(|(_, part)| variable(*part)) {
        let place = reader.brace_at(text, at);
        reader.report(place, ScriptProblem::VariableOutOfPlace { key });
    }
}
