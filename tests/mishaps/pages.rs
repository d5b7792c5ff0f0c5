//! Engines with pages that can't be read.

use super::*;

const TEXT: &str = "Заметка, которой не прочесть";

/// A base on LMDB in which the record of a note can't be read.
fn with_a_bad_page() -> Home {
    let home = small();
    home.ok(&["note", "add", "1", TEXT]);
    home.ok(&["rebuild", "--engine", "lmdb"]);
    spoil(&home);
    home
}

fn spoil(home: &Home) {
    let engine = dozvon::store::local::engine_folder(&home.data()).unwrap();
    let file = engine.join("data.mdb");
    let mut bytes = std::fs::read(&file).unwrap();
    let places: Vec<usize> = bytes
        .windows(TEXT.len())
        .enumerate()
        .filter(|(_, found)| *found == TEXT.as_bytes())
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] ^= 1;
    }
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn an_engine_that_could_not_be_read_is_made_anew_by_the_next_command() {
    for arguments in [["doctor"].as_slice(), &["verify"], &["snapshot"], &["show", "1"]] {
        let home = with_a_bad_page();
        let said = home.run(arguments);
        assert_eq!(said.code, 6, "{arguments:?}: {said:?}");
        assert!(home.ok(&["show", "1"]).out.contains(TEXT));
        home.ok(arguments);
        let checked = home.ok(&["verify", "--deep"]);
        assert!(!checked.out.contains("не годится"), "it was made once, and stays: {checked:?}");
    }
}
