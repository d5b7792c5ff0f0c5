//! What must hold when a shift is over, counted from the records alone.

use std::collections::BTreeMap;

use dozvon::desk::day::{EndsOf, ReportOf};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::day::{OperatorState, StateSpan};
use dozvon::domain::deal::Deal;
use dozvon::domain::ids::QueueEntryId;
use dozvon::domain::interaction::{Direction, Interaction, InteractionStatus};
use dozvon::domain::outcome::{Ask, NextStep};
use dozvon::domain::queue::{EntryState, QueueEntry};
use dozvon::domain::stop::StopEntry;
use dozvon::domain::time::HOUR_MS;
use dozvon::store::{Reads, Record};

use crate::player::{HOURS, Player};

fn all<R: Record>(player: &Player) -> Vec<R> {
    let kept = Reads(player.base.store.as_ref()).all::<R>().unwrap();
    kept.into_iter().map(|kept| kept.record).collect()
}

/// Proves a shift that is over.
pub fn of(player: &Player) {
    happened(player);
    sums(player);
    calls(player);
    attempts(player);
    stops(player);
    let report = player.base.store.verify(true, &mut |_| {}).unwrap();
    assert!(report.is_clean() && report.seen.compared, "{:#?}", report.findings);
}

/// A shift in which something never happened proves nothing of it.
fn happened(player: &Player) {
    println!("{:?}", player.seen);
    for what in [
        "result",
        "incoming",
        "interrupted",
        "missed",
        "skip",
        "undo",
        "pause",
        "note",
        "callback",
        "deal",
        "stop",
        "next number",
    ] {
        assert!(player.seen.contains_key(what), "no {what} in {:?}", player.seen);
    }
}

/// Nothing is loose, and the states are the shift to the millisecond.
fn sums(player: &Player) {
    let (base, now) = (&player.base, player.base.clock.now());
    assert_eq!(base.desk.query(&base.operator, now, &EndsOf).unwrap(), []);
    assert_eq!(base.desk.draft(&base.operator).unwrap(), b"");
    let held = |entry: &QueueEntry| matches!(entry.state, EntryState::Taken { .. });
    assert!(!all::<QueueEntry>(player).iter().any(held), "a contact is held");
    let ask = ReportOf { user: base.operator.user, date: None };
    let report = base.desk.query(&base.operator, now, &ask).unwrap().pop().unwrap();
    let closed = report.day.closed.expect("the shift is closed");
    let length = closed.millis() - report.day.opened.millis();
    assert!((HOURS * HOUR_MS..(HOURS + 1) * HOUR_MS).contains(&length), "{length} ms");
    let mut spans: Vec<StateSpan> = all(player);
    spans.retain(|span| span.day == report.day.id);
    spans.sort_by_key(|span| (span.from, span.to, span.id));
    assert_eq!(spans.first().unwrap().from, report.day.opened);
    assert_eq!(spans.last().unwrap().to, closed);
    assert!(spans.windows(2).all(|two| two[0].to == two[1].from), "a gap between states");
    let sum: i64 = report.tally.times().map(|(_, ms)| ms).sum();
    assert_eq!((sum, report.day.length_ms(now)), (length, length));
    assert!(report.tally.time(|state| state == OperatorState::Talking) > HOUR_MS);
    assert!(report.tally.time(|state| state == OperatorState::AfterCallLate) > 0);
    assert_eq!(report.tally.results(), player.given.len(), "each result that stands has cost something");
    assert_eq!(report.shift.calls, player.given.len());
    // The status line is that of the day that comes: nothing was done in it yet.
    let next = player.stage.session.model().shift;
    assert_eq!((next.calls, next.open), (0, 0));
    assert!(next.since >= closed);
    let sales = player.given.iter().filter(|given| given.key == '1' && !given.incoming).count();
    assert_eq!(report.shift.sales, sales);
}

/// Every result that stands is one call in the history of its client, with that result.
fn calls(player: &Player) {
    let catalog = player.base.desk.catalog().unwrap();
    let mut kept: Vec<_> = all::<Interaction>(player)
        .iter()
        .filter(|call| call.status == InteractionStatus::Held)
        .map(|call| {
            let outcome = catalog.outcome(call.outcome.expect("a call has a result")).unwrap();
            (call.client, outcome.key, call.direction == Direction::Incoming)
        })
        .collect();
    let mut given: Vec<_> =
        player.given.iter().map(|given| (given.client, given.key, given.incoming)).collect();
    kept.sort();
    given.sort();
    assert_eq!(kept, given);
    let deals: Vec<Deal> = all(player);
    assert!(!deals.is_empty());
}

/// Attempts are counted one by one, and none is made beyond what is allowed but the one the client has asked for himself.
fn attempts(player: &Player) {
    let catalog = player.base.desk.catalog().unwrap();
    let mut made: BTreeMap<Option<QueueEntryId>, Vec<Interaction>> = BTreeMap::new();
    for call in all::<Interaction>(player) {
        made.entry(call.entry).or_default().push(call);
    }
    let beside = made.remove(&None).unwrap_or_default();
    assert!(
        beside.iter().all(|call| call.attempt == 0 && call.direction == Direction::Incoming),
        "{beside:?}"
    );
    for entry in all::<QueueEntry>(player) {
        let mut calls = made.remove(&Some(entry.id)).unwrap_or_default();
        calls.sort_by_key(|call| (call.at, call.id));
        // A contact that no list has brought comes of a call, and that one may have been an attempt already.
        let most = 1 + u16::from(entry.list.is_none());
        // One that a stage has given may be met first by the client's own call, which is no attempt.
        let least =
            |call: &Interaction| u16::from(entry.list.is_some() || call.direction != Direction::Incoming);
        assert!(
            calls.first().is_none_or(|call| (least(call)..=most).contains(&call.attempt)),
            "{calls:?} of {entry:?}"
        );
        for two in calls.windows(2) {
            let [before, call] = two else { panic!("two of {entry:?}") };
            let outcome = catalog.outcome(before.outcome.unwrap()).unwrap();
            // An unusable number is no attempt where there is another one.
            let step = u16::from(outcome.next != NextStep::OtherNumber);
            assert_eq!(call.attempt, before.attempt + step, "{before:?}, {call:?}");
            let asked = outcome.asks.contains(&Ask::When);
            assert!(asked || call.attempt <= entry.max_attempts, "{call:?} of {entry:?}");
        }
    }
    assert!(made.is_empty(), "calls of contacts that are not there: {made:?}");
}

/// Nobody was called whom a prohibition that stood before protects.
fn stops(player: &Player) {
    let stops: Vec<StopEntry> = all(player);
    for call in all::<Interaction>(player) {
        let Some(phone) = call.phone.filter(|_| call.direction == Direction::Outgoing) else { continue };
        for stop in &stops {
            let before = stop.since < call.at && stop.interaction != Some(call.id);
            let forbids =
                stop.forbids(call.client, call.person, &phone, Purpose::Advertising, Some(player.list));
            assert!(!(before && forbids), "{call:?} in spite of {stop:?}");
        }
    }
}
