//! What a check may find, and what helps against it.

use crate::store::journal::Damage;
use crate::store::key::Key;
use crate::store::tables::{Index, Table};

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
    /// The journal has other commits behind this one than engine and snapshots, which agree with each other: it is not of this base.
    JournalApart {
        /// The last commit that is of this base.
        last: u64,
    },
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
            Self::JournalApart { .. } => "journal-apart",
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
            Self::Journal(_)
            | Self::JournalBehind { .. }
            | Self::Against { .. }
            | Self::EngineApart
            | Self::JournalApart { .. } => Cure::RepairOrRestore,
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
