//! Telemarketing scripts: steps to read, answers to choose from, and where each leads.

use serde::{Deserialize, Serialize};

use super::ids::ScriptId;

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
    /// Steps; the first one is where a call begins.
    pub steps: Vec<Step>,
}

/// One step of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// A stable word within the script.
    pub code: String,
    /// A short title for maps and lists. May be empty.
    pub title: String,
    /// The words to say, with variables in braces: `Здравствуйте, {имя|коллеги}!`
    pub say: String,
    /// A hint for the operator that is not read out. May be empty.
    pub hint: String,
    /// What the client may answer; up to nine. Empty at the end of the script.
    pub answers: Vec<Answer>,
    /// Code of the result that suits a call which ends at this step.
    pub outcome: Option<String>,
}

/// One answer of the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What the client says, in short.
    pub text: String,
    /// Code of the step it leads to.
    pub to: String,
}
