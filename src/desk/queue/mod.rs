//! What to do next, and why; taking a contact and giving it back.

mod pick;
mod plan;
mod postpone;
mod spare;
mod take;
mod view;

pub use self::plan::PlanContact;
pub use self::postpone::PostponeAll;
pub(super) use self::spare::put_off;
pub use self::take::{MayDial, Release, Take, TakeNext, Taken};
pub(super) use self::view::purpose;
pub use self::view::{Counts, QueueRow, QueueView, Why, WhyOf};
