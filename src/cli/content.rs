//! What the commands on scripts, processes and results share: checking files and telling what became of them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::{Given, gather, shown};
use super::findings::Findings;
use super::out;
use super::table::{Cell, Table, print_one};
use crate::desk::content::Saved;
use crate::domain::textfile::{Parsed, Severity};
use crate::i18n::{Explain, Message, Texts};
use crate::say;

/// The files of a command, and how strictly to judge them.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Files {
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    #[arg(long)]
    pub(super) strict: bool,
}

/// Files that were read: the drafts of those that can be used, and what was found in all of them.
pub(super) struct Linted<T> {
    pub(super) drafts: Vec<Draft<T>>,
    pub(super) findings: Findings,
}

/// What a file holds.
pub(super) struct Draft<T> {
    /// The file, as it is shown.
    pub(super) file: String,
    pub(super) draft: T,
}

/// Reads files and finds what is wrong with them; no two of them may have the same code.
pub(super) fn lint<T>(
    texts: &Texts,
    given: &[Given],
    parse: impl Fn(&str) -> Parsed<T>,
    code: impl Fn(&T) -> Option<&str>,
) -> Linted<T> {
    let mut findings = Findings::default();
    let mut drafts: Vec<Draft<T>> = Vec::new();
    let mut seen: HashMap<String, String> = HashMap::new();
    for file in given {
        findings.checked();
        let Some(text) = findings.text(texts, file) else { continue };
        let problems = match parse(text) {
            Ok((draft, warnings)) => {
                if let Some(code) = code(&draft) {
                    if let Some(other) = seen.get(code) {
                        let taken = CodeTaken { code: code.to_owned(), file: other.clone() };
                        findings.add(texts, &file.shown, None, Severity::Error, &taken);
                    }
                    seen.entry(code.to_owned()).or_insert_with(|| file.shown.clone());
                }
                drafts.push(Draft { file: file.shown.clone(), draft });
                warnings
            }
            Err(problems) => problems,
        };
        for problem in &problems {
            findings.add_problem(texts, &file.shown, problem);
        }
    }
    Linted { drafts, findings }
}

/// Checks files that hold no code, as `… check FILE` does.
pub(super) fn check<T>(
    context: &Context,
    files: &Files,
    parse: impl Fn(&str) -> Parsed<T>,
) -> Result<(), Fail> {
    let given = gather(context, &files.files)?;
    lint(&context.texts, &given, parse, |_| None).report(context, files.strict)
}

/// What one file holds that replaces all there was, as `… load FILE` reads it: it must not be a folder of several.
pub(super) fn one_file<T>(
    context: &Context,
    file: &Path,
    strict: bool,
    parse: impl Fn(&str) -> Parsed<Vec<T>>,
) -> Result<Vec<T>, Fail> {
    let given = gather(context, &[file.to_owned()])?;
    if given.len() > 1 {
        let message = say!("error-one-file", folder = shown(file));
        return Err(context.fail(Code::Usage, &message, Some(&say!("hint-one-file"))));
    }
    let linted = lint(&context.texts, &given, parse, |_| None);
    linted.before_load(context, strict)?;
    Ok(linted.drafts.into_iter().flat_map(|found| found.draft).collect())
}

/// Tells how many were added, changed and retired by a file.
pub(super) fn print_replaced(
    context: &Context,
    (added, changed, retired): (usize, usize, usize),
    said: &Message,
) -> Result<(), Fail> {
    let words = || format!("{}\n", context.say(said));
    let fields = [("added", added.into()), ("changed", changed.into()), ("retired", retired.into())];
    print_one(context, words, &fields)
}

/// Another file on the same command line has this code: loading both would make one the next version of the other.
struct CodeTaken {
    code: String,
    file: String,
}

impl Explain for CodeTaken {
    fn what(&self, _: &Texts) -> Message {
        say!("fault-code-taken", code = &self.code, file = &self.file)
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        Some(say!("hint-duplicate-code"))
    }
}

impl<T> Linted<T> {
    /// Prints what was found, as the result of a check.
    pub(super) fn report(&self, context: &Context, strict: bool) -> Result<(), Fail> {
        self.findings.print(context)?;
        self.findings.verdict(context, strict)
    }

    /// Says what was found; a file with an error keeps all of them from being loaded.
    pub(super) fn before_load(&self, context: &Context, strict: bool) -> Result<(), Fail> {
        self.findings.remark(context);
        if !self.findings.refuse(strict) {
            return Ok(());
        }
        Err(context.fail(Code::Failed, &say!("error-nothing-loaded"), Some(&say!("hint-nothing-loaded"))))
    }
}

/// What became of one file.
pub(super) struct Loaded {
    pub(super) file: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) version: u32,
    /// Whether it was added; otherwise it was there already.
    pub(super) is_new: bool,
}

impl Loaded {
    /// What saving came to.
    pub(super) fn new<I>(file: &str, code: &str, name: &str, saved: Saved<I>) -> Self {
        let (version, is_new) = match saved {
            Saved::Version(_, version) => (version, true),
            Saved::Same(_, version) => (version, false),
        };
        Self { file: file.to_owned(), code: code.to_owned(), name: name.to_owned(), version, is_new }
    }
}

/// Tells what became of the files.
pub(super) fn print_loaded(context: &Context, loaded: &[Loaded]) -> Result<(), Fail> {
    if context.format() == Format::Table {
        let line = |loaded: &Loaded| {
            let (file, name, version) = (&loaded.file, &loaded.name, loaded.version);
            let said = if loaded.is_new {
                say!("loaded-version", file = file, name = name, version = version)
            } else {
                say!("loaded-same", file = file, name = name, version = version)
            };
            format!("{}\n", context.say(&said))
        };
        return out::print(&context.texts, &loaded.iter().map(line).collect::<String>());
    }
    let mut table = Table::new(&["table-file", "table-code", "table-name", "table-version", "table-is-new"]);
    for loaded in loaded {
        table.push(vec![
            loaded.file.as_str().into(),
            loaded.code.as_str().into(),
            loaded.name.as_str().into(),
            loaded.version.into(),
            Cell::both("", loaded.is_new),
        ]);
    }
    table.print(context)
}
