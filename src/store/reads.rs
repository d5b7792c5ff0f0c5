//! Typed reads on top of a [`Store`].

use std::ops::{ControlFlow, Deref};

use super::tables::of_client;
use super::{Index, Key, Owner, Record, Result, Revision, Store, StoreError, Walk, codec};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, LegalEntityId, PersonId, RecordId};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;

/// A record as it was kept: with the revision a change of it must name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<R> {
    /// The commit that last changed it.
    pub revision: Revision,
    /// The record.
    pub record: R,
}

impl<R> Deref for Kept<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.record
    }
}

/// What belongs to a client: the tables and ids of his people, legal entities, deals, prohibitions, consents, memos, and the
/// contacts that are still to come.
#[derive(Clone, Debug, Default)]
pub struct Belongings {
    keys: Vec<(u8, u64)>,
}

/// Typed reads. Everything that is read is decoded and checked; a damaged record is an error, never a wrong answer.
#[derive(Clone, Copy)]
pub struct Reads<'s>(pub &'s dyn Store);

fn decode_kept<R: Record>(value: &[u8]) -> Result<Kept<R>> {
    let (revision, body) = codec::split_revision(value)
        .ok_or_else(|| StoreError::Record { table: R::TABLE, what: "it is too short".into() })?;
    Ok(Kept { revision, record: codec::decode(body)? })
}

impl Reads<'_> {
    /// The record with this id; `None` when there is none.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn find<R: Record>(self, id: R::Id) -> Result<Option<Kept<R>>> {
        self.at(&R::key_of(id))
    }

    /// The record under a key; for clustered tables, whose keys hold more than the id.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn at<R: Record>(self, key: &Key) -> Result<Option<Kept<R>>> {
        self.0.get(key.as_bytes())?.map(|value| decode_kept(&value)).transpose()
    }

    /// Visits the records whose key begins with `prefix`.
    ///
    /// # Errors
    /// When the store can't be read, or a record in the range can't be.
    pub fn each<R: Record>(
        self,
        prefix: &Key,
        walk: Walk,
        visit: &mut dyn FnMut(Kept<R>) -> ControlFlow<()>,
    ) -> Result<()> {
        self.between(prefix, prefix.prefix_end().as_ref(), walk, visit)
    }

    /// Visits the records with keys from `from` (included) to `to` (excluded).
    ///
    /// # Errors
    /// When the store can't be read, or a record in the range can't be.
    pub fn between<R: Record>(
        self,
        from: &Key,
        to: Option<&Key>,
        walk: Walk,
        visit: &mut dyn FnMut(Kept<R>) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut failed = None;
        self.0.range(
            from.as_bytes(),
            to.map(Key::as_bytes),
            walk,
            &mut |_, value| match decode_kept(value) {
                Ok(kept) => visit(kept),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            },
        )?;
        failed.map_or(Ok(()), Err)
    }

    /// Up to `limit` records whose key begins with `prefix`.
    ///
    /// # Errors
    /// When the store can't be read, or a record in the range can't be.
    pub fn some<R: Record>(self, prefix: &Key, walk: Walk, limit: usize) -> Result<Vec<Kept<R>>> {
        let mut out = Vec::new();
        if limit > 0 {
            self.each(prefix, walk, &mut |kept| {
                out.push(kept);
                if out.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
        }
        Ok(out)
    }

    /// All records of a table. For small tables: results of a call, processes, users.
    ///
    /// # Errors
    /// When the store can't be read, or a record can't be.
    pub fn all<R: Record>(self) -> Result<Vec<Kept<R>>> {
        self.some(&Key::new(R::TABLE.tag()), Walk::Up, usize::MAX)
    }

    /// Up to `limit` keys that begin with `prefix`, from the least.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn keys(self, prefix: &Key, limit: usize) -> Result<Vec<Key>> {
        self.keys_between(prefix, prefix.prefix_end().as_ref(), limit)
    }

    /// Up to `limit` keys from `from` (included) to `to` (excluded), from the least.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn keys_between(self, from: &Key, to: Option<&Key>, limit: usize) -> Result<Vec<Key>> {
        let mut out = Vec::new();
        if limit > 0 {
            self.0.range(from.as_bytes(), to.map(Key::as_bytes), Walk::Up, &mut |key, _| {
                out.push(Key::from_bytes(key));
                if out.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
        }
        Ok(out)
    }

    /// The ids at the end of up to `limit` index keys that begin with `prefix`.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn ids<I: RecordId>(self, prefix: &Key, limit: usize) -> Result<Vec<I>> {
        let keys = self.keys(prefix, limit)?;
        let last =
            |key: &Key| key.as_bytes().last_chunk::<8>().map(|id| I::from_u64(u64::from_be_bytes(*id)));
        Ok(keys.iter().filter_map(last).collect())
    }

    /// The records an index leads to, up to `limit`. An entry without its record is passed over.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn by_index<R: Record>(self, prefix: &Key, limit: usize) -> Result<Vec<Kept<R>>> {
        let ids = self.ids::<R::Id>(prefix, limit)?;
        ids.into_iter().filter_map(|id| self.find(id).transpose()).collect()
    }

    /// What belongs to a client in a table that is listed so: see [`of_client`].
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn of_client<R: Record>(self, client: ClientId) -> Result<Vec<Kept<R>>> {
        self.by_index(&of_client(client, R::TABLE), usize::MAX)
    }

    /// All that belongs to a client, by one look into the index.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn belongings(self, client: ClientId) -> Result<Belongings> {
        let prefix = Index::OfClient.key().id(client);
        let begin = prefix.as_bytes().len();
        let mut keys = Vec::new();
        self.0.range(
            prefix.as_bytes(),
            prefix.prefix_end().as_ref().map(Key::as_bytes),
            Walk::Up,
            &mut |key, _| {
                let rest = key.get(begin..).and_then(|rest| rest.split_first());
                let parts = rest.and_then(|(tag, id)| Some((*tag, u64::from_be_bytes(id.try_into().ok()?))));
                keys.extend(parts);
                ControlFlow::Continue(())
            },
        )?;
        Ok(Belongings { keys })
    }

    /// The records of a table among a client's belongings. An entry without its record is passed over.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn owned<R: Record>(self, all: &Belongings) -> Result<Vec<Kept<R>>> {
        let ids = all.keys.iter().filter(|(tag, _)| *tag == R::TABLE.tag());
        ids.filter_map(|(_, id)| self.find(R::Id::from_u64(*id)).transpose()).collect()
    }

    /// Who can be reached by a contact method: owners at the end of index keys that begin with `prefix`.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn owners(self, prefix: &Key, limit: usize) -> Result<Vec<Owner>> {
        let keys = self.keys(prefix, limit)?;
        // An owner is the last nine bytes: one byte of kind, eight of id.
        let last = |key: &Key| {
            let (kind, id) = key.as_bytes().last_chunk::<9>()?.split_first()?;
            let id = u64::from_be_bytes(id.try_into().ok()?);
            match kind {
                0 => Some(Owner::Client(ClientId::from_u64(id))),
                1 => Some(Owner::Person(PersonId::from_u64(id))),
                _ => None,
            }
        };
        Ok(keys.iter().filter_map(last).collect())
    }

    /// A client.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn client(self, id: ClientId) -> Result<Option<Kept<Client>>> {
        self.find(id)
    }

    /// The people of a client, past ones included.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn people_of(self, client: ClientId) -> Result<Vec<Kept<Person>>> {
        self.of_client(client)
    }

    /// The legal entities of a client.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn legal_of(self, client: ClientId) -> Result<Vec<Kept<LegalEntity>>> {
        self.of_client(client)
    }

    /// The legal entities with an INN.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn legal_by_inn(self, digits: &str) -> Result<Vec<LegalEntityId>> {
        self.ids(&Index::Inn.key().text(digits), usize::MAX)
    }
}
