//! Records as earlier releases wrote them. A file for each record; a struct that stands here is never edited.

pub(super) mod interaction;
pub(super) mod script;
