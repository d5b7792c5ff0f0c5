//! What sessions have unfinished: calls without a result, notes that are not saved. The clients of these must not go, whoever takes
//! back what has brought them; and what a session has left behind may be done already: it may have ended after the change, and
//! before its draft was kept without it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde::Deserialize;

use super::gate::calls_about_debts;
use super::{DeskError, Query, Result, View};
use crate::domain::ids::{ClientId, PersonId, UserId};
use crate::domain::interaction::{Interaction, InteractionKind, InteractionStatus, Note};
use crate::domain::phone::Phone;
use crate::domain::queue::LEASE_MS;
use crate::domain::text::clean_text;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::Walk;
use crate::store::tables::{interactions_of, notes_of};

/// Whether a draft holds nothing but words of dialogs that were left with Esc: they wait for whoever opens the dialog again, and
/// nothing is left to be finished.
pub(super) fn holds_words_only(draft: &[u8]) -> bool {
    let kept: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(draft).ok();
    kept.is_some_and(|kept| !kept.is_empty() && kept.keys().all(|key| key == "typed"))
}

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
        for (user, draft) in all(view)? {
            let over = |call: &Rang| view.now.millis() - call.since.millis() >= self.rings_ms;
            let calls = draft.rang.iter().filter(|call| user != view.who.user && over(call));
            left.extend(calls.map(|call| (call.phone, call.since)));
        }
        Ok(left)
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
struct Unfinished {
    /// Whom the note is about, in a draft of an earlier release, which was a note and nothing else.
    client: Option<ClientId>,
    note: Option<StandsOn>,
    call: Option<StandsOn>,
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

/// The drafts of all users. One that can't be read holds nothing: it keeps nobody from working.
fn all(view: &View<'_>) -> Result<Vec<(UserId, Unfinished)>> {
    let mut drafts = Vec::new();
    for user in view.catalog()?.users() {
        match view.desk.drafts.of(user.id) {
            Ok(bytes) if bytes.is_empty() => {}
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(unfinished) => drafts.push((user.id, unfinished)),
                Err(error) => tracing::warn!(%error, user = %user.id, "a draft is of no use"),
            },
            Err(error) => tracing::warn!(%error, user = %user.id, "a draft can't be read"),
        }
    }
    Ok(drafts)
}

#[derive(Debug, Deserialize)]
struct StandsOn {
    client: ClientId,
    person: Option<PersonId>,
    /// When a call began.
    began: Option<Moment>,
}

/// Fails when somebody else talks to a client, or has talked to him and not recorded what came of it: as long as a lease would
/// keep the client from others, and where anybody is called about debts till the end of the day, since the call counts.
///
/// # Errors
/// [`DeskError::InTalk`]; when the store can't be read.
pub(super) fn refuse_second_call(view: &View<'_>, client: ClientId) -> Result<()> {
    let catalog = view.catalog()?;
    let day = |at: Moment| at.date_in(view.who.zone);
    let counts = |began: Moment| {
        view.now.millis().saturating_sub(began.millis()) < LEASE_MS
            || calls_about_debts(&catalog) && day(began) == day(view.now)
    };
    let others = all(view)?.into_iter().filter(|(user, _)| *user != view.who.user);
    let busy = others.filter(|(_, draft)| draft.calls().any(|(with, began)| with == client && counts(began)));
    match busy.map(|(user, _)| user).next() {
        None => Ok(()),
        Some(user) => {
            Err(DeskError::InTalk(catalog.user(user).map(|user| user.name.clone()).unwrap_or_default()))
        }
    }
}

impl Unfinished {
    /// The calls without a result: with whom, and since when.
    fn calls(&self) -> impl Iterator<Item = (ClientId, Moment)> + '_ {
        let own = [self].into_iter();
        // What a call has interrupted has interrupted nothing itself.
        let all = own.chain(&self.parked).filter_map(|draft| draft.call.as_ref());
        all.filter_map(|call| Some((call.client, call.began?)))
    }
}

impl AtWork {
    /// Reads the drafts of all users.
    pub(super) fn of(view: &View<'_>) -> Result<Self> {
        let mut at_work = Self::default();
        for (user, unfinished) in all(view)? {
            at_work.add(user, unfinished);
        }
        Ok(at_work)
    }

    fn add(&mut self, user: UserId, unfinished: Unfinished) {
        self.clients.extend(unfinished.client.map(|client| (client, user)));
        for on in [unfinished.note, unfinished.call].into_iter().flatten() {
            self.clients.insert(on.client, user);
            self.people.extend(on.person.map(|person| (person, user)));
        }
        for parked in unfinished.parked {
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
            all.add(user, serde_json::from_str(text).unwrap());
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
}
