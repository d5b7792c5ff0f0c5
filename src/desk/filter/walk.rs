//! Going through the clients a filter means, in the order of their codes.
//!
//! Where the filter names a job, or says something of a deal, only the clients of that job or with such a deal are read: their ids
//! are held in memory, eight bytes each. Otherwise all cards are, a page at a time.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::ready::{DealTest, Ready};
use crate::desk::jobs::each_key;
use crate::desk::{Result, View};
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::ids::{CallListId, ClientId, RecordId};
use crate::store::key::Parts;
use crate::store::{Index, Key, Record, Walk};

/// Records that are read together.
const PAGE: usize = 256;

/// Goes through the clients behind `after` until `visit` or `go_on` says that it is enough; `go_on` hears now and then how many were looked
/// at. Returns whether all were looked at.
///
/// # Errors
/// When the store can't be read, and what `visit` says.
pub(in crate::desk) fn each(
    view: &View<'_>,
    ready: &Ready,
    after: Option<ClientId>,
    visit: &mut dyn FnMut(Client) -> Result<ControlFlow<()>>,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<bool> {
    let mut seen = 0;
    let mut look = |client: Client| -> Result<ControlFlow<()>> {
        seen += 1;
        if seen % (PAGE as u64) == 0 && !go_on(seen) {
            return Ok(ControlFlow::Break(()));
        }
        if ready.takes(view, &client)? { visit(client) } else { Ok(ControlFlow::Continue(())) }
    };
    let ids = match (ready.in_jobs(), ready.has_deal()) {
        (Some(jobs), _) => Some(of_jobs(view, &jobs)?),
        (None, Some(deal)) => Some(with_deal(view, deal)?),
        (None, None) => None,
    };
    if let Some(ids) = ids {
        let behind = |id: &ClientId| after.is_none_or(|after| *id > after);
        for id in ids.into_iter().filter(behind) {
            let Some(client) = view.reads().client(id)? else { continue };
            if look(client.record)?.is_break() {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let mut after = after;
    loop {
        let page = page::<Client>(view, after)?;
        let is_last = page.len() < PAGE;
        after = page.last().map(|client| client.id).or(after);
        for client in page {
            if look(client)?.is_break() {
                return Ok(false);
            }
        }
        if is_last {
            return Ok(true);
        }
    }
}

/// The next records of a table: whoever reads waits for a writer, and he for us.
fn page<R: Record>(view: &View<'_>, after: Option<R::Id>) -> Result<Vec<R>> {
    let table = Key::new(R::TABLE.tag());
    let from = match after {
        Some(id) => R::key_of(R::Id::from_u64(id.as_u64().saturating_add(1))),
        None => table.clone(),
    };
    let mut page = Vec::with_capacity(PAGE);
    view.reads().between::<R>(&from, table.prefix_end().as_ref(), Walk::Up, &mut |kept| {
        page.push(kept.record);
        if page.len() < PAGE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(page)
}

/// The clients of jobs.
fn of_jobs(view: &View<'_>, jobs: &[CallListId]) -> Result<BTreeSet<ClientId>> {
    let mut ids = BTreeSet::new();
    for list in jobs {
        each_key(view, &Index::QueueByList.key().id(*list), &mut |key| {
            let mut parts = Parts::of(key);
            parts.number();
            ids.extend(parts.id::<ClientId>());
        })?;
    }
    Ok(ids)
}

/// The clients with a deal of which this holds.
fn with_deal(view: &View<'_>, test: &DealTest) -> Result<BTreeSet<ClientId>> {
    let (mut ids, mut after) = (BTreeSet::new(), None);
    loop {
        let page = page::<Deal>(view, after)?;
        ids.extend(page.iter().filter(|deal| test.holds(view, deal)).map(|deal| deal.client));
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.id),
            _ => return Ok(ids),
        }
    }
}
