//! Rows of a file as rows of clients: every cell is read as what its column holds.
//!
//! Nothing is decided here but what a value means; whether the client is new is the matter of
//! [`desk::import`](crate::desk::import). A value that can't be read, or was changed by reading, is kept raw beside.

mod words;

use chrono_tz::Tz;

use self::words::{is_yes, kind, relations};
use super::consent::{self, Said};
use super::field::Field;
use super::map::{ColumnMap, ColumnTarget};
use super::people::PersonColumns;
use super::table::{Problem, Row};
use crate::desk::catalog::Catalog;
use crate::desk::import::{CellProblem, CellReason, ClientRow, ConsentRow, PersonRow};
use crate::domain::client::{Class, Interest};
use crate::domain::consent::{ConsentHow, ConsentKind};
use crate::domain::contact::ContactMethod;
use crate::domain::email;
use crate::domain::geo::{self, RegionCode, zone_named};
use crate::domain::hours::Window;
use crate::domain::inn::{Inn, InnMark};
use crate::domain::person::Role;
use crate::domain::phone::{self, Phone, PhoneError};
use crate::domain::registry::{Kpp, Ogrn};
use crate::domain::text::{LINE_MAX, NOTE_MAX, clean_line, clean_text};
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};

/// Reads rows of one file.
#[derive(Clone, Copy, Debug)]
pub struct ClientReader<'a> {
    /// Which column holds what.
    pub map: &'a ColumnMap,
    /// Where managers are looked up by name.
    pub catalog: &'a Catalog,
    /// The zone of clients of whom nothing tells it.
    pub zone: Option<Tz>,
    /// The file, as it is named where a consent says of itself no more; may be empty.
    pub file: &'a str,
}

impl ClientReader<'_> {
    /// Reads a row.
    pub fn read(&self, row: &Row) -> ClientRow {
        let out = ClientRow { line: row.line, ..ClientRow::default() };
        let mut reading = Reading { reader: self, row, out, notes: Vec::new() };
        reading.problems();
        reading.names();
        reading.registry();
        reading.methods();
        reading.people();
        reading.place();
        reading.consents();
        reading.rest();
        reading.out
    }
}

/// A row while it is being read.
struct Reading<'r> {
    reader: &'r ClientReader<'r>,
    row: &'r Row,
    out: ClientRow,
    /// What cells of other columns leave for the note.
    notes: Vec<String>,
}

impl<'r> Reading<'r> {
    fn heading(&self, column: usize) -> String {
        let heading = self.reader.map.headings().get(column).map(|heading| heading.text.clone());
        heading.filter(|text| !text.is_empty()).unwrap_or_else(|| (column + 1).to_string())
    }

    fn problem(&mut self, column: usize, value: &str, reason: CellReason) {
        let column = self.heading(column);
        self.out.problems.push(CellProblem { column, value: value.to_owned(), reason });
    }

    /// Keeps what the file said beside what was made of it.
    fn keep_raw(&mut self, column: usize, value: &str) {
        let heading = self.heading(column);
        self.out.raw.push((heading, value.to_owned()));
    }

    fn values(&self, field: Field) -> Vec<(usize, &'r str)> {
        self.reader.map.values(self.row, field).collect()
    }

    /// One line of text from the first column of a field.
    fn line(&mut self, field: Field) -> String {
        match self.values(field).first() {
            Some((column, value)) => self.cleaned(*column, value),
            None => String::new(),
        }
    }

    fn cleaned(&mut self, column: usize, value: &str) -> String {
        let clean = clean_line(value);
        if clean != value.trim() {
            self.keep_raw(column, value);
        }
        if value.chars().count() > LINE_MAX {
            self.problem(column, &fit_value(value), CellReason::TooLong);
        }
        clean
    }

    /// What was found wrong while the file was read.
    fn problems(&mut self) {
        for problem in &self.row.problems {
            let column = problem.column();
            let value = match (problem, column) {
                (Problem::OtherEncoding { .. }, _) => String::new(),
                (_, Some(column)) => self.row.cell(column).to_owned(),
                (_, None) => self.row.cells.join(" "),
            };
            let reason = match problem {
                Problem::ExtraCells { .. } => CellReason::ExtraCells,
                Problem::UnclosedQuote => CellReason::UnclosedQuote,
                Problem::Undecodable { .. } => CellReason::NotText,
                Problem::OtherEncoding { encoding } => CellReason::OtherEncoding(encoding),
                Problem::CellError { .. } => CellReason::Formula,
                Problem::DigitsLost { .. } => CellReason::DigitsLost,
                Problem::BesideTable { .. } => continue,
            };
            match column {
                Some(column) => self.problem(column, &fit_value(&value), reason),
                None => self.out.problems.push(CellProblem {
                    column: String::new(),
                    value: fit_value(&value),
                    reason,
                }),
            }
        }
    }

    fn names(&mut self) {
        let name = self.reader.map.name(self.row);
        self.out.name = clean_line(&name);
        if self.out.name != name.trim() {
            for field in [Field::Name, Field::Surname, Field::GivenName, Field::Patronymic] {
                for (column, value) in self.values(field) {
                    self.cleaned(column, value);
                }
            }
        }
        self.out.public_name = self.line(Field::PublicName);
        self.out.legal_name = self.line(Field::LegalName);
        self.out.kind = self.values(Field::Kind).first().and_then(|(_, value)| kind(value));
        self.out.relations = self.values(Field::Relations).first().and_then(|(_, value)| relations(value));
    }

    fn registry(&mut self) {
        for (column, value) in self.values(Field::InnKpp) {
            match Inn::read_with_kpp(value) {
                Ok((inn, mark, kpp)) => {
                    self.inn(column, value, inn, mark);
                    self.out.kpp = kpp;
                }
                Err(error) => self.unusable(column, value, error.into()),
            }
        }
        for (column, value) in self.values(Field::Inn) {
            match Inn::read_with_kpp(value) {
                Ok((inn, mark, kpp)) => {
                    self.inn(column, value, inn, mark);
                    self.out.kpp = self.out.kpp.or(kpp);
                }
                Err(error) => self.unusable(column, value, error.into()),
            }
        }
        for (column, value) in self.values(Field::Kpp) {
            match Kpp::read(value) {
                Ok(kpp) => self.out.kpp = Some(kpp),
                Err(error) => self.unusable(column, value, error.into()),
            }
        }
        for (column, value) in self.values(Field::Ogrn) {
            match Ogrn::read(value) {
                Ok(ogrn) => self.out.ogrn = Some(ogrn),
                Err(error) => self.unusable(column, value, error.into()),
            }
        }
    }

    fn inn(&mut self, column: usize, value: &str, inn: Inn, mark: InnMark) {
        if self.out.inn.is_some() {
            return;
        }
        self.out.inn = Some((inn, mark));
        match mark {
            InnMark::Good => {}
            InnMark::ZeroRecovered => self.unusable(column, value, CellReason::InnZero),
            InnMark::BadChecksum => self.unusable(column, value, CellReason::InnChecksum),
        }
    }

    /// A value that can't be used as it stands: it is told, and kept raw.
    fn unusable(&mut self, column: usize, value: &str, reason: CellReason) {
        self.keep_raw(column, value);
        self.problem(column, &fit_value(value), reason);
    }

    /// A number that is nobody's own, 8-800 or «112»: it is no number of the client, and stays on his card as a note.
    fn not_his(&mut self, column: usize, value: &str, error: PhoneError) {
        self.unusable(column, value, error.into());
        let said = format!("{}: {}", clean_line(&self.heading(column)), clean_line(value));
        if !self.notes.contains(&said) {
            self.notes.push(said);
        }
    }

    fn methods(&mut self) {
        let phones = self.values(Field::Phone);
        let emails = self.values(Field::Email);
        self.out.methods = self.contacts(&phones, &emails);
    }

    /// Phones and addresses of some cells, each once.
    fn contacts(&mut self, phones: &[(usize, &str)], emails: &[(usize, &str)]) -> Vec<ContactMethod> {
        let mut methods: Vec<ContactMethod> = Vec::new();
        for (column, value) in phones {
            let reading = phone::read_field(value);
            for found in reading.phones {
                if !found.phone.may_be_clients() {
                    self.not_his(*column, &found.raw, PhoneError::Service);
                    continue;
                }
                if methods.iter().all(|known| known.as_phone() != Some(&found.phone)) {
                    let mut method = ContactMethod::phone(found.phone, &found.raw);
                    method.label = clean_line(&found.label);
                    methods.push(method);
                }
            }
            for (piece, error) in reading.problems {
                match error {
                    PhoneError::Short => self.not_his(*column, &piece, error),
                    error => self.unusable(*column, &piece, error.into()),
                }
            }
        }
        for (column, value) in emails {
            let reading = email::read_field(value);
            for found in reading.emails {
                let known = |method: &ContactMethod| {
                    method.as_email().is_some_and(|known| known.key() == found.email.key())
                };
                if !methods.iter().any(known) {
                    let mut method = ContactMethod::email(found.email.clone(), &found.raw);
                    method.label = clean_line(&found.label);
                    methods.push(method);
                }
            }
            for (piece, error) in reading.problems {
                self.unusable(*column, &piece, error.into());
            }
        }
        methods
    }

    fn people(&mut self) {
        for columns in self.reader.map.persons() {
            let name = clean_line(&columns.name(self.row));
            let phones: Vec<_> = PersonColumns::values(self.row, &columns.phones).collect();
            let emails: Vec<_> = PersonColumns::values(self.row, &columns.emails).collect();
            let methods = self.contacts(&phones, &emails);
            if name.is_empty() && methods.is_empty() {
                continue;
            }
            let given =
                columns.role.map(|column| clean_line(self.row.cell(column))).filter(|t| !t.is_empty());
            // «ФИО ЛПР» in a heading says who the person is, when no job title does.
            let heading = columns.title.clone().unwrap_or_default();
            let role = match &given {
                Some(title) => Role::from_title(title),
                None => Role::from_title(&heading),
            };
            self.out.people.push(PersonRow { name, role, title: given.unwrap_or_default(), methods });
        }
    }

    fn place(&mut self) {
        self.out.city = self.line(Field::City);
        self.out.address = self.line(Field::Address);
        let region = self.line(Field::Region);
        let people = self.out.people.iter().flat_map(|person| &person.methods);
        let phones = self.out.methods.iter().chain(people).filter_map(ContactMethod::as_phone);
        let (zone, code) = place_of(&self.out.city, &region, &self.out.address, phones);
        if self.out.city.is_empty()
            && let Some(place) = geo::place_of_address(&self.out.address).and_then(|place| place.city)
        {
            place.ru.clone_into(&mut self.out.city);
        }
        self.out.region = code;
        let assumed = |tz| ClientZone { tz, source: ZoneSource::MobilePrefix, confidence: Confidence::Low };
        self.out.zone = self.said_zone().or(zone).or_else(|| self.reader.zone.map(assumed));
    }

    /// A zone that the file names.
    fn said_zone(&mut self) -> Option<ClientZone> {
        let (column, value) = *self.values(Field::Timezone).first()?;
        match zone_named(value) {
            Some(tz) => Some(ClientZone { tz, source: ZoneSource::Said, confidence: Confidence::High }),
            None => {
                self.unusable(column, value, CellReason::Zone);
                None
            }
        }
    }

    /// What the client has agreed to, and when he wants to be called.
    fn consents(&mut self) {
        for (field, kind) in
            [(Field::Consent, ConsentKind::Advertising), (Field::ConsentData, ConsentKind::PersonalData)]
        {
            let Some((column, value)) = self.values(field).first().copied() else { continue };
            let given = match consent::read(value) {
                None => {
                    self.unusable(column, value, CellReason::Consent);
                    continue;
                }
                Some(Said::No) => continue,
                Some(Said::Yes) => None,
                Some(Said::Since(at)) => Some(at),
            };
            // The day may stand beside the way in one cell: «форма сайта 12.03.2026».
            let how = self.line(Field::ConsentHow);
            let how = ConsentHow::from_words(if how.is_empty() { value } else { &how });
            let mut proof = self.line(Field::ConsentProof);
            if proof.is_empty() && !self.reader.file.is_empty() {
                proof = format!("{}, {}", clean_line(self.reader.file), self.row.line);
            }
            let text = self.line(Field::ConsentText);
            self.out.consents.push(ConsentRow { kind, given, how, text, proof });
        }
        if let Some((column, value)) = self.values(Field::Hours).first().copied() {
            match Window::parse(value) {
                Some(window) => self.out.calls = Some(window),
                None => self.unusable(column, value, CellReason::Hours),
            }
        }
    }

    fn rest(&mut self) {
        for (column, value) in self.values(Field::Class) {
            match Class::parse(value) {
                Some(class) => self.out.class = Some(class),
                None => self.unusable(column, value, CellReason::Class),
            }
        }
        for (column, value) in self.values(Field::Manager) {
            let name = clean_line(value);
            match self.reader.catalog.user_by_name(&name) {
                Some(user) => self.out.manager = Some(user.id),
                // Whoever is not a user here is kept by name.
                None => self.out.custom.push((self.heading(column), name)),
            }
        }
        for (_, value) in self.values(Field::Tags) {
            let tags = value.split([',', ';', '\n', '|']).map(|tag| clean_line(tag.trim_start_matches('#')));
            let tags: Vec<String> = tags.filter(|tag| !tag.is_empty()).collect();
            self.out.tags.extend(tags);
        }
        let mut notes: Vec<String> =
            self.values(Field::Note).iter().map(|(_, value)| clean_text(value)).collect();
        notes.append(&mut self.notes);
        self.out.note = notes.join("\n").chars().take(NOTE_MAX).collect();
        let (channel, source) = (self.line(Field::Channel), self.line(Field::Source));
        if !channel.is_empty() || !source.is_empty() {
            self.out.interest = Some(Interest { channel, source });
        }
        for (_, value) in self.values(Field::DoNotCall) {
            self.out.do_not_call |= is_yes(value);
        }
        for (column, value) in self.values(Field::Code) {
            let custom = (self.heading(column), clean_line(value));
            self.out.custom.push(custom);
        }
        for (column, target) in self.reader.map.columns().iter().enumerate() {
            let ColumnTarget::Custom(name) = target else { continue };
            let value = self.row.cell(column);
            if !value.trim().is_empty() {
                let value = self.cleaned(column, value);
                self.out.custom.push((clean_line(name), value));
            }
        }
    }
}

/// Where a client is and what time it is there: by his address, else by his numbers, an area code before a mobile
/// prefix.
pub fn place_of<'p>(
    city: &str,
    region: &str,
    address: &str,
    phones: impl Iterator<Item = &'p Phone>,
) -> (Option<ClientZone>, Option<RegionCode>) {
    let found = geo::zone_of_address(city, region, address);
    let code = found.and_then(|(_, code)| code).or_else(|| geo::find_region(region));
    let by_number = || phones.filter_map(|phone| Some(geo::zone_of_number(phone.number())?.zone));
    (found.map(|(zone, _)| zone).or_else(|| by_number().reduce(ClientZone::better)), code)
}

/// A value short enough for a report.
fn fit_value(value: &str) -> String {
    const LONGEST: usize = 200;
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    let mut short: String = value.chars().take(LONGEST).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests;
