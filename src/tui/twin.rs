//! The command line twin of every action: what can be done by a key can be done by a command, or it is said why not.
//!
//! `dozvon keys` shows it, and `cli::twins` checks that every command named here is one.

use super::action::Action;

/// How an action is done without the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// By these commands, each with arguments for an example; several where the action opens a dialog in which several things
    /// can be done.
    Commands(&'static [(&'static str, &'static str)]),
    /// It changes nothing that is kept: it shows something, or moves about the screen.
    Look,
    /// It finishes what another action has begun, and that one names the command.
    Part,
    /// It belongs to a talk that is under way: whoever talks has the contact in his hands, and the command line talks to nobody. A
    /// result that was written down without a call would be a lie in every report.
    Talk,
    /// Deals are opened and moved on the screen only so far; `dozvon history deal` tells of them.
    Deal,
}

impl Twin {
    /// The commands, one behind the other; empty where there is none.
    pub fn commands(self) -> impl Iterator<Item = &'static str> {
        let verbs = if let Self::Commands(verbs) = self { verbs } else { &[] };
        verbs.iter().map(|(words, _)| *words)
    }
}

impl Action {
    /// How it is done without the screen.
    pub fn twin(self) -> Twin {
        use Twin::{Commands, Deal, Look, Part, Talk};
        match self {
            Self::Skip => Commands(&[("queue skip", "17 not-ready")]),
            Self::Empty => Commands(&[("queue empty", "")]),
            Self::Skipped => Commands(&[("queue skipped", "")]),
            Self::Settle => Commands(&[("queue skipped", "--settle 00-00000012")]),
            Self::Why => Commands(&[("queue why", "17")]),
            Self::Plan => Commands(&[("queue plan", "00-00000012 завтра")]),
            Self::Move => Commands(&[("queue move", "17 завтра")]),
            Self::Promises => Commands(&[("queue promises", "")]),
            Self::GiveUp => Commands(&[("queue give-up", "17 передумал")]),
            Self::Note => Commands(&[("note add", "00-00000012 перезвонит")]),
            Self::Search => Commands(&[("lookup", "Протон")]),
            Self::Filters => Commands(&[
                ("find", "--filter город:Омск"),
                ("filter list", ""),
                ("filter show", "Омск"),
                ("filter check", "город:Омск"),
                ("filter save", "Омск город:Омск --shared"),
                ("filter rename", "Омск Сибирь"),
                ("filter drop", "Омск"),
            ]),
            Self::Heat => Commands(&[("script heat", "cold-wholesale")]),
            Self::Answers => Commands(&[("script answers", "survey")]),
            Self::Jobs => Commands(&[
                ("job list", ""),
                ("job show", "Опт"),
                ("job new", "Опт --purpose survey"),
                (
                    "job set",
                    "Опт --attempts 5 --owner Лев --purpose survey --auto-next on --cap 6 --share 70",
                ),
                ("job unload", "Опт 3 --reason ошибка"),
                ("job ready", "Опт"),
                ("job start", "Опт"),
                ("job pause", "Опт"),
                ("job finish", "Опт"),
                ("job heat", "Опт"),
                ("job next", "Опт"),
                ("job load", "Опт --base --filter город:Омск"),
            ]),
            Self::Load => Commands(&[("job load", "Опт list.csv --dry-run")]),
            Self::NewClient => Commands(&[("client new", "Протон --phone 84950123456")]),
            Self::Fill => Commands(&[
                ("client new", "--inn 7707083893 --from-registry"),
                ("registry show", "7707083893"),
            ]),
            Self::Mark => Commands(&[("recording mark", "00-00000012 last 02:15 цена")]),
            Self::Listen => Commands(&[("recording open", "00-00000012 last")]),
            Self::Undo => Commands(&[("undo", "17 --reason ошибка")]),
            Self::Wishes => {
                Commands(&[("client hours", "00-00000012 10-18"), ("client zone", "00-00000012 Омск")])
            }
            Self::Withdraw => Commands(&[("consent withdraw", "00-00000012 --kind advertising")]),
            Self::Pause => Commands(&[("day pause", "обед"), ("day ready", "")]),
            Self::Day => Commands(&[("day open", "")]),
            Self::DayClose => Commands(&[("day close", "")]),
            Self::SetPin => Commands(&[("user pin", "Лев")]),
            Self::Help => Commands(&[("keys", "")]),
            Self::ThemeNext => Commands(&[("themes", "")]),
            Self::Take
            | Self::Open
            | Self::Call
            | Self::Release
            | Self::NextNumber
            | Self::Turn
            | Self::ScriptBack
            | Self::Heard
            | Self::Decline
            | Self::Result1
            | Self::Result2
            | Self::Result3
            | Self::Result4
            | Self::Result5
            | Self::Result6
            | Self::Result7
            | Self::Result8
            | Self::Result9
            | Self::Result0
            | Self::ResultMinus
            | Self::Answer1
            | Self::Answer2
            | Self::Answer3
            | Self::Answer4
            | Self::Answer5
            | Self::Answer6
            | Self::Answer7
            | Self::Answer8
            | Self::Answer9 => Talk,
            Self::DealForward | Self::DealBack | Self::DealNew | Self::DealWin | Self::DealLose => Deal,
            Self::Save | Self::Submit | Self::Yes | Self::No => Part,
            Self::Objection
            | Self::FocusQueue
            | Self::FocusCard
            | Self::FocusMap
            | Self::FocusScript
            | Self::FocusHistory
            | Self::FocusNext
            | Self::FocusPrev
            | Self::Zoom
            | Self::Up
            | Self::Down
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::Back
            | Self::Palette
            | Self::Redraw
            | Self::Big
            | Self::Quit => Look,
        }
    }
}
