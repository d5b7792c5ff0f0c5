//! Everything about a job on one page: what is missing, how far it has come, when how many may be called, what was loaded.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono_tz::Tz;

use super::run::{missing_of, script_check};
use super::unload::gone;
use crate::desk::queue::zone_of_place;
use crate::desk::{Query, Result, View, What};
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::geo;
use crate::domain::ids::{CallListId, ClientId, InteractionId, LoadId, UserId};
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::job::heat::Heat;
use crate::domain::job::load::{LoadPart, LoadRow, Source, Sums, Verdict};
use crate::domain::job::progress::{Progress, Strip, hours_of, strip};
use crate::domain::job::ready::{Missing, ScriptCheck};
use crate::domain::time::Moment;
use crate::store::key::Parts;
use crate::store::tables::{JobRow, LaneOwner, ZonePlace, interactions_of, job_row_key};
use crate::store::{Index, Key, Walk};

/// Keys that are read at a time: whoever reads waits for a writer, and he for us.
const CHUNK: usize = 4096;
/// Calls the heat is made of at most: the latest ones.
const HEAT_CALLS: usize = 100_000;

/// Everything about a job.
#[derive(Clone, Debug)]
pub struct JobCard {
    /// The job.
    pub list: CallList,
    /// What keeps it from being started. Of a job that runs: what would, if it were started now.
    pub missing: Vec<Missing>,
    /// What the check of its script has found; `None` when it has none.
    pub script: Option<ScriptCheck>,
    /// How far it has come.
    pub progress: Progress,
    /// When how many of its rows may be called.
    pub strip: Vec<Strip>,
    /// Rows that wait for longer than the hours that are on, or come next, last: how many, and when the first of them may be called.
    /// The strip does not count them.
    pub later: Option<(u64, Moment)>,
    /// Open rows abroad: each lives by its own clock.
    pub abroad: u64,
    /// Its loads, the latest first.
    pub loads: Vec<LoadTold>,
}

/// A load as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadTold {
    /// Its number.
    pub load: LoadId,
    /// From where.
    pub source: Source,
    /// When it began.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
    /// What it came to.
    pub sums: Sums,
}

/// Asks for everything about a job.
#[derive(Clone, Copy, Debug)]
pub struct JobOf(pub CallListId);

impl Query for JobOf {
    type Answer = JobCard;

    fn answer(&self, view: &View<'_>) -> Result<JobCard> {
        let list = view.need::<CallList>(What::CallList, self.0)?.record;
        let (progress, mut places) = progress(view, self.0)?;
        let later = put_by(view, &list, &mut places)?;
        let missing = missing_of(view, &list, &progress)?;
        let abroad = places.get(&ZonePlace::Abroad).copied().unwrap_or_default();
        let zones = places.iter().filter_map(|(place, rows)| match place {
            ZonePlace::Russia(place) => Some((Some(*geo::ZONES.get(usize::from(*place))?), *rows)),
            ZonePlace::Unknown => Some((None, *rows)),
            ZonePlace::Abroad => None,
        });
        let strip = strip(&list, view.catalog()?.hours(), zones, view.now);
        let script = script_check(view, &list)?;
        let loads = loads(view, self.0)?;
        Ok(JobCard { missing, script, progress, strip, later, abroad, loads, list })
    }
}

/// Visits index keys with a prefix, a chunk at a time.
pub(in crate::desk) fn each_key(view: &View<'_>, prefix: &Key, visit: &mut dyn FnMut(&[u8])) -> Result<()> {
    let end = prefix.prefix_end();
    let mut from = prefix.clone();
    loop {
        let (mut last, mut count) = (None, 0);
        let to = end.as_ref().map(Key::as_bytes);
        view.reads().0.range(from.as_bytes(), to, Walk::Up, &mut |key, _| {
            visit(key);
            count += 1;
            if count < CHUNK {
                return ControlFlow::Continue(());
            }
            last = Some(Key::from_bytes(key));
            ControlFlow::Break(())
        })?;
        match last {
            // The next key there can be.
            Some(last) => from = last.byte(0),
            None => return Ok(()),
        }
    }
}

/// Takes rows out of the count of their places that wait for longer than the hours that are on there, or come next, last; returns
/// how many there are of them, and when the first may be called.
fn put_by(
    view: &View<'_>,
    list: &CallList,
    places: &mut BTreeMap<ZonePlace, u64>,
) -> Result<Option<(u64, Moment)>> {
    let catalog = view.catalog()?;
    let Some(hours) = hours_of(list, catalog.hours()) else { return Ok(None) };
    let owner = LaneOwner::Job(list.id);
    // Of each place: till when its hours last, how many wait beyond, and the first of them.
    let mut by_place: BTreeMap<ZonePlace, (Moment, u64, Option<Moment>)> = BTreeMap::new();
    each_key(view, &owner.key(), &mut |key| {
        let Some((lane, wakes, _)) = owner.read(&Key::from_bytes(key)) else { return };
        let Some(zone) = zone_of_place(lane.place).filter(|_| wakes > view.now) else { return };
        let (end, count, first) = by_place.entry(lane.place).or_insert_with(|| {
            let opens = hours.next_open(zone, view.now);
            (hours.closes(zone, opens).unwrap_or(opens), 0, None)
        });
        if wakes >= *end {
            *count += 1;
            *first = Some(first.map_or(wakes, |first| first.min(wakes)));
        }
    })?;
    let (mut all, mut opens) = (0, None);
    for (place, (_, count, first)) in by_place {
        if let Some(rows) = places.get_mut(&place) {
            *rows = rows.saturating_sub(count);
        }
        all += count;
        let first = first.zip(zone_of_place(place)).map(|(first, zone)| hours.next_open(zone, first));
        opens = opens.into_iter().chain(first).min();
    }
    Ok(opens.map(|opens| (all, opens)))
}

/// Counts over the rows of a list, and its open rows by place. It reads keys only.
pub(super) fn progress(view: &View<'_>, list: CallListId) -> Result<(Progress, BTreeMap<ZonePlace, u64>)> {
    let (mut progress, mut places) = (Progress::default(), BTreeMap::new());
    each_key(view, &job_row_key(list), &mut |key| {
        let Some(row) = JobRow::read(key) else { return };
        progress.count(row.state, row.attempts);
        if row.state.is_open() {
            *places.entry(row.place).or_default() += 1;
        }
    })?;
    Ok((progress, places))
}

/// The loads of a list, the latest first.
pub(super) fn loads(view: &View<'_>, list: CallListId) -> Result<Vec<LoadTold>> {
    let mut found: Vec<LoadTold> = Vec::new();
    each_part(view, &Index::LoadByList.key().id(list), &mut |part| match found
        .last_mut()
        .filter(|told| told.load == part.load)
    {
        Some(told) => told.sums.add(&part.sums),
        None => {
            let LoadPart { load, source, at, by, sums, .. } = part;
            found.push(LoadTold { load, source, at, by, sums });
        }
    })?;
    found.reverse();
    Ok(found)
}

/// Visits parts of loads, one by one: all of them need not fit into memory.
pub(super) fn each_part(view: &View<'_>, prefix: &Key, visit: &mut dyn FnMut(LoadPart)) -> Result<()> {
    for id in view.reads().ids::<LoadId>(prefix, usize::MAX)? {
        if let Some(part) = view.reads().find::<LoadPart>(id)? {
            visit(part.record);
        }
    }
    Ok(())
}

/// Asks for the rows of a load with one verdict, or with any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadOf {
    /// The job.
    pub list: CallListId,
    /// The load.
    pub load: LoadId,
    /// Which rows; `None` for all.
    pub verdict: Option<Verdict>,
    /// How many at most.
    pub limit: usize,
}

/// A row of a load as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTold {
    /// What was kept of it.
    pub row: LoadRow,
    /// The name of its client, where he is still there; else what the row said.
    pub name: String,
}

impl Query for LoadOf {
    type Answer = (LoadTold, Vec<RowTold>);

    fn answer(&self, view: &View<'_>) -> Result<Self::Answer> {
        let prefix = Index::LoadByList.key().id(self.list).id(self.load);
        let (mut told, mut rows) = (None::<LoadTold>, Vec::new());
        each_part(view, &prefix, &mut |part| {
            let LoadPart { load, source, at, by, sums, rows: of_part, .. } = part;
            match &mut told {
                Some(told) => told.sums.add(&sums),
                None => told = Some(LoadTold { load, source, at, by, sums }),
            }
            let wanted = of_part.into_iter().filter(|row| self.verdict.is_none_or(|it| it == row.verdict));
            rows.extend(wanted.take(self.limit.saturating_sub(rows.len())));
        })?;
        let Some(told) = told else { return Err(gone(view, self.load)?) };
        let rows = rows.into_iter().map(|row| {
            let client = row.client.map(|id| view.reads().client(id)).transpose()?.flatten();
            let name = client.map_or_else(|| row.name.clone(), |client| client.record.name);
            Ok(RowTold { row, name })
        });
        Ok((told, rows.collect::<Result<_>>()?))
    }
}

/// Asks for the best hours of a job: its latest calls by hour and weekday, by the clients' clocks.
#[derive(Clone, Copy, Debug)]
pub struct HeatOfJob(pub CallListId);

impl Query for HeatOfJob {
    type Answer = Heat;

    fn answer(&self, view: &View<'_>) -> Result<Heat> {
        view.need::<CallList>(What::CallList, self.0)?;
        let catalog = view.catalog()?;
        let prefix = Index::TalkByList.key().id(self.0);
        let mut talks: Vec<(Moment, ClientId, InteractionId)> = Vec::new();
        let end = prefix.prefix_end();
        view.reads().0.range(
            prefix.as_bytes(),
            end.as_ref().map(Key::as_bytes),
            Walk::Down,
            &mut |key, _| {
                let mut parts = Parts::of(key);
                parts.number();
                talks.extend((|| Some((parts.moment()?, parts.id()?, parts.id()?)))());
                if talks.len() < HEAT_CALLS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        )?;
        let mut heat = Heat::default();
        let mut zones: BTreeMap<ClientId, Option<Tz>> = BTreeMap::new();
        for (at, client, id) in talks {
            let key = interactions_of(client).moment(at).id(id);
            let Some(talk) = view.reads().at::<Interaction>(&key)? else { continue };
            if talk.direction != Direction::Outgoing {
                continue;
            }
            let zone = match zones.get(&client) {
                Some(zone) => *zone,
                None => {
                    let known = view.reads().find::<Client>(client)?;
                    let zone = known.and_then(|client| client.zone).map(|zone| zone.tz);
                    zones.insert(client, zone);
                    zone
                }
            };
            let outcome = talk.outcome.and_then(|id| catalog.outcome(id));
            heat.count(at, zone, outcome.is_some_and(|outcome| outcome.flags.human));
        }
        Ok(heat)
    }
}
