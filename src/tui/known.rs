//! What a script may know of the client on the screen.

use rust_decimal::Decimal;

use super::env::Env;
use super::model::{Model, Work};
use crate::domain::ids::PersonId;
use crate::domain::script::address;
use crate::domain::script::facts::Facts;
use crate::domain::script::variable::Variable;
use crate::domain::stop::{StopEntry, StopSubject};

/// The data of the client who is worked on. While his card is not read, nothing is known but who calls.
pub(super) struct Known<'a> {
    model: &'a Model,
    work: &'a Work,
    env: &'a Env,
}

impl<'a> Known<'a> {
    /// Of this work.
    pub(super) fn new(model: &'a Model, work: &'a Work, env: &'a Env) -> Self {
        Self { model, work, env }
    }
}

impl Facts for Known<'_> {
    fn number(&self, variable: &Variable) -> Option<Decimal> {
        if *variable != Variable::Amount {
            return None;
        }
        let dossier =
            self.model.card.dossier.as_ref().filter(|dossier| dossier.client.id == self.work.client)?;
        Some(dossier.open_deal()?.deal.amount?.amount())
    }

    fn text(&self, variable: &Variable) -> Option<String> {
        let dossier =
            self.model.card.dossier.as_ref().filter(|dossier| dossier.client.id == self.work.client)?;
        let client = &dossier.client;
        let person = match self.work.dial.and_then(|dial| dial.person) {
            Some(id) => dossier.people.iter().find(|person| person.id == id),
            // Whoever has forbidden calls is not asked for.
            None => {
                let silent = |person: &PersonId| {
                    let his = |stop: &&StopEntry| stop.subject == StopSubject::Person(*person);
                    dossier.stops.iter().filter(his).any(|stop| stop.holds(self.env.now))
                };
                dossier.people.iter().find(|person| !silent(&person.id))
            }
        };
        let deal = dossier.open_deal();
        let zone = client.zone.map_or(self.env.zone, |zone| zone.tz);
        let text = |text: &str| (!text.trim().is_empty()).then(|| text.to_owned());
        match variable {
            Variable::Client => text(&client.name),
            Variable::Company => {
                let legal = dossier.legal.first().map(|legal| legal.name.as_str());
                text(&client.public_name).or_else(|| legal.and_then(text)).or_else(|| text(&client.name))
            }
            Variable::Name => person.and_then(|person| address::of(&person.name)),
            Variable::FullName => person.and_then(|person| text(&person.name)),
            Variable::JobTitle => person
                .and_then(|person| dossier.link(person, self.env.now))
                .and_then(|link| text(&link.title)),
            Variable::City => text(&client.city),
            Variable::Operator => text(&self.model.who.name),
            Variable::Firm => text(&self.env.firm),
            Variable::Deal => deal.and_then(|info| text(&info.deal.name)),
            Variable::Amount => {
                deal.and_then(|info| info.deal.amount).map(|amount| self.env.texts.money(amount))
            }
            Variable::Stage => deal.and_then(|info| {
                let stage = info.process.as_ref()?.stages.get(info.deal.stage()?)?;
                Some(stage.name.get(self.env.texts.lang()).to_owned())
            }),
            Variable::Date => Some(self.env.texts.date(self.env.now.date_in(zone))),
            Variable::Time => Some(self.env.texts.time(self.env.now, zone)),
            // Before a number is chosen it is the one that Enter on the card would dial.
            Variable::Phone => {
                let dialled = self.work.dial.map(|dial| dial.phone);
                let chosen = || super::pane::card::numbers(self.model).get(self.model.card.number).copied();
                dialled.or_else(chosen).map(|phone| self.env.texts.phone(&phone))
            }
            Variable::Field(name) => {
                let found =
                    client.custom.iter().find(|(title, _)| title.to_lowercase() == name.to_lowercase());
                found.and_then(|(_, value)| text(value))
            }
            // The script and the way through it know these.
            Variable::Purpose | Variable::Answer(_) => None,
        }
    }
}
