//! How long a promised call is awaited, said in words before what it is for: «до 12:00 · Отправить КП».

use super::words;

/// What stands between the two.
const BETWEEN: &str = " · ";

/// What a call is for, with how long it is awaited before it; an earlier end, which held for another time, goes. Without an
/// end only that is done.
///
/// ```
/// use dozvon::domain::when::until::with;
///
/// assert_eq!(with("до 12:00", "Отправить КП"), "до 12:00 · Отправить КП");
/// assert_eq!(with("до 15:30", "до 12:00 · Отправить КП"), "до 15:30 · Отправить КП");
/// assert_eq!(with("", "до 12:00"), "");
/// ```
pub fn with(until: &str, reason: &str) -> String {
    let parts = [until, without(reason)];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(BETWEEN)
}

/// What a call is for, where it is said in two places: «спросить Марию · Отправить КП». What says nothing is left out.
pub fn joined(first: &str, second: &str) -> String {
    let (first, second) = (first.trim(), second.trim());
    let said: Vec<&str> = [first, second].into_iter().filter(|part| !part.is_empty()).collect();
    said.join(BETWEEN)
}

/// What somebody has just said a call is for, with how long it is awaited before it. Without an end his words stay as they
/// are, whatever they begin with.
pub fn said(until: &str, reason: &str) -> String {
    if until.is_empty() { reason.to_owned() } else { with(until, reason) }
}

/// What a call is for, without how long it is awaited.
fn without(reason: &str) -> &str {
    let (head, rest) = reason.split_once(BETWEEN).unwrap_or((reason, ""));
    let mut said = head.split_whitespace();
    let till = said.next().is_some_and(|word| words::is_till(&word.to_lowercase()));
    let is_time = |word: &str| match word.split_once(':') {
        Some((hour, minute)) => [hour, minute].iter().all(|part| part.parse::<u8>().is_ok()),
        None => false,
    };
    if till && said.next().is_some_and(is_time) { rest } else { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_end_of_a_span_goes() {
        for (reason, left) in [
            ("до 12:00", ""),
            ("till 9:30 their time · КП", "КП"),
            ("до 12:00 у клиента · КП · срочно", "КП · срочно"),
            ("до конца недели", "до конца недели"),
            ("Показать до 12:00", "Показать до 12:00"),
            ("до 12 · КП", "до 12 · КП"),
            ("", ""),
        ] {
            assert_eq!(with("", reason), left, "{reason}");
            assert_eq!(said("", reason), reason);
        }
    }
}
