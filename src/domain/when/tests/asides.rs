//! A time with what the call is for behind it.

use chrono_tz::Europe;

use super::super::*;
use super::{MOSCOW_NOW, moment};
use crate::domain::calendar::Calendar;

#[test]
fn what_follows_a_time_is_what_the_call_is_for() {
    for (text, hour, aside) in [
        ("завтра в 11, спросить Марию", "11-11 11:00", "спросить Марию"),
        ("Завтра, в 11, спросить Марию, секретаря", "11-11 11:00", "спросить Марию, секретаря"),
        ("завтра в 11 - по договору № 5", "11-11 11:00", "по договору № 5"),
        ("завтра в 11; перезвонить Марии", "11-11 11:00", "перезвонить Марии"),
        ("завтра в 11 (Мария, доб. 112)", "11-11 11:00", "Мария, доб. 112"),
        ("в пн. Спросить бухгалтера", "11-16 10:00", "Спросить бухгалтера"),
        ("завтра в 11, скидка 5: обсудить два заказа", "11-11 11:00", "скидка 5: обсудить два заказа"),
        ("через 1,5 часа, отправить КП", "11-10 10:30", "отправить КП"),
        ("tomorrow at 3pm, ask for Mary", "11-11 15:00", "ask for Mary"),
        ("завтра в 11", "11-11 11:00", ""),
    ] {
        let read = read_with_aside(text, moment(MOSCOW_NOW), Europe::Moscow, &Calendar::default());
        let (reading, found) = read.unwrap_or_else(|error| panic!("{text}: {error}"));
        let at = reading.at.in_zone(Europe::Moscow).format("%m-%d %H:%M").to_string();
        assert_eq!((at.as_str(), found), (hour, aside), "{text}");
    }
}

#[test]
fn what_may_be_part_of_the_time_is_no_aside() {
    for (text, error) in [
        ("завтра в 11, в 12", WhenError::NotUnderstood),
        ("завтра, в 11 спросить Марию", WhenError::NotUnderstood),
        ("завтра в 11, не раньше 12, не раньше 13", WhenError::NotUnderstood),
        ("завтра в 11, утром вечером", WhenError::NotUnderstood),
        ("завтра, в четверг", WhenError::NoSuchDate),
        ("сегодня в 8, спросить Марию", WhenError::Past),
        ("завтра наверное", WhenError::NotUnderstood),
        (", спросить Марию", WhenError::NotUnderstood),
        ("завтра, нет, послезавтра", WhenError::NotUnderstood),
        ("завтра, только после 15", WhenError::NotUnderstood),
        ("завтра, только после 15, спросить Марию", WhenError::NotUnderstood),
        ("в пятницу, нет, в понедельник", WhenError::NotUnderstood),
        ("завтра в 11, нет, в 15", WhenError::NotUnderstood),
        ("завтра в 11, ой в 15", WhenError::NotUnderstood),
        ("завтра в 11, ой, 15:30", WhenError::NotUnderstood),
        ("завтра в 11, вернее в обед", WhenError::NotUnderstood),
        ("завтра в 11 - нет, в 15", WhenError::NotUnderstood),
        ("завтра в 11, лучше послезавтра", WhenError::NotUnderstood),
        ("завтра в 11, Мария будет после 15", WhenError::NotUnderstood),
        ("завтра в 11, Мария просила через час", WhenError::NotUnderstood),
        ("завтра в 11, Мария будет в четверг", WhenError::NotUnderstood),
        ("завтра, кроме обеда", WhenError::NotUnderstood),
        ("tomorrow at 11, no, at 12", WhenError::NotUnderstood),
        ("tomorrow, except lunch", WhenError::NotUnderstood),
        ("tomorrow at 11, Mary is in after 3", WhenError::NotUnderstood),
    ] {
        let read = read_with_aside(text, moment(MOSCOW_NOW), Europe::Moscow, &Calendar::default());
        assert_eq!(read, Err(error), "{text}");
    }
}
