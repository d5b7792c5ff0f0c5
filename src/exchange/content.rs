//! What a column holds, by its values, where its heading says nothing.
//!
//! These are guesses to be offered, never decisions.

use super::field::Field;
use super::map::{ColumnMap, ColumnTarget};
use super::table::Row;
use crate::domain::{email, phone};

/// Of so many values in a hundred that look alike, the column is taken for theirs.
const SHARE: usize = 80;
/// How many values of a column are looked at.
const VALUES: usize = 100;

/// A column that holds something its heading does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The column (index from 0).
    pub column: usize,
    /// What it holds: [`Field::Phone`] or [`Field::Email`].
    pub field: Field,
    /// How many of a hundred values look like it, from 80.
    pub percent: usize,
}

/// Columns whose heading says nothing and whose values look like phones or e-mail addresses: to be offered as
/// `3=phone`. The first 100 values of each are looked at.
pub fn offers(map: &ColumnMap, rows: &[Row]) -> Vec<Offer> {
    let unknown = map.columns().iter().enumerate().filter(|(column, target)| match target {
        ColumnTarget::Custom(_) => true,
        ColumnTarget::Skip => map.headings().get(*column).is_some_and(|heading| heading.text.is_empty()),
        ColumnTarget::Field(_) | ColumnTarget::Person { .. } => false,
    });
    let of_column = |column: usize| {
        let share = |looks: fn(&str) -> bool| percent(rows.iter().map(|row| row.cell(column)), looks);
        let phone = (Field::Phone, share(is_phone));
        [phone, (Field::Email, share(is_email))].into_iter().find_map(|(field, percent)| {
            let percent = percent.filter(|percent| *percent >= SHARE)?;
            Some(Offer { column, field, percent })
        })
    };
    unknown.filter_map(|(column, _)| of_column(column)).collect()
}

/// Columns (index from 0) of rows without headings that hold phones.
pub(super) fn phone_columns<'a>(rows: impl Iterator<Item = &'a [String]> + Clone) -> Vec<usize> {
    let width = rows.clone().map(<[String]>::len).max().unwrap_or(0);
    let cells = |column: usize| rows.clone().map(move |row| row.get(column).map_or("", String::as_str));
    (0..width).filter(|column| percent(cells(*column), is_phone).is_some_and(|p| p >= SHARE)).collect()
}

/// How many of a hundred values look so; `None` when there are no values.
fn percent<'a>(values: impl Iterator<Item = &'a str>, looks: fn(&str) -> bool) -> Option<usize> {
    let (mut all, mut alike) = (0, 0);
    for value in values.map(str::trim).filter(|value| !value.is_empty()).take(VALUES) {
        all += 1;
        alike += usize::from(looks(value));
    }
    (alike * 100).checked_div(all)
}

/// Whether a value can be dialled. The parser alone would take many an INN for a number of Kazakhstan.
fn is_phone(text: &str) -> bool {
    looks_like_phone(text) && !phone::read_field(text).phones.is_empty()
}

fn is_email(text: &str) -> bool {
    text.contains('@') && !email::read_field(text).emails.is_empty()
}

/// Whether a text has the look of one telephone number or several: 10 to 15 digits that begin as numbers here do, with
/// the punctuation of numbers. Bare digits must be 11 from 7 or 8, or 10 from 9: other ten digits are as likely an INN.
pub(super) fn looks_like_phone(text: &str) -> bool {
    let first =
        text.split([',', ';', '/', '\n']).map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let (mut digits, mut letters, mut marks) = (String::new(), 0, 0);
    for c in first.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' | '(' | ')' | '-' | '–' | '\u{2011}' | '.' | '#' | '*' => marks += 1,
            c if c.is_whitespace() => {}
            // «тел.», «доб.».
            c if c.is_alphabetic() => letters += 1,
            _ => return false,
        }
    }
    if letters > 6 || digits.len() > 15 {
        return false;
    }
    let starts = |with: &[char]| digits.starts_with(with);
    match digits.len() {
        10 => starts(&['9']) || marks > 0 && starts(&['3', '4', '8']),
        11 => starts(&['7', '8']) || first.starts_with('+'),
        12.. => first.starts_with('+') || letters > 0 && starts(&['7', '8']),
        _ => false,
    }
}

/// Whether a spreadsheet has shown a long number in short and so cut its last digits off: `7,91612E+10`.
pub(super) fn is_shortened_number(text: &str) -> bool {
    let Some((mantissa, power)) = text.trim().split_once(['E', 'e', 'Е', 'е']) else { return false };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let power =
        power.strip_prefix('+').filter(|power| all_digits(power)).and_then(|power| power.parse().ok());
    let is_number = whole.len() == 1 && all_digits(whole) && all_digits(fraction);
    is_number && power.is_some_and(|power: usize| fraction.len() < power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::table::Heading;

    #[test]
    fn phones_are_told_from_other_numbers() {
        for phone in [
            "+7 495 012-34-56",
            "84950123456",
            "8 (495) 012-34-56",
            "9430123456",
            "(495) 012-34-56",
            "тел. +7 (495) 012-34-56 доб. 12",
            "+7 495 012-34-56, +7 495 012-34-57",
            "+375 17 012-34-56",
            "7.495.012.34.56",
        ] {
            assert!(looks_like_phone(phone), "{phone}");
        }
        for other in [
            "",
            "5",
            "7707083893",
            "770708389301",
            "1027700132195",
            "01.03.2026",
            "2026-03-01 10:30",
            "ул. Ленина, 5",
            "40702810900000012345",
            "012-34-56",
            "Протон",
            "123-456-789 01",
            "client@example.com",
        ] {
            assert!(!looks_like_phone(other), "{other}");
        }
    }

    #[test]
    fn shortened_numbers_are_noticed() {
        for text in ["7,91612E+10", "7.9E+10", "7E+10", " 7,9e+10 "] {
            assert!(is_shortened_number(text), "{text}");
        }
        for text in
            ["", "E+10", "ООО E+", "7,9E10", "77,9E+10", "7,9E+", "7,x9E+10", "A+E+B", "7,9161234567E+10"]
        {
            assert!(!is_shortened_number(text), "{text}");
        }
    }

    #[test]
    fn a_column_is_offered_by_its_values() {
        let headings: Vec<_> = ["Наименование", "Контакты", "Связь", "ИНН", ""]
            .iter()
            .enumerate()
            .map(|(column, text)| Heading { column, text: (*text).to_owned() })
            .collect();
        let row = |n: usize| Row {
            cells: vec![
                format!("Протон {n}"),
                if n == 3 { "нет".into() } else { format!("+7 495 012-34-{n}0") },
                format!("a{n}@example.com"),
                "7707083893".into(),
                if n > 4 { format!("8495012345{n}") } else { String::new() },
            ],
            ..Row::default()
        };
        let rows: Vec<_> = (0..8).map(row).collect();
        let map = ColumnMap::guess(&headings);
        let offer = |column, field, percent| Offer { column, field, percent };
        let expected = [offer(1, Field::Phone, 87), offer(2, Field::Email, 100), offer(4, Field::Phone, 100)];
        assert_eq!(offers(&map, &rows), expected);
        assert_eq!(offers(&map, &[]), []);
    }
}
