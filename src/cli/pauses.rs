//! `dozvon pauses`: checks, loads and lists pause codes.

use std::path::PathBuf;

use super::content::{Files, check, one_file, print_replaced};
use super::context::Context;
use super::fail::Fail;
use super::table::{Cell, Table};
use crate::desk::day::SavePauses;
use crate::domain::day::pause::parse;
use crate::say;

/// What to do with pause codes.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum PausesCommand {
    Check {
        #[command(flatten)]
        files: Files,
    },
    Load {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        strict: bool,
    },
    List,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &PausesCommand) -> Result<(), Fail> {
    match command {
        PausesCommand::Check { files } => check(context, files, parse),
        PausesCommand::Load { file, strict } => {
            let drafts = one_file(context, file, *strict, parse)?;
            let seat = context.sit_down_to_load()?;
            let saved = seat.desk.execute(&seat.who, context.now(), &SavePauses(drafts));
            let (added, changed, retired) = saved.map_err(context.desk_failed())?;
            let said = say!("pauses-loaded", added = added, changed = changed, retired = retired);
            print_replaced(context, (added, changed, retired), &said)
        }
        PausesCommand::List => list(context),
    }
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-key",
        "table-code",
        "table-name",
        "table-paid",
        "table-minutes",
        "table-day-minutes",
    ]);
    let minutes = |minutes: Option<u16>| minutes.map_or_else(Cell::none, Cell::from);
    for pause in catalog.pauses() {
        table.push(vec![
            pause.key.to_string().into(),
            pause.code.as_str().into(),
            pause.name.get(context.texts.lang()).into(),
            Cell::both(context.texts.get(if pause.paid { "yes" } else { "no" }), pause.paid),
            minutes(pause.most_minutes),
            minutes(pause.day_minutes),
        ]);
    }
    table.print(context)
}
