//! The benchmark of the store: `dozvon bench store`, and `cargo bench --bench store`.
//!
//! It is made of parts that run one after the other, each in a process of its own: the most memory one has
//! taken is its own, and what one has read is in nobody else's caches. What a part has found comes back as JSON; the lines
//! are made of it here.

mod change;
mod fill;
mod mixed;
mod part;
mod read;
mod report;
mod small;
mod upkeep;
mod write;

pub use self::part::{Launch, Outcome, run_part};
pub use self::report::run;
use super::plan::{Entry, INTERACTIONS, Plan};

#[cfg(test)]
mod tests {
    use super::part::{Job, Part, Side};
    use super::*;
    use crate::bench::base::ENGINES;

    /// Reading compares what both bases answer; a peer that has less in it would be measured for nothing.
    #[test]
    fn both_bases_hold_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan { clients: 300, engine: ENGINES[0], folder: folder.path().to_owned() };
        let part = |part| run_part(&serde_json::to_string(&Job::new(&plan, part)).unwrap()).unwrap();
        let weight = part(Part::Weigh);
        assert_eq!(weight.figure("interactions"), Some(1_500.0));
        for side in Side::BOTH {
            assert!(part(Part::Fill(side)).sure("seconds") > 0.0);
        }
        let read = part(Part::Read);
        for what in ["dossier", "lookup", "phone", "due"] {
            let [ours, peer] = ["ours", "peer"].map(|side| read.times(&format!("{what} {side}")).len());
            assert!(ours > 100 && ours == peer, "{what}: {ours}, {peer}");
        }
    }
}
