//! Records of a row: of a new client, and of what is new about one that is there already.

use super::row::{ClientRow, ConsentRow, PersonRow};
use crate::desk::consents::TEXT_MAX;
use crate::domain::client::{Client, ClientKind};
use crate::domain::consent::{Consent, ConsentKind};
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::ids::{ClientId, ConsentId, LegalEntityId, NoteId, PersonId, UserId};
use crate::domain::inn::InnMark;
use crate::domain::interaction::Note;
use crate::domain::legal::LegalEntity;
use crate::domain::name;
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::script::address;
use crate::domain::text::NOTE_MAX;
use crate::domain::time::Moment;
use crate::domain::zone::{ClientZone, ZoneSource};

/// A client with the records around him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bundle {
    pub(super) client: Client,
    pub(super) legal: Vec<LegalEntity>,
    pub(super) people: Vec<Person>,
    /// Notes, those of the base first.
    pub(super) notes: Vec<Note>,
    /// How many of the notes are of the base.
    pub(super) old_notes: usize,
    /// Consents, those of the base first.
    pub(super) consents: Vec<Consent>,
    /// How many of the consents are of the base.
    pub(super) old_consents: usize,
    /// Whether calls to the client are forbidden by the list.
    pub(super) do_not_call: bool,
}

/// Gives out ids for new records.
pub(super) trait Ids {
    fn legal(&mut self) -> LegalEntityId;
    fn person(&mut self) -> PersonId;
    fn note(&mut self) -> NoteId;
    fn consent(&mut self) -> ConsentId;
}

impl Bundle {
    /// The records of a new client.
    pub(super) fn of_row(
        row: &ClientRow,
        id: ClientId,
        ids: &mut dyn Ids,
        now: Moment,
        author: UserId,
    ) -> Self {
        let mut bundle = Self {
            client: Client::new(id, row.best_name(), now),
            legal: Vec::new(),
            people: Vec::new(),
            notes: Vec::new(),
            old_notes: 0,
            consents: Vec::new(),
            old_consents: 0,
            do_not_call: false,
        };
        bundle.client.kind = row.best_kind();
        bundle.client.relations = row.relations.unwrap_or(bundle.client.relations);
        bundle.client.raw.clone_from(&row.raw);
        bundle.take_in(row, ids, now, author);
        bundle
    }

    /// Adds what a row knows and the card does not: an empty field is filled, a filled one stays as it is, and numbers,
    /// people, tags and the like that are new are added. So whatever order rows come in, a second run of them brings
    /// nothing. Returns whether anything changed.
    pub(super) fn take_in(
        &mut self,
        row: &ClientRow,
        ids: &mut dyn Ids,
        now: Moment,
        author: UserId,
    ) -> bool {
        let before = self.clone();
        self.take_in_client(row);
        if row.has_legal() {
            self.take_in_legal(row, ids);
        }
        for person in &row.people {
            self.take_in_person(person, ids);
        }
        self.do_not_call |= row.do_not_call;
        for consent in &row.consents {
            self.take_in_consent(consent, ids, now, author);
        }
        let note: String = row.note.chars().take(NOTE_MAX).collect();
        if !note.is_empty() && self.notes.iter().all(|known| known.text != note) {
            self.notes.push(Note {
                id: ids.note(),
                client: self.client.id,
                subject: None,
                at: now,
                author,
                text: note,
            });
        }
        *self != before
    }

    /// Adds a consent the card does not know. One that is only said to be there, without a day, is worth nothing where the
    /// client has taken one back: nobody knows which came first.
    fn take_in_consent(&mut self, row: &ConsentRow, ids: &mut dyn Ids, now: Moment, author: UserId) {
        let mut same = self.consents.iter().filter(|known| known.kind == row.kind && known.person.is_none());
        let is_known = match row.given {
            Some(given) => same.any(|known| known.given == given),
            None => same.next().is_some(),
        };
        if is_known {
            return;
        }
        let cut = |text: &str| text.chars().take(TEXT_MAX).collect::<String>();
        self.consents.push(Consent {
            id: ids.consent(),
            client: self.client.id,
            person: None,
            kind: row.kind,
            text: cut(&row.text),
            how: row.how,
            given: row.given.unwrap_or(now),
            until: None,
            proof: cut(&row.proof),
            proof_hash: String::new(),
            by: author,
            recorded: now,
            withdrawn: None,
        });
    }

    /// Whether a consent to advertising is new, which may open what was closed.
    pub(super) fn has_new_consent(&self) -> bool {
        self.consents.iter().skip(self.old_consents).any(|consent| consent.kind == ConsentKind::Advertising)
    }

    fn take_in_client(&mut self, row: &ClientRow) {
        if self.is_nameless()
            && let Some(name) = row.given_name()
        {
            name.clone_into(&mut self.client.name);
            self.client.kind = row.best_kind();
        }
        let client = &mut self.client;
        fill(&mut client.public_name, &row.public_name);
        take_in_place(client, row);
        client.manager = client.manager.or(row.manager);
        client.class = client.class.or(row.class);
        client.calls = client.calls.or(row.calls);
        if client.first_interest.is_none() {
            client.first_interest.clone_from(&row.interest);
        }
        // A number of one of his people is not the company's own for being named without him.
        let of_people = |method: &ContactMethod| {
            self.people.iter().flat_map(|person| &person.methods).any(|known| same_method(known, method))
        };
        let new: Vec<ContactMethod> =
            row.methods.iter().filter(|method| !of_people(method)).cloned().collect();
        add_methods(&mut client.methods, &new);
        for tag in &row.tags {
            if !client.tags.contains(tag) {
                client.tags.push(tag.clone());
            }
        }
        for (title, value) in &row.custom {
            fill(client.custom.entry(title.clone()).or_default(), value);
        }
    }

    /// Whether the card has no name but a number, an address or an INN that stands in for it.
    fn is_nameless(&self) -> bool {
        let name = &self.client.name;
        let mut methods =
            self.client.methods.iter().chain(self.people.iter().flat_map(|person| &person.methods));
        name.is_empty()
            || methods.any(|method| {
                method.as_phone().is_some_and(|phone| phone.pretty() == *name)
                    || method.as_email().is_some_and(|email| email.as_str() == name)
            })
            || self.legal.iter().filter_map(|legal| legal.inn).any(|inn| inn.digits() == *name)
    }

    fn take_in_legal(&mut self, row: &ClientRow, ids: &mut dyn Ids) {
        let inn = row.inn.map(|(inn, _)| inn);
        let name = row.best_legal_name();
        let form = name::search_form(&name).text;
        let agree = |legal: &LegalEntity| legal.kpp.is_none() || row.kpp.is_none() || legal.kpp == row.kpp;
        let is_same = |legal: &LegalEntity| match (legal.inn, inn) {
            (Some(known), Some(new)) => known == new && agree(legal),
            // One of them does not say its INN: the register number tells, else the name.
            _ if legal.ogrn.is_some() && row.ogrn.is_some() => legal.ogrn == row.ogrn && agree(legal),
            _ if legal.kpp.is_some() && legal.kpp == row.kpp => true,
            _ => agree(legal) && name::search_form(&legal.name).text == form,
        };
        let same = self.legal.iter().enumerate().filter(|(_, legal)| is_same(legal));
        let same = same.min_by_key(|(_, legal)| legal.kpp != row.kpp).map(|(place, _)| place);
        let place = same.unwrap_or_else(|| {
            self.legal.push(LegalEntity {
                id: ids.legal(),
                name: name.clone(),
                inn: None,
                inn_mark: InnMark::Good,
                kpp: None,
                ogrn: None,
                clients: vec![self.client.id],
            });
            self.legal.len() - 1
        });
        let Some(legal) = self.legal.get_mut(place) else { return };
        if legal.inn.is_none()
            && let Some((inn, mark)) = row.inn
        {
            legal.inn = Some(inn);
            legal.inn_mark = mark;
        }
        if legal.kpp.is_none() {
            legal.kpp.clone_from(&row.kpp);
        }
        if legal.ogrn.is_none() {
            legal.ogrn.clone_from(&row.ogrn);
        }
        fill(&mut legal.name, &name);
    }

    fn take_in_person(&mut self, row: &PersonRow, ids: &mut dyn Ids) {
        let form = name::search_form(&row.name);
        let same = self.people.iter().position(|person| {
            let by_name = !row.name.is_empty() && name::search_form(&person.name).text == form.text;
            let by_method =
                row.methods.iter().any(|new| person.methods.iter().any(|known| same_method(known, new)));
            let nameless = row.name.is_empty() && row.methods.is_empty() && person.name.is_empty();
            let by_title = nameless && person.links.iter().any(|link| link.title == row.title);
            by_name || by_title || ((row.name.is_empty() || person.name.is_empty()) && by_method)
        });
        let Some(person) = same.and_then(|place| self.people.get_mut(place)) else {
            self.people.push(Person {
                id: ids.person(),
                name: row.name.clone(),
                links: vec![PersonLink::new(self.client.id, row.role, row.title.clone())],
                methods: row.methods.clone(),
            });
            return;
        };
        fill(&mut person.name, &row.name);
        add_methods(&mut person.methods, &row.methods);
        let client = self.client.id;
        if let Some(link) = person.links.iter_mut().find(|link| link.client == client && link.to.is_none()) {
            fill(&mut link.title, &row.title);
            if link.role == Role::Other {
                link.role = row.role;
            }
        }
    }
}

/// Fills a field that is empty; returns whether it was filled.
fn fill(field: &mut String, value: &str) -> bool {
    let fills = field.is_empty() && !value.is_empty();
    if fills {
        value.clone_into(field);
    }
    fills
}

/// Takes in where the client is and what time it is there. Parts of two places never make up one: from a row that puts
/// the client elsewhere only a zone is taken that does not come from there.
fn take_in_place(client: &mut Client, row: &ClientRow) {
    let known_city = name::search_form(&client.city).text;
    let same_city =
        client.city.is_empty() || row.city.is_empty() || known_city == name::search_form(&row.city).text;
    let same_region = match (client.region, row.region) {
        (Some(known), Some(new)) => known == new,
        _ => true,
    };
    let same_place = same_city && same_region;
    let mut filled_city = false;
    if same_place {
        filled_city = fill(&mut client.city, &row.city);
        fill(&mut client.address, &row.address);
        client.region = client.region.or(row.region);
    }
    let by_address = |zone: ClientZone| zone.source == ZoneSource::Address;
    let Some(new) = row.zone.filter(|zone| same_place || !by_address(*zone)) else { return };
    client.zone = Some(match client.zone {
        // The city tells better than the region the zone was known by until now.
        Some(known) if filled_city && by_address(known) && by_address(new) => new,
        Some(known) => known.better(new),
        None => new,
    });
}

/// Whether a name is one of a person: «Сидоров Пётр Алексеевич», «ИП Сидоров П.А.». A single word and a name in Latin
/// letters are far more often a company's.
fn is_person_name(name: &str) -> bool {
    let parts = name::split_legal_form(name);
    match parts.form {
        Some(form) => form == "ип",
        None => {
            let words = parts.core.split_whitespace().count();
            let is_russian =
                parts.core.chars().all(|c| !c.is_alphabetic() || ('\u{400}'..='\u{52f}').contains(&c));
            (2..=4).contains(&words) && is_russian && address::of(parts.core).is_some()
        }
    }
}

fn same_method(one: &ContactMethod, other: &ContactMethod) -> bool {
    match (&one.value, &other.value) {
        (ContactValue::Phone(one), ContactValue::Phone(other)) => one == other,
        (ContactValue::Email(one), ContactValue::Email(other)) => one.key() == other.key(),
        (ContactValue::Other(one), ContactValue::Other(other)) => one == other,
        _ => false,
    }
}

fn add_methods(known: &mut Vec<ContactMethod>, new: &[ContactMethod]) {
    for method in new {
        if known.iter().all(|known| !same_method(known, method)) {
            known.push(method.clone());
        }
    }
}

impl ClientRow {
    /// All numbers of the row, its people's too.
    pub(super) fn phones(&self) -> impl Iterator<Item = &Phone> {
        let of_people = self.people.iter().flat_map(|person| &person.methods);
        self.methods.iter().chain(of_people).filter_map(ContactMethod::as_phone)
    }

    /// The row without the addresses for which the card has others: of one that has an address, nothing is left to fill.
    pub(super) fn filling(&self, bundle: &Bundle) -> Self {
        let has = |methods: &[ContactMethod]| methods.iter().any(|method| method.as_email().is_some());
        let mut row = self.clone();
        if has(&bundle.client.methods) {
            row.methods.retain(|method| method.as_email().is_none());
        }
        for person in row.people.iter_mut().filter(|person| !person.name.is_empty()) {
            let form = name::search_form(&person.name).text;
            let mut same = bundle.people.iter().filter(|known| name::search_form(&known.name).text == form);
            if same.any(|known| has(&known.methods)) {
                person.methods.retain(|method| method.as_email().is_none());
            }
        }
        row
    }

    /// The name to work with: the row's own, or what comes nearest to one.
    pub(super) fn best_name(&self) -> String {
        self.given_name().map(ToOwned::to_owned).unwrap_or_else(|| {
            let phones = self.methods.iter().chain(self.people.iter().flat_map(|person| &person.methods));
            let first = phones.clone().find_map(|m| m.as_phone().map(|phone| phone.pretty()));
            first
                .or_else(|| {
                    self.methods.iter().find_map(|m| m.as_email().map(|email| email.as_str().to_owned()))
                })
                .or_else(|| self.inn.map(|(inn, _)| inn.digits()))
                .unwrap_or_default()
        })
    }

    /// The first of the names the row has.
    fn given_name(&self) -> Option<&str> {
        let person = self.people.iter().map(|person| &person.name);
        let named = [&self.name, &self.public_name, &self.legal_name].into_iter().chain(person);
        named.map(String::as_str).find(|name| !name.is_empty())
    }

    fn best_kind(&self) -> ClientKind {
        self.kind.unwrap_or_else(|| {
            let person_inn = self.inn.is_some_and(|(inn, _)| inn.is_person());
            let nameless = self.name.is_empty() && self.public_name.is_empty() && self.legal_name.is_empty();
            if person_inn || (nameless && !self.people.is_empty()) || is_person_name(&self.name) {
                ClientKind::Person
            } else {
                ClientKind::Company
            }
        })
    }

    fn has_legal(&self) -> bool {
        self.inn.is_some() || self.kpp.is_some() || self.ogrn.is_some() || !self.legal_name.is_empty()
    }

    fn best_legal_name(&self) -> String {
        let names = [&self.legal_name, &self.public_name, &self.name];
        names.into_iter().find(|name| !name.is_empty()).cloned().unwrap_or_else(|| self.best_name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_companies_by_their_names() {
        for person in ["Сидоров Пётр Алексеевич", "Пётр Сидоров", "ИП Сидоров П.А.", "ИП Вега"]
        {
            assert!(is_person_name(person), "{person}");
        }
        for company in
            ["ООО Вега", "Вега", "ООО «Пётр Великий»", "Quantum Print", "Видео маркет", "АО Сидоров и сын"]
        {
            assert!(!is_person_name(company), "{company}");
        }
    }
}
