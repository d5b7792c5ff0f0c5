//! The life of a base after a repair that has left a gap in its journal: backups, snapshots and journals of others, files that are
//! lost afterwards.

use super::*;

/// Adds a note to a base and says the number of its commit.
fn note_in(home: &Home, data: &Path, text: &str) -> u64 {
    let said = on(home, data, &["note", "add", "1", text]);
    assert_eq!(said.code, 0, "{said:?}");
    on(home, data, &["--format", "json", "verify"]).json()["last"].as_u64().unwrap()
}

fn shown(home: &Home, data: &Path) -> String {
    let said = on(home, data, &["show", "1"]);
    assert_eq!(said.code, 0, "{said:?}");
    said.out
}

fn verified(home: &Home, data: &Path) -> Said {
    on(home, data, &["verify", "--deep"])
}

fn size(file: &Path) -> usize {
    usize::try_from(std::fs::metadata(file).unwrap().len()).unwrap()
}

/// Cuts a file off at a size it had before.
fn cut_to(file: &Path, bytes: usize) {
    let whole = std::fs::read(file).unwrap();
    std::fs::write(file, &whole[..bytes]).unwrap();
}

/// A base that has gone on after a repair: its journal has lost the commit of the note «Прежняя», which the state has.
fn gone_on() -> (Home, u64) {
    let home = small();
    let file = segment(&home.data());
    let end = size(&file);
    let lost = note(&home, "Прежняя");
    cut_to(&file, end);
    home.ok(&["repair", "--yes"]);
    (home, lost)
}

#[test]
fn a_backup_has_what_was_written_after_a_repair() {
    for loses_the_word in [false, true] {
        let (home, lost) = gone_on();
        note(&home, "Вторая");
        home.ok(&["backup", "copy"]);
        note(&home, "Третья");
        let end = note(&home, "Четвёртая");
        assert_eq!(end, lost + 3);
        if loses_the_word {
            std::fs::remove_file(home.data().join("journal/begun-anew")).unwrap();
        }
        let told = home.json(&["backup", "copy"]);
        assert_eq!(told["last"].as_u64(), Some(end), "{told:#}");
        let new = home.path("new");
        assert_eq!(on(&home, &new, &["restore", home.path("copy").to_str().unwrap()]).code, 0);
        let text = shown(&home, &new);
        for note in ["Прежняя", "Вторая", "Третья", "Четвёртая"] {
            assert!(text.contains(note), "{note}: {text}");
        }
        // The backup has the word of the repair.
        assert_eq!(verified(&home, &new).code, 0);
        // A base that was restored from it goes on like that, too.
        note_in(&home, &new, "Пятая");
        if !loses_the_word {
            assert_eq!(on(&home, &new, &["backup", home.path("copy-2").to_str().unwrap()]).code, 0);
            assert_eq!(on(&home, home.path("copy-2").as_path(), &["verify"]).code, 0);
        }
    }
}

#[test]
fn a_backup_that_was_cut_short_is_brought_to_its_end() {
    let (home, _) = gone_on();
    home.ok(&["backup", "copy"]);
    let file = segments(&home.path("copy"))[1].clone();
    let begun = size(&file);
    note(&home, "Вторая");
    let end = note(&home, "Третья");
    home.ok(&["backup", "copy"]);
    cut_to(&file, begun);
    let told = home.json(&["backup", "copy"]);
    assert_eq!(told["last"].as_u64(), Some(end), "{told:#}");
    assert_eq!(std::fs::read(&file).unwrap(), std::fs::read(&segments(&home.data())[1]).unwrap());
}

#[test]
fn a_backup_that_has_what_was_lost_says_so() {
    let home = small();
    let file = segment(&home.data());
    let end = size(&file);
    let lost = home.json(&["verify"])["last"].as_u64().unwrap() + 1;
    note(&home, "Прежняя");
    home.ok(&["backup", "copy"]);
    cut_to(&file, end);
    home.ok(&["repair", "--yes"]);
    note(&home, "Дальше");
    let before = content(&home.path("copy"));
    says(&home.run(&["backup", "copy"]), 4, &[&lost.to_string(), "restore"]);
    assert_eq!(content(&home.path("copy")), before);
}

#[test]
fn in_a_gap_no_snapshot_of_another_copy_is_believed() {
    let home = small();
    let other = home.path("other");
    copy(&home.data(), &other);
    let file = segment(&home.data());
    let end = size(&file);
    note(&home, "Своя");
    cut_to(&file, end);
    home.ok(&["repair", "--yes"]);
    note_in(&home, &other, "Чужая");
    assert_eq!(on(&home, &other, &["snapshot"]).code, 0);
    let (own, theirs) = (snapshots(&home.data())[0].clone(), snapshots(&other)[0].clone());
    assert_eq!(own.file_name(), theirs.file_name());
    let kept = std::fs::read(&own).unwrap();
    std::fs::copy(&theirs, &own).unwrap();
    // With the engine in place it is named before anything depends on it.
    let report = home.run(&["--format", "json", "verify"]);
    assert_eq!((report.code, &report.json()["found"]["snapshot-apart"]), (6, &1.into()), "{report:?}");
    forget_engine(&home.data());
    assert_eq!(verified(&home, &home.data()).code, 6);
    assert!(!shown(&home, &home.data()).contains("Чужая"));
    says(&home.run(&["note", "add", "1", "x"]), 6, &[]);
    // Nothing was thrown away meanwhile: the right one heals it.
    std::fs::write(&own, kept).unwrap();
    assert!(shown(&home, &home.data()).contains("Своя"));
    assert_eq!(verified(&home, &home.data()).code, 0);
}

#[test]
fn a_former_snapshot_that_comes_back_into_a_gap_is_not_believed() {
    let home = small();
    let file = segment(&home.data());
    let end = size(&file);
    note(&home, "Потерянная");
    home.ok(&["snapshot"]);
    let former = snapshots(&home.data())[0].clone();
    let kept = std::fs::read(&former).unwrap();
    note(&home, "И эта");
    std::fs::remove_file(&former).unwrap();
    let proof = home.data().join(format!("journal/{:020}.snapshot", 900));
    std::fs::write(&proof, "its name tells of later commits").unwrap();
    cut_to(&file, end);
    forget_engine(&home.data());
    home.ok(&["repair", "--accept-loss"]);
    note(&home, "Новая");
    std::fs::write(&former, kept).unwrap();
    forget_engine(&home.data());
    let text = shown(&home, &home.data());
    assert!(text.contains("Новая") && !text.contains("Потерянная"), "{text}");
    let report = home.run(&["--format", "json", "verify"]).json();
    assert_eq!(report["found"]["snapshot-apart"], 1, "{report:#}");
    home.ok(&["snapshot"]);
    assert_eq!(verified(&home, &home.data()).code, 0);
}

#[test]
fn the_file_that_a_repair_has_begun_is_missed() {
    for loses_the_word in [false, true] {
        let (home, lost) = gone_on();
        note(&home, "Вторая");
        let end = note(&home, "Третья");
        forget_engine(&home.data());
        std::fs::remove_file(&segments(&home.data())[1]).unwrap();
        if loses_the_word {
            std::fs::remove_file(home.data().join("journal/begun-anew")).unwrap();
        }
        let checked = home.run(&["verify"]);
        assert!(checked.code == 6 && checked.out.contains("хотя починка его начала"), "{checked:?}");
        says(&home.run(&["backup", "copy"]), 6, &[]);
        says(&home.run(&["repair", "--yes"]), 4, &["--accept-loss", "Сколько записей потеряно"]);
        home.ok(&["repair", "--accept-loss"]);
        assert!(shown(&home, &home.data()).contains("Прежняя"));
        assert!(note(&home, "Новая") > end + 1000, "no number is given twice");
        assert_eq!(verified(&home, &home.data()).code, 0);
        home.ok(&["backup", "copy"]);
        home.ok(&["restore", "copy"]);
        assert!(lost < end && shown(&home, &home.data()).contains("Новая"));
        assert_eq!(verified(&home, &home.data()).code, 0);
    }
}

/// A base whose journal lacks the last two commits of before a repair, and another copy with other commits under those numbers.
fn two_copies() -> (Home, PathBuf) {
    let home = small();
    let other = home.path("other");
    copy(&home.data(), &other);
    let file = segment(&home.data());
    let end = size(&file);
    for text in ["Своя А", "Своя Б"] {
        note(&home, text);
    }
    cut_to(&file, end);
    home.ok(&["repair", "--yes"]);
    note(&home, "Своя В");
    for text in ["Чужая А", "Чужая Б", "Чужая В"] {
        note_in(&home, &other, text);
    }
    (home, other)
}

fn is_own(text: &str) {
    assert!(["Своя А", "Своя Б", "Своя В"].iter().all(|own| text.contains(own)), "{text}");
    assert!(!text.contains("Чужая"), "{text}");
}

#[test]
fn a_journal_of_another_copy_is_not_taken_for_the_one_a_repair_has_gone_by() {
    for (has_engine, has_word) in [(true, true), (false, true), (true, false), (false, false)] {
        let (home, other) = two_copies();
        std::fs::copy(segment(&other), segment(&home.data())).unwrap();
        if !has_engine {
            forget_engine(&home.data());
        }
        if !has_word {
            std::fs::remove_file(home.data().join("journal/begun-anew")).unwrap();
        }
        assert_eq!(home.run(&["verify"]).code, 6);
        is_own(&shown(&home, &home.data()));
        says(&home.run(&["rebuild"]), 6, &[]);
        home.ok(&["repair", "--yes"]);
        is_own(&shown(&home, &home.data()));
        if !has_word {
            home.ok(&["repair", "--yes"]);
        }
        assert_eq!(verified(&home, &home.data()).code, 0);
        home.ok(&["rebuild"]);
        home.ok(&["snapshot"]);
        is_own(&shown(&home, &home.data()));
        assert_eq!(verified(&home, &home.data()).code, 0);
    }
    // In a backup.
    let (home, other) = two_copies();
    home.ok(&["backup", "copy"]);
    std::fs::copy(segment(&other), segment(&home.path("copy"))).unwrap();
    home.ok(&["restore", "copy"]);
    is_own(&shown(&home, &home.data()));
}

#[test]
fn the_own_journal_that_comes_back_is_taken_in() {
    let home = small();
    let file = segment(&home.data());
    let end = size(&file);
    note(&home, "Своя А");
    note(&home, "Своя Б");
    let whole = std::fs::read(&file).unwrap();
    cut_to(&file, end);
    home.ok(&["repair", "--yes"]);
    note(&home, "Своя В");
    std::fs::write(&file, whole).unwrap();
    is_own(&shown(&home, &home.data()));
    assert_eq!(verified(&home, &home.data()).code, 0);
    home.ok(&["rebuild"]);
    is_own(&shown(&home, &home.data()));
}

#[test]
fn a_backup_whose_snapshots_contradict_its_journal_is_not_restored_in_silence() {
    let home = small();
    let other = home.path("other");
    copy(&home.data(), &other);
    home.ok(&["snapshot"]);
    note(&home, "Своя А");
    home.ok(&["snapshot"]);
    let end = note(&home, "Своя Б");
    home.ok(&["backup", "copy"]);
    for text in ["Чужая А", "Чужая Б"] {
        note_in(&home, &other, text);
    }
    std::fs::copy(segment(&other), segment(&home.path("copy"))).unwrap();
    assert_eq!(on(&home, home.path("copy").as_path(), &["verify"]).code, 6);
    says(&home.run(&["restore", "copy"]), 6, &["--seq", ".snapshot"]);
    assert!(shown(&home, &home.data()).contains("Своя Б"));
    home.ok(&["restore", "copy", "--seq", &end.to_string()]);
    assert!(shown(&home, &home.data()).contains("Чужая Б"));
}

#[test]
fn a_beginning_that_nobody_has_removed_is_missed() {
    let (home, _) = gone_on();
    note(&home, "Вторая");
    std::fs::remove_file(segment(&home.data())).unwrap();
    let report = home.run(&["--format", "json", "verify"]);
    assert_eq!((report.code, &report.json()["found"]["journal"]), (6, &1.into()), "{report:?}");
    home.ok(&["repair", "--yes"]);
    assert_eq!(verified(&home, &home.data()).code, 0);
    assert!(shown(&home, &home.data()).contains("Вторая"));
}

#[test]
fn the_lost_word_of_a_repair_is_missed_and_written_again() {
    for harm in [0, 1, 2] {
        let (home, _) = gone_on();
        note(&home, "Вторая");
        let word = home.data().join("journal/begun-anew");
        match harm {
            0 => std::fs::remove_file(&word).unwrap(),
            1 => std::fs::write(&word, "").unwrap(),
            _ => cut(&word, 5),
        }
        let checked = home.run(&["verify"]);
        assert!(checked.code == 6 && checked.out.contains("begun-anew"), "{harm}: {checked:?}");
        home.ok(&["repair", "--yes"]);
        assert_eq!(verified(&home, &home.data()).code, 0, "{harm}");
        forget_engine(&home.data());
        let text = shown(&home, &home.data());
        assert!(text.contains("Прежняя") && text.contains("Вторая"), "{text}");
        assert_eq!(verified(&home, &home.data()).code, 0, "{harm}");
    }
}

#[test]
fn a_word_of_doubt_that_can_not_be_read_is_one() {
    for word in ["", "rubbish\n", "18446744073709551615\n", "1"] {
        let home = small();
        let end = note(&home, "Вторая");
        std::fs::write(home.data().join("in-doubt"), word).unwrap();
        forget_engine(&home.data());
        says(&home.run(&["note", "add", "1", "x"]), 6, &[]);
        assert_eq!(home.run(&["verify"]).code, 6, "{word:?}");
        says(&home.run(&["repair", "--yes"]), 4, &["--accept-loss", "in-doubt"]);
        home.ok(&["repair", "--accept-loss"]);
        let next = note(&home, "Новая");
        assert!((end + 1000..end + 10_000_000).contains(&next), "{word:?}: {next}");
        assert_eq!(verified(&home, &home.data()).code, 0, "{word:?}");
        assert!(shown(&home, &home.data()).contains("Вторая"));
    }
}

#[test]
fn files_that_only_have_names_like_ours_are_nobodys_journal() {
    let home = small();
    let journal = home.data().join("journal");
    for name in ["14.journal", "7.snapshot", "+0000000000000000014.journal", "99999999999999999999.journal"] {
        std::fs::write(journal.join(name), "чужое").unwrap();
    }
    note(&home, "Вторая");
    home.ok(&["snapshot"]);
    home.ok(&["backup", "copy"]);
    assert_eq!(verified(&home, &home.data()).code, 0);
    assert_eq!(std::fs::read_to_string(journal.join("14.journal")).unwrap(), "чужое");
}
