//! kill -9 while a folder of an earlier format is brought up to date.

use std::path::{Path, PathBuf};

use dozvon::store::Store;
use dozvon::store::local::EngineKind;

use crate::child::Part;
use crate::durable::check::Dump;
use crate::durable::dice::{Dice, seed, times};
use crate::durable::ledger::Ledger;
use crate::durable::{self, copy_folder, plug};
use crate::round::{Death, Round, kill_9, look};

/// More rounds than this are enough for some to end in the middle, whatever the machine.
const ENOUGH: usize = 20;
const JOURNAL: &str = "journal/00000000000000000001.journal";

/// The formats of earlier releases.
const FORMATS: [&str; 2] = ["format-1", "format-2"];
/// The one of today.
const TODAY: &str = "dozvon store 3\n";

/// A store that an earlier release wrote.
fn frozen(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/stores").join(format)
}

/// What a dead child has left of an upgrade, in words; `None` when it was through.
fn left(data: &Path) -> Option<String> {
    let format = std::fs::read_to_string(data.join("FORMAT")).unwrap();
    let mut names: Vec<_> = std::fs::read_dir(data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    (format != TODAY).then(|| names.join(" "))
}

/// The way back is what the folder was before the upgrade, and can be gone.
fn way_back(data: &Path, format: &str) -> Result<(), String> {
    let back = data.join("before-format-3");
    for file in ["FORMAT", JOURNAL] {
        let (kept, was) = (std::fs::read(back.join(file)), std::fs::read(frozen(format).join(file)).unwrap());
        if kept.map_err(|error| format!("{file}: {error}"))? != was {
            return Err(format!("{file} is not what it was"));
        }
    }
    let gone = data.with_extension("back");
    copy_folder(&back, &gone);
    let store = plug::open(&gone, EngineKind::Memory).map_err(|error| error.to_string())?;
    let wrong = Dump::of(&store).unwrap().differs(&before(format));
    if wrong.is_empty() { Ok(()) } else { Err(format!("{wrong:?}")) }
}

/// All the earlier release had written.
fn before(format: &str) -> Dump {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&frozen(format), folder.path());
    Dump::of(&plug::replay(folder.path()).unwrap()).unwrap()
}

#[test]
fn nothing_is_lost_by_kill_9_while_the_format_is_upgraded() {
    let _alone = durable::alone();
    let count = times("DOZVON_CRASH_ROUNDS", 4);
    let seed = seed("kill -9, upgrade");
    let mut dice = Dice::new(seed);
    let (mut midway, mut deaths) = (0, String::new());
    for round in 0..count {
        for (kind, format) in plug::ENGINES.iter().zip(FORMATS.iter().cycle().skip(round)) {
            let folder = tempfile::tempdir().unwrap();
            let data = folder.path().join("data");
            copy_folder(&frozen(format), &data);
            let written = plug::replay(&data).unwrap();
            let mut ledger = Ledger::of(&Dump::of(&written).unwrap(), written.last_seq());
            drop(written);
            let what = format!("{format}, {kind:?}, round {round}, seed {seed}");
            // An upgrade that was ended by force begins again, and may be ended again.
            for life in 1..=1 + dice.below(3) as u64 {
                let death = Death::Upgrading(dice.below(700_000));
                let it = Round {
                    folder: &data,
                    kind: *kind,
                    part: Part::Work,
                    life,
                    death,
                    seed: dice.any(),
                    kill: &kill_9,
                };
                it.run(&mut ledger).unwrap_or_else(|wrong| panic!("{what}, {death:?}: {wrong}"));
                let left = left(&data);
                midway += usize::from(left.is_some());
                deaths += &format!("{what}, {death:?}: {}\n", left.as_deref().unwrap_or("it was through"));
                if left.is_none() {
                    break;
                }
            }
            if let Err(wrong) = look(&data, *kind, 9, &mut ledger, &mut dice) {
                panic!("{what}: {:#?}\n{deaths}", wrong.iter().take(20).collect::<Vec<_>>());
            }
            assert_eq!(left(&data), None, "{what}: it was not brought to its end\n{deaths}");
            way_back(&data, format).unwrap_or_else(|wrong| panic!("{what}: no way back: {wrong}\n{deaths}"));
        }
    }
    println!("kill -9, upgrade: {count} rounds on each engine, {midway} deaths in the middle\n{deaths}");
    assert!(count < ENOUGH || midway > 0, "every upgrade was through before it could be ended\n{deaths}");
}
