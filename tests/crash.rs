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

mod durable;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dozvon::store::local::{EngineKind, LocalStore, OpenProgress};
use dozvon::store::{Entry, Store, StoreError, Table};

use durable::check::{Dump, half_done, inconsistent, missing, problems};
use durable::dice::{Dice, seed, setting, times};
use durable::ledger::{Ledger, ack_line};
use durable::plug;
use durable::work::Firm;

/// A store is begun anew after so many rounds: it would only get slower.
const ROUNDS_OF_ONE_STORE: usize = 12;
/// No child does more acts: one whose parent is gone ends by itself.
const ACTS_MAX: usize = 5_000;

/// What a child does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Three operators at once.
    Work,
    /// A list is loaded while an operator works.
    Import,
    /// Snapshots are taken while operators work.
    Snapshot,
    /// The engine is made again, then there is work.
    Rebuild,
    /// The store is restored from a backup of its own, then there is work.
    Restore,
}

impl Part {
    const ALL: [Self; 5] = [Self::Work, Self::Import, Self::Snapshot, Self::Rebuild, Self::Restore];

    /// Whether the store can do it.
    fn is_there(self) -> bool {
        match self {
            Self::Work | Self::Import => true,
            Self::Snapshot => plug::SNAPSHOT.is_some(),
            Self::Rebuild => plug::REBUILD.is_some(),
            Self::Restore => plug::RESTORE.is_some(),
        }
    }

    fn name(self) -> String {
        format!("{self:?}")
    }
}

/// When a child is killed.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// After so many acknowledgements.
    AfterAcks(usize),
    /// In the middle of the act that begins after so many acknowledgements.
    WithinAct(usize),
    /// While it opens the store, a moment after it has said so; the moment is so many turns of an empty loop.
    Opening(usize),
    /// In the middle of a rebuild, a restore or a snapshot, so many turns after it has begun.
    WithinBigAct(usize),
}

// ---- the child

/// Says a line to the parent. Without a parent there is nothing more to do.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "» {line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// The child of the other tests: it works until it is killed, or until it has done as many acts as it was told to.
#[test]
#[ignore = "it is started by the other tests"]
fn child() {
    let Some(folder) = setting("DOZVON_CHILD_FOLDER").map(PathBuf::from) else { return };
    let word = |name: &str| setting(name).unwrap_or_default();
    let kind = plug::engine(&word("DOZVON_CHILD_ENGINE"));
    let part = Part::ALL.into_iter().find(|part| part.name() == word("DOZVON_CHILD_PART")).unwrap();
    let life: u64 = word("DOZVON_CHILD_LIFE").parse().unwrap();
    let acts = times("DOZVON_CHILD_ACTS", ACTS_MAX);
    let dice = Dice::new(word("DOZVON_CHILD_SEED").parse().unwrap());
    if let Err(error) = live(&folder, kind, part, life, acts, dice) {
        // A disk that is taken away under the child is what some tests are about.
        say(&format!("stopped {error}"));
    }
}

fn live(
    folder: &Path,
    kind: EngineKind,
    part: Part,
    life: u64,
    acts: usize,
    mut dice: Dice,
) -> Result<(), StoreError> {
    match (part, plug::REBUILD, plug::RESTORE) {
        (Part::Rebuild, Some(rebuild), _) => {
            say("begin big");
            rebuild(folder, kind)?;
        }
        (Part::Restore, _, Some(restore)) => {
            say("begin big");
            restore(folder, &folder.with_extension("backup"))?;
        }
        _ => {}
    }
    say("opening");
    let store = Arc::new(plug::open_telling(folder, kind, &mut |progress| {
        if matches!(progress, OpenProgress::Rebuilding { done: 0, .. }) {
            say("rebuilding");
        }
    })?);
    say(&format!("open {}", store.last_seq()));
    let firm = Firm::on(Arc::clone(&store) as Arc<dyn Store>, life)?;
    let tell = || firm.tell(&mut |entry: &Entry| say(&ack_line(entry)));
    tell();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let operators = if part == Part::Import { 1 } else { firm.operators.len() };
        let mut hands = Vec::new();
        for place in 0..operators {
            let mut dice = dice.split();
            let (firm, tell, over) = (&firm, &tell, &over);
            hands.push(scope.spawn(move || {
                for _ in 0..acts {
                    let done = firm.operate(place, &mut dice, &mut |act| say(&format!("begin {act}")));
                    tell();
                    if done.is_err() || over.load(Ordering::Relaxed) {
                        over.store(true, Ordering::Relaxed);
                        return done;
                    }
                }
                Ok(())
            }));
        }
        match (part, plug::SNAPSHOT) {
            (Part::Import, _) => {
                let mut loads = || -> dozvon::store::Result<()> {
                    for _ in 0..acts.div_ceil(100) {
                        let rows = 50 + dice.below(800);
                        firm.import(&mut dice, rows, &mut |act| say(&format!("begin {act}")), &mut || {
                            tell()
                        })?;
                        tell();
                    }
                    Ok(())
                };
                let done = loads();
                over.store(true, Ordering::Relaxed);
                done?;
            }
            (Part::Snapshot, Some(snapshot)) => {
                while !over.load(Ordering::Relaxed) {
                    say("begin big");
                    snapshot(&store)?;
                }
            }
            _ => {}
        }
        hands.into_iter().try_for_each(|hand| hand.join().unwrap())
    })
}

// ---- the parent

/// How a child dies.
type Kill<'a> = &'a dyn Fn(&mut Child);

fn kill_9(child: &mut Child) {
    child.kill().unwrap();
}

struct Round<'a> {
    folder: &'a Path,
    kind: EngineKind,
    part: Part,
    life: u64,
    death: Death,
    seed: u64,
    kill: Kill<'a>,
}

fn spin(turns: usize) {
    for _ in 0..turns {
        std::hint::spin_loop();
    }
}

impl Round<'_> {
    /// Starts a child, kills it, and takes in what it has said.
    fn run(&self, ledger: &mut Ledger) -> Result<(), String> {
        let errors = tempfile::tempfile().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env("DOZVON_CHILD_FOLDER", self.folder)
            .env("DOZVON_CHILD_ENGINE", plug::name(self.kind))
            .env("DOZVON_CHILD_PART", self.part.name())
            .env("DOZVON_CHILD_LIFE", self.life.to_string())
            .env("DOZVON_CHILD_SEED", self.seed.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors.try_clone().unwrap())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let (mut acks, mut killed, mut wrong) = (0, false, None);
        let mut line = Vec::new();
        // Reading goes on after the kill: what is in the pipe was said before.
        while said.read_until(b'\n', &mut line).unwrap() > 0 {
            let text = String::from_utf8_lossy(&line).into_owned();
            let whole = text.ends_with('\n');
            line.clear();
            let Some(text) = text.trim_end().strip_prefix("» ").filter(|_| whole) else { continue };
            let mut said = ledger.line(text);
            if let Some(error) = text.strip_prefix("stopped ").filter(|_| !killed) {
                said = Err(format!("the child could not go on: {error}"));
            }
            if let Err(error) = said {
                wrong.get_or_insert(error);
                kill_9(&mut child);
                killed = true;
            }
            acks += usize::from(text.starts_with("ack "));
            let now = match self.death {
                Death::AfterAcks(count) => acks >= count,
                Death::WithinAct(count) => acks >= count && text.starts_with("begin "),
                Death::Opening(turns) => {
                    let now = text == "opening" || text == "rebuilding";
                    spin(if now && !killed { turns } else { 0 });
                    now
                }
                Death::WithinBigAct(turns) => {
                    let now = text == "begin big";
                    spin(if now && !killed { turns } else { 0 });
                    now
                }
            };
            if now && !killed {
                killed = true;
                (self.kill)(&mut child);
            }
        }
        let status = child.wait().unwrap();
        if killed {
            return wrong.map_or(Ok(()), Err);
        }
        let mut errors = errors;
        std::io::Seek::rewind(&mut errors).unwrap();
        Err(format!("the child ended by itself, {status}: {}", std::io::read_to_string(errors).unwrap()))
    }
}

/// Opens a store after a death: all that was acknowledged is there, nothing half, and work goes on; and the engine holds
/// what a replay of the whole journal gives.
fn look(
    folder: &Path,
    kind: EngineKind,
    life: u64,
    ledger: &mut Ledger,
    dice: &mut Dice,
) -> Result<(), Vec<String>> {
    let fail = |error: String| vec![error];
    let store =
        plug::open(folder, kind).map_err(|error| fail(format!("the store does not open: {error}")))?;
    ledger.opened(store.last_seq()).map_err(fail)?;
    let wrong = problems(&store, ledger);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let store = Arc::new(store);
    let work = |ledger: &mut Ledger, dice: &mut Dice| {
        let firm = Firm::on(Arc::clone(&store) as Arc<dyn Store>, life)?;
        for _ in 0..5 {
            firm.operate(0, dice, &mut |_| {})?;
        }
        firm.tell(&mut |entry| ledger.take(entry));
        Ok(())
    };
    work(ledger, dice).map_err(|error: StoreError| fail(format!("work does not go on: {error}")))?;
    let store: LocalStore = Arc::into_inner(store).unwrap();
    let wrong = problems(&store, ledger);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let seen = Dump::of(&store).map_err(|error| fail(error.to_string()))?;
    *ledger = Ledger::of(&seen, store.last_seq());
    drop(store);
    let replayed = plug::replay(folder)
        .and_then(|store| Dump::of(&store))
        .map_err(|error| fail(format!("the journal can't be replayed: {error}")))?;
    let mut wrong = seen.differs(&replayed);
    if let Some(verify) = plug::VERIFY {
        wrong.extend(verify(folder, kind).map_err(|error| fail(format!("verify: {error}")))?);
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

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
