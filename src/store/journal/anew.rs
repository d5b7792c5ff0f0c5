//! Where repairs have begun the journal anew: a file of it that was lost then may come back, and its commits must not be mixed
//! with those that bear the same numbers now.
//!
//! The file `begun-anew` has a line for each: the first commit of the file that was begun, the last commit before it that this base
//! goes on from, and whether commits were given up (`lost`, or else `kept`). Then what the repair has gone by: the last commit the
//! journal had, and the snapshots that tell of those behind it, each with its fingerprint; and a dot. No other snapshot is believed
//! there: the journal has no commit to compare it with. Of commits in the middle that were given up there is another line: `hole`, the
//! first of them, the last, and the first commit of the file that was begun.

use std::collections::BTreeSet;

use super::Mark;
use super::known::{all_begun, known};
use super::reader::Damage;
use super::returned::commit_at;
use super::segment;
use crate::store::disk::Disk;
use crate::store::error::{Result, StoreError};

/// The name of the file.
pub(in crate::store) const ANEW: &str = "begun-anew";
/// Begins a line of commits in the middle.
const HOLE: &str = "hole";
/// Ends a line: one that was cut off does not tell all it should.
const END: &str = ".";

/// Where a repair has begun the journal anew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Anew {
    /// The first commit of the file that was begun.
    pub(in crate::store) first: u64,
    /// The last commit in the files before it that this base goes on from: what they hold behind it is not of this base.
    pub(in crate::store) after: u64,
    /// Commits were given up: records may be missing that others name.
    pub(in crate::store) lost: bool,
    /// What the repair has gone by; `None` when nobody has noted it, as builds before this one.
    pub(in crate::store) proof: Option<Proof>,
}

/// What a repair has gone by: of the commits between the end of the journal as it was and the file that was begun, these
/// snapshots tell, and no other ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Proof {
    /// The last commit the journal had then.
    pub(in crate::store) last: u64,
    /// The commits the snapshots were finished after, with their fingerprints; that of the repair itself is among them.
    pub(in crate::store) snapshots: Vec<(u64, Mark)>,
}

impl Anew {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (first, after) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        // A line that was cut off says nothing.
        let lost = match words.next()? {
            "lost" => true,
            "kept" => false,
            _ => return None,
        };
        let words: Vec<&str> = words.collect();
        Some(Self { first, after, lost, proof: Proof::parse(&words) })
    }

    fn line(&self) -> String {
        let Self { first, after, lost, proof } = self;
        let proof = proof.as_ref().map(|Proof { last, snapshots }| {
            let named = snapshots.iter().map(|(to, mark)| format!(" {to}:{}", mark.number()));
            format!(" {last}{} {END}", named.collect::<String>())
        });
        format!("{first} {after} {}{}", if *lost { "lost" } else { "kept" }, proof.unwrap_or_default())
    }

    /// The fingerprint of the last commit that this base goes on from; none when nobody has noted it.
    fn mark(&self) -> Option<Mark> {
        let proof = self.proof.as_ref()?;
        proof.snapshots.iter().find(|(to, _)| *to == self.after).map(|(_, mark)| *mark)
    }

    /// As it binds what is on the disk now. Of commits that were missing then, but not from the state, a file that has come back is
    /// ours only when it has the last of them.
    fn settled(mut self, disk: &dyn Disk, segments: &[u64]) -> Self {
        if let Some(proof) = &self.proof
            && proof.last < self.after
        {
            let last = self.after;
            let found =
                segment::holding(segments, last).and_then(|segment| commit_at(disk, segment, last).ok()?);
            let is_ours = found.is_some_and(|entry| self.mark().is_some_and(|mark| mark.fits(&entry)));
            self.after = if is_ours { last } else { proof.last };
        }
        self
    }
}

impl Proof {
    fn parse(words: &[&str]) -> Option<Self> {
        let (last, rest) = words.split_first()?;
        let (end, named) = rest.split_last()?;
        if *end != END {
            return None;
        }
        let pair = |word: &&str| {
            let (to, mark) = word.split_once(':')?;
            Some((to.parse().ok()?, Mark::from_number(mark.parse().ok()?)))
        };
        Some(Self { last: last.parse().ok()?, snapshots: named.iter().map(pair).collect::<Option<_>>()? })
    }
}

/// Commits in the middle of the journal that a repair has gone on without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Hole {
    /// The first of them.
    pub(in crate::store) from: u64,
    /// The last of them.
    pub(in crate::store) to: u64,
    /// The first commit of the file that was begun: it and those behind it are later.
    pub(in crate::store) first: u64,
}

impl Hole {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        if words.next()? != HOLE {
            return None;
        }
        let mut number = || words.next()?.parse().ok();
        let hole = Self { from: number()?, to: number()?, first: number()? };
        // The last number of a line that was cut off may be half of one.
        (words.next()? == ".").then_some(hole)
    }

    /// Whether a commit of this number in a segment is one of them.
    pub(super) fn has(&self, segment: u64, seq: u64) -> bool {
        segment < self.first && (self.from..=self.to).contains(&seq)
    }

    /// Whether nothing is hidden by damage but what somebody has gone on without.
    pub(in crate::store) fn covers(&self, damage: &Damage) -> bool {
        damage.after + 1 >= self.from && damage.before.is_some_and(|before| before <= self.to + 1)
    }
}

fn lines(disk: &dyn Disk) -> Vec<String> {
    let bytes = disk.read(ANEW, 0, 1 << 20).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
}

/// Where the journal on a disk was begun anew, as it was noted. Of a repair whose line is lost `known-damage` tells the most
/// important.
pub(in crate::store) fn begun_anew(disk: &dyn Disk) -> Vec<Anew> {
    let mut places = noted(disk);
    for (first, after) in all_begun(&known(disk)) {
        if !places.iter().any(|place| place.first == first) {
            places.push(Anew { first, after, lost: true, proof: None });
        }
    }
    places
}

pub(super) fn noted(disk: &dyn Disk) -> Vec<Anew> {
    let places: Vec<Anew> = lines(disk).iter().filter_map(|line| Anew::parse(line)).collect();
    // A line that was cut off, or was noted again with more in it, is there twice.
    let is_better = |one: &Anew| places.iter().any(|other| one.first == other.first && other.proof.is_some());
    places.iter().filter(|place| place.proof.is_some() || !is_better(place)).cloned().collect()
}

/// Where the journal on a disk was begun anew, as that binds what is on it now.
pub(in crate::store) fn settled(disk: &dyn Disk) -> Vec<Anew> {
    let places = begun_anew(disk);
    if places.is_empty() {
        return places;
    }
    let segments = segment::list(disk).unwrap_or_default();
    places.into_iter().map(|place| place.settled(disk, &segments)).collect()
}

/// Commits in the middle of the journal on a disk that repairs have gone on without.
pub(in crate::store) fn lacked(disk: &dyn Disk) -> Vec<Hole> {
    lines(disk).iter().filter_map(|line| Hole::parse(line)).collect()
}

/// Whether a snapshot that tells of a commit which the journal does not have is none of those that a repair has gone by.
pub(super) fn disowns(places: &[Anew], to: u64, mark: Mark) -> bool {
    let behind = places.iter().filter(|place| place.first > to).min_by_key(|place| place.first);
    let proof = behind.filter(|place| to > place.after).and_then(|place| place.proof.as_ref());
    proof.is_some_and(|proof| !proof.snapshots.contains(&(to, mark)))
}

/// Notes where the journal is begun anew, and without which commits in its middle, for good when this returns.
///
/// # Errors
/// When the disk can't be written.
pub(in crate::store) fn note_anew(disk: &dyn Disk, places: &[Anew], holes: &[Hole]) -> Result<()> {
    let known: BTreeSet<String> = lines(disk).into_iter().collect();
    let places = places.iter().map(Anew::line);
    let holes = holes.iter().map(|Hole { from, to, first }| format!("{HOLE} {from} {to} {first} ."));
    // The holes first: they mean nothing without the place, which is looked for first.
    let new = holes.chain(places).filter(|line| !known.contains(line));
    let lines: String = new.map(|line| line + "\n").collect();
    let write = || {
        let mut file = match disk.len(ANEW) {
            Ok(len) => disk.open(ANEW, len)?,
            Err(_) => disk.create(ANEW)?,
        };
        // A line that was cut off stays one by itself.
        file.append(format!("\n{lines}").as_bytes())?;
        file.sync()
    };
    if lines.is_empty() { Ok(()) } else { write().map_err(StoreError::io(disk.path(ANEW))) }
}

/// The last commit of a segment that is of this base, and the first one of the file that was begun behind it; `None` when no
/// repair has begun one behind it.
pub(in crate::store) fn bound(places: &[Anew], segment: u64) -> Option<(u64, u64)> {
    let behind = places.iter().filter(|place| place.first > segment);
    behind.map(|place| (place.after, place.first)).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::MemoryDisk;

    #[test]
    fn lines_are_read_back_and_a_cut_one_says_nothing() {
        let disk = MemoryDisk::default();
        let proof = Proof { last: 27, snapshots: vec![(28, Mark::NONE), (29, Mark::lost(7))] };
        let places = [
            Anew { first: 16, after: 14, lost: true, proof: None },
            Anew { first: 30, after: 29, lost: false, proof: Some(proof) },
        ];
        let hole = Hole { from: 105, to: 117, first: 160 };
        note_anew(&disk, &places[..1], &[]).unwrap();
        disk.edit(ANEW, |bytes| bytes.extend_from_slice(b"20 17 los")).unwrap();
        note_anew(&disk, &places, &[hole]).unwrap();
        assert_eq!((begun_anew(&disk), lacked(&disk)), (places.to_vec(), vec![hole]));
        let text = disk.read(ANEW, 0, usize::MAX).unwrap();
        for end in 0..text.len() {
            disk.edit(ANEW, |bytes| *bytes = text[..end].to_vec()).unwrap();
            assert!(lacked(&disk).iter().all(|read| *read == hole), "{end}");
            // Of what a repair has gone by all is known or nothing.
            let is_one = |read: &Anew| {
                let half = |place: &Anew| Anew { proof: None, ..place.clone() } == *read;
                places.iter().any(|place| place == read || half(place))
            };
            assert!(begun_anew(&disk).iter().all(is_one), "{end}");
        }
        assert_eq!((bound(&places, 1), bound(&places, 16)), (Some((14, 16)), Some((29, 30))));
        assert_eq!(bound(&places, 30), None);
    }
}
