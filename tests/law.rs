//! The law on calls, from end to end: consents, the stop list, hours, and the gate that asks for all of them everywhere.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use common::base::{Base, Row, moment};
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::clients::{SetHours, SetZone};
use dozvon::desk::consents::{AddConsent, ProofOf, WithdrawConsent};
use dozvon::desk::content::{SaveCalendar, SetCallList};
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::queue::{Light, MayDial, QueueView, Take, TakeNext};
use dozvon::desk::result::Answers;
use dozvon::desk::stops::{AddStop, LiftStop, StopList};
use dozvon::desk::{DeskError, NotLifted, NotUndoable};
use dozvon::domain::consent::{ConsentHow, ConsentKind};
use dozvon::domain::gate::{Forbidden, Ground, Missing};
use dozvon::domain::hours::Window;
use dozvon::domain::ids::{ClientId, QueueEntryId, RecordId};
use dozvon::domain::outcome::StopAnswer;
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::stop::{StopScope, StopSubject};
use dozvon::domain::time::Moment;
use dozvon::store::Reads;

/// One client in an advertising list, with or without a consent.
fn listed(row: Row) -> (Base, ClientId, QueueEntryId) {
    let base = Base::empty();
    let list = base.list("Опт", None);
    let client = base.client(row);
    base.enlist(list);
    let entry = entries(&base).first().map_or(QueueEntryId::from_u64(0), |entry| entry.id);
    (base, client, entry)
}

fn vega() -> Row {
    Row::new("Вега", "Москва").phone("8 (495) 012-34-56")
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

fn light(base: &Base, client: ClientId, entry: Option<QueueEntryId>) -> dozvon::desk::queue::Gated {
    let ask = Light { client, entry, phone: None, list: None, purpose: None };
    base.desk.query(&base.operator, base.clock.now(), &ask).unwrap()
}

fn consent(client: ClientId, given: Moment, proof: &str) -> AddConsent {
    AddConsent {
        client,
        person: None,
        kind: ConsentKind::Advertising,
        text: "оферта 4".into(),
        how: ConsentHow::Paper,
        given,
        until: None,
        proof: proof.into(),
        proof_hash: String::new(),
    }
}

fn stop(client: ClientId, scope: StopScope) -> AddStop {
    AddStop {
        subject: StopSubject::Client(client),
        client: Some(client),
        scope,
        until: None,
        reason: "Письмо".into(),
        proof: "вх. 12".into(),
        interaction: None,
    }
}

fn withdraw(client: ClientId, at: Moment) -> WithdrawConsent {
    let kind = ConsentKind::Advertising;
    let (how, proof) = (ConsentHow::Email, "письмо от 10.11".into());
    let (reason, proof_hash) = ("Передумал".into(), String::new());
    WithdrawConsent { client, person: None, kind, at, reason, interaction: None, how, proof, proof_hash }
}

#[test]
fn without_a_consent_nobody_is_loaded_offered_or_dialled() {
    let (base, client, entry) = listed(vega().without_consent());
    assert_eq!((entry.as_u64(), entries(&base).len()), (0, 0), "he was loaded");
    assert_eq!(light(&base, client, None), Err(Forbidden::NoConsent(Missing::Never)));
    let now = base.clock.now();
    let dial = MayDial { client, entry: None, phone: Phone::parse("8 495 012-34-56").ok() };
    let refused = base.desk.query(&base.operator, now, &dial);
    assert!(matches!(refused, Err(DeskError::NoCall(Forbidden::NoConsent(_)))), "{refused:?}");
    // He asks for a call himself: that call may be made, and the next attempt at it.
    let when = moment("2026-11-10T15:00:00+03:00");
    base.call(client, '2', Answers { when: Some(when), ..Answers::default() }, "");
    base.clock.set("2026-11-10T15:00:00+03:00");
    let taken = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap().unwrap();
    let asked = light(&base, client, Some(taken.entry.id)).unwrap();
    assert!(matches!(asked.ground, Ground::Asked { .. }), "{asked:?}");
    let busy = dozvon::desk::result::RecordResult {
        client,
        entry: Some(taken.entry.id),
        person: None,
        phone: Some(taken.dial.phone),
        direction: dozvon::domain::interaction::Direction::Outgoing,
        began: base.clock.now(),
        outcome: base.desk.catalog().unwrap().outcome_on('7').unwrap().id,
        answers: Answers::default(),
        fields: Vec::new(),
        script: None,
        text: String::new(),
    };
    base.desk.execute(&base.operator, base.clock.now(), &busy).unwrap();
    assert_eq!(entries(&base)[0].kind, EntryKind::Retry);
    base.clock.forward(16 * 60_000);
    let allowed = light(&base, client, Some(taken.entry.id)).unwrap();
    assert!(matches!(allowed.ground, Ground::Asked { .. }), "{allowed:?}");
    let again = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap();
    assert_eq!(again.map(|taken| taken.entry.id), Some(taken.entry.id));
}

#[test]
fn a_withdrawal_takes_him_out_of_the_queue_and_a_new_consent_brings_him_back() {
    let (base, client, entry) = listed(vega());
    let now = base.clock.now();
    assert!(matches!(light(&base, client, Some(entry)).unwrap().ground, Ground::Consent(_)));
    let done = base.desk.execute(&base.operator, now, &withdraw(client, now)).unwrap();
    assert_eq!((done.consents.len(), done.blocked), (1, 1));
    assert_eq!(entries(&base)[0].state, EntryState::Blocked);
    assert_eq!(light(&base, client, Some(entry)), Err(Forbidden::NoConsent(Missing::Withdrawn(now))));
    let nothing = base.desk.execute(&base.operator, now, &withdraw(client, now));
    assert!(matches!(nothing, Err(DeskError::NotFound(..))), "{nothing:?}");
    // One given before the withdrawal is no new word.
    let old = consent(client, now.plus_minutes(-60), "анкета");
    assert_eq!(base.desk.execute(&base.operator, now, &old).unwrap().reopened, 0);
    base.clock.forward(60_000);
    let now = base.clock.now();
    let new = base.desk.execute(&base.operator, now, &consent(client, now, "анкета")).unwrap();
    assert_eq!(new.reopened, 1);
    assert_eq!(entries(&base)[0].state, EntryState::Waiting);
    assert!(light(&base, client, Some(entry)).is_ok());
    // The past stays what it was.
    let sheet = base.desk.query(&base.operator, now, &ProofOf { client, phone: None, limit: 9 }).unwrap();
    let held = |at: &str| {
        let at = moment(at);
        let kind = ConsentKind::Advertising;
        matches!(
            dozvon::domain::consent::standing(&sheet.consents, kind, client, None, at),
            dozvon::domain::consent::Standing::Holds(_)
        )
    };
    let days = ["2026-03-11T12:00:00+03:00", "2026-11-10T11:00:00+03:00", "2026-11-10T12:00:30+03:00"];
    assert_eq!(days.map(held), [false, true, false]);
    let early = base.desk.execute(&base.operator, now, &consent(client, now.plus_minutes(5), ""));
    assert!(matches!(early, Err(DeskError::Future)), "{early:?}");
}

#[test]
fn only_a_later_proven_consent_and_the_right_lift_a_stop() {
    let (base, client, entry) = listed(vega());
    let now = base.clock.now();
    let stopped = base.desk.execute(&base.operator, now, &stop(client, StopScope::Everything)).unwrap();
    assert_eq!((stopped.known, stopped.blocked), (false, 1));
    let again = base.desk.execute(&base.operator, now, &stop(client, StopScope::Advertising)).unwrap();
    assert_eq!((again.id, again.known), (stopped.id, true));
    // No result lifts it.
    base.clock.forward(60_000);
    base.call(
        client,
        '3',
        Answers { when: Some(base.clock.now().plus_minutes(120)), ..Answers::default() },
        "",
    );
    assert!(matches!(light(&base, client, Some(entry)), Err(Forbidden::Stopped(_))));
    let lift = LiftStop(stopped.id);
    let now = base.clock.now();
    let refused = base.desk.execute(&base.operator, now, &lift);
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
    let why = |base: &Base| match base.desk.execute(&base.admin, base.clock.now(), &lift) {
        Err(DeskError::NotLifted(why)) => Some(why),
        Ok(_) => None,
        Err(error) => panic!("{error}"),
    };
    // The consent that is there is older than the stop.
    assert_eq!(why(&base), Some(NotLifted::NoConsent));
    base.desk.execute(&base.operator, now, &consent(client, now, "")).unwrap();
    assert_eq!(why(&base), Some(NotLifted::NoProof));
    base.desk.execute(&base.operator, now, &consent(client, now, "анкета 7")).unwrap();
    let (lifted, seq) = base.desk.execute_as(&base.admin, now, &lift).unwrap();
    assert_eq!(lifted.reopened, 1);
    assert_eq!(why(&base), Some(NotLifted::Over));
    assert!(light(&base, client, Some(entry)).is_ok());
    // It stays in the list of what was.
    let list = StopList { client: Some(client), over: true, limit: 9 };
    let (all, _) = base.desk.query(&base.operator, now, &list).unwrap();
    assert_eq!(all[0].lifted.as_ref().map(|lifted| lifted.by), Some(base.admin.user));
    // The lifting can be taken back without a word; the stop itself wants one.
    base.desk.undo(&base.admin, now, seq.unwrap(), "").unwrap();
    assert!(matches!(light(&base, client, Some(entry)), Err(Forbidden::Stopped(_))));
}

#[test]
fn an_undo_that_lifts_a_stop_wants_a_reason() {
    let (base, client, entry) = listed(vega());
    let now = base.clock.now();
    let (_, seq) = base.desk.execute_as(&base.operator, now, &stop(client, StopScope::Advertising)).unwrap();
    let refused = base.desk.undo(&base.operator, now, seq.unwrap(), " ");
    assert!(matches!(refused, Err(DeskError::NotUndoable(NotUndoable::StopReason))), "{refused:?}");
    base.desk.undo(&base.operator, now, seq.unwrap(), "Не тот клиент").unwrap();
    assert!(light(&base, client, Some(entry)).is_ok());
}

#[test]
fn a_stop_written_between_queueing_and_dialling_blocks_every_time() {
    const CLIENTS: usize = 60;
    const DIALLERS: usize = 8;
    let base = Base::empty();
    let list = base.list("Опт", None);
    let clients: Vec<ClientId> = (0..CLIENTS)
        .map(|n| {
            base.client(Row::new(&format!("Клиент {n}"), "Москва").phone(&format!("8 (495) 012-34-{n:02}")))
        })
        .collect();
    base.enlist(list);
    let entry_of = |client: ClientId| entries(&base).iter().find(|entry| entry.client == client).unwrap().id;
    let entries: Vec<QueueEntryId> = clients.iter().map(|client| entry_of(*client)).collect();
    let written: Vec<AtomicBool> = clients.iter().map(|_| AtomicBool::new(false)).collect();
    let (asked, slipped, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let now = base.clock.now();
    std::thread::scope(|scope| {
        for dialler in 0..DIALLERS {
            let (base, clients, entries, written) = (&base, &clients, &entries, &written);
            let (asked, slipped, done) = (&asked, &slipped, &done);
            scope.spawn(move || {
                // Everybody goes through all of them in a way of his own, until the last stop is written and asked about.
                for round in 0.. {
                    let over = done.load(Ordering::SeqCst);
                    for n in 0..CLIENTS {
                        let n = (n * 7 + dialler * 11 + round) % CLIENTS;
                        let before = written[n].load(Ordering::SeqCst);
                        let dial = MayDial { client: clients[n], entry: Some(entries[n]), phone: None };
                        let allowed = base.desk.query(&base.operator, now, &dial).is_ok();
                        asked.fetch_add(usize::from(before), Ordering::SeqCst);
                        slipped.fetch_add(usize::from(before && allowed), Ordering::SeqCst);
                    }
                    if over {
                        break;
                    }
                }
            });
        }
        for (client, written) in clients.iter().zip(&written) {
            base.desk.execute(&base.operator, now, &stop(*client, StopScope::Advertising)).unwrap();
            written.store(true, Ordering::SeqCst);
        }
        done.store(true, Ordering::SeqCst);
    });
    assert!(asked.load(Ordering::SeqCst) >= CLIENTS * DIALLERS);
    assert_eq!(slipped.load(Ordering::SeqCst), 0, "somebody was dialled after his stop was written");
    let taken = base.desk.execute(&base.operator, now, &TakeNext).unwrap();
    assert_eq!(taken, None);
}

#[test]
fn a_contact_that_was_taken_is_not_dialled_when_the_consent_goes() {
    let (base, client, entry) = listed(vega());
    let now = base.clock.now();
    base.desk.execute(&base.operator, now, &Take(entry)).unwrap();
    base.desk.execute(&base.admin, now, &withdraw(client, now)).unwrap();
    let dial = MayDial { client, entry: Some(entry), phone: None };
    let refused = base.desk.query(&base.operator, now, &dial);
    assert!(matches!(refused, Err(DeskError::NoCall(Forbidden::NoConsent(_)))), "{refused:?}");
}

#[test]
fn hours_are_those_of_the_law_the_list_the_client_and_the_calendar_at_once() {
    let (base, client, entry) = listed(vega());
    let at = |text: &str| base.clock.set(text);
    let opens = |base: &Base| match light(base, client, Some(entry)) {
        Err(Forbidden::Hours { opens, .. }) => Some(opens),
        other => {
            assert!(other.is_ok(), "{other:?}");
            None
        }
    };
    let hours = |text: &str| SetHours { client, window: Window::parse(text) };
    base.desk.execute(&base.operator, base.clock.now(), &hours("14–18, кроме выходных")).unwrap();
    assert_eq!(opens(&base), Some(moment("2026-11-10T14:00:00+03:00")));
    at("2026-11-10T14:00:00+03:00");
    assert_eq!(opens(&base), None);
    // A holiday in the middle of the week.
    let off = "[[year]]\nyear = 2026\noff = ['11-10']";
    let (calendar, _) = dozvon::domain::calendar::file::parse(off).unwrap();
    base.desk.execute(&base.admin, base.clock.now(), &SaveCalendar(calendar)).unwrap();
    assert_eq!(opens(&base), Some(moment("2026-11-11T14:00:00+03:00")));
    // Whoever is asked for a contact gets none, and it waits for its hour.
    assert_eq!(base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap(), None);
    assert_eq!(entries(&base)[0].due, moment("2026-11-11T14:00:00+03:00"));
    // His clock is another one than we thought.
    let omsk = SetZone { client, zone: chrono_tz::Asia::Omsk };
    base.desk.execute(&base.operator, base.clock.now(), &omsk).unwrap();
    assert_eq!(opens(&base), Some(moment("2026-11-11T14:00:00+06:00")));
    assert_eq!(entries(&base)[0].zone, Some(chrono_tz::Asia::Omsk));
    let list = entries(&base)[0].list.unwrap();
    let morning = SetCallList { list, window: Some(Window::parse("9-12")), label: None };
    base.desk.execute(&base.admin, base.clock.now(), &morning).unwrap();
    assert_eq!(light(&base, client, Some(entry)), Err(Forbidden::NeverOpen));
    let long = SetCallList { list, window: None, label: Some("Я".repeat(33)) };
    let refused = base.desk.execute(&base.admin, base.clock.now(), &long);
    assert!(matches!(refused, Err(DeskError::TooLong { count: 33, most: 32 })), "{refused:?}");
}

#[test]
fn an_open_deal_is_business_and_no_advertising() {
    let base = Base::small();
    let found = |name: &str| {
        let all = Reads(base.store.as_ref()).all::<dozvon::domain::client::Client>().unwrap();
        all.into_iter().find(|client| client.name.contains(name)).unwrap().id
    };
    let (proton, sigma) = (found("Протон"), found("Сигма"));
    let now = base.clock.now();
    for client in [proton, sigma] {
        base.desk.execute(&base.operator, now, &withdraw(client, now.plus_minutes(-30))).unwrap();
    }
    // He asked for a call before he took his word back, but his deal goes on.
    assert!(matches!(light(&base, proton, None).unwrap().ground, Ground::Deal(_)));
    assert!(matches!(light(&base, sigma, None), Err(Forbidden::NoConsent(Missing::Withdrawn(_)))));
    // In an advertising list a deal is no ground.
    let dossier = base.desk.query(&base.operator, now, &DossierOf(proton)).unwrap();
    let entry = dossier.planned.iter().find(|entry| entry.kind == EntryKind::New);
    assert!(entry.is_none(), "it left the queue");
}

#[test]
fn the_screen_shows_the_light_and_the_dial_key_asks_anew() {
    let (base, client, _) = listed(vega());
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space").see("● можно: согласие 12.03.26 (веб-форма)").see("попытка 1 из 5");
    let now = base.clock.now();
    base.desk.execute(&base.admin, now, &withdraw(client, now)).unwrap();
    // The screen has not looked around yet: the key asks again.
    stage.session.feed(&[0x07]);
    stage.settle();
    stage.see("нельзя: согласие отозвано 10.11.26");
    assert!(
        stage
            .session
            .model()
            .work
            .as_ref()
            .is_some_and(|work| { work.state == dozvon::tui::model::CallState::Preview })
    );
    stage.keys("Esc").see("■ нельзя: согласие отозвано 10.11.26");
}

#[test]
fn hours_of_a_client_and_of_the_calendar_reach_an_open_screen() {
    let (base, client, _) = listed(vega());
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space").see("до 20");
    let now = base.clock.now();
    let set = SetHours { client, window: Window::parse("10–18, кроме выходных") };
    base.desk.execute(&base.admin, now, &set).unwrap();
    base.clock.forward(2_000);
    stage.settle();
    stage.see("просит звонить 10–18, кроме выходных").see("до 18");
}

#[test]
fn the_queue_says_at_once_why_a_row_may_not_be_called() {
    let (base, client, _) = listed(vega());
    let now = base.clock.now();
    let set = SetHours { client, window: Window::parse("15-18") };
    base.desk.execute(&base.operator, now, &set).unwrap();
    let (rows, _) = base.desk.query(&base.operator, now, &QueueView { limit: 5 }).unwrap();
    assert!(
        rows[0].dial.is_ok() && matches!(rows[0].gate, Err(Forbidden::Hours { .. })),
        "{:?}",
        rows[0].gate
    );
    Stage::new(&base, (120, 36)).see("■ Вега").see("сейчас не время звонить");
}

#[test]
fn a_call_that_forbids_names_itself_in_the_light() {
    let (base, client, entry) = listed(vega());
    base.call(client, '0', Answers { stop: Some(StopAnswer::Advertising), ..Answers::default() }, "");
    let Err(Forbidden::Stopped(by)) = light(&base, client, Some(entry)) else { panic!("he may be called") };
    let call = by.interaction.unwrap();
    let texts = dozvon::i18n::Texts::new(dozvon::i18n::Lang::Ru);
    let calendar = dozvon::i18n::Calendar { now: base.clock.now(), zone: chrono_tz::Europe::Moscow };
    let said = texts.light(Err(&Forbidden::Stopped(by)), None, calendar);
    assert_eq!(said, format!("нельзя: стоп-лист с 10.11.26 (звонок {call}), рекламные звонки"));
}

const LIST: &str = "Название,Телефон,Согласие,Как дано согласие,Когда звонить\n\
    Вега,84950123456,12.03.2026,форма сайта,\"10–18, кроме выходных\"\n\
    Луч,84950123457,нет,,\n\
    Заря,84950123458,отозвано 12.03.2026,,после обеда\n";

#[test]
fn the_command_line_asks_the_gate() {
    let home = Home::new();
    home.write("list.csv", LIST);
    let run = home.json(&["import", "clients", "list.csv", "--call-list", "Опт"]);
    assert_eq!(
        (&run["totals"]["queued"], &run["totals"]["no_consent"], &run["totals"]["warnings"]),
        (&serde_json::json!(1), &serde_json::json!(2), &serde_json::json!(2))
    );
    let at = ["--at", "2026-11-20 12:00"];
    let allowed = home.run(&[&["gate", "84950123456", "--list", "Опт"], &at[..]].concat());
    assert_eq!(allowed.code, 0, "{allowed:?}");
    assert!(allowed.out.starts_with("● можно: согласие 12.03.26 (веб-форма)"), "{allowed:?}");
    assert!(allowed.out.contains("попытка 1 из 5"), "{allowed:?}");
    let forbidden = home.run(&[&["gate", "84950123457"], &at[..]].concat());
    assert_eq!(
        (forbidden.code, forbidden.out.as_str()),
        (4, "■ нельзя: нет согласия на рекламу (38-ФЗ ст. 18)\n")
    );
    let service = home.run(&[&["gate", "84950123457", "--purpose", "service"], &at[..]].concat());
    assert_eq!(service.code, 0, "{service:?}");
    let sunday = home.run(&["gate", "84950123456", "--at", "2026-11-22 12:00"]);
    assert!(sunday.code == 4 && sunday.out.contains("не время"), "{sunday:?}");
    let nobody = home.run(&[&["gate", "84950999999"], &at[..]].concat());
    assert_eq!(nobody.code, 4, "{nobody:?}");
    let json = home.run(&[&["gate", "84950123457", "--format", "json"], &at[..]].concat());
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        (&json["allowed"], &json["rule"]),
        (&serde_json::json!(false), &serde_json::json!("no-consent"))
    );
}

#[test]
fn the_sheet_says_what_held_at_a_date() {
    let home = Home::new();
    home.write("list.csv", LIST);
    home.ok(&["import", "clients", "list.csv"]);
    home.write("proof.txt", "анкета");
    let proof = home.path("proof.txt");
    home.ok(&[
        "consent",
        "add",
        "2",
        "--given",
        "01.02.2026",
        "--how",
        "paper",
        "--proof",
        proof.to_str().unwrap(),
    ]);
    home.ok(&["consent", "withdraw", "2", "--at", "01.06.2026", "--reason", "Передумал"]);
    for (at, holds) in [("31.01.2026", false), ("02.02.2026", true), ("02.06.2026", false)] {
        let sheet = home.json(&["consent", "proof", "84950123457", "--at", at]);
        assert_eq!(sheet["advertising"]["holds"], holds, "{at}");
        let hash = sheet["consents"][0]["proof_sha256"].as_str().unwrap();
        // sha256 of «анкета» in UTF-8.
        assert_eq!(hash, "38257889bd6cae7e758e82148c3c3b4f94dbc81edae5f582024c0dea492124aa");
    }
    let page = home.ok(&["consent", "proof", "2", "--at", "02.06.2026"]).out;
    for said in ["Луч (00-00000002)", "отозвано 01.06.2026", "SHA-256", "Передумал"] {
        assert!(page.contains(said), "{said}:\n{page}");
    }
}

#[test]
fn the_sheet_names_a_prohibition_of_a_number_and_of_a_person() {
    let home = Home::new();
    home.write(
        "list.csv",
        "Название,Телефон,Контакт,Телефон контакта,Согласие\n\
         Вега,84950123456,Петров Иван Сергеевич,89435550177,12.03.2026\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    home.ok(&["stop", "add", "84950123456"]);
    let (then, before) = (["--at", "20.11.2026 12:00"], ["--at", "10.11.2026 11:59"]);
    let sheet = |at: &[&str]| home.json(&[&["consent", "proof", "1"], at].concat());
    assert_eq!(sheet(&then)["stopped_by"], 1, "{}", sheet(&then));
    assert!(sheet(&before)["stopped_by"].is_null());
    let page = home.ok(&[&["consent", "proof", "1"], &then[..]].concat()).out;
    for said in [
        "клиент: запретов звонков не было",
        "+7 495 012-34-56: действовал запрет № 1: рекламные звонки",
        "+7 943 555-01-77: запретов звонков не было",
        "Петров Иван Сергеевич: запретов звонков не было",
    ] {
        assert!(page.contains(said), "{said}:\n{page}");
    }
    home.ok(&["stop", "add", "1", "--person", "Петров", "--everything"]);
    let page = home.ok(&[&["consent", "proof", "1"], &then[..]].concat()).out;
    for said in [
        "+7 943 555-01-77: действовал запрет № 2: любые звонки",
        "Петров Иван Сергеевич: действовал запрет № 2",
    ] {
        assert!(page.contains(said), "{said}:\n{page}");
    }
}

#[test]
fn the_day_that_is_named_as_the_last_one_is_included() {
    let home = Home::new();
    home.write(
        "list.csv",
        "Название,Город,Телефон,Согласие\nВега,Москва,84950123456,12.03.2026\n\
         Луч,Владивосток,84232011122,12.03.2026\nЗаря,Москва,84950123458,\n",
    );
    home.ok(&["import", "clients", "list.csv"]);
    home.ok(&["stop", "add", "1", "--until", "15.11.2026"]);
    home.ok(&["stop", "add", "2", "--until", "2026-11-15"]);
    let gate = |client: &str, at: &str| home.run(&["gate", client, "--at", at]).code;
    assert_eq!((gate("1", "2026-11-15 19:00"), gate("1", "2026-11-16 10:00")), (4, 0));
    // In Vladivostok the day is over seven hours earlier.
    assert_eq!((gate("2", "2026-11-15 12:00"), gate("2", "2026-11-16 03:00")), (4, 0));
    assert!(home.run(&["gate", "1", "--at", "2026-11-15 19:00"]).out.contains("до 15.11.26"));
    let given = ["consent", "add", "3", "--given", "01.11.2026", "--how", "paper", "--proof", "вх. 3"];
    home.ok(&[&given[..], &["--until", "12.11.2026"]].concat());
    assert_eq!((gate("3", "2026-11-12 19:00"), gate("3", "2026-11-13 10:00")), (0, 4));
    assert!(home.run(&["gate", "3", "--at", "2026-11-13 10:00"]).out.contains("12.11.26"));
}

#[test]
fn where_the_zone_is_unknown_the_hour_is_told_with_its_clock() {
    let home = Home::new();
    home.write("list.csv", "Название,Телефон,Согласие\nВега,+7 999 123-45-67,12.03.2026\n");
    home.ok(&["import", "clients", "list.csv"]);
    let said = home.run(&["gate", "1", "--at", "2026-11-10 10:30"]).out;
    assert!(said.contains("звонить до") && said.contains("(МСК)"), "{said}");
    assert!(!said.contains("по времени клиента"), "{said}");
}

#[test]
fn a_stop_list_file_is_tried_loaded_and_known_again() {
    let home = Home::new();
    home.write("list.csv", LIST);
    home.ok(&["import", "clients", "list.csv", "--call-list", "Опт"]);
    home.write(
        "stop.csv",
        "Телефон;Причина\n84950123456;жалоба\n8 495 012 34 56;ещё раз\n84950777777;оператор\nмусор;\n",
    );
    let load = ["stop", "load", "stop.csv", "--format", "json"];
    let read =
        |arguments: &[&str]| -> serde_json::Value { serde_json::from_str(&home.ok(arguments).out).unwrap() };
    let dry = read(&[&load[..], &["--dry-run"]].concat());
    let keys = ["rows", "added", "ours", "known", "twice", "unread"];
    let numbers = |value: &serde_json::Value| keys.map(|key| value[key].as_u64().unwrap());
    assert_eq!(numbers(&dry), [4, 2, 1, 0, 1, 1]);
    let run = read(&load);
    assert_eq!((numbers(&run), run["blocked"].as_u64()), (numbers(&dry), Some(1)));
    assert_eq!(numbers(&read(&load)), [4, 0, 0, 2, 1, 1]);
    // A number nobody has yet is refused on the day it comes.
    home.write("new.csv", "Название,Телефон,Согласие\nНовый,84950777777,да\n");
    let late = home.json(&["import", "clients", "new.csv", "--call-list", "Опт"]);
    assert_eq!(
        (&late["totals"]["queued"], &late["totals"]["stopped"]),
        (&serde_json::json!(0), &serde_json::json!(1))
    );
    let gate = home.run(&["gate", "84950777777", "--at", "2026-11-20 12:00"]);
    assert!(gate.code == 4 && gate.out.contains("стоп-лист"), "{gate:?}");
    // A file of bare numbers will do.
    home.write("bare.txt", "84950888888\n84950888889\n");
    let bare = read(&["stop", "load", "bare.txt", "--format", "json"]);
    assert_eq!(bare["added"], 2, "{bare}");
}

#[test]
fn the_calendar_is_checked_loaded_and_written_out() {
    let home = Home::new();
    assert!(home.ok(&["holidays", "list"]).out.contains("2026"));
    home.write("bad.toml", "[[year]]\nyear = 2027\noff = ['02-30']\n");
    let bad = home.run(&["holidays", "load", "bad.toml"]);
    assert!(bad.code == 1 && format!("{}{}", bad.out, bad.err).contains("bad.toml:3"), "{bad:?}");
    home.write("next.toml", "[[year]]\nyear = 2027\noff = ['01-01..01-10']\n");
    assert!(home.ok(&["holidays", "load", "next.toml"]).out.contains("2026, 2027"));
    let written = home.ok(&["holidays", "export"]).out;
    home.write("again.toml", &written);
    assert!(home.ok(&["holidays", "load", "again.toml"]).out.contains("уже есть"));
    home.ok(&["verify", "--deep"]);
}
