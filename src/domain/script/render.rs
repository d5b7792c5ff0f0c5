//! The words of a step with the client's data filled in.

use super::template::{Part, parts};
use super::variable::Variable;
use crate::domain::text::clean_line;

/// A piece of rendered words, so that a screen can mark what came from the data and what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of the script, the default of an empty variable included.
    Text(String),
    /// A value from the data, cleaned; never empty.
    Value(String),
    /// A variable that has neither a value nor a default: its name as the script has it, to be shown as a gap.
    Gap(String),
}

/// Fills in a template. `value` is asked for every variable; what it answers is cleaned, and a blank answer is none.
/// Faulty braces, which no checked script has, are shown as they are.
///
/// ```
/// use dozvon::domain::script::{render::{Piece, render}, variable::Variable};
/// let value = |v: &Variable| (*v == Variable::City).then(|| "Омск".to_owned());
/// assert_eq!(render("{имя|Коллеги}, вы в городе {город}? А {этап}?", &value), [
///     Piece::Text("Коллеги, вы в городе ".into()),
///     Piece::Value("Омск".into()),
///     Piece::Text("? А ".into()),
///     Piece::Gap("этап".into()),
///     Piece::Text("?".into()),
/// ]);
/// ```
pub fn render(template: &str, value: &dyn Fn(&Variable) -> Option<String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (_, part) in parts(template) {
        match part {
            Part::Text(text) => push_text(&mut pieces, text),
            Part::Unclosed => push_text(&mut pieces, "{"),
            Part::Stray => push_text(&mut pieces, "}"),
            Part::Slot { name, default } => {
                let found = Variable::parse(name).and_then(|variable| value(&variable));
                let found = found.map(|found| clean_line(&found)).filter(|found| !found.is_empty());
                match (found, default) {
                    (Some(found), _) => pieces.push(Piece::Value(found)),
                    (None, Some(default)) => push_text(&mut pieces, default),
                    (None, None) => pieces.push(Piece::Gap(name.to_owned())),
                }
            }
        }
    }
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Piece {
        Piece::Text(text.into())
    }

    #[test]
    fn values_are_cleaned_and_blank_ones_are_none() {
        let dirty = |_: &Variable| Some(" Про\u{1b}[31mтон\u{202e}\n".to_owned());
        assert_eq!(render("{клиент}", &dirty), [Piece::Value("Протон".into())]);
        let blank = |_: &Variable| Some("\u{200b} \t".to_owned());
        assert_eq!(render("{клиент}", &blank), [Piece::Gap("клиент".into())]);
        assert_eq!(render("А {клиент|вы}?", &blank), [text("А вы?")]);
        assert_eq!(render("{клиент|}", &blank), []);
    }

    #[test]
    fn braces_of_a_value_are_not_variables() {
        let value = |_: &Variable| Some("{имя} {{".to_owned());
        assert_eq!(render("{клиент}", &value), [Piece::Value("{имя} {{".into())]);
    }

    #[test]
    fn faulty_templates_are_shown_as_they_are() {
        let none = |_: &Variable| None;
        assert_eq!(render("{{имя}} } { {чин}", &none), [text("{имя} } { "), Piece::Gap("чин".into())]);
    }

    proptest! {
        #[test]
        fn text_without_braces_stays(template in "[^{}]+") {
            prop_assert_eq!(render(&template, &|_| None), [Piece::Text(template)]);
        }

        #[test]
        fn any_template_is_rendered(template in any::<String>(), filled in any::<String>()) {
            let pieces = render(&template, &|_| Some(filled.clone()));
            let clean = clean_line(&filled);
            for (piece, next) in pieces.iter().zip(pieces.iter().skip(1)) {
                prop_assert!(!matches!((piece, next), (Piece::Text(_), Piece::Text(_))));
            }
            for piece in pieces {
                match piece {
                    Piece::Text(text) => prop_assert!(!text.is_empty()),
                    Piece::Value(value) => prop_assert_eq!(&value, &clean),
                    Piece::Gap(name) => prop_assert!(clean.is_empty() || Variable::parse(&name).is_none()),
                }
            }
        }
    }
}
