//! Moments on the command line: in RFC 3339, or as a wall clock shows them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::context::Context;
use super::fail::{Code, Fail};
use super::out::shown;
use crate::domain::time::Moment;
use crate::say;

/// A moment: `2026-11-20T15:00:00+03:00`, or «2026-11-20 15:00» by the clock of a zone.
pub(super) fn moment(text: &str, zone: Tz) -> Option<Moment> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.into());
    }
    let formats = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
    let local = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
    of_clock(local, zone)
}

/// A moment, or the beginning of a day: «2026-11-20».
pub(super) fn moment_or_day(text: &str, zone: Tz) -> Option<Moment> {
    moment(text, zone).or_else(|| {
        let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
        of_clock(day.and_time(NaiveTime::MIN), zone)
    })
}

/// As [`moment_or_day`], and «20.11.2026», «20.11.2026 15:00» besides, by the clock of whoever works here.
pub(super) fn at_time(context: &Context, text: &str) -> Result<Moment, Fail> {
    let text = text.trim();
    let (date, rest) = text.split_once(' ').unwrap_or((text, ""));
    let turned = NaiveDate::parse_from_str(date, "%d.%m.%Y").ok();
    let turned = turned.map(|day| format!("{} {rest}", day.format("%Y-%m-%d")));
    moment_or_day(turned.as_deref().unwrap_or(text), context.zone()).ok_or_else(|| {
        let what = say!("error-not-a-time", text = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-day")))
    })
}

/// Till when something holds: a day alone is included, by the clock of the client where that is known. The moment is the first one at
/// which it holds no more.
pub(super) fn through_day(context: &Context, text: &str, client: Option<Tz>) -> Result<Moment, Fail> {
    let day = ["%Y-%m-%d", "%d.%m.%Y"].iter().find_map(|f| NaiveDate::parse_from_str(text.trim(), f).ok());
    let next = day.and_then(|day| day.succ_opt());
    let end = next.and_then(|next| of_clock(next.and_time(NaiveTime::MIN), client.unwrap_or(context.zone())));
    end.map_or_else(|| at_time(context, text), Ok)
}

/// The last moment of what is typed: with its offset (RFC 3339), or by the clock of the zone. A day alone is its end, a time
/// without seconds the end of its minute, one without fractions the end of its second: what was done by then is included.
pub(super) fn by_then(text: &str, zone: Tz) -> Option<Moment> {
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        let moment = Moment::from(moment);
        return Some(if text.contains('.') { moment } else { moment.plus_millis(999) });
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

/// What a clock shows; the first of two hours that look alike, and the next minute there is where the clock was put on.
/// A moment by the clock of whoever works here.
pub(super) fn stamp(context: &Context, at: Moment) -> String {
    at.in_zone(context.zone()).format("%d.%m.%Y %H:%M:%S").to_string()
}

fn of_clock(local: NaiveDateTime, zone: Tz) -> Option<Moment> {
    let skipped = || {
        let later = local.checked_add_signed(chrono::TimeDelta::hours(1))?;
        zone.from_local_datetime(&later).earliest()
    };
    zone.from_local_datetime(&local).earliest().or_else(skipped).map(Moment::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_by_the_clock_of_the_zone() {
        let omsk = chrono_tz::Asia::Omsk;
        let noon = moment("2026-11-20T12:00:00+06:00", omsk);
        assert!(noon.is_some());
        for text in
            ["2026-11-20 12:00", " 2026-11-20 12:00:00", "2026-11-20T12:00", "2026-11-20T09:00:00+03:00"]
        {
            assert_eq!(moment(text, omsk), noon, "{text}");
        }
        for bad in ["", "12:00", "2026-11-20", "2026-02-30 12:00", "вчера"] {
            assert_eq!(moment(bad, omsk), None, "{bad}");
        }
        let midnight = moment("2026-11-20 00:00", omsk);
        assert_eq!(moment_or_day("2026-11-20", omsk), midnight);
        // In Berlin there is no 02:30 on that day.
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(moment("2026-03-29 02:30", berlin), moment("2026-03-29 03:30", berlin));
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let moscow = chrono_tz::Europe::Moscow;
        let read = |text: &str| by_then(text, moscow).map(|moment| moment.utc().to_rfc3339());
        for (text, said) in [
            ("2026-11-10T09:00:00+03:00", Some("2026-11-10T06:00:00.999+00:00")),
            ("2026-11-10T09:00:00.250+03:00", Some("2026-11-10T06:00:00.250+00:00")),
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
