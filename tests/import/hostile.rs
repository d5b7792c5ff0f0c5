//! Cells that are meant to hurt: they are loaded, found, shown and exported, and no terminal feels them.

use serde_json::Value;

use crate::common::cli::Home;

/// Names nobody should have, each with a word by which it is found.
fn names() -> Vec<(String, &'static str)> {
    vec![
        ("\u{1b}[2J\u{1b}]0;хвать\u{7}Эскейпов и сыновья".to_owned(), "Эскейпов"),
        ("Двунаправленный \u{202e}йынтарбо\u{202c} \u{2066}торг\u{2069}".to_owned(), "Двунаправленный"),
        ("🚀👨‍👩‍👧‍👦 Ракетчиков 🏴󠁧󠁢󠁥󠁮󠁧󠁿".to_owned(), "Ракетчиков"),
        (format!("Долгословов {}", "очень длинное имя ".repeat(280)), "Долгословов"),
        ("=HYPERLINK(\"http://x.example\";\"Формулов\")".to_owned(), "Формулов"),
        ("+7 Плюсовский".to_owned(), "Плюсовский"),
        ("-Минусовский".to_owned(), "Минусовский"),
        ("@Собакевич".to_owned(), "Собакевич"),
        ("'Апострофьев".to_owned(), "Апострофьев"),
        ("\"Кавычкин\"; и \"точка\"".to_owned(), "Кавычкин"),
        ("Нулевич\u{0}\u{8}\u{7f}".to_owned(), "Нулевич"),
        ("Zalgo З̸̢̛̖ӓ̵͔л̶̦̔г̷̣̈́оев".to_owned(), "Zalgo"),
        ("Строкин\r\nв две\r\nстроки".to_owned(), "Строкин"),
        ("Запятая, точка с запятой; таб\tТабов".to_owned(), "Табов"),
    ]
}

/// What must never reach a terminal.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn hostile_cells_are_loaded_found_shown_exported_and_loaded_again() {
    let home = Home::new();
    let mut list = "Название;Телефон;Комментарий;Поле\r\n".to_owned();
    for (n, (name, _)) in names().iter().enumerate() {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        list.push_str(&format!("{};8943555{n:04};{};{}\r\n", quoted(name), quoted(name), quoted(name)));
    }
    home.write("list.csv", list);
    let run = home.json(&["import", "clients", "list.csv"]);
    assert_eq!(run["totals"]["created"], names().len(), "{run}");

    for (n, (name, word)) in names().iter().enumerate() {
        let found = home.ok(&["--format", "json", "lookup", word]);
        assert!(!found.out.contains(is_harmful), "{word}: {found:?}");
        let first = &found.json()["matches"][0]["client"];
        assert_eq!(first["phones"][0], format!("+7943555{n:04}"), "{word}: {first}");
        let code = first["code"].as_str().unwrap();
        for arguments in [&["lookup", word][..], &["show", code], &["--format", "json", "show", code]] {
            let said = home.ok(arguments);
            assert!(!said.out.contains(is_harmful), "{arguments:?}: {said:?}");
            if arguments[0] != "--format" {
                assert!(said.out.contains(word), "{arguments:?}: {said:?}");
                assert!(said.out.lines().all(|line| line.chars().count() <= 200), "{arguments:?}: {said:?}");
            }
        }
        // Nothing of what the file said is lost: it stands raw beside the cleaned.
        let card = home.json(&["show", code]);
        let kept = card["name"].as_str() == Some(name.trim())
            || card["raw"].as_array().unwrap().iter().any(|raw| raw["value"] == name.as_str());
        assert!(kept, "{name:?}: {card}");
    }

    for file in ["out.csv", "out.xlsx"] {
        home.ok(&["export", "clients", file]);
        let copy = Home::new();
        copy.write(file, std::fs::read(home.path(file)).unwrap());
        let run = copy.json(&["import", "clients", file]);
        assert_eq!(run["totals"]["created"], names().len(), "{run}");
        assert_eq!(run["totals"]["warnings"], 0, "{run}");
        copy.ok(&["export", "clients", "again.csv"]);
        home.ok(&["export", "clients", "now.csv", "--force"]);
        assert_eq!(copy.read("again.csv"), home.read("now.csv"), "{file}");
    }

    // No cell begins so that a spreadsheet runs it.
    let text = home.read("out.csv");
    for row in csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes()).records() {
        for cell in row.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    // An export is there once; it is replaced only on demand.
    let refused = home.run(&["export", "clients", "out.csv"]);
    assert_eq!(refused.code, 4, "{refused:?}");
    assert!(refused.err.contains("--force"), "{refused:?}");
}

#[test]
fn an_export_for_machines_is_whole() {
    let home = Home::new();
    home.write(
        "list.csv",
        "Компания;ИНН;КПП;Телефон;E-mail;Город;ФИО ЛПР;Телефон ЛПР;Метки;Не звонить\r\n\
         ООО «Вега»;7707083893;770701001;8 495 012-34-56 доб. 12;a@clients.example;Омск;Сидоров Пётр;\
         8 943 555-01-77;опт, осень;\r\nЛуч;;;84950123457;;;;;;да\r\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    let rows = home.ok(&["export", "clients", "--format", "ndjson"]).lines();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["legal"][0]["inn"], "7707083893");
    assert_eq!(rows[0]["phones"][0]["number"], "+74950123456");
    assert_eq!(rows[0]["phones"][0]["ext"], "12");
    assert_eq!(rows[0]["people"][0]["role"], "decision-maker");
    assert_eq!(rows[0]["tags"], serde_json::json!(["опт", "осень"]));
    assert_eq!((&rows[0]["do_not_call"], &rows[1]["do_not_call"]), (&Value::from(false), &Value::from(true)));
    let array: Vec<Value> =
        serde_json::from_str(&home.ok(&["export", "clients", "--format", "json"]).out).unwrap();
    assert_eq!(array, rows);
    home.ok(&["export", "clients", "out.ndjson"]);
    assert_eq!(home.read("out.ndjson").lines().count(), 2);
    // A table is read back in either language, by the other one too.
    for lang in ["ru", "en"] {
        let home = home_of(&home, lang);
        let run = home.json(&["import", "clients", "out.csv"]);
        assert_eq!((&run["totals"]["created"], &run["totals"]["warnings"]), (&2.into(), &0.into()), "{run}");
        let again = home.ok(&["export", "clients", "--format", "ndjson"]).lines();
        for (old, new) in rows.iter().zip(&again) {
            for key in
                ["name", "kind", "legal", "tags", "city", "timezone", "do_not_call", "custom", "emails"]
            {
                assert_eq!(old[key], new[key], "{lang} {key}");
            }
            assert_eq!(old["people"][0]["name"], new["people"][0]["name"]);
            assert_eq!(old["people"][0]["role"], new["people"][0]["role"]);
        }
    }
}

/// A bare folder with what another one exports, as a table in this language.
fn home_of(other: &Home, lang: &'static str) -> Home {
    let home = Home::new().lang(lang);
    let path = home.path("out.csv");
    let said = other.command_in(lang, &["export", "clients", path.to_str().unwrap()]).output().unwrap();
    assert!(said.status.success(), "{said:?}");
    home
}
