//! The words of all names: which names have a word, and which words are like a given one.
//!
//! A base of two million names has far fewer words than names, so everything hard (beginnings, insides, misspellings)
//! is asked of the words, and the names follow from their posting lists.

use super::edit::{self, Measure};
use super::initials::Initial;
use super::postings::Postings;
use super::trie::Trie;

/// Symbols a word is made of, with 0 for «no letter here».
const SYMBOLS: usize = 37;
/// Before a word that is a mark. No folded text has it, so no typed word finds these.
const MARK: char = '=';
const EMPTY: u32 = u32::MAX;

/// Words by number, in the order they first came.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    text: String,
    ends: Vec<u32>,
    /// Which letters a word has: see [`signature`].
    signatures: Vec<u32>,
    /// The names with the word; the low bit says that it is the first one of the name.
    names: Vec<Postings>,
    /// Words by hash: open addressing, word numbers or [`EMPTY`].
    table: Vec<u32>,
    /// Words by three letters in a row, the first two of a word standing behind a 0.
    grams: Vec<Postings>,
    trie: Trie,
    /// The names by the first letters of their words, and those where several words begin with the letter.
    initials: Vec<Initial>,
    shared_initials: Vec<Initial>,
}

/// A name that has a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) name: u32,
    /// The word is the name's first.
    pub(super) leads: bool,
}

impl Occurrence {
    /// Enters the name in a list, unless it is there.
    pub(super) fn enter(self, list: &mut Postings) -> bool {
        let new = list.last().is_none_or(|last| last >> 1 < self.name);
        if new {
            list.push(self.name << 1 | u32::from(self.leads));
        }
        new
    }

    pub(super) fn each_in(list: Option<&Postings>, mut visit: impl FnMut(Self)) {
        if let Some(list) = list {
            list.each(|n| visit(Self { name: n >> 1, leads: n & 1 == 1 }));
        }
    }
}

impl Vocabulary {
    /// Notes that a name has a word. Names come in ascending order; a word repeated in a name counts once, and the
    /// answer is whether it was news.
    pub(super) fn note(&mut self, word: &str, occurrence: Occurrence) -> bool {
        if self.initials.is_empty() {
            self.initials = vec![Initial::default(); SYMBOLS];
            self.shared_initials = self.initials.clone();
        }
        let initial = word.bytes().next().map_or(0, symbol);
        if initial > 0
            && let Some(list) = self.initials.get_mut(initial)
            && !list.enter(occurrence)
            && let Some(list) = self.shared_initials.get_mut(initial)
        {
            list.enter(occurrence);
        }
        let word = self.add(word);
        word.and_then(|word| self.names.get_mut(word as usize)).is_some_and(|list| occurrence.enter(list))
    }

    /// Notes that a name has a mark, such as a legal form.
    pub(super) fn note_mark(&mut self, mark: &str, name: u32) {
        self.note(&mark_word(mark), Occurrence { name, leads: false });
    }

    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
        self.slots(word)
            .map(|(_, number)| number)
            .find(|&n| n == EMPTY || self.word(n) == word)
            .filter(|&n| n != EMPTY)
    }

    /// The number of the word that stands for a mark.
    pub(super) fn find_mark(&self, mark: &str) -> Option<u32> {
        self.find(&mark_word(mark))
    }

    /// Hands over the names with a word.
    pub(super) fn each_name(&self, word: u32, visit: impl FnMut(Occurrence)) {
        Occurrence::each_in(self.names.get(word as usize), visit);
    }

    /// The names with a word, or with `several`, that begins with a letter.
    pub(super) fn by_initial(&self, letter: u8, several: bool) -> Option<&Initial> {
        let lists = if several { &self.shared_initials } else { &self.initials };
        lists.get(symbol(letter))
    }

    /// What it takes to go through the names with a word: [`Postings::weight`].
    pub(super) fn weight(&self, word: u32) -> usize {
        self.names.get(word as usize).map_or(0, Postings::weight)
    }

    /// The words that begin with `start`, itself included.
    pub(super) fn starting(&self, start: &str) -> Vec<u32> {
        match start.as_bytes() {
            [] => Vec::new(),
            [only] => (0..SYMBOLS).flat_map(|second| self.listed(gram(0, symbol(*only), second))).collect(),
            [first, second, rest @ ..] => {
                let mut words = self.listed(gram(0, symbol(*first), symbol(*second)));
                if !rest.is_empty() {
                    words.retain(|&word| self.word(word).starts_with(start));
                }
                words
            }
        }
    }

    /// Whether a word begins with `start`.
    pub(super) fn begins(&self, word: u32, start: &str) -> bool {
        self.word(word).starts_with(start)
    }

    /// The words that have `part`, of three letters or more, anywhere.
    pub(super) fn containing(&self, part: &str) -> Vec<u32> {
        let lists = part.as_bytes().windows(3).map(|three| match three {
            [a, b, c] => gram(symbol(*a), symbol(*b), symbol(*c)),
            _ => 0,
        });
        let weight = |&list: &usize| self.grams.get(list).map_or(0, Postings::weight);
        let mut words = lists.min_by_key(weight).map(|rarest| self.listed(rarest)).unwrap_or_default();
        words.retain(|&word| self.word(word).contains(part));
        words
    }

    /// The words that differ from a typed one, or begin with something that differs from it, by so many mistakes and
    /// by no more than its length allows. Words with fewer are left out where this saves work.
    pub(super) fn like(&self, typed: &str, mistakes: u8) -> Vec<u32> {
        let mut words = Vec::new();
        if (1..=edit::allowed(typed.len())).contains(&mistakes) {
            let measure = Measure::new(typed.as_bytes(), mistakes);
            self.trie.each_like(&measure, |word| self.word(word).as_bytes(), |word| words.push(word));
        }
        words
    }

    /// The words that a typed one [`abbreviates`](edit::abbreviates).
    pub(super) fn abbreviated(&self, typed: &str) -> Vec<u32> {
        let Some(first) = typed.get(..1).filter(|_| typed.len() >= edit::ABBREVIATION_MIN) else {
            return Vec::new();
        };
        let wanted = signature(typed);
        let mut words = self.starting(first);
        words.retain(|&word| {
            let has_all = self.signatures.get(word as usize).is_some_and(|found| wanted & !found == 0);
            has_all && edit::abbreviates(typed.as_bytes(), self.word(word).as_bytes())
        });
        words
    }

    /// The same for names with other numbers, by the old ones; `None` is a name that goes. Words without names go too.
    pub(super) fn compacted(&self, numbers: &[Option<u32>]) -> Self {
        let remap = |old: &Postings, new: &mut Postings| {
            Occurrence::each_in(Some(old), |found| {
                if let Some(name) = numbers.get(found.name as usize).copied().flatten() {
                    Occurrence { name, ..found }.enter(new);
                }
            });
        };
        let mut new = Self::default();
        for (word, names) in (0..).zip(&self.names) {
            let mut kept = Postings::default();
            remap(names, &mut kept);
            if kept.last().is_some()
                && let Some(word) = new.add(self.word(word))
                && let Some(list) = new.names.get_mut(word as usize)
            {
                *list = kept;
            }
        }
        let remap_all = |old: &[Initial]| {
            let mut new = vec![Initial::default(); old.len()];
            for (new, old) in new.iter_mut().zip(old) {
                old.each(|found| {
                    if let Some(name) = numbers.get(found.name as usize).copied().flatten() {
                        new.enter(Occurrence { name, ..found });
                    }
                });
            }
            new
        };
        new.initials = remap_all(&self.initials);
        new.shared_initials = remap_all(&self.shared_initials);
        new.shrink();
        new
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.signatures.shrink_to_fit();
        self.initials.iter_mut().chain(&mut self.shared_initials).for_each(Initial::shrink);
        self.names.iter_mut().chain(&mut self.grams).for_each(Postings::shrink);
        self.names.shrink_to_fit();
        self.trie.shrink();
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        let words = self.ends.capacity() + self.signatures.capacity() + self.table.capacity();
        let lists = [&self.names, &self.grams];
        let bytes: usize = lists.iter().flat_map(|lists| lists.iter()).map(Postings::memory).sum();
        let lists: usize = lists.iter().map(|lists| lists.capacity()).sum();
        let initials = self.initials.iter().chain(&self.shared_initials);
        let initials: usize = initials.map(|initial| size_of::<Initial>() + initial.memory()).sum();
        self.trie.memory()
            + self.text.capacity()
            + words * 4
            + lists * size_of::<Postings>()
            + bytes
            + initials
    }

    fn word(&self, number: u32) -> &str {
        spelt(&self.text, &self.ends, number)
    }

    fn listed(&self, list: usize) -> Vec<u32> {
        let mut words = Vec::new();
        if let Some(list) = self.grams.get(list) {
            list.each(|word| words.push(word));
        }
        words
    }

    /// The number of a word, a new one if need be. `None` when there is no room for more.
    fn add(&mut self, word: &str) -> Option<u32> {
        if let Some(number) = self.find(word) {
            return Some(number);
        }
        let number = u32::try_from(self.ends.len()).ok().filter(|&n| n < EMPTY)?;
        let end = u32::try_from(self.text.len() + word.len()).ok()?;
        self.text.push_str(word);
        self.ends.push(end);
        self.names.push(Postings::default());
        let listed = !word.starts_with(MARK);
        self.signatures.push(if listed { signature(word) } else { 0 });
        if listed {
            self.list(word.as_bytes(), number);
            self.trie.add(word.as_bytes(), number, |n| spelt(&self.text, &self.ends, n).as_bytes());
        }
        // At most three slots of four are filled.
        if self.ends.len() * 4 > self.table.len() * 3 {
            self.table = vec![EMPTY; (self.ends.len() * 2).next_power_of_two().max(64)];
            (0..number).for_each(|n| self.place(n));
        }
        self.place(number);
        Some(number)
    }

    /// Enters a word in the lists of its letters.
    fn list(&mut self, word: &[u8], number: u32) {
        if self.grams.is_empty() {
            self.grams = vec![Postings::default(); SYMBOLS * SYMBOLS * SYMBOLS];
        }
        let at = |n: usize| word.get(n).map_or(0, |&letter| symbol(letter));
        let start = gram(0, at(0), at(1));
        let inside = (2..word.len()).map(|n| gram(at(n - 2), at(n - 1), at(n)));
        for list in std::iter::once(start).chain(inside) {
            if let Some(list) = self.grams.get_mut(list) {
                list.push(number);
            }
        }
    }

    fn place(&mut self, number: u32) {
        let free = self.slots(self.word(number)).find(|&(_, found)| found == EMPTY).map(|(slot, _)| slot);
        if let Some(slot) = free.and_then(|slot| self.table.get_mut(slot)) {
            *slot = number;
        }
    }

    /// The slots where a word may be, with what is in them.
    fn slots(&self, word: &str) -> impl Iterator<Item = (usize, u32)> {
        // FNV-1a; the size of the table is a power of two.
        let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mask = self.table.len().saturating_sub(1);
        let first = usize::try_from(hash ^ hash >> 32).unwrap_or_default();
        (0..self.table.len()).filter_map(move |n| {
            let slot = first.wrapping_add(n) & mask;
            self.table.get(slot).map(|&number| (slot, number))
        })
    }
}

fn spelt<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let from = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let to = ends.get(at).copied().unwrap_or(from);
    text.get(from as usize..to as usize).unwrap_or_default()
}

/// One bit for each letter a word has; digits share the bits of letters that folding never leaves.
fn signature(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| {
        letters
            | match byte {
                b'a'..=b'z' => 1 << (byte - b'a'),
                b'0'..=b'9' => 1 << ([b'q', b'x', b'y'].get(usize::from(byte % 3)).map_or(0, |b| b - b'a')),
                _ => 0,
            }
    })
}

fn mark_word(mark: &str) -> String {
    format!("{MARK}{mark}")
}

fn symbol(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a') + 1,
        b'0'..=b'9' => usize::from(byte - b'0') + 27,
        _ => 0,
    }
}

fn gram(a: usize, b: usize, c: usize) -> usize {
    (a * SYMBOLS + b) * SYMBOLS + c
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn vocabulary(words: &[String]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (name, word) in (0..).zip(words) {
            vocabulary.note(word, Occurrence { name, leads: name % 2 == 0 });
        }
        vocabulary
    }

    fn spelt(vocabulary: &Vocabulary, words: Vec<u32>) -> BTreeSet<String> {
        words.into_iter().map(|word| vocabulary.word(word).to_owned()).collect()
    }

    #[test]
    fn a_mark_is_no_word() {
        let mut vocabulary = vocabulary(&["ooo".into()]);
        vocabulary.note_mark("ооо", 5);
        let mut names = Vec::new();
        vocabulary.each_name(vocabulary.find_mark("ооо").unwrap(), |o| names.push(o.name));
        assert_eq!(names, [5]);
        assert_eq!(vocabulary.starting("o").len(), 1);
        assert_eq!(vocabulary.find("ип"), None);
    }

    proptest! {
        #[test]
        fn words_as_a_plain_scan_finds_them(
            words in prop::collection::vec("[a-d0-1]{1,8}", 0..60),
            typed in "[a-d0-1]{1,8}",
        ) {
            let vocabulary = vocabulary(&words);
            let all: BTreeSet<String> = words.iter().cloned().collect();
            let expect = |keep: &dyn Fn(&str) -> bool| all.iter().filter(|w| keep(w)).cloned().collect::<BTreeSet<_>>();
            prop_assert_eq!(vocabulary.len(), all.len());
            prop_assert_eq!(vocabulary.find(&typed).is_some(), all.contains(&typed));
            let starting = vocabulary.starting(&typed);
            prop_assert!(starting.len() <= all.len());
            prop_assert_eq!(spelt(&vocabulary, starting), expect(&|w| w.starts_with(&typed)));
            if typed.len() >= 3 {
                prop_assert_eq!(spelt(&vocabulary, vocabulary.containing(&typed)), expect(&|w| w.contains(&typed)));
            }
            let within = |max| {
                let mistakes = |w: &str| edit::mistakes(typed.as_bytes(), w.as_bytes());
                expect(&|w| mistakes(w).is_some_and(|mistakes| mistakes.count <= max))
            };
            let abbreviated = expect(&|w| edit::abbreviates(typed.as_bytes(), w.as_bytes()));
            let [one, two] = [1, 2].map(|mistakes| spelt(&vocabulary, vocabulary.like(&typed, mistakes)));
            // Words with fewer mistakes than asked for may be among the answers or not.
            prop_assert_eq!(&one | &within(0), within(1));
            prop_assert_eq!(&spelt(&vocabulary, vocabulary.abbreviated(&typed)), &abbreviated);
            prop_assert_eq!(&(&(&within(0) | &one) | &two) | &abbreviated, within(2));
        }

        #[test]
        fn names_come_back(words in prop::collection::vec("[a-c]{1,2}", 1..60)) {
            let vocabulary = vocabulary(&words);
            for word in &words {
                let mut names = Vec::new();
                vocabulary.each_name(vocabulary.find(word).unwrap(), |o| {
                    assert_eq!(o.leads, o.name % 2 == 0);
                    names.push(o.name as usize);
                });
                prop_assert!(names.iter().copied().eq((0..words.len()).filter(|&n| words[n] == *word)));
            }
        }
    }
}
