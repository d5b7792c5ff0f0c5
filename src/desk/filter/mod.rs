//! Clients that a filter means: found, counted, put into jobs; filters saved by name.
//!
//! | module | what it does |
//! |---|---|
//! | `ready` | the names of a line, looked up in the base |
//! | `takes` | whether a client is meant |
//! | `walk` | going through the clients that are meant, by the best way there is |
//! | `saved` | saving, renaming, dropping |

mod ready;
mod saved;
mod takes;
mod walk;

use std::ops::ControlFlow;

pub(super) use self::ready::Ready;
pub use self::saved::{DropFilter, RenameFilter, SaveFilter, meant};
pub(super) use self::walk::each;
use super::{Query, Result, View};
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::filter::Filter;
use crate::domain::ids::ClientId;
use crate::domain::interaction::{Interaction, InteractionStatus};
use crate::domain::phone::Phone;
use crate::domain::time::Moment;
use crate::store::Walk;
use crate::store::tables::interactions_of;

/// Asks for clients that a filter means, in the order of their codes.
#[derive(Clone, Debug)]
pub struct FindClients {
    /// Which.
    pub filter: Filter,
    /// Only clients behind this one; `None` begins.
    pub after: Option<ClientId>,
    /// How many at most.
    pub limit: usize,
}

/// A client that was found.
#[derive(Clone, Debug)]
pub struct FoundClient {
    /// The client.
    pub client: Client,
    /// His first number, or the first of his people.
    pub phone: Option<Phone>,
    /// The first of his deals that are under way.
    pub deal: Option<Deal>,
    /// When somebody last spoke with him.
    pub spoken: Option<Moment>,
}

impl FoundClient {
    /// What a row about a client tells.
    fn of(view: &View<'_>, client: Client) -> Result<Self> {
        let (reads, id) = (view.reads(), client.id);
        let phone = match client.phones().next() {
            Some(phone) => Some(*phone),
            None => reads.people_of(id)?.iter().find_map(|person| person.phones().next().copied()),
        };
        let mut deals = reads.of_client::<Deal>(id)?.into_iter().map(|kept| kept.record);
        let deal = deals.find(Deal::is_open);
        Ok(Self { phone, deal, spoken: spoken(view, id)?, client })
    }
}

/// When somebody last spoke with a client.
fn spoken(view: &View<'_>, client: ClientId) -> Result<Option<Moment>> {
    let mut last = None;
    view.reads().each::<Interaction>(&interactions_of(client), Walk::Down, &mut |talk| {
        if talk.status != InteractionStatus::Held {
            return ControlFlow::Continue(());
        }
        last = Some(talk.at);
        ControlFlow::Break(())
    })?;
    Ok(last)
}

impl Query for FindClients {
    type Answer = Vec<FoundClient>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<FoundClient>> {
        let ready = Ready::of(view, &self.filter)?;
        let mut found = Vec::new();
        if self.limit > 0 {
            each(
                view,
                &ready,
                self.after,
                &mut |client| {
                    found.push(FoundClient::of(view, client)?);
                    Ok(if found.len() < self.limit {
                        ControlFlow::Continue(())
                    } else {
                        ControlFlow::Break(())
                    })
                },
                &mut |_| true,
            )?;
        }
        Ok(found)
    }
}

/// Asks how many clients a filter means, and for the first of them. A large base takes seconds: `go_on` hears how many were looked at, and stops it by
/// saying no.
pub struct CountClients<'a> {
    /// Which.
    pub filter: &'a Filter,
    /// How many of them are told.
    pub first: usize,
    /// Whether to go on.
    pub go_on: &'a dyn Fn(u64) -> bool,
}

impl std::fmt::Debug for CountClients<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CountClients").field("filter", self.filter).finish_non_exhaustive()
    }
}

/// How many clients a filter means.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: Vec<FoundClient>,
    /// Whether all were looked at: it may have been stopped.
    pub whole: bool,
}

impl Query for CountClients<'_> {
    type Answer = Counted;

    fn answer(&self, view: &View<'_>) -> Result<Counted> {
        let ready = Ready::of(view, self.filter)?;
        let mut counted = Counted::default();
        counted.whole = each(
            view,
            &ready,
            None,
            &mut |client| {
                counted.count += 1;
                if counted.first.len() < self.first {
                    counted.first.push(FoundClient::of(view, client)?);
                }
                Ok(ControlFlow::Continue(()))
            },
            &mut |seen| (self.go_on)(seen),
        )?;
        Ok(counted)
    }
}

/// Asks whether the names of a filter are known here.
#[derive(Clone, Copy, Debug)]
pub struct CheckFilter<'a>(pub &'a Filter);

impl Query for CheckFilter<'_> {
    type Answer = ();

    fn answer(&self, view: &View<'_>) -> Result<()> {
        Ready::of(view, self.0).map(|_| ())
    }
}
