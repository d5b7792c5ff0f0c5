//! `dozvon rebuild`: the engine anew, of the same kind or another.

use super::backup::failed;
use super::context::Context;
use super::fail::{Code, Fail};
use super::out::shown;
use super::progress::Bar;
use super::table::print_one;
use crate::say;
use crate::store::local::{EngineKind, LocalStore};

/// Options of a rebuild.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct RebuildArgs {
    #[arg(long, value_name = "NAME")]
    engine: Option<String>,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &RebuildArgs) -> Result<(), Fail> {
    context.need_base()?;
    let engine = args.engine.as_deref().map(|name| engine_named(context, name)).transpose()?;
    let mut bar = Bar::new(&context.texts);
    let done = LocalStore::rebuild(&context.data(), engine, &mut |progress| bar.opening(progress));
    bar.end();
    let rebuilt = done.map_err(|error| failed(context, &error))?;
    context.work.done();
    let words = || {
        let texts = &context.texts;
        let before = match rebuilt.before {
            Some(before) => say!("rebuild-before", before = texts.size(before)),
            None => say!("rebuild-before-none"),
        };
        let done = say!(
            "rebuild-done",
            engine = rebuilt.engine.name(),
            size = texts.size(rebuilt.size),
            before = before,
            last = rebuilt.last.to_string(),
            seconds = bar.time(),
        );
        format!("{}\n", context.say(&done))
    };
    print_one(
        context,
        words,
        &[
            ("engine", rebuilt.engine.name().into()),
            ("last", rebuilt.last.into()),
            ("bytes", rebuilt.size.into()),
            ("bytes_before", rebuilt.before.into()),
            ("seconds", bar.seconds().into()),
        ],
    )
}

fn engine_named(context: &Context, name: &str) -> Result<EngineKind, Fail> {
    EngineKind::named(name).ok_or_else(|| {
        let choices = EngineKind::ON_DISK.map(EngineKind::name).join(", ");
        let what =
            say!("usage-wrong-choice", option = "--engine", value = shown(name, 40), choices = choices);
        context.fail(Code::Usage, &what, Some(&say!("hint-usage")))
    })
}
