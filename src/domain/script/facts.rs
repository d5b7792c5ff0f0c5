//! What a script may know of the client, the deal and the clock.

use rust_decimal::Decimal;

use super::variable::Variable;

/// Who fills the variables in. It is asked anew at every step: the card may be changed while the call goes on.
pub trait Facts {
    /// The value as it is said; `None` where there is none.
    fn text(&self, variable: &Variable) -> Option<String>;

    /// The number behind a value, of an amount in its currency's unit; `None` where the value is no number. What a field
    /// holds is read as a number where conditions compare it with one.
    fn number(&self, variable: &Variable) -> Option<Decimal> {
        let _ = variable;
        None
    }
}

/// Nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unknown;

impl Facts for Unknown {
    fn text(&self, _: &Variable) -> Option<String> {
        None
    }
}
