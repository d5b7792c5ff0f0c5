//! How to address a person one knows only by the full name.
//!
//! In Russian one says name and patronymic («Пётр Алексеевич»), or the name alone when there is no patronymic; never the
//! surname. Bases hold full names in every order, in capitals, with initials, with a role instead of a name. Where the
//! name can't be told with some certainty there is no form of address: the script's default is better than «Здравствуйте,
//! Закупок!».

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::domain::text::clean_line;

/// Name and patronymic, or the name alone, of a full name; `None` when it can't be told.
///
/// ```
/// use dozvon::domain::script::address::of;
/// assert_eq!(of("Сидоров Пётр Алексеевич").as_deref(), Some("Пётр Алексеевич"));
/// assert_eq!(of("Пётр Сидоров").as_deref(), Some("Пётр"));
/// assert_eq!(of("Smith, John").as_deref(), Some("John"));
/// assert_eq!(of("Сидоров П.А."), None);
/// ```
pub fn of(full_name: &str) -> Option<String> {
    let line = clean_line(full_name);
    let line = line.split(['(', '/', ';', '"', '«']).next().unwrap_or_default();
    let (line, after_comma) = match line.split_once(',') {
        // «Smith, John» and «Сидоров, Пётр» put the surname in front; elsewhere a comma begins a remark.
        Some((surname, names)) if words(surname).count() == 1 && words(names).count() > 0 => (names, true),
        Some((names, _)) => (names, false),
        None => (line, false),
    };
    let all: Vec<&str> = words(line).collect();
    let whole: Vec<&str> = all.iter().copied().filter(|word| !is_initials(word)).collect();
    let found = if let Some(pair) = with_patronymic(&all) {
        pair
    } else if whole.iter().any(|word| is_no_person(word)) {
        return None;
    } else if after_comma {
        whole.get(..1)?
    } else if all.len() > whole.len() && whole.len() == 1 {
        // Beside initials stands a surname.
        return None;
    } else if whole.iter().any(|word| word.chars().any(is_cyrillic)) {
        russian(&whole)?
    } else {
        foreign(&whole)?
    };
    let spoken: Vec<String> = found.iter().map(|word| capitalised(word)).collect();
    (!found.iter().any(|word| is_initials(word))).then(|| spoken.join(" "))
}

/// Words of a name; numbers and lone signs are none. Initials stay, to keep apart what they stand between.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let letter = |c: char| c.is_alphabetic() || "-'’`.\u{301}".contains(c);
    line.split_whitespace().filter(move |word| word.chars().all(letter) && word.contains(char::is_alphabetic))
}

/// Name and patronymic that stand together, in whatever order with the surname.
fn with_patronymic<'w>(words: &'w [&'w str]) -> Option<&'w [&'w str]> {
    // «Али Гасан оглы»: the patronymic is two words.
    if let Some(particle) = words.iter().position(|word| PARTICLES.contains(&folded(word).as_str())) {
        return words.get(particle.checked_sub(2)?..=particle);
    }
    // In «Пётр Алексеевич Рабинович» the first of two lookalikes is the patronymic: a given name never looks like one.
    let patronymic = words.iter().skip(1).position(|word| is_patronymic(word))?;
    words.get(patronymic..=patronymic + 1)
}

fn russian<'w>(words: &'w [&'w str]) -> Option<&'w [&'w str]> {
    // The surname comes first in Russian papers, so the last of two given names is the name: «Роман Сергей».
    if let Some(name) = words.iter().rposition(|word| is_given_name(word)) {
        return words.get(name..=name);
    }
    match words {
        [only] => (!is_surname(only)).then_some(words),
        [first, second] => match (is_surname(first), is_surname(second)) {
            (true, false) => words.get(1..),
            (false, true) => words.get(..1),
            _ => None,
        },
        _ => None,
    }
}

/// Names in other scripts come as they are spoken, the given name first; «Mr Smith» is a form of address already.
fn foreign<'w>(words: &'w [&'w str]) -> Option<&'w [&'w str]> {
    match words {
        [title, rest @ ..] if is_title(title) => match rest {
            [] => None,
            [_] => Some(words),
            _ => rest.get(..1),
        },
        _ => words.get(..1),
    }
}

/// «П.», «П.А.», «П»; titles such as «Mr.» are none.
fn is_initials(word: &str) -> bool {
    (word.contains('.') || word.chars().count() == 1) && !is_title(word)
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().as_str())
}

/// Lower case, ё as е, no stress marks.
fn folded(word: &str) -> String {
    word.to_lowercase().replace('ё', "е").replace('\u{301}', "")
}

fn is_patronymic(word: &str) -> bool {
    let word = folded(word);
    let long = |ending: &&&str| word.ends_with(**ending) && word.chars().count() > ending.chars().count() + 1;
    PATRONYMIC_ENDINGS.iter().any(|ending| long(&ending)) || SHORT_PATRONYMICS.contains(&word.as_str())
}

fn is_given_name(word: &str) -> bool {
    let word = folded(word);
    static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| GIVEN_NAMES.split(' ').collect());
    NAMES.contains(word.as_str())
}

fn is_surname(word: &str) -> bool {
    let word = folded(word);
    SURNAME_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// A department or a job in the place of a name: «отдел закупок», «Секретарь».
fn is_no_person(word: &str) -> bool {
    let word = folded(word);
    JOBS.iter().any(|stem| word.starts_with(stem))
}

/// «ПЁТР» and «пётр» become «Пётр»; mixed case is left alone, and so are particles such as «оглы».
fn capitalised(word: &str) -> String {
    let lower = word.to_lowercase();
    if PARTICLES.contains(&lower.as_str()) {
        return lower;
    }
    if word != lower && word != word.to_uppercase() {
        return word.to_owned();
    }
    let mut start = true;
    let upper_first = |c: char| {
        let first = std::mem::replace(&mut start, c == '-');
        if first { c.to_uppercase().collect::<String>() } else { c.to_string() }
    };
    lower.chars().map(upper_first).collect()
}

/// Endings of patronymics; what is left must have two letters at least.
const PATRONYMIC_ENDINGS: [&str; 10] =
    ["ович", "евич", "ьич", "овна", "евна", "ична", "ovich", "evich", "ovna", "evna"];
/// Patronymics without those endings.
const SHORT_PATRONYMICS: [&str; 5] = ["кузьмич", "фомич", "лукич", "никитич", "саввич"];
/// Second words of patronymics of the Turkic languages.
const PARTICLES: [&str; 9] = ["оглы", "кызы", "гызы", "улы", "уулу", "оглу", "углы", "огли", "кизи"];
/// Forms of address that may stand before a name.
const TITLES: [&str; 11] = ["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "miss", "sir", "madam"];

/// Endings of Russian, Ukrainian, Armenian and Georgian surnames, ё as е.
const SURNAME_ENDINGS: [&str; 28] = [
    "ов",
    "ев",
    "ин",
    "ын",
    "ова",
    "ева",
    "ина",
    "ына",
    "ский",
    "цкий",
    "ская",
    "цкая",
    "ской",
    "цкой",
    "енко",
    "ко",
    "ук",
    "юк",
    "их",
    "ых",
    "ян",
    "янц",
    "дзе",
    "швили",
    "ия",
    "ой",
    "ая",
    "ий",
];

/// Beginnings of words that name a department or a job, ё as е.
const JOBS: [&str; 33] = [
    "отдел",
    "секретар",
    "приемн",
    "ресепш",
    "бухг",
    "гл",
    "закуп",
    "снабж",
    "директор",
    "дирекц",
    "начальн",
    "менедж",
    "админ",
    "склад",
    "магаз",
    "офис",
    "касс",
    "охран",
    "диспетч",
    "оператор",
    "руковод",
    "заведующ",
    "товаровед",
    "специалист",
    "управляющ",
    "контакт",
    "основн",
    "общ",
    "office",
    "reception",
    "sales",
    "department",
    "manager",
];

/// Given names frequent in Russia, ё as е, with the short forms people leave in a base. They tell the name from the
/// surname where the endings can't: «Марина», «Мартын», «Анатолий».
const GIVEN_NAMES: &str = "\
    абрам агата агния адам азамат айгуль айдар айнур алан александр александра алексей алена алеша али алик \
    алина алиса алла альберт альбертина альбина амина амир анастасия анатолий ангелина андрей анжела \
    анжелика анна антон антонина аня арина аркадий арман армен арсен арсений артем артур асель асия аслан \
    ася ахмед ашот аэлита белла богдан борис булат вагиф вадим валентин валентина валерий валерия валя ваня \
    варвара василий василина василиса вася вениамин вера вероника виктор виктория виолетта виталий влад \
    влада владимир владислав владлен вова всеволод вячеслав галина галя гаяне геворг геннадий георгий герман \
    глеб гоча григорий гузель гульназ гульнара гурам давид дамир даниил данил данила даниэль дарина дарья \
    даша демьян денис джамиля диана дима дина динара дмитрий ева евгений евгения евдокия егор екатерина \
    елена елизавета емельян ефим жанна женя зарина заур захар зинаида зоя зураб зухра ибрагим иван игнат \
    игорь илона ильгиз ильдар ильнур илья инга инна иосиф ира ирина ирма ислам камила карен карина катя кира \
    кирилл клавдия клим коля константин костя кристина ксения лариса лев лейла леонид леся леша лида лидия \
    лиза лилия лина лия луиза люба любовь люда людмила люся магомед мадина майя макар максим малика манана \
    марат маргарита марианна марина мария мариям марк марсель марта мартин мартын матвей маша мила милана \
    мирон михаил миша мурат муса надежда надя назар назим наиля наталия наталья наташа наум нелли ника \
    никита николай нина нонна нурлан оксана олег олеся ольга оля оскар павел паша петр петя платон полина \
    прохор рада разия раиса рамиль рафаэль рашид рашит регина ренат рената ринат рита роберт родион роза \
    рома роман ростислав рубен рузанна руслан рустам рустем сабина савва савелий саид салават самвел самира \
    саша света светлана святогор святослав семен серафима сергей сережа слава снежана соня софия софья \
    станислав стас степан сурен таисия тамара таня тарас татьяна тигран тимофей тимур тихон толя трофим \
    ульяна фаддей фаина фарид фатима федор феликс филипп хасан шамиль эвелина эдгар эдик эдуард элеонора \
    элина эльвира эльдар эмиль эмма эрик юлиан юлиана юлия юля юнус юра юрий яков ян яна янина яромир \
    ярослав ярослава";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_are_addressed_as_they_expect() {
        for (full, expected) in [
            ("Сидоров Пётр Алексеевич", Some("Пётр Алексеевич")),
            ("Пётр Алексеевич Сидоров", Some("Пётр Алексеевич")),
            ("Пётр Алексеевич", Some("Пётр Алексеевич")),
            ("Рабинович Семён Маркович", Some("Семён Маркович")),
            ("Семён Маркович Рабинович", Some("Семён Маркович")),
            ("Мицкевич Пётр", Some("Пётр")),
            ("СИДОРОВА АННА-МАРИЯ ИЛЬИНИЧНА", Some("Анна-Мария Ильинична")),
            ("сидоров пётр", Some("Пётр")),
            ("Пётр Сидоров", Some("Пётр")),
            ("Шевченко Тарас", Some("Тарас")),
            ("Иванова Марина", Some("Марина")),
            ("Марина Иванова", Some("Марина")),
            ("Роман Сергей", Some("Сергей")),
            ("Гелиос Воронцов", Some("Гелиос")),
            ("Мамедов Али Гасан оглы", Some("Али Гасан оглы")),
            ("Петрович Анна Фоминична", Some("Анна Фоминична")),
            ("Лукин Фома Кузьмич", Some("Фома Кузьмич")),
            ("Анна", Some("Анна")),
            ("Гюзаль", Some("Гюзаль")),
            ("Сидоров", None),
            ("Сидоров П.А.", None),
            ("П. А. Сидоров", None),
            ("Сидоров Пётр А.", Some("Пётр")),
            ("Сидоров П. Алексеевич", None),
            ("Сидоров Пётр Алексеевич (директор)", Some("Пётр Алексеевич")),
            ("Сидоров Пётр, ЛПР", Some("Пётр")),
            ("Сидоров, Пётр Алексеевич", Some("Пётр Алексеевич")),
            ("Директор Иван Петрович", Some("Иван Петрович")),
            ("отдел закупок", None),
            ("Секретарь", None),
            ("Ким Чен Ын", None),
            ("John Smith", Some("John")),
            ("Smith, John F.", Some("John")),
            ("John Fitzgerald Kennedy", Some("John")),
            ("Mr Smith", Some("Mr Smith")),
            ("Dr. Jane Smith", Some("Jane")),
            ("Sidorov Petr Alekseevich", Some("Petr Alekseevich")),
            ("O'Neil", Some("O'Neil")),
            ("J. Smith", None),
            ("Петерс П.", None),
            ("Reception", None),
            ("", None),
            (" - ", None),
            ("+7 916 123-45-67", None),
            ("петрович", Some("Петрович")),
        ] {
            assert_eq!(of(full).as_deref(), expected, "{full}");
        }
    }

    #[test]
    fn given_names_are_folded() {
        for name in GIVEN_NAMES.split(' ') {
            assert_eq!(folded(name), name);
            assert!(!is_patronymic(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            if let Some(address) = of(&text) {
                prop_assert!(!address.trim().is_empty());
                prop_assert!(!address.contains(char::is_control));
            }
        }

        #[test]
        fn the_patronymic_finds_the_name_in_either_order(
            name in "[А-Я][а-я]{2,8}", root in "[А-Я][а-я]{1,6}", surname in "[А-Я][а-я]{1,6}(ов|ин|ский|ко)"
        ) {
            prop_assume!(!is_patronymic(&name) && ![&name, &root, &surname].iter().any(|word| is_no_person(word)));
            let expected = format!("{name} {root}ович");
            let first = of(&format!("{surname} {expected}"));
            let last = of(&format!("{expected} {surname}"));
            prop_assert_eq!(first.as_deref(), Some(expected.as_str()));
            prop_assert_eq!(last.as_deref(), Some(expected.as_str()));
        }
    }
}
