//! `dozvon queue empty`: what holds contacts back, rule by rule.

use serde_json::json;

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use super::queue::stamp;
use super::table::{Cell, Table, pretty};
use crate::desk::catalog::Catalog;
use crate::desk::queue::{Rule, Tallies, WhyEmpty};
use crate::domain::ids::CallListId;
use crate::domain::text::clean_line;
use crate::i18n::Calendar;
use crate::say;

/// Prints what holds all contacts back, or those of one list.
pub(super) fn run(context: &Context, list: Option<&str>) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let wanted = match list {
        None => None,
        Some(name) => match catalog.list_by_name(name) {
            Some(list) => Some(list.id),
            None => {
                let message = say!("error-no-list", list = clean_line(name));
                return Err(context.fail(Code::NotFound, &message, Some(&say!("hint-no-list"))));
            }
        },
    };
    let found = seat.desk.query(&seat.who, now, &WhyEmpty).map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let shown: Vec<(Option<CallListId>, &Tallies)> = match wanted {
        Some(list) => found.lists.get(&Some(list)).map(|tallies| (Some(list), tallies)).into_iter().collect(),
        None => found.lists.iter().map(|(list, tallies)| (*list, tallies)).collect(),
    };
    match context.format() {
        Format::Json => {
            let one = |tallies: &Tallies| {
                let rules: serde_json::Map<String, serde_json::Value> = tallies
                    .0
                    .iter()
                    .map(|(rule, tally)| {
                        let next = tally.next.map(|next| stamp(next, calendar.zone));
                        (rule.code().to_owned(), json!({"count": tally.count, "next": next}))
                    })
                    .collect();
                let next = tallies.next().map(|next| stamp(next, calendar.zone));
                json!({"size": tallies.size(), "ready": tallies.count(Rule::Ready), "next": next, "rules": rules})
            };
            let lists: Vec<_> = shown
                .iter()
                .map(|(list, tallies)| json!({"call_list": name(&catalog, *list), "holds": one(tallies)}))
                .collect();
            let empty = Tallies::default();
            let all = match wanted {
                None => &found.all,
                Some(_) => shown.first().map_or(&empty, |(_, tallies)| *tallies),
            };
            out::print(&context.texts, &pretty(&json!({"all": one(all), "lists": lists})))
        }
        Format::Table if wanted.is_none() => {
            table(context, &[(None, &found.all)], &catalog, calendar, true)?;
            tell_next(context, &found.all, calendar);
            Ok(())
        }
        _ => {
            table(context, &shown, &catalog, calendar, false)?;
            for (_, tallies) in shown.iter().filter(|_| context.format() == Format::Table) {
                tell_next(context, tallies, calendar);
            }
            Ok(())
        }
    }
}

fn name(catalog: &Catalog, list: Option<CallListId>) -> Option<String> {
    list.and_then(|list| Some(catalog.list(list)?.name.clone()))
}

fn table(
    context: &Context,
    shown: &[(Option<CallListId>, &Tallies)],
    catalog: &Catalog,
    calendar: Calendar,
    all: bool,
) -> Result<(), Fail> {
    let columns: &[&str] = &["table-call-list", "table-count", "table-first", "table-rule"];
    let mut table = Table::new(if all { columns.get(1..).unwrap_or(columns) } else { columns });
    for (list, tallies) in shown {
        let list = name(catalog, *list);
        let shown = list.clone().unwrap_or_else(|| context.texts.get("empty-no-list"));
        for (rule, tally) in &tallies.0 {
            let first = tally.next.map_or_else(Cell::none, |next| {
                Cell::both(context.texts.moment(next, calendar), stamp(next, calendar.zone))
            });
            let rule = Cell::both(context.texts.word(rule), rule.code());
            let mut row = vec![tally.count.into(), first, rule];
            if !all {
                row.insert(0, Cell::both(&shown, list.clone()));
            }
            table.push(row);
        }
    }
    table.print(context)
}

fn tell_next(context: &Context, tallies: &Tallies, calendar: Calendar) {
    let total = context.say(&say!("empty-total", count = tallies.size()));
    let next = match tallies.next() {
        Some(next) => say!("empty-next", when = context.texts.moment(next, calendar)),
        None => say!("empty-no-next"),
    };
    out::remark(&format!("{total} {}", context.say(&next)));
}
