//! `dozvon outcomes`: checks, loads, lists and writes out the results of a call.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::content::{Files, check, one_file, print_replaced};
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::{shown, unreadable};
use super::out;
use super::table::{Cell, Table};
use crate::desk::content::SaveOutcomes;
use crate::domain::call_list::Purpose;
use crate::domain::outcome::file::parse;
use crate::domain::outcome::write::{self, ask_word, calls_word, flags};
use crate::domain::outcome::{NextStep, Outcome};
use crate::i18n::Texts;
use crate::say;

/// What to do with the results of a call.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum OutcomesCommand {
    Check {
        #[command(flatten)]
        files: Files,
    },
    Load {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        strict: bool,
    },
    List,
    Export {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &OutcomesCommand) -> Result<(), Fail> {
    match command {
        OutcomesCommand::Check { files } => check(context, files, parse),
        OutcomesCommand::Load { file, strict } => load(context, file, *strict),
        OutcomesCommand::List => list(context),
        OutcomesCommand::Export { file, force } => export(context, file, *force),
    }
}

fn load(context: &Context, file: &Path, strict: bool) -> Result<(), Fail> {
    let drafts = one_file(context, file, strict, parse)?;
    let seat = context.sit_down_to_load()?;
    let saved = seat.desk.execute(&seat.who, context.now(), &SaveOutcomes(drafts));
    let (added, changed, retired) = saved.map_err(context.desk_failed())?;
    let said = match (added, changed, retired) {
        (0, 0, 0) => say!("outcomes-same"),
        _ => say!("outcomes-loaded", added = added, changed = changed, retired = retired),
    };
    print_replaced(context, (added, changed, retired), &said)
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let texts = &context.texts;
    let mut table = Table::new(&[
        "table-key",
        "table-code",
        "table-name",
        "table-directions",
        "table-purpose",
        "table-flags",
        "table-asks",
        "table-next",
    ]);
    for outcome in catalog.outcomes() {
        let asks: Vec<&str> = outcome.asks.iter().map(|ask| ask_word(*ask)).collect();
        table.push(vec![
            outcome.key.to_string().into(),
            outcome.code.as_str().into(),
            outcome.name.get(texts.lang()).into(),
            calls_word(outcome.calls).into(),
            Cell::option(outcome.purpose.map(Purpose::code)),
            Cell::list(&flags(outcome.flags)),
            Cell::list(&asks),
            next(outcome, texts),
        ]);
    }
    table.print(context)
}

/// What becomes of the contact, in words.
fn next(outcome: &Outcome, texts: &Texts) -> Cell {
    let said = match outcome.next {
        NextStep::Close => say!("next-close"),
        NextStep::Retry { minutes } => say!("next-retry", span = texts.span(minutes.into())),
        NextStep::Callback => say!("next-callback"),
        NextStep::FollowUp => say!("next-follow-up"),
        NextStep::Rest { days } => say!("next-rest", days = days),
        NextStep::OtherNumber => say!("next-other-number"),
    };
    Cell::both(texts.say(&said), serde_json::to_value(outcome.next).unwrap_or_default())
}

fn export(context: &Context, file: &Path, force: bool) -> Result<(), Fail> {
    context.refuse_own_file(file)?;
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let text = write::file(catalog.outcomes().map(|outcome| &outcome.record));
    if file == Path::new("-") {
        return out::print(&context.texts, &text);
    }
    match written(file, &text, force) {
        Ok(()) => {
            let said = say!("outcomes-exported", file = shown(file), count = catalog.outcomes().count());
            out::remark(&context.say(&said));
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let message = say!("error-file-exists", file = shown(file));
            Err(context.fail(Code::Refused, &message, Some(&say!("hint-file-exists"))))
        }
        Err(error) => Err(unreadable(context, file, &error)),
    }
}

/// Writes a file that may not be there yet, unless it may be replaced.
fn written(file: &Path, text: &str, force: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    let options = if force { options.create(true).truncate(true) } else { options.create_new(true) };
    options.open(file)?.write_all(text.as_bytes())
}
