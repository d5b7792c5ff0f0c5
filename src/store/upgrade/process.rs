//! Processes before their stages had tasks.

use serde::{Deserialize, Serialize};

use crate::domain::ids::ProcessId;
use crate::domain::process::{Control, Process, ReasonRule, Stage};
use crate::domain::text::Bilingual;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    id: ProcessId,
    code: String,
    version: u32,
    name: Bilingual,
    control: Control,
    stages: Vec<StageV1>,
    loss_reasons: Vec<Bilingual>,
}

/// A stage of it.
#[derive(Serialize, Deserialize)]
struct StageV1 {
    code: String,
    name: Bilingual,
    norm_days: Option<u16>,
    probability: Option<u8>,
    reason: ReasonRule,
}

impl From<V1> for Process {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            code: old.code,
            version: old.version,
            name: old.name,
            control: old.control,
            stages: old.stages.into_iter().map(Stage::from).collect(),
            loss_reasons: old.loss_reasons,
        }
    }
}

impl From<StageV1> for Stage {
    fn from(old: StageV1) -> Self {
        Self {
            code: old.code,
            name: old.name,
            norm_days: old.norm_days,
            probability: old.probability,
            reason: old.reason,
            task: None,
        }
    }
}
