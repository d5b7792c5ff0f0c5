//! The way from a query to a short list of names.

use std::collections::HashSet;

use super::bits::Bits;
use super::candidates::{FEW, Index, Search};
use super::rank::{Query, Rank, Ranker, Step, positions};
use super::{Exactness, NameMatch, NameOwner, cut};
use crate::domain::layout;
use crate::domain::name::{self, Folded};

/// Letters of a query that are read, and words of it that are looked up.
const QUERY_MAX: usize = 256;
const WORDS_MAX: usize = 8;
/// Names a list may have.
const LIMIT_MAX: usize = 1000;
/// How many names are looked at beside three for each line of the list, and how many times more if they will not do.
const FIRST_LOOK: usize = 32;
const LOOK_GROWTH: usize = 8;
/// A list filled to less than this part of its lines is sparse.
const SPARSE: usize = 4;

/// The names that fit a query, best first.
pub(super) fn search(index: Index<'_>, query: &str, limit: usize) -> Vec<NameMatch> {
    let query: String = query.chars().take(QUERY_MAX).collect();
    let forms = name::query_forms(&query);
    let mut list = List::new(index, limit.min(LIMIT_MAX));
    let mut searches: Vec<Search> = (0..).zip(&forms).map(|(n, form)| Search::new(n, plain(form))).collect();
    let typed = name::search_form(&query).text;
    let legal_forms = legal_forms(&query);
    if legal_forms.iter().any(|(_, sound)| sound.len() == 1) {
        // «ИП» may be the beginning of «Ипатов», and «Фи», the keys of "AB", that of «Филиал»; but «ООО», though it
        // sounds like «о», is not that of «Орлов».
        searches.clear();
    }
    list.fill(&mut searches, Step::Start);
    list.fill(&mut searches, Step::Inside);
    if !list.is_full() {
        let respaced =
            (0..).zip(&forms).flat_map(|(n, form)| respaced(index, form).into_iter().map(move |q| (n, q)));
        let mut respaced: Vec<Search> = respaced.map(|(n, query)| Search::new(n, query)).collect();
        list.fill(&mut respaced, Step::Start);
    }
    legal_forms.iter().for_each(|(form, _)| list.fill_by_legal_form(form));
    // Mistakes are looked for in the likeliest reading, and in the plain one if that gives nothing: in any other it
    // would be a guess in a guess. What leads far afield is for lists that are all but empty.
    searches.retain(|search| search.form == 0 || search.query.text == typed);
    let none_fits = list.hits.is_empty();
    for search in &mut searches {
        list.fill([&mut *search], Step::OneMistake);
        if none_fits && list.owners.len() * SPARSE < list.limit {
            list.fill([&mut *search], Step::TwoMistakes);
        }
        if list.hits.is_empty() {
            list.fill([search], Step::Abbreviated);
        }
        if !list.hits.is_empty() {
            break;
        }
    }
    list.finish()
}

/// The legal form that is all there is in a query, in either layout, and how what was typed sounds.
fn legal_forms(query: &str) -> Vec<(&'static str, String)> {
    let form = |text: &str| {
        let parts = name::split_legal_form(text);
        parts
            .form
            .filter(|_| parts.core.is_empty())
            .map(|form| (form, name::search_form_of(text, parts).text))
    };
    [form(query), form(&layout::swap(query))].into_iter().flatten().collect()
}

fn plain(form: &Folded) -> Query {
    let words = form.words().take(WORDS_MAX).map(|word| cut(word).to_owned()).collect();
    Query { text: form.text.clone(), words, respaced: false }
}

/// The query without its spaces, or with one wherever a known word ends.
fn respaced(index: Index<'_>, form: &Folded) -> Vec<Query> {
    let query = |parts: Vec<String>| Query { text: parts.join(" "), words: parts, respaced: true };
    if form.text.contains(' ') {
        let joined: String = form.words().collect();
        return vec![query(vec![cut(&joined).to_owned()])];
    }
    let halves = (3..form.text.len()).filter_map(|at| form.text.split_at_checked(at));
    let known = halves.filter(|(left, right)| right.len() >= 2 && index.words.find(left).is_some());
    known.take(WORDS_MAX).map(|(left, right)| query(vec![left.to_owned(), cut(right).to_owned()])).collect()
}

/// The list being filled.
struct List<'a> {
    index: Index<'a>,
    limit: usize,
    ranker: Ranker,
    hits: Vec<Hit>,
    owners: HashSet<NameOwner>,
}

/// A name that is going to be in the list, or may be.
struct Hit {
    owner: NameOwner,
    name: String,
    folded: Folded,
    rank: Rank,
    form: usize,
}

impl<'a> List<'a> {
    fn new(index: Index<'a>, limit: usize) -> Self {
        Self { index, limit, ranker: Ranker::new(), hits: Vec::new(), owners: HashSet::new() }
    }

    fn is_full(&self) -> bool {
        self.owners.len() >= self.limit
    }

    /// Takes each reading one step, until the list is full.
    fn fill<'s>(&mut self, searches: impl IntoIterator<Item = &'s mut Search>, step: Step) {
        for search in searches {
            if self.is_full() {
                return;
            }
            self.fill_from(search, step);
        }
    }

    /// Looks at the most promising names first. If too many of them do not fit after all (two words of the query want
    /// one word of the name), there is a second look, but no third.
    fn fill_from(&mut self, search: &mut Search, step: Step) {
        let mut names = search.names(self.index, step);
        let some = self.limit * 3 + FIRST_LOOK;
        let looks = if names.is_at_most(FEW) { vec![FEW] } else { vec![some, some * LOOK_GROWTH] };
        for count in looks {
            let best = search.best(self.index, &names, count);
            for &name in &best {
                names.clear(name);
                if self.look(search, name, step) {
                    search.take_out(name);
                }
            }
            if best.len() < count || self.is_full() {
                return;
            }
        }
    }

    fn look(&mut self, search: &Search, number: u32, step: Step) -> bool {
        let Some(owner) = self.index.records.owner(number) else { return false };
        let name = self.index.records.name(number);
        let folded = name::search_form(&name);
        let Some(rank) = self.ranker.rank(&search.query, &folded, step) else { return false };
        self.owners.insert(owner);
        self.hits.push(Hit { owner, name, folded, rank, form: search.form });
        true
    }

    /// Adds names with a legal form, the shortest first.
    fn fill_by_legal_form(&mut self, form: &str) {
        let Some(word) = self.index.words.find_mark(form) else { return };
        let mut names = Bits::new(self.index.records.total());
        self.index.words.each_name(word, |found| names.set(found.name));
        names.keep(self.index.records.live());
        let any = Search::new(0, Query { text: String::new(), words: Vec::new(), respaced: false });
        for number in any.best(self.index, &names, self.limit) {
            let Some(owner) = self.index.records.owner(number) else { continue };
            if !self.is_full() && self.owners.insert(owner) {
                let name = self.index.records.name(number);
                let folded = name::search_form(&name);
                let rank = Rank { exactness: Exactness::Inside, score: 0, marks: Vec::new() };
                self.hits.push(Hit { owner, name, folded, rank, form: 0 });
            }
        }
    }

    /// The list in its order, each owner once.
    fn finish(mut self) -> Vec<NameMatch> {
        self.hits.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut seen = HashSet::new();
        let firsts = self.hits.into_iter().filter(|hit| seen.insert(hit.owner));
        firsts.take(self.limit).map(Hit::into_match).collect()
    }
}

impl Hit {
    fn key(&self) -> impl Ord {
        let Rank { exactness, score, .. } = self.rank;
        (exactness, self.form, std::cmp::Reverse(score), self.folded.text.len(), self.owner, &self.name)
    }

    fn into_match(self) -> NameMatch {
        let positions = positions(&self.name, &self.folded, &self.rank.marks);
        let Rank { exactness, score, .. } = self.rank;
        NameMatch { owner: self.owner, name: self.name, score, exactness, positions }
    }
}
