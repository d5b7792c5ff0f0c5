use super::*;
use crate::domain::ids::{RecordId, ScriptId};
use crate::domain::script::Jump;
use crate::domain::script::condition::Condition;
use crate::domain::script::facts::Unknown;
use crate::domain::script::forms::Forms;
use crate::domain::script::question::Number;
use crate::domain::text::Lang;
use proptest::prelude::*;

fn step(code: &str, answers: &[&str], objection: bool) -> Step {
    let answer = |to: &&str| Answer { text: (*to).into(), to: Some((*to).into()), ..Answer::default() };
    Step {
        code: code.into(),
        say: code.into(),
        answers: answers.iter().map(answer).collect(),
        objection,
        ..Step::default()
    }
}

fn script(steps: Vec<Step>) -> Arc<Script> {
    Arc::new(Script {
        id: ScriptId::from_u64(7),
        code: "test".into(),
        version: 1,
        name: "Test".into(),
        language: Lang::Ru,
        advertising: true,
        purpose: "предложить технику".into(),
        forms: Forms::default(),
        steps,
    })
}

fn small() -> Arc<Script> {
    script(vec![
        step("hello", &["need", "dear", "bye"], false),
        step("need", &["offer", "gone"], false),
        step("offer", &["bye"], false),
        step("bye", &[], false),
        step("dear", &[], true),
        step("busy", &["bye"], true),
    ])
}

fn walked(run: &Run) -> String {
    let step = |s: &PathStep| s.answer.map_or_else(|| s.step.clone(), |n| format!("{}:{n}", s.step));
    run.path().iter().map(step).collect::<Vec<_>>().join(" ")
}

#[test]
fn answers_lead_to_the_end() {
    let mut run = Run::start(small(), &Unknown);
    assert!(!run.is_finished());
    run.answer(1, &Unknown).unwrap();
    run.answer(1, &Unknown).unwrap();
    assert_eq!(run.current().unwrap().code, "offer");
    run.answer(1, &Unknown).unwrap();
    assert!(run.is_finished());
    assert_eq!(walked(&run), "hello:1 need:1 offer:1 bye");
    assert_eq!(run.answer(1, &Unknown), Err(RunError::NoSuchAnswer { number: 1 }));
    assert!(run.back());
    assert_eq!(walked(&run), "hello:1 need:1 offer");
}

#[test]
fn what_is_not_there_changes_nothing() {
    let mut run = Run::start(small(), &Unknown);
    for number in [0, 4, 255] {
        assert_eq!(run.answer(number, &Unknown), Err(RunError::NoSuchAnswer { number }));
    }
    run.answer(1, &Unknown).unwrap();
    assert_eq!(run.answer(2, &Unknown), Err(RunError::NoSuchStep { code: "gone".into() }));
    assert_eq!(run.raise("offer"), Err(RunError::NotAnObjection { code: "offer".into() }));
    assert_eq!(run.raise("none"), Err(RunError::NoSuchStep { code: "none".into() }));
    assert_eq!(run.settle(), Err(RunError::NothingRaised));
    assert_eq!(walked(&run), "hello:1 need");
    assert!(run.back());
    assert!(!run.back());
    assert_eq!(walked(&run), "hello");
}

#[test]
fn an_objection_leads_back_to_the_talk() {
    let mut run = Run::start(small(), &Unknown);
    run.answer(1, &Unknown).unwrap();
    run.raise("dear").unwrap();
    assert_eq!(run.raise("dear"), Err(RunError::AlreadyHere));
    assert!(!run.is_finished());
    run.raise("busy").unwrap();
    assert_eq!(run.interrupted().unwrap().code, "need");
    run.settle().unwrap();
    assert_eq!(run.interrupted(), None);
    assert_eq!(walked(&run), "hello:1 need dear busy need");
    run.raise("busy").unwrap();
    run.answer(1, &Unknown).unwrap();
    assert_eq!(run.interrupted(), None);
    assert!(run.is_finished());
}

#[test]
fn an_objection_given_as_an_answer_leads_back_too() {
    let mut run = Run::start(small(), &Unknown);
    run.answer(2, &Unknown).unwrap();
    assert_eq!(run.interrupted().unwrap().code, "hello");
    run.settle().unwrap();
    assert_eq!(walked(&run), "hello:2 dear hello");
}

#[test]
fn a_stored_path_stops_where_the_script_has_changed() {
    let path = |steps: &[(&str, Option<u8>)]| ScriptRun {
        script: ScriptId::from_u64(1),
        path: steps
            .iter()
            .map(|(step, answer)| PathStep { step: (*step).into(), answer: *answer, reply: None })
            .collect(),
    };
    for (stored, expected) in [
        (path(&[]), "hello"),
        (path(&[("hello", None)]), "hello"),
        (path(&[("hello", Some(1))]), "hello"),
        (path(&[("before", Some(1)), ("need", None)]), "hello"),
        (path(&[("hello", Some(1)), ("need", Some(1)), ("offer", None)]), "hello:1 need:1 offer"),
        (path(&[("hello", Some(1)), ("need", Some(2)), ("gone", None)]), "hello:1 need"),
        (path(&[("hello", Some(1)), ("offer", Some(1)), ("bye", None)]), "hello"),
        (path(&[("hello", Some(9)), ("offer", None)]), "hello"),
        (
            path(&[("hello", None), ("busy", None), ("hello", Some(3)), ("bye", None)]),
            "hello busy hello:3 bye",
        ),
        (path(&[("hello", None), ("need", None)]), "hello"),
    ] {
        assert_eq!(walked(&Run::resume(small(), &stored, &Unknown)), expected, "{stored:?}");
    }
}

#[test]
fn a_script_without_steps_is_finished() {
    let run = Run::start(script(vec![]), &Unknown);
    assert!(run.is_finished() && run.current().is_none() && run.path().is_empty());
    assert_eq!(Run::resume(script(vec![]), &run.to_record(), &Unknown), run);
}

/// A survey: how many shops, which brands, what day, and a step that only leads on.
fn survey() -> Arc<Script> {
    let ask = |code: &str, kind, to: &str, required| Step {
        code: code.into(),
        say: code.into(),
        question: Some(Question { code: format!("q-{code}"), title: code.into(), kind, required }),
        to: Some(to.into()),
        ..Step::default()
    };
    let option =
        |text: &str, code: &str| Answer { text: text.into(), code: code.into(), ..Answer::default() };
    let when = |text: &str| Some(Condition(text.into()));
    let mut shops = ask(
        "shops",
        QuestionKind::Number { min: Some(1), max: Some(500), unit: String::new() },
        "route",
        false,
    );
    shops.answers =
        vec![Answer { text: "Нет времени".into(), to: Some("bye".into()), ..Answer::default() }];
    let mut brands = ask("brands", QuestionKind::Multiple { most: Some(2) }, "day", false);
    brands.answers = vec![option("LG", "lg"), option("Bosch", ""), option("Sony", "sony")];
    brands.answers[2].effects = vec![Effect::Note("Любит Sony".into())];
    brands.answers.push(Answer {
        text: "Хватит".into(),
        to: Some("bye".into()),
        when: when("q-shops > 100"),
        ..Answer::default()
    });
    let mut day = ask("day", QuestionKind::Date, "bye", true);
    day.effects =
        vec![Effect::Field { name: "Магазинов".into(), value: "{ответ:q-shops}".into() }];
    let mut bye = step("bye", &[], false);
    bye.outcome = Some("sale".into());
    bye.effects = vec![
        Effect::Callback("через 3 дня".into()),
        Effect::Note("Берёт: {ответ:q-brands|ничего}".into()),
        Effect::Deal { name: "Для {клиент|клиента}".into(), amount: "120к".into() },
    ];
    let route = Step {
        code: "route".into(),
        jumps: vec![
            Jump { when: when("q-shops >= 10"), to: "brands".into() },
            Jump { when: None, to: "day".into() },
        ],
        ..Step::default()
    };
    script(vec![shops, route, brands, day, bye])
}

fn number(n: i64) -> Reply {
    Reply::Number(Number(n.into()))
}

#[test]
fn replies_lead_on_and_decide_the_way() {
    let mut run = Run::start(survey(), &Unknown);
    run.reply(number(15), &Unknown).unwrap();
    assert_eq!(run.current().unwrap().code, "brands");
    assert_eq!(run.offered(&Unknown).iter().map(|(n, _)| *n).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(run.answer(4, &Unknown), Err(RunError::NoSuchAnswer { number: 4 }), "hidden");
    assert_eq!(run.answer(1, &Unknown), Err(RunError::OneOfSeveral { number: 1 }));
    let several = |keys: &[&str]| Reply::Choices(keys.iter().map(|key| (*key).to_owned()).collect());
    for wrong in [several(&["lg", "lg"]), several(&["nokia"]), several(&["lg", "Bosch", "sony"]), number(1)] {
        assert!(matches!(run.reply(wrong, &Unknown), Err(RunError::Reply(_))));
    }
    run.reply(several(&["Bosch", "sony"]), &Unknown).unwrap();
    assert_eq!(run.reply(Reply::Declined, &Unknown), Err(RunError::Reply(ReplyError::Required)));
    run.reply(Reply::Date("2026-12-25".parse().unwrap()), &Unknown).unwrap();
    assert!(run.is_finished());
    assert_eq!(walked(&run), "shops brands day bye");
    assert_eq!(run.reply_to("q-shops"), Some(&number(15)));
    let intent = run.intent(&Unknown);
    assert_eq!(intent.outcome.as_deref(), Some("sale"));
    assert_eq!(intent.callback.as_deref(), Some("через 3 дня"));
    assert_eq!(intent.deal, Some(("Для клиента".into(), "120к".into())));
    assert_eq!(intent.notes, ["Любит Sony", "Берёт: Bosch, Sony"]);
    assert_eq!(intent.fields, [("Магазинов".to_owned(), "15".to_owned())]);
    assert_eq!(Run::resume(survey(), &run.to_record(), &Unknown), run);
}

#[test]
fn a_step_back_takes_the_reply_back() {
    let mut run = Run::start(survey(), &Unknown);
    run.reply(number(3), &Unknown).unwrap();
    assert_eq!(walked(&run), "shops day", "the brands were skipped");
    assert!(run.back());
    assert_eq!(run.reply_to("q-shops"), None);
    assert_eq!(run.intent(&Unknown), Intent::default());
    run.reply(Reply::Declined, &Unknown).unwrap();
    assert_eq!(run.reply_to("q-shops"), Some(&Reply::Declined));
    assert_eq!(run.current().unwrap().code, "day");
    run.back();
    run.answer(1, &Unknown).unwrap();
    assert_eq!(run.reply_to("q-shops"), Some(&Reply::Declined), "who takes a way out would not answer");
    assert_eq!(Run::resume(survey(), &run.to_record(), &Unknown), run);
}

#[test]
fn jumps_that_go_round_end_somewhere() {
    let round = |code: &str, to: &str| Step {
        code: code.into(),
        jumps: vec![Jump { when: None, to: to.into() }],
        ..Step::default()
    };
    let run = Run::start(script(vec![round("a", "b"), round("b", "a")]), &Unknown);
    assert_eq!(run.path().len(), 1);
    let lost = Run::start(script(vec![round("a", "gone")]), &Unknown);
    assert!(lost.path().is_empty() && lost.is_finished());
}

#[derive(Clone, Debug)]
enum Act {
    Answer(u8),
    Raise(usize),
    Settle,
    Back,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => (0_u8..5).prop_map(Act::Answer),
        2 => (0_usize..8).prop_map(Act::Raise),
        1 => Just(Act::Settle),
        1 => Just(Act::Back),
    ]
}

/// Scripts of up to six steps whose answers may lead anywhere, also nowhere.
fn any_script() -> impl Strategy<Value = Arc<Script>> {
    let one = (proptest::collection::vec(0_usize..8, 0..4), any::<bool>());
    proptest::collection::vec(one, 0..7).prop_map(|steps| {
        let code = |n: usize| format!("s{n}");
        let build = |(n, (to, objection)): (usize, (Vec<usize>, bool))| {
            let to: Vec<String> = to.into_iter().map(code).collect();
            step(&code(n), &to.iter().map(String::as_str).collect::<Vec<_>>(), objection)
        };
        script(steps.into_iter().enumerate().map(build).collect())
    })
}

proptest! {
    #[test]
    fn any_acts_keep_the_path_valid(
        script in any_script(), acts in proptest::collection::vec(act(), 0..40)
    ) {
        let mut run = Run::start(script.clone(), &Unknown);
        for act in acts {
            let before = run.clone();
            let done = match act {
                Act::Answer(number) => run.answer(number, &Unknown).is_ok(),
                Act::Raise(n) => run.raise(&format!("s{n}")).is_ok(),
                Act::Settle => run.settle().is_ok(),
                Act::Back => { run.back(); false }
            };
            if done {
                let mut undone = run.clone();
                prop_assert!(undone.back());
                prop_assert_eq!(undone, before);
            } else if !matches!(act, Act::Back) {
                prop_assert_eq!(&run, &before);
            }
            prop_assert_eq!(&Run::resume(script.clone(), &run.to_record(), &Unknown), &run);
            let (last, earlier) = run.path().split_last().map_or((None, [].as_slice()), |(l, e)| (Some(l), e));
            prop_assert!(last.is_none_or(|last| last.answer.is_none() && script.step(&last.step).is_some()));
            for (step, next) in earlier.iter().zip(run.path().iter().skip(1)) {
                let from = script.step(&step.step).unwrap();
                match step.answer {
                    Some(number) => prop_assert_eq!(from.answers[usize::from(number) - 1].to.as_ref(), Some(&next.step)),
                    None => prop_assert!(
                        from.is_aside() || from.objection || script.step(&next.step).unwrap().objection
                    ),
                }
            }
        }
    }
}
