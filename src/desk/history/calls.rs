//! The fields of calls, of deals, and of the lists they are made from.

use super::fields::{Told, flag, link};
use super::value::{Term, Value};
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::interaction::{Interaction, Note, ScriptRun, Subject};
use crate::domain::job::load::{LoadPart, Source};
use crate::domain::job::{Job, Operators};
use crate::domain::outcome::Outcome;
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::queue::QueueEntry;
use crate::domain::recycle::Rule;
use crate::domain::script::Script;
use crate::domain::script::question::Reply;
use crate::domain::text::Lang;
use crate::domain::user::User;
use crate::store::Table;

fn subject(subject: Option<Subject>) -> Option<Value> {
    subject.map(|subject| match subject {
        Subject::Deal(id) => Value::record::<Deal>(id),
        Subject::CallList(id) => Value::record::<CallList>(id),
    })
}

pub(super) fn interaction(record: Interaction) -> Told {
    let Interaction {
        id: _,
        client,
        person,
        kind,
        direction,
        status,
        at,
        duration_s,
        phone,
        subject: about,
        outcome,
        reason,
        owner,
        text,
        script,
        entry,
        attempt,
        promised,
        tried,
        marks,
        recording,
    } = record;
    let (script, path) = script.map(|ScriptRun { script, path }| (script, path)).unzip();
    let steps = path.into_iter().flatten().map(|step| {
        let answer = step.answer.map(|answer| format!(" {answer}")).unwrap_or_default();
        let reply = match &step.reply {
            // A choice is its number already.
            None | Some(Reply::Choice(_)) => String::new(),
            Some(Reply::Declined) => " —".to_owned(),
            Some(reply) => format!(" «{}»", reply.said(Lang::Ru, |key| key)),
        };
        Value::Text(format!("{}{answer}{reply}", step.step))
    });
    Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .one("kind", Value::Term(Term::Kind(kind)))
        .one("direction", Value::Term(Term::Direction(direction)))
        .one("status", Value::Term(Term::Status(status)))
        .one("at", Value::At(at))
        .one("duration", duration_s.map(Value::Seconds))
        .one("person", link::<Person>(person))
        .one("phone", phone.map(Value::Phone))
        .one("outcome", link::<Outcome>(outcome))
        .text("reason", reason)
        .text("text", text)
        .one("subject", subject(about))
        .one("owner", Value::record::<User>(owner))
        .one("script", link::<Script>(script))
        .many("path", steps)
        .one("entry", link::<QueueEntry>(entry))
        .one("attempt", (attempt > 0).then(|| Value::Number(attempt.into())))
        .one("promised", promised.map(Value::At))
        .many("tried", tried.into_iter().map(Value::Tried))
        .many("marks", marks.iter().map(|mark| Value::Text(mark.said())))
        .text("recording", recording.map(|link| link.as_str().to_owned()).unwrap_or_default())
}

pub(super) fn note(record: Note) -> Told {
    let Note { id: _, client, subject: about, at, author, text } = record;
    Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .text("text", text)
        .one("subject", subject(about))
        .one("at", Value::At(at))
        .one("author", Value::record::<User>(author))
}

pub(super) fn deal(record: Deal) -> Told {
    let Deal {
        id: _,
        client,
        person,
        name,
        process,
        status,
        passes,
        amount,
        owner,
        opened,
        closed,
        interest,
    } = record;
    let stage = passes.last().map(|pass| Value::Stage(process, pass.stage));
    let interest = interest.unwrap_or_default();
    Told { name: name.clone(), clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .text("name", name)
        .one("process", Value::record::<Process>(process))
        .one("status", Value::Deal(status))
        .one("stage", stage)
        .one("amount", amount.map(Value::Money))
        .one("person", link::<Person>(person))
        .one("owner", Value::record::<User>(owner))
        .one("opened", Value::At(opened))
        .one("closed", closed.map(Value::At))
        .many("passes", passes.into_iter().map(|pass| Value::Pass(process, pass)))
        .text("channel", interest.channel)
        .text("source", interest.source)
}

pub(super) fn entry(record: QueueEntry) -> Told {
    let QueueEntry {
        id: _,
        client,
        person,
        phone,
        kind,
        due,
        reason,
        list,
        attempts,
        max_attempts,
        owner,
        state,
        zone,
        created,
        marks,
    } = record;
    let skips = i64::try_from(marks.skips.len()).ok();
    Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .one("kind", Value::Term(Term::Entry(kind)))
        .one("state", Value::State(state))
        .one("due", Value::At(due))
        .text("reason", reason)
        .one("person", link::<Person>(person))
        .one("phone", phone.map(Value::Phone))
        .one("list", link::<CallList>(list))
        .one("attempts", Value::Number(attempts.into()))
        .one("max-attempts", Value::Number(max_attempts.into()))
        .one("owner", link::<User>(owner))
        .one("zone", zone.map(Value::Zone))
        .one("created", Value::At(created))
        .one("not-before", marks.not_before.map(Value::At))
        .one("skips", skips.filter(|count| *count > 0).map(Value::Number))
        .one("keeper", link::<User>(marks.keeper))
        .one("whole-day", flag(marks.whole_day))
}

pub(super) fn call_list(record: CallList) -> Told {
    let CallList { id: _, name, purpose, script, process, max_attempts, created, owner, window, label, job } =
        record;
    let Job { state, operators, from, to, priority, order, recycle, started, finished, auto_next } = job;
    let operators = match operators {
        Operators::Everybody => Vec::new(),
        Operators::Named(users) => users,
    };
    let count = |count: u16| (count > 0).then(|| Value::Number(count.into()));
    let rule = |rule: &Rule| {
        let Rule { outcome, minutes, shift, other_number, most } = rule;
        let number = if *other_number { " other-number" } else { "" };
        Value::Text(format!("{outcome} {minutes} {}{number} {most}", shift.code()))
    };
    Told { name: name.clone(), ..Told::default() }
        .text("name", name)
        .one("purpose", Value::Term(Term::Purpose(purpose)))
        .text("script", script.unwrap_or_default())
        .text("process", process.unwrap_or_default())
        .one("max-attempts", Value::Number(max_attempts.into()))
        .one("window", window.map(Value::Window))
        .text("label", label)
        .one("job-state", Value::Term(Term::JobState(state)))
        .many("operators", operators.into_iter().map(Value::record::<User>))
        .one("first-day", from.map(Value::Date))
        .one("last-day", to.map(Value::Date))
        .one("priority", Value::Number(priority.into()))
        .one("every-new", count(order.every_new.into()))
        .one("share", count(order.share.into()))
        .one("recycle", Value::Term(Term::Recycle(recycle.preset)))
        .many("rules", recycle.own.iter().map(rule))
        .one("cap", recycle.cap.and_then(count))
        .one("auto-next", flag(auto_next))
        .one("started", started.map(Value::At))
        .one("finished", finished.map(Value::At))
        .one("created", Value::At(created))
        .one("owner", Value::record::<User>(owner))
}

pub(super) fn load(record: LoadPart) -> Told {
    let LoadPart { id: _, load, list, source, at, by, sums, rows: _ } = record;
    let (Source::File(source) | Source::Base(source)) = source;
    Told { name: source.clone(), ..Told::default() }
        .one("load", Value::Record(Table::Load, crate::domain::ids::RecordId::as_u64(load)))
        .one("list", Value::record::<CallList>(list))
        .text("source", source)
        .one("rows", i64::try_from(sums.all()).ok().map(Value::Number))
        .one("taken", i64::try_from(sums.taken()).ok().map(Value::Number))
        .one("at", Value::At(at))
        .one("by", Value::record::<User>(by))
}
