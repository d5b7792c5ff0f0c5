//! The apostrophe that keeps a spreadsheet from running a text as a formula.
//!
//! A value such as `=HYPERLINK(…)` in a CSV file is run by the spreadsheet that opens it. Writers put an apostrophe
//! before it (OWASP, «CSV Injection»); readers take it away. A text that has such an apostrophe of its own gets one
//! more, so that what is read is always what was written.

use std::borrow::Cow;

/// Whether a spreadsheet may run a text that begins so: `=`, `+`, `-`, `@`, their full-width twins, tab, CR, LF.
fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
}

fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(starts_formula)
}

/// The text for a file that a spreadsheet may open.
///
/// ```
/// use dozvon::exchange::escape::{guard, unguard};
/// assert_eq!(guard("+7 495 012-34-56"), "'+7 495 012-34-56");
/// assert_eq!(unguard("'+7 495 012-34-56"), "+7 495 012-34-56");
/// assert_eq!(guard("O'Key"), "O'Key");
/// ```
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_risky(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text behind what [`guard`] wrote; any other text as it is.
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_get_an_apostrophe_and_nothing_else_does() {
        for risky in ["=1+1", "+7", "-5", "@cmd", "\tx", "\rx", "'=1", "''+7", "＝1"] {
            assert_eq!(guard(risky), format!("'{risky}"));
        }
        for plain in ["", "'", "O'Key", "'Заря'", "8 495", "a=b", " =1"] {
            assert_eq!(guard(plain), plain);
            assert_eq!(unguard(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(text in "[='+\\-@\t\r\na ]{0,6}|.*") {
            let written = guard(&text);
            prop_assert_eq!(unguard(&written), &text);
            prop_assert!(!written.starts_with(starts_formula));
        }
    }
}
