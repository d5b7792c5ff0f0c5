//! What may be wrong with a file.

use serde::Serialize;
use thiserror::Error;

use super::{ScriptProblem, SyntaxFault, ValueType};

/// What is wrong, with all that a message about it needs to say.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum ProblemKind {
    // Every file.
    /// The bytes are not UTF-8.
    #[error("the file is not in UTF-8")]
    NotUtf8,
    /// The file is not TOML.
    #[error("{fault}")]
    Syntax {
        /// What is wrong with it.
        fault: SyntaxFault,
    },
    /// Nobody knows this key here.
    #[error("unknown key `{key}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known key it may be a slip of.
        suggestion: Option<String>,
    },
    /// The key is one of the whole file, but stands inside a section: TOML gives it to the section above it.
    #[error("`{key}` belongs to the top of the file, above the first `[[…]]`")]
    MisplacedKey {
        /// The key.
        key: &'static str,
    },
    /// A key that has to be there is not.
    #[error("`{key}` is missing")]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// The value is of another type.
    #[error("`{key}` should be {expected}, and is {found}")]
    WrongType {
        /// The key.
        key: &'static str,
        /// The type it should have.
        expected: ValueType,
        /// The type it has.
        found: ValueType,
    },
    /// The value is none of the words this key may have.
    #[error("`{key}` can't be `{word}`; {}", one_of(suggestion.as_deref(), known))]
    UnknownWord {
        /// The key.
        key: &'static str,
        /// The word.
        word: String,
        /// The known word it may be a slip of.
        suggestion: Option<String>,
        /// All words the key may have.
        known: Vec<&'static str>,
    },
    /// A text that has to say something is blank.
    #[error("`{key}` is empty")]
    Empty {
        /// The key.
        key: &'static str,
    },
    /// A number is too small or too large.
    #[error("`{key}` should be from {min} to {max}")]
    OutOfRange {
        /// The key.
        key: &'static str,
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// A code has other signs than Latin letters, digits and hyphens.
    #[error("`{code}` is no code: codes are written in small Latin letters, digits and `-`")]
    BadCode {
        /// The code.
        code: String,
    },
    /// The code was given before.
    #[error("the code `{code}` was given on line {line} already")]
    DuplicateCode {
        /// The code.
        code: String,
        /// Where it was given first, from 1.
        line: u32,
    },
    /// A word or a name stands twice in a list.
    #[error("`{text}` stands in `{key}` twice")]
    Repeated {
        /// The key of the list.
        key: &'static str,
        /// What stands there twice.
        text: String,
    },
    /// A text is wider than its place on the screen, where it will be cut.
    #[error("`{key}` is {width} cells wide; {limit} fit on the screen")]
    TooWide {
        /// The key.
        key: &'static str,
        /// Its width in terminal cells.
        width: usize,
        /// The width of its place.
        limit: usize,
    },

    // Processes.
    /// A process that leads through stages has none.
    #[error("the process has no stages; a process without stages has `control = \"none\"`")]
    NoStages,
    /// A process without stages has some.
    #[error("a process with `control = \"none\"` has no stages")]
    StagesWithoutControl,
    /// The chance to win falls on the way.
    #[error("the chance of `{stage}` is {probability} %, after {before} % on the stage before")]
    ProbabilityFalls {
        /// Code of the stage.
        stage: String,
        /// Its chance, in per cent.
        probability: u8,
        /// The chance before it, in per cent.
        before: u8,
    },
    /// Words that name no time.
    #[error("`{words}` in `{key}` names no time: write it as `завтра в 12` or `in 2 days`")]
    BadTerm {
        /// The key.
        key: &'static str,
        /// What stands there.
        words: String,
    },
    /// There are no reasons to choose from when a deal is lost.
    #[error("there are no loss reasons to choose from: add `loss_reasons`")]
    NoLossReasons,

    // Holidays.
    /// A file of holidays without a year.
    #[error("the file names no year")]
    NoYears,
    /// A day that can't be read, or is not in that year.
    #[error("`{text}` is no day of that year: write month and day, `05-09`, or `01-01..01-08`")]
    BadDay {
        /// What stands there.
        text: String,
    },
    /// A day that is worked anyway stands among the days of weekends that are worked.
    #[error("`{day}` is a working day anyway")]
    WorkedWorkday {
        /// The day.
        day: String,
    },
    /// So many days off can't be meant.
    #[error("{count} days off in one year are a mistake")]
    TooManyDaysOff {
        /// How many there are.
        count: usize,
    },

    // Pauses and canned notes.
    /// A file of pauses without a pause.
    #[error("the file has no pauses")]
    NoPauses,
    /// The key of a pause is no digit.
    #[error("`{key}` is no digit")]
    BadPauseKey {
        /// The key.
        key: String,
    },
    /// One pause may last longer than all of a day.
    #[error("one pause of {most} minutes does not fit into {day} of a day")]
    PauseBeyondDay {
        /// Most minutes of one.
        most: u16,
        /// Most minutes of a day.
        day: u16,
    },
    /// A file of canned notes without one.
    #[error("the file has no canned notes")]
    NoSnippets,
    /// Letters that can't be typed as one word, or too many.
    #[error("`{short}` is no word of at most {limit} letters and digits")]
    BadShort {
        /// The letters.
        short: String,
        /// How many there may be.
        limit: usize,
    },
    /// A canned note longer than what is kept.
    #[error("the text has {length} characters, {limit} are allowed")]
    LongSnippet {
        /// How many it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },

    // Results of a call.
    /// There is nothing to choose from.
    #[error("the file has no results")]
    NoOutcomes,
    /// A result is chosen with a digit or `-`.
    #[error("`{key}` is no key of a result: they are the digits and `-`")]
    BadKey {
        /// What was given.
        key: String,
    },
    /// The key was given before.
    #[error("the key `{key}` was given on line {line} already")]
    DuplicateKey {
        /// The key.
        key: char,
        /// Where it was given first, from 1.
        line: u32,
    },
    /// The result asks for a reason and has none to choose from.
    #[error("the result asks for a reason, but has no `reasons`")]
    NoReasons,
    /// The result has reasons and does not ask for one.
    #[error("the reasons are never asked for: add \"reason\" to `asks`")]
    ReasonsNotAsked,
    /// The contact is to be called back, and nobody asks when.
    #[error("a callback needs its time: add \"when\" to `asks`")]
    CallbackWithoutTime,
    /// A time is asked for, and nothing is done with it.
    #[error("the time is asked for, but `next` is not \"callback\"")]
    TimeWithoutCallback,
    /// The client forbids calls, and nobody asks which.
    #[error("a result with the flag \"stop\" asks what is forbidden: add \"stop-scope\" to `asks`")]
    StopWithoutScope,
    /// It is asked what the client forbids, but nothing will be forbidden.
    #[error("what is forbidden is asked for, but the result has no flag \"stop\"")]
    ScopeWithoutStop,
    /// The client forbids calls, and another call is planned.
    #[error("a result with the flag \"stop\" can't plan another call")]
    StopPlansCall,
    /// A sale or a talk with the decision maker without a human.
    #[error("the flag \"{flag}\" needs the flag \"human\": nobody else can give it")]
    FlagWithoutHuman {
        /// The flag.
        flag: &'static str,
    },
    /// A table has more or fewer keys than one.
    #[error("`{key}` needs exactly one of: {}", keys.join(", "))]
    OneKeyWanted {
        /// The key of the table.
        key: &'static str,
        /// The keys to choose from.
        keys: Vec<&'static str>,
    },
    // Weights of the queue.
    /// A class may come before a promise whose minute has come.
    #[error(
        "`{key}` may come to {most} points and overtake a promise whose minute has come, which has {least} at least"
    )]
    OvertakesPromise {
        /// The key of the class.
        key: &'static str,
        /// The most points a contact of the class can have.
        most: i32,
        /// The fewest points of a promise whose minute has come.
        least: i32,
    },
    /// A class has no fewer points than the one that should come before it.
    #[error("`{key}` gives no less than `{above}`, which should come before it")]
    ClassOrder {
        /// The key of the class.
        key: &'static str,
        /// The key of the class that should come before it.
        above: &'static str,
    },

    /// An operator could not record that a client forbids calls.
    #[error("no result has the flag \"stop\": a client who forbids calls could not be recorded")]
    NoStopOutcome,

    /// What only a script can have.
    #[error(transparent)]
    #[serde(untagged)]
    Script(#[from] ScriptProblem),
}

fn one_of(suggestion: Option<&str>, known: &[&str]) -> String {
    suggestion.map_or_else(
        || format!("it is one of: {}", known.join(", ")),
        |word| format!("did you mean `{word}`?"),
    )
}

pub(super) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}
