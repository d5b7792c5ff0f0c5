//! How many points what gives in the queue, as a file.
//!
//! ```
//! let file = "[base]\nhot = 450\n[lists]\nhigh = 8\nhigh_lists = [\"Опт, осень\"]\n";
//! let (weights, _) = dozvon::domain::queue::weights::parse(file).unwrap();
//! assert_eq!((weights.hot, weights.planned), (450, 300));
//! ```

use super::{Priority, Rank};
use crate::domain::presets;
use crate::domain::text::clean_line;
use crate::domain::textfile::read::{Reader, Section};
use crate::domain::textfile::{Parsed, ProblemKind};

/// The name under which the file is kept.
pub const NAME: &str = "queue-weights";

/// Points of what stands for itself are at least 0 and at most this.
const POINTS_MAX: i32 = 10_000;

const TOP: &[&str] = &["may_overtake_promise", "base", "late", "stage", "own", "attempts", "lists"];
const BASE: &[&str] = &["promise_now", "promise_overdue", "hot", "planned", "retry", "new"];
const LATE: &[&str] = &["each_minute", "most"];
const STAGE: &[&str] = &["early", "middle", "late"];
const OWN: &[&str] = &["client"];
const ATTEMPTS: &[&str] = &["each"];
const LISTS: &[&str] = &["high", "low", "high_lists", "low_lists"];

/// How many points what gives. All points are whole numbers; what is not said has the value of [`Weights::default`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// A promise whose minute has come.
    pub promise_now: i32,
    /// A promise whose minute has passed.
    pub promise_overdue: i32,
    /// Interest shown.
    pub hot: i32,
    /// Planned.
    pub planned: i32,
    /// A repeated attempt.
    pub retry: i32,
    /// Nobody has called yet.
    pub new: i32,
    /// For every minute it waits …
    pub late_each: i32,
    /// … but no more than this in all.
    pub late_most: i32,
    /// The client's open deal is in the first third of its stages.
    pub early: i32,
    /// … in the second.
    pub middle: i32,
    /// … in the last.
    pub advanced: i32,
    /// The client is the operator's own. Never below 0.
    pub own: i32,
    /// For every attempt made, three at most.
    pub attempt: i32,
    /// The call list has a high priority.
    pub high: i32,
    /// The call list has a low priority.
    pub low: i32,
    /// Names of the call lists with a high priority.
    pub high_lists: Vec<String>,
    /// Names of the call lists with a low priority.
    pub low_lists: Vec<String>,
    /// Whether something else may come before a promise whose minute has come.
    pub may_overtake: bool,
}

impl Default for Weights {
    /// The weights of `examples/weights.toml`: the classes never mix.
    fn default() -> Self {
        Self {
            promise_now: 600,
            promise_overdue: 500,
            hot: 400,
            planned: 300,
            retry: 200,
            new: 100,
            late_each: 1,
            late_most: 30,
            early: 5,
            middle: 15,
            advanced: 25,
            own: 20,
            attempt: -2,
            high: 8,
            low: -8,
            high_lists: Vec::new(),
            low_lists: Vec::new(),
            may_overtake: false,
        }
    }
}

impl Weights {
    /// The priority of a call list, by its name; case does not matter.
    pub fn priority_of(&self, list: &str) -> Priority {
        let list = list.to_lowercase();
        let has = |names: &[String]| names.iter().any(|name| name.to_lowercase() == list);
        if has(&self.high_lists) {
            Priority::High
        } else if has(&self.low_lists) {
            Priority::Low
        } else {
            Priority::Normal
        }
    }

    /// The file that is shipped: it says what [`Weights::default`] says.
    pub fn shipped() -> &'static str {
        presets::WEIGHTS.1
    }
}

/// Reads and checks a file of weights.
///
/// # Errors
/// All problems of the file, when one of them is an error.
pub fn parse(text: &str) -> Parsed<Weights> {
    let (mut reader, root) = Reader::open(text, TOP)?;
    let top = reader.root(&root);
    reader.check_keys(top, TOP);
    let mut weights = Weights::default();
    if let Some(may) = reader.flag(top, "may_overtake_promise") {
        weights.may_overtake = may;
    }
    let base = part(&mut reader, top, "base", BASE);
    if let Some(base) = base {
        for (key, points) in [
            ("promise_now", &mut weights.promise_now),
            ("promise_overdue", &mut weights.promise_overdue),
            ("hot", &mut weights.hot),
            ("planned", &mut weights.planned),
            ("retry", &mut weights.retry),
            ("new", &mut weights.new),
        ] {
            points_of(&mut reader, base, key, 0, points);
        }
    }
    if let Some(late) = part(&mut reader, top, "late", LATE) {
        points_of(&mut reader, late, "each_minute", 0, &mut weights.late_each);
        points_of(&mut reader, late, "most", 0, &mut weights.late_most);
    }
    if let Some(stage) = part(&mut reader, top, "stage", STAGE) {
        points_of(&mut reader, stage, "early", -POINTS_MAX, &mut weights.early);
        points_of(&mut reader, stage, "middle", -POINTS_MAX, &mut weights.middle);
        points_of(&mut reader, stage, "late", -POINTS_MAX, &mut weights.advanced);
    }
    if let Some(own) = part(&mut reader, top, "own", OWN) {
        points_of(&mut reader, own, "client", 0, &mut weights.own);
    }
    if let Some(attempts) = part(&mut reader, top, "attempts", ATTEMPTS) {
        points_of(&mut reader, attempts, "each", -POINTS_MAX, &mut weights.attempt);
    }
    if let Some(lists) = part(&mut reader, top, "lists", LISTS) {
        points_of(&mut reader, lists, "high", -POINTS_MAX, &mut weights.high);
        points_of(&mut reader, lists, "low", -POINTS_MAX, &mut weights.low);
        weights.high_lists = names(&mut reader, lists, "high_lists", &[]);
        weights.low_lists = names(&mut reader, lists, "low_lists", &weights.high_lists);
    }
    if !reader.has_errors() {
        check(&mut reader, base.unwrap_or(top), &weights);
    }
    reader.finish(weights)
}

fn part<'t>(
    reader: &mut Reader<'_>,
    top: Section<'t>,
    key: &'static str,
    known: &[&'static str],
) -> Option<Section<'t>> {
    let section = reader.section(top, key)?;
    reader.check_keys(section, known);
    Some(section)
}

fn points_of(reader: &mut Reader<'_>, section: Section<'_>, key: &'static str, least: i32, to: &mut i32) {
    if let Some(points) = reader.number(section, key, least..=POINTS_MAX) {
        *to = points;
    }
}

/// The names of a list, each of which may stand in one list only, once.
fn names(reader: &mut Reader<'_>, section: Section<'_>, key: &'static str, others: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in reader.texts(section, key) {
        let name = clean_line(text.value);
        let same = |known: &String| known.to_lowercase() == name.to_lowercase();
        if name.is_empty() {
            reader.report(text.at, ProblemKind::Empty { key });
        } else if found.iter().chain(others).any(same) {
            reader.report(text.at, ProblemKind::Repeated { key, text: name });
        } else {
            found.push(name);
        }
    }
    found
}

/// Whether a promise keeps its place, and the classes stand in the order that is meant.
fn check(reader: &mut Reader<'_>, base: Section<'_>, weights: &Weights) {
    const CLASSES: [(Rank, &str); 6] = [
        (Rank::PromiseNow, "promise_now"),
        (Rank::PromiseOverdue, "promise_overdue"),
        (Rank::Hot, "hot"),
        (Rank::Planned, "planned"),
        (Rank::Retry, "retry"),
        (Rank::New, "new"),
    ];
    let least = weights.least(Rank::PromiseNow);
    for (rank, key) in CLASSES.into_iter().skip(1) {
        let most = weights.most(rank);
        if most >= least && !weights.may_overtake {
            reader.report(base.place(key), ProblemKind::OvertakesPromise { key, most, least });
        }
    }
    for pair in CLASSES.windows(2) {
        let [(above, above_key), (below, key)] = pair else { continue };
        if weights.class(*below) >= weights.class(*above) {
            reader.report(base.place(key), ProblemKind::ClassOrder { key, above: above_key });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let found = match parse(text) {
            Ok((_, problems)) | Err(problems) => problems,
        };
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_shipped_is_what_holds_without_a_file() {
        let (shipped, warnings) = parse(Weights::shipped()).unwrap();
        assert_eq!((shipped, warnings), (Weights::default(), Vec::new()));
        assert_eq!(parse("").unwrap().0, Weights::default());
    }

    #[test]
    fn classes_do_not_mix_unless_somebody_wants_it() {
        let weights = Weights::default();
        let classes =
            [Rank::PromiseNow, Rank::PromiseOverdue, Rank::Hot, Rank::Planned, Rank::Retry, Rank::New];
        for pair in classes.windows(2) {
            assert!(weights.least(pair[0]) > weights.most(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn nothing_overtakes_a_promise_by_accident() {
        assert_eq!(
            problems("[base]\nhot = 520"),
            [
                "2:7: error: `hot` may come to 603 points and overtake a promise whose minute has come, which has 586 at least",
                "2:7: warning: `hot` gives no less than `promise_overdue`, which should come before it",
            ]
        );
        assert_eq!(
            problems("may_overtake_promise = true\n[base]\nhot = 520"),
            ["3:7: warning: `hot` gives no less than `promise_overdue`, which should come before it"]
        );
        // The cap of waiting is counted, too.
        assert_eq!(problems("[late]\nmost = 200").len(), 2);
    }

    #[test]
    fn lists_have_their_priority_by_name() {
        let (weights, _) = parse("[lists]\nhigh_lists = ['Опт, осень']\nlow_lists = ['Архив']").unwrap();
        assert_eq!(weights.priority_of("опт, ОСЕНЬ"), Priority::High);
        assert_eq!(weights.priority_of("архив"), Priority::Low);
        assert_eq!(weights.priority_of("другой"), Priority::Normal);
        assert_eq!(
            problems("[lists]\nhigh_lists = ['а', '']\nlow_lists = ['А']"),
            ["2:20: error: `high_lists` is empty", "3:14: error: `А` stands in `low_lists` twice"]
        );
    }
}
