//! What later commits have done to what one has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::{Back, Undo, unreadable};
use crate::desk::{DeskError, NotUndoable, Result, Standing, UseCase, View};
use crate::store::{Key, Revision, Table, codec, references};

/// What later commits have done to these records, and to others that point at them.
#[derive(Default)]
pub(super) struct Later {
    /// The revisions the records have now; those changed since are as the commit left them all the same.
    pub(super) present: BTreeMap<Key, Revision>,
    /// The last commit that changed one of the records.
    changed: BTreeMap<Key, u64>,
    /// Records of others that point at one that is to go: commit, table, id.
    pointing: BTreeMap<Key, (u64, Table, u64)>,
    /// Records that old values point at and that are gone: commit, table, id.
    gone: BTreeMap<Key, (u64, Table, u64)>,
}

impl Later {
    /// Goes through the later commits where the present state can't tell: when records are to go, or were deleted.
    ///
    /// `clear` says that somebody has looked already: no later commit points at what is to go, or changes what the commit has
    /// deleted.
    pub(super) fn of(view: &View<'_>, seq: u64, backs: &[Back<'_>], clear: bool) -> Result<Self> {
        let store = view.desk.store.as_ref();
        let mut later = Self::default();
        let mut going: BTreeSet<&Key> = BTreeSet::new();
        let mut wanted: BTreeSet<Key> = BTreeSet::new();
        let mut look = false;
        for Back { net, old } in backs {
            let key = &net.change.key;
            let present = store.get(key.as_bytes())?;
            match (present.as_deref().and_then(codec::split_revision), &net.change.value) {
                (Some((revision, body)), value) => {
                    // What came later and was taken back again stands on nothing.
                    if revision.0 != seq && value.as_deref() != Some(body) {
                        later.changed.insert(key.clone(), revision.0);
                    } else {
                        later.present.insert(key.clone(), revision);
                    }
                }
                // Deleted since, or by the commit itself: only the history tells by whom and whether anything came later.
                (None, value) => look |= !clear || value.is_some(),
            }
            match old {
                None => {
                    going.insert(key);
                    look |= !clear;
                }
                Some(old) => wanted.extend(references(net.change.table, old)?),
            }
        }
        let own: BTreeSet<&Key> = backs.iter().map(|back| &back.net.change.key).collect();
        wanted.retain(|key| !own.contains(key));
        for key in &wanted {
            look |= store.get(key.as_bytes())?.is_none();
        }
        if !look || !later.changed.is_empty() {
            return Ok(later);
        }
        let mut failed = None;
        let walked = store.each_entry(seq, &mut |entry| {
            for change in &entry.changes {
                let place = (entry.seq, change.table, change.id);
                if own.contains(&change.key) && !later.present.contains_key(&change.key) {
                    later.changed.insert(change.key.clone(), entry.seq);
                }
                let Some(value) = &change.value else {
                    later.pointing.remove(&change.key);
                    if wanted.contains(&change.key) {
                        later.gone.insert(change.key.clone(), place);
                    }
                    continue;
                };
                later.gone.remove(&change.key);
                match references(change.table, value) {
                    Ok(found) if found.iter().any(|key| going.contains(key)) => {
                        later.pointing.insert(change.key.clone(), place);
                    }
                    Ok(_) => drop(later.pointing.remove(&change.key)),
                    Err(error) => failed = Some(error),
                }
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        walked.map_err(unreadable)?;
        failed.map_or(Ok(later), |error| Err(error.into()))
    }

    /// Whether anything stands on the commit: the newest of it is named.
    pub(super) fn stands_on(&self, view: &View<'_>, of: u64, backs: &[Back<'_>]) -> Result<()> {
        let own = backs.iter().filter_map(|Back { net, .. }| {
            let seq = self.changed.get(&net.change.key)?;
            Some((*seq, net.change.table, net.change.id))
        });
        let is_own = |key: &Key| backs.iter().any(|back| back.net.change.key == *key);
        let pointing = self.pointing.iter().filter(|(key, _)| !is_own(key)).map(|(_, place)| *place);
        let newest = own.chain(pointing).chain(self.gone.values().copied()).max_by_key(|(seq, ..)| *seq);
        newest.map_or(Ok(()), |(seq, table, id)| Err(overtaken(view, of, seq, table, id)?))
    }
}

fn overtaken(view: &View<'_>, of: u64, seq: u64, table: Table, id: u64) -> Result<DeskError> {
    let origin = view.desk.store.entry(seq)?.map(|entry| entry.origin);
    if let Some((Undo::NAME, remark)) = origin.as_ref().map(|origin| origin.case())
        && remark.split(' ').next() == Some(of.to_string().as_str())
    {
        return Ok(DeskError::NotUndoable(NotUndoable::Already(seq)));
    }
    let catalog = view.catalog()?;
    let by = origin.as_ref().and_then(|origin| catalog.user(origin.actor));
    Ok(DeskError::Overtaken(Box::new(Standing {
        seq,
        at: origin.as_ref().map(|origin| origin.at),
        zone: view.who.zone,
        by: by.map(|user| user.name.clone()).unwrap_or_default(),
        use_case: origin.as_ref().map(|origin| origin.case().0.to_owned()).unwrap_or_default(),
        table,
        id,
    })))
}
