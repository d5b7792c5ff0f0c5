//! States of a day before it was kept on which screens the keys of a result were pressed.

use serde::{Deserialize, Serialize};

use crate::domain::day::{Effort, OperatorState, StateSpan};
use crate::domain::ids::{StateSpanId, WorkDayId};
use crate::domain::time::Moment;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: StateSpanId,
    pub(super) day: WorkDayId,
    pub(super) state: OperatorState,
    pub(super) from: Moment,
    pub(super) to: Moment,
    pub(super) effort: Option<Effort>,
    pub(super) promised: Option<Moment>,
}

impl From<V1> for StateSpan {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            day: old.day,
            state: old.state,
            from: old.from,
            to: old.to,
            effort: old.effort,
            promised: old.promised,
            screens: Vec::new(),
        }
    }
}
