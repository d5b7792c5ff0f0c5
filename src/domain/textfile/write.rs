//! Writing TOML the way authors write it.

use crate::domain::text::Bilingual;

/// A text in quotes, on one line.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            c => push(&mut out, c),
        }
    }
    out.push('"');
    out
}

/// A text of several lines as it is read; one of a single line as [`line`] writes it.
pub(crate) fn block(text: &str) -> String {
    if !text.contains('\n') {
        return line(text);
    }
    // The line break behind the opening quotes is no part of the text.
    let mut out = String::from("\"\"\"\n");
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            c => push(&mut out, c),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        c if c.is_control() => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        c => out.push(c),
    }
}

/// A name: `"…"` when it is in Russian only, else `{ ru = "…", en = "…" }`.
pub(crate) fn bilingual(name: &Bilingual) -> String {
    match (name.ru.as_str(), name.en.as_str()) {
        (ru, "") => line(ru),
        ("", en) => format!("{{ en = {} }}", line(en)),
        (ru, en) => format!("{{ ru = {}, en = {} }}", line(ru), line(en)),
    }
}

/// A list on one line.
pub(crate) fn list<T>(items: &[T], write: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_back(text in any::<String>()) {
            for written in [line(&text), block(&text)] {
                let file = format!("text = {written}\n");
                let table: toml::Table = toml::from_str(&file).unwrap();
                prop_assert_eq!(table["text"].as_str(), Some(text.as_str()), "{}", file);
            }
        }
    }

    #[test]
    fn texts_look_as_an_author_would_write_them() {
        assert_eq!(line("Да, \"слушаю\""), r#""Да, \"слушаю\"""#);
        assert_eq!(block("раз"), "\"раз\"");
        assert_eq!(block("раз\nдва"), "\"\"\"\nраз\nдва\"\"\"");
        assert_eq!(bilingual(&Bilingual::new("Да", "")), "\"Да\"");
        assert_eq!(bilingual(&Bilingual::new("Да", "Yes")), "{ ru = \"Да\", en = \"Yes\" }");
    }
}
