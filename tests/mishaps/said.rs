//! What is said of bases that are not whole: in right numbers, in the right language, and no more than is so.

use std::process::Command;

use super::*;

/// A base that has lost its last commit for good: nothing tells of it but what its engine has told before it was lost.
fn without_its_last_commit() -> (Home, u64) {
    let home = small();
    // The first command of whoever works here makes a commit of its own.
    home.ok(&["note", "add", "1", "Останется"]);
    let kept = std::fs::metadata(segment(&home.data())).unwrap().len();
    home.ok(&["note", "add", "1", "Потеряется"]);
    let last = home.json(&["verify"])["last"].as_u64().unwrap();
    std::fs::File::options().write(true).open(segment(&home.data())).unwrap().set_len(kept).unwrap();
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    (home, last)
}

#[test]
fn one_entry_is_told_as_one() {
    let (home, last) = without_its_last_commit();
    let seq = last.to_string();
    let said = home.run(&["repair"]);
    says(&said, 4, &[&format!("Потеряна запись журнала с номером {seq}: её больше нет нигде")]);
    assert!(home.run(&["verify"]).out.contains(&format!("Не читается запись журнала {seq}.")));
    let english = Said::of(home.command_in("en", &["verify"]).output().unwrap());
    assert!(english.out.contains(&format!("Journal entry {seq} can't be read.")), "{english:?}");
    home.ok(&["repair", "--accept-loss"]);
    let said = home.ok(&["verify"]).out;
    assert!(said.contains(&format!("Записи журнала {seq} нет, и это известно")), "{said}");
    let english = Said::of(home.command_in("en", &["verify"]).output().unwrap());
    assert!(english.out.contains(&format!("Journal entry {seq} is not there")), "{english:?}");
    // A backup claims no more than it holds.
    let said = home.ok(&["backup", "copy"]);
    assert!(said.err.contains(&format!("нет изменения {seq}, с этим решили работать дальше")), "{said:?}");
    assert!(said.out.contains(&format!("последняя запись журнала — {seq}")), "{said:?}");
    let told = home.json(&["backup", "copy"]);
    assert_eq!((&told["missing"][0]["from"], &told["missing"][0]["to"]), (&last.into(), &last.into()));
    // And a restore from it does not call the data whole.
    let said = home.ok(&["restore", "copy"]);
    assert!(said.err.contains("решили работать дальше") && !said.err.contains("целы"), "{said:?}");
}

#[test]
fn where_nothing_was_written_nothing_is_dated() {
    let home = Home::new();
    drop(dozvon::store::local::LocalStore::open(
        &home.data(),
        dozvon::store::local::Options::default(),
        &mut |_| {},
    ));
    for arguments in [["snapshot"].as_slice(), &["backup", "copy"], &["rebuild"], &["doctor"]] {
        let said = home.ok(arguments);
        assert!(!said.out.contains("последний — —") && !said.out.contains("от —"), "{said:?}");
    }
    assert!(home.ok(&["backup", "copy"]).out.contains("в журнале ещё ничего нет"));
}

#[test]
fn a_repair_that_lost_its_snapshots_is_not_called_unfinished() {
    let home = small();
    flip(&segment(&home.data()), 50);
    home.ok(&["repair", "--yes"]);
    home.ok(&["verify"]);
    snapshots(&home.data()).iter().for_each(|file| std::fs::remove_file(file).unwrap());
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    let said = home.run(&["verify"]);
    assert!(said.code == 6 && said.out.contains("или снимки потом удалили"), "{said:?}");
    assert!(said.out.contains("верните их в папку journal"), "{said:?}");
    home.ok(&["repair", "--accept-loss"]);
    home.ok(&["note", "add", "1", "Дальше"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_lost_end_is_told_where_nothing_can_be_written_and_once() {
    let home = small();
    let kept = std::fs::metadata(segment(&home.data())).unwrap().len();
    home.ok(&["note", "add", "1", "Только в снимке"]);
    home.ok(&["snapshot"]);
    std::fs::File::options().write(true).open(segment(&home.data())).unwrap().set_len(kept).unwrap();
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    let (program, data) = (env!("CARGO_BIN_EXE_dozvon"), home.data());
    let line = format!("ulimit -f 1 && exec {program} --data {} --lang ru show 1", data.display());
    let mut command = Command::new("bash");
    command.args(["-c", &line]).env("DOZVON_CONFIG", home.path("config")).current_dir(home.path(""));
    let said = Said::of(command.output().unwrap());
    says(&said, 0, &["только для чтения", "dozvon verify"]);
    assert_eq!(said.err.matches("Журнал повреждён").count(), 1, "{said:?}");
    assert!(said.out.contains("Только в снимке"), "{said:?}");
}

#[test]
fn a_broken_configuration_does_not_change_the_language() {
    let home = small();
    std::fs::create_dir(home.path("config")).unwrap();
    let doctor = |lang: Option<&str>, variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
        command.arg("--data").arg(home.data()).args(lang.map(|lang| format!("--lang={lang}"))).arg("doctor");
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "DOZVON_LANG"] {
            command.env_remove(name);
        }
        command.env("DOZVON_CONFIG", home.path("config")).envs(variables.iter().copied());
        Said::of(command.output().unwrap())
    };
    let is_english = |said: &Said| {
        assert!(said.err.contains("config/config.toml:"), "{said:?}");
        let (english, russian) = (said.out.contains("Data folder"), said.out.contains("Папка данных"));
        assert!(english != russian && said.err.contains("settings") == english, "{said:?}");
        english
    };
    for broken in ["x = [\n", "lang = \"de\"\n"] {
        home.write("config/config.toml", broken);
        assert!(!is_english(&doctor(None, &[])));
        assert!(is_english(&doctor(Some("en"), &[])));
        assert!(is_english(&doctor(None, &[("DOZVON_LANG", "en")])));
        assert!(is_english(&doctor(None, &[("LANG", "en_US.UTF-8")])));
        assert!(!is_english(&doctor(None, &[("LANG", "en_US.UTF-8"), ("DOZVON_LANG", "ru")])));
        assert!(!is_english(&doctor(Some("ru"), &[("DOZVON_LANG", "en")])));
        // What is said before a command is known is said in the same language.
        let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
        command.env("DOZVON_CONFIG", home.path("config")).env("DOZVON_LANG", "en").arg("--help");
        let said = Said::of(command.output().unwrap());
        assert!(said.out.contains("Usage:"), "{said:?}");
    }
    // What can still be read of it stands.
    home.write("config/config.toml", "lang = \"en\"\nx = [\n");
    assert!(is_english(&doctor(None, &[])));
    assert!(!is_english(&doctor(None, &[("DOZVON_LANG", "ru")])));
}

#[test]
fn a_restore_says_what_it_can_be_made_of_and_leaves_nothing_beside() {
    let home = small();
    home.ok(&["backup", "copy"]);
    std::fs::create_dir(home.path("photos")).unwrap();
    home.write("photos/photo.jpg", "x");
    let said = home.run(&["restore", "photos"]);
    says(&said, 1, &["photos", "Назовите папку резервной копии или базы"]);
    assert!(!said.err.contains("пустую"), "{said:?}");
    for folder in ["new", "data"] {
        let _ = std::fs::create_dir(home.path(folder));
        let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
        command.args(["--data", ".", "restore"]).arg(home.path("copy")).current_dir(home.path(folder));
        let said = Said::of(command.env("DOZVON_CONFIG", home.path("config")).output().unwrap());
        assert_eq!(said.code, 0, "{said:?}");
    }
    assert_eq!(files(&home.path("")), ["copy", "data", "data.before-restore-1", "new", "photos"]);
}

#[test]
fn the_doctor_does_not_vouch_for_a_journal_it_has_not_read() {
    let (home, _) = super::copies::in_several_files();
    home.ok(&["snapshot"]);
    flip(&segments(&home.data())[1], 60);
    let said = home.ok(&["doctor"]);
    assert!(said.out.contains("Ничего делать не нужно; цел ли журнал, скажет dozvon verify."), "{said:?}");
    assert_eq!(home.json(&["doctor"])["advice"], serde_json::json!([]));
    assert_eq!(home.run(&["verify"]).code, 6);
}

#[test]
fn records_that_are_whole_are_not_called_doubtful() {
    let home = small();
    flip(&segment(&home.data()), 50);
    let said = home.run(&["repair"]);
    says(&said, 4, &["Сами данные целы", "не прочесть, кто и когда"]);
    assert!(!said.err.contains("сомнением"), "{said:?}");
    let said = home.run(&["verify"]);
    assert!(said.out.contains("не прочесть, кто и когда") && !said.out.contains("сомнением"), "{said:?}");
    // Where something is lost they are.
    forget_engine(&home.data());
    let said = home.run(&["repair"]);
    assert!(said.code == 4 && !said.err.contains("данные целы"), "{said:?}");
    assert!(!said.err.contains("не прочесть, кто и когда"), "{said:?}");
}
