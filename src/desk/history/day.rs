//! The records of operators' days, taken apart.

use super::fields::{Told, flag, link};
use super::value::{Term, Value};
use crate::domain::day::pause::PauseCode;
use crate::domain::day::{Notice, OperatorState, StateSpan, WorkDay};
use crate::domain::snippet::Snippet;
use crate::domain::user::User;

/// The state, with its code where it has one.
fn state(told: Told, state: OperatorState) -> Told {
    told.one("state", Value::Term(Term::State(state))).one("pause", link::<PauseCode>(state.pause()))
}

pub(super) fn work_day(record: WorkDay) -> Told {
    let WorkDay { id: _, user, opened, closed, planned, state: now, since, promised } = record;
    let told = Told::default()
        .one("user", Value::record::<User>(user))
        .one("opened", Value::At(opened))
        .one("closed", closed.map(Value::At))
        .one("planned-from", planned.map(|(from, _)| Value::At(from)))
        .one("planned-to", planned.map(|(_, to)| Value::At(to)));
    state(told, now).one("since", Value::At(since)).one("promised", promised.map(Value::At))
}

pub(super) fn state_span(record: StateSpan) -> Told {
    // Where the keys went is for the operator alone, and the history for everybody who may read it.
    let StateSpan { id: _, day, state: was, from, to, effort, promised, screens: _ } = record;
    state(Told::default().one("day", Value::record::<WorkDay>(day)), was)
        .one("from", Value::At(from))
        .one("until", Value::At(to))
        .one("keys", effort.map(|effort| Value::Number(effort.keys.into())))
        .one("milliseconds", effort.map(|effort| Value::Number(effort.ms.into())))
        .one("promised", promised.map(Value::At))
}

pub(super) fn notice(record: Notice) -> Told {
    let Notice { id: _, to, from, at, text, read } = record;
    Told::default()
        .one("to-user", Value::record::<User>(to))
        .one("author", Value::record::<User>(from))
        .one("at", Value::At(at))
        .text("text", text)
        .one("read", read.map(Value::At))
}

pub(super) fn pause_code(record: PauseCode) -> Told {
    let PauseCode { id: _, key, code, name, paid, training, most_minutes, day_minutes, retired } = record;
    let minutes =
        |minutes: Option<u16>| minutes.map(|minutes| Value::Seconds(u32::from(minutes).saturating_mul(60)));
    Told { name: code.clone(), ..Told::default() }
        .text("key", key.to_string())
        .text("code", code)
        .one("name", Value::Both(name))
        .one("paid", flag(paid))
        .one("training", flag(training))
        .one("most", minutes(most_minutes))
        .one("day-most", minutes(day_minutes))
        .one("retired", flag(retired))
}

pub(super) fn snippet(record: Snippet) -> Told {
    let Snippet { id: _, owner, short, text, retired } = record;
    Told { name: short.clone(), ..Told::default() }
        .one("owner", link::<User>(owner))
        .text("short", short)
        .text("text", text)
        .one("retired", flag(retired))
}
