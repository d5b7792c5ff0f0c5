//! The next contact taken by itself: after a result of a job that wants it so, a countdown goes, and one key stops it.
//!
//! It never takes anybody while something else goes on: a dialog that is open, a call that comes in, a pause and a call that
//! waits to be gone on with all end it, and the key takes the next one as ever.

use super::action::Action;
use super::day;
use super::env::Env;
use super::model::Model;
use super::msg::Effect;
use super::update::{can_resume, take_next, tell};
use crate::domain::time::Moment;
use crate::say;

/// How long the countdown goes, in milliseconds: time to look at what the result has come to, and to stop.
pub const NEXT_MS: i64 = 5_000;

/// Where the countdown stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AutoNext {
    /// The result that is being written down is of a job that takes the next contact by itself.
    wanted: bool,
    /// When the next contact is taken.
    due: Option<Moment>,
}

impl AutoNext {
    /// Whole seconds that are left; `None` while nothing is counted down.
    pub fn seconds_left(&self, now: Moment) -> Option<i64> {
        let left = (self.due?.millis() - now.millis()).clamp(0, NEXT_MS);
        Some((left + 999) / 1000)
    }

    /// Whether it goes.
    pub fn goes(&self) -> bool {
        self.due.is_some()
    }

    /// Ends it.
    pub(super) fn end(&mut self) {
        self.due = None;
    }
}

/// A result is about to be written down.
pub(super) fn asked(model: &mut Model) {
    let list = model.worked_list().and_then(|list| model.catalog.list(list));
    model.next = AutoNext { wanted: list.is_some_and(|list| list.job.auto_next), due: None };
}

/// A result was written down.
pub(super) fn recorded(model: &mut Model, env: &Env) {
    if std::mem::take(&mut model.next.wanted) && may(model) {
        model.next.due = Some(env.now.plus_millis(NEXT_MS));
    }
}

/// Whether the next contact could be taken just now.
fn may(model: &Model) -> bool {
    model.work.is_none()
        && model.dialogs.is_empty()
        && model.ring.call.is_none()
        && model.ring.answered.is_none()
        && !can_resume(model)
        && Action::Take.enabled(model).is_ok()
}

/// Time passes.
pub(super) fn tick(model: &mut Model, env: &Env) -> Vec<Effect> {
    let Some(due) = model.next.due else { return Vec::new() };
    if !may(model) {
        model.next.end();
        return Vec::new();
    }
    if env.now < due || model.busy {
        return Vec::new();
    }
    model.next.end();
    day::took(model, env);
    take_next(model)
}

/// The key was pressed.
pub(super) fn stop(model: &mut Model, env: &Env) {
    model.next.end();
    let key = env.key(Action::Take, &model.contexts()).unwrap_or_default();
    tell(model, env, say!("next-stopped", key = key));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_seconds_are_counted_down() {
        let next = AutoNext { wanted: false, due: Some(Moment::from_millis(10_000)) };
        let left = |ms| next.seconds_left(Moment::from_millis(ms));
        assert_eq!([5_000, 5_001, 9_999, 10_000, 12_000].map(left), [5, 5, 1, 0, 0].map(Some));
        // A clock that was set back gives no more than the whole time.
        assert_eq!(left(0), Some(5));
        assert_eq!(AutoNext::default().seconds_left(Moment::from_millis(0)), None);
    }
}
