//! `dozvon bench store` and `dozvon bench desk`: the store and the desk at work, beside SQLite.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Subcommand;
use clap::builder::PossibleValuesParser;

use super::args::{BadValue, Format};
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use crate::bench::base::{Contender, ENGINES};
use crate::bench::store::{self, Launch, run_part};
use crate::bench::{BenchError, CLIENTS, Entry, Folder, Plan, desk, line};
use crate::say;

/// What is measured.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum BenchCommand {
    Store(StoreArgs),
    Desk(PlanArgs),
}

/// Options of the benchmark of the store.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct StoreArgs {
    #[command(flatten)]
    plan: PlanArgs,
    // How a run starts its parts, each in a process of its own.
    #[arg(long, hide = true, value_name = "JSON")]
    part: Option<String>,
}

/// What is measured, and where.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct PlanArgs {
    #[arg(long, value_name = "N", default_value_t = CLIENTS, value_parser = parse_clients)]
    clients: u64,
    #[arg(long, value_name = "ENGINE", default_value = "sled", value_parser = engines())]
    engine: String,
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// A smaller base has too little in it to be measured; a larger one does not fit on the disks of these years.
const CLIENTS_MIN: u64 = 1_000;
const CLIENTS_MAX: u64 = 10_000_000;

fn parse_clients(text: &str) -> Result<u64, BadValue> {
    let number = text.trim().parse().ok().filter(|number| (CLIENTS_MIN..=CLIENTS_MAX).contains(number));
    number.ok_or(BadValue::Range { min: CLIENTS_MIN, max: CLIENTS_MAX })
}

fn engines() -> PossibleValuesParser {
    PossibleValuesParser::new(ENGINES.iter().map(|engine| engine.name))
}

/// Measures what was asked for.
pub(super) fn run(context: &Context, command: &BenchCommand) -> Result<(), Fail> {
    let failed = |error: BenchError| of_bench(context, &error);
    let options = match command {
        BenchCommand::Store(StoreArgs { part: Some(part), .. }) => {
            let outcome = run_part(part).map_err(failed)?;
            return out::print(&context.texts, &format!("{}\n", out::json(&outcome)));
        }
        BenchCommand::Store(StoreArgs { plan, .. }) | BenchCommand::Desk(plan) => plan,
    };
    let engine = Contender::named(&options.engine).or(ENGINES.first().copied());
    let Some(engine) = engine else { return Ok(()) };
    let folder = folder(context, options)?;
    let plan = Plan { clients: options.clients, engine, folder: folder.path().to_owned() };
    let mut report = Report { context, section: "", rows: Vec::new(), printed: Ok(()) };
    let mut tell = |entry: Entry| report.take(&entry);
    let measured = match command {
        BenchCommand::Store(_) => {
            let program = std::env::current_exe().map_err(BenchError::file("dozvon")).map_err(failed)?;
            let launch =
                Launch { program, arguments: ["bench", "store", "--part"].map(OsString::from).to_vec() };
            store::run(&plan, &launch, &mut tell)
        }
        BenchCommand::Desk(_) => desk::run(&plan, &mut tell),
    };
    report.end()?;
    measured.map_err(failed)
}

/// Where the bases are made.
fn folder(context: &Context, options: &PlanArgs) -> Result<Folder, Fail> {
    let made = match &options.keep {
        None => Folder::temporary(&std::env::temp_dir()).map(Some),
        Some(path) => Folder::kept(path),
    };
    match (made.map_err(|error| of_bench(context, &error))?, &options.keep) {
        (Some(folder), _) => Ok(folder),
        (None, keep) => {
            let folder = keep.as_deref().map(out::shown_path).unwrap_or_default();
            Err(context.fail(Code::Refused, &say!("bench-not-empty", folder = folder), None))
        }
    }
}

fn of_bench(context: &Context, error: &BenchError) -> Fail {
    match error {
        BenchError::Desk(error) => Fail::of_desk(error, &context.texts),
        BenchError::Store(error) => Fail::of_store(error, &context.texts),
        BenchError::File { path, source } => {
            let error = context.texts.io_error(source);
            Fail::new(
                Code::Failed,
                &context.texts,
                &say!("error-file", file = out::shown_path(path), error = error),
                None,
            )
        }
        // The part has said why on the same error stream.
        BenchError::Part { .. } => Fail::silent(Code::Failed),
        other => {
            Fail::new(Code::Failed, &context.texts, &say!("bench-failed", why = other.to_string()), None)
        }
    }
    .in_format(context.global.format)
}

/// Prints what is found as it is found; as one JSON document, at the end.
struct Report<'a> {
    context: &'a Context,
    section: &'static str,
    rows: Vec<Row>,
    /// How printing has gone so far: with the output stream gone the rest is not printed.
    printed: Result<(), Fail>,
}

/// A line for machines.
#[derive(serde::Serialize)]
struct Row {
    section: &'static str,
    #[serde(flatten)]
    line: line::Line,
}

impl Report<'_> {
    fn take(&mut self, entry: &Entry) {
        let format = self.context.format();
        let text = match (format, entry) {
            (Format::Json | Format::Ndjson, Entry::Head(title)) => {
                self.section = title;
                return;
            }
            (Format::Json | Format::Ndjson, Entry::Note(_)) => return,
            (Format::Json | Format::Ndjson, Entry::Line(line)) => {
                let row = Row { section: self.section, line: line.clone() };
                if format == Format::Json {
                    self.rows.push(row);
                    return;
                }
                out::json(&row)
            }
            (_, entry) => entry.to_string(),
        };
        if self.printed.is_ok() {
            self.printed = out::print(&self.context.texts, &format!("{text}\n"));
        }
    }

    fn end(self) -> Result<(), Fail> {
        self.printed?;
        if self.context.format() == Format::Json {
            out::print(&self.context.texts, &format!("{}\n", out::json(&self.rows)))?;
        }
        Ok(())
    }
}
