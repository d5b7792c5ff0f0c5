//! Which column holds what.

use super::content::{Offer, offers};
use super::field::Field;
use super::headings::{Meaning, Named, meaning};
use super::overrides::{MapError, Override, Target, columns_named};
use super::people::{People, PersonColumns};
use super::table::{Heading, Row};
use crate::domain::text::clean_line;

/// What a column is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnTarget {
    /// A field of the client.
    Field(Field),
    /// A field of one of his contact persons.
    Person {
        /// Which of them, from 1: the index in [`ColumnMap::persons`] and one.
        person: usize,
        /// The part: one of the person fields.
        field: Field,
    },
    /// A field of the list's own, by that name.
    Custom(String),
    /// Nothing.
    Skip,
}

/// Which column of a table holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMap {
    headings: Vec<Heading>,
    columns: Vec<ColumnTarget>,
    persons: Vec<PersonColumns>,
}

impl ColumnMap {
    /// Guesses from the headings alone.
    ///
    /// Where the list has a column with the name of a company, «ФИО» and «Имя» are a contact person's, otherwise the
    /// client's own. Where two columns name the same field, the more usual heading gets it and the other becomes a
    /// custom field. Columns without a heading are skipped.
    pub fn guess(headings: &[Heading]) -> Self {
        Self::build(headings, vec![None; headings.len()])
    }

    /// Guesses again, with some columns decided by the user (see [`parse_map`](super::parse_map)).
    ///
    /// # Errors
    /// [`MapError`] when a column is unknown, decided twice, or one field is given to two columns.
    pub fn with_overrides(&self, overrides: &[Override]) -> Result<Self, MapError> {
        let mut fixed: Vec<Option<&Target>> = vec![None; self.headings.len()];
        for wanted in overrides {
            for column in columns_named(&self.headings, &wanted.column)? {
                let Some(place) = fixed.get_mut(column) else { continue };
                match place {
                    Some(old) if *old != &wanted.target => {
                        return Err(MapError::ColumnTwice { column: wanted.column.to_string() });
                    }
                    _ => *place = Some(&wanted.target),
                }
            }
        }
        let single = |target: &Option<&Target>| match target {
            Some(Target::Field(field, _)) if !field.is_of_person() && !field.is_repeatable() => Some(*field),
            _ => None,
        };
        let fields: Vec<_> = fixed.iter().filter_map(single).collect();
        if let Some(field) =
            fields.iter().enumerate().find_map(|(at, f)| fields.iter().skip(at + 1).find(|g| *g == f))
        {
            return Err(MapError::FieldTwice { field: *field });
        }
        Ok(Self::build(&self.headings, fixed))
    }

    /// The headings it was made for.
    pub fn headings(&self) -> &[Heading] {
        &self.headings
    }

    /// What each column is for, one for each heading.
    pub fn columns(&self) -> &[ColumnTarget] {
        &self.columns
    }

    /// The contact persons a row may have.
    pub fn persons(&self) -> &[PersonColumns] {
        &self.persons
    }

    /// The columns (index from 0) that hold a field of the client, from left to right.
    pub fn columns_of(&self, field: Field) -> impl Iterator<Item = usize> {
        let is_it = move |target: &ColumnTarget| *target == ColumnTarget::Field(field);
        self.columns.iter().enumerate().filter(move |(_, target)| is_it(target)).map(|(column, _)| column)
    }

    /// The raw values of a field of the client in a row, with their columns; blank ones are left out.
    pub fn values<'a>(&self, row: &'a Row, field: Field) -> impl Iterator<Item = (usize, &'a str)> {
        let values = self.columns_of(field).map(|column| (column, row.cell(column)));
        values.filter(|(_, value)| !value.trim().is_empty())
    }

    /// The client's name in a row, put together of surname, name and patronymic where the list has it so. Raw, and
    /// empty when there is none.
    pub fn name(&self, row: &Row) -> String {
        let parts = [Field::Surname, Field::GivenName, Field::Patronymic];
        let whole = self.values(row, Field::Name).next().map(|(_, name)| name.to_owned());
        whole.unwrap_or_else(|| {
            let parts =
                parts.into_iter().flat_map(|part| self.values(row, part).map(|(_, value)| value.trim()));
            parts.collect::<Vec<_>>().join(" ")
        })
    }

    /// Whether clients can be called by this list. `sample` is a hundred rows or so; columns with phones that the
    /// headings don't tell are found in it.
    ///
    /// # Errors
    /// [`MapError::NoPhoneColumn`].
    pub fn check(&self, sample: &[Row]) -> Result<(), MapError> {
        let of_person = self.persons.iter().any(|person| !person.phones.is_empty());
        if of_person || self.columns_of(Field::Phone).next().is_some() {
            return Ok(());
        }
        let offers: Vec<Offer> =
            offers(self, sample).into_iter().filter(|o| o.field == Field::Phone).collect();
        let headings = self.headings.iter().map(|heading| heading.text.clone()).collect();
        Err(MapError::NoPhoneColumn { headings, offers })
    }

    fn build(headings: &[Heading], fixed: Vec<Option<&Target>>) -> Self {
        let mut columns: Vec<Guess> = headings.iter().zip(fixed).map(Guess::new).collect();
        let has_company = columns.iter().any(Guess::names_company);
        columns.iter_mut().for_each(|column| column.settle_person(has_company));
        drop_repeated(&mut columns);
        promote_name(&mut columns);
        let mut people = People::default();
        for (column, guess) in columns.iter().enumerate() {
            if let Guess { named: Some(named), .. } = guess
                && named.field.is_of_person()
            {
                people.add(column, named, &headings_text(headings, column));
            }
        }
        let (persons, placed) = people.finish();
        let mut custom: Vec<String> = Vec::new();
        let targets = columns.iter().enumerate().map(|(column, guess)| {
            let on_person = placed.iter().find(|(at, ..)| *at == column);
            match (&guess.named, on_person) {
                (_, Some((_, person, field))) => ColumnTarget::Person { person: *person, field: *field },
                (Some(named), None) if !named.field.is_of_person() => ColumnTarget::Field(named.field),
                _ => guess.custom(&headings_text(headings, column), &mut custom),
            }
        });
        Self { columns: targets.collect(), headings: headings.to_vec(), persons }
    }
}

/// A heading as the name of a field.
fn headings_text(headings: &[Heading], column: usize) -> String {
    headings.get(column).map(|heading| clean_line(&heading.text)).unwrap_or_default()
}

/// What is thought of one column while the others are not known yet.
#[derive(Debug, Default)]
struct Guess {
    named: Option<Named>,
    /// Whether the user said so.
    is_fixed: bool,
    skip: bool,
    /// The name of the custom field, where the user gave one.
    custom: Option<String>,
}

impl Guess {
    fn new((heading, fixed): (&Heading, Option<&Target>)) -> Self {
        let is_fixed = fixed.is_some();
        match fixed {
            Some(Target::Skip) => Self { is_fixed, skip: true, ..Self::default() },
            Some(Target::Custom(name)) => Self { is_fixed, custom: name.clone(), ..Self::default() },
            Some(Target::Field(field, number)) => {
                let named =
                    Named { field: *field, number: *number, whose: None, rank: 0, is_name_part: false };
                Self { is_fixed, named: Some(named), ..Self::default() }
            }
            None => match meaning(&heading.text) {
                Some(Meaning::Names(named)) => Self { named: Some(named), ..Self::default() },
                Some(Meaning::Skip) => Self { skip: true, ..Self::default() },
                None => Self::default(),
            },
        }
    }

    fn names_company(&self) -> bool {
        let company = [Field::Name, Field::PublicName, Field::LegalName];
        self.named.is_some_and(|named| !named.is_name_part && company.contains(&named.field))
    }

    fn settle_person(&mut self, has_company: bool) {
        if let Some(named) = &mut self.named
            && named.is_name_part
            && has_company
        {
            named.field = named.field.of_person();
        }
    }

    fn custom(&self, heading: &str, taken: &mut Vec<String>) -> ColumnTarget {
        let name = self.custom.as_deref().unwrap_or(heading);
        if self.skip || name.is_empty() {
            return ColumnTarget::Skip;
        }
        let same = taken.iter().filter(|other| *other == name).count();
        taken.push(name.to_owned());
        ColumnTarget::Custom(if same == 0 { name.to_owned() } else { format!("{name} ({})", same + 1) })
    }
}

/// Leaves one column to each field of the client that may have only one.
fn drop_repeated(columns: &mut [Guess]) {
    for field in Field::ALL.into_iter().filter(|field| !field.is_repeatable() && !field.is_of_person()) {
        let order = |(at, guess): (usize, &Guess)| {
            let named = guess.named.filter(|named| named.field == field)?;
            Some((!guess.is_fixed, named.is_name_part, named.rank, named.number.unwrap_or(1), at))
        };
        let best = columns.iter().enumerate().filter_map(order).min().map(|(.., at)| at);
        for (at, guess) in columns.iter_mut().enumerate() {
            if guess.named.is_some_and(|named| named.field == field) && Some(at) != best {
                guess.named = None;
            }
        }
    }
}

/// A list that knows its clients by their legal or full names only: these are the names.
fn promote_name(columns: &mut [Guess]) {
    let has =
        |columns: &[Guess], field| columns.iter().any(|guess| guess.named.is_some_and(|n| n.field == field));
    if [Field::Name, Field::Surname, Field::GivenName].into_iter().any(|field| has(columns, field)) {
        return;
    }
    for field in [Field::LegalName, Field::PublicName] {
        let column =
            columns.iter_mut().filter(|guess| !guess.is_fixed).filter_map(|guess| guess.named.as_mut());
        if let Some(named) = column.into_iter().find(|named| named.field == field) {
            named.field = Field::Name;
            return;
        }
    }
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
