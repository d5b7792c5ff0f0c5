//! `dozvon registry`: the companies of the state register, loaded, shown and dropped.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::args::Format;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::import::bar::Bar;
use super::import::list::file_failed;
use super::import::place;
use super::moment::{at_time, stamp};
use super::out::{self, shown, shown_path};
use super::stop::Stop;
use super::table::{Table, print_one};
use crate::desk::companies::{CompanyOf, InRegister, NoteDropped, NoteLoaded, RegisterWord, WhatRegister};
use crate::desk::import::CellProblem;
use crate::domain::company::Company;
use crate::domain::inn::{Inn, InnMark};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::exchange::companies::CompanyColumns;
use crate::exchange::{Options, Progress, Source};
use crate::i18n::Explain;
use crate::sample::companies::sample;
use crate::say;
use crate::store::companies::{CompaniesError, SourceFile, Totals};

/// Rows that are told to a person.
const SHOWN: usize = 20;
/// Values of rows are shown no wider, in cells.
const VALUE: usize = 40;
/// Rows between two moves of the bar.
const STEP: u64 = 1_000;

/// What to do with the register.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum RegistryCommand {
    Load(LoadArgs),
    Show {
        #[arg(value_name = "INN")]
        inn: String,
    },
    Status,
    Drop,
    Sample(SampleArgs),
}

/// Which extract is loaded.
#[derive(Debug, clap::Args)]
pub(super) struct LoadArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "DATE")]
    dated: Option<String>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    #[arg(long, value_name = "CHAR", value_parser = super::args::parse_delimiter)]
    delimiter: Option<char>,
}

/// What is made up.
#[derive(Debug, clap::Args)]
pub(super) struct SampleArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    companies: u64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl RegistryCommand {
    /// Whether it changes nothing.
    pub(super) fn asks(&self) -> bool {
        matches!(self, Self::Show { .. } | Self::Status)
    }
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &RegistryCommand) -> Result<(), Fail> {
    match command {
        RegistryCommand::Load(args) => load(context, args),
        RegistryCommand::Show { inn } => show(context, inn),
        RegistryCommand::Status => status(context),
        RegistryCommand::Drop => drop_all(context),
        RegistryCommand::Sample(args) => make_up(context, args),
    }
}

/// A failure of the file of companies.
fn failed(context: &Context, error: &CompaniesError) -> Fail {
    let code = match error {
        CompaniesError::Damaged { .. } => Code::Damaged,
        CompaniesError::Busy => Code::Busy,
        CompaniesError::TooNew { .. } | CompaniesError::NoFolder => Code::Refused,
        CompaniesError::Io { .. } | CompaniesError::NoRoom => Code::Failed,
    };
    context.explain(code, error)
}

/// The rows that were not taken, or not whole.
#[derive(Default)]
struct Faults {
    rows: Vec<(u64, CellProblem, bool)>,
    /// Rows that name no company.
    rejected: u64,
    /// Values that were left out of rows that do.
    left_out: u64,
}

impl Faults {
    fn note(&mut self, keep: usize, line: u64, problem: CellProblem, is_rejected: bool) {
        *(if is_rejected { &mut self.rejected } else { &mut self.left_out }) += 1;
        if self.rows.len() < keep {
            self.rows.push((line, problem, is_rejected));
        }
    }
}

fn load(context: &Context, args: &LoadArgs) -> Result<(), Fail> {
    let bad_file = |error| file_failed(context, &args.file, &error);
    let options = Options {
        encoding: args.encoding.clone(),
        delimiter: args.delimiter,
        sheet: args.sheet.clone(),
        map: Vec::new(),
    };
    // Whatever is wrong with the file is found before anything is opened.
    let mut source = Source::open(&args.file, &options).map_err(bad_file)?;
    let columns = CompanyColumns::of(source.headings()).map_err(|error| {
        let problem = error.what(&context.texts);
        let what = say!("import-file-broken", file = shown_path(&args.file), problem = problem);
        context.fail(Code::Failed, &what, error.hint(&context.texts).as_ref())
    })?;
    let said = args.dated.as_deref().map(|text| at_time(context, text)).transpose()?;
    let said = said.map(|at| at.date_in(context.zone()));
    let today = today(context);
    if let Some(day) = said.filter(|day| *day > today) {
        let what = say!("register-dated-future", day = day.format("%d.%m.%Y").to_string());
        return Err(context.fail(Code::Usage, &what, Some(&say!("hint-register-dated-future"))));
    }
    let dated = said.or_else(|| written(&args.file, context)).unwrap_or(today);
    let seat = context.sit_down_to_change()?;
    let reserve = context.config.store.settings.reserve;
    let loading = seat.desk.load_register(&seat.who, reserve).map_err(context.desk_failed())?;
    let mut loading = loading.map_err(|error| failed(context, &error))?;
    let stop = Stop::listen().map_err(|error| {
        context.fail(Code::Failed, &say!("error-output", error = context.texts.io_error(&error)), None)
    })?;
    let bar = Bar::new(&context.texts, true);
    let keep = if context.format() == Format::Table { SHOWN } else { usize::MAX };
    let (mut faults, mut rows, mut taken, mut newest) = (Faults::default(), 0, 0, None::<NaiveDate>);
    {
        let mut reading = source.rows().map_err(bad_file)?;
        while let Some(row) = reading.next() {
            let row = row.map_err(bad_file)?;
            rows += 1;
            match columns.read(&row, dated, today) {
                Ok((company, beside)) => {
                    taken += 1;
                    newest = newest.max(Some(company.dated));
                    beside.into_iter().for_each(|problem| faults.note(keep, row.line, problem, false));
                    loading.push(&company).map_err(|error| failed(context, &error))?;
                }
                Err(problem) => faults.note(keep, row.line, problem, true),
            }
            if rows % STEP == 0 {
                bar.update(reading.progress(), rows, rows);
                if stop.is_asked() {
                    bar.end();
                    return Err(stopped(context));
                }
            }
        }
    }
    if taken == 0 {
        bar.end();
        let what = say!("register-no-rows", file = shown_path(&args.file));
        tell_faults(context, &faults);
        return Err(context.fail(Code::Failed, &what, Some(&say!("hint-register-columns"))));
    }
    let file = SourceFile {
        name: name_of(&args.file),
        dated: newest.unwrap_or(dated),
        rows: taken,
        loaded: context.now(),
        by: seat.who.name.clone(),
    };
    let word = |companies| RegisterWord {
        file: file.name.clone(),
        dated: file.dated.to_string(),
        rows: taken,
        companies,
    };
    let made = loading.finish(file.clone(), &mut |done| {
        bar.update(Progress { done, total: done.max(taken) }, done, done);
        !stop.is_asked()
    });
    bar.end();
    let Some(made) = made.map_err(|error| failed(context, &error))? else { return Err(stopped(context)) };
    let (totals, companies, is_same) = (made.totals, made.about.companies, made.is_same);
    if !args.dry_run && !is_same {
        // Written down before it is in use: whoever looks for what has changed finds who has done it.
        let noted = NoteLoaded(word(companies));
        seat.desk.execute(&seat.who, context.now(), &noted).map_err(context.desk_failed())?;
        let put = made.put();
        seat.desk.companies().forget();
        put.map_err(|error| failed(context, &error))?;
    }
    tell(
        context,
        args,
        &Loaded { rows, taken, dated: file.dated, totals, companies, is_same, faults, columns },
    )
}

fn stopped(context: &Context) -> Fail {
    context.fail(Code::Failed, &say!("register-stopped"), None)
}

/// What a load came to.
struct Loaded {
    rows: u64,
    taken: u64,
    dated: NaiveDate,
    totals: Totals,
    companies: u64,
    is_same: bool,
    faults: Faults,
    columns: CompanyColumns,
}

fn fault(context: &Context, line: u64, problem: &CellProblem, is_rejected: bool) -> String {
    let texts = &context.texts;
    let reason = context.say(&texts.cell_reason(&problem.reason));
    let place = place(&problem.column, &shown(&problem.value, VALUE), reason, texts);
    let line = line.to_string();
    context.say(&if is_rejected {
        say!("register-row-rejected", line = line, reason = place)
    } else {
        say!("register-row-beside", line = line, reason = place)
    })
}

fn tell_faults(context: &Context, faults: &Faults) {
    if context.format() == Format::Table {
        for (line, problem, is_rejected) in &faults.rows {
            out::remark(&fault(context, *line, problem, *is_rejected));
        }
    }
}

fn tell(context: &Context, args: &LoadArgs, loaded: &Loaded) -> Result<(), Fail> {
    let Loaded { rows, taken, dated, totals, companies, is_same, faults, columns } = loaded;
    let words = || {
        let day = dated.format("%d.%m.%Y").to_string();
        let mut said = Vec::new();
        said.extend(args.dry_run.then(|| say!("register-load-dry")));
        said.push(say!("register-load-rows", count = *rows, taken = *taken, day = day));
        said.push(if *is_same {
            say!("register-load-same", same = totals.same)
        } else {
            say!("register-load-done", added = totals.added, updated = totals.updated, same = totals.same)
        });
        said.extend((totals.older > 0).then(|| say!("register-load-older", count = totals.older)));
        said.extend((totals.twice > 0).then(|| say!("register-load-twice", count = totals.twice)));
        said.push(say!("register-load-all", count = *companies));
        let passed: Vec<String> = columns.passed_over().iter().map(|text| shown(text, VALUE)).collect();
        said.extend((!passed.is_empty()).then(|| say!("register-load-passed", columns = passed.join(", "))));
        let mut lines: Vec<String> = said.iter().map(|said| context.say(said)).collect();
        let all = faults.rejected + faults.left_out;
        if all > 0 {
            lines.push(context.say(&say!(
                "register-load-faults",
                rejected = faults.rejected,
                beside = faults.left_out
            )));
            let told = faults.rows.iter();
            lines.extend(
                told.map(|(line, problem, lost)| format!("  {}", fault(context, *line, problem, *lost))),
            );
            let more = all.saturating_sub(faults.rows.len() as u64);
            lines.extend(
                (more > 0).then(|| format!("  {}", context.say(&say!("register-load-more", count = more)))),
            );
        }
        lines.push(String::new());
        lines.join("\n")
    };
    let rows_with_faults: Vec<serde_json::Value> = faults
        .rows
        .iter()
        .map(|(line, problem, lost)| {
            let reason = context.say(&context.texts.cell_reason(&problem.reason));
            serde_json::json!({
                "line": line, "rejected": lost, "column": problem.column, "value": problem.value, "reason": reason,
            })
        })
        .collect();
    let fields = [
        ("dry_run", args.dry_run.into()),
        ("rows", (*rows).into()),
        ("taken", (*taken).into()),
        ("dated", dated.to_string().into()),
        ("added", totals.added.into()),
        ("updated", totals.updated.into()),
        ("same", totals.same.into()),
        ("older", totals.older.into()),
        ("twice", totals.twice.into()),
        ("companies", (*companies).into()),
        ("changed", (!is_same).into()),
        ("rejected", faults.rejected.into()),
        ("left_out", faults.left_out.into()),
        ("faults", rows_with_faults.into()),
    ];
    print_one(context, words, &fields)
}

/// The day a file was last written, by the clock of whoever works here.
fn written(path: &Path, context: &Context) -> Option<NaiveDate> {
    let time = std::fs::metadata(path).and_then(|about| about.modified()).ok()?;
    let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
    let at = Moment::from_millis(i64::try_from(since.as_millis()).ok()?);
    // A file of tomorrow is of a clock that is wrong.
    Some(at.date_in(context.zone()).min(today(context)))
}

fn today(context: &Context) -> NaiveDate {
    context.now().date_in(context.zone())
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| clean_line(&name.to_string_lossy())).unwrap_or_default()
}

/// The company of an INN; says why there is none.
pub(super) fn company_of(context: &Context, seat: &Seat, inn: &str) -> Result<Box<Company>, Fail> {
    let asked = CompanyOf(inn.to_owned());
    match seat.desk.query(&seat.who, context.now(), &asked).map_err(context.desk_failed())? {
        InRegister::Found(company) => Ok(company),
        InRegister::Unreadable => Err(seat.desk.register().err().map_or_else(
            || context.fail(Code::Damaged, &say!("register-damaged"), Some(&say!("hint-register-damaged"))),
            |error| failed(context, &error),
        )),
        InRegister::Nobody => {
            let none = seat.desk.register().is_ok_and(|about| about.is_none());
            let what = say!("register-not-found", inn = shown(inn, VALUE));
            let hint = if none { say!("hint-register-none") } else { say!("hint-register-not-found") };
            Err(context.fail(Code::NotFound, &what, Some(&hint)))
        }
    }
}

fn show(context: &Context, inn: &str) -> Result<(), Fail> {
    match Inn::read(inn) {
        Ok((_, InnMark::Good | InnMark::ZeroRecovered)) => {}
        Ok((_, InnMark::BadChecksum)) => {
            return Err(context.fail(
                Code::Usage,
                &say!("register-inn-checksum", inn = shown(inn, VALUE)),
                None,
            ));
        }
        Err(_) => {
            let what = say!("newclient-no-inn", inn = shown(inn, VALUE));
            return Err(context.fail(Code::Usage, &what, None));
        }
    }
    let seat = context.sit_down_to_ask()?;
    let company = company_of(context, &seat, inn)?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let text = |text: &str| clean_line(text);
    let fields: [(&str, serde_json::Value); 14] = [
        ("inn", company.inn.to_string().into()),
        ("kpp", company.kpp.map(|kpp| kpp.to_string()).into()),
        ("ogrn", company.ogrn.map(|ogrn| ogrn.to_string()).into()),
        ("name", text(&company.name).into()),
        ("full_name", text(&company.full).into()),
        ("region", text(&company.region).into()),
        ("city", text(&company.city).into()),
        ("address", text(&company.address).into()),
        ("head", text(&company.head).into()),
        ("status", company.status.word().into()),
        ("okved", text(&company.okved).into()),
        ("registered", day(company.registered).into()),
        ("closed", day(company.closed).into()),
        ("dated", company.dated.to_string().into()),
    ];
    let words = || format!("{}\n", context.texts.company_source(&company));
    print_one(context, words, &fields)
}

fn status(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let known = seat.desk.query(&seat.who, context.now(), &WhatRegister).map_err(context.desk_failed())?;
    let about = seat.desk.register().map_err(|error| failed(context, &error))?;
    let Some(about) = about else {
        if context.format() == Format::Table {
            // The base remembers what a restore has not brought back.
            let said = match known.filter(|known| !known.word.file.is_empty()) {
                Some(known) => {
                    say!("register-gone", file = clean_line(&known.word.file), at = stamp(context, known.at))
                }
                None => say!("register-none"),
            };
            out::remark(&context.say(&said));
        }
        return files(context, &[]);
    };
    if context.format() == Format::Table {
        out::remark(&context.say(&say!("register-companies", count = about.companies)));
    }
    files(context, &about.sources)
}

/// The files the companies came from, the latest first.
fn files(context: &Context, sources: &[SourceFile]) -> Result<(), Fail> {
    let mut table =
        Table::new(&["table-file", "table-dated", "table-rows", "table-loaded", "table-loaded-by"]);
    for source in sources.iter().rev() {
        let day =
            super::table::Cell::both(source.dated.format("%d.%m.%Y").to_string(), source.dated.to_string());
        let at = super::table::Cell::both(stamp(context, source.loaded), super::record::stamp(source.loaded));
        table.push(vec![
            clean_line(&source.name).into(),
            day,
            source.rows.into(),
            at,
            clean_line(&source.by).into(),
        ]);
    }
    table.print(context)
}

fn drop_all(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let is_there = seat.desk.companies().path().is_some_and(|path| path.exists());
    if !is_there {
        return Err(context.fail(Code::NotFound, &say!("register-none"), None));
    }
    seat.desk.execute(&seat.who, context.now(), &NoteDropped).map_err(context.desk_failed())?;
    seat.desk.companies().drop_all().map_err(|error| failed(context, &error))?;
    let text = || format!("{}\n", context.texts.get("register-dropped"));
    print_one(context, text, &[("dropped", true.into())])
}

fn make_up(context: &Context, args: &SampleArgs) -> Result<(), Fail> {
    use std::io::Write;
    context.refuse_own_file(&args.file)?;
    let write = || -> std::io::Result<()> {
        let mut file = super::newfile::NewFile::create(&args.file)?;
        writeln!(file, "{}", crate::sample::companies::HEADINGS)?;
        for company in sample(args.seed, args.companies, today(context)) {
            writeln!(file, "{}", crate::sample::companies::row(&company))?;
        }
        file.keep()
    };
    write().map_err(|error| {
        let what = say!(
            "register-sample-failed",
            file = shown_path(&args.file),
            error = context.texts.io_error(&error)
        );
        context.fail(Code::Failed, &what, None)
    })?;
    let example = sample(args.seed, 1, today(context)).next().map(|company| company.inn.to_string());
    let example = example.unwrap_or_default();
    let said = say!("register-sample", file = shown_path(&args.file), count = args.companies, inn = &example);
    let text = || format!("{}\n", context.say(&said));
    print_one(context, text, &[("companies", args.companies.into()), ("inn", example.as_str().into())])
}
