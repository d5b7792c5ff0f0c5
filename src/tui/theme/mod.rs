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
//! | `depth` | themes for terminals with 256 colours, with sixteen, with none |
//! | `file`, `load` | one file; a theme from files that inherit one another |
//! | `problem` | what may be wrong with a file |
//! | `lint` | what is hard to read, or hard to tell apart |
//!
//! Nothing here reads the disk, the environment or a terminal: all of them are handed in.

mod color;
mod depth;
mod file;
mod lint;
mod load;
mod problem;
mod role;

use ratatui::style::{Color, Style};

use crate::domain::textfile;

pub use color::ColorFault;
pub use depth::ColorDepth;
pub use lint::{Warning, WarningKind, lint};
pub use problem::{Place, Problem, ProblemKind, Problems, ValueKind};
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

/// A theme file, read by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// What the theme is called in settings and in `inherits`: the name of its file without `.toml`.
    pub name: &'a str,
    /// The path to show in messages.
    pub file: &'a str,
    /// What the file says.
    pub text: &'a str,
}

impl<'a> Source<'a> {
    /// A file as it lies on the disk.
    ///
    /// # Errors
    ///
    /// [`ProblemKind::NotUtf8`], with the place of the first byte that is not UTF-8.
    pub fn new(name: &'a str, file: &'a str, bytes: &'a [u8]) -> Result<Self, Problems> {
        match textfile::text(bytes) {
            Ok(text) => Ok(Self { name, file, text }),
            Err(problem) => {
                let place = Place::new(file, problem.line, problem.column);
                Err(Problems(vec![Problem { place: Some(place), kind: ProblemKind::NotUtf8 }]))
            }
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
        self.look(role).style
    }

    /// How a role looks on a ground, all colours set that the theme knows: for what is drawn at once, not in layers.
    pub fn on(&self, ground: Role, role: Role) -> Style {
        let (below, above) = if ground.is_overlay() { (role, ground) } else { (ground, role) };
        self.style(Role::Text).patch(self.style(below)).patch(self.style(above))
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
