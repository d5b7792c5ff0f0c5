//! Calls that ring: what the screen says of them, and that none is forgotten when the desk is killed while it rings.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::path::Path;

use common::base::{Base, MORNING, Row};
use common::program::Program;
use common::stage::Stage;
use dozvon::desk::access::{SetPin, SignIn};
use dozvon::domain::ids::SessionId;
use dozvon::domain::interaction::{Direction, Interaction, InteractionStatus};
use dozvon::domain::phone::Phone;
use dozvon::domain::pin::Pin;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::domain::user::UserRole;
use dozvon::session::port::Call;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Reads, Store};

const NAME: &str = "Иванова О.";
/// Of «Протон», and of nobody.
const KNOWN: &str = "8 (495) 012-34-56";
const UNKNOWN: &str = "+7 912 555-01-77";

fn phone(number: &str) -> Phone {
    Phone::parse(number).unwrap()
}

/// Numbers that were missed, the earliest call first, and rows that are open for them.
fn missed(store: &impl Store) -> (Vec<Phone>, usize) {
    let reads = Reads(store);
    let vain = |call: &Interaction| {
        call.direction == Direction::Incoming && call.status == InteractionStatus::NotHeld
    };
    let mut calls: Vec<Interaction> =
        reads.all().unwrap().into_iter().map(|kept| kept.record).filter(vain).collect();
    calls.sort_by_key(|call| call.at);
    let rows = reads.all::<QueueEntry>().unwrap();
    let open = rows.iter().filter(|row| row.kind == EntryKind::Missed && row.is_open()).count();
    (calls.into_iter().filter_map(|call| call.phone).collect(), open)
}

fn missed_in(home: &Path) -> (Vec<Phone>, usize) {
    missed(&LocalStore::open(&home.join("data"), EngineKind::Sled, &mut |_| {}).unwrap())
}

/// `dozvon ring` from another shell.
fn ring(home: &Path, number: &str) {
    let mut ring = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
    ring.args(["--data", home.join("data").to_str().unwrap(), "ring", number]);
    let said = ring.env("DOZVON_CONFIG", home.join("config")).output().unwrap();
    assert!(said.status.success(), "{said:?}");
}

fn rings(stage: &mut Stage, number: &str) {
    stage.session.called(Call::Rings(phone(number)));
    stage.settle();
}

/// A desk of a new base, killed while a known client rings.
fn killed_while_it_rings(home: &Path) {
    drop(Base::small_in(&home.join("data")));
    let mut program = Program::start(home, &["--as", NAME]);
    program.see("Начало смены").press("\r").see("Готов");
    ring(home, KNOWN);
    // At once: whoever was told that it is shown need not wait for anything.
    program.kill();
}

#[test]
fn a_call_that_rings_when_the_desk_is_killed_is_called_back_once() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    killed_while_it_rings(home);
    for at in ["2026-11-10T12:05:00+03:00", "2026-11-10T12:10:00+03:00"] {
        let mut program = Program::start_at(home, at, &["--as", NAME]);
        program.see("Пропущен 1 звонок").press("\r").see("Готов");
        assert!(!program.screen().contains("ВХОД"), "{}", program.screen());
        program.kill();
        assert_eq!(missed_in(home), (vec![phone(KNOWN)], 1));
    }
}

#[test]
fn a_call_rings_on_where_the_desk_is_back_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    killed_while_it_rings(home);
    let mut program = Program::start(home, &["--as", NAME]);
    program.see("☎ ВХОД").press("\x07").see("1  Решено").press("6").see("Ошиблись номером: записано");
    program.kill();
    let mut program = Program::start_at(home, "2026-11-10T12:30:00+03:00", &["--as", NAME]);
    program.see("Начало смены").press("\x11");
    assert_eq!(program.end().0, 0);
    assert_eq!(missed_in(home), (vec![], 0), "he was answered");
}

#[test]
fn every_end_of_a_session_leaves_a_call_that_rang_as_missed_and_only_once() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    // Two rang, one of them while the other did.
    rings(&mut stage, UNKNOWN);
    stage.clock.forward(5_000);
    rings(&mut stage, KNOWN);
    assert_eq!(missed(base.store.as_ref()), (vec![phone(UNKNOWN)], 1));
    drop(stage);
    stage = Stage::new(&base, (80, 24));
    stage.see("☎ ВХОД").see("Протон").wait(91_000).see_no("☎ ВХОД").see("остался без ответа");
    let both = (vec![phone(UNKNOWN), phone(KNOWN)], 2);
    assert_eq!(missed(base.store.as_ref()), both);
    drop(stage);
    // He who leaves while it rings forgets nobody either.
    base.clock.forward(60_000);
    let mut stage = Stage::new(&base, (80, 24));
    assert_eq!(missed(base.store.as_ref()), both);
    rings(&mut stage, KNOWN);
    stage.keys("Ctrl+Q").wait(0);
    assert!(stage.session.is_over());
    assert_eq!(missed(base.store.as_ref()), (vec![phone(UNKNOWN), phone(KNOWN), phone(KNOWN)], 2));
    assert!(base.desk.draft(&base.operator).unwrap().is_empty());
}

#[test]
fn what_was_written_down_and_not_heard_of_is_not_written_twice() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    rings(&mut stage, KNOWN);
    let rang = base.desk.draft(&base.operator).unwrap();
    stage.wait(91_000);
    let once = (vec![phone(KNOWN)], 1);
    assert_eq!(missed(base.store.as_ref()), once);
    drop(stage);
    // The session has ended after the call was written down and before its draft was.
    base.desk.keep_draft(&base.operator, &rang).unwrap();
    drop(Stage::new(&base, (80, 24)));
    assert_eq!(missed(base.store.as_ref()), once);
    assert!(base.desk.draft(&base.operator).unwrap().is_empty());
}

#[test]
fn whoever_begins_first_calls_back_those_who_rang_at_the_desk_of_another() {
    let base = Base::small();
    let sign_in =
        SignIn { name: "Федоров".into(), role: UserRole::Operator, zone: chrono_tz::Europe::Moscow };
    let other = base.desk.sign_in(&sign_in, SessionId(9), base.clock.now()).unwrap();
    let mut stage = Stage::new(&base, (80, 24));
    rings(&mut stage, KNOWN);
    drop(stage);
    let begin = || drop(Stage::with(&base, other.clone(), common::stage::Setting::default()));
    // It may ring still.
    begin();
    assert_eq!(missed(base.store.as_ref()), (vec![], 0));
    base.clock.forward(91_000);
    begin();
    drop(Stage::new(&base, (80, 24)));
    begin();
    assert_eq!(missed(base.store.as_ref()), (vec![phone(KNOWN)], 1));
}

#[test]
fn a_call_that_rings_at_a_closed_door_is_not_forgotten() {
    let base = Base::small();
    let pin = Some(Pin::new("4917", [9; 16]).unwrap());
    let set = SetPin { user: base.operator.user, pin, old: String::new() };
    base.desk.execute(&base.operator, base.clock.now(), &set).unwrap();
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.shut();
    rings(&mut stage, KNOWN);
    stage.see("ПИН").see_no("Протон").wait(91_000);
    assert_eq!(missed(base.store.as_ref()), (vec![], 0), "nobody has come in yet");
    drop(stage);
    drop(Stage::new(&base, (80, 24)));
    assert_eq!(missed(base.store.as_ref()), (vec![phone(KNOWN)], 1));
}

#[test]
fn the_bar_and_the_clock_are_those_of_the_call_that_rings() {
    let base = Base::small();
    let bar = |stage: &Stage| stage.screen().lines().last().unwrap().to_owned();
    let mut stage = Stage::new(&base, (80, 24));
    stage.wait(50_000).keys("F4");
    assert!(bar(&stage).contains("Space взять"), "{}", bar(&stage));
    rings(&mut stage, KNOWN);
    stage.wait(7_000).see("☎ Звонят 00:07");
    assert!(bar(&stage).starts_with(" Space ответить  "), "{}", bar(&stage));
    assert!(!bar(&stage).contains("взять") && !bar(&stage).contains("Ctrl+G"), "{}", bar(&stage));
    // Where a word is typed the space is a space.
    stage.keys("F3");
    assert!(bar(&stage).contains("Ctrl+G ответить") && !bar(&stage).contains("Space"), "{}", bar(&stage));
    stage.keys("Esc").wait(90_000).see_no("Звонят");
    // A client who is only looked at has waited for long; who rings has not. A talk keeps its own clock.
    stage.keys("Space").wait(40_000);
    rings(&mut stage, KNOWN);
    stage.wait(3_000).see("☎ Звонят 00:03");
    assert!(bar(&stage).contains("Space ответить"), "{}", bar(&stage));
    stage.wait(90_000).keys("Ctrl+G").wait(20_000);
    rings(&mut stage, UNKNOWN);
    stage.wait(3_000).see("☎ Разговор 00:23");
    assert!(bar(&stage).contains("Space ответить") && !bar(&stage).contains("закончить"), "{}", bar(&stage));
    stage.click("Space ответить  N").see("Новый клиент");
}

#[test]
fn on_a_pause_the_status_line_tells_who_rings() {
    let base = Base::empty();
    base.client(Row::new("Вега", "Москва").phone(KNOWN));
    base.clock.set(MORNING);
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.greet();
    stage.settle();
    stage.keys("Enter F12 1").see("Перерыв").wait(60_000);
    rings(&mut stage, KNOWN);
    stage.wait(2_000).see("☎ Звонят 00:02").wait(90_000).see("Перерыв");
}
