//! Conditions that contradict themselves.

use rust_decimal::Decimal;

use super::{Check, Expr, Op, Subject, Test, folded};
use crate::domain::script::question::number;

/// What a subject may be at the place of the condition.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::domain::script) struct Limits {
    /// The question can't have been asked, or the step can't have been read, before this place.
    pub(in crate::domain::script) never: bool,
    /// The client can't decline.
    pub(in crate::domain::script) required: bool,
    /// Several values at once.
    pub(in crate::domain::script) several: bool,
    /// Bounds of the number.
    pub(in crate::domain::script) bounds: Option<(Option<i64>, Option<i64>)>,
}

/// More ways to hold than so many are not looked through.
const WAYS_MAX: usize = 256;

/// Whether there is any way for a condition to hold.
pub(in crate::domain::script) fn can_hold(expr: &Expr, limits: &dyn Fn(&Subject) -> Limits) -> bool {
    match ways(expr, true) {
        Some(ways) => ways.iter().any(|way| possible(way, limits)),
        None => true,
    }
}

type Way<'e> = Vec<(&'e Test, bool)>;

/// Every way to hold (or not to), as tests that must hold or not hold together; `None` when there are too many.
fn ways(expr: &Expr, wanted: bool) -> Option<Vec<Way<'_>>> {
    let (list, all) = match (expr, wanted) {
        (Expr::Test(test), wanted) => return Some(vec![vec![(test, wanted)]]),
        (Expr::Not(inner), wanted) => return ways(inner, !wanted),
        (Expr::And(list), true) | (Expr::Or(list), false) => (list, true),
        (Expr::And(list), false) | (Expr::Or(list), true) => (list, false),
    };
    let mut out: Vec<Way<'_>> = if all { vec![Vec::new()] } else { Vec::new() };
    for expr in list {
        let more = ways(expr, wanted)?;
        if all {
            if out.len().saturating_mul(more.len()) > WAYS_MAX {
                return None;
            }
            let pairs = out.iter().flat_map(|head| more.iter().map(move |tail| (head, tail)));
            out = pairs.map(|(head, tail)| [head.as_slice(), tail].concat()).collect();
        } else {
            out.extend(more);
            if out.len() > WAYS_MAX {
                return None;
            }
        }
    }
    Some(out)
}

/// Whether tests can hold together. Only what is certain is called impossible.
fn possible(way: &Way<'_>, limits: &dyn Fn(&Subject) -> Limits) -> bool {
    way.iter().enumerate().all(|(place, (test, _))| {
        let first = way.iter().take(place).all(|(other, _)| other.subject != test.subject);
        let about: Vec<(&Check, bool)> = way
            .iter()
            .filter(|(other, _)| other.subject == test.subject)
            .map(|(test, wanted)| (&test.check, *wanted))
            .collect();
        !first || subject_possible(&about, limits(&test.subject))
    })
}

fn subject_possible(checks: &[(&Check, bool)], limits: Limits) -> bool {
    let wanted = |wanted: bool| checks.iter().filter(move |(_, w)| *w == wanted).map(|(check, _)| *check);
    if limits.never && wanted(true).next().is_some() {
        return false;
    }
    let declined = wanted(true).any(|check| *check == Check::Declined);
    let has_value = wanted(true).any(|check| *check != Check::Declined);
    let not_known = wanted(false).any(|check| *check == Check::Known);
    let not_declined = wanted(false).any(|check| *check == Check::Declined);
    if declined && (has_value || not_declined || limits.required) || has_value && not_known {
        return false;
    }
    !has_value || limits.several || values_possible(checks, limits)
}

/// Whether one value can pass all comparisons; it is known that there is one.
fn values_possible(checks: &[(&Check, bool)], limits: Limits) -> bool {
    let (min, max) = limits.bounds.unwrap_or_default();
    let mut low = min.map(|min| (Decimal::from(min), true));
    let mut high = max.map(|max| (Decimal::from(max), true));
    let (mut equal, mut unequal): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (check, wanted) in checks {
        let Check::Compare(op, value, _) = check else { continue };
        let op = if *wanted { Some(*op) } else { contrary(*op) };
        let bound = number(value);
        match (op, bound) {
            (Some(Op::Equal), bound) => {
                equal.push(value);
                if let Some(bound) = bound {
                    raise(&mut low, bound, true);
                    lower(&mut high, bound, true);
                }
            }
            (Some(Op::Unequal), _) => unequal.push(value),
            (Some(Op::More), Some(bound)) => raise(&mut low, bound, false),
            (Some(Op::AtLeast), Some(bound)) => raise(&mut low, bound, true),
            (Some(Op::Less), Some(bound)) => lower(&mut high, bound, false),
            (Some(Op::AtMost), Some(bound)) => lower(&mut high, bound, true),
            _ => {}
        }
    }
    let same = |a: &str, b: &str| match (number(a), number(b)) {
        (Some(a), Some(b)) => a == b,
        _ => folded(a) == folded(b),
    };
    let one_value = equal.iter().all(|value| equal.first().is_none_or(|first| same(first, value)));
    let not_refused = !equal.iter().any(|value| unequal.iter().any(|other| same(value, other)));
    let room = match (low, high) {
        (Some((low, with)), Some((high, and))) => low < high || low == high && with && and,
        _ => true,
    };
    one_value && not_refused && room
}

fn contrary(op: Op) -> Option<Op> {
    Some(match op {
        Op::Equal => Op::Unequal,
        Op::Unequal => Op::Equal,
        // Only of numbers: of a text neither `<` nor its contrary holds for certain, and no bound is drawn from it.
        Op::Less => Op::AtLeast,
        Op::AtMost => Op::More,
        Op::More => Op::AtMost,
        Op::AtLeast => Op::Less,
        Op::Has => return None,
    })
}

fn raise(low: &mut Option<(Decimal, bool)>, bound: Decimal, with: bool) {
    if low.is_none_or(|(old, old_with)| bound > old || bound == old && old_with && !with) {
        *low = Some((bound, with));
    }
}

fn lower(high: &mut Option<(Decimal, bool)>, bound: Decimal, with: bool) {
    if high.is_none_or(|(old, old_with)| bound < old || bound == old && old_with && !with) {
        *high = Some((bound, with));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::script::condition::Condition;

    #[test]
    fn what_contradicts_itself_never_holds() {
        let limits = |subject: &Subject| match subject {
            Subject::Question(code) if code == "shops" => {
                Limits { bounds: Some((Some(1), Some(500))), ..Limits::default() }
            }
            Subject::Question(code) if code == "brands" => Limits { several: true, ..Limits::default() },
            Subject::Question(code) if code == "must" => Limits { required: true, ..Limits::default() },
            Subject::Question(code) if code == "later" => Limits { never: true, ..Limits::default() },
            _ => Limits::default(),
        };
        for (text, can) in [
            ("shops > 3", true),
            ("shops > 500", false),
            ("shops >= 500", true),
            ("shops < 1", false),
            ("shops = 600", false),
            ("shops > 5 и shops < 5", false),
            ("shops >= 5 и shops <= 5", true),
            ("shops > 5 и не shops > 3", false),
            ("shops и не shops", false),
            ("shops declined и shops > 3", false),
            ("shops declined", true),
            ("must declined", false),
            ("later", false),
            ("не later", true),
            ("later или shops", true),
            ("who = a и who = b", false),
            ("who = a или who = b", true),
            ("who = a и who != A", false),
            ("who != a и who != b", true),
            ("brands = a и brands = b", true),
            ("{город} = Омск и {город} = Томск", false),
            ("не ({город} = Омск или не {город} = Омск)", false),
            ("{город} содержит О и не {город} содержит О", true),
        ] {
            let condition = Condition(text.into());
            let expr = condition.expr().unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(can_hold(&expr, &limits), can, "{text}");
        }
    }
}
