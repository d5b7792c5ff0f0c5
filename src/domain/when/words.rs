//! The vocabulary: what each word can mean. A word may stand in several lists («дня» is a unit and a part of day).

use chrono::Weekday;

use super::draft::{Half, Part, Place, Unit};

/// Words and what they mean, the words of one meaning in one line.
type List<T> = &'static [(&'static str, T)];

fn look<T: Copy>(list: List<T>, word: &str) -> Option<T> {
    list.iter().find(|(words, _)| has(words, word)).map(|(_, meaning)| *meaning)
}

fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

const NUMBERS: List<u32> = &[
    ("ноль zero", 0),
    ("один одна одну one", 1),
    ("два две двух two", 2),
    ("три трех three", 3),
    ("четыре четырех four", 4),
    ("пять пяти five", 5),
    ("шесть шести six", 6),
    ("семь семи seven", 7),
    ("восемь восьми eight", 8),
    ("девять девяти nine", 9),
    ("десять десяти ten", 10),
    ("одиннадцать одиннадцати eleven", 11),
    ("двенадцать двенадцати twelve", 12),
    ("тринадцать тринадцати", 13),
    ("четырнадцать четырнадцати", 14),
    ("пятнадцать пятнадцати fifteen", 15),
    ("шестнадцать шестнадцати", 16),
    ("семнадцать семнадцати", 17),
    ("восемнадцать восемнадцати", 18),
    ("девятнадцать девятнадцати", 19),
    ("двадцать двадцати twenty", 20),
    ("тридцать тридцати thirty", 30),
    ("сорок сорока forty", 40),
    ("пятьдесят пятидесяти fifty", 50),
];

/// A number in words, up to twenty and the tens to fifty.
pub(super) fn spelt_number(word: &str) -> Option<u32> {
    look(NUMBERS, word)
}

const ORDINALS: List<u32> = &[
    ("первого", 1),
    ("второго", 2),
    ("третьего", 3),
    ("четвертого", 4),
    ("пятого", 5),
    ("шестого", 6),
    ("седьмого", 7),
    ("восьмого", 8),
    ("девятого", 9),
    ("десятого", 10),
    ("одиннадцатого", 11),
    ("двенадцатого", 12),
];

/// «пятого»: the fifth hour of «полпятого», or the fifth day of a month.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    look(ORDINALS, word)
}

const WEEKDAYS: List<Weekday> = &[
    ("пн пон понед понедельник понедельника понедельнику mon monday mondays", Weekday::Mon),
    ("вт втор вторник вторника вторнику tue tues tuesday", Weekday::Tue),
    ("ср сред среда среду среды среде wed wednesday", Weekday::Wed),
    ("чт четв четверг четверга четвергу thu thur thurs thursday", Weekday::Thu),
    ("пт пят пятн пятница пятницу пятницы пятнице fri friday", Weekday::Fri),
    ("сб суб субб суббота субботу субботы субботе sat saturday", Weekday::Sat),
    ("вс вск воск воскр воскресенье воскресение воскресенья воскресенью sun sunday", Weekday::Sun),
];

/// A weekday.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    look(WEEKDAYS, word)
}

const MONTHS: List<u32> = &[
    ("янв январь января январе jan january", 1),
    ("фев февр февраль февраля феврале feb february", 2),
    ("мар март марта марте mar march", 3),
    ("апр апрель апреля апреле apr april", 4),
    ("май мая мае may", 5),
    ("июн июнь июня июне jun june", 6),
    ("июл июль июля июле jul july", 7),
    ("авг август августа августе aug august", 8),
    ("сен сент сентябрь сентября сентябре sep sept september", 9),
    ("окт октябрь октября октябре oct october", 10),
    ("ноя нояб ноябрь ноября ноябре nov november", 11),
    ("дек декабрь декабря декабре dec december", 12),
];

/// A month, 1–12.
pub(super) fn month(word: &str) -> Option<u32> {
    look(MONTHS, word)
}

const UNITS: List<Unit> = &[
    ("м мин минут минуту минута минуты минутку минуток m min mins minute minutes", Unit::Minutes),
    ("ч час часа часов часик часика часиков h hr hrs hour hours oclock", Unit::Hours),
    ("д дн день дня дней сутки суток d day days", Unit::Days),
    ("нед недель неделю неделя недели недельку неделе w week weeks", Unit::Weeks),
    ("мес месяц месяца месяцев месяце month months", Unit::Months),
    ("год года лет year years", Unit::Years),
];

/// A unit of time.
pub(super) fn unit(word: &str) -> Option<Unit> {
    look(UNITS, word)
}

/// A word that is half a unit by itself: «полчаса».
pub(super) fn half_unit(word: &str) -> Option<Unit> {
    look(&[("полчаса полчасика получаса", Unit::Hours), ("полгода полугода", Unit::Years)], word)
}

/// «3 рабочих дня».
pub(super) fn is_working(word: &str) -> bool {
    has("раб рабочий рабочих рабочие рабочего working business", word)
}

const HALVES: List<Half> = &[
    ("утра am", Half::Morning),
    ("дня", Half::Day),
    ("pm", Half::Pm),
    ("вечера", Half::Evening),
    ("ночи", Half::Night),
];

/// What stands behind an hour: «утра», «pm».
pub(super) fn half(word: &str) -> Option<Half> {
    look(HALVES, word)
}

const PARTS: List<Part> = &[
    ("утром утро утра утречком поутру утру morning", Part::Morning),
    ("обед обеда обеду обеденное обеденный lunch lunchtime", Part::Lunch),
    ("днем afternoon", Part::Day),
    ("вечером вечер вечера вечерком вечеру evening", Part::Evening),
    ("eod", Part::DayEnd),
];

/// A part of the day.
pub(super) fn part(word: &str) -> Option<Part> {
    look(PARTS, word)
}

const DAYS: List<u64> = &[
    ("сегодня сегодн сег седня today", 0),
    ("завтра завтро завт зав зтр tomorrow tomorow tommorow tmr tmrw", 1),
    ("послезавтра послезавтро послезавт послезав", 2),
];

/// Days from today: «завтра» is 1.
pub(super) fn day(word: &str) -> Option<u64> {
    look(DAYS, word)
}

const PLACES: List<Place> = &[
    ("начале начало начала началу start beginning", Place::Start),
    ("середине середина середины середину middle mid", Place::Middle),
    ("конце конец конца концу end", Place::End),
];

/// «в начале», «в конце» of a week or month.
pub(super) fn place(word: &str) -> Option<Place> {
    look(PLACES, word)
}

/// What is over on a working day.
pub(super) fn is_holidays(word: &str) -> bool {
    has("праздников праздника праздничных каникул holidays holiday", word)
}

/// «через».
pub(super) fn is_in(word: &str) -> bool {
    has("через чрез чз спустя in", word)
}

/// A word that stands before a time or a day.
pub(super) fn is_preposition(word: &str) -> bool {
    has("в во к ко на с со at on by from", word)
}

/// A preposition after which a number is a time of day.
pub(super) fn is_about(word: &str) -> bool {
    has("около после примерно after around about", word)
}

/// «следующий».
pub(super) fn is_next(word: &str) -> bool {
    has("следующий следующая следующую следующей следующем следующее следующего след сл next", word)
}

/// «этот».
pub(super) fn is_this(word: &str) -> bool {
    has("этот эта эту этой этом это этого ближайший ближайшая ближайшую ближайшее this coming", word)
}

/// «выходные».
pub(super) fn is_weekend(word: &str) -> bool {
    has("выходные выходных weekend", word)
}

/// Moscow's time, when it is named.
pub(super) fn is_moscow(word: &str) -> bool {
    has("мск москве московскому московского msk moscow", word)
}

/// The ending of a day's number: «25-го», «25th».
pub(super) fn is_day_ending(word: &str) -> bool {
    has("го е ое ого th st nd rd", word)
}

/// «25 числа».
pub(super) fn is_date_noun(word: &str) -> bool {
    has("число числа числу", word)
}

/// The end of a span: «с 15 до 17».
pub(super) fn is_till(word: &str) -> bool {
    has("до по to till until", word)
}

/// Words that add nothing.
pub(super) fn is_filler(word: &str) -> bool {
    has(
        "перезвонить позвонить перезвоните позвоните перезвони позвони перезвон звонить звонок звоните \
         набрать наберите набери созвон созвониться давайте давай можно лучше пожалуйста просит просил \
         просила попросил попросила где то ровно ближе примерно времени время местному местного просто же \
         уже часов call back please the of me him her local time sharp",
        word,
    )
}
