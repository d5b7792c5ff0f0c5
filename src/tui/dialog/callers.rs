//! Whose call it is: several clients have one number.

use ratatui::Frame;
use ratatui::text::Line;

use super::picker::{Picker, window};
use super::result::numbered;
use super::{Behave, Cx, Flow, dial_of};
use crate::desk::search::Match;
use crate::domain::gate::Dial;
use crate::domain::phone::Phone;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::ring::{CALLERS, Ringing};
use crate::tui::update::{let_go, talk};

/// The clients with one number, who spoke with us last first.
#[derive(Debug)]
pub struct Callers {
    phone: Phone,
    found: Vec<Match>,
    picker: Picker,
}

impl Callers {
    /// To choose from.
    pub fn new(phone: Phone, found: Vec<Match>) -> Self {
        Self { phone, found, picker: Picker::default() }
    }

    /// The number of whoever is on the line.
    pub(in crate::tui) fn phone(&self) -> Phone {
        self.phone
    }

    fn choose(&self, cx: &mut Cx<'_>, row: usize) -> Flow {
        let Some(chosen) = self.found.get(row) else { return Flow::Stay };
        let dial = dial_of(chosen).unwrap_or(Dial { phone: self.phone, person: None });
        let effects = talk(cx.model, cx.env, chosen.client.id, Some(dial));
        cx.effects.extend(effects);
        Flow::Close
    }
}

impl Behave for Callers {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        let KeyCode::Char(c) = key.code else { return Flow::Stay };
        let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        match digit.and_then(|digit| digit.checked_sub(1)) {
            Some(row) => self.choose(cx, row),
            None => Flow::Stay,
        }
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-choose")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Open => self.choose(cx, self.picker.row),
            Action::Back => {
                // Nobody was chosen: it rings on.
                let found = Some(self.found.clone());
                let call = Ringing { phone: Some(self.phone), since: cx.env.now, found, answered: false };
                let effects = let_go(cx.model, cx.env);
                cx.effects.extend(effects);
                cx.model.ring.call = Some(call);
                Flow::Close
            }
            action => {
                self.picker.moved(action, self.found.len());
                Flow::Stay
            }
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.choose(cx, row)
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(76);
        let height = u16::try_from(self.found.len().min(CALLERS)).unwrap_or(1);
        let title = env.say(&say!("callers-title", phone = env.texts.phone(&self.phone)));
        let area = window(frame, env, hits, &title, (width, height));
        let row = |(n, found): (usize, &Match)| {
            let last = found.last_contact.map(|at| env.texts.day(at, env.calendar())).unwrap_or_default();
            let person = found.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
            let text = [clean_line(&found.client.name), draw::city(&found.client), clean_line(&person), last];
            let said: Vec<&str> = text.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            numbered(n, &said.join(" · "), env)
        };
        let rows: Vec<Line<'_>> = self.found.iter().enumerate().map(row).collect();
        self.picker.view(frame, area, env, hits, &rows);
    }
}
