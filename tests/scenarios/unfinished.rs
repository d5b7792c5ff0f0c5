//! What goes on is never pulled away: a client somebody talks to or writes about stays, and if he is gone all the same, the call
//! leads on and loses nothing.

use dozvon::desk::undo::Undone;
use dozvon::desk::{DeskError, Who};
use dozvon::domain::client::Client;
use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::{Direction, Interaction};
use dozvon::domain::phone::Phone;
use dozvon::session::port::Call;
use dozvon::store::{Commit, Kept, Origin, Reads, Record, Store};
use dozvon::tui::dialog::Dialog;
use dozvon::tui::model::CallState;

use crate::common::base::{Base, Row};
use crate::common::stage::Stage;
use crate::looked_up::{load, prepared, row, start};

const UNKNOWN: &str = "+7 912 555-01-77";

fn ring(stage: &mut Stage, number: &str) {
    stage.session.called(Call::Rings(Phone::parse(number).unwrap()));
    stage.settle();
}

fn clients(base: &Base) -> Vec<Client> {
    base.all::<Client>()
}

fn calls(base: &Base) -> Vec<Interaction> {
    base.all::<Interaction>()
}

fn working(stage: &Stage) -> Option<(ClientId, CallState)> {
    stage.session.model().work.as_ref().map(|work| (work.client, work.state))
}

fn undo(base: &Base, who: &Who, seq: u64) -> Result<Undone, DeskError> {
    base.desk.undo(who, base.clock.now(), seq, "ошибка")
}

/// Two clients in a list, and a call with the first of them that goes on.
fn talking() -> (Base, Stage) {
    let base = Base::empty();
    let list = base.list("Опт", None);
    base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    base.client(Row::new("Альфа", "Москва").phone("8 (495) 111-22-35"));
    base.enlist(list);
    base.client(Row::new("Видео маркет", "Москва").phone("8 (495) 201-11-22"));
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G").see("Наберите");
    (base, stage)
}

/// Deletes a record behind everybody's back, as nothing in the program does.
fn delete<R: Record>(base: &Base, kept: &Kept<R>) {
    let origin = Origin {
        at: base.clock.now(),
        actor: base.admin.user,
        session: base.admin.session,
        use_case: "test".into(),
    };
    let mut commit = Commit::new(origin);
    commit.delete(&kept.record, kept.revision);
    base.store.submit(commit).wait().unwrap();
}

fn delete_client(base: &Base, client: ClientId) {
    delete(base, &Reads(base.store.as_ref()).client(client).unwrap().unwrap());
}

#[test]
fn a_client_entered_in_a_call_stays_as_long_as_the_call() {
    let (base, mut stage) = talking();
    let first = working(&stage);
    ring(&mut stage, UNKNOWN);
    stage.keys("Space").keys("'Новый гость' Ctrl+S").see("Новый клиент записан");
    stage.see_no("Ctrl+Z отменить").keys("Ctrl+Z").see("Вы ещё говорите");
    // The desk says so too, whoever asks.
    let seq = base.store.last_seq();
    for who in [&base.operator, &base.admin] {
        let refused = undo(&base, who, seq);
        assert!(matches!(refused, Err(DeskError::AtWork { .. })), "{refused:?}");
    }
    stage.keys("Ctrl+G 6").see("Ошиблись номером");
    assert_eq!(clients(&base).len(), 4);
    stage.keys("Space").see("Вы вернулись");
    assert_eq!(working(&stage), first);
}

#[test]
fn a_number_added_in_a_call_stays_as_long_as_the_call() {
    let (base, mut stage) = talking();
    ring(&mut stage, UNKNOWN);
    stage.keys("Space 'Видио маркет' Down Enter 2 'Анна' Enter").see("добавлен");
    stage.keys("Ctrl+Z").see("Вы ещё говорите").keys("Ctrl+G 6").see("Ошиблись номером");
    let call = calls(&base).pop().unwrap();
    assert!(call.person.is_some(), "{call:?}");
    assert_eq!(working(&stage), None);
}

#[test]
fn a_client_who_was_entered_by_hand_and_taken_back_is_entered_again() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    let before = clients(&base).len();
    stage.keys("Ctrl+N '+7 912 555-01-77' Tab 'Лавка' Tab Tab 'Омск' Ctrl+S").see("Новый клиент записан");
    assert_eq!(clients(&base).len(), before + 1);
    stage.keys("Ctrl+Z").see("Отменено").see_no("Нет такого").see("Лавка").see("Омск");
    assert_eq!((clients(&base).len(), working(&stage)), (before, None));
    assert!(matches!(stage.session.model().dialogs.last(), Some(Dialog::NewClient(_))));
    stage.keys("Ctrl+S").see("Новый клиент записан");
    assert_eq!(clients(&base).len(), before + 1);
}

#[test]
fn a_load_leaves_the_client_somebody_talks_to() {
    let base = Base::empty();
    let list = prepared(&base, "Опт", dozvon::domain::call_list::Purpose::Advertising);
    let loaded = load(&base, list, &[row("Вега", 1), row("Альфа", 2), row("Лира", 3)]);
    start(&base, list);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'лира' Enter Ctrl+G").see("Наберите");
    let (client, _) = working(&stage).unwrap();
    let unloaded = base.desk.unload(&base.admin, base.clock.now(), list, loaded, "", &mut |_, _| {}).unwrap();
    assert_eq!((unloaded.rows, unloaded.touched.len()), (2, 1));
    assert_eq!(unloaded.touched[0].entry.client, client);
    assert!(clients(&base).iter().any(|kept| kept.id == client));
    stage.keys("Ctrl+G Ctrl+G 6").see("Нет ответа");
    assert_eq!(calls(&base).len(), 1);
}

#[test]
fn a_load_leaves_the_client_a_killed_session_writes_about() {
    let base = Base::empty();
    let list = prepared(&base, "Опт", dozvon::domain::call_list::Purpose::Advertising);
    let loaded = load(&base, list, &[row("Вега", 1), row("Лира", 2)]);
    start(&base, list);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F3 'лира' Enter n 'Просит каталог'").wait(1_000);
    let client = stage.session.model().card.client.unwrap();
    drop(stage);
    let unloaded = base.desk.unload(&base.admin, base.clock.now(), list, loaded, "", &mut |_, _| {}).unwrap();
    assert_eq!((unloaded.rows, unloaded.touched.len()), (1, 1));
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("Просит каталог").keys("Ctrl+S").see("сохранена");
    assert!(clients(&base).iter().any(|kept| kept.id == client));
}

#[test]
fn a_call_whose_client_is_gone_leads_on() {
    for restart in [false, true] {
        let (base, mut stage) = talking();
        ring(&mut stage, UNKNOWN);
        stage.keys("Space").keys("'Новый гость' Ctrl+S").see("Новый клиент записан");
        let (client, _) = working(&stage).unwrap();
        stage.keys("n 'Просит прайс'").wait(1_000);
        let began = stage.session.model().work.as_ref().unwrap().began;
        delete_client(&base, client);
        if restart {
            drop(stage);
            stage = Stage::new(&base, (80, 24));
        } else {
            stage.keys("Esc").keys("Ctrl+G 6");
        }
        stage.see("разговор цел").see_no("Читаю").see("Просит прайс").see("+79125550177");
        assert_eq!(working(&stage), None, "{}", stage.screen());
        stage.keys("'Новый гость' Ctrl+S").see("Новый клиент записан");
        let work = stage.session.model().work.as_ref().unwrap();
        assert_eq!((work.began, work.direction), (began, Direction::Incoming));
        stage.keys("Ctrl+G 6").see("Ошиблись номером").keys("Space").see("Вы вернулись");
    }
}

#[test]
fn a_call_whose_client_is_gone_may_be_put_aside() {
    let (base, mut stage) = talking();
    let (client, _) = working(&stage).unwrap();
    stage.keys("F3 'видео' Enter");
    // He is called by us, and his contact goes with him.
    delete_client(&base, client);
    stage.keys("Esc Ctrl+G 6").see("разговор цел").keys("Esc").see("Черновик сохранён");
    assert_eq!(working(&stage), None);
    stage.keys("Ctrl+N").see("+74951112233");
}

#[test]
fn a_person_who_is_gone_keeps_no_result_back() {
    let (base, mut stage) = talking();
    ring(&mut stage, UNKNOWN);
    stage.keys("Space 'Видио маркет' Down Enter 2 'Анна' Enter").see("добавлен");
    let person = Reads(base.store.as_ref()).all::<dozvon::domain::person::Person>().unwrap().pop().unwrap();
    delete(&base, &person);
    stage.keys("Ctrl+G 6").see("Ошиблись номером");
    assert_eq!(calls(&base).pop().unwrap().person, None);
}
