//! S7: «Не звоните мне больше».

use dozvon::desk::import::PersonRow;
use dozvon::desk::jobs::{FileLoad, LoadOptions};
use dozvon::desk::queue::{MayDial, TakeNext};
use dozvon::domain::ids::{ClientId, RecordId};
use dozvon::domain::job::load::Verdict;
use dozvon::domain::person::Role;
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

fn may_dial(base: &Base, client: ClientId, number: &str) -> bool {
    let gate = MayDial { client, entry: None, phone: Phone::parse(number).ok() };
    base.desk.query(&base.operator, base.clock.now(), &gate).is_ok()
}

#[test]
fn the_only_contact_of_a_company_is_not_called_on_its_other_number() {
    let base = Base::empty();
    let (one, two) = ("+7 495 401-10-01", "+7 495 401-10-02");
    let mut row = Row::new("ООО «Вега»", "Москва").phone(one).phone(two);
    row.0
        .people
        .push(PersonRow { name: "Петров Иван Сергеевич".into(), ..PersonRow::default() });
    let client = base.client(row);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'вега' Enter").see("● можно").keys("Ctrl+G Ctrl+G 0");
    stage.see("просит: Петров Иван Сергеевич").see("Tab — другой").keys("Enter").see("Записано");
    assert!(!may_dial(&base, client, one) && !may_dial(&base, client, two));
    // A list that names the number he forbade is refused, and so is one that names his other number.
    let call = stops(&base)[0].interaction;
    for named in [one, two] {
        let (list, now) = (base.list(named, None), base.clock.now());
        let options = LoadOptions {
            list,
            dry_run: true,
            no_consent_to: None,
            own: Default::default(),
            file: "х.csv".into(),
        };
        let mut load = FileLoad::new(&base.desk, &base.admin, now, options).unwrap();
        let told = load.row(&Row::new("Вега", "Москва").phone(named).0).unwrap();
        assert_eq!(load.finish().unwrap().2, [Verdict::Stopped], "{named}");
        assert_eq!(told.stop.unwrap().interaction, call, "the call is named");
    }
}

#[test]
fn who_asks_is_told_and_changed_by_a_key() {
    let base = Base::empty();
    let (office, other) = ("+7 495 401-10-01", "+7 495 401-10-02");
    let (boss, boss_too, clerk) = ("+7 943 555-01-77", "+7 943 555-01-78", "+7 943 555-01-79");
    let firm = |name: &str, numbers: [&str; 5]| {
        let [office, other, boss, boss_too, clerk] = numbers;
        let mut row = Row::new(name, "Москва")
            .phone(office)
            .phone(other)
            .person("Петров Иван Сергеевич", "директор", Role::DecisionMaker, boss)
            .person("Лях Анна", "секретарь", Role::Secretary, clerk);
        let too = dozvon::domain::contact::ContactMethod::phone(Phone::parse(boss_too).unwrap(), "");
        row.0.people[0].methods.push(too);
        base.client(row)
    };
    let client = firm("ООО «Вега»", [office, other, boss, boss_too, clerk]);
    let mut stage = Stage::new(&base, (80, 24));
    // Nobody knows who has answered the firm's number: only that number, unless somebody is named.
    let office = Phone::parse(office).unwrap();
    stage.keys("F3 '4954011001' Enter").see("Вега");
    assert_eq!(stage.session.model().work.as_ref().unwrap().dial.unwrap().phone, office);
    stage.keys("0").see("просит: никто из них — только этот номер").keys("Tab").see("просит: Петров Иван");
    stage.keys("Enter").see("Записано");
    let office = "+7 495 401-10-01";
    let open = [office, other, boss, boss_too, clerk].map(|number| may_dial(&base, client, number));
    assert_eq!(open, [false, true, false, false, true]);
    // Named by nobody, it is the number alone.
    let numbers =
        ["+7 495 402-10-01", "+7 495 402-10-02", "+7 943 556-01-77", "+7 943 556-01-78", "+7 943 556-01-79"];
    let client = firm("ООО «Лира»", numbers);
    stage.keys("F3 '4954021001' Enter").see("Лира").keys("0 Enter").see("Записано");
    assert_eq!(numbers.map(|number| may_dial(&base, client, number)), [false, true, true, true, true]);
}

#[test]
fn a_row_with_a_forbidden_number_is_refused_whatever_others_the_client_has() {
    let base = Base::empty();
    let (stopped, free) = ("+7 495 401-10-01", "+7 495 401-10-02");
    let client = base.client(Row::new("ООО «Вега»", "Москва").phone(stopped).phone(free));
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 '4954011001' Enter 0").see("просит: кто — неизвестно").keys("Enter").see("Записано");
    assert!(may_dial(&base, client, free), "the company is called on");
    let call = stops(&base)[0].interaction;
    let (list, now) = (base.list("Завтра", None), base.clock.now());
    let verdict = |row: &Row| {
        let options = LoadOptions {
            list,
            dry_run: true,
            no_consent_to: None,
            own: Default::default(),
            file: "х.csv".into(),
        };
        let mut load = FileLoad::new(&base.desk, &base.admin, now, options).unwrap();
        let told = load.row(&row.0).unwrap();
        (load.finish().unwrap().2, told.stop.map(|stop| stop.interaction))
    };
    let both = Row::new("Вега", "Москва").phone(stopped).phone(free);
    assert_eq!(verdict(&both), (vec![Verdict::Stopped], Some(call)));
    assert_eq!(verdict(&Row::new("Вега", "Москва").phone(free)), (vec![Verdict::Known], None));
    // The client stands in the list already: the prohibition is told all the same.
    base.enlist_only(list, &Row::new("Вега", "Москва").phone(free));
    assert_eq!(verdict(&both), (vec![Verdict::Stopped], Some(call)));
}
