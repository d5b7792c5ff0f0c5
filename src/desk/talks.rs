//! Who talks to whom: calls that have no result yet. They stand in drafts, not in the store, and everybody must know of them: a
//! second call to the same client would come in between. The drafts were read once; since then each that is kept is known.

use std::collections::BTreeMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use super::catalog::Catalog;
use super::drafts::Unfinished;
use super::gate::calls_about_debts;
use super::{Desk, Result, View, Who};
use crate::domain::gate::talk::{OpenCall, Talk};
use crate::domain::ids::{ClientId, UserId};
use crate::domain::time::Moment;

/// Calls without a result, by client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Talks(BTreeMap<ClientId, Vec<(UserId, OpenCall)>>);

impl Talks {
    fn of(users: &BTreeMap<UserId, Known>) -> Self {
        let mut talks = Self::default();
        for (user, known) in users {
            for (client, since, over) in known.unfinished.calls() {
                let call = OpenCall { since, over, heard: known.signed };
                talks.0.entry(client).or_default().push((*user, call));
            }
        }
        talks
    }

    /// The call of somebody else that keeps the one who asks from calling this client; the latest of several.
    pub fn with(&self, client: ClientId, who: &Who, catalog: &Catalog, now: Moment) -> Option<Talk> {
        let calls = self.0.get(&client)?;
        let counted = calls_about_debts(catalog);
        let others = calls.iter().filter(|(user, _)| *user != who.user);
        let keep = others.filter(|(_, call)| call.keeps_others(now, who.zone, counted));
        let (user, call) = keep.max_by_key(|(_, call)| call.since)?;
        let name = catalog.user(*user).map(|user| user.name.clone()).unwrap_or_default();
        Some(call.told(name, now, who.zone))
    }

    /// Whether the same calls go on: a sign of life alone changes nothing on a screen.
    pub fn are_those_of(&self, other: &Self) -> bool {
        let calls = |talks: &Self| -> Vec<_> {
            let all = talks.0.iter().flat_map(|(client, calls)| calls.iter().map(move |call| (client, call)));
            all.map(|(client, (user, call))| (*client, *user, call.since, call.over)).collect()
        };
        calls(self) == calls(other)
    }
}

/// What is known of the sessions of all users.
#[derive(Debug, Default)]
pub(super) struct Board {
    users: BTreeMap<UserId, Known>,
    /// Whose drafts were looked for.
    read_for: Option<Arc<Catalog>>,
    /// Made of them, until one of them changes.
    talks: Option<Arc<Talks>>,
}

#[derive(Clone, Debug, Default)]
struct Known {
    unfinished: Arc<Unfinished>,
    signed: Option<Moment>,
}

impl Board {
    /// Reads the drafts of users that were not looked for yet. One that can't be read holds nothing, and is tried again.
    fn read(&mut self, desk: &Desk, catalog: &Arc<Catalog>) {
        if self.read_for.as_ref().is_some_and(|known| Arc::ptr_eq(known, catalog)) {
            return;
        }
        let mut all = true;
        for user in catalog.users().map(|user| user.id) {
            if self.users.contains_key(&user) {
                continue;
            }
            match desk.drafts.of(user) {
                Ok(bytes) => {
                    let unfinished = Arc::new(Unfinished::read(user, &bytes));
                    self.users.insert(user, Known { unfinished, signed: desk.drafts.signed(user) });
                    self.talks = None;
                }
                Err(error) => {
                    tracing::warn!(%error, %user, "a draft can't be read");
                    all = false;
                }
            }
        }
        self.read_for = all.then(|| Arc::clone(catalog));
    }

    /// The draft of a user is this now.
    pub(super) fn kept(&mut self, desk: &Desk, user: UserId, draft: &[u8]) {
        let signed = || desk.drafts.signed(user);
        let signed = self.users.get(&user).map_or_else(signed, |known| known.signed);
        let unfinished = Arc::new(Unfinished::read(user, draft));
        self.users.insert(user, Known { unfinished, signed });
        self.talks = None;
    }

    /// The session of a user has said that it is alive, or that it leaves.
    pub(super) fn signed(&mut self, user: UserId, at: Option<Moment>) {
        // Of whom nothing is known yet both is read together.
        let Some(known) = self.users.get_mut(&user) else { return };
        known.signed = at;
        if known.unfinished.calls().next().is_some() {
            self.talks = None;
        }
    }
}

impl Desk {
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn board_of_all(&self) -> Result<MutexGuard<'_, Board>> {
        let catalog = self.catalog()?;
        let mut board = self.board();
        board.read(self, &catalog);
        Ok(board)
    }

    /// The calls of all users that have no result yet.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn talks(&self) -> Result<Arc<Talks>> {
        let mut board = self.board_of_all()?;
        let Board { users, talks, .. } = &mut *board;
        Ok(Arc::clone(talks.get_or_insert_with(|| Arc::new(Talks::of(users)))))
    }

    /// What all users have unfinished.
    pub(super) fn unfinished(&self) -> Result<Vec<(UserId, Arc<Unfinished>)>> {
        let board = self.board_of_all()?;
        Ok(board.users.iter().map(|(user, known)| (*user, Arc::clone(&known.unfinished))).collect())
    }
}

impl View<'_> {
    /// The call of somebody else that keeps the one who asks from calling a client.
    pub(super) fn talk_with(&self, client: ClientId) -> Result<Option<Talk>> {
        let talks = self.desk.talks()?;
        Ok(talks.with(client, self.who, self.catalog()?.as_ref(), self.now))
    }
}
