//! From the words of a query to the names that have all of them.

use std::collections::BinaryHeap;

use super::bits::{Bits, each_bit};
use super::initials::Initial;
use super::rank::{Query, Step};
use super::records::Records;
use super::vocabulary::Vocabulary;
use super::{NameOwner, REPEATED};

/// So many names can be looked at letter by letter without being narrowed any further.
pub(super) const FEW: usize = 400;

/// Classes of names by where the words of the query stand in them.
const CLASSES: usize = 4;

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
    /// How many these are.
    count: usize,
    /// Those that have it as a whole word, and those whose first word it is: a beginning of it, if the query has no
    /// further words.
    whole: Bits,
    leading: Bits,
    /// The words that begin with it, between weighing and the first step.
    starting: Vec<u32>,
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
        let mut order: Vec<_> = wanted
            .iter()
            .zip(&mut self.sets)
            .map(|(wanted, sets)| match sets.done {
                Some(_) => ((false, sets.count), wanted, sets),
                None => ((true, sets.weigh(index, wanted)), wanted, sets),
            })
            .collect();
        // The rarest first: whatever they leave need not be looked for in the long lists of the frequent ones.
        order.sort_by_key(|(weight, ..)| *weight);
        let mut names = index.records.live().clone();
        names.drop(&self.listed);
        for (_, wanted, sets) in order {
            sets.advance(index, wanted, step);
            names.keep(&sets.names);
            if names.is_at_most(FEW) {
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
        let last = if names.is_at_most(count) { u16::MAX } else { self.last_key(index, names, count) };
        let mut best: BinaryHeap<(u16, NameOwner, u32)> = BinaryHeap::with_capacity(count + 1);
        self.each_key(index, names, last, |key, name| {
            let Some(owner) = index.records.owner(name) else { return };
            if best.len() >= count && best.peek().is_some_and(|worst| *worst <= (key, owner, name)) {
                return;
            }
            best.push((key, owner, name));
            if best.len() > count {
                best.pop();
            }
        });
        best.into_sorted_vec().into_iter().map(|(_, _, name)| name).collect()
    }

    /// The class and length of the last of the best `count` names. Counting them by that passes over all but some dozen of a
    /// hundred thousand.
    fn last_key(&self, index: Index<'_>, names: &Bits, count: usize) -> u16 {
        let mut counts = [0_usize; CLASSES << 8];
        self.each_key(index, names, u16::MAX, |key, _| {
            if let Some(of_key) = counts.get_mut(usize::from(key)) {
                *of_key += 1;
            }
        });
        let mut seen = 0;
        let last = counts.iter().position(|of_key| {
            seen += of_key;
            seen >= count
        });
        last.and_then(|key| u16::try_from(key).ok()).unwrap_or(u16::MAX)
    }

    /// Hands over names with their class (0 to 3: names that begin with the query before others, whole words before
    /// beginnings) and length as one number, those up to `last` only.
    fn each_key(&self, index: Index<'_>, names: &Bits, last: u16, mut visit: impl FnMut(u16, u32)) {
        for (at, block) in names.blocks() {
            let leading = self.sets.first().map_or(0, |sets| sets.leading.block(at));
            let whole = self.sets.iter().fold(u64::MAX, |whole, sets| whole & sets.whole.block(at));
            let base = u32::try_from(at * 64).unwrap_or(u32::MAX);
            for (class, of_class) in
                (0_u16..).zip([leading & whole, leading & !whole, !leading & whole, !(leading | whole)])
            {
                if class << 8 > last {
                    break;
                }
                each_bit(block & of_class, |bit| {
                    let name = base + bit;
                    let key = class << 8 | u16::from(index.records.length(name));
                    if key <= last {
                        visit(key, name);
                    }
                });
            }
        }
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
                    Step::Inside => {
                        // Those that begin with it are there since the first step.
                        let mut words = index.words.containing(wanted.word);
                        words.retain(|&word| !index.words.begins(word, wanted.word));
                        self.add(index.words, &words);
                    }
                    Step::OneMistake => self.add(index.words, &index.words.like(wanted.word, 1)),
                    Step::TwoMistakes => self.add(index.words, &index.words.like(wanted.word, 2)),
                    Step::Abbreviated => self.add(index.words, &index.words.abbreviated(wanted.word)),
                }
            }
        }
    }

    /// What it takes to find the names of the first step.
    fn weigh(&mut self, index: Index<'_>, wanted: &Wanted<'_>) -> usize {
        let words = index.words;
        match wanted.word.as_bytes() {
            _ if wanted.whole => words.find(wanted.word).map_or(0, |word| words.weight(word)),
            &[initial] => words.by_initial(initial, wanted.twice).map_or(0, Initial::weight),
            _ => {
                self.starting = words.starting(wanted.word);
                self.starting.iter().map(|&word| words.weight(word)).sum()
            }
        }
    }

    fn start(&mut self, index: Index<'_>, wanted: &Wanted<'_>) {
        let Index { records, words } = index;
        let empty = || Bits::new(records.total());
        let exact = words.find(wanted.word);
        if let Some(word) = exact {
            (self.whole, self.leading) = (empty(), empty());
            words.each_name(word, |found| {
                self.whole.set(found.name);
                if found.leads {
                    self.leading.set(found.name);
                }
            });
        } else if wanted.alone {
            self.leading = empty();
        }
        let starting = std::mem::take(&mut self.starting);
        let Self { names, leading, .. } = self;
        match wanted.word.as_bytes() {
            _ if wanted.whole => self.names = self.whole.clone(),
            &[initial] => {
                *names = empty();
                if let Some(initial) = words.by_initial(initial, wanted.twice) {
                    initial.put(names, Some(leading).filter(|_| wanted.alone));
                }
            }
            _ if wanted.twice => *names = names_with_two(index, &starting),
            _ => {
                // The names of the word itself are known by now.
                *names = if exact.is_some() { self.whole.clone() } else { empty() };
                for word in starting.into_iter().filter(|word| exact != Some(*word)) {
                    if wanted.alone {
                        words.each_name(word, |found| {
                            names.set(found.name);
                            if found.leads {
                                leading.set(found.name);
                            }
                        });
                    } else {
                        words.each_name(word, |found| names.set(found.name));
                    }
                }
            }
        }
        self.count = self.names.count();
    }

    fn add(&mut self, vocabulary: &Vocabulary, words: &[u32]) {
        for &word in words {
            vocabulary.each_name(word, |found| self.names.set(found.name));
        }
        if !words.is_empty() {
            self.count = self.names.count();
        }
    }
}

/// The names that have two of some words.
fn names_with_two(Index { records, words }: Index<'_>, starting: &[u32]) -> Bits {
    let (mut one, mut two) = (Bits::new(records.total()), Bits::new(records.total()));
    for &word in starting {
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
