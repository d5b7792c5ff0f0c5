//! What a client wishes, carried out.

use crate::desk::{Desk, Result, Who};
use crate::domain::time::Moment;
use crate::tui::wishes::{WishAnswer, WishRequest};

/// Asks the desk; returns what was written and the commit, when there was anything to change.
pub(super) fn carry_out(
    desk: &Desk,
    who: &Who,
    now: Moment,
    wish: WishRequest,
) -> Result<(WishAnswer, Option<u64>)> {
    Ok(match wish {
        WishRequest::Set(case) => {
            let (client, seq) = desk.execute_as(who, now, &case)?;
            (WishAnswer::Set(Box::new(client)), seq)
        }
        WishRequest::Withdraw(case) => {
            let (done, seq) = desk.execute_as(who, now, &case)?;
            (WishAnswer::Withdrawn(done), seq)
        }
        WishRequest::GiveUp(case) => {
            let (client, seq) = desk.execute_as(who, now, &case)?;
            (WishAnswer::GivenUp { entry: case.entry, client }, seq)
        }
        WishRequest::Move(case) => {
            let (entry, seq) = desk.execute_as(who, now, &case)?;
            (WishAnswer::Moved(Box::new(entry)), seq)
        }
    })
}
