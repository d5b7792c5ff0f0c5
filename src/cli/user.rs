//! `dozvon user`: users, their PINs and hours.

use chrono::{NaiveTime, Timelike, Weekday};
use chrono_tz::Tz;
use clap::ValueEnum;

use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::pin::{ask, digest};
use super::table::{Cell, Table, print_one};
use crate::desk::access::{AddUser, SetPin, SetShift, UnlockUser};
use crate::desk::{DeskError, What};
use crate::domain::ids::RecordId;
use crate::domain::shift::ShiftHours;
use crate::domain::text::clean_line;
use crate::domain::user::{User, UserRole};
use crate::i18n::Explain;
use crate::say;

/// What to do with users.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum UserCommand {
    Add {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long, value_name = "ROLE", default_value = "operator")]
        role: RoleArg,
        #[arg(long, value_name = "ZONE")]
        zone: Option<Tz>,
    },
    Pin {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(long)]
        remove: bool,
    },
    Unlock {
        #[arg(value_name = "NAME")]
        name: String,
    },
    Shift {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "HH:MM-HH:MM", required_unless_present = "remove")]
        hours: Option<String>,
        #[arg(long, value_name = "DAYS", default_value = "mon-fri")]
        days: String,
        #[arg(long)]
        holidays: bool,
        #[arg(long, conflicts_with = "hours")]
        remove: bool,
    },
    List,
}

/// A role on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RoleArg {
    Operator,
    Senior,
    Supervisor,
    Admin,
    Auditor,
}

impl From<RoleArg> for UserRole {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Operator => Self::Operator,
            RoleArg::Senior => Self::Senior,
            RoleArg::Supervisor => Self::Supervisor,
            RoleArg::Admin => Self::Admin,
            RoleArg::Auditor => Self::Auditor,
        }
    }
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &UserCommand) -> Result<(), Fail> {
    match command {
        UserCommand::Add { name, role, zone } => {
            let seat = context.sit_down_to_load()?;
            let add =
                AddUser { name: name.clone(), role: (*role).into(), zone: zone.unwrap_or(seat.who.zone) };
            let added = seat.desk.execute(&seat.who, context.now(), &add).map_err(context.desk_failed())?;
            let said = say!("user-added", name = clean_line(&added.name));
            done(context, &said, &added)
        }
        UserCommand::Pin { name, remove } => pin(context, name, *remove),
        UserCommand::Unlock { name } => {
            let seat = context.sit_down_to_change()?;
            let user = find(context, &seat, name)?;
            let unlock = UnlockUser(user.id);
            let locked =
                seat.desk.execute(&seat.who, context.now(), &unlock).map_err(context.desk_failed())?;
            let name = clean_line(&user.name);
            let said = if locked {
                say!("user-unlocked", name = name)
            } else {
                say!("user-not-locked", name = name)
            };
            done(context, &said, &user)
        }
        UserCommand::Shift { name, hours, days, holidays, remove: _ } => {
            let seat = context.sit_down_to_change()?;
            let user = find(context, &seat, name)?;
            let shift = match hours {
                None => None,
                Some(hours) => {
                    let read = read_shift(hours, days, *holidays, user.zone);
                    Some(read.ok_or_else(|| {
                        let text = clean_line(&format!("{hours} {days}"));
                        context.fail(
                            Code::Usage,
                            &say!("error-shift-hours", text = text),
                            Some(&say!("hint-shift-hours")),
                        )
                    })?)
                }
            };
            let set = SetShift { user: user.id, shift };
            seat.desk.execute(&seat.who, context.now(), &set).map_err(context.desk_failed())?;
            done(context, &say!("user-shift-set", name = clean_line(&user.name)), &user)
        }
        UserCommand::List => list(context),
    }
}

fn pin(context: &Context, name: &str, remove: bool) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let user = find(context, &seat, name)?;
    let pin = if remove {
        None
    } else {
        let typed = ask(context, &say!("pin-new", name = clean_line(&user.name)))?;
        let typed = typed.ok_or_else(|| context.fail(Code::Usage, &say!("error-pin-none"), None))?;
        Some(digest(context, &typed)?)
    };
    let said = match pin {
        Some(_) => say!("user-pin-set", name = clean_line(&user.name)),
        None => say!("user-pin-removed", name = clean_line(&user.name)),
    };
    let old = seat.pin.clone().unwrap_or_default();
    let set = SetPin { user: user.id, pin, old };
    seat.desk.execute(&seat.who, context.now(), &set).map_err(context.desk_failed())?;
    done(context, &said, &user)
}

fn done(context: &Context, said: &crate::i18n::Message, user: &User) -> Result<(), Fail> {
    let words = || format!("{}\n", context.say(said));
    print_one(context, words, &[("id", user.id.as_u64().into()), ("name", user.name.clone().into())])
}

/// The user with a name.
pub(super) fn find(context: &Context, seat: &Seat, name: &str) -> Result<User, Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    catalog.user_by_name(&clean_line(name)).cloned().ok_or_else(|| {
        let error = DeskError::NotFound(What::User, clean_line(name));
        context.fail(Code::NotFound, &error.what(&context.texts), Some(&say!("hint-user")))
    })
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table =
        Table::new(&["table-name", "table-role", "table-zone", "table-pin", "table-locked", "table-shift"]);
    for user in catalog.users() {
        let locked = user.locked_at(context.now());
        table.push(vec![
            user.name.as_str().into(),
            context.texts.word(&user.role).into(),
            Cell::both(context.texts.zone(user.zone, context.now()), user.zone.name()),
            Cell::both(context.texts.get(if user.pin.is_some() { "yes" } else { "no" }), user.pin.is_some()),
            match locked {
                Some(until) => Cell::both(context.texts.time(until, seat.who.zone), until.utc().to_rfc3339()),
                None => Cell::none(),
            },
            match &user.shift {
                Some(shift) => Cell::both(context.texts.shift_hours(shift, context.now()), shift.to_string()),
                None => Cell::none(),
            },
        ]);
    }
    table.print(context)
}

/// `09:00-18:00` on `mon-fri` or `mon,wed`.
fn read_shift(hours: &str, days: &str, holidays: bool, zone: Tz) -> Option<ShiftHours> {
    let (from, to) = hours.split_once('-')?;
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let (from, to) = (time(from)?, time(to)?);
    let minute = |time: NaiveTime| time.hour() * 60 + time.minute();
    // The same time twice is a whole day.
    let minutes = (minute(to) + 24 * 60 - minute(from) - 1) % (24 * 60) + 1;
    let mut week: Vec<Weekday> = Vec::new();
    for part in days.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (mut day, last) = (first.trim().parse::<Weekday>().ok()?, last.trim().parse::<Weekday>().ok()?);
        week.push(day);
        while day != last {
            day = day.succ();
            week.push(day);
        }
    }
    ShiftHours::new(zone, &week, holidays, from, u16::try_from(minutes).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_a_shift_are_read() {
        let read = |hours: &str, days: &str| {
            read_shift(hours, days, false, chrono_tz::Europe::Moscow).map(|shift| shift.to_string())
        };
        for (hours, days, expected) in [
            ("09:00-18:00", "mon-fri", Some("Mon,Tue,Wed,Thu,Fri 09:00-18:00 Europe/Moscow")),
            ("20:00-08:00", "fri,sun", Some("Fri,Sun 20:00-08:00 Europe/Moscow")),
            ("00:00-00:00", "sat-mon", Some("Mon,Sat,Sun 00:00-00:00 Europe/Moscow")),
            ("9-18", "mon-fri", None),
            ("09:00-18:00", "workdays", None),
            ("09:00", "mon", None),
        ] {
            assert_eq!(read(hours, days).as_deref(), expected, "{hours} {days}");
        }
    }
}
