//! Which client a row is about: one of the base, one of an earlier row, or a new one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::base::BaseMarks;
use super::row::{ClientRow, Duplicate, DuplicateBy};
use crate::domain::contact::ContactMethod;
use crate::domain::ids::{ClientId, PersonId, RecordId};
use crate::domain::inn::{Inn, InnMark};
use crate::domain::legal::LegalEntity;
use crate::domain::person::Person;
use crate::domain::registry::Kpp;
use crate::domain::time::Moment;
use crate::store::{Index, Key, Owner, Reads, Result};

/// A value by which clients are told to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Mark {
    Phone(u64),
    Inn(Inn),
    /// A hash is enough: two addresses of one file meet by chance once in billions of files.
    Email(u64),
}

/// What the file has said of clients so far: some 40 bytes for each phone, INN and address.
///
/// Of a mark the file has given to a client, only this memory is asked and never the base: a run has written it there
/// already, a dry run has not, and both must come to the same end.
#[derive(Debug, Default)]
pub(super) struct Seen {
    marks: HashMap<Mark, ClientId>,
    /// Further clients with a mark that somebody had before them.
    more: HashMap<Mark, Vec<ClientId>>,
    clients: HashMap<ClientId, SeenClient>,
}

#[derive(Clone, Debug)]
struct SeenClient {
    line: u64,
    created: bool,
    inn: Option<Inn>,
    kpp: Option<Kpp>,
}

fn email_mark(key: &str) -> Mark {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    Mark::Email(hasher.finish())
}

/// The INN, when it can be trusted to tell clients apart.
fn trusted_inn(row: &ClientRow) -> Option<Inn> {
    row.inn.and_then(|(inn, mark)| (mark != InnMark::BadChecksum).then_some(inn))
}

fn methods(row: &ClientRow) -> impl Iterator<Item = &ContactMethod> {
    row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods))
}

/// The base, as a row finds it.
#[derive(Clone, Copy)]
struct Base<'a> {
    marks: &'a BaseMarks,
    reads: Reads<'a>,
    now: Moment,
}

impl Seen {
    /// Remembers what a row says of its client, whom it has created or found.
    pub(super) fn remember(&mut self, row: &ClientRow, client: ClientId, created: bool) {
        if let Some(inn) = trusted_inn(row) {
            self.mark(Mark::Inn(inn), client);
        }
        for method in methods(row) {
            let mark = method
                .as_phone()
                .map(|phone| Mark::Phone(phone.number()))
                .or_else(|| method.as_email().map(|email| email_mark(&email.key())));
            if let Some(mark) = mark {
                self.mark(mark, client);
            }
        }
        let kpp = row.kpp;
        let seen = SeenClient { line: row.line, created, inn: trusted_inn(row), kpp };
        self.clients.entry(client).or_insert(seen);
    }

    /// Whether a row of this file was about the client.
    pub(super) fn is_known(&self, client: ClientId) -> bool {
        self.clients.contains_key(&client)
    }

    /// Whether a row of this file has created the client.
    pub(super) fn created(&self, client: ClientId) -> bool {
        self.clients.get(&client).is_some_and(|seen| seen.created)
    }

    fn mark(&mut self, mark: Mark, client: ClientId) {
        let first = *self.marks.entry(mark).or_insert(client);
        if first != client {
            let more = self.more.entry(mark).or_default();
            if !more.contains(&client) {
                more.push(client);
            }
        }
    }

    /// The clients of this file with a mark, in the order they came.
    fn with(&self, mark: Mark) -> impl Iterator<Item = ClientId> + Clone {
        self.marks.get(&mark).into_iter().chain(self.more.get(&mark).into_iter().flatten()).copied()
    }

    /// Looks for the client of a row: by INN, then by phone, then by e-mail; the file itself before the base.
    ///
    /// Two different INNs are two clients whatever else they share; so are two branches with different КПП.
    pub(super) fn find(
        &self,
        row: &ClientRow,
        base: &BaseMarks,
        reads: Reads<'_>,
        now: Moment,
    ) -> Result<Option<Duplicate>> {
        let base = Base { marks: base, reads, now };
        if let Some(inn) = trusted_inn(row)
            && let Some(client) = self.by_inn(inn, row, base)?
        {
            return self.duplicate(client, DuplicateBy::Inn, reads).map(Some);
        }
        for method in methods(row) {
            let Some(phone) = method.as_phone() else { continue };
            let key = Index::Phone.key().text(&phone.reversed_digits());
            if let Some(client) = self.same(row, Mark::Phone(phone.number()), &key, base)? {
                return self.duplicate(client, DuplicateBy::Phone, reads).map(Some);
            }
        }
        for method in methods(row) {
            let Some(email) = method.as_email() else { continue };
            let key = Index::Email.key().text(&email.key());
            if let Some(client) = self.same(row, email_mark(&email.key()), &key, base)? {
                return self.duplicate(client, DuplicateBy::Email, reads).map(Some);
            }
        }
        Ok(None)
    }

    fn by_inn(&self, inn: Inn, row: &ClientRow, base: Base<'_>) -> Result<Option<ClientId>> {
        let another_branch = |kpp: &Option<Kpp>| match (kpp, &row.kpp) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        };
        let seen = self.with(Mark::Inn(inn));
        let kpp_of = |client: &ClientId| self.clients.get(client).map(|seen| &seen.kpp);
        if let Some(client) =
            seen.clone().find(|client| kpp_of(client).is_some_and(|kpp| !another_branch(kpp)))
        {
            return Ok(Some(client));
        }
        if !base.marks.may_hold(&Index::Inn.key().text(&inn.digits())) {
            return Ok(None);
        }
        for id in base.reads.legal_by_inn(&inn.digits())? {
            let Some(legal) = base.reads.find::<LegalEntity>(id)?.filter(|legal| !another_branch(&legal.kpp))
            else {
                continue;
            };
            if let Some(client) =
                legal.clients.iter().find(|client| seen.clone().all(|seen| seen != **client))
            {
                return Ok(Some(*client));
            }
        }
        Ok(None)
    }

    /// The client behind a contact method, unless his INN says that he is another one.
    fn same(&self, row: &ClientRow, mark: Mark, key: &Key, base: Base<'_>) -> Result<Option<ClientId>> {
        let mine = trusted_inn(row);
        let seen = self.with(mark);
        let inn_of = |client: ClientId| self.clients.get(&client).and_then(|seen| seen.inn);
        if let Some(client) = seen.clone().find(|client| !differ(mine, inn_of(*client).into_iter())) {
            return Ok(Some(client));
        }
        if !base.marks.may_hold(key) {
            return Ok(None);
        }
        for owner in base.reads.owners(key, 16)? {
            let client = match owner {
                Owner::Client(client) => Some(client),
                Owner::Person(person) => present_client(base.reads, person, base.now)?,
            };
            let Some(client) = client.filter(|client| seen.clone().all(|seen| seen != *client)) else {
                continue;
            };
            if mine.is_none() {
                return Ok(Some(client));
            }
            let legal = base.reads.legal_of(client)?;
            let good = legal.iter().filter(|legal| legal.inn_mark != InnMark::BadChecksum);
            if !differ(mine, good.filter_map(|legal| legal.inn)) {
                return Ok(Some(client));
            }
        }
        Ok(None)
    }

    fn duplicate(&self, client: ClientId, by: DuplicateBy, reads: Reads<'_>) -> Result<Duplicate> {
        let line = self.clients.get(&client).map(|seen| seen.line);
        let name = if self.created(client) {
            // It may be written already or not; the line says enough.
            String::new()
        } else {
            reads.client(client)?.map(|kept| kept.record.name).unwrap_or_default()
        };
        Ok(Duplicate { client, name, line, by })
    }
}

/// Whether a client with these INNs can't be the one with mine.
fn differ(mine: Option<Inn>, theirs: impl Iterator<Item = Inn>) -> bool {
    let Some(mine) = mine else { return false };
    let mut theirs = theirs.peekable();
    theirs.peek().is_some() && theirs.all(|inn| inn != mine)
}

/// The client a person speaks for today.
fn present_client(reads: Reads<'_>, person: PersonId, now: Moment) -> Result<Option<ClientId>> {
    let date = now.utc().date_naive();
    let found = reads.find::<Person>(person)?;
    Ok(found.and_then(|person| {
        person
            .links
            .iter()
            .filter(|link| link.active_on(date))
            .map(|link| link.client)
            .min_by_key(|id| id.as_u64())
    }))
}
