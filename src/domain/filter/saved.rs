//! Filters that were saved by name: one's own, and those everybody has.

use serde::{Deserialize, Serialize};

use super::words::plain;
use crate::domain::ids::{FilterId, UserId};
use crate::domain::textfile::nearest;
use crate::domain::time::Moment;

/// A filter that was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFilter {
    /// The id the store gave.
    pub id: FilterId,
    /// Its name, unique among those of its owner; case and ё do not count.
    pub name: String,
    /// Whose it is; `None` for those everybody has.
    pub owner: Option<UserId>,
    /// The line, in its plainest Russian form.
    pub line: String,
    /// When it was saved last.
    pub saved: Moment,
    /// Who saved it last.
    pub by: UserId,
}

/// Whether two names are one.
pub fn same_name(one: &str, other: &str) -> bool {
    plain(one.trim()) == plain(other.trim())
}

/// The filter of a name for a user: his own before those everybody has.
pub fn find<'s>(
    all: impl Iterator<Item = &'s SavedFilter> + Clone,
    name: &str,
    user: UserId,
) -> Option<&'s SavedFilter> {
    let named = all.filter(|saved| same_name(&saved.name, name));
    let mine = named.clone().find(|saved| saved.owner == Some(user));
    mine.or_else(|| named.clone().find(|saved| saved.owner.is_none()))
}

/// The name of one a user may have meant.
pub fn slip<'s>(all: impl Iterator<Item = &'s SavedFilter>, name: &str, user: UserId) -> Option<String> {
    let seen = all.filter(|saved| saved.owner.is_none_or(|owner| owner == user));
    nearest(name, seen.map(|saved| saved.name.as_str()).collect::<Vec<_>>())
}
