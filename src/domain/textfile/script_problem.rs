//! What may be wrong with a script, beyond what may be wrong with every file.

use serde::Serialize;
use thiserror::Error;

use super::problem::did_you_mean;

/// What is wrong with a script, with all that a message about it needs to say.
#[derive(Clone, Debug, Error, PartialEq, Eq, Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum ScriptProblem {
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
}

fn here(found: &str) -> String {
    if found.is_empty() { " at its end".to_owned() } else { format!(" at `{found}`") }
}
