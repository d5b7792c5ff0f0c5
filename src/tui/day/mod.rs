//! The operator's day on the screen: which state the operator is in, what is still to be told to the desk, what a result
//! costs.
//!
//! | module | what it does |
//! |---|---|
//! | `before` | what is done while no shift is open |
//! | [`door`] | the screen before a PIN is given |
//! | `ends` | closing the shift, and what keeps it open |
//! | `screen` | the screen that has the keys |
//! | `status` | the status line |

mod before;
pub mod door;
pub(super) mod ends;
pub(super) mod screen;
pub(super) mod status;

use super::action::Action;
use super::dialog::Dialog;
use super::env::Env;
use super::input::Input;
use super::model::{CallState, Model, Work};
use super::msg::{Answer, Effect, Msg, Request};
use super::update::{complain, fail, tell};
use crate::desk::day::{ClockIn, Morning, OpenDay};
use crate::domain::day::screens::{Meter, Screen, ScreenCost, total};
use crate::domain::day::{Effort, Notice, OperatorState, SIGN_MS, Turn};
use crate::domain::time::Moment;
use crate::say;
use crate::store::Health;

/// How long after a client was taken the same key does not dial, in milliseconds.
const SURPLUS_MS: i64 = 700;

/// How long after turns could not be written down they are tried again, in milliseconds.
const AGAIN_MS: i64 = 5000;

/// The day of the operator, as the screen knows it.
#[derive(Debug, Default)]
pub struct DayState {
    /// The day that lasts; `None` before the operator has clocked in.
    pub open: Option<OpenDay>,
    /// The session begins with the start of a shift: without one no client is taken.
    pub greeted: bool,
    /// The pause the operator is on.
    pub pause: Option<OperatorState>,
    /// Messages that are not read.
    pub notices: Vec<Notice>,
    /// What the last result has cost.
    pub last: Option<Effort>,
    /// Keys since the call is over.
    counted: Option<Meter>,
    /// What the result has cost that was recorded just now, by screen: it goes with the next turn.
    done: Option<Vec<ScreenCost>>,
    /// The last result was taken back just now: that goes with the next turn, too.
    retracts: bool,
    /// Turns the desk does not know of yet.
    turns: Vec<Turn>,
    /// When the session said last that it is alive.
    signed: Option<Moment>,
    /// How many of them it is being told.
    sent: usize,
    /// When it is told again, after it could not be.
    again: Option<Moment>,
    /// What the operator has turned to while no shift was open, since the first call: it goes with the one that is opened.
    before: Vec<Turn>,
    /// When he came to this session.
    came: Moment,
    /// The desk is asked to close the shift: nobody leaves before its report is there.
    pub(super) closing: bool,
    /// The desk is asked for the start of the shift, or to open or close it: what the next key means hangs on the answer.
    asked: bool,
    /// The day goes on that another terminal had.
    goes_on: bool,
    /// The first client is taken as soon as the day is open.
    take: bool,
    /// When the key that takes and dials was last pressed to take, or right after that: see [`surplus`].
    entered: Option<Moment>,
    /// What waits for the day: it is shown once the call of the session before has its result.
    waiting: Option<Morning>,
    /// The operator has closed the start of the shift to look around: he opens it himself.
    declined: bool,
}

/// A client is taken by the key that dials as well.
pub(super) fn took(model: &mut Model, env: &Env) {
    model.day.entered = Some(env.now);
}

/// Whether a press of that key is one too many: it follows so soon upon the one that took the client, or upon another such,
/// that nobody has looked at the card between them.
pub(super) fn surplus(model: &mut Model, env: &Env) -> bool {
    let soon = |at: Moment| env.now.millis().saturating_sub(at.millis()) < SURPLUS_MS;
    model.day.entered = model.day.entered.filter(|at| soon(*at)).map(|_| env.now);
    model.day.entered.is_some()
}

/// Whether a call goes on, or waits for its result, one that another call has interrupted among them, or one with somebody who
/// is being entered.
fn is_calling(model: &Model) -> bool {
    let parked = model.ring.parked.iter().filter_map(|parked| parked.work.as_ref());
    let called = model.work.iter().chain(parked).any(|work| work.state != CallState::Preview);
    called
        || model.ring.answered.is_some()
        || model.ring.parked.iter().any(|parked| parked.answered.is_some())
}

/// What a message means to the day. It is looked at before the message is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A result is recorded.
    Recorded,
    /// Nothing.
    Nothing,
}

impl Heard {
    /// Looks at a message.
    pub(super) fn of(msg: &Msg) -> Self {
        match msg {
            Msg::Answer(answer) => Self::in_answer(answer),
            _ => Self::Nothing,
        }
    }

    fn in_answer(answer: &Answer) -> Self {
        match answer {
            Answer::Done(_, answer) => Self::in_answer(answer),
            Answer::Recorded(_, Ok(_)) => Self::Recorded,
            _ => Self::Nothing,
        }
    }
}

/// Counts a key or an insertion that was worked on, and that was pressed on this screen.
pub(super) fn count(model: &mut Model, env: &Env, input: &Input, screen: Screen, effects: &[Effect]) {
    if !matches!(input, Input::Key(_) | Input::Paste(_)) {
        return;
    }
    if let Some(meter) = &mut model.day.counted {
        meter.press(screen, env.now);
        return;
    }
    let asked = model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Result(_)));
    let sent = effects.iter().any(|effect| matches!(effect, Effect::Ask(Request::Record(_))));
    if asked || sent {
        // The key of the result ends the call too.
        let mut meter = Meter::begin(env.now);
        meter.press(screen, env.now);
        model.day.counted = Some(meter);
    }
}

/// A call is over, or is on the screen again: its keys are counted from now on.
fn count_from_here(model: &mut Model, env: &Env) {
    let ended = model.work.as_ref().is_some_and(|work| work.state == CallState::Ended);
    if ended && model.day.counted.is_none() {
        model.day.counted = Some(Meter::begin(env.now));
    }
}

/// Counts keys that came to nothing: they were typed ahead and taken back, or there was no room for more of them.
pub(super) fn count_in_vain(model: &mut Model, env: &Env, pressed: usize) {
    let screen = screen::of(model);
    if let Some(meter) = &mut model.day.counted {
        (0..pressed).for_each(|_| meter.press(screen, env.now));
    }
}

/// Keeps the day in step with what the operator does, and tells the desk.
pub(super) fn follow(model: &mut Model, env: &Env, heard: Heard) -> Vec<Effect> {
    if heard == Heard::Recorded
        && let Some(meter) = model.day.counted.take()
    {
        let screens = meter.end(screen::of(model), env.now);
        (model.day.last, model.day.done) = (Some(total(&screens)), Some(screens));
    }
    if model.work.is_none() && model.dialogs.is_empty() {
        model.day.counted = None;
    }
    count_from_here(model, env);
    if !is_calling(model)
        && let Some(morning) = model.day.waiting.take()
    {
        morning_came(model, env, morning);
    }
    let mut effects = offered_again(model, heard);
    let (to, at) = wanted(model, env);
    let promised = (to == OperatorState::Talking).then(|| promised(model)).flatten();
    let screens = model.day.done.take();
    let effort = screens.as_deref().map(total);
    let retracts = std::mem::take(&mut model.day.retracts);
    let turn = Turn { to, at, effort, screens: screens.unwrap_or_default(), promised, retracts };
    let Some(open) = &mut model.day.open else {
        model.day.before_shift(turn);
        return effects;
    };
    if retracts {
        open.tally.retract();
        model.day.last = open.tally.last_effort();
    }
    let ended = open.day.turn(turn.clone());
    if let Some(spell) = &ended {
        open.tally.add(spell);
    }
    if ended.is_some() || retracts {
        model.day.turns.push(turn);
    }
    effects.extend(tell_desk(model, env));
    effects
}

/// A result was recorded while no shift is open (a call of the session before, or one whose result was taken back and given
/// again): its start is offered once more, unless the operator wants to look around.
fn offered_again(model: &mut Model, heard: Heard) -> Vec<Effect> {
    let shown = model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Morning(_)));
    let free = !is_calling(model) && !shown;
    let wanted = heard == Heard::Recorded && free && !model.day.may_take() && !model.day.declined;
    wanted.then(|| self::morning(model)).into_iter().collect()
}

fn tell_desk(model: &mut Model, env: &Env) -> Vec<Effect> {
    let day = &mut model.day;
    // While nothing can be written the banner says so: it is told when it can be.
    let wait = model.health != Health::Writable || day.again.is_some_and(|again| again > env.now);
    let wait = wait && !model.quit && !model.handed;
    if day.turns.is_empty() || day.sent > 0 || wait {
        return Vec::new();
    }
    day.sent = day.turns.len();
    day.again = None;
    vec![Effect::Ask(Request::Turn(day.turns.clone()))]
}

/// The state the operator is in, and since when where that was before now.
fn wanted(model: &Model, env: &Env) -> (OperatorState, Moment) {
    let state = model.work.as_ref().map(|work| work.state);
    let late = model.since.plus_millis(model.wrap_up_ms);
    match (state, model.day.pause) {
        // A call goes on without its terminal.
        (Some(CallState::Talking), _) => (OperatorState::Talking, env.now),
        // Whoever is on the line is only being entered, or chosen.
        _ if model.ring.answered.is_some() => (OperatorState::Talking, env.now),
        (Some(CallState::Ended), _) if env.now >= late => (OperatorState::AfterCallLate, late),
        (Some(CallState::Ended), _) => (OperatorState::AfterCall, env.now),
        // A pause goes on without a terminal, too: closing it is no way out of one.
        (_, Some(pause)) if model.quit => (pause, env.now),
        _ if model.quit => (OperatorState::Offline, env.now),
        _ if model.ring.call.is_some() => (OperatorState::Ringing, env.now),
        (_, Some(pause)) => (pause, env.now),
        (Some(CallState::Preview), None) => (OperatorState::Preview, env.now),
        // Nobody can be taken, and no result is written down.
        (None, None) if model.health != Health::Writable => (OperatorState::Lag, env.now),
        (None, None) => (OperatorState::Ready, env.now),
    }
}

/// Says now and then that the session is alive, as long as a day lasts; and that it leaves.
pub(super) fn sign(model: &mut Model, env: &Env) -> Vec<Effect> {
    if model.handed {
        // It has not left: it goes on at another terminal, within the time between two signs.
        return model.day.open.is_some().then_some(Effect::Sign(Some(env.now))).into_iter().collect();
    }
    let due = |at: Moment| env.now.millis().saturating_sub(at.millis()) >= SIGN_MS;
    if model.quit && is_calling(model) {
        // The call goes on without its terminal: nobody knows till when, but for this moment.
        return model.day.signed.take().map(|_| Effect::Sign(Some(env.now))).into_iter().collect();
    }
    if model.quit {
        return model.day.signed.take().map(|_| Effect::Sign(None)).into_iter().collect();
    }
    if model.day.open.is_none() || model.day.signed.is_some_and(|at| !due(at)) {
        return Vec::new();
    }
    model.day.signed = Some(env.now);
    vec![Effect::Sign(Some(env.now))]
}

/// For which moment the call was promised that is going on.
fn promised(model: &Model) -> Option<Moment> {
    let entry = model.work.as_ref()?.entry?;
    let dossier = model.card.dossier.as_ref()?;
    let began = model.work.as_ref()?.began;
    dossier.planned.iter().find(|kept| kept.id == entry)?.promised_for(began)
}

impl DayState {
    /// Milliseconds that are left of the pause, when it has a limit; negative when it is over.
    pub fn pause_left(&self, model: &Model, now: Moment) -> Option<i64> {
        let open = self.open.as_ref()?;
        let code = model.catalog.pause(open.day.state.pause()?)?;
        let spell = open.day.present(now);
        code.left_ms(open.tally.paused(code.id), spell.to.millis().saturating_sub(spell.from.millis()))
    }

    /// Whether keys and time of a result are being counted that goes with the day.
    pub(super) fn is_counting(&self) -> bool {
        self.counted.is_some() && (self.open.is_some() || !self.before.is_empty())
    }

    /// Another call interrupts the result whose keys are counted.
    pub(super) fn set_aside(&mut self) -> Option<Meter> {
        self.counted.take()
    }

    /// That result is asked for again: what has passed meanwhile is not its time.
    pub(super) fn go_on(&mut self, meter: Option<Meter>, now: Moment) {
        self.counted = meter.map(|meter| meter.resume(now));
    }

    /// A result was taken back whose keys and time had been counted.
    pub(super) fn retract(&mut self) {
        self.retracts = true;
    }

    /// The start of the shift was closed by a key that is for that alone.
    pub(super) fn decline(&mut self) {
        self.declined = true;
    }

    /// Whether an answer is awaited after which keys may mean something else.
    pub(super) fn is_awaited(&self) -> bool {
        self.asked
    }

    /// Whether the desk knows of all turns, or can't be told.
    pub(super) fn is_told(&self, health: &Health) -> bool {
        (self.turns.is_empty() && self.sent == 0) || *health != Health::Writable
    }

    /// An answer has come; it is looked at before it is used up.
    pub(super) fn answered(&mut self, answer: &Answer) {
        let ends = matches!(
            answer,
            Answer::Morning(_) | Answer::ClockedIn(_) | Answer::Loose(_) | Answer::DayClosed(..)
        );
        self.asked &= !ends;
        self.closing &= !ends;
    }

    fn ask(&mut self, request: Request) -> Effect {
        self.asked = true;
        Effect::Ask(request)
    }

    /// Whether the operator is in a shift, or none is asked for.
    pub fn may_take(&self) -> bool {
        self.open.is_some() || !self.greeted
    }
}

/// Asks what waits for the operator: the start of a shift.
pub(crate) fn greet(model: &mut Model) -> Vec<Effect> {
    model.day.greeted = true;
    vec![morning(model)]
}

/// Goes on with the day that another terminal has begun and this one has taken over: nothing is asked.
pub(crate) fn go_on(model: &mut Model, now: Moment) -> Vec<Effect> {
    (model.day.greeted, model.day.goes_on) = (true, true);
    vec![Effect::Ask(Request::Notices), model.day.ask(Request::ClockIn(ClockIn::at(now)))]
}

/// Asks what waits now.
pub(super) fn morning(model: &mut Model) -> Effect {
    model.day.ask(Request::Morning)
}

/// The shift is closed: whatever is done from now on belongs to the next.
pub(super) fn closed(model: &mut Model) -> Vec<Effect> {
    (model.day.open, model.day.pause) = (None, None);
    vec![Effect::Ask(Request::Shift)]
}

/// What waits has come.
pub(super) fn morning_came(model: &mut Model, env: &Env, mut morning: Morning) {
    model.day.notices.clone_from(&morning.notices);
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Morning(_)));
    if is_calling(model) && model.day.open.is_none() {
        // A call that was never closed comes before anything else.
        model.day.waiting = Some(morning);
        let form = model.ring.answered.is_some();
        complain(model, env, if form { say!("unclosed-form") } else { say!("unclosed-call") });
        return;
    }
    if model.day.open.is_some() {
        morning.open = None;
    }
    model.day.declined = false;
    // So does a note that was begun.
    model.dialogs.insert(0, Dialog::Morning(super::dialog::MorningScreen::new(morning)));
}

/// Clocks in, reads the messages, and takes the first client when that was asked for.
pub(super) fn clock_in(model: &mut Model, env: &Env, take: bool) -> Vec<Effect> {
    let mut effects = Vec::new();
    if !model.day.notices.is_empty() {
        let ids = model.day.notices.drain(..).map(|notice| notice.id).collect();
        effects.push(Effect::Ask(Request::ReadNotices(ids)));
    }
    if model.day.open.is_none() {
        model.day.take = take;
        let clock_in = model.day.clock_in(env.now);
        effects.push(model.day.ask(Request::ClockIn(clock_in)));
    }
    effects
}

/// The day is open.
pub(super) fn clocked_in(model: &mut Model, env: &Env, open: OpenDay) -> Vec<Effect> {
    model.day.pause = open.day.state.pause().map(|_| open.day.state);
    model.day.open = Some(open);
    model.day.before.clear();
    let here = std::mem::take(&mut model.day.goes_on);
    let said = match model.day.pause {
        _ if here => say!("shift-here"),
        // Whoever comes back in a pause is not ready.
        Some(_) => say!("shift-open-paused"),
        None => say!("shift-open"),
    };
    tell(model, env, said);
    let mut effects = vec![Effect::Ask(Request::Shift)];
    if std::mem::take(&mut model.day.take) {
        effects.extend(super::update::act(model, env, Action::Take));
    }
    effects
}

/// The desk knows of the turns it was told, or could not write them down.
pub(super) fn turned(model: &mut Model, env: &Env, result: Result<(), super::msg::Failure>) {
    let sent = std::mem::take(&mut model.day.sent);
    match result {
        Ok(()) => _ = model.day.turns.drain(..sent.min(model.day.turns.len())),
        Err(failure) => {
            if model.day.again.is_none() {
                fail(model, env, failure);
            }
            model.day.again = Some(env.now.plus_millis(AGAIN_MS));
        }
    }
}

/// Pauses, or comes back from a pause.
pub(super) fn toggle_pause(model: &mut Model, env: &Env) {
    if model.day.pause.take().is_some() {
        tell(model, env, say!("pause-over"));
    } else {
        model.dialogs.push(Dialog::Pause(super::dialog::PauseList::default()));
    }
}

/// A client who is only looked at, as work that has not begun: for what wants to know of whom it speaks.
pub(super) fn looked_at(model: &Model, env: &Env) -> Option<Work> {
    Some(Work {
        client: model.card.client?,
        entry: None,
        dial: model.shown_work().and_then(|work| work.dial),
        direction: crate::domain::interaction::Direction::Outgoing,
        state: CallState::Preview,
        began: env.now,
        over: None,
        run: None,
        tried: Vec::new(),
        marks: Vec::new(),
    })
}
