//! Extensions: «доб. 12», `ext 12`, `#12`, `,12`.

use super::EXT_MAX;
use super::cut::{self, Piece};
use super::lex::{Kind, Tokens};
use super::row::Row;
use super::words::Word;
use crate::domain::digits::Digits;

/// An extension of the number before it.
pub(super) struct Ext {
    pub(super) digits: Digits,
    /// Its first token, that of its word when there is one, and the token behind it.
    pub(super) tokens: (usize, usize),
}

/// The extension that begins at a token, right behind a number whose last group has `last` digits.
pub(super) fn find(tokens: &Tokens<'_>, first: usize, last: u32) -> Option<Ext> {
    let (mut named, mut filler, mut parted, mut pauses, mut from) = (false, false, false, 0_u32, first);
    for at in first.. {
        match tokens.kind(at)? {
            Kind::Soft => parted = true,
            Kind::Hard => match tokens.text(at) {
                "," | ";" => pauses += 1,
                "/" | "\\" | "|" | "&" => return None,
                _ => parted = true,
            },
            Kind::Word(Word::Ext) | Kind::Mark => {
                if !named && !filler {
                    from = at;
                }
                named = true;
            }
            Kind::Word(Word::Pause) if at == first => named = true,
            Kind::Word(Word::Noise) => filler = true,
            Kind::Digits(digits) => {
                let row = Row::plain(tokens, at);
                let clear = if named {
                    digits.len() <= EXT_MAX
                } else {
                    !parted && !filler && is_dialled(tokens, &row, pauses, last)
                };
                // «доп. 8 916 …» is one more number, not an extension.
                let number =
                    clear && matches!(cut::take(tokens.text, &row.groups, row.plus).1, Piece::Number(_));
                let next = at + 1 + usize::from(tokens.text(at + 1) == "#");
                return (clear && !number).then_some(Ext { digits, tokens: (from, next) });
            }
            _ => return None,
        }
    }
    None
}

/// Whether digits right behind commas are dialled after a pause (`84951234567,12`) rather than being the tail of a
/// second number (`123-45-67,68`), which is as long as the last group of the first.
fn is_dialled(tokens: &Tokens<'_>, row: &Row, pauses: u32, last: u32) -> bool {
    let len = row.len();
    let single = row.groups.len() == 1 && len <= 5 && tokens.after(row.next) != Some(Kind::Word(Word::Text));
    let grouped = last < 4;
    single && (pauses >= 2 || (pauses == 1 && (!grouped || (len >= 3 && len != last))))
}
