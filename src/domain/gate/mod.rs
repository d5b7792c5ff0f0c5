//! The gate every call passes: which number may be dialled now and on what ground, or why none may.
//!
//! The same check runs when a list is loaded, when a contact is shown in the queue, when it is taken and when it is dialled,
//! so that a prohibition written in between is never missed. It asks, in this order: is there a number that works, does
//! nobody forbid the call, is there a ground for it, does nobody else talk to him, is it the hour.
//!
//! `docs/law.md` says which article stands behind each rule.

mod place;
pub mod talk;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use self::place::{clock_of, times_of, zones_of};
use self::talk::Talk;
use super::calendar::Calendar;
use super::call_list::{CallList, Purpose};
use super::client::Client;
use super::consent::{Consent, ConsentKind, Standing, proven, standing};
use super::contact::{ContactMethod, ContactState};
use super::hours::{Times, Window};
use super::ids::{CallListId, DealId, PersonId, QueueEntryId};
use super::job::limits::{self, Reached};
use super::job::{Job, OffDay};
use super::person::{Person, Role};
use super::phone::Phone;
use super::queue::{EntryKind, QueueEntry};
use super::stop::{StopEntry, StopSubject};
use super::time::Moment;

/// A number that may be dialled, and who should answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dial {
    /// The number.
    pub phone: Phone,
    /// Whose it is; `None` for the client's own.
    pub person: Option<PersonId>,
}

/// On what ground a call may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The client agreed to advertising.
    Consent(Box<Consent>),
    /// The client himself asked to be called.
    Asked {
        /// When he asked.
        at: Moment,
    },
    /// The call is about a deal that is under way: no advertising, but business he began with us.
    Deal(DealId),
    /// Calls for this purpose want no consent.
    Purpose(Purpose),
}

/// What a call that may be made is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// Whom to dial.
    pub dial: Dial,
    /// Why it is allowed.
    pub ground: Ground,
    /// Which attempt this is and how many there may be; `None` outside the queue, and where only what was promised allows one
    /// more.
    pub attempt: Option<(u16, u16)>,
    /// When the hours end; `None` when they were not looked at.
    pub closes: Option<Moment>,
    /// The planned contact the call is for; `None` outside the queue.
    pub entry: Option<QueueEntryId>,
}

/// Why a client may not be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// There is no number, or none that works.
    NoNumber,
    /// The number that was chosen is not in service, or somebody else answers it.
    BadNumber(ContactState),
    /// Every number is in the stop list; the entry is the oldest that forbids.
    Stopped(Box<StopEntry>),
    /// It is advertising, and the client has not agreed to it.
    NoConsent(Missing),
    /// Somebody else has called him, or is called by him, and the call has no result yet.
    InTalk(Talk),
    /// The call job is planned for other days.
    OffDay(OffDay),
    /// It is too early or too late where the client is.
    Hours {
        /// When it will be possible.
        opens: Moment,
        /// Whose hours are over.
        by: ClosedBy,
    },
    /// The hours of the client, of the list and of the law have nothing in common.
    NeverOpen,
    /// The client was called about a debt as often as the law allows (230-ФЗ ст. 7 ч. 3 п. 3).
    Often {
        /// Which limit is reached.
        limit: Reached,
        /// When another call will be possible.
        opens: Moment,
    },
    /// All jobs together have called the client as often as the job of this contact allows.
    Capped {
        /// How often that is.
        most: u16,
        /// When another call will be possible.
        opens: Moment,
    },
}

/// Whose hours are over: the first of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedBy {
    /// Those of all calls for a purpose, by law or by custom.
    Purpose(Purpose),
    /// Those of the call list.
    List,
    /// Those the client has asked for.
    Client,
}

/// What became of the consent that would be wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There never was one.
    Never,
    /// It was withdrawn.
    Withdrawn(Moment),
    /// It was given for a time that is over.
    Expired(Moment),
    /// It was given, and nothing is there to prove it by.
    Unproven(Moment),
}

impl Forbidden {
    /// Whether it lasts until somebody does something about it: waiting alone changes nothing.
    pub fn lasts(&self) -> bool {
        !matches!(
            self,
            Self::InTalk(_) | Self::OffDay(_) | Self::Hours { .. } | Self::Often { .. } | Self::Capped { .. }
        )
    }
}

/// Everything the gate looks at.
#[derive(Clone, Copy, Debug)]
pub struct Gate<'a> {
    /// The client.
    pub client: &'a Client,
    /// The people who speak for him today.
    pub people: &'a [&'a Person],
    /// Stop entries that concern him, his people or his numbers.
    pub stops: &'a [StopEntry],
    /// His consents and those of his people.
    pub consents: &'a [Consent],
    /// When he last asked to be called, if nobody has spoken with him since.
    pub asked: Option<Moment>,
    /// A deal of his that is under way, when the call may be about it.
    pub deal: Option<DealId>,
    /// What the call is for.
    pub purpose: Purpose,
    /// From which list.
    pub list: Option<CallListId>,
    /// The list's own hours.
    pub window: Option<Window>,
    /// The days and the state of the list.
    pub job: Option<&'a Job>,
    /// Calls about debts to him in the last weeks; read for that purpose, and for a call outside any list.
    pub debts: &'a [Moment],
    /// A call of somebody else with him that has no result yet.
    pub talk: Option<&'a Talk>,
    /// How many calls the job of the contact lets all jobs together make, and till when there were so many; `None` where there
    /// were fewer.
    pub cap: Option<(u16, Moment)>,
    /// The time.
    pub now: Moment,
}

impl<'a> Gate<'a> {
    /// A gate for calls to a client about whom nothing is known that forbids or allows them.
    pub fn new(client: &'a Client, people: &'a [&'a Person], purpose: Purpose, now: Moment) -> Self {
        Self {
            client,
            people,
            stops: &[],
            consents: &[],
            asked: None,
            deal: None,
            purpose,
            list: None,
            window: None,
            job: None,
            debts: &[],
            talk: None,
            cap: None,
            now,
        }
    }

    /// For the calls of a list; without one for calls with this purpose that belong to none.
    #[must_use]
    pub fn of_list(self, list: Option<&'a CallList>) -> Self {
        match list {
            None => self,
            Some(list) => Self {
                list: Some(list.id),
                window: list.window,
                job: Some(&list.job),
                purpose: list.purpose,
                ..self
            },
        }
    }

    /// The number to dial for a planned contact: its own number when it has one, else the best of its person, of those
    /// who decide, of the client, of anybody else. Hours are not looked at.
    ///
    /// # Errors
    /// Why there is none: a prohibition before a missing consent.
    pub fn number(&self, entry: Option<&QueueEntry>) -> Result<Permit, Forbidden> {
        let mut candidates = self.candidates();
        let rank = |dial: &Dial| {
            let wanted = entry.and_then(|e| e.phone).is_some_and(|phone| phone.same_line(&dial.phone));
            let asked = entry.and_then(|e| e.person).is_some_and(|person| dial.person == Some(person));
            (!wanted, !asked)
        };
        candidates.sort_by_key(|dial| rank(dial));
        let mut refused = Forbidden::NoNumber;
        for dial in candidates {
            match self.permit(dial, entry) {
                Ok(permit) => return Ok(permit),
                Err(Forbidden::Stopped(stop)) => match &refused {
                    Forbidden::Stopped(first) if first.since <= stop.since => {}
                    _ => refused = Forbidden::Stopped(stop),
                },
                Err(other) if refused == Forbidden::NoNumber => refused = other,
                Err(_) => {}
            }
        }
        Err(refused)
    }

    /// Where every number is in the stop list: when the first of them is no more, because the time of what forbids it ends. `None`
    /// when none ever is by itself, or there is no number.
    pub fn stopped_until(&self, entry: Option<&QueueEntry>) -> Option<Moment> {
        let ends = self.candidates().into_iter().filter_map(|dial| {
            let mut at = self.now;
            while let Some(stop) = (Gate { now: at, ..*self }).stop_of(&dial, entry) {
                at = stop.until?;
            }
            Some(at)
        });
        ends.min().filter(|end| *end > self.now)
    }

    /// Every number that may be dialled for a planned contact, best first. Hours are not looked at.
    pub fn numbers(&self, entry: Option<&QueueEntry>) -> Vec<Dial> {
        let may = |dial: &Dial| self.permit(*dial, entry).is_ok();
        self.candidates().into_iter().filter(may).collect()
    }

    /// Whether a number that somebody has chosen may be dialled. Hours are not looked at.
    ///
    /// # Errors
    /// Why not.
    pub fn chosen(&self, phone: &Phone, entry: Option<&QueueEntry>) -> Result<Permit, Forbidden> {
        let people = self.people.iter().map(|person| (Some(person.id), &person.methods));
        let known = std::iter::once((None, &self.client.methods)).chain(people);
        let known = known.flat_map(|(person, methods)| methods.iter().map(move |method| (person, method)));
        let same = known.filter(|(_, method)| method.as_phone().is_some_and(|known| known.same_line(phone)));
        // One number may stand on several cards: whoever is reached by it counts.
        let owner = same.min_by_key(|(_, method)| method.state != ContactState::Good);
        if let Some((_, method)) = owner.filter(|(_, method)| method.state != ContactState::Good) {
            return Err(Forbidden::BadNumber(method.state));
        }
        self.permit(Dial { phone: *phone, person: owner.and_then(|(person, _)| person) }, entry)
    }

    /// As [`Gate::number`], or as [`Gate::chosen`] when a number was chosen, at this moment: whoever talks to him and calling hours included.
    ///
    /// # Errors
    /// Why the client may not be called now.
    pub fn dial(
        &self,
        entry: Option<&QueueEntry>,
        chosen: Option<&Phone>,
        calendar: &Arc<Calendar>,
    ) -> Result<Permit, Forbidden> {
        let permit = match chosen {
            Some(phone) => self.chosen(phone, entry)?,
            None => self.number(entry)?,
        };
        if let Some(talk) = self.talk {
            return Err(Forbidden::InTalk(talk.clone()));
        }
        if let Some(off) = self.off_day(&permit.dial.phone, entry) {
            return Err(Forbidden::OffDay(off));
        }
        let times = self.times(Some(&permit.dial.phone), calendar);
        if let Some(limit) = self.limit(&permit.dial.phone, self.now) {
            return Err(times
                .next_open(limit.opens)
                .map_or(Forbidden::NeverOpen, |opens| Forbidden::Often { limit, opens }));
        }
        if let Some((most, until)) = self.cap {
            return Err(times
                .next_open(until)
                .map_or(Forbidden::NeverOpen, |opens| Forbidden::Capped { most, opens }));
        }
        match times.closes(self.now) {
            Some(closes) => Ok(Permit { closes: Some(closes), ..permit }),
            None => Err(times.next_open(self.now).map_or(Forbidden::NeverOpen, |opens| Forbidden::Hours {
                opens,
                by: self.closed_by(&permit.dial.phone, calendar),
            })),
        }
    }

    /// Why a row of a job is not called today, by the clock of the client's likeliest zone. What he was promised is kept on any day.
    fn off_day(&self, phone: &Phone, entry: Option<&QueueEntry>) -> Option<OffDay> {
        let of_job = entry.is_none_or(|entry| matches!(entry.kind, EntryKind::New | EntryKind::Retry));
        let job = self.job.filter(|_| of_job)?;
        job.off_day(self.now.date_in(clock_of(self.client, Some(phone))))
    }

    /// The limit of the law that is reached at a moment by the calls made so far, by the clock of the client's likeliest zone.
    pub fn limit(&self, phone: &Phone, at: Moment) -> Option<Reached> {
        // What a call outside any list is about nobody has said: one to a debtor may be about his debt.
        let is_unsaid = self.list.is_none() && self.purpose == Purpose::Advertising;
        if self.purpose != Purpose::Debt && !is_unsaid || self.debts.is_empty() {
            return None;
        }
        let clock = clock_of(self.client, Some(phone));
        limits::DEBT.reached(self.debts, clock, at)
    }

    /// The hours in which a number of the client may be dialled.
    pub fn times(&self, phone: Option<&Phone>, calendar: &Arc<Calendar>) -> Times {
        times_of(self.client, phone, self.purpose, self.window, calendar)
    }

    /// Whose hours are over at this moment.
    fn closed_by(&self, phone: &Phone, calendar: &Arc<Calendar>) -> ClosedBy {
        let clock = clock_of(self.client, Some(phone));
        let widest = Window::of(self.purpose);
        let law = Times::new(Arc::clone(calendar), widest, zones_of(self.client, Some(phone)));
        if !law.open_at(self.now) {
            ClosedBy::Purpose(self.purpose)
        } else if !law.within(self.window, clock).open_at(self.now) {
            ClosedBy::List
        } else {
            ClosedBy::Client
        }
    }

    fn permit(&self, dial: Dial, entry: Option<&QueueEntry>) -> Result<Permit, Forbidden> {
        if let Some(stop) = self.stop_of(&dial, entry) {
            return Err(Forbidden::Stopped(Box::new(stop.clone())));
        }
        let ground = self.ground(dial.person)?;
        let attempt = entry.map(|entry| (entry.attempts.saturating_add(1), entry.max_attempts));
        let attempt = attempt.filter(|(attempt, allowed)| attempt <= allowed);
        Ok(Permit { dial, ground, attempt, closes: None, entry: entry.map(|entry| entry.id) })
    }

    /// On what ground one of the client's people, or whoever answers his number, may be called.
    fn ground(&self, person: Option<PersonId>) -> Result<Ground, Forbidden> {
        if self.purpose != Purpose::Advertising {
            return Ok(Ground::Purpose(self.purpose));
        }
        let kind = ConsentKind::Advertising;
        // It is for the caller to prove it (38-ФЗ ст. 18 ч. 1).
        if let Some(consent) = proven(self.consents, kind, self.client.id, person, self.now) {
            return Ok(Ground::Consent(Box::new(consent.clone())));
        }
        let missing = match standing(self.consents, kind, self.client.id, person, self.now) {
            Standing::Holds(consent) => Missing::Unproven(consent.given),
            Standing::Withdrawn { at, .. } => Missing::Withdrawn(at),
            Standing::Expired { at, .. } => Missing::Expired(at),
            Standing::Never => Missing::Never,
        };
        // Whoever has taken his word back and then asks for a call wants that call.
        let since = if let Missing::Withdrawn(at) = missing { at } else { Moment::from_millis(i64::MIN) };
        match (self.asked.filter(|at| *at > since), self.deal) {
            (Some(at), _) => Ok(Ground::Asked { at }),
            (None, Some(deal)) => Ok(Ground::Deal(deal)),
            (None, None) => Err(Forbidden::NoConsent(missing)),
        }
    }

    /// As [`Gate::stop_for`]; on the company's number the one is asked for whom a contact is planned with.
    fn stop_of(&self, dial: &Dial, entry: Option<&QueueEntry>) -> Option<&'a StopEntry> {
        let planned = entry.and_then(|entry| entry.person);
        let planned = planned.filter(|id| self.people.iter().any(|person| person.id == *id));
        self.stop_for(&Dial { person: dial.person.or(planned), ..*dial })
    }

    /// The oldest stop entry in force that forbids a number, if one does. Who has forbidden calls is covered on all his numbers,
    /// whatever card they stand on; those of the company are free.
    pub fn stop_for(&self, dial: &Dial) -> Option<&'a StopEntry> {
        let forbids = |stop: &&StopEntry| {
            !stop.is_over(self.now)
                && match &stop.subject {
                    StopSubject::Person(person) => {
                        stop.scope.covers(self.purpose, self.list) && self.is_with(*person, dial)
                    }
                    StopSubject::Phone(_) | StopSubject::Client(_) => {
                        stop.forbids(self.client.id, dial.person, &dial.phone, self.purpose, self.list)
                    }
                }
        };
        self.stops.iter().filter(forbids).min_by_key(|stop| (stop.since, stop.id))
    }

    /// Whether a call to a number is one with this person: it is his. Where nobody of the company has a number on a card of his own,
    /// those of the company are theirs, and lead to nobody else once all of them have forbidden calls.
    fn is_with(&self, person: PersonId, dial: &Dial) -> bool {
        let his = |one: &&&Person| one.id == person && one.phones().any(|phone| phone.same_line(&dial.phone));
        let silent = |one: &&Person| {
            one.phones().next().is_none()
                && self.stops.iter().any(|stop| {
                    stop.subject == StopSubject::Person(one.id)
                        && !stop.is_over(self.now)
                        && stop.scope.covers(self.purpose, self.list)
                })
        };
        let is_here = || self.people.iter().any(|one| one.id == person);
        dial.person == Some(person)
            || self.people.iter().find(his).is_some()
            || dial.person.is_none() && is_here() && self.people.iter().all(silent)
    }

    /// Working numbers, best first: of the decision makers, of the client, of everybody else.
    fn candidates(&self) -> Vec<Dial> {
        let role = |person: &Person| {
            person
                .links
                .iter()
                .find(|link| link.client == self.client.id)
                .map_or(Role::Other, |link| link.role)
        };
        let of = |person: Option<PersonId>, methods: &[ContactMethod]| -> Vec<Dial> {
            let mut good: Vec<&ContactMethod> =
                methods.iter().filter(|method| method.state == ContactState::Good).collect();
            // Where somebody was reached last, somebody will be reached first.
            good.sort_by_key(|method| std::cmp::Reverse(method.last_success));
            good.into_iter()
                .filter_map(ContactMethod::as_phone)
                .filter(|phone| phone.may_be_clients())
                .map(|phone| Dial { phone: *phone, person })
                .collect()
        };
        let mut people: Vec<&Person> = self.people.to_vec();
        people.sort_by_key(|person| role(person));
        let (deciding, others): (Vec<&Person>, Vec<&Person>) =
            people.into_iter().partition(|person| role(person) == Role::DecisionMaker);
        let mut out: Vec<Dial> = deciding.iter().flat_map(|p| of(Some(p.id), &p.methods)).collect();
        out.extend(of(None, &self.client.methods));
        out.extend(others.iter().flat_map(|p| of(Some(p.id), &p.methods)));
        out
    }
}
