//! Rows from the base into a job: clients chosen by what is known of them.

use std::collections::{HashSet, VecDeque};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::unload::Unloaded;
use crate::desk::filter::{Ready, each};
use crate::desk::gate::{Case, Facts, Pending};
use crate::desk::import::Marker;
use crate::desk::jobs::capped;
use crate::desk::{Desk, DeskError, Plan, Result, UseCase, View, What, Who, allow};
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::filter::Filter;
use crate::domain::gate::Forbidden;
use crate::domain::ids::{CallListId, ClientId, LoadId};
use crate::domain::job::JobState;
use crate::domain::job::load::{LoadPart, LoadRow, Source, Sums, Verdict};
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::text::Lang;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Index, Ticket};

/// Rows that are written together.
const PAGE: usize = 100;
/// Parts on their way to the disk at once.
const IN_FLIGHT: usize = 4;

/// A load from the base.
#[derive(Clone, Debug)]
pub struct LoadBase {
    /// The job.
    pub list: CallListId,
    /// Which clients.
    pub filter: Filter,
    /// Numbers of our own, as the store counts them.
    pub own: HashSet<u64>,
    /// Write nothing.
    pub dry_run: bool,
    /// What a trial has said of every client it has found, in their order: the load comes to the same, or is taken back.
    pub tried: Option<Arc<Vec<Verdict>>>,
}

/// A client who was found, and what becomes of him.
#[derive(Clone, Copy, Debug)]
pub struct BaseRow<'a> {
    /// His place among those found, from 1.
    pub line: u64,
    /// The client.
    pub client: &'a Client,
    /// What becomes of him.
    pub verdict: Verdict,
}

/// What a load from the base has come to.
#[derive(Clone, Debug, Default)]
pub struct BaseLoaded {
    /// The sums.
    pub sums: Sums,
    /// The number of the load, when it took any.
    pub load: Option<LoadId>,
    /// What became of every client: see [`LoadBase::tried`].
    pub verdicts: Vec<Verdict>,
}

/// A load from the base that was cut short: what it had written was taken back.
#[derive(Debug)]
pub struct BaseCut {
    /// Why; `None` when somebody has asked it to stop.
    pub error: Option<DeskError>,
    /// The load and what came of taking it back; `None` when nothing had been written.
    pub back: Option<(LoadId, Result<Unloaded>)>,
}

/// Who hears of a load from the base.
pub struct Hears<'a> {
    /// Of every client that was found.
    pub row: &'a mut dyn FnMut(&BaseRow<'_>),
    /// Now and then, how many clients were looked at, and how many found; `false` stops it.
    pub go_on: &'a mut dyn FnMut(u64, u64) -> bool,
}

impl std::fmt::Debug for Hears<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hears").finish_non_exhaustive()
    }
}

impl Desk {
    /// Puts the clients a filter means into a job, behind whatever operators do meanwhile.
    ///
    /// # Errors
    /// [`BaseCut`] with [`DeskError::NotFound`] for an unknown job, [`DeskError::JobState`] for one that is finished,
    /// [`DeskError::Filter`] for a name nobody knows, [`DeskError::NotAsTried`] when it came to something else than the trial.
    pub fn load_base(
        &self,
        who: &Who,
        now: Moment,
        load: &LoadBase,
        hears: &mut Hears<'_>,
    ) -> std::result::Result<BaseLoaded, Box<BaseCut>> {
        let early = |error| Box::new(BaseCut { error: Some(error), back: None });
        allow(who, Right::Load).map_err(early)?;
        let catalog = self.catalog().map_err(early)?;
        let list = catalog.list(load.list);
        let list = list
            .ok_or_else(|| DeskError::NotFound(What::CallList, load.list.to_string()))
            .and_then(|list| match list.job.state {
                JobState::Finished => Err(DeskError::JobState(JobState::Finished)),
                _ => Ok(list),
            })
            .map_err(early)?;
        let view = View { desk: self, who, now };
        let mut walked = Walked::new(&view, load, list);
        let ended = walked.through(hears);
        // What is on its way is waited for, whatever it has come to.
        let landed = walked.land(0);
        let error = match (ended, landed) {
            (Ok(true), Ok(())) => return Ok(walked.done),
            (Ok(false), Ok(())) => None,
            (Err(error), _) | (Ok(_), Err(error)) => Some(error),
        };
        let back = walked
            .done
            .load
            .map(|begun| (begun, self.unload(who, now, load.list, begun, "", &mut |_, _| {})));
        Err(Box::new(BaseCut { error, back }))
    }
}

/// A load under way.
struct Walked<'a> {
    view: &'a View<'a>,
    load: &'a LoadBase,
    list: &'a CallList,
    words: String,
    marker: Marker,
    done: BaseLoaded,
    part: BasePart,
    in_flight: VecDeque<Ticket>,
}

impl<'a> Walked<'a> {
    fn new(view: &'a View<'a>, load: &'a LoadBase, list: &'a CallList) -> Self {
        let words = load.filter.line(Lang::Ru);
        let mut marker = Marker::new(view.desk.store.last_seq());
        marker.name(&words);
        let part = BasePart::new(list, &words);
        let done = BaseLoaded::default();
        Self { view, load, list, words, marker, done, part, in_flight: VecDeque::new() }
    }

    /// Goes through the clients; whether to the end.
    fn through(&mut self, hears: &mut Hears<'_>) -> Result<bool> {
        let (view, filter) = (self.view, &self.load.filter);
        let ready = Ready::of(view, filter)?;
        let found = std::cell::Cell::new(0);
        let Hears { row, go_on } = hears;
        let whole = each(
            view,
            &ready,
            None,
            &mut |client| {
                found.set(found.get() + 1);
                self.take(found.get(), &client, row)?;
                Ok(ControlFlow::Continue(()))
            },
            &mut |seen| go_on(seen, found.get()),
        )?;
        // A trial that had found more was of another base.
        if whole && self.load.tried.as_ref().is_some_and(|tried| tried.len() != self.done.verdicts.len()) {
            return Err(DeskError::NotAsTried { line: found.get() + 1 });
        }
        if whole {
            self.flush()?;
        }
        Ok(whole)
    }

    fn take(&mut self, line: u64, client: &Client, told: &mut dyn FnMut(&BaseRow<'_>)) -> Result<()> {
        let verdict = verdict(self.view, self.list, client, &self.load.own)?;
        if self.load.tried.as_ref().is_some_and(|tried| tried.get(self.done.verdicts.len()) != Some(&verdict))
        {
            return Err(DeskError::NotAsTried { line });
        }
        self.done.verdicts.push(verdict);
        self.done.sums.count(verdict);
        self.part.row(line, verdict, client.id);
        told(&BaseRow { line, client, verdict });
        if self.part.rows.len() >= PAGE { self.flush() } else { Ok(()) }
    }

    /// Writes the rows that wait.
    fn flush(&mut self) -> Result<()> {
        let mut part = std::mem::replace(&mut self.part, BasePart::new(self.list, &self.words));
        let tells = part.takes() || self.done.load.is_some() && !part.rows.is_empty();
        if self.load.dry_run || !tells {
            return Ok(());
        }
        (part.load, part.remark) = (self.done.load, self.marker.next());
        let (load, ticket) = self.view.desk.begin_bulk(self.view.who, self.view.now, &part)?;
        self.done.load = Some(load);
        self.in_flight.extend(ticket);
        self.land(IN_FLIGHT)
    }

    /// Waits until no more than so many parts are on their way.
    fn land(&mut self, most: usize) -> Result<()> {
        while self.in_flight.len() > most {
            if let Some(first) = self.in_flight.pop_front() {
                first.wait()?;
            }
        }
        Ok(())
    }
}

/// The verdict on a client of the base.
fn verdict(view: &View<'_>, list: &CallList, client: &Client, own: &HashSet<u64>) -> Result<Verdict> {
    if !view.reads().keys(&Index::QueueByList.key().id(list.id).id(client.id), 1)?.is_empty() {
        return Ok(Verdict::InJob);
    }
    let case = Case { list: Some(list.id), ..Case::default() };
    let facts = Facts::read(view, client, case, Pending::default())?;
    let calendar = std::sync::Arc::clone(view.catalog()?.hours().calendar());
    let (number, times) = facts.ask(client, |gate| {
        let number = gate.number(None);
        let phone = number.as_ref().ok().map(|permit| permit.dial.phone);
        (number, gate.times(phone.as_ref(), &calendar))
    });
    let people = facts.people.iter().flat_map(|person| person.phones());
    Ok(match number {
        Err(Forbidden::Stopped(_)) => Verdict::Stopped,
        Err(Forbidden::NoConsent(_)) => Verdict::NoConsent,
        Err(_) => Verdict::BadNumber,
        Ok(_) if times.next_open(view.now).is_none() => Verdict::Zone,
        Ok(_) if client.phones().chain(people).any(|phone| own.contains(&phone.number())) => Verdict::Own,
        Ok(_) => Verdict::Known,
    })
}

/// Rows of a load from the base that are written together.
pub(super) struct BasePart {
    load: Option<LoadId>,
    list: CallList,
    words: String,
    sums: Sums,
    rows: Vec<LoadRow>,
    remark: String,
}

impl BasePart {
    fn new(list: &CallList, words: &str) -> Self {
        let (list, words) = (list.clone(), words.to_owned());
        Self { load: None, list, words, sums: Sums::default(), rows: Vec::new(), remark: String::new() }
    }

    fn row(&mut self, line: u64, verdict: Verdict, client: ClientId) {
        self.sums.count(verdict);
        self.rows.push(LoadRow { line, verdict, client: Some(client), entry: None, name: String::new() });
    }

    fn takes(&self) -> bool {
        self.rows.iter().any(|row| row.verdict.is_taken())
    }
}

impl UseCase for BasePart {
    /// The load it is a part of.
    type Done = LoadId;

    const NAME: &'static str = "job.load";

    fn right(&self) -> Right {
        Right::Load
    }

    fn remark(&self) -> String {
        self.remark.clone()
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<LoadId> {
        let mut rows = self.rows.clone();
        for row in &mut rows {
            let Some(client) = row.client.filter(|_| row.verdict.is_taken()) else { continue };
            // Somebody may have taken him out of the base meanwhile.
            let Some(client) = plan.reads().client(client)? else { continue };
            let mut entry = QueueEntry {
                id: plan.new_id::<QueueEntry>(),
                client: client.id,
                person: None,
                phone: None,
                kind: EntryKind::New,
                due: plan.now,
                reason: String::new(),
                list: Some(self.list.id),
                attempts: 0,
                max_attempts: self.list.max_attempts,
                owner: None,
                state: EntryState::Waiting,
                zone: client.zone.map(|zone| zone.tz),
                created: plan.now,
                marks: Marks::default(),
            };
            entry.due = capped(plan, &entry)?.map_or(entry.due, |(_, until)| until);
            plan.commit().expect_there(crate::store::Record::key(&client.record));
            // Two loads at once must not put him in twice.
            plan.commit().expect_nothing(Index::QueueByList.key().id(self.list.id).id(client.id));
            plan.add(&entry)?;
            row.entry = Some(entry.id);
        }
        let id = plan.new_id::<LoadPart>();
        let load = self.load.unwrap_or(id);
        let source = Source::Base(self.words.clone());
        let (by, list) = (plan.who.user, self.list.id);
        plan.add(&LoadPart { id, load, list, source, at: plan.now, by, sums: self.sums, rows })?;
        Ok(load)
    }
}
