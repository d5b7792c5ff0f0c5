//! `dozvon restore`: the base from a backup, or as it was at a moment.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::backup::{failed, stamp};
use super::context::Context;
use super::fail::{Code, Fail};
use super::out::{shown, shown_path};
use super::progress::Bar;
use super::table::print_one;
use crate::domain::time::Moment;
use crate::say;
use crate::store::backup::restore;
use crate::store::local::Until;

/// Options of a restore.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct RestoreArgs {
    #[arg(value_name = "DIR")]
    from: PathBuf,
    #[arg(long, value_name = "TIME", conflicts_with = "seq")]
    until: Option<String>,
    #[arg(long, value_name = "N")]
    seq: Option<u64>,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &RestoreArgs) -> Result<(), Fail> {
    let until = until(context, args)?;
    let mut bar = Bar::new(&context.texts);
    let to = context.data();
    let done = restore(&args.from, &to, until, &context.config.store, &mut |progress| bar.copying(progress));
    bar.end();
    let report = done.map_err(|error| failed(context, &error))?;
    let (folder, kept) = (shown_path(&to), report.kept.as_deref().map(shown_path));
    let words = || {
        let done = say!(
            "restore-done",
            folder = folder.clone(),
            last = report.last,
            at = stamp(context, report.at),
            size = context.texts.size(report.bytes),
            seconds = bar.time(),
        );
        let kept = kept.clone().map(|kept| context.say(&say!("restore-kept", folder = kept)));
        format!("{}\n{}", context.say(&done), kept.map(|kept| kept + "\n").unwrap_or_default())
    };
    print_one(
        context,
        words,
        &[
            ("folder", folder.clone().into()),
            ("last", report.last.into()),
            ("at", report.at.map(|at| at.utc().to_rfc3339()).into()),
            ("bytes", report.bytes.into()),
            ("kept", kept.clone().into()),
            ("seconds", bar.seconds().into()),
        ],
    )
}

fn until(context: &Context, args: &RestoreArgs) -> Result<Until, Fail> {
    match (&args.until, args.seq) {
        (Some(text), _) => match moment_of(text, context.zone()) {
            Some(moment) => Ok(Until::Time(moment)),
            None => {
                let what = say!("restore-bad-time", time = shown(text, 40));
                Err(context.fail(Code::Usage, &what, Some(&say!("hint-restore-bad-time"))))
            }
        },
        (None, Some(seq)) => Ok(Until::Seq(seq)),
        (None, None) => Ok(Until::Last),
    }
}

/// A moment as it is typed: with its offset (RFC 3339), or by the clock of the zone. A day alone is its end, a time
/// without seconds the end of its minute: what was done by then is included.
fn moment_of(text: &str, zone: Tz) -> Option<Moment> {
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.into());
    }
    let text = text.replace('T', " ");
    let whole = |format: &str| NaiveDateTime::parse_from_str(&text, format).ok();
    let second = ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"].into_iter().find_map(whole);
    let minute = || ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"].into_iter().find_map(whole);
    let day = || {
        let day = ["%Y-%m-%d", "%d.%m.%Y"].into_iter().find_map(|f| NaiveDate::parse_from_str(&text, f).ok());
        day.and_then(|day| day.succ_opt()?.and_hms_opt(0, 0, 0))
    };
    let end = second
        .map(|second| second + chrono::Duration::seconds(1))
        .or_else(|| minute().map(|minute| minute + chrono::Duration::minutes(1)))
        .or_else(day)?;
    // Of an hour that the clock goes through twice the later one is meant.
    let end = zone.from_local_datetime(&end).latest()?;
    Some(Moment::from_millis(end.timestamp_millis() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let moscow = chrono_tz::Europe::Moscow;
        let read = |text: &str| moment_of(text, moscow).map(|moment| moment.utc().to_rfc3339());
        for (text, said) in [
            ("2026-11-10T09:00:00+03:00", Some("2026-11-10T06:00:00+00:00")),
            ("2026-11-10 09:00:30", Some("2026-11-10T06:00:30.999+00:00")),
            ("10.11.2026 09:00", Some("2026-11-10T06:00:59.999+00:00")),
            (" 2026-11-10 ", Some("2026-11-10T20:59:59.999+00:00")),
            ("10.11.2026", Some("2026-11-10T20:59:59.999+00:00")),
            ("вчера", None),
            ("2026-13-10", None),
            ("", None),
        ] {
            assert_eq!(read(text).as_deref(), said, "{text}");
        }
    }
}
