//! The search form of names: what makes «ООО "Протон"», «протон», "Proton" and «ghjnjy» one and the same.
//!
//! The raw name is never touched. [`search_form`] takes off the legal form and [`fold`]s the rest to a short ASCII text
//! that sounds the same however the name was spelt; every byte of it remembers the letter it came from, so that a
//! match in the folded text can be shown in the name itself.
//!
//! Folding maps letters to sounds. Cyrillic goes letter by letter, so the folded form of the beginning of a Russian
//! word is the beginning of its folded form: a list that narrows while someone types never loses the word being
//! typed. Latin goes by the usual ways of writing Russian in it (passports, ГОСТ 7.79, ISO 9, letters as people type
//! them), where one letter may stand for several sounds; [`query_forms`] tries the likeliest two.

mod fold;
mod latin;
mod legal_form;
mod letters;

pub use fold::{Folded, fold};
pub use legal_form::{NameParts, split_legal_form, strip_legal_form};

use super::layout;
use fold::fold_as;
use latin::Reading;

/// The search form of a name: without the legal form and the quotes around it, folded. Sources point into `name`.
///
/// ```
/// use dozvon::domain::name::search_form;
/// let form = search_form("ООО «Протон»");
/// assert_eq!(form.text, "proton");
/// assert_eq!(form.source, [5, 6, 7, 8, 9, 10]);
/// ```
pub fn search_form(name: &str) -> Folded {
    search_form_of(name, split_legal_form(name))
}

/// As [`search_form`], for a name that has been taken apart already.
pub fn search_form_of(name: &str, parts: NameParts<'_>) -> Folded {
    let core = if parts.core.is_empty() { name.trim() } else { parts.core };
    let mut form = fold(core);
    let before = core.as_ptr().addr().saturating_sub(name.as_ptr().addr());
    let skipped = name.get(..before).map_or(0, |head| head.chars().count());
    let skipped = u32::try_from(skipped).unwrap_or(u32::MAX);
    form.source.iter_mut().for_each(|index| *index = index.saturating_add(skipped));
    form
}

/// The forms to search a query in, best first: as typed, in a second reading of Latin letters, and as the same keys
/// would have typed it in the other layout. Forms that are empty or equal an earlier one are left out.
///
/// ```
/// use dozvon::domain::name::query_forms;
/// assert_eq!(query_forms("ghjnjy").first().map(|f| f.text.as_str()), Some("proton"));
/// ```
pub fn query_forms(query: &str) -> Vec<Folded> {
    let swapped = layout::swap(query);
    let mut forms = vec![search_form(query), fold_as(strip_legal_form(query), Reading::Second)];
    // Whoever means Latin words types letters; Russian ones on the keys of signs are not a Latin word gone wrong.
    let count = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    if swapped != query && count(&swapped) >= count(query).max(1) {
        let place = if layout::looks_swapped(query) { 0 } else { forms.len() };
        forms.insert(place, search_form(&swapped));
    }
    let mut seen = Vec::with_capacity(forms.len());
    forms.retain(|form| {
        let new = !form.text.is_empty() && !seen.contains(&form.text);
        seen.push(form.text.clone());
        new
    });
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(query: &str) -> Vec<String> {
        query_forms(query).into_iter().map(|f| f.text).collect()
    }

    #[test]
    fn one_name_however_it_is_written() {
        let proton = "proton";
        for name in [
            "Протон",
            "ПРОТОН",
            "proton",
            "Proton",
            "ООО \"Протон\"",
            "ООО«Протон»",
            "Протон, ООО",
            "Протон (ООО)",
            "OOO Proton",
            "Proton LLC",
            "Общество с ограниченной ответственностью «Протон»",
            "ПРОТОH",
            "Пpoтoн",
            "«Протонн»",
        ] {
            assert_eq!(search_form(name).text, proton, "{name}");
        }
    }

    #[test]
    fn sources_point_at_the_letters_of_the_name() {
        for name in
            ["ООО \"Протон\"", "Индивидуальный предприниматель Щукин Яков", "Ёлка-ЪЪ, ЗАО", "日本 (ООО)"]
        {
            let form = search_form(name);
            assert_eq!(form.text.len(), form.source.len(), "{name}");
            let chars: Vec<char> = name.chars().collect();
            for (byte, &at) in form.text.bytes().zip(&form.source) {
                let c = chars[at as usize];
                assert_eq!(byte == b' ', !c.is_alphanumeric(), "{name}: {c}");
            }
        }
    }

    #[test]
    fn queries_are_tried_in_both_layouts() {
        assert_eq!(texts("протон"), ["proton", "ghjnji"]);
        assert_eq!(texts("яржа"), ["iarja"]);
        assert_eq!(texts("ghjnjy")[0], "proton");
        assert!(texts("jjj ghjnjy").contains(&"proton".to_owned()));
        assert!(texts("[kt,").contains(&"hleb".to_owned()));
        assert_eq!(texts("55"), ["55"]);
        assert!(texts("").is_empty());
        assert!(texts("  \t ").is_empty());
    }

    #[test]
    fn a_latin_query_has_a_second_reading() {
        for (query, russian) in
            [("Jukov", "Жуков"), ("Kuznecov", "Кузнецов"), ("Vasiliev", "Васильев"), ("City", "Сити")]
        {
            assert!(texts(query).contains(&fold(russian).text), "{query}: {:?}", texts(query));
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_its_shape(text in any::<String>()) {
            let chars = text.chars().count();
            for form in query_forms(&text).into_iter().chain([search_form(&text)]) {
                prop_assert!(form.text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b' ')));
                prop_assert_eq!(form.text.len(), form.source.len());
                prop_assert!(!form.text.starts_with(' ') && !form.text.ends_with(' ') && !form.text.contains("  "));
            }
            prop_assert!(search_form(&text).source.iter().all(|&at| (at as usize) < chars));
            prop_assert!(search_form(&text).source.is_sorted());
        }
    }
}
