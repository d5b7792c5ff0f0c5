//! S3: an unknown number, a new client, a duplicate caught.

use dozvon::desk::DeskError;
use dozvon::desk::clients::create::{NewClient, Sketch};
use dozvon::desk::memos::MemosFor;
use dozvon::domain::client::Client;
use dozvon::domain::duplicate::Mark;
use dozvon::domain::email::Email;
use dozvon::domain::memo::{MemoKind, MemoTo};
use dozvon::domain::person::{Person, Role};
use dozvon::domain::phone::Phone;
use dozvon::session::port::Call;
use dozvon::store::Reads;

use crate::common::base::{Base, Row};
use crate::common::stage::Stage;

const NUMBER: &str = "+7 912 555-01-77";

fn base() -> Base {
    let base = Base::empty();
    base.client(Row::new("Видео маркет", "Москва").inn("770712345").phone("8 (495) 201-11-22"));
    base
}

fn ring(stage: &mut Stage) {
    stage.session.called(Call::Rings(Phone::parse(NUMBER).unwrap()));
    stage.settle();
}

fn clients(base: &Base) -> Vec<Client> {
    base.all::<Client>()
}

/// The INN of «Видео маркет», with its check digit.
fn inn(base: &Base) -> String {
    let all = Reads(base.store.as_ref()).all::<dozvon::domain::legal::LegalEntity>().unwrap();
    all[0].inn.unwrap().digits()
}

#[test]
fn a_duplicate_is_caught_and_the_number_added_to_it() {
    let base = base();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage);
    stage.see("номера нет в базе").keys("Space").see("Новый клиент").see("+79125550177").see("(неточно)");
    stage.keys("'Видио маркет'").see("◆  похоже: Видео маркет (Москва)");
    let typed = format!("Tab '{}'", inn(&base));
    stage.keys(&typed).see("✓").see("◆◆ ИНН совпал: Видео маркет (Москва)");
    stage.keys("Down Enter").see("Добавить +7 912 555-01-77 к «Видео маркет» как:").see("2  снабжение");
    stage.keys("2 'Анна' Enter").see("Номер +7 912 555-01-77 добавлен").see("Видео маркет");
    assert_eq!(clients(&base).len(), 1, "no second client was made");
    let people = Reads(base.store.as_ref()).all::<Person>().unwrap();
    assert_eq!((people.len(), people[0].name.as_str()), (1, "Анна"));
    assert_eq!(people[0].links[0].role, Role::Purchasing);
    // He is on the line: a digit is a result, and what brought him is asked.
    stage.keys("3").see("Интерес: откуда узнал?").keys("'Э'").see("Выставка «Электронный мир»").keys("Enter");
    stage.see("Интерес: какая сделка?").keys("Enter Enter Enter Enter").see("Интерес: записано");
    let client = &clients(&base)[0];
    assert_eq!(client.first_interest.as_ref().unwrap().source, "Выставка «Электронный мир»");
    let deals = Reads(base.store.as_ref()).all::<dozvon::domain::deal::Deal>().unwrap();
    assert_eq!(deals[0].interest.as_ref().unwrap().source, "Выставка «Электронный мир»");
}

#[test]
fn whoever_types_ahead_of_the_answers_comes_to_the_same() {
    let base = base();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage);
    let keys = format!("Space 'Видио' Tab '{}' Down Enter 2 'Анна' Enter", inn(&base));
    stage.rush(&keys).see("добавлен");
    assert_eq!(clients(&base).len(), 1);
}

#[test]
fn a_number_and_a_note_are_enough() {
    let base = base();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage);
    stage.keys("Space Shift+Tab Shift+Tab 'просил прайс' Ctrl+S").see("Новый клиент записан");
    let all = clients(&base);
    assert_eq!(all.len(), 2);
    assert_eq!(all[1].name, "+79125550177");
    assert!(all[1].zone.is_some(), "the number hints at a zone");
    stage.see("просил прайс").keys("1").see("Решено: записано");
}

#[test]
fn numbers_of_nobody_make_no_client() {
    for number in ["8-800-555-35-35", "112", "0890"] {
        let base = base();
        let before = clients(&base).len();
        let mut stage = Stage::new(&base, (80, 24));
        stage.keys("Ctrl+N").see("Новый клиент").keys(&format!("'{number}'"));
        assert!(!stage.shows("короткий номер"), "{number}: he may be typing still");
        stage.keys("Tab").see("номер.").keys("'Вега' Ctrl+S").see("8-800 и короткие номера — не клиентские");
        // The form stays, the cursor is in the field, and nothing that was typed is lost.
        stage.see(number).see("Вега");
        assert_eq!(clients(&base).len(), before, "{number}");
        // With his own number beside it the other one goes to the note.
        stage.keys("', 8 916 012-34-56' Ctrl+S").see("Новый клиент записан");
        let made = clients(&base).pop().unwrap();
        let phones: Vec<String> = made.phones().map(ToString::to_string).collect();
        assert_eq!((made.name.as_str(), phones), ("Вега", vec!["+79160123456".to_owned()]), "{number}");
        let notes = base.all::<dozvon::domain::interaction::Note>();
        assert!(notes.len() == 1 && notes[0].text.contains(number), "{notes:?}");
    }
}

#[test]
fn a_second_client_with_one_inn_wants_a_reason_and_goes_to_the_steward() {
    let base = base();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage);
    let keys = format!("Space 'Филиал' Tab '{}' Ctrl+S", inn(&base));
    stage.keys(&keys).see("Почему это не «Видео маркет»?").keys("Enter").see("без причины");
    assert_eq!(clients(&base).len(), 1);
    stage.keys("'филиал в Самаре' Enter").see("Новый клиент записан");
    let memos = base.desk.query(&base.operator, base.clock.now(), &MemosFor(MemoTo::Steward)).unwrap();
    assert_eq!(memos.len(), 1);
    let MemoKind::Duplicate { by, reason, .. } = &memos[0].memo.kind else { panic!("{memos:?}") };
    assert_eq!(
        (*by, reason.as_str(), memos[0].other.as_str()),
        (Mark::Inn, "филиал в Самаре", "Видео маркет")
    );
}

#[test]
fn one_address_is_a_strong_match_however_it_is_written() {
    for size in [(80, 24), (120, 36)] {
        let base = base();
        base.client(Row::new("Ромашка", "Тверь").email("Zakaz@Romashka.example"));
        let before = clients(&base).len();
        let mut stage = Stage::new(&base, size);
        // Beside the number of whoever calls, and as he spells it.
        ring(&mut stage);
        stage.keys("Space Shift+Tab ' ZAKAZ@romashka.EXAMPLE'").see("◆◆ почта совпала: Ромашка (Тверь)");
        stage.keys("Tab 'Цветы' Ctrl+S").see("Почему это не «Ромашка»?").keys("Enter").see("без причины");
        assert_eq!(clients(&base).len(), before);
        stage.keys("'другой магазин' Enter").see("Новый клиент записан");
        let made = clients(&base).pop().unwrap();
        assert_eq!((made.phones().count(), made.methods.len()), (1, 2), "{made:?}");
        let memos = base.desk.query(&base.operator, base.clock.now(), &MemosFor(MemoTo::Steward)).unwrap();
        assert!(matches!(memos[0].memo.kind, MemoKind::Duplicate { by: Mark::Email, .. }), "{memos:?}");
        // A number may have an extension, with or without an address; what is no address is named.
        stage.keys("1 Ctrl+N '8 (495) 333-44-55 доб. 3, a@' Ctrl+S").see("Тел., почта").see("▲");
        stage.keys("'b.example' Ctrl+S").see("Новый клиент записан");
        let made = clients(&base).pop().unwrap();
        assert!(made.name.starts_with("+74953334455"), "{made:?}");
        assert_eq!(made.methods.len(), 2, "{made:?}");
    }
}

#[test]
fn the_desk_itself_refuses_a_second_address() {
    let base = base();
    let mail = |text| Some(Email::parse(text).unwrap());
    let case = |email, because: &str| NewClient {
        sketch: Sketch { email, ..Sketch::default() },
        because: because.into(),
        ..NewClient::default()
    };
    let add = |case| base.desk.execute(&base.operator, base.clock.now(), &case);
    add(case(mail("anna@vega.example"), "")).unwrap();
    let refused = add(case(mail("Anna@Vega.example"), ""));
    assert!(matches!(refused, Err(DeskError::Twin(ref name)) if name == "anna@vega.example"), "{refused:?}");
    add(case(mail("anna@vega.example"), "сестра")).unwrap();
}

#[test]
fn esc_keeps_what_was_typed() {
    let base = base();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage);
    stage.keys("Space 'Недопи' Esc").see("Черновик сохранён").see_no("Новый клиент");
    stage.keys("Ctrl+N").see("Недопи").see("+79125550177").keys("Esc");
    stage.wait(500);
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Ctrl+N").see("Недопи").keys("Ctrl+S").see("Новый клиент записан");
    stage.keys("6").see("Ошиблись номером").keys("Ctrl+N").see_no("Недопи");
    assert_eq!(clients(&base).len(), 2);
}

#[test]
fn a_wrong_check_digit_warns_and_does_not_block() {
    let base = base();
    let mut stage = Stage::new(&base, (80, 24));
    ring(&mut stage);
    stage
        .keys("Space 'Новая' Tab '7707123450'")
        .see("контрольная цифра не сходится")
        .keys("Ctrl+S")
        .see("записан");
    assert_eq!(clients(&base).len(), 2);
}

#[test]
fn the_desk_itself_refuses_a_twin() {
    let base = base();
    let sketch = Sketch { name: "Иной".into(), inn: inn(&base), ..Sketch::default() };
    let case = NewClient { sketch, ..NewClient::default() };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &case);
    assert!(matches!(refused, Err(DeskError::Twin(ref name)) if name == "Видео маркет"), "{refused:?}");
    let nothing = base.desk.execute(&base.operator, base.clock.now(), &NewClient::default());
    assert!(matches!(nothing, Err(DeskError::Empty)));
}
