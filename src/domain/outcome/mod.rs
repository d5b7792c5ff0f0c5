//! Results of a call (disposition; результат): what an operator may choose, what each asks, and what follows.
//!
//! The set is data: it lives in the store and is edited as a [`file`](mod@file). What stands here is what such a file can say.

pub mod file;
pub mod write;

use serde::{Deserialize, Serialize};

use super::ids::OutcomeId;
use super::text::Bilingual;

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
    /// Reasons to choose from, where `asks` has [`Ask::Reason`].
    pub reasons: Vec<Bilingual>,
    /// What becomes of the planned contact.
    pub next: NextStep,
    /// Code of the stage at which a deal begins that this result makes; the first stage where it is empty or unknown.
    pub deal_stage: String,
    /// Retired results stay for the history and are not offered.
    pub retired: bool,
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
