//! The columns of an export: those that an import recognises, so that what was written can be read back.

use std::collections::BTreeSet;

use crate::cli::record::role_word;
use crate::desk::catalog::Catalog;
use crate::desk::export::Exported;
use crate::domain::client::{Client, ClientKind};
use crate::domain::contact::{ContactMethod, ContactState};
use crate::domain::email;
use crate::domain::geo;
use crate::domain::legal::LegalEntity;
use crate::domain::person::{Person, Role};
use crate::domain::phone::{self, Phone};
use crate::domain::text::Lang;
use crate::domain::time::Moment;
use crate::domain::zone::ZoneSource;
use crate::exchange::clients::place_of;
use crate::exchange::{ColumnMap, ColumnTarget, Field, Heading, TableFormat};
use crate::i18n::Texts;
use crate::say;

/// Contact persons for whom a table has columns: a heading of an import counts no further.
const PEOPLE_MAX: usize = 99;
/// How often a heading that would be misread is changed before it is given up.
const ROUNDS: usize = 4;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Field(Field),
    /// A part of a contact person; which one, from 0.
    Person(usize, Field),
    Custom(String),
}

/// What all clients together ask of a table.
#[derive(Debug, Default)]
pub(super) struct Shape {
    people: usize,
    custom: BTreeSet<String>,
    /// Clients with more legal entities than a row holds.
    pub(super) more_legal: u64,
    /// Clients with more people than a row holds.
    pub(super) more_people: u64,
    /// Clients of whom a number or a person is protected, which a row can't say.
    pub(super) part_stops: u64,
}

impl Shape {
    /// Takes a client into account.
    pub(super) fn add(&mut self, one: &Exported) {
        self.people = self.people.max(one.people.len()).min(PEOPLE_MAX);
        self.more_people += u64::from(one.people.len() > PEOPLE_MAX);
        self.more_legal += u64::from(one.legal.len() > 1);
        self.part_stops += u64::from(!one.stops.is_empty() && !one.do_not_call());
        for title in one.client.custom.keys() {
            if !self.custom.contains(title) {
                self.custom.insert(title.clone());
            }
        }
    }
}

/// The columns of a table, with their headings.
pub(super) struct Columns {
    columns: Vec<Column>,
    headings: Vec<String>,
    texts: Texts,
    format: TableFormat,
}

impl Columns {
    /// The columns for clients of this shape.
    pub(super) fn new(shape: &Shape, lang: Lang, format: TableFormat) -> Self {
        // The shipped texts: a user's own wording would not be recognised when the file is loaded.
        let texts = Texts::new(lang);
        let columns = of_client().chain(of_people(shape.people.max(1)));
        let columns: Vec<Column> = columns.chain(shape.custom.iter().cloned().map(Column::Custom)).collect();
        let headings = headings(&columns, &texts);
        Self { columns, headings, texts, format }
    }

    /// The headings.
    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    /// The row of a client.
    pub(super) fn row(&self, one: &Exported, catalog: &Catalog, now: Moment) -> Vec<String> {
        let legal = one.legal.iter().find(|legal| legal.inn.is_some()).or(one.legal.first());
        let (region, zone) = self.place(one);
        let cell = |column: &Column| match column {
            Column::Field(Field::Region) => region.clone(),
            Column::Field(Field::Timezone) => zone.clone(),
            Column::Field(Field::Manager) => {
                let manager = one.client.manager.and_then(|id| catalog.user(id));
                manager.map(|user| user.name.clone()).unwrap_or_default()
            }
            Column::Field(Field::DoNotCall) if one.do_not_call() => self.texts.get("column-yes"),
            Column::Field(field) => self.of_client(*field, &one.client, legal),
            Column::Person(place, field) => {
                let person = one.people.get(*place);
                person.map(|person| self.of_person(*field, person, one, now)).unwrap_or_default()
            }
            Column::Custom(title) => one.client.custom.get(title).cloned().unwrap_or_default(),
        };
        self.columns.iter().map(cell).collect()
    }

    fn of_client(&self, field: Field, client: &Client, legal: Option<&LegalEntity>) -> String {
        let interest = client.first_interest.as_ref();
        match field {
            Field::Name => client.name.clone(),
            Field::PublicName => client.public_name.clone(),
            Field::Kind => self.texts.get(match client.kind {
                ClientKind::Company => "column-kind-company",
                ClientKind::Person => "column-kind-person",
            }),
            Field::LegalName => legal.map(|legal| legal.name.clone()).unwrap_or_default(),
            Field::Inn => legal.and_then(|legal| legal.inn).map(|inn| inn.digits()).unwrap_or_default(),
            Field::Kpp => legal.and_then(|l| l.kpp.as_ref()).map(ToString::to_string).unwrap_or_default(),
            Field::Ogrn => legal.and_then(|l| l.ogrn.as_ref()).map(ToString::to_string).unwrap_or_default(),
            Field::Phone => self.phones(&client.methods),
            Field::Email => self.emails(&client.methods),
            Field::City => client.city.clone(),
            Field::Address => client.address.clone(),
            Field::Class => client.class.map(|class| class.to_string()).unwrap_or_default(),
            Field::Tags => client.tags.join(", "),
            Field::Channel => interest.map(|interest| interest.channel.clone()).unwrap_or_default(),
            Field::Source => interest.map(|interest| interest.source.clone()).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn of_person(&self, field: Field, person: &Person, one: &Exported, now: Moment) -> String {
        match field {
            Field::Person => person.name.clone(),
            Field::PersonPhone => self.phones(&person.methods),
            Field::PersonEmail => self.emails(&person.methods),
            Field::PersonRole => {
                let link = person.link_on(one.client.id, now.utc().date_naive());
                match link {
                    // The role that no title tells must be told by a word.
                    Some(link) if link.title.is_empty() && link.role != Role::Other => self.role(link.role),
                    Some(link) => link.title.clone(),
                    None => String::new(),
                }
            }
            _ => String::new(),
        }
    }

    /// A word for a role that an import takes for that role.
    fn role(&self, role: Role) -> String {
        let word = self.texts.word(&role);
        if Role::from_title(&word) == role { word } else { role_word(role).replace('-', " ") }
    }

    /// Region and zone, each only where it says more than address and numbers do: a guess that is written down would
    /// be read as a fact.
    fn place(&self, one: &Exported) -> (String, String) {
        let client = &one.client;
        let people = || one.people.iter().flat_map(|person| person.phones());
        let derived =
            |region: &str| place_of(&client.city, region, &client.address, client.phones().chain(people()));
        let name = |code| {
            let region = geo::region(code)?;
            let named = [self.in_lang(region.ru, region.en), region.ru].into_iter();
            named.into_iter().find(|name| geo::find_region(name) == Some(code)).map(str::to_owned)
        };
        let region = match client.region {
            Some(code) if derived("").1 != Some(code) => name(code).unwrap_or_default(),
            _ => String::new(),
        };
        let by_place = derived(&region).0.map(|zone| zone.tz);
        let zone = client.zone.filter(|zone| zone.source == ZoneSource::Said || by_place != Some(zone.tz));
        (region, zone.map(|zone| zone.tz.name().to_owned()).unwrap_or_default())
    }

    fn in_lang<'t>(&self, ru: &'t str, en: &'t str) -> &'t str {
        match self.texts.lang() {
            Lang::Ru => ru,
            Lang::En => en,
        }
    }

    /// Phones in one cell, with their labels; read back they are the same, or else written plainer.
    fn phones(&self, methods: &[ContactMethod]) -> String {
        let phones: Vec<(Phone, String)> =
            methods.iter().filter_map(|method| Some((*method.as_phone()?, self.label(method)))).collect();
        let numbers = || phones.iter().map(|(phone, _)| phone);
        let labelled = phones.iter().map(|(phone, label)| match label.as_str() {
            "" => self.phone(phone),
            label => format!("{} ({label})", self.phone(phone)),
        });
        let labelled = joined(labelled);
        let read = phone::read_field(&labelled);
        let same = read.problems.is_empty()
            && read
                .phones
                .iter()
                .map(|read| (read.phone, &read.label))
                .eq(phones.iter().map(|(phone, label)| (*phone, label)));
        if same {
            return labelled;
        }
        let plain = joined(numbers().map(|phone| self.phone(phone)));
        let read = phone::read_field(&plain);
        if read.problems.is_empty() && read.phones.iter().map(|read| &read.phone).eq(numbers()) {
            return plain;
        }
        joined(numbers().map(ToString::to_string))
    }

    /// A number as people write it. In CSV those of +7 begin with 8: a leading plus would stand there with the
    /// apostrophe that keeps spreadsheets from running it as a formula.
    fn phone(&self, phone: &Phone) -> String {
        let pretty = self.texts.phone(phone);
        match pretty.strip_prefix("+7 ") {
            Some(national) if self.format == TableFormat::Csv => format!("8 {national}"),
            _ => pretty,
        }
    }

    /// E-mail addresses in one cell, with their labels; read back they are the same, or else written without labels.
    fn emails(&self, methods: &[ContactMethod]) -> String {
        let emails: Vec<(&email::Email, String)> =
            methods.iter().filter_map(|method| Some((method.as_email()?, self.label(method)))).collect();
        let labelled = joined(emails.iter().map(|(email, label)| match label.as_str() {
            "" => email.to_string(),
            label => format!("{label} <{email}>"),
        }));
        let read = email::read_field(&labelled);
        let same = read.problems.is_empty()
            && read
                .emails
                .iter()
                .map(|read| (&read.email, &read.label))
                .eq(emails.iter().map(|(email, label)| (*email, label)));
        if same { labelled } else { joined(emails.iter().map(|(email, _)| email.to_string())) }
    }

    /// What is said of a number or an address: its label, and that it does not work.
    fn label(&self, method: &ContactMethod) -> String {
        let state = match method.state {
            ContactState::Good => String::new(),
            state => self.texts.word(&state),
        };
        let parts = [method.label.as_str(), state.as_str()].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn of_client() -> impl Iterator<Item = Column> {
    use Field::{
        Address, Channel, City, Class, DoNotCall, Email, Inn, Kind, Kpp, LegalName, Manager, Name, Ogrn,
        Phone, PublicName, Region, Source, Tags, Timezone,
    };
    let names = [Name, PublicName, Kind, Phone, Email, LegalName, Inn, Kpp, Ogrn];
    let rest = [Region, City, Address, Timezone, Class, Tags, Manager, Channel, Source, DoNotCall];
    names.into_iter().chain(rest).map(Column::Field)
}

fn of_people(people: usize) -> impl Iterator<Item = Column> {
    let parts = [Field::Person, Field::PersonRole, Field::PersonPhone, Field::PersonEmail];
    (0..people).flat_map(move |place| parts.map(|part| Column::Person(place, part)))
}

/// The headings of columns. A field of the list's own whose title an import would take for something else gets a word
/// more.
fn headings(columns: &[Column], texts: &Texts) -> Vec<String> {
    let mut headings: Vec<String> = columns.iter().map(|column| heading(column, texts)).collect();
    for _ in 0..ROUNDS {
        let wrong = misread(columns, &headings);
        if wrong.is_empty() {
            break;
        }
        for at in wrong {
            if let (Some(Column::Custom(_)), Some(heading)) = (columns.get(at), headings.get_mut(at)) {
                *heading = texts.say(&say!("export-custom-column", title = heading.as_str()));
            }
        }
    }
    headings
}

fn heading(column: &Column, texts: &Texts) -> String {
    match column {
        Column::Field(field) => texts.get(&format!("column-{}", field.key())),
        Column::Person(place, field) => {
            let number = (place + 1).to_string();
            texts.say(&match field {
                Field::PersonRole => say!("column-person-role", number = number),
                Field::PersonPhone => say!("column-person-phone", number = number),
                Field::PersonEmail => say!("column-person-email", number = number),
                _ => say!("column-person", number = number),
            })
        }
        Column::Custom(title) => title.clone(),
    }
}

/// The columns that an import would not take for what they are.
fn misread(columns: &[Column], headings: &[String]) -> Vec<usize> {
    let table: Vec<Heading> =
        headings.iter().enumerate().map(|(column, text)| Heading { column, text: text.clone() }).collect();
    let map = ColumnMap::guess(&table);
    let targets = columns.iter().zip(map.columns()).enumerate();
    let wrong = targets.filter(|(_, (column, target))| !match (column, target) {
        (Column::Field(field), ColumnTarget::Field(read)) => field == read,
        (Column::Person(place, field), ColumnTarget::Person { person, field: read }) => {
            place + 1 == *person && field == read
        }
        // It is kept among the list's own fields, under its heading.
        (Column::Custom(_), ColumnTarget::Field(Field::Code)) => true,
        (Column::Custom(_), ColumnTarget::Custom(_)) => true,
        _ => false,
    });
    wrong.map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(people: usize, custom: &[&str]) -> Vec<Column> {
        let custom = custom.iter().map(|title| Column::Custom((*title).to_owned()));
        of_client().chain(of_people(people)).chain(custom).collect()
    }

    #[test]
    fn an_import_recognises_every_heading() {
        for lang in [Lang::Ru, Lang::En] {
            let texts = Texts::new(lang);
            for people in [1, 2, 12] {
                let columns = columns(people, &[]);
                let headings = headings(&columns, &texts);
                let wrong = misread(&columns, &headings);
                let wrong: Vec<&String> = wrong.iter().map(|at| &headings[*at]).collect();
                assert_eq!(wrong, Vec::<&String>::new(), "{lang:?} {people}");
            }
        }
    }

    #[test]
    fn own_fields_are_not_taken_for_ours() {
        let custom =
            ["Код", "Телефон", "Контакт", "ФИО", "Площадь", "Ответственный", "№", "Причина отказа", "E-mail"];
        for lang in [Lang::Ru, Lang::En] {
            let texts = Texts::new(lang);
            let columns = columns(2, &custom);
            let headings = headings(&columns, &texts);
            assert_eq!(misread(&columns, &headings), Vec::<usize>::new(), "{headings:?}");
            let own = &headings[headings.len() - custom.len()..];
            assert_eq!((own[0].as_str(), own[4].as_str()), ("Код", "Площадь"));
            assert!(own[1].starts_with("Телефон "), "{own:?}");
        }
    }

    #[test]
    fn numbers_and_labels_are_read_back() {
        let method = |number: &str, label: &str| {
            let mut method = ContactMethod::phone(Phone::parse(number).unwrap(), number);
            label.clone_into(&mut method.label);
            method
        };
        let methods = [
            method("8 495 012-34-56 доб. 12", "секретарь"),
            method("+375 17 201-22-33", ""),
            method("8 943 555-01-77", "каб. 5; 8 916 555-00-11"),
        ];
        for lang in [Lang::Ru, Lang::En] {
            let csv = Columns::new(&Shape::default(), lang, TableFormat::Csv);
            let cell = csv.phones(&methods[..2]);
            let read = phone::read_field(&cell);
            let read: Vec<_> = read.phones.iter().map(|r| (r.phone, r.label.as_str())).collect();
            let meant: Vec<_> =
                methods[..2].iter().map(|m| (*m.as_phone().unwrap(), m.label.as_str())).collect();
            assert_eq!(read, meant, "{cell}");
            assert!(cell.starts_with("8 495 012-34-56"), "{cell}");
            // A label that would be read as a number is left out; the numbers are right all the same.
            let read = phone::read_field(&csv.phones(&methods));
            let numbers: Vec<_> = read.phones.iter().map(|read| read.phone).collect();
            assert_eq!(numbers, methods.iter().map(|m| *m.as_phone().unwrap()).collect::<Vec<_>>());
        }
        let book = Columns::new(&Shape::default(), Lang::Ru, TableFormat::Xlsx);
        assert_eq!(book.phones(&methods[1..2]), "+375 17 201-22-33");
    }

    #[test]
    fn roles_are_read_back() {
        for lang in [Lang::Ru, Lang::En] {
            let columns = Columns::new(&Shape::default(), lang, TableFormat::Csv);
            let roles = [Role::DecisionMaker, Role::Influencer, Role::Purchasing, Role::Accountant];
            for role in roles.into_iter().chain([Role::Secretary]) {
                assert_eq!(Role::from_title(&columns.role(role)), role, "{lang:?}");
            }
        }
    }

    #[test]
    fn a_dead_number_says_so() {
        let mut method = ContactMethod::phone(Phone::parse("84950123456").unwrap(), "");
        method.state = ContactState::Dead;
        let columns = Columns::new(&Shape::default(), Lang::Ru, TableFormat::Csv);
        assert_eq!(columns.phones(&[method]), "8 495 012-34-56 (не обслуживается)");
    }
}
