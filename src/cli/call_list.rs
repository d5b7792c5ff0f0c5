//! `dozvon call-list`: the call lists.

use super::args::Format;
use super::client::hours;
use super::context::Context;
use super::fail::Fail;
use super::gate::list_named;
use super::out;
use super::table::{Cell, Table, print_one};
use crate::desk::content::SetCallList;
use crate::domain::ids::RecordId;
use crate::i18n::Word;
use crate::say;

/// What to do with call lists.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum CallListCommand {
    List,
    Set(SetArgs),
}

/// What a call list gets.
#[derive(Debug, clap::Args)]
pub(super) struct SetArgs {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &CallListCommand) -> Result<(), Fail> {
    match command {
        CallListCommand::List => list(context),
        CallListCommand::Set(args) => set(context, args),
    }
}

fn set(context: &Context, args: &SetArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let list = list_named(context, &seat, &args.name)?;
    let window = args.hours.as_deref().map(|text| hours(context, text)).transpose()?;
    let case = SetCallList { list, window, label: args.label.clone() };
    let set = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let window = set.window.map(|window| context.texts.window(&window)).unwrap_or_default();
    let or = |text: &str, key| if text.is_empty() { context.texts.get(key) } else { text.to_owned() };
    let (hours, label) = (or(&window, "hours-usual"), or(&set.label, "label-none"));
    let said = say!("call-list-set", list = &set.name, hours = hours, label = label);
    let text = format!("{}\n", context.say(&said));
    print_one(
        context,
        || text,
        &[
            ("name", set.name.as_str().into()),
            ("hours", window.as_str().into()),
            ("label", set.label.as_str().into()),
        ],
    )
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
        "table-hours",
        "table-label",
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
            Cell::option(list.window.map(|window| context.texts.window(&window)).as_deref()),
            Cell::option(Some(list.label.as_str()).filter(|label| !label.is_empty())),
            Cell::both(context.texts.date(created.date_naive()), created.to_rfc3339()),
            Cell::option(catalog.user(list.owner).map(|user| user.name.as_str())),
        ]);
    }
    if catalog.lists().next().is_none() && context.format() == Format::Table {
        out::remark(&context.texts.get("no-call-lists"));
    }
    table.print(context)
}
