//! The client that is worked on, and the call.

use super::draft::CallDraft;
use chrono_tz::Tz;

use crate::desk::catalog::Catalog;
use crate::domain::day::GONE_MS;
use crate::domain::gate::Dial;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::interaction::{Direction, ScriptRun, Tried};
use crate::domain::queue::LEASE_MS;
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
    /// When the telephone was put down; `None` before that.
    pub over: Option<Moment>,
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
        (self.state != CallState::Preview).then(|| self.kept(typed, marking))
    }

    /// The client who is looked at before the call, for the terminal that goes on with him.
    pub fn look(&self) -> Option<CallDraft> {
        (self.state == CallState::Preview).then(|| self.kept(String::new(), None))
    }

    /// A client who was looked at in another terminal.
    pub fn looked_at(draft: &CallDraft, catalog: &Catalog) -> Self {
        Self { state: CallState::Preview, ..Self::of(draft, catalog) }
    }

    fn kept(&self, typed: String, marking: Option<Mark>) -> CallDraft {
        let phone = self.dial.map(|dial| dial.phone);
        CallDraft {
            client: self.client,
            entry: self.entry,
            phone,
            person: self.dial.and_then(|dial| dial.person),
            direction: self.direction,
            ended: self.state == CallState::Ended,
            over: self.over,
            began: self.began,
            script: self.run.as_ref().map(Run::to_record),
            typed,
            tried: self.tried.iter().map(|tried| tried.phone).collect(),
            tried_at: self.tried.iter().map(|tried| tried.at).collect(),
            marks: self.marks.clone(),
            marking,
        }
    }

    /// The telephone is put down.
    pub fn hang_up(&mut self, now: Moment) {
        (self.state, self.over) = (CallState::Ended, Some(now));
    }

    /// Since when it stands as it stands: talking, or waiting for its result.
    pub fn since(&self) -> Moment {
        self.over.filter(|_| self.state == CallState::Ended).unwrap_or(self.began)
    }

    /// A call that was under way when the session before ended, which was `alive` last at that moment, where it was heard of.
    /// Of one of another day nobody thinks that it goes on; and the time in which nobody could record a result does not count as
    /// time for it.
    pub fn restored(
        draft: &CallDraft,
        catalog: &Catalog,
        now: Moment,
        zone: Tz,
        alive: Option<Moment>,
    ) -> Self {
        let mut work = Self::of(draft, catalog);
        let last = alive.map_or(work.since(), |alive| alive.max(work.since()));
        let gone_ms = now.millis().saturating_sub(last.millis());
        match work.state {
            CallState::Ended if draft.over.is_none() => work.over = Some(now),
            CallState::Ended if alive.is_some() && gone_ms > GONE_MS => {
                work.over = work.over.map(|over| over.plus_millis(gone_ms));
            }
            CallState::Talking if gone_ms > LEASE_MS && draft.began.date_in(zone) != now.date_in(zone) => {
                work.hang_up(now);
            }
            _ => {}
        }
        work
    }

    /// As it was kept.
    fn of(draft: &CallDraft, catalog: &Catalog) -> Self {
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
            over: draft.over,
            run: draft.script.as_ref().and_then(resume),
        }
    }
}
