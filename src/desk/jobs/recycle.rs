//! When a client of a job is called again, and how often he may be.

use std::ops::ControlFlow;

use chrono_tz::Tz;

use crate::desk::catalog::Catalog;
use crate::desk::numbers::answered;
use crate::desk::{Result, View};
use crate::domain::call_list::{CallList, Purpose};
use crate::domain::hours::Times;
use crate::domain::ids::{CallListId, ClientId, QueueEntryId};
use crate::domain::interaction::{Direction, Interaction, InteractionKind, InteractionStatus, Subject};
use crate::domain::job::limits::{self, LOOK_DAYS};
use crate::domain::outcome::Outcome;
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::domain::time::{DAY_MS, Moment};
use crate::store::Reads;
use crate::store::tables::interactions_of;

/// Over how many days the calls to one client from all jobs are counted.
const CAP_DAYS: i64 = 30;

/// Talks back in which numbers that helped are looked for.
const TALKS: usize = 50;

/// What becomes of a row whose client was not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Again {
    /// Another attempt.
    At {
        /// When.
        due: Moment,
        /// Whether on another number, where there is one.
        other_number: bool,
    },
    /// There were enough.
    Exhausted,
}

/// What the rules of a job say of a row that ends with a result just now; `None` when they leave it to the result. `entry` is
/// the row as it was before this call.
pub(in crate::desk) fn again(
    view: &View<'_>,
    list: &CallList,
    entry: &QueueEntry,
    outcome: &Outcome,
    times: &Times,
    clock: Tz,
) -> Result<Option<Again>> {
    let recycle = &list.job.recycle;
    let rule = recycle.rule(&outcome.code);
    let debt = list.purpose == Purpose::Debt;
    if rule.is_none() && recycle.cap.is_none() && !debt {
        return Ok(None);
    }
    let catalog = view.catalog()?;
    let reads = view.reads();
    let since = view.now.plus_millis(-CAP_DAYS.max(LOOK_DAYS) * DAY_MS);
    let (mut same, mut from_jobs, mut debts) = (1_u64, 1_u64, vec![view.now]);
    let cap_since = view.now.plus_millis(-CAP_DAYS * DAY_MS);
    calls(reads, entry.client, since, Some(entry.id), &mut |call| {
        same += u64::from(call.entry == Some(entry.id) && call.outcome == Some(outcome.id));
        let of = list_of(reads, call)?;
        from_jobs += u64::from(of.is_some() && call.at >= cap_since);
        if of.and_then(|id| catalog.list(id)).is_some_and(|list| list.purpose == Purpose::Debt) {
            debts.extend(dialled(call));
        }
        Ok(())
    })?;
    if recycle.cap.is_some_and(|cap| from_jobs >= u64::from(cap))
        || rule.as_ref().is_some_and(|rule| same >= u64::from(rule.most))
    {
        return Ok(Some(Again::Exhausted));
    }
    let due = match &rule {
        Some(rule) => rule.due(view.now, times, clock).unwrap_or(view.now),
        // The result's own delay is counted by whoever records it.
        None if !debt => return Ok(None),
        None => view.now,
    };
    let due = match limits::DEBT.reached(&debts, clock, due.max(view.now)).filter(|_| debt) {
        Some(limit) => times.next_open(limit.opens.max(due)).unwrap_or(limit.opens),
        None if rule.is_none() => return Ok(None),
        None => due,
    };
    Ok(Some(Again::At { due, other_number: rule.is_some_and(|rule| rule.other_number) }))
}

/// Until when the client of a row is left alone because all jobs together have called him as often as its own allows, and how often
/// that is; `None` when another call may be made. What was promised is always kept.
pub(in crate::desk) fn capped(view: &View<'_>, entry: &QueueEntry) -> Result<Option<(u16, Moment)>> {
    capped_after(view, entry, None)
}

/// As [`capped`], after one more call from a job that is not written down yet.
pub(in crate::desk) fn capped_after(
    view: &View<'_>,
    entry: &QueueEntry,
    call: Option<Moment>,
) -> Result<Option<(u16, Moment)>> {
    if entry.kind == EntryKind::Promise {
        return Ok(None);
    }
    let catalog = view.catalog()?;
    let cap = entry.list.and_then(|list| catalog.list(list)).and_then(|list| list.job.recycle.cap);
    let Some(cap) = cap.filter(|cap| *cap > 0) else { return Ok(None) };
    let reads = view.reads();
    let mut made: Vec<Moment> = call.into_iter().collect();
    calls(reads, entry.client, view.now.plus_millis(-CAP_DAYS * DAY_MS), None, &mut |call| {
        made.extend(list_of(reads, call)?.map(|_| call.at));
        Ok(())
    })?;
    // Newest first: when this one is old enough, there are fewer than allowed.
    let last = made.get(usize::from(cap).saturating_sub(1));
    Ok(last.map(|at| (cap, at.plus_millis(CAP_DAYS * DAY_MS + 1))))
}

/// Calls made to a client since a moment, and those of one contact however old, newest first.
fn calls(
    reads: Reads<'_>,
    client: ClientId,
    since: Moment,
    entry: Option<QueueEntryId>,
    visit: &mut dyn FnMut(&Interaction) -> Result<()>,
) -> Result<()> {
    let mut ended = Ok(());
    reads.each::<Interaction>(&interactions_of(client), crate::store::Walk::Down, &mut |talk| {
        let made = talk.kind == InteractionKind::Call
            && talk.direction == Direction::Outgoing
            && talk.status == InteractionStatus::Held;
        let counts = talk.at >= since || entry.is_some() && talk.entry == entry;
        if made && counts {
            ended = visit(&talk);
        }
        // The attempts of a contact lie close together; what is far older is of others.
        let far = talk.at < since.plus_millis(-90 * DAY_MS);
        if ended.is_err() || far || entry.is_none() && talk.at < since {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    ended
}

/// The list a call was made for: its subject says it, or the contact it worked on.
fn list_of(reads: Reads<'_>, call: &Interaction) -> Result<Option<CallListId>> {
    if let Some(Subject::CallList(list)) = call.subject {
        return Ok(Some(list));
    }
    let Some(entry) = call.entry else { return Ok(None) };
    Ok(reads.find::<QueueEntry>(entry)?.and_then(|entry| entry.list))
}

/// A moment for each number that was dialled in a call: to the law on debts every one of them is a call, whether anybody has answered
/// it or not.
fn dialled(call: &Interaction) -> impl Iterator<Item = Moment> + '_ {
    let before = call.tried.iter().rev().map(|tried| tried.at.unwrap_or(call.at));
    std::iter::once(call.at).chain(before)
}

/// Calls about debts to a client in the last weeks, the newest first; where there is one, calls outside any list are among them: what
/// they were about nobody has said.
pub(in crate::desk) fn debt_calls(
    reads: Reads<'_>,
    catalog: &Catalog,
    client: ClientId,
    now: Moment,
) -> Result<Vec<Moment>> {
    let (mut found, mut is_debtor) = (Vec::new(), false);
    calls(reads, client, now.plus_millis(-LOOK_DAYS * DAY_MS), None, &mut |call| {
        let list = list_of(reads, call)?.and_then(|list| catalog.list(list));
        let of_debt = list.is_some_and(|list| list.purpose == Purpose::Debt);
        is_debtor |= of_debt;
        if of_debt || list.is_none() {
            found.extend(dialled(call));
        }
        Ok(())
    })?;
    if !is_debtor {
        found.clear();
    }
    Ok(found)
}

/// The numbers on which somebody answered in the latest talks of a client, with the time of the last one on each.
pub(in crate::desk) fn reached(view: &View<'_>, client: ClientId) -> Result<Vec<(Phone, Moment)>> {
    let catalog = view.catalog()?;
    let (mut found, mut seen) = (Vec::<(Phone, Moment)>::new(), 0);
    view.reads().each::<Interaction>(&interactions_of(client), crate::store::Walk::Down, &mut |talk| {
        if let Some(phone) = answered(&talk, &catalog)
            && found.iter().all(|(known, _)| !known.same_line(&phone))
        {
            found.push((phone, talk.at));
        }
        seen += 1;
        if seen < TALKS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(found)
}
