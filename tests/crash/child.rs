//! The child: it works on a store and says what was acknowledged, until it is killed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dozvon::store::local::{EngineKind, OpenProgress};
use dozvon::store::{Entry, Store, StoreError};

use crate::durable::dice::{Dice, setting, times};
use crate::durable::ledger::ack_line;
use crate::durable::plug;
use crate::durable::work::Firm;

/// No child does more acts: one whose parent is gone ends by itself.
const ACTS_MAX: usize = 5_000;

/// What a child does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
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
    pub(crate) const ALL: [Self; 5] =
        [Self::Work, Self::Import, Self::Snapshot, Self::Rebuild, Self::Restore];

    /// Whether the store can do it.
    pub(crate) fn is_there(self) -> bool {
        match self {
            Self::Work | Self::Import => true,
            Self::Snapshot => plug::SNAPSHOT.is_some(),
            Self::Rebuild => plug::REBUILD.is_some(),
            Self::Restore => plug::RESTORE.is_some(),
        }
    }

    pub(crate) fn name(self) -> String {
        format!("{self:?}")
    }
}

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
    if matches!(part, Part::Rebuild | Part::Restore) && !folder.join("FORMAT").exists() {
        // There is nothing yet to be made again.
        drop(plug::open(folder, kind)?);
    }
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
    let store = Arc::new(plug::open_telling(folder, kind, &mut |progress| match progress {
        OpenProgress::Rebuilding { done: 0, .. } => say("rebuilding"),
        OpenProgress::Upgrading { .. } => say("upgrading"),
        _ => {}
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
