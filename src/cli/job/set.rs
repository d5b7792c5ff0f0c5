//! `dozvon job new`, `dozvon job set`.

use chrono::NaiveDate;

use super::{job_named, missing_line};
use crate::cli::args::PurposeArg;
use crate::cli::client::hours;
use crate::cli::context::{Context, Seat};
use crate::cli::fail::{Code, Fail};
use crate::cli::moment::at_time;
use crate::cli::out::{remark, shown};
use crate::cli::table::print_one;
use crate::desk::jobs::{JobOf, MissingOf, NewJob, SetJob, leader_named, operators_named};
use crate::domain::call_list::CallList;
use crate::domain::ids::UserId;
use crate::domain::job::Operators;
use crate::domain::recycle::{Preset, Rule, typed};
use crate::say;

/// A new job.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct NewArgs {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "PURPOSE", default_value = "advertising")]
    purpose: PurposeArg,
    #[command(flatten)]
    what: WhatArgs,
}

/// What a job gets.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SetArgs {
    #[arg(value_name = "JOB")]
    job: String,
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<PurposeArg>,
    #[command(flatten)]
    what: WhatArgs,
}

/// What can be said about a job.
#[derive(Debug, clap::Args)]
struct WhatArgs {
    #[arg(long, value_name = "CODE")]
    script: Option<String>,
    #[arg(long, value_name = "CODE")]
    process: Option<String>,
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=99))]
    attempts: Option<u16>,
    #[arg(long, value_name = "NAMES")]
    operators: Option<String>,
    #[arg(long, value_name = "DAY", requires = "to")]
    from: Option<String>,
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<String>,
    #[arg(long, value_name = "1-9", value_parser = clap::value_parser!(u8).range(1..=9))]
    priority: Option<u8>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=99))]
    every_new: Option<u8>,
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    share: Option<u8>,
    #[arg(long, value_name = "PRESET")]
    recycle: Option<String>,
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=99))]
    cap: Option<u16>,
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    #[arg(long, value_name = "on|off")]
    auto_next: Option<OnOff>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum OnOff {
    On,
    Off,
}

/// Makes a job.
pub(super) fn new(context: &Context, args: &NewArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_load()?;
    let set = what(context, &seat, &args.what)?;
    let case = NewJob { name: args.name.clone(), purpose: args.purpose.into(), set };
    let list = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    tell(context, &seat, &list)
}

/// Sets a job up.
pub(super) fn set(context: &Context, args: &SetArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let list = job_named(context, &seat, &args.job)?;
    let before = list.max_attempts;
    let mut set = what(context, &seat, &args.what)?;
    set.purpose = args.purpose.map(Into::into);
    let case = set.of(list.id);
    let list = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    tell(context, &seat, &list)?;
    if list.max_attempts == before {
        return Ok(());
    }
    // Rows keep what they were loaded with.
    let card = seat.desk.query(&seat.who, context.now(), &JobOf(list.id)).map_err(context.desk_failed())?;
    let rows = card.progress.open();
    if rows > 0 {
        let said = say!("job-attempts-kept", rows = rows, before = before, now = list.max_attempts);
        remark(&context.say(&said));
    }
    Ok(())
}

fn what(context: &Context, seat: &Seat, args: &WhatArgs) -> Result<SetJob, Fail> {
    let dates = args.from.as_deref().zip(args.to.as_deref());
    Ok(SetJob {
        purpose: None,
        owner: args.owner.as_deref().map(|name| leader(context, seat, name)).transpose()?,
        script: args.script.clone(),
        process: args.process.clone(),
        window: args.hours.as_deref().map(|text| hours(context, text)).transpose()?,
        label: args.label.clone(),
        attempts: args.attempts,
        operators: args.operators.as_deref().map(|names| operators(context, seat, names)).transpose()?,
        dates: dates.map(|(from, to)| Ok((day(context, from)?, day(context, to)?))).transpose()?,
        priority: args.priority,
        every_new: args.every_new,
        share: args.share,
        preset: args.recycle.as_deref().map(|name| preset(context, name)).transpose()?,
        rules: args.rule.iter().map(|text| rule(context, text)).collect::<Result<_, _>>()?,
        cap: args.cap.map(|cap| (cap > 0).then_some(cap)),
        auto_next: args.auto_next.map(|auto| auto == OnOff::On),
    })
}

fn operators(context: &Context, seat: &Seat, names: &str) -> Result<Operators, Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    operators_named(&catalog, names).map_err(context.desk_failed())
}

fn leader(context: &Context, seat: &Seat, name: &str) -> Result<UserId, Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    leader_named(&catalog, name).map_err(context.desk_failed())
}

fn day(context: &Context, text: &str) -> Result<NaiveDate, Fail> {
    Ok(at_time(context, text)?.date_in(context.zone()))
}

fn preset(context: &Context, name: &str) -> Result<Preset, Fail> {
    Preset::from_code(name.trim()).ok_or_else(|| {
        let known = Preset::ALL.map(Preset::code).join(", ");
        let what = say!("error-not-a-preset", text = shown(name, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-preset", known = known)))
    })
}

/// A rule as it is typed: «no-answer 3h other-half other-number 5»; «no-answer off» takes it away.
fn rule(context: &Context, text: &str) -> Result<Rule, Fail> {
    typed::rule(text).map_err(|error| {
        let why = context.say(&context.texts.rule_error(&error));
        let what = say!("error-not-a-rule", text = shown(text, 60), why = why);
        context.fail(Code::Usage, &what, Some(&say!("hint-rule")))
    })
}

fn tell(context: &Context, seat: &Seat, list: &CallList) -> Result<(), Fail> {
    let missing =
        seat.desk.query(&seat.who, context.now(), &MissingOf(list.id)).map_err(context.desk_failed())?;
    let words = || {
        let state = context.texts.word(&list.job.state);
        let mut text =
            format!("{}\n", context.say(&say!("job-state-now", job = shown(&list.name, 40), state = state)));
        if list.job.state.may_start() && !missing.is_empty() {
            text.push_str(&format!("{}\n", context.texts.get("job-missing")));
            for one in &missing {
                text.push_str(&format!("  {}\n", missing_line(&context.texts, *one)));
            }
        }
        text
    };
    let codes: Vec<&str> = missing.iter().map(|one| one.code()).collect();
    let fields = [
        ("name", list.name.as_str().into()),
        ("purpose", list.purpose.code().into()),
        ("state", list.job.state.code().into()),
        ("missing", codes.into()),
    ];
    print_one(context, words, &fields)
}
