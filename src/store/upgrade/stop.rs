//! Stop entries before they could have a proof, a term and an end, or stand on no card.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{ClientId, InteractionId, StopId, UserId};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::time::Moment;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: StopId,
    pub(super) client: ClientId,
    pub(super) subject: StopSubject,
    pub(super) scope: StopScope,
    pub(super) since: Moment,
    pub(super) reason: String,
    pub(super) interaction: Option<InteractionId>,
    pub(super) by: UserId,
}

impl From<V1> for StopEntry {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            client: Some(old.client),
            subject: old.subject,
            scope: old.scope,
            since: old.since,
            until: None,
            reason: old.reason,
            proof: String::new(),
            interaction: old.interaction,
            by: old.by,
            lifted: None,
        }
    }
}
