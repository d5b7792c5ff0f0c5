//! Loads of rows into a job: what became of every row, and the sums that must add up.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CallListId, ClientId, LoadId, QueueEntryId, UserId};
use crate::domain::time::Moment;

/// What became of a row, by the first check that had something to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// In the job; its client is new to the base.
    New,
    /// In the job; its client was in the base before.
    Known,
    /// Left out: an earlier row of the file is about the same client.
    InFile,
    /// Left out: the job has the client already.
    InJob,
    /// Left out: the client, his number or his person is in the stop list.
    Stopped,
    /// Left out: the calls are advertising, and the client has not agreed to it.
    NoConsent,
    /// Left out: there is no number that can be dialled.
    BadNumber,
    /// Left out: where the client is, the hours of the job never come.
    Zone,
    /// Left out: the number is one of our own.
    Own,
}

impl Verdict {
    /// All of them, in the order of the checks.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Known,
        Self::InFile,
        Self::InJob,
        Self::Stopped,
        Self::NoConsent,
        Self::BadNumber,
        Self::Zone,
        Self::Own,
    ];

    /// Its name on the command line and for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::InFile => "in-file",
            Self::InJob => "in-job",
            Self::Stopped => "stop-list",
            Self::NoConsent => "no-consent",
            Self::BadNumber => "bad-number",
            Self::Zone => "zone",
            Self::Own => "own",
        }
    }

    /// The verdict with a name; see [`Verdict::code`].
    pub fn from_code(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == text)
    }

    /// Whether the row went into the job.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::New | Self::Known)
    }

    /// The line of the total it is counted in.
    pub fn line(self) -> Line {
        match self {
            Self::New | Self::Known => Line::Taken,
            Self::InFile | Self::InJob => Line::Doubles,
            Self::Stopped | Self::NoConsent => Line::Forbidden,
            Self::BadNumber | Self::Zone | Self::Own => Line::Unusable,
        }
    }
}

/// The lines of the total, beside the first one, which counts all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Line {
    /// In the job.
    Taken,
    /// There already.
    Doubles,
    /// Must not be called.
    Forbidden,
    /// Can't be called.
    Unusable,
}

impl Line {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Taken, Self::Doubles, Self::Forbidden, Self::Unusable];

    /// What is counted in it.
    pub fn verdicts(self) -> impl Iterator<Item = Verdict> {
        Verdict::ALL.into_iter().filter(move |verdict| verdict.line() == self)
    }
}

/// The sums of a load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    rows: [u64; Verdict::ALL.len()],
    /// Cards of the base to which the file has added something.
    pub cards: u64,
    /// Rows without consent that were put into a service job instead.
    pub moved: u64,
}

impl Sums {
    /// Counts a row.
    pub fn count(&mut self, verdict: Verdict) {
        if let Some(sum) = self.rows.get_mut(verdict as usize) {
            *sum += 1;
        }
    }

    /// Rows with a verdict.
    pub fn of(&self, verdict: Verdict) -> u64 {
        self.rows.get(verdict as usize).copied().unwrap_or_default()
    }

    /// Rows of a line of the total.
    pub fn on(&self, line: Line) -> u64 {
        line.verdicts().map(|verdict| self.of(verdict)).sum()
    }

    /// Rows in all.
    pub fn all(&self) -> u64 {
        self.rows.iter().sum()
    }

    /// Rows that went into the job.
    pub fn taken(&self) -> u64 {
        self.on(Line::Taken)
    }

    /// Adds those of another part.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.rows.iter_mut().zip(other.rows) {
            *sum += more;
        }
        self.cards += other.cards;
        self.moved += other.moved;
    }
}

/// Where the rows came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// A file with this name.
    File(String),
    /// Clients of the base, chosen by these words.
    Base(String),
}

/// A part of a load: rows that were written together. What a load came to is the sum of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadPart {
    /// The id the store gave.
    pub id: LoadId,
    /// The load: the id of its first part.
    pub load: LoadId,
    /// Into which job.
    pub list: CallListId,
    /// From where.
    pub source: Source,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// The sums of this part, rows that are not kept included.
    pub sums: Sums,
    /// Its rows.
    pub rows: Vec<LoadRow>,
}

/// A row of a load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadRow {
    /// The line of the file, from 1; the place in the walk through the base.
    pub line: u64,
    /// What became of it.
    pub verdict: Verdict,
    /// The client, where there is one.
    pub client: Option<ClientId>,
    /// The planned contact it became.
    pub entry: Option<QueueEntryId>,
    /// The name in the row, or the value that is wrong with it; empty where the card tells.
    pub name: String,
}

/// Names kept of rows are cut to so many cells.
pub const NAME_WIDTH: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_on_one_line_and_the_lines_add_up() {
        let mut sums = Sums::default();
        for (count, verdict) in (1..).zip(Verdict::ALL) {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
            (0..count).for_each(|_| sums.count(verdict));
            assert_eq!(sums.of(verdict), count);
        }
        assert_eq!(sums.all(), 45);
        assert_eq!(Line::ALL.map(|line| sums.on(line)), [3, 7, 11, 24]);
        assert_eq!(sums.taken(), 3);
        let mut twice = sums;
        twice.add(&sums);
        assert_eq!((twice.all(), twice.of(Verdict::Own)), (90, 18));
    }
}
