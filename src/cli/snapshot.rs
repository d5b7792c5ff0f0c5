//! `dozvon snapshot`: the whole state in one file, now.

use super::backup::{failed, stamp};
use super::context::Context;
use super::fail::Fail;
use super::progress::Bar;
use super::table::print_one;
use crate::say;
use crate::store::local::LocalStore;
use crate::store::snapshot;

/// Runs the command.
pub(super) fn run(context: &Context) -> Result<(), Fail> {
    context.need_base()?;
    let mut bar = Bar::new(&context.texts);
    let folder = context.data();
    let store = LocalStore::open_existing(&folder, context.config.store.clone(), &mut |progress| {
        bar.opening(progress);
    });
    bar.end();
    let foot = store.and_then(|store| store.take_snapshot()).map_err(|error| failed(context, &error))?;
    context.work.done();
    let bytes = snapshot::size_in(&folder, foot.from).map_err(|error| failed(context, &error))?;
    let words = || {
        let done = say!(
            "snapshot-done",
            records = foot.total(),
            last = foot.to,
            at = stamp(context, foot.made().filter(|_| foot.to > 0)),
            size = context.texts.size(bytes),
            seconds = bar.time(),
        );
        format!("{}\n", context.say(&done))
    };
    print_one(
        context,
        words,
        &[
            ("last", foot.to.into()),
            ("records", foot.total().into()),
            ("bytes", bytes.into()),
            ("seconds", bar.seconds().into()),
        ],
    )
}
