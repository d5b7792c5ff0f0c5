//! What is kept while it is typed, so that a session that is cut off loses nothing.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{ClientId, DealId, PersonId, QueueEntryId};
use crate::domain::interaction::{Direction, ScriptRun, Tried};
use crate::domain::phone::Phone;
use crate::domain::recording::Mark;
use crate::domain::time::Moment;
use crate::tui::typed::Typed;

/// A note that was begun and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// The client it is about.
    pub client: ClientId,
    /// What was typed.
    pub text: String,
    /// The deal it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealId>,
    /// When it was begun; unknown of one that an earlier release has kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<Moment>,
}

/// A call that has no result yet: what was answered in it survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDraft {
    /// The client.
    pub client: ClientId,
    /// The planned contact.
    pub entry: Option<QueueEntryId>,
    /// The number that was called.
    pub phone: Option<Phone>,
    /// Whose number it is.
    pub person: Option<PersonId>,
    /// Who called.
    pub direction: Direction,
    /// Whether the call was over.
    pub ended: bool,
    /// Since when; unknown of one that an earlier release has kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Moment>,
    /// When the call began.
    pub began: Moment,
    /// The way through the script, replies included.
    pub script: Option<ScriptRun>,
    /// What was typed into the open question.
    #[serde(default)]
    pub typed: String,
    /// Numbers that were dialled before in the same attempt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Phone>,
    /// When each of them was dialled, in the same order; an earlier release did not keep it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried_at: Vec<Option<Moment>>,
    /// Places in the talk that were marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// The mark whose words were being typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<Mark>,
}

impl CallDraft {
    /// The numbers that were dialled before, and when.
    pub fn tried(&self) -> Vec<Tried> {
        let times = self.tried_at.iter().copied().chain(std::iter::repeat(None));
        self.tried.iter().zip(times).map(|(phone, at)| Tried { phone: *phone, at }).collect()
    }
}

/// A new client whose entering is not finished.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is what was typed into the field of that name")]
pub struct NewClientDraft {
    pub phone: String,
    pub name: String,
    pub inn: String,
    pub city: String,
    pub person: String,
    pub note: String,
    /// He was on the line.
    pub called: bool,
    /// Since when he was, while his call is not written down: it is recorded once he is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
    /// We had called him.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outgoing: bool,
    /// What was empty was filled from the state register.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub register: bool,
}

/// The form of a new client that was open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// What was typed.
    pub typed: NewClientDraft,
    /// The field that had the keys.
    #[serde(default)]
    pub at: usize,
    /// Since when somebody was talked to who was being entered; `None` of one who is entered by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
    /// We had called him.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outgoing: bool,
}

/// A call that came in and that nobody has answered so far as is written down: who called is called back, whatever becomes of
/// the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingDraft {
    /// From which number.
    pub phone: Phone,
    /// Since when it rang.
    pub since: Moment,
    /// It rang no more, and was not written down yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

/// What is kept so that nothing typed is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// A note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<NoteDraft>,
    /// A call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallDraft>,
    /// The form of a new client that was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormDraft>,
    /// New clients whose entering was broken off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fresh: Vec<NewClientDraft>,
    /// Work that calls have interrupted, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parked: Vec<Draft>,
    /// Calls nobody has answered yet, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rang: Vec<RingDraft>,
    /// A client who was taken and not called yet. It is kept when another terminal of the same operator takes the desk over, and
    /// then only: after a crash nobody would know what it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<CallDraft>,
    /// Words of dialogs that were not saved, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub typed: Vec<Typed>,
}

impl Draft {
    /// Reads what was kept, by this release or an earlier one; `None` when it is of no use.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        // Earlier releases kept a note and nothing else.
        let note =
            || serde_json::from_slice(bytes).ok().map(|note| Self { note: Some(note), ..Self::default() });
        note().or_else(|| serde_json::from_slice(bytes).ok())
    }

    /// What is kept of it; empty when there is nothing.
    pub fn bytes(&self) -> Vec<u8> {
        if *self == Self::default() { Vec::new() } else { serde_json::to_vec(self).unwrap_or_default() }
    }

    /// Leaves out what is done already: the session before may have ended between a result and the draft without it.
    pub fn without_done(
        mut self,
        is_recorded: &dyn Fn(&CallDraft) -> bool,
        is_written: &dyn Fn(&NoteDraft) -> bool,
    ) -> Self {
        let recorded = self.call.take_if(|call| is_recorded(call)).map(|call| call.client);
        self.typed.retain(|typed| recorded.is_none() || typed.client != recorded);
        self.note = self.note.filter(|note| !is_written(note));
        let parked = self.parked.into_iter().map(|draft| draft.without_done(is_recorded, is_written));
        self.parked = parked.filter(|draft| *draft != Self::default()).collect();
        self
    }
}
