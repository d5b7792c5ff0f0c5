//! A call that comes in, and the work it interrupts.

use super::action::Action;
use super::dialog::Dialog;
use super::lease::Lease;
use super::model::{HalfTyped, Model, Pane, Work};
use crate::desk::missed::MissedCall;
use crate::desk::search::Match;
use crate::domain::day::screens::Meter;
use crate::domain::ids::ClientId;
use crate::domain::phone::Phone;
use crate::domain::time::Moment;

/// A call that nobody answers is forgotten after so long, in milliseconds.
pub const RING_MS: i64 = 90_000;
/// Callers of one number who can be chosen by a digit.
pub const CALLERS: usize = 9;

/// Calls that come in.
#[derive(Debug, Default)]
pub struct RingState {
    /// The call that rings.
    pub call: Option<Ringing>,
    /// Calls that nobody has answered and that the desk has not written down yet.
    pub vain: Vec<MissedCall>,
    /// What a call has interrupted, the latest last.
    pub parked: Vec<Parked>,
    /// Since when the operator talks to somebody whose card is not there yet: he is being entered, or chosen.
    pub answered: Option<Moment>,
    /// Whoever is being entered was called by us.
    pub outgoing: bool,
    /// Token of the last look-up.
    pub token: u64,
}

/// A call that rings.
#[derive(Debug)]
pub struct Ringing {
    /// From which number; `None` when it is hidden.
    pub phone: Option<Phone>,
    /// Since when.
    pub since: Moment,
    /// Whose number it is, who spoke with us last first; `None` until it was looked up.
    pub found: Option<Vec<Match>>,
    /// It was answered before it was looked up.
    pub answered: bool,
}

/// Work that a call has interrupted, as it stood.
#[derive(Debug)]
pub struct Parked {
    /// The client that was worked on.
    pub work: Option<Work>,
    /// The lease of his contact.
    pub lease: Lease,
    /// What was open, topmost last.
    pub dialogs: Vec<Dialog>,
    /// The pane that had the keys.
    pub focus: Pane,
    /// The client on the screen.
    pub client: Option<ClientId>,
    /// What was typed into a question of the script that is not open.
    pub half: Option<HalfTyped>,
    /// Since when somebody was talked to whose card was not there yet.
    pub answered: Option<Moment>,
    /// We had called him.
    pub outgoing: bool,
    /// It is of the session before: its question opens once the card is read.
    pub asks: bool,
    /// What its result has cost so far.
    pub meter: Option<Meter>,
}

/// The action whose key answers the call that rings; `None` while nothing rings. Where a word is typed the space is a space.
pub(super) fn answering(model: &Model) -> Option<Action> {
    model.ring.call.as_ref()?;
    let typing = model.dialogs.last().is_some_and(Dialog::takes_text);
    Some(if typing { Action::Call } else { Action::Take })
}
