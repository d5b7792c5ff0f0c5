//! `dozvon queue weights`: how many points what gives.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::content::{Files, Loaded, lint, print_loaded};
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::gather;
use super::out;
use super::table::print_one;
use crate::desk::queue::SaveWeights;
use crate::domain::queue::{Weights, weights};
use crate::domain::text::clean_line;
use crate::i18n::Calendar;
use crate::say;

/// What to do with weights; without a command a file is loaded, and without one the weights are shown.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct WeightsArgs {
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[arg(long, requires = "file")]
    refresh: bool,
    #[command(subcommand)]
    command: Option<WeightsCommand>,
}

/// See [`WeightsArgs`].
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum WeightsCommand {
    Check {
        #[command(flatten)]
        files: Files,
    },
}

impl WeightsArgs {
    /// Whether only files are looked at.
    pub(super) fn checks(&self) -> bool {
        match self.command {
            Some(WeightsCommand::Check { .. }) => true,
            None => false,
        }
    }

    /// Whether nothing is changed.
    pub(super) fn asks(&self) -> bool {
        self.file.is_none()
    }
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &WeightsArgs) -> Result<(), Fail> {
    match (&args.command, &args.file) {
        (Some(WeightsCommand::Check { files }), _) => {
            let given = gather(context, &files.files)?;
            lint(&context.texts, &given, weights::parse, |_| None).report(context, files.strict)
        }
        (None, Some(file)) => load(context, file, args.refresh),
        (None, None) => show(context),
    }
}

/// Prints the file that holds, as it was loaded.
fn show(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    match catalog.weights_file() {
        None => {
            out::remark(&context.texts.get("weights-shipped"));
            let text = Weights::shipped();
            print_one(context, || text.to_owned(), &[("version", Value::Null), ("text", text.into())])
        }
        Some(file) => {
            let when = context.texts.moment(file.saved, calendar);
            let version = file.version.to_string();
            out::remark(&context.say(&say!("weights-version", version = version, when = when)));
            let fields = [("version", file.version.into()), ("text", file.text.as_str().into())];
            print_one(context, || file.text.clone(), &fields)
        }
    }
}

fn load(context: &Context, file: &Path, refresh: bool) -> Result<(), Fail> {
    let given = gather(context, &[file.to_owned()])?;
    if given.len() != 1 {
        let message = say!("weights-one-file", count = given.len());
        return Err(context.fail(Code::Usage, &message, Some(&say!("hint-weights-one-file"))));
    }
    let linted = lint(&context.texts, &given, SaveWeights::read, |_| None);
    linted.before_load(context, false)?;
    let seat = context.sit_down_to_load()?;
    let mut loaded = Vec::new();
    for found in &linted.drafts {
        let saved = seat.desk.load_weights(&seat.who, context.now(), &found.draft, refresh, &mut |_| {});
        let saved = saved.map_err(context.desk_failed())?;
        loaded.push(Loaded::new(&found.file, weights::NAME, weights::NAME, saved));
    }
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let weights = catalog.weights();
    for list in weights.high_lists.iter().chain(&weights.low_lists) {
        if catalog.list_by_name(list).is_none() {
            out::remark(&context.say(&say!("weights-unknown-list", list = clean_line(list))));
        }
    }
    print_loaded(context, &loaded)
}
