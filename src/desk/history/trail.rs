//! Following records back through the journal.

use std::collections::HashMap;

use super::{History, Net};
use crate::desk::{Result, View};
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::deal::Deal;
use crate::domain::ids::{ClientId, QueueEntryId, RecordId};
use crate::domain::interaction::Interaction;
use crate::domain::queue::QueueEntry;
use crate::domain::stop::StopEntry;
use crate::store::tables::{interactions_of, notes_of};
use crate::store::{Entry, Index, Kept, Key, Record, Revision, Store, Walk};

/// The commits that were fetched, each once.
pub(super) struct Trail<'s> {
    store: &'s dyn Store,
    known: HashMap<u64, Option<Entry>>,
}

impl<'s> Trail<'s> {
    pub(super) fn new(store: &'s dyn Store) -> Self {
        Self { store, known: HashMap::new() }
    }

    /// A commit; `None` when it is not kept, or can't be read.
    pub(super) fn entry(&mut self, seq: u64) -> Result<Option<Entry>> {
        Ok(self.fetched(seq)?.cloned())
    }

    fn fetched(&mut self, seq: u64) -> Result<Option<&Entry>> {
        if !self.known.contains_key(&seq) {
            let entry = self.store.entry(seq)?;
            self.known.insert(seq, entry);
        }
        Ok(self.known.get(&seq).and_then(Option::as_ref))
    }

    /// The encoded record as it was before a change; `None` when there was none, and when it is not at hand, which is
    /// noted.
    pub(super) fn before(&mut self, net: &Net<'_>, history: &mut History) -> Result<Option<Vec<u8>>> {
        let seq = net.previous.0;
        if seq == 0 {
            return Ok(None);
        }
        let key = &net.change.key;
        if let Some(entry) = self.fetched(seq)? {
            return Ok(entry.changes.iter().rfind(|change| change.key == *key).and_then(|c| c.value.clone()));
        }
        if seq < self.store.oldest_entry()? {
            history.not_kept = true;
        } else {
            history.unreadable.push(seq);
        }
        Ok(None)
    }
}

/// The records of a client that are there, with the commit that last changed each.
pub(super) fn records_of(view: &View<'_>, client: ClientId) -> Result<Vec<(Key, Revision)>> {
    let reads = view.reads();
    let mut out: Vec<(Key, Revision)> = Vec::new();
    fn add<R: Record>(out: &mut Vec<(Key, Revision)>, records: impl IntoIterator<Item = Kept<R>>) {
        out.extend(records.into_iter().map(|kept| (kept.record.key(), kept.revision)));
    }
    add::<Client>(&mut out, reads.client(client)?);
    add(&mut out, reads.people_of(client)?);
    add(&mut out, reads.legal_of(client)?);
    let talks: Vec<Kept<Interaction>> = reads.some(&interactions_of(client), Walk::Up, usize::MAX)?;
    let mut entries: Vec<QueueEntryId> = talks.iter().filter_map(|talk| talk.entry).collect();
    add(&mut out, talks);
    add::<crate::domain::interaction::Note>(&mut out, reads.some(&notes_of(client), Walk::Up, usize::MAX)?);
    add::<Deal>(&mut out, reads.of_client::<Deal>(client)?);
    add::<Consent>(&mut out, reads.of_client::<Consent>(client)?);
    add::<StopEntry>(&mut out, reads.of_client::<StopEntry>(client)?);
    entries.extend(reads.of_client::<QueueEntry>(client)?.iter().map(|entry| entry.id));
    for list in view.catalog()?.lists() {
        entries
            .extend(reads.ids::<QueueEntryId>(&Index::QueueByList.key().id(list.id).id(client), usize::MAX)?);
    }
    entries.sort_by_key(|id| id.as_u64());
    entries.dedup();
    for id in entries {
        add::<QueueEntry>(&mut out, reads.find(id)?);
    }
    Ok(out)
}
