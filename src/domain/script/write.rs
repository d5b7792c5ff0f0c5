//! A script as the file it could have come from.

use super::{Script, Step};
use crate::domain::text::Lang;
use crate::domain::textfile::write::{block, line};

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
    for step in &script.steps {
        write_step(&mut out, step);
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
    out.push_str(&format!("say = {}\n", block(&step.say)));
    if !step.hint.is_empty() {
        out.push_str(&format!("hint = {}\n", block(&step.hint)));
    }
    if !step.answers.is_empty() {
        out.push_str("answers = [\n");
        for answer in &step.answers {
            out.push_str(&format!("  {{ text = {}, to = {} }},\n", line(&answer.text), line(&answer.to)));
        }
        out.push_str("]\n");
    }
    if let Some(outcome) = &step.outcome {
        out.push_str(&format!("outcome = {}\n", line(outcome)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, ScriptId};
    use crate::domain::presets;
    use crate::domain::script::Answer;
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
                answers: if at < last { vec![Answer { text: answer.clone(), to: format!("step-{}", at + 1) }] } else { vec![] },
                outcome: (at == last).then(|| "sale".to_owned()),
                objection: objection && at < last,
            });
            let draft = ScriptDraft { code: "any".into(), name, language: Lang::En, advertising, steps: steps.collect() };
            prop_assert_eq!(read_back(&draft), draft);
        }
    }
}
