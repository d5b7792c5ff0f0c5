//! kill -9. A child process works on a store and says what was acknowledged; it is killed in the middle of it, and what
//! it said must be there, nothing half. Then the next child goes on with the same store.
//!
//! A few rounds in `cargo test`; as many as `DOZVON_CRASH_ROUNDS` says in a longer run. `DOZVON_SEED` gives a run again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot set its stage has failed; what it tells is for whoever runs it at length"
)]

#[path = "crash/child.rs"]
mod child;
mod durable;
#[path = "crash/round.rs"]
mod round;
#[path = "crash/upgrade.rs"]
mod upgrade;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Store, Table};

use child::Part;
use durable::check::{Dump, half_done, inconsistent, missing};
use durable::dice::{Dice, seed, setting, times};
use durable::ledger::Ledger;
use durable::plug;
use durable::work::Firm;
use round::{Death, Kill, Round, kill_9, look};

/// A store is begun anew after so many rounds: it would only get slower.
const ROUNDS_OF_ONE_STORE: usize = 12;

/// Leaves the engine as a cut of the power, or a hand that removes it, would: it is made again at the next opening.
fn spoil_engine(folder: &Path, dice: &mut Dice) {
    if dice.one_in(2) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if plug::is_engine(&entry.file_name().to_string_lossy()) {
                std::fs::remove_dir_all(entry.path()).unwrap();
            }
        }
    } else {
        std::fs::write(folder.join("engine.open"), "another boot\n").unwrap();
    }
}

fn rounds(kind: EngineKind, count: usize) {
    let _alone = durable::alone();
    let seed = seed(&format!("kill -9, {}", plug::name(kind)));
    let mut dice = Dice::new(seed);
    let parts: Vec<Part> = Part::ALL.into_iter().filter(|part| part.is_there()).collect();
    let mut folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::default();
    let mut deaths = String::new();
    for round in 0..count {
        if round % ROUNDS_OF_ONE_STORE == 0 {
            folder = tempfile::tempdir().unwrap();
            ledger = Ledger::default();
        }
        let path = folder.path().join("data");
        // Every part comes in its turn, and none twice before all have been.
        let part = parts[round % parts.len()];
        let big = !matches!(part, Part::Work | Part::Import);
        let death = match dice.below(if big { 8 } else { 5 }) {
            0 | 1 => Death::AfterAcks(1 + dice.below(60)),
            2 | 3 => Death::WithinAct(dice.below(60)),
            4 => Death::Opening(dice.below(400_000)),
            _ => Death::WithinBigAct(dice.below(2_000_000)),
        };
        if matches!(death, Death::Opening(_)) && dice.one_in(2) && path.exists() {
            spoil_engine(&path, &mut dice);
        }
        let life = 2 * (round % ROUNDS_OF_ONE_STORE) as u64 + 1;
        let what = format!("round {round}, {part:?}, {death:?}, seed {seed}");
        let it = Round { folder: &path, kind, part, life, death, seed: dice.any(), kill: &kill_9 };
        it.run(&mut ledger).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
        deaths += &format!("{what}: {} commits\n", ledger.acked);
        // Half of the time the next child finds what the dead one has left.
        let last = round + 1 == count || (round + 1) % ROUNDS_OF_ONE_STORE == 0;
        if (last || dice.one_in(2))
            && let Err(wrong) = look(&path, kind, life + 1, &mut ledger, &mut dice)
        {
            let kept = folder.keep();
            let some: Vec<_> = wrong.iter().take(20).collect();
            panic!("{what}: {} things are wrong, see {}: {some:#?}\n{deaths}", wrong.len(), kept.display());
        }
    }
    println!("kill -9, {}: {count} rounds, nothing lost\n{deaths}", plug::name(kind));
}

#[test]
fn nothing_acknowledged_is_lost_by_kill_9() {
    let count = times("DOZVON_CRASH_ROUNDS", 10);
    for kind in plug::ENGINES {
        rounds(*kind, count);
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_kill_9_when_all_is_replayed_at_opening() {
    rounds(EngineKind::Memory, times("DOZVON_CRASH_ROUNDS", 4));
}

/// A command of `tests/power.sh`.
fn command(name: &str) {
    let words = setting(name).unwrap_or_else(|| panic!("{name} is not set: run tests/power.sh"));
    let done = Command::new("sh").args(["-c", &words]).stdin(Stdio::null()).status().unwrap();
    assert!(done.success(), "{words}: {done}");
}

/// A cut of the power on a file system that `tests/power.sh` has made: it goes down without writing out what waits, in the
/// middle of a child's work, and is mounted again.
#[test]
#[ignore = "it is started by tests/power.sh"]
fn nothing_acknowledged_is_lost_when_the_file_system_goes_down() {
    let Some(mount) = setting("DOZVON_POWER_MOUNT").map(PathBuf::from) else { return };
    let count = times("DOZVON_POWER_ROUNDS", 20);
    let seed = seed("power cut of a file system");
    let mut dice = Dice::new(seed);
    let mut rebuilt = 0;
    for kind in plug::ENGINES {
        let mut ledger = Ledger::default();
        let mut folder = mount.clone();
        for round in 0..count {
            if round % ROUNDS_OF_ONE_STORE == 0 {
                let _ = std::fs::remove_dir_all(&folder);
                folder = mount.join(format!("{}-{round}", plug::name(*kind)));
                ledger = Ledger::default();
            }
            let part = *dice.of(&[Part::Work, Part::Import]);
            let death = match dice.below(5) {
                0 | 1 => Death::AfterAcks(1 + dice.below(60)),
                2 | 3 => Death::WithinAct(dice.below(60)),
                _ => Death::Opening(dice.below(400_000)),
            };
            let life = 2 * (round % ROUNDS_OF_ONE_STORE) as u64 + 1;
            let what = format!("{}, round {round}, {part:?}, {death:?}, seed {seed}", plug::name(*kind));
            let cut: Kill<'_> = &|child| {
                command("DOZVON_POWER_CUT");
                kill_9(child);
            };
            let it = Round { folder: &folder, kind: *kind, part, life, death, seed: dice.any(), kill: cut };
            it.run(&mut ledger).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
            command("DOZVON_POWER_AGAIN");
            let marker = folder.join("engine.open");
            if marker.exists() {
                // The machine itself has not gone down: what names its boot must say that it has.
                std::fs::write(&marker, "another boot\n").unwrap();
                rebuilt += 1;
            }
            let before = ledger.acked;
            look(&folder, *kind, life + 1, &mut ledger, &mut dice)
                .unwrap_or_else(|wrong| panic!("{what}: {:#?}", wrong.iter().take(20).collect::<Vec<_>>()));
            println!("{what}: {before} commits acknowledged, none lost");
        }
    }
    assert!(rebuilt > 0, "the engine was never open when the file system went down");
}

#[test]
fn the_look_after_a_death_sees_what_is_missing_or_half() {
    let store = Arc::new(LocalStore::in_memory().unwrap());
    let firm = Firm::on(Arc::clone(&store) as Arc<dyn Store>, 1).unwrap();
    let mut dice = Dice::new(1);
    firm.import(&mut dice, 12, &mut |_| {}, &mut || {}).unwrap();
    for _ in 0..25 {
        firm.operate(0, &mut dice, &mut |_| {}).unwrap();
    }
    let mut ledger = Ledger::default();
    firm.tell(&mut |entry| ledger.take(entry));
    let (dump, last) = (Dump::of(store.as_ref()).unwrap(), store.last_seq());
    let wrong = |dump: &Dump, last: u64| {
        let whole = missing(dump, &ledger, last);
        let agreeing = inconsistent(dump);
        (!whole.is_empty(), !agreeing.is_empty(), !half_done(dump).is_empty())
    };
    assert_eq!(wrong(&dump, last), (false, false, false));
    assert!(wrong(&dump, last - 1).0, "the last commit is gone");
    // Whatever is taken away or changed, it is seen; a client, his person, a call and a contact in the queue also as
    // something half done.
    for key in dump.0.keys().step_by(3) {
        let mut less = dump.clone();
        less.0.remove(key);
        let (gone, disagrees, _) = wrong(&less, last);
        assert_eq!((gone, disagrees), (key[0] < 128, key[0] >= 128 || disagrees), "{key:?}");
        if key[0] < 128 {
            let mut other = dump.clone();
            *other.0.get_mut(key).unwrap().last_mut().unwrap() ^= 1;
            assert!(wrong(&other, last).0, "{key:?}");
        }
    }
    for table in [Table::Client, Table::Person, Table::Interaction, Table::QueueEntry] {
        let half = dump.0.keys().filter(|key| key[0] == table.tag()).any(|key| {
            let mut less = dump.clone();
            less.0.remove(key);
            !half_done(&less).is_empty()
        });
        assert!(half, "{table:?}");
    }
}
