//! Counts in words. Whoever counts for a screen stops somewhere: what is known then is a bound, and is said as one.

use super::Message;
use crate::desk::queue::Counts;
use crate::say;

/// A count as it is said, and 1 where there are more. A bound is a round number that is passed: «больше 300», not «312+».
pub fn at_least(count: usize, more: bool) -> (usize, u8) {
    let below = count.saturating_sub(1);
    let round = match below {
        0..50 => below,
        50..1000 => below / 50 * 50,
        _ => below / 100 * 100,
    };
    if more { (round, 1) } else { (count, 0) }
}

/// «312», «больше 300»
pub fn counted(count: usize, more: bool) -> Message {
    let (count, more) = at_least(count, more);
    say!("counted", count = count, more = more)
}

/// «Очередь 312», «Очередь: больше 300»
pub fn headed(what: impl Into<String>, count: usize, more: bool) -> Message {
    let (count, more) = at_least(count, more);
    say!("counted-headed", what = what.into(), count = count, more = more)
}

/// How many promises are overdue.
pub fn overdue(counts: &Counts) -> Message {
    let (count, more) = at_least(counts.overdue, counts.capped.overdue);
    say!("queue-overdue", count = count, more = more)
}

/// How many wait for their hour, and when the first of them has come, where that is to be said.
pub fn closed(counts: &Counts, opens: Option<String>) -> Message {
    let (count, more) = at_least(counts.closed, counts.capped.closed);
    let asleep = say!("queue-asleep", count = count, more = more);
    match opens {
        Some(when) => say!("queue-closed", asleep = asleep, when = when),
        None => asleep,
    }
}

/// Nobody can be taken, since all wait for their hour.
pub fn nothing_open(counts: &Counts, when: &str) -> Message {
    let (count, more) = at_least(counts.closed, counts.capped.closed);
    say!("queue-nothing-open", count = count, more = more, when = when)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, Texts};

    #[test]
    fn a_bound_is_a_round_number_that_is_passed() {
        let of = |count| at_least(count, true).0;
        assert_eq!(
            [1, 21, 51, 257, 301, 312, 2000, 2001, 2345].map(of),
            [0, 20, 50, 250, 300, 300, 1900, 2000, 2300]
        );
        assert_eq!(at_least(2001, false), (2001, 0));
    }

    #[test]
    fn counts_agree_with_what_is_counted_in_both_languages() {
        let mut counts = Counts { overdue: 3, closed: 22, ..Counts::default() };
        let said = |lang, counts: &Counts| {
            let texts = Texts::new(lang);
            let all = [
                headed("Q", 312, counts.capped.now),
                overdue(counts),
                closed(counts, None),
                closed(counts, Some("9:00".to_owned())),
                nothing_open(counts, "9:00"),
            ];
            all.map(|one| texts.say(&one))
        };
        let (ru, en) = (said(Lang::Ru, &counts), said(Lang::En, &counts));
        assert_eq!(ru[..3], ["Q 312", "просрочено 3 обещания", "22 ждут"]);
        assert_eq!(ru[3], "22 ждут своего часа, первый 9:00");
        assert_eq!(en[..3], ["Q 312", "3 promises overdue", "22 wait"]);
        counts = Counts { overdue: 312, closed: 2001, ..counts };
        (counts.capped.now, counts.capped.overdue, counts.capped.closed) = (true, true, true);
        let (ru, en) = (said(Lang::Ru, &counts), said(Lang::En, &counts));
        assert_eq!(ru[..2], ["Q: больше 300", "просрочено больше 300 обещаний"]);
        assert_eq!(ru[3], "больше 2000 ждут своего часа, первый 9:00");
        assert!(ru[4].starts_with("Брать пока некого: больше 2000 контактов ждут своего часа"), "{}", ru[4]);
        assert_eq!(en[..3], ["Q: more than 300", "more than 300 promises overdue", "more than 2000 wait"]);
        assert!(en[4].starts_with("There is nobody to take yet: more than 2000 contacts wait"), "{}", en[4]);
    }
}
