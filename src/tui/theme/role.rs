//! The meanings panes ask for.

use ratatui::style::Modifier;

macro_rules! roles {
    ($($(#[$doc:meta])+ $role:ident = $name:literal,)+) => {
        /// What a piece of the screen means. A theme says how each of them looks.
        ///
        /// Some roles are *grounds* on which others are drawn (the desk, a dialog, a field, the row under the cursor);
        /// the rest are ink and leave the ground as it is, unless a theme gives them one of their own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[$doc])+ $role,)+
        }

        impl Role {
            /// Every role, in the order of the shipped files.
            pub const ALL: &[Self] = &[$(Self::$role),+];

            /// What files call it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)+
                }
            }
        }
    };
}

roles! {
    /// Ordinary text, and the ground of the whole desk. On other grounds only its ink counts, see
    /// [`Theme::on`](super::Theme::on).
    Text = "text",
    /// The sentence of the script that the operator says aloud.
    Spoken = "spoken",
    /// What is needed less often: labels, the past, hints, what can't be done now.
    Muted = "muted",
    /// Rules and borders: hardly there.
    Faint = "faint",
    /// Title of a pane.
    Title = "title",
    /// Title of the pane that has the focus.
    TitleFocused = "title-focused",
    /// Ground of the row under the cursor, in the pane that has the focus. Laid over what is written there.
    Selected = "selected",
    /// Ground of the row under the cursor in any other pane. Laid over what is written there.
    SelectedDim = "selected-dim",
    /// A key on the bottom bar, in the palette, in the help.
    Key = "key",
    /// What that key does.
    KeyText = "key-text",
    /// The digit that gives an answer or a result.
    Number = "number",
    /// What has to be done or known now: ringing, overdue. The one loud thing.
    Urgent = "urgent",
    /// What will soon be urgent: a limit comes near, a pause is long, a source is doubtful.
    Warning = "warning",
    /// Allowed, done, ready, won.
    Good = "good",
    /// Forbidden: stop list, calling hours, no right.
    Forbidden = "forbidden",
    /// What the eye should find again: the current stage, one's own client.
    Accent = "accent",
    /// Letters that match the search.
    Match = "match",
    /// The client's data filled into the script.
    Value = "value",
    /// Data the script needs and the base lacks.
    Gap = "gap",
    /// Ground of a text field, and what is typed in it.
    Input = "input",
    /// What a field says while it is empty.
    Placeholder = "placeholder",
    /// The cell under the cursor of a field. Laid over what is written there.
    Cursor = "cursor",
    /// Ground of the status line, and its text.
    Status = "status",
    /// What stands out in the status line: who works here, a state, a figure.
    StatusStrong = "status-strong",
    /// The line above the bottom bar: what was done, how to undo it.
    Notice = "notice",
    /// The same line when something failed.
    NoticeError = "notice-error",
    /// Ground of a dialog, and its text.
    Dialog = "dialog",
    /// Title of a dialog.
    DialogTitle = "dialog-title",
    /// The time where the client is.
    Time = "time",
    /// A sum of money.
    Money = "money",
    /// A call or a letter from the client.
    Incoming = "incoming",
    /// A call or a letter to the client.
    Outgoing = "outgoing",
}

/// How many roles there are.
pub(super) const COUNT: usize = Role::ALL.len();

/// Grounds of ink that stands in rows: the desk, dialogs, rows under the cursor.
const ROWS: &[Role] = &[Role::Text, Role::Dialog, Role::Selected, Role::SelectedDim];
/// The same and the status line.
const EVERYWHERE: &[Role] = &[Role::Text, Role::Dialog, Role::Selected, Role::SelectedDim, Role::Status];
const DESK_AND_DIALOGS: &[Role] = &[Role::Text, Role::Dialog];

impl Role {
    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// The grounds it is drawn on, the usual one first.
    pub fn grounds(self) -> &'static [Self] {
        match self {
            Self::Muted
            | Self::Urgent
            | Self::Warning
            | Self::Good
            | Self::Forbidden
            | Self::Accent
            | Self::Time => EVERYWHERE,
            Self::Text
            | Self::Key
            | Self::KeyText
            | Self::Number
            | Self::Match
            | Self::Money
            | Self::Incoming
            | Self::Outgoing => ROWS,
            Self::Spoken
            | Self::Faint
            | Self::Title
            | Self::TitleFocused
            | Self::Selected
            | Self::SelectedDim
            | Self::Value
            | Self::Gap
            | Self::Input
            | Self::Notice
            | Self::NoticeError => DESK_AND_DIALOGS,
            Self::Placeholder => &[Self::Input, Self::Dialog],
            Self::Cursor => &[Self::Input],
            Self::Status | Self::Dialog => &[Self::Text],
            Self::StatusStrong => &[Self::Status],
            Self::DialogTitle => &[Self::Dialog],
        }
    }

    /// Whether it is laid over what is written there, so that its own ink, if it has any, wins.
    pub fn is_overlay(self) -> bool {
        matches!(self, Self::Selected | Self::SelectedDim | Self::Cursor)
    }

    /// Whether it may be fainter than what has to be read.
    pub fn is_quiet(self) -> bool {
        matches!(self, Self::Muted | Self::Faint | Self::Placeholder)
    }

    /// How it is told from the others where there are no colours. The theme `mono` is exactly this.
    pub fn plain(self) -> Modifier {
        match self {
            Self::Muted | Self::Faint | Self::Title | Self::Placeholder => Modifier::DIM,
            Self::TitleFocused
            | Self::Key
            | Self::Number
            | Self::Warning
            | Self::Accent
            | Self::Value
            | Self::StatusStrong
            | Self::NoticeError
            | Self::DialogTitle => Modifier::BOLD,
            Self::SelectedDim | Self::Match | Self::Gap | Self::Input => Modifier::UNDERLINED,
            Self::Urgent | Self::Forbidden => Modifier::BOLD.union(Modifier::UNDERLINED),
            Self::Selected | Self::Cursor => Modifier::REVERSED,
            Self::Text
            | Self::Spoken
            | Self::KeyText
            | Self::Good
            | Self::Status
            | Self::Notice
            | Self::Dialog
            | Self::Time
            | Self::Money
            | Self::Incoming
            | Self::Outgoing => Modifier::empty(),
        }
    }

    /// The role that lends its look where a file and all it inherits are silent; without one it is [plain](Self::plain)
    /// text.
    pub(super) fn stand_in(self) -> Option<Self> {
        match self {
            Self::Faint | Self::Placeholder | Self::Title | Self::Outgoing => Some(Self::Muted),
            Self::DialogTitle => Some(Self::TitleFocused),
            Self::Number => Some(Self::Key),
            Self::Key | Self::Match | Self::Value => Some(Self::Accent),
            Self::Gap => Some(Self::Warning),
            Self::Forbidden | Self::NoticeError => Some(Self::Urgent),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_role_has_a_name_of_its_own_and_its_place() {
        let names: BTreeSet<_> = Role::ALL.iter().map(|role| role.name()).collect();
        assert_eq!(names.len(), COUNT);
        for (index, role) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, index);
            assert_eq!(Role::from_name(role.name()), Some(*role));
            assert!(role.name().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", role.name());
            assert!(!role.grounds().is_empty());
        }
        assert_eq!(Role::from_name("Text"), None);
    }

    #[test]
    fn stand_ins_end() {
        for role in Role::ALL {
            let chain = std::iter::successors(Some(*role), |role| role.stand_in());
            assert!(chain.take(COUNT).count() < COUNT, "{role:?}");
        }
    }
}
