//! Lost ends that only the name of a file still tells of, and files of two bases in one folder.

use super::*;

/// A base with a snapshot in the middle and one at its end, and the number of its last commit. The last commit is nowhere but in
/// the name of the damaged newest snapshot.
fn without_its_end(lose: impl Fn(&Path)) -> (Home, u64) {
    let home = small();
    home.ok(&["snapshot"]);
    home.ok(&["note", "add", "1", "Между снимками"]);
    home.ok(&["note", "add", "1", "Последняя"]);
    home.ok(&["snapshot"]);
    let end = last(&home);
    flip(&snapshots(&home.data())[1], 50);
    lose(&home.data());
    forget_engine(&home.data());
    (home, end)
}

fn lose_the_last_commit(data: &Path) {
    cut(&segment(data), 3);
}

fn lose_the_journal(data: &Path) {
    std::fs::remove_file(segment(data)).unwrap();
}

#[test]
fn the_name_of_a_damaged_snapshot_proves_a_lost_end() {
    for lose in [lose_the_last_commit, lose_the_journal] {
        let (home, end) = without_its_end(lose);
        let journal = content(&home.data().join("journal"));
        says(&home.run(&["note", "add", "1", "Поверх потерянного"]), 6, &["только для чтения"]);
        let report = home.run(&["--format", "json", "verify"]).json();
        let findings = report["findings"].as_array().unwrap();
        let behind = findings.iter().find(|finding| finding["kind"] == "journal-behind").unwrap();
        assert_eq!((behind["at"]["reached"].as_u64(), &report["doubt"]["lost"]), (Some(end), &true.into()));
        // Nothing sends one round in a circle, or says that it is no damage.
        let said = home.run(&["verify"]).out;
        assert!(!said.contains("dozvon snapshot") && !said.contains("это не повреждение"), "{said}");
        says(&home.run(&["backup", "copy"]), 6, &["потерял свой конец"]);
        says(&home.run(&["rebuild"]), 6, &["потерял свой конец"]);
        let said = home.run(&["repair", "--yes"]);
        let next = format!("следующей будет {}", end + 1_000_001);
        says(&said, 4, &["--accept-loss", &format!("За записью {end} могли быть ещё"), &next]);
        assert_eq!(content(&home.data().join("journal")), journal, "nothing was changed so far");
        let done = home.run(&["repair", "--accept-loss"]);
        assert!(done.code == 0 && !done.out.contains("все данные на месте"), "{done:?}");
        whole_again(&home, end);
    }
}

/// After an accepted repair everything works, and no number is given twice.
fn whole_again(home: &Home, end: u64) {
    home.ok(&["verify", "--deep"]);
    assert!(home.ok(&["repair"]).out.contains("Чинить нечего"));
    let now = last(home);
    assert!(now >= end);
    let said = home.ok(&["snapshot"]);
    assert!(said.out.contains(&now.to_string()) && !said.out.contains("1970"), "{said:?}");
    home.ok(&["note", "add", "1", "Дальше"]);
    // More than one when who writes is among what was lost.
    assert!(last(home) > now);
    home.ok(&["snapshot"]);
    let said = home.ok(&["backup", "copy"]);
    assert!(!said.out.contains("1970"), "{said:?}");
    let said = home.ok(&["restore", "copy"]);
    assert!(!said.out.contains("1970"), "{said:?}");
    assert!(home.ok(&["show", "1"]).out.contains("Дальше"));
    home.ok(&["verify", "--deep"]);
    home.ok(&["rebuild"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_backup_that_has_what_was_lost_is_not_mixed_with_what_came_instead() {
    let home = small();
    home.ok(&["note", "add", "1", "Потерянная"]);
    home.ok(&["backup", "copy"]);
    let before = content(&home.path("copy").join("journal"));
    let end = last(&home);
    cut(&segment(&home.data()), 3);
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    forget_engine(&home.data());
    home.ok(&["repair", "--accept-loss"]);
    home.ok(&["note", "add", "1", "Вместо неё"]);
    says(&home.run(&["backup", "copy"]), 4, &["пустую папку"]);
    assert_eq!(content(&home.path("copy").join("journal")), before);
    home.ok(&["backup", "other"]);
    // The lost file turns up again after all: it is told from what came instead.
    std::fs::copy(segment(&home.path("copy")), segment(&home.data())).unwrap();
    let checked = home.run(&["verify"]);
    assert!(checked.code == 6 && checked.out.contains("он вернулся"), "{checked:?}");
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    says(&home.run(&["backup", "other"]), 6, &["dozvon verify"]);
    home.ok(&["restore", "copy"]);
    assert_eq!(last(&home), end);
    assert!(home.ok(&["show", "1"]).out.contains("Потерянная"));
}

#[test]
fn a_repair_ended_by_force_still_knows_what_was_lost() {
    let (home, end) = without_its_end(lose_the_last_commit);
    // As a kill has left it between putting the damaged snapshot aside and naming the new one.
    let newest = &snapshots(&home.data())[1];
    let aside = format!("{}.damaged-1", newest.display());
    std::fs::rename(newest, aside).unwrap();
    says(&home.run(&["note", "add", "1", "Поверх потерянного"]), 6, &["только для чтения"]);
    says(&home.run(&["repair", "--yes"]), 4, &["--accept-loss"]);
    home.ok(&["repair", "--accept-loss"]);
    whole_again(&home, end);
}

#[test]
fn what_an_engine_knew_is_remembered_when_it_is_gone() {
    let home = small();
    let end = last(&home);
    cut(&segment(&home.data()), 3);
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    forget_engine(&home.data());
    says(&home.run(&["note", "add", "1", "Поверх потерянного"]), 6, &["только для чтения"]);
    says(&home.run(&["repair", "--yes"]), 4, &["--accept-loss"]);
    home.ok(&["repair", "--accept-loss"]);
    home.ok(&["note", "add", "1", "Дальше"]);
    assert!(last(&home) > end);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn the_way_that_is_told_out_of_a_rotted_backup_is_one() {
    let home = small();
    home.ok(&["snapshot"]);
    home.ok(&["note", "add", "1", "Последняя"]);
    home.ok(&["snapshot"]);
    let end = last(&home);
    home.ok(&["backup", "copy"]);
    let place = home.path("copy");
    cut(&segment(&place), 3);
    flip(&snapshots(&place)[1], 50);
    for wanted in [vec!["restore", "copy"], vec!["restore", "copy", "--seq", &end.to_string()]] {
        let said = home.run(&wanted);
        says(&said, 6, &[&format!("--seq {}", end - 1)]);
        assert!(!said.err.contains(&format!("--seq {end}")), "{said:?}");
    }
    let checked = on(&home, &place, &["verify"]);
    assert!(checked.code == 6 && checked.out.contains(&format!("до {end}.")), "{checked:?}");
    home.ok(&["restore", "copy", "--seq", &(end - 1).to_string()]);
    home.ok(&["note", "add", "1", "Дальше"]);
    home.ok(&["verify", "--deep"]);
}

/// Two copies of one base that went different ways for so many commits.
fn two_ways(ours: usize, theirs: usize) -> (Home, PathBuf) {
    let home = small();
    let other = home.path("other");
    copy(&home.data(), &other);
    for _ in 0..ours {
        home.ok(&["note", "add", "1", "Наше слово"]);
    }
    for _ in 0..theirs {
        assert_eq!(on(&home, &other, &["note", "add", "1", "Чужое слово"]).code, 0);
    }
    (home, other)
}

#[test]
fn a_journal_of_another_copy_makes_no_mixture() {
    for theirs in [2, 4] {
        let (home, other) = two_ways(2, theirs);
        std::fs::copy(segment(&other), segment(&home.data())).unwrap();
        let shown = home.ok(&["show", "1"]).out;
        assert!(shown.contains("Чужое слово") && !shown.contains("Наше слово"), "{shown}");
        home.ok(&["verify", "--deep"]);
        home.ok(&["note", "add", "1", "Дальше"]);
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn a_shorter_journal_of_another_copy_is_no_lost_end_of_ours() {
    let (home, other) = two_ways(3, 1);
    let own = std::fs::read(segment(&home.data())).unwrap();
    std::fs::copy(segment(&other), segment(&home.data())).unwrap();
    let report = home.run(&["--format", "json", "verify"]).json();
    assert_eq!(report["found"]["engine-apart"], 1, "{report:#}");
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    let said = home.run(&["repair", "--yes"]);
    says(&said, 4, &["--accept-loss", "не от этой базы"]);
    // The right journal comes back: nothing was thrown away meanwhile.
    std::fs::write(segment(&home.data()), own).unwrap();
    let shown = home.ok(&["show", "1"]).out;
    assert!(shown.contains("Наше слово") && !shown.contains("Чужое слово"), "{shown}");
    home.ok(&["note", "add", "1", "Дальше"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_snapshot_of_another_copy_is_named_and_not_used() {
    let (home, other) = two_ways(4, 2);
    assert_eq!(on(&home, &other, &["snapshot"]).code, 0);
    let theirs = snapshots(&other)[0].clone();
    let snapshot = home.data().join("journal").join(theirs.file_name().unwrap());
    std::fs::copy(&theirs, &snapshot).unwrap();
    let said = home.run(&["--format", "json", "verify"]);
    let report = said.json();
    assert_eq!((said.code, &report["found"]["snapshot-apart"]), (6, &1.into()), "{report:#}");
    assert!(home.run(&["verify"]).out.contains("dozvon snapshot"));
    home.ok(&["rebuild"]);
    let shown = home.ok(&["show", "1"]).out;
    assert!(shown.contains("Наше слово") && !shown.contains("Чужое слово"), "{shown}");
    says(&home.run(&["backup", "copy"]), 6, &["dozvon verify"]);
    // What is advised helps, and whose the snapshot is may still be found out.
    home.ok(&["snapshot"]);
    assert!(!snapshot.exists() && home.path(&format!("{}.damaged-1", snapshot.display())).exists());
    home.ok(&["verify", "--deep"]);
    home.ok(&["backup", "copy"]);
    // A backup of the former state takes nothing of it.
    let (home, other) = two_ways(2, 2);
    home.ok(&["backup", "copy"]);
    assert_eq!(on(&home, &other, &["snapshot"]).code, 0);
    let theirs = snapshots(&other)[0].clone();
    std::fs::copy(&theirs, home.data().join("journal").join(theirs.file_name().unwrap())).unwrap();
    let before = content(&home.path("copy"));
    says(&home.run(&["backup", "copy"]), 6, &["dozvon verify"]);
    assert_eq!(content(&home.path("copy")), before);
}

#[test]
fn a_journal_that_engine_and_snapshot_contradict_is_the_stranger() {
    for (theirs, looks) in [(4, false), (2, true), (1, false), (4, true)] {
        let (home, other) = two_ways(2, theirs);
        home.ok(&["snapshot"]);
        let own = std::fs::read(segment(&home.data())).unwrap();
        std::fs::copy(segment(&other), segment(&home.data())).unwrap();
        if !looks {
            says(&home.run(&["rebuild"]), 6, &["dozvon verify"]);
        }
        let ours = |home: &Home| {
            let shown = home.ok(&["show", "1"]).out;
            assert!(shown.contains("Наше слово") && !shown.contains("Чужое слово"), "{shown}");
        };
        ours(&home);
        let said = home.run(&["--format", "json", "verify", "--deep"]);
        let report = said.json();
        assert_eq!((said.code, &report["found"]["journal-apart"]), (6, &1.into()), "{report:#}");
        assert!(said.code == 6 && !home.run(&["verify"]).out.contains("dozvon rebuild"), "{report:#}");
        says(&home.run(&["rebuild"]), 6, &["dozvon verify"]);
        says(&home.run(&["backup", "copy"]), 6, &[]);
        let kept = home.path("kept");
        copy(&home.data(), &kept);
        says(&home.run(&["repair"]), 4, &["Журнал не от этой базы", "--yes"]);
        home.ok(&["repair", "--yes"]);
        ours(&home);
        home.ok(&["verify", "--deep"]);
        home.ok(&["note", "add", "1", "Дальше"]);
        home.ok(&["rebuild"]);
        home.ok(&["snapshot"]);
        home.ok(&["backup", "copy"]);
        ours(&home);
        home.ok(&["verify", "--deep"]);
        // Or the right journal comes back.
        std::fs::write(segment(&kept), own).unwrap();
        assert_eq!(on(&home, &kept, &["verify", "--deep"]).code, 0);
    }
}

#[test]
fn an_engine_of_another_base_is_not_taken_for_ours() {
    for theirs in [1, 4] {
        let (home, other) = two_ways(2, theirs);
        let end = last(&home);
        let engine = |data: &Path| {
            let text = std::fs::read_to_string(data.join("ENGINE")).unwrap();
            data.join(text.trim().split_once(' ').unwrap().1)
        };
        std::fs::remove_dir_all(engine(&home.data())).unwrap();
        copy(&engine(&other), &engine(&home.data()));
        for word in ["ENGINE", "engine.sum"] {
            std::fs::copy(other.join(word), home.data().join(word)).unwrap();
        }
        let shown = home.ok(&["show", "1"]).out;
        assert!(shown.contains("Наше слово") && !shown.contains("Чужое слово"), "{shown}");
        if theirs > 2 {
            // It goes on behind our journal: who is right nobody can tell from here.
            let report = home.run(&["--format", "json", "verify"]).json();
            assert_eq!(report["found"]["engine-apart"], 1, "{report:#}");
            says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
            says(&home.run(&["repair", "--yes"]), 4, &["--accept-loss"]);
            home.ok(&["repair", "--accept-loss"]);
        }
        home.ok(&["note", "add", "1", "Дальше"]);
        assert_eq!(last(&home), if theirs > 2 { end + 3 } else { end + 1 });
        let shown = home.ok(&["show", "1"]).out;
        assert!(shown.contains("Наше слово") && !shown.contains("Чужое слово"), "{shown}");
        home.ok(&["verify", "--deep"]);
    }
}
