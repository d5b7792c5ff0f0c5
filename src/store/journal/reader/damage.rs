//! What of a journal can't be read.

use crate::store::error::StoreError;
use crate::store::journal::Entry;

/// A file begins with a later commit than the one before it ends with.
pub(in crate::store::journal) const GAP: &str = "commits before this file are missing";
/// The same of a file at the end that holds nothing.
pub(super) const STRAY: &str = "an empty file stands behind the end";

/// A file holds commits that a repair has gone on without.
pub(in crate::store::journal) const RETURNED: &str = "it holds commits that a repair has gone on without";
/// The file that the last repair has begun is not there.
pub(in crate::store::journal) const VANISHED: &str = "the file is missing that a repair has begun";
/// What a repair has noted is not there.
pub(in crate::store::journal) const FORGOTTEN: &str = "the word of a repair is missing";
/// The head of a file is not what its name says, or there is none.
pub(super) const HEAD_WRONG: &str = "this is not a journal file";
/// Whole frames that stand before, too.
pub(super) const REPEATED: &str = "commits stand there a second time";

/// Something in the journal that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// File name of the segment.
    pub segment: String,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// What is wrong there.
    pub what: &'static str,
    /// The last commit before it; 0 when there is none.
    pub after: u64,
    /// The first commit behind it that can be read, or the one the journal goes on with; `None` when nobody knows of one.
    pub before: Option<u64>,
}

impl Damage {
    /// The error that says so.
    pub fn error(&self) -> StoreError {
        StoreError::Damaged { segment: self.segment.clone(), offset: self.offset, what: self.what }
    }

    /// Whether commits are missing as a whole: the file is in order, the one before it ends too early.
    pub fn is_gap(&self) -> bool {
        self.what == GAP
    }

    /// Whether it is an empty file behind the end of the journal: it came there by chance, or the commits before it are lost.
    pub fn is_stray(&self) -> bool {
        self.what == STRAY
    }

    /// Whether it is no damage but a file that has come back: what it holds from there on is not of this base any more.
    pub fn is_returned(&self) -> bool {
        self.what == RETURNED
    }

    /// Whether a file is missing that a repair has begun, and nobody knows how many commits it had.
    pub fn is_vanished(&self) -> bool {
        self.what == VANISHED
    }

    /// Whether no commit is missing, but the word of a repair which snapshots it has gone by.
    pub fn is_forgotten(&self) -> bool {
        self.what == FORGOTTEN
    }

    /// Whether no commit is missing: there is something in the file that does not belong there, or its head is damaged.
    pub fn hides_none(&self) -> bool {
        !self.is_returned() && self.before == Some(self.after + 1)
    }

    /// Whether a commit is among those that can't be read.
    pub fn hides(&self, seq: u64) -> bool {
        seq > self.after && self.before.is_none_or(|before| seq < before)
    }
}

/// What a scan of the journal comes upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A commit.
    Entry(Entry),
    /// Something that can't be read.
    Damage(Damage),
    /// So many bytes at the very end that are no whole commit: it is being written, or never was acknowledged.
    Torn(u64),
}
