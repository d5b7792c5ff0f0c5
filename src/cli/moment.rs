//! Moments on the command line: in RFC 3339, or as a wall clock shows them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

use crate::domain::time::Moment;

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

/// What a clock shows; the first of two hours that look alike, and the next minute there is where the clock was put on.
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
}
