//! Frames: from the bytes of a key to the bytes for the terminal, through the real session.

use std::sync::Arc;

use crate::bench::base::{Base, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::times::Times;
use crate::domain::hours::CallingHours;
use crate::i18n::{Lang, Message, Texts};
use crate::say;
use crate::session::link::Size;
use crate::session::{Session, Settings};
use crate::tui::action::{Action, CONTEXTS};
use crate::tui::env::Env;
use crate::tui::keymap::{Keymap, Known};
use crate::tui::theme::{ColorDepth, Theme};

use super::{KEY, Report};

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
    fn theme(&self, _: &str) -> std::result::Result<Theme, Message> {
        Err(say!("bench-failed", why = "a theme was changed"))
    }

    fn keymap(&self, _: &str) -> std::result::Result<Keymap, Message> {
        Err(say!("bench-failed", why = "a keymap was changed"))
    }

    fn texts(&self, lang: Lang) -> Texts {
        Texts::new(lang)
    }

    fn remember(&self, _: &str, _: &str) {}
}

/// A session of the operator.
pub(super) fn session(base: &Base, size: (u16, u16)) -> Result<Session> {
    let theme = Theme::load("dark", &[]).map_err(|error| BenchError::wrong(error.to_string()))?;
    let keymap =
        Keymap::load("default", &[], &KNOWN).map_err(|error| BenchError::wrong(error.to_string()))?;
    let env = Env {
        texts: Arc::new(Texts::new(Lang::Ru)),
        theme: Arc::new(theme.at_depth(ColorDepth::True)),
        keymap: Arc::new(keymap),
        now: now(),
        zone: base.operator.zone,
        firm: "ТехОпт".into(),
        hours: CallingHours::default(),
        themes: vec!["dark".into()],
        keymaps: vec!["default".into()],
    };
    let (desk, who) = (Arc::clone(&base.desk), base.operator.clone());
    let size = Size::clamped(size.0, size.1);
    Ok(Session::new(desk, who, Arc::new(now), env, Box::new(Presets), size)?)
}

/// Goes through the keys and reports.
pub(super) fn measure(base: &Base, size: (u16, u16), report: &mut Report<'_>) -> Result<()> {
    let mut session = session(base, size)?;
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
            if !nothing.is_empty() {
                return Err(BenchError::wrong("a frame in which nothing has changed was written"));
            }
        }
        session.resize(Size::clamped(size.0, size.1));
        written += whole.take(|| session.frame()).len();
    }
    let name = |what: &str| format!("{}×{}: {what}", size.0, size.1);
    report.times(&name("key → frame"), &keys, Some(KEY), None);
    report.times(&name("answer of the desk → frame"), &answers, Some(KEY), None);
    report.times(&name("the whole screen anew"), &whole, Some(KEY), None);
    report.times(&name("nothing changed, nothing written"), &idle, None, None);
    report.note(format!("{} bytes a key", written / (ROUNDS * KEYS.len())));
    Ok(())
}
