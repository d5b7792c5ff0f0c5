//! What may be wrong with a file.

use serde::Serialize;
use thiserror::Error;

use super::{SyntaxFault, ValueType};

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

    // Scripts.
    /// There is nothing to read out.
    #[error("the script has no steps")]
    NoSteps,
    /// An answer leads to a step that is not there.
    #[error("there is no step `{code}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownStep {
        /// The code.
        code: String,
        /// The step it may be a slip of.
        suggestion: Option<String>,
    },
    /// No answer leads to this step.
    #[error("no answer leads to the step `{step}`")]
    Unreachable {
        /// Code of the step.
        step: String,
    },
    /// From this step on the call goes round in circles.
    #[error("no end of the script can be reached from `{step}`; it goes round in: {}", round.join(", "))]
    NoExit {
        /// Code of the step.
        step: String,
        /// Codes of all steps that can be reached from it, itself among them, in the order of the file.
        round: Vec<String>,
    },
    /// Answers are chosen by the digits 1 to 9.
    #[error("the step has {count} answers; nine can be chosen with a key")]
    TooManyAnswers {
        /// How many there are.
        count: usize,
    },
    /// Nobody can say that much in one breath.
    #[error("the step is {length} characters long; nobody listens to more than {limit}")]
    LongSay {
        /// How many characters it has.
        length: usize,
        /// How many it should have at most.
        limit: usize,
    },
    /// A step in the middle suggests a result.
    #[error("the step `{step}` is no end of the script: its result will never be suggested")]
    OutcomeBeforeEnd {
        /// Code of the step.
        step: String,
    },
    /// The script ends here without a word on the result.
    #[error("the script ends at `{step}`, but suggests no result: add `outcome`")]
    EndWithoutOutcome {
        /// Code of the step.
        step: String,
    },
    /// No result has this code.
    #[error("there is no result `{code}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownOutcome {
        /// The code.
        code: String,
        /// The result it may be a slip of.
        suggestion: Option<String>,
    },
    /// Nobody knows this variable.
    #[error("there is no variable `{{{name}}}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownVariable {
        /// What stands in the braces.
        name: String,
        /// The variable it may be a slip of.
        suggestion: Option<String>,
    },
    /// `{` without `}` on the same line.
    #[error("the brace is not closed; a brace to be read out is written twice: `{{{{`")]
    UnclosedBrace,
    /// `}` without `{`.
    #[error("the brace closes nothing; a brace to be read out is written twice: `}}}}`")]
    StrayBrace,
    /// A variable stands where none is filled in.
    #[error("variables are filled in `say` and `hint` only; in `{key}` the braces will be seen")]
    VariableOutOfPlace {
        /// The key.
        key: &'static str,
    },
    /// The client must hear who calls, in an advertising call also for which firm and why, and on one way through the script
    /// he does not.
    #[error(
        "on the way to `{end}` the client never hears `{{{variable}}}`: a caller says who he is and why he calls"
    )]
    NotSaid {
        /// Name of the variable, in the language of the script.
        variable: &'static str,
        /// Code of the last step of that way.
        end: String,
    },
    /// A line of the words is wider than a terminal of 80 columns shows.
    #[error("a line of `{key}` is {width} cells wide; a terminal of 80 columns shows {limit}")]
    LongLine {
        /// The key.
        key: &'static str,
        /// Its width in terminal cells.
        width: usize,
        /// The width that fits.
        limit: usize,
    },
    /// The client must hear why we call, and no step says it.
    #[error("no step says `{{{variable}}}`: a caller says why he calls")]
    NeverSaid {
        /// Name of the variable, in the language of the script.
        variable: &'static str,
    },
    /// The purpose of the call is to be said, and is not given.
    #[error("`{{{variable}}}` says nothing: the top of the file has no `purpose`")]
    NoPurpose {
        /// Name of the variable, as the file has it.
        variable: String,
    },
    /// A value is wanted in a case, of which the table may know no form, and there is no default.
    #[error("`{{{name}}}` will be a gap where the table has no such form: give it a default, `{{{name}|…}}`")]
    CaseWithoutDefault {
        /// What stands in the braces.
        name: String,
    },
    /// A word of the table has more or fewer forms than the cases.
    #[error(
        "`{word}` has {count} forms; five are needed: genitive, dative, accusative, instrumental, prepositional"
    )]
    WrongForms {
        /// The word.
        word: String,
        /// How many forms it has.
        count: usize,
    },
    /// A condition can't be read.
    #[error("the condition is not understood{}", here(found))]
    BadCondition {
        /// What stands at the place; empty at the end.
        found: String,
    },
    /// No question has this code.
    #[error("there is no question `{code}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownQuestion {
        /// The code.
        code: String,
        /// The question it may be a slip of.
        suggestion: Option<String>,
    },
    /// A question has no such answer to choose.
    #[error("the question `{question}` has no answer `{choice}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownChoice {
        /// Code of the question.
        question: String,
        /// The answer.
        choice: String,
        /// The answer it may be a slip of.
        suggestion: Option<String>,
    },
    /// An answer to a question can't be compared so.
    #[error("the answer to `{question}` can't be compared with `{value}` like that")]
    BadComparison {
        /// Code of the question.
        question: String,
        /// The value.
        value: String,
    },
    /// A condition contradicts itself, or what it asks for can't have happened yet.
    #[error("this condition can never hold")]
    NeverTrue,
    /// A jump stands behind one that always holds.
    #[error("this jump is never taken: the one before it always holds")]
    JumpNeverTaken,
    /// Jumps lead round.
    #[error("jumps lead from `{step}` back to itself: {}", round.join(", "))]
    JumpCircle {
        /// Code of the step.
        step: String,
        /// Codes of the steps on the way round.
        round: Vec<String>,
    },
    /// All answers of a step may be hidden.
    #[error(
        "when none of the conditions of the step `{step}` holds, there is nothing to choose: the call is stuck"
    )]
    NothingToChoose {
        /// Code of the step.
        step: String,
    },
    /// A step that always leads on has words or answers.
    #[error("the step `{step}` is never read: its last jump always holds")]
    NeverRead {
        /// Code of the step.
        step: String,
    },
    /// A question with choices has none.
    #[error("the question `{question}` has nothing to choose from: add `answers`")]
    NoChoices {
        /// Code of the question.
        question: String,
    },
    /// A key of a question does not go with its kind.
    #[error("`{key}` means nothing for a question of this kind")]
    KeyOfOtherKind {
        /// The key.
        key: &'static str,
    },
    /// The smallest value is not below the largest.
    #[error("`min` is not below `max`: nothing could be answered")]
    EmptyRange,
    /// No answer and no question leads by the `to` of its step.
    #[error("this `to` leads nowhere: the step has no question, and its answers have a `to` of their own")]
    UselessTo,
    /// The time of a callback can't be read.
    #[error("`{words}` is no time to call back")]
    BadCallback {
        /// What was written.
        words: String,
    },
    /// The amount of a deal can't be read.
    #[error("`{text}` is no amount")]
    BadAmount {
        /// What was written.
        text: String,
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
}

fn one_of(suggestion: Option<&str>, known: &[&str]) -> String {
    suggestion.map_or_else(
        || format!("it is one of: {}", known.join(", ")),
        |word| format!("did you mean `{word}`?"),
    )
}

fn here(found: &str) -> String {
    if found.is_empty() { " at its end".to_owned() } else { format!(" at `{found}`") }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
}
