//! What is said of bases that are not as they should be, and of command lines.

use dozvon::domain::time::Moment;
use dozvon::store::Store;
use dozvon::store::local::{LocalStore, Options};

use super::*;

fn open(data: &Path) -> LocalStore {
    LocalStore::open(data, Options::default(), &mut |_| {}).unwrap()
}

/// The small base, with whoever works on this machine signed in: his first command makes a change of its own.
fn signed_in() -> Home {
    let home = small();
    home.ok(&["note", "add", "1", "Первая"]);
    home
}

/// The rows of a check in CSV: kind, sentence, severity.
fn rows(said: &Said) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(said.out.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        [row[0].to_owned(), row[1].to_owned(), row[3].to_owned()]
    });
    rows.collect()
}

#[test]
fn a_check_in_csv_says_all_that_a_check_says() {
    let home = small();
    assert_eq!(rows(&home.ok(&["--format", "csv", "verify"])), [[""; 3]; 0]);
    let store = open(&home.data());
    let said = home.run(&["--format", "csv", "verify"]);
    assert_eq!(said.code, 5);
    let [[kind, sentence, severity]] = rows(&said).try_into().unwrap();
    assert_eq!((kind.as_str(), severity.as_str()), ("busy", "remark"));
    assert!(sentence.contains("держит другой Дозвон"), "{sentence}");
    drop(store);
    flip(&segments(&home.data())[0], 50);
    let kinds =
        |said: &Said| rows(said).into_iter().map(|[kind, _, severity]| (kind, severity)).collect::<Vec<_>>();
    let found = kinds(&home.run(&["--format", "csv", "verify"]));
    assert!(found.contains(&("journal".into(), "error".into())), "{found:?}");
    home.ok(&["repair", "--yes"]);
    assert_eq!(kinds(&home.ok(&["--format", "csv", "verify"])), [("known-damage".into(), "remark".into())]);
}

#[test]
fn a_later_format_is_refused_however_far_it_counts() {
    let home = small();
    for number in ["4", "99", "4294967296", "18446744073709551616", "99999999999999999999999999999999"] {
        home.write("data/FORMAT", format!("dozvon store {number}\n"));
        for arguments in
            [["show", "1"].as_slice(), &["verify"], &["backup", "copy"], &["doctor"], &["rebuild"]]
        {
            says(&home.run(arguments), 4, &["новой версией", number, "Поставьте новую версию"]);
        }
        assert_eq!(home.read("data/FORMAT"), format!("dozvon store {number}\n"));
    }
    home.write("data/FORMAT", "dozvon store 3\n");
    home.ok(&["verify", "--deep"]);
}

#[test]
fn an_empty_file_behind_the_end_is_named_as_what_it_is_and_put_aside() {
    let home = signed_in();
    let last = home.json(&["verify"])["last"].as_u64().unwrap();
    let stray = home.data().join(format!("journal/{:020}.journal", last + 50));
    std::fs::write(&stray, "").unwrap();
    let said = home.run(&["verify"]);
    assert_eq!(said.code, 6);
    let sentence = format!("кончается на записи {last}. Либо он попал туда случайно");
    assert!(said.out.contains("лишний пустой файл") && said.out.contains(&sentence), "{said:#?}");
    assert!(!said.out.contains("повреждён") && !said.out.contains("отстала"), "{said:#?}");
    assert_eq!(home.run(&["--format", "json", "verify"]).json()["last"].as_u64(), Some(last));
    home.ok(&["repair", "--yes"]);
    home.ok(&["verify", "--deep"]);
    assert!(!stray.exists() && stray.with_extension("journal.damaged-1").exists());
    home.ok(&["note", "add", "1", "Дальше"]);
    assert_eq!(home.json(&["verify"])["last"].as_u64(), Some(last + 1));
}

#[test]
fn what_a_repair_has_made_itself_is_not_called_damaged() {
    let home = signed_in();
    let file = segments(&home.data())[0].clone();
    let before = file.metadata().unwrap().len();
    home.ok(&["note", "add", "1", "Последняя"]);
    let last = home.json(&["verify"])["last"].as_u64().unwrap();
    // The last commit is gone, and nothing shows where it stood.
    cut(&file, file.metadata().unwrap().len() - before);
    home.ok(&["repair", "--yes"]);
    let said = home.ok(&["verify"]);
    assert!(said.out.contains(&format!("Записи журнала {last} нет, и это известно")), "{said:#?}");
    assert!(!said.out.contains("овреждение"), "{said:#?}");
}

#[test]
fn one_change_that_is_missing_is_one() {
    let home = small();
    home.ok(&["snapshot"]);
    home.ok(&["note", "add", "1", "После снимка"]);
    home.ok(&["backup", "copy"]);
    flip(&segments(&home.path("copy"))[0], 40);
    let said = home.ok(&["restore", "copy"]);
    assert!(said.err.contains(" не читается.") && !said.err.contains("изменения"), "{said:?}");
}

#[test]
fn a_sentence_ends_once() {
    let home = Home::new();
    for lang in ["ru", "en"] {
        let said = Said::of(home.command_in(lang, &["at"]).output().unwrap());
        assert_eq!(said.code, 2);
        assert!(said.err.contains(">.\n") && !said.err.contains(".."), "{said:?}");
    }
}

#[test]
fn english_numbers_things_in_one_way() {
    let home = small().lang("en");
    home.ok(&["note", "add", "1", "One"]);
    let last = home.json(&["verify"])["last"].as_u64().unwrap().to_string();
    let undone = home.ok(&["undo", &last]).out;
    let again = home.run(&["undo", &last]).err;
    for said in [undone, again] {
        assert!(said.contains("No. ") && !said.contains('№'), "{said}");
    }
}

#[test]
fn a_generated_base_is_written_in_the_order_of_its_times() {
    let home = Home::new();
    // Not at a whole minute: what is made at one must not be earlier than what was made before.
    let said = Said::of(
        std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"))
            .args(["--data", home.data().to_str().unwrap(), "--now", "2026-11-10T12:00:42+03:00"])
            .args(["generate", "--clients", "20"])
            .env("DOZVON_CONFIG", home.path("config"))
            .output()
            .unwrap(),
    );
    assert_eq!(said.code, 0, "{said:?}");
    let mut times: Vec<Moment> = Vec::new();
    let entries = open(&home.data()).each_entry(0, &mut |entry| {
        times.push(entry.origin.at);
        std::ops::ControlFlow::Continue(())
    });
    entries.unwrap();
    assert!(times.len() > 3 && times.is_sorted(), "{times:?}");
}
