//! What the command line may say. The words of the help stand in `locales/`, under `cli-…`; see [`super::help`].

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand, ValueEnum};

use super::backup::BackupArgs;
#[cfg(feature = "bench")]
use super::bench::BenchCommand;
use super::call_list::CallListCommand;
use super::client::ClientCommand;
use super::consent::ConsentCommand;
use super::day::DayCommand;
use super::filter::FilterCommand;
use super::gate::GateArgs;
use super::holidays::HolidaysCommand;
use super::job::JobCommand;
use super::keys::KeysArgs;
use super::note::NoteCommand;
use super::outcomes::OutcomesCommand;
use super::pauses::PausesCommand;
use super::process::ProcessCommand;
use super::queue::QueueCommand;
use super::rebuild::RebuildArgs;
use super::recording::RecordingCommand;
use super::registry::RegistryCommand;
use super::repair::RepairArgs;
use super::restore::RestoreArgs;
use super::ring::RingArgs;
use super::script::ScriptCommand;
use super::snippets::SnippetsCommand;
use super::steward::StewardCommand;
use super::stop_list::StopCommand;
use super::themes::ThemesArgs;
use super::user::UserCommand;
use crate::domain::call_list::Purpose;
use crate::domain::text::clean_line;
use crate::i18n::Lang;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "dozvon", version, disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(flatten)]
    pub(super) desk: DeskArgs,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options every command knows.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Global {
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "ru|en")]
    pub(super) lang: Option<LangArg>,
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    #[arg(long, global = true, value_name = "TIME", value_parser = parse_time)]
    pub(super) now: Option<DateTime<FixedOffset>>,
    #[arg(long = "as", id = "as", global = true, value_name = "NAME", value_parser = parse_name)]
    pub(super) user: Option<String>,
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
}

fn parse_time(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())
}

/// What is wrong with a value of the command line, where there is more to say than that it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadValue {
    /// Nothing that can be seen.
    #[error("the value is blank")]
    Blank,
    /// No file and no folder, while another process is to read it.
    #[error("a file or a folder is wanted")]
    NoFile,
    /// No whole number, or one outside these limits.
    #[error("a whole number from {min} to {max} is wanted")]
    Range {
        /// The least number.
        min: u64,
        /// The greatest number.
        max: u64,
    },
}

fn parse_name(text: &str) -> Result<String, BadValue> {
    if clean_line(text).is_empty() { Err(BadValue::Blank) } else { Ok(text.to_owned()) }
}

/// How many rows to show.
pub(super) fn parse_limit(text: &str) -> Result<u16, BadValue> {
    let number = text.trim().parse().ok().filter(|number| *number > 0);
    number.ok_or(BadValue::Range { min: 1, max: u64::from(u16::MAX) })
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    Ru,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Ru => Self::Ru,
            LangArg::En => Self::En,
        }
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    #[default]
    Table,
    Json,
    Ndjson,
    Csv,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Desk(DeskArgs),
    Queue {
        #[command(subcommand)]
        command: Option<QueueCommand>,
    },
    Day {
        #[command(subcommand)]
        command: DayCommand,
    },
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    Pauses {
        #[command(subcommand)]
        command: PausesCommand,
    },
    Snippets {
        #[command(subcommand)]
        command: SnippetsCommand,
    },
    Note {
        #[command(subcommand)]
        command: NoteCommand,
    },
    CallList {
        #[command(subcommand)]
        command: CallListCommand,
    },
    Job {
        #[command(subcommand)]
        command: JobCommand,
    },
    Recording {
        #[command(subcommand)]
        command: RecordingCommand,
    },
    Ring(RingArgs),
    Steward {
        #[command(subcommand)]
        command: StewardCommand,
    },
    Gate(GateArgs),
    Consent {
        #[command(subcommand)]
        command: ConsentCommand,
    },
    Stop {
        #[command(subcommand)]
        command: StopCommand,
    },
    Client {
        #[command(subcommand)]
        command: ClientCommand,
    },
    Registry {
        #[command(subcommand)]
        command: RegistryCommand,
    },
    Holidays {
        #[command(subcommand)]
        command: HolidaysCommand,
    },
    Script {
        #[command(subcommand)]
        command: ScriptCommand,
    },
    Process {
        #[command(subcommand)]
        command: ProcessCommand,
    },
    Outcomes {
        #[command(subcommand)]
        command: OutcomesCommand,
    },
    Keys(KeysArgs),
    Themes(ThemesArgs),
    Import(ImportArgs),
    Lookup(LookupArgs),
    Find(FindArgs),
    Filter {
        #[command(subcommand)]
        command: FilterCommand,
    },
    Show(ShowArgs),
    Export(ExportArgs),
    History(HistoryArgs),
    Undo(UndoArgs),
    At(AtArgs),
    Demo(DemoArgs),
    Generate(GenerateArgs),
    #[cfg(feature = "bench")]
    Bench {
        #[command(subcommand)]
        command: BenchCommand,
    },
    Backup(BackupArgs),
    Restore(RestoreArgs),
    Snapshot,
    Rebuild(RebuildArgs),
    Repair(RepairArgs),
    Verify(VerifyArgs),
    Doctor,
}

/// Options of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub(super) struct DeskArgs {
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) keymap: Option<String>,
    #[arg(long)]
    pub(super) no_mouse: bool,
}

impl DeskArgs {
    /// These options, with those of `before` where these say nothing.
    fn over(self, before: Self) -> Self {
        Self {
            theme: self.theme.or(before.theme),
            keymap: self.keymap.or(before.keymap),
            no_mouse: self.no_mouse || before.no_mouse,
        }
    }
}

impl Args {
    /// The command: the desk when none is named. `None` when options of the desk stand before a command that has none.
    pub(super) fn chosen(self) -> Option<Command> {
        match self.command {
            None => Some(Command::Desk(self.desk)),
            Some(Command::Desk(options)) => Some(Command::Desk(options.over(self.desk))),
            Some(Command::Demo(DemoArgs { seed, fresh, desk })) => {
                Some(Command::Demo(DemoArgs { seed, fresh, desk: desk.over(self.desk) }))
            }
            Some(other) => (self.desk == DeskArgs::default()).then_some(other),
        }
    }
}

/// What is loaded.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    pub(super) what: ImportWhat,
}

/// What may be loaded.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum ImportWhat {
    Clients(ImportClientsArgs),
}

/// Options of loading clients.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ImportClientsArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[arg(long)]
    pub(super) dry_run: bool,
    #[arg(long, value_name = "MAP")]
    pub(super) map: Option<String>,
    #[arg(long, value_name = "skip|update|ask", default_value = "skip")]
    pub(super) on_duplicate: OnDuplicateArg,
    #[arg(long)]
    pub(super) strict: bool,
    #[arg(long, value_name = "NAME")]
    pub(super) call_list: Option<String>,
    #[arg(long, value_name = "CODE", requires = "call_list")]
    pub(super) script: Option<String>,
    #[arg(long, value_name = "PURPOSE", requires = "call_list")]
    pub(super) purpose: Option<PurposeArg>,
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    #[arg(long, value_name = "CHAR", value_parser = parse_delimiter)]
    pub(super) delimiter: Option<char>,
    #[arg(long, value_name = "NAME")]
    pub(super) sheet: Option<String>,
    #[arg(long, value_name = "ZONE")]
    pub(super) timezone: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) rejected: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
}

/// What calls are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum PurposeArg {
    #[default]
    Advertising,
    Service,
    Survey,
    Debt,
}

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Advertising => Self::Advertising,
            PurposeArg::Service => Self::Service,
            PurposeArg::Survey => Self::Survey,
            PurposeArg::Debt => Self::Debt,
        }
    }
}

/// What to do with a client who is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OnDuplicateArg {
    Skip,
    Update,
    Ask,
}

/// One character, or the name of one that is hard to type.
pub(super) fn parse_delimiter(text: &str) -> Result<char, String> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(only), None) => Ok(only),
        _ => Err("one character is wanted".to_owned()),
    }
}

/// What is looked up.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct LookupArgs {
    #[arg(value_name = "QUERY", required = true, num_args = 1..)]
    pub(super) query: Vec<String>,
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    pub(super) limit: Option<u16>,
}

/// Which clients are found.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct FindArgs {
    #[arg(long, value_name = "NAME|LINE", allow_hyphen_values = true)]
    pub(super) filter: String,
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    pub(super) limit: Option<u16>,
    #[arg(long, conflicts_with = "limit")]
    pub(super) count: bool,
}

/// Whose card is shown.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ShowArgs {
    #[arg(value_name = "CLIENT")]
    pub(super) client: String,
}

/// What is exported.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    pub(super) what: ExportWhat,
}

/// What may be exported.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum ExportWhat {
    Clients(ExportClientsArgs),
}

/// Options of exporting clients.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct ExportClientsArgs {
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[arg(long)]
    pub(super) force: bool,
    #[arg(long, value_name = "NAME|LINE", allow_hyphen_values = true)]
    pub(super) filter: Option<String>,
}

/// Options of the demo base.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct DemoArgs {
    #[arg(long, value_name = "N")]
    pub(super) seed: Option<u64>,
    #[arg(long)]
    pub(super) fresh: bool,
    #[command(flatten)]
    pub(super) desk: DeskArgs,
}

/// Options of the check.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct VerifyArgs {
    #[arg(long)]
    pub(super) deep: bool,
}

/// Options of a base to measure with.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct GenerateArgs {
    #[arg(long, value_name = "N")]
    pub(super) clients: u64,
    #[arg(long, value_name = "K", default_value_t = 5)]
    pub(super) interactions: u32,
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    #[arg(long)]
    pub(super) add: bool,
}

/// Whose history is shown.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct HistoryArgs {
    #[command(subcommand)]
    pub(super) command: HistoryCommand,
}

/// Whose history may be shown.
#[derive(Clone, Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum HistoryCommand {
    Client {
        #[arg(value_name = "CLIENT")]
        client: String,
        #[command(flatten)]
        options: HistoryOptions,
    },
    Deal {
        #[arg(value_name = "N")]
        deal: String,
        #[command(flatten)]
        options: HistoryOptions,
    },
    User {
        #[arg(value_name = "NAME")]
        name: String,
        #[command(flatten)]
        options: HistoryOptions,
    },
}

impl HistoryCommand {
    pub(super) fn options(&self) -> &HistoryOptions {
        match self {
            Self::Client { options, .. } | Self::Deal { options, .. } | Self::User { options, .. } => options,
        }
    }
}

/// How much of a history is shown.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct HistoryOptions {
    #[arg(long, value_name = "TIME")]
    pub(super) since: Option<String>,
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    pub(super) limit: Option<u16>,
    #[arg(long)]
    pub(super) deleted: bool,
}

/// What is taken back.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct UndoArgs {
    #[arg(value_name = "SEQ")]
    pub(super) seq: u64,
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: Option<String>,
    #[arg(long)]
    pub(super) whole: bool,
    #[arg(long, conflicts_with = "whole")]
    pub(super) part: bool,
}

/// Which moment is looked at, and the command that looks.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AtArgs {
    #[arg(long, value_name = "N")]
    pub(super) seq: Option<u64>,
    #[arg(
        value_name = "TIME COMMAND",
        required = true,
        num_args = 1..,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub(super) words: Vec<std::ffi::OsString>,
}
