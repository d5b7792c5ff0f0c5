//! A script as the file it could have come from.

use super::effect::Effect;
use super::forms::Forms;
use super::question::{Question, QuestionKind};
use super::{Answer, Script, Step};
use crate::domain::text::Lang;
use crate::domain::textfile::write::{block, line, list};

/// The file of a script: [reading](super::file::parse) it gives the script again. Comments of the author's file are not
/// kept with a script, and so not here.
pub fn file(script: &Script) -> String {
    let language = match script.language {
        Lang::Ru => "ru",
        Lang::En => "en",
    };
    let mut out = format!(
        "code = {}\nname = {}\nlanguage = \"{language}\"\nadvertising = {}\n",
        line(&script.code),
        line(&script.name),
        script.advertising
    );
    if !script.purpose.is_empty() {
        out.push_str(&format!("purpose = {}\n", line(&script.purpose)));
    }
    out.push_str(&forms(&script.forms));
    for step in &script.steps {
        write_step(&mut out, step);
    }
    out
}

/// The table of forms, as a script or a file of its own has it; nothing when it is empty.
pub fn forms(forms: &Forms) -> String {
    let mut out = String::new();
    if !forms.0.is_empty() {
        out.push_str("\n[forms]\n");
    }
    for (word, row) in &forms.0 {
        out.push_str(&format!("{} = {}\n", line(word), list(row, |form| line(form))));
    }
    out
}

fn write_step(out: &mut String, step: &Step) {
    out.push_str(&format!("\n[[step]]\ncode = {}\n", line(&step.code)));
    if !step.title.is_empty() {
        out.push_str(&format!("title = {}\n", line(&step.title)));
    }
    if step.objection {
        out.push_str("objection = true\n");
    }
    if !step.jumps.is_empty() {
        out.push_str("jumps = [\n");
        for jump in &step.jumps {
            let when = jump.when.as_ref().map(|when| format!("when = {}, ", line(&when.0)));
            out.push_str(&format!("  {{ {}to = {} }},\n", when.unwrap_or_default(), line(&jump.to)));
        }
        out.push_str("]\n");
    }
    if !step.say.is_empty() {
        out.push_str(&format!("say = {}\n", block(&step.say)));
    }
    if !step.hint.is_empty() {
        out.push_str(&format!("hint = {}\n", block(&step.hint)));
    }
    if let Some(question) = &step.question {
        out.push_str(&format!("question = {}\n", write_question(question)));
    }
    if !step.answers.is_empty() {
        out.push_str("answers = [\n");
        for answer in &step.answers {
            out.push_str(&format!("  {},\n", write_answer(answer)));
        }
        out.push_str("]\n");
    }
    if let Some(to) = &step.to {
        out.push_str(&format!("to = {}\n", line(to)));
    }
    if !step.effects.is_empty() {
        out.push_str(&format!("do = {}\n", list(&step.effects, write_effect)));
    }
    if let Some(outcome) = &step.outcome {
        out.push_str(&format!("outcome = {}\n", line(outcome)));
    }
}

fn write_answer(answer: &Answer) -> String {
    let mut pairs = Vec::new();
    if !answer.code.is_empty() {
        pairs.push(format!("code = {}", line(&answer.code)));
    }
    pairs.push(format!("text = {}", line(&answer.text)));
    pairs.extend(answer.to.as_ref().map(|to| format!("to = {}", line(to))));
    pairs.extend(answer.when.as_ref().map(|when| format!("when = {}", line(&when.0))));
    if !answer.effects.is_empty() {
        pairs.push(format!("do = {}", list(&answer.effects, write_effect)));
    }
    if answer.added {
        pairs.push("added = true".to_owned());
    }
    format!("{{ {} }}", pairs.join(", "))
}

fn write_question(question: &Question) -> String {
    let mut pairs =
        vec![format!("code = {}", line(&question.code)), format!("title = {}", line(&question.title))];
    let mut kind = |word: &str| pairs.push(format!("kind = \"{word}\""));
    let mut more: Vec<(&str, String)> = Vec::new();
    let text = |text: &String| (!text.is_empty()).then(|| line(text));
    match &question.kind {
        QuestionKind::Single => kind("single"),
        QuestionKind::Date => kind("date"),
        QuestionKind::Text => kind("text"),
        QuestionKind::Multiple { most } => {
            kind("multiple");
            more.extend(most.map(|most| ("most", most.to_string())));
        }
        QuestionKind::Number { min, max, unit } => {
            kind("number");
            more.extend(min.map(|min| ("min", min.to_string())));
            more.extend(max.map(|max| ("max", max.to_string())));
            more.extend(text(unit).map(|unit| ("unit", unit)));
        }
        QuestionKind::Scale { min, max, low, high } => {
            kind("scale");
            more.extend([("min", min.to_string()), ("max", max.to_string())]);
            more.extend(text(low).map(|low| ("low", low)));
            more.extend(text(high).map(|high| ("high", high)));
        }
    }
    pairs.extend(more.into_iter().map(|(key, value)| format!("{key} = {value}")));
    if question.required {
        pairs.push("required = true".to_owned());
    }
    format!("{{ {} }}", pairs.join(", "))
}

fn write_effect(effect: &Effect) -> String {
    match effect {
        Effect::Outcome(code) => format!("{{ outcome = {} }}", line(code)),
        Effect::Callback(words) => format!("{{ callback = {} }}", line(words)),
        Effect::Note(text) => format!("{{ note = {} }}", line(text)),
        Effect::Deal { name, amount } if amount.is_empty() => format!("{{ deal = {} }}", line(name)),
        Effect::Deal { name, amount } => format!("{{ deal = {}, amount = {} }}", line(name), line(amount)),
        Effect::Field { name, value } => format!("{{ field = {}, value = {} }}", line(name), line(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, ScriptId};
    use crate::domain::presets;
    use crate::domain::script::Jump;
    use crate::domain::script::condition::Condition;
    use crate::domain::script::file::{ScriptDraft, parse};
    use crate::domain::text::{clean_line, clean_text};
    use proptest::prelude::*;

    fn read_back(draft: &ScriptDraft) -> ScriptDraft {
        let text = file(&draft.clone().into_script(ScriptId::from_u64(1), 1));
        parse(&text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}")).0
    }

    #[test]
    fn shipped_scripts_are_read_back() {
        for (name, text) in presets::SCRIPTS {
            let (draft, _) = parse(text).unwrap();
            assert_eq!(read_back(&draft), draft, "{name}");
        }
    }

    fn words(clean: fn(&str) -> String) -> impl Strategy<Value = String> {
        // Braces have a meaning of their own.
        "[^{}]{1,40}"
            .prop_map(move |text| clean(&text))
            .prop_filter("blank", |text| !clean_line(text).is_empty())
    }

    fn answer_to(text: &str, step: usize, more: bool) -> Answer {
        let note = Effect::Note(text.to_owned());
        Answer {
            code: if more { "a".into() } else { String::new() },
            text: text.to_owned(),
            to: Some(format!("step-{step}")),
            when: more.then(|| Condition("{город} = Омск".into())),
            effects: if more { vec![note] } else { vec![] },
            added: more,
        }
    }

    #[test]
    fn everything_a_step_may_hold_is_read_back() {
        let kinds = [
            QuestionKind::Multiple { most: Some(2) },
            QuestionKind::Number { min: Some(-1), max: Some(9), unit: "м²".into() },
            QuestionKind::Number { min: None, max: None, unit: String::new() },
            QuestionKind::Date,
            QuestionKind::Scale { min: 1, max: 5, low: "плохо".into(), high: String::new() },
            QuestionKind::Text,
            QuestionKind::Single,
        ];
        let count = kinds.len();
        let asks = kinds.into_iter().enumerate().map(|(at, kind)| Step {
            code: format!("s{at}"),
            say: "{имя|коллеги}?".into(),
            answers: match kind {
                QuestionKind::Single | QuestionKind::Multiple { .. } => {
                    vec![Answer { text: "Да".into(), code: "yes".into(), ..Answer::default() }]
                }
                _ => vec![],
            },
            question: Some(Question {
                code: format!("q{at}"),
                title: "Вопрос".into(),
                kind,
                required: at % 2 == 0,
            }),
            to: Some(if at + 1 < count { format!("s{}", at + 1) } else { "jump".into() }),
            ..Step::default()
        });
        let jump =
            |when: Option<&str>, to: &str| Jump { when: when.map(|w| Condition(w.into())), to: to.into() };
        let router = Step {
            code: "jump".into(),
            jumps: vec![jump(Some("q1 > 3"), "end"), jump(None, "s0")],
            ..Step::default()
        };
        let end = Step {
            code: "end".into(),
            say: "Спасибо!".into(),
            effects: vec![
                Effect::Outcome("sale".into()),
                Effect::Callback("через 3 дня".into()),
                Effect::Deal { name: "Первая".into(), amount: "120к".into() },
                Effect::Deal { name: "{клиент}".into(), amount: String::new() },
                Effect::Field { name: "Площадь".into(), value: "{ответ:q1}".into() },
            ],
            ..Step::default()
        };
        let draft = ScriptDraft {
            code: "all".into(),
            name: "Всё".into(),
            language: Lang::Ru,
            advertising: false,
            purpose: String::new(),
            forms: Forms::default(),
            steps: asks.chain([router, end]).collect(),
        };
        assert_eq!(read_back(&draft), draft);
    }

    proptest! {
        #[test]
        fn any_script_is_read_back(
            name in words(clean_line),
            texts in prop::collection::vec((words(clean_line), words(clean_text), words(clean_text), any::<bool>()), 1..5),
            answer in words(clean_line),
            advertising in any::<bool>(),
        ) {
            let last = texts.len() - 1;
            let steps = texts.into_iter().enumerate().map(|(at, (title, say, hint, objection))| Step {
                code: format!("step-{at}"),
                title,
                say,
                hint,
                answers: if at < last { vec![answer_to(&answer, at + 1, advertising)] } else { vec![] },
                outcome: (at == last).then(|| "sale".to_owned()),
                objection: objection && at < last,
                ..Step::default()
            });
            let forms = Forms([(answer.clone(), [(); 5].map(|()| name.clone()))].into());
            let purpose = answer.clone();
            let draft = ScriptDraft {
                code: "any".into(), name, language: Lang::En, advertising, purpose, forms, steps: steps.collect(),
            };
            prop_assert_eq!(read_back(&draft), draft);
        }
    }
}
