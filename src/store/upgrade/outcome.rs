//! Results before there were any for calls clients make.

use serde::{Deserialize, Serialize};

use crate::domain::ids::OutcomeId;
use crate::domain::outcome::{Ask, Calls, NextStep, Outcome, OutcomeFlags};
use crate::domain::text::Bilingual;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: OutcomeId,
    pub(super) key: char,
    pub(super) code: String,
    pub(super) name: Bilingual,
    pub(super) flags: OutcomeFlags,
    pub(super) asks: Vec<Ask>,
    pub(super) reasons: Vec<Bilingual>,
    pub(super) next: NextStep,
    pub(super) deal_stage: String,
    pub(super) retired: bool,
}

impl From<V1> for Outcome {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            key: old.key,
            code: old.code,
            name: old.name,
            flags: old.flags,
            asks: old.asks,
            reasons: old.reasons,
            next: old.next,
            deal_stage: old.deal_stage,
            retired: old.retired,
            // They were offered for every call; from now on incoming ones have results of their own.
            calls: Calls::Outgoing,
            purpose: None,
            version: 1,
            since: None,
        }
    }
}
