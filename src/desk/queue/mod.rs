//! What to do next, and why; taking a contact and giving it back.

mod pick;
mod take;
mod view;

pub use self::take::{Release, Take, TakeNext, Taken};
pub(super) use self::view::purpose;
pub use self::view::{Counts, QueueRow, QueueView, Why, WhyOf};
