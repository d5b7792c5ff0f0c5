//! `dozvon verify`: whether the base is whole, and what to do when it is not.

use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value, json};

use super::args::{Format, VerifyArgs};
use super::context::Context;
use super::fail::{Code, Fail};
use super::out;
use super::table::{Cell, Table, pretty};
use crate::domain::ids::{self, RecordId};
use crate::i18n::{Explain, Message, Texts};
use crate::say;
use crate::store::StoreError;
use crate::store::companies::Companies;
use crate::store::local::{LocalStore, OpenProgress};
use crate::store::verify::{Fault, Finding, InDoubt, Progress, Remark, Report};

/// Redrawn so many times a second at most.
const HERTZ: u8 = 10;
/// So many findings, or records in doubt, are said to a person; machines get all that are known.
const SAID: usize = 20;

/// A progress bar with a word on what goes on; where nobody watches it shows nothing.
pub(super) struct Meter(ProgressBar);

impl Meter {
    pub(super) fn new() -> Self {
        let target = if out::is_watched() {
            ProgressDrawTarget::stderr_with_hz(HERTZ)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(1), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:10} {percent:>3} % {wide_msg}") {
            bar.set_style(style.progress_chars("━━─"));
        }
        Self(bar)
    }

    pub(super) fn show(&self, done: u64, total: u64, what: impl FnOnce() -> String) {
        if !self.0.is_hidden() {
            self.0.set_length(total.max(done).max(1));
            self.0.set_position(done);
            self.0.set_message(what());
        }
    }

    pub(super) fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// Opens the store in a folder to look at it, if there is more than files to look at; says whether an engine had to be made
/// for it.
fn look(context: &Context, folder: &Path, meter: &Meter) -> Result<Option<(LocalStore, bool)>, StoreError> {
    let mut made = false;
    let store = LocalStore::look(folder, &mut |progress| {
        if let OpenProgress::Rebuilding { done, total } = progress {
            made = true;
            meter.show(done, total, || context.texts.get("opening-rebuild"));
        }
    })?;
    Ok(store.map(|store| (store, made)))
}

/// Whether the whole base was checked, and if not, why.
enum Checked {
    Whole,
    /// There is no engine to check.
    Files,
    Busy,
    Unopened(StoreError),
}

/// Checks the base.
pub(super) fn run(context: &Context, options: VerifyArgs) -> Result<(), Fail> {
    let folder = context.data();
    context.need_base()?;
    let failed = |error: StoreError| Fail::of_store(&error, &context.texts).in_format(context.global.format);
    let meter = Meter::new();
    let mut progress = |Progress { stage, done, total }| {
        meter.show(done, total, || context.texts.checking(stage));
    };
    let mut remarks: Vec<(&'static str, Message)> = Vec::new();
    let (report, checked) = match look(context, &folder, &meter) {
        Ok(Some((store, made))) => {
            let report = store.verify(options.deep, &mut progress);
            if made && report.as_ref().is_ok_and(|report| report.seen.engine) {
                remarks.push(("rebuilt", say!("verify-rebuilt")));
            }
            (report, Checked::Whole)
        }
        Ok(None) => (LocalStore::verify_files(&folder, &mut progress), Checked::Files),
        Err(StoreError::Busy { .. }) => (LocalStore::verify_files(&folder, &mut progress), Checked::Busy),
        Err(
            error @ (StoreError::Engine(_)
            | StoreError::Record { .. }
            | StoreError::Damaged { .. }
            | StoreError::JournalBehind { .. }),
        ) => (LocalStore::verify_files(&folder, &mut progress), Checked::Unopened(error)),
        Err(error) => return Err(failed(error)),
    };
    meter.end();
    let mut report = report.map_err(failed)?;
    if matches!(checked, Checked::Busy) {
        report.remarks.insert(0, Remark::Busy);
    }
    if let Checked::Unopened(error) = &checked {
        let error = context.say(&error.what(&context.texts));
        remarks.push(("unopened", say!("verify-unopened", error = error)));
    }
    // It is no part of the base: damage in it is told and hinders nothing.
    match Companies::of(Some(&folder)).verify() {
        Ok(None) => {}
        Ok(Some(count)) => remarks.push(("register", say!("verify-register", count = count))),
        Err(error) => {
            remarks.push(("register-damaged", error.what(&context.texts)));
            remarks.extend(error.hint(&context.texts).map(|hint| ("register-damaged", hint)));
        }
    }
    remarks.extend(report.remarks.iter().map(|remark| (remark.kind(), context.texts.verify_remark(remark))));
    let whole = Outcome { report: &report, remarks: &remarks, deep: options.deep, checked: &checked };
    whole.print(context)?;
    match checked {
        _ if !report.is_clean() => Err(Fail::silent(Code::Damaged)),
        // It may well be whole; nobody has seen it.
        Checked::Whole | Checked::Files if report.is_cut_short() => Err(Fail::silent(Code::Failed)),
        Checked::Whole | Checked::Files => Ok(()),
        Checked::Busy => Err(Fail::silent(Code::Busy)),
        Checked::Unopened(_) => Err(Fail::silent(Code::Damaged)),
    }
}

/// What is told of a check.
struct Outcome<'a> {
    report: &'a Report,
    /// Each with the word for its kind.
    remarks: &'a [(&'static str, Message)],
    deep: bool,
    checked: &'a Checked,
}

impl Outcome<'_> {
    fn print(&self, context: &Context) -> Result<(), Fail> {
        let texts = &context.texts;
        match context.format() {
            Format::Table => out::print(texts, &self.words(texts)),
            Format::Json => out::print(texts, &pretty(&self.object(texts))),
            Format::Ndjson => out::print(texts, &format!("{}\n", self.object(texts))),
            Format::Csv => {
                let mut table =
                    Table::new(&["table-finding", "table-message", "table-hint", "table-severity"]);
                let severity = |word: &'static str| Cell::both("", word);
                for (kind, remark) in self.remarks {
                    let said = texts.say(remark);
                    table.push(vec![(*kind).into(), said.into(), "".into(), severity("remark")]);
                }
                for finding in &self.report.findings {
                    let hint = texts.cure(self.report.cure(finding));
                    table.push(vec![
                        finding.kind().into(),
                        texts.say(&finding.what(texts)).into(),
                        texts.say(&hint).into(),
                        severity("error"),
                    ]);
                }
                table.print(context)
            }
        }
    }

    fn words(&self, texts: &Texts) -> String {
        let mut lines: Vec<String> = self.remarks.iter().map(|(_, remark)| texts.say(remark)).collect();
        let Report { findings, seen, doubt, .. } = self.report;
        lines.extend(findings.iter().take(SAID).map(|finding| texts.say(&finding.what(texts))));
        if let Some(doubt) = doubt {
            lines.extend(doubt_words(doubt, texts));
        }
        lines.push(texts.say(&say!(
            "verify-seen-files",
            commits = seen.commits,
            segments = seen.segments,
            snapshots = seen.snapshots
        )));
        if seen.engine {
            let records: u64 = seen.records.iter().map(|(_, count)| count).sum();
            lines.push(texts.say(&say!("verify-seen-engine", records = records, entries = seen.entries)));
        }
        if seen.compared {
            lines.push(texts.get("verify-compared"));
        }
        match self.checked {
            _ if !self.report.is_clean() => {
                let mut found = texts.say(&say!("verify-found", count = self.report.total()));
                if self.report.total() > SAID as u64 {
                    found = format!("{found} {}", texts.say(&say!("verify-more", shown = SAID)));
                }
                lines.push(found);
                lines.push(texts.get("verify-todo"));
                let cures = self.report.cures().into_iter();
                lines.extend(cures.map(|cure| format!("  {}", texts.say(&texts.cure(cure)))));
            }
            Checked::Whole if seen.engine && self.deep && !seen.compared => {
                lines.push(texts.get("verify-clean-uncompared"));
            }
            Checked::Whole if seen.engine => lines.push(texts.get("verify-clean")),
            _ => lines.push(texts.get("verify-clean-files")),
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn object(&self, texts: &Texts) -> Value {
        let Report { findings, counts, seen, doubt, .. } = self.report;
        let findings = findings.iter().map(|finding| finding_object(self.report, finding, texts));
        let records: Map<String, Value> = seen
            .records
            .iter()
            .map(|(table, count)| (table.name().replace('-', "_"), json!(count)))
            .collect();
        let remarks: Vec<String> = self.remarks.iter().map(|(_, remark)| texts.say(remark)).collect();
        let todo = self.report.cures().into_iter().map(|cure| texts.say(&texts.cure(cure)));
        json!({
            "ok": self.report.is_clean()
                && !self.report.is_cut_short()
                && matches!(self.checked, Checked::Whole | Checked::Files),
            "deep": self.deep,
            "busy": matches!(self.checked, Checked::Busy),
            "engine_checked": seen.engine,
            "compared": seen.compared,
            "findings": findings.collect::<Vec<_>>(),
            "found": counts,
            "remarks": remarks,
            "todo": todo.collect::<Vec<_>>(),
            "doubt": doubt.as_ref().map(doubt_object),
            "first": seen.first,
            "last": seen.last,
            "restorable_from": seen.restorable,
            "counts": {
                "segments": seen.segments,
                "commits": seen.commits,
                "changes": seen.changes,
                "snapshots": seen.snapshots,
                "records": records,
                "index_entries": seen.entries,
            },
        })
    }
}

fn doubt_words(doubt: &InDoubt, texts: &Texts) -> Vec<String> {
    let mut lines = vec![match doubt.whole_until {
        Some(last) => texts.say(&say!("verify-doubt-open", last = last.to_string())),
        None => texts.get(if doubt.lost { "verify-doubt-lost" } else { "verify-doubt-whole" }),
    }];
    let hidden = doubt.hidden.iter().take(SAID).map(|(from, to)| match to {
        Some(to) if to == from => from.to_string(),
        Some(to) => format!("{from}–{to}"),
        None => texts.say(&say!("verify-doubt-open-end", from = from.to_string())),
    });
    let hidden: Vec<String> = hidden.collect();
    if !hidden.is_empty() {
        let is_one = matches!(doubt.hidden.as_slice(), [(from, Some(to))] if from == to);
        let list = hidden.join(", ");
        lines.push(texts.say(&if is_one {
            say!("verify-doubt-hidden-one", list = list)
        } else {
            say!("verify-doubt-hidden", list = list)
        }));
    }
    if doubt.count > 0 {
        lines.push(format!(
            "{}:",
            texts.say(&if doubt.lost {
                say!("verify-doubt-records", count = doubt.count)
            } else {
                say!("doubt-records-whole", count = doubt.count)
            })
        ));
    }
    for record in doubt.records.iter().take(SAID) {
        let own = texts.say(&texts.record_at(record.table, &record.key));
        let clients: Vec<String> = record.clients.iter().map(|id| ids::code(id.as_u64())).collect();
        let is_client = record.table == crate::store::Table::Client;
        lines.push(if is_client || clients.is_empty() {
            format!("  {own}")
        } else {
            format!("  {own} ({}: {})", texts.records(crate::store::Table::Client), clients.join(", "))
        });
    }
    let more = doubt.count.saturating_sub(doubt.records.len().min(SAID) as u64);
    if more > 0 {
        lines.push(format!("  {}", texts.say(&say!("verify-doubt-more", count = more))));
    }
    lines
}

fn doubt_object(doubt: &InDoubt) -> Value {
    let records = doubt.records.iter().map(|record| {
        let clients: Vec<String> = record.clients.iter().map(|id| ids::code(id.as_u64())).collect();
        json!({ "table": record.table.name(), "key": hex(&record.key), "clients": clients })
    });
    let hidden = doubt.hidden.iter().map(|(from, to)| json!({ "from": from, "to": to }));
    json!({
        "lost": doubt.lost,
        "whole_until": doubt.whole_until,
        "hidden": hidden.collect::<Vec<_>>(),
        "count": doubt.count,
        "records": records.collect::<Vec<_>>(),
    })
}

fn hex(key: &crate::store::Key) -> String {
    crate::i18n::hex(key)
}

/// A finding for machines: its kind, its sentences, and what it names.
fn finding_object(report: &Report, finding: &Finding, texts: &Texts) -> Value {
    let fault = |fault: &Fault| match fault {
        Fault::Unreadable(what) => json!({ "kind": "unreadable", "what": what }),
        Fault::UnknownTable => json!({ "kind": "unknown-table" }),
        Fault::WrongKey => json!({ "kind": "wrong-key" }),
        Fault::WrongId => json!({ "kind": "wrong-id" }),
        Fault::Revision { revision, last } => {
            json!({ "kind": "revision", "revision": revision, "last": last })
        }
    };
    let named = match finding {
        Finding::Journal(damage) => json!({
            "file": damage.segment, "offset": damage.offset, "what": damage.what,
            "after": damage.after, "before": damage.before,
        }),
        Finding::JournalBehind { reached, journal } => json!({ "reached": reached, "journal": journal }),
        Finding::JournalRecord { seq, table, key, fault: wrong } => {
            json!({ "seq": seq, "table": table.name(), "key": hex(key), "fault": fault(wrong) })
        }
        Finding::Snapshot { file, offset, what } => json!({ "file": file, "offset": offset, "what": what }),
        Finding::SnapshotRecord { file, table, key, fault: wrong } => {
            json!({ "file": file, "table": table.name(), "key": hex(key), "fault": fault(wrong) })
        }
        Finding::Apart { file } | Finding::Against { file } => json!({ "file": file }),
        Finding::NoPath { last } | Finding::JournalApart { last } => json!({ "last": last }),
        Finding::Engine(what) => json!({ "what": what }),
        Finding::Bookkeeping | Finding::Unrepaired | Finding::EngineApart => json!({}),
        Finding::EngineBehind { engine, journal } => json!({ "engine": engine, "journal": journal }),
        Finding::Record { table, key, fault: wrong } => {
            json!({ "table": table.name(), "key": hex(key), "fault": fault(wrong) })
        }
        Finding::SameId { table, id, key } => json!({ "table": table.name(), "id": id, "key": hex(key) }),
        Finding::NoEntry { index, entry, table, key } => json!({
            "index": format!("{index:?}"), "entry": hex(entry), "table": table.name(), "key": hex(key),
        }),
        Finding::StrayEntry { index, entry } => {
            json!({ "index": format!("{index:?}"), "entry": hex(entry) })
        }
        Finding::Dangling { table, key, to, id } => {
            json!({ "table": table.name(), "key": hex(key), "to": to.name(), "id": id })
        }
        Finding::Counter { table, next, highest } => {
            json!({ "table": table.name(), "next": next, "highest": highest })
        }
        Finding::StrayKey { key }
        | Finding::Lacking { key }
        | Finding::Surplus { key }
        | Finding::Different { key } => json!({ "key": hex(key) }),
    };
    json!({
        "kind": finding.kind(),
        "message": texts.say(&finding.what(texts)),
        "hint": texts.say(&texts.cure(report.cure(finding))),
        "at": named,
    })
}
