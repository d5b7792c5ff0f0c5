//! The theme files of `tests/themes`: the right ones, with what looks as in no shipped theme and what is hard to see, and the
//! wrong ones, with what is said about them. Beside every `.toml` stands the expected text. And the shipped themes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read its files has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use dozvon::tui::theme::{ColorDepth, Contrast, PRESETS, Role, Source, Theme, lint, source};
use ratatui::style::{Modifier, Style};

struct Case {
    name: String,
    file: String,
    bytes: Vec<u8>,
    beside: PathBuf,
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/themes").join(folder);
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .map(|path| Case {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            file: path.file_name().unwrap().to_str().unwrap().to_owned(),
            bytes: fs::read(&path).unwrap(),
            beside: path.with_extension("txt"),
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!cases.is_empty());
    cases
}

fn each(folder: &str, said: impl Fn(&str, &[Source<'_>]) -> String) {
    let cases = cases(folder);
    let read: Vec<_> = cases.iter().map(|case| (case, source(&case.name, &case.file, &case.bytes))).collect();
    let sources: Vec<_> = read.iter().filter_map(|(_, source)| source.as_ref().ok().copied()).collect();
    let mut wrong = Vec::new();
    for (case, source) in &read {
        let said = match source {
            Ok(_) => said(&case.name, &sources),
            Err(problems) => problems.to_string(),
        };
        let expected = fs::read_to_string(&case.beside).unwrap_or_default();
        if said.trim_end() != expected.trim_end() {
            wrong.push(format!("--- {}\n{said}", case.file));
        }
    }
    assert!(wrong.is_empty(), "these say something else than the text beside them:\n{}", wrong.join("\n"));
}

#[test]
fn wrong_files_are_refused_with_everything_that_is_wrong() {
    each("invalid", |name, sources| match Theme::load(name, sources) {
        Ok(_) => "(nothing is wrong)".to_owned(),
        Err(problems) => problems.to_string(),
    });
}

/// A style in short: `fg on bg, modifiers`.
fn short(style: Style) -> String {
    let color = |color: Option<_>| color.map_or_else(|| "–".to_owned(), |color| format!("{color:?}"));
    let mut out = format!("{} on {}", color(style.fg), color(style.bg));
    if !style.add_modifier.is_empty() {
        out += &format!(", {:?}", style.add_modifier);
    }
    // Whatever is not dim is «not dim».
    let taken = style.sub_modifier.difference(Modifier::DIM);
    if !taken.is_empty() {
        out += &format!(", not {taken:?}");
    }
    out
}

#[test]
fn right_files_look_as_they_say() {
    each("valid", |name, sources| {
        let theme = match Theme::load(name, sources) {
            Ok(theme) => theme,
            Err(problems) => return problems.to_string(),
        };
        let own = |role: &&Role| presets().all(|preset| theme.style(**role) != preset.style(**role));
        let roles = Role::ALL.iter().filter(own);
        let mut out = vec![format!("{} ({:?})", theme.title(), theme.contrast())];
        out.extend(roles.map(|role| format!("{}: {}", role.name(), short(theme.style(*role)))));
        out.extend(lint(&theme).iter().map(|warning| format!("! {warning}")));
        out.join("\n")
    });
}

fn presets() -> impl Iterator<Item = Theme> {
    PRESETS.iter().map(|preset| Theme::load(preset.name, &[]).unwrap_or_else(|problems| panic!("{problems}")))
}

#[test]
fn presets_can_be_read_at_every_depth() {
    for theme in presets() {
        let said: Vec<_> =
            lint(&theme).iter().map(|warning| format!("{}: {warning}\n", theme.name())).collect();
        assert!(said.is_empty(), "{}", said.concat());
    }
}

#[test]
fn presets_say_how_every_role_looks() {
    for preset in PRESETS {
        for role in Role::ALL {
            let line = format!("\n{} = ", role.name());
            assert!(preset.text.contains(&line), "{}: {}", preset.file, role.name());
        }
    }
}

#[test]
fn presets_keep_their_promises() {
    for theme in presets() {
        let desk = theme.style(Role::Text);
        match theme.name() {
            "mono" => {
                for role in Role::ALL {
                    let Style { fg, bg, add_modifier, .. } = theme.style(*role);
                    assert_eq!((fg, bg, add_modifier), (None, None, role.plain()), "{role:?}");
                }
            }
            // The screen must not depend on the colours of the terminal.
            _ => assert!(desk.fg.is_some() && desk.bg.is_some(), "{}", theme.name()),
        }
        assert_eq!(theme.contrast() == Contrast::High, theme.name() == "contrast");
    }
}

#[test]
fn without_colours_every_role_is_told_by_modifiers() {
    for theme in presets() {
        let theme = theme.at_depth(ColorDepth::None);
        for role in Role::ALL {
            let style = theme.style(*role);
            assert_eq!((style.fg, style.bg), (None, None), "{} {role:?}", theme.name());
            assert!(style.add_modifier.contains(role.plain()), "{} {role:?}", theme.name());
        }
    }
}
