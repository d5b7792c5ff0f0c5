//! Pause codes as records of the store.

use crate::desk::{Plan, Result, UseCase};
use crate::domain::day::pause::{PauseCode, PauseDraft};
use crate::domain::user::Right;
use crate::store::Kept;

/// Makes a set of pause codes the one that is offered. Codes keep their record by code; those the set does not name are
/// retired, so that the history still knows them.
#[derive(Clone, Debug)]
pub struct SavePauses(pub Vec<PauseDraft>);

impl UseCase for SavePauses {
    /// How many were added, changed and retired.
    type Done = (usize, usize, usize);

    const NAME: &'static str = "pauses.save";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(usize, usize, usize)> {
        let mut known = plan.reads().all::<PauseCode>()?;
        let (mut added, mut changed, mut retired) = (0, 0, 0);
        for draft in &self.0 {
            match known.iter().position(|pause| pause.code == draft.code) {
                None => {
                    added += 1;
                    let id = plan.new_id::<PauseCode>();
                    plan.add(&draft.clone().into_code(id))?;
                }
                Some(place) => {
                    let old = known.swap_remove(place);
                    let new = draft.clone().into_code(old.id);
                    if new != old.record {
                        changed += 1;
                        plan.change(&Kept { revision: old.revision, record: new })?;
                    }
                }
            }
        }
        for mut gone in known.into_iter().filter(|pause| !pause.retired) {
            retired += 1;
            gone.record.retired = true;
            plan.change(&gone)?;
        }
        Ok((added, changed, retired))
    }
}
