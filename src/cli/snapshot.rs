//! `dozvon snapshot`: the whole state in one file, now.

use super::backup::failed;
use super::commits::up_to;
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
    let taken = match &context.held {
        Some(held) => held.store.take_snapshot(),
        None => {
            let options = context.config.store.clone();
            let store = LocalStore::open_existing(&folder, options, &mut |progress| bar.opening(progress));
            bar.end();
            store.and_then(|store| store.take_snapshot())
        }
    };
    let foot = taken.map_err(|error| failed(context, &error))?;
    context.work.done();
    let bytes = snapshot::size_in(&folder, foot.from).map_err(|error| failed(context, &error))?;
    let words = || {
        let done = say!(
            "snapshot-done",
            records = foot.total(),
            size = context.texts.size(bytes),
            journal = up_to(context, foot.to, foot.made()),
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
