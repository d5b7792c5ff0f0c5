//! Bases in odd folders, and damaged ones: what the commands say of them is true, is the same everywhere, and leads on.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::path::Path;

use common::cli::{Home, Said};
use common::harm::{self, segment, small};
use serde_json::Value;

/// Flips a bit in the middle of the journal; returns the last commit before the damage and the last of all.
fn damage(home: &Home) -> (u64, u64) {
    harm::flip(&segment(&home.data()), 50);
    let found = home.run(&["--format", "json", "verify"]).json();
    (found["findings"][0]["at"]["after"].as_u64().unwrap(), found["last"].as_u64().unwrap())
}

#[track_caller]
fn says(said: &Said, code: i32, words: &[&str]) {
    harm::says(said, code, words);
    // Nothing is said twice.
    let lines: Vec<&str> = said.err.lines().collect();
    let once: std::collections::BTreeSet<&&str> = lines.iter().collect();
    assert_eq!(lines.len(), once.len(), "{said:#?}");
}

#[test]
fn a_mistyped_folder_stays_no_base() {
    let home = Home::new();
    for arguments in [
        ["show", "1"].as_slice(),
        &["lookup", "Протон"],
        &["history", "client", "1"],
        &["queue", "list"],
        &["queue", "why", "1"],
        &["call-list", "list"],
        &["script", "list"],
        &["script", "show", "x"],
        &["process", "list"],
        &["outcomes", "list"],
        &["outcomes", "export", "-"],
        &["export", "clients"],
    ] {
        let said = home.run(arguments);
        assert!([0, 3].contains(&said.code), "{arguments:?}: {said:?}");
        assert!(said.err.contains("базы нет"), "{arguments:?}: {said:?}");
    }
    for arguments in [
        ["undo", "3"].as_slice(),
        &["note", "add", "1", "Текст"],
        &["verify"],
        &["doctor"],
        &["repair"],
        &["rebuild"],
        &["snapshot"],
        &["backup", "copy"],
        &["at", "2026-11-10 12:00", "show", "1"],
    ] {
        says(&home.run(arguments), 3, &["базы нет", "--data"]);
    }
    assert!(!home.data().exists());
}

#[test]
fn a_lost_format_is_found_again_by_every_command() {
    let home = small();
    let format = home.data().join("FORMAT");
    let before = home.json(&["show", "1"]);
    for arguments in [
        ["verify"].as_slice(),
        &["doctor"],
        &["rebuild"],
        &["repair"],
        &["backup", "copy"],
        &["at", "2026-11-10 12:00", "show", "1"],
        &["show", "1"],
    ] {
        for lost in ["", "rubbish\n"] {
            std::fs::write(&format, lost).unwrap();
            home.ok(arguments);
        }
    }
    assert_eq!(std::fs::read_to_string(&format).unwrap(), "dozvon store 3\n");
    assert_eq!(home.json(&["show", "1"]), before);
    // With journal and engine gone too, nothing tells what it was: that is damage, and it is said what helps.
    std::fs::write(&format, "").unwrap();
    std::fs::write(segment(&home.data()), "rubbish").unwrap();
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    for arguments in [["show", "1"].as_slice(), &["verify"], &["repair"], &["backup", "copy"]] {
        says(&home.run(arguments), 6, &["FORMAT", "dozvon restore"]);
    }
}

#[test]
fn what_stands_in_the_way_is_named_with_a_way_out() {
    for name in ["store.lock", "journal"] {
        let home = small();
        let place = home.data().join(name);
        let _ = std::fs::remove_file(&place);
        let _ = std::fs::remove_dir_all(&place);
        if name == "journal" {
            std::fs::write(&place, "x").unwrap();
        } else {
            std::fs::create_dir(&place).unwrap();
        }
        let said = home.run(&["show", "1"]);
        says(&said, 1, &[name, "На этом месте должно стоять другое"]);
        assert!(!home.data().join("ENGINE.new").exists() && !home.data().join("engine.new").exists());
    }
    let home = small();
    home.write("file", "x");
    for to in ["file", "file/sub"] {
        says(&home.run(&["backup", to]), 1, &["на пути стоит файл", "На этом месте"]);
    }
    says(&home.run(&["backup", "disk/copy"]), 3, &["Папки disk нет", "подключите"]);
    assert!(!home.path("disk").exists());
    std::fs::create_dir(home.path("data.restoring")).unwrap();
    home.write("data.restoring/photo.jpg", "x");
    home.ok(&["backup", "copy"]);
    says(&home.run(&["restore", "copy"]), 4, &["data.restoring", "переименуйте"]);
}

#[test]
fn a_base_that_has_lost_its_journal_is_not_backed_up_as_an_empty_one() {
    let home = small();
    std::fs::remove_file(segment(&home.data())).unwrap();
    says(&home.run(&["backup", "copy"]), 6, &["повреждён", "dozvon verify"]);
    assert!(!home.path("copy").exists());
    let checked = home.run(&["verify"]);
    assert!(checked.code == 6 && checked.out.contains("dozvon repair"), "{checked:?}");
    home.ok(&["repair", "--yes"]);
    home.ok(&["backup", "copy"]);
    home.ok(&["show", "1"]);
}

#[test]
fn nobody_waits_for_a_pipe() {
    for name in ["FORMAT", "ENGINE", "engine.open"] {
        let home = small();
        let place = home.data().join(name);
        let _ = std::fs::remove_file(&place);
        let made = std::process::Command::new("mkfifo").arg(&place).status();
        assert!(made.is_ok_and(|made| made.success()));
        home.ok(&["show", "1"]);
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn a_damaged_journal_is_told_the_same_way_everywhere_and_without_a_circle() {
    let home = small();
    let (before, last) = damage(&home);
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    let checked = home.run(&["verify"]);
    // Nothing is advised that would be refused.
    assert!(checked.out.contains("dozvon repair") && !checked.out.contains("dozvon snapshot"), "{checked:?}");
    for arguments in [
        ["rebuild"].as_slice(),
        &["backup", "copy"],
        &["snapshot"],
        &["undo", "3"],
        &["note", "add", "1", "x"],
    ] {
        says(&home.run(arguments), 6, &["dozvon verify"]);
    }
    let near = format!("--seq {before}");
    for arguments in [
        ["at", "2027-01-01", "show", "1"].as_slice(),
        &["restore", "data"],
        &["restore", "data", "--until", "2027-01-01"],
    ] {
        says(&home.run(arguments), 6, &[&format!("записи журнала {last} "), &near, "dozvon verify"]);
    }
    let then = home.ok(&["at", "--seq", &before.to_string(), "call-list", "list"]).out;

    let asked = home.run(&["--format", "json", "repair"]);
    assert_eq!((asked.code, asked.json()["repaired"].as_bool()), (4, Some(false)));
    let refused: Value = serde_json::from_str(&asked.err).unwrap();
    assert_eq!(refused["code"], "refused");
    let done = home.json(&["repair", "--accept-loss"]);
    assert_eq!(done["repaired"], true);

    // It is known now: nothing is told to be looked for any more, and the states that can be had are had.
    home.ok(&["verify", "--deep"]);
    home.ok(&["backup", "copy"]);
    assert_eq!(home.ok(&["at", "--seq", &before.to_string(), "call-list", "list"]).out, then);
    home.ok(&["at", "2027-01-01", "show", "1"]);
    let hidden = (before + 1).to_string();
    for arguments in
        [["at", "--seq", &hidden, "show", "1"].as_slice(), &["restore", "data", "--seq", &hidden]]
    {
        let said = home.run(arguments);
        says(&said, 6, &[&format!("{near}, --seq {last}")]);
        assert!(!said.err.contains("verify"), "{said:?}");
    }
    // The history goes over the hole and names it.
    for arguments in [["history", "user", "Иванова О."].as_slice(), &["history", "client", "1", "--deleted"]]
    {
        let said = home.ok(arguments);
        assert!(said.err.contains("не читаются") && said.err.contains(&hidden), "{said:?}");
    }
    assert_eq!(home.run(&["undo", &hidden]).code, 6);
}

#[test]
fn a_folder_that_is_shut_is_checked_without_contradictions() {
    use std::os::unix::fs::PermissionsExt;
    let home = small();
    let set = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let all = |mode: u32| {
        for path in [home.data(), home.data().join("journal")] {
            set(&path, mode);
        }
        for entry in std::fs::read_dir(home.data()).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                set(&entry.path(), mode & 0o666);
            }
        }
    };
    all(0o555);
    let is_root = std::fs::write(home.data().join("trial"), "").is_ok();
    let (checked, written) = (home.run(&["verify", "--deep"]), home.run(&["note", "add", "1", "x"]));
    all(0o755);
    if is_root {
        eprintln!("skipped: nothing is shut to this user");
        return;
    }
    assert!(checked.code == 0 && checked.out.contains("не проверена"), "{checked:?}");
    assert!(!checked.out.contains("пришлось сделать заново"), "{checked:?}");
    says(&written, 1, &["закрыта для записи"]);
}

#[test]
fn a_clock_that_was_put_back_hides_nothing() {
    let home = small();
    let note = |now: &str, text: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
        command.args(["--data", home.data().to_str().unwrap(), "--lang", "ru", "--now", now]);
        command.args(["note", "add", "1", text]).env("DOZVON_CONFIG", home.path("config"));
        assert!(command.status().unwrap().success());
    };
    note("2026-12-20T12:00:00+03:00", "Первая");
    note("2026-12-10T12:00:00+03:00", "Вторая");
    note("2026-12-30T12:00:00+03:00", "Третья");
    // The last commit of that time or an earlier one is the second; what was done before it is there, whatever its time.
    let then = home.ok(&["at", "2026-12-15 12:00", "show", "1"]).out;
    assert!(then.contains("Первая") && then.contains("Вторая") && !then.contains("Третья"), "{then}");
    home.ok(&["restore", "data", "--until", "2026-12-15 12:00"]);
    let now = home.ok(&["show", "1"]).out;
    assert!(now.contains("Первая") && now.contains("Вторая") && !now.contains("Третья"), "{now}");
}

#[test]
fn the_history_is_a_table_for_machines_and_tells_what_is_gone() {
    let home = small();
    let csv = home.ok(&["--format", "csv", "history", "client", "1"]).out;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().take(4).collect::<Vec<_>>(), ["seq", "at", "by", "use_case"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let note = rows.iter().find(|row| &row[3] == "note.add" && &row[11] == "text").unwrap();
    assert_eq!((&note[1], &note[7], &note[10]), ("2026-11-03T08:20:00Z", "note", "made"));
    assert!(note[14].starts_with("Говорит, что дорого."), "{note:?}");

    home.write("one.csv", "Наименование;Телефон\nЛишний;8 (495) 012-99-99\n");
    home.ok(&["import", "clients", "one.csv"]);
    let change = home.json(&["history", "client", "8 (495) 012-99-99"])["changes"][0].clone();
    let (seq, code) = (change["seq"].as_u64().unwrap(), change["records"][0]["id"].to_string());
    home.ok(&["undo", &seq.to_string()]);
    let said = home.ok(&["history", "client", &code]);
    let (gone, before) = (seq + 1, seq.to_string());
    assert!(said.err.contains(&format!("dozvon undo {gone}")), "{said:?}");
    assert!(said.err.contains(&format!("at --seq {before}")), "{said:?}");
    home.ok(&["at", "--seq", &before, "show", &code]);
    home.ok(&["undo", &gone.to_string()]);
    home.ok(&["show", &code]);
}

#[test]
fn words_fit_what_they_are_said_of() {
    let home = small();
    says(&home.run(&["history", "deal", "999"]), 3, &["Нет такой сделки: 999."]);
    says(&home.run(&["history", "client", "999"]), 3, &["Нет такого клиента: "]);
    says(&home.run(&["undo", "9999"]), 3, &["Нет такого изменения: 9999."]);
    for command in ["history", "queue", "show"] {
        let help = home.ok(&[command, "--help"]).out;
        let own = help.lines().find(|line| line.contains("--as ")).unwrap();
        assert!(own.contains("От чьего имени работать"), "{command}: {own}");
    }
    for arguments in
        [["verify"].as_slice(), &["doctor"], &["backup", "copy"], &["repair"], &["rebuild"], &["snapshot"]]
    {
        let said = home.run(&[&["at", "2026-11-10 12:00"], arguments].concat());
        says(&said, 4, &["о самой базе", "без at"]);
    }
    let said = home.ok(&["snapshot"]).out;
    let time = said.rsplit_once("за ").unwrap().1;
    assert!(time.contains(',') && !time.trim_end().trim_end_matches('.').contains('.'), "{said}");
}
