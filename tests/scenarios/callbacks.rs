//! A promise is the firm's: when the one who made it does not keep it, anybody may.

use dozvon::desk::callbacks::{COMMON_AFTER, ShareOverdue};
use dozvon::desk::queue::TakeNext;
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::domain::ids::QueueEntryId;
use dozvon::domain::interaction::Direction;
use dozvon::domain::queue::QueueEntry;
use dozvon::store::{Reads, Store};

use crate::common::base::{Base, moment};
use crate::common::stage::Stage;

/// The operator has promised a call of his own for one o'clock.
fn promised(base: &Base) -> QueueEntryId {
    let (who, now) = (base.operator.clone(), base.clock.now());
    let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
    let answers =
        Answers { when: Some(moment("2026-11-10T13:00:00+03:00")), personal: true, ..Answers::default() };
    let outcome = base.desk.catalog().unwrap().outcome_on('2').unwrap().id;
    let case = RecordResult {
        client: taken.entry.client,
        entry: Some(taken.entry.id),
        person: taken.dial.person,
        phone: Some(taken.dial.phone),
        direction: Direction::Outgoing,
        began: now,
        outcome,
        answers,
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(&who, now, &case).unwrap();
    taken.entry.id
}

fn owner(base: &Base, id: QueueEntryId) -> Option<dozvon::domain::ids::UserId> {
    Reads(base.store.as_ref()).find::<QueueEntry>(id).unwrap().unwrap().owner
}

#[test]
fn an_overdue_promise_becomes_anybody_s_when_its_owner_is_away() {
    let base = Base::small();
    let id = promised(&base);
    let share = ShareOverdue { after_minutes: COMMON_AFTER };
    for (now, is_own) in [("13:00:00", true), ("13:15:00", true), ("13:15:01", false)] {
        base.clock.set(&format!("2026-11-10T{now}+03:00"));
        // Somebody else's session looks; the owner is not there.
        let shared = base.desk.execute(&base.admin, base.clock.now(), &share).unwrap();
        assert_eq!(owner(&base, id).is_some(), is_own, "{now}");
        assert_eq!(shared.len(), usize::from(!is_own));
    }
    // It stands in the history, and is not done twice.
    let seq = base.store.last_seq();
    assert_eq!(base.store.entry(seq).unwrap().unwrap().origin.use_case, "callback.share");
    assert!(base.desk.execute(&base.admin, base.clock.now(), &share).unwrap().is_empty());
    assert_eq!(base.store.last_seq(), seq);
    let taken = base.desk.execute(&base.admin, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_eq!(taken.entry.id, id);
}

#[test]
fn a_session_looks_by_itself() {
    let base = Base::small();
    let id = promised(&base);
    let mut stage = Stage::with(&base, base.admin.clone(), crate::common::stage::Setting::default());
    base.clock.set("2026-11-10T13:20:00+03:00");
    stage.wait(31_000);
    assert_eq!(owner(&base, id), None);
}
