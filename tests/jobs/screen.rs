//! The card of a job on the screen.

use super::common::base::Base;
use super::common::stage::{Setting, Stage};
use super::rules::{job, set};
use dozvon::desk::jobs::SetJob;
use dozvon::domain::call_list::Purpose;
use dozvon::domain::job::JobState;
use dozvon::domain::job::Operators;

fn state(base: &Base, name: &str) -> JobState {
    base.desk.catalog().unwrap().list_by_name(name).unwrap().job.state
}

#[test]
fn a_job_is_started_by_enter_enter_and_what_is_missing_is_in_words() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::empty();
        let list = job(&base, "Опт, осень", Purpose::Advertising, 0..30);
        set(&base, list, SetJob { operators: Some(Operators::Named(Vec::new())), ..SetJob::default() });
        let setting = Setting { size, ..Setting::default() };
        let mut stage = Stage::with(&base, base.admin.clone(), setting);
        // The key of «с», in the other layout as well.
        stage.keys("с").see("Обзвоны").see("Опт, осень");
        stage.keys("Esc c Enter").see("Начать нельзя").see("нет операторов").see("до 20:00 можно 30");
        // What is missing stands under the line it keeps from working, and the cursor passes it over.
        let screen = stage.screen();
        let below = screen.lines().skip_while(|line| !line.contains("Начать нельзя")).nth(1);
        assert!(below.is_some_and(|line| line.contains("■ нет операторов")), "{screen}");
        insta::assert_snapshot!(format!("job_card_missing_{}x{}", size.0, size.1), screen);
        // What can't be started is not started, however often Enter is pressed.
        stage.keys("Enter Enter Enter").see("Начать нельзя");
        assert_eq!(state(&base, "Опт, осень"), JobState::Draft);
        // The rows behind a line of the load.
        stage.keys("Down Enter").see("Клиент 3").see("Загрузка сегодня 12:00: новых");
        stage.keys("Esc End").see("Лучшие часы").keys("Enter").see("Звонков из этого обзвона ещё не было");
        stage.keys("Esc Esc");
        set(&base, list, SetJob { operators: Some(Operators::Everybody), ..SetJob::default() });
        stage.keys("Enter").see("Начать обзвон").see_no("нет операторов");
        stage.keys("Enter").see("Enter ещё раз");
        assert_eq!(state(&base, "Опт, осень"), JobState::Draft);
        stage.keys("Enter").see("Поставить на паузу");
        assert_eq!(state(&base, "Опт, осень"), JobState::Running);
        // The first operator sees a row at once.
        let mut operator = Stage::new(&base, size);
        operator.see("Клиент");
        // One Enter alone changes nothing: Esc takes it back.
        stage.keys("Enter").see("Enter ещё раз").keys("Esc Enter Enter").see("Продолжить обзвон");
        assert_eq!(state(&base, "Опт, осень"), JobState::Paused);
        insta::assert_snapshot!(format!("job_card_{}x{}", size.0, size.1), stage.screen());
    }
}

#[test]
fn an_operator_may_look_and_not_start() {
    let base = Base::empty();
    job(&base, "Опт", Purpose::Service, 0..3);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("c Enter").see("Начинает и настраивает").see_no("Начать").keys("Enter").see("Клиент 1");
    assert_eq!(state(&base, "Опт"), JobState::Draft);
}
