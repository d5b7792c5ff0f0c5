//! One pass over the tokens of a field: numbers, extensions, problems.

use super::cut::{self, Piece};
use super::ext::{self, Ext};
use super::lex::{Kind, Tokens};
use super::row::Row;
use super::words::Word;
use super::{Phone, PhoneError};

/// A number or a problem, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) what: Result<Phone, PhoneError>,
    /// The first token and the one behind the last.
    pub(super) tokens: (usize, usize),
    /// The first byte and the one behind the last.
    bytes: (usize, usize),
}

/// What a field says.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    pub(super) tokens: Tokens<'t>,
    pub(super) found: Vec<Found>,
    /// Short runs of digits taken for part of a comment («2 этаж»): problems only when there is no number at all.
    comments: Vec<Found>,
    at: usize,
}

impl<'t> Scan<'t> {
    /// Reads a whole field.
    pub(super) fn of(text: &'t str) -> Self {
        let mut scan = Self { tokens: Tokens::of(text), found: Vec::new(), comments: Vec::new(), at: 0 };
        while let Some(kind) = scan.tokens.kind(scan.at) {
            match kind {
                Kind::Digits(_) | Kind::Plus => scan.row(),
                Kind::Word(Word::Ext) => scan.late_extension(),
                _ => scan.at += 1,
            }
        }
        if scan.found.is_empty() {
            scan.found.append(&mut scan.comments);
        }
        scan
    }

    /// The text of a number or a problem, with the brackets that belong to it.
    pub(super) fn raw(&self, found: &Found) -> &'t str {
        let text = self.tokens.text;
        let (start, end) = found.bytes;
        let inner = text.get(start..end).unwrap_or_default();
        let (mut depth, mut orphan) = (0_usize, false);
        for c in inner.chars() {
            match c {
                '(' => depth += 1,
                ')' if depth == 0 => orphan = true,
                ')' => depth -= 1,
                _ => {}
            }
        }
        let before = orphan && text.get(..start).is_some_and(|before| before.ends_with('('));
        let behind = depth > 0 && text.get(end..).is_some_and(|behind| behind.starts_with(')'));
        text.get(start - usize::from(before)..end + usize::from(behind)).unwrap_or(inner)
    }

    /// Reads the row of digits that begins here, and what belongs to it.
    fn row(&mut self) {
        let first = self.at;
        let row = match Row::read(&self.tokens, first) {
            Ok(row) => row,
            Err((error, next)) => {
                let bytes = (self.tokens.start(first), self.tokens.start(next));
                self.found.push(Found { what: Err(error), tokens: (first, next), bytes });
                self.at = next;
                return;
            }
        };
        self.at = row.next.max(first + 1);
        if row.groups.is_empty() {
            return;
        }
        let problem =
            |error| Found { what: Err(error), tokens: (first, row.next), bytes: (row.start, row.end()) };
        let short = row.len() <= 4;
        if short && self.is_comment(first, &row) {
            self.comments.push(problem(PhoneError::Short));
            for token in self.tokens.list.get_mut(first..row.next).unwrap_or_default() {
                token.kind = Kind::Word(Word::Text);
            }
            return;
        }
        if !short && self.tokens.before(first) == Some(Kind::Word(Word::Register)) {
            self.found.push(problem(PhoneError::NotANumber));
            return;
        }
        self.cut(first, &row);
        self.extensions(row.groups.last().map_or(0, |group| group.digits.len()));
    }

    /// Cuts a row into numbers and problems.
    fn cut(&mut self, first: usize, row: &Row) {
        let (mut groups, mut plus, mut start) = (row.groups.as_slice(), row.plus, row.start);
        while !groups.is_empty() {
            let (taken, piece) = cut::take(self.tokens.text, groups, plus);
            let (mine, rest) = groups.split_at_checked(taken.max(1)).unwrap_or((groups, &[]));
            let bytes = (start, mine.last().map_or(start, |group| group.end));
            let found = |what| Found { what, tokens: (first, row.next), bytes };
            let number = |number| found(Ok(Phone { number, ext: 0 }));
            match piece {
                Piece::Number(one) => self.found.push(number(one)),
                Piece::Glued(all) => self.found.extend(all.into_iter().map(number)),
                Piece::Mark => {}
                Piece::Problem(PhoneError::Short)
                    if matches!(
                        self.found.last().map(|last| last.what),
                        Some(Ok(_) | Err(PhoneError::Tail))
                    ) =>
                {
                    self.found.push(found(Err(PhoneError::Tail)));
                }
                Piece::Problem(error) => self.found.push(found(Err(error))),
            }
            start = rest.first().map_or(start, |group| group.start);
            (groups, plus) = (rest, false);
        }
    }

    /// Whether a short row belongs to a comment: a word stands beside it, and it is no tail after a slash.
    fn is_comment(&self, first: usize, row: &Row) -> bool {
        let tail = first.checked_sub(1).is_some_and(|slash| {
            matches!(self.tokens.text(slash), "/" | "\\")
                && self.found.last().is_some_and(|last| last.tokens.1 == slash)
        });
        let beside = [self.tokens.before(first), self.tokens.after(row.next)];
        !row.plus && !tail && beside.contains(&Some(Kind::Word(Word::Text)))
    }

    /// Reads the extensions of what was just found. `last` is the length of its last group of digits.
    fn extensions(&mut self, last: u32) {
        let mut more = false;
        while let Some(ext) = ext::find(&self.tokens, self.at, last) {
            let Some(found) = self.found.last_mut() else { return };
            let next = ext.tokens.1;
            match found.what {
                Ok(phone) if more => self.more(phone, &ext),
                what => {
                    found.what = what.map(|phone| phone.with_ext_digits(ext.digits).unwrap_or(phone));
                    found.tokens.1 = next;
                    found.bytes.1 = self.tokens.start(next);
                }
            }
            self.at = next;
            more = true;
        }
    }

    /// Reads an extension that words part from its number: «8 495 123-45-67, Иван, доб. 12».
    fn late_extension(&mut self) {
        // A lone letter («х») far from the number is an initial rather than the sign of an extension.
        let word = self.tokens.text(self.at).chars().count() > 1;
        let last = self.found.last_mut().filter(|_| word);
        let Some((ext, found)) = last.and_then(|last| Some((ext::find(&self.tokens, self.at, 0)?, last)))
        else {
            self.at += 1;
            return;
        };
        let (from, next) = ext.tokens;
        match found.what {
            Ok(phone) if phone.ext > 0 => self.more(phone, &ext),
            what => {
                found.what = what.map(|phone| phone.with_ext_digits(ext.digits).unwrap_or(phone));
                // Read, so no part of a label any more.
                for token in self.tokens.list.get_mut(from..next).unwrap_or_default() {
                    token.kind = Kind::Soft;
                }
            }
        }
        self.at = next;
    }

    /// A second extension: the same line, another desk.
    fn more(&mut self, phone: Phone, ext: &Ext) {
        let bytes = (self.tokens.start(ext.tokens.0), self.tokens.start(ext.tokens.1));
        let what = Ok(phone.with_ext_digits(ext.digits).unwrap_or(phone));
        self.found.push(Found { what, tokens: ext.tokens, bytes });
    }
}
