//! Who asks: signing in.

use chrono_tz::Tz;

use super::{Desk, Plan, Query, Result, UseCase, View, Who};
use crate::domain::ids::SessionId;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::user::{Right, User, UserRole};
use crate::store::{Health, Index};

/// Signs a user in by name; one nobody knows yet becomes a user with the role.
///
/// There is no password yet: whoever can open the data folder can do anything with it anyway.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The name as it will stand in the history.
    pub name: String,
    /// The role of a new user; an old one keeps his.
    pub role: UserRole,
    /// The zone of a new user's workplace.
    pub zone: Tz,
}

impl UseCase for SignIn {
    type Done = User;

    const NAME: &'static str = "user.sign-in";

    fn right(&self) -> Right {
        Right::Read
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<User> {
        let name = clean_line(&self.name);
        if name.is_empty() {
            return Err(super::DeskError::Empty);
        }
        if let Some(user) = plan.catalog()?.user_by_name(&name) {
            return Ok(user.clone());
        }
        let user = User { id: plan.new_id::<User>(), name, role: self.role, zone: self.zone };
        plan.commit().expect_nothing(Index::UserByName.key().text(&user.name.to_lowercase()));
        plan.add(&user)?;
        Ok(user)
    }
}

impl Desk {
    /// Signs a user in and says who he is from now on. In a store that is for reading only, one nobody knows becomes no
    /// user: he may look, and has no record.
    ///
    /// # Errors
    /// When the name is empty or the store can't be written.
    pub fn sign_in(&self, sign_in: &SignIn, session: SessionId, now: Moment) -> Result<Who> {
        let name = clean_line(&sign_in.name);
        if self.is_read_only() && !name.is_empty() && self.catalog()?.user_by_name(&name).is_none() {
            // Nothing can be written, not even who he is: he looks.
            let role = if sign_in.role == UserRole::Admin { UserRole::Admin } else { UserRole::Auditor };
            return Ok(Who { session, name, role, zone: sign_in.zone, ..Who::the_program() });
        }
        let user = self.execute(&Who { session, ..Who::the_program() }, now, sign_in)?;
        Ok(Who { user: user.id, name: user.name, role: user.role, zone: user.zone, session })
    }
}

impl Desk {
    /// Whether nothing can ever be written.
    pub(super) fn is_read_only(&self) -> bool {
        matches!(self.store.health(), Health::ReadOnly(_))
    }
}

/// How many clients there are, up to a bound: an empty base greets its user differently.
#[derive(Clone, Copy, Debug)]
pub struct CountClients {
    /// Count no further than this.
    pub up_to: usize,
}

impl Query for CountClients {
    type Answer = usize;

    fn answer(&self, view: &View<'_>) -> Result<usize> {
        let prefix = crate::store::Key::new(crate::store::Table::Client.tag());
        Ok(view.reads().keys(&prefix, self.up_to)?.len())
    }
}
