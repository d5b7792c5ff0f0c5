//! The parent: it starts a child, kills it, and looks at what it has left.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Store, StoreError};

use crate::child::Part;
use crate::durable::check::{Dump, problems};
use crate::durable::dice::Dice;
use crate::durable::ledger::Ledger;
use crate::durable::plug;
use crate::durable::work::Firm;

/// When a child is killed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Death {
    /// After so many acknowledgements.
    AfterAcks(usize),
    /// In the middle of the act that begins after so many acknowledgements.
    WithinAct(usize),
    /// While it opens the store, a moment after it has said so; the moment is so many turns of an empty loop.
    Opening(usize),
    /// While it brings the folder to the present format, so many turns after it has begun; when it is through at the latest.
    Upgrading(usize),
    /// In the middle of a rebuild, a restore, a snapshot or upkeep, so many turns after it has begun.
    WithinBigAct(usize),
    /// After each of its hands has done so many acts and the store was closed in order.
    Closed(usize),
    /// Right after the rebuild or the restore it began with.
    AfterBigAct,
}

impl Death {
    /// Whether the child ends by itself, and what kills it comes after that.
    fn is_late(self) -> bool {
        matches!(self, Self::Closed(_) | Self::AfterBigAct)
    }
}

/// What was seen of a child's life.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// It died in the middle of a rebuild, a restore, a snapshot or upkeep.
    pub(crate) midway: bool,
    /// So often its engine was made compact.
    pub(crate) compacted: usize,
    /// So many acknowledgements were said while its disk was being taken away, or later.
    pub(crate) behind: usize,
}

/// How a child dies. What is given back is the time from which nothing it says proves anything, in nanoseconds of the system's
/// clock: its disk was being taken away.
pub(crate) type Kill<'a> = &'a dyn Fn(&mut Child) -> Option<u128>;

pub(crate) fn kill_9(child: &mut Child) -> Option<u128> {
    child.kill().unwrap();
    None
}

pub(crate) struct Round<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) kind: EngineKind,
    pub(crate) part: Part,
    pub(crate) life: u64,
    pub(crate) death: Death,
    pub(crate) seed: u64,
    pub(crate) kill: Kill<'a>,
}

fn spin(turns: usize) {
    for _ in 0..turns {
        std::hint::spin_loop();
    }
}

impl Round<'_> {
    /// Starts a child, kills it, and takes in what it has said.
    pub(crate) fn run(&self, ledger: &mut Ledger) -> Result<Seen, String> {
        let errors = tempfile::tempfile().unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        if let Death::Closed(acts) = self.death {
            command.env("DOZVON_CHILD_ACTS", acts.to_string());
        }
        if matches!(self.death, Death::AfterBigAct) {
            command.env("DOZVON_CHILD_STOPS", "1");
        }
        let mut child = command
            .args(["--exact", "child::child", "--ignored", "--nocapture"])
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
        let (mut acks, mut killed, mut doubtful, mut wrong) = (0, false, None, None);
        let mut seen = Seen::default();
        let mut line = Vec::new();
        // Reading goes on after the kill: what is in the pipe was said before.
        while said.read_until(b'\n', &mut line).unwrap() > 0 {
            let text = String::from_utf8_lossy(&line).into_owned();
            let whole = text.ends_with('\n');
            line.clear();
            let Some(text) = text.trim_end().strip_prefix("» ").filter(|_| whole) else { continue };
            let (time, text) = text.split_once(' ').unwrap();
            let is_behind = doubtful.is_some_and(|from| time.parse::<u128>().unwrap() >= from);
            if is_behind && text.starts_with("ack ") {
                seen.behind += 1;
                continue;
            }
            let mut said = ledger.line(text);
            if let Some(error) = text.strip_prefix("stopped ").filter(|_| !killed) {
                said = Err(format!("the child could not go on: {error}"));
            }
            if let Err(error) = said {
                wrong.get_or_insert(error);
                _ = kill_9(&mut child);
                killed = true;
            }
            acks += usize::from(text.starts_with("ack "));
            match text {
                "begin big" => seen.midway = true,
                "end big" => seen.midway = false,
                "compacted" => seen.compacted += 1,
                _ => {}
            }
            let now = match self.death {
                Death::AfterAcks(count) => acks >= count,
                Death::WithinAct(count) => acks >= count && text.starts_with("begin "),
                Death::Opening(turns) => {
                    let now = text == "opening" || text == "rebuilding";
                    spin(if now && !killed { turns } else { 0 });
                    now
                }
                Death::Upgrading(turns) => {
                    let begun = text == "upgrading";
                    spin(if begun && !killed { turns } else { 0 });
                    begun || text.starts_with("open ")
                }
                Death::WithinBigAct(turns) => {
                    let now = text == "begin big";
                    spin(if now && !killed { turns } else { 0 });
                    now
                }
                Death::Closed(_) | Death::AfterBigAct => false,
            };
            if now && !killed {
                killed = true;
                doubtful = (self.kill)(&mut child);
            }
        }
        let status = child.wait().unwrap();
        if killed {
            return wrong.map_or(Ok(seen), Err);
        }
        if self.death.is_late() && status.success() {
            _ = (self.kill)(&mut child);
            return Ok(seen);
        }
        let mut errors = errors;
        std::io::Seek::rewind(&mut errors).unwrap();
        Err(format!("the child ended by itself, {status}: {}", std::io::read_to_string(errors).unwrap()))
    }
}

/// Opens a store after a death: all that was acknowledged is there, nothing half, and work goes on; and the engine holds
/// what a replay of the whole journal gives.
pub(crate) fn look(
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
