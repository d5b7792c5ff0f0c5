//! Running out: of room, of files, of the right to write, of a disk that works. Writes are refused in plain words or go
//! through, reads go on, nothing acknowledged is lost, nothing is half there, and work goes on when the cause is gone.
//!
//! The real thing wants root and Linux and is passed over elsewhere. `DOZVON_FULL_POINTS` makes it longer.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot set its stage has failed; what it tells is for whoever runs it at length"
)]

mod durable;
#[allow(unreachable_pub, reason = "a module of one test file")]
#[path = "full_disk/mount.rs"]
mod mount;
#[path = "full_disk/program.rs"]
mod program;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dozvon::store::backup;
use dozvon::store::disk::{MemoryDisk, Room};
use dozvon::store::local::{EngineKind, LocalStore, Options, Until, engine_folder};
use dozvon::store::settings::Settings;
use dozvon::store::verify::Remark;
use dozvon::store::{Health, ReadOnly, Store, StoreError};

use durable::check::{Dump, problems};
use durable::dice::{Dice, seed, times};
use durable::faulty::{Fault, Faulty};
use durable::ledger::Ledger;
use durable::plug;
use durable::work::Firm;
use mount::{Mount, fill, fill_with_files, names, remove};

/// Acts of the scripted day.
const STEPS: usize = 24;

/// One act of the scripted day: lists in the morning, then calls, notes and results.
fn step(firm: &Firm, place: usize, dice: &mut Dice) -> Result<(), StoreError> {
    match place {
        0 | 12 => firm.import(dice, 130, &mut |_| {}, &mut || {}),
        6 | 18 => firm.insert(dice, 20, &mut |_| {}),
        _ => firm.operate(place % 3, dice, &mut |_| {}),
    }
}

/// Does the acts of a part of the day; returns the refusals.
fn work(firm: &Firm, steps: std::ops::Range<usize>, ledger: &mut Ledger, dice: &mut Dice) -> Vec<StoreError> {
    let mut refused = Vec::new();
    for place in steps {
        refused.extend(step(firm, place, dice).err());
        firm.tell(&mut |entry| ledger.take(entry));
    }
    refused
}

fn all_is_well(store: &dyn Store, ledger: &Ledger, what: &str) {
    let wrong = problems(store, ledger);
    assert!(wrong.is_empty(), "{what}: {:#?}", wrong.iter().take(10).collect::<Vec<_>>());
}

fn only_refusals(refused: &[StoreError], what: &str) {
    let other: Vec<_> = refused.iter().filter(|error| !plug::is_refusal(error)).collect();
    assert!(other.is_empty(), "{what}: {other:?}");
}

/// The store is opened again after its cause is gone: everything is there and the rest of the day is done.
fn goes_on(
    store: LocalStore,
    life: u64,
    rest: std::ops::Range<usize>,
    ledger: &mut Ledger,
    dice: &mut Dice,
    what: &str,
) {
    ledger.opened(store.last_seq()).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
    all_is_well(&store, ledger, &format!("{what}, opened again"));
    let store = Arc::new(store);
    let firm = Firm::on(Arc::clone(&store) as Arc<dyn Store>, life).unwrap();
    let refused = work(&firm, rest, ledger, dice);
    assert!(refused.is_empty(), "{what}: {refused:?}");
    all_is_well(store.as_ref(), ledger, &format!("{what}, at the end of the day"));
    let found = plug::findings(&store).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(found.is_empty(), "{what}: {found:?}");
}

#[test]
fn a_disk_that_fails_at_any_call_loses_nothing() {
    let seed = seed("faulty disk");
    let faults =
        [Fault::Full(0), Fault::Full(8), Fault::Full(16), Fault::SyncFailsKeeping, Fault::SyncFailsLosing];
    // How many calls a day has.
    let calls = {
        let disk = Faulty::on(MemoryDisk::default());
        let store = Arc::new(plug::open_on(Box::new(disk.clone())).unwrap());
        let firm = Firm::on(store as Arc<dyn Store>, 1).unwrap();
        assert!(work(&firm, 0..STEPS, &mut Ledger::default(), &mut Dice::new(seed)).is_empty());
        disk.calls()
    };
    let points = times("DOZVON_FULL_POINTS", 12).min(calls);
    let mut failures = 0;
    for fault in faults {
        for point in 0..points {
            let mut dice = Dice::new(seed);
            // Every place in turn in a longer run, spread over the day in a short one.
            let from = point * calls / points;
            let what = format!("seed {seed}, {fault:?} at call {from} of {calls}");
            let memory = MemoryDisk::default();
            let disk = Faulty::on(memory.clone());
            disk.fail(from, fault);
            let mut ledger = Ledger::default();
            match plug::open_on(Box::new(disk.clone())) {
                Err(error) => assert!(plug::is_refusal(&error), "{what}: {error}"),
                Ok(store) => {
                    let store = Arc::new(store);
                    match Firm::on(Arc::clone(&store) as Arc<dyn Store>, 1) {
                        Err(error) => assert!(plug::is_refusal(&error), "{what}: {error}"),
                        Ok(firm) => {
                            firm.tell(&mut |entry| ledger.take(entry));
                            let half = STEPS / 2;
                            let mut refused = work(&firm, 0..half, &mut ledger, &mut dice);
                            refused.extend(work(&firm, half..STEPS, &mut ledger, &mut dice));
                            assert_eq!(refused.is_empty(), disk.failed() == 0, "{what}");
                            all_is_well(store.as_ref(), &ledger, &format!("{what}, while it fails"));
                            // The cause goes away: whatever is acknowledged from here on must hold as well.
                            disk.mend();
                            refused.extend(work(&firm, 0..6, &mut ledger, &mut dice));
                            only_refusals(&refused, &what);
                        }
                    }
                    drop(store);
                }
            }
            failures += disk.failed();
            disk.mend();
            let store = plug::open_on(Box::new(memory)).unwrap_or_else(|error| panic!("{what}: {error}"));
            goes_on(store, 2, 0..6, &mut ledger, &mut dice, &what);
        }
    }
    assert!(failures > 0, "no call failed: the test tests nothing");
}

/// A day on a small disk that is filled before the act `point`.
fn day(
    kind: EngineKind,
    options: &str,
    point: usize,
    fill: &dyn Fn(&Path) -> PathBuf,
    dice: &mut Dice,
    what: &str,
) -> Option<usize> {
    let mount = Mount::new(options)?;
    let mut ledger = Ledger::default();
    let store = Arc::new(plug::open(&mount.data(), kind).unwrap());
    let firm = Firm::on(Arc::clone(&store) as Arc<dyn Store>, 1).unwrap();
    let refused = work(&firm, 0..point, &mut ledger, dice);
    assert!(refused.is_empty(), "{what}: {refused:?}");
    let filler = fill(mount.folder.path());
    let refused = work(&firm, point..STEPS, &mut ledger, dice);
    only_refusals(&refused, what);
    match Dump::of(store.as_ref()) {
        Err(error) if !plug::READS_GO_ON_WHEN_FULL => println!("{what}: reads end with «{error}»"),
        _ => all_is_well(store.as_ref(), &ledger, &format!("{what}, while it is full")),
    }
    let full = dice.one_in(2);
    if !full {
        remove(&filler);
        let refused = work(&firm, 0..6, &mut ledger, dice);
        assert!(
            refused.is_empty() || !plug::READS_GO_ON_WHEN_FULL,
            "{what}, there is room again: {refused:?}"
        );
    }
    drop(firm);
    drop(Arc::into_inner(store).unwrap());
    if full {
        // It is still full when it is opened again.
        match plug::open(&mount.data(), kind) {
            Ok(store) => all_is_well(&store, &ledger, &format!("{what}, opened while it is full")),
            Err(StoreError::Engine(_)) if !plug::NAMES_A_FULL_DISK_AT_OPENING => {}
            Err(error) => {
                assert!(plug::is_refusal(&error), "{what}: {error}")
            }
        }
        remove(&filler);
    }
    let store = plug::open(&mount.data(), kind).unwrap_or_else(|error| panic!("{what}: {error}"));
    goes_on(store, 2, 0..STEPS, &mut ledger, dice, what);
    let seen = Dump::of(&plug::open(&mount.data(), kind).unwrap()).unwrap();
    let differs = seen.differs(&Dump::of(&plug::replay(&mount.data()).unwrap()).unwrap());
    assert!(differs.is_empty(), "{what}: the engine is not what the journal makes: {differs:?}");
    Some(refused.len())
}

#[test]
fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    let _alone = durable::alone();
    let seed = seed("full disk");
    let mut dice = Dice::new(seed);
    let points = times("DOZVON_FULL_POINTS", 5).min(STEPS);
    let mut refused = 0;
    for kind in plug::ENGINES {
        for point in 0..points {
            let point = point * STEPS / points;
            let but = *dice.of(&[0, 0, 4_096, 40_000, 400_000]);
            let what =
                format!("seed {seed}, {}, full but for {but} bytes before act {point}", plug::name(*kind));
            match day(*kind, "size=16m", point, &|folder| fill(folder, but), &mut dice, &what) {
                Some(count) => refused += count,
                None => return,
            }
        }
    }
    assert!(refused > 0, "nothing was refused: the disk was not full");
    println!("full disk: {refused} acts refused");
}

#[test]
fn a_full_table_of_files_refuses_or_does_without() {
    let _alone = durable::alone();
    let seed = seed("full table of files");
    let mut dice = Dice::new(seed);
    for kind in plug::ENGINES {
        for point in [0, 13] {
            let what = format!("seed {seed}, {}, no more files before act {point}", plug::name(*kind));
            if day(*kind, "size=64m,nr_inodes=60", point, &fill_with_files, &mut dice, &what).is_none() {
                return;
            }
        }
    }
}

#[test]
fn a_folder_that_can_only_be_read_is_left_as_it_is() {
    let _alone = durable::alone();
    let Some(mount) = Mount::new("size=16m") else { return };
    let mut dice = Dice::new(seed("read-only folder"));
    for kind in plug::ENGINES {
        let folder = mount.data();
        let mut ledger = Ledger::default();
        {
            let store = Arc::new(plug::open(&folder, *kind).unwrap());
            let firm = Firm::on(store as Arc<dyn Store>, 1).unwrap();
            assert!(work(&firm, 0..STEPS, &mut ledger, &mut dice).is_empty());
        }
        assert!(mount.remount("ro"));
        match plug::open(&folder, *kind) {
            Err(error) => assert!(plug::is_refusal(&error), "{error}"),
            Ok(store) => {
                all_is_well(&store, &ledger, "read-only");
                let store = Arc::new(store);
                let refused = Firm::on(Arc::clone(&store) as Arc<dyn Store>, 2)
                    .map_or_else(|error| vec![error], |firm| work(&firm, 0..6, &mut ledger, &mut dice));
                assert!(!refused.is_empty());
                only_refusals(&refused, "read-only");
            }
        }
        assert!(mount.remount("rw"));
        goes_on(plug::open(&folder, *kind).unwrap(), 3, 0..STEPS, &mut ledger, &mut dice, "writable again");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn a_rebuild_without_room_says_so_and_changes_nothing() {
    let _alone = durable::alone();
    let Some(mount) = Mount::new("size=16m") else { return };
    let mut dice = Dice::new(seed("rebuild on a full disk"));
    for kind in plug::ENGINES {
        let folder = mount.data();
        let mut ledger = Ledger::default();
        {
            let store = Arc::new(plug::open(&folder, *kind).unwrap());
            let firm = Firm::on(store as Arc<dyn Store>, 1).unwrap();
            assert!(work(&firm, 0..STEPS, &mut ledger, &mut dice).is_empty());
        }
        let mut refused = 0;
        for but in [0, 4_096, 40_000, 400_000] {
            let what = format!("{}, full but for {but} bytes", plug::name(*kind));
            let before = names(&folder);
            let filler = fill(mount.folder.path(), but);
            let rebuilt = LocalStore::rebuild(&folder, None, &mut |_| {});
            remove(&filler);
            match rebuilt {
                Ok(_) => continue,
                Err(StoreError::Io { source, .. }) if source.kind() == std::io::ErrorKind::StorageFull => {}
                Err(error) => panic!("{what}: {error}"),
            }
            refused += 1;
            assert_eq!(names(&folder), before, "{what}");
            all_is_well(&plug::open(&folder, *kind).unwrap(), &ledger, &what);
        }
        assert!(refused > 0, "{}: nothing was refused", plug::name(*kind));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn a_restore_without_room_for_the_engine_leaves_the_base_that_was_there() {
    let _alone = durable::alone();
    let mut dice = Dice::new(seed("restore on a full disk"));
    let settings = Settings { reserve: 1 << 20, ..Settings::default() };
    for kind in plug::ENGINES {
        let Some(mount) = Mount::new("size=48m") else { return };
        let options = Options { engine: *kind, settings, ..Options::default() };
        let source = tempfile::tempdir().unwrap();
        let (from, folder) = (source.path().join("data"), mount.data());
        let mut wanted = Ledger::default();
        {
            let firm = Firm::on(Arc::new(plug::open(&from, *kind).unwrap()) as Arc<dyn Store>, 1).unwrap();
            for _ in 0..4 {
                assert!(work(&firm, 0..STEPS, &mut wanted, &mut dice).is_empty());
            }
        }
        let mut ledger = Ledger::default();
        {
            let firm = Firm::on(Arc::new(plug::open(&folder, *kind).unwrap()) as Arc<dyn Store>, 2).unwrap();
            assert!(work(&firm, 0..6, &mut ledger, &mut dice).is_empty());
        }
        let (mut before_copying, mut behind_it, mut restored) = (0, 0, 0);
        for but in (0..40).map(|n| n * 512 * 1024) {
            let what = format!("{}, {but} bytes are free", plug::name(*kind));
            let before = names(mount.folder.path());
            let filler = fill(mount.folder.path(), but);
            let mut copied = false;
            let done = backup::restore(&from, &folder, Until::Last, &options, &mut |progress| {
                copied |= matches!(progress, backup::Progress::Opening(_));
            });
            match done {
                Ok(report) => {
                    // Whoever is told that it is done has an engine, and can write at once.
                    assert!(engine_folder(&folder).is_some_and(|it| it.is_dir()), "{what}");
                    let store = LocalStore::open(&folder, options.clone(), &mut |_| {}).unwrap();
                    assert!(Room::of(&folder).unwrap().bytes >= settings.reserve, "{what}");
                    assert_eq!(store.last_seq(), report.last, "{what}");
                    let mut ledger = wanted.clone();
                    all_is_well(&store, &ledger, &what);
                    let firm = Firm::on(Arc::new(store) as Arc<dyn Store>, 3).unwrap();
                    let refused = work(&firm, 1..2, &mut ledger, &mut dice);
                    assert!(refused.is_empty(), "{what}: {refused:?}");
                    drop(firm);
                    remove(&filler);
                    std::fs::remove_dir_all(&folder).unwrap();
                    std::fs::rename(report.kept.unwrap(), &folder).unwrap();
                    restored += 1;
                    if restored == 2 {
                        break;
                    }
                }
                Err(error) => {
                    assert!(
                        matches!(error, StoreError::NoRoomFor { .. } | StoreError::NoFiles { .. })
                            || error.refusal() == Some(ReadOnly::Full),
                        "{what}: {error}"
                    );
                    remove(&filler);
                    if copied { behind_it += 1 } else { before_copying += 1 }
                }
            }
            assert_eq!(names(mount.folder.path()), before, "{what}");
            let store = Arc::new(plug::open(&folder, *kind).unwrap());
            all_is_well(store.as_ref(), &ledger, &what);
            assert_eq!(store.health(), Health::Writable, "{what}");
        }
        assert!(
            before_copying > 0 && behind_it > 0 && restored > 0,
            "{}: refused {before_copying} and {behind_it} times, done {restored} times: the test tests nothing",
            plug::name(*kind)
        );
    }
}

#[test]
fn a_check_without_room_says_what_it_has_not_compared() {
    let _alone = durable::alone();
    let mut dice = Dice::new(seed("check on a full disk"));
    for kind in plug::ENGINES {
        let Some(mount) = Mount::new("size=48m") else { return };
        let folder = mount.data();
        let mut ledger = Ledger::default();
        {
            let firm = Firm::on(Arc::new(plug::open(&folder, *kind).unwrap()) as Arc<dyn Store>, 1).unwrap();
            for _ in 0..2 {
                assert!(work(&firm, 0..STEPS, &mut ledger, &mut dice).is_empty());
            }
        }
        let (mut cut_short, mut compared) = (0, 0);
        for but in [32, 16, 12, 8, 4, 1, 0].map(|n| n * 512 * 1024) {
            let what = format!("{}, {but} bytes are free", plug::name(*kind));
            let filler = fill(mount.folder.path(), but);
            let looked =
                LocalStore::look(&folder, &mut |_| {}).unwrap_or_else(|error| panic!("{what}: {error}"));
            let report = looked.unwrap().verify(true, &mut |_| {}).unwrap();
            remove(&filler);
            assert!(report.is_clean(), "{what}: {:?}", report.findings);
            assert!(report.seen.commits > 0, "{what}: the journal is read all the same");
            // Either it was compared, or it is said why not and how much is wanting.
            assert_ne!(report.seen.compared, report.is_cut_short(), "{what}: {:?}", report.remarks);
            let named = report.remarks.iter().find_map(|remark| match remark {
                Remark::NoRoomToCompare { free, wanted } | Remark::NoRoomToLook { free, wanted } => {
                    Some((*free, *wanted))
                }
                _ => None,
            });
            match named {
                Some((free, wanted)) => {
                    assert!(free <= but as u64 && free < wanted, "{what}: {free} of {wanted}");
                    cut_short += 1;
                }
                None => {
                    assert!(report.seen.compared, "{what}: {:?}", report.remarks);
                    compared += 1;
                }
            }
        }
        assert!(
            cut_short > 0 && compared > 0,
            "{}: compared {compared} times, not {cut_short} times: the test tests nothing",
            plug::name(*kind)
        );
        all_is_well(&plug::open(&folder, *kind).unwrap(), &ledger, &plug::name(*kind));
    }
}
