//! Finding clients: over a messy list of ten thousand rows, whoever is looked for comes first, however he is asked for.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot make or read its files has failed"
)]

mod common;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use common::base::{Base, MORNING};
use common::cli::Home;
use common::messy::{Known, messy, notation};
use dozvon::desk::access::SignIn;
use dozvon::desk::search::{Found, Kind, Lookup, Strength};
use dozvon::desk::{Desk, Who};
use dozvon::domain::ids::SessionId;
use dozvon::domain::layout;
use dozvon::domain::time::Moment;
use dozvon::domain::user::UserRole;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{EngineKind, LocalStore};
use serde_json::{Value, json};

/// Clients with names as people have them, so that misspelling one is no other.
const NAMED: [&str; 24] = [
    "ООО «Протон»",
    "АО «Северное сияние»",
    "ИП Ёлкина Алёна Фёдоровна",
    "Торговый дом «Гвоздь и молоток»",
    "ООО \"Щукинская мануфактура\"",
    "Первая чайная компания",
    "ЗАО Кирпичный завод №7",
    "Хлебокомбинат Жуковский",
    "ПАО «Электросбыт Поволжье»",
    "ООО «Юпитер-Юг»",
    "Фабрика мороженого «Снежинка»",
    "ИП Объедков Эдуард Юрьевич",
    "ООО «ТехноЛайн Сервис»",
    "Клиника доктора Чижевского",
    "Гостиница «Волжские зори»",
    "ООО «Медведь»",
    "Ателье «Иголочка»",
    "Автошкола «Светофор Плюс»",
    "ООО «Рыбный день»",
    "Шиномонтаж на Цветочной",
    "Детский сад «Ёжик»",
    "ООО «Quantum Print»",
    "Пекарня «Бублик & Ко»",
    "ООО «Тепличное хозяйство Заречье»",
];

/// A desk over the list, and its clients.
struct Town {
    home: Home,
    desk: Desk,
    who: Who,
    clients: Vec<Known>,
}

/// The number of the n-th of [`NAMED`].
fn number_of(n: usize) -> String {
    format!("494800{n:04}")
}

/// Loads the list once for all tests of this file.
fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let list = messy();
        let home = Home::new();
        let mut named = "Название;Телефон;Контактное лицо;Должность;Телефон контактного лица\n".to_owned();
        for (n, name) in NAMED.iter().enumerate() {
            let quoted = name.replace('"', "\"\"");
            named.push_str(&format!("\"{quoted}\";8{};;;\n", number_of(n)));
        }
        home.write("base.csv", &list.base);
        home.write("list.csv", &list.bytes);
        home.write("named.csv", named);
        for file in ["base.csv", "list.csv", "named.csv"] {
            home.ok(&["import", "clients", file]);
        }
        let store = LocalStore::open(&home.data(), EngineKind::Sled, &mut |_| {}).unwrap();
        let desk = Desk::new(Arc::new(store), Box::<MemoryDrafts>::default());
        let sign_in =
            SignIn {
                name: "Иванова О.".into(), role: UserRole::Admin, zone: chrono_tz::Europe::Moscow
            };
        let who = desk.sign_in(&sign_in, SessionId(1), now()).unwrap();
        desk.load_names(&mut |_| true).unwrap();
        Town { home, desk, who, clients: list.clients }
    })
}

fn now() -> Moment {
    chrono::DateTime::parse_from_rfc3339(MORNING).unwrap().into()
}

impl Town {
    fn look(&self, query: &str) -> Found {
        let lookup = Lookup { query: query.to_owned(), limit: 20 };
        self.desk.query(&self.who, now(), &lookup).unwrap()
    }

    /// The name of the first client found, and how.
    #[track_caller]
    fn first(&self, query: &str) -> (String, Kind, Strength) {
        let found = self.look(query);
        let Some(first) = found.matches.first() else { panic!("{query:?} finds nobody") };
        (first.client.name.clone(), found.kind, first.strength)
    }
}

#[test]
fn every_notation_of_every_number_finds_its_client_first() {
    let town = town();
    for (n, known) in town.clients.iter().enumerate().filter(|(_, known)| !known.shares) {
        for (m, ten) in known.phones.iter().enumerate() {
            // Every number in one way, and every tenth in all.
            let ways = if n.is_multiple_of(10) { 0..10 } else { n + m..n + m + 1 };
            for query in ways.map(|way| notation(way, ten)) {
                let found = town.look(&query);
                let clients: Vec<&str> = found.matches.iter().map(|one| one.client.name.as_str()).collect();
                assert_eq!(found.kind, Kind::Phone, "{query}");
                assert_eq!(found.matches[0].strength, Strength::Exact, "{query}");
                assert_eq!(clients[0], known.name, "{query}");
            }
        }
    }
    let with_ext = town.clients.iter().find(|known| known.phones.len() == 3).unwrap();
    for query in ["доб. 12", "ext 12", "#12"].map(|ext| format!("{} {ext}", notation(0, &with_ext.phones[0])))
    {
        assert_eq!(town.first(&query), (with_ext.name.clone(), Kind::Phone, Strength::Exact), "{query}");
    }
}

#[test]
fn last_digits_find_everybody_who_has_them() {
    let town = town();
    let mut endings: HashMap<(usize, String), Vec<&str>> = HashMap::new();
    let named = NAMED.iter().enumerate().map(|(n, name)| (*name, vec![number_of(n)]));
    let listed = town.clients.iter().map(|known| (known.name.as_str(), known.phones.clone()));
    for (name, phones) in named.chain(listed) {
        for ten in &phones {
            let digits = format!("7{ten}");
            for count in 4..=11 {
                endings.entry((count, digits[11 - count..].to_owned())).or_default().push(name);
            }
        }
    }
    let mut shared = 0;
    for ((count, ending), names) in endings.into_iter().filter(|((_, ending), _)| ending.ends_with('7')) {
        let found = town.look(&ending);
        // Ten and eleven digits are a whole number.
        let expected = if count >= 10 { Kind::Phone } else { Kind::Suffix };
        if found.kind == Kind::Inn {
            continue;
        }
        assert_eq!(found.kind, expected, "{ending}");
        let mut got: Vec<&str> = found.matches.iter().map(|one| one.client.name.as_str()).collect();
        let mut names = names;
        got.sort_unstable();
        names.sort_unstable();
        names.dedup();
        assert_eq!(got, names, "{ending}");
        shared += usize::from(names.len() > 1);
    }
    assert!(shared > 100, "{shared}");
}

#[test]
fn an_inn_finds_its_client_with_and_without_its_zero() {
    let town = town();
    for known in &town.clients {
        let Some(inn) = &known.inn else { continue };
        assert_eq!(town.first(inn), (known.name.clone(), Kind::Inn, Strength::Exact), "{inn}");
        if let Some(short) = inn.strip_prefix('0').filter(|_| !known.bad_inn) {
            assert_eq!(town.first(short).0, known.name, "{short}");
        }
    }
    let inn = town.clients[0].inn.as_ref().unwrap();
    assert_eq!(town.first(&format!("ИНН {inn}")).0, town.clients[0].name);
}

/// The name as somebody asks for it: without its form and quotes.
fn asked(name: &str) -> String {
    let plain = name.to_lowercase().replace(['«', '»', '"'], "");
    let forms = ["ооо ", "ао ", "зао ", "пао ", "ип "];
    forms.iter().find_map(|form| plain.strip_prefix(form)).unwrap_or(&plain).to_owned()
}

#[test]
fn names_are_found_as_they_are() {
    let town = town();
    for name in NAMED.iter().copied().chain(town.clients.iter().step_by(7).map(|known| known.name.as_str())) {
        for query in [name.to_owned(), asked(name), asked(name).to_uppercase(), asked(name).replace('ё', "е")]
        {
            let (first, kind, _) = town.first(&query);
            assert_eq!((first.as_str(), kind), (name, Kind::Name), "{query}");
        }
    }
    for (query, name) in [
        ("ооо протон", "ООО «Протон»"),
        ("протон ооо", "ООО «Протон»"),
        ("сияние северное", "АО «Северное сияние»"),
        ("гвоздь", "Торговый дом «Гвоздь и молоток»"),
        ("молоток", "Торговый дом «Гвоздь и молоток»"),
        ("чайная", "Первая чайная компания"),
        ("чижевск", "Клиника доктора Чижевского"),
        ("елкина", "ИП Ёлкина Алёна Фёдоровна"),
        ("алена елкина", "ИП Ёлкина Алёна Фёдоровна"),
        ("ёжик", "Детский сад «Ёжик»"),
        ("ежик", "Детский сад «Ёжик»"),
        ("юпитер юг", "ООО «Юпитер-Юг»"),
        ("кирпичный 7", "ЗАО Кирпичный завод №7"),
        ("quantum", "ООО «Quantum Print»"),
        ("бублик", "Пекарня «Бублик & Ко»"),
    ] {
        assert_eq!(town.first(query).0, name, "{query}");
    }
}

#[test]
fn names_in_the_wrong_layout_are_found() {
    let town = town();
    for name in NAMED {
        let query = layout::swap(&asked(name));
        assert_eq!(town.first(&query).0, name, "{query}");
    }
    for known in town.clients.iter().step_by(31) {
        let query = layout::swap(&asked(&known.name));
        assert_eq!(town.first(&query).0, known.name, "{query}");
    }
    assert_eq!(town.first("ghjnjy").0, "ООО «Протон»");
}

/// As somebody without Russian letters writes it.
fn transliterated(text: &str) -> String {
    let letter = |c: char| {
        let latin = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'ё' => "yo",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' | 'ы' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ю' => "yu",
            'я' => "ya",
            'ъ' | 'ь' => "",
            _ => return c.to_string(),
        };
        latin.to_owned()
    };
    text.chars().map(letter).collect()
}

#[test]
fn transliterated_names_are_found() {
    let town = town();
    for name in NAMED {
        let query = transliterated(&asked(name));
        assert_eq!(town.first(&query).0, name, "{query}");
    }
    for known in town.clients.iter().step_by(31) {
        let query = transliterated(&asked(&known.name));
        assert_eq!(town.first(&query).0, known.name, "{query}");
    }
    for (query, name) in [
        ("proton", "ООО «Протон»"),
        ("PROTON", "ООО «Протон»"),
        ("elkina", "ИП Ёлкина Алёна Фёдоровна"),
        ("shchukinskaya", "ООО \"Щукинская мануфактура\""),
        ("schukinskaja", "ООО \"Щукинская мануфактура\""),
        ("tekhnolayn", "ООО «ТехноЛайн Сервис»"),
        ("yupiter", "ООО «Юпитер-Юг»"),
        ("hlebokombinat", "Хлебокомбинат Жуковский"),
    ] {
        assert_eq!(town.first(query).0, name, "{query}");
    }
}

#[test]
fn misspelt_names_are_found() {
    let town = town();
    // A letter left out, doubled, swapped with the next one, or another in its place, in the longest word of each.
    for name in NAMED {
        let words = asked(name);
        let word = words.split(|c: char| !c.is_alphabetic()).max_by_key(|word| word.chars().count()).unwrap();
        let letters: Vec<char> = word.chars().collect();
        for at in [1, letters.len() / 2, letters.len() - 2] {
            let mut left_out = letters.clone();
            // Two equal letters that meet are read as one, and so two are lost at once: not one mistake but two.
            if letters[at - 1] != letters[at + 1] {
                left_out.remove(at);
            }
            let mut doubled = letters.clone();
            doubled.insert(at, letters[at]);
            let mut swapped = letters.clone();
            swapped.swap(at, at + 1);
            let mut another = letters.clone();
            let strange = ['о', 'а', 'и', 'е'].into_iter().find(|c| !letters[at - 1..=at + 1].contains(c));
            another[at] = strange.unwrap();
            for wrong in [left_out, doubled, swapped, another] {
                let query: String = wrong.into_iter().collect();
                assert_eq!(town.first(&query).0, name, "{query}");
            }
        }
    }
    for (query, name) in [
        ("пратон", "ООО «Протон»"),
        ("севереное сеяние", "АО «Северное сияние»"),
        ("щюкинская", "ООО \"Щукинская мануфактура\""),
        ("хлебокамбинат", "Хлебокомбинат Жуковский"),
        ("елкена", "ИП Ёлкина Алёна Фёдоровна"),
        ("технолаин", "ООО «ТехноЛайн Сервис»"),
        ("ghfnjy", "ООО «Протон»"),
        ("praton", "ООО «Протон»"),
    ] {
        assert_eq!(town.first(query).0, name, "{query}");
    }
}

#[test]
fn several_clients_on_one_number_come_best_first() {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    // Протон was spoken with last; the others share his number.
    home.write(
        "list.csv",
        "Название;ИНН;Телефон;Контактное лицо;Должность;Телефон контактного лица\n\
         Альфа;6663003127;8 495 012-34-56;;;\n\
         Бета;7736050003;;Секретарёва Нина;секретарь;8 495 012-34-56\n\
         Гамма;5036065113;;Директоров Пётр;директор;8 495 012-34-56\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    let found = home.json(&["lookup", "8 495 012 34 56"]);
    let names: Vec<&str> = found["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["client"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["ООО «Протон»", "Гамма", "Бета", "Альфа"]);
    assert_eq!(found["matches"][1]["person"]["role"], "decision-maker");
    let by_end = home.json(&["lookup", "3456"]);
    assert_eq!(by_end["kind"], "suffix");
    assert_eq!(by_end["matches"][0]["client"]["name"], "ООО «Протон»");
    assert_eq!(by_end["matches"].as_array().unwrap().len(), 4);
    let one = home.json(&["lookup", "--limit", "1", "3456"]);
    assert_eq!(one["matches"].as_array().unwrap().len(), 1);
    let table = home.ok(&["lookup", "--limit", "2", "3456"]);
    assert!(table.err.contains("--limit") && table.out.contains("1. ООО «Протон»"), "{table:?}");
    assert!(table.out.lines().all(|line| line.chars().count() <= 80), "{table:?}");
}

#[test]
fn the_answer_for_machines_has_its_shape() {
    let home = Home::new();
    home.write(
        "list.csv",
        "Название;ИНН;Телефон;Город;ФИО ЛПР;Телефон ЛПР\nООО «Протон»;7707083893;8 495 012-34-56;Омск;\
         Сидоров Пётр;8 943 555-01-77 доб. 5\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    let client = json!({
        "id": 1, "code": "00-00000001", "name": "ООО «Протон»", "inn": "7707083893", "city": "Омск",
        "phones": ["+74950123456"],
    });
    let person = json!({"id": 1, "name": "Сидоров Пётр", "role": "decision-maker"});
    for (query, kind, by, strength, person) in [
        ("8(495)0123456", "phone", "phone", "exact", Value::Null),
        ("8 943 555 01 77", "phone", "phone", "exact", person.clone()),
        ("0177", "suffix", "phone", "suffix", person.clone()),
        ("7707083893", "inn", "inn", "exact", Value::Null),
        ("протон", "name", "name", "exact", Value::Null),
        ("ghjnjy", "name", "name", "exact", Value::Null),
        ("пратон", "name", "name", "fuzzy", Value::Null),
        ("сидоров пётр", "name", "name", "exact", person.clone()),
        ("сидоров", "name", "name", "fuzzy", person),
    ] {
        let answer = home.json(&["lookup", query]);
        assert_eq!((&answer["query"], &answer["kind"]), (&json!(query), &json!(kind)), "{answer}");
        let first = answer["matches"][0].as_object().unwrap();
        let mut keys: Vec<&str> = first.keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["client", "matched_by", "person", "strength"], "{answer}");
        assert_eq!(first["client"], client, "{query}");
        assert_eq!((&first["matched_by"], &first["person"]), (&json!(by), &person), "{query}");
        assert_eq!(first["strength"], strength, "{query}");
    }
    let rows = home.ok(&["--format", "ndjson", "lookup", "протон"]).lines();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["client"], client);
    let csv = home.ok(&["--format", "csv", "lookup", "протон"]);
    assert!(csv.out.contains("00-00000001;ООО «Протон»;"), "{csv:?}");
}

#[test]
fn nothing_found_and_nothing_asked_are_told_apart() {
    for (lang, nobody, empty) in [
        ("ru", "Никого не нашлось: бубубу", "клиентов в базе нет"),
        ("en", "Nobody was found: бубубу", "no clients"),
    ] {
        let home = Home::new().lang(lang);
        let bare = home.run(&["lookup", "бубубу"]);
        assert_eq!((bare.code, bare.out.as_str()), (3, ""));
        assert!(bare.err.contains(empty), "{bare:?}");
        assert!(!home.data().exists(), "a question has made a base");
        home.write("list.csv", "phone;name\n84950123456;Вега\n");
        home.ok(&["import", "clients", "list.csv"]);
        let none = home.run(&["lookup", "бубубу"]);
        assert_eq!((none.code, none.out.as_str()), (3, ""));
        assert!(none.err.contains(nobody), "{none:?}");
        let json = home.run(&["--format", "json", "lookup", "+7 999 999-99-99"]);
        assert_eq!((json.code, &json.json()["matches"]), (3, &json!([])));
        for query in ["", " ", "«»", "---", "\u{202e}\u{1b}"] {
            let wrong = home.run(&["lookup", query]);
            assert_eq!(wrong.code, 2, "{query:?}: {wrong:?}");
            assert!(wrong.out.is_empty() && wrong.err.lines().count() == 2, "{query:?}: {wrong:?}");
        }
        let missing = home.run(&["show", "00-00000099"]);
        assert_eq!(missing.code, 3, "{missing:?}");
        let wrong = home.run(&["show", "вега"]);
        assert_eq!(wrong.code, 2, "{wrong:?}");
        assert!(wrong.err.contains("lookup"), "{wrong:?}");
    }
    assert!(!town().home.data().as_os_str().is_empty());
}
