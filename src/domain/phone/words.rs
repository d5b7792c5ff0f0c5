//! Words that say something about a number.

use crate::domain::digits::same_word;

/// What a word means between numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// An extension follows: «доб.», «вн.», `ext`.
    Ext,
    /// A dialling pause before an extension: `p12`, `w12`.
    Pause,
    /// Says only that a number follows: «тел.», «номер».
    Noise,
    /// Says which number follows: «моб.», «факс», «т/ф».
    Label,
    /// Stands between two numbers: «и», «или», `<br>`.
    And,
    /// What follows is a number of another register: «ИНН», «БИК».
    Register,
    /// Anything else: a name, a comment.
    Text,
}

const EXACT: &[(&str, Word)] = &[
    ("доб", Word::Ext),
    ("доп", Word::Ext),
    ("вн", Word::Ext),
    ("внут", Word::Ext),
    ("тон", Word::Ext),
    ("x", Word::Ext),
    ("х", Word::Ext),
    ("ext", Word::Ext),
    ("extn", Word::Ext),
    ("exten", Word::Ext),
    ("extension", Word::Ext),
    ("p", Word::Pause),
    ("w", Word::Pause),
    ("т", Word::Noise),
    ("тел", Word::Noise),
    ("тлф", Word::Noise),
    ("телеф", Word::Noise),
    ("телефон", Word::Noise),
    ("телефоны", Word::Noise),
    ("н", Word::Noise),
    ("ном", Word::Noise),
    ("номер", Word::Noise),
    ("номера", Word::Noise),
    ("набор", Word::Noise),
    ("tel", Word::Noise),
    ("phone", Word::Noise),
    ("phones", Word::Noise),
    ("ph", Word::Noise),
    ("no", Word::Noise),
    ("num", Word::Noise),
    ("number", Word::Noise),
    ("callto", Word::Noise),
    ("гор", Word::Label),
    ("городской", Word::Label),
    ("дом", Word::Label),
    ("м", Word::Label),
    ("р", Word::Label),
    ("д", Word::Label),
    ("с", Word::Label),
    ("ф", Word::Label),
    ("факс", Word::Label),
    ("fax", Word::Label),
    ("cell", Word::Label),
    ("work", Word::Label),
    ("home", Word::Label),
    ("office", Word::Label),
    ("whatsapp", Word::Label),
    ("telegram", Word::Label),
    ("viber", Word::Label),
    ("и", Word::And),
    ("или", Word::And),
    ("либо", Word::And),
    ("and", Word::And),
    ("or", Word::And),
    ("br", Word::And),
    ("инн", Word::Register),
    ("кпп", Word::Register),
    ("огрн", Word::Register),
    ("огрнип", Word::Register),
    ("бик", Word::Register),
    ("снилс", Word::Register),
    ("окпо", Word::Register),
    ("inn", Word::Register),
];

/// Stems: the beginning of the word decides.
const STEMS: &[(&str, Word)] = &[
    ("добав", Word::Ext),
    ("внутр", Word::Ext),
    ("тональн", Word::Ext),
    ("моб", Word::Label),
    ("сот", Word::Label),
    ("раб", Word::Label),
    ("домашн", Word::Label),
    ("mob", Word::Label),
];

impl Word {
    /// What this word means.
    pub(super) fn of(word: &str) -> Self {
        if word.contains('/') {
            return match word.split('/').all(|part| Self::of(part) == Self::Text) {
                true => Self::Text,
                false => Self::Label,
            };
        }
        if let Some((_, meaning)) = EXACT.iter().find(|(exact, _)| same_word(word, exact)) {
            return *meaning;
        }
        STEMS.iter().find(|(stem, _)| starts_with(word, stem)).map_or(Self::Text, |(_, meaning)| *meaning)
    }
}

fn starts_with(word: &str, stem: &str) -> bool {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    stem.chars().all(|wanted| letters.next() == Some(wanted))
}
