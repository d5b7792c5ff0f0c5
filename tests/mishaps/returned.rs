//! Journals that come back after a repair has gone on without them, and engines and snapshots that know different lost commits.

use super::*;

/// A base with a snapshot behind each of two notes: the bytes of its journal up to the first snapshot, and its last commit.
fn with_two_snapshots() -> (Home, u64, u64) {
    let home = small();
    note(&home, "Заметка А");
    home.ok(&["snapshot"]);
    let kept = std::fs::metadata(segment(&home.data())).unwrap().len();
    let known = note(&home, "Заметка Б");
    home.ok(&["snapshot"]);
    (home, kept, known)
}

/// A base whose journal has lost its last two commits, and that journal as it was. The first of the two is in a snapshot, if it is
/// whole.
fn cut_off(is_whole: bool) -> (Home, Vec<u8>, u64) {
    let (home, kept, known) = with_two_snapshots();
    note(&home, "Заметка В");
    let whole = std::fs::read(segment(&home.data())).unwrap();
    std::fs::write(segment(&home.data()), &whole[..usize::try_from(kept).unwrap()]).unwrap();
    forget_engine(&home.data());
    if !is_whole {
        flip(&snapshots(&home.data())[1], 50);
    }
    (home, whole, known)
}

/// As [`cut_off`] with a whole snapshot, and with an engine that tells that the first of the two commits is the last one there was.
fn cut_off_behind_its_engine() -> (Home, Vec<u8>, u64) {
    let (home, kept, known) = with_two_snapshots();
    let former = home.path("former");
    copy(&home.data(), &former);
    note(&home, "Заметка В");
    let whole = std::fs::read(segment(&home.data())).unwrap();
    std::fs::remove_dir_all(home.data()).unwrap();
    copy(&former, &home.data());
    std::fs::write(segment(&home.data()), &whole[..usize::try_from(kept).unwrap()]).unwrap();
    (home, whole, known)
}

/// The base is in doubt for the file that has come back, nothing of it is mixed, and the repair puts it aside.
fn put_aside(home: &Home, whole: &[u8], notes: &[&str], strangers: &[&str]) {
    let shown = |home: &Home| home.ok(&["show", "1"]).out;
    let end = last(home);
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    let checked = home.run(&["verify"]);
    assert!(checked.code == 6 && checked.out.contains("он вернулся"), "{checked:?}");
    assert!(
        !checked.out.contains("dozvon snapshot") && !checked.out.contains("dozvon rebuild"),
        "{checked:?}"
    );
    says(&home.run(&["rebuild"]), 6, &[]);
    says(&home.run(&["backup", "other"]), 6, &[]);
    says(&home.run(&["repair"]), 4, &["damaged-N", "--yes"]);
    let before = shown(home);
    home.ok(&["repair", "--yes"]);
    let after = shown(home);
    for said in [&before, &after] {
        assert!(notes.iter().all(|note| said.contains(note)), "{said}");
        assert!(strangers.iter().all(|note| !said.contains(note)), "{said}");
    }
    let journal = home.data().join("journal");
    let aside = files(&journal).into_iter().filter(|name| name.contains(".journal.damaged-"));
    let aside: Vec<Vec<u8>> = aside.map(|name| std::fs::read(journal.join(name)).unwrap()).collect();
    assert!(aside.iter().any(|bytes| bytes == whole), "nothing of it is removed");
    home.ok(&["verify", "--deep"]);
    assert_eq!(last(home), end);
    note(home, "Дальше");
    assert_eq!(last(home), end + 1);
    home.ok(&["rebuild"]);
    home.ok(&["snapshot"]);
    home.ok(&["backup", "copy"]);
    home.ok(&["verify", "--deep"]);
    assert!(home.ok(&["repair"]).out.contains("Чинить нечего"));
    assert!(shown(home).contains("Дальше"));
    home.ok(&["restore", "copy"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_lost_journal_that_comes_back_is_not_mixed_with_what_came_instead() {
    for has_engine in [true, false] {
        let (home, whole, known) = cut_off(false);
        home.ok(&["repair", "--accept-loss"]);
        note(&home, "Вместо них");
        assert!(last(&home) > known);
        std::fs::write(segment(&home.data()), &whole).unwrap();
        if !has_engine {
            forget_engine(&home.data());
        }
        put_aside(&home, &whole, &["Заметка А", "Вместо них"], &["Заметка Б", "Заметка В"]);
    }
}

#[test]
fn one_that_ends_before_what_came_instead_is_not_mixed_either() {
    // The repair knew of both commits by a name: the journal that comes back reaches into no number of the new file.
    let (home, whole, known) = cut_off(true);
    let newer = home.data().join(format!("journal/{:020}.snapshot", known + 1));
    std::fs::rename(&snapshots(&home.data())[1], &newer).unwrap();
    flip(&newer, 50);
    home.ok(&["repair", "--accept-loss"]);
    note(&home, "Вместо них");
    let other = home.path("other-base");
    copy(&home.data(), &other);
    std::fs::write(segment(&home.data()), &whole).unwrap();
    forget_engine(&home.data());
    // A state behind the repair can be had meanwhile.
    let end = last(&home).to_string();
    let target = home.path("target");
    let said = on(&home, &target, &["restore", home.data().to_str().unwrap(), "--seq", &end]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(on(&home, &target, &["show", "1"]).out.contains("Вместо них"));
    assert_eq!(on(&home, &target, &["verify", "--deep"]).code, 0);
    put_aside(&home, &whole, &["Заметка А", "Вместо них"], &["Заметка Б", "Заметка В"]);
}

#[test]
fn one_that_fills_a_hole_in_the_middle_is_not_mixed_with_what_came_instead() {
    for has_engine in [true, false] {
        let home = small();
        note(&home, "Раньше");
        let begin = std::fs::metadata(segment(&home.data())).unwrap().len();
        note(&home, "Пропадёт");
        let end = std::fs::metadata(segment(&home.data())).unwrap().len();
        note(&home, "Позже");
        let whole = std::fs::read(segment(&home.data())).unwrap();
        let mut spoilt = whole.clone();
        spoilt[usize::try_from((begin + end) / 2).unwrap()] ^= 0x10;
        std::fs::write(segment(&home.data()), &spoilt).unwrap();
        forget_engine(&home.data());
        let said = home.run(&["repair", "--yes"]);
        says(&said, 4, &["--accept-loss"]);
        home.ok(&["repair", "--accept-loss"]);
        note(&home, "Вместо неё");
        home.ok(&["verify", "--deep"]);
        std::fs::write(segment(&home.data()), &whole).unwrap();
        let (notes, strangers) = (["Раньше", "Позже", "Вместо неё"], ["Пропадёт"]);
        if !has_engine {
            forget_engine(&home.data());
            // What the base has become can be had elsewhere meanwhile, and so can what it was before the repair.
            let (data, target) = (home.data(), home.path("target"));
            let seq = last(&home);
            for (seq, has_it, has_later) in
                [(seq, false, true), (seq - 1, false, false), (seq - 2, true, false)]
            {
                let said =
                    on(&home, &target, &["restore", data.to_str().unwrap(), "--seq", &seq.to_string()]);
                assert_eq!(said.code, 0, "{said:?}");
                let shown = on(&home, &target, &["show", "1"]).out;
                assert_eq!(shown.contains("Пропадёт"), has_it, "{shown}");
                assert_eq!(shown.contains("Вместо неё"), has_later, "{shown}");
                assert_eq!(on(&home, &target, &["verify", "--deep"]).code, 0);
                assert_eq!(on(&home, &target, &["note", "add", "1", "Дальше"]).code, 0);
                assert_eq!(on(&home, &target, &["verify", "--deep"]).code, 0);
            }
        }
        put_aside(&home, &whole, &notes, &strangers);
    }
}

#[test]
fn one_that_reaches_into_the_numbers_given_since_hides_none_of_them() {
    for are_snapshots_gone in [false, true] {
        let (home, whole, known) = cut_off_behind_its_engine();
        home.ok(&["repair", "--yes"]);
        note(&home, "Вместо неё");
        std::fs::write(segment(&home.data()), &whole).unwrap();
        if are_snapshots_gone {
            snapshots(&home.data()).iter().for_each(|file| std::fs::remove_file(file).unwrap());
        }
        let said = home.run(&["verify"]).out;
        assert!(!said.contains("и это известно"), "{said}");
        assert_eq!(report(&home)["found"]["no-path"], serde_json::Value::Null);
        assert!(last(&home) > known);
        put_aside(&home, &whole, &["Заметка А", "Заметка Б", "Вместо неё"], &["Заметка В"]);
    }
}

#[test]
fn a_state_restored_from_before_a_repair_goes_its_own_way() {
    let (home, _, known) = cut_off(false);
    home.ok(&["repair", "--accept-loss"]);
    note(&home, "Вместо них");
    let (data, before) = (home.data(), (known - 1).to_string());
    home.ok(&["restore", data.to_str().unwrap(), "--seq", &before]);
    for text in ["Первая", "Вторая", "Третья"] {
        note(&home, text);
    }
    assert!(home.ok(&["show", "1"]).out.contains("Третья"));
    home.ok(&["verify", "--deep"]);
}

#[test]
fn of_an_engine_and_a_snapshot_that_know_different_commits_none_is_thrown_away() {
    for ours in [1, 2] {
        let home = small();
        let whole = std::fs::read(segment(&home.data())).unwrap();
        let other = home.path("other");
        copy(&home.data(), &other);
        for _ in 0..ours {
            note(&home, "Наше слово");
        }
        assert_eq!(on(&home, &other, &["note", "add", "1", "Чужое слово"]).code, 0);
        assert_eq!(on(&home, &other, &["snapshot"]).code, 0);
        let theirs = snapshots(&other)[0].clone();
        let place = home.data().join("journal").join(theirs.file_name().unwrap());
        std::fs::copy(&theirs, &place).unwrap();
        std::fs::write(segment(&home.data()), whole).unwrap();
        assert_eq!(report(&home)["found"]["snapshot-against"], 1, "{ours}");
        assert_eq!(report(&home)["doubt"]["lost"], true);
        let said = home.run(&["repair", "--yes"]);
        says(&said, 4, &["--accept-loss", "другие записи"]);
        home.ok(&["repair", "--accept-loss"]);
        let aside = format!("{}.damaged-1", place.display());
        assert_eq!(std::fs::read(aside).unwrap(), std::fs::read(&theirs).unwrap());
        let shown = home.ok(&["show", "1"]).out;
        assert!(shown.contains("Наше слово") && !shown.contains("Чужое слово"), "{shown}");
        home.ok(&["verify", "--deep"]);
        note(&home, "Дальше");
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn an_engine_and_its_own_snapshot_do_not_contradict() {
    let home = small();
    let whole = std::fs::read(segment(&home.data())).unwrap();
    note(&home, "Наше слово");
    home.ok(&["snapshot"]);
    note(&home, "И ещё одно");
    std::fs::write(segment(&home.data()), whole).unwrap();
    home.ok(&["repair", "--yes"]);
    assert!(home.ok(&["show", "1"]).out.contains("И ещё одно"));
    home.ok(&["verify", "--deep"]);
}

#[test]
fn what_an_accepted_loss_has_left_dangling_is_no_finding_for_ever() {
    let mut remarks = 0;
    for hundredths in (5..95).step_by(6) {
        let home = small();
        flip(&segment(&home.data()), hundredths);
        forget_engine(&home.data());
        if home.run(&["repair", "--accept-loss"]).code != 0 {
            continue;
        }
        let said = home.ok(&["verify"]);
        remarks += usize::from(said.out.contains("продолжать без них"));
        home.ok(&["rebuild"]);
        home.ok(&["verify", "--deep"]);
    }
    assert!(remarks > 0, "no damage has left anything dangling");
}
