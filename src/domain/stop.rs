//! The stop list (DNC): who must not be called, for what, and since when.

use serde::{Deserialize, Serialize};

use super::call_list::Purpose;
use super::ids::{CallListId, ClientId, ConsentId, InteractionId, PersonId, StopId, UserId};
use super::phone::Phone;
use super::time::Moment;

/// One prohibition. A later result of a call never lifts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopEntry {
    /// The id the store gave.
    pub id: StopId,
    /// The client on whose card it stands; `None` for a number nobody here has.
    pub client: Option<ClientId>,
    /// Whom it protects.
    pub subject: StopSubject,
    /// From which calls.
    pub scope: StopScope,
    /// Since when.
    pub since: Moment,
    /// The first moment at which it does not hold any more; `None` until it is lifted.
    pub until: Option<Moment>,
    /// The client's words or another reason. May be empty.
    pub reason: String,
    /// Where the demand can be seen: a file, an address. May be empty.
    pub proof: String,
    /// The call in which it was demanded.
    pub interaction: Option<InteractionId>,
    /// Who wrote it down.
    pub by: UserId,
    /// How it came to its end.
    pub lifted: Option<Lifted>,
}

/// The end of a prohibition: the client has agreed to calls anew, later and with proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    /// When.
    pub at: Moment,
    /// Who lifted it.
    pub by: UserId,
    /// By which consent.
    pub consent: ConsentId,
}

/// Whom a stop entry protects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopSubject {
    /// One number, whoever answers it.
    Phone(Phone),
    /// One person on all his numbers; not the company.
    Person(PersonId),
    /// The company and everybody in it.
    Client(ClientId),
}

/// From which calls a stop entry protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopScope {
    /// From every call.
    Everything,
    /// From advertising (38-ФЗ, article 18, part 1).
    Advertising,
    /// From the calls of one list.
    List(CallListId),
}

impl StopScope {
    /// Whether a call of this purpose, from this list, is forbidden.
    pub fn covers(self, purpose: Purpose, list: Option<CallListId>) -> bool {
        match self {
            Self::Everything => true,
            Self::Advertising => purpose == Purpose::Advertising,
            Self::List(id) => list == Some(id),
        }
    }
}

impl StopEntry {
    /// Whether it was lifted by then, or its time is over.
    pub fn is_over(&self, at: Moment) -> bool {
        self.until.is_some_and(|until| until <= at)
            || self.lifted.as_ref().is_some_and(|lifted| lifted.at <= at)
    }

    /// Whether it was written by then, and not over.
    pub fn holds(&self, at: Moment) -> bool {
        self.since <= at && !self.is_over(at)
    }

    /// Whether it forbids a call to this number, that person and that client. Whether it is over is not looked at.
    pub fn forbids(
        &self,
        client: ClientId,
        person: Option<PersonId>,
        phone: &Phone,
        purpose: Purpose,
        list: Option<CallListId>,
    ) -> bool {
        self.scope.covers(purpose, list)
            && match &self.subject {
                StopSubject::Phone(stopped) => stopped.same_line(phone),
                StopSubject::Person(stopped) => person == Some(*stopped),
                StopSubject::Client(stopped) => client == *stopped,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    #[test]
    fn a_prohibition_has_a_beginning_and_may_have_an_end() {
        let at = |day: i64| Moment::from_millis(day * 86_400_000);
        let stop = StopEntry {
            id: StopId::from_u64(1),
            client: None,
            subject: StopSubject::Client(ClientId::from_u64(1)),
            scope: StopScope::Everything,
            since: at(10),
            until: Some(at(30)),
            reason: String::new(),
            proof: String::new(),
            interaction: None,
            by: UserId::from_u64(1),
            lifted: None,
        };
        assert_eq!([9, 10, 29, 30].map(|day| stop.holds(at(day))), [false, true, true, false]);
        let lifted = Lifted { at: at(20), by: stop.by, consent: ConsentId::from_u64(1) };
        let stop = StopEntry { until: None, lifted: Some(lifted), ..stop };
        assert_eq!([10, 19, 20, 99].map(|day| stop.holds(at(day))), [true, true, false, false]);
    }
}
