//! The key each record stands under, and what it is found by.

use super::{Index, Owner, Record, Table, of_client};
use crate::domain::calendar::Calendar;
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::contact::{self, ContactMethod};
use crate::domain::day::pause::PauseCode;
use crate::domain::day::{Notice, StateSpan, WorkDay};
use crate::domain::deal::Deal;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::ids::{
    CalendarId, CallListId, ClientId, ConsentId, DealId, FilterId, HeardId, InteractionId, LegalEntityId,
    LoadId, MemoId, NoteId, NoticeId, OutcomeId, PauseId, PersonId, ProcessId, ScriptId, SettingId,
    SnippetId, StateSpanId, StopId, UserId, WorkDayId,
};
use crate::domain::interaction::{Interaction, InteractionKind, Note, Subject};
use crate::domain::job::load::LoadPart;
use crate::domain::legal::LegalEntity;
use crate::domain::memo::{Memo, MemoTo};
use crate::domain::outcome::Outcome;
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::script::Script;
use crate::domain::script::heard::Heard;
use crate::domain::setting::Setting;
use crate::domain::snippet::Snippet;
use crate::domain::stop::{StopEntry, StopSubject};
use crate::domain::user::User;
use crate::store::codec::Earlier;
use crate::store::error::Result;
use crate::store::key::Key;
use crate::store::upgrade;
use crate::store::upgrade::interaction::{InteractionV1, InteractionV2, InteractionV3, InteractionV4};
use crate::store::upgrade::script::ScriptV1;

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
    const VERSION: u8 = 2;
    type Id = ClientId;

    fn id(&self) -> ClientId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        index_methods(Owner::Client(self.id), &self.methods, out);
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::client::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
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
        out.extend(self.links.iter().map(|link| of_client(link.client, Table::Person).id(self.id)));
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
        out.extend(self.clients.iter().map(|client| of_client(*client, Table::LegalEntity).id(self.id)));
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
    const VERSION: u8 = 5;
    type Id = InteractionId;

    fn id(&self) -> InteractionId {
        self.id
    }

    fn key(&self) -> Key {
        interactions_of(self.client).moment(self.at).id(self.id)
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::TalkByOwner.key().id(self.owner).moment(self.at).id(self.client).id(self.id));
        if let (InteractionKind::Call, Some(Subject::CallList(list))) = (self.kind, self.subject) {
            out.push(Index::TalkByList.key().id(list).moment(self.at).id(self.client).id(self.id));
        }
        if let Some(run) = &self.script {
            out.push(Index::RunByScript.key().id(run.script).moment(self.at).id(self.client).id(self.id));
        }
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => earlier.read::<InteractionV1>().map(Self::from),
            2 => earlier.read::<InteractionV2>().map(Self::from),
            3 => earlier.read::<InteractionV3>().map(Self::from),
            4 => earlier.read::<InteractionV4>().map(Self::from),
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
        out.push(of_client(self.client, Table::Deal).id(self.id));
    }
}

impl Record for StopEntry {
    const TABLE: Table = Table::Stop;
    const VERSION: u8 = 2;
    type Id = StopId;

    fn id(&self) -> StopId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.extend(self.client.map(|client| of_client(client, Table::Stop).id(self.id)));
        if let StopSubject::Phone(phone) = &self.subject {
            out.push(Index::StopByPhone.key().number(phone.number()).id(self.id));
        }
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::stop::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for User {
    const TABLE: Table = Table::User;
    const VERSION: u8 = 2;
    type Id = UserId;

    fn id(&self) -> UserId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::UserByName.key().text(&self.name.to_lowercase()).id(self.id));
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::user::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for CallList {
    const TABLE: Table = Table::CallList;
    const VERSION: u8 = 4;
    type Id = CallListId;

    fn id(&self) -> CallListId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::CallListByName.key().text(&self.name.to_lowercase()).id(self.id));
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::call_list::V1>()?.into()),
            2 => Ok(earlier.read::<upgrade::call_list::V2>()?.into()),
            3 => Ok(earlier.read::<upgrade::call_list::V3>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for LoadPart {
    const TABLE: Table = Table::Load;
    type Id = LoadId;

    fn id(&self) -> LoadId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::LoadByList.key().id(self.list).id(self.load).id(self.id));
    }
}

impl Record for Consent {
    const TABLE: Table = Table::Consent;
    const VERSION: u8 = 2;
    type Id = ConsentId;

    fn id(&self) -> ConsentId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(of_client(self.client, Table::Consent).id(self.id));
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::consent::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for Calendar {
    const TABLE: Table = Table::Calendar;
    type Id = CalendarId;

    /// There is one.
    fn id(&self) -> CalendarId {
        crate::domain::ids::RecordId::from_u64(1)
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

impl Memo {
    /// The beginning of the index entries of memos that wait for a reader.
    pub(crate) fn waiting(to: MemoTo, index: Key) -> Key {
        match to {
            // Ids begin with 1, so 0 is no user.
            MemoTo::Steward => index.number(0),
            MemoTo::User(user) => index.id(user),
        }
    }
}

impl Record for Memo {
    const TABLE: Table = Table::Memo;
    type Id = MemoId;

    fn id(&self) -> MemoId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        if self.done.is_none() {
            out.push(Self::waiting(self.to, Index::MemoByReader.key()).id(self.id));
        }
        out.push(of_client(self.client, Table::Memo).id(self.id));
    }
}

impl Record for WorkDay {
    const TABLE: Table = Table::WorkDay;
    type Id = WorkDayId;

    fn id(&self) -> WorkDayId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::DayByUser.key().id(self.user).moment(self.opened).id(self.id));
        if self.closed.is_none() {
            out.push(Index::DayOpen.key().id(self.user).id(self.id));
        }
    }
}

impl Record for StateSpan {
    const TABLE: Table = Table::StateSpan;
    const VERSION: u8 = 2;
    type Id = StateSpanId;

    fn id(&self) -> StateSpanId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        out.push(Index::SpanByDay.key().id(self.day).moment(self.from).id(self.id));
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::span::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for Notice {
    const TABLE: Table = Table::Notice;
    type Id = NoticeId;

    fn id(&self) -> NoticeId {
        self.id
    }

    fn index(&self, out: &mut Vec<Key>) {
        if self.read.is_none() {
            out.push(Index::NoticeByUser.key().id(self.to).id(self.id));
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
    PauseCode: PauseId;
    Snippet: SnippetId;
    SavedFilter: FilterId;
    Setting: SettingId;
}

impl Record for Outcome {
    const TABLE: Table = Table::Outcome;
    const VERSION: u8 = 2;
    type Id = OutcomeId;

    fn id(&self) -> OutcomeId {
        self.id
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::outcome::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}

impl Record for Process {
    const TABLE: Table = Table::Process;
    const VERSION: u8 = 2;
    type Id = ProcessId;

    fn id(&self) -> ProcessId {
        self.id
    }

    fn upgrade(earlier: Earlier<'_>) -> Result<Self> {
        match earlier.version {
            1 => Ok(earlier.read::<upgrade::process::V1>()?.into()),
            _ => Err(earlier.unknown()),
        }
    }
}
