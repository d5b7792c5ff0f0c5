//! Firms that do not exist: who buys household appliances by the box, and what such a firm is called.

use super::rng::{Rng, shuffled};
use crate::domain::geo::City;

/// A kind of buyer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Trade {
    /// A shop of household appliances.
    #[default]
    Shop,
    /// Several shops.
    Chain,
    /// A shop on the net.
    Net,
    /// Household goods of every kind.
    Household,
    /// Builders, who hand flats over with a kitchen.
    Builder,
    /// A hotel.
    Hotel,
    /// A café or a canteen.
    Food,
    /// A service centre that sells as well.
    Service,
    /// Kitchens to measure.
    Kitchens,
}

/// How often each kind is met among the clients of a wholesaler.
const SHARES: &[(u64, Trade)] = &[
    (34, Trade::Shop),
    (9, Trade::Chain),
    (12, Trade::Net),
    (12, Trade::Household),
    (8, Trade::Builder),
    (6, Trade::Hotel),
    (5, Trade::Food),
    (7, Trade::Service),
    (7, Trade::Kitchens),
];

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "Астра", "Велес", "Вертикаль", "Гамма", "Горизонт", "Гранат", "Дельта", "Диалог", "Домовой", "Заря",
    "Идеал", "Изумруд", "Импульс", "Искра", "Каравелла", "Каскад", "Квартал", "Кедр", "Комета", "Компас",
    "Комфорт", "Контакт", "Корона", "Кристалл", "Ладья", "Ларец", "Лидер", "Лотос", "Магнолия", "Мастерок",
    "Маяк", "Меридиан", "Мозаика", "Надежда", "Небосвод", "Ника", "Новосёл", "Оазис", "Олимп", "Омега",
    "Опора", "Орбита", "Орион", "Очаг", "Палитра", "Панорама", "Парус", "Перспектива", "Пирамида", "Полюс",
    "Престиж", "Причал", "Прогресс", "Радуга", "Рассвет", "Родник", "Ромашка", "Росинка", "Рубин", "Самовар",
    "Сапфир", "Северянка", "Семёрка", "Сирень", "Созвездие", "Сокол", "Соната", "Спутник", "Стимул", "Стрела",
    "Сфера", "Темп", "Теплодом", "Терем", "Тополь", "Традиция", "Триумф", "Универсал", "Уют", "Фаворит",
    "Факел", "Феникс", "Формула", "Хозяюшка", "Хрусталь", "Чайка", "Эврика", "Элегия", "Эталон", "Юность",
    "Юпитер", "Янтарь", "Ясень",
];

const ENDS: &[&str] = &[
    "",
    "-Техника",
    "-Сервис",
    "-Опт",
    "-Торг",
    " плюс",
    "-Дом",
    "-М",
    "-Быт",
    "-Центр",
    " и К",
    "-Люкс",
    "-Электро",
];

impl Trade {
    /// A kind by chance.
    pub(super) fn any(rng: &mut Rng) -> Self {
        rng.weighted(SHARES)
    }

    /// The tag on the card.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Shop => "магазин",
            Self::Chain => "сеть",
            Self::Net => "интернет-магазин",
            Self::Household => "хозтовары",
            Self::Builder => "застройщик",
            Self::Hotel => "гостиница",
            Self::Food => "общепит",
            Self::Service => "сервис",
            Self::Kitchens => "кухни",
        }
    }

    /// What people put before the name.
    fn before(self) -> Option<&'static str> {
        match self {
            Self::Hotel => Some("Гостиница"),
            Self::Food => Some("Кафе"),
            Self::Kitchens => Some("Студия кухонь"),
            Self::Service => Some("Сервисный центр"),
            Self::Builder => Some("Строительная компания"),
            _ => None,
        }
    }
}

/// What a firm is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FirmName {
    /// What people say: «Гостиница «Маяк»», «Домовой-Сервис».
    pub(super) working: String,
    /// What stands in the register: ООО «Маяк».
    pub(super) legal: String,
    /// In full, for papers.
    pub(super) full: String,
    /// The name in Latin letters, as it stands in addresses: `domovoy-servis`.
    pub(super) latin: String,
}

impl FirmName {
    /// The name of firm number `n`. Names come back after some 1,200 firms, with a city or a number behind them.
    pub(super) fn of(n: u64, trade: Trade, city: Option<&City>, rng: &mut Rng, seed: u64) -> Self {
        let (words, ends) = (WORDS.len() as u64, ENDS.len() as u64);
        let place = shuffled(n, words * ends, seed);
        let word = |from: &[&'static str], place: u64| {
            usize::try_from(place).ok().and_then(|place| from.get(place)).copied().unwrap_or_default()
        };
        let mut core = format!("{}{}", word(WORDS, place / ends), word(ENDS, place % ends));
        match (n / (words * ends), city) {
            (0, _) => {}
            (1, Some(city)) => core = format!("{core} {}", city.ru),
            (round, _) => core = format!("{core} №{}", round + 1),
        }
        let working = match trade.before() {
            Some(before) => format!("{before} «{core}»"),
            None => core.clone(),
        };
        let (short, long) = rng.weighted(&[
            (86, ("ООО", "Общество с ограниченной ответственностью")),
            (7, ("АО", "Акционерное общество")),
            (4, ("ООО ТД", "Общество с ограниченной ответственностью Торговый дом")),
            (3, ("ПК", "Производственный кооператив")),
        ]);
        Self {
            working,
            legal: format!("{short} «{core}»"),
            full: format!("{long} «{core}»"),
            latin: latin(&core),
        }
    }
}

/// Russian letters as they are spelt in addresses on the net; what is no letter and no digit becomes one dash.
pub(super) fn latin(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        let spelt = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'ё' => "yo",
            'ж' => "zh",
            'з' => "z",
            'и' | 'ы' => "i",
            'й' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sch",
            'ъ' | 'ь' => continue,
            'ю' => "yu",
            'я' => "ya",
            c if c.is_ascii_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ => "-",
        };
        if spelt != "-" || !(out.is_empty() || out.ends_with('-')) {
            out.push_str(spelt);
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn firms_have_names_of_their_own() {
        let mut rng = Rng::new(1);
        let names: Vec<FirmName> =
            (0..1_200).map(|n| FirmName::of(n, Trade::any(&mut rng), None, &mut rng, 1)).collect();
        let working: BTreeSet<&str> = names.iter().map(|name| name.working.as_str()).collect();
        assert_eq!(working.len(), names.len());
        for name in &names {
            assert!(name.legal.ends_with('»') && name.full.ends_with('»'), "{name:?}");
            assert!(name.latin.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name:?}");
        }
        let far = FirmName::of(5_000, Trade::Hotel, None, &mut rng, 1);
        assert!(far.working.contains('№') && far.working.starts_with("Гостиница «"), "{far:?}");
    }

    #[test]
    fn names_are_spelt_for_addresses() {
        for (name, spelt) in [
            ("Домовой-Сервис", "domovoy-servis"),
            ("Уют и К №2", "uyut-i-k-2"),
            ("«Сигма»", "sigma"),
            ("Хрусталь плюс", "hrustal-plyus"),
            ("", ""),
        ] {
            assert_eq!(latin(name), spelt);
        }
    }
}
