//! What fuzzing keeps: every file of `fuzz/corpus/<target>/`, and the files of the other tests, through their targets.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test is there to fail")]

#[path = "fuzz/mod.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dozvon::store::Table;
use targets::{TARGETS, disk};

/// Where targets find more than their corpus.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("lists", &["tests/lists", "examples/lists"]),
    ("scripts", &["tests/files/scripts/valid", "tests/files/scripts/invalid", "examples/scripts"]),
    ("processes", &["tests/files/processes/valid", "tests/files/processes/invalid", "examples/processes"]),
    ("outcomes", &["tests/files/outcomes/valid", "tests/files/outcomes/invalid"]),
    (
        "settings",
        &[
            "examples",
            "tests/files/holidays/valid",
            "tests/files/holidays/invalid",
            "tests/files/weights/valid",
            "tests/files/weights/invalid",
            "tests/files/pauses/valid",
            "tests/files/pauses/invalid",
            "tests/files/snippets/valid",
            "tests/files/snippets/invalid",
        ],
    ),
    ("keymaps", &["tests/keymaps/valid", "tests/keymaps/invalid", "keymaps"]),
    ("themes", &["tests/themes/valid", "tests/themes/invalid", "themes"]),
    ("texts", &["locales/ru", "locales/en"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}

/// The corpus of a target; one that finds enough elsewhere may do without.
fn kept(name: &str) -> Vec<PathBuf> {
    let folder = root().join("fuzz/corpus").join(name);
    if folder.is_dir() { files(&folder) } else { Vec::new() }
}

#[test]
fn what_fuzzing_keeps_breaks_no_law() {
    for (name, target) in TARGETS {
        let elsewhere = ELSEWHERE.iter().filter(|(of, _)| *of == name).flat_map(|(_, folders)| *folders);
        let mut files: Vec<PathBuf> = elsewhere.flat_map(|folder| files(&root().join(folder))).collect();
        files.extend(kept(name));
        assert!(!files.is_empty(), "{name} has nothing to begin with");
        for path in files {
            let bytes = fs::read(&path).unwrap();
            let run = catch_unwind(AssertUnwindSafe(|| target(&bytes)));
            assert!(run.is_ok(), "{name}: {}", path.display());
        }
    }
}

#[test]
fn bytes_that_mean_nothing_break_no_law() {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    for (_, target) in TARGETS {
        target(b"");
        for length in 1..64 {
            let bytes: Vec<u8> = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                seed.to_be_bytes()[0]
            })
            .take(length)
            .collect();
            target(&bytes);
        }
    }
}

/// Fuzzing makes up short inputs; what nests or never ends is of another kind.
#[test]
fn deep_and_long_bytes_break_no_law() {
    let pieces = [
        "[",
        "{",
        "{a=",
        "a.",
        "(",
        "\"",
        "'",
        ",",
        ";\n",
        "-",
        "/",
        "8 ",
        "8 916 ",
        "a@",
        "<",
        "ооо ",
        "район ",
        "г. ",
        "в ",
        "1=name,",
        "\u{1b}[",
        "\u{301}",
    ];
    for (name, target) in TARGETS {
        for piece in pieces {
            let text = piece.repeat(1_500);
            for bytes in [text.clone(), format!("x = {text}"), format!("[{text}]")] {
                let run = catch_unwind(AssertUnwindSafe(|| target(bytes.as_bytes())));
                assert!(run.is_ok(), "{name}: {piece:?}");
            }
        }
    }
}

/// A record that changes gets a new version, and what was written before it is kept to be tried.
#[test]
fn there_is_a_record_of_every_table_in_every_version_it_was_written_in() {
    let all: Vec<Vec<u8>> = kept("records").iter().map(|path| fs::read(path).unwrap()).collect();
    let mut missing = Vec::new();
    for table in Table::ALL {
        for version in 1..=disk::version_of(table) {
            let is_it =
                |bytes: &&Vec<u8>| bytes.starts_with(&[table.tag(), version]) && disk::is_record(bytes);
            if !all.iter().any(|bytes| is_it(&bytes)) {
                missing.push(format!("{} {version}", table.name()));
            }
        }
    }
    assert!(missing.is_empty(), "not in fuzz/corpus/records: {missing:?}");
}

/// Fuzzing fills the folder with thousands of files: only what shows something new is kept.
#[test]
fn the_corpus_is_small() {
    let files: Vec<PathBuf> = TARGETS.iter().flat_map(|(name, _)| kept(name)).collect();
    let bytes: u64 = files.iter().map(|path| path.metadata().unwrap().len()).sum();
    assert!(files.len() <= 150 && bytes <= 200_000, "{} files, {bytes} bytes", files.len());
}

#[test]
fn every_target_has_its_program() {
    let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let programs = files(&root().join("fuzz/fuzz_targets"));
    assert_eq!(programs.len(), TARGETS.len());
    for (name, _) in TARGETS {
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\n")),
            "{name}"
        );
        let program = fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("run(\"{name}\", bytes)")), "{name}");
    }
}
