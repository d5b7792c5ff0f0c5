//! Keeping right what the order of the queue looks at: after every change of deals, talks, clients and contacts, whoever made
//! it, in the same commit.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use crate::desk::{Plan, Result, View};
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::ids::{ClientId, RecordId, UserId};
use crate::domain::interaction::{Interaction, InteractionStatus};
use crate::domain::queue::{QueueEntry, StageBand};
use crate::store::key::Parts;
use crate::store::tables::interactions_of;
use crate::store::{Key, Record, Table, Walk, codec};

/// How many talks back the last one with a human is looked for.
const TALKS: usize = 20;

/// What a commit does to the facts the order looks at.
#[derive(Default)]
struct Touched {
    /// Contacts it writes that are still to be done.
    entries: Vec<QueueEntry>,
    /// Deals, talks and clients it writes.
    deals: BTreeMap<Key, Deal>,
    talks: BTreeMap<Key, Interaction>,
    clients: BTreeMap<ClientId, Client>,
    /// Records it takes away.
    gone: BTreeSet<Key>,
    /// Clients whose facts may have changed.
    changed: BTreeSet<ClientId>,
    /// Clients it writes a talk with.
    spoken: BTreeSet<ClientId>,
    /// Clients it makes: there is nothing about them in the store.
    fresh: BTreeSet<ClientId>,
    /// Every contact it writes.
    written: BTreeSet<Key>,
}

impl Touched {
    fn of(plan: &Plan<'_>) -> Result<Self> {
        let mut out = Self::default();
        for change in plan.commit.changes() {
            let key = change.key;
            match (change.table, change.value) {
                (Table::QueueEntry, Some(value)) => {
                    out.written.insert(key.clone());
                    let entry: QueueEntry = codec::decode(value)?;
                    out.entries.extend(Some(entry).filter(QueueEntry::is_open));
                }
                (Table::QueueEntry, None) => drop(out.written.insert(key.clone())),
                (Table::Client, Some(value)) => {
                    let client: Client = codec::decode(value)?;
                    if change.fresh {
                        out.fresh.insert(client.id);
                    } else {
                        out.changed.insert(client.id);
                    }
                    out.clients.insert(client.id, client);
                }
                (Table::Deal, Some(value)) => {
                    let deal: Deal = codec::decode(value)?;
                    out.changed.insert(deal.client);
                    out.deals.insert(key.clone(), deal);
                }
                (Table::Deal, None) => {
                    let deal = plan.reads().at::<Deal>(key)?;
                    out.changed.extend(deal.map(|deal| deal.client));
                    out.gone.insert(key.clone());
                }
                (Table::Interaction, value) => {
                    let client = Parts::of(key.as_bytes()).id::<ClientId>();
                    out.changed.extend(client);
                    match value {
                        Some(value) => {
                            out.spoken.extend(client.filter(|_| change.fresh));
                            out.talks.insert(key.clone(), codec::decode(value)?);
                        }
                        None => drop(out.gone.insert(key.clone())),
                    }
                }
                _ => {}
            }
        }
        out.changed.retain(|client| !out.fresh.contains(client));
        Ok(out)
    }
}

/// What of a client the order looks at.
#[derive(Clone, Copy, Default)]
struct Standing {
    stage: StageBand,
    keeper: Option<UserId>,
}

impl Standing {
    fn of(view: &View<'_>, id: ClientId, touched: &Touched) -> Result<Self> {
        let reads = view.reads();
        let fresh = touched.fresh.contains(&id);
        let mut deals: Vec<Deal> = touched.deals.values().filter(|deal| deal.client == id).cloned().collect();
        if !fresh {
            let kept = reads.of_client::<Deal>(id)?;
            let stands = |key: &Key| !touched.deals.contains_key(key) && !touched.gone.contains(key);
            deals.extend(kept.into_iter().map(|kept| kept.record).filter(|deal| stands(&deal.key())));
        }
        let stage = deals.iter().filter(|deal| deal.is_open()).map(|deal| band(view, deal));
        let stage = stage.collect::<Result<Vec<_>>>()?.into_iter().max().unwrap_or_default();
        let manager = match touched.clients.get(&id) {
            Some(client) => client.manager,
            None => reads.client(id)?.and_then(|client| client.record.manager),
        };
        let keeper = match manager {
            Some(manager) => Some(manager),
            None => spoke_last(view, id, touched)?,
        };
        Ok(Self { stage, keeper })
    }
}

/// How far a deal has come.
fn band(view: &View<'_>, deal: &Deal) -> Result<StageBand> {
    let catalog = view.catalog()?;
    let stages = catalog.process(deal.process).map_or(0, |process| process.stages.len());
    Ok(StageBand::of(deal.stage().unwrap_or_default(), stages))
}

/// Who spoke with a client last, among his latest talks.
fn spoke_last(view: &View<'_>, client: ClientId, touched: &Touched) -> Result<Option<UserId>> {
    let catalog = view.catalog()?;
    let human = |talk: &Interaction| {
        let outcome = talk.outcome.and_then(|id| catalog.outcome(id));
        talk.status == InteractionStatus::Held && outcome.is_some_and(|outcome| outcome.flags.human)
    };
    let pending = touched.talks.values().filter(|talk| talk.client == client && human(talk));
    let pending = pending.max_by_key(|talk| (talk.at, talk.id));
    let (mut kept, mut seen) = (None, 0);
    if !touched.fresh.contains(&client) {
        view.reads().each::<Interaction>(&interactions_of(client), Walk::Down, &mut |talk| {
            let key = talk.record.key();
            let stands = !touched.talks.contains_key(&key) && !touched.gone.contains(&key);
            if stands && human(&talk) {
                kept = Some(talk.record);
                return ControlFlow::Break(());
            }
            seen += 1;
            if seen < TALKS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
    }
    let last = pending.into_iter().chain(&kept).max_by_key(|talk| (talk.at, talk.id));
    Ok(last.map(|talk| talk.owner).filter(|user| user.as_u64() != 0))
}

/// Sets the marks of the contacts a plan writes, and of the others whose facts it changes.
pub(in crate::desk) fn settle(plan: &mut Plan<'_>) -> Result<()> {
    const LOOKED_AT: [Table; 4] = [Table::QueueEntry, Table::Client, Table::Deal, Table::Interaction];
    if !plan.commit.changes().any(|change| LOOKED_AT.contains(&change.table)) {
        return Ok(());
    }
    let touched = Touched::of(plan)?;
    let mut standings: BTreeMap<ClientId, Standing> = BTreeMap::new();
    for entry in &touched.entries {
        let standing = match standings.get(&entry.client) {
            Some(standing) => *standing,
            None => {
                let standing = Standing::of(plan, entry.client, &touched)?;
                standings.insert(entry.client, standing);
                standing
            }
        };
        let marked = marked(plan, entry, standing, &touched, true)?;
        if marked != *entry {
            plan.commit.amend(&marked)?;
        }
    }
    for client in &touched.changed {
        let mut others = plan.reads().of_client::<QueueEntry>(*client)?;
        others.retain(|kept| kept.is_open() && !touched.written.contains(&kept.key()));
        if others.is_empty() {
            continue;
        }
        let standing = match standings.get(client) {
            Some(standing) => *standing,
            None => Standing::of(plan, *client, &touched)?,
        };
        for mut kept in others {
            let marked = marked(plan, &kept, standing, &touched, false)?;
            if marked != kept.record {
                kept.record = marked;
                plan.change(&kept)?;
            }
        }
    }
    Ok(())
}

/// A contact with the marks that follow from what is in the store.
pub(super) fn fresh(view: &View<'_>, entry: &QueueEntry) -> Result<QueueEntry> {
    let touched = Touched::default();
    marked(view, entry, Standing::of(view, entry.client, &touched)?, &touched, false)
}

/// A contact with the marks it should have.
fn marked(
    view: &View<'_>,
    entry: &QueueEntry,
    standing: Standing,
    touched: &Touched,
    written: bool,
) -> Result<QueueEntry> {
    let catalog = view.catalog()?;
    let list = entry.list.and_then(|list| catalog.list(list));
    let mut out = entry.clone();
    let marks = &mut out.marks;
    marks.stage = standing.stage;
    marks.keeper = standing.keeper;
    marks.priority = list.map(|list| catalog.weights().priority_of(&list.name)).unwrap_or_default();
    // An attempt answers for the skips before it.
    if touched.spoken.contains(&entry.client) {
        marks.skips.clear();
        marks.raised = false;
    }
    // Whoever plans it anew means the new time.
    if written && marks.not_before.is_some() {
        let before = view.reads().find::<QueueEntry>(entry.id)?;
        let replanned = before.is_some_and(|before| {
            before.due != entry.due && before.marks.not_before == entry.marks.not_before
        });
        if replanned {
            marks.not_before = None;
        }
    }
    Ok(out)
}

/// Whether two states of a contact differ in nothing but what follows from other records.
pub(in crate::desk) fn follows(old: &QueueEntry, new: &QueueEntry) -> bool {
    let mut same = new.clone();
    same.marks.stage = old.marks.stage;
    same.marks.priority = old.marks.priority;
    same.marks.keeper = old.marks.keeper;
    same == *old
}
