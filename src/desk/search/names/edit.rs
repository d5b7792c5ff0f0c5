//! How far a misspelt word is from a right one.
//!
//! The measure is Damerau and Levenshtein's in its usual restricted form (optimal string alignment): letters put in,
//! left out, replaced, and neighbours exchanged. It is computed here and not taken from a library because the word
//! being typed has no end yet and is measured against every beginning of the other word, and because many words are
//! measured at once, those with the same beginning together.

/// Mistakes that are ever forgiven in a word.
const MOST: u8 = 2;
/// Cells of a row: the diagonal and as far beside it as mistakes may lead.
const BAND: usize = 2 * MOST as usize + 1;
/// Letters an abbreviation needs.
pub(super) const ABBREVIATION_MIN: usize = 4;
/// More than any number of mistakes.
const FAR: u8 = 100;

/// How many mistakes are forgiven in a typed word of this many letters.
pub(super) fn allowed(letters: usize) -> u8 {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        _ => MOST,
    }
}

/// How a typed word differs from another, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mistakes {
    pub(super) count: u8,
    /// Only a beginning of the other word is like the typed one, or letters are left out.
    pub(super) open: bool,
}

/// The mistakes that make `typed` of `word` or of its beginning, if they are no more than [`allowed`].
///
/// A beginning must have four letters for each mistake, and must end as the typed word does: else «прот» would be one
/// mistake away from every word in «про…». Letters left out of a longer word («мркт» for «маркет») are two mistakes,
/// however many they are, if the first letter is right and no more than half are missing.
pub(super) fn mistakes(typed: &[u8], word: &[u8]) -> Option<Mistakes> {
    let max = allowed(typed.len());
    if max == 0 {
        return None;
    }
    let measure = Measure::new(typed, max);
    let mut best: Option<Mistakes> = None;
    let mut note = |count: Option<u8>, open| {
        best = best.into_iter().chain(count.map(|count| Mistakes { count, open })).min();
    };
    let mut read = Some(measure.start());
    for &letter in word {
        read = read.and_then(|read| measure.read(read, letter));
        note(read.and_then(|read| measure.beginning(read)), true);
    }
    note(read.and_then(|read| measure.whole(read)), false);
    best.or_else(|| abbreviates(typed, word).then_some(Mistakes { count: 2, open: true }))
}

/// Measures words against a typed one, letter by letter.
pub(super) struct Measure<'a> {
    typed: &'a [u8],
    max: u8,
}

/// What is known after some letters of a word: two rows of the table of distances, as far as they matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    /// Letters read, and the last two of them, 0 where there is none.
    letters: usize,
    last: u8,
    before_last: u8,
    /// Cell `n` is the distance of what was read to the first `letters + n - MOST` letters of the typed word.
    row: [u8; BAND],
    /// The same before the last letter.
    above: [u8; BAND],
}

impl Read {
    /// How many letters were read.
    pub(super) fn letters(&self) -> usize {
        self.letters
    }
}

impl<'a> Measure<'a> {
    /// Forgives `max` mistakes, two at most.
    pub(super) fn new(typed: &'a [u8], max: u8) -> Self {
        Self { typed, max: max.min(MOST) }
    }

    /// The mistakes that are forgiven.
    pub(super) fn max(&self) -> u8 {
        self.max
    }

    /// Nothing read yet.
    pub(super) fn start(&self) -> Read {
        let mut row = [FAR; BAND];
        row.iter_mut().skip(usize::from(MOST)).zip(0..).for_each(|(cell, typed)| *cell = typed);
        Read { letters: 0, last: 0, before_last: 0, row, above: [FAR; BAND] }
    }

    /// One letter more. `None` when no end of the word can bring it near any more.
    pub(super) fn read(&self, before: Read, letter: u8) -> Option<Read> {
        let letters = before.letters + 1;
        let mut row = [FAR; BAND];
        let mut left = FAR;
        // Each cell from those left of it, above it, and on the diagonals of one and of two letters, which in a band
        // stand at the same place of the rows above.
        let right_above = before.row.iter().skip(1).chain([&FAR]);
        let cells = row.iter_mut().zip(&before.row).zip(right_above).zip(&before.above);
        for ((((cell, &diagonal), &up), &two_up), n) in cells.zip(letters..) {
            let Some(typed) = n.checked_sub(usize::from(MOST)).filter(|&typed| typed <= self.typed.len())
            else {
                left = FAR;
                continue;
            };
            let Some(last) = typed.checked_sub(1) else {
                left = u8::try_from(letters).unwrap_or(FAR);
                *cell = left;
                continue;
            };
            let here = self.typed.get(last).copied();
            let mut cost = (diagonal + u8::from(here != Some(letter))).min(up + 1).min(left + 1);
            let before_here = last.checked_sub(1).and_then(|n| self.typed.get(n)).copied();
            if before_here == Some(letter) && here == Some(before.last) {
                cost = cost.min(two_up + 1);
            }
            left = cost.min(FAR);
            *cell = left;
        }
        let lost = row.iter().all(|&cost| cost > self.max);
        (!lost).then_some(Read { letters, last: letter, before_last: before.last, row, above: before.row })
    }

    /// The mistakes, if the word ends here.
    pub(super) fn whole(&self, read: Read) -> Option<u8> {
        let n = (self.typed.len() + usize::from(MOST)).checked_sub(read.letters)?;
        read.row.get(n).copied().filter(|&cost| cost <= self.max)
    }

    /// The mistakes, if the typed word is to end here and the other goes on.
    pub(super) fn beginning(&self, read: Read) -> Option<u8> {
        let [.., before_last, last] = self.typed else { return None };
        let exchanged = *before_last == read.last && *last == read.before_last;
        self.whole(read).filter(|&cost| {
            self.typed.len() >= 4 * usize::from(cost.max(1)) && (*last == read.last || exchanged)
        })
    }
}

/// Whether `short`, if it is long enough for an abbreviation, is `word` with letters left out.
pub(super) fn abbreviates(short: &[u8], word: &[u8]) -> bool {
    let mut letters = word.iter();
    short.len() >= ABBREVIATION_MIN
        && short.first() == word.first()
        && word.len() <= short.len() * 2
        && short.iter().all(|s| letters.any(|letter| letter == s))
}

/// The numbers of the letters of `word` that `typed` has too, in the same order: the longest such row of letters.
pub(super) fn common_letters(typed: &[u8], word: &[u8]) -> Vec<usize> {
    // best[t][w]: how many letters typed[t..] and word[w..] have in common.
    let mut best = vec![vec![0_u8; word.len() + 1]; typed.len() + 1];
    let at =
        |table: &[Vec<u8>], t: usize, w: usize| table.get(t).and_then(|row| row.get(w)).copied().unwrap_or(0);
    for (t, a) in typed.iter().enumerate().rev() {
        for (w, b) in word.iter().enumerate().rev() {
            let here = if a == b {
                at(&best, t + 1, w + 1) + 1
            } else {
                at(&best, t + 1, w).max(at(&best, t, w + 1))
            };
            if let Some(cell) = best.get_mut(t).and_then(|row| row.get_mut(w)) {
                *cell = here;
            }
        }
    }
    let (mut t, mut w) = (0, 0);
    let mut common = Vec::new();
    while let (Some(a), Some(b)) = (typed.get(t), word.get(w)) {
        if a == b && at(&best, t, w) == at(&best, t + 1, w + 1) + 1 {
            common.push(w);
            (t, w) = (t + 1, w + 1);
        } else if at(&best, t + 1, w) >= at(&best, t, w + 1) {
            t += 1;
        } else {
            w += 1;
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_mistakes() {
        for (typed, word, expected) in [
            ("protin", "proton", Some(1)),
            ("prpton", "proton", Some(1)),
            ("prton", "proton", Some(1)),
            ("protton", "proton", Some(1)),
            ("rpoton", "proton", Some(1)),
            ("vidio", "video", Some(1)),
            ("vidio", "videomarket", Some(1)),
            ("sidoroff", "sidorov", Some(2)),
            ("prot", "prolog", None),
            ("mrkt", "market", Some(2)),
            ("dom", "don", Some(1)),
            ("dom", "dona", None),
            ("do", "da", None),
            ("proton", "elektron", None),
            ("proton", "kvant", None),
            ("utiuni", "uiutni", Some(2)),
            ("protan", "protenko", Some(1)),
            ("prutan", "protenko", None),
            ("", "proton", None),
            ("proton", "", None),
        ] {
            let found = mistakes(typed.as_bytes(), word.as_bytes()).map(|m| m.count);
            assert_eq!(found, expected, "{typed} {word}");
        }
    }

    #[test]
    fn common_letters_are_marked() {
        assert_eq!(common_letters(b"protin", b"proton"), [0, 1, 2, 3, 5]);
        assert_eq!(common_letters(b"mrkt", b"market"), [0, 2, 3, 5]);
        assert_eq!(common_letters(b"abc", b"xyz"), [0_usize; 0]);
        assert_eq!(common_letters(b"", b"x"), [0_usize; 0]);
    }

    /// The distance of whole words, or of the best beginning that ends alike.
    fn distance(typed: &str, word: &str, max: u8) -> (Option<u8>, Option<u8>) {
        let measure = Measure::new(typed.as_bytes(), max);
        let mut reads = vec![measure.start()];
        for letter in word.bytes() {
            match measure.read(reads[reads.len() - 1], letter) {
                Some(read) => reads.push(read),
                None => break,
            }
        }
        let whole = if reads.len() == word.len() + 1 { measure.whole(reads[word.len()]) } else { None };
        (whole, reads.into_iter().filter_map(|read| measure.beginning(read)).min())
    }

    proptest! {
        #[test]
        fn as_the_library_measures(a in "[abc]{0,10}", b in "[abc]{0,14}", max in 0_u8..=2) {
            let (whole, beginning) = distance(&a, &b, max);
            let near = |cost: usize| u8::try_from(cost).ok().filter(|&cost| cost <= max);
            prop_assert_eq!(whole, near(strsim::osa_distance(&a, &b)));
            let ends_alike = |start: &&str| {
                let mut ends = [a.chars().rev(), start.chars().rev()];
                let [(a1, a2), (b1, b2)] = ends.each_mut().map(|end| (end.next(), end.next()));
                b1.is_some() && (a1 == b1 || a2 == b1 && a1 == b2)
            };
            let starts = (1..=b.len()).filter_map(|end| b.get(..end)).filter(ends_alike);
            let best = starts.map(|start| strsim::osa_distance(&a, start)).min();
            prop_assert_eq!(beginning, best.filter(|&cost| a.len() >= 4 * cost.max(1)).and_then(near));
        }

        #[test]
        fn never_panics(a: Vec<u8>, b: Vec<u8>) {
            let _ = (mistakes(&a, &b), common_letters(&a, &b), abbreviates(&a, &b));
        }
    }
}
