//! What is to be done when a deal comes to a stage, and by when.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;
use crate::domain::shift::ShiftHours;
use crate::domain::time::{DAY_MS, Moment};
use crate::domain::when::{Precision, read_by};

/// Days of the week on which tasks fall due.
const DAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
/// When a working day begins, by the clock of whoever has the task.
const BEGINS: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// How long it lasts, in minutes: till 18:00.
const MINUTES: u16 = 9 * 60;

/// The task of a stage: «КП», «завтра в 12».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTask {
    /// What is to be done, in one line; never empty.
    pub text: String,
    /// By when, in words that [`when`](crate::domain::when) reads, counted from the moment the deal comes to the stage.
    pub due: String,
}

impl StageTask {
    /// By when the task of a deal that comes to the stage at `now` is to be done, for somebody whose clock is in `zone`. A day without
    /// an hour lasts to its end at 18:00. What falls outside of working hours, Monday to Friday from 9 to 18 and as the calendar of days
    /// off says, is due when they next begin. A time that has passed already is the end of the working day that is on or comes next.
    ///
    /// ```
    /// use dozvon::domain::{calendar::Calendar, process::StageTask, time::Moment};
    ///
    /// let at = |text| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
    /// let moscow = chrono_tz::Europe::Moscow;
    /// let quote = StageTask { text: "КП".into(), due: "завтра в 12".into() };
    /// let due = |now| quote.due_at(at(now), moscow, &Calendar::default());
    /// assert_eq!(due("2026-11-10T09:05:00+03:00"), at("2026-11-11T12:00:00+03:00"));
    /// assert_eq!(due("2026-11-13T09:05:00+03:00"), at("2026-11-16T09:00:00+03:00"), "the day after a Friday");
    /// ```
    pub fn due_at(&self, now: Moment, zone: Tz, calendar: &Calendar) -> Moment {
        let hours = ShiftHours::new(zone, &DAYS, false, BEGINS, MINUTES);
        let working = |at: Moment| hours.as_ref()?.current_or_next(at, calendar);
        let day_end = |at: Moment| working(at).map_or(at.plus_millis(DAY_MS), |(_, ends)| ends);
        match read_by(&self.due, now, zone, calendar) {
            Err(_) => day_end(now),
            Ok(reading) => match reading.until {
                None if reading.precision == Precision::Day => day_end(reading.at),
                until => {
                    let due = until.unwrap_or(reading.at);
                    // The last minute of a working day belongs to it.
                    working(due.plus_millis(-1)).map_or(due, |(begins, _)| due.max(begins))
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use chrono_tz::{Asia, Europe};

    use super::*;
    use crate::domain::{calendar, presets};

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    fn due(words: &str, now: &str, zone: Tz) -> String {
        let calendar = calendar::file::parse(presets::HOLIDAYS.1).unwrap().0;
        let task = StageTask { text: "КП".into(), due: words.into() };
        task.due_at(at(now), zone, &calendar).in_zone(zone).format("%d.%m %H:%M").to_string()
    }

    #[test]
    fn a_task_is_due_in_working_hours() {
        for (words, now, wanted) in [
            ("завтра в 12", "2026-11-10T09:05:00+03:00", "11.11 12:00"),
            ("tomorrow at 12", "2026-11-10T09:05:00+03:00", "11.11 12:00"),
            // Without an hour it is the end of the day.
            ("завтра", "2026-11-10T09:05:00+03:00", "11.11 18:00"),
            ("завтра", "2026-11-13T09:05:00+03:00", "16.11 18:00"),
            ("завтра до 15", "2026-11-10T09:05:00+03:00", "11.11 15:00"),
            // The minute a day ends belongs to it, the one behind it to the next morning.
            ("завтра в 18:00", "2026-11-10T09:05:00+03:00", "11.11 18:00"),
            ("завтра в 18:01", "2026-11-10T09:05:00+03:00", "12.11 09:00"),
            ("завтра в 9:00", "2026-11-10T09:05:00+03:00", "11.11 09:00"),
            ("завтра в 08:00", "2026-11-10T09:05:00+03:00", "11.11 09:00"),
            ("через 2 часа", "2026-11-10T17:30:00+03:00", "11.11 09:00"),
            // A weekend, and the 4th of November.
            ("завтра в 12", "2026-11-13T09:05:00+03:00", "16.11 09:00"),
            ("завтра в 12", "2026-11-03T09:05:00+03:00", "05.11 09:00"),
            // What has passed is due the same day, and after it the next.
            ("сегодня в 12", "2026-11-10T15:00:00+03:00", "10.11 18:00"),
            ("сегодня в 12", "2026-11-10T19:00:00+03:00", "11.11 18:00"),
        ] {
            assert_eq!(due(words, now, Europe::Moscow), wanted, "{words} at {now}");
        }
    }

    #[test]
    fn it_is_counted_by_the_clock_of_whoever_has_it() {
        assert_eq!(due("завтра в 12", "2026-11-10T23:00:00+03:00", Asia::Vladivostok), "12.11 12:00");
    }
}
