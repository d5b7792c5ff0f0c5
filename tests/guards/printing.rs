//! Results that can't be printed: what was saved is not called a failure, and what was found is not called well.

use std::fs::File;
use std::process::Stdio;

use super::*;

/// Runs the program with an output that takes nothing: a full device, or one that nobody reads.
fn into(home: &Home, out: impl Into<Stdio>, arguments: &[&str]) -> Said {
    Said::of(home.command(arguments).stdout(out).output().unwrap())
}

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

fn closed() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}

fn has(home: &Home, text: &str) -> bool {
    home.ok(&["--format", "json", "history", "client", "1"]).out.contains(text)
}

#[test]
#[cfg(target_os = "linux")]
fn what_was_saved_and_could_not_be_printed_is_no_failure() {
    let home = small();
    let said = into(&home, full(), &["note", "add", "1", "Первая"]);
    says(
        &said,
        7,
        &["Вывести не удалось: на диске нет места.", "сделано и записано", "Повторять команду не нужно."],
    );
    assert!(has(&home, "Первая"));
    let said = into(&home, full(), &["--format", "json", "note", "add", "1", "Вторая"]);
    let told: serde_json::Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!((said.code, told["code"].as_str()), (7, Some("unprinted")), "{said:?}");
    assert!(has(&home, "Вторая"));
    // With a store of their own, or without one.
    for arguments in [["backup", "copy"].as_slice(), &["snapshot"], &["rebuild"], &["restore", "copy"]] {
        says(&into(&home, full(), arguments), 7, &["сделано и записано"]);
    }
    // Parts of a load are told while they come.
    for (n, format) in ["table", "json", "ndjson"].into_iter().enumerate() {
        home.write("list.csv", format!("Наименование;Телефон\nВега {n};8 (495) 012-99-9{n}\n"));
        let said = into(&home, full(), &["--format", format, "import", "clients", "list.csv"]);
        let told = said.err.contains("сделано и записано");
        assert!(said.code == 7 && told, "{format}: {said:?}");
        home.ok(&["lookup", &format!("Вега {n}")]);
    }
    // A table begins with its headings: there nothing was loaded yet.
    let said =
        into(&home, full(), &["--format", "csv", "import", "clients", "list.csv", "--call-list", "Новый"]);
    assert!([1, 7].contains(&said.code) && said.err.contains("Вывести не удалось"), "{said:?}");
    assert_eq!(said.code == 7, said.err.contains("сделано и записано"), "{said:?}");
    // Who has only asked has got nothing.
    for arguments in
        [["show", "1"].as_slice(), &["verify"], &["lookup", "Протон"], &["--help"], &["call-list", "list"]]
    {
        says(&into(&home, full(), arguments), 1, &["Вывести не удалось"]);
    }
    // Nor has who was refused.
    says(&into(&home, full(), &["note", "add", "999", "Никому"]), 3, &[]);
}

#[test]
fn a_reader_that_has_gone_changes_nothing_of_the_end() {
    let home = small();
    let said = into(&home, closed(), &["note", "add", "1", "В трубу"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(has(&home, "В трубу"));
    assert_eq!(into(&home, closed(), &["verify"]).code, 0);
    assert_eq!(into(&home, closed(), &["--format", "csv", "lookup", "Протон"]).code, 0);
    flip(&segments(&home.data())[0], 50);
    let said = into(&home, closed(), &["verify"]);
    assert_eq!(said.code, 6, "{said:?}");
}
