//! The demo base and the generated ones, as whoever starts the program meets them. What must hold inside of them whatever
//! the seed and the hour is tested beside the code.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::base::{MORNING, moment};
use common::program::Program;
use dozvon::domain::client::Client;
use dozvon::domain::contact;
use dozvon::domain::deal::Deal;
use dozvon::domain::geo::ZONES;
use dozvon::domain::inn::{Inn, InnMark};
use dozvon::domain::interaction::Interaction;
use dozvon::domain::legal::LegalEntity;
use dozvon::domain::person::Person;
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::sample;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Reads, Record, Store};

/// A home with nothing in it.
fn home() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

/// Runs a command without a terminal.
fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dozvon"));
    command.args(["--data", home.join("data").to_str().unwrap(), "--lang", "ru", "--now", MORNING]);
    command.args(arguments).env("DOZVON_CONFIG", home.join("config")).stdin(Stdio::null());
    command.output().unwrap()
}

fn words(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Opens the demo and leaves it at once.
fn visit(home: &Path, now: &str, arguments: &[&str], see: &str) -> u32 {
    let mut program = Program::start_at(home, now, &[&["demo"], arguments].concat());
    program.see(see).press("\x11");
    program.end().0
}

/// The records of a base that nobody has open.
struct Records(LocalStore);

impl Records {
    fn of(home: &Path) -> Self {
        Self(LocalStore::open(&home.join("data"), EngineKind::Sled, &mut |_| {}).unwrap())
    }

    fn all<R: Record>(&self) -> Vec<R> {
        let store: &dyn Store = &self.0;
        Reads(store).all().unwrap().into_iter().map(|kept| kept.record).collect()
    }

    fn told(&self) -> Vec<String> {
        fn of<R: Record + std::fmt::Debug>(records: &Records) -> impl Iterator<Item = String> {
            records.all::<R>().into_iter().map(|record| format!("{record:?}"))
        }
        of::<Client>(self)
            .chain(of::<LegalEntity>(self))
            .chain(of::<Person>(self))
            .chain(of::<Interaction>(self))
            .chain(of::<Deal>(self))
            .chain(of::<QueueEntry>(self))
            .collect()
    }
}

#[test]
fn without_a_terminal_it_says_so_in_one_line() {
    let (_folder, home) = home();
    for lang in ["ru", "en"] {
        let said = run(&home, &["demo", "--lang", lang]);
        assert_eq!(said.status.code(), Some(2));
        assert!(said.stdout.is_empty());
        assert_eq!(words(&said.stderr).lines().count(), 1, "{}", words(&said.stderr));
    }
    assert!(!home.join("data").exists(), "a folder was made for nothing");
}

#[test]
fn the_seed_makes_the_base() {
    let (_one, one) = home();
    let (_same, same) = home();
    let (_other, other) = home();
    assert_eq!(visit(&one, MORNING, &[], "Дозвон · Иванова О."), 0);
    assert_eq!(visit(&same, MORNING, &["--seed", "1"], "Альтаир"), 0);
    assert_eq!(visit(&other, MORNING, &["--seed", "2"], "Альтаир"), 0);
    let (one, same, other) =
        (Records::of(&one).told(), Records::of(&same).told(), Records::of(&other).told());
    assert!(one == same, "one seed made two bases");
    let alike = one.iter().zip(&other).filter(|(one, other)| one == other).count();
    assert!(alike < one.len() / 50, "{alike} of {} records are alike", one.len());
}

#[test]
fn the_base_shows_everything_there_is() {
    let (_folder, home) = home();
    assert_eq!(visit(&home, MORNING, &[], "Начало смены"), 0);
    let records = Records::of(&home);
    let clients = records.all::<Client>();
    let people = records.all::<Person>();
    assert!((400..600).contains(&clients.len()) && people.len() > clients.len());
    let zones: std::collections::HashSet<_> =
        clients.iter().filter_map(|client| client.zone).map(|zone| zone.tz).collect();
    assert!(ZONES.iter().all(|zone| zones.contains(zone)), "{zones:?}");

    let inns = records.all::<LegalEntity>();
    for inn in inns.iter().map(|legal| legal.inn.unwrap()) {
        assert_eq!(Inn::read(&inn.digits()), Ok((inn, InnMark::Good)));
    }
    let own = clients.iter().flat_map(|client| &client.methods);
    let methods: Vec<_> = own.chain(people.iter().flat_map(|person| &person.methods)).cloned().collect();
    for phone in contact::phones(&methods) {
        assert!(sample::is_nobodys(phone), "{phone}");
        assert!(Phone::parse(&phone.to_string()).unwrap().same_line(phone), "{phone} can't be read back");
    }

    // Every result of a call we make, every stage of every process, both scripts and both lists are in use.
    let catalog = dozvon::desk::catalog::Catalog::load(Reads(&records.0)).unwrap();
    let talks = records.all::<Interaction>();
    for outcome in catalog.outcomes_for(Default::default()) {
        let used = talks.iter().any(|talk| talk.outcome == Some(outcome.id));
        assert!(used, "nobody was told «{}»", outcome.code);
    }
    let deals = records.all::<Deal>();
    for process in catalog.processes() {
        for (place, stage) in process.stages.iter().enumerate() {
            let passed = deals.iter().any(|deal| {
                deal.process == process.id && deal.passes.iter().any(|pass| usize::from(pass.stage) == place)
            });
            assert!(passed, "no deal came to «{}» of {}", stage.code, process.code);
        }
    }
    let walked: BTreeSet<_> =
        talks.iter().filter_map(|talk| talk.script.as_ref()).map(|run| run.script).collect();
    let entries = records.all::<QueueEntry>();
    for list in catalog.lists() {
        let script = catalog.script_by_code(list.script.as_ref().unwrap()).unwrap();
        let of_list = entries.iter().filter(|entry| entry.list == Some(list.id));
        assert!(of_list.count() > 20, "«{}» is empty", list.name);
        assert!(
            walked.contains(&script.id) || list.id.to_string() != "1",
            "nobody was asked «{}»",
            script.code
        );
    }
    assert_eq!((catalog.scripts().len(), catalog.lists().count()), (2, 2));
    for kind in [EntryKind::Promise, EntryKind::Hot, EntryKind::Planned, EntryKind::Retry, EntryKind::New] {
        assert!(entries.iter().any(|entry| entry.kind == kind && entry.is_open()), "{kind:?}");
    }
}

#[test]
fn at_night_there_is_somebody_to_call() {
    for (now, row) in
        [("2026-11-11T03:07:00+03:00", "обещано сейчас"), ("2026-11-10T22:30:00+03:00", "Торонто")]
    {
        let (_folder, home) = home();
        let mut program = Program::start_at(&home, now, &["demo"]);
        program.see(row).press(" ").see("Смотрю").see("● можно:").see("Здравствуйте").press("\x11");
        assert_eq!(program.end().0, 0);
    }
}

#[test]
fn on_another_day_the_plans_are_of_that_day() {
    let (_folder, home) = home();
    assert_eq!(visit(&home, MORNING, &[], "Альтаир"), 0);
    let before = Records::of(&home).all::<QueueEntry>();
    // Later on the same day nothing is moved.
    assert_eq!(visit(&home, "2026-11-10T13:00:00+03:00", &[], "Альтаир"), 0);
    assert_eq!(Records::of(&home).all::<QueueEntry>(), before);
    let later = "2026-12-01T12:00:00+03:00";
    assert_eq!(visit(&home, later, &[], "обещано сейчас"), 0);
    let after = Records::of(&home).all::<QueueEntry>();
    let late = |entries: &[QueueEntry], now: &str| {
        let promises = entries.iter().filter(|entry| entry.is_open() && entry.kind == EntryKind::Promise);
        promises.filter(|entry| entry.due < moment(now)).count()
    };
    assert_eq!(late(&after, later), late(&before, MORNING));
    assert!(late(&before, later) > 30);
    // A second visit on that day finds them as they are.
    assert_eq!(visit(&home, later, &[], "обещано сейчас"), 0);
    assert_eq!(Records::of(&home).all::<QueueEntry>(), after);
}

#[test]
fn another_seed_wants_a_fresh_base() {
    let (_folder, home) = home();
    assert_eq!(visit(&home, MORNING, &[], "Альтаир"), 0);
    let before = Records::of(&home).told();
    let mut program = Program::start(&home, &["demo", "--seed", "5"]);
    program.see("сделана из зерна 1, а не 5").see("--fresh");
    assert_eq!(program.end().0, 4);
    assert!(Records::of(&home).told() == before, "a refusal has changed the base");
    assert_eq!(visit(&home, MORNING, &["--seed", "5", "--fresh"], "Альтаир"), 0);
    assert!(Records::of(&home).told() != before);
    // The seed stays with the base.
    assert_eq!(visit(&home, MORNING, &["--seed", "5"], "Альтаир"), 0);
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    // Of somebody who has only just begun.
    let (_folder, home_of_user) = home();
    assert_eq!(run(&home_of_user, &["generate", "--clients", "0"]).status.code(), Some(0));
    for arguments in [&["demo"][..], &["demo", "--fresh"]] {
        let mut program = Program::start(&home_of_user, arguments);
        program.see("уже есть база, и она не учебная");
        assert_eq!(program.end().0, 4);
    }
    assert!(Records::of(&home_of_user).all::<Client>().is_empty());
    // With other things in it.
    let (_folder, other) = home();
    std::fs::create_dir(other.join("data")).unwrap();
    std::fs::write(other.join("data/letter.txt"), "Здравствуйте!").unwrap();
    let program = Program::start(&other, &["demo", "--fresh"]);
    assert_eq!(program.end().0, 1);
    let left: Vec<_> =
        std::fs::read_dir(other.join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [other.join("data/letter.txt")]);
}

#[test]
fn a_base_whose_making_was_cut_off_is_made_anew() {
    let (_folder, home) = home();
    assert_eq!(visit(&home, MORNING, &[], "Альтаир"), 0);
    let whole = Records::of(&home).told();
    let mark = home.join("data/demo.toml");
    let text = std::fs::read_to_string(&mark).unwrap();
    assert!(text.contains("whole = true"));
    std::fs::write(&mark, text.replace("whole = true", "whole = false")).unwrap();
    assert_eq!(visit(&home, MORNING, &[], "Альтаир"), 0);
    assert!(Records::of(&home).told() == whole);
}

#[test]
fn a_generated_base_is_found_through_the_search() {
    let (_folder, home) = home();
    let made = run(&home, &["generate", "--clients", "300", "--format", "json"]);
    assert_eq!(made.status.code(), Some(0), "{}", words(&made.stderr));
    let report: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!((&report["clients"], &report["interactions"]), (&300.into(), &1_500.into()));
    let (phone, inn) = {
        let records = Records::of(&home);
        let client = records.all::<Client>().into_iter().find(|client| client.phones().next().is_some());
        let inn = records.all::<LegalEntity>().into_iter().find_map(|legal| legal.inn).unwrap();
        (*client.unwrap().phones().next().unwrap(), inn)
    };
    for (query, kind) in
        [(phone.to_string(), "phone"), (phone.digits()[4..].to_owned(), "suffix"), (inn.digits(), "inn")]
    {
        let found = run(&home, &["lookup", &query, "--format", "json"]);
        assert_eq!(found.status.code(), Some(0), "{query}");
        let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
        assert_eq!(found["kind"], kind);
        assert!(!found["matches"].as_array().unwrap().is_empty());
    }
    // A base with clients in it is not filled by mistake.
    assert_eq!(run(&home, &["generate", "--clients", "1"]).status.code(), Some(4));
    assert_eq!(run(&home, &["generate", "--clients", "7", "--add"]).status.code(), Some(0));
    assert_eq!(Records::of(&home).all::<Client>().len(), 307);
}
