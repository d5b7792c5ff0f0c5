//! Memos: written by what they come from, read by those they are for.

use super::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, MemoId};
use crate::domain::memo::{Memo, MemoKind, MemoTo};
use crate::store::{Index, Kept, Key};

/// Memos read at a time, at most.
pub const MEMOS_MAX: usize = 1000;

/// The beginning of the index entries of memos that wait for somebody.
fn waiting_for(to: MemoTo) -> Key {
    Memo::waiting(to, Index::MemoByReader.key())
}

/// Adds a memo to a plan, unless one that says the same waits already.
pub(super) fn write_memo(plan: &mut Plan<'_>, to: MemoTo, client: ClientId, kind: MemoKind) -> Result<()> {
    let of_client = plan.reads().of_client::<Memo>(client)?;
    if of_client.iter().any(|memo| memo.done.is_none() && memo.to == to && memo.kind == kind) {
        return Ok(());
    }
    let memo =
        Memo { id: plan.new_id::<Memo>(), to, client, kind, at: plan.now, by: plan.who.user, done: None };
    plan.add(&memo)
}

/// A memo with the name of its client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoRow {
    /// The memo.
    pub memo: Memo,
    /// Name of the client.
    pub name: String,
    /// Name of the other client, where it tells of one.
    pub other: String,
}

/// Asks for the memos that wait for somebody, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct MemosFor(pub MemoTo);

impl Query for MemosFor {
    type Answer = Vec<MemoRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<MemoRow>> {
        let memos: Vec<Kept<Memo>> = view.reads().by_index(&waiting_for(self.0), MEMOS_MAX)?;
        let name = |id: ClientId| -> Result<String> {
            Ok(view.reads().client(id)?.map(|client: Kept<Client>| client.record.name).unwrap_or_default())
        };
        let row = |memo: Kept<Memo>| {
            let other = match memo.kind {
                MemoKind::Duplicate { of, .. } => name(of)?,
                MemoKind::CallbackGone { .. } | MemoKind::FindNumber { .. } => String::new(),
            };
            Ok(MemoRow { name: name(memo.client)?, other, memo: memo.record })
        };
        memos.into_iter().map(row).collect()
    }
}

/// Notes that memos were read, or that what they ask for is done. Those of the data steward may be closed by whoever works
/// here; those for a user by himself alone.
#[derive(Clone, Debug)]
pub struct CloseMemos(pub Vec<MemoId>);

impl UseCase for CloseMemos {
    /// How many were closed: some may have been before.
    type Done = usize;

    const NAME: &'static str = "memo.close";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<usize> {
        let mut count = 0;
        for id in &self.0 {
            let mut memo = plan.need::<Memo>(What::Memo, *id)?;
            if memo.to != MemoTo::Steward && memo.to != MemoTo::User(plan.who.user) {
                return Err(DeskError::NotFound(What::Memo, id.to_string()));
            }
            if memo.done.is_none() {
                memo.record.done = Some((plan.now, plan.who.user));
                plan.change(&memo)?;
                count += 1;
            }
        }
        Ok(count)
    }
}
