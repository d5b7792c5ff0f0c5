//! Finds the keys of texts in the sources of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A place where the code says a text.
pub(crate) struct Said {
    /// File and line.
    pub(crate) place: String,
    /// Key of the text.
    pub(crate) key: String,
    /// Names and values of the data, when the place is a `say!`; elsewhere they are not known.
    pub(crate) macro_args: Option<Vec<(String, String)>>,
}

/// What the code says.
#[derive(Default)]
pub(crate) struct Code {
    /// Every place where a key certainly stands.
    pub(crate) said: Vec<Said>,
    /// Every string literal: a key may also come through a table or a variable.
    pub(crate) literals: BTreeSet<String>,
    /// How keys begin that are made while the program runs: `texts.get(&format!("role-theme-{}", …))`.
    pub(crate) beginnings: BTreeSet<String>,
}

/// Methods that take a key, on something called `texts` or `env`.
const METHODS: [&str; 4] = ["get", "has", "attribute", "text"];

impl Code {
    /// Reads everything under `src/`, tests left out.
    pub(crate) fn read() -> Self {
        let mut code = Self::default();
        code.folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
        assert!(code.said.len() > 400, "the sources have gone somewhere");
        code
    }

    fn folder(&mut self, folder: &Path) {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_stem().unwrap().to_str().unwrap();
            if path.is_dir() && name != "tests" {
                self.folder(&path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && name != "tests"
                && !name.ends_with("_tests")
            {
                let tokens: TokenStream = fs::read_to_string(&path).unwrap().parse().unwrap();
                let shown = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
                self.tokens(&shown, tokens);
            }
        }
    }

    /// Reads some tokens, as far into groups as they go.
    pub(crate) fn tokens(&mut self, file: &str, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if is_test(&tokens[at..]) {
                at = behind_item(&tokens, at);
                continue;
            }
            if let Some(said) = said(file, &tokens, at) {
                self.said.push(said);
            }
            self.beginnings.extend(beginning(&tokens, at));
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(file, group.stream()),
                TokenTree::Literal(literal) => self.literals.extend(text_of(&literal.to_string())),
                _ => {}
            }
            at += 1;
        }
    }
}

/// Whether `#[cfg(test)]` or `#[test]` stands here.
fn is_test(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else { return false };
    let inside = group.stream().to_string().replace(' ', "");
    hash.as_char() == '#' && (inside == "cfg(test)" || inside == "test")
}

/// The place behind the item that begins here: behind its braces or its semicolon.
fn behind_item(tokens: &[TokenTree], from: usize) -> usize {
    let end = tokens[from..].iter().position(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    });
    end.map_or(tokens.len(), |end| from + end + 1)
}

/// A key that certainly stands here: `say!("key", …)`, `texts.get("key")`, and the like.
fn said(file: &str, tokens: &[TokenTree], at: usize) -> Option<Said> {
    let TokenTree::Ident(name) = &tokens[at] else { return None };
    let place = format!("{file}:{}", name.span().start().line);
    match (tokens.get(at + 1), tokens.get(at + 2)) {
        (Some(TokenTree::Punct(bang)), Some(TokenTree::Group(group)))
            if name == "say" && bang.as_char() == '!' =>
        {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let key = text_of(&inside.first()?.to_string())?;
            Some(Said { place, key, macro_args: Some(arguments(&inside)) })
        }
        (Some(TokenTree::Group(group)), _) if METHODS.iter().any(|method| name == method) => {
            let owner = at.checked_sub(2).map(|owner| tokens[owner].to_string())?;
            let dot = matches!(&tokens[at - 1], TokenTree::Punct(punct) if punct.as_char() == '.');
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            let key = text_of(&inside.first()?.to_string())?;
            (dot && matches!(owner.as_str(), "texts" | "env" | "ru" | "en")).then_some(Said {
                place,
                key,
                macro_args: None,
            })
        }
        _ => None,
    }
}

/// How a key begins that is made here: `.get(&format!("beginning-{…}"))`. The keys of the help are known one by one.
fn beginning(tokens: &[TokenTree], at: usize) -> Option<String> {
    let (TokenTree::Ident(method), Some(TokenTree::Group(group))) = (&tokens[at], tokens.get(at + 1)) else {
        return None;
    };
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let [TokenTree::Punct(_), TokenTree::Ident(format), TokenTree::Punct(_), TokenTree::Group(group)] =
        inside.as_slice()
    else {
        return None;
    };
    let text = text_of(&group.stream().into_iter().next()?.to_string())?;
    let (beginning, _) = text.split_once('{')?;
    (method == "get" && format == "format" && beginning.contains('-') && beginning != "cli-")
        .then(|| beginning.to_owned())
}

/// The `name = value` pairs behind the key.
fn arguments(inside: &[TokenTree]) -> Vec<(String, String)> {
    let is = |token: &TokenTree, c: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == c);
    let parts = inside.split(|token| is(token, ',')).skip(1);
    let mut out: Vec<(String, String)> = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let text = |tokens: &[TokenTree]| tokens.iter().map(ToString::to_string).collect::<String>();
        match part {
            [TokenTree::Ident(name), equals, value @ ..] if is(equals, '=') => {
                out.push((name.to_string(), text(value)));
            }
            // A comma inside of a value: of generic arguments or of a closure.
            _ => out.last_mut().unwrap().1.push_str(&text(part)),
        }
    }
    out
}

/// What a literal says when it is a plain string.
fn text_of(literal: &str) -> Option<String> {
    Some(literal.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}
