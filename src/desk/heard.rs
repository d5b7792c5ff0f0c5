//! «Нет нужного ответа»: the client's words go to the author of the script, and come back as an answer.

use super::content::Saved;
use super::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, HeardId, ScriptId};
use crate::domain::script::Script;
use crate::domain::script::file::ScriptDraft;
use crate::domain::script::heard::{HEARD_MAX, Heard, HeardGroup, grouped};
use crate::domain::text::clean_line;
use crate::domain::user::Right;
use crate::store::{Index, Kept};

/// Writes down words of a client that no answer of the step fits.
#[derive(Clone, Debug)]
pub struct WriteHeard {
    /// The version of the script that is read.
    pub script: ScriptId,
    /// Code of the step.
    pub step: String,
    /// The client's words.
    pub words: String,
    /// Who said them.
    pub client: ClientId,
}

impl UseCase for WriteHeard {
    /// How often these words wait for the author now.
    type Done = usize;

    const NAME: &'static str = "script.heard";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<usize> {
        plan.need::<Client>(What::Client, self.client)?;
        let words: String = clean_line(&self.words).chars().take(HEARD_MAX).collect();
        if words.is_empty() {
            return Err(DeskError::Empty);
        }
        let catalog = plan.catalog()?;
        let script = catalog.script(self.script).filter(|script| script.step(&self.step).is_some());
        let script = script.ok_or_else(|| DeskError::NotFound(What::Script, self.step.clone()))?;
        let code = script.code.clone();
        let folded = Heard::folded(&words);
        let before =
            waiting(plan, &code)?.into_iter().filter(|heard| heard.is_of(&self.step, &folded)).count();
        let heard = Heard {
            id: plan.new_id::<Heard>(),
            code,
            script: self.script,
            step: self.step.clone(),
            words,
            client: self.client,
            by: plan.who.user,
            at: plan.now,
            settled: None,
        };
        plan.add(&heard)?;
        Ok(before + 1)
    }
}

/// The words that wait for the author of a script.
fn waiting(view: &View<'_>, code: &str) -> Result<Vec<Kept<Heard>>> {
    let ids = view.reads().ids::<HeardId>(&Index::HeardByScript.key().text(code), usize::MAX)?;
    let mut out = Vec::new();
    for id in ids {
        // The key of one code is the beginning of the key of a longer one.
        out.extend(view.reads().find::<Heard>(id)?.filter(|heard| heard.code == code));
    }
    Ok(out)
}

/// Asks for the inbox of a script, or of all scripts: words that wait, grouped, the most frequent first.
#[derive(Clone, Debug)]
pub struct InboxOf(pub Option<String>);

impl Query for InboxOf {
    type Answer = Vec<HeardGroup>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<HeardGroup>> {
        let catalog = view.catalog()?;
        let codes: Vec<String> = match &self.0 {
            Some(code) if catalog.script_by_code(code).is_none() => {
                return Err(DeskError::NotFound(What::Script, code.clone()));
            }
            Some(code) => vec![code.clone()],
            None => catalog.scripts().iter().map(|script| script.code.clone()).collect(),
        };
        let mut all = Vec::new();
        for code in codes {
            all.extend(waiting(view, &code)?.into_iter().map(|kept| kept.record));
        }
        Ok(grouped(all.into_iter()))
    }
}

/// Settles a group of words: with the next version of the script, which has an answer for them, or without one.
#[derive(Clone, Debug)]
pub struct SettleHeard {
    /// Code of the script.
    pub code: String,
    /// Code of the step.
    pub step: String,
    /// Any of the words of the group.
    pub words: String,
    /// The script with the answer; `None` when there will be none.
    pub script: Option<ScriptDraft>,
}

impl UseCase for SettleHeard {
    /// How often the words were heard, and the version that is in use now.
    type Done = (usize, u32);

    const NAME: &'static str = "script.heard-settle";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<(usize, u32)> {
        let newest = plan.catalog()?.script_by_code(&self.code).cloned();
        let newest = newest.ok_or_else(|| DeskError::NotFound(What::Script, self.code.clone()))?;
        let folded = Heard::folded(&self.words);
        let all = waiting(plan, &self.code)?;
        let group: Vec<Kept<Heard>> =
            all.into_iter().filter(|heard| heard.is_of(&self.step, &folded)).collect();
        if group.is_empty() {
            return Err(DeskError::NotFound(What::Heard, clean_line(&self.words)));
        }
        let version = match &self.script {
            Some(draft) => match super::content::save_script(plan, draft)? {
                Saved::Version(_, version) | Saved::Same(_, version) => version,
            },
            None => newest.version,
        };
        let count = group.len();
        for mut heard in group {
            heard.record.settled = Some(version);
            plan.change(&heard)?;
        }
        Ok((count, version))
    }
}

/// The next version of a script with an answer for words of clients; `to` may be left out where the step says where its
/// answers lead.
pub fn with_answer(script: &Script, step: &str, text: &str, to: Option<&str>) -> Option<ScriptDraft> {
    let mut draft = ScriptDraft::from(script.clone());
    let place = draft.steps.iter_mut().find(|known| known.code == step)?;
    place.answers.push(crate::domain::script::Answer {
        text: clean_line(text),
        to: to.map(str::to_owned),
        added: true,
        ..Default::default()
    });
    Some(draft)
}
