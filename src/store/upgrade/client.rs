//! Clients before they had calling hours of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::client::{Class, Client, ClientKind, Interest, Relations};
use crate::domain::contact::ContactMethod;
use crate::domain::geo::RegionCode;
use crate::domain::ids::{ClientId, UserId};
use crate::domain::time::Moment;
use crate::domain::zone::ClientZone;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct V1 {
    pub(super) id: ClientId,
    pub(super) kind: ClientKind,
    pub(super) name: String,
    pub(super) public_name: String,
    pub(super) relations: Relations,
    pub(super) manager: Option<UserId>,
    pub(super) city: String,
    pub(super) address: String,
    pub(super) region: Option<RegionCode>,
    pub(super) zone: Option<ClientZone>,
    pub(super) methods: Vec<ContactMethod>,
    pub(super) class: Option<Class>,
    pub(super) tags: Vec<String>,
    pub(super) custom: BTreeMap<String, String>,
    pub(super) first_interest: Option<Interest>,
    pub(super) registered: Moment,
    pub(super) raw: Vec<(String, String)>,
}

impl From<V1> for Client {
    fn from(old: V1) -> Self {
        Self {
            id: old.id,
            kind: old.kind,
            name: old.name,
            public_name: old.public_name,
            relations: old.relations,
            manager: old.manager,
            city: old.city,
            address: old.address,
            region: old.region,
            zone: old.zone,
            methods: old.methods,
            class: old.class,
            tags: old.tags,
            custom: old.custom,
            first_interest: old.first_interest,
            registered: old.registered,
            raw: old.raw,
            calls: None,
        }
    }
}
