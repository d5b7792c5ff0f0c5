//! What happened between us and a client: calls, meetings, messages; and notes about him.

use serde::{Deserialize, Serialize};

use super::ids::{
    CallListId, ClientId, DealId, InteractionId, NoteId, OutcomeId, PersonId, QueueEntryId, ScriptId, UserId,
};
use super::phone::Phone;
use super::queue::PROMISE_LATE_MS;
use super::recording::{Link, Mark};
use super::script::question::Reply;
use super::time::Moment;

/// One interaction, held or planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// The id the store gave.
    pub id: InteractionId,
    /// With which client.
    pub client: ClientId,
    /// With which of his people, when known.
    pub person: Option<PersonId>,
    /// Call, meeting, message.
    pub kind: InteractionKind,
    /// Who began it.
    pub direction: Direction,
    /// Whether it took place.
    pub status: InteractionStatus,
    /// When it took place, or is planned for.
    pub at: Moment,
    /// How long it took, in seconds, when known.
    pub duration_s: Option<u32>,
    /// The number that was dialled or called from, when known.
    pub phone: Option<Phone>,
    /// What it was about.
    pub subject: Option<Subject>,
    /// How a call ended.
    pub outcome: Option<OutcomeId>,
    /// Why, where the outcome asks for a reason.
    pub reason: String,
    /// Who is responsible.
    pub owner: UserId,
    /// What was said.
    pub text: String,
    /// The way through the script, when one was read.
    pub script: Option<ScriptRun>,
    /// The planned contact this call worked on.
    pub entry: Option<QueueEntryId>,
    /// Which attempt at that contact this was, from 1; 0 outside a queue.
    pub attempt: u16,
    /// For when this call had been promised to the client.
    pub promised: Option<Moment>,
    /// Numbers that were dialled before [`Interaction::phone`] in the same attempt, and nobody was reached on.
    pub tried: Vec<Tried>,
    /// Places in the talk the operator has marked, in their order.
    pub marks: Vec<Mark>,
    /// Where its recording lies, when there is one.
    pub recording: Option<Link>,
}

impl Interaction {
    /// Whether it tells of a call that was promised or planned and given up: it has no result, for nobody has called.
    pub fn is_given_up(&self) -> bool {
        self.is_uncalled() && !self.is_missed()
    }

    /// Whether it tells of a promise its owner has not kept in time, so that it became anybody's: it stands at the time that
    /// was named. Whoever gives one up says why; here nobody has said anything.
    pub fn is_missed(&self) -> bool {
        self.is_uncalled() && self.reason.is_empty() && self.promised == Some(self.at)
    }

    fn is_uncalled(&self) -> bool {
        self.status == InteractionStatus::NotHeld && self.outcome.is_none() && self.entry.is_some()
    }

    /// Whether this number was dialled in it: as the last, or before another one.
    pub fn dialled(&self, phone: &Phone) -> bool {
        let tried = self.tried.iter().map(|tried| &tried.phone);
        self.phone.iter().chain(tried).any(|dialled| dialled.same_line(phone))
    }

    /// Whether a promise was kept by this call: it began within five minutes of the time that was named, or the client himself
    /// called before. `None` where none was made.
    pub fn kept_promise(&self) -> Option<bool> {
        let off = self.at.millis().saturating_sub(self.promised?.millis());
        let early = self.direction == Direction::Incoming && off < 0;
        Some(early || off.saturating_abs() <= PROMISE_LATE_MS)
    }
}

/// A number that was dialled in an attempt before another one: nobody was reached on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// The number.
    pub phone: Phone,
    /// When it was dialled; `None` where an earlier release has written it down.
    pub at: Option<Moment>,
}

/// Kinds of interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InteractionKind {
    /// A telephone call.
    Call,
    /// A meeting.
    Meeting,
    /// A text message.
    Sms,
    /// A letter by e-mail.
    Email,
    /// A message in a messenger.
    Messenger,
}

/// Who began an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// The client.
    Incoming,
    /// We.
    Outgoing,
}

/// Whether an interaction took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum InteractionStatus {
    /// It is planned.
    Planned,
    /// It took place.
    Held,
    /// It was planned and did not take place.
    NotHeld,
}

/// What an interaction or a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// A deal.
    Deal(DealId),
    /// A call list.
    CallList(CallListId),
}

/// The way one call took through a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptRun {
    /// The script, in the version that was read.
    pub script: ScriptId,
    /// Steps in the order they were read.
    pub path: Vec<PathStep>,
}

/// One step of a way through a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathStep {
    /// Code of the step.
    pub step: String,
    /// Number of the answer given, from 1; `None` at the step where the call ended, and where an objection was looked
    /// up or settled, and where a question was replied to otherwise.
    pub answer: Option<u8>,
    /// What was replied to the question of the step; `None` where nothing was asked, or the call left without a reply.
    pub reply: Option<Reply>,
}

impl PathStep {
    /// What was replied, at a step that asks a question: whoever took a way out of it would not answer. `None` where the call
    /// broke off.
    pub fn replied(&self) -> Option<&Reply> {
        // Earlier releases kept nothing of a way out but its number.
        static OUT: Reply = Reply::Declined;
        self.reply.as_ref().or(self.answer.map(|_| &OUT))
    }
}

/// A note about a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The id the store gave.
    pub id: NoteId,
    /// About which client.
    pub client: ClientId,
    /// What it is about.
    pub subject: Option<Subject>,
    /// When it was written.
    pub at: Moment,
    /// Who wrote it.
    pub author: UserId,
    /// The text; may have several lines.
    pub text: String,
}
