//! `dozvon consent proof`: all that proves whether a client could be called, as a page and for machines.

use serde_json::json;

use super::ProofArgs;
use super::sheet::{Sheet, Whom};
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::fail::Fail;
use crate::cli::moment::at_time;
use crate::cli::note::find;
use crate::cli::out;
use crate::cli::record::stamp;
use crate::desk::consents::{Proof, ProofOf};
use crate::domain::consent::{ConsentKind, Standing, standing};
use crate::domain::ids::{PersonId, RecordId};
use crate::domain::interaction::Interaction;
use crate::domain::phone::Phone;
use crate::domain::stop::StopSubject;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::i18n::Calendar;
use crate::say;

/// Calls that stand on a sheet at most.
const CALLS: usize = 200;

/// Prints the sheet that proves a client's consents.
pub(super) fn run(context: &Context, args: &ProofArgs) -> Result<(), Fail> {
    let now = context.now();
    let at = args.at.as_deref().map(|text| at_time(context, text)).transpose()?.unwrap_or(now);
    let seat = context.sit_down_to_ask()?;
    let phone = Phone::parse(&args.whom).ok();
    let client = find(context, &seat, &args.whom)?;
    // A code of a client is short, and no number of his.
    let mut ask = ProofOf { client, phone: None, limit: CALLS };
    let mut proof = seat.desk.query(&seat.who, now, &ask).map_err(context.desk_failed())?;
    let is_his = |phone: &Phone| {
        let people = proof.people.iter().flat_map(|person| person.phones());
        proof.client.phones().chain(people).any(|known| known.same_line(phone))
    };
    let phone = phone.filter(is_his);
    if phone.is_some() {
        ask.phone = phone;
        proof = seat.desk.query(&seat.who, now, &ask).map_err(context.desk_failed())?;
    }
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let sheet = Sheet { context, catalog: &catalog, proof: &proof, calendar };
    let person = phone.and_then(|phone| proof.owner(&phone));
    let text = match context.format() {
        Format::Json | Format::Ndjson => format!("{}\n", out::json(&object(&sheet, phone, person, at))),
        Format::Table | Format::Csv => page(&sheet, phone, person, at),
    };
    out::print(&context.texts, &text)
}

/// The sheet as a page to print.
fn page(sheet: &Sheet<'_>, phone: Option<Phone>, person: Option<PersonId>, at: Moment) -> String {
    let (texts, proof) = (sheet.texts(), sheet.proof);
    let mut lines = vec![texts.say(&say!(
        "proof-title",
        client = clean_line(&proof.client.name),
        code = proof.client.code()
    ))];
    if let Some(phone) = phone {
        let whose = sheet.whose(person);
        lines.push(texts.say(&say!("proof-phone", phone = texts.phone(&phone), whose = whose)));
    }
    lines.push(texts.say(&say!(
        "proof-made",
        at = sheet.whole(sheet.calendar.now),
        zone = texts.zone(sheet.calendar.zone, sheet.calendar.now)
    )));
    lines.push(String::new());
    lines.push(texts.say(&say!("proof-at", at = sheet.whole(at))));
    for kind in ConsentKind::ALL {
        lines.push(format!("  {}: {}", texts.word(&kind), sheet.standing(person, kind, at)));
    }
    for state in sheet.states(phone.as_ref(), person, at) {
        let whom = match &state.whom {
            Whom::Client => sheet.whose(None),
            Whom::Phone(phone) => texts.phone(phone),
            Whom::Person(id) => sheet.whose(Some(*id)),
        };
        lines.push(format!("  {whom}: {}", sheet.in_force(&state.stops)));
    }
    let mut section = |key: &'static str, none: &'static str, found: Vec<Vec<String>>| {
        lines.push(String::new());
        lines.push(texts.get(key));
        if found.is_empty() {
            lines.push(format!("  {}", texts.get(none)));
        }
        lines.extend(found.into_iter().flatten().map(|line| format!("  {line}")));
    };
    section("proof-consents", "consent-none", proof.consents.iter().map(|one| sheet.consent(one)).collect());
    section("proof-stops", "stop-none", proof.stops.iter().map(|one| sheet.stop(one)).collect());
    let calls = proof.calls.iter().flat_map(|call| dialled(call, phone)).map(|dialled| {
        let Dialled { call, number, at, next } = dialled;
        let owner = owner_of(proof, call, number, next.is_none());
        let (id, at_said, by) = (call.id.to_string(), sheet.whole(at), sheet.user(call.owner));
        let number = number.map(|phone| texts.phone(&phone)).unwrap_or_default();
        let standing = sheet.standing(owner, ConsentKind::Advertising, at);
        vec![texts.say(&match next {
            None => say!("proof-called", id = id, at = at_said, phone = number, by = by, standing = standing),
            Some(next) => say!(
                "proof-called-tried",
                id = id,
                at = at_said,
                phone = number,
                by = by,
                next = texts.phone(&next),
                standing = standing
            ),
        })]
    });
    section("proof-calls", "proof-no-calls", calls.collect());
    if proof.more_calls {
        lines.push(format!("  {}", texts.say(&say!("proof-more-calls", count = CALLS))));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The sheet for machines.
fn object(
    sheet: &Sheet<'_>,
    phone: Option<Phone>,
    person: Option<PersonId>,
    at: Moment,
) -> serde_json::Value {
    let proof = sheet.proof;
    let held = |person: Option<PersonId>, kind: ConsentKind, at: Moment| match standing(
        &proof.consents,
        kind,
        proof.client.id,
        person,
        at,
    ) {
        Standing::Holds(consent) => json!({ "holds": true, "consent": consent.id.as_u64() }),
        Standing::Withdrawn { consent, at } => {
            json!({ "holds": false, "consent": consent.id.as_u64(), "withdrawn": stamp(at) })
        }
        Standing::Expired { consent, at } => {
            json!({ "holds": false, "consent": consent.id.as_u64(), "expired": stamp(at) })
        }
        Standing::Never => json!({ "holds": false }),
    };
    let consents = proof.consents.iter().map(|consent| {
        json!({
            "id": consent.id.as_u64(),
            "kind": consent.kind.code(),
            "person": consent.person.map(|person| proof.person(person)),
            "given": stamp(consent.given),
            "how": consent.how.code(),
            "text": consent.text,
            "until": consent.until.map(stamp),
            "proof": consent.proof,
            "proof_sha256": consent.proof_hash,
            "by": sheet.user(consent.by),
            "recorded": stamp(consent.recorded),
            "withdrawn": consent.withdrawn.as_ref().map(|end| json!({
                "at": stamp(end.at),
                "reason": end.reason,
                "how": end.how.code(),
                "proof": end.proof,
                "proof_sha256": end.proof_hash,
                "by": sheet.user(end.by),
            })),
        })
    });
    let stops = proof.stops.iter().map(|stop| {
        json!({
            "id": stop.id.as_u64(),
            "subject": match &stop.subject {
                StopSubject::Phone(phone) => json!({ "phone": phone.to_string() }),
                StopSubject::Person(id) => json!({ "person": proof.person(*id) }),
                StopSubject::Client(_) => json!("client"),
            },
            "scope": crate::cli::stop_list::scope_word(stop.scope),
            "since": stamp(stop.since),
            "until": stop.until.map(stamp),
            "reason": stop.reason,
            "proof": stop.proof,
            "call": stop.interaction.map(RecordId::as_u64),
            "by": sheet.user(stop.by),
            "lifted": stop.lifted.as_ref().map(|lifted| json!({
                "at": stamp(lifted.at),
                "by": sheet.user(lifted.by),
                "consent": lifted.consent.as_u64(),
            })),
        })
    });
    let calls = proof.calls.iter().flat_map(|call| dialled(call, phone)).map(|dialled| {
        let Dialled { call, number, at, next } = dialled;
        let owner = owner_of(proof, call, number, next.is_none());
        json!({
            "id": call.id.as_u64(),
            "at": stamp(at),
            "phone": number.map(|phone| phone.to_string()),
            "by": sheet.user(call.owner),
            "no_answer_then": next.map(|phone| phone.to_string()),
            "advertising": held(owner, ConsentKind::Advertising, at),
        })
    });
    let states = sheet.states(phone.as_ref(), person, at);
    // The oldest prohibition that held against anything the sheet is about.
    let in_force = states.iter().flat_map(|state| &state.stops);
    let first = in_force.min_by_key(|stop| (stop.since, stop.id));
    json!({
        "client": proof.client.code(),
        "name": proof.client.name,
        "phone": phone.map(|phone| phone.to_string()),
        "at": stamp(at),
        "advertising": held(person, ConsentKind::Advertising, at),
        "personal_data": held(person, ConsentKind::PersonalData, at),
        "recording": held(person, ConsentKind::Recording, at),
        "stopped_by": first.map(|stop| stop.id.as_u64()),
        "states": states.iter().map(|state| {
            let stopped_by: Vec<u64> = state.stops.iter().map(|stop| stop.id.as_u64()).collect();
            match &state.whom {
                Whom::Client => json!({ "client": proof.client.code(), "stopped_by": stopped_by }),
                Whom::Phone(phone) => json!({ "phone": phone.to_string(), "stopped_by": stopped_by }),
                Whom::Person(id) => json!({ "person": proof.person(*id), "stopped_by": stopped_by }),
            }
        }).collect::<Vec<_>>(),
        "consents": consents.collect::<Vec<_>>(),
        "stops": stops.collect::<Vec<_>>(),
        "calls": calls.collect::<Vec<_>>(),
        "more_calls": proof.more_calls,
    })
}

/// A number that was dialled: the one of a call, or one nobody was reached on before it.
struct Dialled<'a> {
    call: &'a Interaction,
    number: Option<Phone>,
    at: Moment,
    /// The number that was dialled after it in the same attempt.
    next: Option<Phone>,
}

/// What was dialled in a call, the latest first; only a number the sheet is of, where it is of one.
fn dialled(call: &Interaction, only: Option<Phone>) -> Vec<Dialled<'_>> {
    let (mut out, mut next) =
        (vec![Dialled { call, number: call.phone, at: call.at, next: None }], call.phone);
    for tried in call.tried.iter().rev() {
        let at = tried.at.unwrap_or(call.at);
        out.push(Dialled { call, number: Some(tried.phone), at, next });
        next = Some(tried.phone);
    }
    out.retain(|dialled| {
        only.is_none_or(|only| dialled.number.is_some_and(|number| number.same_line(&only)))
    });
    out
}

/// Who was called: whoever the call names, of its own number; else whose number it is.
fn owner_of(proof: &Proof, call: &Interaction, number: Option<Phone>, last: bool) -> Option<PersonId> {
    call.person.filter(|_| last).or_else(|| number.and_then(|number| proof.owner(&number)))
}
