//! `dozvon consent`: consents of clients, written, withdrawn, listed and proven.

use std::io::Read;
use std::path::Path;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::args::Format;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::moment::at_time;
use super::note::find;
use super::out::{self, shown, shown_path};
use super::record::stamp;
use super::table::{Cell, Table, print_one};
use crate::desk::catalog::Catalog;
use crate::desk::consents::{AddConsent, Proof, ProofOf, WithdrawConsent};
use crate::desk::dossier::DossierOf;
use crate::desk::{DeskError, What};
use crate::domain::consent::{Consent, ConsentHow, ConsentKind, Standing, standing};
use crate::domain::ids::{ClientId, PersonId, RecordId, UserId};
use crate::domain::phone::Phone;
use crate::domain::stop::{StopEntry, StopSubject};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Explain, Texts};
use crate::say;

/// Calls that stand on a sheet at most.
const CALLS: usize = 200;

/// What to do with consents.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum ConsentCommand {
    Add(AddArgs),
    Withdraw(WithdrawArgs),
    List(ListArgs),
    Proof(ProofArgs),
}

/// A new consent.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "CLIENT")]
    client: String,
    #[arg(long, value_name = "DATE")]
    given: String,
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    #[arg(long, value_name = "KIND", default_value = "advertising", value_parser = parse_kind)]
    kind: ConsentKind,
    #[arg(long, value_name = "HOW", default_value = "other", value_parser = parse_how)]
    how: ConsentHow,
    #[arg(long, value_name = "TEXT", default_value = "")]
    text: String,
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[arg(long, value_name = "FILE|URL", default_value = "")]
    proof: String,
}

/// A withdrawal.
#[derive(Debug, clap::Args)]
pub(super) struct WithdrawArgs {
    #[arg(value_name = "CLIENT")]
    client: String,
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    #[arg(long, value_name = "KIND", default_value = "advertising", value_parser = parse_kind)]
    kind: ConsentKind,
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

/// Whose consents are listed.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[arg(value_name = "CLIENT")]
    client: String,
}

/// Whose consents are proven.
#[derive(Debug, clap::Args)]
pub(super) struct ProofArgs {
    #[arg(value_name = "CLIENT|PHONE")]
    whom: String,
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

fn parse_kind(text: &str) -> Result<ConsentKind, String> {
    let kinds = ConsentKind::ALL.map(ConsentKind::code).join(", ");
    ConsentKind::from_code(text.trim()).ok_or(kinds)
}

fn parse_how(text: &str) -> Result<ConsentHow, String> {
    let ways = ConsentHow::ALL.map(ConsentHow::code).join(", ");
    ConsentHow::from_code(text.trim()).ok_or(ways)
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &ConsentCommand) -> Result<(), Fail> {
    match command {
        ConsentCommand::Add(args) => add(context, args),
        ConsentCommand::Withdraw(args) => withdraw(context, args),
        ConsentCommand::List(args) => list(context, args),
        ConsentCommand::Proof(args) => proof(context, args),
    }
}

fn add(context: &Context, args: &AddArgs) -> Result<(), Fail> {
    let given = at_time(context, &args.given)?;
    let until = args.until.as_deref().map(|text| at_time(context, text)).transpose()?;
    let (proof, proof_hash) = proof_of(context, &args.proof)?;
    let seat = context.sit_down()?;
    let client = find(context, &seat, &args.client)?;
    let person = args.person.as_deref().map(|name| person_named(context, &seat, client, name)).transpose()?;
    let (kind, how, text) = (args.kind, args.how, args.text.clone());
    let case = AddConsent { client, person, kind, text, how, given, until, proof, proof_hash };
    let agreed = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    if case.proof.is_empty() {
        out::remark(&context.texts.get("consent-unproven"));
    }
    let said = say!("consent-added", id = agreed.id.to_string(), count = agreed.reopened);
    let text = format!("{}\n", context.say(&said));
    print_one(context, || text, &[("id", agreed.id.as_u64().into()), ("reopened", agreed.reopened.into())])
}

/// A proof as it is kept: a file that is there gets its checksum beside its name.
pub(super) fn proof_of(context: &Context, proof: &str) -> Result<(String, String), Fail> {
    let path = Path::new(proof);
    if proof.is_empty() || !path.is_file() {
        return Ok((proof.to_owned(), String::new()));
    }
    let hash = || {
        let (mut file, mut hash) = (std::fs::File::open(path)?, Sha256::new());
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
            }
            hash.update(buffer.get(..read).unwrap_or_default());
        }
    };
    let hash = hash().map_err(|error: std::io::Error| {
        let what = say!("error-proof-file", file = shown_path(path), error = context.texts.io_error(&error));
        context.fail(Code::Failed, &what, None)
    })?;
    Ok((shown_path(path), hash))
}

/// The one of a client's people whose name holds these words.
pub(super) fn person_named(
    context: &Context,
    seat: &Seat,
    client: ClientId,
    name: &str,
) -> Result<PersonId, Fail> {
    let dossier =
        seat.desk.query(&seat.who, context.now(), &DossierOf(client)).map_err(context.desk_failed())?;
    let wanted = clean_line(name).to_lowercase();
    let found: Vec<_> =
        dossier.people.iter().filter(|person| person.name.to_lowercase().contains(&wanted)).collect();
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => {
            let error = DeskError::NotFound(What::Person, shown(name, 40));
            Err(context.fail(Code::NotFound, &error.what(&context.texts), None))
        }
        several => {
            let names: Vec<String> = several.iter().map(|person| shown(&person.name, 40)).collect();
            let what = say!("error-several-people", names = names.join(", "));
            Err(context.fail(Code::Usage, &what, Some(&say!("hint-several-people"))))
        }
    }
}

fn withdraw(context: &Context, args: &WithdrawArgs) -> Result<(), Fail> {
    let now = context.now();
    let at = args.at.as_deref().map(|text| at_time(context, text)).transpose()?.unwrap_or(now);
    let seat = context.sit_down()?;
    let client = find(context, &seat, &args.client)?;
    let person = args.person.as_deref().map(|name| person_named(context, &seat, client, name)).transpose()?;
    let case = WithdrawConsent {
        client,
        person,
        kind: args.kind,
        at,
        reason: args.reason.clone(),
        interaction: None,
    };
    let done = seat.desk.execute(&seat.who, now, &case).map_err(context.desk_failed())?;
    let said = say!("consent-withdrawn", count = done.consents.len(), blocked = done.blocked);
    let text = format!("{}\n", context.say(&said));
    let fields = [("withdrawn", done.consents.len().into()), ("blocked", done.blocked.into())];
    print_one(context, || text, &fields)
}

/// What is wanted to put a sheet into words.
struct Sheet<'a> {
    context: &'a Context,
    catalog: &'a Catalog,
    proof: &'a Proof,
    calendar: Calendar,
}

impl Sheet<'_> {
    fn texts(&self) -> &Texts {
        &self.context.texts
    }

    fn user(&self, id: UserId) -> String {
        self.catalog.user(id).map(|user| clean_line(&user.name)).unwrap_or_default()
    }

    fn whole(&self, at: Moment) -> String {
        at.in_zone(self.calendar.zone).format("%d.%m.%Y %H:%M").to_string()
    }

    fn whose(&self, person: Option<PersonId>) -> String {
        let texts = self.texts();
        person.map_or_else(|| texts.get("proof-client"), |id| clean_line(&self.proof.person(id)))
    }

    /// «согласен: № 3 от 12.03.2026», «нет согласия»
    fn standing(&self, person: Option<PersonId>, kind: ConsentKind, at: Moment) -> String {
        let found = standing(&self.proof.consents, kind, self.proof.client.id, person, at);
        self.texts().say(&match found {
            Standing::Holds(consent) => {
                say!("proof-holds", id = consent.id.to_string(), since = self.whole(consent.given))
            }
            Standing::Withdrawn { consent, at } => {
                say!("proof-withdrawn", id = consent.id.to_string(), at = self.whole(at))
            }
            Standing::Expired { consent, at } => {
                say!("proof-expired", id = consent.id.to_string(), at = self.whole(at))
            }
            Standing::Never => say!("proof-never"),
        })
    }

    /// The lines of one consent.
    fn consent(&self, consent: &Consent) -> Vec<String> {
        let texts = self.texts();
        let mut lines = vec![texts.say(&say!(
            "proof-consent",
            id = consent.id.to_string(),
            kind = texts.word(&consent.kind),
            whose = self.whose(consent.person),
            given = self.whole(consent.given),
            how = texts.word(&consent.how)
        ))];
        let mut detail = |key: &'static str, value: String| {
            if !value.is_empty() {
                lines.push(format!("    {}: {value}", texts.get(key)));
            }
        };
        detail("field-of-text", clean_line(&consent.text));
        detail("field-of-proof", clean_line(&consent.proof));
        detail("proof-hash", consent.proof_hash.clone());
        detail("field-of-until", consent.until.map(|until| self.whole(until)).unwrap_or_default());
        detail("field-of-recorded", format!("{}, {}", self.whole(consent.recorded), self.user(consent.by)));
        if let Some(end) = &consent.withdrawn {
            let parts = [self.whole(end.at), clean_line(&end.reason), self.user(end.by)];
            let said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
            detail("field-of-withdrawn", said);
        }
        lines
    }

    fn stop(&self, stop: &StopEntry) -> Vec<String> {
        let texts = self.texts();
        let whom = match &stop.subject {
            StopSubject::Phone(phone) => texts.phone(phone),
            StopSubject::Person(person) => self.whose(Some(*person)),
            StopSubject::Client(_) => self.whose(None),
        };
        let mut lines = vec![texts.say(&say!(
            "proof-stop",
            id = stop.id.to_string(),
            whom = whom,
            scope = texts.word(&stop.scope),
            since = self.whole(stop.since),
            by = self.user(stop.by)
        ))];
        let mut detail = |key: &'static str, value: String| {
            if !value.is_empty() {
                lines.push(format!("    {}: {value}", texts.get(key)));
            }
        };
        detail("field-of-reason", clean_line(&stop.reason));
        detail("field-of-proof", clean_line(&stop.proof));
        detail("proof-call", stop.interaction.map(|call| call.to_string()).unwrap_or_default());
        detail("field-of-until", stop.until.map(|until| self.whole(until)).unwrap_or_default());
        if let Some(lifted) = &stop.lifted {
            let said = texts.say(&say!(
                "proof-lifted",
                at = self.whole(lifted.at),
                by = self.user(lifted.by),
                consent = lifted.consent.to_string()
            ));
            detail("field-of-lifted", said);
        }
        lines
    }

    /// Whether a prohibition held then for a number, or for the client himself.
    fn stopped(&self, phone: Option<&Phone>, person: Option<PersonId>, at: Moment) -> Option<&StopEntry> {
        self.proof.stops.iter().find(|stop| {
            stop.holds(at)
                && match &stop.subject {
                    StopSubject::Client(_) => true,
                    StopSubject::Person(id) => Some(*id) == person,
                    StopSubject::Phone(number) => phone.is_some_and(|phone| phone.same_line(number)),
                }
        })
    }
}

fn list(context: &Context, args: &ListArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let client = find(context, &seat, &args.client)?;
    let now = context.now();
    let ask = ProofOf { client, phone: None, limit: 0 };
    let proof = seat.desk.query(&seat.who, now, &ask).map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let sheet = Sheet { context, catalog: &catalog, proof: &proof, calendar };
    let texts = &context.texts;
    let mut table = Table::new(&[
        "table-id",
        "table-kind",
        "table-person",
        "table-given",
        "table-how",
        "table-proof",
        "table-until",
        "table-withdrawn",
        "table-owner",
    ]);
    let moment = |at: Option<Moment>| at.map_or_else(Cell::none, |at| Cell::both(sheet.whole(at), stamp(at)));
    for consent in &proof.consents {
        table.push(vec![
            consent.id.as_u64().into(),
            Cell::both(texts.word(&consent.kind), consent.kind.code()),
            Cell::option(consent.person.map(|person| proof.person(person)).as_deref()),
            moment(Some(consent.given)),
            Cell::both(texts.word(&consent.how), consent.how.code()),
            Cell::option(Some(consent.proof.as_str()).filter(|proof| !proof.is_empty())),
            moment(consent.until),
            moment(consent.withdrawn.as_ref().map(|end| end.at)),
            sheet.user(consent.by).into(),
        ]);
    }
    if proof.consents.is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("consent-none"));
    }
    table.print(context)
}

fn proof(context: &Context, args: &ProofArgs) -> Result<(), Fail> {
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
            "scope": super::stop_list::scope_word(stop.scope),
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
