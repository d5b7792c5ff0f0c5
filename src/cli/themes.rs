//! `dozvon themes`: the themes there are, the roles they paint, and the check of theme files. No data folder is opened.

use std::path::PathBuf;

use ratatui::style::{Color, Modifier, Style};

use super::args::Format;
use super::context::Context;
use super::fail::{Code, Fail};
use super::files::{Given, folder, gather, given};
use super::findings::Findings;
use super::out;
use super::paint;
use super::table::{Cell, Table};
use crate::domain::textfile::Severity;
use crate::i18n::Texts;
use crate::say;
use crate::tui::theme::{Contrast, ProblemKind, Role, Source, Theme, lint, names, source};

/// Options of `dozvon themes`.
#[derive(Debug, clap::Args)]
pub(super) struct ThemesArgs {
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "show")]
    check: Vec<PathBuf>,
    #[arg(long, requires = "check")]
    strict: bool,
    #[arg(long, value_name = "NAME")]
    show: Option<String>,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &ThemesArgs) -> Result<(), Fail> {
    let own = own(context)?;
    let mut findings = Findings::default();
    let sources: Vec<Source<'_>> = own.iter().filter_map(|file| read(context, file, &mut findings)).collect();
    match &args.show {
        _ if !args.check.is_empty() => check(context, &args.check, args.strict, &sources),
        Some(name) => show(context, name, &sources),
        None => list(context, &sources, findings),
    }
}

/// The user's own theme files.
fn own(context: &Context) -> Result<Vec<Given>, Fail> {
    // A folder that is not there holds none.
    let files = folder(&context.surroundings.config.join("themes")).unwrap_or_default();
    files.iter().map(|path| given(context, path)).collect()
}

/// A file as the loader takes it, unless it is no text.
fn read<'a>(context: &Context, file: &'a Given, findings: &mut Findings) -> Option<Source<'a>> {
    match source(&file.name, &file.shown, &file.bytes) {
        Ok(source) => Some(source),
        Err(problems) => {
            findings.add_layered(&context.texts, &file.shown, &problems);
            None
        }
    }
}

fn check(context: &Context, paths: &[PathBuf], strict: bool, own: &[Source<'_>]) -> Result<(), Fail> {
    let files = gather(context, paths)?;
    let mut findings = Findings::default();
    let checked: Vec<(&Given, Option<Source<'_>>)> =
        files.iter().map(|file| (file, read(context, file, &mut findings))).collect();
    for (file, source) in &checked {
        findings.checked();
        let Some(this) = source else { continue };
        // A file may inherit those it is checked with, and the user's own; it stands in the place of its namesake.
        let others = checked.iter().filter_map(|(_, source)| *source).chain(own.iter().copied());
        let others = others.filter(|other| other.name != this.name);
        let sources: Vec<Source<'_>> = std::iter::once(*this).chain(others).collect();
        match Theme::load(&file.name, &sources) {
            Ok(theme) => warn(context, &file.shown, &theme, &mut findings),
            Err(problems) => {
                let own = problems.of_file(&file.shown, |at| files.iter().any(|other| other.shown == at));
                findings.add_layered(&context.texts, &file.shown, &own);
            }
        }
    }
    findings.print(context)?;
    findings.verdict(context, strict)
}

/// Adds what is hard to see in a theme.
fn warn(context: &Context, file: &str, theme: &Theme, findings: &mut Findings) {
    for warning in lint(theme) {
        findings.add(&context.texts, file, None, Severity::Warning, &warning);
    }
}

fn list(context: &Context, own: &[Source<'_>], mut findings: Findings) -> Result<(), Fail> {
    let mut themes = Table::new(&[
        "table-theme",
        "table-title",
        "table-contrast",
        "table-source",
        "table-errors",
        "table-warnings",
    ]);
    for name in names(own) {
        let file = own.iter().find(|source| source.name == name).map(|source| source.file);
        let source = match file {
            Some(file) => Cell::from(file),
            None => Cell::both(context.texts.get("themes-preset"), "preset"),
        };
        let (title, contrast, errors, warnings) = match Theme::load(name, own) {
            Ok(theme) => {
                let warnings = lint(&theme).len();
                warn(context, file.unwrap_or(name), &theme, &mut findings);
                (Cell::from(theme.title()), contrast(theme.contrast(), &context.texts), 0, warnings)
            }
            Err(problems) => {
                findings.add_layered(&context.texts, file.unwrap_or(name), &problems);
                (Cell::none(), Cell::none(), problems.0.len(), 0)
            }
        };
        themes.push(vec![name.into(), title, contrast, source, errors.into(), warnings.into()]);
    }
    themes.print(context)?;
    findings.remark(context);
    if context.format() == Format::Table {
        out::print(&context.texts, "\n")?;
        let mut roles = Table::new(&["table-role", "table-meaning"]);
        for role in Role::ALL {
            roles.push(vec![role.name().into(), meaning(*role, &context.texts).into()]);
        }
        roles.print(context)?;
    }
    Ok(())
}

fn contrast(contrast: Contrast, texts: &Texts) -> Cell {
    match contrast {
        Contrast::Normal => Cell::both(texts.get("contrast-normal"), "normal"),
        Contrast::High => Cell::both(texts.get("contrast-high"), "high"),
    }
}

/// What a role means.
fn meaning(role: Role, texts: &Texts) -> String {
    texts.get(&format!("role-theme-{}", role.name()))
}

/// Shows the roles of a theme: in its colours where somebody looks, else in words.
fn show(context: &Context, name: &str, own: &[Source<'_>]) -> Result<(), Fail> {
    let theme = Theme::load(name, own).map_err(|problems| {
        let unknown = problems.0.iter().find(|problem| {
            problem.place.is_none() && matches!(problem.kind, ProblemKind::UnknownTheme { .. })
        });
        if let Some(unknown) = unknown {
            return context.explain(Code::NotFound, &unknown.kind);
        }
        let mut findings = Findings::default();
        findings.add_layered(&context.texts, name, &problems);
        findings.remark(context);
        Fail::silent(Code::Failed)
    })?;
    if context.format() == Format::Table && out::is_shown() {
        let theme = theme.at_depth(context.surroundings.depth);
        return out::print(&context.texts, &painted(&theme, &context.texts));
    }
    let mut table =
        Table::new(&["table-role", "table-ink", "table-ground", "table-modifiers", "table-meaning"]);
    for role in Role::ALL {
        let style = theme.style(*role);
        table.push(vec![
            role.name().into(),
            color(style.fg),
            color(style.bg),
            modifiers(style),
            meaning(*role, &context.texts).into(),
        ]);
    }
    table.print(context)
}

/// Every role as it looks on its usual ground.
fn painted(theme: &Theme, texts: &Texts) -> String {
    let width = Role::ALL.iter().map(|role| role.name().len()).max().unwrap_or(0);
    let mut out = format!("{}\n\n", texts.say(&say!("theme-shown", name = theme.title())));
    for role in Role::ALL {
        let ground = role.grounds().first().copied().unwrap_or(Role::Text);
        let text = format!(" {:width$}  {} ", role.name(), meaning(*role, texts));
        out.push_str(&paint::styled(&text, theme.on(ground, *role)));
        out.push('\n');
    }
    out
}

fn color(color: Option<Color>) -> Cell {
    color.map_or_else(Cell::none, |color| paint::name(color).into())
}

fn modifiers(style: Style) -> Cell {
    let words: Vec<&str> = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
    ]
    .into_iter()
    .filter(|(modifier, _)| style.add_modifier.contains(*modifier))
    .map(|(_, word)| word)
    .collect();
    Cell::list(&words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::PRESETS;

    #[test]
    fn every_role_has_a_meaning_in_both_languages() {
        for lang in [crate::i18n::Lang::Ru, crate::i18n::Lang::En] {
            let texts = Texts::new(lang);
            for role in Role::ALL {
                let said = meaning(*role, &texts);
                assert!(!said.contains('‹'), "{said}");
            }
        }
    }

    #[test]
    fn presets_are_painted_line_by_line() {
        let texts = Texts::new(crate::i18n::Lang::En);
        for preset in PRESETS {
            let theme = Theme::load(preset.name, &[]).unwrap();
            assert_eq!(painted(&theme, &texts).lines().count(), Role::ALL.len() + 2, "{}", preset.name);
        }
    }
}
