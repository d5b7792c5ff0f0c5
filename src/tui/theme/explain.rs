//! What is wrong with a theme, or hard to see in it, in words.

use super::{ColorDepth, ColorFault, ProblemKind, ValueKind, Warning, WarningKind};
use crate::domain::text::clean_line;
use crate::domain::textfile::SyntaxFault;
use crate::i18n::problems::suggested;
use crate::i18n::{Explain, Lang, Message, Texts, Word};
use crate::say;

impl Texts {
    /// What is hard to see in a theme, on which terminals, and what to do.
    pub fn theme_warning(&self, warning: &Warning) -> String {
        self.explain(warning)
    }
}

impl Word for ValueKind {
    fn key(&self) -> &'static str {
        match self {
            Self::Text => "value-text",
            Self::Flag => "value-flag",
            Self::Number => "value-number",
            Self::Date => "value-date",
            Self::List => "value-list",
            Self::Table => "value-table",
            Self::Style => "value-style",
        }
    }
}

impl Explain for ProblemKind {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::NotUtf8 => say!("fault-not-utf8"),
            Self::Syntax { fault } => fault.what(texts),
            Self::UnknownSetting { setting, .. } => say!("fault-theme-setting", setting = setting),
            Self::UnknownRole { role, .. } => say!("fault-theme-role", role = role),
            Self::UnknownProperty { property, .. } => say!("fault-theme-property", property = property),
            Self::UnknownColor { color, .. } => say!("fault-theme-color", color = color),
            Self::BadColor { color, fault: ColorFault::Hex } => say!("fault-theme-hex", color = color),
            Self::BadColor { color, fault: ColorFault::Index } => say!("fault-theme-index", color = color),
            Self::NotAnsi { color, .. } => say!("fault-theme-ansi", color = color),
            Self::ReservedName { name } => say!("fault-theme-reserved", name = name),
            Self::UnknownContrast { word } => say!("fault-theme-contrast", word = word),
            Self::WrongType { key, found, .. } => {
                say!("fault-wrong-type", key = clean_line(key), found = texts.word(found))
            }
            Self::UnknownTheme { name, .. } => say!("fault-unknown-theme", name = name),
            Self::InheritsCycle { chain } => {
                say!("fault-theme-cycle", chain = clean_line(&chain.join(" → ")))
            }
        }
    }

    fn hint(&self, texts: &Texts) -> Option<Message> {
        Some(match self {
            Self::NotUtf8 => say!("hint-not-utf8"),
            Self::Syntax { fault: SyntaxFault::RepeatedKey } => say!("hint-keep-one"),
            Self::Syntax { .. } => say!("hint-theme-line"),
            Self::UnknownSetting { nearest, .. } => suggested(nearest.as_deref(), say!("hint-theme-setting")),
            Self::UnknownRole { nearest, .. } => suggested(nearest.as_deref(), say!("hint-theme-role")),
            Self::UnknownProperty { nearest, .. } => {
                suggested(nearest.as_deref(), say!("hint-theme-property"))
            }
            Self::UnknownColor { nearest, in_palette: true, .. } => {
                suggested(nearest.as_deref(), say!("hint-theme-palette"))
            }
            Self::UnknownColor { nearest, in_palette: false, .. } => {
                suggested(nearest.as_deref(), say!("hint-theme-color"))
            }
            Self::BadColor { fault: ColorFault::Hex, .. } => say!("hint-theme-hex"),
            Self::BadColor { fault: ColorFault::Index, .. } => say!("hint-theme-index"),
            Self::NotAnsi { nearest, .. } => suggested(nearest.as_deref(), say!("hint-theme-ansi")),
            Self::ReservedName { .. } => say!("hint-theme-reserved"),
            Self::UnknownContrast { .. } => say!("hint-theme-contrast"),
            Self::WrongType { key, expected, .. } => wanted(key, *expected),
            Self::UnknownTheme { nearest, known, .. } => {
                suggested(nearest.as_deref(), say!("hint-there-are", known = texts.quoted(known)))
            }
            Self::InheritsCycle { .. } => say!("hint-theme-cycle"),
        })
    }
}

/// What should stand there.
fn wanted(key: &str, expected: ValueKind) -> Message {
    match (expected, key) {
        (ValueKind::Style, _) => say!("hint-wanted-style"),
        (ValueKind::Table, _) => say!("hint-wanted-section", key = clean_line(key)),
        (ValueKind::Flag, _) => say!("hint-wanted-flag"),
        (_, "name") => say!("hint-wanted-text"),
        (_, "inherits") => say!("hint-theme-inherits"),
        (_, "contrast") => say!("hint-theme-contrast"),
        _ => say!("hint-wanted-color"),
    }
}

impl Explain for Warning {
    fn what(&self, texts: &Texts) -> Message {
        let what = match &self.kind {
            WarningKind::LowContrast { role, ground, ratio, wanted } => {
                // Cut, not rounded: 4.49 is less than 4.5 and must not look like it.
                let (ratio, wanted) = (tenths((ratio * 10.0).floor() / 10.0, texts), tenths(*wanted, texts));
                if role == ground {
                    say!("fault-theme-own-contrast", role = role.name(), ratio = ratio, wanted = wanted)
                } else {
                    let ground = ground.name();
                    say!(
                        "fault-theme-low-contrast",
                        role = role.name(),
                        ground = ground,
                        ratio = ratio,
                        wanted = wanted
                    )
                }
            }
            WarningKind::Alike { role, other } => {
                say!("fault-theme-alike", role = role.name(), other = other.name())
            }
            WarningKind::AlikeWithoutGreen { role, other } => {
                say!("fault-theme-colour-blind", role = role.name(), other = other.name())
            }
            WarningKind::Open { roles } => {
                let names: Vec<&str> = roles.iter().take(3).map(|role| role.name()).collect();
                let shown = texts.quoted(&names);
                match roles.len().saturating_sub(names.len()) {
                    0 => say!("fault-theme-open", roles = shown),
                    more => say!("fault-theme-open-more", roles = shown, count = more),
                }
            }
        };
        match self.depth {
            ColorDepth::True => what,
            ColorDepth::None => say!("fault-theme-without-colours", what = what),
            depth => say!("fault-theme-few-colours", colors = depth.name(), what = what),
        }
    }

    fn hint(&self, _: &Texts) -> Option<Message> {
        Some(match (&self.kind, self.depth) {
            (WarningKind::LowContrast { .. }, ColorDepth::Ansi16) => say!("hint-theme-ansi-colours"),
            (WarningKind::LowContrast { .. }, _) => say!("hint-theme-lighter"),
            (WarningKind::Alike { .. }, ColorDepth::None) => say!("hint-theme-modifier"),
            (WarningKind::Alike { .. }, ColorDepth::Ansi16) => say!("hint-theme-ansi-colour"),
            (WarningKind::Alike { .. }, _) => say!("hint-theme-another-colour"),
            (WarningKind::AlikeWithoutGreen { .. }, _) => say!("hint-theme-bluer"),
            (WarningKind::Open { .. }, _) => say!("hint-theme-open"),
        })
    }
}

fn tenths(ratio: f64, texts: &Texts) -> String {
    match texts.lang() {
        Lang::Ru => ratio.to_string().replace('.', ","),
        Lang::En => ratio.to_string(),
    }
}
