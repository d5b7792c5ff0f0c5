//! How an import treats what it finds.

use crate::domain::call_list::Purpose;
use crate::domain::ids::CallListId;

/// What to do with a row whose client is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDuplicate {
    /// Leave him as he is.
    #[default]
    Skip,
    /// Take in what is new.
    Update,
    /// Ask for each.
    Ask,
}

/// An answer to a question about a duplicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Leave the client as he is.
    Skip,
    /// Take in what is new.
    Update,
    /// It is another client all the same.
    Create,
}

/// How to load.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// What to do with duplicates.
    pub on_duplicate: OnDuplicate,
    /// Reject rows in which any value can't be read, instead of loading the rest of them.
    pub strict: bool,
    /// Write nothing.
    pub dry_run: bool,
    /// Put the clients of the file into this call list.
    pub list: Option<CallListId>,
    /// In a dry run: as if there were a call list, new and empty, to put the clients into.
    pub new_list: bool,
    /// What the calls of that list would be for.
    pub purpose: Purpose,
}
