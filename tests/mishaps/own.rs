//! What is not ours is left alone, and what we advise works: folders of others, rotted backups, bounds of the system.

use super::*;

fn engine(home: &Home) -> PathBuf {
    let text = std::fs::read_to_string(home.data().join("ENGINE")).unwrap();
    home.data().join(text.trim().split_once(' ').unwrap().1)
}

/// The doctor's advice of a kind, in words.
fn advice(home: &Home, kind: &str) -> Vec<String> {
    let all = home.json(&["doctor"])["advice"].clone();
    let of_kind = all.as_array().unwrap().iter().filter(|one| one["kind"] == kind);
    of_kind.map(|one| one["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn folders_of_others_stay_whatever_they_are_called() {
    let home = small();
    let foreign = ["engine-mine", "engine-sled-7", "engine-sled-077", "scratch-mine", "scratch-1-2"];
    for name in foreign {
        std::fs::create_dir(home.data().join(name)).unwrap();
        std::fs::write(home.data().join(name).join("report.xls"), "x").unwrap();
    }
    let kept = home.data().join(format!("{}-copy", engine(&home).file_name().unwrap().to_str().unwrap()));
    copy(&engine(&home), &kept);
    let half = home.data().join("engine-lmdb-9");
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("data.mdb"), "half").unwrap();
    std::fs::write(home.data().join("ENGINE.new"), "half").unwrap();
    home.ok(&["note", "add", "1", "x"]);
    assert!(!half.exists() && !home.data().join("ENGINE.new").exists());
    home.ok(&["snapshot"]);
    for _ in 0..8 {
        home.ok(&["rebuild"]);
    }
    for name in foreign {
        assert!(home.data().join(name).join("report.xls").exists(), "{name}");
    }
    assert!(kept.join("db").exists());
    let told = advice(&home, "stranger");
    assert_eq!(told.len(), foreign.len() + 1, "{told:?}");
    home.ok(&["verify", "--deep"]);
}

#[test]
fn a_word_that_does_not_fit_its_folder_changes_no_engine() {
    let home = small();
    let name = engine(&home).file_name().unwrap().to_str().unwrap().to_owned();
    std::fs::write(home.data().join("ENGINE"), format!("lmdb {name}\n")).unwrap();
    home.ok(&["show", "1"]);
    assert!(home.read("data/ENGINE").starts_with("sled engine-sled-"));
}

#[test]
fn snapshots_that_have_rotted_in_a_backup_are_mended_from_the_base() {
    let home = small();
    home.ok(&["snapshot"]);
    home.ok(&["note", "add", "1", "x"]);
    home.ok(&["snapshot"]);
    home.ok(&["backup", "copy"]);
    let whole = content(&home.path("copy"));
    for snapshot in snapshots(&home.path("copy")) {
        flip(&snapshot, 40);
    }
    let checked = on(&home, home.path("copy"), &["verify"]);
    assert_eq!(checked.code, 6, "{checked:?}");
    assert!(checked.out.contains("dozvon backup") && !checked.out.contains("dozvon snapshot"), "{checked:?}");
    let said = home.ok(&["backup", "copy"]);
    assert!(!said.err.contains("не читается"), "{said:?}");
    assert_eq!(content(&home.path("copy")), whole);
    assert_eq!(on(&home, home.path("copy"), &["verify"]).code, 0);
    // Where the base has no better one either, the backup stays as it was, and it is said what is wrong with it.
    let name = snapshots(&home.data())[1].clone();
    flip(&name, 40);
    flip(&home.path("copy/journal").join(name.file_name().unwrap()), 40);
    let rotted = content(&home.path("copy"));
    says(&home.run(&["backup", "copy"]), 6, &["повреждена", name.file_name().unwrap().to_str().unwrap()]);
    assert_eq!(content(&home.path("copy")), rotted);
}

#[test]
fn a_bound_on_the_size_of_files_is_no_damage() {
    let home = small();
    let data = home.data();
    let limited = |kilobytes: u64, arguments: &str| {
        let program = env!("CARGO_BIN_EXE_dozvon");
        let line = format!("ulimit -f {kilobytes} && exec {program} --data {} {arguments}", data.display());
        let mut command = std::process::Command::new("bash");
        command.args(["-c", &line]).env("DOZVON_CONFIG", home.path("config"));
        Said::of(command.current_dir(home.path("")).output().unwrap())
    };
    for kilobytes in [1, 100, 150, 200, 300] {
        let said = limited(kilobytes, "show 1");
        assert!(said.code == 0 && !said.err.contains("rebuild"), "{kilobytes}: {said:#?}");
        let said = limited(kilobytes, "note add 1 x");
        assert!(said.code == 1 && !said.err.contains("rebuild"), "{kilobytes}: {said:#?}");
        for arguments in ["verify", "rebuild"] {
            let said = limited(kilobytes, arguments);
            assert!(said.code <= 1, "{kilobytes} {arguments}: {said:#?}");
        }
    }
    home.ok(&["verify", "--deep"]);
}

#[test]
fn an_upgrade_keeps_its_way_back_whatever_has_its_name() {
    let home = Home::new();
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores/format-2");
    copy(&frozen, &home.data());
    let journal = content(&frozen.join("journal"));
    let foreign = home.data().join("before-format-3");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("photo.jpg"), "x").unwrap();
    let said = home.ok(&["note", "add", "1", "x"]);
    assert!(said.err.contains("прежней версией"), "{said:?}");
    assert_eq!(std::fs::read_to_string(foreign.join("photo.jpg")).unwrap(), "x");
    let names = |all: &BTreeMap<PathBuf, Vec<u8>>| -> BTreeMap<_, _> {
        all.iter().map(|(path, bytes)| (path.file_name().unwrap().to_owned(), bytes.clone())).collect()
    };
    let kept = home.data().join("before-format-3-2");
    // What was written since is not in it, though closed files are shared.
    assert!(names(&content(&kept.join("journal"))) == names(&journal));
    assert_eq!(std::fs::read_to_string(kept.join("FORMAT")).unwrap(), "dozvon store 2\n");
    assert_eq!((advice(&home, "way-back").len(), advice(&home, "stranger").len()), (1, 1));
}

#[test]
fn a_restore_names_what_is_not_there() {
    let home = small();
    home.ok(&["backup", "copy"]);
    says(&home.run(&["restore", "nothere"]), 3, &["Папки nothere нет"]);
    let said = on(&home, Path::new("/"), &["restore", "copy"]);
    assert!(said.code == 4 && !said.err.contains("прямо сейчас"), "{said:?}");
}

#[test]
fn below_the_reserve_everybody_may_look_and_nobody_is_written_down() {
    let home = small();
    // No disk of a test has so much.
    std::fs::create_dir_all(home.path("config")).unwrap();
    home.write("config/config.toml", "[store]\nreserve-mb = 1048576\n");
    let asked: [&[&str]; 8] = [
        &["show", "1"],
        &["lookup", "1"],
        &["queue", "list"],
        &["history", "client", "1"],
        &["user", "list"],
        &["job", "list"],
        &["gate", "1"],
        &["export", "out.csv"],
    ];
    for words in asked {
        let known = home.run(&[&["--as", "Иванова О."], words].concat());
        let said = home.run(&[&["--as", "Никто Н."], words].concat());
        assert!(said.code != 1 || known.code == 1, "{words:?}: {said:?}");
    }
    says(&home.run(&["--as", "Никто Н.", "show", "1"]), 0, &[]);
    assert_eq!(home.run(&["--as", "Никто Н.", "note", "add", "1", "x"]).code, 1);
    std::fs::remove_file(home.path("config/config.toml")).unwrap();
    assert!(!home.ok(&["user", "list"]).out.contains("Никто"), "whoever only looks leaves no record");
}

#[test]
fn a_file_system_that_was_just_made_takes_a_backup() {
    let home = small();
    std::fs::create_dir_all(home.path("disk/lost+found")).unwrap();
    home.ok(&["backup", "disk"]);
    home.ok(&["backup", "disk"]);
    std::fs::create_dir(home.path("mine")).unwrap();
    home.write("mine/report.txt", "x");
    says(&home.run(&["backup", "mine"]), 4, &["не папка данных"]);
}
