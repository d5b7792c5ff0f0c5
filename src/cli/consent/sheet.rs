//! What is known of a client's consents and prohibitions, in words.

use crate::cli::context::Context;
use crate::desk::catalog::Catalog;
use crate::desk::consents::Proof;
use crate::domain::call_list::Purpose;
use crate::domain::consent::{Consent, ConsentKind, Standing, standing};
use crate::domain::gate::{Dial, Gate};
use crate::domain::ids::{PersonId, UserId};
use crate::domain::person::Person;
use crate::domain::phone::Phone;
use crate::domain::stop::{StopEntry, StopSubject};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Texts};
use crate::say;
use crate::store::Kept;

/// What is wanted to put a sheet into words.
pub(super) struct Sheet<'a> {
    pub(super) context: &'a Context,
    pub(super) catalog: &'a Catalog,
    pub(super) proof: &'a Proof,
    pub(super) calendar: Calendar,
}

impl Sheet<'_> {
    pub(super) fn texts(&self) -> &Texts {
        &self.context.texts
    }

    pub(super) fn user(&self, id: UserId) -> String {
        self.catalog.user(id).map(|user| clean_line(&user.name)).unwrap_or_default()
    }

    pub(super) fn whole(&self, at: Moment) -> String {
        at.in_zone(self.calendar.zone).format("%d.%m.%Y %H:%M").to_string()
    }

    pub(super) fn whose(&self, person: Option<PersonId>) -> String {
        let texts = self.texts();
        person.map_or_else(|| texts.get("proof-client"), |id| clean_line(&self.proof.person(id)))
    }

    /// «согласен: № 3 от 12.03.2026», «нет согласия»
    pub(super) fn standing(&self, person: Option<PersonId>, kind: ConsentKind, at: Moment) -> String {
        let found = standing(&self.proof.consents, kind, self.proof.client.id, person, at);
        self.texts().say(&match found {
            Standing::Holds(consent) => {
                say!("proof-holds", id = consent.id.to_string(), since = self.whole(consent.given))
            }
            Standing::Withdrawn { consent, at } => {
                say!("proof-withdrawn", id = consent.id.to_string(), at = self.whole(at))
            }
            Standing::Expired { consent, at } => {
                say!("proof-expired", id = consent.id.to_string(), at = self.whole(at))
            }
            Standing::Never => say!("proof-never"),
        })
    }

    /// The lines of one consent.
    pub(super) fn consent(&self, consent: &Consent) -> Vec<String> {
        let texts = self.texts();
        let mut lines = vec![texts.say(&say!(
            "proof-consent",
            id = consent.id.to_string(),
            kind = texts.word(&consent.kind),
            whose = self.whose(consent.person),
            given = self.whole(consent.given),
            how = texts.word(&consent.how)
        ))];
        let mut detail = |key: &'static str, value: String| {
            if !value.is_empty() {
                lines.push(format!("    {}: {value}", texts.get(key)));
            }
        };
        detail("field-of-text", clean_line(&consent.text));
        detail("field-of-proof", clean_line(&consent.proof));
        detail("proof-hash", consent.proof_hash.clone());
        detail("field-of-until", consent.until.map(|until| self.whole(until)).unwrap_or_default());
        detail("field-of-recorded", format!("{}, {}", self.whole(consent.recorded), self.user(consent.by)));
        if let Some(end) = &consent.withdrawn {
            let how = texts.word(&end.how);
            let parts = [self.whole(end.at), how, clean_line(&end.reason), self.user(end.by)];
            let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            detail("field-of-withdrawn", said);
            detail("field-of-withdrawn-proof", clean_line(&end.proof));
            detail("proof-hash", end.proof_hash.clone());
        }
        lines
    }

    pub(super) fn stop(&self, stop: &StopEntry) -> Vec<String> {
        let texts = self.texts();
        let whom = match &stop.subject {
            StopSubject::Phone(phone) => texts.phone(phone),
            StopSubject::Person(person) => self.whose(Some(*person)),
            StopSubject::Client(_) => self.whose(None),
        };
        let mut lines = vec![texts.say(&say!(
            "proof-stop",
            id = stop.id.to_string(),
            whom = whom,
            scope = texts.word(&stop.scope),
            since = self.whole(stop.since),
            by = self.user(stop.by)
        ))];
        let mut detail = |key: &'static str, value: String| {
            if !value.is_empty() {
                lines.push(format!("    {}: {value}", texts.get(key)));
            }
        };
        detail("field-of-reason", clean_line(&stop.reason));
        detail("field-of-proof", clean_line(&stop.proof));
        detail("proof-call", stop.interaction.map(|call| call.to_string()).unwrap_or_default());
        detail("field-of-until", stop.until.map(|until| self.whole(until)).unwrap_or_default());
        if let Some(lifted) = &stop.lifted {
            let said = texts.say(&say!(
                "proof-lifted",
                at = self.whole(lifted.at),
                by = self.user(lifted.by),
                consent = lifted.consent.to_string()
            ));
            detail("field-of-lifted", said);
        }
        lines
    }

    /// What held then against calls to the client as a whole, his numbers and his people, one after another: whom it is about, and the
    /// prohibitions. Where the sheet is of one number, of him, that number and its owner.
    pub(super) fn states(
        &self,
        phone: Option<&Phone>,
        person: Option<PersonId>,
        at: Moment,
    ) -> Vec<State<'_>> {
        let proof = self.proof;
        let in_force = |wanted: &dyn Fn(&StopSubject) -> bool| -> Vec<&StopEntry> {
            proof.stops.iter().filter(|stop| stop.holds(at) && wanted(&stop.subject)).collect()
        };
        let whole = |subject: &StopSubject| matches!(subject, StopSubject::Client(_));
        let mut out = vec![State { whom: Whom::Client, stops: in_force(&whole) }];
        let mut numbers: Vec<Phone> = Vec::new();
        let of_people = proof.people.iter().flat_map(|person| person.phones());
        for number in proof.client.phones().chain(of_people) {
            let is_new = numbers.iter().all(|known| !known.same_line(number));
            if is_new && phone.is_none_or(|phone| phone.same_line(number)) {
                numbers.push(*number);
            }
        }
        for number in numbers {
            out.push(State { whom: Whom::Phone(number), stops: self.stops_of(&number, at) });
        }
        for one in proof.people.iter().filter(|one| phone.is_none() || person == Some(one.id)) {
            let his = |subject: &StopSubject| *subject == StopSubject::Person(one.id) || whole(subject);
            out.push(State { whom: Whom::Person(one.id), stops: in_force(&his) });
        }
        out
    }

    /// What forbade calls to a number then: the number itself, whoever is reached by it, or the client as a whole.
    fn stops_of(&self, phone: &Phone, at: Moment) -> Vec<&StopEntry> {
        let proof = self.proof;
        let date = at.utc().date_naive();
        let present = |kept: &&Kept<Person>| kept.link_on(proof.client.id, date).is_some();
        let people: Vec<&Person> = proof.people.iter().filter(present).map(|kept| &kept.record).collect();
        let held: Vec<StopEntry> = proof.stops.iter().filter(|stop| stop.holds(at)).cloned().collect();
        let gate = Gate { stops: &held, ..Gate::new(&proof.client, &people, Purpose::Advertising, at) };
        let refused = gate.stop_for(&Dial { phone: *phone, person: None }).map(|stop| stop.id);
        let his = |id: PersonId| {
            let mut owners = proof.people.iter().filter(|one| one.phones().any(|one| one.same_line(phone)));
            owners.any(|one| one.id == id)
        };
        let concerns = |stop: &&StopEntry| {
            stop.holds(at)
                && match &stop.subject {
                    StopSubject::Client(_) => true,
                    StopSubject::Person(id) => his(*id) || refused == Some(stop.id),
                    StopSubject::Phone(number) => number.same_line(phone),
                }
        };
        proof.stops.iter().filter(concerns).collect()
    }

    /// «запретов звонков не было», «действовал запрет № 1: рекламные звонки»
    pub(super) fn in_force(&self, stops: &[&StopEntry]) -> String {
        let texts = self.texts();
        let told = stops.iter().map(|stop| {
            texts.say(&say!("proof-stopped", id = stop.id.to_string(), scope = texts.word(&stop.scope)))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { texts.get("proof-not-stopped") } else { told.join("; ") }
    }
}

/// What held at a moment against calls to somebody.
pub(super) struct State<'a> {
    pub(super) whom: Whom,
    /// The prohibitions in force, oldest first.
    pub(super) stops: Vec<&'a StopEntry>,
}

/// Whom a state is of.
pub(super) enum Whom {
    Client,
    Phone(Phone),
    Person(PersonId),
}
