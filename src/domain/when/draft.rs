//! What the words have said so far, before it is put on the calendar.

use chrono::Weekday;

/// A moment as it was named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// «через …».
    pub(super) shift: Option<Shift>,
    /// A day.
    pub(super) day: Option<Day>,
    /// The month and the day of a date beside a day that has a name: «завтра 11.11». They must agree.
    pub(super) dated: Option<(u32, u32)>,
    /// A weekday, alone or with a day, a week.
    pub(super) weekday: Option<Weekday>,
    /// «этот» stood before the weekday: of today it is today.
    pub(super) this: bool,
    /// Calendar weeks from this one.
    pub(super) week: Option<u64>,
    /// Calendar months from this one.
    pub(super) month: Option<u32>,
    /// Where in that week or month.
    pub(super) place: Option<Place>,
    /// A time.
    pub(super) clock: Option<Clock>,
    /// The end of a span of hours that begins at that time.
    pub(super) until: Option<Clock>,
    /// A part of the day.
    pub(super) part: Option<Part>,
    /// Moscow's clock was asked for.
    pub(super) moscow: bool,
    /// The day named is over, or still to come, when the call is made.
    pub(super) side: Option<Side>,
    /// «в это же время»: the time it is now.
    pub(super) same_time: bool,
    /// «в течение часа»: the length of time is the latest, not the moment.
    pub(super) within: bool,
    /// «в течение дня»: today, unless a day is named.
    pub(super) all_day: bool,
}

impl Draft {
    /// Whether a day was named, or something that has days.
    pub(super) fn has_day(&self) -> bool {
        self.day.is_some() || self.weekday.is_some() || self.week.is_some() || self.month.is_some()
    }
}

/// On which side of the day named a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// «до среды»: on the last working day before it.
    Before,
    /// «после среды»: on the first working day behind it.
    After,
}

/// A length of time from now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shift {
    pub(super) months: u32,
    pub(super) days: u32,
    /// Days from Monday to Friday.
    pub(super) workdays: u32,
    pub(super) minutes: u32,
    /// «сутки», in quarters: to the minute where no time is named, days where one is.
    pub(super) rounds: u32,
}

/// Units of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minutes,
    Hours,
    Days,
    /// Days of twenty-four hours: «сутки».
    Rounds,
    Weeks,
    Fortnights,
    Months,
    Years,
}

impl Shift {
    /// Adds quarters of `unit`, so that «полтора часа» is 6. `None` where a part of it means nothing.
    pub(super) fn add(&mut self, quarters: u32, unit: Unit) -> Option<()> {
        let whole = quarters.is_multiple_of(4).then_some(quarters / 4);
        let (field, amount) = match unit {
            Unit::Minutes => (&mut self.minutes, whole?),
            Unit::Hours => (&mut self.minutes, quarters.checked_mul(15)?),
            Unit::Days => (&mut self.days, whole?),
            Unit::Rounds => (&mut self.rounds, quarters),
            Unit::Weeks => (&mut self.days, whole?.checked_mul(7)?),
            Unit::Fortnights => (&mut self.days, whole?.checked_mul(14)?),
            Unit::Months => (&mut self.months, whole?),
            Unit::Years => (&mut self.months, quarters.checked_mul(3)?),
        };
        *field = field.checked_add(amount)?;
        Some(())
    }

    /// Whether it leads nowhere.
    pub(super) fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Days from today.
    Ahead(u64),
    /// A day of some month.
    OfMonth(u32),
    /// A day of some year.
    OfYear { month: u32, day: u32 },
    /// A full date.
    Full { year: u32, month: u32, day: u32 },
    /// Saturday.
    Weekend,
    /// «в начале декабря».
    InMonth { month: u32, place: Place },
    /// The first working day behind the next public holidays.
    AfterHolidays,
    /// The first working day behind those of the New Year.
    AfterNewYear,
    /// The first working day behind the weekend.
    AfterWeekend,
    /// «в декабре»: the beginning of a month that is not this one.
    Month(u32),
    /// «на днях»: two working days on.
    Soon,
}

/// Where in a week or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Start,
    Middle,
    End,
}

impl Place {
    /// The minute of «в начале третьего», «в конце третьего».
    pub(super) fn minute(self) -> u32 {
        match self {
            Self::Start => 5,
            Self::Middle => 30,
            Self::End => 50,
        }
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    BeforeLunch,
    Lunch,
    Day,
    AfterLunch,
    DayEnd,
    Evening,
}

impl Part {
    /// The hour a call is planned for.
    pub(super) fn hour(self) -> u32 {
        match self {
            Self::Morning => 10,
            Self::BeforeLunch => 11,
            Self::Lunch => 13,
            Self::Day | Self::AfterLunch => 14,
            Self::DayEnd => 17,
            Self::Evening => 18,
        }
    }

    /// The hour at which it is over.
    pub(super) fn end(self) -> u32 {
        match self {
            Self::Morning => 12,
            Self::BeforeLunch => 13,
            Self::Lunch => 15,
            Self::Day | Self::AfterLunch | Self::DayEnd => 18,
            Self::Evening => 22,
        }
    }
}

/// What stands behind an hour of a twelve-hour clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Day,
    Pm,
    Evening,
    Night,
}

/// A time as it was named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) half: Option<Half>,
    /// Written with a leading zero: a time of the 24-hour clock.
    pub(super) literal: bool,
    /// Nothing but a number, without a preposition: it may turn out to be a day of the month.
    pub(super) bare: bool,
}

impl Clock {
    /// Hour (0–24) and minute of the 24-hour clock; `None` when the words contradict each other («15 утра»).
    pub(super) fn on_24(self, part: Option<Part>) -> Option<(u32, u32)> {
        let afternoon = |hour: u32| if (1..=7).contains(&hour) { hour + 12 } else { hour };
        let hour = match (self.half, part) {
            (Some(Half::Morning), _) if self.hour == 12 => 0,
            (Some(Half::Morning), _) => (self.hour < 12).then_some(self.hour)?,
            (Some(Half::Day), _) => afternoon(self.hour),
            (Some(Half::Pm), _) => self.hour + if self.hour < 12 { 12 } else { 0 },
            (Some(Half::Evening | Half::Night), _) if self.hour == 12 => 24,
            (Some(Half::Evening), _) => self.hour + if (1..12).contains(&self.hour) { 12 } else { 0 },
            (Some(Half::Night), _) => match self.hour {
                0..=6 | 21..=24 => self.hour,
                9..=11 => self.hour + 12,
                _ => return None,
            },
            (None, _) if self.literal => self.hour,
            (None, Some(Part::Morning | Part::BeforeLunch)) => self.hour,
            (None, Some(Part::Evening)) => self.hour + if (1..12).contains(&self.hour) { 12 } else { 0 },
            (None, _) => afternoon(self.hour),
        };
        (hour <= 24 && self.minute < 60).then_some((hour, self.minute))
    }
}
