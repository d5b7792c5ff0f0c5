//! Jobs, skips and PINs on the command line: what is refused leaves nothing behind, what happened is told.

use super::*;

/// An operator of the small base.
const OPERATOR: &str = "Иванова О.";

#[test]
fn a_job_that_can_not_be_set_up_is_not_made() {
    let home = small();
    for arguments in [
        &["--script", "nope"][..],
        &["--operators", "Никто"],
        &["--label", "подпись, которая длиннее тридцати двух знаков"],
        &["--from", "30.11.2026", "--to", "23.11.2026"],
    ] {
        assert_ne!(home.run(&[&["job", "new", "Новый"], arguments].concat()).code, 0, "{arguments:?}");
    }
    says(&home.run(&["job", "new", "Новый", "--script", "nope"]), 3, &["nope"]);
    // The name is still free.
    home.ok(&["job", "new", "Новый", "--from", "23.11.2026", "--to", "30.11.2026"]);
}

#[test]
fn days_and_hours_of_a_job_that_runs_are_checked() {
    let home = small().with_firm();
    home.write("list.csv", "Название;Телефон;Город\nООО «Альфа»;8 (495) 012-00-01;Москва\n");
    home.ok(&[
        "script",
        "load",
        concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scripts/cold-wholesale.toml"),
    ]);
    let set = ["--operators", "all", "--script", "cold-wholesale"];
    let days = ["--from", "10.11.2026", "--to", "30.11.2026"];
    home.ok(&[&["job", "new", "Сервис", "--purpose", "service"], &set[..], &days[..]].concat());
    home.ok(&["job", "load", "Сервис", "list.csv"]);
    home.ok(&["job", "start", "Сервис"]);
    says(
        &home.run(&["job", "set", "Сервис", "--from", "30.11.2026", "--to", "23.11.2026"]),
        4,
        &["раньше первого"],
    );
    let gone = home.run(&["job", "set", "Сервис", "--from", "01.11.2026", "--to", "05.11.2026"]);
    says(&gone, 4, &["Обзвон идёт", "05.11.2026 уже прошёл"]);
    says(&home.run(&["job", "set", "Сервис", "--hours", "3-5"]), 4, &["не пересекаются"]);
    says(&home.run(&["job", "set", "Сервис", "--operators", ""]), 4, &["нет операторов"]);
    // What it can go on with is taken, and so is anything while it rests.
    home.ok(&["job", "set", "Сервис", "--hours", "10-18", "--to", "29.11.2026", "--from", "10.11.2026"]);
    home.ok(&["job", "pause", "Сервис"]);
    home.ok(&["job", "set", "Сервис", "--from", "01.11.2026", "--to", "05.11.2026"]);
    says(&home.run(&["job", "start", "Сервис"]), 4, &["уже прошёл", "--from, --to"]);
}

#[test]
fn a_contact_is_not_skipped_again_while_nobody_is_offered_it() {
    let home = small();
    let next = home.json(&["queue", "next"]);
    let client = next[0]["client"].as_str().unwrap().to_owned();
    let skip = |reason: &str| home.run(&["queue", "skip", &client, reason]);
    assert_eq!(skip("bad-data").code, 0);
    says(&skip("bad-data"), 4, &["уже пропущен"]);
    assert_eq!(home.json(&["queue", "skipped"]), serde_json::json!([]), "one skip raises nobody");
}

#[test]
fn tables_have_words_for_all_of_their_columns() {
    let home = small();
    for said in [home.ok(&["consent", "list", "1"]), home.ok(&["job", "list"])] {
        assert!(!said.out.contains('‹'), "{said:?}");
    }
    assert!(home.ok(&["consent", "list", "1"]).out.contains("О ЧЁМ"));
}

#[test]
fn wrong_pins_stand_in_the_history_of_the_user() {
    let home = small();
    let with = |pin: &str, arguments: &[&str]| {
        let mut command = home.command(&[&["--as", OPERATOR], arguments].concat());
        Said::of(command.env("DOZVON_PIN", pin).output().unwrap())
    };
    let mut command = home.command(&["--as", "Супервизор", "user", "pin", OPERATOR]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"4917\n").unwrap();
    assert!(child.wait().unwrap().success());
    for _ in 0..5 {
        assert_ne!(with("1111", &["queue", "next"]).code, 0);
    }
    let told = home.ok(&["--as", "Супервизор", "history", "user", OPERATOR]).out;
    assert_eq!(told.matches("неверный ПИН").count(), 5, "{told}");
}
