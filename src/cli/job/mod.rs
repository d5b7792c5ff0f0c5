//! `dozvon job`: call jobs.
//!
//! | module | what it does |
//! |---|---|
//! | `set` | makes a job and sets it up |
//! | `load` | loads rows from a file or the base |
//! | `unload` | takes a load back |
//! | `show` | shows jobs, their heat, what comes next |

mod load;
mod set;
mod show;
mod unload;

pub(super) use self::load::LoadArgs;
pub(super) use self::set::{NewArgs, SetArgs};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::gate::list_named;
use super::out::shown;
use super::table::print_one;
use crate::desk::UseCase;
use crate::desk::jobs::{FinishJob, MissingOf, PauseJob, ReadyJob, StartJob};
use crate::domain::call_list::CallList;
use crate::domain::ids::{CallListId, LoadId, RecordId, parse_code};
use crate::domain::job::ready::Missing;
use crate::i18n::Texts;
use crate::say;

/// What to do with call jobs.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum JobCommand {
    List,
    New(NewArgs),
    Set(SetArgs),
    Load(LoadArgs),
    Unload {
        #[arg(value_name = "JOB")]
        job: String,
        #[arg(value_name = "LOAD")]
        load: String,
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    Ready {
        #[arg(value_name = "JOB")]
        job: String,
    },
    Start {
        #[arg(value_name = "JOB")]
        job: String,
    },
    Pause {
        #[arg(value_name = "JOB")]
        job: String,
    },
    Finish {
        #[arg(value_name = "JOB")]
        job: String,
    },
    Show {
        #[arg(value_name = "JOB")]
        job: String,
        #[arg(long, value_name = "LOAD")]
        load: Option<String>,
        #[arg(long, value_name = "REASON", requires = "load")]
        rows: Option<String>,
    },
    Heat {
        #[arg(value_name = "JOB")]
        job: String,
    },
    Next {
        #[arg(value_name = "JOB")]
        job: Option<String>,
        #[arg(long, value_name = "N", default_value_t = 20)]
        count: usize,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &JobCommand) -> Result<(), Fail> {
    match command {
        JobCommand::List => show::list(context),
        JobCommand::New(args) => set::new(context, args),
        JobCommand::Set(args) => set::set(context, args),
        JobCommand::Load(args) => load::run(context, args),
        JobCommand::Unload { job, load, reason } => unload::run(context, job, load, reason.as_deref()),
        JobCommand::Ready { job } => step(context, job, true, ReadyJob),
        JobCommand::Start { job } => step(context, job, true, StartJob),
        JobCommand::Pause { job } => step(context, job, false, PauseJob),
        JobCommand::Finish { job } => step(context, job, false, FinishJob),
        JobCommand::Show { job, load: Some(load), rows } => show::load(context, job, load, rows.as_deref()),
        JobCommand::Show { job, load: None, .. } => show::show(context, job),
        JobCommand::Heat { job } => show::heat(context, job),
        JobCommand::Next { job, count } => show::next(context, job.as_deref(), *count),
    }
}

/// Takes a job into another state. When something is missing, it is told line by line.
fn step<U>(context: &Context, job: &str, checks: bool, case: fn(CallListId) -> U) -> Result<(), Fail>
where
    U: UseCase<Done = CallList>,
{
    let seat = context.sit_down_to_change()?;
    let id = list_named(context, &seat, job)?;
    if checks && seat.who.role.has(crate::domain::user::Right::Load) && !context.is_for_machines() {
        let missing =
            seat.desk.query(&seat.who, context.now(), &MissingOf(id)).map_err(context.desk_failed())?;
        if !missing.is_empty() {
            let said: Vec<String> =
                missing.iter().map(|one| format!("\n  {}", missing_line(&context.texts, *one))).collect();
            let what = say!("job-not-started", job = shown(job, 40), missing = said.concat());
            return Err(context.fail(Code::Refused, &what, Some(&say!("hint-job-not-ready"))));
        }
    }
    let list = seat.desk.execute(&seat.who, context.now(), &case(id)).map_err(context.desk_failed())?;
    tell_state(context, &list)
}

/// What is missing, with the option or the command that mends it.
fn missing_line(texts: &Texts, missing: Missing) -> String {
    let what = texts.say(&texts.missing(missing));
    let by = match missing {
        Missing::Operators => "--operators",
        Missing::Script => "--script",
        Missing::ScriptGone => "dozvon script load",
        Missing::ScriptSilent => "advertising = true",
        Missing::ScriptBroken(_) => "dozvon script check",
        Missing::Rows => "dozvon job load",
        Missing::Label => "--label",
        Missing::Dates | Missing::Over(_) => "--from, --to",
        Missing::Window => "--hours",
        Missing::Firm | Missing::Consent(_) | Missing::Open => return what,
    };
    format!("{what} ({by})")
}

fn tell_state(context: &Context, list: &CallList) -> Result<(), Fail> {
    let state = context.texts.word(&list.job.state);
    let said = say!("job-state-now", job = shown(&list.name, 40), state = state);
    let text = format!("{}\n", context.say(&said));
    let state = list.job.state.code();
    print_one(context, || text, &[("name", list.name.as_str().into()), ("state", state.into())])
}

/// The number of a load.
fn load_numbered(context: &Context, text: &str) -> Result<LoadId, Fail> {
    parse_code(text).map(LoadId::from_u64).ok_or_else(|| {
        let what = say!("error-not-a-number", text = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-load-number")))
    })
}

/// The job of a name, with its record.
fn job_named(context: &Context, seat: &Seat, name: &str) -> Result<CallList, Fail> {
    let id = list_named(context, seat, name)?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    catalog.list(id).cloned().ok_or_else(|| {
        let error = crate::desk::DeskError::NotFound(crate::desk::What::CallList, shown(name, 40));
        context.desk_failed()(error)
    })
}
