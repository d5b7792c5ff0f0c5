//! `dozvon undo`: takes a change back, or all that was done at once with it.

use super::args::UndoArgs;
use super::console;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out::{self, confirmed};
use super::progress::Bar;
use super::record::stamp;
use super::table::print_one;
use crate::desk::DeskError;
use crate::desk::undo::{Undone, WholeUndone};
use crate::domain::text::clean_line;
use crate::i18n::Explain;
use crate::say;

/// So many parts that stay are named.
const NAMED: usize = 5;

/// Takes back the change the command line names.
pub(super) fn run(context: &Context, args: &UndoArgs) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let failed = context.desk_failed();
    let parts = if args.part {
        vec![args.seq]
    } else {
        seat.desk.undo_parts(&seat.who, context.now(), args.seq).map_err(&failed)?
    };
    let reason = args.reason.as_deref().unwrap_or_default();
    if parts.len() < 2 {
        let undone = seat.desk.undo(&seat.who, context.now(), args.seq, reason).map_err(failed)?;
        return print(context, &seat, &undone);
    }
    if !args.whole {
        decide(context, args.seq, &parts)?;
    }
    let mut bar = Bar::new(&context.texts);
    let done = seat.desk.undo_whole(&seat.who, context.now(), args.seq, reason, &mut |done, total| {
        bar.undoing(done, total);
    });
    bar.end();
    print_whole(context, &seat, done.map_err(failed)?)
}

/// Whether all of it is to be taken back: somebody at the terminal says so.
fn decide(context: &Context, seq: u64, parts: &[u64]) -> Result<(), Fail> {
    let place = parts.iter().position(|part| *part == seq).unwrap_or_default() + 1;
    let what = say!(
        "undo-is-a-part",
        place = place,
        parts = parts.len(),
        first = parts.first().unwrap_or(&seq).to_string(),
        last = parts.last().unwrap_or(&seq).to_string()
    );
    if console::may_ask() {
        out::remark(&context.say(&what));
        if confirmed(&context.texts, &context.say(&say!("ask-undo-whole", parts = parts.len()))) {
            return Ok(());
        }
        return Err(context.fail(Code::Refused, &say!("undo-undecided"), None));
    }
    Err(context.fail(Code::Refused, &what, Some(&say!("hint-undo-is-a-part", seq = seq.to_string()))))
}

/// Who made a change and when, in words.
fn author(context: &Context, seat: &Seat, undone: &Undone) -> Result<(String, String), Fail> {
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let by = catalog.user(undone.by).map(|user| clean_line(&user.name)).unwrap_or_default();
    Ok((by, undone.at.in_zone(seat.who.zone).format("%d.%m.%Y %H:%M").to_string()))
}

fn print(context: &Context, seat: &Seat, undone: &Undone) -> Result<(), Fail> {
    let (by, at) = author(context, seat, undone)?;
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

/// Says what was taken back and what was not; the command fails when anything stays.
fn print_whole(context: &Context, seat: &Seat, done: WholeUndone) -> Result<(), Fail> {
    let records = done.records();
    let WholeUndone { parts, undone, before, kept, stopped } = done;
    if let (Some(first), Some(last)) = (undone.first(), undone.last()) {
        let (by, at) = author(context, seat, first)?;
        let words = || {
            let said = say!(
                "undo-whole-done",
                case = context.texts.use_case(&first.use_case),
                at = at,
                by = &by,
                undone = undone.len(),
                parts = parts,
                records = records,
                first = first.seq.to_string(),
                last = last.seq.to_string()
            );
            format!("{}\n", context.say(&said))
        };
        print_one(
            context,
            words,
            &[
                ("parts", parts.into()),
                ("undone", undone.iter().map(|undone| undone.of).collect::<Vec<_>>().into()),
                ("undone_before", before.into()),
                ("kept", kept.iter().map(|(seq, _)| *seq).collect::<Vec<_>>().into()),
                ("seq", last.seq.into()),
                ("use_case", first.use_case.as_str().into()),
                ("at", stamp(first.at).into()),
                ("by", by.as_str().into()),
                ("records", records.into()),
            ],
        )?;
    }
    if let Some(error) = stopped {
        return Err(context.desk_failed()(error));
    }
    stays(context, parts, &kept)
}

/// Says which parts stay and what stands on them.
fn stays(context: &Context, parts: usize, kept: &[(u64, DeskError)]) -> Result<(), Fail> {
    let Some((_, why)) = kept.first() else { return Ok(()) };
    let named = kept.iter().take(NAMED).map(|(seq, error)| {
        let why = context.say(&error.what(&context.texts));
        context.say(&say!("undo-part-stays", seq = seq.to_string(), why = why))
    });
    let named: Vec<String> = named.collect();
    let what = say!("undo-parts-stay", count = kept.len(), parts = parts, named = named.join("\n"));
    let hint = say!("hint-undo-parts-stay");
    let code = Fail::of_desk(why, &context.texts).code;
    Err(context.fail(code, &what, Some(&hint)))
}
