//! What is hard to read in a theme, or hard to tell apart.

use std::collections::BTreeMap;
use std::fmt;

use ratatui::style::{Color, Modifier, Style};
use thiserror::Error;

use super::color::{Rgb, TERMINALS, Terminal};
use super::{ColorDepth, Role, Theme};

/// Roles that must not look alike: the eye has to tell them before it reads.
const APART: &[(Role, Role)] = &[
    (Role::Selected, Role::Text),
    (Role::SelectedDim, Role::Text),
    (Role::Selected, Role::SelectedDim),
    (Role::Urgent, Role::Text),
    (Role::Urgent, Role::Warning),
    (Role::Good, Role::Urgent),
    (Role::Urgent, Role::Muted),
    (Role::Warning, Role::Text),
    (Role::Good, Role::Warning),
    (Role::Forbidden, Role::Text),
    (Role::Good, Role::Forbidden),
    (Role::Accent, Role::Text),
    (Role::Muted, Role::Text),
    (Role::Title, Role::TitleFocused),
    (Role::Key, Role::KeyText),
    (Role::Number, Role::Text),
    (Role::Match, Role::Text),
    (Role::Value, Role::Spoken),
    (Role::Gap, Role::Spoken),
    (Role::Gap, Role::Value),
    (Role::Input, Role::Text),
    (Role::Placeholder, Role::Input),
    (Role::Cursor, Role::Input),
    (Role::Status, Role::StatusStrong),
    (Role::Notice, Role::NoticeError),
];

/// Roles that must not look alike to those who don't see green either: one man in twenty.
const APART_WITHOUT_GREEN: &[(Role, Role)] =
    &[(Role::Good, Role::Forbidden), (Role::Good, Role::Urgent), (Role::Good, Role::Warning)];

/// Ink nearer than this, in OKLab, is one ink to a quick eye: strokes are thin.
const SAME_INK: f64 = 0.06;
/// Grounds nearer than this are one ground: areas are told apart more easily.
const SAME_GROUND: f64 = 0.03;

/// One thing that is hard to see.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// The richest depth at which it is so.
    pub depth: ColorDepth,
    /// What.
    pub kind: WarningKind,
}

impl fmt::Display for Warning {
    /// `in 16 colours: what is wrong. What to do.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.depth {
            ColorDepth::True => {}
            ColorDepth::None => f.write_str("without colours: ")?,
            depth => write!(f, "in {} colours: ", depth.name())?,
        }
        write!(f, "{}. {}", self.kind, self.kind.hint(self.depth))
    }
}

/// What is hard to see, in English; [`hint`](Self::hint) says what to do. The fields are for other languages.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum WarningKind {
    /// The contrast is too low, as WCAG 2 counts it; in sixteen colours, in the terminal where it is lowest.
    #[error("{} has a contrast of {}, less than {wanted}", standing(*role, *ground), tenths(*ratio))]
    LowContrast {
        /// What is hard to read.
        role: Role,
        /// Where it is hardest to read; the role itself when the ground is its own.
        ground: Role,
        /// The contrast, 1 to 21.
        ratio: f64,
        /// What it should be at least.
        wanted: f64,
    },
    /// Two roles look the same, or nearly so.
    #[error("{} looks like {}", role.name(), other.name())]
    Alike {
        /// One of them.
        role: Role,
        /// The other.
        other: Role,
    },
    /// Two roles look nearly the same to those who don't see green.
    #[error("{} looks like {} to the colour-blind", role.name(), other.name())]
    AlikeWithoutGreen {
        /// One of them.
        role: Role,
        /// The other.
        other: Role,
    },
    /// The theme sets one of ink and ground and leaves the other to the terminal, of which nothing is known.
    #[error("ink or ground is left to the terminal in {}", names(roles))]
    Open {
        /// Where.
        roles: Vec<Role>,
    },
}

impl WarningKind {
    /// What to do about it, in English: a whole sentence.
    pub fn hint(&self, depth: ColorDepth) -> &'static str {
        match (self, depth) {
            (Self::LowContrast { .. }, ColorDepth::Ansi16) => "Choose other colours with ansi and ansi_bg.",
            (Self::LowContrast { .. }, _) => "Make one of them lighter or darker.",
            (Self::Alike { .. }, ColorDepth::None) => "Make one of them bold, underlined or reversed.",
            (Self::Alike { .. }, ColorDepth::Ansi16) => "Choose another colour for one of them with ansi.",
            (Self::Alike { .. }, _) => "Give one of them another colour, or make it bold or underlined.",
            (Self::AlikeWithoutGreen { .. }, _) => "Make one of them bluer, yellower, lighter or darker.",
            (Self::Open { .. }, _) => "Give text both fg and bg, or no colours at all.",
        }
    }
}

/// Cut, not rounded: 4.49 is less than 4.5 and must not look like it.
fn tenths(ratio: f64) -> f64 {
    (ratio * 10.0).floor() / 10.0
}

fn standing(role: Role, ground: Role) -> String {
    if role == ground {
        return format!("{} on its own ground", role.name());
    }
    format!("{} on {}", role.name(), ground.name())
}

fn names(roles: &[Role]) -> String {
    let names: Vec<_> = roles.iter().take(3).map(|role| role.name()).collect();
    match roles.len().saturating_sub(names.len()) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// What is hard to see in a theme, at its own depth and at every lesser one. What was said of a richer depth is not
/// repeated for a poorer one.
pub fn lint(theme: &Theme) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = Vec::new();
    for depth in ColorDepth::ALL.into_iter().filter(|depth| *depth <= theme.depth()) {
        let theme = theme.at_depth(depth);
        let found = open(&theme).into_iter().chain(low_contrasts(&theme)).chain(alike(&theme));
        let new: Vec<_> = found.filter(|kind| !warnings.iter().any(|seen| same(&seen.kind, kind))).collect();
        warnings.extend(new.into_iter().map(|kind| Warning { depth, kind }));
    }
    warnings
}

/// Whether two warnings speak of the same thing.
fn same(a: &WarningKind, b: &WarningKind) -> bool {
    match (a, b) {
        (WarningKind::LowContrast { role, .. }, WarningKind::LowContrast { role: other, .. }) => {
            role == other
        }
        (WarningKind::Open { .. }, WarningKind::Open { .. }) => true,
        _ => a == b,
    }
}

/// What a terminal shows: ink, ground, and what else tells them apart.
struct Seen {
    ink: Option<Rgb>,
    ground: Option<Rgb>,
    modifiers: Modifier,
}

impl Seen {
    fn new(style: Style, terminal: &Terminal) -> Self {
        let modifiers = style.add_modifier;
        let bold = modifiers.contains(Modifier::BOLD);
        let mut ink = terminal.shown_bold(style.fg.unwrap_or_default(), bold);
        let mut ground = terminal.shown(style.bg.unwrap_or_default());
        if modifiers.contains(Modifier::DIM)
            && let (Some(full), Some(ground)) = (ink, ground)
        {
            ink = Some(full.mix(ground));
        }
        // Where ink or ground is unknown, so is what the exchange makes of it: the modifier itself tells it apart.
        if modifiers.contains(Modifier::REVERSED) && ink.is_some() && ground.is_some() {
            std::mem::swap(&mut ink, &mut ground);
        }
        Self { ink, ground, modifiers }
    }

    /// The same to eyes without green cones.
    fn without_green(self) -> Self {
        Self {
            ink: self.ink.map(Rgb::without_green),
            ground: self.ground.map(Rgb::without_green),
            modifiers: self.modifiers,
        }
    }

    fn contrast(&self) -> Option<f64> {
        Some(self.ink?.contrast(self.ground?))
    }

    fn is_like(&self, other: &Self) -> bool {
        let near = |a: Option<Rgb>, b: Option<Rgb>, limit: f64| match (a, b) {
            (Some(a), Some(b)) => a.lab().distance(b.lab()) < limit,
            (None, None) => true,
            _ => false,
        };
        self.modifiers == other.modifiers
            && near(self.ink, other.ink, SAME_INK)
            && near(self.ground, other.ground, SAME_GROUND)
    }
}

fn open(theme: &Theme) -> Option<WarningKind> {
    let is_open = |role: &Role| {
        let usual = role.grounds().first().copied().unwrap_or(Role::Text);
        let style = theme.on(usual, *role);
        let set = |color: Option<Color>| color.is_some_and(|color| color != Color::Reset);
        set(style.fg) != set(style.bg)
    };
    let roles: Vec<_> = Role::ALL.iter().copied().filter(is_open).collect();
    (!roles.is_empty()).then_some(WarningKind::Open { roles })
}

/// The worst contrast of every role that has one below what is wanted.
fn low_contrasts(theme: &Theme) -> Vec<WarningKind> {
    let mut found: BTreeMap<Role, (f64, Role, f64)> = BTreeMap::new();
    for role in Role::ALL.iter().copied() {
        let wanted = theme.contrast().wanted(role);
        for ground in role.grounds().iter().copied() {
            let style = theme.on(ground, role);
            let contrasts = TERMINALS.iter().filter_map(|terminal| Seen::new(style, terminal).contrast());
            let Some(ratio) = contrasts.reduce(f64::min).filter(|ratio| *ratio < wanted) else { continue };
            // Whose ink and whose ground it is: what is laid over may bring its own ink, what lies below its own ground.
            let (role, ground) = match (ground.is_overlay(), theme.style(role).bg, theme.style(ground).fg) {
                (true, _, Some(_)) => (ground, ground),
                (false, Some(_), _) => (role, role),
                _ => (role, ground),
            };
            let worst = found.entry(role).or_insert((ratio, ground, wanted));
            if ratio < worst.0 {
                *worst = (ratio, ground, wanted);
            }
        }
    }
    let kind = |(role, (ratio, ground, wanted))| WarningKind::LowContrast { role, ground, ratio, wanted };
    found.into_iter().map(kind).collect()
}

fn alike(theme: &Theme) -> Vec<WarningKind> {
    let seen = |role: Role, terminal| {
        let usual = role.grounds().first().copied().unwrap_or(Role::Text);
        Seen::new(theme.on(usual, role), terminal)
    };
    let mut found = Vec::new();
    for (role, other) in APART.iter().copied() {
        if TERMINALS.iter().any(|terminal| seen(role, terminal).is_like(&seen(other, terminal))) {
            found.push(WarningKind::Alike { role, other });
        }
    }
    for (role, other) in APART_WITHOUT_GREEN.iter().copied() {
        let without_green = |role, terminal| seen(role, terminal).without_green();
        let are_alike = |terminal| without_green(role, terminal).is_like(&without_green(other, terminal));
        if TERMINALS.iter().any(are_alike) && !found.contains(&WarningKind::Alike { role, other }) {
            found.push(WarningKind::AlikeWithoutGreen { role, other });
        }
    }
    found
}
