//! Which columns belong to the same contact person.

use super::field::Field;
use super::headings::Named;
use super::table::Row;
use super::words::Whose;

/// The columns (index from 0) of one contact person. Each row may have such a person or leave his cells blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonColumns {
    /// The heading, when it tells who the person is: «Директор», «ФИО ЛПР». Otherwise `None`.
    pub title: Option<String>,
    /// The name: one column, or surname, name and patronymic in that order.
    pub name: Vec<usize>,
    /// The job title.
    pub role: Option<usize>,
    /// Phones.
    pub phones: Vec<usize>,
    /// E-mail addresses.
    pub emails: Vec<usize>,
}

impl PersonColumns {
    /// The person's name in a row, put together of its parts. Raw, and empty when there is none.
    pub fn name(&self, row: &Row) -> String {
        let parts = self.name.iter().map(|column| row.cell(*column).trim()).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ")
    }

    /// The raw values of some of the columns in a row, with those; blank ones are left out.
    pub fn values<'a>(row: &'a Row, columns: &[usize]) -> impl Iterator<Item = (usize, &'a str)> {
        let values = columns.iter().map(|column| (*column, row.cell(*column)));
        values.filter(|(_, value)| !value.trim().is_empty())
    }
}

/// A person in the making.
#[derive(Debug)]
struct Group {
    whose: Whose,
    number: usize,
    /// Whether a heading named the number.
    is_numbered: bool,
    title: Option<String>,
    /// Columns and what they hold.
    parts: Vec<(usize, Field)>,
}

impl Group {
    /// Whether the person may have such a column too.
    fn takes(&self, field: Field) -> bool {
        let has = |wanted: &[Field]| self.parts.iter().any(|(_, field)| wanted.contains(field));
        match field {
            _ if field.is_repeatable() => true,
            Field::Person => !has(&NAME_PARTS),
            field if NAME_PARTS.contains(&field) => !has(&[field, Field::Person]),
            field => !has(&[field]),
        }
    }

    fn is_somebody(&self) -> bool {
        self.parts.iter().any(|(_, field)| *field != Field::PersonRole)
    }
}

const NAME_PARTS: [Field; 4] =
    [Field::Person, Field::PersonSurname, Field::PersonGivenName, Field::PersonPatronymic];

/// Groups the columns of persons, from left to right.
#[derive(Debug, Default)]
pub(super) struct People {
    columns: Vec<(usize, Named, String)>,
}

impl People {
    pub(super) fn add(&mut self, column: usize, named: &Named, heading: &str) {
        self.columns.push((column, *named, heading.to_owned()));
    }

    /// The persons, and of each column the person (from 1) and the part. A column that found no person is not in it.
    pub(super) fn finish(self) -> (Vec<PersonColumns>, Vec<(usize, usize, Field)>) {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for (column, named, heading) in &self.columns {
            let number = named.number.or_else(|| self.is_first_of_numbered(named).then_some(1));
            let Some(at) = find(&mut groups, named, number, last) else { continue };
            let Some(group) = groups.get_mut(at) else { continue };
            group.parts.push((*column, named.field));
            if group.whose != Whose::Contact && NAME_PARTS.contains(&named.field) {
                group.title.get_or_insert_with(|| heading.clone());
            }
            last = Some(at);
        }
        groups.retain(Group::is_somebody);
        let numbered = |(at, group): (usize, &Group)| {
            group.parts.iter().map(|(column, field)| (*column, at + 1, *field)).collect::<Vec<_>>()
        };
        let placed = groups.iter().enumerate().flat_map(numbered).collect();
        (groups.into_iter().map(person).collect(), placed)
    }

    /// «Контактное лицо» beside «Контактное лицо 2» is the first.
    fn is_first_of_numbered(&self, named: &Named) -> bool {
        named.number.is_none()
            && self.columns.iter().any(|(_, other, _)| {
                other.field == named.field
                    && other.whose == named.whose
                    && other.number.is_some_and(|n| n > 1)
            })
    }
}

/// The person a column belongs to; `None` when that person has such a column already.
fn find(groups: &mut Vec<Group>, named: &Named, number: Option<usize>, last: Option<usize>) -> Option<usize> {
    let whose = named.whose.unwrap_or(Whose::Contact);
    let same = |numbered: bool| groups.iter().rposition(|g| g.whose == whose && (numbered || !g.is_numbered));
    let has_room = |at: &usize| groups.get(*at).is_some_and(|group| group.takes(named.field));
    let group = |number, is_numbered| Group { whose, number, is_numbered, title: None, parts: Vec::new() };
    let new = if let Some(number) = number {
        if let Some(at) = groups.iter().position(|g| g.whose == whose && g.number == number) {
            return Some(at).filter(has_room);
        }
        group(number, true)
    } else {
        // «ЛПР; Должность»: a job title belongs to whoever stands before it.
        let nearest = last.filter(|_| named.whose.is_none() && named.field == Field::PersonRole);
        let candidate = nearest.or_else(|| same(false)).or_else(|| same(true));
        if let Some(at) = candidate.filter(has_room) {
            return Some(at);
        }
        let highest = groups.iter().filter(|g| g.whose == whose).map(|g| g.number).max();
        group(highest.unwrap_or(0) + 1, false)
    };
    groups.push(new);
    Some(groups.len() - 1)
}

fn person(group: Group) -> PersonColumns {
    let all = |wanted: Field| {
        let columns = group.parts.iter().filter(move |(_, field)| *field == wanted);
        columns.map(|(column, _)| *column).collect::<Vec<_>>()
    };
    PersonColumns {
        name: NAME_PARTS.into_iter().flat_map(all).collect(),
        role: all(Field::PersonRole).first().copied(),
        phones: all(Field::PersonPhone),
        emails: all(Field::PersonEmail),
        title: group.title,
    }
}
