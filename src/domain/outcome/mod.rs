//! Results of a call (disposition; результат): what an operator may choose, what each asks, and what follows.
//!
//! The set is data: it lives in the store and is edited as a [`file`](mod@file). What stands here is what such a file can say.

pub mod file;
pub mod write;

use serde::{Deserialize, Serialize};

use super::call_list::Purpose;
use super::ids::OutcomeId;
use super::interaction::Direction;
use super::text::Bilingual;
use super::time::Moment;

/// One result an operator may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The id the store gave.
    pub id: OutcomeId,
    /// The key: a digit or `-`.
    pub key: char,
    /// A stable word for scripts, files and reports: `no-answer`.
    pub code: String,
    /// The name on the screen.
    pub name: Bilingual,
    /// What the result says of the call.
    pub flags: OutcomeFlags,
    /// What it asks before it is recorded, in this order.
    pub asks: Vec<Ask>,
    /// Reasons to choose from, where `asks` has [`Ask::Reason`]; sources, where it has [`Ask::Source`].
    pub reasons: Vec<Bilingual>,
    /// What becomes of the planned contact.
    pub next: NextStep,
    /// Code of the stage at which a deal begins that this result makes; the first stage where it is empty or unknown.
    pub deal_stage: String,
    /// Retired results stay for the history and are not offered.
    pub retired: bool,
    /// For which calls it is offered.
    pub calls: Calls,
    /// For calls of which purpose only: it stands before the one that is offered for all of them on the same key. `None` for
    /// calls of any purpose.
    pub purpose: Option<Purpose>,
    /// Versions are counted from 1 for each code: what a result means changes for new calls only, so its former self is
    /// retired and stays with the calls that ended so.
    pub version: u32,
    /// Since when it means what it does; `None` since the base began.
    pub since: Option<Moment>,
}

/// The calls a result is offered for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Calls {
    /// Calls we make.
    #[default]
    Outgoing,
    /// Calls clients make.
    Incoming,
    /// All.
    Both,
}

impl Calls {
    /// Whether calls of this direction are among them.
    pub fn has(self, direction: Direction) -> bool {
        match self {
            Self::Outgoing => direction == Direction::Outgoing,
            Self::Incoming => direction == Direction::Incoming,
            Self::Both => true,
        }
    }

    /// Whether a call may be among both.
    pub fn meets(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }
}

/// A call that wants a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// Who calls.
    pub direction: Direction,
    /// What for; `None` for a call of no list.
    pub purpose: Option<Purpose>,
}

impl Default for Occasion {
    /// A call we make, of no list.
    fn default() -> Self {
        Self { direction: Direction::Outgoing, purpose: None }
    }
}

impl Outcome {
    /// Whether it is offered for a call.
    pub fn fits(&self, occasion: Occasion) -> bool {
        self.calls.has(occasion.direction)
            && self.purpose.is_none_or(|purpose| occasion.purpose == Some(purpose))
    }

    /// Whether a call that ended so has reached what calls of its purpose are made for: a sale or a consent, or what stands
    /// in place of a sale. That is a result for calls of one purpose only, on the key that is a sale in all others: «Опрос
    /// проведён». `all` are the results there are and were.
    pub fn reaches_aim<'o>(&self, mut all: impl Iterator<Item = &'o Self>) -> bool {
        let replaces = |other: &Self| {
            other.flags.sale
                && other.purpose.is_none()
                && other.key == self.key
                && other.calls.meets(self.calls)
        };
        self.flags.sale || self.purpose.is_some() && !self.flags.stop && all.any(replaces)
    }

    /// Whether a call that ended so was lost: somebody answered, its aim was not [reached](Self::reaches_aim), and nothing is
    /// planned any more.
    pub fn is_loss<'o>(&self, all: impl Iterator<Item = &'o Self>) -> bool {
        let over = matches!(self.next, NextStep::Close | NextStep::Rest { .. });
        self.flags.human && over && !self.reaches_aim(all)
    }

    /// Whether it means the same to reports and rules as another one: who reads a call of the past by the new flags would be
    /// told of what nobody said.
    pub fn means_the_same(&self, other: &Self) -> bool {
        (self.flags, self.next, self.calls) == (other.flags, other.next, other.calls)
    }
}

/// What a result says of the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeFlags {
    /// A human answered.
    pub human: bool,
    /// It was the decision maker (ЛПР).
    pub decision_maker: bool,
    /// A sale or a consent.
    pub sale: bool,
    /// The client forbade further calls.
    pub stop: bool,
    /// The number can't be used any more.
    pub bad_number: bool,
}

/// A change of what a result says of calls: it holds for calls that came later, and a report over both says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagChange {
    /// What the result is called now.
    pub name: Bilingual,
    /// When it was changed.
    pub at: Moment,
    /// What it said of calls before.
    pub before: OutcomeFlags,
    /// What it says of them from then on.
    pub after: OutcomeFlags,
}

/// The changes of flags behind `since` and not behind `until`, oldest first; `all` are the results there are and were.
pub fn flag_changes<'o>(
    all: impl Iterator<Item = &'o Outcome>,
    since: Option<Moment>,
    until: Moment,
) -> Vec<FlagChange> {
    let mut all: Vec<&Outcome> = all.collect();
    all.sort_by(|a, b| (&a.code, a.version).cmp(&(&b.code, b.version)));
    let pairs = all
        .iter()
        .zip(all.iter().skip(1))
        .filter(|(before, after)| before.code == after.code && before.flags != after.flags);
    let within = |at: &Moment| since.is_none_or(|since| *at > since) && *at <= until;
    let change = |(before, after): (&&Outcome, &&Outcome)| {
        let at = after.since.filter(within)?;
        Some(FlagChange { name: after.name.clone(), at, before: before.flags, after: after.flags })
    };
    let mut changes: Vec<FlagChange> = pairs.filter_map(change).collect();
    changes.sort_by_key(|change| change.at);
    changes
}

/// A question a result asks before it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// When to call again.
    When,
    /// Why: one of the reasons of the result, or words.
    Reason,
    /// What sum the deal is worth; the deal is made or moved.
    Deal,
    /// What the client forbids: advertising, everything, this list.
    StopScope,
    /// Who decides there: name and number of a person. May stay empty.
    Contact,
    /// What has brought the client: one of the reasons of the result, or words.
    Source,
}

/// What becomes of a planned contact after a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    /// It is finished.
    Close,
    /// Another attempt after so many minutes, within the client's calling hours, while attempts are left.
    Retry {
        /// Minutes from now.
        minutes: u32,
    },
    /// A promise to call at the moment that [`Ask::When`] brought.
    Callback,
    /// The client is interested: a hot contact at the moment that [`Ask::When`] brought.
    FollowUp,
    /// It is finished, and no new list should take the client for so many days.
    Rest {
        /// Days from now.
        days: u16,
    },
    /// The number is marked as unusable; another number of the client is tried, and without one the contact is finished.
    OtherNumber,
}

/// What a [`Ask::StopScope`] may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StopAnswer {
    /// No advertising (the usual wish, and the meaning of the law: 38-ФЗ, article 18).
    Advertising,
    /// No calls at all.
    Everything,
    /// No calls from this call list.
    ThisList,
}
