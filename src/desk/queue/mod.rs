//! What to do next, and why; taking a contact and giving it back.

mod pick;
mod plan;
mod postpone;
mod spare;
mod take;
mod view;

pub(super) use self::pick::each_due;
pub use self::plan::PlanContact;
pub use self::postpone::PostponeAll;
pub(super) use self::spare::put_off;
pub(super) use self::take::gate_of;
pub use self::take::{Light, MayDial, Release, StopsOfNumber, Take, TakeNext, Taken};
pub use self::view::{Counts, Gated, QueueRow, QueueView, Why, WhyOf};
