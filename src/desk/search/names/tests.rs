use super::*;
use crate::domain::ids::RecordId;
use crate::domain::layout;
use proptest::prelude::*;

const NAMES: &str = include_str!("names.txt");

fn client(id: u64) -> NameOwner {
    NameOwner::Client(ClientId::from_u64(id))
}

fn index(names: &[&str]) -> NameIndex {
    let mut index = NameIndex::new();
    for (id, name) in (1..).zip(names) {
        index.insert(client(id), name);
    }
    index
}

fn found(index: &NameIndex, query: &str) -> Vec<String> {
    index.search(query, 10).into_iter().map(|m| m.name).collect()
}

fn marked(found: &NameMatch) -> String {
    let chars: Vec<char> = found.name.chars().collect();
    found.positions.iter().map(|&n| chars[n as usize]).collect()
}

/// Small letters of the name without its legal form, as somebody asks for it.
fn asked(name: &str) -> String {
    name::strip_legal_form(name).to_lowercase().replace(['«', '»', '"'], "").replace('ё', "е")
}

/// As an operator without a Russian keyboard types it.
fn transliterated(name: &str) -> String {
    let mut out = String::new();
    for c in asked(name).chars() {
        let latin = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' | 'ы' => "y",
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
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ъ' | 'ь' => "",
            'э' => "e",
            'ю' => "yu",
            'я' => "ya",
            c => {
                out.push(c);
                continue;
            }
        };
        out.push_str(latin);
    }
    out
}

/// The name with one slip: a letter left out, doubled by its neighbour on the keyboard, replaced by one, or two
/// exchanged. Which, and where, follows from `seed`.
fn slipped(name: &str, seed: usize) -> String {
    const ROWS: [&str; 3] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
    let neighbour = |c: char| {
        let row: Vec<char> = ROWS.iter().find(|row| row.contains(c))?.chars().collect();
        let at = row.iter().position(|&other| other == c)?;
        row.get(at + 1).or(row.get(at.wrapping_sub(1))).copied()
    };
    let mut chars: Vec<char> = asked(name).chars().collect();
    let inner = |n: &usize| {
        let letter = |n: usize| chars.get(n).is_some_and(|c| c.is_alphabetic());
        letter(*n) && letter(n + 1) && chars[*n] != chars[n + 1]
    };
    let places: Vec<usize> = (0..chars.len()).filter(inner).collect();
    let at = places[seed * 7 % places.len()];
    match (seed % 4, neighbour(chars[at])) {
        (0, Some(other)) => chars[at] = other,
        (1, Some(other)) => chars.insert(at + 1, other),
        (2, _) => chars.swap(at, at + 1),
        _ => drop(chars.remove(at)),
    }
    chars.into_iter().collect()
}

#[test]
fn two_hundred_names_in_four_spellings() {
    let names: Vec<&str> = NAMES.lines().collect();
    assert_eq!(names.len(), 200);
    let index = index(&names);
    type Spell = fn(usize, &str) -> String;
    let spellings: [(&str, usize, Spell); 4] = [
        ("as it is", 195, |_, name| asked(name)),
        ("in the wrong layout", 195, |_, name| layout::swap(&asked(name))),
        ("in Latin letters", 195, |_, name| transliterated(name)),
        ("with a slip", 190, |n, name| slipped(name, n)),
    ];
    for (spelling, enough, spell) in spellings {
        let missed: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(n, name)| (name, spell(n, name)))
            .filter(|(name, query)| found(&index, query).first().map(String::as_str) != Some(name))
            .map(|(name, query)| format!("{name}: {query} → {:?}", found(&index, &query).first()))
            .collect();
        assert!(names.len() - missed.len() >= enough, "{spelling}: {missed:#?}");
    }
}

#[test]
fn exact_before_prefix_before_word_before_inside_before_mistakes() {
    let index = index(&["Кротон", "Электропротон", "Завод Протон", "Протон Плюс", "Протон", "Протонс"]);
    let exactness: Vec<_> = index.search("протон", 10).into_iter().map(|m| (m.name, m.exactness)).collect();
    let expected = [
        ("Протон", Exactness::Exact),
        ("Протон Плюс", Exactness::Prefix),
        ("Протонс", Exactness::Prefix),
        ("Завод Протон", Exactness::WordPrefix),
        ("Электропротон", Exactness::Inside),
        ("Кротон", Exactness::Fuzzy),
    ];
    assert_eq!(exactness, expected.map(|(name, e)| (name.to_owned(), e)));
}

#[test]
fn equals_stand_by_length_then_by_owner() {
    let mut index = NameIndex::new();
    for id in [5, 3, 9] {
        index.insert(client(id), "Альфа Банк");
        index.insert(NameOwner::Person(PersonId::from_u64(id)), "Альфа Банк");
    }
    index.insert(client(7), "Альфа Бар");
    let owners: Vec<_> = index.search("альфа", 10).into_iter().map(|m| m.owner).collect();
    let people = [3, 5, 9].map(|id| NameOwner::Person(PersonId::from_u64(id)));
    assert_eq!(owners, [[client(7), client(3), client(5), client(9)].as_slice(), &people].concat());
    assert_eq!(index.search("альфа", 2).len(), 2);
    assert!(index.search("альфа", 0).is_empty());
}

#[test]
fn letters_are_marked_in_the_name_itself() {
    let index = index(&["ООО \"Протон\"", "Видео маркет", "Shchukin & Co"]);
    for (query, name, letters) in [
        ("ghjn", "ООО \"Протон\"", "Прот"),
        ("proto", "ООО \"Протон\"", "Прото"),
        ("протин", "ООО \"Протон\"", "Протн"),
        ("ооо протон", "ООО \"Протон\"", "Протон"),
        ("маркет вид", "Видео маркет", "Видмаркет"),
        ("видеомар", "Видео маркет", "Видеомар"),
        ("щук", "Shchukin & Co", "Shchuk"),
    ] {
        let found = index.search(query, 1).remove(0);
        assert_eq!((found.name.as_str(), marked(&found).as_str()), (name, letters), "{query}");
    }
}

#[test]
fn mistakes_and_spaces_are_forgiven() {
    let index = index(&[
        "Протон",
        "Видео маркет",
        "Электросила",
        "Мир инструмента",
        "Ням-ням",
        "Иванов Иван Иванович",
    ]);
    for (query, name) in [
        ("протин", "Протон"),
        ("прптон", "Протон"),
        ("рпотон", "Протон"),
        ("ghjnby", "Протон"),
        ("видио маркет", "Видео маркет"),
        ("маркет видио", "Видео маркет"),
        ("видеомаркет", "Видео маркет"),
        ("электро сила", "Электросила"),
        ("инстр мир", "Мир инструмента"),
        ("инструмент", "Мир инструмента"),
        ("мркт", "Видео маркет"),
        ("ням ням", "Ням-ням"),
        ("иван иванов", "Иванов Иван Иванович"),
        ("иванович и и", "Иванов Иван Иванович"),
    ] {
        assert_eq!(found(&index, query).first().map(String::as_str), Some(name), "{query}");
    }
    for query in ["протон протон", "иван иван иван иван", "зебра", "прт", "прицеп"]
    {
        assert_eq!(found(&index, query), [""; 0], "{query}");
    }
}

#[test]
fn a_legal_form_alone_finds_names_that_have_it() {
    let index =
        index(&["ООО «Протон»", "Протон", "Орион", "ИП Сидоров", "Ипатов", "АО «Волна»", "Живой мир"]);
    assert_eq!(found(&index, "ооо"), ["ООО «Протон»"]);
    assert_eq!(found(&index, "jjj"), ["ООО «Протон»"]);
    assert_eq!(found(&index, "ип"), ["Ипатов", "ИП Сидоров"]);
    assert_eq!(found(&index, "Акционерное общество"), ["АО «Волна»"]);
    assert!(marked(&index.search("ооо", 1)[0]).is_empty());
    assert_eq!(found(&index, "ооо протон"), ["ООО «Протон»", "Протон"]);
}

#[test]
fn the_keys_of_a_legal_form_find_the_word_they_begin() {
    // «Фи» is on the keys of "AB", «Щн» on those of "OY".
    let index = index(&["Филиал", "Щн", "ИП Жуков", "Протон Oy"]);
    assert_eq!(found(&index, "фи"), ["Филиал"]);
    assert_eq!(found(&index, "щн"), ["Щн", "Протон Oy"]);
    assert_eq!(found(&index, "oy"), ["Щн", "Протон Oy"]);
}

#[test]
fn an_owner_with_several_names_is_listed_once() {
    let mut index = NameIndex::new();
    for name in ["Протон", "ООО «Протон Плюс»", "Протон", "Протончик"] {
        index.insert(client(1), name);
    }
    index.insert(client(2), "Протон Два");
    assert_eq!(index.len(), 4);
    assert_eq!(found(&index, "протон"), ["Протон", "Протон Два"]);
    assert_eq!(found(&index, "плюс"), ["ООО «Протон Плюс»"]);
    assert_eq!((index.remove(client(1)), index.remove(client(1))), (3, 0));
    assert_eq!(found(&index, "протон"), ["Протон Два"]);
    assert!(found(&index, "плюс").is_empty());
}

#[test]
fn nothing_asked_nothing_found() {
    let full = index(&["Протон", "★★★"]);
    for query in ["", " ", "\t\n \u{200b}", "«»", "\u{1b}[31m"] {
        assert_eq!(found(&full, query), [""; 0], "{query:?}");
    }
    assert!(NameIndex::new().search("протон", 10).is_empty());
    assert_eq!(found(&full, "★"), ["★★★"]);
}

#[test]
fn hostile_names() {
    let long = "Очень длинное имя ".repeat(300);
    let unbroken = "абвгд".repeat(1_000);
    let names = [
        "\u{1b}[2J\u{1b}]0;x\u{7}Про\u{1b}[31mтон\u{202e}",
        "🦀 Краб 🦀",
        "",
        " \u{200b} ",
        &long,
        &unbroken,
        "日本電気",
    ];
    let index = index(&names);
    assert_eq!(index.len(), 5);
    assert_eq!(found(&index, "протон"), ["Протон"]);
    assert_eq!(found(&index, "краб"), ["🦀 Краб 🦀"]);
    assert_eq!(found(&index, "длинное").len(), 1);
    assert_eq!(found(&index, &unbroken).len(), 1);
    assert_eq!(found(&index, "日本"), ["日本電気"]);
    assert_eq!(found(&index, &long).len(), 1);
    assert_eq!(marked(&index.search("краб", 1)[0]), "Краб");
}

#[test]
fn memory_is_given_back() {
    let mut index = NameIndex::new();
    for id in 0..2_000 {
        index.insert(client(id), &format!("Клиент {id}"));
    }
    let grown = index.memory_bytes();
    index.shrink();
    let shrunk = index.memory_bytes();
    assert!(shrunk < grown);
    let removed: usize = (0..1_990).map(|id| index.remove(client(id))).sum();
    assert_eq!(removed, 1_990);
    assert!(index.memory_bytes() < shrunk && index.word_count() < 100);
    assert_eq!(index.len(), 10);
}

/// Pairs and triples of a few words: every word is in more names than are ever looked at one by one.
fn crowd() -> NameIndex {
    const WORDS: &str =
        "альфа альт альянс бета белый берег борт вектор ветер вега видео волна маркет мир мост дом";
    let words: Vec<&str> = WORDS.split(' ').collect();
    let mut index = NameIndex::new();
    let mut id = 0;
    for a in &words {
        for b in &words {
            for c in ["", "плюс", "бис", "трейд"].iter().chain(&words) {
                id = (id + 7_919) % 100_003;
                index.insert(client(id), &format!("{a} {b} {c}"));
            }
        }
    }
    index
}

/// What [`NameIndex::search`] should give for a query that needs no mercy, by looking at every name.
fn by_looking_at_all(index: &NameIndex, query: &str, limit: usize) -> Vec<(Exactness, i64, NameOwner)> {
    let folded = name::search_form(query);
    let words = folded.words().map(String::from).collect();
    let query = rank::Query { text: folded.text, words, respaced: false };
    let ranker = rank::Ranker::new();
    let mut all: Vec<_> = (0..u32::try_from(index.records.total()).unwrap())
        .filter_map(|n| {
            let form = name::search_form(&index.records.name(n));
            let rank = ranker.rank(&query, &form, rank::Step::Start)?;
            Some((rank.exactness, std::cmp::Reverse(rank.score), form.text.len(), index.records.owner(n)?))
        })
        .collect();
    all.sort();
    all.truncate(limit);
    all.into_iter().map(|(exactness, score, _, owner)| (exactness, score.0, owner)).collect()
}

#[test]
fn frequent_words_are_searched_as_rare_ones() {
    let index = crowd();
    let search = |query| {
        index.search(query, 20).into_iter().map(|m| (m.exactness, m.score, m.owner)).collect::<Vec<_>>()
    };
    for query in [
        "а",
        "аль",
        "альфа",
        "б",
        "бе",
        "бел",
        "белый",
        "в",
        "ве",
        "вега",
        "м",
        "мир",
        "маркет",
        "видео маркет",
    ] {
        assert_eq!(search(query), by_looking_at_all(&index, query, 20), "{query}");
    }
    for query in
        ["маркет в", "мир м", "ал ал", "в в", "м м м", "видео видео", "берег борт бета", "дом д", "а б в"]
    {
        let (found, all) = (search(query), by_looking_at_all(&index, query, 20));
        assert_eq!(found.len(), all.len(), "{query}");
        assert_eq!(found[0].0, all[0].0, "{query}");
    }
}

const SOME: [&str; 12] = [
    "ООО «Протон»",
    "Протон",
    "Видео маркет",
    "Маркет видео",
    "Иванов Иван Иванович",
    "Иванова Инна",
    "Электросила",
    "Proton Trade LLC",
    "Ёлки-палки",
    "ИП Жуков",
    "Ням-ням",
    "★",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn after_removals_as_if_never_there(acts in prop::collection::vec((0_u64..25, 0_usize..=SOME.len()), 0..400)) {
        let mut index = NameIndex::new();
        let mut left: std::collections::BTreeMap<u64, Vec<&str>> = Default::default();
        for (id, name) in acts {
            if let Some(name) = SOME.get(name) {
                index.insert(client(id), name);
                let names = left.entry(id).or_default();
                if !names.contains(name) {
                    names.push(name);
                }
            } else {
                prop_assert_eq!(index.remove(client(id)), left.remove(&id).map_or(0, |names| names.len()));
            }
        }
        let mut fresh = NameIndex::new();
        for (id, names) in &left {
            names.iter().for_each(|name| fresh.insert(client(*id), name));
        }
        prop_assert_eq!(index.len(), fresh.len());
        for query in ["п", "про", "ghjn", "протин", "видео м", "иванов и", "и и", "ооо", "ням", "жу", "elka", "★", "мркт"] {
            prop_assert_eq!(index.search(query, 7), fresh.search(query, 7), "{}", query);
        }
    }

    #[test]
    fn any_query_to_any_names(names in prop::collection::vec(any::<String>(), 0..8), query: String) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let index = index(&names);
        let queries = names.iter().map(|name| (*name).to_owned()).chain([query]);
        for query in queries {
            for found in index.search(&query, 5) {
                prop_assert!(found.positions.is_sorted_by(|a, b| a < b));
                prop_assert!(found.positions.iter().all(|&at| (at as usize) < found.name.chars().count()));
            }
        }
    }

    #[test]
    fn a_russian_name_is_found_by_every_beginning(name in "[А-Я][а-яё]{0,9}( [а-яё]{1,6}){0,2}", letters in 1_usize..12) {
        let index = index(&["Протон", &name, "Видео маркет"]);
        let typed: String = name.chars().take(letters).collect();
        // Signs alone are not heard, and a legal form means something else; so does «Щщщ», the keys of "OOO".
        prop_assume!(typed.chars().any(|c| !"ъьЪЬ ".contains(c)) && name::split_legal_form(&typed).form.is_none());
        let means_form = |text: &str| name::split_legal_form(text).form.is_some();
        prop_assume!(name::fold(&typed).text.len() > 1 || !means_form(&layout::swap(&typed)));
        prop_assert!(found(&index, &typed).contains(&name), "{typed} {name}");
        prop_assert!(found(&index, &layout::swap(&typed)).contains(&name), "{typed} {name}");
    }
}
