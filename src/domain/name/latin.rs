//! Latin letters read as a Russian would hear them.

/// Which sound an ambiguous letter gets. A name is kept in the first reading; a query is tried in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// «Juri» is Юрий, «Center» Центр, «Service» Сервис, «Maxim» Максим.
    First,
    /// «Jukov» is Жуков, «Kuznecov» Кузнецов, «City» Сити, «Vasiliev» Васильев, «Maxov» Махов.
    Second,
}

/// Reads one run of plain Latin letters. `at(n)` is the n-th letter of the run; `after_digit` says whether a digit
/// stands before it. Sounds are given to `emit` with the number of the letter they begin at.
pub(super) fn read(run: &[u8], after_digit: bool, reading: Reading, mut emit: impl FnMut(&str, usize)) {
    let mut at = 0;
    while let Some(rest) = run.get(at..).filter(|rest| !rest.is_empty()) {
        let before = at.checked_sub(1).and_then(|i| run.get(i)).copied();
        let (sound, taken) = match (rest, after_digit) {
            // 1C is how «1С» looks when the layout is wrong, and nobody means «1К» by it.
            (b"c", true) => ("s", 1),
            _ => sound(rest, before, reading),
        };
        emit(sound, at);
        at += taken;
    }
}

/// The sound at the beginning of `rest`, and how many letters it takes.
fn sound(rest: &[u8], before: Option<u8>, reading: Reading) -> (&'static str, usize) {
    let first = reading == Reading::First;
    match rest {
        [b's', b'h', b'c', b'h', ..] => ("w", 4),
        [b's', b'c', b'h', ..] if first => ("w", 3),
        [b's', b'h', b'h', ..] => ("w", 3),
        [b's', b'h', ..] => ("w", 2),
        [b't', b's', b'c', b'h', ..] => ("c", 4),
        [b't', b'c', b'h', ..] => ("c", 3),
        [b't', b'z', ..] => ("ts", 2),
        [b't', b'h', ..] => ("t", 2),
        [b'z', b'h', ..] => ("j", 2),
        [b'k', b'h', ..] => ("h", 2),
        [b'p', b'h', ..] => ("f", 2),
        [b'c', b'h', ..] => ("c", 2),
        [b'c', b'k', ..] => ("k", 2),
        [b'c', b'e' | b'i' | b'y', ..] => (if before.is_none() == first { "ts" } else { "s" }, 1),
        [b'c', ..] => (if first { "k" } else { "ts" }, 1),
        [b'q', b'u', v, ..] if is_vowel(*v) => ("kv", 2),
        [b'q', ..] => ("k", 1),
        [b'w', ..] => ("v", 1),
        [b'x', next, ..] => {
            let breath = before.is_none() && *next != b'e';
            (if breath == first { "h" } else { "ks" }, 1)
        }
        [b'x'] => (if first { "ks" } else { "h" }, 1),
        // «Yolkin» is Ёлкин, «Yoga» Йога.
        [b'y', b'o', ..] if !first && before.is_none() => ("e", 2),
        [b'y', ..] => glide(rest, before),
        [b'j', ..] if before == Some(b'd') => ("j", 1),
        [b'j', b'a' | b'e' | b'o' | b'u', ..] if first => glide(rest, before),
        [b'j', next, ..] if first && !is_vowel(*next) && before.is_some_and(is_vowel) => ("i", 1),
        [b'j'] if before.is_some() => ("i", 1),
        [b'j', ..] => ("j", 1),
        [b'i', b'e' | b'o', ..] if !first && before.is_some_and(|b| !is_vowel(b)) => ("e", 2),
        [letter, ..] => (plain(*letter), 1),
        [] => ("", 1),
    }
}

/// «Y» and «j» as «й»: silent before «e», and one «ё» with an «o» behind a consonant (Fyodor, Semjon).
fn glide(rest: &[u8], before: Option<u8>) -> (&'static str, usize) {
    match rest {
        [_, b'e', ..] => ("e", 2),
        [_, b'o', ..] if before.is_some_and(|b| !is_vowel(b)) => ("e", 2),
        _ => ("i", 1),
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// A letter that is its own sound.
fn plain(letter: u8) -> &'static str {
    const SOUNDS: &str = "abcdefghijklmnopqrstuvwxyz";
    let n = usize::from(letter.wrapping_sub(b'a'));
    SOUNDS.get(n..n + 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fold::{fold, fold_as};
    use super::*;

    #[test]
    fn usual_spellings_of_one_name_coincide() {
        for (russian, spellings) in [
            ("Щукин", &["Shchukin", "Schukin", "Shhukin", "SHUKIN", "Ŝukin"] as &[&str]),
            ("Хабаров", &["Khabarov", "Habarov", "Xabarov"]),
            ("Цветков", &["Tsvetkov", "Tzvetkov"]),
            ("Жданов", &["Zhdanov", "Jdanov", "Ždanov"]),
            ("Юлия", &["Yulia", "Yuliya", "Julia", "Julija", "Iuliia", "Yuliia"]),
            ("Яна", &["Yana", "Jana", "Iana"]),
            ("Сергей", &["Sergey", "Sergei", "Sergej"]),
            ("Дмитрий", &["Dmitry", "Dmitriy", "Dmitrij", "Dmitrii", "Dmitri"]),
            ("Новый", &["Novy", "Noviy", "Novyy", "Novyj"]),
            ("Алексеев", &["Alekseev", "Alexeev", "Alekseyev", "Alexeyev", "Aleksejev"]),
            ("Фёдор", &["Fedor", "Fyodor", "Fjodor", "Phedor"]),
            ("Евгения", &["Evgenia", "Evgeniya", "Yevgeniya", "Jevgenija"]),
            ("Соловьёв", &["Solovev", "Solovyov", "Solovyev", "Solov'ev"]),
            ("Наталья", &["Natalia", "Natalya", "Natal'ya", "Natalja"]),
            ("Виктор", &["Viktor", "Victor", "Wiktor"]),
            ("Чайка", &["Chaika", "Chayka", "Čajka", "Tchaika"]),
            ("Шмидт", &["Shmidt", "Schmidt", "Šmidt"]),
            ("Ксения", &["Ksenia", "Kseniya", "Xenia"]),
            ("Максим", &["Maksim", "Maxim"]),
            ("Проект", &["Proekt", "Project"]),
            ("Видео маркет", &["Video Market"]),
            ("Анна", &["Anna", "Ana"]),
            ("Объём", &["Obem", "Ob'em", "Obyem"]),
            ("1С", &["1C", "1S"]),
            ("Квест", &["Quest", "Kvest"]),
            ("Зюйд", &["Zyuyd", "Ziuid", "Zjujd"]),
            ("Джинн", &["Dzhinn", "Djinn"]),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling).text, fold(russian).text, "{russian}: {spelling}");
            }
        }
    }

    #[test]
    fn a_second_reading_helps_where_the_first_errs() {
        for (russian, spelling) in [
            ("Жуков", "Jukov"),
            ("Надежда", "Nadejda"),
            ("Кузнецов", "Kuznecov"),
            ("Сити", "City"),
            ("Лицензия", "Licenzia"),
            ("Васильев", "Vasiliev"),
            ("Махов", "Maxov"),
            ("Расчёт", "Raschet"),
            ("Ёлкин", "Yolkin"),
        ] {
            assert_ne!(fold(spelling).text, fold(russian).text, "{spelling}");
            assert_eq!(fold_as(spelling, Reading::Second).text, fold(russian).text, "{spelling}");
        }
    }
}
