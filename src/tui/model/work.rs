//! The client that is worked on, and the call.

use super::draft::CallDraft;
use crate::desk::catalog::Catalog;
use crate::domain::gate::Dial;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::interaction::{Direction, ScriptRun, Tried};
use crate::domain::recording::Mark;
use crate::domain::script::facts::Unknown;
use crate::domain::script::run::Run;
use crate::domain::time::Moment;

/// A client that is worked on.
#[derive(Debug)]
pub struct Work {
    /// The client.
    pub client: ClientId,
    /// The planned contact that was taken; `None` for a client who was looked up.
    pub entry: Option<QueueEntryId>,
    /// The number.
    pub dial: Option<Dial>,
    /// Numbers that were dialled before in the same attempt, and nobody was reached on.
    pub tried: Vec<Tried>,
    /// Places in the talk that were marked.
    pub marks: Vec<Mark>,
    /// Who calls.
    pub direction: Direction,
    /// Where the call stands.
    pub state: CallState,
    /// When the call began; until then, when the client was opened.
    pub began: Moment,
    /// The way through the script.
    pub run: Option<Run>,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallState {
    /// Not called yet: the operator looks at the client. Digits are results.
    Preview,
    /// The call is going on. Digits are answers of the script.
    Talking,
    /// The call is over and has no result yet. Digits are results.
    Ended,
}

/// What was typed into a question of the script before it was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfTyped {
    /// Code of the step that asks; `None` for the one the script stands at.
    pub step: Option<String>,
    /// What was typed.
    pub text: String,
}

impl Work {
    /// What is to be kept of it: nothing before the call began.
    pub fn draft(&self, typed: String, marking: Option<Mark>) -> Option<CallDraft> {
        let phone = self.dial.map(|dial| dial.phone);
        (self.state != CallState::Preview).then(|| CallDraft {
            client: self.client,
            entry: self.entry,
            phone,
            person: self.dial.and_then(|dial| dial.person),
            direction: self.direction,
            ended: self.state == CallState::Ended,
            began: self.began,
            script: self.run.as_ref().map(Run::to_record),
            typed,
            tried: self.tried.iter().map(|tried| tried.phone).collect(),
            tried_at: self.tried.iter().map(|tried| tried.at).collect(),
            marks: self.marks.clone(),
            marking,
        })
    }

    /// A call that was under way when the session before ended.
    pub fn restored(draft: &CallDraft, catalog: &Catalog) -> Self {
        let resume = |stored: &ScriptRun| {
            let script = catalog.script(stored.script)?.clone();
            Some(Run::resume(script, stored, &Unknown))
        };
        Self {
            client: draft.client,
            entry: draft.entry,
            dial: draft.phone.map(|phone| Dial { phone, person: draft.person }),
            tried: draft.tried(),
            marks: draft.marks.clone(),
            direction: draft.direction,
            state: if draft.ended { CallState::Ended } else { CallState::Talking },
            began: draft.began,
            run: draft.script.as_ref().and_then(resume),
        }
    }
}
