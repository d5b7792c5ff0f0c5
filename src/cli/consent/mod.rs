//! `dozvon consent`: consents of clients, written, withdrawn, listed and proven.
//!
//! | module | what it does |
//! |---|---|
//! | `sheet` | what is known of a client's consents, in words |
//! | `proof` | the sheet that proves whether a call could be made |

mod proof;
mod sheet;

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use self::sheet::Sheet;
use super::args::Format;
use super::console;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::moment::{at_time, through_day};
use super::note::find;
use super::out::{self, shown, shown_path};
use super::record::stamp;
use super::stop_list::zone_of;
use super::table::{Cell, Table, print_one};
use crate::desk::consents::{AddConsent, ProofOf, WithdrawConsent};
use crate::desk::dossier::DossierOf;
use crate::desk::{DeskError, What};
use crate::domain::consent::{ConsentHow, ConsentKind};
use crate::domain::ids::{ClientId, PersonId, RecordId};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Explain};
use crate::say;

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
    #[arg(long, value_name = "HOW", default_value = "other", value_parser = parse_how)]
    how: ConsentHow,
    #[arg(long, value_name = "FILE|URL", default_value = "")]
    proof: String,
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
        ConsentCommand::Proof(args) => proof::run(context, args),
    }
}

fn add(context: &Context, args: &AddArgs) -> Result<(), Fail> {
    let given = at_time(context, &args.given)?;
    let (proof, proof_hash) = proof_of(context, &args.proof)?;
    let seat = context.sit_down()?;
    let client = find(context, &seat, &args.client)?;
    let person = args.person.as_deref().map(|name| person_named(context, &seat, client, name)).transpose()?;
    let zone = zone_of(context, &seat, client);
    let until = args.until.as_deref().map(|text| through_day(context, text, zone)).transpose()?;
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
    let found = console::here(path);
    if proof.is_empty() || !found.is_file() {
        return Ok((proof.to_owned(), String::new()));
    }
    let hash = || {
        let (mut file, mut hash) = (std::fs::File::open(&found)?, Sha256::new());
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
    let (proof, proof_hash) = proof_of(context, &args.proof)?;
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
        how: args.how,
        proof,
        proof_hash,
    };
    let done = seat.desk.execute(&seat.who, now, &case).map_err(context.desk_failed())?;
    let said = say!("consent-withdrawn", count = done.consents.len(), blocked = done.blocked);
    let text = format!("{}\n", context.say(&said));
    let fields = [("withdrawn", done.consents.len().into()), ("blocked", done.blocked.into())];
    print_one(context, || text, &fields)
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
