//! Which records a record names.

use super::codec;
use super::error::Result;
use super::key::Key;
use super::tables::{Record, Table};
use crate::domain::calendar::Calendar;
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::day::pause::PauseCode;
use crate::domain::day::{Notice, OperatorState, StateSpan, WorkDay};
use crate::domain::deal::Deal;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::ids::RecordId;
use crate::domain::interaction::{Interaction, Note, Subject};
use crate::domain::job::Operators;
use crate::domain::job::load::LoadPart;
use crate::domain::legal::LegalEntity;
use crate::domain::memo::{Memo, MemoKind, MemoTo};
use crate::domain::outcome::Outcome;
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::queue::{EntryState, QueueEntry};
use crate::domain::script::Script;
use crate::domain::script::heard::Heard;
use crate::domain::setting::Setting;
use crate::domain::snippet::Snippet;
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::user::User;

/// The keys of the records an encoded record points at; users are left out, because nobody takes a user away.
///
/// An interaction or a note can't be pointed at by its key, which holds more than its id: the stop entry of a call does not
/// name it here.
///
/// # Errors
/// When the record can't be decoded.
pub fn references(table: Table, encoded: &[u8]) -> Result<Vec<Key>> {
    fn of<R: Record + Refers>(encoded: &[u8]) -> Result<Vec<Key>> {
        let mut out = References::default();
        codec::decode::<R>(encoded)?.references(&mut out);
        let has_key = |table| !matches!(table, Table::User | Table::Interaction | Table::Note);
        let found = out.0.into_iter().filter(|(table, _)| has_key(*table));
        Ok(found.map(|(table, id)| Key::new(table.tag()).number(id)).collect())
    }
    match table {
        Table::Person => of::<Person>(encoded),
        Table::LegalEntity => of::<LegalEntity>(encoded),
        Table::Interaction => of::<Interaction>(encoded),
        Table::Note => of::<Note>(encoded),
        Table::Deal => of::<Deal>(encoded),
        Table::QueueEntry => of::<QueueEntry>(encoded),
        Table::Stop => of::<StopEntry>(encoded),
        Table::Consent => of::<Consent>(encoded),
        Table::Heard => of::<Heard>(encoded),
        Table::Load => of::<LoadPart>(encoded),
        Table::Memo => of::<Memo>(encoded),
        Table::WorkDay => of::<WorkDay>(encoded),
        Table::StateSpan => of::<StateSpan>(encoded),
        // They name users only, or nobody: nothing to decode.
        Table::Client
        | Table::Process
        | Table::Script
        | Table::Outcome
        | Table::CallList
        | Table::User
        | Table::Calendar
        | Table::Setting
        | Table::Notice
        | Table::PauseCode
        | Table::Snippet
        | Table::SavedFilter => Ok(Vec::new()),
    }
}

/// Other records a record names.
#[derive(Debug, Default)]
pub(super) struct References(pub(super) Vec<(Table, u64)>);

impl References {
    fn to<I: RecordId>(&mut self, table: Table, id: I) -> &mut Self {
        // Ids begin with 1: 0 is nobody, as whom the program itself works.
        if id.as_u64() != 0 {
            self.0.push((table, id.as_u64()));
        }
        self
    }

    fn maybe<I: RecordId>(&mut self, table: Table, id: Option<I>) -> &mut Self {
        if let Some(id) = id {
            self.to(table, id);
        }
        self
    }

    fn subject(&mut self, subject: Option<Subject>) -> &mut Self {
        match subject {
            Some(Subject::Deal(deal)) => self.to(Table::Deal, deal),
            Some(Subject::CallList(list)) => self.to(Table::CallList, list),
            None => self,
        }
    }
}

/// A record that may name others.
pub(super) trait Refers {
    /// Notes the records that must be there as long as this one is.
    fn references(&self, out: &mut References);
}

impl Refers for Client {
    fn references(&self, out: &mut References) {
        out.maybe(Table::User, self.manager);
    }
}

impl Refers for Person {
    fn references(&self, out: &mut References) {
        for link in &self.links {
            out.to(Table::Client, link.client);
        }
    }
}

impl Refers for LegalEntity {
    fn references(&self, out: &mut References) {
        for client in &self.clients {
            out.to(Table::Client, *client);
        }
    }
}

impl Refers for Interaction {
    fn references(&self, out: &mut References) {
        out.to(Table::Client, self.client)
            .maybe(Table::Person, self.person)
            .subject(self.subject)
            .maybe(Table::Outcome, self.outcome)
            .to(Table::User, self.owner)
            .maybe(Table::Script, self.script.as_ref().map(|run| run.script))
            .maybe(Table::QueueEntry, self.entry);
    }
}

impl Refers for Note {
    fn references(&self, out: &mut References) {
        out.to(Table::Client, self.client).subject(self.subject).to(Table::User, self.author);
    }
}

impl Refers for Deal {
    fn references(&self, out: &mut References) {
        out.to(Table::Client, self.client)
            .maybe(Table::Person, self.person)
            .to(Table::Process, self.process)
            .to(Table::User, self.owner);
    }
}

impl Refers for QueueEntry {
    fn references(&self, out: &mut References) {
        out.to(Table::Client, self.client)
            .maybe(Table::Person, self.person)
            .maybe(Table::CallList, self.list)
            .maybe(Table::User, self.owner)
            .maybe(Table::User, self.marks.keeper);
        for skip in &self.marks.skips {
            out.to(Table::User, skip.by);
        }
        if let EntryState::Taken { by, .. } = self.state {
            out.to(Table::User, by);
        }
    }
}

impl Refers for StopEntry {
    fn references(&self, out: &mut References) {
        out.maybe(Table::Client, self.client)
            .maybe(Table::Interaction, self.interaction)
            .to(Table::User, self.by);
        if let Some(lifted) = &self.lifted {
            out.to(Table::User, lifted.by).to(Table::Consent, lifted.consent);
        }
        match self.subject {
            StopSubject::Phone(_) => {}
            StopSubject::Person(person) => _ = out.to(Table::Person, person),
            StopSubject::Client(client) => _ = out.to(Table::Client, client),
        }
        if let StopScope::List(list) = self.scope {
            out.to(Table::CallList, list);
        }
    }
}

impl Refers for Consent {
    fn references(&self, out: &mut References) {
        out.to(Table::Client, self.client).maybe(Table::Person, self.person).to(Table::User, self.by);
        if let Some(withdrawn) = &self.withdrawn {
            out.to(Table::User, withdrawn.by).maybe(Table::Interaction, withdrawn.interaction);
        }
    }
}

impl Refers for Heard {
    fn references(&self, out: &mut References) {
        out.to(Table::Script, self.script).to(Table::Client, self.client).to(Table::User, self.by);
    }
}

impl Refers for Memo {
    fn references(&self, out: &mut References) {
        out.to(Table::Client, self.client).to(Table::User, self.by);
        if let MemoTo::User(user) = self.to {
            out.to(Table::User, user);
        }
        if let MemoKind::Duplicate { of, .. } = self.kind {
            out.to(Table::Client, of);
        }
        if let Some((_, user)) = self.done {
            out.to(Table::User, user);
        }
    }
}

impl Refers for Setting {
    fn references(&self, out: &mut References) {
        out.to(Table::User, self.by);
    }
}

impl References {
    fn state(&mut self, state: OperatorState) -> &mut Self {
        self.maybe(Table::PauseCode, state.pause())
    }
}

impl Refers for WorkDay {
    fn references(&self, out: &mut References) {
        out.to(Table::User, self.user).state(self.state);
    }
}

impl Refers for StateSpan {
    fn references(&self, out: &mut References) {
        out.to(Table::WorkDay, self.day).state(self.state);
    }
}

impl Refers for Notice {
    fn references(&self, out: &mut References) {
        out.to(Table::User, self.to).to(Table::User, self.from);
    }
}

impl Refers for Snippet {
    fn references(&self, out: &mut References) {
        out.maybe(Table::User, self.owner);
    }
}

impl Refers for SavedFilter {
    fn references(&self, out: &mut References) {
        out.maybe(Table::User, self.owner).to(Table::User, self.by);
    }
}

impl Refers for CallList {
    // Script and process are named by code, in whatever version is newest: they may come later.
    fn references(&self, out: &mut References) {
        out.to(Table::User, self.owner);
        if let Operators::Named(users) = &self.job.operators {
            for user in users {
                out.to(Table::User, *user);
            }
        }
    }
}

impl Refers for LoadPart {
    // It tells what became of rows, whether their clients and contacts are still there or not.
    fn references(&self, out: &mut References) {
        out.to(Table::CallList, self.list).to(Table::User, self.by);
    }
}

macro_rules! names_nobody {
    ($($record:ident),*) => {$(
        impl Refers for $record {
            fn references(&self, _: &mut References) {}
        }
    )*};
}

names_nobody!(Process, Script, Outcome, User, Calendar, PauseCode);
