//! Opening and moving deals.

use super::tasks::{self, Given};
use super::{DeskError, Plan, Result, UseCase, What};
use crate::domain::client::{Client, Interest};
use crate::domain::deal::{Deal, DealStatus, Move};
use crate::domain::ids::{ClientId, DealId, PersonId, ProcessId, QueueEntryId};
use crate::domain::money::Money;
use crate::domain::process::Process;
use crate::domain::text::clean_line;

/// What a new deal is made of.
#[derive(Clone, Debug)]
pub struct NewDeal {
    /// What it is about. Empty: the name of the client.
    pub name: String,
    /// The process it follows.
    pub process: ProcessId,
    /// Index of the stage it begins at.
    pub stage: usize,
    /// The sum expected.
    pub amount: Option<Money>,
}

/// Opens a deal.
#[derive(Clone, Debug)]
pub struct OpenDeal {
    /// With which client.
    pub client: ClientId,
    /// The deal.
    pub deal: NewDeal,
}

impl UseCase for OpenDeal {
    type Done = DealId;

    const NAME: &'static str = "deal.open";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<DealId> {
        Ok(open_deal(plan, self.client, None, &self.deal, None, None)?.0)
    }
}

/// Adds a deal to a plan; without an interest of its own it has the client's first. Its stage may give a task; `ends` is the contact that
/// is being finished by it.
pub(super) fn open_deal(
    plan: &mut Plan<'_>,
    client: ClientId,
    person: Option<PersonId>,
    new: &NewDeal,
    interest: Option<Interest>,
    ends: Option<QueueEntryId>,
) -> Result<(DealId, Option<Given>)> {
    let client = plan.need::<Client>(What::Client, client)?;
    let process = plan.need::<Process>(What::Process, new.process)?;
    let name = clean_line(&new.name);
    let deal = Deal {
        id: plan.new_id::<Deal>(),
        client: client.id,
        person,
        name: if name.is_empty() { client.name.clone() } else { name },
        process: process.id,
        status: DealStatus::Open,
        passes: Deal::first_pass(&process, new.stage, plan.now),
        amount: new.amount,
        owner: plan.who.user,
        opened: plan.now,
        closed: None,
        interest: interest.or_else(|| client.first_interest.clone()),
    };
    plan.add(&deal)?;
    let given = tasks::give(plan, &client, &process, deal.stage(), ends)?;
    Ok((deal.id, given))
}

/// Moves a deal.
#[derive(Clone, Debug)]
pub struct MoveDeal {
    /// The deal.
    pub deal: DealId,
    /// Where to.
    pub step: Move,
    /// The stage the deal was on when the user decided; a deal that has moved since is left where it is.
    pub from: Option<usize>,
    /// Why, where the process asks.
    pub reason: String,
}

impl UseCase for MoveDeal {
    type Done = Deal;

    const NAME: &'static str = "deal.move";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Deal> {
        let mut deal = plan.need::<Deal>(What::Deal, self.deal)?;
        if deal.stage() != self.from {
            return Err(DeskError::Busy);
        }
        let process = plan.need::<Process>(What::Process, deal.process)?;
        deal.record.apply(&process, self.step, &clean_line(&self.reason), plan.now)?;
        plan.change(&deal)?;
        if deal.is_open() {
            let client = plan.need::<Client>(What::Client, deal.client)?;
            tasks::give(plan, &client, &process, deal.stage(), None)?;
        }
        Ok(deal.record)
    }
}
