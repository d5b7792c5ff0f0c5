//! PINs at the command line: from the environment, from the terminal without showing them, from the input. And what is answered by
//! one key.

use std::io::{self, BufRead, IsTerminal, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::console::{self, Wish};
use super::context::Context;
use super::fail::{Code, Fail};
use crate::domain::pin::{DIGITS_MAX, Pin};
use crate::i18n::Message;
use crate::say;

/// Asks for a PIN: hidden on a terminal, else a line of the input. `None` when it was given up, or there is none.
pub(super) fn ask(context: &Context, what: &Message) -> Result<Option<String>, Fail> {
    console::ask(Wish::Pin(context.say(what))).map_err(|error| unread(context, &error))
}

/// The same at the terminal of this very process, in these words.
///
/// # Errors
/// When the terminal or the input can't be read.
pub(super) fn ask_here(words: &str) -> io::Result<Option<String>> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        let line = line.trim().to_owned();
        return Ok((!line.is_empty()).then_some(line));
    }
    // Whoever sees the question may type at once: nothing of it is shown, or lost, before the terminal is ready.
    enable_raw_mode()?;
    let mut out = io::stderr();
    // Whoever can't be asked is not let in: nothing else depends on these words.
    let _ = write!(out, "{words} ");
    let _ = out.flush();
    let typed = hidden();
    let restored = disable_raw_mode();
    let _ = writeln!(out);
    restored.and(typed)
}

/// Digits typed at a terminal in raw mode; `None` when Esc or Ctrl+C came.
fn hidden() -> std::io::Result<Option<String>> {
    let mut typed = String::new();
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match key.code {
            KeyCode::Enter => return Ok((!typed.is_empty()).then_some(typed)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'с') if key.modifiers.contains(KeyModifiers::CONTROL) => return Ok(None),
            KeyCode::Backspace => _ = typed.pop(),
            KeyCode::Char(c) if typed.chars().count() <= DIGITS_MAX => typed.push(c),
            _ => {}
        }
    }
}

/// The terminal of this process while somebody is asked several things one after the other: nothing he types is shown, also
/// between two questions, where he may type his PIN ahead.
#[cfg(unix)]
pub(super) struct Hush;

#[cfg(unix)]
impl Hush {
    /// Begins; the terminal is as it was when this is dropped.
    ///
    /// # Errors
    /// When it can't be had.
    pub(super) fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }

    /// Asks for a PIN in these words; `None` when it was given up.
    ///
    /// # Errors
    /// When the terminal can't be read.
    pub(super) fn pin(&self, words: &str) -> io::Result<Option<String>> {
        self.write(&format!("{words} "));
        let typed = hidden();
        self.write("\r\n");
        typed
    }

    /// Asks in these words; Enter says yes, Esc no.
    ///
    /// # Errors
    /// As for [`Hush::pin`].
    pub(super) fn confirm(&self, words: &str) -> io::Result<bool> {
        self.write(&format!("{words} "));
        let answered = yes_or_no();
        self.write("\r\n");
        answered
    }

    /// Says a sentence.
    pub(super) fn say(&self, words: &str) {
        self.write(&format!("{words}\r\n"));
    }

    fn write(&self, text: &str) {
        let mut out = io::stderr();
        // Whoever can't be asked is not let in: nothing else depends on these words.
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    }
}

#[cfg(unix)]
impl Drop for Hush {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing more.
        let _ = disable_raw_mode();
    }
}

#[cfg(unix)]
fn yes_or_no() -> io::Result<bool> {
    loop {
        let Event::Key(key) = read()? else { continue };
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            _ if key.kind == KeyEventKind::Release => {}
            KeyCode::Enter => return Ok(true),
            KeyCode::Esc => return Ok(false),
            KeyCode::Char('c' | 'с' | 'q' | 'й') if ctrl => return Ok(false),
            _ => {}
        }
    }
}

fn unread(context: &Context, error: &std::io::Error) -> Fail {
    context.fail(Code::Failed, &say!("error-input", error = context.texts.io_error(error)), None)
}

/// The digest of a new PIN, with a salt by chance.
///
/// # Errors
/// When these digits are no PIN, or the system gives no chance.
pub(super) fn digest(context: &Context, digits: &str) -> Result<Pin, Fail> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| context.fail(Code::Failed, &say!("error-pin-digest"), None))?;
    Pin::new(digits, salt).map_err(|error| context.desk_failed()(error.into()))
}
