//! `dozvon restore`: the base from a backup, or as it was at a moment.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::backup::failed;
use super::commits::{is_one, ranges, up_to};
use super::context::Context;
use super::fail::{Code, Fail, code_of_store};
use super::moment::by_then;
use super::out::{self, shown, shown_path};
use super::progress::Bar;
use super::table::print_one;
use crate::i18n::Explain;
use crate::say;
use crate::store::backup::restore;
use crate::store::local::{LocalStore, Until};
use crate::store::{APART, StoreError};

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
    if std::fs::metadata(&args.from).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        let what = say!("restore-nowhere", folder = shown_path(&args.from));
        return Err(context.fail(Code::NotFound, &what, Some(&say!("hint-restore-nowhere"))));
    }
    let mut bar = Bar::new(&context.texts);
    let to = context.data();
    let done = restore(&args.from, &to, until, &context.config.store, &mut |progress| bar.copying(progress));
    bar.end();
    let report = done.map_err(|error| unrestored(context, &args.from, until, error))?;
    context.work.done();
    if !report.missing.is_empty() {
        let seqs = ranges(&report.missing);
        out::remark(&context.say(&if report.lost {
            say!("restore-missing-lost", seqs = seqs)
        } else if is_one(&report.missing) {
            say!("restore-missing-one", seqs = seqs)
        } else {
            say!("restore-missing", seqs = seqs)
        }));
    }
    if report.cut > 0 {
        out::remark(&context.say(&say!("restore-cut", bytes = report.cut)));
    }
    let (folder, kept) = (shown_path(&to), report.kept.as_deref().map(shown_path));
    let words = || {
        let done = say!(
            "restore-done",
            folder = folder.clone(),
            journal = up_to(context, report.last, report.at),
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
            ("missing", report.missing.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect()),
            ("cut_bytes", report.cut.into()),
            ("seconds", bar.seconds().into()),
        ],
    )
}

/// Why nothing was restored. Where the source is damaged: with the nearest states that can be had, and the way to what can
/// be read of the rest.
fn unrestored(context: &Context, from: &Path, until: Until, error: StoreError) -> Fail {
    if let StoreError::JournalBehind { engine, journal } = error {
        let (folder, journal) = (shown_path(from), journal.to_string());
        let what = say!("restore-short", folder = &folder, journal = &journal, reached = engine.to_string());
        let hint = if LocalStore::is_backup(from) {
            // Repaired, it would be no backup any more.
            say!("hint-restore-damaged-near", folder = &folder, near = format!("--seq {journal}"))
        } else {
            say!("hint-restore-short", folder = &folder, journal = &journal)
        };
        return context.fail(Code::Damaged, &what, Some(&hint));
    }
    if let StoreError::NotAStore { path } = &error {
        if path != from {
            // There are other things in the place of the base: that is a refusal, and no failure.
            return context.explain(Code::Refused, &error);
        }
        // An empty folder would do for a base, and not for what a base is to be made of.
        let hint = say!("hint-restore-nowhere");
        return context.fail(code_of_store(&error), &error.what(&context.texts), Some(&hint));
    }
    if let StoreError::InItself { path } = &error {
        let what = say!("restore-in-itself", folder = shown_path(path), from = shown_path(from));
        return context.fail(Code::Refused, &what, Some(&say!("hint-restore-in-itself")));
    }
    let StoreError::Damaged { what, .. } = error else { return failed(context, &error) };
    if what == APART {
        let last = LocalStore::verify_files(from, &mut |_| {}).map(|report| report.seen.last);
        let near = last.map_or_else(|_| "--seq N".to_owned(), |last| format!("--seq {last}"));
        let hint = say!("hint-restore-apart", folder = shown_path(from), near = near);
        return context.fail(Code::Damaged, &error.what(&context.texts), Some(&hint));
    }
    let error = LocalStore::unreachable(from, until).unwrap_or(error);
    let is_ours = matches!((from.canonicalize(), context.data().canonicalize()), (Ok(a), Ok(b)) if a == b);
    if is_ours {
        // The other commands speak of this very folder.
        return failed(context, &error);
    }
    let folder = shown_path(from);
    let hint = match &error {
        StoreError::Unreachable { nearest, .. } if !nearest.is_empty() => {
            let near: Vec<String> = nearest.iter().map(|seq| format!("--seq {seq}")).collect();
            say!("hint-restore-damaged-near", folder = folder, near = near.join(", "))
        }
        _ => say!("hint-restore-damaged", folder = folder),
    };
    context.fail(Code::Damaged, &error.what(&context.texts), Some(&hint))
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
