//! A theme from files that inherit one another.

use std::collections::BTreeMap;

use ratatui::style::{Color, Style};

use super::color;
use super::file::{self, File, Paint, Spec};
use super::problem::{Problem, ProblemKind, Problems};
use super::{ColorDepth, DEFAULT, Look, PRESETS, Role, Source, Theme, names, role, undimmed};
use crate::domain::text::clean_line;
use crate::domain::textfile::nearest;
use crate::tui::layered::{Broken, Shelf};

impl Theme {
    /// The theme of this name, out of the user's files and the presets.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its file and the files it inherits, at once.
    pub fn load(name: &str, user: &[Source<'_>]) -> Result<Self, Problems> {
        let (theme, problems) = build(name, user);
        if problems.is_empty() { Ok(theme) } else { Err(Problems::of(problems)) }
    }

    /// The theme of this name or, when anything is wrong with it, the default one and what is wrong.
    pub fn load_or_default(name: &str, user: &[Source<'_>]) -> (Self, Option<Problems>) {
        match Self::load(name, user) {
            Ok(theme) => (theme, None),
            // The presets are checked by tests; were one wrong all the same, its good lines still serve.
            Err(problems) => (build(DEFAULT, &[]).0, Some(problems)),
        }
    }
}

/// What can be made of a theme, and what is wrong with the rest.
fn build(name: &str, user: &[Source<'_>]) -> (Theme, Vec<Problem>) {
    let (mut files, broken) = chain(name, user);
    // A name that is not found is not reported when it may stand where something else is wrong.
    let names_known = broken.is_none() && files.iter().all(|file| file.palette_read);
    let paths: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
    let mut problems: Vec<_> = files.iter_mut().flat_map(|file| std::mem::take(&mut file.problems)).collect();
    problems.extend(broken);
    let title = files.first().and_then(|file| file.title.clone()).unwrap_or_else(|| name.to_owned());
    let contrast = files.iter().find_map(|file| file.contrast).unwrap_or_default();

    let mut painter = Painter::default();
    let mut specs: BTreeMap<Role, Spec> = BTreeMap::new();
    for file in files.into_iter().rev() {
        painter.palette.extend(file.palette);
        for (role, spec) in file.styles {
            specs.entry(role).or_default().overlay(spec);
        }
    }
    let known = specs.into_iter().map(|(role, spec)| (role, painter.look(spec))).collect();
    if names_known {
        problems.append(&mut painter.problems);
    }
    Problems::sort(&mut problems, &paths);
    let theme =
        Theme { name: name.to_owned(), title, contrast, depth: ColorDepth::True, looks: looks(&known) };
    (theme, problems)
}

/// The file of this name and those it inherits, the chosen one first, and what is wrong with the chain itself.
fn chain(name: &str, user: &[Source<'_>]) -> (Vec<File>, Option<Problem>) {
    let shelf = Shelf { user, presets: &PRESETS, ground: None };
    let (files, broken) = shelf.chain(name, file::read);
    let problem = broken.map(|(place, broken)| {
        let kind = match broken {
            Broken::Unknown(name) => unknown_theme(&name, user),
            Broken::Circle(chain) => ProblemKind::InheritsCycle { chain },
        };
        Problem { place, kind }
    });
    (files, problem)
}

fn unknown_theme(name: &str, user: &[Source<'_>]) -> ProblemKind {
    let known = names(user);
    let nearest = nearest(name, known.iter().copied());
    let known = known.into_iter().map(str::to_owned).collect();
    ProblemKind::UnknownTheme { name: clean_line(name), nearest, known }
}

impl Spec {
    /// Lays what an heir says over this. Its colours take away what was chosen for sixteen colours in place of the old
    /// ones; a new ground takes away the ink too, which was chosen for the old ground.
    fn overlay(&mut self, heir: Self) {
        if let Some(bg) = heir.bg {
            if !matches!(bg, Paint::Nothing | Paint::Color(Color::Reset)) {
                self.ansi = None;
            }
            (self.bg, self.ansi_bg) = (Some(bg), None);
        }
        if heir.fg.is_some() {
            (self.fg, self.ansi) = (heir.fg, None);
        }
        self.ansi = heir.ansi.or(self.ansi);
        self.ansi_bg = heir.ansi_bg.or(self.ansi_bg);
        self.added = self.added.difference(heir.removed).union(heir.added);
        self.removed = self.removed.difference(heir.added).union(heir.removed);
    }
}

/// Finds the colours behind the names of a palette.
#[derive(Default)]
struct Painter {
    palette: BTreeMap<String, Option<Color>>,
    problems: Vec<Problem>,
}

impl Painter {
    fn look(&mut self, spec: Spec) -> Look {
        let (fg, bg) = (self.color(spec.fg), self.color(spec.bg));
        let style = Style { fg, bg, ..Style::new() };
        let style = style.add_modifier(spec.added).remove_modifier(spec.removed);
        Look { style, ansi: spec.ansi, ansi_bg: spec.ansi_bg }
    }

    fn color(&mut self, paint: Option<Paint>) -> Option<Color> {
        match paint? {
            Paint::Nothing => None,
            Paint::Color(color) => Some(color),
            Paint::Name(name, place) => match self.palette.get(&name) {
                Some(color) => *color,
                None => color::ansi(&name).or_else(|| {
                    let mut known: Vec<&str> = self.palette.keys().map(String::as_str).collect();
                    known.extend(file::color_words());
                    let nearest = nearest(&name, known.iter().copied());
                    let color = clean_line(&name);
                    let kind = ProblemKind::UnknownColor { color, nearest, in_palette: false };
                    self.problems.push(Problem { place: Some(place), kind });
                    None
                }),
            },
        }
    }
}

/// How each role looks. One that no file mentions looks like its stand-in, or is told by modifiers, so that a file
/// written before the role was there still serves.
fn looks(known: &BTreeMap<Role, Look>) -> [Look; role::COUNT] {
    let mut looks = [Look::default(); role::COUNT];
    for (role, look) in Role::ALL.iter().zip(&mut looks) {
        let plain = Look { style: Style::new().add_modifier(role.plain()), ..Look::default() };
        let mut candidates = std::iter::successors(Some(*role), |role| role.stand_in());
        *look = candidates.find_map(|role| known.get(&role).copied()).unwrap_or(plain);
        look.style = undimmed(look.style);
    }
    looks
}

#[cfg(test)]
mod tests {
    use super::super::Contrast;
    use super::*;
    use proptest::prelude::*;
    use ratatui::style::Modifier;

    fn theme(text: &str) -> Theme {
        let (theme, problems) = build("mine", &[Source { name: "mine", file: "mine.toml", text }]);
        assert_eq!(problems, []);
        theme
    }

    #[test]
    fn an_heir_overlays_single_properties() {
        let theme = theme(
            "inherits = 'contrast'\n[styles]\nurgent = { underline = true, reverse = false }\ntime = '#102030'\n\
             money = { fg = 'none', bold = true }\n",
        );
        let parent = Theme::load("contrast", &[]).unwrap();
        let (own, inherited) = (theme.style(Role::Urgent), parent.style(Role::Urgent));
        assert_eq!((own.fg, own.bg), (inherited.fg, inherited.bg));
        assert!(own.add_modifier.contains(Modifier::UNDERLINED | Modifier::BOLD));
        assert!(inherited.add_modifier.contains(Modifier::REVERSED));
        assert!(!own.add_modifier.contains(Modifier::REVERSED));
        assert_eq!(theme.style(Role::Time).fg, Some(Color::Rgb(0x10, 0x20, 0x30)));
        assert_eq!(theme.style(Role::Money), Style::new().bold().not_dim());
        assert_eq!(theme.style(Role::Good), parent.style(Role::Good));
        assert_eq!(theme.contrast(), Contrast::High);
    }

    #[test]
    fn a_colour_takes_its_substitute_for_sixteen_colours_along() {
        let base =
            "[styles]\nurgent = { fg = '#ff0000', ansi = 'light-red', bg = '#000000', ansi_bg = 'black' }\n";
        let look = |heir: &str| {
            let user = [
                Source { name: "base", file: "base.toml", text: base },
                Source { name: "mine", file: "mine.toml", text: heir },
            ];
            build("mine", &user).0.look(Role::Urgent)
        };
        let repainted = look("inherits = 'base'\n[styles]\nurgent = '#00ff00'\n");
        assert_eq!((repainted.ansi, repainted.ansi_bg), (None, Some(Color::Black)));
        let kept = look("inherits = 'base'\n[styles]\nurgent = { bold = true }\n");
        assert_eq!((kept.ansi, kept.ansi_bg), (Some(Color::LightRed), Some(Color::Black)));
        let grounded = look("inherits = 'base'\n[styles]\nurgent = { bg = '#ffffff' }\n");
        assert_eq!((grounded.ansi, grounded.ansi_bg), (None, None));
        let chosen = look("inherits = 'base'\n[styles]\nurgent = { ansi = 'red' }\n");
        assert_eq!((chosen.style.fg, chosen.ansi), (Some(Color::Rgb(255, 0, 0)), Some(Color::Red)));
    }

    #[test]
    fn a_palette_repaints_what_is_inherited() {
        let user = [
            Source {
                name: "base",
                file: "base.toml",
                text: "[palette]\nink = '#111111'\n[styles]\ntext = 'ink'\n",
            },
            Source {
                name: "mine",
                file: "mine.toml",
                text: "inherits = 'base'\n[palette]\nink = '#222222'\n",
            },
        ];
        let ink = |name| Theme::load(name, &user).unwrap().style(Role::Text).fg;
        assert_eq!(ink("base"), Some(Color::from_u32(0x11_11_11)));
        assert_eq!(ink("mine"), Some(Color::from_u32(0x22_22_22)));
    }

    #[test]
    fn names_of_the_palette_come_before_the_sixteen_colours() {
        let theme =
            theme("[palette]\nred = '#aa2233'\n[styles]\nurgent = 'red'\ngood = 'green'\ntime = 'default'\n");
        assert_eq!(theme.style(Role::Urgent).fg, Some(Color::Rgb(0xAA, 0x22, 0x33)));
        assert_eq!(theme.style(Role::Good).fg, Some(Color::Green));
        assert_eq!(theme.style(Role::Time).fg, Some(Color::Reset));
    }

    #[test]
    fn a_users_file_called_like_a_preset_overlays_it() {
        let user = [
            Source { name: "dark", file: "dark.toml", text: "[styles]\ntime = '#010203'" },
            Source { name: "mine", file: "mine.toml", text: "inherits = 'dark'" },
        ];
        let preset = Theme::load("dark", &[]).unwrap();
        for name in ["dark", "mine"] {
            let theme = Theme::load(name, &user).unwrap();
            assert_eq!(theme.style(Role::Time).fg, Some(Color::Rgb(1, 2, 3)));
            assert_eq!(theme.style(Role::Text), preset.style(Role::Text));
        }
        assert_eq!(names(&user), ["dark", "light", "mono", "contrast", "mine"]);
    }

    #[test]
    fn roles_nobody_mentions_have_a_look_all_the_same() {
        let empty = theme("");
        for role in Role::ALL {
            assert_eq!(empty.style(*role), undimmed(Style::new().add_modifier(role.plain())));
        }
        let few = theme("[styles]\naccent = '#8899aa'\nmuted = { dim = true }\n");
        assert_eq!(few.style(Role::Number).fg, Some(Color::Rgb(0x88, 0x99, 0xAA)));
        assert_eq!(few.style(Role::Placeholder), few.style(Role::Muted));
        assert_eq!(few.style(Role::Text), Style::new().not_dim());
    }

    #[test]
    fn a_wrong_theme_is_replaced_by_the_default_one() {
        let wrong = [
            Source { name: "mine", file: "mine.toml", text: "[styles]\ntime = '#010203'\ntmie = 'red'" },
            Source { name: DEFAULT, file: "dark.toml", text: "[styles]\nurgent = 5" },
        ];
        let default = Theme::load(DEFAULT, &[]).unwrap();
        for (name, said) in [
            ("mine", "mine.toml:3:1: there is no role \"tmie\". Did you mean \"time\"?"),
            (
                DEFAULT,
                "dark.toml:2:10: \"urgent\" is a number, not a style. Write \"coral\" or { fg = \"coral\", bold = true }.",
            ),
            ("drak", "there is no theme \"drak\". Did you mean \"dark\"?"),
            ("solarized", "there is no theme \"solarized\". There are: dark, light, mono, contrast, mine."),
        ] {
            let (theme, problems) = Theme::load_or_default(name, &wrong);
            assert_eq!(theme, default);
            assert_eq!(problems.unwrap().to_string(), said);
        }
    }

    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("[styles]".to_owned()),
            Just("[palette]".to_owned()),
            Just("inherits = 'mine'".to_owned()),
            "(text|urgent|good|x|name|fg|palette) ?= ?['\"]?(red|#[0-9a-f]{5,7}|ansi256:[0-9]{0,4}|x|\\{ fg = 'x', (bold|bg) = (true|'red'|1) \\})['\"]?",
            "[\\[\\]{}\"'=,.#\\\\ a-zа-я0-9]{0,12}",
        ]
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            build("mine", &[Source { name: "mine", file: "mine.toml", text: &text }]);
        }

        #[test]
        fn any_bytes_are_a_source_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(crate::tui::layered::Problems(problems)) = super::super::source("mine", "mine.toml", &bytes) {
                let refused = matches!(problems.as_slice(), [Problem { kind: ProblemKind::NotUtf8, place: Some(_) }]);
                prop_assert!(refused, "{:?}", problems);
            }
        }

        #[test]
        fn problems_stand_at_places_of_the_file(lines in prop::collection::vec(line(), 0..10)) {
            let text = lines.join("\n");
            let (theme, problems) = build("mine", &[Source { name: "mine", file: "mine.toml", text: &text }]);
            super::super::lint(&theme);
            for problem in &problems {
                let place = problem.place.as_ref().unwrap();
                let line = text.split('\n').nth(place.line - 1);
                prop_assert!(line.is_some_and(|line| place.column <= line.chars().count() + 1), "{problem}");
            }
            prop_assert!(problems.is_sorted_by_key(|problem| problem.place.as_ref().map(|p| (p.line, p.column))));
        }
    }
}
