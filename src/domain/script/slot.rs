//! A variable in the words of a script, with the grammatical case it is wanted in: `{город:пред}`.

use super::forms::Case;
use super::variable::Variable;

/// What stands between two braces, before the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What is filled in.
    pub variable: Variable,
    /// In which case; as it is without.
    pub case: Option<Case>,
}

impl Slot {
    /// Reads a name with or without a case; letter case and spaces do not count.
    ///
    /// ```
    /// use dozvon::domain::script::{forms::Case, slot::Slot, variable::Variable};
    /// let slot = Slot::parse("город:пред").unwrap();
    /// assert_eq!((slot.variable, slot.case), (Variable::City, Some(Case::Prepositional)));
    /// assert_eq!(Slot::parse("поле:Район:род").unwrap().variable, Variable::Field("Район".into()));
    /// assert_eq!(Slot::parse("город:где"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        if let Some((head, tail)) = name.rsplit_once(':')
            && let Some(case) = Case::parse(tail)
            && let Some(variable) = Variable::parse(head)
        {
            return Some(Self { variable, case: Some(case) });
        }
        Variable::parse(name).map(|variable| Self { variable, case: None })
    }
}
