//! `dozvon queue plan` and `dozvon queue move`: a call planned by hand, and another time for what was promised or planned.

use chrono_tz::Tz;

use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::moment::moment_or_day;
use super::note::find;
use super::queue::entry_id;
use super::record::stamp;
use super::table::print_one;
use crate::desk::dossier::DossierOf;
use crate::desk::queue::{PlanContact, Reschedule, WhyOf};
use crate::domain::ids::RecordId;
use crate::domain::queue::QueueEntry;
use crate::domain::time::Moment;
use crate::domain::when::{self, Precision, until};
use crate::i18n::{Calendar, Message};

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
    let Named { due, whole_day, awaited } = read(context, &args.when, zone, seat.who.zone)?;
    let reason = until::said(&awaited, &args.reason);
    let case = PlanContact { client, due, reason, whole_day, personal: args.mine };
    let id = seat.desk.execute(&seat.who, now, &case).map_err(context.desk_failed())?;
    let why = seat.desk.query(&seat.who, now, &WhyOf(id)).map_err(context.desk_failed())?;
    tell(context, &seat, &why.entry, &awaited, "contact-planned-for")
}

/// Moves it, and says when it is due now.
pub(super) fn run(context: &Context, args: &MoveArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let (id, now) = (entry_id(context, &args.id)?, context.now());
    let why = seat.desk.query(&seat.who, now, &WhyOf(id)).map_err(context.desk_failed())?;
    let Named { due, whole_day, awaited } = read(context, &args.when, why.entry.zone, seat.who.zone)?;
    let personal = (args.mine || args.anybody).then_some(args.mine);
    // What it is for stays when nothing else is said; how long it is awaited is said of the new time.
    let kept = if args.reason.trim().is_empty() { &why.entry.reason } else { &args.reason };
    let reason = if awaited.is_empty() { args.reason.clone() } else { until::with(&awaited, kept) };
    let case = Reschedule { entry: id, due, whole_day, personal, reason };
    let entry = seat.desk.execute(&seat.who, now, &case).map_err(context.desk_failed())?;
    tell(context, &seat, &entry, &awaited, "contact-moved")
}

/// A time as it was named.
struct Named {
    due: Moment,
    /// Whether it is a day without an hour.
    whole_day: bool,
    /// The end of the span that was named, in words; empty without one.
    awaited: String,
}

/// A moment in words or as a clock shows it, by the client's clock, or by the operator's where that is unknown.
fn read(context: &Context, text: &str, client: Option<Tz>, mine: Tz) -> Result<Named, Fail> {
    let zone = client.unwrap_or(mine);
    match when::read(text, context.now(), zone) {
        Ok(reading) => {
            let until = reading.until.map(|until| context.texts.until(until, client, mine));
            Ok(Named {
                due: reading.at,
                whole_day: reading.precision == Precision::Day,
                awaited: until.unwrap_or_default(),
            })
        }
        Err(error) => match moment_or_day(text, zone) {
            Some(due) => Ok(Named { due, whole_day: false, awaited: String::new() }),
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
