//! The texts of `locales/`: none is missing, none is left over, and both languages say the same with the same data.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its files has failed"
)]

#[path = "locales/code.rs"]
mod code;
#[path = "locales/texts.rs"]
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use code::Code;
use dozvon::i18n::{Arg, Lang, Message, Texts};
use dozvon::tui::theme::Role;
use texts::{Entry, Kind, entries};

const LANGS: [Lang; 2] = [Lang::Ru, Lang::En];

/// Fails with the list of what was found.
#[track_caller]
fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn both() -> [BTreeMap<String, Entry>; 2] {
    LANGS.map(entries)
}

/// The keys that are made while the program runs: help of commands is looked for by the name of the command.
fn made() -> Vec<Vec<String>> {
    dozvon::cli::help_keys()
}

#[test]
fn no_text_is_there_twice() {
    let mut found = Vec::new();
    for (key, entry) in both().iter().flatten() {
        found.extend(
            entry.doubles.iter().map(|other| format!("`{key}` is in {} and in {other}", entry.place)),
        );
    }
    none(&found);
}

#[test]
fn every_key_is_in_both_languages() {
    let [ru, en] = both();
    let missing = |here: &BTreeMap<String, Entry>, there: &BTreeMap<String, Entry>, name: &str| {
        let keys = here.iter().filter(|(key, _)| !there.contains_key(*key));
        keys.map(|(key, entry)| format!("{}: `{key}` is not in {name}", entry.place)).collect::<Vec<_>>()
    };
    none(&[missing(&ru, &en, "English"), missing(&en, &ru, "Russian")].concat());
}

#[test]
fn every_key_the_code_says_is_there() {
    let [ru, _] = both();
    let code = Code::read();
    let mut found: Vec<String> = code
        .said
        .iter()
        .filter(|said| !ru.contains_key(&said.key))
        .map(|said| format!("{}: there is no text `{}`", said.place, said.key))
        .collect();
    for keys in made() {
        if !keys.iter().any(|key| ru.contains_key(key)) {
            found.push(format!("the help of the command line: there is no text `{}`", keys.join("` or `")));
        }
    }
    for beginning in &code.beginnings {
        if !ru.keys().any(|key| key.starts_with(beginning)) {
            found.push(format!("there is no text `{beginning}…`"));
        }
    }
    // Headings of tables come through a list of columns; nothing else begins so.
    let headings = code.literals.iter().filter(|key| key.starts_with("table-") && key.len() > "table-".len());
    found
        .extend(headings.filter(|key| !ru.contains_key(*key)).map(|key| format!("there is no text `{key}`")));
    let roles = Role::ALL.iter().map(|role| format!("role-theme-{}", role.name()));
    found.extend(roles.filter(|key| !ru.contains_key(key)).map(|key| format!("there is no text `{key}`")));
    none(&found);
}

#[test]
fn every_text_is_used() {
    let [ru, en] = both();
    let code = Code::read();
    let made: BTreeSet<String> = made().into_iter().flatten().collect();
    let from_texts: BTreeSet<&String> =
        ru.values().chain(en.values()).flat_map(|entry| &entry.mentions).collect();
    let begun = |key: &String| code.beginnings.iter().any(|beginning| key.starts_with(beginning));
    let used = |key: &String| {
        code.literals.contains(key) || made.contains(key) || from_texts.contains(key) || begun(key)
    };
    let unused = ru.iter().filter(|(key, _)| !key.contains('.') && !used(key));
    none(&unused.map(|(key, entry)| format!("{}: nothing uses `{key}`", entry.place)).collect::<Vec<_>>());
}

#[test]
fn both_languages_use_the_same_data() {
    let [ru, en] = both();
    let differ = ru.iter().filter_map(|(key, entry)| {
        let other = en.get(key)?;
        (entry.variables() != other.variables()).then(|| {
            format!(
                "{}: `{key}` uses {:?}, in English {:?}",
                entry.place,
                entry.variables(),
                other.variables()
            )
        })
    });
    none(&differ.collect::<Vec<_>>());
}

#[test]
fn the_code_gives_each_text_the_data_it_uses() {
    let [ru, en] = both();
    let mut found = Vec::new();
    for said in Code::read().said.iter().filter(|said| said.macro_args.is_some()) {
        let given: BTreeSet<&str> = said.macro_args.iter().flatten().map(|(name, _)| name.as_str()).collect();
        for texts in [&ru, &en] {
            let Some(entry) = texts.get(&said.key) else { continue };
            let wanted = whole(texts, &said.key);
            for name in wanted.keys().filter(|name| !given.contains(name.as_str())) {
                found.push(format!("{}: `{}` is not given ${name} ({})", said.place, said.key, entry.place));
            }
            for name in given.iter().filter(|name| !wanted.contains_key(**name)) {
                found.push(format!("{}: `{}` is given {name}, which it never says", said.place, said.key));
            }
        }
        for (name, value) in said.macro_args.iter().flatten() {
            let counts = whole(&ru, &said.key).get(name).is_some_and(|kind| *kind == Kind::Number);
            let is_text = value.ends_with(".to_string()") || value.starts_with("format!");
            if counts && is_text {
                found
                    .push(format!("{}: `{}` counts ${name}, which is a text: {value}", said.place, said.key));
            }
        }
    }
    none(&found);
}

/// The data of a text and of the texts it mentions.
fn whole(texts: &BTreeMap<String, Entry>, key: &str) -> BTreeMap<String, Kind> {
    let Some(entry) = texts.get(key) else { return BTreeMap::new() };
    let mut all = entry.data.clone();
    for mention in &entry.mentions {
        all.extend(whole(texts, mention));
    }
    all
}

/// The sets of forms a language may choose between, with the one for everything else at the end. Where only «one» differs,
/// all others share the form `other`.
fn plural_forms(lang: Lang) -> &'static [&'static [&'static str]] {
    match lang {
        Lang::Ru => {
            &[&["one", "few", "many"], &["one", "few", "many", "other"], &["one", "other"], &["other"]]
        }
        Lang::En => &[&["one", "other"], &["other"]],
    }
}

#[test]
fn plural_forms_are_those_of_the_language() {
    let mut found = Vec::new();
    for (lang, texts) in LANGS.into_iter().zip(both()) {
        for (key, entry) in &texts {
            for selector in entry.selectors.iter().filter(|selector| selector.kind == Kind::Number) {
                let forms: Vec<&str> = selector.forms.iter().map(String::as_str).collect();
                let named: Vec<&str> =
                    forms.iter().copied().filter(|form| form.parse::<f64>().is_err()).collect();
                let listed = named.is_empty() && forms.last() == Some(&selector.default.as_str());
                let right = plural_forms(lang).contains(&named.as_slice())
                    && named.last() == Some(&selector.default.as_str());
                if !listed && !right {
                    found.push(format!("{}: `{key}` chooses between {forms:?}", entry.place));
                }
            }
        }
    }
    none(&found);
}

/// A text with data of the kinds it wants: `number` where it counts, `choice` where it chooses by a word.
fn filled(texts: &Texts, key: &str, data: &BTreeMap<String, Kind>, number: i64, choice: &str) -> String {
    let leaked = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
    let args = data.iter().map(|(name, kind)| {
        let arg = match kind {
            Kind::Number => Arg::Number(number),
            Kind::Choice => Arg::Text(choice.to_owned()),
            Kind::Any => Arg::Text("данные".to_owned()),
        };
        (leaked(name), arg)
    });
    texts.say(&Message { key: leaked(key), args: args.collect() })
}

#[test]
fn every_number_gives_a_whole_sentence() {
    let mut found = Vec::new();
    let mut counted = 0;
    for (lang, entries) in LANGS.into_iter().zip(both()) {
        let texts = Texts::new(lang);
        for (key, entry) in entries.iter().filter(|(key, _)| !key.contains('.')) {
            let data = whole(&entries, key);
            let counts = data.values().any(|kind| *kind == Kind::Number);
            counted += usize::from(counts);
            let mut choices: Vec<&str> = entry
                .selectors
                .iter()
                .filter(|selector| selector.kind == Kind::Choice)
                .flat_map(|selector| selector.forms.iter().map(String::as_str))
                .collect();
            choices.push("nothing-of-these");
            for number in if counts { 0..=125 } else { 0..=0 } {
                for choice in &choices {
                    let said = filled(&texts, key, &data, number, choice);
                    // What can't be filled in comes out as `{$name}`; other braces are meant to be read.
                    if said.contains("{$")
                        || said.contains(['‹', '›'])
                        || said.trim() != said && !said.starts_with(' ')
                    {
                        found.push(format!("{}: `{key}` with {number}: {said:?}", entry.place));
                    }
                }
            }
        }
    }
    none(&found);
    assert!(counted > 40, "{counted} texts count something");
}

#[test]
fn plural_forms_come_out_right() {
    let ru = Texts::new(Lang::Ru);
    let said = |n: i64, more: i64| {
        let args = vec![("count", Arg::Number(n)), ("more", Arg::Number(more))];
        ru.say(&Message { key: "status-promises", args })
    };
    for n in 0..=125 {
        let form = match (n % 10, n % 100) {
            (_, 11..=14) => "обещаний",
            (1, _) => "обещание",
            (2..=4, _) => "обещания",
            _ => "обещаний",
        };
        assert_eq!(said(n, 0), format!("{n} {form}"));
        let beyond = if n % 10 == 1 && n % 100 != 11 { "обещания" } else { "обещаний" };
        assert_eq!(said(n, 1), format!("больше {n} {beyond}"));
    }
}

/// Words that are the same in both languages.
const SAME: &[&str] = &["E-mail", "JSON", "XML", "config.toml"];

#[test]
fn each_language_keeps_to_its_letters() {
    let [ru, en] = both();
    let cyrillic = |text: &str| text.chars().any(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'));
    let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    let mut found = Vec::new();
    for (key, entry) in &en {
        if cyrillic(&entry.words) {
            found.push(format!("{}: `{key}` is not in English: {}", entry.place, entry.words));
        }
    }
    for (key, entry) in &ru {
        if !cyrillic(&entry.words)
            && latin(&entry.words)
            && !SAME.contains(&entry.words.as_str())
            && en.get(key).is_some_and(|e| e.words == entry.words)
        {
            found.push(format!("{}: `{key}` is not in Russian: {}", entry.place, entry.words));
        }
    }
    none(&found);
}

#[test]
fn what_the_code_says_is_found() {
    let mut code = Code::default();
    let source = r#"
        fn f() {
            say!("one-key", count = list.iter().map(|(a, b)| g(a, b)).count(), name = h(&say!("inner-key")));
            env.texts.get("two-key"); texts.get(&format!("made-{}", role)); map.get("no-key");
        }
        #[cfg(test)]
        mod tests { fn f() { say!("test-key"); } }
    "#;
    code.tokens("x.rs", source.parse().unwrap());
    let said: Vec<&str> = code.said.iter().map(|said| said.key.as_str()).collect();
    assert_eq!(said, ["one-key", "inner-key", "two-key"]);
    let names: Vec<&str> = code.said[0].macro_args.iter().flatten().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["count", "name"]);
    assert_eq!(code.beginnings, BTreeSet::from(["made-".to_owned()]));
    assert!(!code.literals.contains("test-key") && code.literals.contains("no-key"));
}
