//! What a commit, anybody's, means for a screen.

use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::deal::Deal;
use crate::domain::ids::{ClientId, RecordId};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::domain::queue::QueueEntry;
use crate::domain::stop::StopEntry;
use crate::store::key::Parts;
use crate::store::{Entry, Record, Table, codec};
use crate::tui::msg::Changed;

/// Notes what a commit has changed for a screen.
pub(super) fn note_changes(entry: &Entry, changed: &mut Changed) {
    fn decoded<R: Record>(value: Option<&Vec<u8>>) -> Option<R> {
        codec::decode(value?).ok()
    }
    for change in &entry.changes {
        let value = change.value.as_ref();
        let mut client = |id: Option<ClientId>| changed.clients.extend(id);
        match change.table {
            Table::Client => client(Some(<Client as Record>::Id::from_u64(change.id))),
            Table::Interaction | Table::Note => client(Parts::of(change.key.as_bytes()).id()),
            Table::Deal => client(decoded::<Deal>(value).map(|deal| deal.client)),
            Table::Stop => {
                // A number may stand on any card, and it is forbidden on all of them.
                changed.queue = true;
                client(decoded::<StopEntry>(value).and_then(|stop| stop.client));
            }
            Table::Consent => {
                changed.queue = true;
                client(decoded::<Consent>(value).map(|consent| consent.client));
            }
            Table::Person => {
                let person = decoded::<Person>(value);
                changed
                    .clients
                    .extend(person.iter().flat_map(|person| &person.links).map(|link| link.client));
            }
            Table::LegalEntity => {
                changed
                    .clients
                    .extend(decoded::<LegalEntity>(value).into_iter().flat_map(|legal| legal.clients));
            }
            Table::QueueEntry => {
                changed.queue = true;
                client(decoded::<QueueEntry>(value).map(|entry| entry.client));
            }
            // The inbox of a script is read by its author when he asks for it, loads with their job, memos when a session
            // begins.
            Table::Heard | Table::Load | Table::Memo => {}
            // The order of the queue is not what it was.
            Table::Setting => (changed.queue, changed.catalog) = (true, true),
            // Rows of a job are offered while it runs.
            Table::CallList => (changed.queue, changed.catalog) = (true, true),
            // A session leads its own day; messages for its operator it asks for.
            Table::WorkDay | Table::StateSpan => {}
            Table::Notice => changed.notices = true,
            Table::Process
            | Table::Script
            | Table::Outcome
            | Table::User
            | Table::PauseCode
            | Table::Snippet
            | Table::SavedFilter
            | Table::Calendar => {
                changed.catalog = true;
            }
        }
    }
}
