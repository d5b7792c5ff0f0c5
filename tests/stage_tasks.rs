//! Tasks that stages give to whoever brings a deal to them: when they are due, whose they are, and that there is one of each.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::{Base, Row, moment};
use dozvon::desk::deals::{MoveDeal, NewDeal, OpenDeal};
use dozvon::desk::queue::{GiveUp, PlanContact, Promises, Whose};
use dozvon::domain::deal::{Deal, Move};
use dozvon::domain::ids::{ClientId, DealId};
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::store::Reads;

/// The stage of the standard sale that gives a task, and the one before it.
const PROPOSAL: usize = 2;
const BEFORE: usize = 1;

fn base(now: &str) -> (Base, ClientId) {
    let base = Base::empty();
    base.clock.set(now);
    let client = base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33"));
    (base, client)
}

fn open(base: &Base, client: ClientId, stage: usize) -> DealId {
    let process = base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
    let deal = NewDeal { name: "Увлажнители".into(), process, stage, amount: None };
    base.desk.execute(&base.operator, base.clock.now(), &OpenDeal { client, deal }).unwrap()
}

fn step(base: &Base, deal: DealId, step: Move, from: usize) {
    let step = MoveDeal { deal, step, from: Some(from), reason: "передумали".into() };
    base.desk.execute(&base.operator, base.clock.now(), &step).unwrap();
}

/// What stands in the operator's book: what for, and when by his clock.
fn book(base: &Base) -> Vec<(String, String)> {
    let ask = Promises { whose: Whose::Mine, limit: 10 };
    let book = base.desk.query(&base.operator, base.clock.now(), &ask).unwrap();
    let told = |entry: &QueueEntry| {
        (entry.reason.clone(), entry.due.in_zone(base.operator.zone).format("%d.%m %H:%M").to_string())
    };
    book.rows.iter().map(|row| told(&row.entry)).collect()
}

fn quote(due: &str) -> (String, String) {
    ("КП".to_owned(), due.to_owned())
}

#[test]
fn a_deal_opened_at_a_stage_gives_its_task() {
    let (base, client) = base("2026-11-10T09:00:00+03:00");
    open(&base, client, BEFORE);
    assert_eq!(book(&base), []);
    open(&base, client, PROPOSAL);
    assert_eq!(book(&base), [quote("11.11 12:00")]);
    let task = base.all::<QueueEntry>().remove(0);
    assert_eq!((task.kind, task.client), (EntryKind::Planned, client));
    assert_eq!((task.owner, task.list), (Some(base.operator.user), None));
}

#[test]
fn a_deal_moved_to_a_stage_gives_its_task_once() {
    let (base, client) = base("2026-11-10T09:00:00+03:00");
    let deal = open(&base, client, BEFORE);
    step(&base, deal, Move::Forward, BEFORE);
    assert_eq!(book(&base), [quote("11.11 12:00")]);
    // Back and forth on another day, and a second deal: the task that is open stays as it is.
    base.clock.set("2026-11-10T15:00:00+03:00");
    step(&base, deal, Move::Back, PROPOSAL);
    base.clock.set("2026-11-11T10:00:00+03:00");
    step(&base, deal, Move::Forward, BEFORE);
    open(&base, client, PROPOSAL);
    assert_eq!(book(&base), [quote("11.11 12:00")]);
    // One that is over stands in nobody's way, and another client has one of his own.
    let task = base.all::<QueueEntry>().remove(0).id;
    let give_up = GiveUp { entry: task, reason: "отправлено".into() };
    base.desk.execute(&base.operator, base.clock.now(), &give_up).unwrap();
    open(&base, client, PROPOSAL);
    let other = base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66"));
    open(&base, other, PROPOSAL);
    assert_eq!(book(&base), [quote("12.11 12:00"), quote("12.11 12:00")]);
}

#[test]
fn a_deal_that_is_closed_at_the_stage_gives_none() {
    let (base, client) = base("2026-11-10T09:00:00+03:00");
    let deal = open(&base, client, BEFORE);
    step(&base, deal, Move::Win, BEFORE);
    assert_eq!(book(&base), []);
}

#[test]
fn a_task_falls_on_a_working_day() {
    for (now, due) in [
        // A Friday, and the eve of a holiday in the week.
        ("2026-11-13T17:00:00+03:00", "16.11 09:00"),
        ("2026-11-03T11:00:00+03:00", "05.11 09:00"),
    ] {
        let (base, client) = base(now);
        open(&base, client, PROPOSAL);
        assert_eq!(book(&base), [quote(due)], "{now}");
    }
}

#[test]
fn what_was_promised_besides_stands_beside_it() {
    let (base, client) = base("2026-11-10T09:00:00+03:00");
    let due = moment("2026-11-11T10:00:00+03:00");
    let call =
        PlanContact { client, due, reason: "КП обсудить".into(), whole_day: false, personal: true };
    base.desk.execute(&base.operator, base.clock.now(), &call).unwrap();
    open(&base, client, PROPOSAL);
    assert_eq!(book(&base), [("КП обсудить".into(), "11.11 10:00".into()), quote("11.11 12:00")]);
}

#[test]
fn the_law_is_not_asked_about_what_is_no_call() {
    let base = Base::empty();
    base.clock.set("2026-11-10T09:00:00+03:00");
    let client = base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33").without_consent());
    open(&base, client, PROPOSAL);
    assert_eq!(book(&base), [quote("11.11 12:00")]);
}

#[test]
fn it_is_taken_back_with_the_move_that_gave_it() {
    let (base, client) = base("2026-11-10T09:00:00+03:00");
    let deal = open(&base, client, BEFORE);
    let before = base.store.live_bytes();
    let case = MoveDeal { deal, step: Move::Forward, from: Some(BEFORE), reason: String::new() };
    let (_, seq) = base.desk.execute_as(&base.operator, base.clock.now(), &case).unwrap();
    assert_eq!(book(&base).len(), 1);
    base.desk.undo_at_desk(&base.operator, base.clock.now(), seq.unwrap(), "", Vec::new()).unwrap();
    assert_eq!((book(&base), base.store.live_bytes()), (Vec::new(), before));
    let deal = Reads(base.store.as_ref()).find::<Deal>(deal).unwrap().unwrap();
    assert_eq!(deal.stage(), Some(BEFORE));
}
