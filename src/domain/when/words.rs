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
    ("один одна одну одного одной одному one", 1),
    ("два две двух двум двое двоих two", 2),
    ("три трех трем трое троих тройку three", 3),
    ("четыре четырех четырем четверо four", 4),
    ("пять пяти five", 5),
    ("шесть шести six", 6),
    ("семь семи seven", 7),
    ("восемь восьми eight", 8),
    ("девять девяти nine", 9),
    ("десять десяти ten", 10),
    ("одиннадцать одиннадцати eleven", 11),
    ("двенадцать двенадцати twelve", 12),
    ("тринадцать тринадцати thirteen", 13),
    ("четырнадцать четырнадцати fourteen", 14),
    ("пятнадцать пятнадцати fifteen", 15),
    ("шестнадцать шестнадцати sixteen", 16),
    ("семнадцать семнадцати seventeen", 17),
    ("восемнадцать восемнадцати eighteen", 18),
    ("девятнадцать девятнадцати nineteen", 19),
    ("двадцать двадцати twenty", 20),
    ("тридцать тридцати thirty", 30),
    ("сорок сорока forty", 40),
    ("пятьдесят пятидесяти fifty", 50),
    ("шестьдесят шестидесяти sixty", 60),
    ("семьдесят семидесяти seventy", 70),
    ("восемьдесят восьмидесяти eighty", 80),
    ("девяносто девяноста ninety", 90),
];

/// A number in words, up to twenty and the tens to ninety.
pub(super) fn spelt_number(word: &str) -> Option<u32> {
    look(NUMBERS, word)
}

const ORDINALS: List<u32> = &[
    ("первого первое первому первом", 1),
    ("второго второе второму втором", 2),
    ("третьего третье третьему третьем", 3),
    ("четвертого четвертое четвертому четвертом", 4),
    ("пятого пятое пятому пятом", 5),
    ("шестого шестое шестому шестом", 6),
    ("седьмого седьмое седьмому седьмом", 7),
    ("восьмого восьмое восьмому восьмом", 8),
    ("девятого девятое девятому девятом", 9),
    ("десятого десятое десятому десятом", 10),
    ("одиннадцатого одиннадцатое одиннадцатому одиннадцатом", 11),
    ("двенадцатого двенадцатое двенадцатому двенадцатом", 12),
    ("тринадцатого тринадцатое тринадцатому", 13),
    ("четырнадцатого четырнадцатое четырнадцатому", 14),
    ("пятнадцатого пятнадцатое пятнадцатому", 15),
    ("шестнадцатого шестнадцатое шестнадцатому", 16),
    ("семнадцатого семнадцатое семнадцатому", 17),
    ("восемнадцатого восемнадцатое восемнадцатому", 18),
    ("девятнадцатого девятнадцатое девятнадцатому", 19),
    ("двадцатого двадцатое двадцатому", 20),
    ("тридцатого тридцатое тридцатому", 30),
];

/// «пятого»: the fifth day of a month.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    look(ORDINALS, word)
}

/// «пятого»: the fifth hour of «полпятого».
pub(super) fn ordinal_hour(word: &str) -> Option<u32> {
    ordinal(word).filter(|hour| *hour <= 12)
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
    (
        "м мин минут минуту минута минуты минутку минутки минуток минуточку m min mins minute minutes",
        Unit::Minutes,
    ),
    ("ч час часа часов часам часик часика часиков часок h hr hrs hour hours", Unit::Hours),
    ("д дн день дня дней денек денька деньков d day days", Unit::Days),
    ("сутки суток", Unit::Rounds),
    ("нед недель неделю неделя недели недельку недельки неделе w week weeks", Unit::Weeks),
    ("fortnight fortnights", Unit::Fortnights),
    ("мес месяц месяца месяцев месяце месяцок month months", Unit::Months),
    ("год года лет year years", Unit::Years),
];

/// A unit of time.
pub(super) fn unit(word: &str) -> Option<Unit> {
    look(UNITS, word)
}

/// A word that is half a unit by itself: «полчаса».
pub(super) fn half_unit(word: &str) -> Option<Unit> {
    look(
        &[
            ("полчаса полчасика получаса", Unit::Hours),
            ("полсуток", Unit::Rounds),
            ("полгода полугода", Unit::Years),
        ],
        word,
    )
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
    ("обед обеда обеду обедом обеденное обеденный lunch lunchtime", Part::Lunch),
    ("днем afternoon", Part::Day),
    ("вечером вечер вечера вечерком вечеру evening", Part::Evening),
    ("eod", Part::DayEnd),
];

/// A part of the day.
pub(super) fn part(word: &str) -> Option<Part> {
    look(PARTS, word)
}

const DAYS: List<u64> = &[
    ("сегодня сегодн сег седня сегодняшний сегодняшнего сегодняшним сегодняшнее today", 0),
    (
        "завтра завтро завт зав зтр завтрашний завтрашнего завтрашним завтрашнее завтрашнему tomorrow tomorow tommorow tmr tmrw",
        1,
    ),
    ("послезавтра послезавтро послезавт послезав послезавтрашний послезавтрашнего", 2),
];

/// Days from today: «завтра» is 1.
pub(super) fn day(word: &str) -> Option<u64> {
    look(DAYS, word)
}

const PLACES: List<Place> = &[
    ("начале начало начала началу start beginning early", Place::Start),
    ("середине середина середины середину серединке middle mid", Place::Middle),
    ("конце конец конца концу end late", Place::End),
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
    has("в во к ко на с со от под at on by from over", word)
}

/// A preposition after which a number is a time of day.
pub(super) fn is_about(word: &str) -> bool {
    has("около районе примерно around about", word)
}

/// «следующий».
pub(super) fn is_next(word: &str) -> bool {
    has(
        "следующий следующая следующую следующей следующем следующее следующего следующих след сл next following",
        word,
    )
}

/// «этот».
pub(super) fn is_this(word: &str) -> bool {
    has("этот эта эту этой этом это этого ближайший ближайшая ближайшую ближайшее this coming", word)
}

/// «выходные».
pub(super) fn is_weekend(word: &str) -> bool {
    has("выходные выходных weekend", word)
}

const NOONS: List<u32> =
    &[("полдень полудню полудня noon midday", 12), ("полночь полуночь полуночи midnight", 24)];

/// The hour of noon and midnight.
pub(super) fn noon(word: &str) -> Option<u32> {
    look(NOONS, word)
}

/// Moscow's time, when it is named.
pub(super) fn is_moscow(word: &str) -> bool {
    has("мск москве московскому московского msk moscow", word)
}

/// The ending of a day's number: «25-го», «25th».
pub(super) fn is_day_ending(word: &str) -> bool {
    has("го е ое ого му ому th st nd rd", word)
}

/// «25 числа».
pub(super) fn is_date_noun(word: &str) -> bool {
    has("число числа числу числах", word)
}

/// The end of a span: «с 15 до 17».
pub(super) fn is_till(word: &str) -> bool {
    has("до по to till until through", word)
}

/// Words that add nothing.
pub(super) fn is_filler(word: &str) -> bool {
    has(
        "перезвонить позвонить перезвоните позвоните перезвони позвони перезвон звонить звонок звоните \
         набрать наберите набери созвон созвониться давайте давай можно лучше пожалуйста просит просил \
         просила попросил попросила где то ровно ближе примерно времени время местному местного просто же \
         уже часов часам приблизительно этак так начиная будет удобно буквально ориентировочно call back \
         please the of me him her local time sharp approximately roughly maybe сразу right straight",
        word,
    )
}

/// A unit as it stands before its number: «минут через 20», «через часа два».
pub(super) fn unit_ahead(word: &str) -> Option<Unit> {
    let ahead = has(
        "мин минут минуток часа часов часика часиков дня дней денька деньков суток недели недель месяца месяцев года лет",
        word,
    );
    if ahead { unit(word) } else { None }
}

/// «после», before a time or a day.
pub(super) fn is_after(word: &str) -> bool {
    has("после after", word)
}

/// «или», between two times either of which would do.
pub(super) fn is_or(word: &str) -> bool {
    has("или либо or", word)
}

/// A word that may begin a time as well as what a call is for: what follows it tells.
pub(super) fn is_link(word: &str) -> bool {
    has("не и но а у о об для из за без чтобы чтоб", word)
        || is_preposition(word)
        || is_about(word)
        || is_after(word)
        || is_till(word)
        || is_filler(word)
}

/// A word that takes back or narrows what stands before it: «завтра, нет, послезавтра», «завтра, кроме обеда».
pub(super) fn is_amends(word: &str) -> bool {
    has(
        "нет не неа ни только лишь кроме ой ох упс лучше или либо точнее вернее скорее \
         no not nope only except rather or oops sorry actually",
        word,
    )
}

/// A word that names a time wherever it stands: what it is told of is no longer only what a call is for.
pub(super) fn is_time(word: &str) -> bool {
    day(word).is_some()
        || weekday(word).is_some()
        || part(word).is_some()
        || half(word).is_some() && word != "дня"
        || half_unit(word).is_some()
        || noon(word).is_some()
}

/// A word behind which a number is a time: «в 15», «после 15», «до 15».
pub(super) fn is_before_hour(word: &str) -> bool {
    has("в во к ко с со от at by from before", word)
        || is_about(word)
        || is_after(word)
        || is_in(word)
        || is_till(word) && word != "по"
}

/// Whether a word means something in a time.
pub(super) fn is_known(word: &str) -> bool {
    let listed = [ORDINALS, NUMBERS, MONTHS].iter().any(|list| look(list, word).is_some());
    let meant = weekday(word).is_some()
        || unit(word).is_some()
        || half_unit(word).is_some()
        || half(word).is_some()
        || part(word).is_some()
        || day(word).is_some()
        || place(word).is_some();
    let compared = has("раньше ранее позже позднее earlier later", word);
    let tests = [is_holidays, is_in, is_next, is_this, is_weekend, is_moscow, is_or, is_working];
    listed || meant || compared || tests.iter().any(|test| test(word))
}
