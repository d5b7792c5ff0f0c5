//! `dozvon backup`: a copy of the base in another folder, while work goes on.

use std::io::ErrorKind;
use std::path::PathBuf;

use serde_json::json;

use super::commits::{is_one, ranges, up_to};
use super::context::Context;
use super::fail::{Code, Fail};
use super::out::{self, shown_path};
use super::progress::Bar;
use super::table::print_one;
use crate::say;
use crate::store::StoreError;
use crate::store::backup::{BackupReport, backup};

/// Options of a backup.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct BackupArgs {
    #[arg(value_name = "DIR")]
    to: PathBuf,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &BackupArgs) -> Result<(), Fail> {
    context.need_base()?;
    let parent = args.to.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent
        && std::fs::symlink_metadata(parent).is_err_and(|error| error.kind() == ErrorKind::NotFound)
    {
        // Where another disk should be: a backup beside the base would look like one that is safe.
        let what = say!("backup-no-parent", folder = shown_path(parent));
        return Err(context.fail(Code::NotFound, &what, Some(&say!("hint-backup-no-parent"))));
    }
    let mut bar = Bar::new(&context.texts);
    let done = backup(&context.data(), &args.to, &context.config.store.settings, &mut |progress| {
        bar.copying(progress);
    });
    bar.end();
    let report = done.map_err(|error| match &error {
        // There are other things in it: that is a refusal, and no failure.
        StoreError::NotAStore { path } if *path == args.to => context.explain(Code::Refused, &error),
        _ => failed(context, &error),
    })?;
    context.work.done();
    for skipped in &report.skipped {
        out::remark(&context.say(&say!("backup-skipped", file = skipped)));
    }
    if !report.missing.is_empty() {
        let seqs = ranges(&report.missing);
        out::remark(&context.say(&if is_one(&report.missing) {
            say!("backup-missing-one", seqs = seqs)
        } else {
            say!("backup-missing", seqs = seqs)
        }));
    }
    let folder = shown_path(&args.to);
    let words = || {
        let texts = &context.texts;
        let done = say!(
            "backup-done",
            folder = folder.clone(),
            journal = up_to(context, report.last, report.at),
            copied = texts.size(report.copied),
            total = texts.size(report.total),
            seconds = bar.time(),
        );
        format!("{}\n", context.say(&done))
    };
    let BackupReport { last, at, copied, total, segments, snapshots, .. } = &report;
    print_one(
        context,
        words,
        &[
            ("folder", folder.clone().into()),
            ("last", (*last).into()),
            ("at", at.map(|at| at.utc().to_rfc3339()).into()),
            ("copied_bytes", (*copied).into()),
            ("total_bytes", (*total).into()),
            ("segments", (*segments).into()),
            ("snapshots", (*snapshots).into()),
            ("missing", report.missing.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect()),
            ("seconds", bar.seconds().into()),
        ],
    )
}

/// A failure of the store.
pub(super) fn failed(context: &Context, error: &StoreError) -> Fail {
    Fail::of_store(error, &context.texts).in_format(context.global.format)
}
