//! The stop list (DNC): who must not be called, for what, and since when.

use serde::{Deserialize, Serialize};

use super::call_list::Purpose;
use super::ids::{CallListId, ClientId, InteractionId, PersonId, StopId, UserId};
use super::phone::Phone;
use super::time::Moment;

/// One prohibition. A later result of a call never lifts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopEntry {
    /// The id the store gave.
    pub id: StopId,
    /// The client whose call brought it, so that it is found with his card.
    pub client: ClientId,
    /// Whom it protects.
    pub subject: StopSubject,
    /// From which calls.
    pub scope: StopScope,
    /// Since when.
    pub since: Moment,
    /// The client's words or another reason. May be empty.
    pub reason: String,
    /// The call in which it was demanded.
    pub interaction: Option<InteractionId>,
    /// Who wrote it down.
    pub by: UserId,
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
    /// Whether it forbids a call to this number, that person and that client.
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
