//! Writing what a number of rows have brought.

use std::collections::{BTreeSet, HashMap};

use super::build::Bundle;
use super::enlist::FILE_SCOPE;
use super::ids::NewIds;
use super::{ClientRow, Totals};
use crate::desk::gate::{Pending, consents, reopen_allowed};
use crate::desk::{Plan, Result, UseCase};
use crate::domain::client::Client;
use crate::domain::ids::ClientId;
use crate::domain::job::load::LoadPart;
use crate::domain::queue::QueueEntry;
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::tables::notes_of;
use crate::store::{Kept, Reads, Record, Walk};

/// What a number of rows have to write.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) rows: usize,
    pub(super) new: Vec<Bundle>,
    pub(super) changed: Vec<(ClientId, ClientRow)>,
    /// Clients who are left as they are, but for this: they must not be called.
    pub(super) forbidden: Vec<ClientId>,
    pub(super) queued: Vec<QueueEntry>,
    /// What a load of a job notes of its rows.
    pub(super) part: Option<LoadPart>,
    pub(super) totals: Totals,
    /// Of which import it is a part: see [`PartOf`](super::PartOf).
    pub(super) remark: String,
}

impl UseCase for Batch {
    type Done = ();

    const NAME: &'static str = "clients.import";

    fn right(&self) -> Right {
        Right::Load
    }

    fn remark(&self) -> String {
        self.remark.clone()
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        // Clients of this very batch are not in the store yet: a later row may change them all the same.
        let mut new: HashMap<ClientId, Bundle> = HashMap::new();
        let is_new = |id: &ClientId| self.new.iter().find(|bundle| bundle.client.id == *id);
        for bundle in self.changed.iter().filter_map(|(id, _)| is_new(id)) {
            new.insert(bundle.client.id, bundle.clone());
        }
        let mut changed: Vec<ClientId> = Vec::new();
        let mut fresh: HashMap<ClientId, Bundle> = HashMap::new();
        for (id, row) in &self.changed {
            let (now, user) = (plan.now, plan.who.user);
            let mut ids = NewIds { store: Some(plan.desk.store.as_ref()), dry: 0 };
            if let Some(bundle) = new.get_mut(id) {
                bundle.take_in(row, &mut ids, now, user);
                continue;
            }
            if !fresh.contains_key(id) {
                let Some(bundle) = load(plan.reads(), *id, plan.now)? else { continue };
                fresh.insert(*id, bundle);
                changed.push(*id);
            }
            if let Some(bundle) = fresh.get_mut(id) {
                bundle.take_in(row, &mut ids, now, user);
            }
        }
        for bundle in self.new.iter().map(|bundle| new.get(&bundle.client.id).unwrap_or(bundle)) {
            plan.add(&bundle.client)?;
            for legal in &bundle.legal {
                plan.add(legal)?;
            }
            for person in &bundle.people {
                plan.add(person)?;
            }
            for note in &bundle.notes {
                plan.add(note)?;
            }
            for consent in &bundle.consents {
                plan.add(consent)?;
            }
        }
        for bundle in changed.iter().filter_map(|id| fresh.get(id)) {
            rewrite(plan, bundle)?;
        }
        let new = self.new.iter().map(|bundle| new.get(&bundle.client.id).unwrap_or(bundle));
        let told = new.chain(fresh.values()).filter(|bundle| bundle.do_not_call);
        let forbidden: BTreeSet<ClientId> =
            told.map(|bundle| bundle.client.id).chain(self.forbidden.iter().copied()).collect();
        // Somebody may take a client back while the file is being read: whoever is gone needs nothing any more.
        let is_there = |plan: &mut Plan<'_>, id: ClientId| -> Result<bool> {
            if is_new(&id).is_some() {
                return Ok(true);
            }
            let is_there = plan.reads().client(id)?.is_some();
            if is_there {
                plan.commit().expect_there(Client::key_of(id));
            }
            Ok(is_there)
        };
        for client in forbidden {
            if is_there(plan, client)? && stops_of(plan.reads(), client, plan.now)?.is_empty() {
                forbid(plan, client)?;
            }
        }
        for entry in &self.queued {
            if is_there(plan, entry.client)? {
                plan.add(entry)?;
            }
        }
        if let Some(part) = &self.part {
            plan.add(part)?;
        }
        Ok(())
    }
}

/// Writes those records of a client that are new or differ from what is in the store.
fn rewrite(plan: &mut Plan<'_>, bundle: &Bundle) -> Result<()> {
    fn one<R: Record + PartialEq>(plan: &mut Plan<'_>, record: &R) -> Result<()> {
        match plan.reads().find::<R>(record.id())? {
            None => plan.add(record),
            Some(kept) if kept.record == *record => Ok(()),
            Some(kept) => plan.change(&Kept { revision: kept.revision, record: record.clone() }),
        }
    }
    one(plan, &bundle.client)?;
    for legal in &bundle.legal {
        one(plan, legal)?;
    }
    for person in &bundle.people {
        one(plan, person)?;
    }
    for note in bundle.notes.iter().skip(bundle.old_notes) {
        plan.add(note)?;
    }
    for consent in bundle.consents.iter().skip(bundle.old_consents) {
        plan.add(consent)?;
    }
    if bundle.has_new_consent() {
        let pending = Pending { consents: &bundle.consents, ..Pending::default() };
        reopen_allowed(plan, &bundle.client, pending)?;
    }
    Ok(())
}

/// Writes down that the client must not be called: his list says so.
fn forbid(plan: &mut Plan<'_>, client: ClientId) -> Result<()> {
    let stop = StopEntry {
        id: plan.new_id::<StopEntry>(),
        client: Some(client),
        subject: StopSubject::Client(client),
        scope: FILE_SCOPE,
        since: plan.now,
        until: None,
        reason: String::new(),
        proof: String::new(),
        interaction: None,
        by: plan.who.user,
        lifted: None,
    };
    plan.add(&stop)
}

/// Prohibitions of calls to a client as a whole that forbid all that a list can forbid.
fn stops_of(reads: Reads<'_>, client: ClientId, now: Moment) -> crate::store::Result<Vec<Kept<StopEntry>>> {
    let mut stops = reads.of_client::<StopEntry>(client)?;
    stops.retain(|stop| {
        stop.subject == StopSubject::Client(client)
            && matches!(stop.scope, StopScope::Everything | StopScope::Advertising)
            && stop.until.is_none()
            && !stop.is_over(now)
    });
    Ok(stops)
}

/// A client of the base with the records around him.
pub(super) fn load(reads: Reads<'_>, id: ClientId, now: Moment) -> Result<Option<Bundle>> {
    fn records<R>(kept: Vec<Kept<R>>) -> Vec<R> {
        kept.into_iter().map(|kept| kept.record).collect()
    }
    let Some(client) = reads.client(id)? else { return Ok(None) };
    let notes = records(reads.some(&notes_of(id), Walk::Up, usize::MAX)?);
    let consents = consents(reads, id)?;
    Ok(Some(Bundle {
        client: client.record,
        legal: records(reads.legal_of(id)?),
        people: records(reads.people_of(id)?),
        old_notes: notes.len(),
        notes,
        old_consents: consents.len(),
        consents,
        do_not_call: !stops_of(reads, id, now)?.is_empty(),
    }))
}
