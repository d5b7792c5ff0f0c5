//! Marks in a talk and the recording of it: by keys while the client speaks, over a crash and an undo, on the command line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::{Base, moment};
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::DeskError;
use dozvon::desk::recordings::{AddMark, SetRecording, WhichCall};
use dozvon::desk::result::Answers;
use dozvon::domain::client::Client;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::Interaction;
use dozvon::domain::recording::{Link, MARKS_MAX, Mark};
use dozvon::store::tables::interactions_of;
use dozvon::store::{Reads, Walk};

fn client(base: &Base, name: &str) -> ClientId {
    let all = Reads(base.store.as_ref()).all::<Client>().unwrap();
    all.into_iter().find(|client| client.name.contains(name)).unwrap().id
}

/// Newest first.
fn calls(base: &Base, name: &str) -> Vec<Interaction> {
    let prefix = interactions_of(client(base, name));
    let calls = Reads(base.store.as_ref()).some::<Interaction>(&prefix, Walk::Down, 100).unwrap();
    calls.into_iter().map(|kept| kept.record).collect()
}

fn last_call(base: &Base, name: &str) -> Interaction {
    calls(base, name).remove(0)
}

fn marks(call: &Interaction) -> Vec<String> {
    call.marks.iter().map(Mark::said).collect()
}

/// The base in the middle of a call with this client: it began at noon of the tests.
fn talking(base: &Base, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(base, size);
    stage.keys("F3 'Ассоль' Enter").see("Ассоль").keys("Ctrl+G").see("Разговор 00:00");
    stage
}

#[test]
fn a_key_marks_the_second_at_which_it_was_pressed() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let base = Base::small();
        let mut stage = talking(&base, size);
        stage.wait(751_000).keys("m").see("Метка 12:31");
        // What is typed takes its time; the mark stays where it was set. On the other layout the key is the same.
        stage.wait(9_000).keys("'цена' Enter").see("Метка: 12:31 цена.");
        stage.wait(100_000).keys("ь").see("Метка 14:20").keys("Enter").see("Метка: 14:20.");
        stage.keys("m 'лишняя' Esc").see_no("лишняя");
        stage.keys("F4").see("Метки: 12:31 цена · 14:20");
        insta::assert_snapshot!(format!("marks_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Ctrl+G m").see("Метка ставится, пока идёт разговор");
        stage.keys("6").see("Нет ответа");
        assert_eq!(marks(&last_call(&base, "Ассоль")), ["12:31 цена", "14:20"]);
        // The key takes the result back: the marks are those of the open call again, and are recorded with the next result.
        stage.keys("Ctrl+Z").see("Отменено").keys("F4").see("Метки: 12:31 цена · 14:20");
        assert!(calls(&base, "Ассоль").is_empty(), "the call is open again");
        stage.keys("6");
        assert_eq!(marks(&last_call(&base, "Ассоль")), ["12:31 цена", "14:20"]);
        stage.keys("F3 'Ассоль' Enter F7").see("метка 12:31 цена").see("метка 14:20").see("2 метки");
    }
}

#[test]
fn a_mark_comes_over_whatever_is_open_and_the_note_stays() {
    let base = Base::small();
    let mut stage = talking(&base, (120, 36));
    stage.wait(60_000).keys("n 'просит скидку'").see("Заметка");
    stage.wait(5_000).keys("Ctrl+B").see("Метка 01:05").keys("'скидка' Enter").see("просит скидку");
    stage.keys("Ctrl+S").see("Метки: 01:05 скидка");
    let mut idle = Stage::new(&Base::small(), (120, 36));
    idle.keys("m").see("Метка ставится, пока идёт разговор");
}

#[test]
fn marks_and_half_a_mark_survive_a_crash_and_a_call_that_comes_between() {
    let base = Base::small();
    let mut stage = talking(&base, (120, 36));
    stage.wait(30_000).keys("m 'цена' Enter").wait(20_000).keys("m 'дос'").wait(1_000);
    drop(stage);
    let mut stage = Stage::new(&base, (120, 36));
    stage.see("Метка 00:50").see("дос").keys("'тавка' Enter F4").see("Метки: 00:30 цена · 00:50 доставка");
    stage.keys("m 'срок'").wait(1_000);
    // Somebody calls, is answered, and the machine goes down while he speaks.
    let caller = dozvon::domain::phone::Phone::parse("8 (495) 012-34-56").unwrap();
    stage.session.called(dozvon::session::port::Call::Rings(caller));
    stage.settle();
    stage.keys("Ctrl+G").see_no("Метка 00:51").wait(1_000);
    drop(stage);
    let mut stage = Stage::new(&base, (120, 36));
    // The caller's call is closed first; then the one he has interrupted stands as it stood.
    stage.see("Протон").keys("Ctrl+G 5 2 Space").see("Метка 00:51").see("срок");
    stage.keys("Enter F4").see("00:30 цена · 00:50 доставка").see("00:51 срок");
    stage.keys("Ctrl+G 6");
    let said = marks(&last_call(&base, "Ассоль"));
    assert_eq!(said, ["00:30 цена", "00:50 доставка", "00:51 срок"]);
}

#[test]
fn a_recording_is_opened_at_a_mark_or_it_is_said_why_not() {
    let base = Base::small();
    let mut stage = talking(&base, (80, 24));
    stage.wait(751_000).keys("m 'цена' Enter Ctrl+G 6").keys("F3 'Ассоль' Enter");
    stage.keys("r").see("Записи разговоров").see("записи нет").see("12:31 цена");
    stage.keys("Down Enter").see("Записи этого разговора нет").keys("Esc");
    let set = SetRecording {
        client: client(&base, "Ассоль"),
        call: WhichCall::Last,
        link: Some(Link::parse("https://ats.example/18.wav").unwrap()),
    };
    base.desk.execute(&base.operator, base.clock.now(), &set).unwrap();
    stage.wait(2_000).keys("r").see("запись с начала");
    insta::assert_snapshot!("listen_80x24", stage.screen());
    // Nothing is set up here that could open it.
    stage.keys("Down Enter").see("Чем открывать записи, не сказано");
    stage.keys("Esc F3 'Протон' Enter r").see("нет ни записей, ни меток");
}

#[test]
fn a_talk_has_a_bounded_number_of_marks_however_they_come() {
    let base = Base::small();
    let marks = (0..500).map(|second| Mark { second, text: "а\u{1b}[2J".repeat(200) }).collect();
    base.call(client(&base, "Ассоль"), '6', Answers { marks, ..Answers::default() }, "");
    let call = last_call(&base, "Ассоль");
    assert_eq!(call.marks.len(), MARKS_MAX);
    assert!(call.marks.iter().all(|mark| !mark.text.contains('\u{1b}') && mark.text.chars().count() <= 120));
    let case = AddMark { client: call.client, call: WhichCall::Id(call.id), mark: Mark::new(1, "ещё") };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &case);
    assert!(matches!(refused, Err(DeskError::TooManyMarks)), "{refused:?}");
}

#[test]
fn only_a_supervisor_touches_the_calls_of_others() {
    let base = Base::small();
    let proton = client(&base, "Протон");
    let other = base.admin.clone();
    let link = Some(Link::parse("/rec/1.wav").unwrap());
    let case = SetRecording { client: proton, call: WhichCall::Last, link };
    base.desk.execute(&other, base.clock.now(), &case).unwrap();
    assert_eq!(last_call(&base, "Протон").recording.unwrap().as_str(), "/rec/1.wav");
    let call = last_call(&base, "Протон");
    let late = AddMark { client: proton, call: WhichCall::Id(call.id), mark: Mark::new(181, "") };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &late);
    assert!(matches!(refused, Err(DeskError::MarkBehindEnd { length: 180 })), "{refused:?}");
    // A call of the supervisor is not the operator's.
    let catalog = base.desk.catalog().unwrap();
    let record = dozvon::desk::result::RecordResult {
        client: proton,
        entry: None,
        person: None,
        phone: None,
        direction: dozvon::domain::interaction::Direction::Outgoing,
        began: base.clock.now(),
        outcome: catalog.outcome_on('6').unwrap().id,
        answers: Answers::default(),
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(&other, moment("2026-11-10T12:05:00+03:00"), &record).unwrap();
    let case = SetRecording { client: proton, call: WhichCall::Last, link: None };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &case);
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
}

/// A folder with the small base.
fn home() -> Home {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    home
}

#[test]
fn the_command_line_sets_marks_and_links_and_shows_them() {
    let home = home();
    let as_operator = ["--as", "Иванова О."];
    let run = |arguments: &[&str]| home.run(&[&as_operator[..], arguments].concat());
    let calls = home.json(&[&as_operator[..], &["recording", "list", "1"]].concat());
    let number = calls[0]["call"].as_u64().unwrap().to_string();
    assert_eq!(calls[0]["recording"], serde_json::Value::Null);

    let said = run(&["recording", "set", "1", &number, "https://ats.example/rec?id=7&x=1"]);
    assert_eq!((said.code, said.out.as_str()), (0, "Ссылка на запись сохранена.\n"));
    assert_eq!(run(&["recording", "mark", "1", "last", "1:31", "цена\u{202e}"]).out, "Метка: 01:31 цена.\n");
    assert_eq!(run(&["recording", "mark", "1", "last", "0:12"]).code, 0);
    let shown = run(&["show", "1"]).out;
    assert!(shown.contains("метка 01:31 цена"), "{shown}");
    assert!(shown.contains(&format!("запись звонка {number}: https://ats.example/rec?id=7&x=1")), "{shown}");
    let card = home.json(&[&as_operator[..], &["show", "1"]].concat());
    assert_eq!(card["history"][0]["marks"][1]["text"], "цена");
    let history = run(&["history", "client", "1"]).out;
    assert!(history.contains("метка в записи") && history.contains("01:31 цена"), "{history}");

    for (arguments, code, said) in [
        (&["recording", "set", "1", "last", "--script=x"][..], 2, "начинается с дефиса"),
        (&["recording", "set", "1", "last", " "], 2, "Ссылка пустая"),
        (&["recording", "set", "1", "last", "memory://x"], 2, "Адреса такого вида"),
        (&["recording", "set", "1", "999999", "/a"], 3, "Нет такого звонка: 999999"),
        (&["recording", "mark", "1", "last", "цена"], 2, "не место в разговоре"),
        (&["recording", "mark", "1", "last", "3:01"], 4, "Разговор шёл 03:00"),
        (&["recording", "open", "1", "last"], 1, "Чем открывать записи, не сказано"),
        (&["recording", "open", "1", "last", "--mark", "9"], 3, "Метки 9 нет"),
        (&["recording", "open", "2", "last"], 3, "Записи этого разговора нет"),
    ] {
        let done = run(arguments);
        assert_eq!(done.code, code, "{arguments:?}: {done:#?}");
        assert!(done.err.contains(said), "{arguments:?}: {}", done.err);
    }
    assert_eq!(run(&["recording", "clear", "1", &number]).out, "Ссылки на запись больше нет.\n");
    assert!(!run(&["show", "1"]).out.contains("ats.example"));
}

#[cfg(unix)]
#[test]
fn the_player_gets_the_link_as_one_word_and_no_shell_reads_it() {
    use std::os::unix::fs::PermissionsExt;

    let home = home();
    let link = "/rec/$(touch hacked); 18 ноября.wav";
    home.ok(&["--as", "Иванова О.", "recording", "set", "1", "last", link]);
    home.ok(&["--as", "Иванова О.", "recording", "mark", "1", "last", "1:31"]);
    let player = home.write("player", "#!/bin/sh\nprintf '%s|' \"$@\" > said.new && mv said.new said\n");
    std::fs::set_permissions(&player, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::create_dir(home.path("config")).unwrap();
    let config =
        format!("[recordings]\nplayer = [\"{}\", \"--start={{seconds}}\", \"{{link}}\"]\n", player.display());
    home.write("config/config.toml", config);
    let said = home.ok(&["recording", "open", "1", "last", "--mark", "1"]);
    assert_eq!(said.out, "Запись открыта с 01:31.\n");
    // The command does not wait for the player; the test does.
    while !home.path("said").exists() {
        std::thread::yield_now();
    }
    assert_eq!(home.read("said"), format!("--start=91|{link}|"));
    assert!(!home.path("hacked").exists());

    home.write("config/config.toml", "[recordings]\nplayer = [\"sh\", \"-c\", \"mpv {link}\"]\n");
    let said = home.run(&["recording", "open", "1", "last"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("config.toml:2: в player нет {link} отдельным словом"), "{}", said.err);
    home.write("config/config.toml", "[recordings]\nplayer = [\"no-such-player\", \"{link}\"]\n");
    let said = home.run(&["recording", "open", "1", "last"]);
    assert!(said.code == 1 && said.err.contains("«no-such-player» не запустилась"), "{said:#?}");
    let config = home.path("config/config.toml");
    assert!(said.err.contains(&format!("Проверьте player в {}.", config.display())), "{said:#?}");
}
