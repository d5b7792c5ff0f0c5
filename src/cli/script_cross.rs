//! `dozvon script answers --by`: the answers side by side for parts of the calls.

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::out::{self, shown};
use super::script_report::{Calls, Of};
use super::table::{Cell, Table};
use crate::desk::scripts::cross::CrossOf;
use crate::domain::script::segment::Segment;
use crate::domain::script::survey::Tally;
use crate::say;

/// Prints a row for every answer in every part, with its count, its share and what the share is of.
pub(super) fn run(context: &Context, calls: &Calls, by: &str) -> Result<(), Fail> {
    let calls = calls.asked(context)?;
    let Some(by) = Segment::from_code(by.trim()) else {
        let known: Vec<String> = Segment::ALL.iter().map(Segment::code).collect();
        let what = say!("error-not-a-segment", text = shown(by, 40));
        return Err(context.fail(Code::Usage, &what, Some(&say!("hint-segment", known = known.join(", ")))));
    };
    let seat = context.sit_down_to_ask()?;
    let cross = seat.desk.query(&seat.who, context.now(), &CrossOf { calls, by });
    let cross = cross.map_err(context.desk_failed())?;
    if context.format() == Format::Table {
        out::remark(&context.say(&say!("answers-of", calls = cross.calls)));
    }
    let mut table = Table::new(&[
        "table-question",
        "table-title",
        "table-group",
        "table-answer",
        "table-count",
        "table-share",
        "table-n",
    ]);
    for (place, whole) in cross.all.iter().enumerate() {
        let all = context.texts.get("group-all");
        let mut parts: Vec<(String, &Tally)> = vec![(all, whole)];
        parts.extend(cross.groups.iter().filter_map(|(group, _, tallies)| {
            Some((context.texts.group(group, context.now()), tallies.get(place)?))
        }));
        let tallies: Vec<&Tally> = parts.iter().map(|(_, tally)| *tally).collect();
        for row in context.texts.cross_rows(&tallies) {
            for ((name, tally), count) in parts.iter().zip(&row.counts) {
                let of = if row.of_asked { Of::Asked } else { Of::Answered };
                table.push(vec![
                    whole.code.as_str().into(),
                    whole.title.as_str().into(),
                    name.as_str().into(),
                    Cell::both(&row.answer, row.value.as_str()),
                    (*count).into(),
                    of.share(context, tally, *count),
                    of.whole(tally).into(),
                ]);
            }
        }
    }
    table.print(context)
}
