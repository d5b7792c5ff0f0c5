//! From the words of a query to the names that have all of them.

use std::collections::BinaryHeap;

use super::bits::Bits;
use super::rank::{Query, Step};
use super::records::Records;
use super::vocabulary::{Occurrence, Vocabulary};
use super::{NameOwner, REPEATED};

/// So many names can be looked at letter by letter without being narrowed any further.
pub(super) const FEW: usize = 400;

/// What is searched.
#[derive(Clone, Copy)]
pub(super) struct Index<'a> {
    pub(super) records: &'a Records,
    pub(super) words: &'a Vocabulary,
}

/// One reading of a query on its way through the steps.
pub(super) struct Search {
    /// Its place among the readings, the likeliest first.
    pub(super) form: usize,
    pub(super) query: Query,
    sets: Vec<WordSets>,
    /// Names not to be given again.
    listed: Bits,
}

/// The names that one word of the query leads to.
#[derive(Default)]
struct WordSets {
    names: Bits,
    /// Those that have it as a whole word, and those whose first word it is: a beginning of it, if the query has no
    /// further words.
    whole: Bits,
    leading: Bits,
    /// The last step done.
    done: Option<Step>,
}

impl Search {
    pub(super) fn new(form: usize, query: Query) -> Self {
        let sets = query.words.iter().map(|_| WordSets::default()).collect();
        Self { form, query, sets, listed: Bits::default() }
    }

    /// The names that have all words of the query at this step, without those taken out. Once they are [`FEW`]
    /// they are not narrowed further: looking at them is less work than at the lists of frequent words.
    pub(super) fn names(&mut self, index: Index<'_>, step: Step) -> Bits {
        let wanted: Vec<Wanted<'_>> = self.query.wanted().collect();
        let mut order: Vec<_> = wanted.iter().zip(&mut self.sets).collect();
        // The rarest first, as far as known; longer words are rarer.
        order.sort_by_key(|(wanted, sets)| match sets.done {
            Some(_) => (false, sets.names.count()),
            None => (true, usize::MAX - wanted.word.len()),
        });
        let mut names = index.records.live().clone();
        names.drop(&self.listed);
        for (wanted, sets) in order {
            sets.advance(index, wanted, step);
            names.keep(&sets.names);
            if names.count() <= FEW {
                break;
            }
        }
        names
    }

    /// Takes a name out of what further steps give.
    pub(super) fn take_out(&mut self, name: u32) {
        self.listed.set_growing(name);
    }

    /// The best `count` of some names by what is known without looking at their letters: where the words stand, then
    /// the length, then the owner. Best first.
    pub(super) fn best(&self, index: Index<'_>, names: &Bits, count: usize) -> Vec<u32> {
        let mut best: BinaryHeap<(u16, NameOwner, u32)> = BinaryHeap::with_capacity(count + 1);
        for name in names.iter() {
            let key = self.place_class(name) << 8 | u16::from(index.records.length(name));
            let full = best.len() >= count;
            if full && best.peek().is_some_and(|worst| worst.0 < key) {
                continue;
            }
            let Some(owner) = index.records.owner(name) else { continue };
            if full && best.peek().is_some_and(|worst| *worst <= (key, owner, name)) {
                continue;
            }
            best.push((key, owner, name));
            if full {
                best.pop();
            }
        }
        best.into_sorted_vec().into_iter().map(|(_, _, name)| name).collect()
    }

    /// 0 to 3: names that begin with the query before others, whole words before beginnings.
    fn place_class(&self, name: u32) -> u16 {
        let leading = self.sets.first().is_some_and(|sets| sets.leading.has(name));
        let whole = self.sets.iter().all(|sets| sets.whole.has(name));
        u16::from(!leading) << 1 | u16::from(!whole)
    }
}

/// A word of a query and what it asks of a name.
struct Wanted<'a> {
    word: &'a str,
    /// A beginning of a word will not do.
    whole: bool,
    /// It is all there is in the query.
    alone: bool,
    /// Another word of the query begins with this one, so a name needs two words that do.
    twice: bool,
}

impl Query {
    fn wanted(&self) -> impl Iterator<Item = Wanted<'_>> {
        self.words.iter().enumerate().map(|(n, word)| Wanted {
            word,
            // The space behind it was put in where a known word ends.
            whole: self.respaced && n + 1 < self.words.len(),
            alone: self.words.len() == 1,
            twice: self.words.iter().enumerate().any(|(m, other)| {
                m != n && other.starts_with(word.as_str()) && (other.len() > word.len() || m < n)
            }),
        })
    }
}

impl WordSets {
    /// Adds what the steps up to this one find.
    fn advance(&mut self, index: Index<'_>, wanted: &Wanted<'_>, step: Step) {
        for next in [Step::Start, Step::Inside, Step::OneMistake, Step::TwoMistakes, Step::Abbreviated] {
            if next <= step && self.done.is_none_or(|done| done < next) {
                self.done = Some(next);
                match next {
                    Step::Start => self.start(index, wanted),
                    _ if wanted.whole => {}
                    Step::Inside if wanted.word.len() < 3 => {}
                    Step::Inside => self.add(index.words, &index.words.containing(wanted.word)),
                    Step::OneMistake => self.add(index.words, &index.words.like(wanted.word, 1)),
                    Step::TwoMistakes => self.add(index.words, &index.words.like(wanted.word, 2)),
                    Step::Abbreviated => self.add(index.words, &index.words.abbreviated(wanted.word)),
                }
            }
        }
    }

    fn start(&mut self, index: Index<'_>, wanted: &Wanted<'_>) {
        let Index { records, words } = index;
        let empty = || Bits::new(records.total());
        (self.names, self.whole, self.leading) = (empty(), empty(), empty());
        if let Some(word) = words.find(wanted.word) {
            words.each_name(word, |found| {
                self.whole.set(found.name);
                if found.leads {
                    self.leading.set(found.name);
                }
            });
        }
        let Self { names, leading, .. } = self;
        let mut put = |found: Occurrence| {
            names.set(found.name);
            if wanted.alone && found.leads {
                leading.set(found.name);
            }
        };
        match wanted.word.as_bytes() {
            _ if wanted.whole => self.names = self.whole.clone(),
            &[initial] => words.each_name_by_initial(initial, wanted.twice, put),
            _ if wanted.twice => self.names = names_with_two(index, wanted.word),
            _ => words.starting(wanted.word).into_iter().for_each(|word| words.each_name(word, &mut put)),
        }
    }

    fn add(&mut self, vocabulary: &Vocabulary, words: &[u32]) {
        for &word in words {
            vocabulary.each_name(word, |found| self.names.set(found.name));
        }
    }
}

/// The names in which two words begin with `start`.
fn names_with_two(Index { records, words }: Index<'_>, start: &str) -> Bits {
    let (mut one, mut two) = (Bits::new(records.total()), Bits::new(records.total()));
    for word in words.starting(start) {
        words.each_name(word, |found| {
            if one.has(found.name) {
                two.set(found.name);
            }
            one.set(found.name);
        });
    }
    // A word that a name repeats («Ням-ням») is counted once; such names are few and looked at anyway.
    if let Some(word) = words.find_mark(REPEATED) {
        words.each_name(word, |found| two.set(found.name));
        two.keep(&one);
    }
    two
}
