//! Call lists before they had hours of their own and the caller's label, before they were jobs, and before a job could take the
//! next contact by itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::call_list::{CallList, Purpose};
use crate::domain::hours::Window;
use crate::domain::ids::{CallListId, UserId};
use crate::domain::job::{Job, JobState, Operators, Order};
use crate::domain::recycle::Recycle;
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

/// Version 3: operators took every contact themselves.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V3 {
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
    pub(super) job: JobV3,
}

/// The job of a list of version 3.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct JobV3 {
    pub(super) state: JobState,
    pub(super) operators: Operators,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) priority: u8,
    pub(super) order: Order,
    pub(super) recycle: Recycle,
    pub(super) started: Option<Moment>,
    pub(super) finished: Option<Moment>,
}

impl From<V3> for CallList {
    fn from(old: V3) -> Self {
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
            job: old.job.into(),
        }
    }
}

impl From<JobV3> for Job {
    fn from(old: JobV3) -> Self {
        Self {
            state: old.state,
            operators: old.operators,
            from: old.from,
            to: old.to,
            priority: old.priority,
            order: old.order,
            recycle: old.recycle,
            started: old.started,
            finished: old.finished,
            auto_next: false,
        }
    }
}
