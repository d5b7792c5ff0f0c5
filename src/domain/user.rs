//! People who work here, and what each may do.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::ids::UserId;

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The id the store gave.
    pub id: UserId,
    /// The name on the screen and in the history, unique: «Иванова О.».
    pub name: String,
    /// What the user may do.
    pub role: UserRole,
    /// The zone of the workplace.
    pub zone: Tz,
}

/// Roles of users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UserRole {
    /// Calls.
    Operator,
    /// Calls, and helps others.
    Senior,
    /// Leads operators: lists, scripts, processes, export.
    Supervisor,
    /// Everything.
    Admin,
    /// Reads everything, changes nothing.
    Auditor,
}

/// What a use-case needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Right {
    /// See clients, their history, deals, the queue.
    Read,
    /// Take clients, record results, write notes, move deals.
    Work,
    /// Load client lists and call lists.
    Load,
    /// Change scripts, processes, results.
    Configure,
    /// Take the base out to a file.
    Export,
    /// Take back what others have done, or what was done on another day.
    Undo,
    /// Lift prohibitions of calls.
    Lift,
}

impl UserRole {
    /// Whether the role has the right.
    ///
    /// | | Read | Work | Load | Configure | Export | Undo | Lift |
    /// |---|---|---|---|---|---|---|---|
    /// | operator, senior | ✓ | ✓ | | | | | |
    /// | supervisor, admin | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |
    /// | auditor | ✓ | | | | | | |
    pub fn has(self, right: Right) -> bool {
        match self {
            Self::Operator | Self::Senior => matches!(right, Right::Read | Right::Work),
            Self::Supervisor | Self::Admin => true,
            Self::Auditor => right == Right::Read,
        }
    }
}
