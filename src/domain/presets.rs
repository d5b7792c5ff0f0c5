//! The files that come with the program, compiled in: a base begins with them, and an author begins with a copy.
//!
//! Each preset is a pair of file name and text. The files themselves lie in `examples/`.

macro_rules! presets {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../examples/", $folder, $name)))),+]
    };
}

/// Telemarketing scripts, read by [`script::file`](super::script::file).
pub const SCRIPTS: &[(&str, &str)] = presets!(
    "scripts/":
    "appointment.en.toml",
    "appointment.toml",
    "cold-wholesale.en.toml",
    "cold-wholesale.toml",
    "complaint-follow-up.en.toml",
    "complaint-follow-up.toml",
    "debt-reminder.en.toml",
    "debt-reminder.toml",
    "event-invitation.en.toml",
    "event-invitation.toml",
    "invoice-reminder.en.toml",
    "invoice-reminder.toml",
    "reactivation.en.toml",
    "reactivation.toml",
    "survey.en.toml",
    "survey.toml",
    "upsell.en.toml",
    "upsell.toml",
    "warm-call.en.toml",
    "warm-call.toml",
);

/// Grammatical cases of words that are filled into scripts, read by
/// [`script::file::parse_forms`](super::script::file::parse_forms).
pub const FORMS: (&str, &str) = ("forms.toml", include_str!("../../examples/forms.toml"));

/// Processes, read by [`process::file`](super::process::file); the first one is what a new base sells by.
pub const PROCESSES: &[(&str, &str)] = presets!(
    "processes/": "standard-sale.toml", "manual-sale.toml", "no-stages.toml", "reference-funnel.toml"
);

/// The production calendar, read by [`calendar::file`](super::calendar::file).
pub const HOLIDAYS: (&str, &str) = ("holidays.toml", include_str!("../../examples/holidays.toml"));

/// The weights of the queue, read by [`queue::weights`](super::queue::weights).
pub const WEIGHTS: (&str, &str) = ("weights.toml", include_str!("../../examples/weights.toml"));
/// Pause codes, read by [`day::pause`](super::day::pause).
pub const PAUSES: (&str, &str) = ("pauses.toml", include_str!("../../examples/pauses.toml"));

/// Canned notes, read by [`snippet`](super::snippet).
pub const SNIPPETS: (&str, &str) = ("snippets.toml", include_str!("../../examples/snippets.toml"));

/// Results of a call, read by [`outcome::file`](super::outcome::file).
pub const OUTCOMES: (&str, &str) = ("outcomes.toml", include_str!("../../examples/outcomes.toml"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::{NextStep, file::OutcomeDraft};
    use crate::domain::process::{Control, file::ProcessDraft};
    use crate::domain::script::{Step, file::ScriptDraft};
    use crate::domain::textfile::Parsed;
    use crate::domain::{outcome, process, script};

    fn clean<T>(name: &str, parsed: Parsed<T>) -> T {
        let (draft, warnings) = parsed.unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        assert!(warnings.is_empty(), "{name}: {warnings:#?}");
        draft
    }

    fn outcomes() -> Vec<OutcomeDraft> {
        clean(OUTCOMES.0, outcome::file::parse(OUTCOMES.1))
    }

    fn scripts() -> Vec<ScriptDraft> {
        let outcomes = outcomes();
        let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.code.as_str()).collect();
        let read = |(name, text): &(&str, &str)| clean(name, script::file::parse_with_outcomes(text, &codes));
        SCRIPTS.iter().map(read).collect()
    }

    fn processes() -> Vec<ProcessDraft> {
        PROCESSES.iter().map(|(name, text)| clean(name, process::file::parse(text))).collect()
    }

    /// How many lines of `width` letters a paragraph takes.
    fn lines_of(paragraph: &str, width: usize) -> usize {
        let (mut lines, mut used) = (1, 0);
        for word in paragraph.split(' ').map(|word| word.chars().count() + 1) {
            if used + word > width + 1 {
                (lines, used) = (lines + 1, 0);
            }
            used += word;
        }
        lines
    }

    #[test]
    fn scripts_are_short_and_let_the_client_go() {
        for script in scripts() {
            for step in &script.steps {
                let lines: usize = step.say.lines().map(|line| lines_of(line, 76)).sum();
                assert!(lines <= 3, "{}: {} is longer than a breath", script.code, step.code);
            }
            let ends = |code: &str| script.steps.iter().any(|step| step.outcome.as_deref() == Some(code));
            for code in ["callback", "not-interested", "do-not-call"] {
                assert!(ends(code), "{}: no way to {code}", script.code);
            }
            assert!(script.steps.iter().any(|step: &Step| step.objection), "{}", script.code);
        }
    }

    #[test]
    fn the_source_processes_are_there() {
        let processes = processes();
        let shape = |p: &ProcessDraft| (p.name.ru.clone(), p.control, p.stages.len());
        assert_eq!(
            processes.iter().map(shape).collect::<Vec<_>>(),
            [
                ("Типовая продажа".to_owned(), Control::Process, 7),
                ("Произвольная продажа".to_owned(), Control::Manual, 4),
                ("Сделка без процесса".to_owned(), Control::None, 0),
                ("Эталонная воронка".to_owned(), Control::Process, 7),
            ]
        );
        for process in processes {
            assert_eq!(process.loss_reasons.last().map(|reason| reason.ru.as_str()), Some("Другое"));
        }
    }

    #[test]
    fn results_follow_the_standard_table() {
        let outcomes = outcomes();
        assert_eq!(outcomes.iter().map(|outcome| outcome.key).collect::<String>(), "1234567890-112345670");
        let next =
            |code: &str| outcomes.iter().find(|outcome| outcome.code == code).map(|outcome| outcome.next);
        assert_eq!(next("busy"), Some(NextStep::Retry { minutes: 15 }));
        assert_eq!(next("not-interested"), Some(NextStep::Rest { days: 90 }));
        assert_eq!(next("bad-number"), Some(NextStep::OtherNumber));
    }

    #[test]
    fn no_code_is_given_twice() {
        let mut codes: Vec<String> = scripts().into_iter().map(|s| s.code).collect();
        codes.extend(processes().into_iter().map(|p| p.code));
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
