//! The fields of what calls are made by: users, settings, scripts, results.

use super::fields::{Told, flag, kebab, link};
use super::value::{Term, Value};
use crate::domain::calendar::Calendar;
use crate::domain::client::Client;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::outcome::{NextStep, Outcome, OutcomeFlags};
use crate::domain::process::Process;
use crate::domain::script::Script;
use crate::domain::script::heard::Heard;
use crate::domain::setting::Setting;
use crate::domain::text::Bilingual;
use crate::domain::user::User;

pub(super) fn setting(record: Setting) -> Told {
    let Setting { id: _, name, version, text, saved, by } = record;
    Told { name: name.clone(), ..Told::default() }
        .text("name", name)
        .one("version", Value::Number(version.into()))
        .text("text", text)
        .one("at", Value::At(saved))
        .one("by", Value::record::<User>(by))
}

pub(super) fn filter(record: SavedFilter) -> Told {
    let SavedFilter { id: _, name, owner, line, saved, by } = record;
    Told { name: name.clone(), ..Told::default() }
        .text("name", name)
        .one("owner", link::<User>(owner))
        .text("text", line)
        .one("at", Value::At(saved))
        .one("by", Value::record::<User>(by))
}

pub(super) fn calendar(record: Calendar) -> Told {
    let Calendar { years, off, worked } = record;
    Told::default()
        .many("years", years.into_iter().map(|year| Value::Number(year.into())))
        .many("days-off", off.into_iter().map(Value::Date))
        .many("days-worked", worked.into_iter().map(Value::Date))
}

pub(super) fn user(record: User) -> Told {
    let User { id: _, name, role, zone, pin, wrong_pins, locked, shift } = record;
    Told { name: name.clone(), ..Told::default() }
        .text("name", name)
        .one("role", Value::Term(Term::Role(role)))
        .one("zone", Value::Zone(zone))
        .one("pin", flag(pin.is_some()))
        .one("wrong-pins", (wrong_pins > 0).then(|| Value::Number(wrong_pins.into())))
        .one("locked", locked.map(Value::At))
        .one("shift", shift.map(Value::Shift))
}

fn both(texts: Vec<Bilingual>) -> impl Iterator<Item = Value> {
    texts.into_iter().map(Value::Both)
}

pub(super) fn process(record: Process) -> Told {
    let Process { id: _, code, version, name, control, stages, loss_reasons } = record;
    Told { name: code.clone(), ..Told::default() }
        .text("code", code)
        .one("version", Value::Number(version.into()))
        .one("name", Value::Both(name))
        .text("control", kebab(&control))
        .many("stages", both(stages.into_iter().map(|stage| stage.name).collect()))
        .many("loss-reasons", both(loss_reasons))
}

pub(super) fn script(record: Script) -> Told {
    let Script { id: _, code, version, name, language, advertising, purpose, forms, steps } = record;
    let forms = forms.0.into_iter().map(|(word, forms)| Value::Titled(word, forms.join(", ")));
    Told { name: name.clone(), ..Told::default() }
        .text("code", code)
        .one("version", Value::Number(version.into()))
        .text("name", name)
        .text("language", kebab(&language))
        .one("advertising", flag(advertising))
        .text("script-purpose", purpose)
        .many("forms", forms)
        .many("steps", steps.into_iter().map(|step| Value::Text(step.code)))
}

pub(super) fn heard(record: Heard) -> Told {
    let Heard { id: _, code, script, step, words, client, by, at, settled } = record;
    Told { name: words.clone(), clients: vec![client], ..Told::default() }
        .text("code", code)
        .one("script", Value::record::<Script>(script))
        .text("step", step)
        .text("words", words)
        .one("client", Value::record::<Client>(client))
        .one("by", Value::record::<User>(by))
        .one("at", Value::At(at))
        .one("settled", settled.map(|version| Value::Number(version.into())))
}

pub(super) fn outcome(record: Outcome) -> Told {
    let Outcome {
        id: _,
        key,
        code,
        name,
        flags,
        asks,
        reasons,
        next,
        deal_stage,
        retired,
        calls,
        purpose,
        version,
        since,
    } = record;
    let OutcomeFlags { human, decision_maker, sale, stop, bad_number } = flags;
    let (next, after) = match next {
        NextStep::Retry { minutes } => ("retry", Some(Value::Seconds(minutes.saturating_mul(60)))),
        NextStep::Rest { days } => ("rest", Some(Value::Seconds(u32::from(days).saturating_mul(86_400)))),
        NextStep::Close => ("close", None),
        NextStep::Callback => ("callback", None),
        NextStep::FollowUp => ("follow-up", None),
        NextStep::OtherNumber => ("other-number", None),
    };
    Told { name: code.clone(), ..Told::default() }
        .text("key", key.to_string())
        .text("code", code)
        .one("name", Value::Both(name))
        .one("human", flag(human))
        .one("decision-maker", flag(decision_maker))
        .one("sale", flag(sale))
        .one("stop", flag(stop))
        .one("bad-number", flag(bad_number))
        .many("asks", asks.into_iter().map(|ask| Value::Term(Term::Ask(ask))))
        .many("reasons", both(reasons))
        .text("next", next.to_owned())
        .one("next-after", after)
        .text("new-deal-stage", deal_stage)
        .text("calls", kebab(&calls))
        .one("purpose", purpose.map(|purpose| Value::Term(Term::Purpose(purpose))))
        .one("version", Value::Number(version.into()))
        .one("since", since.map(Value::At))
        .one("retired", flag(retired))
}
