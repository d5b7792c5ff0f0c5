//! `dozvon snippets`: checks, loads and lists canned notes.

use std::path::PathBuf;

use super::content::{Files, lint};
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::{gather, shown};
use super::table::{Cell, Table, print_one};
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
        SnippetsCommand::Check { files } => {
            let given = gather(context, &files.files)?;
            lint(&context.texts, &given, parse, |_| None).report(context, files.strict)
        }
        SnippetsCommand::Load { file, user, strict } => {
            let given = gather(context, std::slice::from_ref(file))?;
            if given.len() > 1 {
                let message = say!("error-one-file", folder = shown(file));
                return Err(context.fail(Code::Usage, &message, Some(&say!("hint-one-file"))));
            }
            let linted = lint(&context.texts, &given, parse, |_| None);
            linted.before_load(context, *strict)?;
            let seat = context.sit_down_to_load()?;
            let owner = match user {
                Some(name) => Some(find(context, &seat, name)?.id),
                None => None,
            };
            let snippets = linted.drafts.into_iter().flat_map(|found| found.draft).collect();
            let saved = seat.desk.execute(&seat.who, context.now(), &SaveSnippets { owner, snippets });
            let (added, changed, retired) = saved.map_err(context.desk_failed())?;
            let said = say!("snippets-loaded", added = added, changed = changed, retired = retired);
            let words = || format!("{}\n", context.say(&said));
            let fields = [("added", added.into()), ("changed", changed.into()), ("retired", retired.into())];
            print_one(context, words, &fields)
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
