//! `dozvon queue promises` and `dozvon queue give-up`: the book of promises, and giving one of them up.

use super::args::{Format, parse_limit};
use super::context::Context;
use super::fail::Fail;
use super::out;
use super::queue::{entry_id, stamp};
use super::table::{Cell, Table, print_one};
use super::user::find;
use crate::desk::queue::{GiveUp, PromiseRow, Promises, Whose};
use crate::domain::ids::{RecordId, code};
use crate::i18n::{Calendar, Word};
use crate::say;

/// Whose promises, and how many.
#[derive(Debug, clap::Args)]
pub(super) struct PromisesArgs {
    #[arg(long, conflicts_with = "of")]
    all: bool,
    #[arg(long, value_name = "NAME")]
    of: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = parse_limit)]
    limit: u16,
}

/// Lists promises.
pub(super) fn run(context: &Context, args: &PromisesArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let whose = match &args.of {
        Some(name) => Whose::Of(find(context, &seat, name)?.id),
        None if args.all => Whose::All,
        None => Whose::Mine,
    };
    let now = context.now();
    let book = seat.desk.query(&seat.who, now, &Promises { whose, limit: args.limit.into() });
    let book = book.map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let mut table = Table::new(&[
        "table-heading",
        "table-id",
        "table-due",
        "table-client-due",
        "table-client",
        "table-name",
        "table-rank",
        "table-reason",
        "table-whose",
    ]);
    for row in &book.rows {
        let owner = row.entry.owner.and_then(|owner| catalog.user(owner)).map(|user| user.name.clone());
        table.push(cells(context, row, owner, calendar));
    }
    table.print(context)?;
    if context.format() == Format::Table {
        if book.rows.is_empty() {
            out::remark(&context.texts.get("promises-none"));
        } else if book.more {
            out::remark(&context.say(&say!("promises-more", count = book.rows.len())));
        }
    }
    Ok(())
}

fn cells(context: &Context, row: &PromiseRow, owner: Option<String>, calendar: Calendar) -> Vec<Cell> {
    let (texts, entry) = (&context.texts, &row.entry);
    let theirs = entry.zone.map_or_else(Cell::none, |zone| {
        let said = texts.due(entry, Calendar { zone, ..calendar });
        Cell::both(said, stamp(entry.due, zone))
    });
    vec![
        Cell::both(texts.word(&row.due), row.due.key().trim_start_matches("due-")),
        entry.id.as_u64().into(),
        Cell::both(texts.due(entry, calendar), stamp(entry.due, calendar.zone)),
        theirs,
        code(entry.client.as_u64()).into(),
        row.name.as_str().into(),
        Cell::both(texts.word(&entry.kind), entry.kind.key().trim_start_matches("entry-")),
        entry.reason.as_str().into(),
        match owner {
            Some(owner) => owner.into(),
            None => Cell::both(texts.get("promises-common"), None::<String>),
        },
    ]
}

/// Gives one up.
pub(super) fn give_up(context: &Context, id: &str, reason: &str) -> Result<(), Fail> {
    let entry = entry_id(context, id)?;
    let seat = context.sit_down_to_change()?;
    let case = GiveUp { entry, reason: reason.to_owned() };
    let (client, seq) =
        seat.desk.execute_as(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let words = || format!("{}\n", context.texts.get("contact-given-up"));
    let fields =
        [("id", entry.as_u64().into()), ("client", code(client.as_u64()).into()), ("seq", seq.into())];
    print_one(context, words, &fields)
}
