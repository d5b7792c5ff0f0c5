//! Two terminals of one operator: the second one asks «забрать смену?», and goes on where the first one stood. Real processes in
//! real terminals.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;
#[path = "scenarios/winter.rs"]
mod winter;

use std::sync::{Mutex, MutexGuard, PoisonError};

use common::base::{Base, Row};
use common::cli::Home;
use common::program::Program;
use rustix::process::Signal;

const NAME: &str = "Иванова О.";
const BOSS: [&str; 2] = ["--as", "Супервизор"];
/// A little later than the morning of all tests: the first terminal was alive just now.
const LATER: &str = "2026-11-10T12:00:20+03:00";
/// What the second terminal asks.
const ASKED: &str = "Смена открыта в другом терминале с 12:00. Забрать? Enter/Esc";
/// How the first one ends.
const TAKEN: u32 = 8;

/// A program that another thread starts holds, for a moment, the locks of all stores this process has open: one at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A base with a call job and two clients, whose operator has a PIN.
fn stage() -> Home {
    let home = Home::new().with_firm();
    let base = Base::empty_in(&home.data());
    let list = winter::winter(&base);
    base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33"));
    base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    base.enlist(list);
    drop(base);
    let mut set = home.command(&[&BOSS[..], &["user", "pin", NAME]].concat());
    set.env("DOZVON_PIN", "4917");
    let mut pin = set.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut pin.stdin.take().unwrap(), b"4917\n").unwrap();
    assert!(pin.wait().unwrap().success());
    home
}

/// The desk with its shift open.
fn first(home: &Home) -> Program {
    let mut program = Program::start(&home.path(""), &["--as", NAME]);
    program.see("Enter — войти").press("4917\r").see("Начало смены").press("\r").see("● Готов");
    program
}

/// Another terminal, before its PIN is given.
fn second(home: &Home) -> Program {
    let mut program = Program::start_at(&home.path(""), LATER, &["--as", NAME]);
    program.see("ПИН");
    program
}

/// The first terminal has given its place away: it is as it was, and says so in one sentence.
#[track_caller]
fn gave_way(program: Program, modes: &str) {
    assert_eq!(program.modes(), modes);
    let (code, terminal) = program.end();
    let screen = terminal.screen();
    assert_eq!(code, TAKEN, "{}", screen.contents());
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert!(
        screen.contents().trim().starts_with("Смену забрали в другом терминале в 12:0"),
        "{}",
        screen.contents()
    );
}

/// Leaves the desk; the base must be whole, and the day without a gap.
#[track_caller]
fn leave(home: &Home, mut program: Program) {
    program.press("\x11");
    assert_eq!(program.end().0, 0);
    home.ok(&["verify", "--deep"]);
}

/// The states of the day, in milliseconds.
fn states(home: &Home) -> Vec<(String, i64)> {
    let mut show = home.command(&["--as", NAME, "--format", "json", "day", "show"]);
    let shown = common::cli::Said::of(show.env("DOZVON_PIN", "4917").output().unwrap()).json();
    let day = &shown["days"][0];
    let states: Vec<(String, i64)> = day["states"]
        .as_array()
        .unwrap()
        .iter()
        .map(|state| (state["state"].as_str().unwrap().to_owned(), state["ms"].as_i64().unwrap()))
        .collect();
    let sum: i64 = states.iter().map(|(_, ms)| ms).sum();
    assert_eq!(sum, day["length_ms"].as_i64().unwrap(), "{day}");
    states
}

/// Waits until a program that was left has given its terminal back.
#[track_caller]
fn until_left(program: &mut Program) {
    while program.terminal.screen().alternate_screen() {
        let bytes = program.output.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
        program.take_in(&bytes);
    }
}

#[test]
fn the_second_terminal_goes_on_at_the_same_question() {
    let _alone = alone();
    let home = stage();
    let mut one = Program::start(&home.path(""), &["--as", NAME]);
    let before = {
        let other = Program::start(&home.path(""), &["--help"]);
        let modes = other.modes();
        other.end();
        modes
    };
    one.see("Enter — войти").press("4917\r").see("Начало смены").press("\r").see("● Готов");
    one.press(" ").see("Смотрю").press("\x07").see("Удобно говорить?").press("1").see("Интересно?");
    one.press("2").see("Что у вас берут чаще?").press("2").see("Сколько у вас магазинов?");
    one.press("417").see("417");
    let mut two = second(&home);
    // A wrong PIN closes nobody's desk.
    two.press("1111\r").see("Осталось 4 попытки").press("4917\r").see(ASKED).press("\r");
    two.see("Сколько у вас магазинов?").see("417").see("☎ Разговор").see("Смена теперь здесь");
    until_left(&mut one);
    gave_way(one, &before);
    two.press("\x7f\x7f5\r").see("Когда нужен товар?").press("\x07").see("Нужен результат").press("6");
    two.see("● Готов");
    leave(&home, two);
    let states = states(&home);
    assert!(
        states.iter().all(|(state, ms)| state != "lag" && (state != "offline" || *ms == 0)),
        "{states:?}"
    );
    // The PIN that was wrong is in the history.
    let history = home.ok(&[&BOSS[..], &["history", "user", NAME]].concat());
    assert!(history.out.contains("ПИН"), "{history:?}");
}

#[test]
fn a_client_who_is_looked_at_a_note_and_a_ringing_call_go_with_the_desk() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    one.press(" ")
        .see("Смотрю")
        .see("Альтаир")
        .press("n")
        .see("Заметка:")
        .press("перезвонит бухгалтер")
        .see("бухгалтер");
    home.ok(&["ring", "8 (495) 555-01-77"]);
    one.see("☎ ВХОД");
    let mut two = second(&home);
    two.press("4917\r").see(ASKED).press("\r");
    two.see("перезвонит бухгалтер").see("☎ ВХОД");
    until_left(&mut one);
    assert_eq!(one.end().0, TAKEN);
    // Whoever calls is answered here, and the client is on the screen again behind him.
    home.ok(&["ring", "--ended", "8 (495) 555-01-77"]);
    two.see("остался без ответа").press("\r").see("Заметка сохранена");
    two.press("\x07").see("☎ Разговор");
    two.press("\x07").see("Нужен результат").press("6").see("● Готов");
    leave(&home, two);
    assert!(states(&home).iter().all(|(state, _)| state != "lag"));
}

#[test]
fn whoever_presses_esc_or_is_killed_leaves_the_desk_where_it_is() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    let mut two = second(&home);
    two.press("\x1b");
    assert_eq!(two.end().0, 5);
    let mut two = second(&home);
    two.press("4917\r").see(ASKED).press("\x1b");
    let (code, terminal) = two.end();
    assert!(code == 5 && terminal.screen().contents().contains("Всё осталось как было"), "{code}");
    let mut two = second(&home);
    two.press("4917\r").see(ASKED);
    two.kill();
    one.press(" ").see("Смотрю");
    leave(&home, one);
}

#[test]
fn wrong_pins_lock_the_name_and_not_the_desk() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    let mut two = second(&home);
    for left in ["Осталось 4", "Осталось 3", "Осталось 2", "Осталась 1"] {
        two.press("1111\r").see(left);
    }
    two.press("1111\r");
    let (code, terminal) = two.end();
    assert!(code == 4 && terminal.screen().contents().contains("вход закрыт до"), "{code}");
    // Nor does the right one open any more.
    let mut two = second(&home);
    two.press("4917\r");
    assert_eq!(two.end().0, 4);
    one.press(" ").see("Смотрю");
    home.ok(&[&BOSS[..], &["user", "unlock", NAME]].concat());
    let mut two = second(&home);
    two.press("4917\r").see(ASKED).press("\r").see("Смотрю");
    assert_eq!(one.end().0, TAKEN);
    leave(&home, two);
}

#[test]
fn another_user_is_told_who_has_the_base() {
    let _alone = alone();
    let home = stage();
    let one = first(&home);
    let two = Program::start(&home.path(""), &BOSS);
    let (code, terminal) = two.end();
    let screen = terminal.screen().contents();
    assert!(
        code == 5 && screen.contains("Базу открыл Иванова О.") && screen.contains("Ctrl+Q"),
        "{code}: {screen}"
    );
    leave(&home, one);
}

#[test]
fn a_desk_that_hangs_is_said_to_hang_and_goes_on_when_it_wakes() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    let mut two = second(&home);
    two.press("4917\r").see(ASKED);
    one.signal(Signal::STOP);
    two.press("\r").see("не отвечает").see("pgrep -a dozvon");
    assert_eq!(two.end().0, 5);
    // What it finds when it wakes up is a word of somebody who has gone.
    one.signal(Signal::CONT);
    one.press(" ").see("Смотрю");
    one.signal(Signal::STOP);
    let two = Program::start_at(&home.path(""), LATER, &["--as", NAME]);
    let (code, terminal) = two.end();
    assert!(code == 5 && terminal.screen().contents().contains("не отвечает"), "{code}");
    one.signal(Signal::CONT);
    leave(&home, one);
}

#[test]
fn of_two_who_want_it_at_once_one_has_it_and_the_other_is_asked_again() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    one.press(" ").see("Смотрю");
    let (mut two, mut three) = (second(&home), second(&home));
    two.press("4917\r").see(ASKED);
    three.press("4917\r").see(ASKED);
    two.press("\r");
    three.press("\r");
    assert_eq!(one.end().0, TAKEN);
    // Whichever has it, the other one is asked for a second time; he leaves it where it is.
    let shows = |program: &mut Program| {
        while let Ok(bytes) = program.output.try_recv() {
            program.take_in(&bytes);
        }
        program.screen()
    };
    let asked_twice = |screen: &str| screen.matches("Забрать? Enter/Esc").count() == 2;
    let first_has_it = loop {
        let (left, right) = (shows(&mut two), shows(&mut three));
        if asked_twice(&right) && left.contains("Смотрю") {
            break true;
        }
        if asked_twice(&left) && right.contains("Смотрю") {
            break false;
        }
        std::thread::yield_now();
    };
    let (mut has, mut asks) = if first_has_it { (two, three) } else { (three, two) };
    asks.press("\x1b");
    assert_eq!(asks.end().0, 5);
    has.press("\x07").see("Удобно говорить?").press("\x07").see("Нужен результат").press("6").see("● Готов");
    leave(&home, has);
    states(&home);
}

#[test]
fn a_desk_that_is_killed_or_left_meanwhile_leaves_the_shift_to_the_second_one() {
    let _alone = alone();
    for killed in [true, false] {
        let home = stage();
        let mut one = first(&home);
        let mut two = second(&home);
        two.press("4917\r").see(ASKED);
        if killed {
            one.kill();
        } else {
            one.press("\x11");
            assert_eq!(one.end().0, 0);
        }
        // He has said already that he wants the shift.
        two.press("\r").see("● Готов");
        leave(&home, two);
        states(&home);
    }
}

#[test]
fn a_desk_that_does_a_command_is_not_had_before_its_end() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    // A command of the supervisor waits for an answer.
    let mut asks = Program::start(&home.path(""), &[&BOSS[..], &["user", "pin", NAME]].concat());
    asks.see("ПИН");
    let mut two = second(&home);
    two.press("4917\r").see(ASKED).press("\r").see("подождите несколько секунд").see("выполняет 1 команду");
    assert_eq!(two.end().0, 5);
    one.press(" ").see("Смотрю");
    // One that ends in time is done, and the desk goes then.
    let mut two = second(&home);
    two.press("4917\r").see(ASKED).press("\r").see("подождите несколько секунд");
    asks.press("4918\r");
    assert_eq!(asks.end().0, 0);
    assert_eq!(one.end().0, TAKEN);
    // The PIN is another one by now: it is asked for at the door.
    two.see("Enter — войти").press("4918\r").see("Смотрю");
    leave(&home, two);
}

#[test]
fn a_shift_that_was_closed_meanwhile_begins_anew() {
    let _alone = alone();
    let home = stage();
    let mut one = first(&home);
    let mut two = second(&home);
    two.press("4917\r").see(ASKED);
    one.press("\x05").see("всего").press("\r");
    assert_eq!(one.end().0, 0);
    two.press("\r").see("Начало смены");
    leave(&home, two);
}
