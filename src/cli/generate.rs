//! `dozvon generate`: a base of any size, for measurements.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{Format, GenerateArgs};
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use super::tidy;
use crate::desk::access::CountClients;
use crate::sample::Totals;
use crate::sample::load::{Size, fill};
use crate::say;

/// Clients between two looks at the progress bar.
const STEP: u64 = 256;

/// Fills the base.
pub(super) fn run(context: &Context, options: GenerateArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_load()?;
    let now = context.now();
    let known = seat.desk.query(&seat.who, now, &CountClients { up_to: 1 }).map_err(context.desk_failed())?;
    if known > 0 && !options.add {
        return Err(context.fail(
            Code::Refused,
            &say!("generate-not-empty", folder = context.data().display().to_string()),
            Some(&say!("hint-generate-not-empty")),
        ));
    }
    let bar = if out::is_watched() { bar(options.clients) } else { ProgressBar::hidden() };
    let begun = Instant::now();
    let size = Size { clients: options.clients, interactions: options.interactions };
    let totals = fill(&seat.desk, &seat.who, options.seed, now, size, &mut |done| {
        if done % STEP == 0 {
            bar.set_position(done);
        }
    });
    bar.finish_and_clear();
    let totals = totals.map_err(context.desk_failed())?;
    let printed = out::print(&context.texts, &report(context, totals, begun.elapsed().as_secs_f64()));
    tidy::after_load(context, None);
    printed
}

fn bar(clients: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {human_pos}/{human_len} {eta}");
    ProgressBar::new(clients).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate for the eye"
)]
fn report(context: &Context, totals: Totals, seconds: f64) -> String {
    let per_second = (totals.clients as f64 / seconds.max(0.001)) as u64;
    if matches!(context.format(), Format::Json | Format::Ndjson) {
        let report = serde_json::json!({
            "clients": totals.clients,
            "people": totals.people,
            "legal_entities": totals.legal,
            "interactions": totals.interactions,
            "notes": totals.notes,
            "deals": totals.deals,
            "planned": totals.entries,
            "records": totals.records(),
            "seconds": (seconds * 1000.0).round() / 1000.0,
            "clients_per_second": per_second,
        });
        return format!("{report}\n");
    }
    let text = context.say(&say!(
        "generate-done",
        clients = totals.clients,
        people = totals.people,
        interactions = totals.interactions,
        deals = totals.deals,
        planned = totals.entries,
        records = totals.records(),
        seconds = format!("{seconds:.1}"),
        rate = per_second,
    ));
    format!("{text}\n")
}
