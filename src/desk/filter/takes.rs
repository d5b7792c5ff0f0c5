//! Whether a client is meant: the card first, his talks last.

use std::ops::ControlFlow;

use super::ready::{Beside, Choice, DealTest, Ready, Talks};
use super::spoken;
use crate::desk::dossier::stops_among;
use crate::desk::{Result, View};
use crate::domain::client::Client;
use crate::domain::consent::{Consent, ConsentKind, Standing, standing};
use crate::domain::deal::Deal;
use crate::domain::filter::{DealIs, Key, Test};
use crate::domain::ids::{CallListId, OutcomeId};
use crate::domain::interaction::Interaction;
use crate::domain::person::Person;
use crate::domain::queue::QueueEntry;
use crate::store::tables::interactions_of;
use crate::store::{Belongings, Index, Kept, Walk};

/// What is read of a client only when it is asked for, and then once.
struct Facts<'a> {
    view: &'a View<'a>,
    client: &'a Client,
    owned: Option<Belongings>,
    people: Option<Vec<Kept<Person>>>,
}

impl Ready {
    /// Whether a client is meant.
    ///
    /// # Errors
    /// When the store can't be read.
    pub(super) fn takes(&self, view: &View<'_>, client: &Client) -> Result<bool> {
        if self.card.iter().any(|(not, test)| test.holds(view, client) == *not) {
            return Ok(false);
        }
        for (not, jobs) in &self.jobs {
            if in_jobs(view, client, jobs)? == *not {
                return Ok(false);
            }
        }
        let mut facts = Facts { view, client, owned: None, people: None };
        if self.deal.is_some() || !self.no_deal.is_empty() {
            let deals = facts.deals()?;
            let has = |test: &DealTest| has_deal(view, test, &deals);
            if self.deal.as_ref().is_some_and(|test| !has(test)) || self.no_deal.iter().any(has) {
                return Ok(false);
            }
        }
        for (not, test) in &self.beside {
            if facts.beside(test)? == *not {
                return Ok(false);
            }
        }
        for (not, test) in &self.talks {
            if talks(view, client, test)? == *not {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether one of the deals is such a one.
fn has_deal(view: &View<'_>, test: &DealTest, deals: &[Deal]) -> bool {
    let none_open = !deals.iter().any(Deal::is_open);
    let may_be_none = test.states.iter().all(|states| states.contains(&DealIs::Nothing));
    none_open && may_be_none && test.may_be_none() || deals.iter().any(|deal| test.holds(view, deal))
}

/// Whether he stands in one of the jobs.
fn in_jobs(view: &View<'_>, client: &Client, jobs: &[Choice<CallListId>]) -> Result<bool> {
    let stands = |list: CallListId| -> Result<bool> {
        Ok(!view.reads().keys(&Index::QueueByList.key().id(list).id(client.id), 1)?.is_empty())
    };
    let catalog = view.catalog()?;
    for job in jobs {
        let any = || -> Result<bool> {
            for list in catalog.lists() {
                if stands(list.id)? {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let holds = match job {
            Choice::One(list) => stands(*list)?,
            Choice::Anything => any()?,
            Choice::Nothing => !any()?,
        };
        if holds {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Facts<'_> {
    fn owned(&mut self) -> Result<&Belongings> {
        let owned = match self.owned.take() {
            Some(owned) => owned,
            None => self.view.reads().belongings(self.client.id)?,
        };
        Ok(self.owned.insert(owned))
    }

    fn people(&mut self) -> Result<&[Kept<Person>]> {
        let people = match self.people.take() {
            Some(people) => people,
            None => {
                let reads = self.view.reads();
                let today = self.view.now.utc().date_naive();
                let mut people = reads.owned::<Person>(self.owned()?)?;
                people.retain(|person| person.link_on(self.client.id, today).is_some());
                people
            }
        };
        Ok(self.people.insert(people))
    }

    fn deals(&mut self) -> Result<Vec<Deal>> {
        let reads = self.view.reads();
        Ok(reads.owned::<Deal>(self.owned()?)?.into_iter().map(|kept| kept.record).collect())
    }

    fn beside(&mut self, test: &Beside) -> Result<bool> {
        let (reads, client, now) = (self.view.reads(), self.client, self.view.now);
        Ok(match test {
            Beside::Has(Key::Phone) => {
                client.phones().next().is_some()
                    || self.people()?.iter().any(|person| person.phones().next().is_some())
            }
            Beside::Has(Key::Email) => {
                let has =
                    |person: &Kept<Person>| crate::domain::contact::emails(&person.methods).next().is_some();
                client.emails().next().is_some() || self.people()?.iter().any(has)
            }
            Beside::Has(Key::Inn) => reads.legal_of(client.id)?.iter().any(|legal| legal.inn.is_some()),
            Beside::Has(Key::Consent) => {
                let consents = reads.owned::<Consent>(self.owned()?)?;
                let consents: Vec<Consent> = consents.into_iter().map(|kept| kept.record).collect();
                let of = |person| {
                    let said = standing(&consents, ConsentKind::Advertising, client.id, person, now);
                    matches!(said, Standing::Holds(_))
                };
                of(None) || consents.iter().any(|consent| consent.person.is_some() && of(consent.person))
            }
            Beside::Has(_) => {
                self.people()?;
                let people = self.people.as_deref().unwrap_or_default();
                let Some(owned) = &self.owned else { return Ok(false) };
                let people = people.iter().map(|person| &person.record);
                stops_among(reads, owned, client, people)?.iter().any(|stop| stop.holds(now))
            }
            Beside::Waits(Test::Waits(kinds)) => {
                let waiting = reads.owned::<QueueEntry>(self.owned()?)?;
                kinds.iter().any(|wanted| match wanted {
                    None => waiting.is_empty(),
                    Some(kind) => waiting.iter().any(|entry| entry.kind == *kind),
                })
            }
            Beside::Waits(_) => false,
        })
    }
}

fn talks(view: &View<'_>, client: &Client, test: &Talks) -> Result<bool> {
    Ok(match test {
        Talks::Never => spoken(view, client.id)?.is_none(),
        Talks::Silent(bounds) => match spoken(view, client.id)? {
            Some(last) => bounds.hold_since(last, view.now, view.who.zone),
            None => bounds.hold_for_ever(),
        },
        Talks::Outcome(any) => {
            let last = last_outcome(view, client)?;
            any.iter().any(|wanted| match wanted {
                Choice::Nothing => last.is_none(),
                Choice::Anything => last.is_some(),
                Choice::One(outcome) => last == Some(*outcome),
            })
        }
    })
}

/// How the last call ended.
fn last_outcome(view: &View<'_>, client: &Client) -> Result<Option<OutcomeId>> {
    let mut found = None;
    view.reads().each::<Interaction>(&interactions_of(client.id), Walk::Down, &mut |talk| {
        found = talk.outcome;
        if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(found)
}
