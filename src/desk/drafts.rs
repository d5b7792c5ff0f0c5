//! What sessions have unfinished: calls without a result, notes that are not saved. The clients of these must not go, whoever takes
//! back what has brought them; and what a session has left behind may be done already: it may have ended after the change, and
//! before its draft was kept without it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::Deserialize;

use super::{Desk, Query, Result, View, Who, allow};
use crate::domain::ids::{ClientId, PersonId, UserId};
use crate::domain::interaction::{Interaction, InteractionKind, InteractionStatus, Note};
use crate::domain::phone::Phone;
use crate::domain::text::clean_text;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::Walk;
use crate::store::tables::{interactions_of, notes_of};

/// Asks whether a call has a result: one by the same user, with the same client, that began at this very moment.
#[derive(Clone, Copy, Debug)]
pub struct CallRecorded {
    /// With whom.
    pub client: ClientId,
    /// When it began.
    pub began: Moment,
}

impl Query for CallRecorded {
    type Answer = bool;

    fn answer(&self, view: &View<'_>) -> Result<bool> {
        let mut found = false;
        let prefix = interactions_of(self.client).moment(self.began);
        view.reads().each::<Interaction>(&prefix, Walk::Up, &mut |call| {
            found |= call.kind == InteractionKind::Call
                && call.status == InteractionStatus::Held
                && call.owner == view.who.user;
            if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    }
}

/// Asks whether a note was saved: one by the same user, about the same client, with the same words, since it was begun.
#[derive(Clone, Debug)]
pub struct NoteWritten {
    /// About whom.
    pub client: ClientId,
    /// The words.
    pub text: String,
    /// When it was begun.
    pub begun: Moment,
}

impl Query for NoteWritten {
    type Answer = bool;

    fn answer(&self, view: &View<'_>) -> Result<bool> {
        let (mut found, text) = (false, clean_text(&self.text));
        view.reads().each::<Note>(&notes_of(self.client), Walk::Down, &mut |note| {
            let since = note.at >= self.begun;
            found |= since && note.author == view.who.user && note.text == text;
            if found || !since { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(found)
    }
}

/// Asks for calls that rang at the desks of others and were left there, by number and moment: their sessions have ended before
/// anybody answered, or wrote down that nobody had.
#[derive(Clone, Copy, Debug)]
pub struct CallsLeft {
    /// How long a call rings, in milliseconds: before that it may ring still.
    pub rings_ms: i64,
}

impl Query for CallsLeft {
    type Answer = Vec<(Phone, Moment)>;

    fn right(&self) -> Right {
        Right::Work
    }

    fn answer(&self, view: &View<'_>) -> Result<Vec<(Phone, Moment)>> {
        let mut left = Vec::new();
        for (user, draft) in view.desk.unfinished()? {
            let over = |call: &Rang| view.now.millis() - call.since.millis() >= self.rings_ms;
            let calls = draft.rang.iter().filter(|call| user != view.who.user && over(call));
            left.extend(calls.map(|call| (call.phone, call.since)));
        }
        Ok(left)
    }
}

impl Desk {
    /// Keeps what a user has begun to write, in place of what was kept before; empty removes it.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn keep_draft(&self, who: &Who, draft: &[u8]) -> Result<()> {
        allow(who, Right::Work)?;
        // What a session is at work on everybody knows, whether the disk takes it or not.
        self.board().kept(self, who.user, draft);
        Ok(self.drafts.keep(who.user, draft)?)
    }

    /// Notes that the session of a user is alive at this moment; `None` that it has left.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn sign(&self, who: &Who, at: Option<Moment>) -> Result<()> {
        allow(who, Right::Work)?;
        self.board().signed(who.user, at);
        Ok(self.drafts.sign(who.user, at)?)
    }

    /// When the session of a user was last known to be alive; `None` when it has left, or nothing is known of it.
    pub fn last_sign(&self, who: &Who) -> Option<Moment> {
        self.drafts.signed(who.user)
    }

    /// What a user had begun to write when the last session ended; empty when nothing.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn draft(&self, who: &Who) -> Result<Vec<u8>> {
        allow(who, Right::Work)?;
        Ok(self.drafts.of(who.user)?)
    }
}

/// What drafts stand on: clients somebody talks to or writes about, and the people he talks to.
#[derive(Debug, Default)]
pub(super) struct AtWork {
    clients: BTreeMap<ClientId, UserId>,
    people: BTreeMap<PersonId, UserId>,
}

/// As much of a draft as says what it stands on; the rest is the session's own matter.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Unfinished {
    /// Whom the note is about, in a draft of an earlier release, which was a note and nothing else.
    client: Option<ClientId>,
    note: Option<StandsOn>,
    call: Option<StandsOn>,
    form: Option<Entering>,
    #[serde(default)]
    fresh: Vec<Typed>,
    #[serde(default)]
    parked: Vec<Unfinished>,
    #[serde(default)]
    rang: Vec<Rang>,
}

/// A call nobody has answered.
#[derive(Debug, Deserialize)]
struct Rang {
    phone: Phone,
    since: Moment,
}

/// Somebody who is being entered.
#[derive(Debug, Deserialize)]
struct Entering {
    typed: Typed,
    /// Since when he is on the line.
    since: Option<Moment>,
}

/// What was typed of a new client.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    phone: String,
    name: String,
}

/// Something a session has begun and not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    /// A call nobody has answered so far as is written down.
    Rings(Phone),
    /// A call without a result.
    Call(ClientId),
    /// A new client: what he is called, or his number, as far as it was typed.
    Entering(String),
    /// A note that is not saved.
    Note(ClientId),
}

#[derive(Debug, Deserialize)]
struct StandsOn {
    client: ClientId,
    person: Option<PersonId>,
    /// When a call began.
    began: Option<Moment>,
    /// Whether a call was over.
    #[serde(default)]
    ended: bool,
}

impl Unfinished {
    /// Reads the draft of a user. One that is of no use holds nothing: it keeps nobody from working.
    pub(super) fn read(user: UserId, bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::default();
        }
        serde_json::from_slice(bytes).unwrap_or_else(|error| {
            tracing::warn!(%error, %user, "a draft is of no use");
            Self::default()
        })
    }

    /// When the calls began that have no result yet, those with somebody who is still being entered among them.
    pub(super) fn under_way(&self) -> Vec<Moment> {
        let levels = std::iter::once(self).chain(&self.parked);
        let entered = levels.filter_map(|draft| draft.form.as_ref()?.since);
        self.calls().map(|(_, began, _)| began).chain(entered).collect()
    }

    /// All that is begun and not finished, the most urgent first.
    pub(super) fn holes(&self) -> Vec<Hole> {
        let mut holes: Vec<Hole> = self.rang.iter().map(|call| Hole::Rings(call.phone)).collect();
        let levels = || std::iter::once(self).chain(&self.parked);
        let client = |on: &StandsOn| on.client;
        holes.extend(levels().filter_map(|draft| draft.call.as_ref()).map(client).map(Hole::Call));
        let forms = levels().filter_map(|draft| draft.form.as_ref()).map(|form| &form.typed);
        let said =
            |typed: &Typed| if typed.name.is_empty() { typed.phone.clone() } else { typed.name.clone() };
        holes.extend(forms.chain(levels().flat_map(|draft| &draft.fresh)).map(said).map(Hole::Entering));
        let notes = levels().filter_map(|draft| draft.note.as_ref().map(client).or(draft.client));
        holes.extend(notes.map(Hole::Note));
        holes
    }

    /// The calls without a result: with whom, since when, and whether they are over.
    pub(super) fn calls(&self) -> impl Iterator<Item = (ClientId, Moment, bool)> + '_ {
        let own = [self].into_iter();
        // What a call has interrupted has interrupted nothing itself.
        let all = own.chain(&self.parked).filter_map(|draft| draft.call.as_ref());
        all.filter_map(|call| Some((call.client, call.began?, call.ended)))
    }
}

impl AtWork {
    /// Reads the drafts of all users.
    pub(super) fn of(view: &View<'_>) -> Result<Self> {
        let mut at_work = Self::default();
        for (user, unfinished) in view.desk.unfinished()? {
            at_work.add(user, &unfinished);
        }
        Ok(at_work)
    }

    fn add(&mut self, user: UserId, unfinished: &Unfinished) {
        self.clients.extend(unfinished.client.map(|client| (client, user)));
        for on in [&unfinished.note, &unfinished.call].into_iter().flatten() {
            self.clients.insert(on.client, user);
            self.people.extend(on.person.map(|person| (person, user)));
        }
        for parked in &unfinished.parked {
            self.add(user, parked);
        }
    }

    /// Who is at work on a client, if anybody is.
    pub(super) fn on_client(&self, client: ClientId) -> Option<UserId> {
        self.clients.get(&client).copied()
    }

    /// Who talks to a person, if anybody does.
    pub(super) fn on_person(&self, person: PersonId) -> Option<UserId> {
        self.people.get(&person).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    #[test]
    fn a_draft_says_what_it_stands_on() {
        let user = UserId::from_u64(7);
        let of = |text: &str| {
            let mut all = AtWork::default();
            all.add(user, &serde_json::from_str(text).unwrap());
            let clients: Vec<u64> = all.clients.keys().map(|id| id.as_u64()).collect();
            let people: Vec<u64> = all.people.keys().map(|id| id.as_u64()).collect();
            (clients, people)
        };
        assert_eq!(of("{}"), (vec![], vec![]));
        // A note of an earlier release, and one of this.
        assert_eq!(of(r#"{"client": 3, "text": "Перезвонить"}"#), (vec![3], vec![]));
        assert_eq!(of(r#"{"note": {"client": 4, "text": "…"}}"#), (vec![4], vec![]));
        let parked =
            r#"{"call": {"client": 5, "person": 8, "began": 1}, "parked": [{"call": {"client": 6}}]}"#;
        assert_eq!(of(parked), (vec![5, 6], vec![8]));
    }

    #[test]
    fn a_draft_says_what_is_left_to_do() {
        let of = |text: &str| Unfinished::read(UserId::from_u64(7), text.as_bytes());
        let (client, phone) = (ClientId::from_u64, Phone::parse("+7 999 123-45-67").unwrap());
        assert_eq!(of("typed").holes(), [], "what is of no use keeps nobody from anything");
        assert_eq!(of(r#"{"client": 3, "text": "Перезвонить"}"#).holes(), [Hole::Note(client(3))]);
        let text = serde_json::json!({
            "call": {"client": 5, "began": 10}, "note": {"client": 5}, "fresh": [{"name": "Ромашка", "phone": "8"}],
            "rang": [{"phone": phone, "since": 9}],
            "parked": [{"form": {"typed": {"name": "", "phone": "+7 999"}, "since": 4}}, {"call": {"client": 6, "began": 2}}],
        });
        let all = of(&text.to_string());
        let typed = |text: &str| Hole::Entering(text.to_owned());
        let (called, note) = ([Hole::Call(client(5)), Hole::Call(client(6))], Hole::Note(client(5)));
        let holes = [&[Hole::Rings(phone)][..], &called, &[typed("+7 999"), typed("Ромашка"), note]].concat();
        assert_eq!(all.holes(), holes);
        assert_eq!(all.under_way(), [10, 2, 4].map(Moment::from_millis));
    }
}
