//! Who changed what and when, field by field.
//!
//! A record bears the number of the commit that last changed it, and every change in the journal the number of the one
//! before: a chain that is followed back as far as the history is kept, for as many commits as are wanted.
//!
//! | module | what it does |
//! |---|---|
//! | [`value`] | values of fields, and what differs between two versions |
//! | `fields` | what every kind of record is made of; `clients`, `calls`, `day` and `rules` have the kinds |
//! | `trail` | following the chains |

mod calls;
mod clients;
mod day;
mod fields;
mod rules;
mod trail;
pub mod value;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use self::fields::{Told, told};
use self::trail::Trail;
use self::value::{FieldChange, Value};
use super::clients::create::{FROM_REGISTER, NewClient};
use super::import::{BATCH_NAME, PartOf};
use super::undo::Undo;
use super::{DeskError, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::ids::{ClientId, DealId, PersonId, RecordId, UserId};
use crate::domain::person::Person;
use crate::domain::time::Moment;
use crate::store::{Entry, Key, Record, RecordChange, Revision, Table};

/// No more commits than this are named as unreadable by a walk through the whole history.
const UNREADABLE_MAX: usize = 1000;

/// Asks who changed what, newest first.
#[derive(Clone, Debug)]
pub struct HistoryOf {
    /// Of whom.
    pub of: Of,
    /// Nothing older than this.
    pub since: Option<Moment>,
    /// How many commits at most.
    pub limit: usize,
    /// Whether records that are gone are looked for too: that takes a walk through the whole history.
    pub deleted: bool,
}

/// Whose history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A client with everything that belongs to him: people, legal entities, interactions, notes, deals, planned contacts,
    /// prohibitions. One who is gone is looked for in the whole history.
    Client(ClientId),
    /// A deal.
    Deal(DealId),
    /// Everything a user has done. It takes a walk through the whole history.
    User(UserId),
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Commits, newest first.
    pub lines: Vec<Line>,
    /// Whether there are older ones.
    pub more: bool,
    /// Whether there was something before that is not kept any more.
    pub not_kept: bool,
    /// Commits that can't be read: the journal is damaged there.
    pub unreadable: Vec<u64>,
    /// Names of people, deals and clients that values point at.
    pub names: HashMap<(Table, u64), String>,
}

/// One commit, as far as it concerns what was asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number: [`Desk::undo`](super::Desk::undo) takes it back by this.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// Who.
    pub by: UserId,
    /// Name of the use-case: `note.add`.
    pub use_case: String,
    /// The day of the state register it was filled by, if it was.
    pub register: Option<NaiveDate>,
    /// The commit it took back, when it is an undo.
    pub undid: Option<u64>,
    /// Why, where it was said.
    pub reason: String,
    /// Which part of an import it is, and of which file. Imports of earlier releases tell nothing of it.
    pub import: Option<ImportPart>,
    /// The records it changed.
    pub records: Vec<Changed>,
}

/// A part of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportPart {
    /// The name of the file. May be empty.
    pub file: String,
    /// Which part it is, from 1.
    pub part: u64,
}

/// A changed record.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// Its table.
    pub table: Table,
    /// Its id.
    pub id: u64,
    /// Its name, where it has one.
    pub name: String,
    /// What became of it.
    pub what: Became,
    /// What differs, field by field; nothing when the version before is not at hand.
    pub fields: Vec<FieldChange>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It was made.
    Made,
    /// It was changed.
    Changed,
    /// It was changed; what was there before is not kept, or can't be read.
    ChangedFromUnknown,
    /// It was deleted.
    Deleted,
}

impl Query for HistoryOf {
    type Answer = History;

    fn answer(&self, view: &View<'_>) -> Result<History> {
        let mut trail = Trail::new(view.desk.store.as_ref());
        let mut history = History::default();
        let found = match self.of {
            Of::User(user) => self.done_by(view, user)?,
            Of::Client(_) | Of::Deal(_) => {
                let present = self.present(view)?;
                if present.is_empty() || self.deleted {
                    let found = self.scanned(view)?;
                    if found.entries.is_empty() && present.is_empty() {
                        return Err(self.nobody());
                    }
                    found
                } else {
                    self.followed(view, &mut trail, present, &mut history)?
                }
            }
        };
        history.more |= found.more;
        history.unreadable.extend(&found.unreadable);
        for entry in &found.entries {
            let line = self.line(entry, &mut trail, &mut history)?;
            history.lines.push(line);
        }
        history.names = names(view, &history.lines)?;
        history.unreadable.sort_unstable();
        history.unreadable.dedup();
        Ok(history)
    }
}

/// Commits that were found, newest first.
#[derive(Default)]
struct FoundEntries {
    entries: Vec<Entry>,
    more: bool,
    /// Commits that could not be looked at.
    unreadable: Vec<u64>,
}

impl HistoryOf {
    fn nobody(&self) -> DeskError {
        match self.of {
            Of::Client(id) => DeskError::NotFound(What::Client, id.to_string()),
            Of::Deal(id) => DeskError::NotFound(What::Deal, id.to_string()),
            Of::User(id) => DeskError::NotFound(What::User, id.to_string()),
        }
    }

    /// Whether a version of a record is what was asked about.
    fn concerns(&self, table: Table, id: u64, told: &Told) -> bool {
        match self.of {
            Of::Client(client) => told.clients.contains(&client),
            Of::Deal(deal) => table == Table::Deal && id == deal.as_u64(),
            Of::User(_) => true,
        }
    }

    /// The records that are there, with the commit that last changed each.
    fn present(&self, view: &View<'_>) -> Result<Vec<(Key, Revision)>> {
        match self.of {
            Of::Client(id) if view.reads().client(id)?.is_some() => trail::records_of(view, id),
            Of::Deal(id) => {
                let deal = view.reads().find::<Deal>(id)?;
                Ok(deal.map(|deal| (deal.key(), deal.revision)).into_iter().collect())
            }
            Of::Client(_) | Of::User(_) => Ok(Vec::new()),
        }
    }

    /// Follows the chains of these records back. A commit may lead to more of them: contacts that are over stand in no
    /// index.
    fn followed(
        &self,
        view: &View<'_>,
        trail: &mut Trail<'_>,
        present: Vec<(Key, Revision)>,
        history: &mut History,
    ) -> Result<FoundEntries> {
        let mut found = FoundEntries::default();
        let mut seen: HashMap<Key, ()> = present.iter().map(|(key, _)| (key.clone(), ())).collect();
        let mut waiting: BTreeMap<u64, Vec<Key>> = BTreeMap::new();
        for (key, revision) in present {
            waiting.entry(revision.0).or_default().push(key);
        }
        let oldest = view.desk.store.oldest_entry()?;
        while let Some((seq, mut keys)) = waiting.pop_last() {
            if found.entries.len() == self.limit {
                found.more = true;
                break;
            }
            if seq < oldest {
                history.not_kept = true;
                break;
            }
            let Some(entry) = trail.entry(seq)? else {
                history.unreadable.push(seq);
                continue;
            };
            if self.since.is_some_and(|since| entry.origin.at < since) {
                break;
            }
            for change in &entry.changes {
                if seen.contains_key(&change.key) {
                    continue;
                }
                let Some(value) = &change.value else { continue };
                if self.concerns(change.table, change.id, &told(change.table, value)?) {
                    seen.insert(change.key.clone(), ());
                    keys.push(change.key.clone());
                }
            }
            for net in net(&entry) {
                if net.previous.0 > 0 && keys.contains(&net.change.key) {
                    waiting.entry(net.previous.0).or_default().push(net.change.key.clone());
                }
            }
            found.entries.push(entry);
        }
        Ok(found)
    }

    /// Looks through the whole history, deleted records included.
    fn scanned(&self, view: &View<'_>) -> Result<FoundEntries> {
        let mut seen: HashMap<Key, ()> = HashMap::new();
        let mut failed = None;
        let found = self.walk(view, &mut |entry| {
            let mut concerned = false;
            for change in &entry.changes {
                concerned |= match &change.value {
                    None => seen.contains_key(&change.key),
                    Some(value) => match told(change.table, value) {
                        Ok(told) => {
                            let concerned = self.concerns(change.table, change.id, &told);
                            if concerned {
                                seen.insert(change.key.clone(), ());
                            }
                            concerned
                        }
                        Err(error) => {
                            failed = Some(error);
                            false
                        }
                    },
                };
            }
            concerned
        })?;
        failed.map_or(Ok(found), |error| Err(error.into()))
    }

    /// What a user has done, and what was done to him: a wrong PIN is nobody's deed, and concerns him.
    fn done_by(&self, view: &View<'_>, user: UserId) -> Result<FoundEntries> {
        let of_him = |change: &RecordChange| change.table == Table::User && change.id == user.as_u64();
        self.walk(view, &mut |entry| entry.origin.actor == user || entry.changes.iter().any(of_him))
    }

    /// Goes through the history from its beginning and keeps the last commits that are wanted.
    fn walk(&self, view: &View<'_>, wanted: &mut dyn FnMut(&Entry) -> bool) -> Result<FoundEntries> {
        let store = view.desk.store.as_ref();
        let mut found = std::collections::VecDeque::new();
        let mut more = false;
        let hidden = store.each_readable(&mut |entry| {
            // Everything is looked at: what a record was is known from its beginning.
            if wanted(&entry) && self.since.is_none_or(|since| entry.origin.at >= since) {
                found.push_back(entry);
                if found.len() > self.limit {
                    found.pop_front();
                    more = true;
                }
            }
        })?;
        let unreadable = hidden.into_iter().flat_map(|(from, to)| from..=to).take(UNREADABLE_MAX).collect();
        Ok(FoundEntries { entries: found.into_iter().rev().collect(), more, unreadable })
    }

    fn line(&self, entry: &Entry, trail: &mut Trail<'_>, history: &mut History) -> Result<Line> {
        let mut records = Vec::new();
        for net in net(entry) {
            let change = net.change;
            let new = change.value.as_deref().map(|value| told(change.table, value)).transpose()?;
            let old = match trail.before(&net, history)? {
                None => None,
                Some(value) => Some(told(change.table, &value)?),
            };
            let is_ours = |told: &Option<Told>| {
                told.as_ref().is_some_and(|told| self.concerns(change.table, change.id, told))
            };
            if !is_ours(&new) && !is_ours(&old) {
                continue;
            }
            let what = match (&new, &old) {
                (None, _) => Became::Deleted,
                (Some(_), None) if net.previous.0 > 0 => Became::ChangedFromUnknown,
                (Some(_), None) => Became::Made,
                (Some(_), Some(_)) => Became::Changed,
            };
            let known =
                |told: &Option<Told>| told.as_ref().map(|told| told.fields.clone()).unwrap_or_default();
            let fields = match what {
                Became::ChangedFromUnknown => Vec::new(),
                _ => value::diff(&known(&old), &known(&new)),
            };
            let name = new.or(old).map(|told| told.name).unwrap_or_default();
            records.push(Changed { table: change.table, id: change.id, name, what, fields });
        }
        let (name, remark) = entry.origin.case();
        let undid = if name == Undo::NAME { remark.split(' ').next().unwrap_or_default() } else { "" };
        let import = PartOf::read(remark).filter(|_| name == BATCH_NAME);
        let register = remark.strip_prefix(FROM_REGISTER).filter(|_| name == NewClient::NAME);
        let register = register.and_then(|day| day.parse().ok());
        let reason = match import {
            Some(_) => String::new(),
            None if register.is_some() => String::new(),
            None => remark.strip_prefix(undid).unwrap_or(remark).trim().to_owned(),
        };
        let import = import.map(|mark| ImportPart { file: mark.file.to_owned(), part: mark.part });
        Ok(Line {
            seq: entry.seq,
            at: entry.origin.at,
            by: entry.origin.actor,
            use_case: name.to_owned(),
            undid: undid.parse().ok(),
            reason,
            import,
            register,
            records,
        })
    }
}

/// What a commit has done to one record, however often it changed it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Net<'e> {
    /// The last change.
    pub(super) change: &'e RecordChange,
    /// The revision before the first one.
    pub(super) previous: Revision,
}

/// The changes of a commit, one for each record; a record that came and went is none.
pub(super) fn net(entry: &Entry) -> Vec<Net<'_>> {
    let mut out: Vec<Net<'_>> = Vec::with_capacity(entry.changes.len());
    let mut places: HashMap<&Key, usize> = HashMap::new();
    for change in &entry.changes {
        match places.get(&change.key).and_then(|place| out.get_mut(*place)) {
            Some(known) => known.change = change,
            None => {
                places.insert(&change.key, out.len());
                out.push(Net { change, previous: change.previous });
            }
        }
    }
    out.retain(|net| net.change.value.is_some() || net.previous.0 > 0);
    out
}

/// Names of the fields that the history tells of an encoded record, in their order.
///
/// # Errors
/// When the record can't be decoded.
pub fn field_names(table: Table, encoded: &[u8]) -> Result<Vec<&'static str>> {
    Ok(told(table, encoded)?.fields.iter().map(|field| field.name).collect())
}

/// Names of people, deals and clients that the changes point at.
fn names(view: &View<'_>, lines: &[Line]) -> Result<HashMap<(Table, u64), String>> {
    let changes = lines.iter().flat_map(|line| &line.records).flat_map(|record| &record.fields);
    let values = changes.flat_map(|change| change.old.iter().chain(&change.new));
    let mut names = HashMap::new();
    for value in values {
        let (table, id) = match value {
            Value::Record(table, id) => (*table, *id),
            Value::Link(link) => (Table::Client, link.client.as_u64()),
            _ => continue,
        };
        if names.contains_key(&(table, id)) {
            continue;
        }
        let reads = view.reads();
        let name = match table {
            Table::Client => reads.find::<Client>(ClientId::from_u64(id))?.map(|kept| kept.record.name),
            Table::Person => reads.find::<Person>(PersonId::from_u64(id))?.map(|kept| kept.record.name),
            Table::Deal => reads.find::<Deal>(DealId::from_u64(id))?.map(|kept| kept.record.name),
            _ => None,
        };
        names.extend(name.map(|name| ((table, id), name)));
    }
    Ok(names)
}
