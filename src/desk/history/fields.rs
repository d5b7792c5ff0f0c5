//! The fields of every kind of record, as the history names and compares them.
//!
//! Records are taken apart to the last field, so that a new field does not compile before it has a name here.

use super::value::{Content, Field, Value};
use super::{calls, clients, day, rules};
use crate::domain::contact::{ContactMethod, ContactValue};
use crate::domain::ids::ClientId;
use crate::store::{Record, Result, Table, codec};

/// What a record says of itself to the history.
#[derive(Default)]
pub(super) struct Told {
    /// Its name, where it has one.
    pub(super) name: String,
    /// The clients it belongs to.
    pub(super) clients: Vec<ClientId>,
    /// Its fields; the id is none.
    pub(super) fields: Vec<Field>,
}

/// Decodes a record of any table and takes it apart.
pub(super) fn told(table: Table, encoded: &[u8]) -> Result<Told> {
    Ok(match table {
        Table::Client => clients::client(codec::decode(encoded)?),
        Table::Person => clients::person(codec::decode(encoded)?),
        Table::LegalEntity => clients::legal(codec::decode(encoded)?),
        Table::Interaction => calls::interaction(codec::decode(encoded)?),
        Table::Note => calls::note(codec::decode(encoded)?),
        Table::Deal => calls::deal(codec::decode(encoded)?),
        Table::QueueEntry => calls::entry(codec::decode(encoded)?),
        Table::Stop => clients::stop(codec::decode(encoded)?),
        Table::User => rules::user(codec::decode(encoded)?),
        Table::Heard => rules::heard(codec::decode(encoded)?),
        Table::Load => calls::load(codec::decode(encoded)?),
        Table::Memo => clients::memo(codec::decode(encoded)?),
        Table::WorkDay => day::work_day(codec::decode(encoded)?),
        Table::StateSpan => day::state_span(codec::decode(encoded)?),
        Table::Notice => day::notice(codec::decode(encoded)?),
        Table::PauseCode => day::pause_code(codec::decode(encoded)?),
        Table::Snippet => day::snippet(codec::decode(encoded)?),
        Table::SavedFilter => rules::filter(codec::decode(encoded)?),
        Table::CallList => calls::call_list(codec::decode(encoded)?),
        Table::Process => rules::process(codec::decode(encoded)?),
        Table::Script => rules::script(codec::decode(encoded)?),
        Table::Outcome => rules::outcome(codec::decode(encoded)?),
        Table::Consent => clients::consent(codec::decode(encoded)?),
        Table::Calendar => rules::calendar(codec::decode(encoded)?),
        Table::Setting => rules::setting(codec::decode(encoded)?),
    })
}

impl Told {
    pub(super) fn one(mut self, name: &'static str, value: impl Into<Option<Value>>) -> Self {
        self.fields.push(Field { name, content: Content::One(value.into()) });
        self
    }

    pub(super) fn text(self, name: &'static str, text: String) -> Self {
        self.one(name, (!text.is_empty()).then_some(Value::Text(text)))
    }

    pub(super) fn many(mut self, name: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        self.fields.push(Field { name, content: Content::Many(values.into_iter().collect()) });
        self
    }

    pub(super) fn methods(self, methods: Vec<ContactMethod>) -> Self {
        let of = |wanted: fn(&ContactValue) -> bool| {
            let found: Vec<Value> =
                methods.iter().filter(|method| wanted(&method.value)).cloned().map(Value::Method).collect();
            found
        };
        let phones = of(|value| matches!(value, ContactValue::Phone(_)));
        let emails = of(|value| matches!(value, ContactValue::Email(_)));
        let others = of(|value| matches!(value, ContactValue::Other(_)));
        self.many("phones", phones).many("emails", emails).many("other-contacts", others)
    }
}

pub(super) fn link<R: Record>(id: Option<R::Id>) -> Option<Value> {
    id.map(Value::record::<R>)
}

/// A flag says something only while it is up.
pub(super) fn flag(flag: bool) -> Option<Value> {
    flag.then_some(Value::Flag(true))
}

/// The word of a file for a value: `manual`, `ru`.
pub(super) fn kebab(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").to_lowercase()
}
