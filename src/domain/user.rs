//! People who work here, and what each may do.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::ids::UserId;
use super::pin::{LOCK_MS, Pin, TRIES};
use super::shift::ShiftHours;
use super::time::Moment;

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
    /// What the user signs in with; `None` when the name is enough.
    pub pin: Option<Pin>,
    /// Wrong PINs since the last right one.
    pub wrong_pins: u8,
    /// Till when nobody signs in under the name, after too many wrong PINs.
    pub locked: Option<Moment>,
    /// The hours the user works; `None` when nobody has said.
    pub shift: Option<ShiftHours>,
}

impl User {
    /// A user without a PIN and without hours.
    pub fn new(id: UserId, name: impl Into<String>, role: UserRole, zone: Tz) -> Self {
        Self { id, name: name.into(), role, zone, pin: None, wrong_pins: 0, locked: None, shift: None }
    }

    /// Till when nobody signs in under the name, when that is still to come.
    pub fn locked_at(&self, now: Moment) -> Option<Moment> {
        self.locked.filter(|until| *until > now)
    }

    /// Notes a wrong PIN; the last one that is allowed locks the name.
    pub fn note_wrong_pin(&mut self, now: Moment) {
        self.wrong_pins = self.wrong_pins.saturating_add(1);
        if self.wrong_pins >= TRIES {
            self.wrong_pins = 0;
            self.locked = Some(now.plus_millis(LOCK_MS));
        }
    }

    /// How many wrong PINs are left before the name is locked.
    pub fn tries_left(&self) -> u8 {
        TRIES.saturating_sub(self.wrong_pins)
    }
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
    /// Change scripts, processes, results, users.
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
