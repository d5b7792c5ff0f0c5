//! A shift at the desk, by keys: what was pressed and what the store holds afterwards.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set its stage has failed")]

mod common;

use common::base::{Base, moment};
use common::stage::{Setting, Stage};
use dozvon::desk::DeskError;
use dozvon::desk::dossier::{Dossier, DossierOf, Event};
use dozvon::desk::queue::{PlanContact, QueueView, TakeNext, WhyOf};
use dozvon::desk::result::{Answers, RecordResult};
use dozvon::domain::client::Client;
use dozvon::domain::deal::DealStatus;
use dozvon::domain::gate::Forbidden;
use dozvon::domain::ids::{ClientId, QueueEntryId};
use dozvon::domain::interaction::{Direction, Interaction};
use dozvon::domain::outcome::StopAnswer;
use dozvon::domain::queue::{EntryKind, EntryState, QueueEntry};
use dozvon::domain::stop::StopEntry;
use dozvon::domain::zone::{ClientZone, Confidence, ZoneSource};
use dozvon::store::Reads;

fn client(base: &Base, name: &str) -> ClientId {
    let all = Reads(base.store.as_ref()).all::<Client>().unwrap();
    all.into_iter().find(|client| client.name.contains(name)).unwrap().id
}

fn dossier(base: &Base, name: &str) -> Dossier {
    base.desk.query(&base.operator, base.clock.now(), &DossierOf(client(base, name))).unwrap()
}

fn last_call(dossier: &Dossier) -> Interaction {
    let calls = dossier.history.iter().find_map(|event| match event {
        Event::Interaction(call) => Some(call.clone()),
        Event::Note(_) => None,
    });
    calls.unwrap()
}

fn entries(base: &Base) -> Vec<QueueEntry> {
    base.all::<QueueEntry>()
}

/// A base with a call list of twelve clients and nothing else.
fn twelve() -> Base {
    let base = Base::empty();
    let list = base.list("Опт, осень", Some("cold-wholesale"));
    for n in 0..12 {
        let row = common::base::Row::new(&format!("ООО «Клиент {n:02}»"), "Москва")
            .phone(&format!("8 (495) 012-34-{n:02}"));
        base.client(row.person(
            "Сидоров Пётр Алексеевич",
            "директор",
            dozvon::domain::person::Role::DecisionMaker,
            &format!("8 943 555-01-{n:02}"),
        ));
    }
    base.enlist(list);
    base
}

/// What ten worked clients leave behind: for each the result, the way through the script, and what is planned.
fn traces(base: &Base) -> Vec<String> {
    let catalog = base.desk.catalog().unwrap();
    let mut out = Vec::new();
    for n in 0..12 {
        let dossier = dossier(base, &format!("Клиент {n:02}"));
        for event in &dossier.history {
            if let Event::Interaction(call) = event {
                let outcome = catalog.outcome(call.outcome.unwrap()).unwrap().code.clone();
                let path: Vec<String> = call
                    .script
                    .iter()
                    .flat_map(|run| &run.path)
                    .map(|s| format!("{}:{:?}", s.step, s.answer))
                    .collect();
                out.push(format!("{n} {outcome} {} {}", call.reason, path.join(" ")));
            }
        }
        for entry in &dossier.planned {
            out.push(format!("{n} planned {:?} {:?} {}", entry.kind, entry.due, entry.attempts));
        }
        for info in &dossier.deals {
            out.push(format!(
                "{n} deal {:?} {:?}",
                info.deal.stage(),
                info.deal.amount.map(|a| a.to_string())
            ));
        }
    }
    out
}

/// Ten clients from the list: taken, called, the script answered, the result recorded, the next one.
const TEN: [&str; 10] = [
    "Space Ctrl+G 1 1 Ctrl+G 1 '120к' Enter",
    "Space Ctrl+G 1 Ctrl+G 2 'завтра 11' Enter",
    "Space Ctrl+G 1 1 1 Ctrl+G 3 'пт 15' Enter",
    "Space Ctrl+G 2 Ctrl+G 4 2",
    "Space 6",
    "Space 7",
    "Space 8",
    "Space Ctrl+G 6 0 Enter",
    "Space Ctrl+G 2 2 Ctrl+G 5 'Анна' Enter '8 943 700-10-20' Enter",
    "Space Ctrl+G Ctrl+G -",
];

#[test]
fn ten_clients_are_worked_without_mouse_or_manual_at_every_size() {
    let mut all = Vec::new();
    for size in [(80, 24), (120, 36)] {
        let base = twelve();
        let mut stage = Stage::new(&base, size);
        for keys in TEN {
            stage.keys(keys);
            assert!(stage.session.model().work.is_none(), "after {keys}:\n{}", stage.screen());
            stage.see("Готов");
        }
        stage.see(if size.0 < 100 {
            "зв. 10 · ит. 10 · пр. 1"
        } else {
            "10 звонков · 10 итогов · 1 продажа"
        });
        all.push(traces(&base));
    }
    assert_eq!(all[0], all[1]);
    insta::assert_snapshot!("ten_clients", all[0].join("\n"));
}

#[test]
fn the_russian_layout_does_the_same() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    for keys in TEN {
        stage.keys(keys);
    }
    let latin = traces(&base);
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    // What is typed into a field stays as it is; single letters and signs are pressed on the same keys in ЙЦУКЕН.
    for keys in TEN {
        stage.keys(&keys.replace(" n ", " т ").replace(" s ", " ы ").replace(" o ", " щ "));
    }
    assert_eq!(traces(&base), latin);

    let base = Base::small();
    let mut latin = Stage::new(&base, (120, 36));
    latin.keys("Space n 'одно' Enter ] Enter");
    latin.see("теперь на этапе «Презентация»");
    latin.keys("[ 'рано' Enter").see("теперь на этапе «Формирование предложения»");
    latin.keys("s").see("Пропустить: почему?").keys("Esc x").see("вернулся в очередь");
    let base = Base::small();
    let mut cyrillic = Stage::new(&base, (120, 36));
    cyrillic.keys("Space т 'одно' Enter ъ Enter");
    cyrillic.see("теперь на этапе «Презентация»");
    cyrillic.keys("х 'рано' Enter").see("теперь на этапе «Формирование предложения»");
    cyrillic.keys("ы").see("Пропустить: почему?").keys("Esc ч").see("вернулся в очередь");
}

#[test]
fn a_result_writes_call_next_contact_and_queue_in_one_commit() {
    let base = twelve();
    let commits = base.desk.subscribe();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G 1");
    let _before = commits.try_iter().count();
    stage.keys("Ctrl+G 2 'через 2 часа' Enter");
    let seen: Vec<_> = commits.try_iter().collect();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].origin.use_case, "call.result");
    let tables: Vec<_> = seen[0].changes.iter().map(|change| format!("{:?}", change.table)).collect();
    assert_eq!(tables, ["Person", "QueueEntry", "Interaction"], "the number works, the contact, the call");
    let dossier = dossier(&base, "Клиент 00");
    let promised = &dossier.planned[0];
    assert_eq!((promised.kind, promised.due), (EntryKind::Promise, moment("2026-11-10T14:00:00+03:00")));
    assert_eq!(promised.state, EntryState::Waiting);
    let call = last_call(&dossier);
    assert_eq!(call.attempt, 1);
    assert_eq!(call.entry, Some(promised.id));
    assert_eq!(call.phone.unwrap().to_string(), "+79435550100");
    assert_eq!(call.person, Some(dossier.people[0].id));
}

#[test]
fn no_answer_is_two_keys_and_comes_back_within_hours() {
    let base = twelve();
    base.clock.set("2026-11-10T18:30:00+03:00");
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space 6").see("Нет ответа: повтор завтра 09:00");
    let retry = entries(&base).into_iter().find(|entry| entry.kind == EntryKind::Retry).unwrap();
    assert_eq!((retry.attempts, retry.due), (1, moment("2026-11-11T09:00:00+03:00")));
    stage.keys("Space").see("Клиент 01");
}

#[test]
fn attempts_come_to_an_end() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    for attempt in 1..=5 {
        // The same client is taken again and again by his row.
        stage.keys("F3 'клиент 00' Enter 7");
        stage.clock.forward(20 * 60_000);
        let state = entries(&base)[0].state;
        assert_eq!(state == EntryState::Exhausted, attempt == 5, "attempt {attempt}: {state:?}");
    }
    stage.see("попытки кончились");
}

#[test]
fn a_bad_number_gives_way_to_another_and_then_the_contact_ends() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space 9").see("по другому номеру +7 495 012-34-00");
    let marked = dossier(&base, "Клиент 00");
    assert_eq!(marked.people[0].methods[0].state, dozvon::domain::contact::ContactState::NotTheirs);
    stage.keys("F3 'клиент 00' Enter").see("✗ чужой").keys("9").see("контакт закончен");
}

#[test]
fn do_not_call_is_for_ever() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G Ctrl+G 0 Enter").see("Скажите: «Удалили, извините»");
    let stops = Reads(base.store.as_ref()).all::<StopEntry>().unwrap();
    assert_eq!(stops.len(), 2, "the person, and the number that was dialled");
    stage.keys("F3 'клиент 00' Enter").see("☎ +7 943 555-01-00");
    // The person is silent on every number, but the company has one of its own.
    stage.keys("Ctrl+G").see("Наберите +7 495 012-34-00").keys("Ctrl+G 0 2");
    stage.keys("F3 'клиент 00' Enter").see("■ нельзя: стоп-лист").keys("Ctrl+G").see("нельзя: стоп-лист");
    // A later interest does not lift it.
    stage.keys("3").see("нельзя").keys("F3 'клиент 00' Enter Ctrl+G").see("нельзя: стоп-лист");
    // Others of the list go on.
    stage.keys("Space").see("Клиент 01");
}

#[test]
fn a_stop_written_after_taking_closes_the_dial_key() {
    let base = twelve();
    let mut one = Stage::new(&base, (120, 36));
    one.keys("Space").see("● можно: согласие 12.03.26");
    let who = base.admin.clone();
    let mut two = Stage::with(&base, who, Setting::default());
    two.keys("F3 'клиент 00' Enter 0 2");
    // The first screen does not know yet; the key asks again.
    one.session.feed(b"\x07");
    one.settle();
    one.see("нельзя: стоп-лист").see("Смотрю");
}

#[test]
fn typing_ahead_of_the_answers_does_the_same() {
    let mut traced = Vec::new();
    for rush in [false, true] {
        let base = twelve();
        let mut stage = Stage::new(&base, (120, 36));
        let mut go = |keys: &str| {
            if rush {
                stage.rush(keys)
            } else {
                stage.keys(keys)
            };
        };
        go(
            "Space Ctrl+G 1 Backspace 1 Ctrl+G 6 Space Ctrl+G Ctrl+G 6 Space Ctrl+G Ctrl+G 2 'завтра 11' Enter",
        );
        // The client of all the digits is opened, not the one of the digits before.
        go("F3 '23409' Enter Ctrl+G Ctrl+G 6 F3 '23407' Down Enter Ctrl+G Ctrl+G 7 n 'две линии' Enter");
        // Thought better of before the desk could answer.
        go("F3 '23406' Esc F3 '23405' Enter Ctrl+G Ctrl+G 6");
        traced.push(traces(&base));
        assert!(stage.session.model().held.is_empty());
    }
    assert_eq!(traced[0], traced[1]);
    assert!(traced[0].iter().any(|line| line.starts_with("9 no-answer")), "{:?}", traced[0]);
    assert!(traced[0].iter().any(|line| line.starts_with("5 no-answer")), "{:?}", traced[0]);
}

#[test]
fn two_operators_never_get_the_same_client() {
    let base = twelve();
    let mut one = Stage::new(&base, (120, 36));
    let mut two = Stage::with(&base, base.admin.clone(), Setting::default());
    one.keys("Space").see("Клиент 00");
    two.keys("Space").see("Клиент 01");
    assert_ne!(
        one.session.model().work.as_ref().unwrap().client,
        two.session.model().work.as_ref().unwrap().client
    );
    // A lease that has run out frees the client for others.
    two.keys("6");
    base.clock.forward(16 * 60_000);
    two.wait(40_000).keys("Space");
    assert_eq!(
        one.session.model().work.as_ref().unwrap().client,
        two.session.model().work.as_ref().unwrap().client
    );
    one.keys("7").see("его взял Супервизор");
}

#[test]
fn a_call_without_a_result_holds_the_operator() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G Space").see("Сначала запишите результат");
    stage.keys("Ctrl+Q").see("запишите его, потом выходите");
    assert!(!stage.session.is_over());
    stage.keys("F3 'клиент 05' Enter").see("Клиент 05").keys("6").see("На экране другой клиент");
    stage.keys("Esc").see("Клиент 00").keys("Ctrl+G 6 Ctrl+Q");
    assert!(stage.session.is_over());
    assert_eq!(
        entries(&base).iter().filter(|entry| matches!(entry.state, EntryState::Taken { .. })).count(),
        0
    );
}

#[test]
fn leaving_gives_a_taken_client_back() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+Q");
    assert!(stage.session.is_over());
    assert!(entries(&base).iter().all(|entry| entry.state == EntryState::Waiting && entry.attempts == 0));
}

#[test]
fn the_script_keeps_its_path() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G 4 Backspace 1 Backspace 1 1 o 'дорого' Enter").see("Дорого");
    stage.keys("Ctrl+G 6");
    let path = last_call(&dossier(&base, "Клиент 00")).script.unwrap().path;
    let steps: Vec<(&str, Option<u8>)> = path.iter().map(|step| (step.step.as_str(), step.answer)).collect();
    assert_eq!(steps[0], ("hello", Some(1)));
    assert_eq!(steps.len(), 4);
    assert_eq!(steps.last().unwrap().1, None);
}

#[test]
fn at_the_end_of_the_script_digits_are_results_at_once() {
    let base = twelve();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G 9").see("Такого ответа в этом шаге нет");
    stage.keys("0").see("Сейчас цифры — ответы клиента");
    stage.keys("6").see("Не звонить ◂").keys("Backspace").see("Что ответил клиент").keys("6");
    stage.keys("7").see("Занято: повтор").see("Готов");
}

#[test]
fn a_deal_moves_with_confirmation_and_is_lost_with_a_reason() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space ] Esc");
    assert_eq!(dossier(&base, "Протон").deals[0].deal.stage(), Some(2));
    stage.keys("] Enter").see("теперь на этапе «Презентация»");
    stage.keys("[ Enter").see("Нужна причина").keys("'рано' Enter").see("«Формирование предложения»");
    assert_eq!(dossier(&base, "Протон").deals[0].deal.passes[3].reason, "рано");
    stage.keys("Ctrl+K 'проиграна' Enter").see("Почему проиграна").keys("2").see("проиграна: Дорого");
    let lost = dossier(&base, "Протон");
    assert_eq!(lost.deals[0].deal.status, DealStatus::Lost { reason: "Дорого".into() });
    stage.keys("]").see("Сделка закрыта");
    stage
        .keys("d 'Холодильники' Enter '1,5 млн' Enter")
        .see("Сделка открыта")
        .see("1\u{a0}500\u{a0}000,00\u{a0}₽");
}

#[test]
fn a_callback_outside_hours_is_refused_with_the_nearest_time() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage
        .keys("F3 'видео' Enter Ctrl+G Ctrl+G 2 'завтра 21' ")
        .see("не время звонить; ближайшее: чт 12.11 09:00 у клиента");
    stage
        .keys("Enter")
        .see("Поставлено ближайшее")
        .keys("Enter")
        .see("Перезвонить: обещано чт 12.11 09:00 у клиента");
    // «Завтра» is counted by the client's clock: it is tomorrow in Vladivostok already.
    stage.keys("F3 'видео' Enter Ctrl+G Ctrl+G");
    base.clock.set("2026-11-10T18:00:00+03:00");
    stage.keys("2 'завтра 11' Enter").see("обещано");
    let due = dossier(&base, "Видео").planned.iter().map(|entry| entry.due).max().unwrap();
    assert_eq!(due, moment("2026-11-12T11:00:00+10:00"));
    stage.keys("F3 'ассоль' Enter Ctrl+G Ctrl+G 2 'gjckt' Enter").see("Не понимаю, когда это");
}

#[test]
fn a_time_that_is_only_offered_gives_way_to_what_is_typed() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    // Enter takes what is offered, the first letter takes its place.
    stage.keys("F3 'видео' Enter Ctrl+G Ctrl+G 2 'завтра 21' Enter").see("12.11.2026 09:00");
    stage.keys("'пт 12'").see("● пт 13.11 12:00 у клиента").see_no("12.11.2026");
    // Whoever moves in it mends it.
    stage.keys("Esc 2 'завтра 21' Enter End Backspace Backspace '30'").see("● чт 12.11 09:30 у клиента");
    stage.keys("Enter").see("обещано чт 12.11 09:30");
    // The same where a call is planned by hand.
    stage
        .keys("w 'завтра 21' Enter")
        .see("12.11.2026 09:00")
        .keys("'пт 12'")
        .see("● пт 13.11 12:00 у клиента");
    stage.keys("Esc w 'завтра 21' Enter Tab").see("12.11.2026 09:00").see_no("● пт");
}

#[test]
fn wrong_layout_words_are_understood_in_fields() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage
        .keys("F3 'сигма' Enter Ctrl+G Ctrl+G 2 'pfdnhf 11'")
        .see("● завтра 11:00 у клиента")
        .keys("Enter")
        .see("обещано завтра 11:00");
}

#[test]
fn clients_are_found_by_everything() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    for query in [
        "84950123456",
        "+7 495 012 34 56",
        "(495) 012-34-56",
        "3456",
        "0123456",
        "7707083893",
        "протон",
        "ghjnjy",
        "proton",
        "ПРОТОН",
        "протн",
        "79435550177",
        "сидоров",
        "cbljhjd",
        "sidorov",
        "ооо протон",
    ] {
        stage.keys("F3").keys(&format!("'{query}'"));
        stage.keys("Enter");
        assert!(stage.shows("━ ООО «Протон»"), "{query}:\n{}", stage.screen());
        stage.keys("F3 'ассоль' Enter").see("━ Ассоль");
    }
    stage.keys("F3 'нет такого имени'").see("По имени: никого").keys("Enter").see("Найти клиента");
    stage.keys("Esc").keys("F3 '12'").keys("Esc");
}

#[test]
fn a_note_is_kept_at_every_pause_and_found_after_a_crash() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space n 'начал писать'");
    assert!(base.desk.draft(&base.operator).unwrap().is_empty(), "nothing is written while keys come");
    stage.wait(400);
    assert!(!base.desk.draft(&base.operator).unwrap().is_empty());
    drop(stage);
    // The next session finds it, at the same client.
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("начал писать").see("Недописанная заметка прошлого раза").see("ООО «Протон»");
    stage.keys("' и дописал' Enter").see("Заметка сохранена");
    assert!(base.desk.draft(&base.operator).unwrap().is_empty());
    assert!(
        dossier(&base, "Протон")
            .history
            .iter()
            .any(|e| matches!(e, Event::Note(n) if n.text == "начал писать и дописал"))
    );
    // Esc never throws text away; an empty note closes.
    stage.keys("n 'x' Esc").see("Заметка не сохранена").keys("Backspace Esc").see_no("Enter — сохранить");
}

#[test]
fn a_paste_of_thousands_of_letters_is_one_note() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    let text = format!("строка раз\r\n{}\u{1b}[2J конец", "слово ".repeat(900));
    stage.keys("Space n").paste(&text).keys("Enter").see("Заметка сохранена");
    let saved = dossier(&base, "Протон").history.iter().find_map(|event| match event {
        Event::Note(note) if note.text.starts_with("строка раз\n") => Some(note.text.clone()),
        _ => None,
    });
    let saved = saved.unwrap();
    assert!(saved.len() > 5000 && saved.ends_with("конец") && !saved.contains('\u{1b}'));
}

#[test]
fn every_action_is_in_the_palette_by_both_names() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+K 'zoom' Enter").see("━ ООО «Протон» ━").see_no("Карта этапов");
    stage.keys("Ctrl+K 'развернуть' Enter").see("Сделка: Телевизоры");
    stage.keys("Ctrl+K 'тема: light' Enter Ctrl+K 'сценарий' Esc");
    stage.keys("Ctrl+K 'читать сценарий' Enter Ctrl+G").see("Здравствуйте, Пётр Алексеевич");
    stage.keys("Ctrl+K 'вернуть контакт' Enter").see("Вы уже звонили");
}

#[test]
fn vim_keys_move() {
    let base = Base::small();
    let who = base.operator.clone();
    let mut stage = Stage::with(&base, who, Setting { keymap: "vim", ..Setting::default() });
    stage.keys("j j").see("━ Очередь");
    assert_eq!(stage.session.model().queue.cursor(), 2);
    stage.keys("о о л");
    assert_eq!(stage.session.model().queue.cursor(), 3);
    stage.keys("G g");
    assert_eq!(stage.session.model().queue.cursor(), 0);
}

#[test]
fn clients_abroad_who_sleep_keep_nobody_waiting() {
    let base = Base::empty();
    let list = base.list("Опт, осень", None);
    for n in 0..20 {
        let mut row =
            common::base::Row::new(&format!("Берёзка {n:02}"), "").phone(&format!("+1 212 555-01{n:02}"));
        row.0.zone = Some(ClientZone {
            tz: chrono_tz::America::New_York,
            source: ZoneSource::Said,
            confidence: Confidence::High,
        });
        base.client(row);
    }
    base.client(common::base::Row::new("Протон", "Москва").phone("8 (495) 012-34-56"));
    base.enlist(list);
    // Four in the morning there.
    let (_, counts) = base.desk.query(&base.operator, base.clock.now(), &QueueView { limit: 5 }).unwrap();
    assert_eq!((counts.now, counts.closed), (1, 20));
    assert_eq!(counts.opens, Some(moment("2026-11-10T17:00:00+03:00")));
    let taken = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_eq!(taken.entry.client, client(&base, "Протон"));
    base.clock.set("2026-11-10T22:00:00+03:00");
    let taken = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap().unwrap();
    assert_eq!(taken.entry.client, client(&base, "Берёзка 00"));
}

/// One client of Moscow in two call lists.
fn twice_listed() -> Base {
    let base = Base::empty();
    base.client(common::base::Row::new("ООО «Дважды»", "Москва").phone("8 (495) 012-34-56"));
    for name in ["Опт, осень", "Опт, зима"] {
        base.enlist(base.list(name, None));
    }
    base
}

/// Takes the next contact and records the result on a key.
fn work_next(base: &Base, key: char, answers: Answers) -> QueueEntryId {
    let now = base.clock.now();
    let taken = base.desk.execute(&base.operator, now, &TakeNext).unwrap().unwrap();
    let record = RecordResult {
        client: taken.entry.client,
        entry: Some(taken.entry.id),
        person: None,
        phone: Some(taken.dial.phone),
        direction: Direction::Outgoing,
        began: now,
        outcome: base.desk.catalog().unwrap().outcome_on(key).unwrap().id,
        answers,
        script: None,
        text: String::new(),
        fields: Vec::new(),
    };
    base.desk.execute(&base.operator, now, &record).unwrap();
    taken.entry.id
}

#[test]
fn a_client_in_two_lists_is_left_in_peace_after_a_result() {
    let at = |when: &str| Answers { when: Some(moment(when)), ..Answers::default() };
    let reason = || Answers { reason: "Дорого".into(), ..Answers::default() };
    let stop = || Answers { stop: Some(StopAnswer::ThisList), ..Answers::default() };
    for (key, answers, until) in [
        ('1', Answers::default(), "2026-11-11T09:00:00+03:00"),
        ('2', at("2026-11-10T15:00:00+03:00"), "2026-11-10T15:00:00+03:00"),
        ('3', at("2026-11-13T15:00:00+03:00"), "2026-11-13T15:00:00+03:00"),
        ('4', reason(), "2027-02-08T12:00:00+03:00"),
        ('5', Answers::default(), "2026-11-11T12:00:00+03:00"),
        ('6', Answers::default(), "2026-11-10T15:00:00+03:00"),
        ('7', Answers::default(), "2026-11-10T12:15:00+03:00"),
        ('0', stop(), "2026-11-11T09:00:00+03:00"),
    ] {
        let base = twice_listed();
        let worked = work_next(&base, key, answers);
        let again = base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap();
        assert_eq!(again, None, "{key}");
        let all = entries(&base);
        let other = all.iter().find(|entry| entry.id != worked).unwrap();
        assert_eq!(other.state, EntryState::Waiting, "{key}");
        let late = other.due.millis() - moment(until).millis();
        assert!((0..=1).contains(&late), "{key}: {:?}", other.due);
        // Where another contact was planned, that one comes first.
        let one = all.iter().find(|entry| entry.id == worked).unwrap();
        assert!(one.state != EntryState::Waiting || one.due < other.due, "{key}");
    }
}

#[test]
fn the_pause_holds_when_the_attempts_have_come_to_an_end() {
    let base = twice_listed();
    for _ in 0..5 {
        base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap();
        work_next(&base, '7', Answers::default());
        assert_eq!(base.desk.execute(&base.operator, base.clock.now(), &TakeNext).unwrap(), None);
        base.clock.forward(16 * 60_000);
    }
    assert!(entries(&base).iter().any(|entry| entry.state == EntryState::Exhausted));
}

#[test]
fn a_promise_is_never_put_off_by_another_list() {
    let base = twice_listed();
    let promised = moment("2026-11-10T14:00:00+03:00");
    let client = client(&base, "Дважды");
    base.call(client, '2', Answers { when: Some(promised), ..Answers::default() }, "");
    base.clock.set("2026-11-10T14:30:00+03:00");
    let due = |base: &Base, kind| {
        entries(base).iter().filter(|entry| entry.kind == kind).map(|entry| entry.due).collect::<Vec<_>>()
    };
    assert!(due(&base, EntryKind::New).iter().all(|due| *due > promised));
    base.call(client, '4', Answers { reason: "Дорого".into(), ..Answers::default() }, "");
    assert_eq!(due(&base, EntryKind::Promise), [promised]);
    assert!(due(&base, EntryKind::New).iter().all(|due| due.days_since(promised) >= 90));
}

#[test]
fn whom_the_stop_list_protects_is_neither_planned_nor_next() {
    let base = twice_listed();
    let client = client(&base, "Дважды");
    let entry = entries(&base)[0].id;
    let why = || base.desk.query(&base.operator, base.clock.now(), &WhyOf(entry)).unwrap();
    assert_eq!((why().gate.is_ok(), why().before), (true, Some(0)));
    base.call(client, '0', Answers { stop: Some(StopAnswer::Advertising), ..Answers::default() }, "");
    assert_eq!((why().gate.is_ok(), why().before), (false, None));
    let due = base.clock.now().plus_minutes(60);
    let plan = PlanContact { client, due, reason: "КП".into(), whole_day: false, personal: false };
    let refused = base.desk.execute(&base.operator, base.clock.now(), &plan);
    assert!(matches!(refused, Err(DeskError::NoCall(Forbidden::Stopped(_)))), "{refused:?}");
    // He may ask for a call himself.
    base.call(client, '2', Answers { when: Some(due), ..Answers::default() }, "");
    assert!(entries(&base).iter().any(|entry| entry.kind == EntryKind::Promise));
}
