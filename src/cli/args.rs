//! What the command line may say. The words of the help stand in `locales/`, under `cli-…`; see [`super::help`].

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::{Parser, Subcommand, ValueEnum};

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
    Demo(DemoArgs),
    Generate(GenerateArgs),
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
