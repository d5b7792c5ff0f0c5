//! A disk that runs out, as an operator and an administrator see it: a line on the screen that goes by itself, and
//! nothing that was typed is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use common::base::Base;
use common::cli::Home;
use common::disk::{Mood, MoodyDisk};
use common::stage::{Setting, Stage};
use dozvon::desk::day::ReportOf;
use dozvon::desk::dossier::{DossierOf, Event};
use dozvon::desk::import::{ClientRow, Decision, ImportOptions, Importer};
use dozvon::desk::notes::AddNote;
use dozvon::desk::queue::QueueView;
use dozvon::desk::search::Lookup;
use dozvon::desk::shift::ShiftSince;
use dozvon::desk::{Desk, DeskError};
use dozvon::domain::contact::ContactMethod;
use dozvon::domain::day::OperatorState;
use dozvon::domain::ids::{ClientId, RecordId, UserId};
use dozvon::domain::phone::Phone;
use dozvon::i18n::Lang;
use dozvon::store::drafts::{Drafts, MemoryDrafts};
use dozvon::store::engine::MemoryEngine;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Health, Reads, Store, StoreError};
use dozvon::tui::theme::ColorDepth;

/// The small base on a disk with a mood.
fn moody() -> (Base, MoodyDisk) {
    let disk = MoodyDisk::default();
    let store = LocalStore::on(Box::new(disk.clone()), Box::<MemoryEngine>::default()).unwrap();
    (Base::small_on(store), disk)
}

const FULL: &str = "Мало места на диске: свободно 12 МБ, нужно не меньше 64 МБ.";

/// Lets seconds pass until a text is off the screen.
#[track_caller]
fn until_gone(stage: &mut Stage, text: &str) {
    // The store looks in a thread of its own: it may take a few looks until the screen knows.
    for _ in 0..10_000 {
        if !stage.wait(1000).shows(text) {
            return;
        }
        std::thread::yield_now();
    }
    panic!("«{text}» stays on the screen:\n{}", stage.screen());
}

#[test]
fn want_of_room_stands_on_every_screen_and_goes_by_itself() {
    let (base, disk) = moody();
    let mut other = Stage::with(&base, base.admin.clone(), Setting { size: (80, 24), ..Setting::default() });
    let mut stage = Stage::new(&base, (120, 36));
    disk.set_room(12);
    stage.see_no(FULL).keys("Space").see(FULL).see("На диске осталось 12 МБ").see("Готов");
    // Who has not tried to write sees it, too; reads go on.
    other.wait(1000).see(FULL).keys("F3 'протон'").see("По имени: 1").keys("Esc").see(FULL);
    // It stays when the sentence about the one write is long gone.
    stage.wait(20_000).see(FULL).see_no("На диске осталось");
    disk.set(MoodyDisk::GOOD);
    until_gone(&mut stage, FULL);
    stage.see("Запись снова идёт");
    until_gone(&mut other, FULL);
    stage.keys("Space").see("Смотрю");
}

#[test]
fn while_nothing_can_be_written_down_the_operator_does_not_just_wait() {
    let (base, disk) = moody();
    let mut stage = Stage::new(&base, (120, 36));
    stage.session.greet();
    stage.settle();
    stage.keys("Enter").see("Готов").wait(60_000);
    disk.set_room(12);
    stage.keys("Space").see(FULL).see("Сбой").wait(120_000).see("Сбой");
    disk.set(MoodyDisk::GOOD);
    until_gone(&mut stage, FULL);
    stage.see("Готов").keys("Space").see("Смотрю");
    let report = ReportOf { user: base.operator.user, date: None };
    let report = base.desk.query(&base.operator, base.clock.now(), &report).unwrap().remove(0);
    let of = |wanted| report.tally.time(|state| state == wanted);
    assert!(of(OperatorState::Ready) >= 60_000 && of(OperatorState::Lag) >= 120_000, "{report:?}");
    assert_eq!(report.tally.time(|_| true), report.day.length_ms(base.clock.now()));
}

#[test]
fn the_line_is_whole_at_every_size_in_every_theme_and_language() {
    let moods = [
        Mood { room: dozvon::store::disk::Room { bytes: 12 << 20, files: 99 }, ..MoodyDisk::GOOD },
        Mood { room: dozvon::store::disk::Room { bytes: u64::MAX, files: 2 }, ..MoodyDisk::GOOD },
        Mood { refuses: Some(ErrorKind::PermissionDenied), ..MoodyDisk::GOOD },
        Mood { refuses: Some(ErrorKind::ReadOnlyFilesystem), ..MoodyDisk::GOOD },
        Mood { refuses: Some(ErrorKind::FileTooLarge), ..MoodyDisk::GOOD },
        Mood { loses: Some(ErrorKind::Other), ..MoodyDisk::GOOD },
    ];
    let endings = [
        ("сама.", "by itself."),
        ("сама.", "by itself."),
        ("папку данных.", "your rights."),
        ("папку данных.", "your rights."),
        ("запустите Дозвон снова.", "start Dozvon again."),
        ("не сохранится.", "is safe."),
    ];
    for (mood, (ru, en)) in moods.into_iter().zip(endings) {
        for (lang, end) in [(Lang::Ru, ru), (Lang::En, en)] {
            let (base, disk) = moody();
            let themes = ["dark", "light", "mono", "contrast"];
            for (theme, size) in themes.into_iter().zip([(80, 24), (120, 36), (200, 60), (80, 24)]) {
                let setting = Setting { size, lang, theme, depth: ColorDepth::True, ..Setting::default() };
                let mut stage = Stage::with(&base, base.operator.clone(), setting);
                disk.set(mood);
                stage.keys("Space");
                let screen = stage.screen();
                let lines: Vec<&str> = screen.lines().skip(1).take(2).map(str::trim).collect();
                assert!(lines[0].starts_with('▲'), "{theme} {size:?}:\n{screen}");
                let whole = lines[0].ends_with(end) || lines.join(" ").ends_with(end);
                assert!(whole, "«{end}» in {theme} {size:?}:\n{screen}");
                // What stands below has moved down and is whole.
                assert!(screen.lines().last().unwrap().contains("F1"), "{screen}");
                assert!(stage.shows(if lang == Lang::Ru { "Протон" } else { "«Протон»" }), "{screen}");
            }
        }
    }
}

/// Types into a dialog, sends it into a full disk, sends it again when there is room.
fn sent_twice(open: &str, typed: &[&str], send: &str, done: &str) {
    sent_twice_after("Space", "Смотрю", (open, typed), send, done);
}

/// As [`sent_twice`], after these keys, which lead to this state.
fn sent_twice_after(before: &str, state: &str, (open, typed): (&str, &[&str]), send: &str, done: &str) {
    for size in [(80, 24), (120, 36)] {
        let (base, disk) = moody();
        let mut stage = Stage::new(&base, size);
        stage.keys(before).see(state);
        disk.set_room(12);
        stage.keys(open).keys(send).see("На диске осталось 12 МБ").see(FULL);
        for text in typed {
            stage.see(text);
        }
        // Once more in vain, and a look at something else meanwhile loses nothing.
        stage.keys(send).see("На диске осталось 12 МБ").wait(11_000).see_no("На диске осталось");
        for text in typed {
            stage.see(text);
        }
        disk.set(MoodyDisk::GOOD);
        // Nobody need wait until the line is gone.
        stage.keys(send).see(done);
        until_gone(&mut stage, FULL);
    }
}

#[test]
fn a_note_is_kept_in_its_field_until_it_can_be_written() {
    sent_twice("n 'ждёт договор'", &["ждёт договор"], "Enter", "Заметка сохранена");
}

#[test]
fn a_result_keeps_its_answers_until_it_can_be_written() {
    // With questions, and without any.
    let talked = ("Space Ctrl+G Ctrl+G", "Нужен результат");
    let (promise, reason) = ("2 'завтра 11'", "4 'своя причина'");
    sent_twice_after(talked.0, talked.1, (promise, &["завтра 11"]), "Enter", "Перезвонить: обещано");
    sent_twice("", &["Смотрю"], "6", "Нет ответа: повтор");
    sent_twice_after(talked.0, talked.1, (reason, &["своя причина"]), "Enter", "Не интересно: записано");
}

#[test]
fn a_planned_contact_keeps_time_and_reason_until_it_can_be_written() {
    sent_twice(
        "w 'завтра 11' Enter 'спросить цену'",
        &["завтра 11", "спросить цену"],
        "Enter",
        "Звонок запланирован",
    );
}

#[test]
fn a_deal_keeps_what_was_said_of_it_until_it_can_be_written() {
    sent_twice("[ 'рано ещё'", &["рано ещё"], "Enter", "теперь на этапе");
    sent_twice("d 'Холодильники' Enter '1,5 млн'", &["Холодильники", "1,5 млн"], "Enter", "Сделка открыта");
}

#[test]
fn a_client_is_taken_with_the_same_key_once_there_is_room() {
    let (base, disk) = moody();
    let mut stage = Stage::new(&base, (80, 24));
    disk.set_room(12);
    for _ in 0..2 {
        stage.keys("Space").see("На диске осталось 12 МБ").see("Готов");
    }
    disk.set(MoodyDisk::GOOD);
    stage.keys("Space").see("Смотрю").see_no(FULL);
    // Giving back works the same way.
    disk.set_room(12);
    stage.keys("x").see("На диске осталось").see("Смотрю");
    disk.set(MoodyDisk::GOOD);
    stage.keys("x").see("Контакт вернулся").see("Готов").see_no(FULL);
}

#[test]
fn a_disk_that_refuses_is_told_by_name_and_tried_again() {
    let (base, disk) = moody();
    let mut stage = Stage::new(&base, (80, 24));
    disk.set(Mood { refuses: Some(ErrorKind::PermissionDenied), ..MoodyDisk::GOOD });
    stage
        .keys("Space")
        .see("Диск не принимает запись: нет прав")
        .wait(30_000)
        .see("Диск не принимает запись");
    disk.set(MoodyDisk::GOOD);
    until_gone(&mut stage, "Диск не принимает запись");
    stage.keys("Space").see("Смотрю");
}

#[test]
fn after_a_failed_sync_only_a_new_start_helps() {
    let (base, disk) = moody();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space n 'не потеряйте'");
    disk.set(Mood { loses: Some(ErrorKind::Other), ..MoodyDisk::GOOD });
    stage.keys("Enter").see("Запись на диск сорвалась. Закройте Дозвон");
    disk.set(MoodyDisk::GOOD);
    for _ in 0..20 {
        stage.wait(1000).see("Запись на диск сорвалась. Закройте Дозвон");
    }
    stage.keys("Enter").see("не потеряйте");
    assert!(matches!(base.desk.health(), Health::Stopped(_)));
    // What was typed is a draft meanwhile, and the next session finds it.
    assert!(!base.desk.draft(&base.operator).unwrap().is_empty());
}

/// Damages the middle of the journal. Without the engine the state lacks what can't be read.
fn damage(data: &Path) {
    let journal = data.join("journal/00000000000000000001.journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&journal, bytes).unwrap();
    std::fs::remove_file(data.join("ENGINE")).unwrap();
}

#[test]
fn a_damaged_base_says_so_from_the_first_frame() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    drop(Base::small_in(&data));
    damage(&data);
    let store = LocalStore::open(&data, EngineKind::Sled, &mut |_| {}).unwrap();
    let in_doubt = store.in_doubt().unwrap();
    assert!(in_doubt.lost && in_doubt.places == 1, "{in_doubt:?}");
    let base = Base::empty_on(store);
    for size in [(80, 24), (200, 60)] {
        let mut stage = Stage::new(&base, size);
        let said = match in_doubt.records {
            0 => "Часть изменений потеряна".to_owned(),
            records => format!("Под вопросом {records} запис"),
        };
        stage.see("Журнал повреждён, базу можно только смотреть.").see(&said).see("dozvon verify");
        stage.keys("Space").see("Готов").wait(60_000).see("Журнал повреждён");
        stage.keys("F3 'альтаир' Enter").see("Омск").keys("n 'слово' Enter").see("слово");
    }
}

#[test]
fn the_desk_answers_while_the_disk_is_waited_for() {
    let (base, disk) = moody();
    let mut stage = Stage::new(&base, (80, 24));
    disk.hold();
    let writer = {
        let (desk, who, now) = (Arc::clone(&base.desk), base.admin.clone(), base.clock.now());
        let note = AddNote {
            client: ClientId::from_u64(1), subject: None, text: "ещё не на диске".into()
        };
        std::thread::spawn(move || desk.execute(&who, now, &note).unwrap())
    };
    disk.wait_for_sync();
    let (told, answers) = std::sync::mpsc::channel();
    let (desk, who, now) = (Arc::clone(&base.desk), base.operator.clone(), base.clock.now());
    std::thread::spawn(move || {
        let lookup = |query: &str| {
            let lookup = Lookup { query: query.into(), limit: 9 };
            desk.query(&who, now, &lookup).unwrap().matches.len()
        };
        assert_eq!((lookup("протон"), lookup("84950123456"), lookup("0177")), (1, 1, 1));
        assert!(!desk.query(&who, now, &QueueView { limit: 60 }).unwrap().0.is_empty());
        let dossier = desk.query(&who, now, &DossierOf(ClientId::from_u64(1))).unwrap();
        let is_there = |event: &Event| matches!(event, Event::Note(note) if note.text == "ещё не на диске");
        assert!(!dossier.history.iter().any(is_there), "what is not durable is shown");
        desk.query(&who, now, &ShiftSince(now)).unwrap();
        assert!(!desk.catalog().unwrap().has_no_outcomes());
        desk.keep_draft(&who, b"draft").unwrap();
        drop(desk.subscribe());
        assert!(desk.names_loaded());
        assert_eq!((desk.health(), desk.in_doubt()), (Health::Writable, None));
        desk.probe();
        told.send(()).unwrap();
    });
    // Far more than anything takes: a test that meets a lock fails and does not hang.
    answers.recv_timeout(std::time::Duration::from_secs(60)).expect("the desk waits for the disk");
    stage.keys("F3 'альтаир' Enter").see("Омск").keys("F2").see("Очередь 9");
    disk.release();
    writer.join().unwrap();
}

/// Drafts on a disk of their own that may be full.
struct MoodyDrafts(MemoryDrafts, Arc<AtomicBool>);

impl Drafts for MoodyDrafts {
    fn keep(&self, user: UserId, draft: &[u8]) -> dozvon::store::Result<()> {
        if self.1.load(Ordering::SeqCst) {
            return Err(StoreError::io("drafts")(ErrorKind::StorageFull.into()));
        }
        self.0.keep(user, draft)
    }
    fn of(&self, user: UserId) -> dozvon::store::Result<Vec<u8>> {
        self.0.of(user)
    }
}

#[test]
fn a_draft_that_could_not_be_kept_is_kept_as_soon_as_it_can() {
    let (mut base, _) = moody();
    let full = Arc::new(AtomicBool::new(false));
    let drafts = MoodyDrafts(MemoryDrafts::default(), Arc::clone(&full));
    base.desk = Arc::new(Desk::new(Arc::clone(&base.store) as Arc<dyn Store>, Box::new(drafts)));
    base.desk.load_names(&mut |_| true).unwrap();
    let mut stage = Stage::new(&base, (80, 24));
    full.store(true, Ordering::SeqCst);
    stage.keys("Space n 'важное'").wait(400).see("На диске нет места").see("важное");
    // It is said once, and tried again without a word.
    stage.wait(11_000).see_no("На диске нет места").wait(6_000).wait(400).see_no("На диске нет места");
    full.store(false, Ordering::SeqCst);
    for _ in 0..10 {
        stage.wait(1000);
    }
    let kept = String::from_utf8(base.desk.draft(&base.operator).unwrap()).unwrap();
    assert!(kept.contains("важное"), "{kept}");
}

#[test]
fn an_import_that_stops_counts_what_it_has_written_and_goes_on_without_duplicates() {
    let (base, disk) = moody();
    let rows: Vec<ClientRow> = (0..3000)
        .map(|n: u64| ClientRow {
            line: n + 1,
            name: format!("Новый {n}"),
            methods: vec![ContactMethod::phone(Phone::from_e164(79_430_000_000 + n).unwrap(), "")],
            ..ClientRow::default()
        })
        .collect();
    let clients = || Reads(base.store.as_ref()).all::<dozvon::domain::client::Client>().unwrap().len() as u64;
    let before = clients();
    let import = |fail_at: Option<usize>| {
        let mut import =
            Importer::new(&base.desk, &base.admin, base.clock.now(), ImportOptions::default()).unwrap();
        let mut failed = None;
        for (n, row) in rows.iter().enumerate() {
            if fail_at == Some(n) {
                // More than an operator needs, less than a bulk load leaves to him.
                disk.set_room(100);
            }
            if let Err(error) = import.row(row, &mut |_, _| Decision::Skip) {
                failed = Some(error);
                break;
            }
        }
        if failed.is_some() {
            // Room again: what is behind the part that was lost must not be written all the same.
            disk.set(MoodyDisk::GOOD);
        }
        let finished = import.finish();
        (import.written(), failed.or(finished.err()))
    };
    let (written, error) = import(Some(1500));
    let error = error.unwrap();
    assert!(
        matches!(error, DeskError::Store(StoreError::NoRoom { free, reserve }) if free == 100 << 20 && reserve == 128 << 20),
        "{error}"
    );
    assert_eq!(base.desk.health(), Health::Writable, "operators go on");
    assert!(written.created < 3000);
    assert_eq!(clients() - before, written.created, "what is told is what is there");
    let (again, error) = import(None);
    assert!(error.is_none(), "{error:?}");
    assert_eq!((again.created, again.skipped), (3000 - written.created, written.created));
    assert_eq!(clients() - before, 3000);
}

#[test]
fn a_second_process_is_told_who_holds_the_folder() {
    let home = Home::new();
    let store = LocalStore::open(&home.data(), EngineKind::Sled, &mut |_| {}).unwrap();
    for command in [&["lookup", "протон"][..], &["queue"], &["note", "add", "1", "слово"]] {
        let said = home.run(command);
        assert_eq!(said.code, 5, "{said:?}");
        assert!(
            said.err.starts_with("База занята: ") && said.err.contains("держит другой Дозвон."),
            "{said:?}"
        );
        assert!(said.out.is_empty(), "{said:?}");
    }
    drop(store);
    home.ok(&["queue"]);
}

#[test]
fn a_write_to_a_damaged_base_ends_with_the_code_of_damage() {
    let home = Home::new();
    drop(Base::small_in(&home.data()));
    damage(&home.data());
    let said = home.run(&["--as", "Иванова О.", "note", "add", "00-00000001", "слово"]);
    assert_eq!(said.code, 6, "{said:?}");
    assert!(said.err.contains("Журнал повреждён, поэтому база открыта только для чтения."), "{said:?}");
    assert!(said.err.contains("dozvon verify"), "{said:?}");
}
