//! The fields of every kind of record, as the history names and compares them.
//!
//! Records are taken apart to the last field, so that a new field does not compile before it has a name here.

use std::collections::BTreeMap;

use super::value::{Content, Field, Relation, Term, Value};
use crate::domain::calendar::Calendar;
use crate::domain::call_list::CallList;
use crate::domain::client::{Client, Relations};
use crate::domain::consent::{Consent, Withdrawal};
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::deal::Deal;
use crate::domain::ids::ClientId;
use crate::domain::interaction::{Interaction, Note, ScriptRun, Subject};
use crate::domain::job::load::{LoadPart, Source};
use crate::domain::job::{Job, Operators};
use crate::domain::legal::LegalEntity;
use crate::domain::memo::{Memo, MemoKind, MemoTo};
use crate::domain::outcome::{NextStep, Outcome, OutcomeFlags};
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::queue::QueueEntry;
use crate::domain::recycle::Rule;
use crate::domain::script::Script;
use crate::domain::script::heard::Heard;
use crate::domain::script::question::Reply;
use crate::domain::setting::Setting;
use crate::domain::stop::{Lifted, StopEntry, StopSubject};
use crate::domain::text::{Bilingual, Lang};
use crate::domain::user::User;
use crate::store::{Record, Result, Table, codec};

/// What a record says of itself to the history.
#[derive(Default)]
pub(super) struct Told {
    /// Its name, where it has one.
    pub(super) name: String,
    /// The clients it belongs to.
    pub(super) clients: Vec<ClientId>,
    /// Its fields; the id is none.
    pub(super) fields: Vec<Field>,
}

/// Decodes a record of any table and takes it apart.
pub(super) fn told(table: Table, encoded: &[u8]) -> Result<Told> {
    Ok(match table {
        Table::Client => client(codec::decode(encoded)?),
        Table::Person => person(codec::decode(encoded)?),
        Table::LegalEntity => legal(codec::decode(encoded)?),
        Table::Interaction => interaction(codec::decode(encoded)?),
        Table::Note => note(codec::decode(encoded)?),
        Table::Deal => deal(codec::decode(encoded)?),
        Table::QueueEntry => entry(codec::decode(encoded)?),
        Table::Stop => stop(codec::decode(encoded)?),
        Table::User => user(codec::decode(encoded)?),
        Table::Heard => heard(codec::decode(encoded)?),
        Table::Load => load(codec::decode(encoded)?),
        Table::Memo => memo(codec::decode(encoded)?),
        Table::WorkDay => super::day::work_day(codec::decode(encoded)?),
        Table::StateSpan => super::day::state_span(codec::decode(encoded)?),
        Table::Notice => super::day::notice(codec::decode(encoded)?),
        Table::PauseCode => super::day::pause_code(codec::decode(encoded)?),
        Table::Snippet => super::day::snippet(codec::decode(encoded)?),
        Table::CallList => call_list(codec::decode(encoded)?),
        Table::Process => process(codec::decode(encoded)?),
        Table::Script => script(codec::decode(encoded)?),
        Table::Outcome => outcome(codec::decode(encoded)?),
        Table::Consent => consent(codec::decode(encoded)?),
        Table::Calendar => calendar(codec::decode(encoded)?),
        Table::Setting => setting(codec::decode(encoded)?),
    })
}

impl Told {
    pub(super) fn one(mut self, name: &'static str, value: impl Into<Option<Value>>) -> Self {
        self.fields.push(Field { name, content: Content::One(value.into()) });
        self
    }

    pub(super) fn text(self, name: &'static str, text: String) -> Self {
        self.one(name, (!text.is_empty()).then_some(Value::Text(text)))
    }

    pub(super) fn many(mut self, name: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        self.fields.push(Field { name, content: Content::Many(values.into_iter().collect()) });
        self
    }

    fn methods(self, methods: Vec<ContactMethod>) -> Self {
        let of = |wanted: fn(&ContactValue) -> bool| {
            let found: Vec<Value> =
                methods.iter().filter(|method| wanted(&method.value)).cloned().map(Value::Method).collect();
            found
        };
        let phones = of(|value| matches!(value, ContactValue::Phone(_)));
        let emails = of(|value| matches!(value, ContactValue::Email(_)));
        let others = of(|value| matches!(value, ContactValue::Other(_)));
        self.many("phones", phones).many("emails", emails).many("other-contacts", others)
    }
}

pub(super) fn link<R: Record>(id: Option<R::Id>) -> Option<Value> {
    id.map(Value::record::<R>)
}

fn subject(subject: Option<Subject>) -> Option<Value> {
    subject.map(|subject| match subject {
        Subject::Deal(id) => Value::record::<Deal>(id),
        Subject::CallList(id) => Value::record::<CallList>(id),
    })
}

/// A flag says something only while it is up.
pub(super) fn flag(flag: bool) -> Option<Value> {
    flag.then_some(Value::Flag(true))
}

fn client(record: Client) -> Told {
    let Client {
        id,
        kind,
        name,
        public_name,
        relations,
        manager,
        city,
        address,
        region,
        zone,
        methods,
        class,
        tags,
        custom,
        first_interest,
        registered,
        raw,
        calls,
    } = record;
    let Relations { client, supplier, competitor, carrier, other } = relations;
    let relations = [
        (client, Relation::Client),
        (supplier, Relation::Supplier),
        (competitor, Relation::Competitor),
        (carrier, Relation::Carrier),
        (other, Relation::Other),
    ];
    let relations = relations.into_iter().filter(|(holds, _)| *holds);
    let interest = first_interest.unwrap_or_default();
    let titled = |fields: BTreeMap<String, String>| fields.into_iter().map(|(t, v)| Value::Titled(t, v));
    Told { name: name.clone(), clients: vec![id], ..Told::default() }
        .text("name", name)
        .text("public-name", public_name)
        .one("kind", Value::Term(Term::ClientKind(kind)))
        .many("relations", relations.map(|(_, relation)| Value::Term(Term::Relation(relation))))
        .one("manager", link::<User>(manager))
        .methods(methods)
        .text("city", city)
        .text("address", address)
        .one("region", region.map(Value::Region))
        .one("zone", zone.map(|zone| Value::Zone(zone.tz)))
        .one("zone-source", zone.map(|zone| Value::Term(Term::ZoneSource(zone.source))))
        .one("window", calls.map(Value::Window))
        .one("class", class.map(|class| Value::Text(class.to_string())))
        .many("tags", tags.into_iter().map(Value::Text))
        .many("custom", titled(custom))
        .text("channel", interest.channel)
        .text("source", interest.source)
        .one("registered", Value::At(registered))
        .many("raw", raw.into_iter().map(|(title, value)| Value::Titled(title, value)))
}

fn person(record: Person) -> Told {
    let Person { id: _, name, links, methods } = record;
    let clients = links.iter().map(|link| link.client).collect();
    Told { name: name.clone(), clients, ..Told::default() }
        .text("name", name)
        .many("links", links.into_iter().map(Value::Link))
        .methods(methods)
}

fn legal(record: LegalEntity) -> Told {
    let LegalEntity { id: _, name, inn, inn_mark, kpp, ogrn, clients } = record;
    Told { name: name.clone(), clients: clients.clone(), ..Told::default() }
        .text("name", name)
        .text("inn", inn.map(|inn| inn.digits()).unwrap_or_default())
        .one("inn-mark", inn.map(|_| Value::Term(Term::InnMark(inn_mark))))
        .text("kpp", kpp.map(|kpp| kpp.to_string()).unwrap_or_default())
        .text("ogrn", ogrn.map(|ogrn| ogrn.to_string()).unwrap_or_default())
        .many("clients", clients.into_iter().map(Value::record::<Client>))
}

fn interaction(record: Interaction) -> Told {
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
        .many("tried", tried.into_iter().map(Value::Phone))
}

fn note(record: Note) -> Told {
    let Note { id: _, client, subject: about, at, author, text } = record;
    Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .text("text", text)
        .one("subject", subject(about))
        .one("at", Value::At(at))
        .one("author", Value::record::<User>(author))
}

fn deal(record: Deal) -> Told {
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

fn entry(record: QueueEntry) -> Told {
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

fn setting(record: Setting) -> Told {
    let Setting { id: _, name, version, text, saved, by } = record;
    Told { name: name.clone(), ..Told::default() }
        .text("name", name)
        .one("version", Value::Number(version.into()))
        .text("text", text)
        .one("at", Value::At(saved))
        .one("by", Value::record::<User>(by))
}

fn stop(record: StopEntry) -> Told {
    let StopEntry { id: _, client, subject, scope, since, until, reason, proof, interaction, by, lifted } =
        record;
    let (lifted, lifted_by, consent) = match lifted {
        Some(Lifted { at, by, consent }) => (Some(at), Some(by), Some(consent)),
        None => (None, None, None),
    };
    let subject = match subject {
        StopSubject::Phone(phone) => Value::Phone(phone),
        StopSubject::Person(id) => Value::record::<Person>(id),
        StopSubject::Client(id) => Value::record::<Client>(id),
    };
    Told { clients: client.into_iter().collect(), ..Told::default() }
        .one("client", link::<Client>(client))
        .one("subject", subject)
        .one("scope", Value::Scope(scope))
        .one("since", Value::At(since))
        .one("until", until.map(Value::At))
        .text("reason", reason)
        .text("proof", proof)
        .one("interaction", link::<Interaction>(interaction))
        .one("by", Value::record::<User>(by))
        .one("lifted", lifted.map(Value::At))
        .one("lifted-by", link::<User>(lifted_by))
        .one("consent", link::<Consent>(consent))
}

fn consent(record: Consent) -> Told {
    let Consent {
        id: _,
        client,
        person,
        kind,
        text,
        how,
        given,
        until,
        proof,
        proof_hash,
        by,
        recorded,
        withdrawn,
    } = record;
    let told = Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .one("person", link::<Person>(person))
        .one("kind", Value::Term(Term::Consent(kind)))
        .text("text", text)
        .one("how", Value::Term(Term::ConsentHow(how)))
        .one("given", Value::At(given))
        .one("until", until.map(Value::At))
        .text("proof", proof)
        .text("proof-hash", proof_hash)
        .one("by", Value::record::<User>(by))
        .one("recorded", Value::At(recorded));
    let end = withdrawn.map(|Withdrawal { at, by, reason, interaction, how, proof, proof_hash }| {
        ((Some(at), Some(by), Some(how)), (reason, proof, proof_hash), interaction)
    });
    let ((at, by, how), (reason, proof, proof_hash), interaction) = end.unwrap_or_default();
    told.one("withdrawn", at.map(Value::At))
        .one("withdrawn-by", link::<User>(by))
        .one("withdrawn-how", how.map(|how| Value::Term(Term::ConsentHow(how))))
        .text("withdrawn-proof", proof)
        .text("withdrawn-proof-hash", proof_hash)
        .text("reason", reason)
        .one("interaction", link::<Interaction>(interaction))
}

fn calendar(record: Calendar) -> Told {
    let Calendar { years, off, worked } = record;
    Told::default()
        .many("years", years.into_iter().map(|year| Value::Number(year.into())))
        .many("days-off", off.into_iter().map(Value::Date))
        .many("days-worked", worked.into_iter().map(Value::Date))
}

fn user(record: User) -> Told {
    let User { id: _, name, role, zone, pin, wrong_pins, locked, shift } = record;
    Told { name: name.clone(), ..Told::default() }
        .text("name", name)
        .one("role", Value::Term(Term::Role(role)))
        .one("zone", Value::Zone(zone))
        .one("pin", flag(pin.is_some()))
        .one("wrong-pins", (wrong_pins > 0).then(|| Value::Number(wrong_pins.into())))
        .one("locked", locked.map(Value::At))
        .text("shift", shift.map(|shift| shift.to_string()).unwrap_or_default())
}

fn call_list(record: CallList) -> Told {
    let CallList { id: _, name, purpose, script, process, max_attempts, created, owner, window, label, job } =
        record;
    let Job { state, operators, from, to, priority, order, recycle, started, finished } = job;
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
        .one("started", started.map(Value::At))
        .one("finished", finished.map(Value::At))
        .one("created", Value::At(created))
        .one("owner", Value::record::<User>(owner))
}

fn both(texts: Vec<Bilingual>) -> impl Iterator<Item = Value> {
    texts.into_iter().map(Value::Both)
}

fn process(record: Process) -> Told {
    let Process { id: _, code, version, name, control, stages, loss_reasons } = record;
    Told { name: code.clone(), ..Told::default() }
        .text("code", code)
        .one("version", Value::Number(version.into()))
        .one("name", Value::Both(name))
        .text("control", kebab(&control))
        .many("stages", both(stages.into_iter().map(|stage| stage.name).collect()))
        .many("loss-reasons", both(loss_reasons))
}

fn script(record: Script) -> Told {
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

fn heard(record: Heard) -> Told {
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

fn load(record: LoadPart) -> Told {
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

fn memo(record: Memo) -> Told {
    let Memo { id: _, to, client, kind, at, by, done } = record;
    let (what, due, phone, of, reason) = match kind {
        MemoKind::CallbackGone { due } => ("callback-gone", Some(due), None, None, String::new()),
        MemoKind::FindNumber { bad } => ("find-number", None, Some(bad), None, String::new()),
        MemoKind::Duplicate { of, by: _, reason } => ("duplicate", None, None, Some(of), reason),
    };
    let to = match to {
        MemoTo::User(user) => Some(user),
        MemoTo::Steward => None,
    };
    Told { clients: vec![client], ..Told::default() }
        .one("client", Value::record::<Client>(client))
        .text("kind", what.to_owned())
        .one("to", link::<User>(to))
        .one("due", due.map(Value::At))
        .one("phone", phone.map(Value::Phone))
        .one("same-as", link::<Client>(of))
        .text("reason", reason)
        .one("at", Value::At(at))
        .one("by", Value::record::<User>(by))
        .one("done", done.map(|(at, _)| Value::At(at)))
        .one("done-by", done.map(|(_, user)| Value::record::<User>(user)))
}

fn outcome(record: Outcome) -> Told {
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

/// The word of a file for a value: `manual`, `ru`.
fn kebab(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}
