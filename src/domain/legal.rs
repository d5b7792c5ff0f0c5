//! Legal entities (1С: контрагент): who signs and pays.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, LegalEntityId};
use super::inn::{Inn, InnMark};
use super::registry::{Kpp, Ogrn};

/// A legal entity or a sole trader. Many clients may have one (a network of shops), one client may have many (a brand).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalEntity {
    /// The id the store gave.
    pub id: LegalEntityId,
    /// The name in the register.
    pub name: String,
    /// Taxpayer number. Branches share it and differ by КПП.
    pub inn: Option<Inn>,
    /// What should be known about the INN before it is trusted.
    pub inn_mark: InnMark,
    /// Reason-for-registration code.
    pub kpp: Option<Kpp>,
    /// Register number: ОГРН, or ОГРНИП of a sole trader.
    pub ogrn: Option<Ogrn>,
    /// The clients it pays for.
    pub clients: Vec<ClientId>,
}
