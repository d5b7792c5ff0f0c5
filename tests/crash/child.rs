//! The child: it works on a store and says what was acknowledged, until it is killed.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

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
    /// Files of the journal are packed, old ones go, and the engine is made compact, while operators work.
    Tidy,
}

impl Part {
    pub(crate) const ALL: [Self; 6] =
        [Self::Work, Self::Import, Self::Snapshot, Self::Rebuild, Self::Restore, Self::Tidy];

    /// Whether it is about something that takes its time and is told of when it begins and ends.
    pub(crate) fn is_big(self) -> bool {
        !matches!(self, Self::Work | Self::Import)
    }

    /// Whether the store can do it.
    pub(crate) fn is_there(self) -> bool {
        match self {
            Self::Work | Self::Import | Self::Tidy => true,
            Self::Snapshot => plug::SNAPSHOT.is_some(),
            Self::Rebuild => plug::REBUILD.is_some(),
            Self::Restore => plug::RESTORE.is_some(),
        }
    }

    pub(crate) fn name(self) -> String {
        format!("{self:?}")
    }
}

/// Says a line to the parent, and when. Without a parent there is nothing more to do.
#[allow(clippy::disallowed_methods, reason = "the parent compares it with the time its disk is taken away")]
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    if writeln!(out, "» {now} {line}").and_then(|()| out.flush()).is_err() {
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
    let stops = setting("DOZVON_CHILD_STOPS").is_some();
    let dice = Dice::new(word("DOZVON_CHILD_SEED").parse().unwrap());
    if let Err(error) = live(&folder, kind, part, life, Till { acts, stops }, dice) {
        // A disk that is taken away under the child is what some tests are about.
        say(&format!("stopped {error}"));
    }
}

/// Whether a backup has no file of the journal that is in the store, too.
fn shares_nothing(folder: &Path, backup: &Path) -> bool {
    let segments = |folder: &Path| -> Vec<OsString> {
        let files = std::fs::read_dir(folder.join("journal")).into_iter().flatten().flatten();
        let names = files.map(|file| file.file_name());
        names.filter(|name| name.to_string_lossy().ends_with(".journal")).collect()
    };
    let kept = segments(folder);
    !segments(backup).iter().any(|name| kept.contains(name))
}

/// How long a child lives when nobody kills it.
#[derive(Clone, Copy)]
struct Till {
    /// Each hand does so many acts.
    acts: usize,
    /// It goes when the rebuild or the restore it began with is over.
    stops: bool,
}

fn live(
    folder: &Path,
    kind: EngineKind,
    part: Part,
    life: u64,
    till: Till,
    mut dice: Dice,
) -> Result<(), StoreError> {
    if matches!(part, Part::Rebuild | Part::Restore) && !folder.join("FORMAT").exists() {
        // There is nothing yet to be made again.
        drop(plug::open(folder, kind)?);
    }
    match (part, plug::REBUILD, plug::RESTORE) {
        (Part::Rebuild, Some(rebuild), _) => {
            // Half of the time it becomes another engine.
            let mut others = plug::ENGINES.iter().copied().filter(|other| *other != kind);
            let other = if dice.one_in(2) { others.next() } else { None };
            say("begin big");
            rebuild(folder, other.unwrap_or(kind))?;
            say("end big");
        }
        (Part::Restore, _, Some(restore)) => {
            let backup = folder.with_extension("backup");
            if shares_nothing(folder, &backup) {
                // All the history it has is gone from the store: nothing proves that it is of this one, and it is refused.
                let _ = std::fs::remove_dir_all(&backup);
            }
            say("begin big");
            restore(folder, &backup)?;
            say("end big");
        }
        _ => {}
    }
    if till.stops && matches!(part, Part::Rebuild | Part::Restore) {
        return Ok(());
    }
    say("opening");
    let settings = if part == Part::Tidy { plug::eager() } else { plug::settings() };
    let store = Arc::new(plug::open_kept(folder, kind, settings, &mut |progress| match progress {
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
                for _ in 0..till.acts {
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
                    for _ in 0..till.acts.div_ceil(100) {
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
                while !over.load(Ordering::Relaxed) && !hands.iter().all(|hand| hand.is_finished()) {
                    say("begin big");
                    snapshot(&store)?;
                    say("end big");
                }
            }
            (Part::Tidy, _) => {
                while !over.load(Ordering::Relaxed) && !hands.iter().all(|hand| hand.is_finished()) {
                    say("begin big");
                    if plug::tidy(&store)? {
                        say("compacted");
                    }
                    say("end big");
                }
            }
            _ => {}
        }
        hands.into_iter().try_for_each(|hand| hand.join().unwrap())
    })
}
