//! Skipping a contact, with a reason; and what a supervisor sees of it.

use crate::desk::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::{EntryState, QueueEntry, SKIPS_KEPT, SKIPS_RAISE, Skip, SkipReason};
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Index, Kept};

/// Puts a contact back without an attempt. Nobody is offered the client before the time that goes with the reason, by none
/// of his contacts; what was promised to him stays as it was promised.
#[derive(Clone, Copy, Debug)]
pub struct SkipContact {
    /// The contact: free, or taken by the one who skips it.
    pub entry: QueueEntryId,
    /// Why.
    pub reason: SkipReason,
}

/// What skipping came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The client.
    pub client: ClientId,
    /// Before this moment he is not offered.
    pub until: Moment,
    /// How often he was skipped since the last attempt.
    pub count: usize,
    /// He stands in the supervisor's list now.
    pub raised: bool,
}

impl UseCase for SkipContact {
    type Done = Skipped;

    const NAME: &'static str = "queue.skip";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Skipped> {
        let mut entry = plan.need::<QueueEntry>(What::QueueEntry, self.entry)?;
        if !entry.is_open() {
            return Err(DeskError::Finished);
        }
        if !entry.free_for(plan.who.user, plan.now) {
            return Err(DeskError::Held(entry.holder(plan.now).or(entry.owner).unwrap_or(plan.who.user)));
        }
        let mut others = plan.reads().of_client::<QueueEntry>(entry.client)?;
        others.retain(|other| other.id != entry.id);
        // Nobody is offered him, so nobody can have passed him over once more.
        let skipped = std::iter::once(&*entry).chain(others.iter().map(|other| &**other));
        let rests = entry.marks.not_before.filter(|until| *until > plan.now);
        if let Some(until) = rests.filter(|_| entry.state == EntryState::Waiting)
            && skipped.into_iter().any(|one| !one.marks.skips.is_empty())
        {
            return Err(DeskError::Rests { until, zone: plan.who.zone });
        }
        let until = plan.hours()?.next_open(entry.zone, plan.now.plus_millis(self.reason.rests_ms()));
        let before: usize = others.iter().map(|other| other.marks.skips.len()).sum();

        let marks = &mut entry.record.marks;
        marks.skips.push(Skip { by: plan.who.user, at: plan.now, reason: self.reason });
        let extra = marks.skips.len().saturating_sub(SKIPS_KEPT);
        marks.skips.drain(..extra);
        marks.not_before = marks.not_before.max(Some(until));
        let count = before.saturating_add(marks.skips.len());
        let raised = count >= SKIPS_RAISE;
        marks.raised |= raised;
        entry.record.state = EntryState::Waiting;
        plan.change(&entry)?;
        // He is not offered by another of his contacts either.
        for mut other in others {
            if other.state == EntryState::Waiting && other.wakes() < until {
                other.record.marks.not_before = Some(until);
                plan.change(&other)?;
            }
        }
        Ok(Skipped { client: entry.client, until, count, raised })
    }
}

/// A supervisor has looked at the skips of a client: they are forgotten, and he may be called at once.
#[derive(Clone, Copy, Debug)]
pub struct SettleSkips(pub ClientId);

impl UseCase for SettleSkips {
    /// How many skips there were.
    type Done = usize;

    const NAME: &'static str = "queue.skips-settle";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<usize> {
        let client = plan.need::<Client>(What::Client, self.0)?;
        let mut count = 0;
        for mut entry in plan.reads().of_client::<QueueEntry>(client.id)? {
            let marks = &mut entry.record.marks;
            if marks.skips.is_empty() && !marks.raised && marks.not_before.is_none() {
                continue;
            }
            count += marks.skips.len();
            marks.skips.clear();
            marks.raised = false;
            marks.not_before = None;
            plan.change(&entry)?;
        }
        Ok(count)
    }
}

/// Asks for the clients who were skipped too often.
#[derive(Clone, Copy, Debug)]
pub struct SkippedClients {
    /// How many at most.
    pub limit: usize,
}

/// A client who was skipped too often.
#[derive(Clone, Debug)]
pub struct SkippedClient {
    /// The client.
    pub client: Kept<Client>,
    /// The contact that was skipped last.
    pub entry: QueueEntryId,
    /// Who has skipped him, when and why; newest first.
    pub skips: Vec<Skip>,
    /// Before this moment he is not offered.
    pub until: Option<Moment>,
}

impl Query for SkippedClients {
    /// Those with most skips first, then those whose last skip is the oldest.
    type Answer = Vec<SkippedClient>;

    fn right(&self) -> Right {
        Right::Load
    }

    fn answer(&self, view: &View<'_>) -> Result<Vec<SkippedClient>> {
        let reads = view.reads();
        let raised = reads.by_index::<QueueEntry>(&Index::QueueSkipped.key(), self.limit)?;
        let mut clients: Vec<ClientId> = raised.iter().map(|entry| entry.client).collect();
        clients.dedup();
        let mut out = Vec::new();
        for id in clients {
            let Some(client) = reads.client(id)? else { continue };
            let entries = reads.of_client::<QueueEntry>(id)?;
            let mut skips: Vec<(Skip, QueueEntryId)> = entries
                .iter()
                .flat_map(|entry| entry.marks.skips.iter().map(|skip| (*skip, entry.id)))
                .collect();
            skips.sort_by_key(|(skip, id)| (std::cmp::Reverse(skip.at), *id));
            let Some(entry) = skips.first().map(|(_, entry)| *entry) else { continue };
            let until = entries.iter().filter_map(|entry| entry.marks.not_before).max();
            let until = until.filter(|until| *until > view.now);
            let skips = skips.into_iter().map(|(skip, _)| skip).collect();
            out.push(SkippedClient { client, entry, skips, until });
        }
        out.sort_by_key(|row| {
            (std::cmp::Reverse(row.skips.len()), row.skips.first().map(|skip| skip.at), row.entry)
        });
        Ok(out)
    }
}
