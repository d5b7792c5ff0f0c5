//! Records of any table, as a check looks at them.

use std::collections::HashMap;

use crate::domain::calendar::Calendar;
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::consent::Consent;
use crate::domain::day::pause::PauseCode;
use crate::domain::day::{Notice, StateSpan, WorkDay};
use crate::domain::deal::Deal;
use crate::domain::filter::saved::SavedFilter;
use crate::domain::ids::RecordId;
use crate::domain::interaction::{Interaction, Note};
use crate::domain::job::load::LoadPart;
use crate::domain::legal::LegalEntity;
use crate::domain::memo::Memo;
use crate::domain::outcome::Outcome;
use crate::domain::person::Person;
use crate::domain::process::Process;
use crate::domain::queue::QueueEntry;
use crate::domain::script::Script;
use crate::domain::script::heard::Heard;
use crate::domain::setting::Setting;
use crate::domain::snippet::Snippet;
use crate::domain::stop::StopEntry;
use crate::domain::user::User;
use crate::store::codec;
use crate::store::error::Result;
use crate::store::key::Key;
use crate::store::references::{References, Refers};
use crate::store::tables::{Record, Table};

/// The tables in an order in which records name only those of their own or of earlier ones.
pub(super) const ORDER: [Table; 25] = [
    Table::User,
    Table::Outcome,
    Table::Process,
    Table::Script,
    Table::CallList,
    Table::Client,
    Table::Person,
    Table::LegalEntity,
    Table::Deal,
    Table::QueueEntry,
    Table::Interaction,
    Table::Note,
    Table::Consent,
    Table::Stop,
    Table::Calendar,
    Table::Heard,
    Table::Load,
    Table::Memo,
    Table::Setting,
    Table::PauseCode,
    Table::WorkDay,
    Table::StateSpan,
    Table::Notice,
    Table::Snippet,
    Table::SavedFilter,
];

/// A record, decoded.
#[derive(Debug)]
pub(super) struct Look {
    /// The key it belongs under.
    pub(super) key: Key,
    pub(super) id: u64,
    /// The index entries that lead to it, each once.
    pub(super) index: Vec<Key>,
    pub(super) references: References,
}

/// Decodes a record of any table.
///
/// # Errors
/// When it can't be decoded.
pub(super) fn look(table: Table, encoded: &[u8]) -> Result<Look> {
    fn of<R: Record + Refers>(encoded: &[u8]) -> Result<Look> {
        let record: R = codec::decode(encoded)?;
        let (mut index, mut references) = (Vec::new(), References::default());
        record.index(&mut index);
        record.references(&mut references);
        // One number may stand twice on a card; its entry stands once.
        index.sort_unstable();
        index.dedup();
        Ok(Look { key: record.key(), id: record.id().as_u64(), index, references })
    }
    match table {
        Table::Client => of::<Client>(encoded),
        Table::Person => of::<Person>(encoded),
        Table::LegalEntity => of::<LegalEntity>(encoded),
        Table::Interaction => of::<Interaction>(encoded),
        Table::Note => of::<Note>(encoded),
        Table::Deal => of::<Deal>(encoded),
        Table::Process => of::<Process>(encoded),
        Table::Script => of::<Script>(encoded),
        Table::Outcome => of::<Outcome>(encoded),
        Table::CallList => of::<CallList>(encoded),
        Table::QueueEntry => of::<QueueEntry>(encoded),
        Table::Stop => of::<StopEntry>(encoded),
        Table::User => of::<User>(encoded),
        Table::Consent => of::<Consent>(encoded),
        Table::Calendar => of::<Calendar>(encoded),
        Table::Heard => of::<Heard>(encoded),
        Table::Load => of::<LoadPart>(encoded),
        Table::Memo => of::<Memo>(encoded),
        Table::Setting => of::<Setting>(encoded),
        Table::WorkDay => of::<WorkDay>(encoded),
        Table::StateSpan => of::<StateSpan>(encoded),
        Table::Notice => of::<Notice>(encoded),
        Table::PauseCode => of::<PauseCode>(encoded),
        Table::Snippet => of::<Snippet>(encoded),
        Table::SavedFilter => of::<SavedFilter>(encoded),
    }
}

/// Ids of a table: a bit for each, in words of 64. The store gives them out one after the other, so there are few words.
#[derive(Debug, Default)]
pub(super) struct Ids {
    words: HashMap<u64, u64>,
    highest: u64,
}

impl Ids {
    /// Notes an id; `false` when it was noted before.
    pub(super) fn insert(&mut self, id: u64) -> bool {
        let word = self.words.entry(id / 64).or_default();
        let bit = 1 << (id % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        self.highest = self.highest.max(id);
        is_new
    }

    pub(super) fn contains(&self, id: u64) -> bool {
        self.words.get(&(id / 64)).is_some_and(|word| word & (1 << (id % 64)) != 0)
    }

    /// The highest id; 0 when there is none.
    pub(super) fn highest(&self) -> u64 {
        self.highest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_remembered_wherever_they_are() {
        let mut ids = Ids::default();
        for id in [0, 1, 63, 64, 65, 1 << 40, u64::MAX] {
            assert!(!ids.contains(id));
            assert!(ids.insert(id) && !ids.insert(id) && ids.contains(id));
        }
        assert!(!ids.contains(62) && !ids.contains(u64::MAX - 1));
        assert_eq!(ids.highest(), u64::MAX);
    }

    #[test]
    fn every_table_has_its_place_in_the_order() {
        for table in Table::ALL {
            assert_eq!(ORDER.iter().filter(|other| **other == table).count(), 1, "{table:?}");
        }
    }
}
