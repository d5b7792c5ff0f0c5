//! Scripts before they had questions, conditions, cases and effects.

use serde::{Deserialize, Serialize};

use crate::domain::ids::ScriptId;
use crate::domain::script::forms::Forms;
use crate::domain::script::{Answer, Script, Step};
use crate::domain::text::Lang;

/// A script of version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct ScriptV1 {
    pub(in crate::store) id: ScriptId,
    pub(in crate::store) code: String,
    pub(in crate::store) version: u32,
    pub(in crate::store) name: String,
    pub(in crate::store) language: Lang,
    pub(in crate::store) advertising: bool,
    pub(in crate::store) steps: Vec<StepV1>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct StepV1 {
    pub(in crate::store) code: String,
    pub(in crate::store) title: String,
    pub(in crate::store) say: String,
    pub(in crate::store) hint: String,
    pub(in crate::store) answers: Vec<AnswerV1>,
    pub(in crate::store) outcome: Option<String>,
    pub(in crate::store) objection: bool,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct AnswerV1 {
    pub(in crate::store) text: String,
    pub(in crate::store) to: String,
}

impl From<ScriptV1> for Script {
    fn from(old: ScriptV1) -> Self {
        let ScriptV1 { id, code, version, name, language, advertising, steps } = old;
        let steps = steps.into_iter().map(Step::from).collect();
        Self {
            id,
            code,
            version,
            name,
            language,
            advertising,
            purpose: String::new(),
            forms: Forms::default(),
            steps,
        }
    }
}

impl From<StepV1> for Step {
    fn from(old: StepV1) -> Self {
        let StepV1 { code, title, say, hint, answers, outcome, objection } = old;
        let answers = answers.into_iter().map(|AnswerV1 { text, to }| Answer {
            text,
            to: Some(to),
            ..Answer::default()
        });
        Self { code, title, say, hint, answers: answers.collect(), outcome, objection, ..Self::default() }
    }
}
