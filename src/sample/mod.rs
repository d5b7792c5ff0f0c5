//! Sample data: a demo base to look around in, and large bases to measure with.
//!
//! Clients, people and their numbers are made up: no tax office gives out such an INN, no operator such a phone, and
//! names are put together by chance (see [`is_nobodys`]). All follows from a seed and a moment: the same two give the
//! same records on every machine. The moment counts by its minute, because what is planned for today must lie around it.
//!
//! | module | what lives there |
//! |---|---|
//! | [`demo`] | the demo base: users, scripts, call lists, several hundred clients |
//! | [`load`] | as many clients as one wants |
//! | [`companies`] | an extract from the state register |
//! | `known`, `abroad` | the clients of the demo base that are made by hand |
//! | `card` | a client by chance: who he is, who speaks for him |
//! | `stories`, `tale` | what has happened with him and what is planned |
//! | `firms`, `names`, `places`, `numbers`, `goods`, `words` | what cards and tales are made of |
//! | [`rng`], `clock` | chance that never changes; hours at which people do business |

mod abroad;
mod card;
mod clock;
pub mod companies;
pub mod demo;
mod firms;
mod goods;
mod known;
pub mod load;
mod names;
mod numbers;
mod places;
pub mod rng;
mod stories;
mod tale;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

pub use self::numbers::is_nobodys;
use self::places::Places;
use self::rng::Rng;
use crate::desk::Desk;
use crate::desk::catalog::Catalog;
use crate::domain::call_list::CallList;
use crate::domain::hours::CallingHours;
use crate::domain::ids::UserId;
use crate::domain::time::{MINUTE_MS, Moment};

/// Where tales happen: what every one of them shares.
struct Scene<'d> {
    desk: &'d Desk,
    catalog: Arc<Catalog>,
    seed: u64,
    now: Moment,
    /// When the operator's shift began today.
    morning: Moment,
    places: Places,
    crew: Crew,
    /// The list of first calls, then the list of clients of old times; may be shorter.
    lists: Vec<CallList>,
    hours: CallingHours,
}

/// Who works here.
#[derive(Clone, Debug)]
struct Crew {
    /// Who will look at the screen.
    operator: UserId,
    /// Everybody who calls, the operator included.
    callers: Vec<UserId>,
}

impl Crew {
    /// Somebody; the operator as often as all the others together.
    fn any(&self, rng: &mut Rng) -> UserId {
        let other = rng.pick(&self.callers).copied();
        if rng.chance(30) { self.operator } else { other.unwrap_or(self.operator) }
    }
}

/// The whole minute of a moment.
fn minute(now: Moment) -> Moment {
    Moment::from_millis(now.millis().div_euclid(MINUTE_MS).saturating_mul(MINUTE_MS))
}

/// How many records were made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its records")]
pub struct Totals {
    pub clients: u64,
    pub people: u64,
    pub legal: u64,
    pub interactions: u64,
    pub notes: u64,
    pub deals: u64,
    pub entries: u64,
    pub stops: u64,
    pub consents: u64,
}

impl Totals {
    /// Counts these records too.
    pub fn add(&mut self, records: &crate::desk::bulk::Records) {
        self.clients += records.clients.len() as u64;
        self.people += records.people.len() as u64;
        self.legal += records.legal.len() as u64;
        self.interactions += records.interactions.len() as u64;
        self.notes += records.notes.len() as u64;
        self.deals += records.deals.len() as u64;
        self.entries += records.entries.len() as u64;
        self.stops += records.stops.len() as u64;
        self.consents += records.consents.len() as u64;
    }

    /// All of them together.
    pub fn records(&self) -> u64 {
        self.clients
            + self.people
            + self.legal
            + self.interactions
            + self.notes
            + self.deals
            + self.entries
            + self.stops
            + self.consents
    }
}
