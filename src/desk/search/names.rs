//! Name search: clients, people and legal entities by any name they have, as it is being typed.
//!
//! Letters decide, not the way they were typed: capitals, ё and е, the wrong keyboard layout, Latin spelling, the legal
//! form, the order of the words and a slip of the finger in a word do not matter. What fits exactly comes first.
//!
//! How it is built: every name is folded ([`domain::name`](crate::domain::name)) and its words enter a vocabulary. A
//! query is folded likewise; its words are looked up in the vocabulary, first as beginnings of words, then inside
//! them, then misspelt, and only as far as the list to be filled asks for. The names that have all the words are
//! found by posting lists, the shortest of them are looked at letter by letter and ranked.

mod bits;
mod candidates;
mod edit;
mod find;
mod initials;
mod packed;
mod postings;
mod rank;
mod records;
mod trie;
mod vocabulary;

use crate::domain::ids::{ClientId, LegalEntityId, PersonId};
use crate::domain::name;
use crate::domain::text::clean_line;
use candidates::Index;
use records::Records;
use vocabulary::{Occurrence, Vocabulary};

/// Letters of a word that the index keeps; longer words are found by their beginning.
const WORD_MAX: usize = 40;
/// The mark of a name with a word that comes twice in it.
const REPEATED: &str = "2";
/// Removed names below this number are not worth clearing up.
const COMPACT_MIN: usize = 64;

/// Whose name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameOwner {
    /// A client: its name or its public name.
    Client(ClientId),
    /// A contact person.
    Person(PersonId),
    /// A legal entity.
    LegalEntity(LegalEntityId),
}

/// How exactly a name fits a query, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactness {
    /// The whole name, but for its legal form.
    Exact,
    /// The name begins with it.
    Prefix,
    /// Each word of the query begins a word of the name, in any order.
    WordPrefix,
    /// Inside the words of the name, or with other spaces: «видеомаркет» for «Видео маркет».
    Inside,
    /// With mistakes.
    Fuzzy,
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// Whose name it is.
    pub owner: NameOwner,
    /// The name as it was given, cleaned by [`clean_line`].
    pub name: String,
    /// More is better among names of the same exactness.
    pub score: i64,
    /// How exactly it fits.
    pub exactness: Exactness,
    /// The letters that fit: numbers of characters of `name`, ascending.
    pub positions: Vec<u32>,
}

/// The index of all names, in memory.
///
/// It holds the names themselves, so a screen of results needs nothing else. Names are only appended; a removed one is
/// marked, and when more than half are marked all of them go at once, which takes as long as copying the index.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    records: Records,
    words: Vocabulary,
}

impl NameIndex {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a name of an owner, who may have several. A name the owner has already, and one with nothing to read in
    /// it, change nothing.
    ///
    /// A legal entity's and a person's names are added once, whatever number of clients they stand for.
    pub fn insert(&mut self, owner: NameOwner, name: &str) {
        let name = clean_line(name);
        let parts = name::split_legal_form(&name);
        let form = name::search_form_of(&name, parts);
        if form.text.is_empty() || self.records.contains(owner, &name) {
            return;
        }
        let Some(number) = self.records.push(owner, &name, form.text.len()) else { return };
        let mut repeats = false;
        for (n, word) in form.words().enumerate() {
            repeats |= !self.words.note(cut(word), Occurrence { name: number, leads: n == 0 });
        }
        for mark in parts.form.into_iter().chain(repeats.then_some(REPEATED)) {
            self.words.note_mark(mark, number);
        }
    }

    /// Removes all names of an owner and says how many there were.
    pub fn remove(&mut self, owner: NameOwner) -> usize {
        let gone = self.records.remove(owner);
        let dead = self.records.total() - self.records.live_count();
        if gone > 0 && dead >= COMPACT_MIN && dead > self.records.live_count() {
            self.compact();
        }
        gone
    }

    /// The names that fit a query, best first: more exact ones, then those of a higher score, shorter ones, those of
    /// clients before people before legal entities, of lower ids. Each owner appears once, with the name that fits
    /// best. A query without letters, digits or signs finds nothing.
    pub fn search(&self, query: &str, limit: usize) -> Vec<NameMatch> {
        find::search(Index { records: &self.records, words: &self.words }, query, limit)
    }

    /// Whether an owner has any name here.
    pub fn has(&self, owner: NameOwner) -> bool {
        self.records.has(owner)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.records.live_count()
    }

    /// Whether there are no names.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many different words the names have, those of removed names included.
    pub fn word_count(&self) -> usize {
        self.words.len()
    }

    /// Gives back the memory kept for growth. Worth calling once, when the base has been read.
    pub fn shrink(&mut self) {
        self.records.shrink();
        self.words.shrink();
    }

    /// Bytes the index holds, room for growth included.
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>() + self.records.memory() + self.words.memory()
    }

    /// Drops what removed names left behind.
    fn compact(&mut self) {
        let (records, numbers) = self.records.compacted();
        self.words = self.words.compacted(&numbers);
        self.records = records;
    }
}

/// The part of a word that the index keeps. Folded words are ASCII, so any cut is between letters.
fn cut(word: &str) -> &str {
    word.get(..WORD_MAX).unwrap_or(word)
}

#[cfg(test)]
mod tests;
