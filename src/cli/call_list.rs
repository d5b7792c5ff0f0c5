//! `dozvon call-list`: the call lists.

use super::args::Format;
use super::context::Context;
use super::fail::Fail;
use super::out;
use super::table::{Cell, Table};
use crate::domain::ids::RecordId;
use crate::i18n::Word;

/// What to do with call lists.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum CallListCommand {
    List,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &CallListCommand) -> Result<(), Fail> {
    match command {
        CallListCommand::List => list(context),
    }
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-id",
        "table-name",
        "table-purpose",
        "table-script",
        "table-process",
        "table-max-attempts",
        "table-created",
        "table-owner",
    ]);
    for list in catalog.lists() {
        let created = list.created.in_zone(seat.who.zone);
        table.push(vec![
            list.id.as_u64().into(),
            list.name.as_str().into(),
            Cell::both(context.texts.word(&list.purpose), list.purpose.key().trim_start_matches("purpose-")),
            Cell::option(list.script.as_deref()),
            Cell::option(list.process.as_deref()),
            list.max_attempts.into(),
            Cell::both(context.texts.date(created.date_naive()), created.to_rfc3339()),
            Cell::option(catalog.user(list.owner).map(|user| user.name.as_str())),
        ]);
    }
    if catalog.lists().next().is_none() && context.format() == Format::Table {
        out::remark(&context.texts.get("no-call-lists"));
    }
    table.print(context)
}
