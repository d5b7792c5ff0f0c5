//! A cut of the power. A firm works on a disk that notes every write and sync; then every legal state of that disk after
//! a cut is opened, at every place of the log: it holds all that was acknowledged, exactly the first commits of what was
//! written beyond that, and it takes new writes.
//!
//! `DOZVON_POWER_LIVES` makes it longer: in each life the firm goes on with a state the last cut may have left, until another
//! firm begins anew.
//! `tests/power.sh` does the real thing with a file system.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot set its stage has failed; what it tells is for whoever runs it at length"
)]

mod durable;

use std::sync::Arc;

use dozvon::domain::client::Client;
use dozvon::domain::ids::{ClientId, RecordId, SessionId, UserId};
use dozvon::domain::time::Moment as Time;
use dozvon::store::local::LocalStore;
use dozvon::store::{Commit, Origin, Reads, Store};

use durable::check::Dump;
use durable::dice::{Dice, seed, times};
use durable::model::Model;
use durable::plug;
use durable::wires::{Files, Moment, Op, Wires, memory};
use durable::work::Firm;

/// A firm works for a while on a disk; returns the disk with its log.
fn work(before: &Files, life: u64, dice: &mut Dice, model: &mut Model) -> Wires {
    let wires = Wires::on(before);
    // In every second life history goes with the snapshots.
    let settings = if life.is_multiple_of(2) { plug::eager() } else { plug::settings() };
    let store = Arc::new(plug::open_on_kept(Box::new(wires.clone()), settings).unwrap());
    let firm = Firm::on(Arc::clone(&store) as Arc<dyn Store>, life).unwrap();
    let model = std::sync::Mutex::new(model);
    let tell = || {
        firm.tell(&mut |entry| {
            model.lock().unwrap().take(entry);
            wires.acked(entry.seq);
        });
    };
    tell();
    // One after the other, then together: their commits share a frame.
    for place in 0..firm.operators.len() {
        firm.operate(place, dice, &mut |_| {}).unwrap();
        tell();
    }
    std::thread::scope(|scope| {
        for place in 0..firm.operators.len() {
            let mut dice = dice.split();
            let (firm, tell) = (&firm, &tell);
            scope.spawn(move || {
                for _ in 0..4 {
                    firm.operate(place, &mut dice, &mut |_| {}).unwrap();
                    tell();
                }
            });
        }
        let rows = 10 + dice.below(40);
        firm.import(dice, rows, &mut |_| {}, &mut || tell()).unwrap();
        tell();
        if let Some(snapshot) = plug::SNAPSHOT {
            snapshot(&store).unwrap();
        }
    });
    // Closed files are packed.
    plug::tidy(&store).unwrap();
    let place = dice.below(firm.operators.len());
    firm.operate(place, dice, &mut |_| {}).unwrap();
    tell();
    wires
}

/// How closely a state is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// What is in it.
    Reads,
    /// Whether it takes new writes, too.
    Writes,
    /// And whether `verify --deep` is content with it then.
    Deep,
}

impl Look {
    /// Most states are only read: there are many.
    fn at(state: usize) -> Self {
        match state {
            n if n.is_multiple_of(40) => Self::Deep,
            n if n.is_multiple_of(5) => Self::Writes,
            _ => Self::Reads,
        }
    }
}

/// Opens what a cut has left; says what is wrong with it.
fn survives(files: &Files, acked: u64, model: &Model, look: Look) -> Result<u64, String> {
    let disk = memory(files);
    let open = || plug::open_on(Box::new(disk.clone())).map_err(|error| format!("it does not open: {error}"));
    let store = open()?;
    let last = store.last_seq();
    if last < acked {
        return Err(format!("commit {acked} was acknowledged, the last one is {last}"));
    }
    let dump = Dump::of(&store).map_err(|error| error.to_string())?;
    if !model.holds(last, &dump) {
        return Err(format!("it is at commit {last}, but holds something else"));
    }
    if look != Look::Reads {
        drop(write(store, last)?);
        let store = open()?;
        if store.last_seq() != last + 1 || Reads(&store).client(ClientId::from_u64(NEW)).unwrap().is_none() {
            return Err("what was written after the cut is not there".into());
        }
        if look != Look::Deep {
            return Ok(last);
        }
        let found = plug::findings(&store).map_err(|error| error.to_string())?;
        if !found.is_empty() {
            return Err(format!("verify finds {found:?}"));
        }
    }
    Ok(last)
}

/// After so many lives a new firm begins.
const GENERATION: u64 = 6;

/// Id of a client nobody else makes.
const NEW: u64 = 1 << 40;

fn write(store: LocalStore, last: u64) -> Result<LocalStore, String> {
    let origin = Origin {
        at: Time::from_millis(1),
        actor: UserId::from_u64(1),
        session: SessionId(1),
        use_case: "test".into(),
    };
    let mut commit = Commit::new(origin);
    commit.put(&Client::new(ClientId::from_u64(NEW), "Новый", Time::from_millis(1))).unwrap();
    match store.commit(commit) {
        Ok(seq) if seq == last + 1 => Ok(store),
        Ok(seq) => Err(format!("commit {seq} follows commit {last}")),
        Err(error) => Err(format!("it takes no writes: {error}")),
    }
}

#[test]
fn every_state_a_power_cut_may_leave_holds_what_was_acknowledged() {
    let lives = times("DOZVON_POWER_LIVES", 2) as u64;
    let seed = seed("power cut");
    let mut dice = Dice::new(seed);
    let mut before = Files::new();
    let mut model = Model::new();
    let (mut states, mut beyond) = (0_usize, 0_usize);
    for life in 1..=lives {
        if life % GENERATION == 0 {
            // Another firm: each life looks at as many states again as its base has grown, and what is old shows nothing new.
            (before, model) = (Files::new(), Model::new());
        }
        let opened = model.last_seq();
        let wires = work(&before, life, &mut dice, &mut model);
        let log = wires.log();
        let mut moment = Moment::on(&before);
        moment.acked = opened;
        let mut seen: Vec<(Files, u64)> = Vec::new();
        for (place, op) in log.iter().map(Some).chain([None]).enumerate() {
            for files in moment.cut(op, &mut dice, 4) {
                states += 1;
                let last = survives(&files, moment.acked, &model, Look::at(states)).unwrap_or_else(|wrong| {
                    let kept = tempfile::tempdir().unwrap().keep();
                    for (name, bytes) in &files {
                        std::fs::write(kept.join(name), bytes).unwrap();
                    }
                    let during = op.map(|op| format!("{op:?}").chars().take(80).collect::<String>());
                    panic!(
                        "seed {seed}, life {life}, cut at {place} of {} ({during:?}): {wrong}; see {}",
                        log.len(),
                        kept.display()
                    )
                });
                beyond += usize::from(last > moment.acked);
                // The first states of a life are few and alike: the next life goes on from a later one.
                if place > log.len() / 2 && (seen.is_empty() || dice.one_in(40)) {
                    seen = vec![(files, last)];
                }
            }
            if let Some(op) = op {
                moment.step(op);
            }
        }
        // The next life goes on where the cut has left it; what was written beyond is gone, and so are its numbers.
        let (files, last) = seen.pop().unwrap();
        let store = plug::open_on(Box::new(memory(&files))).unwrap();
        model.back_to(last, Dump::of(&store).unwrap());
        before = files;
    }
    println!("power cut: {states} states in {lives} lives, {beyond} of them held more than was acknowledged");
    assert!(beyond > 0, "no cut fell between a write and its acknowledgement: the test tests nothing");
}

#[test]
fn a_disk_that_lies_about_its_syncs_is_found_out() {
    // The test above sees a loss when there is one: here every second sync does nothing.
    let mut dice = Dice::new(7);
    let mut model = Model::new();
    let wires = work(&Files::new(), 1, &mut dice, &mut model);
    let mut syncs = 0;
    let honest = |op: &Op| {
        syncs += usize::from(matches!(op, Op::Sync(_)));
        !matches!(op, Op::Sync(_)) || syncs < 4
    };
    let log: Vec<Op> = wires.log().into_iter().filter(honest).collect();
    let mut moment = Moment::on(&Files::new());
    let lost = log.iter().any(|op| {
        moment.step(op);
        moment
            .cut(None, &mut dice, 1)
            .iter()
            .any(|files| survives(files, moment.acked, &model, Look::Reads).is_err())
    });
    assert!(lost);
}
