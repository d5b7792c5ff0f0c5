//! To which planned contact a call belongs when the client was not taken from the queue but looked up.

use crate::desk::jobs::offered;
use crate::desk::{Result, View};
use crate::domain::ids::{ClientId, QueueEntryId};
use crate::domain::queue::{EntryKind, QueueEntry};
use crate::store::Kept;

/// The planned contact a call to a client who was looked up is for: its job judges the call, its script is read, and the result
/// goes to it. Of several it is the one that is due first, of those the user may work on now: everybody's, his own, and those of
/// jobs that run and that he works on. What the client has called in vain for comes last: that closes by itself when he is reached.
pub(in crate::desk) fn called_for(view: &View<'_>, planned: &[Kept<QueueEntry>]) -> Option<QueueEntryId> {
    let may =
        |entry: &&Kept<QueueEntry>| entry.free_for(view.who.user, view.now) && offered(view, entry).is_ok();
    let first =
        planned.iter().filter(may).min_by_key(|entry| (entry.kind == EntryKind::Missed, entry.due, entry.id));
    first.map(|entry| entry.id)
}

/// As [`called_for`], for a client whose contacts were not read yet; with what is known of the contact.
pub(super) fn contact_of_call(view: &View<'_>, client: ClientId) -> Result<Option<QueueEntry>> {
    let planned = view.reads().of_client::<QueueEntry>(client)?;
    let id = called_for(view, &planned);
    Ok(planned.into_iter().find(|entry| Some(entry.id) == id).map(|kept| kept.record))
}
