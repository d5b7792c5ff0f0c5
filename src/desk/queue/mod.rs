//! What to do next, and why; taking a contact and giving it back.

mod empty;
mod lease;
mod marks;
mod pick;
mod plan;
mod postpone;
mod reschedule;
mod skip;
mod spare;
mod take;
mod view;
mod weights;

pub use self::empty::{Emptiness, Rule, Tallies, Tally, WhyEmpty};
pub use self::lease::Keep;
pub(super) use self::marks::{follows, settle};
pub(super) use self::pick::{each_due, waiting_before};
pub use self::plan::PlanContact;
pub use self::postpone::PostponeAll;
pub use self::reschedule::Reschedule;
pub use self::skip::{SettleSkips, SkipContact, Skipped, SkippedClient, SkippedClients};
pub(super) use self::spare::put_off;
pub use self::take::{Light, MayDial, Release, StopsOfNumber, Take, TakeNext, Taken};
pub(super) use self::take::{gate, gate_of};
pub use self::view::{Counts, Gated, QueueNext, QueueRow, QueueView, Why, WhyOf};
pub use self::weights::SaveWeights;
