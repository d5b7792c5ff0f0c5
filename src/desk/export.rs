//! Clients for a file, a page at a time.

use std::cell::RefCell;
use std::ops::ControlFlow;

use super::filter::{Ready, each};
use super::{Query, Result, View};
use crate::domain::client::Client;
use crate::domain::filter::Filter;
use crate::domain::ids::{ClientId, RecordId};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::user::Right;
use crate::store::{Key, Record, Walk};

/// Asks for the next clients in the order of their ids.
#[derive(Clone, Copy, Debug)]
pub struct ExportPage {
    /// Only clients behind this one; `None` begins.
    pub after: Option<ClientId>,
    /// How many at most.
    pub limit: usize,
}

/// A client with what belongs into a file about him.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The client.
    pub client: Client,
    /// His legal entities.
    pub legal: Vec<LegalEntity>,
    /// The people who speak for him today.
    pub people: Vec<Person>,
    /// Prohibitions of calls that were written on his card.
    pub stops: Vec<StopEntry>,
}

impl Exported {
    fn of(view: &View<'_>, client: Client) -> Result<Self> {
        let (reads, date) = (view.reads(), view.now.utc().date_naive());
        let legal = reads.legal_of(client.id)?.into_iter().map(|kept| kept.record).collect();
        let people = reads.people_of(client.id)?.into_iter().map(|kept| kept.record);
        let people = people.filter(|person| person.link_on(client.id, date).is_some()).collect();
        let stops = reads.of_client::<StopEntry>(client.id)?.into_iter().map(|kept| kept.record).collect();
        Ok(Self { client, legal, people, stops })
    }

    /// Whether calls to the client as a whole are forbidden, be it advertising only.
    pub fn do_not_call(&self) -> bool {
        self.stops.iter().any(|stop| {
            stop.subject == StopSubject::Client(self.client.id) && !matches!(stop.scope, StopScope::List(_))
        })
    }
}

impl Query for ExportPage {
    type Answer = Vec<Exported>;

    fn right(&self) -> Right {
        Right::Export
    }

    fn answer(&self, view: &View<'_>) -> Result<Vec<Exported>> {
        let reads = view.reads();
        let table = Key::new(Client::TABLE.tag());
        let from = match self.after {
            Some(id) => Client::key_of(ClientId::from_u64(id.as_u64().saturating_add(1))),
            None => table.clone(),
        };
        let mut clients = Vec::new();
        reads.between::<Client>(&from, table.prefix_end().as_ref(), Walk::Up, &mut |kept| {
            clients.push(kept.record);
            if clients.len() < self.limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        clients.into_iter().map(|client| Exported::of(view, client)).collect()
    }
}

/// Hears of a client, and says whether to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&Exported) -> ControlFlow<()>;

/// Goes through the clients a filter means, in the order of their ids, until `visit` says that it is enough.
pub struct ExportFound<'a> {
    /// Which clients.
    pub filter: &'a Filter,
    /// Who hears of them.
    pub visit: RefCell<Visit<'a>>,
}

impl std::fmt::Debug for ExportFound<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExportFound").field("filter", self.filter).finish_non_exhaustive()
    }
}

impl Query for ExportFound<'_> {
    type Answer = ();

    fn right(&self) -> Right {
        Right::Export
    }

    fn answer(&self, view: &View<'_>) -> Result<()> {
        let ready = Ready::of(view, self.filter)?;
        let mut visit = self.visit.borrow_mut();
        each(view, &ready, None, &mut |client| Ok(visit(&Exported::of(view, client)?)), &mut |_| true)?;
        Ok(())
    }
}
