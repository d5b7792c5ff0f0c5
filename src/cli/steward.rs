//! `dozvon steward`: what the data steward has to mend: likely duplicates, numbers to be found.

use super::context::Context;
use super::fail::{Code, Fail};
use super::table::{Table, print_one};
use crate::desk::memos::{CloseMemos, MemosFor};
use crate::domain::ids::{self, MemoId, RecordId};
use crate::domain::memo::{MemoKind, MemoTo};
use crate::domain::text::clean_line;
use crate::say;

/// What to do with the list.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum StewardCommand {
    List,
    Done {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<u64>,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &StewardCommand) -> Result<(), Fail> {
    match command {
        StewardCommand::List => list(context),
        StewardCommand::Done { ids } => done(context, ids),
    }
}

fn list(context: &Context) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let texts = &context.texts;
    let rows = seat.desk.query(&seat.who, context.now(), &MemosFor(MemoTo::Steward));
    let rows = rows.map_err(context.desk_failed())?;
    let mut table = Table::new(&["table-id", "table-client", "table-name", "table-what", "table-reason"]);
    for row in rows {
        let (said, reason) = match &row.memo.kind {
            MemoKind::FindNumber { bad } => {
                (say!("steward-find-number", phone = texts.phone(bad)), String::new())
            }
            MemoKind::Duplicate { of, reason, .. } => {
                let code = ids::code(of.as_u64());
                (say!("steward-duplicate", client = clean_line(&row.other), code = code), clean_line(reason))
            }
            MemoKind::CallbackGone { .. } => continue,
        };
        table.push(vec![
            row.memo.id.as_u64().into(),
            ids::code(row.memo.client.as_u64()).into(),
            clean_line(&row.name).into(),
            context.say(&said).into(),
            reason.into(),
        ]);
    }
    table.print(context)
}

fn done(context: &Context, ids: &[u64]) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let memos = ids.iter().map(|id| MemoId::from_u64(*id)).collect();
    let closed = seat.desk.execute(&seat.who, context.now(), &CloseMemos(memos));
    let count = closed.map_err(context.desk_failed())?;
    if count == 0 {
        return Err(context.fail(Code::NotFound, &say!("steward-done-before"), None));
    }
    let text = || format!("{}\n", context.say(&say!("steward-done", count = count)));
    print_one(context, text, &[("closed", count.into())])
}
