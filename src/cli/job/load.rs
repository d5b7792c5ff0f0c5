//! `dozvon job load`: rows into a job, from a file or from the base.
//!
//! A file is gone through twice: first as a trial, then in earnest, and the second time must come to what the first one has said,
//! row by row. Otherwise somebody has changed the base meanwhile: the load stops and is taken back.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono_tz::Tz;
use serde_json::{Value, json};

use super::job_named;
use crate::cli::args::{Format, ImportClientsArgs, OnDuplicateArg, parse_delimiter};
use crate::cli::context::{Context, Seat};
use crate::cli::fail::{Code, Fail};
use crate::cli::files::given;
use crate::cli::filter::filter_of;
use crate::cli::import::bar::Bar;
use crate::cli::import::list::List;
use crate::cli::out::{self, shown, shown_path};
use crate::cli::stop::Stop;
use crate::cli::table::pretty;
use crate::cli::tidy;
use crate::desk::DeskError;
use crate::desk::import::RowOutcome;
use crate::desk::jobs::{BaseCut, BaseLoaded, BaseRow, FileLoad, Hears, LoadBase, LoadOptions, Told};
use crate::domain::call_list::CallList;
use crate::domain::filter::{Bounds, DealIs, Filter, Key, Length, Named, Test};
use crate::domain::geo::zone_named;
use crate::domain::ids::{LoadId, RecordId, code};
use crate::domain::job::load::{Sums, Verdict};
use crate::domain::job::own;
use crate::exchange::clients::ClientReader;
use crate::exchange::feed::{Cut, Item, load_all};
use crate::i18n::{Calendar, Texts};
use crate::say;

/// Rows are shown to people up to this many; machines get all of them.
const SHOWN: usize = 1000;

/// What to load, and into what.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct LoadArgs {
    #[arg(value_name = "JOB")]
    job: String,
    #[arg(value_name = "FILE", required_unless_present = "base", conflicts_with = "base")]
    file: Option<PathBuf>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "REASON")]
    rows: Option<String>,
    #[arg(long, value_name = "JOB", conflicts_with = "base")]
    no_consent_to: Option<String>,
    #[arg(long, value_name = "FILE")]
    own: Option<PathBuf>,
    #[arg(long, value_name = "MAP")]
    map: Option<String>,
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    #[arg(long, value_name = "CHAR", value_parser = parse_delimiter)]
    delimiter: Option<char>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    #[arg(long)]
    base: bool,
    #[arg(long, value_name = "NAME|LINE", requires = "base", allow_hyphen_values = true)]
    filter: Option<String>,
    #[arg(long, value_name = "CITY", requires = "base")]
    city: Option<String>,
    #[arg(long, value_name = "ZONE", requires = "base")]
    zone: Option<String>,
    #[arg(long, value_name = "NAME", requires = "base")]
    manager: Option<String>,
    #[arg(long, value_name = "TAG", requires = "base")]
    tag: Option<String>,
    #[arg(long, value_name = "yes|no", requires = "base")]
    deal: Option<YesNo>,
    #[arg(long, value_name = "DAYS", requires = "base")]
    silent_days: Option<u32>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum YesNo {
    Yes,
    No,
}

/// Loads what the command line says.
pub(super) fn run(context: &Context, args: &LoadArgs) -> Result<(), Fail> {
    let wanted = args.rows.as_deref().map(|text| verdict(context, text)).transpose()?;
    let own = own_numbers(context, args.own.as_deref())?;
    match &args.file {
        Some(file) => from_file(context, args, file, wanted, own),
        None => from_base(context, args, wanted, own),
    }
}

/// The verdict of a name; `all` is every one of them.
pub(super) fn verdict(context: &Context, text: &str) -> Result<Option<Verdict>, Fail> {
    match Verdict::from_code(text.trim()) {
        _ if text.trim() == "all" => Ok(None),
        Some(verdict) => Ok(Some(verdict)),
        None => {
            let known = Verdict::ALL.map(Verdict::code).join(", ");
            let what = say!("error-not-a-verdict", text = shown(text, 40));
            Err(context.fail(Code::Usage, &what, Some(&say!("hint-verdict", known = known))))
        }
    }
}

/// Our own numbers: those of the file that was named, else of the configuration. What can't be read is refused: a number that is
/// passed over would be called.
fn own_numbers(context: &Context, named: Option<&Path>) -> Result<HashSet<u64>, Fail> {
    let usual = context.surroundings.config.join(own::FILE);
    let path = match named {
        Some(path) => path,
        None if usual.exists() => &usual,
        None => return Ok(HashSet::new()),
    };
    let file = given(context, path)?;
    own::read(&String::from_utf8_lossy(&file.bytes)).map_err(|wrong| {
        let what = context.texts.own_number_error(&file.shown, &wrong);
        context.fail(Code::Failed, &what, Some(&say!("hint-own-number")))
    })
}

/// Rows that are told at the end.
struct Rows<'a> {
    texts: &'a Texts,
    calendar: Calendar,
    /// Which; `None` for none at all, `Some(None)` for every one.
    wanted: Option<Option<Verdict>>,
    most: usize,
    kept: Vec<Value>,
    lines: Vec<String>,
    more: u64,
}

impl<'a> Rows<'a> {
    fn new(context: &'a Context, zone: Tz, wanted: Option<Option<Verdict>>) -> Self {
        let calendar = Calendar { now: context.now(), zone };
        let most = if context.is_for_machines() { usize::MAX } else { SHOWN };
        Self { texts: &context.texts, calendar, wanted, most, kept: Vec::new(), lines: Vec::new(), more: 0 }
    }

    fn row(&mut self, line: u64, verdict: Verdict, client: Option<String>, name: &str, why: Option<String>) {
        let Some(wanted) = self.wanted else { return };
        if wanted.is_some_and(|wanted| wanted != verdict) {
            return;
        }
        if self.lines.len() + self.kept.len() >= self.most {
            self.more += 1;
            return;
        }
        let word = self.texts.row_verdict(verdict);
        if self.most == usize::MAX {
            self.kept.push(json!({
                "line": line, "verdict": verdict.code(), "client": client, "name": name, "reason": why.unwrap_or(word),
            }));
            return;
        }
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        let (name, client) = (shown(name, 40), client.unwrap_or_default());
        let said = say!(
            "load-row",
            line = line.to_string(),
            client = client,
            name = name,
            reason = format!("{word}{why}")
        );
        self.lines.push(self.texts.say(&said));
    }
}

/// What was recognised of a file: how it is written, what its columns hold, and its first rows.
struct Head {
    lines: Vec<String>,
    facts: Value,
}

impl Head {
    fn of(context: &Context, list: &mut List) -> Result<Self, Fail> {
        let texts = &context.texts;
        let mut lines = vec![list.about(texts), texts.get("import-columns")];
        lines.extend(list.columns(texts).iter().map(|column| format!("  {column}")));
        lines.push(texts.get("load-first-rows"));
        lines.extend(list.rows(context)?);
        lines.push(String::new());
        Ok(Self { lines, facts: json!(list.facts()) })
    }
}

fn from_file(
    context: &Context,
    args: &LoadArgs,
    file: &Path,
    wanted: Option<Option<Verdict>>,
    own: HashSet<u64>,
) -> Result<(), Fail> {
    let zone = args.timezone.as_deref().map(|text| zone_of(context, text)).transpose()?;
    let stop = Stop::listen().map_err(|error| {
        context.fail(Code::Failed, &say!("error-output", error = context.texts.io_error(&error)), None)
    })?;
    let reading = ImportClientsArgs {
        file: file.to_owned(),
        dry_run: args.dry_run,
        map: args.map.clone(),
        on_duplicate: OnDuplicateArg::Update,
        strict: false,
        call_list: None,
        script: None,
        purpose: None,
        encoding: args.encoding.clone(),
        delimiter: args.delimiter,
        sheet: args.sheet.clone(),
        timezone: args.timezone.clone(),
        rejected: None,
        report: None,
    };
    let bar = Bar::new(&context.texts, true);
    let mut list = List::open(context, &reading)?;
    let whole = list.check(context, &bar, &stop)?;
    bar.end();
    if !whole {
        return Err(interrupted(context, None));
    }
    let head = Head::of(context, &mut list)?;
    let seat = if args.dry_run { context.sit_down_to_try()? } else { context.sit_down_to_load()? };
    let job = job_named(context, &seat, &args.job)?;
    let service = args.no_consent_to.as_deref().map(|name| job_named(context, &seat, name)).transpose()?;
    let options = LoadOptions {
        list: job.id,
        dry_run: true,
        no_consent_to: service.map(|list| list.id),
        own,
        file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    };
    let mut walk = Walk { context, seat: &seat, list: &mut list, zone, stop: &stop };
    let mut rows = Rows::new(context, seat.who.zone, wanted);
    let trial = FileLoad::new(&seat.desk, &seat.who, context.now(), options.clone());
    let mut trial = trial.map_err(context.desk_failed())?;
    if let Some(cut) = walk.through(&mut trial, true, &mut |item, told| tell_row(&mut rows, item, told, true))
    {
        return Err(failed(context, file, cut, None));
    }
    let (tried, _, verdicts) = trial.finish().map_err(context.desk_failed())?;
    if args.dry_run {
        return tell(context, &job, &tried, None, true, &rows, Some(&head));
    }
    let mut rows = Rows::new(context, seat.who.zone, wanted);
    let options = LoadOptions { dry_run: false, ..options };
    let load = FileLoad::new(&seat.desk, &seat.who, context.now(), options).map_err(context.desk_failed())?;
    let mut load = load.as_tried(verdicts);
    let cut = walk.through(&mut load, false, &mut |item, told| tell_row(&mut rows, item, told, false));
    if let Some(cut) = cut {
        // What was predicted is what is done, or nothing is.
        let begun = load.abandon();
        let back = begun.map(|begun| {
            let reason = context.texts.get("load-cut-reason");
            let undone = seat.desk.unload(&seat.who, context.now(), job.id, begun, &reason, &mut |_, _| {});
            (begun, undone)
        });
        return Err(failed(context, file, cut, back));
    }
    let (sums, load, _) = load.finish().map_err(context.desk_failed())?;
    let told = tell(context, &job, &sums, load, false, &rows, Some(&head));
    tidy::after_load(context, Some(&stop));
    told
}

fn tell_row(rows: &mut Rows<'_>, item: &Item, told: &Told, dry_run: bool) {
    // A client whom a trial would make has no code.
    let is_new = matches!(told.outcome, RowOutcome::Created(_)) && dry_run;
    let client = told.client.filter(|_| !is_new && told.verdict != Verdict::InFile);
    let why = rows.texts.row_reason(told, rows.calendar);
    rows.row(item.client.line, told.verdict, client.map(|id| code(id.as_u64())), &item.client.name, why);
}

/// Goes through the rows of a file.
struct Walk<'a> {
    context: &'a Context,
    seat: &'a Seat,
    list: &'a mut List,
    zone: Option<Tz>,
    stop: &'a Stop,
}

type Back = (LoadId, Result<crate::desk::jobs::Unloaded, DeskError>);

impl Walk<'_> {
    fn through(
        &mut self,
        load: &mut FileLoad<'_>,
        dry_run: bool,
        told: &mut dyn FnMut(&Item, &Told),
    ) -> Option<Cut> {
        let bar = Bar::new(&self.context.texts, dry_run);
        let catalog = match self.seat.desk.catalog() {
            Ok(catalog) => catalog,
            Err(error) => return Some(Cut::Desk(error)),
        };
        let file =
            self.list.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let reader = ClientReader { map: &self.list.map, catalog: &catalog, zone: self.zone, file: &file };
        let cut = load_all(&mut self.list.source, &reader, load, told, &mut |progress, load| {
            bar.update(progress, load.sums().all(), load.written());
            !self.stop.is_asked()
        });
        bar.end();
        cut
    }
}

/// How a load ends that was cut short, with what was done about the rows that had been written.
fn failed(context: &Context, file: &Path, cut: Cut, back: Option<Back>) -> Fail {
    let mut fail = match cut {
        Cut::Asked => interrupted(context, None),
        Cut::File(error) => {
            let problem = context.texts.file_error(&error);
            let what = say!("import-file-broken", file = shown_path(file), problem = problem);
            context.fail(Code::Failed, &what, Some(&context.texts.file_hint(&error)))
        }
        Cut::Desk(error) => context.desk_failed()(error),
    };
    let back = match back {
        None => say!("load-nothing-written"),
        Some((_, Ok(undone))) if undone.touched.is_empty() => {
            say!("load-taken-back", count = undone.rows)
        }
        Some((load, _)) => say!("load-partly-there", load = load.as_u64().to_string()),
    };
    fail.message = format!("{} {}", fail.message, context.say(&back));
    fail
}

fn interrupted(context: &Context, hint: Option<&crate::i18n::Message>) -> Fail {
    context.fail(Code::Failed, &say!("load-interrupted"), hint)
}

fn zone_of(context: &Context, text: &str) -> Result<Tz, Fail> {
    zone_named(text).ok_or_else(|| {
        let what = say!("import-unknown-zone", zone = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-import-unknown-zone")))
    })
}

fn from_base(
    context: &Context,
    args: &LoadArgs,
    wanted: Option<Option<Verdict>>,
    own: HashSet<u64>,
) -> Result<(), Fail> {
    let zone = args.zone.as_deref().map(|text| zone_of(context, text)).transpose()?;
    let stop = Stop::listen().map_err(|error| {
        context.fail(Code::Failed, &say!("error-output", error = context.texts.io_error(&error)), None)
    })?;
    let seat = if args.dry_run { context.sit_down_to_try()? } else { context.sit_down_to_change()? };
    let job = job_named(context, &seat, &args.job)?;
    let filter = filter(context, &seat, args, zone)?;
    let mut rows = Rows::new(context, seat.who.zone, wanted);
    let trial = LoadBase { list: job.id, filter, own, dry_run: true, tried: None };
    let tried = walk_base(context, &seat, &stop, &trial, &mut |row| {
        rows.row(row.line, row.verdict, Some(row.client.code()), &row.client.name, None);
    })?;
    if args.dry_run {
        return tell(context, &job, &tried.sums, None, true, &rows, None);
    }
    let load = LoadBase { dry_run: false, tried: Some(Arc::new(tried.verdicts)), ..trial };
    let done = walk_base(context, &seat, &stop, &load, &mut |_| {})?;
    let told = tell(context, &job, &done.sums, done.load, false, &rows, None);
    tidy::after_load(context, Some(&stop));
    told
}

fn walk_base(
    context: &Context,
    seat: &Seat,
    stop: &Stop,
    load: &LoadBase,
    row: &mut dyn FnMut(&BaseRow<'_>),
) -> Result<BaseLoaded, Fail> {
    let mut hears = Hears { row, go_on: &mut |_, _| !stop.is_asked() };
    seat.desk.load_base(&seat.who, context.now(), load, &mut hears).map_err(|cut| {
        let BaseCut { error, back } = *cut;
        failed(context, Path::new(""), error.map_or(Cut::Asked, Cut::Desk), back)
    })
}

/// The filter, and what the options add to it.
fn filter(context: &Context, seat: &Seat, args: &LoadArgs, zone: Option<Tz>) -> Result<Filter, Fail> {
    let named = args.filter.as_deref().map(|text| filter_of(context, seat, text)).transpose()?;
    let mut filter = named.unwrap_or_default();
    if let Some(zone) = zone {
        filter.and(Test::Zone(vec![Some(zone)]));
    }
    for (key, value) in [(Key::City, &args.city), (Key::Manager, &args.manager), (Key::Tag, &args.tag)] {
        if let Some(value) = value {
            filter.and(Test::Name(key, vec![Named::of(value)]));
        }
    }
    if let Some(deal) = args.deal {
        let is = if matches!(deal, YesNo::Yes) { DealIs::Open } else { DealIs::Nothing };
        filter.and(Test::Deal(vec![is]));
    }
    if let Some(days) = args.silent_days {
        filter.and(Test::Silent(Bounds::More(Length::days(days))));
    }
    Ok(filter)
}

fn tell(
    context: &Context,
    job: &CallList,
    sums: &Sums,
    load: Option<LoadId>,
    dry_run: bool,
    rows: &Rows<'_>,
    head: Option<&Head>,
) -> Result<(), Fail> {
    let texts = &context.texts;
    let text = match context.format() {
        Format::Table => {
            let mut lines = head.map(|head| head.lines.clone()).unwrap_or_default();
            lines.extend(rows.lines.iter().cloned());
            if rows.more > 0 {
                lines.push(texts.say(&say!("load-more-rows", count = rows.more)));
            }
            if dry_run {
                lines.push(texts.get("load-dry-run"));
            }
            lines.extend(texts.load_lines(sums));
            lines.extend((sums.moved > 0).then(|| texts.say(&say!("load-moved", count = sums.moved))));
            lines.extend((sums.cards > 0).then(|| texts.say(&say!("load-cards", count = sums.cards))));
            lines.extend(load.map(|load| {
                let (load, job) = (load.as_u64().to_string(), shown(&job.name, 40));
                texts.say(&say!("load-number", load = load, job = job))
            }));
            lines.iter().map(|line| format!("{line}\n")).collect()
        }
        format => {
            let mut value = sums_value(sums);
            if let Value::Object(fields) = &mut value {
                fields.insert("job".to_owned(), job.name.as_str().into());
                fields.insert("load".to_owned(), load.map(RecordId::as_u64).into());
                fields.insert("dry_run".to_owned(), dry_run.into());
                fields.extend(head.map(|head| ("file".to_owned(), head.facts.clone())));
                if rows.wanted.is_some() {
                    fields.insert("rows".to_owned(), rows.kept.clone().into());
                }
            }
            if format == Format::Json { pretty(&value) } else { format!("{value}\n") }
        }
    };
    out::print(texts, &text)
}

/// The sums of a load for machines.
pub(super) fn sums_value(sums: &Sums) -> Value {
    let mut fields: serde_json::Map<String, Value> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.code().replace('-', "_"), sums.of(*verdict).into()))
        .collect();
    fields.insert("all".to_owned(), sums.all().into());
    fields.insert("taken".to_owned(), sums.taken().into());
    fields.insert("cards".to_owned(), sums.cards.into());
    fields.insert("moved".to_owned(), sums.moved.into());
    Value::Object(fields)
}
