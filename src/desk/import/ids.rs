//! Ids of the records an import makes.

use super::build::Ids;
use crate::domain::consent::Consent;
use crate::domain::ids::{ConsentId, LegalEntityId, NoteId, PersonId, RecordId};
use crate::domain::interaction::Note;
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::store::Record;

/// Dry runs number their records from here: no store gives out such ids.
pub(super) const DRY_IDS: u64 = 1 << 62;

/// Ids of new records: from the store, or made up in a dry run.
pub(super) struct NewIds<'s> {
    pub(super) store: Option<&'s dyn crate::store::Store>,
    pub(super) dry: u64,
}

impl NewIds<'_> {
    pub(super) fn next<R: Record>(&mut self) -> u64 {
        match self.store {
            Some(store) => store.allocate(R::TABLE, 1),
            None => {
                self.dry += 1;
                self.dry
            }
        }
    }
}

impl Ids for NewIds<'_> {
    fn legal(&mut self) -> LegalEntityId {
        LegalEntityId::from_u64(self.next::<LegalEntity>())
    }

    fn person(&mut self) -> PersonId {
        PersonId::from_u64(self.next::<Person>())
    }

    fn consent(&mut self) -> ConsentId {
        ConsentId::from_u64(self.next::<Consent>())
    }

    fn note(&mut self) -> NoteId {
        NoteId::from_u64(self.next::<Note>())
    }
}
