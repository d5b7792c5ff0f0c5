//! S5 and S7 in a real terminal with a kill -9 at a random moment: the operator starts the program again, goes on with what
//! the screen shows, and the base ends as that of a shift without a kill.
//!
//! `DOZVON_SEED` gives the kills again, `DOZVON_KILLS` says how many there are of each.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot have its terminal has failed; its seed is for whoever plays it again"
)]

mod common;
#[allow(dead_code, unreachable_pub, reason = "every test file uses a part of it")]
#[path = "durable/dice.rs"]
mod dice;

use std::path::Path;
use std::time::Duration;

use common::base::Base;
use common::program::Program;
use dice::{Dice, seed, times};
use dozvon::domain::interaction::Interaction;
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::stop::StopEntry;
use dozvon::store::Reads;
use dozvon::store::local::{EngineKind, LocalStore};

const NAME: &str = "Иванова О.";
/// Nothing takes so long.
const NEVER: Duration = Duration::from_secs(30);
/// More keys than a scenario has.
const MOST: usize = 20;

/// What the operator sees, and what he presses then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Morning,
    Ready,
    Card,
    Talk,
    Ended,
    StopAsked,
}

/// A scenario: what ends it, and the key at each sight.
struct Scenario {
    recorded: &'static str,
    /// The sights whose key is the last one.
    last: &'static [Sight],
    keys: fn(Sight) -> &'static str,
}

/// Nobody answers: a result from the card.
const S5: Scenario = Scenario {
    recorded: "Нет ответа: повтор",
    last: &[Sight::Card, Sight::Ended],
    keys: |sight| match sight {
        Sight::Morning | Sight::StopAsked => "\r",
        Sight::Ready => " ",
        Sight::Card | Sight::Ended => "6",
        Sight::Talk => "\x07",
    },
};

/// «Не звоните мне больше»: a call, its end, the prohibition.
const S7: Scenario = Scenario {
    recorded: "Записано",
    last: &[Sight::StopAsked],
    keys: |sight| match sight {
        Sight::Morning | Sight::StopAsked => "\r",
        Sight::Ready => " ",
        Sight::Card | Sight::Talk => "\x07",
        Sight::Ended => "0",
    },
};

/// What the screen shows; `None` while it is being drawn.
fn sight(screen: &str) -> Option<Sight> {
    let status = |text: &str| screen.contains(text);
    if status("Начало смены") {
        Some(Sight::Morning)
    } else if status("1  рекламные звонки") {
        Some(Sight::StopAsked)
    } else if status("● Готов") {
        Some(Sight::Ready)
    } else if status("○ Смотрю") {
        Some(Sight::Card)
    } else if status("☎ Разговор") {
        Some(Sight::Talk)
    } else if status("■ Нужен результат") {
        Some(Sight::Ended)
    } else {
        None
    }
}

/// Takes output in until the screen shows something else than before.
#[track_caller]
fn look(program: &mut Program, before: Option<Sight>, recorded: &str) -> Option<Sight> {
    loop {
        let screen = program.screen();
        if screen.contains(recorded) {
            return None;
        }
        if let Some(now) = sight(&screen).filter(|now| Some(*now) != before) {
            return Some(now);
        }
        let Ok(bytes) = program.output.recv_timeout(NEVER) else {
            panic!("nothing more after {before:?}:\n{screen}")
        };
        program.take_in(&bytes);
    }
}

/// Plays the scenario to its end; or kills the program behind so many keys and pieces of output, and says so.
fn play(home: &Path, scenario: &Scenario, mut kill: Option<(usize, usize)>) -> bool {
    let mut program = Program::start(home, &["--as", NAME]);
    let mut before = None;
    for _ in 0..MOST {
        let Some(now) = look(&mut program, before, scenario.recorded) else { break };
        program.press((scenario.keys)(now));
        if let Some((keys, pieces)) = &mut kill {
            if *keys == 0 {
                for _ in 0..*pieces {
                    let bytes = program.output.recv_timeout(NEVER).unwrap();
                    program.take_in(&bytes);
                }
                let said = program.screen().contains(scenario.recorded);
                program.child.kill().unwrap();
                program.end();
                assert!(!said || is_recorded(home), "said, and not there");
                return true;
            }
            *keys -= 1;
        }
        // A frame comes in pieces: what is said stands below the state.
        if scenario.last.contains(&now) {
            break;
        }
        before = Some(now);
    }
    program.see(scenario.recorded).press("\x11");
    assert_eq!(program.end().0, 0);
    false
}

fn open(home: &Path) -> LocalStore {
    LocalStore::open(&home.join("data"), EngineKind::Sled, &mut |_| {}).unwrap()
}

/// Calls the base begins with.
fn calls(store: &LocalStore) -> usize {
    Reads(store).all::<Interaction>().unwrap().len()
}

/// Whether the result of the scenario is in the history.
fn is_recorded(home: &Path) -> bool {
    let small = Base::small();
    calls(&open(home)) > calls(&small.store)
}

/// What a scenario has come to: everything but the moments, which are those of the machine.
fn state(home: &Path) -> Vec<String> {
    let store = open(home);
    let report = store.verify(true, &mut |_| {}).unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
    let reads = Reads(&store);
    let mut state = Vec::new();
    for call in reads.all::<Interaction>().unwrap() {
        let Interaction { client, person, direction, phone, outcome, entry, attempt, .. } = &call.record;
        state.push(format!(
            "call {client:?} {person:?} {direction:?} {phone:?} {outcome:?} {entry:?} {attempt}"
        ));
    }
    for entry in reads.all::<QueueEntry>().unwrap() {
        let QueueEntry { id, client, kind, attempts, owner, state: at, phone, .. } = &entry.record;
        state.push(format!("entry {id:?} {client:?} {kind:?} {attempts} {owner:?} {at:?} {phone:?}"));
    }
    for stop in reads.all::<StopEntry>().unwrap() {
        let StopEntry { client, subject, scope, until, .. } = &stop.record;
        state.push(format!("stop {client:?} {subject:?} {scope:?} {until:?}"));
    }
    state.sort();
    state
}

fn prepared(home: &Path) {
    drop(Base::small_in(&home.join("data")));
}

fn survives(test: &str, scenario: &Scenario, keys: usize) {
    let whole = tempfile::tempdir().unwrap();
    prepared(whole.path());
    assert!(!play(whole.path(), scenario, None));
    let wanted = state(whole.path());
    let mut dice = Dice::new(seed(test));
    for _ in 0..times("DOZVON_KILLS", 3) {
        let moment = (dice.below(keys), dice.below(4));
        println!("killed behind {moment:?}");
        let home = tempfile::tempdir().unwrap();
        prepared(home.path());
        let killed = play(home.path(), scenario, Some(moment));
        assert!(killed, "{moment:?} is behind the end");
        if !is_recorded(home.path()) {
            play(home.path(), scenario, None);
        }
        assert_eq!(state(home.path()), wanted, "killed behind {moment:?}");
    }
    assert_ne!(wanted, {
        let home = tempfile::tempdir().unwrap();
        prepared(home.path());
        state(home.path())
    });
}

#[test]
fn no_answer_is_one_attempt_whenever_the_program_is_killed() {
    survives("no_answer", &S5, 3);
}

#[test]
fn a_prohibition_is_written_once_whenever_the_program_is_killed() {
    survives("prohibition", &S7, 6);
}
