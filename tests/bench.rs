//! `dozvon bench` as a command: what it refuses, and a small run from end to end.

#![cfg(all(unix, feature = "bench"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot make its files has failed"
)]

mod common;

use common::cli::Home;

#[test]
fn what_can_not_be_measured_is_refused() {
    let home = Home::new();
    home.write("list.csv", "Телефон\n");
    for (arguments, code, said) in [
        (
            &["--clients", "999"][..],
            2,
            "--clients: «999» не подходит; бывает от 1000 до 10\u{a0}000\u{a0}000.",
        ),
        (&["--engine", "redb"], 2, "--engine: «redb» не подходит; бывает sled, lmdb."),
        (&["--keep", "."], 4, "В папке . уже что-то есть. Нужна пустая."),
        (&["--part", "{}"], 1, "Измерение прервано: no part: missing field `part` at line 1 column 2."),
    ] {
        for what in ["store", "desk"] {
            if what == "desk" && arguments.contains(&"--part") {
                continue;
            }
            let wrong = home.run(&[&["bench", what], arguments].concat());
            let told = (wrong.code, wrong.err.lines().next());
            assert_eq!(told, (code, Some(said)), "{what} {arguments:?}: {wrong:?}");
        }
    }
    assert!(home.path("list.csv").exists());
}

#[test]
#[ignore = "half a minute of work for the disk"]
fn a_small_run_measures_everything() {
    let home = Home::new();
    let lines = home.json(&["bench", "store", "--clients", "1000", "--keep", "kept"]);
    let lines = lines.as_array().unwrap();
    for section in [
        "Loading",
        "On disk",
        "Reading, warm",
        "Durable writes of operators",
        "Upkeep",
        "Under steady change: a small base, nothing added",
    ] {
        assert!(lines.iter().any(|line| line["section"] == section), "{section}: {lines:?}");
    }
    let dossier = lines.iter().find(|line| line["what"] == "dossier by phone").unwrap();
    assert!(dossier["ratio"].as_f64().unwrap() > 0.0, "{dossier}");
    let bytes = |what: &str| {
        let line = lines.iter().find(|line| line["what"].as_str().is_some_and(|said| said.starts_with(what)));
        line.unwrap_or_else(|| panic!("{what}: {lines:?}"))["ours"]["p50"].as_f64().unwrap()
    };
    let with = bytes("on disk, all together, with two snapshots");
    assert!(with > bytes("all together, without snapshots"));
    assert!(bytes("an interaction: in memory") >= 0.0);
    assert!(home.path("kept/ours/journal").is_dir() && home.path("kept/peer.sqlite").is_file());
    assert!(!home.path("kept/imported").exists() && !home.path("kept/small-5").exists());
}

#[test]
#[ignore = "a quarter of a minute of work for the processor"]
fn a_small_run_of_the_desk_measures_every_line() {
    let home = Home::new();
    let lines = home.json(&["bench", "desk", "--clients", "1000"]);
    let lines = lines.as_array().unwrap();
    for what in [
        "120×36: key → frame",
        "phone → dossier",
        "the next contact, by points",
        "a key of a call → frame",
        "an answer in the script → frame",
        "may he be called: the gate",
        "a result, acknowledged (with the disk)",
        "who is he already, each letter",
        "«Когда перезвонить?», a phrase",
        "import, name, number and city",
    ] {
        let line = lines.iter().find(|line| line["what"] == what);
        let line = line.unwrap_or_else(|| panic!("{what}: {lines:?}"));
        assert!(line["ours"]["p50"].as_f64().unwrap() > 0.0, "{line}");
    }
}
