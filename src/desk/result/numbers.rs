//! What a call says of the number: it works, or it never will.

use super::ends::Call;
use crate::desk::memos::write_memo;
use crate::desk::{Plan, Result};
use crate::domain::contact::{ContactMethod, ContactState};
use crate::domain::interaction::Direction;
use crate::domain::memo::{MemoKind, MemoTo};
use crate::domain::phone::Phone;
use crate::domain::time::Moment;

impl Call<'_> {
    /// Marks the number on every card of this client: as one that works when somebody was reached on it, as unusable when the
    /// result says so. Then another one that works is returned; where there is none, the data steward is to find one.
    pub(super) fn numbers(&mut self, plan: &mut Plan<'_>) -> Result<Option<Phone>> {
        let Some(phone) = self.case.phone else { return Ok(None) };
        if self.outcome.flags.bad_number {
            self.mark(plan, phone, |method| method.state = ContactState::NotTheirs)?;
            let other = self.working(plan, phone)?;
            if other.is_none() {
                write_memo(plan, MemoTo::Steward, self.client.id, MemoKind::FindNumber { bad: phone })?;
            }
            return Ok(other);
        }
        if self.outcome.flags.human && self.case.direction == Direction::Outgoing {
            let began: Moment = self.case.began;
            self.mark(plan, phone, |method| method.last_success = method.last_success.max(Some(began)))?;
        }
        Ok(None)
    }

    fn mark(&mut self, plan: &mut Plan<'_>, phone: Phone, mark: impl Fn(&mut ContactMethod)) -> Result<()> {
        let mark = |methods: &mut Vec<ContactMethod>| {
            let before = methods.clone();
            methods
                .iter_mut()
                .filter(|m| m.as_phone().is_some_and(|known| known.same_line(&phone)))
                .for_each(&mark);
            *methods != before
        };
        // The card is written with whatever else the call has changed on it.
        self.filled |= mark(&mut self.client.record.methods);
        for mut person in plan.reads().people_of(self.client.id)? {
            if mark(&mut person.record.methods) {
                plan.change(&person)?;
            }
        }
        Ok(())
    }

    /// A number of the client that works, other than this one.
    fn working(&self, plan: &Plan<'_>, bad: Phone) -> Result<Option<Phone>> {
        let people = plan.reads().people_of(self.client.id)?;
        let methods = people.iter().flat_map(|person| &person.methods).chain(&self.client.methods);
        let good = methods.filter(|method| method.state == ContactState::Good);
        Ok(good.filter_map(ContactMethod::as_phone).find(|phone| !phone.same_line(&bad)).copied())
    }
}
