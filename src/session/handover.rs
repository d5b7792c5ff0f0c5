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

    /// Answers those who want the desk, once nothing is on its way to it: what was typed before is done before.
    pub(super) fn answer_takers(&mut self) {
        // At the door nothing is asked of the desk before the PIN is given.
        if self.takers.is_empty() || (self.door.is_none() && !self.model.is_settled()) {
            return;
        }
        for taker in std::mem::take(&mut self.takers) {
            if self.model.handed {
                // It is somebody else's already.
                continue;
            }
            let hand = if self.model.loading.is_running() {
                Hand::Loading
            } else if self.model.health.may_mend() || self.model.draft_lost.is_some() {
                Hand::Unwritable
            } else {
                Hand::Given
            };
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::desk::Desk;
    use crate::desk::access::SignIn;
    use crate::domain::hours::CallingHours;
    use crate::domain::ids::SessionId;
    use crate::domain::user::UserRole;
    use crate::i18n::{Lang, Message, Texts};
    use crate::session::Settings;
    use crate::session::link::Size;
    use crate::store::drafts::MemoryDrafts;
    use crate::store::local::LocalStore;
    use crate::tui::env::Env;
    use crate::tui::keymap::{Keymap, Known};
    use crate::tui::loading::{Progress, Running};
    use crate::tui::theme::Theme;

    struct Plain;

    impl Settings for Plain {
        fn theme(&self, name: &str) -> Result<Theme, Message> {
            Ok(Theme::load(name, &[]).unwrap())
        }
        fn keymap(&self, name: &str) -> Result<Keymap, Message> {
            Ok(keymap(name))
        }
        fn texts(&self, lang: Lang) -> Texts {
            Texts::new(lang)
        }
        fn remember(&self, _: &str, _: &str) {}
    }

    fn keymap(name: &str) -> Keymap {
        use crate::tui::action::{Action, CONTEXTS};
        Keymap::load(name, &[], &Known { contexts: CONTEXTS, actions: Action::IDS }).unwrap()
    }

    fn session() -> Session {
        let zone = chrono_tz::Europe::Moscow;
        let now = Moment::from_millis(1_762_765_200_000);
        let desk =
            Arc::new(Desk::new(Arc::new(LocalStore::in_memory().unwrap()), Box::<MemoryDrafts>::default()));
        let sign_in = SignIn { name: "Анна".into(), role: UserRole::Operator, zone };
        let who = desk.sign_in(&sign_in, SessionId(1), now).unwrap();
        let env = Env {
            texts: Arc::new(Texts::new(Lang::Ru)),
            theme: Arc::new(Theme::load("dark", &[]).unwrap()),
            keymap: Arc::new(keymap("default")),
            now,
            zone,
            firm: String::new(),
            hours: CallingHours::default(),
            themes: Vec::new(),
            keymaps: Vec::new(),
        };
        let size = Size::clamped(80, 24);
        let mut session = Session::new(desk, who, Arc::new(move || now), env, Box::new(Plain), size).unwrap();
        session.work_off();
        session
    }

    /// What the session says to somebody who wants the desk, and whether it has given it; nothing before it is asked for more.
    fn wants(session: &mut Session, step: Step) -> Option<Hand> {
        let (answer, answered) = channel();
        session.takers.push(Taker { step, answer });
        session.answer_takers();
        answered.try_recv().ok()
    }

    #[test]
    fn a_desk_is_given_when_nothing_would_be_lost_with_it() {
        let mut session = session();
        session.model.loading.running = Some(Running {
            job: "Зима".into(),
            file: "list.csv".into(),
            writes: true,
            progress: Arc::new(Progress::default()),
        });
        assert_eq!(wants(&mut session, Step::Take), Some(Hand::Loading));
        session.model.loading.running = None;
        session.model.draft_lost = Some(session.env.now);
        assert_eq!(wants(&mut session, Step::Take), Some(Hand::Unwritable));
        session.model.draft_lost = None;
        assert_eq!(wants(&mut session, Step::Ask), Some(Hand::Given));
        assert!(!session.model.handed, "he has only asked");
        // What is on its way to the desk is waited for.
        session.model.busy = true;
        assert_eq!(wants(&mut session, Step::Take), None);
        session.model.busy = false;
        // He who has lost patience meanwhile is given nothing.
        session.answer_takers();
        assert!(session.takers.is_empty() && !session.model.handed);
        assert_eq!(wants(&mut session, Step::Take), Some(Hand::Given));
        assert!(session.model.handed);
        assert_eq!(wants(&mut session, Step::Ask), None);
        assert!(matches!(session.ended(), Ended::HandedOver { shift: false, .. }));
    }

    #[test]
    fn whoever_asks_a_session_that_has_ended_is_told_so() {
        let session = session();
        let bell = session.bell();
        drop(session);
        assert_eq!(bell.ask(), Some(Hand::Over));
    }

    #[test]
    fn a_door_that_was_never_opened_is_given_away_too() {
        let mut session = session();
        session.shut();
        session.greet();
        assert_eq!(wants(&mut session, Step::Take), Some(Hand::Given));
    }
}
