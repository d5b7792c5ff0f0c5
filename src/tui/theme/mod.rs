//! Themes: how each meaning on the screen looks.
//!
//! Panes never ask for colours. They ask for a [`Role`], and the theme answers with a style:
//!
//! ```
//! use dozvon::tui::theme::{ColorDepth, Role, Theme};
//! let theme = Theme::load("dark", &[]).expect("a preset is right").at_depth(ColorDepth::Ansi16);
//! let overdue = theme.style(Role::Urgent);
//! ```
//!
//! A theme is a TOML file; the presets are such files too, compiled in:
//!
//! ```toml
//! name = "Ночная смена"
//! inherits = "dark"
//!
//! [palette]
//! coral = "#ff6f5e"
//!
//! [styles]
//! urgent = { fg = "coral", bold = true, ansi = "light-red" }
//! muted = "#8b95a1"
//! ```
//!
//! A user's file holds only what differs: single properties overlay those of the theme it inherits, and so do the
//! colours of the palette, under everything painted with them. Without `inherits` that is the preset of the same name,
//! or nothing: then the roles a file does not mention are told by modifiers, or look like a role that is close to them.
//!
//! | module | what lives there |
//! |---|---|
//! | `role` | the meanings, and where each is drawn |
//! | `color` | colours as files write them and as eyes see them |
//! | `depth` | how many colours a terminal has |
//! | `convert` | themes for terminals with 256 colours, with sixteen, with none |
//! | `file`, `load` | one file; a theme from files that inherit one another |
//! | `problem` | what may be wrong with a file |
//! | `lint` | what is hard to read, or hard to tell apart |
//! | `explain` | all of that in words |
//!
//! Nothing here reads the disk, the environment or a terminal: all of them are handed in.

mod color;
mod convert;
mod depth;
mod explain;
mod file;
mod lint;
mod load;
mod problem;
mod role;

use ratatui::style::{Color, Modifier, Style};

use crate::domain::textfile;

pub use super::layered::{Place, Source};
pub use color::ColorFault;
pub use depth::ColorDepth;
pub use lint::{Warning, WarningKind, lint};
pub use problem::{Problem, ProblemKind, Problems, ValueKind};
pub use role::Role;

/// The theme everyone starts with, and falls back to.
pub const DEFAULT: &str = "dark";

macro_rules! presets {
    ($($name:literal),+) => {
        [$(Source {
            name: $name,
            file: concat!("themes/", $name, ".toml"),
            text: include_str!(concat!("../../../themes/", $name, ".toml")),
        }),+]
    };
}

/// The themes that are compiled in.
pub const PRESETS: [Source<'static>; 4] = presets!["dark", "light", "mono", "contrast"];

/// A theme file as it lies on the disk.
///
/// # Errors
///
/// [`ProblemKind::NotUtf8`], with the place of the first byte that is not UTF-8.
pub fn source<'a>(name: &'a str, file: &'a str, bytes: &'a [u8]) -> Result<Source<'a>, Problems> {
    match textfile::text(bytes) {
        Ok(text) => Ok(Source { name, file, text }),
        Err(problem) => {
            let place = Place::new(file, problem.line, problem.column);
            Err(Problems::of(vec![Problem { place: Some(place), kind: ProblemKind::NotUtf8 }]))
        }
    }
}

/// Names of the themes to choose from: the presets, then the user's own, each once.
pub fn names<'a>(user: &[Source<'a>]) -> Vec<&'a str> {
    let mut names: Vec<&'a str> = Vec::new();
    for source in PRESETS.iter().chain(user) {
        if !names.contains(&source.name) {
            names.push(source.name);
        }
    }
    names
}

/// How much contrast a theme promises; the figures are WCAG 2's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Contrast {
    /// 4.5 for what has to be read (level AA), 3 for what may be [quiet](Role::is_quiet).
    #[default]
    Normal,
    /// 7 for everything (level AAA).
    High,
}

impl Contrast {
    /// The least contrast of a role with its ground.
    pub fn wanted(self, role: Role) -> f64 {
        match self {
            Self::Normal if role.is_quiet() => 3.0,
            Self::Normal => 4.5,
            Self::High => 7.0,
        }
    }
}

/// A theme ready for use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    title: String,
    contrast: Contrast,
    depth: ColorDepth,
    looks: [Look; role::COUNT],
}

/// How a role looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    style: Style,
    /// What the file chose for sixteen colours.
    ansi: Option<Color>,
    ansi_bg: Option<Color>,
}

impl Theme {
    /// How a role looks. Colours it does not set are those of the ground it is drawn on.
    pub fn style(&self, role: Role) -> Style {
        let style = self.look(role).style;
        let turns = style.add_modifier.contains(Modifier::REVERSED);
        // What lies on top has colours of its own: a cell below that turns its own round must not turn these round.
        if role.is_overlay() && !turns && style.fg.is_some() && style.bg.is_some() {
            return style.remove_modifier(Modifier::REVERSED);
        }
        style
    }

    /// How a role looks on a ground, all colours set that the theme knows: for what is drawn at once, not in layers.
    pub fn on(&self, ground: Role, role: Role) -> Style {
        // Plain text has the desk for its ground only where there is no other.
        let layer = |role: Role| match role {
            Role::Text => Style { bg: None, ..self.style(role) },
            _ => self.style(role),
        };
        let (below, above) = if ground.is_overlay() { (role, ground) } else { (ground, role) };
        self.style(Role::Text).patch(layer(below)).patch(layer(above))
    }

    /// How a role looks across a whole bar: its ink becomes the ground, unless it has a ground of its own.
    pub fn bar(&self, role: Role) -> Style {
        let style = self.on(Role::Text, role);
        if self.style(role).bg.is_some() { style } else { style.reversed() }
    }

    /// The name it was chosen by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it calls itself, or its name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How much contrast it promises.
    pub fn contrast(&self) -> Contrast {
        self.contrast
    }

    /// The depth it is made for: [`ColorDepth::True`] when it comes from a file.
    pub fn depth(&self) -> ColorDepth {
        self.depth
    }

    fn look(&self, role: Role) -> Look {
        self.looks.get(role as usize).copied().unwrap_or_default()
    }
}

/// What is not dim takes dim away: cells keep the modifiers of what was drawn in them before, and a title is drawn over
/// a dim rule.
fn undimmed(style: Style) -> Style {
    if style.add_modifier.contains(Modifier::DIM) { style } else { style.remove_modifier(Modifier::DIM) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_turns_the_colours_of_the_cursor_round() {
        for preset in PRESETS {
            let theme = Theme::load(preset.name, &[]).unwrap();
            for depth in [ColorDepth::True, ColorDepth::Ansi256, ColorDepth::Ansi16] {
                let theme = theme.clone().at_depth(depth);
                let row = theme.style(Role::Selected);
                // A row that leaves the ink as it is, or is told by turning round itself, has nothing to be turned round.
                if row.fg.is_none() || row.bg.is_none() {
                    assert_ne!(preset.name, "contrast");
                    continue;
                }
                let urgent = theme.style(Role::Text).patch(theme.style(Role::Urgent)).patch(row);
                assert!(!urgent.add_modifier.contains(Modifier::REVERSED), "{} at {depth:?}", preset.name);
                assert_eq!((urgent.fg, urgent.bg), (row.fg, row.bg), "{} at {depth:?}", preset.name);
            }
        }
    }

    #[test]
    fn a_role_on_a_ground_has_the_colours_of_both() {
        let theme = Theme::load(DEFAULT, &[]).unwrap();
        let (text, dialog, row) =
            (theme.style(Role::Text), theme.style(Role::Dialog), theme.style(Role::Selected));
        assert_eq!(theme.on(Role::Text, Role::Text), text);
        assert_eq!(theme.on(Role::Dialog, Role::Text).bg, dialog.bg);
        assert_eq!(theme.on(Role::Dialog, Role::Muted).fg, theme.style(Role::Muted).fg);
        assert_eq!(theme.on(Role::Dialog, Role::Muted).bg, dialog.bg);
        assert_eq!(theme.on(Role::Selected, Role::Good).bg, row.bg);
        assert_eq!(theme.on(Role::Selected, Role::Good).fg, theme.style(Role::Good).fg);
        let few = theme.at_depth(ColorDepth::Ansi16);
        assert_eq!(few.on(Role::Selected, Role::Good).fg, few.style(Role::Selected).fg);
    }

    #[test]
    fn a_bar_is_the_ground_of_its_role() {
        for preset in PRESETS {
            for depth in [ColorDepth::True, ColorDepth::Ansi256, ColorDepth::Ansi16] {
                let theme = Theme::load(preset.name, &[]).unwrap().at_depth(depth);
                let bar = theme.bar(Role::Urgent);
                let own = theme.style(Role::Urgent).bg;
                assert!(own.is_some() || bar.add_modifier.contains(Modifier::REVERSED), "{}", preset.name);
                assert!(own.is_none() || bar.bg == own, "{}", preset.name);
            }
        }
    }

    #[test]
    fn text_over_a_dim_rule_is_not_dim() {
        for preset in PRESETS {
            let theme = Theme::load(preset.name, &[]).unwrap();
            for depth in [ColorDepth::True, ColorDepth::Ansi256, ColorDepth::Ansi16] {
                let theme = theme.at_depth(depth);
                let over = theme.style(Role::Faint).patch(theme.style(Role::TitleFocused));
                assert!(!over.add_modifier.contains(Modifier::DIM), "{} {depth:?}", preset.name);
            }
        }
    }
}
