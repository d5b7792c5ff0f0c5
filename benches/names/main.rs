//! Name search: how fast it fills, what it weighs, and how long one keystroke takes.
//!
//! `cargo bench --bench names [-- CLIENTS…]`; 100 000 and a million clients if none are given. Each client brings a
//! contact person, every second one a legal entity. Queries are typed letter by letter; every letter is one search.
//! SQLite (FTS5 with prefix indexes, all in memory, on the same folded words) does the easy part of the work for
//! comparison: beginnings of words, no mistakes.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(clippy::indexing_slicing, clippy::expect_used, reason = "a wrong run of a benchmark may stop")]

mod generator;

use std::time::{Duration, Instant};

use dozvon::desk::search::names::{NameIndex, NameOwner};
use dozvon::domain::ids::{ClientId, LegalEntityId, PersonId, RecordId};
use dozvon::domain::{layout, name};
use generator::Dice;

const LIMIT: usize = 20;
const TARGETS: usize = 150;

fn main() {
    let mut sizes: Vec<u64> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![100_000, 1_000_000];
    }
    for clients in sizes {
        measure(clients);
    }
}

/// The names of a base, in the order the store would give them.
fn each_name(clients: u64, mut visit: impl FnMut(NameOwner, &str)) {
    let mut dice = Dice::new(17);
    for id in 1..=clients {
        let core = generator::company(&mut dice);
        visit(NameOwner::Client(ClientId::from_u64(id)), &core);
        if id % 2 == 0 {
            visit(
                NameOwner::LegalEntity(LegalEntityId::from_u64(id)),
                &generator::with_form(&mut dice, &core),
            );
        }
        visit(NameOwner::Person(PersonId::from_u64(id)), &generator::person(&mut dice));
    }
}

fn measure(clients: u64) {
    let mut names = Vec::new();
    each_name(clients, |owner, name| names.push((owner, name.to_owned())));
    let start = Instant::now();
    let mut index = NameIndex::new();
    for (owner, name) in &names {
        index.insert(*owner, name);
    }
    let filled = start.elapsed();
    let grown = index.memory_bytes();
    index.shrink();
    let count = names.len();
    println!("{clients} clients, {count} names, {} words", index.word_count());
    println!("  filling {:.0} names/s", count as f64 / filled.as_secs_f64());
    let each = |bytes: usize| bytes as f64 / count as f64;
    println!("  memory {:.1} bytes a name, {:.1} before shrinking", each(index.memory_bytes()), each(grown));

    let mut dice = Dice::new(99);
    let targets: Vec<&str> = (0..TARGETS).map(|_| names[dice.below(count)].1.as_str()).collect();
    let mut all = Vec::new();
    for (spelling, spell) in SPELLINGS {
        let mut times = Vec::new();
        let mut first = 0;
        for (n, target) in targets.iter().enumerate() {
            let query = spell(n, target);
            let mut typed = String::new();
            let mut best = None;
            for c in query.chars() {
                typed.push(c);
                let start = Instant::now();
                let found = index.search(&typed, LIMIT);
                times.push((start.elapsed(), typed.clone()));
                best = found.into_iter().next().map(|m| m.name);
            }
            let same = |name: String| name::search_form(&name).text == name::search_form(target).text;
            first += usize::from(best.is_some_and(same));
        }
        println!(
            "  {spelling:<22} {}  first {:.0} %",
            Times::of(&mut times),
            first as f64 * 100.0 / TARGETS as f64
        );
        all.extend(times);
    }
    println!("  {:<22} {}", "all keystrokes", Times::of(&mut all));
    for letters in [1, 2, 3, 5, 8, 12] {
        let mut some: Vec<_> = all.iter().filter(|(_, q)| q.chars().count() == letters).cloned().collect();
        println!("  {:<22} {}", format!("letter {letters}"), Times::of(&mut some));
    }
    sqlite(&names, &targets);
    let start = Instant::now();
    for id in 1..=clients {
        index.remove(NameOwner::Person(PersonId::from_u64(id)));
        index.remove(NameOwner::LegalEntity(LegalEntityId::from_u64(id)));
    }
    println!("  removing {:.0} names, clearing up included: {:.2?}", count as u64 - clients, start.elapsed());
}

type Spell = fn(usize, &str) -> String;

/// What people type for a name.
const SPELLINGS: [(&str, Spell); 8] = [
    ("as it is", |_, name| plain(name)),
    ("wrong layout", |_, name| layout::swap(&plain(name))),
    ("Latin letters", |_, name| {
        name::search_form(name).text.replace('w', "sh").replace('j', "zh").replace('c', "ch")
    }),
    ("one mistake", |n, name| mistaken(&plain(name), n)),
    ("one mistake, layout", |n, name| layout::swap(&mistaken(&plain(name), n))),
    ("words the other way", |_, name| plain(name).split(' ').rev().collect::<Vec<_>>().join(" ")),
    ("first letters of words", |_, name| {
        plain(name).split(' ').map(|w| w.chars().take(2).collect::<String>()).collect::<Vec<_>>().join(" ")
    }),
    ("nonsense", |n, name| mistaken(&mistaken(&mistaken(&plain(name), n), n * 3 + 1), n * 5 + 2)),
];

fn plain(name: &str) -> String {
    name::strip_legal_form(name).to_lowercase().replace(['«', '»', '"'], "")
}

/// One letter of the name replaced, left out or exchanged with the next.
fn mistaken(name: &str, n: usize) -> String {
    let mut chars: Vec<char> = name.chars().collect();
    let inner = |n: &usize| chars[*n].is_alphabetic() && chars.get(n + 1).is_some_and(|c| c.is_alphabetic());
    let places: Vec<usize> = (0..chars.len()).filter(inner).collect();
    if let Some(&at) = places.get(n * 7 % places.len().max(1)) {
        match n % 3 {
            0 => chars[at] = 'ж',
            1 => drop(chars.remove(at)),
            _ => chars.swap(at, at + 1),
        }
    }
    chars.into_iter().collect()
}

struct Times {
    half: Duration,
    most: Duration,
    worst: Duration,
    query: String,
}

impl Times {
    fn of(times: &mut [(Duration, String)]) -> Self {
        times.sort();
        let at =
            |share: usize| times.get((times.len() * share / 100).min(times.len() - 1)).expect("some times");
        let worst = at(100).clone();
        Self { half: at(50).0, most: at(99).0, worst: worst.0, query: worst.1 }
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        let Self { half, most, worst, query } = self;
        write!(f, "p50 {:6.2}  p99 {:6.2}  max {:6.2} ms ({query})", ms(*half), ms(*most), ms(*worst))
    }
}

/// The same names in SQLite, and the same letters of the first spelling.
fn sqlite(names: &[(NameOwner, String)], targets: &[&str]) {
    let mut db = rusqlite::Connection::open_in_memory().expect("a database in memory");
    let start = Instant::now();
    db.execute_batch("CREATE VIRTUAL TABLE n USING fts5(name, tokenize='ascii', prefix='1 2 3')")
        .expect("FTS5");
    let tx = db.transaction().expect("a transaction");
    {
        let mut insert = tx.prepare("INSERT INTO n (name) VALUES (?1)").expect("a statement");
        for (_, name) in names {
            insert.execute([name::search_form(name).text]).expect("a row");
        }
    }
    tx.commit().expect("a commit");
    println!("  SQLite: filling {:.0} names/s", names.len() as f64 / start.elapsed().as_secs_f64());
    let mut select = db
        .prepare("SELECT rowid, name FROM n WHERE n MATCH ?1 ORDER BY length(name), rowid LIMIT 20")
        .expect("a statement");
    let mut times = Vec::new();
    for target in targets.iter().take(TARGETS / 5) {
        let mut typed = String::new();
        for c in plain(target).chars() {
            typed.push(c);
            let words: Vec<String> = name::search_form(&typed).words().map(|w| format!("{w}*")).collect();
            let start = Instant::now();
            let rows = select.query_map([words.join(" ")], |row| row.get::<_, String>(1)).expect("rows");
            let found = rows.count();
            times.push((start.elapsed(), format!("{typed}: {found}")));
        }
    }
    println!("  SQLite: {:<14} {}", "as it is", Times::of(&mut times));
}
