//! One way through a script: answers, replies to questions, steps back, objections looked up on the way.
//!
//! The path is all there is; where the call stands and what was replied follows from it. So a path that was stored, after a
//! crash or for a report, is a run again when it is walked anew, and a step back takes a reply back with it.

use std::sync::Arc;

use thiserror::Error;

use super::condition::State;
use super::effect::{Effect, Intent};
use super::facts::Facts;
use super::question::{Question, QuestionKind, Reply, ReplyError};
use super::render::{Piece, plain, render};
use super::variable::Variable;
use super::{Answer, Script, Step};
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
    /// The step has fewer answers, or this one is not offered now.
    #[error("the step has no answer {number}")]
    NoSuchAnswer {
        /// The number that was chosen, from 1.
        number: u8,
    },
    /// Several answers may be chosen here: they are given together, as a reply.
    #[error("answer {number} is one of several that may be chosen together")]
    OneOfSeveral {
        /// The number that was chosen, from 1.
        number: u8,
    },
    /// The answer leads nowhere; a checked script has no such answer.
    #[error("the script has no step `{code}`")]
    NoSuchStep {
        /// Code of the missing step.
        code: String,
    },
    /// Nothing is asked at this step that takes a reply, or there is nowhere to go without an answer.
    #[error("the step takes no such reply")]
    NotAsked,
    /// The reply won't do.
    #[error(transparent)]
    Reply(#[from] ReplyError),
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

/// A path and the client's data: what conditions are judged by.
struct Seen<'r> {
    run: &'r Run,
    facts: &'r dyn Facts,
}

impl State for Seen<'_> {
    fn reply(&self, question: &str) -> Option<&Reply> {
        self.run.reply_to(question)
    }

    fn was_read(&self, step: &str) -> bool {
        self.run.path.iter().any(|read| read.step == step)
    }

    fn facts(&self) -> &dyn Facts {
        self.facts
    }
}

impl Run {
    /// Begins at the first step, or where it leads this client. A script without steps, which no checked script is, has no
    /// current step.
    pub fn start(script: Arc<Script>, facts: &dyn Facts) -> Self {
        let mut run = Self { script, path: Vec::new() };
        let first = run.script.steps.first().map(|step| step.code.clone());
        if let Some(landed) = first.and_then(|first| run.landing(&first, facts)) {
            run.path.push(unanswered(&landed));
        }
        run
    }

    /// Walks a stored path again, as far as the script has it: a step or an answer that is not there any more ends it.
    pub fn resume(script: Arc<Script>, stored: &ScriptRun, facts: &dyn Facts) -> Self {
        let mut run = Self { script, path: Vec::new() };
        let first = run.script.steps.first().map(|step| step.code.clone()).unwrap_or_default();
        match stored.path.first() {
            Some(began) if run.leads(&first, &began.step) => run.path.push(unanswered(&began.step)),
            _ => return Self::start(run.script, facts),
        }
        for (from, to) in stored.path.iter().zip(stored.path.iter().skip(1)) {
            let before = run.clone();
            let done = match (from.answer, &from.reply) {
                (Some(number), Some(Reply::Declined)) => {
                    run.take(number).map(|target| (target, Some(Reply::Declined)))
                }
                (Some(number), _) => run.take(number).map(|target| (target, run.choice(number))),
                (None, Some(reply)) => run.replied(reply).map(|target| (target, Some(reply.clone()))),
                (None, None) => {
                    let settles = run.interrupted().is_some_and(|step| step.code == to.step);
                    if if settles { run.settle() } else { run.raise(&to.step) }.is_err() {
                        break;
                    }
                    continue;
                }
            };
            let Ok((target, reply)) = done else { break };
            if !run.leads(&target, &to.step) {
                // The answer leads elsewhere in this version.
                run = before;
                break;
            }
            run.go(from.answer, reply, &to.step);
        }
        // What was replied at the last step stands without a way on.
        let whole = run.path.len() == stored.path.len();
        if let Some(reply) = stored.path.last().and_then(|last| last.reply.clone()).filter(|_| whole) {
            // A reply this version does not take any more is asked for again.
            run.reply_here(reply).ok();
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

    /// The latest reply to a question; `None` when it was not asked or not replied to.
    pub fn reply_to(&self, question: &str) -> Option<&Reply> {
        self.replies().filter(|(asked, _)| asked.code == question).map(|(_, reply)| reply).last()
    }

    /// Every reply on the way, in its order; a question that was asked twice has two.
    pub fn replies(&self) -> impl Iterator<Item = (&Question, &Reply)> {
        self.path.iter().filter_map(|read| {
            let question = self.script.step(&read.step)?.question.as_ref()?;
            Some((question, read.reply.as_ref()?))
        })
    }

    /// The answers of the current step that are offered, with their numbers, which do not change when others are hidden.
    pub fn offered(&self, facts: &dyn Facts) -> Vec<(u8, &Answer)> {
        let Some(step) = self.current() else { return Vec::new() };
        let numbered = (1_u8..).zip(&step.answers);
        numbered.filter(|(_, answer)| self.is_offered(answer, facts)).collect()
    }

    fn is_offered(&self, answer: &Answer, facts: &dyn Facts) -> bool {
        answer.when.as_ref().is_none_or(|when| when.holds(&Seen { run: self, facts }))
    }

    /// The words of a text of the script with the client's data filled in.
    pub fn words(&self, template: &str, facts: &dyn Facts) -> Vec<Piece> {
        render(template, &self.script.forms, &|variable| self.value(variable, facts))
    }

    /// What stands for a variable; `None` where there is nothing.
    pub fn value(&self, variable: &Variable, facts: &dyn Facts) -> Option<String> {
        match variable {
            Variable::Purpose => Some(self.script.purpose.clone()),
            Variable::Answer(code) => {
                let (step, _) = self.script.question(code)?;
                let text = |key| text_of(step, key);
                Some(self.reply_to(code)?.said(self.script.language, text))
            }
            other => facts.text(other),
        }
    }

    /// The step the call goes back to when the objection is settled; `None` when none was raised.
    pub fn interrupted(&self) -> Option<&Step> {
        let mut back: Option<&str> = None;
        for (from, to) in self.path.iter().zip(self.path.iter().skip(1)) {
            back = match (from.answer.is_some() || from.reply.is_some(), back) {
                (true, _) => {
                    self.script.step(&to.step).filter(|to| to.is_aside()).map(|_| from.step.as_str())
                }
                (false, Some(back)) if back == to.step => None,
                // An objection on top of another leads back to the talk, not to the objection before.
                (false, back) => back.or(Some(&from.step)),
            };
        }
        self.script.step(back?)
    }

    /// The client gave the answer with this number, from 1. At a question with one choice it is the reply as well.
    ///
    /// # Errors
    /// [`RunError::NoSuchAnswer`], [`RunError::OneOfSeveral`] or [`RunError::NoSuchStep`]; the run is unchanged then.
    pub fn answer(&mut self, number: u8, facts: &dyn Facts) -> Result<(), RunError> {
        let answer = self.answer_at(number).ok_or(RunError::NoSuchAnswer { number })?;
        if !self.is_offered(answer, facts) {
            return Err(RunError::NoSuchAnswer { number });
        }
        let target = self.take(number)?;
        // Who has declined already only says where the call goes on.
        let reply = self.declined_here().then_some(Reply::Declined).or_else(|| self.choice(number));
        self.leave(Some(number), reply, &target, facts)
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

    /// Takes the last answer, reply, objection or settling back; `false` at the first step.
    pub fn back(&mut self) -> bool {
        if let Some(last) = self.path.last_mut().filter(|last| last.reply.is_some()) {
            last.reply = None;
            return true;
        }
        if self.path.len() < 2 {
            return false;
        }
        self.path.pop();
        if let Some(last) = self.path.last_mut() {
            (last.answer, last.reply) = (None, None);
        }
        true
    }

    /// What the way so far brings about, with the variables filled in.
    pub fn intent(&self, facts: &dyn Facts) -> Intent {
        let mut intent = Intent::default();
        for read in &self.path {
            let Some(step) = self.script.step(&read.step) else { continue };
            let given = read.answer.and_then(|number| step.answers.get(usize::from(number).checked_sub(1)?));
            // Who has declined has chosen nothing: the digit only led on.
            let declined = read.reply == Some(Reply::Declined);
            let given = given.filter(|answer| !(declined && step.is_option(answer)));
            let chosen = step.options().map(|(_, answer)| answer).filter(|answer| match &read.reply {
                Some(Reply::Choices(keys)) => keys.iter().any(|key| key == answer.key()),
                _ => false,
            });
            let answered = given.into_iter().chain(chosen).flat_map(|answer| &answer.effects);
            for effect in step.effects.iter().chain(answered) {
                self.add(&mut intent, effect, facts);
            }
            if step.is_end() && step.outcome.is_some() {
                intent.outcome.clone_from(&step.outcome);
            }
        }
        intent
    }

    fn add(&self, intent: &mut Intent, effect: &Effect, facts: &dyn Facts) {
        let filled = |template: &str| plain(&self.words(template, facts)).trim().to_owned();
        match effect {
            Effect::Outcome(code) => intent.outcome = Some(code.clone()),
            Effect::Callback(words) => {
                intent.callback = Some(filled(words)).filter(|words| !words.is_empty())
            }
            Effect::Deal { name, amount } => intent.deal = Some((filled(name), filled(amount))),
            Effect::Note(text) => intent.notes.extend(Some(filled(text)).filter(|text| !text.is_empty())),
            Effect::Field { name, value } => {
                let value = filled(value);
                if !value.is_empty() {
                    intent.fields.retain(|(known, _)| known != name);
                    intent.fields.push((name.clone(), value));
                }
            }
        }
    }

    fn answer_at(&self, number: u8) -> Option<&Answer> {
        self.current()?.answers.get(usize::from(number).checked_sub(1)?)
    }

    /// Where the answer with this number leads; conditions are not looked at.
    fn take(&self, number: u8) -> Result<String, RunError> {
        let answer = self.answer_at(number).ok_or(RunError::NoSuchAnswer { number })?;
        let step = self.current().ok_or(RunError::NoSuchAnswer { number })?;
        let several = matches!(step.question.as_ref().map(|q| &q.kind), Some(QuestionKind::Multiple { .. }));
        if several && step.is_option(answer) {
            return Err(RunError::OneOfSeveral { number });
        }
        let target = step.target(answer).ok_or(RunError::NoSuchStep { code: String::new() })?;
        self.known(target)
    }

    fn known(&self, code: &str) -> Result<String, RunError> {
        let step = self.script.step(code).ok_or_else(|| RunError::NoSuchStep { code: code.to_owned() })?;
        Ok(step.code.clone())
    }

    /// Leaves the current step for another, or for where that one leads on.
    fn leave(
        &mut self,
        answer: Option<u8>,
        reply: Option<Reply>,
        target: &str,
        facts: &dyn Facts,
    ) -> Result<(), RunError> {
        // Jumps of the next step may depend on what was just answered.
        let before = self.path.last().cloned();
        if let Some(last) = self.path.last_mut() {
            (last.answer, last.reply) = (answer, reply);
        }
        match self.landing(target, facts) {
            Some(landed) => {
                self.path.push(unanswered(&landed));
                Ok(())
            }
            None => {
                if let (Some(last), Some(before)) = (self.path.last_mut(), before) {
                    *last = before;
                }
                Err(RunError::NoSuchStep { code: target.to_owned() })
            }
        }
    }

    fn go(&mut self, answer: Option<u8>, reply: Option<Reply>, landed: &str) {
        if let Some(last) = self.path.last_mut() {
            (last.answer, last.reply) = (answer, reply);
        }
        self.path.push(unanswered(landed));
    }

    /// The step that is read when `code` is reached: jumps are followed; `None` when one leads nowhere. Jumps that go round
    /// in a circle are followed once around.
    fn landing(&self, code: &str, facts: &dyn Facts) -> Option<String> {
        let seen = Seen { run: self, facts };
        let mut step = self.script.step(code)?;
        for _ in 0..self.script.steps.len() {
            let holds =
                |when: Option<&super::condition::Condition>| when.is_none_or(|when| when.holds(&seen));
            let Some(jump) = step.jumps.iter().find(|jump| holds(jump.when.as_ref())) else { break };
            step = self.script.step(&jump.to)?;
        }
        Some(step.code.clone())
    }

    /// Whether a call that reaches `from` may come to read `to`.
    fn leads(&self, from: &str, to: &str) -> bool {
        let mut seen: Vec<&str> = Vec::new();
        let mut todo = vec![from];
        while let Some(code) = todo.pop() {
            if seen.contains(&code) {
                continue;
            }
            seen.push(code);
            let Some(step) = self.script.step(code) else { continue };
            if code == to {
                return true;
            }
            todo.extend(step.jumps.iter().map(|jump| jump.to.as_str()));
        }
        false
    }
}

/// The words of a choice by the key it is kept by; the key where the step has no such choice.
pub fn text_of<'s>(step: &'s Step, key: &'s str) -> &'s str {
    step.answers.iter().find(|answer| answer.key() == key).map_or(key, |answer| answer.text.as_str())
}

fn unanswered(code: &str) -> PathStep {
    PathStep { step: code.to_owned(), answer: None, reply: None }
}

mod replies;
#[cfg(test)]
mod tests;
