//! The program itself, in a real terminal: started, typed to, killed, started again.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::path::PathBuf;
use std::time::Duration;

use common::base::Base;
use common::program::Program;

fn home() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    drop(Base::small_in(&path.join("data")));
    (folder, path)
}

#[test]
fn a_client_is_worked_in_a_real_terminal() {
    let (_folder, home) = home();
    let mut program = Program::start(&home, &["--as", "Иванова О."]);
    program.see("Очередь 9").see("F1 помощь");
    program.press(" ").see("Смотрю").see("● можно: согласие 12.03.26");
    program.press("\x07").see("Разговор").see("Наберите +7 943 555-01-77");
    program.press("6").see("Нет ответа: повтор").see("1 звонок");
    program.press("\x11");
    let (code, terminal) = program.end();
    assert_eq!(code, 0);
    // The terminal is as it was: the other screen is left, the cursor shows, nothing is reported any more.
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);

    // The second start shows what the first has done.
    let mut program = Program::start(&home, &["--as", "Иванова О."]);
    program.see("1 звонок").press("\x1bOR").see("Найти клиента").press("ghjnjy").see("По имени: 1");
    program.press("\r").see("→ Нет ответа").press("\x11");
    assert_eq!(program.end().0, 0);
}

#[test]
fn a_note_survives_a_kill() {
    let (_folder, home) = home();
    let mut program = Program::start(&home, &["--as", "Иванова О."]);
    program.see("Очередь 9").press("n").see("Заметка:").press("важные слова").see("важные слова");
    // The draft is kept at the first pause in typing: wait for the file, then kill without warning.
    let drafts = home.join("data/drafts");
    let kept = || {
        let files = std::fs::read_dir(&drafts).into_iter().flatten().flatten();
        // What is still being written has another ending: it counts once it has taken its place.
        let drafts = files.map(|file| file.path()).filter(|path| path.extension() == Some("draft".as_ref()));
        drafts.filter_map(|path| std::fs::read_to_string(path).ok()).any(|text| text.contains("важные слова"))
    };
    while !kept() {
        // The clock of the program stands still (--now): a key makes it look around.
        program.press("\x1b[C");
        if let Ok(bytes) = program.output.recv_timeout(Duration::from_millis(50)) {
            program.take_in(&bytes);
        }
    }
    program.kill();
    let mut program = Program::start(&home, &["--as", "Иванова О."]);
    program.see("важные слова").see("Недописанная заметка прошлого раза");
    program.press("\r").see("Заметка сохранена").press("\x11");
    assert_eq!(program.end().0, 0);
}

#[test]
fn a_second_desk_of_another_user_on_the_same_data_is_refused() {
    let (_folder, home) = home();
    let mut first = Program::start(&home, &["--as", "Иванова О."]);
    first.see("Очередь 9");
    let mut second = Program::start(&home, &["--as", "Орлов П."]);
    second.see("Иванова О.");
    assert_eq!(second.end().0, 5);
    first.press("\x11");
    assert_eq!(first.end().0, 0);
}

#[test]
fn choices_of_the_screen_are_remembered() {
    let (_folder, home) = home();
    let mut program = Program::start(&home, &[]);
    program.see("Очередь 9").press("\x0b").see("Все действия").press("english").see("Язык: английский");
    program.press("\r").see("Queue 9").press("\x11");
    assert_eq!(program.end().0, 0);
    assert!(std::fs::read_to_string(home.join("config/choices.toml")).unwrap().contains("en"));
}

#[test]
fn a_wrong_theme_of_ones_own_is_told_and_the_usual_one_is_used() {
    let (_folder, home) = home();
    std::fs::create_dir_all(home.join("config/themes")).unwrap();
    std::fs::write(home.join("config/themes/mine.toml"), "name = \"mine\"\n[styles]\nurgentt = \"red\"\n")
        .unwrap();
    let mut program = Program::start(&home, &["desk", "--theme", "mine"]);
    program.see("Очередь 9").see("mine.toml").see("взята обычная").press("\x11");
    assert_eq!(program.end().0, 0);
}
