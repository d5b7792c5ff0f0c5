//! What a result brings with it: fields of the card, a deal, a person.

use super::{DealAnswer, RecordResult};
use crate::desk::deals::open_deal;
use crate::desk::tasks::Given;
use crate::desk::{DeskError, Plan, Result, What};
use crate::domain::client::{Client, Interest};
use crate::domain::contact::ContactMethod;
use crate::domain::deal::Deal;
use crate::domain::ids::{CallListId, DealId};
use crate::domain::outcome::{Ask, Outcome};
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::text::clean_line;
use crate::store::Kept;

impl RecordResult {
    /// Fills the fields of the card, and what has first brought the client; whether any of them changed.
    pub(super) fn fill(&self, client: &mut Kept<Client>, outcome: &Outcome) -> bool {
        let mut changed = false;
        for (name, value) in &self.fields {
            let (name, value) = (clean_line(name), clean_line(value));
            if name.is_empty() || value.is_empty() {
                continue;
            }
            let custom = &mut client.record.custom;
            // A field keeps the title it was given first.
            let title = custom.keys().find(|title| title.to_lowercase() == name.to_lowercase()).cloned();
            let title = title.unwrap_or(name);
            changed |= custom.insert(title, value.clone()).as_ref() != Some(&value);
        }
        let source = clean_line(&self.answers.source);
        if outcome.asks.contains(&Ask::Source) && !source.is_empty() && client.first_interest.is_none() {
            client.record.first_interest = Some(Interest { source, ..Interest::default() });
            changed = true;
        }
        changed
    }

    /// Opens the deal, or puts the sum into one that is open. What the client did not say has brought him, the job has.
    pub(super) fn deal(
        &self,
        plan: &mut Plan<'_>,
        outcome: &Outcome,
        list: Option<CallListId>,
    ) -> Result<(Option<DealId>, Option<Given>)> {
        if !outcome.asks.contains(&Ask::Deal) {
            return Ok((None, None));
        }
        match &self.answers.deal {
            None => Ok((None, None)),
            Some(DealAnswer::New(new)) => {
                let source = clean_line(&self.answers.source);
                let said = !source.is_empty() && outcome.asks.contains(&Ask::Source);
                let job = match list {
                    Some(list) => plan.catalog()?.list(list).map(|list| list.name.clone()),
                    None => None,
                };
                let source = if said { Some(source) } else { job };
                let interest = source.map(|source| Interest { source, ..Interest::default() });
                let opened = open_deal(plan, self.client, self.person, new, interest, self.entry)?;
                Ok((Some(opened.0), opened.1))
            }
            Some(DealAnswer::Amount(id, amount)) => {
                let mut deal = plan.need::<Deal>(What::Deal, *id)?;
                if deal.client != self.client {
                    return Err(DeskError::NotFound(What::Deal, id.to_string()));
                }
                deal.record.amount = Some(*amount);
                plan.change(&deal)?;
                Ok((Some(*id), None))
            }
        }
    }

    /// Adds the one who decides, when somebody was named.
    pub(super) fn contact(&self, plan: &mut Plan<'_>, outcome: &Outcome) -> Result<Option<Person>> {
        let Some(answer) = self.answers.contact.as_ref().filter(|_| outcome.asks.contains(&Ask::Contact))
        else {
            return Ok(None);
        };
        let name = clean_line(&answer.name);
        if name.is_empty() && answer.phone.is_none() {
            return Ok(None);
        }
        let phone = answer.phone.map(Phone::of_client).transpose()?;
        let person = Person {
            id: plan.new_id::<Person>(),
            name,
            links: vec![PersonLink {
                from: Some(plan.now.date_in(plan.who.zone)),
                ..PersonLink::new(self.client, Role::DecisionMaker, "")
            }],
            methods: phone.map(|phone| ContactMethod::phone(phone, "")).into_iter().collect(),
        };
        plan.add(&person)?;
        Ok(Some(person))
    }
}
