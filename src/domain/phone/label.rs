//! Which words of a field belong to which number.

use super::lex::{Kind, Token};
use super::scan::{Found, Scan};
use super::words::Word;
use crate::domain::text::clean_line;

/// The labels of a field.
pub(super) struct Labels<'s, 't> {
    scan: &'s Scan<'t>,
    /// Whether words stand before the first number: then this field writes labels before the numbers.
    led: bool,
}

impl<'s, 't> Labels<'s, 't> {
    /// Looks at how a field writes its labels.
    pub(super) fn of(scan: &'s Scan<'t>) -> Self {
        let mut labels = Self { scan, led: false };
        labels.led = scan.found.first().is_some_and(|first| labels.words((0, first.tokens.0)).is_some());
        labels
    }

    /// The label of the number at `at`: the words before and behind it that are its own. May be empty.
    pub(super) fn get(&self, at: usize) -> String {
        match (self.before(at), self.behind(at)) {
            (Some(before), Some(behind)) => clean_line(&format!("{before}, {behind}")),
            (Some(one), None) | (None, Some(one)) => clean_line(one),
            (None, None) => String::new(),
        }
    }

    fn before(&self, at: usize) -> Option<&'t str> {
        let here = self.found(at)?.tokens;
        match at.checked_sub(1).and_then(|at| self.found(at)) {
            Some(previous) => self.cut((previous.tokens.1, here.0)).1,
            None => self.words((0, here.0)),
        }
    }

    fn behind(&self, at: usize) -> Option<&'t str> {
        let here = self.found(at)?.tokens;
        match self.found(at + 1) {
            Some(next) => self.cut((here.1, next.tokens.0)).0,
            None => self.words((here.1, self.scan.tokens.list.len())),
        }
    }

    fn found(&self, at: usize) -> Option<&Found> {
        self.scan.found.get(at)
    }

    fn tokens(&self, (start, end): (usize, usize)) -> &[Token] {
        self.scan.tokens.list.get(start..end).unwrap_or_default()
    }

    /// Cuts the gap between two numbers: the words of the first, the words of the second.
    ///
    /// The last separator parts them. Without one, words that name a kind of number and words before a colon belong to
    /// the second, others to the first unless labels are written before.
    fn cut(&self, gap: (usize, usize)) -> (Option<&'t str>, Option<&'t str>) {
        let Some(separator) = self.separator(gap) else {
            let words = self.words(gap);
            let kind = self.tokens(gap).iter().find_map(|token| match token.kind {
                Kind::Word(word) => Some(word),
                _ => None,
            });
            let colon = gap.1.checked_sub(1).is_some_and(|last| self.scan.tokens.text(last).contains(':'));
            let second = self.led || colon || matches!(kind, Some(Word::Label | Word::Noise | Word::Ext));
            return if second { (None, words) } else { (words, None) };
        };
        let (first, second) = (self.words((gap.0, separator)), self.words((separator + 1, gap.1)));
        // «Иван, 8 916 …, Мария, 8 916 …»: the words stand alone, and as the first ones they lead.
        let alone = self.scan.tokens.after(gap.0) == Some(Kind::Hard);
        if self.led && alone && second.is_none() { (None, first) } else { (first, second) }
    }

    /// The last separator outside brackets.
    fn separator(&self, gap: (usize, usize)) -> Option<usize> {
        let (mut depth, mut last) = (0_usize, None);
        for (at, token) in (gap.0..).zip(self.tokens(gap)) {
            match token.kind {
                Kind::Hard | Kind::Word(Word::And) if depth == 0 => last = Some(at),
                Kind::Soft => {
                    let soft = self.scan.tokens.text(at);
                    depth = (depth + soft.matches('(').count()).saturating_sub(soft.matches(')').count());
                }
                _ => {}
            }
        }
        last
    }

    /// The words of a part of the field, without the signs, fillers and separators at its ends.
    fn words(&self, part: (usize, usize)) -> Option<&'t str> {
        let says = |token: &&Token| match token.kind {
            Kind::Word(word) => !matches!(word, Word::Noise | Word::And),
            _ => false,
        };
        let tokens = self.tokens(part);
        let start = tokens.iter().find(says)?.start;
        let end = tokens.iter().rfind(says)?.end;
        let text = self.scan.tokens.text;
        let inner = text.get(start..end)?;
        let bracket = inner.contains('(') && !inner.contains(')') && text.get(end..)?.starts_with(')');
        text.get(start..end + usize::from(bracket))
    }
}
