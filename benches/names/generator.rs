//! Plausible names of Russian companies and people, the same for the same seed.

/// A source of numbers that look random (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }

    fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    fn pick<'a>(&mut self, words: &'a str) -> &'a str {
        let count = words.split_whitespace().count();
        let at = self.below(count);
        words.split_whitespace().nth(at).unwrap_or_default()
    }

    /// As [`pick`](Self::pick), the first ones far more often than the last, as names of people are.
    fn pick_common<'a>(&mut self, words: &'a str) -> &'a str {
        let count = words.split_whitespace().count();
        let at = self.below(count).min(self.below(count)).min(self.below(count));
        words.split_whitespace().nth(at).unwrap_or_default()
    }
}

const MEN: &str = "Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Николай Владимир Павел Роман Олег \
    Виктор Юрий Илья Антон Денис Константин Артём Игорь Анатолий Никита Вячеслав Кирилл Станислав Валерий Руслан \
    Григорий Василий Пётр Борис Геннадий Леонид Эдуард Тимур Глеб Фёдор Егор Рустам Марат Яков Захар Савва";
const WOMEN: &str = "Елена Татьяна Наталья Ольга Анна Ирина Светлана Екатерина Мария Людмила Юлия Анастасия Галина \
    Марина Валентина Надежда Любовь Оксана Виктория Дарья Ксения Лариса Алла Вера Евгения Полина Софья Эльвира Жанна \
    Яна Диана Гульнара Зинаида Тамара Нина";
const FATHERS: &str = "Александр Сергеев! Дмитриев! Андреев! Алексеев! Максимов! Иванов! Михайлов! Николаев! Владимиров! \
    Павлов! Романов! Олегов! Викторов! Юрьев! Константинов! Игорев! Анатольев! Вячеславов! Станиславов! Валерьев! \
    Григорьев! Васильев! Петров! Борисов! Геннадьев! Леонидов! Эдуардов! Фёдоров! Егоров! Маратов! Захаров!";
const STEMS: &str = "Иван Смирн Кузнец Поп Васил Петр Сокол Михайл Новик Фёдор Мороз Волк Алексе Лебед Семён Егор Павл \
    Козл Степан Николае Орл Андре Макар Никит Захар Соловь Тарас Виноград Богдан Воробь Филипп Марк Григор Роман Титарен \
    Кравц Мельник Шевц Щерб Жук Хабар Цветк Черныш Яковл Юдин Эрдман Зай Комар Белоус Суслик Гончар Рыбак Кузьм Афанас";
const ROOTS: &str = "пром строй тех авто агро евро мед энерго транс хим нефте газ эко сиб урал волга юг север дон кам лес \
    металл электро тепло вод дор мост спец союз рос моск петро балт инвест фин торг опт снаб сервис комплект монтаж \
    проект маш пласт групп трейд логистик центр ресурс мастер дизайн профи альфа вектор омега дельта лидер престиж";
const ADJECTIVES: &str = "Северный Южный Новый Старый Золотой Серебряный Белый Красный Зелёный Тёплый Уютный Быстрый \
    Первый Русский Сибирский Уральский Волжский Балтийский Невский Морской Лесной Степной Горный Дальний Живой Чистый \
    Светлый Добрый Вольный Городской Народный Детский Домашний Праздничный Счастливый Звёздный Солнечный Лунный";
const NOUNS: &str = "ветер берег дом мир город край путь рай сад остров камень лес мост двор стиль центр проект хлеб \
    квартал экспресс терем очаг источник ключ парус якорь маяк рассвет горизонт альянс стандарт формат ресурс резерв \
    капитал фонд партнёр мастер эксперт лидер пилот вектор импульс сигнал контур профиль каскад бастион гарант";
const KINDS: &str =
    "Кафе Ресторан Автосервис Стоматология Аптека Салон Ателье Пекарня Магазин Клиника Фабрика Завод База";
const SYLLABLES: &str = "ва ро ма та ли ни ко са де ви ла на ре то ка ми лю ра ди ве се ло пи ба гри тра сто пра кло вен тор \
    мак сан дор лен гар бер зен фар кор шан чер юк яр эл ум ор ин ак ос";
const CITIES: &str =
    "Москва Урал Сибирь Юг Север Волга Казань Самара Омск Томск Пермь Уфа Тверь Тула Сочи Плюс Групп";

/// A word nobody has heard before, or hardly anybody.
fn coined(dice: &mut Dice) -> String {
    let count = 2 + dice.below(3);
    capital(&(0..count).map(|_| dice.pick(SYLLABLES)).collect::<String>())
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Surname, name, patronymic.
pub(crate) fn person(dice: &mut Dice) -> String {
    let woman = dice.percent(50);
    let stem = if dice.percent(60) { dice.pick_common(STEMS).to_owned() } else { coined(dice) };
    let surname = match (dice.below(10), woman) {
        (0..=5, false) => format!("{stem}ов"),
        (0..=5, true) => format!("{stem}ова"),
        (6..=7, false) => format!("{stem}ин"),
        (6..=7, true) => format!("{stem}ина"),
        (8, false) => format!("{stem}ский"),
        (8, true) => format!("{stem}ская"),
        _ => format!("{stem}енко"),
    };
    let first = dice.pick_common(if woman { WOMEN } else { MEN });
    let father = dice.pick_common(FATHERS);
    let father = father.strip_suffix('!').unwrap_or("Александров");
    match dice.below(10) {
        0 => format!("{first} {surname}"),
        1 => format!("{surname} {first}"),
        _ => format!("{surname} {first} {father}{}", if woman { "на" } else { "ич" }),
    }
}

/// What stands between the quotes of a company's name.
pub(crate) fn company(dice: &mut Dice) -> String {
    let mut name = match dice.below(20) {
        0..=5 => {
            let count = 2 + dice.below(2);
            capital(&(0..count).map(|_| dice.pick(ROOTS)).collect::<String>())
        }
        6..=9 => format!("{} {}", dice.pick(ADJECTIVES), dice.pick(NOUNS)),
        10..=14 => coined(dice),
        15..=16 => format!("{} «{}»", dice.pick(KINDS), coined(dice)),
        17 => format!("{}-{}", capital(dice.pick(ROOTS)), capital(dice.pick(NOUNS))),
        18 => capital(dice.pick(NOUNS)),
        _ => format!("{} Trade", ["Nord", "Alfa", "Pro", "Max", "Rus", "Volga"][dice.below(6)]),
    };
    if dice.percent(20) {
        name = format!("{name} {}", dice.pick(CITIES));
    } else if dice.percent(10) {
        name = format!("{name} {}", 1 + dice.below(2000));
    }
    name
}

/// The name as a client or a legal entity has it.
pub(crate) fn with_form(dice: &mut Dice, core: &str) -> String {
    match dice.below(20) {
        0..=9 => format!("ООО «{core}»"),
        10..=11 => format!("ООО \"{core}\""),
        12 => format!("{core}, ООО"),
        13 => format!("АО «{core}»"),
        14 => format!("ЗАО \"{core}\""),
        15..=17 => format!("ИП {}", person(dice)),
        _ => core.to_owned(),
    }
}
