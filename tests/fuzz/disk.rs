//! What else is read from disk: records, keys, the file that names the format, drafts.

use dozvon::domain::calendar::Calendar;
use dozvon::domain::call_list::CallList;
use dozvon::domain::client::Client;
use dozvon::domain::consent::Consent;
use dozvon::domain::day::pause::PauseCode;
use dozvon::domain::day::{Notice, StateSpan, WorkDay};
use dozvon::domain::deal::Deal;
use dozvon::domain::filter::saved::SavedFilter;
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
use dozvon::domain::setting::Setting;
use dozvon::domain::snippet::Snippet;
use dozvon::domain::stop::StopEntry;
use dozvon::domain::user::User;
use dozvon::store::codec::{decode, encode};
use dozvon::store::key::Parts;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Key, Record, StoreError, Table};
use dozvon::tui::dialog::Note as NoteDialog;
use dozvon::tui::model::Draft;

/// What is tried with the records of a table.
struct Kind {
    /// The version of today.
    version: u8,
    /// Tries it with bytes; says whether they are a record.
    try_it: fn(&[u8]) -> bool,
}

const fn kind<R: Record + PartialEq + std::fmt::Debug>() -> Kind {
    Kind { version: R::VERSION, try_it: record::<R> }
}

fn kind_of(table: Table) -> Kind {
    match table {
        Table::Client => kind::<Client>(),
        Table::Person => kind::<Person>(),
        Table::LegalEntity => kind::<LegalEntity>(),
        Table::Interaction => kind::<Interaction>(),
        Table::Note => kind::<Note>(),
        Table::Deal => kind::<Deal>(),
        Table::Process => kind::<Process>(),
        Table::Script => kind::<Script>(),
        Table::Outcome => kind::<Outcome>(),
        Table::CallList => kind::<CallList>(),
        Table::QueueEntry => kind::<QueueEntry>(),
        Table::Stop => kind::<StopEntry>(),
        Table::User => kind::<User>(),
        Table::Consent => kind::<Consent>(),
        Table::Calendar => kind::<Calendar>(),
        Table::Heard => kind::<Heard>(),
        Table::Load => kind::<LoadPart>(),
        Table::Memo => kind::<Memo>(),
        Table::Setting => kind::<Setting>(),
        Table::WorkDay => kind::<WorkDay>(),
        Table::StateSpan => kind::<StateSpan>(),
        Table::Notice => kind::<Notice>(),
        Table::PauseCode => kind::<PauseCode>(),
        Table::Snippet => kind::<Snippet>(),
        Table::SavedFilter => kind::<SavedFilter>(),
    }
}

/// The version in which records of a table are written today.
pub fn version_of(table: Table) -> u8 {
    kind_of(table).version
}

/// The first byte is the table, the others are the record as the journal has it.
pub fn records(bytes: &[u8]) {
    is_record(bytes);
}

/// Whether bytes are a record of the table the first of them names; the laws of records hold of them.
pub fn is_record(bytes: &[u8]) -> bool {
    let Some((tag, value)) = bytes.split_first() else { return false };
    Table::from_tag(*tag).is_some_and(|table| (kind_of(table).try_it)(value))
}

fn record<R: Record + PartialEq + std::fmt::Debug>(value: &[u8]) -> bool {
    let record: R = match decode(value) {
        Ok(record) => record,
        Err(StoreError::Record { table, .. }) => {
            assert_eq!(table, R::TABLE);
            return false;
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
    true
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
    let open = || LocalStore::open(folder.path(), EngineKind::Memory, &mut |_| {});
    // Of a folder with nothing else in it a FORMAT tells that it has lost everything.
    drop(open().unwrap());
    std::fs::write(&format, bytes).unwrap();
    let journal = || {
        let entries = std::fs::read_dir(folder.path().join("journal")).unwrap();
        let mut files: Vec<_> = entries.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
        files.sort_unstable();
        files
    };
    let before = journal();
    match open() {
        Ok(store) => {
            drop(store);
            open().unwrap();
        }
        Err(StoreError::TooNew { .. } | StoreError::NotAStore { .. } | StoreError::Io { .. }) => {
            assert_eq!(journal(), before);
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
