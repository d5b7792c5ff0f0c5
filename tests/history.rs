//! Who changed what, taking it back, and the state of another time.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "history/commands.rs"]
mod commands;
mod common;
#[path = "history/undo.rs"]
mod undo;
#[path = "history/whole.rs"]
mod whole;

use std::sync::Arc;

use common::base::{Base, MORNING, Row, moment};
use common::dump::{self, Dump};
use dozvon::desk::history::value::{FieldChange, Value};
use dozvon::desk::history::{Became, History, HistoryOf, Line, Of};
use dozvon::desk::import::{Decision, ImportOptions, Importer, OnDuplicate};
use dozvon::desk::notes::AddNote;
use dozvon::desk::result::Answers;
use dozvon::desk::{Desk, DeskError, NotUndoable, Who};
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::phone::Phone;
use dozvon::i18n::{Lang, Texts};
use dozvon::store::disk::{Disk, MemoryDisk};
use dozvon::store::engine::MemoryEngine;
use dozvon::store::local::LocalStore;
use dozvon::store::settings::Settings;
use dozvon::store::{Store, Table, codec};

/// As [`dump::dump`], without the revisions: what stands there, whichever commit wrote it.
pub(crate) fn dump(store: &dyn Store) -> Dump {
    let body = |value: Vec<u8>| codec::split_revision(&value).map(|(_, body)| body.to_vec());
    dump::dump(store).into_iter().map(|(key, value)| (key, body(value).unwrap_or_default())).collect()
}

pub(crate) fn client(number: u64) -> ClientId {
    ClientId::from_u64(number)
}

fn history(desk: &Desk, who: &Who, of: Of) -> History {
    let asked = HistoryOf { of, since: None, limit: 1000, deleted: false };
    desk.query(who, moment(MORNING), &asked).unwrap()
}

fn cases(history: &History) -> Vec<&str> {
    history.lines.iter().map(|line| line.use_case.as_str()).collect()
}

#[test]
fn everything_of_a_client_is_told_newest_first() {
    let base = Base::small();
    let found = history(&base.desk, &base.admin, Of::Client(client(1)));
    assert_eq!(
        cases(&found),
        [
            "clients.import",
            "call.result",
            "deal.move",
            "deal.move",
            "deal.open",
            "note.add",
            "call.result",
            "clients.import"
        ]
    );
    assert!(!found.more && !found.not_kept && found.unreadable.is_empty());
    assert!(found.lines.windows(2).all(|two| two[0].seq > two[1].seq));
    // Nobody else's records are told with his.
    for record in found.lines.iter().flat_map(|line| &line.records) {
        if record.table == Table::Client {
            assert_eq!(record.id, 1);
        }
    }
    let first = found.lines.last().unwrap();
    let tables: Vec<Table> = first.records.iter().map(|record| record.table).collect();
    assert_eq!(tables, [Table::Client, Table::LegalEntity, Table::Person, Table::Consent]);
    assert!(first.records.iter().all(|record| record.what == Became::Made));
    let moved = &found.lines[2].records[0];
    assert_eq!((moved.what, moved.name.as_str()), (Became::Changed, "Телевизоры, осень"));
    let stage = moved.fields.iter().find(|change| change.field == "stage").unwrap();
    assert!(matches!((&stage.old, &stage.new), (Some(Value::Stage(_, 1)), Some(Value::Stage(_, 2)))));
    assert_eq!(found.names.get(&(Table::Client, 1)).map(String::as_str), Some("ООО «Протон»"));

    let deal = dozvon::domain::ids::DealId::from_u64(1);
    let of_deal = history(&base.desk, &base.admin, Of::Deal(deal));
    assert_eq!(cases(&of_deal), ["deal.move", "deal.move", "deal.open"]);
    let of_user = history(&base.desk, &base.admin, Of::User(base.operator.user));
    // What the user did, and what was done to him.
    let is_his = |line: &Line| {
        line.by == base.operator.user || line.records.iter().any(|record| record.table == Table::User)
    };
    assert!(of_user.lines.iter().all(is_his));
    assert!(cases(&of_user).contains(&"contact.plan"));

    let asked = HistoryOf { of: Of::Client(client(1)), since: None, limit: 3, deleted: false };
    let some = base.desk.query(&base.admin, moment(MORNING), &asked).unwrap();
    assert_eq!((some.lines.len(), some.more), (3, true));
    assert_eq!(some.lines[..], found.lines[..3]);
    let since = Some(moment("2026-11-09T00:00:00+03:00"));
    let late = HistoryOf { since, limit: 100, ..asked };
    let late = base.desk.query(&base.admin, moment(MORNING), &late).unwrap();
    assert_eq!(cases(&late), ["clients.import", "call.result"]);
    assert!(!late.more);
    // The whole walk finds the same as the chains do.
    let walked = HistoryOf { of: Of::Client(client(1)), since: None, limit: 1000, deleted: true };
    let walked = base.desk.query(&base.admin, moment(MORNING), &walked).unwrap();
    assert_eq!(walked.lines, found.lines);
}

#[test]
fn a_phone_that_was_added_is_one_change() {
    let base = Base::empty();
    let id = base.client(Row::new("Протон", "Москва").phone("8 (495) 012-34-56"));
    let options = ImportOptions { on_duplicate: OnDuplicate::Update, ..ImportOptions::default() };
    let mut import = Importer::new(&base.desk, &base.admin, base.clock.now(), options).unwrap();
    let row = Row::new("Протон", "Москва").phone("8 (495) 012-34-56").phone("8 (495) 012-34-57");
    import.row(&row.0, &mut |_, _| Decision::Update).unwrap();
    import.finish().unwrap();
    let found = history(&base.desk, &base.admin, Of::Client(id));
    let newest = &found.lines[0].records[0];
    assert_eq!(newest.what, Became::Changed);
    let phones: Vec<&FieldChange> = newest.fields.iter().filter(|change| change.field == "phones").collect();
    let [FieldChange { element: true, old: None, new: Some(Value::Method(new)), .. }] = phones[..] else {
        panic!("{newest:?}");
    };
    assert_eq!(new.as_phone().unwrap().digits(), "74950123457");
}

#[test]
fn contacts_that_are_over_and_records_that_are_gone_are_found() {
    let base = Base::small();
    let note = AddNote { client: client(3), subject: None, text: "Ошибка".into() };
    let (_, seq) = base.desk.execute_as(&base.operator, base.clock.now(), &note).unwrap();
    let before = history(&base.desk, &base.admin, Of::Client(client(3))).lines.len();
    base.desk.undo(&base.operator, base.clock.now(), seq.unwrap(), "не тот клиент").unwrap();
    let after = history(&base.desk, &base.admin, Of::Client(client(3)));
    assert_eq!(after.lines.len(), before - 1);
    let all = HistoryOf { of: Of::Client(client(3)), since: None, limit: 1000, deleted: true };
    let all = base.desk.query(&base.admin, base.clock.now(), &all).unwrap();
    assert_eq!(all.lines.len(), before + 1);
    let undo = &all.lines[0];
    assert_eq!((undo.use_case.as_str(), undo.undid, undo.reason.as_str()), ("undo", seq, "не тот клиент"));
    assert_eq!(undo.records[0].what, Became::Deleted);
    // A client who is gone altogether is looked for in the whole history.
    let id = base.client(Row::new("Лишний", "Москва").phone("8 (495) 012-99-99"));
    base.desk.undo(&base.admin, base.clock.now(), base.store.last_seq(), "").unwrap();
    assert_eq!(cases(&history(&base.desk, &base.admin, Of::Client(id))), ["undo", "clients.import"]);
    let asked = HistoryOf { of: Of::Client(client(999)), since: None, limit: 10, deleted: false };
    let missing = base.desk.query(&base.admin, base.clock.now(), &asked);
    assert!(matches!(missing, Err(DeskError::NotFound(..))), "{missing:?}");
    // A contact outside every list that is over stands in no index, but its history leads to it.
    base.call(client(5), '6', Answers::default(), "");
    let found = history(&base.desk, &base.admin, Of::Client(client(5)));
    assert!(cases(&found).contains(&"contact.plan"));
}

/// A base in memory whose journal has a file for every commit.
fn base_on(disk: &MemoryDisk, keep_days: Option<u32>) -> Base {
    let settings = Settings { segment_bytes: 1, keep_snapshots: 1, keep_days, ..Settings::default() };
    let engine = Arc::new(MemoryEngine::default());
    Base::empty_on(LocalStore::on_with(Arc::new(disk.clone()), engine, settings).unwrap())
}

#[test]
fn what_is_not_kept_is_told_and_not_taken_back() {
    let base = base_on(&MemoryDisk::default(), Some(1));
    let id = base.client(Row::new("Протон", "Москва").phone("8 (495) 012-34-56"));
    let made = base.store.last_seq();
    // The last commit of a time that is over is kept: only the next one tells when it was over.
    base.client(Row::new("Другой", "Москва").phone("8 (495) 012-34-57"));
    base.clock.set("2026-11-30T12:00:00+03:00");
    base.call(id, '6', Answers::default(), "");
    let called = base.store.last_seq();
    base.call(id, '6', Answers::default(), "");
    base.store.take_snapshot().unwrap();
    assert!((made + 1..=called).contains(&base.store.oldest_entry().unwrap()));
    let bad = base.desk.catalog().unwrap().outcomes().find(|outcome| outcome.flags.bad_number).unwrap().key;
    let phone = Phone::parse("8 (495) 012-34-56").unwrap();
    let record = dozvon::desk::result::RecordResult {
        client: id,
        entry: None,
        person: None,
        phone: Some(phone),
        direction: dozvon::domain::interaction::Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on(bad).unwrap().id,
        answers: Answers::default(),
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    let (_, marked) = base.desk.execute_as(&base.operator, base.clock.now(), &record).unwrap();
    let found = history(&base.desk, &base.admin, Of::Client(id));
    assert_eq!(cases(&found), ["call.result", "call.result", "call.result"]);
    assert!(found.not_kept && found.unreadable.is_empty());
    let client = found.lines[0].records.iter().find(|record| record.table == Table::Client).unwrap();
    assert_eq!((client.what, client.fields.len()), (Became::ChangedFromUnknown, 0));
    for seq in [marked.unwrap(), made] {
        let lost = base.desk.undo(&base.admin, base.clock.now(), seq, "");
        assert!(matches!(lost, Err(DeskError::NotUndoable(NotUndoable::NotKept))), "{seq}: {lost:?}");
    }
}

#[test]
fn what_can_not_be_read_is_told_and_not_taken_back() {
    let disk = MemoryDisk::default();
    let base = base_on(&disk, None);
    let id = base.client(Row::new("Протон", "Москва").phone("8 (495) 012-34-56"));
    let deal = dozvon::desk::deals::NewDeal {
        name: "Осень".into(),
        process: base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id,
        stage: 0,
        amount: None,
    };
    let now = base.clock.now();
    let open = dozvon::desk::deals::OpenDeal { client: id, deal };
    let (deal, opened) = base.desk.execute_as(&base.operator, now, &open).unwrap();
    let step = dozvon::domain::deal::Move::Forward;
    let step = dozvon::desk::deals::MoveDeal { deal, step, from: Some(0), reason: String::new() };
    let (_, moved) = base.desk.execute_as(&base.operator, now, &step).unwrap();
    let (opened, moved) = (opened.unwrap(), moved.unwrap());
    let mut names = disk.list().unwrap();
    names.retain(|name| name.contains(&format!("{opened:020}")) || name.contains(&format!("{opened:016x}")));
    assert_eq!(names.len(), 1, "{:?}", disk.list());
    disk.edit(&names[0], |bytes| {
        let middle = bytes.len() - 20;
        bytes[middle] ^= 1;
    })
    .unwrap();
    let found = history(&base.desk, &base.admin, Of::Client(id));
    assert_eq!(cases(&found), ["deal.move", "clients.import"]);
    assert_eq!((found.unreadable.as_slice(), found.not_kept), ([opened].as_slice(), false));
    assert_eq!(found.lines[0].records[0].what, Became::ChangedFromUnknown);
    for seq in [opened, moved] {
        let lost = base.desk.undo(&base.admin, now, seq, "");
        assert!(matches!(lost, Err(DeskError::NotUndoable(NotUndoable::Unreadable))), "{seq}: {lost:?}");
    }
}

/// The names of all use-cases, as they stand in the sources.
fn names() -> Vec<String> {
    fn walk(folder: &std::path::Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let found = text.lines().filter_map(|line| {
                let line = line.trim().strip_prefix("const NAME: &'static str = \"")?;
                Some(line.strip_suffix("\";")?.to_owned())
            });
            out.extend(found);
        }
    }
    let mut out = Vec::new();
    walk(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/desk"), &mut out);
    out.sort();
    out.dedup();
    assert!(out.len() > 15, "the use-cases have gone somewhere: {out:?}");
    out
}

#[test]
fn every_use_case_has_words_and_no_words_are_left_over() {
    let names = names();
    for lang in [Lang::Ru, Lang::En] {
        let texts = Texts::new(lang);
        for name in &names {
            assert!(texts.has(&format!("use-case-{}", name.replace('.', "-"))), "{lang:?}: {name}");
        }
        let lines = dozvon::i18n::shipped(lang).iter().flat_map(|(_, text)| text.lines());
        let there = lines.filter(|line| line.starts_with("use-case-")).count();
        assert_eq!(there, names.len(), "{lang:?}");
        assert_eq!(texts.use_case("of.tomorrow"), "of.tomorrow");
    }
}
