//! `dozvon filter`: filters saved by name. `dozvon find`: clients a filter means.

use serde_json::json;

use super::args::{FindArgs, Format};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out::{self, shown};
use super::table::{Cell, Table, print_one};
use crate::desk::filter::{
    CountClients, DropFilter, FindClients, FoundClient, RenameFilter, SaveFilter, meant,
};
use crate::desk::{DeskError, What};
use crate::domain::filter::Filter;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::ids::RecordId;
use crate::domain::text::clean_line;
use crate::i18n::Calendar;
use crate::say;

/// Clients that are shown unless more are asked for: to a person, to a machine.
const SHOWN: u16 = 50;
const SHOWN_TO_MACHINES: u16 = 1000;

/// What to do with filters.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum FilterCommand {
    List,
    Save {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "LINE", allow_hyphen_values = true)]
        line: String,
        #[arg(long)]
        shared: bool,
    },
    Show {
        #[arg(value_name = "NAME")]
        name: String,
    },
    Rename {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "NEW")]
        new: String,
    },
    Drop {
        #[arg(value_name = "NAME")]
        name: String,
    },
    Check {
        #[arg(value_name = "LINE", allow_hyphen_values = true)]
        line: String,
    },
}

impl FilterCommand {
    /// Whether it changes nothing.
    pub(super) fn asks(&self) -> bool {
        matches!(self, Self::List | Self::Show { .. } | Self::Check { .. })
    }
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &FilterCommand) -> Result<(), Fail> {
    match command {
        FilterCommand::List => list(context),
        FilterCommand::Save { name, line, shared } => {
            let seat = context.sit_down_to_change()?;
            let filter = filter_of(context, &seat, line)?;
            let save = SaveFilter { name: name.clone(), filter, shared: *shared };
            let saved = seat.desk.execute(&seat.who, context.now(), &save).map_err(context.desk_failed())?;
            tell(context, &saved, "filter-saved")
        }
        FilterCommand::Show { name } => {
            let seat = context.sit_down_to_ask()?;
            let saved = saved_of(context, &seat, name)?;
            let filter = Filter::parse(&saved.line).map_err(|fault| context.desk_failed()(fault.into()))?;
            count(context, &seat, &filter, Some(&saved))
        }
        FilterCommand::Rename { name, new } => {
            let seat = context.sit_down_to_change()?;
            let rename = RenameFilter { filter: saved_of(context, &seat, name)?.id, name: new.clone() };
            let saved =
                seat.desk.execute(&seat.who, context.now(), &rename).map_err(context.desk_failed())?;
            tell(context, &saved, "filter-renamed")
        }
        FilterCommand::Drop { name } => {
            let seat = context.sit_down_to_change()?;
            let saved = saved_of(context, &seat, name)?;
            let gone = seat.desk.execute(&seat.who, context.now(), &DropFilter(saved.id));
            tell(context, &gone.map_err(context.desk_failed())?, "filter-dropped")
        }
        FilterCommand::Check { line } => {
            let seat = context.sit_down_to_ask()?;
            let filter = filter_of(context, &seat, line)?;
            count(context, &seat, &filter, None)
        }
    }
}

/// The filter a text means: a name, or a line.
pub(super) fn filter_of(context: &Context, seat: &Seat, text: &str) -> Result<Filter, Fail> {
    // A variable of a script that was never set must not come to mean everybody.
    if clean_line(text).is_empty() {
        return Err(context.fail(Code::Usage, &say!("filter-empty"), Some(&say!("hint-filter-empty"))));
    }
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    meant(&catalog, &seat.who, text).map_err(context.desk_failed())
}

fn saved_of(context: &Context, seat: &Seat, name: &str) -> Result<SavedFilter, Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let saved = catalog.filter_named(name, seat.who.user).cloned();
    saved.ok_or_else(|| context.desk_failed()(DeskError::NotFound(What::Filter, shown(name, 40))))
}

fn tell(context: &Context, saved: &SavedFilter, key: &'static str) -> Result<(), Fail> {
    let line = line_of(context, saved);
    let name = shown(&saved.name, 60);
    let said = match key {
        "filter-saved" => say!("filter-saved", name = name, line = &line),
        "filter-renamed" => say!("filter-renamed", name = name),
        _ => say!("filter-dropped", name = name),
    };
    let text = format!("{}\n", context.say(&said));
    let fields = [
        ("id", saved.id.as_u64().into()),
        ("name", saved.name.as_str().into()),
        ("shared", saved.owner.is_none().into()),
        ("line", line.as_str().into()),
    ];
    print_one(context, || text, &fields)
}

/// The line of a filter in the language of the reader.
fn line_of(context: &Context, saved: &SavedFilter) -> String {
    let lang = context.texts.lang();
    Filter::parse(&saved.line).map_or_else(|_| saved.line.clone(), |filter| filter.line(lang))
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&["table-name", "table-user", "table-line"]);
    for saved in catalog.filters(seat.who.user) {
        let owner = saved.owner.and_then(|owner| catalog.user(owner));
        table.push(vec![
            saved.name.as_str().into(),
            Cell::option(owner.map(|user| user.name.as_str())),
            line_of(context, saved).into(),
        ]);
    }
    if catalog.filters(seat.who.user).next().is_none() && context.format() == Format::Table {
        out::remark(&context.texts.get("filter-none"));
    }
    table.print(context)
}

/// The line in its plainest form, and how many clients it means.
fn count(context: &Context, seat: &Seat, filter: &Filter, saved: Option<&SavedFilter>) -> Result<(), Fail> {
    let ask = CountClients { filter, first: 0, go_on: &|_| true };
    let found = seat.desk.query(&seat.who, context.now(), &ask).map_err(context.desk_failed())?;
    let line = filter.line(context.texts.lang());
    let words = || {
        let title = saved.map(|saved| format!("{}\n", shown(&saved.name, 60))).unwrap_or_default();
        format!("{title}{line}\n{}\n", context.say(&say!("filter-count", count = found.count)))
    };
    let name = saved.map(|saved| saved.name.as_str());
    print_one(
        context,
        words,
        &[("name", name.into()), ("line", line.as_str().into()), ("count", found.count.into())],
    )
}

/// `dozvon find`.
pub(super) fn find(context: &Context, args: &FindArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let filter = filter_of(context, &seat, &args.filter)?;
    if args.count {
        return count(context, &seat, &filter, None);
    }
    let for_people = context.format() == Format::Table;
    let usual = if for_people { SHOWN } else { SHOWN_TO_MACHINES };
    let limit = usize::from(args.limit.unwrap_or(usual));
    let failed = context.desk_failed();
    let (rows, count) = if for_people {
        let ask = CountClients { filter: &filter, first: limit, go_on: &|_| true };
        let found = seat.desk.query(&seat.who, context.now(), &ask).map_err(failed)?;
        (found.first, found.count)
    } else {
        let ask = FindClients { filter, after: None, limit };
        (seat.desk.query(&seat.who, context.now(), &ask).map_err(failed)?, 0)
    };
    let mut table = Table::new(&[
        "table-code",
        "table-name",
        "table-phone",
        "table-city",
        "table-client-deal",
        "table-sum",
        "table-spoken",
    ]);
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    for one in &rows {
        table.push(row(context, one, calendar));
    }
    table.print(context)?;
    if for_people {
        let said = if count > rows.len() as u64 {
            say!("filter-count-shown", count = count, shown = rows.len())
        } else {
            say!("filter-count", count = count)
        };
        out::remark(&context.say(&said));
    }
    Ok(())
}

fn row(context: &Context, one: &FoundClient, calendar: Calendar) -> Vec<Cell> {
    let (texts, client) = (&context.texts, &one.client);
    let deal = one.deal.as_ref();
    let sum = deal.and_then(|deal| deal.amount);
    vec![
        Cell::both(client.code(), client.code()),
        client.name.as_str().into(),
        one.phone.map_or_else(Cell::none, |phone| Cell::both(texts.phone(&phone), phone.to_string())),
        Cell::option(Some(client.city.as_str()).filter(|city| !city.is_empty())),
        Cell::option(deal.map(|deal| deal.name.as_str())),
        sum.map_or_else(Cell::none, |sum| Cell::both(texts.money(sum), sum.to_string())),
        one.spoken.map_or_else(Cell::none, |at| {
            Cell::both(texts.moment(at, calendar), json!(super::record::stamp(at)))
        }),
    ]
}
