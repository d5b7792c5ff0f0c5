//! `dozvon queue plan` and `dozvon queue move`: a call planned by hand, and another time for what was promised or planned.

use chrono_tz::Tz;

use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::moment::moment_or_day;
use super::note::find;
use super::queue::entry_id;
use super::record::stamp;
use super::table::print_one;
use crate::desk::DeskError;
use crate::desk::dossier::DossierOf;
use crate::desk::queue::{PlanContact, Reschedule, WhyOf};
use crate::domain::ids::RecordId;
use crate::domain::queue::QueueEntry;
use crate::domain::time::Moment;
use crate::domain::when::{self, Precision, until};
use crate::i18n::{Calendar, Explain, Message};
use crate::say;

/// What to move, and when to.
#[derive(Debug, clap::Args)]
pub(super) struct MoveArgs {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(value_name = "WHEN")]
    when: String,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[arg(long, conflicts_with = "anybody")]
    mine: bool,
    #[arg(long)]
    anybody: bool,
}

/// What to plan.
#[derive(Debug, clap::Args)]
pub(super) struct PlanArgs {
    #[arg(value_name = "CLIENT")]
    client: String,
    #[arg(value_name = "WHEN")]
    when: String,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[arg(long)]
    mine: bool,
}

/// Plans a call, and says for when.
pub(super) fn plan(context: &Context, args: &PlanArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let (client, now) = (find(context, &seat, &args.client)?, context.now());
    let dossier = seat.desk.query(&seat.who, now, &DossierOf(client)).map_err(context.desk_failed())?;
    let zone = dossier.client.zone.map(|zone| zone.tz);
    let Named { due, whole_day, awaited, aside } = read(context, &seat, &args.when, zone)?;
    let reason = until::said(&awaited, &until::joined(&aside, &args.reason));
    let plan = |due| {
        let case = PlanContact { client, due, reason: reason.clone(), whole_day, personal: args.mine };
        seat.desk.execute(&seat.who, now, &case)
    };
    let id = at_an_open_hour(context, &seat, due, whole_day, zone, plan)?;
    let why = seat.desk.query(&seat.who, now, &WhyOf(id)).map_err(context.desk_failed())?;
    tell(context, &seat, &why.entry, &awaited, "contact-planned-for")
}

/// Moves it, and says when it is due now.
pub(super) fn run(context: &Context, args: &MoveArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let (id, now) = (entry_id(context, &args.id)?, context.now());
    let why = seat.desk.query(&seat.who, now, &WhyOf(id)).map_err(context.desk_failed())?;
    let zone = why.entry.zone;
    let Named { due, whole_day, awaited, aside } = read(context, &seat, &args.when, zone)?;
    let personal = (args.mine || args.anybody).then_some(args.mine);
    // What it is for stays when nothing else is said; how long it is awaited is said of the new time.
    let typed = until::joined(&aside, &args.reason);
    let kept = if typed.is_empty() { &why.entry.reason } else { &typed };
    let reason = if awaited.is_empty() { typed.clone() } else { until::with(&awaited, kept) };
    let plan = |due| {
        let case = Reschedule { entry: id, due, whole_day, personal, reason: reason.clone() };
        seat.desk.execute(&seat.who, now, &case)
    };
    let entry = at_an_open_hour(context, &seat, due, whole_day, zone, plan)?;
    tell(context, &seat, &entry, &awaited, "contact-moved")
}

/// A time as it was named.
struct Named {
    due: Moment,
    /// Whether it is a day without an hour.
    whole_day: bool,
    /// The end of the span that was named, in words; empty without one.
    awaited: String,
    /// What was typed behind the moment: what the call is for.
    aside: String,
}

/// Plans for a moment; of a day without an hour for the first hour of it in which the client is called, as the form on the desk
/// does. Where he isn't called then, names the nearest moment that would do.
fn at_an_open_hour<T>(
    context: &Context,
    seat: &Seat,
    due: Moment,
    whole_day: bool,
    client: Option<Tz>,
    plan: impl Fn(Moment) -> Result<T, DeskError>,
) -> Result<T, Fail> {
    let zone = client.unwrap_or(seat.who.zone);
    let planned = match plan(due) {
        Err(DeskError::OutsideHours { opens }) if whole_day && opens.date_in(zone) == due.date_in(zone) => {
            plan(opens)
        }
        planned => planned,
    };
    planned.map_err(|error| match error {
        DeskError::OutsideHours { opens } => {
            let calendar = Calendar { now: context.now(), zone: seat.who.zone };
            let when = context.texts.both_clocks(opens, client, calendar);
            let hint = say!("hint-nearest-open", when = when);
            context.fail(Code::Refused, &error.what(&context.texts), Some(&hint))
        }
        error => context.desk_failed()(error),
    })
}

/// A moment in words or as a clock shows it, by the client's clock, or by the operator's where that is unknown.
fn read(context: &Context, seat: &Seat, text: &str, client: Option<Tz>) -> Result<Named, Fail> {
    let mine = seat.who.zone;
    let zone = client.unwrap_or(mine);
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    match when::read_with_aside(text, context.now(), zone, catalog.hours().calendar()) {
        Ok((reading, aside)) => {
            let until = reading.until.map(|until| context.texts.until(until, client, mine));
            Ok(Named {
                due: reading.at,
                whole_day: reading.precision == Precision::Day,
                awaited: until.unwrap_or_default(),
                aside: aside.to_owned(),
            })
        }
        Err(error) => match moment_or_day(text, zone) {
            Some(due) => Ok(Named { due, whole_day: false, awaited: String::new(), aside: String::new() }),
            None => Err(context.fail(Code::Usage, &context.texts.when_error(&error), None)),
        },
    }
}

fn tell(
    context: &Context,
    seat: &Seat,
    entry: &QueueEntry,
    awaited: &str,
    key: &'static str,
) -> Result<(), Fail> {
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    let whole_day = entry.marks.whole_day;
    let when = context.texts.due_by_both_clocks(entry.due, whole_day, entry.zone, calendar);
    let when = if awaited.is_empty() { when } else { format!("{when} · {awaited}") };
    let said = Message { key, args: vec![("when", when.into())] };
    let due = stamp(entry.due);
    let fields = [
        ("id", entry.id.as_u64().into()),
        ("due", due.as_str().into()),
        ("whole_day", whole_day.into()),
        ("mine", (entry.owner == Some(seat.who.user)).into()),
    ];
    print_one(context, || format!("{}\n", context.say(&said)), &fields)
}
