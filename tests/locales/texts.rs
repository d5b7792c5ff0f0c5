//! Reads the texts of a language as data: what each uses, mentions and chooses by.

use std::collections::{BTreeMap, BTreeSet};

use dozvon::i18n::{Lang, shipped};
use fluent_syntax::ast::{Entry as Node, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

/// What a piece of data is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is put in as it is.
    Any,
    /// A form is chosen by it as a number.
    Number,
    /// A form is chosen by it as a word.
    Choice,
}

/// A choice between forms.
#[derive(Debug)]
pub(crate) struct Selector {
    /// Whether by a number or by a word.
    pub(crate) kind: Kind,
    /// Names of the forms.
    pub(crate) forms: Vec<String>,
    /// The form for everything else.
    pub(crate) default: String,
}

/// A text, or an attribute of one (`key.attribute`).
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its file, from `locales/`.
    pub(crate) place: String,
    /// Its data by name.
    pub(crate) data: BTreeMap<String, Kind>,
    /// Other texts it is made of.
    pub(crate) mentions: BTreeSet<String>,
    /// Its choices.
    pub(crate) selectors: Vec<Selector>,
    /// Its words, forms and all, without data.
    pub(crate) words: String,
    /// Where else it stands.
    pub(crate) doubles: Vec<String>,
}

impl Entry {
    /// Names of its data.
    pub(crate) fn variables(&self) -> BTreeSet<&str> {
        self.data.keys().map(String::as_str).collect()
    }
}

/// All texts of a language by key.
pub(crate) fn entries(lang: Lang) -> BTreeMap<String, Entry> {
    let mut out = BTreeMap::new();
    let folder = if lang == Lang::Ru { "ru" } else { "en" };
    for (name, text) in shipped(lang) {
        let place = format!("locales/{folder}/{name}.ftl");
        let resource = parser::parse(*text).unwrap_or_else(|(_, errors)| panic!("{place}: {errors:?}"));
        for node in &resource.body {
            match node {
                Node::Message(message) => {
                    let key = message.id.name;
                    if let Some(value) = &message.value {
                        put(&mut out, key.to_owned(), &place, value);
                    }
                    for attribute in &message.attributes {
                        put(&mut out, format!("{key}.{}", attribute.id.name), &place, &attribute.value);
                    }
                }
                Node::Term(term) => panic!("{place}: a term, -{}: use a message", term.id.name),
                Node::Junk { content } => panic!("{place}: not Fluent: {content}"),
                Node::Comment(_) | Node::GroupComment(_) | Node::ResourceComment(_) => {}
            }
        }
    }
    assert!(out.len() > 500);
    out
}

fn put(out: &mut BTreeMap<String, Entry>, key: String, place: &str, pattern: &Pattern<&str>) {
    let mut entry = Entry {
        place: place.to_owned(),
        data: BTreeMap::new(),
        mentions: BTreeSet::new(),
        selectors: Vec::new(),
        words: String::new(),
        doubles: Vec::new(),
    };
    entry.pattern(pattern);
    if let Some(before) = out.remove(&key) {
        // Said by a test of its own; the later one is what the program shows.
        entry.doubles.extend(before.doubles);
        entry.doubles.push(before.place);
    }
    out.insert(key, entry);
}

impl Entry {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.words.push_str(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let name_of = |key: &VariantKey<&str>| match key {
                    VariantKey::Identifier { name } => (*name).to_owned(),
                    VariantKey::NumberLiteral { value } => (*value).to_owned(),
                };
                let forms: Vec<String> = variants.iter().map(|variant| name_of(&variant.key)).collect();
                let default = variants.iter().find(|variant| variant.default).unwrap();
                let of_numbers = |form: &String| {
                    ["zero", "one", "two", "few", "many"].contains(&form.as_str())
                        || form.parse::<f64>().is_ok()
                };
                let kind = if forms.iter().any(of_numbers) { Kind::Number } else { Kind::Choice };
                let InlineExpression::VariableReference { id } = selector else {
                    panic!("{}: a choice is made by data, not by {selector:?}", self.place);
                };
                self.data.insert(id.name.to_owned(), kind);
                self.selectors.push(Selector { kind, forms, default: name_of(&default.key) });
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.data.entry(id.name.to_owned()).or_insert(Kind::Any);
            }
            InlineExpression::MessageReference { id, attribute } => {
                let attribute = attribute.as_ref().map(|id| format!(".{}", id.name)).unwrap_or_default();
                self.mentions.insert(format!("{}{attribute}", id.name));
            }
            InlineExpression::StringLiteral { value } => self.words.push_str(value),
            InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::Placeable { expression } => self.expression(expression),
            other => panic!("{}: {other:?} is not used here", self.place),
        }
    }
}
