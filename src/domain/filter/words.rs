//! The words of the language. The first spelling of each is the one that is written; a word is never taken away, because
//! filters that were saved are kept as lines.

use super::{DealIs, Unit};
use crate::domain::client::ClientKind;
use crate::domain::layout;
use crate::domain::queue::EntryKind;
use crate::domain::text::Lang;
use crate::domain::textfile::nearest;

/// What a condition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the table below says what each is")]
pub enum Key {
    City,
    Zone,
    Region,
    Manager,
    Tag,
    Class,
    Kind,
    Source,
    Field,
    Phone,
    Email,
    Inn,
    Deal,
    Stage,
    Process,
    Amount,
    OnStage,
    Silent,
    Outcome,
    Job,
    Waits,
    Interest,
    Created,
    Age,
    Consent,
    Stop,
}

/// Spellings in Russian and in English.
type Spelled<T> = (T, &'static [&'static str], &'static [&'static str]);

const KEYS: &[Spelled<Key>] = &[
    (Key::City, &["город"], &["city"]),
    (Key::Zone, &["зона"], &["zone"]),
    (Key::Region, &["регион", "область"], &["region"]),
    (Key::Manager, &["менеджер"], &["manager"]),
    (Key::Tag, &["метка", "тег"], &["tag"]),
    (Key::Class, &["класс"], &["class"]),
    (Key::Kind, &["вид"], &["kind"]),
    (Key::Source, &["источник", "канал"], &["source", "channel"]),
    (Key::Field, &["поле"], &["field"]),
    (Key::Phone, &["телефон"], &["phone"]),
    (Key::Email, &["почта"], &["email"]),
    (Key::Inn, &["инн"], &["inn"]),
    (Key::Deal, &["сделка"], &["deal"]),
    (Key::Stage, &["этап"], &["stage"]),
    (Key::Process, &["процесс"], &["process"]),
    (Key::Amount, &["сумма"], &["amount", "sum"]),
    (Key::OnStage, &["на-этапе"], &["on-stage"]),
    (Key::Silent, &["молчит"], &["silent"]),
    (Key::Outcome, &["итог", "результат"], &["result", "outcome"]),
    (Key::Job, &["обзвон"], &["job"]),
    (Key::Waits, &["ждёт"], &["waits"]),
    (Key::Interest, &["интерес"], &["interest"]),
    (Key::Created, &["создан"], &["created"]),
    (Key::Age, &["возраст"], &["age"]),
    (Key::Consent, &["согласие"], &["consent"]),
    (Key::Stop, &["стоп"], &["stop"]),
];

/// No, and yes.
pub(super) const NO: Spelled<()> = ((), &["нет"], &["none", "no"]);
pub(super) const YES: Spelled<()> = ((), &["есть", "да"], &["any", "yes"]);
/// Whoever asks.
pub(super) const ME: Spelled<()> = ((), &["я"], &["me"]);
/// Never.
pub(super) const NEVER: Spelled<()> = ((), &["всегда"], &["always"]);
/// Not, as a word of its own.
pub(super) const NOT: Spelled<()> = ((), &["не"], &["not"]);

pub(super) const KINDS: &[Spelled<ClientKind>] = &[
    (ClientKind::Company, &["компания", "юрлицо"], &["company"]),
    (ClientKind::Person, &["человек", "физлицо"], &["person"]),
];

pub(super) const DEALS: &[Spelled<DealIs>] = &[
    (DealIs::Open, &["есть", "да", "открыта"], &["any", "yes", "open"]),
    (DealIs::Nothing, &["нет"], &["none", "no"]),
    (DealIs::Won, &["выиграна"], &["won"]),
    (DealIs::Lost, &["проиграна"], &["lost"]),
];

pub(super) const WAITS: &[Spelled<Option<EntryKind>>] = &[
    (Some(EntryKind::Promise), &["обещание"], &["promise"]),
    (Some(EntryKind::Hot), &["интерес"], &["interest"]),
    (Some(EntryKind::Planned), &["план"], &["planned"]),
    (Some(EntryKind::Retry), &["повтор"], &["retry"]),
    (Some(EntryKind::New), &["первый"], &["new"]),
    (Some(EntryKind::Missed), &["пропущенный"], &["missed"]),
    (None, &["нет"], &["none", "no"]),
];

pub(super) const UNITS: &[Spelled<Unit>] = &[
    (Unit::Hour, &["ч", "час", "часа", "часов"], &["h", "hour", "hours"]),
    (Unit::Day, &["д", "день", "дня", "дней", "дн", "сут"], &["d", "day", "days"]),
    (Unit::Week, &["нед", "неделя", "недели", "недель", "неделю"], &["w", "week", "weeks"]),
    (Unit::Month, &["мес", "месяц", "месяца", "месяцев"], &["mo", "mon", "month", "months"]),
    (Unit::Year, &["год", "года", "лет", "г"], &["y", "year", "years"]),
];

/// A word without what does not count: case, and ё for е.
pub(super) fn plain(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

fn is_one(word: &str, spellings: &[&str]) -> bool {
    spellings.iter().any(|known| plain(known) == word)
}

/// Whether a word is one of these.
pub(super) fn says<T>(spelled: &Spelled<T>, word: &str) -> bool {
    let word = plain(word);
    is_one(&word, spelled.1) || is_one(&word, spelled.2)
}

/// What a word means.
pub(super) fn mean<T: Copy>(table: &[Spelled<T>], word: &str) -> Option<T> {
    table.iter().find(|spelled| says(spelled, word)).map(|spelled| spelled.0)
}

/// How a meaning is written.
pub(super) fn spell<T: PartialEq>(table: &[Spelled<T>], meaning: &T, lang: Lang) -> &'static str {
    table.iter().find(|spelled| spelled.0 == *meaning).map_or("", |spelled| first(spelled, lang))
}

/// The first spelling.
pub(super) fn first<T>(spelled: &Spelled<T>, lang: Lang) -> &'static str {
    let spellings = if lang == Lang::Ru { spelled.1 } else { spelled.2 };
    spellings.first().copied().unwrap_or_default()
}

/// The word a word may be a slip of, in either layout.
pub(super) fn slip_of(word: &str, known: &[&'static str]) -> Option<String> {
    let swapped = layout::swap(word);
    let by_layout = known.iter().find(|one| plain(one) == plain(&swapped)).map(|one| (*one).to_owned());
    by_layout.or_else(|| nearest(&plain(word), known.iter().copied()))
}

/// All spellings of a table.
pub(super) fn spellings<T>(table: &[Spelled<T>]) -> Vec<&'static str> {
    table.iter().flat_map(|spelled| spelled.1.iter().chain(spelled.2)).copied().collect()
}

/// The words of a table as they are shown: in Russian and in English.
pub(super) fn shown<T>(table: &[Spelled<T>]) -> Vec<(&'static str, &'static str)> {
    table.iter().map(|spelled| (first(spelled, Lang::Ru), first(spelled, Lang::En))).collect()
}

/// All words a condition may begin with.
pub fn keys() -> impl Iterator<Item = Key> {
    KEYS.iter().map(|spelled| spelled.0)
}

impl Key {
    /// How it is written.
    pub fn word(self, lang: Lang) -> &'static str {
        spell(KEYS, &self, lang)
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        mean(KEYS, word)
    }

    /// The word a word may be a slip of.
    pub(super) fn slip(word: &str) -> Option<String> {
        slip_of(word, &spellings(KEYS))
    }

    /// Whether it says something without a value: that there is one.
    pub(super) fn stands_alone(self) -> bool {
        matches!(
            self,
            Self::Phone
                | Self::Email
                | Self::Inn
                | Self::Deal
                | Self::Interest
                | Self::Consent
                | Self::Stop
                | Self::Stage
                | Self::Job
                | Self::Manager
        )
    }
}
