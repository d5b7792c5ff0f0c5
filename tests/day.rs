//! An operator's day through the desk: PINs, states, pauses, messages, closing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use common::base::Base;
use dozvon::desk::DeskError;
use dozvon::desk::access::{AddUser, SetPin, SetShift, SignIn, UnlockUser};
use dozvon::desk::day::{
    ClockIn, CloseDay, EndsOf, LooseEnd, MorningOf, ReadNotices, ReportOf, SendNotice, TurnState,
};
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::queue::TakeNext;
use dozvon::domain::day::{Effort, OperatorState, Turn};
use dozvon::domain::ids::SessionId;
use dozvon::domain::pin::{Pin, TRIES};
use dozvon::domain::shift::ShiftHours;
use dozvon::domain::time::{HOUR_MS, MINUTE_MS};
use dozvon::domain::user::{Right, UserRole};
use dozvon::store::Store;

fn set_pin(base: &Base, digits: &str) {
    let pin = Some(Pin::new(digits, [3; 16]).unwrap());
    let set = SetPin { user: base.operator.user, pin, old: String::new() };
    base.desk.execute(&base.operator, base.clock.now(), &set).unwrap();
}

fn turn(base: &Base, to: OperatorState) {
    let turn = Turn::new(to, base.clock.now());
    base.desk.execute(&base.operator, base.clock.now(), &TurnState(vec![turn])).unwrap();
}

#[test]
fn five_wrong_pins_lock_the_name_for_five_minutes() {
    let base = Base::empty();
    set_pin(&base, "4917");
    let name = base.operator.name.clone();
    let enter = |pin: &str| base.desk.sign_in_with_pin(&name, pin, SessionId(3), base.clock.now());
    let by_name = SignIn { name: name.clone(), role: UserRole::Operator, zone: chrono_tz::Europe::Moscow };
    let refused = base.desk.sign_in(&by_name, SessionId(3), base.clock.now());
    assert!(matches!(refused, Err(DeskError::PinWanted(_))));
    let before = base.store.last_seq();
    for left in (1..TRIES).rev() {
        assert!(matches!(enter("1111"), Err(DeskError::WrongPin { left: said }) if said == left));
    }
    assert!(matches!(enter("1111"), Err(DeskError::Locked { .. })));
    assert_eq!(base.store.last_seq() - before, u64::from(TRIES), "each is in the history");
    assert!(matches!(enter("4917"), Err(DeskError::Locked { .. })), "the right one too");
    base.clock.forward(5 * MINUTE_MS - 1);
    assert!(matches!(enter("4917"), Err(DeskError::Locked { .. })));
    base.clock.forward(1);
    assert_eq!(enter("4917").unwrap().user, base.operator.user);
    // After a right one the count begins anew.
    assert!(matches!(enter("1"), Err(DeskError::WrongPin { left: 4 })));
    enter("4917").unwrap();
    assert!(matches!(enter("1"), Err(DeskError::WrongPin { left: 4 })));
}

#[test]
fn a_supervisor_unlocks_and_an_operator_does_not() {
    let base = Base::empty();
    set_pin(&base, "4917");
    for _ in 0..TRIES {
        let _ = base.desk.sign_in_with_pin(&base.operator.name, "0", SessionId(3), base.clock.now());
    }
    let unlock = UnlockUser(base.operator.user);
    let refused = base.desk.execute(&base.operator, base.clock.now(), &unlock);
    assert!(matches!(refused, Err(DeskError::Forbidden(Right::Configure))));
    assert!(base.desk.execute(&base.admin, base.clock.now(), &unlock).unwrap());
    base.desk.sign_in_with_pin(&base.operator.name, "4917", SessionId(3), base.clock.now()).unwrap();
    // Who has a PIN changes it only when he knows it; somebody else's is not his to change.
    let set = |user, old: &str| SetPin { user, pin: None, old: old.into() };
    let own = base.desk.execute(&base.operator, base.clock.now(), &set(base.operator.user, "1"));
    assert!(matches!(own, Err(DeskError::WrongPin { .. })));
    let other = base.desk.execute(&base.operator, base.clock.now(), &set(base.admin.user, ""));
    assert!(matches!(other, Err(DeskError::Forbidden(_))));
    base.desk.execute(&base.operator, base.clock.now(), &set(base.operator.user, "4917")).unwrap();
    let add = AddUser { name: "иванова о.".into(), role: UserRole::Senior, zone: chrono_tz::Tz::UTC };
    let taken = base.desk.execute(&base.admin, base.clock.now(), &add);
    assert!(matches!(taken, Err(DeskError::Taken(_))));
}

#[test]
fn the_states_of_a_day_sum_up_to_it() {
    let base = Base::small();
    let (who, now) = (&base.operator, || base.clock.now());
    base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    let lunch = base.desk.catalog().unwrap().pause_on('2').unwrap().state();
    for (state, ms) in [
        (OperatorState::Preview, 61_001),
        (OperatorState::Talking, 120_017),
        (OperatorState::AfterCall, 5_003),
        (lunch, 35 * MINUTE_MS),
        (OperatorState::Ready, 7),
    ] {
        base.clock.forward(ms);
        turn(&base, state);
    }
    base.clock.forward(10_000);
    // The clock is set back, and then forward: nothing is lost and nothing counted twice.
    base.clock.forward(-HOUR_MS);
    turn(&base, OperatorState::Preview);
    base.clock.forward(2 * HOUR_MS);
    turn(&base, OperatorState::Ready);
    let report = base.desk.execute(who, now(), &CloseDay { at: now() }).unwrap();
    let sum: i64 = report.tally.times().map(|(_, ms)| ms).sum();
    assert_eq!(sum, report.day.length_ms(now()));
    assert_eq!(report.tally.time(|state| state == OperatorState::Talking), 5_003);
    assert_eq!(report.tally.time(|state| state == lunch), 7);
    let again = ReportOf { user: who.user, date: Some(now().date_in(who.zone)) };
    assert_eq!(base.desk.query(who, now(), &again).unwrap(), std::slice::from_ref(&report));
    assert_eq!(base.desk.query(&base.admin, now(), &again).unwrap(), [report]);
    assert!(matches!(
        base.desk.query(who, now(), &ReportOf { user: base.admin.user, date: None }),
        Err(DeskError::Forbidden(_))
    ));
    assert!(matches!(base.desk.execute(who, now(), &CloseDay { at: now() }), Err(DeskError::NoDay)));
}

#[test]
fn a_day_goes_on_after_a_crash_and_ends_by_itself_over_night() {
    let base = Base::empty();
    let (who, now) = (&base.operator, || base.clock.now());
    let first = base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    base.clock.forward(HOUR_MS);
    let again = base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    assert_eq!(again.day.id, first.day.id);
    assert_eq!(again.tally.time(|state| state == OperatorState::Offline), HOUR_MS);
    // A session that has not left was cut off: from its last sign of life on nobody could work with it.
    base.clock.forward(5 * MINUTE_MS);
    base.desk.sign(who, Some(now())).unwrap();
    base.clock.forward(20 * MINUTE_MS);
    let again = base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    let of = |wanted| again.tally.time(|state| state == wanted);
    assert_eq!((of(OperatorState::Lag), of(OperatorState::Ready)), (20 * MINUTE_MS, 5 * MINUTE_MS));
    assert_eq!(again.tally.time(|_| true), again.day.length_ms(now()));
    // One that has left was not.
    base.desk.sign(who, None).unwrap();
    base.clock.forward(10 * MINUTE_MS);
    let again = base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    assert_eq!(again.tally.time(|state| state == OperatorState::Lag), 20 * MINUTE_MS);
    turn(&base, OperatorState::Talking);
    let last = now();
    base.clock.forward(20 * HOUR_MS);
    assert!(base.desk.query(who, now(), &MorningOf).unwrap().open.is_some());
    let next = base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    assert_ne!(next.day.id, first.day.id);
    assert_eq!(next.tally.times().count(), 0);
    let date = Some(first.day.opened.date_in(who.zone));
    let reports = base.desk.query(who, now(), &ReportOf { user: who.user, date }).unwrap();
    assert_eq!(reports[0].day.closed, Some(last), "at its last sign of life");
    assert_eq!(reports[0].tally.time(|_| true), reports[0].day.length_ms(now()));
}

#[test]
fn a_day_is_not_closed_while_something_is_left() {
    let base = Base::small();
    let (who, now) = (&base.operator, || base.clock.now());
    base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    assert_eq!(base.desk.query(who, now(), &EndsOf).unwrap(), []);
    let taken = base.desk.execute(who, now(), &TakeNext).unwrap().unwrap();
    let note = serde_json::json!({"note": {"client": taken.entry.client, "text": "Просит"}});
    base.desk.keep_draft(who, note.to_string().as_bytes()).unwrap();
    turn(&base, base.desk.catalog().unwrap().pause_on('1').unwrap().state());
    let dossier = base.desk.query(who, now(), &DossierOf(taken.entry.client)).unwrap();
    let name = dossier.client.name.clone();
    let note = LooseEnd::Note { client: taken.entry.client, name: name.clone() };
    let held = LooseEnd::Taken { entry: taken.entry.id, client: taken.entry.client, name };
    let ends = [note, held, LooseEnd::Pause];
    assert_eq!(base.desk.query(who, now(), &EndsOf).unwrap(), ends);
    let before = base.store.last_seq();
    match base.desk.execute(who, now(), &CloseDay { at: now() }) {
        Err(DeskError::LooseEnds(said)) => assert_eq!(said, ends),
        other => panic!("{other:?}"),
    }
    assert_eq!(base.store.last_seq(), before, "nothing was changed");
    base.desk.execute(who, now(), &dozvon::desk::queue::Release(taken.entry.id)).unwrap();
    base.desk.keep_draft(who, b"").unwrap();
    turn(&base, OperatorState::Ready);
    base.desk.execute(who, now(), &CloseDay { at: now() }).unwrap();
}

#[test]
fn the_morning_says_what_waits() {
    let base = Base::small();
    let (who, now) = (&base.operator, || base.clock.now());
    let days = [chrono::Weekday::Tue, chrono::Weekday::Wed];
    let nine = chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let shift = ShiftHours::new(who.zone, &days, false, nine, 540);
    base.desk.execute(&base.admin, now(), &SetShift { user: who.user, shift }).unwrap();
    let send = SendNotice { to: who.user, text: "Зайди ко мне в 15:00".into() };
    let id = base.desk.execute(&base.admin, now(), &send).unwrap();
    let morning = base.desk.query(who, now(), &MorningOf).unwrap();
    let (from, to) = morning.planned.unwrap();
    assert_eq!(
        (from.in_zone(who.zone).format("%H:%M").to_string(), to.minutes_since(from)),
        ("09:00".into(), 540)
    );
    assert_eq!(morning.notices.len(), 1);
    assert!(morning.no_pin && morning.open.is_none());
    assert!(morning.campaigns[0].open >= morning.campaigns[0].now + morning.campaigns[0].asleep);
    // Nobody reads what is for another.
    assert_eq!(base.desk.execute(&base.admin, now(), &ReadNotices(vec![id])).unwrap(), 0);
    assert_eq!(base.desk.execute(who, now(), &ReadNotices(vec![id])).unwrap(), 1);
    assert!(base.desk.query(who, now(), &MorningOf).unwrap().notices.is_empty());
    assert!(matches!(base.desk.execute(who, now(), &send), Err(DeskError::Forbidden(_))));
}

#[test]
fn what_a_result_cost_and_a_promise_are_kept_with_the_day() {
    let base = Base::empty();
    let (who, now) = (&base.operator, || base.clock.now());
    base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    let effort = Some(Effort { keys: 2, ms: 1400 });
    let promised = Some(now().plus_minutes(4));
    let at = now();
    let turns = vec![
        Turn { promised, ..Turn::new(OperatorState::Talking, at) },
        Turn::new(OperatorState::AfterCall, at),
        Turn { effort, ..Turn::new(OperatorState::Ready, at) },
    ];
    base.desk.execute(who, now(), &TurnState(turns)).unwrap();
    let open = base.desk.execute(who, now(), &ClockIn::at(now())).unwrap();
    assert_eq!((open.tally.median(), open.tally.results()), (effort, 1));
}
