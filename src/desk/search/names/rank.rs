//! How well one name fits a query, and which of its letters do.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::edit::{self, Mistakes};
use super::{Exactness, cut};
use crate::domain::name::Folded;

/// Words of a name looked at for mistakes; a name with more is a text somebody pasted.
const NEAR_WORDS: usize = 256;
/// What a whole word is worth beside a beginning of one, the right first letter, and words in the order of the query.
const WHOLE_BONUS: i64 = 8;
const START_BONUS: i64 = 8;
const ORDER_BONUS: i64 = 8;
/// What a mistake costs, and what a letter is worth in a word with mistakes. One mistake outweighs any word's letters.
const MISTAKE_COST: i64 = 1000;
const LETTER_WORTH: i64 = 16;

/// A query in one of its readings.
#[derive(Clone, Debug)]
pub(super) struct Query {
    /// Folded.
    pub(super) text: String,
    /// The words to be found, cut to what the index keeps.
    pub(super) words: Vec<String>,
    /// The spaces are ours, not the typist's: the words must stand together, and the fit is never better than inside.
    pub(super) respaced: bool,
}

/// What counts as a fit. Each step includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Words that begin with a word of the query.
    Start,
    /// Words that have it inside.
    Inside,
    /// Words that differ by one mistake.
    OneMistake,
    /// By two.
    TwoMistakes,
    /// Words of which letters were left out.
    Abbreviated,
}

/// How well a name fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    pub(super) exactness: Exactness,
    pub(super) score: i64,
    /// Bytes of the folded name that fit, ascending.
    pub(super) marks: Vec<usize>,
}

/// How a typed word fits a word of a name, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Start,
    Within(usize),
    Mistaken(Mistakes),
}

/// A typed word and its place in the name.
struct Placed<'a> {
    typed: &'a str,
    word: &'a str,
    /// Where the word begins in the folded name.
    at: usize,
    fit: Fit,
}

/// Ranks names for a query. Holds the matcher's working memory.
pub(super) struct Ranker {
    matcher: SkimMatcherV2,
}

impl Ranker {
    pub(super) fn new() -> Self {
        Self { matcher: SkimMatcherV2::default() }
    }

    /// How well the name fits the query, if every word of the query finds a word of its own in it.
    pub(super) fn rank(&self, query: &Query, name: &Folded, step: Step) -> Option<Rank> {
        if query.respaced && !name.text.contains(&query.text) {
            return None;
        }
        let placed = place(query, name, step)?;
        let worst = placed.iter().map(|p| p.fit).max()?;
        let exactness = match worst {
            _ if query.respaced => Exactness::Inside,
            _ if name.text == query.text => Exactness::Exact,
            _ if name.text.starts_with(&query.text) => Exactness::Prefix,
            Fit::Whole | Fit::Start => Exactness::WordPrefix,
            Fit::Within(_) => Exactness::Inside,
            Fit::Mistaken(_) => Exactness::Fuzzy,
        };
        let in_order = placed.is_sorted_by_key(|p| p.at);
        let score =
            placed.iter().map(|p| self.score(p)).sum::<i64>() + if in_order { ORDER_BONUS } else { 0 };
        let mut marks = match exactness {
            Exactness::Exact | Exactness::Prefix => spaceless(name, 0..query.text.len()),
            _ => placed.iter().flat_map(|p| self.marks(p)).collect(),
        };
        marks.sort_unstable();
        marks.dedup();
        Some(Rank { exactness, score, marks })
    }

    fn score(&self, placed: &Placed<'_>) -> i64 {
        match placed.fit {
            Fit::Mistaken(mistakes) => {
                let letters = i64::try_from(placed.typed.len()).unwrap_or_default() * LETTER_WORTH;
                let same_start = placed.typed.bytes().next() == placed.word.bytes().next();
                let bonus =
                    if same_start { START_BONUS } else { 0 } + if mistakes.open { 0 } else { WHOLE_BONUS };
                letters + bonus - i64::from(mistakes.count) * MISTAKE_COST
            }
            fit => {
                let letters = self.matcher.fuzzy_match(cut(placed.word), placed.typed).unwrap_or_default();
                letters + if fit == Fit::Whole { WHOLE_BONUS } else { 0 }
            }
        }
    }

    /// The bytes of the name that the typed word marks.
    fn marks(&self, placed: &Placed<'_>) -> Vec<usize> {
        let run = |from: usize| (from..from + placed.typed.len()).collect();
        let in_word: Vec<usize> = match placed.fit {
            Fit::Whole | Fit::Start => run(0),
            Fit::Within(from) => run(from),
            Fit::Mistaken(_) => match self.matcher.fuzzy_indices(cut(placed.word), placed.typed) {
                Some((_, letters)) => letters,
                None => edit::common_letters(placed.typed.as_bytes(), placed.word.as_bytes()),
            },
        };
        in_word.into_iter().map(|n| placed.at + n).collect()
    }
}

/// Gives each word of the query a word of the name of its own, in the order of the query. Longer words choose first:
/// whatever a longer beginning fits, a shorter one of the same letters fits too.
fn place<'a>(query: &'a Query, name: &'a Folded, step: Step) -> Option<Vec<Placed<'a>>> {
    let words = words_with_places(&name.text);
    let mut order: Vec<usize> = (0..query.words.len()).collect();
    order.sort_by_key(|&n| std::cmp::Reverse(query.words.get(n).map(String::len)));
    let mut taken: Vec<usize> = Vec::with_capacity(order.len());
    let mut placed = Vec::with_capacity(order.len());
    for n in order {
        let typed = query.words.get(n)?;
        let best = words
            .clone()
            .enumerate()
            .filter(|(nth, (at, _))| !taken.contains(at) && (step < Step::OneMistake || *nth < NEAR_WORDS))
            .filter_map(|(_, (at, word))| Some((fit(typed, word, step)?, at, word)))
            .min()?;
        let (fit, at, word) = best;
        taken.push(at);
        placed.push((n, Placed { typed, word, at, fit }));
    }
    placed.sort_by_key(|(n, _)| *n);
    Some(placed.into_iter().map(|(_, p)| p).collect())
}

fn fit(typed: &str, word: &str, step: Step) -> Option<Fit> {
    if word.starts_with(typed) {
        return Some(if word.len() == typed.len() { Fit::Whole } else { Fit::Start });
    }
    let within = if step >= Step::Inside && typed.len() >= 3 { word.find(typed) } else { None };
    let most = match step {
        Step::Start | Step::Inside => 0,
        Step::OneMistake => 1,
        Step::TwoMistakes | Step::Abbreviated => 2,
    };
    within.map(Fit::Within).or_else(|| {
        let mistakes = if most > 0 { edit::mistakes(typed.as_bytes(), cut(word).as_bytes()) } else { None };
        mistakes.filter(|mistakes| mistakes.count <= most).map(Fit::Mistaken)
    })
}

/// The words of a folded text, each with the byte it begins at.
fn words_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let mut at = 0;
    text.split(' ').map(move |word| {
        let here = at;
        at += word.len() + 1;
        (here, word)
    })
}

fn spaceless(name: &Folded, range: std::ops::Range<usize>) -> Vec<usize> {
    range.filter(|&n| name.text.as_bytes().get(n) != Some(&b' ')).collect()
}

/// The characters of the name that the marked bytes stand for: their own letters, and the silent ones between two
/// marked ones or behind the last of a word («Соль» is marked whole by «sol»).
pub(super) fn positions(name: &str, folded: &Folded, marks: &[usize]) -> Vec<u32> {
    let chars: Vec<char> = name.chars().collect();
    let mut positions = Vec::with_capacity(marks.len());
    let mut rest = marks.iter().copied().peekable();
    while let Some(mark) = rest.next() {
        let Some(&at) = folded.source.get(mark) else { continue };
        positions.push(at);
        let next_is_marked = rest.peek() == Some(&(mark + 1));
        let word_ends = folded.text.as_bytes().get(mark + 1).is_none_or(|&byte| byte == b' ');
        let end = match folded.source.get(mark + 1) {
            Some(&next) if next_is_marked => next,
            _ if word_ends => u32::MAX,
            _ => continue,
        };
        let silent =
            (at + 1..end).zip(chars.iter().skip(at as usize + 1)).take_while(|(_, c)| c.is_alphanumeric());
        positions.extend(silent.map(|(n, _)| n));
    }
    positions.sort_unstable();
    positions.dedup();
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::name::search_form;
    use Exactness::{Exact, Fuzzy, Inside, Prefix, WordPrefix};

    fn query(text: &str) -> Query {
        let folded = search_form(text);
        let words = folded.words().map(String::from).collect();
        Query { text: folded.text, words, respaced: false }
    }

    fn exactness(typed: &str, name: &str) -> Option<Exactness> {
        Ranker::new().rank(&query(typed), &search_form(name), Step::Abbreviated).map(|r| r.exactness)
    }

    fn marked(typed: &str, name: &str) -> String {
        let folded = search_form(name);
        let rank = Ranker::new().rank(&query(typed), &folded, Step::TwoMistakes).unwrap();
        let chars: Vec<char> = name.chars().collect();
        positions(name, &folded, &rank.marks).into_iter().map(|n| chars[n as usize]).collect()
    }

    #[test]
    fn fits_have_their_names() {
        for (typed, name, expected) in [
            ("протон", "ООО «Протон»", Some(Exact)),
            ("видео мар", "Видео маркет", Some(Prefix)),
            ("маркет видео", "Видео маркет", Some(WordPrefix)),
            ("мар", "Видео маркет", Some(WordPrefix)),
            ("арке", "Видео маркет", Some(Inside)),
            ("видио маркет", "Видео маркет", Some(Fuzzy)),
            ("мркт", "Видео маркет", Some(Fuzzy)),
            ("иван иванов", "Иванов Иван", Some(WordPrefix)),
            ("иван иванов", "Иванов Пётр", None),
            ("протон", "Электрон", None),
            ("ро", "Протон", None),
        ] {
            assert_eq!(exactness(typed, name), expected, "{typed} {name}");
        }
    }

    #[test]
    fn the_letters_that_fit_are_marked() {
        for (typed, name, expected) in [
            ("прот", "ООО \"Протон\"", "Прот"),
            ("протон", "ООО \"Протон\"", "Протон"),
            ("маркет видео", "Видео маркет", "Видеомаркет"),
            ("вид мар", "Видео маркет", "Видмар"),
            ("арке", "Видео маркет", "арке"),
            ("протин", "Протон", "Протн"),
            ("мркт", "Маркет", "Мркт"),
            ("соль", "Соль земли", "Соль"),
            ("объе", "Объём", "Объё"),
            ("щука", "Shchuka", "Shchuka"),
            ("яна", "Яна Ли", "Яна"),
            ("анна", "Анна", "Анна"),
        ] {
            assert_eq!(marked(typed, name), expected, "{typed} {name}");
        }
    }

    #[test]
    fn fewer_mistakes_and_whole_words_rank_higher() {
        let score = |typed: &str, name: &str| {
            Ranker::new().rank(&query(typed), &search_form(name), Step::TwoMistakes).unwrap().score
        };
        assert!(score("протин", "Протон") > score("протин", "Протоны"));
        assert!(score("видио маркет", "Видео маркет") > score("видио марект", "Видео маркет"));
        assert!(score("мир", "Мир дверей") > score("мир", "Миронов"));
        assert!(score("видео маркет", "Видео маркет плюс") > score("видео маркет", "Маркет видео плюс"));
    }
}
