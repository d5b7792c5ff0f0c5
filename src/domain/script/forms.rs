//! Grammatical cases of the words that are filled in.
//!
//! Russian names can't be declined by rule without absurd mistakes, so nothing is guessed: a form comes from the table of
//! the script, or else from the common one, or it is not there. Names in quotation marks, abbreviations and Latin words do
//! not change in Russian: «для ООО «Протон»».

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A grammatical case of Russian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// Именительный: кто? что?
    Nominative,
    /// Родительный: кого? чего?
    Genitive,
    /// Дательный: кому? чему?
    Dative,
    /// Винительный: кого? что?
    Accusative,
    /// Творительный: кем? чем?
    Instrumental,
    /// Предложный: о ком? о чём?
    Prepositional,
}

/// How cases may be written, short and long.
const NAMES: [(Case, [&str; 5]); 6] = [
    (Case::Nominative, ["им", "и", "имен", "именительный", "nom"]),
    (Case::Genitive, ["род", "р", "родит", "родительный", "gen"]),
    (Case::Dative, ["дат", "д", "дател", "дательный", "dat"]),
    (Case::Accusative, ["вин", "в", "винит", "винительный", "acc"]),
    (Case::Instrumental, ["тв", "т", "твор", "творительный", "ins"]),
    (Case::Prepositional, ["пр", "пред", "предл", "предложный", "pre"]),
];

/// How many forms a word has beside the nominative.
pub const FORMS: usize = 5;

impl Case {
    /// Reads the name of a case, short or long; letter case and spaces do not count.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(case, _)| *case)
    }

    /// All names of cases.
    pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
        NAMES.iter().flat_map(|(_, names)| names.iter().copied())
    }

    /// Place among the forms of a word; `None` for the nominative, which is the word itself.
    fn place(self) -> Option<usize> {
        (self as usize).checked_sub(1)
    }
}

/// A table of words and their forms: genitive, dative, accusative, instrumental, prepositional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Forms(pub BTreeMap<String, [String; FORMS]>);

impl Forms {
    /// The forms that come with the program: cities and words for people and firms.
    pub fn common() -> &'static Self {
        static COMMON: OnceLock<Forms> = OnceLock::new();
        // The file is one of ours: a test sees to it that it can be read.
        COMMON.get_or_init(|| {
            super::file::parse_forms(crate::domain::presets::FORMS.1)
                .map(|(forms, _)| forms)
                .unwrap_or_default()
        })
    }

    /// A word in a case, from this table or else the common one; `None` when the form is not known. Letter case and ё do
    /// not count when a word is looked up.
    ///
    /// ```
    /// use dozvon::domain::script::forms::{Case, Forms};
    /// let none = Forms::default();
    /// assert_eq!(none.form("Москва", Case::Prepositional).as_deref(), Some("Москве"));
    /// assert_eq!(none.form("ООО «Протон»", Case::Genitive).as_deref(), Some("ООО «Протон»"));
    /// assert_eq!(none.form("Протон", Case::Genitive), None);
    /// ```
    pub fn form(&self, word: &str, case: Case) -> Option<String> {
        let Some(place) = case.place() else { return Some(word.to_owned()) };
        let own = self.find(word).or_else(|| Self::common().find(word));
        match own {
            Some(forms) => forms.get(place).cloned(),
            None => is_unchanging(word).then(|| word.to_owned()),
        }
    }

    fn find(&self, word: &str) -> Option<&[String; FORMS]> {
        if let Some(forms) = self.0.get(word) {
            return Some(forms);
        }
        let wanted = folded(word);
        self.0.iter().find(|(word, _)| folded(word) == wanted).map(|(_, forms)| forms)
    }
}

fn folded(word: &str) -> String {
    word.trim().to_lowercase().replace('ё', "е")
}

/// Whether a name stays as it is in every case: it stands in quotation marks, with or without a legal form in capitals before
/// it, or has no Cyrillic letter at all.
fn is_unchanging(word: &str) -> bool {
    let word = word.trim();
    let quoted = word.ends_with(['»', '"', '”']);
    let head = word.split(['«', '"', '“']).next().unwrap_or_default().trim();
    let abbreviation = head.chars().all(|c| c.is_uppercase() || c.is_whitespace());
    let cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    quoted && abbreviation || !word.is_empty() && !word.contains(cyrillic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_read_by_every_name() {
        for (case, names) in NAMES {
            for name in names {
                assert_eq!(Case::parse(&format!(" {} ", name.to_uppercase())), Some(case));
            }
        }
        let all: Vec<&str> = Case::names().collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), all.len(), "a name of two cases");
        assert_eq!(Case::parse("где"), None);
    }

    #[test]
    fn the_own_table_comes_before_the_common_one() {
        let forms = ["A", "B", "C", "D", "E"].map(str::to_owned);
        let own = Forms([("Москва".to_owned(), forms)].into());
        assert_eq!(own.form("москва", Case::Genitive).as_deref(), Some("A"));
        assert_eq!(own.form("Москва", Case::Prepositional).as_deref(), Some("E"));
        assert_eq!(own.form("Королёв", Case::Genitive).as_deref(), Some("Королёва"));
        assert_eq!(own.form("Королев", Case::Genitive).as_deref(), Some("Королёва"));
    }

    #[test]
    fn names_that_do_not_change_stay() {
        for word in ["ООО «Протон»", "«Всё для дома»", "АО \"Вектор\"", "ИП «Сигма»", "Samsung", "LG 55"]
        {
            assert_eq!(Forms::default().form(word, Case::Dative).as_deref(), Some(word));
        }
        for word in ["Протон", "Завод «Вектор»", "ООО Протон", ""] {
            assert_eq!(Forms::default().form(word, Case::Dative), None, "{word}");
        }
        assert_eq!(Forms::default().form("Протон", Case::Nominative).as_deref(), Some("Протон"));
    }
}
