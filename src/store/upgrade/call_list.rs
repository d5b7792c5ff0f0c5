//! Call lists before they had hours of their own and the caller's label, and before they were jobs.

use serde::{Deserialize, Serialize};

use crate::domain::call_list::{CallList, Purpose};
use crate::domain::hours::Window;
use crate::domain::ids::{CallListId, UserId};
use crate::domain::job::Job;
use crate::domain::time::Moment;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: CallListId,
    pub(super) name: String,
    pub(super) purpose: Purpose,
    pub(super) script: Option<String>,
    pub(super) process: Option<String>,
    pub(super) max_attempts: u16,
    pub(super) created: Moment,
    pub(super) owner: UserId,
}

impl From<V1> for CallList {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            purpose: old.purpose,
            script: old.script,
            process: old.process,
            max_attempts: old.max_attempts,
            created: old.created,
            owner: old.owner,
            window: None,
            label: String::new(),
            job: Job::open(),
        }
    }
}

/// Version 2: before lists were jobs. Anybody worked on them, from the first row on.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V2 {
    pub(super) id: CallListId,
    pub(super) name: String,
    pub(super) purpose: Purpose,
    pub(super) script: Option<String>,
    pub(super) process: Option<String>,
    pub(super) max_attempts: u16,
    pub(super) created: Moment,
    pub(super) owner: UserId,
    pub(super) window: Option<Window>,
    pub(super) label: String,
}

impl From<V2> for CallList {
    fn from(old: V2) -> Self {
        Self {
            id: old.id,
            name: old.name,
            purpose: old.purpose,
            script: old.script,
            process: old.process,
            max_attempts: old.max_attempts,
            created: old.created,
            owner: old.owner,
            window: old.window,
            label: old.label,
            job: Job::open(),
        }
    }
}
