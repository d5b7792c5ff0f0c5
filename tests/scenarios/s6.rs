//! S6: «Перезвоните завтра в одиннадцать» from Vladivostok.

use chrono::{NaiveTime, Weekday};
use dozvon::desk::callbacks::Shifts;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::domain::shift::ShiftHours;
use dozvon::store::Reads;

use crate::common::base::{Base, moment};
use crate::common::stage::Stage;

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn shift(zone: chrono_tz::Tz) -> ShiftHours {
    ShiftHours::new(zone, &WORKDAYS, false, NaiveTime::from_hms_opt(9, 0, 0).unwrap(), 540).unwrap()
}

/// The operator works in Moscow, somebody else in Vladivostok; «Видео маркет» is on the screen.
fn asked(base: &Base) -> Stage {
    base.clock.set("2026-11-10T09:05:00+03:00");
    let mut stage = Stage::new(base, (80, 24));
    stage.session.set_shifts(Shifts {
        own: Some(shift(chrono_tz::Europe::Moscow)),
        others: vec![("Ким А.".into(), shift(chrono_tz::Asia::Vladivostok))],
    });
    stage.keys("F3 'видео' Enter").see("Видео маркет");
    stage
}

fn promise(base: &Base) -> QueueEntry {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    let mut found = all
        .into_iter()
        .map(|kept| kept.record)
        .filter(|entry| entry.kind == EntryKind::Promise && entry.due > moment("2026-11-11T00:00:00+03:00"));
    found.next().unwrap()
}

#[test]
fn tomorrow_at_eleven_is_another_shift_s() {
    let base = Base::small();
    let mut stage = asked(&base);
    stage.keys("Ctrl+G Ctrl+G 2 'завтра 11'").see("завтра 11:00 у клиента").see("вне вашей смены");
    stage
        .keys("Enter")
        .see("1  вы: завтра 16:00 у клиента · 09:00 у вас")
        .see("2  общий, Ким А.: завтра 11:00")
        .see("3  другое время");
    stage.keys("2").see("обещано завтра 11:00 у клиента");
    let entry = promise(&base);
    assert_eq!((entry.due, entry.owner), (moment("2026-11-11T11:00:00+10:00"), None));
}

#[test]
fn the_first_offer_is_the_operator_s_own() {
    let base = Base::small();
    let mut stage = asked(&base);
    stage.keys("Ctrl+G Ctrl+G 2 'завтра 11' Enter 1").see("обещано");
    let entry = promise(&base);
    assert_eq!((entry.due, entry.owner), (moment("2026-11-11T16:00:00+10:00"), Some(base.operator.user)));
}

#[test]
fn another_time_goes_back_to_the_words() {
    let base = Base::small();
    let mut stage = asked(&base);
    stage.keys("Ctrl+G Ctrl+G 2 'завтра 11' Enter 3").see("Перезвонить: когда").see("завтра 11");
    stage.keys("Backspace Backspace '17' Enter").see("обещано завтра 17:00 у клиента");
    assert_eq!(promise(&base).due, moment("2026-11-11T17:00:00+10:00"));
}

#[test]
fn other_words_take_the_place_of_those_that_did_not_fit() {
    let base = Base::small();
    let mut stage = asked(&base);
    stage.keys("Ctrl+G Ctrl+G 2 'завтра 11' Enter 3 'завтра 17' Enter").see("обещано завтра 17:00 у клиента");
    assert_eq!(promise(&base).due, moment("2026-11-11T17:00:00+10:00"));
}

#[test]
fn an_hour_of_the_night_is_refused_with_the_nearest() {
    let base = Base::small();
    let mut stage = asked(&base);
    stage.keys("Ctrl+G Ctrl+G 2 'завтра 21'").see("не время звонить: завтра 21:00");
    stage.keys("Enter").see("1  вы: завтра 19:30 у клиента").keys("Esc").see("Видео маркет");
    assert_eq!(
        Reads(base.store.as_ref())
            .all::<QueueEntry>()
            .unwrap()
            .iter()
            .filter(|entry| {
                entry.due > moment("2026-11-11T00:00:00+03:00") && entry.kind == EntryKind::Promise
            })
            .count(),
        0
    );
}

#[test]
fn anybody_may_be_promised_without_a_shift() {
    let base = Base::small();
    let mut stage = asked(&base);
    // Tab: any operator calls, so the operator's own shift does not matter.
    stage
        .keys("Ctrl+G Ctrl+G 2 'завтра 11' Tab")
        .see("● завтра 11:00 у клиента")
        .keys("Enter")
        .see("обещано завтра 11:00");
    assert_eq!(promise(&base).owner, None);
}

#[test]
fn a_promise_comes_before_everything_from_two_minutes_before_and_is_kept_within_five() {
    let base = Base::small();
    base.clock.set("2026-11-10T12:00:00+03:00");
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'сигма' Enter Ctrl+G Ctrl+G 2 'в 17:00' Tab Enter").see("обещано сегодня 17:00 у клиента");
    // There is enough that is overdue, or shows interest: until then that comes first.
    let first = |base: &Base| {
        let ask = dozvon::desk::jobs::NextRows { list: None, limit: 1 };
        base.desk.query(&base.operator, base.clock.now(), &ask).unwrap().remove(0).client
    };
    let due = promise_of(&base, "Торговый дом «Сигма»");
    for (before_ms, is_first) in [(120_001, false), (120_000, true), (0, true), (-300_000, true)] {
        base.clock.forward(due.millis() - before_ms - base.clock.now().millis());
        assert_eq!(first(&base) == "Торговый дом «Сигма»", is_first, "{before_ms} ms before");
    }
    stage.wait(0).keys("Space").see("Сигма").keys("Ctrl+G Ctrl+G 6");
    let calls = Reads(base.store.as_ref()).all::<dozvon::domain::interaction::Interaction>().unwrap();
    let call = calls.iter().find(|call| call.promised == Some(due)).unwrap();
    assert_eq!(call.kept_promise(), Some(true));
}

fn promise_of(base: &Base, client: &str) -> dozvon::domain::time::Moment {
    let clients = Reads(base.store.as_ref()).all::<dozvon::domain::client::Client>().unwrap();
    let client = clients.iter().find(|known| known.name == client).unwrap().id;
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    all.iter().find(|entry| entry.client == client && entry.kind == EntryKind::Promise).unwrap().due
}
