//! Journals that end before a snapshot: nothing but an engine tells whether there were commits behind it.

use super::*;

fn shown(home: &Home) -> String {
    home.ok(&["show", "1"]).out
}

/// A base with a snapshot and two commits behind it: the numbers of the commit the snapshot was finished after and of the last one, and
/// the bytes of the journal up to the commit before the snapshot and up to that.
struct Case {
    home: Home,
    snapshot: u64,
    end: u64,
    sizes: [u64; 2],
}

fn case() -> Case {
    let home = small();
    let size = |home: &Home| std::fs::metadata(segment(&home.data())).unwrap().len();
    // The first command of whoever works here makes a commit of its own.
    note(&home, "Первая");
    let before = size(&home);
    let snapshot = note(&home, "Своя А");
    let at = size(&home);
    home.ok(&["snapshot"]);
    note(&home, "Своя Б");
    let end = note(&home, "Своя В");
    Case { home, snapshot, end, sizes: [before, at] }
}

fn remove(case: &Case) {
    std::fs::remove_file(segment(&case.home.data())).unwrap();
}

fn halve(case: &Case) {
    let file = std::fs::File::options().write(true).open(segment(&case.home.data())).unwrap();
    file.set_len(case.sizes[0] / 2).unwrap();
}

/// In the middle of the commit the snapshot was finished after.
fn tear(case: &Case) {
    let file = std::fs::File::options().write(true).open(segment(&case.home.data())).unwrap();
    file.set_len(case.sizes[1] - 3).unwrap();
}

/// What is left behind the commit before the snapshot can't be read.
fn spoil(case: &Case) {
    let place = segment(&case.home.data());
    let mut bytes = std::fs::read(&place).unwrap();
    let from = usize::try_from(case.sizes[0]).unwrap();
    bytes[from..].iter_mut().for_each(|byte| *byte = 0xA5);
    std::fs::write(&place, bytes).unwrap();
}

#[test]
fn what_stood_behind_a_snapshot_is_not_called_whole() {
    let loses: [fn(&Case); 4] = [remove, halve, tear, spoil];
    for (n, lose) in loses.into_iter().enumerate() {
        for comes_back in [false, true] {
            let case = case();
            let Case { home, snapshot, end, .. } = &case;
            let whole = std::fs::read(segment(&home.data())).unwrap();
            let place = segment(&home.data());
            lose(&case);
            forget_engine(&home.data());
            let journal = content(&home.data().join("journal"));
            // However often somebody looks, and whether he would write or not: no engine that was made meanwhile tells otherwise.
            for _ in 0..2 {
                let checked = home.run(&["verify"]);
                let sentence = format!("Были ли изменения за записью {snapshot}, никто не знает");
                assert!(checked.code == 6 && checked.out.contains(&sentence), "{n}: {checked:?}");
                assert!(!checked.out.contains("Нынешнее состояние базы цело"), "{checked:?}");
                let report = home.run(&["--format", "json", "verify"]).json();
                assert_eq!(
                    (&report["doubt"]["lost"], report["doubt"]["whole_until"].as_u64()),
                    (&true.into(), Some(*snapshot)),
                    "{n}"
                );
                says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
                assert!(shown(home).contains("Своя А"));
                says(&home.run(&["rebuild"]), 6, &[]);
                let said = home.run(&["repair", "--yes"]);
                says(&said, 4, &["--accept-loss", &format!("За записью {snapshot} могли быть ещё")]);
                assert!(!said.err.contains("Сами данные целы"), "{said:?}");
            }
            assert_eq!(content(&home.data().join("journal")), journal, "nothing was changed so far");
            let done = home.ok(&["repair", "--accept-loss"]);
            assert!(!done.out.contains("все данные на месте"), "{done:?}");
            let checked = home.run(&["verify", "--deep"]);
            assert_eq!(checked.code, 0, "{n}: {checked:?}");
            assert!(home.ok(&["repair"]).out.contains("Чинить нечего"));
            let next = note(home, "Вместо них");
            assert!(next > end + 1000, "no number is given twice: {next}");
            if comes_back {
                std::fs::write(&place, &whole).unwrap();
                let checked = home.run(&["verify"]);
                assert!(checked.code == 6 && checked.out.contains("он вернулся"), "{n}: {checked:?}");
                says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
                home.ok(&["repair", "--yes"]);
                assert_eq!(home.run(&["verify", "--deep"]).code, 0);
                // What of it belongs to the base is its history again.
                let seq = snapshot.to_string();
                assert!(home.ok(&["at", "--seq", &seq, "show", "1"]).out.contains("Своя А"), "{n}");
                let history = home.ok(&["history", "client", "1"]).out;
                assert!(history.contains("Вместо них") || history.contains(&next.to_string()), "{history}");
            }
            let text = shown(home);
            assert!(["Первая", "Своя А", "Вместо них"].iter().all(|note| text.contains(note)), "{text}");
            assert!(!text.contains("Своя Б") && !text.contains("Своя В"), "{text}");
            home.ok(&["snapshot"]);
            home.ok(&["rebuild"]);
            home.ok(&["backup", "copy"]);
            home.ok(&["restore", "copy"]);
            assert_eq!(home.run(&["verify", "--deep"]).code, 0);
            assert_eq!(note(home, "Дальше"), next + 1);
        }
    }
}

#[test]
fn an_engine_that_is_there_tells_the_end() {
    let loses: [fn(&Case); 3] = [remove, halve, tear];
    for lose in loses {
        let case = case();
        let Case { home, end, .. } = &case;
        lose(&case);
        assert_eq!(home.run(&["verify"]).code, 6);
        let done = home.ok(&["repair", "--yes"]);
        assert!(done.out.contains("все данные на месте"), "{done:?}");
        let text = shown(home);
        assert!(text.contains("Своя Б") && text.contains("Своя В"), "{text}");
        assert_eq!(note(home, "Дальше"), end + 1);
        assert_eq!(home.run(&["verify", "--deep"]).code, 0);
    }
    // One that was closed right behind the snapshot, too.
    let home = small();
    let end = note(&home, "Своя А");
    home.ok(&["snapshot"]);
    std::fs::remove_file(segment(&home.data())).unwrap();
    home.ok(&["repair", "--yes"]);
    assert_eq!(note(&home, "Дальше"), end + 1);
    // And what one has told before it was lost.
    let case = case();
    remove(&case);
    says(&case.home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    forget_engine(&case.home.data());
    let said = case.home.run(&["repair", "--yes"]);
    says(&said, 4, &["--accept-loss", &format!("следующей будет {}", case.end + 1)]);
    assert!(!said.err.contains("могли быть ещё"), "{said:?}");
}

#[test]
fn a_journal_that_ends_at_its_snapshot_or_behind_it_is_whole() {
    let case = case();
    let place = segment(&case.home.data());
    let whole = std::fs::read(&place).unwrap();
    // As many bytes of the commits behind the snapshot as a cut of the power may leave.
    let at = usize::try_from(case.sizes[1]).unwrap();
    for len in [at, at + 1, at + 20, whole.len() - 1, whole.len()] {
        std::fs::write(&place, &whole[..len]).unwrap();
        forget_engine(&case.home.data());
        let checked = case.home.run(&["verify"]);
        assert_eq!(checked.code, 0, "{len}: {checked:?}");
        assert!(case.home.ok(&["repair"]).out.contains("Чинить нечего"), "{len}");
        assert!(shown(&case.home).contains("Своя А"));
    }
}
