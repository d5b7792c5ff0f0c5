//! What a sale comes to, in one line.

use crate::desk::result::{DealAnswer, RecordResult};
use crate::desk::tasks::Given;
use crate::domain::text::fit;
use crate::i18n::Message;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::Model;

/// The widest name of a deal in the line, in terminal cells: the task behind it has to be read.
const DEAL_CELLS: usize = 24;

/// A deal that was opened, and what is to be done for it.
pub(super) fn told(model: &Model, env: &Env, asked: &RecordResult, task: &Given) -> Message {
    let (name, amount) = match &asked.answers.deal {
        Some(DealAnswer::New(new)) => (new.name.as_str(), new.amount),
        _ => ("", None),
    };
    let client = model.card.dossier.as_ref().filter(|dossier| dossier.client.id == asked.client);
    let client = client.map(|dossier| dossier.client.name.as_str()).unwrap_or_default();
    // The task stands behind it, and is what has to be read.
    let name = fit(if name.trim().is_empty() { client } else { name }, DEAL_CELLS).into_owned();
    let deal = match amount {
        Some(amount) => format!("{name}, {}", env.texts.money(amount)),
        None => name,
    };
    let due = format!(
        "{} {}",
        env.texts.weekday(task.due.date_in(env.zone)),
        task.due.in_zone(env.zone).format("%d.%m %H:%M")
    );
    say!("recorded-task", deal = deal, task = &task.text, due = due)
}
