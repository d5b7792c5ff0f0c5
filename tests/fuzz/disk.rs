//! What else is read from disk: records, keys, the file that names the format, drafts.

use dozvon::domain::calendar::Calendar;
use dozvon::domain::call_list::CallList;
use dozvon::domain::client::Client;
use dozvon::domain::consent::Consent;
use dozvon::domain::day::pause::PauseCode;
use dozvon::domain::day::{Notice, StateSpan, WorkDay};
use dozvon::domain::deal::Deal;
use dozvon::domain::interaction::{Interaction, Note};
use dozvon::domain::job::load::LoadPart;
use dozvon::domain::legal::LegalEntity;
use dozvon::domain::memo::Memo;
use dozvon::domain::outcome::Outcome;
use dozvon::domain::person::Person;
use dozvon::domain::process::Process;
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::script::Script;
use dozvon::domain::script::heard::Heard;
use dozvon::domain::snippet::Snippet;
use dozvon::domain::stop::StopEntry;
use dozvon::domain::user::User;
use dozvon::store::codec::{decode, encode};
use dozvon::store::key::Parts;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Key, Record, StoreError, Table};
use dozvon::tui::dialog::Note as NoteDialog;
use dozvon::tui::model::Draft;

/// The first byte is the table, the others are the record as the journal has it.
pub fn records(bytes: &[u8]) {
    let Some((tag, value)) = bytes.split_first() else { return };
    match Table::from_tag(*tag) {
        None => {}
        Some(Table::Client) => record::<Client>(value),
        Some(Table::Person) => record::<Person>(value),
        Some(Table::LegalEntity) => record::<LegalEntity>(value),
        Some(Table::Interaction) => record::<Interaction>(value),
        Some(Table::Note) => record::<Note>(value),
        Some(Table::Deal) => record::<Deal>(value),
        Some(Table::Process) => record::<Process>(value),
        Some(Table::Script) => record::<Script>(value),
        Some(Table::Outcome) => record::<Outcome>(value),
        Some(Table::CallList) => record::<CallList>(value),
        Some(Table::QueueEntry) => record::<QueueEntry>(value),
        Some(Table::Stop) => record::<StopEntry>(value),
        Some(Table::User) => record::<User>(value),
        Some(Table::Consent) => record::<Consent>(value),
        Some(Table::Calendar) => record::<Calendar>(value),
        Some(Table::Heard) => record::<Heard>(value),
        Some(Table::Load) => record::<LoadPart>(value),
        Some(Table::Memo) => record::<Memo>(value),
        Some(Table::Setting) => record::<dozvon::domain::setting::Setting>(value),
        Some(Table::WorkDay) => record::<WorkDay>(value),
        Some(Table::StateSpan) => record::<StateSpan>(value),
        Some(Table::Notice) => record::<Notice>(value),
        Some(Table::PauseCode) => record::<PauseCode>(value),
        Some(Table::Snippet) => record::<Snippet>(value),
    }
}

fn record<R: Record + PartialEq + std::fmt::Debug>(value: &[u8]) {
    let record: R = match decode(value) {
        Ok(record) => record,
        Err(StoreError::Record { table, .. }) => {
            assert_eq!(table, R::TABLE);
            return;
        }
        Err(error) => panic!("{error}"),
    };
    let written = encode(&record).unwrap();
    assert_eq!(decode::<R>(&written).unwrap(), record);
    // Damage that still decodes must not make keys of other tables.
    assert_eq!(record.key().as_bytes().first(), Some(&R::TABLE.tag()));
    let mut index = Vec::new();
    record.index(&mut index);
    assert!(
        index.iter().all(|key| key.as_bytes().first().is_some_and(|tag| Table::from_tag(*tag).is_none()))
    );
}

/// The first byte says which parts, two bits each; the others are a key.
pub fn keys(bytes: &[u8]) {
    let Some((kinds, bytes)) = bytes.split_first() else { return };
    let Some((key, read)) = rebuilt(*kinds, bytes) else { return };
    let (again, same) = rebuilt(*kinds, key.as_bytes()).expect("a key that was written is read");
    assert_eq!(again, key);
    assert_eq!(same, read);
    let end = key.prefix_end();
    assert!(end.is_none_or(|end| end > key && !end.as_bytes().starts_with(key.as_bytes())));
}

/// Reads four parts and writes them again.
fn rebuilt(kinds: u8, bytes: &[u8]) -> Option<(Key, Vec<String>)> {
    let mut parts = Parts::of(bytes);
    let mut key = Key::new(*bytes.first()?);
    let mut read = Vec::new();
    for place in [0, 2, 4, 6] {
        key = match kinds >> place & 3 {
            0 => {
                let part = parts.byte()?;
                read.push(part.to_string());
                key.byte(part)
            }
            1 => {
                let part = parts.number()?;
                read.push(part.to_string());
                key.number(part)
            }
            2 => {
                let part = parts.moment()?;
                read.push(part.millis().to_string());
                key.moment(part)
            }
            _ => {
                let part = parts.text()?;
                read.push(part.clone());
                key.text(&part)
            }
        };
    }
    Some((key, read))
}

/// The file that names the format of a data folder: a store opens, or it is refused by name and nothing is touched.
pub fn folder(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let format = folder.path().join("FORMAT");
    std::fs::write(&format, bytes).unwrap();
    match LocalStore::open(folder.path(), EngineKind::Memory, &mut |_| {}) {
        Ok(store) => {
            drop(store);
            LocalStore::open(folder.path(), EngineKind::Memory, &mut |_| {}).unwrap();
        }
        Err(StoreError::TooNew { .. } | StoreError::NotAStore { .. } | StoreError::Io { .. }) => {
            assert!(!folder.path().join("journal").exists());
        }
        Err(error) => panic!("{error}"),
    }
    let after = std::fs::read(&format).unwrap();
    // A folder of an earlier format is brought up to date.
    assert!(after == bytes || after.starts_with(b"dozvon store "), "{}", String::from_utf8_lossy(&after));
}

/// A note that was begun and not saved.
pub fn drafts(bytes: &[u8]) {
    let Some(draft) = Draft::read(bytes) else { return };
    assert_eq!(Draft::read(&draft.bytes()).unwrap_or_default(), draft);
    let Some(note) = draft.note else { return };
    if let Some(kept) = NoteDialog::restored(&note).draft() {
        assert_eq!(kept.client, note.client);
    }
}
