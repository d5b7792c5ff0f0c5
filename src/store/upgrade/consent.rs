//! Consents before it was kept how they were withdrawn, and what proves it.

use serde::{Deserialize, Serialize};

use crate::domain::consent::{Consent, ConsentHow, ConsentKind, Withdrawal};
use crate::domain::ids::{ClientId, ConsentId, InteractionId, PersonId, UserId};
use crate::domain::time::Moment;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: ConsentId,
    pub(super) client: ClientId,
    pub(super) person: Option<PersonId>,
    pub(super) kind: ConsentKind,
    pub(super) text: String,
    pub(super) how: ConsentHow,
    pub(super) given: Moment,
    pub(super) until: Option<Moment>,
    pub(super) proof: String,
    pub(super) proof_hash: String,
    pub(super) by: UserId,
    pub(super) recorded: Moment,
    pub(super) withdrawn: Option<WithdrawalV1>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct WithdrawalV1 {
    pub(super) at: Moment,
    pub(super) by: UserId,
    pub(super) reason: String,
    pub(super) interaction: Option<InteractionId>,
}

impl From<V1> for Consent {
    fn from(old: V1) -> Self {
        let withdrawal = |WithdrawalV1 { at, by, reason, interaction }| Withdrawal {
            at,
            by,
            reason,
            interaction,
            how: ConsentHow::Other,
            proof: String::new(),
            proof_hash: String::new(),
        };
        Self {
            id: old.id,
            client: old.client,
            person: old.person,
            kind: old.kind,
            text: old.text,
            how: old.how,
            given: old.given,
            until: old.until,
            proof: old.proof,
            proof_hash: old.proof_hash,
            by: old.by,
            recorded: old.recorded,
            withdrawn: old.withdrawn.map(withdrawal),
        }
    }
}
