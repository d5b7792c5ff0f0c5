//! A client as an object for machines: the same for `show` and `export`.

use std::collections::BTreeMap;

use chrono::SecondsFormat;
use serde::Serialize;

use crate::desk::catalog::Catalog;
use crate::domain::client::{Client, ClientKind};
use crate::domain::contact::{ContactMethod, ContactState, ContactValue};
use crate::domain::geo;
use crate::domain::ids::RecordId;
use crate::domain::inn::InnMark;
use crate::domain::legal::LegalEntity;
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::time::Moment;
use crate::domain::zone::{Confidence, ZoneSource};

/// A client with his people and legal entities.
#[derive(Debug, Serialize)]
pub(super) struct ClientRecord {
    id: u64,
    code: String,
    kind: &'static str,
    name: String,
    public_name: String,
    phones: Vec<PhoneRecord>,
    emails: Vec<EmailRecord>,
    other_contacts: Vec<String>,
    legal: Vec<LegalRecord>,
    people: Vec<PersonRecord>,
    city: String,
    address: String,
    region: Option<RegionRecord>,
    timezone: Option<ZoneRecord>,
    class: Option<String>,
    tags: Vec<String>,
    manager: Option<String>,
    channel: Option<String>,
    source: Option<String>,
    do_not_call: bool,
    custom: BTreeMap<String, String>,
    registered: String,
    raw: Vec<RawRecord>,
}

#[derive(Debug, Serialize)]
struct PhoneRecord {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ext: Option<String>,
    label: String,
    state: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    raw: String,
}

#[derive(Debug, Serialize)]
struct EmailRecord {
    address: String,
    label: String,
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct LegalRecord {
    name: String,
    inn: Option<String>,
    inn_mark: &'static str,
    kpp: Option<String>,
    ogrn: Option<String>,
}

#[derive(Debug, Serialize)]
struct PersonRecord {
    id: u64,
    name: String,
    role: &'static str,
    title: String,
    present: bool,
    phones: Vec<PhoneRecord>,
    emails: Vec<EmailRecord>,
}

#[derive(Debug, Serialize)]
struct RegionRecord {
    code: u8,
    name: &'static str,
}

#[derive(Debug, Serialize)]
struct ZoneRecord {
    zone: &'static str,
    source: &'static str,
    confidence: &'static str,
}

/// What a file said in a column whose value was changed or could not be used.
#[derive(Debug, Serialize)]
struct RawRecord {
    column: String,
    value: String,
}

impl ClientRecord {
    /// A client as he is now.
    pub(super) fn new<'p>(
        client: &Client,
        legal: impl Iterator<Item = &'p LegalEntity>,
        people: impl Iterator<Item = &'p Person>,
        do_not_call: bool,
        catalog: &Catalog,
        now: Moment,
    ) -> Self {
        let manager = client.manager.and_then(|id| catalog.user(id)).map(|user| user.name.clone());
        let interest = client.first_interest.as_ref();
        Self {
            id: client.id.as_u64(),
            code: client.code(),
            kind: match client.kind {
                ClientKind::Company => "company",
                ClientKind::Person => "person",
            },
            name: client.name.clone(),
            public_name: client.public_name.clone(),
            phones: phones(&client.methods),
            emails: emails(&client.methods),
            other_contacts: others(&client.methods),
            legal: legal.map(LegalRecord::new).collect(),
            people: people.map(|person| PersonRecord::new(person, client, now)).collect(),
            city: client.city.clone(),
            address: client.address.clone(),
            region: client.region.map(|code| RegionRecord {
                code: code.0,
                name: geo::region(code).map_or("", |region| region.ru),
            }),
            timezone: client.zone.map(|zone| ZoneRecord {
                zone: zone.tz.name(),
                source: match zone.source {
                    ZoneSource::MobilePrefix => "mobile-prefix",
                    ZoneSource::AreaCode => "area-code",
                    ZoneSource::Address => "address",
                    ZoneSource::Said => "said",
                },
                confidence: match zone.confidence {
                    Confidence::Low => "low",
                    Confidence::Medium => "medium",
                    Confidence::High => "high",
                },
            }),
            class: client.class.map(|class| class.to_string()),
            tags: client.tags.clone(),
            manager,
            channel: interest.map(|interest| interest.channel.clone()).filter(|text| !text.is_empty()),
            source: interest.map(|interest| interest.source.clone()).filter(|text| !text.is_empty()),
            do_not_call,
            custom: client.custom.clone(),
            registered: stamp(client.registered),
            raw: client
                .raw
                .iter()
                .map(|(column, value)| RawRecord { column: column.clone(), value: value.clone() })
                .collect(),
        }
    }
}

impl LegalRecord {
    fn new(legal: &LegalEntity) -> Self {
        Self {
            name: legal.name.clone(),
            inn: legal.inn.map(|inn| inn.digits()),
            inn_mark: match legal.inn_mark {
                InnMark::Good => "good",
                InnMark::ZeroRecovered => "zero-recovered",
                InnMark::BadChecksum => "bad-checksum",
            },
            kpp: legal.kpp.as_ref().map(ToString::to_string),
            ogrn: legal.ogrn.as_ref().map(ToString::to_string),
        }
    }
}

impl PersonRecord {
    fn new(person: &Person, client: &Client, now: Moment) -> Self {
        let date = now.utc().date_naive();
        let present = person.link_on(client.id, date);
        let link = present.or_else(|| person.links.iter().rfind(|link| link.client == client.id));
        Self {
            id: person.id.as_u64(),
            name: person.name.clone(),
            role: role_word(link.map_or(Role::Other, |link: &PersonLink| link.role)),
            title: link.map(|link| link.title.clone()).unwrap_or_default(),
            present: present.is_some(),
            phones: phones(&person.methods),
            emails: emails(&person.methods),
        }
    }
}

/// The word of a role for machines.
pub(super) fn role_word(role: Role) -> &'static str {
    match role {
        Role::DecisionMaker => "decision-maker",
        Role::Influencer => "influencer",
        Role::Purchasing => "purchasing",
        Role::Accountant => "accountant",
        Role::Secretary => "secretary",
        Role::Other => "other",
    }
}

/// A moment for machines: UTC, to the second.
pub(super) fn stamp(at: Moment) -> String {
    at.utc().to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn state_word(state: ContactState) -> &'static str {
    match state {
        ContactState::Good => "good",
        ContactState::NotTheirs => "not-theirs",
        ContactState::Dead => "dead",
    }
}

fn phones(methods: &[ContactMethod]) -> Vec<PhoneRecord> {
    let record = |method: &ContactMethod| {
        let phone = method.as_phone()?;
        Some(PhoneRecord {
            number: phone.without_ext().to_string(),
            ext: phone.ext(),
            label: method.label.clone(),
            state: state_word(method.state),
            raw: method.raw.clone(),
        })
    };
    methods.iter().filter_map(record).collect()
}

fn emails(methods: &[ContactMethod]) -> Vec<EmailRecord> {
    let record = |method: &ContactMethod| {
        let address = method.as_email()?.as_str().to_owned();
        Some(EmailRecord { address, label: method.label.clone(), state: state_word(method.state) })
    };
    methods.iter().filter_map(record).collect()
}

fn others(methods: &[ContactMethod]) -> Vec<String> {
    let other = |method: &ContactMethod| match &method.value {
        ContactValue::Other(text) => Some(text.clone()),
        ContactValue::Phone(_) | ContactValue::Email(_) => None,
    };
    methods.iter().filter_map(other).collect()
}
