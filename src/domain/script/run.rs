//! One way through a script: answers, steps back, objections looked up on the way.
//!
//! The path is all there is; where the call stands follows from it. So a path that was stored, after a crash or for a
//! report, is a run again when it is walked anew.

use std::sync::Arc;

use thiserror::Error;

use super::{Script, Step};
use crate::domain::interaction::{PathStep, ScriptRun};

/// A script being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    script: Arc<Script>,
    path: Vec<PathStep>,
}

/// Why a run does not go on.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RunError {
    /// The step has fewer answers.
    #[error("the step has no answer {number}")]
    NoSuchAnswer {
        /// The number that was chosen, from 1.
        number: u8,
    },
    /// The answer leads nowhere; a checked script has no such answer.
    #[error("the script has no step `{code}`")]
    NoSuchStep {
        /// Code of the missing step.
        code: String,
    },
    /// Only objections can be looked up.
    #[error("the step `{code}` answers no objection")]
    NotAnObjection {
        /// Code of the step.
        code: String,
    },
    /// The objection is being answered already.
    #[error("this is the step that is being read")]
    AlreadyHere,
    /// No objection was raised that could be settled.
    #[error("there is no step to go back to")]
    NothingRaised,
}

impl Run {
    /// Begins at the first step. A script without steps, which no checked script is, has no current step.
    pub fn start(script: Arc<Script>) -> Self {
        let path = script.steps.first().map(|step| unanswered(&step.code)).into_iter().collect();
        Self { script, path }
    }

    /// Walks a stored path again, as far as the script has it: a step or an answer that is not there any more ends it.
    pub fn resume(script: Arc<Script>, stored: &ScriptRun) -> Self {
        let mut run = Self::start(script);
        if run.path.first().map(|first| &first.step) != stored.path.first().map(|first| &first.step) {
            return run;
        }
        for (from, to) in stored.path.iter().zip(stored.path.iter().skip(1)) {
            let before = run.path.len();
            let done = match from.answer {
                Some(number) => run.answer(number),
                None if run.interrupted().is_some_and(|step| step.code == to.step) => run.settle(),
                None => run.raise(&to.step),
            };
            if done.is_err() {
                break;
            }
            if run.path.last().is_none_or(|last| last.step != to.step) {
                // The answer leads elsewhere in this version.
                run.path.truncate(before);
                run.clear_last_answer();
                break;
            }
        }
        run
    }

    /// The script that is being read.
    pub fn script(&self) -> &Arc<Script> {
        &self.script
    }

    /// The steps so far; the last one is the current step and has no answer.
    pub fn path(&self) -> &[PathStep] {
        &self.path
    }

    /// The path as it is stored with the call.
    pub fn to_record(&self) -> ScriptRun {
        ScriptRun { script: self.script.id, path: self.path.clone() }
    }

    /// The step to read now.
    pub fn current(&self) -> Option<&Step> {
        self.script.step(&self.path.last()?.step)
    }

    /// Whether the script has nothing more to say.
    pub fn is_finished(&self) -> bool {
        self.current().is_none_or(Step::is_end)
    }

    /// The step the call goes back to when the objection is settled; `None` when none was raised.
    pub fn interrupted(&self) -> Option<&Step> {
        let mut back: Option<&str> = None;
        for (from, to) in self.path.iter().zip(self.path.iter().skip(1)) {
            back = match (from.answer, back) {
                (Some(_), _) => {
                    self.script.step(&to.step).filter(|to| to.is_aside()).map(|_| from.step.as_str())
                }
                (None, Some(back)) if back == to.step => None,
                // An objection on top of another leads back to the talk, not to the objection before.
                (None, back) => back.or(Some(&from.step)),
            };
        }
        self.script.step(back?)
    }

    /// The client gave the answer with this number, from 1.
    ///
    /// # Errors
    /// [`RunError::NoSuchAnswer`] or [`RunError::NoSuchStep`]; the run is unchanged then.
    pub fn answer(&mut self, number: u8) -> Result<(), RunError> {
        let index = usize::from(number).checked_sub(1);
        let answer = index.and_then(|index| self.current()?.answers.get(index));
        let code = answer.ok_or(RunError::NoSuchAnswer { number })?.to.clone();
        if self.script.step(&code).is_none() {
            return Err(RunError::NoSuchStep { code });
        }
        if let Some(last) = self.path.last_mut() {
            last.answer = Some(number);
        }
        self.path.push(unanswered(&code));
        Ok(())
    }

    /// The client raised an objection: its step is read, and [`settle`](Self::settle) leads back here.
    ///
    /// # Errors
    /// [`RunError::NoSuchStep`], [`RunError::NotAnObjection`] or [`RunError::AlreadyHere`]; the run is unchanged then.
    pub fn raise(&mut self, objection: &str) -> Result<(), RunError> {
        let code = || objection.to_owned();
        let step = self.script.step(objection).ok_or_else(|| RunError::NoSuchStep { code: code() })?;
        if !step.objection {
            return Err(RunError::NotAnObjection { code: code() });
        }
        if self.path.last().is_some_and(|last| last.step == objection) {
            return Err(RunError::AlreadyHere);
        }
        self.path.push(unanswered(objection));
        Ok(())
    }

    /// The objection is settled: back to the step where it was raised.
    ///
    /// # Errors
    /// [`RunError::NothingRaised`]; the run is unchanged then.
    pub fn settle(&mut self) -> Result<(), RunError> {
        let code = self.interrupted().ok_or(RunError::NothingRaised)?.code.clone();
        self.path.push(unanswered(&code));
        Ok(())
    }

    /// Takes the last answer, objection or settling back; `false` at the first step.
    pub fn back(&mut self) -> bool {
        if self.path.len() < 2 {
            return false;
        }
        self.path.pop();
        self.clear_last_answer();
        true
    }

    fn clear_last_answer(&mut self) {
        if let Some(last) = self.path.last_mut() {
            last.answer = None;
        }
    }
}

fn unanswered(code: &str) -> PathStep {
    PathStep { step: code.to_owned(), answer: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, ScriptId};
    use crate::domain::script::Answer;
    use crate::domain::text::Lang;
    use proptest::prelude::*;

    fn step(code: &str, answers: &[&str], objection: bool) -> Step {
        let answer = |to: &&str| Answer { text: (*to).into(), to: (*to).into() };
        Step {
            code: code.into(),
            title: String::new(),
            say: code.into(),
            hint: String::new(),
            answers: answers.iter().map(answer).collect(),
            outcome: None,
            objection,
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
        let mut run = Run::start(small());
        assert!(!run.is_finished());
        run.answer(1).unwrap();
        run.answer(1).unwrap();
        assert_eq!(run.current().unwrap().code, "offer");
        run.answer(1).unwrap();
        assert!(run.is_finished());
        assert_eq!(walked(&run), "hello:1 need:1 offer:1 bye");
        assert_eq!(run.answer(1), Err(RunError::NoSuchAnswer { number: 1 }));
        assert!(run.back());
        assert_eq!(walked(&run), "hello:1 need:1 offer");
    }

    #[test]
    fn what_is_not_there_changes_nothing() {
        let mut run = Run::start(small());
        for number in [0, 4, 255] {
            assert_eq!(run.answer(number), Err(RunError::NoSuchAnswer { number }));
        }
        run.answer(1).unwrap();
        assert_eq!(run.answer(2), Err(RunError::NoSuchStep { code: "gone".into() }));
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
        let mut run = Run::start(small());
        run.answer(1).unwrap();
        run.raise("dear").unwrap();
        assert_eq!(run.raise("dear"), Err(RunError::AlreadyHere));
        assert!(!run.is_finished());
        run.raise("busy").unwrap();
        assert_eq!(run.interrupted().unwrap().code, "need");
        run.settle().unwrap();
        assert_eq!(run.interrupted(), None);
        assert_eq!(walked(&run), "hello:1 need dear busy need");
        run.raise("busy").unwrap();
        run.answer(1).unwrap();
        assert_eq!(run.interrupted(), None);
        assert!(run.is_finished());
    }

    #[test]
    fn an_objection_given_as_an_answer_leads_back_too() {
        let mut run = Run::start(small());
        run.answer(2).unwrap();
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
                .map(|(step, answer)| PathStep { step: (*step).into(), answer: *answer })
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
            assert_eq!(walked(&Run::resume(small(), &stored)), expected, "{stored:?}");
        }
    }

    #[test]
    fn a_script_without_steps_is_finished() {
        let run = Run::start(script(vec![]));
        assert!(run.is_finished() && run.current().is_none() && run.path().is_empty());
        assert_eq!(Run::resume(script(vec![]), &run.to_record()), run);
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
            let mut run = Run::start(script.clone());
            for act in acts {
                let before = run.clone();
                let done = match act {
                    Act::Answer(number) => run.answer(number).is_ok(),
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
                prop_assert_eq!(&Run::resume(script.clone(), &run.to_record()), &run);
                let (last, earlier) = run.path().split_last().map_or((None, [].as_slice()), |(l, e)| (Some(l), e));
                prop_assert!(last.is_none_or(|last| last.answer.is_none() && script.step(&last.step).is_some()));
                for (step, next) in earlier.iter().zip(run.path().iter().skip(1)) {
                    let from = script.step(&step.step).unwrap();
                    match step.answer {
                        Some(number) => prop_assert_eq!(&from.answers[usize::from(number) - 1].to, &next.step),
                        None => prop_assert!(
                            from.is_aside() || from.objection || script.step(&next.step).unwrap().objection
                        ),
                    }
                }
            }
        }
    }
}
