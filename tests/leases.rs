//! Whose a contact is: while another call is on, over a crash, and once a change is taken back.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::Base;
use common::cli::Home;
use common::stage::{Setting, Stage};
use dozvon::desk::DeskError;
use dozvon::desk::access::SignIn;
use dozvon::desk::queue::{Light, MayDial, QueueView, SkipContact, Take, TakeNext};
use dozvon::domain::client::Client;
use dozvon::domain::gate::Forbidden;
use dozvon::domain::ids::{QueueEntryId, SessionId};
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryState, LEASE_MS, QueueEntry, SkipReason};
use dozvon::domain::time::MINUTE_MS;
use dozvon::domain::user::UserRole;
use dozvon::session::port::Call;
use dozvon::store::drafts::{Drafts, FileDrafts};
use dozvon::store::{Reads, Store};

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

fn entry(base: &Base, id: QueueEntryId) -> QueueEntry {
    entries(base).into_iter().find(|entry| entry.id == id).unwrap()
}

/// The contact the operator holds.
fn held(base: &Base) -> QueueEntryId {
    let mut held =
        entries(base).into_iter().filter(|entry| entry.holder(base.clock.now()) == Some(base.operator.user));
    let id = held.next().unwrap().id;
    assert_eq!(held.next(), None);
    id
}

/// Somebody the base knows by no other work rings, and is answered.
fn rings(stage: &mut Stage) {
    let caller = Phone::parse("8 (423) 201-11-22").unwrap();
    stage.session.called(Call::Rings(caller));
    stage.settle();
    stage.keys("Ctrl+G").see("Видео маркет");
}

#[test]
fn a_call_that_was_interrupted_keeps_its_contact_however_long_the_other_one_takes() {
    for interrupted in ["Space Ctrl+G", "Space Ctrl+G Ctrl+G", "Space"] {
        let base = Base::small();
        let mut stage = Stage::new(&base, (120, 36));
        stage.keys(interrupted);
        let id = held(&base);
        rings(&mut stage);
        for _ in 0..40 {
            stage.wait(MINUTE_MS);
            assert_eq!(entry(&base, id).holder(base.clock.now()), Some(base.operator.user), "{interrupted}");
        }
        if interrupted == "Space" {
            continue;
        }
        // The machine goes down in the middle, and the call is still open: it is his for as long.
        drop(stage);
        base.clock.forward(5 * MINUTE_MS);
        let mut stage = Stage::new(&base, (120, 36));
        for _ in 0..40 {
            stage.wait(MINUTE_MS);
            assert_eq!(entry(&base, id).holder(base.clock.now()), Some(base.operator.user), "{interrupted}");
        }
        // The caller is done with; the result of the call that was interrupted frees its contact.
        stage.keys("Ctrl+G 5").keys("Space").see("Протон");
        stage.wait(20 * MINUTE_MS).keys("Ctrl+G 6");
        assert_eq!((entry(&base, id).state, entry(&base, id).attempts), (EntryState::Waiting, 1));
    }
}

#[test]
fn who_loses_a_contact_behind_another_call_is_told() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G");
    let id = held(&base);
    rings(&mut stage);
    drop(stage);
    // Nobody keeps it while the program is down for long.
    base.clock.forward(LEASE_MS + MINUTE_MS);
    base.desk.execute(&base.admin, base.clock.now(), &Take(id)).unwrap();
    let mut stage = Stage::new(&base, (120, 36));
    stage.wait(2_000).see("с которым вы не закончили, взял Супервизор");
}

#[test]
fn a_skip_that_is_taken_back_leaves_the_contact_waiting_unless_its_card_is_on_the_desk() {
    let base = Base::small();
    let (who, now) = (base.operator.clone(), base.clock.now());
    let skipped = || {
        let taken = base.desk.execute(&who, now, &TakeNext).unwrap().unwrap();
        let skip = SkipContact { entry: taken.entry.id, reason: SkipReason::BadTime };
        (taken.entry.id, base.desk.execute_as(&who, now, &skip).unwrap().1.unwrap())
    };
    let (id, seq) = skipped();
    base.desk.undo(&who, now, seq, "").unwrap();
    let after = entry(&base, id);
    assert_eq!(
        (after.state, after.marks.not_before, after.marks.skips.len()),
        (EntryState::Waiting, None, 0)
    );
    // Anybody may take it at once.
    let other = base.desk.execute(&base.admin, now, &Take(id)).unwrap();
    assert_eq!(
        other.entry.state,
        EntryState::Taken { by: base.admin.user, until: now.plus_millis(LEASE_MS) }
    );
    base.desk.execute(&base.admin, now, &dozvon::desk::queue::Release(id)).unwrap();

    // At the desk that shows the card it is his again …
    let (id, seq) = skipped();
    base.desk.undo_at_desk(&who, now, seq, "", vec![id]).unwrap();
    assert_eq!(entry(&base, id).holder(now), Some(who.user));
    base.desk.execute(&who, now, &dozvon::desk::queue::Release(id)).unwrap();
    // … and nobody else's, whatever he has on his desk.
    let (id, seq) = skipped();
    base.desk.undo_at_desk(&base.admin, now, seq, "", vec![id]).unwrap();
    assert_eq!(entry(&base, id).state, EntryState::Waiting);

    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space");
    let id = held(&base);
    stage.keys("s 1").keys("Ctrl+Z").see("Отменено");
    assert_eq!(held(&base), id, "the card is on the desk");
}

#[test]
fn the_command_line_gives_a_skipped_contact_back_to_everybody() {
    let home = Home::new();
    let (id, seq) = {
        let base = Base::small_in(&home.data());
        let now = base.clock.now();
        let taken = base.desk.execute(&base.operator, now, &TakeNext).unwrap().unwrap();
        let skip = SkipContact { entry: taken.entry.id, reason: SkipReason::Other };
        (taken.entry.id, base.desk.execute_as(&base.operator, now, &skip).unwrap().1.unwrap())
    };
    home.ok(&["--as", "Иванова О.", "undo", &seq.to_string()]);
    let store = dozvon::store::local::LocalStore::open(
        &home.data(),
        dozvon::store::local::EngineKind::Sled,
        &mut |_| {},
    )
    .unwrap();
    assert!(store.last_seq() > seq);
    assert_eq!(Reads(&store).find::<QueueEntry>(id).unwrap().unwrap().state, EntryState::Waiting);
}

/// A call is not written down before its result: until then nobody else may think the client was left in peace.
#[test]
fn nobody_else_dials_a_client_whose_call_has_no_result_yet() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("F3 'видео' Enter Ctrl+G").see("Наберите");
    let client = base.all::<Client>().into_iter().find(|client| client.name.contains("Видео")).unwrap().id;
    let dials = |who| {
        let ask = MayDial { client, entry: None, phone: None };
        base.desk.query(who, base.clock.now(), &ask).map(|_| ())
    };
    let in_talk = |answer: &dozvon::desk::Result<()>| matches!(answer, Err(DeskError::NoCall(Forbidden::InTalk(talk))) if talk.by == "Иванова О.");
    assert!(in_talk(&dials(&base.admin)), "{:?}", dials(&base.admin));
    // Who talks may dial again; a session that is cut off leaves the call as it was.
    assert!(!in_talk(&dials(&base.operator)));
    drop(stage);
    assert!(in_talk(&dials(&base.admin)));
    // As long as a lease from the last that was heard of it: nobody knows when its operator comes back.
    base.clock.forward(10 * MINUTE_MS);
    base.desk.sign(&base.operator, Some(base.clock.now())).unwrap();
    base.clock.forward(14 * MINUTE_MS);
    assert!(in_talk(&dials(&base.admin)), "{:?}", dials(&base.admin));
    base.clock.forward(MINUTE_MS);
    assert!(!in_talk(&dials(&base.admin)), "{:?}", dials(&base.admin));
    let mut stage = Stage::new(&base, (120, 36));
    stage.see("Разговор");
    stage.keys("Ctrl+G 6");
    assert!(!in_talk(&dials(&base.admin)), "the result is written down: the gate knows");
}

/// One rule, wherever it is asked: the card, the command line, the queue and the key that dials.
#[test]
fn everybody_is_told_who_talks_to_a_client_and_since_when() {
    let base = Base::small();
    let more = base.list("Ещё", None);
    base.enlist(more);
    let sign_in =
        SignIn {
            name: "Петрова Н.".into(), role: UserRole::Operator, zone: chrono_tz::Asia::Yekaterinburg
        };
    let colleague = base.desk.sign_in(&sign_in, SessionId(3), base.clock.now()).unwrap();
    let client = base.all::<Client>().into_iter().find(|client| client.name.contains("Видео")).unwrap().id;
    let mut other = Stage::with(&base, colleague.clone(), Setting { size: (80, 24), ..Setting::default() });
    other.keys("F3 'видео' Enter").see("Видео маркет").see("● можно");

    let mut stage = Stage::new(&base, (120, 36));
    base.clock.forward(7 * MINUTE_MS);
    stage.keys("F3 'видео' Enter Ctrl+G").see("Наберите");
    base.clock.forward(2 * MINUTE_MS);
    let now = base.clock.now();
    // By the clock of whoever asks: it is two hours later there.
    let said = "нельзя: говорит Иванова О. с 14:07";
    other.settle();
    other.see(said).see_no("● можно");
    other.keys("Ctrl+G").see(said);
    assert_eq!(
        other.session.model().work.as_ref().map(|work| work.began),
        Some(base.clock.now().plus_minutes(-9))
    );

    let forbidden = |gated: Result<_, Forbidden>| match gated {
        Err(Forbidden::InTalk(talk)) => (talk.by, talk.since, talk.over),
        other => panic!("{other:?}"),
    };
    let by = ("Иванова О.".to_owned(), now.plus_minutes(-2), false);
    let light = Light { client, entry: None, phone: None, list: None, purpose: None };
    assert_eq!(forbidden(base.desk.query(&colleague, now, &light).unwrap().map(|_| ())), by);
    assert!(
        base.desk.query(&base.operator, now, &light).unwrap().is_ok(),
        "his own call forbids him nothing"
    );
    let (rows, _) = base.desk.query(&colleague, now, &QueueView { limit: 100 }).unwrap();
    let rows: Vec<_> = rows.into_iter().filter(|row| row.client.id == client).collect();
    assert!(rows.len() > 1);
    for row in rows {
        assert_eq!(forbidden(row.gate.map(|_| ())), by);
        match base.desk.execute(&colleague, now, &Take(row.entry.id)) {
            Err(DeskError::NoCall(gated)) => assert_eq!(forbidden(Err::<(), _>(gated)), by),
            Err(DeskError::Held(by)) => assert_eq!(by, base.operator.user),
            other => panic!("{other:?}"),
        }
    }
    let mut taken = Vec::new();
    while let Some(next) = base.desk.execute(&colleague, now, &TakeNext).unwrap() {
        // What is held comes first: it is put away.
        base.desk
            .execute(&colleague, now, &SkipContact { entry: next.entry.id, reason: SkipReason::Other })
            .unwrap();
        taken.push(next.entry.client);
    }
    assert!(!taken.is_empty() && !taken.contains(&client), "{taken:?}");

    // The telephone is down and the result is not there; then it is.
    stage.keys("Ctrl+G");
    other.settle();
    other.see("нельзя: Иванова О., звонок в 14:07").see("ещё без результата");
    stage.keys("6").see("Нет ответа");
    other.settle();
    other.see_no("Иванова О., звонок").see("● можно");
}

#[test]
fn the_command_line_says_who_talks_to_a_client() {
    let home = Home::new();
    let base = Base::small_in(&home.data());
    let client = base.all::<Client>().into_iter().find(|client| client.name.contains("Видео")).unwrap();
    let began = base.clock.now().plus_minutes(-3);
    let call = serde_json::json!({"call": {
        "client": client.id, "entry": null, "phone": null, "person": null, "direction": "Outgoing",
        "ended": false, "began": began, "script": null
    }});
    let drafts = FileDrafts::new(home.data().join("drafts"));
    drafts.keep(base.operator.user, call.to_string().as_bytes()).unwrap();
    drop(base);
    let code = client.code();
    let said = home.run(&["--as", "Супервизор", "gate", &code]);
    assert!(said.code == 4 && said.out.contains("■ нельзя: говорит Иванова О. с 11:57"), "{said:?}");
    let told = home.run(&["--as", "Супервизор", "--format", "json", "gate", &code]).json();
    assert_eq!((told["rule"].as_str(), told["by"].as_str()), (Some("in-talk"), Some("Иванова О.")), "{told}");
    assert_eq!(told["since"].as_str(), Some("2026-11-10T08:57:00Z"), "{told}");
    // Another hour is not asked about the call of now.
    home.ok(&["--as", "Супервизор", "gate", &code, "--at", "2026-11-11 12:00"]);
}
