//! Which variables a script wants to have a value.

use super::Script;
use super::slot::Slot;
use super::template::{Part, parts};
use super::variable::Variable;

impl Script {
    /// Whether words that are read out have this variable, with nothing to be said in its place: without a value there would be
    /// a gap where the client should hear it.
    pub fn wants(&self, variable: &Variable) -> bool {
        let is_it = |part: Part<'_>| {
            matches!(part, Part::Slot { name, default: None }
                if Slot::parse(name).is_some_and(|slot| slot.variable == *variable))
        };
        self.steps.iter().any(|step| parts(&step.say).any(|(_, part)| is_it(part)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{RecordId, ScriptId};
    use crate::domain::script::file::parse;

    #[test]
    fn a_default_stands_in_for_a_value() {
        let wants = |say: &str| {
            let file = format!(
                "code = \"a\"\nname = \"A\"\n\n[[step]]\ncode = \"one\"\nsay = \"Это {{оператор}}. {say}\"\n"
            );
            let (draft, _) = parse(&file).unwrap();
            draft.into_script(ScriptId::from_u64(1), 1).wants(&Variable::Firm)
        };
        assert!(wants("Компания {фирма}."));
        assert!(wants("Our firm is { Firm }."));
        assert!(!wants("Компания {фирма|Дозвон}."));
        assert!(!wants("Компания {{фирма}}, {компания}."));
    }
}
