//! What a frame is drawn with and a key is read by, beside the model: texts, theme, keymap, time.

use std::sync::Arc;

use chrono_tz::Tz;
use ratatui::style::Style;

use super::action::Action;
use super::keymap::Keymap;
use super::theme::{Role, Theme};
use crate::domain::hours::CallingHours;
use crate::domain::time::Moment;
use crate::i18n::{Calendar, Message, Texts};

/// The surroundings of a session.
#[derive(Clone, Debug)]
pub struct Env {
    /// Texts in the operator's language.
    pub texts: Arc<Texts>,
    /// The theme, at the colours the terminal has.
    pub theme: Arc<Theme>,
    /// The keymap.
    pub keymap: Arc<Keymap>,
    /// The time.
    pub now: Moment,
    /// The operator's zone.
    pub zone: Tz,
    /// Our firm, as clients should hear it.
    pub firm: String,
    /// The hours in which clients are called.
    pub hours: CallingHours,
    /// Names of all themes there are.
    pub themes: Vec<String>,
    /// Names of all keymaps there are.
    pub keymaps: Vec<String>,
}

impl Env {
    /// The style of a meaning. Plain text has no ground of its own: it stands on the desk as well as in a dialog.
    pub fn style(&self, role: Role) -> Style {
        let style = self.theme.style(role);
        if role == Role::Text { Style { bg: None, ..style } } else { style }
    }

    /// The style of the ground under everything.
    pub fn ground(&self) -> Style {
        self.theme.style(Role::Text)
    }

    /// A text without data.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// A text with its data.
    pub fn say(&self, message: &Message) -> String {
        self.texts.say(message)
    }

    /// The operator's calendar.
    pub fn calendar(&self) -> Calendar {
        Calendar { now: self.now, zone: self.zone }
    }

    /// The shortest name of the key that does an action in these contexts.
    pub fn key(&self, action: Action, contexts: &[&str]) -> Option<String> {
        self.keymap.keys_of(action.id(), contexts).first().map(|key| key.short())
    }
}
