//! Damage that costs no commit: heads of journal files, frames that stand there twice; and what the first bytes of a file take with
//! them.

use super::*;

/// Notes of three commits, with a snapshot or without any.
fn noted(snapshot: bool) -> Home {
    let home = small();
    home.ok(&["note", "add", "1", "Первая"]);
    home.ok(&["note", "add", "1", "Вторая"]);
    if snapshot {
        home.ok(&["snapshot"]);
    }
    home.ok(&["note", "add", "1", "Третья"]);
    home
}

fn overwrite(file: &Path, at: usize, bytes: &[u8]) {
    let mut all = std::fs::read(file).unwrap();
    all[at..at + bytes.len()].copy_from_slice(bytes);
    std::fs::write(file, all).unwrap();
}

fn put_aside(home: &Home) -> Vec<String> {
    files(&home.data().join("journal")).into_iter().filter(|name| name.contains(".damaged-")).collect()
}

/// Everything works, and all notes are there.
#[track_caller]
fn all_there(home: &Home) {
    home.ok(&["verify", "--deep"]);
    assert!(home.ok(&["repair"]).out.contains("Чинить нечего"));
    let shown = home.ok(&["show", "1"]).out;
    assert!(["Первая", "Вторая", "Третья"].iter().all(|note| shown.contains(note)), "{shown}");
    home.ok(&["backup", "copy"]);
    forget_engine(&home.data());
    home.ok(&["rebuild"]);
    home.ok(&["restore", "copy"]);
    assert!(home.ok(&["show", "1"]).out.contains("Третья"));
    home.ok(&["note", "add", "1", "Дальше"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_damaged_head_costs_nothing() {
    for (at, engine, snapshot) in [(3, true, false), (12, false, true), (19, false, false)] {
        let home = noted(snapshot);
        let whole = std::fs::read(segment(&home.data())).unwrap();
        overwrite(&segment(&home.data()), at, b"X");
        if !engine {
            forget_engine(&home.data());
        }
        let said = home.run(&["verify"]);
        assert!(said.code == 6 && said.out.contains("записи его целы"), "{said:?}");
        says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
        assert!(home.run(&["show", "1"]).out.contains("Третья"));
        assert_eq!(home.run(&["backup", "copy"]).code, 6);
        // What can be read can be restored.
        let other = home.path("other");
        assert_eq!(on(&home, &other, &["restore", home.data().to_str().unwrap()]).code, 0);
        assert_eq!(on(&home, &other, &["verify", "--deep"]).code, 0);
        assert!(on(&home, &other, &["show", "1"]).out.contains("Третья"));
        home.ok(&["repair", "--yes"]);
        assert_eq!(std::fs::read(segment(&home.data())).unwrap(), whole);
        assert_eq!(put_aside(&home), ["00000000000000000001.journal.damaged-1"]);
        all_there(&home);
    }
}

#[test]
fn a_backup_with_a_damaged_head_is_restored() {
    let home = noted(false);
    home.ok(&["backup", "copy"]);
    let place = home.path("copy");
    overwrite(&segment(&place), 3, b"X");
    assert_eq!(on(&home, &place, &["verify"]).code, 6);
    home.ok(&["restore", "copy"]);
    std::fs::remove_dir_all(&place).unwrap();
    all_there(&home);
}

#[test]
fn a_file_of_which_nothing_can_be_read_is_in_no_snapshots_way() {
    let home = noted(false);
    let file = segment(&home.data());
    let len = std::fs::read(&file).unwrap().len();
    std::fs::write(&file, vec![0; len]).unwrap();
    home.ok(&["repair", "--yes"]);
    all_there(&home);
}

#[test]
fn what_stands_behind_a_lost_beginning_is_kept() {
    for bytes in [30, 1000] {
        let home = noted(false);
        let numbers =
            |home: &Home| home.run(&["--format", "json", "verify"]).json()["last"].as_u64().unwrap();
        let end = numbers(&home);
        forget_engine(&home.data());
        overwrite(&segment(&home.data()), 0, &vec![0; bytes]);
        let said = home.run(&["verify"]);
        assert!(said.code == 6 && !said.out.contains("начиная с"), "{said:?}");
        says(&home.run(&["repair", "--yes"]), 4, &["--accept-loss"]);
        home.ok(&["repair", "--accept-loss"]);
        assert_eq!(numbers(&home), end);
        let damages = std::fs::read_to_string(home.data().join("journal/known-damage")).unwrap();
        assert!(damages.contains("00000000000000000001.journal 0"), "{damages}");
        assert!(home.ok(&["repair"]).out.contains("Чинить нечего"));
        home.ok(&["snapshot"]);
        home.ok(&["backup", "copy"]);
        home.ok(&["restore", "copy"]);
        assert_eq!(numbers(&home), end);
    }
}

#[test]
fn frames_that_stand_there_twice_are_no_lost_commits() {
    for (frames, engine) in [(1, true), (2, true), (2, false)] {
        let home = noted(true);
        let file = segment(&home.data());
        let whole = std::fs::read(&file).unwrap();
        // The notes differ in nothing but their text.
        let mut lens = vec![whole.len()];
        for n in 0..frames {
            home.ok(&["note", "add", "1", &format!("Заметка {n}")]);
            lens.push(std::fs::read(&file).unwrap().len());
        }
        let whole = std::fs::read(&file).unwrap();
        std::fs::write(&file, [&whole[..], &whole[lens[0]..]].concat()).unwrap();
        if !engine {
            forget_engine(&home.data());
        }
        let said = home.run(&["verify"]);
        assert!(said.code == 6 && said.out.contains("записи его целы"), "{said:?}");
        home.ok(&["repair", "--yes"]);
        assert_eq!(std::fs::read(&file).unwrap(), whole);
        assert_eq!(put_aside(&home).len(), 1);
        all_there(&home);
    }
}

#[test]
fn a_lost_end_that_was_accepted_says_nothing_of_later_damage() {
    let home = noted(false);
    cut(&segment(&home.data()), 3);
    home.ok(&["repair", "--yes"]);
    home.ok(&["note", "add", "1", "Дальше"]);
    home.ok(&["verify", "--deep"]);
    let last = segments(&home.data()).pop().unwrap();
    let whole = std::fs::read(&last).unwrap();
    overwrite(&last, 3, b"X");
    let said = home.run(&["verify"]);
    assert!(said.code == 6 && said.out.contains("записи его целы"), "{said:?}");
    assert_eq!(home.run(&["backup", "copy"]).code, 6);
    home.ok(&["repair", "--yes"]);
    assert_eq!(std::fs::read(&last).unwrap(), whole);
    all_there(&home);
}
