//! `dozvon holidays`: the production calendar.

use super::args::Format;
use super::content::{Files, lint};
use super::context::Context;
use super::fail::Fail;
use super::files::gather;
use super::out;
use super::table::{Cell, Table};
use crate::desk::content::SaveCalendar;
use crate::domain::calendar::Calendar;
use crate::domain::calendar::file::{parse, write};
use crate::say;

/// What to do with the calendar.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum HolidaysCommand {
    Check {
        #[command(flatten)]
        files: Files,
    },
    Load {
        #[command(flatten)]
        files: Files,
    },
    List,
    Export,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &HolidaysCommand) -> Result<(), Fail> {
    match command {
        HolidaysCommand::Check { files } => {
            let given = gather(context, &files.files)?;
            lint(&context.texts, &given, parse, |_| None).report(context, files.strict)
        }
        HolidaysCommand::Load { files } => load(context, files),
        HolidaysCommand::List => list(context),
        HolidaysCommand::Export => {
            let text = write(&known(context)?);
            out::print(&context.texts, &text)
        }
    }
}

fn known(context: &Context) -> Result<Calendar, Fail> {
    let seat = context.sit_down()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    Ok(catalog.calendar().map(|kept| kept.record.clone()).unwrap_or_default())
}

fn load(context: &Context, files: &Files) -> Result<(), Fail> {
    let given = gather(context, &files.files)?;
    let linted = lint(&context.texts, &given, parse, |_| None);
    linted.before_load(context, files.strict)?;
    let seat = context.sit_down()?;
    let mut calendar = Calendar::default();
    for found in &linted.drafts {
        calendar.extend(&found.draft);
    }
    let (now, changed) = seat
        .desk
        .execute(&seat.who, context.now(), &SaveCalendar(calendar))
        .map_err(context.desk_failed())?;
    if context.format() == Format::Table {
        let years: Vec<String> = now.years.iter().map(ToString::to_string).collect();
        let said = if changed {
            say!("holidays-loaded", years = years.join(", "))
        } else {
            say!("holidays-same", years = years.join(", "))
        };
        return out::print(&context.texts, &format!("{}\n", context.say(&said)));
    }
    table(&now).print(context)
}

fn list(context: &Context) -> Result<(), Fail> {
    let calendar = known(context)?;
    if calendar.years.is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("holidays-none"));
    }
    table(&calendar).print(context)
}

fn table(calendar: &Calendar) -> Table {
    let mut table = Table::new(&["table-year", "table-days-off", "table-days-worked", "table-working-days"]);
    for year in &calendar.years {
        let of = |days: &std::collections::BTreeSet<chrono::NaiveDate>| {
            days.iter().filter(|day| chrono::Datelike::year(*day) == *year).count()
        };
        let first = chrono::NaiveDate::from_ymd_opt(*year, 1, 1);
        let working = first.map_or(0, |first| {
            let days = first.iter_days().take_while(|day| chrono::Datelike::year(day) == *year);
            days.filter(|day| !calendar.is_day_off(*day)).count()
        });
        table.push(vec![
            Cell::both(year.to_string(), *year),
            of(&calendar.off).into(),
            of(&calendar.worked).into(),
            working.into(),
        ]);
    }
    table
}
