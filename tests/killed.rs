//! S2, S4, S5 and S7 in a real terminal with a kill -9 at a random moment: the operator starts the program again, goes on with what
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
#[path = "scenarios/winter.rs"]
mod winter;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use common::base::{Base, Row, moment};
use common::program::Program;
use dice::{Dice, seed, times};
use dozvon::desk::deals::{NewDeal, OpenDeal};
use dozvon::desk::result::Answers;
use dozvon::domain::deal::Deal;
use dozvon::domain::interaction::{Direction, Interaction, Note};
use dozvon::domain::queue::QueueEntry;
use dozvon::domain::stop::StopEntry;
use dozvon::store::local::{EngineKind, LocalStore};
use dozvon::store::{Reads, Store};

const NAME: &str = "Иванова О.";
/// Nothing takes so long.
const NEVER: Duration = Duration::from_secs(30);
/// More keys than a scenario has.
const MOST: usize = 40;
/// Who calls in S2.
const CALLER: &str = "8 (495) 012-34-56";
/// What the operator is writing when he calls.
const WORDS: &str = "перезвонит бухгалтер";

/// What the operator sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Morning,
    Ready,
    Card,
    Talk,
    /// A step of the script.
    Step(usize),
    Ended,
    StopAsked,
    DealAsked,
    /// A note, and whether all of the words stand in it.
    Note(bool),
    Ringing,
    /// The client who called himself is on the line, or his result is wanted.
    Caller,
    SettlesAsked,
}

/// What he does then.
enum Act {
    Keys(&'static str),
    /// Types, and waits until this is said.
    Until(String, &'static str),
    /// Somebody calls.
    Rings,
}

/// What the operator remembers over a kill, because it was said, or stands in the history.
#[derive(Clone, Copy, Debug, Default)]
struct Memory {
    /// The call of the caller has its result.
    settled: bool,
    /// The note is saved.
    noted: bool,
}

/// A scenario: what it begins with, what ends it, and what is done at each sight.
struct Scenario {
    prepare: fn(&Path),
    recorded: &'static str,
    /// The sights whose key is the last one.
    last: &'static [Sight],
    sight: fn(&str) -> Option<Sight>,
    act: fn(Sight, Memory) -> Act,
    /// Whether the history holds all of it.
    is_done: fn(&LocalStore) -> bool,
}

/// S2: a known client rings in the middle of a call, a note half written.
const S2: Scenario = Scenario {
    prepare: interrupted,
    recorded: "Нет ответа: повтор",
    last: &[Sight::Ended],
    sight: |screen| {
        let shows = |text: &str| screen.contains(text);
        match () {
            () if shows("Начало смены") => Some(Sight::Morning),
            () if shows("закрыто? Д/Н") => Some(Sight::SettlesAsked),
            () if shows("☎ ВХОД") => Some(Sight::Ringing),
            () if shows("Заметка:") => Some(Sight::Note(shows(WORDS))),
            () if shows("1  Решено") => Some(Sight::Caller),
            // Whose result is wanted is seen by what there is to choose from: a frame comes in pieces.
            () => in_call(screen).filter(|sight| *sight != Sight::Ended || shows("1  Продажа")),
        }
    },
    act: |sight, memory| match sight {
        Sight::Morning => Act::Keys("\r"),
        Sight::Ready => Act::Keys(" "),
        Sight::Card | Sight::Ringing => Act::Keys("\x07"),
        Sight::Step(2) if !memory.noted => Act::Keys("n"),
        Sight::Step(2) => Act::Keys("\x07"),
        // Whatever is left of the words goes, and all of them are typed.
        Sight::Note(false) => Act::Until(format!("{}{WORDS}", "\x7f".repeat(40)), WORDS),
        Sight::Note(true) if !memory.settled => Act::Rings,
        Sight::Note(true) => Act::Until("\r".into(), "Заметка сохранена"),
        Sight::SettlesAsked => Act::Until("\r".into(), "Решено: записано"),
        Sight::Ended => Act::Keys("6"),
        _ => Act::Keys("1"),
    },
    is_done: |store| Reads(store).all::<Interaction>().unwrap().len() >= 3,
};

/// S4: the script with its questions, and the deal.
const S4: Scenario = Scenario {
    prepare: |home| {
        let base = Base::empty_in(&home.join("data"));
        let list = winter::winter(&base);
        base.client(Row::new("Альтаир", "Омск").phone("8 (3812) 01-22-33"));
        base.enlist(list);
    },
    recorded: " · КП до ",
    last: &[Sight::DealAsked],
    sight: |screen| {
        let shows = |text: &str| screen.contains(text);
        match () {
            () if shows("Начало смены") => Some(Sight::Morning),
            () if shows("какая сделка?") => Some(Sight::DealAsked),
            () => in_call(screen),
        }
    },
    act: |sight, _| match sight {
        Sight::Morning => Act::Keys("\r"),
        Sight::Ready => Act::Keys(" "),
        Sight::Card | Sight::Step(6) => Act::Keys("\x07"),
        Sight::Step(2 | 3) => Act::Keys("2"),
        Sight::Step(4) => Act::Keys("\x7f\x7f\x7f15\r"),
        Sight::DealAsked => Act::Keys("120000\r"),
        _ => Act::Keys("1"),
    },
    is_done: |store| !Reads(store).all::<Deal>().unwrap().is_empty(),
};

/// Nobody answers: a result from the card.
const S5: Scenario = Scenario {
    prepare: small,
    recorded: "Нет ответа: повтор",
    last: &[Sight::Card, Sight::Ended],
    sight: in_work,
    act: |sight, _| match sight {
        Sight::Morning | Sight::StopAsked => Act::Keys("\r"),
        Sight::Ready => Act::Keys(" "),
        Sight::Talk => Act::Keys("\x07"),
        _ => Act::Keys("6"),
    },
    is_done: more_calls,
};

/// «Не звоните мне больше»: a call, its end, the prohibition.
const S7: Scenario = Scenario {
    prepare: small,
    recorded: "Записано",
    last: &[Sight::StopAsked],
    sight: in_work,
    act: |sight, _| match sight {
        Sight::Morning | Sight::StopAsked => Act::Keys("\r"),
        Sight::Ready => Act::Keys(" "),
        Sight::Card | Sight::Talk => Act::Keys("\x07"),
        _ => Act::Keys("0"),
    },
    is_done: more_calls,
};

/// What the screen shows; `None` while it is being drawn.
fn in_work(screen: &str) -> Option<Sight> {
    let shows = |text: &str| screen.contains(text);
    if shows("Начало смены") {
        Some(Sight::Morning)
    } else if shows("1  рекламные звонки") {
        Some(Sight::StopAsked)
    } else if shows("● Готов") || shows("Space вернуться") {
        // Before a shift is open as well: the call that was interrupted comes first.
        Some(Sight::Ready)
    } else if shows("○ Смотрю") {
        Some(Sight::Card)
    } else if shows("☎ Разговор") {
        Some(Sight::Talk)
    } else if shows("■ Нужен результат") {
        Some(Sight::Ended)
    } else {
        None
    }
}

/// The same where the script is read.
fn in_call(screen: &str) -> Option<Sight> {
    const STEPS: [&str; 6] = [
        "Удобно говорить?",
        "Интересно?",
        "Что у вас берут чаще?",
        "Сколько у вас магазинов?",
        "Когда нужен товар?",
        "Предложение пришлю",
    ];
    match in_work(screen)? {
        Sight::Talk => STEPS.iter().position(|text| screen.contains(text)).map(|step| Sight::Step(step + 1)),
        sight => Some(sight),
    }
}

/// Takes output in until the screen shows something else than before.
#[track_caller]
fn look(program: &mut Program, before: Option<Sight>, scenario: &Scenario) -> Option<Sight> {
    loop {
        let screen = program.screen();
        if screen.contains(scenario.recorded) {
            return None;
        }
        if let Some(now) = (scenario.sight)(&screen).filter(|now| Some(*now) != before) {
            return Some(now);
        }
        let Ok(bytes) = program.output.recv_timeout(NEVER) else {
            panic!("nothing more after {before:?}:\n{screen}")
        };
        program.take_in(&bytes);
    }
}

/// Does something; waits for what is to be said, unless the program is killed now.
fn act(home: &Path, program: &mut Program, act: Act, killed: bool) {
    match act {
        Act::Keys(keys) => _ = program.press(keys),
        Act::Until(keys, said) => {
            program.press(&keys);
            if !killed {
                program.see(said);
            }
        }
        Act::Rings => {
            let mut ring = std::process::Command::new(env!("CARGO_BIN_EXE_dozvon"));
            ring.args(["--data", home.join("data").to_str().unwrap(), "ring", CALLER]);
            let said = ring.env("DOZVON_CONFIG", home.join("config")).output().unwrap();
            assert!(said.status.success(), "{said:?}");
        }
    }
}

/// The next piece of output after an act; `None` when nothing is at hand and the screen shows what came of the act: a quick
/// machine draws it in fewer pieces, and no more need ever come.
fn piece(program: &mut Program, acted_at: Sight, scenario: &Scenario) -> Option<Vec<u8>> {
    if let Ok(bytes) = program.output.try_recv() {
        return Some(bytes);
    }
    let screen = program.screen();
    let is_over = (scenario.sight)(&screen).is_some_and(|now| now != acted_at);
    if is_over || screen.contains(scenario.recorded) {
        return None;
    }
    let Ok(bytes) = program.output.recv_timeout(NEVER) else {
        panic!("nothing more after {acted_at:?}:\n{screen}")
    };
    Some(bytes)
}

/// Plays the scenario to its end; or kills the program behind so many acts and pieces of output, and says so.
fn play(home: &Path, scenario: &Scenario, mut kill: Option<(usize, usize)>) -> bool {
    let mut memory = remembered(home);
    let mut program = Program::start(home, &["--as", NAME]);
    let mut before = None;
    for _ in 0..MOST {
        let Some(now) = look(&mut program, before, scenario) else { break };
        println!("{now:?}");
        let killed = matches!(kill, Some((0, _)));
        act(home, &mut program, (scenario.act)(now, memory), killed);
        if let Some((acts, pieces)) = &mut kill {
            if *acts == 0 {
                for _ in 0..*pieces {
                    let Some(bytes) = piece(&mut program, now, scenario) else { break };
                    program.take_in(&bytes);
                }
                let said = program.screen().contains(scenario.recorded);
                program.kill();
                assert!(!said || (scenario.is_done)(&open(home)), "said, and not there");
                return true;
            }
            *acts -= 1;
        }
        memory.settled |= now == Sight::SettlesAsked;
        memory.noted |= now == Sight::Note(true) && memory.settled;
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

/// What is done is not asked for again.
fn shows_nothing_more(home: &Path, scenario: &Scenario) {
    let mut program = Program::start(home, &["--as", NAME]);
    let now = look(&mut program, None, scenario);
    assert!(matches!(now, Some(Sight::Morning | Sight::Ready)), "{now:?}:\n{}", program.screen());
    program.press("\x11");
    assert_eq!(program.end().0, 0);
}

fn open(home: &Path) -> LocalStore {
    LocalStore::open(&home.join("data"), EngineKind::Sled, &mut |_| {}).unwrap()
}

/// What the history tells of the caller and the note.
fn remembered(home: &Path) -> Memory {
    let store = open(home);
    let reads = Reads(&store);
    let calls = reads.all::<Interaction>().unwrap();
    let noted = reads.all::<Note>().unwrap().iter().any(|note| note.text == WORDS);
    Memory { settled: calls.iter().any(|call| call.direction == Direction::Incoming), noted }
}

/// Whether there is a call the small base does not begin with.
fn more_calls(store: &LocalStore) -> bool {
    let calls = |store: &LocalStore| Reads(store).all::<Interaction>().unwrap().len();
    calls(store) > calls(&Base::small().store)
}

/// What was done, for whoever looks for what went wrong.
fn journal(home: &Path) -> Vec<String> {
    let store = open(home);
    let entries = (1..=store.last_seq()).filter_map(|seq| store.entry(seq).unwrap());
    entries
        .map(|entry| format!("{} {} {}", entry.seq, entry.origin.at.millis(), entry.origin.use_case))
        .collect()
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
        let Interaction { status, subject, text, script, promised, tried, .. } = &call.record;
        let path = script.as_ref().map(|run| &run.path);
        state.push(format!(
            "call {client:?} {person:?} {direction:?} {phone:?} {outcome:?} {entry:?} {attempt} \
             {status:?} {subject:?} {text} {path:?} {promised:?} {tried:?}"
        ));
    }
    for note in reads.all::<Note>().unwrap() {
        let Note { client, subject, author, text, .. } = &note.record;
        state.push(format!("note {client:?} {subject:?} {author:?} {text}"));
    }
    for deal in reads.all::<Deal>().unwrap() {
        let Deal { client, name, status, amount, owner, interest, .. } = &deal.record;
        let stage = deal.stage();
        state.push(format!("deal {client:?} {name} {status:?} {stage:?} {amount:?} {owner:?} {interest:?}"));
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

fn small(home: &Path) {
    drop(Base::small_in(&home.join("data")));
}

/// A client of the job, and one who rings: with a deal, and a call that was promised to him.
fn interrupted(home: &Path) {
    let base = Base::empty_in(&home.join("data"));
    let list = winter::winter(&base);
    base.client(Row::new("Вега", "Москва").phone("8 (495) 111-22-33"));
    base.enlist(list);
    let caller = base.client(Row::new("Протон", "Москва").phone(CALLER));
    let process = base.desk.catalog().unwrap().process_by_code("standard-sale").unwrap().id;
    let deal = NewDeal { name: "Телевизоры".into(), process, stage: 0, amount: None };
    base.desk.execute(&base.operator, base.clock.now(), &OpenDeal { client: caller, deal }).unwrap();
    let when = Some(moment("2026-11-10T15:00:00+03:00"));
    base.call(caller, '2', Answers { when, ..Answers::default() }, "");
}

/// A program that another thread starts holds, for a moment, the locks of all stores this process has open: one at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn survives(test: &str, scenario: &Scenario, acts: usize) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = tempfile::tempdir().unwrap();
    (scenario.prepare)(whole.path());
    assert!(!play(whole.path(), scenario, None));
    let wanted = state(whole.path());
    let mut dice = Dice::new(seed(test));
    for _ in 0..times("DOZVON_KILLS", 2) {
        let moment = (dice.below(acts), dice.below(4));
        println!("killed behind {moment:?}");
        let home = tempfile::tempdir().unwrap();
        (scenario.prepare)(home.path());
        let killed = play(home.path(), scenario, Some(moment));
        assert!(killed, "{moment:?} is behind the end");
        if (scenario.is_done)(&open(home.path())) {
            shows_nothing_more(home.path(), scenario);
        } else {
            play(home.path(), scenario, None);
        }
        assert_eq!(state(home.path()), wanted, "killed behind {moment:?}, done: {:#?}", journal(home.path()));
    }
    assert_ne!(wanted, {
        let home = tempfile::tempdir().unwrap();
        (scenario.prepare)(home.path());
        state(home.path())
    });
}

#[test]
fn whoever_rings_interrupts_nothing_for_good_whenever_the_program_is_killed() {
    survives("interrupted", &S2, 14);
}

#[test]
fn a_deal_is_made_once_with_all_its_answers_whenever_the_program_is_killed() {
    survives("deal", &S4, 11);
}

#[test]
fn no_answer_is_one_attempt_whenever_the_program_is_killed() {
    survives("no_answer", &S5, 3);
}

#[test]
fn a_prohibition_is_written_once_whenever_the_program_is_killed() {
    survives("prohibition", &S7, 6);
}
