//! What a client asks for without a result of a call: his hours and zone, a consent taken back, another time for what was
//! promised. By keys, on the command line, and back again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::{Base, moment};
use common::cli::Home;
use common::dump::dump;
use common::stage::Stage;
use dozvon::desk::DeskError;
use dozvon::desk::callbacks::ShareOverdue;
use dozvon::desk::consents::ProofOf;
use dozvon::desk::dossier::{Dossier, DossierOf};
use dozvon::desk::queue::{PlanContact, Reschedule};
use dozvon::desk::result::Answers;
use dozvon::domain::client::Client;
use dozvon::domain::consent::{ConsentHow, ConsentKind};
use dozvon::domain::hours::Window;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::Interaction;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::domain::zone::{ClientZone, Confidence, ZoneSource};
use dozvon::store::{Reads, Store};

fn client(base: &Base, name: &str) -> ClientId {
    let all = Reads(base.store.as_ref()).all::<Client>().unwrap();
    all.into_iter().find(|client| client.name.contains(name)).unwrap().id
}

/// All records and index entries, without the numbers of the commits that wrote them.
fn state(base: &Base) -> Vec<(Vec<u8>, Vec<u8>)> {
    let all = dump(base.store.as_ref()).into_iter();
    all.map(|(key, value)| (key, value.get(8..).unwrap_or_default().to_vec())).collect()
}

fn dossier(base: &Base, name: &str) -> Dossier {
    base.desk.query(&base.operator, base.clock.now(), &DossierOf(client(base, name))).unwrap()
}

/// The base with this client on the screen.
fn stage(base: &Base, size: (u16, u16), name: &str) -> Stage {
    let mut stage = Stage::new(base, size);
    stage.keys(&format!("F3 '{name}' Enter")).see(name);
    stage
}

#[test]
fn hours_and_zone_are_written_by_keys_and_one_key_takes_them_back() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let base = Base::small();
        let before = state(&base);
        let mut stage = stage(&base, size, "Ассоль");
        stage.keys("H").see("когда звонить").see("МСК+1");
        stage.keys("'после обеда'").see("часы не поняты").keys("Enter Enter").see("не часы для звонков");
        assert!(state(&base) == before, "what is not understood changes nothing");
        stage.keys("Esc H '10–18, кроме выходных' Tab").see("10–18");
        // Untouched, the zone is not taken for something he has said.
        stage.see("пояс остаётся: МСК+1");
        stage.keys("'Омск'").see("со слов клиента: МСК+3, там сейчас 15:00");
        insta::assert_snapshot!(format!("wishes_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Enter").see("Ассоль: пояс МСК+3").see("просит звонить").see("у клиента 15:00");
        let dossier = dossier(&base, "Ассоль");
        let said =
            ClientZone { tz: chrono_tz::Asia::Omsk, source: ZoneSource::Said, confidence: Confidence::High };
        assert_eq!(dossier.client.zone, Some(said));
        assert_eq!(dossier.client.calls, Window::parse("10-18, кроме выходных"));
        assert!(dossier.planned.iter().all(|entry| entry.zone == Some(chrono_tz::Asia::Omsk)));
        // It is one change, with its author, and one key takes it back.
        let entry = base.store.entry(base.store.last_seq()).unwrap().unwrap();
        assert_eq!(
            (entry.origin.use_case.as_str(), entry.origin.actor),
            ("client.wishes", base.operator.user)
        );
        stage.keys("Ctrl+Z").see("Отменено");
        assert!(state(&base) == before, "not all of it is taken back");
        stage.see("МСК+1");
    }
}

#[test]
fn an_empty_line_gives_the_usual_hours_back() {
    let base = Base::small();
    let mut stage = stage(&base, (120, 36), "Ассоль");
    stage.keys("H '11–16' Ctrl+S").see("просит звонить 11–16");
    stage.keys("H");
    for _ in 0..20 {
        stage.keys("Backspace");
    }
    stage.see("в обычные часы").keys("Ctrl+S").see_no("просит звонить");
    assert_eq!(dossier(&base, "Ассоль").client.calls, None);
    // The zone was said by nobody.
    assert_eq!(dossier(&base, "Ассоль").client.zone.unwrap().source, ZoneSource::Address);
}

#[test]
fn hours_survive_their_own_words() {
    // What the form shows of hours it must read as the same hours.
    let texts = dozvon::i18n::Texts::new(dozvon::i18n::Lang::Ru);
    let english = dozvon::i18n::Texts::new(dozvon::i18n::Lang::En);
    for said in ["10–18", "9:30–18, кроме выходных", "будни 10–19, выходные 11–16", "выходные 11–15"]
    {
        let window = Window::parse(said).unwrap();
        assert_eq!(Window::parse(&texts.window(&window)), Some(window), "{said}");
        assert_eq!(Window::parse(&english.window(&window)), Some(window), "{said}");
    }
}

#[test]
fn a_consent_is_taken_back_with_how_when_and_proof() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let base = Base::small();
        let before = state(&base);
        let mut stage = stage(&base, size, "Ассоль");
        stage.see("можно").keys("R").see("Клиент отзывает согласие").see("клиент и все его люди");
        stage.keys("Tab Tab 'завтра'").see("Время не понято");
        for _ in 0..6 {
            stage.keys("Backspace");
        }
        // By mail, yesterday.
        stage
            .keys("'вчера 15:40' Tab 4 Tab 'больше не пишите' Tab 'письмо 118'")
            .see("не действует с: вчера 15:40");
        insta::assert_snapshot!(format!("withdraw_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Enter").see("Отозвано 1 согласие").see("согласие отозвано");
        let proof = ProofOf { client: client(&base, "Ассоль"), phone: None, limit: 0 };
        let proof = base.desk.query(&base.operator, base.clock.now(), &proof).unwrap();
        let end = proof.consents[0].withdrawn.clone().unwrap();
        assert_eq!((end.at, end.how), (moment("2026-11-09T15:40:00+03:00"), ConsentHow::Email));
        assert_eq!((end.reason.as_str(), end.proof.as_str()), ("больше не пишите", "письмо 118"));
        assert_eq!((proof.consents[0].kind, end.by), (ConsentKind::Advertising, base.operator.user));
        stage.keys("R").see("нет согласия, которое действует");
        stage.keys("Ctrl+Z").see("Отменено");
        assert!(state(&base) == before, "not all of it is taken back");
    }
}

#[test]
fn the_command_line_takes_a_consent_back_in_the_same_way() {
    let home = Home::new();
    home.write("list.csv", "Название;Телефон;Согласие\nАльфа;8 (495) 012-00-01;12.03.2026\n");
    home.ok(&["import", "clients", "list.csv"]);
    let letter = home.write("letter.txt", "Прошу не звонить");
    let letter = letter.to_str().unwrap();
    let withdraw = ["consent", "withdraw", "8 (495) 012-00-01", "--how", "email", "--proof", letter];
    home.ok(&[&withdraw[..], &["--reason", "не звоните"]].concat());
    let sheet = home.json(&["consent", "proof", "8 (495) 012-00-01"]);
    let end = &sheet["consents"][0]["withdrawn"];
    assert_eq!((&end["how"], &end["reason"]), (&"email".into(), &"не звоните".into()));
    assert_eq!(end["proof_sha256"].as_str().unwrap().len(), 64);
    let said = home.ok(&["consent", "proof", "8 (495) 012-00-01"]).out;
    assert!(said.contains("чем доказан отзыв") && said.contains("письмом"), "{said}");
}

fn promise(base: &Base, name: &str) -> QueueEntry {
    let dossier = dossier(base, name);
    let kept = dossier.planned.iter().find(|entry| entry.kind == EntryKind::Promise);
    kept.unwrap().record.clone()
}

#[test]
fn a_promise_is_moved_without_a_call_and_back() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let base = Base::small();
        let before = state(&base);
        let due = promise(&base, "Протон").due;
        let mut stage = stage(&base, size, "Протон");
        stage.keys("W").see("Перенести без звонка").see("сегодня 11:46");
        stage.keys("'завтра в 12' Enter").see("завтра 12:00").keys("'просил секретарь'");
        insta::assert_snapshot!(format!("move_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Enter").see("Перенесено: завтра 12:00");
        let moved = promise(&base, "Протон");
        assert_eq!(
            (moved.due, moved.reason.as_str()),
            (moment("2026-11-11T12:00:00+03:00"), "просил секретарь")
        );
        assert_eq!((moved.owner, moved.attempts), (None, promise(&base, "Протон").attempts));
        stage.keys("Ctrl+Z").see("Отменено");
        assert!(state(&base) == before, "not all of it is taken back");
        assert_eq!(promise(&base, "Протон").due, due);
        // His own from now on.
        stage.keys("W 'завтра в 12' Tab Right").see("вы сами").keys("Ctrl+S").see("Перенесено");
        assert_eq!(promise(&base, "Протон").owner, Some(base.operator.user));
    }
}

#[test]
fn what_is_moved_is_lawful_and_not_somebody_elses() {
    let base = Base::small();
    let entry = promise(&base, "Протон");
    let now = base.clock.now();
    let case = Reschedule {
        entry: entry.id,
        due: moment("2026-11-11T23:00:00+03:00"),
        whole_day: false,
        personal: Some(true),
        reason: String::new(),
    };
    let move_to =
        |who, due: &str| base.desk.execute(who, now, &Reschedule { due: moment(due), ..case.clone() });
    assert!(matches!(
        base.desk.execute(&base.operator, now, &case),
        Err(DeskError::OutsideHours { opens }) if opens == moment("2026-11-12T09:00:00+03:00")
    ));
    assert!(matches!(move_to(&base.operator, "2026-11-10T10:00:00+03:00"), Err(DeskError::Past)));
    assert_eq!(move_to(&base.operator, "2026-11-11T12:00:00+03:00").unwrap().owner, Some(base.operator.user));
    // What one operator has promised only he and a supervisor move.
    let other = dozvon::desk::access::SignIn {
        name: "Федоров".into(),
        role: dozvon::domain::user::UserRole::Operator,
        zone: chrono_tz::Europe::Moscow,
    };
    let other = base.desk.sign_in(&other, dozvon::domain::ids::SessionId(3), now).unwrap();
    assert!(
        matches!(move_to(&other, "2026-11-11T13:00:00+03:00"), Err(DeskError::Held(by)) if by == base.operator.user)
    );
    assert!(move_to(&base.admin, "2026-11-11T13:00:00+03:00").is_ok());
    // A new contact has no time of its own.
    let new = dossier(&base, "Петрова").planned[0].id;
    let case = Reschedule { entry: new, due: moment("2026-11-11T12:00:00+03:00"), ..case };
    assert!(matches!(base.desk.execute(&base.operator, now, &case), Err(DeskError::NotPromised)));
}

#[test]
fn a_day_that_was_promised_is_said_and_kept_as_a_day() {
    let base = Base::small();
    let mut stage = stage(&base, (120, 36), "Протон");
    stage.keys("W 'завтра'").see("завтра, в течение дня").keys("Ctrl+S").see("Перенесено: завтра.");
    let entry = promise(&base, "Протон");
    assert_eq!((entry.due, entry.marks.whole_day), (moment("2026-11-11T10:00:00+03:00"), true));
    stage.see("обещан звонок завтра").see("11.11   ООО «Протон»").see_no("завтра 10:00");
    // In the evening of that day it is neither late nor broken; the morning after it is both.
    base.clock.set("2026-11-11T18:30:00+03:00");
    assert!(!entry.is_late(base.clock.now()));
    let outcome = base.desk.catalog().unwrap().outcome_on('4').unwrap().id;
    let record = dozvon::desk::result::RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: None,
        direction: dozvon::domain::interaction::Direction::Outgoing,
        began: base.clock.now().plus_minutes(-2),
        outcome,
        answers: Answers { reason: "дорого".into(), ..Answers::default() },
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(&base.operator, base.clock.now(), &record).unwrap();
    let calls = Reads(base.store.as_ref()).all::<Interaction>().unwrap();
    let call = calls.iter().find(|call| call.entry == Some(entry.id) && call.promised.is_some()).unwrap();
    assert_eq!(call.promised, Some(call.at), "it was kept");
}

#[test]
fn a_result_that_promises_a_day_promises_no_hour() {
    let base = Base::small();
    let mut stage = stage(&base, (120, 36), "Ассоль");
    stage.keys("Ctrl+G Ctrl+G 2 'на следующей неделе'").see("пн 16.11, в течение дня");
    stage.keys("Enter").see("пн 16.11").see_no("16.11 10:00").see_no("16.11 11:00");
    let entry = promise(&base, "Ассоль");
    assert!(entry.marks.whole_day);
    assert_eq!(entry.due, moment("2026-11-16T10:00:00+04:00"));
    // A time of the day is one.
    let mut stage = self::stage(&base, (120, 36), "Сигма");
    stage.keys("Ctrl+G Ctrl+G 2 'завтра в 15' Enter");
    assert!(!promise(&base, "Сигма").marks.whole_day);
}

#[test]
fn a_plan_is_anybodys_unless_the_operator_wants_it() {
    let base = Base::small();
    let plans = |base: &Base| -> Vec<(EntryKind, Option<dozvon::domain::ids::UserId>)> {
        let planned = dossier(base, "Сигма").planned;
        let planned = planned.iter().filter(|entry| entry.kind == EntryKind::Planned);
        planned.map(|entry| (entry.kind, entry.owner)).collect()
    };
    let mut stage = stage(&base, (80, 24), "Сигма");
    stage.keys("w 'завтра в 15'").see("любой оператор").keys("Enter 'КП' Enter").see("Звонок запланирован");
    assert_eq!(plans(&base), [(EntryKind::Planned, None)]);
    stage.keys("w 'завтра в 16' Tab Space").see("вы сами").keys("Tab 'КП' Enter");
    assert_eq!(plans(&base)[1], (EntryKind::Planned, Some(base.operator.user)));
    // Left lying, it becomes anybody's as a promise does.
    base.clock.set("2026-11-11T14:20:00+03:00");
    let share = ShareOverdue { after_minutes: 15 };
    let shared = base.desk.execute(&base.admin, base.clock.now(), &share).unwrap();
    assert_eq!(shared.iter().map(|one| one.due).collect::<Vec<_>>(), [moment("2026-11-11T16:00:00+05:00")]);
    assert_eq!(plans(&base)[1].1, None);
}

#[test]
fn the_command_line_plans_and_moves() {
    let home = Home::new();
    home.write("list.csv", "Название;Телефон;Согласие;Город\nАльфа;8 (495) 012-00-01;12.03.2026;Омск\n");
    home.ok(&["import", "clients", "list.csv"]);
    let made = home.json(&["queue", "plan", "8 (495) 012-00-01", "завтра в 11", "--reason", "КП", "--mine"]);
    assert_eq!((&made["due"], &made["mine"]), (&"2026-11-11T05:00:00Z".into(), &true.into()));
    let id = made["id"].as_u64().unwrap().to_string();
    let moved = home.json(&["queue", "move", &id, "послезавтра"]);
    assert_eq!((&moved["due"], &moved["whole_day"]), (&"2026-11-12T04:00:00Z".into(), &true.into()));
    assert_eq!(moved["mine"], true, "whose it is was not spoken of");
    assert!(home.ok(&["queue", "move", &id, "пт", "--anybody"]).out.contains("Перенесено: пт 13.11."));
    let night = home.run(&["queue", "move", &id, "завтра в 23:30"]);
    assert_eq!(night.code, 4, "{night:#?}");
    // The nearest hour is offered as the form on the desk offers it, by both clocks.
    assert!(
        night.err.contains("Ближайшее время, когда можно: чт 12.11 09:00 у клиента · 06:00 у вас"),
        "{night:#?}"
    );
    let late = home.run(&["queue", "plan", "№1", "завтра в 23:30"]);
    assert!(late.code == 4 && late.err.contains("чт 12.11 09:00 у клиента"), "{late:#?}");
    let after = home.json(&["queue", "move", &id, "после выходных"]);
    assert_eq!(after["due"], "2026-11-16T04:00:00Z", "a Monday");
    let aside = home.json(&["queue", "move", &id, "завтра в 11, спросить Марию", "--reason", "КП"]);
    assert_eq!(aside["due"], "2026-11-11T05:00:00Z");
    let shown = home.ok(&["queue", "promises", "--all"]).out + &home.ok(&["show", "№1"]).out;
    assert!(shown.contains("спросить Марию · КП"), "{shown}");
    // Of a day without an hour the first that suits him.
    home.ok(&["client", "hours", "№1", "12-15"]);
    let day = home.json(&["queue", "plan", "№1", "завтра"]);
    assert_eq!((&day["due"], &day["whole_day"]), (&"2026-11-11T06:00:00Z".into(), &true.into()));
    home.ok(&["client", "hours", "№1", "none"]);
    let nonsense = home.run(&["queue", "move", &id, "когда-нибудь"]);
    assert_eq!(nonsense.code, 2, "{nonsense:#?}");
}

#[test]
fn plans_of_a_day_are_kept_in_the_store() {
    let base = Base::small();
    let plan = PlanContact {
        client: client(&base, "Сигма"),
        due: moment("2026-11-12T10:00:00+05:00"),
        reason: String::new(),
        whole_day: true,
        personal: false,
    };
    let id = base.desk.execute(&base.operator, base.clock.now(), &plan).unwrap();
    let entry = Reads(base.store.as_ref()).find::<QueueEntry>(id).unwrap().unwrap();
    assert!(entry.marks.whole_day);
}

#[test]
fn what_follows_the_time_is_what_the_call_is_for() {
    let base = Base::small();
    let reason = |base: &Base| -> Vec<String> {
        let planned = dossier(base, "Сигма").planned;
        let planned = planned.iter().filter(|entry| entry.kind == EntryKind::Planned);
        planned.map(|entry| entry.reason.clone()).collect()
    };
    let mut stage = stage(&base, (80, 24), "Сигма");
    stage.keys("w 'завтра в 15, спросить Марию'").see("15:00").see("· спросить Марию");
    stage.keys("Enter Enter").see("Звонок запланирован");
    assert_eq!(reason(&base), ["спросить Марию"]);
    // Where the hour does not suit, it goes along with the one that is offered.
    stage.keys("w 'завтра в 23:30, спросить Марию' Enter Enter 'КП' Enter");
    assert_eq!(reason(&base)[1], "спросить Марию · КП");
    // And it is read in the other layout.
    stage.keys("w").paste("pfdnhf d 16? cghjcbnm Vfhb.").see("· спросить Марию");
}
