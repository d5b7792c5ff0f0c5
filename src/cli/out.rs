//! Printing: results to the output stream, progress and remarks to the error stream.

use std::io::{self, Write};

use std::path::Path;
use std::sync::atomic::Ordering;

use unicode_width::UnicodeWidthStr;

use super::console::{self, End, Wish};
use super::fail::{Code, Fail};
use crate::domain::layout;
use crate::domain::text::{clean_line, fit};
use crate::i18n::Texts;

/// Screens are at least so wide, in cells; reports keep within it wherever they are read.
pub(super) const WIDTH: usize = 80;

/// Writes to the output stream.
///
/// # Errors
/// When the stream can't be written. A reader that has closed its end (`| head`) is no failure, and changes nothing of how
/// the command ends.
pub(super) fn print(texts: &Texts, text: &str) -> Result<(), Fail> {
    let mut out = console::output();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| unwritten(texts, &error)),
    }
}

/// What it means for a command that writes piece by piece when the output stream can't be written: a reader that has closed
/// its end wants no more, and the command ends quietly.
pub(super) fn unwritten(texts: &Texts, error: &io::Error) -> Fail {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Fail::silent(Code::Done),
        _ => Fail::unprinted(texts, &texts.io_error(error)),
    }
}

/// Says something beside the result, on the error stream.
pub(super) fn remark(text: &str) {
    if console::is_hushed() {
        return;
    }
    let said = if console::objects(|objects| objects.load(Ordering::Relaxed)) {
        json(&serde_json::json!({ "remark": text }))
    } else {
        text.to_owned()
    };
    // With the error stream gone there is nobody to tell.
    let mut errors = console::errors();
    let _ = writeln!(errors, "{said}").and_then(|()| errors.flush());
}

/// Whether somebody looks at the output stream: then it may have colours.
pub(super) fn is_shown() -> bool {
    console::is_terminal(End::Out)
}

/// Whether somebody looks at the error stream: then progress is shown.
pub(super) fn is_watched() -> bool {
    console::is_terminal(End::Err)
}

/// Asks somebody at the terminal; whatever is not a yes is a no.
pub(super) fn confirmed(texts: &Texts, question: &str) -> bool {
    let mut screen = console::errors();
    // With the error stream gone the answer may still come.
    let _ = write!(screen, "{question} ").and_then(|()| screen.flush());
    // An answer that can't be read is none.
    let line = console::ask(Wish::Line).ok().flatten().unwrap_or_default();
    let first: String = line.trim().chars().take(1).flat_map(char::to_lowercase).collect();
    let yes = texts.get("ask-key-yes");
    !first.is_empty() && (first == yes || layout::swap(&first) == yes)
}

/// A value from outside as it may meet a terminal: cleaned, and cut to so many cells.
pub(super) fn shown(text: &str, width: usize) -> String {
    // A cell of a file may be as long as a book: cleaning its beginning is enough.
    let head: String = text.chars().take(width.saturating_mul(8)).collect();
    fit(&clean_line(&head), width).into_owned()
}

/// A path as it may meet a terminal. It is not cut: people copy it.
pub(super) fn shown_path(path: &Path) -> String {
    clean_line(&console::typed(path).display().to_string())
}

/// Text cut or filled up to exactly so many cells.
pub(super) fn cell(text: &str, width: usize) -> String {
    let cut = fit(text, width);
    let pad = width.saturating_sub(cut.width());
    format!("{cut}{:pad$}", "")
}

/// A value as JSON in one line. What shows nothing but changes how the rest is shown stands escaped: raw values may
/// hold anything, and JSON is read on a terminal too.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    // Texts and numbers always go into JSON: only maps with other keys do not, and there are none.
    let plain = serde_json::to_string(value).unwrap_or_default();
    if plain.chars().all(is_visible) {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 64);
    for c in plain.chars() {
        if is_visible(c) {
            out.push(c);
        } else {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// Whether a character of JSON may stand as it is. Those below a space are escaped already.
fn is_visible(c: char) -> bool {
    !matches!(c, '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_safe_on_a_terminal_and_says_the_same() {
        let text = "Про\u{1b}[2Jтон \u{9b}31m \u{202e}abc\u{e0041} ё";
        let said = json(&text);
        assert!(said.chars().all(|c| !c.is_control() && is_visible(c)), "{said}");
        assert_eq!(serde_json::from_str::<String>(&said).unwrap(), text);
        assert_eq!(json(&"Протон"), "\"Протон\"");
    }

    #[test]
    fn values_are_cleaned_and_cut() {
        assert_eq!(shown("Про\u{1b}[31mтон\u{202e}", 20), "Протон");
        assert_eq!(shown(&"я".repeat(5000), 5), "яяяя…");
        assert_eq!(cell("да", 4), "да  ");
    }
}
