//! Scripts on the desk: questions answered by keys, answers that survive a crash, what they bring about, and what is told of
//! all calls together.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

mod common;

use std::sync::Arc;

use common::base::{Base, Row};
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::Desk;
use dozvon::desk::content::{Furnish, MakeCallList, SaveScript};
use dozvon::desk::dossier::DossierOf;
use dozvon::desk::heard::{InboxOf, SettleHeard, WriteHeard, with_answer};
use dozvon::desk::scripts::cross::CrossOf;
use dozvon::desk::scripts::{CallsOf, HeatOf, RepliesOf, SurveyOf};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::ids::{ClientId, RecordId, SessionId};
use dozvon::domain::interaction::{Interaction, ScriptRun};
use dozvon::domain::script::file::parse;
use dozvon::domain::script::question::{Number, Reply};
use dozvon::domain::script::segment::{Group, Segment};
use dozvon::domain::script::survey::{Answers, Tally};
use dozvon::store::drafts::MemoryDrafts;
use dozvon::store::local::{LocalStore, Options};
use dozvon::store::{Reads, Store};

/// A short script with a question of every kind that is typed or ticked.
const ASKS: &str = r#"
code = "asks"
name = "Все вопросы"
purpose = "спросить"

[[step]]
code = "shops"
say = "{оператор}, {фирма}. Хочу {цель}. Сколько магазинов?"
question = { code = "shops", title = "Магазины", kind = "number", min = 1, max = 500, unit = "маг." }
to = "brands"
answers = [{ text = "Не звоните больше", to = "stop" }]

[[step]]
code = "brands"
jumps = [{ when = "не shops", to = "why" }]
say = "Какие марки?"
question = { code = "brands", title = "Марки", kind = "multiple", most = 2 }
to = "why"
answers = [
  { code = "lg", text = "LG" },
  { code = "bosch", text = "Bosch", do = [{ note = "Берёт Bosch" }] },
  { text = "Хватит вопросов", to = "bye" },
]

[[step]]
code = "why"
say = "Почему?"
question = { code = "why", title = "Почему", kind = "text", required = true }
to = "bye"

[[step]]
code = "bye"
say = "Спасибо!"
do = [
  { callback = "завтра в 11" },
  { note = "Магазинов: {ответ:shops|не сказали}" },
  { field = "Магазинов", value = "{ответ:shops|}" },
]
outcome = "callback"

[[step]]
code = "stop"
say = "Хорошо."
outcome = "do-not-call"

[[step]]
code = "dear"
title = "Дорого"
objection = true
say = "С чем сравниваете?"
"#;

fn base_with(script: &str, clients: usize) -> (Base, Vec<ClientId>) {
    let base = Base::empty();
    let (draft, warnings) = parse(script).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let code = draft.code.clone();
    base.desk.execute(&base.admin, base.clock.now(), &SaveScript(draft)).unwrap();
    let list = MakeCallList {
        name: "Опрос".into(),
        script: Some(code),
        process: Some("standard-sale".into()),
        purpose: Purpose::Survey,
    };
    let list = base.desk.execute(&base.admin, base.clock.now(), &list).unwrap();
    let mut ids = Vec::new();
    for n in 0..clients {
        let id =
            base.client(Row::new(&format!("Клиент {n}"), "Москва").phone(&format!("+7 916 555-00-1{n}")));
        ids.push(id);
    }
    base.enlist(list);
    (base, ids)
}

/// The call of a client that was recorded last.
fn call(base: &Base, client: ClientId) -> Interaction {
    let prefix = dozvon::store::tables::interactions_of(client);
    let calls =
        Reads(base.store.as_ref()).some::<Interaction>(&prefix, dozvon::store::Walk::Down, 1).unwrap();
    calls.into_iter().next().unwrap().record
}

fn replies(run: &ScriptRun) -> Vec<(String, Option<Reply>)> {
    run.path.iter().map(|read| (read.step.clone(), read.reply.clone())).collect()
}

fn number(n: i64) -> Option<Reply> {
    Some(Reply::Number(Number(n.into())))
}

#[test]
fn questions_are_answered_by_keys_and_kept_with_the_call() {
    for size in [(80, 24), (120, 36)] {
        let (base, ids) = base_with(ASKS, 1);
        let mut stage = Stage::new(&base, size);
        stage.keys("Space Ctrl+G");
        stage.see("Сколько магазинов?").see("Число от 1 до 500, маг.");
        stage.keys("'тысяча' Enter").see("Это не число");
        stage
            .keys("Backspace Backspace Backspace Backspace Backspace Backspace '501' Enter")
            .see("от 1 до 500");
        stage.keys("Backspace Enter").see("Какие марки?");
        stage.keys("1 2").see("[x] LG").see("[x] Bosch");
        stage.keys("1 Enter").see("Почему?");
        stage.keys("Ctrl+N").see("Без этого ответа");
        stage.keys("'дёшево' Enter").see("Спасибо!");
        // The time and the result are proposed: two keys.
        stage.keys("2").see("завтра в 11");
        stage.keys("Enter");
        assert!(stage.session.model().work.is_none(), "{}", stage.screen());
        let call = call(&base, ids[0]);
        let run = call.script.unwrap();
        assert_eq!(
            replies(&run),
            [
                ("shops".into(), number(50)),
                ("brands".into(), Some(Reply::Choices(vec!["bosch".into()]))),
                ("why".into(), Some(Reply::Text("дёшево".into()))),
                ("bye".into(), None),
            ]
        );
        assert_eq!(call.text, "Берёт Bosch\nМагазинов: 50");
        let dossier = base.desk.query(&base.operator, base.clock.now(), &DossierOf(ids[0])).unwrap();
        assert_eq!(dossier.client.custom.get("Магазинов").map(String::as_str), Some("50"));
        // One undo takes back all of it.
        base.desk.undo(&base.operator, base.clock.now(), base.store.last_seq(), "ошибка").unwrap();
        let dossier = base.desk.query(&base.operator, base.clock.now(), &DossierOf(ids[0])).unwrap();
        assert_eq!(dossier.client.custom.get("Магазинов"), None);
    }
}

#[test]
fn no_answer_skips_what_depends_on_it_and_a_way_out_is_there() {
    let (base, ids) = base_with(ASKS, 2);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+N").see("Почему?");
    stage.keys("'не знаю' Enter 2 Enter");
    let mut seen: Vec<_> = ids
        .iter()
        .filter_map(|id| {
            let dossier = base.desk.query(&base.operator, base.clock.now(), &DossierOf(*id)).unwrap();
            (!dossier.client.custom.is_empty() || dossier.planned.iter().any(|entry| entry.attempts > 0))
                .then_some(*id)
        })
        .collect();
    let first = call(&base, seen.pop().unwrap()).script.unwrap();
    assert_eq!(replies(&first)[0], ("shops".into(), Some(Reply::Declined)));
    assert_eq!(replies(&first)[1].0, "why", "the brands were skipped");
    // Out of the question by its own answer: Esc, then the digit.
    stage.keys("Space Ctrl+G Esc").see("ответить");
    stage.keys("1").see("Хорошо.");
    // An objection without answers leads back to the question.
    stage.keys("Backspace Esc o Enter").see("С чем сравниваете?").see("к разговору");
    stage.keys("Enter").see("Сколько магазинов?");
}

#[test]
fn answers_survive_a_crash_in_the_middle_of_a_call() {
    let (base, ids) = base_with(ASKS, 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G '15' Enter");
    stage.see("Какие марки?");
    // Nothing is saved by leaving: the session is gone as after a kill.
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("Какие марки?");
    // The question is open again.
    stage.keys("1 Enter 'цена' Enter 2 Enter");
    assert!(stage.session.model().work.is_none(), "{}", stage.screen());
    let run = call(&base, ids[0]).script.unwrap();
    assert_eq!(replies(&run)[0], ("shops".into(), number(15)));
    assert_eq!(replies(&run)[2], ("why".into(), Some(Reply::Text("цена".into()))));
    // What is recorded is no draft any more.
    drop(stage);
    let stage = Stage::new(&base, (80, 24));
    assert!(stage.session.model().work.is_none());
}

#[test]
fn half_an_answer_is_in_its_field_again_after_a_crash_and_after_another_client() {
    let (base, ids) = base_with(ASKS, 1);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Ctrl+N 'потому ч'").see("Почему?");
    // The pause in typing.
    stage.clock.forward(301);
    stage.settle();
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("Почему?").see("потому ч");
    // A client rings: the question is left and opened again, and what was typed stands in it.
    stage.keys("'то' Esc F3 Esc F6 Enter").see("потому что");
    stage.clock.forward(301);
    stage.settle();
    // Left with Esc it survives a crash too.
    stage.keys("Esc");
    drop(stage);
    let mut stage = Stage::new(&base, (80, 24));
    stage.see("потому что").keys("Enter 2 Enter");
    let run = call(&base, ids[0]).script.unwrap();
    assert_eq!(replies(&run)[1], ("why".into(), Some(Reply::Text("потому что".into()))));
}

#[test]
fn a_new_version_takes_effect_at_the_next_call() {
    let (base, mut ids) = base_with(ASKS, 3);
    let mut stage = Stage::new(&base, (120, 36));
    stage.keys("Space Ctrl+G");
    let (draft, _) = parse(&ASKS.replace("Какие марки?", "Что продаёте?")).unwrap();
    base.desk.execute(&base.admin, base.clock.now(), &SaveScript(draft)).unwrap();
    stage.settle();
    stage.keys("'15' Enter").see("Какие марки?");
    stage.keys("3 2 Enter Space Ctrl+G '4' Enter").see("Что продаёте?");
    stage.keys("3 2 Enter");
    stage.keys("Space");
    let third = stage.session.model().work.as_ref().unwrap().client;
    ids.retain(|id| *id != third);
    let versions: Vec<u32> = ids
        .iter()
        .map(|id| {
            let run = call(&base, *id).script.unwrap();
            base.desk.catalog().unwrap().script(run.script).unwrap().version
        })
        .collect();
    assert_eq!(versions.iter().sum::<u32>(), 3, "one call of each version: {versions:?}");
    // Both versions are counted together.
    let all = CallsOf { code: "asks".into(), since: None, until: None };
    let (calls, tallies) = base.desk.query(&base.operator, base.clock.now(), &SurveyOf(all.clone())).unwrap();
    assert_eq!(calls, 2);
    let shops = tallies.iter().find(|tally| tally.code == "shops").unwrap();
    let numbers = vec![(Number(4.into()), 1), (Number(15.into()), 1)];
    assert_eq!((shops.answered, &shops.answers), (2, &Answers::Numbers(numbers)));
    let brands = tallies.iter().find(|tally| tally.code == "brands").unwrap();
    // A way out of a question is no answer, and no break of the talk.
    assert_eq!((brands.asked, brands.answered, brands.declined), (2, 0, 2));
    let rows = base.desk.query(&base.operator, base.clock.now(), &RepliesOf(all.clone())).unwrap();
    assert_eq!(rows.iter().filter(|row| row.question == "shops").count(), 2);
    let (calls, steps) = base.desk.query(&base.operator, base.clock.now(), &HeatOf(all.clone())).unwrap();
    assert_eq!(calls, 2);
    for step in &steps {
        let on: u64 = step.next.iter().map(|(_, count)| count).sum();
        assert_eq!(on + step.ended, step.reads, "{step:?}");
    }
    // The same on the screen, from the pane of the script.
    stage.keys("F6 t").see("звонков 2").see(" 100 % ").see("конец 2");
    stage.keys("Esc");
    let none = CallsOf { until: Some(base.clock.now().plus_minutes(-10_000)), ..all };
    assert_eq!(base.desk.query(&base.operator, base.clock.now(), &HeatOf(none)).unwrap().0, 0);
}

#[test]
fn words_without_an_answer_come_back_as_one() {
    let (base, _) = base_with(ASKS, 2);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys("Space Ctrl+G Esc u").see("что сказал клиент");
    stage.keys("'Спросите жену!' Enter").see("1 раз");
    // The same words in another spelling, by the key of «г».
    stage.keys("г 'спросите  жену' Enter").see("2 раза");
    let inbox = base.desk.query(&base.operator, base.clock.now(), &InboxOf(None)).unwrap();
    let shown: Vec<_> = inbox.iter().map(|group| (group.step.as_str(), group.count)).collect();
    assert_eq!(shown, [("shops", 2)]);
    let script = base.desk.catalog().unwrap().script_by_code("asks").unwrap().clone();
    let case = SettleHeard {
        code: "asks".into(),
        step: "shops".into(),
        words: "СПРОСИТЕ ЖЕНУ".into(),
        script: with_answer(&script, "shops", "Спросите жену", Some("bye")),
    };
    assert!(base.desk.execute(&base.operator, base.clock.now(), &case).is_err(), "operators are no authors");
    assert_eq!(base.desk.execute(&base.admin, base.clock.now(), &case).unwrap(), (2, 2));
    assert!(base.desk.execute(&base.admin, base.clock.now(), &case).is_err(), "nothing waits any more");
    assert!(base.desk.query(&base.operator, base.clock.now(), &InboxOf(None)).unwrap().is_empty());
    // The call under way keeps its version; the next one has the answer, and says where it came from.
    stage.settle();
    stage.see_no("с ваших слов");
    stage.keys("1 0 Enter Space Ctrl+G").see("Ответ 2 добавлен с ваших слов");
    stage.keys("Esc 2").see("Спасибо!");
}

#[test]
fn answers_stand_side_by_side_and_every_part_adds_up() {
    let (base, _) = base_with(ASKS, 3);
    let mut stage = Stage::new(&base, (120, 36));
    // Two who have fifty shops, and one who would not say; the second has no brands.
    stage.keys("Space Ctrl+G '50' Enter 1 2 Enter 'дёшево' Enter 2 Enter");
    stage.keys("Space Ctrl+G '50' Enter Ctrl+N 'дорого' Enter 2 Enter");
    stage.keys("Space Ctrl+G Ctrl+N 'не знаю' Enter 2 Enter");
    let cross = |by: Segment| {
        let calls = CallsOf { code: "asks".into(), since: None, until: None };
        base.desk.query(&base.admin, base.clock.now(), &CrossOf { calls, by }).unwrap()
    };
    for by in [Segment::City, Segment::Operator, Segment::Class, Segment::Reply("brands".into())] {
        let cross = cross(by.clone());
        assert_eq!(cross.calls, 3);
        let shops = |tallies: &[Tally]| {
            let shops = tallies.iter().find(|tally| tally.code == "shops").unwrap();
            (shops.asked, shops.answered, shops.declined)
        };
        assert_eq!(shops(&cross.all), (3, 2, 1));
        if by != Segment::Reply("brands".into()) {
            let sum = cross.groups.iter().map(|(_, _, tallies)| shops(tallies));
            let sum = sum.fold((0, 0, 0), |all, one| (all.0 + one.0, all.1 + one.1, all.2 + one.2));
            assert_eq!(sum, (3, 2, 1), "{by:?}");
        }
    }
    // Who has ticked two brands counts under each; who was not asked for any, or declined, is not known.
    let by_brand = cross(Segment::Reply("brands".into()));
    let calls: Vec<(Group, u64)> =
        by_brand.groups.iter().map(|(group, calls, _)| (group.clone(), *calls)).collect();
    let named = |name: &str| Group::Named(name.into());
    assert_eq!(calls, [(named("Bosch"), 1), (named("LG"), 1), (Group::Unknown, 2)]);
    // The same on the screen: of three calls, two by this operator have said fifty.
    for size in [(80, 24), (120, 36), (200, 60)] {
        let (base, _) = base_with(ASKS, 3);
        let mut stage = Stage::new(&base, size);
        stage.keys("Space Ctrl+G '50' Enter 1 2 Enter 'дёшево' Enter 2 Enter");
        stage.keys("Space Ctrl+G Esc F6 T").see("Ответы «").see("по городам").see("Вопрос 1 из 3");
        stage.see("ответили").see("100 % (").keys("Right").see("по поясам");
        stage
            .keys("Enter")
            .see("Вопрос 2 из 3")
            .see("Bosch")
            .keys("PageUp Left Left")
            .see("по ответу на «Почему»");
        if size == (80, 24) {
            insta::assert_snapshot!("answers_side_by_side", stage.screen());
        }
    }
}

#[test]
fn the_demo_base_tells_where_its_calls_go() {
    let home = Home::new();
    {
        let store = Arc::new(LocalStore::open(&home.data(), Options::default(), &mut |_| {}).unwrap());
        let desk = Desk::new(store, Box::new(MemoryDrafts::default()));
        let now = common::base::moment("2026-11-10T09:00:00+03:00");
        desk.furnish(&Furnish::shipped(), now).unwrap();
        dozvon::sample::demo::build(&desk, 1, now, &mut |_| {}).unwrap();
        let script = desk.catalog().unwrap().script_by_code("cold-wholesale").unwrap().id;
        let who = dozvon::sample::demo::sign_in(&desk, "Иванова О.", SessionId(1), now).unwrap();
        for (words, client) in [("Мы закрываемся", 1), ("мы закрываемся…", 2)] {
            let client = ClientId::from_u64(client);
            let heard = WriteHeard { script, step: "hello".into(), words: words.into(), client };
            desk.execute(&who, now, &heard).unwrap();
        }
    }
    let said = home.ok(&["script", "heat", "cold-wholesale", "--format", "json"]).out;
    let steps: serde_json::Value = serde_json::from_str(&said).unwrap();
    let steps = steps.as_array().unwrap();
    let of = |step: &serde_json::Value, key: &str| step[key].as_u64().unwrap();
    assert!(of(&steps[0], "calls") > 10, "{said}");
    for step in steps {
        let on: u64 = step["goes_on"].as_array().unwrap().iter().map(|next| of(next, "count")).sum();
        assert_eq!(on + of(step, "ended"), of(step, "reads"), "{step}");
    }
    let said = home.ok(&["script", "answers", "cold-wholesale", "--format", "json"]).out;
    let survey: serde_json::Value = serde_json::from_str(&said).unwrap();
    let budget = &survey["questions"][0];
    assert_eq!(budget["question"], "budget");
    assert!(of(budget, "asked") > 0, "{said}");
    let rows = home.ok(&["script", "answers", "cold-wholesale", "--rows", "--format", "csv"]).out;
    assert_eq!(rows.lines().count() as u64, of(budget, "asked") + 1, "each call asks once\n{rows}");
    home.ok(&["script", "answers", "cold-wholesale"]);
    // Side by side, the parts add up to the whole.
    let parts = home.json(&["script", "answers", "cold-wholesale", "--by", "operator"]);
    let mut sums = std::collections::BTreeMap::<String, (u64, u64)>::new();
    for row in parts.as_array().unwrap() {
        let sum = sums.entry(row["answer"].to_string()).or_default();
        if row["group"] == "все" { sum.0 += of(row, "count") } else { sum.1 += of(row, "count") }
    }
    assert!(!sums.is_empty() && sums.values().all(|(whole, parts)| whole == parts), "{sums:?}");
    assert_eq!(home.run(&["script", "answers", "cold-wholesale", "--by", "weather"]).code, 2);
    home.ok(&["script", "heat", "cold-wholesale", "--since", "2020-01-01"]);
    assert_eq!(home.run(&["script", "heat", "none"]).code, 3);

    let inbox = home.json(&["script", "inbox"]);
    assert_eq!((of(&inbox[0], "count"), inbox[0]["step"].as_str()), (2, Some("hello")), "{inbox}");
    let words = ["cold-wholesale", "hello", "Мы закрываемся"];
    let no_way = home.run(&[&["script", "adopt"][..], &words].concat());
    assert_eq!(no_way.code, 1, "{}", no_way.err);
    home.ok(&[&["script", "adopt"][..], &words, &["--to", "refuse"]].concat());
    assert!(home.ok(&["script", "show", "cold-wholesale"]).out.contains("to = \"refuse\", added = true"));
    assert_eq!(home.run(&[&["script", "dismiss"][..], &words].concat()).code, 3);
    home.ok(&["verify", "--deep"]);
}
