//! `dozvon consent proof`: all that proves whether a client could be called, as a page and for machines.

use serde_json::json;

use super::ProofArgs;
use super::sheet::Sheet;
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::fail::Fail;
use crate::cli::moment::at_time;
use crate::cli::note::find;
use crate::cli::out;
use crate::cli::record::stamp;
use crate::desk::consents::ProofOf;
use crate::domain::consent::{ConsentKind, Standing, standing};
use crate::domain::ids::{PersonId, RecordId};
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
    let stopped = sheet.stopped(phone.as_ref(), person, at);
    let stopped = stopped.map_or_else(
        || texts.get("proof-not-stopped"),
        |stop| texts.say(&say!("proof-stopped", id = stop.id.to_string(), scope = texts.word(&stop.scope))),
    );
    lines.push(format!("  {stopped}"));
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
    let calls = proof.calls.iter().map(|call| {
        let owner = call.person.or_else(|| call.phone.and_then(|phone| proof.owner(&phone)));
        let said = say!(
            "proof-called",
            id = call.id.to_string(),
            at = sheet.whole(call.at),
            phone = call.phone.map(|phone| texts.phone(&phone)).unwrap_or_default(),
            by = sheet.user(call.owner),
            standing = sheet.standing(owner, ConsentKind::Advertising, call.at)
        );
        vec![texts.say(&said)]
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
    let calls = proof.calls.iter().map(|call| {
        let owner = call.person.or_else(|| call.phone.and_then(|phone| proof.owner(&phone)));
        json!({
            "id": call.id.as_u64(),
            "at": stamp(call.at),
            "phone": call.phone.map(|phone| phone.to_string()),
            "by": sheet.user(call.owner),
            "advertising": held(owner, ConsentKind::Advertising, call.at),
        })
    });
    json!({
        "client": proof.client.code(),
        "name": proof.client.name,
        "phone": phone.map(|phone| phone.to_string()),
        "at": stamp(at),
        "advertising": held(person, ConsentKind::Advertising, at),
        "personal_data": held(person, ConsentKind::PersonalData, at),
        "recording": held(person, ConsentKind::Recording, at),
        "stopped_by": sheet.stopped(phone.as_ref(), person, at).map(|stop| stop.id.as_u64()),
        "consents": consents.collect::<Vec<_>>(),
        "stops": stops.collect::<Vec<_>>(),
        "calls": calls.collect::<Vec<_>>(),
        "more_calls": proof.more_calls,
    })
}
