//! A list of clients as bad as they come, made by rule, with what must become of every row.
//!
//! Nothing of the program is used to make it: INNs get their check digits here, and whoever is a duplicate of whom is
//! known because the row was made so.
#![allow(clippy::string_slice, reason = "digits are one byte each")]

use std::fmt::Write as _;

/// How many rows the list has.
pub const ROWS: usize = 10_000;
/// How many clients are in the base before.
pub const BASE: usize = 200;

/// The headings of both files.
const HEADINGS: &str = "Наименование;ИНН;Телефон;E-mail;Город;Комментарий\r\n";
const CITIES: [&str; 6] = ["Москва", "Уфа", "Омск", "Самара", "Екатеринбург", "Казань"];
const SYLLABLES: [&str; 24] = [
    "ба", "вер", "гор", "дил", "жан", "зум", "кас", "лун", "мор", "наф", "пиль", "рус", "сот", "тем", "фен",
    "хол", "цен", "чур", "шам", "яр", "бел", "дон", "крас", "свет",
];

/// What must become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Created,
    ByInn,
    ByPhone,
    ByEmail,
    /// Rejected, for the reason of this name.
    Rejected(&'static str),
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Planned {
    pub line: u64,
    pub end: End,
    /// Whether it is in another encoding than the file and is not rejected.
    pub recoded: bool,
    /// Whether its INN has lost its zero.
    pub zero: bool,
    /// How many values can't be read, though the row is loaded.
    pub warnings: u64,
}

/// A client the list (or the base) makes.
#[derive(Clone, Debug)]
pub struct Known {
    pub name: String,
    /// As it should be: 10 or 12 digits.
    pub inn: Option<String>,
    /// As the ten digits behind +7.
    pub phones: Vec<String>,
    pub email: Option<String>,
    /// Whether his number is that of an earlier client too.
    pub shares: bool,
    /// Whether the INN has wrong check digits.
    pub bad_inn: bool,
}

/// The list.
pub struct Messy {
    /// The file with the clients of the base, UTF-8.
    pub base: Vec<u8>,
    pub bytes: Vec<u8>,
    pub rows: Vec<Planned>,
    /// Clients of the base, then of the list.
    pub clients: Vec<Known>,
}

impl Messy {
    /// Sums as the report of an import has them.
    pub fn count(&self, end: impl Fn(&Planned) -> bool) -> u64 {
        self.rows.iter().filter(|row| end(row)).count() as u64
    }
}

/// Ten digits behind +7: of a code nobody has, scattered so that endings differ.
pub fn phone(n: usize) -> String {
    format!("943{:07}", (n * 7919 + 1_234_567) % 10_000_000)
}

/// A number in one of the ways people write it.
pub fn notation(way: usize, ten: &str) -> String {
    let (a, b, c, d) = (&ten[..3], &ten[3..6], &ten[6..8], &ten[8..]);
    match way % 10 {
        0 => format!("8 ({a}) {b}-{c}-{d}"),
        1 => format!("+7 {a} {b}-{c}-{d}"),
        2 => format!("8{ten}"),
        3 => format!("7{ten}"),
        4 => ten.to_owned(),
        5 => format!("+7({a}){b}{c}{d}"),
        6 => format!("8-{a}-{b}-{c}-{d}"),
        7 => format!("8 {a} {b} {c} {d}"),
        8 => format!("тел. 8({a}){b}-{c}-{d}"),
        _ => format!("+7 {a} {b} {c} {d}"),
    }
}

fn check_digit(digits: &str, weights: &[u32]) -> u32 {
    let sum: u32 =
        digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    sum % 11 % 10
}

/// An INN of an organisation, by the rule of the tax service.
pub fn inn10(region: &str, n: usize) -> String {
    let digits = format!("{region}{n:07}");
    let check = check_digit(&digits, &[2, 4, 10, 3, 5, 9, 4, 6, 8]);
    format!("{digits}{check}")
}

/// An INN of a person.
pub fn inn12(n: usize) -> String {
    let digits = format!("5503{n:06}");
    let first = check_digit(&digits, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    let digits = format!("{digits}{first}");
    let second = check_digit(&digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    format!("{digits}{second}")
}

/// A name nobody else has.
pub fn name(n: usize) -> String {
    let count = SYLLABLES.len();
    let mut word: String =
        [n / count / count, n / count, n, n * 7 + n / 5].map(|at| SYLLABLES[at % count]).concat();
    if let Some(first) = word.chars().next() {
        word = word.replacen(first, &first.to_uppercase().to_string(), 1);
    }
    match n % 4 {
        0 => format!("ООО «{word}»"),
        1 => format!("ООО \"{word}\""),
        2 => word,
        _ => format!("АО {word}"),
    }
}

/// The cells of a row.
#[derive(Clone, Default)]
struct Cells {
    name: String,
    inn: String,
    phone: String,
    email: String,
    city: String,
    note: String,
}

impl Cells {
    fn line(&self) -> String {
        let mut out = String::new();
        for cell in [&self.name, &self.inn, &self.phone, &self.email, &self.city, &self.note] {
            if !out.is_empty() || !std::ptr::eq(cell, &self.name) {
                out.push(';');
            }
            if cell.contains([';', '"', '\n']) {
                let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                out.push_str(cell);
            }
        }
        out
    }
}

/// Makes the list.
pub fn messy() -> Messy {
    let mut list = Maker {
        out: Messy {
            base: HEADINGS.as_bytes().to_vec(),
            bytes: HEADINGS.as_bytes().to_vec(),
            rows: Vec::new(),
            clients: Vec::new(),
        },
        line: 2,
    };
    list.base();
    for at in 0..ROWS {
        list.row(at);
    }
    list.out
}

struct Maker {
    out: Messy,
    line: u64,
}

impl Maker {
    fn base(&mut self) {
        for n in 0..BASE {
            let known = Known {
                name: name(n),
                inn: Some(inn10("77", n + 1)),
                phones: vec![phone(n)],
                email: Some(format!("base{n}@clients.example")),
                shares: false,
                bad_inn: false,
            };
            let cells = Cells {
                name: known.name.clone(),
                inn: known.inn.clone().unwrap(),
                phone: notation(n, &known.phones[0]),
                email: known.email.clone().unwrap(),
                ..Cells::default()
            };
            self.out.base.extend(cells.line().bytes());
            self.out.base.extend(b"\r\n");
            self.out.clients.push(known);
        }
    }

    /// An earlier client of the list that is as it should be.
    fn earlier(&self, at: usize, fits: impl Fn(&Known) -> bool) -> Known {
        let of_list = &self.out.clients[BASE..];
        let from = (at * 31) % of_list.len();
        let (before, after) = of_list.split_at(from);
        after.iter().chain(before).find(|known| fits(known)).unwrap().clone()
    }

    fn row(&mut self, at: usize) {
        // The first rows make clients of every kind, so that later ones have somebody to be duplicates of.
        let kind = if at < 200 { at % 34 } else { at % 50 };
        let n = BASE + at;
        let own = phone(n);
        let mut cells = Cells {
            name: name(n),
            city: CITIES[at % CITIES.len()].to_owned(),
            note: "звонить после обеда".to_owned(),
            phone: notation(at, &own),
            ..Cells::default()
        };
        let mut new = Known {
            name: cells.name.clone(),
            inn: None,
            phones: vec![own.clone()],
            email: None,
            shares: false,
            bad_inn: false,
        };
        let mut row =
            Planned { line: self.line, end: End::Created, recoded: false, zero: false, warnings: 0 };
        let mut spoil = false;
        let mut more = "";
        match kind {
            28 => {
                new.phones.push(phone(n + 20_000));
                cells.phone = format!("{}, {}", notation(at, &own), notation(at + 3, &new.phones[1]));
            }
            29 => {
                new.phones.push(phone(n + 40_000));
                new.phones.push(phone(n + 60_000));
                cells.phone = format!(
                    "{} доб. 12 / {}\n{}",
                    notation(0, &own),
                    notation(1, &new.phones[1]),
                    notation(6, &new.phones[2])
                );
            }
            30 => cells.note = "первая строка\r\nвторая; с «кавычками» и \"такими\"\n\nпоследняя".to_owned(),
            31 => {
                let good = inn10("66", n);
                let last = good[9..].parse::<u32>().unwrap();
                cells.inn = format!("{}{}", &good[..9], (last + 1) % 10);
                new.inn = Some(cells.inn.clone());
                new.bad_inn = true;
                row.warnings = 1;
            }
            32 => {
                let full = inn10("02", n);
                cells.inn = full[1..].to_owned();
                new.inn = Some(full);
                row.zero = true;
            }
            33 => {
                // Two companies of one owner: the number is the same, the INNs are not.
                let other = self.earlier(at, |known| known.inn.is_some() && !known.bad_inn && !known.shares);
                cells.inn = inn10("63", n);
                new.inn = Some(cells.inn.clone());
                new.shares = true;
                new.phones = vec![other.phones[0].clone()];
                cells.phone = notation(at, &new.phones[0]);
            }
            34 | 35 => {
                let is_zero = |known: &Known| known.inn.as_ref().is_some_and(|inn| inn.starts_with('0'));
                let other = self.earlier(at, |known| {
                    known.inn.is_some() && !known.bad_inn && (kind == 34 || is_zero(known))
                });
                cells.inn = other.inn.unwrap();
                row.end = End::ByInn;
            }
            36..=38 => {
                let other = self.earlier(at, |known| !known.shares && !known.phones.is_empty());
                cells.phone = notation(at + kind, &other.phones[0]);
                row.end = End::ByPhone;
            }
            39 => {
                let other = self.earlier(at, |known| known.phones.len() == 2);
                cells.phone = notation(at, &other.phones[1]);
                row.end = End::ByPhone;
            }
            40 => {
                let other = self.earlier(at, |known| known.email.is_some());
                cells.phone.clear();
                cells.email = other.email.unwrap().to_uppercase();
                row.end = End::ByEmail;
            }
            41 => {
                cells.inn = self.out.clients[at % BASE].inn.clone().unwrap();
                row.end = End::ByInn;
            }
            42 => {
                cells.phone = notation(at + 1, &phone(at % BASE));
                row.end = End::ByPhone;
            }
            43 => {
                cells.phone.clear();
                cells.email = format!("Base{}@Clients.Example", at % BASE);
                row.end = End::ByEmail;
            }
            44 => {
                cells.phone.clear();
                row.end = End::Rejected("cell-no-contact");
            }
            45 => {
                "112".clone_into(&mut cells.phone);
                row.end = End::Rejected("phone-short");
            }
            46 => {
                more = ";г. Москва; ул. Ленина";
                row.end = End::Rejected("cell-extra-cells");
            }
            47 => {
                spoil = true;
                row.end = End::Rejected("cell-not-text");
            }
            48 => {
                "12-34-56".clone_into(&mut cells.phone);
                row.end = End::Rejected("phone-no-area-code");
            }
            49 => {
                cells.phone.clear();
                cells.email = format!("only{at}@clients.example");
                new.email = Some(cells.email.clone());
                new.phones.clear();
            }
            plain => {
                if plain.is_multiple_of(3) {
                    cells.inn = if plain.is_multiple_of(9) { inn12(n) } else { inn10("77", n + 1) };
                    new.inn = Some(cells.inn.clone());
                }
                if plain.is_multiple_of(2) {
                    cells.email = format!("client{at}@list.example");
                    new.email = Some(cells.email.clone());
                }
            }
        }
        let mut line = cells.line();
        line.push_str(more);
        line.push_str(if at.is_multiple_of(7) { "\n" } else { "\r\n" });
        let mut bytes = line.clone().into_bytes();
        if at % 3 == 1 && !spoil {
            let (other, _, unsaid) = encoding_rs::WINDOWS_1251.encode(&line);
            assert!(!unsaid, "{line}");
            bytes = other.into_owned();
            row.recoded = !matches!(row.end, End::Rejected(_));
        }
        if spoil {
            // Half a letter in the middle of the note: some program has cut it by bytes.
            let place = line.find("обеда").unwrap() + 1;
            bytes.remove(place);
        }
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.out.bytes.extend(bytes);
        if row.end == End::Created {
            self.out.clients.push(new);
        }
        self.out.rows.push(row);
    }
}
