//! What is wrong with a process, the results of a call and other files, in words; `script_problems` has the scripts.
//!
//! What is wrong with keymaps and themes is told beside them, in [`tui`](crate::tui): this layer stands above them.

use super::{Arg, Explain, Message, Texts, Word};
use crate::domain::text::clean_line;
use crate::domain::textfile::{Problem, ProblemKind, Severity, SyntaxFault, ValueType};
use crate::say;

impl Texts {
    /// What is wrong with a file and what to do, with the place, in the form editors jump by when a file name stands in
    /// front: `4:8: error: …`.
    pub fn file_problem(&self, problem: &Problem) -> String {
        let Problem { line, column, severity, kind } = problem;
        format!("{line}:{column}: {}: {}", self.word(severity), self.explain(kind))
    }

    /// What is wrong and what to do, one sentence each.
    pub fn explain(&self, error: &impl Explain) -> String {
        let what = self.say(&error.what(self));
        match error.hint(self) {
            Some(hint) => format!("{what} {}", self.say(&hint)),
            None => what,
        }
    }

    /// Names of things in files, as they stand in a sentence: «a», «b».
    pub(crate) fn quoted<T: AsRef<str>>(&self, names: &[T]) -> String {
        let one = |name: &T| self.say(&say!("quoted", text = clean_line(name.as_ref())));
        names.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// A question whether this was meant, or else what to do.
pub(crate) fn suggested(word: Option<&str>, or: Message) -> Message {
    match word {
        Some(word) => say!("hint-suggested", word = clean_line(word)),
        None => or,
    }
}

/// A line of a file: a number, but nothing to be written with its thousands apart.
fn at(line: u32) -> Arg {
    Arg::Text(line.to_string())
}

impl Word for ValueType {
    fn key(&self) -> &'static str {
        match self {
            Self::Text => "value-text",
            Self::Number => "value-number",
            Self::Fraction => "value-fraction",
            Self::Flag => "value-flag",
            Self::Date => "value-date",
            Self::List | Self::Tables => "value-list",
            Self::Table => "value-table",
            Self::Name => "value-name",
        }
    }
}

impl Word for Severity {
    fn key(&self) -> &'static str {
        match self {
            Self::Warning => "severity-warning",
            Self::Error => "severity-error",
        }
    }
}

impl Explain for SyntaxFault {
    fn what(&self, _: &Texts) -> Message {
        match self {
            Self::NotQuoted => say!("fault-not-quoted"),
            Self::TextNotClosed => say!("fault-text-not-closed"),
            Self::BadEscape => say!("fault-bad-escape"),
            Self::NotClosed => say!("fault-not-closed"),
            Self::CommaMissing => say!("fault-comma-missing"),
            Self::EqualsMissing => say!("fault-equals-missing"),
            Self::ValueMissing => say!("fault-value-missing"),
            Self::RepeatedKey => say!("fault-repeated-key"),
            Self::BadKey => say!("fault-bad-name"),
            Self::LeftOver => say!("fault-left-over"),
            // The words of the reader are English, and speak of its grammar.
            Self::Other { .. } => say!("fault-not-toml"),
        }
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        Some(match self {
            Self::NotQuoted => say!("hint-not-quoted"),
            Self::TextNotClosed => say!("hint-text-not-closed"),
            Self::BadEscape => say!("hint-bad-escape"),
            Self::NotClosed => say!("hint-not-closed"),
            Self::CommaMissing => say!("hint-comma-missing"),
            Self::EqualsMissing => say!("hint-equals-missing"),
            Self::ValueMissing => say!("hint-value-missing"),
            Self::RepeatedKey => say!("hint-keep-one"),
            Self::BadKey => say!("hint-bad-name"),
            Self::LeftOver => say!("hint-left-over"),
            Self::Other { .. } => say!("hint-not-toml"),
        })
    }
}

impl Explain for ProblemKind {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::Script(problem) => problem.what(texts),
            Self::NotUtf8 => say!("fault-not-utf8"),
            Self::Syntax { fault } => fault.what(texts),
            Self::UnknownKey { key, .. } => say!("fault-unknown-key", key = key),
            Self::MisplacedKey { key } => say!("fault-misplaced-key", key = *key),
            Self::MissingKey { key } => say!("fault-missing-key", key = *key),
            Self::WrongType { key, found, .. } => {
                say!("fault-wrong-type", key = *key, found = texts.word(found))
            }
            Self::UnknownWord { key, word, .. } => say!("fault-unknown-word", key = *key, word = word),
            Self::Empty { key } => say!("fault-empty", key = *key),
            Self::OutOfRange { key, .. } => say!("fault-out-of-range", key = *key),
            Self::BadCode { code } => say!("fault-bad-code", code = code),
            Self::DuplicateCode { code, line } => say!("fault-duplicate-code", code = code, line = at(*line)),
            Self::Repeated { key, text } => say!("fault-repeated", key = *key, text = clean_line(text)),
            Self::TooWide { key, width, limit } => {
                say!("fault-too-wide", key = *key, width = *width, limit = *limit)
            }
            Self::NoStages => say!("fault-no-stages"),
            Self::StagesWithoutControl => say!("fault-stages-without-control"),
            Self::ProbabilityFalls { stage, probability, before } => {
                say!("fault-probability-falls", stage = stage, probability = *probability, before = *before)
            }
            Self::BadTerm { key, words } => say!("fault-bad-term", key = *key, words = words),
            Self::NoLossReasons => say!("fault-no-loss-reasons"),
            Self::NoYears => say!("fault-no-years"),
            Self::BadDay { text } => say!("fault-bad-day", text = text),
            Self::WorkedWorkday { day } => say!("fault-worked-workday", day = day),
            Self::TooManyDaysOff { count } => say!("fault-too-many-days-off", count = *count),
            Self::NoPauses => say!("fault-no-pauses"),
            Self::BadPauseKey { key } => say!("fault-bad-pause-key", key = key),
            Self::PauseBeyondDay { most, day } => say!("fault-pause-beyond-day", most = *most, day = *day),
            Self::NoSnippets => say!("fault-no-snippets"),
            Self::BadShort { short, limit } => say!("fault-bad-short", short = short, limit = *limit),
            Self::LongSnippet { length, limit } => {
                say!("fault-long-snippet", length = *length, limit = *limit)
            }
            Self::NoOutcomes => say!("fault-no-outcomes"),
            Self::BadKey { key } => say!("fault-bad-key", key = key),
            Self::DuplicateKey { key, line } => say!("fault-duplicate-key", key = *key, line = at(*line)),
            Self::NoReasons => say!("fault-no-reasons"),
            Self::ReasonsNotAsked => say!("fault-reasons-not-asked"),
            Self::CallbackWithoutTime => say!("fault-callback-without-time"),
            Self::TimeWithoutCallback => say!("fault-time-without-callback"),
            Self::StopWithoutScope => say!("fault-stop-without-scope"),
            Self::ScopeWithoutStop => say!("fault-scope-without-stop"),
            Self::StopPlansCall => say!("fault-stop-plans-call"),
            Self::FlagWithoutHuman { flag } => say!("fault-flag-without-human", flag = *flag),
            Self::OneKeyWanted { key, .. } => say!("fault-one-key-wanted", key = *key),
            Self::NoStopOutcome => say!("fault-no-stop-outcome"),
            Self::OvertakesPromise { key, most, least } => {
                say!("fault-overtakes-promise", key = *key, most = *most, least = *least)
            }
            Self::ClassOrder { key, above } => say!("fault-class-order", key = *key, above = *above),
        }
    }

    fn hint(&self, texts: &Texts) -> Option<Message> {
        Some(match self {
            Self::Script(problem) => return problem.hint(texts),
            Self::NotUtf8 => say!("hint-not-utf8"),
            Self::Syntax { fault } => return fault.hint(texts),
            Self::UnknownKey { suggestion, .. } => suggested(suggestion.as_deref(), say!("hint-unknown-key")),
            Self::MisplacedKey { .. } => say!("hint-misplaced-key"),
            Self::MissingKey { key } => say!("hint-missing-key", key = *key),
            Self::WrongType { key, expected, .. } => wanted(key, *expected),
            Self::UnknownWord { suggestion, known, .. } => {
                suggested(suggestion.as_deref(), say!("hint-one-of", known = texts.quoted(known)))
            }
            Self::Empty { .. } => say!("hint-empty"),
            Self::OutOfRange { min, max, .. } => say!("hint-out-of-range", min = *min, max = *max),
            Self::BadCode { .. } => say!("hint-bad-code"),
            Self::DuplicateCode { .. } => say!("hint-duplicate-code"),
            Self::Repeated { .. } => say!("hint-keep-one"),
            Self::TooWide { .. } => say!("hint-too-wide"),
            Self::NoStages => say!("hint-no-stages"),
            Self::StagesWithoutControl => say!("hint-stages-without-control"),
            Self::ProbabilityFalls { .. } => say!("hint-probability-falls"),
            Self::BadTerm { .. } => say!("hint-bad-term"),
            Self::NoLossReasons => say!("hint-no-loss-reasons"),
            Self::NoYears => say!("hint-no-years"),
            Self::BadDay { .. } => say!("hint-bad-day"),
            Self::WorkedWorkday { .. } => say!("hint-worked-workday"),
            Self::TooManyDaysOff { .. } => say!("hint-too-many-days-off"),
            Self::NoPauses => say!("hint-no-pauses"),
            Self::BadPauseKey { .. } => say!("hint-bad-pause-key"),
            Self::PauseBeyondDay { .. } => say!("hint-pause-beyond-day"),
            Self::NoSnippets => say!("hint-no-snippets"),
            Self::BadShort { .. } => say!("hint-bad-short"),
            Self::LongSnippet { .. } => say!("hint-long-snippet"),
            Self::NoOutcomes => say!("hint-no-outcomes"),
            Self::BadKey { .. } => say!("hint-bad-key"),
            Self::DuplicateKey { .. } => say!("hint-duplicate-key"),
            Self::NoReasons => say!("hint-no-reasons"),
            Self::ReasonsNotAsked => say!("hint-reasons-not-asked"),
            Self::CallbackWithoutTime => say!("hint-callback-without-time"),
            Self::TimeWithoutCallback => say!("hint-time-without-callback"),
            Self::StopWithoutScope => say!("hint-stop-without-scope"),
            Self::ScopeWithoutStop => say!("hint-scope-without-stop"),
            Self::StopPlansCall => say!("hint-stop-plans-call"),
            Self::FlagWithoutHuman { .. } => say!("hint-flag-without-human"),
            Self::OneKeyWanted { keys, .. } => say!("hint-one-key-wanted", keys = texts.quoted(keys)),
            Self::NoStopOutcome => say!("hint-no-stop-outcome"),
            Self::OvertakesPromise { .. } => say!("hint-overtakes-promise"),
            Self::ClassOrder { .. } => say!("hint-class-order"),
        })
    }
}

/// What should stand there.
fn wanted(key: &str, expected: ValueType) -> Message {
    match expected {
        ValueType::Text => say!("hint-wanted-text"),
        ValueType::Number => say!("hint-wanted-number"),
        ValueType::Fraction => say!("hint-wanted-fraction"),
        ValueType::Flag => say!("hint-wanted-flag"),
        ValueType::Date => say!("hint-wanted-date"),
        ValueType::List => say!("hint-wanted-list"),
        ValueType::Table => say!("hint-wanted-table"),
        ValueType::Tables => say!("hint-wanted-tables", key = key),
        ValueType::Name => say!("hint-wanted-name"),
    }
}
