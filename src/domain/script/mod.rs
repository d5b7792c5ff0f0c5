//! Telemarketing scripts: steps to read, answers to choose from, and where each leads.
//!
//! | module | what lives there |
//! |---|---|
//! | [`file`](mod@file), [`write`](mod@write) | the file a script is written in, and its check |
//! | [`variable`], [`render`] | what may stand in the braces of the words, and the words with it filled in |
//! | [`address`] | how to address a person by the full name |
//! | [`run`] | one way through a script |

pub mod address;
pub mod file;
mod lint;
pub mod render;
pub mod run;
mod template;
pub mod variable;
pub mod write;

use serde::{Deserialize, Serialize};

use super::ids::ScriptId;
use super::text::Lang;

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
    /// Whether the call is advertising by telephone (38-ФЗ, article 18): then the client must hear who calls.
    pub advertising: bool,
    /// Steps; the first one is where a call begins.
    pub steps: Vec<Step>,
}

/// One step of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// A stable word within the script.
    pub code: String,
    /// A short title for maps and lists; of an objection, what the client says: «Дорого». May be empty.
    pub title: String,
    /// The words to say, with variables in braces: `Здравствуйте, {имя|коллеги}!`
    pub say: String,
    /// A hint for the operator that is not read out, with variables too. May be empty.
    pub hint: String,
    /// What the client may answer; up to nine. Empty at the end of the script.
    pub answers: Vec<Answer>,
    /// Code of the result that suits a call which ends at this step.
    pub outcome: Option<String>,
    /// Whether the step answers an objection. Objections can be looked up from any step; one without answers leads
    /// back to the step it was raised at.
    pub objection: bool,
}

/// One answer of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What the client says, in short.
    pub text: String,
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
}

impl Step {
    /// Whether the call ends here: there is nothing to answer and nothing to go back to.
    pub fn is_end(&self) -> bool {
        self.answers.is_empty() && !self.objection
    }

    /// Whether the step leads back to the one it was reached from.
    pub fn is_aside(&self) -> bool {
        self.answers.is_empty() && self.objection
    }
}
