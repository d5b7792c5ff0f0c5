//! Who forbids calls: told under the question what he forbids, and changed by a key where it is somebody else.

use ratatui::text::{Line, Span};

use crate::desk::result::Asker;
use crate::domain::client::ClientKind;
use crate::domain::text::{clean_line, fit};
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model};
use crate::tui::theme::Role;

/// Whoever may be the one who asks, and who it is.
#[derive(Debug, Default)]
pub(super) struct Askers {
    /// What is answered, and how it is told.
    choices: Vec<(Option<Asker>, String)>,
    at: usize,
}

impl Askers {
    /// Of the client who is worked on: whom the call is with stands first. Nothing is told while his card is not read.
    pub(super) fn new(model: &Model, env: &Env) -> Self {
        let Some(work) = model.shown_work() else { return Self::default() };
        let card = model.card.dossier.as_ref().filter(|dossier| dossier.client.id == work.client);
        let Some(dossier) = card else { return Self::default() };
        if dossier.client.kind == ClientKind::Person {
            return Self { choices: vec![(None, clean_line(&dossier.client.name))], at: 0 };
        }
        let people = dossier.present_people(env.now).into_iter();
        let mut choices: Vec<(Option<Asker>, String)> =
            people.map(|person| (Some(Asker::Person(person.id)), clean_line(&person.name))).collect();
        let nobody = match (work.dial.is_some(), choices.is_empty()) {
            (true, true) => "stop-asker-number",
            (true, false) => "stop-asker-nobody",
            (false, _) => "stop-asker-company",
        };
        choices.push((Some(Asker::Nobody), env.text(nobody)));
        let scripted = work.run.is_some() && work.state != CallState::Preview;
        let with = dossier.spoken_with(work.dial, scripted, env.now).map(Asker::Person);
        let at = choices.iter().position(|(asker, _)| with.is_some() && *asker == with);
        Self { at: at.unwrap_or(choices.len() - 1), choices }
    }

    /// The answer; `None` where there is nothing to choose.
    pub(super) fn answer(&self) -> Option<Asker> {
        self.choices.get(self.at).and_then(|(asker, _)| *asker)
    }

    /// The next one, or the one before.
    pub(super) fn turn(&mut self, back: bool) {
        let count = self.choices.len().max(1);
        self.at = (self.at + if back { count - 1 } else { 1 }) % count;
    }

    /// Whether there is anything to tell.
    pub(super) fn is_told(&self) -> bool {
        !self.choices.is_empty()
    }

    /// «просит: Петров И. С. · Tab — другой»
    pub(super) fn line<'a>(&self, env: &Env, width: usize) -> Line<'a> {
        let who = self.choices.get(self.at).map(|(_, who)| who.as_str()).unwrap_or_default();
        let key = if self.choices.len() > 1 { env.text("stop-asker-key") } else { String::new() };
        let room = width.saturating_sub(key.chars().count());
        let said = env.say(&say!("stop-asker", who = who));
        Line::from(vec![
            Span::styled(fit(&said, room).into_owned(), env.style(Role::Text)),
            Span::styled(key, env.style(Role::Muted)),
        ])
    }
}
