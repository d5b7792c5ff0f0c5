//! Bases of which whole files are lost, or other things stand in their places.

use super::*;

#[test]
fn a_lost_word_of_the_format_is_told_by_the_journal_to_every_command() {
    for arguments in [
        ["show", "1"].as_slice(),
        &["verify"],
        &["doctor"],
        &["repair"],
        &["backup", "copy"],
        &["snapshot"],
        &["rebuild"],
        &["at", "--seq", "15", "show", "1"],
    ] {
        let home = small();
        std::fs::remove_file(home.data().join("FORMAT")).unwrap();
        let said = home.ok(arguments);
        assert_eq!(said.err, "", "{arguments:?}");
    }
    let home = small();
    home.ok(&["backup", "copy"]);
    std::fs::remove_file(home.path("copy/FORMAT")).unwrap();
    home.ok(&["restore", "copy"]);
    home.ok(&["verify", "--deep"]);
    home.ok(&["backup", "copy"]);
    assert_eq!(home.read("copy/FORMAT"), "dozvon store 3\n");
    // A first backup that was not brought to its end is none.
    std::fs::remove_file(home.path("copy/FORMAT")).unwrap();
    std::fs::write(home.path("copy/journal/00000000000000000099.journal.part"), "x").unwrap();
    says(&home.run(&["restore", "copy"]), 1, &["не папка данных"]);
    // Nor is a folder of somebody.
    std::fs::create_dir_all(home.path("photos/journal")).unwrap();
    std::fs::write(home.path("photos/journal/diary.txt"), "x").unwrap();
    says(&on(&home, home.path("photos").as_path(), &["show", "1"]), 1, &["не папка данных"]);
}

#[test]
fn engine_and_snapshots_tell_the_format_as_well() {
    for is_gone in [false, true] {
        for lost in [true, false] {
            let home = small();
            home.ok(&["snapshot"]);
            let format = home.data().join("FORMAT");
            if lost {
                std::fs::remove_file(format).unwrap()
            } else {
                std::fs::write(format, "").unwrap()
            }
            let file = segment(&home.data());
            if is_gone {
                std::fs::remove_file(&file).unwrap();
            } else {
                let mut bytes = std::fs::read(&file).unwrap();
                bytes[..20].fill(0);
                std::fs::write(&file, bytes).unwrap();
            }
            home.ok(&["show", "1"]);
            assert_eq!(home.run(&["verify"]).code, 6);
            home.ok(&["repair", "--yes"]);
            home.ok(&["verify", "--deep"]);
            assert!(!files(&home.data()).iter().any(|name| name.starts_with("before-")));
        }
    }
}

#[test]
fn where_only_the_word_of_the_format_is_left_there_was_a_base() {
    for keeps_folder in [false, true] {
        let home = small();
        home.ok(&["backup", "copy"]);
        forget_engine(&home.data());
        std::fs::remove_dir_all(home.data().join("journal")).unwrap();
        if keeps_folder {
            std::fs::create_dir(home.data().join("journal")).unwrap();
        }
        for arguments in [
            ["verify"].as_slice(),
            &["show", "1"],
            &["note", "add", "1", "x"],
            &["rebuild"],
            &["repair"],
            &["backup", "copy"],
            &["doctor"],
        ] {
            says(&home.run(arguments), 6, &["остался только файл FORMAT", "restore"]);
        }
        assert!(!home.data().join("ENGINE").exists());
        home.ok(&["restore", "copy"]);
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn a_link_in_the_place_of_a_journal_is_named() {
    let home = small();
    let file = segment(&home.data());
    let elsewhere = home.path("elsewhere");
    std::fs::rename(&file, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &file).unwrap();
    let whole = std::fs::read(&elsewhere).unwrap();
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    forget_engine(&home.data());
    for arguments in
        [["verify"].as_slice(), &["show", "1"], &["backup", "copy"], &["repair", "--yes"], &["doctor"]]
    {
        says(&home.run(arguments), 6, &[&name, "ссылка"]);
    }
    assert!(std::fs::symlink_metadata(&file).unwrap().is_symlink());
    assert_eq!(std::fs::read(&elsewhere).unwrap(), whole);
    std::fs::rename(&elsewhere, &file).unwrap();
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_repair_that_can_not_note_anything_says_so() {
    for kind in ["pipe", "folder", "device"] {
        let home = small();
        home.ok(&["note", "add", "1", "Вторая"]);
        let place = home.data().join("journal/known-damage");
        match kind {
            "pipe" => assert!(std::process::Command::new("mkfifo").arg(&place).status().unwrap().success()),
            "folder" => std::fs::create_dir(&place).unwrap(),
            _ => std::os::unix::fs::symlink("/dev/zero", &place).unwrap(),
        }
        cut(&segment(&home.data()), 3);
        let before = files(&home.data().join("journal"));
        says(&home.run(&["repair", "--yes"]), 1, &["known-damage", "не файл"]);
        assert_eq!(files(&home.data().join("journal")), before, "nothing was begun");
        if place.is_dir() {
            std::fs::remove_dir(&place).unwrap()
        } else {
            std::fs::remove_file(&place).unwrap()
        }
        home.ok(&["repair", "--yes"]);
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn no_export_takes_the_place_of_a_file_of_the_base() {
    let home = small();
    let before = std::fs::read(segment(&home.data())).unwrap();
    let journal = segment(&home.data());
    for file in [journal.to_str().unwrap(), "data/FORMAT"] {
        says(&home.run(&["export", "clients", file, "--format", "csv", "--force"]), 4, &["файл базы"]);
        says(&home.run(&["outcomes", "export", file, "--force"]), 4, &["файл базы"]);
    }
    assert_eq!(std::fs::read(&journal).unwrap(), before);
    home.ok(&["verify", "--deep"]);
}

#[test]
fn the_doctor_names_files_that_only_look_like_the_journal() {
    let home = small();
    std::fs::write(home.data().join("journal/14.journal"), "x").unwrap();
    let advice = home.json(&["doctor"])["advice"].clone();
    let kinds: Vec<&str> = advice.as_array().unwrap().iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, ["strange-file"], "{advice:#}");
    assert!(advice[0]["message"].as_str().unwrap().contains("14.journal"));
}
