//! The answers to the questions of a script side by side for parts of the calls.

use std::collections::HashMap;

use super::CallsOf;
use crate::desk::catalog::Catalog;
use crate::desk::{Query, Result, View};
use crate::domain::client::Client;
use crate::domain::interaction::{Interaction, Subject};
use crate::domain::queue::QueueEntry;
use crate::domain::script::Script;
use crate::domain::script::question::Reply;
use crate::domain::script::run::text_of;
use crate::domain::script::segment::{Group, Segment};
use crate::domain::script::survey::{Survey, Tally};

/// Groups that are named, the largest ones; the rest are counted together.
pub const GROUPS_MAX: usize = 40;

/// Asks how the questions of a script were answered in each part of the calls.
#[derive(Clone, Debug)]
pub struct CrossOf {
    /// Which calls.
    pub calls: CallsOf,
    /// What parts them.
    pub by: Segment,
}

/// The answers side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cross {
    /// How many calls there were. Who counts in several groups is one of them.
    pub calls: u64,
    /// All of them together.
    pub all: Vec<Tally>,
    /// The parts, the largest first, each with its calls; the questions of each are those of [`Cross::all`].
    pub groups: Vec<(Group, u64, Vec<Tally>)>,
}

impl Query for CrossOf {
    type Answer = Cross;

    fn answer(&self, view: &View<'_>) -> Result<Cross> {
        let versions = self.calls.versions(view)?;
        let catalog = view.catalog()?;
        let (mut all, mut ended) = (Survey::default(), Ok(()));
        let mut groups: HashMap<Group, Survey> = HashMap::new();
        self.calls.each(view, &versions, &mut |script, call| {
            let Some(run) = call.script.as_ref().filter(|_| ended.is_ok()) else { return };
            all.add(script, run);
            match groups_of(view, &catalog, &self.by, script, call) {
                Ok(found) => {
                    for group in found {
                        groups.entry(group).or_default().add(script, run);
                    }
                }
                Err(error) => ended = Err(error),
            }
        })?;
        ended?;
        let mut groups: Vec<(Group, Survey)> = groups.into_iter().collect();
        groups.sort_by_cached_key(|(group, survey)| {
            let known = !matches!(group, Group::Unknown);
            (!known, std::cmp::Reverse(survey.calls()), format!("{group:?}"))
        });
        if groups.len() > GROUPS_MAX + 1 {
            let mut others = Survey::default();
            groups.drain(GROUPS_MAX..).for_each(|(_, survey)| others.merge(survey));
            groups.push((Group::Others, others));
        }
        let tallies = |survey: Survey| survey.tallies(versions.iter().map(AsRef::as_ref));
        let calls = all.calls();
        let groups = groups.into_iter().map(|(group, survey)| (group, survey.calls(), tallies(survey)));
        let groups = groups.collect();
        Ok(Cross { calls, all: tallies(all), groups })
    }
}

/// The groups of a call; there is always one.
fn groups_of(
    view: &View<'_>,
    catalog: &Catalog,
    by: &Segment,
    script: &Script,
    call: &Interaction,
) -> Result<Vec<Group>> {
    let named = |name: &str| (!name.trim().is_empty()).then(|| Group::Named(name.trim().to_owned()));
    let of_client = |group: &dyn Fn(&Client) -> Vec<Group>| -> Result<Vec<Group>> {
        Ok(view.reads().client(call.client)?.map(|client| group(&client)).unwrap_or_default())
    };
    let user = |id| catalog.user(id).and_then(|user| named(&user.name));
    let found = match by {
        Segment::City => of_client(&|client| named(&client.city).into_iter().collect())?,
        Segment::Zone => {
            of_client(&|client| client.zone.map(|zone| Group::Zone(zone.tz)).into_iter().collect())?
        }
        Segment::Class => of_client(&|client| {
            client.class.map(|class| Group::Named(class.to_string())).into_iter().collect()
        })?,
        Segment::Kind => of_client(&|client| vec![Group::Kind(client.kind)])?,
        Segment::Tag => of_client(&|client| client.tags.iter().filter_map(|tag| named(tag)).collect())?,
        Segment::Manager => of_client(&|client| client.manager.and_then(user).into_iter().collect())?,
        Segment::Operator => user(call.owner).into_iter().collect(),
        Segment::Job => {
            let list = match (call.subject, call.entry) {
                (Some(Subject::CallList(list)), _) => Some(list),
                (_, Some(entry)) => view.reads().find::<QueueEntry>(entry)?.and_then(|entry| entry.list),
                _ => None,
            };
            let list = list.and_then(|list| catalog.list(list));
            list.and_then(|list| named(&list.name)).into_iter().collect()
        }
        Segment::Reply(code) => replies(script, call, code),
    };
    Ok(if found.is_empty() { vec![Group::Unknown] } else { found })
}

/// What was replied last to a question.
fn replies(script: &Script, call: &Interaction, code: &str) -> Vec<Group> {
    let path = call.script.iter().flat_map(|run| &run.path);
    let mut asked = path.filter_map(|read| {
        let step = script.step(&read.step)?;
        (step.question.as_ref()?.code == code).then_some((step, read.replied()?))
    });
    match asked.next_back() {
        None | Some((_, Reply::Declined)) => Vec::new(),
        Some((step, Reply::Choices(keys))) => {
            keys.iter().map(|key| Group::Named(text_of(step, key).to_owned())).collect()
        }
        Some((step, reply)) => vec![Group::Named(reply.said(script.language, |key| text_of(step, key)))],
    }
}
