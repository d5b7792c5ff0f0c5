//! Values as the history compares and hands them out: typed, in no language.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::domain::call_list::Purpose;
use crate::domain::client::ClientKind;
use crate::domain::consent::{ConsentHow, ConsentKind};
use crate::domain::contact::ContactMethod;
use crate::domain::day::OperatorState;
use crate::domain::deal::{DealStatus, StagePass};
use crate::domain::geo::RegionCode;
use crate::domain::hours::Window;
use crate::domain::ids::{ProcessId, RecordId};
use crate::domain::inn::InnMark;
use crate::domain::interaction::{Direction, InteractionKind, InteractionStatus, Tried};
use crate::domain::job::JobState;
use crate::domain::money::Money;
use crate::domain::outcome::Ask;
use crate::domain::person::PersonLink;
use crate::domain::phone::Phone;
use crate::domain::queue::{EntryKind, EntryState};
use crate::domain::recycle::Preset;
use crate::domain::shift::ShiftHours;
use crate::domain::stop::StopScope;
use crate::domain::text::Bilingual;
use crate::domain::time::Moment;
use crate::domain::user::UserRole;
use crate::domain::zone::ZoneSource;
use crate::store::{Record, Table};

/// The value of a field, or one element of a field that holds several.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words, never empty.
    Text(String),
    /// Words in both languages.
    Both(Bilingual),
    /// A value under a title: a field of the firm's own, a raw cell of a file.
    Titled(String, String),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A moment.
    At(Moment),
    /// A day.
    Date(NaiveDate),
    /// A span of time, in seconds.
    Seconds(u32),
    /// A sum.
    Money(Money),
    /// A number to call.
    Phone(Phone),
    /// A number that was dialled before another one.
    Tried(Tried),
    /// A phone, an e-mail address, a messenger with what is known of it.
    Method(ContactMethod),
    /// A time zone.
    Zone(Tz),
    /// A region of Russia.
    Region(RegionCode),
    /// Another record.
    Record(Table, u64),
    /// What a person is to a client.
    Link(PersonLink),
    /// A stage of a process, by its index.
    Stage(ProcessId, u16),
    /// A stay of a deal on a stage.
    Pass(ProcessId, StagePass),
    /// State of a planned contact.
    State(EntryState),
    /// State of a deal.
    Deal(DealStatus),
    /// From which calls a prohibition protects.
    Scope(StopScope),
    /// Hours in which somebody is called.
    Window(Window),
    /// The hours of an operator.
    Shift(ShiftHours),
    /// One of a few words.
    Term(Term),
}

/// Values that are one of a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its type")]
pub enum Term {
    ClientKind(ClientKind),
    Relation(Relation),
    InnMark(InnMark),
    Kind(InteractionKind),
    Direction(Direction),
    Status(InteractionStatus),
    Entry(EntryKind),
    Purpose(Purpose),
    Role(UserRole),
    Ask(Ask),
    ZoneSource(ZoneSource),
    Consent(ConsentKind),
    ConsentHow(ConsentHow),
    JobState(JobState),
    Recycle(Preset),
    State(OperatorState),
}

/// What a client is to us; see [`Relations`](crate::domain::client::Relations).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after its field")]
pub enum Relation {
    Client,
    Supplier,
    Competitor,
    Carrier,
    Other,
}

impl Value {
    /// Another record by its id.
    pub(super) fn record<R: Record>(id: R::Id) -> Self {
        Self::Record(R::TABLE, id.as_u64())
    }

    /// Whether two elements are one thing in two states: the same number with another mark on it.
    fn is_same_thing(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Method(one), Self::Method(two)) => one.value == two.value,
            (Self::Link(one), Self::Link(two)) => one.client == two.client && one.from == two.from,
            (Self::Pass(_, one), Self::Pass(_, two)) => (one.stage, one.entered) == (two.stage, two.entered),
            (Self::Titled(one, _), Self::Titled(two, _)) => one == two,
            (one, two) => one == two,
        }
    }
}

/// A field of a record in one of its versions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) content: Content,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    One(Option<Value>),
    Many(Vec<Value>),
}

/// A field that differs between two versions of a record, or one element of it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// The field: `manager`, `phones`.
    pub field: &'static str,
    /// Whether the field holds several values, and this is one of them.
    pub element: bool,
    /// What was there; `None` when nothing was.
    pub old: Option<Value>,
    /// What is there now; `None` when nothing is.
    pub new: Option<Value>,
}

/// What differs between two versions, in the order of the fields. A record that was made has no old version, one that was
/// deleted no new one.
pub(super) fn diff(old: &[Field], new: &[Field]) -> Vec<FieldChange> {
    let mut out = Vec::new();
    let names = if new.is_empty() { old } else { new };
    for name in names.iter().map(|field| field.name) {
        let content = |fields: &[Field]| {
            fields.iter().find(|field| field.name == name).map(|field| field.content.clone())
        };
        match (content(old), content(new)) {
            (Some(Content::Many(old)), Some(Content::Many(new))) => elements(name, old, new, &mut out),
            (Some(Content::Many(old)), None) => elements(name, old, Vec::new(), &mut out),
            (None, Some(Content::Many(new))) => elements(name, Vec::new(), new, &mut out),
            (old, new) => {
                let one = |content| match content {
                    Some(Content::One(value)) => value,
                    _ => None,
                };
                let (old, new) = (one(old), one(new));
                if old != new {
                    out.push(FieldChange { field: name, element: false, old, new });
                }
            }
        }
    }
    out
}

fn elements(field: &'static str, mut old: Vec<Value>, new: Vec<Value>, out: &mut Vec<FieldChange>) {
    let mut rest = Vec::new();
    // What is the same on both sides goes first, so that one of two equal values finds its own.
    for value in new {
        match old.iter().position(|known| *known == value) {
            Some(place) => drop(old.remove(place)),
            None => rest.push(value),
        }
    }
    let mut added = Vec::new();
    for value in rest {
        let known = old.iter().position(|known| known.is_same_thing(&value));
        let before = known.map(|place| old.remove(place));
        let change = FieldChange { field, element: true, old: before, new: Some(value) };
        if change.old.is_some() { out.push(change) } else { added.push(change) }
    }
    out.extend(old.into_iter().map(|old| FieldChange { field, element: true, old: Some(old), new: None }));
    out.extend(added);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::ContactState;

    fn method(number: &str) -> ContactMethod {
        ContactMethod::phone(Phone::parse(number).unwrap(), "")
    }

    fn phones(methods: &[ContactMethod]) -> Vec<Field> {
        let values = methods.iter().cloned().map(Value::Method).collect();
        vec![Field { name: "phones", content: Content::Many(values) }]
    }

    #[test]
    fn lists_are_compared_by_element() {
        let (one, two) = (method("+7 495 012-34-56"), method("+7 495 012-34-57"));
        let bad = ContactMethod { state: ContactState::NotTheirs, ..one.clone() };
        let change = |old: Option<&ContactMethod>, new: Option<&ContactMethod>| FieldChange {
            field: "phones",
            element: true,
            old: old.cloned().map(Value::Method),
            new: new.cloned().map(Value::Method),
        };
        let lists = |old: &[ContactMethod], new: &[ContactMethod]| diff(&phones(old), &phones(new));
        let (one_only, both) = ([one.clone()], [one.clone(), two.clone()]);
        assert_eq!(lists(&one_only, &both), [change(None, Some(&two))]);
        assert_eq!(lists(&both, std::slice::from_ref(&two)), [change(Some(&one), None)]);
        assert_eq!(lists(&both, &[bad.clone(), two.clone()]), [change(Some(&one), Some(&bad))]);
        assert_eq!(lists(&both, &[two.clone(), one.clone()]), []);
        assert_eq!(lists(&[one.clone(), one.clone()], &one_only), [change(Some(&one), None)]);
        assert_eq!(diff(&[], &phones(&one_only)), [change(None, Some(&one))]);
        assert_eq!(diff(&phones(&one_only), &[]), [change(Some(&one), None)]);
    }
}
