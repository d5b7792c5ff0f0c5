//! Words with variables in braces, taken apart.
//!
//! `{имя}` is a variable, `{имя|коллеги}` one with words for the case that it is empty, `{{` and `}}` are braces to be
//! seen. A variable stands on one line.

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Words as they are.
    Text(&'t str),
    /// A variable.
    Slot {
        /// What stands before the bar, trimmed.
        name: &'t str,
        /// What stands behind it, trimmed; `None` without a bar.
        default: Option<&'t str>,
    },
    /// `{` that nothing closes.
    Unclosed,
    /// `}` that closes nothing.
    Stray,
}

/// The parts of a template, each with its byte offset.
pub(super) fn parts(template: &str) -> Parts<'_> {
    Parts { rest: template, at: 0 }
}

/// See [`parts`].
pub(super) struct Parts<'t> {
    rest: &'t str,
    at: usize,
}

impl<'t> Parts<'t> {
    /// Takes `length` bytes off the rest.
    fn take(&mut self, length: usize) -> (usize, &'t str) {
        let (head, tail) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        let at = self.at;
        self.rest = tail;
        self.at += head.len();
        (at, head)
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = (usize, Part<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        let brace = self.rest.find(['{', '}']);
        if brace != Some(0) {
            let (at, text) = self.take(brace.unwrap_or(self.rest.len()));
            return (!text.is_empty()).then_some((at, Part::Text(text)));
        }
        for double in ["{{", "}}"] {
            if self.rest.starts_with(double) {
                let (at, braces) = self.take(double.len());
                return Some((at, Part::Text(braces.get(1..).unwrap_or_default())));
            }
        }
        if self.rest.starts_with('}') {
            return Some((self.take(1).0, Part::Stray));
        }
        let inner = self.rest.strip_prefix('{').unwrap_or_default();
        let end = inner
            .find(['{', '}', '\n', '\r'])
            .filter(|end| inner.get(*end..).is_some_and(|c| c.starts_with('}')));
        let Some(inner) = end.and_then(|end| inner.get(..end)) else {
            return Some((self.take(1).0, Part::Unclosed));
        };
        let (at, _) = self.take(inner.len() + 2);
        let (name, default) = match inner.split_once('|') {
            Some((name, default)) => (name, Some(default.trim())),
            None => (inner, None),
        };
        Some((at, Part::Slot { name: name.trim(), default }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slot<'t>(name: &'t str, default: Option<&'t str>) -> Part<'t> {
        Part::Slot { name, default }
    }

    #[test]
    fn templates_are_taken_apart() {
        use Part::{Stray, Text, Unclosed};
        for (template, expected) in [
            ("", vec![]),
            ("Алло", vec![(0, Text("Алло"))]),
            ("{имя}!", vec![(0, slot("имя", None)), (8, Text("!"))]),
            ("{ имя | коллеги }", vec![(0, slot("имя", Some("коллеги")))]),
            ("{имя|}", vec![(0, slot("имя", Some("")))]),
            ("{имя|a|b}", vec![(0, slot("имя", Some("a|b")))]),
            ("{{имя}}", vec![(0, Text("{")), (2, Text("имя")), (8, Text("}"))]),
            ("{", vec![(0, Unclosed)]),
            ("{a {b}", vec![(0, Unclosed), (1, Text("a ")), (3, slot("b", None))]),
            ("{a\nb}", vec![(0, Unclosed), (1, Text("a\nb")), (4, Stray)]),
            ("}{}", vec![(0, Stray), (1, slot("", None))]),
        ] {
            assert_eq!(parts(template).collect::<Vec<_>>(), expected, "{template}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(template in "[{}|\\nая ]{0,40}") {
            let all: usize = parts(&template).map(|(_, part)| match part {
                Part::Text("{" | "}") => 2,
                Part::Text(text) => text.len(),
                Part::Unclosed | Part::Stray => 1,
                Part::Slot { .. } => 0,
            }).sum();
            let mut expected = 0;
            let mut end = template.len();
            for (at, part) in parts(&template).collect::<Vec<_>>().into_iter().rev() {
                if !matches!(part, Part::Slot { .. }) {
                    expected += end - at;
                }
                end = at;
            }
            prop_assert_eq!(end, 0);
            prop_assert_eq!(all, expected);
        }
    }
}
