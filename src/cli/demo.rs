//! `dozvon demo`: a base to look around in, made when it is not there, and the desk on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono_tz::Europe::Moscow;
use serde::{Deserialize, Serialize};

use super::args::DemoArgs;
#[cfg(unix)]
use super::attach;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::{desk, out};
use crate::desk::access::CountClients;
use crate::desk::queue::PostponeAll;
use crate::desk::{Desk, Who};
use crate::domain::ids::SessionId;
use crate::domain::time::Moment;
use crate::sample::demo;
use crate::say;
use crate::store::companies::Companies;
use crate::store::local::LocalStore;

/// The file that tells a demo base from somebody's own.
const MARK: &str = "demo.toml";
/// The seed of those who name none.
const SEED: u64 = 1;
/// Building takes less; on a slow machine it is said what goes on.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is known of a demo base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// What it was made from.
    seed: u64,
    /// Whether it was made to its end.
    whole: bool,
    /// The moment around which its contacts are planned, in milliseconds since 1970.
    planned: Moment,
}

/// Runs the desk on the demo base.
pub(super) fn run(context: &Context, options: &DemoArgs) -> Result<(), Fail> {
    // One sentence will do: whoever starts a demonstration from a script wants no advice.
    desk::is_terminal(context).map_err(|_| context.fail(Code::Usage, &say!("demo-no-terminal"), None))?;
    let folder = folder(context);
    let seat = || seat(context, &folder, options);
    #[cfg(unix)]
    let seat = {
        let name = context.global.user.as_deref().unwrap_or(demo::OPERATOR);
        attach::seated_at(context, &folder, name, |_| seat())?
    };
    #[cfg(not(unix))]
    let seat = seat()?;
    desk::sit(context, seat, &folder, &options.desk, demo::FIRM.to_owned())
}

/// Where the demo base is: where the command line says, else beside the user's own data.
fn folder(context: &Context) -> PathBuf {
    context.global.data.clone().unwrap_or_else(|| {
        let own = &context.surroundings.data;
        let mut name = own.file_name().unwrap_or_default().to_owned();
        name.push(if name.is_empty() { "demo" } else { "-demo" });
        own.with_file_name(name)
    })
}

/// Opens the base, making it or bringing its plans up to today.
fn seat(context: &Context, folder: &Path, options: &DemoArgs) -> Result<Seat, Fail> {
    let mark = Mark::read(folder);
    let now = context.now();
    let desk = match mark.filter(|mark| mark.whole && !options.fresh) {
        Some(mark) => {
            if let Some(seed) = options.seed.filter(|seed| *seed != mark.seed) {
                return Err(context.fail(
                    Code::Refused,
                    &say!("demo-other-seed", seed = mark.seed.to_string(), wanted = seed.to_string()),
                    Some(&say!("hint-demo-other-seed")),
                ));
            }
            let desk = context.open(folder)?;
            bring_up(context, folder, &desk, mark, now)?;
            desk
        }
        None => {
            if mark.is_some() {
                clear(context, folder)?;
            }
            let desk = context.open(folder)?;
            if is_somebodys(&desk, now).map_err(context.desk_failed())? {
                return Err(context.fail(
                    Code::Refused,
                    &say!("demo-not-ours", folder = folder.display().to_string()),
                    Some(&say!("hint-demo-not-ours")),
                ));
            }
            let mark = Mark {
                seed: options.seed.or(mark.map(|mark| mark.seed)).unwrap_or(SEED),
                whole: false,
                planned: now,
            };
            mark.write(context, folder)?;
            build(context, &desk, mark.seed, now)?;
            register(context, &desk, mark.seed, now);
            Mark { whole: true, ..mark }.write(context, folder)?;
            desk
        }
    };
    let name = context.global.user.as_deref().unwrap_or(demo::OPERATOR);
    if let Some(who) = context.behind_a_pin(&desk, name)? {
        return Ok(Seat { desk, who, pin: None, shut: true, goes_on: false });
    }
    let who = match &context.surroundings.pin {
        Some(pin) => desk.sign_in_with_pin(name, pin, SessionId(1), now),
        None => demo::sign_in(&desk, name, SessionId(1), now),
    };
    let who = who.map_err(context.desk_failed())?;
    Ok(Seat { desk, who, pin: None, shut: false, goes_on: false })
}

/// Whether somebody has worked in a base that bears no mark of ours: he has signed in, or loaded clients.
fn is_somebodys(desk: &Desk, now: Moment) -> crate::desk::Result<bool> {
    let clients = desk.query(&Who::the_program(), now, &CountClients { up_to: 1 })?;
    Ok(clients > 0 || desk.catalog()?.users().next().is_some())
}

fn build(context: &Context, desk: &Desk, seed: u64, now: Moment) -> Result<(), Fail> {
    let begun = Instant::now();
    let mut said = false;
    demo::build(desk, seed, now, &mut |_| {
        if !said && out::is_watched() && begun.elapsed() > PATIENCE {
            said = true;
            out::remark(&context.say(&say!("demo-building")));
        }
    })
    .map(|_| ())
    .map_err(context.desk_failed())
}

/// Gives the demo base some made-up companies of the register. Without them the rest works.
fn register(context: &Context, desk: &Desk, seed: u64, now: Moment) {
    let made = demo::register(desk, seed, now, context.config.store.settings.reserve);
    if let Err(error) = made {
        tracing::warn!(%error, "the demo base has no register of companies");
    }
}

/// On another day, moves what is planned by the time that has passed: the desk is as full as on the first day.
fn bring_up(context: &Context, folder: &Path, desk: &Desk, mark: Mark, now: Moment) -> Result<(), Fail> {
    if now.date_in(Moscow) <= mark.planned.date_in(Moscow) {
        return Ok(());
    }
    let boss = demo::supervisor(desk, now).map_err(context.desk_failed())?;
    let minutes = now.minutes_since(mark.planned);
    desk.execute(&boss, now, &PostponeAll { minutes }).map_err(context.desk_failed())?;
    Mark { planned: mark.planned.plus_minutes(minutes), ..mark }.write(context, folder)
}

/// Empties a demo base that is to be made anew.
fn clear(context: &Context, folder: &Path) -> Result<(), Fail> {
    LocalStore::erase(folder)
        .map_err(|error| Fail::of_store(&error, &context.texts).in_format(context.global.format))?;
    let companies = Companies::of(Some(folder));
    if let Err(error) = companies.drop_all() {
        tracing::warn!(%error, "the register of companies could not be removed");
    }
    match fs::remove_dir_all(folder.join("drafts")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(not_written(context, &error)),
        _ => Ok(()),
    }
}

fn not_written(context: &Context, error: &std::io::Error) -> Fail {
    context.fail(Code::Failed, &say!("demo-not-written", error = context.texts.io_error(error)), None)
}

impl Mark {
    /// The mark of a folder. One that can't be read is none: the base is then left alone.
    fn read(folder: &Path) -> Option<Self> {
        toml::from_str(&fs::read_to_string(folder.join(MARK)).ok()?).ok()
    }

    fn write(self, context: &Context, folder: &Path) -> Result<(), Fail> {
        let path = folder.join(MARK);
        let temporary = path.with_extension("new");
        let written = toml::to_string(&self)
            .map_err(std::io::Error::other)
            .and_then(|text| fs::write(&temporary, text))
            .and_then(|()| fs::rename(&temporary, &path));
        written.map_err(|error| not_written(context, &error))
    }
}
