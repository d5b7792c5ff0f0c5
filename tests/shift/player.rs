//! An operator who works by keys, and what must hold at every key.

use std::collections::BTreeMap;

use dozvon::desk::day::{EndsOf, LooseEnd};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::ids::{CallListId, ClientId, QueueEntryId};
use dozvon::domain::interaction::Direction;
use dozvon::domain::phone::Phone;
use dozvon::domain::queue::{EntryKind, QueueEntry};
use dozvon::domain::stop::StopEntry;
use dozvon::domain::time::{HOUR_MS, MINUTE_MS, Moment};
use dozvon::session::port::Call;
use dozvon::store::Reads;
use dozvon::tui::dialog::Dialog;
use dozvon::tui::model::CallState;

use crate::common::base::Base;
use crate::common::stage::Stage;
use crate::dice::Dice;
use crate::furnish::{CITIES, CLIENTS, furnish, phone};

/// Length of the shift, in hours.
pub const HOURS: i64 = 8;
/// When the shift begins.
const BEGINS: &str = "2026-11-11T09:00:00+03:00";
/// How often an outgoing call ends with which key, in a hundred.
const OUTGOING: [(char, usize); 11] = [
    ('1', 8),
    ('2', 15),
    ('3', 9),
    ('4', 16),
    ('5', 6),
    ('6', 20),
    ('7', 8),
    ('8', 6),
    ('9', 5),
    ('0', 4),
    ('-', 3),
];
/// The same of one that came in.
const INCOMING: [(char, usize); 8] =
    [('1', 40), ('2', 20), ('3', 10), ('4', 8), ('5', 8), ('6', 4), ('7', 4), ('0', 6)];
/// Pauses: the key, after which share of the calls in a hundred, for how many minutes.
const PAUSES: [(char, usize, i64); 4] = [('1', 25, 12), ('2', 50, 40), ('1', 70, 16), ('4', 85, 10)];

/// A result that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub client: ClientId,
    pub key: char,
    pub incoming: bool,
}

/// The operator.
pub struct Player {
    pub base: Base,
    pub stage: Stage,
    pub list: CallListId,
    /// Results that stand, in order.
    pub given: Vec<Given>,
    /// How often what was done: a shift in which something never happens proves nothing of it.
    pub seen: BTreeMap<&'static str, usize>,
    /// Numbers whose owners have forbidden calls, and by which result.
    pub stopped: Vec<(usize, Phone)>,
    seed: u64,
    pub dice: Dice,
    pressed: Vec<String>,
}

impl Drop for Player {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let from = self.pressed.len().saturating_sub(40);
            eprintln!(
                "DOZVON_SEED={} at {:?}, results {}",
                self.seed,
                self.base.clock.now(),
                self.given.len()
            );
            eprintln!("{}\n{:?}", self.pressed[from..].join("  "), self.stage.session.model().notice);
            eprintln!("{}", self.stage.screen());
        }
    }
}

impl Player {
    /// Clocks in.
    pub fn begin(seed: u64) -> Self {
        let base = Base::empty();
        let list = furnish(&base);
        base.clock.set(BEGINS);
        let mut stage = Stage::new(&base, (120, 36));
        stage.session.greet();
        stage.settle();
        stage.see("Начало смены").keys("Enter");
        Self {
            base,
            stage,
            list,
            given: Vec::new(),
            seen: BTreeMap::new(),
            stopped: Vec::new(),
            seed,
            dice: Dice::new(seed),
            pressed: Vec::new(),
        }
    }

    /// Everything that was pressed, with the time that passed between.
    pub fn pressed(&self) -> &[String] {
        &self.pressed
    }

    fn now(&self) -> Moment {
        self.base.clock.now()
    }

    pub fn keys(&mut self, keys: &str) {
        self.pressed.push(keys.into());
        self.stage.blind(keys);
    }

    /// Lets time pass, and the session see it every so often.
    fn wait(&mut self, ms: i64) {
        self.pressed.push(format!("+{ms}"));
        let mut left = ms;
        while left > 0 {
            let step = left.min(30_017);
            self.base.clock.forward(step);
            self.stage.look();
            left -= step;
        }
    }

    pub fn wait_some(&mut self, from_ms: i64, to_ms: i64) {
        let more = self.dice.below(usize::try_from(to_ms - from_ms).unwrap());
        self.wait(from_ms + i64::try_from(more).unwrap());
    }

    pub fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    pub fn call_state(&self) -> Option<CallState> {
        self.stage.session.model().work.as_ref().map(|work| work.state)
    }

    pub fn asks(&self) -> bool {
        self.stage.session.model().dialogs.iter().any(|dialog| matches!(dialog, Dialog::Result(_)))
    }

    fn opened(&self) -> Moment {
        self.stage.session.model().day.open.as_ref().unwrap().day.opened
    }

    /// Works until so many results stand.
    pub fn work(&mut self, calls: usize) {
        let pauses: i64 = PAUSES.iter().map(|(.., minutes)| minutes * MINUTE_MS).sum();
        let slot = (HOURS * HOUR_MS - pauses) / i64::try_from(calls).unwrap();
        let mut paused = 0;
        let mut rested = 0;
        while self.given.len() < calls {
            let done = self.given.len();
            if let Some((key, _, minutes)) =
                PAUSES.get(paused).filter(|(_, share, _)| done * 100 >= share * calls)
            {
                self.pause(*key, *minutes);
                rested += minutes * MINUTE_MS;
                paused += 1;
            }
            // Nobody is faster than his shift is long.
            let begins = self.opened().plus_millis(rested + slot * i64::try_from(done).unwrap());
            let early = begins.millis() - self.now().millis();
            if early > 0 && calls > 100 {
                self.wait(early);
            }
            match self.dice.below(16) {
                0 | 1 => self.answered(),
                2 => self.missed(),
                3 => self.skipped(),
                _ => self.called(),
            }
            // A frame now and then: every other test looks at frames.
            if self.given.len().is_multiple_of(8) {
                self.stage.settle();
            }
        }
    }

    /// Closes the shift; sees to every loose end first.
    pub fn go_home(&mut self) {
        let ends = self.opened().plus_millis(HOURS * HOUR_MS);
        self.wait((ends.millis() - self.now().millis()).max(0));
        for _ in 0..60 {
            self.keys("Ctrl+E");
            if self.stage.session.model().dialogs.iter().any(|dialog| matches!(dialog, Dialog::DayEnd(_))) {
                self.stage.settle();
                self.stage.see("Смена закрыта").see("Сумма состояний");
                return;
            }
            let loose = self.base.desk.query(&self.base.operator, self.now(), &EndsOf).unwrap();
            self.saw("loose");
            self.stage.settle();
            match loose.first() {
                Some(LooseEnd::Overdue { entry, .. } | LooseEnd::Unkept { entry, .. }) => {
                    // The first of them is under the cursor; one that sleeps stands in no row, and is opened.
                    let model = self.stage.session.model();
                    if model.work.is_none() {
                        assert_eq!(model.queue.row().map(|row| row.entry.id), Some(*entry));
                        self.keys("Enter");
                    } else {
                        self.saw("sleeping loose end");
                    }
                    let work = self.stage.session.model().work.as_ref();
                    assert_eq!(work.map(|work| work.client), loose[0].client());
                    self.pressed.push(format!("{:?}", self.entry(*entry)));
                    self.through_or_later(*entry);
                }
                Some(LooseEnd::Taken { .. }) => self.keys("Enter x"),
                Some(LooseEnd::Pause) => self.keys("F12"),
                _ => panic!("the shift is not closed: {loose:?}"),
            }
        }
        panic!("the shift does not end");
    }

    fn pause(&mut self, key: char, minutes: i64) {
        self.keys(&format!("F12 {key}"));
        assert!(self.stage.session.model().day.pause.is_some());
        self.keys("Space");
        assert_eq!(self.call_state(), None, "nobody is taken on a pause");
        self.wait(minutes * MINUTE_MS);
        self.keys("F12");
        assert!(self.stage.session.model().day.pause.is_none());
        self.saw("pause");
    }

    /// Takes the next contact; waits while there is none.
    fn take(&mut self) -> QueueEntryId {
        for _ in 0..60 {
            self.keys("Space");
            if let Some(work) = &self.stage.session.model().work {
                assert_eq!(work.state, CallState::Preview);
                return work.entry.expect("a contact of the queue");
            }
            self.saw("idle");
            self.wait(MINUTE_MS);
        }
        panic!("nobody to call for an hour");
    }

    fn skipped(&mut self) {
        let entry = self.take();
        let before = self.entry(entry);
        self.wait_some(1_000, 5_000);
        let reason = 1 + self.dice.below(4);
        self.keys(&format!("s {reason}"));
        assert_eq!(self.call_state(), None);
        let after = self.entry(entry);
        assert_eq!(
            (after.attempts, after.marks.skips.len()),
            (before.attempts, before.marks.skips.len() + 1)
        );
        self.saw("skip");
        if self.dice.one_in(3) {
            self.keys("Ctrl+Z");
            assert_eq!(self.entry(entry).marks.skips, before.marks.skips);
            self.saw("skip taken back");
        }
        if self.call_state().is_some() {
            self.keys("x");
        }
    }

    fn entry(&self, id: QueueEntryId) -> QueueEntry {
        Reads(self.base.store.as_ref()).find::<QueueEntry>(id).unwrap().unwrap().record
    }

    /// A call from the queue.
    fn called(&mut self) {
        let entry = self.take();
        self.through(entry);
    }

    /// Calls; or, where the client's hours are over, promises another time.
    fn through_or_later(&mut self, entry: QueueEntryId) {
        self.keys("Ctrl+G");
        if self.call_state() == Some(CallState::Talking) {
            self.may_be_dialled(entry);
            self.escape();
            self.wait_some(5_000, 25_000);
            self.keys("Ctrl+G");
            self.result(&OUTGOING);
            return;
        }
        let work = self.stage.session.model().work.as_ref().unwrap();
        let client = work.client;
        self.keys("2 'завтра в 15' Enter");
        assert_eq!(self.call_state(), None, "the promise is moved");
        self.given.push(Given { client, key: '2', incoming: false });
        self.saw("moved promise");
    }

    /// From the card to the result.
    fn through(&mut self, entry: QueueEntryId) {
        self.wait_some(2_000, 15_000);
        self.keys("Ctrl+G");
        if self.call_state() != Some(CallState::Talking) {
            // His hour may have ended while the card was looked at.
            self.saw("not dialled");
            self.keys("x");
            self.wait(MINUTE_MS);
            return;
        }
        self.may_be_dialled(entry);
        self.wait_some(5_000, 25_000);
        self.script();
        if self.dice.one_in(4) {
            self.keys("n 'просил прайс; обсудить скидку' Enter");
            self.saw("note");
        }
        if self.dice.one_in(20) {
            self.rung_in_between();
        }
        if self.dice.one_in(8) {
            self.next_number(entry);
        }
        self.wait_some(2_000, 50_000);
        self.keys("Ctrl+G");
        assert_eq!(self.call_state(), Some(CallState::Ended));
        let late = self.dice.one_in(25);
        self.wait_some(1_000, if late { 100_000 } else { 9_000 });
        self.result(&OUTGOING);
    }

    /// Reads a step or two of the script.
    fn script(&mut self) {
        self.escape();
        for _ in 0..self.dice.below(3) {
            // Where the script asks nothing, digits are results.
            let Some(answers) = self.stage.session.model().answers().filter(|answers| *answers > 0) else {
                return;
            };
            let answer = 1 + self.dice.below(answers);
            self.keys(&answer.to_string());
            self.escape();
            assert_eq!(self.call_state(), Some(CallState::Talking));
        }
    }

    /// Leaves the question of the script that is open.
    fn escape(&mut self) {
        for _ in 0..3 {
            if self.stage.session.model().dialogs.is_empty() {
                return;
            }
            self.keys("Esc");
        }
        panic!("a dialog that is not left");
    }

    fn next_number(&mut self, entry: QueueEntryId) {
        let dialled = |player: &Self| player.stage.session.model().work.as_ref().unwrap().dial;
        let before = dialled(self);
        self.keys("+");
        self.escape();
        assert_eq!(self.call_state(), Some(CallState::Talking));
        if dialled(self) != before {
            self.may_be_dialled(entry);
            self.saw("next number");
        }
    }

    /// Nobody who has forbidden it is dialled, and nobody more often than is allowed.
    fn may_be_dialled(&self, entry: QueueEntryId) {
        let work = self.stage.session.model().work.as_ref().unwrap();
        let dial = work.dial.unwrap();
        assert!(self.stopped.iter().all(|(_, phone)| !phone.same_line(&dial.phone)), "{dial:?} has a stop");
        for stop in Reads(self.base.store.as_ref()).all::<StopEntry>().unwrap() {
            let forbids = stop.holds(self.now())
                && stop.forbids(work.client, dial.person, &dial.phone, Purpose::Advertising, Some(self.list));
            assert!(!forbids, "{dial:?} is forbidden by {stop:?}");
        }
        let entry = self.entry(entry);
        // What the client was promised is kept whatever was tried before.
        let asked = matches!(entry.kind, EntryKind::Promise | EntryKind::Hot);
        assert!(asked || entry.attempts < entry.max_attempts, "{entry:?}");
        let held = work.entry.map(|_| self.base.operator.user);
        assert_eq!(entry.holder(self.now()), held);
    }

    /// A number of somebody on the list.
    fn some_number(&mut self) -> Phone {
        let n = self.dice.below(usize::try_from(CLIENTS).unwrap());
        Phone::parse(&phone(CITIES[n % CITIES.len()].1, 10 * n as u64)).unwrap()
    }

    fn ring(&mut self) {
        let number = self.some_number();
        self.pressed.push(format!("☎{number}"));
        self.stage.session.called(Call::Rings(number));
        self.stage.look();
        assert!(self.stage.session.model().ring.call.is_some());
    }

    /// A client calls, and nobody answers.
    fn missed(&mut self) {
        self.ring();
        self.wait(91_000);
        assert!(self.stage.session.model().ring.call.is_none());
        self.saw("missed");
    }

    /// A client calls while nobody is worked on.
    fn answered(&mut self) {
        self.ring();
        self.wait_some(1_000, 8_000);
        self.keys("Space");
        self.talk_in();
        self.saw("incoming");
    }

    /// A client calls in the middle of a call: back to it afterwards.
    fn rung_in_between(&mut self) {
        let before = self.stage.session.model().work.as_ref().map(|work| (work.client, work.entry));
        self.keys("n 'недопис'");
        self.ring();
        self.keys("Ctrl+G");
        self.talk_in();
        self.keys("Space");
        let work = self.stage.session.model().work.as_ref().map(|work| (work.client, work.entry));
        assert_eq!(work, before);
        assert_eq!(self.call_state(), Some(CallState::Talking));
        self.keys("Enter");
        self.escape();
        self.saw("interrupted");
    }

    fn talk_in(&mut self) {
        let work = self.stage.session.model().work.as_ref().expect("the caller is known");
        assert_eq!((work.direction, work.state), (Direction::Incoming, CallState::Talking));
        self.wait_some(5_000, 40_000);
        self.keys("Ctrl+G");
        self.wait_some(1_000, 6_000);
        self.result(&INCOMING);
    }
}
