//! Bases of any size, for measurements.

use super::card::Card;
use super::places::Places;
use super::rng::Rng;
use super::tale::{About, Tale};
use super::{Crew, Scene, Totals, minute, words};
use crate::desk::bulk::{Loader, Records};
use crate::desk::content::MakeCallList;
use crate::desk::{Desk, DeskError, Result, Who};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::ids::RecordId;
use crate::domain::queue::EntryKind;
use crate::domain::time::Moment;

const DAY_MIN: i64 = 24 * 60;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// How many clients.
    pub clients: u64,
    /// How many interactions each of them has.
    pub interactions: u32,
}

/// Adds clients to a base, as [`each`] makes them. `progress` gets the number of clients made so far.
///
/// # Errors
/// [`DeskError::Forbidden`] without the right to load; when the store can't be read or written, after which a part is
/// there.
pub fn fill(
    desk: &Desk,
    who: &Who,
    seed: u64,
    now: Moment,
    size: Size,
    progress: &mut dyn FnMut(u64),
) -> Result<Totals> {
    let mut loader = Loader::new(desk, who, now);
    let mut done = 0;
    let totals = each(desk, who, seed, now, size, &mut |records| {
        loader.put(records)?;
        done += 1;
        progress(done);
        Ok::<_, DeskError>(())
    })?;
    loader.finish()?;
    Ok(totals)
}

/// Makes clients, each with people, a legal entity and talks; two in five stand in a call list, one in five has
/// something else planned, one in ten a deal. Each client's records are handed to `take`; the call list alone is written.
///
/// A client follows from the seed and its id, so a second load under the same seed repeats nobody of the first, and the
/// same ids give the same clients in another base.
///
/// # Errors
/// [`DeskError::Forbidden`] without the right to write call lists; when the store can't be read or written; what `take`
/// returns.
pub fn each<E: From<DeskError>>(
    desk: &Desk,
    who: &Who,
    seed: u64,
    now: Moment,
    size: Size,
    take: &mut dyn FnMut(Records) -> std::result::Result<(), E>,
) -> std::result::Result<Totals, E> {
    let list = MakeCallList {
        name: "Пробный обзвон".into(),
        script: None,
        process: None,
        purpose: Purpose::Advertising,
    };
    // By the clock of whoever loads: what comes later in the journal is not earlier.
    let list = desk.execute(who, now, &list)?;
    let now = minute(now);
    let catalog = desk.catalog()?;
    let scene = Scene {
        desk,
        seed,
        now,
        morning: now,
        places: Places::new(),
        crew: Crew { operator: who.user, callers: vec![who.user] },
        lists: catalog.list(list).cloned().into_iter().collect(),
        hours: catalog.hours().clone(),
        catalog,
    };
    let mut totals = Totals::default();
    for _ in 0..size.clients {
        let id = desk.new_id::<Client>();
        let n = id.as_u64();
        let card = Card::make(&scene, n, None, id);
        let mut tale = Tale::of(&scene, card, id, Rng::of(seed, u64::MAX - n));
        tale.agree(false);
        tale.plain(size.interactions);
        totals.add(&tale.out);
        take(tale.out)?;
    }
    Ok(totals)
}

impl Tale<'_> {
    /// So many talks of the last two years and little else: what a measurement needs.
    fn plain(&mut self, talks: u32) {
        const CODES: &[&str] = &[
            "no-answer",
            "no-answer",
            "callback",
            "thinking",
            "not-interested",
            "busy",
            "wrong-person",
            "sale",
        ];
        let mut days: Vec<i64> = (0..talks).map(|_| self.rng.between(1, 730)).collect();
        days.sort_unstable();
        for ago in days.into_iter().rev() {
            let at = self.clock.days_ago(&mut self.rng, ago);
            let code = self.rng.word(CODES);
            self.call(at, code, About::default(), None);
        }
        match self.rng.below(20) {
            0..=7 => self.wait(EntryKind::New, 0),
            8 | 9 => self.wait(EntryKind::Retry, 2),
            10 => self.wait(EntryKind::Promise, 1),
            11 => self.wait(EntryKind::Planned, 0),
            _ => {}
        }
        if self.rng.chance(10)
            && let Some(process) = self.process()
        {
            let stage = usize::try_from(self.rng.below(process.stages.len().max(1) as u64)).unwrap_or(0);
            let days = self.rng.between(1, 40);
            let at = self.clock.days_ago(&mut self.rng, days);
            let deal = self.deal(&process, stage, at);
            self.out.deals.push(deal);
        }
        if self.rng.chance(20) {
            let days = self.rng.between(1, 300);
            let at = self.clock.days_ago(&mut self.rng, days);
            let note = self.rng.word(words::NOTES);
            self.note(at, note);
        }
    }

    fn wait(&mut self, kind: EntryKind, attempts: u16) {
        let due = if kind == EntryKind::New {
            self.cold().1.map_or(self.scene.now, |list| list.created)
        } else {
            let minutes = self.rng.between(-2 * DAY_MIN, 2 * DAY_MIN);
            self.clock.open_from(self.scene.now.plus_minutes(minutes))
        };
        let reason = if kind == EntryKind::Promise { self.words(words::PROMISES) } else { String::new() };
        let mut entry = self.listed(kind, due, reason);
        entry.attempts = attempts;
        self.out.entries.push(entry);
    }
}
