//! The action table: everything a key can do, declared once.
//!
//! The bar, the help, the palette, `dozvon keys` and the check of keymap files are all drawn from it. An action has an id
//! for keymap files, texts under `action-<id>` in `locales/` (with the short form for the bar as the attribute `bar`), and
//! a rule that says whether it works right now and, when it does not, why.

use super::model::{CallState, Model, Pane};
use crate::domain::interaction::Direction;
use crate::domain::user::Right;
use crate::i18n::Message;
use crate::say;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $text:literal, $bar:expr;)*) => {
        /// Something a key can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $($(#[$doc])* $name,)*
        }

        impl Action {
            /// All actions, in the order of help and palette.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// All ids, in the same order.
            pub const IDS: &'static [&'static str] = &[$($id),*];

            /// The id in keymap files.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id),*
                }
            }

            /// Key of its name in `locales/`.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text),*
                }
            }

            /// Its place on the bar, most useful first; `None` for actions that do not stand there.
            pub fn bar(self) -> Option<u8> {
                match self {
                    $(Self::$name => $bar),*
                }
            }
        }
    };
}

actions! {
    /// Takes the first contact of the queue.
    Take = "queue.take", "action-queue-take", Some(10);
    /// Begins the call, or says that it is over.
    Call = "call.toggle", "action-call-toggle", Some(11);
    /// Opens what is under the cursor.
    Open = "open", "action-open", Some(14);
    /// Gives the contact back to the queue.
    Release = "queue.release", "action-queue-release", None;
    /// Skips the contact, with a reason.
    Skip = "queue.skip", "action-queue-skip", Some(21);
    /// Says what holds the queue back.
    Empty = "queue.empty", "action-queue-empty", Some(44);
    /// Shows who is skipped often.
    Skipped = "queue.skipped", "action-queue-skipped", None;
    /// Marks a row of a list as settled.
    Settle = "settle", "action-settle", Some(12);
    /// Writes a note.
    Note = "note.add", "action-note-add", Some(15);
    /// Finds a client.
    Search = "search", "action-search", Some(16);
    /// Finds clients by a filter.
    Filters = "filters", "action-filters", None;
    /// Says why a contact stands where it stands.
    Why = "why", "action-why", Some(24);
    /// Looks up an objection.
    Objection = "script.objection", "action-script-objection", Some(17);
    /// Goes back one step of the script.
    ScriptBack = "script.back", "action-script-back", Some(18);
    /// Writes down words of the client that no answer of the script fits.
    Heard = "script.heard", "action-script-heard", Some(20);
    /// Shows where the calls of the script go and are lost.
    Heat = "script.heat", "action-script-heat", None;
    /// Shows how the questions of the script were answered.
    Answers = "script.answers", "action-script-answers", None;
    /// Shows the call jobs.
    Jobs = "jobs", "action-jobs", None;
    /// Loads a list into a call job.
    Load = "jobs.load", "action-jobs-load", None;
    /// Notes that the client would not answer the question of the script.
    Decline = "script.decline", "action-script-decline", Some(19);
    /// Dials the client's next number.
    NextNumber = "call.next-number", "action-call-next-number", None;
    /// Enters a new client.
    NewClient = "client.new", "action-client-new", None;
    /// Fills what is empty of a new client from the state register.
    Fill = "client.fill", "action-client-fill", Some(13);
    /// Says that the client has called himself, or that he has not.
    Turn = "call.turn", "action-call-turn", None;
    /// Marks this moment of the talk.
    Mark = "call.mark", "action-call-mark", Some(22);
    /// Opens the recording of a call, at a mark or from its beginning.
    Listen = "recording.open", "action-recording-open", None;
    /// Takes back what was done last.
    Undo = "undo", "action-undo", None;
    /// Moves the deal to the next stage.
    DealForward = "deal.forward", "action-deal-forward", Some(26);
    /// Moves the deal to the stage before.
    DealBack = "deal.back", "action-deal-back", Some(27);
    /// Moves what was promised or planned, without a call.
    Move = "contact.move", "action-contact-move", None;
    /// Opens the book of promises.
    Promises = "promises", "action-promises", None;
    /// Gives up a promise of the book, with a reason.
    GiveUp = "promises.give-up", "action-promises-give-up", Some(15);
    /// Writes down the hours and the zone of the client.
    Wishes = "client.wishes", "action-client-wishes", None;
    /// Writes down that the client takes a consent back.
    Withdraw = "consent.withdraw", "action-consent-withdraw", None;
    /// Opens a deal.
    DealNew = "deal.new", "action-deal-new", Some(28);
    /// Marks the deal as won.
    DealWin = "deal.win", "action-deal-win", None;
    /// Marks the deal as lost.
    DealLose = "deal.lose", "action-deal-lose", None;
    /// Plans a contact with the client.
    Plan = "contact.plan", "action-contact-plan", None;
    /// Goes to the queue.
    FocusQueue = "focus.queue", "action-focus-queue", None;
    /// Goes to the card.
    FocusCard = "focus.card", "action-focus-card", None;
    /// Goes to the stage map.
    FocusMap = "focus.map", "action-focus-map", None;
    /// Goes to the script.
    FocusScript = "focus.script", "action-focus-script", None;
    /// Goes to the history.
    FocusHistory = "focus.history", "action-focus-history", None;
    /// Goes to the next pane.
    FocusNext = "focus.next", "action-focus-next", Some(40);
    /// Goes to the pane before.
    FocusPrev = "focus.prev", "action-focus-prev", None;
    /// Gives one pane the whole screen, and back.
    Zoom = "zoom", "action-zoom", Some(42);
    /// Up.
    Up = "move.up", "action-move-up", None;
    /// Down.
    Down = "move.down", "action-move-down", None;
    /// A page up.
    PageUp = "move.page-up", "action-move-page-up", None;
    /// A page down.
    PageDown = "move.page-down", "action-move-page-down", None;
    /// To the beginning.
    First = "move.first", "action-move-first", None;
    /// To the end.
    Last = "move.last", "action-move-last", None;
    /// One level back.
    Back = "back", "action-back", Some(30);
    /// The palette of all actions.
    Palette = "palette", "action-palette", Some(41);
    /// Help for what works here.
    Help = "help", "action-help", Some(43);
    /// The next theme.
    ThemeNext = "theme.next", "action-theme-next", None;
    /// Draws the screen anew.
    Redraw = "redraw", "action-redraw", None;
    /// Pauses, or comes back from a pause.
    Pause = "shift.pause", "action-shift-pause", Some(25);
    /// What waits today, messages included; begins the day.
    Day = "shift.day", "action-shift-day", None;
    /// Closes the day.
    DayClose = "shift.close", "action-shift-close", None;
    /// Shows the number in large figures and by letters.
    Big = "number.big", "action-number-big", None;
    /// Sets the operator's own PIN.
    SetPin = "user.pin", "action-user-pin", None;
    /// Ends the session.
    Quit = "quit", "action-quit", None;
    /// Result on key 1.
    Result1 = "result.1", "action-result", None;
    /// Result on key 2.
    Result2 = "result.2", "action-result", None;
    /// Result on key 3.
    Result3 = "result.3", "action-result", None;
    /// Result on key 4.
    Result4 = "result.4", "action-result", None;
    /// Result on key 5.
    Result5 = "result.5", "action-result", None;
    /// Result on key 6.
    Result6 = "result.6", "action-result", None;
    /// Result on key 7.
    Result7 = "result.7", "action-result", None;
    /// Result on key 8.
    Result8 = "result.8", "action-result", None;
    /// Result on key 9.
    Result9 = "result.9", "action-result", None;
    /// Result on key 0.
    Result0 = "result.0", "action-result", None;
    /// Result on the key −.
    ResultMinus = "result.minus", "action-result", None;
    /// Answer 1 of the script.
    Answer1 = "answer.1", "action-answer", None;
    /// Answer 2 of the script.
    Answer2 = "answer.2", "action-answer", None;
    /// Answer 3 of the script.
    Answer3 = "answer.3", "action-answer", None;
    /// Answer 4 of the script.
    Answer4 = "answer.4", "action-answer", None;
    /// Answer 5 of the script.
    Answer5 = "answer.5", "action-answer", None;
    /// Answer 6 of the script.
    Answer6 = "answer.6", "action-answer", None;
    /// Answer 7 of the script.
    Answer7 = "answer.7", "action-answer", None;
    /// Answer 8 of the script.
    Answer8 = "answer.8", "action-answer", None;
    /// Answer 9 of the script.
    Answer9 = "answer.9", "action-answer", None;
    /// Saves what was typed.
    Save = "save", "action-save", Some(12);
    /// Finishes a field of one line.
    Submit = "submit", "action-submit", Some(13);
    /// Yes.
    Yes = "yes", "action-yes", Some(12);
    /// No.
    No = "no", "action-no", Some(13);
}

/// The contexts of keymap files. Contexts of dialogs stand above those of the screen.
pub const CONTEXTS: &[&str] = &[
    "global",
    "queue",
    "card",
    "map",
    "script",
    "history",
    "answers",
    "result",
    "question",
    "skips",
    "promises",
    "jobs",
    "newclient",
    "list",
    "text",
    "line",
    "confirm",
];

impl Action {
    /// The action with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// The key of a result, when this is one.
    pub fn result_key(self) -> Option<char> {
        let (_, key) = self.id().split_once("result.")?;
        if key == "minus" { Some('-') } else { key.chars().next() }
    }

    /// The number of an answer, when this is one.
    pub fn answer_number(self) -> Option<u8> {
        self.id().strip_prefix("answer.")?.parse().ok()
    }

    /// Whether it works right now on the desk itself (dialogs know better what works in them).
    ///
    /// # Errors
    /// Why it does not; `None` when it has no place here at all.
    pub fn enabled(self, model: &Model) -> Result<(), Option<Message>> {
        let no = |message: Message| Err(Some(message));
        let work = model.work.as_ref();
        let shown = model.card.dossier.is_some();
        match self {
            Self::Take if crate::tui::update::can_resume(model) => Ok(()),
            Self::NextNumber => match model.shown_work() {
                None => no(say!("why-not-call-nobody")),
                Some(work) if work.direction == Direction::Incoming => Err(None),
                Some(_) => Ok(()),
            },
            Self::Pause | Self::Call if crate::tui::update::can_resume(model) => no(say!("why-not-parked")),
            // A call of the session before comes before the shift.
            Self::Take if work.is_some_and(|work| work.state != CallState::Preview) => {
                no(say!("why-not-take-result-first"))
            }
            Self::Pause if work.is_some_and(|work| work.state != CallState::Preview) => {
                no(say!("why-not-pause-result-first"))
            }
            Self::Take if model.day.pause.is_some() => no(say!("why-not-take-paused")),
            Self::Take if !model.day.may_take() => no(say!("why-not-take-no-shift")),
            Self::Take => match work {
                Some(work) if work.entry.is_some() => no(say!("why-not-take-taken")),
                _ => Ok(()),
            },
            Self::Pause => match (&model.day.open, work) {
                (None, _) => no(say!("why-not-no-shift")),
                (Some(_), Some(work)) if work.entry.is_some() => no(say!("why-not-pause-taken")),
                (Some(_), _) if model.catalog.pauses().next().is_none() => no(say!("why-not-no-pauses")),
                _ => Ok(()),
            },
            Self::DayClose if crate::tui::day::ends::may_close(model) => Ok(()),
            Self::DayClose => no(say!("why-not-no-shift")),
            Self::Day if !model.who.role.has(Right::Work) => Err(None),
            Self::Big if !shown => no(say!("why-not-no-client")),
            Self::SetPin if model.catalog.user(model.who.user).is_none() => Err(None),
            Self::Call => match work {
                None => no(say!("why-not-call-nobody")),
                Some(_) if !model.work_is_shown() => no(say!("why-not-other-client")),
                Some(work) if work.state == CallState::Ended => Err(None),
                Some(_) => Ok(()),
            },
            Self::Release => match work {
                Some(work) if work.state != CallState::Preview => no(say!("why-not-release-called")),
                Some(work) if work.entry.is_some() => Ok(()),
                _ => no(say!("why-not-release-nothing")),
            },
            Self::Skip => match (work, model.selected_entry()) {
                (Some(work), _) if work.state != CallState::Preview => no(say!("why-not-skip-called")),
                (_, None) => no(say!("why-not-skip-nothing")),
                (_, Some(_)) => Ok(()),
            },
            Self::Promises if !model.who.role.has(Right::Work) => Err(None),
            Self::Skipped | Self::Load => {
                if model.who.role.has(Right::Load) {
                    Ok(())
                } else {
                    Err(Some(say!("why-not-supervisor")))
                }
            }
            Self::Move => crate::tui::wishes::why_not_move(model).map_or(Ok(()), no),
            Self::Withdraw => crate::tui::wishes::why_not_withdraw(model).map_or(Ok(()), no),
            Self::Note | Self::DealNew | Self::Plan | Self::Wishes => {
                if shown {
                    Ok(())
                } else {
                    no(say!("why-not-no-client"))
                }
            }
            Self::Turn => match model.shown_work() {
                Some(work) if work.entry.is_none() => Ok(()),
                Some(_) => no(say!("why-not-turn-taken")),
                None => no(say!("why-not-call-nobody")),
            },
            Self::Mark => crate::tui::recording::why_not_mark(model).map_or(Ok(()), Err),
            Self::Listen => crate::tui::recording::why_not_listen(model).map_or(Ok(()), Err),
            Self::Undo => match model.undo.last {
                Some(_) => Ok(()),
                None => no(say!("why-not-nothing-done")),
            },
            Self::Why => match model.selected_entry() {
                // Of a client who has no row the answer is that he has none.
                _ if shown => Ok(()),
                Some(_) => Ok(()),
                None => no(say!("why-not-no-entry")),
            },
            Self::DealForward | Self::DealBack | Self::DealWin | Self::DealLose => match model.deal() {
                Some(info) if info.deal.is_open() => Ok(()),
                Some(_) => no(say!("why-not-deal-closed")),
                None => no(say!("why-not-no-deal")),
            },
            Self::Objection => match work.and_then(|work| work.run.as_ref()) {
                Some(run) if run.script().objections().next().is_some() => Ok(()),
                Some(_) => no(say!("why-not-no-objections")),
                None => no(say!("why-not-no-script")),
            },
            Self::Heard => match model.shown_work() {
                // Before the call nobody has said anything.
                Some(work) if work.state == CallState::Preview => Err(None),
                Some(work) if work.run.as_ref().is_some_and(|run| run.current().is_some()) => Ok(()),
                _ => no(say!("why-not-no-script")),
            },
            Self::Heat | Self::Answers => match model.shown_work().and_then(|work| work.run.as_ref()) {
                Some(_) => Ok(()),
                None => no(say!("why-not-no-script")),
            },
            Self::ScriptBack => match work.and_then(|work| work.run.as_ref()) {
                Some(run) if run.path().len() > 1 || run.replied_here().is_some() => Ok(()),
                _ => Err(None),
            },
            Self::Open => match model.focus {
                Pane::Queue if !model.queue.rows.is_empty() => Ok(()),
                Pane::Card => match model.shown_work() {
                    Some(work) if work.state == CallState::Preview => Ok(()),
                    _ => Err(None),
                },
                Pane::History if model.history.more => Ok(()),
                Pane::Script if model.script_waits() => Ok(()),
                _ => Err(None),
            },
            Self::Back => {
                let away = model.next.goes() || model.zoom || !model.work_is_shown() && model.work.is_some();
                if away || crate::tui::update::can_resume(model) { Ok(()) } else { Err(None) }
            }
            Self::Decline => match model.asked() {
                None => Err(None),
                Some(run) if run.may_decline() => Ok(()),
                Some(_) => no(say!("reply-required")),
            },
            Self::Settle | Self::GiveUp | Self::Save | Self::Submit | Self::Yes | Self::No => Err(None),
            action => match (action.result_key(), action.answer_number()) {
                (Some(key), _) if model.catalog.outcome_for(key, model.occasion()).is_none() => {
                    no(say!("why-not-no-outcome"))
                }
                (Some(_), _) => match work {
                    None => no(say!("why-not-result-nobody")),
                    Some(_) if !model.work_is_shown() => no(say!("why-not-other-client")),
                    Some(_) if !model.takes_results() => no(say!("why-not-talking")),
                    Some(_) => Ok(()),
                },
                (None, Some(number)) => match model.answers() {
                    Some(count) if usize::from(number) <= count => Ok(()),
                    Some(1..) => no(say!("why-not-no-answer")),
                    // The script has nothing to ask any more: the digit is a result.
                    _ => Err(None),
                },
                (None, None) => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_read_back() {
        for (place, action) in Action::ALL.iter().enumerate() {
            assert_eq!(Action::from_id(action.id()), Some(*action));
            assert_eq!(Action::IDS.iter().position(|id| *id == action.id()), Some(place));
        }
        assert_eq!(Action::Result0.result_key(), Some('0'));
        assert_eq!(Action::ResultMinus.result_key(), Some('-'));
        assert_eq!(Action::Answer7.answer_number(), Some(7));
        assert_eq!(Action::Take.result_key(), None);
    }
}
