//! `dozvon process`: checks, loads and lists processes.

use super::content::{Files, Loaded, lint, print_loaded};
use super::context::Context;
use super::fail::Fail;
use super::files::gather;
use super::table::{Cell, Table};
use crate::desk::content::SaveProcess;
use crate::domain::process::Control;
use crate::domain::process::file::parse;
use crate::i18n::Word;

/// What to do with processes.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum ProcessCommand {
    Check {
        #[command(flatten)]
        files: Files,
    },
    Load {
        #[command(flatten)]
        files: Files,
    },
    List,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &ProcessCommand) -> Result<(), Fail> {
    match command {
        ProcessCommand::Check { files } => {
            let given = gather(context, &files.files)?;
            lint(&context.texts, &given, parse, |draft| Some(&draft.code)).report(context, files.strict)
        }
        ProcessCommand::Load { files } => load(context, files),
        ProcessCommand::List => list(context),
    }
}

fn load(context: &Context, files: &Files) -> Result<(), Fail> {
    let given = gather(context, &files.files)?;
    let linted = lint(&context.texts, &given, parse, |draft| Some(&draft.code));
    linted.before_load(context, files.strict)?;
    let seat = context.sit_down_to_load()?;
    let mut loaded = Vec::new();
    for found in &linted.drafts {
        let case = SaveProcess(found.draft.clone());
        let saved = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
        let name = found.draft.name.get(context.texts.lang());
        loaded.push(Loaded::new(&found.file, &found.draft.code, name, saved));
    }
    print_loaded(context, &loaded)
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table =
        Table::new(&["table-code", "table-name", "table-version", "table-control", "table-stages"]);
    for process in catalog.processes() {
        let control = Cell::both(context.texts.word(&process.control), control(process.control));
        table.push(vec![
            process.code.as_str().into(),
            process.name.get(context.texts.lang()).into(),
            process.version.into(),
            control,
            process.stages.len().into(),
        ]);
    }
    table.print(context)
}

fn control(control: Control) -> &'static str {
    match control {
        Control::Process => "process",
        Control::Manual => "manual",
        Control::None => "none",
    }
}

impl Word for Control {
    fn key(&self) -> &'static str {
        match self {
            Self::Process => "control-process",
            Self::Manual => "control-manual",
            Self::None => "control-none",
        }
    }
}
