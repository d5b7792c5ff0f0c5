//! `dozvon undo`: takes a change back.

use super::args::UndoArgs;
use super::context::Context;
use super::fail::Fail;
use super::record::stamp;
use super::table::print_one;
use crate::domain::text::clean_line;
use crate::say;

/// Takes back the change the command line names.
pub(super) fn run(context: &Context, args: &UndoArgs) -> Result<(), Fail> {
    let seat = context.sit_down()?;
    let reason = args.reason.as_deref().unwrap_or_default();
    let undone = seat.desk.undo(&seat.who, context.now(), args.seq, reason).map_err(context.desk_failed())?;
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let by = catalog.user(undone.by).map(|user| clean_line(&user.name)).unwrap_or_default();
    let at = undone.at.in_zone(seat.who.zone).format("%d.%m.%Y %H:%M").to_string();
    let words = || {
        let said = say!(
            "undo-done",
            of = undone.of.to_string(),
            case = context.texts.use_case(&undone.use_case),
            at = at,
            by = &by,
            records = undone.records,
            seq = undone.seq.to_string()
        );
        format!("{}\n", context.say(&said))
    };
    print_one(
        context,
        words,
        &[
            ("undone", undone.of.into()),
            ("seq", undone.seq.into()),
            ("use_case", undone.use_case.as_str().into()),
            ("at", stamp(undone.at).into()),
            ("by", by.as_str().into()),
            ("records", undone.records.into()),
        ],
    )
}
