//! The gate every call passes: which number may be dialled now, or why none may.
//!
//! The same check runs when a contact is shown in the queue, when it is taken and when it is dialled, so that a
//! prohibition written in between is never missed.

use super::call_list::Purpose;
use super::client::Client;
use super::contact::{ContactMethod, ContactState};
use super::hours::CallingHours;
use super::ids::{CallListId, PersonId};
use super::person::{Person, Role};
use super::phone::Phone;
use super::queue::QueueEntry;
use super::stop::StopEntry;
use super::time::Moment;

/// A number that may be dialled, and who should answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dial {
    /// The number.
    pub phone: Phone,
    /// Whose it is; `None` for the client's own.
    pub person: Option<PersonId>,
}

/// Why a client may not be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// There is no number, or none that works.
    NoNumber,
    /// Every number is in the stop list; the entry is the oldest that forbids.
    Stopped(Box<StopEntry>),
    /// It is too early or too late where the client is.
    Hours {
        /// When it will be possible.
        opens: Moment,
    },
}

/// Everything the gate looks at.
#[derive(Clone, Copy, Debug)]
pub struct Gate<'a> {
    /// The client.
    pub client: &'a Client,
    /// The people who speak for him today.
    pub people: &'a [&'a Person],
    /// Stop entries that concern him, his people or his numbers.
    pub stops: &'a [StopEntry],
    /// What the call is for.
    pub purpose: Purpose,
    /// From which list.
    pub list: Option<CallListId>,
}

impl Gate<'_> {
    /// The number to dial for a planned contact: its own number when it has one, else the best of its person, of those
    /// who decide, of the client, of anybody else.
    ///
    /// # Errors
    /// Why there is none.
    pub fn number(&self, entry: Option<&QueueEntry>) -> Result<Dial, Forbidden> {
        let mut candidates = self.candidates();
        let rank = |dial: &Dial| {
            let wanted = entry.and_then(|e| e.phone).is_some_and(|phone| phone.same_line(&dial.phone));
            let asked = entry.and_then(|e| e.person).is_some_and(|person| dial.person == Some(person));
            (!wanted, !asked)
        };
        candidates.sort_by_key(|dial| rank(dial));
        let mut stopped: Option<&StopEntry> = None;
        for dial in candidates {
            match self.stop_for(&dial) {
                None => return Ok(dial),
                Some(stop) if stopped.is_none_or(|first| stop.since < first.since) => stopped = Some(stop),
                Some(_) => {}
            }
        }
        Err(stopped.map_or(Forbidden::NoNumber, |stop| Forbidden::Stopped(Box::new(stop.clone()))))
    }

    /// As [`Gate::number`], at a moment: calling hours included.
    ///
    /// # Errors
    /// Why the client may not be called now.
    pub fn dial(
        &self,
        entry: Option<&QueueEntry>,
        hours: &CallingHours,
        now: Moment,
    ) -> Result<Dial, Forbidden> {
        let dial = self.number(entry)?;
        let zone = self.client.zone.map(|zone| zone.tz);
        if hours.open_at(zone, now) {
            Ok(dial)
        } else {
            Err(Forbidden::Hours { opens: hours.next_open(zone, now) })
        }
    }

    /// The stop entry that forbids a number, if one does.
    pub fn stop_for(&self, dial: &Dial) -> Option<&StopEntry> {
        let forbids = |stop: &&StopEntry| {
            stop.forbids(self.client.id, dial.person, &dial.phone, self.purpose, self.list)
        };
        self.stops.iter().find(forbids)
    }

    /// Working numbers, best first: of the decision makers, of the client, of everybody else.
    fn candidates(&self) -> Vec<Dial> {
        let role = |person: &Person| {
            person
                .links
                .iter()
                .find(|link| link.client == self.client.id)
                .map_or(Role::Other, |link| link.role)
        };
        let of = |person: Option<PersonId>, methods: &[ContactMethod]| -> Vec<Dial> {
            let good = methods.iter().filter(|method| method.state == ContactState::Good);
            good.filter_map(ContactMethod::as_phone).map(|phone| Dial { phone: *phone, person }).collect()
        };
        let mut people: Vec<&Person> = self.people.to_vec();
        people.sort_by_key(|person| role(person));
        let (deciding, others): (Vec<&Person>, Vec<&Person>) =
            people.into_iter().partition(|person| role(person) == Role::DecisionMaker);
        let mut out: Vec<Dial> = deciding.iter().flat_map(|p| of(Some(p.id), &p.methods)).collect();
        out.extend(of(None, &self.client.methods));
        out.extend(others.iter().flat_map(|p| of(Some(p.id), &p.methods)));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{ClientId, QueueEntryId, RecordId, StopId, UserId};
    use crate::domain::person::PersonLink;
    use crate::domain::queue::{EntryKind, EntryState};
    use crate::domain::stop::{StopScope, StopSubject};

    const NOON: Moment = Moment::from_millis(1_800_000_000_000);

    fn phone(n: u64) -> Phone {
        Phone::from_e164(74_950_000_000 + n).unwrap()
    }

    fn client(phones: &[u64]) -> Client {
        let mut client = Client::new(ClientId::from_u64(1), "Протон", NOON);
        client.methods = phones.iter().map(|n| ContactMethod::phone(phone(*n), "")).collect();
        client
    }

    fn person(id: u64, role: Role, phones: &[u64]) -> Person {
        Person {
            id: PersonId::from_u64(id),
            name: String::new(),
            links: vec![PersonLink::new(ClientId::from_u64(1), role, "")],
            methods: phones.iter().map(|n| ContactMethod::phone(phone(*n), "")).collect(),
        }
    }

    fn stop(subject: StopSubject, scope: StopScope, since: i64) -> StopEntry {
        StopEntry {
            id: StopId::from_u64(1),
            client: ClientId::from_u64(1),
            subject,
            scope,
            since: Moment::from_millis(since),
            reason: String::new(),
            interaction: None,
            by: UserId::from_u64(1),
        }
    }

    fn gate<'a>(client: &'a Client, people: &'a [&'a Person], stops: &'a [StopEntry]) -> Gate<'a> {
        Gate { client, people, stops, purpose: Purpose::Advertising, list: None }
    }

    #[test]
    fn those_who_decide_are_called_first() {
        let client = client(&[1]);
        let (boss, clerk) = (person(1, Role::DecisionMaker, &[2]), person(2, Role::Secretary, &[3]));
        let people = [&clerk, &boss];
        let gate = gate(&client, &people, &[]);
        assert_eq!(gate.number(None).unwrap(), Dial { phone: phone(2), person: Some(boss.id) });
        let mut entry = QueueEntry {
            id: QueueEntryId::from_u64(1),
            client: client.id,
            person: Some(clerk.id),
            phone: None,
            kind: EntryKind::New,
            due: NOON,
            reason: String::new(),
            list: None,
            attempts: 0,
            max_attempts: 1,
            owner: None,
            state: EntryState::Waiting,
            zone: None,
            created: NOON,
        };
        assert_eq!(gate.number(Some(&entry)).unwrap().phone, phone(3));
        entry.phone = Some(phone(1));
        assert_eq!(gate.number(Some(&entry)).unwrap().phone, phone(1));
    }

    #[test]
    fn a_dead_number_is_not_dialled() {
        let mut client = client(&[1, 2]);
        client.methods[0].state = ContactState::Dead;
        assert_eq!(gate(&client, &[], &[]).number(None).unwrap().phone, phone(2));
        client.methods[1].state = ContactState::NotTheirs;
        assert_eq!(gate(&client, &[], &[]).number(None), Err(Forbidden::NoNumber));
    }

    #[test]
    fn a_person_who_forbade_calls_does_not_silence_the_company() {
        let client = client(&[1]);
        let boss = person(1, Role::DecisionMaker, &[2, 1]);
        let people = [&boss];
        let stops = [stop(StopSubject::Person(boss.id), StopScope::Advertising, 5)];
        let mut it = gate(&client, &people, &stops);
        assert_eq!(it.number(None).unwrap(), Dial { phone: phone(1), person: None });
        let stops = [stops[0].clone(), stop(StopSubject::Phone(phone(1)), StopScope::Advertising, 3)];
        it.stops = &stops;
        assert!(matches!(it.number(None), Err(Forbidden::Stopped(stop)) if stop.since.millis() == 3));
        it.purpose = Purpose::Service;
        assert_eq!(it.number(None).unwrap().phone, phone(2));
    }

    #[test]
    fn the_company_may_forbid_everything() {
        let client = client(&[1]);
        let stops = [stop(StopSubject::Client(client.id), StopScope::Everything, 5)];
        let mut it = gate(&client, &[], &stops);
        it.purpose = Purpose::Debt;
        assert!(matches!(it.number(None), Err(Forbidden::Stopped(_))));
    }

    #[test]
    fn hours_close_the_gate() {
        let mut client = client(&[1]);
        client.zone = Some(crate::domain::zone::ClientZone {
            tz: chrono_tz::Asia::Kamchatka,
            source: crate::domain::zone::ZoneSource::Said,
            confidence: crate::domain::zone::Confidence::High,
        });
        let hours = CallingHours::default();
        let it = gate(&client, &[], &[]);
        // 2027-01-15 08:00 UTC is 20:00 on Kamchatka.
        assert!(matches!(it.dial(None, &hours, NOON), Err(Forbidden::Hours { opens }) if opens > NOON));
        assert!(it.dial(None, &hours, NOON.plus_minutes(-1)).is_ok());
    }
}
