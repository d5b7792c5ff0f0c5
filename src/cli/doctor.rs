//! `dozvon doctor`: what the base is, in figures, and what an administrator should do about it.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::context::Context;
use super::fail::Fail;
use super::out;
use super::table::print_one;
use super::verify::Meter;
use crate::domain::time::Moment;
use crate::i18n::{Explain, Texts};
use crate::say;
use crate::store::companies::{About, Companies, CompaniesError};
use crate::store::local::{LocalStore, OpenProgress};
use crate::store::survey::{Advice, Survey, room_of, survey};
use crate::store::{StoreError, Table};

/// Says what the base is.
pub(super) fn run(context: &Context) -> Result<(), Fail> {
    let folder = context.data();
    context.need_base()?;
    let failed = |error: StoreError| Fail::of_store(&error, &context.texts).in_format(context.global.format);
    let meter = Meter::new();
    let room = room_of(&folder);
    let begun = Instant::now();
    let is_backup = LocalStore::is_backup(&folder);
    let opened = if is_backup { None } else { Some(open(context, &folder, &meter)) };
    let opened = match opened {
        Some(Ok(store)) => Some((store, begun.elapsed())),
        None | Some(Err(StoreError::Busy { .. })) => None,
        Some(Err(error)) => return Err(failed(error)),
    };
    let store = opened.as_ref().map(|(store, _)| store);
    let found = survey(&folder, store, &context.config.store.settings, room, &mut |done, total| {
        meter.show(done, total, || context.texts.get("verify-stage-records"));
    });
    meter.end();
    let seen = Seen {
        survey: found.map_err(failed)?,
        folder: out::shown_path(&folder),
        is_backup,
        opened: opened.map(|(_, took)| took),
        register: register(&folder),
    };
    print_one(context, || seen.words(context), &seen.fields(context))
}

/// Opens the base.
fn open(context: &Context, folder: &Path, meter: &Meter) -> Result<LocalStore, StoreError> {
    LocalStore::open(folder, context.config.store.clone(), &mut |progress| match progress {
        OpenProgress::Rebuilding { done, total } => {
            meter.show(done, total, || context.texts.get("opening-rebuild"));
        }
        OpenProgress::TailCut(bytes) => {
            out::remark(&context.say(&say!("opening-tail-cut", bytes = bytes)));
        }
        OpenProgress::Upgrading { .. } => out::remark(&context.say(&say!("opening-upgrade"))),
        OpenProgress::Replayed(_) => {}
    })
}

/// What is told of a base.
struct Seen {
    survey: Survey,
    folder: String,
    /// It is a backup: there is nothing to open.
    is_backup: bool,
    /// How long opening took; `None` when it was not opened, mostly because somebody else has it open.
    opened: Option<Duration>,
    register: Result<Option<Register>, CompaniesError>,
}

/// What there is of the register of companies.
struct Register {
    about: About,
    bytes: u64,
}

fn register(folder: &Path) -> Result<Option<Register>, CompaniesError> {
    let companies = Companies::of(Some(folder));
    let bytes = companies.path().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |about| about.len());
    Ok(companies.about()?.map(|about| Register { about, bytes }))
}

impl Seen {
    fn words(&self, context: &Context) -> String {
        let texts = &context.texts;
        let Survey { format, engine, engine_bytes, journal_bytes, segments, room, reserve, .. } = self.survey;
        let at = |at: Moment| at.in_zone(context.zone()).format("%d.%m.%Y %H:%M").to_string();
        let mut said = vec![say!("doctor-folder", folder = &self.folder, format = format)];
        said.push(match self.opened {
            Some(took) => {
                let tenths = u64::try_from(took.as_millis() / 100).unwrap_or(u64::MAX);
                say!("doctor-opened", seconds = texts.tenths(tenths))
            }
            None if self.is_backup => say!("doctor-backup"),
            None => say!("doctor-busy"),
        });
        said.push(match engine {
            Some(engine) => say!("doctor-engine", engine = engine.name(), size = texts.size(engine_bytes)),
            None => say!("doctor-no-engine"),
        });
        said.push(say!("doctor-journal", size = texts.size(journal_bytes), segments = segments));
        if let (Some((_, from)), Some((_, to))) = (self.survey.oldest, self.survey.newest) {
            said.push(say!("doctor-history", from = at(from), to = at(to)));
        }
        said.push(match self.survey.snapshots.last() {
            Some(last) => {
                let count = self.survey.snapshots.len();
                let size = texts.size(self.survey.snapshot_bytes());
                match last.at.map(at) {
                    Some(at) => say!("doctor-snapshots", count = count, size = size, at = at),
                    None => say!("doctor-snapshots-undated", count = count, size = size),
                }
            }
            None => say!("doctor-no-snapshots"),
        });
        match &self.register {
            Ok(None) => said.push(say!("doctor-register-none")),
            Ok(Some(Register { about, bytes })) => {
                let dated = about.sources.iter().map(|source| source.dated).max();
                let day = dated.map(|day| day.format("%d.%m.%Y").to_string()).unwrap_or_default();
                let size = texts.size(*bytes);
                said.push(say!("doctor-register", count = about.companies, day = day, size = size));
            }
            Err(error) => {
                said.push(error.what(texts));
                said.extend(error.hint(texts));
            }
        }
        if let Some(room) = room {
            let (free, reserve) = (texts.size(room.bytes), texts.size(reserve));
            said.push(say!("doctor-room", free = free, reserve = reserve));
        }
        let mut lines: Vec<String> = said.iter().map(|said| texts.say(said)).collect();
        let then = self.survey.counted_at.and(self.survey.snapshots.last()).and_then(|last| last.at).map(at);
        lines.extend(self.record_lines(texts, then));
        let advice = self.survey.advice();
        lines.push(String::new());
        if advice.is_empty() {
            lines.push(texts.get("doctor-fine"));
        }
        lines.extend(advice.iter().map(|advice| texts.say(&texts.advice(advice))));
        lines.push(String::new());
        lines.join("\n")
    }

    fn record_lines(&self, texts: &Texts, then: Option<String>) -> Vec<String> {
        let counted: Vec<_> = self.survey.records.iter().filter(|(_, count, _)| *count > 0).collect();
        if counted.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![match then {
            Some(at) => texts.say(&say!("doctor-records-then", at = at)),
            None => texts.get("doctor-records"),
        }];
        for (table, count, bytes) in counted {
            let size = if *bytes > 0 { texts.size(*bytes) } else { String::new() };
            let line = format!("  {} {count:>10} {size:>10}", out::cell(&texts.records(*table), 22));
            lines.push(line.trim_end().to_owned());
        }
        let clients = self.survey.count(Table::Client);
        let records: u64 = self.survey.records.iter().map(|(_, count, _)| count).sum();
        let each = records.saturating_mul(10).checked_div(clients);
        if let Some((each, bytes)) = each.zip(self.survey.total_bytes().checked_div(clients)) {
            let (records, bytes) = (texts.tenths(each), texts.size(bytes));
            lines.push(texts.say(&say!("doctor-per-client", records = records, bytes = bytes)));
        }
        lines
    }

    fn fields(&self, context: &Context) -> Vec<(&'static str, Value)> {
        let survey = &self.survey;
        let commit =
            |commit: Option<(u64, Moment)>| commit.map(|(seq, at)| json!({ "seq": seq, "at": time(at) }));
        let snapshots = survey.snapshots.iter().map(|snapshot| {
            json!({
                "seq": snapshot.from, "at": snapshot.at.map(time),
                "records": snapshot.records, "bytes": snapshot.bytes,
            })
        });
        let records: serde_json::Map<String, Value> = survey
            .records
            .iter()
            .map(|(table, count, bytes)| {
                (table.name().replace('-', "_"), json!({ "count": count, "bytes": bytes }))
            })
            .collect();
        let clients = survey.count(Table::Client);
        let advice = survey.advice().into_iter().map(
            |advice| json!({ "kind": kind(&advice), "message": context.say(&context.texts.advice(&advice)) }),
        );
        vec![
            ("folder", json!(self.folder)),
            ("format", json!(survey.format)),
            ("backup", json!(self.is_backup)),
            ("busy", json!(self.opened.is_none() && !self.is_backup)),
            ("open_ms", json!(self.opened.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)))),
            ("engine", json!(survey.engine.map(crate::store::local::EngineKind::name))),
            ("engine_bytes", json!(survey.engine_bytes)),
            ("journal_files", json!(survey.segments)),
            ("journal_bytes", json!(survey.journal_bytes)),
            ("oldest", json!(commit(survey.oldest))),
            ("newest", json!(commit(survey.newest))),
            ("snapshots", json!(snapshots.collect::<Vec<_>>())),
            ("records", Value::Object(records)),
            ("record_bytes", json!(survey.record_bytes())),
            ("total_bytes", json!(survey.total_bytes())),
            ("bytes_per_client", json!(survey.total_bytes().checked_div(clients))),
            ("free_bytes", json!(survey.room.map(|room| room.bytes))),
            ("free_files", json!(survey.room.map(|room| room.files).filter(|files| *files < u64::MAX))),
            ("reserve_bytes", json!(survey.reserve)),
            ("writable", json!((!self.is_backup && self.opened.is_some()).then(|| survey.is_writable()))),
            ("in_doubt", json!(survey.in_doubt)),
            ("advice", json!(advice.collect::<Vec<_>>())),
        ]
    }
}

fn time(at: Moment) -> String {
    at.in_zone(chrono_tz::UTC).to_rfc3339()
}

/// The word for a piece of advice, for machines.
fn kind(advice: &Advice) -> &'static str {
    match advice {
        Advice::Verify => "verify",
        Advice::NoRoom { .. } => "no-room",
        Advice::NoRoomToOpen { .. } => "no-room-to-open",
        Advice::NoFiles { .. } => "no-files",
        Advice::NotWritten(_) => "not-written",
        Advice::LittleRoom { .. } => "little-room",
        Advice::Outgrown { .. } => "outgrown",
        Advice::Bloated { .. } => "bloated",
        Advice::SnapshotDue { .. } => "snapshot-due",
        Advice::WayBack { .. } => "way-back",
        Advice::Stranger { .. } => "stranger",
        Advice::StrangeFile { .. } => "strange-file",
    }
}
