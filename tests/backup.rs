//! Backup, restore, rebuild and repair: by the library where states are compared, by the program where a person is told.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot make or read its files has failed"
)]

mod common;

use std::path::{Path, PathBuf};

use common::cli::{Home, files};
use common::dump::{Dump, dump};
use dozvon::domain::client::Client;
use dozvon::domain::ids::{ClientId, RecordId, SessionId, UserId};
use dozvon::domain::time::Moment;
use dozvon::store::backup::{BackupReport, RestoreReport, backup, restore};
use dozvon::store::local::{EngineKind, LocalStore, Options, Until};
use dozvon::store::settings::Settings;
use dozvon::store::{Commit, Health, Origin, ReadOnly, Record, Revision, Store, StoreError};

/// Each commit in a file of its own.
fn small() -> Options {
    Options { settings: Settings { segment_bytes: 1, ..Settings::default() }, ..Options::default() }
}

fn open(data: &Path) -> LocalStore {
    LocalStore::open(data, small(), &mut |_| {}).unwrap()
}

fn commit(at: i64) -> Commit {
    Commit::new(Origin {
        at: Moment::from_millis(at),
        actor: UserId::from_u64(1),
        session: SessionId(1),
        use_case: "test".into(),
    })
}

fn client(id: u64, name: &str) -> Client {
    Client::new(ClientId::from_u64(id), name.to_owned(), Moment::from_millis(1))
}

fn put(store: &dyn Store, at: i64, clients: &[Client]) -> u64 {
    let mut commit = commit(at);
    clients.iter().for_each(|client| commit.put(client).unwrap());
    store.commit(commit).unwrap()
}

/// New, changed and deleted clients; commit `n` is made at the moment 1000 n.
fn history(data: &Path) {
    let store = open(data);
    put(&store, 1000, &[client(1, "один"), client(2, "два")]);
    put(&store, 2000, &[client(3, "три")]);
    put(&store, 3000, &[client(1, "первый")]);
    let mut gone = commit(4000);
    gone.delete(&client(2, "два"), Revision(1));
    store.commit(gone).unwrap();
    store.take_snapshot().unwrap();
    put(&store, 5000, &[client(4, "четыре"), client(3, "третий")]);
    put(&store, 6000, &[client(2, "снова два")]);
}

fn past(data: &Path, seq: u64) -> Dump {
    dump(&LocalStore::past(data, Until::Seq(seq), &mut |_| {}).unwrap())
}

fn back_up(data: &Path, to: &Path) -> Result<BackupReport, StoreError> {
    backup(data, to, &Settings::default(), &mut |_| {})
}

fn bring_back(from: &Path, to: &Path, until: Until) -> Result<RestoreReport, StoreError> {
    restore(from, to, until, &small(), &mut |_| {})
}

struct Folders {
    _home: tempfile::TempDir,
    data: PathBuf,
    copy: PathBuf,
    other: PathBuf,
}

fn folders() -> Folders {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().canonicalize().unwrap();
    Folders { _home: home, data: path.join("data"), copy: path.join("copy"), other: path.join("other") }
}

#[test]
fn every_state_of_a_history_is_brought_back() {
    let Folders { _home, data, copy, other } = folders();
    history(&data);
    std::fs::create_dir(data.join("drafts")).unwrap();
    std::fs::write(data.join("drafts/7.draft"), "начато").unwrap();
    let report = back_up(&data, &copy).unwrap();
    assert_eq!((report.last, report.at, report.snapshots), (6, Some(Moment::from_millis(6000)), 1));
    for source in [&data, &copy] {
        for seq in 1..=6 {
            let report = bring_back(source, &other, Until::Seq(seq)).unwrap();
            assert_eq!((report.last, report.kept.as_deref()), (seq, None));
            assert_eq!(std::fs::read(other.join("drafts/7.draft")).unwrap(), "начато".as_bytes());
            let restored = open(&other);
            assert_eq!(restored.doubt(), None);
            assert_eq!(dump(&restored), past(&data, seq), "{seq}");
            // It goes on, and so does its history.
            assert_eq!(put(&restored, 7000, &[client(9, "девять")]), seq + 1);
            assert_eq!(restored.entry(seq).unwrap().unwrap().seq, seq);
            drop(restored);
            std::fs::remove_dir_all(&other).unwrap();
        }
    }
    for (moment, seq) in [(1000, 1), (3999, 3), (4000, 4), (99_000, 6)] {
        let report = bring_back(&copy, &other, Until::Time(Moment::from_millis(moment))).unwrap();
        assert_eq!((report.last, report.at), (seq, Some(Moment::from_millis(seq as i64 * 1000))));
        std::fs::remove_dir_all(&other).unwrap();
    }
    let early = bring_back(&copy, &other, Until::Time(Moment::from_millis(999)));
    assert!(matches!(early, Err(StoreError::BeforeFirst { first }) if first == Moment::from_millis(1000)));
    let before_all = bring_back(&copy, &other, Until::Seq(0));
    assert!(
        matches!(before_all, Err(StoreError::BeforeFirst { first }) if first == Moment::from_millis(1000))
    );
    assert!(matches!(bring_back(&copy, &other, Until::Seq(7)), Err(StoreError::NoSuchCommit { last: 6 })));
    assert!(!other.exists());
}

#[test]
fn a_frame_is_cut_in_its_middle() {
    let Folders { _home, data, copy, other } = folders();
    let store = LocalStore::open(&data, EngineKind::Sled, &mut |_| {}).unwrap();
    // Commits that wait together share a frame; that they did is seen in the file.
    let tickets: Vec<_> = (1..=400)
        .map(|id| {
            let mut commit = commit(1000);
            commit.put(&client(id, "имя")).unwrap();
            store.submit(commit)
        })
        .collect();
    tickets.into_iter().for_each(|ticket| assert!(ticket.wait().is_ok()));
    drop(store);
    back_up(&data, &copy).unwrap();
    for seq in [1, 37, 123, 256, 399] {
        assert_eq!(bring_back(&copy, &other, Until::Seq(seq)).unwrap().last, seq);
        assert_eq!(dump(&open(&other)), past(&data, seq));
        std::fs::remove_dir_all(&other).unwrap();
    }
}

#[test]
fn a_backup_is_made_while_somebody_writes() {
    let Folders { _home, data, copy, other } = folders();
    let settings =
        Settings { segment_bytes: 2000, snapshot_bytes: 20_000, keep_snapshots: 1, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    let store = LocalStore::open(&data, options, &mut |_| {}).unwrap();
    put(&store, 1, &[client(1, "первый")]);
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut id = 1;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                id += 1;
                put(&store, id as i64, &[client(id, "ещё"), client(id / 2 + 1, "и ещё")]);
                if id % 50 == 0 {
                    store.take_snapshot().unwrap();
                }
            }
        });
        let mut last = 0;
        for _ in 0..5 {
            let acknowledged = store.last_seq();
            let report = back_up(&data, &copy).unwrap();
            assert!(report.last >= acknowledged && report.last >= last, "{report:?}");
            last = report.last;
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let last = back_up(&data, &copy).unwrap().last;
    assert_eq!(last, store.last_seq());
    bring_back(&copy, &other, Until::Last).unwrap();
    assert_eq!(dump(&open(&other)), dump(&store));
    // Nobody can restore over a store somebody works in.
    assert!(matches!(bring_back(&copy, &data, Until::Last), Err(StoreError::Busy { .. })));
}

#[test]
fn a_backup_goes_on_where_it_ended_and_is_a_store_itself() {
    let Folders { _home, data, copy, other } = folders();
    history(&data);
    let first = back_up(&data, &copy).unwrap();
    assert_eq!(back_up(&data, &copy).unwrap().copied, 0);
    put(&open(&data), 7000, &[client(7, "семь")]);
    let second = back_up(&data, &copy).unwrap();
    assert!(second.copied > 0 && second.copied < first.copied / 2, "{first:?} {second:?}");
    // A folder that holds other things, the base itself, and one in it.
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("photo.jpg"), "x").unwrap();
    assert!(matches!(back_up(&data, &other), Err(StoreError::NotAStore { .. })));
    assert!(matches!(back_up(&data, &data), Err(StoreError::InItself { .. })));
    assert!(matches!(back_up(&data, &data.join("inside")), Err(StoreError::InItself { .. })));
    assert!(!data.join("inside").exists());
    assert_eq!(files(&other), ["photo.jpg"]);
    assert!(matches!(bring_back(&copy, &other, Until::Last), Err(StoreError::NotAStore { .. })));
    assert_eq!(files(&other), ["photo.jpg"]);
    let before = files(&copy);
    // It is looked at as it is. Made a store of its own it is one; when it goes its own way it is no backup any more.
    let opened = open(&copy);
    assert_eq!(opened.health(), Health::ReadOnly(ReadOnly::Backup));
    assert_eq!(dump(&opened), past(&data, 7));
    drop(opened);
    assert_eq!(files(&copy), before);
    let opened = LocalStore::open(&copy, Options { adopt: true, ..small() }, &mut |_| {}).unwrap();
    assert_eq!(dump(&opened), past(&data, 7));
    assert!(matches!(back_up(&data, &copy), Err(StoreError::IsABase { .. })));
    put(&opened, 8000, &[client(8, "восемь")]);
    drop(opened);
    assert!(matches!(back_up(&data, &copy), Err(StoreError::IsABase { .. })));
    // Without its engine it is one again, that knows more than the base.
    std::fs::remove_file(copy.join("ENGINE")).unwrap();
    let ahead = back_up(&data, &copy);
    assert!(matches!(ahead, Err(StoreError::BackupAhead { backup: 8, base: 7, .. })), "{ahead:?}");
    put(&open(&data), 8001, &[client(9, "девять")]);
    assert!(matches!(back_up(&data, &copy), Err(StoreError::OtherBase { .. })));
}

#[test]
fn a_restore_over_the_present_base_keeps_it_and_can_be_taken_back() {
    let Folders { _home, data, copy, .. } = folders();
    history(&data);
    back_up(&data, &copy).unwrap();
    let now = past(&data, 6);
    let report = bring_back(&copy, &data, Until::Seq(2)).unwrap();
    let kept = data.with_file_name("data.before-restore-1");
    assert_eq!(report.kept.as_deref(), Some(kept.as_path()));
    let then = past(&kept, 2);
    assert_eq!((dump(&open(&data)), dump(&open(&kept))), (then.clone(), now.clone()));
    let report = bring_back(&kept, &data, Until::Last).unwrap();
    let again = data.with_file_name("data.before-restore-2");
    assert_eq!(report.kept.as_deref(), Some(again.as_path()));
    assert_eq!((dump(&open(&data)), dump(&open(&again))), (now, then.clone()));
    // A base is taken back by its own journal.
    assert_eq!(bring_back(&data, &data, Until::Seq(2)).unwrap().last, 2);
    assert_eq!(dump(&open(&data)), then);
    assert!(!data.with_file_name("data.restoring").exists());
}

#[test]
fn history_that_is_not_kept_is_told_and_what_is_kept_is_brought_back() {
    let Folders { _home, data, copy, other } = folders();
    history(&data);
    for seq in 1..=4 {
        std::fs::remove_file(data.join(format!("journal/{seq:020}.journal"))).unwrap();
    }
    back_up(&data, &copy).unwrap();
    assert!(matches!(bring_back(&copy, &other, Until::Seq(3)), Err(StoreError::TooOld { oldest: 4 })));
    let early = Until::Time(Moment::from_millis(1));
    assert!(matches!(bring_back(&copy, &other, early), Err(StoreError::TooOld { oldest: 4 })));
    for seq in 4..=6 {
        bring_back(&copy, &other, Until::Seq(seq)).unwrap();
        let store = open(&other);
        assert_eq!(dump(&store), past(&data, seq));
        assert_eq!(put(&store, 9000, &[client(9, "девять")]), seq + 1);
        drop(store);
        std::fs::remove_dir_all(&other).unwrap();
    }
}

/// The folder of the engine in use.
fn engine_of(data: &Path) -> PathBuf {
    let text = std::fs::read_to_string(data.join("ENGINE")).unwrap();
    data.join(text.trim().split_once(' ').unwrap().1)
}

fn flip(data: &Path, seq: u64) {
    let file = data.join(format!("journal/{seq:020}.journal"));
    let mut bytes = std::fs::read(&file).unwrap();
    let at = bytes.len() - 3;
    bytes[at] ^= 1;
    std::fs::write(&file, bytes).unwrap();
}

#[test]
fn a_damaged_source_is_refused_and_the_way_before_the_damage_is_open() {
    let Folders { _home, data, copy, other } = folders();
    history(&data);
    back_up(&data, &copy).unwrap();
    put(&open(&data), 7000, &[client(7, "семь")]);
    put(&open(&data), 8000, &[client(8, "восемь")]);
    flip(&data, 7);
    let before = files(&copy.join("journal"));
    assert!(matches!(back_up(&data, &copy), Err(StoreError::Damaged { .. })));
    assert_eq!(files(&copy.join("journal")), before);
    assert!(matches!(back_up(&data, &other), Err(StoreError::Damaged { .. })));
    assert!(!other.exists());
    assert!(matches!(bring_back(&data, &other, Until::Last), Err(StoreError::Damaged { .. })));
    assert!(!other.exists() && !other.with_file_name("other.restoring").exists());
    bring_back(&data, &other, Until::Seq(6)).unwrap();
    assert_eq!(dump(&open(&other)), past(&copy, 6));
    // The damage is older than a snapshot: nothing depends on it.
    open(&data).take_snapshot().unwrap();
    let report = bring_back(&data, &other, Until::Last).unwrap();
    assert_eq!((report.last, report.kept.is_some()), (8, true));
    assert_eq!(open(&other).hidden_damage().unwrap().damages, []);
}

#[test]
fn an_engine_is_made_anew_unless_it_knows_more_than_the_journal() {
    let Folders { _home, data, .. } = folders();
    history(&data);
    let wanted = dump(&open(&data));
    let rebuild = || LocalStore::rebuild(&data, None, &mut |_| {});
    let old = engine_of(&data);
    let rebuilt = rebuild().unwrap();
    assert_eq!((rebuilt.engine, rebuilt.last, rebuilt.before.is_some()), (EngineKind::Sled, 6, true));
    assert!(engine_of(&data) != old && !old.exists());
    assert_eq!(dump(&open(&data)), wanted);
    for file in std::fs::read_dir(engine_of(&data)).unwrap().flatten().filter(|file| file.path().is_file()) {
        std::fs::write(file.path(), b"nonsense").unwrap();
    }
    assert_eq!(rebuild().unwrap().before, None);
    std::fs::remove_dir_all(engine_of(&data)).unwrap();
    rebuild().unwrap();
    // Killed while the new one was being made: the old one is in use.
    std::fs::create_dir(data.join("engine-sled-77")).unwrap();
    assert_eq!(dump(&open(&data)), wanted);
    assert!(!data.join("engine-sled-77").exists());
    let held = open(&data);
    assert!(matches!(rebuild(), Err(StoreError::Busy { .. })));
    drop(held);
    std::fs::remove_file(data.join(format!("journal/{:020}.journal", 6))).unwrap();
    assert!(matches!(rebuild(), Err(StoreError::JournalBehind { engine: 6, journal: 5 })));
    assert!(LocalStore::rebuild(&data.with_file_name("none"), None, &mut |_| {}).is_err());
    assert!(!data.with_file_name("none").exists());
}

#[test]
fn accepted_damage_survives_a_kill_at_each_step_and_a_backup_takes_it() {
    let Folders { _home, data, copy, other } = folders();
    history(&data);
    // The engine is whole, the end of the journal is gone.
    std::fs::remove_file(data.join(format!("journal/{:020}.journal", 6))).unwrap();
    let wanted = dump(&open(&data));
    open(&data).accept_doubt().unwrap();
    let accepted: Vec<String> = files(&data.join("journal"));
    // As a kill before each later step leaves it: without the new segment, without the snapshot too.
    for gone in [format!("{:020}.journal", 7), format!("{:020}.snapshot", 6)] {
        std::fs::remove_file(data.join("journal").join(gone)).unwrap();
        // That the file has been begun is noted last.
        let word = data.join("journal/known-damage");
        let known = std::fs::read_to_string(&word).unwrap();
        std::fs::write(&word, known.replace("begun-anew 7\n", "")).unwrap();
        let store = open(&data);
        assert_eq!(dump(&store), wanted);
        assert!(store.doubt().is_some_and(|doubt| !doubt.lost));
    }
    open(&data).accept_doubt().unwrap();
    assert_eq!(files(&data.join("journal")), accepted);
    let store = open(&data);
    assert_eq!((store.doubt(), store.hidden_damage().unwrap().damages.len()), (None, 0));
    assert_eq!(put(&store, 7000, &[client(7, "семь")]), 7);
    drop(store);
    assert_eq!(back_up(&data, &copy).unwrap().last, 7);
    bring_back(&copy, &other, Until::Seq(6)).unwrap();
    assert_eq!(dump(&open(&other)), wanted);
    // What can't be read and stands in the way is kept.
    flip(&data, 7);
    std::fs::remove_dir_all(engine_of(&data)).unwrap();
    let head = data.join(format!("journal/{:020}.journal", 7));
    let mut bytes = std::fs::read(&head).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&head, &bytes).unwrap();
    let store = open(&data);
    assert!(store.doubt().is_some_and(|doubt| doubt.lost));
    store.accept_doubt().unwrap();
    assert_eq!(std::fs::read(head.with_extension("journal.damaged-1")).unwrap(), bytes);
    assert_eq!(dump(&open(&data)), wanted);
}

#[test]
fn the_commands_say_what_they_have_done() {
    let home = Home::new();
    home.write("list.csv", "Название;Телефон;Город\nВега;84950123456;Москва\n");
    home.ok(&["import", "clients", "list.csv"]);
    let said = home.ok(&["backup", "copy"]).out;
    assert!(said.starts_with("Копия в copy полна и проверена"), "{said}");
    let report = home.json(&["backup", "copy"]);
    assert_eq!((report["copied_bytes"].as_u64(), report["folder"].as_str()), (Some(0), Some("copy")));
    let snapshot = home.json(&["snapshot"]);
    assert_eq!(snapshot["last"], report["last"]);
    assert!(home.ok(&["rebuild"]).out.starts_with("Движок sled сделан заново"));
    let wrong = home.run(&["rebuild", "--engine", "oracle"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("«oracle» не подходит; бывает sled"), "{wrong:?}");
    let said = home.ok(&["restore", "copy"]).out;
    assert!(said.contains("data.before-restore-1"), "{said}");
    assert!(home.ok(&["lookup", "Вега"]).out.contains("Вега"));
    home.write("photos/one.jpg", "x");
    for (arguments, code, said) in [
        (&["restore", "copy", "--until", "вчера"][..], 2, "Непонятное время: «вчера»."),
        (&["restore", "copy", "--until", "2020-01-01"], 3, "Тогда базы ещё не было"),
        (&["restore", "copy", "--seq", "9999"], 3, "Такой записи журнала нет"),
        (&["restore", "copy", "--seq", "1", "--until", "2020-01-01"], 2, "вместе не бывают"),
        (&["restore", "config"], 3, "Папки config нет"),
        (&["--data", "none", "backup", "copy"], 3, "В папке none базы нет"),
        (&["--data", "none", "snapshot"], 3, "В папке none базы нет"),
        (&["--data", "none", "repair"], 3, "В папке none базы нет"),
        (&["backup", "data/inside"], 4, "сама папка данных или папка в ней"),
        (&["--data", "copy/inside", "restore", "copy"], 4, "лежит внутри copy, откуда берётся база"),
        (&["--data", "photos", "restore", "copy"], 4, "photos — не папка данных"),
    ] {
        let mut command = home.command(&[]);
        // `--data` may be said once.
        command = match arguments {
            ["--data", ..] => {
                let mut bare = std::process::Command::new(command.get_program());
                bare.args(["--lang", "ru"]).current_dir(home.path(""));
                bare
            }
            _ => command,
        };
        let failed = common::cli::Said::of(command.args(arguments).output().unwrap());
        assert_eq!(failed.code, code, "{arguments:?}: {failed:?}");
        assert!(failed.err.contains(said), "{arguments:?}: {failed:?}");
    }
    assert!(!home.path("none").exists());
}

#[test]
fn a_target_that_cannot_be_written_is_told() {
    let home = Home::new();
    home.write("list.csv", "Название;Телефон\nВега;84950123456\n");
    home.ok(&["import", "clients", "list.csv"]);
    home.write("file", "x");
    let failed = home.run(&["backup", "file"]);
    assert_eq!(failed.code, 1, "{failed:?}");
    assert!(failed.err.contains("это папка") || failed.err.contains("стоит файл"), "{failed:?}");
    if Path::new("/proc/self").is_dir() {
        let failed = home.run(&["backup", "/proc/copy"]);
        assert_eq!(failed.code, 1, "{failed:?}");
        assert!(failed.err.starts_with("/proc/copy"), "{failed:?}");
    }
}

#[test]
fn a_damaged_base_is_repaired_by_decision_only() {
    let home = Home::new();
    let data = home.data();
    history(&data);
    let nothing = home.ok(&["repair"]).out;
    assert!(nothing.starts_with("Чинить нечего"), "{nothing}");
    // The engine makes up for it: the state is whole.
    flip(&data, 5);
    let refused = home.run(&["repair"]);
    assert_eq!(refused.code, 4, "{refused:?}");
    for said in [
        "00000000000000000005.journal",
        "не читается его запись 5",
        "00-00000004",
        "Сами данные целы",
        "--yes",
    ] {
        assert!(refused.err.contains(said), "{said}: {refused:?}");
    }
    assert_eq!(home.run(&["backup", "copy"]).code, 6);
    let done = home.json(&["repair", "--yes"]);
    assert_eq!((done["repaired"].as_bool(), done["lost"].as_bool()), (Some(true), Some(false)));
    home.ok(&["backup", "copy"]);
    // Now commits are lost.
    put(&open(&data), 7000, &[client(7, "семь")]);
    put(&open(&data), 8000, &[client(7, "седьмой"), client(8, "восемь")]);
    flip(&data, 7);
    std::fs::remove_dir_all(engine_of(&data)).unwrap();
    for arguments in [&["repair"][..], &["repair", "--yes"]] {
        let refused = home.run(arguments);
        assert_eq!(refused.code, 4, "{refused:?}");
        assert!(refused.err.contains("--accept-loss") && refused.err.contains("00-00000007"), "{refused:?}");
    }
    let done = home.ok(&["repair", "--accept-loss"]);
    assert!(done.out.starts_with("Готово"), "{done:?}");
    assert!(home.ok(&["repair"]).out.starts_with("Чинить нечего"));
    assert_eq!(open(&data).last_seq(), 8);
}

#[test]
fn settings_of_the_store_are_used() {
    let home = Home::new();
    home.ok(&["generate", "--clients", "1"]);
    std::fs::create_dir_all(home.path("config")).unwrap();
    home.write("config/config.toml", "[store]\nreserve-mb = 1048576\nsnapshot-mb = \"much\"\n");
    let said = home.run(&["note", "add", "1", "x"]);
    assert!(said.err.contains("snapshot-mb"), "{said:?}");
    assert!(said.err.contains("1\u{a0}048\u{a0}576"), "{said:?}");
    assert_eq!(Client::key_of(ClientId::from_u64(1)).as_bytes()[0], 1);
}

#[test]
fn history_goes_by_the_clock_when_a_commit_is_from_the_future_and_what_went_is_noted() {
    let clock = tempfile::NamedTempFile::new().unwrap();
    let since = clock.as_file().metadata().unwrap().modified().unwrap();
    let since = since.duration_since(std::time::UNIX_EPOCH).unwrap();
    let now = i64::try_from(since.as_millis()).unwrap();
    let day = 86_400_000;
    for (times, left) in [([now - 2 * day, now - day, now + 300 * day], 1), ([1, 2, now], 2)] {
        let Folders { _home, data, .. } = folders();
        let mut options = small();
        (options.settings.keep_days, options.settings.keep_snapshots) = (Some(10), 1);
        let store = LocalStore::open(&data, options, &mut |_| {}).unwrap();
        for (id, at) in (1..).zip(times) {
            put(&store, at, &[client(id, "один")]);
        }
        store.take_snapshot().unwrap();
        assert_eq!(store.oldest_entry().unwrap(), left);
        assert!(store.verify(true, &mut |_| {}).is_ok_and(|report| report.is_clean()));
        let known = std::fs::read_to_string(data.join("journal/known-damage")).unwrap_or_default();
        let noted = format!("{left:020}.journal first");
        assert_eq!(known.lines().any(|line| line == noted), left > 1, "{known}");
    }
}
