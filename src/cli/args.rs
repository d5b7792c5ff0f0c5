//! What the command line may say. The words of the help stand in `locales/`, under `cli-…`; see [`super::help`].

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand, ValueEnum};

use super::call_list::CallListCommand;
use super::keys::KeysArgs;
use super::note::NoteCommand;
use super::outcomes::OutcomesCommand;
use super::process::ProcessCommand;
use super::queue::QueueCommand;
use super::script::ScriptCommand;
use super::themes::ThemesArgs;
use crate::i18n::Lang;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "dozvon", version, disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) global: Global,
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
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub(super) user: Option<String>,
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
}

fn parse_time(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())
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
    Note {
        #[command(subcommand)]
        command: NoteCommand,
    },
    CallList {
        #[command(subcommand)]
        command: CallListCommand,
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
}

impl Default for Command {
    fn default() -> Self {
        Self::Desk(DeskArgs::default())
    }
}

/// Options of the desk.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct DeskArgs {
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) keymap: Option<String>,
    #[arg(long)]
    pub(super) no_mouse: bool,
}
