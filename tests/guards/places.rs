//! Where backups go, and where bases are restored.

use super::*;

#[test]
fn no_backup_is_written_into_a_base() {
    let home = small();
    home.ok(&["backup", "copy"]);
    // Another base, one that shares its beginning with this one, and one whose journal is lost.
    on(&home, "other", &["generate", "--clients", "3"]);
    assert_eq!(on(&home, "twin", &["restore", "copy"]).code, 0);
    assert_eq!(on(&home, "bare", &["generate", "--clients", "3"]).code, 0);
    for file in segments(&home.path("bare")) {
        std::fs::remove_file(file).unwrap();
    }
    home.ok(&["note", "add", "1", "Дальше"]);
    for place in ["other", "twin", "bare"] {
        let before = content(&home.path(place));
        says(&home.run(&["backup", place]), 4, &[place, "не резервная копия", "пустую папку"]);
        assert_eq!(content(&home.path(place)), before);
        // By another way to it, too.
        let link = home.path(&format!("link-{place}"));
        std::os::unix::fs::symlink(home.path(place), &link).unwrap();
        says(&home.run(&["backup", link.to_str().unwrap()]), 4, &["не резервная копия"]);
        assert_eq!(content(&home.path(place)), before);
    }
    let all = content(&home.path(""));
    for place in ["data", "data/inside", "data/journal", "link-twin/inside", "other/journal", "copy/inside"] {
        says(&home.run(&["backup", place]), 4, &["вне папки данных"]);
        assert_eq!(content(&home.path("")), all, "{place}");
    }
    home.ok(&["backup", "copy"]);
}

#[test]
fn no_base_is_restored_in_the_place_of_a_backup() {
    let home = small();
    home.ok(&["backup", "copy"]);
    home.ok(&["backup", "second"]);
    let before = content(&home.path(""));
    for from in ["second", "copy", "data"] {
        let said = on(&home, "copy", &["restore", from]);
        says(&said, 4, &["copy — резервная копия", "пустую папку"]);
        assert_eq!(content(&home.path("")), before);
    }
    assert_eq!(on(&home, "new", &["restore", "copy"]).code, 0);
    assert_eq!(on(&home, "new", &["restore", "second"]).code, 0);
}

#[test]
fn a_base_that_has_lost_its_end_is_not_restored_from_in_silence() {
    let home = small();
    let last = home.json(&["verify"])["last"].as_u64().unwrap();
    cut(&segments(&home.data())[0], 3);
    let before = content(&home.data());
    let said = on(&home, "new", &["restore", "data"]);
    says(&said, 6, &["потеряла конец", &format!("до {last}."), "repair", &format!("--seq {}", last - 1)]);
    assert!(!home.path("new").exists());
    says(&home.run(&["restore", "data"]), 6, &["потеряла конец"]);
    assert_eq!(content(&home.data()), before);
    // Whoever wants what is there says so.
    let json = on(&home, "new", &["--format", "json", "restore", "data", "--seq", &(last - 1).to_string()]);
    assert_eq!((json.code, json.json()["last"].as_u64()), (0, Some(last - 1)));
    home.ok(&["repair", "--yes"]);
    assert_eq!(on(&home, "whole", &["restore", "data"]).code, 0);
}
