//! Runs the parts in their order and says what they have found, beside the aims.

use std::slice;
use std::time::Duration;

use super::part::{Launch, OURS, Outcome, PEER, Part, Side};
use super::write::CROWDS;
use super::{Entry, Plan, change, small};
use crate::bench::base::engine_folder;
use crate::bench::error::Result;
use crate::bench::line::{Figures, Line, Unit, told};
use crate::bench::list::Rows;
use crate::bench::{machine, sqlite};
use crate::store::local::EngineKind;

/// What an engine should come to, up to a number of clients.
struct Aims {
    /// A dossier, by SQLite's time.
    dossier: f64,
    /// A search by phone, by SQLite's time.
    lookup: f64,
    /// p99 of readers while a list is loaded.
    readers: Duration,
    /// Opening, files in the system's memory.
    open: f64,
    /// Everything on disk by the bytes of the records.
    disk: f64,
    /// The most memory, in bytes.
    memory: Option<f64>,
    /// The aims hold for so many clients and fewer.
    clients: u64,
}

/// Writes of many operators a second, by SQLite's.
const CROWD_AIM: f64 = 2.0;
/// How often a base is opened warm; the median counts.
const OPENINGS: usize = 3;
/// Bulk loads, by SQLite's.
const LOAD_AIM: f64 = 1.0;

fn aims(engine: EngineKind) -> Aims {
    let sled = Aims {
        dossier: 1.0,
        lookup: 1.0,
        readers: Duration::from_millis(10),
        open: 0.3,
        disk: 2.5,
        memory: Some(1e9),
        clients: 100_000,
    };
    match engine {
        EngineKind::Sled => sled,
        // Whatever is no sled has to do better where sled is too heavy.
        _ => Aims {
            dossier: 0.6,
            lookup: 1.0,
            readers: Duration::from_millis(1),
            open: 0.1,
            disk: 2.0,
            memory: None,
            clients: 1_000_000,
        },
    }
}

/// What a run has at hand.
struct Run<'a> {
    plan: &'a Plan,
    launch: &'a Launch,
    /// `None` for a base larger than the aims are for.
    aims: Option<Aims>,
    say: &'a mut dyn FnMut(Entry),
    /// The most memory each part has taken: ours, SQLite's.
    peaks: Vec<(&'static str, Option<f64>, Option<f64>)>,
}

/// Measures everything; what is found is handed to `say` as it comes.
///
/// # Errors
/// When a part fails.
pub fn run(plan: &Plan, launch: &Launch, say: &mut dyn FnMut(Entry)) -> Result<()> {
    let aims = Some(aims(plan.engine.kind)).filter(|aims| plan.clients <= aims.clients);
    let mut run = Run { plan, launch, aims, say, peaks: Vec::new() };
    let weight = run.part(Part::Weigh)?;
    run.loading(&weight)?;
    run.on_disk(&weight);
    run.serving()?;
    run.reading()?;
    run.writing()?;
    run.mixing()?;
    run.upkeep(&weight)?;
    run.memory();
    run.by_the_piece(&weight)?;
    run.changing()
}

impl Run<'_> {
    fn part(&self, part: Part) -> Result<Outcome> {
        self.launch.run(self.plan, part)
    }

    /// A part of both sides.
    fn parts(&self, part: impl Fn(Side) -> Part) -> Result<[Outcome; 2]> {
        let [ours, peer] = Side::BOTH.map(|side| self.part(part(side)));
        Ok([ours?, peer?])
    }

    fn head(&mut self, title: &'static str) {
        (self.say)(Entry::Head(title));
    }

    fn line(&mut self, line: Line) {
        (self.say)(Entry::Line(line));
    }

    fn note(&mut self, text: String) {
        (self.say)(Entry::Note(text));
    }

    fn peak(&mut self, what: &'static str, [ours, peer]: &[Outcome; 2]) {
        self.peaks.push((what, ours.figure("peak"), peer.figure("peak")));
    }

    fn loading(&mut self, weight: &Outcome) -> Result<()> {
        let records = weight.sure("records");
        self.head("Loading");
        self.line(Line::one("making the records, nothing written", Unit::Rate, weight.sure("rate"), None));
        let both = self.parts(Part::Fill)?;
        let [ours, peer] = both.each_ref().map(|side| records / side.sure("seconds"));
        let line = Line::one("bulk insert, records", Unit::Rate, ours, Some(peer));
        self.line(line.ratio_at_least(Some(LOAD_AIM)));
        self.peak("bulk insert", &both);
        self.part(Part::Lists)?;
        for rows in [Rows::Short, Rows::Full] {
            let both = self.parts(|side| Part::Import(side, rows))?;
            let [ours, peer] = both.each_ref().map(|side| side.sure("rate"));
            let line = Line::one(format!("import, {}", rows.words()), Unit::Rate, ours, Some(peer));
            self.line(line.ratio_at_least(Some(LOAD_AIM)));
            let [ours, peer] = both.each_ref().map(|side| side.sure("created"));
            self.note(format!("{ours} rows became clients here, {peer} in SQLite"));
            if rows == Rows::Full {
                self.peak("import of a list", &both);
            }
        }
        Ok(())
    }

    fn on_disk(&mut self, weight: &Outcome) {
        let folder = self.plan.folder.join(OURS);
        let journal = machine::size(&folder.join("journal")) as f64;
        let engine = engine_folder(&folder).map_or(0.0, |engine| machine::size(&engine) as f64);
        let peer = sqlite::size(&self.plan.folder.join(PEER)) as f64;
        let records = weight.sure("values") + weight.sure("keys");
        let disk = self.aims.as_ref().map(|aims| aims.disk);
        self.head("On disk");
        self.line(Line::one("the records, encoded", Unit::Bytes, weight.sure("values"), None));
        self.line(Line::one("their keys", Unit::Bytes, weight.sure("keys"), None));
        self.line(Line::one("journal", Unit::Bytes, journal, None));
        self.line(Line::one("engine", Unit::Bytes, engine, None));
        self.line(Line::one("all together, without snapshots", Unit::Bytes, journal + engine, Some(peer)));
        let times = Line::one(
            "  by the records and their keys",
            Unit::Number,
            (journal + engine) / records,
            Some(peer / records),
        );
        self.line(times.at_most(disk));
    }

    fn serving(&mut self) -> Result<()> {
        let bound = self.aims.as_ref().map(|aims| aims.open);
        let open = |what: &str, runs: &[[Outcome; 2]]| {
            let of = |side: fn(&[Outcome; 2]) -> &Outcome| {
                let mut found: Vec<f64> = runs.iter().filter_map(|run| side(run).figure("open")).collect();
                found.sort_unstable_by(f64::total_cmp);
                found.get(found.len() / 2).copied().map(Figures::one)
            };
            Line::new(what, Unit::Seconds, of(|[ours, _]| ours), of(|[_, peer]| peer))
        };
        self.head("Opening, till the first dossier");
        let first = self.parts(|side| Part::Serve { side, cold: false })?;
        self.line(open("for the first time after the load", slice::from_ref(&first)));
        let warm = (0..OPENINGS)
            .map(|_| self.parts(|side| Part::Serve { side, cold: false }))
            .collect::<Result<Vec<_>>>()?;
        self.line(open("warm", &warm).at_most(bound));
        self.peak("open, 2,000 dossiers", &first);
        let anonymous = first.each_ref().map(|side| side.figure("anonymous"));
        self.peaks.push(("  without mapped files, at the end", anonymous[0], anonymous[1]));
        let cold = self.parts(|side| Part::Serve { side, cold: true })?;
        self.line(open("cold", slice::from_ref(&cold)));
        let [ours, peer] = cold.each_ref().map(|side| side.figure("read").map(Figures::one));
        self.line(Line::new("  read from the disk", Unit::Bytes, ours, peer));
        self.head("Reading, cold");
        let [ours, peer] = cold.each_ref().map(|side| side.times("dossiers"));
        if ours.is_empty() || peer.is_empty() {
            self.note("this system can't be made to forget files: there are no cold figures".to_owned());
        } else {
            self.line(Line::times_with_max("dossier by phone", &ours, Some(&peer)));
        }
        Ok(())
    }

    fn reading(&mut self) -> Result<()> {
        let found = self.part(Part::Read)?;
        let dossier = self.aims.as_ref().map(|aims| aims.dossier);
        let lookup = self.aims.as_ref().map(|aims| aims.lookup);
        self.head("Reading, warm");
        for (name, what, bound) in [
            ("dossier", "dossier of a client", dossier),
            ("lookup", "clients by phone", lookup),
            ("phone", "dossier by phone", dossier),
            ("due", "next 100 due contacts, with counts", None),
        ] {
            let [ours, peer] = ["ours", "peer"].map(|side| found.times(&format!("{name} {side}")));
            self.line(Line::times(what, &ours, Some(&peer)).ratio_at_most(bound));
        }
        Ok(())
    }

    fn writing(&mut self) -> Result<()> {
        let found = self.part(Part::Write)?;
        self.head("Durable writes of operators");
        self.line(Line::times("one fdatasync of this disk", &found.times("fdatasync"), None));
        let of = |operators: u64| ["ours", "peer"].map(|side| found.times(&format!("{operators} {side}")));
        let [ours, peer] = of(1);
        self.line(Line::times("a note, alone", &ours, Some(&peer)));
        for (operators, _) in CROWDS {
            let [ours, peer] = of(operators);
            self.line(Line::times(format!("a note, {operators} sessions at once"), &ours, Some(&peer)));
            let [ours, peer] = ["ours", "peer"].map(|side| found.sure(&format!("{operators} rate {side}")));
            let line = Line::one("  all of them together", Unit::Rate, ours, Some(peer));
            self.line(line.ratio_at_least(Some(CROWD_AIM)));
            let shared = found.sure(&format!("{operators} shared"));
            self.line(Line::one("  commits by fdatasync", Unit::Number, shared, Some(1.0)));
        }
        Ok(())
    }

    fn mixing(&mut self) -> Result<()> {
        let both = self.parts(Part::Mixed)?;
        let bound = self.aims.as_ref().map(|aims| aims.readers);
        self.head("A list is loaded while 4 read and 4 write");
        let of = |name: &str| both.each_ref().map(|side| side.times(name));
        let [ours, peer] = of("reads");
        self.line(Line::times_with_max("dossier by phone", &ours, Some(&peer)).p99_at_most(bound));
        let [ours, peer] = of("reads worked");
        self.line(Line::times_with_max("  without waiting for a processor", &ours, Some(&peer)));
        let [ours, peer] = of("writes");
        self.line(Line::times_with_max("a note", &ours, Some(&peer)));
        let [ours, peer] = both.each_ref().map(|side| side.sure("rate"));
        self.line(Line::one("the load meanwhile, rows", Unit::Rate, ours, Some(peer)));
        self.peak("list loaded beside readers and writers", &both);
        Ok(())
    }

    fn upkeep(&mut self, weight: &Outcome) -> Result<()> {
        let found = self.part(Part::Upkeep)?;
        self.head("Upkeep");
        for (name, what) in [
            ("verify", "verify (SQLite: integrity_check)"),
            ("state", "snapshot of the state"),
            ("snapshot", "backup with it (SQLite: VACUUM INTO)"),
            ("restore", "restore (SQLite: the copy, opened)"),
            ("rebuild", "rebuild of the engine"),
        ] {
            let [ours, peer] =
                ["ours", "peer"].map(|side| found.figure(&format!("{name} {side}")).map(Figures::one));
            self.line(Line::new(what, Unit::Seconds, ours, peer));
        }
        let kept = found.sure("kept bytes");
        self.line(Line::one("on disk, all together, with two snapshots", Unit::Bytes, kept, None));
        let records = weight.sure("values") + weight.sure("keys");
        self.line(Line::one("  by the records and their keys", Unit::Number, kept / records, None));
        if let Some(bytes) = found.figure("snapshot bytes").filter(|bytes| *bytes > 0.0) {
            self.note(format!("the backup takes {}", told(Unit::Bytes, bytes)));
        }
        self.peaks.push(("upkeep, both in turn", found.figure("peak"), None));
        Ok(())
    }

    fn memory(&mut self) {
        let bound = self.aims.as_ref().and_then(|aims| aims.memory);
        self.head("Most memory, each in a process of its own");
        for (what, ours, peer) in std::mem::take(&mut self.peaks) {
            let line = Line::new(what, Unit::Bytes, ours.map(Figures::one), peer.map(Figures::one));
            self.line(line.at_most(bound));
        }
    }

    fn by_the_piece(&mut self, weight: &Outcome) -> Result<()> {
        /// Interactions of a client in the one base and the other.
        const FEW: u32 = 1;
        const MANY: u32 = 5;
        /// Bytes of memory that can't be told from none.
        const ABOUT_NONE: f64 = 16.0;
        let [few, many] = [FEW, MANY].map(|count| self.part(Part::SmallFill(count)));
        let fill = [few?, many?];
        let [few, many] = [FEW, MANY].map(|count| self.part(Part::SmallOpen(count)));
        let open = [few?, many?];
        let clients = self.plan.clients.min(small::CLIENTS) as f64;
        // What an interaction adds, and what is left of a client without any.
        let pieces = |outcomes: &[Outcome; 2], name: &str| {
            let [few, many] = outcomes.each_ref().map(|outcome| outcome.sure(name));
            let talk = (many - few) / (clients * f64::from(MANY - FEW));
            (few / clients - talk * f64::from(FEW), talk)
        };
        self.head("By the piece: a client with his people and plans, and an interaction");
        let talks = weight.sure("talks") / weight.sure("interactions");
        let all = weight.sure("values") + weight.sure("keys") - weight.sure("talks");
        let ((journal, journal_talk), (engine, engine_talk)) =
            (pieces(&fill, "journal"), pieces(&fill, "engine"));
        let ((peer, peer_talk), (memory, memory_talk)) = (pieces(&fill, "peer"), pieces(&open, "memory"));
        // Less than the two bases differ in by chance: it is none, and what a client takes is all there is.
        let (memory, memory_talk) =
            if memory_talk < 0.0 { (memory + memory_talk, 0.0) } else { (memory, memory_talk) };
        let in_memory = if memory_talk < ABOUT_NONE {
            "an interaction: in memory (about none)"
        } else {
            "an interaction: in memory"
        };
        for (what, ours, theirs) in [
            ("a client: records and keys", all / self.plan.clients as f64, None),
            ("a client: journal", journal, None),
            ("a client: engine", engine, None),
            ("a client: on disk", journal + engine, Some(peer)),
            ("a client: in memory, name index included", memory, None),
            ("an interaction: record and key", talks, None),
            ("an interaction: journal", journal_talk, None),
            ("an interaction: engine", engine_talk, None),
            ("an interaction: on disk", journal_talk + engine_talk, Some(peer_talk)),
            (in_memory, memory_talk, None),
        ] {
            self.line(Line::one(what, Unit::Bytes, ours, theirs));
        }
        Ok(())
    }

    fn changing(&mut self) -> Result<()> {
        let found = self.part(Part::Change)?;
        self.head("Under steady change: a small base, nothing added");
        for (name, what) in [
            ("engine before", "engine, before"),
            ("engine most", "engine, the most meanwhile"),
            ("engine after", "engine, afterwards, at rest"),
            ("journal a change", "journal, by the change"),
            ("memory before", "memory without mapped files, before"),
            ("memory most", "memory without mapped files, the most"),
        ] {
            self.line(Line::new(what, Unit::Bytes, found.figure(name).map(Figures::one), None));
        }
        self.note(format!("{} changes, each client {} times", found.sure("changes"), change::ROUNDS));
        Ok(())
    }
}
