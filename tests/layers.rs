//! A layer uses only the layers above it in the list of `src/lib.rs`; what is pure stays pure.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its files has failed"
)]

#[path = "layers/checker.rs"]
mod checker;

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use checker::{Rules, Violation, check};

/// The order the design gives; a layer that is still to come may be missing.
const ORDER: [&str; 13] = [
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
    "bench",
    "cli",
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file, its path from `src/`, with its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, out: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                let name = path.strip_prefix(src()).unwrap().to_str().unwrap().replace('\\', "/");
                out.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(&src(), &mut out);
    out.sort();
    assert!(out.len() > 100, "the sources have gone somewhere");
    out
}

/// The layers of the table in `src/lib.rs`, in its order.
fn table() -> Vec<String> {
    let text = fs::read_to_string(src().join("lib.rs")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | [`")?.split_once("`]"));
    rows.map(|(name, _)| name.to_owned()).collect()
}

/// The macros that stand at the root of the crate, and the layer of the file each is made in.
fn exported_macros(sources: &[(String, String)]) -> HashMap<String, String> {
    let mut macros = HashMap::new();
    for (file, text) in sources {
        for (_, behind) in text.match_indices("#[macro_export]").map(|(at, _)| text.split_at(at)) {
            let name = behind.split("macro_rules!").nth(1).unwrap().trim_start();
            let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            macros.insert(name, checker::module_of(file)[0].clone());
        }
    }
    assert_eq!(macros.get("say").map(String::as_str), Some("i18n"));
    macros
}

#[test]
fn layers_use_only_what_stands_above_them() {
    let sources = sources();
    let rules = Rules { order: table(), macros: exported_macros(&sources) };
    let inner = sources.iter().filter(|(file, _)| file != "lib.rs" && file != "main.rs");
    let found: Vec<Violation> = inner.flat_map(|(file, text)| check(&rules, file, text)).collect();
    let lines: Vec<String> = found.iter().map(Violation::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn the_map_names_exactly_the_modules_there_are() {
    let table = table();
    let lib = syn::parse_file(&fs::read_to_string(src().join("lib.rs")).unwrap()).unwrap();
    let declared: BTreeSet<String> = lib
        .items
        .iter()
        .map(|item| match item {
            syn::Item::Mod(item) if item.content.is_none() => item.ident.to_string(),
            _ => panic!("src/lib.rs holds more than the list of its modules"),
        })
        .collect();
    let there: BTreeSet<String> = fs::read_dir(src())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect();
    assert_eq!(declared, there, "src/lib.rs and the folders of src/ differ");
    assert_eq!(
        table.iter().cloned().collect::<BTreeSet<_>>(),
        there,
        "the table in src/lib.rs and src/ differ"
    );
    let designed: Vec<&str> = ORDER.iter().copied().filter(|name| there.contains(*name)).collect();
    assert_eq!(table, designed, "the layers stand in the order of the design");
}

#[test]
fn the_binary_knows_the_command_line_only() {
    let text = fs::read_to_string(src().join("main.rs")).unwrap();
    let uses: Vec<&str> = text.match_indices("dozvon::").filter_map(|(at, _)| text.get(at..)).collect();
    assert!(!uses.is_empty() && uses.iter().all(|path| path.starts_with("dozvon::cli::")), "{text}");
}

/// What the checker says of a file with these lines.
fn said(file: &str, source: &str) -> Vec<String> {
    let order = ["domain", "store", "desk", "i18n", "tui", "cli"].map(str::to_owned).to_vec();
    let rules = Rules { order, macros: HashMap::from([("say".to_owned(), "i18n".to_owned())]) };
    check(&rules, file, source).into_iter().map(|found| format!("{}: {}", found.line, found.what)).collect()
}

#[test]
fn what_is_allowed_is_not_reported() {
    let source = r#"
        //! Speaks of [`crate::tui`].
        use std::collections::BTreeMap;
        use super::other::{self, Thing as T};
        use crate::domain::{ids::*, time::Moment as M};
        pub(crate) mod inner { use super::super::super::domain; pub(in crate::desk) fn f() {} }
        /// crate::tui::view
        fn f(tui: M) -> std::io::Result<()> { let cli = "crate::cli::x"; other::g(cli, tui); crate::store::open() }
    "#;
    assert_eq!(said("desk/queue/view.rs", source), [""; 0]);
}

#[test]
fn every_way_down_is_reported() {
    for (source, line) in [
        ("use crate::tui::view;", "desk may not use tui: crate::tui::view"),
        ("use crate::{domain, tui::{model, view as v}};", "desk may not use tui: crate::tui::model"),
        ("use crate::i18n as words;", "desk may not use i18n: crate::i18n"),
        ("use crate::say;", "desk may not use i18n: crate::say"),
        ("use super::super::tui::view;", "desk may not use tui: crate::tui::view"),
        ("pub use crate::cli::main;", "desk may not use cli: crate::cli::main"),
        ("use crate::*;", "desk takes the root of the crate, where all layers are"),
        ("use crate::{self as root};", "desk takes the root of the crate, where all layers are"),
        ("extern crate self as root;", "desk takes the root of the crate, where all layers are"),
        ("use crate::nowhere::f;", "crate::nowhere::f belongs to no layer"),
        ("fn f() { crate::tui::draw() }", "desk may not use tui: crate::tui::draw"),
        ("fn f(x: Vec<crate::tui::X>) {}", "desk may not use tui: crate::tui::X"),
        ("fn f<T: crate::tui::X>(x: <T as crate::tui::X>::Y) {}", "desk may not use tui: crate::tui::X"),
        ("impl crate::tui::X for Y {}", "desk may not use tui: crate::tui::X"),
        ("fn f() { if let crate::tui::X::A = x {} }", "desk may not use tui: crate::tui::X::A"),
        ("fn f() { vec![Some(crate::tui::x())]; }", "desk may not use tui: crate::tui::x"),
        ("macro_rules! m { () => { $crate::tui::x() } }", "desk may not use tui: crate::tui::x"),
        ("m! { use crate::{domain, tui}; }", "desk may not use tui: crate::tui"),
        ("fn f() { crate::say!(\"x\"); }", "desk may not use i18n: crate::say"),
        ("#[serde(with = \"crate::tui::x\")] struct X;", "desk may not use tui: crate::tui::x"),
        ("#[derive(crate::tui::X)] struct X;", "desk may not use tui: crate::tui::X"),
        ("#[cfg(test)] mod tests { use super::super::super::tui; }", "desk may not use tui: crate::tui"),
        ("use std::env;", "desk may not use std::env: std::env"),
        ("use std::{env as e, fmt};", "desk may not use std::env: std::env"),
        ("fn f() { std::env::var(\"X\"); }", "desk may not use std::env: std::env::var"),
        ("use std::time::*;", "desk may not use std::time::SystemTime: std::time::*"),
        (
            "use std::time; fn f() { time::SystemTime::now(); }",
            "desk may not use std::time::SystemTime: std::time::SystemTime::now",
        ),
        ("use chrono::Utc; fn f() { Utc::now(); }", "desk may not use chrono::Utc::now: chrono::Utc::now"),
        (
            "use chrono::Utc as U; fn f() { g!(U::now()); }",
            "desk may not use chrono::Utc::now: chrono::Utc::now",
        ),
        ("fn f() { ::ratatui::init(); }", "desk may not use ratatui: ratatui::init"),
        ("use crossterm::event::Event;", "desk may not use crossterm: crossterm::event::Event"),
    ] {
        assert_eq!(said("desk/queue.rs", source).first(), Some(&format!("1: {line}")), "{source}");
    }
    for (source, line) in [
        ("use std::fs;", "tui may not use std::fs: std::fs"),
        ("fn f() { std::thread::spawn(g); }", "tui may not use std::thread: std::thread::spawn"),
        ("fn f() { std::env::var(\"X\"); }", "tui may not use std::env: std::env::var"),
        ("use std::time::Instant;", "tui may not use std::time::Instant: std::time::Instant"),
        (
            "use crate::store::local::LocalStore;",
            "tui may not use crate::store::local: crate::store::local::LocalStore",
        ),
        ("use crate::store::*;", "tui may not use crate::store::Store: crate::store::*"),
    ] {
        assert_eq!(said("tui/pane/queue.rs", source), [format!("1: {line}")], "{source}");
    }
    assert_eq!(said("tui/pane/queue.rs", "use crate::store::Kept;"), [""; 0]);
    assert_eq!(said("cli/desk.rs", "use crate::store::local::LocalStore; use std::env;"), [""; 0]);
    // What the domain may not, others may.
    for source in
        ["use std::fs;", "use std::io::{self, Write}; fn f() { io::stdout(); }", "use std::net::TcpStream;"]
    {
        assert_eq!(said("domain/x.rs", source).len(), 1, "{source}");
        assert_eq!(said("store/x.rs", source), [""; 0], "{source}");
    }
    assert_eq!(said("domain/x.rs", "use std::io::Write;"), [""; 0]);
    assert_eq!(
        said("tui/x.rs", "use ratatui::Frame;\nuse crate::cli::Code;"),
        ["2: tui may not use cli: crate::cli::Code"]
    );
    assert_eq!(said("other/x.rs", ""), ["1: other is no layer"]);
}
