//! Backups and restores of bases that are not as they should be.

use dozvon::store::local::{LocalStore, Options};
use dozvon::store::settings::Settings;

use super::common::base::Base;
use super::*;

#[test]
fn a_base_that_has_lost_its_end_is_not_backed_up() {
    for with_snapshot in [false, true] {
        let home = small();
        if with_snapshot {
            home.ok(&["snapshot"]);
        }
        let end = last(&home);
        let file = segment(&home.data());
        let whole = std::fs::read(&file).unwrap();
        // Cut in the middle of the last commit, emptied, and gone.
        let harms: [&dyn Fn(); 3] = [&|| cut(&file, 3), &|| std::fs::write(&file, "").unwrap(), &|| {
            std::fs::remove_file(&file).unwrap()
        }];
        for (n, harm) in harms.iter().enumerate() {
            std::fs::write(&file, &whole).unwrap();
            harm();
            let copy = format!("copy-{n}");
            let said = home.run(&["backup", &copy]);
            says(&said, 6, &["dozvon verify"]);
            assert!(!home.path(&copy).exists(), "{said:?}");
            if n < 2 || with_snapshot {
                says(&said, 6, &["потерял свой конец", &format!("до {end}.")]);
            }
            assert_eq!(home.run(&["verify"]).code, 6);
        }
    }
}

#[test]
fn a_lost_end_is_not_taken_for_another_base() {
    let home = small();
    home.ok(&["backup", "copy"]);
    let file = segment(&home.data());
    cut(&file, 3);
    let before = content(&home.path("copy"));
    let said = home.run(&["backup", "copy"]);
    says(&said, 6, &["потерял свой конец"]);
    assert!(!said.err.contains("другой базы") && !said.err.contains("другую, пустую"), "{said:?}");
    assert_eq!(content(&home.path("copy")), before);
    // With the engine gone too nobody knows but the backup: both ways out are told.
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    let said = home.run(&["backup", "copy"]);
    says(&said, 4, &["новее базы", "dozvon restore copy", "пустую папку"]);
    home.ok(&["restore", "copy"]);
    home.ok(&["backup", "copy"]);
}

#[test]
fn a_lost_end_is_known_while_somebody_looks_at_the_base() {
    let home = small();
    cut(&segment(&home.data()), 3);
    let store =
        LocalStore::open(&home.data(), dozvon::store::local::Options::default(), &mut |_| {}).unwrap();
    assert!(store.doubt().is_some());
    says(&home.run(&["backup", "copy"]), 6, &["потерял свой конец"]);
    let checked = home.run(&["verify"]);
    assert_eq!(checked.code, 6, "{checked:?}");
    drop(store);
    home.ok(&["repair", "--yes"]);
    home.ok(&["backup", "copy"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_rotted_backup_is_restored_from_its_snapshot() {
    let home = small();
    home.ok(&["snapshot"]);
    home.ok(&["note", "add", "1", "После снимка"]);
    let shown = home.ok(&["show", "1"]).out;
    home.ok(&["backup", "copy"]);
    flip(&segment(&home.path("copy")), 40);
    let said = home.ok(&["restore", "copy"]);
    assert!(said.err.contains("Истории в восстановленной базе не хватает"), "{said:?}");
    assert_eq!(home.ok(&["show", "1"]).out, shown);
    home.ok(&["verify", "--deep"]);
    home.ok(&["note", "add", "1", "Дальше"]);
    let told = home.json(&["restore", "copy"]);
    let missing = &told["missing"][0];
    assert!(missing["from"].as_u64().unwrap() <= missing["to"].as_u64().unwrap(), "{told:#}");
}

#[test]
fn what_can_be_read_of_a_rotted_backup_is_had_by_the_way_that_is_told() {
    let home = small();
    home.ok(&["backup", "rotted"]);
    flip(&segment(&home.path("rotted")), 90);
    let said = home.run(&["restore", "rotted"]);
    says(&said, 6, &["--seq", "скопируйте rotted", "repair"]);
    assert!(!said.err.contains("dozvon verify"), "{said:?}");
    copy(&home.path("rotted"), &home.path("NEW"));
    let new = home.path("NEW");
    assert_eq!(on(&home, &new, &["repair", "--accept-loss"]).code, 0);
    home.ok(&["restore", "NEW"]);
    home.ok(&["show", "1"]);
    home.ok(&["verify", "--deep"]);
    // The nearest state that was named can be had, too.
    let near = said.err.split("--seq ").nth(1).unwrap();
    let near: String = near.chars().take_while(char::is_ascii_digit).collect();
    home.ok(&["restore", "rotted", "--seq", &near]);
}

#[test]
fn the_end_of_a_backup_that_has_rotted_is_not_left_out_in_silence() {
    let home = small();
    home.ok(&["backup", "copy"]);
    let said = home.ok(&["restore", "copy"]);
    assert!(!said.err.contains("отброшен"), "{said:?}");
    cut(&segment(&home.path("copy")), 2);
    let said = home.ok(&["restore", "copy"]);
    assert!(said.err.contains("Конец копии испорчен и отброшен"), "{said:?}");
}

#[test]
fn of_two_restores_to_one_folder_one_wins() {
    let home = small();
    home.ok(&["backup", "copy"]);
    let new = home.path("new");
    // Another process that restores there, as the lock it holds shows.
    let lock = std::fs::File::create(home.path("new.restoring.lock")).unwrap();
    lock.lock().unwrap();
    let said = on(&home, &new, &["restore", "copy"]);
    says(&said, 5, &["прямо сейчас восстанавливает"]);
    assert!(!new.exists() && !home.path("new.restoring").exists());
    drop(lock);
    let outcomes: Vec<Said> = std::thread::scope(|scope| {
        let both: Vec<_> = (0..2).map(|_| scope.spawn(|| on(&home, &new, &["restore", "copy"]))).collect();
        both.into_iter().map(|one| one.join().unwrap()).collect()
    });
    // Either they met, or one came when the other was done: then the first one's base is kept.
    assert!(outcomes.iter().any(|said| said.code == 0), "{outcomes:?}");
    for said in &outcomes {
        assert!(said.code == 0 || (said.code == 5 && said.err.contains("new")), "{outcomes:?}");
    }
    assert_eq!(on(&home, &new, &["verify", "--deep"]).code, 0);
    assert!(!home.path("new.restoring.lock").exists() && !home.path("new.restoring").exists());
}

#[test]
fn a_backup_is_looked_at_and_never_written_to() {
    let home = small();
    home.ok(&["backup", "copy"]);
    let place = home.path("copy");
    let before = content(&place);
    let run = |arguments: &[&str]| on(&home, &place, arguments);
    let said = run(&["show", "1"]);
    assert!(said.code == 0 && said.err.contains("резервная копия"), "{said:?}");
    for arguments in [["note", "add", "1", "x"].as_slice(), &["undo", "3"], &["rebuild"], &["snapshot"]] {
        says(&run(arguments), 4, &["резервная копия", "restore"]);
    }
    let checked = run(&["verify", "--deep"]);
    assert!(checked.code == 0 && checked.out.contains("резервная копия"), "{checked:?}");
    let doctor = run(&["--format", "json", "doctor"]).json();
    assert_eq!((&doctor["backup"], &doctor["busy"]), (&true.into(), &false.into()));
    assert!(run(&["repair"]).out.contains("Чинить нечего"));
    assert_eq!(content(&place), before);
    // A torn end is not cut off by looking.
    cut(&segment(&place), 2);
    let torn = content(&place);
    run(&["verify"]);
    run(&["show", "1"]);
    assert_eq!(content(&place), torn);
}

#[test]
fn a_check_changes_nothing_of_the_journal() {
    let home = small();
    // As a process that was killed while it wrote has left it.
    let file = segment(&home.data());
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.extend_from_slice(&[7; 30]);
    std::fs::write(&file, &bytes).unwrap();
    std::fs::write(home.data().join("FORMAT"), "").unwrap();
    let said = home.ok(&["verify", "--deep"]);
    assert!(said.out.contains("30 байт"), "{said:?}");
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    assert_eq!(std::fs::read(home.data().join("FORMAT")).unwrap(), b"");
    // Nor does it make what is missing.
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    let said = home.ok(&["verify", "--deep"]);
    assert!(said.out.contains("сделанная для проверки"), "{said:?}");
    assert!(!home.data().join("ENGINE").exists());
    assert!(!files(&home.data()).iter().any(|name| name.starts_with("scratch-")));
}

#[test]
fn sizes_of_a_backup_agree() {
    let home = small();
    home.ok(&["snapshot"]);
    let journal = home.data().join("journal");
    let snapshot = files(&journal).into_iter().find(|name| name.ends_with(".snapshot")).unwrap();
    flip(&journal.join(snapshot), 50);
    let told = home.json(&["backup", "copy"]);
    assert!(told["copied_bytes"].as_u64() <= told["total_bytes"].as_u64(), "{told:#}");
    let journal: u64 = segments(&home.path("copy")).iter().map(|file| file.metadata().unwrap().len()).sum();
    assert_eq!(told["copied_bytes"].as_u64(), Some(journal));
}

#[test]
fn before_the_first_change_there_was_nothing() {
    let home = small();
    home.ok(&["backup", "copy"]);
    for arguments in [
        ["at", "2020-01-01", "show", "1"].as_slice(),
        &["at", "--seq", "0", "call-list", "list"],
        &["restore", "copy", "--seq", "0"],
        &["restore", "copy", "--until", "2020-01-01"],
    ] {
        says(&home.run(arguments), 3, &["Тогда базы ещё не было"]);
    }
    says(&home.run(&["restore", "/dev/null"]), 1, &["/dev/null — не папка данных"]);
    says(&home.run(&["at", "2026-11-10", "at", "2026-11-10", "show", "1"]), 4, &["at внутри at"]);
}

#[test]
fn the_reserve_that_was_set_is_left_by_every_command() {
    let home = small();
    home.ok(&["backup", "copy"]);
    std::fs::create_dir_all(home.path("config")).unwrap();
    home.write("config/config.toml", "[store]\nreserve-mb = 1048576\n");
    let room = "1\u{a0}048\u{a0}576";
    let doctor = home.json(&["doctor"]);
    assert_eq!(doctor["reserve_bytes"].as_u64(), Some(1 << 40));
    assert!(home.ok(&["doctor"]).out.contains("1024 ГБ"));
    for arguments in [["backup", "copy-2"], ["restore", "copy"]] {
        says(&home.run(&arguments), 1, &["а нужно", "1024 ГБ запаса"]);
    }
    says(&home.run(&["snapshot"]), 1, &[room]);
    assert!(!home.path("copy-2").exists() && !home.path("data.restoring").exists());
    cut(&segment(&home.data()), 3);
    says(&home.run(&["repair", "--yes"]), 1, &[room]);
}

/// A base whose journal is in several files; the numbers with which they begin.
pub(super) fn in_several_files() -> (Home, Vec<u64>) {
    let home = Home::new();
    let settings = Settings { segment_bytes: 1, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    drop(Base::small_on(LocalStore::open(&home.data(), options, &mut |_| {}).unwrap()));
    let begins = |file: &PathBuf| file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
    let begins: Vec<u64> = segments(&home.data()).iter().map(begins).collect();
    assert!(begins.len() > 3, "{begins:?}");
    (home, begins)
}

#[test]
fn a_base_with_an_emptied_file_is_backed_up_once_it_is_repaired() {
    for is_last in [false, true] {
        let (home, begins) = in_several_files();
        let emptied = if is_last { begins.len() - 1 } else { 1 };
        let file = segments(&home.data())[emptied].clone();
        std::fs::write(&file, "").unwrap();
        if is_last {
            forget_engine(&home.data());
            home.ok(&["repair", "--accept-loss"]);
            home.ok(&["note", "add", "1", "После починки"]);
        } else {
            // What is damaged is named, and not the file behind it.
            let name = file.file_name().unwrap().to_str().unwrap();
            says(&home.run(&["backup", "copy"]), 6, &[name]);
            home.ok(&["repair", "--yes"]);
        }
        home.ok(&["verify", "--deep"]);
        for text in ["Первая", "Вторая"] {
            home.ok(&["backup", "copy"]);
            assert_eq!(on(&home, home.path("copy"), &["verify"]).code, 0);
            home.ok(&["note", "add", "1", text]);
        }
        home.ok(&["backup", "copy"]);
        home.ok(&["restore", "copy"]);
        home.ok(&["verify", "--deep"]);
        assert!(home.ok(&["show", "1"]).out.contains("Вторая"));
    }
}

#[test]
fn no_base_is_restored_inside_of_another_one_or_of_a_backup() {
    let home = small();
    home.ok(&["backup", "copy"]);
    home.ok(&["backup", "other"]);
    let before = content(&home.path(""));
    for place in ["data/sub", "data/journal/sub", "other/sub"] {
        let said = on(&home, home.path(place), &["restore", "copy"]);
        says(&said, 4, &["внутри другой папки Дозвона"]);
        let said = on(&home, home.path(place), &["restore", "copy", "--seq", "1"]);
        says(&said, 4, &["внутри другой папки Дозвона"]);
    }
    assert!(content(&home.path("")) == before);
    assert_eq!(on(&home, home.path("new/sub"), &["restore", "copy"]).code, 0);
}
