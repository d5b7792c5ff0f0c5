//! Replies to the questions of a script: given, declined, or kept where the call has broken off.

use super::{Run, RunError};
use crate::domain::script::Step;
use crate::domain::script::facts::Facts;
use crate::domain::script::question::{Reply, ReplyError};

impl Run {
    /// The client replied to the question of the current step, or declined to.
    ///
    /// # Errors
    /// [`RunError::NotAsked`], [`RunError::Reply`] or [`RunError::NoSuchStep`]; the run is unchanged then.
    pub fn reply(&mut self, reply: Reply, facts: &dyn Facts) -> Result<(), RunError> {
        let target = self.replied(&reply)?;
        self.leave(None, Some(reply), &target, facts)
    }

    /// The client would not answer the question of the current step; whether the call goes on by itself. Where every answer
    /// leads elsewhere and the step names no way, the next [`answer`](Self::answer) says nothing but where it goes on.
    ///
    /// # Errors
    /// [`RunError::NotAsked`], [`RunError::Reply`] or [`RunError::NoSuchStep`]; the run is unchanged then.
    pub fn decline(&mut self, facts: &dyn Facts) -> Result<bool, RunError> {
        self.suits(&Reply::Declined)?;
        let onward = self.current().and_then(Step::without_answer).map(str::to_owned);
        match onward {
            Some(onward) => {
                let target = self.known(&onward)?;
                self.leave(None, Some(Reply::Declined), &target, facts)?;
                Ok(true)
            }
            None => self.reply_here(Reply::Declined).map(|()| false),
        }
    }

    /// Keeps a reply to the question of the current step, which stays the current one: the call is over, and nothing more is
    /// read to the client.
    ///
    /// # Errors
    /// [`RunError::NotAsked`] or [`RunError::Reply`]; the run is unchanged then.
    pub fn reply_here(&mut self, reply: Reply) -> Result<(), RunError> {
        self.suits(&reply)?;
        if let Some(last) = self.path.last_mut() {
            last.reply = Some(reply);
        }
        Ok(())
    }

    /// What was replied to the question of the current step already.
    pub fn replied_here(&self) -> Option<&Reply> {
        self.path.last()?.reply.as_ref()
    }

    pub(super) fn declined_here(&self) -> bool {
        self.replied_here() == Some(&Reply::Declined)
    }

    /// Whether the client may decline to answer the question of the current step.
    pub fn may_decline(&self) -> bool {
        self.suits(&Reply::Declined).is_ok()
    }

    /// The reply an answer is, at a question: with one choice that choice, and on a way out of the question none at all.
    pub(super) fn choice(&self, number: u8) -> Option<Reply> {
        let answer = self.answer_at(number)?;
        let step = self.current().filter(|step| step.question.is_some())?;
        Some(match step.is_option(answer) {
            true => Reply::Choice(answer.key().to_owned()),
            false => Reply::Declined,
        })
    }

    /// Where a reply to the question of the current step leads.
    pub(super) fn replied(&self, reply: &Reply) -> Result<String, RunError> {
        self.suits(reply)?;
        let step = self.current().ok_or(RunError::NotAsked)?;
        let onward = match reply {
            Reply::Declined => step.without_answer(),
            // A single choice is made by its answer, which knows where it leads.
            Reply::Choice(_) => None,
            _ => step.to.as_deref(),
        };
        self.known(onward.ok_or(RunError::NotAsked)?)
    }

    /// Whether a reply may be given to the question of the current step.
    fn suits(&self, reply: &Reply) -> Result<(), RunError> {
        let step = self.current().ok_or(RunError::NotAsked)?;
        let question = step.question.as_ref().ok_or(RunError::NotAsked)?;
        question.check(reply)?;
        if let Reply::Choices(keys) = reply {
            let known = |key: &String| step.options().any(|(_, answer)| answer.key() == key);
            let twice =
                keys.iter().enumerate().any(|(at, key)| keys.iter().take(at).any(|other| other == key));
            if twice || !keys.iter().all(known) {
                return Err(ReplyError::WrongKind.into());
            }
        }
        Ok(())
    }
}
