//! The cities of Russia: every town with city rights, and the parts of big ones that people name as a city.

mod caucasus;
mod central;
mod far_east;
mod north_west;
mod siberia;
mod south;
mod ural;
mod volga;

use chrono_tz::Tz;

use super::RegionCode;
use super::regions::zone_in;

/// A city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// Its name in Russian, with ё.
    pub ru: &'static str,
    /// Its name in English, or spelt in Latin letters.
    pub en: &'static str,
    /// How operators write it where there is little room: «Мск», «Екб», or the name.
    pub short_ru: &'static str,
    /// Its region.
    pub region: RegionCode,
    /// The time there.
    pub zone: Tz,
    /// Inhabitants in thousands, roughly (the census of 2010 and newer figures). It only ranks namesakes and
    /// suggestions; nothing may be counted with it.
    pub people: u16,
}

const fn city(region: u8, people: u16, ru: &'static str, en: &'static str) -> City {
    let region = RegionCode(region);
    City { ru, en, short_ru: ru, region, zone: zone_in(region), people }
}

impl City {
    const fn short(self, short_ru: &'static str) -> Self {
        Self { short_ru, ..self }
    }

    /// For a city whose time is not that of its region's capital.
    const fn at(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }
}

static DISTRICTS: [&[City]; 8] = [
    central::CITIES,
    north_west::CITIES,
    south::CITIES,
    caucasus::CITIES,
    volga::CITIES,
    ural::CITIES,
    siberia::CITIES,
    far_east::CITIES,
];

/// All cities, by federal district and region, the biggest of a region first.
pub fn cities() -> impl Iterator<Item = &'static City> {
    DISTRICTS.iter().copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{find_city, region, zone_index};
    use crate::domain::time::Moment;
    use crate::domain::zone::moscow_offset;
    use chrono::{TimeZone, Utc};

    /// Hours from Moscow, and the cities that keep them by the law 107-ФЗ as of 2026.
    const CLOCKS: [(i32, &str); 11] = [
        (-1, "Калининград Советск Черняховск Балтийск Гусев"),
        (
            0,
            "Москва Санкт-Петербург Севастополь Симферополь Керчь Волгоград Волжский Камышин Казань \
             Альметьевск Киров Пенза Чебоксары Йошкар-Ола Саранск Махачкала Дербент Грозный Назрань \
             Нальчик Владикавказ Черкесск Элиста Майкоп Сочи Краснодар Ростов-на-Дону Таганрог Ставрополь \
             Воронеж Белгород Курск Брянск Смоленск Тверь Тула Рязань Владимир Иваново Кострома Ярославль \
             Вологда Череповец Архангельск Мурманск Петрозаводск Псков Сыктывкар Воркута Нарьян-Мар \
             Арзамас Липецк Тамбов Орёл Калуга Донецк Луганск Мелитополь",
        ),
        (
            1,
            "Самара Тольятти Сызрань Саратов Энгельс Балаково Ульяновск Димитровград Астрахань Ахтубинск Ижевск \
             Сарапул Воткинск Глазов",
        ),
        (
            2,
            "Екатеринбург Пермь Березники Кудымкар Уфа Стерлитамак Салават Нефтекамск Челябинск \
             Магнитогорск Миасс Златоуст Курган Оренбург Орск Тюмень Тобольск Сургут Нижневартовск \
             Ханты-Мансийск Ноябрьск Салехард Байконур",
        ),
        (3, "Омск Тара Исилькуль Калачинск"),
        (
            4,
            "Новосибирск Бердск Томск Северск Барнаул Бийск Рубцовск Горно-Алтайск Кемерово Новокузнецк Прокопьевск \
             Красноярск Норильск Ачинск Абакан Кызыл Дудинка",
        ),
        (5, "Иркутск Братск Ангарск Усть-Илимск Улан-Удэ Северобайкальск"),
        (6, "Чита Краснокаменск Якутск Нерюнгри Мирный Ленск Благовещенск Тында Белогорск Тикси Хандыга"),
        (7, "Владивосток Находка Уссурийск Хабаровск Комсомольск-на-Амуре Биробиджан Верхоянск Усть-Нера"),
        (8, "Магадан Сусуман Южно-Сахалинск Корсаков Оха Курильск Северо-Курильск Среднеколымск Черский"),
        (9, "Петропавловск-Камчатский Елизово Анадырь Певек Билибино Палана"),
    ];

    #[test]
    fn clocks_of_cities() {
        let mut pairs = 0;
        for (hours, names) in CLOCKS {
            for name in names.split_whitespace() {
                pairs += 1;
                let city = find_city(name).unwrap_or_else(|| panic!("{name}"));
                for month in [1, 7] {
                    let at = Moment::from(Utc.with_ymd_and_hms(2026, month, 1, 12, 0, 0).unwrap());
                    assert_eq!(moscow_offset(city.zone, at), hours, "{name}");
                }
            }
        }
        assert!(pairs >= 120, "{pairs}");
    }

    #[test]
    fn every_city_stands_in_its_region_once() {
        let mut seen = std::collections::HashSet::new();
        for city in cities() {
            let region = region(city.region).unwrap_or_else(|| panic!("{}", city.ru));
            let inside = region.zones.iter().any(|zone| zone_index(*zone) == zone_index(city.zone));
            assert!(inside, "{}: {}", city.ru, city.zone);
            assert!(seen.insert((city.ru, city.region)), "{} twice", city.ru);
            assert!(city.people > 0 && !city.ru.is_empty() && city.en.is_ascii(), "{}", city.ru);
        }
    }

    #[test]
    fn every_region_has_a_city() {
        for region in crate::domain::geo::regions() {
            assert!(cities().any(|city| city.region == region.code), "{}", region.ru);
        }
    }
}
