//! What a check has come to: findings, remarks, and what was looked at.

use std::collections::BTreeMap;

use super::finding::{Cure, Finding};
use crate::domain::ids::ClientId;
use crate::store::disk::Room;
use crate::store::journal::Damage;
use crate::store::key::Key;
use crate::store::local::want::want_of_files;
use crate::store::local::writer::FILES_MIN;
use crate::store::tables::Table;

/// No more findings of one kind than this are named; all are counted.
pub const NAMED: u64 = 1000;

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
    /// The engine was not compared with the journal: there is no room for a replay.
    NoRoomToCompare {
        /// Bytes that were free.
        free: u64,
        /// Bytes that should be, as far as can be foreseen.
        wanted: u64,
    },
    /// The engine was not looked at: there is no room to open it.
    NoRoomToLook {
        /// Bytes that were free.
        free: u64,
        /// Bytes that should be, as far as can be foreseen.
        wanted: u64,
    },
    /// The engine was not compared with the journal, or not looked at: the disk takes too few new files.
    NoFiles {
        /// Files that can still be made.
        free: u64,
        /// Files that should be.
        wanted: u64,
    },
    /// The engine was not compared with the journal, or not looked at: the system lets no file grow as far as that needs.
    FileLimit,
    /// The engine was not compared with the journal: the one for the replay has failed, and not for want of room.
    NotReplayed,
    /// So many records name others that are not there: somebody has decided to go on without the commits that made them.
    Dangling(u64),
    /// There is no engine to look at: this is a backup, or a copy that nobody has opened.
    NoEngine,
}

impl Remark {
    /// What is said of a full disk where files are what it lacks.
    pub(super) fn no_files(room: Option<Room>) -> Option<Self> {
        room.and_then(want_of_files).map(|free| Self::NoFiles { free, wanted: FILES_MIN })
    }

    /// Whether a part of the check that was wanted was not made, and can be when the system has what it takes.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::NoRoomToCompare { .. }
                | Self::NoRoomToLook { .. }
                | Self::NoFiles { .. }
                | Self::FileLimit
                | Self::NotReplayed
        )
    }

    /// The word for its kind, for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::KnownDamage(_) => "known-damage",
            Self::Torn(_) => "torn",
            Self::Busy => "busy",
            Self::Scratch => "scratch",
            Self::NotCompared => "not-compared",
            Self::NoRoomToCompare { .. } => "no-room-to-compare",
            Self::NoRoomToLook { .. } => "no-room-to-look",
            Self::NoFiles { .. } => "no-files",
            Self::FileLimit => "file-limit",
            Self::NotReplayed => "not-replayed",
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
    /// The last commit with which the state is whole, where nobody knows whether there were any behind it: see
    /// [`Doubt::whole_until`](super::super::Doubt::whole_until).
    pub whole_until: Option<u64>,
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

    /// Whether a part of the check was not made because the system lacked what it takes: what was looked at may be as it must be,
    /// and says nothing of the rest.
    pub fn is_cut_short(&self) -> bool {
        self.remarks.iter().any(Remark::is_refusal)
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
        let is_told = |finding: &Finding| {
            matches!(
                finding,
                Finding::Journal(_) | Finding::JournalBehind { .. } | Finding::JournalApart { .. }
            )
        };
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
