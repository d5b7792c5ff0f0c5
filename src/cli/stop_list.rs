//! `dozvon stop`: the stop list, written, lifted, looked through and loaded.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::args::{Format, parse_limit};
use super::consent::person_named;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::gate::list_named;
use super::moment::through_day;
use super::note::find;
use super::out::{self, shown, shown_path};
use super::record::stamp;
use super::table::{Cell, Table, print_one};
use crate::desk::consents::ProofOf;
use crate::desk::stops::{AddStop, LiftStop, LoadStops, StopList, StopRow, StopTotals, TryStops};
use crate::domain::ids::{ClientId, RecordId, StopId, code, parse_code};
use crate::domain::phone::{self, Phone};
use crate::domain::stop::{StopEntry, StopScope, StopSubject};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::exchange::clients::ClientReader;
use crate::exchange::{ColumnMap, Field, FileError, Options, Override, Row, Source, parse_map};
use crate::say;

/// Numbers that are written together.
const BATCH: usize = 200;
/// Entries that are listed unless the command line says otherwise.
const LIMIT: u16 = 50;

/// What to do with the stop list.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum StopCommand {
    Add(AddArgs),
    Lift {
        #[arg(value_name = "ID")]
        id: String,
    },
    List(ListArgs),
    Load(LoadArgs),
}

/// A new prohibition.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    #[arg(value_name = "CLIENT|PHONE")]
    whom: String,
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    #[arg(long, conflicts_with = "list")]
    everything: bool,
    #[arg(long, value_name = "NAME")]
    list: Option<String>,
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    #[arg(long, value_name = "FILE|URL", default_value = "")]
    proof: String,
}

/// Which entries are listed.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[arg(value_name = "CLIENT|PHONE")]
    whom: Option<String>,
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "N", default_value_t = LIMIT, value_parser = parse_limit)]
    limit: u16,
}

/// Which file is loaded.
#[derive(Debug, clap::Args)]
pub(super) struct LoadArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    everything: bool,
    #[arg(long, value_name = "TEXT")]
    proof: Option<String>,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &StopCommand) -> Result<(), Fail> {
    match command {
        StopCommand::Add(args) => add(context, args),
        StopCommand::Lift { id } => lift(context, id),
        StopCommand::List(args) => list(context, args),
        StopCommand::Load(args) => load(context, args),
    }
}

/// The word of a scope for machines.
pub(super) fn scope_word(scope: StopScope) -> &'static str {
    match scope {
        StopScope::Everything => "everything",
        StopScope::Advertising => "advertising",
        StopScope::List(_) => "list",
    }
}

/// A client or a number, as it was typed: a number is meant where one is written out in full.
fn whom(context: &Context, seat: &Seat, text: &str) -> Result<(Option<ClientId>, Option<Phone>), Fail> {
    match Phone::parse(text) {
        Ok(phone) if parse_code(text).is_none_or(|number| number >= 1_000_000_000) => Ok((None, Some(phone))),
        _ => Ok((Some(find(context, seat, text)?), None)),
    }
}

/// The zone of a client, where it is known.
pub(super) fn zone_of(context: &Context, seat: &Seat, client: ClientId) -> Option<chrono_tz::Tz> {
    let ask = ProofOf { client, phone: None, limit: 0 };
    let found = seat.desk.query(&seat.who, context.now(), &ask).ok()?;
    found.client.zone.map(|zone| zone.tz)
}

fn add(context: &Context, args: &AddArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let (client, phone) = match (&args.person, whom(context, &seat, &args.whom)?) {
        // One of the people of whoever has the number.
        (Some(_), (None, Some(_))) => (Some(find(context, &seat, &args.whom)?), None),
        (_, found) => found,
    };
    let subject = match (&args.person, client, phone) {
        (Some(name), Some(client), _) => StopSubject::Person(person_named(context, &seat, client, name)?),
        (_, _, Some(phone)) => StopSubject::Phone(phone),
        (None, Some(client), None) => StopSubject::Client(client),
        (_, None, None) => return Ok(()),
    };
    let until = match &args.until {
        Some(text) => {
            // A number may be nobody's here: then it is the day of whoever works here.
            let owner = client.or_else(|| find(context, &seat, &args.whom).ok());
            Some(through_day(context, text, owner.and_then(|id| zone_of(context, &seat, id)))?)
        }
        None => None,
    };
    let scope = match &args.list {
        Some(name) => StopScope::List(list_named(context, &seat, name)?),
        None if args.everything => StopScope::Everything,
        None => StopScope::Advertising,
    };
    let case = AddStop {
        subject,
        client,
        scope,
        until,
        reason: args.reason.clone(),
        proof: super::consent::proof_of(context, &args.proof)?.0,
        interaction: None,
    };
    let stopped = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let id = stopped.id.to_string();
    let said = if stopped.known {
        say!("stop-known", id = id)
    } else {
        say!("stop-added", id = id, count = stopped.blocked)
    };
    let text = format!("{}\n", context.say(&said));
    let fields = [
        ("id", stopped.id.as_u64().into()),
        ("known", stopped.known.into()),
        ("blocked", stopped.blocked.into()),
    ];
    print_one(context, || text, &fields)
}

fn lift(context: &Context, id: &str) -> Result<(), Fail> {
    let Some(number) = parse_code(id) else {
        let what = say!("error-not-a-number", text = shown(id, 40));
        return Err(context.fail(Code::Usage, &what, Some(&say!("hint-stop-number"))));
    };
    let seat = context.sit_down()?;
    let case = LiftStop(StopId::from_u64(number));
    let lifted = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let consent = lifted.consent.to_string();
    let said = say!("stop-lifted", id = number.to_string(), consent = consent, count = lifted.reopened);
    let text = format!("{}\n", context.say(&said));
    let fields = [
        ("id", number.into()),
        ("consent", lifted.consent.as_u64().into()),
        ("reopened", lifted.reopened.into()),
    ];
    print_one(context, || text, &fields)
}

fn list(context: &Context, args: &ListArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let client = args.whom.as_deref().map(|text| find(context, &seat, text)).transpose()?;
    let ask = StopList { client, over: args.all, limit: args.limit.into() };
    let (stops, more) = seat.desk.query(&seat.who, now, &ask).map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&[
        "table-id",
        "table-whom",
        "table-scope",
        "table-since",
        "table-until",
        "table-client-code",
        "table-call",
        "table-owner",
        "table-lifted",
        "table-reason",
    ]);
    let texts = &context.texts;
    let moment = |at: Option<Moment>| {
        let said = |at: Moment| at.in_zone(seat.who.zone).format("%d.%m.%Y %H:%M").to_string();
        at.map_or_else(Cell::none, |at| Cell::both(said(at), stamp(at)))
    };
    for stop in &stops {
        let by = catalog.user(stop.by).map(|user| user.name.as_str());
        table.push(vec![
            stop.id.as_u64().into(),
            subject(context, stop),
            Cell::both(texts.word(&stop.scope), scope_word(stop.scope)),
            moment(Some(stop.since)),
            moment(stop.until),
            Cell::option(stop.client.map(|client| code(client.as_u64())).as_deref()),
            stop.interaction.map_or_else(Cell::none, |call| call.as_u64().into()),
            Cell::option(by),
            moment(stop.lifted.as_ref().map(|lifted| lifted.at)),
            stop.reason.as_str().into(),
        ]);
    }
    if context.format() == Format::Table {
        if stops.is_empty() {
            out::remark(&texts.get("stop-none"));
        } else if more {
            out::remark(&context.say(&say!("stop-more", count = args.limit)));
        }
    }
    table.print(context)
}

fn subject(context: &Context, stop: &StopEntry) -> Cell {
    match &stop.subject {
        StopSubject::Phone(phone) => Cell::both(context.texts.phone(phone), phone.to_string()),
        StopSubject::Person(id) => {
            Cell::both(context.say(&say!("stop-of-person", id = id.to_string())), format!("person {id}"))
        }
        StopSubject::Client(id) => Cell::both(code(id.as_u64()), format!("client {id}")),
    }
}

/// What a file came to.
#[derive(Default)]
struct Loaded {
    rows: usize,
    /// Rows without a number that can be read: line and what stands there.
    unread: Vec<(u64, String)>,
    /// Numbers that stood in the file before.
    twice: usize,
    totals: StopTotals,
}

fn load(context: &Context, args: &LoadArgs) -> Result<(), Fail> {
    let bad_file = |error: FileError| {
        let texts = &context.texts;
        let code = if matches!(error, FileError::NotFound) { Code::NotFound } else { Code::Failed };
        let what =
            say!("import-file-broken", file = shown_path(&args.file), problem = texts.file_error(&error));
        context.fail(code, &what, Some(&texts.file_hint(&error)))
    };
    // Whatever is wrong with the file is found before anything is opened, let alone changed.
    let (mut source, overrides) = open(&args.file).map_err(bad_file)?;
    source.check(&mut |_| true).map_err(bad_file)?;
    let map = ColumnMap::guess(source.headings());
    let map = map.with_overrides(&overrides).unwrap_or_else(|_| ColumnMap::guess(source.headings()));
    let seat = if args.dry_run { context.sit_down_to_ask()? } else { context.sit_down()? };
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let reader = ClientReader { map: &map, catalog: &catalog, zone: None, file: "" };
    let has_phones = map.columns_of(Field::Phone).next().is_some();
    let mut case = LoadStops {
        rows: Vec::new(),
        scope: if args.everything { StopScope::Everything } else { StopScope::Advertising },
        proof: args.proof.clone().unwrap_or_else(|| name_of(&args.file)),
    };
    let (mut loaded, mut seen) = (Loaded::default(), HashSet::new());
    let write = |case: &mut LoadStops, loaded: &mut Loaded| -> Result<(), Fail> {
        if case.rows.is_empty() {
            return Ok(());
        }
        let now = context.now();
        let part = if args.dry_run {
            seat.desk.query(&seat.who, now, &TryStops(case.clone()))
        } else {
            seat.desk.execute(&seat.who, now, case)
        };
        let part = part.map_err(context.desk_failed())?;
        loaded.totals.added += part.added;
        loaded.totals.known += part.known;
        loaded.totals.ours += part.ours;
        loaded.totals.blocked += part.blocked;
        case.rows.clear();
        Ok(())
    };
    let mut take = |row: &Row, loaded: &mut Loaded| -> Result<(), Fail> {
        let (phones, reason) = if has_phones { read(&reader, row) } else { (phones_of(row), String::new()) };
        loaded.rows += 1;
        if phones.is_empty() {
            loaded.unread.push((row.line, shown(&row.cells.join(" "), 60)));
        }
        for phone in phones {
            if seen.insert(phone.number()) {
                case.rows.push(StopRow { phone, reason: reason.clone() });
            } else {
                loaded.twice += 1;
            }
        }
        if case.rows.len() >= BATCH { write(&mut case, loaded) } else { Ok(()) }
    };
    for row in source.rows().map_err(bad_file)? {
        take(&row.map_err(bad_file)?, &mut loaded)?;
    }
    write(&mut case, &mut loaded)?;
    tell(context, args, &loaded)
}

/// Opens a file; one that begins with a number in its first row has no headings, and the column is told by the numbers.
fn open(path: &Path) -> Result<(Source, Vec<Override>), FileError> {
    match Source::open(path, &Options::default()) {
        Err(FileError::NoHeading { phones, line, cells }) => {
            let first = phones.first().copied();
            let map =
                first.and_then(|column| parse_map(&format!("{}=phone", column + 1)).ok()).unwrap_or_default();
            if map.is_empty() {
                return Err(FileError::NoHeading { phones, line, cells });
            }
            let source = Source::open(path, &Options { map: map.clone(), ..Options::default() })?;
            Ok((source, map))
        }
        opened => Ok((opened?, Vec::new())),
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| clean_line(&name.to_string_lossy())).unwrap_or_default()
}

/// Numbers and reason of a row whose columns are known.
fn read(reader: &ClientReader<'_>, row: &Row) -> (Vec<Phone>, String) {
    let client = reader.read(row);
    let methods = client.methods.iter().chain(client.people.iter().flat_map(|person| &person.methods));
    let phones = methods.filter_map(|method| method.as_phone()).copied().collect();
    let is_reason = |heading: &str| {
        let heading = heading.to_lowercase();
        heading.contains("причин") || heading.contains("reason")
    };
    let named = client.custom.iter().find(|(heading, _)| is_reason(heading)).map(|(_, value)| value.clone());
    (phones, clean_line(&named.unwrap_or(client.note)).chars().take(200).collect())
}

/// Numbers of a row of which nothing is known.
fn phones_of(row: &Row) -> Vec<Phone> {
    let cells = row.cells.iter().map(|cell| phone::read_field(cell));
    cells.flat_map(|field| field.phones).map(|reading| reading.phone).collect()
}

fn tell(context: &Context, args: &LoadArgs, loaded: &Loaded) -> Result<(), Fail> {
    let totals = &loaded.totals;
    let text = || {
        let mut said = Vec::new();
        if args.dry_run {
            said.push(say!("stop-load-dry"));
        }
        said.push(say!("stop-load-rows", count = loaded.rows));
        said.push(say!("stop-load-added", count = totals.added, ours = totals.ours));
        said.push(say!("stop-load-known", count = totals.known, twice = loaded.twice));
        if !args.dry_run {
            said.push(say!("stop-load-blocked", count = totals.blocked));
        }
        let mut lines: Vec<String> = said.iter().map(|message| context.say(message)).collect();
        if !loaded.unread.is_empty() {
            lines.push(context.say(&say!("stop-load-unread", count = loaded.unread.len())));
            lines.extend(loaded.unread.iter().take(10).map(|(line, text)| format!("  {line}: {text}")));
        }
        lines.push(String::new());
        lines.join("\n")
    };
    let fields = [
        ("rows", loaded.rows.into()),
        ("added", totals.added.into()),
        ("ours", totals.ours.into()),
        ("known", totals.known.into()),
        ("twice", loaded.twice.into()),
        ("unread", loaded.unread.len().into()),
        ("blocked", totals.blocked.into()),
        ("dry_run", args.dry_run.into()),
    ];
    print_one(context, text, &fields)
}
