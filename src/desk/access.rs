//! Who asks: users, signing in, PINs.

use chrono_tz::Tz;

use super::{Desk, DeskError, Plan, Query, Result, UseCase, View, What, Who, allow};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::pin::Pin;
use crate::domain::shift::ShiftHours;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::user::{Right, User, UserRole};
use crate::store::{Health, Index};

/// Signs a user in by name; one nobody knows yet becomes a user with the role. A user who has a PIN is refused: see
/// [`Desk::sign_in_with_pin`].
///
/// Whoever can open the data folder can do anything with it anyway: a PIN keeps colleagues from working in one another's
/// name, not an intruder out.
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
            return Err(DeskError::Empty);
        }
        if let Some(user) = plan.catalog()?.user_by_name(&name) {
            return if user.pin.is_some() { Err(DeskError::PinWanted(name)) } else { Ok(user.clone()) };
        }
        add_user(plan, &name, self.role, self.zone)
    }
}

fn add_user(plan: &mut Plan<'_>, name: &str, role: UserRole, zone: Tz) -> Result<User> {
    let user = User::new(plan.new_id::<User>(), name, role, zone);
    plan.commit().expect_nothing(Index::UserByName.key().text(&user.name.to_lowercase()));
    plan.add(&user)?;
    Ok(user)
}

/// What came of a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is right.
    Right(Box<User>),
    /// It is wrong; so many more wrong ones lock the name.
    Wrong(u8),
    /// Nobody signs in under the name till then.
    Locked(Moment),
}

/// Checks a PIN. A wrong one is noted on the user, and so in the history.
#[derive(Clone)]
struct CheckPin<'a> {
    user: UserId,
    pin: &'a str,
}

impl UseCase for CheckPin<'_> {
    type Done = Checked;

    const NAME: &'static str = "user.check-pin";

    fn right(&self) -> Right {
        Right::Read
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Checked> {
        let mut kept = plan.need::<User>(What::User, self.user)?;
        if let Some(until) = kept.locked_at(plan.now) {
            return Ok(Checked::Locked(until));
        }
        let right = kept.pin.as_ref().is_none_or(|pin| pin.is(self.pin));
        if right {
            if kept.wrong_pins > 0 || kept.locked.is_some() {
                (kept.record.wrong_pins, kept.record.locked) = (0, None);
                plan.change(&kept)?;
            }
            return Ok(Checked::Right(Box::new(kept.record)));
        }
        kept.record.note_wrong_pin(plan.now);
        plan.change(&kept)?;
        Ok(match kept.locked_at(plan.now) {
            Some(until) => Checked::Locked(until),
            None => Checked::Wrong(kept.tries_left()),
        })
    }
}

/// Makes a user.
#[derive(Clone, Debug)]
pub struct AddUser {
    /// The name, which nobody has yet.
    pub name: String,
    /// What he may do; only an administrator makes administrators.
    pub role: UserRole,
    /// The zone of his workplace.
    pub zone: Tz,
}

impl UseCase for AddUser {
    type Done = User;

    const NAME: &'static str = "user.add";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<User> {
        let name = clean_line(&self.name);
        if name.is_empty() {
            return Err(DeskError::Empty);
        }
        if self.role == UserRole::Admin && plan.who.role != UserRole::Admin {
            return Err(DeskError::Forbidden(Right::Configure));
        }
        if plan.catalog()?.user_by_name(&name).is_some() {
            return Err(DeskError::Taken(name));
        }
        add_user(plan, &name, self.role, self.zone)
    }
}

/// Gives a user a PIN, or takes it away. Everybody may set his own, if he knows the one he has; a supervisor sets anybody's.
#[derive(Clone, Debug)]
pub struct SetPin {
    /// The user.
    pub user: UserId,
    /// The new PIN; `None` when the name is to be enough.
    pub pin: Option<Pin>,
    /// The PIN he has, where he sets his own.
    pub old: String,
}

impl UseCase for SetPin {
    type Done = ();

    const NAME: &'static str = "user.pin";

    fn right(&self) -> Right {
        Right::Read
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        let mut user = plan.need::<User>(What::User, self.user)?;
        let own = plan.who.user == self.user;
        if own && !plan.who.role.has(Right::Configure) {
            if user.pin.as_ref().is_some_and(|pin| !pin.is(&self.old)) {
                return Err(DeskError::WrongPin { left: user.tries_left() });
            }
        } else {
            allow(plan.who, Right::Configure)?;
            // Whoever sets an administrator's PIN is the administrator.
            if user.role == UserRole::Admin && plan.who.role != UserRole::Admin {
                return Err(DeskError::Forbidden(Right::Configure));
            }
        }
        user.record.pin.clone_from(&self.pin);
        (user.record.wrong_pins, user.record.locked) = (0, None);
        plan.change(&user)
    }
}

/// Lets a user sign in again at once who was locked after wrong PINs.
#[derive(Clone, Copy, Debug)]
pub struct UnlockUser(pub UserId);

impl UseCase for UnlockUser {
    /// Whether he was locked.
    type Done = bool;

    const NAME: &'static str = "user.unlock";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<bool> {
        let mut user = plan.need::<User>(What::User, self.0)?;
        let locked = user.locked_at(plan.now).is_some();
        if user.locked.is_some() || user.wrong_pins > 0 {
            (user.record.wrong_pins, user.record.locked) = (0, None);
            plan.change(&user)?;
        }
        Ok(locked)
    }
}

/// Says when a user works.
#[derive(Clone, Debug)]
pub struct SetShift {
    /// The user.
    pub user: UserId,
    /// His hours; `None` when they are not known.
    pub shift: Option<ShiftHours>,
}

impl UseCase for SetShift {
    type Done = ();

    const NAME: &'static str = "user.shift";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        let mut user = plan.need::<User>(What::User, self.user)?;
        if user.shift != self.shift {
            user.record.shift.clone_from(&self.shift);
            plan.change(&user)?;
        }
        Ok(())
    }
}

impl Who {
    fn is(user: User, session: SessionId) -> Self {
        Self { user: user.id, name: user.name, role: user.role, zone: user.zone, session }
    }
}

impl Desk {
    /// Signs a user in and says who he is from now on. In a store that is for reading only, one nobody knows becomes no
    /// user: he may look, and has no record.
    ///
    /// # Errors
    /// [`DeskError::PinWanted`] when he has a PIN; when the name is empty or the store can't be written.
    pub fn sign_in(&self, sign_in: &SignIn, session: SessionId, now: Moment) -> Result<Who> {
        if self.is_read_only()
            && let Some(looks) = self.who_looks(sign_in, session)?
        {
            // Nothing can be written, not even who he is.
            return Ok(looks);
        }
        let user = self.execute(&Who { session, ..Who::the_program() }, now, sign_in)?;
        Ok(Who::is(user, session))
    }

    /// Who somebody is that nobody knows and who only looks: he has no record, and can't write anything in his name. `None` for
    /// somebody who is known, and for nobody.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn who_looks(&self, sign_in: &SignIn, session: SessionId) -> Result<Option<Who>> {
        let name = clean_line(&sign_in.name);
        if name.is_empty() || self.catalog()?.user_by_name(&name).is_some() {
            return Ok(None);
        }
        let role = if sign_in.role == UserRole::Admin { UserRole::Admin } else { UserRole::Auditor };
        Ok(Some(Who { session, name, role, zone: sign_in.zone, ..Who::the_program() }))
    }

    /// Signs a user in who has a PIN.
    ///
    /// # Errors
    /// [`DeskError::WrongPin`] and [`DeskError::Locked`]; [`DeskError::NotFound`] when there is no such user. Where nothing
    /// can be written, a wrong PIN is refused but not counted.
    pub fn sign_in_with_pin(&self, name: &str, pin: &str, session: SessionId, now: Moment) -> Result<Who> {
        let name = clean_line(name);
        let user = self.catalog()?.user_by_name(&name).cloned();
        let user = user.ok_or(DeskError::NotFound(What::User, name))?;
        if self.is_read_only() {
            let right = user.pin.as_ref().is_none_or(|known| known.is(pin));
            return if right { Ok(Who::is(user, session)) } else { Err(DeskError::WrongPin { left: 1 }) };
        }
        let zone = user.zone;
        let check = CheckPin { user: user.id, pin };
        match self.execute(&Who { session, ..Who::the_program() }, now, &check)? {
            Checked::Right(user) => Ok(Who::is(*user, session)),
            Checked::Wrong(left) => Err(DeskError::WrongPin { left }),
            Checked::Locked(until) => Err(DeskError::Locked { until, zone }),
        }
    }

    /// Who a user is, without asking him: for what the program does in his name, and for a desk that stays shut until he has
    /// given his PIN.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn who_is(&self, name: &str, session: SessionId) -> Result<Option<Who>> {
        let catalog = self.catalog()?;
        Ok(catalog.user_by_name(&clean_line(name)).cloned().map(|user| Who::is(user, session)))
    }

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
