//! Records of a row: of a new client, and of what is new about one that is there already.

use super::row::{ClientRow, PersonRow};
use crate::domain::client::{Client, ClientKind};
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::ids::{ClientId, LegalEntityId, NoteId, PersonId, UserId};
use crate::domain::inn::InnMark;
use crate::domain::interaction::Note;
use crate::domain::legal::LegalEntity;
use crate::domain::name;
use crate::domain::person::{Person, PersonLink};
use crate::domain::script::address;
use crate::domain::text::NOTE_MAX;
use crate::domain::time::Moment;

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
    /// Whether calls to the client are forbidden by the list.
    pub(super) do_not_call: bool,
}

/// Gives out ids for new records.
pub(super) trait Ids {
    fn legal(&mut self) -> LegalEntityId;
    fn person(&mut self) -> PersonId;
    fn note(&mut self) -> NoteId;
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
            do_not_call: false,
        };
        bundle.client.kind = row.best_kind();
        bundle.client.raw.clone_from(&row.raw);
        bundle.take_in(row, ids, now, author);
        bundle
    }

    /// Adds what a row knows and the card does not, and puts the row's word where the row has one. Nothing is ever
    /// removed. Returns whether anything changed.
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

    fn take_in_client(&mut self, row: &ClientRow) {
        let client = &mut self.client;
        let set = |field: &mut String, value: &str| {
            if !value.is_empty() {
                value.clone_into(field);
            }
        };
        set(&mut client.name, &row.name);
        set(&mut client.public_name, &row.public_name);
        set(&mut client.city, &row.city);
        set(&mut client.address, &row.address);
        client.kind = row.kind.unwrap_or(client.kind);
        client.relations = row.relations.unwrap_or(client.relations);
        client.region = row.region.or(client.region);
        client.manager = row.manager.or(client.manager);
        client.class = row.class.or(client.class);
        client.zone = match (client.zone, row.zone) {
            (Some(known), Some(new)) => Some(known.better(new)),
            (known, new) => known.or(new),
        };
        if row.interest.is_some() && client.first_interest.is_none() {
            client.first_interest.clone_from(&row.interest);
        }
        add_methods(&mut client.methods, &row.methods);
        for tag in &row.tags {
            if !client.tags.contains(tag) {
                client.tags.push(tag.clone());
            }
        }
        for (title, value) in &row.custom {
            client.custom.insert(title.clone(), value.clone());
        }
    }

    fn take_in_legal(&mut self, row: &ClientRow, ids: &mut dyn Ids) {
        let inn = row.inn.map(|(inn, _)| inn);
        let same = self.legal.iter().position(|legal| match (legal.inn, inn) {
            (Some(known), Some(new)) => {
                known == new && (legal.kpp.is_none() || row.kpp.is_none() || legal.kpp == row.kpp)
            }
            _ => false,
        });
        let name = row.best_legal_name();
        let place = same.unwrap_or_else(|| {
            self.legal.push(LegalEntity {
                id: ids.legal(),
                name: name.clone(),
                inn,
                inn_mark: InnMark::Good,
                kpp: None,
                ogrn: None,
                clients: vec![self.client.id],
            });
            self.legal.len() - 1
        });
        let Some(legal) = self.legal.get_mut(place) else { return };
        if let Some((_, mark)) = row.inn {
            legal.inn_mark = mark;
        }
        if row.kpp.is_some() {
            legal.kpp.clone_from(&row.kpp);
        }
        if row.ogrn.is_some() {
            legal.ogrn.clone_from(&row.ogrn);
        }
        if !row.legal_name.is_empty() {
            legal.name = name;
        }
    }

    fn take_in_person(&mut self, row: &PersonRow, ids: &mut dyn Ids) {
        let form = name::search_form(&row.name);
        let same = self.people.iter().position(|person| {
            let by_name = !row.name.is_empty() && name::search_form(&person.name).text == form.text;
            let by_method =
                row.methods.iter().any(|new| person.methods.iter().any(|known| same_method(known, new)));
            by_name || (row.name.is_empty() && by_method)
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
        add_methods(&mut person.methods, &row.methods);
        let client = self.client.id;
        if let Some(link) = person.links.iter_mut().find(|link| link.client == client && link.to.is_none())
            && !row.title.is_empty()
        {
            link.title.clone_from(&row.title);
            link.role = row.role;
        }
    }
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
    /// The name to work with: the row's own, or what comes nearest to one.
    fn best_name(&self) -> String {
        let person = self.people.iter().map(|person| &person.name);
        let mut named = [&self.name, &self.public_name, &self.legal_name].into_iter().chain(person);
        named.find(|name| !name.is_empty()).cloned().unwrap_or_else(|| {
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
