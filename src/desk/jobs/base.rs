//! Rows from the base into a job: clients chosen by what is known of them.

use std::collections::{HashSet, VecDeque};

use crate::desk::export::{ExportPage, Exported};
use crate::desk::gate::{Case, Facts, Pending};
use crate::desk::import::Marker;
use crate::desk::jobs::capped;
use crate::desk::{Desk, DeskError, Plan, Query, Result, UseCase, View, What, Who, allow};
use crate::domain::call_list::CallList;
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::gate::Forbidden;
use crate::domain::ids::{CallListId, ClientId, LoadId, UserId};
use crate::domain::interaction::{Interaction, InteractionStatus};
use crate::domain::job::JobState;
use crate::domain::job::load::{LoadPart, LoadRow, Source, Sums, Verdict};
use crate::domain::name;
use crate::domain::queue::{EntryKind, EntryState, Marks, QueueEntry};
use crate::domain::time::{DAY_MS, Moment};
use crate::domain::user::Right;
use crate::store::tables::interactions_of;
use crate::store::{Index, Ticket, Walk};
use chrono_tz::Tz;

/// Clients that are looked at, and written, together.
const PAGE: usize = 100;
/// Parts on their way to the disk at once.
const IN_FLIGHT: usize = 4;

/// Which clients: all that is named must hold. What is `None` is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The city, as the card has it; case and «ё» do not matter.
    pub city: Option<String>,
    /// The time zone.
    pub zone: Option<Tz>,
    /// Whose client.
    pub manager: Option<UserId>,
    /// A tag; case does not matter.
    pub tag: Option<String>,
    /// Whether a deal is under way.
    pub deal: Option<bool>,
    /// Nobody has spoken with him, nor written to him, for so many days; who was never contacted is meant too.
    pub silent_days: Option<u32>,
}

impl Filter {
    /// Whether a client is meant.
    fn takes(&self, view: &View<'_>, client: &Client) -> Result<bool> {
        let same = |one: &str, two: &str| name::fold(one) == name::fold(two);
        let by_card = self.city.as_ref().is_none_or(|city| same(city, &client.city))
            && self.zone.is_none_or(|tz| client.zone.is_some_and(|zone| zone.tz == tz))
            && self.manager.is_none_or(|manager| client.manager == Some(manager))
            && self.tag.as_ref().is_none_or(|tag| client.tags.iter().any(|known| same(known, tag)));
        if !by_card {
            return Ok(false);
        }
        if let Some(wanted) = self.deal {
            let deals = view.reads().of_client::<Deal>(client.id)?;
            if deals.iter().any(|deal| deal.is_open()) != wanted {
                return Ok(false);
            }
        }
        let Some(days) = self.silent_days else { return Ok(true) };
        let since = view.now.plus_millis(-i64::from(days) * DAY_MS);
        let mut last = None;
        view.reads().each::<Interaction>(&interactions_of(client.id), Walk::Down, &mut |talk| {
            if talk.status != InteractionStatus::Held {
                return std::ops::ControlFlow::Continue(());
            }
            last = Some(talk.at);
            std::ops::ControlFlow::Break(())
        })?;
        Ok(last.is_none_or(|last| last < since))
    }
}

/// A load from the base.
#[derive(Clone, Debug)]
pub struct LoadBase {
    /// The job.
    pub list: CallListId,
    /// Which clients.
    pub filter: Filter,
    /// The filter in words: the history tells it.
    pub words: String,
    /// Numbers of our own, as the store counts them.
    pub own: HashSet<u64>,
    /// Write nothing.
    pub dry_run: bool,
}

impl Desk {
    /// Puts the clients a filter means into a job, behind whatever operators do meanwhile. `told` hears of every one of them:
    /// his place in the walk, the verdict, the client. Returns what it came to, and the number of the load when it took any.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for an unknown job, [`DeskError::JobState`] for one that is finished.
    pub fn load_base(
        &self,
        who: &Who,
        now: Moment,
        load: &LoadBase,
        told: &mut dyn FnMut(u64, Verdict, &Client),
    ) -> Result<(Sums, Option<LoadId>)> {
        allow(who, Right::Load)?;
        let catalog = self.catalog()?;
        let list = catalog.list(load.list);
        let list = list.ok_or_else(|| DeskError::NotFound(What::CallList, load.list.to_string()))?;
        if list.job.state == JobState::Finished {
            return Err(DeskError::JobState(JobState::Finished));
        }
        let view = View { desk: self, who, now };
        let mut marker = Marker::new(self.store.last_seq());
        marker.name(&load.words);
        let mut walk = Walked { sums: Sums::default(), load: None, in_flight: VecDeque::new() };
        let (mut after, mut line) = (None, 0);
        loop {
            let page = ExportPage { after, limit: PAGE }.answer(&view)?;
            let Some(last) = page.last() else { break };
            after = Some(last.client.id);
            let mut part = BasePart {
                load: walk.load,
                list: list.clone(),
                words: load.words.clone(),
                sums: Sums::default(),
                rows: Vec::new(),
                remark: String::new(),
            };
            for Exported { client, .. } in &page {
                if load.filter.takes(&view, client)? {
                    line += 1;
                    let verdict = verdict(&view, list, client, &load.own)?;
                    part.row(line, verdict, client.id);
                    told(line, verdict, client);
                }
            }
            walk.sums.add(&part.sums);
            if !load.dry_run && (part.takes() || walk.load.is_some() && !part.rows.is_empty()) {
                part.remark = marker.next();
                walk.write(self, who, now, &part)?;
            }
        }
        walk.in_flight.drain(..).try_for_each(|ticket| ticket.wait().map(|_| ()))?;
        Ok((walk.sums, walk.load))
    }
}

/// How far a walk has come.
struct Walked {
    sums: Sums,
    load: Option<LoadId>,
    in_flight: VecDeque<Ticket>,
}

impl Walked {
    fn write(&mut self, desk: &Desk, who: &Who, now: Moment, part: &BasePart) -> Result<()> {
        let (load, ticket) = desk.begin_bulk(who, now, part)?;
        self.load = Some(load);
        self.in_flight.extend(ticket);
        while self.in_flight.len() > IN_FLIGHT {
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
