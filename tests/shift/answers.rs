//! Giving results: the key, the answers it wants, and at times taking it back.

use dozvon::domain::ids::ClientId;
use dozvon::domain::interaction::Direction;
use dozvon::domain::outcome::Ask;
use dozvon::tui::dialog::Dialog;
use dozvon::tui::model::CallState;

use crate::player::{Given, Player};

/// When a client wants to be called again.
const WHEN: [&str; 9] = [
    "через 20 минут",
    "через час",
    "через 2 часа",
    "завтра в 11",
    "завтра в обед",
    "в 15:30",
    "послезавтра",
    "в пн после обеда",
    "на следующей неделе",
];

impl Player {
    /// Gives a result; sometimes takes it back and gives another one.
    pub fn result(&mut self, weights: &[(char, usize)]) {
        let work = self.stage.session.model().work.as_ref().unwrap();
        let (client, incoming) = (work.client, work.direction == Direction::Incoming);
        let dial = work.dial.unwrap();
        let parked = self.stage.session.model().ring.parked.len();
        let mut taken_back = None;
        for left in (0..2).rev() {
            let key = self.weighed(weights);
            self.keys(&key.to_string());
            if taken_back == Some(key) {
                self.confirm();
            } else {
                self.answer(key, incoming);
            }
            assert!(!self.asks(), "the questions of {key} are answered");
            assert_eq!(self.call_state(), None, "the result {key} is recorded");
            self.given.push(Given { client, key, incoming });
            self.saw(if incoming { "result of a call that came in" } else { "result" });
            if key == '0' {
                self.stopped.push((self.given.len(), dial.phone));
                self.saw("stop");
            }
            if left == 0 || parked > 0 || !self.dice.one_in(10) {
                return;
            }
            self.take_back(key, client);
            taken_back = Some(key);
            self.wait_some(500, 5_000);
        }
    }

    fn take_back(&mut self, key: char, client: ClientId) {
        self.wait_some(500, 6_000);
        // At times the next client is on the screen already.
        if self.dice.one_in(2) {
            self.keys("Space");
        }
        self.keys("Ctrl+Z");
        if key == '0' {
            self.keys("'не тот клиент' Enter");
            self.stopped.retain(|(at, _)| *at != self.given.len());
        }
        let work = self.stage.session.model().work.as_ref().expect("the call is there again");
        assert_eq!((work.client, work.state), (client, CallState::Ended));
        self.given.pop();
        self.saw("undo");
    }

    fn weighed(&mut self, weights: &[(char, usize)]) -> char {
        let mut throw = self.dice.below(weights.iter().map(|(_, weight)| weight).sum());
        for (key, weight) in weights {
            match throw.checked_sub(*weight) {
                Some(less) => throw = less,
                None => return *key,
            }
        }
        unreachable!("the weights are summed up")
    }

    /// Lets the answers of a result stand that was taken back: they are there again.
    fn confirm(&mut self) {
        for _ in 0..4 {
            if !self.asks() {
                return;
            }
            self.keys("Enter");
        }
    }

    /// Answers what the result on a key wants to know.
    fn answer(&mut self, key: char, incoming: bool) {
        let Some(Dialog::Result(form)) = self.stage.session.model().dialogs.last() else { return };
        let asks = form.outcome().asks.clone();
        for ask in asks {
            self.wait_some(300, 3_000);
            match ask {
                Ask::When => self.when(),
                Ask::Reason if self.dice.one_in(4) => self.keys("'свой поставщик' Enter"),
                Ask::Reason => {
                    let reason = 1 + self.dice.below(4);
                    self.keys(&reason.to_string());
                }
                Ask::Source => self.keys("'Сайт' Enter"),
                Ask::Deal => {
                    self.deal();
                    self.saw("deal");
                }
                Ask::StopScope => {
                    let scope = 1 + self.dice.below(3);
                    self.keys(&scope.to_string());
                }
                Ask::Contact if self.dice.one_in(2) => self.keys("'Анна Сергеевна' Enter Enter"),
                Ask::Contact => self.keys("Enter"),
            }
        }
        if self.asks() {
            // Whether what was planned is settled.
            assert!(incoming, "the result {key} asks on");
            let settles = if self.dice.one_in(2) { "Enter" } else { "2" };
            self.keys(settles);
            self.saw("settles");
        }
    }

    /// A sale: a sum in the deal that is offered.
    fn deal(&mut self) {
        let clear = "Backspace ".repeat(12);
        self.keys(&format!("{clear} '120к' Enter"));
    }

    /// Says when, in words; takes what is offered when that hour will not do.
    fn when(&mut self) {
        for round in 0..8 {
            let words = *self.dice.of(&WHEN);
            let clear = "Backspace ".repeat(if round == 0 { 0 } else { 60 });
            let whose = if self.dice.one_in(3) { "Tab" } else { "" };
            self.keys(&format!("{clear} '{words}' {whose}"));
            self.keys("Enter");
            if self.asks() {
                self.saw("another hour");
                self.keys("1");
            }
            if !self.asks() {
                self.saw("callback");
                return;
            }
        }
        panic!("no hour will do");
    }
}
