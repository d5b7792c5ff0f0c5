//! A client takes back what he had agreed to: who, to what, when he said so, how, in which words, and what proves it.

use ratatui::text::Line;

use super::form::Form;
use super::sheet::{Sheet, bad, good};
use super::{Cx, Flow};
use crate::desk::consents::WithdrawConsent;
use crate::desk::dossier::Dossier;
use crate::domain::consent::{ConsentHow, ConsentKind};
use crate::domain::ids::{ClientId, PersonId};
use crate::domain::past;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model};
use crate::tui::msg::{Effect, Request};
use crate::tui::update::complain;
use crate::tui::wishes::WishRequest;

const WHO: usize = 0;
const KIND: usize = 1;
const WHEN: usize = 2;
const HOW: usize = 3;
const WORDS: usize = 4;
const PROOF: usize = 5;

/// The withdrawal while it is entered.
#[derive(Debug)]
pub struct Withdraw {
    client: ClientId,
    /// Who may take his word back: everybody, then each of his people who has given his.
    people: Vec<Option<PersonId>>,
    kinds: Vec<ConsentKind>,
    form: Form,
}

impl Withdraw {
    /// Of the client on the screen; `None` when he has agreed to nothing.
    pub fn new(model: &Model, env: &Env) -> Option<Self> {
        let dossier = model.card.dossier.as_ref()?;
        let given = || dossier.consents.iter().filter(|consent| consent.holds(env.now));
        let has = |kind: &ConsentKind| given().any(|consent| consent.kind == *kind);
        let kinds: Vec<ConsentKind> = ConsentKind::ALL.into_iter().filter(has).collect();
        kinds.first()?;
        let mut people = vec![None];
        for person in given().filter_map(|consent| consent.person) {
            if !people.contains(&Some(person)) {
                people.push(Some(person));
            }
        }
        let names = people.iter().map(|person| name_of(dossier, *person, env)).collect();
        let words = kinds.iter().map(|kind| env.texts.word(kind)).collect();
        let ways = ConsentHow::ALL.iter().map(|how| env.texts.word(how)).collect();
        // Who is on the line says so himself.
        let talking = model.shown_work().is_some_and(|work| work.state != CallState::Preview);
        let how = if talking { ConsentHow::Voice } else { ConsentHow::Other };
        let how = ConsentHow::ALL.iter().position(|one| *one == how).unwrap_or_default();
        let form = Form::new()
            .choice("withdraw-who", names)
            .choice("withdraw-kind", words)
            .text("withdraw-when", "")
            .choice("withdraw-how", ways)
            .chosen(how)
            .text("withdraw-words", "")
            .text("withdraw-proof", "");
        Some(Self { client: dossier.client.id, people, kinds, form })
    }

    fn at(&self, env: &Env) -> Option<Moment> {
        past::read(&self.form.typed(WHEN), env.now, env.zone)
    }
}

fn name_of(dossier: &Dossier, person: Option<PersonId>, env: &Env) -> String {
    let Some(id) = person else { return env.text("withdraw-everybody") };
    let found = dossier.people.iter().find(|person| person.id == id);
    found.map(|person| clean_line(&person.name)).unwrap_or_default()
}

impl Sheet for Withdraw {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.text("withdraw-title")
    }

    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        vec![match self.at(env) {
            Some(at) => {
                let said = say!("withdraw-since", when = env.texts.moment(at, env.calendar()));
                good(&env.say(&said), env)
            }
            None => bad(&env.text("withdraw-when-bad"), env),
        }]
    }

    fn hint(&self) -> &'static str {
        "withdraw-hint"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let Some(at) = self.at(cx.env) else {
            self.form.go(WHEN);
            complain(cx.model, cx.env, say!("withdraw-when-bad"));
            return Flow::Stay;
        };
        let case = WithdrawConsent {
            client: self.client,
            person: self.people.get(self.form.choice_of(WHO)).copied().flatten(),
            kind: self.kinds.get(self.form.choice_of(KIND)).copied().unwrap_or_default(),
            at,
            reason: self.form.typed(WORDS),
            interaction: None,
            how: ConsentHow::ALL.get(self.form.choice_of(HOW)).copied().unwrap_or_default(),
            proof: self.form.typed(PROOF),
            proof_hash: String::new(),
        };
        if !std::mem::replace(&mut cx.model.busy, true) {
            cx.effects.push(Effect::Ask(Request::Wish(Box::new(WishRequest::Withdraw(case)))));
        }
        Flow::Stay
    }
}
