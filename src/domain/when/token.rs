//! Cuts what was typed into numbers, words and signs.

use super::WhenError;
use super::words::spelt_number;

/// Longer text is no moment in words.
const TEXT_MAX: usize = 200;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number with the count of its digits; a number in words, spelt, has as many as it would have in figures.
    Number { value: u32, digits: usize, spelt: bool },
    /// A word in small letters, ё as е.
    Word(String),
    /// One of `: . , - / +`.
    Sign(char),
}

/// The pieces of a text; quotes, brackets and whatever else says nothing is left out.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, WhenError> {
    if text.chars().count() > TEXT_MAX {
        return Err(WhenError::NotUnderstood);
    }
    let mut out = Vec::new();
    let mut rest = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = rest.next() {
        match c {
            '0'..='9' => {
                let mut value = c.to_digit(10).unwrap_or_default();
                let mut digits = 1;
                while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
                    rest.next();
                    value = value.saturating_mul(10).saturating_add(digit);
                    digits += 1;
                }
                out.push(Token::Number { value, digits, spelt: false });
            }
            ':' | '.' | ',' | '/' | '+' => out.push(Token::Sign(c)),
            '-' | '–' | '—' | '−' => out.push(Token::Sign('-')),
            '@' => out.push(Token::Word("at".to_owned())),
            c if c.is_alphabetic() => {
                let mut word = String::new();
                let mut next = Some(c);
                while let Some(c) = next {
                    match c {
                        'ё' => word.push('е'),
                        '\'' | '’' | '\u{300}'..='\u{36f}' => {}
                        c => word.push(c),
                    }
                    next = rest
                        .next_if(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}'));
                }
                push_word(&mut out, word);
            }
            _ => {}
        }
    }
    Ok(out)
}

/// Words that are numbers become numbers; «двадцать» and «пять» become one.
fn push_word(out: &mut Vec<Token>, word: String) {
    let Some(number) = spelt_number(&word) else {
        out.push(Token::Word(word));
        return;
    };
    if let Some(Token::Number { value, digits, .. }) = out.last_mut()
        && (20..=90).contains(value)
        && *value % 10 == 0
        && *digits == 2
        && number < 10
    {
        *value += number;
        return;
    }
    let digits = if number < 10 { 1 } else { 2 };
    out.push(Token::Number { value: number, digits, spelt: true });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces() {
        let number = |value, digits| Token::Number { value, digits, spelt: false };
        let spelt = |value, digits| Token::Number { value, digits, spelt: true };
        let word = |text: &str| Token::Word(text.to_owned());
        for (text, expected) in [
            (
                "Завтра, 11:05",
                vec![word("завтра"), Token::Sign(','), number(11, 2), Token::Sign(':'), number(5, 2)],
            ),
            ("25-го", vec![number(25, 2), Token::Sign('-'), word("го")]),
            ("«в двадцать пять»!", vec![word("в"), spelt(25, 2)]),
            ("три 30", vec![spelt(3, 1), number(30, 2)]),
            ("3pm", vec![number(3, 1), word("pm")]),
            ("o'clock", vec![word("oclock")]),
            ("99999999999", vec![number(u32::MAX, 11)]),
            ("?!", vec![]),
        ] {
            assert_eq!(tokens(text), Ok(expected), "{text}");
        }
        assert_eq!(tokens(&"а".repeat(201)), Err(WhenError::NotUnderstood));
    }
}
