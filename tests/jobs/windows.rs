//! What is closed does not stand in the way of what is open: hours of jobs, of purposes and of clients, and days of jobs.

use super::common::base::{Base, Row, moment};
use super::rules::{job, record, set, start, take};
use dozvon::desk::DeskError;
use dozvon::desk::bulk::{Insert, Records};
use dozvon::desk::content::SetCallList;
use dozvon::desk::day::MorningOf;
use dozvon::desk::jobs::{NextRows, PauseJob, SetJob, StartJob};
use dozvon::desk::queue::{Counts, Light, QueueNext, QueueView, Rule, Take, TakeNext, WhyEmpty};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Client;
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::gate::Forbidden;
use dozvon::domain::hours::Window;
use dozvon::domain::ids::{CallListId, RecordId};
use dozvon::domain::job::ready::Missing;
use dozvon::domain::job::{OffDay, Operators};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use dozvon::i18n::{Lang, Texts};

fn window(base: &Base, list: CallListId, hours: &str) {
    set(base, list, SetJob { window: Some(Window::parse(hours)), ..SetJob::default() });
}

fn counts(base: &Base) -> Counts {
    base.desk.query(&base.operator, base.clock.now(), &QueueView { limit: 10 }).unwrap().1
}

fn rows_of(base: &Base, list: CallListId) -> Vec<QueueEntry> {
    let all = base.all::<QueueEntry>().into_iter();
    all.filter(|entry| entry.list == Some(list)).collect()
}

/// New rows of a job whose clients have hours of their own.
fn rows(base: &Base, list: CallListId, count: u64, hours: Option<&str>) {
    let now = base.clock.now();
    let mut records = Records::default();
    for _ in 0..count {
        let id = base.desk.new_id::<Client>();
        let mut client = Client::new(id, format!("Клиент {}", id.as_u64()), now);
        client.zone = Row::new("", "Москва").0.zone;
        client.calls = hours.map(|hours| Window::parse(hours).unwrap());
        let phone = Phone::from_e164(74_951_000_000 + id.as_u64()).unwrap();
        client.methods.push(ContactMethod::phone(phone, ""));
        records.entries.push(QueueEntry {
            id: base.desk.new_id::<QueueEntry>(),
            client: id,
            person: None,
            phone: None,
            kind: EntryKind::New,
            due: now,
            reason: String::new(),
            list: Some(list),
            attempts: 0,
            max_attempts: 5,
            owner: None,
            state: EntryState::Waiting,
            zone: client.zone.map(|zone| zone.tz),
            created: now,
            marks: Marks::default(),
        });
        records.clients.push(client);
    }
    base.desk.execute(&base.admin, now, &Insert(records)).unwrap();
}

#[test]
fn a_job_that_is_closed_for_the_hour_stands_in_nobodys_way() {
    let base = Base::empty();
    let closed = job(&base, "А", Purpose::Service, 0..300);
    window(&base, closed, "15-16");
    start(&base, closed);
    base.clock.forward(60_000);
    let open = job(&base, "Б", Purpose::Service, 500..503);
    start(&base, open);
    let before = rows_of(&base, closed);
    assert_eq!((counts(&base).now, counts(&base).closed), (3, 300));
    assert_eq!(counts(&base).opens, Some(moment("2026-11-10T15:00:00+03:00")));
    for _ in 0..3 {
        let entry = take(&base, &base.operator).unwrap();
        assert_eq!(entry.list, Some(open));
        record(&base, &entry, '4');
    }
    assert_eq!(rows_of(&base, closed), before, "nothing was written for what is closed");
    let holds = base.desk.query(&base.operator, base.clock.now(), &WhyEmpty).unwrap().all;
    assert_eq!((holds.count(Rule::Hours), holds.next()), (300, counts(&base).opens));
    // At three they are there.
    base.clock.set("2026-11-10T15:00:00+03:00");
    assert_eq!(counts(&base).now, 300);
    assert_eq!(take(&base, &base.operator).unwrap().list, Some(closed));
}

#[test]
fn debts_are_asked_for_while_sales_are_closed() {
    for (now, holds) in
        [("2026-11-10T20:30:00+03:00", 3), ("2026-11-11T08:30:00+03:00", 3), ("2026-11-11T22:30:00+03:00", 0)]
    {
        let base = Base::empty();
        let sales = job(&base, "Продажи", Purpose::Advertising, 0..200);
        start(&base, sales);
        base.clock.forward(60_000);
        let debts = job(&base, "Долги", Purpose::Debt, 500..503);
        start(&base, debts);
        base.clock.set(now);
        let next = base.desk.query(&base.operator, base.clock.now(), &QueueNext { limit: 10 }).unwrap();
        assert_eq!(next.iter().filter(|row| row.entry.list == Some(debts)).count(), holds, "{now}");
        assert_eq!((next.len(), counts(&base).now), (holds, holds), "{now}");
        let taken = take(&base, &base.operator);
        assert_eq!(taken.and_then(|entry| entry.list), (holds > 0).then_some(debts), "{now}");
    }
}

#[test]
fn five_thousand_clients_with_hours_of_their_own_take_one_key() {
    for shared in [false, true] {
        let base = Base::empty();
        let list = job(&base, "Опт", Purpose::Service, []);
        rows(&base, list, 5000, Some("15-16"));
        base.clock.forward(60_000);
        rows(&base, list, 3, None);
        if shared {
            set(&base, list, SetJob { every_new: Some(3), share: Some(50), ..SetJob::default() });
        }
        start(&base, list);
        let before = rows_of(&base, list);
        let wanted = NextRows { list: Some(list), limit: 5 };
        base.desk.query(&base.operator, base.clock.now(), &wanted).unwrap();
        let next = base.desk.query(&base.operator, base.clock.now(), &QueueNext { limit: 5 }).unwrap();
        assert_eq!(next.len(), 3, "mixed: {shared}");
        let entry = take(&base, &base.operator).unwrap();
        assert_eq!(entry.id, next[0].entry.id);
        let moved =
            rows_of(&base, list).iter().zip(&before).filter(|(now, then)| now.due != then.due).count();
        assert_eq!(moved, 256, "so many are put off with one key, and no more");
    }
}

#[test]
fn rows_of_other_jobs_do_not_hide_those_that_are_asked_for() {
    let base = Base::empty();
    let first = job(&base, "Первый", Purpose::Service, []);
    rows(&base, first, 1000, None);
    start(&base, first);
    base.clock.forward(60_000);
    let second = job(&base, "Второй", Purpose::Service, 0..3);
    start(&base, second);
    let next = NextRows { list: Some(second), limit: 10 };
    assert_eq!(base.desk.query(&base.operator, base.clock.now(), &next).unwrap().len(), 3);
}

#[test]
fn a_job_is_worked_on_on_the_days_it_is_planned_for() {
    let base = Base::empty();
    let list = job(&base, "Ноябрь", Purpose::Service, 0..3);
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    set(&base, list, SetJob { dates: Some((day(23), day(25))), ..SetJob::default() });
    base.desk.execute(&base.admin, base.clock.now(), &StartJob(list)).unwrap();
    let entry = rows_of(&base, list)[0].clone();
    let ask = Light { client: entry.client, entry: Some(entry.id), phone: None, list: None, purpose: None };
    let off = |now: &str| {
        base.clock.set(now);
        let now = base.clock.now();
        let light = base.desk.query(&base.operator, now, &ask).unwrap();
        let holds = base.desk.query(&base.operator, now, &WhyEmpty).unwrap().all;
        let count = |rule| holds.count(rule);
        (light.err(), [count(Rule::Begins), count(Rule::Ready), count(Rule::Over)], holds.next())
    };
    let begins = Some(moment("2026-11-23T09:00:00+03:00"));
    let early = OffDay::Begins(day(23));
    assert_eq!(off("2026-11-10T12:00:00+03:00"), (Some(Forbidden::OffDay(early)), [3, 0, 0], begins));
    assert_eq!(base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap(), None);
    let refused = base.desk.execute(&base.operator, base.clock.now(), &Take(entry.id));
    assert!(matches!(refused, Err(DeskError::NoCall(Forbidden::OffDay(off))) if off == early), "{refused:?}");
    assert_eq!(counts(&base).now, 0);
    for now in ["2026-11-23T09:00:00+03:00", "2026-11-25T19:00:00+03:00"] {
        assert_eq!(off(now), (None, [0, 3, 0], None), "{now}");
        assert_eq!(counts(&base).now, 3);
    }
    let late = OffDay::Over(day(25));
    assert_eq!(off("2026-11-26T12:00:00+03:00"), (Some(Forbidden::OffDay(late)), [0, 0, 3], None));
    assert_eq!(take(&base, &base.operator), None);
    // Longer days bring them back.
    set(&base, list, SetJob { dates: Some((day(23), day(30))), ..SetJob::default() });
    assert!(take(&base, &base.operator).is_some());
}

#[test]
fn the_morning_counts_what_the_operator_may_be_given() {
    let base = Base::empty();
    let mine = job(&base, "Мой", Purpose::Service, []);
    rows(&base, mine, 2100, None);
    start(&base, mine);
    let closed = job(&base, "Вечерний", Purpose::Service, 0..4);
    window(&base, closed, "15-16");
    start(&base, closed);
    let paused = job(&base, "На паузе", Purpose::Service, 10..14);
    start(&base, paused);
    base.desk.execute(&base.admin, base.clock.now(), &PauseJob(paused)).unwrap();
    let others = job(&base, "Чужой", Purpose::Service, 20..24);
    let admin = Operators::Named(vec![base.admin.user]);
    set(&base, others, SetJob { operators: Some(admin), ..SetJob::default() });
    start(&base, others);
    // A row that is done is nothing to do, and hides nothing.
    let entry = take(&base, &base.operator).unwrap();
    record(&base, &entry, '4');
    let morning = base.desk.query(&base.operator, base.clock.now(), &MorningOf).unwrap();
    let told: Vec<_> = morning
        .campaigns
        .iter()
        .map(|campaign| (campaign.name.as_str(), campaign.now, campaign.asleep, campaign.capped))
        .collect();
    assert_eq!(told, [("Мой", 2001, 0, true), ("Вечерний", 0, 4, false)]);
    let texts = Texts::new(Lang::Ru);
    let said: Vec<String> = texts
        .morning(&morning, base.operator.zone, base.clock.now())
        .into_iter()
        .map(|line| line.text)
        .filter(|text| text.starts_with("Обзвон"))
        .collect();
    assert_eq!(said[0], "Обзвон «Мой»: больше 2000 строк, можно сейчас больше 2000.");
    assert_eq!(
        said[1],
        "Обзвон «Вечерний»: 4 строки, можно сейчас 0 (4 ждут своего часа, первый сегодня 15:00)."
    );
    assert_eq!(morning.campaigns[1].opens, Some(moment("2026-11-10T15:00:00+03:00")));
}

#[test]
fn no_command_takes_the_label_from_a_job_that_runs() {
    let base = Base::empty();
    let list = job(&base, "Опт", Purpose::Advertising, 0..3);
    start(&base, list);
    let now = base.clock.now();
    let lists = |label: &str| SetCallList { list, window: None, label: Some(label.into()) };
    let refused = base.desk.execute(&base.admin, now, &lists(""));
    assert!(
        matches!(&refused, Err(DeskError::NotWhileRunning(lacks)) if *lacks == [Missing::Label]),
        "{refused:?}"
    );
    // Nor its hours, by those in which nobody may be called.
    let night = Some(Some(Window::parse("2-4").unwrap()));
    let refused = base.desk.execute(&base.admin, now, &SetCallList { list, window: night, label: None });
    assert!(
        matches!(&refused, Err(DeskError::NotWhileRunning(lacks)) if *lacks == [Missing::Window]),
        "{refused:?}"
    );
    let now_label = || base.desk.catalog().unwrap().list(list).unwrap().label.clone();
    assert_eq!(now_label(), "Дозвон");
    // Another label is no want, and a job that rests may be changed at will.
    base.desk.execute(&base.admin, now, &lists("Дозвон, опт")).unwrap();
    base.desk.execute(&base.admin, now, &PauseJob(list)).unwrap();
    base.desk.execute(&base.admin, now, &lists("")).unwrap();
    assert_eq!(now_label(), "");
}
