//! Taking back what was done at once and written in parts.

use dozvon::desk::history::{HistoryOf, ImportPart, Of};
use dozvon::desk::import::{Decision, ImportOptions, Importer, OnDuplicate};
use dozvon::desk::notes::AddNote;
use dozvon::desk::{DeskError, NotUndoable};
use dozvon::domain::client::Client;
use dozvon::domain::user::Right;
use dozvon::store::{Commit, Origin, Reads, Store};

use super::common::base::{Base, Row};
use super::common::cli::Home;
use super::{client, dump};

fn row(n: u64) -> Row {
    Row::new(&format!("Клиент {n}"), "Москва").phone(&format!("8 (495) 2{:02}-{:02}-00", n / 100, n % 100))
}

/// Loads so many clients, in parts of a hundred; the numbers of the commits.
fn load(base: &Base, numbers: std::ops::Range<u64>) -> Vec<u64> {
    let before = base.store.last_seq();
    let options = ImportOptions { on_duplicate: OnDuplicate::Update, ..ImportOptions::default() };
    let import = Importer::new(&base.desk, &base.admin, base.clock.now(), options).unwrap();
    let mut import = import.named("осень 2026.csv");
    for n in numbers {
        import.row(&row(n).0, &mut |_, _| Decision::Skip).unwrap();
    }
    import.finish().unwrap();
    (before + 1..=base.store.last_seq()).collect()
}

#[test]
fn an_import_is_taken_back_whole_by_any_of_its_parts_and_comes_again() {
    let base = Base::small();
    let now = base.clock.now();
    let before = dump(base.store.as_ref());
    // The clock stands still, and yet the two imports are told apart.
    let first = load(&base, 0..120);
    let between = dump(base.store.as_ref());
    let parts = load(&base, 100..430);
    let after = dump(base.store.as_ref());
    assert_eq!((first.len(), parts.len()), (2, 4));
    for part in &parts {
        assert_eq!(base.desk.undo_parts(&base.admin, now, *part).unwrap(), parts);
    }
    assert_eq!(base.desk.undo_parts(&base.admin, now, 1).unwrap(), [1]);
    let forbidden = base.desk.undo_whole(&base.operator, now, parts[1], "", &mut |_, _| {});
    assert!(matches!(forbidden, Err(DeskError::Forbidden(Right::Undo))), "{forbidden:?}");
    assert!(dump(base.store.as_ref()) == after);

    let mut told = Vec::new();
    let undo = |seq| base.desk.undo_whole(&base.admin, now, seq, "не тот файл", &mut |_, _| {}).unwrap();
    let done = base.desk.undo_whole(&base.admin, now, parts[1], "", &mut |done, all| told.push((done, all)));
    let done = done.unwrap();
    assert!(dump(base.store.as_ref()) == between, "the import is not taken back whole");
    assert_eq!(told, [(0, 4), (1, 4), (2, 4), (3, 4)]);
    let undone: Vec<u64> = done.undone.iter().map(|undone| undone.of).collect();
    assert_eq!(undone, parts.iter().rev().copied().collect::<Vec<_>>());
    assert!(
        done.parts == 4 && done.before == 0 && done.kept.is_empty() && done.stopped.is_none(),
        "{done:?}"
    );
    let twice = base.desk.undo_whole(&base.admin, now, parts[0], "", &mut |_, _| {});
    assert!(matches!(twice, Err(DeskError::NotUndoable(NotUndoable::Already(_)))), "{twice:?}");
    // What was taken back at once comes again at once; twice, too.
    let again = undo(done.undone[2].seq);
    assert!(dump(base.store.as_ref()) == after);
    let gone = undo(again.undone[0].seq);
    assert!(dump(base.store.as_ref()) == between && gone.undone.len() == 4);
    undo(gone.undone[0].seq);
    assert!(dump(base.store.as_ref()) == after);
    undo(parts[3]);
    undo(first[0]);
    assert!(dump(base.store.as_ref()) == before);
    assert!(base.store.verify(true, &mut |_| {}).unwrap().is_clean());
}

#[test]
fn what_newer_changes_stand_on_stays_and_the_rest_of_the_import_goes() {
    let base = Base::empty();
    let now = base.clock.now();
    let parts = load(&base, 0..350);
    let note = AddNote { client: client(150), subject: None, text: "Живой".into() };
    let (_, noted) = base.desk.execute_as(&base.operator, now, &note).unwrap();
    let done = base.desk.undo_whole(&base.admin, now, parts[0], "", &mut |_, _| {}).unwrap();
    assert_eq!((done.undone.len(), done.before), (3, 0));
    let [(kept, DeskError::Overtaken(standing))] = done.kept.as_slice() else { panic!("{done:?}") };
    assert_eq!((*kept, Some(standing.seq)), (parts[1], noted));
    assert_eq!(Reads(base.store.as_ref()).all::<Client>().unwrap().len(), 100);
    // Once the note is gone the rest goes too, and only the rest.
    base.desk.undo(&base.operator, now, noted.unwrap(), "").unwrap();
    let done = base.desk.undo_whole(&base.admin, now, parts[0], "", &mut |_, _| {}).unwrap();
    assert_eq!((done.undone.len(), done.before, done.kept.len()), (1, 3, 0));
    assert!(Reads(base.store.as_ref()).all::<Client>().unwrap().is_empty());
}

#[test]
fn prohibitions_of_an_import_go_for_a_reason_only_and_nothing_goes_without() {
    let base = Base::empty();
    let now = base.clock.now();
    let mut import = Importer::new(&base.desk, &base.admin, now, ImportOptions::default()).unwrap();
    for n in 0..150 {
        let mut row = row(n);
        row.0.do_not_call = n == 7;
        import.row(&row.0, &mut |_, _| Decision::Skip).unwrap();
    }
    import.finish().unwrap();
    let seq = base.store.last_seq();
    let silent = base.desk.undo_whole(&base.admin, now, seq, " ", &mut |_, _| {});
    assert!(matches!(silent, Err(DeskError::NotUndoable(NotUndoable::StopReason))), "{silent:?}");
    assert_eq!(base.store.last_seq(), seq);
    let done = base.desk.undo_whole(&base.admin, now, seq, "не тот файл", &mut |_, _| {}).unwrap();
    assert_eq!((done.undone.len(), done.kept.len()), (2, 0));
}

#[test]
fn parts_without_a_mark_are_known_by_their_author_and_their_time() {
    let base = Base::small();
    let made = |at, n: u64| {
        let mut record = Reads(base.store.as_ref()).client(client(1)).unwrap().unwrap().record;
        record.id = base.desk.new_id::<Client>();
        record.name = format!("Старый {n}");
        let (actor, session) = (base.admin.user, base.admin.session);
        let origin = Origin { at, actor, session, use_case: "clients.import".into() };
        let mut commit = Commit::new(origin);
        commit.insert(&record).unwrap();
        base.store.commit(commit).unwrap()
    };
    let now = base.clock.now();
    let later = now.plus_minutes(1);
    let old = [made(now, 1), made(later, 2), made(now, 3)];
    let marked = load(&base, 0..10);
    let before = dump(base.store.as_ref());
    assert_eq!(base.desk.undo_parts(&base.admin, now, old[2]).unwrap(), [old[0], old[2]]);
    assert_eq!(base.desk.undo_parts(&base.admin, now, old[1]).unwrap(), [old[1]]);
    assert_eq!(base.desk.undo_parts(&base.admin, now, marked[0]).unwrap(), marked);
    let done = base.desk.undo_whole(&base.admin, now, old[0], "", &mut |_, _| {}).unwrap();
    assert_eq!((done.undone.len(), done.records()), (2, 2));
    assert!(dump(base.store.as_ref()).len() < before.len());
}

#[test]
fn the_history_names_the_file_of_an_import() {
    let base = Base::empty();
    load(&base, 0..150);
    let asked = HistoryOf { of: Of::Client(client(120)), since: None, limit: 10, deleted: false };
    let found = base.desk.query(&base.admin, base.clock.now(), &asked).unwrap();
    let told = ImportPart { file: "осень 2026.csv".into(), part: 2 };
    assert_eq!((found.lines[0].import.as_ref(), found.lines[0].reason.as_str()), (Some(&told), ""));
    assert_eq!(found.lines[0].use_case, "clients.import");
}

#[test]
fn a_part_of_an_import_is_not_taken_back_by_mistake() {
    let home = Home::new();
    let rows = (0..250).map(|n| format!("Клиент {n};8 (495) 2{:02}-{:02}-00\n", n / 100, n % 100));
    home.write("осень.csv", format!("Наименование;Телефон\n{}", rows.collect::<String>()));
    home.ok(&["import", "clients", "осень.csv"]);
    let said = home.ok(&["history", "client", "201"]).out;
    assert!(said.contains("загрузка клиентов из осень.csv, часть 3"), "{said}");
    let told = home.json(&["history", "client", "201"]);
    assert_eq!(told["changes"][0]["import"], serde_json::json!({ "file": "осень.csv", "part": 3 }));
    let seq = told["changes"][0]["seq"].to_string();
    let refused = home.run(&["undo", &seq]);
    assert_eq!(refused.code, 4, "{refused:?}");
    for words in ["часть 3 из 3", &format!("dozvon undo {seq} --whole"), &format!("dozvon undo {seq} --part")]
    {
        assert!(refused.err.contains(words), "{words}: {refused:?}");
    }
    home.ok(&["show", "1"]);
    home.ok(&["undo", &seq, "--part"]);
    assert_eq!((home.run(&["show", "1"]).code, home.run(&["show", "201"]).code), (0, 3));
    let whole = home.json(&["undo", &seq, "--whole"]);
    assert_eq!((&whole["parts"], &whole["undone_before"]), (&3.into(), &1.into()), "{whole}");
    assert_eq!(whole["undone"].as_array().unwrap().len(), 2);
    assert_eq!(home.run(&["show", "1"]).code, 3);
    let again = home.run(&["undo", &seq, "--whole"]);
    assert!(again.code == 4 && again.err.contains("уже отменено"), "{again:?}");
}
