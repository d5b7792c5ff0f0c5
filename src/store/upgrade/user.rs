//! Users before they had PINs and hours.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::ids::UserId;
use crate::domain::user::{User, UserRole};

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) role: UserRole,
    pub(super) zone: Tz,
}

impl From<V1> for User {
    fn from(old: V1) -> Self {
        Self::new(old.id, old.name, old.role, old.zone)
    }
}
