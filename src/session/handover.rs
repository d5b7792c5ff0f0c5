//! Another terminal of the same operator takes the desk over: the session says whether it may, keeps all that stands in it, and
//! ends. Nothing of the shift ends with it.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::run::{Event, Session};
use crate::domain::time::Moment;

/// How long a session is waited for: one that sits before a stalled terminal never answers.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a session says to whoever wants its desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// It may be had; or it is given now, and the session ends.
    Given,
    /// A list is being loaded.
    Loading,
    /// Nothing can be written, so nothing that was typed could be kept.
    Unwritable,
    /// There is none to be had any more: its session has ended.
    Over,
}

/// Whether somebody asks, or takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Ask,
    Take,
}

/// Somebody who wants the desk, and waits for an answer.
pub(super) struct Taker {
    pub(super) step: Step,
    pub(super) answer: Sender<Hand>,
}

/// How a session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Its operator has left, or its terminal has gone.
    Left,
    /// Another terminal goes on with it.
    HandedOver {
        /// When it was handed over.
        at: Moment,
        /// Whether a shift was open.
        shift: bool,
    },
}

/// Where a session is asked for its desk, from any thread.
#[derive(Clone)]
pub struct Bell(pub(super) Sender<Event>);

impl std::fmt::Debug for Bell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bell").finish_non_exhaustive()
    }
}

impl Bell {
    /// Asks whether the desk may be had now, which [`Hand::Given`] says; `None` when the session does not answer.
    pub fn ask(&self) -> Option<Hand> {
        self.ring(Step::Ask)
    }

    /// Takes the desk; on [`Hand::Given`] the session ends. `None` when it does not answer: it goes on then.
    pub fn take(&self) -> Option<Hand> {
        self.ring(Step::Take)
    }

    fn ring(&self, step: Step) -> Option<Hand> {
        let (answer, answered) = channel();
        if self.0.send(Event::Taker(Taker { step, answer })).is_err() {
            return Some(Hand::Over);
        }
        match answered.recv_timeout(PATIENCE) {
            Ok(hand) => Some(hand),
            Err(RecvTimeoutError::Disconnected) => Some(Hand::Over),
            Err(RecvTimeoutError::Timeout) => None,
        }
    }
}

impl Session {
    /// Where it is asked for its desk.
    pub fn bell(&self) -> Bell {
        Bell(self.sender.clone())
    }

    /// What whoever asks for the desk is told now; `None` while something is on its way to it: what was typed before is done before.
    pub fn hand(&self) -> Option<Hand> {
        // At the door nothing is asked of the desk before the PIN is given.
        if self.door.is_none() && !self.model.is_settled() {
            return None;
        }
        Some(if self.model.loading.is_running() {
            Hand::Loading
        } else if self.model.health.may_mend() || self.model.draft_lost.is_some() {
            Hand::Unwritable
        } else {
            Hand::Given
        })
    }

    /// Answers those who want the desk.
    pub(super) fn answer_takers(&mut self) {
        if self.takers.is_empty() {
            return;
        }
        let Some(hand) = self.hand() else { return };
        for taker in std::mem::take(&mut self.takers) {
            if self.model.handed {
                // It is somebody else's already.
                continue;
            }
            // Whoever has given up hears nothing, and is given nothing.
            let heard = taker.answer.send(hand).is_ok();
            self.model.handed |= heard && hand == Hand::Given && taker.step == Step::Take;
        }
    }

    /// How it has ended.
    pub(super) fn ended(&self) -> Ended {
        let shift = self.model.day.open.is_some();
        if self.model.handed { Ended::HandedOver { at: (self.hands.clock)(), shift } } else { Ended::Left }
    }
}
