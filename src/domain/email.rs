//! E-mail addresses.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::digits;
use super::text::clean_line;

/// An e-mail address: the local part as it was written, the domain in lower case. Addresses in national alphabets
/// (`почта@пример.рф`) stay as they are, in Unicode.
///
/// Limits are those of RFC 5321, in bytes: 64 for the local part, 254 in all. Quoted local parts and addresses of
/// machines (`user@[192.0.2.1]`) are not read: nobody gives such to a caller.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
pub enum EmailError {
    /// Nothing is written.
    #[error("nothing is written")]
    Empty,
    /// There is no `@`.
    #[error("there is no @")]
    NoAt,
    /// There are several `@` in one address.
    #[error("there are several @")]
    SeveralAts,
    /// What stands before the `@` cannot be there.
    #[error("the name before the @ is wrong")]
    BadLocal,
    /// What stands behind the `@` is no domain.
    #[error("the domain behind the @ is wrong")]
    BadDomain,
    /// Latin and Cyrillic letters in one word: one of them was typed in the wrong layout.
    #[error("Latin and Cyrillic letters are mixed in one word")]
    MixedAlphabets,
    /// Longer than an address may be.
    #[error("the address is too long")]
    TooLong,
    /// One address was asked for, and here are more.
    #[error("there are several addresses")]
    Several,
}

/// What a field that may hold several addresses says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailFieldReading {
    /// The addresses in their order, each once (as [`Email::key`] tells).
    pub emails: Vec<EmailReading>,
    /// Pieces of the text that should have been addresses and are not. A field without an `@` that is not empty is one
    /// such piece.
    pub problems: Vec<(String, EmailError)>,
}

/// One address of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailReading {
    /// The address.
    pub email: Email,
    /// The piece of text it came from, without its label. Uncleaned: see [`text`](crate::domain::text).
    pub raw: String,
    /// What stood beside it, cleaned: «Иван Петров», «бухгалтерия». May be empty.
    pub label: String,
}

/// Longest local part, bytes.
const LOCAL_MAX: usize = 64;
/// Longest address, bytes.
const ADDRESS_MAX: usize = 254;
/// Longest label of a domain, bytes (RFC 1035).
const DOMAIN_LABEL_MAX: usize = 63;

impl Email {
    /// Reads exactly one address: bare, with `mailto:`, with a name («Имя <a@b.c>»).
    ///
    /// # Errors
    /// [`EmailError`] says what is wrong; with several addresses it is [`EmailError::Several`].
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let field = read_field(text);
        let mut emails = field.emails.into_iter();
        match (emails.next(), emails.next(), field.problems.first()) {
            (Some(_), Some(_), _) => Err(EmailError::Several),
            (_, _, Some((_, error))) => Err(*error),
            (Some(only), None, None) => Ok(only.email),
            (None, _, None) => Err(EmailError::Empty),
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form for search and duplicates: all in lower case. By the standard the local part minds case; no mail system
    /// in use does.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The domain, behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Reads an address with nothing around it.
    fn bare(text: &str) -> Result<Self, EmailError> {
        let (local, domain) = text.split_once('@').ok_or(EmailError::NoAt)?;
        if domain.contains('@') {
            return Err(EmailError::SeveralAts);
        }
        let domain = domain.to_lowercase();
        if local.len() > LOCAL_MAX || local.len() + 1 + domain.len() > ADDRESS_MAX {
            return Err(EmailError::TooLong);
        }
        if local.split('.').any(|atom| atom.is_empty() || !atom.chars().all(is_atom)) {
            return Err(EmailError::BadLocal);
        }
        let labels = || domain.split('.');
        let top = labels().next_back().unwrap_or_default();
        let only_top = top.len() == domain.len();
        if only_top || !labels().all(is_domain_label) || !top.chars().any(char::is_alphabetic) {
            return Err(EmailError::BadDomain);
        }
        if text.split(|c: char| !c.is_alphanumeric()).any(is_mixed) {
            return Err(EmailError::MixedAlphabets);
        }
        Ok(Self(format!("{local}@{domain}")))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a field that may hold several addresses, parted by commas, semicolons, bars, slashes, blanks or line breaks.
///
/// ```
/// use dozvon::domain::email::read_field;
/// let field = read_field("Иван <Ivan@Mail.ru>; info@firma.ru");
/// let emails: Vec<_> = field.emails.iter().map(|e| (e.email.as_str(), e.label.as_str())).collect();
/// assert_eq!(emails, [("Ivan@mail.ru", "Иван"), ("info@firma.ru", "")]);
/// ```
pub fn read_field(text: &str) -> EmailFieldReading {
    let mut field = EmailFieldReading::default();
    let mut known = HashSet::new();
    for piece in pieces(text) {
        let mut words = Vec::new();
        let first = field.emails.len();
        for token in piece.split(|c| is_space(c) || matches!(c, '<' | '>' | '(' | ')' | '[' | ']')) {
            if token.contains('@') {
                // A slash may stand in a local part; between two addresses it parts them.
                let several = token.matches('@').count() > 1;
                for address in token.split(|c| several && c == '/') {
                    read_token(address, &mut field, &mut known);
                }
            } else {
                words.push(token);
            }
        }
        // Words belong to an address when it is alone with them.
        if let Some([only]) = field.emails.get_mut(first..) {
            only.label = label(&words);
        }
    }
    if field.emails.is_empty() && field.problems.is_empty() && text.chars().any(char::is_alphanumeric) {
        field.problems.push((text.trim().to_owned(), EmailError::NoAt));
    }
    field
}

/// The pieces between hard separators; those inside quotes part nothing: `"Иванов, Иван" <a@b.c>`.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let pairs = text.matches('"').count().is_multiple_of(2);
    text.split(move |c| {
        quoted ^= pairs && c == '"';
        !quoted && (matches!(c, ',' | ';' | '|' | '\u{ff0c}' | '\u{ff1b}') || digits::is_break(c))
    })
}

/// Reads one word with an `@` in it.
fn read_token(token: &str, field: &mut EmailFieldReading, known: &mut HashSet<String>) {
    let wrapping =
        |c: char| matches!(c, '.' | ':' | '!' | '*') || digits::is_wrapping(c) || digits::is_dash(c);
    let token = token.trim_matches(wrapping);
    let raw = digits::strip_name(token, &["mailto:", "e-mail:", "email:", "почта:"]).unwrap_or(token);
    // `mailto:` may carry a subject.
    let raw = raw.split_once('?').map_or(raw, |(address, _)| address);
    let visible: String = raw.chars().filter(|c| !digits::is_blank(*c)).collect();
    match Email::bare(&visible) {
        Ok(email) => {
            if known.insert(email.key()) {
                field.emails.push(EmailReading { email, raw: raw.to_owned(), label: String::new() });
            }
        }
        Err(error) => field.problems.push((raw.to_owned(), error)),
    }
}

/// What the words beside an address say, without those that say only that it is one.
fn label(words: &[&str]) -> String {
    const FILLERS: &[&str] = &[
        "mailto",
        "e-mail",
        "email",
        "e-mails",
        "mail",
        "почта",
        "эл",
        "эл.почта",
        "адрес",
        "электронная",
        "и",
        "and",
    ];
    let trim = |word: &str| -> String {
        word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim_start_matches('.').to_owned()
    };
    let kept = words.iter().map(|word| trim(word)).filter(|word| {
        !word.is_empty()
            && !FILLERS.iter().any(|filler| digits::same_word(word.trim_end_matches('.'), filler))
    });
    clean_line(&kept.collect::<Vec<_>>().join(" "))
}

/// White space that parts words. Marks that show nothing part none.
fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// A character of an unquoted local part (RFC 5322 `atext`, RFC 6532 for letters beyond ASCII).
fn is_atom(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn is_domain_label(label: &str) -> bool {
    (1..=DOMAIN_LABEL_MAX).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-' || ('\u{300}'..='\u{36f}').contains(&c))
}

/// Whether a word holds Latin and Cyrillic letters both.
fn is_mixed(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_alphabetic())
        && word.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        let field = read_field(text);
        let emails = field.emails.iter().map(|e| match e.label.as_str() {
            "" => e.email.to_string(),
            label => format!("{} [{label}]", e.email),
        });
        let problems = field.problems.iter().map(|(piece, error)| format!("!{piece}: {error:?}"));
        emails.chain(problems).collect()
    }

    #[test]
    fn spellings_of_one_address() {
        for text in [
            "ivan@mail.ru",
            " ivan@mail.ru ",
            "ivan@MAIL.RU",
            "mailto:ivan@mail.ru",
            "MAILTO:ivan@mail.ru?subject=Заказ",
            "<ivan@mail.ru>",
            "Иван <ivan@mail.ru>",
            "Иван Петров <ivan@mail.ru>",
            "\"Петров, Иван\" <ivan@mail.ru>",
            "ivan@mail.ru (Иван)",
            "(ivan@mail.ru)",
            "e-mail: ivan@mail.ru",
            "E-mail:ivan@mail.ru",
            "почта: ivan@mail.ru.",
            "ivan@mail.ru,",
            "ivan@mail.ru;",
            "'ivan@mail.ru",
            "«ivan@mail.ru»",
            "ivan@mail.ru - бухгалтерия",
            "\u{feff}ivan@mail.ru\u{200b}",
            "iv\u{ad}an@mail.ru",
            "ivan@mail.ru\u{a0}",
            "ivan@mail.ru, ivan@mail.ru",
        ] {
            assert_eq!(Email::parse(text).map(|e| e.to_string()).as_deref(), Ok("ivan@mail.ru"), "{text:?}");
        }
    }

    #[test]
    fn addresses_that_stand() {
        for text in [
            "Ivan.Petrov+1@mail.ru",
            "i@b.cc",
            "o'brien@firma.ie",
            "a/b@firma.ru",
            "_x-y_@sub-domain.firma.co.uk",
            "почта@пример.рф",
            "почта@example.com",
            "info@xn--e1afmkfd.xn--p1ai",
            "1@2.ru",
            "user@1c.ru",
        ] {
            assert_eq!(Email::parse(text).map(|e| e.to_string()).as_deref(), Ok(text), "{text:?}");
        }
        assert_eq!(Email::parse("Почта@Пример.РФ").map(|e| e.to_string()).as_deref(), Ok("Почта@пример.рф"));
        let email = Email::parse("Ivan@Mail.RU").unwrap();
        assert_eq!(
            (email.as_str(), email.key().as_str(), email.domain()),
            ("Ivan@mail.ru", "ivan@mail.ru", "mail.ru")
        );
    }

    #[test]
    fn what_is_no_address() {
        use EmailError::*;
        let long = format!("{}@mail.ru", "a".repeat(65));
        let longer = format!("{}@{}.ru", "a".repeat(64), "b.".repeat(95));
        let label = format!("a@{}.ru", "b".repeat(64));
        for (text, error) in [
            ("", Empty),
            (" \n", Empty),
            ("-", Empty),
            ("нет", NoAt),
            ("ivan.mail.ru", NoAt),
            ("ivan(at)mail.ru", NoAt),
            ("ivan@mail@ru.ru", SeveralAts),
            ("a@b.ruc@d.ru", SeveralAts),
            ("@mail.ru", BadLocal),
            ("ivan @mail.ru", BadLocal),
            ("iv..an@mail.ru", BadLocal),
            ("ivan.@mail.ru", BadLocal),
            ("iv\"an@mail.ru", BadLocal),
            ("ivan@", BadDomain),
            ("ivan@mail", BadDomain),
            ("ivan@mail..ru", BadDomain),
            ("ivan@-mail.ru", BadDomain),
            ("ivan@mail-.ru", BadDomain),
            ("ivan@mail_box.ru", BadDomain),
            ("ivan@192.0.2.1", BadDomain),
            ("ivan@mail,ru", BadDomain),
            ("ivan@mаil.ru", MixedAlphabets),   // Cyrillic а
            ("сergey@mail.ru", MixedAlphabets), // Cyrillic с
            (long.as_str(), TooLong),
            (longer.as_str(), TooLong),
            (label.as_str(), BadDomain),
            ("a@b.ru, c@d.ru", Several),
            ("a@b.ru c@d", BadDomain),
        ] {
            assert_eq!(Email::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn fields() {
        for (text, wanted) in [
            ("a@b.ru, c@d.ru", &["a@b.ru", "c@d.ru"][..]),
            ("a@b.ru,c@d.ru", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru; c@d.ru;", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru c@d.ru", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru\nc@d.ru\r\n", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru/c@d.ru", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru / c@d.ru", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru | c@d.ru", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru и c@d.ru", &["a@b.ru", "c@d.ru"]),
            ("a@b.ru, A@B.RU", &["a@b.ru"]),
            ("Иван <a@b.ru>, Мария <c@d.ru>", &["a@b.ru [Иван]", "c@d.ru [Мария]"]),
            ("\"Иванов, Иван\" <a@b.ru>; c@d.ru", &["a@b.ru [Иванов Иван]", "c@d.ru"]),
            ("a@b.ru (Иванов И.И.)", &["a@b.ru [Иванов И.И.]"]),
            ("бухгалтерия: a@b.ru", &["a@b.ru [бухгалтерия]"]),
            ("Эл. почта: a@b.ru", &["a@b.ru"]),
            ("a@b.ru, c@d, нет", &["a@b.ru", "!c@d: BadDomain"]),
            ("нет", &["!нет: NoAt"]),
            ("www.firma.ru", &["!www.firma.ru: NoAt"]),
            ("", &[]),
            (" - ", &[]),
        ] {
            assert_eq!(read(text), wanted, "{text:?}");
        }
        let field = read_field("Иван <mailto:A@B.ru>");
        assert_eq!((field.emails[0].raw.as_str(), field.emails[0].label.as_str()), ("A@B.ru", "Иван"));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(
            local in "[A-Za-z0-9_+][A-Za-z0-9_+-]{0,19}(\\.[a-z0-9]{1,10})?",
            domain in "[a-zA-Z0-9]{1,10}(-[a-z0-9]{1,5})?\\.(ru|com|РФ)",
        ) {
            let email = Email::parse(&format!("{local}@{domain}")).unwrap();
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            prop_assert_eq!(email.as_str(), format!("{local}@{}", domain.to_lowercase()));
            prop_assert_eq!(Email::parse(&email.key()).map(|e| e.key()), Ok(email.key()));
        }

        #[test]
        fn any_text_is_survived(text in any::<String>(), mess in "[a-zа@.,;<>\" /-]{0,40}") {
            for text in [text, mess] {
                for reading in read_field(&text).emails {
                    prop_assert!(text.contains(&reading.raw));
                    prop_assert_eq!(Email::parse(reading.email.as_str()), Ok(reading.email));
                }
            }
        }
    }
}
