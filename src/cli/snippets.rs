//! `dozvon snippets`: checks, loads and lists canned notes.

use std::path::PathBuf;

use super::content::{Files, check, one_file, print_replaced};
use super::context::Context;
use super::fail::Fail;
use super::table::{Cell, Table};
use super::user::find;
use crate::desk::snippets::SaveSnippets;
use crate::domain::snippet::parse;
use crate::say;

/// What to do with canned notes.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum SnippetsCommand {
    Check {
        #[command(flatten)]
        files: Files,
    },
    Load {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
        #[arg(long)]
        strict: bool,
    },
    List,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &SnippetsCommand) -> Result<(), Fail> {
    match command {
        SnippetsCommand::Check { files } => check(context, files, parse),
        SnippetsCommand::Load { file, user, strict } => {
            let snippets = one_file(context, file, *strict, parse)?;
            let seat = context.sit_down_to_load()?;
            let owner = match user {
                Some(name) => Some(find(context, &seat, name)?.id),
                None => None,
            };
            let saved = seat.desk.execute(&seat.who, context.now(), &SaveSnippets { owner, snippets });
            let (added, changed, retired) = saved.map_err(context.desk_failed())?;
            let said = say!("snippets-loaded", added = added, changed = changed, retired = retired);
            print_replaced(context, (added, changed, retired), &said)
        }
        SnippetsCommand::List => list(context),
    }
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let mut table = Table::new(&["table-short", "table-user", "table-text"]);
    for snippet in catalog.snippets().filter(|snippet| !snippet.retired) {
        let owner = snippet.owner.and_then(|owner| catalog.user(owner));
        table.push(vec![
            snippet.short.as_str().into(),
            Cell::option(owner.map(|user| user.name.as_str())),
            snippet.text.as_str().into(),
        ]);
    }
    table.print(context)
}
