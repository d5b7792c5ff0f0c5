//! Telemarketing scripts: steps to read, answers to choose from, questions to fill in, and where each leads.
//!
//! | module | what lives there |
//! |---|---|
//! | [`file`](mod@file), [`write`](mod@write) | the file a script is written in, and its check |
//! | [`variable`], [`slot`], [`forms`], [`render`] | what may stand in the braces of the words, its grammatical cases, and the words with it filled in |
//! | [`address`] | how to address a person by the full name |
//! | [`condition`] | when a step, an answer or a jump holds |
//! | [`question`], [`effect`] | questions of a questionnaire and what a way through the script brings about |
//! | [`run`] | one way through a script |
//! | [`heard`] | what clients say that the script has no answer for |
//! | [`survey`], [`heat`] | what many calls have answered, and where they went and were lost |

pub mod address;
pub mod condition;
pub mod effect;
pub mod facts;
pub mod file;
pub mod forms;
pub mod heard;
pub mod heat;
mod lint;
pub mod question;
pub mod render;
pub mod run;
mod says;
pub mod segment;
pub mod slot;
pub mod survey;
mod template;
pub mod variable;
pub mod write;

use serde::{Deserialize, Serialize};

use super::ids::ScriptId;
use super::text::Lang;
use condition::Condition;
use effect::Effect;
use forms::Forms;
use question::{Question, QuestionKind};

/// Most answers a step may have: they are chosen with the digits 1 to 9.
pub const MAX_ANSWERS: usize = 9;

/// A script in one of its versions. Calls under way keep the version they began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// The id the store gave to this version.
    pub id: ScriptId,
    /// A stable word, the same for all versions: `cold-call`.
    pub code: String,
    /// The version, from 1.
    pub version: u32,
    /// The name on the screen.
    pub name: String,
    /// The language the operator speaks; sums and dates are put into words in it.
    pub language: Lang,
    /// Whether the call is advertising by telephone (38-ФЗ, article 18): then the client must hear who calls and why.
    pub advertising: bool,
    /// Why we call, as the client should hear it: what stands for `{цель}`. May be empty.
    pub purpose: String,
    /// Grammatical cases of words that the script declares itself.
    pub forms: Forms,
    /// Steps; the first one is where a call begins.
    pub steps: Vec<Step>,
}

/// One step of a script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// A stable word within the script.
    pub code: String,
    /// A short title for maps and lists; of an objection, what the client says: «Дорого». May be empty.
    pub title: String,
    /// The words to say, with variables in braces: `Здравствуйте, {имя|коллеги}!` Empty where a step only leads on.
    pub say: String,
    /// A hint for the operator that is not read out, with variables too. May be empty.
    pub hint: String,
    /// Where the call goes instead of reading this step: the first that holds, looked at when the step is reached.
    pub jumps: Vec<Jump>,
    /// What is asked here and kept.
    pub question: Option<Question>,
    /// What the client may answer; up to nine. Empty at the end of the script.
    pub answers: Vec<Answer>,
    /// Code of the step an answer leads to that names none itself.
    pub to: Option<String>,
    /// What reading this step brings about, with the result of the call.
    pub effects: Vec<Effect>,
    /// Code of the result that suits a call which ends at this step.
    pub outcome: Option<String>,
    /// Whether the step answers an objection. Objections can be looked up from any step; one without answers leads
    /// back to the step it was raised at.
    pub objection: bool,
}

/// One answer of the client.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// A stable word for conditions and results of a survey; the text stands for it when it is empty.
    pub code: String,
    /// What the client says, in short.
    pub text: String,
    /// Code of the step it leads to; the `to` of its step when it has none.
    pub to: Option<String>,
    /// When it is offered; always without.
    pub when: Option<Condition>,
    /// What giving it brings about, with the result of the call.
    pub effects: Vec<Effect>,
    /// Whether it was added from the words of clients that operators wrote down.
    pub added: bool,
}

/// Somewhere else to go than the step that was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jump {
    /// When it holds; always without.
    pub when: Option<Condition>,
    /// Code of the step it leads to.
    pub to: String,
}

impl Script {
    /// The step with this code.
    pub fn step(&self, code: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.code == code)
    }

    /// The objections that can be looked up from any step, in the order of the script.
    pub fn objections(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.objection)
    }

    /// The questions of its questionnaire, each with the step that asks it, in the order of the script.
    pub fn questions(&self) -> impl Iterator<Item = (&Step, &Question)> {
        self.steps.iter().filter_map(|step| Some((step, step.question.as_ref()?)))
    }

    /// The question with this code and the step that asks it.
    pub fn question(&self, code: &str) -> Option<(&Step, &Question)> {
        self.questions().find(|(_, question)| question.code == code)
    }
}

impl Step {
    /// Whether the call ends here: there is nothing to answer and nothing to go back to.
    pub fn is_end(&self) -> bool {
        self.answers.is_empty() && self.question.is_none() && !self.objection
    }

    /// Whether the step leads back to the one it was reached from.
    pub fn is_aside(&self) -> bool {
        self.answers.is_empty() && self.question.is_none() && self.objection
    }

    /// Where an answer leads.
    pub fn target<'s>(&'s self, answer: &'s Answer) -> Option<&'s str> {
        answer.to.as_deref().or(self.to.as_deref())
    }

    /// Where the call goes when its question gets no answer: where the step says, or where all of its answers lead. `None`
    /// where they lead apart.
    pub fn without_answer(&self) -> Option<&str> {
        let mut targets = self.answers.iter().map(|answer| self.target(answer));
        let first = targets.next().flatten();
        self.to.as_deref().or_else(|| first.filter(|first| targets.all(|target| target == Some(first))))
    }

    /// Whether an answer is a choice of the question here, not a way out of it.
    pub fn is_option(&self, answer: &Answer) -> bool {
        match self.question.as_ref().map(|question| &question.kind) {
            Some(QuestionKind::Single) => true,
            Some(QuestionKind::Multiple { .. }) => answer.to.is_none(),
            _ => false,
        }
    }

    /// The choices of the question here, each with its number from 1.
    pub fn options(&self) -> impl Iterator<Item = (u8, &Answer)> {
        (1_u8..).zip(&self.answers).filter(|(_, answer)| self.is_option(answer))
    }

    /// Whether the answer comes from the keyboard and not from the list of answers alone: numbers, dates, texts, scales and
    /// several choices.
    pub fn takes_input(&self) -> bool {
        self.question.as_ref().is_some_and(|question| question.kind != QuestionKind::Single)
    }

    /// Whether the step is never read: one of its jumps always holds.
    pub fn only_leads_on(&self) -> bool {
        self.jumps.iter().any(|jump| jump.when.is_none())
    }
}

impl Answer {
    /// The word it is kept by.
    pub fn key(&self) -> &str {
        if self.code.is_empty() { &self.text } else { &self.code }
    }
}
