//! Things in a data folder that do not belong there.

use super::*;

/// The folder of the engine in use.
fn engine(home: &Home) -> PathBuf {
    let text = std::fs::read_to_string(home.data().join("ENGINE")).unwrap();
    home.data().join(text.trim().split_once(' ').unwrap().1)
}

fn pipe(place: &Path) {
    let _ = std::fs::remove_file(place);
    assert!(std::process::Command::new("mkfifo").arg(place).status().unwrap().success());
}

#[test]
fn nobody_waits_for_a_pipe_inside_the_engine_or_the_journal() {
    for name in ["conf", "db"] {
        let home = small();
        pipe(&engine(&home).join(name));
        home.ok(&["verify", "--deep"]);
        home.ok(&["show", "1"]);
        home.ok(&["verify", "--deep"]);
    }
    let home = small();
    home.ok(&["rebuild", "--engine", "lmdb"]);
    pipe(&engine(&home).join("data.mdb"));
    home.ok(&["verify", "--deep"]);
    home.ok(&["show", "1"]);
    pipe(&home.data().join("journal/known-damage"));
    home.ok(&["verify"]);
    std::fs::create_dir_all(home.data().join("drafts")).unwrap();
    pipe(&home.data().join("drafts/7.draft"));
    home.ok(&["backup", "copy"]);
    pipe(&home.data().join("store.lock"));
    says(&home.run(&["show", "1"]), 1, &["store.lock"]);
}

#[test]
fn a_file_with_the_name_of_an_engine_is_in_nobodys_way() {
    let home = small();
    home.ok(&["rebuild"]);
    let used = engine(&home);
    let free = ["engine-sled-1", "engine-sled-2"].map(|name| home.data().join(name));
    for place in free.iter().filter(|place| **place != used) {
        std::fs::write(place, "чужое").unwrap();
    }
    home.ok(&["rebuild"]);
    home.ok(&["verify", "--deep"]);
    for place in free.iter().filter(|place| **place != used) {
        assert_eq!(std::fs::read_to_string(place).unwrap(), "чужое");
    }
}

#[test]
fn an_empty_folder_in_the_place_of_a_small_file_is_cleared_away() {
    for name in ["ENGINE", "engine.open"] {
        let home = small();
        let place = home.data().join(name);
        let _ = std::fs::remove_file(&place);
        std::fs::create_dir(&place).unwrap();
        let said = home.ok(&["show", "1"]);
        assert_eq!(said.err, "");
        home.ok(&["verify", "--deep"]);
        // What is in a folder is somebody's.
        let _ = std::fs::remove_file(&place);
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join("photo.jpg"), "x").unwrap();
        says(&home.run(&["show", "1"]), 1, &[name, "На этом месте должно стоять другое"]);
        assert!(place.join("photo.jpg").exists());
    }
}

#[test]
fn an_engine_cut_short_is_nobodys_reading() {
    for hundredths in [1, 30, 60, 90] {
        let home = small();
        let file = engine(&home).join("db");
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&file, &bytes[..bytes.len() * hundredths / 100]).unwrap();
        for arguments in [["verify"].as_slice(), &["show", "1"], &["verify", "--deep"]] {
            let said = home.run(arguments);
            let all = format!("{}{}", said.out, said.err);
            for word in ["panicked", "RUST_BACKTRACE", "Corruption", "sled"] {
                assert!(!all.contains(word), "{hundredths} {arguments:?}: {said:#?}");
            }
        }
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn a_lost_word_of_the_format_makes_no_upgrade() {
    let home = small();
    for lost in ["", "rubbish\n"] {
        std::fs::write(home.data().join("FORMAT"), lost).unwrap();
        let said = home.ok(&["show", "1"]);
        assert_eq!(said.err, "");
        assert_eq!(home.ok(&["doctor"]).err, "");
        assert!(!files(&home.data()).iter().any(|name| name.starts_with("before-")));
        assert_eq!(home.read("data/FORMAT"), "dozvon store 3\n");
    }
    // From a snapshot alone as well.
    home.ok(&["snapshot"]);
    flip(&segment(&home.data()), 5);
    std::fs::write(home.data().join("FORMAT"), "").unwrap();
    home.run(&["show", "1"]);
    assert!(!files(&home.data()).iter().any(|name| name.starts_with("before-")));
}

#[test]
fn the_doctor_knows_every_way_back() {
    let home = small();
    home.ok(&["backup", "copy"]);
    home.ok(&["restore", "copy"]);
    std::fs::create_dir_all(home.data().join("before-format-2/journal")).unwrap();
    let advice = home.json(&["doctor"])["advice"].clone();
    let told: Vec<&str> =
        advice.as_array().unwrap().iter().filter_map(|one| one["message"].as_str()).collect();
    for folder in ["before-format-2", "data.before-restore-1"] {
        assert_eq!(told.iter().filter(|said| said.contains(folder)).count(), 1, "{told:?}");
    }
}
