//! A filter with the names of its line looked up in the base.

use crate::desk::catalog::Catalog;
use crate::desk::{Result, View};
use crate::domain::client::{Class, Client};
use crate::domain::deal::{Deal, DealStatus};
use crate::domain::filter::{
    At, Bounds, DealIs, Fault, FaultKind, Filter, Key, Length, Named, Part, Test, number,
};
use crate::domain::geo;
use crate::domain::ids::{CallListId, OutcomeId, ProcessId, UserId};
use crate::domain::money::Money;
use crate::domain::name;
use crate::domain::process::Process;
use crate::domain::textfile::nearest;
use crate::domain::time::Moment;

/// A filter, ready to be asked.
#[derive(Debug, Default)]
pub(in crate::desk) struct Ready {
    /// What the card alone tells.
    pub(super) card: Vec<(bool, CardTest)>,
    /// Jobs he stands in.
    pub(super) jobs: Vec<(bool, Vec<Choice<CallListId>>)>,
    /// What must hold of one deal.
    pub(super) deal: Option<DealTest>,
    /// What must hold of no deal.
    pub(super) no_deal: Vec<DealTest>,
    /// What is looked up beside the card.
    pub(super) beside: Vec<(bool, Beside)>,
    /// What his talks tell: it costs the most.
    pub(super) talks: Vec<(bool, Talks)>,
}

/// One of the values of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice<T> {
    Nothing,
    Anything,
    One(T),
}

/// What the card alone tells.
#[derive(Debug)]
pub(super) enum CardTest {
    City(Vec<Choice<String>>),
    Tag(Vec<Choice<String>>),
    Source(Vec<Choice<String>>),
    Manager(Vec<Choice<UserId>>),
    Field(String, Vec<Choice<String>>),
    Test(Test),
}

/// What is looked up beside the card.
#[derive(Debug)]
pub(super) enum Beside {
    Has(Key),
    Waits(Test),
}

/// What his talks tell.
#[derive(Debug)]
pub(super) enum Talks {
    Silent(Bounds<Length>),
    Never,
    Outcome(Vec<Choice<OutcomeId>>),
}

/// What is asked of one deal. Where nothing is said of its state, it is under way.
#[derive(Debug, Default)]
pub(super) struct DealTest {
    pub(super) states: Vec<Vec<DealIs>>,
    stages: Vec<Vec<Choice<(ProcessId, u16)>>>,
    processes: Vec<Vec<Choice<ProcessId>>>,
    amounts: Vec<Bounds<Money>>,
    on_stage: Vec<Bounds<Length>>,
}

impl Ready {
    /// Looks the names up.
    ///
    /// # Errors
    /// [`DeskError::Filter`](crate::desk::DeskError::Filter) for a name nothing here has.
    pub(in crate::desk) fn of(view: &View<'_>, filter: &Filter) -> Result<Self> {
        let catalog = view.catalog()?;
        let mut ready = Self::default();
        for Part { not, test, .. } in &filter.parts {
            if test.is_of_a_deal() {
                let one = if *not {
                    ready.no_deal.push(DealTest::default());
                    ready.no_deal.last_mut()
                } else {
                    Some(ready.deal.get_or_insert_default())
                };
                if let Some(one) = one {
                    one.add(&catalog, test)?;
                }
                continue;
            }
            ready.add(view, &catalog, *not, test)?;
        }
        Ok(ready)
    }

    fn add(&mut self, view: &View<'_>, catalog: &Catalog, not: bool, test: &Test) -> Result<()> {
        let card = match test {
            Test::Name(Key::City, names) => CardTest::City(cities(names)),
            Test::Name(Key::Tag, names) => CardTest::Tag(folded(names)),
            Test::Name(Key::Source, names) => CardTest::Source(folded(names)),
            Test::Field(title, names) => CardTest::Field(name::fold(title).text, folded(names)),
            Test::Name(Key::Manager, names) => {
                let users: Vec<(UserId, &str)> =
                    catalog.users().map(|user| (user.id, user.name.as_str())).collect();
                CardTest::Manager(choices(names, Key::Manager, view.who.user, &users)?)
            }
            Test::Name(Key::Job, names) => {
                let lists: Vec<_> = catalog.lists().map(|list| (list.id, list.name.as_str())).collect();
                self.jobs.push((not, choices(names, Key::Job, CallListId::from_none(), &lists)?));
                return Ok(());
            }
            Test::Name(Key::Outcome, names) => {
                let mut known = Vec::new();
                for outcome in catalog.all_outcomes() {
                    known.extend(
                        [&outcome.name.ru, &outcome.name.en, &outcome.code]
                            .map(|word| (outcome.id, word.as_str())),
                    );
                }
                self.talks.push((
                    not,
                    Talks::Outcome(choices(names, Key::Outcome, OutcomeId::from_none(), &known)?),
                ));
                return Ok(());
            }
            Test::Silent(bounds) => {
                self.talks.push((not, Talks::Silent(*bounds)));
                return Ok(());
            }
            Test::NeverSpoken => {
                self.talks.push((not, Talks::Never));
                return Ok(());
            }
            Test::Has(key, is) => {
                self.beside.push((not == *is, Beside::Has(*key)));
                return Ok(());
            }
            Test::Waits(_) => {
                self.beside.push((not, Beside::Waits(test.clone())));
                return Ok(());
            }
            test => CardTest::Test(test.clone()),
        };
        self.card.push((not, card));
        Ok(())
    }

    /// Jobs in one of which he must stand, where there are such.
    pub(super) fn in_jobs(&self) -> Option<Vec<CallListId>> {
        let one = |(not, jobs): &(bool, Vec<Choice<CallListId>>)| {
            let all = jobs.iter().map(|job| if let Choice::One(id) = job { Some(*id) } else { None });
            if *not { None } else { all.collect::<Option<Vec<_>>>() }
        };
        self.jobs.iter().find_map(one)
    }

    /// What must hold of a deal he must have.
    pub(super) fn has_deal(&self) -> Option<&DealTest> {
        self.deal.as_ref().filter(|deal| !deal.may_be_none())
    }
}

/// An id nobody has, where «me» can't be meant.
trait FromNone {
    fn from_none() -> Self;
}

impl<I: crate::domain::ids::RecordId> FromNone for I {
    fn from_none() -> Self {
        I::from_u64(0)
    }
}

impl DealTest {
    fn add(&mut self, catalog: &Catalog, test: &Test) -> Result<()> {
        match test {
            Test::Deal(states) => self.states.push(states.clone()),
            Test::Amount(bounds) => self.amounts.push(*bounds),
            Test::OnStage(bounds) => self.on_stage.push(*bounds),
            Test::Name(Key::Stage, names) => self.stages.push(stages(catalog, names)?),
            Test::Name(_, names) => {
                let mut known = Vec::new();
                for process in catalog.all_processes() {
                    known.extend(
                        [&process.name.ru, &process.name.en, &process.code]
                            .map(|word| (process.id, word.as_str())),
                    );
                }
                self.processes.push(every(names, Key::Process, &known)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether it holds of a client without a deal.
    pub(super) fn may_be_none(&self) -> bool {
        let bare = self.stages.is_empty()
            && self.processes.is_empty()
            && self.amounts.is_empty()
            && self.on_stage.is_empty();
        bare && !self.states.is_empty() && self.states.iter().all(|states| states.contains(&DealIs::Nothing))
    }

    /// Whether a deal is such a one.
    pub(super) fn holds(&self, view: &View<'_>, deal: &Deal) -> bool {
        let is = |state: &DealIs| match state {
            DealIs::Open => deal.is_open(),
            DealIs::Nothing => false,
            DealIs::Won => deal.status == DealStatus::Won,
            DealIs::Lost => matches!(deal.status, DealStatus::Lost { .. }),
        };
        let state = match self.states.as_slice() {
            [] => deal.is_open(),
            all => all.iter().all(|states| states.iter().any(is)),
        };
        let pass = deal.passes.last();
        let stage = |choice: &Choice<(ProcessId, u16)>| match choice {
            Choice::Nothing => pass.is_none(),
            Choice::Anything => pass.is_some(),
            Choice::One((process, stage)) => {
                *process == deal.process && pass.is_some_and(|pass| pass.stage == *stage)
            }
        };
        let process = |choice: &Choice<ProcessId>| match choice {
            Choice::Nothing => false,
            Choice::Anything => true,
            Choice::One(id) => *id == deal.process,
        };
        let since =
            |entered: Moment, bounds: &Bounds<Length>| bounds.hold_since(entered, view.now, view.who.zone);
        state
            && self.stages.iter().all(|any| any.iter().any(stage))
            && self.processes.iter().all(|any| any.iter().any(process))
            && self.amounts.iter().all(|bounds| deal.amount.is_some_and(|sum| bounds.hold_sum(&sum)))
            && self.on_stage.iter().all(|bounds| pass.is_some_and(|pass| since(pass.entered, bounds)))
    }
}

impl CardTest {
    /// Whether the card says so.
    pub(super) fn holds(&self, view: &View<'_>, client: &Client) -> bool {
        match self {
            Self::City(any) => is_any(any, [client.city.as_str()]),
            Self::Tag(any) => is_any(any, client.tags.iter().map(String::as_str)),
            Self::Source(any) => {
                let interest = client.first_interest.iter();
                is_any(
                    any,
                    interest.flat_map(|interest| [interest.source.as_str(), interest.channel.as_str()]),
                )
            }
            Self::Manager(any) => any.iter().any(|choice| match choice {
                Choice::Nothing => client.manager.is_none(),
                Choice::Anything => client.manager.is_some(),
                Choice::One(user) => client.manager == Some(*user),
            }),
            Self::Field(title, any) => is_any(any, field(client, title)),
            Self::Test(test) => plain(view, client, test),
        }
    }
}

fn plain(view: &View<'_>, client: &Client, test: &Test) -> bool {
    let (now, zone) = (view.now, view.who.zone);
    match test {
        Test::Zone(any) => any.iter().any(|wanted| match (wanted, client.zone.map(|zone| zone.tz)) {
            (None, there) => there.is_none(),
            (Some(_), None) => false,
            (Some(wanted), Some(there)) => {
                *wanted == there
                    || geo::zone_index(there).is_some_and(|index| geo::zone_index(*wanted) == Some(index))
            }
        }),
        Test::Region(any) => any.contains(&client.region),
        Test::Class(any) => any.iter().any(|wanted| match (wanted, client.class) {
            (None, class) => class.is_none(),
            (Some(_), None) => false,
            (Some(Class { abc, xyz }), Some(class)) => {
                *abc == class.abc && (xyz.is_none() || *xyz == class.xyz)
            }
        }),
        Test::Kind(any) => any.contains(&client.kind),
        Test::Created(bounds) => bounds.hold_at(client.registered, zone),
        Test::Age(bounds) => bounds.hold_since(client.registered, now, zone),
        Test::FieldNumber(title, bounds) => {
            let title = name::fold(title).text;
            field(client, &title).any(|value| number(value).is_some_and(|value| bounds.hold(&value)))
        }
        // The others are looked up elsewhere.
        _ => false,
    }
}

/// What stands in the fields with a title.
fn field<'c>(client: &'c Client, title: &str) -> impl Iterator<Item = &'c str> {
    let title = title.to_owned();
    client
        .custom
        .iter()
        .filter(move |(known, _)| name::fold(known).text == title)
        .map(|(_, value)| value.as_str())
}

/// Whether any of the texts is one of those wanted.
fn is_any<'t>(any: &[Choice<String>], texts: impl IntoIterator<Item = &'t str>) -> bool {
    let there: Vec<String> =
        texts.into_iter().filter(|text| !text.trim().is_empty()).map(|text| name::fold(text).text).collect();
    any.iter().any(|choice| match choice {
        Choice::Nothing => there.is_empty(),
        Choice::Anything => !there.is_empty(),
        Choice::One(text) => there.contains(text),
    })
}

fn folded(names: &[Named]) -> Vec<Choice<String>> {
    names.iter().map(|one| choice(one, |text| name::fold(text).text)).collect()
}

/// A city may be typed as people call it: «Питер».
fn cities(names: &[Named]) -> Vec<Choice<String>> {
    let mut all = folded(names);
    for one in names {
        let city = if let Named::Name(text, _) = one { geo::find_city(text) } else { None };
        let spellings = city.into_iter().flat_map(|city| [city.ru, city.en]);
        all.extend(spellings.map(|name| Choice::One(name::fold(name).text)));
    }
    all
}

fn choice<T>(named: &Named, of: impl Fn(&str) -> T) -> Choice<T> {
    match named {
        Named::Nothing => Choice::Nothing,
        Named::Anything => Choice::Anything,
        Named::Me => Choice::One(of("")),
        Named::Name(text, _) => Choice::One(of(text)),
    }
}

/// The one thing each name means.
fn choices<T: Copy + PartialEq>(
    names: &[Named],
    key: Key,
    me: T,
    known: &[(T, &str)],
) -> Result<Vec<Choice<T>>> {
    let one = |named: &Named| {
        Ok(match named {
            Named::Nothing => Choice::Nothing,
            Named::Anything => Choice::Anything,
            Named::Me => Choice::One(me),
            Named::Name(text, at) => {
                let found = found(text, *at, key, known)?;
                Choice::One(found.first().copied().unwrap_or(me))
            }
        })
    };
    names.iter().map(one).collect()
}

/// All that each name means: every version of a process is a process of its own.
fn every<T: Copy + PartialEq>(names: &[Named], key: Key, known: &[(T, &str)]) -> Result<Vec<Choice<T>>> {
    let mut all = Vec::new();
    for named in names {
        match named {
            Named::Nothing => all.push(Choice::Nothing),
            Named::Anything | Named::Me => all.push(Choice::Anything),
            Named::Name(text, at) => all.extend(found(text, *at, key, known)?.into_iter().map(Choice::One)),
        }
    }
    Ok(all)
}

/// What has a name, or the one name that begins so.
fn found<T: Copy + PartialEq>(text: &str, at: At, key: Key, known: &[(T, &str)]) -> Result<Vec<T>> {
    let typed = name::fold(text).text;
    let fault = |kind| Err(Fault { at: at.0, kind }.into());
    let same = |wanted: &str| -> Vec<T> {
        known.iter().filter(|(_, name)| name::fold(name).text == wanted).map(|(one, _)| *one).collect()
    };
    let exact = same(&typed);
    if !exact.is_empty() {
        return Ok(exact);
    }
    let begins = |name: &str| !typed.is_empty() && name::fold(name).text.starts_with(&typed);
    let several: Vec<&(T, &str)> = known.iter().filter(|(_, name)| begins(name)).collect();
    let mut names: Vec<String> = Vec::new();
    for (_, name) in &several {
        if !names.iter().any(|known| name::fold(known).text == name::fold(name).text) {
            names.push((*name).to_owned());
        }
    }
    let one_thing = several.iter().all(|(one, _)| several.first().is_some_and(|(first, _)| first == one));
    match names.len() {
        0 => {
            let nearest = nearest(text, known.iter().map(|(_, name)| *name).collect::<Vec<_>>());
            fault(FaultKind::Unknown { key, found: text.to_owned(), nearest })
        }
        1 => Ok(several.iter().map(|(one, _)| *one).collect()),
        _ if one_thing => Ok(several.iter().take(1).map(|(one, _)| *one).collect()),
        _ => fault(FaultKind::Ambiguous { key, found: text.to_owned(), several: names }),
    }
}

/// Stages by their names or codes, in every process and every version that has them.
fn stages(catalog: &Catalog, names: &[Named]) -> Result<Vec<Choice<(ProcessId, u16)>>> {
    let all: Vec<&Process> = catalog.all_processes().collect();
    let mut known: Vec<((ProcessId, u16), &str)> = Vec::new();
    for process in &all {
        for (place, stage) in (0_u16..).zip(&process.stages) {
            let words = [&stage.name.ru, &stage.name.en, &stage.code];
            known.extend(words.map(|word| ((process.id, place), word.as_str())));
        }
    }
    every(names, Key::Stage, &known)
}
