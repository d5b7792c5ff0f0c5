//! The numbers of the firm itself: nobody calls them from a list.

use std::collections::HashSet;

use crate::domain::phone::{Phone, PhoneError};

/// The file in the configuration folder that names them, one a line.
pub const FILE: &str = "own-numbers.txt";

/// A line that is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANumber {
    /// Which line, from 1.
    pub line: u64,
    /// What stands there.
    pub text: String,
    /// What is wrong with it.
    pub problem: PhoneError,
}

/// Reads them, as the store counts numbers; what stands behind «#» is a remark.
///
/// # Errors
/// The first line that is no number: one that were passed over would be called.
pub fn read(text: &str) -> Result<HashSet<u64>, NotANumber> {
    let mut numbers = HashSet::new();
    for (line, whole) in (1_u64..).zip(text.lines()) {
        let said = whole.split('#').next().unwrap_or_default().trim();
        if said.is_empty() {
            continue;
        }
        let phone = Phone::parse(said);
        let phone = phone.map_err(|problem| NotANumber { line, text: said.to_owned(), problem })?;
        numbers.insert(phone.number());
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_passed_over_and_mistakes_are_not() {
        let read_of = |text: &str| read(text).map(|numbers| numbers.len());
        assert_eq!(read_of("# мы\n8 (495) 123-45-67 # секретарь\n\n+7 495 123-45-67\n"), Ok(1));
        let wrong = read_of("8 (495) 123-45-67\nсекретарь").unwrap_err();
        assert_eq!((wrong.line, wrong.text.as_str()), (2, "секретарь"));
    }
}
