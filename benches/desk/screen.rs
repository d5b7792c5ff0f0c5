//! Frames: from the bytes of a key to the bytes for the terminal, through the real session.

use std::sync::Arc;

use dozvon::bench::base::{Base, now};
use dozvon::bench::times::Times;
use dozvon::domain::hours::CallingHours;
use dozvon::i18n::{Lang, Message, Texts};
use dozvon::session::link::Size;
use dozvon::session::{Session, Settings};
use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::env::Env;
use dozvon::tui::keymap::{Keymap, Known};
use dozvon::tui::theme::{ColorDepth, Theme};

use super::print::{line, micros};

const KNOWN: Known<'static> = Known { contexts: CONTEXTS, actions: Action::IDS };
/// How often the shift of keys is gone through.
const ROUNDS: usize = 40;

/// What an operator presses: the queue, a client, his panes, the search, the palette, the help.
const KEYS: &[&str] = &[
    "\x1b[B", "\x1b[B", "\x1b[B", "\x1b[B", "\x1b[A", " ", "\t", "\x1b[B", "\t", "\t", "\x1b[B", "\t", "z",
    "z", "\x1bOR", "р", "о", "м", "а", "ш", "к", "а", "\x1b[B", "\x1b", "\x1bOR", "4", "9", "5", "0", "1",
    "\x1b", "\x0b", "п", "р", "и", "\x1b", "\x1bOP", "\x1b", "n", "с", "л", "о", "в", "о", "\x1b", "?",
    "\x1b", "6", " ", "\x1b",
];

/// Settings of a session that never changes them.
struct Presets;

impl Settings for Presets {
    fn theme(&self, name: &str) -> Result<Theme, Message> {
        Ok(theme(name))
    }

    fn keymap(&self, _: &str) -> Result<Keymap, Message> {
        Ok(keymap())
    }

    fn texts(&self, lang: Lang) -> Texts {
        Texts::new(lang)
    }

    fn remember(&self, _: &str, _: &str) {}
}

fn theme(name: &str) -> Theme {
    Theme::load(name, &[]).expect("a preset").at_depth(ColorDepth::True)
}

fn keymap() -> Keymap {
    Keymap::load("default", &[], &KNOWN).expect("a preset")
}

/// A session of the operator.
pub(crate) fn session(base: &Base, size: (u16, u16)) -> Session {
    let env = Env {
        texts: Arc::new(Texts::new(Lang::Ru)),
        theme: Arc::new(theme("dark")),
        keymap: Arc::new(keymap()),
        now: now(),
        zone: base.operator.zone,
        firm: "ТехОпт".into(),
        hours: CallingHours::default(),
        themes: vec!["dark".into()],
        keymaps: vec!["default".into()],
    };
    let (desk, who) = (Arc::clone(&base.desk), base.operator.clone());
    let size = Size::clamped(size.0, size.1);
    Session::new(desk, who, Arc::new(now), env, Box::new(Presets), size).expect("a session")
}

/// Goes through the keys and reports.
pub(crate) fn measure(base: &Base, size: (u16, u16)) {
    let mut session = session(base, size);
    session.work_off();
    let _ = session.frame();
    let (mut keys, mut answers, mut idle, mut whole) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    let mut written = 0;
    for _ in 0..ROUNDS {
        for key in KEYS {
            // The answer of the desk comes on another thread and is drawn when it is there.
            written += keys
                .take(|| {
                    session.feed(key.as_bytes());
                    session.settle();
                    session.frame()
                })
                .len();
            session.work_off();
            written += answers.take(|| session.frame()).len();
            session.look_around();
            session.work_off();
            let _ = session.frame();
            let nothing = idle.take(|| session.frame());
            assert!(nothing.is_empty(), "a frame in which nothing has changed was written");
        }
        session.resize(Size::clamped(size.0, size.1));
        written += whole.take(|| session.frame()).len();
    }
    let name = |what: &str| format!("{}×{}: {what}", size.0, size.1);
    let budget = Some(micros(5_000));
    line(&name("key → frame"), &keys, budget, None);
    line(&name("answer of the desk → frame"), &answers, budget, None);
    line(&name("the whole screen anew"), &whole, budget, None);
    line(&name("nothing changed, nothing written"), &idle, None, None);
    println!("    {} bytes a key", written / (ROUNDS * KEYS.len()));
}
