//! Everything about a job from the screen, and the next client who comes by himself.

use super::common::base::Base;
use super::common::cli::Home;
use super::common::stage::{Setting, Stage};
use super::rules::{job, record, set, start, take};
use dozvon::desk::jobs::{MissingOf, SetJob, StartJob};
use dozvon::desk::{DeskError, UseCase};
use dozvon::domain::call_list::{CallList, Purpose};
use dozvon::domain::client::Client;
use dozvon::domain::ids::CallListId;
use dozvon::domain::job::JobState;
use dozvon::domain::job::ready::Missing;
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::recycle::{Preset, Rule, Shift};
use dozvon::store::{Reads, Store};

fn supervisor(base: &Base, size: (u16, u16)) -> Stage {
    Stage::with(base, base.admin.clone(), Setting { size, ..Setting::default() })
}

fn list(base: &Base, name: &str) -> CallList {
    base.desk.catalog().unwrap().list_by_name(name).unwrap().clone()
}

fn rows(base: &Base) -> usize {
    Reads(base.store.as_ref()).all::<QueueEntry>().unwrap().len()
}

/// The names of the last changes, the latest first.
fn cases(base: &Base, count: u64) -> Vec<String> {
    let last = base.store.last_seq();
    let seqs = (last.saturating_sub(count - 1)..=last).rev();
    seqs.map(|seq| base.store.entry(seq).unwrap().unwrap().origin.case().0.to_owned()).collect()
}

#[test]
fn a_job_is_made_set_up_and_led_to_its_end_by_keys() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::empty();
        job(&base, "Другой", Purpose::Service, []);
        let mut stage = supervisor(&base, size);
        stage.keys("c End").see("+ Новый обзвон").keys("Enter").see("Новый обзвон").see("Повторы: продажи");
        // Without a name nothing is made, and the fields stay.
        stage.keys("Ctrl+S").see("Назовите обзвон").keys("'Другой' Ctrl+S").see("занято");
        stage
            .keys("Backspace Backspace Backspace Backspace Backspace Backspace")
            .keys("'Опрос, зима' Enter Right Right")
            .see("Повторы: опрос");
        insta::assert_snapshot!(format!("job_new_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Enter").see("создан").see("Опрос, зима — готовится").see("Начать нельзя");
        let made = list(&base, "Опрос, зима");
        assert_eq!((made.purpose, made.job.recycle.preset), (Purpose::Survey, Preset::Survey));
        assert_eq!((made.job.state, made.owner), (JobState::Draft, base.admin.user));
        // What it is for, and who leads it.
        stage.keys("Down Down Down Enter").see("настройка");
        insta::assert_snapshot!(format!("job_set_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Right Enter 'все' Enter Enter 'сегодня' Enter 'завтра' Enter '9-20' Enter Right Right");
        stage.keys("Enter").see("Супервизор").keys("Ctrl+S").see("настроен");
        let made = list(&base, "Опрос, зима");
        assert_eq!((made.purpose, made.job.recycle.preset), (Purpose::Advertising, Preset::Sales));
        assert!(made.script.is_some() && made.job.from.is_some() && made.window.is_some());
        // Order, attempts and what comes after a result; what is wrong is said, and changes nothing.
        stage.keys("Down Down Down Down Enter").see("порядок и повторы");
        stage.keys("'0'").see("нужно целое число от 1 до 99").keys("Ctrl+S").see("порядок и повторы");
        assert_eq!(list(&base, "Опрос, зима"), made);
        stage.keys("Backspace '7' Enter '6' Enter '2' Enter '4' Enter '70'").see("каждый 4-й — новый");
        stage.see("Не больше 6 звонков").see("Доля в работе: 70 %").keys("Enter Right Enter Right");
        stage.see("Следующий клиент берётся сам");
        insta::assert_snapshot!(format!("job_order_{}x{}", size.0, size.1), stage.screen());
        stage.keys("Enter").see("настроен");
        let set = list(&base, "Опрос, зима");
        assert_eq!((set.max_attempts, set.job.recycle.cap, set.job.priority), (7, Some(6), 2));
        assert_eq!((set.job.order.every_new, set.job.order.share), (4, 70));
        assert_eq!((set.job.recycle.preset, set.job.auto_next), (Preset::Survey, true));
        // An empty field takes the cap away again.
        stage.keys("Down Down Down Down Enter Down Backspace Ctrl+S").see("настроен");
        assert_eq!(list(&base, "Опрос, зима").job.recycle.cap, None);
        assert_eq!(cases(&base, 3), ["job.set", "job.set", "job.set"]);
    }
}

#[test]
fn a_job_goes_from_state_to_state_and_no_step_is_taken_by_one_key() {
    let base = Base::empty();
    job(&base, "Опт", Purpose::Service, 0..3);
    let mut stage = supervisor(&base, (80, 24));
    let state = || list(&base, "Опт").job.state;
    stage.keys("c Enter").see("Начать обзвон").keys("Down").see("готов, ждёт своего дня").keys("Enter");
    assert_eq!(state(), JobState::Draft);
    stage.see("Enter ещё раз").keys("Enter").see("Опт — готов").see_no("ждёт своего дня");
    assert_eq!(state(), JobState::Ready);
    stage.keys("Home Enter Enter").see("Поставить на паузу").keys("Enter Enter").see("Продолжить обзвон");
    assert_eq!(state(), JobState::Paused);
    // Another line takes the first Enter back.
    stage.keys("End Up Enter").see("завершить навсегда").keys("Up Down").see_no("навсегда").keys("Enter");
    assert_eq!(state(), JobState::Paused);
    stage.keys("Enter").see("Опт — завершён").see("Завершён");
    assert_eq!(state(), JobState::Finished);
    assert_eq!(cases(&base, 4), ["job.finish", "job.pause", "job.start", "job.ready"]);
    // Nothing can be done about it any more but to look.
    stage.see_no("Настроить").see_no("Загрузить список").see("Лучшие часы");
}

#[test]
fn what_was_done_on_the_card_of_a_job_is_taken_back_on_the_card() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::empty();
        job(&base, "Опт", Purpose::Service, 0..3);
        let before = list(&base, "Опт");
        let mut stage = supervisor(&base, size);
        stage.keys("c Enter").see_no("Ctrl+Z отменить").keys("Ctrl+Z").see("Отменять пока нечего");
        stage.keys("Enter Enter").see("Поставить на паузу").see("Ctrl+Z отменить 10 с");
        stage.keys("Ctrl+Z").see("Отменено: обзвон начат").see("Начать обзвон");
        assert_eq!(list(&base, "Опт"), before);
        // What was set up, in its form: taken back once the form is closed.
        stage
            .keys("Home Down Down Down Down Down Down Enter")
            .see("порядок и повторы")
            .keys("'7' Ctrl+S")
            .see("настроен");
        assert_ne!(list(&base, "Опт"), before);
        stage.see("Ctrl+Z отменить").keys("Ctrl+Z").see("Отменено: настройка обзвона").see("Опт — готовится");
        assert_eq!(list(&base, "Опт"), before);
        // For good is for good only after ten seconds.
        stage.keys("End Up Enter Enter").see("Опт — завершён").keys("Ctrl+Z").see("Опт — готовится");
        stage.keys("End Up Enter Enter").see("Опт — завершён").wait(10_000).see_no("Ctrl+Z отменить");
        stage.keys("Ctrl+Z").see("Десять секунд прошли").see("Опт — завершён");
        // A job that is taken back has no card.
        stage.keys("Esc End Enter 'Зима' Ctrl+S").see("создан").see("Зима — готовится").keys("Ctrl+Z");
        stage.see("Отменено: новый обзвон").see_no("Зима").see("+ Новый обзвон").see("Опт");
    }
}

#[test]
fn rules_for_calling_again_are_changed_result_by_result() {
    let base = Base::empty();
    job(&base, "Опт", Purpose::Advertising, []);
    let mut stage = supervisor(&base, (80, 24));
    stage
        .keys("c Enter End Up Up Enter")
        .see("когда звонить снова")
        .see("Занято: через 15 мин, в любой час, до 5 раз");
    insta::assert_snapshot!("job_rules_80x24", stage.screen());
    // The rule of the preset for «busy» becomes one of the job.
    stage.keys("Home");
    for _ in 0..10 {
        stage.keys("Enter");
        if stage.shows("Повтор после «Занято»") {
            break;
        }
        stage.keys("Esc Down");
    }
    stage.see("Повтор после «Занято»").keys("'скоро'").see("Через: не понято");
    stage.keys("Ctrl+S").see("Проверьте поле «Через»").see("Повтор после «Занято»");
    assert!(list(&base, "Опт").job.recycle.own.is_empty());
    stage
        .keys("Backspace Backspace Backspace Backspace Backspace")
        .keys("'1 д 2 ч' Enter Right Right Right Enter Right Enter '2'")
        .see("через 1 д 2 ч, в другой день, другой номер, до 2 раз");
    stage.keys("Enter").see("настроен").see("* Занято: через 1 д");
    let own = Rule { outcome: "busy".into(), minutes: 1560, shift: Shift::Day, other_number: true, most: 2 };
    assert_eq!(list(&base, "Опт").job.recycle.own, [own]);
    // With nought attempts the rule of the preset holds again.
    stage
        .keys("Enter")
        .see("Повтор после «Занято»")
        .see("уберёт правило")
        .keys("Up '0' Ctrl+S")
        .see("настроен");
    assert!(list(&base, "Опт").job.recycle.own.is_empty());
    stage.see("Занято: через 15 мин");
}

#[test]
fn a_rule_without_its_number_is_refused_at_its_field_and_nothing_is_lost() {
    let base = Base::empty();
    job(&base, "Опт", Purpose::Service, []);
    let before = list(&base, "Опт");
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("c Enter End Up Up Enter").see("когда звонить снова").keys("Home Enter").see("Повтор после");
    // Nothing is wrong yet with a form nobody has touched, but it is no rule.
    stage.see("как у самого результата").keys("Ctrl+S").see("Проверьте поле «Через»");
    stage.keys("'1 д 2 ч' Ctrl+S").see("Проверьте поле «Не больше раз»").see_no("настроен");
    // Nothing to take away: nought is no number here.
    for bad in ["'0'", "'100'", "'два'"] {
        stage.keys(bad).see("Не больше раз: нужно целое число от 1 до 99").keys("Ctrl+S").see("Повтор после");
        stage.see_no("настроен").keys("Backspace Backspace Backspace");
        assert_eq!(list(&base, "Опт"), before);
    }
    // The cursor stands in the field, and what was typed before is still there.
    stage.keys("'3' Enter").see("настроен");
    let own = &list(&base, "Опт").job.recycle.own;
    assert!(matches!(own.as_slice(), [Rule { minutes: 1560, most: 3, .. }]), "{own:?}");
}

#[test]
fn what_is_wrong_with_the_order_is_said_once_and_of_a_field() {
    let base = Base::empty();
    job(&base, "Опт", Purpose::Service, []);
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("c Enter End Up Up Up Enter").see("порядок и повторы").keys("Down 'два' Ctrl+S");
    stage.see("Звонков за 30 дней: нужно целое число").see("Проверьте поле «Звонков за 30 дней»");
    assert_eq!(stage.screen().matches("нужно целое число").count(), 1, "{}", stage.screen());
}

#[test]
fn whoever_is_found_by_his_number_shows_the_script_he_would_be_read() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::empty();
        let id = job(&base, "Опт", Purpose::Service, 0..3);
        start(&base, id);
        let name = list(&base, "Опт").script.unwrap();
        let name = base.desk.catalog().unwrap().script_by_code(&name).unwrap().name.clone();
        let mut stage = Stage::new(&base, size);
        stage.keys("F3 'клиент 1' Enter F6").see(&format!("{name} · шаг 1"));
        let words = |stage: &Stage| stage.session.model().work.as_ref().unwrap().run.is_some();
        assert!(words(&stage));
        let phone =
            Reads(base.store.as_ref()).all::<Client>().unwrap()[1].phones().next().unwrap().to_string();
        stage.keys(&format!("Esc F3 '{phone}' Enter F6")).see(&format!("Сценарий: {name}"));
        stage.see("Позвоните вы — начнётся так:").see_no("Сценария у этого контакта нет");
        // He may have called himself: until he is called, nothing is read.
        assert!(!words(&stage));
        stage.keys("Ctrl+G").see(&format!("{name} · шаг 1"));
    }
}

#[test]
fn a_load_is_taken_back_from_the_card_whenever_it_was_made() {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Service, 0..5);
    start(&base, id);
    let entry = take(&base, &base.operator).unwrap();
    record(&base, &entry, '6');
    base.clock.forward(3_600_000);
    let mut stage = supervisor(&base, (80, 24));
    stage.keys("c Enter End Up Up Enter").see("загрузки").see("осень.csv").see("в обзвоне 5");
    insta::assert_snapshot!("job_loads_80x24", stage.screen());
    // The rows behind a line of it, and back.
    stage.keys("Down Enter").see("Клиент 3").keys("Esc").see("осень.csv");
    stage.keys("Home Enter").see("Вернуть назад").see("Уйдут 5 строк").keys("Esc").see("осень.csv");
    assert_eq!(rows(&base), 5);
    stage.keys("Enter 'не тот список' Enter").see("остались те, с кем уже работали: 1");
    stage
        .see("Остались, с ними уже работали: 1")
        .see("Клиент 0 · попыток: 1")
        .keys("Esc")
        .see("Строк в обзвоне: 1");
    assert_eq!(rows(&base), 1);
}

#[test]
fn an_operator_changes_nothing_about_a_job() {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Service, 0..3);
    let before = list(&base, "Опт");
    Stage::new(&base, (80, 24)).keys("c End").see("Опт").see_no("Новый обзвон");
    // He is offered nothing he may not do, and is told who may.
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("c Enter").see("настраивает обзвон супервизор").see("Лучшие часы");
    for act in ["Начать", "Настроить", "Порядок", "Загрузить", "Завершить"]
    {
        stage.see_no(act);
    }
    // The rules and the loads are his to read.
    stage
        .keys("End Up Up Enter")
        .see("когда звонить снова")
        .see_no("Enter изменить")
        .see_no("Enter — изменить");
    stage.keys("Enter").see("Лучшие часы").keys("Down Enter").see("осень.csv").see_no("вернуть её назад");
    assert_eq!(stage.session.model().dialogs.len(), 1, "{}", stage.screen());
    assert_eq!((list(&base, "Опт"), rows(&base)), (before, 3));
    let set = SetJob { auto_next: Some(true), ..SetJob::default() };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &set.of(id));
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
}

fn try_set(base: &Base, list: CallListId, set: SetJob) -> Result<CallList, DeskError> {
    base.desk.execute(&base.admin, base.clock.now(), &set.of(list))
}

#[test]
fn the_purpose_stays_once_somebody_was_called() {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Debt, 0..3);
    let survey = || SetJob { purpose: Some(Purpose::Survey), ..SetJob::default() };
    let debt = || SetJob { purpose: Some(Purpose::Debt), ..SetJob::default() };
    assert_eq!(try_set(&base, id, survey()).unwrap().job.recycle.preset, Preset::Survey);
    // Rules that were chosen stay with the job.
    let sales = SetJob { preset: Some(Preset::Sales), ..SetJob::default() };
    try_set(&base, id, sales).unwrap();
    assert_eq!(try_set(&base, id, debt()).unwrap().job.recycle.preset, Preset::Sales);
    start(&base, id);
    for paused in [false, true] {
        if paused {
            let entry = take(&base, &base.operator).unwrap();
            record(&base, &entry, '6');
            base.desk.execute(&base.admin, base.clock.now(), &dozvon::desk::jobs::PauseJob(id)).unwrap();
        }
        assert!(matches!(try_set(&base, id, survey()), Err(DeskError::PurposeStays)));
        // To name the one it has changes nothing.
        assert_eq!(try_set(&base, id, debt()).unwrap().purpose, Purpose::Debt);
    }
    // On the screen the form stays, and says why.
    let mut stage = supervisor(&base, (80, 24));
    stage
        .keys("c Enter Down Down Down Down Enter")
        .see("настройка")
        .keys("Tab Tab Tab Tab Tab Tab Right Ctrl+S");
    stage.see("цель не меняется").see("настройка");
}

#[test]
fn a_job_is_led_by_somebody_who_may() {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Service, 0..3);
    let owner = |user| SetJob { owner: Some(user), ..SetJob::default() };
    let refused = try_set(&base, id, owner(base.operator.user));
    assert!(matches!(refused, Err(DeskError::NoLeader(name)) if name == "Иванова О."));
    assert_eq!(try_set(&base, id, owner(base.admin.user)).unwrap().owner, base.admin.user);
}

#[test]
fn without_a_firm_no_job_is_started_whose_script_says_it() {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Service, 0..3);
    let script = |code: &str| {
        let (_, text) = *dozvon::domain::presets::SCRIPTS
            .iter()
            .find(|(_, text)| text.contains(&format!("code = \"{code}\"")))
            .unwrap();
        let (draft, _) = dozvon::domain::script::file::parse(text).unwrap();
        base.desk.execute(&base.admin, base.clock.now(), &dozvon::desk::content::SaveScript(draft)).unwrap();
        set(&base, id, SetJob { script: Some(code.into()), ..SetJob::default() });
    };
    script("survey");
    let missing = || base.desk.query(&base.admin, base.clock.now(), &MissingOf(id)).unwrap();
    // Nobody has said anything of the firm yet.
    assert_eq!(missing(), []);
    base.desk.set_firm(false);
    assert_eq!(missing(), [Missing::Firm]);
    let refused = base.desk.execute(&base.admin, base.clock.now(), &StartJob(id));
    assert!(matches!(refused, Err(DeskError::NotReady(missing)) if missing == [Missing::Firm]));
    supervisor(&base, (80, 24)).keys("c Enter").see("сценарий называет фирму").see("config.toml");
    base.desk.set_firm(true);
    base.desk.execute(&base.admin, base.clock.now(), &StartJob(id)).unwrap();
    assert_eq!(<StartJob as UseCase>::NAME, cases(&base, 1)[0]);
}

#[test]
fn the_command_line_does_the_same_as_the_screen() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scripts/survey.toml");
    let home = Home::new();
    home.ok(&["script", "load", script]);
    let checked = home.ok(&["script", "check", script]);
    // The file that is to be written, by its whole name.
    let config = home.path("config/config.toml");
    let named = checked.err.contains(config.to_str().unwrap());
    assert!(checked.err.contains("survey") && named, "{checked:#?}");
    home.ok(&["job", "new", "Опрос", "--purpose", "debt", "--script", "survey"]);
    home.ok(&["user", "add", "Лев", "--role", "supervisor"]);
    home.ok(&["user", "add", "Оля"]);
    let nobody = home.run(&["job", "set", "Опрос", "--owner", "Никто"]);
    assert_eq!(nobody.code, 3, "{nobody:#?}");
    let operator = home.run(&["job", "set", "Опрос", "--owner", "Оля"]);
    assert!(operator.code == 4 && operator.err.contains("Оля не может вести обзвон"), "{operator:#?}");
    home.ok(&["job", "set", "Опрос", "--owner", "лев", "--purpose", "survey", "--auto-next", "on"]);
    let show = home.json(&["job", "show", "Опрос"]);
    assert_eq!((&show["owner"], &show["purpose"]), (&"Лев".into(), &"survey".into()));
    assert_eq!((&show["auto_next"], &show["recycle"]), (&true.into(), &"survey".into()));
    let missing: Vec<&str> =
        show["missing"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    assert!(missing.contains(&"firm"), "{missing:?}");
    assert!(home.ok(&["job", "show", "Опрос"]).out.contains("Следующий клиент берётся сам"));
    home.ok(&["job", "set", "Опрос", "--auto-next", "off"]);
    assert_eq!(home.json(&["job", "show", "Опрос"])["auto_next"], false);
    // With a name the firm is no matter any more, neither to the job nor to the check.
    let home = home.with_firm();
    assert!(!home.json(&["job", "show", "Опрос"])["missing"].to_string().contains("firm"));
    assert!(!home.ok(&["script", "check", script]).err.contains("config.toml"));
}

/// A job that runs, an operator who has called his first client and stands before the result.
fn calling(auto_next: bool, size: (u16, u16)) -> (Base, Stage) {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Service, 0..4);
    set(&base, id, SetJob { auto_next: Some(auto_next), ..SetJob::default() });
    start(&base, id);
    let mut stage = Stage::new(&base, size);
    stage.keys("Space Ctrl+G").see("Клиент 0").keys("Ctrl+G");
    (base, stage)
}

fn worked_on(stage: &Stage) -> bool {
    stage.session.model().work.is_some()
}

#[test]
fn the_next_client_comes_by_himself_where_the_job_says_so() {
    for size in [(80, 24), (120, 36)] {
        let (_base, mut stage) = calling(true, size);
        stage.keys("9").see("Следующий через 5 с").see("Esc не брать").see("Ctrl+Z отменить");
        insta::assert_snapshot!(format!("auto_next_{}x{}", size.0, size.1), stage.screen());
        stage.wait(4_000).see("Следующий через 1 с");
        assert!(!worked_on(&stage));
        stage.wait(1_000).see("Клиент 1").see_no("Следующий через");
        assert!(worked_on(&stage));
    }
    // Where it does not, nobody comes.
    let (_base, mut stage) = calling(false, (80, 24));
    stage.keys("9").see_no("Следующий через").wait(8_000);
    assert!(!worked_on(&stage));
}

#[test]
fn the_countdown_is_stopped_by_a_key_and_by_whatever_else_is_done() {
    let (_base, mut stage) = calling(true, (80, 24));
    stage.keys("9").see("Следующий через").keys("Esc").see("сам не возьмётся").see_no("Следующий через");
    stage.wait(8_000);
    assert!(!worked_on(&stage));
    // The next one is taken by its key, as ever; and what was done last is still taken back.
    stage.keys("Space").see("Клиент 1");
    for keys in ["F3", "F1", "Ctrl+K"] {
        let (_base, mut stage) = calling(true, (80, 24));
        stage.keys("9").see("Следующий через").keys(keys).wait(8_000).keys("Esc").wait(8_000);
        assert!(!worked_on(&stage), "{keys}");
    }
    // Whoever takes a result back is with his client again, and stays there.
    let (_base, mut stage) = calling(true, (80, 24));
    stage.keys("9").wait(2_000).keys("Ctrl+Z").see("Клиент 0").wait(8_000);
    assert!(worked_on(&stage));
    stage.see_no("Следующий через").see("Клиент 0");
    // A call that comes in is more than the next row.
    let (_base, mut stage) = calling(true, (80, 24));
    stage.keys("9");
    stage.session.called(dozvon::session::port::Call::Hidden);
    stage.wait(8_000);
    assert!(!worked_on(&stage));
}

#[test]
fn an_empty_queue_is_said_once() {
    let base = Base::empty();
    let id = job(&base, "Опт", Purpose::Service, 0..1);
    set(&base, id, SetJob { auto_next: Some(true), ..SetJob::default() });
    start(&base, id);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+G 9").see("Следующий через").wait(5_000).see_no("Следующий через");
    assert!(!worked_on(&stage));
    stage.wait(30_000).see_no("Следующий через");
}
