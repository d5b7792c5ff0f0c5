//! Rows: digits with nothing between them that would end a number, and the shapes spreadsheets give them.

use super::PhoneError;
use super::cut;
use super::lex::{Kind, Token, Tokens};
use crate::domain::digits::{CellError, Digits, is_blank, read_cell};

/// Digits with nothing between them, and where they stand in the text, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) digits: Digits,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Groups of digits with nothing but soft separators between.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) groups: Vec<Group>,
    /// Whether a plus stands before the first group.
    pub(super) plus: bool,
    /// The first byte, that of the plus when there is one.
    pub(super) start: usize,
    /// The token behind the last group, or behind the plus when no group follows it.
    pub(super) next: usize,
}

impl Row {
    /// The row that begins at a token, whatever its shape; without groups when there is only a plus.
    ///
    /// # Errors
    /// The error and the token behind the row, when a spreadsheet damaged the number.
    pub(super) fn read(tokens: &Tokens<'_>, first: usize) -> Result<Self, (PhoneError, usize)> {
        if let Some(row) = scientific(tokens, first) {
            return row;
        }
        let mut row = thousands(tokens, first).unwrap_or_else(|| Self::plain(tokens, first));
        row.join_slashes(tokens);
        row.drop_zero_tail(tokens);
        Ok(row)
    }

    /// The groups from here to the next separator, word or plus.
    pub(super) fn plain(tokens: &Tokens<'_>, first: usize) -> Self {
        let mut row = Self { groups: Vec::new(), plus: false, start: tokens.start(first), next: first };
        for (at, token) in tokens.list.iter().enumerate().skip(first) {
            match token.kind {
                Kind::Soft => {}
                Kind::Digits(digits) => row.push(digits, token, at),
                // «8 (+7 916) …»: the trunk prefix before the plus says nothing.
                Kind::Plus if row.groups.is_empty() || is_trunk(&row.groups) => {
                    row.groups.clear();
                    row.plus = true;
                    row.next = at + 1;
                }
                _ => break,
            }
        }
        row
    }

    /// The byte behind the last group.
    pub(super) fn end(&self) -> usize {
        self.groups.last().map_or(self.start, |group| group.end)
    }

    /// How many digits there are.
    pub(super) fn len(&self) -> u32 {
        cut::join(&self.groups).len()
    }

    fn push(&mut self, digits: Digits, token: &Token, at: usize) {
        self.groups.push(Group { digits, start: token.start, end: token.end });
        self.next = at + 1;
    }

    /// Joins rows that a slash parts inside one number: `8/495/123-45-67`, `495/1234567`.
    fn join_slashes(&mut self, tokens: &Tokens<'_>) {
        let mut next = self.next;
        if self.len() > 6 || !matches!(tokens.text(next), "/" | "\\") {
            return;
        }
        let mut groups = self.groups.clone();
        while cut::join(&groups).len() <= 6 && matches!(tokens.text(next), "/" | "\\") {
            let more = Self::plain(tokens, next + 1);
            if more.plus || more.groups.is_empty() {
                return;
            }
            groups.extend(more.groups);
            next = more.next;
            if cut::whole(&groups, self.plus).is_some() {
                (self.groups, self.next) = (groups, next);
                return;
            }
        }
    }

    /// Drops the `.0` or `,0` a spreadsheet leaves behind a number.
    fn drop_zero_tail(&mut self, tokens: &Tokens<'_>) {
        let is_tail = |digits: Digits| digits.len() <= 2 && digits.is_zeros();
        let gap = |one: &Group, next: &Group| tokens.text.get(one.end..next.start).unwrap_or_default();
        let dotted = |number: &Group, tail: &Group, next: Option<&Group>| {
            number.digits.len() >= 10
                && is_tail(tail.digits)
                && gap(number, tail) == "."
                && next.is_none_or(|next| gap(tail, next).starts_with(is_blank))
        };
        let mut kept = Vec::with_capacity(self.groups.len());
        for (at, group) in self.groups.iter().enumerate() {
            let tail = kept.last().is_some_and(|number| dotted(number, group, self.groups.get(at + 1)));
            if !tail {
                kept.push(*group);
            }
        }
        self.groups = kept;
        if let [number] = self.groups.as_slice()
            && number.digits.len() >= 10
            && tokens.text(self.next) == ","
            && let Some(Kind::Digits(tail)) = tokens.kind(self.next + 1)
            && is_tail(tail)
            && matches!(tokens.kind(self.next + 2), None | Some(Kind::Hard))
        {
            self.next += 2;
        }
    }
}

/// A number a spreadsheet split by thousands: `79,161,234,567`.
fn thousands(tokens: &Tokens<'_>, first: usize) -> Option<Row> {
    let plus = tokens.kind(first) == Some(Kind::Plus);
    let mut row = Row { groups: Vec::new(), plus, start: tokens.start(first), next: first };
    for (at, token) in tokens.list.iter().enumerate().skip(first + usize::from(plus)).take(7) {
        match token.kind {
            Kind::Digits(digits) if (row.groups.is_empty() && digits.len() <= 3) || digits.len() == 3 => {
                row.push(digits, token, at);
            }
            Kind::Hard if tokens.text(at) == "," => {}
            _ => return None,
        }
    }
    let more = tokens.text(row.next) == "," && matches!(tokens.kind(row.next + 1), Some(Kind::Digits(_)));
    (row.groups.len() == 4 && !more && cut::whole(&row.groups, row.plus).is_some()).then_some(row)
}

/// A number in scientific notation: with all its digits (`7,9161234567E+10`), or damaged.
fn scientific(tokens: &Tokens<'_>, first: usize) -> Option<Result<Row, (PhoneError, usize)>> {
    let shape = |at: usize| match (tokens.kind(at), tokens.text(at)) {
        (Some(Kind::Digits(_)), _) => 'd',
        (Some(Kind::Plus), _) => '+',
        (_, "." | ",") => '.',
        (_, "e" | "E" | "е" | "Е") => 'e',
        _ => ' ',
    };
    let len = ["d.de+d", "d.ded", "de+d"]
        .into_iter()
        .find(|form| form.chars().enumerate().all(|(at, wanted)| shape(first + at) == wanted))?
        .len();
    let (start, next) = (tokens.start(first), first + len);
    let end = tokens.start(next);
    Some(match read_cell(tokens.text.get(start..end)?, &[]) {
        Ok(digits) => Ok(Row { groups: vec![Group { digits, start, end }], plus: false, start, next }),
        Err(CellError::LostDigits) => Err((PhoneError::LostDigits, next)),
        Err(CellError::Empty | CellError::NotDigits) => Err((PhoneError::NotANumber, next)),
    })
}

/// Whether the groups are a trunk prefix alone.
fn is_trunk(groups: &[Group]) -> bool {
    matches!(groups, [only] if only.digits.len() == 1 && matches!(only.digits.number(), Some(7 | 8)))
}
