//! Tables and indexes: which records there are, under which keys they stand, and by what they are found.
//!
//! Interactions and notes cluster by client and time, so that the latest of one client are one short range. Index
//! entries hold nothing but their key; they are computed from records and never written to the journal.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::codec::{self, Earlier};
use super::error::Result;
use super::key::Key;
use super::upgrade::interaction::InteractionV1;
use super::upgrade::script::ScriptV1;
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::contact::{self, ContactMethod};
use crate::domain::deal::Deal;
use crate::domain::geo;
use crate::domain::ids::{
    CallListId, ClientId, DealId, HeardId, InteractionId, LegalEntityId, NoteId, OutcomeId, PersonId,
    ProcessId, QueueEntryId, RecordId, ScriptId, StopId, UserId,
};
use crate::domain::interaction::{Interaction, Note};
use crate::domain::legal::LegalEntity;
use crate::domain::outcome::Outcome;
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::queue::{EntryKind, EntryState, QueueEntry};
use crate::domain::script::Script;
use crate::domain::script::heard::Heard;
use crate::domain::stop::StopEntry;
use crate::domain::user::User;

/// The sequence number of the commit that last changed a record. `Revision(0)` is a record that does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

/// Tables. The number is the tag of the keys and stands in the journal: it is never given to another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "each is named after its record")]
pub enum Table {
    Client = 1,
    Person = 2,
    LegalEntity = 3,
    Interaction = 4,
    Note = 5,
    Deal = 6,
    Process = 7,
    Script = 8,
    Outcome = 9,
    CallList = 10,
    QueueEntry = 11,
    Stop = 12,
    User = 13,
    Heard = 40,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 14] = [
        Self::Client,
        Self::Person,
        Self::LegalEntity,
        Self::Interaction,
        Self::Note,
        Self::Deal,
        Self::Process,
        Self::Script,
        Self::Outcome,
        Self::CallList,
        Self::QueueEntry,
        Self::Stop,
        Self::User,
        Self::Heard,
    ];

    /// The table with this tag.
    pub fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.tag() == tag)
    }

    /// The tag its keys begin with.
    pub const fn tag(self) -> u8 {
        self as u8
    }

    /// The word for it in output for machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Person => "person",
            Self::LegalEntity => "legal-entity",
            Self::Interaction => "interaction",
            Self::Note => "note",
            Self::Deal => "deal",
            Self::Process => "process",
            Self::Script => "script",
            Self::Outcome => "outcome",
            Self::CallList => "call-list",
            Self::QueueEntry => "queue-entry",
            Self::Stop => "stop",
            Self::User => "user",
            Self::Heard => "heard",
        }
    }
}

/// Tag of the store's own bookkeeping in the engine.
pub(super) const META_TAG: u8 = 0;

/// Indexes. The number is the tag of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Index {
    /// Digits of a number backwards → client or person. Finds a whole number and every ending of it.
    Phone = 128,
    /// E-mail address → client or person.
    Email = 129,
    /// INN → legal entity.
    Inn = 130,
    /// Client → his people, past ones included.
    PersonByClient = 131,
    /// Client → his legal entities.
    LegalByClient = 132,
    /// Client → his deals.
    DealByClient = 133,
    /// Owner, kind, calling zone, due time → waiting queue entry; see [`queue_key`].
    QueueByDue = 134,
    /// Lease end → taken queue entry.
    QueueTaken = 135,
    /// Client → his queue entries that are still to be done.
    QueueByClient = 136,
    /// Call list, client → queue entry in any state.
    QueueByList = 137,
    /// Client → stop entries.
    StopByClient = 138,
    /// Number → stop entries for the number itself.
    StopByPhone = 139,
    /// Name → user.
    UserByName = 140,
    /// Name → call list.
    CallListByName = 141,
    /// User, time → the client and the interaction the user was responsible for.
    TalkByOwner = 142,
    /// Script, time → the client and the interaction in which this version of the script was read.
    RunByScript = 160,
    /// Code of a script → words that wait for its author.
    HeardByScript = 161,
}

impl Index {
    /// All indexes.
    pub const ALL: [Self; 17] = [
        Self::Phone,
        Self::Email,
        Self::Inn,
        Self::PersonByClient,
        Self::LegalByClient,
        Self::DealByClient,
        Self::QueueByDue,
        Self::QueueTaken,
        Self::QueueByClient,
        Self::QueueByList,
        Self::StopByClient,
        Self::StopByPhone,
        Self::UserByName,
        Self::CallListByName,
        Self::TalkByOwner,
        Self::RunByScript,
        Self::HeardByScript,
    ];

    /// The index with this tag.
    pub fn from_tag(tag: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|index| *index as u8 == tag)
    }

    /// The beginning of its keys.
    pub fn key(self) -> Key {
        Key::new(self as u8)
    }
}

/// A record of a table.
pub trait Record: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Its table.
    const TABLE: Table;
    /// The version of its encoding this release writes: raised by one whenever the type changes in any way.
    const VERSION: u8 = 1;
    /// The type of its id.
    type Id: RecordId;

    /// Its id.
    fn id(&self) -> Self::Id;

    /// The key it stands under.
    fn key(&self) -> Key {
        Self::key_of(self.id())
    }

    /// The key of the record with this id. Clustered tables can't tell it from the id alone and have [`Record::key`]
    /// only; for them this is the key of nothing.
    fn key_of(id: Self::Id) -> Key {
        Key::new(Self::TABLE.tag()).id(id)
    }

    /// The index entries that lead to it.
    fn index(&self, out: &mut Vec<Key>) {
        let _ = out;
    }

    /// Reads what an earlier release wrote. Pure: what that release didn't know gets the value it worked by.
    ///
    /// # Errors
    /// When there never was such a version, or the body is damaged.
    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        Err(earlier.unknown())
    }
}

/// Whom a contact method in an index leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The client as a whole.
    Client(ClientId),
    /// One of his people.
    Person(PersonId),
}

impl Owner {
    fn append(self, key: Key) -> Key {
        match self {
            Self::Client(id) => key.byte(0).id(id),
            Self::Person(id) => key.byte(1).id(id),
        }
    }
}

fn index_methods(owner: Owner, methods: &[ContactMethod], out: &mut Vec<Key>) {
    for phone in contact::phones(methods) {
        out.push(owner.append(Index::Phone.key().text(&phone.reversed_digits())));
    }
    for email in contact::emails(methods) {
        out.push(owner.append(Index::Email.key().text(&email.key())));
    }
}

impl Record for Client {
    const TABLE: Table = Table::Client;
    type Id = ClientId;

    fn id(&self) -> ClientId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        index_methods(Owner::Client(self.id), &self.methods, out);
    }
}

impl Record for Person {
    const TABLE: Table = Table::Person;
    type Id = PersonId;

    fn id(&self) -> PersonId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        index_methods(Owner::Person(self.id), &self.methods, out);
        out.extend(self.links.iter().map(|link| Index::PersonByClient.key().id(link.client).id(self.id)));
    }
}

impl Record for LegalEntity {
    const TABLE: Table = Table::LegalEntity;
    type Id = LegalEntityId;

    fn id(&self) -> LegalEntityId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        if let Some(inn) = &self.inn {
            out.push(Index::Inn.key().text(&inn.digits()).id(self.id));
        }
        out.extend(self.clients.iter().map(|client| Index::LegalByClient.key().id(*client).id(self.id)));
    }
}

/// The beginning of the keys under which a client's interactions stand, oldest first.
pub fn interactions_of(client: ClientId) -> Key {
    Key::new(Table::Interaction.tag()).id(client)
}

/// The beginning of the keys under which a client's notes stand, oldest first.
pub fn notes_of(client: ClientId) -> Key {
    Key::new(Table::Note.tag()).id(client)
}

impl Record for Interaction {
    const TABLE: Table = Table::Interaction;
    const VERSION: u8 = 2;
    type Id = InteractionId;

    fn id(&self) -> InteractionId {
        self.id
    }

    fn key(&self) -> Key {
        interactions_of(self.client).moment(self.at).id(self.id)
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::TalkByOwner.key().id(self.owner).moment(self.at).id(self.client).id(self.id));
        if let Some(run) = &self.script {
            out.push(Index::RunByScript.key().id(run.script).moment(self.at).id(self.client).id(self.id));
        }
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => earlier.read::<InteractionV1>().map(Self::from),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for Note {
    const TABLE: Table = Table::Note;
    type Id = NoteId;

    fn id(&self) -> NoteId {
        self.id
    }

    fn key(&self) -> Key {
        notes_of(self.client).moment(self.at).id(self.id)
    }
}

impl Record for Deal {
    const TABLE: Table = Table::Deal;
    type Id = DealId;

    fn id(&self) -> DealId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::DealByClient.key().id(self.client).id(self.id));
    }
}

/// The places of queue entries by zone: one for each hour from Moscow, one for zones abroad, one for unknown zones.
/// Entries of one place open and close together, so a closed place is passed over as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZonePlace {
    /// A zone of Russia: place in [`geo::ZONES`], 0–10.
    Russia(u8),
    /// A zone abroad: each entry must be looked at.
    Abroad,
    /// The zone is unknown.
    Unknown,
}

impl ZonePlace {
    /// All places.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..11).map(Self::Russia).chain([Self::Abroad, Self::Unknown])
    }

    fn tag(self) -> u8 {
        match self {
            Self::Russia(place) => place,
            Self::Abroad => 0xFE,
            Self::Unknown => 0xFF,
        }
    }

    fn of(entry: &QueueEntry) -> Self {
        match entry.zone {
            None => Self::Unknown,
            Some(tz) => geo::zone_index(tz).map_or(Self::Abroad, Self::Russia),
        }
    }
}

/// The beginning of the keys of waiting entries of one kind in one zone place, soonest first: those that belong to
/// `owner`, or those anybody may take.
pub fn queue_key(owner: Option<UserId>, kind: EntryKind, place: ZonePlace) -> Key {
    // Ids begin with 1, so 0 is nobody.
    Index::QueueByDue.key().number(owner.map_or(0, UserId::as_u64)).byte(kind as u8).byte(place.tag())
}

impl Record for QueueEntry {
    const TABLE: Table = Table::QueueEntry;
    type Id = QueueEntryId;

    fn id(&self) -> QueueEntryId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        match self.state {
            EntryState::Waiting => {
                out.push(queue_key(self.owner, self.kind, ZonePlace::of(self)).moment(self.due).id(self.id));
            }
            EntryState::Taken { until, .. } => out.push(Index::QueueTaken.key().moment(until).id(self.id)),
            EntryState::Done | EntryState::Exhausted | EntryState::Blocked => {}
        }
        if self.is_open() {
            out.push(Index::QueueByClient.key().id(self.client).id(self.id));
        }
        if let Some(list) = self.list {
            out.push(Index::QueueByList.key().id(list).id(self.client).id(self.id));
        }
    }
}

impl Record for StopEntry {
    const TABLE: Table = Table::Stop;
    type Id = StopId;

    fn id(&self) -> StopId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::StopByClient.key().id(self.client).id(self.id));
        if let crate::domain::stop::StopSubject::Phone(phone) = &self.subject {
            out.push(Index::StopByPhone.key().number(phone.number()).id(self.id));
        }
    }
}

impl Record for User {
    const TABLE: Table = Table::User;
    type Id = UserId;

    fn id(&self) -> UserId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::UserByName.key().text(&self.name.to_lowercase()).id(self.id));
    }
}

impl Record for CallList {
    const TABLE: Table = Table::CallList;
    type Id = CallListId;

    fn id(&self) -> CallListId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::CallListByName.key().text(&self.name.to_lowercase()).id(self.id));
    }
}

impl Record for Script {
    const TABLE: Table = Table::Script;
    const VERSION: u8 = 2;
    type Id = ScriptId;

    fn id(&self) -> ScriptId {
        self.id
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => earlier.read::<ScriptV1>().map(Self::from),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for Heard {
    const TABLE: Table = Table::Heard;
    type Id = HeardId;

    fn id(&self) -> HeardId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        if self.settled.is_none() {
            out.push(Index::HeardByScript.key().text(&self.code).id(self.id));
        }
    }
}

macro_rules! plain_records {
    ($($record:ident: $id:ident;)*) => {$(
        impl Record for $record {
            const TABLE: Table = Table::$record;
            type Id = $id;
            fn id(&self) -> $id {
                self.id
            }
        }
    )*};
}

plain_records! {
    Process: ProcessId;
    Outcome: OutcomeId;
}

/// The index entries of an encoded record of any table.
///
/// # Errors
/// When the record can't be decoded.
pub fn index_of(table: Table, encoded: &[u8]) -> Result<Vec<Key>> {
    fn of<R: Record>(encoded: &[u8]) -> Result<Vec<Key>> {
        let mut out = Vec::new();
        codec::decode::<R>(encoded)?.index(&mut out);
        Ok(out)
    }
    match table {
        Table::Client => of::<Client>(encoded),
        Table::Person => of::<Person>(encoded),
        Table::LegalEntity => of::<LegalEntity>(encoded),
        Table::Deal => of::<Deal>(encoded),
        Table::QueueEntry => of::<QueueEntry>(encoded),
        Table::Stop => of::<StopEntry>(encoded),
        Table::User => of::<User>(encoded),
        Table::CallList => of::<CallList>(encoded),
        Table::Interaction => of::<Interaction>(encoded),
        Table::Heard => of::<Heard>(encoded),
        // No indexes: nothing to decode.
        Table::Note | Table::Process | Table::Script | Table::Outcome => Ok(Vec::new()),
    }
}
