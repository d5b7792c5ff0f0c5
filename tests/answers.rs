//! What clients answer and operators type: nothing of it is lost, and the reports call each by its name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use common::base::{Base, Row};
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::content::{MakeCallList, SaveOutcomes, SaveScript};
use dozvon::desk::day::{EndsOf, LooseEnd};
use dozvon::desk::scripts::{CallsOf, HeatOf, RepliesOf, SurveyOf};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::interaction::{Interaction, PathStep};
use dozvon::domain::script::file::parse;
use dozvon::domain::script::question::{Number, Reply};
use dozvon::domain::script::survey::Tally;
use dozvon::domain::{outcome, presets};
use dozvon::tui::model::Draft;

/// Questions of which one leads on by itself, one goes apart, one cannot be skipped and one has a way out.
const PLACES: &str = r#"
code = "places"
name = "Где и сколько"
purpose = "спросить"

[[step]]
code = "place"
say = "Где встретимся?"
question = { code = "place", title = "Где встреча", kind = "single" }
to = "know"
answers = [{ code = "here", text = "У нас" }, { code = "there", text = "У вас" }]

[[step]]
code = "know"
say = "Знаете нас?"
question = { code = "know", title = "Знает ли", kind = "single" }
answers = [
  { code = "yes", text = "Знаю", to = "must", do = [{ note = "Знает нас" }] },
  { code = "no", text = "Не знаю", to = "bye" },
]

[[step]]
code = "must"
say = "Придёте?"
question = { code = "must", title = "Придёт ли", kind = "single", required = true }
to = "brands"
answers = [{ code = "come", text = "Приду" }, { code = "stay", text = "Не приду" }]

[[step]]
code = "brands"
say = "Какие марки?"
question = { code = "brands", title = "Марки", kind = "multiple" }
to = "shops"
answers = [
  { code = "lg", text = "LG" },
  { code = "bosch", text = "Bosch" },
  { text = "Не хочу говорить", to = "shops" },
]

[[step]]
code = "shops"
say = "Сколько магазинов?"
question = { code = "shops", title = "Магазины", kind = "number", min = 1, max = 500 }
to = "bye"

[[step]]
code = "bye"
say = "Спасибо!"
"#;

fn base_with(script: &str, clients: u8) -> Base {
    let base = Base::empty();
    let (draft, _) = parse(script).unwrap();
    let code = draft.code.clone();
    base.desk.execute(&base.admin, base.clock.now(), &SaveScript(draft)).unwrap();
    let list = MakeCallList {
        name: "Опрос".into(),
        script: Some(code),
        process: Some("standard-sale".into()),
        purpose: Purpose::Survey,
    };
    let list = base.desk.execute(&base.admin, base.clock.now(), &list).unwrap();
    for n in 0..clients {
        base.client(Row::new(&format!("Клиент {n}"), "Москва").phone(&format!("+7 916 555-00-1{n}")));
    }
    base.enlist(list);
    base
}

/// The script from this step on.
fn from_step(code: &str) -> String {
    let head = PLACES.split("[[step]]").next().unwrap();
    let step = format!("[[step]]\ncode = \"{code}\"");
    let (_, rest) = PLACES.split_once(&step).unwrap();
    format!("{head}{step}{rest}")
}

fn calls(base: &Base) -> Vec<Interaction> {
    base.all::<Interaction>()
}

/// The way of the only call.
fn path(base: &Base) -> Vec<PathStep> {
    calls(base).pop().unwrap().script.unwrap().path
}

fn of_all() -> CallsOf {
    CallsOf { code: "places".into(), since: None, until: None }
}

fn tally(base: &Base, code: &str) -> Tally {
    let (_, tallies) = base.desk.query(&base.admin, base.clock.now(), &SurveyOf(of_all())).unwrap();
    tallies.into_iter().find(|tally| tally.code == code).unwrap()
}

#[test]
fn a_question_with_one_choice_may_be_declined() {
    for size in [(80, 24), (120, 36)] {
        let base = base_with(PLACES, 1);
        let mut stage = Stage::new(&base, size);
        stage.keys("Space Ctrl+G").see("Где встретимся?").see("Ctrl+N не ответил");
        // The palette has it as well, and its key.
        stage.keys("Ctrl+K 'не ответил'").see("Клиент не ответил на вопрос").see("Ctrl+N").keys("Esc");
        stage.keys("Ctrl+N").see("Знаете нас?").see_no("Новый клиент");
        // The answers lead apart: the digit says nothing but where to go.
        stage.keys("Ctrl+N").see("Записано: не ответил").see("Знаете нас?");
        stage.keys("1").see("Придёте?").see_no("Ctrl+N не ответил");
        stage.keys("Ctrl+N").see("Без этого ответа").see("Придёте?");
        stage.keys("1 1 Enter '7' Enter").see("Спасибо!");
        // Where nothing is asked the key is what it was.
        stage.keys("Ctrl+N").see("Новый клиент").keys("Esc");
        stage.keys("1");
        let path = path(&base);
        let declined = Some(Reply::Declined);
        assert_eq!((path[0].reply.clone(), path[0].answer), (declined.clone(), None));
        assert_eq!((path[1].reply.clone(), path[1].answer), (declined, Some(1)));
        // What the answer would have brought about is not said.
        assert_eq!(calls(&base)[0].text, "");
        for code in ["place", "know"] {
            let tally = tally(&base, code);
            assert_eq!((tally.asked, tally.answered, tally.declined, tally.left()), (1, 0, 1, 0), "{code}");
        }
    }
}

#[test]
fn a_declined_question_stays_declined_over_a_crash() {
    let base = base_with(&from_step("know"), 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+N").see("не ответил");
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("2").see("Спасибо!").keys("1");
    assert_eq!((path(&base)[0].reply.clone(), path(&base)[0].answer), (Some(Reply::Declined), Some(2)));
    // Taken back it is asked again.
    let base = base_with(&from_step("know"), 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+N Backspace 2 1");
    assert_eq!(path(&base)[0].reply, Some(Reply::Choice("no".into())));
}

#[test]
fn a_way_out_of_a_question_is_no_break_of_the_talk() {
    let base = base_with(&from_step("brands"), 2);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G 3 '7' Enter").see("Спасибо!").keys("1");
    // This talk did break off.
    stage.keys("Space Ctrl+G Esc Ctrl+G -");
    let tally = tally(&base, "brands");
    assert_eq!((tally.asked, tally.answered, tally.declined, tally.left()), (2, 0, 1, 1));
    let rows = base.desk.query(&base.admin, base.clock.now(), &RepliesOf(of_all())).unwrap();
    let brands: Vec<_> = rows.iter().filter(|row| row.question == "brands").map(|row| &row.reply).collect();
    assert_eq!(brands, [&Some(Reply::Declined), &None]);
}

#[test]
fn what_was_typed_when_the_call_broke_off_is_the_answer() {
    let base = base_with(&from_step("shops"), 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G").see("Сколько магазинов?").keys("'7' Ctrl+G");
    stage.see("Чем кончился звонок").see_no("Ответ не записан");
    stage.keys("1");
    assert_eq!(path(&base).len(), 1, "nothing more was read to the client");
    assert_eq!(path(&base)[0].reply, Some(Reply::Number(Number(7.into()))));
    let shops = tally(&base, "shops");
    assert_eq!((shops.asked, shops.answered, shops.left()), (1, 1, 0));
    // Ticks are answers, too.
    let base = base_with(&from_step("brands"), 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G 2 Ctrl+G 1");
    assert_eq!(path(&base)[0].reply, Some(Reply::Choices(vec!["bosch".into()])));
}

#[test]
fn half_an_answer_can_be_mended_after_the_call() {
    let base = base_with(&from_step("shops"), 2);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G '900' Ctrl+G").see("Ответ не записан").see("Enter  ответить");
    stage.clock.forward(301);
    stage.settle();
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("F6 Enter").see("Сколько магазинов?").see("900");
    stage.keys("Backspace Enter").see("Чем кончился звонок");
    // It may be mended once more, until the result is given.
    stage.keys("Enter").see("90").keys("Backspace Enter 1");
    assert_eq!(path(&base)[0].reply, Some(Reply::Number(Number(9.into()))));
    // The next client is asked anew.
    stage.keys("Space Ctrl+G 'много' Esc Ctrl+G -");
    assert_eq!(stage.session.model().half_typed(), "");
}

#[test]
fn esc_throws_no_words_away() {
    let base = base_with(PLACES, 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G u 'спросите жену' Esc u").see("спросите жену").keys("Esc");
    // Words of each dialog are its own.
    stage.keys("Ctrl+G 2").see_no("спросите").keys("'завтра в одиннад' Down 'про цену' Esc");
    stage.keys("5").see_no("одиннад").keys("'Мария' Enter '+7 916' Esc");
    stage.keys("4 8 'свои слова' Esc Esc");
    stage.keys("d 'Телевизоры' Enter '777' Esc").keys("w 'в пятницу' Esc").keys("H 'с 10' Esc");
    // A crash takes nothing of it.
    stage.clock.forward(301);
    stage.settle();
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("u").see("спросите жену").keys("Esc");
    stage.keys("2").see("завтра в одиннад").see("про цену").keys("Esc");
    stage.keys("5").see("Мария").see("+7 916").keys("Esc");
    stage.keys("4").see("свои слова").keys("Esc Esc");
    stage.keys("d").see("Телевизоры").see("777").keys("Esc");
    stage.keys("w").see("в пятницу").keys("Esc").keys("H").see("с 10").keys("Esc");
    // They keep nobody from closing the day: nothing is left to be finished.
    base.desk
        .keep_draft(
            &base.admin,
            &Draft { typed: stage.session.model().typed.kept().to_vec(), ..Draft::default() }.bytes(),
        )
        .unwrap();
    let ends = base.desk.query(&base.admin, base.clock.now(), &EndsOf).unwrap();
    let unfinished = |end: &LooseEnd| {
        matches!(
            end,
            LooseEnd::Rings { .. }
                | LooseEnd::Call { .. }
                | LooseEnd::Entering { .. }
                | LooseEnd::Note { .. }
        )
    };
    assert!(!ends.iter().any(unfinished), "{ends:?}");
    // What is saved is gone, and what was wiped out as well.
    stage.keys("u Enter").see("1 раз").keys("u").see_no("спросите жену").keys("Esc");
    stage.keys("d Enter");
    stage.keys("Backspace Backspace Backspace Esc d").see("Телевизоры").see_no("777").keys("Esc");
    // With the result all of it is done with.
    stage.keys("2");
    for _ in 0.."одиннад".chars().count() {
        stage.keys("Backspace");
    }
    stage.keys("'11' Enter");
    assert!(stage.session.model().work.is_none(), "{}", stage.screen());
    assert_eq!(stage.session.model().typed.kept(), []);
    assert_eq!(calls(&base).len(), 1);
}

#[test]
fn a_survey_that_was_done_is_no_loss() {
    let base = base_with(&from_step("shops"), 3);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G '7' Enter 1 Space Ctrl+G '8' Enter 1");
    let lost = || {
        let (calls, steps) = base.desk.query(&base.admin, base.clock.now(), &HeatOf(of_all())).unwrap();
        (calls, steps.iter().map(|step| step.lost).sum::<u64>())
    };
    assert_eq!(lost(), (2, 0));
    // Whoever refuses is one.
    stage.keys("Space Ctrl+G '9' Enter 4 1");
    assert_eq!(lost(), (3, 1));
}

#[test]
fn a_canned_note_has_the_number_of_the_card_and_never_braces() {
    let base = Base::empty();
    let client = base.client(Row::new("Ромашка", "Москва").phone("+7 916 555-00-11"));
    let bare = base.client(Row::new("Василёк", "Москва").email("info@vasilek.ru"));
    for (name, client, seen) in
        [("ромаш", client, "Тел. +7 916 555-00-11, говорил"), ("васил", bare, "Тел. ‹телефон›, говорил")]
    {
        let mut stage = Stage::new(&base, (80, 24));
        stage.keys(&format!("F3 '{name}' Enter n ';т' Space")).see(seen).see_no("{");
        assert_eq!(stage.session.model().card.client, Some(client));
    }
}

#[test]
fn a_report_over_changed_flags_says_since_when() {
    let base = base_with(&from_step("shops"), 2);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G '7' Enter 1");
    stage.clock.forward(60_000);
    let (mut drafts, _) = outcome::file::parse(presets::OUTCOMES.1).unwrap();
    let missed = drafts.iter_mut().find(|draft| draft.code == "no-answer").unwrap();
    missed.name.ru = "Не берёт".into();
    missed.flags.human = true;
    let now = base.clock.now();
    base.desk.execute(&base.admin, now, &SaveOutcomes(drafts)).unwrap();
    let changes = base.desk.catalog().unwrap().flag_changes(None, now);
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].at, changes[0].before.human, changes[0].after.human), (now, false, true));
    // A report that begins later is over one meaning alone.
    assert_eq!(base.desk.catalog().unwrap().flag_changes(Some(now), now), []);
    stage.settle();
    stage.keys("Space F6 t").see("Метки результата «Не берёт» изменены").see("до этого без меток");
}

#[test]
fn commands_say_since_when_flags_mean_what_they_do() {
    let home = Home::new();
    let (_, script) = presets::SCRIPTS.iter().find(|(name, _)| *name == "survey.toml").unwrap();
    let path = home.write("survey.toml", script);
    home.ok(&["script", "load", path.to_str().unwrap()]);
    let (_, text) = presets::OUTCOMES;
    let path = home.write("outcomes.toml", text);
    home.ok(&["outcomes", "load", path.to_str().unwrap()]);
    assert!(!home.ok(&["script", "heat", "survey"]).err.contains("Метки"));
    let changed = text.replacen("code = \"no-answer\"", "flags = [\"human\"]\ncode = \"no-answer\"", 1);
    let path = home.write("outcomes.toml", changed);
    home.ok(&["outcomes", "load", path.to_str().unwrap()]);
    let said = home.ok(&["script", "heat", "survey"]).err;
    assert!(said.contains("Метки результата «Нет ответа» изменены"), "{said}");
    // A share is a number to a machine, and says to a person whom it is of.
    let steps = home.json(&["script", "heat", "survey"]);
    assert!(steps[0]["share"].is_null() || steps[0]["share"].is_number(), "{steps}");
}
