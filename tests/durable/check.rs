//! What must hold of a store, whatever has happened to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dozvon::domain::call_list::CallList;
use dozvon::domain::client::Client;
use dozvon::domain::ids::{CallListId, ClientId, InteractionId, OutcomeId, QueueEntryId};
use dozvon::domain::interaction::{Interaction, Note};
use dozvon::domain::outcome::Outcome;
use dozvon::domain::person::Person;
use dozvon::domain::queue::{EntryState, QueueEntry};
use dozvon::domain::stop::StopEntry;
use dozvon::store::codec::{decode, split_revision};
use dozvon::store::tables::index_of;
use dozvon::store::{Record, Result, Store, Table, Walk};

use super::ledger::{Ledger, sum};
use super::work::{IMPORT_BATCH, IMPORT_BATCH_IN_COMPANY, LIST, Mark};

/// Tags from here on are indexes; 0 is the store's own bookkeeping.
const FIRST_INDEX: u8 = 128;

/// Everything a store holds, its own bookkeeping aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dump(pub BTreeMap<Vec<u8>, Vec<u8>>);

impl Dump {
    /// Reads all of a store.
    pub fn of(store: &dyn Store) -> Result<Self> {
        let mut all = BTreeMap::new();
        store.range(&[1], None, Walk::Up, &mut |key, value| {
            all.insert(key.to_vec(), value.to_vec());
            ControlFlow::Continue(())
        })?;
        Ok(Self(all))
    }

    /// Keys and values of the records.
    pub fn records(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let records = self.0.iter().take_while(|(key, _)| key[0] < FIRST_INDEX);
        records.map(|(key, value)| (key.as_slice(), value.as_slice()))
    }

    /// The records of a table; those that can't be decoded are passed over.
    fn all<R: Record>(&self) -> Vec<R> {
        let of_table = self.records().filter(|(key, _)| key[0] == R::TABLE.tag());
        of_table.filter_map(|(_, value)| decode(split_revision(value)?.1).ok()).collect()
    }

    /// In what two dumps differ, in words; empty when they are the same.
    pub fn differs(&self, other: &Self) -> Vec<String> {
        let keys: BTreeSet<_> = self.0.keys().chain(other.0.keys()).collect();
        let differ = keys.into_iter().filter(|key| self.0.get(*key) != other.0.get(*key));
        differ
            .map(|key| {
                let there =
                    |dump: &Self| dump.0.get(key).map(|v| (split_revision(v).map(|(r, _)| r.0), v.len()));
                format!("key {key:?}: {:?} here, {:?} there", there(self), there(other))
            })
            .collect()
    }
}

/// What is wrong with a store, in words; empty when all is well.
pub fn problems(store: &dyn Store, ledger: &Ledger) -> Vec<String> {
    match Dump::of(store) {
        Ok(dump) => {
            let mut out = missing(&dump, ledger, store.last_seq());
            out.extend(inconsistent(&dump));
            out.extend(half_done(&dump));
            out
        }
        Err(error) => vec![format!("the store can't be read: {error}")],
    }
}

/// What was acknowledged and is not there, and what is there without anybody having written it.
pub fn missing(dump: &Dump, ledger: &Ledger, last_seq: u64) -> Vec<String> {
    let mut out = Vec::new();
    if last_seq < ledger.acked {
        out.push(format!("commit {} was acknowledged, the last one is {last_seq}", ledger.acked));
    }
    // A revision nobody was told of may stand in the place of an acknowledged one, if it is later.
    let later = |revision| revision > ledger.acked || ledger.was_untold(revision);
    for (key, (revision, known)) in &ledger.records {
        let found = dump.0.get(key).and_then(|value| split_revision(value));
        match (found, known) {
            (None, None) => {}
            (None, Some(_)) => out.push(format!("key {key:?} of commit {revision} is not there")),
            (Some((found, body)), known) if found.0 == *revision => {
                if Some(sum(body)) != *known {
                    out.push(format!("key {key:?} of commit {revision} holds something else"));
                }
            }
            (Some((found, _)), _) if found.0 > *revision && later(found.0) => {}
            (Some((found, _)), _) => {
                out.push(format!("key {key:?} is of commit {}, not {revision}", found.0));
            }
        }
    }
    for (key, value) in dump.records() {
        let revision = split_revision(value).map_or(0, |(revision, _)| revision.0);
        if revision > last_seq {
            out.push(format!("key {key:?} is of commit {revision}, the last one is {last_seq}"));
        }
        if !ledger.records.contains_key(key) && !later(revision) {
            out.push(format!("key {key:?} of commit {revision} was written by nobody"));
        }
    }
    out
}

/// Records that can't be decoded, index entries without a record, records without their index entries.
pub fn inconsistent(dump: &Dump) -> Vec<String> {
    let mut out = Vec::new();
    let mut expected = BTreeSet::new();
    for (key, value) in dump.records() {
        let entries = Table::from_tag(key[0])
            .zip(split_revision(value))
            .ok_or_else(|| "it is no record".to_owned())
            .and_then(|(table, (_, body))| index_of(table, body).map_err(|error| error.to_string()));
        match entries {
            Ok(entries) => expected.extend(entries.into_iter().map(|entry| entry.as_bytes().to_vec())),
            Err(error) => out.push(format!("key {key:?}: {error}")),
        }
    }
    let found: BTreeSet<_> = dump.0.keys().filter(|key| key[0] >= FIRST_INDEX).cloned().collect();
    out.extend(expected.difference(&found).map(|key| format!("the index entry {key:?} is not there")));
    out.extend(found.difference(&expected).map(|key| format!("the index entry {key:?} has no record")));
    out
}

/// Acts of [`super::work`] of which only a part is there.
pub fn half_done(dump: &Dump) -> Vec<String> {
    let mut out = Vec::new();
    let clients = dump.all::<Client>();
    let entries = dump.all::<QueueEntry>();
    let queued: BTreeSet<ClientId> = entries.iter().map(|entry| entry.client).collect();
    let people: BTreeSet<ClientId> =
        dump.all::<Person>().iter().flat_map(|person| person.links.iter().map(|link| link.client)).collect();
    let noted: BTreeSet<ClientId> = dump.all::<Note>().iter().map(|note| note.client).collect();

    let mut marks: BTreeMap<Mark, BTreeSet<usize>> = BTreeMap::new();
    for client in &clients {
        let Some((mark, place)) = Mark::read(client) else { continue };
        marks.entry(mark).or_default().insert(place);
        for (what, there) in [("person", &people), ("queue entry", &queued), ("note", &noted)] {
            if !there.contains(&client.id) {
                out.push(format!("client {} came without his {what}", client.id));
            }
        }
    }
    for (mark, places) in marks {
        let count = places.len();
        let from_the_first = places.last() == Some(&(count - 1));
        // An import is written in batches, one after the other, smaller ones while others work; everything else in one
        // piece.
        let in_batches = || {
            (0..=count / IMPORT_BATCH)
                .any(|n| (count - n * IMPORT_BATCH).is_multiple_of(IMPORT_BATCH_IN_COMPANY))
        };
        let whole = count == mark.of || (mark.import && in_batches());
        if !from_the_first || !whole {
            out.push(format!("{count} clients of {mark:?} are there"));
        }
    }
    out.extend(half_recorded(dump, &entries));
    out
}

/// Results of calls without what they bring: the attempt in the queue, the prohibition.
fn half_recorded(dump: &Dump, entries: &[QueueEntry]) -> Vec<String> {
    let mut out = Vec::new();
    let calls = dump.all::<Interaction>();
    let bad: BTreeSet<_> =
        dump.all::<Outcome>().into_iter().filter(|outcome| outcome.flags.bad_number).map(|o| o.id).collect();
    let mut worked: BTreeMap<QueueEntryId, Vec<&Interaction>> = BTreeMap::new();
    for call in &calls {
        if let Some(entry) = call.entry {
            worked.entry(entry).or_default().push(call);
        }
    }
    // What others have written may have come with attempts made elsewhere.
    let own = |list: &CallList| list.name.starts_with(LIST).then_some(list.id);
    let own: BTreeSet<CallListId> = dump.all::<CallList>().iter().filter_map(own).collect();
    for entry in entries.iter().filter(|entry| entry.list.is_some_and(|list| own.contains(&list))) {
        let mut calls = worked.remove(&entry.id).unwrap_or_default();
        calls.sort_by_key(|call| call.id);
        out.extend(attempts(entry, &calls, &bad));
    }
    let stopping: BTreeSet<_> =
        dump.all::<Outcome>().into_iter().filter(|outcome| outcome.flags.stop).map(|o| o.id).collect();
    let stopped: BTreeSet<InteractionId> =
        dump.all::<StopEntry>().into_iter().filter_map(|stop| stop.interaction).collect();
    let called: BTreeSet<InteractionId> = calls.iter().map(|call| call.id).collect();
    for call in &calls {
        let stops = call.outcome.is_some_and(|outcome| stopping.contains(&outcome));
        if stops != stopped.contains(&call.id) {
            out.push(format!("call {} and its prohibition do not agree", call.id));
        }
    }
    out.extend(
        stopped
            .difference(&called)
            .map(|call| format!("a prohibition names call {call}, which is not there")),
    );
    out
}

/// Every call is an attempt, but for one on a bad number where another one of the client's was tried at once: the two are one.
fn attempts(entry: &QueueEntry, calls: &[&Interaction], bad: &BTreeSet<OutcomeId>) -> Vec<String> {
    let mut out = Vec::new();
    let mut made = 0;
    for (place, call) in calls.iter().enumerate() {
        if call.attempt != made + 1 {
            out.push(format!("call {} is attempt {}, and {made} were made before", call.id, call.attempt));
        }
        let on_bad = call.outcome.is_some_and(|outcome| bad.contains(&outcome));
        // A contact without another number ends with its last one.
        let another = match calls.get(place + 1) {
            Some(next) => next.phone != call.phone,
            None => !matches!(entry.state, EntryState::Done | EntryState::Exhausted),
        };
        if on_bad && !another {
            let goes_on = place + 1 < calls.len();
            out.extend(goes_on.then(|| format!("call {} was on a bad number, and so was the next", call.id)));
        }
        made += u16::from(!(on_bad && another));
    }
    if made != entry.attempts {
        out.push(format!("contact {} has {} attempts and its calls make {made}", entry.id, entry.attempts));
    }
    out
}
