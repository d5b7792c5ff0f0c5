//! Words that were typed into a dialog about a client and not saved: Esc never throws them away.
//!
//! What a dialog has typed is taken down after every message. A dialog that was left with Esc, or that a call has pushed aside,
//! has its words again when it is opened again with the same client, in the next session too. They go when they are saved, and
//! with the result of the client's call.

use serde::{Deserialize, Serialize};

use super::model::Model;
use crate::domain::ids::ClientId;

/// Dialogs whose words are kept, at most; the oldest give way.
const KEPT_MAX: usize = 50;

/// The words of one dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The client it is about; `None` where nobody was on the screen.
    pub client: Option<ClientId>,
    /// Which dialog.
    pub dialog: String,
    /// What was typed into each of its fields; empty where nothing was.
    pub texts: Vec<String>,
}

/// The words of all dialogs that were not saved.
#[derive(Clone, Debug, Default)]
pub struct TypedState {
    kept: Vec<Typed>,
    /// Dialogs that were open after the message before.
    open: Vec<(Option<ClientId>, String)>,
    /// The dialog that is gone was left, not finished.
    left: bool,
}

impl TypedState {
    /// What an earlier session has kept.
    pub fn restored(kept: Vec<Typed>) -> Self {
        Self { kept, ..Self::default() }
    }

    /// What is to be kept, the latest last.
    pub fn kept(&self) -> &[Typed] {
        &self.kept
    }

    /// Whatever goes from the screen now is left, not finished.
    pub(super) fn leave(&mut self) {
        self.left = true;
    }

    /// The client's call is done: nothing of it is wanted any more.
    pub(super) fn done(&mut self, client: ClientId) {
        self.kept.retain(|kept| kept.client != Some(client));
    }

    fn put(&mut self, client: Option<ClientId>, dialog: &str, texts: Vec<String>) {
        let same = |kept: &Typed| kept.client == client && kept.dialog == dialog;
        let blank = texts.iter().all(String::is_empty);
        match self.kept.iter_mut().find(|kept| same(kept)) {
            Some(kept) if !blank => kept.texts = texts,
            Some(_) => self.kept.retain(|kept| !same(kept)),
            None if blank => {}
            None => {
                if self.kept.len() >= KEPT_MAX {
                    self.kept.remove(0);
                }
                self.kept.push(Typed { client, dialog: dialog.to_owned(), texts });
            }
        }
    }
}

/// Takes down what is typed, and gives a dialog that has just been opened the words it was left with.
pub(super) fn follow(model: &mut Model) {
    let client = model.card.client;
    let state = &mut model.typed;
    let mut open = Vec::new();
    for dialog in &mut model.dialogs {
        let Some(name) = dialog.keeps() else { continue };
        // The client on the screen may change under a dialog: it stays with the one it was opened for.
        let before = state.open.iter().find(|(_, known)| *known == name).map(|(client, _)| *client);
        let client = before.unwrap_or(client);
        if before.is_none()
            && let Some(kept) = state.kept.iter().find(|kept| kept.client == client && kept.dialog == name)
        {
            dialog.retype(&kept.texts);
        }
        state.put(client, &name, dialog.typed());
        open.push((client, name));
    }
    let gone = std::mem::replace(&mut state.open, open);
    if !std::mem::take(&mut state.left) {
        for (client, name) in gone.iter().filter(|gone| !state.open.contains(gone)) {
            state.kept.retain(|kept| kept.client != *client || kept.dialog != *name);
        }
    }
}
