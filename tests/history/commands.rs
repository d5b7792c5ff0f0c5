//! The commands: `history`, `undo`, `at`, and every command that asks on a store that can't be written.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::common::base::Base;
use super::common::cli::{Home, Said, files};

/// The small base in a folder; nobody has it open.
fn home() -> Home {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    home
}

fn seqs(history: &Value, case: &str) -> Vec<u64> {
    let changes = history["changes"].as_array().unwrap().iter();
    changes
        .filter(|change| change["use_case"] == case)
        .map(|change| change["seq"].as_u64().unwrap())
        .collect()
}

#[test]
fn history_is_told_to_people_and_machines() {
    let home = home();
    let said = home.ok(&["history", "client", "1"]);
    for words in [
        "Иванова О.  движение сделки",
        "сделка 00-00000001 Телевизоры, осень",
        "этап: ",
        " → ",
        "телефоны: + +7 495 012-34-56",
        "результат: Нет ответа",
        "клиент 00-00000001 ООО «Протон» — новая запись",
        "текст: Говорит, что дорого.",
        "07.11.2026 11:00",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(!said.out.contains(['‹', '›']) && said.err.is_empty(), "{said:?}");
    assert!(said.out.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80));

    let whole = home.json(&["history", "client", "1"]);
    assert_eq!(whole["changes"].as_array().unwrap().len(), 8);
    assert_eq!((&whole["more"], &whole["not_kept"]), (&false.into(), &false.into()));
    // By code, phone and INN the same client is found.
    for name in ["00-00000001", "8 (495) 012-34-56", "7707083893"] {
        assert_eq!(home.json(&["history", "client", name]), whole, "{name}");
    }
    let lines = home.ok(&["--format", "ndjson", "history", "client", "1", "--limit", "2"]);
    assert_eq!(lines.lines()[..], whole["changes"].as_array().unwrap()[..2]);
    assert!(lines.err.contains("--limit"), "{lines:?}");
    let note = whole["changes"].as_array().unwrap().iter().find(|change| change["use_case"] == "note.add");
    let note = note.unwrap();
    assert_eq!((&note["by"], &note["at"]), (&"Иванова О.".into(), &"2026-11-03T08:20:00Z".into()));
    let record = &note["records"][0];
    assert_eq!((&record["record"], &record["became"]), (&"note".into(), &"made".into()));
    let field = |name| {
        let fields = record["fields"].as_array().unwrap().iter();
        fields.clone().find(|field| field["field"] == name).map(|field| field["new"].clone()).unwrap()
    };
    assert_eq!(field("text"), "Говорит, что дорого. Просит скидку 5 % на телевизоры.");
    assert_eq!(field("author")["name"], "Иванова О.");

    let late = home.json(&["history", "client", "1", "--since", "2026-11-09 17:00"]);
    assert_eq!(late["changes"].as_array().unwrap().len(), 2);
    assert_eq!(home.json(&["history", "deal", "1"])["changes"].as_array().unwrap().len(), 3);
    let user = home.json(&["history", "user", "иванова о."]);
    assert_eq!(seqs(&user, "contact.plan").len(), 1);

    for (arguments, code) in [
        (["history", "client", "999"], 3),
        (["history", "client", "8 (495) 000-00-00"], 3),
        (["history", "user", "Никто"], 3),
        (["history", "deal", "осень"], 2),
        (["history", "deal", "77"], 3),
    ] {
        assert_eq!(home.run(&arguments).code, code, "{arguments:?}");
    }
    assert_eq!(home.run(&["history", "client", "1", "--since", "вчера"]).code, 2);
}

#[test]
fn a_change_is_taken_back_by_its_number() {
    let home = home();
    let before = home.json(&["show", "1"]);
    home.ok(&["note", "add", "1", "Ошибка"]);
    let history = home.json(&["history", "client", "1"]);
    let seq = history["changes"][0]["seq"].as_u64().unwrap().to_string();
    assert_ne!(home.json(&["show", "1"]), before);
    let done = home.json(&["undo", &seq, "--reason", "не тот"]);
    assert_eq!((&done["undone"].to_string(), &done["use_case"]), (&seq, &"note.add".into()));
    assert_eq!(home.json(&["show", "1"]), before);

    let again = home.run(&["undo", &seq]);
    assert_eq!(again.code, 4, "{again:?}");
    assert!(again.err.contains("уже отменено"), "{}", again.err);
    let refused = home.run(&["--format", "json", "undo", &seq]);
    let told: Value = serde_json::from_str(&refused.err).unwrap();
    assert_eq!((refused.code, &told["code"]), (4, &"refused".into()));
    let moves = seqs(&history, "deal.move");
    let overtaken = home.run(&["undo", &moves[1].to_string()]);
    assert_eq!(overtaken.code, 4);
    for words in
        [format!("№ {}", moves[0]), "движение сделки".into(), "Иванова О.".into(), "07.11.2026 11:00".into()]
    {
        assert!(overtaken.err.contains(&words), "{words}: {}", overtaken.err);
    }
    let said = home.ok(&["undo", &moves[0].to_string()]);
    assert!(said.out.contains("движение сделки") && said.out.contains("1 запись"), "{}", said.out);
    let undone = home.ok(&["history", "deal", "1"]);
    assert!(undone.out.contains(&format!("отмена изменения № {}", moves[0])), "{}", undone.out);
    for (arguments, code) in [
        (vec!["undo", "9999"], 3),
        (vec!["undo", "0"], 3),
        (vec!["undo", "1"], 4),
        (vec!["undo", "слово"], 2),
        (vec!["--as", "Петрова", "undo", "12"], 4),
    ] {
        let said = home.run(&arguments);
        assert_eq!(said.code, code, "{arguments:?}: {said:?}");
    }
}

/// Runs the program at another time than tests do.
fn at(home: &Home, now: &str, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--data", home.data().to_str().unwrap(), "--lang", "ru", "--now", now]);
    command.args(arguments).env("DOZVON_CONFIG", home.path("config"));
    Said::of(command.output().unwrap())
}

#[test]
fn a_command_answers_as_of_another_time() {
    let home = home();
    std::fs::create_dir_all(home.path("config")).unwrap();
    home.write("config/config.toml", "zone = \"Europe/Moscow\"\n");
    let noon = "2026-11-10T12:00:00+03:00";
    let asked: [&[&str]; 6] = [
        &["--format", "json", "export", "clients"],
        &["--format", "json", "show", "1"],
        &["--format", "json", "queue", "list"],
        &["--format", "json", "history", "client", "1"],
        &["--format", "json", "call-list", "list"],
        &["--format", "json", "lookup", "Протон"],
    ];
    let answers = || asked.map(|arguments| home.ok(arguments).out);
    let then = answers();
    let seq = home.json(&["history", "client", "1"])["changes"][0]["seq"].to_string();
    // An hour later much is different.
    let later = "2026-11-10T13:00:00+03:00";
    home.write("more.csv", "Наименование;Телефон\nНовый Протон;8 (495) 012-77-77\n");
    for arguments in [
        ["import", "clients", "more.csv", "--call-list", "Опт, осень"].as_slice(),
        &["note", "add", "1", "Позже"],
        &["undo", &seq],
    ] {
        let arguments: Vec<String> =
            arguments
                .iter()
                .map(|word| {
                    if *word == "more.csv" {
                        home.path(word).display().to_string()
                    } else {
                        (*word).to_owned()
                    }
                })
                .collect();
        let said = at(&home, later, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(said.code == 0 || arguments[0] == "undo", "{arguments:?}: {said:?}");
    }
    assert_ne!(answers(), then);
    let data = files(&home.data());
    for time in [noon, "2026-11-10 12:59"] {
        for (arguments, then) in asked.iter().zip(&then) {
            // The queue is told by the clock: it is that of the asking then.
            let said = at(&home, later, &[&["at", time], *arguments, &["--now", noon]].concat());
            assert_eq!((said.code, &said.out), (0, then), "{time} {arguments:?}: {}", said.err);
        }
    }
    for words in [
        "user list",
        "pauses list",
        "snippets list",
        "steward list",
        "script list",
        "process list",
        "outcomes list",
        "holidays list",
        "job list",
        "consent list 1",
        "stop list",
        "day ends",
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let said = at(&home, later, &[&["at", noon], words.as_slice()].concat());
        assert!(said.code == 0 && !said.err.contains("Это прошлое"), "{words:?}: {said:?}");
    }
    // Nobody has worked by then: that is an answer, too.
    let day = at(&home, later, &["at", noon, "day", "show", "Иванова О."]);
    assert!(day.code == 3 && !day.err.contains("Это прошлое"), "{day:?}");
    // Typed apart, and by the number of a commit; the time is that of the state.
    let show = at(&home, later, &["at", "2026-11-10", "12:00", "--format", "json", "show", "1"]);
    assert_eq!(show.out, then[1]);
    let list = at(&home, later, &["--format", "json", "at", "--seq", "1", "export", "clients"]);
    assert_eq!((list.code, list.out.as_str()), (0, "[]\n"));
    let early = at(&home, later, &["at", "2020-01-01 00:00", "show", "1"]);
    assert_eq!(early.code, 3, "{early:?}");
    // Nobody signs in to the past.
    let stranger = at(&home, later, &["--as", "Никто", "at", noon, "show", "1"]);
    assert_eq!((stranger.code, stranger.err.as_str()), (0, ""));
    let file = home.path("more.csv").display().to_string();
    for arguments in [
        ["note", "add", "1", "Раньше"].as_slice(),
        &["import", "clients", &file],
        &["undo", "12"],
        &["desk"],
        &["generate", "--clients", "1"],
        &["outcomes", "load", "x.toml"],
    ] {
        let said = at(&home, later, &[&["at", noon], arguments].concat());
        assert_eq!(said.code, 4, "{arguments:?}: {said:?}");
        assert!(said.err.contains("Это прошлое"), "{said:?}");
    }
    let nested = at(&home, later, &["at", noon, "at", noon, "show", "1"]);
    assert!(nested.code == 4 && nested.err.contains("at внутри at"), "{nested:?}");
    for arguments in [["at", "вчера", "show"].as_slice(), &["at", noon], &["at"], &["at", noon, "нечто"]]
    {
        assert_eq!(at(&home, later, arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(files(&home.data()), data);
    assert_eq!(home.run(&["history", "user", "Никто"]).code, 3);
}

/// Flips a bit in the middle of the journal and takes the engine away.
fn damage(data: &Path) {
    let journal = data.join("journal");
    let name = files(&journal).into_iter().find(|name| !name.starts_with("snapshot")).unwrap();
    let mut bytes = std::fs::read(journal.join(&name)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(journal.join(&name), bytes).unwrap();
    for entry in std::fs::read_dir(data).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() && entry.file_name() != "journal" {
            std::fs::remove_dir_all(entry.path()).unwrap();
        }
    }
}

#[test]
fn a_damaged_store_is_read_and_not_written() {
    let home = home();
    damage(&home.data());
    let before =
        std::fs::read(home.data().join("journal").join(&files(&home.data().join("journal"))[0])).unwrap();
    for arguments in [
        ["show", "1"].as_slice(),
        &["queue", "list"],
        &["lookup", "Протон"],
        &["export", "clients"],
        &["call-list", "list"],
        &["history", "client", "1"],
        &["--as", "Никто", "show", "1"],
    ] {
        let said = home.ok(arguments);
        assert_eq!(said.err.matches("Журнал повреждён, поэтому").count(), 1, "{arguments:?}: {said:?}");
    }
    let written = home.run(&["note", "add", "1", "Нельзя"]);
    assert_eq!(written.code, 6, "{written:?}");
    let undone = home.run(&["undo", "2", "--reason", "нет"]);
    assert!([4, 6].contains(&undone.code), "{undone:?}");
    let after =
        std::fs::read(home.data().join("journal").join(&files(&home.data().join("journal"))[0])).unwrap();
    assert!(before == after);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_shut_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let set = |mode| {
        let data = home.data();
        for path in [data.clone(), data.join("journal")] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
        for entry in std::fs::read_dir(&data).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                std::fs::set_permissions(entry.path(), std::fs::Permissions::from_mode(mode & 0o666))
                    .unwrap();
            }
        }
    };
    set(0o555);
    let is_root = std::fs::write(home.data().join("trial"), "").is_ok();
    let said = (home.run(&["show", "1"]), home.run(&["note", "add", "1", "Нельзя"]));
    set(0o755);
    if is_root {
        eprintln!("skipped: nothing is shut to this user");
        return;
    }
    assert_eq!((said.0.code, said.1.code), (0, 1), "{said:?}");
    assert!(said.0.err.contains("закрыта для записи"), "{said:?}");
}
