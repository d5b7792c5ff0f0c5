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
    let spellings: [(&str, usize, &dyn Fn(usize, &str) -> String); 4] = [
        ("as it is", 195, &|_, name| asked(name)),
        ("in the wrong layout", 195, &|_, name| layout::swap(&asked(name))),
        ("in Latin letters", 195, &|_, name| transliterated(name)),
        ("with a slip", 190, &|n, name| slipped(name, n)),
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
