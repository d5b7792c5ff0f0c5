//! `dozvon queue skip` and `skipped`: skipping a contact, and what a supervisor sees of it.

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use super::queue::{entry_id, stamp};
use super::table::{Cell, Table, print_one};
use crate::desk::queue::{SettleSkips, SkipContact, SkippedClients};
use crate::domain::ids::RecordId;
use crate::domain::ids::code;
use crate::domain::queue::SkipReason;
use crate::domain::text::clean_line;
use crate::i18n::Calendar;
use crate::say;

/// Skips a contact.
pub(super) fn skip(context: &Context, id: &str, reason: &str) -> Result<(), Fail> {
    let entry = entry_id(context, id)?;
    let Some(reason) = SkipReason::from_code(reason) else {
        let message = say!("error-skip-reason", text = clean_line(reason));
        return Err(context.fail(Code::Usage, &message, Some(&say!("hint-skip-reason"))));
    };
    let seat = context.sit_down_to_change()?;
    let now = context.now();
    let done = seat.desk.execute_as(&seat.who, now, &SkipContact { entry, reason });
    let (skipped, seq) = done.map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let words = || {
        let until = context.texts.moment(skipped.until, calendar);
        let reason = context.texts.word(&reason);
        let said = if skipped.raised {
            say!("skipped-raised", until = until, reason = reason, count = skipped.count)
        } else {
            say!("skipped", until = until, reason = reason)
        };
        format!("{}\n", context.say(&said))
    };
    let fields = [
        ("client", code(skipped.client.as_u64()).into()),
        ("reason", reason.code().into()),
        ("until", stamp(skipped.until, calendar.zone).into()),
        ("skips", skipped.count.into()),
        ("raised", skipped.raised.into()),
        ("seq", seq.into()),
    ];
    print_one(context, words, &fields)
}

/// Lists the clients who were skipped too often, a row for each; or settles the skips of one.
pub(super) fn skipped(context: &Context, limit: u16, settle: Option<&str>) -> Result<(), Fail> {
    if let Some(client) = settle {
        let seat = context.sit_down_to_change()?;
        let id = super::note::find(context, &seat, client)?;
        seat.desk.execute(&seat.who, context.now(), &SettleSkips(id)).map_err(context.desk_failed())?;
        return out::print(&context.texts, &format!("{}\n", context.texts.get("skips-settled")));
    }
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let found = seat.desk.query(&seat.who, now, &SkippedClients { limit: limit.into() });
    let found = found.map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    if found.is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("skips-none"));
    }
    let calendar = Calendar { now, zone: seat.who.zone };
    let moment = |at| Cell::both(context.texts.moment(at, calendar), stamp(at, calendar.zone));
    let mut table = Table::new(&[
        "table-client",
        "table-name",
        "table-id",
        "table-skips",
        "table-last",
        "table-until",
        "table-who",
        "table-why",
    ]);
    for row in &found {
        let who: Vec<&str> = once_each(
            row.skips.iter().filter_map(|skip| catalog.user(skip.by)).map(|user| user.name.as_str()),
        );
        let reasons = once_each(row.skips.iter().map(|skip| skip.reason));
        let words: Vec<String> = reasons.iter().map(|reason| context.texts.word(reason)).collect();
        let codes: Vec<&str> = reasons.iter().map(|reason| reason.code()).collect();
        table.push(vec![
            row.client.code().into(),
            row.client.name.as_str().into(),
            row.entry.as_u64().into(),
            row.skips.len().into(),
            row.skips.first().map_or_else(Cell::none, |skip| moment(skip.at)),
            row.until.map_or_else(Cell::none, moment),
            Cell::both(who.join(", "), who),
            Cell::both(words.join(", "), codes),
        ]);
    }
    table.print(context)
}

/// Every value once, in the order in which they came.
fn once_each<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut out = Vec::new();
    for value in values {
        if !out.contains(&value) {
            out.push(value);
        }
    }
    out
}
