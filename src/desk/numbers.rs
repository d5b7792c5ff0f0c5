//! In which order the numbers of a client are tried: the same when a job plans the next call and when the operator dials the next
//! number himself.

use super::catalog::Catalog;
use super::dossier::{Dossier, Event};
use crate::domain::call_list::Purpose;
use crate::domain::client::{Client, ClientKind};
use crate::domain::contact::ContactState;
use crate::domain::gate::Dial;
use crate::domain::ids::PersonId;
use crate::domain::interaction::{Interaction, InteractionKind, InteractionStatus};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::queue::QueueEntry;
use crate::domain::recycle;
use crate::domain::time::Moment;
use crate::store::Kept;

/// The number of a call somebody answered.
pub(super) fn answered(talk: &Interaction, catalog: &Catalog) -> Option<Phone> {
    let human = talk.outcome.and_then(|id| catalog.outcome(id)).is_some_and(|outcome| outcome.flags.human);
    let call = talk.kind == InteractionKind::Call && talk.status == InteractionStatus::Held;
    talk.phone.filter(|_| human && call)
}

/// The working numbers of a client and of those who speak for him today, with the time when somebody was last reached by each:
/// his own first, then those of his people by the weight of their role. `reached` tells of the latest talks what the cards don't.
pub(super) fn in_order(
    client: &Client,
    people: &[Kept<Person>],
    reached: &[(Phone, Moment)],
    now: Moment,
) -> Vec<(Phone, Option<Moment>)> {
    let date = now.utc().date_naive();
    let mut present: Vec<_> =
        people.iter().filter_map(|person| Some((person.link_on(client.id, date)?.role, person))).collect();
    present.sort_by_key(|(role, person)| (*role, person.id));
    let methods = client.methods.iter().chain(present.iter().flat_map(|(_, person)| &person.methods));
    let good = methods.filter(|method| method.state == ContactState::Good);
    let numbers = good.filter_map(|method| {
        let phone = *method.as_phone()?;
        let known = reached.iter().find(|(number, _)| number.same_line(&phone)).map(|(_, at)| *at);
        Some((phone, known.max(method.last_success)))
    });
    numbers.collect()
}

/// Which of a client's people a call is with: whose number it is; else the one the script speaks to, where one is read; else the only
/// one there is. `None` where that can't be told. `dialled` is the number and whose it is said to be.
pub(super) fn spoken_with(
    client: &Client,
    people: &[Kept<Person>],
    (phone, person): (Option<&Phone>, Option<PersonId>),
    scripted: bool,
    now: Moment,
) -> Option<PersonId> {
    if person.is_some() {
        return person;
    }
    let date = now.utc().date_naive();
    let mut present: Vec<_> = people
        .iter()
        .filter_map(|person| Some((person.link_on(client.id, date)?.role, person.id, person)))
        .collect();
    present.sort_by_key(|(role, id, _)| (*role, *id));
    let his =
        |person: &Person| phone.is_some_and(|phone| person.phones().any(|known| known.same_line(phone)));
    let mut owners = present.iter().filter(|(.., person)| his(person));
    if let (Some((_, id, _)), None) = (owners.next(), owners.next()) {
        return Some(*id);
    }
    // A private client speaks for himself, unless it is somebody else's number; without a number nobody knows who it was.
    if client.kind == ClientKind::Person || phone.is_none() {
        return None;
    }
    let (_, first, _) = present.first()?;
    (scripted || present.len() == 1).then_some(*first)
}

impl Dossier {
    /// Which of the people a call is with, as far as that can be told: whose number was dialled; else the one the script speaks to;
    /// else the only one.
    pub fn spoken_with(&self, dial: Option<Dial>, scripted: bool, now: Moment) -> Option<PersonId> {
        let dialled = (dial.as_ref().map(|dial| &dial.phone), dial.and_then(|dial| dial.person));
        spoken_with(&self.client, &self.people, dialled, scripted, now)
    }

    /// Whether a planned contact is about a debt: there every number that is dialled is a call to the law.
    pub fn is_about_debt(&self, entry: Option<&QueueEntry>, catalog: &Catalog) -> bool {
        let list = entry.and_then(|entry| entry.list).and_then(|list| catalog.list(list));
        list.is_some_and(|list| list.purpose == Purpose::Debt)
    }

    /// The number to dial after one nobody was reached on, within the same attempt: the one the rules of a job would try next,
    /// of those the gate allows. `tried` were dialled before it. `None` when there is no other, and in calls about debts:
    /// there each number would be one more call.
    pub fn next_number(
        &self,
        entry: Option<&QueueEntry>,
        dialled: Option<&Phone>,
        tried: &[Phone],
        catalog: &Catalog,
        now: Moment,
    ) -> Option<Dial> {
        if self.is_about_debt(entry, catalog) {
            return None;
        }
        let allowed = self.ask(entry, None, catalog, now, |gate| gate.numbers(entry));
        let Some(dialled) = dialled else { return allowed.first().copied() };
        let talks = self.history.iter().filter_map(|event| match event {
            Event::Interaction(talk) => Some((answered(talk, catalog)?, talk.at)),
            Event::Note(_) => None,
        });
        let reached: Vec<(Phone, Moment)> = talks.collect();
        let left = |phone: &Phone| {
            phone.same_line(dialled)
                || allowed.iter().any(|dial| dial.phone.same_line(phone))
                    && tried.iter().all(|before| !before.same_line(phone))
        };
        let mut numbers = in_order(&self.client, &self.people, &reached, now);
        numbers.retain(|(phone, _)| left(phone));
        let begins = entry.is_none_or(|entry| entry.phone.is_none()) && tried.is_empty();
        let next = recycle::other_number(&numbers, dialled, tried, begins)?;
        allowed.into_iter().find(|dial| dial.phone.same_line(&next))
    }
}
