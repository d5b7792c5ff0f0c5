//! Tables and indexes: which records there are, under which keys they stand, and by what they are found.
//!
//! Interactions and notes cluster by client and time, so that the latest of one client are one short range. Index
//! entries hold nothing but their key; they are computed from records and never written to the journal.
//!
//! | module | what it does |
//! |---|---|
//! | `records` | the key and the index entries of each record |
//! | `queue` | where queue entries wait |

mod queue;
mod records;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use self::queue::{JobRow, Lane, LaneOwner, ZonePlace, job_row_key};
pub use self::records::{interactions_of, notes_of};
use super::codec::{self, Earlier};
use super::error::Result;
use super::key::Key;
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::day::{Notice, StateSpan, WorkDay};
use crate::domain::deal::Deal;
use crate::domain::ids::{ClientId, PersonId, RecordId};
use crate::domain::interaction::Interaction;
use crate::domain::job::load::LoadPart;
use crate::domain::legal::LegalEntity;
use crate::domain::memo::Memo;
use crate::domain::person::Person;
use crate::domain::queue::QueueEntry;
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
    Consent = 14,
    Calendar = 15,
    Heard = 16,
    Setting = 17,
    Load = 18,
    Memo = 22,
    WorkDay = 19,
    StateSpan = 20,
    Notice = 21,
    PauseCode = 28,
    Snippet = 29,
    SavedFilter = 33,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 25] = [
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
        Self::Consent,
        Self::Calendar,
        Self::Heard,
        Self::Load,
        Self::Setting,
        Self::Memo,
        Self::WorkDay,
        Self::StateSpan,
        Self::Notice,
        Self::PauseCode,
        Self::Snippet,
        Self::SavedFilter,
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
            Self::Consent => "consent",
            Self::Calendar => "calendar",
            Self::Heard => "heard",
            Self::Load => "load",
            Self::Setting => "setting",
            Self::Memo => "memo",
            Self::WorkDay => "work-day",
            Self::StateSpan => "state-span",
            Self::Notice => "notice",
            Self::PauseCode => "pause-code",
            Self::Snippet => "snippet",
            Self::SavedFilter => "filter",
        }
    }
}

/// Tag of the store's own bookkeeping in the engine.
pub(super) const META_TAG: u8 = 0;

/// Indexes. The number is the tag of the keys; those that were given to an index of an earlier release are not given again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Index {
    /// Digits of a number backwards → client or person. Finds a whole number and every ending of it.
    Phone = 128,
    /// E-mail address → client or person.
    Email = 129,
    /// INN → legal entity.
    Inn = 130,
    /// Owner or job, kind, calling zone, traits, time → waiting queue entry; see [`LaneOwner`].
    QueueByDue = 134,
    /// Lease end → taken queue entry.
    QueueTaken = 135,
    /// User, lease end → queue entry the user has taken.
    QueueByTaker = 200,
    /// Call list, client → queue entry in any state.
    QueueByList = 137,
    /// Number → stop entries for the number itself.
    StopByPhone = 139,
    /// Name → user.
    UserByName = 140,
    /// Name → call list.
    CallListByName = 141,
    /// User, time → the client and the interaction the user was responsible for.
    TalkByOwner = 142,
    /// Script, time → the client and the interaction in which this version of the script was read.
    RunByScript = 144,
    /// Code of a script → words that wait for its author.
    HeardByScript = 145,
    /// Call list, state, zone place, attempts → row of the list; see [`job_row_key`].
    JobRow = 149,
    /// Call list, load → parts of the load.
    LoadByList = 150,
    /// Call list, time → the client and the call.
    TalkByList = 151,
    /// Client, table → what belongs to him there; see [`of_client`].
    OfClient = 170,
    /// Reader → memos that wait for him.
    MemoByReader = 158,
    /// Keeper of the client, job, kind, calling zone, traits, time → waiting queue entry that is not one user's only.
    QueueByKeeper = 146,
    /// Client → his queue entries a supervisor should look at: they were skipped too often.
    QueueSkipped = 147,
    /// User, beginning → his days.
    DayByUser = 153,
    /// User → his day that is not over.
    DayOpen = 154,
    /// Day, beginning → the states of the day that have ended.
    SpanByDay = 155,
    /// User → messages for him that are not read.
    NoticeByUser = 156,
}

impl Index {
    /// All indexes.
    pub const ALL: [Self; 24] = [
        Self::Phone,
        Self::Email,
        Self::Inn,
        Self::QueueByDue,
        Self::QueueTaken,
        Self::QueueByTaker,
        Self::QueueByList,
        Self::StopByPhone,
        Self::UserByName,
        Self::CallListByName,
        Self::TalkByOwner,
        Self::RunByScript,
        Self::HeardByScript,
        Self::JobRow,
        Self::LoadByList,
        Self::TalkByList,
        Self::OfClient,
        Self::MemoByReader,
        Self::QueueByKeeper,
        Self::QueueSkipped,
        Self::DayByUser,
        Self::DayOpen,
        Self::SpanByDay,
        Self::NoticeByUser,
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

/// The beginning of the index keys of what belongs to a client in a table: his people, legal entities, deals, prohibitions,
/// consents, memos, and the contacts that are still to come. All of it stands side by side, so a dossier finds it by one look.
pub fn of_client(client: ClientId, table: Table) -> Key {
    Index::OfClient.key().id(client).byte(table.tag())
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
        Table::Consent => of::<Consent>(encoded),
        Table::Interaction => of::<Interaction>(encoded),
        Table::Heard => of::<Heard>(encoded),
        Table::Load => of::<LoadPart>(encoded),
        Table::Memo => of::<Memo>(encoded),
        Table::WorkDay => of::<WorkDay>(encoded),
        Table::StateSpan => of::<StateSpan>(encoded),
        Table::Notice => of::<Notice>(encoded),
        // No indexes: nothing to decode.
        Table::Note
        | Table::Process
        | Table::Script
        | Table::Outcome
        | Table::Calendar
        | Table::Setting
        | Table::PauseCode
        | Table::Snippet
        | Table::SavedFilter => Ok(Vec::new()),
    }
}
