//! Finds what a source file mentions, and says what its layer may not.
//!
//! Every path counts: in expressions, types and visibilities, in `use` trees with their groups and renames, in the tokens
//! of macros and attributes. A path that begins with an imported name is followed to where the name comes from.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, LitStr, Macro, Path, UseTree};

/// What the layers are, and which names at the root of the crate belong to them.
pub(crate) struct Rules {
    /// From the top: a layer may use itself and those before it.
    pub order: Vec<String>,
    /// Exported macros, which stand at the root, and the layer each belongs to.
    pub macros: HashMap<String, String>,
}

/// One line that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    /// The file, from `src/`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "src/{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Layers below, and what has no place in any of them, wherever it comes from.
type Ban = (&'static [&'static str], &'static [&'static str]);

/// What has no place where.
const FORBIDDEN: &[Ban] = &[
    // The environment and the clock are read at the edge.
    (
        &[
            "domain",
            "store",
            "desk",
            "report",
            "exchange",
            "sample",
            "i18n",
            "tui",
            "session",
            "server",
            "telephony",
        ],
        &["std::env", "std::time::SystemTime", "chrono::Utc::now", "chrono::Local"],
    ),
    // Who draws, and who does not.
    (
        &["domain", "store", "desk", "report", "exchange", "sample", "i18n"],
        &["crossterm", "ratatui", "ratatui_textarea", "terminput"],
    ),
    // What is pure: rules, words, and the screen, whose effects are data that the session runs.
    (
        &["domain", "report", "i18n", "tui"],
        &[
            "std::fs",
            "std::net",
            "std::process",
            "std::thread",
            "std::time::Instant",
            "std::io::stdin",
            "std::io::stdout",
            "std::io::stderr",
            "std::io::Stdin",
            "std::io::Stdout",
            "std::io::Stderr",
        ],
    ),
    // The use-cases know the store and nothing else of the machine.
    (&["desk"], &["std::fs", "std::net", "std::process", "std::io::stdin", "std::io::stdout"]),
    // One way in: whoever is not the desk may know the types of the store, and no store.
    (
        &["report", "exchange", "i18n", "tui", "session", "server", "telephony"],
        &["crate::store::Store", "crate::store::local", "crate::store::engine", "crate::store::journal"],
    ),
];

/// Where a module stands: `["desk", "queue"]`. Tests that lie in a file of their own (`#[path]`) stand beside it, which is
/// the same layer.
pub(crate) fn module_of(file: &str) -> Vec<String> {
    let mut parts: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// Everything a file does that its layer may not.
pub(crate) fn check(rules: &Rules, file: &str, source: &str) -> Vec<Violation> {
    let module = module_of(file);
    let layer = module[0].clone();
    let Some(place) = rules.order.iter().position(|known| *known == layer) else {
        return vec![Violation { file: file.into(), line: 1, what: format!("{layer} is no layer") }];
    };
    let mut violations: Vec<_> = mentions(&module, source)
        .into_iter()
        .filter_map(|mention| {
            let what = judge(rules, &layer, place, &mention.path, mention.glob)?;
            Some(Violation { file: file.into(), line: mention.line, what })
        })
        .collect();
    violations.sort();
    violations.dedup();
    violations
}

fn judge(rules: &Rules, layer: &str, place: usize, path: &[String], glob: bool) -> Option<String> {
    let shown = path.join("::");
    if path[0] == "crate" {
        let Some(root) = path.get(1) else {
            return Some(format!("{layer} takes the root of the crate, where all layers are"));
        };
        let target = rules.macros.get(root).unwrap_or(root);
        match rules.order.iter().position(|known| known == target) {
            Some(found) if found <= place => {}
            Some(_) => return Some(format!("{layer} may not use {target}: {shown}")),
            None => return Some(format!("{shown} belongs to no layer")),
        }
    }
    let forbidden =
        FORBIDDEN.iter().filter(|(layers, _)| layers.contains(&layer)).flat_map(|(_, paths)| *paths);
    for wrong in forbidden {
        let wrong: Vec<&str> = wrong.split("::").collect();
        let begins = path.len() >= wrong.len() && path.iter().zip(&wrong).all(|(a, b)| a == b);
        let hides = glob && path.len() < wrong.len() && path.iter().zip(&wrong).all(|(a, b)| a == b);
        if begins || hides {
            return Some(format!(
                "{layer} may not use {}: {shown}{}",
                wrong.join("::"),
                if glob { "::*" } else { "" }
            ));
        }
    }
    None
}

/// A path as the crate or another one knows it: `crate::desk::queue`, `std::env::var`.
struct Mention {
    path: Vec<String>,
    line: usize,
    /// Whether everything in it is taken: `use std::time::*`.
    glob: bool,
}

fn mentions(module: &[String], source: &str) -> Vec<Mention> {
    let file = syn::parse_file(source).unwrap_or_else(|error| panic!("{}: {error}", module.join("/")));
    // A name may be used above the line that imports it.
    let mut imports = Imports { module: module.to_vec(), names: HashMap::new() };
    imports.visit_file(&file);
    let mut finder = Finder { module: module.to_vec(), imports: imports.names, found: Vec::new() };
    finder.visit_file(&file);
    finder.found
}

/// Names a module imports, and what they stand for.
type Names = HashMap<(Vec<String>, String), Vec<String>>;

struct Imports {
    module: Vec<String>,
    names: Names,
}

impl<'a> Visit<'a> for Imports {
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        for leaf in leaves(&item.tree) {
            if let Some(name) = leaf.name {
                self.names.insert((self.module.clone(), name), absolute(&self.module, leaf.path));
            }
        }
    }
}

/// One end of a `use` tree.
struct Leaf {
    path: Vec<String>,
    /// What it is called here; `None` for `*` and `_`.
    name: Option<String>,
    line: usize,
    glob: bool,
}

fn leaves(tree: &UseTree) -> Vec<Leaf> {
    fn walk(tree: &UseTree, path: &mut Vec<String>, out: &mut Vec<Leaf>) {
        match tree {
            UseTree::Path(inner) => {
                path.push(inner.ident.to_string());
                walk(&inner.tree, path, out);
                path.pop();
            }
            UseTree::Name(leaf) if leaf.ident == "self" => {
                out.push(Leaf {
                    path: path.clone(),
                    name: path.last().cloned(),
                    line: line(leaf.ident.span()),
                    glob: false,
                });
            }
            UseTree::Name(leaf) => {
                let name = leaf.ident.to_string();
                let path = path.iter().cloned().chain([name.clone()]).collect();
                out.push(Leaf { path, name: Some(name), line: line(leaf.ident.span()), glob: false });
            }
            UseTree::Rename(leaf) => {
                let own = (leaf.ident != "self").then(|| leaf.ident.to_string());
                let path = path.iter().cloned().chain(own).collect();
                out.push(Leaf {
                    path,
                    name: Some(leaf.rename.to_string()),
                    line: line(leaf.ident.span()),
                    glob: false,
                });
            }
            UseTree::Glob(star) => {
                let at = line(star.star_token.spans[0]);
                out.push(Leaf { path: path.clone(), name: None, line: at, glob: true });
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| walk(item, path, out)),
        }
    }
    let mut out = Vec::new();
    walk(tree, &mut Vec::new(), &mut out);
    out
}

fn line(span: Span) -> usize {
    span.start().line
}

/// A path from the root: `self`, `super` and `crate` resolved. Others stay as they are.
fn absolute(module: &[String], path: Vec<String>) -> Vec<String> {
    let mut base: Vec<String> = std::iter::once("crate".to_owned()).chain(module.iter().cloned()).collect();
    let mut rest = path.iter().peekable();
    match path.first().map(String::as_str) {
        Some("self" | "super") => {}
        _ => return path,
    }
    while let Some(step) = rest.next_if(|step| matches!(step.as_str(), "self" | "super")) {
        if step == "super" && base.len() > 1 {
            base.pop();
        }
    }
    base.extend(rest.cloned());
    base
}

struct Finder {
    module: Vec<String>,
    imports: Names,
    found: Vec<Mention>,
}

impl Finder {
    fn mention(&mut self, path: Vec<String>, line: usize, glob: bool) {
        let mut path = absolute(&self.module, path);
        // An import may lead to another one; a circle is none that compiles, but must not hang.
        for _ in 0..4 {
            let Some(first) = path.first() else { return };
            let Some(meaning) = self.imports.get(&(self.module.clone(), first.clone())) else { break };
            if meaning.first() == Some(first) {
                break;
            }
            path = meaning.iter().cloned().chain(path.into_iter().skip(1)).collect();
        }
        if !path.is_empty() {
            self.found.push(Mention { path, line, glob });
        }
    }

    /// Paths among the tokens of a macro: `a::b`, `$crate::a`, `a::{b, c}`.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Ident(_) => at = self.path(&tokens, at, &[]),
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads a path that begins at a token, mentions it, and says where it ends.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize, before: &[String]) -> usize {
        let mut path = before.to_vec();
        let start = tokens[at].span();
        while let Some(TokenTree::Ident(name)) = tokens.get(at) {
            path.push(name.to_string());
            at += 1;
            let colons =
                |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
            let joint = matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.spacing() == Spacing::Joint);
            if !(joint && colons(at) && colons(at + 1)) {
                break;
            }
            at += 2;
            if let Some(TokenTree::Group(group)) = tokens.get(at)
                && group.delimiter() == Delimiter::Brace
            {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut inside = 0;
                while inside < inner.len() {
                    let ident = matches!(inner[inside], TokenTree::Ident(_));
                    inside = if ident { self.path(&inner, inside, &path) } else { inside + 1 };
                }
                return at + 1;
            }
        }
        self.mention(path, line(start), false);
        at
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.module.push(item.ident.to_string());
        let items = item.content.iter().flat_map(|(_, items)| items);
        items.for_each(|item| self.visit_item(item));
        self.module.pop();
    }

    fn visit_item(&mut self, item: &'a Item) {
        if let Item::ExternCrate(item) = item {
            let own = if item.ident == "self" { "crate".to_owned() } else { item.ident.to_string() };
            self.mention(vec![own], line(item.ident.span()), false);
        }
        visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        for leaf in leaves(&item.tree) {
            self.mention(leaf.path, leaf.line, leaf.glob);
        }
    }

    fn visit_path(&mut self, path: &'a Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        // `pub(crate)` and `crate` alone are no use of anything.
        if names != ["crate"]
            && let Some(first) = path.segments.first()
        {
            self.mention(names, line(first.ident.span()), false);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'a Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'a Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
            // `#[serde(with = "crate::…")]`
            for token in list.tokens.clone() {
                if let TokenTree::Literal(literal) = token
                    && let Ok(text) = syn::parse_str::<LitStr>(&literal.to_string())
                    && let Ok(path) = text.parse::<Path>()
                {
                    let names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                    self.mention(names, line(literal.span()), false);
                }
            }
        }
    }
}
