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

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use dozvon::store::local::{EngineKind, LocalStore, OpenProgress};
use dozvon::store::{Store, Table};

use child::Part;
use durable::check::{Dump, half_done, inconsistent, missing};
use durable::dice::{Dice, seed, setting, times};
use durable::ledger::Ledger;
use durable::plug;
use durable::work::Firm;
use round::{Death, Kill, Round, kill_9, look};

/// With more rounds than this every part was ended in its middle, whatever the machine.
const ENOUGH: usize = 90;
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
    let mut midway: BTreeMap<String, usize> = BTreeMap::new();
    let mut compacted = 0;
    for round in 0..count {
        if round % ROUNDS_OF_ONE_STORE == 0 {
            folder = tempfile::tempdir().unwrap();
            ledger = Ledger::default();
        }
        let path = folder.path().join("data");
        // Every part comes in its turn, and none twice before all have been.
        let part = parts[round % parts.len()];
        let death = match dice.below(if part.is_big() { 8 } else { 5 }) {
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
        let seen = it.run(&mut ledger).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
        let place = if seen.midway { ", in the middle of it" } else { "" };
        deaths += &format!("{what}: {} commits{place}\n", ledger.acked);
        if part.is_big() {
            *midway.entry(part.name()).or_default() += usize::from(seen.midway);
        }
        compacted += seen.compacted;
        // Half of the time the next child finds what the dead one has left: a copy is looked at then.
        let last = round + 1 == count || (round + 1) % ROUNDS_OF_ONE_STORE == 0;
        let looked = if last || dice.one_in(2) {
            look(&path, kind, life + 1, &mut ledger, &mut dice)
        } else {
            let copy = tempfile::tempdir().unwrap();
            durable::copy_folder(folder.path(), copy.path());
            look(&copy.path().join("data"), kind, life + 1, &mut ledger.clone(), &mut dice)
        };
        if let Err(wrong) = looked {
            let kept = folder.keep();
            let some: Vec<_> = wrong.iter().take(20).collect();
            panic!("{what}: {} things are wrong, see {}: {some:#?}\n{deaths}", wrong.len(), kept.display());
        }
    }
    println!(
        "kill -9, {}: {count} rounds, nothing lost; in the middle of it: {midway:?}; {compacted} engines made compact\n{deaths}",
        plug::name(kind)
    );
    assert!(count < ENOUGH || midway.values().all(|ended| *ended > 0), "{midway:?}\n{deaths}");
    assert!(
        count < ENOUGH || kind == EngineKind::Memory || compacted > 0,
        "no engine was made compact\n{deaths}"
    );
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

/// A command of `tests/power.sh`; what it says.
fn command(name: &str) -> String {
    let words = setting(name).unwrap_or_else(|| panic!("{name} is not set: run tests/power.sh"));
    let done = Command::new("sh")
        .args(["-c", &words])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(done.status.success(), "{words}: {}", done.status);
    String::from_utf8(done.stdout).unwrap()
}

/// The folders a test has made on a file system of its own.
fn folders_of(mount: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(mount).unwrap().map(|entry| entry.unwrap().path());
    folders
        .filter(|path| path.is_dir() && path.file_name().is_some_and(|name| name != "lost+found"))
        .collect()
}

/// Whether opening makes the engine anew; the store is as it was afterwards.
fn is_made_anew(folder: &Path, kind: EngineKind) -> bool {
    let mut anew = false;
    drop(plug::open_telling(folder, kind, &mut |progress| {
        anew |= matches!(progress, OpenProgress::Rebuilding { .. });
    }));
    anew
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
    let (mut rebuilt, mut kept, mut behind) = (0, 0, 0);
    for kind in plug::ENGINES {
        let mut ledger = Ledger::default();
        let mut folder = mount.clone();
        for round in 0..count {
            if round % ROUNDS_OF_ONE_STORE == 0 {
                folders_of(&mount).iter().for_each(|old| std::fs::remove_dir_all(old).unwrap());
                folder = mount.join(format!("{}-{round}", plug::name(*kind)));
                ledger = Ledger::default();
            }
            // Every part comes in its turn, and half of them in order to their end.
            let part = Part::ALL[round % Part::ALL.len()];
            let begins_big = matches!(part, Part::Rebuild | Part::Restore);
            let death = match round / Part::ALL.len() % 2 {
                0 if begins_big => Death::AfterBigAct,
                0 => Death::Closed(5 + dice.below(60)),
                _ => match dice.below(if part.is_big() { 8 } else { 5 }) {
                    0 | 1 => Death::AfterAcks(1 + dice.below(60)),
                    2 | 3 => Death::WithinAct(dice.below(60)),
                    4 => Death::Opening(dice.below(400_000)),
                    _ => Death::WithinBigAct(dice.below(2_000_000)),
                },
            };
            let life = 2 * (round % ROUNDS_OF_ONE_STORE) as u64 + 1;
            let what = format!("{}, round {round}, {part:?}, {death:?}, seed {seed}", plug::name(*kind));
            let cut: Kill<'_> = &|child| {
                // From when it begins, a sync may be said to be done that is not: ext4 finds nothing to wait for behind a
                // commit of its own journal that was given up. A power cut leaves nobody to be told so.
                let begun = command("DOZVON_POWER_CUT").trim().parse().unwrap();
                _ = kill_9(child);
                Some(begun)
            };
            let it = Round { folder: &folder, kind: *kind, part, life, death, seed: dice.any(), kill: cut };
            let seen = it.run(&mut ledger).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
            behind += seen.behind;
            command("DOZVON_POWER_AGAIN");
            // The machine itself has not gone down: what names its boot must say that it has. Where nothing does, marker and sum
            // stay as the cut has left them.
            let markers = folders_of(&mount).into_iter().map(|folder| folder.join("engine.open"));
            let markers: Vec<PathBuf> = markers.filter(|marker| marker.exists()).collect();
            markers.iter().for_each(|marker| std::fs::write(marker, "another boot\n").unwrap());
            let was_open = markers.contains(&folder.join("engine.open"));
            rebuilt += usize::from(was_open);
            if begins_big && matches!(death, Death::AfterBigAct) {
                assert!(!was_open, "{what}: it was closed");
                assert!(!is_made_anew(&folder, *kind), "{what}: what was closed and synced is not trusted");
                kept += 1;
            }
            if part == Part::Restore && matches!(death, Death::AfterBigAct) {
                let backup = plug::replay(&folder.with_extension("backup")).unwrap();
                assert!(backup.last_seq() >= ledger.acked, "{what}: the backup has lost its end");
            }
            let before = ledger.acked;
            look(&folder, *kind, life + 1, &mut ledger, &mut dice)
                .unwrap_or_else(|wrong| panic!("{what}: {:#?}", wrong.iter().take(20).collect::<Vec<_>>()));
            println!("{what}: {before} commits acknowledged, none lost");
        }
    }
    println!("{behind} acknowledgements were said while the file system went down, and are not counted");
    assert!(rebuilt > 0, "the engine was never open when the file system went down");
    assert!(kept > 0, "it was never closed");
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
