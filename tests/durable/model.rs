//! What a store must hold after each commit, worked out from the commits alone.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use dozvon::store::codec::with_revision;
use dozvon::store::tables::index_of;
use dozvon::store::{Entry, Revision};

use super::check::Dump;

/// What a store must hold after each commit: made from the commits alone, not by the store.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is there now.
    pub all: BTreeMap<Vec<u8>, Vec<u8>>,
    /// After commit `n`: a sum of everything that is there.
    sums: Vec<u64>,
}

fn sum_of(key: &[u8], value: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    (key, value).hash(&mut hasher);
    hasher.finish()
}

impl Model {
    /// Before the first commit.
    pub fn new() -> Self {
        Self { all: BTreeMap::new(), sums: vec![0] }
    }

    /// Takes in the next commit.
    pub fn take(&mut self, entry: &Entry) {
        assert_eq!(entry.seq as usize, self.sums.len(), "the commits have a hole");
        let mut sum = *self.sums.last().unwrap();
        let mut set = |all: &mut BTreeMap<Vec<u8>, Vec<u8>>, key: &[u8], value: Option<Vec<u8>>| {
            let old = match &value {
                Some(value) => {
                    sum = sum.wrapping_add(sum_of(key, value));
                    all.insert(key.to_vec(), value.clone())
                }
                None => all.remove(key),
            };
            if let Some(old) = old {
                sum = sum.wrapping_sub(sum_of(key, &old));
            }
        };
        for change in &entry.changes {
            if let Some(old) = self.all.get(change.key.as_bytes()).cloned() {
                for gone in index_of(change.table, &old[8..]).unwrap() {
                    set(&mut self.all, gone.as_bytes(), None);
                }
            }
            let value = change.value.as_deref();
            for entry in value.map_or(Vec::new(), |value| index_of(change.table, value).unwrap()) {
                set(&mut self.all, entry.as_bytes(), Some(Vec::new()));
            }
            let kept = value.map(|value| with_revision(Revision(entry.seq), value));
            set(&mut self.all, change.key.as_bytes(), kept);
        }
        self.sums.push(sum);
    }

    /// Whether this is what is there after a commit.
    pub fn holds(&self, seq: u64, dump: &Dump) -> bool {
        let sum = dump.0.iter().fold(0, |sum: u64, (key, value)| sum.wrapping_add(sum_of(key, value)));
        self.sums.get(usize::try_from(seq).unwrap()) == Some(&sum)
    }

    /// The last commit it knows.
    pub fn last_seq(&self) -> u64 {
        self.sums.len() as u64 - 1
    }

    /// Goes back to a commit, after which this was there.
    pub fn back_to(&mut self, seq: u64, all: Dump) {
        self.sums.truncate(usize::try_from(seq).unwrap() + 1);
        assert!(self.holds(seq, &all));
        self.all = all.0;
    }
}
