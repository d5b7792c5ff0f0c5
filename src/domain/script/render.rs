//! The words of a step with the client's data filled in.

use super::forms::Forms;
use super::slot::Slot;
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
    /// A variable that has neither a value (or the form that is wanted) nor a default: its name as the script has it, to be shown as a gap.
    Gap(String),
}

/// Fills in a template. `value` is asked for every variable; what it answers is cleaned, and a blank answer is none. A value
/// that is wanted in a case of which `forms` and the common table know no form is none either. Faulty braces, which no checked script has, are shown as they are.
///
/// ```
/// use dozvon::domain::script::{forms::Forms, render::{Piece, render}, variable::Variable};
/// let value = |v: &Variable| (*v == Variable::City).then(|| "Омск".to_owned());
/// assert_eq!(render("{имя|Коллеги}, вы в {город:пред}? А {этап}?", &Forms::default(), &value), [
///     Piece::Text("Коллеги, вы в ".into()),
///     Piece::Value("Омске".into()),
///     Piece::Text("? А ".into()),
///     Piece::Gap("этап".into()),
///     Piece::Text("?".into()),
/// ]);
/// ```
pub fn render(template: &str, forms: &Forms, value: &dyn Fn(&Variable) -> Option<String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (_, part) in parts(template) {
        match part {
            Part::Text(text) => push_text(&mut pieces, text),
            Part::Unclosed => push_text(&mut pieces, "{"),
            Part::Stray => push_text(&mut pieces, "}"),
            Part::Slot { name, default } => {
                let slot = Slot::parse(name);
                let found = slot.as_ref().and_then(|slot| value(&slot.variable));
                let found = found.map(|found| clean_line(&found)).filter(|found| !found.is_empty());
                let found = match slot.and_then(|slot| slot.case) {
                    Some(case) => found.and_then(|found| forms.form(&found, case)),
                    None => found,
                };
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

/// The words as one text: gaps are left out.
pub fn plain(pieces: &[Piece]) -> String {
    let said = pieces.iter().map(|piece| match piece {
        Piece::Text(text) | Piece::Value(text) => text.as_str(),
        Piece::Gap(_) => "",
    });
    said.collect()
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
        assert_eq!(render("{клиент}", &Forms::default(), &dirty), [Piece::Value("Протон".into())]);
        let blank = |_: &Variable| Some("\u{200b} \t".to_owned());
        assert_eq!(render("{клиент}", &Forms::default(), &blank), [Piece::Gap("клиент".into())]);
        assert_eq!(render("А {клиент|вы}?", &Forms::default(), &blank), [text("А вы?")]);
        assert_eq!(render("{клиент|}", &Forms::default(), &blank), []);
    }

    #[test]
    fn braces_of_a_value_are_not_variables() {
        let value = |_: &Variable| Some("{имя} {{".to_owned());
        assert_eq!(render("{клиент}", &Forms::default(), &value), [Piece::Value("{имя} {{".into())]);
    }

    #[test]
    fn faulty_templates_are_shown_as_they_are() {
        let none = |_: &Variable| None;
        assert_eq!(
            render("{{имя}} } { {чин}", &Forms::default(), &none),
            [text("{имя} } { "), Piece::Gap("чин".into())]
        );
    }

    #[test]
    fn a_form_that_is_not_known_is_a_gap_or_the_default() {
        let value = |v: &Variable| (*v == Variable::Client).then(|| "Протон".to_owned());
        let own = Forms([("протон".to_owned(), ["Протона", "", "", "", ""].map(str::to_owned))].into());
        let said = |template: &str, forms: &Forms| render(template, forms, &value);
        assert_eq!(said("{клиент:род}", &own), [Piece::Value("Протона".into())]);
        assert_eq!(said("{клиент:род}", &Forms::default()), [Piece::Gap("клиент:род".into())]);
        assert_eq!(said("{клиент:род|вас}", &Forms::default()), [text("вас")]);
        assert_eq!(plain(&said("Для {клиент:род}{этап}.", &own)), "Для Протона.");
    }

    proptest! {
        #[test]
        fn text_without_braces_stays(template in "[^{}]+") {
            prop_assert_eq!(render(&template, &Forms::default(), &|_| None), [Piece::Text(template)]);
        }

        #[test]
        fn any_template_is_rendered(template in any::<String>(), filled in any::<String>()) {
            let pieces = render(&template, &Forms::default(), &|_| Some(filled.clone()));
            let clean = clean_line(&filled);
            for (piece, next) in pieces.iter().zip(pieces.iter().skip(1)) {
                prop_assert!(!matches!((piece, next), (Piece::Text(_), Piece::Text(_))));
            }
            for piece in pieces {
                match piece {
                    Piece::Text(text) => prop_assert!(!text.is_empty()),
                    Piece::Value(value) => prop_assert_eq!(&value, &clean),
                    Piece::Gap(name) => prop_assert!(clean.is_empty() || Slot::parse(&name).is_none_or(|slot| slot.case.is_some())),
                }
            }
        }
    }
}
