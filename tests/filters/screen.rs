//! Filters on the screen, by keys through the real loop.

use super::common::base::{Base, Row};
use super::common::stage::{Setting, Stage};
use dozvon::desk::jobs::{NewJob, SetJob, StartJob};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::client::Client;
use dozvon::domain::ids::CallListId;
use dozvon::domain::job::Operators;
use dozvon::domain::queue::QueueEntry;
use dozvon::store::{Reads, Store};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn supervisor(base: &Base, size: (u16, u16)) -> Stage {
    Stage::with(base, base.admin.clone(), Setting { size, ..Setting::default() })
}

fn service(base: &Base, name: &str) -> CallListId {
    let set = SetJob { operators: Some(Operators::Everybody), ..SetJob::default() };
    let new = NewJob { name: name.into(), purpose: Purpose::Service, set };
    base.desk.execute(&base.admin, base.clock.now(), &new).unwrap().id
}

fn rows_of(base: &Base, list: CallListId) -> usize {
    let all = Reads(base.store.as_ref()).all::<QueueEntry>().unwrap();
    all.iter().filter(|entry| entry.list == Some(list)).count()
}

#[test]
fn clients_are_found_while_the_line_is_typed_and_opened_by_enter() {
    for size in SIZES {
        let base = Base::small();
        let mut stage = Stage::new(&base, size);
        // The key of «а», in the other layout as well.
        stage.keys("а").see("Клиенты по фильтру").see("этап:презентация сумма>500т");
        stage.keys("'город:Омск,Самара'").see("Найдено 2 клиента").see("Альтаир").see("Ассоль");
        insta::assert_snapshot!(format!("filter_found_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Down Enter").see_no("Клиенты по фильтру").see("Ассоль").see("assol@example.ru");
        stage.keys("f 'сумма>100т'").see("Найден 1 клиент").keys("Enter").see("Протон");
        stage
            .keys("/ 'город:Тверь'")
            .see("Таких клиентов нет")
            .keys("Enter")
            .see("Клиенты по фильтру")
            .keys("Esc");
        stage.see_no("Клиенты по фильтру");
    }
}

#[test]
fn a_mark_stands_under_the_place_that_is_not_understood() {
    for size in SIZES {
        let base = Base::small();
        let mut stage = Stage::new(&base, size);
        stage.keys("f 'класс:A горд:Омск'");
        stage.see("Знак 9 фильтра: слова «горд» в фильтрах нет").see("город");
        let screen = stage.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let typed = lines.iter().position(|line| line.contains("горд:Омск")).unwrap();
        let column = |line: &str, text: &str| line.split(text).next().unwrap().chars().count();
        assert_eq!(column(lines[typed + 1], "^"), column(lines[typed], "горд:"), "{screen}");
        insta::assert_snapshot!(format!("filter_fault_{}x{}", size.0, size.1), screen);
        // A name nobody has is known once the base was asked.
        stage.keys("Esc f 'обзвон:зима'").see("«зима» здесь нет");
        stage.keys("Backspace Backspace Backspace Backspace 'опт'").see("Найдено 6 клиентов");
    }
}

#[test]
fn a_line_is_saved_chosen_again_and_dropped_and_the_key_takes_it_back() {
    for size in SIZES {
        let base = Base::small();
        let mut stage = supervisor(&base, size);
        stage
            .keys("f 'city:Омск'")
            .see("Найден 1 клиент")
            .keys("Ctrl+S")
            .see("Сохранить фильтр")
            .see("город:Омск");
        stage.keys("Ctrl+S").see("Назовите фильтр").keys("'Сибирь' Tab Right").see("для всех").keys("Enter");
        stage.see("Фильтр «Сибирь» сохранён").see_no("Сохранить фильтр");
        let saved = |base: &Base| base.desk.catalog().unwrap().filters(base.operator.user).count();
        assert_eq!(saved(&base), 1);
        // Whoever else works here finds it, in his own words, by its name and by choosing it.
        let mut operator = Stage::new(&base, size);
        operator
            .keys("f")
            .see("Сибирь")
            .see("для всех")
            .keys("Enter")
            .see("город:Омск")
            .see("Найден 1 клиент");
        operator.keys("Esc f 'сибирь'").see("Найден 1 клиент").see("Альтаир").keys("Esc");
        operator.keys("f Delete").see("У вас нет права");
        assert_eq!(saved(&base), 1);
        stage.keys("Esc f Delete").see("Фильтр «Сибирь» убран").keys("Esc");
        assert_eq!(saved(&base), 0);
        stage.keys("Ctrl+Z").see("Отменено");
        assert_eq!(saved(&base), 1);
    }
}

#[test]
fn clients_of_the_base_are_tried_loaded_into_a_job_and_taken_back_by_keys() {
    for size in SIZES {
        let base = Base::small();
        base.client(Row::new("Без согласия", "Омск").phone("8 (3812) 01-00-09").without_consent());
        let list = service(&base, "Сервис");
        let before = base.store.last_seq();
        let mut stage = supervisor(&base, size);
        stage.keys("c Down Enter End").see("Загрузить клиентов из базы");
        let card = stage.screen();
        choose(&mut stage, "Загрузить клиентов из базы", "Клиенты из базы в обзвон");
        stage.see("Клиенты из базы в обзвон").see("Сервис");
        stage
            .keys("'город:Нижний Новгород'")
            .see("Знак 14")
            .see("кавычки")
            .keys("Enter Enter")
            .see("Клиенты из базы");
        stage.keys("Esc");
        choose(&mut stage, "Загрузить клиентов из базы", "Клиенты из базы в обзвон");
        stage.keys("'город:Омск,Самара' Enter Enter").see("Всего строк: 3").see("Загрузить: 3");
        assert_eq!(base.store.last_seq(), before, "a trial writes nothing: {card}");
        stage.keys("Enter").see("Без согласия").see("Ассоль").keys("Esc");
        insta::assert_snapshot!(format!("filter_load_total_{}x{}", size.0, size.1), stage.screen());
        stage.keys("End Enter").see("«Сервис»: загружено 3 из 3");
        assert_eq!(rows_of(&base, list), 3);
        // For ten seconds one key takes all of it back.
        stage.keys("Ctrl+Z").see("возвращена назад");
        assert_eq!(rows_of(&base, list), 0);
        assert_eq!(Reads(base.store.as_ref()).all::<Client>().unwrap().len(), 7);
    }
}

/// Chooses a line of a card: the first click puts the cursor there, the second does what it says.
fn choose(stage: &mut Stage, line: &str, opens: &str) {
    for _ in 0..20 {
        if stage.shows(line) {
            break;
        }
        stage.keys("Down");
    }
    stage.click(line);
    if !stage.shows(opens) {
        stage.click(line);
    }
    stage.see(opens);
}

#[test]
fn a_base_that_has_changed_since_the_trial_stops_the_load_from_it() {
    let base = Base::small();
    let list = service(&base, "Сервис");
    let mut stage = supervisor(&base, (120, 36));
    stage.keys("c Down Enter");
    choose(&mut stage, "Загрузить клиентов из базы", "Клиенты из базы в обзвон");
    stage.keys("'город:Омск' Enter Enter").see("Загрузить: 1");
    base.client(Row::new("Новый", "Омск").phone("8 (3812) 01-00-10"));
    stage.keys("End Enter").see("закончилась не так, как в пробе").see("Клиенты из базы в обзвон");
    assert_eq!(rows_of(&base, list), 0, "{}", stage.screen());
}

#[test]
fn the_card_of_a_job_shows_who_comes_next() {
    for size in SIZES {
        let base = Base::small();
        let list = base.desk.catalog().unwrap().list_by_name("Опт, осень").unwrap().id;
        let _ = base.desk.execute(&base.admin, base.clock.now(), &StartJob(list));
        let mut stage = Stage::new(&base, size);
        stage.keys("c Enter");
        choose(&mut stage, "Кто следующий", "кого возьмут следующим");
        stage.see("кого возьмут следующим").see("  1 ").see("Видео маркет");
        insta::assert_snapshot!(format!("job_next_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Esc").see("Кто следующий");
    }
}
