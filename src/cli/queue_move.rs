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
use crate::domain::when::{self, Precision};
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
    let zone = dossier.client.zone.map_or(seat.who.zone, |zone| zone.tz);
    let (due, whole_day) = read(context, &args.when, zone)?;
    let reason = args.reason.clone();
    let case = PlanContact { client, due, reason, whole_day, personal: args.mine };
    let id = seat.desk.execute(&seat.who, now, &case).map_err(context.desk_failed())?;
    let why = seat.desk.query(&seat.who, now, &WhyOf(id)).map_err(context.desk_failed())?;
    tell(context, &seat, &why.entry, "contact-planned-for")
}

/// Moves it, and says when it is due now.
pub(super) fn run(context: &Context, args: &MoveArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let (id, now) = (entry_id(context, &args.id)?, context.now());
    let why = seat.desk.query(&seat.who, now, &WhyOf(id)).map_err(context.desk_failed())?;
    let (due, whole_day) = read(context, &args.when, why.entry.zone.unwrap_or(seat.who.zone))?;
    let personal = (args.mine || args.anybody).then_some(args.mine);
    let case = Reschedule { entry: id, due, whole_day, personal, reason: args.reason.clone() };
    let entry = seat.desk.execute(&seat.who, now, &case).map_err(context.desk_failed())?;
    tell(context, &seat, &entry, "contact-moved")
}

/// A moment in words or as a clock shows it, and whether it is a day without an hour.
fn read(context: &Context, text: &str, zone: Tz) -> Result<(Moment, bool), Fail> {
    match when::read(text, context.now(), zone) {
        Ok(reading) => Ok((reading.at, reading.precision == Precision::Day)),
        Err(error) => match moment_or_day(text, zone) {
            Some(at) => Ok((at, false)),
            None => Err(context.fail(Code::Usage, &context.texts.when_error(&error), None)),
        },
    }
}

fn tell(context: &Context, seat: &Seat, entry: &QueueEntry, key: &'static str) -> Result<(), Fail> {
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    let whole_day = entry.marks.whole_day;
    let when = context.texts.due_by_both_clocks(entry.due, whole_day, entry.zone, calendar);
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
