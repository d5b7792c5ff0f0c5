//! `dozvon day`: an operator's day.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::{Value, json};

use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out;
use super::table::print_one;
use super::user::find;
use crate::desk::day::{
    ClockIn, CloseDay, DayKeys, DayReport, EndsOf, KeysOf, MorningOf, ReportOf, SendNotice, TurnState,
};
use crate::domain::day::screens::ScreenSum;
use crate::domain::day::{OperatorState, Turn};
use crate::domain::ids::RecordId;
use crate::domain::text::clean_line;
use crate::i18n::{Calendar, Word};
use crate::say;

/// What to do with a day.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum DayCommand {
    Open,
    Pause {
        #[arg(value_name = "CODE")]
        code: String,
    },
    Ready,
    Close,
    Show {
        #[arg(value_name = "USER")]
        user: Option<String>,
        #[arg(value_name = "DATE")]
        date: Option<NaiveDate>,
    },
    Keys {
        #[arg(value_name = "DATE")]
        date: Option<NaiveDate>,
    },
    Ends,
    Message {
        #[arg(value_name = "USER")]
        user: String,
        #[arg(value_name = "TEXT")]
        text: String,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &DayCommand) -> Result<(), Fail> {
    let failed = context.desk_failed();
    match command {
        DayCommand::Open => {
            let seat = own_day(context)?;
            let now = context.now();
            let morning = seat.desk.query(&seat.who, now, &MorningOf).map_err(&failed)?;
            let open = seat.desk.execute(&seat.who, now, &ClockIn::at(now)).map_err(&failed)?;
            let words = || {
                let lines = context.texts.morning(&morning, seat.who.zone, now);
                let mut text: String = lines.iter().map(|line| format!("{}\n", line.text)).collect();
                text.push_str(&context.say(&say!("day-opened")));
                text.push('\n');
                text
            };
            let fields = [("id", open.day.id.as_u64().into()), ("opened", time(open.day.opened))];
            print_one(context, words, &fields)
        }
        DayCommand::Pause { code } => {
            let seat = own_day(context)?;
            let catalog = seat.desk.catalog().map_err(&failed)?;
            let known = catalog.pauses().find(|pause| pause.is_called(code));
            let state = known.map(|pause| pause.state()).ok_or_else(|| {
                let names = catalog.pauses().map(|pause| {
                    let name = clean_line(pause.name.get(context.texts.lang()));
                    format!("{name} ({})", pause.code)
                });
                let codes: Vec<String> = names.collect();
                let message = say!("error-no-pause", code = clean_line(code));
                context.fail(Code::NotFound, &message, Some(&say!("hint-no-pause", codes = codes.join(", "))))
            })?;
            turn(context, &seat, state)
        }
        DayCommand::Ready => turn(context, &own_day(context)?, OperatorState::Ready),
        DayCommand::Close => {
            let seat = own_day(context)?;
            let now = context.now();
            let ends = seat.desk.query(&seat.who, now, &EndsOf).map_err(&failed)?;
            for end in &ends {
                out::remark(&context.say(&context.texts.loose_end(end, seat.who.zone, now)));
            }
            let report = seat.desk.execute(&seat.who, now, &CloseDay { at: now }).map_err(&failed)?;
            print(context, &[report], seat.who.zone)
        }
        DayCommand::Show { user, date } => {
            let seat = context.sit_down_to_ask()?;
            let user = match user {
                Some(name) => find(context, &seat, name)?.id,
                None => seat.who.user,
            };
            let reports = seat.desk.query(&seat.who, context.now(), &ReportOf { user, date: *date });
            let reports = reports.map_err(&failed)?;
            if reports.is_empty() {
                return Err(context.fail(Code::NotFound, &say!("error-no-such-day"), None));
            }
            print(context, &reports, seat.who.zone)?;
            let catalog = seat.desk.catalog().map_err(&failed)?;
            let calendar = Calendar { now: context.now(), zone: seat.who.zone };
            for report in &reports {
                for change in catalog.flag_changes(Some(report.day.opened), report.until) {
                    out::remark(&context.texts.flag_change(&change, calendar));
                }
            }
            Ok(())
        }
        DayCommand::Keys { date } => keys(context, *date),
        DayCommand::Ends => {
            let seat = context.sit_down_to_ask()?;
            let ends = seat.desk.query(&seat.who, context.now(), &EndsOf).map_err(&failed)?;
            let said = |end| context.say(&context.texts.loose_end(end, seat.who.zone, context.now()));
            let lines: Vec<String> = ends.iter().map(said).collect();
            let words = || match lines.as_slice() {
                [] => format!("{}\n", context.texts.get("day-no-ends")),
                lines => lines.iter().map(|line| format!("{line}\n")).collect(),
            };
            print_one(context, words, &[("ends", lines.clone().into())])
        }
        DayCommand::Message { user, text } => {
            let seat = context.sit_down_to_change()?;
            let to = find(context, &seat, user)?;
            let send = SendNotice { to: to.id, text: text.clone() };
            let id = seat.desk.execute(&seat.who, context.now(), &send).map_err(&failed)?;
            let words = || format!("{}\n", context.texts.get("notice-sent"));
            print_one(context, words, &[("id", id.as_u64().into())])
        }
    }
}

/// Sits down to lead one's own day. Whoever sits at the open desk leads it there: the screen would not know of another state.
fn own_day(context: &Context) -> Result<Seat, Fail> {
    let seat = context.sit_down_to_change()?;
    let is_at_desk = context.held.as_ref().is_some_and(|held| held.sits == Some(seat.who.user));
    if !is_at_desk {
        return Ok(seat);
    }
    let what = say!("attach-day-at-desk", name = clean_line(&seat.who.name));
    Err(context.fail(Code::Refused, &what, Some(&say!("hint-attach-day-at-desk"))))
}

fn turn(context: &Context, seat: &Seat, to: OperatorState) -> Result<(), Fail> {
    let turn = Turn::new(to, context.now());
    let day = seat.desk.execute(&seat.who, context.now(), &TurnState(vec![turn]));
    let day = day.map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let state = context.texts.operator_state(day.state, &catalog);
    let words = || format!("{}\n", context.say(&say!("day-turned", state = &state)));
    print_one(context, words, &[("state", day.state.key().into()), ("since", time(day.since))])
}

/// On which screens one's own keys were pressed.
fn keys(context: &Context, date: Option<NaiveDate>) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let days = seat.desk.query(&seat.who, now, &KeysOf { date }).map_err(context.desk_failed())?;
    if days.is_empty() {
        return Err(context.fail(Code::NotFound, &say!("error-no-such-day"), None));
    }
    let calendar = Calendar { now, zone: seat.who.zone };
    let objects: Vec<Value> = days.iter().map(keys_object).collect();
    let words = || {
        let mut text: String = days.iter().map(|day| context.texts.day_keys(day, calendar)).collect();
        text.push_str(&context.texts.get("day-keys-own"));
        text.push('\n');
        text
    };
    print_one(context, words, &[("days", objects.into())])
}

fn keys_object(day: &DayKeys) -> Value {
    let screen = |sum: &ScreenSum| {
        json!({ "screen": sum.screen.key().trim_start_matches("screen-"), "results": sum.results,
                "keys": sum.keys, "ms": sum.ms })
    };
    json!({
        "id": day.day.id.as_u64(),
        "opened": time(day.day.opened),
        "results": day.results,
        "keys": day.keys(),
        "ms": day.ms(),
        "screens": day.screens.iter().map(screen).collect::<Vec<_>>(),
    })
}

fn time(at: crate::domain::time::Moment) -> Value {
    at.utc().to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into()
}

/// The eight lines of each day; to machines its figures.
fn print(context: &Context, reports: &[DayReport], zone: Tz) -> Result<(), Fail> {
    let days: Vec<Value> = reports.iter().map(object).collect();
    let words = || {
        let blocks: Vec<String> = reports
            .iter()
            .map(|report| context.texts.day_report(report, zone, context.now()).join("\n"))
            .collect();
        format!("{}\n", blocks.join("\n\n"))
    };
    print_one(context, words, &[("days", days.into())])
}

fn object(report: &DayReport) -> Value {
    let states: Vec<Value> = report
        .tally
        .times()
        .map(|(state, ms)| {
            json!({ "state": state.key().trim_start_matches("operator-"),
                    "pause": state.pause().map(RecordId::as_u64), "ms": ms })
        })
        .collect();
    let median = report.tally.median();
    json!({
        "id": (!report.unopened).then(|| report.day.id.as_u64()),
        "unopened": report.unopened,
        "opened": time(report.day.opened),
        "closed": report.day.closed.map(time),
        "length_ms": report.day.length_ms(report.until),
        "states": states,
        "calls": report.shift.calls + report.shift.open,
        "results": report.shift.results,
        "talks": report.shift.talks,
        "sales": report.shift.sales,
        "promises_kept": report.shift.kept,
        "promises_broken": report.shift.broken,
        "median_keys": median.map(|effort| effort.keys),
        "median_ms": median.map(|effort| effort.ms),
    })
}
