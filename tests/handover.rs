//! A desk that another terminal of its operator takes over: the shift goes on to the millisecond, and so does all that stood on the
//! screen. The session's own loop, with a clock that stands.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use std::io;
use std::sync::Arc;

use common::base::Base;
use common::stage::Stage;
use dozvon::desk::Desk;
use dozvon::desk::day::{CloseDay, DayReport, OpenSince, ReportOf};
use dozvon::domain::day::OperatorState;
use dozvon::domain::ids::UserId;
use dozvon::domain::phone::Phone;
use dozvon::session::handover::{Ended, Hand};
use dozvon::session::link::{Closed, Link, Sink, Size};
use dozvon::session::port::Call;
use dozvon::store::drafts::Drafts;
use dozvon::store::{Store, StoreError};

/// A terminal that says nothing and shows everything.
#[derive(Default)]
struct Mute(Option<Sink>);

impl Link for Mute {
    fn size(&self) -> Size {
        Size::clamped(80, 24)
    }

    fn listen(&mut self, sink: Sink) -> io::Result<()> {
        self.0 = Some(sink);
        Ok(())
    }

    fn send(&mut self, _: &[u8]) -> Result<(), Closed> {
        Ok(())
    }
}

/// Takes the desk over; the session must end by it, and say whether a shift was open.
#[track_caller]
fn taken(stage: Stage) -> bool {
    let bell = stage.session.bell();
    let taker = std::thread::spawn(move || (bell.ask(), bell.take()));
    let ended = stage.session.run(&mut Mute::default()).unwrap();
    assert_eq!(taker.join().unwrap(), (Some(Hand::Given), Some(Hand::Given)));
    match ended {
        Ended::HandedOver { shift, .. } => shift,
        Ended::Left => panic!("nobody has left"),
    }
}

/// The desk in another terminal, some seconds later.
fn elsewhere(base: &Base) -> Stage {
    base.clock.forward(7_003);
    let mut stage = Stage::new(base, (120, 36));
    stage.session.go_on();
    stage.settle();
    stage
}

fn begun(base: &Base) -> Stage {
    let mut stage = Stage::new(base, (120, 36));
    stage.session.greet();
    stage.settle();
    stage.keys("Enter");
    stage
}

fn report(base: &Base) -> DayReport {
    let asked = ReportOf { user: base.operator.user, date: None };
    base.desk.query(&base.operator, base.clock.now(), &asked).unwrap().pop().unwrap()
}

/// Milliseconds by state; they must come to the length of the day.
#[track_caller]
fn states(base: &Base) -> Vec<(OperatorState, i64)> {
    let report = report(base);
    let states: Vec<(OperatorState, i64)> = report.tally.times().collect();
    let sum: i64 = states.iter().map(|(_, ms)| ms).sum();
    assert_eq!(sum, report.day.length_ms(base.clock.now()), "{states:?}");
    states
}

#[test]
fn a_call_goes_on_with_its_time() {
    let base = Base::small();
    let opened = base.clock.now();
    let since = || base.desk.query(&base.operator, base.clock.now(), &OpenSince).unwrap();
    assert_eq!(since(), None);
    let mut stage = begun(&base);
    assert_eq!(since(), Some(opened));
    stage.wait(10_001).keys("Space").wait(5_002).keys("Ctrl+G").wait(20_000);
    assert!(taken(stage));
    let mut stage = elsewhere(&base);
    stage.see("Разговор").see("Смена теперь здесь").see_no("Начало смены");
    stage.wait(3_000).keys("Ctrl+G").see("Нужен результат").wait(4_000);
    // The time for the result runs on from where it began.
    assert!(taken(stage));
    let mut stage = elsewhere(&base);
    stage.see("Нужен результат").keys("6").wait(1_000);
    let states = states(&base);
    let of = |wanted| states.iter().filter(|(state, _)| *state == wanted).map(|(_, ms)| ms).sum::<i64>();
    assert_eq!(of(OperatorState::Preview), 5_002);
    assert_eq!(of(OperatorState::Talking), 20_000 + 7_003 + 3_000);
    assert_eq!(of(OperatorState::AfterCall), 4_000 + 7_003);
    assert_eq!(of(OperatorState::AfterCallLate) + of(OperatorState::Lag) + of(OperatorState::Offline), 0);
}

#[test]
fn a_client_who_is_looked_at_stays_on_the_screen_and_his_contact_taken() {
    let base = Base::small();
    let mut stage = begun(&base);
    stage.keys("Space");
    let (client, entry) = {
        let work = stage.session.model().work.as_ref().unwrap();
        (work.client, work.entry)
    };
    assert!(taken(stage));
    let mut stage = elsewhere(&base);
    let work = stage.session.model().work.as_ref().unwrap();
    assert_eq!((work.client, work.entry), (client, entry));
    assert!(entry.is_some());
    stage.keys("Ctrl+G").see("Разговор");
    // After a crash he is not put on the screen of somebody who has forgotten him.
    let after = Stage::new(&base, (120, 36));
    assert_eq!(after.session.model().work.as_ref().unwrap().client, client, "a call is");
}

#[test]
fn a_form_that_is_open_is_open_again_with_its_caller_on_the_line() {
    let base = Base::small();
    let mut stage = begun(&base);
    stage.session.called(Call::Rings(Phone::parse("8 (912) 555-01-77").unwrap()));
    stage.settle();
    stage.keys("Space").wait(12_000);
    stage.keys("'Видио'").see("Видио");
    assert!(taken(stage));
    let stage = elsewhere(&base);
    assert!(stage.shows("Видио") && stage.shows("912"), "{}", stage.screen());
    assert!(stage.session.model().ring.answered.is_some());
    let states = states(&base);
    assert!(states.iter().all(|(state, _)| *state != OperatorState::Lag), "{states:?}");
}

#[test]
fn a_pause_goes_on() {
    let base = Base::small();
    let mut stage = begun(&base);
    stage.keys("F12 1").wait(60_000);
    assert!(taken(stage));
    let mut stage = elsewhere(&base);
    stage.see("Перерыв").keys("F12").see("Готов").wait(1_000);
    let paused: i64 = states(&base)
        .iter()
        .filter(|(state, _)| matches!(state, OperatorState::Paused(_)))
        .map(|(_, ms)| ms)
        .sum();
    assert_eq!(paused, 67_003);
}

#[test]
fn a_desk_is_given_when_nothing_is_on_its_way_to_it() {
    let base = Base::small();
    let mut stage = begun(&base);
    assert_eq!(stage.session.hand(), Some(Hand::Given));
    stage.keys("Space Ctrl+G Ctrl+G");
    // The result is being recorded: the draft still holds the call.
    stage.session.feed(b"6");
    stage.session.settle();
    assert_eq!(stage.session.hand(), None);
    stage.settle();
    assert_eq!(stage.session.hand(), Some(Hand::Given));
}

#[test]
fn a_door_that_was_never_opened_is_given_away_too() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.shut();
    stage.session.greet();
    assert_eq!(stage.session.hand(), Some(Hand::Given));
    assert!(!taken(stage));
}

#[test]
fn whoever_asks_a_session_that_has_ended_is_told_so() {
    let base = Base::small();
    let stage = Stage::new(&base, (80, 24));
    let bell = stage.session.bell();
    drop(stage);
    assert_eq!(bell.ask(), Some(Hand::Over));
}

/// Drafts that are never kept.
struct Full;

impl Drafts for Full {
    fn keep(&self, _: UserId, _: &[u8]) -> Result<(), StoreError> {
        Err(StoreError::NoRoom { free: 0, reserve: 1 })
    }

    fn of(&self, _: UserId) -> Result<Vec<u8>, StoreError> {
        Ok(Vec::new())
    }
}

#[test]
fn a_desk_that_can_not_keep_what_was_typed_is_not_given_away() {
    let mut base = Base::small();
    base.desk = Arc::new(Desk::new(Arc::clone(&base.store) as Arc<dyn Store>, Box::new(Full)));
    let mut stage = begun(&base);
    stage.keys("Space n 'перезвонить'").wait(1_000).wait(1_000);
    assert_eq!(stage.session.hand(), Some(Hand::Unwritable));
}

#[test]
fn a_shift_that_was_closed_meanwhile_is_not_gone_on_with() {
    let base = Base::small();
    let stage = begun(&base);
    assert!(taken(stage));
    base.desk.execute(&base.operator, base.clock.now(), &CloseDay { at: base.clock.now() }).unwrap();
    let mut stage = elsewhere(&base);
    stage.see("Начало смены");
}
