//! Results of calls: what each leaves behind, and that taking one back leaves nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::{Base, Row, moment};
use common::dump::dump;
use dozvon::desk::content::{Furnish, SaveOutcomes};
use dozvon::desk::deals::NewDeal;
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::memos::{CloseMemos, MemosFor};
use dozvon::desk::queue::{TakeNext, Taken};
use dozvon::desk::result::{Answers, ContactAnswer, DealAnswer, Next, RecordResult, Recorded};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::{Direction, Interaction, Tried};
use dozvon::domain::memo::{MemoKind, MemoTo};
use dozvon::domain::outcome::file::parse;
use dozvon::domain::outcome::{Calls, Occasion, Outcome, StopAnswer};
use dozvon::domain::phone::Phone;
use dozvon::domain::presets;
use dozvon::domain::queue::EntryKind;
use dozvon::domain::time::Moment;
use dozvon::store::{Kept, Reads, codec};

/// A result of the contact that was taken, with whatever it asks answered.
fn result(base: &Base, taken: &Taken, key: char) -> RecordResult {
    let catalog = base.desk.catalog().unwrap();
    let process = catalog.process_by_code("standard-sale").unwrap().id;
    let deal = NewDeal { name: "Пылесосы".into(), process, stage: 0, amount: None };
    RecordResult {
        client: taken.entry.client,
        entry: Some(taken.entry.id),
        person: taken.dial.person,
        phone: Some(taken.dial.phone),
        direction: Direction::Outgoing,
        began: base.clock.now().plus_minutes(-1),
        outcome: catalog.outcome_on(key).unwrap().id,
        answers: Answers {
            when: Some(moment("2026-11-11T12:00:00+03:00")),
            reason: "Дорого".into(),
            deal: Some(DealAnswer::New(deal)),
            stop: Some(StopAnswer::Everything),
            contact: Some(ContactAnswer { name: "Анна".into(), phone: None }),
            personal: true,
            ..Answers::default()
        },
        script: None,
        text: "Записано за клиентом".into(),
        fields: vec![("Размер".into(), "XL".into())],
    }
}

/// All records without their revisions, under their keys; index entries as they are.
fn state(base: &Base) -> Vec<(Vec<u8>, Vec<u8>)> {
    let bare =
        |value: Vec<u8>| codec::split_revision(&value).map_or(value.clone(), |(_, body)| body.to_vec());
    dump(base.store.as_ref()).into_iter().map(|(key, value)| (key, bare(value))).collect()
}

#[test]
fn every_result_is_taken_back_to_the_byte() {
    for key in "1234567890-".chars() {
        let base = Base::small();
        let (who, now) = (base.operator.clone(), base.clock.now());
        let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
        let before = state(&base);
        let case = result(&base, &taken, key);
        let (_, seq) = base.desk.execute_as::<RecordResult>(&who, now, &case).unwrap();
        assert_ne!(state(&base), before, "{key} has done nothing");
        let later = now.plus_millis(9_000);
        let holds = vec![taken.entry.id];
        base.desk.undo_at_desk(&who, later, seq.unwrap(), "оговорился", holds).unwrap();
        assert_eq!(state(&base), before, "{key}");
    }
}

#[test]
fn a_result_is_taken_back_just_after_midnight() {
    let base = Base::small();
    let who = base.operator.clone();
    let taken = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
    base.clock.set("2026-11-10T23:59:58+03:00");
    let case = result(&base, &taken, '6');
    let (_, seq) = base.desk.execute_as::<RecordResult>(&who, base.clock.now(), &case).unwrap();
    base.clock.set("2026-11-11T00:00:05+03:00");
    base.desk.undo(&who, base.clock.now(), seq.unwrap(), "").unwrap();
    // Who comes the next morning needs the right to.
    let (_, seq) = base.desk.execute_as::<RecordResult>(&who, base.clock.now(), &case).unwrap();
    base.clock.set("2026-11-12T09:00:00+03:00");
    assert!(base.desk.undo(&who, base.clock.now(), seq.unwrap(), "").is_err());
}

#[test]
fn one_attempt_is_left_of_a_result_that_was_taken_back_and_given_anew() {
    let base = Base::small();
    let (who, now) = (base.operator.clone(), base.clock.now());
    let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
    let attempts = taken.entry.attempts;
    let (_, seq) = base.desk.execute_as::<RecordResult>(&who, now, &result(&base, &taken, '6')).unwrap();
    base.desk.undo(&who, now, seq.unwrap(), "").unwrap();
    base.desk.execute::<RecordResult>(&who, now, &result(&base, &taken, '7')).unwrap();
    let entry = base.desk.query(&who, now, &DossierOf(taken.entry.client)).unwrap().planned;
    let entry = entry.iter().find(|entry| entry.id == taken.entry.id).unwrap();
    assert_eq!((entry.attempts, entry.kind), (attempts + 1, EntryKind::Retry));
    let calls = talks(&base, taken.entry.client);
    assert_eq!(calls.iter().filter(|call| call.entry == Some(taken.entry.id)).count(), 1);
}

fn talks(base: &Base, client: ClientId) -> Vec<Interaction> {
    use dozvon::domain::interaction::Interaction as Talk;
    let reads = Reads(base.store.as_ref());
    let found: Vec<Kept<Talk>> =
        reads.some(&dozvon::store::tables::interactions_of(client), dozvon::store::Walk::Down, 50).unwrap();
    found.into_iter().map(|kept| kept.record).collect()
}

#[test]
fn a_promise_that_was_dialled_in_time_is_known_as_kept() {
    for (began, kept) in [("11:41:00", true), ("11:51:00", true), ("11:51:01", false), ("11:40:59", false)] {
        let base = Base::small();
        let who = base.operator.clone();
        let taken = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
        assert_eq!(taken.entry.due, moment("2026-11-10T11:46:00+03:00"));
        let began = moment(&format!("2026-11-10T{began}+03:00"));
        let case = RecordResult { began, ..result(&base, &taken, '6') };
        base.desk.execute(&who, base.clock.now(), &case).unwrap();
        let call = talks(&base, taken.entry.client).remove(0);
        assert_eq!((call.promised, call.kept_promise()), (Some(taken.entry.due), Some(kept)), "{began:?}");
    }
}

#[test]
fn a_call_is_promised_by_somebody_or_by_anybody() {
    for personal in [true, false] {
        let base = Base::small();
        let (who, now) = (base.operator.clone(), base.clock.now());
        let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
        let mut case = result(&base, &taken, '2');
        case.answers.personal = personal;
        base.desk.execute(&who, now, &case).unwrap();
        let planned = base.desk.query(&who, now, &DossierOf(taken.entry.client)).unwrap().planned;
        let entry = planned.iter().find(|entry| entry.id == taken.entry.id).unwrap();
        assert_eq!(entry.owner, personal.then_some(who.user));
    }
}

#[test]
fn the_last_number_that_is_wrong_goes_to_the_steward() {
    let base = Base::empty();
    let client =
        base.client(Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66").phone("8 (846) 207-55-77"));
    let list = base.list("Опт", None);
    base.enlist(list);
    let who = base.operator.clone();
    let waiting = || base.desk.query(&who, base.clock.now(), &MemosFor(MemoTo::Steward)).unwrap();
    let taken = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
    let recorded: Recorded = base.desk.execute(&who, base.clock.now(), &result(&base, &taken, '9')).unwrap();
    assert!(matches!(recorded.next, Next::At { phone: Some(_), .. }), "{recorded:?}");
    assert!(waiting().is_empty());
    let again = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_ne!(again.dial.phone, taken.dial.phone);
    let recorded: Recorded = base.desk.execute(&who, base.clock.now(), &result(&base, &again, '9')).unwrap();
    assert_eq!(recorded.next, Next::Finished);
    let rows = waiting();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].memo.kind, MemoKind::FindNumber { bad: again.dial.phone });
    assert_eq!((rows[0].memo.client, rows[0].name.as_str()), (client, "Ассоль"));
    assert_eq!(base.desk.execute(&who, base.clock.now(), &CloseMemos(vec![rows[0].memo.id])).unwrap(), 1);
    assert!(waiting().is_empty());
}

#[test]
fn where_somebody_was_reached_is_dialled_first_the_next_time() {
    let base = Base::empty();
    let row = Row::new("Ассоль", "Самара").phone("8 (846) 207-55-66").phone("8 (846) 207-55-77");
    let client = base.client(row);
    let second = Phone::parse("8 (846) 207-55-77").unwrap();
    let list = base.list("Опт", None);
    base.enlist(list);
    let who = base.operator.clone();
    let taken = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_ne!(taken.dial.phone, second);
    let mut case = result(&base, &taken, '2');
    let first = taken.dial.phone;
    let tried = Tried { phone: first, at: Some(base.clock.now().plus_minutes(-1)) };
    case.answers.tried = vec![tried];
    case.phone = Some(second);
    base.desk.execute::<RecordResult>(&who, base.clock.now(), &case).unwrap();
    let call = talks(&base, client).remove(0);
    assert_eq!((call.tried, call.phone, call.attempt), (vec![tried], Some(second), 1));
    base.clock.set("2026-11-11T12:00:00+03:00");
    let again = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_eq!(again.dial.phone, second);
}

#[test]
fn whoever_had_promised_a_call_is_told_that_it_will_not_be() {
    let base = Base::small();
    let who = base.operator.clone();
    let taken = base.desk.execute(&who, base.clock.now(), &TakeNext).unwrap().unwrap();
    base.desk.execute(&who, base.clock.now(), &result(&base, &taken, '2')).unwrap();
    // The client calls himself, and somebody else answers.
    let mut stop = result(&base, &taken, '0');
    // Nobody knows who it was: the whole client is protected.
    (stop.entry, stop.person, stop.phone) = (None, None, None);
    stop.direction = Direction::Incoming;
    let recorded: Recorded = base.desk.execute(&base.admin, base.clock.now(), &stop).unwrap();
    assert_eq!(recorded.callbacks, [who.user]);
    let mine = base.desk.query(&who, base.clock.now(), &MemosFor(MemoTo::User(who.user))).unwrap();
    let due = moment("2026-11-11T12:00:00+03:00");
    assert_eq!(
        mine.iter().map(|row| row.memo.kind.clone()).collect::<Vec<_>>(),
        [MemoKind::CallbackGone { due }]
    );
    // A memo for one is not another's to close.
    assert!(base.desk.execute(&base.admin, base.clock.now(), &CloseMemos(vec![mine[0].memo.id])).is_err());
}

#[test]
fn incoming_calls_and_surveys_have_results_of_their_own() {
    let base = Base::empty();
    let catalog = base.desk.catalog().unwrap();
    let code = |key, direction, purpose| {
        let occasion = Occasion { direction, purpose };
        catalog.outcome_for(key, occasion).map(|outcome| outcome.code.clone()).unwrap_or_default()
    };
    let incoming = |key| code(key, Direction::Incoming, None);
    assert_eq!(
        "12345670".chars().map(incoming).collect::<Vec<_>>(),
        [
            "solved",
            "call-back-to",
            "interest",
            "claim",
            "passed-on",
            "misdialled",
            "cut-off",
            "do-not-call-in"
        ]
    );
    assert_eq!(incoming('8'), "");
    assert_eq!(code('1', Direction::Outgoing, Some(Purpose::Survey)), "survey-done");
    assert_eq!(code('1', Direction::Outgoing, Some(Purpose::Debt)), "sale");
    assert_eq!(code('6', Direction::Outgoing, Some(Purpose::Survey)), "no-answer");
    let survey = Occasion { direction: Direction::Outgoing, purpose: Some(Purpose::Survey) };
    let keys: String = catalog.outcomes_for(survey).map(|outcome| outcome.key).collect();
    assert_eq!(keys, "1234567890-");
}

#[test]
fn what_a_result_means_changes_for_new_calls_only() {
    let base = Base::empty();
    let (drafts, _) = parse(presets::OUTCOMES.1).unwrap();
    let was = base.desk.catalog().unwrap().outcome_on('4').unwrap().clone();
    let mut changed = drafts.clone();
    let place = changed.iter().position(|draft| draft.code == was.code).unwrap();
    changed[place].flags.decision_maker = false;
    let now: Moment = base.clock.now();
    assert_eq!(base.desk.execute(&base.admin, now, &SaveOutcomes(changed.clone())).unwrap(), (0, 1, 0));
    let catalog = base.desk.catalog().unwrap();
    let is: &Outcome = catalog.outcome_on('4').unwrap();
    assert_ne!(is.id, was.id);
    assert_eq!((is.version, is.since, is.flags.decision_maker), (2, Some(now), false));
    let former = catalog.outcome(was.id).unwrap();
    assert!(former.retired && former.flags.decision_maker);
    assert_eq!(base.desk.execute(&base.admin, now, &SaveOutcomes(changed)).unwrap(), (0, 0, 0));
    // Back again: a third meaning, and a name alone is none.
    assert_eq!(base.desk.execute(&base.admin, now, &SaveOutcomes(drafts.clone())).unwrap(), (0, 1, 0));
    let mut renamed = drafts;
    renamed[place].name.ru = "Отказ".into();
    assert_eq!(base.desk.execute(&base.admin, now, &SaveOutcomes(renamed)).unwrap(), (0, 1, 0));
    let catalog = base.desk.catalog().unwrap();
    let is = catalog.outcome_on('4').unwrap();
    assert_eq!((is.version, is.name.ru.as_str()), (3, "Отказ"));
}

#[test]
fn results_that_were_taken_away_do_not_come_back() {
    let base = Base::empty();
    let (drafts, _) = parse(presets::OUTCOMES.1).unwrap();
    assert!(base.desk.catalog().unwrap().has_incoming_outcomes());
    let outgoing = drafts.into_iter().filter(|draft| draft.calls == Calls::Outgoing).collect();
    base.desk.execute(&base.admin, base.clock.now(), &SaveOutcomes(outgoing)).unwrap();
    base.desk.furnish(&Furnish::shipped(), base.clock.now()).unwrap();
    let occasion = Occasion { direction: Direction::Incoming, purpose: None };
    assert_eq!(base.desk.catalog().unwrap().outcomes_for(occasion).count(), 0);
}

#[test]
fn a_later_result_lifts_no_prohibition() {
    let base = Base::small();
    let (who, now) = (base.operator.clone(), base.clock.now());
    let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
    base.desk.execute(&who, now, &result(&base, &taken, '0')).unwrap();
    let mut interest = result(&base, &taken, '3');
    interest.entry = None;
    base.desk.execute(&who, now, &interest).unwrap();
    let dossier = base.desk.query(&who, now, &DossierOf(taken.entry.client)).unwrap();
    assert!(dossier.stops.iter().any(|stop| !stop.is_over(now)));
    let next = base.desk.execute(&who, moment("2026-11-11T12:05:00+03:00"), &TakeNext).unwrap();
    assert!(next.is_none_or(|next| next.entry.client != taken.entry.client));
}
