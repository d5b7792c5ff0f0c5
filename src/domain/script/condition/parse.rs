//! Reading a condition.

use super::{CONDITION_MAX, Check, Expr, Op, Subject, Test};
use crate::domain::script::variable::Variable;

/// The first place of a condition that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands, in bytes.
    pub at: usize,
    /// What stands there; empty at the end.
    pub found: String,
    /// Whether it is a variable nobody knows.
    pub variable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Op(Op),
    Variable(String),
    Quoted(String),
    Word(String),
}

const AND: [&str; 2] = ["и", "and"];
const OR: [&str; 2] = ["или", "or"];
const NOT: [&str; 2] = ["не", "not"];
const HAS: [&str; 2] = ["содержит", "has"];
const DECLINED: [&str; 2] = ["не-ответил", "declined"];
const STEP: [&str; 2] = ["шаг:", "step:"];

/// Whether a word has a meaning of its own in conditions and so can't be the code of a question.
pub(in crate::domain::script) fn is_reserved(word: &str) -> bool {
    [AND, OR, NOT, HAS, DECLINED].iter().any(|words| words.contains(&word))
}

const SIGNS: [(&str, Op); 10] = [
    ("!=", Op::Unequal),
    ("<>", Op::Unequal),
    ("<=", Op::AtMost),
    (">=", Op::AtLeast),
    ("=", Op::Equal),
    ("<", Op::Less),
    (">", Op::More),
    ("≠", Op::Unequal),
    ("≤", Op::AtMost),
    ("≥", Op::AtLeast),
];

/// Reads a condition.
pub(super) fn parse(text: &str) -> Result<Expr, Fault> {
    if text.len() > CONDITION_MAX {
        return Err(Fault { at: 0, found: String::new(), variable: false });
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { text, tokens: &tokens, next: 0 };
    let expr = parser.any()?;
    match parser.tokens.get(parser.next) {
        None => Ok(expr),
        Some(_) => Err(parser.fault()),
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Fault> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let unknown = |found: &str| Fault { at, found: found.to_owned(), variable: false };
        let trimmed = rest.trim_start();
        if trimmed.len() < rest.len() {
            at += rest.len() - trimmed.len();
            continue;
        }
        let between = |open: char, close: char| {
            let inner = rest.strip_prefix(open)?;
            Some(inner.split_once(close).map(|(inner, _)| inner).ok_or_else(|| unknown(rest)))
        };
        let quotes = [('\'', '\''), ('"', '"'), ('«', '»')];
        let (token, length) = if let Some(found) = between('{', '}') {
            let inner = found?;
            (Token::Variable(inner.to_owned()), inner.len() + 2)
        } else if let Some((open, close, found)) =
            quotes.iter().find_map(|(open, close)| Some((open, close, between(*open, *close)?)))
        {
            let inner = found?;
            (Token::Quoted(inner.to_owned()), inner.len() + open.len_utf8() + close.len_utf8())
        } else if rest.starts_with('(') {
            (Token::Open, 1)
        } else if rest.starts_with(')') {
            (Token::Close, 1)
        } else if let Some((sign, op)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            (Token::Op(*op), sign.len())
        } else {
            let end = |c: char| c.is_whitespace() || "(){}=<>!≠≤≥'\"«»".contains(c);
            let word = rest.split(end).next().unwrap_or_default();
            if word.is_empty() {
                return Err(unknown(
                    rest.get(..rest.chars().next().map_or(0, char::len_utf8)).unwrap_or_default(),
                ));
            }
            (Token::Word(word.to_owned()), word.len())
        };
        out.push((at, token));
        at += length;
    }
    Ok(out)
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [(usize, Token)],
    next: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn place(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |(at, _)| *at)
    }

    fn fault(&self) -> Fault {
        let at = self.place();
        let end = self.tokens.get(self.next + 1).map_or(self.text.len(), |(at, _)| *at);
        let found = self.text.get(at..end).unwrap_or_default().trim().to_owned();
        Fault { at, found, variable: false }
    }

    /// Takes the next word when it is one of these.
    fn word(&mut self, words: &[&str]) -> bool {
        let hit =
            matches!(self.peek(), Some(Token::Word(word)) if words.contains(&word.to_lowercase().as_str()));
        self.next += usize::from(hit);
        hit
    }

    fn any(&mut self) -> Result<Expr, Fault> {
        let mut list = vec![self.all()?];
        while self.word(&OR) {
            list.push(self.all()?);
        }
        Ok(one_or(list, Expr::Or))
    }

    fn all(&mut self) -> Result<Expr, Fault> {
        let mut list = vec![self.one()?];
        while self.word(&AND) {
            list.push(self.one()?);
        }
        Ok(one_or(list, Expr::And))
    }

    fn one(&mut self) -> Result<Expr, Fault> {
        if self.word(&NOT) {
            return Ok(Expr::Not(Box::new(self.one()?)));
        }
        if self.peek() == Some(&Token::Open) {
            self.next += 1;
            let inner = self.any()?;
            if self.peek() != Some(&Token::Close) {
                return Err(self.fault());
            }
            self.next += 1;
            return Ok(inner);
        }
        let at = self.place();
        let subject = self.subject()?;
        let check = match &subject {
            Subject::Step(_) => Check::Known,
            _ => self.check()?,
        };
        Ok(Expr::Test(Test { at, subject, check }))
    }

    fn subject(&mut self) -> Result<Subject, Fault> {
        let subject = match self.peek() {
            Some(Token::Variable(name)) => {
                let unknown = || Fault { at: self.place(), found: name.trim().to_owned(), variable: true };
                match Variable::parse(name).ok_or_else(unknown)? {
                    // Two ways to name an answer mean the same.
                    Variable::Answer(code) => Subject::Question(code),
                    variable => Subject::Variable(variable),
                }
            }
            Some(Token::Word(word)) => {
                let lower = word.to_lowercase();
                let step =
                    STEP.iter().find_map(|head| lower.strip_prefix(head)).filter(|code| !code.is_empty());
                let code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                match step {
                    Some(code) => Subject::Step(code.to_owned()),
                    None if word.chars().all(code) && !is_reserved(word) => Subject::Question(word.clone()),
                    None => return Err(self.fault()),
                }
            }
            _ => return Err(self.fault()),
        };
        self.next += 1;
        Ok(subject)
    }

    fn check(&mut self) -> Result<Check, Fault> {
        if self.word(&DECLINED) {
            return Ok(Check::Declined);
        }
        let op = if let Some(Token::Op(op)) = self.peek() {
            let op = *op;
            self.next += 1;
            op
        } else if self.word(&HAS) {
            Op::Has
        } else {
            return Ok(Check::Known);
        };
        let at = self.place();
        let value = match self.peek() {
            Some(Token::Word(word)) if !is_reserved(&word.to_lowercase()) => word.clone(),
            Some(Token::Quoted(text)) => text.clone(),
            _ => return Err(self.fault()),
        };
        self.next += 1;
        Ok(Check::Compare(op, value, at))
    }
}

fn one_or(mut list: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match (list.pop(), list.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            list.push(last);
            many(list)
        }
        (None, _) => many(list),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_place_that_is_not_understood_is_named() {
        for (text, at, found) in [
            ("", 0, ""),
            ("shops >", 7, ""),
            ("shops > и x", 8, "и"),
            ("(shops", 6, ""),
            ("shops)", 5, ")"),
            ("shops и", "shops и".len(), ""),
            ("Магазины > 3", 0, "Магазины"),
            ("shops > 3 brands", 10, "brands"),
            ("shops = 'a", 8, "'a"),
            ("{город", 0, "{город"),
            ("a ! b", 2, "!"),
        ] {
            assert_eq!(parse(text), Err(Fault { at, found: found.into(), variable: false }), "{text}");
        }
        let unknown = parse("shops и {горад} = 1").unwrap_err();
        assert_eq!((unknown.at, unknown.found.as_str(), unknown.variable), (9, "горад", true));
        assert!(parse(&"(".repeat(CONDITION_MAX + 1)).is_err());
        assert!(parse(&"(".repeat(CONDITION_MAX)).is_err());
    }
}
