//! Makes the call lists of `examples/lists`: invented clients in the formats in which people really have their lists.
//!
//! `cargo run --example make_lists [-- FOLDER]`; the lists of this folder are made by it, and a test compares them.

#![allow(dead_code, reason = "a test takes the lists and leaves the program")]
#![allow(
    clippy::expect_used,
    reason = "the sample data and the workbook are made in memory, of what is known"
)]

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{TimeZone, Utc};
use dozvon::desk::Desk;
use dozvon::desk::content::Furnish;
use dozvon::domain::client::Client;
use dozvon::domain::contact;
use dozvon::domain::geo;
use dozvon::domain::legal::LegalEntity;
use dozvon::domain::person::Person;
use dozvon::domain::phone::Phone;
use dozvon::domain::time::Moment;
use dozvon::sample::{demo, load};
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::LocalStore;
use dozvon::store::{Reads, Store};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

/// The clients of the lists are those of this seed: none of them stands in the demo base.
const SEED: u64 = 20;
/// How many of them there are.
const CLIENTS: u64 = 330;

/// Writes the lists.
fn main() -> std::io::Result<()> {
    let usual = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/lists");
    let folder = std::env::args_os().nth(1).map_or(usual, PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in lists() {
        std::fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// Every list: the name of its file, and its bytes.
pub(crate) fn lists() -> Vec<(&'static str, Vec<u8>)> {
    let firms = firms();
    let from = |first: usize, count: usize| firms.iter().skip(first).take(count);
    vec![
        ("directory.csv", directory(from(0, 60))),
        ("fair.xlsx", fair(from(60, 45))),
        ("two-phones.csv", two_phones(from(105, 50))),
        ("1c.csv", one_c(from(155, 60))),
        // Some firms of the directory are in the CRM already.
        ("crm.csv", crm(from(50, 10).chain(from(215, 50)))),
        ("site.csv", site(from(265, 40))),
    ]
}

/// What the lists tell of a client.
struct Firm {
    /// Its number, by which the ways of writing differ.
    n: usize,
    name: String,
    legal: String,
    inn: String,
    kpp: String,
    city: String,
    region: &'static str,
    address: String,
    phone: Option<Phone>,
    email: String,
    person: String,
    title: String,
    mobile: Option<Phone>,
    tags: Vec<String>,
}

/// Clients with a number, as `dozvon generate` makes them.
fn firms() -> Vec<Firm> {
    let now: Moment = Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).single().expect("a date").into();
    let store: Arc<dyn Store> = Arc::new(LocalStore::in_memory().expect("a store"));
    let desk = Desk::new(Arc::clone(&store), Box::new(MemoryDrafts::default()));
    desk.furnish(&Furnish::shipped(), now).expect("results and processes");
    let boss = demo::supervisor(&desk, now).expect("a supervisor");
    let size = load::Size { clients: CLIENTS, interactions: 0 };
    load::fill(&desk, &boss, SEED, now, size, &mut |_| {}).expect("clients");
    let reads = Reads(store.as_ref());
    let people = reads.all::<Person>().expect("people");
    let legal = reads.all::<LegalEntity>().expect("legal entities");
    let clients = reads.all::<Client>().expect("clients").into_iter().enumerate();
    let firms = clients.map(|(n, client)| {
        let person = people.iter().find(|person| person.links.iter().any(|link| link.client == client.id));
        let legal = legal.iter().find(|legal| legal.clients.contains(&client.id));
        let title = person.and_then(|person| person.links.first()).map(|link| link.title.clone());
        let mobile = person.and_then(|person| person.phones().next().copied());
        Firm {
            n,
            name: client.name.clone(),
            legal: legal.map(|legal| legal.name.clone()).unwrap_or_default(),
            inn: legal.and_then(|legal| legal.inn).map(|inn| inn.digits()).unwrap_or_default(),
            kpp: legal
                .and_then(|legal| legal.kpp.as_ref())
                .map(|kpp| kpp.as_str().to_owned())
                .unwrap_or_default(),
            city: client.city.clone(),
            region: client.region.and_then(geo::region).map_or("", |region| region.ru),
            address: client.address.clone(),
            phone: client.phones().next().copied(),
            email: contact::emails(&client.methods).next().map(ToString::to_string).unwrap_or_default(),
            person: person.map(|person| person.name.clone()).unwrap_or_default(),
            title: title.unwrap_or_default(),
            mobile,
            tags: client.tags.clone(),
        }
    });
    firms.filter(|firm| firm.phone.is_some()).collect()
}

impl Firm {
    /// The number of the firm, in one of the ways in which people write it.
    fn written(&self) -> String {
        self.phone.map(|phone| spelt(&phone, self.n)).unwrap_or_default()
    }

    /// The mobile number of the person, written another way.
    fn mobile(&self) -> String {
        self.mobile.map(|phone| spelt(&phone, self.n + 2)).unwrap_or_default()
    }

    /// «Орлова Анна Львовна» as «Анна», «Орлова».
    fn given_and_surname(&self) -> (String, String) {
        let mut words = self.person.split(' ').map(str::to_owned);
        let surname = words.next().unwrap_or_default();
        (words.next().unwrap_or_default(), surname)
    }
}

/// A Russian number, in one of the ways in which people write it.
fn spelt(phone: &Phone, way: usize) -> String {
    let digits = phone.digits();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let (code, head, middle, tail) = (part(1, 4), part(4, 7), part(7, 9), part(9, 11));
    match way % 6 {
        0 => format!("8 ({code}) {head}-{middle}-{tail}"),
        1 => format!("+7 {code} {head}-{middle}-{tail}"),
        2 => format!("8{code}{head}{middle}{tail}"),
        3 => format!("7({code}){head}{middle}{tail}"),
        4 => format!("{code} {head} {middle} {tail}"),
        _ => format!("8-{code}-{head}-{middle}-{tail}"),
    }
}

/// A cell of a text file, in quotes where it needs them.
fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Lines of a text file.
fn text(rows: &[Vec<String>], delimiter: char, end: &str) -> String {
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell, delimiter)).collect();
        out.push_str(&cells.join(&delimiter.to_string()));
        out.push_str(end);
    }
    out
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// As Excel in Russia saves it: Windows-1251, semicolons.
fn in_windows_1251(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
}

/// A directory of organisations, bought: repeats itself, and some numbers have gone wrong on the way.
fn directory<'f>(firms: impl Iterator<Item = &'f Firm>) -> Vec<u8> {
    let mut rows =
        vec![row(["№ п/п", "Название", "Регион", "Город", "Адрес", "Телефон", "E-mail", "Рубрика"])];
    let mut number = 0;
    for (place, firm) in firms.enumerate() {
        let phone = match place {
            // A digit too few, a number without its code, and a cell somebody wrote into.
            17 => firm.written().chars().rev().skip(1).collect::<String>().chars().rev().collect(),
            33 => "уточняется".to_owned(),
            48 => "23-45-67".to_owned(),
            _ => firm.written(),
        };
        let email = if matches!(place, 17 | 33 | 48) { "" } else { firm.email.as_str() };
        let rubric = firm.tags.first().map_or("", String::as_str);
        let mut put = |phone: &str| {
            number += 1;
            let number = number.to_string();
            rows.push(row([
                &number,
                &firm.name,
                firm.region,
                &firm.city,
                &firm.address,
                phone,
                email,
                rubric,
            ]));
        };
        put(&phone);
        // The same firm under a second heading of the directory.
        if place % 15 == 7 {
            put(&spelt(&firm.phone.expect("firms have a number"), firm.n + 1));
        }
    }
    in_windows_1251(&text(&rows, ';', "\r\n"))
}

/// Visitors of a stand at a fair: a workbook with a title over the table and numbers that are numbers.
fn fair<'f>(firms: impl Iterator<Item = &'f Firm>) -> Vec<u8> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 11, 2).expect("a date");
    let properties = DocProperties::new().set_creation_datetime(&made);
    book.set_properties(&properties);
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet().set_name("Посетители").expect("a name");
    let told = "a cell";
    sheet.write_with_format(0, 0, "Выставка «Мир бытовой техники», стенд 14", &bold).expect(told);
    let headings =
        ["Дата", "Компания", "ФИО", "Должность", "Мобильный телефон", "Почта", "Город", "Комментарий"];
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for (column, heading) in (0..).zip(headings) {
        sheet.write_with_format(2, column, heading, &bold).expect(told);
        sheet.set_column_width(column, 22).expect(told);
    }
    let said = ["ждёт прайс", "просил образцы", "", "интересны чайники", "", "звонить после обеда"];
    for (line, firm) in (3_u32..).zip(firms) {
        let visited = ExcelDateTime::from_ymd(2026, 10, u8::try_from(27 + line % 4).unwrap_or(27));
        sheet.write_with_format(line, 0, visited.expect("a date"), &day).expect(told);
        sheet.write(line, 1, &firm.name).expect(told);
        sheet.write(line, 2, &firm.person).expect(told);
        sheet.write(line, 3, &firm.title).expect(told);
        let phone = firm.mobile.or(firm.phone).map(|phone| phone.number());
        if let Some(number) =
            phone.and_then(|number| u32::try_from(number % 10_000_000_000 / 10).ok().zip(Some(number)))
        {
            // Eleven digits are exact in a cell: Excel keeps fifteen.
            let exact = f64::from(number.0) * 10.0 + f64::from(u32::try_from(number.1 % 10).unwrap_or(0));
            sheet.write(line, 4, 80_000_000_000.0 + exact).expect(told);
        }
        sheet.write(line, 5, &firm.email).expect(told);
        sheet.write(line, 6, &firm.city).expect(told);
        sheet.write(line, 7, said.get(firm.n % said.len()).copied().unwrap_or_default()).expect(told);
    }
    book.save_to_buffer().expect("a workbook")
}

/// A list somebody keeps by hand: everything that was ever learned stands in the cell with the phone.
fn two_phones<'f>(firms: impl Iterator<Item = &'f Firm>) -> Vec<u8> {
    let mut rows = vec![row(["Клиент", "Город", "Телефоны", "Контактное лицо", "Примечание"])];
    for firm in firms {
        let (office, mobile) = (firm.written(), firm.mobile());
        let (given, _) = firm.given_and_surname();
        let phones = match (firm.mobile, firm.n % 5) {
            (None, 0) => format!("{office} доб. {}", 100 + firm.n % 50),
            (None, _) => office,
            (Some(_), 0) => format!("{office}, {mobile}"),
            (Some(_), 1) => format!("{office}; {mobile} ({given})"),
            (Some(_), 2) => format!("{office} / {mobile}"),
            (Some(_), 3) => format!("тел. {office}, моб. {mobile}"),
            (Some(_), _) => format!("{office}\n{mobile}"),
        };
        let person = if firm.title.is_empty() {
            firm.person.clone()
        } else {
            format!("{}, {}", firm.person, firm.title)
        };
        let note = if firm.n % 7 == 3 {
            "звонить до обеда; спросить про остатки"
        } else {
            ""
        };
        rows.push(row([&firm.name, &firm.city, &phones, &person, note]));
    }
    in_windows_1251(&text(&rows, ';', "\r\n"))
}

/// Partners as 1С lays them out: a title, the filter, the table, a sum.
fn one_c<'f>(firms: impl Iterator<Item = &'f Firm>) -> Vec<u8> {
    let mut rows = vec![row([
        "Партнер",
        "Контрагент",
        "ИНН",
        "КПП",
        "Контактное лицо",
        "Должность",
        "Телефон контактного лица",
        "Рабочий телефон",
        "E-mail",
        "Город",
        "Ответственный",
    ])];
    let mut count = 0;
    for firm in firms {
        count += 1;
        // A register number that was typed by hand, with two digits exchanged.
        let inn = if firm.n % 23 == 5 { exchanged(&firm.inn) } else { firm.inn.clone() };
        rows.push(row([
            &firm.name,
            &firm.legal,
            &inn,
            &firm.kpp,
            &firm.person,
            &firm.title,
            &firm.mobile(),
            &firm.written(),
            &firm.email,
            &firm.city,
            "Иванова О.",
        ]));
    }
    let table = text(&rows, ';', "\r\n");
    let out = format!(
        "Список партнеров{0}\r\nОтбор: Вид отношений Равно \"Клиент\"{0}\r\n{0}\r\n{table}Итого: {count}{0}\r\n",
        ";".repeat(10)
    );
    in_windows_1251(&out)
}

/// Digits with the first unequal neighbours exchanged, behind the two that name the region.
fn exchanged(digits: &str) -> String {
    let mut chars: Vec<char> = digits.chars().collect();
    let pair = (2..chars.len().saturating_sub(1)).find(|at| chars.get(*at) != chars.get(at + 1));
    if let Some(at) = pair {
        chars.swap(at, at + 1);
    }
    chars.into_iter().collect()
}

/// Contacts as a CRM exports them: UTF-8, everything in quotes, an apostrophe before each number.
fn crm<'f>(firms: impl Iterator<Item = &'f Firm>) -> Vec<u8> {
    let headings = [
        "ID",
        "Имя",
        "Фамилия",
        "Компания",
        "Рабочий телефон",
        "Мобильный телефон",
        "Рабочий email",
        "Должность",
        "Теги",
        "Ответственный",
        "Не звонить",
        "Примечание",
    ];
    let mut rows = vec![row(headings)];
    for firm in firms {
        let kept = |phone: Option<Phone>| phone.map(|phone| format!("'{phone}")).unwrap_or_default();
        let (given, surname) = firm.given_and_surname();
        let stop = if firm.n % 19 == 8 { "да" } else { "" };
        let note = if firm.n % 9 == 4 {
            "Просил позвонить в понедельник.\nРешает жена."
        } else {
            ""
        };
        let phone = kept(firm.phone.map(Phone::without_ext));
        rows.push(row([
            &(480_000 + firm.n).to_string(),
            &given,
            &surname,
            &firm.name,
            &phone,
            &kept(firm.mobile),
            &firm.email,
            &firm.title,
            &firm.tags.join(", "),
            "Кострова В.Б.",
            stop,
            note,
        ]));
    }
    let quoted = |row: &Vec<String>| {
        let cells: Vec<String> =
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(",") + "\n"
    };
    rows.iter().map(quoted).collect::<String>().into_bytes()
}

/// Requests from a form on a site: UTF-8 with its mark, commas; people write what they like.
fn site<'f>(firms: impl Iterator<Item = &'f Firm>) -> Vec<u8> {
    let mut rows = vec![row([
        "Дата заявки",
        "Имя",
        "Телефон",
        "Email",
        "Компания",
        "Сообщение",
        "Согласие на звонки",
        "Источник",
    ])];
    let asked = [
        "Здравствуйте! Пришлите, пожалуйста, прайс.",
        "сколько стоит доставка?",
        "Нужны чайники, 40 шт.\nИ утюги.",
        "",
        "Перезвоните, \"срочно\"",
    ];
    for (place, firm) in firms.enumerate() {
        let day = format!("2026-10-{:02} {:02}:{:02}", 1 + place % 30, 9 + place % 11, place * 7 % 60);
        let (given, _) = firm.given_and_surname();
        let phone = match place {
            // One left only an address, one nothing that can be read.
            11 => String::new(),
            29 => "нет телефона".to_owned(),
            _ => spelt(&firm.mobile.or(firm.phone).expect("firms have a number"), firm.n),
        };
        let email = match place {
            11 => format!("{}@mail.example", 1_000 + firm.n),
            29 => "не скажу".to_owned(),
            _ => firm.email.clone(),
        };
        let company = if place % 3 == 0 { "" } else { firm.name.as_str() };
        let words = asked.get(firm.n % asked.len()).copied().unwrap_or_default();
        // Some leave the mark under the form out.
        let agreed = if place % 8 == 5 { "нет" } else { day.as_str() };
        let request = row([&day, &given, &phone, &email, company, words, agreed, "сайт"]);
        // The button was pressed twice.
        if place % 13 == 6 {
            rows.push(request.clone());
        }
        rows.push(request);
    }
    format!("\u{feff}{}", text(&rows, ',', "\r\n")).into_bytes()
}
