//! Records as earlier releases wrote them. What stands here is never edited: a record that changes leaves its former self
//! here and gets an upgrade from it.

pub(super) mod call_list;
pub(super) mod client;
pub(super) mod consent;
pub(super) mod interaction;
pub(super) mod outcome;
pub(super) mod process;
pub(super) mod queue;
pub(super) mod script;
pub(super) mod span;
pub(super) mod stop;
pub(super) mod user;

#[cfg(test)]
mod tests;
