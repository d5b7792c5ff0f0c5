//! `dozvon job unload`: takes a load back.

use super::{job_named, load_numbered};
use crate::cli::args::Format;
use crate::cli::context::Context;
use crate::cli::fail::Fail;
use crate::cli::out::{self, shown};
use crate::cli::table::pretty;
use crate::domain::ids::{RecordId, code};
use crate::say;

/// Rows that stay are named to people up to this many.
const NAMED: usize = 20;

/// Takes a load back, and says which rows stay.
pub(super) fn run(context: &Context, job: &str, load: &str, reason: Option<&str>) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let list = job_named(context, &seat, job)?;
    let load = load_numbered(context, load)?;
    let reason = reason.unwrap_or_default();
    let undone = seat.desk.unload(&seat.who, context.now(), list.id, load, reason, &mut |_, _| {});
    let undone = undone.map_err(context.desk_failed())?;
    let rows = undone.touched.iter().map(|touched| {
        serde_json::json!({
            "line": touched.row.line,
            "client": code(touched.entry.client.as_u64()),
            "name": touched.name,
            "attempts": touched.entry.attempts,
        })
    });
    let value = serde_json::json!({
        "load": load.as_u64(),
        "rows": undone.rows,
        "cards": undone.cards,
        "touched": rows.collect::<Vec<_>>(),
    });
    let text = match context.format() {
        Format::Json => pretty(&value),
        Format::Ndjson | Format::Csv => format!("{value}\n"),
        Format::Table => {
            let mut lines = vec![say!("job-unloaded", count = undone.rows, load = load.as_u64().to_string())];
            if !undone.cards {
                lines.push(say!("job-unloaded-cards-stay"));
            }
            if !undone.touched.is_empty() {
                lines.push(say!("job-unloaded-touched", count = undone.touched.len()));
            }
            let mut text: String = lines.iter().map(|line| format!("{}\n", context.say(line))).collect();
            for touched in undone.touched.iter().take(NAMED) {
                let client = code(touched.entry.client.as_u64());
                let (name, attempts) = (shown(&touched.name, 40), touched.entry.attempts);
                let said = say!("job-unloaded-row", client = client, name = name, attempts = attempts);
                text.push_str(&format!("  {}\n", context.say(&said)));
            }
            text
        }
    };
    out::print(&context.texts, &text)
}
