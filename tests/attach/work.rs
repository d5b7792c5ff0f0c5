//! What a supervisor does while an operator works, and what the operator sees of it.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use super::{BOSS, OPERATOR, SOCKET, boss, desk, leave, small};
use crate::common::base::{Base, Row};
use crate::common::cli::{Home, Said};
use crate::common::program::Program;

/// A list of clients nobody knows yet.
const LIST: &str =
    "Наименование;Телефон;Город\r\nГлобус;8 (495) 987-65-43;Москва\r\nМеридиан;8 (495) 987-65-44;Москва\r\n";

/// A script whose first words are these.
fn script(words: &str) -> String {
    format!(
        r#"
code = "cold-wholesale"
name = "Опт"
language = "ru"
advertising = true
purpose = "предложить опт"

[[step]]
code = "hello"
title = "Знакомство"
say = "{words} Компания {{фирма}}, {{оператор}}. Хочу {{цель}}."
answers = [
  {{ text = "Слушаю", to = "offer" }},
]

[[step]]
code = "offer"
title = "Предложение"
say = "Второй шаг. {words}"
outcome = "sale"

[[step]]
code = "dear"
title = "Дорого"
objection = true
say = "Понимаю."
"#
    )
}

/// Runs a command with this input.
fn with_input(home: &Home, words: &[&str], input: &str) -> Said {
    let mut command = home.command(words);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Who is refused reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Said::of(child.wait_with_output().unwrap())
}

#[test]
fn a_script_that_is_loaded_meanwhile_is_that_of_the_next_call() {
    let home = Home::new();
    let base = Base::empty_in(&home.data());
    let list = base.list("Опт", Some("cold-wholesale"));
    base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33"));
    base.client(Row::new("Вега", "Омск").phone("8 (3812) 01-22-34"));
    base.enlist(list);
    drop(base);
    home.write("one.toml", script("Первая редакция."));
    home.write("two.toml", script("Вторая редакция."));
    home.ok(&boss(&["script", "load", "one.toml"]));
    let mut program = Program::start(&home.path(""), &["--as", OPERATOR]);
    program
        .see("Очередь 2")
        .see("Начало смены")
        .press(" ")
        .see("Смотрю")
        .press("\x07")
        .see("Первая редакция.");
    let said = home.ok(&boss(&["script", "load", "two.toml"]));
    assert!(said.out.contains("two.toml") && said.out.contains("3"), "{said:?}");
    // The desk has taken note of it: what is said of the queue stands on the screen as before.
    program.press("1").see("Второй шаг. Первая редакция.");
    let shown = home.json(&["script", "show", "cold-wholesale"]);
    assert_eq!(shown["version"], 3, "{shown}");
    program.press("\x07").see("Нужен результат").press("6").see("Нет ответа: повтор");
    program.press(" ").see("Смотрю").press("\x07").see("Вторая редакция.");
    program.press("\x07").see("Нужен результат").press("6").see("Готов");
    leave(&home, program);
}

#[test]
fn the_answers_are_those_of_a_base_that_nobody_has_open() {
    let home = small();
    home.write("list.csv", LIST);
    home.write("broken.toml", "code = \n");
    let client = ["--format", "json", "show", "00-00000001"];
    let questions: [&[&str]; 14] = [
        &["queue"],
        &["--format", "json", "queue", "next"],
        &["--format", "ndjson", "queue", "list"],
        &["--format", "csv", "lookup", "Протон"],
        &["lookup", "nobody at all"],
        &client,
        &["--format", "json", "history", "client", "00-00000001"],
        &["--format", "json", "show", "00-00009999"],
        &["script", "load", "broken.toml"],
        &["script", "load", "missing.toml"],
        &["--format", "json", "import", "clients", "list.csv", "--dry-run"],
        &["export", "clients"],
        &["--format", "json", "export", "clients"],
        &["undo", "99999"],
    ];
    let alone: Vec<Said> = questions.iter().map(|words| home.run(&boss(words))).collect();
    assert!(alone.iter().any(|said| said.code == 3) && alone.iter().any(|said| said.code == 1), "{alone:?}");
    let program = desk(&home);
    assert!(home.data().join(SOCKET).exists());
    for (words, alone) in questions.iter().zip(&alone) {
        let said = home.run(&boss(words));
        assert_eq!((said.code, &said.out, &said.err), (alone.code, &alone.out, &alone.err), "{words:?}");
    }
    leave(&home, program);
}

#[test]
fn a_list_is_loaded_into_a_job_and_taken_back_while_the_operator_works() {
    let home = small().with_firm();
    home.write("list.csv", LIST);
    let mut program = desk(&home);
    let words = [
        "job",
        "new",
        "Весна",
        "--purpose",
        "service",
        "--script",
        "cold-wholesale",
        "--label",
        "Дозвон",
        "--hours",
        "9-20",
        "--from",
        "2026-11-10",
        "--to",
        "2026-11-20",
    ];
    home.ok(&boss(&[&words[..], &["--operators", "all"]].concat()));
    let tried = home.ok(&boss(&["job", "load", "Весна", "list.csv", "--dry-run"]));
    let loaded = home.ok(&boss(&["job", "load", "Весна", "list.csv"]));
    assert!(tried.out.lines().count() > 3 && loaded.out.lines().count() > 3, "{tried:?} {loaded:?}");
    home.ok(&boss(&["job", "ready", "Весна"]));
    home.ok(&boss(&["job", "start", "Весна"]));
    program.see("Очередь 11");
    let jobs = home.json(&boss(&["job", "list"]));
    let names: Vec<&Value> = jobs.as_array().unwrap().iter().map(|job| &job["name"]).collect();
    assert!(names.contains(&&Value::from("Весна")), "{jobs}");
    home.ok(&boss(&["job", "pause", "Весна"]));
    let taken = home.ok(&boss(&["job", "unload", "Весна", "1"]));
    assert!(!taken.out.is_empty());
    program.see("Очередь 9");
    leave(&home, program);
}

#[test]
fn what_is_changed_beside_the_desk_stands_on_its_screen() {
    let home = small();
    home.write("list.csv", LIST);
    let mut program = desk(&home);
    home.ok(&boss(&["stop", "add", "00-00000006", "--everything", "--reason", "просил"]));
    program.see("Очередь 8");
    let imported = home.json(&boss(&["import", "clients", "list.csv"]));
    assert_eq!(imported["totals"]["created"], 2, "{imported}");
    // The name index of the desk has them.
    program
        .press("\x1bOR")
        .see("Найти клиента")
        .press("Меридиан")
        .see("По имени: 1")
        .press("\r")
        .see("Меридиан");
    let code =
        home.json(&["lookup", "Меридиан"])["matches"][0]["client"]["code"].as_str().unwrap().to_owned();
    let noted = with_input(&home, &boss(&["note", "add", &code, "-"]), "Звонить после обеда");
    assert_eq!(noted.code, 0, "{noted:?}");
    program.see("Звонить после обеда");
    // A note is taken back, and gone from the card.
    let history = home.json(&["history", "client", &code]);
    let last =
        history["changes"].as_array().unwrap().iter().filter_map(|row| row["seq"].as_u64()).max().unwrap();
    home.ok(&boss(&["undo", &last.to_string()]));
    while program.screen().contains("Звонить после обеда") {
        let bytes = program.output.recv().unwrap();
        program.take_in(&bytes);
    }
    leave(&home, program);
}

#[test]
fn a_message_comes_to_the_operator() {
    let home = small();
    let mut program = desk(&home);
    program.see("Начало смены").press("\r").see("Готов");
    home.ok(&boss(&["day", "message", OPERATOR, "Зайди ко мне"]));
    program.see("1 сообщение");
    // His day is led by himself, on the screen; a colleague leads his own.
    let refused = home.run(&["--as", OPERATOR, "day", "pause", "lunch"]);
    assert_eq!((refused.code, refused.err.contains("за открытым столом")), (4, true), "{refused:?}");
    home.ok(&boss(&["day", "open"]));
    assert!(program.screen().contains("Готов"));
    leave(&home, program);
}

#[test]
fn who_has_locked_himself_out_is_let_in_by_a_supervisor() {
    let home = small();
    assert_eq!(with_input(&home, &boss(&["user", "pin", OPERATOR]), "4917\n").code, 0);
    let mut program = Program::start(&home.path(""), &["--as", OPERATOR]);
    program.see("ПИН");
    for left in ["4 попытки", "3 попытки", "2 попытки", "1 попытка"] {
        program.press("1111\r").see(left);
    }
    program.press("1111\r").see("закрыт");
    let unlocked = home.ok(&boss(&["user", "unlock", OPERATOR]));
    assert!(unlocked.out.contains(OPERATOR), "{unlocked:?}");
    // The door sees it by itself.
    program.see("Вход снова открыт");
    assert!(!program.screen().contains("закрыт до"));
    program.press("4917\r").see("Начало смены");
    // A PIN is wanted of whoever has one, at the desk that is open as anywhere.
    let refused = home.run(&["--as", OPERATOR, "queue"]);
    assert_eq!(refused.code, 4, "{refused:?}");
    assert!(refused.err.contains("DOZVON_PIN"), "{refused:?}");
    for (pin, code) in [("1111", 4), ("4917", 0)] {
        let said =
            Said::of(home.command(&["--as", OPERATOR, "queue"]).env("DOZVON_PIN", pin).output().unwrap());
        assert_eq!(said.code, code, "{said:?}");
        assert!(!format!("{said:?}").contains(pin));
    }
    assert_eq!(with_input(&home, &boss(&["user", "pin", OPERATOR]), "2580\n").code, 0);
    program.press("\r").see("Готов");
    leave(&home, program);
}

#[test]
fn files_are_those_of_whoever_has_started_the_command() {
    let home = small();
    std::fs::create_dir(home.path("elsewhere")).unwrap();
    home.write("elsewhere/list.csv", format!("{LIST}Без телефона;12;Тверь\r\n"));
    let program = desk(&home);
    let run = |words: &[&str]| {
        let mut command = home.command(&boss(words));
        Said::of(command.current_dir(home.path("elsewhere")).output().unwrap())
    };
    let said = run(&["--format", "json", "import", "clients", "./list.csv", "--report", "report.csv"]);
    assert_eq!(said.code, 0, "{said:?}");
    let report = said.json();
    assert_eq!(report["file"]["path"], "./list.csv", "{report}");
    assert!(home.read("elsewhere/report.csv").contains("Меридиан"));
    assert!(home.path("elsewhere/list.rejected.csv").exists());
    let said = run(&["export", "clients", "out.csv"]);
    assert_eq!(
        (said.code, said.err.contains("out.csv"), said.err.contains("elsewhere")),
        (0, true, false),
        "{said:?}"
    );
    assert!(home.read("elsewhere/out.csv").contains("Меридиан"));
    // Nothing that is another thing to the desk is read by it, let alone its own terminal.
    for file in ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "/dev/null"] {
        let said = run(&["import", "clients", file]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.err.contains(file) && said.err.contains("обычный файл"), "{said:?}");
    }
    leave(&home, program);
}

#[test]
fn what_needs_the_base_for_itself_is_told_that_it_is_busy() {
    let home = small();
    let program = desk(&home);
    home.ok(&["backup", home.path("before").to_str().unwrap()]);
    // Each says why, and what to do.
    for (words, why, what_to_do) in [
        (&["rebuild"][..], "пользуется открытый стол", "Закройте стол (Ctrl+Q)"),
        (&["repair", "--yes"], "чинят, когда за ней никто не работает", "Закройте стол (Ctrl+Q)"),
        (&["generate", "--clients", "1"], "встали бы в очередь к оператору", "--data ПАПКА generate"),
        (&["restore", home.path("before").to_str().unwrap()], "заменить копией", "--data ПАПКА restore"),
    ] {
        let said = home.run(&boss(words));
        assert!(
            said.code == 5 && said.err.contains(why) && said.err.contains(what_to_do),
            "{words:?}: {said:?}"
        );
    }
    // What looks from outside does so.
    home.ok(&["backup", home.path("copy").to_str().unwrap()]);
    assert_eq!(home.run(&["verify"]).code, 5);
    home.ok(&["doctor"]);
    home.ok(&["at", "--seq", "5", "queue"]);
    home.ok(&["snapshot"]);
    assert_eq!(home.ok(&["script", "list"]).err, "");
    leave(&home, program);
}

#[test]
fn many_commands_at_once_are_all_done() {
    let home = small();
    let program = desk(&home);
    let children: Vec<_> = (0..12)
        .map(|number| {
            let text = format!("Заметка номер {number}");
            let mut command = home.command(&[&BOSS[..], &["note", "add", "00-00000002", &text]].concat());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let said = Said::of(child.wait_with_output().unwrap());
        assert_eq!(said.code, 0, "{said:?}");
    }
    let shown = home.ok(&["show", "00-00000002"]).out;
    for number in 0..12 {
        assert!(shown.contains(&format!("Заметка номер {number}")), "{number}: {shown}");
    }
    leave(&home, program);
}
