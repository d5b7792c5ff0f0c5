//! What calls have made of a script: the answers to its questions, and the ways through it.

pub mod cross;

use std::sync::Arc;

use super::{DeskError, Query, Result, View, What};
use crate::domain::ids::{ClientId, RecordId, UserId};
use crate::domain::interaction::{Interaction, InteractionStatus};
use crate::domain::script::Script;
use crate::domain::script::heat::{Heat, StepHeat};
use crate::domain::script::question::Reply;
use crate::domain::script::run::text_of;
use crate::domain::script::survey::{Survey, Tally};
use crate::domain::time::Moment;
use crate::store::key::Parts;
use crate::store::tables::{Record, interactions_of};
use crate::store::{Index, Key};

/// Calls that are looked through at a time.
const PAGE: usize = 1000;

/// Which calls of which script.
#[derive(Clone, Debug)]
pub struct CallsOf {
    /// Code of the script; all its versions count.
    pub code: String,
    /// Only calls that began at this moment or later.
    pub since: Option<Moment>,
    /// Only calls that began before this moment.
    pub until: Option<Moment>,
}

impl CallsOf {
    /// All versions of the script, newest first.
    fn versions(&self, view: &View<'_>) -> Result<Vec<Arc<Script>>> {
        let versions: Vec<Arc<Script>> = view.catalog()?.script_versions(&self.code).cloned().collect();
        if versions.is_empty() {
            return Err(DeskError::NotFound(What::Script, self.code.clone()));
        }
        Ok(versions)
    }

    /// Visits every call that read it.
    fn each(
        &self,
        view: &View<'_>,
        versions: &[Arc<Script>],
        visit: &mut dyn FnMut(&Script, &Interaction),
    ) -> Result<()> {
        for script in versions {
            let prefix = Index::RunByScript.key().id(script.id);
            let mut from = self.since.map_or_else(|| prefix.clone(), |since| prefix.clone().moment(since));
            let to = match self.until {
                Some(until) => Some(prefix.clone().moment(until)),
                None => prefix.prefix_end(),
            };
            loop {
                let keys = view.reads().keys_between(&from, to.as_ref(), PAGE)?;
                for key in keys.iter().filter_map(call_key) {
                    let call = view.reads().at::<Interaction>(&key)?;
                    if let Some(call) = call.filter(|call| call.status == InteractionStatus::Held) {
                        visit(script, &call);
                    }
                }
                match keys.last() {
                    // The next key is the first one behind the last.
                    Some(last) if keys.len() == PAGE => from = last.clone().byte(0),
                    _ => break,
                }
            }
        }
        Ok(())
    }
}

/// The key of the interaction an index entry leads to.
fn call_key(entry: &Key) -> Option<Key> {
    let mut parts = Parts::of(entry.as_bytes());
    let (_, at, client, id) = (parts.number()?, parts.moment()?, parts.id()?, parts.number()?);
    Some(interactions_of(client).moment(at).id(<Interaction as Record>::Id::from_u64(id)))
}

/// Asks for the counts of the answers to every question; see [`Tally`].
#[derive(Clone, Debug)]
pub struct SurveyOf(pub CallsOf);

impl Query for SurveyOf {
    /// How many calls there were, and the counts.
    type Answer = (u64, Vec<Tally>);

    fn answer(&self, view: &View<'_>) -> Result<(u64, Vec<Tally>)> {
        let versions = self.0.versions(view)?;
        let mut survey = Survey::default();
        self.0.each(view, &versions, &mut |script, call| {
            if let Some(run) = &call.script {
                survey.add(script, run);
            }
        })?;
        Ok((survey.calls(), survey.tallies(versions.iter().map(AsRef::as_ref))))
    }
}

/// One reply of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyRow {
    /// When the call began.
    pub at: Moment,
    /// With whom.
    pub client: ClientId,
    /// Who called.
    pub owner: UserId,
    /// Code of the question.
    pub question: String,
    /// Its title.
    pub title: String,
    /// What was replied; `None` where the client was asked and the call went on without a reply.
    pub reply: Option<Reply>,
    /// The reply as it reads, with the texts of choices.
    pub said: String,
}

/// Asks for every reply of every call, oldest first within a version of the script.
#[derive(Clone, Debug)]
pub struct RepliesOf(pub CallsOf);

impl Query for RepliesOf {
    type Answer = Vec<ReplyRow>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<ReplyRow>> {
        let versions = self.0.versions(view)?;
        let mut rows = Vec::new();
        self.0.each(view, &versions, &mut |script, call| {
            for read in call.script.iter().flat_map(|run| &run.path) {
                let Some(step) = script.step(&read.step) else { continue };
                let Some(question) = &step.question else { continue };
                let reply = read.replied();
                let said = reply.map(|reply| reply.said(script.language, |key| text_of(step, key)));
                rows.push(ReplyRow {
                    at: call.at,
                    client: call.client,
                    owner: call.owner,
                    question: question.code.clone(),
                    title: question.title.clone(),
                    said: said.unwrap_or_default(),
                    reply: reply.cloned(),
                });
            }
        })?;
        Ok(rows)
    }
}

/// Asks for the ways of calls through a script.
#[derive(Clone, Debug)]
pub struct HeatOf(pub CallsOf);

impl Query for HeatOf {
    /// How many calls there were, and every step.
    type Answer = (u64, Vec<StepHeat>);

    fn answer(&self, view: &View<'_>) -> Result<(u64, Vec<StepHeat>)> {
        let versions = self.0.versions(view)?;
        let catalog = view.catalog()?;
        let mut heat = Heat::default();
        self.0.each(view, &versions, &mut |_, call| {
            let lost = call
                .outcome
                .and_then(|id| catalog.outcome(id))
                .is_some_and(|outcome| outcome.is_loss(catalog.all_outcomes()));
            if let Some(run) = &call.script {
                heat.add(run, lost);
            }
        })?;
        Ok((heat.calls(), heat.steps(versions.iter().map(AsRef::as_ref))))
    }
}
