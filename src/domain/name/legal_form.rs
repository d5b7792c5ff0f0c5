//! Legal forms: ООО, ИП, LLC. They belong to the name on paper, and nobody searches by them.

use super::letters::{self, is_word};

/// A name taken apart: the legal form and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// The name without legal forms, and without the quotes that stood around it. Empty when there was nothing else.
    pub core: &'a str,
    /// The outermost legal form, in its usual short spelling in small letters: «ооо», «ип», "llc".
    pub form: Option<&'static str>,
}

/// The name without legal forms and quotes at its ends, in whatever order and punctuation: «ООО "Протон"»,
/// «Протон, ООО» and «Протон (ООО)» are «Протон».
///
/// Never takes everything: a name that is a legal form and nothing else stays as it is, trimmed.
///
/// ```
/// use dozvon::domain::name::strip_legal_form;
/// assert_eq!(strip_legal_form("ООО «Протон»"), "Протон");
/// assert_eq!(strip_legal_form("ООО"), "ООО");
/// ```
pub fn strip_legal_form(name: &str) -> &str {
    let core = split_legal_form(name).core;
    if core.is_empty() { name.trim() } else { core }
}

/// Parts a name from its legal forms. Case does not matter, ё is е.
pub fn split_legal_form(name: &str) -> NameParts<'_> {
    let mut parts = NameParts { core: unquoted(name), form: None };
    // Forms nest («ИП КФХ Иванов»), but not deeply; the limit only keeps «ооо ооо ооо …» from taking long.
    for _ in 0..8 {
        let Some((form, core)) = cut_leading(parts.core).or_else(|| cut_trailing(parts.core)) else { break };
        parts = NameParts { core: unquoted(core), form: parts.form.or(Some(form)) };
    }
    if parts.form.is_some() && !parts.core.chars().any(is_word) {
        parts.core = "";
    }
    parts
}

/// Where a form may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before or behind the name.
    Ends,
    /// Only behind it: as a first word it means something else («AS Roma»).
    Behind,
}
use Place::{Behind, Ends};

/// Short forms of one word. Sorted.
const SHORT: &[(&str, Place)] = &[
    ("ab", Behind),
    ("ag", Behind),
    ("ao", Ends),
    ("as", Behind),
    ("bv", Behind),
    ("corp", Behind),
    ("corporation", Behind),
    ("gmbh", Ends),
    ("inc", Behind),
    ("incorporated", Behind),
    ("kft", Behind),
    ("limited", Behind),
    ("llc", Ends),
    ("llp", Behind),
    ("lp", Behind),
    ("ltd", Ends),
    ("nv", Behind),
    ("oao", Ends),
    ("ooo", Ends),
    ("oy", Behind),
    ("oü", Ends),
    ("pao", Ends),
    ("plc", Behind),
    ("pty", Behind),
    ("sa", Behind),
    ("sarl", Ends),
    ("sia", Ends),
    ("spa", Behind),
    ("srl", Behind),
    ("sro", Behind),
    ("uab", Ends),
    ("zao", Ends),
    ("ано", Ends),
    ("ао", Ends),
    ("аозт", Ends),
    ("аоот", Ends),
    ("гбу", Ends),
    ("гбуз", Ends),
    ("гку", Ends),
    ("гск", Ends),
    ("гуп", Ends),
    ("жск", Ends),
    ("зао", Ends),
    ("ип", Ends),
    ("ичп", Ends),
    ("кфх", Ends),
    ("кх", Ends),
    ("мау", Ends),
    ("мбу", Ends),
    ("мку", Ends),
    ("муп", Ends),
    ("нао", Ends),
    ("нко", Ends),
    ("оао", Ends),
    ("одо", Ends),
    ("ооо", Ends),
    ("пао", Ends),
    ("пбоюл", Ends),
    ("снт", Ends),
    ("спк", Ends),
    ("тоо", Ends),
    ("тсж", Ends),
    ("тсн", Ends),
    ("фгбу", Ends),
    ("фгуп", Ends),
    ("фку", Ends),
    ("фоп", Ends),
    ("чп", Ends),
    ("чтуп", Ends),
    ("чуп", Ends),
];

/// Forms of several words, longer ones first where one begins with another, and their short spelling.
const LONG: &[(&[&str], &str)] = &[
    (&["общество", "с", "ограниченной", "ответственностью"], "ооо"),
    (&["общество", "с", "дополнительной", "ответственностью"], "одо"),
    (&["товарищество", "с", "ограниченной", "ответственностью"], "тоо"),
    (&["товарищество", "собственников", "жилья"], "тсж"),
    (&["товарищество", "собственников", "недвижимости"], "тсн"),
    (&["индивидуальный", "предприниматель"], "ип"),
    (&["частный", "предприниматель"], "чп"),
    (&["частное", "предприятие"], "чп"),
    (&["публичное", "акционерное", "общество"], "пао"),
    (&["непубличное", "акционерное", "общество"], "нао"),
    (&["открытое", "акционерное", "общество"], "оао"),
    (&["закрытое", "акционерное", "общество"], "зао"),
    (&["акционерное", "общество"], "ао"),
    (&["крестьянское", "фермерское", "хозяйство"], "кфх"),
    (&["крестьянское", "хозяйство"], "кх"),
    (&["федеральное", "государственное", "унитарное", "предприятие"], "фгуп"),
    (&["федеральное", "государственное", "бюджетное", "учреждение"], "фгбу"),
    (&["государственное", "унитарное", "предприятие"], "гуп"),
    (&["государственное", "бюджетное", "учреждение"], "гбу"),
    (&["муниципальное", "унитарное", "предприятие"], "муп"),
    (&["муниципальное", "бюджетное", "учреждение"], "мбу"),
    (&["автономная", "некоммерческая", "организация"], "ано"),
    (&["некоммерческая", "организация"], "нко"),
    (&["садовое", "некоммерческое", "товарищество"], "снт"),
    (&["глава", "кфх"], "кфх"),
    (&["глава", "к", "ф", "х"], "кфх"),
    (&["к", "ф", "х"], "кфх"),
    (&["о", "о", "о"], "ооо"),
    (&["з", "а", "о"], "зао"),
    (&["о", "а", "о"], "оао"),
    (&["limited", "liability", "company"], "llc"),
    (&["l", "l", "c"], "llc"),
    (&["s", "r", "o"], "sro"),
    (&["s", "r", "l"], "srl"),
    (&["s", "p", "a"], "spa"),
    (&["co", "ltd"], "ltd"),
    (&["pty", "ltd"], "ltd"),
];

/// The form the name begins with, and what is behind it.
fn cut_leading(name: &str) -> Option<(&'static str, &str)> {
    let (first, behind) = first_word(name)?;
    let long = |parts: &[&str]| {
        parts
            .iter()
            .try_fold(name, |rest, part| first_word(rest).filter(|(word, _)| word == part).map(|(_, r)| r))
    };
    let (form, rest) = LONG
        .iter()
        .filter(|(parts, _)| parts.first() == Some(&first.as_str()))
        .find_map(|(parts, short)| Some((*short, long(parts)?)))
        .or_else(|| Some((short_form(&first, Ends)?, behind)))?;
    let after =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | ')' | ']' | '-' | '–' | '—');
    (!rest.starts_with(glues)).then(|| (form, rest.trim_start_matches(after)))
}

/// The form the name ends with, and what is before it.
fn cut_trailing(name: &str) -> Option<(&'static str, &str)> {
    let (last, before) = last_word(name)?;
    let long = |parts: &[&str]| {
        let mut parts = parts.iter().rev();
        parts.try_fold(name, |rest, part| last_word(rest).filter(|(word, _)| word == part).map(|(_, r)| r))
    };
    let (form, rest) = LONG
        .iter()
        .filter(|(parts, _)| parts.last() == Some(&last.as_str()))
        .find_map(|(parts, short)| Some((*short, long(parts)?)))
        .or_else(|| Some((short_form(&last, Behind)?, before)))?;
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '[' | '-' | '–' | '—');
    (!rest.ends_with(glues)).then(|| (form, rest.trim_end_matches(between)))
}

/// The short form a word is, where it stands at `place`.
fn short_form(word: &str, place: Place) -> Option<&'static str> {
    let at = SHORT.binary_search_by(|(form, _)| (*form).cmp(word)).ok()?;
    SHORT.get(at).filter(|(_, allowed)| *allowed == Ends || place == Behind).map(|(form, _)| *form)
}

/// The first word in small letters, and what is behind it.
fn first_word(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches(|c| !is_word(c));
    let rest = text.trim_start_matches(is_word);
    let word = text.strip_suffix(rest)?;
    (!word.is_empty()).then(|| (small(word), rest))
}

/// The last word in small letters, and what is before it.
fn last_word(text: &str) -> Option<(String, &str)> {
    let text = text.trim_end_matches(|c| !is_word(c));
    let rest = text.trim_end_matches(is_word);
    let word = text.strip_prefix(rest)?;
    (!word.is_empty()).then(|| (small(word), rest))
}

/// Small letters with е for ё. A word longer than any form is cut: it is none.
fn small(word: &str) -> String {
    word.chars().take(24).map(letters::small).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// Signs that make a form part of a longer word: «АО-Сервис», «ИП+».
fn glues(c: char) -> bool {
    matches!(c, '-' | '+' | '&' | '/' | '_' | '@' | '\'' | '’')
}

/// The text without spaces and quotes around it, where these quotes have no partner inside: «"А" и "Б"» keeps its own.
/// A closing quote that was saved («ТД «Протон») costs the outer opening one.
fn unquoted(text: &str) -> &str {
    let mut text = text.trim();
    for _ in 0..8 {
        let quotes = outer_quotes(text);
        let mut inner = text.chars();
        if quotes.first {
            inner.next();
        }
        if quotes.last {
            inner.next_back();
        }
        if !quotes.first && !quotes.last {
            break;
        }
        text = inner.as_str().trim();
    }
    text
}

/// Which of the outermost characters are quotes that can go.
struct OuterQuotes {
    first: bool,
    last: bool,
}

fn outer_quotes(text: &str) -> OuterQuotes {
    let mut result = OuterQuotes { first: false, last: false };
    if !text.starts_with(is_quote) && !text.ends_with(is_quote) {
        return result;
    }
    // Byte positions of quotes still open.
    let mut open: Vec<usize> = Vec::new();
    let mut before = None;
    let mut at_start = true;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        if is_quote(c) && !(letter(before) && letter(after) && matches!(c, '\'' | '’' | '`' | '‘')) {
            at_start = opens(c, at_start);
            if at_start {
                open.push(at);
            } else {
                let partner = open.pop();
                let last = after.is_none();
                result.last |= last && (partner.is_none() || partner == Some(0));
                result.first |= last && partner == Some(0);
            }
        } else {
            at_start = c.is_whitespace() || matches!(c, '(' | '[' | '{');
        }
        before = Some(c);
    }
    // Never closed: a quote that opens the text and was left open.
    result.first |= open.first() == Some(&0);
    result
}

fn is_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '"' | '“' | '”' | '„' | '‟' | '\'' | '‘' | '’' | '`' | '‹' | '›')
}

/// Straight quotes and those that open in one language and close in another open where a word may start.
fn opens(c: char, at_start: bool) -> bool {
    match c {
        '«' | '„' | '‹' => true,
        '»' | '”' | '›' => false,
        _ => at_start,
    }
}

fn letter(c: Option<char>) -> bool {
    c.is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_are_found_by_binary_search() {
        assert!(SHORT.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn forms_and_quotes_go() {
        for (name, core) in [
            ("ООО \"Протон\"", "Протон"),
            ("ооо протон", "протон"),
            ("ООО«Протон»", "Протон"),
            ("Протон, ООО", "Протон"),
            ("Протон (ООО)", "Протон"),
            ("(ООО) Протон", "Протон"),
            ("Протон ООО.", "Протон"),
            ("О.О.О. Протон", "Протон"),
            ("Общество с ограниченной ответственностью \"Протон\"", "Протон"),
            ("ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ ПРОТОН", "ПРОТОН"),
            ("Публичное акционерное общество «Сбербанк»", "Сбербанк"),
            ("Индивидуальный предприниматель Сидоров П.А.", "Сидоров П.А."),
            ("Сидоров П.А., ИП", "Сидоров П.А."),
            ("ИП Глава КФХ Сидоров", "Сидоров"),
            ("К(Ф)Х \"Заря\"", "Заря"),
            ("Крестьянское (фермерское) хозяйство Заря", "Заря"),
            ("ФГУП 'Почта России'", "Почта России"),
            ("“Proton” LLC", "Proton"),
            ("Proton Co., Ltd.", "Proton"),
            ("Siemens AG", "Siemens"),
            ("Müller GmbH", "Müller"),
            ("„Протон“", "Протон"),
            ("ООО «Торговый дом «Протон»", "Торговый дом «Протон»"),
            ("ООО «Торговый дом «Протон»»", "Торговый дом «Протон»"),
            ("ООО \"ТД \"Протон\"\"", "ТД \"Протон\""),
            ("«А» и «Б»", "«А» и «Б»"),
            ("\"А\" и \"Б\"", "\"А\" и \"Б\""),
            ("ООО «Протон» и партнёры", "«Протон» и партнёры"),
            ("Протон (Москва), ООО", "Протон (Москва)"),
            ("ООО ООО Протон", "Протон"),
        ] {
            assert_eq!(strip_legal_form(name), core, "{name}");
        }
    }

    #[test]
    fn names_that_only_look_like_forms_stay() {
        for name in [
            "ООО",
            "ИП",
            "LLC",
            "AS Roma",
            "АО-Сервис",
            "Ипотека",
            "ЗАОзёрье",
            "Жанна д'Арк",
            "Протон ООО Плюс",
            "Общество рыболовов",
            "Индивидуальный",
            "!!!",
            "",
        ] {
            assert_eq!(strip_legal_form(name), name);
        }
        assert_eq!(strip_legal_form(" «ООО» "), "«ООО»");
        assert_eq!(split_legal_form("«ООО»"), NameParts { core: "", form: Some("ооо") });
        assert_eq!(split_legal_form("Общество с ограниченной ответственностью").form, Some("ооо"));
        assert_eq!(split_legal_form("Протон").form, None);
    }

    proptest! {
        #[test]
        fn never_to_nothing(name in any::<String>()) {
            prop_assert!(strip_legal_form(&name).is_empty() == name.trim().is_empty());
        }

        #[test]
        fn a_form_at_either_end_changes_nothing(core in "[А-Яа-я]{4,9}( [0-9]{1,3})?", pick in 0..SHORT.len()) {
            prop_assume!(split_legal_form(&core).form.is_none());
            let (form, _) = SHORT[pick];
            let upper = form.to_uppercase();
            for name in [format!("{core} {form}"), format!("«{core}», {upper}"), format!("\"{core}\" ({form})")] {
                prop_assert_eq!(strip_legal_form(&name), &core, "{}", name);
            }
        }
    }
}
