//! Taking back what every use-case does.

use dozvon::desk::access::SignIn;
use dozvon::desk::content::{MakeCallList, SaveOutcomes, SaveProcess, SaveScript};
use dozvon::desk::deals::{MoveDeal, NewDeal, OpenDeal};
use dozvon::desk::import::{Decision, ImportOptions, Importer};
use dozvon::desk::notes::AddNote;
use dozvon::desk::queue::{PlanContact, PostponeAll, Release, TakeNext};
use dozvon::desk::result::{Answers, ContactAnswer, DealAnswer, RecordResult};
use dozvon::desk::{DeskError, NotUndoable, Standing, UseCase, What, Who};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::deal::Move;
use dozvon::domain::ids::{ClientId, DealId, QueueEntryId, SessionId};
use dozvon::domain::interaction::Direction;
use dozvon::domain::money::{Currency, Money};
use dozvon::domain::outcome::StopAnswer;
use dozvon::domain::phone::Phone;
use dozvon::domain::presets;
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::user::{Right, UserRole};
use dozvon::store::{Reads, Store, Table};

use super::common::base::{Base, Row, moment};
use super::{client, dump};

/// Does something, takes it back, and looks whether everything is as before; then takes that back, too.
#[track_caller]
fn there_and_back<U: UseCase>(base: &Base, who: &Who, case: &U) {
    let before = dump(base.store.as_ref());
    let (_, seq) = base.desk.execute_as(who, base.clock.now(), case).unwrap();
    let seq = seq.unwrap_or_else(|| panic!("{} has changed nothing", U::NAME));
    let after = dump(base.store.as_ref());
    assert_ne!(before, after, "{}", U::NAME);
    back_and_forth(base, who, seq, &before, &after);
}

#[track_caller]
fn back_and_forth<T: PartialEq + std::fmt::Debug>(base: &Base, who: &Who, seq: u64, before: &T, after: &T)
where
    std::collections::BTreeMap<Vec<u8>, Vec<u8>>: Into<T>,
{
    // Whatever comes back has its card on the desk.
    let contacts = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    let holds = || contacts.iter().map(|kept| kept.id).collect::<Vec<_>>();
    let undo = |seq, reason| base.desk.undo_at_desk(who, base.clock.now(), seq, reason, holds()).unwrap();
    let undone = undo(seq, "проверка");
    assert_eq!((undone.of, undone.seq), (seq, base.store.last_seq()));
    assert!(dump(base.store.as_ref()).into() == *before, "commit {seq} is not taken back whole");
    undo(undone.seq, "назад");
    assert!(dump(base.store.as_ref()).into() == *after, "commit {seq} does not come again");
    undo(base.store.last_seq(), "проверка");
    assert!(dump(base.store.as_ref()).into() == *before);
}

fn result(base: &Base, id: ClientId, key: char, answers: Answers) -> RecordResult {
    let entry = base.desk.query(&base.operator, base.clock.now(), &dozvon::desk::dossier::DossierOf(id));
    let dossier = entry.unwrap();
    RecordResult {
        client: id,
        entry: dossier.planned.first().map(|entry| entry.id),
        person: dossier.people.first().map(|person| person.id),
        phone: dossier.client.phones().next().copied(),
        direction: Direction::Outgoing,
        began: base.clock.now().plus_minutes(-3),
        outcome: base.desk.catalog().unwrap().outcome_on(key).unwrap().id,
        answers,
        script: None,
        text: "Поговорили".into(),
        fields: Vec::new(),
    }
}

#[test]
fn every_result_of_a_call_is_taken_back_exactly() {
    let base = Base::small();
    let when = Some(moment("2026-11-11T10:30:00+03:00"));
    let process = base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
    let amount = Some(Money::from_minor(100, Currency::Rub));
    let new = NewDeal { name: "Новая".into(), process, stage: 0, amount };
    let contact = ContactAnswer {
        name: "Директор".into(),
        phone: Some(Phone::parse("8 (495) 012-34-00").unwrap()),
    };
    let answers = Answers {
        when,
        reason: "дорого".into(),
        deal: Some(DealAnswer::New(new)),
        stop: Some(StopAnswer::Everything),
        contact: Some(contact),
        source: "Сайт".into(),
        ..Answers::default()
    };
    let keys: Vec<char> = base.desk.catalog().unwrap().outcomes().map(|outcome| outcome.key).collect();
    assert!(keys.len() > 9);
    for key in keys {
        for id in 1..=6 {
            there_and_back(&base, &base.operator, &result(&base, client(id), key, answers.clone()));
        }
    }
    let more = Money::from_minor(5_000_000, Currency::Rub);
    let answers = Answers { deal: Some(DealAnswer::Amount(DealId::from_u64(1), more)), ..answers };
    let sale = base
        .desk
        .catalog()
        .unwrap()
        .outcomes()
        .find(|o| o.asks.contains(&dozvon::domain::outcome::Ask::Deal))
        .unwrap()
        .key;
    there_and_back(&base, &base.operator, &result(&base, client(1), sale, answers));
}

use dozvon::domain::ids::RecordId;

#[test]
fn every_other_change_is_taken_back_exactly() {
    let base = Base::small();
    let (operator, admin) = (&base.operator, &base.admin);
    there_and_back(&base, operator, &AddNote { client: client(1), subject: None, text: "раз".into() });
    let due = moment("2026-11-12T15:00:00+03:00");
    there_and_back(
        &base,
        operator,
        &PlanContact {
            client: client(1), due, reason: "уточнить".into(), whole_day: false, personal: false
        },
    );
    there_and_back(&base, operator, &TakeNext);
    let process = base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
    let deal = NewDeal { name: "Новая".into(), process, stage: 1, amount: None };
    there_and_back(&base, operator, &OpenDeal { client: client(2), deal });
    for step in [Move::Forward, Move::Back, Move::Win, Move::Lose] {
        let deal = DealId::from_u64(1);
        there_and_back(&base, operator, &MoveDeal { deal, step, from: Some(2), reason: "так".into() });
    }
    let taken = base.desk.execute(operator, base.clock.now(), &TakeNext).unwrap().unwrap();
    there_and_back(&base, operator, &Release(taken.entry.id));
    base.desk.execute(operator, base.clock.now(), &Release(taken.entry.id)).unwrap();
    there_and_back(&base, admin, &PostponeAll { minutes: 90 });
    let list =
        MakeCallList { name: "Новый".into(), script: None, process: None, purpose: Purpose::Survey };
    there_and_back(&base, admin, &list);
    let (_, text) = presets::SCRIPTS.last().unwrap();
    let (mut script, _) = dozvon::domain::script::file::parse(text).unwrap();
    script.name = "Другое имя".into();
    there_and_back(&base, admin, &SaveScript(script));
    let (_, text) = presets::PROCESSES[0];
    let (mut draft, _) = dozvon::domain::process::file::parse(text).unwrap();
    draft.name.ru = "Другой".into();
    there_and_back(&base, admin, &SaveProcess(draft));
    let (mut drafts, _) = dozvon::domain::outcome::file::parse(presets::OUTCOMES.1).unwrap();
    drafts.pop();
    drafts[0].name.ru = "Иначе".into();
    there_and_back(&base, admin, &SaveOutcomes(drafts));
}

#[test]
fn the_task_of_a_stage_is_taken_back_with_the_deal() {
    let base = Base::empty();
    let client = base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33"));
    let process = base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
    let open = |stage| OpenDeal {
        client,
        deal: NewDeal { name: "Увлажнители".into(), process, stage, amount: None },
    };
    there_and_back(&base, &base.operator, &open(2));
    let deal = base.desk.execute(&base.operator, base.clock.now(), &open(1)).unwrap();
    let step = MoveDeal { deal, step: Move::Forward, from: Some(1), reason: String::new() };
    there_and_back(&base, &base.operator, &step);
}

#[test]
fn a_part_of_an_import_is_taken_back_by_whoever_may_load() {
    let base = Base::small();
    let before = dump(base.store.as_ref());
    let mut import =
        Importer::new(&base.desk, &base.admin, base.clock.now(), ImportOptions::default()).unwrap();
    for n in 10..40 {
        let mut row = Row::new(&format!("Клиент {n}"), "Москва").phone(&format!("8 (495) 012-35-{n}"));
        row.0.do_not_call = n == 20;
        import.row(&row.0, &mut |_, _| Decision::Skip).unwrap();
    }
    import.finish().unwrap();
    let seq = base.store.last_seq();
    let after = dump(base.store.as_ref());
    let forbidden = base.desk.undo(&base.operator, base.clock.now(), seq, "не тот файл");
    assert!(matches!(forbidden, Err(DeskError::Forbidden(Right::Undo))), "{forbidden:?}");
    let silent = base.desk.undo(&base.admin, base.clock.now(), seq, " ");
    assert!(matches!(silent, Err(DeskError::NotUndoable(NotUndoable::StopReason))), "{silent:?}");
    back_and_forth(&base, &base.admin, seq, &before, &after);
}

#[track_caller]
fn overtaken<T: std::fmt::Debug>(result: dozvon::desk::Result<T>) -> Standing {
    match result {
        Err(DeskError::Overtaken(standing)) => *standing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_stands_on_a_change_keeps_it() {
    let base = Base::small();
    let now = base.clock.now();
    let state = || dump(base.store.as_ref());
    let id = base.client(Row::new("Новый", "Москва").phone("8 (495) 012-88-88"));
    let made = base.store.last_seq();
    // A note points at the client.
    let note = AddNote { client: id, subject: None, text: "раз".into() };
    let (_, noted) = base.desk.execute_as(&base.operator, now, &note).unwrap();
    let before = state();
    let standing = overtaken(base.desk.undo(&base.admin, now, made, ""));
    assert_eq!((standing.seq, standing.by.as_str()), (noted.unwrap(), "Иванова О."));
    assert_eq!((standing.use_case.as_str(), standing.table), ("note.add", Table::Note));
    assert_eq!(standing.at, Some(now));
    assert!(state() == before);
    // Once it is gone, nothing stands there; and it can't come back without the client.
    let undone = base.desk.undo(&base.operator, now, noted.unwrap(), "").unwrap();
    let gone = base.desk.undo(&base.admin, now, made, "").unwrap();
    let standing = overtaken(base.desk.undo(&base.operator, now, undone.seq, ""));
    assert_eq!((standing.seq, standing.table, standing.id), (gone.seq, Table::Client, id.as_u64()));
    // Nor may anybody take back twice.
    for (who, seq) in [(&base.admin, made), (&base.operator, noted.unwrap())] {
        let twice = base.desk.undo(who, now, seq, "");
        assert!(matches!(twice, Err(DeskError::NotUndoable(NotUndoable::Already(_)))), "{twice:?}");
    }
    base.desk.undo(&base.admin, now, gone.seq, "").unwrap();
    base.desk.undo(&base.operator, now, undone.seq, "").unwrap();

    // A record that was changed again.
    let step = |from| MoveDeal {
        deal: DealId::from_u64(1),
        step: Move::Back,
        from: Some(from),
        reason: "передумали".into(),
    };
    let (_, first) = base.desk.execute_as(&base.operator, now, &step(2)).unwrap();
    let (_, second) = base.desk.execute_as(&base.operator, now, &step(1)).unwrap();
    let standing = overtaken(base.desk.undo(&base.operator, now, first.unwrap(), ""));
    assert_eq!((standing.seq, standing.table, standing.id), (second.unwrap(), Table::Deal, 1));
    base.desk.undo(&base.operator, now, second.unwrap(), "").unwrap();
    // What was taken back again stands on nothing: changes go one after the other.
    base.desk.undo(&base.operator, now, first.unwrap(), "").unwrap();
}

#[test]
fn contacts_that_are_over_keep_what_they_point_at() {
    let base = Base::empty();
    let now = base.clock.now();
    let list = base.list("Список", None);
    let made = base.store.last_seq();
    let id = base.client(Row::new("Новый", "Москва").phone("8 (495) 012-88-88"));
    base.enlist(list);
    base.call(id, '6', Answers::default(), "");
    let standing = overtaken(base.desk.undo(&base.admin, now, made, ""));
    assert!([Table::QueueEntry, Table::Interaction].contains(&standing.table), "{standing:?}");
    let entries = Reads(base.store.as_ref()).all::<dozvon::domain::queue::QueueEntry>().unwrap();
    assert!(!entries.is_empty() && entries[0].id == QueueEntryId::from_u64(1));
}

#[test]
fn rights_and_what_is_never_taken_back() {
    let base = Base::small();
    let now = base.clock.now();
    let sign_in = |name: &str, role| {
        let sign_in = SignIn { name: name.into(), role, zone: chrono_tz::Europe::Moscow };
        base.desk.sign_in(&sign_in, SessionId(7), now).unwrap()
    };
    let other = sign_in("Петрова А.", UserRole::Operator);
    let signed = base.store.last_seq();
    let auditor = sign_in("Проверка", UserRole::Auditor);
    let note = AddNote { client: client(1), subject: None, text: "раз".into() };
    let (_, noted) = base.desk.execute_as(&base.operator, now, &note).unwrap();
    let noted = noted.unwrap();
    let undo = |who: &Who, at, seq| base.desk.undo(who, at, seq, "");
    assert!(matches!(undo(&other, now, noted), Err(DeskError::Forbidden(Right::Undo))));
    assert!(matches!(undo(&auditor, now, noted), Err(DeskError::Forbidden(Right::Work))));
    let tomorrow = now.plus_minutes(24 * 60);
    assert!(matches!(undo(&base.operator, tomorrow, noted), Err(DeskError::Forbidden(Right::Undo))));
    undo(&base.admin, tomorrow, noted).unwrap();
    for (seq, why) in [(signed, NotUndoable::SignIn), (1, NotUndoable::Furniture)] {
        match undo(&base.admin, now, seq) {
            Err(DeskError::NotUndoable(found)) => assert_eq!(found, why),
            other => panic!("{other:?}"),
        }
    }
    for seq in [0, base.store.last_seq() + 1, u64::MAX] {
        assert!(matches!(undo(&base.admin, now, seq), Err(DeskError::NotFound(What::Commit, _))));
    }
    // A prohibition is lifted for a reason only, and the history tells it.
    let answers = Answers { stop: Some(StopAnswer::Everything), ..Answers::default() };
    let key = base.desk.catalog().unwrap().outcomes().find(|outcome| outcome.flags.stop).unwrap().key;
    base.call(client(1), key, answers, "");
    let stopped = base.store.last_seq();
    let silent = undo(&base.operator, now, stopped);
    assert!(matches!(silent, Err(DeskError::NotUndoable(NotUndoable::StopReason))), "{silent:?}");
    base.desk.undo(&base.operator, now, stopped, "не тот клиент").unwrap();
    let last = base.store.entry(base.store.last_seq()).unwrap().unwrap();
    assert_eq!(last.origin.use_case, format!("undo {stopped} не тот клиент"));
    // A name that somebody else has taken meanwhile.
    let list = MakeCallList { name: "Имя".into(), script: None, process: None, purpose: Purpose::Survey };
    base.desk.execute(&base.admin, now, &list).unwrap();
    let gone = undo(&base.admin, now, base.store.last_seq()).unwrap();
    base.desk.execute(&base.admin, now, &list).unwrap();
    let taken = undo(&base.admin, now, gone.seq);
    assert!(matches!(taken, Err(DeskError::Taken(_))), "{taken:?}");
}

#[test]
fn nobody_writes_on_what_is_being_taken_back() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    for _ in 0..20 {
        let base = Base::empty();
        let now = base.clock.now();
        let id = base.client(Row::new("Новый", "Москва").phone("8 (495) 012-88-88"));
        let made = base.store.last_seq();
        let (desk, operator) = (Arc::clone(&base.desk), base.operator.clone());
        let begun = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&begun);
        let writer = std::thread::spawn(move || {
            let note = AddNote { client: id, subject: None, text: "раз".into() };
            flag.store(true, Ordering::SeqCst);
            (0..20).filter(|_| desk.execute(&operator, now, &note).is_ok()).count()
        });
        while !begun.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        let undone = base.desk.undo(&base.admin, now, made, "").is_ok();
        let written = writer.join().unwrap();
        let reads = Reads(base.store.as_ref());
        let is_there = reads.client(id).unwrap().is_some();
        let notes = reads.all::<dozvon::domain::interaction::Note>().unwrap().len();
        assert_eq!((is_there, notes), (!undone, written), "notes without their client, or lost ones");
        assert!(is_there || notes == 0);
    }
}
