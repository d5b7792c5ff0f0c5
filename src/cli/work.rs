//! What a command has in hands: the store it has opened, and whether it has saved anything.
//!
//! A command that has saved something and can't print its result has not failed: whoever runs it again would do it twice.
//! What is said then is decided here, for all commands.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::args::Format;
use super::fail::{Code, Fail};
use crate::domain::ids::SessionId;
use crate::i18n::Texts;
use crate::say;
use crate::store::Store;
use crate::store::local::{Acknowledged, LocalStore};

/// What a command has in hands. Clones are one and the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Work(Arc<Mutex<Hands>>);

#[derive(Debug, Default)]
struct Hands {
    store: Weak<LocalStore>,
    /// How far the store's commits are acknowledged, and how far they were when the command began.
    commits: Option<(Acknowledged, u64)>,
    /// Whose commits count, where the store is that of others, too.
    mine: Option<SessionId>,
    /// What the command was to do is done, with a store or without.
    is_done: bool,
}

impl Work {
    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A store was opened.
    pub(super) fn take(&self, store: &Arc<LocalStore>) {
        let acknowledged = store.acknowledged();
        let began = acknowledged.last();
        let mut hands = self.hands();
        hands.store = Arc::downgrade(store);
        hands.commits = Some((acknowledged, began));
    }

    /// A store is open that others work on, too: of its commits those of this session count.
    pub(super) fn take_part(&self, store: &Arc<LocalStore>, mine: SessionId) {
        self.take(store);
        self.hands().mine = Some(mine);
    }

    /// What was saved so far is none of the command: signing in, and what every base has.
    pub(super) fn begin(&self) {
        if let Some((acknowledged, began)) = &mut self.hands().commits {
            *began = acknowledged.last();
        }
    }

    /// The command has done what it was to do: whatever comes now can't undo it.
    pub(super) fn done(&self) {
        self.hands().is_done = true;
    }

    /// The store that is open, if there is one.
    pub(super) fn store(&self) -> Option<Arc<LocalStore>> {
        self.hands().store.upgrade()
    }

    /// Whether anything was saved that a second run would save again.
    fn has_saved(&self) -> bool {
        let hands = self.hands();
        if hands.is_done {
            return true;
        }
        let Some((now, began)) = &hands.commits else { return false };
        let (first, last) = (began.saturating_add(1), now.last());
        let Some(mine) = hands.mine else { return last >= first };
        let Some(store) = hands.store.upgrade() else { return last >= first };
        // One that can't be read may be his.
        let is_mine = |seq| store.entry(seq).ok().flatten().is_none_or(|entry| entry.origin.session == mine);
        (first..=last).any(is_mine)
    }

    /// How a command has failed, told by what it has done: a result that could not be printed is one thing where something
    /// was saved and another where not.
    pub(super) fn judge(&self, fail: Fail, texts: &Texts, format: Option<Format>) -> Fail {
        if !fail.unprinted {
            return fail;
        }
        if !self.has_saved() {
            return fail.in_format(format);
        }
        let what = say!("error-output-saved", problem = fail.message);
        Fail::new(Code::Unprinted, texts, &what, Some(&say!("hint-output-saved"))).in_format(format)
    }
}
