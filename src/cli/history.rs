//! `dozvon history`: who changed what and when, field by field.

use serde_json::{Value as Json, json};

use super::args::{Format, HistoryArgs, HistoryCommand, HistoryOptions};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::moment::moment_or_day;
use super::note::find;
use super::out::{self, WIDTH, shown};
use super::record::stamp;
use super::show::wrapped;
use super::table::csv_rows;
use crate::desk::catalog::Catalog;
use crate::desk::history::value::{FieldChange, Term, Value};
use crate::desk::history::{Became, Changed, History, HistoryOf, Line, Of};
use crate::desk::{DeskError, What};
use crate::domain::contact::ContactValue;
use crate::domain::deal::DealStatus;
use crate::domain::hours::Span;
use crate::domain::ids::{DealId, RecordId, code, parse_code};
use crate::domain::queue::EntryState;
use crate::domain::stop::StopScope;
use crate::domain::text::{clean_line, fit};
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Word};
use crate::say;
use crate::store::Table;

/// Commits that are shown unless the command line says otherwise.
const LIMIT: u16 = 50;
/// Commits that can't be read are named up to so many.
const UNREADABLE: usize = 20;

/// Prints the history the command line asks for.
pub(super) fn run(context: &Context, args: &HistoryArgs) -> Result<(), Fail> {
    let HistoryOptions { since, limit, deleted } = args.command.options();
    let since = since.as_deref().map(|text| since_of(context, text)).transpose()?;
    let seat = context.sit_down_to_ask()?;
    let of = match &args.command {
        HistoryCommand::Client { client, .. } => Of::Client(find(context, &seat, client)?),
        HistoryCommand::Deal { deal, .. } => Of::Deal(deal_of(context, deal)?),
        HistoryCommand::User { name, .. } => {
            let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
            let user = catalog.user_by_name(&clean_line(name));
            let missing = || DeskError::NotFound(What::User, shown(name, 40));
            Of::User(user.map(|user| user.id).ok_or_else(missing).map_err(context.desk_failed())?)
        }
    };
    let limit = limit.unwrap_or(LIMIT).into();
    let asked = HistoryOf { of, since, limit, deleted: *deleted };
    let history = seat.desk.query(&seat.who, context.now(), &asked).map_err(context.desk_failed())?;
    let said = Said::new(context, &seat, of, &history)?;
    let text = match context.format() {
        Format::Json => format!("{}\n", out::json(&said.whole())),
        Format::Ndjson => {
            history.lines.iter().map(|line| format!("{}\n", out::json(&said.line(line)))).collect()
        }
        Format::Csv => said.csv()?,
        Format::Table => said.text(),
    };
    out::print(&context.texts, &text)?;
    if context.format() != Format::Json {
        said.remarks();
    }
    Ok(())
}

fn since_of(context: &Context, text: &str) -> Result<Moment, Fail> {
    moment_or_day(text, context.zone()).ok_or_else(|| {
        let what = say!("error-not-a-time", text = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-since")))
    })
}

fn deal_of(context: &Context, text: &str) -> Result<DealId, Fail> {
    parse_code(text).map(DealId::from_u64).ok_or_else(|| {
        let message = say!("error-not-a-number", text = clean_line(text));
        context.fail(Code::Usage, &message, None)
    })
}

/// A history on its way to a person or a machine.
struct Said<'a> {
    context: &'a Context,
    of: Of,
    history: &'a History,
    catalog: std::sync::Arc<Catalog>,
    calendar: Calendar,
    /// What was asked about is gone, and other records went with it.
    gone_with_others: bool,
}

impl<'a> Said<'a> {
    fn new(context: &'a Context, seat: &Seat, of: Of, history: &'a History) -> Result<Self, Fail> {
        let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
        let calendar = Calendar { now: context.now(), zone: seat.who.zone };
        let mut said = Self { context, of, history, catalog, calendar, gone_with_others: false };
        if let Some(seq) = said.gone() {
            let parts = seat.desk.undo_parts(&seat.who, context.now(), seq);
            // What can't be found out is told by the undo itself.
            said.gone_with_others = parts.is_ok_and(|parts| parts.len() > 1);
        }
        Ok(said)
    }

    fn author(&self, line: &Line) -> String {
        let known = self.catalog.user(line.by).map(|user| clean_line(&user.name));
        known.unwrap_or_else(|| self.context.texts.get("history-program"))
    }

    fn text(&self) -> String {
        let texts = &self.context.texts;
        let mut lines: Vec<String> = Vec::new();
        for line in &self.history.lines {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            let at = line.at.in_zone(self.calendar.zone).format("%d.%m.%Y %H:%M");
            let mut case = texts.use_case(&line.use_case);
            if let Some(undid) = line.undid {
                case = texts.say(&say!("history-undid", seq = undid.to_string()));
            }
            if let Some(day) = line.register {
                let day = day.format("%d.%m.%Y").to_string();
                case = texts.say(&say!("history-by-register", case = case, day = day));
            }
            if let Some(import) = &line.import {
                let (file, part) = (clean_line(&import.file), import.part);
                case = texts.say(&if file.is_empty() {
                    say!("history-import-part", case = case, part = part)
                } else {
                    say!("history-import", case = case, file = file, part = part)
                });
            }
            let head = format!("№ {}  {at}  {}  {case}", line.seq, self.author(line));
            lines.extend(wrapped(&head, WIDTH));
            if !line.reason.is_empty() {
                let why = texts.say(&say!("history-reason", reason = clean_line(&line.reason)));
                lines.extend(wrapped(&why, WIDTH - 2).into_iter().map(|row| format!("  {row}")));
            }
            for record in &line.records {
                self.record(record, &mut lines);
            }
        }
        let mut text = String::new();
        for line in lines {
            text.push_str(fit(&line, WIDTH).trim_end());
            text.push('\n');
        }
        text
    }

    fn record(&self, record: &Changed, lines: &mut Vec<String>) {
        let texts = &self.context.texts;
        let named = texts.record(record.table, record.id);
        let name = clean_line(&record.name);
        let named = if name.is_empty() { named } else { format!("{named} {name}") };
        let said = match record.what {
            Became::Made => texts.say(&say!("history-made", record = named)),
            Became::Changed => named,
            Became::ChangedFromUnknown => texts.say(&say!("history-from-unknown", record = named)),
            Became::Deleted => texts.say(&say!("history-deleted", record = named)),
        };
        lines.extend(wrapped(&said, WIDTH - 2).into_iter().map(|row| format!("  {row}")));
        // What a record held that is gone is for machines, and for whoever brings it back.
        if record.what == Became::Deleted {
            return;
        }
        for change in &record.fields {
            let row = format!("{}: {}", texts.field(record.table, change.field), self.change(change));
            lines.extend(wrapped(&row, WIDTH - 4).into_iter().map(|row| format!("    {row}")));
        }
    }

    /// «было → стало»; what is new in a list has a plus, what is gone a minus.
    fn change(&self, change: &FieldChange) -> String {
        let texts = &self.context.texts;
        let value = |value: &Value| texts.history_value(value, self.history, &self.catalog, self.calendar);
        match (&change.old, &change.new) {
            (Some(old), Some(new)) => format!("{} → {}", value(old), value(new)),
            (Some(old), None) if change.element => format!("− {}", value(old)),
            (None, Some(new)) if change.element => format!("+ {}", value(new)),
            (Some(old), None) => format!("{} → {}", value(old), texts.get("history-nothing")),
            (None, Some(new)) => value(new),
            (None, None) => String::new(),
        }
    }

    /// The commit that has deleted what was asked about, when it is gone.
    fn gone(&self) -> Option<u64> {
        let asked = match self.of {
            Of::Client(client) => (Table::Client, client.as_u64()),
            Of::Deal(deal) => (Table::Deal, deal.as_u64()),
            Of::User(_) => return None,
        };
        let of_record =
            self.history.lines.iter().flat_map(|line| line.records.iter().map(move |one| (line, one)));
        let (line, last) = of_record.into_iter().find(|(_, one)| (one.table, one.id) == asked)?;
        (last.what == Became::Deleted && line.seq > 0).then_some(line.seq)
    }

    /// What else is to be said: that there is more, or that there is no more.
    fn remarks(&self) {
        let history = self.history;
        let mut said = Vec::new();
        if let Some(seq) = self.gone() {
            let (seq, before) = (seq.to_string(), (seq - 1).to_string());
            said.push(if self.gone_with_others {
                say!("history-gone-with-others", seq = seq, before = before)
            } else {
                say!("history-gone", seq = seq, before = before)
            });
        }
        if history.lines.is_empty() && history.unreadable.is_empty() && !history.not_kept {
            said.push(say!("history-no-changes"));
        }
        if history.more {
            said.push(say!("history-more"));
        }
        if history.not_kept {
            said.push(say!("history-not-kept"));
        }
        if !history.unreadable.is_empty() {
            let seqs: Vec<String> = history.unreadable.iter().take(UNREADABLE).map(u64::to_string).collect();
            let more = if history.unreadable.len() > UNREADABLE { ", …" } else { "" };
            said.push(say!("history-unreadable", seqs = format!("{}{more}", seqs.join(", "))));
        }
        for message in said {
            out::remark(&self.context.say(&message));
        }
    }

    fn whole(&self) -> Json {
        let history = self.history;
        json!({
            "changes": history.lines.iter().map(|line| self.line(line)).collect::<Vec<_>>(),
            "more": history.more,
            "not_kept": history.not_kept,
            "unreadable": history.unreadable,
        })
    }

    /// A row for each field of each record; one without fields has a row of its own.
    fn csv(&self) -> Result<String, Fail> {
        let names = [
            "seq", "at", "by", "use_case", "undid", "reason", "file", "record", "id", "name", "became",
            "field", "element", "old", "new",
        ];
        let mut rows: Vec<Vec<Json>> = Vec::new();
        for line in &self.history.lines {
            let by = self.catalog.user(line.by).map(|user| user.name.as_str());
            let file = line.import.as_ref().map(|import| import.file.as_str());
            let head: [Json; 7] = [
                line.seq.into(),
                stamp(line.at).into(),
                by.into(),
                line.use_case.as_str().into(),
                line.undid.into(),
                line.reason.as_str().into(),
                file.into(),
            ];
            for record in &line.records {
                let own: [Json; 4] = [
                    word(record.table).into(),
                    record.id.into(),
                    record.name.as_str().into(),
                    became(record.what).into(),
                ];
                let fields = record.fields.iter().map(|change| self.csv_field(change).to_vec());
                let fields =
                    if record.fields.is_empty() { vec![vec![Json::Null; 4]] } else { fields.collect() };
                rows.extend(fields.into_iter().map(|field| [head.to_vec(), own.to_vec(), field].concat()));
            }
            if line.records.is_empty() {
                rows.push([head.to_vec(), vec![Json::Null; 8]].concat());
            }
        }
        csv_rows(self.context, &names, rows.into_iter())
    }

    fn csv_field(&self, change: &FieldChange) -> [Json; 4] {
        let value = |value: &Option<Value>| {
            value.as_ref().map_or(Json::Null, |value| match self.value(value) {
                // What is an object to a machine is a sentence in a cell.
                Json::Object(_) => {
                    self.context.texts.history_value(value, self.history, &self.catalog, self.calendar).into()
                }
                plain => plain,
            })
        };
        [change.field.replace('-', "_").into(), change.element.into(), value(&change.old), value(&change.new)]
    }

    fn line(&self, line: &Line) -> Json {
        let records: Vec<Json> = line
            .records
            .iter()
            .map(|record| {
                json!({
                    "record": word(record.table),
                    "id": record.id,
                    "name": record.name,
                    "became": became(record.what),
                    "fields": record.fields.iter().map(|change| self.field(change)).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "seq": line.seq,
            "at": stamp(line.at),
            "by": self.catalog.user(line.by).map(|user| user.name.as_str()),
            "use_case": line.use_case,
            "undid": line.undid,
            "reason": line.reason,
            "import": line.import.as_ref().map(|import| json!({ "file": import.file, "part": import.part })),
            "records": records,
        })
    }

    fn field(&self, change: &FieldChange) -> Json {
        let value = |value: &Option<Value>| value.as_ref().map_or(Json::Null, |value| self.value(value));
        json!({
            "field": change.field.replace('-', "_"),
            "element": change.element,
            "old": value(&change.old),
            "new": value(&change.new),
        })
    }

    /// A value for machines: numbers, moments and codes in their plain forms.
    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Text(text) => json!(text),
            Value::Both(both) => json!({ "ru": both.ru, "en": both.en }),
            Value::Titled(title, value) => json!({ "title": title, "value": value }),
            Value::Number(number) => json!(number),
            Value::Flag(flag) => json!(flag),
            Value::At(at) => json!(stamp(*at)),
            Value::Date(date) => json!(date.to_string()),
            Value::Seconds(seconds) => json!(seconds),
            Value::Money(money) => json!(money.to_string()),
            Value::Phone(phone) => json!(phone.to_string()),
            Value::Tried(tried) => json!({ "phone": tried.phone.to_string(), "at": tried.at.map(stamp) }),
            Value::Method(method) => json!({
                "value": match &method.value {
                    ContactValue::Phone(phone) => phone.to_string(),
                    ContactValue::Email(email) => email.as_str().to_owned(),
                    ContactValue::Other(other) => other.clone(),
                },
                "label": method.label,
                "state": method.state.key().trim_start_matches("contact-"),
            }),
            Value::Zone(zone) => json!(zone.name()),
            Value::Region(region) => json!(region.0),
            Value::Record(table, id) => self.pointed_at(*table, *id),
            Value::Link(link) => json!({
                "client": code(link.client.as_u64()),
                "role": link.role.key().trim_start_matches("role-"),
                "title": link.title,
                "from": link.from.map(|date| date.to_string()),
                "to": link.to.map(|date| date.to_string()),
            }),
            Value::Stage(process, stage) => {
                let known = self.catalog.process(*process);
                let known = known.and_then(|process| process.stages.get(usize::from(*stage)));
                json!({ "index": stage, "code": known.map(|stage| stage.code.as_str()) })
            }
            Value::Pass(_, pass) => json!({
                "stage": pass.stage,
                "entered": stamp(pass.entered),
                "left": pass.left.map(stamp),
                "reason": pass.reason,
            }),
            Value::State(EntryState::Waiting) => json!({ "state": "waiting" }),
            Value::State(EntryState::Taken { by, until }) => json!({
                "state": "taken",
                "by": self.pointed_at(Table::User, by.as_u64()),
                "until": stamp(*until),
            }),
            Value::State(EntryState::Done) => json!({ "state": "done" }),
            Value::State(EntryState::Exhausted) => json!({ "state": "exhausted" }),
            Value::State(EntryState::Blocked) => json!({ "state": "blocked" }),
            Value::Deal(DealStatus::Open) => json!({ "status": "open" }),
            Value::Deal(DealStatus::Won) => json!({ "status": "won" }),
            Value::Deal(DealStatus::Lost { reason }) => json!({ "status": "lost", "reason": reason }),
            Value::Scope(StopScope::List(list)) => {
                json!({ "scope": "list", "list": self.pointed_at(Table::CallList, list.as_u64()) })
            }
            Value::Scope(scope) => json!({ "scope": scope.key().trim_start_matches("stop-") }),
            Value::Window(window) => {
                let span = |span: Option<Span>| {
                    span.map(|span| format!("{}-{}", span.from().format("%H:%M"), span.to().format("%H:%M")))
                };
                json!({ "working": span(window.working()), "off": span(window.off()) })
            }
            Value::Shift(shift) => json!(shift.to_string()),
            Value::Term(term) => json!(term_word(*term)),
        }
    }

    fn pointed_at(&self, table: Table, id: u64) -> Json {
        let name = self.context.texts.history_value(
            &Value::Record(table, id),
            self.history,
            &self.catalog,
            self.calendar,
        );
        json!({ "record": word(table), "id": id, "name": name })
    }
}

/// The word for what became of a record, for machines.
fn became(what: Became) -> &'static str {
    match what {
        Became::Made => "made",
        Became::Changed => "changed",
        Became::ChangedFromUnknown => "changed-from-unknown",
        Became::Deleted => "deleted",
    }
}

/// The word of a table for machines: `queue-entry`.
fn word(table: Table) -> &'static str {
    table.key().trim_start_matches("record-")
}

/// A term without the name of its kind: `incoming`, `advertising`.
fn term_word(term: Term) -> &'static str {
    let kinds = [
        "show-",
        "relation-",
        "inn-",
        "held-",
        "kind-",
        "direction-",
        "entry-",
        "purpose-",
        "user-role-",
        "ask-",
        "zone-source-",
        "consent-",
    ];
    let key = term.key();
    kinds.iter().find_map(|kind| key.strip_prefix(kind)).unwrap_or(key)
}
