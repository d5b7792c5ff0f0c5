//! `dozvon verify` and `dozvon doctor`: whole bases are called whole, damaged ones are not, and both are told what they are.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot make or read its files has failed"
)]

mod common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::TestClock;
use common::base::{Base, MORNING};
use common::cli::Home;
use common::harm;
use dozvon::desk::Desk;
use dozvon::i18n::{Lang, Texts};
use dozvon::sample::demo;
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{EngineKind, LocalStore, Options};
use dozvon::store::settings::Settings;
use dozvon::store::survey::{Advice, Survey, survey};
use dozvon::store::{StoreError, Table};

#[track_caller]
fn clean(store: &LocalStore) {
    let report = store.verify(true, &mut |_| {}).unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert!(report.seen.compared && report.seen.entries > 0);
}

#[test]
fn bases_made_by_use_cases_are_whole() {
    clean(&Base::small().store);
    for seed in 1..=2 {
        let store = Arc::new(LocalStore::in_memory().unwrap());
        let desk = Desk::new(Arc::clone(&store) as Arc<_>, Box::<MemoryDrafts>::default());
        demo::build(&desk, seed, TestClock::at(MORNING).now(), &mut |_| {}).unwrap();
        clean(&store);
    }
}

#[test]
fn generated_and_imported_bases_are_whole() {
    let home = Home::new();
    home.ok(&["generate", "--clients", "300"]);
    // A copy: rejected rows are written beside the list.
    let lists = home.path("lists");
    harm::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/lists"), &lists);
    for list in ["1c.csv", "crm.csv", "directory.csv", "fair.xlsx", "site.csv", "two-phones.csv"] {
        home.ok(&["import", "clients", lists.join(list).to_str().unwrap(), "--call-list", list]);
    }
    let said = home.json(&["verify", "--deep"]);
    assert_eq!((said["ok"].as_bool(), said["compared"].as_bool()), (Some(true), Some(true)), "{said:#}");
    assert_eq!((&said["findings"], &said["found"]), (&serde_json::json!([]), &serde_json::json!({})));
    assert!(said["counts"]["records"]["client"].as_u64().unwrap() > 300, "{said:#}");
    assert_eq!((&said["busy"], &said["doubt"]), (&false.into(), &serde_json::Value::Null));
    let told = home.ok(&["verify"]).out;
    assert!(told.ends_with("Всё цело.\n"), "{told}");
    let told = Home::lang(home, "en").ok(&["verify"]).out;
    assert!(told.ends_with("Everything is whole.\n"), "{told}");
}

#[test]
fn a_base_of_an_earlier_format_is_whole_and_keeps_its_way_back() {
    let home = Home::new();
    harm::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores/format-1"), &home.data());
    std::fs::write(home.data().join("store.lock"), "").unwrap();
    home.ok(&["verify", "--deep"]);
    let advice = &home.json(&["doctor"])["advice"][0];
    assert_eq!(advice["kind"], "way-back");
}

/// A home with a small base, and the file of its journal.
fn small() -> (Home, PathBuf) {
    let home = harm::small();
    let file = harm::segment(&home.data());
    (home, file)
}

#[test]
fn a_damaged_journal_is_told_with_what_to_do() {
    let (home, file) = small();
    home.ok(&["verify", "--deep"]);
    harm::flip(&file, 50);
    // The engine still has it all.
    let said = home.run(&["verify"]);
    assert_eq!(said.code, 6, "{said:?}");
    for word in ["повреждён с байта", "dozvon repair", "dozvon restore"] {
        assert!(said.out.contains(word), "{word}: {said:?}");
    }
    // Nothing can be written meanwhile, so no snapshot either.
    assert!(!said.out.contains("dozvon snapshot"), "{said:?}");
    let said = home.run(&["--format", "json", "verify", "--deep"]);
    let report = said.json();
    assert_eq!((said.code, report["ok"].as_bool()), (6, Some(false)));
    assert_eq!((&report["found"]["journal"], &report["found"]["no-path"]), (&1.into(), &1.into()));
    let finding = &report["findings"][0];
    assert_eq!(finding["kind"], "journal");
    assert!(finding["at"]["offset"].as_u64().unwrap() > 0 && finding["hint"].as_str().unwrap().len() > 20);
    assert_eq!(report["engine_checked"], true);
    // Without the engine it opens in doubt.
    std::fs::remove_file(home.data().join("ENGINE")).unwrap();
    let said = home.run(&["--format", "json", "verify"]);
    let report = said.json();
    assert_eq!((said.code, report["doubt"]["lost"].as_bool()), (6, Some(true)), "{report:#}");
    let hidden = &report["doubt"]["hidden"][0];
    assert!(hidden["from"].as_u64().unwrap() <= hidden["to"].as_u64().unwrap());
    let told = home.run(&["verify"]).out;
    assert!(told.contains("Часть изменений потеряна"), "{told}");
    let csv = home.run(&["--format", "csv", "verify"]);
    assert_eq!((csv.code, csv.out.lines().next()), (6, Some("finding,message,hint,severity")));
}

#[test]
fn a_base_that_is_open_is_checked_as_far_as_it_goes() {
    let home = Home::new();
    let base = Base::small_in(&home.data());
    let said = home.run(&["verify"]);
    assert_eq!(said.code, 5, "{said:?}");
    assert!(
        said.out.starts_with("Базу держит другой Дозвон") && said.out.ends_with("Журнал и снимки целы.\n")
    );
    let said = home.run(&["--format", "json", "verify"]);
    let report = said.json();
    assert_eq!((said.code, &report["busy"], &report["ok"]), (5, &true.into(), &false.into()));
    assert_eq!(report["engine_checked"], false);
    assert!(report["counts"]["commits"].as_u64().unwrap() > 5);
    let doctor = home.json(&["doctor"]);
    assert_eq!((&doctor["busy"], &doctor["open_ms"]), (&true.into(), &serde_json::Value::Null));
    harm::flip(&home.data().join("journal/00000000000000000001.journal"), 50);
    assert_eq!(home.run(&["verify"]).code, 6);
    drop(base);
}

#[test]
fn where_there_is_no_base_none_is_made() {
    let home = Home::new();
    for command in ["verify", "doctor"] {
        let said = home.run(&[command]);
        assert_eq!((said.code, said.out.as_str()), (3, ""), "{said:?}");
        assert!(!home.data().exists());
    }
    std::fs::create_dir(home.data()).unwrap();
    home.write("data/letter.txt", "не база");
    assert_eq!(home.run(&["verify"]).code, 1);
    assert_eq!(home.run(&["doctor"]).code, 1);
}

#[test]
fn the_doctor_tells_what_there_is() {
    let (home, _) = small();
    let doctor = home.json(&["doctor"]);
    assert_eq!((&doctor["format"], &doctor["engine"]), (&3.into(), &"sled".into()));
    assert_eq!(doctor["records"]["client"]["count"], 6);
    assert!(doctor["records"]["client"]["bytes"].as_u64().unwrap() > 100);
    for field in ["engine_bytes", "journal_bytes", "bytes_per_client", "free_bytes", "reserve_bytes"] {
        assert!(doctor[field].as_u64().unwrap() > 0, "{field}: {doctor:#}");
    }
    assert_eq!(doctor["oldest"]["seq"], 1);
    assert_eq!(doctor["snapshots"], serde_json::json!([]));
    let told = home.ok(&["doctor"]).out;
    for word in ["Движок: sled", "Снимков нет", "клиенты", "На клиента"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn a_base_that_has_outgrown_sled_is_told_so_with_figures() {
    let home = Home::new();
    home.ok(&["generate", "--clients", "2000"]);
    let look = |change: &dyn Fn(&mut Settings)| {
        let mut options = Options::default();
        change(&mut options.settings);
        let settings = options.settings;
        let store = loop {
            match LocalStore::open(&home.data(), options.clone(), &mut |_| {}) {
                // A command that another test is just starting holds our files until it runs.
                Err(StoreError::Busy { .. }) => std::thread::yield_now(),
                opened => break opened.unwrap(),
            }
        };
        survey(&home.data(), Some(&store), &settings, None, &mut |_, _| {}).unwrap()
    };
    // What else there is to say depends on the disk the tests run on.
    let outgrown = |survey: &Survey| {
        survey.advice().into_iter().find(|advice| matches!(advice, Advice::Outgrown { .. }))
    };
    let usual = look(&|_| {});
    let (clients, engine) = (usual.count(Table::Client), usual.engine_bytes);
    assert!(clients >= 2000 && engine > 100_000, "{usual:#?}");
    assert_eq!(outgrown(&usual), None);
    assert_eq!(outgrown(&look(&|settings| settings.sled_clients = clients)), None);
    let many = look(&|settings| settings.sled_clients = clients - 1);
    let advice = Advice::Outgrown { clients, engine: many.engine_bytes };
    assert_eq!(outgrown(&many), Some(advice.clone()));
    for (lang, word) in [(Lang::Ru, "клиентов"), (Lang::En, "clients")] {
        let texts = Texts::new(lang);
        let said = texts.say(&texts.advice(&advice));
        for figure in [format!("{clients} {word}"), texts.size(many.engine_bytes)] {
            let plain = said.replace('\u{a0}', " ");
            assert!(plain.contains(&figure.replace('\u{a0}', " ")), "{figure}: {said}");
        }
    }
    // Either of the two is enough.
    assert!(outgrown(&look(&|settings| settings.sled_bytes = 1)).is_some());
    // What it advises helps.
    home.ok(&["rebuild", "--engine", "lmdb"]);
    let after = look(&|settings| (settings.sled_clients, settings.sled_bytes) = (1, 1));
    assert_eq!((after.engine, after.count(Table::Client)), (Some(EngineKind::Lmdb), clients));
    assert_eq!(outgrown(&after), None);
}
