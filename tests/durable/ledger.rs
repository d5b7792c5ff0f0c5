//! What was acknowledged: of every record its revision and what stands in it.
//!
//! A child process writes lines and the parent reads them, so the ledger is also a form of text:
//!
//! ```text
//! open SEQ                     a store was opened, its last commit was this
//! begin ACT                    something begins; it may or may not come about
//! ack SEQ USE-CASE KEY=SUM …   a commit was acknowledged; `-` for a record that is gone
//! has KEY REVISION SUM         a record that was seen
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;

use dozvon::store::Entry;
use dozvon::store::codec::split_revision;

use super::check::Dump;

/// What was acknowledged so far.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Key → revision and sum of the record; `None` for one that is gone.
    pub records: BTreeMap<Vec<u8>, (u64, Option<u64>)>,
    /// The last commit that was acknowledged.
    pub acked: u64,
    /// Commits that were found at opening though nobody had been told: they count as there from then on, but what they
    /// changed is not known.
    pub untold: Vec<RangeInclusive<u64>>,
}

/// A sum of the bytes of a record.
pub fn sum(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        write!(out, "{byte:02x}").unwrap();
        out
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

/// The line that acknowledges a commit.
pub fn ack_line(entry: &Entry) -> String {
    let mut line = format!("ack {} {}", entry.seq, entry.origin.case().0);
    for change in &entry.changes {
        let sum = change.value.as_deref().map_or_else(|| "-".into(), |value| format!("{:x}", sum(value)));
        write!(line, " {}={sum}", hex(change.key.as_bytes())).unwrap();
    }
    line
}

impl Ledger {
    /// What a store holds, as if all of it had been acknowledged: whoever has looked has seen it.
    pub fn of(dump: &Dump, last_seq: u64) -> Self {
        let mut ledger = Self { acked: last_seq, ..Self::default() };
        for (key, value) in dump.records() {
            if let Some((revision, body)) = split_revision(value) {
                ledger.records.insert(key.to_vec(), (revision.0, Some(sum(body))));
            }
        }
        ledger
    }

    /// Takes in an acknowledged commit.
    pub fn take(&mut self, entry: &Entry) {
        self.line(&ack_line(entry)).unwrap();
    }

    /// Takes in one line; says what is wrong with it.
    pub fn line(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split(' ');
        match words.next() {
            Some("open") => {
                let seq: u64 = words.next().and_then(|w| w.parse().ok()).ok_or("no number")?;
                self.opened(seq)
            }
            Some("ack") => {
                let seq: u64 = words.next().and_then(|w| w.parse().ok()).ok_or("no number")?;
                if seq <= self.acked {
                    return Err(format!("commit {seq} was acknowledged twice"));
                }
                if seq > self.acked + 1 && !self.was_untold(seq - 1) {
                    return Err(format!("commit {seq} was acknowledged after {}", self.acked));
                }
                for word in words.skip(1) {
                    let (key, sum) = word.split_once('=').ok_or("no sum")?;
                    let sum = (sum != "-").then(|| u64::from_str_radix(sum, 16).unwrap());
                    self.records.insert(unhex(key).ok_or("no key")?, (seq, sum));
                }
                self.acked = seq;
                Ok(())
            }
            Some("has") => {
                let mut next = || words.next().ok_or("a word is missing");
                let (key, revision, sum) = (next()?, next()?, next()?);
                let revision = revision.parse().map_err(|_| "no revision")?;
                let sum = u64::from_str_radix(sum, 16).map_err(|_| "no sum")?;
                self.records.insert(unhex(key).ok_or("no key")?, (revision, Some(sum)));
                self.acked = self.acked.max(revision);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A store was opened and its last commit is this.
    pub fn opened(&mut self, seq: u64) -> Result<(), String> {
        if seq < self.acked {
            return Err(format!("commit {} was acknowledged, the store opens at {seq}", self.acked));
        }
        if seq > self.acked {
            self.untold.push(self.acked + 1..=seq);
        }
        Ok(())
    }

    /// Whether a commit was found though nobody had been told of it.
    pub fn was_untold(&self, seq: u64) -> bool {
        self.untold.iter().any(|range| range.contains(&seq))
    }

    /// All of it as lines.
    pub fn lines(&self) -> String {
        let mut out = String::new();
        for (key, (revision, sum)) in &self.records {
            if let Some(sum) = sum {
                writeln!(out, "has {} {revision} {sum:x}", hex(key)).unwrap();
            }
        }
        writeln!(out, "open {}", self.acked).unwrap();
        out
    }
}
