//! Promises: the book of them, giving one up, what a call is for, the word before one comes due; and the bar and the figures of
//! whoever talks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::{Base, Row, agreed, moment};
use common::cli::Home;
use common::dump::dump;
use common::stage::{Setting, Stage};
use dozvon::desk::DeskError;
use dozvon::desk::bulk::{Insert, Records};
use dozvon::desk::callbacks::ShareOverdue;
use dozvon::desk::queue::{
    Book, GiveUp, PlanContact, Promises, QueueView, Reschedule, Take, TakeNext, Whose,
};
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::desk::shift::ShiftSince;
use dozvon::domain::client::Client;
use dozvon::domain::ids::{ClientId, QueueEntryId, RecordId, UserId};
use dozvon::domain::interaction::{Direction, Interaction, InteractionStatus};
use dozvon::domain::queue::book::Due;
use dozvon::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use dozvon::domain::time::{MINUTE_MS, Moment};
use dozvon::i18n::Lang;
use dozvon::store::Reads;
use dozvon::tui::model::CallState;

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

fn client(base: &Base, name: &str) -> ClientId {
    let all = Reads(base.store.as_ref()).all::<Client>().unwrap();
    all.into_iter().find(|client| client.name.contains(name)).unwrap().id
}

fn promise(when: &str, personal: bool, purpose: &str) -> Answers {
    Answers { when: Some(moment(when)), personal, purpose: purpose.into(), ..Answers::default() }
}

fn book(base: &Base, who: &dozvon::desk::Who, whose: Whose, limit: usize) -> Book {
    base.desk.query(who, base.clock.now(), &Promises { whose, limit }).unwrap()
}

fn told(book: &Book) -> Vec<(Due, &str)> {
    book.rows.iter().map(|row| (row.due, row.name.as_str())).collect()
}

/// Promises of every heading: four of the operator's own, one of anybody's.
fn full() -> Base {
    let base = Base::empty();
    let vega = base.client(Row::new("Вега", "Москва").phone("8 (495) 012-34-56"));
    let far = base.client(Row::new("Видео маркет", "Владивосток").phone("8 (423) 201-11-22"));
    let sigma = base.client(Row::new("Сигма", "Екатеринбург").phone("8 (343) 301-00-02"));
    let assol = base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66"));
    let common = base.client(Row::new("Протон", "Москва").phone("8 (495) 012-34-57"));
    base.clock.set("2026-11-09T12:00:00+03:00");
    base.call(vega, '2', promise("2026-11-10T11:50:00+03:00", true, "Отправить КП"), "");
    base.call(sigma, '2', promise("2026-11-10T15:00:00+05:00", true, "Согласовать скидку"), "");
    base.call(far, '2', promise("2026-11-11T11:00:00+10:00", true, ""), "");
    base.call(common, '2', promise("2026-11-10T14:00:00+03:00", false, "Общий"), "");
    let plan = PlanContact {
        client: assol,
        due: moment("2026-11-20T12:00:00+04:00"),
        reason: "Уточнить объём".into(),
        whole_day: false,
        personal: true,
    };
    base.desk.execute(&base.operator, base.clock.now(), &plan).unwrap();
    base.clock.set("2026-11-10T12:00:00+03:00");
    base
}

#[test]
fn the_book_stands_under_its_headings_and_everybody_sees_what_is_his() {
    let base = full();
    let mine = [
        (Due::Overdue, "Вега"),
        (Due::Today, "Сигма"),
        (Due::Tomorrow, "Видео маркет"),
        (Due::Later, "Ассоль"),
    ];
    assert_eq!(told(&book(&base, &base.operator, Whose::Mine, 10)), mine);
    // What is taken is promised all the same.
    let vega = client(&base, "Вега");
    let entry = entries(&base).into_iter().find(|entry| entry.client == vega).unwrap().id;
    base.desk.execute(&base.operator, base.clock.now(), &Take(entry)).unwrap();
    assert_eq!(told(&book(&base, &base.operator, Whose::Mine, 10)), mine);
    // And when its lease has run out and nobody has come back.
    base.clock.forward(20 * MINUTE_MS);
    assert_eq!(told(&book(&base, &base.operator, Whose::Mine, 10)), mine);
    let all = book(&base, &base.operator, Whose::All, 10);
    assert!(told(&all).contains(&(Due::Today, "Протон")) && all.rows.len() == 5 && !all.more);
    // The supervisor has promised nothing, and sees all; nobody else looks into another one's book.
    assert_eq!(told(&book(&base, &base.admin, Whose::Mine, 10)), []);
    assert_eq!(book(&base, &base.admin, Whose::All, 10).rows.len(), 5);
    assert_eq!(told(&book(&base, &base.admin, Whose::Of(base.operator.user), 10)), mine);
    let ask = Promises { whose: Whose::Of(base.admin.user), limit: 10 };
    let refused = base.desk.query(&base.operator, base.clock.now(), &ask);
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
    // So many and no more: the soonest.
    let short = book(&base, &base.operator, Whose::Mine, 2);
    assert_eq!((told(&short), short.more), (mine[..2].to_vec(), true));
}

#[test]
fn names_are_not_cut_where_there_is_room_and_the_bar_knows_every_key() {
    let base = Base::empty();
    let long = "Производственно-коммерческая фирма «Северсталь-Метиз»";
    let id = base.client(Row::new(long, "Москва").phone("8 (495) 012-34-56"));
    base.call(id, '2', promise("2026-11-10T13:00:00+03:00", true, "КП"), "");
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("k").see(&format!("{long}  КП")).see("Enter открыть  W перенести  Del снять");
    // A long purpose gives way as a long name does, and neither is lost whole.
    let mut stage = Stage::new(&base, (80, 24));
    base.call(id, '2', promise("2026-11-10T14:00:00+03:00", true, &"Согласовать поставку ".repeat(4)), "");
    stage.keys("k").see("Производственно-коммер").see("Согласовать поставку");
}

/// Contacts by the hundred, written as an import does.
fn insert(base: &Base, made: impl Fn(u64, ClientId, QueueEntryId) -> QueueEntry, count: u64) {
    let mut records = Records::default();
    let now = base.clock.now();
    for n in 0..count {
        let id = base.desk.new_id::<Client>();
        let zone = Row::new("", if n.is_multiple_of(2) { "Москва" } else { "Омск" }).0.zone;
        let phone = dozvon::domain::phone::Phone::from_e164(74_950_100_000 + n).unwrap();
        let client = Client {
            zone,
            methods: vec![dozvon::domain::contact::ContactMethod::phone(phone, "")],
            ..Client::new(id, format!("Клиент {n}"), now)
        };
        records.clients.push(client);
        records.consents.push(agreed(&base.desk, id, now));
        records.entries.push(made(n, id, base.desk.new_id::<QueueEntry>()));
    }
    base.desk.execute(&base.admin, now, &Insert(records)).unwrap();
}

fn planned(id: QueueEntryId, client: ClientId, n: u64, due: Moment) -> QueueEntry {
    let zone = if n.is_multiple_of(2) { chrono_tz::Europe::Moscow } else { chrono_tz::Asia::Omsk };
    QueueEntry {
        id,
        client,
        person: None,
        phone: None,
        kind: EntryKind::Promise,
        due,
        reason: String::new(),
        list: None,
        attempts: u16::try_from(n % 3).unwrap(),
        max_attempts: 5,
        owner: None,
        state: EntryState::Waiting,
        zone: Some(zone),
        created: Moment::default(),
        marks: Marks::default(),
    }
}

#[test]
fn a_long_book_is_in_order_from_whichever_lanes_it_comes() {
    let base = Base::empty();
    let me = base.operator.user;
    // In no order at all, in two zones and with three counts of attempts.
    insert(
        &base,
        |n, client, id| QueueEntry {
            owner: Some(me),
            ..planned(id, client, n, base.clock.now().plus_minutes(i64::try_from(n * 7919 % 1000).unwrap()))
        },
        300,
    );
    let whole = book(&base, &base.operator, Whose::Mine, 1000);
    assert_eq!((whole.rows.len(), whole.more), (300, false));
    assert!(whole.rows.windows(2).all(|two| two[0].entry.due <= two[1].entry.due));
    let first = book(&base, &base.operator, Whose::Mine, 120);
    assert!(first.more);
    let ids = |book: &Book, count| book.rows.iter().take(count).map(|row| row.entry.id).collect::<Vec<_>>();
    assert_eq!(ids(&first, 1000), ids(&whole, 120));
}

#[test]
fn ones_own_contact_is_held_however_many_leases_others_have() {
    let base = Base::empty();
    let now = base.clock.now();
    // Four hundred operators hold one each, all their leases end before his.
    insert(
        &base,
        |n, client, id| QueueEntry {
            kind: EntryKind::New,
            state: EntryState::Taken { by: UserId::from_u64(1000 + n), until: now.plus_minutes(5) },
            ..planned(id, client, n, now)
        },
        400,
    );
    let vega = base.client(Row::new("Вега", "Москва").phone("8 (495) 012-34-56"));
    base.call(vega, '2', promise("2026-11-10T12:30:00+03:00", false, ""), "");
    base.clock.set("2026-11-10T12:00:30+03:00");
    let entry = entries(&base).into_iter().find(|entry| entry.client == vega).unwrap();
    base.desk.execute(&base.operator, base.clock.now(), &Take(entry.id)).unwrap();
    // His own comes before everything, in the list and when the next is taken.
    let rows = base.desk.query(&base.operator, base.clock.now(), &QueueView { limit: 60 }).unwrap().0;
    assert_eq!(rows.first().map(|row| row.entry.id), Some(entry.id));
    let taken = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap();
    assert_eq!(taken.map(|taken| taken.entry.id), Some(entry.id));
    // The leases of those who went without a word are taken over, behind hundreds of what only others may take.
    let base = Base::empty();
    insert(
        &base,
        |n, client, id| {
            let by = UserId::from_u64(1000 + n);
            let owner = (n < 399).then_some(by);
            let until = now.plus_minutes(-20 + i64::from(n == 399));
            QueueEntry {
                owner,
                state: EntryState::Taken { by, until },
                ..planned(id, client, n, now.plus_minutes(-30))
            }
        },
        400,
    );
    let taken = base.desk.execute(&base.operator, now, &TakeNext).unwrap().unwrap();
    assert_eq!(taken.entry.owner, None);
}

#[test]
fn a_promise_is_given_up_with_a_reason_and_comes_back_whole() {
    let base = full();
    let vega = client(&base, "Вега");
    let entry = entries(&base).into_iter().find(|entry| entry.client == vega).unwrap();
    let give_up = |who: &dozvon::desk::Who, reason: &str| {
        let case = GiveUp { entry: entry.id, reason: reason.into() };
        base.desk.execute_as(who, base.clock.now(), &case)
    };
    assert!(matches!(give_up(&base.operator, "  "), Err(DeskError::Empty)));
    assert!(matches!(give_up(&base.operator, &"ы".repeat(201)), Err(DeskError::TooLong { count: 201, .. })));
    let sign_in = dozvon::desk::access::SignIn {
        name: "Федоров".into(),
        role: dozvon::domain::user::UserRole::Operator,
        zone: chrono_tz::Europe::Moscow,
    };
    let other = base.desk.sign_in(&sign_in, dozvon::domain::ids::SessionId(9), base.clock.now()).unwrap();
    assert!(matches!(give_up(&other, "Не моё"), Err(DeskError::Held(_))), "it is not his");
    let before: Vec<_> = dump(base.store.as_ref())
        .into_iter()
        .map(|(key, value)| (key, value.get(8..).map(<[u8]>::to_vec)))
        .collect();
    let (_, seq) = give_up(&base.operator, "Клиент написал сам").unwrap();
    assert_eq!(entries(&base).into_iter().find(|one| one.id == entry.id).unwrap().state, EntryState::Done);
    assert!(!told(&book(&base, &base.operator, Whose::Mine, 10)).contains(&(Due::Overdue, "Вега")));
    let talks = Reads(base.store.as_ref()).all::<Interaction>().unwrap();
    let talk = talks.iter().find(|talk| talk.is_given_up()).unwrap();
    assert_eq!((talk.status, talk.reason.as_str()), (InteractionStatus::NotHeld, "Клиент написал сам"));
    assert_eq!(talk.promised, Some(entry.due));
    assert!(matches!(give_up(&base.operator, "Ещё раз"), Err(DeskError::Finished)));
    base.desk.undo(&base.operator, base.clock.now(), seq.unwrap(), "").unwrap();
    let after: Vec<_> = dump(base.store.as_ref())
        .into_iter()
        .map(|(key, value)| (key, value.get(8..).map(<[u8]>::to_vec)))
        .collect();
    assert_eq!(before, after, "everything as it was");
}

#[test]
fn the_book_is_worked_on_by_keys() {
    for (size, name) in [((80, 24), "book_80x24"), ((120, 36), "book_120x36")] {
        let base = full();
        let mut stage = Stage::new(&base, size);
        stage.keys("k").see("Мои обещания").see("Просрочено 1").see("Завтра 1").see("Позже 1");
        stage.see("Отправить КП").see_no("Общий");
        insta::assert_snapshot!(name, stage.screen());
        // Tab shows those anybody may keep as well, and back.
        stage.keys("Tab").see("мои и общие").see("Общий").keys("Tab").see_no("Общий");
        // Another time, in words, through the same checks: at night nobody is called.
        stage.keys("Down Down W").see("Перенести без звонка").see("Видео маркет");
        stage.keys("'завтра 23'").see("не время звонить").keys("Esc").see("Мои обещания");
        stage.keys("W 'послезавтра 17' Enter Enter").see("Перенесено").see("Мои обещания").see("Позже 2");
        let far = client(&base, "Видео маркет");
        let due = entries(&base).into_iter().find(|entry| entry.client == far).unwrap().due;
        assert_eq!(due, moment("2026-11-12T17:00:00+10:00"));
        // Given up, with a reason or not at all; one key takes it back.
        stage
            .keys("Home Delete")
            .see("Вега: почему не позвоним?")
            .keys("Enter")
            .see("без причины не снимается");
        stage.keys("'Написал сам' Enter").see("Обещание снято").see_no("Просрочено 1");
        stage.keys("Esc Ctrl+Z").see("Отменено: снятие обещания");
        stage.keys("k").see("Просрочено 1").keys("Enter").see_no("Мои обещания").see("Вега");
    }
}

#[test]
fn what_was_done_in_the_book_is_taken_back_in_the_book() {
    for size in [(80, 24), (120, 36)] {
        let base = full();
        let mut stage = Stage::new(&base, size);
        let due = || {
            let far = client(&base, "Видео маркет");
            entries(&base).into_iter().find(|entry| entry.client == far).unwrap().due
        };
        let before = due();
        stage.keys("k").see_no("Ctrl+Z отменить").keys("Ctrl+Z").see("Отменять пока нечего");
        stage.keys("Delete 'Написал сам' Enter").see("бещание снято").see("Ctrl+Z отменить 10 с");
        stage.keys("Ctrl+Z").see("Отменено: снятие обещания").see("Мои обещания").see("Просрочено 1");
        stage.keys("Home Down Down W 'послезавтра 17' Enter Enter").see("Перенесено").see("Ctrl+Z отменить");
        assert_ne!(due(), before);
        stage.keys("Ctrl+Z").see("Отменено").see("Мои обещания").see("Завтра 1");
        assert_eq!(due(), before);
        // Ten seconds, as everywhere.
        stage.keys("Home Delete 'Написал сам' Enter").see("бещание снято").wait(10_000);
        stage.see_no("Ctrl+Z отменить").keys("Ctrl+Z").see("Десять секунд прошли").see("Мои обещания");
        // A result that is taken back shows its call, not the book over it.
        stage.keys("Esc F3 'вега' Enter Ctrl+G Ctrl+G 6").see("Нет ответа").keys("k").see("Ctrl+Z отменить");
        stage.keys("Ctrl+Z").see("Отменено").see_no("Мои обещания").see("Нужен результат");
    }
}

#[test]
fn a_promise_that_is_moved_elsewhere_moves_on_the_status_line_at_once() {
    let base = full();
    base.clock.set("2026-11-10T12:52:00+03:00");
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("k").see("◷ 13:00").see("Позже 1");
    let sigma = client(&base, "Сигма");
    let entry = entries(&base).into_iter().find(|entry| entry.client == sigma).unwrap().id;
    let moved = |due: &str| {
        let (due, reason) = (moment(due), String::new());
        let case = Reschedule { entry, due, whole_day: false, personal: None, reason };
        base.desk.execute(&base.operator, base.clock.now(), &case).unwrap();
    };
    moved("2026-11-10T13:02:00+03:00");
    stage.wait(1_000).see("◷ 13:02").see_no("◷ 13:00");
    moved("2026-11-20T13:00:00+03:00");
    stage.wait(1_000).see_no("◷ 13:0").see("Позже 2");
    moved("2026-11-10T13:00:00+03:00");
    stage.wait(1_000).see("◷ 13:00").see("Позже 1");
}

#[test]
fn a_call_that_goes_on_is_neither_moved_nor_given_up_from_the_book() {
    let base = full();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space").see("Вега").keys("Ctrl+G").see("Разговор");
    for key in ["Delete", "W"] {
        stage.keys("k").keys(key).see("новое время назовёт результат звонка").keys("Esc");
    }
    assert!(stage.session.model().work.is_some());
    stage.see("Разговор").keys("Ctrl+G 5");
}

#[test]
fn what_a_promised_call_is_for_is_asked_with_its_time_and_told_wherever_it_is_shown() {
    let base = Base::empty();
    base.client(Row::new("Вега", "Москва").phone("8 (495) 012-34-56"));
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'вега' Enter Ctrl+G Ctrl+G 2 'в 15:00' Down 'Прислать КП на 120 штук' Up");
    insta::assert_snapshot!("when_80x24", stage.screen());
    stage.keys("Enter").see("обещано");
    let entry = entries(&base).pop().unwrap();
    assert_eq!((entry.reason.as_str(), entry.kind), ("Прислать КП на 120 штук", EntryKind::Promise));
    // In the queue, in the why, in the memory line of the next call, in the history.
    stage.keys("F2").see("Прислать КП на 120 штук").keys("?").see("Прислать КП на 120 штук").keys("Esc");
    base.clock.set("2026-11-10T15:00:00+03:00");
    stage.wait(0).keys("Space").see("Вега").see("10.11 обещан звонок:").see("Прислать КП на 120 штук");
    stage.keys("F7").see("Прислать КП на 120 штук");
    // Nobody has to say it: Enter right after the time records as before.
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+G 2 'через час' Enter").see("обещано");
    assert_eq!(entries(&base).pop().unwrap().reason, "Прислать КП на 120 штук", "it is still for that");
}

#[test]
fn the_operator_is_told_once_before_a_promise_and_keeps_his_keys() {
    let base = full();
    let due = moment("2026-11-10T15:00:00+05:00");
    base.clock.set("2026-11-10T12:48:00+03:00");
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'прот' Enter").wait(30_000);
    stage.see_no("обещан звонок: Сигма").keys("n 'Просит'");
    // Ten minutes before, in the middle of a note: the strip says so, and what is typed goes on.
    stage.wait(due.millis() - 10 * MINUTE_MS - base.clock.now().millis());
    stage.see("Через 10 минут обещан звонок: Сигма").see("15:00 у клиента · 13:00 у вас");
    stage.see("Согласовать скидку").see("◷ 13:00");
    stage.keys("' счёт' Enter").see("Заметка сохранена");
    // Once: neither a minute later nor when everything is read again; the status line keeps the time till it has come.
    stage.wait(11_000).see_no("обещан звонок: Сигма").see("◷ 13:00");
    stage.wait(5 * MINUTE_MS).see_no("обещан звонок: Сигма").see("◷ 13:00");
    stage.wait(5 * MINUTE_MS).see_no("◷ 13:00");
    // Moved to another time it is told of again; nobody else is told of it; and not at all where the setting says so.
    for (who, minutes, tells) in
        [(&base.operator, 10, true), (&base.operator, 0, false), (&base.admin, 10, false)]
    {
        base.clock.set("2026-11-10T12:30:00+03:00");
        let mut stage = Stage::with(&base, who.clone(), Setting { size: (80, 24), ..Setting::default() });
        stage.session.set_remind(minutes);
        base.clock.set("2026-11-10T12:55:00+03:00");
        stage.wait(0).wait(1000).wait(1000);
        assert_eq!(stage.shows("обещан звонок: Сигма"), tells, "{}", stage.screen());
        // It is the first of the figures, before all that has been.
        assert_eq!(stage.shows("◷ 13:00"), tells, "{}", stage.screen());
    }
}

/// The last line of the screen.
fn bar(stage: &Stage) -> String {
    stage.screen().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn whoever_talks_sees_the_keys_of_the_talk_on_a_small_screen() {
    for (lang, mark, note) in [(Lang::Ru, "M метка", "N заметка"), (Lang::En, "M mark", "N note")]
    {
        let base = Base::small();
        let setting = Setting { size: (80, 24), lang, ..Setting::default() };
        let mut stage = Stage::with(&base, base.operator.clone(), setting);
        // In a script, at a step with answers.
        stage.keys("F3 'видео' Enter Ctrl+G");
        let said = bar(&stage);
        assert!(said.contains(mark) && said.contains(note) && said.contains("1–9"), "{said}");
        assert!(said.contains("Ctrl+G") && said.contains("F1"), "{said}");
        // On every pane of the desk, and at every step of the script.
        let mut seen = vec![said];
        for keys in ["F2", "F4", "F5", "F7", "F6", "1", "1", "1", "2", "1", "Enter", "1", "Enter", "1"] {
            stage.keys(keys);
            let open = stage.session.model().dialogs.is_empty();
            let said = bar(&stage);
            let ended =
                stage.session.model().work.as_ref().is_none_or(|work| work.state != CallState::Talking);
            let has = said.contains(if open { mark } else { "Ctrl+B" });
            assert!(ended || has, "after {keys}: {said}\n{}", stage.screen());
            seen.push(said);
        }
        insta::assert_snapshot!(format!("bars_{lang:?}").to_lowercase(), seen.join("\n"));
        // In a note that is written meanwhile.
        let mut stage =
            Stage::with(&base, base.admin.clone(), Setting { size: (80, 24), lang, ..Setting::default() });
        stage.keys("F3 'ассоль' Enter Ctrl+G F4");
        assert!(bar(&stage).contains(mark), "{}", bar(&stage));
        stage.keys("n");
        assert!(bar(&stage).contains("Ctrl+B"), "{}", bar(&stage));
    }
}

#[test]
fn calls_and_results_are_two_figures() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::small();
        let mut stage = Stage::new(&base, size);
        let (calls, results) = {
            let shift = stage.session.model().shift;
            (shift.calls, shift.results)
        };
        let figures =
            |calls: usize, results: usize| [format!("зв. {calls} · ит. {results}"), format!("{calls} зв")];
        let sees = |stage: &Stage, calls, results| {
            let line = stage.screen().lines().next().unwrap_or_default().to_owned();
            let [short, long] = figures(calls, results);
            let said = line.contains(&short)
                || line.contains(&long)
                    && (line.contains(&format!("{results} итог"))
                        || line.contains(&format!("ит. {results}")));
            assert!(said, "{calls} calls, {results} results: {line}");
        };
        // A call that goes on is a call, and no result yet.
        stage.keys("F3 'видео' Enter Ctrl+G");
        sees(&stage, calls + 1, results);
        stage.keys("Ctrl+G 6");
        sees(&stage, calls + 1, results + 1);
        stage.keys("Ctrl+Z");
        let shift = stage.session.model().shift;
        assert_eq!((shift.calls, shift.results), (calls, results), "the call waits for its result again");
        stage.keys("6").wait(11_000);
        sees(&stage, calls + 1, results + 1);
    }
}

#[test]
fn an_added_number_can_be_taken_back_as_long_as_the_screen_says_so() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    let unknown = dozvon::domain::phone::Phone::parse("+7 912 555-01-77").unwrap();
    stage.session.called(dozvon::session::port::Call::Rings(unknown));
    stage.settle();
    stage.keys("Space").keys("'Видео маркет'").see("похоже");
    let people = |base: &Base| dump(base.store.as_ref()).len();
    let before = people(&base);
    stage.keys("Down Enter").keys("2 'Анна' Enter");
    assert!(people(&base) > before, "{}", stage.screen());
    // Who is talked to is not taken away in the middle of the talk: then nothing promises it.
    stage.see_no("отменить").keys("Ctrl+Z").see("карточка остаётся").see_no("отменить");
    assert!(people(&base) > before);
    // A number of the client's own can be taken back, and the countdown says so.
    let base = Base::small();
    let before = people(&base);
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.called(dozvon::session::port::Call::Rings(unknown));
    stage.settle();
    stage.keys("Space").keys("'Видео маркет'").see("похоже").keys("Down Enter 4 Enter");
    stage.see("отменить 10 с").keys("Ctrl+Z").see("Отменено");
    assert_eq!(people(&base), before);
    // «+» dials another number and writes nothing down: there is nothing to take back, and nothing says so.
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'протон' Enter Ctrl+G +").see_no("отменить");
}

/// The result on a key of a call in that contact.
fn result(base: &Base, who: &dozvon::desk::Who, entry: &QueueEntry, direction: Direction) {
    let now = base.clock.now();
    let record = RecordResult {
        client: entry.client,
        entry: Some(entry.id),
        person: None,
        phone: entry.phone,
        direction,
        began: now,
        outcome: base.desk.catalog().unwrap().outcome_on('4').unwrap().id,
        answers: Answers { reason: "Дорого".into(), ..Answers::default() },
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(who, now.plus_minutes(1), &record).unwrap();
}

fn figures(base: &Base, who: &dozvon::desk::Who) -> (usize, usize) {
    let since = ShiftSince(moment("2026-11-10T00:00:00+03:00"));
    let shift = base.desk.query(who, base.clock.now(), &since).unwrap();
    (shift.kept, shift.broken)
}

#[test]
fn who_makes_the_call_another_one_has_promised_has_not_broken_it() {
    let base = full();
    let vega = client(&base, "Вега");
    let of_vega = |base: &Base| entries(base).into_iter().find(|entry| entry.client == vega).unwrap();
    base.clock.set("2026-11-10T12:10:00+03:00");
    let share = ShareOverdue { after_minutes: 15 };
    assert_eq!(base.desk.execute(&base.admin, base.clock.now(), &share).unwrap().len(), 1);
    assert_eq!((figures(&base, &base.operator), figures(&base, &base.admin)), ((0, 1), (0, 0)));
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("F3 'вега' Enter").see("✗ обещание не выполнено");
    let entry = of_vega(&base);
    base.desk.execute(&base.admin, base.clock.now(), &Take(entry.id)).unwrap();
    result(&base, &base.admin, &entry, Direction::Outgoing);
    assert_eq!((figures(&base, &base.operator), figures(&base, &base.admin)), ((0, 1), (0, 0)));
}

#[test]
fn a_promise_broken_is_charged_once_when_its_owner_makes_the_call_late() {
    let base = full();
    let vega = client(&base, "Вега");
    base.clock.set("2026-11-10T12:10:00+03:00");
    base.desk.execute(&base.admin, base.clock.now(), &ShareOverdue { after_minutes: 15 }).unwrap();
    let entry = entries(&base).into_iter().find(|entry| entry.client == vega).unwrap();
    base.desk.execute(&base.operator, base.clock.now(), &Take(entry.id)).unwrap();
    result(&base, &base.operator, &entry, Direction::Outgoing);
    assert_eq!(figures(&base, &base.operator), (0, 1));
}

#[test]
fn who_calls_before_the_time_we_promised_has_been_served_in_time() {
    let base = full();
    let sigma = client(&base, "Сигма");
    let entry = entries(&base).into_iter().find(|entry| entry.client == sigma).unwrap();
    base.clock.set("2026-11-10T12:30:00+03:00");
    result(&base, &base.operator, &entry, Direction::Incoming);
    assert_eq!(figures(&base, &base.operator), (1, 0));
    let talk = base.all::<Interaction>().into_iter().max_by_key(|talk| talk.at).unwrap();
    assert_eq!((talk.direction, talk.attempt), (Direction::Incoming, 0), "a call of his own is no attempt");
    let after = entries(&base).into_iter().find(|kept| kept.id == entry.id).unwrap();
    assert_eq!((after.state, after.attempts), (EntryState::Done, entry.attempts));
}

#[test]
fn the_command_line_has_the_book_too() {
    let home = Home::new();
    home.write(
        "list.csv",
        "Название;Телефон;Город;Согласие;Доказательство\nВега;84950123456;Москва;12.03.2026;анкета\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    home.ok(&["queue", "plan", "№1", "завтра в 11", "--reason", "Прислать КП", "--mine"]);
    let rows = home.json(&["queue", "promises"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "{rows}");
    assert_eq!(rows[0]["heading"], "tomorrow", "{rows}");
    assert_eq!(rows[0]["reason"], "Прислать КП");
    let table = home.ok(&["queue", "promises"]).out;
    assert!(table.contains("Завтра") && table.contains("Прислать КП"), "{table}");
    // No two columns are called alike.
    let mut headings: Vec<&str> = table.lines().next().unwrap().split("  ").map(str::trim).collect();
    headings.retain(|heading| !heading.is_empty());
    let before = headings.len();
    headings.sort_unstable();
    headings.dedup();
    assert_eq!(headings.len(), before, "{table}");
    let csv = home.ok(&["--format", "csv", "queue", "promises", "--all"]).out;
    assert_eq!(csv.lines().count(), 2, "{csv}");
    let id = rows[0]["id"].to_string();
    let empty = home.run(&["queue", "give-up", &id, " "]);
    assert_eq!(empty.code, 2, "{empty:?}");
    assert_eq!(home.run(&["note", "add", "1", " "]).code, 2);
    let done = home.json(&["queue", "give-up", &id, "Написал сам"]);
    assert_eq!(done["id"].to_string(), id);
    assert!(home.ok(&["queue", "promises"]).err.contains("Ничего не обещано"));
    let shown = home.ok(&["show", "№1"]).out;
    assert!(shown.contains("Написал сам"), "{shown}");
    // Somebody else's book is for supervisors.
    home.ok(&["user", "add", "Федоров", "--role", "operator"]);
    let refused = home.run(&["queue", "promises", "--of", "Федоров", "--as", "Федоров"]);
    assert_eq!(refused.code, 0, "his own: {refused:?}");
    assert_eq!(home.run(&["queue", "give-up", "999", "нет"]).code, 3);
}
