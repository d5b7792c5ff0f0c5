//! A moment in words: «завтра в 11», «через полчаса», «в пн после обеда», «25.11 15:00», «tomorrow 3pm».
//!
//! [`read`] understands what people type into the field «Когда перезвонить?». Everything is counted by the clock and
//! the calendar of one time zone, the client's: «завтра» of somebody in Vladivostok begins seven hours before ours.
//!
//! The rules where words leave a choice:
//!
//! | said | meant |
//! |---|---|
//! | an hour 1–7 without «утра», «ночи» or a leading zero | afternoon: calls are made by day, «в 3» is 15:00 |
//! | a time without a day | today; tomorrow when it has passed |
//! | a weekday | the next one; today only with a time or part of day that is still ahead |
//! | today's weekday with «этот» | today |
//! | a weekday with «следующий» | that day of the next calendar week |
//! | a day without a time | 10:00 |
//! | «сегодня» without a time | 10:00, later the next full hour at least half an hour away, before 20:00 |
//! | «утром», «до обеда», «в обед» | 10:00, 11:00, 13:00 |
//! | «днём», «после обеда», «в конце дня», «вечером» | 14:00, 14:00, 17:00, 18:00 |
//! | «на следующей неделе», «на той неделе», «в конце недели» | Monday, Monday, Friday |
//! | «в начале месяца», «в конце месяца» | the first and the last working day |
//! | «в начале декабря», «в конце декабря» | the same of the next such month |
//! | a working day | one from Monday to Friday that is no public holiday, or as the [calendar](super::calendar) of that year says |
//! | «после праздников», «после нового года» | the first working day behind the next public holidays, those of the New Year |
//! | «после выходных» | the first working day behind the weekend |
//! | «после среды», «после 15-го», «после следующей недели» | the first working day behind it |
//! | «до пятницы» | the last working day before it, today if need be; «не позже пятницы» is that day |
//! | «в декабре», «на днях» | the first working day of it, the second working day from today |
//! | «до 12», «завтра до 12», «не позже 17» | from 10:00, today from now on; the end is handed out beside it |
//! | «в течение часа», «в ближайшие полчаса» | from now on; the end is handed out beside it |
//! | «в пн или вт», «завтра в 11 или 12» | the sooner; what one leaves out the other says |
//! | «с пн по ср», «завтра-послезавтра» | the first |
//! | «через 2-3 дня», «через час-полтора» | the shorter |
//! | «сутки» | twenty-four hours; days where a time is named |
//! | «в это же время» | the time it is now |
//! | «25-го» | the next 25th; months without such a day are passed over |
//! | a weekday with a date | must agree with it |
//! | «25.11» | this year; next year when it passed more than a month ago, an error when less |
//! | «930», «1130» | 9:30, 11:30; three figures with an hour before 3 or odd minutes («116») are refused, since one may be missing |
//! | «11.12» | a date where there is such a month, else a time |
//! | «в 11.12» | a time; a weekday before it leaves it a date |
//! | «завтра 11.12» | a date, which must be tomorrow; «завтра 11.30» and «завтра в 11.12» are times |
//! | «1.13» | refused: a slip in a date or an odd minute |
//! | «29 февраля» | refused where the next February has no such day |
//! | «через день» | the day after tomorrow; «через 1 день» is tomorrow |
//! | a number above 23, or one before a time («25 в 10») | a day of the month |
//! | «+30», «через 30» | minutes |
//! | «2 часа», «30 мин», «3 дня» alone | from now |
//! | «с 15 по 20» | the first of these days; hours where a day is named besides |
//! | «ten to three», «12 noon» | 14:50, 12:00 |
//! | «с 15 до 17», «между 15 и 17», «15–17» | the beginning; the end is handed out beside it |
//! | «в 12 ночи», «в полночь» | the end of the day named |
//! | «по мск», «по Москве» | counted by Moscow's clock |

mod aside;
mod bounds;
mod days;
mod draft;
mod parse;
mod resolve;
mod token;
pub mod until;
mod words;

#[cfg(test)]
mod tests;

use chrono_tz::Tz;

use super::calendar::Calendar;
use super::time::Moment;

/// What was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The moment, always after now, at a whole minute.
    pub at: Moment,
    /// How exactly it was named.
    pub precision: Precision,
    /// The end of the span that was named: «с 10 до 12» is a call at 10 that is awaited till 12.
    pub until: Option<Moment>,
}

/// How exactly a moment was named: a promise of «завтра» is kept all day, one of «завтра в 11» within minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the minute: «в 11», «через 2 часа».
    Minute,
    /// A part of the day: «утром», «после обеда».
    PartOfDay,
    /// A day, or a wider time of which its first day was taken: «завтра», «на следующей неделе».
    Day,
}

/// Why a moment was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum WhenError {
    /// Nothing was typed.
    #[error("nothing was typed")]
    Empty,
    /// Some of the words mean nothing here, or contradict each other.
    #[error("the words are not understood")]
    NotUnderstood,
    /// The day or time named has passed.
    #[error("that time has passed")]
    Past,
    /// The calendar has no such date, or it is not the weekday named.
    #[error("there is no such date")]
    NoSuchDate,
    /// More than two years ahead.
    #[error("that is more than two years ahead")]
    TooFar,
}

/// Reads a moment in Russian or English words, counted by the clock of `zone` at `now`.
///
/// # Errors
/// See [`WhenError`]. Nothing is guessed: a text with a word that means nothing here is refused as a whole.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use dozvon::domain::when::read;
///
/// let zone = chrono_tz::Asia::Vladivostok;
/// let now = Utc.with_ymd_and_hms(2026, 11, 10, 6, 5, 0).unwrap().into();
/// let at = read("завтра в 11", now, zone).unwrap().at;
/// assert_eq!(at.in_zone(zone).to_rfc3339(), "2026-11-11T11:00:00+10:00");
/// ```
pub fn read(text: &str, now: Moment, zone: Tz) -> Result<Reading, WhenError> {
    read_by(text, now, zone, &Calendar::default())
}

/// The same, with the holidays and the days moved that are known.
///
/// # Errors
/// See [`WhenError`].
pub fn read_by(text: &str, now: Moment, zone: Tz, calendar: &Calendar) -> Result<Reading, WhenError> {
    if text.trim().is_empty() {
        return Err(WhenError::Empty);
    }
    // The only way in: a second try by the other keyboard layout belongs here, when the first is not understood.
    let drafts = parse::parse(&token::tokens(text)?)?;
    resolve::resolve(&drafts, now, zone, calendar)
}

/// The same of a text that may go on with what the call is for: «завтра в 11, спросить Марию». Gives that as well, as it was
/// typed; it is empty where the text is nothing but a moment.
///
/// # Errors
/// See [`WhenError`]: what follows the moment must be parted from it, must not look like a part of it, hold another time
/// or take the first back («завтра, нет, послезавтра»).
///
/// ```
/// # use dozvon::domain::{calendar::Calendar, when::read_with_aside};
/// # let now = chrono::DateTime::parse_from_rfc3339("2026-11-10T09:00:00+03:00").unwrap().into();
/// # let said = |text| {
/// #     read_with_aside(text, now, chrono_tz::Europe::Moscow, &Calendar::default()).map(|(_, aside)| aside)
/// # };
/// assert_eq!(said("завтра в 11, спросить Марию"), Ok("спросить Марию"));
/// assert_eq!(said("завтра, в 11"), Ok(""));
/// assert!(said("завтра в 11, в 12").is_err());
/// ```
pub fn read_with_aside<'t>(
    text: &'t str,
    now: Moment,
    zone: Tz,
    calendar: &Calendar,
) -> Result<(Reading, &'t str), WhenError> {
    let whole = read_by(text, now, zone, calendar);
    if whole != Err(WhenError::NotUnderstood) {
        return whole.map(|reading| (reading, ""));
    }
    for (moment, aside) in aside::cuts(text).filter(|(_, aside)| aside::is_aside(aside)) {
        match read_by(moment, now, zone, calendar) {
            Ok(reading) => return Ok((reading, aside)),
            Err(WhenError::NotUnderstood | WhenError::Empty) => {}
            Err(error) => return Err(error),
        }
    }
    Err(WhenError::NotUnderstood)
}
