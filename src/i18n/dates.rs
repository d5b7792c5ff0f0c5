//! Dates as people say them: «сегодня 14:30», «вчера», «пт 27.11», «02.11.25».

use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::Texts;
use crate::domain::queue::QueueEntry;
use crate::domain::shift::ShiftHours;
use crate::domain::time::Moment;
use crate::say;

/// Whose day it is: dates are said as this clock sees them.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Now.
    pub now: Moment,
    /// The zone of the clock.
    pub zone: Tz,
}

impl Calendar {
    fn today(self) -> NaiveDate {
        self.now.date_in(self.zone)
    }
}

impl Texts {
    /// The time of day: «14:30».
    pub fn time(&self, at: Moment, zone: Tz) -> String {
        at.in_zone(zone).format("%H:%M").to_string()
    }

    /// The day: «сегодня», «завтра», «вчера», «пт 27.11» within half a year, «27.11.25» beyond.
    pub fn day(&self, at: Moment, calendar: Calendar) -> String {
        let (date, today) = (at.date_in(calendar.zone), calendar.today());
        match (date - today).num_days() {
            0 => self.get("day-today"),
            1 => self.get("day-tomorrow"),
            -1 => self.get("day-yesterday"),
            -180..=180 => format!("{} {}", self.weekday(date), date.format("%d.%m")),
            _ => date.format("%d.%m.%y").to_string(),
        }
    }

    /// Day and time: «сегодня 14:30», «пт 27.11 10:00».
    pub fn moment(&self, at: Moment, calendar: Calendar) -> String {
        format!("{} {}", self.day(at, calendar), self.time(at, calendar.zone))
    }

    /// Day and time by the client's clock, and by the operator's where it differs: «завтра 11:00 у клиента · 04:00 у вас».
    pub fn both_clocks(&self, at: Moment, client: Option<Tz>, mine: Calendar) -> String {
        let differs = |zone: &Tz| at.in_zone(*zone).naive_local() != at.in_zone(mine.zone).naive_local();
        match client.filter(differs) {
            None => self.moment(at, mine),
            Some(zone) => {
                let theirs = self.moment(at, Calendar { zone, ..mine });
                // The day is said twice only where it differs; «завтра» of the client may be «послезавтра» here.
                let same_today = mine.now.date_in(zone) == mine.today();
                let same_day = same_today && at.date_in(zone) == at.date_in(mine.zone);
                let mine = if same_day { self.time(at, mine.zone) } else { self.moment(at, mine) };
                self.say(&say!("when-both", theirs = theirs, mine = mine))
            }
        }
    }

    /// How long a promised call is awaited, by the client's clock: «до 12:00», «до 12:00 у клиента» where his differs.
    pub fn until(&self, at: Moment, client: Option<Tz>, mine: Tz) -> String {
        let zone = client.unwrap_or(mine);
        let time = self.time(at, zone);
        let same = at.in_zone(zone).naive_local() == at.in_zone(mine).naive_local();
        self.say(&if same { say!("when-until", time = time) } else { say!("when-until-theirs", time = time) })
    }

    /// For when a contact is planned: day and time, or the day alone where the client has named no hour. A day is one of his own.
    pub fn due(&self, entry: &QueueEntry, calendar: Calendar) -> String {
        if entry.marks.whole_day {
            self.day_of_client(entry.due, entry.zone, calendar)
        } else {
            self.moment(entry.due, calendar)
        }
    }

    /// As [`Texts::due`] by both clocks, where they differ.
    pub fn due_by_both_clocks(
        &self,
        due: Moment,
        whole_day: bool,
        client: Option<Tz>,
        mine: Calendar,
    ) -> String {
        if whole_day { self.day_of_client(due, client, mine) } else { self.both_clocks(due, client, mine) }
    }

    /// A day as the client counts it.
    pub fn day_of_client(&self, at: Moment, client: Option<Tz>, mine: Calendar) -> String {
        self.day(at, Calendar { zone: client.unwrap_or(mine.zone), ..mine })
    }

    /// The shortest that still tells: the time for today, the date for other days. Always five or eight cells wide.
    pub fn brief(&self, at: Moment, calendar: Calendar) -> String {
        let (date, today) = (at.date_in(calendar.zone), calendar.today());
        if date == today {
            self.time(at, calendar.zone)
        } else if (date - today).num_days().abs() <= 180 {
            date.format("%d.%m").to_string()
        } else {
            date.format("%d.%m.%y").to_string()
        }
    }

    /// As [`Texts::brief`] for a contact of a day without an hour: the date, and a word for today.
    pub fn brief_day(&self, entry: &QueueEntry, calendar: Calendar) -> String {
        let theirs = Calendar { zone: entry.zone.unwrap_or(calendar.zone), ..calendar };
        if entry.due.date_in(theirs.zone) == theirs.today() {
            self.get("brief-today")
        } else {
            self.brief(entry.due, theirs)
        }
    }

    /// As [`Texts::brief`] for when a contact is planned: of one without an hour the day.
    pub fn brief_due(&self, entry: &QueueEntry, calendar: Calendar) -> String {
        if entry.marks.whole_day { self.brief_day(entry, calendar) } else { self.brief(entry.due, calendar) }
    }

    /// Date and time in full, for lists of history: «18.11 16:02», with the year when it is another one.
    pub fn stamp(&self, at: Moment, calendar: Calendar) -> String {
        let local = at.in_zone(calendar.zone);
        let format = if local.year() == calendar.today().year() { "%d.%m %H:%M" } else { "%d.%m.%y" };
        local.format(format).to_string()
    }

    /// A date in full: «27.11.2026».
    pub fn date(&self, date: NaiveDate) -> String {
        date.format("%d.%m.%Y").to_string()
    }

    /// Two letters of the weekday.
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.day_of_week(date.weekday())
    }

    fn day_of_week(&self, day: Weekday) -> String {
        self.say(&say!("weekday-short", day = day.number_from_monday()))
    }

    /// The hours of an operator: «пн–пт 09:00–18:00, МСК», «пн, ср, сб–вс 20:00–08:00, МСК+7, и в праздники».
    pub fn shift_hours(&self, shift: &ShiftHours, now: Moment) -> String {
        // Days that follow one another are said by the first and the last.
        let mut runs: Vec<(Weekday, Weekday)> = Vec::new();
        for day in shift.days() {
            match runs.last_mut() {
                Some((_, last)) if last.succ() == day => *last = day,
                _ => runs.push((day, day)),
            }
        }
        let said = |(first, last): &(Weekday, Weekday)| {
            if first == last {
                self.day_of_week(*first)
            } else {
                format!("{}–{}", self.day_of_week(*first), self.day_of_week(*last))
            }
        };
        let days = runs.iter().map(said).collect::<Vec<_>>().join(", ");
        let (from, to) = (shift.from().format("%H:%M"), shift.to().format("%H:%M"));
        let hours = format!("{days} {from}–{to}, {}", self.zone(shift.zone(), now));
        if shift.holidays() { self.say(&say!("shift-holidays", hours = hours)) } else { hours }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use chrono::DateTime;

    fn at(text: &str) -> Moment {
        DateTime::parse_from_rfc3339(text).unwrap().into()
    }

    #[test]
    fn days_are_said_by_the_clock_of_the_calendar() {
        let texts = Texts::new(Lang::Ru);
        let moscow = Calendar { now: at("2026-11-10T09:00:00+03:00"), zone: chrono_tz::Europe::Moscow };
        for (moment, said) in [
            ("2026-11-10T14:30:00+03:00", "сегодня 14:30"),
            ("2026-11-11T00:00:00+03:00", "завтра 00:00"),
            ("2026-11-09T23:59:00+03:00", "вчера 23:59"),
            ("2026-11-27T10:00:00+03:00", "пт 27.11 10:00"),
            ("2025-01-01T10:00:00+03:00", "01.01.25 10:00"),
        ] {
            assert_eq!(texts.moment(at(moment), moscow), said);
        }
        // The same instant is tomorrow in Vladivostok already.
        let vladivostok = Calendar { zone: chrono_tz::Asia::Vladivostok, ..moscow };
        assert_eq!(texts.moment(at("2026-11-10T18:00:00+03:00"), vladivostok), "завтра 01:00");
        // In the evening it is tomorrow there: whose «завтра» it is does not tell the day.
        let evening = Calendar { now: at("2026-11-10T18:00:00+03:00"), ..moscow };
        let east = Some(vladivostok.zone);
        assert_eq!(
            texts.both_clocks(at("2026-11-12T04:00:00+03:00"), east, evening),
            "завтра 11:00 у клиента · чт 12.11 04:00 у вас"
        );
        assert_eq!(
            texts.both_clocks(at("2026-11-12T04:00:00+03:00"), east, moscow),
            "чт 12.11 11:00 у клиента · 04:00 у вас"
        );
        assert_eq!(texts.brief(at("2026-11-10T18:00:00+03:00"), moscow), "18:00");
        assert_eq!(texts.brief(at("2026-11-12T18:00:00+03:00"), moscow), "12.11");
        assert_eq!(texts.stamp(at("2025-11-12T18:00:00+03:00"), moscow), "12.11.25");
    }

    #[test]
    fn hours_of_an_operator_are_said_by_runs_of_days() {
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        let now = at("2026-11-23T10:00:00+03:00");
        let nine = chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        let said = |lang, zone, days: &[Weekday], holidays| {
            let shift = ShiftHours::new(zone, days, holidays, nine, 540).unwrap();
            Texts::new(lang).shift_hours(&shift, now)
        };
        let msk = chrono_tz::Europe::Moscow;
        assert_eq!(said(Lang::Ru, msk, &[Mon, Tue, Wed, Thu, Fri], false), "пн–пт 09:00–18:00, МСК");
        assert_eq!(
            said(Lang::Ru, chrono_tz::Asia::Omsk, &[Mon, Wed, Sat, Sun], true),
            "пн, ср, сб–вс 09:00–18:00, МСК+3, и в праздники"
        );
        assert_eq!(said(Lang::En, msk, &[Tue], false), "Tue 09:00–18:00, MSK");
    }

    #[test]
    fn english_says_it_too() {
        let texts = Texts::new(Lang::En);
        let calendar = Calendar { now: at("2026-11-10T09:00:00+03:00"), zone: chrono_tz::Europe::Moscow };
        assert_eq!(texts.moment(at("2026-11-27T10:00:00+03:00"), calendar), "Fri 27.11 10:00");
    }
}
