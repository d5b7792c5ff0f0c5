//! Stores written by earlier releases. They are never written anew, and must open for ever with what they had: a change
//! of a record, of the journal or of the folder that breaks them breaks somebody's base.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;
#[path = "fuzz/disk.rs"]
#[allow(dead_code, unreachable_pub, reason = "what it tries with bytes is for another test")]
mod disk;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use common::cli::Home;
use dozvon::store::local::{EngineKind, LocalStore, OpenProgress, Options};
use dozvon::store::{Store, Table};

/// The store that was frozen last.
const NEWEST: &str = "format-3.7";

fn frozen(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores").join(name)
}

/// Lays a frozen store down where it can be worked with.
fn lay_down(name: &str, data: &Path) {
    std::fs::create_dir_all(data.join("journal")).unwrap();
    std::fs::copy(frozen(name).join("FORMAT"), data.join("FORMAT")).unwrap();
    for file in std::fs::read_dir(frozen(name).join("journal")).unwrap().flatten() {
        std::fs::copy(file.path(), data.join("journal").join(file.file_name())).unwrap();
    }
}

#[test]
fn every_frozen_store_opens_with_what_it_had() {
    for (name, clients, card, number) in [
        ("format-1", "clients.ndjson", "format-1.client-1.json", "1"),
        ("format-2", "clients.ndjson", "format-2.client-5.json", "5"),
        // With users and PINs, days, pauses, jobs and loads, skips, memos, weights, canned notes.
        ("format-3", "format-3.clients.ndjson", "format-3.client-5.json", "5"),
        // The same, with every table in the form it has got since.
        ("format-3.2", "format-3.clients.ndjson", "format-3.client-5.json", "5"),
        // The same, with a job that takes the next contact by itself.
        ("format-3.3", "format-3.clients.ndjson", "format-3.client-5.json", "5"),
        // The same, with a result whose keys were counted by screen.
        ("format-3.4", "format-3.clients.ndjson", "format-3.client-5.json", "5"),
        // The same, with a call in which a second number was dialled.
        ("format-3.5", "format-3.clients.ndjson", "format-3.client-5.json", "5"),
        // The same, with a filter that was saved.
        ("format-3.6", "format-3.clients.ndjson", "format-3.client-5.json", "5"),
        // The same, with a process whose stage gives a task.
        (NEWEST, "format-3.clients.ndjson", "format-3.client-5.json", "5"),
    ] {
        let clients = std::fs::read_to_string(frozen(clients)).unwrap();
        for kind in EngineKind::ON_DISK {
            let home = Home::new();
            lay_down(name, &home.data());
            drop(LocalStore::open(&home.data(), kind, &mut |_| {}).unwrap());
            home.ok(&["export", "clients", "all.ndjson"]);
            assert_eq!(home.read("all.ndjson"), clients, "{name}");
            let card = std::fs::read_to_string(frozen(card)).unwrap();
            assert_eq!(home.ok(&["show", number, "--format", "json"]).out.trim(), card.trim());
            home.ok(&["verify", "--deep"]);
        }
    }
}

/// Whoever changes the form of a record freezes a store with it: later releases must read what this one writes.
#[test]
fn every_record_is_frozen_in_the_form_it_has_today() {
    let data = tempfile::tempdir().unwrap();
    lay_down(NEWEST, data.path());
    let store = LocalStore::open(data.path(), EngineKind::Memory, &mut |_| {}).unwrap();
    let mut frozen = BTreeSet::new();
    let each = &mut |entry: dozvon::store::Entry| {
        let forms = entry
            .changes
            .iter()
            .filter_map(|change| Some((change.table.tag(), *change.value.as_ref()?.first()?)));
        frozen.extend(forms);
        ControlFlow::Continue(())
    };
    store.each_entry(0, each).unwrap();
    let missing: Vec<String> = Table::ALL
        .into_iter()
        .map(|table| (table, disk::version_of(table)))
        .filter(|(table, version)| !frozen.contains(&(table.tag(), *version)))
        .map(|(table, version)| format!("{} {version}", table.name()))
        .collect();
    assert!(missing.is_empty(), "not in {NEWEST}: {missing:?}; freeze another store");
}

#[test]
fn an_upgrade_that_was_ended_by_force_begins_again() {
    let home = Home::new();
    let whole = |data: &Path| {
        let store = LocalStore::open(data, Options::default(), &mut |_| {}).unwrap();
        (store.live_bytes(), store.doubt().is_none())
    };
    let reference = home.path("reference");
    lay_down("format-1", &reference);
    let wanted = whole(&reference);
    // What may be there when the process dies: the way back half made, whole, the new engine half made, named, and all of
    // it but the format.
    for stage in 0..5 {
        let data = home.path(&format!("data-{stage}"));
        lay_down("format-1", &data);
        let back = data.join(if stage == 0 { "before-format-3.part" } else { "before-format-3" });
        lay_down("format-1", &back);
        if stage >= 2 {
            std::fs::create_dir(data.join("engine-sled-1")).unwrap();
            std::fs::write(data.join("engine-sled-1/db"), b"half").unwrap();
        }
        if stage >= 3 {
            std::fs::write(data.join("ENGINE"), "sled engine-sled-1\n").unwrap();
        }
        if stage >= 4 {
            let mut told = 0;
            drop(
                LocalStore::open(&data, Options::default(), &mut |progress| {
                    told += u32::from(matches!(progress, OpenProgress::Upgrading { from: 1 }));
                })
                .unwrap(),
            );
            assert_eq!(told, 1);
            std::fs::write(data.join("FORMAT"), "dozvon store 1\n").unwrap();
        }
        assert_eq!(whole(&data), wanted, "stage {stage}");
        assert_eq!(std::fs::read_to_string(data.join("FORMAT")).unwrap(), "dozvon store 3\n");
        assert!(!data.join("before-format-3.part").exists() || stage == 0);
        let kept = data.join("before-format-3/journal/00000000000000000001.journal");
        let first = frozen("format-1").join("journal/00000000000000000001.journal");
        assert_eq!(std::fs::read(kept).unwrap(), std::fs::read(first).unwrap());
    }
}
