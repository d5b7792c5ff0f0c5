//! What the operator sees: the desk driven by keys, screens as text.

mod common;

use common::base::{Base, Row, moment};
use common::stage::{Setting, Stage};
use dozvon::i18n::Lang;
use dozvon::tui::theme::ColorDepth;

/// The sizes every screen must be good at.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn name(what: &str, size: (u16, u16)) -> String {
    format!("{what}_{}x{}", size.0, size.1)
}

#[test]
fn the_desk_at_every_size() {
    for size in SIZES {
        let base = Base::small();
        let mut stage = Stage::new(&base, size);
        insta::assert_snapshot!(name("ready", size), stage.screen());
        stage.keys("Down Down Down Enter");
        insta::assert_snapshot!(name("taken", size), stage.screen());
        stage.keys("Ctrl+G 1");
        insta::assert_snapshot!(name("talking", size), stage.screen());
        stage.keys("Ctrl+G");
        insta::assert_snapshot!(name("result", size), stage.screen());
    }
}

#[test]
fn everything_an_operator_needs_first_stands_without_scrolling() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space");
    for needed in [
        "ООО «Протон»",
        "ИНН 7707083893",
        "Москва",
        "класс A",
        "у клиента 12:00 (МСК, адрес)",
        "● можно: согласие 12.03.26 (веб-форма)",
        "+7 495 012-34-56",
        "+7 943 555-01-77  Сидоров П.А., ЛПР",
        "zakaz@proton.example",
        "обещан звонок сегодня 11:46",
        "Говорит, что дорого",
        "→ Перезвонить",
        "→ Нет ответа",
        "Телевизоры, осень",
        "120 000,00 ₽",
        "3/7 Формирование предложения",
    ] {
        stage.see(&needed.replace("120 000,00 ₽", "120\u{a0}000,00\u{a0}₽"));
    }
}

#[test]
fn dialogs_at_the_smallest_size() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F1");
    insta::assert_snapshot!("help", stage.screen());
    stage.keys("Esc ?");
    insta::assert_snapshot!("why", stage.screen());
    stage.keys("Esc F3 'прот'");
    insta::assert_snapshot!("search", stage.screen());
    stage.keys("Enter n 'Просит перезвонить'");
    insta::assert_snapshot!("note", stage.screen());
    stage.keys("Enter ]");
    insta::assert_snapshot!("move", stage.screen());
    stage.keys("Esc [");
    insta::assert_snapshot!("move_back", stage.screen());
    stage.keys("Esc Ctrl+G Ctrl+G 2 'завтра 11'");
    insta::assert_snapshot!("callback", stage.screen());
    stage.keys("Esc 4");
    insta::assert_snapshot!("reason", stage.screen());
    stage.keys("Esc 1 Down '120к'");
    insta::assert_snapshot!("sale", stage.screen());
    stage.keys("Esc 0");
    insta::assert_snapshot!("stop", stage.screen());
    stage.keys("Esc 5 'Анна' Enter '8 343 301 00 03'");
    insta::assert_snapshot!("contact", stage.screen());
    stage.keys("Esc w 'пт утром'");
    insta::assert_snapshot!("plan", stage.screen());
    stage.keys("Esc Ctrl+K 'сделка'");
    insta::assert_snapshot!("palette", stage.screen());
}

#[test]
fn the_tabs_of_a_small_screen() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space F5");
    insta::assert_snapshot!("tab_map", stage.screen());
    stage.keys("F6");
    insta::assert_snapshot!("tab_script", stage.screen());
    stage.keys("F7");
    insta::assert_snapshot!("tab_history", stage.screen());
    stage.keys("F2 z");
    insta::assert_snapshot!("zoomed_queue", stage.screen());
    stage.keys("z F4");
    stage.see("ИНН 7707083893");
}

#[test]
fn english_is_whole() {
    let base = Base::small();
    let who = base.operator.clone();
    let mut stage =
        Stage::with(&base, who, Setting { lang: Lang::En, size: (120, 36), ..Setting::default() });
    stage.keys("Down Down Down Enter");
    insta::assert_snapshot!("english_taken", stage.screen());
    stage.keys("F1");
    insta::assert_snapshot!("english_help", stage.screen());
}

#[test]
fn the_end_of_the_calling_hours_is_never_cut() {
    for (lang, until) in [(Lang::Ru, "до 20 "), (Lang::En, "until 20 ")] {
        for size in [(80, 24), (120, 36)] {
            let base = Base::empty();
            base.client(Row::new("Протон", "Самара").phone("8 (846) 207-55-66"));
            base.client(Row::new("Вега", "Владивосток").phone("8 (423) 201-11-22"));
            let mut stage =
                Stage::with(&base, base.operator.clone(), Setting { lang, size, ..Setting::default() });
            for name in ["протон", "вега"] {
                base.clock.set("2026-11-10T09:30:00+03:00");
                stage.keys(&format!("F3 '{name}' Enter")).see(until);
            }
            // Nor is what keeps an unknown zone from being one.
            base.client(Row::new("Сигма", "").phone("8 (943) 555-01-77"));
            let whole = if lang == Lang::Ru { "стране" } else { "country" };
            stage.keys("F3 'сигма' Enter").see(whole);
        }
    }
}

#[test]
fn the_language_changes_in_the_middle_of_everything() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space");
    stage.see("Смотрю").keys("Ctrl+K 'english' Enter");
    stage.see("Preview").see("there 12:00").keys("Ctrl+K 'русский' Enter").see("Смотрю");
}

#[test]
fn no_meaning_is_in_the_colour_alone() {
    // The same words stand on the screen in every theme and at every number of colours.
    let screens: Vec<String> = ["dark", "light", "mono", "contrast"]
        .into_iter()
        .flat_map(|theme| ColorDepth::ALL.map(|depth| (theme, depth)))
        .map(|(theme, depth)| {
            let base = Base::small();
            let who = base.operator.clone();
            let mut stage = Stage::with(&base, who, Setting { theme, depth, ..Setting::default() });
            stage.keys("Space Ctrl+G Ctrl+G");
            stage.screen()
        })
        .collect();
    assert!(screens.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(screens.len(), 16);
}

#[test]
fn no_color_means_no_colour() {
    let base = Base::small();
    let who = base.operator.clone();
    let mut stage =
        Stage::with(&base, who, Setting { depth: ColorDepth::None, size: (120, 36), ..Setting::default() });
    stage.keys("Space");
    let screen = stage.terminal();
    let mut reversed = 0;
    for row in 0..36 {
        for col in 0..120 {
            let cell = screen.cell(row, col).unwrap();
            assert_eq!((cell.fgcolor(), cell.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
            reversed += usize::from(cell.inverse());
        }
    }
    assert!(reversed > 0, "the row under the cursor must still be seen");
}

#[test]
fn a_small_window_asks_for_more_room_and_loses_nothing() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space n 'недописанная мысль'");
    for size in [(40, 10), (1, 1), (79, 24), (80, 23), (500, 3)] {
        stage.resize(size);
        stage.see_no("недописанная");
    }
    stage.resize((60, 20)).see("60×20").see("80×24");
    stage.keys("'!'").resize((80, 24)).see("недописанная мысль!");
    stage.resize((200, 60)).see("недописанная мысль!").keys("Enter").see("Заметка сохранена");
}

#[test]
fn keys_typed_into_a_screen_too_small_to_show_them_do_nothing() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G Ctrl+G 2 'через час'").see("Перезвонить: когда");
    stage.resize((60, 20)).keys("Enter").resize((120, 36)).see("Перезвонить: когда").see("через час");
    stage.keys("Enter").see("обещано");
    stage.resize((60, 20)).keys("Ctrl+Q");
    assert!(stage.session.is_over());
}

#[test]
fn resizing_at_any_moment_keeps_the_screen_whole() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    let keys = [
        "Space",
        "Ctrl+G",
        "1",
        "F3",
        "'сиг'",
        "Esc",
        "Ctrl+G",
        "2",
        "'завтра 11'",
        "Enter",
        "F7",
        "z",
        "F1",
    ];
    for (place, key) in keys.iter().enumerate() {
        stage.resize(SIZES[place % 3]);
        stage.keys(key);
        // The stage compares each frame with a whole one.
        stage.resize((80 + place as u16, 24 + place as u16));
    }
}

#[test]
fn the_mouse_moves_the_focus_and_opens_rows() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.click("Торговый дом");
    stage.see("━ Очередь").see("ИНН 6670012348");
    stage.click("Карта этапов").see("━ Карта этапов");
    stage.click("F3 найти").see("Найти клиента").keys("Esc");
    stage.click("Торговый дом «… Екб").click("Торговый дом «… Екб").see("Смотрю");
    stage.click("7  Занято").see("Занято: повтор");
}

#[test]
fn a_hostile_client_leaves_the_screen_whole() {
    let base = Base::empty();
    let nasty = format!(
        "\u{1b}[2J\u{1b}]0;title\u{7}\u{202e}Злой\u{200b} «клиент» 👩‍👩‍👧‍👦🇷🇺 ☎\u{fe0f} e\u{301}\u{301}\u{301}\u{301} 日本語 {}",
        "очень длинное имя ".repeat(280)
    );
    let mut row = Row::new("", "\u{1b}[31mОмск").phone("8 (3812) 01-22-33");
    row.0.name = dozvon::domain::text::clean_line(&nasty);
    row.0.note = nasty.clone();
    row.0.tags = vec![nasty.clone()];
    row.0.custom = vec![(nasty.clone(), nasty.clone())];
    row.0.people.push(dozvon::desk::import::PersonRow {
        name: nasty.clone(),
        title: nasty,
        ..Default::default()
    });
    base.client(row);
    let list = base.list("Злой список", Some("cold-wholesale"));
    base.enlist(list);
    for size in SIZES {
        let mut stage = Stage::new(&base, size);
        for keys in [
            "F3 'злой клиент' Enter",
            "F4",
            "F7",
            "z",
            "z",
            "F6",
            "Ctrl+G",
            "Ctrl+G",
            "7",
            "Ctrl+K",
            "Esc",
            "?",
            "Esc",
        ] {
            stage.keys(keys);
            assert!(!stage.screen().contains('\u{1b}'));
            stage.see("Дозвон · Иванова О.");
        }
        base.clock.set("2026-11-10T13:00:00+03:00");
    }
}

#[test]
fn rows_of_the_queue_say_why_they_are_there() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (200, 60));
    stage
        .see("▲")
        .keys("?")
        .see("Обещание просрочено")
        .see("прошло 14 мин")
        .see("Впереди никого")
        .keys("Esc");
    stage.keys("Down ?").see("Клиент проявил интерес").see("Впереди 1 контакт").keys("Esc");
    stage.keys("End ?").see("Срок ещё не наступил").see("осталось 3 ч").see("Уточнить объём").keys("Esc");
    base.clock.set("2026-11-10T23:00:00+03:00");
    stage.wait(40_000);
    stage.see("Что держит очередь").see("10  вне часов клиента").see("Следующий — завтра");
    stage.keys("Space").see("Брать пока некого");
}

#[test]
fn the_clock_of_the_client_stands_beside_his_name() {
    let base = Base::small();
    let mut stage = Stage::new(&base, (120, 36));
    stage.see("Омск   15:00").see("Влад   19:00").see("Калин… 11:00");
    stage.clock.set("2026-11-10T12:30:00+03:00");
    stage.wait(40_000).see("Омск   15:30");
    assert_eq!(base.clock.now(), moment("2026-11-10T12:30:40+03:00"));
}
