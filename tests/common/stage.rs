//! A session driven by keys through its real loop: bytes in, frames out, the screen as a terminal would show it.

use std::sync::Arc;

use dozvon::desk::Who;
use dozvon::domain::hours::CallingHours;
use dozvon::i18n::{Lang, Message, Texts};
use dozvon::session::link::Size;
use dozvon::session::{Session, Settings};
use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::env::Env;
use dozvon::tui::keymap::{Keymap, Known};
use dozvon::tui::theme::{ColorDepth, Theme};

use super::TestClock;
use super::base::Base;

/// The actions and contexts of keymaps.
pub const KNOWN: Known<'static> = Known { contexts: CONTEXTS, actions: Action::IDS };

/// A session with a screen.
pub struct Stage {
    pub session: Session,
    pub clock: TestClock,
    terminal: vt100::Parser,
}

/// Settings of tests: the presets.
struct Presets;

impl Settings for Presets {
    fn theme(&self, name: &str) -> Result<Theme, Message> {
        Ok(Theme::load(name, &[]).unwrap().at_depth(ColorDepth::True))
    }
    fn keymap(&self, name: &str) -> Result<Keymap, Message> {
        Ok(Keymap::load(name, &[], &KNOWN).unwrap())
    }
    fn texts(&self, lang: Lang) -> Texts {
        Texts::new(lang)
    }
    fn remember(&self, _: &str, _: &str) {}
}

/// What a stage begins with.
pub struct Setting {
    pub size: (u16, u16),
    pub lang: Lang,
    pub keymap: &'static str,
    pub theme: &'static str,
    pub depth: ColorDepth,
}

impl Default for Setting {
    fn default() -> Self {
        Self { size: (120, 36), lang: Lang::Ru, keymap: "default", theme: "dark", depth: ColorDepth::True }
    }
}

impl Stage {
    /// The operator of a base on a screen of this size.
    pub fn new(base: &Base, size: (u16, u16)) -> Self {
        Self::with(base, base.operator.clone(), Setting { size, ..Setting::default() })
    }

    /// Anybody, with any setting.
    pub fn with(base: &Base, who: Who, setting: Setting) -> Self {
        let clock = base.clock.clone();
        let ticking = clock.clone();
        let env = Env {
            texts: Arc::new(Texts::new(setting.lang)),
            theme: Arc::new(Theme::load(setting.theme, &[]).unwrap().at_depth(setting.depth)),
            keymap: Arc::new(Keymap::load(setting.keymap, &[], &KNOWN).unwrap()),
            now: clock.now(),
            zone: who.zone,
            firm: "ТехОпт".into(),
            hours: CallingHours::default(),
            themes: ["dark", "light", "mono", "contrast"].map(str::to_owned).into(),
            keymaps: ["default", "vim"].map(str::to_owned).into(),
        };
        let size = Size::clamped(setting.size.0, setting.size.1);
        let clock_fn = Arc::new(move || ticking.now());
        let session =
            Session::new(Arc::clone(&base.desk), who, clock_fn, env, Box::new(Presets), size).unwrap();
        let terminal = vt100::Parser::new(
            std::num::NonZeroU16::new(setting.size.1).unwrap(),
            std::num::NonZeroU16::new(setting.size.0).unwrap(),
            0,
        );
        let mut stage = Self { session, clock, terminal };
        stage.settle();
        stage
    }

    /// Does what waits and shows the frame.
    pub fn settle(&mut self) {
        self.session.settle();
        self.session.work_off();
        self.session.look_around();
        self.session.work_off();
        let bytes = self.session.frame();
        self.terminal.process(&bytes);
        self.whole();
    }

    /// A terminal that was fed frame by frame must show what one shows that gets the last frame whole.
    #[track_caller]
    fn whole(&mut self) {
        let (rows, cols) = self.terminal.screen().size();
        let mut fresh = vt100::Parser::new(rows, cols, 0);
        self.session.resize(Size::clamped(cols.get(), rows.get()));
        let bytes = self.session.frame();
        fresh.process(&bytes);
        assert_eq!(text_of(self.terminal.screen()), text_of(fresh.screen()));
    }

    /// Presses keys: names apart by spaces, `'…'` types a text, one character is itself.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for bytes in bytes_of_all(keys) {
            self.press(&bytes);
        }
        self
    }

    /// As [`Stage::keys`], all at once: the last key is pressed before the first is answered.
    pub fn rush(&mut self, keys: &str) -> &mut Self {
        for bytes in bytes_of_all(keys) {
            self.session.feed(&bytes);
            self.session.settle();
        }
        self.settle();
        self
    }

    /// As [`Stage::keys`], each key worked off and none of them drawn: for a whole day of keys.
    pub fn blind(&mut self, keys: &str) -> &mut Self {
        for bytes in bytes_of_all(keys) {
            self.session.feed(&bytes);
            self.look();
        }
        self
    }

    /// Does what waits, and draws nothing.
    pub fn look(&mut self) {
        self.session.settle();
        self.session.work_off();
        self.session.look_around();
        self.session.work_off();
    }

    fn press(&mut self, bytes: &[u8]) {
        self.session.feed(bytes);
        self.settle();
    }

    /// Puts a text in from the clipboard.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        let bytes = [b"\x1b[200~", text.as_bytes(), b"\x1b[201~"].concat();
        self.press(&bytes);
        self
    }

    /// Clicks on the first place where this text stands.
    pub fn click(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
        let col = line.split(text).next().unwrap().chars().count();
        let bytes = format!("\x1b[<0;{};{}M\x1b[<0;{};{}m", col + 1, row + 1, col + 1, row + 1);
        self.press(bytes.as_bytes());
        self
    }

    /// Lets time pass.
    pub fn wait(&mut self, ms: i64) -> &mut Self {
        self.clock.forward(ms);
        self.settle();
        self
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.session.resize(Size::clamped(size.0, size.1));
        self.terminal
            .screen_mut()
            .set_size(std::num::NonZeroU16::new(size.1).unwrap(), std::num::NonZeroU16::new(size.0).unwrap());
        self.settle();
        self
    }

    /// The screen as text, without spaces at line ends.
    pub fn screen(&self) -> String {
        text_of(self.terminal.screen())
    }

    /// The terminal.
    pub fn terminal(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    /// Whether a text stands on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// Asserts that a text stands on the screen.
    #[track_caller]
    pub fn see(&mut self, text: &str) -> &mut Self {
        assert!(self.shows(text), "«{text}» is not on the screen:\n{}", self.screen());
        self
    }

    /// Asserts that a text does not stand on the screen.
    #[track_caller]
    pub fn see_no(&mut self, text: &str) -> &mut Self {
        assert!(!self.shows(text), "«{text}» is on the screen:\n{}", self.screen());
        self
    }
}

/// A screen as text, without spaces at line ends.
fn text_of(screen: &vt100::Screen) -> String {
    let (rows, cols) = screen.size();
    let line = |row| {
        let cells = (0..cols.get()).filter_map(|col| screen.cell(row, col));
        let text: String = cells
            .filter(|cell| !cell.is_wide_continuation())
            .map(|cell| if cell.has_contents() { cell.contents() } else { " " })
            .collect();
        text.trim_end().to_owned()
    };
    (0..rows.get()).map(line).collect::<Vec<_>>().join("\n")
}

/// What a terminal sends for a key.
fn bytes_of(key: &str) -> Vec<u8> {
    let fixed: &[u8] = match key {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Shift+Tab" => b"\x1b[Z",
        "Space" => b" ",
        "Backspace" => b"\x7f",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "PageUp" => b"\x1b[5~",
        "PageDown" => b"\x1b[6~",
        "Delete" => b"\x1b[3~",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "Alt+Enter" => b"\x1b\r",
        "F1" => b"\x1bOP",
        "F2" => b"\x1bOQ",
        "F3" => b"\x1bOR",
        "F4" => b"\x1bOS",
        "F5" => b"\x1b[15~",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        "F8" => b"\x1b[19~",
        "F9" => b"\x1b[20~",
        "F10" => b"\x1b[21~",
        "F12" => b"\x1b[24~",
        _ => b"",
    };
    if !fixed.is_empty() {
        return fixed.to_vec();
    }
    if let Some(letter) = key.strip_prefix("Ctrl+") {
        return vec![letter.as_bytes()[0].to_ascii_uppercase() & 0x1f];
    }
    if let Some(rest) = key.strip_prefix("Alt+") {
        return [b"\x1b", rest.as_bytes()].concat();
    }
    assert_eq!(key.chars().count(), 1, "unknown key {key}");
    key.as_bytes().to_vec()
}

/// The bytes of each key of a line of keys: see [`Stage::keys`].
fn bytes_of_all(keys: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut rest = keys.trim_start();
    while !rest.is_empty() {
        if let Some(text) = rest.strip_prefix('\'') {
            let (text, tail) = text.split_once('\'').expect("a closing quote");
            all.extend(text.chars().map(|c| c.to_string().into_bytes()));
            rest = tail.trim_start();
            continue;
        }
        let (key, tail) = rest.split_once(' ').unwrap_or((rest, ""));
        all.push(bytes_of(key));
        rest = tail.trim_start();
    }
    all
}
