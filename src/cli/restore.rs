//! `dozvon restore`: the base from a backup, or as it was at a moment.

use std::path::PathBuf;

use super::backup::{failed, stamp};
use super::context::Context;
use super::fail::{Code, Fail};
use super::moment::by_then;
use super::out::{shown, shown_path};
use super::progress::Bar;
use super::table::print_one;
use crate::say;
use crate::store::StoreError;
use crate::store::backup::restore;
use crate::store::local::{LocalStore, Until};

/// Options of a restore.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct RestoreArgs {
    #[arg(value_name = "DIR")]
    from: PathBuf,
    #[arg(long, value_name = "TIME", conflicts_with = "seq")]
    until: Option<String>,
    #[arg(long, value_name = "N")]
    seq: Option<u64>,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &RestoreArgs) -> Result<(), Fail> {
    let until = until(context, args)?;
    let mut bar = Bar::new(&context.texts);
    let to = context.data();
    let done = restore(&args.from, &to, until, &context.config.store, &mut |progress| bar.copying(progress));
    bar.end();
    let report = done.map_err(|error| {
        let error = match error {
            // With the nearest states that can be had.
            StoreError::Damaged { .. } => LocalStore::unreachable(&args.from, until).unwrap_or(error),
            error => error,
        };
        failed(context, &error)
    })?;
    let (folder, kept) = (shown_path(&to), report.kept.as_deref().map(shown_path));
    let words = || {
        let done = say!(
            "restore-done",
            folder = folder.clone(),
            last = report.last,
            at = stamp(context, report.at),
            size = context.texts.size(report.bytes),
            seconds = bar.time(),
        );
        let kept = kept.clone().map(|kept| context.say(&say!("restore-kept", folder = kept)));
        format!("{}\n{}", context.say(&done), kept.map(|kept| kept + "\n").unwrap_or_default())
    };
    print_one(
        context,
        words,
        &[
            ("folder", folder.clone().into()),
            ("last", report.last.into()),
            ("at", report.at.map(|at| at.utc().to_rfc3339()).into()),
            ("bytes", report.bytes.into()),
            ("kept", kept.clone().into()),
            ("seconds", bar.seconds().into()),
        ],
    )
}

fn until(context: &Context, args: &RestoreArgs) -> Result<Until, Fail> {
    match (&args.until, args.seq) {
        (Some(text), _) => match by_then(text, context.zone()) {
            Some(moment) => Ok(Until::Time(moment)),
            None => {
                let what = say!("restore-bad-time", time = shown(text, 40));
                Err(context.fail(Code::Usage, &what, Some(&say!("hint-restore-bad-time"))))
            }
        },
        (None, Some(seq)) => Ok(Until::Seq(seq)),
        (None, None) => Ok(Until::Last),
    }
}
