//! An operator's day on the screen: keys in, text out.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test is there to fail")]

mod common;

use common::base::{Base, Row};
use common::stage::Stage;
use dozvon::desk::Who;
use dozvon::desk::access::SetPin;
use dozvon::desk::day::{DayKeys, KeysOf, ReportOf, SendNotice};
use dozvon::desk::queue::SkipContact;
use dozvon::desk::snippets::SaveSnippets;
use dozvon::domain::day::screens::Screen;
use dozvon::domain::day::{Effort, OperatorState, WRAP_UP_MS};
use dozvon::domain::phone::Phone;
use dozvon::domain::pin::Pin;
use dozvon::domain::presets;
use dozvon::domain::queue::SkipReason;
use dozvon::domain::snippet;
use dozvon::domain::time::MINUTE_MS;
use dozvon::session::port::Call;

fn morning(base: &Base, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(base, size);
    stage.session.greet();
    stage.settle();
    stage
}

fn state(stage: &Stage) -> OperatorState {
    stage.session.model().day.open.as_ref().unwrap().day.state
}

/// What the desk has of the day that lasts.
fn kept(base: &Base) -> dozvon::desk::day::DayReport {
    let ask = ReportOf { user: base.operator.user, date: None };
    base.desk.query(&base.operator, base.clock.now(), &ask).unwrap().pop().unwrap()
}

#[test]
fn the_shift_begins_with_what_waits_and_space_takes_the_first() {
    let base = Base::small();
    let send = SendNotice { to: base.operator.user, text: "Зайди ко мне".into() };
    base.desk.execute(&base.admin, base.clock.now(), &send).unwrap();
    let mut stage = morning(&base, (80, 24));
    let screen = stage.screen();
    for text in ["Начало смены", "Опт, осень", "Зайди ко мне", "ПИН не задан", "Смена не открыта"]
    {
        assert!(screen.contains(text), "«{text}» is not on\n{screen}");
    }
    // Who only looks takes nobody.
    stage.keys("Esc Space");
    assert!(stage.screen().contains("F8"), "{}", stage.screen());
    assert!(stage.session.model().work.is_none());
    stage.keys("F8 Space");
    assert!(stage.session.model().work.is_some());
    assert_eq!(state(&stage), OperatorState::Preview);
    assert!(stage.session.model().day.notices.is_empty());
    assert_eq!(kept(&base).day.state, OperatorState::Preview);
}

/// Whoever knows the way does not wait for the window: what is typed counts from what the desk is about to answer.
#[test]
fn a_shift_is_begun_and_closed_faster_than_the_desk_answers() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.greet();
    stage.rush("Enter Space");
    assert!(stage.session.model().work.is_some(), "{}", stage.screen());
    assert_eq!(state(&stage), OperatorState::Preview);

    let mut again = Stage::new(&base, (80, 24));
    again.session.greet();
    again.rush("Enter Ctrl+E").see("Смену закрыть нельзя");
}

#[test]
fn states_follow_the_work_and_pauses_have_limits() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter");
    assert_eq!(state(&stage), OperatorState::Ready);
    stage.keys("F12");
    assert!(
        stage.screen().contains("Перерыв") && stage.screen().contains("осталось 15:00"),
        "{}",
        stage.screen()
    );
    stage.keys("1");
    assert!(matches!(state(&stage), OperatorState::Paused(_)));
    stage.clock.forward(14 * MINUTE_MS);
    stage.settle();
    assert!(stage.screen().contains("осталось 01:00"), "{}", stage.screen());
    // On a pause nobody is taken, and over the limit the screen says so in words.
    stage.keys("Space");
    assert!(stage.session.model().work.is_none());
    stage.clock.forward(3 * MINUTE_MS);
    stage.settle();
    assert!(stage.screen().contains("▲ сверх лимита 02:00"), "{}", stage.screen());
    stage.keys("F12");
    assert_eq!(state(&stage), OperatorState::Ready);
    stage.keys("Space Ctrl+G");
    assert_eq!(state(&stage), OperatorState::Talking);
    stage.clock.forward(30_000);
    stage.keys("Ctrl+G");
    assert_eq!(state(&stage), OperatorState::AfterCall);
    stage.clock.forward(WRAP_UP_MS + 5000);
    stage.settle();
    assert_eq!(state(&stage), OperatorState::AfterCallLate);
    assert!(stage.screen().contains("Постобработка просрочена"), "{}", stage.screen());
    stage.keys("F12");
    assert_eq!(state(&stage), OperatorState::AfterCallLate, "no pause before the result");
    stage.keys("6");
    assert_eq!(state(&stage), OperatorState::Ready);
    let report = kept(&base);
    let of = |wanted| report.tally.time(|state| state == wanted);
    assert_eq!(of(OperatorState::Talking), 30_000);
    assert_eq!((of(OperatorState::AfterCall), of(OperatorState::AfterCallLate)), (WRAP_UP_MS, 5000));
    assert_eq!(report.tally.time(|_| true), report.day.length_ms(base.clock.now()));
    // F12 and 6: the keys since the call was over, and no others.
    assert_eq!(report.tally.last_effort().map(|effort| (effort.keys, effort.ms)), Some((2, 65_000)));
    assert!(stage.screen().contains("2 кл. 65,0 с"), "{}", stage.screen());
}

#[test]
fn the_bar_of_the_start_says_what_its_window_says() {
    let base = Base::small();
    let bar = |stage: &Stage| stage.screen().lines().rfind(|line| line.contains("F1")).unwrap().to_owned();
    let mut stage = morning(&base, (80, 24));
    let first = bar(&stage);
    assert!(first.contains("Enter начать  Space начать и взять  Esc посмотреть"), "{first}");
    // A shift that goes on is not begun, and nobody is taken with it.
    stage.keys("Enter F8");
    let open = bar(&stage);
    assert!(open.contains("Enter прочитано  Esc закрыть") && !open.contains("Space"), "{open}");
    let left = bar(&morning(&base, (80, 24)));
    assert!(left.contains("Enter продолжить") && left.contains("Esc посмотреть"), "{left}");
}

#[test]
fn one_key_is_no_keys_in_english() {
    let texts = dozvon::i18n::Texts::new(dozvon::i18n::Lang::En);
    let said = |keys| texts.effort(dozvon::domain::day::Effort { keys, ms: 1400 });
    assert_eq!((said(1).as_str(), said(2).as_str()), ("1 key 1.4 s", "2 keys 1.4 s"));
}

#[test]
fn a_result_that_ends_the_call_counts_its_own_keys() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter Space Ctrl+G Ctrl+G");
    // A result that asks for a reason: the digit and the reason.
    stage.keys("4");
    stage.clock.forward(1400);
    stage.keys("1");
    assert!(stage.session.model().work.is_none(), "{}", stage.screen());
    let effort = stage.session.model().day.last.unwrap();
    assert_eq!((effort.keys, effort.ms), (2, 1400));
}

#[test]
fn a_result_that_was_taken_back_is_counted_once() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter Space Ctrl+G Ctrl+G");
    stage.clock.forward(3000);
    stage.keys("6");
    assert_eq!(kept(&base).tally.results(), 1);
    stage.clock.forward(1000);
    stage.keys("Ctrl+Z");
    let report = kept(&base);
    assert_eq!((report.tally.results(), report.shift.calls), (0, 0));
    assert_eq!(stage.session.model().day.last, None);
    stage.clock.forward(1000);
    stage.keys("7");
    let report = kept(&base);
    assert_eq!((report.tally.results(), report.shift.calls), (1, 1));
    assert_eq!(report.tally.last_effort(), stage.session.model().day.last);
    assert_eq!(report.tally.time(|_| true), report.day.length_ms(base.clock.now()));
}

/// What the results of the day have cost by screen.
fn dearest(base: &Base, who: &Who) -> Vec<DayKeys> {
    base.desk.query(who, base.clock.now(), &KeysOf { date: None }).unwrap()
}

#[test]
fn every_key_after_a_call_is_counted_on_the_screen_it_was_pressed_on() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter");
    // A note, a look at the help, and a reason: each key at its own pace, on the screen that is seen.
    let keys = "n 'счёт' Enter F1 Esc F5 F4 4 1";
    let pressed = ["n", "с", "ч", "ё", "т", "Enter", "F1", "Esc", "F5", "F4", "4", "1"];
    stage.keys("Space Ctrl+G Ctrl+G");
    for key in pressed {
        stage.clock.forward(300);
        if key.chars().count() == 1 {
            stage.keys(&format!("'{key}'"))
        } else {
            stage.keys(key)
        };
    }
    let day = dearest(&base, &base.operator).pop().unwrap();
    let told: Vec<_> = day.screens.iter().map(|sum| (sum.screen, sum.keys, sum.ms)).collect();
    let wanted = [
        (Screen::Note, 5, 1_500),
        (Screen::Card, 4, 1_200),
        (Screen::Reading, 1, 300),
        (Screen::Map, 1, 300),
        (Screen::Result, 1, 300),
    ];
    assert_eq!(told.len(), wanted.len(), "{told:?}\n{}", stage.screen());
    for one in wanted {
        assert!(told.contains(&one), "{one:?} is not in {told:?}");
    }
    assert_eq!((day.results, day.keys(), day.ms()), (1, pressed.len() as u64, 300 * pressed.len() as u64));
    assert_eq!(stage.session.model().day.last, Some(Effort { keys: 12, ms: 3_600 }));
    // All at once they are as many.
    stage.keys("Space Ctrl+G Ctrl+G").rush(keys);
    assert!(stage.session.model().work.is_none(), "{}", stage.screen());
    let day = dearest(&base, &base.operator).pop().unwrap();
    assert_eq!((day.results, day.keys()), (2, 2 * pressed.len() as u64));
    // What is taken back is not counted, and neither is what is pressed between the calls.
    stage.keys("Ctrl+Z");
    assert_eq!(dearest(&base, &base.operator).pop().unwrap().keys(), pressed.len() as u64);
    // Nobody else is told: neither by asking, nor by the history.
    assert!(dearest(&base, &base.admin).is_empty());
    stage.rush(keys).keys("F2 Down Up");
    assert_eq!(dearest(&base, &base.operator).pop().unwrap().keys(), 2 * pressed.len() as u64);
    stage
        .keys("Ctrl+E")
        .see("Смена закрыта")
        .see("Больше всего клавиш после разговора: заметка 12, карточка 7");
    assert_eq!(dearest(&base, &base.operator).pop().unwrap().keys(), 2 * pressed.len() as u64);
}

#[test]
fn a_call_that_interrupts_a_result_adds_nothing_to_what_it_costs() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter Space Ctrl+G Ctrl+G");
    stage.clock.forward(1_000);
    stage.keys("F4");
    stage.session.called(Call::Rings(Phone::parse("8 (423) 201-11-22").unwrap()));
    stage.settle();
    stage.keys("Space").see("Видео маркет");
    stage.clock.forward(60_000);
    stage.keys("F7 Ctrl+G");
    stage.clock.forward(500);
    stage.keys("6");
    assert_eq!(stage.session.model().day.last, Some(Effort { keys: 1, ms: 500 }));
    stage.clock.forward(30_000);
    stage.keys("Space").see("Вы вернулись");
    stage.clock.forward(2_000);
    stage.keys("6").see("Нет ответа");
    // F4, the key that led back, and the result; the one that answered was not for it.
    assert_eq!(stage.session.model().day.last, Some(Effort { keys: 3, ms: 3_000 }));
}

#[test]
fn on_a_pause_the_bar_says_what_ends_it_and_offers_no_client() {
    for size in [(80, 24), (120, 36)] {
        let base = Base::small();
        let mut stage = morning(&base, size);
        stage.keys("Enter").see("Enter взять эту").see_no("F12 вернуться");
        stage.keys("F12 2").see("F12 вернуться").see_no("взять эту");
        // As it says: nobody is given.
        stage.keys("Enter").see("Вы на паузе. Вернуться: F12.");
        assert!(stage.session.model().work.is_none());
        stage.keys("F12").see("вы готовы").see("Enter взять эту").see_no("F12 вернуться");
    }
}

#[test]
fn the_day_is_closed_only_without_loose_ends() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space Ctrl+E");
    assert!(stage.screen().contains("Смену закрыть нельзя"), "{}", stage.screen());
    // Every hole is named, by the name of the client, however narrow the screen.
    let client = stage.session.model().work.as_ref().unwrap().client;
    let note = serde_json::json!({"note": {"client": client, "text": "Просит"}});
    base.desk.keep_draft(&base.operator, note.to_string().as_bytes()).unwrap();
    stage.keys("Ctrl+E").see("хвостов 2").see("Заметка не дописана").see("(00-0000000").see("не возвращён");
    base.desk.keep_draft(&base.operator, b"").unwrap();
    stage.keys("x F12 2 Ctrl+E");
    assert!(stage.screen().contains("Вы на паузе"), "{}", stage.screen());
    stage.keys("F12 Ctrl+E");
    let screen = stage.screen();
    assert!(screen.contains("Смена закрыта") && screen.contains("Сумма состояний"), "{screen}");
    assert!(kept(&base).day.closed.is_some());
    stage.keys("Enter");
    assert!(stage.session.is_over());
}

#[test]
fn a_loose_end_that_sleeps_is_opened_and_nobody_else_is_taken() {
    let base = Base::small();
    // More than the screen has rows for: whoever sleeps stands behind them all.
    for n in 10..80 {
        base.client(Row::new(&format!("Клиент {n}"), "Москва").phone(&format!("8 (495) 201-11-{n}")));
    }
    let list = base.list("Ещё", None);
    base.enlist(list);
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space");
    let work = stage.session.model().work.as_ref().unwrap();
    let (client, entry) = (work.client, work.entry.unwrap());
    stage.keys("Ctrl+G Ctrl+G 2 'через 30 минут' Enter").see("обещано");
    base.clock.forward(31 * MINUTE_MS);
    let skip = SkipContact { entry, reason: SkipReason::Colleague };
    base.desk.execute(&base.operator, base.clock.now(), &skip).unwrap();
    stage.wait(2_000).keys("Ctrl+E").see("Смену закрыть нельзя").see("ООО «Протон»");
    stage.keys("Ctrl+G");
    assert_eq!(stage.session.model().work.as_ref().map(|work| work.client), Some(client));
    assert_eq!(state(&stage), OperatorState::Talking);
    stage.keys("Ctrl+G 6").see("Нет ответа").keys("Ctrl+E").see("Смена закрыта");
}

#[test]
fn a_call_without_a_result_comes_before_the_shift() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space Ctrl+G Ctrl+G");
    drop(stage);
    base.clock.forward(20 * 60 * MINUTE_MS);
    let mut stage = morning(&base, (80, 24));
    let screen = stage.screen();
    assert!(screen.contains("остался без результата") && !screen.contains("Начало смены"), "{screen}");
    stage.keys("6");
    let screen = stage.screen();
    assert!(screen.contains("Начало смены") && screen.contains("Прошлая смена не закрыта"), "{screen}");
    // It is today's shift that begins.
    assert!(screen.contains("Enter — начать · Space") && !screen.contains("забрать"), "{screen}");
    stage.keys("Enter");
    assert_eq!(state(&stage), OperatorState::Ready);
    // The day before was closed at its last sign of life, and the new one has nothing of it.
    assert_eq!(kept(&base).day.opened, base.clock.now());
    stage.keys("F8");
    assert!(!stage.screen().contains("не закрыта"), "one's own shift is no surprise");
}

#[test]
fn the_start_of_the_shift_is_offered_after_every_result_until_it_is_begun_or_put_off() {
    let base = Base::small();
    let bar = |stage: &Stage| stage.screen().lines().last().unwrap().to_owned();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space Ctrl+G");
    drop(stage);
    base.clock.forward(5 * MINUTE_MS);
    let mut stage = morning(&base, (80, 24));
    stage.see("остался без результата").keys("Ctrl+G 6").see("Начало смены");
    // The result is taken back and given again: the shift is not forgotten over it.
    stage.keys("Ctrl+Z").see_no("Начало смены").keys("6").see("Начало смены");
    // Who closes the window to look around is not asked again, and the bar tells the key.
    stage.keys("Esc").see_no("Начало смены");
    assert!(
        bar(&stage).starts_with(" F8 начать смену  ") && !bar(&stage).contains("взять"),
        "{}",
        bar(&stage)
    );
    stage.keys("Space").see("Смена не открыта. Начать её: F8").keys("F8").see("Начало смены").keys("Enter");
    assert_eq!(state(&stage), OperatorState::Ready);
    assert!(bar(&stage).starts_with(" Space взять") && !bar(&stage).contains("F8"), "{}", bar(&stage));
}

#[test]
fn both_calls_of_the_session_before_come_before_the_shift() {
    let base = Base::small();
    let mut stage = morning(&base, (80, 24));
    stage.keys("Enter Space Ctrl+G");
    stage.session.called(Call::Rings(Phone::parse("8 (423) 201-11-22").unwrap()));
    stage.keys("Space").see("Видео маркет");
    drop(stage);
    base.clock.forward(5 * MINUTE_MS);
    let mut stage = morning(&base, (80, 24));
    stage.see("остался без результата").see("Видео маркет").keys("6").see("Ошиблись номером");
    stage
        .see_no("Начало смены")
        .see_no("остался без результата")
        .see("Space вернуться")
        .keys("Space")
        .see("Вы вернулись")
        .see("Протон");
    stage.keys("Ctrl+G 6").see("Нет ответа").see("Начало смены").keys("Enter");
    assert_eq!(state(&stage), OperatorState::Ready);
}

#[test]
fn the_door_opens_to_the_pin_alone() {
    let base = Base::small();
    let pin = Some(Pin::new("4917", [9; 16]).unwrap());
    let set = SetPin { user: base.operator.user, pin, old: String::new() };
    base.desk.execute(&base.operator, base.clock.now(), &set).unwrap();
    let mut stage = Stage::new(&base, (80, 24));
    stage.session.shut();
    stage.session.greet();
    stage.settle();
    assert!(stage.screen().contains("Иванова") && !stage.screen().contains("Очередь"), "{}", stage.screen());
    stage.keys("1 2 3 4");
    assert!(stage.screen().contains("••••") && !stage.screen().contains("1234"));
    stage.keys("Enter");
    assert!(stage.screen().contains("Осталось 4 попытки"), "{}", stage.screen());
    for _ in 0..4 {
        stage.keys("1 2 3 4 Enter");
    }
    assert!(stage.screen().contains("закрыт до 12:05"), "{}", stage.screen());
    stage.keys("4 9 1 7 Enter");
    assert!(stage.screen().contains("закрыт до"), "locked for the right one too");
    stage.clock.forward(5 * MINUTE_MS);
    stage.keys("4 9 1 7 Enter");
    stage.settle();
    assert!(stage.screen().contains("Начало смены"), "{}", stage.screen());
    assert!(!stage.screen().contains("ПИН не задан"));
}

#[test]
fn letters_behind_a_semicolon_become_a_note() {
    let base = Base::small();
    let (snippets, _) = snippet::parse(presets::SNIPPETS.1).unwrap();
    base.desk.execute(&base.admin, base.clock.now(), &SaveSnippets { owner: None, snippets }).unwrap();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("n ';п' Tab 'в пн'");
    let screen = stage.screen();
    assert!(screen.contains("Перезвонить в пн, спросить"), "the cursor stands in its place:\n{screen}");
    // They stack, the other layout will do, a space expands too, and unknown letters stay as they are.
    stage.keys("End ' ;rg' Space 'a ;яя' Tab");
    let screen = stage.screen();
    assert!(screen.contains("Просит КП на почту: a ;яя"), "{screen}");
    assert!(screen.contains("Заготовки «яя» нет"), "{screen}");
}

#[test]
fn the_number_is_seen_from_afar_and_the_name_is_dictated() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space b");
    let screen = stage.screen();
    assert!(screen.contains("███") && screen.contains("Крупно и по буквам"), "{screen}");
    assert!(screen.contains("Павел, Роман, Ольга") || screen.contains(", "), "{screen}");
    stage.keys("b");
    assert!(!stage.screen().contains("Крупно"));
}

#[test]
fn a_shift_entered_again_in_a_pause_is_not_said_to_be_ready() {
    let base = Base::small();
    let mut stage = morning(&base, (120, 36));
    stage.keys("Enter").see("вы готовы к работе").keys("F12 1");
    assert!(matches!(state(&stage), OperatorState::Paused(_)));
    stage.clock.forward(17 * MINUTE_MS);
    let mut again = morning(&base, (120, 36));
    again.keys("Enter").see("Смена идёт, вы на паузе").see_no("вы готовы к работе");
    again.see("▲ сверх лимита 02:00");
}
