//! What a check may find, and what helps against it.

use std::collections::BTreeMap;

use crate::domain::ids::ClientId;
use crate::store::journal::Damage;
use crate::store::key::Key;
use crate::store::tables::{Index, Table};

/// No more findings of one kind than this are named; all are counted.
pub const NAMED: u64 = 1000;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Commits of the journal can't be read.
    Journal(Damage),
    /// The journal ends before a commit that the engine or a snapshot has: it has lost its end.
    JournalBehind {
        /// The last commit that is known of.
        reached: u64,
        /// The last commit of the journal.
        journal: u64,
    },
    /// The store opens for reading only, though all that can't be read is known: a repair was not brought to its end.
    Unrepaired,
    /// A record in a commit is not as it must be, though the sum of the commit holds.
    JournalRecord {
        /// The commit.
        seq: u64,
        /// The table of the record.
        table: Table,
        /// Its key.
        key: Key,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A snapshot can't be read to its end.
    Snapshot {
        /// Its file name.
        file: String,
        /// Where it can't be read, in bytes.
        offset: u64,
        /// What is wrong there.
        what: &'static str,
    },
    /// A record in a snapshot is not as it must be, though the sum of its block holds.
    SnapshotRecord {
        /// The file name of the snapshot.
        file: String,
        /// The table of the record.
        table: Table,
        /// Its key.
        key: Key,
        /// What is wrong with it.
        fault: Fault,
    },
    /// A snapshot has come from other commits than those of the journal beside it.
    Apart {
        /// Its file name.
        file: String,
    },
    /// A snapshot knows other commits behind the end of the journal than the engine does.
    Against {
        /// Its file name.
        file: String,
    },
    /// The engine has come from other commits than those of the journal beside it, and is ahead of it.
    EngineApart,
    /// No snapshot and journal lead from an earlier state to the last one: were the engine lost now, records would be.
    NoPath {
        /// The last commit of the journal.
        last: u64,
    },
    /// The engine can't be read; what the engine says.
    Engine(String),
    /// The engine does not say how far it has come, or can't be understood.
    Bookkeeping,
    /// The engine lacks the last commits of the journal.
    EngineBehind {
        /// The last commit in the engine.
        engine: u64,
        /// The last commit of the journal.
        journal: u64,
    },
    /// A record in the engine is not as it must be.
    Record {
        /// Its table.
        table: Table,
        /// The key it stands under.
        key: Key,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Two records of one table have the same id.
    SameId {
        /// The table.
        table: Table,
        /// The id.
        id: u64,
        /// The key of the second one.
        key: Key,
    },
    /// A record can't be found through an index: the entry is missing.
    NoEntry {
        /// The index.
        index: Index,
        /// The entry that should be there.
        entry: Key,
        /// The table of the record.
        table: Table,
        /// The key of the record.
        key: Key,
    },
    /// An index leads to a record that is not there, or does not belong under this entry.
    StrayEntry {
        /// The index.
        index: Index,
        /// The entry.
        entry: Key,
    },
    /// A key of the engine belongs to no table and to no index.
    StrayKey {
        /// The key.
        key: Key,
    },
    /// A record names another one that is not there.
    Dangling {
        /// Its table.
        table: Table,
        /// Its key.
        key: Key,
        /// The table of the other one.
        to: Table,
        /// The id of the other one.
        id: u64,
    },
    /// The engine would give out an id that is in use, or was.
    Counter {
        /// The table.
        table: Table,
        /// The id it would give out next.
        next: u64,
        /// The highest id in use.
        highest: u64,
    },
    /// Replaying the journal makes something the engine does not have.
    Lacking {
        /// Its key.
        key: Key,
    },
    /// The engine has something that replaying the journal does not make.
    Surplus {
        /// Its key.
        key: Key,
    },
    /// The engine has another value than replaying the journal makes.
    Different {
        /// Its key.
        key: Key,
    },
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It can't be decoded; why.
    Unreadable(String),
    /// Its table is not known to this release.
    UnknownTable,
    /// It stands under another key than its own.
    WrongKey,
    /// The journal gives it another id than its own.
    WrongId,
    /// Its revision is none that a commit can have given it.
    Revision {
        /// The revision.
        revision: u64,
        /// The last commit there is.
        last: u64,
    },
}

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cure {
    /// Bring the repair to its end: `repair`.
    RepairAgain,
    /// Go on with what can be read, or take a backup: `repair`, `restore`.
    RepairOrRestore,
    /// Make the engine again from the journal: `rebuild`.
    Rebuild,
    /// As [`Cure::Rebuild`]; when it is found again afterwards, the program has written it so and its makers should know.
    RebuildThenTell,
    /// Files of two bases, or of two copies of one, stand beside each other: put back what belongs there, or go on with the
    /// journal: `snapshot`.
    Sort,
    /// The state is whole, but what it could be made from again is not: take a backup at once. It writes down what the engine
    /// has, so an engine that is wrong comes first.
    Backup,
    /// As [`Cure::Backup`], of a backup: bring it up to date once more, or begin another one.
    BackupAgain,
    /// No disk does this: the program has written it so, and its makers should know.
    Tell,
}

impl Finding {
    /// The word for its kind, for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Journal(_) => "journal",
            Self::JournalBehind { .. } => "journal-behind",
            Self::Unrepaired => "unrepaired",
            Self::JournalRecord { .. } => "journal-record",
            Self::Snapshot { .. } => "snapshot",
            Self::SnapshotRecord { .. } => "snapshot-record",
            Self::Apart { .. } => "snapshot-apart",
            Self::Against { .. } => "snapshot-against",
            Self::EngineApart => "engine-apart",
            Self::NoPath { .. } => "no-path",
            Self::Engine(_) => "engine",
            Self::Bookkeeping => "bookkeeping",
            Self::EngineBehind { .. } => "engine-behind",
            Self::Record { .. } => "record",
            Self::SameId { .. } => "same-id",
            Self::NoEntry { .. } => "no-entry",
            Self::StrayEntry { .. } => "stray-entry",
            Self::StrayKey { .. } => "stray-key",
            Self::Dangling { .. } => "dangling",
            Self::Counter { .. } => "counter",
            Self::Lacking { .. } => "lacking",
            Self::Surplus { .. } => "surplus",
            Self::Different { .. } => "different",
        }
    }

    /// What helps against it.
    pub fn cure(&self) -> Cure {
        match self {
            Self::Unrepaired => Cure::RepairAgain,
            Self::Journal(_) | Self::JournalBehind { .. } | Self::Against { .. } | Self::EngineApart => {
                Cure::RepairOrRestore
            }
            Self::Apart { .. } => Cure::Sort,
            Self::Snapshot { .. } | Self::SnapshotRecord { .. } | Self::NoPath { .. } => Cure::Backup,
            Self::Engine(_)
            | Self::Bookkeeping
            | Self::EngineBehind { .. }
            | Self::NoEntry { .. }
            | Self::StrayEntry { .. }
            | Self::StrayKey { .. }
            | Self::Counter { .. }
            | Self::Lacking { .. }
            | Self::Surplus { .. }
            | Self::Different { .. } => Cure::Rebuild,
            Self::Record { .. } | Self::SameId { .. } | Self::Dangling { .. } => Cure::RebuildThenTell,
            Self::JournalRecord { .. } => Cure::Tell,
        }
    }
}

/// Something worth knowing that is no damage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Damage of the journal that somebody has decided to go on with.
    KnownDamage(Damage),
    /// So many bytes at the end of the journal are no whole commit: it is being written, or was never acknowledged.
    Torn(u64),
    /// The engine was not looked at: another process has the store open.
    Busy,
    /// The engine was not looked at: the state that can be shown was made from the journal, without it.
    Scratch,
    /// The engine was not compared with the journal: the journal does not lead to it.
    NotCompared,
    /// So many records name others that are not there: somebody has decided to go on without the commits that made them.
    Dangling(u64),
    /// There is no engine to look at: this is a backup, or a copy that nobody has opened.
    NoEngine,
}

impl Remark {
    /// The word for its kind, for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::KnownDamage(_) => "known-damage",
            Self::Torn(_) => "torn",
            Self::Busy => "busy",
            Self::Scratch => "scratch",
            Self::NotCompared => "not-compared",
            Self::Dangling(_) => "dangling",
            Self::NoEngine => "no-engine",
        }
    }
}

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Files of the journal.
    pub segments: u64,
    /// Commits in them.
    pub commits: u64,
    /// Changes of records in the commits.
    pub changes: u64,
    /// The first commit that is kept; 0 when there is none.
    pub first: u64,
    /// The commit the journal ends with; 0 when there is none.
    pub last: u64,
    /// Snapshots.
    pub snapshots: u64,
    /// The commit after which the oldest state stands that can be made again; `None` when there is none.
    pub restorable: Option<u64>,
    /// Records in the engine by table.
    pub records: Vec<(Table, u64)>,
    /// Index entries in the engine.
    pub entries: u64,
    /// Whether the engine was looked at.
    pub engine: bool,
    /// Whether the engine was compared with a replay of the journal.
    pub compared: bool,
}

/// What can't be vouched for: see [`Doubt`](super::super::Doubt).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InDoubt {
    /// The working state lacks the commits that can't be read.
    pub lost: bool,
    /// The commits that can't be read: the first and the last of each hole; `None` when nobody knows where it ends.
    pub hidden: Vec<(u64, Option<u64>)>,
    /// How many records are in doubt.
    pub count: u64,
    /// The first of them, and whose they are.
    pub records: Vec<Doubtful>,
}

/// A record in doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// Its table.
    pub table: Table,
    /// Its key.
    pub key: Key,
    /// The clients it belongs to, as far as it can be read.
    pub clients: Vec<ClientId>,
}

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is not as it must be; of each kind no more than [`NAMED`].
    pub findings: Vec<Finding>,
    /// How many findings there are of each kind.
    pub counts: BTreeMap<&'static str, u64>,
    /// What is worth knowing besides.
    pub remarks: Vec<Remark>,
    /// What was looked at.
    pub seen: Seen,
    /// It is a backup that was looked at: nothing is written there but by `backup`.
    pub is_backup: bool,
    /// What can't be vouched for, when the store was opened in doubt.
    pub doubt: Option<InDoubt>,
}

impl Report {
    /// Whether everything is as it must be.
    pub fn is_clean(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many findings there are in all.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// What helps against one of the findings. Nothing new is written to a store in doubt, so no snapshot either.
    pub fn cure(&self, finding: &Finding) -> Cure {
        let is_short = |finding: &Finding| matches!(finding, Finding::JournalBehind { .. });
        let in_doubt = self.doubt.is_some() || self.findings.iter().any(is_short);
        match finding.cure() {
            Cure::Backup if self.is_backup => Cure::BackupAgain,
            Cure::Backup | Cure::Sort if in_doubt => Cure::RepairOrRestore,
            cure => cure,
        }
    }

    /// What helps, in the order in which it should be done. Without a journal to make it from, no engine is made again.
    pub fn cures(&self) -> Vec<Cure> {
        let mut cures: Vec<Cure> = self.findings.iter().map(|finding| self.cure(finding)).collect();
        cures.sort_unstable();
        cures.dedup();
        let is_of_engine = |cure: &Cure| matches!(cure, Cure::Rebuild | Cure::RebuildThenTell);
        let has_no_path = self.findings.iter().any(|finding| matches!(finding, Finding::NoPath { .. }));
        if has_no_path
            && cures.iter().any(is_of_engine)
            && let Some(cure) = cures.iter_mut().find(|cure| **cure == Cure::Backup)
        {
            // There is nothing to make it right from, and what is wrong must not be written down as the state.
            *cure = Cure::RepairOrRestore;
            cures.sort_unstable();
            cures.dedup();
        }
        let truth_is_short =
            cures.contains(&Cure::RepairOrRestore) || cures.contains(&Cure::RepairAgain) || has_no_path;
        if truth_is_short {
            cures.retain(|cure| !is_of_engine(cure));
        }
        if cures.contains(&Cure::RebuildThenTell) {
            cures.retain(|cure| *cure != Cure::Rebuild);
        }
        cures
    }

    /// Notes that there were commits up to `reached`, though the journal ends with another.
    pub(super) fn reaches(&mut self, reached: u64, journal: u64) {
        if reached > journal {
            // What is torn there is no commit that was never acknowledged, as far as anybody can tell.
            self.remarks.retain(|remark| !matches!(remark, Remark::Torn(_)));
        }
        let known = self.findings.iter_mut().find_map(|finding| match finding {
            Finding::JournalBehind { reached, .. } => Some(reached),
            _ => None,
        });
        match known {
            Some(known) => *known = reached.max(*known),
            None if reached > journal => self.add(Finding::JournalBehind { reached, journal }),
            None => {}
        }
    }

    /// Notes that the store opens in doubt; the findings may have told why already.
    pub(super) fn doubt_is_left(&mut self, in_doubt: bool) {
        let is_told =
            |finding: &Finding| matches!(finding, Finding::Journal(_) | Finding::JournalBehind { .. });
        if in_doubt && !self.findings.iter().any(is_told) {
            self.add(Finding::Unrepaired);
        }
    }

    /// Makes remarks of the findings that come of a loss somebody has accepted.
    pub(super) fn accept_loss(&mut self) {
        if let Some(count) = self.counts.remove("dangling") {
            self.findings.retain(|finding| !matches!(finding, Finding::Dangling { .. }));
            self.remarks.push(Remark::Dangling(count));
        }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.kind()).or_default();
        *count += 1;
        if *count <= NAMED {
            self.findings.push(finding);
        }
    }
}
