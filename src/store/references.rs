//! Which records a record points at.

use super::codec;
use super::error::Result;
use super::key::Key;
use super::tables::{Record, Table};
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::ids::PersonId;
use crate::domain::interaction::{Interaction, Note, Subject};
use crate::domain::legal::LegalEntity;
use crate::domain::outcome::Outcome;
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::queue::QueueEntry;
use crate::domain::script::Script;
use crate::domain::stop::{StopEntry, StopScope, StopSubject};

/// The keys of the records an encoded record points at; users are left out, because nobody takes a user away.
///
/// An interaction can't be pointed at by its key, which holds more than its id: the stop entry of a call does not name it
/// here.
///
/// # Errors
/// When the record can't be decoded.
pub fn references(table: Table, encoded: &[u8]) -> Result<Vec<Key>> {
    fn to<R: Record>(id: R::Id) -> Key {
        R::key_of(id)
    }
    fn person(id: Option<PersonId>) -> Option<Key> {
        id.map(to::<Person>)
    }
    fn subject(subject: Option<Subject>) -> Option<Key> {
        subject.map(|subject| match subject {
            Subject::Deal(id) => to::<Deal>(id),
            Subject::CallList(id) => to::<CallList>(id),
        })
    }
    let mut out: Vec<Key> = Vec::new();
    match table {
        Table::Person => {
            let record: Person = codec::decode(encoded)?;
            out.extend(record.links.iter().map(|link| to::<Client>(link.client)));
        }
        Table::LegalEntity => {
            let record: LegalEntity = codec::decode(encoded)?;
            out.extend(record.clients.iter().map(|client| to::<Client>(*client)));
        }
        Table::Interaction => {
            let record: Interaction = codec::decode(encoded)?;
            out.push(to::<Client>(record.client));
            out.extend(person(record.person));
            out.extend(subject(record.subject));
            out.extend(record.outcome.map(to::<Outcome>));
            out.extend(record.script.map(|run| to::<Script>(run.script)));
            out.extend(record.entry.map(to::<QueueEntry>));
        }
        Table::Note => {
            let record: Note = codec::decode(encoded)?;
            out.push(to::<Client>(record.client));
            out.extend(subject(record.subject));
        }
        Table::Deal => {
            let record: Deal = codec::decode(encoded)?;
            out.extend([to::<Client>(record.client), to::<Process>(record.process)]);
            out.extend(person(record.person));
        }
        Table::QueueEntry => {
            let record: QueueEntry = codec::decode(encoded)?;
            out.push(to::<Client>(record.client));
            out.extend(person(record.person));
            out.extend(record.list.map(to::<CallList>));
        }
        Table::Stop => {
            let record: StopEntry = codec::decode(encoded)?;
            out.push(to::<Client>(record.client));
            match record.subject {
                StopSubject::Person(id) => out.push(to::<Person>(id)),
                StopSubject::Client(id) => out.push(to::<Client>(id)),
                StopSubject::Phone(_) => {}
            }
            if let StopScope::List(id) = record.scope {
                out.push(to::<CallList>(id));
            }
        }
        // They point at users only, or at nothing.
        Table::Client | Table::Process | Table::Script | Table::Outcome | Table::CallList | Table::User => {}
    }
    Ok(out)
}
