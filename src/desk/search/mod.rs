//! Finding clients: by a phone in any notation, by its last digits, by INN, by a name however it is spelt.

mod lookup;
pub mod names;

pub use self::lookup::{Found, FoundBy, FoundPerson, Kind, Lookup, Match, Strength};
use self::names::{NameIndex, NameOwner};
use super::{Desk, Result};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, LegalEntityId, PersonId, RecordId};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::store::{Key, Reads, Record, RecordChange, Table, codec};
use std::sync::PoisonError;

/// Records read from the store in one piece while names are loaded: the index is locked for so long only.
const CHUNK: usize = 2000;

/// Names of clients, people and legal entities, in memory.
#[derive(Debug, Default)]
pub(super) struct Names {
    index: NameIndex,
    /// Tables whose names are all here.
    loaded: Vec<Table>,
    /// Whether somebody has begun to load them. Until then changes are passed over: they will be read from the store.
    wanted: bool,
}

impl Names {
    /// Whether a table has names.
    pub(super) fn hold(table: Table) -> bool {
        matches!(table, Table::Client | Table::Person | Table::LegalEntity)
    }

    /// Takes in a changed record. One that can't be decoded is left out: reading it says so to whoever asks.
    pub(super) fn take_in(&mut self, change: &RecordChange) {
        if !self.wanted {
            return;
        }
        let owner = match change.table {
            Table::Client => NameOwner::Client(ClientId::from_u64(change.id)),
            Table::Person => NameOwner::Person(PersonId::from_u64(change.id)),
            Table::LegalEntity => NameOwner::LegalEntity(LegalEntityId::from_u64(change.id)),
            _ => return,
        };
        if change.previous.0 != 0 {
            self.index.remove(owner);
        }
        let Some(value) = &change.value else { return };
        match change.table {
            Table::Client => codec::decode::<Client>(value).ok().map(|r| self.insert(&r)),
            Table::Person => codec::decode::<Person>(value).ok().map(|r| self.insert(&r)),
            _ => codec::decode::<LegalEntity>(value).ok().map(|r| self.insert(&r)),
        };
    }

    fn insert<R: Named>(&mut self, record: &R) {
        let owner = record.owner();
        record.each_name(&mut |name| self.index.insert(owner, name));
    }
}

/// A record that is found by name.
trait Named: Record {
    fn owner(&self) -> NameOwner;
    fn each_name(&self, visit: &mut dyn FnMut(&str));
}

impl Named for Client {
    fn owner(&self) -> NameOwner {
        NameOwner::Client(self.id)
    }

    fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        visit(&self.name);
        if !self.public_name.is_empty() && self.public_name != self.name {
            visit(&self.public_name);
        }
    }
}

impl Named for Person {
    fn owner(&self) -> NameOwner {
        NameOwner::Person(self.id)
    }

    fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        visit(&self.name);
    }
}

impl Named for LegalEntity {
    fn owner(&self) -> NameOwner {
        NameOwner::LegalEntity(self.id)
    }

    fn each_name(&self, visit: &mut dyn FnMut(&str)) {
        visit(&self.name);
    }
}

impl Desk {
    /// Loads all names from the store, so that they are searched from now on. Meant for a thread of its own: searches go
    /// on meanwhile, over what is loaded so far. `progress` gets the number of records read, and says whether to go on.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn load_names(&self, progress: &mut dyn FnMut(usize) -> bool) -> Result<()> {
        self.names.write().unwrap_or_else(PoisonError::into_inner).wanted = true;
        let mut count = 0;
        let go_on = self.load_table::<Client>(&mut count, progress)?
            && self.load_table::<Person>(&mut count, progress)?
            && self.load_table::<LegalEntity>(&mut count, progress)?;
        if go_on {
            // From here on it grows by single clients only.
            self.names.write().unwrap_or_else(PoisonError::into_inner).index.shrink();
        }
        Ok(())
    }

    /// Whether every name is searched.
    pub fn names_loaded(&self) -> bool {
        self.names.read().unwrap_or_else(PoisonError::into_inner).loaded.len() == 3
    }

    fn load_table<R: Named>(
        &self,
        count: &mut usize,
        progress: &mut dyn FnMut(usize) -> bool,
    ) -> Result<bool> {
        let reads = Reads(self.store.as_ref());
        let table = Key::new(R::TABLE.tag());
        let end = table.prefix_end();
        let mut from = table;
        loop {
            let mut chunk: Vec<R> = Vec::with_capacity(CHUNK);
            reads.between::<R>(&from, end.as_ref(), crate::store::Walk::Up, &mut |kept| {
                chunk.push(kept.record);
                if chunk.len() < CHUNK {
                    std::ops::ControlFlow::Continue(())
                } else {
                    std::ops::ControlFlow::Break(())
                }
            })?;
            let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
            for record in &chunk {
                // A change that came in meanwhile has put the record here already, perhaps under a newer name.
                if !names.index.has(record.owner()) {
                    names.insert(record);
                }
            }
            *count += chunk.len();
            match chunk.last() {
                Some(last) if chunk.len() == CHUNK => from = last.key().byte(0),
                _ => {
                    names.loaded.push(R::TABLE);
                    // Whoever is told may take his time; searches must not wait for him.
                    drop(names);
                    return Ok(progress(*count));
                }
            }
            drop(names);
            if !progress(*count) {
                return Ok(false);
            }
        }
    }
}
