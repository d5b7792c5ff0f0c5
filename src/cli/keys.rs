//! `dozvon keys`: every action with its keys, and the check of keymap files. No data folder is opened.

use std::path::PathBuf;

use super::args::Format;
use super::context::Context;
use super::desk::{KNOWN, Own};
use super::fail::{Code, Fail};
use super::files::{Given, gather};
use super::findings::Findings;
use super::out;
use super::table::{Cell, Table};
use crate::i18n::{Message, Texts};
use crate::say;
use crate::tui::action::{Action, CONTEXTS};
use crate::tui::keymap::{self, Binding, Keymap, PRESETS, ProblemKind, Source};

/// Options of `dozvon keys`.
#[derive(Debug, clap::Args)]
pub(super) struct KeysArgs {
    #[arg(long, value_name = "NAME")]
    keymap: Option<String>,
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "keymap")]
    check: Vec<PathBuf>,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &KeysArgs) -> Result<(), Fail> {
    if args.check.is_empty() { list(context, args.keymap.as_deref()) } else { check(context, &args.check) }
}

fn check(context: &Context, paths: &[PathBuf]) -> Result<(), Fail> {
    let given = gather(context, paths)?;
    let mut findings = Findings::default();
    let texts: Vec<(&Given, Option<&str>)> =
        given.iter().map(|file| (file, findings.text(&context.texts, file))).collect();
    for (file, text) in &texts {
        findings.checked();
        let Some(text) = text else { continue };
        let problems = Own::new(context).with_keymaps(|own| {
            // A file may inherit those it is checked with, and the user's own; it stands in the place of its namesake.
            let this = Source { name: &file.name, file: &file.shown, text };
            let others = texts.iter().filter_map(|(file, text)| {
                Some(Source { name: &file.name, file: &file.shown, text: text.as_ref()? })
            });
            let others = others.chain(own.iter().copied()).filter(|other| other.name != this.name);
            let sources: Vec<Source<'_>> = std::iter::once(this).chain(others).collect();
            Keymap::load(&file.name, &sources, &KNOWN).err()
        });
        let Some(problems) = problems else { continue };
        let own = problems.of_file(&file.shown, |at| given.iter().any(|other| other.shown == at));
        findings.add_layered(&context.texts, &file.shown, &own);
    }
    findings.print(context)?;
    findings.verdict(context, false)
}

fn list(context: &Context, name: Option<&str>) -> Result<(), Fail> {
    let keymap = match name {
        Some(name) => chosen(context, name)?,
        None => configured(context),
    };
    let mut table = Table::new(&[
        "table-action",
        "table-name",
        "table-keys",
        "table-context",
        "table-source",
        "table-line",
        "table-command",
    ]);
    let bindings = keymap.all();
    for action in Action::ALL {
        let name = name_of(*action, &context.texts);
        let commands: Vec<&str> = action.twin().commands().collect();
        let mut bound: Vec<&Binding> =
            bindings.iter().copied().filter(|binding| binding.action == action.id()).collect();
        if bound.is_empty() {
            table.push(vec![
                action.id().into(),
                name.as_str().into(),
                Cell::list::<&str>(&[]),
                Cell::none(),
                Cell::none(),
                Cell::none(),
                Cell::list(&commands),
            ]);
        }
        // One row for each context and file: that is what somebody who wants to change it has to know.
        while let Some(first) = bound.first().copied() {
            let same = |other: &&Binding| other.context == first.context && other.file == first.file;
            let (row, rest): (Vec<&Binding>, Vec<&Binding>) = bound.into_iter().partition(same);
            let keys: Vec<String> = row.iter().map(|binding| binding.key.to_string()).collect();
            table.push(vec![
                action.id().into(),
                name.as_str().into(),
                Cell::list(&keys),
                first.context.as_str().into(),
                source(&first.file, &context.texts),
                first.line.into(),
                Cell::list(&commands),
            ]);
            bound = rest;
        }
    }
    table.print(context)?;
    if context.format() == Format::Table {
        let contexts = say!("keys-contexts", keymap = keymap.title(), contexts = CONTEXTS.join(", "));
        out::print(&context.texts, &format!("\n{}\n", context.say(&contexts)))?;
    }
    Ok(())
}

/// The keymap that was named on the command line; a wrong one is refused.
fn chosen(context: &Context, name: &str) -> Result<Keymap, Fail> {
    let loaded = Own::new(context).with_keymaps(|own| Keymap::load(name, own, &KNOWN));
    loaded.map_err(|problems| {
        let unknown = problems.0.iter().find(|problem| {
            problem.place.is_none() && matches!(problem.kind, ProblemKind::UnknownKeymap { .. })
        });
        if let Some(unknown) = unknown {
            return context.explain(Code::NotFound, &unknown.kind);
        }
        let mut findings = Findings::default();
        findings.add_layered(&context.texts, name, &problems);
        findings.remark(context);
        Fail::silent(Code::Failed)
    })
}

/// The keymap of the configuration; in the place of a wrong one the default, so that the list helps to mend it.
fn configured(context: &Context) -> Keymap {
    let name = context.config.keymap.as_deref().unwrap_or(keymap::DEFAULT);
    let (keymap, problems) = Own::new(context).with_keymaps(|own| Keymap::load_or_default(name, own, &KNOWN));
    if let Some(problems) = problems {
        let mut findings = Findings::default();
        findings.add_layered(&context.texts, name, &problems);
        findings.remark(context);
    }
    keymap
}

/// What an action is called. Results and answers are called by their keys: what stands on them is a matter of data.
fn name_of(action: Action, texts: &Texts) -> String {
    let arg = match (action.result_key(), action.answer_number()) {
        (Some(key), _) => ("name", key.into()),
        (None, Some(number)) => ("text", number.to_string().into()),
        (None, None) => return texts.get(action.text()),
    };
    texts.say(&Message { key: action.text(), args: vec![arg] })
}

/// Who binds a key: a preset or a file of the user's own.
fn source(file: &str, texts: &Texts) -> Cell {
    match PRESETS.iter().find(|preset| preset.file == file) {
        Some(preset) => Cell::both(texts.say(&say!("keys-preset", name = preset.name)), preset.file),
        None => file.into(),
    }
}
