//! The lists of `examples/lists`: they are what the program beside them makes, and load as their README says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "../examples/make_lists.rs"]
mod make_lists;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dozvon::exchange::{Options, Source};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/lists")
}

/// The cells of a list with their lines.
fn cells(path: &Path) -> Vec<(u64, Vec<String>)> {
    let mut source = Source::open(path, &Options::default()).unwrap();
    let rows = source.rows().unwrap().map(Result::unwrap);
    rows.map(|row| (row.line, row.cells)).collect()
}

#[test]
fn the_lists_are_those_the_program_makes() {
    let made = make_lists::lists();
    let mut known: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    known.sort();
    let mut names: Vec<&str> = made.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(known, names);
    let temporary = tempfile::tempdir().unwrap();
    for (name, bytes) in made {
        let committed = folder().join(name);
        if name.ends_with(".xlsx") {
            // How a workbook is packed is the affair of a library: its cells must be the same.
            let fresh = temporary.path().join(name);
            std::fs::write(&fresh, bytes).unwrap();
            assert_eq!(cells(&fresh), cells(&committed), "{name}");
        } else {
            let same = bytes == std::fs::read(&committed).unwrap();
            assert!(same, "{name} is not what `cargo run --example make_lists` makes");
        }
    }
}

/// The sums of the table in the README: file → rows, new, skipped, rejected.
fn promised() -> BTreeMap<String, [u64; 4]> {
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let lines = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    lines
        .map(|(name, rest)| {
            let numbers: Vec<u64> = rest.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
            (name.to_owned(), numbers.try_into().unwrap())
        })
        .collect()
}

fn dry_run(data: &Path, file: &Path, more: &[&str]) -> serde_json::Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.arg("--data").arg(data).args(["--format", "json", "import", "clients"]).arg(file).args(more);
    command.env("DOZVON_CONFIG", data.join("config")).stdin(Stdio::null());
    let out = command.output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&out.stderr)))
}

fn sums(report: &serde_json::Value) -> [u64; 4] {
    ["rows", "created", "skipped", "rejected"].map(|name| report["totals"][name].as_u64().unwrap())
}

#[test]
fn every_list_loads_as_its_readme_says() {
    let nowhere = tempfile::tempdir().unwrap();
    let promised = promised();
    assert_eq!(promised.len(), make_lists::lists().len());
    for (name, wanted) in promised {
        let report = dry_run(&nowhere.path().join("data"), &folder().join(&name), &["--dry-run"]);
        assert_eq!(sums(&report), wanted, "{name}: {report}");
        assert_eq!(report["dry_run"], true);
    }
}

#[test]
fn lists_that_overlap_meet_in_the_base() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    // Beside the copy, not beside the list of the repository, stands the file of rejected rows.
    for name in ["directory.csv", "crm.csv"] {
        std::fs::copy(folder().join(name), home.path().join(name)).unwrap();
    }
    let first = dry_run(&data, &home.path().join("directory.csv"), &["--call-list", "Справочник"]);
    assert_eq!(first["totals"]["created"], 57);
    let second = dry_run(&data, &home.path().join("crm.csv"), &[]);
    assert_eq!(second["totals"]["created"], 50, "{second}");
    assert_eq!(second["totals"]["skipped"], 10);
}
