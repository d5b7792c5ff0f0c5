//! What the program itself says on a small disk.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::durable;
use crate::mount::{Mount, fill, fill_with_files, remove};

/// What the doctor says of a base on a small disk: whether it can be written to, and the kinds of his advice with their words.
fn doctor(data: &Path) -> (Option<bool>, Vec<(String, String)>) {
    let said = dozvon(data, &["--format", "json", "doctor"]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    let word = |advice: &serde_json::Value, field: &str| advice[field].as_str().unwrap().to_owned();
    let advice = said["advice"].as_array().unwrap().iter();
    (
        said["writable"].as_bool(),
        advice.map(|advice| (word(advice, "kind"), word(advice, "message"))).collect(),
    )
}

fn dozvon(data: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--lang", "en", "--data"]).arg(data).args(arguments);
    command.env("DOZVON_CONFIG", data.with_file_name("config")).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn the_doctor_tells_what_keeps_a_base_from_being_written_to() {
    let _alone = durable::alone();
    let Some(mount) = Mount::new("size=300m,nr_inodes=2000") else { return };
    let (folder, data) = (mount.folder.path(), mount.data());
    assert!(dozvon(&data, &["generate", "--clients", "60"]).status.success());
    let note = || dozvon(&data, &["note", "add", "1", "words"]).status.success();
    let kinds = |told: &[(String, String)]| told.iter().map(|(kind, _)| kind.clone()).collect::<Vec<_>>();
    assert_eq!(doctor(&data).0, Some(true));

    let filler = fill(folder, 1 << 20);
    let (writable, advice) = doctor(&data);
    assert_eq!((writable, kinds(&advice)), (Some(false), vec!["no-room".to_owned()]));
    assert!(!note());

    // Without its engine it can't be opened for writing: the figure that is told suffices.
    std::fs::remove_dir_all(data.join("engine-sled-1")).unwrap();
    remove(&filler);
    let filler = fill(folder, 4096);
    let (writable, advice) = doctor(&data);
    assert_eq!((writable, kinds(&advice)), (Some(false), vec!["no-room-to-open".to_owned()]), "{advice:?}");
    let wanted: f64 = megabytes(&advice[0].1, "until ");
    remove(&filler);
    let filler = fill(folder, ((wanted + 1.0) * 1_048_576.0) as usize);
    assert!(note(), "{wanted} MB are not enough: {:?}", doctor(&data));
    remove(&filler);

    let filler = fill_with_files(folder);
    assert_eq!((doctor(&data).0, kinds(&doctor(&data).1)), (Some(false), vec!["no-files".to_owned()]));
    assert!(!note());
    remove(&filler);

    assert!(mount.remount("ro"));
    let (writable, advice) = doctor(&data);
    assert_eq!((writable, kinds(&advice)), (Some(false), vec!["not-written".to_owned()]), "{advice:?}");
    assert!(mount.remount("rw"));
    assert_eq!(doctor(&data).0, Some(true));
}

#[test]
fn want_of_files_is_not_called_want_of_bytes() {
    let _alone = durable::alone();
    let Some(mount) = Mount::new("size=300m,nr_inodes=2000") else { return };
    let (folder, data) = (mount.folder.path(), mount.data());
    let other = tempfile::tempdir().unwrap();
    let copy = other.path().join("copy");
    let copy = copy.to_str().unwrap();
    assert!(dozvon(&data, &["generate", "--clients", "60"]).status.success());
    assert!(dozvon(&data, &["backup", copy]).status.success());
    let filler = fill_with_files(folder);
    for arguments in [
        ["verify"].as_slice(),
        &["rebuild"],
        &["restore", copy],
        &["backup", folder.join("b").to_str().unwrap()],
    ] {
        let said = dozvon(&data, arguments);
        let words = [said.stdout, said.stderr].map(|words| String::from_utf8(words).unwrap()).concat();
        assert_eq!(said.status.code(), Some(1), "{arguments:?}: {words}");
        assert!(words.contains("Remove files nobody needs"), "{arguments:?}: {words}");
        assert!(!words.contains("no space") && !words.contains("MB are free"), "{arguments:?}: {words}");
    }
    let said = dozvon(&data, &["--format", "json", "verify"]);
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!((said["ok"].as_bool(), said["engine_checked"].as_bool()), (Some(false), Some(false)));
    remove(&filler);
    assert!(dozvon(&data, &["verify", "--deep"]).status.success());
}

/// The figure behind some words: «until 12.5 MB».
fn megabytes(text: &str, before: &str) -> f64 {
    let mut words = text.split(before).nth(1).unwrap().split_whitespace();
    let figure: f64 = words.next().unwrap().parse().unwrap();
    assert_eq!(words.next(), Some("MB"), "{text}");
    figure
}
