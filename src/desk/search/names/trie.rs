//! Words by their letters, to find misspelt ones: words with the same beginning are measured together.

use super::edit::{Measure, Read};

const NONE: u32 = u32::MAX;
/// Set in the link of a node that leads to one word only; the rest of that word is not spelt out in nodes.
const LEAF: u32 = 1 << 31;
/// The letter of a node where a word ends.
const END: u8 = 0;

/// A tree of letters. Node 0 is the root; every other node stands for the letter that leads to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Trie {
    letters: Vec<u8>,
    /// The first child, or the number of the only word with the [`LEAF`] bit.
    links: Vec<u32>,
    siblings: Vec<u32>,
}

impl Trie {
    /// Adds a word that is not there. `spelt` gives the letters of a word added before.
    pub(super) fn add<'a>(&mut self, word: &[u8], number: u32, spelt: impl Fn(u32) -> &'a [u8]) {
        if number >= LEAF {
            return;
        }
        if self.letters.is_empty() {
            self.push(END, NONE, NONE);
        }
        let letter_of = |word: &[u8], at: usize| word.get(at).copied().unwrap_or(END);
        let mut node = 0;
        for at in 0..=word.len() {
            let letter = letter_of(word, at);
            let Some(child) = self.children(node).find(|&child| self.letter(child) == letter) else {
                self.add_leaf(node, letter, number);
                return;
            };
            if let Some(other) = self.leaf(child) {
                // The one word behind this letter gets a node of its own one letter further on.
                let next = letter_of(spelt(other), at + 1);
                self.set_link(child, NONE);
                self.add_leaf(child, next, other);
            }
            node = child;
        }
    }

    /// Hands over the words that are like a typed one as a whole or by a beginning, with as many mistakes as the measure
    /// forgives. Words whose beginning has fewer are left out.
    pub(super) fn each_like<'a>(
        &self,
        measure: &Measure<'_>,
        spelt: impl Fn(u32) -> &'a [u8],
        mut visit: impl FnMut(u32),
    ) {
        let mut open: Vec<(u32, Read)> = self.children(0).map(|child| (child, measure.start())).collect();
        while let Some((node, before)) = open.pop() {
            let letter = self.letter(node);
            if letter == END {
                if let Some(word) = self.leaf(node).filter(|_| measure.whole(before).is_some()) {
                    visit(word);
                }
                continue;
            }
            let Some(read) = measure.read(before, letter) else { continue };
            if let Some(mistakes) = measure.beginning(read) {
                if mistakes == measure.max() {
                    self.each_below(node, &mut visit);
                }
            } else if let Some(word) = self.leaf(node) {
                if rest_is_like(measure, read, spelt(word)) {
                    visit(word);
                }
            } else {
                open.extend(self.children(node).map(|child| (child, read)));
            }
        }
    }

    pub(super) fn shrink(&mut self) {
        self.letters.shrink_to_fit();
        self.links.shrink_to_fit();
        self.siblings.shrink_to_fit();
    }

    /// Bytes on the heap.
    pub(super) fn memory(&self) -> usize {
        self.letters.capacity() + (self.links.capacity() + self.siblings.capacity()) * 4
    }

    fn each_below(&self, node: u32, visit: &mut impl FnMut(u32)) {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            match self.leaf(node) {
                Some(word) => visit(word),
                None => open.extend(self.children(node)),
            }
        }
    }

    fn children(&self, node: u32) -> impl Iterator<Item = u32> {
        let first = self.link(node).filter(|link| link & LEAF == 0);
        std::iter::successors(first, |&child| {
            self.siblings.get(child as usize).copied().filter(|&next| next != NONE)
        })
    }

    fn leaf(&self, node: u32) -> Option<u32> {
        self.link(node).filter(|link| link & LEAF != 0).map(|link| link & !LEAF)
    }

    /// The link of a node. [`NONE`] is no link, though it has the bit of a leaf.
    fn link(&self, node: u32) -> Option<u32> {
        self.links.get(node as usize).copied().filter(|&link| link != NONE)
    }

    fn letter(&self, node: u32) -> u8 {
        self.letters.get(node as usize).copied().unwrap_or(END)
    }

    fn set_link(&mut self, node: u32, to: u32) {
        if let Some(link) = self.links.get_mut(node as usize) {
            *link = to;
        }
    }

    fn add_leaf(&mut self, parent: u32, letter: u8, number: u32) {
        let Ok(child) = u32::try_from(self.letters.len()) else { return };
        if child < LEAF {
            self.push(letter, number | LEAF, self.link(parent).unwrap_or(NONE));
            self.set_link(parent, child);
        }
    }

    fn push(&mut self, letter: u8, link: u32, sibling: u32) {
        self.letters.push(letter);
        self.links.push(link);
        self.siblings.push(sibling);
    }
}

/// Whether a word is like the typed one, its beginning being read already.
fn rest_is_like(measure: &Measure<'_>, mut read: Read, word: &[u8]) -> bool {
    for &letter in word.iter().skip(read.letters()) {
        match measure.read(read, letter) {
            Some(next) if measure.beginning(next).is_some() => return true,
            Some(next) => read = next,
            None => return false,
        }
    }
    measure.whole(read).is_some()
}
