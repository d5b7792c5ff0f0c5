//! When a jump is taken and an answer is offered.
//!
//! ```text
//! {город} = Москва                     a value of the card
//! {сумма} >= 100000 и не {сделка}      numbers are compared as numbers; a variable alone: it is known
//! shops > 3 или brands содержит lg     answers to questions, by their codes
//! shops                                the question was answered
//! shops не-ответил                     the client would not answer
//! шаг:expensive                        the step was read
//! ```
//!
//! Words: «и», «или», «не», «содержит», or `and`, `or`, `not`, `has`, `declined`, `step:`. Texts with spaces stand in `'…'` or
//! «…». Letter case and ё do not count.

mod never;
mod parse;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::question::{Reply, number};
use super::variable::Variable;

pub(super) use never::{Limits, can_hold};
pub use parse::Fault;
pub(super) use parse::is_reserved;

/// Longest condition, in bytes.
pub const CONDITION_MAX: usize = 400;

/// A condition, as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Condition(pub String);

/// What a condition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// One test.
    Test(Test),
    /// The contrary.
    Not(Box<Expr>),
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
}

/// One test and where it stands in the text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) at: usize,
    pub(super) subject: Subject,
    pub(super) check: Check,
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// A variable.
    Variable(Variable),
    /// The answer to a question.
    Question(String),
    /// Whether a step was read.
    Step(String),
}

/// What is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// It is there.
    Known,
    /// The client would not answer.
    Declined,
    /// It compares with a value; where the value stands, in bytes.
    Compare(Op, String, usize),
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Has,
}

/// What a call has come to.
pub trait State {
    /// The reply to a question; `None` when it was not asked.
    fn reply(&self, question: &str) -> Option<&Reply>;
    /// Whether a step was read.
    fn was_read(&self, step: &str) -> bool;
    /// The client's data.
    fn facts(&self) -> &dyn Facts;
}

impl Condition {
    /// What it says.
    ///
    /// # Errors
    /// The first place that is not understood.
    pub(super) fn expr(&self) -> Result<Expr, Fault> {
        parse::parse(&self.0)
    }

    /// Whether it can be understood.
    ///
    /// # Errors
    /// The first place that is not understood.
    pub fn check(&self) -> Result<(), Fault> {
        self.expr().map(|_| ())
    }

    /// Whether it holds; one that can't be understood, which no checked script has, never does.
    pub fn holds(&self, state: &dyn State) -> bool {
        self.expr().is_ok_and(|expr| expr.holds(state))
    }
}

impl Expr {
    fn holds(&self, state: &dyn State) -> bool {
        match self {
            Self::Test(test) => test.holds(state),
            Self::Not(expr) => !expr.holds(state),
            Self::And(all) => all.iter().all(|expr| expr.holds(state)),
            Self::Or(any) => any.iter().any(|expr| expr.holds(state)),
        }
    }

    /// All tests, in the order of the text.
    pub(super) fn tests<'e>(&'e self, out: &mut Vec<&'e Test>) {
        match self {
            Self::Test(test) => out.push(test),
            Self::Not(expr) => expr.tests(out),
            Self::And(all) | Self::Or(all) => all.iter().for_each(|expr| expr.tests(out)),
        }
    }
}

impl Test {
    fn holds(&self, state: &dyn State) -> bool {
        match &self.subject {
            Subject::Step(step) => state.was_read(step),
            Subject::Question(code) => match (&self.check, state.reply(code)) {
                (_, None) => false,
                (Check::Known, Some(reply)) => *reply != Reply::Declined,
                (Check::Declined, Some(reply)) => *reply == Reply::Declined,
                (Check::Compare(op, value, _), Some(reply)) => reply_compares(reply, *op, value),
            },
            Subject::Variable(variable) => {
                let text = state.facts().text(variable).filter(|text| !text.trim().is_empty());
                match (&self.check, text) {
                    (_, None) | (Check::Declined, _) => false,
                    (Check::Known, Some(_)) => true,
                    (Check::Compare(op, value, _), Some(text)) => {
                        let exact = state.facts().number(variable);
                        compares(&text, exact.or_else(|| number(&text)), *op, value)
                    }
                }
            }
        }
    }
}

fn reply_compares(reply: &Reply, op: Op, value: &str) -> bool {
    match reply {
        Reply::Declined => false,
        Reply::Choice(text) | Reply::Text(text) => compares(text, number(text), op, value),
        // Of several choices a condition asks whether one is among them.
        Reply::Choices(keys) => match op {
            Op::Equal | Op::Has => keys.iter().any(|key| folded(key) == folded(value)),
            Op::Unequal => !keys.iter().any(|key| folded(key) == folded(value)),
            _ => false,
        },
        Reply::Number(found) => compares(&found.0.to_string(), Some(found.0), op, value),
        Reply::Date(day) => match (op, written_date(value)) {
            (Op::Has, _) | (_, None) => false,
            (op, Some(other)) => ordered(op, day.cmp(&other)),
        },
    }
}

/// A day as conditions name it: `25.12.2026`, `2026-12-25`.
pub(super) fn written_date(text: &str) -> Option<chrono::NaiveDate> {
    ["%d.%m.%Y", "%Y-%m-%d"].iter().find_map(|format| chrono::NaiveDate::parse_from_str(text, format).ok())
}

fn compares(text: &str, found: Option<Decimal>, op: Op, value: &str) -> bool {
    match (op, found, number(value)) {
        (Op::Has, ..) => folded(text).contains(&folded(value)),
        (op, Some(found), Some(value)) => ordered(op, found.cmp(&value)),
        (Op::Equal, ..) => folded(text) == folded(value),
        (Op::Unequal, ..) => folded(text) != folded(value),
        _ => false,
    }
}

fn ordered(op: Op, order: std::cmp::Ordering) -> bool {
    match op {
        Op::Equal => order.is_eq(),
        Op::Unequal => order.is_ne(),
        Op::Less => order.is_lt(),
        Op::AtMost => order.is_le(),
        Op::More => order.is_gt(),
        Op::AtLeast => order.is_ge(),
        Op::Has => false,
    }
}

/// Lower case, ё as е, no spaces around.
pub(super) fn folded(text: &str) -> String {
    text.trim().to_lowercase().replace('ё', "е")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::script::question::Number;
    use proptest::prelude::*;

    #[derive(Default)]
    struct Call {
        replies: BTreeMap<&'static str, Reply>,
        values: Vec<(Variable, &'static str)>,
    }

    impl Facts for Call {
        fn text(&self, wanted: &Variable) -> Option<String> {
            self.values.iter().find(|(variable, _)| variable == wanted).map(|(_, text)| (*text).to_owned())
        }

        fn number(&self, wanted: &Variable) -> Option<Decimal> {
            (*wanted == Variable::Amount).then(|| Decimal::from(120_000))
        }
    }

    impl State for Call {
        fn reply(&self, question: &str) -> Option<&Reply> {
            self.replies.get(question)
        }
        fn was_read(&self, step: &str) -> bool {
            step == "hello"
        }
        fn facts(&self) -> &dyn Facts {
            self
        }
    }

    fn call() -> Call {
        Call {
            replies: [
                ("shops", Reply::Number(Number(15.into()))),
                ("brands", Reply::Choices(vec!["lg".into(), "Bosch".into()])),
                ("none", Reply::Choices(vec![])),
                ("who", Reply::Choice("Сам".into())),
                ("mail", Reply::Declined),
                ("day", Reply::Date("2026-12-25".parse().unwrap())),
            ]
            .into(),
            values: vec![
                (Variable::City, "Королёв"),
                (Variable::Amount, "120 000,00 ₽"),
                (Variable::Field("Площадь".into()), "80,5"),
            ],
        }
    }

    #[test]
    fn conditions_hold_or_not() {
        for (text, holds) in [
            ("{город} = Королев", true),
            ("{city} != королёв", false),
            ("{город} содержит 'кор'", true),
            ("{сумма} >= 120000 и {сумма} < 120001", true),
            ("{поле:Площадь} > 80", true),
            ("{этап}", false),
            ("не {этап}", true),
            ("{этап} != 'Переговоры'", false),
            ("shops", true),
            ("shops > 3 and shops <= 15", true),
            ("shops ≥ 16 или shops = 15", true),
            ("brands = LG", true),
            ("brands has bosch", true),
            ("brands != sony", true),
            ("none", true),
            ("none = lg", false),
            ("who = сам", true),
            ("mail", false),
            ("mail не-ответил", true),
            ("shops declined", false),
            ("asked-never declined", false),
            ("not asked-never", true),
            ("day > 01.12.2026 и day < 2027-01-01", true),
            ("шаг:hello", true),
            ("step:bye", false),
            ("step:bye or (shops = 15 and not mail)", true),
            ("не (step:hello и shops = 15)", false),
            ("step:bye и step:bye или step:hello", true),
        ] {
            let condition = Condition(text.to_owned());
            condition.check().unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(condition.holds(&call()), holds, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "[a-zа-я{}()=<>!'«» 0-9:-]{0,60}") {
            let condition = Condition(text.clone());
            match condition.check() {
                Ok(()) => _ = condition.holds(&call()),
                Err(fault) => {
                    prop_assert!(!condition.holds(&call()));
                    prop_assert!(text.is_char_boundary(fault.at) && fault.at <= text.len());
                }
            }
        }
    }
}
