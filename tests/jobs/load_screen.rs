//! A list loaded into a job without leaving the screen.

use std::path::{Path, PathBuf};

use super::common::base::Base;
use super::common::stage::{Setting, Stage};
use super::rules::job;
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Client;
use dozvon::domain::ids::RecordId;
use dozvon::domain::job::load::LoadPart;
use dozvon::domain::queue::QueueEntry;
use dozvon::session::handover::Hand;
use dozvon::store::{Reads, Store};

/// Eight rows: five good ones, one that stands there twice, one without consent, one that can't be called.
const ROWS: &str = "\
Название;Телефон;Город;Согласие
ООО «Альфа»;8 (495) 012-00-01;Москва;12.03.2026
ООО «Бета»;8 (495) 012-00-02;Москва;12.03.2026
ООО «Гамма»;8 (3812) 01-00-03;Омск;12.03.2026
ООО «Дельта»;8 (423) 201-00-04;Владивосток;12.03.2026
ООО «Эпсилон»;8 (495) 012-00-05;Москва;12.03.2026
ООО «Альфа»;8 (495) 012-00-01;Москва;12.03.2026
ООО «Без согласия»;8 (495) 012-00-07;Москва;
ООО «Без номера»;нет;Москва;12.03.2026
";

fn list(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("осень 2.csv");
    std::fs::write(&path, text).unwrap();
    path
}

fn supervisor(base: &Base, size: (u16, u16)) -> Stage {
    Stage::with(base, base.admin.clone(), Setting { size, ..Setting::default() })
}

fn counts(base: &Base) -> (usize, usize) {
    let reads = Reads(base.store.as_ref());
    (reads.all::<Client>().unwrap().len(), reads.all::<QueueEntry>().unwrap().len())
}

#[test]
fn a_list_is_tried_loaded_and_taken_back_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    for size in [(80, 24), (120, 36), (200, 60)] {
        let base = Base::empty();
        job(&base, "Опт, осень", Purpose::Advertising, []);
        let before = counts(&base);
        let mut stage = supervisor(&base, size);
        stage.keys("F10 и").see("Импорт списка").keys("Enter").see("Список в обзвон").see("Опт, осень");
        stage.paste(&format!("'{}'", path.display())).keys("Enter Enter");
        // What was recognised of the file stands above the total.
        stage.see("UTF-8").see("→ телефон").see("    2  ");
        stage
            .see("Всего строк: 8")
            .see("В обзвон: 5")
            .see("Повторы: 1")
            .see("Звонить нельзя: 1")
            .see("Загрузить: 5");
        assert_eq!(counts(&base), before, "a trial writes nothing");
        // Behind every line stand its rows, each with its reason.
        stage.keys("Down Down Enter").see("повтор в файле").see("что в строке 2").keys("Esc");
        stage.keys("Down Enter").see("Без согласия").see("без согласия").see_no("Альфа").keys("Esc");
        stage
            .keys("Down Enter")
            .see("«нет»")
            .keys("Esc Home Enter")
            .see("Эпсилон")
            .see("Без номера")
            .keys("Esc");
        insta::assert_snapshot!(format!("load_total_{}x{}", size.0, size.1), stage.screen());
        stage.keys("End Enter").see("«Опт, осень»: загружено 5 из 8");
        // Who has not agreed is in the base from now on, and in no job.
        assert_eq!(counts(&base), (before.0 + 6, before.1 + 5));
        // For ten seconds one key takes all of it back.
        stage.keys("Ctrl+Z").see("возвращена назад");
        assert_eq!(counts(&base), before);
        stage.keys("Ctrl+Z").see("Отменять пока нечего");
    }
}

#[test]
fn twice_the_same_list_changes_nothing_and_late_the_key_names_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    let base = Base::empty();
    job(&base, "Опт, осень", Purpose::Advertising, []);
    let mut stage = supervisor(&base, (120, 36));
    let load = |stage: &mut Stage| {
        stage.keys("C").paste(&path.display().to_string());
        stage.keys("Enter Enter");
    };
    load(&mut stage);
    // The cursor stands on the first line: Enter shows rows, and loads nothing.
    stage.keys("Enter").see("Эпсилон").keys("Esc End Enter").see("загружено 5 из 8");
    let after = counts(&base);
    stage.wait(11_000).keys("Ctrl+Z").see("dozvon job unload 'Опт, осень' 1");
    load(&mut stage);
    stage.see("В обзвон: 0").see("уже в обзвоне 5").keys("End Enter").see("загружено 0 из 8");
    assert_eq!(counts(&base), after);
}

#[test]
fn a_desk_that_loads_a_list_is_not_given_to_another_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    let base = Base::empty();
    job(&base, "Опт, осень", Purpose::Advertising, []);
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("F10 и Enter").paste(&format!("'{}'", path.display())).keys("Enter");
    stage.session.feed(b"\r");
    stage.session.settle();
    assert_eq!(stage.session.hand(), Some(Hand::Loading));
    stage.settle();
    stage.see("Загрузить: 5");
    assert_eq!(stage.session.hand(), Some(Hand::Given));
}

#[test]
fn what_is_said_of_a_load_that_is_to_be_taken_back_is_true() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    let loaded = || {
        let base = Base::empty();
        let id = job(&base, "Опт, осень", Purpose::Advertising, []);
        let before = counts(&base);
        let mut stage = supervisor(&base, (80, 24));
        stage.keys("C").paste(&path.display().to_string());
        stage.keys("Enter Enter End Enter").see("загружено 5 из 8").see("Ctrl+Z отменить");
        let load = base.all::<LoadPart>()[0].load;
        (base, stage, id, load, before)
    };
    let unload = |base: &Base, id, load| {
        base.desk.unload(&base.admin, base.clock.now(), id, load, "", &mut |_, _| {}).unwrap();
    };
    // Right after it the key takes all of it back, and then has nothing to do.
    let (base, mut stage, _, _, before) = loaded();
    stage.keys("Ctrl+Z").see("Загрузка возвращена назад, строк: 5").see_no("Ctrl+Z отменить");
    assert_eq!(counts(&base), before);
    stage.keys("Ctrl+Z").see("Отменять пока нечего");
    stage.wait(12_000).keys("Ctrl+Z").see("Отменять пока нечего");
    assert_eq!(counts(&base), before);
    // Twelve seconds later it names the command, and changes nothing.
    let (base, mut stage, _, load, before) = loaded();
    let after = counts(&base);
    stage.wait(12_000).see_no("Ctrl+Z отменить");
    let command = format!("dozvon job unload 'Опт, осень' {}", load.as_u64());
    stage.keys("Ctrl+Z").see("Десять секунд прошли").see(&command);
    assert!(counts(&base) == after && after != before);
    // Somebody else has taken it back meanwhile: within the ten seconds, and behind them.
    for wait in [1_000, 12_000] {
        let (base, mut stage, id, load, before) = loaded();
        unload(&base, id, load);
        let seq = base.store.last_seq();
        stage.wait(wait).keys("Ctrl+Z").see("уже отменено изменением №").see_no("dozvon job unload");
        assert_eq!((counts(&base), base.store.last_seq()), (before, seq));
        stage.keys("Ctrl+Z").see_no("возвращена назад");
        assert_eq!((counts(&base), base.store.last_seq()), (before, seq));
    }
    // A load that was taken back, and the taking back taken back: nothing is said to be undone that is not.
    let (base, mut stage, id, load, before) = loaded();
    let after = counts(&base);
    stage.keys("Ctrl+Z").see("возвращена назад");
    let seq = base.store.last_seq();
    base.desk.undo(&base.admin, base.clock.now(), seq, "").unwrap();
    assert_eq!(counts(&base), after);
    stage.wait(1_000).keys("Ctrl+Z").see("Отменять пока нечего");
    assert_eq!(counts(&base), after);
    unload(&base, id, load);
    assert_eq!(counts(&base), before);
}

#[test]
fn a_load_that_is_under_way_goes_on_while_the_one_before_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    let base = Base::empty();
    job(&base, "Опт, осень", Purpose::Advertising, []);
    let mut stage = supervisor(&base, (120, 36));
    stage.keys("C").paste(&path.display().to_string());
    stage.keys("Enter Enter End Enter").see("загружено 5 из 8");
    // The next trial is asked for, and the key pressed before it has answered.
    stage.keys("C").paste(&path.display().to_string());
    stage.keys("Enter").rush("Enter Ctrl+Z").see("Всего строк: 8");
    assert!(!stage.session.model().busy && !stage.session.model().loading.is_running());
}

#[test]
fn a_base_that_has_changed_since_the_trial_stops_the_load() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    let base = Base::empty();
    job(&base, "Опт, осень", Purpose::Advertising, []);
    let mut stage = supervisor(&base, (120, 36));
    stage.keys("C").paste(&path.display().to_string());
    stage.keys("Enter Enter").see("Загрузить: 5");
    let twin = super::common::base::Row::new("ООО «Дельта»", "Владивосток").phone("8 (423) 201-00-04");
    base.client(twin);
    let before = counts(&base);
    stage.keys("End Enter").see("закончилась не так, как в пробе").see("Список в обзвон");
    assert_eq!(counts(&base), before, "{}", stage.screen());
}

#[test]
fn what_can_not_be_loaded_is_said_and_the_fields_stay() {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::empty();
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("C").see("Нет обзвона, в который можно загрузить");
    job(&base, "Опт, осень", Purpose::Advertising, []);
    stage.settle();
    stage.keys("C Enter Enter").see("Назовите файл");
    stage.keys("'/нет/такого.csv' Enter Enter").see("такого.csv").see("Список в обзвон");
    let broken = list(folder.path(), "Название;Город\nАльфа;Москва\n");
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("C").paste(&broken.display().to_string());
    stage.keys("Enter Enter").see("елефон").see("Список в обзвон");
    // An operator has no right to load.
    let mut operator = Stage::new(&base, (80, 24));
    operator.keys("C").see_no("Список в обзвон").see("супервизор");
}

#[test]
fn from_the_card_of_a_job_its_own_list_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = list(folder.path(), ROWS);
    let base = Base::empty();
    job(&base, "Первый", Purpose::Service, []);
    job(&base, "Второй", Purpose::Advertising, []);
    let mut stage = supervisor(&base, (120, 36));
    stage.keys("c Enter Down Enter").see("Список в обзвон").see("Первый").see("Без согласия");
    stage.paste(&path.display().to_string());
    stage.keys("Enter Enter Enter").see("«Первый»: что будет").see("Загрузить: 6");
    stage.keys("End Enter").see("«Первый»: загружено 6 из 8").see("Строк в обзвоне: 6");
}

#[test]
fn columns_that_no_heading_tells_are_said_in_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        list(folder.path(), "Кто;Куда;Где\nВега;8 (495) 012-00-01;Москва\nАльфа;8 (495) 012-00-02;Омск\n");
    let base = Base::empty();
    job(&base, "Сервис", Purpose::Service, []);
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("C").paste(&path.display().to_string());
    stage.keys("Enter Enter Enter").see("не видно строки с заголовками").see("Список в обзвон");
    // The cursor is on the file; behind the choices stand the sheet and the columns.
    stage.keys("Tab Tab Tab Tab 'Кто=name,Куда=телефоны' Enter").see("Список в обзвон").see("телефоны");
    stage.keys("Tab Tab Tab Tab");
    for _ in 0..40 {
        stage.keys("Backspace");
    }
    stage.keys("'Кто=name,2=phone,Где=city'");
    // The folder is another one each time.
    let screen = stage.screen();
    let lines = screen.lines().map(|line| if line.contains("осень 2.csv") { "" } else { line });
    insta::assert_snapshot!("load_form_80x24", lines.collect::<Vec<_>>().join("\n"));
    stage.keys("Enter").see("Всего строк: 2").see("Загрузить: 2");
    stage.keys("End Enter").see("«Сервис»: загружено 2 из 2");
    assert_eq!(counts(&base).0, 2);
}
