//! S1: the start of a shift.

use chrono::Weekday;
use dozvon::desk::access::{SetPin, SetShift};
use dozvon::desk::day::{EndsOf, ReportOf, SendNotice};
use dozvon::desk::missed::MissedCall;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::domain::day::OperatorState;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::{Direction, Interaction, InteractionStatus};
use dozvon::domain::phone::Phone;
use dozvon::domain::pin::Pin;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::shift::ShiftHours;
use dozvon::store::{Reads, Store};

use super::winter::winter;
use crate::common::base::{Base, Row, moment};
use crate::common::cli::Home;
use crate::common::stage::Stage;

const PIN: &str = "4 9 1 7 Enter";

/// Who called in vain during the night.
const NIGHT: &str = "8 (495) 321-00-01";

fn promise(base: &Base, client: ClientId, due: &str) {
    let (who, now) = (base.operator.clone(), base.clock.now());
    let answers = Answers { when: Some(moment(due)), personal: true, ..Answers::default() };
    let record = RecordResult {
        client,
        entry: None,
        person: None,
        phone: None,
        direction: Direction::Outgoing,
        began: now,
        outcome: base.desk.catalog().unwrap().outcome_on('2').unwrap().id,
        answers,
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(&who, now, &record).unwrap();
}

fn missed(base: &Base, at: &str, phone: &str) {
    base.clock.set(at);
    let call = MissedCall { phone: Phone::parse(phone).unwrap(), at: base.clock.now() };
    base.desk.execute(&base.operator, base.clock.now(), &call).unwrap();
}

/// The morning of the scenario.
fn base() -> Base {
    let base = Base::empty();
    base.clock.set("2026-11-09T09:00:00+03:00");
    let list = winter(&base);
    for n in 0..212 {
        let city = if n < 131 { "Москва" } else { "Калининград" };
        let phone = if n < 131 {
            format!("8 (495) 100-{:02}-{:02}", n / 100, n % 100)
        } else {
            format!("8 (4012) 10-{:02}-{:02}", n / 100, n % 100)
        };
        base.client(Row::new(&format!("Клиент {n}"), city).phone(&phone));
    }
    base.enlist(list);
    let mut clients = Vec::new();
    for n in 0..16 {
        clients.push(
            base.client(Row::new(&format!("Обещано {n}"), "Москва").phone(&format!("8 (495) 200-00-{n:02}"))),
        );
    }
    for (n, client) in clients.into_iter().enumerate() {
        let due = match n {
            0 => "2026-11-09T17:40:00+03:00".to_owned(),
            1 => "2026-11-09T17:55:00+03:00".to_owned(),
            n => format!("2026-11-10T{:02}:20:00+03:00", 9 + (n - 2) / 2),
        };
        promise(&base, client, &due);
    }
    base.client(Row::new("Протон", "Москва").phone(NIGHT));
    base.client(Row::new("Вега", "Москва").phone("8 (495) 321-00-02"));
    missed(&base, "2026-11-09T23:12:00+03:00", NIGHT);
    missed(&base, "2026-11-10T06:30:00+03:00", "8 (495) 321-00-02");
    // The same again, and somebody nobody knows.
    missed(&base, "2026-11-10T06:31:00+03:00", NIGHT);
    missed(&base, "2026-11-10T08:40:00+03:00", "+7 916 555-66-77");

    base.clock.set("2026-11-10T08:50:00+03:00");
    let now = base.clock.now();
    let user = base.operator.user;
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let nine = chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let shift = ShiftHours::new(base.operator.zone, &days, false, nine, 540);
    base.desk.execute(&base.admin, now, &SetShift { user, shift }).unwrap();
    let pin = Some(Pin::new("4917", [9; 16]).unwrap());
    base.desk.execute(&base.operator, now, &SetPin { user, pin, old: String::new() }).unwrap();
    let send = SendNotice { to: user, text: "Зайди ко мне в 15:00".into() };
    base.desk.execute(&base.admin, now, &send).unwrap();
    base.clock.set("2026-11-10T09:00:00+03:00");
    base
}

fn at_the_door(base: &Base, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(base, size);
    stage.session.shut();
    stage.session.greet();
    stage.settle();
    stage
}

fn day_state(base: &Base) -> Option<OperatorState> {
    let ask = ReportOf { user: base.operator.user, date: None };
    let days = base.desk.query(&base.operator, base.clock.now(), &ask).unwrap();
    days.last().filter(|day| day.day.closed.is_none()).map(|day| day.day.state)
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

#[test]
fn the_shift_begins_with_what_waits_and_the_missed_call_of_the_night() {
    for size in [(80, 24), (120, 36)] {
        let base = base();
        let mut stage = at_the_door(&base, size);
        // The name is remembered, and nothing else is shown.
        stage.see("Иванова О.").see("ПИН").see_no("Протон").see_no("Клиент");
        stage.keys(PIN).see("Начало смены").see("Смена 09:00–18:00 МСК");
        stage.see("Просрочено 2 обещания: вчера 17:40, вчера 17:55");
        stage.see("На сегодня 14 обещаний, первое 09:20");
        stage.see("Обзвон «Зима»: 212 строк, можно сейчас 131 (81 ждёт");
        stage.see("1 сообщение от супервизора").see("Зайди ко мне в 15:00");
        stage.see("Пропущено 3 звонка");
        assert_eq!(day_state(&base), None);
        stage.keys("Enter").see("Готов");
        assert_eq!(day_state(&base), Some(OperatorState::Ready));
        assert!(stage.session.model().day.notices.is_empty(), "the message is read");
        // The missed call comes first, before promises of yesterday and before the job.
        stage.keys("Space").see("Протон").see("Смотрю");
        let work = stage.session.model().work.as_ref().unwrap().entry.unwrap();
        let entry = entries(&base).into_iter().find(|entry| entry.id == work).unwrap();
        assert_eq!((entry.kind, entry.due), (EntryKind::Missed, moment("2026-11-09T23:12:00+03:00")));
    }
}

#[test]
fn a_missed_call_closes_when_the_client_is_reached_by_anyone() {
    let base = base();
    let mut stage = at_the_door(&base, (80, 24));
    stage.keys(PIN).keys("Enter");
    let open = |base: &Base| {
        let missed = entries(base).into_iter().filter(|entry| entry.kind == EntryKind::Missed);
        missed.filter(QueueEntry::is_open).count()
    };
    assert_eq!(open(&base), 3, "calls of one number are one row");
    // Looked up and called, beside the queue.
    stage.keys("F3 'вега' Enter Ctrl+G Ctrl+G 4 1").see("Не интересно: записано");
    assert_eq!(open(&base), 2);
    stage.keys("Ctrl+Z").see("Отменено");
    assert_eq!(open(&base), 3);
    stage.keys("4 Enter").see("Не интересно: записано");
    // Nobody answers: it is a call to be repeated, and no missed one any more.
    stage.keys("Space").see("Протон").keys("6").see("Нет ответа: повтор");
    assert_eq!(open(&base), 1);
    // He is known by nothing but his number, and has agreed to nothing: whoever calls himself may be called back.
    stage.keys("Space").see("+79165556677").keys("Ctrl+G").see("Разговор");
    let all = Reads(base.store.as_ref()).all::<Interaction>().unwrap();
    let in_vain = all.iter().filter(|call| call.status == InteractionStatus::NotHeld && !call.is_missed());
    assert_eq!(in_vain.count(), 4, "each of the calls stands in the history");
}

#[test]
fn five_wrong_pins_lock_for_five_minutes_and_are_logged() {
    let base = base();
    let mut stage = at_the_door(&base, (80, 24));
    let before = base.store.last_seq();
    stage.keys("1 Enter").see("Осталось 4 попытки");
    for _ in 0..4 {
        stage.keys("1 Enter");
    }
    stage.see("закрыт до 09:05").keys(PIN).see("закрыт до").see_no("Начало смены");
    assert!(base.store.last_seq() >= before + 5, "each of them stands in the journal");
    base.clock.forward(5 * 60_000);
    stage.keys(PIN).see("Начало смены");
}

#[test]
fn a_call_of_yesterday_comes_before_anything_else() {
    let base = base();
    base.clock.set("2026-11-09T17:00:00+03:00");
    let mut stage = at_the_door(&base, (80, 24));
    stage.keys(PIN).keys("Enter Space Ctrl+G Ctrl+G").see("Нужен результат");
    drop(stage);
    base.clock.set("2026-11-10T09:00:00+03:00");
    let mut stage = at_the_door(&base, (80, 24));
    stage.see_no("остался без результата").keys(PIN);
    stage.see("остался без результата").see_no("Начало смены");
    stage.keys("6").see("Начало смены").keys("Enter").see("Готов");
    assert!(
        base.desk
            .query(&base.operator, base.clock.now(), &EndsOf)
            .unwrap()
            .iter()
            .all(|end| { matches!(end, dozvon::desk::day::LooseEnd::Overdue { .. }) })
    );
}

#[test]
fn a_second_terminal_asks_whether_to_take_the_shift() {
    let base = base();
    let mut first = at_the_door(&base, (80, 24));
    first.keys(PIN).keys("Enter F12 1");
    base.clock.forward(60_000);
    let mut second = at_the_door(&base, (80, 24));
    second.keys(PIN).see("Смена не закрыта: открыта").see("забрать смену");
    second.keys("Enter");
    assert_eq!(
        entries(&base).iter().filter(|entry| matches!(entry.state, EntryState::Taken { .. })).count(),
        0
    );
    assert!(matches!(day_state(&base), Some(OperatorState::Paused(_))), "it goes on where it was");
}

#[test]
fn a_call_of_the_night_is_noted_while_no_desk_is_open() {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    let missed =
        |number: &str| home.json(&["--as", "Иванова О.", "ring", "--missed", number])["written"].clone();
    assert_eq!(missed("8 943 555-01-77"), true);
    assert_eq!(missed("8 943 555-01-77"), true);
    // Nobody can be called back there.
    assert_eq!(missed("8-800-555-35-35"), false);
    let opened = home.ok(&["--as", "Иванова О.", "day", "open"]);
    assert!(opened.out.contains("Пропущен 1 звонок, первый сегодня 12:00."), "{opened:#?}");
    let next = home.ok(&["--as", "Иванова О.", "queue", "next"]);
    assert!(next.out.contains("пропущенный звонок"), "{next:#?}");
    assert_eq!(home.run(&["ring", "--missed", "--ended", "8 943 555-01-77"]).code, 2);
    home.ok(&["verify", "--deep"]);
}
