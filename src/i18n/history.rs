//! The history in words: use-cases, records, fields and their values.

use super::{Calendar, Message, Texts, Word};
use crate::desk::Standing;
use crate::desk::catalog::Catalog;
use crate::desk::history::History;
use crate::desk::history::value::{Relation, Term, Value};
use crate::domain::client::ClientKind;
use crate::domain::contact::{ContactMethod, ContactState, ContactValue};
use crate::domain::deal::{DealStatus, StagePass};
use crate::domain::geo;
use crate::domain::ids::{CallListId, OutcomeId, ProcessId, RecordId, ScriptId, UserId, code};
use crate::domain::inn::InnMark;
use crate::domain::interaction::InteractionStatus;
use crate::domain::person::PersonLink;
use crate::domain::queue::EntryState;
use crate::domain::stop::StopScope;
use crate::domain::text::{Lang, clean_line};
use crate::say;
use crate::store::Table;

impl Word for Table {
    fn key(&self) -> &'static str {
        match self {
            Self::Client => "record-client",
            Self::Person => "record-person",
            Self::LegalEntity => "record-legal-entity",
            Self::Interaction => "record-interaction",
            Self::Note => "record-note",
            Self::Deal => "record-deal",
            Self::Process => "record-process",
            Self::Script => "record-script",
            Self::Outcome => "record-outcome",
            Self::CallList => "record-call-list",
            Self::QueueEntry => "record-queue-entry",
            Self::Stop => "record-stop",
            Self::User => "record-user",
            Self::Consent => "record-consent",
            Self::Calendar => "record-calendar",
            Self::Heard => "record-heard",
            Self::Load => "record-load",
            Self::Memo => "record-memo",
            Self::Setting => "record-setting",
            Self::WorkDay => "record-work-day",
            Self::StateSpan => "record-state-span",
            Self::Notice => "record-notice",
            Self::PauseCode => "record-pause-code",
            Self::Snippet => "record-snippet",
            Self::SavedFilter => "record-filter",
        }
    }
}

impl Word for Term {
    fn key(&self) -> &'static str {
        match self {
            Self::ClientKind(ClientKind::Company) => "show-company",
            Self::ClientKind(ClientKind::Person) => "show-person",
            Self::Relation(Relation::Client) => "relation-client",
            Self::Relation(Relation::Supplier) => "relation-supplier",
            Self::Relation(Relation::Competitor) => "relation-competitor",
            Self::Relation(Relation::Carrier) => "relation-carrier",
            Self::Relation(Relation::Other) => "relation-other",
            Self::InnMark(InnMark::Good) => "inn-good",
            Self::InnMark(InnMark::ZeroRecovered) => "inn-zero",
            Self::InnMark(InnMark::BadChecksum) => "inn-wrong",
            Self::Kind(kind) => kind.key(),
            Self::Direction(direction) => direction.key(),
            Self::Status(InteractionStatus::Planned) => "held-planned",
            Self::Status(InteractionStatus::Held) => "held-held",
            Self::Status(InteractionStatus::NotHeld) => "held-not-held",
            Self::Entry(kind) => kind.key(),
            Self::Purpose(purpose) => purpose.key(),
            Self::Role(role) => role.key(),
            Self::Ask(ask) => ask.key(),
            Self::ZoneSource(source) => source.key(),
            Self::Consent(kind) => kind.key(),
            Self::ConsentHow(how) => how.key(),
            Self::JobState(state) => state.key(),
            Self::Recycle(preset) => preset.key(),
            Self::State(state) => state.key(),
        }
    }
}

impl Texts {
    /// What a use-case does, by its name in the history: «результат звонка». A name this release does not know stands for
    /// itself.
    pub fn use_case(&self, name: &str) -> String {
        let word = name.replace('.', "-");
        if self.has(&format!("use-case-{word}")) {
            return self.get(&format!("use-case-{word}"));
        }
        clean_line(name)
    }

    /// The name of a field: «менеджер», «телефоны».
    pub fn field(&self, table: Table, field: &str) -> String {
        let own = format!("{}-{field}", table.key().trim_start_matches("record-"));
        let own = if self.has(&format!("field-of-{own}")) { own } else { field.to_owned() };
        self.get(&format!("field-of-{own}"))
    }

    /// A record as people know it: «клиент 00-00000042», «контакт в очереди № 7».
    pub fn record(&self, table: Table, id: u64) -> String {
        let number = match table {
            Table::Client | Table::Deal => code(id),
            _ => self.number(id),
        };
        format!("{} {number}", self.word(&table))
    }

    /// A number that names something: «№ 7».
    fn number(&self, id: u64) -> String {
        self.say(&say!("history-number", id = id.to_string()))
    }

    /// What stands on a change that was to be taken back.
    pub(super) fn overtaken(&self, standing: &Standing) -> Message {
        let Standing { seq, at, zone, by, use_case, table, id } = standing;
        let record = self.record(*table, *id);
        let Some(at) = at else {
            return say!("error-overtaken-unknown", seq = seq.to_string(), record = record);
        };
        let at = at.in_zone(*zone).format("%d.%m.%Y %H:%M").to_string();
        say!(
            "error-overtaken",
            seq = seq.to_string(),
            case = self.use_case(use_case),
            at = at,
            by = clean_line(by),
            record = record
        )
    }

    /// A value of a field in words: names where the catalog or the history knows them, codes and numbers else.
    pub fn history_value(
        &self,
        value: &Value,
        history: &History,
        catalog: &Catalog,
        calendar: Calendar,
    ) -> String {
        let day = |date: chrono::NaiveDate| self.date(date);
        match value {
            Value::Text(text) => clean_line(text),
            Value::Both(both) => clean_line(both.get(self.lang())),
            Value::Titled(title, value) => {
                self.say(&say!("show-field", title = clean_line(title), value = clean_line(value)))
            }
            Value::Number(number) => number.to_string(),
            Value::Flag(true) => self.get("history-yes"),
            Value::Flag(false) => self.get("history-no"),
            Value::At(at) => self.moment(*at, calendar),
            Value::Date(date) => day(*date),
            Value::Seconds(seconds) if *seconds < 3600 => Self::stopwatch((*seconds).into()),
            Value::Seconds(seconds) => self.span(i64::from(*seconds) / 60),
            Value::Money(money) => self.money(*money),
            Value::Phone(phone) => self.phone(phone),
            Value::Tried(tried) => match tried.at {
                Some(at) => format!("{} ({})", self.phone(&tried.phone), self.moment(at, calendar)),
                None => self.phone(&tried.phone),
            },
            Value::Method(method) => match method.last_success {
                Some(at) => {
                    let at = self.moment(at, calendar);
                    self.say(&say!("history-method-reached", method = self.method(method), at = at))
                }
                None => self.method(method),
            },
            Value::Zone(zone) => format!("{} ({})", self.zone(*zone, calendar.now), zone.name()),
            Value::Region(region) => geo::region(*region).map_or_else(
                || region.0.to_string(),
                |region| if self.lang() == Lang::Ru { region.ru.to_owned() } else { region.en.to_owned() },
            ),
            Value::Record(table, id) => self.pointed_at(*table, *id, history, catalog),
            Value::Link(link) => self.link(link, history, catalog),
            Value::Stage(process, stage) => self.stage(*process, *stage, catalog),
            Value::Pass(process, pass) => self.pass(*process, pass, catalog, calendar),
            Value::State(EntryState::Waiting) => self.get("entry-state-waiting"),
            Value::State(EntryState::Taken { by, until }) => self.say(&say!(
                "entry-state-taken",
                by = self.pointed_at(Table::User, by.as_u64(), history, catalog),
                until = self.moment(*until, calendar)
            )),
            Value::State(EntryState::Done) => self.get("entry-state-done"),
            Value::State(EntryState::Exhausted) => self.get("entry-state-exhausted"),
            Value::State(EntryState::Blocked) => self.get("entry-state-blocked"),
            Value::Deal(DealStatus::Open) => self.get("deal-status-open"),
            Value::Deal(DealStatus::Won) => self.get("deal-status-won"),
            Value::Deal(DealStatus::Lost { reason }) => {
                self.say(&say!("deal-status-lost", reason = clean_line(reason)))
            }
            Value::Scope(StopScope::List(list)) => {
                let list = self.pointed_at(Table::CallList, list.as_u64(), history, catalog);
                format!("{}: {list}", self.get("stop-list"))
            }
            Value::Scope(scope) => self.word(scope),
            Value::Window(window) => self.window(window),
            Value::Shift(shift) => self.shift_hours(shift, calendar.now),
            Value::Term(term) => self.word(term),
        }
    }

    fn pointed_at(&self, table: Table, id: u64, history: &History, catalog: &Catalog) -> String {
        let known: Option<String> = match table {
            Table::User => catalog.user(UserId::from_u64(id)).map(|user| user.name.clone()),
            Table::Outcome => catalog
                .outcome(OutcomeId::from_u64(id))
                .map(|outcome| outcome.name.get(self.lang()).to_owned()),
            Table::Process => catalog
                .process(ProcessId::from_u64(id))
                .map(|process| process.name.get(self.lang()).to_owned()),
            Table::Script => catalog.script(ScriptId::from_u64(id)).map(|script| script.name.clone()),
            Table::CallList => catalog.list(CallListId::from_u64(id)).map(|list| list.name.clone()),
            _ => history.names.get(&(table, id)).cloned(),
        };
        let known = known.map(|name| clean_line(&name)).filter(|name| !name.is_empty());
        known.unwrap_or_else(|| self.record(table, id))
    }

    /// A contact method: «+7 495 012-34-56 доб. 12, секретарь ✗ не обслуживается».
    pub fn method(&self, method: &ContactMethod) -> String {
        let mut said = match &method.value {
            ContactValue::Phone(phone) => self.phone(phone),
            ContactValue::Email(email) => clean_line(email.as_str()),
            ContactValue::Other(other) => clean_line(other),
        };
        let label = clean_line(&method.label);
        if !label.is_empty() {
            said = format!("{said}, {label}");
        }
        if method.state != ContactState::Good {
            said = format!("{said} ✗ {}", self.word(&method.state));
        }
        said
    }

    fn link(&self, link: &PersonLink, history: &History, catalog: &Catalog) -> String {
        let client = self.pointed_at(Table::Client, link.client.as_u64(), history, catalog);
        let mut said = vec![client, self.word(&link.role), clean_line(&link.title)];
        said.extend(link.from.map(|from| self.say(&say!("history-from", date = self.date(from)))));
        said.extend(link.to.map(|to| self.say(&say!("history-to", date = self.date(to)))));
        said.retain(|part| !part.is_empty());
        said.join(", ")
    }

    fn stage(&self, process: ProcessId, stage: u16, catalog: &Catalog) -> String {
        let known = catalog.process(process).and_then(|process| process.stages.get(usize::from(stage)));
        let named = known.map(|stage| clean_line(stage.name.get(self.lang())));
        named.unwrap_or_else(|| self.number(u64::from(stage) + 1))
    }

    fn pass(&self, process: ProcessId, pass: &StagePass, catalog: &Catalog, calendar: Calendar) -> String {
        let mut said = vec![self.stage(process, pass.stage, catalog), self.moment(pass.entered, calendar)];
        if let Some(left) = pass.left {
            said.push(self.say(&say!("history-left", time = self.moment(left, calendar))));
        }
        said.push(clean_line(&pass.reason));
        said.retain(|part| !part.is_empty());
        said.join(", ")
    }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
