//! Call lists (1С: обзвон, телемаркетинг): which clients are called, what for, and by which script.

use serde::{Deserialize, Serialize};

use super::hours::Window;
use super::ids::{CallListId, UserId};
use super::job::Job;
use super::time::Moment;

/// A call list. Its rows are [`QueueEntry`](super::queue::QueueEntry) records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallList {
    /// The id the store gave.
    pub id: CallListId,
    /// The name, unique: «Опт, осень».
    pub name: String,
    /// What the calls are for.
    pub purpose: Purpose,
    /// Code of the script that is read.
    pub script: Option<String>,
    /// Code of the process that new deals follow.
    pub process: Option<String>,
    /// Attempts at one client before he leaves the list unreached. At least 1.
    pub max_attempts: u16,
    /// When it was made.
    pub created: Moment,
    /// Who made it.
    pub owner: UserId,
    /// When its clients may be called, by their clocks, beside what the law and they themselves allow; `None` for no hours of
    /// its own.
    pub window: Option<Window>,
    /// Who calls, as the client's telephone shows it; at most [`LABEL_MAX`] characters. Since 01.09.2025 operators of
    /// telephone networks mark calls of companies so (126-ФЗ ст. 46 п. 14). May be empty.
    pub label: String,
    /// Who works on it, when, in which order and how often: what makes it a job.
    pub job: Job,
}

/// The longest label of a caller, in characters.
pub const LABEL_MAX: usize = 32;

/// What calls are for; the law treats the kinds differently (38-ФЗ on advertising, 230-ФЗ on debts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Sales and advertising.
    #[default]
    Advertising,
    /// Service of a contract that exists.
    Service,
    /// A survey.
    Survey,
    /// A debt.
    Debt,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 4] = [Self::Advertising, Self::Service, Self::Survey, Self::Debt];

    /// Its name on the command line and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Advertising => "advertising",
            Self::Service => "service",
            Self::Survey => "survey",
            Self::Debt => "debt",
        }
    }

    /// The purpose of a name; see [`Purpose::code`].
    pub fn from_code(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == text)
    }
}

/// Attempts at one client unless the list says otherwise.
pub const DEFAULT_ATTEMPTS: u16 = 5;
