//! Canned notes as records of the store.

use super::{Plan, Result, UseCase, allow};
use crate::domain::ids::UserId;
use crate::domain::snippet::{Snippet, SnippetDraft};
use crate::domain::user::Right;
use crate::store::Kept;

/// Makes a set of canned notes the one that is offered, to everybody or to one user. Everybody may set his own; those for all
/// and those of others are a supervisor's.
#[derive(Clone, Debug)]
pub struct SaveSnippets {
    /// Whose they are; `None` for everybody's.
    pub owner: Option<UserId>,
    /// The set.
    pub snippets: Vec<SnippetDraft>,
}

impl UseCase for SaveSnippets {
    /// How many were added, changed and retired.
    type Done = (usize, usize, usize);

    const NAME: &'static str = "snippets.save";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(usize, usize, usize)> {
        if self.owner != Some(plan.who.user) {
            allow(plan.who, Right::Configure)?;
        }
        let mut known = plan.reads().all::<Snippet>()?;
        known.retain(|snippet| snippet.owner == self.owner);
        let (mut added, mut changed, mut retired) = (0, 0, 0);
        for SnippetDraft { short, text } in &self.snippets {
            match known.iter().position(|snippet| snippet.short == *short) {
                None => {
                    added += 1;
                    let id = plan.new_id::<Snippet>();
                    let (owner, short, text) = (self.owner, short.clone(), text.clone());
                    plan.add(&Snippet { id, owner, short, text, retired: false })?;
                }
                Some(place) => {
                    let old = known.swap_remove(place);
                    let new = Snippet { text: text.clone(), retired: false, ..old.record.clone() };
                    if new != old.record {
                        changed += 1;
                        plan.change(&Kept { revision: old.revision, record: new })?;
                    }
                }
            }
        }
        for mut gone in known.into_iter().filter(|snippet| !snippet.retired) {
            retired += 1;
            gone.record.retired = true;
            plan.change(&gone)?;
        }
        Ok((added, changed, retired))
    }
}
