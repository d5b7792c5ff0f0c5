//! S7: «Не звоните мне больше».

use dozvon::desk::jobs::{FileLoad, LoadOptions};
use dozvon::desk::queue::{MayDial, TakeNext};
use dozvon::domain::ids::RecordId;
use dozvon::domain::job::load::Verdict;
use dozvon::domain::phone::Phone;
use dozvon::domain::stop::{StopEntry, StopScope, StopSubject};

use crate::common::base::{Base, Row};
use crate::common::stage::Stage;

fn stops(base: &Base) -> Vec<StopEntry> {
    base.all::<StopEntry>()
}

#[test]
fn a_prohibition_is_written_before_it_is_said_to_be() {
    let base = Base::small();
    let commits = base.desk.subscribe();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+G");
    let _before = commits.try_iter().count();
    stage.keys("0").see("1  рекламные звонки").see("2  любые звонки").see_no("3  только этот обзвон");
    assert!(stops(&base).is_empty(), "asked, and not written yet");
    stage.keys("Enter").see("Записано 12:00:00").see("Скажите: «Удалили, извините»");
    let seen: Vec<_> = commits.try_iter().collect();
    assert_eq!(seen.iter().filter(|entry| entry.origin.use_case == "call.result").count(), 1);
    let written = stops(&base);
    // The person on all his numbers, and the number that was dialled; the company is called on.
    assert!(written.iter().all(|stop| stop.scope == StopScope::Advertising));
    assert!(written.iter().any(|stop| matches!(stop.subject, StopSubject::Person(_))));
    assert!(written.iter().all(|stop| !matches!(stop.subject, StopSubject::Client(_))));
    assert!(written.iter().all(|stop| stop.interaction.is_some_and(|call| call.as_u64() > 0)));
}

#[test]
fn a_prohibition_is_taken_back_only_with_a_reason() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+G 0 2").see("Записано");
    let count = stops(&base).len();
    assert!(count > 0);
    stage.keys("Ctrl+Z").see("Почему его отменить?").keys("Enter").see("без причины не отменяется");
    assert_eq!(stops(&base).len(), count);
    stage.keys("Esc");
    assert_eq!(stops(&base).len(), count);
    stage.keys("Ctrl+Z 'не тот клиент' Enter").see("Отменено: результат звонка");
    assert!(stops(&base).is_empty());
    // It stands in the history with its reason.
    let last = dozvon::store::Store::last_seq(base.store.as_ref());
    let undone = (1..=last)
        .filter_map(|seq| dozvon::store::Store::entry(base.store.as_ref(), seq).unwrap())
        .find(|entry| entry.origin.use_case.starts_with("undo "))
        .unwrap();
    assert!(undone.origin.use_case.ends_with("не тот клиент"), "{}", undone.origin.use_case);
    let next = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap();
    assert!(next.is_some());
}

#[test]
fn a_prohibition_covers_the_person_and_not_the_company() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    // «Протон»: the person who is called has a number of his own.
    stage.keys("Space").see("ООО «Протон»");
    let client = stage.session.model().work.as_ref().unwrap().client;
    let dialled = stage.session.model().work.as_ref().unwrap().dial.unwrap().phone;
    stage.keys("Ctrl+G Ctrl+G 0 2").see("Записано");
    let gate = MayDial { client, entry: None, phone: Some(dialled) };
    assert!(base.desk.query(&base.operator, base.clock.now(), &gate).is_err());
    let office = Phone::parse("8 (495) 012-34-56").unwrap();
    let gate = MayDial { client, entry: None, phone: Some(office) };
    assert!(base.desk.query(&base.operator, base.clock.now(), &gate).is_ok());
}

#[test]
fn a_prohibition_is_met_by_tomorrow_s_load_and_by_later_results() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'петрова' Enter Ctrl+G Ctrl+G 0 2").see("Записано");
    let call = stops(&base)[0].interaction.unwrap();
    base.clock.set("2026-11-11T12:00:00+03:00");
    let (list, now) = (base.list("Завтра", None), base.clock.now());
    let options = LoadOptions {
        list,
        dry_run: true,
        no_consent_to: None,
        own: Default::default(),
        file: "завтра.csv".into(),
    };
    let mut load = FileLoad::new(&base.desk, &base.admin, now, options).unwrap();
    let told = load.row(&Row::new("Кто-то ещё", "Москва").phone("+7 945 700-00-01").0).unwrap();
    assert_eq!(load.finish().unwrap().2, [Verdict::Stopped]);
    assert_eq!(told.stop.unwrap().interaction, Some(call), "the call is named");
    // Interest that is shown later lifts nothing.
    stage.keys("F3 'петрова' Enter i 3 'Э' Enter Enter").see("Интерес: записано");
    let standing = stops(&base);
    assert!(
        standing.iter().all(|stop| stop.lifted.is_none() && stop.interaction == Some(call)),
        "{standing:?}"
    );
}
