//! What a way through a script brings about. Nothing happens while the call goes on: everything is done together with the
//! result, in one commit, so that a step back takes it back and one undo undoes it.

use serde::{Deserialize, Serialize};

/// One thing a step or an answer brings about. Texts may hold variables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Suggests the result with this code; the last one on the way counts.
    Outcome(String),
    /// Proposes a time to call again, in words: «через 3 дня».
    Callback(String),
    /// Proposes a deal.
    Deal {
        /// Its name.
        name: String,
        /// Its amount, as one would type it; empty when it is not known.
        amount: String,
    },
    /// Adds a line to what was said in the call.
    Note(String),
    /// Fills a field of the firm's own on the client's card. An empty value changes nothing.
    Field {
        /// Title of the field.
        name: String,
        /// The value.
        value: String,
    },
}

/// What a way through a script came to, with the variables filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    /// Code of the result that suits.
    pub outcome: Option<String>,
    /// When to call again, in words.
    pub callback: Option<String>,
    /// Name and amount of a deal, as they would be typed.
    pub deal: Option<(String, String)>,
    /// Lines for what was said in the call.
    pub notes: Vec<String>,
    /// Fields of the card with their new values, in the order they were set.
    pub fields: Vec<(String, String)>,
}
