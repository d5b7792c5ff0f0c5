//! The end of a large load: the engine is made compact before the command ends.

use std::ops::ControlFlow;

use super::context::Context;
use super::out;
use super::progress::Bar;
use super::stop::Stop;
use crate::say;
use crate::store::local::Tidied;

/// Makes the engine compact when a load has left it much larger than it need be. What was loaded is safe and told by then:
/// whatever comes of this, the command has done its work. `stop` is what the command listens to already, if it does.
pub(super) fn after_load(context: &Context, stop: Option<&Stop>) {
    // A base that others work with is made compact when they rest.
    if context.held.is_some() {
        return;
    }
    let Some(store) = context.work.store() else { return };
    let own = match stop {
        Some(stop) if stop.is_asked() => return,
        Some(stop) => Ok(stop.clone()),
        // Nobody listened so far: then Ctrl+C ends this, and not the process.
        None => Stop::listen(),
    };
    let Ok(stop) = own else { return };
    let mut bar = Bar::new(&context.texts);
    let tidied = store.tidy_after_load(&mut |tidying| {
        bar.tidying(tidying);
        if stop.is_asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    bar.end();
    match tidied {
        Ok(Tidied::Replaced { before, after }) if out::is_watched() => {
            let (before, after) = (context.texts.size(before), context.texts.size(after));
            out::remark(&context.say(&say!("tidy-done", before = before, after = after)));
        }
        Ok(Tidied::Ended) if out::is_watched() => out::remark(&context.texts.get("tidy-ended")),
        Ok(_) => {}
        // There is no room for a copy, say: it is made when there is.
        Err(error) => tracing::warn!(%error, "the engine could not be made compact"),
    }
}
