//! Torn and flipped. Files of the journal and of the engine are damaged in every way that comes to mind. The store opens
//! with everything, or refuses by name, or a read ends with an error; it never panics and never gives a wrong answer.
//!
//! In a longer run `DOZVON_DAMAGE` says how many of each kind, and `DOZVON_DAMAGE_CLIENTS` how large the store is.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot set its stage has failed; what it tells is for whoever runs it at length"
)]

mod durable;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dozvon::store::local::{EngineKind, OpenProgress};
use dozvon::store::{Store, StoreError};

use durable::check::Dump;
use durable::dice::{Dice, seed, times};
use durable::model::Model;
use durable::segments::{self, Frame, frames};
use durable::wires::{Files, memory};
use durable::work::Firm;
use durable::{copy_folder, plug};

/// What became of a damaged store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Everything is there.
    Whole,
    /// Everything is there: the engine was made again at opening.
    Rebuilt,
    /// It does not open, and says why.
    Refused(&'static str),
    /// It opens for reading only, says what is in doubt, and all it gives is right.
    InDoubt,
    /// It opens with the first commits only.
    Shorter(u64),
    /// It opens, and some reads end with an error; the others are right.
    ReadErrors,
    /// A read gives what was never there, or leaves out what was.
    Wrong(String),
    /// It panics.
    Panicked(String),
}

fn refusal(error: &StoreError) -> &'static str {
    match error {
        StoreError::Damaged { .. } => "damaged",
        StoreError::JournalBehind { .. } => "journal behind",
        StoreError::Engine(_) => "engine",
        StoreError::Record { .. } => "record",
        StoreError::Io { .. } => "io",
        StoreError::TooNew { .. } => "too new",
        StoreError::NotAStore { .. } => "not a store",
        _ => "other",
    }
}

/// Reads everything in both ways: walking, and each key alone.
fn read_all(store: &dyn Store, model: &Model) -> Outcome {
    let last = store.last_seq();
    let walked = Dump::of(store);
    if let Ok(dump) = &walked
        && last < model.last_seq()
    {
        return if model.holds(last, dump) {
            Outcome::Shorter(last)
        } else {
            Outcome::Wrong(format!("it is at commit {last} and holds something else"))
        };
    }
    let mut errors = 0;
    match walked {
        Ok(dump) if dump.0 != model.all => {
            let some: Vec<_> = dump.differs(&Dump(model.all.clone())).into_iter().take(3).collect();
            return Outcome::Wrong(format!("walking: {some:?}"));
        }
        Ok(_) => {}
        Err(_) => errors += 1,
    }
    for (key, value) in &model.all {
        match store.get(key) {
            Ok(found) if found.as_ref() == Some(value) => {}
            Ok(found) => {
                return Outcome::Wrong(format!(
                    "key {key:?} gives {:?} bytes of {}",
                    found.map(|v| v.len()),
                    value.len()
                ));
            }
            Err(_) => errors += 1,
        }
    }
    if errors == 0 { Outcome::Whole } else { Outcome::ReadErrors }
}

fn guarded(act: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        Outcome::Panicked(
            words.or_else(|| panic.downcast_ref::<&str>().map(|&w| w.into())).unwrap_or_default(),
        )
    })
}

/// Opens damaged journal files with an engine that knows nothing.
fn open_files(files: &Files, model: &Model) -> Outcome {
    guarded(|| match plug::open_on(Box::new(memory(files))) {
        Ok(store) => read_all(&store, model),
        Err(error) => Outcome::Refused(refusal(&error)),
    })
}

/// Opens a damaged folder.
fn open_folder(folder: &Path, kind: EngineKind, model: &Model) -> Outcome {
    guarded(|| {
        let mut rebuilt = false;
        let opened = plug::open_telling(folder, kind, &mut |step| {
            rebuilt |= matches!(step, OpenProgress::Rebuilding { .. })
        });
        let read = opened.map(|store| match (read_all(&store, model), store.doubt()) {
            (Outcome::Whole | Outcome::Shorter(_) | Outcome::ReadErrors, Some(_)) => Outcome::InDoubt,
            (outcome, _) => outcome,
        });
        match read {
            Ok(Outcome::Whole) if rebuilt => Outcome::Rebuilt,
            Ok(outcome) => outcome,
            Err(error) => Outcome::Refused(refusal(&error)),
        }
    })
}

/// A store with some history.
struct Stage {
    folder: tempfile::TempDir,
    model: Model,
    journal: Vec<u8>,
}

impl Stage {
    fn new(kind: EngineKind, clients: usize, dice: &mut Dice) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        let mut model = Model::new();
        // Closed and opened between, so that the engine's files are of several lives.
        for life in 1..=3 {
            let store = Arc::new(plug::open(&path, kind).unwrap());
            let firm = Firm::on(store as Arc<dyn Store>, life).unwrap();
            firm.import(dice, clients, &mut |_| {}, &mut || {}).unwrap();
            for _ in 0..15 {
                firm.operate(0, dice, &mut |_| {}).unwrap();
            }
            firm.tell(&mut |entry| model.take(entry));
        }
        let journal = std::fs::read(path.join("journal").join(segments::name(1))).unwrap();
        Self { folder, model, journal }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn journal_in(&self, bytes: Vec<u8>) -> Files {
        Files::from([(segments::name(1), bytes)])
    }

    /// A fresh copy of the whole folder.
    fn copy(&self) -> PathBuf {
        let copy = self.folder.path().join("copy");
        let _ = std::fs::remove_dir_all(&copy);
        copy_folder(&self.data(), &copy);
        copy
    }
}

/// Ways to damage the bytes of a file.
const WAYS: [&str; 8] =
    ["flip a bit", "flip 8 bits", "zeros", "garbage", "cut off", "stale block", "swap blocks", "a byte more"];

fn damage(bytes: &mut Vec<u8>, way: &str, dice: &mut Dice) -> usize {
    // Most of an engine's file may be empty: damage falls where something is.
    let mut at = dice.below(bytes.len());
    for _ in 0..50 {
        if bytes[at..(at + 16).min(bytes.len())].iter().any(|byte| *byte != 0) {
            break;
        }
        at = dice.below(bytes.len());
    }
    let block = *dice.of(&[16, 512, 4096]);
    let end = (at + block).min(bytes.len());
    match way {
        "flip a bit" => bytes[at] ^= 1 << dice.below(8),
        "flip 8 bits" => {
            for _ in 0..8 {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        "zeros" => bytes[at..end].fill(0),
        "garbage" => {
            let garbage = dice.bytes(end - at);
            bytes[at..end].copy_from_slice(&garbage);
        }
        "cut off" => bytes.truncate(at),
        "stale block" => {
            let from = dice.below(bytes.len() - (end - at) + 1);
            let stale = bytes[from..from + (end - at)].to_vec();
            bytes[at..end].copy_from_slice(&stale);
        }
        "swap blocks" => {
            let other = dice.below(bytes.len() - (end - at) + 1);
            for n in 0..end - at {
                bytes.swap(at + n, other + n);
            }
        }
        _ => {
            let byte = dice.bytes(1)[0];
            bytes.insert(at, byte);
        }
    }
    at
}

#[derive(Default)]
struct Tally(BTreeMap<(String, String), usize>);

impl Tally {
    fn count(&mut self, way: &str, outcome: &Outcome) {
        let word = match outcome {
            Outcome::Shorter(_) => "Shorter".into(),
            Outcome::Wrong(_) => "Wrong".into(),
            Outcome::Panicked(_) => "Panicked".into(),
            other => format!("{other:?}"),
        };
        *self.0.entry((way.to_owned(), word)).or_default() += 1;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|((way, outcome), count)| writeln!(f, "  {way}: {outcome} × {count}"))
    }
}

#[test]
fn a_journal_that_ends_at_any_byte_gives_the_commits_before_it() {
    let mut dice = Dice::new(seed("torn journal"));
    let stage = Stage::new(EngineKind::Memory, 5, &mut dice);
    let frames = frames(&stage.journal);
    let some = times("DOZVON_DAMAGE", 3).min(frames.len());
    for frame in &frames[frames.len() - some..] {
        for end in frame.from..frame.to {
            let outcome = open_files(&stage.journal_in(stage.journal[..end].to_vec()), &stage.model);
            assert_eq!(outcome, Outcome::Shorter(frame.first - 1), "cut at {end}");
        }
    }
    assert_eq!(open_files(&stage.journal_in(stage.journal.clone()), &stage.model), Outcome::Whole);
}

/// What must become of a journal whose bytes were `whole`, when no engine knows better. The end of what was written looks,
/// when it is damaged, as if it had never been written; anything whole behind it proves damage.
fn due(whole: &[u8], damaged: &[u8]) -> Outcome {
    if damaged == whole {
        return Outcome::Whole;
    }
    let frames = frames(whole);
    let there = |frame: &Frame| damaged.get(frame.from..frame.to) == Some(&whole[frame.from..frame.to]);
    let head = damaged.get(..frames[0].from) == Some(&whole[..frames[0].from]);
    let Some(first) = frames.iter().find(|frame| !there(frame)).filter(|_| head) else {
        // A head without anything behind it may be written again; bytes behind the last frame are a torn end.
        return if damaged.len() <= frames[0].from {
            Outcome::Shorter(0)
        } else if head {
            Outcome::Whole
        } else {
            Outcome::Refused("damaged")
        };
    };
    let behind = damaged.get(first.from + 1..).unwrap_or_default();
    let later = frames.iter().filter(|frame| frame.first > first.first);
    let proof = later.map(|frame| &whole[frame.from..frame.to]).any(|frame| memmem(behind, frame));
    // The frame itself may stand elsewhere behind its place: it is whole too.
    if proof || memmem(behind, &whole[first.from..first.to]) {
        Outcome::Refused("damaged")
    } else {
        Outcome::Shorter(first.first - 1)
    }
}

fn memmem(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_damaged_journal_is_refused_by_name() {
    let seed = seed("damaged journal");
    let mut dice = Dice::new(seed);
    let stage = Stage::new(EngineKind::Memory, 5, &mut dice);
    let mut tally = Tally::default();
    for round in 0..times("DOZVON_DAMAGE", 25) {
        for way in WAYS {
            let mut bytes = stage.journal.clone();
            damage(&mut bytes, way, &mut dice);
            let outcome = open_files(&stage.journal_in(bytes.clone()), &stage.model);
            tally.count(way, &outcome);
            let due = due(&stage.journal, &bytes);
            assert_eq!(outcome, due, "seed {seed}, round {round}, {way}");
        }
    }
    println!("damaged journal:\n{tally}");
}

#[test]
fn segments_that_are_missing_or_swapped_are_named() {
    let mut dice = Dice::new(seed("segments"));
    let stage = Stage::new(EngineKind::Memory, 5, &mut dice);
    let whole = segments::split(&stage.journal, 4);
    let names: Vec<&String> = whole.keys().collect();
    assert_eq!(names.len(), 4);
    assert_eq!(open_files(&whole, &stage.model), Outcome::Whole);
    for (a, b) in [(0, 1), (0, 3), (1, 2), (2, 3)] {
        let mut files = whole.clone();
        files.insert(names[a].clone(), whole[names[b]].clone());
        files.insert(names[b].clone(), whole[names[a]].clone());
        assert_eq!(open_files(&files, &stage.model), Outcome::Refused("damaged"), "{a} and {b} swapped");
        let mut files = whole.clone();
        files.insert(names[a].clone(), whole[names[b]].clone());
        assert_eq!(open_files(&files, &stage.model), Outcome::Refused("damaged"), "{b} in place of {a}");
    }
    for gone in 0..3 {
        let mut files = whole.clone();
        files.remove(names[gone]);
        assert_eq!(open_files(&files, &stage.model), Outcome::Refused("damaged"), "{gone} is gone");
        for len in [0, 5, 20, whole[names[gone]].len() / 2, whole[names[gone]].len() - 1] {
            let mut files = whole.clone();
            files.get_mut(names[gone]).unwrap().truncate(len);
            assert_eq!(
                open_files(&files, &stage.model),
                Outcome::Refused("damaged"),
                "{gone} is cut to {len}"
            );
        }
    }
    // Damage at the end of a segment that is not the last is no torn end.
    for (segment, name) in names.iter().enumerate().take(3) {
        let mut files = whole.clone();
        *files.get_mut(*name).unwrap().last_mut().unwrap() ^= 1;
        assert_eq!(open_files(&files, &stage.model), Outcome::Refused("damaged"), "end of {segment}");
    }
}

#[test]
fn a_damaged_journal_beside_a_whole_engine_loses_nothing_in_silence() {
    let seed = seed("damaged journal, whole engine");
    for kind in plug::ENGINES {
        let mut dice = Dice::new(seed);
        let stage = Stage::new(*kind, 5, &mut dice);
        let mut tally = Tally::default();
        for round in 0..times("DOZVON_DAMAGE", 3) {
            for way in WAYS {
                let copy = stage.copy();
                let path = copy.join("journal").join(segments::name(1));
                let mut bytes = stage.journal.clone();
                damage(&mut bytes, way, &mut dice);
                std::fs::write(&path, &bytes).unwrap();
                let outcome = open_folder(&copy, *kind, &stage.model);
                tally.count(way, &outcome);
                let right = match &outcome {
                    Outcome::Whole | Outcome::Rebuilt => true,
                    Outcome::InDoubt => bytes != stage.journal,
                    Outcome::Refused(why) => {
                        ["damaged", "journal behind"].contains(why) && bytes != stage.journal
                    }
                    _ => false,
                };
                assert!(right, "seed {seed}, round {round}, {way}: {outcome:?}");
                if matches!(outcome, Outcome::Refused(_) | Outcome::InDoubt) {
                    assert_eq!(std::fs::read(&path).unwrap(), bytes, "{way}: a journal in doubt was changed");
                }
            }
        }
        println!("damaged journal beside {}:\n{tally}", plug::name(*kind));
    }
}

/// All files of an engine.
fn engine_files(folder: &Path) -> Vec<PathBuf> {
    fn below(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                below(&entry.path(), out);
            } else {
                out.push(entry.path());
            }
        }
    }
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if plug::is_engine(&entry.file_name().to_string_lossy()) {
            below(&entry.path(), &mut out);
        }
    }
    out.sort();
    out
}

#[test]
fn a_damaged_engine_gives_no_wrong_answers() {
    let seed = seed("damaged engine");
    for kind in plug::ENGINES_WITH_SUMS {
        let mut dice = Dice::new(seed);
        let stage = Stage::new(*kind, times("DOZVON_DAMAGE_CLIENTS", 60), &mut dice);
        let mut tally = Tally::default();
        let mut wrong = Vec::new();
        let all = engine_files(&stage.data());
        println!(
            "engine {}: {:?}",
            plug::name(*kind),
            all.iter().map(|f| (f.file_name().unwrap(), f.metadata().unwrap().len())).collect::<Vec<_>>()
        );
        let mut tell = |what: String, way: &str, outcome: Outcome, tally: &mut Tally| {
            tally.count(way, &outcome);
            match outcome {
                Outcome::Whole
                | Outcome::Rebuilt
                | Outcome::ReadErrors
                | Outcome::Refused("engine" | "record") => {}
                other => wrong.push(format!("{what}: {other:?}")),
            }
        };
        for round in 0..times("DOZVON_DAMAGE", 3) {
            for way in WAYS {
                let copy = stage.copy();
                let files: Vec<PathBuf> = engine_files(&copy)
                    .into_iter()
                    .filter(|file| file.metadata().unwrap().len() > 0)
                    .collect();
                let largest = files.iter().max_by_key(|file| file.metadata().unwrap().len()).unwrap();
                let file = if dice.one_in(2) { largest } else { dice.of(&files) };
                let mut bytes = std::fs::read(file).unwrap();
                let at = damage(&mut bytes, way, &mut dice);
                std::fs::write(file, &bytes).unwrap();
                let what = format!("round {round}, {way} in {:?} at {at}", file.file_name().unwrap());
                let name = file.file_name().unwrap().to_string_lossy();
                let kind_of_file = name.split('.').next().unwrap();
                tell(
                    what,
                    &format!("{kind_of_file}, {way}"),
                    open_folder(&copy, *kind, &stage.model),
                    &mut tally,
                );
            }
        }
        for place in 0..all.len() {
            let copy = stage.copy();
            let file = &engine_files(&copy)[place];
            std::fs::remove_file(file).unwrap();
            tell(
                format!("{file:?} is gone"),
                "a file is gone",
                open_folder(&copy, *kind, &stage.model),
                &mut tally,
            );
        }
        println!("damaged {}:\n{tally}", plug::name(*kind));
        assert!(wrong.is_empty() || !plug::ENGINE_VALUES_HAVE_SUMS, "seed {seed}: {wrong:#?}");
    }
}
